//! The network in training: forward with dropout, losses, gradients.

use super::random::Random;
use crate::learn::features::WordFeatures;
use crate::learn::kernels::{multiply_add, softmax, transpose};
use crate::learn::labels::{NAME_LABELS, RELATIONS, TAGS};
use crate::learn::network::{
    Head, INPUT, LayerKind, Network, Recurrence, add, distance_class, linear, normalise, recur, relu, windows,
};

/// The network, and the word vectors as they came with the projection into its space.
#[derive(Clone, Debug)]
pub struct Model {
    /// The network; its `vectors` are only filled when the model is saved.
    pub network: Network,
    /// Fixed word vectors, row 0 zero; `vector_dim` columns.
    pub raw: Vec<f32>,
    /// Columns of `raw`.
    pub vector_dim: usize,
    /// `vector_dim` × `dim`.
    pub projection: Vec<f32>,
}

/// Sentences laid end to end, with gold labels.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// Features of all words.
    pub words: Vec<WordFeatures>,
    /// One past the last word of each sentence.
    pub ends: Vec<usize>,
    /// Tag columns; empty if unknown in this batch.
    pub tags: Vec<u8>,
    /// Heads within the sentence, 1-based; empty if unknown.
    pub heads: Vec<usize>,
    /// Relation columns.
    pub relations: Vec<u8>,
    /// Allowed name columns; empty if unknown.
    pub names: Vec<u32>,
    /// Name convention of each word.
    pub conventions: Vec<u8>,
}

/// Losses by head, summed over words.
#[derive(Clone, Copy, Debug, Default)]
pub struct Losses {
    /// Tags.
    pub tags: f64,
    /// Names.
    pub names: f64,
    /// Heads.
    pub arcs: f64,
    /// Relations.
    pub relations: f64,
}

/// Gradients of one batch.
#[derive(Clone, Debug)]
pub struct Gradients {
    /// As [`Network::dense`].
    pub dense: Vec<Vec<f32>>,
    /// Of the projection.
    pub projection: Vec<f32>,
    /// Of the sum of each word's rows.
    pub words: Vec<f32>,
}

/// Shares of values left out in training.
#[derive(Clone, Copy, Debug)]
pub struct Dropout {
    /// Of the sum of features.
    pub input: f32,
    /// Between layers, the same values all along a sentence.
    pub layer: f32,
    /// Before the heads.
    pub head: f32,
}

impl Dropout {
    /// None at all.
    pub const NONE: Self = Self { input: 0.0, layer: 0.0, head: 0.0 };
}

fn mask(random: &mut Random, share: f32, ends: &[usize], d: usize) -> Vec<f32> {
    let mut out = Vec::with_capacity(ends.last().map_or(0, |&n| n * d));
    let keep = 1.0 / (1.0 - share);
    let mut start = 0;
    for &end in ends {
        let row: Vec<f32> = (0..d).map(|_| if random.unit() < share { 0.0 } else { keep }).collect();
        for _ in start..end {
            out.extend_from_slice(&row);
        }
        start = end;
    }
    out
}

fn times(x: &[f32], mask: &[f32]) -> Vec<f32> {
    if mask.is_empty() { x.to_vec() } else { x.iter().zip(mask).map(|(x, m)| x * m).collect() }
}

fn add_rows(bias: &mut [f32], dy: &[f32]) {
    for row in dy.chunks_exact(bias.len().max(1)) {
        add(bias, row);
    }
}

/// Gradients of `y = x · w`: adds to `dw`, returns `dx`.
fn product_back(x: &[f32], w: &[f32], dy: &[f32], n: usize, dw: &mut [f32]) -> Vec<f32> {
    if n == 0 {
        return Vec::new();
    }
    let (k, m) = (x.len() / n, dy.len() / n);
    multiply_add(dw, &transpose(x, n, k), dy, k, n, m);
    let mut dx = vec![0.0; n * k];
    multiply_add(&mut dx, dy, &transpose(w, k, m), n, m, k);
    dx
}

fn relu_back(y: &[f32], dy: &mut [f32]) {
    for (y, dy) in y.iter().zip(dy) {
        if *y <= 0.0 {
            *dy = 0.0;
        }
    }
}

/// Turns scores into their gradient for the gold column; returns the loss.
fn cross_entropy(scores: &mut [f32], gold: usize, scale: f32) -> f64 {
    softmax(scores);
    let loss = -f64::from(scores[gold].max(1e-12).ln());
    scores[gold] -= 1.0;
    for x in scores {
        *x *= scale;
    }
    loss
}

