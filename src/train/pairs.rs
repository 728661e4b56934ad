//! Training of the pair network on DSE and NewsMTSC.

use std::path::Path;

use rayon::prelude::*;
use serde::Deserialize;

use super::adam::{Adam, falling};
use super::kernels::multiply_add;
use super::layers::{linear_back, relu_back};
use super::random::Random;
use crate::learn::kernels::{softmax, transpose};
use crate::learn::pairs::{CLASSES, HIDDEN, Pair, PairNetwork, PairReader, PairTrace, PairWord, SHAPES};
use crate::learn::rows::ByteRows;
use crate::pipeline::Pipeline;
use crate::score::corpus::read_text;
use crate::types::Span;

/// A pair with its label.
#[derive(Clone, Debug)]
pub struct Example {
    /// Words of the sentence, or of those from the one actor to the other.
    pub words: Vec<PairWord>,
    /// The two.
    pub pair: Pair,
    /// Column of the class, or of the attitude.
    pub label: usize,
    /// The second task.
    pub attitude: bool,
    /// Share of a whole example.
    pub weight: f32,
}

#[derive(Deserialize)]
struct Marked {
    start: usize,
    end: usize,
    #[serde(default)]
    word_end: Option<usize>,
}

#[derive(Deserialize)]
struct DseRow {
    text: String,
    p: Marked,
    q: Marked,
    label: String,
    #[serde(default)]
    in_train: bool,
}

#[derive(Deserialize)]
struct TargetRow {
    text: String,
    targets: Vec<Target>,
}

#[derive(Deserialize)]
struct Target {
    start: usize,
    end: usize,
    polarity: String,
}

/// Labels of DSE by class.
pub const LABELS: [&str; CLASSES] = ["neutral", "pos_p_to_q", "pos_q_to_p", "neg_p_to_q", "neg_q_to_p"];

fn bytes(text: &str, start: usize, end: usize) -> Span {
    let at = |point: usize| text.char_indices().nth(point).map_or(text.len(), |(byte, _)| byte);
    Span::new(at(start), at(end))
}

/// A marked pair as the network sees it; `None` if the text does not hold both, near each other.
fn example(pipeline: &Pipeline, text: &str, first: Span, second: Span) -> Option<(Vec<PairWord>, Pair)> {
    let (words, pair, _) =
        pipeline.prepare(text, first, second)?.view(pipeline.models.reader, pipeline.tables())?;
    Some((words, pair))
}

/// The pairs of a DSE file; with `fresh`, only those whose sentence is not in the training file.
///
/// # Errors
/// The file cannot be read.
pub fn dse(pipeline: &Pipeline, file: &Path, fresh: bool) -> std::io::Result<Vec<Example>> {
    let text = read_text(file)?;
    let lines: Vec<&str> = text.lines().collect();
    let found = lines.par_iter().filter_map(|line| {
        let row: DseRow = serde_json::from_str(line).ok()?;
        if fresh && row.in_train {
            return None;
        }
        let span = |m: &Marked| bytes(&row.text, m.start, m.word_end.unwrap_or(m.end));
        let (words, pair) = example(pipeline, &row.text, span(&row.p), span(&row.q))?;
        let label = LABELS.iter().position(|&label| label == row.label)?;
        Some(Example { words, pair, label, attitude: false, weight: 1.0 })
    });
    Ok(found.collect())
}

/// The targets of a NewsMTSC file; each stands on both sides of its pair.
///
/// # Errors
/// The file cannot be read.
pub fn targets(pipeline: &Pipeline, file: &Path) -> std::io::Result<Vec<Example>> {
    let text = read_text(file)?;
    let lines: Vec<&str> = text.lines().collect();
    let found = lines.par_iter().flat_map_iter(|line| {
        let row: Option<TargetRow> = serde_json::from_str(line).ok();
        let mut out = Vec::new();
        for target in row.iter().flat_map(|row| &row.targets) {
            let text = &row.as_ref().map(|r| r.text.as_str()).unwrap_or_default();
            let span = bytes(text, target.start, target.end);
            let label = ["neutral", "positive", "negative"].iter().position(|&l| l == target.polarity);
            if let (Some((words, pair)), Some(label)) = (example(pipeline, text, span, span), label) {
                out.push(Example { words, pair, label, attitude: true, weight: 1.0 });
            }
        }
        out
    });
    Ok(found.collect())
}

