//! Evidence of a relation: quotes, cues, speakers, date, confidence.

use super::dates;
use super::fillers::Filler;
use super::modality::Reading;
use super::scene::Scene;
use super::speakers::{Speaker, attribution};
use crate::types::{Evidence, Modality, Quote, Span};

/// How sure a relation is that its frame states outright, 0 to 1.
const DIRECT: f32 = 0.9;
/// What each step away from the plain reading costs.
const INNER: f32 = 0.1;
const CLIMBED: f32 = 0.05;
const COREFERENCE: f32 = 0.05;
const HEDGED: f32 = 0.2;

/// The evidence that the word at `trigger` gives for a relation of `source` and `target`.
pub(super) fn evidence(
    scene: &Scene<'_>,
    trigger: usize,
    reading: &Reading,
    modality: Modality,
    source: Filler,
    target: Filler,
) -> Evidence {
    let text = &scene.document.text;
    let mut confidence = DIRECT;
    for filler in [source, target] {
        confidence -= if filler.inner { INNER } else { 0.0 };
        confidence -= if filler.climbed { CLIMBED } else { 0.0 };
        confidence -= if filler.coreference { COREFERENCE } else { 0.0 };
    }
    if reading.hedged() {
        confidence -= HEDGED;
    }
    let speakers = attribution(scene, trigger)
        .into_iter()
        .filter_map(|speaker| match speaker {
            Speaker::Actor(actor) => scene.resolution.actors.get(actor).map(|a| a.id.0.clone()),
            Speaker::Words(span) => Some(span.of(text).to_owned()),
        })
        .collect();
    let cues = reading.cues(scene);
    Evidence {
        document: scene.document.id.clone(),
        sentence: scene.index,
        quote: Quote::new(text, scene.sentence.span),
        trigger: Quote::new(text, scene.token_span(trigger)),
        source: Quote::new(text, source.span),
        target: Quote::new(text, target.span),
        attribution: speakers,
        modality,
        date: dates::date(scene, trigger, &cues),
        cues,
        reported: scene.document.date.clone(),
        confidence: hundredths(confidence),
        coreference: source.coreference || target.coreference,
        implicit: false,
    }
}

/// Rounded, so that every machine writes the same.
pub(super) fn hundredths(value: f32) -> f32 {
    (value.clamp(0.0, 1.0) * 100.0).round() / 100.0
}

/// A filler that a rule found without the tree.
pub(super) fn plain(actor: usize, span: Span) -> Filler {
    Filler { actor, span, coreference: false, inner: false, climbed: false, folk: false }
}
