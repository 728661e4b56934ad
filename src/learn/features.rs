//! What the network sees of a word: rows of its tables for the word itself, beginnings, endings,
//! shape and exact spelling, and a row of the fixed word vectors.

/// Number of table rows a word sums.
pub const FEATURES: usize = 11;

/// Classes of the list of known names, by bit.
pub const LISTS: [&str; 10] =
    ["given", "surname", "town", "city", "region", "country", "nationality", "party", "group", "other"];

/// Set on the first words of a longer name in the list.
const GOES_ON: u16 = 1 << 15;

/// Most words of a listed name that are looked for.
const LONGEST_NAME: usize = 6;

/// The rows of one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WordFeatures {
    /// Rows of the trained table; the first is that of the word itself.
    pub rows: [u32; FEATURES],
    /// Row of the word vectors; 0 where the word has none.
    pub vector: u32,
}

/// Maps words to rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lexicon {
    /// Sorted hashes of the known words in lower case; the word at index i has row i + 1, row 0 is
    /// that of all other words.
    pub words: Vec<u64>,
    /// Rows that affixes, shapes and spellings are hashed to; they follow those of the words.
    pub buckets: u32,
    /// Sorted short hashes of listed names and of the first words of longer ones.
    pub name_keys: Vec<u32>,
    /// Their classes, bits of [`LISTS`].
    pub name_classes: Vec<u16>,
    /// Sorted short hashes of the words with a vector.
    pub vector_keys: Vec<u32>,
    /// Their rows, from 1.
    pub vector_rows: Vec<u16>,
}

/// Keys of listed names: one a name and one a beginning of a longer one, sorted.
pub fn name_list<'t>(names: impl Iterator<Item = (&'t str, &'t str)>) -> (Vec<u32>, Vec<u16>) {
    let mut keys = std::collections::BTreeMap::<u32, u16>::new();
    for (class, name) in names {
        let bit = LISTS.iter().position(|&c| c == class).unwrap_or(LISTS.len() - 1);
        // Both ways to cut words with hyphens.
        for name in [name.to_owned(), name.replace('-', " - ")] {
            let words: Vec<String> = name.split_whitespace().map(normal_form).collect();
            let mut key = LIST_SEED;
            for (i, word) in words.iter().take(LONGEST_NAME).enumerate() {
                key = hash(key, word);
                let last = i + 1 == words.len();
                *keys.entry(key as u32).or_default() |= if last { 1 << bit } else { GOES_ON };
            }
        }
    }
    keys.into_iter().unzip()
}

/// Seed of everything about listed names.
const LIST_SEED: u64 = 4096;

