//! Documents come and go.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};

use rusqlite::{Connection, params};
use rustc_hash::FxHashSet;
use sha2::{Digest, Sha256};

use super::error::StoreError;
use super::fold::Fold;
use super::rebuild::{self, Told};
use super::schema::{self, Found};
use super::texts::{Held, Row, rows};
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
    /// [`Document::place`].
    pub place: Option<String>,
    /// [`reading_of`] the document.
    pub reading: String,
    /// What read it: [`Pipeline::fingerprint`](crate::pipeline::Pipeline::fingerprint).
    pub program: String,
}

impl Incoming {
    /// A document and what `program` made of it.
    pub fn new(document: &Document, graph: DocumentGraph, program: &str) -> Self {
        Self {
            graph,
            place: document.place.clone(),
            reading: reading_of(document),
            program: program.to_owned(),
        }
    }
}

/// A document that a run has met and that need not be read again.
#[derive(Debug, Clone)]
pub struct Met {
    /// Hash of its text.
    pub sha256: String,
    /// [`Document::place`].
    pub place: Option<String>,
}

impl From<Document> for Met {
    fn from(document: Document) -> Self {
        Self { sha256: document.sha256, place: document.place }
    }
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

/// The documents that one run has met.
///
/// A text stands beside others of its place (its own id, or its file), so that a store holds what a
/// build of all runs' texts would. If the run replaces, it takes the place of those of earlier runs.
#[derive(Debug, Default)]
pub struct Run {
    replaces: bool,
    /// Hashes of the texts.
    met: FxHashSet<String>,
    done: Done,
    told: Told,
}

impl Run {
    /// One whose texts take the place of those that earlier runs have found there.
    pub fn replacing() -> Self {
        Self { replaces: true, ..Self::default() }
    }

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
    /// New ones, at a new place.
    pub added: usize,
    /// New ones beside an earlier text of the same place.
    pub versions: usize,
    /// New ones instead of earlier texts of the same place.
    pub replaced: usize,
    /// Those that came again with another date, title or reading.
    pub renewed: usize,
    /// Those that were there already.
    pub known: usize,
}

impl Store {
    /// True if it holds this very text, read in the same way by the same program.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn knows(&self, document: &Document, program: &str) -> Result<bool, StoreError> {
        let held = Held::of(&self.db, &document.sha256).map_err(|error| error.at(&self.path))?;
        let (info, reading) = (DocumentInfo::from(document), reading_of(document));
        Ok(held.is_some_and(|held| held.stays(&info, &reading, program, false)))
    }

    /// True if it holds other texts of the document's place, and not this one.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn has_versions(&self, document: &Document) -> Result<bool, StoreError> {
        let Some(place) = &document.place else { return Ok(false) };
        let rows = rows(&self.db, "place", place).map_err(|error| error.at(&self.path))?;
        Ok(!rows.is_empty() && rows.iter().all(|row| row.sha256 != document.sha256))
    }

    /// Adds a batch: all of it or, on an error, nothing. `known` were met but need not be read again.
    ///
    /// # Errors
    /// The store cannot be written to, another process writes to it for longer than some seconds,
    /// or its corrections contradict each other once names are known to mean the same actor.
    pub fn add(&mut self, documents: Vec<Incoming>, known: &[Met], run: &mut Run) -> Result<(), StoreError> {
        run.met.extend(known.iter().map(|met| met.sha256.clone()));
        run.done.known += known.len();
        let mut again = Vec::with_capacity(documents.len());
        for document in &documents {
            again.push(!run.met.insert(document.graph.document.sha256.clone()));
        }
        let (met, replaces) = (&run.met, run.replaces);
        let (done, told) = self.write(|db, ways| {
            let mut batch = Batch::new(db, ways, replaces)?;
            let coming = documents.iter().map(|d| &d.place).chain(known.iter().map(|m| &m.place));
            for place in coming.flatten().collect::<BTreeSet<_>>() {
                for row in rows(db, "place", place)?.iter().filter(|row| !met.contains(&row.sha256)) {
                    batch.versions.insert(place.clone());
                    if replaces {
                        batch.remove(row)?;
                    }
                }
            }
            for (document, twice) in documents.into_iter().zip(again) {
                batch.add(document, twice)?;
            }
            batch.settle()?;
            batch.finish()
        })?;
        run.done.added += done.added;
        run.done.versions += done.versions;
        run.done.replaced += done.replaced;
        run.done.renewed += done.renewed;
        run.done.known += done.known;
        run.told = told.unwrap_or_else(|| std::mem::take(&mut run.told));
        Ok(())
    }

    /// Brings a store of an earlier format to this one: of several rows of the same text one stays.
    pub(super) fn migrate(&mut self) -> Result<(), StoreError> {
        self.write(|db, ways| {
            // Another process may have been faster.
            if !matches!(schema::check(db, "")?, Found::Former) {
                return Ok(());
            }
            schema::migrate(db)?;
            let sql = "SELECT d.sha256 FROM documents d JOIN readings r ON r.document = d.key
                GROUP BY d.sha256 HAVING count(*) > 1 ORDER BY d.sha256";
            let texts =
                db.prepare(sql)?.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
            let mut batch = Batch::new(db, ways, false)?;
            for text in texts {
                let all = Held::all(db, &text)?;
                all.iter().skip(1).try_for_each(|copy| batch.remove(&copy.row))?;
            }
            batch.settle()?;
            batch.finish().map(|_| ())
        })
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
                match rows(db, "id", id)?.pop() {
                    Some(row) => found.push(row),
                    None => missing.push(id.clone()),
                }
            }
            if !missing.is_empty() {
                return Ok((missing, Told::default()));
            }
            let mut batch = Batch::new(db, ways, false)?;
            found.iter().try_for_each(|row| batch.remove(row))?;
            batch.settle()?;
            Ok((missing, batch.finish()?.1.unwrap_or_default()))
        })
    }

    /// The id of the only document of this id, or of a file of this name.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn document_called(&self, name: &str) -> Result<Option<String>, StoreError> {
        let of_file = |id: &&String| {
            id.strip_prefix(name).and_then(|rest| rest.strip_prefix('#')).is_some_and(|d| d.len() == 8)
        };
        let like = self.documents_like(name, usize::MAX)?;
        if like.iter().any(|id| id == name) {
            return Ok(Some(name.to_owned()));
        }
        let mut found = like.iter().filter(of_file);
        Ok(found.next().filter(|_| found.next().is_none()).cloned())
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
    replaces: bool,
    done: Done,
    /// Places of which an earlier run has left another text.
    versions: BTreeSet<String>,
    /// Given ids of the documents that come or go.
    touched: BTreeSet<String>,
    /// Documents that are new, with their given ids' graphs.
    waiting: BTreeMap<i64, DocumentGraph>,
    /// Blocks of people whom the batch touches.
    blocks: BTreeSet<String>,
}

