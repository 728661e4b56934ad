//! A batch of documents in the making: what counts, what waits at another place, who is who anew.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};

use rusqlite::{Connection, params};
use serde::de::DeserializeOwned;

use super::add::Incoming;
use super::copies::{self, Copies};
use super::error::StoreError;
use super::fold::Fold;
use super::rebuild::{self, Told};
use super::texts::{Copy, Held, Row, Stand, forget, mark, rows};
use super::{Ways, identity};
use crate::graph::{by_precedence, id_of_clash, rename};
use crate::types::{DocumentGraph, DocumentInfo, Sketch};

/// Graphs of documents larger than this are not believed.
const LARGEST: u64 = 1 << 30;

/// What became of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// Its text is new.
    New,
    /// Its text is known from another place.
    Elsewhere,
    /// It was there, but with another date, title or reading.
    Anew,
    /// It was there.
    Known,
    /// It is not to be read, whatever stood in its place before.
    LeftOut,
}

/// What the pipeline made of a document, under the id that the text gave.
pub(super) fn graph_of(db: &Connection, document: i64) -> Result<DocumentGraph, StoreError> {
    let mut statement = db.prepare_cached("SELECT graph FROM readings WHERE document = ?")?;
    let packed: Vec<u8> = statement.query_row([document], |row| row.get(0))?;
    unpacked(&packed, &format!("document {document}"))
}

/// What its copies are known by.
pub(super) fn sketch_of(db: &Connection, document: i64) -> Result<Sketch, StoreError> {
    #[derive(serde::Deserialize)]
    struct Part {
        #[serde(default)]
        sketch: Sketch,
    }
    let mut statement = db.prepare_cached("SELECT graph FROM readings WHERE document = ?")?;
    let packed: Vec<u8> = statement.query_row([document], |row| row.get(0))?;
    unpacked::<Part>(&packed, &format!("document {document}")).map(|part| part.sketch)
}

/// The id of a text in the graph.
fn id_of(db: &Connection, document: i64) -> Result<String, StoreError> {
    let mut statement = db.prepare_cached("SELECT id FROM documents WHERE key = ?")?;
    Ok(statement.query_row([document], |row| row.get(0))?)
}

fn unpacked<T: DeserializeOwned>(packed: &[u8], whose: &str) -> Result<T, StoreError> {
    let fail = |problem: String| StoreError::damaged("", format!("reading of {whose}: {problem}"));
    let mut json = Vec::new();
    zstd::stream::read::Decoder::new(packed)
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
pub(super) struct Batch<'d> {
    db: &'d Connection,
    /// None where corrections ask that all is folded anew.
    fold: Option<Fold<'d>>,
    ways: &'d Ways,
    changed: bool,
    /// Given ids of the documents that come or go.
    touched: BTreeSet<String>,
    /// Documents that are new, with their given ids' graphs.
    waiting: BTreeMap<i64, DocumentGraph>,
    /// Blocks of people whom the batch touches.
    blocks: BTreeSet<String>,
    copies: Copies,
}

impl<'d> Batch<'d> {
    pub fn new(db: &'d Connection, ways: &'d Ways) -> Result<Self, StoreError> {
        let corrected = rebuild::is_corrected(db, ways)?;
        let fold = (!corrected).then(|| Fold::new(db, ways.settings));
        Ok(Self {
            db,
            fold,
            ways,
            changed: false,
            touched: BTreeSet::new(),
            waiting: BTreeMap::new(),
            blocks: BTreeSet::new(),
            copies: Copies::default(),
        })
    }

    /// Takes a document that counts out of the fold, as it was put in.
    fn take_out(&mut self, key: i64, id: &str) -> Result<(), StoreError> {
        if let Some(fold) = &mut self.fold {
            let mut graph = graph_of(self.db, key)?;
            identity::of(self.db, &graph)?.settle(&mut graph);
            rename(&mut graph, id.to_owned());
            fold.take_out(key, graph)?;
        }
        Ok(())
    }

