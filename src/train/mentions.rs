//! Training of the mention network on gold graphs: the names and aliases of actors stand in the
//! texts as they are, so their places are the mentions.

use std::ops::Range;

use rayon::prelude::*;

use super::adam::{Adam, falling};
use super::kernels::multiply_add;
use super::layers::{linear_back, relu_back, windows_back};
use super::pieces::{PIECES, piece};
use super::random::Random;
use crate::analyse::seen;
use crate::learn::kernels::softmax;
use crate::learn::mentions::{
    HIDDEN, INPUT, KINDS, LABELS, MentionNetwork, ROW, SHAPES, STATE, Words, label,
};
use crate::learn::network::add;
use crate::pipeline::Pipeline;
use crate::read::from_text;
use crate::score::gold::{Gold, GoldActor};
use crate::segment::segment;
use crate::tables::Tables;
use crate::types::{ActorKind, Document, Name, NameKind, Sentence};

/// A document with the label of each word.
#[derive(Clone, Debug)]
pub struct Example {
    /// Its words.
    pub words: Words,
    /// Labels, as in [`label`].
    pub labels: Vec<usize>,
    /// Share of a whole example.
    pub weight: f32,
}

/// The examples of each gold document: the whole, and pieces that are seen without the rest, but with the
/// labels that it gives them, each with the share `alone` of the whole's weight.
pub fn examples(pipeline: &Pipeline, golds: &[Gold], weight: f32, alone: f32) -> Vec<Vec<Example>> {
    let one = |gold: &Gold| {
        let document = from_text(&gold.id, &gold.text);
        let sentences = segment(&document);
        let seen = |sentences| seen(&document.text, sentences, pipeline.models().reader, pipeline.tables());
        let (words, proposed) = seen(&sentences);
        let labels = labels(gold, &document, &sentences, &proposed, pipeline.tables());
        let start = |sentence: usize| sentence.checked_sub(1).map_or(0, |before| words.ends[before]);
        let pieces = (0..PIECES).filter(|_| alone > 0.0).map(|number| piece(sentences.len(), number));
        let mut out: Vec<Example> = pieces
            .map(|piece| Example {
                words: seen(&sentences[piece.clone()]).0,
                labels: labels[start(piece.start)..start(piece.end)].to_vec(),
                weight: weight * alone,
            })
            .collect();
        out.push(Example { words, labels, weight });
        out
    };
    golds.par_iter().map(one).collect()
}

fn labels(
    gold: &Gold,
    document: &Document,
    sentences: &[Sentence],
    proposed: &[Vec<Name>],
    tables: &Tables,
) -> Vec<usize> {
    let mut found: Vec<(usize, usize, Range<usize>, ActorKind)> = Vec::new();
    for actor in &gold.actors {
        for name in names(actor) {
            places(name, document, sentences, |s, mut tokens| {
                if actor.kind == ActorKind::Person {
                    let word = |i: usize| sentences[s].word(&document.text, i);
                    tokens.start += titles(|i| word(tokens.start + i), tokens.len(), tables);
                }
                // `Israel's | Supreme Court`: the possessor is a mention of its own.
                let own = |i: usize| matches!(sentences[s].word(&document.text, i), "'s" | "’s");
                if let Some(mark) = (tokens.start + 1..tokens.end).rev().find(|&i| own(i)) {
                    let before = sentences[s].tokens_span(tokens.start, mark - 1).of(&document.text);
                    let actor = gold.actors.iter().any(|a| names(a).any(|name| name == before));
                    if actor && mark + 1 < tokens.end {
                        tokens.start = mark + 1;
                    }
                }
                found.push((name.len(), s, tokens, actor.kind));
            });
        }
    }
    // The longest name of a place is the one that is meant there.
    found.sort_by_key(|(len, s, tokens, kind)| (std::cmp::Reverse(*len), *s, tokens.start, *kind as usize));
    // The names of countries are found whether or not their states are parties of the text.
    for (s, names) in proposed.iter().enumerate() {
        for name in names {
            if matches!(name.kind, NameKind::Country | NameKind::Nationality) {
                found.push((0, s, name.tokens.clone(), ActorKind::Country));
            }
        }
    }
    let mut starts = Vec::with_capacity(sentences.len());
    let mut n = 0;
    for sentence in sentences {
        starts.push(n);
        n += sentence.tokens.len();
    }
    let mut out = vec![0; n];
    let mut taken = vec![false; n];
    for (_, s, tokens, kind) in found {
        let range = starts[s] + tokens.start..starts[s] + tokens.end;
        if taken[range.clone()].iter().any(|t| *t) {
            continue;
        }
        let kind = KINDS.iter().position(|k| *k == kind).unwrap_or(0);
        for i in range.clone() {
            taken[i] = true;
            let place = match (i == range.start, i + 1 == range.end) {
                (true, true) => 3,
                (true, false) => 0,
                (false, false) => 1,
                (false, true) => 2,
            };
            out[i] = label(kind, place);
        }
    }
    out
}

