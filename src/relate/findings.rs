//! What frames find of a pair, as values of a question: in its sentence and in the rest of the document.

use rustc_hash::FxHashMap;

use super::features::{Sink, Surroundings};
use super::propose::Party;
use super::scene::Scene;
use crate::types::{ActorId, Modality, Polarity, Relation, Status};

/// Highest confidence and count of the stances that hold, by polarity; and what else is said.
#[derive(Default)]
struct Said {
    sure: [f32; 2],
    count: [f32; 2],
    unsure: f32,
}

impl Said {
    fn of<'r>(relations: &'r [Relation], holds: impl Fn(&'r ActorId, &'r ActorId) -> bool) -> Self {
        let mut out = Self::default();
        for relation in relations {
            let Relation::Stance(stance) = relation else { continue };
            if !holds(&stance.holder, &stance.target) {
                continue;
            }
            let evidence = &stance.evidence;
            if evidence.modality == Modality::Asserted && !evidence.implicit {
                let side = usize::from(stance.polarity == Polarity::Oppose);
                out.sure[side] = out.sure[side].max(evidence.confidence);
                out.count[side] += 1.0;
            } else {
                out.unsure += 1.0;
            }
        }
        out
    }
}

/// What frames find in the sentence.
pub(super) fn here(
    scene: &Scene<'_>,
    holder: &Party,
    target: &Party,
    around: &Surroundings<'_>,
    out: &mut impl Sink,
) {
    let id = |party: &Party| &scene.resolution.actors[party.actor].id;
    let (h, t) = (id(holder), id(target));
    let own = Said::of(around.found, |a, b| a == h && b == t);
    out.put("rule", "for", own.sure[0]);
    out.put("rule", "against", own.sure[1]);
    out.put("rule", "unsure", own.unsure);
    let back = Said::of(around.found, |a, b| a == t && b == h);
    out.put("rule", "for_back", back.sure[0]);
    out.put("rule", "against_back", back.sure[1]);
    out.put("rule", "unsure_back", back.unsure);
    for (name, said) in [
        ("holder_other", Said::of(around.found, |a, b| a == h && b != t)),
        ("target_other", Said::of(around.found, |a, b| a != h && b == t)),
        ("holder_hit", Said::of(around.found, |a, b| b == h && a != t)),
        ("target_holds", Said::of(around.found, |a, b| a == t && b != h)),
        ("others", Said::of(around.found, |a, b| a != h && b != t && a != t && b != h)),
    ] {
        out.put(name, "for", said.count[0]);
        out.put(name, "against", said.count[1]);
    }
    // The finding itself: what shows it, who says it.
    let best = around
        .found
        .iter()
        .filter_map(|relation| match relation {
            Relation::Stance(s) if &s.holder == h && &s.target == t => Some(s),
            _ => None,
        })
        .max_by(|a, b| a.evidence.confidence.total_cmp(&b.evidence.confidence));
    out.put("rule", "category", best.map_or(-1.0, |s| s.category as usize as f32));
    out.put("rule", "intensity", best.map_or(0.0, |s| s.intensity));
    out.put("rule", "voices", best.map_or(-1.0, |s| s.evidence.attribution.len() as f32));
    out.flag("rule", "says_holder", best.is_some_and(|s| s.evidence.attribution.contains(&h.0)));
    out.flag("rule", "says_target", best.is_some_and(|s| s.evidence.attribution.contains(&t.0)));
    out.put("rule", "cues", best.map_or(0.0, |s| s.evidence.cues.len() as f32));
    let meetings = around.found.iter().filter_map(|relation| match relation {
        Relation::Meeting(m) => Some(m),
        _ => None,
    });
    let meeting = meetings
        .clone()
        .filter(|m| m.participants.contains(h) && m.participants.contains(t))
        .max_by(|a, b| a.evidence.confidence.total_cmp(&b.evidence.confidence));
    out.put("rule", "meeting", meeting.map_or(0.0, |m| m.evidence.confidence));
    out.put("rule", "parties", meeting.map_or(0.0, |m| m.participants.len() as f32));
    out.flag("rule", "meeting_unsure", meeting.is_some_and(|m| m.evidence.modality != Modality::Asserted));
    let status = meeting.map(|m| match m.status {
        Status::Held | Status::Ongoing => 0,
        Status::Planned | Status::Postponed | Status::CalledFor => 1,
        Status::Refused | Status::Cancelled | Status::Denied => 2,
    });
    out.one_of("rule", &["held", "planned", "denied"], status);
    out.flag(
        "rule",
        "helps",
        meetings.clone().any(|m| [&m.host, &m.mediator].into_iter().flatten().any(|x| x == h || x == t)),
    );
    out.put("rule", "meetings", meetings.count() as f32);
}

