//! The pair network: what two marked actors of a sentence are to each other.
//!
//! Words (their vectors, parts of speech, what tables say of their lemmas, where they stand to the
//! two) → a window layer → two layers along the dependency tree (each word with its head and its
//! dependents, after Zhang, Qi and Manning 2018) → the largest values over all words and over the
//! path between the two → classes. Sums run in one fixed order.

use std::ops::Range;

use super::container::WeightsError;
use super::integers::{IntMatrix, IntRows};
use super::kernels::{multiply_add, softmax};
use super::network::{add, relu, windows};
use super::rows::ByteRows;
use super::sealed::{open, put_table, seal, take_table};

/// Classes: what the first holds of the second, and the second of the first.
pub const CLASSES: usize = 5;
/// Values of a word's vector.
pub const VECTOR: usize = 128;
/// Parts of speech.
const PARTS: usize = 17;
/// What tables say of a lemma, as bits of [`PairWord::marks`].
pub const MARKS: usize = 12;
/// Where a word stands to the two.
const PLACES: usize = 10;
/// Values a word.
pub const INPUT: usize = VECTOR + PARTS + MARKS + PLACES;
/// Values a word between layers.
pub const HIDDEN: usize = 64;
/// What is known of the pair beside its words.
pub const EXTRA: usize = 20;
/// Values that the classes are decided on.
pub const POOLED: usize = 4 * HIDDEN + EXTRA;
/// Values between them and the classes.
pub const DECISION: usize = 48;
/// Classes of the second task that training has: what a text thinks of one actor.
pub const ATTITUDES: usize = 3;

/// A word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PairWord {
    /// Row of its vector; 0 for none.
    pub vector: u32,
    /// Part of speech, as a number.
    pub part: u8,
    /// What tables say of its lemma.
    pub marks: u16,
    /// Head in the sentence, itself for a root.
    pub head: usize,
    /// It is (part of) an actor.
    pub actor: bool,
}

/// Two actors of a sentence, the first before the second.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// Words of the first.
    pub first: Range<usize>,
    /// Words of the second.
    pub second: Range<usize>,
    /// The words that head them.
    pub heads: [usize; 2],
    /// What else is known of them.
    pub extra: [f32; EXTRA],
}

/// Shapes of the weights: name, rows, columns.
pub const SHAPES: [(&str, usize, usize); 12] = [
    ("window", 3 * INPUT, HIDDEN),
    ("window_bias", 1, HIDDEN),
    ("tree1", 3 * HIDDEN, HIDDEN),
    ("tree1_bias", 1, HIDDEN),
    ("tree2", 3 * HIDDEN, HIDDEN),
    ("tree2_bias", 1, HIDDEN),
    ("decision", POOLED, DECISION),
    ("decision_bias", 1, DECISION),
    ("classes", DECISION, CLASSES),
    ("classes_bias", 1, CLASSES),
    ("attitudes", DECISION, ATTITUDES),
    ("attitudes_bias", 1, ATTITUDES),
];

/// The weights, in the order of [`SHAPES`].
#[derive(Clone, Debug, PartialEq)]
pub struct PairNetwork {
    /// Row-major values.
    pub weights: Vec<Vec<f32>>,
}

/// What a pass leaves for training.
#[derive(Clone, Debug, Default)]
pub struct PairTrace {
    /// Windows of inputs.
    pub windows: Vec<f32>,
    /// Output of each layer.
    pub layers: [Vec<f32>; 3],
    /// Inputs of the two tree layers.
    pub around: [Vec<f32>; 2],
    /// Words that the largest values come from: over all, over the path.
    pub largest: [Vec<usize>; 2],
    /// Pooled values.
    pub pooled: Vec<f32>,
    /// After the decision layer.
    pub decision: Vec<f32>,
}

const MAGIC: &[u8; 8] = b"DEMPAIRS";

/// Format of the file of weights.
pub const FORMAT: u32 = 1;

