//! The network in training: what it learns from, losses, gradients, chances.

use super::kernels::multiply_add;
use super::layers::{mask, times};
use super::random::Random;
use crate::learn::features::WordFeatures;
use crate::learn::network::Network;

/// The network, and the word vectors as they came with the projection into its space.
#[derive(Clone, Debug)]
pub struct Model {
    /// The network; its `vectors` are only filled when the model is saved.
    pub network: Network,
    /// Fixed word vectors, row 0 zero; `vector_dim` columns.
    pub raw: Vec<f32>,
    /// Columns of `raw`.
    pub vector_dim: usize,
    /// Values a word of a teacher's context; 0 in a network that is saved.
    pub context_dim: usize,
    /// `(vector_dim + context_dim)` × `table_dim`.
    pub projection: Vec<f32>,
}

/// Columns and their shares; a share of 0 fills up.
pub type Target = [(u16, f32); 5];

/// The target of a known column.
pub const fn sure(column: u16) -> Target {
    [(column, 1.0), (0, 0.0), (0, 0.0), (0, 0.0), (0, 0.0)]
}

/// What is known of a word's name column.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct NameTarget {
    /// Allowed columns as a bit set.
    pub allowed: u32,
    /// Weight of the allowed columns.
    pub gold: f32,
    /// Columns with the weight that teachers give them.
    pub soft: Target,
}

/// Sentences laid end to end, with targets.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// Features of all words.
    pub words: Vec<WordFeatures>,
    /// One past the last word of each sentence.
    pub ends: Vec<usize>,
    /// Tag columns; empty if unknown in this batch.
    pub tags: Vec<Target>,
    /// Heads within the sentence, 1-based, at which relations are learnt; empty if unknown.
    pub heads: Vec<usize>,
    /// Heads to learn.
    pub arcs: Vec<Target>,
    /// Relation columns.
    pub relations: Vec<Target>,
    /// Name columns; empty if unknown.
    pub names: Vec<NameTarget>,
    /// Name convention of each word.
    pub conventions: Vec<u8>,
    /// `context_dim` values a word; empty if the model has none.
    pub context: Vec<f32>,
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

/// Probabilities that a model gives to a batch.
#[derive(Clone, Debug, Default)]
pub struct Chances {
    /// Of tags, rows of words.
    pub tags: Vec<f32>,
    /// Of name columns, rows of words.
    pub names: Vec<f32>,
    /// Of heads, a matrix a sentence: words × (1 + words).
    pub arcs: Vec<Vec<f32>>,
    /// Output of the last layer, for [`Model::relations`].
    pub top: Vec<f32>,
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

    /// Losses and gradients of one batch.
    pub fn learn(&self, batch: &Batch, dropout: Dropout, random: &mut Random) -> (Losses, Gradients) {
        let net = &self.network;
        let d = net.config.dim;
        let n = batch.words.len();
        let mut grads = Gradients {
            dense: net.dense.iter().map(|t| vec![0.0; t.data.len()]).collect(),
            projection: vec![0.0; self.projection.len()],
            words: Vec::new(),
        };
        let mut losses = Losses::default();
        let parse = !batch.heads.is_empty();
        let trace = self.forward(batch, dropout, random, parse);
        let scale = 1.0 / n.max(1) as f32;
        let shared_mask = mask(random, dropout.head, &batch.ends, d);
        let seen = times(&trace.shared, &shared_mask);
        let d_shared = times(&self.learn_words(batch, &seen, scale, &mut losses, &mut grads), &shared_mask);
        let mut dx = vec![0.0; n * d];
        if parse {
            let top_mask = mask(random, dropout.head, &batch.ends, d);
            let seen = times(&trace.top, &top_mask);
            dx = times(&self.learn_tree(batch, &seen, scale, &mut losses, &mut grads), &top_mask);
        }
        self.backward(batch, &trace, dx, &d_shared, &mut grads);
        (losses, grads)
    }

    /// Chances of everything but relations.
    pub fn chances(&self, batch: &Batch) -> Chances {
        let trace = self.forward(batch, Dropout::NONE, &mut Random::new(0), true);
        let (tags, names) = self.word_chances(batch, &trace.shared);
        let arcs = self.arc_chances(batch, &trace.top);
        Chances { tags, names, arcs, top: trace.top }
    }

    /// Chances of relations, rows of words, at `heads` (1-based within the sentence, 0 the root).
    pub fn relations(&self, chances: &Chances, ends: &[usize], heads: &[usize]) -> Vec<f32> {
        self.relation_chances(&chances.top, ends, heads)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::features::FEATURES;
    use crate::learn::network::{Config, LayerKind};

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
        let mut model = Model { network, raw, vector_dim: 5, context_dim: 0, projection };
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
            tags: [0, 1, 2, 3, 4, 5, 6].map(sure).to_vec(),
            heads: vec![2, 0, 4, 2, 0, 1, 2],
            arcs: [2, 0, 4, 2, 0, 1, 2].map(sure).to_vec(),
            relations: (0..7).map(|i| [(i, 0.5), (45, 0.25), (0, 0.0), (0, 0.0), (0, 0.0)]).collect(),
            names: [1, 2, 1, 6, 1, 1 << 24, 1 << 4 | 1 << 8]
                .map(|allowed| NameTarget {
                    allowed,
                    gold: 0.6,
                    soft: [(3, 0.4); 1]
                        .map(|t| t)
                        .into_iter()
                        .chain([(0, 0.0); 4])
                        .collect::<Vec<_>>()
                        .try_into()
                        .unwrap(),
                })
                .to_vec(),
            conventions: vec![0, 0, 0, 0, 2, 2, 2],
            context: Vec::new(),
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