    /// Takes out what counts of a text.
    pub fn remove(&mut self, row: &Row) -> Result<(), StoreError> {
        if self.waiting.remove(&row.key).is_none() && copies::original_of(self.db, row.key)?.is_none() {
            self.take_out(row.key, &row.id)?;
        }
        self.copies.take_out(self.db, row.key)?;
        identity::take_out(self.db, row.key, &mut self.blocks)?;
        self.changed = true;
        self.touched.insert(row.given.clone());
        self.db.prepare_cached("DELETE FROM readings WHERE document = ?")?.execute([row.key])?;
        self.db.prepare_cached("DELETE FROM documents WHERE key = ?")?.execute([row.key])?;
        Ok(())
    }

    /// Lets a text stand at its place, but not count.
    pub fn demote(&mut self, held: Held) -> Result<(), StoreError> {
        let copy = held.copy(self.db)?;
        match held.at {
            Stand::Counts(row) => self.remove(&row)?,
            Stand::Waits(_) => return Ok(()),
        }
        copy.wait(self.db)
    }

    /// Lets a text count that waited at its place under a key.
    fn promote(&mut self, held: &Held, key: i64) -> Result<(), StoreError> {
        let copy = held.copy(self.db)?;
        forget(self.db, key)?;
        let graph = unpacked(&copy.graph, &copy.info.id)?;
        self.insert(copy, graph)
    }

    /// Takes a text away from one place; it counts as it stands at another, if there is one. True if
    /// there is none.
    pub fn forget(&mut self, held: &Held) -> Result<bool, StoreError> {
        let row = match &held.at {
            Stand::Counts(row) => row,
            Stand::Waits(key) => return forget(self.db, *key).map(|()| false),
        };
        self.remove(row)?;
        let all = Held::all(self.db, &row.sha256)?;
        let Some(next) = all.first() else { return Ok(true) };
        if let Stand::Waits(key) = next.at {
            self.promote(next, key)?;
        }
        Ok(false)
    }

    /// Adds a document; `twice` if this run has met its text at its place before.
    pub fn add(&mut self, incoming: Incoming, twice: bool) -> Result<Fate, StoreError> {
        let Incoming { graph, place, reading, program } = incoming;
        let info = graph.document.clone();
        let coming = mark(&info.sha256, place.as_deref(), &info.id);
        let mut all = Held::all(self.db, &info.sha256)?;
        let known = !all.is_empty();
        let same = all.iter().position(|held| held.mark() == coming || held.is_former());
        if let Some(same) = same {
            let held = all.remove(same);
            if held.stays(&info, &reading, &program, twice) {
                return Ok(Fate::Known);
            }
            match &held.at {
                Stand::Counts(row) => self.remove(row)?,
                Stand::Waits(key) => forget(self.db, *key)?,
            }
        }
        let packed = packed(&graph)?;
        let copy = Copy { info, place, reading, program, graph: packed };
        if all.first().is_some_and(|first| by_precedence(&first.info, &copy.info).is_le()) {
            copy.wait(self.db)?;
            if let Some((first, key)) = all.first().and_then(|first| match first.at {
                Stand::Waits(key) => Some((first, key)),
                Stand::Counts(_) => None,
            }) {
                self.promote(first, key)?;
            }
        } else {
            all.into_iter().try_for_each(|other| self.demote(other))?;
            self.insert(copy, graph)?;
        }
        Ok(match (known, same) {
            (false, _) => Fate::New,
            (true, None) => Fate::Elsewhere,
            (true, Some(_)) if twice => Fate::Known,
            (true, Some(_)) => Fate::Anew,
        })
    }

