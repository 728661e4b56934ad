//! Words of meetings and of war that say something else: matches, demands that are met.

use super::scene::Scene;
use crate::types::Deprel;

/// In what teams meet.
const MATCHES: &[&str] = &[
    "championship",
    "cup",
    "derby",
    "final",
    "finale",
    "fixture",
    "friendly",
    "match",
    "play-off",
    "playoff",
    "qualifier",
    "quarter-final",
    "quarterfinal",
    "semi-final",
    "semifinal",
    "tie",
    "tournament",
];

/// What is fulfilled or suffered when it is met.
const FULFILLED: &[&str] = &[
    "benchmark",
    "commitment",
    "condition",
    "cost",
    "criterion",
    "deadline",
    "death",
    "definition",
    "demand",
    "end",
    "expectation",
    "fate",
    "goal",
    "need",
    "objective",
    "obligation",
    "promise",
    "quota",
    "request",
    "requirement",
    "standard",
    "target",
    "term",
    "threshold",
    "wish",
];

fn is_one_of(scene: &Scene<'_>, token: usize, list: &[&str]) -> bool {
    list.contains(&scene.lemma(token).to_lowercase().as_str())
}

/// True if teams meet: `will meet Germany in the final`.
pub(super) fn is_match(scene: &Scene<'_>, verb: usize) -> bool {
    let inside = |i: usize| matches!(scene.preposition(i).as_str(), "in" | "during" | "for");
    scene.by_relation(verb, &[Deprel::Obl]).any(|i| inside(i) && is_one_of(scene, i, MATCHES))
}

/// True if the verb fulfils its object: `did not meet the standards of the fund`.
pub(super) fn fulfils(scene: &Scene<'_>, verb: usize) -> bool {
    scene.lemma(verb) == "meet"
        && scene
            .by_relation(verb, &[Deprel::Obj, Deprel::NsubjPass])
            .any(|i| scene.mention_at(i).is_none() && is_one_of(scene, i, FULFILLED))
}

/// True for a report of a match: a result (`2-0`) and in what it was reached.
pub(super) fn reports_match(scene: &Scene<'_>) -> bool {
    let result = |i: usize| {
        let goals = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        scene.word(i).split_once(['-', '–']).is_some_and(|(a, b)| goals(a) && goals(b))
    };
    (0..scene.len()).any(result) && (0..scene.len()).any(|i| is_one_of(scene, i, MATCHES))
}
