//! Who met whom, or was to; who holds what of whom.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::error::SourceError;
use crate::graph::{Filter, Kind, Link, Source};
use crate::types::{ActorId, Event, Tie};

/// A meeting with what speaks for it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MeetingRow {
    /// The meeting.
    #[serde(flatten)]
    pub event: Event,
    /// Places that report it, for the pair of participants with the most of them.
    pub reports: usize,
    /// How sure the surest is, 0 to 1.
    pub confidence: f32,
    /// First date among them: of the meeting where the text says, else of the report.
    pub first: Option<String>,
    /// Last date among them.
    pub last: Option<String>,
}

/// The meetings in which all of these actors take part (nobody named: all), by date.
///
/// # Errors
/// The source cannot be read.
pub fn meetings(
    source: &dyn Source,
    of: &[&ActorId],
    filter: &Filter,
) -> Result<Vec<MeetingRow>, SourceError> {
    let filter = Filter { kinds: vec![Kind::Meeting], ..filter.clone() };
    let mut rows: BTreeMap<String, MeetingRow> = BTreeMap::new();
    for event in source.events(of, &filter)? {
        let empty = MeetingRow { event, reports: 0, confidence: 0.0, first: None, last: None };
        rows.insert(empty.event.id.clone(), empty);
    }
    let mut add = |link: Link| {
        let Tie::Meeting { event, .. } = &link.tie else { return };
        if let Some(row) = rows.get_mut(event) {
            row.reports = row.reports.max(link.count);
            row.confidence = row.confidence.max(link.confidence);
            row.first = row.first.take().into_iter().chain(link.first).min();
            row.last = row.last.take().max(link.last);
        }
    };
    match of {
        [] => source.all_links(&filter, &mut add)?,
        [one] => source.links(one, &filter)?.into_iter().for_each(add),
        [one, other, ..] => {
            for edge in source.edges(one, Some(other), &filter)? {
                Link::of(&edge, &filter).into_iter().for_each(&mut add);
            }
        }
    }
    let mut rows: Vec<MeetingRow> = rows.into_values().collect();
    rows.sort_by(|a, b| (&a.first, &a.event.id).cmp(&(&b.first, &b.event.id)));
    Ok(rows)
}

/// The meetings in which one of each side takes part, by date; of one side alone, those with others.
///
/// # Errors
/// The source cannot be read.
pub fn meetings_of(
    source: &dyn Source,
    sides: &[Vec<ActorId>],
    filter: &Filter,
) -> Result<Vec<MeetingRow>, SourceError> {
    let mut rows: BTreeMap<String, MeetingRow> = BTreeMap::new();
    let mut take = |found: Vec<MeetingRow>| rows.extend(found.into_iter().map(|r| (r.event.id.clone(), r)));
    match sides {
        [] => return meetings(source, &[], filter),
        [side] => {
            for one in side {
                take(meetings(source, &[one], filter)?);
            }
            rows.retain(|_, row| row.event.participants.iter().any(|p| !side.contains(p)));
        }
        [side, other, ..] => {
            for one in side {
                for two in other.iter().filter(|two| *two != one) {
                    take(meetings(source, &[one, two], filter)?);
                }
            }
        }
    }
    let mut rows: Vec<MeetingRow> = rows.into_values().collect();
    rows.sort_by(|a, b| (&a.first, &a.event.id).cmp(&(&b.first, &b.event.id)));
    Ok(rows)
}

/// Stances: all of them, those of and towards one actor, or those between two; by holder, target
/// and date.
///
/// # Errors
/// The source cannot be read.
pub fn stances(source: &dyn Source, of: &[&ActorId], filter: &Filter) -> Result<Vec<Link>, SourceError> {
    let filter = Filter { kinds: vec![Kind::Stance], ..filter.clone() };
    let mut rows = Vec::new();
    match of {
        [] => source.all_links(&filter, &mut |link| rows.push(link))?,
        [one] => rows = source.links(one, &filter)?,
        [one, other, ..] => {
            let edges = source.edges(one, Some(other), &filter)?;
            rows.extend(edges.iter().filter_map(|edge| Link::of(edge, &filter)));
        }
    }
    rows.sort_by(|a, b| {
        (&a.source, &a.target, &a.first, &a.id).cmp(&(&b.source, &b.target, &b.first, &b.id))
    });
    Ok(rows)
}

/// The names of actors by id, as far as they are there.
///
/// # Errors
/// The source cannot be read.
pub fn names(
    source: &dyn Source,
    ids: &BTreeSet<&ActorId>,
) -> Result<BTreeMap<ActorId, String>, SourceError> {
    let mut out = BTreeMap::new();
    for id in ids {
        if let Some(actor) = source.actor(id)? {
            out.insert((*id).clone(), actor.name);
        }
    }
    Ok(out)
}