/// How many words of a person's name are a title: names stand without them (`President | Obama`).
fn titles<'w>(word: impl Fn(usize) -> &'w str, len: usize, tables: &Tables) -> usize {
    let mut out = 0;
    while out < len && !tables.people.is_given(word(out)) {
        let rest: Vec<String> = (out..len).map(|i| word(i).to_lowercase()).collect();
        match tables.offices.longest(|i| rest.get(i).map(String::as_str)) {
            Some((title, _, _)) if out + title < len => out += title,
            _ => break,
        }
    }
    out
}

/// Names and aliases without the article.
fn names(actor: &GoldActor) -> impl Iterator<Item = &str> {
    let bare = |name: &'_ str| name.find(|c: char| c.is_alphanumeric()).map_or(0, |at| at);
    std::iter::once(&actor.name)
        .chain(&actor.aliases)
        .map(move |name| &name[bare(name)..])
        .map(|name| name.strip_prefix("the ").or_else(|| name.strip_prefix("The ")).unwrap_or(name))
        .filter(|name| !name.is_empty())
}

/// Where a name stands as whole tokens of one sentence.
fn places(
    name: &str,
    document: &Document,
    sentences: &[Sentence],
    mut found: impl FnMut(usize, Range<usize>),
) {
    for (start, _) in document.text.match_indices(name) {
        let end = start + name.len();
        let s = sentences.partition_point(|sentence| sentence.span.end <= start);
        let Some(sentence) = sentences.get(s) else { continue };
        let first = sentence.tokens.iter().position(|t| t.span.start == start);
        let last = sentence.tokens.iter().position(|t| t.span.end == end);
        if let (Some(first), Some(last)) = (first, last) {
            found(s, first..last + 1);
        }
    }
}

/// Settings of a run.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Seed of everything random.
    pub seed: u64,
    /// Passes over the examples.
    pub epochs: usize,
    /// Highest rate of learning.
    pub rate: f32,
    /// Share of rows that a word loses.
    pub drop_rows: f32,
    /// Shares of values left out: inputs, first layer, before the labels.
    pub dropout: [f32; 3],
    /// Decay of weights.
    pub decay: f32,
}

type Gradients = Vec<Vec<f32>>;

fn zeros() -> Gradients {
    SHAPES.iter().map(|&(_, rows, columns)| vec![0.0; rows * columns]).collect()
}

/// Weights at their random start.
fn start(random: &mut Random) -> MentionNetwork {
    let mut network = MentionNetwork::zeros();
    for (w, &(name, rows, columns)) in network.weights.iter_mut().zip(&SHAPES) {
        if name == "rows" {
            w.iter_mut().for_each(|x| *x = 0.1 * (2.0 * random.unit() - 1.0));
        } else if !name.ends_with("bias") {
            let spread = (6.0 / (rows + columns) as f32).sqrt();
            w.iter_mut().for_each(|x| *x = spread * (2.0 * random.unit() - 1.0));
        }
    }
    network
}

