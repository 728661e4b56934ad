//! Documents come and go.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};

use rusqlite::{Connection, OptionalExtension, params};
use rustc_hash::{FxHashMap, FxHashSet};
use sha2::{Digest, Sha256};

use super::error::StoreError;
use super::fold::Fold;
use super::rebuild::{self, Told};
use super::{Store, Ways, identity, values};
use crate::graph::{id_of_clash, rename};
use crate::types::{Document, DocumentGraph, DocumentInfo};

/// Graphs of documents larger than this are not believed.
const LARGEST: u64 = 1 << 30;

/// A document that was read.
#[derive(Debug, Clone)]
pub struct Incoming {
    /// What the pipeline made of it.
    pub graph: DocumentGraph,
    /// [`reading_of`] the document.
    pub reading: String,
    /// What read it: [`Pipeline::fingerprint`](crate::pipeline::Pipeline::fingerprint).
    pub program: String,
}

/// How a document was read, beside its text: title, date, zones. Sixteen hex digits.
pub fn reading_of(document: &Document) -> String {
    let mut hash = Sha256::new();
    let info = DocumentInfo::from(document);
    // Neither can fail.
    hash.update(serde_json::to_vec(&info).unwrap_or_default());
    hash.update(serde_json::to_vec(&document.zones).unwrap_or_default());
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// The documents that one run has met: texts of one id that come in one run stand side by side, as
/// they do when a graph is built without a store; a text of an earlier run gives way.
#[derive(Debug, Default)]
pub struct Run {
    met: FxHashMap<String, FxHashSet<String>>,
    done: Done,
    told: Told,
}

impl Run {
    /// What was done so far.
    pub fn done(&self) -> Done {
        self.done
    }

    /// What the corrections had to say when the store was last folded in this run.
    pub fn told(&self) -> &Told {
        &self.told
    }
}

/// How many documents became what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Done {
    /// New ones.
    pub added: usize,
    /// Those that came again with another text, date, title or reading.
    pub replaced: usize,
    /// Those that were there already.
    pub known: usize,
}

/// A row of `documents`.
struct Row {
    key: i64,
    id: String,
    given: String,
    sha256: String,
}

