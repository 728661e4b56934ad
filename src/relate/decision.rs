//! What becomes of a question: one decision for every pair of actors, whatever found it.

use std::collections::BTreeMap;

use super::evidence::{evidence, hundredths, plain};
use super::fillers::Filler;
use super::frames_at;
use super::modality::Reading;
use super::propose::Party;
use super::questions::Question;
use super::respectively;
use super::scene::Scene;
use crate::learn::forest::Forests;
use crate::learn::pairs::PairReader;
use crate::learn::reader::Reader;
use crate::tables::{CueRole, Frame, FrameKind, FramePos};
use crate::types::{
    ActorId, Basis, Category, Evidence, Modality, Polarity, Relation, Span, Stance, Status, Upos,
};

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

/// Least probabilities, chosen on folds of the training texts.
#[derive(Debug, Clone, Copy)]
pub struct Least {
    /// Of a stance that a frame states.
    pub framed: f32,
    /// Of one against somebody that no frame states.
    pub seen: f32,
    /// Of one for somebody that no frame states: the trees are wrong about more of these.
    pub seen_support: f32,
    /// Of a meeting that a frame states.
    pub framed_meeting: f32,
}

impl Default for Least {
    fn default() -> Self {
        Self { framed: 0.1, seen: 0.6, seen_support: 0.65, framed_meeting: 0.2 }
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

/// Puts what the trees say of a sentence's pairs in the place of what frames `found`: what they do not
/// believe goes, what they see beside it comes. Readings that are no assertions stay.
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
    decide_stances(scene, (forests, least), &answers, stances, found);
    decide_meetings(scene, least, &answers, meetings, found);
}

fn id<'s>(scene: &Scene<'s>, party: &Party) -> &'s ActorId {
    &scene.resolution.actors[party.actor].id
}

