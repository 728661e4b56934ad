//! Who is who across documents.
//!
//! Each document knows its people by names and by the offices that it gives them ([`profiles`]). Ids
//! that may mean one actor share a [`Profile::block`], and who they are rests on the profiles of the
//! block alone ([`settle_block`]), whatever their order: so a build of all documents, a store that
//! grows and shrinks, and parts read elsewhere come to the same. Nobody is found by a surname alone:
//! an office, a country or a company has to support it, and where it supports two they stay apart.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::tables::{Likeness, PersonName, bones, sound};
use crate::types::{ActorId, ActorKind, DocumentGraph, GroupKind};

/// A crowd of people of one surname and initial is not compared: nobody stands out of it.
const CROWD: usize = 400;

/// What a document knows of an actor who may be another document's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// The id that the document gives.
    pub id: ActorId,
    /// Office, body and whether the body is so small that a surname within it is enough.
    posts: BTreeSet<(String, Option<ActorId>, bool)>,
    /// Wikidata id: tables know the actor.
    wikidata: Option<String>,
    group: bool,
}

impl Profile {
    /// The key that all who may be the same share.
    pub fn block(&self) -> String {
        let surname = self.surname();
        let bones = bones(surname);
        if bones.len() > 1 { bones } else { sound(surname) }
    }

    /// The id without kind and document.
    fn key(&self) -> &str {
        let key = self.id.0.split_once(':').map_or("", |(_, key)| key);
        key.split('@').next().unwrap_or("")
    }

    fn surname(&self) -> &str {
        self.key().rsplit('-').next().unwrap_or("")
    }

    /// True for one whom a document knows by the surname only.
    fn is_short(&self) -> bool {
        !self.group && self.id.0.contains('@')
    }

    fn join(&mut self, other: &Self) {
        self.posts.extend(other.posts.iter().cloned());
        self.wikidata = self.wikidata.take().into_iter().chain(other.wikidata.clone()).min();
    }
}

/// What a document knows of its people, and of companies that are called by one word.
pub fn profiles(document: &DocumentGraph) -> Vec<Profile> {
    let mut out: BTreeMap<&ActorId, Profile> = BTreeMap::new();
    let narrow: BTreeSet<&ActorId> = document
        .actors
        .iter()
        .filter(|actor| {
            let wide = [GroupKind::Party, GroupKind::International, GroupKind::Region, GroupKind::People];
            actor.kind == ActorKind::Group && !actor.subtype.is_some_and(|subtype| wide.contains(&subtype))
        })
        .map(|actor| &actor.id)
        .collect();
    for actor in &document.actors {
        let company = actor.kind == ActorKind::Group && actor.subtype == Some(GroupKind::Company);
        let group = company && !actor.id.0.contains('-');
        if actor.kind != ActorKind::Person && !group {
            continue;
        }
        out.insert(
            &actor.id,
            Profile { id: actor.id.clone(), posts: BTreeSet::new(), wikidata: actor.wikidata.clone(), group },
        );
    }
    for post in &document.posts {
        if let Some(profile) = out.get_mut(&post.actor) {
            let small = post.of.as_ref().is_some_and(|of| narrow.contains(of));
            profile.posts.insert((post.office.clone(), post.of.clone(), small));
        }
    }
    out.into_values().collect()
}

/// Whom ids mean, by the profiles of one block: only those who become another.
pub fn settle_block<'p>(profiles: impl IntoIterator<Item = &'p Profile>) -> BTreeMap<ActorId, ActorId> {
    let mut by_id: BTreeMap<&ActorId, Profile> = BTreeMap::new();
    for profile in profiles {
        by_id.entry(&profile.id).and_modify(|known| known.join(profile)).or_insert_with(|| profile.clone());
    }
    let all: Vec<Profile> = by_id.into_values().collect();
    let full: Vec<&Profile> = all.iter().filter(|p| !p.group && !p.is_short()).collect();
    let clusters = clusters(&full);
    let mut out = BTreeMap::new();
    for cluster in &clusters {
        for member in &cluster.members {
            if member.id != cluster.id {
                out.insert(member.id.clone(), cluster.id.clone());
            }
        }
    }
    for short in all.iter().filter(|p| p.is_short()) {
        let same: Vec<&Cluster<'_>> = clusters.iter().filter(|c| c.is_called(short.surname())).collect();
        let mut fitting = same.iter().filter(|cluster| cluster.supports(short));
        let found = match (fitting.next(), fitting.next()) {
            (Some(one), None) => Some(&one.id),
            // `Gannett` that nobody of this name and no office makes a person is the company.
            (None, _) if same.is_empty() && short.posts.is_empty() => {
                all.iter().find(|p| p.group && p.key() == short.key()).map(|p| &p.id)
            }
            _ => None,
        };
        if let Some(id) = found {
            out.insert(short.id.clone(), id.clone());
        }
    }
    out
}

