//! A graph whose actors become others: what corrections and roll-ups have in common.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use super::Graph;
use super::edges::Edges;
use super::meetings::{Report, without_pair};
use super::merge::by_place;
use crate::types::{ActorId, Edge, Event, Evidence, Quote, Tie};

/// What becomes of actors; whoever is not listed stays.
#[derive(Debug, Default)]
pub(super) struct Remap {
    /// Old id → new id.
    to: FxHashMap<ActorId, ActorId>,
    /// Those who leave, and the words for them where they speak.
    gone: FxHashMap<ActorId, String>,
}

/// The graph as if its documents had other ids: some of its events and edges are called by them.
pub fn with_ids<'g>(graph: &'g Graph, ids: &BTreeMap<String, String>) -> Cow<'g, Graph> {
    if ids.is_empty() {
        return Cow::Borrowed(graph);
    }
    let mut graph = graph.clone();
    let rename = |id: &mut String| {
        if let Some(new) = ids.get(id) {
            id.clone_from(new);
        }
    };
    graph.documents.iter_mut().for_each(|document| rename(&mut document.id));
    for edge in graph.net.edge_weights_mut() {
        edge.evidence.iter_mut().for_each(|evidence| rename(&mut evidence.document));
    }
    let (edges, events) = Remap::default().edges(&graph).finish();
    let actors = graph.actors().cloned().collect();
    Cow::Owned(Graph::from_parts(actors, edges, graph.documents, events, graph.threshold))
}

impl Remap {
    /// `old` becomes `new`.
    pub fn insert(&mut self, old: ActorId, new: ActorId) {
        if old != new {
            self.to.insert(old, new);
        }
    }

    /// `old` leaves the graph; where it speaks, `name` stands for it.
    pub fn drop(&mut self, old: ActorId, name: String) {
        self.gone.insert(old, name);
    }

    /// The new id; none for an actor that has left.
    pub fn of<'a>(&'a self, id: &'a ActorId) -> Option<&'a ActorId> {
        if self.gone.contains_key(id) {
            return None;
        }
        Some(self.to.get(id).unwrap_or(id))
    }

    fn speaker(&self, speaker: &str) -> String {
        let id = ActorId(speaker.to_owned());
        match (self.gone.get(&id), self.to.get(&id)) {
            (Some(name), _) => name.clone(),
            (None, Some(new)) => new.0.clone(),
            (None, None) => id.0,
        }
    }

    fn evidence(&self, mut evidence: Evidence) -> Evidence {
        let speakers: Vec<String> = evidence.attribution.iter().map(|s| self.speaker(s)).collect();
        if speakers != evidence.attribution {
            evidence.attribution = speakers;
            // A chain in which somebody quotes himself says no more than one link.
            evidence.attribution.dedup();
        }
        evidence
    }

    /// The graph's edges between the new actors, folded as if the texts had meant those.
    pub fn edges(&self, graph: &Graph) -> Edges {
        let mut out = Edges::default();
        let mut pairs: FxHashMap<&str, Vec<&Edge>> = FxHashMap::default();
        for edge in graph.edges() {
            if let Tie::Meeting { event, .. } = &edge.tie {
                pairs.entry(event).or_default().push(edge);
                continue;
            }
            let (Some(source), Some(target)) = (self.of(&edge.source), self.of(&edge.target)) else {
                continue;
            };
            for evidence in &edge.evidence {
                let evidence = self.evidence(evidence.clone());
                out.add(source.clone(), target.clone(), edge.tie.clone(), evidence);
            }
        }
        for event in &graph.events {
            let edges = pairs.get(event.id.as_str()).map_or(&[][..], Vec::as_slice);
            let people: BTreeSet<&ActorId> = event.participants.iter().filter_map(|p| self.of(p)).collect();
            for report in self.reports(event, edges) {
                out.report(people.iter().map(|&p| p.clone()).collect(), event.status, report);
            }
        }
        out
    }

    /// What the texts said of a meeting, place by place, between the new actors.
    fn reports(&self, event: &Event, edges: &[&Edge]) -> Vec<Report> {
        // Evidence of the pairs of one report differs in nothing but the pairs' words.
        let mut places: Vec<(Evidence, &Edge, &Evidence)> = Vec::new();
        for edge in edges {
            places.extend(edge.evidence.iter().map(|e| (without_pair(e.clone()), *edge, e)));
        }
        places.sort_by(|a, b| by_place(&a.0, &b.0));
        places
            .chunk_by(|a, b| a.0 == b.0)
            .filter_map(|report| {
                let evidence = self.evidence(report.first()?.0.clone());
                let new = |id: &Option<ActorId>| id.as_ref().and_then(|id| self.of(id)).cloned();
                let pairs = self.pairs(report.iter().map(|(_, edge, evidence)| (*edge, *evidence)));
                let (mode, place, topic) = (event.mode, event.place.clone(), event.topic.clone());
                let (host, mediator) = (new(&event.host), new(&event.mediator));
                Some(Report { evidence, host, mediator, mode, place, topic, pairs })
            })
            .collect()
    }

    /// The pairs of one report. Two old pairs that have become one are told once, by the words that
    /// stand first.
    fn pairs<'a>(
        &self,
        old: impl Iterator<Item = (&'a Edge, &'a Evidence)>,
    ) -> Vec<(ActorId, ActorId, Quote, Quote)> {
        type Words<'e> = (Quote, Quote, &'e Edge);
        let mut by_new: BTreeMap<(ActorId, ActorId), Vec<Words<'_>>> = BTreeMap::new();
        for (edge, evidence) in old {
            let (Some(a), Some(b)) = (self.of(&edge.source), self.of(&edge.target)) else { continue };
            let (x, y) = (evidence.source.clone(), evidence.target.clone());
            match a.cmp(b) {
                std::cmp::Ordering::Less => {
                    by_new.entry((a.clone(), b.clone())).or_default().push((x, y, edge));
                }
                std::cmp::Ordering::Greater => {
                    by_new.entry((b.clone(), a.clone())).or_default().push((y, x, edge));
                }
                std::cmp::Ordering::Equal => {}
            }
        }
        let mut out = Vec::new();
        for ((a, b), mut quotes) in by_new {
            quotes.sort_by(|p, q| (&p.0, &p.1, &p.2.id).cmp(&(&q.0, &q.1, &q.2.id)));
            let mut seen: FxHashSet<&str> = FxHashSet::default();
            quotes.iter().for_each(|(_, _, edge)| _ = seen.insert(&edge.id));
            let keep = if seen.len() > 1 { 1 } else { quotes.len() };
            out.extend(quotes.into_iter().take(keep).map(|(x, y, _)| (a.clone(), b.clone(), x, y)));
        }
        out
    }
}
