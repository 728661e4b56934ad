//! Affiliations that the file takes away or adds.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::apply::Plan;
use super::readings::event_date;
use super::who::{Who, kind};
use super::words::Proof;
use super::{Change, Entry};
use crate::graph::edges::Edges;
use crate::types::{Actor, ActorId, ActorKind, Evidence, Modality, Tie};

impl<'c> Plan<'c> {
    /// Takes affiliations away.
    pub(super) fn unbind(
        &mut self,
        entries: &'c [Entry],
        finals: &FxHashMap<ActorId, ActorId>,
        edges: &mut Edges,
    ) {
        type Bond = (ActorId, Option<ActorId>, Option<String>);
        let mut wanted: FxHashMap<Bond, (usize, bool)> = FxHashMap::default();
        for entry in entries {
            let Change::NoAffiliation { member, of, role } = &entry.change else { continue };
            let Some(member) = self.actor(entry, member).and_then(|id| finals.get(&id).cloned()) else {
                continue;
            };
            let of = match of {
                None => None,
                Some(of) => match self.actor(entry, of).and_then(|id| finals.get(&id).cloned()) {
                    Some(of) => Some(of),
                    None => continue,
                },
            };
            wanted.insert((member, of, role.as_deref().map(str::to_lowercase)), (entry.line, false));
        }
        if wanted.is_empty() {
            return;
        }
        edges.retain_affiliations(|member, of, role| {
            let (of, role) = (Some(of.clone()), Some(role.to_lowercase()));
            let bonds = [(None, None), (of.clone(), None), (None, role.clone()), (of, role)];
            let mut keep = true;
            for (of, role) in bonds {
                if let Some((_, used)) = wanted.get_mut(&(member.clone(), of, role)) {
                    *used = true;
                    keep = false;
                }
            }
            keep
        });
        self.takes(wanted.values().any(|(_, used)| *used));
        for ((member, ..), (line, used)) in wanted {
            if !used {
                self.unused(line, format!("{member} has no such affiliation in this graph"));
            }
        }
    }

    /// Adds affiliations, with the file's words as evidence; true if there is one.
    pub(super) fn bind(
        &mut self,
        entries: &'c [Entry],
        finals: &FxHashMap<ActorId, ActorId>,
        edges: &mut Edges,
        actors: &mut BTreeMap<ActorId, Actor>,
        document: &str,
    ) -> bool {
        let mut any = false;
        for entry in entries {
            let (source, target) = match &entry.change {
                Change::Affiliation { member, of, .. } => (member, of),
                Change::Assert { source, target, .. } => (source, target),
                _ => continue,
            };
            let mut end = |who: &Who| match self.find(entry.line, who) {
                Err(()) => None,
                Ok(Some(id)) => finals.get(&id).cloned(),
                Ok(None) => {
                    let known = listed(who, actors);
                    if known.is_none() {
                        let text =
                            format!("{:?} is not in this graph; {} waits", who.text, entry.change.verb());
                        self.unused(entry.line, text);
                    }
                    known
                }
            };
            let (Some(source), Some(target)) = (end(source), end(target)) else { continue };
            let Some(proof) = &entry.proof else { continue };
            let mut evidence = evidence(document, proof);
            match &entry.change {
                Change::Affiliation { role, former, .. } => {
                    let tie = Tie::Affiliation { role: role.clone(), former: *former };
                    edges.add(source, target, tie, evidence);
                }
                Change::Assert { says, date, cite, .. } => {
                    evidence.attribution = vec![cite.clone()];
                    evidence.date = date.as_ref().map(|d| event_date(d, evidence.trigger.clone()));
                    edges.assert(source, target, says.tie(), evidence);
                }
                _ => continue,
            }
            any = true;
        }
        any
    }
}

/// An actor that no text names, but a table knows.
fn listed(who: &Who, actors: &mut BTreeMap<ActorId, Actor>) -> Option<ActorId> {
    let id = who.listed.clone().or_else(|| who.id.clone().filter(|_| who.listed_name.is_some()))?;
    let (prefix, key) = id.0.split_once(':')?;
    let kind = kind(prefix)?;
    actors.entry(id.clone()).or_insert_with(|| Actor {
        id: id.clone(),
        kind,
        subtype: None,
        name: who.listed_name.clone().unwrap_or_else(|| who.text.clone()),
        aliases: Vec::new(),
        iso3: Some(key.to_owned()).filter(|_| kind == ActorKind::Country),
        mentions: 0,
        wikidata: None,
        rolled_up: Vec::new(),
    });
    Some(id)
}

/// The file's own words; where texts have sentences, they have lines.
fn evidence(document: &str, proof: &Proof) -> Evidence {
    let [quote, trigger, source, target] = &proof.quotes;
    Evidence {
        document: document.to_owned(),
        sentence: proof.line,
        quote: quote.clone(),
        trigger: trigger.clone(),
        source: source.clone(),
        target: target.clone(),
        cues: Vec::new(),
        attribution: Vec::new(),
        modality: Modality::Asserted,
        date: None,
        reported: None,
        confidence: 1.0,
        coreference: false,
        implicit: false,
    }
}
