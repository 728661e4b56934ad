//! `demarche build`: texts in, graph out.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use rayon::prelude::*;

use super::Failure;
use super::grow::{Choices, Growth};
use super::inputs::Inputs;
use super::output::{self, Outputs};
use super::progress::{Reading, busy};
use super::shape::Shape;
use super::summary::Summary;
use crate::graph::partial_date;
use crate::pipeline::{Options, Pipeline};
use crate::read::{self, How, Source};
use crate::types::{Document, DocumentGraph};

/// Documents that are held in memory at once, for each thread.
const CHUNK: usize = 32;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Reads txt, md, html, json, jsonl, csv, tsv, eml, mbox, rss, atom, warc, docx, odt and pdf, also as .gz, .zst or .xz;
folders with all below them; patterns such as 'news/**/*.txt'; - is standard input.

Examples:
  demarche build page.html -o graph.json -o graph.svg
  demarche build news/ more.jsonl.gz -o dot:- | dot -Tpdf > graph.pdf
  demarche build news/ --db news.db -o graph.svg
  demarche build news/ --corrections fixes.toml --roll-up country -o states.json
  curl -s https://example.org/news/article | demarche build - -o graph.png"
)]
pub(super) struct Args {
    /// Files, folders, patterns, or - for standard input.
    #[arg(required = true)]
    inputs: Vec<String>,
    /// Add the documents to this store, which is made if it is not there: texts that it knows are
    /// skipped. Outputs are of the whole store then, and corrections stay in it.
    #[arg(long, value_name = "STORE")]
    db: Option<PathBuf>,
    /// Put a text that has changed (of the same file, of a record with the same id in it, or of the same address)
    /// in the place of its former ones, which else stay beside it.
    #[arg(long, requires = "db")]
    replace: bool,
    #[command(flatten)]
    outputs: Outputs,
    /// Date of publication (2026-03-02, or 2 March 2026) of documents that give none themselves.
    #[arg(long, value_name = "DATE", value_parser = day)]
    date: Option<jiff::civil::Date>,
    /// Which readings to keep: what the texts assert (this is the default), or also what they
    /// negate, imagine or imply.
    #[arg(long, value_enum)]
    readings: Option<Readings>,
    /// How to count copies, texts that say the same as another with another headline, cut, or with a few
    /// sentences changed: once, as sources of the longest of them (this is the default), or each.
    #[arg(long, value_enum)]
    copies: Option<Copies>,
    /// Threads to use; the result is the same for any number.
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true,
          value_parser = threads)]
    threads: u16,
    /// Read documents in other languages than English too, though the program knows none of them.
    #[arg(long)]
    any_language: bool,
    #[command(flatten)]
    inputs_as: Inputs,
    #[command(flatten)]
    shape: Shape,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Readings {
    Asserted,
    All,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Copies {
    Once,
    Each,
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    args.outputs.check()?;
    let defaults = Options::default();
    let options = Options {
        threshold: args.outputs.narrow.min_confidence.unwrap_or(defaults.threshold),
        all_readings: args.readings == Some(Readings::All),
        keep_copies: args.copies == Some(Copies::Each),
    };
    let how = args.inputs_as.how(args.shape.tables()?);
    let pipeline = Pipeline::with_tables(how.tables.clone(), options)?;
    let shape = args.shape.load(pipeline.tables())?;
    let threads = rayon::ThreadPoolBuilder::new().num_threads(args.threads.into()).build()?;
    let mut summary = Summary::new();
    let (sources, errors, passed) = read::expand(&args.inputs);
    // What the run itself writes is no input.
    let own = |path: &Path| {
        args.db.iter().any(|db| read::place_of(db) == read::place_of(path)) || args.outputs.names(path)
    };
    passed.files.iter().filter(|path| !own(path)).for_each(|path| summary.passed(path));
    passed.links.iter().for_each(|path| summary.link(path));
    passed.hidden.iter().filter(|path| !own(path)).for_each(|path| summary.hidden(path));
    passed.unpacked.iter().for_each(|path| summary.unpacked(path));
    for error in errors {
        summary.skipped(&error);
        output::message(&format!("warning: {error}"));
    }
    let inputs = sources.iter().map(|s| s.path.as_path()).chain(args.shape.files());
    args.outputs.check_inputs(inputs.chain(args.db.as_deref()))?;
    if args.db.as_deref().is_some_and(|db| db.as_os_str() == "-") {
        return Err(Failure::All("--db: a store is a file; name one".to_owned()));
    }
    let mut growth = match &args.db {
        Some(path) => Some(Growth::open(path, &pipeline, args.choices()?)?),
        None => None,
    };
    let reading = Reading::of(&sources);
    let how = How { counter: reading.counter(), ..how };
    let chunk = CHUNK * threads.current_num_threads();
    let mut graphs: Vec<DocumentGraph> = Vec::new();
    let mut waiting: Vec<Document> = Vec::with_capacity(chunk);
    let (mut failed, mut left_out) = (Vec::new(), Vec::new());
    let mut work = |waiting: &mut Vec<Document>| {
        let documents = std::mem::take(waiting);
        if let Some(growth) = &mut growth {
            return growth.take(documents, &threads, &reading);
        }
        let step = reading.step(documents.len());
        let understood = |document: &Document| {
            let graph = pipeline.document(document);
            reading.done(step);
            graph
        };
        graphs.extend(threads.install(|| documents.par_iter().map(understood).collect::<Vec<_>>()));
        Ok(())
    };
    for document in sources.iter().flat_map(|source| read::documents(source, &how)) {
        match document {
            Ok(mut document) => {
                let language = read::foreign_language(&document).filter(|_| !args.any_language);
                if let Some(language) = language {
                    summary.foreign(&document, language);
                    left_out.push(document.into());
                    continue;
                }
                document.date = document.date.or_else(|| args.date.map(|d| d.to_string()));
                summary.read(&document);
                waiting.push(document);
            }
            Err(error) => {
                summary.skipped(&error);
                reading.warn(&format!("warning: {error}"));
                failed.push(error.path().to_owned());
            }
        }
        if waiting.len() >= chunk {
            work(&mut waiting)?;
        }
    }
    work(&mut waiting)?;
    reading.finish();
    summary.tell();
    if summary.is_empty() {
        return Err(Failure::All("no document could be read; nothing is written".to_owned()));
    }
    let (graph, doubts) = match (growth, &args.db) {
        (Some(mut growth), Some(path)) => {
            busy("writing the store", || growth.end(&failed, left_out))?;
            let (store, doubts) = growth.finish(path, &args.folders(&sources))?;
            summary.tell_copies(store.copies()?);
            summary.tell_graph(&store.counts()?);
            let graph = if args.outputs.named() { Some(store.graph()?) } else { None };
            let graph = graph.map(|graph| shape.corrected().apply(graph)).transpose()?;
            (graph.map(|(graph, _)| graph), doubts)
        }
        _ => {
            let (graph, doubts) = shape.apply(busy("merging", || pipeline.merge(graphs)))?;
            summary.tell_shared();
            summary.tell_copies(graph.copies());
            summary.tell_graph(&graph.counts());
            (Some(graph), doubts)
        }
    };
    if let Some(graph) = graph {
        args.outputs.write(graph)?;
    }
    if summary.has_failed() || doubts > 0 { Err(Failure::Some) } else { Ok(()) }
}

fn threads(text: &str) -> Result<u16, String> {
    text.parse()
        .ok()
        .filter(|n| *n <= 1024)
        .ok_or_else(|| "expected a number from 0 (all cores) to 1024".to_owned())
}

fn day(text: &str) -> Result<jiff::civil::Date, String> {
    let day = partial_date(text).ok().and_then(|date| date.parse().ok());
    day.ok_or_else(|| "expected a day: 2026-03-02, 2 March 2026, 2.3.2026 or 2026/3/2".to_owned())
}

impl Args {
    /// The folders that are read, whole paths.
    fn folders(&self, sources: &[Source]) -> Vec<PathBuf> {
        let named = self.inputs.iter().map(Path::new).filter(|path| path.is_dir());
        let whole = |path: &Path| path.canonicalize().ok();
        let of_files = sources.iter().filter_map(|source| Some(whole(&source.path)?.parent()?.to_owned()));
        named.filter_map(whole).chain(of_files).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// What the command line says that a store is to keep.
    fn choices(&self) -> Result<Choices, Failure> {
        Ok(Choices {
            threshold: self.outputs.narrow.min_confidence,
            all_readings: self.readings.map(|readings| readings == Readings::All),
            keep_copies: self.copies.map(|copies| copies == Copies::Each),
            corrections: self.shape.corrections()?,
            replace: self.replace,
        })
    }
}
