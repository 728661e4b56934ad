//! Text → tokens.

use crate::types::{Span, Token};

/// Words whose full stop belongs to them, in lower case without it.
const ABBREVIATIONS: &[&str] = &[
    "adm", "amb", "apr", "art", "assn", "aug", "ave", "bros", "brig", "capt", "cmdr", "co", "col", "comdr",
    "corp", "cpl", "dec", "dept", "dr", "est", "etc", "feb", "fig", "fr", "ft", "gen", "gov", "hon", "inc",
    "jan", "jr", "jul", "jun", "lt", "ltd", "maj", "mar", "messrs", "mr", "mrs", "ms", "mt", "no", "nos",
    "nov", "oct", "pres", "prof", "pvt", "rep", "reps", "rev", "sec", "sen", "sens", "sep", "sept", "sgt",
    "sr", "st", "supt", "univ", "viz", "vs",
];

/// Titles and the like that never end a sentence.
pub(super) fn never_ends(word: &str) -> bool {
    let Some(stem) = word.strip_suffix('.') else { return false };
    let stem = stem.to_ascii_lowercase();
    let titles = [
        "adm", "amb", "brig", "capt", "cmdr", "col", "comdr", "cpl", "dr", "gen", "gov", "hon", "lt", "maj",
        "messrs", "mr", "mrs", "ms", "mt", "pres", "prof", "rep", "reps", "rev", "sen", "sens", "sgt", "st",
        "supt", "vs",
    ];
    titles.contains(&stem.as_str())
}

/// True if the full stop after `stem` is a part of the word.
fn is_abbreviation(stem: &str) -> bool {
    let mut chars = stem.chars();
    match (chars.next(), chars.next()) {
        // `J.`: an initial.
        (Some(c), None) => c.is_uppercase(),
        (Some(_), Some(_)) => {
            // `U.S`, `a.m`, `Ph.D`.
            if stem.contains('.')
                && stem
                    .split('.')
                    .all(|p| !p.is_empty() && p.chars().count() <= 3 && p.chars().all(char::is_alphabetic))
            {
                return true;
            }
            stem.len() <= 6 && ABBREVIATIONS.contains(&stem.to_ascii_lowercase().as_str())
        }
        _ => false,
    }
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ')
}

/// Characters that belong to a word wherever they stand in it.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '\u{ad}' | 'ʿ' | 'ʾ' | '`') || is_mark(c)
}

/// Combining marks and joiners stay with their letter.
fn is_mark(c: char) -> bool {
    matches!(u32::from(c), 0x0300..=0x036F | 0x0483..=0x0487 | 0x0591..=0x05C7 | 0x0610..=0x061A | 0x064B..=0x065F | 0x0670 | 0x06D6..=0x06ED | 0x0900..=0x0903 | 0x093A..=0x094F | 0x200C..=0x200D | 0x20D0..=0x20F0 | 0xFE00..=0xFE0F | 0xFE20..=0xFE2F)
}

/// The tokens of a zone: they cover its text but for white space.
pub(super) fn tokens(text: &str, zone: Span) -> Vec<Token> {
    let mut out = Vec::with_capacity(zone.len() / 5);
    let mut at = zone.start;
    while at < zone.end {
        let rest = text.get(at..zone.end).unwrap_or("");
        let Some(first) = rest.chars().next() else { break };
        if is_space(first) {
            at += first.len_utf8();
            continue;
        }
        let len = if is_word(first) || first == '@' || first == '#' {
            word(rest)
        } else if is_currency(first) && rest[first.len_utf8()..].starts_with(|c: char| c.is_ascii_digit()) {
            first.len_utf8() + word(&rest[first.len_utf8()..])
        } else {
            mark(rest, first)
        };
        push(text, Span::new(at, at + len), &mut out);
        at += len;
    }
    out
}

/// White space, and characters that show nothing.
fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{feff}' | '\u{200b}')
}

fn is_currency(c: char) -> bool {
    matches!(c, '$' | '€' | '£' | '¥' | '₹')
}

/// Length of the punctuation at the start of `rest`: runs of the same mark (`...`, `--`) are one.
fn mark(rest: &str, first: char) -> usize {
    // A clitic that lost its word: `'s`.
    if is_apostrophe(first) {
        let tail = &rest[first.len_utf8()..];
        if tail.starts_with(['s', 'S']) && !tail[1..].starts_with(is_word) {
            return first.len_utf8() + 1;
        }
        return first.len_utf8();
    }
    for face in [":-)", ":)", ";-)", ";)", ":-(", ":("] {
        if rest.starts_with(face) && !rest[face.len()..].starts_with(is_word) {
            return face.len();
        }
    }
    if matches!(first, '.' | '-' | '–' | '—' | '*' | '=' | '!' | '?' | '_' | '<' | '>' | '$' | '#') {
        return rest.chars().take_while(|&c| c == first).map(char::len_utf8).sum();
    }
    first.len_utf8()
}

/// Words that open sentences; the last three may also end a compound (`Sit-In`).
const OPENERS: [&str; 24] = [
    "The",
    "He",
    "She",
    "It",
    "They",
    "We",
    "This",
    "These",
    "That",
    "But",
    "As",
    "After",
    "When",
    "While",
    "Since",
    "If",
    "Although",
    "Despite",
    "According",
    "Many",
    "Some",
    "On",
    "In",
    "At",
];

/// `talks with Merkel-On Monday, he`: a heading that has run into the sentence after it, where a page
/// lost its line break.
pub(super) fn runs_on(before: &str, after: &str) -> bool {
    let word = after.split(' ').next().unwrap_or("");
    let short = matches!(word, "On" | "In" | "At");
    word.len() < after.len() && OPENERS.contains(&word) && (!short || before.len() > 5)
}

