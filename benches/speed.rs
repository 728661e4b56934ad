//! Speed: words a second (a word is what `wc -w` counts) of the whole way and of each stage, beside
//! a naive baseline in the same run, so that ratios can be compared between machines.
//!
//! The texts are made up from the sample pages of `examples/`, the names of states varied. For the
//! figure of the README, over a folder of your own:
//!
//! ```text
//! cat news/*.txt | wc -w
//! time demarche build news/ --threads 1 -o /tmp/graph.json
//! ```

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use demarche::analyse::analyse;
use demarche::learn::Models;
use demarche::learn::container::read_packed;
use demarche::pipeline::Pipeline;
use demarche::read;
use demarche::relate::relate;
use demarche::resolve::resolve;
use demarche::segment::segment;
use demarche::tables::Tables;
use demarche::types::Document;

const SAMPLE: &str = include_str!("../examples/baghdad-talks.txt");
const STATES: &[(&str, &str)] =
    &[("Iraq", "Kenya"), ("Syria", "Peru"), ("Jordan", "Norway"), ("Lebanon", "Ghana"), ("Baghdad", "Lima")];

/// A hundred pages that differ.
fn texts() -> Vec<String> {
    (0..100)
        .map(|i| {
            let mut text = SAMPLE.to_owned();
            for (k, (from, to)) in STATES.iter().enumerate() {
                if i >> k & 1 == 1 {
                    text = text.replace(from, to);
                }
            }
            text
        })
        .collect()
}

/// What a quick script would do: the words that begin with a capital, counted.
fn capitalised(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.starts_with(char::is_uppercase)).count()
}

fn speed(c: &mut Criterion) {
    let tables = Tables::bundled().expect("bundled tables are sound");
    let models = Models::bundled().expect("bundled weights are sound");
    let pipeline = Pipeline::new().expect("bundled tables and weights are sound");
    let texts = texts();
    let words: usize = texts.iter().map(|t| t.split_whitespace().count()).sum();
    let documents: Vec<Document> = texts.iter().map(|t| read::from_text("bench", t)).collect();

    let mut group = c.benchmark_group("words");
    group.throughput(Throughput::Elements(words as u64)).sample_size(10);
    group.measurement_time(Duration::from_secs(5));
    group.bench_function("naive baseline", |b| {
        b.iter(|| texts.iter().map(|t| capitalised(t)).sum::<usize>());
    });
    group.bench_function("read", |b| {
        b.iter(|| texts.iter().for_each(|t| drop(black_box(read::from_text("bench", t)))));
    });
    group.bench_function("segment", |b| {
        b.iter(|| documents.iter().for_each(|d| drop(black_box(segment(d)))));
    });
    let sentences: Vec<_> = documents.iter().map(segment).collect();
    group.bench_function("analyse", |b| {
        b.iter(|| {
            for (d, s) in documents.iter().zip(&sentences) {
                black_box(analyse(&d.text, s, models, tables));
            }
        });
    });
    let analyses: Vec<_> =
        documents.iter().zip(&sentences).map(|(d, s)| analyse(&d.text, s, models, tables)).collect();
    group.bench_function("resolve", |b| {
        b.iter(|| {
            for ((d, s), a) in documents.iter().zip(&sentences).zip(&analyses) {
                black_box(resolve(d, s, a, models, tables));
            }
        });
    });
    let resolutions: Vec<_> = documents
        .iter()
        .zip(&sentences)
        .zip(&analyses)
        .map(|((d, s), a)| resolve(d, s, a, models, tables))
        .collect();
    group.bench_function("relate", |b| {
        b.iter(|| {
            for (((d, s), a), r) in documents.iter().zip(&sentences).zip(&analyses).zip(&resolutions) {
                black_box(relate(d, s, a, r, None, tables));
            }
        });
    });
    group.bench_function("whole way", |b| {
        b.iter(|| {
            let graphs = texts.iter().map(|t| pipeline.document(&read::from_text("bench", t))).collect();
            black_box(pipeline.merge(graphs))
        });
    });
    group.finish();
}

/// A fresh process from start to a finished graph of the sample page.
fn cold_start(c: &mut Criterion) {
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/baghdad-talks.txt");
    let mut group = c.benchmark_group("cold start");
    group.sample_size(20);
    group.bench_function("sample page", |b| {
        b.iter(|| {
            let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_demarche"));
            black_box(command.args(["build", sample]).output().expect("the program runs"))
        });
    });
    group.finish();
}

/// Bundled weights from bytes to a reader.
fn load(c: &mut Criterion) {
    c.bench_function("load weights", |b| {
        b.iter(|| {
            let bytes = include_bytes!("../models/english.weights");
            black_box(read_packed(bytes)).expect("bundled weights are sound")
        });
    });
}

criterion_group!(benches, speed, cold_start, load);
criterion_main!(benches);
