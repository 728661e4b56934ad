//! What happened between two actors, day by day, and when one turned on the other.

use std::collections::BTreeMap;

use serde::Serialize;

use super::reports::{Report, documents_of, independent};
use crate::error::SourceError;
use crate::graph::{Filter, Source};
use crate::types::{ActorId, DocumentInfo, Edge, Evidence, Polarity, Tie};

/// One report between two actors.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entry {
    /// When it happened, else when it was reported: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
    pub date: Option<String>,
    /// Id of the edge.
    pub edge: String,
    /// From whom.
    pub source: ActorId,
    /// To whom.
    pub target: ActorId,
    /// What it says.
    #[serde(flatten)]
    pub tie: Tie,
    /// The words.
    pub evidence: Evidence,
}

/// One actor's stance towards another changes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// Whose stance.
    pub holder: ActorId,
    /// Towards whom.
    pub target: ActorId,
    /// What it was.
    pub from: Polarity,
    /// What it becomes.
    pub to: Polarity,
    /// The date of the first report of the new stance.
    pub date: String,
    /// Reports of the old one since the last change, copies counted once.
    pub reports_before: usize,
    /// Reports of the new one before the next change, copies counted once.
    pub reports_after: usize,
    /// The last report of the old one.
    pub before: Report,
    /// The first report of the new one.
    pub after: Report,
}

/// Two actors through time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Timeline {
    /// All reports by date; those without any date stand last.
    pub entries: Vec<Entry>,
    /// When a stance changed, by date.
    pub changes: Vec<Change>,
    /// The documents of the reports, by id.
    pub documents: Vec<DocumentInfo>,
}

/// The reports between two actors, and the points at which a stance changed. Each stands first of those
/// who count for it ([`standing_for`](super::standing_for)).
///
/// A day speaks for or against by the majority of its reports, copies of one story counted once; a
/// day with as many of both decides nothing. Of month and year, their first day counts.
///
/// # Errors
/// The source cannot be read.
pub fn timeline(
    source: &dyn Source,
    a: &[ActorId],
    b: &[ActorId],
    filter: &Filter,
) -> Result<Timeline, SourceError> {
    let mut found: BTreeMap<String, Edge> = BTreeMap::new();
    for (one, two) in a.iter().flat_map(|one| b.iter().map(move |two| (one, two))).filter(|(x, y)| x != y) {
        found.extend(source.edges(one, Some(two), filter)?.into_iter().map(|edge| (edge.id.clone(), edge)));
    }
    let mut edges: Vec<Edge> = found.into_values().collect();
    edges.sort_by(|x, y| (&x.source, &x.target, &x.id).cmp(&(&y.source, &y.target, &y.id)));
    let documents = documents_of(source, edges.iter().flat_map(|e| &e.evidence))?;
    let mut changes = changes(&edges, a, b, &documents);
    changes.extend(self::changes(&edges, b, a, &documents));
    changes.sort_by(|x, y| (&x.date, &x.holder).cmp(&(&y.date, &y.holder)));
    let mut entries: Vec<Entry> = Vec::new();
    for edge in edges {
        entries.extend(edge.evidence.into_iter().map(|evidence| Entry {
            date: evidence.when().map(str::to_owned),
            edge: edge.id.clone(),
            source: edge.source.clone(),
            target: edge.target.clone(),
            tie: edge.tie.clone(),
            evidence,
        }));
    }
    entries.sort_by(|x, y| {
        let key = |e: &Entry| (e.date.is_none(), e.date.clone(), e.evidence.document.clone());
        key(x)
            .cmp(&key(y))
            .then_with(|| (x.evidence.quote.start, &x.edge).cmp(&(y.evidence.quote.start, &y.edge)))
    });
    Ok(Timeline { entries, changes, documents: documents.into_values().collect() })
}

/// Days of one mind in a row.
struct Run {
    polarity: Polarity,
    reports: Vec<Report>,
}

fn changes(
    edges: &[Edge],
    holders: &[ActorId],
    targets: &[ActorId],
    documents: &BTreeMap<String, DocumentInfo>,
) -> Vec<Change> {
    let (Some(holder), Some(target)) = (holders.first(), targets.first()) else { return Vec::new() };
    let mut days: BTreeMap<&str, [Vec<&Evidence>; 2]> = BTreeMap::new();
    for edge in edges.iter().filter(|e| holders.contains(&e.source) && targets.contains(&e.target)) {
        let Tie::Stance { polarity, .. } = edge.tie else { continue };
        for evidence in &edge.evidence {
            let Some(date) = evidence.when() else { continue };
            let [support, oppose] = days.entry(date).or_default();
            match polarity {
                Polarity::Support => support.push(evidence),
                Polarity::Oppose => oppose.push(evidence),
            }
        }
    }
    let mut runs: Vec<Run> = Vec::new();
    for [support, oppose] in days.into_values() {
        let (support, oppose) = (independent(&support, documents), independent(&oppose, documents));
        let (polarity, reports) = match support.reports.len().cmp(&oppose.reports.len()) {
            std::cmp::Ordering::Greater => (Polarity::Support, support.reports),
            std::cmp::Ordering::Less => (Polarity::Oppose, oppose.reports),
            std::cmp::Ordering::Equal => continue,
        };
        match runs.last_mut() {
            Some(run) if run.polarity == polarity => run.reports.extend(reports),
            _ => runs.push(Run { polarity, reports }),
        }
    }
    let pairs = runs.iter().zip(runs.iter().skip(1));
    pairs
        .filter_map(|(old, new)| {
            let (before, after) = (old.reports.last()?, new.reports.first()?);
            Some(Change {
                holder: holder.clone(),
                target: target.clone(),
                from: old.polarity,
                to: new.polarity,
                date: after.evidence.when()?.to_owned(),
                reports_before: old.reports.len(),
                reports_after: new.reports.len(),
                before: before.clone(),
                after: after.clone(),
            })
        })
        .collect()
}
