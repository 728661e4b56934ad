//! Sentence and token borders against gold, as the CoNLL 2018 script counts them: a span is right
//! if both of its borders are, counted in characters other than white space.

use std::collections::BTreeSet;

/// A set of spans over the characters of a text that are no white space.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spans(BTreeSet<(usize, usize)>);

impl Spans {
    /// Adds a span; an empty one is left out.
    pub fn add(&mut self, start: usize, end: usize) {
        if start < end {
            self.0.insert((start, end));
        }
    }

    /// Number of spans.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// True without spans.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Number of spans in both.
    pub fn common(&self, other: &Self) -> usize {
        self.0.intersection(&other.0).count()
    }
}

/// Number of characters of `text` that are no white space.
pub fn letters(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

/// F1 of counts, 0 to 1.
pub fn f1(right: usize, gold: usize, found: usize) -> f64 {
    2.0 * right as f64 / (gold + found).max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_counted() {
        let (mut gold, mut found) = (Spans::default(), Spans::default());
        gold.add(0, 3);
        gold.add(3, 5);
        found.add(0, 3);
        found.add(3, 4);
        found.add(4, 4);
        assert_eq!((gold.common(&found), found.len()), (1, 2));
        assert_eq!(letters("a b\u{a0}c"), 3);
    }
}