/// What the rules see in free news: each pair of actors of a sentence, with the stance that a frame
/// states, if one does. What the frame says is not told: the words must show it.
///
/// # Errors
/// The file cannot be read.
pub fn silver(pipeline: &Pipeline, file: &Path, neutral: f32) -> std::io::Result<Vec<Example>> {
    #[derive(Deserialize)]
    struct Row {
        text: String,
    }
    let text = read_text(file)?;
    let lines: Vec<&str> = text.lines().collect();
    let found = lines.par_iter().flat_map_iter(|line| {
        let row: Option<Row> = serde_json::from_str(line).ok();
        row.map(|row| pipeline.all_pairs(&row.text)).unwrap_or_default()
    });
    let weigh = |(words, mut pair, label): (Vec<PairWord>, Pair, usize)| {
        pair.extra[..6].fill(0.0);
        let weight = if label == 0 { neutral } else { 1.0 };
        (words.len() <= 120).then_some(Example { words, pair, label, attitude: false, weight })
    };
    Ok(found.filter_map(weigh).collect())
}

/// The example sentences of `data/relations.tsv`.
pub fn examples(pipeline: &Pipeline) -> Vec<Example> {
    let mut out = Vec::new();
    for line in include_str!("../../data/relations.tsv").lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let (Some(text), Some(expect)) = (cells.get(10), cells.get(11)) else { continue };
        let Some((pair, value)) = expect.split('|').next().and_then(|e| e.rsplit_once(':')) else { continue };
        let Some((holder, target)) = pair.split_once('>') else { continue };
        let (Some(h), Some(t)) = (text.find(holder), text.find(target)) else { continue };
        let (h, t) = (Span::new(h, h + holder.len()), Span::new(t, t + target.len()));
        let forth = h.start < t.start;
        let (first, second) = if forth { (h, t) } else { (t, h) };
        let Some((words, mut pair)) = example(pipeline, text, first, second) else { continue };
        pair.extra[..6].fill(0.0);
        let label = match (value, forth) {
            ("support", true) => 1,
            ("support", false) => 2,
            ("oppose", true) => 3,
            ("oppose", false) => 4,
            _ => continue,
        };
        out.push(Example { words, pair, label, attitude: false, weight: 1.0 });
    }
    out
}

/// Gradients as the weights.
type Gradients = Vec<Vec<f32>>;

fn zeros() -> Gradients {
    SHAPES.iter().map(|&(_, rows, columns)| vec![0.0; rows * columns]).collect()
}

