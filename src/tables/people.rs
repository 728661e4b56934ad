//! Given names and surname particles.

use rustc_hash::FxHashSet;

use super::tsv::rows;
use crate::error::TableError;

/// Words that occur in people's names.
#[derive(Debug, Default)]
pub struct People {
    given: FxHashSet<String>,
    particles: FxHashSet<String>,
}

impl People {
    /// Reads the table: `name part` with part `given` or `particle`.
    ///
    /// # Errors
    /// A line is malformed.
    pub fn parse(file: &str, text: &str) -> Result<Self, TableError> {
        let mut out = Self::default();
        for row in rows(file, text, &["name", "part"])? {
            match row.cell(1) {
                "given" => out.given.insert(row.cell(0).to_owned()),
                "particle" => out.particles.insert(row.cell(0).to_owned()),
                other => return Err(row.error(format!("unknown part {other:?}; expected given or particle"))),
            };
        }
        Ok(out)
    }

    /// True for `Fuad`, `Angela` (capitalised form).
    pub fn is_given(&self, word: &str) -> bool {
        self.given.contains(word)
    }

    /// True for `bin`, `van`, `al` (as written inside names).
    pub fn is_particle(&self, word: &str) -> bool {
        self.particles.contains(word)
    }
}
