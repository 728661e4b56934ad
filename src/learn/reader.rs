//! Reads sentences: from words to tags, names and a tree.

use std::ops::Range;

use super::decode::{best_labels, best_tree, spans};
use super::features::{Lexicon, WordFeatures};
use super::integers::{IntMatrix, IntRows};
use super::kernels::{argmax, multiply_add, transpose, widest};
use super::labels::{NAME_LABELS, NameClass, RELATIONS, TAGS};
use super::lemmas::Lemmas;
use super::network::{
    CONVENTION, Head, INPUT, LayerKind, Network, Tensor, add, distance_class, normalise, recur_through, relu,
    windows,
};
use super::rows::ByteRows;
use crate::types::Deprel;

/// A sentence longer than this many words is parsed in parts of this length; each part's root
/// hangs on the root of the part before.
pub const LONGEST: usize = 160;

/// Words that are read in one go.
const BATCH: usize = 128;

/// Added to the score of standing outside of names. Training on several corpora leaves the reader
/// too ready to see names; this was chosen on the dev sets, all of which it helps.
const OUTSIDE: f32 = 0.5;

/// What the network says of a sentence.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// Column of each word in [`TAGS`].
    pub tags: Vec<u8>,
    /// Names: first word, one past the last, kind.
    pub names: Vec<(usize, usize, NameClass)>,
    /// Head of each word, 1-based, 0 the root; empty if not asked for.
    pub heads: Vec<usize>,
    /// Relation column of each word; empty if not asked for.
    pub relations: Vec<u8>,
}

/// Sentences as the layers below the tree's own leave them.
#[derive(Clone, Debug, Default)]
pub struct Encoded {
    /// `dim` values a word.
    states: Vec<f32>,
    /// One past the last word of each sentence.
    ends: Vec<usize>,
}

impl Encoded {
    /// The states of a sentence's words, one after the other.
    pub fn states(&self, sentence: usize) -> &[f32] {
        let words = self.words(sentence);
        let dim = self.ends.last().map_or(0, |&all| self.states.len() / all.max(1));
        &self.states[words.start * dim..words.end * dim]
    }

    /// The words of a sentence, counted through all sentences.
    fn words(&self, sentence: usize) -> Range<usize> {
        let start = sentence.checked_sub(1).map_or(0, |before| self.ends[before]);
        start..self.ends[sentence]
    }
}

/// Lexicon and network: all that inference needs.
#[derive(Clone, Debug)]
pub struct Reader {
    /// Words to rows.
    pub lexicon: Lexicon,
    /// Weights but for the tables.
    pub network: Network,
    /// Rows of features.
    pub table: ByteRows,
    /// Rows of word vectors.
    pub vectors: ByteRows,
    /// Lemmas of words under their tags.
    pub lemmas: Lemmas,
    /// The dense weights of `network` as whole numbers, in the same order.
    whole: Vec<IntMatrix>,
    name_bias: Vec<f32>,
    label_bias: Vec<f32>,
}

impl Reader {
    /// From a trained network.
    pub fn new(lexicon: Lexicon, mut network: Network, lemmas: Lemmas) -> Self {
        let table = ByteRows::new(&network.table);
        let vectors = ByteRows::new(&network.vectors);
        network.table = Tensor::default();
        network.vectors = Tensor::default();
        Self::from_parts(lexicon, network, table, vectors, lemmas)
    }

    /// From its parts.
    pub fn from_parts(
        lexicon: Lexicon,
        network: Network,
        table: ByteRows,
        vectors: ByteRows,
        lemmas: Lemmas,
    ) -> Self {
        let whole = network.dense.iter().map(|t| IntMatrix::new(&t.data, t.rows, t.columns)).collect();
        let mut name_bias = network.head(Head::NameHiddenBias).to_vec();
        let q = name_bias.len();
        add(&mut name_bias, &network.head(Head::NameConvention)[CONVENTION * q..(CONVENTION + 1) * q]);
        let mut label_bias = network.head(Head::NameBias).to_vec();
        if let Some(outside) = label_bias.first_mut() {
            *outside += OUTSIDE;
        }
        Self { lexicon, network, table, vectors, lemmas, whole, name_bias, label_bias }
    }

