//! The training loop: batches, optimiser, scores on dev by epoch.

use rustc_hash::FxHashMap;

use super::augment::{UNKNOWN, join_hyphens, recase};
use super::model::{Batch, Dropout, Gradients, Losses, Model};
use super::random::Random;
use super::vectors::Vectors;
use crate::learn::features::{FEATURES, Lexicon, WordFeatures, hash, name_list, normal_form};
use crate::learn::labels::NAME_LABELS;
use crate::learn::lemmas::Lemmas;
use crate::learn::network::{Config, Network, add};
use crate::learn::reader::Reader;
use crate::score::corpus::Sentence;
use crate::score::syntax::{Counts, standard_names};

/// What is to be learnt from.
#[derive(Clone, Debug, Default)]
pub struct Corpora {
    /// Sentences with tags and trees (and names where known).
    pub trees: Vec<Sentence>,
    /// Sentences with names only.
    pub names: Vec<Sentence>,
}

/// Dev sets by name.
pub type DevSets = Vec<(String, Vec<Sentence>)>;

/// Settings of a run.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Seed of everything random.
    pub seed: u64,
    /// Epochs; one epoch sees each tree once.
    pub epochs: usize,
    /// Words a batch.
    pub batch: usize,
    /// Highest rate of learning.
    pub rate: f32,
    /// Words with names only for each word with a tree.
    pub name_share: f32,
    /// Dropout.
    pub dropout: Dropout,
    /// Chance to hide a word that was seen once is `hide / (hide + 1)`.
    pub hide: f32,
    /// Table rows for affixes, shapes and spellings.
    pub buckets: u32,
}

/// The lexicon of the training data: words seen twice in trees or three times elsewhere.
pub fn lexicon(
    corpora: &Corpora,
    vectors: &Vectors,
    names: &[(String, String)],
    buckets: u32,
) -> (Lexicon, FxHashMap<u64, u32>) {
    let mut counts: FxHashMap<u64, (u32, u32)> = FxHashMap::default();
    for sentence in &corpora.trees {
        for word in &sentence.words {
            counts.entry(hash(0, &normal_form(word))).or_default().0 += 1;
        }
    }
    for sentence in &corpora.names {
        for word in &sentence.words {
            counts.entry(hash(0, &normal_form(word))).or_default().1 += 1;
        }
    }
    let mut words: Vec<u64> =
        counts.iter().filter(|(_, (t, n))| *t >= 2 || t + n >= 5).map(|(&w, _)| w).collect();
    words.sort_unstable();
    let (name_keys, name_classes) = name_list(names.iter().map(|(c, n)| (c.as_str(), n.as_str())));
    let lexicon = Lexicon {
        words,
        name_keys,
        name_classes,
        buckets,
        vector_keys: vectors.keys.iter().map(|k| k.0).collect(),
        vector_rows: vectors.keys.iter().map(|k| k.1).collect(),
    };
    (lexicon, counts.into_iter().map(|(w, (t, n))| (w, t + n)).collect())
}

/// Adam's state of one set of values.
#[derive(Clone, Debug)]
struct Moments {
    first: Vec<f32>,
    second: Vec<f32>,
}

impl Moments {
    fn new(n: usize) -> Self {
        Self { first: vec![0.0; n], second: vec![0.0; n] }
    }
}

const BETA: (f32, f32) = (0.9, 0.98);

#[inline]
fn adam(x: &mut [f32], g: &[f32], m: &mut [f32], v: &mut [f32], rate: f32, scale: f32) {
    for (((x, g), m), v) in x.iter_mut().zip(g).zip(m).zip(v) {
        let g = g * scale;
        *m = BETA.0 * *m + (1.0 - BETA.0) * g;
        *v = BETA.1 * *v + (1.0 - BETA.1) * g * g;
        *x -= rate * *m / (v.sqrt() + 1e-7);
    }
}

/// A run of training.
pub struct Trainer {
    settings: Settings,
    model: Model,
    lexicon: Lexicon,
    counts: FxHashMap<u64, u32>,
    lemmas: Lemmas,
    random: Random,
    dense: Vec<Moments>,
    projection: Moments,
    table: Moments,
    step: usize,
    steps: usize,
}

