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

const COLUMNS: [&str; 8] = ["iso3", "name", "variants", "adjectives", "people", "seats", "homonym", "?iso2"];

/// All countries.
#[derive(Debug, Default)]
pub struct Countries {
    list: Vec<Country>,
    by_iso3: FxHashMap<String, usize>,
    by_iso2: FxHashMap<String, usize>,
    homonyms: FxHashSet<String>,
    /// Phrases that the user's own tables give without doubt.
    clear: FxHashSet<String>,
    phrases: Phrases<(usize, CountryForm)>,
}

impl Countries {
    /// Reads the table: `iso3 name variants adjectives people seats homonym` and perhaps `iso2` (lists
    /// separated by `|`; of phrases in several lists the first counts).
    ///
    /// # Errors
    /// A line is malformed or a code comes twice.
    pub fn parse(file: &str, text: &str) -> Result<Self, TableError> {
        let mut out = Self::default();
        out.add(file, text)?;
        Ok(out)
    }

    /// Adds the rows of a user's file: the phrases that they list stand for what they say, without
    /// help from the context, unless they say so themselves.
    ///
    /// # Errors
    /// As [`Self::parse`].
    pub fn overlay(&mut self, file: &str, text: &str) -> Result<(), TableError> {
        self.add(file, text)?;
        for row in rows(file, text, &COLUMNS)? {
            let doubtful: FxHashSet<&str> = row.list(6).collect();
            let phrases = [1, 2, 3, 4, 5].into_iter().flat_map(|i| row.list(i));
            self.clear.extend(phrases.filter(|p| !doubtful.contains(p)).map(str::to_owned));
        }
        Ok(())
    }

    /// Adds the rows of a further file; a country that an earlier file lists keeps its name, and
    /// gains phrases.
    ///
    /// # Errors
    /// As [`Self::parse`].
    pub fn add(&mut self, file: &str, text: &str) -> Result<(), TableError> {
        let earlier = self.list.len();
        for row in rows(file, text, &COLUMNS)? {
            let iso3 = row.cell(0).to_owned();
            let known = self.by_iso3.get(&iso3).copied();
            let code = iso3.len() == 3 && iso3.bytes().all(|b| b.is_ascii_uppercase());
            if !code || known.is_some_and(|index| index >= earlier) {
                return Err(row.error(format!("{iso3:?} is no new code of three letters")));
            }
            if row.cell(1).is_empty() {
                return Err(row.error("the country has no name"));
            }
            let index = known.unwrap_or(self.list.len());
            if known.is_none() {
                self.by_iso3.insert(iso3.clone(), index);
                self.list.push(Country { iso3, name: row.cell(1).to_owned() });
            }
            if !row.cell(7).is_empty() {
                self.by_iso2.insert(row.cell(7).to_owned(), index);
            }
            self.phrases.insert(row.cell(1), (index, CountryForm::Name));
            let forms = [CountryForm::Name, CountryForm::Adjective, CountryForm::People, CountryForm::Seat];
            for (column, form) in forms.into_iter().enumerate() {
                for phrase in row.list(column + 2) {
                    self.phrases.insert(phrase, (index, form));
                }
            }
            self.homonyms.extend(row.list(6).filter(|p| !self.clear.contains(*p)).map(str::to_owned));
        }
        Ok(())
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

    /// By ISO 3166-1 alpha-2 code.
    pub fn by_iso2(&self, iso2: &str) -> Option<&Country> {
        self.by_iso2.get(iso2).map(|&index| &self.list[index])
    }

    /// By ISO 3166-1 alpha-3 code.
    pub fn by_iso3(&self, iso3: &str) -> Option<&Country> {
        self.by_iso3.get(iso3).map(|&index| &self.list[index])
    }
}
