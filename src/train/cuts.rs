//! Short texts cut out of gold documents: what is asked of the program is often a sentence or two, where
//! nothing else tells who is who.

use crate::read::from_text;
use crate::score::gold::{Gold, GoldActor};
use crate::segment::segment;

/// Cuts taken of a document.
pub const CUTS: usize = 4;

/// The `cut`-th short text of each document, one to three sentences long, with the actors that it names and
/// what holds between them, but without meetings and stances. A document that is too short gives an empty one.
///
/// # Panics
/// `cut` is not below [`CUTS`].
pub fn cut(golds: &[Gold], cut: usize) -> Vec<Gold> {
    assert!(cut < CUTS);
    golds.iter().map(|gold| short(gold, cut)).collect()
}

fn short(gold: &Gold, cut: usize) -> Gold {
    let document = from_text(&gold.id, &gold.text);
    let sentences = segment(&document);
    let first = sentences.len() * (2 * cut + 1) / (2 * CUTS);
    let last = (first + cut % 3).min(sentences.len().saturating_sub(1));
    let text = match sentences.get(first..=last) {
        Some([one]) => one.span.of(&document.text),
        Some([one, .., other]) => &document.text[one.span.start..other.span.end],
        _ => "",
    };
    let named = |actor: &&GoldActor| {
        std::iter::once(&actor.name).chain(&actor.aliases).any(|name| text.contains(name.as_str()))
    };
    let actors: Vec<GoldActor> = gold.actors.iter().filter(named).cloned().collect();
    let there = |id: &str| actors.iter().any(|actor| actor.id == id);
    let affiliations =
        gold.affiliations.iter().filter(|a| there(&a.member) && there(&a.of)).cloned().collect();
    Gold {
        id: format!("{}-{cut}", gold.id),
        text: text.to_owned(),
        affiliations,
        actors,
        meetings: Vec::new(),
        stances: Vec::new(),
    }
}
