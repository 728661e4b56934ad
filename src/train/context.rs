//! Vectors of words in their context, from a transformer of the BERT family as Hugging Face stores
//! it (`model.safetensors`, `vocab.txt`); they help teachers and are not part of what is shipped.

use std::fs;
use std::io;
use std::path::Path;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::examples::{Context, Example};
use super::kernels::multiply_add;
use super::layers::linear;
use crate::learn::kernels::{exp, softmax, transpose};
use crate::learn::network::add;

/// Values of a piece of a word.
const WIDTH: usize = 384;

/// Heads of attention.
const HEADS: usize = 12;

/// Longest run of pieces, the marks of both ends included.
const LONGEST: usize = 512;

/// Layers whose outputs are taken, counted from 1.
const TAKEN: [usize; 2] = [2, 4];

/// Values a word.
pub const CONTEXT_DIM: usize = WIDTH * TAKEN.len();

/// Pieces that are read in one go.
const BATCH: usize = 512;

#[derive(Debug)]
struct Linear {
    /// Inputs × outputs.
    weights: Vec<f32>,
    bias: Vec<f32>,
}

#[derive(Debug)]
struct Norm {
    gain: Vec<f32>,
    bias: Vec<f32>,
}

#[derive(Debug)]
struct Layer {
    query: Linear,
    key: Linear,
    value: Linear,
    out: Linear,
    out_norm: Norm,
    wide: Linear,
    narrow: Linear,
    norm: Norm,
}

/// The transformer.
#[derive(Debug)]
pub struct Transformer {
    vocabulary: FxHashMap<String, u32>,
    words: Vec<f32>,
    positions: Vec<f32>,
    kind: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
}

fn bad(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("transformer: {what}"))
}

/// Tensors of 32-bit floats by name.
fn tensors(bytes: &[u8]) -> io::Result<FxHashMap<String, Vec<f32>>> {
    let (length, rest) = bytes.split_first_chunk::<8>().ok_or_else(|| bad("header"))?;
    let length = usize::try_from(u64::from_le_bytes(*length)).map_err(|_| bad("header"))?;
    let (header, data) = rest.split_at_checked(length).ok_or_else(|| bad("header"))?;
    let header: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(header)?;
    let mut out = FxHashMap::default();
    for (name, value) in header {
        if value.get("dtype").and_then(|d| d.as_str()) != Some("F32") {
            continue;
        }
        let offset = |i: usize| {
            value.get("data_offsets").and_then(|o| o.get(i)?.as_u64()).and_then(|o| usize::try_from(o).ok())
        };
        let (Some(from), Some(to)) = (offset(0), offset(1)) else { continue };
        let bytes = data.get(from..to).ok_or_else(|| bad(&name))?;
        let values = bytes.as_chunks::<4>().0.iter().map(|c| f32::from_le_bytes(*c)).collect();
        out.insert(name, values);
    }
    Ok(out)
}

/// `x` times the chance of a normal value below it, by a hyperbolic tangent.
fn gelu(x: f32) -> f32 {
    let t = 0.797_884_6 * (x + 0.044_715 * x * x * x);
    x / (1.0 + exp(-2.0 * t))
}

fn normalise(x: &mut [f32], norm: &Norm) {
    for row in x.chunks_exact_mut(WIDTH) {
        let mean = row.iter().sum::<f32>() / WIDTH as f32;
        row.iter_mut().for_each(|x| *x -= mean);
        let variance = row.iter().map(|x| x * x).sum::<f32>() / WIDTH as f32;
        let scale = 1.0 / (variance + 1e-12).sqrt();
        for ((x, g), b) in row.iter_mut().zip(&norm.gain).zip(&norm.bias) {
            *x = *x * scale * g + b;
        }
    }
}

