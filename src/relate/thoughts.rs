//! What is only thought of, far off, or happens without somebody.

use super::scene::Scene;
use crate::tables::{CueRole, Sense};
use crate::types::Deprel;

/// True if a meeting of two parties is held whoever comes: `was not on the call between A and B`, `did not
/// attend the meeting of A and B`.
pub(super) fn held_without(scene: &Scene<'_>, at: usize, head: usize, relation: Deprel) -> bool {
    matches!(relation, Deprel::Obj | Deprel::NsubjPass | Deprel::Obl | Deprel::Nmod)
        && attends(scene, head)
        && has_both_sides(scene, at)
}

/// `attend`, `take part in`.
fn attends(scene: &Scene<'_>, verb: usize) -> bool {
    let idiom = |i: usize| format!("{} {}", scene.lemma(verb), scene.lemma(i));
    scene.means(verb, Sense::Attend)
        || scene.by_relation(verb, &[Deprel::Obj]).any(|i| scene.tables.senses.is(&idiom(i), Sense::Attend))
}

/// `the talks between A and B`.
pub(super) fn has_both_sides(scene: &Scene<'_>, noun: usize) -> bool {
    scene
        .by_relation(noun, &[Deprel::Nmod])
        .filter(|&i| matches!(scene.preposition(i).as_str(), "between" | "of"))
        .any(|i| scene.actors_of(i, false).len() > 1)
}

/// True if the thought is called false, or laughed at: `called the idea that … absurd`.
pub(super) fn is_mocked(scene: &Scene<'_>, thought: usize) -> bool {
    // `it is a lie that …`, `the false claim that …`
    let own = std::iter::once(thought).chain(scene.by_relation(thought, &[Deprel::Amod]).collect::<Vec<_>>());
    if own.into_iter().any(|i| scene.means(i, Sense::False)) {
        return true;
    }
    let Some(head) = scene.head(thought) else { return false };
    match scene.deprel(thought) {
        Deprel::Nsubj | Deprel::Csubj => scene.means(head, Sense::False),
        Deprel::Obj | Deprel::NsubjPass | Deprel::Obl => {
            let judges = [CueRole::Speech, CueRole::Judge]
                .into_iter()
                .any(|role| scene.tables.cues.has(scene.lemma(head), role));
            scene.means(head, Sense::Mock)
                || judges && (thought + 1..scene.len()).any(|i| scene.means(i, Sense::False))
        }
        _ => false,
    }
}

/// True if the predicate says that what its subject names is not there yet: `remains out of reach`.
pub(super) fn is_unmade(scene: &Scene<'_>, predicate: usize) -> bool {
    let phrase = |i: usize| {
        let case: Vec<_> =
            scene.by_relation(i, &[Deprel::Case]).map(|c| scene.word(c).to_lowercase()).collect();
        let key = case.into_iter().chain([scene.lemma(i).to_lowercase()]).collect::<Vec<_>>().join(" ");
        scene.tables.senses.is(&key, Sense::Unmade)
    };
    // `a long way off`
    let way = |i: usize| {
        let key = format!("{} {}", scene.lemma(predicate), scene.lemma(i));
        scene.tables.senses.is(&key, Sense::Unmade)
    };
    phrase(predicate)
        || scene.by_relation(predicate, &[Deprel::Obl, Deprel::Xcomp, Deprel::Advmod]).any(phrase)
        || scene.by_relation(predicate, &[Deprel::Advmod]).any(way)
}
