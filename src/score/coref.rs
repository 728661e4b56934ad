//! Coreference measures: MUC, B³ and CEAF-φ4 with predicted mentions, as Pradhan et al. 2014
//! ("Scoring Coreference Partitions of Predicted Mentions", ACL) define them, and the CoNLL F1, the
//! mean of the three.
//!
//! Counts add up over documents; precision and recall are taken of the sums, as the CoNLL-2012
//! scorer does.

use std::collections::BTreeMap;
use std::fmt;
use std::hash::Hash;

/// Numerators and denominators of recall and precision of one measure.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Ratio {
    /// What of the gold chains was found.
    pub recall: (f64, f64),
    /// What of the found chains is gold.
    pub precision: (f64, f64),
}

impl Ratio {
    fn add(&mut self, other: Self) {
        self.recall.0 += other.recall.0;
        self.recall.1 += other.recall.1;
        self.precision.0 += other.precision.0;
        self.precision.1 += other.precision.1;
    }

    /// Recall, 0 to 1.
    pub fn r(&self) -> f64 {
        share(self.recall)
    }

    /// Precision, 0 to 1.
    pub fn p(&self) -> f64 {
        share(self.precision)
    }

    /// F1, 0 to 1.
    pub fn f1(&self) -> f64 {
        let (p, r) = (self.p(), self.r());
        if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }
    }
}

fn share((part, whole): (f64, f64)) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

/// The measures of one or more documents.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Coreference {
    /// Mentions by exact span, whatever their chain.
    pub mentions: Ratio,
    /// Links (Vilain et al. 1995).
    pub muc: Ratio,
    /// Mentions, each weighed by its chain (Bagga and Baldwin 1998).
    pub b_cubed: Ratio,
    /// Chains, aligned one to one (Luo 2005, similarity φ4).
    pub ceaf: Ratio,
}

impl Coreference {
    /// Adds one document. A mention is any value that is equal in gold and response if it is the
    /// same mention; each stands in one chain at most on either side.
    pub fn add<M: Ord + Hash>(&mut self, gold: &[Vec<M>], found: &[Vec<M>]) {
        let (of_gold, of_found) = (chain_of(gold), chain_of(found));
        let both = of_gold.keys().filter(|m| of_found.contains_key(*m)).count() as f64;
        self.mentions
            .add(Ratio { recall: (both, of_gold.len() as f64), precision: (both, of_found.len() as f64) });
        self.muc.add(Ratio { recall: links(gold, &of_found), precision: links(found, &of_gold) });
        self.b_cubed
            .add(Ratio { recall: shares(gold, found, &of_found), precision: shares(found, gold, &of_gold) });
        let similarity: Vec<Vec<f64>> = gold
            .iter()
            .map(|g| {
                let mut row = vec![0.0; found.len()];
                g.iter().filter_map(|m| of_found.get(m)).for_each(|&f| row[f] += 1.0);
                row.iter().zip(found).map(|(common, f)| 2.0 * common / (g.len() + f.len()) as f64).collect()
            })
            .collect();
        let best = assignment(&similarity);
        self.ceaf.add(Ratio { recall: (best, gold.len() as f64), precision: (best, found.len() as f64) });
    }

    /// The mean F1 of MUC, B³ and CEAF-φ4, 0 to 1.
    pub fn conll(&self) -> f64 {
        (self.muc.f1() + self.b_cubed.f1() + self.ceaf.f1()) / 3.0
    }
}

impl fmt::Display for Coreference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows =
            [("mentions", self.mentions), ("MUC", self.muc), ("B3", self.b_cubed), ("CEAF-phi4", self.ceaf)];
        for (name, ratio) in rows {
            writeln!(f, "{name:10} P {:.3}  R {:.3}  F1 {:.3}", ratio.p(), ratio.r(), ratio.f1())?;
        }
        write!(f, "CoNLL F1 {:.4}", self.conll())
    }
}

fn chain_of<M: Ord>(chains: &[Vec<M>]) -> BTreeMap<&M, usize> {
    chains.iter().enumerate().flat_map(|(i, chain)| chain.iter().map(move |m| (m, i))).collect()
}

/// MUC: the links of chains that the other side keeps; mentions that it lacks are alone.
fn links<M: Ord>(chains: &[Vec<M>], others: &BTreeMap<&M, usize>) -> (f64, f64) {
    let mut sum = (0.0, 0.0);
    for chain in chains.iter().filter(|chain| !chain.is_empty()) {
        let mut parts: Vec<usize> = chain.iter().filter_map(|m| others.get(m).copied()).collect();
        let alone = chain.len() - parts.len();
        parts.sort_unstable();
        parts.dedup();
        sum.0 += (chain.len() - parts.len() - alone) as f64;
        sum.1 += (chain.len() - 1) as f64;
    }
    sum
}

