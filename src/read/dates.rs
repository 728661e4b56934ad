//! Dates of publication as records, pages and bylines write them.

use jiff::civil::Date;

use crate::types::{DateFound, DateFrom};

/// A date with the words that give it, cut to some 80 characters.
pub(super) fn found(date: String, from: DateFrom, words: &str) -> DateFound {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(80).collect();
    DateFound { date, from, words }
}

/// `YYYY-MM-DD` of a date in any usual writing; `None` if there is none or it is ambiguous
/// (`03/04/2021`).
pub(super) fn iso(text: &str) -> Option<String> {
    let text = text.trim();
    leading_iso(text).or_else(|| epoch(text)).or_else(|| in_words(text)).map(|d| d.to_string())
}

/// The date in the address of a page or the name of a file: `/2026/03/10/`, `/2026/mar/10/`,
/// `2026-03-02-talks.txt`, `20250504-talks`. A month alone is none.
pub(super) fn in_address(address: &str) -> Option<Date> {
    let parts: Vec<&str> = address.split(|c: char| !c.is_ascii_alphanumeric()).collect();
    let likely = |date: &Date| (1990..2100).contains(&date.year());
    let apart = parts.windows(3).find_map(|three| {
        let [year, month_name, day] = three else { return None };
        let numeric = |w: &str, most: usize| w.len() <= most && w.bytes().all(|b| b.is_ascii_digit());
        if year.len() != 4 || !numeric(year, 4) || !numeric(day, 2) {
            return None;
        }
        let month = if numeric(month_name, 2) { month_name.parse().ok()? } else { month(month_name)? };
        Date::new(year.parse().ok()?, month, day.parse().ok()?).ok().filter(likely)
    });
    let joined = || {
        let stamps = parts.iter().filter(|w| matches!(w.len(), 8 | 12 | 14) || w.get(8..9) == Some("T"));
        stamps.filter_map(|w| leading_iso(w.get(..8)?)).find(likely)
    };
    apart.or_else(joined)
}

/// `2021-03-04`, `2021-3-4`, `2021-03-04T10:00:00Z`, `20210304`, `20210304T101500Z`, `20210304101500`,
/// `2021/03/04`.
fn leading_iso(text: &str) -> Option<Date> {
    let digits =
        |range: std::ops::Range<usize>| text.get(range).filter(|s| s.bytes().all(|b| b.is_ascii_digit()));
    let year: i16 = digits(0..4)?.parse().ok()?;
    let (month, day) = match text.get(4..5)? {
        separator @ ("-" | "/" | ".") => {
            let (month, rest) = text.get(5..)?.split_once(separator)?;
            let day = rest.split(|c: char| !c.is_ascii_digit()).next()?;
            let short = |part: &str| matches!(part.len(), 1 | 2) && part.bytes().all(|b| b.is_ascii_digit());
            if !short(month) || !short(day) {
                return None;
            }
            (month, day)
        }
        _ if matches!(text.len(), 8 | 14) && digits(0..text.len()).is_some()
            || text.len() > 8 && matches!(text.get(8..9), Some("T" | " ")) =>
        {
            (digits(4..6)?, digits(6..8)?)
        }
        _ => return None,
    };
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok().filter(|d| (1800..2200).contains(&d.year()))
}

/// Seconds or milliseconds since 1970.
fn epoch(text: &str) -> Option<Date> {
    let number: i64 = text.parse().ok()?;
    let seconds = match text.len() {
        9 | 10 => number,
        12 | 13 => number / 1000,
        _ => return None,
    };
    jiff::Timestamp::from_second(seconds).ok().map(|t| jiff::tz::TimeZone::UTC.to_datetime(t).date())
}

/// `March 3, 2021`, `3 March 2021`, `Wed, 03 Mar 2021 10:00:00 GMT`, anywhere in the text.
pub(super) fn in_words(text: &str) -> Option<Date> {
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).take(40).collect();
    for (i, word) in words.iter().enumerate() {
        let Some(month) = month(word) else { continue };
        let number = |k: Option<usize>| {
            let word = words.get(k?)?;
            word.parse::<i16>().ok().or_else(|| ordinal(word))
        };
        let (before, after, later) = (number(i.checked_sub(1)), number(Some(i + 1)), number(Some(i + 2)));
        let (day, year) = match (before, after, later) {
            (_, Some(d), Some(y)) if d <= 31 && y > 1800 => (d, y),
            (Some(d), Some(y), _) if d <= 31 && y > 1800 => (d, y),
            _ => continue,
        };
        if let Ok(date) = Date::new(year, month, i8::try_from(day).ok()?) {
            return Some(date);
        }
    }
    None
}

fn ordinal(word: &str) -> Option<i16> {
    let digits: String = word.chars().take_while(char::is_ascii_digit).collect();
    let tail = &word[digits.len()..];
    matches!(tail, "st" | "nd" | "rd" | "th").then(|| digits.parse().ok()).flatten()
}

/// The number of a month by its name or the first three letters of it.
pub(super) fn month(word: &str) -> Option<i8> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let lower = word.to_lowercase();
    let fits = |name: &&str| {
        **name == lower
            || lower.len() >= 3 && lower.len() <= 4 && name.starts_with(&lower)
            || lower == "sept" && *name == "september"
    };
    NAMES.iter().position(fits).and_then(|i| i8::try_from(i + 1).ok())
}

#[cfg(test)]
mod tests {
    use super::{in_address, iso};

    #[test]
    fn addresses_and_file_names() {
        let date = |text: &str| in_address(text).map(|d| d.to_string());
        for text in [
            "https://example.org/world/2026/mar/10/chad-niger",
            "https://example.org/2026/03/10/chad/",
            "https://example.org/chad-2026-3-10.html",
            "2026-03-10-talks.txt",
            "20260310T101500Z.txt",
            "20260310-talks.txt",
        ] {
            assert_eq!(date(text).as_deref(), Some("2026-03-10"), "{text}");
        }
        for text in
            ["https://example.org/2026/03/chad", "article-12345678", "top-2019-10-things", "1234-56-78"]
        {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn usual_writings() {
        for text in [
            "2021-03-04",
            "2021-3-4",
            "2021/3/4 10:15",
            "2021-03-04T10:00:00Z",
            "20210304",
            "March 4, 2021",
            "4 March 2021",
            "Thu, 04 Mar 2021 10:00:00 GMT",
            "1614852000",
            "March 4th, 2021",
            "20210304T101500Z",
            "20210304101500",
        ] {
            assert_eq!(iso(text).as_deref(), Some("2021-03-04"), "{text}");
        }
        for text in ["03/04/2021", "", "0001-01-01T00:00:00Z", "yesterday", "2021-13-40", "May"] {
            assert_eq!(iso(text), None, "{text}");
        }
    }
}