impl Trainer {
    /// Weights at their random start.
    pub fn new(
        settings: Settings,
        mut config: Config,
        corpora: &Corpora,
        vectors: Vectors,
        names: &[(String, String)],
    ) -> Self {
        let (lexicon, counts) = lexicon(corpora, &vectors, names, settings.buckets);
        let mut random = Random::new(settings.seed);
        config.rows = lexicon.rows();
        config.vectors = (vectors.rows.len() / vectors.dim.max(1)).saturating_sub(1);
        let mut network = Network::zeros(config);
        let d = network.config.table_dim;
        let spread = (3.0 / FEATURES as f32).sqrt();
        network.table.data.iter_mut().for_each(|x| *x = spread * (2.0 * random.unit() - 1.0));
        network.dense[0].data[..d].fill(1.0);
        for tensor in network.dense.iter_mut().skip(1) {
            if tensor.rows > 1 && !tensor.name.ends_with("bias") && tensor.name != "name_convention" {
                let spread = (6.0 / (tensor.rows + tensor.columns.min(tensor.rows)) as f32).sqrt();
                tensor.data.iter_mut().for_each(|x| *x = spread * (2.0 * random.unit() - 1.0));
            }
        }
        // Half the batches see a tree; the way the rate falls is counted in batches.
        let words = |sentences: &[Sentence]| sentences.iter().map(|s| s.words.len()).sum::<usize>() as f32;
        let trees = words(&corpora.trees);
        let names = (trees * settings.name_share).min(words(&corpora.names));
        let steps = ((trees + names) / settings.batch as f32) as usize * settings.epochs + 1;
        let projection: Vec<f32> = (0..vectors.dim * d).map(|_| 1.7 * (2.0 * random.unit() - 1.0)).collect();
        let dense = network.dense.iter().map(|t| Moments::new(t.data.len())).collect();
        let table = Moments::new(network.table.data.len());
        Self {
            projection: Moments::new(projection.len()),
            model: Model { network, raw: vectors.rows, vector_dim: vectors.dim, projection },
            settings,
            lexicon,
            counts,
            lemmas: super::lemmas::learn(&corpora.trees),
            random,
            dense,
            table,
            step: 0,
            steps,
        }
    }

    /// The reader as it stands.
    pub fn reader(&mut self) -> Reader {
        self.model.project();
        Reader::new(self.lexicon.clone(), self.model.network.clone(), self.lemmas.clone())
    }

    fn features(&mut self, words: &[String]) -> Vec<WordFeatures> {
        let hide = self.settings.hide;
        let mut out = self.lexicon.sentence(words);
        // Names of the training texts are listed more often than those of other texts.
        let unlisted = (self.random.unit() < 0.1).then(|| self.lexicon.unlisted());
        for (word, features) in words.iter().zip(&mut out) {
            let count = self.counts.get(&hash(0, &normal_form(word))).copied().unwrap_or(0) as f32;
            if self.random.unit() < hide / (hide + count) {
                features.rows[0] = 0;
            }
            if let Some(row) = unlisted {
                features.rows[FEATURES - 1] = row;
            }
        }
        out
    }

    fn batch(&mut self, sentences: &[&Sentence]) -> Batch {
        let mut batch = Batch::default();
        for &sentence in sentences {
            let joined;
            let sentence = if sentence.words.iter().any(|w| w == "-") && self.random.unit() < 0.3 {
                joined = join_hyphens(sentence);
                &joined
            } else {
                sentence
            };
            let mut words = sentence.words.clone();
            recase(&mut words, &mut self.random);
            let features = self.features(&words);
            batch.words.extend(features);
            batch.ends.push(batch.words.len());
            batch.tags.extend(&sentence.tags);
            batch.heads.extend(&sentence.heads);
            batch.relations.extend(&sentence.relations);
            batch.conventions.resize(batch.words.len(), sentence.convention);
            if sentence.names.is_empty() {
                batch.names.resize(batch.words.len(), UNKNOWN);
            } else {
                batch.names.extend(&sentence.names);
            }
        }
        batch
    }

