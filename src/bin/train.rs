//! Trains the bundled weights: `cargo run --release --features train --bin train -- --help`.

use std::collections::HashMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Parser;
use demarche::learn::container;
use demarche::learn::network::{Config, LayerKind};
use demarche::learn::reader::Reader;
use demarche::score::corpus::{Scheme, Sentence, conllu, iob2, read_text};
use demarche::tables::Tables;
use demarche::train::model::Dropout;
use demarche::train::trainer::{Corpora, DevSets, Settings, Trainer, name_spans, score};
use demarche::train::{borders, synthetic, vectors};

/// Trains tagger, parser and name finder.
#[derive(Debug, Parser)]
struct Arguments {
    /// Folder with `ud` and `ner`.
    #[arg(long)]
    data: PathBuf,
    /// Where the weights go; the log goes beside them.
    #[arg(short, long)]
    output: PathBuf,
    /// `vocab` folder of a spaCy model, for its word vectors.
    #[arg(long)]
    vectors: Option<PathBuf>,
    /// List of known names: class, tab, name a line.
    #[arg(long)]
    names: Option<PathBuf>,
    /// Files under `ner` that are not trained on, by the start of their name; may repeat.
    #[arg(long)]
    without: Vec<String>,
    #[arg(long, default_value_t = 1)]
    seed: u64,
    #[arg(long, default_value_t = 20)]
    epochs: usize,
    #[arg(long, default_value_t = 400)]
    batch: usize,
    #[arg(long, default_value_t = 0.002)]
    rate: f32,
    #[arg(long, default_value_t = 1.0)]
    name_share: f32,
    #[arg(long, default_value_t = 0.1)]
    dropout_input: f32,
    #[arg(long, default_value_t = 0.2)]
    dropout_layer: f32,
    #[arg(long, default_value_t = 0.3)]
    dropout_head: f32,
    #[arg(long, default_value_t = 0.5)]
    hide: f32,
    #[arg(long, default_value_t = 8000)]
    buckets: u32,
    #[arg(long, default_value_t = 128)]
    table_dim: usize,
    #[arg(long, default_value_t = 192)]
    dim: usize,
    /// Layers from below: w window, r recurrent; `|` before those that only the tree sees.
    #[arg(long, default_value = "wrr|r")]
    layers: String,
    #[arg(long, default_value_t = 64)]
    name_dim: usize,
    #[arg(long, default_value_t = 64)]
    arc_dim: usize,
    #[arg(long, default_value_t = 96)]
    relation_dim: usize,
    /// Sentences made from the tables to add to the trees.
    #[arg(long, default_value_t = 0)]
    synthetic: usize,
    /// With `--score`: print wrong and missed names of this dev set.
    #[arg(long)]
    errors: Option<String>,
    /// Only learn sentence ends.
    #[arg(long)]
    borders: bool,
    /// Only score the weights of `--output`.
    #[arg(long)]
    score: bool,
}

fn files(folder: &Path, ending: &str) -> io::Result<Vec<PathBuf>> {
    let mut out = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.to_string_lossy().ends_with(ending) {
            out.push(path);
        }
    }
    out.sort();
    Ok(out)
}

fn name(path: &Path) -> String {
    let file = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    file.split('.').next().unwrap_or_default().to_owned()
}

fn load(arguments: &Arguments) -> io::Result<(Corpora, DevSets)> {
    let mut corpora = Corpora::default();
    let mut dev = DevSets::new();
    let mut by_id: HashMap<String, Sentence> = HashMap::new();
    for path in files(&arguments.data.join("ner"), ".iob2.xz")? {
        let file = name(&path);
        let sentences = iob2(&read_text(&path)?, Scheme::of(&file));
        if file.ends_with("-dev") {
            dev.push((file, sentences));
        } else if arguments.without.iter().any(|w| file.starts_with(w.as_str())) {
            eprintln!("left out: {file}");
        } else if file.starts_with("uner_ewt") || file.starts_with("gum") {
            by_id.extend(sentences.into_iter().map(|s| (s.id.clone(), s)));
        } else {
            corpora.names.extend(sentences);
        }
    }
    for path in files(&arguments.data.join("ud"), ".conllu.xz")? {
        let file = name(&path);
        let mut sentences = conllu(&read_text(&path)?);
        if file.ends_with("-dev") {
            dev.push((file, sentences));
            continue;
        }
        for sentence in &mut sentences {
            if let Some(named) = by_id.get(&sentence.id)
                && named.words == sentence.words
            {
                sentence.names.clone_from(&named.names);
                sentence.spans.clone_from(&named.spans);
                sentence.convention = named.convention;
            }
        }
        corpora.trees.extend(sentences);
    }
    Ok((corpora, dev))
}

fn report(log: &mut impl Write, line: &str) -> io::Result<()> {
    println!("{line}");
    writeln!(log, "{line}")
}

