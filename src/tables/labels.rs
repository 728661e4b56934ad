//! `labels.tsv`: the words of printed pictures, in English or in another language.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use super::tsv::rows;
use crate::error::TableError;

/// The words of a picture's legend and notes, by key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labels(BTreeMap<String, String>);

static BUNDLED: LazyLock<Labels> = LazyLock::new(|| {
    let rows = rows("labels.tsv", include_str!("../../data/labels.tsv"), &["key", "label"]);
    let pairs =
        rows.unwrap_or_default().into_iter().map(|row| (row.cell(0).to_owned(), row.cell(1).to_owned()));
    Labels(pairs.collect())
});

impl Default for Labels {
    fn default() -> Self {
        BUNDLED.clone()
    }
}

impl Labels {
    /// The bundled words, in English.
    pub fn bundled() -> &'static Self {
        &BUNDLED
    }

    /// The words of a file (`key`, `label`); what it does not name stays English.
    ///
    /// # Errors
    /// The file cannot be read, or a line names no known key.
    pub fn read(path: &Path) -> Result<Self, TableError> {
        let file = path.to_string_lossy();
        let fail = |problem: String| TableError { file: file.clone().into_owned(), line: 0, problem };
        let text = std::fs::read_to_string(path).map_err(|error| fail(error.to_string()))?;
        let mut labels = Self::default();
        for row in rows(&file, text.trim_start_matches('\u{feff}'), &["key", "label"])? {
            let Some(known) = labels.0.get_mut(row.cell(0)) else {
                let keys: Vec<&str> = BUNDLED.0.keys().map(String::as_str).collect();
                return Err(row.error(format!(
                    "unknown key {:?}; expected one of {}",
                    row.cell(0),
                    keys.join(", ")
                )));
            };
            row.cell(1).clone_into(known);
        }
        Ok(labels)
    }

    /// The words of a key; nothing for one that is unknown.
    pub fn get(&self, key: &str) -> &str {
        self.0.get(key).map_or("", String::as_str)
    }

    /// The same with values in place of `{name}`.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        values
            .iter()
            .fold(self.get(key).to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }
}
