//! Actors of one document that are one.

use rustc_hash::FxHashMap;

use crate::tables::{PersonName, Tables};
use crate::types::{Actor, ActorId, ActorKind, Resolution};

/// People of a document who are compared with each other.
const PEOPLE: usize = 256;

/// Joins people whose given names are short for each other: `James Buchanan Brandt` and `Jim Brandt`,
/// if nobody else in the document may be meant.
pub(super) fn nicknames(resolution: &mut Resolution, tables: &Tables) {
    let people: Vec<(usize, PersonName)> = resolution
        .actors
        .iter()
        .enumerate()
        .filter(|(_, actor)| actor.kind == ActorKind::Person)
        .map(|(at, actor)| (at, PersonName::new(&actor.name)))
        .filter(|(_, name)| name.is_full())
        .take(PEOPLE)
        .collect();
    let like = |a: &PersonName, b: &PersonName| {
        a.surname() == b.surname() && a.likeness(b, |x, y| tables.nicknames.are_one(x, y)).is_some()
    };
    let mut pairs = Vec::new();
    for (n, (a, name)) in people.iter().enumerate() {
        let rivals: Vec<usize> =
            people.iter().filter(|(b, other)| a != b && like(name, other)).map(|(b, _)| *b).collect();
        let Some(&(b, ref other)) = people.iter().skip(n + 1).find(|(b, _)| rivals.as_slice() == [*b]) else {
            continue;
        };
        let back = people.iter().filter(|(c, third)| *c != b && like(other, third)).count();
        let short = tables.nicknames.are_one(
            name.words.first().map_or("", String::as_str),
            other.words.first().map_or("", String::as_str),
        );
        if back == 1 && short {
            pairs.push((*a, b));
        }
    }
    for (a, b) in pairs {
        let id = |at: usize| resolution.actors.get(at).map(|actor: &Actor| actor.id.clone());
        // The fuller name, then the first, gives the id.
        let words = |at: usize| people.iter().find(|(p, _)| *p == at).map_or(0, |(_, name)| name.words.len());
        let (kept, gone) = if words(b) > words(a) { (b, a) } else { (a, b) };
        if let (Some(id), Some(actor)) = (id(kept), resolution.actors.get_mut(gone)) {
            actor.id = id;
        }
    }
    same_ids(resolution);
}

/// Joins actors of one id; the first keeps its place.
pub(super) fn same_ids(resolution: &mut Resolution) {
    let mut places: FxHashMap<ActorId, usize> = FxHashMap::default();
    let mut index = Vec::with_capacity(resolution.actors.len());
    let mut kept: Vec<Actor> = Vec::with_capacity(resolution.actors.len());
    let mut sure: Vec<f32> = Vec::with_capacity(resolution.actors.len());
    let mut chances = std::mem::take(&mut resolution.parties).into_iter();
    for actor in std::mem::take(&mut resolution.actors) {
        let chance = chances.next().unwrap_or(1.0);
        match places.get(&actor.id) {
            Some(&at) => {
                index.push(at);
                if let (Some(known), Some(surest)) = (kept.get_mut(at), sure.get_mut(at)) {
                    known.absorb(actor);
                    *surest = surest.max(chance);
                }
            }
            None => {
                places.insert(actor.id.clone(), kept.len());
                index.push(kept.len());
                kept.push(actor);
                sure.push(chance);
            }
        }
    }
    (resolution.actors, resolution.parties) = (kept, sure);
    if index.iter().enumerate().all(|(old, new)| old == *new) {
        return;
    }
    let new = |old: usize| index.get(old).copied().unwrap_or(old);
    for mention in &mut resolution.mentions {
        let mut seen = Vec::with_capacity(mention.actors.len());
        for actor in mention.actors.iter().map(|&old| new(old)) {
            if !seen.contains(&actor) {
                seen.push(actor);
            }
        }
        mention.actors = seen;
    }
    for role in &mut resolution.roles {
        (role.member, role.of) = (new(role.member), new(role.of));
    }
    resolution.roles.retain(|role| role.member != role.of);
    let titled = resolution.titles.iter_mut().map(|(actor, _)| actor);
    for actor in titled.chain(resolution.women.iter_mut().map(|(actor, _)| actor)) {
        *actor = new(*actor);
    }
}
