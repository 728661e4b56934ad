//! Cities and regions that are no country.

use super::Phrases;
use super::tsv::rows;
use crate::error::TableError;

/// Places by name (case kept), with the country they lie in.
#[derive(Debug, Default)]
pub struct Places {
    phrases: Phrases<Option<String>>,
}

impl Places {
    /// Reads the table: `name country` (ISO 3166-1 alpha-3, or empty).
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
        for row in rows(file, text, &["name", "country"])? {
            let country = Some(row.cell(1)).filter(|c| !c.is_empty()).map(str::to_owned);
            self.phrases.insert(row.cell(0), country);
        }
        Ok(())
    }

    /// The longest place name here: length in words and ISO code of its country, if it has one.
    pub fn longest<'w>(&self, word: impl Fn(usize) -> Option<&'w str>) -> Option<(usize, Option<&str>)> {
        self.phrases.longest(word).map(|(len, country)| (len, country.as_deref()))
    }

    /// True if exactly this is a known place.
    pub fn contains(&self, name: &str) -> bool {
        self.phrases.get(name).is_some()
    }
}
