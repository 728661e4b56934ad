//! `demarche build --db`: documents into a store, batch by batch.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::output::{self, count};
use super::progress::Reading;
use super::summary::Names;
use super::{Failure, shape};
use crate::pipeline::Pipeline;
use crate::read;
use crate::store::{Changed, Incoming, Met, Run, Settings, Store, Told};
use crate::types::Document;

/// Documents that are known are told to the store at the latest when so many have come by.
const KNOWN: usize = 4096;

/// A store that takes in the documents of one run.
pub(super) struct Growth<'p> {
    store: Store,
    run: Run,
    pipeline: &'p Pipeline,
    program: String,
    waiting: Vec<Incoming>,
    known: Vec<Met>,
    told: Told,
}

/// Choices that the command line names; a store keeps the others.
pub(super) struct Choices {
    pub threshold: Option<f32>,
    pub all_readings: Option<bool>,
    pub keep_copies: Option<bool>,
    /// Name and text of a corrections file.
    pub corrections: Option<(String, String)>,
    /// Texts take the place of those that earlier runs have found there.
    pub replace: bool,
}

/// `01.txt#1f2e3d4c for 01.txt#5a6b7c8d`; `12 of news.jsonl`.
fn whose(change: &Changed) -> String {
    let Changed { id, former, place } = change;
    let file = place.split_once('\n').and_then(|(file, _)| Path::new(file).file_name());
    match file {
        Some(file) => format!("{id} of {}", file.to_string_lossy()),
        None if id == former => id.clone(),
        None => format!("{id} for {former}"),
    }
}

impl<'p> Growth<'p> {
    /// Opens or makes the store, with the choices of this run.
    pub fn open(path: &Path, pipeline: &'p Pipeline, choices: Choices) -> Result<Self, Failure> {
        let defaults = Settings::default();
        let new = Settings {
            threshold: choices.threshold.unwrap_or(defaults.threshold),
            all_readings: choices.all_readings.unwrap_or(defaults.all_readings),
            keep_copies: choices.keep_copies.unwrap_or(defaults.keep_copies),
        };
        let mut store = Store::open_to_write(path, new)?.with_tables(pipeline.shared_tables());
        store.announce("demarche build")?;
        let old = store.settings();
        let mut told = store.set_settings(Settings {
            threshold: choices.threshold.unwrap_or(old.threshold),
            all_readings: choices.all_readings.unwrap_or(old.all_readings),
            keep_copies: choices.keep_copies.unwrap_or(old.keep_copies),
        })?;
        if let Some((file, text)) = choices.corrections {
            told = store.set_corrections(&file, &text)?;
        }
        let run = if choices.replace { Run::replacing() } else { Run::default() };
        let program = pipeline.fingerprint();
        Ok(Self { store, run, pipeline, program, waiting: Vec::new(), known: Vec::new(), told })
    }

    /// Reads those of the documents that the store does not know, and adds them in batches.
    pub fn take(
        &mut self,
        documents: Vec<Document>,
        threads: &rayon::ThreadPool,
        reading: &Reading,
    ) -> Result<(), Failure> {
        let (batch, step) = (documents.len(), reading.step(documents.len()));
        let mut new = Vec::with_capacity(batch);
        for document in documents {
            if self.store.knows(&document, &self.program)? {
                self.known.push(document.into());
                reading.done(step);
            } else {
                new.push(document);
            }
        }
        let read = |document: &Document| {
            let incoming = Incoming::new(document, self.pipeline.document(document), &self.program);
            reading.done(step);
            incoming
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

    /// Commits what waits, and ends the run. What the store has of the files of which something could not
    /// be read stays; `left_out` are texts that are not to be read.
    pub fn end(&mut self, failed: &[PathBuf], left_out: Vec<Met>) -> Result<(), Failure> {
        self.commit()?;
        left_out.into_iter().try_for_each(|met| self.store.leave_out(met, &mut self.run))?;
        failed.iter().for_each(|path| self.run.spare(&read::place_of(path)));
        Ok(self.store.end(&mut self.run)?)
    }

    /// Says what was done, and what stands in no file of these folders any more. Gives the store and how many corrections could not be understood.
    pub fn finish(self, path: &Path, folders: &[PathBuf]) -> Result<(Store, usize), Failure> {
        let told = self.run.told();
        let told = if told.file.is_empty() { &self.told } else { told };
        let doubts = shape::tell(&told.file, &told.ambiguous, &told.unused);
        let (done, path) = (self.run.done(), path.display());
        let mut parts = vec![format!("{} added", count(done.added, "document"))];
        let mut changed = Names::default();
        self.run.changed().iter().for_each(|change| changed.add(&whose(change)));
        let listed = changed.listed();
        if done.versions > 0 {
            let versions = done.versions;
            parts.push(format!("{versions} changed ({listed}; former texts stay, --replace takes them out)"));
        }
        if done.replaced > 0 {
            parts.push(format!("{} replaced ({listed})", done.replaced));
        }
        if done.gone > 0 {
            parts.push(format!("{} taken out, no longer in their files", done.gone));
        }
        if done.renewed > 0 {
            parts.push(format!("{} read anew", done.renewed));
        }
        output::note(&format!(
            "{path}: {}, {} known; {} in all",
            parts.join(", "),
            done.known,
            self.store.len()?
        ));
        let mut namesakes = Names::default();
        self.run.namesakes().iter().for_each(|id| namesakes.add(id));
        namesakes.tell_shared();
        let mut gone = Names::default();
        self.store.without_file(folders)?.iter().for_each(|id| gone.add(id));
        if !gone.is_empty() {
            let (texts, listed) = (count(gone.len(), "text"), gone.listed());
            output::note(&format!(
                "{path}: no file has {texts} any more ({listed}), renamed and changed, or deleted; what is read of \
                 it stays, demarche remove takes it out"
            ));
        }
        let otherwise = self.store.read_otherwise(&self.program)?;
        if !otherwise.is_empty() {
            let mut names = Names::default();
            otherwise.iter().for_each(|id| names.add(id));
            output::message(&format!(
                "warning: {path}: another version of the program, its tables or yours has read {} of the \
                 documents ({}); give their texts again to have all read alike",
                names.len(),
                names.listed()
            ));
        }
        Ok((self.store, doubts))
    }
}
