//! Words that name an event without saying who is for or against whom: a category, no stance.

use rustc_hash::FxHashMap;

use super::frames::FramePos;
use super::tsv::rows;
use crate::error::TableError;
use crate::types::Category;

/// PLOVER categories of event words, read where two actors are given.
#[derive(Debug, Default)]
pub struct Events {
    by_lemma: FxHashMap<(String, FramePos), Category>,
}

impl Events {
    /// Adds the rows of a table, but for words of which an earlier one has rows: `lemma pos category`. A
    /// lemma may be two: the word and that of a phrase under it (`open border`), or its particle.
    ///
    /// # Errors
    /// A line is malformed.
    pub fn add(&mut self, file: &str, text: &str) -> Result<(), TableError> {
        let mut added = FxHashMap::default();
        for row in rows(file, text, &["lemma", "pos", "category"])? {
            let pos = FramePos::named(row.cell(1)).ok_or_else(|| {
                row.error(format!("unknown pos {:?}; expected one of verb, noun, adj", row.cell(1)))
            })?;
            let category = serde_json::from_value(serde_json::Value::String(row.cell(2).to_owned()))
                .map_err(|_| row.error(format!("unknown category {:?}", row.cell(2))))?;
            if added.insert((row.cell(0).to_owned(), pos), category).is_some() {
                return Err(row.error(format!("{:?} is listed twice", row.cell(0))));
            }
        }
        for (key, category) in added {
            self.by_lemma.entry(key).or_insert(category);
        }
        Ok(())
    }

    /// The category of a lemma.
    pub fn get(&self, lemma: &str, pos: FramePos) -> Option<Category> {
        self.by_lemma.get(&(lemma.to_owned(), pos)).copied()
    }

    /// The lemmas, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, FramePos)> {
        self.by_lemma.keys().map(|(lemma, pos)| (lemma.as_str(), *pos))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sorted() {
        let text = include_str!("../../data/events.tsv");
        let keys: Vec<_> = text.lines().skip(1).map(|l| l.split('\t').take(2).collect::<Vec<_>>()).collect();
        assert!(keys.is_sorted(), "{:?}", keys.windows(2).find(|pair| pair[0] > pair[1]));
    }

    #[test]
    fn bad_rows_are_named() {
        let head = "lemma\tpos\tcategory\n";
        for bad in ["free\tword\tRETREAT", "free\tverb\tFREE", "free\tverb\tAID\nfree\tverb\tRETREAT"] {
            let error = Events::default().add("e.tsv", &format!("{head}{bad}\n")).unwrap_err();
            assert_eq!(error.file, "e.tsv");
        }
    }
}
