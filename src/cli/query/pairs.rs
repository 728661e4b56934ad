//! Questions about one actor or two.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::answer::{
    EVIDENCE, EVIDENCE_KEYED, Evidenced, Names, Table, evidence_row, or_dash, polarity_word, share, span,
    word,
};
use super::{Asking, How};
use crate::cli::Failure;
use crate::cli::output::count;
use crate::cli::picture::turns;
use crate::cli::progress::busy;
use crate::error::SourceError;
use crate::export::Course;
use crate::graph::{Filter, Kind, Link, Source, corrections_file, reading_key};
use crate::query::{self, among, documents_of, part};
use crate::types::{ActorId, Edge, Evidence, Tie};

/// Why two actors are tied: all sentences that say so, with their speakers, dates and documents.
#[derive(Debug, clap::Args)]
#[command(after_help = "The last column is the key of each place, for `demarche correct`.

Examples:
  demarche query evidence graph.json Iraq \"Fuad Hussein\" --kinds stance
  demarche query evidence graph.json Iraq Israel --as sentence -o words.svg")]
pub(super) struct EvidenceArgs {
    /// A store or a graph that `demarche build` wrote, or - for standard input.
    graph: PathBuf,
    /// An actor, by id or name.
    x: String,
    /// Another.
    y: String,
    #[command(flatten)]
    how: How,
}

/// Who stands around an actor.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  demarche query neighbours graph.json Iraq --depth 2 --kinds meeting --since 2025-03")]
pub(super) struct NeighboursArgs {
    /// A store or a graph that `demarche build` wrote, or - for standard input.
    graph: PathBuf,
    /// An actor, by id or name.
    x: String,
    /// At most so many.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    #[command(flatten)]
    how: How,
}

/// The best ways from one actor to another, with the evidence for each step.
#[derive(Debug, clap::Args)]
#[command(after_help = "Fewest steps first, then the surest (the product of each step's surest confidence).

Examples:
  demarche query path graph.json Iraq Denmark -k 3
  demarche query path graph.json Iraq Denmark --polarity support -o path.svg")]
pub(super) struct PathArgs {
    /// A store or a graph that `demarche build` wrote, or - for standard input.
    graph: PathBuf,
    /// An actor, by id or name.
    x: String,
    /// Another.
    y: String,
    /// So many ways.
    #[arg(short, value_name = "K", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=100))]
    k: u16,
    /// At most so many steps.
    #[arg(long, value_name = "N", default_value_t = 6, value_parser = clap::value_parser!(u8).range(1..=20))]
    longest: u8,
    #[command(flatten)]
    how: How,
}

/// Meetings, by date: held, planned, refused …
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  demarche query meetings graph.json --status planned
  demarche query meetings graph.json Iraq Denmark")]
pub(super) struct MeetingsArgs {
    /// A store or a graph that `demarche build` wrote, or - for standard input.
    graph: PathBuf,
    /// Only those in which this actor takes part; given twice, only those in which both do. For a
    /// country its officials and organs count too.
    #[arg(value_name = "ACTOR", num_args = 0..=2)]
    of: Vec<String>,
    /// Of a country itself, not of its officials.
    #[arg(long)]
    exact: bool,
    /// At most so many: the latest.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    #[command(flatten)]
    how: How,
}

/// Who supports or opposes whom.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  demarche query stances graph.json Iraq --polarity oppose
  demarche query stances graph.json Iraq Israel --json")]
pub(super) struct StancesArgs {
    /// A store or a graph that `demarche build` wrote, or - for standard input.
    graph: PathBuf,
    /// Only those of or towards this actor; given twice, only those between both.
    #[arg(value_name = "ACTOR", num_args = 0..=2)]
    of: Vec<String>,
    #[command(flatten)]
    how: How,
}

/// What happened between two actors, by date, and when one turned on the other.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "A row `turn` stands where a stance changes, with how many reports said what before and after, and
the sentences on both sides of the change.

Examples:
  demarche query timeline graph.json Iraq Israel --since 2024
  demarche query timeline graph.json Iraq Israel --order latest-first -o line.svg"
)]
pub(super) struct TimelineArgs {
    /// A store or a graph that `demarche build` wrote, or - for standard input.
    graph: PathBuf,
    /// An actor, by id or name.
    x: String,
    /// Another.
    y: String,
    /// Only the changes.
    #[arg(long)]
    turns: bool,
    /// Of a country itself, not of its officials.
    #[arg(long)]
    exact: bool,
    #[command(flatten)]
    how: How,
}