impl Transformer {
    /// Reads a folder with `model.safetensors` and `vocab.txt`.
    ///
    /// # Errors
    /// A file is missing, or the model has other sizes than MiniLM-L6.
    pub fn read(folder: &Path) -> io::Result<Self> {
        let mut tensors = tensors(&fs::read(folder.join("model.safetensors"))?)?;
        let vocabulary = fs::read_to_string(folder.join("vocab.txt"))?
            .lines()
            .enumerate()
            .map(|(i, piece)| (piece.to_owned(), i as u32))
            .collect();
        let mut take = |name: String, size: Option<usize>| {
            let values = tensors.remove(&name).ok_or_else(|| bad(&name))?;
            if size.is_some_and(|size| size != values.len()) { Err(bad(&name)) } else { Ok(values) }
        };
        let mut layers = Vec::new();
        for i in 0..TAKEN[TAKEN.len() - 1] {
            let mut matrix = |name: &str, inputs: usize, outputs: usize| {
                let name = format!("encoder.layer.{i}.{name}");
                let weights = take(format!("{name}.weight"), Some(inputs * outputs))?;
                let bias = take(format!("{name}.bias"), Some(outputs))?;
                io::Result::Ok(Linear { weights: transpose(&weights, outputs, inputs), bias })
            };
            let query = matrix("attention.self.query", WIDTH, WIDTH)?;
            let key = matrix("attention.self.key", WIDTH, WIDTH)?;
            let value = matrix("attention.self.value", WIDTH, WIDTH)?;
            let out = matrix("attention.output.dense", WIDTH, WIDTH)?;
            let wide = matrix("intermediate.dense", WIDTH, 4 * WIDTH)?;
            let narrow = matrix("output.dense", 4 * WIDTH, WIDTH)?;
            let mut norm = |name: &str| {
                io::Result::Ok(Norm {
                    gain: take(format!("encoder.layer.{i}.{name}.weight"), Some(WIDTH))?,
                    bias: take(format!("encoder.layer.{i}.{name}.bias"), Some(WIDTH))?,
                })
            };
            let out_norm = norm("attention.output.LayerNorm")?;
            let norm = norm("output.LayerNorm")?;
            layers.push(Layer { query, key, value, out, out_norm, wide, narrow, norm });
        }
        Ok(Self {
            vocabulary,
            words: take("embeddings.word_embeddings.weight".into(), None)?,
            positions: take("embeddings.position_embeddings.weight".into(), Some(LONGEST * WIDTH))?,
            kind: take("embeddings.token_type_embeddings.weight".into(), None)?,
            norm: Norm {
                gain: take("embeddings.LayerNorm.weight".into(), Some(WIDTH))?,
                bias: take("embeddings.LayerNorm.bias".into(), Some(WIDTH))?,
            },
            layers,
        })
    }

    fn piece(&self, piece: &str) -> Option<u32> {
        self.vocabulary.get(piece).copied()
    }

    /// The pieces of a word: lower case without accents, punctuation apart, longest piece first.
    fn pieces(&self, word: &str) -> Vec<u32> {
        let plain: String = word.to_lowercase().nfd().filter(|&c| !is_combining_mark(c)).collect();
        let unknown = self.piece("[UNK]").unwrap_or(0);
        let mut out = Vec::new();
        let mut parts: Vec<&str> = Vec::new();
        let mut start = 0;
        for (i, c) in plain.char_indices() {
            if !c.is_alphanumeric() {
                parts.extend([&plain[start..i], &plain[i..i + c.len_utf8()]]);
                start = i + c.len_utf8();
            }
        }
        parts.push(&plain[start..]);
        for part in parts.into_iter().filter(|p| !p.is_empty()) {
            let mut rest = part;
            let mut found = Vec::new();
            while !rest.is_empty() {
                let ends = rest.char_indices().map(|(i, c)| i + c.len_utf8()).collect::<Vec<_>>();
                let best = ends.iter().rev().find_map(|&end| {
                    let piece = &rest[..end];
                    let id =
                        if found.is_empty() { self.piece(piece) } else { self.piece(&format!("##{piece}")) };
                    Some((id?, end))
                });
                let Some((id, end)) = best else {
                    found = vec![unknown];
                    break;
                };
                found.push(id);
                rest = &rest[end..];
            }
            out.extend(found);
        }
        if out.is_empty() {
            out.push(unknown);
        }
        out
    }

    /// Sets the context of every example; a sentence of more than 510 pieces has zeros.
    pub fn fill(&self, examples: &mut [Example]) {
        let mut runs = Vec::new();
        let mut rest = examples;
        while !rest.is_empty() {
            let mut words = 0;
            let take = rest
                .iter()
                .position(|e| {
                    words += e.sentence.words.len();
                    words > BATCH * 3 / 4
                })
                .unwrap_or(rest.len())
                .max(1);
            let (run, others) = rest.split_at_mut(take);
            runs.push(run);
            rest = others;
        }
        runs.into_par_iter().for_each(|run| self.fill_run(run));
    }