/// The words between two in the tree, both included.
pub fn path(words: &[PairWord], a: usize, b: usize) -> Vec<usize> {
    let up = |mut at: usize| {
        let mut out = vec![at];
        while let Some(word) = words.get(at)
            && word.head != at
            && out.len() <= words.len()
        {
            at = word.head;
            out.push(at);
        }
        out
    };
    let (from_a, from_b) = (up(a), up(b));
    let meet = from_a.iter().find(|at| from_b.contains(at)).copied();
    let until = |way: Vec<usize>| {
        let end = way.iter().position(|at| Some(*at) == meet).map_or(way.len(), |i| i + 1);
        way.into_iter().take(end).collect::<Vec<_>>()
    };
    let mut out = until(from_a);
    out.extend(until(from_b));
    out.sort_unstable();
    out.dedup();
    out.retain(|&at| at < words.len());
    out
}

impl PairNetwork {
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

    /// The inputs of all words but for their places.
    fn inputs(words: &[PairWord], vectors: &ByteRows) -> Vec<f32> {
        let mut out = vec![0.0; words.len() * INPUT];
        for (word, row) in words.iter().zip(out.chunks_exact_mut(INPUT)) {
            let (vector, rest) = row.split_at_mut(VECTOR);
            if word.vector != 0 {
                vectors.add_to(word.vector as usize, vector);
                let norm = vector.iter().map(|x| x * x).sum::<f32>().sqrt().max(1e-6);
                vector.iter_mut().for_each(|x| *x *= 3.0 / norm);
            }
            let (parts, rest) = rest.split_at_mut(PARTS);
            if let Some(part) = parts.get_mut(usize::from(word.part)) {
                *part = 1.0;
            }
            for (bit, mark) in rest.iter_mut().take(MARKS).enumerate() {
                *mark = f32::from(word.marks >> bit & 1);
            }
        }
        out
    }

    /// Where a word stands to the two of a pair.
    fn places(words: &[PairWord], pair: &Pair, path: &[usize], i: usize) -> [bool; PLACES] {
        let word = words[i];
        [
            i < pair.first.start,
            pair.first.contains(&i),
            i >= pair.first.end && i < pair.second.start,
            pair.second.contains(&i),
            i >= pair.second.end,
            path.binary_search(&i).is_ok(),
            i == pair.heads[0],
            i == pair.heads[1],
            word.actor && !pair.first.contains(&i) && !pair.second.contains(&i),
            path.binary_search(&word.head).is_ok(),
        ]
    }

    /// Rows of a word, its head and the mean of its dependents.
    fn around(words: &[PairWord], x: &[f32]) -> Vec<f32> {
        let h = HIDDEN;
        let mut out = vec![0.0; 3 * x.len()];
        let mut counts = vec![0.0f32; words.len()];
        for (i, word) in words.iter().enumerate() {
            let row = &mut out[3 * h * i..][..3 * h];
            row[..h].copy_from_slice(&x[h * i..][..h]);
            if word.head != i {
                row[h..2 * h].copy_from_slice(&x[h * word.head..][..h]);
                counts[word.head] += 1.0;
            }
        }
        for (i, word) in words.iter().enumerate().filter(|&(i, word)| word.head != i) {
            let row = &mut out[3 * h * word.head + 2 * h..][..h];
            for (o, x) in row.iter_mut().zip(&x[h * i..][..h]) {
                *o += x / counts[word.head];
            }
        }
        out
    }

    fn linear(&self, layer: usize, x: &[f32], n: usize) -> Vec<f32> {
        let mut out = self.weights[layer + 1].repeat(n);
        let (_, rows, columns) = SHAPES[layer];
        multiply_add(&mut out, x, &self.weights[layer], n, rows, columns);
        out
    }