/// Mean loss of an example's words; adds gradients.
fn learn(
    network: &MentionNetwork,
    example: &Example,
    settings: &Settings,
    random: &mut Random,
    out: &mut Gradients,
) -> f32 {
    let n = example.labels.len();
    if n == 0 {
        return 0.0;
    }
    let mut words = example.words.clone();
    for rows in &mut words.rows {
        rows.retain(|_| random.unit() >= settings.drop_rows);
    }
    let mut masks: [Vec<f32>; 3] = Default::default();
    let drop = |layer: usize, x: &mut [f32]| {
        let keep = 1.0 / (1.0 - settings.dropout[layer]);
        masks[layer] =
            x.iter().map(|_| if random.unit() < settings.dropout[layer] { 0.0 } else { keep }).collect();
        for (x, m) in x.iter_mut().zip(&masks[layer]) {
            *x *= m;
        }
    };
    let trace = network.forward(&words, drop, multiply_add);
    let mut loss = 0.0;
    let mut d = trace.scores.clone();
    for (row, &label) in d.chunks_exact_mut(LABELS).zip(&example.labels) {
        softmax(row);
        loss -= row[label].max(1e-9).ln();
        row[label] -= 1.0;
        row.iter_mut().for_each(|x| *x *= example.weight / n as f32);
    }
    let times = |d: &mut [f32], mask: &[f32]| d.iter_mut().zip(mask).for_each(|(d, m)| *d *= m);
    let mut d_top = linear_back(&network.weights, 5, &trace.top, &d, n, out);
    times(&mut d_top, &masks[2]);
    let mut d_part = d_top.clone();
    relu_back(&trace.part, &mut d_part);
    let d_windows = linear_back(&network.weights, 3, &trace.windows, &d_part, n, out);
    let mut d_first = windows_back(&d_windows, &words.ends, HIDDEN);
    add(&mut d_first, &d_top);
    times(&mut d_first, &masks[1]);
    relu_back(&trace.first, &mut d_first);
    let mut d_inputs = linear_back(&network.weights, 1, &trace.inputs, &d_first, n, out);
    times(&mut d_inputs, &masks[0]);
    let d_around: Vec<f32> = d_inputs.chunks_exact(INPUT).flat_map(|d| &d[STATE..]).copied().collect();
    let d_sums = windows_back(&d_around, &words.ends, ROW);
    for (d, rows) in d_sums.chunks_exact(ROW).zip(&words.rows) {
        for &row in rows {
            add(&mut out[0][usize::from(row) * ROW..(usize::from(row) + 1) * ROW], d);
        }
    }
    loss / n as f32
}

/// Learns; `report` is told of each epoch's mean loss.
pub fn train(
    settings: Settings,
    examples: &[&Example],
    mut report: impl FnMut(usize, f32, &MentionNetwork),
) -> MentionNetwork {
    let mut random = Random::new(settings.seed);
    let mut network = start(&mut random);
    let mut average = network.clone();
    let mut adam = Adam::new(&network.weights);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let rate = falling(settings.rate, 100.0, (examples.len() * settings.epochs) as f32);
    for epoch in 1..=settings.epochs {
        random.shuffle(&mut order);
        let mut loss = 0.0;
        for &i in &order {
            let mut gradients = zeros();
            loss += learn(&network, examples[i], &settings, &mut random, &mut gradients);
            adam.learn(&mut network.weights, &gradients, settings.decay, &rate);
            adam.follow(&mut average.weights, &network.weights, 0.005);
        }
        report(epoch, loss / examples.len().max(1) as f32, &average);
    }
    average
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::mentions::NAMED;

    #[test]
    fn gradients_agree_with_differences() {
        let mut random = Random::new(7);
        let n = 5;
        let words = Words {
            states: (0..n * STATE).map(|_| random.unit() - 0.5).collect(),
            rows: (0..n).map(|i| vec![i as u16, (NAMED + 3 * i) as u16]).collect(),
            ends: vec![3, n],
        };
        let example = Example { words, labels: vec![1, 3, 0, 4, 12], weight: 1.0 };
        let settings =
            Settings { seed: 1, epochs: 1, rate: 0.0, drop_rows: 0.0, dropout: [0.0; 3], decay: 0.0 };
        let mut network = start(&mut random);
        let mut exact = zeros();
        learn(&network, &example, &settings, &mut random, &mut exact);
        for t in 0..SHAPES.len() {
            let len = network.weights[t].len();
            for k in 0..len.min(8) {
                // The rows that no word has have no gradient.
                let k = if t == 0 { k * ROW + k } else { k * len / len.min(8) };
                let keep = network.weights[t][k];
                let mut loss = [0.0; 2];
                for (side, sign) in [1.0, -1.0].into_iter().enumerate() {
                    network.weights[t][k] = keep + sign * 1e-3;
                    loss[side] = learn(&network, &example, &settings, &mut random, &mut zeros());
                }
                network.weights[t][k] = keep;
                let numeric = (loss[0] - loss[1]) / 2e-3;
                let error = (numeric - exact[t][k]).abs() / (numeric.abs() + exact[t][k].abs() + 2e-2);
                assert!(error < 0.15, "{} {k}: {numeric} {}", SHAPES[t].0, exact[t][k]);
            }
        }
    }
}
