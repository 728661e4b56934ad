//! What is kept of a text so that its copies are known again.

use serde::{Deserialize, Serialize};

/// The words of a text as numbers: enough to say how much of it stands in another text, in the same
/// words, and nothing of what it says. The same on every machine and in every version: stores keep it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sketch {
    /// How many words its body has.
    pub words: u32,
    /// For each of the first [`Sketch::LONGEST`] words a hash of the [`Sketch::RUN`] that begin with it, in 31 bits;
    /// the lowest bit is set for names and numbers.
    pub runs: Vec<u32>,
}

impl Sketch {
    /// Words of a run.
    pub const RUN: usize = 5;

    /// More words than this of one text are not looked at.
    pub const LONGEST: usize = 4096;

    /// True if there is nothing to compare.
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }
}
