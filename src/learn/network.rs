//! The network: tables of word features → layers over the sentence → heads for tags, names and
//! trees. Training runs the same forward code and keeps its trace.

use serde::{Deserialize, Serialize};

use super::kernels::{sigmoid, widest};
use super::labels::{NAME_LABELS, RELATIONS, TAGS};

/// Distance classes of an arc: ten a direction.
pub const DISTANCES: usize = 20;

/// Conventions of what counts as a name that the name head tells apart: one a corpus.
pub const CONVENTIONS: usize = 8;

/// The convention in which names are read: that of Universal NER.
pub const CONVENTION: usize = 0;

/// Index in `dense` of the matrix from the tables' space to that of the layers; the norm stands
/// before it.
pub const INPUT: usize = 1;

/// A kind of layer; all map `dim` to `dim` values a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LayerKind {
    /// Sees the word and its two neighbours: `x + relu(W [left, x, right] + b)`.
    Window,
    /// Simple recurrent units (Lei and others 2018), half of the values in each direction.
    Recurrent,
}

/// Sizes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Config {
    /// Values a word in the tables.
    pub table_dim: usize,
    /// Values a word between layers, a multiple of 32.
    pub dim: usize,
    /// Layers from words upwards.
    pub layers: Vec<LayerKind>,
    /// Layers under the heads for tags and names; the tree sees all layers.
    pub shared: usize,
    /// Hidden values of the name head.
    pub name_dim: usize,
    /// Values of an arc's ends.
    pub arc_dim: usize,
    /// Hidden values of the relation head.
    pub relation_dim: usize,
    /// Rows of the trained table.
    pub rows: usize,
    /// Rows of word vectors, without row 0.
    pub vectors: usize,
}

/// A matrix with a name, row-major.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tensor {
    /// Its name in the file.
    pub name: String,
    /// Rows.
    pub rows: usize,
    /// Columns.
    pub columns: usize,
    /// `rows * columns` values.
    pub data: Vec<f32>,
}

impl Tensor {
    fn new(name: impl Into<String>, rows: usize, columns: usize) -> Self {
        Self { name: name.into(), rows, columns, data: vec![0.0; rows * columns] }
    }

    /// One row.
    pub fn row(&self, i: usize) -> &[f32] {
        &self.data[i * self.columns..(i + 1) * self.columns]
    }
}

/// Index of the dense tensors that follow those of the layers.
#[derive(Clone, Copy, Debug)]
#[repr(usize)]
#[allow(missing_docs)]
pub enum Head {
    Tag,
    TagBias,
    NameHidden,
    NameHiddenBias,
    NameConvention,
    Name,
    NameBias,
    ArcWord,
    ArcWordBias,
    ArcHead,
    ArcHeadBias,
    ArcProduct,
    ArcRoot,
    ArcBias,
    Distance,
    RelationWord,
    RelationHead,
    RelationRoot,
    RelationBias,
    Relation,
    RelationOutBias,
}

/// All weights.
#[derive(Clone, Debug, PartialEq)]
pub struct Network {
    /// Sizes.
    pub config: Config,
    /// Trained rows, summed by feature; empty in a network that only reads.
    pub table: Tensor,
    /// Word vectors in the network's own space, row 0 all zero; empty in one that only reads.
    pub vectors: Tensor,
    /// Norm and matrix of the input, layers (three tensors each: weights, gates, biases), heads by
    /// [`Head`].
    pub dense: Vec<Tensor>,
}

impl Network {
    /// A network of zeros, without tables of words.
    pub fn without_tables(config: Config) -> Self {
        let (rows, vectors) = (config.rows, config.vectors);
        let mut network = Self::zeros(Config { rows: 0, vectors: 0, ..config });
        network.vectors = Tensor::default();
        network.config.rows = rows;
        network.config.vectors = vectors;
        network
    }

