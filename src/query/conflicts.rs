//! Reports that contradict each other, side by side.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Serialize;

use super::counts::counts;
use super::reports::{Reports, documents_of, independent};
use crate::error::SourceError;
use crate::graph::{Filter, Source, first_day};
use crate::types::{ActorId, Edge, Evidence, Modality, Polarity, Status, Tie};

/// Reports at most so many days apart may speak of one matter.
const DAYS: i32 = 7;

/// What reports disagree about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Matter {
    /// Whether two actors met.
    Meeting,
    /// Whether one is for or against another.
    Stance,
    /// Whether a statement is so at all: asserted here, negated there.
    Statement,
    /// Who took part in a meeting.
    Participants,
}

/// Two sides of a matter.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Conflict {
    /// What it is about.
    pub about: Matter,
    /// Holder of a stance or member; of a meeting, one of the two.
    pub source: ActorId,
    /// Its target, or the other.
    pub target: ActorId,
    /// What one side says: `met`, `supports`, `met: A, B`.
    pub yes: String,
    /// What the other says: `did not meet`, `opposes`, `met: A, B, C`.
    pub no: String,
    /// First date of both sides, as far as dates are known.
    pub first: Option<String>,
    /// Last date of both sides.
    pub last: Option<String>,
    /// Who reports the one.
    pub pro: Reports,
    /// Who reports the other.
    pub con: Reports,
}

/// Reports of one pair that contradict each other: a meeting that took place here and not there, a
/// statement that is asserted here and negated there, each within a week, or a stance for here and
/// against there of one day (later, it is a turn of the timeline); and of one day's meetings that seem to
/// be one, two counts of who took part. Nobody named: of all pairs; one: of all of its pairs. Those with
/// the most sources on their weaker side stand first.
///
/// # Errors
/// The source cannot be read.
pub fn conflicts(
    source: &dyn Source,
    of: &[&ActorId],
    filter: &Filter,
) -> Result<Vec<Conflict>, SourceError> {
    let mut out = Vec::new();
    match of {
        [one, other, ..] => between(source, source.edges(one, Some(other), filter)?, &mut out)?,
        [one] => {
            let mut pairs: BTreeMap<ActorId, Vec<Edge>> = BTreeMap::new();
            for edge in source.edges(one, None, filter)? {
                let other = if edge.source == **one { &edge.target } else { &edge.source };
                pairs.entry(other.clone()).or_default().push(edge);
            }
            for edges in pairs.into_values() {
                between(source, edges, &mut out)?;
            }
        }
        [] => {
            // Two bits for the sides of each matter: met or not, for or against.
            let mut sides: BTreeMap<(ActorId, ActorId), u8> = BTreeMap::new();
            source.all_links(filter, &mut |link| {
                let undirected = matches!(link.tie, Tie::Meeting { .. }) && link.source > link.target;
                let (a, b) = (link.source, link.target);
                *sides.entry(if undirected { (b, a) } else { (a, b) }).or_default() |= side(&link.tie);
            })?;
            sides.retain(|_, bits| *bits & 0b0011 == 0b0011 || *bits & 0b1100 == 0b1100);
            let both = sides.into_keys().chain(source.negated(filter)?);
            let pairs: BTreeSet<(ActorId, ActorId)> =
                both.map(|(a, b)| if a <= b { (a, b) } else { (b, a) }).collect();
            for (a, b) in pairs {
                between(source, source.edges(&a, Some(&b), filter)?, &mut out)?;
            }
        }
    }
    out.extend(counts(source, of, filter)?);
    out.sort_by(|a: &Conflict, b| {
        let weight = |c: &Conflict| {
            let (pro, con) = (c.pro.sources, c.con.sources);
            (Reverse(pro.min(con)), Reverse(pro + con))
        };
        (weight(a), &a.source, &a.target, a.about, &a.first).cmp(&(
            weight(b),
            &b.source,
            &b.target,
            b.about,
            &b.first,
        ))
    });
    Ok(out)
}

/// Which side of which matter a tie is on, as a bit.
fn side(tie: &Tie) -> u8 {
    match tie {
        Tie::Meeting { status, .. } => match took_place(*status) {
            Some(true) => 0b0001,
            Some(false) => 0b0010,
            None => 0,
        },
        Tie::Stance { polarity: Polarity::Support, .. } => 0b0100,
        Tie::Stance { polarity: Polarity::Oppose, .. } => 0b1000,
        Tie::Affiliation { .. } => 0,
    }
}

pub(super) const fn took_place(status: Status) -> Option<bool> {
    match status {
        Status::Held | Status::Ongoing => Some(true),
        Status::Cancelled | Status::Refused | Status::Denied => Some(false),
        Status::Planned | Status::CalledFor | Status::Postponed => None,
    }
}