    /// Everything up to the decision, in training: `drop` may blank values of the layer it is given.
    pub fn forward(
        &self,
        words: &[PairWord],
        pair: &Pair,
        vectors: &ByteRows,
        mut drop: impl FnMut(usize, &mut [f32]),
    ) -> PairTrace {
        let n = words.len();
        let path = path(words, pair.heads[0], pair.heads[1]);
        let mut inputs = Self::inputs(words, vectors);
        for (i, row) in inputs.chunks_exact_mut(INPUT).enumerate() {
            for (x, place) in row[INPUT - PLACES..].iter_mut().zip(Self::places(words, pair, &path, i)) {
                *x = f32::from(u8::from(place));
            }
        }
        drop(0, &mut inputs);
        let windows = windows(&inputs, &[n], INPUT);
        let first = self.linear(0, &windows, n);
        let tree = |layer: usize, x: &[f32]| self.linear(layer, x, n);
        let mut trace = self.above(words, pair, &path, first, tree, drop);
        trace.windows = windows;
        trace
    }

    /// From the first layer's sums to the decision.
    fn above(
        &self,
        words: &[PairWord],
        pair: &Pair,
        path: &[usize],
        mut first: Vec<f32>,
        tree: impl Fn(usize, &[f32]) -> Vec<f32>,
        mut drop: impl FnMut(usize, &mut [f32]),
    ) -> PairTrace {
        let n = words.len();
        relu(&mut first);
        drop(1, &mut first);
        let mut trace = PairTrace::default();
        trace.layers[0] = first;
        for layer in 0..2 {
            let around = Self::around(words, &trace.layers[layer]);
            let mut next = tree(2 + 2 * layer, &around);
            relu(&mut next);
            for (next, before) in next.iter_mut().zip(&trace.layers[layer]) {
                *next += before;
            }
            trace.around[layer] = around;
            trace.layers[layer + 1] = next;
        }
        let top = &trace.layers[2];
        let largest = |of: &mut dyn Iterator<Item = usize>| {
            let mut out = vec![0; HIDDEN];
            let first = of.next().unwrap_or(0);
            out.fill(first);
            for i in of {
                for (j, best) in out.iter_mut().enumerate() {
                    if top[i * HIDDEN + j] > top[*best * HIDDEN + j] {
                        *best = i;
                    }
                }
            }
            out
        };
        trace.largest = [largest(&mut (0..n)), largest(&mut path.iter().copied())];
        let mut pooled = Vec::with_capacity(POOLED);
        for largest in &trace.largest {
            pooled.extend(largest.iter().enumerate().map(|(j, &i)| top[i * HIDDEN + j]));
        }
        for head in pair.heads {
            pooled.extend_from_slice(&top[head * HIDDEN..][..HIDDEN]);
        }
        drop(2, &mut pooled);
        pooled.extend_from_slice(&pair.extra);
        let mut decision = self.linear(6, &pooled, 1);
        relu(&mut decision);
        trace.pooled = pooled;
        trace.decision = decision;
        trace
    }

    /// Scores of the classes.
    pub fn classes(&self, trace: &PairTrace) -> Vec<f32> {
        self.linear(8, &trace.decision, 1)
    }

    /// Scores of what the text thinks of one actor.
    pub fn attitudes(&self, trace: &PairTrace) -> Vec<f32> {
        self.linear(10, &trace.decision, 1)
    }
}

/// The network made ready to read, with its wide layers in whole numbers.
#[derive(Clone, Debug)]
pub struct PairReader {
    network: PairNetwork,
    window: IntMatrix,
    trees: [IntMatrix; 2],
}

impl PairReader {
    /// From weights.
    pub fn new(network: PairNetwork) -> Self {
        let whole = |layer: usize| {
            let (_, rows, columns) = SHAPES[layer];
            IntMatrix::new(&network.weights[layer], rows, columns)
        };
        Self { window: whole(0), trees: [whole(2), whole(4)], network }
    }