    /// A network of zeros.
    pub fn zeros(config: Config) -> Self {
        let d = config.dim;
        let h = d / 2;
        let mut dense = Vec::new();
        let e = config.table_dim;
        dense.push(Tensor::new("input_norm", 2, e));
        dense.push(Tensor::new("input", e, d));
        for (i, kind) in config.layers.iter().enumerate() {
            let (rows, columns, gates, biases) = match kind {
                LayerKind::Window => (3 * d, d, 0, d),
                LayerKind::Recurrent => (d, 6 * h, 4 * h, 4 * h),
            };
            dense.push(Tensor::new(format!("layer{i}"), rows, columns));
            dense.push(Tensor::new(format!("layer{i}_gates"), 1, gates));
            dense.push(Tensor::new(format!("layer{i}_bias"), 1, biases));
        }
        let (n, a, r) = (config.name_dim, config.arc_dim, config.relation_dim);
        for (name, rows, columns) in [
            ("tag", d, TAGS.len()),
            ("tag_bias", 1, TAGS.len()),
            ("name_hidden", d, n),
            ("name_hidden_bias", 1, n),
            ("name_convention", CONVENTIONS, n),
            ("name", n, NAME_LABELS),
            ("name_bias", 1, NAME_LABELS),
            ("arc_word", d, a),
            ("arc_word_bias", 1, a),
            ("arc_head", d, a),
            ("arc_head_bias", 1, a),
            ("arc_product", a, a),
            ("arc_root", 1, a),
            ("arc_bias", 1, a),
            ("distance", 1, DISTANCES),
            ("relation_word", d, r),
            ("relation_head", d, r),
            ("relation_root", 1, r),
            ("relation_bias", 1, r),
            ("relation", r, RELATIONS),
            ("relation_out_bias", 1, RELATIONS),
        ] {
            dense.push(Tensor::new(name, rows, columns));
        }
        Self {
            table: Tensor::new("table", config.rows, e),
            vectors: Tensor::new("vectors", config.vectors + 1, e),
            dense,
            config,
        }
    }

    /// Index in `dense` of a head's tensor.
    pub fn head_index(&self, head: Head) -> usize {
        self.layer_index(self.config.layers.len()) + head as usize
    }

    /// Index in `dense` of the first tensor of layer `i`.
    pub const fn layer_index(&self, i: usize) -> usize {
        INPUT + 1 + 3 * i
    }

    /// A head's values.
    pub fn head(&self, head: Head) -> &[f32] {
        &self.dense[self.head_index(head)].data
    }

    /// Weights, gates and biases of layer `i`.
    pub fn layer(&self, i: usize) -> [&[f32]; 3] {
        let first = self.layer_index(i);
        [&self.dense[first].data, &self.dense[first + 1].data, &self.dense[first + 2].data]
    }
}

/// `out += x`.
#[inline(always)]
pub fn add(out: &mut [f32], x: &[f32]) {
    for (o, x) in out.iter_mut().zip(x) {
        *o += x;
    }
}

/// `max(x, 0)` in place.
pub fn relu(x: &mut [f32]) {
    for x in x {
        *x = x.max(0.0);
    }
}

/// Scales each row to mean 0 and variance 1, then by gain and bias (the two rows of `norm`).
/// Returns the scaled rows before gain and bias, and one over the deviation of each.
pub fn normalise(x: &mut [f32], norm: &[f32], d: usize) -> (Vec<f32>, Vec<f32>) {
    let (gain, bias) = norm.split_at(d);
    let mut plain = x.to_vec();
    let mut scales = Vec::with_capacity(x.len() / d);
    for (plain, out) in plain.chunks_exact_mut(d).zip(x.chunks_exact_mut(d)) {
        let mean = plain.iter().sum::<f32>() / d as f32;
        for x in plain.iter_mut() {
            *x -= mean;
        }
        let variance = plain.iter().map(|x| x * x).sum::<f32>() / d as f32;
        let scale = 1.0 / (variance + 1e-5).sqrt();
        for x in plain.iter_mut() {
            *x *= scale;
        }
        for (((out, x), g), b) in out.iter_mut().zip(plain.iter()).zip(gain).zip(bias) {
            *out = x * g + b;
        }
        scales.push(scale);
    }
    (plain, scales)
}

/// Each row with its neighbours of the same sentence on both sides; zeros at the ends.
pub fn windows(x: &[f32], ends: &[usize], d: usize) -> Vec<f32> {
    let mut out = vec![0.0; 3 * x.len()];
    let mut start = 0;
    for &end in ends {
        for i in start..end {
            let row = &mut out[3 * d * i..3 * d * (i + 1)];
            if i > start {
                row[..d].copy_from_slice(&x[(i - 1) * d..i * d]);
            }
            row[d..2 * d].copy_from_slice(&x[i * d..(i + 1) * d]);
            if i + 1 < end {
                row[2 * d..].copy_from_slice(&x[(i + 1) * d..(i + 2) * d]);
            }
        }
        start = end;
    }
    out
}

/// What the recurrent layer keeps for training.
#[derive(Clone, Debug, Default)]
pub struct Recurrence {
    /// z, forget gate, output gate of the forward half, then of the backward half, a word.
    pub gates: Vec<f32>,
    /// State after each word, both halves.
    pub states: Vec<f32>,
}