/// Ids of one person.
struct Cluster<'p> {
    id: ActorId,
    members: Vec<&'p Profile>,
}

impl Cluster<'_> {
    fn is_called(&self, surname: &str) -> bool {
        self.members.iter().any(|member| sound(member.surname()) == sound(surname))
    }

    /// True if an office of the short profile is one of this person's, or its company.
    fn supports(&self, short: &Profile) -> bool {
        short.posts.iter().any(|(office, of, _)| {
            self.members.iter().flat_map(|member| &member.posts).any(|(own, at, small)| {
                let titled = !office.is_empty() && office == own;
                match (of, at) {
                    (Some(a), Some(b)) => a == b && (titled || *small),
                    _ => titled,
                }
            })
        })
    }
}

/// People known by full names, those who are one together.
fn clusters<'p>(full: &[&'p Profile]) -> Vec<Cluster<'p>> {
    // The id is the name, folded.
    let names: Vec<PersonName> = full.iter().map(|p| PersonName::new(&p.key().replace('-', " "))).collect();
    let like = |a: usize, b: usize| names.get(a)?.likeness(names.get(b)?, |_, _| false);
    let mut by_initial: BTreeMap<char, Vec<usize>> = BTreeMap::new();
    for (at, name) in names.iter().enumerate() {
        if let Some(initial) = name.words.first().and_then(|word| word.chars().next()) {
            by_initial.entry(initial).or_default().push(at);
        }
    }
    let mut alike: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for group in by_initial.values().filter(|group| group.len() <= CROWD) {
        for (n, &a) in group.iter().enumerate() {
            for &b in group.iter().skip(n + 1) {
                let (Some(x), Some(y)) = (full.get(a), full.get(b)) else { continue };
                if like(a, b).is_some_and(|like| are_one(like, x, y)) {
                    alike.entry(a).or_default().insert(b);
                    alike.entry(b).or_default().insert(a);
                }
            }
        }
    }
    // Who may be either of two who are not one themselves is neither.
    let torn = |a: usize| {
        let partners = alike.get(&a);
        partners.is_some_and(|partners| {
            partners
                .iter()
                .any(|&b| partners.iter().any(|&c| b < c && !alike.get(&b).is_some_and(|l| l.contains(&c))))
        })
    };
    let torn: BTreeSet<usize> = alike.keys().copied().filter(|&a| torn(a)).collect();
    let mut of: Vec<Option<usize>> = vec![None; full.len()];
    let mut out: Vec<Cluster<'p>> = Vec::new();
    for (at, profile) in full.iter().enumerate() {
        if of.get(at).is_some_and(Option::is_some) {
            continue;
        }
        let mut members: Vec<usize> = vec![at];
        if !torn.contains(&at) {
            // Without the torn, those who are alike are all alike.
            members.extend(alike.get(&at).into_iter().flatten().copied().filter(|b| !torn.contains(b)));
        }
        for &member in &members {
            if let Some(of) = of.get_mut(member) {
                *of = Some(out.len());
            }
        }
        let members: Vec<&Profile> = members.iter().filter_map(|&m| full.get(m).copied()).collect();
        let best = |p: &&&Profile| {
            let initial = p.key().split('-').next().is_some_and(|word| word.len() == 1);
            (p.wikidata.is_none(), initial, p.key().split('-').count(), p.id.clone())
        };
        let id = members.iter().min_by_key(best).map_or_else(|| profile.id.clone(), |p| p.id.clone());
        out.push(Cluster { id, members });
    }
    out
}

