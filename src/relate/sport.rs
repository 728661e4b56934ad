//! Matches: sport borrows the words of meetings.

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
    "group",
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

/// True if teams meet: `will meet Germany in the final`, `met in Group B`.
pub(super) fn is_match(scene: &Scene<'_>, verb: usize) -> bool {
    let inside = |i: usize| matches!(scene.preposition(i).as_str(), "in" | "during" | "for");
    scene
        .by_relation(verb, &[Deprel::Obl])
        .any(|i| inside(i) && MATCHES.contains(&scene.lemma(i).to_lowercase().as_str()))
}