impl Store {
    /// True if it holds this very document, read in the same way by the same program.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn knows(&self, document: &Document, program: &str) -> Result<bool, StoreError> {
        let known = || {
            let mut statement = self.db.prepare_cached(
                "SELECT 1 FROM documents d JOIN readings r ON r.document = d.key
                 WHERE d.given_id = ? AND d.sha256 = ? AND r.reading = ? AND r.program = ?",
            )?;
            let found =
                statement.exists(params![document.id, document.sha256, reading_of(document), program])?;
            Ok(found)
        };
        known().map_err(|error: StoreError| error.at(&self.path))
    }

    /// True if it holds a document that was given this id.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn holds(&self, id: &str) -> Result<bool, StoreError> {
        let held = || {
            let mut statement = self.db.prepare_cached("SELECT 1 FROM documents WHERE given_id = ?")?;
            Ok(statement.exists([id])?)
        };
        held().map_err(|error: StoreError| error.at(&self.path))
    }

    /// Adds a batch: all of it or, on an error, nothing. `known` (id and hash) were met but need
    /// not be read again.
    ///
    /// # Errors
    /// The store cannot be written to, another process writes to it for longer than some seconds,
    /// or its corrections contradict each other once names are known to mean the same actor.
    pub fn add(
        &mut self,
        documents: Vec<Incoming>,
        known: &[(String, String)],
        run: &mut Run,
    ) -> Result<(), StoreError> {
        for (id, sha256) in known {
            run.met.entry(id.clone()).or_default().insert(sha256.clone());
        }
        run.done.known += known.len();
        let ids = |d: &Incoming| (d.graph.document.id.clone(), d.graph.document.sha256.clone());
        let mut again = Vec::with_capacity(documents.len());
        for (id, sha256) in documents.iter().map(ids) {
            again.push(!run.met.entry(id).or_default().insert(sha256));
        }
        let met = &run.met;
        let (done, told) = self.write(|db, ways| {
            let mut batch = Batch::new(db, ways)?;
            let mut touched: BTreeSet<String> = known.iter().map(|(id, _)| id.clone()).collect();
            touched.extend(documents.iter().map(|d| d.graph.document.id.clone()));
            for id in &touched {
                for row in rows(db, id)? {
                    if !met.get(id).is_some_and(|hashes| hashes.contains(&row.sha256)) {
                        batch.replaced.insert(id.clone());
                        batch.remove(&row)?;
                    }
                }
            }
            for (document, twice) in documents.into_iter().zip(again) {
                batch.add(document, twice)?;
            }
            batch.settle(&touched)?;
            batch.finish()
        })?;
        run.done.added += done.added;
        run.done.replaced += done.replaced;
        run.done.known += done.known;
        run.told = told.unwrap_or_else(|| std::mem::take(&mut run.told));
        Ok(())
    }

    /// Takes out documents, by the id that they have in the graph, and what rested on them alone.
    /// Nothing is taken out if one of them is not there: gives those back.
    ///
    /// # Errors
    /// As for [`Store::add`].
    pub fn remove(&mut self, ids: &[String]) -> Result<(Vec<String>, Told), StoreError> {
        self.write(|db, ways| {
            let mut found = Vec::new();
            let mut missing = Vec::new();
            for id in ids.iter().collect::<BTreeSet<_>>() {
                let sql = "SELECT d.given_id FROM documents d JOIN readings r ON r.document = d.key
                    WHERE d.id = ?";
                match db.query_row(sql, [id], |row| row.get::<_, String>(0)).optional()? {
                    Some(given) => found.push((id.clone(), given)),
                    None => missing.push(id.clone()),
                }
            }
            if !missing.is_empty() {
                return Ok((missing, Told::default()));
            }
            let mut batch = Batch::new(db, ways)?;
            for (id, given) in &found {
                for row in rows(db, given)?.iter().filter(|row| row.id == *id) {
                    batch.remove(row)?;
                }
            }
            batch.settle(&found.into_iter().map(|(_, given)| given).collect())?;
            Ok((missing, batch.finish()?.1.unwrap_or_default()))
        })
    }

    /// Ids of documents in which this text stands, at most `limit`.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn documents_like(&self, text: &str, limit: usize) -> Result<Vec<String>, StoreError> {
        let read = || {
            let mut statement = self.db.prepare(
                "SELECT id FROM documents WHERE instr(lower(id), lower(?)) > 0 ORDER BY id LIMIT ?",
            )?;
            let ids = statement.query_map(params![text, values::number(limit)], |row| row.get(0))?;
            Ok(ids.collect::<Result<_, _>>()?)
        };
        read().map_err(|error: StoreError| error.at(&self.path))
    }

    /// The ids of documents that another program (or other tables, or other weights) has read.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn read_otherwise(&self, program: &str) -> Result<Vec<String>, StoreError> {
        let read = || {
            let mut statement = self.db.prepare(
                "SELECT d.id FROM documents d JOIN readings r ON r.document = d.key
                 WHERE r.program <> ? ORDER BY d.id",
            )?;
            let ids = statement.query_map([program], |row| row.get(0))?;
            Ok(ids.collect::<Result<_, _>>()?)
        };
        read().map_err(|error: StoreError| error.at(&self.path))
    }
}

