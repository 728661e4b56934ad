//! The texts that a store was given, each at all its places: one of them counts, and stands in
//! `documents`; the others wait in `places` for the day on which it goes.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, Params, params};
use rustc_hash::FxHashSet;
use sha2::{Digest, Sha256};

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

/// A text at one place, as it was read there.
pub(super) struct Copy {
    /// Under the id that it was given there.
    pub info: DocumentInfo,
    pub place: Option<String>,
    pub reading: String,
    pub program: String,
    /// What the pipeline made of it, packed.
    pub graph: Vec<u8>,
}

/// Where a store holds a text.
pub(super) enum Stand {
    /// It counts: its row in `documents`.
    Counts(Row),
    /// It waits: its key in `places`.
    Waits(i64),
}

/// A text at one place, as a store holds it.
pub(super) struct Held {
    pub at: Stand,
    pub info: DocumentInfo,
    pub place: Option<String>,
    reading: String,
    program: String,
}

/// What is known of a text at a place.
pub(super) type Mark = [u8; 16];

/// Tells a text at a place from the same text elsewhere, and from others there.
pub(super) fn mark(sha256: &str, place: Option<&str>, id: &str) -> Mark {
    let mut hash = Sha256::new();
    hash.update(sha256);
    hash.update([0]);
    hash.update(place.unwrap_or(id));
    let mut mark = Mark::default();
    mark.iter_mut().zip(hash.finalize()).for_each(|(to, from)| *to = from);
    mark
}

impl Held {
    /// A text at all its places, by precedence. Only stores of an earlier format count several.
    pub fn all(db: &Connection, sha256: &str) -> Result<Vec<Self>, StoreError> {
        let mut all = Self::those(db, "sha256", [sha256])?;
        all.sort_by(|a, b| by_precedence(&a.info, &b.info));
        Ok(all)
    }

    /// All texts at a place.
    pub fn at(db: &Connection, place: &str) -> Result<Vec<Self>, StoreError> {
        Self::those(db, "place", [place])
    }

    /// Hashes of the texts that stand at several places.
    pub fn copied(db: &Connection) -> Result<Vec<String>, StoreError> {
        let mut statement = db.prepare("SELECT DISTINCT sha256 FROM places ORDER BY sha256")?;
        let texts = statement.query_map([], |row| row.get(0))?;
        Ok(texts.collect::<Result<_, _>>()?)
    }

    fn those(db: &Connection, column: &str, value: impl Params + Clone) -> Result<Vec<Self>, StoreError> {
        let mut statement = db.prepare_cached(&format!(
            "SELECT {DOCUMENT}, d.given_id, d.key, d.place, r.reading, r.program FROM documents d
             JOIN readings r ON r.document = d.key WHERE d.{column} = ? ORDER BY d.key"
        ))?;
        let counting = statement.query_map(value.clone(), |row| {
            let mut info = read::document(row)?;
            let given: String = row.get(6)?;
            let id = std::mem::replace(&mut info.id, given.clone());
            let found = Row { key: row.get(7)?, id, given, sha256: info.sha256.clone() };
            let (place, reading, program) = (row.get(8)?, row.get(9)?, row.get(10)?);
            Ok(Self { at: Stand::Counts(found), info, place, reading, program })
        })?;
        let mut all = counting.collect::<Result<Vec<Self>, _>>()?;
        let mut statement = db.prepare_cached(&format!(
            "SELECT {DOCUMENT}, d.key, d.place, d.reading, d.program FROM places d
             WHERE d.{column} = ? ORDER BY d.key"
        ))?;
        let waiting = statement.query_map(value, |row| {
            let (at, info) = (Stand::Waits(row.get(6)?), read::document(row)?);
            let (place, reading, program) = (row.get(7)?, row.get(8)?, row.get(9)?);
            Ok(Self { at, info, place, reading, program })
        })?;
        for held in waiting {
            all.push(held?);
        }
        Ok(all)
    }

    /// What it is known by.
    pub fn mark(&self) -> Mark {
        mark(&self.info.sha256, self.place.as_deref(), &self.info.id)
    }

    /// True if what comes from the same place need not be put there; `twice` if this run has met it
    /// before, and then the first by precedence stays.
    pub fn stays(&self, new: &DocumentInfo, reading: &str, program: &str, twice: bool) -> bool {
        if twice {
            by_precedence(&self.info, new).is_le()
        } else {
            self.program == program && self.reading == reading
        }
    }

    /// True if a format that kept no places has left it.
    pub fn is_former(&self) -> bool {
        self.program.is_empty()
    }

