//! Training of the decision on relations: what gold graphs say of the pairs that a text asks about.

use std::collections::{BTreeMap, BTreeSet};

use super::forest::{Settings, grow};
use crate::graph::tops;
use crate::learn::forest::Forests;
use crate::pipeline::Pipeline;
use crate::relate::questions::Question;
use crate::score::align::align;
use crate::score::gold::{Gold, GoldMeeting, GoldStance};
use crate::types::{Document, Modality, Polarity, Relation, Resolution, Sentence, Status};

/// One direction of a pair of actors with what gold says of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// Named values.
    pub values: Vec<f32>,
    /// Neither, for, against.
    pub stance: usize,
    /// Its share of a whole example.
    pub weight: f32,
    /// No meeting, held, planned, denied.
    pub meeting: usize,
    /// Its share of a whole example.
    pub meeting_weight: f32,
}

/// What gold says of a question; sets of polarities are bits, 1 for, 2 against.
#[derive(Clone, Copy, Debug, Default)]
struct Label {
    /// First of second, second of first, in this sentence.
    pub here: [u8; 2],
    /// In the document.
    pub document: [u8; 2],
    /// The same with everybody rolled up.
    pub rolled_here: [u8; 2],
    pub rolled_document: [u8; 2],
    /// Meeting: bits 1 held, 2 planned, 4 denied.
    pub meeting_here: u8,
    pub meeting_document: u8,
    pub meeting_rolled_here: u8,
    pub meeting_rolled_document: u8,
}

fn bit(polarity: Polarity) -> u8 {
    match polarity {
        Polarity::Support => 1,
        Polarity::Oppose => 2,
    }
}

fn status_bit(status: Option<Status>) -> u8 {
    match status.unwrap_or_default() {
        Status::Held | Status::Ongoing => 1,
        Status::Planned | Status::CalledFor | Status::Postponed => 2,
        Status::Cancelled | Status::Refused | Status::Denied => 4,
    }
}

/// The sentences that a quotation touches.
fn touched(document: &Document, sentences: &[Sentence], evidence: &[String]) -> BTreeSet<usize> {
    let mut out = BTreeSet::new();
    for quote in evidence {
        let Some(start) = document.text.find(quote.as_str()) else { continue };
        let end = start + quote.len();
        out.extend(
            sentences
                .iter()
                .enumerate()
                .filter(|(_, s)| s.span.start < end && start < s.span.end)
                .map(|(i, _)| i),
        );
    }
    out
}

/// The example sentences of `data/relations.tsv`, which the frames read as they are meant.
pub fn table_examples(pipeline: &Pipeline, share: f32) -> Vec<Example> {
    let mut out = Vec::new();
    for line in include_str!("../../data/relations.tsv").lines().skip(1) {
        let Some(text) = line.split('\t').nth(10).filter(|text| !text.is_empty()) else { continue };
        let document = crate::read::from_text("example", text);
        let read = pipeline.asked(document);
        let id = |actor: usize| &read.resolution.actors[actor].id;
        for question in read.questions {
            let (a, b) = (id(question.candidate.first.actor), id(question.candidate.second.actor));
            let mut label = Label::default();
            for relation in read.found.iter().filter(|r| r.evidence().modality == Modality::Asserted) {
                match relation {
                    Relation::Stance(s) if !s.evidence.implicit => {
                        for (way, (h, t)) in [(a, b), (b, a)].into_iter().enumerate() {
                            if &s.holder == h && &s.target == t {
                                label.here[way] |= bit(s.polarity);
                            }
                        }
                    }
                    Relation::Meeting(m) if m.participants.contains(a) && m.participants.contains(b) => {
                        label.meeting_here |= status_bit(Some(m.status));
                    }
                    _ => {}
                }
            }
            out.extend(label.examples(question.values, [share; 2]));
        }
    }
    out
}

/// What gold says of each question of a document. Pairs that the document relates only elsewhere teach
/// nothing, nor do those whose country or body the sentence relates. `shares` are those of a whole
/// example for stances and for meetings.
pub fn examples(pipeline: &Pipeline, gold: &Gold, shares: [f32; 2]) -> Vec<Example> {
    let read = pipeline.asked(crate::read::from_text(&gold.id, &gold.text));
    let (document, sentences) = (&read.document, &read.sentences);
    let (nodes, up) = nodes(gold, &read.resolution);
    let stances: Vec<(&GoldStance, BTreeSet<usize>)> =
        gold.stances.iter().map(|s| (s, touched(document, sentences, &s.evidence))).collect();
    let meetings: Vec<(&GoldMeeting, BTreeSet<usize>)> =
        gold.meetings.iter().map(|m| (m, touched(document, sentences, &m.evidence))).collect();
    let rise = |id: &str| up.get(id).cloned().unwrap_or_else(|| id.to_owned());
    let label = |q: &Question| {
        let mut out = Label::default();
        let (a, b) = (&nodes[q.candidate.first.actor], &nodes[q.candidate.second.actor]);
        for (way, (h, t)) in [(a, b), (b, a)].into_iter().enumerate() {
            for (stance, at) in &stances {
                let bit = bit(stance.polarity);
                if h.0 == stance.holder && t.0 == stance.target {
                    out.document[way] |= bit;
                    if at.contains(&q.sentence) {
                        out.here[way] |= bit;
                    }
                }
                if h.1 == rise(&stance.holder) && t.1 == rise(&stance.target) && h.1 != t.1 {
                    out.rolled_document[way] |= bit;
                    if at.contains(&q.sentence) {
                        out.rolled_here[way] |= bit;
                    }
                }
            }
        }
        for (meeting, at) in &meetings {
            let bit = status_bit(meeting.status);
            let of = |id: &str| meeting.participants.iter().any(|p| p == id);
            if a.0 != b.0 && of(&a.0) && of(&b.0) {
                out.meeting_document |= bit;
                if at.contains(&q.sentence) {
                    out.meeting_here |= bit;
                }
            }
            let risen = |id: &str| meeting.participants.iter().any(|p| rise(p) == id);
            if a.1 != b.1 && risen(&a.1) && risen(&b.1) {
                out.meeting_rolled_document |= bit;
                if at.contains(&q.sentence) {
                    out.meeting_rolled_here |= bit;
                }
            }
        }
        out
    };
    let mut out = Vec::new();
    for question in read.questions {
        let label = label(&question);
        out.extend(label.examples(question.values, shares));
    }
    out
}

