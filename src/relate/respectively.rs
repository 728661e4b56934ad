//! `A and B praised C and D respectively`: two lists that are paired one by one.

use super::fillers::Filler;
use super::scene::Scene;

/// How many words may stand between the end of the second list and `respectively`.
const GAP: usize = 2;

/// True if the two lists are as long and the sentence says that they are paired.
pub(super) fn paired(scene: &Scene<'_>, ones: &[Filler], others: &[Filler]) -> bool {
    if ones.len() < 2 || ones.len() != others.len() {
        return false;
    }
    let end = ones.iter().chain(others).map(|f| f.span.end).max().unwrap_or(0);
    let tokens = &scene.sentence.tokens;
    let after = tokens.partition_point(|t| t.span.start < end);
    (after..tokens.len()).take(GAP + 1).any(|i| scene.word(i).eq_ignore_ascii_case("respectively"))
}

/// The place of an actor in its list, by the order of the text.
pub(super) fn place(list: &[Filler], actor: usize) -> Option<usize> {
    let own = list.iter().find(|f| f.actor == actor)?;
    Some(list.iter().filter(|f| f.span.start < own.span.start).count())
}

/// The pairs of two lists that are [`paired`].
pub(super) fn pairs(ones: &[Filler], others: &[Filler]) -> Vec<Vec<Filler>> {
    let ordered = |list: &[Filler]| {
        let mut list = list.to_vec();
        list.sort_by_key(|f| f.span.start);
        list
    };
    ordered(ones).into_iter().zip(ordered(others)).map(|(a, b)| vec![a, b]).collect()
}