impl<'d> Batch<'d> {
    fn new(db: &'d Connection, ways: &'d Ways, replaces: bool) -> Result<Self, StoreError> {
        let corrected = rebuild::is_corrected(db, ways)?;
        let fold = (!corrected).then(|| Fold::new(db, ways.settings));
        Ok(Self {
            db,
            fold,
            ways,
            changed: false,
            replaces,
            done: Done::default(),
            versions: BTreeSet::new(),
            touched: BTreeSet::new(),
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
        self.touched.insert(row.given.clone());
        self.db.prepare_cached("DELETE FROM readings WHERE document = ?")?.execute([row.key])?;
        self.db.prepare_cached("DELETE FROM documents WHERE key = ?")?.execute([row.key])?;
        Ok(())
    }

    /// Adds a document; `twice` if this run has met its text before.
    fn add(&mut self, incoming: Incoming, twice: bool) -> Result<(), StoreError> {
        let Incoming { graph, place, reading, program } = incoming;
        let info = &graph.document;
        if let Some(held) = Held::of(self.db, &info.sha256)? {
            if held.stays(info, &reading, &program, twice) {
                self.done.known += 1;
                return Ok(());
            }
            if twice || held.info.id != info.id {
                self.done.known += 1;
            } else {
                self.done.renewed += 1;
            }
            self.remove(&held.row)?;
        } else if !place.as_ref().is_some_and(|place| self.versions.contains(place)) {
            self.done.added += 1;
        } else if self.replaces {
            self.done.replaced += 1;
        } else {
            self.done.versions += 1;
        }
        self.changed = true;
        self.touched.insert(info.id.clone());
        let key = self
            .db
            .prepare_cached(
                "INSERT INTO documents (id, given_id, sha256, title, date, source, url, place)
                 VALUES (?1, ?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .insert(params![info.id, info.sha256, info.title, info.date, info.source, info.url, place])?;
        self.db
            .prepare_cached("INSERT INTO readings (document, reading, program, graph) VALUES (?, ?, ?, ?)")?
            .execute(params![key, reading, program, packed(&graph)?])?;
        identity::put_in(self.db, key, &graph, &mut self.blocks)?;
        self.waiting.insert(key, graph);
        Ok(())
    }

    /// Gives each text of the touched given ids its id in the graph: the one with the smallest hash that
    /// which was given, others one of their own. Then who is who is settled anew, and what is new or
    /// means somebody else is put in.
    fn settle(&mut self) -> Result<(), StoreError> {
        let mut coming: BTreeMap<i64, (String, DocumentGraph)> = BTreeMap::new();
        for given in std::mem::take(&mut self.touched) {
            let rows = rows(self.db, "given_id", &given)?;
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