/// B³: for each mention, the share of its chain that is with it on the other side too.
fn shares<M: Ord>(chains: &[Vec<M>], other_chains: &[Vec<M>], others: &BTreeMap<&M, usize>) -> (f64, f64) {
    let mut sum = (0.0, 0.0);
    let mut common = vec![0.0_f64; other_chains.len()];
    for chain in chains {
        let parts: Vec<usize> = chain.iter().filter_map(|m| others.get(m).copied()).collect();
        parts.iter().for_each(|&p| common[p] += 1.0);
        sum.0 += parts.iter().map(|&p| common[p]).sum::<f64>() / chain.len().max(1) as f64;
        sum.1 += chain.len() as f64;
        parts.iter().for_each(|&p| common[p] = 0.0);
    }
    sum
}

/// The largest sum of a one-to-one assignment of rows to columns (Kuhn 1955, Munkres 1957; with
/// potentials, cubic time).
fn assignment(value: &[Vec<f64>]) -> f64 {
    let wide = value.first().map_or(0, Vec::len);
    let size = value.len().max(wide);
    if size == 0 {
        return 0.0;
    }
    let get = |row: usize, column: usize| value.get(row).and_then(|r| r.get(column)).copied().unwrap_or(0.0);
    // One-based, as column 0 is where each augmenting path starts.
    let (mut rows, mut columns) = (vec![0.0; size + 1], vec![0.0; size + 1]);
    let mut row_of = vec![0_usize; size + 1];
    for row in 1..=size {
        row_of[0] = row;
        let mut at = 0;
        let mut least = vec![f64::INFINITY; size + 1];
        let mut from = vec![0_usize; size + 1];
        let mut used = vec![false; size + 1];
        while row_of[at] != 0 {
            used[at] = true;
            let (here, mut step, mut next) = (row_of[at], f64::INFINITY, 0);
            for column in 1..=size {
                if used[column] {
                    continue;
                }
                let cost = -get(here - 1, column - 1) - rows[here] - columns[column];
                if cost < least[column] {
                    least[column] = cost;
                    from[column] = at;
                }
                if least[column] < step {
                    step = least[column];
                    next = column;
                }
            }
            for column in 0..=size {
                if used[column] {
                    rows[row_of[column]] += step;
                    columns[column] -= step;
                } else {
                    least[column] -= step;
                }
            }
            at = next;
        }
        while at != 0 {
            row_of[at] = row_of[from[at]];
            at = from[at];
        }
    }
    (1..=size).map(|column| get(row_of[column].wrapping_sub(1), column - 1)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scored(gold: &[&[char]], found: &[&[char]]) -> Coreference {
        let own = |chains: &[&[char]]| chains.iter().map(|c| c.to_vec()).collect::<Vec<_>>();
        let mut out = Coreference::default();
        out.add(&own(gold), &own(found));
        out
    }

    fn close(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-9, "{a} is not {b}");
    }

    /// The example of Pradhan et al. 2014, section 4: key {a b c} {d e f g}, response {a b} {c d}
    /// {f g h i}.
    #[test]
    fn the_published_example_has_the_published_figures() {
        let s = scored(
            &[&['a', 'b', 'c'], &['d', 'e', 'f', 'g']],
            &[&['a', 'b'], &['c', 'd'], &['f', 'g', 'h', 'i']],
        );
        close(s.mentions.r(), 6.0 / 7.0);
        close(s.mentions.p(), 6.0 / 8.0);
        close(s.muc.r(), 2.0 / 5.0);
        close(s.muc.p(), 2.0 / 5.0);
        // Recall (4/3 + 1/3 + 1/4 + 4/4) / 7, precision (2 + 1/2 + 1/2 + 1/1) / 8.
        close(s.b_cubed.r(), (4.0 / 3.0 + 1.0 / 3.0 + 1.0 / 4.0 + 4.0 / 4.0) / 7.0);
        close(s.b_cubed.p(), (2.0 + 0.5 + 0.5 + 1.0) / 8.0);
        // φ4 of {a b c} with {a b} is 4/5, of {d e f g} with {f g h i} 4/8.
        close(s.ceaf.r(), 1.3 / 2.0);
        close(s.ceaf.p(), 1.3 / 3.0);
    }

    #[test]
    fn right_chains_score_one_and_none_score_zero() {
        let gold: &[&[char]] = &[&['a', 'b'], &['c', 'd', 'e']];
        close(scored(gold, gold).conll(), 1.0);
        close(scored(gold, &[]).conll(), 0.0);
        close(scored(&[], &[]).conll(), 0.0);
    }

    #[test]
    fn one_chain_of_all_has_full_recall_of_links() {
        let s = scored(&[&['a', 'b'], &['c', 'd']], &[&['a', 'b', 'c', 'd']]);
        close(s.muc.r(), 1.0);
        close(s.muc.p(), 2.0 / 3.0);
        close(s.b_cubed.p(), 0.5);
        // One of the two chains is aligned: 2·2/6.
        close(s.ceaf.r(), 4.0 / 6.0 / 2.0);
    }

    #[test]
    fn the_assignment_is_the_best_of_all() {
        // Greedy would take 0.9 and then 0.
        close(assignment(&[vec![0.9, 0.8], vec![0.7, 0.0]]), 1.5);
        close(assignment(&[vec![0.1, 0.5, 0.2]]), 0.5);
        close(assignment(&[vec![0.3], vec![0.6]]), 0.6);
    }
}
