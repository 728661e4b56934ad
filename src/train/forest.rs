//! Growing of [`Forest`]s: histograms of binned values, the best leaf first (after Ke et al. 2017). All
//! sums run in the order of the rows, so that the same rows give the same trees everywhere.

use super::random::Random;
use crate::learn::forest::{Forest, Node, Tree};
use crate::learn::kernels::{exp, softmax};

/// Settings of a run.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Trees a class.
    pub rounds: usize,
    /// Share of a tree that is believed.
    pub rate: f32,
    /// Most leaves of a tree.
    pub leaves: usize,
    /// Fewest rows of a leaf.
    pub least: u32,
    /// What holds leaves back.
    pub calm: f64,
    /// Share of the values that a tree may ask.
    pub values: f32,
    /// Share of the rows that a round sees.
    pub rows: f32,
    /// Seed of everything random.
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { rounds: 200, rate: 0.05, leaves: 15, least: 30, calm: 5.0, values: 0.3, rows: 0.7, seed: 1 }
    }
}

/// Most bins of a value.
const BINS: usize = 48;

/// Rows as bins, value by value.
struct Binned {
    bins: Vec<Vec<u8>>,
    bounds: Vec<Vec<f32>>,
    /// The bin of each value that most rows have.
    usual: Vec<u8>,
}

impl Binned {
    fn new(rows: &[&[f32]]) -> Self {
        let width = rows.iter().map(|row| row.len()).max().unwrap_or(0);
        let mut out = Self { bins: Vec::new(), bounds: Vec::new(), usual: Vec::new() };
        for value in 0..width {
            let column: Vec<f32> =
                rows.iter().map(|row| row.get(value).copied().unwrap_or_default()).collect();
            let bounds = bounds(&column);
            let bins: Vec<u8> =
                column.iter().map(|x| bounds.partition_point(|bound| bound < x) as u8).collect();
            let mut counts = [0usize; BINS + 1];
            bins.iter().for_each(|&bin| counts[usize::from(bin)] += 1);
            let usual = (0..BINS).max_by_key(|&bin| counts[bin]).unwrap_or(0);
            out.usual.push(usual as u8);
            out.bins.push(bins);
            out.bounds.push(bounds);
        }
        out
    }
}

/// Bounds between bins of about equal size.
fn bounds(column: &[f32]) -> Vec<f32> {
    let mut sorted = column.to_vec();
    sorted.sort_unstable_by(f32::total_cmp);
    let mut out = Vec::new();
    let few = sorted.windows(2).filter(|pair| pair[0] < pair[1]).count() < BINS;
    let (mut seen, step) = (0, sorted.len() / BINS + 1);
    for (i, pair) in sorted.windows(2).enumerate() {
        if pair[0] < pair[1] && out.len() + 1 < BINS && (few || i + 1 - seen >= step) {
            out.push((pair[0] + pair[1]) / 2.0);
            seen = i + 1;
        }
    }
    out
}

/// Gradient, curvature and count of a bin.
type Sums = [f64; 3];

/// A leaf that may be split.
struct Leaf {
    rows: Vec<u32>,
    histogram: Vec<[Sums; BINS]>,
    sums: Sums,
    /// Gain, place among the asked values, last bin that goes to the left.
    best: Option<(f64, usize, usize)>,
    /// What leads here: index of the node and its side.
    from: Option<(usize, usize)>,
}

/// One tree's surroundings.
struct Field<'a> {
    binned: &'a Binned,
    asked: &'a [usize],
    slopes: &'a [[f32; 2]],
    settings: &'a Settings,
}

