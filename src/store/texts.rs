//! The rows of documents that a store was given.

use rusqlite::Connection;

use super::error::StoreError;
use super::read::{self, DOCUMENT};
use crate::graph::by_precedence;
use crate::types::DocumentInfo;

/// A row of `documents`.
pub(super) struct Row {
    pub key: i64,
    pub id: String,
    pub given: String,
    pub sha256: String,
}

/// A text that the store holds.
pub(super) struct Held {
    pub row: Row,
    pub info: DocumentInfo,
    pub reading: String,
    pub program: String,
}

impl Held {
    /// All rows of one text, by precedence: one, but for stores of an earlier format.
    pub fn all(db: &Connection, sha256: &str) -> Result<Vec<Self>, StoreError> {
        let mut statement = db.prepare_cached(&format!(
            "SELECT {DOCUMENT}, d.given_id, d.key, r.reading, r.program FROM documents d
             JOIN readings r ON r.document = d.key WHERE d.sha256 = ?"
        ))?;
        let held = statement.query_map([sha256], |row| {
            let mut info = read::document(row)?;
            let given: String = row.get(6)?;
            let id = std::mem::replace(&mut info.id, given.clone());
            let place = Row { key: row.get(7)?, id, given, sha256: info.sha256.clone() };
            Ok(Self { row: place, info, reading: row.get(8)?, program: row.get(9)? })
        })?;
        let mut held: Vec<Self> = held.collect::<Result<_, _>>()?;
        held.sort_by(|a, b| by_precedence(&a.info, &b.info));
        Ok(held)
    }

    pub fn of(db: &Connection, sha256: &str) -> Result<Option<Self>, StoreError> {
        Ok(Self::all(db, sha256)?.into_iter().next())
    }

    /// True if the same text need not be put in its place; `twice` if this run has met it before.
    pub fn stays(&self, new: &DocumentInfo, reading: &str, program: &str, twice: bool) -> bool {
        let first = by_precedence(&self.info, new).is_le();
        let same = self.program == program && self.reading == reading;
        // Under the same id it comes with what is known of it now; other ids are copies.
        if twice { first } else { same || self.program == program && self.info.id != new.id && first }
    }
}

/// The texts of which a column (`id`, `given_id`, `sha256`, `place`) holds a value, by hash.
pub(super) fn rows(db: &Connection, column: &str, value: &str) -> Result<Vec<Row>, StoreError> {
    let mut statement = db.prepare_cached(&format!(
        "SELECT d.key, d.id, d.given_id, d.sha256 FROM documents d
         JOIN readings r ON r.document = d.key WHERE d.{column} = ? ORDER BY d.sha256, d.key"
    ))?;
    let rows = statement.query_map([value], |row| {
        Ok(Row { key: row.get(0)?, id: row.get(1)?, given: row.get(2)?, sha256: row.get(3)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
