//! Which texts are copies of others in a store: what [`originals`](crate::graph::copies::originals) says of all of
//! them, kept so that a batch looks only at those that are like what comes and goes.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use rusqlite::{Connection, OptionalExtension, Row, params};
use rustc_hash::FxHashMap;

use super::batch::sketch_of;
use super::error::StoreError;
use super::read::DOCUMENT;
use super::{read, values};
use crate::graph::copies::{Worth, bands, common, nearest};
use crate::types::{DocumentInfo, Sketch};

/// Texts whose standing a batch may change, and what came of it.
#[derive(Default)]
pub(super) struct Copies {
    /// By worth: what one is rests on those before it alone.
    doubtful: BTreeSet<(Worth, i64)>,
    new: BTreeSet<i64>,
    sketches: Sketches,
}

/// Sketches that a batch has seen: their readings need not be unpacked again.
#[derive(Default)]
struct Sketches(FxHashMap<i64, Rc<Sketch>>);

impl Sketches {
    /// More are not kept.
    const MOST: usize = 4096;

    fn keep(&mut self, key: i64, sketch: Rc<Sketch>) {
        if self.0.len() < Self::MOST {
            self.0.insert(key, sketch);
        }
    }

    fn of(&mut self, db: &Connection, key: i64) -> Result<Rc<Sketch>, StoreError> {
        if let Some(sketch) = self.0.get(&key) {
            return Ok(Rc::clone(sketch));
        }
        let sketch = Rc::new(sketch_of(db, key)?);
        self.keep(key, Rc::clone(&sketch));
        Ok(sketch)
    }
}

/// A text beside which another may be a copy.
struct Other {
    key: i64,
    worth: Worth,
    /// It is a copy itself.
    copy: bool,
}

impl Copies {
    /// All texts anew.
    pub fn of_all(db: &Connection) -> Result<Self, StoreError> {
        let mut statement =
            db.prepare(&format!("SELECT {WORTH} FROM documents d JOIN readings r ON r.document = d.key"))?;
        let others = statement.query_map([], other)?;
        let doubtful = others.map(|other| other.map(|other| (other.worth, other.key)));
        Ok(Self { doubtful: doubtful.collect::<Result<_, _>>()?, ..Self::default() })
    }

    /// A text that comes.
    pub fn put_in(
        &mut self,
        db: &Connection,
        key: i64,
        given: &DocumentInfo,
        sketch: &Sketch,
    ) -> Result<(), StoreError> {
        let mut statement = db.prepare_cached("INSERT INTO bands (band, document) VALUES (?, ?)")?;
        for band in bands(sketch) {
            statement.execute(params![band, key])?;
        }
        self.new.insert(key);
        self.sketches.keep(key, Rc::new(sketch.clone()));
        self.doubtful.insert((Worth::new(sketch.words, given), key));
        Ok(())
    }

    /// A text that goes, before its reading does.
    pub fn take_out(&mut self, db: &Connection, key: i64) -> Result<(), StoreError> {
        let mut statement = db.prepare_cached("DELETE FROM bands WHERE band = ? AND document = ?")?;
        let sketch = self.sketches.of(db, key)?;
        // Keys are given again.
        self.sketches.0.remove(&key);
        for band in bands(&sketch) {
            statement.execute(params![band, key])?;
        }
        db.prepare_cached("DELETE FROM copies WHERE document = ?")?.execute([key])?;
        self.new.remove(&key);
        self.doubtful.retain(|(_, other)| *other != key);
        self.doubt_copies_of(db, key)
    }

    fn doubt_copies_of(&mut self, db: &Connection, key: i64) -> Result<(), StoreError> {
        let mut statement = db.prepare_cached(&format!(
            "SELECT {WORTH} FROM copies c JOIN documents d ON d.key = c.document WHERE c.original = ?"
        ))?;
        for copy in statement.query_map([key], other)? {
            let copy = copy?;
            self.doubtful.insert((copy.worth, copy.key));
        }
        Ok(())
    }