    fn fill_run(&self, examples: &mut [Example]) {
        let (first, last) = (self.piece("[CLS]").unwrap_or(0), self.piece("[SEP]").unwrap_or(0));
        let mut x = Vec::new();
        let mut ends = Vec::new();
        // For each sentence the first piece of each word, and one past the last.
        let mut starts: Vec<Vec<usize>> = Vec::new();
        for example in examples.iter() {
            let mut ids = vec![first];
            let mut at = Vec::new();
            for word in &example.sentence.words {
                at.push(ids.len());
                ids.extend(self.pieces(word));
            }
            at.push(ids.len());
            ids.push(last);
            if ids.len() > LONGEST {
                starts.push(Vec::new());
                continue;
            }
            let base = x.len() / WIDTH;
            starts.push(at.into_iter().map(|i| base + i).collect());
            for (position, &id) in ids.iter().enumerate() {
                let at = x.len();
                x.extend_from_slice(&self.words[id as usize * WIDTH..(id as usize + 1) * WIDTH]);
                add(&mut x[at..], &self.positions[position * WIDTH..(position + 1) * WIDTH]);
                add(&mut x[at..], &self.kind[..WIDTH]);
            }
            ends.push(x.len() / WIDTH);
        }
        normalise(&mut x, &self.norm);
        let mut taken = Vec::new();
        for (i, layer) in self.layers.iter().enumerate() {
            x = layer.forward(x, &ends);
            if TAKEN.contains(&(i + 1)) {
                taken.push(x.clone());
            }
        }
        for (example, starts) in examples.iter_mut().zip(&starts) {
            let mut context = Context::default();
            let n = example.sentence.words.len();
            if starts.is_empty() {
                context.values.resize(n * CONTEXT_DIM, 0);
                context.scales.resize(n, 0.0);
            }
            for pair in starts.windows(2) {
                let mut row = Vec::with_capacity(CONTEXT_DIM);
                for x in &taken {
                    let mut mean = vec![0.0; WIDTH];
                    x[pair[0] * WIDTH..pair[1] * WIDTH].chunks_exact(WIDTH).for_each(|x| add(&mut mean, x));
                    let length = mean.iter().map(|x| x * x).sum::<f32>().sqrt().max(1e-6);
                    row.extend(mean.iter().map(|x| x / length));
                }
                let scale = row.iter().fold(1e-6f32, |m, x| m.max(x.abs())) / 127.0;
                context.values.extend(row.iter().map(|x| (x / scale).round() as i8));
                context.scales.push(scale);
            }
            example.context = context;
        }
    }
}

impl Layer {
    fn forward(&self, x: Vec<f32>, ends: &[usize]) -> Vec<f32> {
        let n = x.len() / WIDTH;
        let of = |l: &Linear, x: &[f32]| linear(x, &l.weights, &l.bias, n);
        let (query, key, value) = (of(&self.query, &x), of(&self.key, &x), of(&self.value, &x));
        let size = WIDTH / HEADS;
        let scale = 1.0 / (size as f32).sqrt();
        let mut mixed = vec![0.0; n * WIDTH];
        let mut start = 0;
        for &end in ends {
            let len = end - start;
            for head in 0..HEADS {
                let columns = |x: &[f32], factor: f32| {
                    let mut out = Vec::with_capacity(len * size);
                    for row in x[start * WIDTH..end * WIDTH].chunks_exact(WIDTH) {
                        out.extend(row[head * size..(head + 1) * size].iter().map(|x| x * factor));
                    }
                    out
                };
                let (q, k, v) = (columns(&query, scale), columns(&key, 1.0), columns(&value, 1.0));
                let mut scores = vec![0.0; len * len];
                multiply_add(&mut scores, &q, &transpose(&k, len, size), len, size, len);
                scores.chunks_exact_mut(len).for_each(softmax);
                let mut out = vec![0.0; len * size];
                multiply_add(&mut out, &scores, &v, len, len, size);
                for (row, out) in
                    mixed[start * WIDTH..end * WIDTH].chunks_exact_mut(WIDTH).zip(out.chunks_exact(size))
                {
                    row[head * size..(head + 1) * size].copy_from_slice(out);
                }
            }
            start = end;
        }
        let mut y = of(&self.out, &mixed);
        add(&mut y, &x);
        normalise(&mut y, &self.out_norm);
        let mut wide = of(&self.wide, &y);
        crate::learn::kernels::widest(
            #[inline(always)]
            || wide.iter_mut().for_each(|x| *x = gelu(*x)),
        );
        let mut out = linear(&wide, &self.narrow.weights, &self.narrow.bias, n);
        add(&mut out, &y);
        normalise(&mut out, &self.norm);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_to_pieces() {
        let vocabulary = ["[UNK]", "un", "##believ", "##able", "-", "a"];
        let transformer = Transformer {
            vocabulary: vocabulary.iter().enumerate().map(|(i, p)| ((*p).to_owned(), i as u32)).collect(),
            words: Vec::new(),
            positions: Vec::new(),
            kind: Vec::new(),
            norm: Norm { gain: Vec::new(), bias: Vec::new() },
            layers: Vec::new(),
        };
        assert_eq!(transformer.pieces("Unbelievable"), [1, 2, 3]);
        assert_eq!(transformer.pieces("Á-xyz"), [5, 4, 0]);
        assert!((gelu(1.0) - 0.841).abs() < 1e-3 && gelu(-9.0).abs() < 1e-3);
    }
}
