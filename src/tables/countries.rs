//! States and territories by every word that can mean them.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Phrases;
use super::tsv::rows;
use crate::error::TableError;

/// A state or territory of ISO 3166-1 (also Kosovo, XKX).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Country {
    /// ISO 3166-1 alpha-3 code.
    pub iso3: String,
    /// English short name, `Syria`.
    pub name: String,
}

/// How a word means a country.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CountryForm {
    /// `Syria`, `Syrian Arab Republic`, `U.S.`.
    Name,
    /// `Syrian`: adjective, or one person.
    Adjective,
    /// `Syrians`, `the British`: the people as a noun.
    People,
    /// `Damascus`: seat of government; means the state only where it acts.
    Seat,
}

/// All countries.
#[derive(Debug, Default)]
pub struct Countries {
    list: Vec<Country>,
    by_iso3: FxHashMap<String, usize>,
    homonyms: FxHashSet<String>,
    phrases: Phrases<(usize, CountryForm)>,
}

impl Countries {
    /// Reads the table: `iso3 name variants adjectives people seats homonym` (lists separated by
    /// `|`; of phrases in several lists the first counts).
    ///
    /// # Errors
    /// A line is malformed or a code comes twice.
    pub fn parse(file: &str, text: &str) -> Result<Self, TableError> {
        let mut out = Self::default();
        let columns = ["iso3", "name", "variants", "adjectives", "people", "seats", "homonym"];
        for row in rows(file, text, &columns)? {
            let index = out.list.len();
            let iso3 = row.cell(0).to_owned();
            if iso3.len() != 3 || out.by_iso3.insert(iso3.clone(), index).is_some() {
                return Err(row.error(format!("{iso3:?} is no new code of three letters")));
            }
            out.list.push(Country { iso3, name: row.cell(1).to_owned() });
            out.phrases.insert(row.cell(1), (index, CountryForm::Name));
            let forms = [CountryForm::Name, CountryForm::Adjective, CountryForm::People, CountryForm::Seat];
            for (column, form) in forms.into_iter().enumerate() {
                for phrase in row.list(column + 2) {
                    out.phrases.insert(phrase, (index, form));
                }
            }
            out.homonyms.extend(row.list(6).map(str::to_owned));
        }
        Ok(out)
    }

    /// The longest phrase at a place that means a country (case kept): length in words, country,
    /// form. `word` returns `None` past the end.
    pub fn longest<'w>(
        &self,
        word: impl Fn(usize) -> Option<&'w str>,
    ) -> Option<(usize, &Country, CountryForm)> {
        let (len, &(index, form)) = self.phrases.longest(word)?;
        Some((len, &self.list[index], form))
    }

    /// By exact phrase: `Syria`, `Syrian`, `Damascus`.
    pub fn get(&self, phrase: &str) -> Option<(&Country, CountryForm)> {
        self.phrases.get(phrase).map(|&(index, form)| (&self.list[index], form))
    }

    /// True for words that often mean something else, so that context must speak for the country:
    /// `Jordan`, `Georgia`, `Turkey`, `Washington`.
    pub fn is_homonym(&self, phrase: &str) -> bool {
        self.homonyms.contains(phrase)
    }

    /// All countries, in the order of the table.
    pub fn iter(&self) -> impl Iterator<Item = &Country> {
        self.list.iter()
    }

    /// By ISO 3166-1 alpha-3 code.
    pub fn by_iso3(&self, iso3: &str) -> Option<&Country> {
        self.by_iso3.get(iso3).map(|&index| &self.list[index])
    }
}
