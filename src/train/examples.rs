//! What is learnt from: sentences with what corpora and teachers say of them.

use super::model::{NameTarget, Target, sure};
use crate::score::corpus::Sentence;

/// The likeliest columns with their shares of 65535, the first the likeliest.
pub type Guess = [(u16, u16); 4];

/// What teachers say of a sentence, word by word.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Soft {
    /// Tag columns.
    pub tags: Vec<Guess>,
    /// Heads, 1-based, 0 the root.
    pub arcs: Vec<Guess>,
    /// The best tree, or the gold one: where `relations` are meant.
    pub heads: Vec<usize>,
    /// Relation columns.
    pub relations: Vec<Guess>,
    /// Name columns, in the convention in which names are read.
    pub names: Vec<Guess>,
    /// Name columns in the convention of the corpus.
    pub own_names: Vec<Guess>,
}

impl Soft {
    fn guesses(&self) -> [&Vec<Guess>; 5] {
        [&self.tags, &self.arcs, &self.relations, &self.names, &self.own_names]
    }

    /// Appends the bytes that [`read_soft`] reads.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend((self.heads.len() as u16).to_le_bytes());
        out.extend(self.heads.iter().flat_map(|&h| (h as u16).to_le_bytes()));
        for (column, share) in self.guesses().into_iter().flatten().flatten() {
            out.extend(column.to_le_bytes());
            out.extend(share.to_le_bytes());
        }
    }
}

/// What was written of a number of sentences; `None` if it ends early or goes on.
pub fn read_soft(bytes: &[u8], count: usize) -> Option<Vec<Soft>> {
    let mut numbers = bytes.as_chunks::<2>().0.iter().map(|c| u16::from_le_bytes(*c));
    let mut out = Vec::with_capacity(count);
    for _ in 0..count {
        let n = usize::from(numbers.next()?);
        let heads: Vec<usize> = numbers.by_ref().take(n).map(usize::from).collect();
        let mut guesses = || {
            (0..n)
                .map(|_| {
                    let mut guess = Guess::default();
                    for slot in &mut guess {
                        *slot = (numbers.next()?, numbers.next()?);
                    }
                    Some(guess)
                })
                .collect::<Option<Vec<Guess>>>()
        };
        let (tags, arcs, relations) = (guesses()?, guesses()?, guesses()?);
        out.push(Soft { tags, arcs, heads, relations, names: guesses()?, own_names: guesses()? });
    }
    numbers.next().is_none().then_some(out)
}

/// A teacher's vectors for the words in their context, a byte a value.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Context {
    /// Values of all words.
    pub values: Vec<i8>,
    /// Value of one unit, a word.
    pub scales: Vec<f32>,
}

impl Context {
    /// Appends the values as floats.
    pub fn write(&self, out: &mut Vec<f32>) {
        let width = self.values.len().checked_div(self.scales.len()).unwrap_or(0);
        for (row, scale) in self.values.chunks_exact(width.max(1)).zip(&self.scales) {
            out.extend(row.iter().map(|&x| f32::from(x) * scale));
        }
    }
}

/// A sentence to learn from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Example {
    /// Words and gold, as far as known.
    pub sentence: Sentence,
    /// Said by teachers; empty if not asked.
    pub soft: Soft,
    /// Empty if not wanted.
    pub context: Context,
}

impl From<Sentence> for Example {
    fn from(sentence: Sentence) -> Self {
        Self { sentence, ..Self::default() }
    }
}

/// The likeliest columns of a row of chances.
pub fn guess(chances: &[f32]) -> Guess {
    let mut best: Vec<(usize, f32)> = chances.iter().copied().enumerate().collect();
    best.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    best.truncate(4);
    let total: f32 = best.iter().map(|b| b.1).sum::<f32>().max(1e-12);
    let mut out = [(0, 0); 4];
    for (out, (column, chance)) in out.iter_mut().zip(best) {
        *out = (column as u16, (chance / total * 65535.0) as u16);
    }
    out
}

/// A guess with a weight.
pub fn weighted(guess: &Guess, weight: f32) -> Target {
    let mut out = [(0, 0.0); 5];
    for (out, &(column, share)) in out.iter_mut().zip(guess) {
        *out = (column, weight * f32::from(share) / 65535.0);
    }
    out
}

/// Gold and a guess; `trust` is the weight of the guess. Without a guess all weight is the gold's.
pub fn mixed(gold: u16, guess: Option<&Guess>, trust: f32) -> Target {
    match guess {
        Some(guess) => {
            let mut out = weighted(guess, trust);
            out[4] = (gold, 1.0 - trust);
            out
        }
        None => sure(gold),
    }
}

/// As [`mixed`] for names.
pub fn mixed_names(allowed: u32, guess: Option<&Guess>, trust: f32) -> NameTarget {
    match guess {
        Some(guess) => NameTarget { allowed, gold: 1.0 - trust, soft: weighted(guess, trust) },
        None => NameTarget { allowed, gold: 1.0, soft: Target::default() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn soft_labels_go_round() {
        let words = vec![guess(&[0.1, 0.7, 0.2]), guess(&[1.0])];
        assert_eq!(words[0][0].0, 1);
        let soft = Soft {
            tags: words.clone(),
            arcs: words.clone(),
            heads: vec![2, 0],
            relations: words.clone(),
            names: words.clone(),
            own_names: words,
        };
        let mut bytes = Vec::new();
        soft.write(&mut bytes);
        Soft::default().write(&mut bytes);
        assert_eq!(read_soft(&bytes, 2), Some(vec![soft, Soft::default()]));
        assert_eq!(read_soft(&bytes, 1), None);
        assert_eq!(read_soft(&bytes[..20], 2), None);
    }

    #[test]
    fn shares_sum_to_one() {
        let target = mixed(3, Some(&guess(&[0.5, 0.25, 0.25])), 0.4);
        assert!((target.iter().map(|t| t.1).sum::<f32>() - 1.0).abs() < 1e-3);
        assert_eq!(target[4], (3, 0.6));
    }
}
