//! Whose a stance is, and whom it concerns, by the slots of its frame.

use super::fillers::{Filler, extend};
use super::inner_acts;
use super::scene::Scene;
use crate::tables::{Frame, FrameKind, FramePos, Slot};
use crate::types::{ActorKind, Category, Polarity, Upos};

/// Somebody whom a stance concerns, and how.
#[derive(Debug, Clone, Copy)]
pub(super) struct Target {
    pub filler: Filler,
    pub polarity: Polarity,
    pub category: Category,
    /// Only implied: off by default.
    pub implicit: bool,
}

/// Who holds the stance: for a verb its subject; for a noun its possessor and whoever expresses it
/// (`Hussein expressed Iraq's support`: both).
pub(super) fn holders(scene: &Scene<'_>, trigger: usize, frame: &Frame) -> Vec<Filler> {
    // `is allied with X`, where the tree takes the adjective for a passive.
    if frame.pos == FramePos::Adj
        && frame.holder.contains(&Slot::Subject)
        && scene.upos(trigger) == Upos::Verb
        && scene.is_passive(trigger)
    {
        let subject = scene.object(trigger).into_iter();
        return subject.flat_map(|(phrase, climbed)| scene.actors_of(phrase, climbed)).collect();
    }
    if frame.pos != FramePos::Noun {
        // `jailed in Kenya`, but `charged in the death of Hale`: nobody acts who is only spoken of there.
        let acts = |slot: &Slot, filler: &Filler| match slot {
            Slot::Preposition(preposition) if preposition == "in" => {
                !scene.is_of_kind(filler, ActorKind::Person)
            }
            _ => true,
        };
        let slots = frame.holder.iter().map(|slot| {
            let mut found = scene.fillers(trigger, slot, false);
            found.retain(|filler| acts(slot, filler));
            found
        });
        let own = slots.into_iter().find(|found| !found.is_empty()).unwrap_or_default();
        return if own.is_empty() { inner_acts::means(scene, trigger, frame) } else { own };
    }
    let mut out = Vec::new();
    // In `voiced criticism of X` the phrase is the target's, unless nobody else holds it.
    let shared = |slot: &&Slot| !frame.reciprocal && frame.target.contains(slot);
    let own = frame.holder.iter().filter(|slot| !shared(slot));
    for slot in own.chain(frame.holder.iter().filter(shared)) {
        if out.is_empty() && *slot == Slot::Described && scene.is_single(trigger) {
            let phrases = scene.phrases(trigger, slot, false).into_iter();
            extend(
                &mut out,
                phrases.flat_map(|(i, climbed)| match scene.mention_at(i) {
                    Some(_) => scene.actors_alone(i),
                    None => scene.actors_of(i, climbed),
                }),
            );
            continue;
        }
        // `stressed the importance of cooperation between A and B`: they cooperate with each other.
        let complete = frame.reciprocal && out.len() > 1;
        if out.is_empty() || matches!(slot, Slot::Possessor | Slot::Subject) && !complete {
            extend(&mut out, scene.fillers(trigger, slot, false));
        }
    }
    out
}

