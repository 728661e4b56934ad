//! Documents come and go.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use rusqlite::{Connection, params};
use rustc_hash::FxHashSet;
use sha2::{Digest, Sha256};

use super::batch::{Batch, Fate};
use super::error::StoreError;
use super::rebuild::Told;
use super::schema::{self, Found};
use super::texts::{Held, Mark, Stand, called, forget, has_namesake, mark, rows, without_file};
use super::{Store, values};
use crate::types::{Document, DocumentGraph, DocumentInfo};

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
    /// Its id as given.
    pub id: String,
    /// Hash of its text.
    pub sha256: String,
    /// [`Document::place`].
    pub place: Option<String>,
}

impl From<Document> for Met {
    fn from(document: Document) -> Self {
        Self { id: document.id, sha256: document.sha256, place: document.place }
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

/// The documents that one run has met; [`Store::end`] ends it.
///
/// A text stands beside others of its place (its own id, or its file), so that a store holds what a
/// build of all runs' texts would. If the run replaces, those that earlier runs have left there, and
/// that it has not met there, go in the end.
#[derive(Debug, Default)]
pub struct Run {
    replaces: bool,
    /// Texts at their places, those of this run.
    met: FxHashSet<Mark>,
    /// Places where earlier runs have left texts that this one has not met so far, with the new
    /// texts there, by id.
    places: BTreeMap<String, Vec<(String, Fate)>>,
    done: Done,
    /// Places of which not all could be read.
    spared: BTreeSet<String>,
    changed: Vec<Changed>,
    namesakes: Vec<String>,
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

    /// Documents at whose place earlier runs have found other texts; known in the end.
    pub fn changed(&self) -> &[Changed] {
        &self.changed
    }

    /// Ids of new documents that other texts of other files bear too: each counts.
    pub fn namesakes(&self) -> &[String] {
        &self.namesakes
    }

    /// What the corrections had to say when the store was last folded in this run.
    pub fn told(&self) -> &Told {
        &self.told
    }

    /// Lets everything stay that earlier runs have found at a place: not all that it holds could be read.
    pub fn spare(&mut self, place: &str) {
        self.spared.insert(place.to_owned());
    }
}

/// Takes a text away from files that are no more, and that the run has not met; how many texts stand nowhere then.
fn go_with_files(
    db: &Connection,
    batch: &mut Batch<'_>,
    text: &str,
    met: &FxHashSet<Mark>,
) -> Result<usize, StoreError> {
    let mut left = Held::all(db, text)?;
    left.retain(|held| !met.contains(&held.mark()) && held.is_gone());
    // What counts goes last: then another takes its place.
    left.sort_by_key(Held::counts);
    let mut gone = 0;
    for held in &left {
        gone += usize::from(batch.forget(held)?);
    }
    Ok(gone)
}

/// A document at whose place another text stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// Its id as given.
    pub id: String,
    /// The id of the other.
    pub former: String,
    /// [`Document::place`] of both.
    pub place: String,
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
    /// Texts that stand nowhere any more, without another in their place.
    pub gone: usize,
    /// Those that came again with another date, title or reading.
    pub renewed: usize,
    /// Those that were there already.
    pub known: usize,
}

impl Store {
    /// True if it holds this very text at its place, read in the same way by the same program.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn knows(&self, document: &Document, program: &str) -> Result<bool, StoreError> {
        let all = Held::all(&self.db, &document.sha256).map_err(|error| error.at(&self.path))?;
        let coming = mark(&document.sha256, document.place.as_deref(), &document.id);
        let Some(held) = all.into_iter().find(|held| held.mark() == coming) else { return Ok(false) };
        Ok(held.stays(&DocumentInfo::from(document), &reading_of(document), program, false))
    }

    /// Adds a batch: all of it or, on an error, nothing. `known` were met but need not be read again.
    ///
    /// # Errors
    /// The store cannot be written to, another process writes to it for longer than some seconds,
    /// or its corrections contradict each other once names are known to mean the same actor.
    pub fn add(&mut self, documents: Vec<Incoming>, known: &[Met], run: &mut Run) -> Result<(), StoreError> {
        let mut places: BTreeSet<&String> = BTreeSet::new();
        for met in known {
            run.met.insert(mark(&met.sha256, met.place.as_deref(), &met.id));
            places.extend(&met.place);
        }
        let mut again = Vec::with_capacity(documents.len());
        for document in &documents {
            let info = &document.graph.document;
            again.push(!run.met.insert(mark(&info.sha256, document.place.as_deref(), &info.id)));
            places.extend(&document.place);
        }
        let places: Vec<String> = places.into_iter().cloned().collect();
        let met = &run.met;
        let (left, fates, namesakes, told) = self.write(|db, ways| {
            let (mut left, mut namesakes) = (Vec::new(), Vec::new());
            for place in places {
                if Held::at(db, &place)?.iter().any(|held| !met.contains(&held.mark())) {
                    left.push(place);
                }
            }
            let mut batch = Batch::new(db, ways)?;
            let mut fates = Vec::with_capacity(documents.len());
            for (document, twice) in documents.into_iter().zip(again) {
                let (info, place) = (document.graph.document.clone(), document.place.clone());
                let fate = batch.add(document, twice)?;
                if fate == Fate::New && has_namesake(db, &info, place.as_deref(), met)? {
                    namesakes.push(info.id.clone());
                }
                fates.push((fate, info.id, place));
            }
            batch.settle()?;
            Ok((left, fates, namesakes, batch.finish()?))
        })?;
        run.namesakes.extend(namesakes);
        left.into_iter().for_each(|place| _ = run.places.entry(place).or_default());
        run.done.known += known.len();
        for (fate, id, place) in fates {
            match fate {
                Fate::New | Fate::Elsewhere => {
                    *if fate == Fate::New { &mut run.done.added } else { &mut run.done.known } += 1;
                    if let Some(new) = place.and_then(|place| run.places.get_mut(&place)) {
                        new.push((id, fate));
                    }
                }
                Fate::Anew => run.done.renewed += 1,
                Fate::Known => run.done.known += 1,
                Fate::LeftOut => {}
            }
        }
        run.told = told.unwrap_or_else(|| std::mem::take(&mut run.told));
        Ok(())
    }

