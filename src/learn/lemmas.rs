//! Lemmas by learnt rules: cut some characters at the end, add others. The longest known ending of
//! the word under its tag decides, a whole word before any ending.

use super::features::hash;
use super::labels::TAGS;
use crate::types::Upos;

/// Longest ending, in characters, that a rule asks for.
pub const LONGEST_ENDING: usize = 5;

/// Cut so many characters, then add these.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub struct LemmaRule(pub u8, pub String);

/// Endings and words with their rules.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lemmas {
    /// All rules.
    pub rules: Vec<LemmaRule>,
    /// Sorted keys of endings and words.
    pub keys: Vec<u64>,
    /// Index of the rule of each key.
    pub which: Vec<u16>,
}

/// The key of an ending (or whole word) under a tag column.
pub fn key(tag: u8, ending: &str, whole: bool) -> u64 {
    hash(64 + 2 * u64::from(tag) + u64::from(whole), ending)
}

/// The endings of a word from short to long: none, one character, …
pub fn endings(word: &str) -> impl DoubleEndedIterator<Item = &str> {
    let mut starts = [word.len(); LONGEST_ENDING + 1];
    let mut count = 1;
    for (i, _) in word.char_indices().rev().take(LONGEST_ENDING) {
        starts[count] = i;
        count += 1;
    }
    (0..count).map(move |i| &word[starts[i]..])
}

impl LemmaRule {
    /// The rule that makes `lemma` of `word`.
    pub fn between(word: &str, lemma: &str) -> Self {
        let common: usize =
            word.chars().zip(lemma.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
        let cut = word[common..].chars().count().min(255) as u8;
        Self(cut, lemma[common..].to_owned())
    }

    /// The word after the rule; unchanged if it is too short.
    pub fn apply(&self, word: &str) -> String {
        let cut = usize::from(self.0);
        let end = match cut {
            0 => word.len(),
            _ => match word.char_indices().rev().nth(cut - 1) {
                Some((i, _)) if i > 0 || !self.1.is_empty() => i,
                _ => return word.to_owned(),
            },
        };
        format!("{}{}", &word[..end], self.1)
    }
}

impl Lemmas {
    fn rule(&self, key: u64) -> Option<&LemmaRule> {
        let i = self.keys.binary_search(&key).ok()?;
        self.rules.get(usize::from(*self.which.get(i)?))
    }

    /// The lemma of a word under a tag column: lower case but for proper nouns.
    pub fn lemma(&self, word: &str, tag: u8) -> String {
        let proper = TAGS.get(usize::from(tag)).is_some_and(|tag| tag.0 == Upos::Propn);
        if proper {
            return word.to_owned();
        }
        let lower = word.to_lowercase().replace('\u{2019}', "'");
        let rule = self
            .rule(key(tag, &lower, true))
            .or_else(|| endings(&lower).rev().find_map(|e| self.rule(key(tag, e, false))));
        match rule {
            Some(rule) => rule.apply(&lower),
            None => lower,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_cut_and_add() {
        let rule = LemmaRule::between("countries", "country");
        assert_eq!(rule, LemmaRule(3, "y".into()));
        assert_eq!(rule.apply("allies"), "ally");
        assert_eq!(LemmaRule(9, String::new()).apply("is"), "is");
        assert_eq!(endings("é").collect::<Vec<_>>(), ["", "é"]);
    }

    #[test]
    fn longer_endings_win() {
        let mut pairs = [(key(6, "s", false), 1), (key(6, "us", false), 0), (key(6, "men", true), 2)];
        pairs.sort_unstable();
        let lemmas = Lemmas {
            rules: vec![LemmaRule(0, String::new()), LemmaRule(1, String::new()), LemmaRule(2, "an".into())],
            keys: pairs.iter().map(|p| p.0).collect(),
            which: pairs.iter().map(|p| p.1).collect(),
        };
        assert_eq!(lemmas.lemma("Talks", 6), "talk");
        assert_eq!(lemmas.lemma("consensus", 6), "consensus");
        assert_eq!(lemmas.lemma("men", 6), "man");
        assert_eq!(lemmas.lemma("Brussels", 10), "Brussels");
    }
}