    /// `x · head + bias`.
    fn multiply(&self, x: &IntRows, head: Head, bias: &[f32]) -> Vec<f32> {
        self.whole[self.network.head_index(head)].multiply(x, bias)
    }

    /// The sum of each word's rows.
    fn embed(&self, words: &[WordFeatures]) -> Vec<f32> {
        let d = self.network.config.table_dim;
        let mut out = vec![0.0; words.len() * d];
        widest(
            #[inline(always)]
            || {
                for (word, out) in words.iter().zip(out.chunks_exact_mut(d)) {
                    for &row in &word.rows {
                        self.table.add_to(row as usize, out);
                    }
                    if word.vector != 0 {
                        self.vectors.add_to(word.vector as usize, out);
                    }
                }
            },
        );
        out
    }

    /// Reads sentences; trees only if `parse`. One reading a sentence, the same whatever else is
    /// in the slice.
    pub fn read<S: AsRef<str>, W: AsRef<[S]>>(&self, sentences: &[W], parse: bool) -> Vec<Reading> {
        let (mut out, encoded) = self.read_words(sentences);
        if parse {
            self.parse(&encoded, |_| true, &mut out);
        }
        out
    }

    /// Tags and names of each sentence, and what [`Reader::parse`] goes on from.
    pub fn read_words<S: AsRef<str>, W: AsRef<[S]>>(&self, sentences: &[W]) -> (Vec<Reading>, Encoded) {
        let mut out = vec![Reading::default(); sentences.len()];
        let mut encoded = Encoded::default();
        for batch in batches(sentences.len(), |i| sentences[i].as_ref().len()) {
            let mut words = Vec::new();
            let mut ends = Vec::new();
            for sentence in &sentences[batch.clone()] {
                words.extend(self.lexicon.sentence(sentence.as_ref()));
                ends.push(words.len());
            }
            let x = self.encode(&words, &ends);
            self.label_words(&x, &ends, &mut out[batch]);
            let before = encoded.ends.last().copied().unwrap_or(0);
            encoded.ends.extend(ends.iter().map(|end| before + end));
            encoded.states.extend(x);
        }
        (out, encoded)
    }

    /// Heads and relations of those sentences that are `wanted`.
    pub fn parse(&self, encoded: &Encoded, wanted: impl Fn(usize) -> bool, out: &mut [Reading]) {
        let d = self.network.config.dim;
        let all: Vec<usize> = (0..encoded.ends.len().min(out.len())).filter(|&i| wanted(i)).collect();
        for batch in batches(all.len(), |i| encoded.words(all[i]).len()) {
            let mut x = Vec::new();
            let mut ends = Vec::new();
            for &sentence in &all[batch.clone()] {
                let words = encoded.words(sentence);
                x.extend_from_slice(&encoded.states[words.start * d..words.end * d]);
                ends.push(x.len() / d);
            }
            if x.is_empty() {
                continue;
            }
            for i in self.network.config.shared..self.network.config.layers.len() {
                x = self.layer(i, x, &ends);
            }
            for (&sentence, reading) in all[batch].iter().zip(self.trees(&x, &ends)) {
                (out[sentence].heads, out[sentence].relations) = reading;
            }
        }
    }

    /// The layers that all heads see.
    fn encode(&self, words: &[WordFeatures], ends: &[usize]) -> Vec<f32> {
        let net = &self.network;
        if words.is_empty() {
            return Vec::new();
        }
        let mut x = self.embed(words);
        normalise(&mut x, &net.dense[0].data, net.config.table_dim);
        let mut x =
            self.whole[INPUT].multiply(&IntRows::new(&x, net.config.table_dim), &vec![0.0; net.config.dim]);
        for i in 0..net.config.shared.min(net.config.layers.len()) {
            x = self.layer(i, x, ends);
        }
        x
    }

