//! The mention network: which words of a sentence mean an actor, and of which kind.
//!
//! Each word comes as the reader's state of it (its context is in there) and as rows of a small
//! table, its neighbours' too: what tables, the name finder and the rest of the document say of it.
//! A layer over that and a window layer with a short cut give scores of labels (BIOES over three
//! kinds). Sums run in one fixed order.

use super::container::WeightsError;
use super::decode::best_path;
use super::integers::{IntMatrix, IntRows};
use super::kernels::{multiply_add, softmax};
use super::network::{add, relu, windows};
use super::sealed::{open, put_table, seal, take_table};
use crate::types::ActorKind;

/// Values of a word's state, as the bundled reader gives them.
pub const STATE: usize = 192;
/// Rows of the table that features name one by one.
pub const NAMED: usize = 192;
/// Rows that lower-case words are hashed to; they follow the named ones.
pub const HASHED: usize = 2048;
/// Values a row.
pub const ROW: usize = 48;
/// Values a word between layers.
pub const HIDDEN: usize = 96;
/// Outside, and begin, inside, end, single of each kind.
pub const LABELS: usize = 1 + 4 * KINDS.len();
/// The kinds, in the order of the labels.
pub const KINDS: [ActorKind; 3] = [ActorKind::Person, ActorKind::Country, ActorKind::Group];

/// Values that the first layer sees: the state, and the rows of the word and its neighbours.
pub const INPUT: usize = STATE + 3 * ROW;

/// Shapes of the weights: name, rows, columns.
pub const SHAPES: [(&str, usize, usize); 7] = [
    ("rows", NAMED + HASHED, ROW),
    ("first", INPUT, HIDDEN),
    ("first_bias", 1, HIDDEN),
    ("second", 3 * HIDDEN, HIDDEN),
    ("second_bias", 1, HIDDEN),
    ("labels", HIDDEN, LABELS),
    ("labels_bias", 1, LABELS),
];

const MAGIC: &[u8; 8] = b"DEMMENTN";

/// Format of the file of weights.
pub const FORMAT: u32 = 1;

/// Taken from the score of standing outside: who is no party is judged later, by all mentions.
const DOUBT: f32 = 0.7;

/// A stretch of words that means an actor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    /// First word.
    pub start: usize,
    /// One past the last word.
    pub end: usize,
    /// What it means.
    pub kind: ActorKind,
    /// Mean probability of its labels, 0 to 1.
    pub chance: f32,
}

/// Words laid end to end.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Words {
    /// [`STATE`] values a word.
    pub states: Vec<f32>,
    /// Rows of the table for each word, below [`NAMED`]` + `[`HASHED`].
    pub rows: Vec<Vec<u16>>,
    /// One past the last word of each sentence.
    pub ends: Vec<usize>,
}

/// The weights, in the order of [`SHAPES`].
#[derive(Clone, Debug, PartialEq)]
pub struct MentionNetwork {
    /// Row-major values.
    pub weights: Vec<Vec<f32>>,
}

/// `c += a · b` for matrices of n × k and k × m values.
pub type Product = fn(&mut [f32], &[f32], &[f32], usize, usize, usize);

/// What a pass leaves for training.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// What the first layer saw, [`INPUT`] values a word.
    pub inputs: Vec<f32>,
    /// After the first layer.
    pub first: Vec<f32>,
    /// Windows of that.
    pub windows: Vec<f32>,
    /// What the second layer adds.
    pub part: Vec<f32>,
    /// What the labels see.
    pub top: Vec<f32>,
    /// Scores, [`LABELS`] a word.
    pub scores: Vec<f32>,
}

impl MentionNetwork {
    /// Weights of zero.
    pub fn zeros() -> Self {
        Self { weights: SHAPES.iter().map(|&(_, rows, columns)| vec![0.0; rows * columns]).collect() }
    }

    /// As a file: magic, format, each row as a scale and one byte a value, checksum.
    pub fn write(&self) -> Vec<u8> {
        let mut content = Vec::new();
        for (w, &(_, _, columns)) in self.weights.iter().zip(&SHAPES) {
            put_table(&mut content, w, columns);
        }
        seal(MAGIC, FORMAT, &content)
    }