struct LayerTrace {
    input: Vec<f32>,
    mask: Vec<f32>,
    /// What the weights saw: masked input or windows.
    seen: Vec<f32>,
    /// Window layer: its part after relu.
    part: Vec<f32>,
    recurrence: Recurrence,
}

impl Model {
    /// Fills the network's word vectors for use outside of training.
    pub fn project(&mut self) {
        let rows = self.network.config.vectors + 1;
        let d = self.network.config.table_dim;
        let mut out = vec![0.0; rows * d];
        multiply_add(&mut out, &self.raw, &self.projection, rows, self.vector_dim, d);
        self.network.vectors.data = out;
    }

    fn gather(&self, words: &[WordFeatures]) -> Vec<f32> {
        let v = self.vector_dim;
        let mut out = Vec::with_capacity(words.len() * v);
        for word in words {
            out.extend_from_slice(&self.raw[word.vector as usize * v..][..v]);
        }
        out
    }

    /// Losses and gradients of one batch.
    pub fn learn(&self, batch: &Batch, dropout: Dropout, random: &mut Random) -> (Losses, Gradients) {
        let net = &self.network;
        let config = &net.config;
        let d = config.dim;
        let n = batch.words.len();
        let ends = &batch.ends;
        let mut grads = Gradients {
            dense: net.dense.iter().map(|t| vec![0.0; t.data.len()]).collect(),
            projection: vec![0.0; self.projection.len()],
            words: Vec::new(),
        };
        let mut losses = Losses::default();
        let masked = |random: &mut Random, share: f32| {
            if share > 0.0 { mask(random, share, ends, d) } else { Vec::new() }
        };

        // Forward.
        let gathered = self.gather(&batch.words);
        let e = config.table_dim;
        let mut x = vec![0.0; n * e];
        for (word, out) in batch.words.iter().zip(x.chunks_exact_mut(e)) {
            for &row in &word.rows {
                add(out, net.table.row(row as usize));
            }
        }
        if !self.projection.is_empty() {
            multiply_add(&mut x, &gathered, &self.projection, n, self.vector_dim, e);
        }
        let (plain, scales) = normalise(&mut x, &net.dense[0].data, e);
        let input_mask: Vec<f32> = if dropout.input > 0.0 {
            let keep = 1.0 / (1.0 - dropout.input);
            (0..n * e).map(|_| if random.unit() < dropout.input { 0.0 } else { keep }).collect()
        } else {
            Vec::new()
        };
        let input = times(&x, &input_mask);
        let mut x = vec![0.0; n * d];
        multiply_add(&mut x, &input, &net.dense[INPUT].data, n, e, d);
        let parse = !batch.heads.is_empty();
        let mut traces = Vec::new();
        let mut shared = Vec::new();
        for (i, kind) in config.layers.iter().enumerate() {
            if i == config.shared {
                shared = x.clone();
                if !parse {
                    break;
                }
            }
            let [w, gates, bias] = net.layer(i);
            let layer_mask = masked(random, if i == 0 { 0.0 } else { dropout.layer });
            let dropped = times(&x, &layer_mask);
            let trace;
            let output;
            match kind {
                LayerKind::Window => {
                    let seen = windows(&dropped, ends, d);
                    let mut part = linear(&seen, w, bias, n);
                    relu(&mut part);
                    let mut out = x.clone();
                    add(&mut out, &part);
                    trace = LayerTrace {
                        input: x,
                        mask: layer_mask,
                        seen,
                        part,
                        recurrence: Recurrence::default(),
                    };
                    output = out;
                }
                LayerKind::Recurrent => {
                    let mut u = vec![0.0; n * 3 * d];
                    multiply_add(&mut u, &dropped, w, n, d, 3 * d);
                    let (out, recurrence) = recur(u, &x, gates, bias, ends, d);
                    trace = LayerTrace {
                        input: x,
                        mask: layer_mask,
                        seen: dropped,
                        part: Vec::new(),
                        recurrence,
                    };
                    output = out;
                }
            }
            traces.push(trace);
            x = output;
        }
        if config.shared >= config.layers.len() {
            shared = x.clone();
        }

        // Heads over the shared layers.
        let shared_mask = masked(random, dropout.head);
        let seen = times(&shared, &shared_mask);
        let mut d_seen = vec![0.0; n * d];
        let scale = 1.0 / n.max(1) as f32;
        let at = |head: Head| net.head_index(head);
        if !batch.tags.is_empty() {
            let mut scores = linear(&seen, net.head(Head::Tag), net.head(Head::TagBias), n);
            for (row, &gold) in scores.chunks_exact_mut(TAGS.len()).zip(&batch.tags) {
                losses.tags += cross_entropy(row, usize::from(gold), scale);
            }
            add_rows(&mut grads.dense[at(Head::TagBias)], &scores);
            add(
                &mut d_seen,
                &product_back(&seen, net.head(Head::Tag), &scores, n, &mut grads.dense[at(Head::Tag)]),
            );
        }
        if !batch.names.is_empty() {
            let mut hidden = linear(&seen, net.head(Head::NameHidden), net.head(Head::NameHiddenBias), n);
            let q = config.name_dim;
            for (row, &c) in hidden.chunks_exact_mut(q).zip(&batch.conventions) {
                add(row, &net.head(Head::NameConvention)[usize::from(c) * q..][..q]);
            }
            relu(&mut hidden);
            let mut scores = linear(&hidden, net.head(Head::Name), net.head(Head::NameBias), n);
            for (row, &allowed) in scores.chunks_exact_mut(NAME_LABELS).zip(&batch.names) {
                // The allowed columns share the gold in proportion to their probabilities.
                softmax(row);
                let good: f32 =
                    row.iter().enumerate().filter(|(j, _)| allowed >> j & 1 == 1).map(|(_, p)| p).sum();
                losses.names += -f64::from(good.max(1e-12).ln());
                for (j, p) in row.iter_mut().enumerate() {
                    let gold = if allowed >> j & 1 == 1 { *p / good.max(1e-12) } else { 0.0 };
                    *p = (*p - gold) * scale;
                }
            }
            add_rows(&mut grads.dense[at(Head::NameBias)], &scores);
            let mut d_hidden =
                product_back(&hidden, net.head(Head::Name), &scores, n, &mut grads.dense[at(Head::Name)]);
            relu_back(&hidden, &mut d_hidden);
            add_rows(&mut grads.dense[at(Head::NameHiddenBias)], &d_hidden);
            for (row, &c) in d_hidden.chunks_exact(q).zip(&batch.conventions) {
                add(&mut grads.dense[at(Head::NameConvention)][usize::from(c) * q..][..q], row);
            }
            let g = &mut grads.dense[at(Head::NameHidden)];
            add(&mut d_seen, &product_back(&seen, net.head(Head::NameHidden), &d_hidden, n, g));
        }
        let d_shared = times(&d_seen, &shared_mask);

        // The tree.
        let mut dx = vec![0.0; n * d];
        if parse {
            let top_mask = masked(random, dropout.head);
            let seen = times(&x, &top_mask);
            let d_seen = self.learn_tree(batch, &seen, scale, &mut losses, &mut grads);
            dx = times(&d_seen, &top_mask);
        }

        // Backward through the layers.
        for (i, trace) in traces.iter().enumerate().rev() {
            if i + 1 == config.shared {
                add(&mut dx, &d_shared);
            }
            let [w, gates, _] = net.layer(i);
            match config.layers[i] {
                LayerKind::Window => {
                    let mut d_part = dx.clone();
                    relu_back(&trace.part, &mut d_part);
                    add_rows(&mut grads.dense[net.layer_index(i) + 2], &d_part);
                    let d_windows =
                        product_back(&trace.seen, w, &d_part, n, &mut grads.dense[net.layer_index(i)]);
                    let mut d_in = windows_back(&d_windows, ends, d);
                    d_in = times(&d_in, &trace.mask);
                    add(&mut dx, &d_in);
                }
                LayerKind::Recurrent => {
                    let [_, g, b] = &mut grads.dense[net.layer_index(i)..net.layer_index(i) + 3] else {
                        continue;
                    };
                    let (du, d_short) = recur_back(trace, gates, &dx, ends, d, g, b);
                    let d_in = product_back(&trace.seen, w, &du, n, &mut grads.dense[net.layer_index(i)]);
                    dx = times(&d_in, &trace.mask);
                    add(&mut dx, &d_short);
                }
            }
        }
        if config.shared == 0 {
            add(&mut dx, &d_shared);
        }
        let dx = product_back(&input, &net.dense[INPUT].data, &dx, n, &mut grads.dense[INPUT]);
        let mut dx = times(&dx, &input_mask);

        // Norm of the input.
        let (gain, _) = net.dense[0].data.split_at(e);
        let (d_gain, d_bias) = grads.dense[0].split_at_mut(e);
        add_rows(d_bias, &dx);
        for ((dx, plain), &scale) in dx.chunks_exact_mut(e).zip(plain.chunks_exact(e)).zip(&scales) {
            let (mut mean, mut dot) = (0.0, 0.0);
            for j in 0..e {
                d_gain[j] += dx[j] * plain[j];
                dx[j] *= gain[j];
                mean += dx[j];
                dot += dx[j] * plain[j];
            }
            (mean, dot) = (mean / e as f32, dot / e as f32);
            for j in 0..e {
                dx[j] = scale * (dx[j] - mean - plain[j] * dot);
            }
        }
        if !self.projection.is_empty() {
            let v = self.vector_dim;
            multiply_add(&mut grads.projection, &transpose(&gathered, n, v), &dx, v, n, e);
        }
        grads.words = dx;
        (losses, grads)
    }

