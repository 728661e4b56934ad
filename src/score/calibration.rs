//! Whether confidence means what it says: of edges with confidence 0.8 four of five should be right.

use serde::Serialize;

/// How many bins.
const BINS: usize = 5;

/// Facts of nearly the same confidence.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Bin {
    /// How many facts.
    pub facts: usize,
    /// Their mean confidence, 0 to 1.
    pub confidence: f64,
    /// The share of them that are right, 0 to 1.
    pub right: f64,
}

/// A reliability table and the expected calibration error (Naeini, Cooper and Hauskrecht 2015, with
/// bins of equal mass).
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Calibration {
    /// Five bins of equally many facts, the least sure first.
    pub bins: Vec<Bin>,
    /// Mean distance of confidence and share right, weighted by facts, 0 to 1.
    pub error: f64,
}

impl Calibration {
    /// From the confidence of each fact and whether it is right. Facts of one confidence count alike
    /// in all bins that they fall into, so that their order does not matter.
    pub fn of(facts: &[(f32, bool)]) -> Self {
        let mut sorted: Vec<(f64, f64)> =
            facts.iter().map(|&(c, right)| (f64::from(c), f64::from(u8::from(right)))).collect();
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
        for equal in sorted.chunk_by_mut(|a, b| a.0 == b.0) {
            let mean = equal.iter().map(|f| f.1).sum::<f64>() / equal.len() as f64;
            equal.iter_mut().for_each(|f| f.1 = mean);
        }
        let n = sorted.len();
        let bins = (0..BINS).map(|b| &sorted[b * n / BINS..(b + 1) * n / BINS]).filter(|bin| !bin.is_empty());
        let bins: Vec<Bin> = bins
            .map(|bin| {
                let mean =
                    |pick: fn(&(f64, f64)) -> f64| bin.iter().map(pick).sum::<f64>() / bin.len() as f64;
                Bin { facts: bin.len(), confidence: mean(|f| f.0), right: mean(|f| f.1) }
            })
            .collect();
        let distance = |bin: &Bin| (bin.confidence - bin.right).abs() * bin.facts as f64;
        let error = bins.iter().map(distance).sum::<f64>() / n.max(1) as f64;
        Self { bins, error }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn error_is_the_mean_distance() {
        // Five bins of two: at 0.9 all are right, at 0.5 none.
        let facts: Vec<(f32, bool)> =
            (0..10).map(|i| if i < 4 { (0.5, false) } else { (0.9, true) }).collect();
        let found = Calibration::of(&facts);
        assert_eq!(found.bins.len(), 5);
        assert!((found.error - (0.4 * 0.5 + 0.6 * 0.1)).abs() < 1e-6, "{found:?}");
        assert_eq!(Calibration::of(&[]), Calibration::default());
    }

    #[test]
    fn order_does_not_matter() {
        let mut facts: Vec<(f32, bool)> = (0..23).map(|i| (0.9, i % 3 == 0)).collect();
        let forth = Calibration::of(&facts);
        facts.reverse();
        assert_eq!(forth, Calibration::of(&facts));
    }
}
