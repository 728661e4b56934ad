//! What the network sees of a word: rows of its tables for the word itself, beginnings, endings,
//! shape and exact spelling, and a row of the fixed word vectors.

/// Number of table rows a word sums.
pub const FEATURES: usize = 10;

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
    /// Sorted short hashes of the words with a vector.
    pub vector_keys: Vec<u32>,
    /// Their rows, from 1.
    pub vector_rows: Vec<u16>,
}

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

impl Lexicon {
    /// Number of rows of the trained table.
    pub fn rows(&self) -> usize {
        1 + self.words.len() + self.buckets as usize
    }

    /// The row of a known word in its normal form.
    pub fn word_row(&self, normal: &str) -> u32 {
        self.words.binary_search(&hash(0, normal)).map_or(0, |i| i as u32 + 1)
    }

    fn bucket(&self, seed: u64, text: &str) -> u32 {
        let base = 1 + self.words.len() as u32;
        base + (hash(seed, text) % u64::from(self.buckets.max(1))) as u32
    }

    /// The row of the word's vector, 0 for none.
    pub fn vector_row(&self, normal: &str) -> u32 {
        let key = hash(0, normal) as u32;
        self.vector_keys.binary_search(&key).map_or(0, |i| u32::from(self.vector_rows[i]))
    }

    /// The features of a word. `first` marks the first word of a sentence.
    pub fn features(&self, word: &str, first: bool) -> WordFeatures {
        let normal = normal_form(word);
        let shape = shape(word);
        // Character boundaries, so that affixes are whole characters.
        let starts = |n: usize| normal.char_indices().nth(n).map_or(normal.as_str(), |(i, _)| &normal[..i]);
        let ends = |n: usize| {
            normal
                .char_indices()
                .rev()
                .nth(n.saturating_sub(1))
                .map_or(normal.as_str(), |(i, _)| &normal[i..])
        };
        let rows = [
            self.word_row(&normal),
            self.bucket(1, starts(1)),
            self.bucket(2, starts(2)),
            self.bucket(3, starts(3)),
            self.bucket(4, ends(1)),
            self.bucket(5, ends(2)),
            self.bucket(6, ends(3)),
            self.bucket(7, ends(4)),
            self.bucket(if first { 8 } else { 9 }, &shape),
            self.bucket(10, word),
        ];
        WordFeatures { rows, vector: self.vector_row(&normal) }
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
    fn rows_stay_in_the_table() {
        let lexicon = Lexicon { words: vec![hash(0, "talks")], buckets: 7, ..Lexicon::default() };
        for word in ["talks", "", "é", "Talks", "\u{1f600}", "a-b"] {
            let features = lexicon.features(word, false);
            assert!(features.rows.iter().all(|&row| (row as usize) < lexicon.rows()));
        }
        assert_eq!(lexicon.features("Talks", true).rows[0], 1);
    }
}
