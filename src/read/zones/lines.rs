//! Lines and paragraphs of a text, by form and by the words of page furniture.

use super::dates;
use crate::types::Span;

/// The form of a block of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Ends like a sentence, or is long.
    Paragraph,
    /// Like a title: short, without a full stop.
    Title,
}

/// A block: a paragraph, or a line of its own.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'t> {
    pub span: Span,
    pub text: &'t str,
    pub words: usize,
    pub shape: Shape,
    /// Ends in `...`: cut off by a teaser.
    pub cut: bool,
}

/// Cuts a text into blocks: at blank lines, and at single line ends unless the lines are those of
/// a paragraph wrapped at a fixed width.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut out = Vec::new();
    let mut block: Vec<Span> = Vec::new();
    let mut at = 0;
    for raw in text.split_inclusive('\n') {
        let trimmed = raw.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c.is_control());
        if trimmed.is_empty() {
            finish(text, &mut block, &mut out);
        } else {
            let lead = raw.len()
                - raw
                    .trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c.is_control())
                    .len();
            block.push(Span::new(at + lead, at + lead + trimmed.len()));
        }
        at += raw.len();
    }
    finish(text, &mut block, &mut out);
    out
}

fn finish<'t>(text: &'t str, block: &mut Vec<Span>, out: &mut Vec<Line<'t>>) {
    if is_wrapped(text, block) {
        out.push(line(text, Span::new(block[0].start, block[block.len() - 1].end)));
    } else {
        out.extend(block.iter().map(|&span| line(text, span)));
    }
    block.clear();
}

/// True if the lines are one paragraph: all but the last of like length, broken inside sentences.
fn is_wrapped(text: &str, block: &[Span]) -> bool {
    if block.len() < 2 {
        return false;
    }
    let inner = &block[..block.len() - 1];
    let even = inner.iter().all(|span| (40..=120).contains(&span.len()));
    let open = inner.iter().filter(|span| !ends_sentence(span.of(text))).count();
    even && open * 2 >= inner.len()
}

fn line(text: &str, span: Span) -> Line<'_> {
    // The marks of Markdown are no words.
    let words_text = span.of(text).trim_start_matches(['#', '>', '*', ' ']);
    let span =
        if span.of(text).starts_with('#') { Span::new(span.end - words_text.len(), span.end) } else { span };
    let text = span.of(text);
    let words = text.split_whitespace().take(200).count();
    let paragraph = ends_sentence(text) && words >= 3 || words > 25;
    Line {
        span,
        text,
        words,
        shape: if paragraph { Shape::Paragraph } else { Shape::Title },
        cut: text.ends_with("...") || text.ends_with('…'),
    }
}

fn ends_sentence(text: &str) -> bool {
    let end = text.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»', '*', '_']);
    end.ends_with(['.', '!', '?', '…', ':', ';'])
}

/// Letters and digits in lower case, for comparing titles.
pub(super) fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Beginnings of lines that open a list of other stories, in lower case.
const TEASERS: &[&str] = &[
    "also in ",
    "also read",
    "don't miss",
    "don’t miss",
    "editor's pick",
    "editors' pick",
    "editor’s pick",
    "editors’ pick",
    "explore more",
    "from around the web",
    "from the web",
    "in other news",
    "in the news",
    "keep reading",
    "latest articles",
    "latest from",
    "latest headlines",
    "latest in ",
    "latest news",
    "latest posts",
    "latest stories",
    "more about",
    "more articles",
    "more coverage",
    "more for you",
    "more from",
    "more headlines",
    "more in ",
    "more like this",
    "more news",
    "more on ",
    "more stories",
    "more top stories",
    "most popular",
    "most read",
    "most shared",
    "most viewed",
    "must read",
    "next article",
    "other news",
    "other stories",
    "our picks",
    "people also",
    "popular now",
    "popular posts",
    "popular stories",
    "previous article",
    "promoted",
    "read also",
    "read next",
    "recent articles",
    "recent news",
    "recent posts",
    "recent stories",
    "recommended",
    "related article",
    "related content",
    "related coverage",
    "related links",
    "related news",
    "related post",
    "related reading",
    "related stories",
    "related story",
    "related topics",
    "related video",
    "related:",
    "see also",
    "similar articles",
    "similar stories",
    "sponsored",
    "stories you",
    "suggested",
    "today's top",
    "top headlines",
    "top news",
    "top stories",
    "trending",
    "up next",
    "what others are reading",
    "what to read",
    "you may also",
    "you might also",
    "you might be interested",
    "you may like",
    "you may be interested",
    "we recommend",
    "worth reading",
    "around the web",
    "elsewhere on",
];

/// True for a short line such as `Related articles`.
pub(super) fn opens_teasers(line: &Line<'_>) -> bool {
    if line.words > 7 || line.text.len() > 60 || line.shape == Shape::Paragraph && !line.text.ends_with(':') {
        return false;
    }
    let lower = line.text.to_lowercase();
    let lower = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    lower == "related" || TEASERS.iter().any(|start| lower.starts_with(start))
}