impl Field<'_> {
    fn histogram(&self, rows: &[u32]) -> Vec<[Sums; BINS]> {
        let add = |sums: &mut Sums, row: u32| {
            let [g, h] = self.slopes[row as usize];
            sums[0] += f64::from(g);
            sums[1] += f64::from(h);
            sums[2] += 1.0;
        };
        let mut all = [0.0; 3];
        rows.iter().for_each(|&row| add(&mut all, row));
        let of = |&value: &usize| {
            let (bins, usual) = (&self.binned.bins[value], self.binned.usual[value]);
            let mut out = [[0.0; 3]; BINS];
            // Most rows have the usual bin: it gets what the others leave.
            for &row in rows {
                let bin = bins[row as usize];
                if bin != usual {
                    add(&mut out[usize::from(bin)], row);
                }
            }
            let mut left = all;
            for sums in &out {
                (0..3).for_each(|i| left[i] -= sums[i]);
            }
            out[usize::from(usual)] = left;
            out
        };
        self.asked.iter().map(of).collect()
    }

    fn worth(&self, [g, h, _]: Sums) -> f64 {
        g * g / (h + self.settings.calm)
    }

    fn leaf(&self, rows: Vec<u32>, histogram: Vec<[Sums; BINS]>, from: Option<(usize, usize)>) -> Leaf {
        let mut sums = [0.0; 3];
        for bin in histogram.first().into_iter().flatten() {
            (0..3).for_each(|i| sums[i] += bin[i]);
        }
        let mut best: Option<(f64, usize, usize)> = None;
        for (place, bins) in histogram.iter().enumerate() {
            let last = self.binned.bounds[self.asked[place]].len();
            let mut left = [0.0; 3];
            for (bin, more) in bins.iter().enumerate().take(last) {
                (0..3).for_each(|i| left[i] += more[i]);
                let right = [sums[0] - left[0], sums[1] - left[1], sums[2] - left[2]];
                let least = f64::from(self.settings.least);
                if left[2] < least || right[2] < least {
                    continue;
                }
                let gain = self.worth(left) + self.worth(right) - self.worth(sums);
                if gain > 1e-6 && best.is_none_or(|(before, ..)| gain > before) {
                    best = Some((gain, place, bin));
                }
            }
        }
        Leaf { rows, histogram, sums, best, from }
    }

    /// Grows a tree, the leaf that gains most first.
    fn tree(&self, rows: Vec<u32>) -> Tree {
        let mut out = Tree::default();
        let mut leaves = vec![self.leaf(rows.clone(), self.histogram(&rows), None)];
        while leaves.len() < self.settings.leaves {
            let gain = |leaf: &Leaf| leaf.best.map_or(0.0, |(gain, ..)| gain);
            let Some(at) =
                (0..leaves.len()).reduce(|a, b| if gain(&leaves[b]) > gain(&leaves[a]) { b } else { a })
            else {
                break;
            };
            let Some((_, place, bin)) = leaves[at].best else { break };
            let leaf = leaves.swap_remove(at);
            let value = self.asked[place];
            let node = out.nodes.len();
            out.nodes.push(Node { value: value as u16, bound: self.binned.bounds[value][bin], next: [0, 0] });
            if let Some((above, side)) = leaf.from {
                out.nodes[above].next[side] = node as i16;
            }
            let bins = &self.binned.bins[value];
            let (left, right): (Vec<u32>, Vec<u32>) =
                leaf.rows.into_iter().partition(|&row| usize::from(bins[row as usize]) <= bin);
            let turned = left.len() > right.len();
            let small = self.histogram(if turned { &right } else { &left });
            let mut large = leaf.histogram;
            for (large, small) in large.iter_mut().flatten().zip(small.iter().flatten()) {
                (0..3).for_each(|i| large[i] -= small[i]);
            }
            let (of_left, of_right) = if turned { (large, small) } else { (small, large) };
            leaves.push(self.leaf(left, of_left, Some((node, 0))));
            leaves.push(self.leaf(right, of_right, Some((node, 1))));
        }
        for leaf in leaves {
            let [g, h, _] = leaf.sums;
            if let Some((above, side)) = leaf.from {
                out.nodes[above].next[side] = -1 - out.leaves.len() as i16;
            }
            out.leaves.push((-g / (h + self.settings.calm)) as f32 * self.settings.rate);
        }
        out
    }
}