    /// Arc and relation heads; returns the gradient of `seen`.
    fn learn_tree(
        &self,
        batch: &Batch,
        seen: &[f32],
        scale: f32,
        losses: &mut Losses,
        grads: &mut Gradients,
    ) -> Vec<f32> {
        let net = &self.network;
        let n = batch.words.len();
        let (a, r) = (net.config.arc_dim, net.config.relation_dim);
        let at = |head: Head| net.head_index(head);
        let mut word = linear(seen, net.head(Head::ArcWord), net.head(Head::ArcWordBias), n);
        relu(&mut word);
        let mut head = linear(seen, net.head(Head::ArcHead), net.head(Head::ArcHeadBias), n);
        relu(&mut head);
        let turned = linear(&word, net.head(Head::ArcProduct), net.head(Head::ArcBias), n);
        let mut d_turned = vec![0.0; n * a];
        let mut d_head = vec![0.0; n * a];
        let mut start = 0;
        for &end in &batch.ends {
            let len = end - start;
            let width = len + 1;
            // Ends that a word may hang on: the root, then the words.
            let mut ends = net.head(Head::ArcRoot).to_vec();
            ends.extend_from_slice(&head[start * a..end * a]);
            let mut scores = vec![0.0; len * width];
            multiply_add(
                &mut scores,
                &turned[start * a..end * a],
                &transpose(&ends, width, a),
                len,
                a,
                width,
            );
            let distance = net.head(Head::Distance);
            for (i, row) in scores.chunks_exact_mut(width).enumerate() {
                for (j, score) in row.iter_mut().enumerate() {
                    *score += distance[distance_class(i + 1, j)];
                }
                row[i + 1] = -1e9;
                losses.arcs += cross_entropy(row, batch.heads[start + i], scale);
                row[i + 1] = 0.0;
                for (j, d) in row.iter().enumerate() {
                    grads.dense[at(Head::Distance)][distance_class(i + 1, j)] += d;
                }
            }
            multiply_add(&mut d_turned[start * a..end * a], &scores, &ends, len, width, a);
            let mut d_ends = vec![0.0; width * a];
            multiply_add(
                &mut d_ends,
                &transpose(&scores, len, width),
                &turned[start * a..end * a],
                width,
                len,
                a,
            );
            add(&mut grads.dense[at(Head::ArcRoot)], &d_ends[..a]);
            add(&mut d_head[start * a..end * a], &d_ends[a..]);
            start = end;
        }
        add_rows(&mut grads.dense[at(Head::ArcBias)], &d_turned);
        let mut d_word = product_back(
            &word,
            net.head(Head::ArcProduct),
            &d_turned,
            n,
            &mut grads.dense[at(Head::ArcProduct)],
        );
        relu_back(&word, &mut d_word);
        relu_back(&head, &mut d_head);
        add_rows(&mut grads.dense[at(Head::ArcWordBias)], &d_word);
        add_rows(&mut grads.dense[at(Head::ArcHeadBias)], &d_head);
        let mut d_seen =
            product_back(seen, net.head(Head::ArcWord), &d_word, n, &mut grads.dense[at(Head::ArcWord)]);
        add(
            &mut d_seen,
            &product_back(seen, net.head(Head::ArcHead), &d_head, n, &mut grads.dense[at(Head::ArcHead)]),
        );

        // Relations at the gold heads.
        let mut hidden = linear(seen, net.head(Head::RelationWord), net.head(Head::RelationBias), n);
        let mut side = vec![0.0; n * r];
        multiply_add(&mut side, seen, net.head(Head::RelationHead), n, net.config.dim, r);
        let heads: Vec<Option<usize>> = {
            let mut out = Vec::with_capacity(n);
            let mut start = 0;
            for &end in &batch.ends {
                out.extend(batch.heads[start..end].iter().map(|&h| h.checked_sub(1).map(|h| start + h)));
                start = end;
            }
            out
        };
        for (row, head) in hidden.chunks_exact_mut(r).zip(&heads) {
            add(row, head.map_or(net.head(Head::RelationRoot), |h| &side[h * r..(h + 1) * r]));
        }
        relu(&mut hidden);
        let mut scores = linear(&hidden, net.head(Head::Relation), net.head(Head::RelationOutBias), n);
        for (row, &gold) in scores.chunks_exact_mut(RELATIONS).zip(&batch.relations) {
            losses.relations += cross_entropy(row, usize::from(gold), scale);
        }
        add_rows(&mut grads.dense[at(Head::RelationOutBias)], &scores);
        let mut d_hidden =
            product_back(&hidden, net.head(Head::Relation), &scores, n, &mut grads.dense[at(Head::Relation)]);
        relu_back(&hidden, &mut d_hidden);
        add_rows(&mut grads.dense[at(Head::RelationBias)], &d_hidden);
        let mut d_side = vec![0.0; n * r];
        for (row, head) in d_hidden.chunks_exact(r).zip(&heads) {
            match head {
                Some(h) => add(&mut d_side[h * r..(h + 1) * r], row),
                None => add(&mut grads.dense[at(Head::RelationRoot)], row),
            }
        }
        let g = &mut grads.dense[at(Head::RelationWord)];
        add(&mut d_seen, &product_back(seen, net.head(Head::RelationWord), &d_hidden, n, g));
        let g = &mut grads.dense[at(Head::RelationHead)];
        add(&mut d_seen, &product_back(seen, net.head(Head::RelationHead), &d_side, n, g));
        d_seen
    }
}