pub(super) fn evidence(args: &EvidenceArgs) -> Result<(), Failure> {
    let asking = Asking::open(&args.graph, &args.how)?;
    let (x, y) = asking.pair(&args.x, &args.y)?;
    let edges = asking.source().edges(&x, Some(&y), &asking.filter)?;
    if edges.is_empty() {
        asking.tell_instead("evidence", &[vec![x.clone()], vec![y.clone()]])?;
    }
    let documents = documents_of(asking.source(), edges.iter().flat_map(|e| &e.evidence))?;
    let key = |edge: &Edge, evidence: &Evidence| {
        if let Some(file) = corrections_file(&evidence.document) {
            return file.to_owned();
        }
        let sha256 = documents.get(&evidence.document).map_or("", |d| d.sha256.as_str());
        reading_key(sha256, &edge.tie, evidence)
    };
    let keys: BTreeMap<String, Vec<String>> =
        edges.iter().map(|e| (e.id.clone(), e.evidence.iter().map(|v| key(e, v)).collect())).collect();
    let answer = Evidenced { edges, keys, documents: documents.into_values().collect() };
    let table = |source: &dyn Source| {
        let mut names = Names::new(source);
        let mut rows = Vec::new();
        for edge in &answer.edges {
            for (evidence, key) in edge.evidence.iter().zip(answer.keys.get(&edge.id).into_iter().flatten()) {
                let mut row = evidence_row(&mut names, (&edge.source, &edge.tie, &edge.target), evidence)?;
                row.push(key.clone());
                rows.push(row);
            }
        }
        rows.sort_by(|a, b| (a.first(), a.get(4), a.get(5)).cmp(&(b.first(), b.get(4), b.get(5))));
        Ok(Table { head: EVIDENCE_KEYED, rows })
    };
    let ends = BTreeSet::from([x, y]);
    asking.answer(&answer, table, |source| part(source, ends, answer.edges.clone()))
}

pub(super) fn neighbours(args: &NeighboursArgs) -> Result<(), Failure> {
    let asking = Asking::open(&args.graph, &args.how)?;
    let x = asking.actor(&args.x)?;
    let limit = args.limit.unwrap_or(usize::MAX);
    let near = busy("asking", || {
        query::neighbours(asking.source(), &x, args.how.outputs.depth(), limit, &asking.filter)
    })?;
    if near.is_empty() {
        asking.tell_instead("neighbour", &[vec![x.clone()]])?;
    }
    let filter = asking.filter.clone();
    let table = |source: &dyn Source| {
        let mut names = Names::new(source);
        let mut rows = Vec::new();
        for n in &near {
            let counts = [n.meetings, n.supports, n.opposes, n.affiliations, n.evidence];
            let mut row = vec![n.distance.to_string(), n.actor.id.0.clone(), n.actor.name.clone()];
            row.extend(counts.map(|c| c.to_string()));
            row.extend([share(n.confidence), span(n.first.as_deref(), n.last.as_deref())]);
            row.push(if n.distance > 1 { names.all(&n.via)? } else { String::new() });
            rows.push(row);
        }
        let head = &[
            "steps",
            "id",
            "name",
            "meetings",
            "supports",
            "opposes",
            "affiliations",
            "evidence",
            "confidence",
            "dates",
            "via",
        ];
        Ok(Table { head, rows })
    };
    let mut all: BTreeSet<ActorId> = near.iter().map(|n| n.actor.id.clone()).collect();
    all.insert(x);
    asking.answer(&near, table, |source| {
        let edges = among(source, &all, &filter)?;
        part(source, all, edges)
    })
}