/// Beginnings of lines that are page furniture if they are short, in lower case.
const FURNITURE: &[&str] = &[
    "accept",
    "ad ",
    "add a comment",
    "add comment",
    "ads by",
    "advertis",
    "all rights reserved",
    "an error",
    "app store",
    "article continues",
    "audio",
    "back to top",
    "by continuing",
    "caption",
    "categories:",
    "category:",
    "click here",
    "close",
    "comment",
    "continue reading",
    "contact us",
    "cookie",
    "copy link",
    "copyright",
    "correspondent:",
    "credit:",
    "credits:",
    "date:",
    "dated:",
    "disclaimer",
    "donate",
    "download",
    "edited by",
    "editing by",
    "email",
    "e-mail",
    "enlarge",
    "enter your",
    "facebook",
    "file photo",
    "file:",
    "filed under",
    "follow us",
    "follow:",
    "font size",
    "get the",
    "get our",
    "getty",
    "google play",
    "image:",
    "image caption",
    "image source",
    "image credit",
    "join our",
    "join us",
    "keywords:",
    "last modified",
    "last updated",
    "leave a",
    "like us",
    "listen",
    "load more",
    "loading",
    "location:",
    "log in",
    "login",
    "make a donation",
    "manage",
    "media caption",
    "menu",
    "min read",
    "modified:",
    "my account",
    "newsletter",
    "no comments",
    "open in",
    "open menu",
    "our newsletter",
    "photo by",
    "photo credit",
    "photo:",
    "photograph:",
    "picture:",
    "pinterest",
    "please enable",
    "please consider",
    "please support",
    "posted",
    "post a",
    "print",
    "privacy policy",
    "published",
    "read full",
    "read more",
    "read time",
    "register",
    "reply",
    "report an error",
    "reporter:",
    "reporting by",
    "reprint",
    "republish",
    "save ",
    "scan the",
    "scroll",
    "search",
    "select language",
    "share",
    "show comments",
    "show more",
    "sign in",
    "sign up",
    "skip to",
    "source:",
    "sources:",
    "story continues",
    "subscribe",
    "support us",
    "support our",
    "switch to",
    "table of contents",
    "tag:",
    "tags",
    "telegram",
    "terms of",
    "text size",
    "topics:",
    "translate",
    "tweet",
    "twitter",
    "unmute",
    "update:",
    "updated",
    "view all",
    "view comments",
    "view gallery",
    "view more",
    "watch live",
    "watch:",
    "watch now",
    "we use cookies",
    "whatsapp",
    "write a comment",
    "written by",
    "your email",
    "youtube",
    "©",
    "(photo",
    "[photo",
    "(file",
];

/// True for a line that belongs to the page, not to the article.
pub(super) fn is_furniture(line: &Line<'_>) -> bool {
    if line.words > 40 {
        return false;
    }
    let text = line.text;
    if !text.contains(char::is_alphanumeric) {
        return true;
    }
    if is_weather(text) || line.words <= 12 && is_only_date(text) {
        return true;
    }
    let lower = text.to_lowercase();
    let lower = lower.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '©' | '(' | '['));
    let starts = FURNITURE.iter().any(|start| {
        lower.strip_prefix(start).is_some_and(|rest| {
            // Whole words only, unless the entry ends inside one on purpose (`advertis`).
            start.len() >= 7 || !rest.starts_with(char::is_alphabetic)
        })
    });
    if starts {
        // A whole sentence may begin with such a word (`Print media in Iraq …`).
        return match line.shape {
            Shape::Title => line.words <= 14,
            Shape::Paragraph => line.words <= 14 && !reads_on(lower) || is_request(lower),
        };
    }
    if is_request(lower) {
        return line.words <= 40;
    }
    is_byline(text, line.words)
}

/// True if a sentence that begins with a furniture word says something: it has a verb of report.
fn reads_on(lower: &str) -> bool {
    [" said", " says", " told", " met ", " will ", " was ", " were ", " has ", " had ", " is ", " are "]
        .iter()
        .any(|v| lower.contains(v))
}

/// Cookie notices, requests for money and addresses.
fn is_request(lower: &str) -> bool {
    const PHRASES: &[&str] = &[
        "all rights reserved",
        "by clicking",
        "cookies to",
        "create an account",
        "daily newsletter",
        "enable javascript",
        "follow us on",
        "in your inbox",
        "join our",
        "leave a reply",
        "our newsletter",
        "our privacy",
        "privacy policy",
        "share this",
        "sign up for",
        "subscribe to",
        "support independent journalism",
        "support our journalism",
        "terms of service",
        "terms of use",
        "this website uses",
        "to your inbox",
        "use of cookies",
        "uses cookies",
        "we use cookies",
        "your browser",
        "your inbox",
        "your subscription",
    ];
    PHRASES.iter().any(|phrase| lower.contains(phrase))
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
