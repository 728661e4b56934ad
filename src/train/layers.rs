//! The layers in training: forward with dropout and a trace, and back through them.

use super::kernels::multiply_add;
use super::model::{Batch, Dropout, Gradients, Model};
use super::random::Random;
use crate::learn::kernels::transpose;
use crate::learn::network::{INPUT, LayerKind, Recurrence, add, normalise, recur, relu, windows};

/// Values to keep a sentence, scaled; the same all along it.
pub(super) fn mask(random: &mut Random, share: f32, ends: &[usize], d: usize) -> Vec<f32> {
    if share <= 0.0 {
        return Vec::new();
    }
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

/// `x` under a mask; an empty mask keeps all.
pub(super) fn times(x: &[f32], mask: &[f32]) -> Vec<f32> {
    if mask.is_empty() { x.to_vec() } else { x.iter().zip(mask).map(|(x, m)| x * m).collect() }
}

/// Adds all rows to the gradient of a bias.
pub(super) fn add_rows(bias: &mut [f32], dy: &[f32]) {
    for row in dy.chunks_exact(bias.len().max(1)) {
        add(bias, row);
    }
}

/// Gradients of `y = x · w`: adds to `dw`, returns `dx`.
pub(super) fn product_back(x: &[f32], w: &[f32], dy: &[f32], n: usize, dw: &mut [f32]) -> Vec<f32> {
    if n == 0 {
        return Vec::new();
    }
    let (k, m) = (x.len() / n, dy.len() / n);
    multiply_add(dw, &transpose(x, n, k), dy, k, n, m);
    let mut dx = vec![0.0; n * k];
    multiply_add(&mut dx, dy, &transpose(w, k, m), n, m, k);
    dx
}

/// `x · w + b`.
pub(super) fn linear(x: &[f32], w: &[f32], b: &[f32], n: usize) -> Vec<f32> {
    let mut out = b.repeat(n);
    if n > 0 {
        multiply_add(&mut out, x, w, n, x.len() / n, b.len());
    }
    out
}

/// Clears the gradient where the output was not above 0.
pub(super) fn relu_back(y: &[f32], dy: &mut [f32]) {
    for (y, dy) in y.iter().zip(dy) {
        if *y <= 0.0 {
            *dy = 0.0;
        }
    }
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

/// What the way forward leaves for the way back.
pub(super) struct Trace {
    gathered: Vec<f32>,
    plain: Vec<f32>,
    scales: Vec<f32>,
    input_mask: Vec<f32>,
    input: Vec<f32>,
    layers: Vec<LayerTrace>,
    /// Output of the layers that tags and names see.
    pub(super) shared: Vec<f32>,
    /// Output of the last layer.
    pub(super) top: Vec<f32>,
}

impl Model {
    /// Fixed vectors of each word: its own, then that of its context.
    fn gather(&self, batch: &Batch) -> Vec<f32> {
        let (v, c) = (self.vector_dim, self.context_dim);
        let mut out = Vec::with_capacity(batch.words.len() * (v + c));
        for (i, word) in batch.words.iter().enumerate() {
            out.extend_from_slice(&self.raw[word.vector as usize * v..][..v]);
            match batch.context.get(i * c..(i + 1) * c) {
                Some(context) => out.extend_from_slice(context),
                None => out.resize(out.len() + c, 0.0),
            }
        }
        out
    }

    /// All layers, or those under the tags and names only.
    pub(super) fn forward(&self, batch: &Batch, dropout: Dropout, random: &mut Random, parse: bool) -> Trace {
        let net = &self.network;
        let config = &net.config;
        let (d, e) = (config.dim, config.table_dim);
        let n = batch.words.len();
        let ends = &batch.ends;
        let gathered = self.gather(batch);
        let mut x = vec![0.0; n * e];
        for (word, out) in batch.words.iter().zip(x.chunks_exact_mut(e)) {
            for &row in &word.rows {
                add(out, net.table.row(row as usize));
            }
        }
        if !self.projection.is_empty() {
            multiply_add(&mut x, &gathered, &self.projection, n, self.vector_dim + self.context_dim, e);
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
        let mut layers = Vec::new();
        let mut shared = Vec::new();
        for (i, kind) in config.layers.iter().enumerate() {
            if i == config.shared {
                shared.clone_from(&x);
                if !parse {
                    break;
                }
            }
            let [w, gates, bias] = net.layer(i);
            let mask = mask(random, if i == 0 { 0.0 } else { dropout.layer }, ends, d);
            let dropped = times(&x, &mask);
            let mut trace = LayerTrace {
                input: Vec::new(),
                mask,
                seen: Vec::new(),
                part: Vec::new(),
                recurrence: Recurrence::default(),
            };
            let output = match kind {
                LayerKind::Window => {
                    trace.seen = windows(&dropped, ends, d);
                    trace.part = linear(&trace.seen, w, bias, n);
                    relu(&mut trace.part);
                    let mut out = x.clone();
                    add(&mut out, &trace.part);
                    out
                }
                LayerKind::Recurrent => {
                    let mut u = vec![0.0; n * 3 * d];
                    multiply_add(&mut u, &dropped, w, n, d, 3 * d);
                    let (out, recurrence) = recur(u, &x, gates, bias, ends, d);
                    trace.seen = dropped;
                    trace.recurrence = recurrence;
                    out
                }
            };
            trace.input = std::mem::replace(&mut x, output);
            layers.push(trace);
        }
        if config.shared >= config.layers.len() {
            shared.clone_from(&x);
        }
        Trace { gathered, plain, scales, input_mask, input, layers, shared, top: x }
    }

    /// Gradients of all layers and the input from those of the top and of the shared layers.
    pub(super) fn backward(
        &self,
        batch: &Batch,
        trace: &Trace,
        mut dx: Vec<f32>,
        d_shared: &[f32],
        grads: &mut Gradients,
    ) {
        let net = &self.network;
        let (d, e) = (net.config.dim, net.config.table_dim);
        let n = batch.words.len();
        let ends = &batch.ends;
        for (i, trace) in trace.layers.iter().enumerate().rev() {
            if i + 1 == net.config.shared {
                add(&mut dx, d_shared);
            }
            let [w, gates, _] = net.layer(i);
            let first = net.layer_index(i);
            match net.config.layers[i] {
                LayerKind::Window => {
                    let mut d_part = dx.clone();
                    relu_back(&trace.part, &mut d_part);
                    add_rows(&mut grads.dense[first + 2], &d_part);
                    let d_windows = product_back(&trace.seen, w, &d_part, n, &mut grads.dense[first]);
                    let d_in = times(&windows_back(&d_windows, ends, d), &trace.mask);
                    add(&mut dx, &d_in);
                }
                LayerKind::Recurrent => {
                    let [_, g, b] = &mut grads.dense[first..first + 3] else { continue };
                    let (du, d_short) = recur_back(trace, gates, &dx, ends, d, g, b);
                    let d_in = product_back(&trace.seen, w, &du, n, &mut grads.dense[first]);
                    dx = times(&d_in, &trace.mask);
                    add(&mut dx, &d_short);
                }
            }
        }
        if net.config.shared == 0 {
            add(&mut dx, d_shared);
        }
        let dx = product_back(&trace.input, &net.dense[INPUT].data, &dx, n, &mut grads.dense[INPUT]);
        let mut dx = times(&dx, &trace.input_mask);

        // Norm of the input.
        let (gain, _) = net.dense[0].data.split_at(e);
        let (d_gain, d_bias) = grads.dense[0].split_at_mut(e);
        add_rows(d_bias, &dx);
        let rows = dx.chunks_exact_mut(e).zip(trace.plain.chunks_exact(e));
        for ((dx, plain), &scale) in rows.zip(&trace.scales) {
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
            let v = self.vector_dim + self.context_dim;
            multiply_add(&mut grads.projection, &transpose(&trace.gathered, n, v), &dx, v, n, e);
        }
        grads.words = dx;
    }
}

/// Gradients of windows of three words of `d` values, back to the words.
pub(super) fn windows_back(dw: &[f32], ends: &[usize], d: usize) -> Vec<f32> {
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

/// Back through `y = x · w + b` of `n` rows, `w` and `b` being tensors `layer` and `layer + 1`: adds to
/// their gradients, returns that of `x`.
pub(super) fn linear_back(
    weights: &[Vec<f32>],
    layer: usize,
    x: &[f32],
    dy: &[f32],
    n: usize,
    out: &mut [Vec<f32>],
) -> Vec<f32> {
    for row in dy.chunks_exact(weights[layer + 1].len()) {
        add(&mut out[layer + 1], row);
    }
    product_back(x, &weights[layer], dy, n, &mut out[layer])
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
