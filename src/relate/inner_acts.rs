//! Acts that stand inside others: `opposes U.S. support for Taiwan`, `traded accusations`.

use super::fillers::Filler;
use super::modality::Reading;
use super::scene::Scene;
use crate::tables::{CueRole, Frame, FrameKind, FramePos, Sense, Slot};
use crate::types::{ActorKind, Basis, Deprel, Polarity, Upos};

/// Who keeps another from what the noun says that the other does.
#[derive(Debug, Default)]
pub(super) struct Hinderer {
    /// Those who are against whomever the act was for.
    pub actors: Vec<Filler>,
    /// The act does not take place.
    pub stops: bool,
}

/// Who refuses or ends what the noun says of doers of its own (`blocked EU aid to Ukraine`). What those
/// above the noun do is not done by its doers: the reading keeps only what lies below.
pub(super) fn hinderer(
    scene: &Scene<'_>,
    noun: usize,
    frame: &Frame,
    holders: &mut Vec<Filler>,
    reading: &mut Reading,
) -> Hinderer {
    let mut out = Hinderer::default();
    let helps = matches!(frame.kind, FrameKind::Stance { polarity: Polarity::Support, mutual: false, .. });
    if frame.pos != FramePos::Noun || !helps || holders.is_empty() {
        return out;
    }
    let slots = frame.holder.iter().filter(|slot| **slot != Slot::Subject);
    let own: Vec<usize> =
        slots.flat_map(|slot| scene.fillers(noun, slot, false)).map(|filler| filler.actor).collect();
    let above = reading.operations.iter().position(|&(role, token)| {
        matches!(role, CueRole::Refuse | CueRole::Cancel) && scene.upos(token) == Upos::Verb
    });
    let Some(place) = above else { return out };
    let (role, verb) = reading.operations[place];
    let subjects = scene.subject(verb, 0);
    let actors: Vec<Filler> =
        subjects.iter().flat_map(|&(phrase, climbed)| scene.actors_of(phrase, climbed)).collect();
    if own.is_empty() || subjects.is_empty() || actors.iter().any(|a| own.contains(&a.actor)) {
        return out;
    }
    holders.retain(|holder| own.contains(&holder.actor));
    let mut frames = scene.tables.frames.of(scene.lemma(verb), FramePos::Verb);
    let deed = frames.any(|f| matches!(f.kind, FrameKind::Stance { basis: Basis::Deed, .. }));
    let denied = reading.operations[place + 1..].iter().any(|&(role, _)| role != CueRole::Hedge);
    reading.operations.truncate(place);
    if (deed || role == CueRole::Cancel) && !denied {
        out.stops = true;
        out.actors = actors.into_iter().filter(|a| !a.folk).collect();
    }
    out
}

/// `traded accusations`, `hurled insults at each other`, `accused each other`: each does it to the other.
pub(super) fn exchanged(scene: &Scene<'_>, word: usize, frame: &Frame) -> bool {
    let each_other = |i: usize| matches!(scene.lemma(i), "each" | "one" | "other" | "another");
    let beside = |i: usize| i + 1 < scene.len() && each_other(i + 1) || i > 0 && each_other(i - 1);
    if scene.upos(word) == Upos::Verb {
        let mut phrases = scene.by_relation(word, &[Deprel::Obj, Deprel::Obl]);
        // `stood next to each other` is not `stood by each other`.
        let meant = |i: usize| {
            let preposition = scene.preposition(i);
            preposition.is_empty() || frame.target.contains(&Slot::Preposition(preposition))
        };
        return phrases.any(|i| each_other(i) && beside(i) && meant(i));
    }
    let Some((verb, Deprel::Obj | Deprel::NsubjPass)) = scene.governor(word) else { return false };
    let to_each = |head: usize| {
        scene
            .by_relation(head, &[Deprel::Obl, Deprel::Nmod])
            .any(|phrase| each_other(phrase) && beside(phrase))
    };
    scene.tables.cues.has(scene.lemma(verb), CueRole::Exchange)
        || scene.is_light(verb, "") && (to_each(verb) || to_each(word))
}

/// True if the act is on something of the body that the holder itself serves: who breaks with his
/// country's policy is not against his country.
pub(super) fn is_own(scene: &Scene<'_>, holder: &Filler, target: &Filler) -> bool {
    let kind = |actor: usize| scene.resolution.actors.get(actor).map(|a| a.kind);
    let mut roles = scene.resolution.roles.iter().filter(|role| role.member == holder.actor && !role.former);
    let nation =
        kind(holder.actor) == Some(ActorKind::Person) && kind(target.actor) == Some(ActorKind::Country);
    // A minister of whom the text does not say whose he is: of the nation that is named.
    let titled = || scene.resolution.titles.iter().any(|(actor, _)| *actor == holder.actor);
    let of_nobody = nation && roles.clone().next().is_none() && titled();
    target.inner && (of_nobody || roles.any(|role| role.of == target.actor))
}