    /// True if it stood in a file that is no more.
    pub fn is_gone(&self) -> bool {
        self.place.as_deref().and_then(gone).is_some()
    }

    /// Its id, in the graph if it counts.
    pub fn id(&self) -> &str {
        match &self.at {
            Stand::Counts(row) => &row.id,
            Stand::Waits(_) => &self.info.id,
        }
    }

    /// True if it is the one that counts of all places of its text.
    pub fn counts(&self) -> bool {
        matches!(self.at, Stand::Counts(_))
    }

    /// All of it.
    pub fn copy(&self, db: &Connection) -> Result<Copy, StoreError> {
        let (sql, key) = match &self.at {
            Stand::Counts(row) => ("SELECT graph FROM readings WHERE document = ?", row.key),
            Stand::Waits(key) => ("SELECT graph FROM places WHERE key = ?", *key),
        };
        let graph = db.prepare_cached(sql)?.query_row([key], |row| row.get(0))?;
        let Self { info, place, reading, program, .. } = self;
        let (info, place) = (info.clone(), place.clone());
        Ok(Copy { info, place, reading: reading.clone(), program: program.clone(), graph })
    }
}

/// The file of a place, if it is no more.
fn gone(place: &str) -> Option<&Path> {
    let path = place.strip_prefix("file:")?;
    // The id of a record may follow.
    let file = path.split_once('\n').map_or(path, |(file, _)| file);
    (!Path::new(path).exists() && !Path::new(file).exists()).then_some(Path::new(file))
}

/// Ids of texts that stood in files of these folders and stand nowhere any more.
pub(super) fn without_file(db: &Connection, folders: &[PathBuf]) -> Result<Vec<String>, StoreError> {
    let mut statement =
        db.prepare("SELECT id, sha256, place FROM documents WHERE place IS NOT NULL ORDER BY id")?;
    let mut rows = statement.query([])?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        let (id, sha256, place): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let file = gone(&place).filter(|file| folders.iter().any(|folder| file.starts_with(folder)));
        if file.is_some() && Held::all(db, &sha256)?.iter().all(Held::is_gone) {
            out.push(id);
        }
    }
    Ok(out)
}

impl Copy {
    /// Puts it into `places`.
    pub fn wait(&self, db: &Connection) -> Result<(), StoreError> {
        let info = &self.info;
        db.prepare_cached(
            "INSERT INTO places (id, sha256, title, date, source, url, place, reading, program, graph)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            info.id,
            info.sha256,
            info.title,
            info.date,
            info.source,
            info.url,
            self.place,
            self.reading,
            self.program,
            self.graph
        ])?;
        Ok(())
    }
}

/// Takes a text that waits out of `places`.
pub(super) fn forget(db: &Connection, key: i64) -> Result<(), StoreError> {
    db.prepare_cached("DELETE FROM places WHERE key = ?")?.execute([key])?;
    Ok(())
}

/// Ids of the documents that a name means: that of this very id; else those of a file of this name (`name#` and
/// eight digits), and those whose text stands under such an id or this one without counting there.
pub(super) fn called(db: &Connection, name: &str) -> Result<Vec<String>, StoreError> {
    let of_file =
        |id: &str| format!("substr({id}, 1, length(?1) + 1) = ?1 || '#' AND length({id}) = length(?1) + 9");
    let mut statement = db.prepare(&format!(
        "WITH meant AS (
             SELECT id, id = ?1 AS exact FROM documents WHERE id = ?1 OR {}
             UNION SELECT d.id, 0 FROM places p JOIN documents d ON d.sha256 = p.sha256 WHERE p.id = ?1 OR {}
         )
         SELECT DISTINCT id FROM meant WHERE exact = (SELECT max(exact) FROM meant) ORDER BY id",
        of_file("id"),
        of_file("p.id")
    ))?;
    let ids = statement.query_map([name], |row| row.get(0))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

/// True if another text bears the same id of its own: of another place, or one that this run has met.
pub(super) fn has_namesake(
    db: &Connection,
    new: &DocumentInfo,
    place: Option<&str>,
    met: &FxHashSet<Mark>,
) -> Result<bool, StoreError> {
    let mut statement =
        db.prepare_cached("SELECT sha256, place FROM documents WHERE given_id = ? AND sha256 <> ?")?;
    let mut others = statement.query([&new.id, &new.sha256])?;
    while let Some(row) = others.next()? {
        let (sha256, other): (String, Option<String>) = (row.get(0)?, row.get(1)?);
        if other.as_deref() != place || met.contains(&mark(&sha256, place, &new.id)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The texts of which a column (`id`, `given_id`) holds a value, by hash.
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
