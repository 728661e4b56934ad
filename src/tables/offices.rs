//! Offices, ranks, honorifics and professions.

use super::Phrases;
use super::tsv::rows;
use crate::error::TableError;

/// What a title says of its bearer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OfficeKind {
    /// Office of a state: `prime minister`, `foreign minister`, `ambassador`, `senator`, `king`.
    State,
    /// Office of any body: `chairman`, `secretary general`, `spokesman`, `leader`.
    Body,
    /// Military or police rank: `general`, `colonel`.
    Rank,
    /// No affiliation by itself: `Mr`, `Dr`, `Sir`, `Sheikh`.
    Honorific,
    /// What a person does, no affiliation by itself: `analyst`, `lawyer`, `activist`.
    Profession,
}

/// A title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    /// Full form in lower case, `prime minister`.
    pub name: String,
    /// What it says.
    pub kind: OfficeKind,
    /// True for those who speak for another: `spokesman`, `press secretary`.
    pub speaks_for: bool,
}

/// All titles, by lower-case phrase (abbreviations and plurals included).
#[derive(Debug, Default)]
pub struct Offices {
    list: Vec<Office>,
    phrases: Phrases<(usize, bool)>,
}

impl Offices {
    /// Reads the table: `name kind speaks_for variants plurals`.
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
        for row in rows(file, text, &["name", "kind", "speaks_for", "variants", "plurals"])? {
            let kind = match row.cell(1) {
                "state" => OfficeKind::State,
                "body" => OfficeKind::Body,
                "rank" => OfficeKind::Rank,
                "honorific" => OfficeKind::Honorific,
                "profession" => OfficeKind::Profession,
                other => {
                    return Err(row.error(format!(
                        "unknown kind {other:?}; expected one of state, body, rank, honorific, profession"
                    )));
                }
            };
            let index = self.list.len();
            self.phrases.insert(row.cell(0), (index, false));
            for variant in row.list(3) {
                self.phrases.insert(variant, (index, false));
            }
            for plural in row.list(4) {
                self.phrases.insert(plural, (index, true));
            }
            self.list.push(Office { name: row.cell(0).to_owned(), kind, speaks_for: row.cell(2) == "yes" });
        }
        Ok(())
    }

    /// The longest title at a place (words in lower case): length in words, title, plural or not.
    pub fn longest<'w>(&self, word: impl Fn(usize) -> Option<&'w str>) -> Option<(usize, &Office, bool)> {
        let (len, &(index, plural)) = self.phrases.longest(word)?;
        Some((len, &self.list[index], plural))
    }

    /// By exact phrase in lower case.
    pub fn get(&self, phrase: &str) -> Option<&Office> {
        self.phrases.get(phrase).map(|&(index, _)| &self.list[index])
    }
}