/// What frames find in the rest of the document.
pub(super) fn elsewhere(
    scene: &Scene<'_>,
    holder: &Party,
    target: &Party,
    around: &Surroundings<'_>,
    out: &mut impl Sink,
) {
    let id = |party: &Party| &scene.resolution.actors[party.actor].id;
    let (h, t) = (id(holder), id(target));
    let here = Tallies::of(around.found);
    let all = around.document;
    for (name, key) in [
        ("else", [Some(h), Some(t)]),
        ("else_back", [Some(t), Some(h)]),
        ("else_holder", [Some(h), None]),
        ("else_target", [None, Some(t)]),
        ("else_target_holds", [Some(t), None]),
        ("else_holder_hit", [None, Some(h)]),
    ] {
        let ([f, a], [f_here, a_here]) = (all.stances(key), here.stances(key));
        out.put(name, "for", f - f_here);
        out.put(name, "against", a - a_here);
    }
    out.put("else", "meeting", all.meetings(h, t) - here.meetings(h, t));
    out.put("else", "together", all.together(holder.actor, target.actor).min(20) as f32);
    for (name, party) in [("holder_mentions", holder), ("target_mentions", target)] {
        out.put("else", name, scene.resolution.actors[party.actor].mentions.min(50) as f32);
    }
}

/// How often frames say something in a document.
#[derive(Debug, Default)]
pub(crate) struct Tallies<'a> {
    stances: FxHashMap<[Option<&'a ActorId>; 2], [f32; 2]>,
    meetings: FxHashMap<(&'a ActorId, &'a ActorId), f32>,
    together: FxHashMap<(usize, usize), usize>,
}

impl<'a> Tallies<'a> {
    /// Of some relations.
    pub fn of(relations: impl IntoIterator<Item = &'a Relation>) -> Self {
        let mut out = Self::default();
        for relation in relations {
            match relation {
                Relation::Stance(s) if s.evidence.modality == Modality::Asserted && !s.evidence.implicit => {
                    let side = usize::from(s.polarity == Polarity::Oppose);
                    for key in
                        [[Some(&s.holder), Some(&s.target)], [Some(&s.holder), None], [None, Some(&s.target)]]
                    {
                        out.stances.entry(key).or_default()[side] += 1.0;
                    }
                }
                Relation::Meeting(m) => {
                    for (i, a) in m.participants.iter().enumerate() {
                        for b in &m.participants[i + 1..] {
                            *out.meetings.entry((a.min(b), a.max(b))).or_default() += 1.0;
                        }
                    }
                }
                _ => {}
            }
        }
        out
    }

    /// Counts a sentence with both actors.
    pub fn meet(&mut self, a: usize, b: usize) {
        *self.together.entry((a.min(b), a.max(b))).or_default() += 1;
    }

    fn stances(&self, key: [Option<&'a ActorId>; 2]) -> [f32; 2] {
        self.stances.get(&key).copied().unwrap_or_default()
    }

    fn meetings(&self, a: &'a ActorId, b: &'a ActorId) -> f32 {
        self.meetings.get(&(a.min(b), a.max(b))).copied().unwrap_or_default()
    }

    fn together(&self, a: usize, b: usize) -> usize {
        self.together.get(&(a.min(b), a.max(b))).copied().unwrap_or_default()
    }
}
