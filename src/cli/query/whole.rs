//! Questions about the whole graph.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::answer::{Names, Table};
use super::pairs::alone;
use super::{Asking, How};
use crate::cli::Failure;
use crate::cli::progress::busy;
use crate::graph::{Filter, Kind, Source};
use crate::query::{self, Rank, among, part};
use crate::types::{ActorId, Polarity};

/// Who stands in the middle.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Columns: degree, betweenness (share of the shortest ways between others), pagerank (sums up to 1),
brokerage (effective size: neighbours less their mean ties among themselves).

Example:
  demarche query top graph.json --by brokers --kinds meeting --limit 10"
)]
pub(super) struct TopArgs {
    /// A store or a graph that `demarche build` wrote, or - for standard input.
    graph: PathBuf,
    /// What to rank by: degree, betweenness, pagerank or brokers.
    #[arg(long, value_name = "MEASURE", default_value = "degree")]
    by: Rank,
    /// At most so many.
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    #[command(flatten)]
    how: How,
}

/// Who belongs together, by the Leiden algorithm.
#[derive(Debug, clap::Args)]
#[command(after_help = "Opposition ties nobody: it is left out unless --polarity asks for it.

Example:
  demarche query communities graph.json --kinds meeting,stance")]
pub(super) struct CommunitiesArgs {
    /// A store or a graph that `demarche build` wrote, or - for standard input.
    graph: PathBuf,
    /// Above 1 more and smaller communities, below 1 fewer and larger ones.
    #[arg(long, value_name = "R", default_value_t = 1.0, value_parser = resolution)]
    resolution: f64,
    #[command(flatten)]
    how: How,
}

/// Threes of actors for and against each other, and who is the odd one out.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "A three is balanced with none or two oppositions among its pairs. With two, the odd one out is the
common enemy; with one, the friend of two enemies.

Example:
  demarche query balance graph.json --roll-up country"
)]
pub(super) struct BalanceArgs {
    /// A store or a graph that `demarche build` wrote, or - for standard input.
    graph: PathBuf,
    /// At most so many threes.
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    #[command(flatten)]
    how: How,
}

/// What ties several actors: they, all on the best ways between them, and the edges among these.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  demarche query between graph.json Iraq,Denmark,NATO -o between.svg")]
pub(super) struct BetweenArgs {
    /// A store or a graph that `demarche build` wrote, or - for standard input.
    graph: PathBuf,
    /// Two or more actors, by id or name, separated by commas.
    #[arg(value_name = "ACTORS", value_delimiter = ',', required = true)]
    of: Vec<String>,
    /// Ways of at most so many steps.
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u8).range(1..=10))]
    longest: u8,
    #[command(flatten)]
    how: How,
}

fn resolution(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|r| *r > 0.0 && r.is_finite());
    number.ok_or_else(|| "expected a number above 0".to_owned())
}

pub(super) fn top(args: &TopArgs) -> Result<(), Failure> {
    let asking = Asking::open(&args.graph, &args.how)?;
    let filter = asking.filter.clone();
    let rows = busy("asking", || query::top(asking.source(), args.by, args.limit, &filter))?;
    if rows.iter().all(|row| row.degree == 0) {
        asking.tell_instead("edge", &[])?;
    }
    let table = |_: &dyn Source| {
        let cells = |row: &query::Central| {
            let names = [row.actor.id.0.clone(), row.actor.name.clone(), row.degree.to_string()];
            let numbers = [row.betweenness, row.pagerank, row.brokerage];
            names.into_iter().chain(numbers.map(|n| format!("{n:.4}"))).collect()
        };
        let head = &["id", "name", "degree", "betweenness", "pagerank", "brokerage"];
        Ok(Table { head, rows: rows.iter().map(cells).collect() })
    };
    let ids: BTreeSet<ActorId> = rows.iter().map(|row| row.actor.id.clone()).collect();
    asking.answer(&rows, table, |source| {
        let edges = among(source, &ids, &filter)?;
        part(source, ids, edges)
    })
}

