//! Tags, lemmas and trees by the trained reader.
//!
//! The reader was trained on words as Universal Dependencies cuts them, `US - backed`; a token of
//! ours may be a whole compound, `US-backed`. So compounds are cut, read, and joined again: the
//! compound takes tag, head and relation of its part that stands highest in the tree.

use crate::learn::labels::{NameClass, RELATION_NAMES, TAGS};
use crate::learn::reader::{Encoded, Reader, Reading};
use crate::tables::Tables;
use crate::types::{Deprel, Name, NameKind, Sentence, Upos, Word};

/// First parts that stay joined to what follows (`non-profit`, `e-mail`), as the treebanks keep
/// them.
const PREFIXES: [&str; 22] = [
    "anti", "co", "counter", "cross", "e", "ex", "inter", "mid", "mini", "multi", "neo", "non", "over",
    "post", "pre", "pro", "pseudo", "re", "semi", "socio", "sub", "un",
];

/// The parts of a token: words and the hyphens between them.
pub(crate) fn parts(token: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    // `$5,000`, `#1`: the sign is a word of its own.
    if let Some(first) = token.chars().next()
        && matches!(first, '$' | '€' | '£' | '¥' | '₹' | '#')
        && token[first.len_utf8()..].starts_with(|c: char| c.is_ascii_digit())
    {
        start = first.len_utf8();
        out.push(&token[..start]);
    }
    // Addresses are whole.
    let address = token.contains(['/', '@', '_']) || token.starts_with("www.");
    if address || is_phone(&token[start..]) {
        out.push(&token[start..]);
        return out;
    }
    for (i, _) in token.match_indices('-') {
        let before = token[start..i].chars().next_back().is_some_and(char::is_alphanumeric);
        let after = token[i + 1..].chars().next().is_some_and(char::is_alphanumeric);
        let prefix = PREFIXES.iter().any(|p| token[start..i].eq_ignore_ascii_case(p));
        if before && after && !prefix {
            out.push(&token[start..i]);
            out.push(&token[i..=i]);
            start = i + 1;
        }
    }
    out.push(&token[start..]);
    out
}

/// `555-0100`, `202-555-0100`: no range of numbers.
fn is_phone(token: &str) -> bool {
    let mut last = 0;
    let digits = token.split('-').all(|group| {
        last = group.len();
        (3..=4).contains(&last) && group.bytes().all(|b| b.is_ascii_digit())
    });
    let groups = token.split('-').count();
    digits && last == 4 && (groups > 2 || (groups == 2 && token.len() == 8))
}

/// The words of one sentence as the reader sees them, and the token of each.
#[derive(Debug, Default)]
pub(super) struct Cut<'t> {
    words: Vec<&'t str>,
    owner: Vec<usize>,
}

impl<'t> AsRef<[&'t str]> for Cut<'t> {
    fn as_ref(&self) -> &[&'t str] {
        &self.words
    }
}

/// `IS`, where the text calls the Islamic State so and not somebody stresses that something is.
fn is_islamic_state(text: &str, sentence: &Sentence, i: usize) -> bool {
    let lower = |word: &str| word.len() > 1 && word.chars().all(char::is_lowercase);
    let stressed = i.checked_sub(1).is_some_and(|before| {
        matches!(
            sentence.word(text, before),
            "there" | "it" | "that" | "this" | "what" | "who" | "he" | "she"
        )
    });
    let shouted = !sentence.tokens.iter().any(|token| lower(token.span.of(text)));
    sentence.word(text, i) == "IS" && !stressed && !shouted
}

/// All tokens in parts. The reader knows the Islamic State by another of its names than `IS`.
pub(super) fn cut<'t>(text: &'t str, sentences: &[Sentence]) -> Vec<Cut<'t>> {
    let named = text.contains("Islamic State");
    let cut = |sentence: &Sentence| {
        let mut out = Cut::default();
        for (i, token) in sentence.tokens.iter().enumerate() {
            if named && is_islamic_state(text, sentence, i) {
                out.words.push("ISIS");
                out.owner.push(i);
                continue;
            }
            for part in parts(token.span.of(text)) {
                out.words.push(part);
                out.owner.push(i);
            }
        }
        out
    };
    sentences.iter().map(cut).collect()
}