    /// Says of each text whose standing has changed whether it counts now; of new ones always. `keep` lets
    /// all of them count.
    pub fn settle(mut self, db: &Connection, keep: bool) -> Result<BTreeMap<i64, bool>, StoreError> {
        let mut changed = BTreeMap::new();
        while let Some((worth, key)) = self.doubtful.pop_first() {
            let new = self.new.contains(&key);
            let sketch = if keep { Rc::default() } else { self.sketches.of(db, key)? };
            let others = others(db, key, &sketch)?;
            let (before, after): (Vec<Other>, Vec<Other>) =
                others.into_iter().partition(|other| other.worth < worth);
            let was = original_of(db, key)?;
            let is = self.original(db, &sketch, &before)?;
            if was != is {
                match is {
                    Some(is) => db
                        .prepare_cached("INSERT OR REPLACE INTO copies (document, original) VALUES (?, ?)")?
                        .execute([key, is])?,
                    None => db.prepare_cached("DELETE FROM copies WHERE document = ?")?.execute([key])?,
                };
            }
            if new || was.is_some() != is.is_some() {
                changed.insert(key, is.is_none());
                if is.is_none() {
                    for other in after {
                        // What has too little in common with it stands as before.
                        if common(&sketch, &*self.sketches.of(db, other.key)?).is_some() {
                            self.doubtful.insert((other.worth, other.key));
                        }
                    }
                } else {
                    self.doubt_copies_of(db, key)?;
                }
            }
        }
        Ok(changed)
    }

    /// The text of which this one is a copy, among those before it.
    fn original(
        &mut self,
        db: &Connection,
        sketch: &Sketch,
        before: &[Other],
    ) -> Result<Option<i64>, StoreError> {
        let originals: Vec<&Other> = before.iter().filter(|other| !other.copy).collect();
        let mut shared = Vec::with_capacity(originals.len());
        for other in &originals {
            shared.push(common(&*self.sketches.of(db, other.key)?, sketch));
        }
        Ok(nearest(shared).and_then(|at| originals.get(at)).map(|other| other.key))
    }
}

/// The text of which a document is a copy.
pub(super) fn original_of(db: &Connection, key: i64) -> Result<Option<i64>, StoreError> {
    let mut statement = db.prepare_cached("SELECT original FROM copies WHERE document = ?")?;
    Ok(statement.query_row([key], |row| row.get(0)).optional()?)
}

/// How many texts are copies of others.
pub(super) fn count(db: &Connection) -> Result<usize, StoreError> {
    db.query_row("SELECT count(*) FROM copies", [], |row| Ok(values::size(row, 0)))?
}

/// The columns from which [`other`] reads, of documents as d.
const WORTH: &str = "d.key, d.words, d.date, d.given_id, d.sha256,
    EXISTS (SELECT 1 FROM copies x WHERE x.document = d.key)";

fn other(row: &Row<'_>) -> rusqlite::Result<Other> {
    let given =
        DocumentInfo { date: row.get(2)?, id: row.get(3)?, sha256: row.get(4)?, ..DocumentInfo::default() };
    Ok(Other { key: row.get(0)?, worth: Worth::new(row.get(1)?, &given), copy: row.get(5)? })
}

/// The texts that share a band with this one, by worth.
fn others(db: &Connection, key: i64, sketch: &Sketch) -> Result<Vec<Other>, StoreError> {
    let mut sharing: BTreeSet<i64> = BTreeSet::new();
    let mut statement = db.prepare_cached("SELECT document FROM bands WHERE band = ?")?;
    for band in bands(sketch) {
        for document in statement.query_map([band], |row| row.get(0))? {
            sharing.insert(document?);
        }
    }
    sharing.remove(&key);
    let mut statement = db.prepare_cached(&format!("SELECT {WORTH} FROM documents d WHERE d.key = ?"))?;
    let mut out = Vec::with_capacity(sharing.len());
    for key in sharing {
        out.push(statement.query_row([key], other)?);
    }
    out.sort_by(|a, b| a.worth.cmp(&b.worth));
    Ok(out)
}

/// Where else the texts of documents stand, by the key of the document that counts: of all, or of one.
pub(super) fn sources(
    db: &Connection,
    of: Option<i64>,
) -> Result<BTreeMap<i64, Vec<DocumentInfo>>, StoreError> {
    let one = |column: &str| if of.is_some() { format!("WHERE {column} = ?1") } else { String::new() };
    // Copies; the same text elsewhere; the text of copies elsewhere.
    let sql = format!(
        "SELECT {DOCUMENT}, c.original FROM copies c JOIN documents d ON d.key = c.document {}
         UNION ALL SELECT {DOCUMENT}, t.key FROM documents t JOIN places d ON d.sha256 = t.sha256
            AND d.id <> t.given_id {}
         UNION ALL SELECT {DOCUMENT}, c.original FROM copies c JOIN documents t ON t.key = c.document
            JOIN places d ON d.sha256 = t.sha256 AND d.id <> t.given_id {}",
        one("c.original"),
        one("t.key"),
        one("c.original")
    );
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = statement.query(rusqlite::params_from_iter(of))?;
    let mut out: BTreeMap<i64, Vec<DocumentInfo>> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        out.entry(row.get(6)?).or_default().push(read::document(row)?);
    }
    Ok(out)
}