    /// Tells a run of a text that is not to be read (in another language): what stood at its place before has
    /// changed none the less.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn leave_out(&self, met: Met, run: &mut Run) -> Result<(), StoreError> {
        let Some(place) = met.place else { return Ok(()) };
        run.met.insert(mark(&met.sha256, Some(&place), &met.id));
        let held = Held::at(&self.db, &place).map_err(|error| error.at(&self.path))?;
        if held.iter().any(|held| !run.met.contains(&held.mark())) {
            run.places.entry(place).or_default().push((met.id, Fate::LeftOut));
        }
        Ok(())
    }

    /// Ends a run: says which texts stand beside others of their place or, if the run replaces, takes
    /// those others out, and those of files that are no more if their texts stand elsewhere now.
    ///
    /// # Errors
    /// As for [`Store::add`].
    pub fn end(&mut self, run: &mut Run) -> Result<(), StoreError> {
        let (replaces, met, spared) = (run.replaces, &run.met, &run.spared);
        let places = std::mem::take(&mut run.places);
        let (found, told) = self.write(|db, ways| {
            let mut batch = Batch::new(db, ways)?;
            let mut found = Vec::new();
            for (place, new) in places {
                let mut former = Held::at(db, &place)?;
                former.retain(|held| !met.contains(&held.mark()));
                let go = replaces && !spared.contains(&place);
                let mut gone = 0;
                for held in former.iter().filter(|_| go) {
                    gone += usize::from(batch.forget(held)?);
                }
                // A file that was renamed before it was changed: its text stands nowhere else.
                for held in former.iter().filter(|_| go) {
                    gone += go_with_files(db, &mut batch, &held.info.sha256, met)?;
                }
                let former = former.iter().map(|held| held.id().to_owned());
                let changed: Vec<_> = new.into_iter().zip(former).collect();
                gone = gone.saturating_sub(changed.len());
                found.push((changed, place, go, gone));
            }
            for text in if replaces { Held::copied(db)? } else { Vec::new() } {
                if Held::all(db, &text)?.iter().any(|held| met.contains(&held.mark())) {
                    go_with_files(db, &mut batch, &text, met)?;
                }
            }
            batch.settle()?;
            Ok((found, batch.finish()?))
        })?;
        for (changed, place, go, gone) in found {
            *if go { &mut run.done.replaced } else { &mut run.done.versions } += changed.len();
            run.done.gone += gone;
            for ((id, fate), former) in changed {
                match fate {
                    Fate::New => run.done.added = run.done.added.saturating_sub(1),
                    Fate::LeftOut => {}
                    _ => run.done.known = run.done.known.saturating_sub(1),
                }
                run.changed.push(Changed { id, former, place: place.clone() });
            }
        }
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
            let mut batch = Batch::new(db, ways)?;
            for text in texts {
                let copies = Held::all(db, &text)?.into_iter().skip(1);
                copies.into_iter().try_for_each(|copy| batch.demote(copy))?;
            }
            batch.settle()?;
            batch.finish().map(|_| ())
        })
    }

    /// Takes out documents, by the id that they have in the graph, and what rested on them alone: at all
    /// places, and so that a copy of theirs, if there is one, counts then.
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
            let mut batch = Batch::new(db, ways)?;
            for row in &found {
                for copy in Held::all(db, &row.sha256)? {
                    if let Stand::Waits(key) = copy.at {
                        forget(db, key)?;
                    }
                }
                batch.remove(row)?;
            }
            batch.settle()?;
            Ok((missing, batch.finish()?.unwrap_or_default()))
        })
    }

    /// The id of the only document of this id, or of a file of this name: be it that of another place where its
    /// text stands.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn document_called(&self, name: &str) -> Result<Option<String>, StoreError> {
        let found = called(&self.db, name).map_err(|error| error.at(&self.path))?;
        let [one] = found.as_slice() else { return Ok(None) };
        Ok(Some(one.clone()))
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

    /// The ids of documents that stood in files of these folders (whole paths) and stand nowhere any more.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn without_file(&self, folders: &[PathBuf]) -> Result<Vec<String>, StoreError> {
        without_file(&self.db, folders).map_err(|error| error.at(&self.path))
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