/// The logarithm of a share, by the program's own exponential.
fn logarithm(share: f32) -> f32 {
    let mut x = -1.0f32;
    for _ in 0..40 {
        x = (x - 1.0 + share / exp(x)).clamp(-20.0, 5.0);
    }
    x
}

/// A forest that tells `classes` apart; rows, their classes and how much each counts.
pub fn grow(
    rows: &[&[f32]],
    labels: &[usize],
    weights: &[f32],
    classes: usize,
    settings: &Settings,
) -> Forest {
    let mut random = Random::new(settings.seed);
    let binned = Binned::new(rows);
    let all: f32 = weights.iter().sum();
    let start = (0..classes).map(|class| {
        let of: f32 = labels.iter().zip(weights).filter(|(l, _)| **l == class).map(|(_, w)| w).sum();
        logarithm((of / all.max(1e-6)).max(1e-4))
    });
    let mut out = Forest { start: start.collect(), trees: Vec::new() };
    let mut scores: Vec<Vec<f32>> = rows.iter().map(|_| out.start.clone()).collect();
    let useful: Vec<usize> = (0..binned.bounds.len()).filter(|&v| !binned.bounds[v].is_empty()).collect();
    for _ in 0..settings.rounds {
        let seen: Vec<u32> = (0..rows.len() as u32)
            .filter(|&r| weights[r as usize] > 0.0 && random.unit() < settings.rows)
            .collect();
        let chances: Vec<Vec<f32>> = scores
            .iter()
            .map(|score| {
                let mut chances = score.clone();
                softmax(&mut chances);
                chances
            })
            .collect();
        for class in 0..classes {
            let asked: Vec<usize> =
                useful.iter().copied().filter(|_| random.unit() < settings.values).collect();
            let slopes: Vec<[f32; 2]> = chances
                .iter()
                .zip(labels)
                .zip(weights)
                .map(|((chances, &label), &w)| {
                    let p = chances[class];
                    [(p - f32::from(u8::from(label == class))) * w, (p * (1.0 - p)).max(1e-6) * w]
                })
                .collect();
            let field = Field { binned: &binned, asked: &asked, slopes: &slopes, settings };
            let tree = if asked.is_empty() { Tree::default() } else { field.tree(seen.clone()) };
            for (score, row) in scores.iter_mut().zip(rows) {
                score[class] += tree.leaf(row);
            }
            out.trees.push(tree);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forest_learns_what_two_values_say_together() {
        let mut random = Random::new(3);
        let rows: Vec<Vec<f32>> =
            (0..600).map(|_| (0..6).map(|_| (random.unit() * 8.0).floor()).collect()).collect();
        let labels: Vec<usize> =
            rows.iter().map(|r| usize::from(r[1] > 3.0) + usize::from(r[1] > 3.0 && r[4] > 2.0)).collect();
        let rows: Vec<&[f32]> = rows.iter().map(Vec::as_slice).collect();
        let settings = Settings { rounds: 40, rate: 0.2, values: 0.8, ..Settings::default() };
        let forest = grow(&rows, &labels, &vec![1.0; rows.len()], 3, &settings);
        let right = rows
            .iter()
            .zip(&labels)
            .filter(|(row, label)| crate::learn::kernels::argmax(&forest.chances(row)) == **label)
            .count();
        assert!(right > 570, "{right}");
        assert_eq!(forest, grow(&rows, &labels, &vec![1.0; rows.len()], 3, &settings));
    }

    #[test]
    fn logarithms_are_close() {
        for x in [0.9f32, 0.5, 0.01, 0.0003] {
            assert!((logarithm(x) - x.ln()).abs() < 1e-3, "{x}");
        }
    }
}
