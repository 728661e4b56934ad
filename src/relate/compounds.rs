//! Hyphenated compounds: `US-backed rebels`, `pro-Russian leaders`, `anti-EU party`.

use super::evidence::plain;
use super::fillers::Filler;
use super::scene::Scene;
use super::stances;
use crate::tables::{FrameKind, FramePos};
use crate::types::{Deprel, Relation, Span, Upos};

/// The stances that one hyphenated word states.
pub(super) fn relations(scene: &Scene<'_>, token: usize, out: &mut Vec<Relation>) {
    let word = scene.word(token);
    let Some((left, right)) = word.rsplit_once('-') else { return };
    let span = scene.token_span(token);
    let modified = match (scene.upos(token), scene.head(token)) {
        // Whatever the tree calls it: what hangs on a noun to its right describes it.
        (_, Some(noun)) if noun > token && matches!(scene.upos(noun), Upos::Noun | Upos::Propn) => {
            described(scene, noun)
        }
        _ => Vec::new(),
    };
    let frames = &scene.tables.frames;
    let prefix = frames.of(&format!("{}-", left.to_lowercase()), FramePos::Adj).next();
    let (frame, actor_word, actor_span, forward) = match prefix {
        Some(frame) => (frame, right, Span::new(span.end - right.len(), span.end), false),
        None => match frames.of(&right.to_lowercase(), FramePos::Adj).next() {
            Some(frame) => (frame, left, Span::new(span.start, span.start + left.len()), true),
            None => return,
        },
    };
    let FrameKind::Stance { polarity, basis, .. } = frame.kind else { return };
    let Some(actor) = actor_named(scene, actor_word) else { return };
    let named = plain(actor, actor_span);
    for other in modified.into_iter().filter(|f: &Filler| f.actor != actor) {
        let (holder, target) = if forward { (named, other) } else { (other, named) };
        out.push(stances::compound(scene, token, holder, target, (polarity, frame.category, basis)));
    }
}

/// Whom a compound before a noun describes: `US-backed Iraqi forces and IS militants` only the forces,
/// `Iranian-backed Lebanese group Hezbollah` the group by its name.
fn described(scene: &Scene<'_>, noun: usize) -> Vec<Filler> {
    let named = match (scene.deprel(noun), scene.head(noun)) {
        // `the HDP, a pro-Kurdish party`
        (Deprel::Appos, Some(head)) if scene.mention_at(head).is_some() => Some(head),
        (Deprel::Compound | Deprel::NmodDesc | Deprel::Flat, Some(head)) if head > noun => Some(head),
        _ => scene.by_relation(noun, &[Deprel::Appos, Deprel::Flat]).find(|&i| scene.mention_at(i).is_some()),
    };
    let named = named.filter(|&i| scene.mention_at(i).is_some());
    // `X is a U.S.-designated group`
    let said = || scene.identified(noun).first().copied().filter(|_| scene.mention_at(noun).is_none());
    scene.actors_alone(named.or_else(said).unwrap_or(noun))
}

/// The actor of this document that one word names.
pub(super) fn actor_named(scene: &Scene<'_>, word: &str) -> Option<usize> {
    let actors = &scene.resolution.actors;
    if let Some((country, _)) = scene.tables.countries.get(word) {
        return actors.iter().position(|a| a.iso3.as_deref() == Some(country.iso3.as_str()));
    }
    if let Some(group) = scene.tables.groups.get(word) {
        let found = actors.iter().position(|a| a.id.0.strip_prefix("group:") == Some(group.slug.as_str()));
        if found.is_some() {
            return found;
        }
    }
    actors.iter().position(|a| a.name == word || a.aliases.iter().any(|alias| alias == word))
}
