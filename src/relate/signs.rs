//! Relation words of a sentence, whoever fills their slots: what the decision is told of them.

use super::fillers::Filler;
use super::homonyms;
use super::modality::Reading;
use super::scene::Scene;
use super::speakers::{Speaker, attribution};
use super::{categories, frames_at};
use crate::tables::{CueRole, FrameKind, FramePos};
use crate::types::{Category, Polarity, Upos};

/// What a word is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SignKind {
    /// Its frame is for somebody.
    Support,
    /// Its frame is against somebody.
    Oppose,
    /// Its frame is a meeting.
    Meeting,
    /// It only names an event.
    Event,
}

impl SignKind {
    pub const ALL: [Self; 4] = [Self::Support, Self::Oppose, Self::Meeting, Self::Event];
}

/// A relation word.
#[derive(Debug, Clone)]
pub(crate) struct Sign {
    pub token: usize,
    pub kind: SignKind,
    pub mutual: bool,
    pub category: Category,
    /// Actors that fill the slots of the frame.
    pub holders: Vec<usize>,
    pub targets: Vec<usize>,
    /// What the words around do to it.
    pub operations: Vec<CueRole>,
    /// Actors who say so.
    pub speakers: Vec<usize>,
    /// How many voices stand above it.
    pub voices: usize,
}

/// The relation words of the sentence, in its order.
pub(super) fn signs(scene: &Scene<'_>) -> Vec<Sign> {
    let mut out = Vec::new();
    for token in 0..scene.len() {
        let pos = match scene.upos(token) {
            Upos::Verb => FramePos::Verb,
            Upos::Noun => FramePos::Noun,
            Upos::Adj => FramePos::Adj,
            Upos::Propn if scene.mention_at(token).is_none() => FramePos::Noun,
            _ => continue,
        };
        let frames: Vec<_> = frames_at(scene, token, pos).take(3).collect();
        let event = scene.tables.events.get(scene.lemma(token), pos).filter(|_| frames.is_empty());
        if frames.is_empty() && event.is_none() {
            continue;
        }
        let operations: Vec<CueRole> =
            Reading::of(scene, token).operations.into_iter().map(|(role, _)| role).collect();
        let voices = attribution(scene, token);
        let speakers: Vec<usize> = voices
            .iter()
            .filter_map(|voice| match voice {
                Speaker::Actor(actor) => Some(*actor),
                Speaker::Words(_) => None,
            })
            .collect();
        let sign = |kind, mutual, category, holders: Vec<Filler>, targets: Vec<Filler>| Sign {
            token,
            kind,
            mutual,
            category,
            holders: holders.into_iter().map(|f| f.actor).collect(),
            targets: targets.into_iter().map(|f| f.actor).collect(),
            operations: operations.clone(),
            speakers: speakers.clone(),
            voices: voices.len(),
        };
        // `the price war`: a word that takes no side here is no sign of one.
        let idle = homonyms::takes_no_side(scene, token);
        for frame in frames {
            if idle && matches!(frame.kind, FrameKind::Stance { .. }) {
                continue;
            }
            let (kind, mutual, wide) = match frame.kind {
                FrameKind::Stance { polarity: Polarity::Support, mutual, .. } => {
                    (SignKind::Support, mutual, false)
                }
                FrameKind::Stance { mutual, .. } => (SignKind::Oppose, mutual, false),
                FrameKind::Meeting(_) => (SignKind::Meeting, true, true),
            };
            let category = categories::meant(scene, token, frame);
            let holders = scene.first_fillers(token, &frame.holder, wide);
            let targets = scene.first_fillers(token, &frame.target, wide);
            out.push(sign(kind, mutual, category, holders, targets));
        }
        if let Some(category) = event {
            let subject = crate::tables::Slot::Subject;
            let object = crate::tables::Slot::Object;
            let (holders, targets) =
                (scene.fillers(token, &subject, false), scene.fillers(token, &object, false));
            out.push(sign(SignKind::Event, false, category, holders, targets));
        }
    }
    out
}
