//! The training loop: batches, optimiser, scores on dev by epoch.

use rustc_hash::FxHashMap;

use super::augment::{Stock, UNKNOWN, join_hyphens, recase};
use super::examples::{Example, Guess, Soft, mixed, mixed_names, weighted};
use super::model::{Batch, Dropout, Gradients, Losses, Model};
use super::random::Random;
use super::vectors::Vectors;
use crate::learn::features::{FEATURES, Lexicon, WordFeatures, hash, name_list, normal_form};
use crate::learn::labels::NAME_LABELS;
use crate::learn::lemmas::Lemmas;
use crate::learn::network::{CONVENTION, Config, Network, add};
use crate::learn::reader::{Reader, Reading};
use crate::score::syntax::{Counts, standard_names};

/// What is to be learnt from.
#[derive(Clone, Debug, Default)]
pub struct Corpora {
    /// Sentences with tags and trees (and names where known).
    pub trees: Vec<Example>,
    /// Sentences with names only.
    pub names: Vec<Example>,
    /// Sentences of free text, of which only teachers say something.
    pub free: Vec<Example>,
}

/// Dev sets by name.
pub type DevSets = Vec<(String, Vec<Example>)>;

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
    /// Words of free text for each word with a tree.
    pub free_share: f32,
    /// Weight of what teachers say beside gold, 0 to 1.
    pub trust: f32,
    /// The mean of the weights goes over about this share of the steps so far; 0 for none.
    pub average: f32,
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
    for example in &corpora.trees {
        for word in &example.sentence.words {
            counts.entry(hash(0, &normal_form(word))).or_default().0 += 1;
        }
    }
    for example in &corpora.names {
        for word in &example.sentence.words {
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
    stock: Stock,
    random: Random,
    dense: Vec<Moments>,
    projection: Moments,
    table: Moments,
    step: usize,
    steps: usize,
    /// Mean of the weights over the last steps.
    mean: Option<Mean>,
}

/// The mean of a model's weights.
struct Mean {
    dense: Vec<Vec<f32>>,
    projection: Vec<f32>,
    table: Vec<f32>,
}

/// Steps between two values of the mean.
const MEAN_EVERY: usize = 32;

/// Words of some sentences.
fn words_of(examples: &[Example]) -> usize {
    examples.iter().map(|e| e.sentence.words.len()).sum()
}

impl Trainer {
    /// Weights at their random start.
    pub fn new(
        settings: Settings,
        mut config: Config,
        corpora: &Corpora,
        vectors: Vectors,
        context_dim: usize,
        names_listed: &[(String, String)],
    ) -> Self {
        let (lexicon, counts) = lexicon(corpora, &vectors, names_listed, settings.buckets);
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
        let trees = words_of(&corpora.trees) as f32;
        let names = (trees * settings.name_share).min(words_of(&corpora.names) as f32);
        let free = (trees * settings.free_share).min(words_of(&corpora.free) as f32);
        let steps = ((trees + names + free) / settings.batch as f32) as usize * settings.epochs + 1;
        let projection: Vec<f32> =
            (0..(vectors.dim + context_dim) * d).map(|_| 1.7 * (2.0 * random.unit() - 1.0)).collect();
        let dense = network.dense.iter().map(|t| Moments::new(t.data.len())).collect();
        let table = Moments::new(network.table.data.len());
        Self {
            projection: Moments::new(projection.len()),
            model: Model { network, raw: vectors.rows, vector_dim: vectors.dim, context_dim, projection },
            settings,
            lexicon,
            counts,
            lemmas: super::lemmas::learn(corpora.trees.iter().map(|e| &e.sentence)),
            stock: Stock::new(names_listed),
            random,
            dense,
            table,
            step: 0,
            steps,
            mean: None,
        }
    }

    /// The reader as it stands.
    pub fn reader(&self) -> Reader {
        let mut model = self.settled();
        model.project();
        Reader::new(self.lexicon.clone(), model.network, self.lemmas.clone())
    }

    /// The model with the mean of its weights.
    pub fn settled(&self) -> Model {
        let mut model = self.model.clone();
        if let Some(mean) = &self.mean {
            for (tensor, mean) in model.network.dense.iter_mut().zip(&mean.dense) {
                tensor.data.clone_from(mean);
            }
            model.projection.clone_from(&mean.projection);
            model.network.table.data.clone_from(&mean.table);
        }
        model
    }

    /// Words to rows.
    pub const fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// Rules for lemmas.
    pub const fn lemmas(&self) -> &Lemmas {
        &self.lemmas
    }

    fn settle(&mut self) {
        if self.settings.average <= 0.0 || !self.step.is_multiple_of(MEAN_EVERY) {
            return;
        }
        let net = &self.model.network;
        let Some(mean) = &mut self.mean else {
            let dense = net.dense.iter().map(|t| t.data.clone()).collect();
            let (projection, table) = (self.model.projection.clone(), net.table.data.clone());
            self.mean = Some(Mean { dense, projection, table });
            return;
        };
        let share = (MEAN_EVERY as f32 / (self.settings.average * self.step as f32)).min(1.0);
        let draw = |mean: &mut [f32], now: &[f32]| {
            for (mean, now) in mean.iter_mut().zip(now) {
                *mean += share * (now - *mean);
            }
        };
        for (mean, tensor) in mean.dense.iter_mut().zip(&net.dense) {
            draw(mean, &tensor.data);
        }
        draw(&mut mean.projection, &self.model.projection);
        draw(&mut mean.table, &net.table.data);
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

    fn batch(&mut self, examples: &[&Example]) -> Batch {
        let mut batch = Batch::default();
        let nothing = Soft::default();
        let trust = self.settings.trust;
        for &Example { sentence, soft, context } in examples {
            let taught = !soft.tags.is_empty();
            let joined;
            let (sentence, soft) = if sentence.words.iter().any(|w| w == "-")
                && context.scales.is_empty()
                && (soft.tags.is_empty() || !sentence.heads.is_empty())
                && self.random.unit() < 0.3
            {
                joined = join_hyphens(sentence);
                (&joined, &nothing)
            } else {
                (sentence, soft)
            };
            // Sentences with names only are now read as their corpus counts names, now as teachers do
            // in the convention that is read.
            let silver = taught
                && sentence.heads.is_empty()
                && (sentence.names.is_empty() || self.random.unit() < 0.5);
            let mut words = sentence.words.clone();
            if context.scales.is_empty() {
                self.stock.rename(&mut words, &sentence.spans, &mut self.random);
                recase(&mut words, &mut self.random);
            }
            let features = self.features(&words);
            batch.words.extend(features);
            batch.ends.push(batch.words.len());
            context.write(&mut batch.context);
            let n = words.len();
            let gold = !sentence.heads.is_empty();
            let heads = if gold { &sentence.heads } else { &soft.heads };
            batch.heads.extend(heads);
            for (i, &head) in heads.iter().enumerate() {
                let target = |gold: Option<u16>, soft: Option<&Guess>| match (gold, soft) {
                    (Some(gold), soft) => mixed(gold, soft, trust),
                    (None, Some(soft)) => weighted(soft, 1.0),
                    (None, None) => Default::default(),
                };
                let known = |column: usize| gold.then_some(column as u16);
                batch
                    .tags
                    .push(target(sentence.tags.get(i).and_then(|&t| known(t.into())), soft.tags.get(i)));
                batch.arcs.push(target(known(head), soft.arcs.get(i)));
                let relation = sentence.relations.get(i).and_then(|&r| known(r.into()));
                batch.relations.push(target(relation, soft.relations.get(i)));
            }
            batch
                .conventions
                .resize(batch.words.len(), if silver { CONVENTION as u8 } else { sentence.convention });
            for i in 0..n {
                batch.names.push(match sentence.names.get(i) {
                    _ if silver => mixed_names(0, soft.names.get(i), 1.0),
                    Some(&allowed) => mixed_names(allowed, soft.own_names.get(i), trust),
                    None => mixed_names(UNKNOWN, None, 0.0),
                });
            }
        }
        batch
    }

    /// One pass; returns mean losses a word.
    pub fn epoch(&mut self, corpora: &Corpora) -> Losses {
        let trees = words_of(&corpora.trees);
        let order = self.pick(&corpora.trees, usize::MAX);
        let mut batches = self.split(&order);
        for (examples, share) in
            [(&corpora.names, self.settings.name_share), (&corpora.free, self.settings.free_share)]
        {
            let order = self.pick(examples, (trees as f32 * share) as usize);
            batches.extend(self.split(&order));
        }
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

    /// Examples in random order, up to a number of words.
    fn pick<'s>(&mut self, examples: &'s [Example], wanted: usize) -> Vec<&'s Example> {
        let mut order: Vec<&Example> = examples.iter().collect();
        self.random.shuffle(&mut order);
        let mut words = 0;
        order.retain(|e| {
            words += e.sentence.words.len();
            words <= wanted
        });
        order
    }

    fn split<'s>(&self, order: &[&'s Example]) -> Vec<Vec<&'s Example>> {
        let mut out = Vec::new();
        let mut now: Vec<&Example> = Vec::new();
        let mut words = 0;
        for example in order {
            now.push(example);
            words += example.sentence.words.len();
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
        self.settle();
    }
}

fn readings(reader: &Reader, examples: &[Example], parse: bool) -> Vec<Reading> {
    let words: Vec<&[String]> = examples.iter().map(|e| e.sentence.words.as_slice()).collect();
    reader.read(&words, parse)
}

/// Scores of a reader on a dev set.
pub fn score(reader: &Reader, examples: &[Example]) -> Counts {
    let parse = examples.iter().any(|e| !e.sentence.heads.is_empty());
    let mut counts = Counts::default();
    for (gold, found) in examples.iter().zip(&readings(reader, examples, parse)) {
        counts.add(&gold.sentence, found, &reader.lemmas);
    }
    counts
}

/// The standard names that a reader finds.
pub fn name_spans(reader: &Reader, examples: &[Example]) -> Vec<Vec<(usize, usize, &'static str)>> {
    readings(reader, examples, false).iter().map(standard_names).collect()
}

const _: () = assert!(NAME_LABELS <= 31);