pub(super) fn path(args: &PathArgs) -> Result<(), Failure> {
    let asking = Asking::open(&args.graph, &args.how)?;
    let (x, y) = asking.pair(&args.x, &args.y)?;
    let (k, longest) = (args.k.into(), args.longest.into());
    let paths = busy("asking", || query::paths(asking.source(), &x, &y, k, longest, &asking.filter))?;
    if paths.is_empty() {
        asking.tell_no_way(&x, &y, longest)?;
    }
    let table = |source: &dyn Source| {
        let mut names = Names::new(source);
        let mut rows = Vec::new();
        for (i, path) in paths.iter().enumerate() {
            for (step, hop) in path.hops.iter().enumerate() {
                for edge in &hop.edges {
                    for evidence in &edge.evidence {
                        let tie = (&edge.source, &edge.tie, &edge.target);
                        let mut row = vec![(i + 1).to_string(), (step + 1).to_string()];
                        row.push(share(path.confidence));
                        row.push(format!("{} → {}", names.of(&hop.from)?, names.of(&hop.to)?));
                        row.extend(evidence_row(&mut names, tie, evidence)?);
                        rows.push(row);
                    }
                }
            }
        }
        let head = &[
            "path",
            "step",
            "sure",
            "from – to",
            "date",
            "statement",
            "says",
            "confidence",
            "document",
            "offsets",
            "sentence",
        ];
        Ok(Table { head, rows })
    };
    let ends = BTreeSet::from([x, y]);
    asking.answer(&paths, table, |source| {
        let edges: BTreeMap<&str, &Edge> =
            paths.iter().flat_map(|p| &p.hops).flat_map(|h| &h.edges).map(|e| (e.id.as_str(), e)).collect();
        part(source, ends, edges.into_values().cloned().collect())
    })
}

/// Each actor by itself, without those who count for it.
pub(super) fn alone(of: &[ActorId]) -> Vec<Vec<ActorId>> {
    of.iter().map(|id| vec![id.clone()]).collect()
}

pub(super) fn meetings(args: &MeetingsArgs) -> Result<(), Failure> {
    args.how.outputs.narrow.only(Kind::Meeting, "query meetings")?;
    let asking = Asking::open(&args.graph, &args.how)?;
    let of = asking.actors(&args.of)?;
    let sides = asking.sides(&of, args.exact)?;
    let mut rows = busy("asking", || query::meetings_of(asking.source(), &sides, &asking.filter))?;
    if rows.is_empty() {
        asking.tell_instead("meeting", &sides)?;
        if args.exact {
            let with = asking.with_officials(&of)?;
            let found = query::meetings_of(asking.source(), &with, &asking.filter)?;
            asking.tell_inexact(found.len(), "meeting");
        }
    }
    rows.drain(..rows.len().saturating_sub(args.limit.unwrap_or(usize::MAX)));
    let filter = asking.filter.clone();
    let table = |source: &dyn Source| {
        let mut names = Names::new(source);
        let mut out = Vec::new();
        for row in &rows {
            let event = &row.event;
            out.push(vec![
                span(row.first.as_deref(), row.last.as_deref()),
                word(&event.status),
                names.all(&event.participants)?,
                word(&event.mode),
                or_dash(event.place.as_deref()),
                or_dash(event.topic.as_deref()),
                row.reports.to_string(),
                share(row.confidence),
                event.id.clone(),
            ]);
        }
        let head =
            &["dates", "status", "participants", "mode", "place", "topic", "reports", "confidence", "event"];
        Ok(Table { head, rows: out })
    };
    asking.answer(&rows, table, |source| {
        let wanted: BTreeSet<&str> = rows.iter().map(|r| r.event.id.as_str()).collect();
        let mut pairs: BTreeSet<(&ActorId, &ActorId)> = BTreeSet::new();
        for row in &rows {
            for (i, a) in row.event.participants.iter().enumerate() {
                pairs.extend(row.event.participants.iter().skip(i + 1).map(|b| (a, b)));
            }
        }
        let of_event = |edge: &Edge| match &edge.tie {
            Tie::Meeting { event, .. } => wanted.contains(event.as_str()),
            _ => false,
        };
        let edges = edges_of(source, &pairs, &filter, of_event)?;
        part(source, of.iter().cloned().collect(), edges)
    })
}

/// The edges of these pairs that are wanted.
pub(super) fn edges_of(
    source: &dyn Source,
    pairs: &BTreeSet<(&ActorId, &ActorId)>,
    filter: &Filter,
    wanted: impl Fn(&Edge) -> bool,
) -> Result<Vec<Edge>, SourceError> {
    let mut edges: BTreeMap<String, Edge> = BTreeMap::new();
    for (a, b) in pairs {
        let found = source.edges(a, Some(b), filter)?.into_iter().filter(|e| wanted(e));
        edges.extend(found.map(|e| (e.id.clone(), e)));
    }
    Ok(edges.into_values().collect())
}