/// Loss of one example; adds its gradients.
fn learn(
    network: &PairNetwork,
    vectors: &ByteRows,
    example: &Example,
    dropout: [f32; 3],
    smooth: f32,
    random: &mut Random,
    out: &mut Gradients,
) -> f32 {
    let words = &example.words;
    let n = words.len();
    let h = HIDDEN;
    let mut masks: [Vec<f32>; 3] = Default::default();
    let trace: PairTrace = network.forward(words, &example.pair, vectors, |layer, x| {
        let keep = 1.0 / (1.0 - dropout[layer]);
        let mask: Vec<f32> =
            x.iter().map(|_| if random.unit() < dropout[layer] { 0.0 } else { keep }).collect();
        for (x, m) in x.iter_mut().zip(&mask) {
            *x *= m;
        }
        masks[layer] = mask;
    });
    let layer = if example.attitude { 10 } else { 8 };
    let mut scores = if example.attitude { network.attitudes(&trace) } else { network.classes(&trace) };
    softmax(&mut scores);
    let classes = scores.len() as f32;
    let loss = -scores[example.label].max(1e-9).ln() * example.weight;
    let mut d = scores;
    for (i, d) in d.iter_mut().enumerate() {
        let gold = if i == example.label { 1.0 - smooth } else { 0.0 } + smooth / classes;
        *d = (*d - gold) * example.weight;
    }
    let mut d_decision = linear_back(&network.weights, layer, &trace.decision, &d, 1, out);
    relu_back(&trace.decision, &mut d_decision);
    let d_pooled = linear_back(&network.weights, 6, &trace.pooled, &d_decision, 1, out);
    let mut d_top = vec![0.0; n * h];
    for (j, d) in d_pooled.iter().take(4 * h).enumerate() {
        let i = match j / h {
            k @ (0 | 1) => trace.largest[k][j % h],
            k => example.pair.heads[k - 2],
        };
        d_top[i * h + j % h] += d * masks[2].get(j).copied().unwrap_or(1.0);
    }
    for layer in (0..2).rev() {
        // The output is relu + input: where it exceeds the input the relu is open.
        let (after, before) = (&trace.layers[layer + 1], &trace.layers[layer]);
        let mut d_open = d_top.clone();
        for ((d, y), x) in d_open.iter_mut().zip(after).zip(before) {
            if y - x <= 0.0 {
                *d = 0.0;
            }
        }
        let d_around = linear_back(&network.weights, 2 + 2 * layer, &trace.around[layer], &d_open, n, out);
        let mut counts = vec![0.0f32; n];
        for (i, word) in words.iter().enumerate() {
            if word.head != i {
                counts[word.head] += 1.0;
            }
        }
        for (i, word) in words.iter().enumerate() {
            let row = &d_around[3 * h * i..][..3 * h];
            for j in 0..h {
                d_top[i * h + j] += row[j];
            }
            if word.head != i {
                for j in 0..h {
                    d_top[word.head * h + j] += row[h + j];
                }
                let up = &d_around[3 * h * word.head + 2 * h..][..h];
                for j in 0..h {
                    d_top[i * h + j] += up[j] / counts[word.head];
                }
            }
        }
    }
    for (d, m) in d_top.iter_mut().zip(&masks[1]) {
        *d *= m;
    }
    relu_back(&trace.layers[0], &mut d_top);
    // Inputs are given, so only the weights of the window learn.
    let (_, rows, columns) = SHAPES[0];
    multiply_add(&mut out[0], &transpose(&trace.windows, n, rows), &d_top, rows, n, columns);
    for row in d_top.chunks_exact(columns) {
        for (b, d) in out[1].iter_mut().zip(row) {
            *b += d;
        }
    }
    loss
}

/// Settings of a run.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Seed of everything random.
    pub seed: u64,
    /// Passes over the examples.
    pub epochs: usize,
    /// Examples a step.
    pub batch: usize,
    /// Highest rate of learning.
    pub rate: f32,
    /// Shares of values left out: inputs, first layer, pooled values.
    pub dropout: [f32; 3],
    /// Share of each label that is spread over all.
    pub smooth: f32,
    /// Decay of weights.
    pub decay: f32,
}

/// Weights at their random start.
fn start(random: &mut Random) -> PairNetwork {
    let mut network = PairNetwork::zeros();
    for (w, &(name, rows, columns)) in network.weights.iter_mut().zip(&SHAPES) {
        if !name.ends_with("bias") {
            let spread = (6.0 / (rows + columns) as f32).sqrt();
            w.iter_mut().for_each(|x| *x = spread * (2.0 * random.unit() - 1.0));
        }
    }
    network
}

