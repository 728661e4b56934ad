//! Which lines belong to the page and not to the article, by their words and their form.

use super::lines::{Line, Shape};
use crate::read::dates;
use crate::tables::calendar::weekday_or_short;
use crate::tables::{LinePlace, PageWords};

/// True for a short line such as `Related articles`.
pub(super) fn opens_teasers(line: &Line<'_>, pages: &PageWords) -> bool {
    if line.words > 7 || line.text.len() > 60 || line.shape == Shape::Paragraph && !line.text.ends_with(':') {
        return false;
    }
    let lower = straight(line.text);
    let lower = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    pages.lines(LinePlace::Teasers).iter().any(|start| {
        // A single word (`Latest`) begins headlines too.
        lower.strip_prefix(start.as_str()).is_some_and(|rest| {
            start.contains(' ')
                && (start.ends_with(' ') || !rest.starts_with(|c: char| c.is_alphabetic() && c != 's'))
                || line.words <= 3 && !rest.starts_with(char::is_alphabetic)
                || start.ends_with(':')
        })
    })
}

/// True for a line from which on a page has comments or a word about the author.
pub(super) fn opens_comments(line: &Line<'_>, pages: &PageWords) -> bool {
    if line.words > 6 || line.shape == Shape::Paragraph {
        return false;
    }
    let lower = line.text.to_lowercase();
    let lower = lower.trim_matches(|c: char| !c.is_alphanumeric());
    pages.lines(LinePlace::Comments).iter().any(|start| lower.starts_with(start.as_str()))
        || lower.strip_suffix(" comments").is_some_and(|n| n.parse::<u32>().is_ok())
}

/// True for a line that belongs to the page, not to the article.
pub(super) fn is_furniture(line: &Line<'_>, pages: &PageWords) -> bool {
    if line.words > 60 || line.text.len() > 600 {
        return false;
    }
    let text = line.text;
    if !text.contains(char::is_alphanumeric) || is_credit(line, pages) {
        return true;
    }
    if is_sign_off(text, pages) {
        return true;
    }
    if line.words > 40 {
        return false;
    }
    if is_weather(text) || line.words <= 12 && is_only_date(text) {
        return true;
    }
    let lower = straight(text);
    let lower = lower.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '©');
    if line.words <= 3 && line.shape == Shape::Title {
        let alone = lower.trim_end_matches(|c: char| !c.is_alphanumeric());
        if pages.lines(LinePlace::Alone).iter().any(|whole| whole == alone) {
            return true;
        }
    }
    let starts = pages.lines(LinePlace::Opens).iter().any(|start| {
        lower.strip_prefix(start.as_str()).is_some_and(|rest| {
            // Whole words only, unless the entry ends inside one on purpose (`advertis`).
            start.len() >= 7 || !rest.starts_with(char::is_alphabetic)
        })
    });
    if starts {
        // A whole sentence may begin with such a word (`Comments by Iran's leader were …`).
        return match line.shape {
            Shape::Title => line.words <= 14,
            Shape::Paragraph => line.words <= 14 && !reads_on(lower) || pages.has_notice(lower),
        };
    }
    (line.text.len() >= 20 && pages.has_notice(lower))
        || is_call(lower, pages)
        || is_byline(text, line.words, pages)
}

/// True for who wrote and edited a text: `(Reporting by Ann Lee; Editing by Bob Ray)`.
pub(super) fn is_sign_off(text: &str, pages: &PageWords) -> bool {
    let lower = straight(text);
    let plain = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    pages.lines(LinePlace::SignOff).iter().any(|start| {
        let rest = plain.strip_prefix(start.as_str());
        rest.is_some_and(|rest| !rest.starts_with(char::is_alphabetic)) && !reads_on(plain)
    })
}

/// `Follow us on Facebook and Twitter.`
fn is_call(lower: &str, pages: &PageWords) -> bool {
    let is_word = |rest: &str| !rest.starts_with(|c: char| c.is_alphabetic() || c == '-');
    let calls = pages
        .lines(LinePlace::Call)
        .iter()
        .any(|call| lower.strip_prefix(call.as_str()).is_some_and(is_word));
    calls && pages.lines(LinePlace::Platform).iter().any(|place| lower.contains(place.as_str()))
}

/// True if a sentence that begins with a furniture word says something: it has a verb of report.
fn reads_on(lower: &str) -> bool {
    [" said", " says", " told", " met ", " will ", " was ", " were ", " has ", " had ", " is ", " are "]
        .iter()
        .any(|v| lower.contains(v))
}

/// A caption with the credit of its picture: `The hall on Monday. Photo: A. Writer`,
/// `[File: Jane Doe/Reuters]`, `The minister in Paris (AP Photo/Jane Doe)`.
fn is_credit(line: &Line<'_>, pages: &PageWords) -> bool {
    // At the beginning, or in the last part of the line.
    let text = line.text;
    let from = (text.len().saturating_sub(70)..=text.len()).find(|&i| text.is_char_boundary(i));
    let tail = from.and_then(|from| text.get(from..)).unwrap_or(text);
    pages.credit(tail).is_some() || pages.credit(text).is_some_and(|start| start <= 3)
}

