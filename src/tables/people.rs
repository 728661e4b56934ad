//! Given names and surname particles.

use rustc_hash::FxHashSet;

use super::tsv::rows;
use crate::error::TableError;

/// Words that occur in people's names.
#[derive(Debug, Default)]
pub struct People {
    given: FxHashSet<String>,
    particles: FxHashSet<String>,
    words: FxHashSet<String>,
    women: FxHashSet<String>,
    men: FxHashSet<String>,
}

impl People {
    /// Reads the table: `name part word gender`, with part `given` or `particle`, word `yes` or
    /// empty, gender `f`, `m` or empty.
    ///
    /// # Errors
    /// A line is malformed.
    pub fn parse(file: &str, text: &str) -> Result<Self, TableError> {
        let mut out = Self::default();
        out.add(file, text)?;
        Ok(out)
    }

    /// Adds the rows of a further file; what earlier files say of the same thing stays.
    ///
    /// # Errors
    /// As [`Self::parse`].
    pub fn add(&mut self, file: &str, text: &str) -> Result<(), TableError> {
        let rows = rows(file, text, &["name", "part", "word", "gender"])?;
        let earlier: FxHashSet<String> = self.given.union(&self.particles).cloned().collect();
        self.given.reserve(rows.len());
        for row in rows {
            if earlier.contains(row.cell(0)) {
                continue;
            }
            if row.cell(2) == "yes" {
                self.words.insert(row.cell(0).to_owned());
            }
            match row.cell(3) {
                "f" => _ = self.women.insert(row.cell(0).to_owned()),
                "m" => _ = self.men.insert(row.cell(0).to_owned()),
                "" => {}
                other => return Err(row.error(format!("unknown gender {other:?}; expected f, m or nothing"))),
            }
            match row.cell(1) {
                "given" => self.given.insert(row.cell(0).to_owned()),
                "particle" => self.particles.insert(row.cell(0).to_owned()),
                other => return Err(row.error(format!("unknown part {other:?}; expected given or particle"))),
            };
        }
        Ok(())
    }

    /// True for `Fuad`, `Angela` (capitalised form).
    pub fn is_given(&self, word: &str) -> bool {
        self.given.contains(word)
    }

    /// True for names that are common English words too, such as `Will`, `Grace`, `Mark`: alone,
    /// or where a sentence starts, they need more than the table.
    pub fn is_word(&self, name: &str) -> bool {
        self.words.contains(name)
    }

    /// True for given names that women bear (almost) alone.
    pub fn is_womans(&self, name: &str) -> bool {
        self.women.contains(name)
    }

    /// True for given names that men bear (almost) alone.
    pub fn is_mans(&self, name: &str) -> bool {
        self.men.contains(name)
    }

    /// How many given names the table has.
    pub fn given_count(&self) -> usize {
        self.given.len()
    }

    /// True for `bin`, `van`, `al` (as written inside names).
    pub fn is_particle(&self, word: &str) -> bool {
        self.particles.contains(word)
    }
}