/// Whether two people of like names are one.
fn are_one(like: Likeness, a: &Profile, b: &Profile) -> bool {
    if a.wikidata.is_some() && b.wikidata.is_some() && a.wikidata != b.wikidata {
        return false;
    }
    let office = |p: &(String, Option<ActorId>, bool)| !p.0.is_empty();
    let same_office = a.posts.iter().filter(|p| office(p)).any(|(x, of, _)| {
        b.posts.iter().any(|(y, at, _)| x == y && (of == at || of.is_none() || at.is_none()))
    });
    let same_place =
        || a.posts.iter().any(|(_, of, _)| of.is_some() && b.posts.iter().any(|(_, at, _)| of == at));
    match like {
        Likeness::Same => true,
        Likeness::Spelling => same_office || same_place(),
        Likeness::Middle | Likeness::Loose => same_office,
    }
}

/// Whom the ids of documents mean, all documents told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identities {
    to: FxHashMap<ActorId, ActorId>,
}

impl Identities {
    /// By what all documents know, in any order.
    pub fn of(documents: &[DocumentGraph]) -> Self {
        let mut blocks: BTreeMap<String, Vec<Profile>> = BTreeMap::new();
        for profile in documents.iter().flat_map(profiles) {
            blocks.entry(profile.block()).or_default().push(profile);
        }
        Self { to: blocks.values().flat_map(settle_block).collect() }
    }

    /// As they were settled before.
    pub fn settled(to: impl IntoIterator<Item = (ActorId, ActorId)>) -> Self {
        Self { to: to.into_iter().collect() }
    }

    /// True if nobody becomes another.
    pub fn is_empty(&self) -> bool {
        self.to.is_empty()
    }

    /// Whom an id means.
    fn id(&self, id: &mut ActorId) {
        if let Some(new) = self.to.get(id) {
            id.clone_from(new);
        }
    }

    /// Gives the actors of a document the ids of those whom they are; actors who are one are joined.
    pub fn settle(&self, document: &mut DocumentGraph) {
        if !document.actors.iter().any(|actor| self.to.contains_key(&actor.id)) {
            return;
        }
        let mut actors: BTreeMap<ActorId, crate::types::Actor> = BTreeMap::new();
        let mut order = Vec::new();
        for mut actor in std::mem::take(&mut document.actors) {
            self.id(&mut actor.id);
            if actor.id.0.starts_with("group:") && actor.kind == ActorKind::Person {
                (actor.kind, actor.subtype) = (ActorKind::Group, Some(GroupKind::Company));
            }
            match actors.get_mut(&actor.id) {
                Some(known) => known.absorb(actor),
                None => {
                    order.push(actor.id.clone());
                    actors.insert(actor.id.clone(), actor);
                }
            }
        }
        document.actors = order.iter().filter_map(|id| actors.remove(id)).collect();
        document.posts.iter_mut().for_each(|post| self.id(&mut post.actor));
        for relation in &mut document.relations {
            self.relation(relation);
        }
    }

    fn relation(&self, relation: &mut crate::types::Relation) {
        use crate::types::Relation;
        for speaker in &mut relation.evidence_mut().attribution {
            if let Some(new) = self.to.get(&ActorId(speaker.clone())) {
                speaker.clone_from(&new.0);
            }
        }
        relation.evidence_mut().attribution.dedup();
        match relation {
            Relation::Affiliation(a) => [&mut a.member, &mut a.of].into_iter().for_each(|id| self.id(id)),
            Relation::Stance(s) => [&mut s.holder, &mut s.target].into_iter().for_each(|id| self.id(id)),
            Relation::Meeting(m) => {
                m.host.iter_mut().chain(&mut m.mediator).for_each(|id| self.id(id));
                if m.participants.iter().all(|id| !self.to.contains_key(id)) {
                    return;
                }
                let quotes = std::mem::take(&mut m.participant_quotes);
                let mut both: Vec<_> = std::mem::take(&mut m.participants)
                    .into_iter()
                    .zip(quotes.into_iter().map(Some).chain(std::iter::repeat(None)))
                    .collect();
                both.iter_mut().for_each(|(id, _)| self.id(id));
                both.sort();
                both.dedup_by(|a, b| a.0 == b.0);
                for (id, quote) in both {
                    m.participants.push(id);
                    m.participant_quotes.extend(quote);
                }
            }
        }
    }
}
