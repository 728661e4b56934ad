//! `demarche build --db`: documents into a store, batch by batch.

use std::path::Path;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::{Failure, output, shape};
use crate::pipeline::Pipeline;
use crate::store::{Incoming, Run, Settings, Store, Told, reading_of};
use crate::types::Document;

/// Documents that are known are told to the store at the latest when so many have come by.
const KNOWN: usize = 4096;
/// So many ids of documents are listed.
const LISTED: usize = 3;

/// A store that takes in the documents of one run.
pub(super) struct Growth<'p> {
    store: Store,
    run: Run,
    pipeline: &'p Pipeline,
    program: String,
    waiting: Vec<Incoming>,
    known: Vec<(String, String)>,
    told: Told,
    /// Ids of this run, and those of them that the store knew with another text.
    seen: FxHashSet<String>,
    changed: Vec<String>,
}

/// Choices that the command line names; a store keeps the others.
pub(super) struct Choices {
    pub threshold: Option<f32>,
    pub all_readings: Option<bool>,
    /// Name and text of a corrections file.
    pub corrections: Option<(String, String)>,
}

impl<'p> Growth<'p> {
    /// Opens or makes the store, with the choices of this run.
    pub fn open(path: &Path, pipeline: &'p Pipeline, choices: Choices) -> Result<Self, Failure> {
        let defaults = Settings::default();
        let new = Settings {
            threshold: choices.threshold.unwrap_or(defaults.threshold),
            all_readings: choices.all_readings.unwrap_or(defaults.all_readings),
        };
        let mut store = Store::open_to_write(path, new)?.with_tables(pipeline.shared_tables());
        store.announce("demarche build")?;
        let old = store.settings();
        let mut told = store.set_settings(Settings {
            threshold: choices.threshold.unwrap_or(old.threshold),
            all_readings: choices.all_readings.unwrap_or(old.all_readings),
        })?;
        if let Some((file, text)) = choices.corrections {
            told = store.set_corrections(&file, &text)?;
        }
        let (run, program) = (Run::default(), pipeline.fingerprint());
        Ok(Self {
            store,
            run,
            pipeline,
            program,
            waiting: Vec::new(),
            known: Vec::new(),
            told,
            seen: FxHashSet::default(),
            changed: Vec::new(),
        })
    }

    /// Reads those of the documents that the store does not know, and adds them in batches.
    pub fn take(&mut self, documents: Vec<Document>, threads: &rayon::ThreadPool) -> Result<(), Failure> {
        let batch = documents.len();
        let mut new = Vec::with_capacity(batch);
        for document in documents {
            if self.store.knows(&document, &self.program)? {
                self.known.push((document.id, document.sha256));
            } else {
                if self.seen.insert(document.id.clone())
                    && self.changed.len() <= LISTED
                    && self.store.holds(&document.id)?
                {
                    self.changed.push(document.id.clone());
                }
                new.push(document);
            }
        }
        let read = |document: &Document| Incoming {
            graph: self.pipeline.document(document),
            reading: reading_of(document),
            program: self.program.clone(),
        };
        let read: Vec<Incoming> = threads.install(|| new.par_iter().map(read).collect());
        self.waiting.extend(read);
        // With corrections every batch folds the whole graph anew: the more there is, the rarer.
        let corrected = self.store.corrections()?.is_some();
        let enough = if corrected { (self.store.len()? / 2).max(batch) } else { 1 };
        if self.waiting.len() >= enough || self.known.len() >= KNOWN { self.commit() } else { Ok(()) }
    }

    fn commit(&mut self) -> Result<(), Failure> {
        let (waiting, known) = (std::mem::take(&mut self.waiting), std::mem::take(&mut self.known));
        if !waiting.is_empty() || !known.is_empty() {
            self.store.add(waiting, &known, &mut self.run)?;
        }
        Ok(())
    }

    /// Commits what waits, and says what was done. Gives the store and how many corrections could
    /// not be understood.
    pub fn finish(mut self, path: &Path) -> Result<(Store, usize), Failure> {
        self.commit()?;
        let told = self.run.told();
        let told = if told.file.is_empty() { &self.told } else { told };
        let doubts = shape::tell(&told.file, &told.ambiguous, &told.unused);
        let (done, path) = (self.run.done(), path.display());
        let all = self.store.len()?;
        output::message(&format!(
            "{path}: {} documents added, {} replaced, {} known; {all} in all",
            done.added, done.replaced, done.known
        ));
        if done.replaced > 0 && !self.changed.is_empty() {
            let some = listed(&self.changed);
            output::message(&format!(
                "note: {path}: a document gives way to one of the same id; a file's id is its name, so name \
                 files of one name in one run, or by different ones: {some}"
            ));
        }
        let otherwise = self.store.read_otherwise(&self.program)?;
        if !otherwise.is_empty() {
            let some = listed(&otherwise);
            output::message(&format!(
                "warning: {path}: another version of the program, its tables or yours has read {} of the \
                 documents ({some}); give their texts again to have all read alike",
                otherwise.len()
            ));
        }
        Ok((self.store, doubts))
    }
}

/// The first few of many ids.
fn listed(ids: &[String]) -> String {
    let mut some = ids.iter().take(LISTED).cloned().collect::<Vec<_>>().join(", ");
    if ids.len() > LISTED {
        some.push_str(", …");
    }
    some
}
