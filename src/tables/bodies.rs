//! Common nouns that name or stand for bodies.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Phrases;
use super::tsv::rows;
use crate::error::TableError;
use crate::types::GroupKind;

/// What a noun says of the body that it heads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Body {
    /// Kind of a body whose name ends in the noun: `Ministry` → government.
    pub kind: GroupKind,
    /// True if such a body is an organ of its country: ministry, army, parliament, court.
    pub organ: bool,
    /// True if the noun with a country simply means the state: `government`, `forces`, `regime`,
    /// `officials`, `troops`.
    pub stands_for_state: bool,
}

/// All such nouns (some of two words, `security forces`), in lower case, singular and plural.
#[derive(Debug, Default)]
pub struct Bodies {
    by_noun: FxHashMap<String, Body>,
    phrases: Phrases<Body>,
}

impl Bodies {
    /// Reads the table: `noun kind organ stands_for_state`.
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
        let earlier: FxHashSet<String> = self.by_noun.keys().cloned().collect();
        for row in rows(file, text, &["noun", "kind", "organ", "stands_for_state"])? {
            if earlier.contains(row.cell(0)) {
                continue;
            }
            let kind = super::groups::kind(row.cell(1))
                .ok_or_else(|| row.error(format!("unknown kind {:?}", row.cell(1))))?;
            let body = Body { kind, organ: row.cell(2) == "yes", stands_for_state: row.cell(3) == "yes" };
            if self.by_noun.insert(row.cell(0).to_owned(), body).is_some() {
                return Err(row.error(format!("{:?} stands here twice", row.cell(0))));
            }
            self.phrases.insert(row.cell(0), body);
        }
        Ok(())
    }

    /// The longest such noun at a place (words in lower case): length in words and what it says.
    pub fn longest<'w>(&self, word: impl Fn(usize) -> Option<&'w str>) -> Option<(usize, Body)> {
        self.phrases.longest(word).map(|(len, body)| (len, *body))
    }

    /// By noun in lower case.
    pub fn get(&self, noun: &str) -> Option<Body> {
        self.by_noun.get(noun).copied()
    }
}
