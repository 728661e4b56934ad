//! Tags, lemmas and trees by the trained reader.
//!
//! The reader was trained on words as Universal Dependencies cuts them, `US - backed`; a token of
//! ours may be a whole compound, `US-backed`. So compounds are cut, read, and joined again: the
//! compound takes tag, head and relation of its part that stands highest in the tree.

use crate::learn::labels::{RELATION_NAMES, TAGS};
use crate::learn::reader::{Reader, Reading};
use crate::types::{Deprel, Sentence, Upos, Word};

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

/// Words with heads and relations, for each sentence.
pub(super) fn words(reader: &Reader, text: &str, sentences: &[Sentence]) -> Vec<Vec<Word>> {
    let mut cut = Vec::with_capacity(sentences.len());
    let mut owners = Vec::with_capacity(sentences.len());
    for sentence in sentences {
        let mut words = Vec::with_capacity(sentence.tokens.len());
        let mut owner = Vec::with_capacity(sentence.tokens.len());
        for (i, token) in sentence.tokens.iter().enumerate() {
            for part in parts(token.span.of(text)) {
                words.push(part);
                owner.push(i);
            }
        }
        cut.push(words);
        owners.push(owner);
    }
    let readings = reader.read(&cut, true);
    let mut out = Vec::with_capacity(sentences.len());
    for (((sentence, cut), owner), reading) in sentences.iter().zip(&cut).zip(&owners).zip(&readings) {
        let texts = (0..sentence.tokens.len()).map(|i| sentence.word(text, i));
        let texts = texts.collect::<Vec<_>>();
        let mut words = join(reader, &texts, cut, owner, reading);
        even_lists(&texts, &mut words);
        out.push(words);
    }
    out
}

/// Lists in one form: in `A, B and C` both B and C are conjuncts of A, where the reader took B for
/// an apposition or hung C on B.
fn even_lists(texts: &[&str], words: &mut [Word]) {
    for i in 1..words.len() {
        let (Some(head), Deprel::Appos | Deprel::Conj) = (words[i].head, words[i].deprel) else { continue };
        if head >= i || words[head].upos != words[i].upos || texts[i - 1] != "," {
            continue;
        }
        // `and` right behind it, and a last conjunct of either.
        let Some(and) = words.get(i + 1).filter(|w| w.deprel == Deprel::Cc).and_then(|w| w.head) else {
            continue;
        };
        let last = words[and].head.filter(|_| words[and].deprel == Deprel::Conj);
        if last == Some(head) || last == Some(i) {
            words[i].deprel = Deprel::Conj;
            words[and].head = Some(head);
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

fn join(reader: &Reader, texts: &[&str], cut: &[&str], owner: &[usize], reading: &Reading) -> Vec<Word> {
    let depths = depths(&reading.heads);
    let mut highest = vec![usize::MAX; texts.len()];
    for (part, &token) in owner.iter().enumerate() {
        if highest[token] == usize::MAX || depths[part] < depths[highest[token]] {
            highest[token] = part;
        }
    }
    let word = |(token, &part): (usize, &usize)| {
        let tag = reading.tags.get(part).copied().unwrap_or(0);
        let (upos, form) = TAGS.get(usize::from(tag)).copied().unwrap_or_default();
        let whole = cut.get(part).is_some_and(|&p| p == texts[token]);
        let lemma = match (whole, upos) {
            (true, _) => reader.lemmas.lemma(texts[token], tag),
            (false, Upos::Propn) => texts[token].to_owned(),
            _ => texts[token].to_lowercase(),
        };
        let head = reading.heads.get(part).and_then(|h| h.checked_sub(1)).and_then(|h| owner.get(h).copied());
        let relation = reading.relations.get(part).map_or(0, |&r| usize::from(r));
        Word { upos, form, lemma, head, deprel: RELATION_NAMES.get(relation).copied().unwrap_or_default() }
    };
    highest.iter().enumerate().map(word).collect()
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
