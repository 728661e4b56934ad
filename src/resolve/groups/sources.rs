//! Media and platforms that are only where something was said.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::resolve::cast::Cast;
use crate::resolve::page::Page;
use crate::tables::{CueRole, Sense, fold};
use crate::types::{GroupKind, Upos};

/// True where a medium is only the source: `told CNN`, `according to Reuters`, `the BBC reported`; not where
/// something is done to it: `attacked CNN`.
pub(super) fn is_source(page: &Page<'_>, s: usize, tokens: &Range<usize>) -> bool {
    if page.is_stance_object(s, tokens) {
        return false;
    }
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
            | "With"
    ) {
        return true;
    }
    let speech = |i: usize| {
        page.upos(s, i) == Upos::Verb && page.tables.cues.has(page.lemma(s, i), CueRole::Speech)
            || matches!(page.word(s, i), "reported" | "said" | "says" | "reports" | "quoted" | "cited")
    };
    // `The Lima Times interviewed her`, `has caught up with him`: who asks is no party.
    let asks = |i: usize| page.tables.senses.is(page.word(s, i), Sense::Asks);
    if (tokens.end..tokens.end + 3).any(speech) || (tokens.end..tokens.end + 4).any(asks) {
        return true;
    }
    matches!(page.word(s, tokens.end), "." | ")" | "'s" | "’s" | ":" | "")
        || page.upos(s, tokens.end) == Upos::Noun
        || before == ","
}

/// True where a company is only where something was said: `on Twitter`, `a Facebook post`.
pub(super) fn is_platform(page: &Page<'_>, s: usize, tokens: &Range<usize>) -> bool {
    matches!(page.before(s, tokens.start), "on" | "via" | "On" | "Via" | "his" | "her" | "a")
        || page.tables.senses.is(page.word(s, tokens.end), Sense::Post)
        || page.word(s, tokens.end + 1) == "account"
}

/// A medium that is mostly a source in a text is one everywhere: `The Lima Times attended`.
pub(super) fn mere_sources(cast: &mut Cast) {
    let mut counts: FxHashMap<usize, (usize, usize)> = FxHashMap::default();
    let is_medium = |cast: &Cast, actor: usize| cast.parts[actor].subtype == Some(GroupKind::Media);
    for mention in &cast.mentions {
        if let [actor] = mention.actors[..]
            && is_medium(cast, actor)
        {
            let count = counts.entry(actor).or_default();
            count.0 += usize::from(mention.place);
            count.1 += 1;
        }
    }
    for m in 0..cast.mentions.len() {
        let [actor] = cast.mentions[m].actors[..] else { continue };
        if let Some((sources, all)) = counts.get(&actor).copied()
            && sources > 1
            && sources * 2 >= all
        {
            cast.mentions[m].place = true;
        }
    }
}

/// True if the document was published by the medium.
pub(super) fn is_publisher(page: &Page<'_>, name: &str) -> bool {
    page.document.source.as_deref().is_some_and(|source| fold(source) == fold(name))
}
