//! One meeting, of which several texts count other participants.

use std::collections::{BTreeMap, BTreeSet};

use super::conflicts::{Conflict, Matter, conflict, took_place};
use super::reports::{documents_of, independent};
use crate::error::SourceError;
use crate::graph::{Filter, Source};
use crate::tables::fold;
use crate::types::{ActorId, Event, Evidence, Precision, Tie};

/// Meetings of more than so many say little of who met whom.
const MOST: usize = 12;

/// Meetings that took place on one day and seem to be one, though other people took part: two of them are
/// the same, or one is, and place and topic too. Where one text tells of both, they are two. Only with all
/// of `of` in one of them.
pub(super) fn counts(
    source: &dyn Source,
    of: &[&ActorId],
    filter: &Filter,
) -> Result<Vec<Conflict>, SourceError> {
    let mut events: BTreeMap<String, Event> = BTreeMap::new();
    if of.is_empty() {
        events.extend(source.events(&[], filter)?.into_iter().map(|event| (event.id.clone(), event)));
    }
    // Another count of a meeting may leave one of them out.
    let mut beside: BTreeSet<ActorId> = BTreeSet::new();
    for one in of {
        beside.extend(source.events(&[one], filter)?.into_iter().flat_map(|event| event.participants));
    }
    for other in &beside {
        let theirs = source.events(&[other], filter)?;
        events.extend(theirs.into_iter().map(|event| (event.id.clone(), event)));
    }
    events.retain(|_, e| took_place(e.status) == Some(true) && e.participants.len() <= MOST);
    let mut alike: BTreeSet<(&str, &str)> = BTreeSet::new();
    let mut like: BTreeMap<Vec<String>, Vec<&str>> = BTreeMap::new();
    for event in events.values() {
        for sign in signs(event) {
            let before = like.entry(sign).or_default();
            alike.extend(before.iter().map(|before| (*before, event.id.as_str())));
            before.push(&event.id);
        }
    }
    let mut told: BTreeMap<&str, Vec<Evidence>> = BTreeMap::new();
    let mut out = Vec::new();
    for (one, other) in alike {
        let (Some(one), Some(other)) = (events.get(one), events.get(other)) else { continue };
        let named = |event: &Event| of.iter().all(|id| event.participants.contains(id));
        if !named(one) && !named(other) {
            continue;
        }
        for event in [one, other] {
            if !told.contains_key(event.id.as_str()) {
                told.insert(&event.id, evidence(source, event, filter)?);
            }
        }
        let of = |event: &Event| told.get(event.id.as_str()).map_or(&[][..], Vec::as_slice);
        let (pro, con) = (of(one), of(other));
        let texts: BTreeSet<&str> = pro.iter().map(|e| e.document.as_str()).collect();
        if pro.is_empty() || con.is_empty() || con.iter().any(|e| texts.contains(e.document.as_str())) {
            continue;
        }
        let documents = documents_of(source, pro.iter().chain(con))?;
        let side = |all: &[Evidence]| independent(&all.iter().collect::<Vec<_>>(), &documents);
        let shared: Vec<&ActorId> =
            one.participants.iter().filter(|id| other.participants.contains(id)).collect();
        let rest = one.participants.iter().chain(&other.participants).find(|id| !shared.contains(id));
        if let Some((first, second)) = shared.first().zip(shared.get(1).copied().or(rest)) {
            let pro = (said(source, one)?, side(pro));
            out.push(conflict(Matter::Participants, (first, second), pro, (said(source, other)?, side(con))));
        }
    }
    Ok(out)
}

/// What meetings have in common that may be one; none where the day is not known.
fn signs(event: &Event) -> Vec<Vec<String>> {
    let date = event.date.as_ref().filter(|date| date.precision == Precision::Day);
    let Some(day) = date.and_then(|date| date.value.clone()) else { return Vec::new() };
    let mut out = Vec::new();
    for (i, a) in event.participants.iter().enumerate() {
        for b in event.participants.iter().skip(i + 1) {
            out.push(vec![day.clone(), a.0.clone(), b.0.clone()]);
        }
        if let (Some(place), Some(topic)) = (&event.place, &event.topic) {
            out.push(vec![day.clone(), a.0.clone(), fold(place), fold(topic)]);
        }
    }
    out
}

/// The places that tell of a meeting, each once.
fn evidence(source: &dyn Source, event: &Event, filter: &Filter) -> Result<Vec<Evidence>, SourceError> {
    for (i, a) in event.participants.iter().enumerate() {
        for b in event.participants.iter().skip(i + 1) {
            let edges = source.edges(a, Some(b), filter)?.into_iter();
            let this = |tie: &Tie| matches!(tie, Tie::Meeting { event: of, .. } if *of == event.id);
            let found: Vec<Evidence> =
                edges.filter(|edge| this(&edge.tie)).flat_map(|edge| edge.evidence).collect();
            if !found.is_empty() {
                return Ok(found);
            }
        }
    }
    Ok(Vec::new())
}

/// `met: A, B, C`.
fn said(source: &dyn Source, event: &Event) -> Result<String, SourceError> {
    let mut names = Vec::with_capacity(event.participants.len());
    for id in &event.participants {
        names.push(source.actor(id)?.map_or_else(|| id.0.clone(), |actor| actor.name));
    }
    Ok(format!("met: {}", names.join(", ")))
}