fn windows_back(dw: &[f32], ends: &[usize], d: usize) -> Vec<f32> {
    let mut out = vec![0.0; dw.len() / 3];
    let mut start = 0;
    for &end in ends {
        for i in start..end {
            let row = &dw[3 * d * i..3 * d * (i + 1)];
            if i > start {
                add(&mut out[(i - 1) * d..i * d], &row[..d]);
            }
            add(&mut out[i * d..(i + 1) * d], &row[d..2 * d]);
            if i + 1 < end {
                add(&mut out[(i + 1) * d..(i + 2) * d], &row[2 * d..]);
            }
        }
        start = end;
    }
    out
}

/// Gradients of [`recur`]: of the products and of the short cut.
fn recur_back(
    trace: &LayerTrace,
    gates: &[f32],
    dy: &[f32],
    ends: &[usize],
    d: usize,
    d_gates: &mut [f32],
    d_biases: &mut [f32],
) -> (Vec<f32>, Vec<f32>) {
    let h = d / 2;
    let x = &trace.input;
    let u = &trace.recurrence.gates;
    let states = &trace.recurrence.states;
    let mut du = vec![0.0; u.len()];
    let mut dx = vec![0.0; x.len()];
    let zero = vec![0.0f32; h];
    let mut d_state = vec![0.0f32; h];
    for half in 0..2 {
        let (vf, vr) = gates[half * 2 * h..(half + 1) * 2 * h].split_at(h);
        let (dvf, dvr) = d_gates[half * 2 * h..(half + 1) * 2 * h].split_at_mut(h);
        let (dbf, dbr) = d_biases[half * 2 * h..(half + 1) * 2 * h].split_at_mut(h);
        let mut start = 0;
        for &end in ends {
            d_state.fill(0.0);
            for step in (0..end - start).rev() {
                let i = if half == 0 { start + step } else { end - 1 - step };
                let before = match step {
                    0 => &zero[..],
                    _ if half == 0 => &states[(i - 1) * d..][..h],
                    _ => &states[(i + 1) * d + h..][..h],
                };
                let at = i * 3 * d + half * 3 * h;
                let (z, f, r) = (&u[at..at + h], &u[at + h..at + 2 * h], &u[at + 2 * h..at + 3 * h]);
                let state = &states[i * d + half * h..][..h];
                let x = &x[i * d + half * h..][..h];
                let dy = &dy[i * d + half * h..][..h];
                let dx = &mut dx[i * d + half * h..][..h];
                let (dz, rest) = du[at..at + 3 * h].split_at_mut(h);
                let (df, dr) = rest.split_at_mut(h);
                for j in 0..h {
                    let d_r = dy[j] * (state[j] - x[j]) * r[j] * (1.0 - r[j]);
                    dx[j] = dy[j] * (1.0 - r[j]);
                    let dc = d_state[j] + dy[j] * r[j];
                    let d_f = dc * (before[j] - z[j]) * f[j] * (1.0 - f[j]);
                    dz[j] = dc * (1.0 - f[j]);
                    df[j] = d_f;
                    dr[j] = d_r;
                    dvf[j] += d_f * before[j];
                    dvr[j] += d_r * before[j];
                    dbf[j] += d_f;
                    dbr[j] += d_r;
                    d_state[j] = dc * f[j] + d_f * vf[j] + d_r * vr[j];
                }
            }
            start = end;
        }
    }
    (du, dx)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::features::FEATURES;
    use crate::learn::network::Config;

    fn total(losses: Losses, n: usize) -> f64 {
        (losses.tags + losses.names + losses.arcs + losses.relations) / n as f64
    }

    #[test]
    fn gradients_agree_with_differences() {
        let config = Config {
            table_dim: 24,
            dim: 32,
            layers: vec![LayerKind::Window, LayerKind::Recurrent, LayerKind::Recurrent],
            shared: 2,
            name_dim: 16,
            arc_dim: 16,
            relation_dim: 16,
            rows: 30,
            vectors: 3,
        };
        let mut random = Random::new(3);
        let mut network = Network::zeros(config);
        for t in network.dense.iter_mut().chain([&mut network.table]) {
            t.data.iter_mut().for_each(|x| *x = random.unit() * 0.6 - 0.3);
        }
        network.dense[0].data[..24].fill(1.0);
        let raw: Vec<f32> = (0..20).map(|i| if i < 5 { 0.0 } else { random.unit() - 0.5 }).collect();
        let projection: Vec<f32> = (0..5 * 24).map(|_| random.unit() - 0.5).collect();
        let mut model = Model { network, raw, vector_dim: 5, projection };
        let words: Vec<WordFeatures> = (0..7)
            .map(|i| WordFeatures {
                rows: std::array::from_fn(|f| ((i * 5 + f * 3) % 30) as u32),
                vector: i as u32 % 4,
            })
            .collect();
        assert_eq!(words[0].rows.len(), FEATURES);
        let batch = Batch {
            words,
            ends: vec![4, 7],
            tags: vec![0, 1, 2, 3, 4, 5, 6],
            heads: vec![2, 0, 4, 2, 0, 1, 2],
            relations: vec![0, 45, 3, 4, 45, 6, 7],
            names: vec![1, 2, 1, 6, 1, 1 << 24, 1 << 4 | 1 << 8],
            conventions: vec![0, 0, 0, 0, 2, 2, 2],
        };
        let (_, grads) = model.learn(&batch, Dropout::NONE, &mut random);
        let step = 2e-3;
        let mut worst = 0.0f64;
        for t in 0..model.network.dense.len() {
            let len = model.network.dense[t].data.len();
            for k in 0..len.min(6) {
                let k = k * len / len.min(6);
                let keep = model.network.dense[t].data[k];
                let mut loss = [0.0; 2];
                for (side, sign) in [1.0, -1.0].into_iter().enumerate() {
                    model.network.dense[t].data[k] = keep + sign * step;
                    loss[side] = total(model.learn(&batch, Dropout::NONE, &mut random).0, 7);
                }
                model.network.dense[t].data[k] = keep;
                let numeric = (loss[0] - loss[1]) / (2.0 * f64::from(step));
                let exact = f64::from(grads.dense[t][k]);
                let error = (numeric - exact).abs() / (numeric.abs() + exact.abs() + 5e-3);
                worst = worst.max(error);
                assert!(error < 0.1, "{} {k}: {numeric} {exact}", model.network.dense[t].name);
            }
        }
        for k in [0, 40, 99] {
            let keep = model.projection[k];
            let mut loss = [0.0; 2];
            for (side, sign) in [1.0, -1.0].into_iter().enumerate() {
                model.projection[k] = keep + sign * step;
                loss[side] = total(model.learn(&batch, Dropout::NONE, &mut random).0, 7);
            }
            model.projection[k] = keep;
            let numeric = (loss[0] - loss[1]) / (2.0 * f64::from(step));
            let exact = f64::from(grads.projection[k]);
            assert!(
                (numeric - exact).abs() / (numeric.abs() + exact.abs() + 5e-3) < 0.1,
                "{numeric} {exact}"
            );
        }
    }
}
