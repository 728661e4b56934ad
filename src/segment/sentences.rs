//! Tokens of one zone → sentences.

use super::tokens::{never_ends, runs_on};
use crate::types::Token;

/// Longest sentence, in tokens: a longer one is cut, so that later stages stay bounded.
pub(super) const LONGEST: usize = 300;

/// Cuts the tokens of one zone into sentences; a headline is one.
pub(super) fn split<'t>(text: &str, tokens: &'t [Token], headline: bool) -> Vec<&'t [Token]> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut i = 0;
    let mut depth = 0_usize;
    while i < tokens.len() {
        let word = tokens[i].span.of(text);
        match word {
            "(" | "[" => depth += 1,
            ")" | "]" => depth = depth.saturating_sub(1),
            _ => {}
        }
        let blank = tokens.get(i + 1).is_some_and(|next| {
            let gap = text.get(tokens[i].span.end..next.span.start).unwrap_or("");
            gap.bytes().filter(|&b| b == b'\n').count() > 1
        });
        let full = i + 1 - start >= LONGEST;
        let closing = depth == 1 && tokens.get(i + 1).is_some_and(|t| matches!(t.span.of(text), ")" | "]"));
        if blank
            || full
            || !headline && (depth == 0 || closing) && ends(text, tokens, i)
            || depth > 0 && i + 1 - start > 60 && ends(text, tokens, i)
        {
            // Closing quotes and brackets belong to the sentence before.
            let mut end = i + 1;
            while !blank && !full && end < tokens.len() && closes(text, tokens, end) {
                end += 1;
            }
            out.push(&tokens[start..end]);
            start = end;
            i = end;
            depth = 0;
        } else {
            i += 1;
        }
    }
    if start < tokens.len() {
        out.push(&tokens[start..]);
    }
    out
}

/// True if token `i` closes a quotation or bracket right after the token before it.
fn closes(text: &str, tokens: &[Token], i: usize) -> bool {
    let glued = i > 0 && tokens[i - 1].span.end == tokens[i].span.start;
    match tokens[i].span.of(text) {
        "”" | ")" | "]" | "’" | "»" => true,
        "\"" | "'" | "''" => glued,
        _ => false,
    }
}

/// True if a sentence ends with token `i` (and what closes after it).
fn ends(text: &str, tokens: &[Token], i: usize) -> bool {
    let word = tokens[i].span.of(text);
    if word == "-" && i > 0 {
        let (before, here) = (tokens[i - 1].span, tokens[i].span);
        let after = text.get(here.end..).unwrap_or("");
        if before.end == here.start && runs_on(before.of(text), after) {
            return true;
        }
    }
    let Some(next) = (i + 1..tokens.len()).find(|&k| !closes(text, tokens, k)) else {
        return matches!(word, "." | "!" | "?") || word.ends_with('.');
    };
    let following = tokens[next].span.of(text);
    let opens = matches!(following, "“" | "\"" | "‘" | "(" | "[" | "'" | "«" | "—" | "-");
    let start = if opens { tokens.get(next + 1).map_or("", |t| t.span.of(text)) } else { following };
    let capital =
        start.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric() || !c.is_alphabetic());
    match word.chars().last() {
        Some('!' | '?' | '…') if word.chars().all(|c| matches!(c, '!' | '?' | '…')) => {
            // `"Will he go?" she asked`: the quotation goes on.
            capital
        }
        Some('.') if word.bytes().all(|b| b == b'.') => capital && !start.is_empty(),
        Some('.') => {
            // An abbreviation ends a sentence only before a word that plainly begins one.
            !never_ends(word) && !is_initial(word) && begins(start)
        }
        _ => false,
    }
}

/// `J.`: an initial of a name.
fn is_initial(word: &str) -> bool {
    let mut chars = word.chars();
    matches!((chars.next(), chars.next(), chars.next()), (Some(c), Some('.'), None) if c.is_uppercase() && c != 'I')
}

/// Words that begin sentences and do not follow an abbreviation inside one.
fn begins(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "A",
        "According",
        "After",
        "All",
        "Also",
        "Although",
        "An",
        "And",
        "As",
        "At",
        "Before",
        "Both",
        "But",
        "By",
        "During",
        "Earlier",
        "Even",
        "For",
        "From",
        "He",
        "Her",
        "His",
        "How",
        "However",
        "I",
        "If",
        "In",
        "Instead",
        "It",
        "Its",
        "Last",
        "Later",
        "Many",
        "Meanwhile",
        "More",
        "Most",
        "No",
        "Not",
        "Now",
        "On",
        "One",
        "Only",
        "Or",
        "Other",
        "Our",
        "Several",
        "She",
        "Since",
        "So",
        "Some",
        "Such",
        "That",
        "The",
        "Their",
        "Then",
        "There",
        "These",
        "They",
        "This",
        "Those",
        "Though",
        "To",
        "Two",
        "Under",
        "Until",
        "We",
        "What",
        "When",
        "Where",
        "While",
        "Who",
        "With",
        "Yet",
        "You",
    ];
    WORDS.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use crate::read::from_text;
    use crate::segment::segment;

    fn sentences(text: &str) -> Vec<String> {
        let document = from_text("test", text);
        segment(&document).iter().map(|s| s.span.of(&document.text).to_owned()).collect()
    }

    #[test]
    fn abbreviations_do_not_end_sentences() {
        let text =
            "Gen. Smith met U.S. President Jones in the U.S. The talks were in Jan. 2020, J. R. Brown said.";
        assert_eq!(sentences(text).len(), 2);
    }

    #[test]
    fn quotes_close_before_the_next_sentence() {
        let text = "“We reject it.” He left. \"Why?\" she asked. (It rained.) They met.";
        let want = ["“We reject it.”", "He left.", "\"Why?\" she asked.", "(It rained.)", "They met."];
        assert_eq!(sentences(text), want);
    }

    #[test]
    fn a_long_run_of_words_is_cut() {
        let text = "word ".repeat(1000);
        assert!(sentences(&text).len() > 3);
    }

    #[test]
    fn the_list_of_openers_is_sorted() {
        assert!(super::begins("A") && super::begins("You") && super::begins("It") && super::begins("Yet"));
    }
}
