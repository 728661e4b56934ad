//! `demarche query actors`: who is in a graph, who may be twice in it.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::ValueEnum;

use super::answer::{Table, json, print};
use super::entries::toml;
use super::{Asking, How};
use crate::cli::progress::busy;
use crate::cli::summary::actors_by_kind;
use crate::cli::{Failure, convert, output};
use crate::export::Selection;
use crate::graph::{Apart, Filter, Graph, Indexed, Source};
use crate::query::{self, ActorRow, Sign, among, part};
use crate::tables::{Tables, fold};
use crate::types::{ActorId, ActorKind};

/// Who is in the graph, those mentioned most first.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Columns: id, name, mentions, documents (that say something of it: evidence on its edges), meetings,
stances, affiliations; with --suspects what is suspected, mentions that would move, id, other ids, reasons.

Examples:
  demarche query actors graph.json --kind person | head
  demarche query actors graph.json --sort meetings --limit 10 --since 2025
  demarche query actors graph.json --suspects
  demarche query actors graph.json --suspects --toml >> fixes.toml
  demarche query actors graph.json --suspects --json | jq '.duplicates[0]'"
)]
pub(super) struct Args {
    /// A store or a graph that `demarche build` wrote, or - for standard input.
    graph: PathBuf,
    /// Only people, countries or groups.
    #[arg(long, value_enum)]
    kind: Option<Kind>,
    /// Only those with this in a name: `--name minist`.
    #[arg(long, value_name = "WORDS")]
    name: Option<String>,
    /// What to order by, the most first.
    #[arg(long, value_enum, default_value_t = Sort::Mentions)]
    sort: Sort,
    /// At most so many.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// List actors that may be one, and actors that may be several, with the reasons.
    #[arg(long)]
    suspects: bool,
    /// With --suspects: entries for a corrections file that make each cluster of suspects one actor, and
    /// beside them, as comments, those that keep it apart for good.
    #[arg(long, requires = "suspects", conflicts_with = "json")]
    toml: bool,
    #[command(flatten)]
    how: How,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Sort {
    Mentions,
    Documents,
    Meetings,
    Stances,
    Affiliations,
    Name,
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
    if args.suspects {
        return suspects_of(args);
    }
    let asking = Asking::open(&args.graph, &args.how)?;
    // Counts of documents need all evidence.
    let graph = asking.source.graph()?.into_owned();
    let graph = Selection { filter: asking.filter.clone(), max_nodes: None }.apply(graph);
    let mut rows = query::actors(&graph, args.kind.map(Into::into));
    let narrowed = asking.filter != Filter::default();
    let wanted = args.name.as_deref().map(fold);
    rows.retain(|row| {
        let names = || std::iter::once(&row.actor.name).chain(&row.actor.aliases);
        let named = wanted.as_ref().is_none_or(|w| names().any(|n| fold(n).contains(w.as_str())));
        // Of a part of the graph, those who have an edge in it.
        named && (!narrowed || row.documents > 0)
    });
    let count = |row: &ActorRow| match args.sort {
        Sort::Mentions => row.actor.mentions,
        Sort::Documents => row.documents,
        Sort::Meetings => row.meetings,
        Sort::Stances => row.stances,
        Sort::Affiliations => row.affiliations,
        Sort::Name => 0,
    };
    if args.sort == Sort::Name {
        rows.sort_by_key(|row| (fold(&row.actor.name), &row.actor.id));
    } else {
        // Stable: equals stay in the order of mentions and id.
        rows.sort_by_key(|row| std::cmp::Reverse(count(row)));
    }
    if rows.is_empty() {
        output::note(&format!(
            "note: no actor is as asked{}; the graph has {}",
            if narrowed { ", with edges of these filters" } else { "" },
            actors_by_kind(&graph.counts())
        ));
    }
    rows.truncate(args.limit.unwrap_or(usize::MAX));
    let filter = asking.filter.clone();
    let ids: BTreeSet<ActorId> = rows.iter().map(|row| row.actor.id.clone()).collect();
    let table = |_: &dyn Source| {
        let cells = |row: &ActorRow| {
            let counts = [row.actor.mentions, row.documents, row.meetings, row.stances, row.affiliations];
            let names = [row.actor.id.0.clone(), row.actor.name.clone()];
            names.into_iter().chain(counts.map(|n| n.to_string())).collect()
        };
        let head = &["id", "name", "mentions", "documents", "meetings", "stances", "affiliations"];
        Ok(Table { head, rows: rows.iter().map(cells).collect() })
    };
    asking.answer(&rows, table, |source| {
        let edges = among(source, &ids, &filter)?;
        part(source, ids, edges)
    })
}

fn suspects_of(args: &Args) -> Result<(), Failure> {
    let shape = &args.how.shape;
    let tables = shape.tables()?;
    let shape = shape.load(&tables)?;
    let (graph, doubts) = shape.apply(convert::load(&args.graph)?)?;
    let source = Indexed::new(graph);
    let filter = args.how.outputs.narrow.filter(&source)?;
    let graph = Selection { filter, max_nodes: None }.apply(source.into_graph());
    let apart = shape.apart(&graph);
    suspects(args, &graph, &tables, &apart)?;
    if doubts > 0 { Err(Failure::Some) } else { Ok(()) }
}

fn suspects(args: &Args, graph: &Graph, tables: &Tables, apart: &Apart) -> Result<(), Failure> {
    let mut found = busy("asking", || query::suspects(graph, tables, |a, b| apart.has(a, b)));
    if let Some(kind) = args.kind.map(ActorKind::from) {
        found.duplicates.retain(|d| d.actor.kind == kind || d.other.kind == kind);
        found.wrong_merges.retain(|w| w.actor.kind == kind);
        found.clusters.retain(|c| c.actor.kind == kind || c.others.iter().any(|o| o.kind == kind));
    }
    if found.clusters.is_empty() && found.wrong_merges.is_empty() {
        output::note(&format!(
            "note: nobody seems to be twice, or several, among {}",
            actors_by_kind(&graph.counts())
        ));
    }
    if args.toml {
        return output::stdout(toml(graph, &found.clusters).as_bytes());
    }
    if args.how.json {
        return json(&found);
    }
    let say = |signs: &[Sign]| signs.iter().map(Sign::to_string).collect::<Vec<_>>().join("; ");
    let one = found.clusters.iter().map(|c| {
        let others: Vec<&str> = c.others.iter().map(|other| other.id.0.as_str()).collect();
        let id = c.actor.id.0.clone();
        vec!["one actor?".to_owned(), c.mentions.to_string(), id, others.join(" "), say(&c.signs)]
    });
    let several = found.wrong_merges.iter().map(|w| {
        vec!["several?".to_owned(), String::new(), w.actor.id.0.clone(), String::new(), say(&w.signs)]
    });
    print(&["suspected", "mentions", "id", "other ids", "reasons"], one.chain(several).collect())
}