/// The reader's states, a row a token; a compound has that of its last part.
pub(super) fn states(cut: &[Cut<'_>], encoded: &Encoded) -> Vec<f32> {
    let mut out = Vec::new();
    for (s, cut) in cut.iter().enumerate() {
        let states = encoded.states(s);
        let dim = states.len() / cut.owner.len().max(1);
        for (part, (token, state)) in cut.owner.iter().zip(states.chunks_exact(dim.max(1))).enumerate() {
            if cut.owner.get(part + 1) != Some(token) {
                out.extend_from_slice(state);
            }
        }
    }
    out
}

/// Words with tags and lemmas; a compound has those of its last part.
pub(super) fn tagged(
    reader: &Reader,
    tables: &Tables,
    text: &str,
    sentences: &[Sentence],
    cut: &[Cut<'_>],
    readings: &[Reading],
) -> Vec<Vec<Word>> {
    let words = |((sentence, cut), reading): ((&Sentence, &Cut<'_>), &Reading)| {
        let mut out: Vec<Word> = Vec::with_capacity(sentence.tokens.len());
        for (part, &token) in cut.owner.iter().enumerate() {
            let last = cut.owner.get(part + 1) != Some(&token);
            if last {
                out.push(tag(
                    reader,
                    tables,
                    sentence.word(text, token),
                    cut.words[part],
                    reading.tags.get(part),
                ));
            }
        }
        out
    };
    sentences.iter().zip(cut).zip(readings).map(words).collect()
}

/// The names that the reader sees, in tokens.
pub(super) fn names(cut: &[Cut<'_>], readings: &[Reading]) -> Vec<Vec<Name>> {
    let name = |cut: &Cut<'_>, &(start, end, class): &(usize, usize, NameClass)| {
        let kind = match class {
            NameClass::Person => NameKind::Person,
            NameClass::Organisation => NameKind::Organisation,
            NameClass::Party => NameKind::Party,
            NameClass::Place => NameKind::Place,
            NameClass::Nationality => NameKind::Nationality,
            NameClass::Other => NameKind::Other,
        };
        let (first, last) = (*cut.owner.get(start)?, *cut.owner.get(end.checked_sub(1)?)?);
        Some(Name { tokens: first..last + 1, kind, chance: 0 })
    };
    let names = |(cut, reading): (&Cut<'_>, &Reading)| {
        reading.names.iter().filter_map(|found| name(cut, found)).collect()
    };
    cut.iter().zip(readings).map(names).collect()
}

/// Tag and lemma of a token by those of one of its parts.
fn tag(reader: &Reader, tables: &Tables, token: &str, part: &str, tag: Option<&u8>) -> Word {
    let tag = tag.copied().unwrap_or(0);
    let (upos, form) = TAGS.get(usize::from(tag)).copied().unwrap_or_default();
    let lemma = match (part == token, upos) {
        (true, Upos::Verb) => verb_lemma(reader, token, tag, tables),
        (true, _) => reader.lemmas.lemma(token, tag),
        (false, Upos::Propn) => token.to_owned(),
        _ => token.to_lowercase(),
    };
    Word { upos, form, lemma, head: None, deprel: Deprel::Dep }
}

/// The lemma of a verb; a form of a listed verb is that verb's, if the reader makes up another
/// (`combate` of `combating`).
fn verb_lemma(reader: &Reader, token: &str, tag: u8, tables: &Tables) -> String {
    let lemma = reader.lemmas.lemma(token, tag);
    let known = |form: &str| tables.words.get(form).and_then(|entry| entry.verb.as_ref());
    if known(&lemma).is_some_and(|(_, of)| **of == *lemma) {
        return lemma;
    }
    known(&token.to_lowercase()).map_or(lemma, |(_, listed)| listed.to_string())
}

/// Sets heads and relations. A compound takes all from its part that stands highest in the tree.
pub(super) fn attach(
    reader: &Reader,
    tables: &Tables,
    text: &str,
    sentences: &[Sentence],
    cut: &[Cut<'_>],
    readings: &[Reading],
    words: &mut [Vec<Word>],
) {
    for (((sentence, cut), reading), words) in sentences.iter().zip(cut).zip(readings).zip(words) {
        let depths = depths(&reading.heads);
        let mut highest = vec![usize::MAX; words.len()];
        for (part, &token) in cut.owner.iter().enumerate() {
            if highest[token] == usize::MAX || depths[part] < depths[highest[token]] {
                highest[token] = part;
            }
        }
        for (token, (word, &part)) in words.iter_mut().zip(&highest).enumerate() {
            let Some(&head) = reading.heads.get(part) else { continue };
            if cut.owner.get(part + 1) == Some(&token) {
                *word =
                    tag(reader, tables, sentence.word(text, token), cut.words[part], reading.tags.get(part));
            }
            word.head = head.checked_sub(1).and_then(|head| cut.owner.get(head).copied());
            let relation = reading.relations.get(part).map_or(0, |&r| usize::from(r));
            word.deprel = RELATION_NAMES.get(relation).copied().unwrap_or_default();
        }
    }
}

/// Number of arcs from each word up to the root.
fn depths(heads: &[usize]) -> Vec<usize> {
    let mut out = vec![usize::MAX; heads.len()];
    for start in 0..heads.len() {
        let mut way = Vec::new();
        let mut i = start;
        // The tree has no cycle, so the way ends at the root or at a known word.
        let mut depth = loop {
            if out[i] != usize::MAX {
                break out[i] + 1;
            }
            way.push(i);
            match heads[i].checked_sub(1) {
                Some(head) if head < heads.len() && way.len() <= heads.len() => i = head,
                _ => break 0,
            }
        };
        while let Some(i) = way.pop() {
            out[i] = depth;
            depth += 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compounds_are_cut_but_for_prefixes() {
        assert_eq!(parts("US-backed"), ["US", "-", "backed"]);
        assert_eq!(parts("non-profit"), ["non-profit"]);
        assert_eq!(parts("al-Shaibani"), ["al", "-", "Shaibani"]);
        assert_eq!(parts("$5,000"), ["$", "5,000"]);
        assert_eq!(parts("202-555-0100"), ["202-555-0100"]);
        assert_eq!(parts("2019-2020"), ["2019", "-", "2020"]);
        assert_eq!(parts("-"), ["-"]);
        assert_eq!(parts("--x-"), ["--x-"]);
    }

    #[test]
    fn depths_count_arcs() {
        assert_eq!(depths(&[2, 0, 2, 3]), [1, 0, 1, 2]);
        assert!(depths(&[]).is_empty());
    }
}