/// The texts of one given id, by hash.
fn rows(db: &Connection, given: &str) -> Result<Vec<Row>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT d.key, d.id, d.given_id, d.sha256 FROM documents d
         JOIN readings r ON r.document = d.key WHERE d.given_id = ? ORDER BY d.sha256",
    )?;
    let rows = statement.query_map([given], |row| {
        Ok(Row { key: row.get(0)?, id: row.get(1)?, given: row.get(2)?, sha256: row.get(3)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What the pipeline made of a document, under the id that the text gave.
pub(super) fn graph_of(db: &Connection, document: i64) -> Result<DocumentGraph, StoreError> {
    let mut statement = db.prepare_cached("SELECT graph FROM readings WHERE document = ?")?;
    let packed: Vec<u8> = statement.query_row([document], |row| row.get(0))?;
    let fail =
        |problem: String| StoreError::damaged("", format!("reading of document {document}: {problem}"));
    let mut json = Vec::new();
    zstd::stream::read::Decoder::new(packed.as_slice())
        .and_then(|decoder| decoder.take(LARGEST).read_to_end(&mut json))
        .map_err(|error| fail(error.to_string()))?;
    serde_json::from_slice(&json).map_err(|error| fail(error.to_string()))
}

/// The same as bytes; they carry a checksum.
fn packed(graph: &DocumentGraph) -> Result<Vec<u8>, StoreError> {
    let json = serde_json::to_vec(graph)?;
    let pack = || {
        let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), 3)?;
        encoder.include_checksum(true)?;
        encoder.write_all(&json)?;
        encoder.finish()
    };
    pack().map_err(|error| StoreError::damaged("", error.to_string()))
}

/// A batch in the making.
struct Batch<'d> {
    db: &'d Connection,
    /// None where corrections ask that all is folded anew.
    fold: Option<Fold<'d>>,
    ways: &'d Ways,
    changed: bool,
    done: Done,
    /// Ids given, of documents that an earlier run has left.
    replaced: BTreeSet<String>,
    /// Documents that are new, with their given ids' graphs.
    waiting: BTreeMap<i64, DocumentGraph>,
    /// Blocks of people whom the batch touches.
    blocks: BTreeSet<String>,
}

impl<'d> Batch<'d> {
    fn new(db: &'d Connection, ways: &'d Ways) -> Result<Self, StoreError> {
        let corrected = rebuild::is_corrected(db, ways)?;
        let fold = (!corrected).then(|| Fold::new(db, ways.settings));
        Ok(Self {
            db,
            fold,
            ways,
            changed: false,
            done: Done::default(),
            replaced: BTreeSet::new(),
            waiting: BTreeMap::new(),
            blocks: BTreeSet::new(),
        })
    }

    /// Takes a document out of the fold, as it was put in.
    fn take_out(&mut self, key: i64, id: &str) -> Result<(), StoreError> {
        if self.waiting.remove(&key).is_some() {
            return Ok(());
        }
        if let Some(fold) = &mut self.fold {
            let mut graph = graph_of(self.db, key)?;
            identity::of(self.db, &graph)?.settle(&mut graph);
            rename(&mut graph, id.to_owned());
            fold.take_out(key, graph)?;
        }
        Ok(())
    }

    fn remove(&mut self, row: &Row) -> Result<(), StoreError> {
        self.take_out(row.key, &row.id)?;
        identity::take_out(self.db, row.key, &mut self.blocks)?;
        self.changed = true;
        self.db.prepare_cached("DELETE FROM readings WHERE document = ?")?.execute([row.key])?;
        self.db.prepare_cached("DELETE FROM documents WHERE key = ?")?.execute([row.key])?;
        Ok(())
    }

    /// Adds a document; `twice` if this run has met its id and hash before.
    fn add(&mut self, incoming: Incoming, twice: bool) -> Result<(), StoreError> {
        let Incoming { graph, reading, program } = incoming;
        let info = &graph.document;
        let mut statement = self.db.prepare_cached(
            "SELECT d.title, d.date, d.source, d.url, r.reading, r.program FROM documents d
             JOIN readings r ON r.document = d.key WHERE d.given_id = ? AND d.sha256 = ?",
        )?;
        let known = statement
            .query_row([&info.id, &info.sha256], |row| {
                let known = DocumentInfo {
                    id: info.id.clone(),
                    sha256: info.sha256.clone(),
                    title: row.get(0)?,
                    date: row.get(1)?,
                    source: row.get(2)?,
                    url: row.get(3)?,
                };
                Ok((known, row.get::<_, String>(4)?, row.get::<_, String>(5)?))
            })
            .optional()?;
        if let Some((known, was_read, by)) = known {
            // Of one text under several titles or dates, the first by letters stays.
            if (was_read == reading && by == program) || (twice && known <= *info) {
                self.done.known += 1;
                return Ok(());
            }
            if !twice {
                self.done.replaced += 1;
            }
            for row in rows(self.db, &info.id)?.iter().filter(|row| row.sha256 == info.sha256) {
                self.remove(row)?;
            }
        } else if self.replaced.remove(&info.id) {
            self.done.replaced += 1;
        } else {
            self.done.added += 1;
        }
        self.changed = true;
        let key = self
            .db
            .prepare_cached(
                "INSERT INTO documents (id, given_id, sha256, title, date, source, url)
                 VALUES (?1, ?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .insert(params![info.id, info.sha256, info.title, info.date, info.source, info.url])?;
        self.db
            .prepare_cached("INSERT INTO readings (document, reading, program, graph) VALUES (?, ?, ?, ?)")?
            .execute(params![key, reading, program, packed(&graph)?])?;
        identity::put_in(self.db, key, &graph, &mut self.blocks)?;
        self.waiting.insert(key, graph);
        Ok(())
    }

    /// Gives each text of these given ids its id in the graph: the one with the smallest hash that
    /// which was given, others one of their own. Then who is who is settled anew, and what is new or
    /// means somebody else is put in.
    fn settle(&mut self, given: &BTreeSet<String>) -> Result<(), StoreError> {
        let mut coming: BTreeMap<i64, (String, DocumentGraph)> = BTreeMap::new();
        for given in given {
            let rows = rows(self.db, given)?;
            for (n, row) in rows.iter().enumerate() {
                let info = DocumentInfo {
                    id: row.given.clone(),
                    sha256: row.sha256.clone(),
                    ..DocumentInfo::default()
                };
                let id = if n == 0 { row.given.clone() } else { id_of_clash(&info) };
                let new = self.waiting.remove(&row.key);
                if new.is_none() && id == row.id {
                    continue;
                }
                let graph = match new {
                    Some(graph) => graph,
                    None => {
                        self.take_out(row.key, &row.id)?;
                        graph_of(self.db, row.key)?
                    }
                };
                self.changed = true;
                self.db
                    .prepare_cached("UPDATE documents SET id = ? WHERE key = ?")?
                    .execute(params![id, row.key])?;
                coming.insert(row.key, (id, graph));
            }
        }
        let change = identity::Change::of(self.db, &std::mem::take(&mut self.blocks))?;
        if self.fold.is_some() {
            for key in change.documents(self.db)? {
                if coming.contains_key(&key) {
                    continue;
                }
                let mut statement = self.db.prepare_cached("SELECT id FROM documents WHERE key = ?")?;
                let id: String = statement.query_row([key], |row| row.get(0))?;
                self.take_out(key, &id)?;
                coming.insert(key, (id, graph_of(self.db, key)?));
            }
        }
        change.write(self.db)?;
        if let Some(fold) = &mut self.fold {
            for (key, (id, mut graph)) in coming {
                identity::of(self.db, &graph)?.settle(&mut graph);
                rename(&mut graph, id);
                fold.put_in(key, graph)?;
            }
        }
        Ok(())
    }

    fn finish(self) -> Result<(Done, Option<Told>), StoreError> {
        let told = match self.fold {
            Some(fold) => {
                fold.finish()?;
                None
            }
            None if self.changed => Some(rebuild::anew(self.db, self.ways)?),
            None => None,
        };
        Ok((self.done, told))
    }
}
