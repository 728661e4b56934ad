//! Who stands around an actor.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::error::SourceError;
use crate::graph::{Filter, Link, Source};
use crate::types::{Actor, ActorId, Polarity, Tie};

/// An actor near another one, with what ties it to those a step nearer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Near {
    /// Who.
    #[serde(flatten)]
    pub actor: Actor,
    /// Steps away, from 1.
    pub distance: usize,
    /// Those a step nearer, by id.
    pub via: Vec<ActorId>,
    /// Edges of meetings to these.
    pub meetings: usize,
    /// Edges of support, of either direction.
    pub supports: usize,
    /// Edges of opposition, of either direction.
    pub opposes: usize,
    /// Edges of affiliation, of either direction.
    pub affiliations: usize,
    /// Places that say so.
    pub evidence: usize,
    /// How sure the surest is, 0 to 1.
    pub confidence: f32,
    /// First date among them.
    pub first: Option<String>,
    /// Last date among them.
    pub last: Option<String>,
}

/// Sums of the edges that lead to one actor.
#[derive(Default)]
struct Sums {
    via: BTreeMap<ActorId, ()>,
    counts: [usize; 4],
    evidence: usize,
    confidence: f32,
    first: Option<String>,
    last: Option<String>,
}

impl Sums {
    fn add(&mut self, from: &ActorId, link: Link) {
        self.via.insert(from.clone(), ());
        let at = match link.tie {
            Tie::Meeting { .. } => 0,
            Tie::Stance { polarity: Polarity::Support, .. } => 1,
            Tie::Stance { polarity: Polarity::Oppose, .. } => 2,
            Tie::Affiliation { .. } => 3,
        };
        if let Some(count) = self.counts.get_mut(at) {
            *count += 1;
        }
        self.evidence += link.count;
        self.confidence = self.confidence.max(link.confidence);
        self.first = self.first.take().into_iter().chain(link.first).min();
        self.last = self.last.take().max(link.last);
    }
}

/// Everybody at most `depth` steps from an actor, the nearest first, then those with the most
/// evidence; at most `limit` of them.
///
/// # Errors
/// The source cannot be read.
pub fn neighbours(
    source: &dyn Source,
    of: &ActorId,
    depth: usize,
    limit: usize,
    filter: &Filter,
) -> Result<Vec<Near>, SourceError> {
    let mut distances: FxHashMap<ActorId, usize> = FxHashMap::from_iter([(of.clone(), 0)]);
    let mut frontier = vec![of.clone()];
    let mut out = Vec::new();
    for distance in 1..=depth {
        let mut found: BTreeMap<ActorId, Sums> = BTreeMap::new();
        for from in &frontier {
            for link in source.links(from, filter)? {
                let other = link.other(from);
                if distances.contains_key(other) {
                    continue;
                }
                let other = other.clone();
                found.entry(other).or_default().add(from, link);
            }
        }
        frontier = found.keys().cloned().collect();
        distances.extend(frontier.iter().map(|id| (id.clone(), distance)));
        let mut level: Vec<(ActorId, Sums)> = found.into_iter().collect();
        // Stable: equals stay by id.
        level.sort_by_key(|(_, sums)| Reverse(sums.evidence));
        for (id, sums) in level.into_iter().take(limit - out.len()) {
            let Some(actor) = source.actor(&id)? else { continue };
            let [meetings, supports, opposes, affiliations] = sums.counts;
            out.push(Near {
                actor,
                distance,
                via: sums.via.into_keys().collect(),
                meetings,
                supports,
                opposes,
                affiliations,
                evidence: sums.evidence,
                confidence: sums.confidence,
                first: sums.first,
                last: sums.last,
            });
        }
        if frontier.is_empty() || out.len() >= limit {
            break;
        }
    }
    Ok(out)
}
