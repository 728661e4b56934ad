//! Pairs of actors of a sentence that may have something to do with each other. Proposing finds and
//! never judges.

use std::ops::Range;

use super::scene::Scene;
use crate::types::MentionForm;

/// Actors of a sentence of which pairs are made; the rest of a longer list is left to its frames.
const MOST: usize = 16;
/// How far up the tree two words may meet; odd trees must not cost time.
const HEIGHT: usize = 48;

/// An actor where a sentence mentions it.
#[derive(Debug, Clone)]
pub(crate) struct Party {
    /// Index into [`crate::types::Resolution::actors`].
    pub actor: usize,
    /// The token that heads its words.
    pub head: usize,
    /// Its words.
    pub tokens: Range<usize>,
    /// How its words mean it; `None` for the speaker of a quotation.
    pub form: Option<MentionForm>,
    /// No word of the sentence means the speaker: it only says all of it.
    pub implied: bool,
    /// Merely a place here.
    pub place: bool,
    /// Its words mean several actors.
    pub plural: bool,
    /// Its words are part of another actor's.
    pub nested: bool,
    /// Found through coreference.
    pub coreference: bool,
}

/// The way through the tree from one word to another.
#[derive(Debug, Clone, Default)]
pub(crate) struct Way {
    /// From the first up to where the two meet, that word included.
    pub first: Vec<usize>,
    /// From the second up, that word included.
    pub second: Vec<usize>,
}

impl Way {
    /// Links between the two.
    pub fn len(&self) -> usize {
        (self.first.len() + self.second.len()).saturating_sub(2)
    }

    /// The word where the two meet.
    pub fn top(&self) -> usize {
        self.first.last().or(self.second.last()).copied().unwrap_or(0)
    }

    /// All words of the way, the meeting point once.
    pub fn words(&self) -> impl Iterator<Item = usize> + '_ {
        let below = self.second.len().saturating_sub(1);
        self.first.iter().chain(&self.second[..below]).copied()
    }
}

/// Two actors of a sentence, the one whose words come first before the other.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    /// The earlier one.
    pub first: Party,
    /// The later one.
    pub second: Party,
    /// The tree between their heads.
    pub way: Way,
}

/// All pairs of different actors of the sentence, each where the tree brings them nearest.
pub(super) fn candidates(scene: &Scene<'_>) -> Vec<Candidate> {
    let parties = parties(scene);
    let mut actors: Vec<usize> = Vec::new();
    for party in &parties {
        if !actors.contains(&party.actor) && actors.len() < MOST {
            actors.push(party.actor);
        }
    }
    let mut out = Vec::new();
    for (i, &a) in actors.iter().enumerate() {
        for &b in &actors[i + 1..] {
            let mut best: Option<(usize, &Party, &Party, Way)> = None;
            for one in parties.iter().filter(|p| p.actor == a) {
                for other in parties.iter().filter(|p| p.actor == b) {
                    let way = way(scene, one.head, other.head);
                    let weak = |p: &Party| 3 * usize::from(p.place) + 2 * usize::from(p.nested);
                    let cost = way.len() + weak(one) + weak(other);
                    if best.as_ref().is_none_or(|(least, ..)| cost < *least) {
                        best = Some((cost, one, other, way));
                    }
                }
            }
            let Some((_, one, other, way)) = best else { continue };
            let place = |p: &Party| (p.tokens.start, p.tokens.end, p.head);
            out.push(if place(one) <= place(other) {
                Candidate { first: one.clone(), second: other.clone(), way }
            } else {
                let way = Way { first: way.second, second: way.first };
                Candidate { first: other.clone(), second: one.clone(), way }
            });
        }
    }
    out
}

/// The actors of the sentence with all their mentions, and whoever speaks it.
fn parties(scene: &Scene<'_>) -> Vec<Party> {
    let mut out = Vec::new();
    for mention in scene.mentions.iter().filter(|m| m.head < scene.len()) {
        let around = |other: &&crate::types::Mention| {
            other.tokens.start <= mention.tokens.start
                && other.tokens.end >= mention.tokens.end
                && other.tokens.len() > mention.tokens.len()
        };
        let nested = scene.mentions.iter().any(|m| around(&m));
        for &actor in &mention.actors {
            out.push(Party {
                actor,
                head: mention.head,
                tokens: mention.tokens.clone(),
                form: Some(mention.form),
                implied: false,
                place: mention.place,
                plural: mention.actors.len() > 1,
                nested,
                coreference: mention.reason.is_coreference() || mention.form == MentionForm::Pronoun,
            });
        }
    }
    if let Some((actor, _)) = scene.speaker {
        let speaks = |i: &usize| scene.is_first_person(*i);
        let said = |head: usize, tokens: Range<usize>, implied: bool| Party {
            actor,
            head,
            tokens,
            form: None,
            implied,
            place: false,
            plural: false,
            nested: false,
            coreference: true,
        };
        let before = out.len();
        out.extend((0..scene.len()).filter(speaks).map(|i| said(i, i..i + 1, false)));
        if out.len() == before
            && !out.iter().any(|p: &Party| p.actor == actor)
            && let Some(root) = scene.analysis.root()
        {
            out.push(said(root, 0..0, true));
        }
    }
    out
}

/// The tree between two words.
pub(super) fn way(scene: &Scene<'_>, a: usize, b: usize) -> Way {
    let up = |from: usize| {
        std::iter::successors(Some(from), |&at| scene.head(at)).take(HEIGHT).collect::<Vec<_>>()
    };
    let (mut first, mut second) = (up(a), up(b));
    let meeting =
        first.iter().enumerate().find_map(|(i, at)| Some((i, second.iter().position(|o| o == at)?)));
    if let Some((i, j)) = meeting {
        first.truncate(i + 1);
        second.truncate(j + 1);
    }
    Way { first, second }
}