/// True if an act of its own state is meant that an organ is against: it says what the state's policy should be.
pub(super) fn is_organ_of(scene: &Scene<'_>, holder: &Filler, target: &Filler) -> bool {
    let mut roles = scene.resolution.roles.iter();
    target.inner
        && roles.any(|role| role.member == holder.actor && role.of == target.actor && role.role == "organ")
}

/// `retook the city held by X`: who had the place that a verb takes.
pub(super) fn holders_of_place(scene: &Scene<'_>, verb: usize) -> Vec<Filler> {
    let places = scene
        .by_relation(verb, &[Deprel::Obj])
        .filter(|&i| scene.mention_at(i).is_none_or(|m| scene.mentions[m].place));
    places
        .flat_map(|place| scene.by_relation(place, &[Deprel::Acl, Deprel::AclRelcl]).collect::<Vec<_>>())
        .filter(|&held| scene.means(held, Sense::Hold) && scene.is_passive(held))
        .flat_map(|held| scene.subject(held, 0))
        .flat_map(|(phrase, climbed)| scene.actors_of(phrase, climbed))
        .collect()
}

/// `With the support of Iran, Syria attacked`: who acts with the help that the noun means, if that is how it
/// stands.
pub(super) fn helped(scene: &Scene<'_>, noun: usize, frame: &Frame) -> Option<Vec<Filler>> {
    let helps = matches!(frame.kind, FrameKind::Stance { polarity: Polarity::Support, mutual: false, .. });
    let verb = scene.head(noun).filter(|&verb| scene.upos(verb) == Upos::Verb)?;
    if !helps
        || frame.pos != FramePos::Noun
        || scene.deprel(noun) != Deprel::Obl
        || scene.preposition(noun) != "with"
    {
        return None;
    }
    // `with support for X` tells of the doer's own.
    let given = scene
        .by_relation(noun, &[Deprel::Nmod])
        .any(|i| matches!(scene.preposition(i).as_str(), "for" | "to"));
    let whose = doers(scene, noun, frame);
    let who = scene.agent_or_patient(verb).into_iter().flat_map(|(i, climbed)| scene.actors_of(i, climbed));
    let who: Vec<Filler> = who.collect();
    (!given && !whose.is_empty() && !who.is_empty()).then_some(who)
}

/// `was killed in a U.S. airstrike`: who does what somebody suffers, by the act that it happens in.
pub(super) fn means(scene: &Scene<'_>, verb: usize, frame: &Frame) -> Vec<Filler> {
    let against = |frame: &&Frame| {
        matches!(frame.kind, FrameKind::Stance { polarity: Polarity::Oppose, mutual: false, .. })
    };
    if !scene.is_passive(verb) || !against(&frame) {
        return Vec::new();
    }
    let acts = scene.by_relation(verb, &[Deprel::Obl]);
    let acts = acts.filter(|&i| matches!(scene.preposition(i).as_str(), "in" | "during"));
    acts.flat_map(|act| {
        let frame = scene.tables.frames.of(scene.lemma(act), FramePos::Noun).find(against);
        frame.map_or_else(Vec::new, |frame| doers(scene, act, frame))
    })
    .collect()
}

/// Who does what a noun says, by the noun's own phrases.
pub(super) fn doers(scene: &Scene<'_>, noun: usize, frame: &Frame) -> Vec<Filler> {
    let slots = frame.holder.iter().filter(|slot| **slot != Slot::Subject);
    slots.map(|slot| scene.fillers(noun, slot, false)).find(|f| !f.is_empty()).unwrap_or_default()
}

/// The frame of a noun inside another's slot. `Hale's arrest` is what befalls him, where a row says so.
pub(super) fn inner_frame<'s>(scene: &'s Scene<'_>, noun: usize) -> Option<&'s Frame> {
    let frames = || scene.tables.frames.of(scene.lemma(noun), FramePos::Noun);
    let whom = Slot::Person(Box::new(Slot::Possessor));
    let owned = scene.by_relation(noun, &[Deprel::NmodPoss]).any(|i| scene.is_person(i));
    let befalls = frames().find(|frame| frame.target.contains(&whom)).filter(|_| owned);
    befalls.or_else(|| frames().next())
}
