//! Words of stances where people only live, work, trade or inquire.

use super::scene::Scene;
use crate::tables::{CueRole, FrameKind, FramePos, Sense, Slot};
use crate::types::{Deprel, GroupKind, Polarity, Upos};

/// True if the word is no stance for what is done with it.
pub(super) fn takes_no_side(scene: &Scene<'_>, trigger: usize) -> bool {
    match scene.upos(trigger) {
        Upos::Verb => {
            changes_jobs(scene, trigger)
                || looks_into(scene, trigger)
                || sells(scene, trigger)
                || releases(scene, trigger)
                || picks_up(scene, trigger)
                || honours(scene, trigger)
        }
        Upos::Noun => is_companion(scene, trigger) || is_gained(scene, trigger) || names_case(scene, trigger),
        _ => false,
    }
}

/// True for a phrase that names a body of one of these kinds.
fn is_kind(scene: &Scene<'_>, phrase: usize, kinds: &[GroupKind]) -> bool {
    let actors = scene.mention_at(phrase).map(|m| &scene.mentions[m].actors);
    let mut actors = actors.into_iter().flatten().filter_map(|&a| scene.resolution.actors.get(a));
    actors.any(|actor| actor.subtype.is_some_and(|kind| kinds.contains(&kind)))
}

/// `left Boeing to found a firm`, `worked with Greenpeace as a lawyer`, `left the lab`: who comes, works or goes
/// takes no side.
fn changes_jobs(scene: &Scene<'_>, verb: usize) -> bool {
    let firm = |i: usize| is_kind(scene, i, &[GroupKind::Company, GroupKind::Media]);
    let room = |i: usize| {
        let end = scene.mention_at(i).map_or(i + 1, |m| scene.mentions[m].tokens.end);
        (i..scene.len().min(end + 1)).any(|i| scene.means(i, Sense::Facility))
    };
    let person = scene.subject(verb, 0).iter().any(|&(i, _)| scene.is_person(i));
    let as_office = |i: usize| {
        scene.preposition(i) == "as" && scene.tables.offices.get(&scene.word(i).to_lowercase()).is_some()
    };
    let with_firm = |i: usize| scene.preposition(i) == "with" && firm(i);
    person
        && match scene.lemma(verb) {
            "leave" | "quit" => scene.by_relation(verb, &[Deprel::Obj]).any(|i| firm(i) || room(i)),
            "sign" => {
                scene.by_relation(verb, &[Deprel::Obj]).next().is_none()
                    && scene.by_relation(verb, &[Deprel::Obl]).any(with_firm)
            }
            "work" => scene.by_relation(verb, &[Deprel::Obl]).any(as_office),
            _ => false,
        }
}

/// `investigated X's complaint`, `X's death`: an inquiry into what somebody says or suffers is not against him.
fn looks_into(scene: &Scene<'_>, verb: usize) -> bool {
    let said = |i: usize| {
        let cue = scene.tables.cues.of(scene.lemma(i)).iter();
        let mut frames = scene.tables.frames.of(scene.lemma(i), FramePos::Noun);
        scene.means(i, Sense::Harm)
            || cue.filter(|c| c.pos == "noun").any(|c| c.role == CueRole::Speech)
            || frames.any(|f| {
                matches!(f.kind, FrameKind::Stance { polarity: Polarity::Oppose, .. })
                    && f.holder.contains(&Slot::Possessor)
            })
    };
    let about = |i: usize| {
        scene.mention_at(i).is_none()
            && scene.upos(i) == Upos::Noun
            && said(i)
            && scene.by_relation(i, &[Deprel::NmodPoss]).next().is_some()
    };
    scene.means(verb, Sense::Probe) && scene.by_relation(verb, &[Deprel::Obj, Deprel::NsubjPass]).any(about)
}

