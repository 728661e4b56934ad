//! All that a document asks of the decision: its pairs of actors with what is known of them.

use super::features::{self, Surroundings};
use super::findings::Tallies;
use super::propose::{Candidate, candidates};
use super::scene::Scene;
use super::signs::signs;
use super::{Decision, pairs};
use crate::learn::pairs::{CLASSES, Pair};
use crate::types::Relation;

/// Sentences of more words are left to their frames.
const LONGEST: usize = 200;

/// A pair of actors of a sentence.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    /// Index of the sentence in the document.
    pub sentence: usize,
    /// The two.
    pub candidate: Candidate,
    /// Named values: for what the first holds of the second, and for the other way.
    pub values: [Vec<f32>; 2],
}

/// The questions of a document, in the order of its sentences; `found` is what frames see in each.
pub(super) fn questions(
    scenes: &[Scene<'_>],
    found: &[Vec<Relation>],
    decision: Decision<'_>,
) -> Vec<Question> {
    let mut tallies = Tallies::of(found.iter().flatten());
    let propose = |scene: &Scene<'_>| if scene.len() <= LONGEST { candidates(scene) } else { Vec::new() };
    let proposed: Vec<Vec<Candidate>> = scenes.iter().map(propose).collect();
    for candidate in proposed.iter().flatten() {
        tallies.meet(candidate.first.actor, candidate.second.actor);
    }
    let mut out = Vec::new();
    let mut open = false;
    for ((scene, found), proposed) in scenes.iter().zip(found).zip(proposed) {
        let quoted = quoted(scene, &mut open);
        if proposed.is_empty() {
            continue;
        }
        let signs = signs(scene);
        let mut actors: Vec<usize> = scene.mentions.iter().flat_map(|m| m.actors.iter().copied()).collect();
        actors.sort_unstable();
        actors.dedup();
        let around =
            Surroundings { signs: &signs, found, document: &tallies, quoted: &quoted, actors: actors.len() };
        let chances = chances(scene, found, &proposed, decision);
        for (candidate, chances) in proposed.into_iter().zip(chances) {
            let values = [true, false].map(|forth| {
                let mut values = Vec::new();
                features::put(scene, &candidate, forth, &around, chances, &mut values);
                values
            });
            out.push(Question { sentence: scene.index, candidate, values });
        }
    }
    out
}

/// What the pair network thinks of each candidate.
fn chances(
    scene: &Scene<'_>,
    found: &[Relation],
    proposed: &[Candidate],
    decision: Decision<'_>,
) -> Vec<[f32; CLASSES]> {
    let text = &scene.document.text;
    let words =
        pairs::words(text, scene.sentence, scene.analysis, scene.mentions, decision.reader, scene.tables);
    let asked: Vec<Pair> = proposed
        .iter()
        .map(|c| {
            let id = |actor: usize| std::slice::from_ref(&scene.resolution.actors[actor].id);
            pairs::pair(
                &words,
                [c.first.tokens.clone(), c.second.tokens.clone()],
                [c.first.head, c.second.head],
                found,
                scene.resolution,
                [id(c.first.actor), id(c.second.actor)],
            )
        })
        .collect();
    decision.network.chances(&words, &asked, &decision.reader.vectors)
}

/// Which tokens stand between quotation marks; `open` carries over from sentence to sentence.
fn quoted(scene: &Scene<'_>, open: &mut bool) -> Vec<bool> {
    let mark = |i: usize| match scene.word(i) {
        "\"" | "``" | "''" => Some(None),
        "“" => Some(Some(true)),
        "”" => Some(Some(false)),
        _ => None,
    };
    (0..scene.len())
        .map(|i| {
            if let Some(sets) = mark(i) {
                *open = sets.unwrap_or(!*open);
            }
            *open
        })
        .collect()
}

/// The names of the values: those of the first pair of the sentence.
#[cfg(feature = "train")]
pub(super) fn names(scene: &Scene<'_>) -> Vec<String> {
    let mut out = Vec::new();
    let (signs, quoted, tallies) = (signs(scene), vec![false; scene.len()], Tallies::default());
    let around = Surroundings { signs: &signs, found: &[], document: &tallies, quoted: &quoted, actors: 2 };
    if let Some(candidate) = candidates(scene).first() {
        features::put(scene, candidate, true, &around, [0.0; CLASSES], &mut out);
    }
    out
}
