//! Trains the pair network: `cargo run --release --features train --bin train_pairs -- --help`.

use std::path::PathBuf;
use std::time::Instant;

use clap::Parser;
use demarche::learn::Models;
use demarche::pipeline::Pipeline;
use demarche::train::pairs::{self, Settings};

#[derive(Debug, Parser)]
struct Arguments {
    /// Folder with `stance`.
    #[arg(long)]
    data: PathBuf,
    /// Where the weights go.
    #[arg(short, long)]
    output: PathBuf,
    #[arg(long, default_value_t = 1)]
    seed: u64,
    #[arg(long, default_value_t = 12)]
    epochs: usize,
    #[arg(long, default_value_t = 32)]
    batch: usize,
    #[arg(long, default_value_t = 0.002)]
    rate: f32,
    #[arg(long, default_value_t = 0.2)]
    drop_input: f32,
    #[arg(long, default_value_t = 0.3)]
    drop_layer: f32,
    #[arg(long, default_value_t = 0.4)]
    drop_pooled: f32,
    #[arg(long, default_value_t = 0.05)]
    smooth: f32,
    #[arg(long, default_value_t = 0.0)]
    decay: f32,
    /// Share of an example that a pair of free news is.
    #[arg(long, default_value_t = 0.5)]
    silver: f32,
    /// Share of that if no frame says anything of it.
    #[arg(long, default_value_t = 0.2)]
    neutral: f32,
    /// Share of an example that a target of NewsMTSC is.
    #[arg(long, default_value_t = 0.5)]
    targets: f32,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let a = Arguments::parse();
    let pipeline = Pipeline::with_models(Models::bundled()?, None)?;
    let start = Instant::now();
    let folder = a.data.join("stance");
    let mut examples = pairs::dse(&pipeline, &folder.join("dse_train.jsonl.xz"), false)?;
    let valid = pairs::dse(&pipeline, &folder.join("dse_valid.jsonl"), true)?;
    let more = pairs::targets(&pipeline, &folder.join("newsmtsc_train.jsonl.xz"))?;
    println!(
        "{} pairs, {} targets, {} valid, {:.1} s",
        examples.len(),
        more.len(),
        valid.len(),
        start.elapsed().as_secs_f32()
    );
    if a.silver > 0.0 {
        let before = examples.len();
        for file in ["voa2009_2017.jsonl.xz", "wikinews2019_2020.jsonl.xz"] {
            let news = pairs::silver(&pipeline, &a.data.join("news").join(file), a.neutral)?;
            examples.extend(news.into_iter().map(|e| pairs::Example { weight: e.weight * a.silver, ..e }));
        }
        examples.extend(pairs::examples(&pipeline));
        let stances = examples[before..].iter().filter(|e| e.label > 0).count();
        println!("{} pairs by rules, {stances} of them stances", examples.len() - before);
    }
    if a.targets > 0.0 {
        examples.extend(more.into_iter().map(|e| pairs::Example { weight: a.targets, ..e }));
    }
    let settings = Settings {
        seed: a.seed,
        epochs: a.epochs,
        batch: a.batch,
        rate: a.rate,
        dropout: [a.drop_input, a.drop_layer, a.drop_pooled],
        smooth: a.smooth,
        decay: a.decay,
    };
    let reader = pipeline.models().reader;
    let network = pairs::train(settings, &reader.vectors, &examples, |epoch, loss, network| {
        print!("epoch {epoch}: loss {loss:.3}, {:.0} s", start.elapsed().as_secs_f32());
        for handicap in [0.0, -0.3, -0.6, -0.9, -1.2] {
            let (macro_f1, f1) = pairs::score(network, &reader.vectors, &valid, handicap);
            print!("  {handicap}: {macro_f1:.3} {f1:.3}");
        }
        println!();
    });
    std::fs::write(&a.output, network.write())?;
    Ok(())
}
