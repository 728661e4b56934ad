//! Where sentences end: a linear model over hashed features of the tokens around a gap, the
//! decision of the rules among them.

use super::features::{hash, normal_form, shape};

/// Number of weights, a power of two.
pub const WEIGHTS: usize = 1 << 14;

const MAGIC: &[u8; 8] = b"DEMBORD1";

/// Weights of the features; above zero, a sentence ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Borders {
    weights: Vec<i8>,
}

/// What a gap between two tokens looks like.
#[derive(Clone, Copy, Debug)]
pub struct Gap<'t> {
    /// Two tokens before, the token before, two tokens after; empty where there is none.
    pub words: [&'t str; 5],
    /// White space in the gap: 0 none, 1 a space, 2 a line end.
    pub space: u8,
    /// The rules end a sentence here.
    pub rule: bool,
    /// Tokens since the rules last ended one.
    pub since: usize,
}

impl Gap<'_> {
    /// Indices of the weights of this gap.
    pub fn features(&self) -> [usize; 16] {
        let forms = self.words.map(normal_form);
        let shapes = self.words.map(shape);
        let [_, w, x, y, _] = [&forms[0], &forms[1], &forms[2], &forms[3], &forms[4]].map(String::as_str);
        let [_, s1, s2, s3, s4] =
            [&shapes[0], &shapes[1], &shapes[2], &shapes[3], &shapes[4]].map(String::as_str);
        let since = match self.since {
            0..=4 => self.since,
            5..=7 => 5,
            8..=12 => 6,
            13..=20 => 7,
            21..=40 => 8,
            _ => 9,
        };
        let base = u64::from(self.rule) << 2 | u64::from(self.space);
        let one = |kind: u64, a: &str| hash(kind << 16 | base, a);
        let two = |kind: u64, a: &str, b: &str| hash(one(kind, a), b);
        [
            one(1, ""),
            one(2, x),
            one(3, y),
            two(4, s2, s3),
            two(5, x, s3),
            two(6, x, y),
            two(7, s2, y),
            hash(two(8, s1, s2), s3),
            two(9, w, x),
            hash(two(10, s2, s3), s4),
            one(11 + 16 * since as u64, ""),
            one(12 + 16 * since as u64, s3),
            two(13 + 16 * since as u64, x, ""),
            two(14, s3, s4),
            two(15, w, s2),
            two(16, y, s4),
        ]
        .map(|h| (h % WEIGHTS as u64) as usize)
    }
}

impl Borders {
    /// From weights as numbers; the largest becomes 127.
    pub fn new(weights: &[f32]) -> Self {
        let top = weights.iter().fold(f32::MIN_POSITIVE, |m, w| m.max(w.abs()));
        Self { weights: weights.iter().map(|w| (w / top * 127.0).round() as i8).collect() }
    }

    /// True if a sentence ends in this gap.
    pub fn ends(&self, gap: &Gap<'_>) -> bool {
        let sum: i32 =
            gap.features().iter().map(|&f| self.weights.get(f).copied().map_or(0, i32::from)).sum();
        sum > 0
    }

    /// The file of the weights.
    pub fn write(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.extend(self.weights.iter().map(|w| w.cast_unsigned()));
        let sum = out.iter().fold(0u32, |sum, &byte| sum.rotate_left(5) ^ u32::from(byte));
        out.extend(sum.to_le_bytes());
        out
    }

    /// From the bytes of a file; `None` if it is cut, altered or of another version.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let (body, sum) = bytes.split_last_chunk::<4>()?;
        let weights = body.strip_prefix(MAGIC.as_slice())?;
        let found = body.iter().fold(0u32, |sum, &byte| sum.rotate_left(5) ^ u32::from(byte));
        (weights.len() == WEIGHTS && found == u32::from_le_bytes(*sum))
            .then(|| Self { weights: weights.iter().map(|w| w.cast_signed()).collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_go_round() {
        let mut weights = vec![0.0; WEIGHTS];
        let gap = Gap { words: ["we", "met", ".", "They", "left"], space: 1, rule: true, since: 3 };
        assert!(!Borders::new(&weights).ends(&gap));
        weights[gap.features()[2]] = 2.0;
        let borders = Borders::new(&weights);
        assert!(borders.ends(&gap));
        let mut bytes = borders.write();
        assert_eq!(Borders::read(&bytes), Some(borders));
        bytes[99] ^= 1;
        assert_eq!(Borders::read(&bytes), None);
        assert_eq!(Borders::read(&bytes[..50]), None);
    }
}