/// `sold the house to X`: who sells what is his own takes no side, unless it is a weapon or the like.
fn sells(scene: &Scene<'_>, verb: usize) -> bool {
    let thing = |i: usize| {
        scene.mention_at(i).is_none()
            && scene.tables.frames.of(scene.lemma(i), FramePos::Noun).next().is_none()
            && !scene.means(i, Sense::Troops)
    };
    scene.lemma(verb) == "sell"
        && scene.by_relation(verb, &[Deprel::Nsubj]).any(|i| scene.is_person(i))
        && scene.by_relation(verb, &[Deprel::Obj]).any(thing)
}

/// `Sony released the PlayStation`: what firms release are goods.
fn releases(scene: &Scene<'_>, verb: usize) -> bool {
    scene.lemma(verb) == "release"
        && scene
            .by_relation(verb, &[Deprel::Nsubj])
            .any(|i| is_kind(scene, i, &[GroupKind::Company, GroupKind::Media]))
        && !scene.by_relation(verb, &[Deprel::Obj]).any(|i| scene.is_person(i))
}

/// `picked X up at the station`.
fn picks_up(scene: &Scene<'_>, verb: usize) -> bool {
    scene.lemma(verb) == "pick"
        && scene.by_relation(verb, &[Deprel::CompoundPrt]).any(|particle| scene.lemma(particle) == "up")
}

/// `labelled X a hero`: a name that honours is no charge.
fn honours(scene: &Scene<'_>, verb: usize) -> bool {
    let honour = |i: usize| {
        let mut frames = scene.tables.frames.of(scene.lemma(i), FramePos::Noun);
        scene.means(i, Sense::Honour)
            || frames.any(|f| {
                matches!(f.kind, FrameKind::Stance { polarity: Polarity::Support, .. })
                    && f.holder.contains(&Slot::Described)
            })
    };
    let named = [Deprel::Xcomp, Deprel::Obj, Deprel::Obl];
    scene.tables.cues.has(scene.lemma(verb), CueRole::Judge)
        && scene.by_relation(verb, &named).any(|i| scene.mention_at(i).is_none() && honour(i))
}

/// `her partner Tom Hale`, `a McKinsey partner`: in life, or as a post; not `his coalition partner`.
fn is_companion(scene: &Scene<'_>, noun: usize) -> bool {
    let owner = |i: usize| {
        let body = is_kind(scene, i, &[GroupKind::Company]);
        body || scene.deprel(i) == Deprel::NmodPoss && scene.is_person(i)
    };
    let of_person = |i: usize| scene.preposition(i) == "of" && scene.is_person(i);
    let business = |i: usize| scene.mention_at(i).is_none();
    let within = |i: usize| scene.preposition(i) == "in";
    scene.lemma(noun) == "partner"
        && scene.word(noun).eq_ignore_ascii_case("partner")
        && (scene.by_relation(noun, &[Deprel::NmodPoss, Deprel::Compound, Deprel::Amod]).any(owner)
            || scene.by_relation(noun, &[Deprel::Nmod]).any(of_person))
        && !scene.by_relation(noun, &[Deprel::Compound]).any(business)
        && !scene.by_relation(noun, &[Deprel::Nmod]).any(within)
}

/// `gained her trust`, `won X's confidence`: it was not given for what is told.
fn is_gained(scene: &Scene<'_>, noun: usize) -> bool {
    matches!(scene.lemma(noun), "trust" | "confidence")
        && scene.governor(noun).is_some_and(|(verb, relation)| {
            relation == Deprel::Obj
                && matches!(scene.lemma(verb), "gain" | "win" | "earn" | "abuse" | "regain")
        })
}

/// `South Africa's genocide case against X`: the crime only says what the case is about.
fn names_case(scene: &Scene<'_>, noun: usize) -> bool {
    let charged = |i: usize| {
        scene
            .tables
            .frames
            .of(scene.lemma(i), FramePos::Noun)
            .any(|f| matches!(f.kind, FrameKind::Stance { polarity: Polarity::Oppose, .. }))
            || scene.means(i, Sense::Vote)
            || scene.means(i, Sense::Case)
    };
    let spoken =
        scene.tables.frames.of(scene.lemma(noun), FramePos::Noun).any(|f| f.holder.contains(&Slot::Speaker));
    spoken && scene.deprel(noun) == Deprel::Compound && scene.head(noun).is_some_and(charged)
}
