//! `demarche build`: texts in, graph out.

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::path::PathBuf;

use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;

use super::Failure;
use super::grow::{Choices, Growth};
use super::inputs::Inputs;
use super::output::{self, Outputs};
use super::shape::Shape;
use crate::pipeline::{Options, Pipeline};
use crate::read;
use crate::types::{Document, DocumentGraph};

/// Documents that are held in memory at once, for each thread.
const CHUNK: usize = 32;
/// Fewer inputs than this need no progress bar.
const FEW: usize = 8;

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
    /// Add the documents to this store, which is made if it is not there: those that it knows are
    /// skipped, those that have changed replaced. Outputs are of the whole store then, and
    /// corrections stay in it.
    #[arg(long, value_name = "STORE")]
    db: Option<PathBuf>,
    #[command(flatten)]
    outputs: Outputs,
    /// Date of publication (YYYY-MM-DD) of documents that give none themselves.
    #[arg(long, value_name = "DATE")]
    date: Option<jiff::civil::Date>,
    /// Which readings to keep: what the texts assert (this is the default), or also what they
    /// negate, imagine or imply.
    #[arg(long, value_enum)]
    readings: Option<Readings>,
    /// Threads to use; the result is the same for any number.
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true,
          value_parser = clap::value_parser!(u16).range(..=1024))]
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

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    args.outputs.check()?;
    let defaults = Options::default();
    let options = Options {
        threshold: args.outputs.narrow.min_confidence.unwrap_or(defaults.threshold),
        all_readings: args.readings == Some(Readings::All),
    };
    let how = args.inputs_as.how(args.shape.tables()?);
    let pipeline = Pipeline::with_tables(how.tables.clone(), options)?;
    let shape = args.shape.load(pipeline.tables())?;
    let threads = rayon::ThreadPoolBuilder::new().num_threads(args.threads.into()).build()?;
    let (sources, errors) = read::expand(&args.inputs);
    let mut failed = errors.len();
    for error in errors {
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
    let bar = progress(sources.len());
    let chunk = CHUNK * threads.current_num_threads();
    let mut graphs: Vec<DocumentGraph> = Vec::new();
    let mut waiting: Vec<Document> = Vec::with_capacity(chunk);
    let mut count = 0;
    let mut work = |waiting: &mut Vec<Document>| {
        count += waiting.len();
        let documents = std::mem::take(waiting);
        if let Some(growth) = &mut growth {
            return growth.take(documents, &threads);
        }
        let done: Vec<_> = threads.install(|| documents.par_iter().map(|d| pipeline.document(d)).collect());
        graphs.extend(done);
        Ok(())
    };
    let mut foreign: BTreeMap<&str, usize> = BTreeMap::new();
    for source in &sources {
        for document in read::documents(source, &how) {
            match document {
                Ok(mut document) => {
                    if let Some(language) = read::foreign_language(&document).filter(|_| !args.any_language) {
                        *foreign.entry(language).or_default() += 1;
                        continue;
                    }
                    document.date = document.date.or_else(|| args.date.map(|d| d.to_string()));
                    waiting.push(document);
                }
                Err(error) => {
                    failed += 1;
                    bar.suspend(|| output::message(&format!("warning: {error}")));
                }
            }
            if waiting.len() >= chunk {
                work(&mut waiting)?;
            }
        }
        bar.inc(1);
    }
    work(&mut waiting)?;
    bar.finish_and_clear();
    if !foreign.is_empty() {
        let all: usize = foreign.values().sum();
        let each: Vec<String> = foreign.iter().map(|(language, n)| format!("{language} {n}")).collect();
        output::message(&format!(
            "left out: {all} {} in other languages than English ({}); --any-language reads them",
            if all == 1 { "document" } else { "documents" },
            each.join(", ")
        ));
    }
    if count == 0 {
        return Err(Failure::All("no document could be read; nothing is written".to_owned()));
    }
    let (graph, doubts) = match (growth, &args.db) {
        (Some(growth), Some(path)) => {
            let (store, doubts) = growth.finish(path)?;
            let graph = if args.outputs.named() { Some(store.graph()?) } else { None };
            let graph = graph.map(|graph| shape.corrected().apply(graph)).transpose()?;
            (graph.map(|(graph, _)| graph), doubts)
        }
        _ => {
            let (graph, doubts) = shape.apply(pipeline.merge(graphs))?;
            (Some(graph), doubts)
        }
    };
    failed += doubts;
    if let Some(graph) = graph {
        args.outputs.write(graph)?;
    }
    if failed > 0 { Err(Failure::Some) } else { Ok(()) }
}

impl Args {
    /// What the command line says that a store is to keep.
    fn choices(&self) -> Result<Choices, Failure> {
        Ok(Choices {
            threshold: self.outputs.narrow.min_confidence,
            all_readings: self.readings.map(|readings| readings == Readings::All),
            corrections: self.shape.corrections()?,
        })
    }
}

/// A bar on a terminal for many inputs, else nothing.
fn progress(inputs: usize) -> ProgressBar {
    if inputs < FEW || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} inputs, {eta} left");
    ProgressBar::new(inputs as u64).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