pub(super) fn communities(args: &CommunitiesArgs) -> Result<(), Failure> {
    let asking = Asking::open(&args.graph, &args.how)?;
    let filter = asking.filter.clone();
    let found = busy("asking", || query::communities(asking.source(), args.resolution, &filter))?;
    if found.communities.is_empty() {
        asking.tell_instead("community", &[])?;
    }
    let table = |_: &dyn Source| {
        let mut rows = Vec::new();
        for (i, community) in found.communities.iter().enumerate() {
            let members: Vec<&str> = community.members.iter().map(|m| m.name.as_str()).collect();
            rows.push(vec![
                (i + 1).to_string(),
                members.len().to_string(),
                community.within.to_string(),
                community.across.to_string(),
                members.join(", "),
            ]);
        }
        Ok(Table { head: &["community", "size", "within", "across", "members"], rows })
    };
    asking.answer(&found, table, |source| {
        let all = found.communities.iter().flat_map(|c| &c.members).map(|m| m.id.clone()).collect();
        let edges = among(source, &all, &filter)?;
        part(source, all, edges)
    })
}

pub(super) fn balance(args: &BalanceArgs) -> Result<(), Failure> {
    args.how.outputs.narrow.only(Kind::Stance, "query balance")?;
    let asking = Asking::open(&args.graph, &args.how)?;
    let filter = Filter { kinds: vec![Kind::Stance], ..asking.filter.clone() };
    let found = busy("asking", || query::balance(asking.source(), args.limit, &filter))?;
    if found.triads.is_empty() {
        asking.tell_instead("three of actors with stances among all of them", &[])?;
    }
    let table = |source: &dyn Source| {
        let mut names = Names::new(source);
        let mut rows = Vec::new();
        for triad in &found.triads {
            let [a, b, c] = &triad.actors;
            let [ab, ac, bc] = triad.signs;
            let mut row = vec![if triad.balanced { "balanced" } else { "unbalanced" }.to_owned()];
            for (x, sign, y) in [(a, ab, b), (a, ac, c), (b, bc, c)] {
                let sign = if sign == Polarity::Support { "+" } else { "−" };
                row.push(format!("{} {sign} {}", names.of(x)?, names.of(y)?));
            }
            row.push(triad.odd_one_out.as_ref().map_or(Ok("-".to_owned()), |id| names.of(id))?);
            row.push(triad.evidence.to_string());
            rows.push(row);
        }
        let head = &["three", "first – second", "first – third", "second – third", "odd one out", "evidence"];
        Ok(Table { head, rows })
    };
    asking.answer(&found, table, |source| {
        let all = found.triads.iter().flat_map(|t| t.actors.iter().cloned()).collect();
        let edges = among(source, &all, &filter)?;
        part(source, all, edges)
    })
}

pub(super) fn between(args: &BetweenArgs) -> Result<(), Failure> {
    let asking = Asking::open(&args.graph, &args.how)?;
    let mut of = asking.actors(&args.of)?;
    of.sort();
    of.dedup();
    if of.len() < 2 {
        return Err(Failure::All("name two or more actors, separated by commas: Iraq,Denmark".to_owned()));
    }
    let graph = busy("asking", || query::between(asking.source(), &of, args.longest.into(), &asking.filter))?;
    let rows = query::actors(&graph, None);
    if graph.net.edge_count() == 0 {
        asking.tell_instead("tie in few enough steps", &alone(&of))?;
    }
    let table = |_: &dyn Source| {
        let cells = |row: &query::ActorRow| {
            let named = if of.contains(&row.actor.id) { "named" } else { "between" };
            let counts = [row.meetings, row.stances, row.affiliations];
            let names = [named.to_owned(), row.actor.id.0.clone(), row.actor.name.clone()];
            names.into_iter().chain(counts.map(|n| n.to_string())).collect()
        };
        let head = &["role", "id", "name", "meetings", "stances", "affiliations"];
        Ok(Table { head, rows: rows.iter().map(cells).collect() })
    };
    asking.answer(&rows, table, |_| Ok(graph.clone()))
}