/// Simple recurrent units. `u` holds the input products (6 · h a word), `x` the layer's input for
/// the short cut; returns output and trace.
pub fn recur(
    mut u: Vec<f32>,
    x: &[f32],
    gates: &[f32],
    biases: &[f32],
    ends: &[usize],
    d: usize,
) -> (Vec<f32>, Recurrence) {
    let mut states = vec![0.0; x.len()];
    let out = widest(
        #[inline(always)]
        || recur_now::<true>(&mut u, x, gates, biases, ends, d, &mut states),
    );
    (out, Recurrence { gates: u, states })
}

/// As [`recur`], without a trace: the output alone.
pub fn recur_through(
    u: &mut [f32],
    x: &[f32],
    gates: &[f32],
    biases: &[f32],
    ends: &[usize],
    d: usize,
) -> Vec<f32> {
    widest(
        #[inline(always)]
        || recur_now::<false>(u, x, gates, biases, ends, d, &mut []),
    )
}

/// With `TRACE`, gates are left in `u` and states in `states`.
#[inline(always)]
fn recur_now<const TRACE: bool>(
    u: &mut [f32],
    x: &[f32],
    gates: &[f32],
    biases: &[f32],
    ends: &[usize],
    d: usize,
    states: &mut [f32],
) -> Vec<f32> {
    let h = d / 2;
    let mut out = vec![0.0; x.len()];
    let mut state = vec![0.0f32; h];
    for half in 0..2 {
        let (vf, vr) = gates[half * 2 * h..(half + 1) * 2 * h].split_at(h);
        let (bf, br) = biases[half * 2 * h..(half + 1) * 2 * h].split_at(h);
        let mut start = 0;
        for &end in ends {
            state.fill(0.0);
            for step in 0..end - start {
                let i = if half == 0 { start + step } else { end - 1 - step };
                let u = &mut u[i * 3 * d + half * 3 * h..][..3 * h];
                let (z, rest) = u.split_at_mut(h);
                let (f, r) = rest.split_at_mut(h);
                let x = &x[i * d + half * h..][..h];
                let out = &mut out[i * d + half * h..][..h];
                let (vf, vr, bf, br) = (&vf[..h], &vr[..h], &bf[..h], &br[..h]);
                let state = &mut state[..h];
                for j in 0..h {
                    let forget = sigmoid(f[j] + vf[j] * state[j] + bf[j]);
                    let reset = sigmoid(r[j] + vr[j] * state[j] + br[j]);
                    state[j] = forget * state[j] + (1.0 - forget) * z[j];
                    out[j] = reset * state[j] + (1.0 - reset) * x[j];
                    if TRACE {
                        (f[j], r[j]) = (forget, reset);
                    }
                }
                if TRACE {
                    states[i * d + half * h..][..h].copy_from_slice(state);
                }
            }
            start = end;
        }
    }
    out
}

/// Class of the way from word `word` to head `head` (both 1-based); 0 for the root.
pub fn distance_class(word: usize, head: usize) -> usize {
    if head == 0 {
        return 0;
    }
    let length = word.abs_diff(head);
    let class = match length {
        0 => return 0,
        1..=4 => length - 1,
        5..=6 => 4,
        7..=9 => 5,
        10..=14 => 6,
        15..=24 => 7,
        _ => 8,
    };
    if head < word { 1 + class } else { 11 + class }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_and_plain_recurrence_have_the_same_bits() {
        let network = &crate::learn::bundled().unwrap().network;
        let d = network.config.dim;
        let value = |i: usize| ((i * 7919 % 1013) as f32 - 500.0) / 211.0;
        let x: Vec<f32> = (0..9 * d).map(value).collect();
        let u: Vec<f32> = (0..27 * d).map(|i| value(i + 3)).collect();
        let bits = |x: &[f32]| x.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
        for (i, kind) in network.config.layers.iter().enumerate() {
            if *kind == LayerKind::Recurrent {
                let [_, gates, biases] = network.layer(i);
                let wide = recur(u.clone(), &x, gates, biases, &[4, 9], d).0;
                let through = recur_through(&mut u.clone(), &x, gates, biases, &[4, 9], d);
                let plain = recur_now::<false>(&mut u.clone(), &x, gates, biases, &[4, 9], d, &mut []);
                assert_eq!(bits(&wide), bits(&plain));
                assert_eq!(bits(&through), bits(&plain));
            }
        }
    }
}