/// `Jane Doe is a reporter for …`: who wrote an article, below it.
pub(super) fn is_about_author(line: &Line<'_>, pages: &PageWords) -> bool {
    if line.words > 60 || line.text.contains(['"', '“']) {
        return false;
    }
    let head: Vec<&str> = line.text.split_whitespace().take(12).collect();
    let Some(is) = head.iter().take(6).position(|w| *w == "is") else { return false };
    let named = is >= 2 && head.iter().take(is).all(|w| w.starts_with(char::is_uppercase));
    let article = head.get(is + 1).is_some_and(|w| matches!(*w, "a" | "an" | "the" | "our"));
    let writers = pages.lines(LinePlace::Writer);
    let writes =
        head.iter().skip(is + 2).any(|w| writers.iter().any(|t| w.to_lowercase().starts_with(t.as_str())));
    named && article && writes
}

/// In lower case, with straight apostrophes.
fn straight(text: &str) -> String {
    text.to_lowercase().replace('’', "'")
}

/// True for the names of days and months.
pub(super) fn is_calendar(word: &str) -> bool {
    dates::month(word).is_some() || weekday_or_short(word).is_some()
}

/// `23.1 C`, `64°F`, `London 21 C`, `Partly cloudy 18°`.
fn is_weather(text: &str) -> bool {
    let text = text.trim();
    if text.len() > 40 {
        return false;
    }
    let unit =
        text.ends_with('°') || ["°C", "°F", "° C", "° F", "ºC", "ºF"].iter().any(|end| text.ends_with(end));
    let spaced = text.strip_suffix(" C").or_else(|| text.strip_suffix(" F")).is_some_and(|rest| {
        rest.rsplit(' ').next().is_some_and(|n| n.trim_start_matches(['-', '+', '−']).parse::<f32>().is_ok())
    });
    let short = text.strip_suffix(['C', 'F']).is_some_and(|rest| rest.parse::<f32>().is_ok());
    unit && text.contains(|c: char| c.is_ascii_digit()) || spaced || short
}

/// True if a line is a date (and time, and a word such as `Published`) and nothing else.
fn is_only_date(text: &str) -> bool {
    let mut dated = false;
    for word in text.split(|c: char| {
        c.is_whitespace() || matches!(c, ',' | '|' | '(' | ')' | '/' | '-' | '•' | '·' | '–')
    }) {
        let plain = word.trim_matches(|c: char| !c.is_alphanumeric());
        let lower = plain.to_lowercase();
        if plain.is_empty() {
            continue;
        }
        let number = plain.starts_with(|c: char| c.is_ascii_digit());
        let known = number
            || dates::month(plain).is_some()
            || weekday_or_short(plain).is_some()
            || matches!(
                lower.as_str(),
                "am" | "pm"
                    | "a.m"
                    | "p.m"
                    | "gmt"
                    | "utc"
                    | "est"
                    | "edt"
                    | "ist"
                    | "bst"
                    | "cet"
                    | "pst"
                    | "at"
                    | "on"
                    | "published"
                    | "updated"
                    | "posted"
                    | "last"
                    | "first"
                    | "of"
                    | "min"
                    | "mins"
                    | "read"
                    | "ago"
                    | "hours"
                    | "hour"
                    | "minutes"
            );
        if !known {
            return false;
        }
        dated |=
            number && plain.len() >= 4 || dates::month(plain).is_some() || weekday_or_short(plain).is_some();
    }
    dated
}

/// `By Jane Doe`, `Jane Doe, Staff Writer`, `Jane Doe | Reuters`.
fn is_byline(text: &str, words: usize, pages: &PageWords) -> bool {
    if words > 10 || text.ends_with(['.', '!', '?']) {
        return false;
    }
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    if let Some(rest) =
        text.strip_prefix("By ").or_else(|| text.strip_prefix("BY ")).or_else(|| text.strip_prefix("by "))
    {
        return rest.split_whitespace().all(|w| {
            capital(w)
                || matches!(w, "and" | "&" | "|" | "of" | "in" | "for" | "the" | "de" | "van" | "al" | "bin")
        });
    }
    let lower = text.to_lowercase();
    pages
        .lines(LinePlace::Byline)
        .iter()
        .any(|end| lower.ends_with(end.as_str()) || lower.starts_with(end.as_str()))
        && words <= 8
}

/// The date that a line gives: `2017-01-28`, `Published: March 3, 2021`.
pub(super) fn date_of(text: &str) -> Option<String> {
    let iso = text
        .split(|c: char| c.is_whitespace() || c == ',')
        .find(|w| w.len() >= 10 && w.as_bytes().get(4) == Some(&b'-'))
        .and_then(dates::iso);
    iso.or_else(|| dates::in_words(text).map(|d| d.to_string()))
}
