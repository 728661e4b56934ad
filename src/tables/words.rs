//! Words with their parts of speech and lemmas, for the rule tagger.

use super::tsv::rows;
use crate::error::TableError;

/// The tagger's dictionary.
#[derive(Debug, Default)]
pub struct Words {}

impl Words {
    /// Reads the table.
    ///
    /// # Errors
    /// A line is malformed.
    pub fn parse(file: &str, text: &str) -> Result<Self, TableError> {
        rows(file, text, &["word"])?;
        Ok(Self {})
    }
}