    /// From a file.
    ///
    /// # Errors
    /// It is something else, of another format, cut short or altered.
    pub fn read(bytes: &[u8]) -> Result<Self, WeightsError> {
        let mut content = open(bytes, MAGIC, FORMAT)?;
        let mut out = Self::zeros();
        for (w, &(_, _, columns)) in out.weights.iter_mut().zip(&SHAPES) {
            take_table(&mut content, w, columns)?;
        }
        Ok(out)
    }

    /// State of each word, and summed rows of it and its neighbours.
    fn inputs(&self, words: &Words) -> Vec<f32> {
        let mut sums = vec![0.0; words.rows.len() * ROW];
        for (sum, rows) in sums.chunks_exact_mut(ROW).zip(&words.rows) {
            for &row in rows {
                if let Some(row) = self.weights[0].get(usize::from(row) * ROW..(usize::from(row) + 1) * ROW) {
                    add(sum, row);
                }
            }
        }
        let mut out = Vec::with_capacity(words.rows.len() * INPUT);
        let around = windows(&sums, &words.ends, ROW);
        for (state, around) in words.states.chunks_exact(STATE).zip(around.chunks_exact(3 * ROW)) {
            out.extend_from_slice(state);
            out.extend_from_slice(around);
        }
        out
    }

    /// Scores in training: `drop` may blank values of what a layer is given, told by its number;
    /// `product` adds `a · b` to `c`, as [`multiply_add`] does.
    pub fn forward(&self, words: &Words, mut drop: impl FnMut(usize, &mut [f32]), product: Product) -> Trace {
        let n = words.rows.len();
        let linear = |layer: usize, x: &[f32]| {
            let mut out = self.weights[layer + 1].repeat(n);
            let (_, rows, columns) = SHAPES[layer];
            product(&mut out, x, &self.weights[layer], n, rows, columns);
            out
        };
        let mut inputs = self.inputs(words);
        drop(0, &mut inputs);
        let mut first = linear(1, &inputs);
        relu(&mut first);
        drop(1, &mut first);
        let windows = windows(&first, &words.ends, HIDDEN);
        let mut part = linear(3, &windows);
        relu(&mut part);
        let mut top = part.clone();
        add(&mut top, &first);
        drop(2, &mut top);
        let scores = linear(5, &top);
        Trace { inputs, first, windows, part, top, scores }
    }
}

/// The network made ready to read, with its wide layers in whole numbers.
#[derive(Clone, Debug)]
pub struct MentionReader {
    network: MentionNetwork,
    first: IntMatrix,
    second: IntMatrix,
}

impl MentionReader {
    /// From weights.
    pub fn new(network: MentionNetwork) -> Self {
        let whole = |layer: usize| {
            let (_, rows, columns) = SHAPES[layer];
            IntMatrix::new(&network.weights[layer], rows, columns)
        };
        Self { first: whole(1), second: whole(3), network }
    }

    /// The mentions of each sentence, in order, without overlap.
    pub fn read(&self, words: &Words) -> Vec<Vec<Found>> {
        let w = &self.network.weights;
        let inputs = self.network.inputs(words);
        let mut first = self.first.multiply(&IntRows::new(&inputs, INPUT), &w[2]);
        relu(&mut first);
        let around = windows(&first, &words.ends, HIDDEN);
        let mut top = self.second.multiply(&IntRows::new(&around, 3 * HIDDEN), &w[4]);
        relu(&mut top);
        add(&mut top, &first);
        let n = words.rows.len();
        let mut scores = w[6].repeat(n);
        multiply_add(&mut scores, &top, &w[5], n, HIDDEN, LABELS);
        let mut start = 0;
        let mut out = Vec::with_capacity(words.ends.len());
        for &end in &words.ends {
            out.push(mentions(&mut scores[start * LABELS..end * LABELS]));
            start = end;
        }
        out
    }
}

/// Begin, inside, end or single of a kind (index into [`KINDS`]); 0 is outside.
pub const fn label(kind: usize, place: usize) -> usize {
    1 + 4 * kind + place
}

