//! Trains the trees that decide on relations:
//! `cargo run --release --features train --bin train_relations -- --help`.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Parser;
use demarche::export::{self, Format};
use demarche::graph::Graph;
use demarche::learn::forest::Forests;
use demarche::learn::judge::Judge;
use demarche::learn::mentions::{MentionNetwork, MentionReader};
use demarche::learn::{self, MEMBER_FEATURES, Models, PARTY_FEATURES};
use demarche::pipeline::Pipeline;
use demarche::relate::Least;
use demarche::score::{self, gold};
use demarche::train::forest::Settings;
use demarche::train::relations::{self, Example};
use demarche::types::Resolution;
use rayon::prelude::*;

#[derive(Debug, Parser)]
struct Arguments {
    /// Gold graphs of real texts.
    #[arg(long)]
    gold: PathBuf,
    /// Gold graphs of texts that were written for them.
    #[arg(long)]
    made: Option<PathBuf>,
    /// Gold graphs of short texts that were written for them.
    #[arg(long, default_value = "models/english.lessons.jsonl")]
    lessons: PathBuf,
    /// Folder with the networks and judges of each fifth of the documents (`train_mentions`,
    /// `train_actors`): a document is read by those that were not taught with it.
    #[arg(long)]
    parts: PathBuf,
    /// Where the trees go.
    #[arg(short, long)]
    output: Option<PathBuf>,
    /// Learn without each fifth of the gold and tell how well the whole program reads it.
    #[arg(long)]
    folds: bool,
    /// With `--folds`: folder for the graph of each document (JSON, `ID.json`) and who is meant where in it
    /// (`ID.mentions.json`), as read by networks, judges and trees that were not taught with it.
    #[arg(long, requires = "folds")]
    graphs: Option<PathBuf>,
    /// With `--folds`: learn from so many real documents at most, for a learning curve.
    #[arg(long, requires = "folds")]
    documents: Option<usize>,
    #[arg(long, default_value_t = 1)]
    seed: u64,
    #[arg(long, default_value_t = 200)]
    rounds: usize,
    /// Share of an example that a pair of a made text is.
    #[arg(long, default_value_t = 0.5)]
    made_share: f32,
    /// The same for meetings, of which made texts have many more.
    #[arg(long, default_value_t = 0.1)]
    made_meeting_share: f32,
    /// The same for a pair of the lessons, for stances and meetings.
    #[arg(long, default_value_t = 0.25)]
    lesson_share: f32,
    /// Share of an example that a pair of an example sentence of `data/relations.tsv` is.
    #[arg(long, default_value_t = 0.5)]
    table_share: f32,
}

const FOLDS: usize = 5;

fn golds(path: &Path) -> Result<Vec<gold::Gold>, Box<dyn std::error::Error>> {
    Ok(gold::parse(&std::fs::read_to_string(path)?, &path.to_string_lossy())?)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let a = Arguments::parse();
    let pipelines = (0..FOLDS).map(|fold| of_part(&a.parts, fold)).collect::<Result<Vec<_>, _>>()?;
    let clock = Instant::now();
    let real = golds(&a.gold)?;
    let made = a.made.as_deref().map(golds).transpose()?.unwrap_or_default();
    let read = |golds: &[gold::Gold], shares: [f32; 2]| -> Vec<Vec<Example>> {
        let example = |(i, gold)| relations::examples(&pipelines[i % FOLDS], gold, shares);
        golds.par_iter().enumerate().map(example).collect()
    };
    let examples = read(&real, [1.0; 2]);
    let mut others = read(&made, [a.made_share, a.made_meeting_share]).concat();
    others.extend(read(&golds(&a.lessons)?, [a.lesson_share; 2]).concat());
    others.extend(relations::table_examples(&pipelines[0], a.table_share));
    let all = || examples.iter().flatten().chain(&others);
    println!(
        "{} examples, {} stances, {} meetings, {:.0} s",
        all().count(),
        all().filter(|e| e.stance > 0).count(),
        all().filter(|e| e.meeting > 0).count() / 2,
        clock.elapsed().as_secs_f32()
    );
    let settings = Settings { rounds: a.rounds, seed: a.seed, ..Settings::default() };
    if a.folds {
        let grown = |fold: usize| {
            let rest = examples.iter().enumerate().filter(|(i, _)| i % FOLDS != fold);
            let rest = rest.take(a.documents.unwrap_or(usize::MAX));
            let seen: Vec<&Example> = rest.flat_map(|(_, e)| e).chain(&others).collect();
            let out = relations::learn(&seen, &settings);
            println!("without fifth {fold}, {:.0} s", clock.elapsed().as_secs_f32());
            out
        };
        let forests: Vec<Forests> = (0..FOLDS).map(grown).collect();
        judge(&pipelines, &real, &forests);
        if let Some(folder) = &a.graphs {
            write_graphs(&pipelines, &real, &forests, folder)?;
        }
    }
    if let Some(path) = &a.output {
        let bytes = relations::learn(&all().collect::<Vec<_>>(), &settings).write()?;
        std::fs::write(path, &bytes)?;
        println!("{} bytes, {:.0} s", bytes.len(), clock.elapsed().as_secs_f32());
    }
    Ok(())
}

