//! Which lines belong to the page and not to the article, by their words and their form.

use std::sync::LazyLock;

use regex::Regex;

use super::lines::{Line, Shape};
use super::phrases::{CREDITS, FURNITURE, REQUESTS, TEASERS, WHOLE};
use crate::read::dates;

/// Any of [`REQUESTS`], and of [`CREDITS`]: one search for all of them.
static REQUEST: LazyLock<Option<Regex>> = LazyLock::new(|| any_of(REQUESTS));
static CREDIT: LazyLock<Option<Regex>> = LazyLock::new(|| any_of(CREDITS));

fn any_of(phrases: &[&str]) -> Option<Regex> {
    let escaped: Vec<String> = phrases.iter().map(|p| regex::escape(p)).collect();
    Regex::new(&escaped.join("|")).ok()
}

/// True for a short line such as `Related articles`.
pub(super) fn opens_teasers(line: &Line<'_>) -> bool {
    if line.words > 7 || line.text.len() > 60 || line.shape == Shape::Paragraph && !line.text.ends_with(':') {
        return false;
    }
    let lower = line.text.to_lowercase();
    let lower = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    TEASERS.iter().any(|start| {
        // A single word (`Latest`) begins headlines too.
        lower.strip_prefix(start).is_some_and(|rest| {
            start.contains(' ')
                && (start.ends_with(' ') || !rest.starts_with(|c: char| c.is_alphabetic() && c != 's'))
                || line.words <= 3 && !rest.starts_with(char::is_alphabetic)
                || start.ends_with(':')
        })
    })
}

/// True for a line from which on a page has comments or a word about the author.
pub(super) fn opens_comments(line: &Line<'_>) -> bool {
    if line.words > 6 || line.shape == Shape::Paragraph {
        return false;
    }
    let lower = line.text.to_lowercase();
    let lower = lower.trim_matches(|c: char| !c.is_alphanumeric());
    const STARTS: &[&str] = &[
        "comments",
        "leave a ",
        "join the conversation",
        "join the discussion",
        "post a comment",
        "add a comment",
        "write a comment",
        "view comments",
        "show comments",
        "what do you think",
        "about the author",
        "about the writer",
        "reader comments",
        "have your say",
        "all comments",
        "discussion",
    ];
    STARTS.iter().any(|start| lower.starts_with(start))
        || lower.strip_suffix(" comments").is_some_and(|n| n.parse::<u32>().is_ok())
}

/// True for a line that belongs to the page, not to the article.
pub(super) fn is_furniture(line: &Line<'_>) -> bool {
    if line.words > 60 || line.text.len() > 600 {
        return false;
    }
    let text = line.text;
    if !text.contains(char::is_alphanumeric) || is_credit(line) {
        return true;
    }
    if line.words > 40 {
        return false;
    }
    if is_weather(text) || line.words <= 12 && is_only_date(text) {
        return true;
    }
    let lower = text.to_lowercase();
    let lower = lower.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '©');
    if line.words <= 3 && line.shape == Shape::Title {
        let alone = lower.trim_end_matches(|c: char| !c.is_alphanumeric());
        if WHOLE.contains(&alone) {
            return true;
        }
    }
    let starts = FURNITURE.iter().any(|start| {
        lower.strip_prefix(start).is_some_and(|rest| {
            // Whole words only, unless the entry ends inside one on purpose (`advertis`).
            start.len() >= 7 || !rest.starts_with(char::is_alphabetic)
        })
    });
    if starts {
        // A whole sentence may begin with such a word (`Comments by Iran's leader were …`).
        return match line.shape {
            Shape::Title => line.words <= 14,
            Shape::Paragraph => line.words <= 14 && !reads_on(lower) || is_request(lower),
        };
    }
    (line.text.len() >= 20 && is_request(lower)) || is_byline(text, line.words)
}

/// True if a sentence that begins with a furniture word says something: it has a verb of report.
fn reads_on(lower: &str) -> bool {
    [" said", " says", " told", " met ", " will ", " was ", " were ", " has ", " had ", " is ", " are "]
        .iter()
        .any(|v| lower.contains(v))
}

/// Cookie notices, requests for money and addresses.
fn is_request(lower: &str) -> bool {
    REQUEST.as_ref().is_some_and(|requests| requests.is_match(lower))
}

/// A caption with the credit of its picture: `The hall on Monday. Photo: A. Writer`,
/// `[File: Jane Doe/Reuters]`, `The minister in Paris (AP Photo/Jane Doe)`.
fn is_credit(line: &Line<'_>) -> bool {
    let Some(credits) = CREDIT.as_ref() else { return false };
    // At the beginning, or in the last part of the line.
    let text = line.text;
    let from = (text.len().saturating_sub(70)..=text.len()).find(|&i| text.is_char_boundary(i));
    let tail = from.and_then(|from| text.get(from..)).unwrap_or(text);
    credits.is_match(tail) || credits.find(text).is_some_and(|found| found.start() <= 3)
}

/// `Jane Doe is a reporter for …`: who wrote an article, below it.
pub(super) fn is_about_author(line: &Line<'_>) -> bool {
    if line.words > 60 || line.text.contains(['"', '“']) {
        return false;
    }
    const WRITERS: &[&str] = &[
        "reporter",
        "correspondent",
        "journalist",
        "columnist",
        "writer",
        "editor",
        "fellow",
        "freelance",
        "contributor",
        "bureau chief",
    ];
    let head: Vec<&str> = line.text.split_whitespace().take(12).collect();
    let Some(is) = head.iter().take(6).position(|w| *w == "is") else { return false };
    let named = is >= 2 && head.iter().take(is).all(|w| w.starts_with(char::is_uppercase));
    let article = head.get(is + 1).is_some_and(|w| matches!(*w, "a" | "an" | "the" | "our"));
    let writes = head.iter().skip(is + 2).any(|w| WRITERS.iter().any(|t| w.to_lowercase().starts_with(t)));
    named && article && writes
}

/// True for the names of days and months.
pub(super) fn is_calendar(word: &str) -> bool {
    dates::month(word).is_some() || is_weekday(&word.to_lowercase())
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
            || is_weekday(&lower)
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
        dated |= number && plain.len() >= 4 || dates::month(plain).is_some() || is_weekday(&lower);
    }
    dated
}

fn is_weekday(lower: &str) -> bool {
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
        .iter()
        .any(|day| lower == *day || lower.len() == 3 && day.starts_with(lower))
}

/// `By Jane Doe`, `Jane Doe, Staff Writer`, `Jane Doe | Reuters`.
fn is_byline(text: &str, words: usize) -> bool {
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
    ["staff writer", "staff reporter", "correspondent", "news desk", "web desk", "news agency", "special to"]
        .iter()
        .any(|end| lower.ends_with(end) || lower.starts_with(end))
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
