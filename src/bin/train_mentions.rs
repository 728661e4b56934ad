//! Trains the mention network: `cargo run --release --features train --bin train_mentions -- --help`.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Parser;
use demarche::learn::mentions::MentionReader;
use demarche::learn::{self, Models};
use demarche::pipeline::Pipeline;
use demarche::read;
use demarche::score::{self, gold};
use demarche::train::mentions::{self, Example, Settings};
use rayon::prelude::*;

#[derive(Debug, Parser)]
struct Arguments {
    /// Folder with `train.jsonl` and `synthetic.jsonl`.
    #[arg(long)]
    gold: PathBuf,
    /// Gold graphs of short texts that were written for them.
    #[arg(long, default_value = "models/english.lessons.jsonl")]
    lessons: PathBuf,
    /// Where the weights go; without it only the folds are tried.
    #[arg(short, long)]
    output: Option<PathBuf>,
    /// Parts that `train.jsonl` is cut into, by document; each is read by what the others teach.
    #[arg(long, default_value_t = 0)]
    folds: usize,
    /// Only this many of them.
    #[arg(long)]
    tries: Option<usize>,
    /// A folder for the weights of each part, `0` and so on: for what is trained on their mentions.
    #[arg(long)]
    parts: Option<PathBuf>,
    /// List every miss and false alarm.
    #[arg(long)]
    errors: bool,
    #[arg(long, default_value_t = 1)]
    seed: u64,
    #[arg(long, default_value_t = 8)]
    epochs: usize,
    #[arg(long, default_value_t = 0.002)]
    rate: f32,
    /// Share of a whole example that a synthetic document is.
    #[arg(long, default_value_t = 0.5)]
    synthetic: f32,
    /// The same for a lesson.
    #[arg(long, default_value_t = 0.5)]
    lesson: f32,
    /// Share of a document's weight that a piece of it has, which is seen without the rest.
    #[arg(long, default_value_t = 0.25)]
    alone: f32,
    #[arg(long, default_value_t = 0.2)]
    drop_rows: f32,
    #[arg(long, default_value_t = 0.2)]
    drop_input: f32,
    #[arg(long, default_value_t = 0.3)]
    drop_layer: f32,
    #[arg(long, default_value_t = 0.0)]
    decay: f32,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let a = Arguments::parse();
    let models = Models { reader: learn::bundled()?, mentions: None, parties: None, members: None };
    let pipeline = Pipeline::with_models(models, None)?;
    let start = Instant::now();
    let load = |path: &Path| -> Result<_, Box<dyn std::error::Error>> {
        Ok(gold::parse(&std::fs::read_to_string(path)?, &path.to_string_lossy())?)
    };
    let golds = load(&a.gold.join("train.jsonl"))?;
    let real = mentions::examples(&pipeline, &golds, 1.0, a.alone);
    let made = mentions::examples(&pipeline, &load(&a.gold.join("synthetic.jsonl"))?, a.synthetic, a.alone);
    let lessons = mentions::examples(&pipeline, &load(&a.lessons)?, a.lesson, 0.0);
    let sizes = [&real, &made, &lessons].map(|examples| examples.len());
    println!("{sizes:?} documents, {:.0} s", start.elapsed().as_secs_f32());
    let settings = Settings {
        seed: a.seed,
        epochs: a.epochs,
        rate: a.rate,
        drop_rows: a.drop_rows,
        dropout: [a.drop_input, a.drop_layer, a.drop_layer],
        decay: a.decay,
    };
    // Each part's documents are read by what the others teach; the last network learns from all.
    let parts = a.tries.unwrap_or(a.folds).min(a.folds);
    let mut runs: Vec<Option<usize>> = (0..parts).map(Some).collect();
    runs.extend(a.output.is_some().then_some(None));
    let learn_without = |fold: &Option<usize>| {
        let used = |all| without(all, a.folds, *fold);
        let examples: Vec<&Example> = used(&real).chain(used(&made)).chain(used(&lessons)).collect();
        let name = fold.map_or_else(|| "all".to_owned(), |fold| format!("without part {fold}"));
        mentions::train(settings, &examples, |epoch, loss, _| {
            println!("{name}, epoch {epoch}: loss {loss:.4}, {:.0} s", start.elapsed().as_secs_f32());
        })
    };
    let networks: Vec<_> = runs.par_iter().map(learn_without).collect();
    let mut graphs = vec![Default::default(); golds.len()];
    for (run, network) in runs.iter().zip(networks) {
        let Some(fold) = *run else {
            if let Some(output) = &a.output {
                std::fs::write(output, network.write())?;
            }
            continue;
        };
        if let Some(folder) = &a.parts {
            std::fs::create_dir_all(folder)?;
            std::fs::write(folder.join(fold.to_string()), network.write())?;
        }
        let mentions: &'static MentionReader = Box::leak(Box::new(MentionReader::new(network)));
        let models = Models { mentions: Some(mentions), ..models };
        let tried = Pipeline::with_models(models, Some(learn::bundled_pairs()?))?;
        for (gold, graph) in golds.iter().zip(&mut graphs).skip(fold).step_by(a.folds) {
            *graph = tried.merge(vec![tried.document(&read::from_text(&gold.id, &gold.text))]);
        }
    }
    if parts > 0 {
        let tried = |i: &usize| i % a.folds < parts;
        let (golds, graphs): (Vec<_>, Vec<_>) =
            golds.into_iter().zip(graphs).enumerate().filter(|(i, _)| tried(i)).map(|(_, pair)| pair).unzip();
        let report = score::score(&golds, &graphs);
        if a.errors {
            report.errors.iter().for_each(|error| println!("{}", error.join("\t").replace('\n', " ")));
        }
        print!("{}", report.table());
    }
    Ok(())
}

/// The examples of all parts but one.
fn without(all: &[Vec<Example>], folds: usize, fold: Option<usize>) -> impl Iterator<Item = &Example> {
    let used = move |i: usize| fold.is_none_or(|fold| i % folds != fold);
    all.iter().enumerate().filter(move |(i, _)| used(*i)).flat_map(|(_, examples)| examples)
}
