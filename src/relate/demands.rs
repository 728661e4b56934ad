//! Demands that no verb of demanding states: `X said that Kenya must withdraw`.

use super::fillers::Filler;
use super::modality::Reading;
use super::scene::Scene;
use super::{speakers, stances};
use crate::tables::{CueRole, Sense};
use crate::types::{Basis, Category, Deprel, Modality, Polarity, Relation, Upos};

/// What a speaker, or who urges it, demands of the one doer of a verb of giving in.
pub(super) fn relations(scene: &Scene<'_>, verb: usize, out: &mut Vec<Relation>) {
    if scene.upos(verb) != Upos::Verb || !scene.means(verb, Sense::Yield) || scene.is_passive(verb) {
        return;
    }
    let (doers, demanders) = if is_due(scene, verb) {
        (scene.subject(verb, 0), speakers::speakers(scene, verb))
    } else if let Some(urges) = urges(scene, verb) {
        (scene.object(urges), scene.subject(urges, 0))
    } else {
        return;
    };
    let actors = |phrases: Vec<(usize, bool)>| -> Vec<Filler> {
        phrases.into_iter().flat_map(|(phrase, climbed)| scene.actors_of(phrase, climbed)).collect()
    };
    // `both sides should end the war` takes no side.
    let [doer] = actors(doers)[..] else { return };
    let reading = Reading::of(scene, verb);
    let denied = reading.operations.iter().any(|&(role, _)| role == CueRole::Negate);
    if denied || doer.folk {
        return;
    }
    for demander in actors(demanders).into_iter().filter(|d| d.actor != doer.actor && !d.folk) {
        let says = (Polarity::Oppose, Category::Request, Basis::Word, Modality::Asserted);
        out.push(stances::stance(scene, verb, &Reading::default(), demander, doer, says));
    }
}

/// `must withdraw`, `needs to withdraw`
fn is_due(scene: &Scene<'_>, verb: usize) -> bool {
    let modal = |i: usize| matches!(scene.lemma(i), "must" | "should" | "ought");
    let needs = |head: usize| matches!(scene.lemma(head), "need" | "have" | "ought");
    scene.by_relation(verb, &[Deprel::Aux]).any(modal)
        || scene.deprel(verb) == Deprel::Xcomp
            && scene.marked_by(verb, &["to"])
            && scene.head(verb).is_some_and(needs)
}

/// `urged Kenya to withdraw`: the verb above.
fn urges(scene: &Scene<'_>, verb: usize) -> Option<usize> {
    let above = scene.head(verb).filter(|_| matches!(scene.deprel(verb), Deprel::Xcomp | Deprel::Advcl))?;
    (scene.means(above, Sense::Urge) && scene.marked_by(verb, &["to"]) && !scene.is_passive(above))
        .then_some(above)
}
