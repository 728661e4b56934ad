//! Dates of publication as records, pages and bylines write them.

use jiff::civil::Date;

/// `YYYY-MM-DD` of a date in any usual writing; `None` if there is none or it is ambiguous
/// (`03/04/2021`).
pub(super) fn iso(text: &str) -> Option<String> {
    let text = text.trim();
    leading_iso(text).or_else(|| epoch(text)).or_else(|| in_words(text)).map(|d| d.to_string())
}

/// `2021-03-04`, `2021-03-04T10:00:00Z`, `20210304`, `2021/03/04`.
fn leading_iso(text: &str) -> Option<Date> {
    let digits =
        |range: std::ops::Range<usize>| text.get(range).filter(|s| s.bytes().all(|b| b.is_ascii_digit()));
    let year: i16 = digits(0..4)?.parse().ok()?;
    let (month, day) = match text.get(4..5)? {
        "-" | "/" | "." => (digits(5..7)?, digits(8..10)?),
        _ if text.len() == 8 => (digits(4..6)?, digits(6..8)?),
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
    use super::iso;

    #[test]
    fn usual_writings() {
        for text in [
            "2021-03-04",
            "2021-03-04T10:00:00Z",
            "20210304",
            "March 4, 2021",
            "4 March 2021",
            "Thu, 04 Mar 2021 10:00:00 GMT",
            "1614852000",
            "March 4th, 2021",
        ] {
            assert_eq!(iso(text).as_deref(), Some("2021-03-04"), "{text}");
        }
        for text in ["03/04/2021", "", "yesterday", "2021-13-40", "May"] {
            assert_eq!(iso(text), None, "{text}");
        }
    }
}