impl Label {
    /// What the two directions of a question teach.
    fn examples(&self, values: [Vec<f32>; 2], shares: [f32; 2]) -> impl Iterator<Item = Example> {
        values.into_iter().enumerate().map(move |(way, values)| {
            let stance = match self.here[way] {
                0 => 0,
                polarities if polarities & 2 != 0 => 2,
                _ => 1,
            };
            let share = match stance {
                0 if self.document[way] > 0 || self.rolled_here[way] > 0 => 0.0,
                0 if self.rolled_document[way] > 0 => 0.5,
                _ => 1.0,
            };
            let unsure =
                self.meeting_here == 0 && (self.meeting_document > 0 || self.meeting_rolled_here > 0);
            Example {
                values,
                stance,
                weight: share * shares[0],
                meeting: if self.meeting_here == 0 {
                    0
                } else {
                    self.meeting_here.trailing_zeros() as usize + 1
                },
                meeting_weight: if unsure { 0.0 } else { shares[1] },
            }
        })
    }
}

/// The gold actor of each actor of the text and what it rolls up to; and the latter of gold actors.
fn nodes(gold: &Gold, resolution: &Resolution) -> (Vec<(String, String)>, BTreeMap<String, String>) {
    let actors: Vec<_> = resolution.actors.iter().collect();
    let mapping = align(&actors, &gold.actors);
    let node = |actor: usize| {
        let id = &resolution.actors[actor].id.0;
        mapping.get(id.as_str()).map_or_else(|| format!("?{id}"), |g| (*g).to_owned())
    };
    let mut kinds: rustc_hash::FxHashMap<String, _> =
        gold.actors.iter().map(|a| (a.id.clone(), a.kind)).collect();
    let of_gold = gold.affiliations.iter().filter(|a| !a.disputed);
    let gold_up =
        tops(of_gold.map(|a| (a.member.clone(), a.of.clone(), a.role.as_deref() == Some("organ"))), &kinds);
    for (i, actor) in resolution.actors.iter().enumerate() {
        kinds.insert(node(i), actor.kind);
    }
    let own = resolution.roles.iter().map(|r| (node(r.member), node(r.of), r.role == "organ"));
    let pred_up = tops(own.filter(|(member, ..)| member.starts_with('?')), &kinds);
    let mut up: BTreeMap<String, String> =
        pred_up.into_iter().map(|(a, t)| (a, gold_up.get(&t).cloned().unwrap_or(t))).collect();
    up.extend(gold_up);
    let nodes = (0..resolution.actors.len())
        .map(|i| {
            let id = node(i);
            let top = up.get(&id).cloned().unwrap_or_else(|| id.clone());
            (id, top)
        })
        .collect();
    (nodes, up)
}

/// The names of the values of a pair.
pub fn names(pipeline: &Pipeline) -> Vec<String> {
    pipeline.value_names()
}

/// Classes of stances and meetings.
const CLASSES: [usize; 2] = [3, 4];

/// The trees that tell what examples show.
pub fn learn(examples: &[&Example], settings: &Settings) -> Forests {
    let grown = |class: &dyn Fn(&Example) -> (usize, f32), classes, settings: &Settings| {
        let mut rows = Vec::new();
        let (mut labels, mut weights) = (Vec::new(), Vec::new());
        for &example in examples {
            let (label, weight) = class(example);
            if weight > 0.0 {
                rows.push(example.values.as_slice());
                labels.push(label);
                weights.push(weight);
            }
        }
        grow(&rows, &labels, &weights, classes, settings)
    };
    let [stances, meetings] = CLASSES;
    let fewer = Settings { rounds: settings.rounds / 2, ..*settings };
    Forests {
        stance: grown(&|e| (e.stance, e.weight), stances, settings),
        meeting: grown(&|e| (e.meeting, e.meeting_weight), meetings, &fewer),
    }
}