    /// Probability of each class for some pairs of a sentence: neither, first for second, second for
    /// first, first against second, second against first.
    pub fn chances(&self, words: &[PairWord], pairs: &[Pair], vectors: &ByteRows) -> Vec<[f32; CLASSES]> {
        if pairs.is_empty() {
            return Vec::new();
        }
        let network = &self.network;
        // What the first layer makes of the sentence, whatever the pair.
        let inputs = windows(&PairNetwork::inputs(words, vectors), &[words.len()], INPUT);
        let base = self.window.multiply(&IntRows::new(&inputs, 3 * INPUT), &network.weights[1]);
        let tree = |layer: usize, x: &[f32]| {
            self.trees[(layer - 2) / 2].multiply(&IntRows::new(x, 3 * HIDDEN), &network.weights[layer + 1])
        };
        let window = &network.weights[0];
        let one = |pair: &Pair| {
            let path = path(words, pair.heads[0], pair.heads[1]);
            let mut first = base.clone();
            for i in 0..words.len() {
                for (place, set) in PairNetwork::places(words, pair, &path, i).into_iter().enumerate() {
                    if !set {
                        continue;
                    }
                    // The word stands on the right of the one before, in the middle of its own
                    // window, on the left of the one after.
                    for (slot, at) in [(2, i.checked_sub(1)), (1, Some(i)), (0, Some(i + 1))] {
                        let Some(sums) = at.and_then(|at| first.get_mut(at * HIDDEN..(at + 1) * HIDDEN))
                        else {
                            continue;
                        };
                        let row = slot * INPUT + INPUT - PLACES + place;
                        add(sums, &window[row * HIDDEN..(row + 1) * HIDDEN]);
                    }
                }
            }
            let mut scores = network.classes(&network.above(words, pair, &path, first, tree, |_, _| {}));
            softmax(&mut scores);
            let mut out = [0.0; CLASSES];
            out.copy_from_slice(&scores);
            out
        };
        pairs.iter().map(one).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::network::Tensor;

    #[test]
    fn paths_run_over_the_common_head() {
        let word = |head| PairWord { head, ..PairWord::default() };
        let words = [word(1), word(1), word(1), word(2), word(4)];
        assert_eq!(path(&words, 0, 3), [0, 1, 2, 3]);
        assert_eq!(path(&words, 2, 3), [2, 3]);
        assert_eq!(path(&words, 0, 4), [0, 1, 4]);
    }

    #[test]
    fn both_ways_through_the_network_agree() {
        let mut network = PairNetwork::zeros();
        for w in &mut network.weights {
            for (i, x) in w.iter_mut().enumerate() {
                *x = ((i * 7919 % 1013) as f32 - 506.0) / 4000.0;
            }
        }
        let data = (0..4 * VECTOR).map(|i| (i % 17) as f32 - 8.0).collect();
        let vectors = ByteRows::new(&Tensor { name: String::new(), rows: 4, columns: VECTOR, data });
        let word =
            |i: usize, head| PairWord { vector: i as u32 % 4, part: 3, marks: i as u16, head, actor: i > 3 };
        let words: Vec<PairWord> = [1, 1, 1, 2, 4].into_iter().enumerate().map(|(i, h)| word(i, h)).collect();
        let pair = Pair { first: 0..1, second: 3..4, heads: [0, 3], extra: [0.5; EXTRA] };
        let mut slow = network.classes(&network.forward(&words, &pair, &vectors, |_, _| {}));
        softmax(&mut slow);
        let fast = PairReader::new(network).chances(&words, &[pair], &vectors)[0];
        for (a, b) in slow.iter().zip(fast) {
            assert!((a - b).abs() < 1e-2, "{slow:?} {fast:?}");
        }
    }

    #[test]
    fn files_come_back_and_damage_is_told() {
        let mut network = PairNetwork::zeros();
        network.weights[2].iter_mut().enumerate().for_each(|(i, x)| *x = (i % 5) as f32);
        let bytes = network.write();
        let back = PairNetwork::read(&bytes).unwrap();
        assert!(network.weights[2].iter().zip(&back.weights[2]).all(|(a, b)| (a - b).abs() < 0.02));
        assert_eq!(PairNetwork::read(b"something"), Err(WeightsError::Foreign));
        assert!(matches!(PairNetwork::read(&bytes[..bytes.len() - 9]), Err(WeightsError::Damaged(_))));
        let mut other = bytes.clone();
        other[8] = 9;
        assert_eq!(PairNetwork::read(&other), Err(WeightsError::Format { found: 9 }));
        let mut altered = bytes;
        altered[500] ^= 1;
        assert!(matches!(PairNetwork::read(&altered), Err(WeightsError::Damaged(_))));
    }
}