/// Hash of a string with a seed (FNV-1a with a final mix). Part of the format of the weights.
pub fn hash(seed: u64, text: &str) -> u64 {
    let mut h = 0xcbf2_9ce4_8422_2325 ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for byte in text.bytes() {
        h = (h ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    h ^= h >> 32;
    h = h.wrapping_mul(0xd6e8_feb8_6659_fd93);
    h ^ (h >> 32)
}

/// Lower case, digits as 0, typographic quotes and dashes as their plain ones.
pub fn normal_form(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        match c {
            '0'..='9' => out.push('0'),
            '\u{2018}' | '\u{2019}' => out.push('\''),
            '\u{201c}' | '\u{201d}' => out.push('"'),
            '\u{2013}' | '\u{2014}' => out.push('-'),
            c if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            c => out.extend(c.to_lowercase()),
        }
    }
    out
}

/// `Xx`, `XX`, `dd-x`: kinds of characters, runs cut to two.
pub fn shape(word: &str) -> String {
    let mut out = String::new();
    let (mut last, mut run) = (' ', 0);
    for c in word.chars() {
        let kind = if c.is_ascii_digit() {
            'd'
        } else if c.is_uppercase() {
            'X'
        } else if c.is_alphabetic() {
            'x'
        } else {
            match c {
                '\u{2018}' | '\u{2019}' => '\'',
                '\u{201c}' | '\u{201d}' => '"',
                '\u{2013}' | '\u{2014}' => '-',
                other => other,
            }
        };
        run = if kind == last { run + 1 } else { 1 };
        last = kind;
        if run <= 2 && out.len() < 12 {
            out.push(kind);
        }
    }
    out
}

/// Where a key stands among sorted ones. Keys are hashes, so they are spread evenly and a few
/// guesses by their values find most; what is left is halved as usual. `low` bits of a key are left
/// out of the guess, the others are 32.
fn position<T: Copy + Ord + Into<u64>>(keys: &[T], key: T, low: u32) -> Option<usize> {
    let value = |key: T| Into::<u64>::into(key) >> low;
    let (mut from, mut to) = (0, keys.len());
    let (mut least, mut most) = (0, u64::from(u32::MAX) + 1);
    for _ in 0..4 {
        if to - from <= 8 || value(key) < least {
            break;
        }
        let ahead = (value(key) - least) * (to - from) as u64 / (most - least).max(1);
        let guess = (from + ahead as usize).min(to - 1);
        let found = *keys.get(guess)?;
        match found.cmp(&key) {
            std::cmp::Ordering::Equal => return Some(guess),
            std::cmp::Ordering::Less => (from, least) = (guess + 1, value(found)),
            std::cmp::Ordering::Greater => (to, most) = (guess, value(found)),
        }
    }
    keys.get(from..to)?.binary_search(&key).ok().map(|i| from + i)
}

impl Lexicon {
    /// Number of rows of the trained table.
    pub fn rows(&self) -> usize {
        1 + self.words.len() + self.buckets as usize
    }

    /// The row of a known word in its normal form.
    pub fn word_row(&self, normal: &str) -> u32 {
        position(&self.words, hash(0, normal), 32).map_or(0, |i| i as u32 + 1)
    }

    fn bucket(&self, seed: u64, text: &str) -> u32 {
        let base = 1 + self.words.len() as u32;
        base + (hash(seed, text) % u64::from(self.buckets.max(1))) as u32
    }

    /// The row of the word's vector, 0 for none.
    pub fn vector_row(&self, normal: &str) -> u32 {
        let key = hash(0, normal) as u32;
        position(&self.vector_keys, key, 0)
            .and_then(|i| self.vector_rows.get(i))
            .map_or(0, |&row| u32::from(row))
    }

    fn name_class(&self, key: u64) -> u16 {
        let found = position(&self.name_keys, key as u32, 0);
        found.and_then(|i| self.name_classes.get(i)).copied().unwrap_or(0)
    }

    /// For each word the classes of the longest listed name over it, and where it stands in it.
    fn listed(&self, normals: &[String]) -> Vec<u32> {
        let mut out = vec![(0usize, 0u32); normals.len()];
        for start in 0..normals.len() {
            let mut key = LIST_SEED;
            let mut longest = (0, 0);
            for (i, word) in normals[start..].iter().take(LONGEST_NAME).enumerate() {
                key = hash(key, word);
                let classes = self.name_class(key);
                if classes & !GOES_ON != 0 {
                    longest = (i + 1, classes & !GOES_ON);
                }
                if classes & GOES_ON == 0 {
                    break;
                }
            }
            let (length, classes) = longest;
            for (i, slot) in out[start..start + length].iter_mut().enumerate() {
                if length > slot.0 {
                    let place = match (i == 0, i + 1 == length) {
                        (true, true) => 0,
                        (true, false) => 1,
                        (false, true) => 2,
                        _ => 3,
                    };
                    *slot = (length, u32::from(classes) << 3 | place << 1);
                }
            }
        }
        out.into_iter().map(|(_, value)| value).collect()
    }

    /// The features of a sentence's words.
    pub fn sentence<S: AsRef<str>>(&self, words: &[S]) -> Vec<WordFeatures> {
        let normals: Vec<String> = words.iter().map(|word| normal_form(word.as_ref())).collect();
        let listed = self.listed(&normals);
        let words = words.iter().map(AsRef::as_ref);
        words
            .zip(&normals)
            .zip(listed)
            .enumerate()
            .map(|(i, ((word, normal), listed))| self.features(word, normal, listed, i == 0))
            .collect()
    }

    /// The row for a word that is in no list.
    pub fn unlisted(&self) -> u32 {
        self.bucket(LIST_SEED, "")
    }

    fn features(&self, word: &str, normal: &str, listed: u32, first: bool) -> WordFeatures {
        // A listed name counts for less without its capital.
        let listed = match listed {
            0 => 0,
            n => n | u32::from(word.starts_with(char::is_uppercase)),
        };
        let shape = shape(word);
        // Character boundaries, so that affixes are whole characters.
        let starts = |n: usize| normal.char_indices().nth(n).map_or(normal, |(i, _)| &normal[..i]);
        let ends = |n: usize| {
            normal.char_indices().rev().nth(n.saturating_sub(1)).map_or(normal, |(i, _)| &normal[i..])
        };
        let rows = [
            self.word_row(normal),
            self.bucket(1, starts(1)),
            self.bucket(2, starts(2)),
            self.bucket(3, starts(3)),
            self.bucket(4, ends(1)),
            self.bucket(5, ends(2)),
            self.bucket(6, ends(3)),
            self.bucket(7, ends(4)),
            self.bucket(if first { 8 } else { 9 }, &shape),
            self.bucket(10, word),
            self.bucket(LIST_SEED + u64::from(listed), ""),
        ];
        WordFeatures { rows, vector: self.vector_row(normal) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_and_forms() {
        assert_eq!(shape("Geneva"), "Xxx");
        assert_eq!(shape("U.S."), "X.X.");
        assert_eq!(shape("1,250"), "d,dd");
        assert_eq!(normal_form("Türkiye’s"), "türkiye's");
    }

    #[test]
    fn listed_names_are_found() {
        let (name_keys, name_classes) =
            name_list([("country", "Sri Lanka"), ("city", "Port-au-Prince"), ("given", "Sri")].into_iter());
        let lexicon = Lexicon { name_keys, name_classes, ..Lexicon::default() };
        let listed = |text: &str| {
            let words: Vec<String> = text.split(' ').map(normal_form).collect();
            lexicon.listed(&words).iter().map(|v| (v >> 3, v >> 1 & 3)).collect::<Vec<_>>()
        };
        assert_eq!(listed("in Sri Lanka ,"), [(0, 0), (32, 1), (32, 2), (0, 0)]);
        assert_eq!(listed("Sri left"), [(1, 0), (0, 0)]);
        assert_eq!(listed("Port - au - Prince")[2], (8, 3));
        assert_eq!(listed("Port-au-Prince"), [(8, 0)]);
    }

    #[test]
    fn keys_are_found_where_they_stand() {
        for n in [0u64, 1, 7, 9, 1000] {
            let even: Vec<u32> = (0..n).map(|i| (i * 4_294_967 + i * i % 977) as u32).collect();
            let near: Vec<u32> = (0..n).map(|i| i as u32 * 3).collect();
            let long: Vec<u64> = (0..n).map(|i| hash(i, "a") >> (i % 2 * 40)).collect();
            let mut long = long;
            long.sort_unstable();
            long.dedup();
            for keys in [even, near] {
                for (i, &key) in keys.iter().enumerate() {
                    assert_eq!(position(&keys, key, 0), Some(i));
                    assert_eq!(position(&keys, key + 1, 0), keys.binary_search(&(key + 1)).ok());
                }
                assert_eq!(position(&keys, u32::MAX, 0), None);
            }
            for (i, &key) in long.iter().enumerate() {
                assert_eq!(position(&long, key, 32), Some(i));
            }
        }
    }

    #[test]
    fn rows_stay_in_the_table() {
        let lexicon = Lexicon { words: vec![hash(0, "talks")], buckets: 7, ..Lexicon::default() };
        for word in ["talks", "", "é", "Talks", "\u{1f600}", "a-b"] {
            let features = lexicon.sentence(&[word])[0];
            assert!(features.rows.iter().all(|&row| (row as usize) < lexicon.rows()));
        }
        assert_eq!(lexicon.sentence(&["Talks"])[0].rows[0], 1);
    }
}
