//! Who stands for a country: its officials and organs.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::error::SourceError;
use crate::graph::{Filter, Kind, Link, Source};
use crate::types::{ActorId, ActorKind, Tie};

/// Links of a chain such as spokesman → ministry → state that are followed.
const LINKS: usize = 5;

/// An actor and, if it is a country, those who stand for it now: people in its offices or those of its
/// organs, and the organs. Who holds offices of several countries stands for that which most evidence
/// names. The actor stands first, the others by id.
///
/// # Errors
/// The source cannot be read.
pub fn standing_for(source: &dyn Source, actor: &ActorId) -> Result<Vec<ActorId>, SourceError> {
    let mut out = vec![actor.clone()];
    if kind(source, actor)? != Some(ActorKind::Country) {
        return Ok(out);
    }
    let mut seen: BTreeSet<ActorId> = BTreeSet::new();
    let mut bodies = vec![actor.clone()];
    for _ in 0..LINKS {
        let mut organs = Vec::new();
        for body in std::mem::take(&mut bodies) {
            for link in offices(source, &body)?.into_iter().filter(|link| link.target == body) {
                let organ = matches!(&link.tie, Tie::Affiliation { role, .. } if role == "organ");
                let person = kind(source, &link.source)? == Some(ActorKind::Person);
                if seen.contains(&link.source) || !(organ || person) {
                    continue;
                }
                if first_country(source, &link.source)?.is_none_or(|first| first == *actor) {
                    seen.insert(link.source.clone());
                    organs.extend(organ.then_some(link.source));
                }
            }
        }
        bodies = organs;
    }
    seen.remove(actor);
    out.extend(seen);
    Ok(out)
}

fn kind(source: &dyn Source, id: &ActorId) -> Result<Option<ActorKind>, SourceError> {
    Ok(source.actor(id)?.map(|actor| actor.kind))
}

/// The offices that are held now, of an actor and in it.
fn offices(source: &dyn Source, id: &ActorId) -> Result<Vec<Link>, SourceError> {
    let filter = Filter { kinds: vec![Kind::Affiliation], ..Filter::default() };
    let mut links = source.links(id, &filter)?;
    links.retain(|link| matches!(link.tie, Tie::Affiliation { former: false, .. }));
    Ok(links)
}

/// Of the countries of an actor, the one that most evidence names.
fn first_country(source: &dyn Source, member: &ActorId) -> Result<Option<ActorId>, SourceError> {
    let mut links = offices(source, member)?;
    links.retain(|link| link.source == *member);
    links.sort_by(|a, b| (Reverse(a.count), &a.target).cmp(&(Reverse(b.count), &b.target)));
    for link in links {
        if kind(source, &link.target)? == Some(ActorKind::Country) {
            return Ok(Some(link.target));
        }
    }
    Ok(None)
}
