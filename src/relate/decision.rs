//! What becomes of a question: one decision for every pair of actors, whatever found it.

use std::collections::BTreeMap;

use super::evidence::hundredths;
use super::frames_at;
use super::propose::Party;
use super::questions::Question;
use super::scene::Scene;
use crate::learn::forest::Forests;
use crate::learn::pairs::PairReader;
use crate::learn::reader::Reader;
use crate::tables::FrameKind;
use crate::types::{ActorId, Evidence, Modality, Polarity, Relation, Span, Stance, Status};

/// What decides.
#[derive(Debug, Clone, Copy)]
pub struct Decision<'a> {
    /// What two actors of a sentence are to each other, by its words.
    pub network: &'a PairReader,
    /// Words to vectors.
    pub reader: &'a Reader,
    /// The trees that have the last word; without them all that frames find is said.
    pub forests: Option<&'a Forests>,
    /// From what probability on something is said.
    pub least: Least,
}

/// Least probabilities, chosen on folds of the training texts and on saved pages of all kinds.
#[derive(Debug, Clone, Copy)]
pub struct Least {
    /// Of a stance that a frame states.
    pub framed: f32,
    /// Of a meeting that a frame states.
    pub framed_meeting: f32,
    /// Of either between two of whom no table knows who they are, in a text that is long enough to tell and
    /// names only one whom a table knows.
    pub unknown: f32,
    /// The same in a text that names nobody of them: a match, a film, a game.
    pub elsewhere: f32,
}

impl Default for Least {
    fn default() -> Self {
        Self { framed: 0.2, framed_meeting: 0.2, unknown: 0.6, elsewhere: 0.8 }
    }
}

impl Least {
    /// Bytes from which on a text tells by whom it names of what kind it is.
    const LONG: usize = 1500;

    /// What is asked of a relation of these actors, if `framed` is asked of those who are known.
    fn of(self, scene: &Scene<'_>, framed: f32, actors: &[&ActorId]) -> f32 {
        let all = &scene.resolution.actors;
        let known = |id: &&ActorId| all.iter().any(|a| a.id == **id && a.wikidata.is_some());
        if scene.document.text.len() < Self::LONG || actors.iter().any(known) {
            return framed;
        }
        framed.max(match all.iter().filter(|actor| actor.wikidata.is_some()).count() {
            0 => self.elsewhere,
            1 => self.unknown,
            _ => framed,
        })
    }
}

/// What the trees say of a question: of both directions, and of a meeting.
struct Answer<'q> {
    question: &'q Question,
    /// Neither, for, against.
    stance: [Vec<f32>; 2],
    /// How surely the two meet at all.
    met: f32,
}

/// Takes away what frames `found` and the trees hardly believe, and says how surely the rest holds. The trees
/// add nothing of their own. Readings that are no assertions stay.
pub(super) fn decide(
    scene: &Scene<'_>,
    forests: &Forests,
    least: Least,
    questions: &[Question],
    found: &mut Vec<Relation>,
) {
    let answers: Vec<Answer<'_>> = questions
        .iter()
        .map(|question| Answer {
            question,
            stance: question.values.each_ref().map(|values| forests.stance.chances(values)),
            met: met(&question.values.each_ref().map(|values| forests.meeting.chances(values))),
        })
        .collect();
    let before = std::mem::take(found);
    let (stances, rest): (Vec<Relation>, Vec<Relation>) =
        before.into_iter().partition(|r| matches!(r, Relation::Stance(_)));
    let (meetings, rest): (Vec<Relation>, Vec<Relation>) =
        rest.into_iter().partition(|r| matches!(r, Relation::Meeting(_)));
    found.extend(rest);
    decide_stances(scene, least, &answers, stances, found);
    decide_meetings(scene, least, &answers, meetings, found);
}

fn id<'s>(scene: &Scene<'s>, party: &Party) -> &'s ActorId {
    &scene.resolution.actors[party.actor].id
}

