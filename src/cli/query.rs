//! `demarche query`: questions to a graph.

use std::io::IsTerminal;
use std::path::PathBuf;

use clap::ValueEnum;

use super::shape::Shape;
use super::{Failure, convert, output};
use crate::graph::{Apart, Graph};
use crate::query::{self, Sign};
use crate::tables::Tables;
use crate::types::ActorKind;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Who is in the graph, those mentioned most first.
    #[command(
        after_help = "Columns, on a terminal as a table, else separated by tabs: id, name, mentions, documents,
meetings, stances, affiliations; with --suspects what is suspected, id, other id, reasons.

Examples:
  demarche query actors graph.json --kind person | head
  demarche query actors graph.json --suspects
  demarche query actors graph.json --suspects --json | jq '.duplicates[0]'"
    )]
    Actors(ActorsArgs),
}

#[derive(Debug, clap::Args)]
struct ActorsArgs {
    /// A JSON graph that `demarche build` wrote, or - for standard input.
    graph: PathBuf,
    /// Only people, countries or groups.
    #[arg(long, value_enum)]
    kind: Option<Kind>,
    /// List actors that may be one, and actors that may be several, with the reasons.
    #[arg(long)]
    suspects: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    shape: Shape,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    Person,
    Country,
    Group,
}

impl From<Kind> for ActorKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Person => Self::Person,
            Kind::Country => Self::Country,
            Kind::Group => Self::Group,
        }
    }
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let What::Actors(args) = &args.what;
    let tables = args.shape.tables()?;
    let shape = args.shape.load(&tables)?;
    let (graph, doubts) = shape.apply(convert::load(&args.graph)?)?;
    if args.suspects {
        let apart = shape.apart(&graph);
        suspects(args, &graph, &tables, &apart)?;
    } else {
        actors(args, &graph)?;
    }
    if doubts > 0 { Err(Failure::Some) } else { Ok(()) }
}

fn actors(args: &ActorsArgs, graph: &Graph) -> Result<(), Failure> {
    let rows = query::actors(graph, args.kind.map(Into::into));
    if args.json {
        return json(&rows);
    }
    let head = ["id", "name", "mentions", "documents", "meetings", "stances", "affiliations"];
    let rows = rows.iter().map(|row| {
        let counts = [row.actor.mentions, row.documents, row.meetings, row.stances, row.affiliations];
        let names = [row.actor.id.0.clone(), row.actor.name.clone()];
        names.into_iter().chain(counts.map(|n| n.to_string())).collect()
    });
    table(&head, rows.collect())
}

fn suspects(args: &ActorsArgs, graph: &Graph, tables: &Tables, apart: &Apart) -> Result<(), Failure> {
    let mut found = query::suspects(graph, tables, |a, b| apart.has(a, b));
    if let Some(kind) = args.kind.map(ActorKind::from) {
        found.duplicates.retain(|d| d.actor.kind == kind || d.other.kind == kind);
        found.wrong_merges.retain(|w| w.actor.kind == kind);
    }
    if args.json {
        return json(&found);
    }
    let say = |signs: &[Sign]| signs.iter().map(Sign::to_string).collect::<Vec<_>>().join("; ");
    let one = found
        .duplicates
        .iter()
        .map(|d| vec!["one actor?".to_owned(), d.actor.id.0.clone(), d.other.id.0.clone(), say(&d.signs)]);
    let several = found
        .wrong_merges
        .iter()
        .map(|w| vec!["several?".to_owned(), w.actor.id.0.clone(), String::new(), say(&w.signs)]);
    table(&["suspected", "id", "other id", "reasons"], one.chain(several).collect())
}

fn json(value: &impl serde::Serialize) -> Result<(), Failure> {
    output::stdout(format!("{}\n", serde_json::to_string_pretty(value)?).as_bytes())
}

/// A table for people on a terminal, else lines with tabs under the same head.
fn table(head: &[&str], rows: Vec<Vec<String>>) -> Result<(), Failure> {
    let clean = |cell: &String| cell.replace(|c: char| c.is_control(), " ");
    if std::io::stdout().is_terminal() {
        let mut table = comfy_table::Table::new();
        table.load_style(comfy_table::presets::NOTHING).set_header(head);
        for row in &rows {
            table.add_row(row.iter().map(clean));
        }
        return output::stdout(format!("{}\n", table.trim_fmt()).as_bytes());
    }
    let mut out = head.join("\t");
    out.push('\n');
    for row in &rows {
        out.push_str(&row.iter().map(clean).collect::<Vec<_>>().join("\t"));
        out.push('\n');
    }
    output::stdout(out.as_bytes())
}