/// The conflicts among the edges of one pair.
fn between(source: &dyn Source, edges: Vec<Edge>, out: &mut Vec<Conflict>) -> Result<(), SourceError> {
    let mut matters: BTreeMap<(Matter, &ActorId, &ActorId, String), [Vec<&Evidence>; 2]> = BTreeMap::new();
    let asserted = |e: &&Evidence| e.modality == Modality::Asserted;
    for edge in &edges {
        let at = match &edge.tie {
            Tie::Meeting { status, .. } => took_place(*status).map(|yes| (Matter::Meeting, yes)),
            Tie::Stance { polarity, .. } => Some((Matter::Stance, *polarity == Polarity::Support)),
            Tie::Affiliation { .. } => None,
        };
        if let Some((matter, yes)) = at {
            let words = if matter == Matter::Meeting { "met" } else { "supports" };
            let [pro, con] =
                matters.entry((matter, &edge.source, &edge.target, words.to_owned())).or_default();
            let side = if yes { pro } else { con };
            side.extend(edge.evidence.iter().filter(asserted));
        }
        let [pro, con] =
            matters.entry((Matter::Statement, &edge.source, &edge.target, statement(edge))).or_default();
        pro.extend(edge.evidence.iter().filter(asserted));
        con.extend(edge.evidence.iter().filter(|e| e.modality == Modality::Negated));
    }
    matters.retain(|_, [pro, con]| !pro.is_empty() && !con.is_empty());
    if matters.is_empty() {
        return Ok(());
    }
    let documents = documents_of(source, edges.iter().flat_map(|e| &e.evidence))?;
    for ((about, from, to, yes), [pro, con]) in matters {
        // Only what is near something of the other side contradicts it, and no sentence itself: a sentence
        // of both sides tells of two matters.
        let sentence = |e: &Evidence| (e.document.clone(), e.quote.start);
        let one: BTreeSet<_> = pro.iter().map(|e| sentence(e)).collect();
        let both: BTreeSet<_> = con.iter().map(|e| sentence(e)).filter(|s| one.contains(s)).collect();
        let apart = |side: Vec<_>| -> Vec<_> {
            side.into_iter().filter(|e: &&Evidence| !both.contains(&sentence(e))).collect()
        };
        let (pro, con) = (apart(pro), apart(con));
        let days = if about == Matter::Stance { 0 } else { DAYS };
        let near = |one: &[&Evidence], others: &[&Evidence]| -> Vec<usize> {
            let windows = Windows::new(others, days);
            (0..one.len()).filter(|i| one.get(*i).is_some_and(|e| windows.near(e))).collect()
        };
        let pick = |side: &[&Evidence], at: Vec<usize>| {
            let evidence: Vec<&Evidence> = at.into_iter().filter_map(|i| side.get(i).copied()).collect();
            independent(&evidence, &documents)
        };
        let (pro, con) = (pick(&pro, near(&pro, &con)), pick(&con, near(&con, &pro)));
        if pro.reports.is_empty() || con.reports.is_empty() {
            continue;
        }
        let no = match about {
            Matter::Meeting => "did not meet".to_owned(),
            Matter::Stance => "opposes".to_owned(),
            Matter::Statement | Matter::Participants => format!("not: {yes}"),
        };
        out.push(conflict(about, (from, to), (yes, pro), (no, con)));
    }
    Ok(())
}

pub(super) fn conflict(
    about: Matter,
    (source, target): (&ActorId, &ActorId),
    (yes, pro): (String, Reports),
    (no, con): (String, Reports),
) -> Conflict {
    let reports = pro.reports.iter().chain(&con.reports);
    let dates: BTreeSet<String> = reports.filter_map(|r| r.evidence.when().map(str::to_owned)).collect();
    let (first, last) = (dates.first().cloned(), dates.last().cloned());
    Conflict { about, source: source.clone(), target: target.clone(), yes, no, first, last, pro, con }
}

/// An edge's statement in a word or two; both sides of a meeting's status are one.
fn statement(edge: &Edge) -> String {
    match &edge.tie {
        Tie::Meeting { .. } => "met".to_owned(),
        Tie::Stance { polarity: Polarity::Support, .. } => "supports".to_owned(),
        Tie::Stance { polarity: Polarity::Oppose, .. } => "opposes".to_owned(),
        Tie::Affiliation { role, .. } => role.clone(),
    }
}

/// The days of one side, to be searched.
struct Windows {
    /// First and last day of each date, by the first.
    spans: Vec<(Date, Date)>,
    undated: bool,
    /// How many days apart reports may be.
    days: i32,
}

impl Windows {
    fn new(evidence: &[&Evidence], days: i32) -> Self {
        let mut spans: Vec<(Date, Date)> = evidence.iter().filter_map(|e| span(e)).collect();
        spans.sort_unstable();
        Self { undated: spans.len() < evidence.len(), spans, days }
    }

    /// True if some of the side is near enough. What has no date may be of any.
    fn near(&self, evidence: &Evidence) -> bool {
        let Some((first, last)) = span(evidence) else { return true };
        let wide = |d: Date, days: i32| d.saturating_add(jiff::Span::new().days(days));
        let (first, last) = (wide(first, -self.days), wide(last, self.days));
        self.undated || self.spans.iter().any(|(a, b)| *a <= last && *b >= first)
    }
}

/// First and last day of the date of a report.
fn span(evidence: &Evidence) -> Option<(Date, Date)> {
    let date = evidence.when()?;
    let first: Date = first_day(date)?.parse().ok()?;
    let last = match date.len() {
        4 => first.last_of_year(),
        7 => first.last_of_month(),
        _ => first,
    };
    Some((first, last))
}
