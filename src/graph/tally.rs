//! One actor as several documents know it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::tables::PersonName;
use crate::types::{Actor, ActorId, ActorKind, GroupKind};

/// Counts of what documents say of one actor. Documents come and go in any order: what one has
/// added, the same one can take away.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Documents that know the actor.
    documents: usize,
    mentions: usize,
    names: BTreeMap<String, Name>,
    /// With the number of documents.
    aliases: BTreeMap<String, usize>,
    subtypes: BTreeMap<GroupKind, usize>,
    #[serde(default)]
    wikidata: BTreeMap<String, usize>,
    rest: Vec<(Rest, usize)>,
}

/// How many documents use a name, and how often they mention whom they call so.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Name {
    documents: usize,
    mentions: usize,
}

/// What is not counted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Rest {
    iso3: Option<String>,
    kind: ActorKind,
    rolled_up: Vec<ActorId>,
}

impl Rest {
    fn of(actor: &Actor) -> Self {
        Self { iso3: actor.iso3.clone(), kind: actor.kind, rolled_up: actor.rolled_up.clone() }
    }
}

/// One more, or the first.
fn more<K: Ord>(counts: &mut BTreeMap<K, usize>, key: K) {
    *counts.entry(key).or_default() += 1;
}

/// One less, or none.
fn less<K: Ord>(counts: &mut BTreeMap<K, usize>, key: &K) {
    if let Some(count) = counts.get_mut(key) {
        *count = count.saturating_sub(1);
        if *count == 0 {
            counts.remove(key);
        }
    }
}

impl Tally {
    /// Counts a document's view of the actor.
    pub fn add(&mut self, actor: &Actor) {
        self.documents += 1;
        self.mentions = self.mentions.saturating_add(actor.mentions);
        let name = self.names.entry(actor.name.clone()).or_default();
        name.documents += 1;
        name.mentions = name.mentions.saturating_add(actor.mentions.max(1));
        actor.aliases.iter().for_each(|alias| more(&mut self.aliases, alias.clone()));
        actor.subtype.iter().for_each(|&subtype| more(&mut self.subtypes, subtype));
        actor.wikidata.iter().for_each(|id| more(&mut self.wikidata, id.clone()));
        let rest = Rest::of(actor);
        match self.rest.iter_mut().find(|(known, _)| *known == rest) {
            Some((_, count)) => *count += 1,
            None => self.rest.push((rest, 1)),
        }
    }

    /// Takes away what [`Tally::add`] has counted.
    pub fn remove(&mut self, actor: &Actor) {
        self.documents = self.documents.saturating_sub(1);
        self.mentions = self.mentions.saturating_sub(actor.mentions);
        if let Some(name) = self.names.get_mut(&actor.name) {
            name.documents = name.documents.saturating_sub(1);
            name.mentions = name.mentions.saturating_sub(actor.mentions.max(1));
            if name.documents == 0 {
                self.names.remove(&actor.name);
            }
        }
        actor.aliases.iter().for_each(|alias| less(&mut self.aliases, alias));
        actor.subtype.iter().for_each(|subtype| less(&mut self.subtypes, subtype));
        actor.wikidata.iter().for_each(|id| less(&mut self.wikidata, id));
        let rest = Rest::of(actor);
        self.rest.iter_mut().filter(|(known, _)| *known == rest).for_each(|(_, n)| *n = n.saturating_sub(1));
        self.rest.retain(|(_, count)| *count > 0);
    }

    /// True if no document knows the actor.
    pub fn is_empty(&self) -> bool {
        self.documents == 0
    }

    /// The actor: the name that most mentions carry (the longer, then the first by letters, of
    /// equals; of people, a name of several words before a surname); all other names are aliases. None
    /// if no document knows it.
    pub fn actor(&self, id: ActorId) -> Option<Actor> {
        let by_code = |(a, _): &&(Rest, usize), (b, _): &&(Rest, usize)| {
            a.iso3.cmp(&b.iso3).then_with(|| (b.kind, &b.rolled_up).cmp(&(a.kind, &a.rolled_up)))
        };
        let rest = self.rest.iter().max_by(by_code)?.0.clone();
        let full = |name: &str| rest.kind == ActorKind::Person && PersonName::new(name).is_full();
        let by_use = |(a, n): &(&String, &Name), (b, m): &(&String, &Name)| {
            let by = full(a).cmp(&full(b)).then(n.mentions.cmp(&m.mentions));
            by.then(a.len().cmp(&b.len())).then(b.cmp(a))
        };
        let name = self.names.iter().max_by(by_use)?.0.clone();
        let mut aliases: Vec<String> =
            self.aliases.keys().chain(self.names.keys()).filter(|a| **a != name).cloned().collect();
        aliases.sort();
        aliases.dedup();
        let by_count =
            |(a, n): &(&String, &usize), (b, m): &(&String, &usize)| n.cmp(m).then_with(|| b.cmp(a));
        let wikidata = self.wikidata.iter().max_by(by_count).map(|(id, _)| id.clone());
        Some(Actor {
            id,
            kind: rest.kind,
            subtype: self.subtypes.keys().next().copied(),
            name,
            aliases,
            iso3: rest.iso3,
            wikidata,
            mentions: self.mentions,
            rolled_up: rest.rolled_up,
        })
    }
}