    fn layer(&self, i: usize, x: Vec<f32>, ends: &[usize]) -> Vec<f32> {
        let d = self.network.config.dim;
        let [_, gates, bias] = self.network.layer(i);
        match self.network.config.layers[i] {
            LayerKind::Window => {
                let rows = IntRows::new(&windows(&x, ends, d), 3 * d);
                let mut part = self.whole[self.network.layer_index(i)].multiply(&rows, bias);
                relu(&mut part);
                add(&mut part, &x);
                part
            }
            LayerKind::Recurrent => {
                let mut u =
                    self.whole[self.network.layer_index(i)].multiply(&IntRows::new(&x, d), &vec![0.0; 3 * d]);
                recur_through(&mut u, &x, gates, bias, ends, d)
            }
        }
    }

    fn label_words(&self, x: &[f32], ends: &[usize], out: &mut [Reading]) {
        let net = &self.network;
        let x = IntRows::new(x, net.config.dim);
        let tags = self.multiply(&x, Head::Tag, net.head(Head::TagBias));
        let mut hidden = self.multiply(&x, Head::NameHidden, &self.name_bias);
        relu(&mut hidden);
        let hidden = IntRows::new(&hidden, net.config.name_dim);
        let names = self.multiply(&hidden, Head::Name, &self.label_bias);
        let mut start = 0;
        for (&end, out) in ends.iter().zip(out) {
            let rows = &tags[start * TAGS.len()..end * TAGS.len()];
            out.tags = rows.chunks_exact(TAGS.len()).map(|row| argmax(row) as u8).collect();
            out.names = spans(&best_labels(&names[start * NAME_LABELS..end * NAME_LABELS]));
            start = end;
        }
    }

    /// Heads and relations of each sentence.
    fn trees(&self, x: &[f32], ends: &[usize]) -> Vec<(Vec<usize>, Vec<u8>)> {
        let net = &self.network;
        let (d, a, r) = (net.config.dim, net.config.arc_dim, net.config.relation_dim);
        let x = IntRows::new(x, d);
        let mut word = self.multiply(&x, Head::ArcWord, net.head(Head::ArcWordBias));
        relu(&mut word);
        let mut head = self.multiply(&x, Head::ArcHead, net.head(Head::ArcHeadBias));
        relu(&mut head);
        let turned = self.multiply(&IntRows::new(&word, a), Head::ArcProduct, net.head(Head::ArcBias));
        let mut hidden = self.multiply(&x, Head::RelationWord, net.head(Head::RelationBias));
        let side = self.multiply(&x, Head::RelationHead, &vec![0.0; r]);
        let distance = net.head(Head::Distance);
        let mut out = Vec::with_capacity(ends.len());
        let mut start = 0;
        for &end in ends {
            let mut tree = Vec::with_capacity(end - start);
            let mut root_before = None;
            while tree.len() < end - start {
                let offset = tree.len();
                let from = start + offset;
                let to = end.min(from + LONGEST);
                let (len, width) = (to - from, to - from + 1);
                let mut heads = net.head(Head::ArcRoot).to_vec();
                heads.extend_from_slice(&head[from * a..to * a]);
                let mut scores = vec![0.0; len * width];
                let turned = &turned[from * a..to * a];
                multiply_add(&mut scores, turned, &transpose(&heads, width, a), len, a, width);
                for (i, row) in scores.chunks_exact_mut(width).enumerate() {
                    for (j, score) in row.iter_mut().enumerate() {
                        *score += distance[distance_class(i + 1, j)];
                    }
                }
                for head in best_tree(&scores, len) {
                    tree.push(match (head, root_before) {
                        (0, None) => 0,
                        (0, Some(root)) => root,
                        (head, _) => offset + head,
                    });
                }
                if root_before.is_none() {
                    root_before = tree.iter().position(|&head| head == 0).map(|i| i + 1);
                }
            }
            for (i, global) in tree.iter().enumerate() {
                let row = &mut hidden[(start + i) * r..(start + i + 1) * r];
                match global.checked_sub(1) {
                    None => add(row, net.head(Head::RelationRoot)),
                    Some(h) => add(row, &side[(start + h) * r..(start + h + 1) * r]),
                }
            }
            out.push((tree, Vec::new()));
            start = end;
        }
        relu(&mut hidden);
        let hidden = IntRows::new(&hidden, r);
        let mut scores = self.multiply(&hidden, Head::Relation, net.head(Head::RelationOutBias));
        let mut rows = scores.chunks_exact_mut(RELATIONS);
        for (heads, relations) in &mut out {
            // Exactly the root hangs on the root.
            relations.extend(heads.iter().zip(&mut rows).map(|(&head, row)| {
                if head == 0 {
                    return Deprel::Root as u8;
                }
                row[Deprel::Root as usize] = f32::NEG_INFINITY;
                argmax(row) as u8
            }));
        }
        out
    }
}