/// Length of the word at the start of `rest`, inner hyphens, apostrophes, points and commas of
/// numbers included.
fn word(rest: &str) -> usize {
    if is_address(rest) {
        return address(rest);
    }
    if let Some(length) = mail(rest) {
        return length;
    }
    let mut end = 0;
    let mut chars = rest.char_indices().peekable();
    let mut digit = false;
    while let Some((i, c)) = chars.next() {
        let next = chars.peek().map(|&(_, c)| c);
        let inner = match c {
            _ if is_word(c) || i == 0 => true,
            '-' if runs_on(&rest[..i], &rest[i + 1..]) => false,
            '-' | '‑' | '\u{2010}' => next.is_some_and(|n| n.is_alphanumeric()) && end == i,
            _ if is_apostrophe(c) => next.is_some_and(char::is_alphanumeric) && end == i,
            // `9/11`, `08/16/2000`.
            ',' | ':' | '.' | '/' if digit => next.is_some_and(|n| n.is_ascii_digit()),
            '.' => {
                // `U.S.-led`: the point of an abbreviation before a hyphen.
                let hyphen = next == Some('-') && rest[i + 2..].starts_with(char::is_alphabetic);
                (next.is_some_and(char::is_alphanumeric) || hyphen && is_abbreviation(&rest[..i])) && end == i
            }
            '%' => false,
            _ => false,
        };
        if !inner {
            break;
        }
        digit = c.is_ascii_digit();
        end = i + c.len_utf8();
    }
    // `Washington.Then`: two words that lost their space.
    let stem = &rest[..end];
    if let Some(point) = glued(stem) {
        return point;
    }
    if rest[end..].starts_with('.') && is_abbreviation(stem) && !rest[end..].starts_with("..") {
        return end + 1;
    }
    end
}

/// Where a full stop inside `stem` ends a sentence that lost its space: `talks.The`.
fn glued(stem: &str) -> Option<usize> {
    let (left, right) = stem.split_once('.')?;
    let lower = left.len() >= 3 && left.chars().all(|c| c.is_lowercase());
    let upper = right.chars().next().is_some_and(char::is_uppercase);
    (lower && upper).then_some(left.len())
}

/// Length of a mail address at the start of `rest`.
fn mail(rest: &str) -> Option<usize> {
    let inner = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+');
    let at = rest.find(|c: char| !inner(c)).filter(|&i| i > 0 && rest[i..].starts_with('@'))?;
    let host = &rest[at + 1..];
    let host = &host[..host.find(|c: char| !inner(c)).unwrap_or(host.len())];
    let host = host.trim_end_matches(['.', '-', '_', '+']);
    (!host.is_empty()).then_some(at + 1 + host.len())
}

fn is_address(rest: &str) -> bool {
    rest.starts_with("http://") || rest.starts_with("https://") || rest.starts_with("www.")
}

/// Length of a web address: up to white space, without closing punctuation.
fn address(rest: &str) -> usize {
    let end =
        rest.find(|c: char| is_space(c) || matches!(c, '"' | '<' | '>' | '”' | ')')).unwrap_or(rest.len());
    rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '’', '\'']).len().max(1)
}

/// Adds a word, its clitics cut off: `Syria` `'s`, `did` `n't`, `they` `'re`.
fn push(text: &str, span: Span, out: &mut Vec<Token>) {
    let word = span.of(text);
    if let Some(cut) = clitic(word) {
        out.push(Token { span: Span::new(span.start, span.start + cut) });
        out.push(Token { span: Span::new(span.start + cut, span.end) });
    } else {
        out.push(Token { span });
    }
}

/// Where a clitic begins, if the word ends in one.
fn clitic(word: &str) -> Option<usize> {
    if !word.contains(is_apostrophe) {
        return None;
    }
    let (at, mark) = word.char_indices().rev().find(|&(_, c)| is_apostrophe(c))?;
    if at == 0 {
        return None;
    }
    let tail = word[at + mark.len_utf8()..].to_ascii_lowercase();
    match tail.as_str() {
        "s" | "re" | "ve" | "ll" | "d" | "m" => Some(at),
        "t" if word[..at].ends_with(['n', 'N']) && at > 1 => Some(at - 1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        tokens(text, Span::new(0, text.len())).into_iter().map(|t| t.span.of(text)).collect()
    }

    #[test]
    fn names_and_compounds_stay_whole() {
        assert_eq!(words("Asaad al-Shaibani, US-backed."), ["Asaad", "al-Shaibani", ",", "US-backed", "."]);
        assert_eq!(words("Zeid Ra’ad al-Hussein’s"), ["Zeid", "Ra’ad", "al-Hussein", "’s"]);
        assert_eq!(words("the U.S.-led talks"), ["the", "U.S.-led", "talks"]);
        assert_eq!(words("Mohammed Shia’ al-Sudani"), ["Mohammed", "Shia", "’", "al-Sudani"]);
    }

    #[test]
    fn clitics_are_cut_off() {
        assert_eq!(words("Syria's didn't they're"), ["Syria", "'s", "did", "n't", "they", "'re"]);
        assert_eq!(words("Workers' Party"), ["Workers", "'", "Party"]);
    }

    #[test]
    fn points_stay_where_they_belong() {
        assert_eq!(
            words("U.S. Sen. J. Smith in 3.5 a.m. today."),
            ["U.S.", "Sen.", "J.", "Smith", "in", "3.5", "a.m.", "today", "."]
        );
        assert_eq!(words("$10,000 (5%) talks.The"), ["$10,000", "(", "5", "%", ")", "talks", ".", "The"]);
        assert_eq!(
            words("see https://a.org/x?y=1. Now..."),
            ["see", "https://a.org/x?y=1", ".", "Now", "..."]
        );
    }
}