    /// Puts a text in, to count.
    fn insert(&mut self, copy: Copy, graph: DocumentGraph) -> Result<(), StoreError> {
        let Copy { info, place, reading, program, graph: packed } = copy;
        self.changed = true;
        self.touched.insert(info.id.clone());
        let key = self
            .db
            .prepare_cached(
                "INSERT INTO documents (id, given_id, sha256, title, date, source, url, place, words)
                 VALUES (?1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .insert(params![
                info.id,
                info.sha256,
                info.title,
                info.date,
                info.source,
                info.url,
                place,
                graph.sketch.words
            ])?;
        self.db
            .prepare_cached("INSERT INTO readings (document, reading, program, graph) VALUES (?, ?, ?, ?)")?
            .execute(params![key, reading, program, packed])?;
        identity::put_in(self.db, key, &graph, &mut self.blocks)?;
        self.copies.put_in(self.db, key, &info, &graph.sketch)?;
        self.waiting.insert(key, graph);
        Ok(())
    }

    /// Says what each text is called, which are copies and who is who; then what is new, counts again or
    /// means somebody else is put in.
    pub fn settle(&mut self) -> Result<(), StoreError> {
        let called = self.called()?;
        let waiting = std::mem::take(&mut self.waiting);
        let standing = std::mem::take(&mut self.copies).settle(self.db, self.ways.settings.keep_copies)?;
        self.changed |= !called.is_empty() || !standing.is_empty();
        let mut coming: BTreeMap<i64, DocumentGraph> = BTreeMap::new();
        for (&key, &counts) in standing.iter().filter(|(key, _)| !waiting.contains_key(key)) {
            if counts {
                coming.insert(key, graph_of(self.db, key)?);
            } else {
                self.take_out(key, &id_of(self.db, key)?)?;
            }
        }
        for &key in called.keys().filter(|key| !waiting.contains_key(key) && !standing.contains_key(key)) {
            self.come_anew(key, &mut coming)?;
        }
        coming.extend(waiting.into_iter().filter(|(key, _)| standing.get(key) == Some(&true)));
        let change = identity::Change::of(self.db, &std::mem::take(&mut self.blocks))?;
        if self.fold.is_some() {
            for key in change.documents(self.db)? {
                self.come_anew(key, &mut coming)?;
            }
        }
        let mut statement = self.db.prepare_cached("UPDATE documents SET id = ? WHERE key = ?")?;
        for (key, id) in called {
            statement.execute(params![id, key])?;
        }
        change.write(self.db)?;
        if let Some(fold) = &mut self.fold {
            for (key, mut graph) in coming {
                identity::of(self.db, &graph)?.settle(&mut graph);
                rename(&mut graph, id_of(self.db, key)?);
                fold.put_in(key, graph)?;
            }
        }
        Ok(())
    }

    /// Takes out a text that counts, to be put in again.
    fn come_anew(&mut self, key: i64, coming: &mut BTreeMap<i64, DocumentGraph>) -> Result<(), StoreError> {
        if !coming.contains_key(&key) && copies::original_of(self.db, key)?.is_none() {
            self.take_out(key, &id_of(self.db, key)?)?;
            coming.insert(key, graph_of(self.db, key)?);
        }
        Ok(())
    }

    /// The new ids of texts that share a given one with what comes or goes: that with the smallest hash has
    /// it, others one of their own.
    fn called(&mut self) -> Result<BTreeMap<i64, String>, StoreError> {
        let mut called = BTreeMap::new();
        for given in std::mem::take(&mut self.touched) {
            for (n, row) in rows(self.db, "given_id", &given)?.into_iter().enumerate() {
                let info = DocumentInfo { id: row.given, sha256: row.sha256, ..DocumentInfo::default() };
                let id = if n == 0 { info.id } else { id_of_clash(&info) };
                if id != row.id {
                    called.insert(row.key, id);
                }
            }
        }
        Ok(called)
    }

    /// Folds what has changed; gives what the corrections had to say, if they were asked.
    pub fn finish(self) -> Result<Option<Told>, StoreError> {
        match self.fold {
            Some(fold) => fold.finish().map(|()| None),
            None if self.changed => rebuild::anew(self.db, self.ways).map(Some),
            None => Ok(None),
        }
    }
}