pub(super) fn stances(args: &StancesArgs) -> Result<(), Failure> {
    args.how.outputs.narrow.only(Kind::Stance, "query stances")?;
    let asking = Asking::open(&args.graph, &args.how)?;
    let of = asking.actors(&args.of)?;
    let links =
        busy("asking", || query::stances(asking.source(), &of.iter().collect::<Vec<_>>(), &asking.filter))?;
    if links.is_empty() {
        asking.tell_instead("stance", &alone(&of))?;
    }
    let filter = asking.filter.clone();
    let row = |names: &mut Names, link: &Link| {
        let Tie::Stance { polarity, category, basis, intensity } = &link.tie else { return Ok(Vec::new()) };
        Ok::<_, SourceError>(vec![
            names.of(&link.source)?,
            polarity_word(*polarity).to_owned(),
            names.of(&link.target)?,
            word(category),
            word(basis),
            format!("{intensity:.1}"),
            link.count.to_string(),
            share(link.confidence),
            span(link.first.as_deref(), link.last.as_deref()),
            link.id.clone(),
        ])
    };
    let table = |source: &dyn Source| {
        let mut names = Names::new(source);
        let rows: Result<Vec<_>, _> = links.iter().map(|link| row(&mut names, link)).collect();
        let head = &[
            "holder",
            "polarity",
            "target",
            "category",
            "basis",
            "intensity",
            "reports",
            "confidence",
            "dates",
            "edge",
        ];
        Ok(Table { head, rows: rows? })
    };
    asking.answer(&links, table, |source| {
        let wanted: BTreeSet<&str> = links.iter().map(|l| l.id.as_str()).collect();
        let pairs = links.iter().map(|l| (&l.source, &l.target)).collect();
        let edges = edges_of(source, &pairs, &filter, |e| wanted.contains(e.id.as_str()))?;
        part(source, of.iter().cloned().collect(), edges)
    })
}

pub(super) fn timeline(args: &TimelineArgs) -> Result<(), Failure> {
    let mut asking = Asking::open(&args.graph, &args.how)?;
    let (x, y) = asking.pair(&args.x, &args.y)?;
    let filter = asking.filter.clone();
    let sides = asking.sides(&[x.clone(), y.clone()], args.exact)?;
    let [a, b] = sides.as_slice() else { return Ok(()) };
    let mut line = busy("asking", || query::timeline(asking.source(), a, b, &filter))?;
    if line.entries.is_empty() {
        asking.tell_instead("report", &sides)?;
        if let (true, [a, b]) = (args.exact, asking.with_officials(&[x.clone(), y.clone()])?.as_slice()) {
            let entries = query::timeline(asking.source(), a, b, &filter)?.entries;
            asking.tell_inexact(entries.len(), "report");
        }
    }
    asking.course =
        Some(Course { sides: sides.clone(), turns: turns(&line.changes).collect(), ..Course::default() });
    let edges: BTreeSet<String> = line.entries.iter().map(|entry| entry.edge.clone()).collect();
    if args.turns {
        line.entries.clear();
    }
    let table = |source: &dyn Source| {
        let mut names = Names::new(source);
        let mut rows: Vec<(Option<String>, Vec<String>)> = Vec::new();
        for change in &line.changes {
            let statement = format!(
                "turn: {} {} {} ({}), before {} ({})",
                names.of(&change.holder)?,
                polarity_word(change.to),
                names.of(&change.target)?,
                count(change.reports_after, "report"),
                polarity_word(change.from),
                change.reports_before
            );
            let (before, after) = (&change.before.evidence, &change.after.evidence);
            let says = names.voices(after)?;
            let row = vec![
                change.date.clone(),
                statement,
                if says.is_empty() { "the text".to_owned() } else { says },
                share(after.confidence),
                after.document.clone(),
                format!("{}–{}", after.quote.start, after.quote.end),
                format!(
                    "before ({}): {} || after: {}",
                    or_dash(before.when()),
                    before.quote.text,
                    after.quote.text
                ),
            ];
            rows.push((Some(change.date.clone()), row));
        }
        for entry in &line.entries {
            let tie = (&entry.source, &entry.tie, &entry.target);
            rows.push((entry.date.clone(), evidence_row(&mut names, tie, &entry.evidence)?));
        }
        // Stable: a turn stands before the reports of its day, all else in its order.
        rows.sort_by(|a, b| (a.0.is_none(), &a.0).cmp(&(b.0.is_none(), &b.0)));
        Ok(Table { head: EVIDENCE, rows: rows.into_iter().map(|(_, row)| row).collect() })
    };
    let ends = BTreeSet::from([x.clone(), y.clone()]);
    asking.answer(&line, table, |source| {
        let pairs = a.iter().flat_map(|x| b.iter().map(move |y| (x, y))).filter(|(x, y)| x != y).collect();
        part(source, ends, edges_of(source, &pairs, &filter, |edge| edges.contains(&edge.id))?)
    })
}
