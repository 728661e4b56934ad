//! Media and platforms that are only where something was said.

use std::ops::Range;

use crate::resolve::page::Page;
use crate::tables::CueRole;
use crate::types::Upos;

/// True where a medium is only the source: `told CNN`, `according to Reuters`, `the BBC reported`.
pub(super) fn is_source(page: &Page<'_>, s: usize, tokens: &Range<usize>) -> bool {
    let before = page.before(s, tokens.start);
    let before = if matches!(before, "the" | "The") && tokens.start >= 2 {
        page.word(s, tokens.start - 2)
    } else {
        before
    };
    if matches!(
        before,
        "told"
            | "to"
            | "by"
            | "on"
            | "with"
            | "in"
            | "from"
            | "via"
            | "("
            | "tells"
            | "To"
            | "By"
            | "On"
            | "In"
            | "for"
            | "and"
    ) {
        return true;
    }
    let speech = |i: usize| {
        page.upos(s, i) == Upos::Verb && page.tables.cues.has(page.lemma(s, i), CueRole::Speech)
            || matches!(page.word(s, i), "reported" | "said" | "says" | "reports" | "quoted" | "cited")
    };
    if (tokens.end..tokens.end + 3).any(speech) {
        return true;
    }
    matches!(page.word(s, tokens.end), "." | ")" | "'s" | "’s" | ":" | "")
        || page.upos(s, tokens.end) == Upos::Noun
        || before == ","
}

/// True where a company is only where something was said: `on Twitter`, `a Facebook post`.
pub(super) fn is_platform(page: &Page<'_>, s: usize, tokens: &Range<usize>) -> bool {
    matches!(page.before(s, tokens.start), "on" | "via" | "On" | "Via" | "his" | "her" | "a")
        || matches!(
            page.word(s, tokens.end),
            "account"
                | "accounts"
                | "post"
                | "posts"
                | "feed"
                | "page"
                | "message"
                | "messages"
                | "user"
                | "users"
        )
        || page.word(s, tokens.end + 1) == "account"
}
