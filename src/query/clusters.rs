//! Pairs of suspects, put together: what an analyst decides at once.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::signs::Sign;
use super::suspects::Duplicate;
use crate::types::{Actor, ActorId};

/// Actors that may all be one.
#[derive(Debug, Clone, Serialize)]
pub struct Cluster<'g> {
    /// The one that is mentioned most.
    pub actor: &'g Actor,
    /// The others, the most mentioned first.
    pub others: Vec<&'g Actor>,
    /// How many mentions would move to the first.
    pub mentions: usize,
    /// Why, each reason once.
    pub signs: Vec<Sign>,
}

/// Puts pairs together: each actor joins the one that most speaks for, who may join another in turn.
pub(super) fn clusters<'g>(duplicates: &[Duplicate<'g>]) -> Vec<Cluster<'g>> {
    let mut joins: BTreeMap<&ActorId, &Duplicate<'g>> = BTreeMap::new();
    let strength = |d: &Duplicate<'_>| {
        let weight: usize = d.signs.iter().map(Sign::weight).sum();
        (weight, d.actor.mentions, Reverse(d.actor.id.clone()))
    };
    for pair in duplicates {
        let known = joins.entry(&pair.other.id).or_insert(pair);
        if strength(pair) > strength(known) {
            *known = pair;
        }
    }
    let mut groups: BTreeMap<&ActorId, (&'g Actor, Vec<&Duplicate<'g>>)> = BTreeMap::new();
    for pair in joins.values() {
        // Mentions only grow on the way, of equals ids only fall: there is no circle.
        let mut root = pair.actor;
        while let Some(next) = joins.get(&root.id) {
            root = next.actor;
        }
        groups.entry(&root.id).or_insert_with(|| (root, Vec::new())).1.push(pair);
    }
    let mut out: Vec<Cluster<'g>> = groups
        .into_values()
        .map(|(actor, pairs)| {
            let mut others: Vec<&'g Actor> = pairs.iter().map(|pair| pair.other).collect();
            others.sort_by_key(|other| (Reverse(other.mentions), &other.id));
            let signs: BTreeSet<Sign> = pairs.iter().flat_map(|pair| pair.signs.iter().cloned()).collect();
            let mentions = others.iter().map(|other| other.mentions).sum();
            Cluster { actor, others, mentions, signs: signs.into_iter().collect() }
        })
        .collect();
    out.sort_by_key(|cluster| (Reverse(cluster.mentions), &cluster.actor.id));
    out
}