    /// One pass; returns mean losses a word.
    pub fn epoch(&mut self, corpora: &Corpora) -> Losses {
        let mut order: Vec<&Sentence> = corpora.trees.iter().collect();
        self.random.shuffle(&mut order);
        let mut batches = self.split(&order);
        let trees: usize = order.iter().map(|s| s.words.len()).sum();
        let wanted = (trees as f32 * self.settings.name_share) as usize;
        let mut order: Vec<&Sentence> = corpora.names.iter().collect();
        self.random.shuffle(&mut order);
        let mut words = 0;
        order.retain(|s| {
            words += s.words.len();
            words <= wanted
        });
        batches.extend(self.split(&order));
        self.random.shuffle(&mut batches);
        let mut sum = Losses::default();
        let (mut tree_words, mut all_words) = (0, 0);
        for batch in batches {
            let batch = self.batch(&batch);
            let dropout = self.settings.dropout;
            let mut random = Random::new(self.random.bits());
            let (losses, grads) = self.model.learn(&batch, dropout, &mut random);
            self.update(&batch, &grads);
            all_words += batch.words.len();
            tree_words += batch.heads.len();
            sum.tags += losses.tags;
            sum.names += losses.names;
            sum.arcs += losses.arcs;
            sum.relations += losses.relations;
        }
        let (trees, all) = (tree_words.max(1) as f64, all_words.max(1) as f64);
        Losses {
            tags: sum.tags / trees,
            names: sum.names / all,
            arcs: sum.arcs / trees,
            relations: sum.relations / trees,
        }
    }

    fn split<'s>(&self, order: &[&'s Sentence]) -> Vec<Vec<&'s Sentence>> {
        let mut out = Vec::new();
        let mut now: Vec<&Sentence> = Vec::new();
        let mut words = 0;
        for sentence in order {
            now.push(sentence);
            words += sentence.words.len();
            if words >= self.settings.batch {
                out.push(std::mem::take(&mut now));
                words = 0;
            }
        }
        if !now.is_empty() {
            out.push(now);
        }
        out
    }

    fn update(&mut self, batch: &Batch, grads: &Gradients) {
        self.step += 1;
        let step = self.step as f32;
        let warm = (step / 200.0).min(1.0);
        let fall = (1.0 - step / self.steps as f32).max(0.01);
        let correct = (1.0 - BETA.1.powi(self.step.min(2000) as i32)).sqrt()
            / (1.0 - BETA.0.powi(self.step.min(2000) as i32));
        let rate = self.settings.rate * warm * fall * correct;
        let norm = grads.dense.iter().flatten().map(|g| g * g).sum::<f32>().sqrt();
        let scale = if norm > 2.0 { 2.0 / norm } else { 1.0 };
        for ((tensor, g), m) in self.model.network.dense.iter_mut().zip(&grads.dense).zip(&mut self.dense) {
            // Heads without gold in this batch stay as they are.
            if g.iter().any(|&g| g != 0.0) {
                adam(&mut tensor.data, g, &mut m.first, &mut m.second, rate, scale);
            }
        }
        let m = &mut self.projection;
        adam(&mut self.model.projection, &grads.projection, &mut m.first, &mut m.second, rate, scale);
        // Rows of the table: only those seen.
        let d = self.model.network.config.table_dim;
        let mut seen: Vec<(u32, u32)> = batch
            .words
            .iter()
            .enumerate()
            .flat_map(|(i, word)| word.rows.iter().map(move |&row| (row, i as u32)))
            .collect();
        seen.sort_unstable();
        let mut g = vec![0.0; d];
        for group in seen.chunk_by(|a, b| a.0 == b.0) {
            g.fill(0.0);
            for &(_, i) in group {
                add(&mut g, &grads.words[i as usize * d..][..d]);
            }
            let at = group[0].0 as usize * d;
            let (first, second) = (&mut self.table.first[at..at + d], &mut self.table.second[at..at + d]);
            adam(&mut self.model.network.table.data[at..at + d], &g, first, second, rate, scale);
        }
    }
}

/// Scores of a reader on a dev set.
pub fn score(reader: &Reader, sentences: &[Sentence]) -> Counts {
    let words: Vec<&[String]> = sentences.iter().map(|s| s.words.as_slice()).collect();
    let parse = sentences.iter().any(|s| !s.heads.is_empty());
    let mut counts = Counts::default();
    for (gold, found) in sentences.iter().zip(&reader.read(&words, parse)) {
        counts.add(gold, found, &reader.lemmas);
    }
    counts
}

/// The standard names that a reader finds.
pub fn name_spans(reader: &Reader, sentences: &[Sentence]) -> Vec<Vec<(usize, usize, &'static str)>> {
    let words: Vec<&[String]> = sentences.iter().map(|s| s.words.as_slice()).collect();
    reader.read(&words, false).iter().map(standard_names).collect()
}

const _: () = assert!(NAME_LABELS <= 31);