fn decide_stances(
    scene: &Scene<'_>,
    (forests, least): (&Forests, Least),
    answers: &[Answer<'_>],
    stances: Vec<Relation>,
    out: &mut Vec<Relation>,
) {
    let mut by_frames: Vec<Stance> = Vec::new();
    // What a frame reads as denied or imagined, nobody asserts.
    let mut unasserted: Vec<(ActorId, ActorId)> = Vec::new();
    for relation in stances {
        let Relation::Stance(stance) = relation else { continue };
        if stance.evidence.modality == Modality::Asserted && !stance.evidence.implicit {
            by_frames.push(stance);
        } else {
            unasserted.push((stance.holder.clone(), stance.target.clone()));
            out.push(Relation::Stance(stance));
        }
    }
    let certain: Vec<&Stance> = by_frames.iter().filter(|stance| is_certain(scene, stance)).collect();
    let paired = respectively::is_said(scene);
    let mut asked: Vec<(&ActorId, &ActorId)> = Vec::new();
    for Answer { question, stance, .. } in answers {
        let parties = [&question.candidate.first, &question.candidate.second];
        for (way, chances) in stance.iter().enumerate() {
            let (holder, target) = (parties[way], parties[1 - way]);
            let ids = (id(scene, holder), id(scene, target));
            asked.push(ids);
            for polarity in [Polarity::Support, Polarity::Oppose] {
                let column = 1 + usize::from(polarity == Polarity::Oppose);
                let chance = chances.get(column).copied().unwrap_or_default();
                let back = stance[1 - way].get(column).copied().unwrap_or_default();
                let shown = by_frames
                    .iter()
                    .filter(|s| (&s.holder, &s.target, s.polarity) == (ids.0, ids.1, polarity))
                    .max_by(|a, b| a.evidence.confidence.total_cmp(&b.evidence.confidence));
                // What one word says of both (`A works with B`) is said of both or of neither.
                let mutual = shown.is_some_and(|shown| {
                    by_frames.iter().any(|s| {
                        (&s.holder, &s.target, s.polarity) == (ids.1, ids.0, polarity)
                            && s.evidence.trigger == shown.evidence.trigger
                    })
                });
                let chance = if mutual { chance.max(back) } else { chance };
                let refused = unasserted.iter().any(|(h, t)| h == ids.0 && t == ids.1)
                    || certain.iter().any(|s| (&s.holder, &s.target) == ids)
                    // What a frame states is not turned into its contrary.
                    || by_frames.iter().any(|s| (&s.holder, &s.target) == ids && s.polarity != polarity);
                // What a country's people or somebody's critics do, the trees may take for its own act.
                let folk = scene.is_among_folk(holder.head)
                    || holder.place
                    || scene.is_excluded(holder.head)
                    || scene.is_excluded(target.head)
                    || polarity == Polarity::Support && scene.is_among_folk(target.head);
                let enough = match shown {
                    Some(stance) => chance >= least.framed || certain.contains(&stance),
                    None => {
                        let least =
                            if polarity == Polarity::Support { least.seen_support } else { least.seen };
                        chance >= least && !refused && !folk && !paired
                    }
                };
                if !enough {
                    continue;
                }
                let stance = match shown {
                    Some(stance) => Some(stance.clone()),
                    None => {
                        let likely = forests.category.chances(&question.values[way]);
                        unframed(scene, question, (holder, target), polarity, category(polarity, &likely))
                    }
                };
                let Some(mut stance) = stance else { continue };
                // The trees are too careful on short sentences, which are rare in what they learnt from.
                stance.evidence.confidence =
                    hundredths(if shown.is_some() { chance.max(Evidence::LEAST) } else { chance });
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
        .filter_map(|i| Some((i, pos_of(scene, i)?)))
        .flat_map(|(i, pos)| frames_at(scene, i, pos))
        .any(|f| f.certain && matches!(f.kind, FrameKind::Stance { polarity, .. } if polarity == side))
}

/// The part of speech that frames of the word have.
fn pos_of(scene: &Scene<'_>, i: usize) -> Option<FramePos> {
    match scene.upos(i) {
        Upos::Verb => Some(FramePos::Verb),
        Upos::Noun => Some(FramePos::Noun),
        Upos::Adj => Some(FramePos::Adj),
        _ => None,
    }
}

/// A stance that no frame states; none if the word that shows it is denied or only imagined.
fn unframed(
    scene: &Scene<'_>,
    question: &Question,
    (holder, target): (&Party, &Party),
    polarity: Polarity,
    category: Category,
) -> Option<Stance> {
    let mut way: Vec<usize> = question.candidate.way.words().collect();
    way.sort_unstable();
    let (trigger, frame) = trigger(scene, &way, polarity);
    let basis = match frame.map(|frame| frame.kind) {
        Some(FrameKind::Stance { basis, .. }) => basis,
        _ => Basis::Word,
    };
    let reading = Reading::of(scene, trigger);
    let withheld = |&(role, _): &(CueRole, usize)| matches!(role, CueRole::Negate | CueRole::Condition);
    if frame.is_some() && category != Category::Threaten && reading.operations.iter().any(withheld) {
        return None;
    }
    Some(Stance {
        holder: id(scene, holder).clone(),
        target: id(scene, target).clone(),
        polarity,
        category,
        basis,
        intensity: scene.tables.plover.intensity(category),
        evidence: evidence(scene, trigger, &reading, Modality::Asserted, filler(holder), filler(target)),
    })
}

fn filler(party: &Party) -> Filler {
    Filler { coreference: party.coreference, ..plain(party.actor, party.span) }
}

/// The likeliest category of a polarity.
fn category(polarity: Polarity, chances: &[f32]) -> Category {
    use Category::{
        Accuse, Agree, Aid, Assault, Coerce, Concede, Cooperate, Mobilize, Protest, Reject, Request, Retreat,
        Sanction, Support, Threaten,
    };
    let all: &[Category] = match polarity {
        Polarity::Support => &[Support, Agree, Cooperate, Aid, Concede, Retreat],
        Polarity::Oppose => {
            &[Accuse, Reject, Request, Threaten, Protest, Sanction, Mobilize, Coerce, Assault]
        }
    };
    let chance = |category: Category| chances.get(category as usize).copied().unwrap_or_default();
    let mut best = all[0];
    for &category in all {
        if chance(category) > chance(best) {
            best = category;
        }
    }
    best
}

/// How surely two meet at all, held or not; over both directions.
fn met(chances: &[Vec<f32>; 2]) -> f32 {
    let classes = chances.iter().flat_map(|chances| chances.get(1..4).unwrap_or_default());
    classes.sum::<f32>() / 2.0
}

/// Meetings are those that frames state, without what the trees refuse: they have seen too few to add any.
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
        let best = pairs.iter().filter_map(|pair| chance.get(pair)).max_by(|x, y| x.total_cmp(y));
        match best {
            Some(p) if *p >= least.framed_meeting || undone => {
                meeting.evidence.confidence = hundredths(p.max(Evidence::LEAST));
                out.push(Relation::Meeting(meeting));
            }
            // Longer lists, which nobody asks about.
            None => out.push(Relation::Meeting(meeting)),
            Some(_) => {}
        }
    }
}

/// The word that best shows the polarity: one with a frame of it on the way between the two, else the
/// top of the way.
fn trigger<'s>(scene: &Scene<'s>, way: &[usize], polarity: Polarity) -> (usize, Option<&'s Frame>) {
    let frame = |i: usize| {
        let mut frames = scene.tables.frames.of(scene.lemma(i), pos_of(scene, i)?);
        frames.find(|f| matches!(f.kind, FrameKind::Stance { polarity: own, .. } if own == polarity))
    };
    if let Some((i, frame)) = way.iter().find_map(|&i| frame(i).map(|f| (i, f))) {
        return (i, Some(frame));
    }
    let near = way.iter().flat_map(|&i| scene.children(i)).find_map(|&i| frame(i).map(|f| (i, f)));
    if let Some((i, frame)) = near {
        return (i, Some(frame));
    }
    let top = way.iter().copied().find(|&i| scene.head(i).is_none_or(|head| !way.contains(&head)));
    (top.or(way.first().copied()).unwrap_or(0), None)
}
