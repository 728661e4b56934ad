//! Demands that no verb of demanding states: `X said that Kenya must withdraw`.

use super::fillers::Filler;
use super::modality::Reading;
use super::scene::Scene;
use super::{speakers, stances};
use crate::tables::{CueRole, Sense};
use crate::types::{Basis, Category, Deprel, Modality, Polarity, Relation, Role, Upos};

/// What a speaker, or who urges it, demands of the one doer of a verb of giving in.
pub(super) fn relations(scene: &Scene<'_>, verb: usize, out: &mut Vec<Relation>) {
    if scene.upos(verb) != Upos::Verb || !yields(scene, verb) || scene.is_passive(verb) {
        return;
    }
    let (doers, demanders) = if is_due(scene, verb) {
        (scene.subject(verb, 0), speakers::speakers(scene, verb))
    } else if let Some((urges, urged)) = urges(scene, verb) {
        (urged, scene.subject(urges, 0))
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
        // Who says what his own country must do tells its policy.
        let own = |role: &Role| role.member == demander.actor && role.of == doer.actor && !role.former;
        if scene.resolution.roles.iter().any(own) {
            continue;
        }
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

/// `withdraw`, `step down`
fn yields(scene: &Scene<'_>, verb: usize) -> bool {
    let with = |particle: usize| {
        let key = format!("{} {}", scene.lemma(verb), scene.lemma(particle)).to_lowercase();
        scene.tables.senses.is(&key, Sense::Yield)
    };
    scene.means(verb, Sense::Yield)
        || scene.by_relation(verb, &[Deprel::CompoundPrt, Deprel::Advmod]).any(with)
}

/// `urged Kenya to withdraw`, `called on Kenya to withdraw`: the verb above, and who is to do so.
fn urges(scene: &Scene<'_>, verb: usize) -> Option<(usize, Vec<(usize, bool)>)> {
    let head = scene.head(verb).filter(|_| scene.marked_by(verb, &["to"]))?;
    let above = match scene.deprel(verb) {
        Deprel::Xcomp | Deprel::Advcl => head,
        // The tree may hang it on the name.
        Deprel::Acl if scene.mention_at(head).is_some() => scene.head(head)?,
        _ => return None,
    };
    if scene.is_passive(above) {
        return None;
    }
    if scene.means(above, Sense::Urge) {
        return Some((above, scene.object(above)));
    }
    let on = |&i: &usize| i < verb && matches!(scene.preposition(i).as_str(), "on" | "upon");
    let called = scene.by_relation(above, &[Deprel::Obl]).filter(on);
    let called: Vec<_> = called.map(|i| (i, false)).collect();
    (scene.lemma(above) == "call" && !called.is_empty()).then_some((above, called))
}
