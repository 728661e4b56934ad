//! Reports that contradict each other.

use std::path::PathBuf;

use super::answer::{Names, Table, is_terminal, or_dash, span};
use super::pairs::{alone, edges_of};
use super::{Asking, How};
use crate::cli::progress::busy;
use crate::cli::{Failure, output};
use crate::error::SourceError;
use crate::graph::{Filter, Source};
use crate::query::{self, Report, Reports, part};

/// Reports that contradict each other, side by side.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Met here and not there, within a week; for here and against there, on one day (a later change is a turn,
which `query timeline --turns` tells); one meeting of a day with other participants here and there; and, in a
graph that was built with --readings all, what one says and another denies. Sources are counted once
each, and those that run one wire story count as one.

Example:
  demarche query conflicts graph.json Iraq"
)]
pub(super) struct ConflictsArgs {
    /// A store or a graph that `demarche build` wrote, or - for standard input.
    graph: PathBuf,
    /// Only of this actor; given twice, only between both.
    #[arg(value_name = "ACTOR", num_args = 0..=2)]
    of: Vec<String>,
    /// At most so many: those with the most sources on their weaker side.
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    #[command(flatten)]
    how: How,
}

pub(super) fn conflicts(args: &ConflictsArgs) -> Result<(), Failure> {
    let asking = Asking::open(&args.graph, &args.how)?;
    let of = asking.actors(&args.of)?;
    let found =
        busy("asking", || query::conflicts(asking.source(), &of.iter().collect::<Vec<_>>(), &asking.filter))?;
    let mut found = found;
    if found.is_empty() {
        asking.tell_instead("conflict", &alone(&of))?;
        if asking.source().negated(&Filter::default())?.is_empty() {
            output::note(
                "note: this graph holds nothing that texts deny, but for meetings; build it with --readings all \
                 to compare it",
            );
        }
    }
    if found.len() > args.limit {
        output::note(&format!("note: {} of {}; --limit gives more", args.limit, found.len()));
        found.truncate(args.limit);
    }
    let filter = asking.filter.clone();
    let say = |names: &mut Names, report: &Report| {
        let voices = names.voices(&report.evidence)?;
        let says = if voices.is_empty() { String::new() } else { format!(", says {voices}") };
        let copies = match report.copies.len() {
            0 => String::new(),
            n => format!(" and {n} more"),
        };
        let evidence = &report.evidence;
        let when = or_dash(evidence.when());
        Ok::<_, SourceError>(format!(
            "“{}” ({when}, {}{copies}{says})",
            evidence.quote.text, evidence.document
        ))
    };
    let side = |names: &mut Names, reports: &Reports| {
        let all: Result<Vec<String>, SourceError> = reports.reports.iter().map(|r| say(names, r)).collect();
        Ok::<_, SourceError>(all?.join(" / "))
    };
    let table = |source: &dyn Source| {
        let mut names = Names::new(source);
        let mut rows = Vec::new();
        for c in &found {
            let (dates, pair) = (
                span(c.first.as_deref(), c.last.as_deref()),
                format!("{} – {}", names.of(&c.source)?, names.of(&c.target)?),
            );
            let pro = [format!("{} ({})", c.yes, c.pro.sources), side(&mut names, &c.pro)?];
            let con = [format!("{} ({})", c.no, c.con.sources), side(&mut names, &c.con)?];
            if is_terminal() {
                // Sentences are long: each side has a line of its own.
                rows.extend([vec![dates, pair], pro.to_vec(), con.to_vec()]);
            } else {
                rows.push([dates, pair].into_iter().chain(pro).chain(con).collect());
            }
        }
        if is_terminal() {
            return Ok(Table { head: &["dates; sides (sources)", "pair; what each side says"], rows });
        }
        let head = &["dates", "pair", "one side (sources)", "says", "other side (sources)", "says otherwise"];
        Ok(Table { head, rows })
    };
    asking.answer(&found, table, |source| {
        let pairs = found.iter().map(|c| (&c.source, &c.target)).collect();
        part(source, of.iter().cloned().collect(), edges_of(source, &pairs, &filter, |_| true)?)
    })
}
