//! `demarche remove`: documents out of a store.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::output::count;
use super::summary::Names;
use super::{Failure, output, shape};
use crate::graph::Counts;
use crate::store::{Settings, Store, StoreError};

#[derive(Debug, clap::Args)]
#[command(after_help = "Nothing is taken out if one of the documents is not there.

Example:
  demarche remove news.db 2026-03-02-talks.txt")]
pub(super) struct Args {
    /// A store that `demarche build --db` made.
    store: PathBuf,
    /// Ids of documents, as evidence names them; the name of a file will do where it names one text.
    #[arg(required = true, value_name = "DOCUMENT")]
    documents: Vec<String>,
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    // Opening would make a store where there is none.
    if !args.store.is_file() {
        return Err(Failure::All(format!("{}: no such file", args.store.display())));
    }
    if !Store::is_store(&args.store) {
        return Err(StoreError::Foreign { path: args.store.clone() }.into());
    }
    let mut store = Store::open_to_write(&args.store, Settings::default())?;
    store.announce("demarche remove")?;
    let ids = args.documents.iter().map(|name| Ok(store.document_called(name)?.unwrap_or(name.clone())));
    let ids = ids.collect::<Result<BTreeSet<_>, StoreError>>()?.into_iter().collect::<Vec<_>>();
    let before = store.counts()?;
    let (missing, told) = store.remove(&ids)?;
    if !missing.is_empty() {
        for id in &missing {
            let like = store.documents_like(id, 3)?;
            let hint =
                if like.is_empty() { String::new() } else { format!("; there is {}", like.join(", ")) };
            output::message(&format!("warning: {}: no document {id:?}{hint}", args.store.display()));
        }
        return Err(Failure::All("nothing is taken out".to_owned()));
    }
    tell(args, &ids, before, &store)?;
    let doubts = shape::tell(&told.file, &told.ambiguous, &told.unused);
    if doubts > 0 { Err(Failure::Some) } else { Ok(()) }
}

/// Says which documents went, and what of the graph with them.
fn tell(args: &Args, ids: &[String], before: Counts, store: &Store) -> Result<(), Failure> {
    let mut names = Names::default();
    ids.iter().for_each(|id| names.add(id));
    let after = store.counts()?;
    let parts = [(before.actors(), after.actors(), "actor"), (before.edges(), after.edges(), "edge")];
    let gone: Vec<String> =
        parts.iter().filter(|(was, is, _)| was > is).map(|(was, is, what)| count(was - is, what)).collect();
    let with = if gone.is_empty() { String::new() } else { format!(", and {} with it", gone.join(" and ")) };
    output::note(&format!(
        "{}: {} taken out ({}){with}; {} in all",
        args.store.display(),
        count(names.len(), "document"),
        names.listed(),
        store.len()?
    ));
    Ok(())
}
