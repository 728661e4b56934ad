//! Short pieces of documents: what is asked of the program is often a sentence or two, where nothing
//! else tells who is who.

use std::ops::Range;

use crate::read::from_text;
use crate::score::gold::{Gold, GoldActor};
use crate::segment::segment;
use crate::types::ActorKind;

/// Pieces taken of a document.
pub const PIECES: usize = 4;

/// Where the `piece`-th piece of so many sentences lies: one to three of them; nothing of none.
///
/// # Panics
/// `piece` is not below [`PIECES`].
pub fn piece(sentences: usize, piece: usize) -> Range<usize> {
    assert!(piece < PIECES);
    let first = sentences * (2 * piece + 1) / (2 * PIECES);
    first..(first + 1 + piece % 3).min(sentences)
}

/// The `number`-th piece of a document as a text of its own, with the actors that it names and what holds
/// between them, but without meetings and stances. Whether a country that it names is a party there, only
/// the relations whose evidence stands in it tell: others are disputed.
///
/// # Panics
/// `number` is not below [`PIECES`].
pub fn alone(gold: &Gold, number: usize) -> Gold {
    let document = from_text(&gold.id, &gold.text);
    let sentences = segment(&document);
    let text = match &sentences[piece(sentences.len(), number)] {
        [] => "",
        [one] => one.span.of(&document.text),
        [one, .., other] => &document.text[one.span.start..other.span.end],
    };
    let stands = |evidence: &[String]| evidence.iter().any(|sentence| text.contains(sentence.trim()));
    let acts = |id: &String| {
        gold.stances.iter().any(|s| [&s.holder, &s.target].contains(&id) && stands(&s.evidence))
            || gold.meetings.iter().any(|m| m.participants.contains(id) && stands(&m.evidence))
    };
    let actors: Vec<GoldActor> = gold
        .actors
        .iter()
        .filter(|a| std::iter::once(&a.name).chain(&a.aliases).any(|name| text.contains(name.as_str())))
        .map(|a| GoldActor {
            disputed: a.disputed || a.kind == ActorKind::Country && !acts(&a.id),
            ..a.clone()
        })
        .collect();
    let there = |id: &str| actors.iter().any(|actor| actor.id == id);
    let affiliations =
        gold.affiliations.iter().filter(|a| there(&a.member) && there(&a.of)).cloned().collect();
    Gold {
        id: format!("{}-{number}", gold.id),
        text: text.to_owned(),
        affiliations,
        actors,
        meetings: Vec::new(),
        stances: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_short_and_within() {
        for sentences in 0..40 {
            for number in 0..PIECES {
                let piece = piece(sentences, number);
                assert!(piece.end <= sentences && piece.len() <= 3, "{piece:?} of {sentences}");
                assert_eq!(piece.is_empty(), sentences == 0);
            }
        }
    }
}
