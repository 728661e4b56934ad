//! Look-up of phrases of several words.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use super::fold::is_invisible;

/// A dictionary of phrases: the longest one that starts at a word is found without a scan.
///
/// Keys are sequences of words as the tokenizer cuts them; the caller chooses the case (keep it
/// for names, fold it for nouns). Tables are written naturally (`Workers' Party`, `Médecins Sans
/// Frontières`, `Washington, D.C.`): [`words`] cuts them as the tokenizer does. Straight and
/// curly apostrophes are the same on both sides.
#[derive(Debug, Clone)]
pub struct Phrases<V> {
    by_first: FxHashMap<Box<str>, Bucket<V>>,
}

/// The phrases that share their first word.
#[derive(Debug, Clone)]
struct Bucket<V> {
    /// The phrase of that word alone.
    alone: Option<V>,
    /// The others, ordered by second word, then longest first: a look-up tries only those whose
    /// second word fits, however many titles begin with `minister`.
    longer: Vec<Entry<V>>,
}

/// The words after the first, divided by single spaces, and how many they are.
#[derive(Debug, Clone)]
struct Entry<V> {
    rest: Box<str>,
    words: usize,
    value: V,
}

impl<V> Entry<V> {
    fn second(&self) -> &str {
        self.rest.split(' ').next().unwrap_or("")
    }
}

impl<V> Default for Phrases<V> {
    fn default() -> Self {
        Self { by_first: FxHashMap::default() }
    }
}

impl<V> Default for Bucket<V> {
    fn default() -> Self {
        Self { alone: None, longer: Vec::new() }
    }
}

/// A word with straight apostrophes and without invisible characters; borrowed if it is so already.
pub fn straight(word: &str) -> std::borrow::Cow<'_, str> {
    if word.is_ascii() {
        word.into()
    } else if word.contains(|c| matches!(c, '’' | '‘' | 'ʼ') || is_invisible(c)) {
        word.replace(is_invisible, "").replace(['’', '‘', 'ʼ'], "'").into()
    } else {
        word.into()
    }
}

/// True if the words after the first are those of the entry.
fn fits<'w, V>(entry: &Entry<V>, word: &impl Fn(usize) -> Option<&'w str>) -> bool {
    entry.rest.split(' ').enumerate().all(|(i, want)| word(i + 1).is_some_and(|w| same(w, want)))
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
        let mut cut = words(phrase);
        let Some(first) = cut.next().map(straight) else { return };
        if !self.by_first.contains_key(first.as_ref()) {
            self.by_first.insert(first.as_ref().into(), Bucket::default());
        }
        let Some(bucket) = self.by_first.get_mut(first.as_ref()) else { return };
        let mut rest = String::with_capacity(phrase.len());
        let mut count = 0;
        for word in cut {
            if count > 0 {
                rest.push(' ');
            }
            rest.push_str(&straight(word));
            count += 1;
        }
        if count == 0 {
            bucket.alone.get_or_insert(value);
            return;
        }
        let second = rest.split(' ').next().unwrap_or("");
        let place = bucket
            .longer
            .partition_point(|other| (other.second(), Reverse(other.words)) <= (second, Reverse(count)));
        bucket.longer.insert(place, Entry { rest: rest.into_boxed_str(), words: count, value });
    }

    /// The longest phrase that `word(0)`, `word(1)`, … begin with: its length in words and its
    /// value. `word` returns `None` past the end.
    pub fn longest<'a, 'w>(&'a self, word: impl Fn(usize) -> Option<&'w str>) -> Option<(usize, &'a V)> {
        let bucket = self.by_first.get(straight(word(0)?).as_ref())?;
        let longer = if bucket.longer.is_empty() { None } else { word(1) }.and_then(|second| {
            let second = straight(second);
            let start = bucket.longer.partition_point(|entry| entry.second() < second.as_ref());
            let fitting = bucket.longer.iter().skip(start).take_while(|e| e.second() == second.as_ref());
            fitting.filter(|entry| fits(entry, &word)).map(|e| (e.words + 1, &e.value)).next()
        });
        longer.or_else(|| bucket.alone.as_ref().map(|value| (1, value)))
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
