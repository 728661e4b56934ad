//! Look-up of phrases of several words.

use rustc_hash::FxHashMap;

/// A dictionary of phrases: the longest one that starts at a word is found without a scan.
///
/// Keys are sequences of words as the tokenizer cuts them; the caller chooses the case (keep it
/// for names, fold it for nouns). Tables are written naturally (`Workers' Party`, `Médecins Sans
/// Frontières`, `Washington, D.C.`): [`words`] cuts them as the tokenizer does. Straight and
/// curly apostrophes are the same on both sides.
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

/// A word with straight apostrophes; borrowed, unless it has a curly one.
pub fn straight(word: &str) -> std::borrow::Cow<'_, str> {
    if word.contains(['’', '‘', 'ʼ']) {
        word.replace(['’', '‘', 'ʼ'], "'").into()
    } else {
        word.into()
    }
}

/// True if two words are equal but for the shape of their apostrophes.
fn same(word: &str, straightened: &str) -> bool {
    word == straightened || (!word.is_ascii() && straight(word) == straightened)
}

/// The words of a phrase as the tokenizer cuts them: white space divides, and `'s`, a closing
/// `'`, commas and brackets are words of their own.
pub fn words(phrase: &str) -> impl Iterator<Item = &str> {
    phrase.split_whitespace().flat_map(|mut chunk| {
        let mut parts: [&str; 4] = [""; 4];
        if let Some(rest) = chunk.strip_prefix('(') {
            parts[0] = "(";
            chunk = rest;
        }
        for mark in [",", ")"] {
            if let Some(rest) = chunk.strip_suffix(mark) {
                parts[3] = mark;
                chunk = rest;
                break;
            }
        }
        for clitic in ["'s", "’s", "'", "’"] {
            if let Some(rest) = chunk.strip_suffix(clitic).filter(|rest| !rest.is_empty()) {
                parts[2] = clitic;
                chunk = rest;
                break;
            }
        }
        parts[1] = chunk;
        parts.into_iter().filter(|part| !part.is_empty())
    })
}

impl<V> Phrases<V> {
    /// Adds a phrase, cut by [`words`]. Longer phrases are tried first; of equal ones the first
    /// added wins.
    pub fn insert(&mut self, phrase: &str, value: V) {
        let mut words = words(phrase).map(|word| Box::<str>::from(straight(word)));
        let Some(first) = words.next() else { return };
        let rest: Box<[Box<str>]> = words.collect();
        let bucket = self.by_first.entry(first).or_default();
        let place = bucket.partition_point(|(other, _)| other.len() >= rest.len());
        bucket.insert(place, (rest, value));
    }

    /// The longest phrase that `word(0)`, `word(1)`, … begin with: its length in words and its
    /// value. `word` returns `None` past the end.
    pub fn longest<'a, 'w>(&'a self, word: impl Fn(usize) -> Option<&'w str>) -> Option<(usize, &'a V)> {
        let bucket = self.by_first.get(straight(word(0)?).as_ref())?;
        bucket.iter().find_map(|(rest, value)| {
            let fits = rest.iter().enumerate().all(|(i, want)| word(i + 1).is_some_and(|w| same(w, want)));
            fits.then_some((rest.len() + 1, value))
        })
    }

    /// The value of exactly this phrase.
    pub fn get(&self, phrase: &str) -> Option<&V> {
        let words: Vec<&str> = words(phrase).collect();
        let (len, value) = self.longest(|i| words.get(i).copied())?;
        (len == words.len()).then_some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::{Phrases, words};

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

    #[test]
    fn phrases_are_cut_as_the_tokenizer_cuts() {
        let cut = |phrase| words(phrase).collect::<Vec<_>>();
        assert_eq!(cut("Kurdistan Workers' Party"), ["Kurdistan", "Workers", "'", "Party"]);
        assert_eq!(cut("People's Republic"), ["People", "'s", "Republic"]);
        assert_eq!(cut("Washington, D.C."), ["Washington", ",", "D.C."]);
        assert_eq!(cut("Cocos (Keeling) Islands"), ["Cocos", "(", "Keeling", ")", "Islands"]);
        assert_eq!(cut("N'Djamena '"), ["N'Djamena", "'"]);
    }

    #[test]
    fn apostrophes_of_both_shapes_are_equal() {
        let mut phrases = Phrases::default();
        phrases.insert("Kurdistan Workers’ Party", 1);
        phrases.insert("Sana'a", 2);
        let curly = ["Kurdistan", "Workers", "’", "Party"];
        assert_eq!(phrases.longest(|i| curly.get(i).copied()), Some((4, &1)));
        assert_eq!(phrases.get("Kurdistan Workers' Party"), Some(&1));
        assert_eq!(phrases.get("Sana’a"), Some(&2));
    }
}