/// Learns; `report` is told of each epoch's mean loss with the weights as they stand.
pub fn train(
    settings: Settings,
    vectors: &ByteRows,
    examples: &[Example],
    mut report: impl FnMut(usize, f32, &PairNetwork),
) -> PairNetwork {
    let mut random = Random::new(settings.seed);
    let mut network = start(&mut random);
    let mut average = network.clone();
    let mut adam = Adam::new(&network.weights);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let steps = (examples.len().div_ceil(settings.batch) * settings.epochs) as f32;
    let rate = falling(settings.rate, 100.0, steps);
    for epoch in 1..=settings.epochs {
        random.shuffle(&mut order);
        let mut loss = 0.0;
        for batch in order.chunks(settings.batch) {
            let mut gradients = zeros();
            for &i in batch {
                loss += learn(
                    &network,
                    vectors,
                    &examples[i],
                    settings.dropout,
                    settings.smooth,
                    &mut random,
                    &mut gradients,
                );
            }
            let scale = 1.0 / batch.len() as f32;
            gradients.iter_mut().flatten().for_each(|g| *g *= scale);
            adam.learn(&mut network.weights, &gradients, settings.decay, &rate);
            adam.follow(&mut average.weights, &network.weights, 0.005);
        }
        report(epoch, loss / examples.len().max(1) as f32, &average);
    }
    average
}

/// Macro F1 over the five classes and F1 of the four that are not neutral, with a handicap for
/// neutral (added to its log probability).
pub fn score(network: &PairNetwork, vectors: &ByteRows, examples: &[Example], handicap: f32) -> (f32, f32) {
    let reader = PairReader::new(network.clone());
    let found: Vec<usize> = examples
        .par_iter()
        .map(|e| {
            let mut p = reader.chances(&e.words, std::slice::from_ref(&e.pair), vectors)[0];
            p[0] *= handicap.exp();
            crate::learn::kernels::argmax(&p)
        })
        .collect();
    let mut macro_f1 = 0.0;
    let (mut right, mut said, mut gold) = (0, 0, 0);
    for class in 0..CLASSES {
        let tp = examples.iter().zip(&found).filter(|(e, f)| e.label == class && **f == class).count();
        let fp = examples.iter().zip(&found).filter(|(e, f)| e.label != class && **f == class).count();
        let missed = examples.iter().filter(|e| e.label == class).count() - tp;
        macro_f1 += 2.0 * tp as f32 / (2 * tp + fp + missed).max(1) as f32 / CLASSES as f32;
        if class > 0 {
            right += tp;
            said += tp + fp;
            gold += tp + missed;
        }
    }
    (macro_f1, 2.0 * right as f32 / (said + gold).max(1) as f32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::network::Tensor;
    use crate::learn::pairs::{EXTRA, VECTOR};

    #[test]
    fn gradients_agree_with_differences() {
        let mut random = Random::new(7);
        let data = (0..4 * VECTOR).map(|_| random.unit() - 0.5).collect();
        let vectors = ByteRows::new(&Tensor { name: String::new(), rows: 4, columns: VECTOR, data });
        let words: Vec<PairWord> = [1, 1, 1, 2, 4, 4]
            .iter()
            .enumerate()
            .map(|(i, &head)| PairWord {
                vector: (i % 4) as u32,
                part: i as u8,
                marks: i as u16,
                head,
                actor: i == 5,
            })
            .collect();
        let pair = Pair { first: 0..1, second: 3..4, heads: [0, 3], extra: [0.3; EXTRA] };
        for attitude in [false, true] {
            let example =
                Example { words: words.clone(), pair: pair.clone(), label: 2, attitude, weight: 1.0 };
            let mut network = start(&mut random);
            let mut exact = zeros();
            let none = [0.0; 3];
            learn(&network, &vectors, &example, none, 0.0, &mut random, &mut exact);
            for t in 0..SHAPES.len() {
                let len = network.weights[t].len();
                for k in 0..len.min(8) {
                    let k = k * len / len.min(8);
                    let keep = network.weights[t][k];
                    let mut loss = [0.0; 2];
                    for (side, sign) in [1.0, -1.0].into_iter().enumerate() {
                        network.weights[t][k] = keep + sign * 1e-3;
                        loss[side] =
                            learn(&network, &vectors, &example, none, 0.0, &mut random, &mut zeros());
                    }
                    network.weights[t][k] = keep;
                    let numeric = (loss[0] - loss[1]) / 2e-3;
                    let error = (numeric - exact[t][k]).abs() / (numeric.abs() + exact[t][k].abs() + 2e-2);
                    assert!(error < 0.15, "{} {k}: {numeric} {}", SHAPES[t].0, exact[t][k]);
                }
            }
        }
    }
}