/// True if a label may stand behind another; 0 before the first and behind the last word.
fn may_follow(before: usize, label: usize) -> bool {
    let open = before > 0 && matches!((before - 1) % 4, 0 | 1);
    let goes_on = label > 0 && matches!((label - 1) % 4, 1 | 2);
    open == goes_on && (!open || (before - 1) / 4 == (label - 1) / 4)
}

/// The likeliest whole mentions of a sentence; turns scores into probabilities.
fn mentions(scores: &mut [f32]) -> Vec<Found> {
    let mut doubted = scores.to_vec();
    doubted.chunks_exact_mut(LABELS).for_each(|row| row[0] -= DOUBT);
    // Scores are no probabilities, but all paths share their sum a word.
    let labels = best_path(&doubted, LABELS, may_follow);
    scores.chunks_exact_mut(LABELS).for_each(softmax);
    let mut out = Vec::new();
    let mut start = 0;
    for (i, &label) in labels.iter().enumerate() {
        let Some(place) = label.checked_sub(1) else { continue };
        if matches!(place % 4, 0 | 3) {
            start = i;
        }
        if matches!(place % 4, 2 | 3) {
            let sum: f32 = (start..=i).map(|k| scores[k * LABELS + labels[k]]).sum();
            let chance = sum / (i + 1 - start) as f32;
            out.push(Found { start, end: i + 1, kind: KINDS[place / 4], chance });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network() -> MentionNetwork {
        let mut network = MentionNetwork::zeros();
        for w in &mut network.weights {
            for (i, x) in w.iter_mut().enumerate() {
                *x = ((i * 7919 % 1013) as f32 - 506.0) / 4000.0;
            }
        }
        network
    }

    fn words() -> Words {
        let n = 7;
        Words {
            states: (0..n * STATE).map(|i| ((i * 31 % 97) as f32 - 48.0) / 50.0).collect(),
            rows: (0..n).map(|i| vec![i as u16, (NAMED + i * 7) as u16]).collect(),
            ends: vec![4, n],
        }
    }

    #[test]
    fn mentions_are_whole() {
        let mut scores = vec![0.0; 4 * LABELS];
        for (i, label) in [label(2, 0), label(2, 1), 0, label(0, 3)].into_iter().enumerate() {
            scores[i * LABELS + label] = 5.0;
        }
        // Nothing ends the group: the best that is whole does.
        let found = mentions(&mut scores);
        let spans: Vec<_> = found.iter().map(|f| (f.start, f.end, f.kind)).collect();
        assert!(spans.contains(&(3, 4, ActorKind::Person)), "{spans:?}");
        assert!(spans.iter().all(|s| s.1 > s.0));
    }

    #[test]
    fn both_ways_through_the_network_agree() {
        let (network, words) = (network(), words());
        let mut slow = network.forward(&words, |_, _| {}, multiply_add).scores;
        let (one, two) = slow.split_at_mut(4 * LABELS);
        let slow = [mentions(one), mentions(two)];
        let fast = MentionReader::new(network).read(&words);
        assert_eq!(fast.len(), 2);
        for (a, b) in slow.iter().flatten().zip(fast.iter().flatten()) {
            assert!((a.chance - b.chance).abs() < 1e-2, "{a:?} {b:?}");
        }
    }

    #[test]
    fn files_come_back_and_damage_is_told() {
        let network = network();
        let bytes = network.write();
        let back = MentionNetwork::read(&bytes).unwrap();
        assert!(network.weights[1].iter().zip(&back.weights[1]).all(|(a, b)| (a - b).abs() < 0.02));
        assert_eq!(MentionNetwork::read(b"something"), Err(WeightsError::Foreign));
        assert!(matches!(MentionNetwork::read(&bytes[..bytes.len() - 9]), Err(WeightsError::Damaged(_))));
        let mut other = bytes.clone();
        other[8] = 9;
        assert_eq!(MentionNetwork::read(&other), Err(WeightsError::Format { found: 9 }));
        let mut altered = bytes;
        altered[500] ^= 1;
        assert!(matches!(MentionNetwork::read(&altered), Err(WeightsError::Damaged(_))));
    }
}