fn decide_stances(
    scene: &Scene<'_>,
    least: Least,
    answers: &[Answer<'_>],
    stances: Vec<Relation>,
    out: &mut Vec<Relation>,
) {
    let mut by_frames: Vec<Stance> = Vec::new();
    for relation in stances {
        let Relation::Stance(stance) = relation else { continue };
        if stance.evidence.modality == Modality::Asserted && !stance.evidence.implicit {
            by_frames.push(stance);
        } else {
            out.push(Relation::Stance(stance));
        }
    }
    let mut asked: Vec<(&ActorId, &ActorId)> = Vec::new();
    for Answer { question, stance, .. } in answers {
        let ids = [&question.candidate.first, &question.candidate.second].map(|party| id(scene, party));
        for (way, chances) in stance.iter().enumerate() {
            let (holder, target) = (ids[way], ids[1 - way]);
            asked.push((holder, target));
            for polarity in [Polarity::Support, Polarity::Oppose] {
                let column = 1 + usize::from(polarity == Polarity::Oppose);
                let says = |s: &&Stance, a, b| (&s.holder, &s.target, s.polarity) == (a, b, polarity);
                let shown = by_frames.iter().filter(|s| says(s, holder, target));
                let Some(shown) =
                    shown.max_by(|a, b| a.evidence.confidence.total_cmp(&b.evidence.confidence))
                else {
                    continue;
                };
                let chance = |chances: &[f32]| chances.get(column).copied().unwrap_or_default();
                // What one word says of both (`A works with B`) is said of both or of neither.
                let mut back = by_frames.iter().filter(|s| says(s, target, holder));
                let mutual = back.any(|s| s.evidence.trigger == shown.evidence.trigger);
                let chance = match mutual {
                    true => chance(chances).max(chance(&stance[1 - way])),
                    false => chance(chances),
                };
                if chance < least.of(scene, least.framed, &[holder, target]) && !is_certain(scene, shown) {
                    continue;
                }
                let mut stance = shown.clone();
                // The trees are too careful on short sentences, which are rare in what they learnt from.
                stance.evidence.confidence = hundredths(chance.max(Evidence::LEAST));
                out.push(Relation::Stance(stance));
            }
        }
    }
    // Pairs of longer lists, which nobody asks about.
    let unasked = |s: &Stance| !asked.iter().any(|&(h, t)| &s.holder == h && &s.target == t);
    out.extend(by_frames.into_iter().filter(unasked).map(Relation::Stance));
}

/// True if a row of the table that may not be overruled states it.
fn is_certain(scene: &Scene<'_>, stance: &Stance) -> bool {
    let (side, trigger) = (stance.polarity, &stance.evidence.trigger);
    let span = Span::new(trigger.start, trigger.end);
    (0..scene.len())
        .filter(|&i| span.covers(scene.token_span(i)))
        .filter_map(|i| Some((i, scene.frame_pos(i)?)))
        .flat_map(|(i, pos)| frames_at(scene, i, pos))
        .any(|f| f.certain && matches!(f.kind, FrameKind::Stance { polarity, .. } if polarity == side))
}

/// How surely two meet at all, held or not; over both directions.
fn met(chances: &[Vec<f32>; 2]) -> f32 {
    let classes = chances.iter().flat_map(|chances| chances.get(1..4).unwrap_or_default());
    classes.sum::<f32>() / 2.0
}

fn decide_meetings(
    scene: &Scene<'_>,
    least: Least,
    answers: &[Answer<'_>],
    meetings: Vec<Relation>,
    out: &mut Vec<Relation>,
) {
    let mut chance: BTreeMap<(usize, usize), f32> = BTreeMap::new();
    for Answer { question, met, .. } in answers {
        let (a, b) = (question.candidate.first.actor, question.candidate.second.actor);
        chance.insert((a.min(b), a.max(b)), *met);
    }
    let place = |id: &ActorId| scene.resolution.actors.iter().position(|a| a.id == *id);
    for relation in meetings {
        let Relation::Meeting(mut meeting) = relation else { continue };
        let actors: Vec<usize> = meeting.participants.iter().filter_map(place).collect();
        let pairs: Vec<(usize, usize)> = actors
            .iter()
            .enumerate()
            .flat_map(|(i, &a)| actors[i + 1..].iter().map(move |&b| (a.min(b), a.max(b))))
            .collect();
        if meeting.evidence.modality != Modality::Asserted {
            out.push(Relation::Meeting(meeting));
            continue;
        }
        // The trees have seen too few meetings that were refused or denied.
        let undone = matches!(
            meeting.status,
            Status::Refused | Status::Denied | Status::Cancelled | Status::Postponed
        );
        let parties: Vec<&ActorId> = meeting.participants.iter().collect();
        let enough = least.of(scene, least.framed_meeting, &parties);
        let best = pairs.iter().filter_map(|pair| chance.get(pair)).max_by(|x, y| x.total_cmp(y));
        match best {
            Some(p) if *p >= enough || undone => {
                meeting.evidence.confidence = hundredths(p.max(Evidence::LEAST));
                out.push(Relation::Meeting(meeting));
            }
            // Longer lists, which nobody asks about.
            None => out.push(Relation::Meeting(meeting)),
            Some(_) => {}
        }
    }
}
