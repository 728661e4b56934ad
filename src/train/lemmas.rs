//! Learns the rules of [`crate::learn::lemmas`] by counting.

use std::collections::BTreeMap;

use crate::learn::lemmas::{LemmaRule, Lemmas, endings, key};
use crate::score::corpus::Sentence;

/// Rules for the words of the sentences. An ending is kept if most of its words take another rule
/// than its shorter endings say.
pub fn learn<'s>(sentences: impl Iterator<Item = &'s Sentence>) -> Lemmas {
    // (tag, ending, whole word?) → rule → count, short endings first.
    type Counts = BTreeMap<LemmaRule, u32>;
    let mut counts: BTreeMap<(usize, u8, String), Counts> = BTreeMap::new();
    let whole = usize::MAX;
    for sentence in sentences {
        for ((word, lemma), &tag) in sentence.words.iter().zip(&sentence.lemmas).zip(&sentence.tags) {
            let (word, lemma) = (word.to_lowercase(), lemma.to_lowercase());
            let rule = LemmaRule::between(&word, &lemma);
            for ending in endings(&word) {
                let at = (ending.chars().count(), tag, ending.to_owned());
                *counts.entry(at).or_default().entry(rule.clone()).or_default() += 1;
            }
            *counts.entry((whole, tag, word)).or_default().entry(rule).or_default() += 1;
        }
    }
    let mut kept: BTreeMap<(u8, String), LemmaRule> = BTreeMap::new();
    let mut rules: BTreeMap<LemmaRule, u16> = BTreeMap::new();
    let mut pairs = Vec::new();
    for ((length, tag, text), counts) in counts {
        let total: u32 = counts.values().sum();
        let Some((best, &count)) = counts.iter().max_by_key(|(_, c)| **c) else { continue };
        let shorter = endings(&text)
            .rev()
            .filter(|e| length == whole || e.chars().count() < length)
            .find_map(|e| kept.get(&(tag, e.to_owned())));
        let enough = if length == whole { count * 2 > total } else { total >= 2 };
        if enough && shorter != Some(best) {
            let next = rules.len() as u16;
            let rule = *rules.entry(best.clone()).or_insert(next);
            pairs.push((key(tag, &text, length == whole), rule));
            if length != whole {
                kept.insert((tag, text), best.clone());
            }
        }
    }
    pairs.sort_unstable();
    pairs.dedup_by_key(|p| p.0);
    let mut list = vec![LemmaRule::default(); rules.len()];
    for (rule, i) in rules {
        list[usize::from(i)] = rule;
    }
    Lemmas {
        rules: list,
        keys: pairs.iter().map(|p| p.0).collect(),
        which: pairs.iter().map(|p| p.1).collect(),
    }
}
