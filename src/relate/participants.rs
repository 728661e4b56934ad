//! Who takes part in a meeting, as the frame of its word and what stands around it put it.

use super::compounds;
use super::evidence::plain;
use super::fillers::{Filler, extend};
use super::modality::Reading;
use super::scene::Scene;
use crate::tables::{CueRole, Frame, FrameKind, FramePos, Slot};
use crate::types::{ActorKind, Deprel, Span};

/// How deep under the verb a misplaced phrase is looked for.
const MISPLACED: usize = 5;

/// The two sides as the frame puts them; both may be plural, the second may be empty.
pub(super) fn sides(scene: &Scene<'_>, trigger: usize, frame: &Frame) -> (Vec<Filler>, Vec<Filler>) {
    if frame.pos == FramePos::Noun && frame.lemma == "mediation" {
        return mediation(scene, trigger, frame);
    }
    if frame.pos == FramePos::Noun && scene.first_fillers(trigger, &frame.target, true).is_empty() {
        let both = hyphenated(scene, trigger);
        if !both.is_empty() {
            return (both, Vec::new());
        }
        if let Some(sides) = around(scene, trigger) {
            return sides;
        }
    }
    if frame.pos == FramePos::Verb {
        let others = frame
            .target
            .iter()
            .map(|slot| {
                let mut phrases = scene.phrases(trigger, slot, true);
                phrases.retain(|&(phrase, _)| !is_attitude(scene, phrase));
                if phrases.is_empty() {
                    phrases = misplaced(scene, trigger, slot);
                }
                let mut out = Vec::new();
                for (phrase, climbed) in phrases {
                    extend(&mut out, scene.actors_of(phrase, climbed));
                }
                out
            })
            .find(|found| !found.is_empty());
        return (scene.first_fillers(trigger, &frame.holder, true), others.unwrap_or_default());
    }
    if let Some(sides) = received(scene, trigger, frame) {
        return sides;
    }
    let with = scene.first_fillers(trigger, &frame.target, true);
    // `talks between A and B`, `Obama's meeting with Xi`, `leaders held talks`.
    let mut ones = Vec::new();
    for slot in &frame.holder {
        // Once possessors are known, the subject of the clause adds nothing but risk.
        if ones.is_empty() || *slot != Slot::Subject {
            extend(&mut ones, scene.fillers(trigger, slot, true));
        }
    }
    // `attended a meeting of the African Union`: those whose meeting it is sit with those who come.
    if with.is_empty()
        && let Some((verb, Deprel::Obj)) = scene.governor(trigger)
        && matches!(scene.lemma(verb), "attend" | "chair" | "join" | "enter")
        // Who does not attend the meeting of others is none of them.
        && (ones.len() < 2 || !Reading::of(scene, verb).operations.iter().any(|&(role, _)| role == CueRole::Negate))
    {
        let comes = scene.subject(verb, 0).into_iter().flat_map(|(p, climbed)| scene.actors_of(p, climbed));
        extend(&mut ones, comes);
    }
    // `the NATO summit was attended by A and B`
    if let Some((verb, Deprel::NsubjPass)) = scene.governor(trigger)
        && with.is_empty()
        && scene.lemma(verb) == "attend"
    {
        let come = scene.subject(verb, 0).into_iter().flat_map(|(p, climbed)| scene.actors_of(p, climbed));
        extend(&mut ones, come);
    }
    // `cancelled a visit by X`: X would have come to the one who cancels.
    if with.is_empty()
        && !frame.reciprocal
        && let Some((verb, Deprel::Obj)) = scene.governor(trigger)
        && scene.moves(verb)
    {
        let visited = scene.subject(verb, 0).into_iter().flat_map(|(p, climbed)| scene.actors_of(p, climbed));
        return (ones, visited.collect());
    }
    (ones, with)
}

/// `received a phone call from X`, `took a visit from X`, `placed a call to X`: who gets or makes it, and the other.
fn received(scene: &Scene<'_>, noun: usize, frame: &Frame) -> Option<(Vec<Filler>, Vec<Filler>)> {
    let (verb, Deprel::Obj) = scene.governor(noun)? else { return None };
    let appeals =
        scene.by_relation(noun, &[Deprel::Acl, Deprel::AclRelcl]).any(|i| scene.marked_by(i, &["to"]));
    let takes = scene.is_light(verb, "") || scene.tables.cues.has(scene.lemma(verb), CueRole::Undergo);
    if !matches!(frame.lemma.as_str(), "call" | "visit") || appeals || !takes {
        return None;
    }
    let subject = scene.subject(verb, 0).into_iter().flat_map(|(p, climbed)| scene.actors_of(p, climbed));
    let person = |f: &Filler| scene.is_of_kind(f, ActorKind::Person);
    let ones: Vec<Filler> = subject.filter(|f| person(f) || frame.lemma == "visit").collect();
    let side = |word: &str| Slot::Person(Box::new(Slot::Preposition(word.to_owned())));
    let others = scene.first_fillers(noun, &[side("from"), side("to")], false);
    (!ones.is_empty() && !others.is_empty()).then_some((ones, others))
}

