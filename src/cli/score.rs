//! `demarche score`: accuracy tables that anyone can make again.

use std::path::PathBuf;

use rayon::prelude::*;

use super::{Failure, output, score_coref, score_pairs, score_words};
use crate::error::ExportError;
use crate::export::json;
use crate::graph::Graph;
use crate::pipeline::{Options, Pipeline};
use crate::read;
use crate::score::{self, gold};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Actors, affiliations, meetings and stances of whole documents.
    #[command(after_help = "Examples:
  demarche score graph gold.jsonl
  demarche score graph gold.jsonl --errors | grep stance
  demarche score graph gold.jsonl --pred graphs-of-another-program/")]
    Graph(GraphArgs),
    /// Marked pairs with a label of directed sentiment: neutral, pos_p_to_q, pos_q_to_p, neg_p_to_q,
    /// neg_q_to_p.
    Stance(score_pairs::Args),
    /// PLOVER categories of events with given source and target (YIELD counts as CONCEDE and RETREAT).
    Events(score_pairs::Args),
    /// Whether short texts tell of a meeting, and whose.
    Meetings(score_pairs::Args),
    /// Parts of speech, verb forms and lemmas, with given words.
    Tags(score_words::Args),
    /// Dependency trees as the CoNLL 2018 script counts, with given words and own tags.
    Tree(score_words::Args),
    /// Names PER, ORG, LOC by exact span, with given words.
    Names(score_words::Args),
    /// Sentences, tokens and words from raw text.
    Segments(score_words::Args),
    /// Coreference chains of named people, organisations and countries: MUC, B³, CEAF-φ4.
    Coref(score_coref::Args),
}

#[derive(Debug, clap::Args)]
struct GraphArgs {
    /// One gold document a line; its `text` is read as a file would be.
    gold: PathBuf,
    /// List every miss and false alarm before the table.
    #[arg(long)]
    errors: bool,
    /// The figures as JSON.
    #[arg(long)]
    json: bool,
    /// Score the graphs `<id>.json` of this folder instead of the program's own.
    #[arg(long, value_name = "DIR")]
    pred: Option<PathBuf>,
    /// Write the program's graph of each document to this folder as `<id>.json`.
    #[arg(long, value_name = "DIR", conflicts_with = "pred")]
    graphs: Option<PathBuf>,
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let args = match &args.what {
        What::Graph(args) => args,
        What::Stance(args) => return score_pairs::stance(args),
        What::Events(args) => return score_pairs::events(args),
        What::Meetings(args) => return score_pairs::meetings(args),
        What::Tags(args) => return score_words::run(args, score_words::What::Tags),
        What::Tree(args) => return score_words::run(args, score_words::What::Tree),
        What::Names(args) => return score_words::run(args, score_words::What::Names),
        What::Coref(args) => return score_coref::run(args),
        What::Segments(args) => return score_words::run(args, score_words::What::Segments),
    };
    let fail = |path: &PathBuf, error: std::io::Error| Failure::All(format!("{}: {error}", path.display()));
    let text = std::fs::read_to_string(&args.gold).map_err(|e| fail(&args.gold, e))?;
    let golds = gold::parse(&text, &args.gold.to_string_lossy())?;
    let pipeline = Pipeline::with_options(Options::default())?;
    let graphs: Vec<Graph> = match &args.pred {
        Some(folder) => golds
            .iter()
            .map(|gold| {
                let path = folder.join(format!("{}.json", gold.id));
                match std::fs::read_to_string(&path) {
                    Ok(text) => json::from_str(&text, &path.to_string_lossy()),
                    // A document without a graph counts as an empty one.
                    Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Graph::default()),
                    Err(source) => Err(ExportError::Io { path, source }),
                }
            })
            .collect::<Result<_, _>>()?,
        None => golds
            .par_iter()
            .map(|gold| pipeline.merge(vec![pipeline.document(&read::from_text(&gold.id, &gold.text))]))
            .collect(),
    };
    if let Some(folder) = &args.graphs {
        std::fs::create_dir_all(folder).map_err(|e| fail(folder, e))?;
        for (gold, graph) in golds.iter().zip(&graphs) {
            let name: String =
                gold.id.chars().map(|c| if matches!(c, '/' | '\\') { '_' } else { c }).collect();
            crate::export::write(graph, crate::export::Format::Json, &folder.join(format!("{name}.json")))?;
        }
    }
    let report = score::score(&golds, &graphs);
    if args.json {
        let text = serde_json::to_string(&report)?;
        return output::stdout(format!("{text}\n").as_bytes());
    }
    let mut out = String::new();
    if args.errors {
        for error in &report.errors {
            let line = error.join("\t").replace(['\n', '\r'], " ");
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out.push('\n');
    }
    out.push_str(&report.table());
    output::stdout(out.as_bytes())
}
