//! Trains the judges of parties and of affiliations: `cargo run --release --features train --bin
//! train_actors -- --help`.

use std::path::{Path, PathBuf};

use clap::Parser;
use demarche::learn::judge::Judge;
use demarche::learn::mentions::{MentionNetwork, MentionReader};
use demarche::learn::{self, MEMBER_FEATURES, Models, PARTY_FEATURES};
use demarche::pipeline::Pipeline;
use demarche::read;
use demarche::score::gold::{self, Gold};
use demarche::score::score;
use demarche::train::actors::{self, Example};
use demarche::train::forest::Settings;
use demarche::train::pieces::{PIECES, alone};

#[derive(Debug, Parser)]
struct Arguments {
    /// Folder with `train.jsonl` and `synthetic.jsonl`.
    #[arg(long)]
    gold: PathBuf,
    /// Gold graphs of short texts that were written for them.
    #[arg(long, default_value = "models/english.lessons.jsonl")]
    lessons: PathBuf,
    /// Folder with the mention networks of each part of the documents (`train_mentions --parts`): a
    /// document is read by the one that was not taught with it. The judges of each part go there too.
    #[arg(long)]
    parts: PathBuf,
    /// How many parts there are.
    #[arg(long, default_value_t = 5)]
    folds: usize,
    /// Folder for the weights, `english.parties` and `english.members`.
    #[arg(short, long)]
    output: Option<PathBuf>,
    /// List every miss and false alarm.
    #[arg(long)]
    errors: bool,
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Trees a class.
    #[arg(long, default_value_t = 200)]
    rounds: usize,
    /// Most leaves of a tree.
    #[arg(long, default_value_t = 15)]
    leaves: usize,
    /// Share of a tree that is believed.
    #[arg(long, default_value_t = 0.05)]
    rate: f32,
    /// Share of a whole example that one of a synthetic document is.
    #[arg(long, default_value_t = 0.3)]
    synthetic: f32,
    /// The same for a lesson, of parties.
    #[arg(long, default_value_t = 0.3)]
    lesson: f32,
    /// The same for a piece of a document as a text of its own, of parties.
    #[arg(long, default_value_t = 0.3)]
    alone: f32,
}

type Error = Box<dyn std::error::Error>;

/// The examples of each part: of real documents, synthetic ones and short texts.
type Parts = Vec<[Vec<Example>; 3]>;

/// Every `folds`-th document from `fold`.
fn part(all: &[Gold], fold: usize, folds: usize) -> Vec<&Gold> {
    all.iter().skip(fold).step_by(folds).collect()
}

/// Learns from all parts but one.
fn learn_from(a: &Arguments, inputs: usize, parts: &Parts, without: Option<usize>) -> &'static Judge {
    let settings =
        Settings { seed: a.seed, rounds: a.rounds, leaves: a.leaves, rate: a.rate, ..Settings::default() };
    let used = parts.iter().enumerate().filter(|(fold, _)| Some(*fold) != without);
    let used: Vec<&Example> = used.flat_map(|(_, part)| part.iter().flatten()).collect();
    Box::leak(Box::new(actors::learn(inputs, &used, &settings)))
}

fn count(what: &str, parts: &Parts) {
    let count = |class: usize| parts.iter().flat_map(|p| &p[0]).filter(|e| e.class == class).count();
    println!("{what} in real documents: {} right, {} wrong", count(1), count(0));
}

fn main() -> Result<(), Error> {
    let a = Arguments::parse();
    let load = |path: &Path| -> Result<_, Error> {
        Ok(gold::parse(&std::fs::read_to_string(path)?, &path.to_string_lossy())?)
    };
    let golds = load(&a.gold.join("train.jsonl"))?;
    let made = load(&a.gold.join("synthetic.jsonl"))?;
    let lessons = load(&a.lessons)?;
    let mut models = Vec::new();
    for fold in 0..a.folds {
        let network = MentionNetwork::read(&std::fs::read(a.parts.join(fold.to_string()))?)?;
        let mentions: &'static MentionReader = Box::leak(Box::new(MentionReader::new(network)));
        models.push(Models {
            reader: learn::bundled()?,
            mentions: Some(mentions),
            parties: None,
            members: None,
        });
    }
    // Short texts, one a document in each list: lessons, and pieces of documents.
    let pieces = |golds: &[Gold]| {
        (0..PIECES).map(|k| golds.iter().map(|gold| alone(gold, k)).collect()).collect::<Vec<Vec<_>>>()
    };
    let (real_pieces, made_pieces) = (pieces(&golds), pieces(&made));
    let mut short: Vec<(&[Gold], f32)> = vec![(&lessons, a.lesson)];
    short.extend(real_pieces.iter().map(|piece| (&**piece, a.alone)));
    short.extend(made_pieces.iter().map(|piece| (&**piece, a.alone * a.synthetic)));
    type Find = fn(&Pipeline, &[&Gold], f32) -> Vec<Example>;
    let gather = |models: &[Models<'static>], find: Find, short: &[(&[Gold], f32)]| -> Result<Parts, Error> {
        let mut parts = Parts::new();
        for (fold, models) in models.iter().enumerate() {
            let pipeline = Pipeline::with_models(*models, None)?;
            let real = find(&pipeline, &part(&golds, fold, a.folds), 1.0);
            let made = find(&pipeline, &part(&made, fold, a.folds), a.synthetic);
            let short = short.iter().filter(|(_, weight)| *weight > 0.0);
            let short =
                short.flat_map(|(golds, weight)| find(&pipeline, &part(golds, fold, a.folds), *weight));
            parts.push([real, made, short.collect()]);
        }
        Ok(parts)
    };
    let parties = gather(&models, actors::parties, &short)?;
    count("actors", &parties);
    for (fold, models) in models.iter_mut().enumerate() {
        models.parties = Some(learn_from(&a, PARTY_FEATURES, &parties, Some(fold)));
    }
    // Texts of a sentence or two say too little of who belongs to what.
    let members = gather(&models, actors::members, &[])?;
    count("pairs", &members);
    for (fold, models) in models.iter_mut().enumerate() {
        models.members = Some(learn_from(&a, MEMBER_FEATURES, &members, Some(fold)));
    }
    let (mut graphs, mut short) =
        (vec![Default::default(); golds.len()], vec![Default::default(); golds.len()]);
    for (fold, models) in models.iter().enumerate() {
        for (name, judge) in [("parties", models.parties), ("members", models.members)] {
            let bytes = judge.map(Judge::write).transpose()?.unwrap_or_default();
            std::fs::write(a.parts.join(format!("{name}-{fold}")), bytes)?;
        }
        let tried = Pipeline::with_models(*models, Some(learn::bundled_pairs()?))?;
        for i in (fold..golds.len()).step_by(a.folds) {
            let graph =
                |gold: &Gold| tried.merge(vec![tried.document(&read::from_text(&gold.id, &gold.text))]);
            graphs[i] = graph(&golds[i]);
            short[i] = graph(&real_pieces[1][i]);
        }
    }
    println!("of a sentence or two alone:\n{}", score(&real_pieces[1], &short).table());
    let report = score(&golds, &graphs);
    if a.errors {
        report.errors.iter().for_each(|error| println!("{}", error.join("\t").replace('\n', " ")));
    }
    print!("{}", report.table());
    if let Some(output) = &a.output {
        std::fs::write(
            output.join("english.parties"),
            learn_from(&a, PARTY_FEATURES, &parties, None).write()?,
        )?;
        std::fs::write(
            output.join("english.members"),
            learn_from(&a, MEMBER_FEATURES, &members, None).write()?,
        )?;
    }
    Ok(())
}