/// `discussed the crisis and the situation in Z's enclave of U, with the leaders of W`: a phrase after a
/// comma belongs to the verb, wherever the tree hangs it.
fn misplaced(scene: &Scene<'_>, verb: usize, slot: &Slot) -> Vec<(usize, bool)> {
    let Slot::Preposition(preposition) = slot else { return Vec::new() };
    let under = |mut at: usize| {
        for _ in 0..MISPLACED {
            match scene.head(at) {
                Some(head) if head == verb => return true,
                Some(head) if matches!(scene.deprel(at), Deprel::Nmod | Deprel::Conj | Deprel::Obj) => {
                    at = head
                }
                _ => return false,
            }
        }
        false
    };
    let after_comma = |i: usize| {
        let first = scene.by_relation(i, &[Deprel::Case]).min().unwrap_or(i);
        first > 0 && scene.word(first - 1) == ","
    };
    (verb + 1..scene.len())
        .filter(|&i| scene.preposition(i) == *preposition && after_comma(i) && under(i))
        .map(|i| (i, false))
        .collect()
}

/// `a press conference`: who holds one talks to the press.
pub(super) fn is_for_press(scene: &Scene<'_>, noun: usize) -> bool {
    scene.lemma(noun) == "conference"
        && scene
            .by_relation(noun, &[Deprel::Compound, Deprel::Amod])
            .any(|i| matches!(scene.lemma(i), "press" | "news" | "media"))
}

/// `X launched a mediation effort (to end the rift) between Y and Z`: the mediator talks to both.
fn mediation(scene: &Scene<'_>, trigger: usize, frame: &Frame) -> (Vec<Filler>, Vec<Filler>) {
    let noun = match (scene.deprel(trigger), scene.head(trigger)) {
        (Deprel::Compound, Some(head)) => head,
        _ => trigger,
    };
    let ones = scene.first_fillers(noun, &frame.holder, true);
    let between = (noun + 1..scene.len()).find(|&i| scene.preposition(i) == "between");
    (ones, between.map_or_else(Vec::new, |phrase| scene.actors_of(phrase, false)))
}

/// `X asked Y, during a meeting on Monday, to help`: a meeting that only dates what one person says to
/// another is theirs; `X shook hands with Y before their talks`: so is one that is said to be.
fn around(scene: &Scene<'_>, noun: usize) -> Option<(Vec<Filler>, Vec<Filler>)> {
    let (verb, Deprel::Obl) = scene.governor(noun)? else { return None };
    let joins = scene.lemma(verb) == "join" && scene.preposition(noun) == "for";
    let theirs = scene.by_relation(noun, &[Deprel::NmodPoss]).any(|i| scene.lemma(i) == "their");
    let says = scene.tables.cues.has(scene.lemma(verb), CueRole::Speech)
        || scene.tables.cues.has(scene.lemma(verb), CueRole::Demand);
    let dates = match scene.preposition(noun).as_str() {
        "for" => joins,
        "during" | "in" | "at" => says || theirs,
        // `told X by phone`
        "by" | "over" | "on" => says && matches!(scene.lemma(noun), "phone" | "telephone"),
        "before" | "after" | "following" | "ahead of" => theirs,
        _ => false,
    };
    let named = |i: usize| scene.mention_at(i).is_some() && scene.lemma(i) != "their";
    if !dates
        || is_for_press(scene, noun)
        || scene.by_relation(noun, &[Deprel::Nmod, Deprel::NmodPoss]).any(named)
    {
        return None;
    }
    let person = |f: &Filler| scene.resolution.actors[f.actor].kind == ActorKind::Person && !f.inner;
    let persons = |slots: &[Slot]| -> Vec<Filler> {
        scene.first_fillers(verb, slots, true).into_iter().filter(person).collect()
    };
    let with = Slot::Preposition("with".to_owned());
    let (ones, others) = (persons(&[Slot::Subject]), persons(&[Slot::ObjectActor, with]));
    (ones.len() == 1 && others.len() == 1).then_some((ones, others))
}

/// `the Trump-Putin meeting`, `U.S.-Turkey talks`: the actors of a hyphenated word before the noun.
fn hyphenated(scene: &Scene<'_>, noun: usize) -> Vec<Filler> {
    for token in scene.by_relation(noun, &[Deprel::Compound, Deprel::Amod, Deprel::NmodPoss]) {
        let word = scene.word(token);
        let Some((left, right)) = word.split_once(['-', '–']) else { continue };
        let span = scene.token_span(token);
        let parts = [
            (left, Span::new(span.start, span.start + left.len())),
            (right, Span::new(span.end - right.len(), span.end)),
        ];
        let found: Vec<Filler> = parts
            .into_iter()
            .filter_map(|(name, span)| compounds::actor_named(scene, name).map(|actor| plain(actor, span)))
            .collect();
        if found.len() == 2 && found[0].actor != found[1].actor {
            return found;
        }
    }
    Vec::new()
}

/// `met with the approval of X`: a phrase whose head says itself what somebody holds is nobody whom
/// one meets; but a critic or an ally is.
pub(super) fn is_attitude(scene: &Scene<'_>, phrase: usize) -> bool {
    scene.mention_at(phrase).is_none()
        && scene.tables.frames.of(scene.lemma(phrase), FramePos::Noun).next().is_some_and(|frame| {
            matches!(frame.kind, FrameKind::Stance { mutual: false, .. })
                && !frame.holder.contains(&Slot::Described)
        })
}
