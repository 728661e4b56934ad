//! Heads of state and government by surname.

use rustc_hash::FxHashMap;

use super::tsv::rows;
use crate::error::TableError;

/// Leaders, old and new, whose surname tells a reader of news their country.
#[derive(Debug, Default)]
pub struct Leaders {
    by_surname: FxHashMap<String, (String, bool)>,
}

impl Leaders {
    /// Reads the table: `surname country alone` (ISO 3166-1 alpha-3; `yes` if the bare surname is
    /// no usual word or name of others).
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
        for row in rows(file, text, &["surname", "country", "alone"])? {
            if row.cell(1).len() != 3 {
                return Err(row.error(format!("{:?} is no code of three letters", row.cell(1))));
            }
            let leader = (row.cell(1).to_owned(), row.cell(2) == "yes");
            self.by_surname.entry(row.cell(0).to_owned()).or_insert(leader);
        }
        Ok(())
    }

    /// The country that a leader of this surname led.
    pub fn country(&self, surname: &str) -> Option<&str> {
        self.by_surname.get(surname).map(|(country, _)| country.as_str())
    }

    /// True if the bare surname means the leader: `Putin`, but not `Brown`.
    pub fn is_known_alone(&self, surname: &str) -> bool {
        self.by_surname.get(surname).is_some_and(|(_, alone)| *alone)
    }
}

#[cfg(test)]
mod tests {
    use crate::tables::Tables;

    #[test]
    fn leaders_have_countries_of_the_other_table() {
        let tables = Tables::bundled().unwrap();
        assert_eq!(tables.leaders.country("Putin"), Some("RUS"));
        assert!(tables.leaders.is_known_alone("Putin"));
        assert!(!tables.leaders.is_known_alone("Brown"));
        for (surname, (country, _)) in &tables.leaders.by_surname {
            assert!(tables.countries.by_iso3(country).is_some(), "{surname}: {country}");
        }
    }
}