/// All stages with what was not taught with the documents of a part.
fn of_part(folder: &Path, fold: usize) -> Result<Pipeline, Box<dyn std::error::Error>> {
    let read = |name: &str| std::fs::read(folder.join(name));
    let judge = |what: &str, inputs: usize| -> Result<&'static Judge, Box<dyn std::error::Error>> {
        Ok(Box::leak(Box::new(Judge::read(&read(&format!("{what}-{fold}"))?, inputs)?)))
    };
    let network = MentionNetwork::read(&read(&fold.to_string())?)?;
    let models = Models {
        reader: learn::bundled()?,
        mentions: Some(Box::leak(Box::new(MentionReader::new(network)))),
        parties: Some(judge("parties", PARTY_FEATURES)?),
        members: Some(judge("members", MEMBER_FEATURES)?),
    };
    Ok(Pipeline::with_models(models, Some(learn::bundled_pairs()?))?)
}

/// The graph of each document and who is meant in it, by the pipeline and the trees that have not seen it.
fn graphs(
    undecided: &[Pipeline],
    real: &[gold::Gold],
    forests: &[Forests],
    least: Least,
) -> Vec<(Graph, Resolution)> {
    let decided = undecided.iter().zip(forests).map(|(p, f)| p.deciding(f.clone(), least));
    let pipelines: Vec<Pipeline> = decided.collect();
    let graph = |(i, gold): (usize, &gold::Gold)| {
        let pipeline = &pipelines[i % FOLDS];
        let document = demarche::read::from_text(&gold.id, &gold.text);
        let (graph, resolution) = pipeline.document_with_mentions(&document);
        (pipeline.merge(vec![graph]), resolution)
    };
    real.par_iter().enumerate().map(graph).collect()
}

fn write_graphs(
    undecided: &[Pipeline],
    real: &[gold::Gold],
    forests: &[Forests],
    folder: &Path,
) -> Result<(), Box<dyn std::error::Error>> {
    std::fs::create_dir_all(folder)?;
    for ((graph, resolution), gold) in graphs(undecided, real, forests, Least::default()).iter().zip(real) {
        export::write(graph, Format::Json, &folder.join(format!("{}.json", gold.id)))?;
        let mentions = serde_json::json!({ "resolution": resolution });
        std::fs::write(folder.join(format!("{}.mentions.json", gold.id)), mentions.to_string())?;
    }
    Ok(())
}

/// What the whole program finds in each fold with the trees that have not seen it.
fn judge(undecided: &[Pipeline], real: &[gold::Gold], forests: &[Forests]) {
    for framed in [0.1, 0.2, 0.3, 0.4] {
        let least = Least { framed, ..Least::default() };
        let (graphs, _): (Vec<Graph>, Vec<_>) = graphs(undecided, real, forests, least).into_iter().unzip();
        let report = score::score(real, &graphs);
        print!("framed {framed:.2}:");
        for row in ["stance (rolled-up)", "stance (strict)", "meeting (rolled-up)", "meeting (strict)"] {
            if let Some(f) = report.row(row) {
                print!("  {row} P {:.3} R {:.3} F1 {:.3}", f.p, f.r, f.f1);
            }
        }
        println!("  category {:.3} calibration {:.3}", report.category, report.calibration.error);
    }
}