/// `missed` and `wrong` names with their sentences.
fn print_name_errors(reader: &Reader, sentences: &[Sentence]) {
    for (sentence, found) in sentences.iter().zip(name_spans(reader, sentences)) {
        let show = |kind: &str, names: &[(usize, usize, &str)], other: &[(usize, usize, &str)]| {
            for name in names.iter().filter(|name| !other.contains(name)) {
                let words = sentence.words[name.0..name.1].join(" ");
                println!("{kind}\t{}\t{words}\t{}", name.2, sentence.words.join(" "));
            }
        };
        show("missed", &sentence.spans, &found);
        show("wrong", &found, &sentence.spans);
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments = Arguments::parse();
    let (mut corpora, dev) = load(&arguments)?;
    let mut log =
        fs::OpenOptions::new().create(true).append(true).open(arguments.output.with_extension("log"))?;
    if arguments.score {
        let bytes = fs::read(&arguments.output)?;
        let start = Instant::now();
        let reader = container::read_packed(&bytes).or_else(|_| container::read(&bytes))?;
        println!("loaded {} bytes in {:.1} ms", bytes.len(), start.elapsed().as_secs_f64() * 1e3);
        for (name, sentences) in &dev {
            if arguments.errors.as_ref() == Some(name) {
                print_name_errors(&reader, sentences);
            }
            let start = Instant::now();
            let counts = score(&reader, sentences);
            let words: usize = sentences.iter().map(|s| s.words.len()).sum();
            println!("  {name}: {counts} ({:.0} words/s)", words as f64 / start.elapsed().as_secs_f64());
        }
        return Ok(());
    }
    let words = |sentences: &[Sentence]| sentences.iter().map(|s| s.words.len()).sum::<usize>();
    let named = corpora.trees.iter().filter(|s| !s.names.is_empty()).count();
    report(
        &mut log,
        &format!(
            "{arguments:?}\ntrees: {} sentences, {} words, {named} with names; names only: {} sentences, {} words",
            corpora.trees.len(),
            words(&corpora.trees),
            corpora.names.len(),
            words(&corpora.names)
        ),
    )?;
    corpora.trees.extend(synthetic::sentences(Tables::bundled()?, arguments.synthetic, arguments.seed));
    // Sentence ends are learnt in seconds, so they are learnt first.
    let mut texts = Vec::new();
    for path in files(&arguments.data.join("ud"), "-train.conllu.xz")? {
        texts.extend(conllu(&read_text(&path)?));
    }
    fs::write(arguments.output.with_extension("borders"), borders::learn(&texts, arguments.seed).write())?;
    if arguments.borders {
        return Ok(());
    }
    let vectors = match &arguments.vectors {
        Some(folder) => vectors::read(folder, |word| !word.contains(['-', '.']) && word.len() <= 14)?,
        None => vectors::Vectors::default(),
    };
    let names: Vec<(String, String)> = match &arguments.names {
        Some(path) => read_text(path)?
            .lines()
            .filter_map(|line| line.split_once('\t'))
            .map(|(class, name)| (class.to_owned(), name.to_owned()))
            .collect(),
        None => Vec::new(),
    };
    let (shared, rest) = arguments.layers.split_once('|').unwrap_or((&arguments.layers, ""));
    let kinds = |s: &str| {
        s.chars().map(|c| if c == 'w' { LayerKind::Window } else { LayerKind::Recurrent }).collect::<Vec<_>>()
    };
    let config = Config {
        table_dim: arguments.table_dim,
        dim: arguments.dim,
        layers: [kinds(shared), kinds(rest)].concat(),
        shared: shared.len(),
        name_dim: arguments.name_dim,
        arc_dim: arguments.arc_dim,
        relation_dim: arguments.relation_dim,
        rows: 0,
        vectors: 0,
    };
    let settings = Settings {
        seed: arguments.seed,
        epochs: arguments.epochs,
        batch: arguments.batch,
        rate: arguments.rate,
        name_share: arguments.name_share,
        dropout: Dropout {
            input: arguments.dropout_input,
            layer: arguments.dropout_layer,
            head: arguments.dropout_head,
        },
        hide: arguments.hide,
        buckets: arguments.buckets,
    };
    let keys = vectors.keys.len();
    let mut trainer = Trainer::new(settings, config, &corpora, vectors, &names);
    for epoch in 1..=arguments.epochs {
        let start = Instant::now();
        let losses = trainer.epoch(&corpora);
        let bytes = container::write_packed(&trainer.reader())?;
        // What was written is what is scored, quantisation included.
        let reader = container::read_packed(&bytes)?;
        fs::write(&arguments.output, &bytes)?;
        if epoch == 1 {
            report(
                &mut log,
                &format!("{} rows, {keys} vector keys, {} bytes", reader.lexicon.rows(), bytes.len()),
            )?;
        }
        report(
            &mut log,
            &format!(
                "epoch {epoch}: {:.0} s, loss tags {:.3} names {:.3} arcs {:.3} relations {:.3}",
                start.elapsed().as_secs_f64(),
                losses.tags,
                losses.names,
                losses.arcs,
                losses.relations
            ),
        )?;
        for (name, sentences) in &dev {
            if !name.contains("ai-") && !name.contains("music") && !name.contains("science") {
                report(&mut log, &format!("  {name}: {}", score(&reader, sentences)))?;
            }
        }
    }
    Ok(())
}
