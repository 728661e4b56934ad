//! Look-up of phrases of several words.

use rustc_hash::FxHashMap;

/// A dictionary of phrases: the longest one that starts at a word is found without a scan.
///
/// Keys are sequences of words as the tokenizer cuts them; the caller chooses the case (keep it
/// for names, fold it for nouns).
#[derive(Debug, Clone)]
pub struct Phrases<V> {
    by_first: FxHashMap<Box<str>, Vec<Entry<V>>>,
}

/// The words after the first, and the value.
type Entry<V> = (Box<[Box<str>]>, V);

impl<V> Default for Phrases<V> {
    fn default() -> Self {
        Self { by_first: FxHashMap::default() }
    }
}

impl<V> Phrases<V> {
    /// Adds a phrase, its words separated by single spaces. Longer phrases are tried first; of
    /// equal ones the first added wins.
    pub fn insert(&mut self, phrase: &str, value: V) {
        let mut words = phrase.split(' ').filter(|w| !w.is_empty()).map(Box::from);
        let Some(first) = words.next() else { return };
        let rest: Box<[Box<str>]> = words.collect();
        let bucket = self.by_first.entry(first).or_default();
        let place = bucket.partition_point(|(other, _)| other.len() >= rest.len());
        bucket.insert(place, (rest, value));
    }

    /// The longest phrase that `word(0)`, `word(1)`, … begin with: its length in words and its
    /// value. `word` returns `None` past the end.
    pub fn longest<'a, 'w>(&'a self, word: impl Fn(usize) -> Option<&'w str>) -> Option<(usize, &'a V)> {
        let bucket = self.by_first.get(word(0)?)?;
        bucket.iter().find_map(|(rest, value)| {
            let fits = rest.iter().enumerate().all(|(i, want)| word(i + 1) == Some(want));
            fits.then_some((rest.len() + 1, value))
        })
    }

    /// The value of exactly this phrase.
    pub fn get(&self, phrase: &str) -> Option<&V> {
        let words: Vec<&str> = phrase.split(' ').filter(|w| !w.is_empty()).collect();
        let (len, value) = self.longest(|i| words.get(i).copied())?;
        (len == words.len()).then_some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::Phrases;

    #[test]
    fn the_longest_phrase_wins() {
        let mut phrases = Phrases::default();
        phrases.insert("Islamic State", 1);
        phrases.insert("Islamic State of Iraq", 2);
        phrases.insert("Islamic", 3);
        let words = ["Islamic", "State", "of", "Iraq", "fell"];
        assert_eq!(phrases.longest(|i| words.get(i).copied()), Some((4, &2)));
        assert_eq!(phrases.get("Islamic State"), Some(&1));
        assert_eq!(phrases.get("State"), None);
    }
}