/// Sentences in runs of about [`BATCH`] words, at least one a run.
fn batches(n: usize, words: impl Fn(usize) -> usize) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut sum = 0;
    for i in 0..n {
        if i > start && sum + words(i) > BATCH {
            out.push(start..i);
            (start, sum) = (i, 0);
        }
        sum += words(i);
    }
    if start < n {
        out.push(start..n);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::bundled;

    const WORDS: &str = "Norway 's prime minister , Erna Vik , condemned the raid near Port-au-Prince on 3 May ; \
        « Nous partons » , she said — türkiye 12,500 U.S. \u{1f600} don't";

    /// Everything that the reader makes of [`WORDS`], as one number. It is pinned: a machine that
    /// sums in another order or rounds in another way fails here. New weights give a new number.
    const BITS: u64 = 0xac6b_7ee9_85b6_47f7;

    #[test]
    fn bits_are_those_of_every_other_machine() {
        let reader = bundled().unwrap();
        let words: Vec<&str> = WORDS.split_whitespace().collect();
        let (mut readings, encoded) = reader.read_words(&[&words[..12], &words[12..], &words[..]]);
        reader.parse(&encoded, |_| true, &mut readings);
        let mut sum = 0xcbf2_9ce4_8422_2325u64;
        let mut put = |value: u64| sum = (sum ^ value).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(23);
        encoded.states.iter().for_each(|x| put(u64::from(x.to_bits())));
        for reading in &readings {
            reading.tags.iter().chain(&reading.relations).for_each(|&x| put(u64::from(x)));
            reading.heads.iter().for_each(|&head| put(head as u64));
            for &(start, end, class) in &reading.names {
                [start, end, class as usize].into_iter().for_each(|x| put(x as u64));
            }
        }
        assert_eq!(sum, BITS, "the bundled reader gives {sum:#018x}");
    }

    #[test]
    fn wide_and_plain_products_have_the_same_bits() {
        let reader = bundled().unwrap();
        for (matrix, tensor) in reader.whole.iter().zip(&reader.network.dense) {
            let x: Vec<f32> =
                (0..5 * tensor.rows).map(|i| ((i * 7919 % 1013) as f32 - 500.0) / 211.0).collect();
            let rows = IntRows::new(&x, tensor.rows);
            let bias = vec![0.25; tensor.columns];
            let bits = |x: Vec<f32>| x.into_iter().map(f32::to_bits).collect::<Vec<_>>();
            let (wide, plain) = (matrix.multiply(&rows, &bias), matrix.multiply_plain(&rows, &bias));
            assert_eq!(bits(wide), bits(plain), "{}", tensor.name);
        }
    }
}