/// Whom it concerns: the first slot with an actor other than the holders.
pub(super) fn targets(
    scene: &Scene<'_>,
    trigger: usize,
    frame: &Frame,
    polarity: Polarity,
    holders: &[Filler],
) -> Vec<Target> {
    let slots = frame.target.iter().map(|slot| scene.phrases(trigger, slot, false));
    // Who says that X is a threat does not say that it is under one.
    let undergone = frame.pos == FramePos::Noun && !frame.target.contains(&Slot::Described);
    let undergoer = undergone.then(|| scene.undergoer(trigger)).filter(|phrases| !phrases.is_empty());
    let members = matches!(frame.kind, FrameKind::Stance { polarity: Polarity::Support, mutual: true, .. })
        .then(|| scene.members(trigger))
        .filter(|phrases| !phrases.is_empty());
    // `Labour nominee Anna Reed, Green nominee Tom Hale and others`: each is one.
    let one = frame.target.contains(&Slot::Described) && scene.is_single(trigger);
    for phrases in undergoer.into_iter().chain(members).chain(slots) {
        let mut out: Vec<Target> = Vec::new();
        // `Cuba's repression of the Cuban people and support for X`: what the noun has of its own is
        // its only target.
        let mut own = false;
        for (phrase, climbed) in phrases {
            let mut found = phrase_targets(scene, phrase, climbed, polarity, frame.category);
            if one && let Some(m) = scene.mention_at(phrase) {
                found.retain(|target| scene.mentions[m].actors.contains(&target.filler.actor));
            }
            own |= frame.pos == FramePos::Noun && !climbed && !found.is_empty();
            for target in found {
                let new = !holders.iter().any(|h| h.actor == target.filler.actor)
                    && !out.iter().any(|t| t.filler.actor == target.filler.actor);
                if new {
                    out.push(target);
                }
            }
        }
        if !out.is_empty() {
            return out;
        }
        if own {
            return Vec::new();
        }
    }
    let taken = frame.pos == FramePos::Verb && frame.category == Category::Assault;
    let held = if taken { inner_acts::holders_of_place(scene, trigger) } else { Vec::new() };
    let (polarity, category) = (Polarity::Oppose, frame.category);
    held.into_iter().map(|filler| Target { filler, polarity, category, implicit: false }).collect()
}

/// The actors whom a stance on `phrase` concerns. A stance on somebody's act is one on whoever
/// acts (`condemned the Israeli strikes`); on an act with no doer, it carries over to the act's
/// target: backing strikes on Y is against Y, backing support for Y is for Y.
pub(super) fn phrase_targets(
    scene: &Scene<'_>,
    phrase: usize,
    climbed: bool,
    polarity: Polarity,
    category: Category,
) -> Vec<Target> {
    let with =
        |polarity: Polarity| move |filler: Filler| Target { filler, polarity, category, implicit: false };
    let called = scene.called(phrase);
    if !called.is_empty() {
        let inside = called.into_iter();
        return inside.flat_map(|i| phrase_targets(scene, i, climbed, polarity, category)).collect();
    }
    if scene.mention_at(phrase).is_none()
        && scene.upos(phrase) == Upos::Noun
        && let Some(frame) = inner_acts::inner_frame(scene, phrase)
        // `criticised X's belligerence`: a fault that somebody finds is no act upon whoever has it.
        && frame.holder[..] != [Slot::Speaker]
        && let FrameKind::Stance { polarity: inner, mutual, .. } = frame.kind
    {
        if mutual {
            // `support for the pact between A and B` is for both.
            return scene.actors_of(phrase, climbed).into_iter().map(with(polarity)).collect();
        }
        let doers = inner_acts::doers(scene, phrase, frame);
        if !doers.is_empty() {
            return doers
                .into_iter()
                .map(|f| Filler { inner: true, climbed, ..f })
                .map(with(polarity))
                .collect();
        }
        let concerned = scene.first_fillers(phrase, &frame.target, false);
        let (polarity, category) = match (polarity, inner) {
            (_, Polarity::Support) => (polarity, category),
            (Polarity::Support, Polarity::Oppose) => (Polarity::Oppose, frame.category),
            (Polarity::Oppose, Polarity::Oppose) => (Polarity::Support, Category::Support),
        };
        if !concerned.is_empty() {
            let inside = concerned.into_iter().map(|f| Filler { inner: true, climbed, ..f });
            // Who condemns a killing need not be for the victim.
            let implicit = inner == Polarity::Oppose && polarity == Polarity::Support;
            return inside.map(|filler| Target { filler, polarity, category, implicit }).collect();
        }
    }
    scene.actors_of(phrase, climbed).into_iter().map(with(polarity)).collect()
}
