//! The entries of a timeline: what one says of the other, when they met, and what is said of the one.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::Sign;
use super::scale::Period;
use crate::export::look::{Course, Look};
use crate::export::style::{Line, plain};
use crate::export::svg::strokes::shorten;
use crate::graph::Graph;
use crate::tables::Labels;
use crate::types::{Actor, ActorId, Edge, Evidence, Polarity, Tie};

/// Most letters of a name, and most names of a meeting.
const NAME: usize = 24;
const NAMES: usize = 4;
/// Evidence that a tooltip shows.
const SHOWN: usize = 3;

/// What happened, and how much of it has no date.
pub(super) struct Found<'g> {
    pub title: String,
    pub lanes: Vec<Lane<'g>>,
    pub undated: usize,
}

/// Entries of one kind, by time.
pub(super) struct Lane<'g> {
    pub head: String,
    pub items: Vec<Item<'g>>,
}

/// What is said of one time in one way; or a turn.
pub(super) struct Item<'g> {
    period: Period,
    date: String,
    sign: Sign,
    words: String,
    /// The surest first.
    said: Vec<&'g Evidence>,
}

impl<'g> Item<'g> {
    pub const fn period(&self) -> Period {
        self.period
    }

    /// As the text says it.
    pub fn date(&self) -> &str {
        &self.date
    }

    pub const fn sign(&self) -> Sign {
        self.sign
    }

    pub const fn colour(&self) -> &'static str {
        let (Sign::Line(line) | Sign::Turn(line)) = self.sign;
        match line {
            Line::Belongs => "#6b6b6b",
            line => line.colour(),
        }
    }

    /// With how often it is said.
    pub fn words(&self) -> String {
        match self.said.len() {
            0 | 1 => self.words.clone(),
            n => format!("{} ×{n}", self.words),
        }
    }

    /// What is told first: turns, then what most say.
    pub const fn weight(&self) -> usize {
        if matches!(self.sign, Sign::Turn(_)) { usize::MAX } else { self.said.len() }
    }

    /// The surest sentence.
    pub fn quote(&self) -> Option<&'g str> {
        self.said.first().map(|evidence| evidence.quote.text.as_str())
    }

    /// What a pointer shows.
    pub fn told(&self) -> String {
        let mut out = format!("{}: {}", self.date, self.words());
        for evidence in self.said.iter().take(SHOWN) {
            out.push_str(&format!("\n“{}” — {}", plain(&evidence.quote.text), plain(&evidence.document)));
        }
        out
    }
}

/// Lanes from left to right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Left,
    Meetings,
    Right,
    Affiliations,
}

/// Who takes part, and what they are called.
struct Cast<'g> {
    names: FxHashMap<&'g str, &'g Actor>,
    events: FxHashMap<&'g str, &'g [ActorId]>,
    course: &'g Course,
    labels: &'g Labels,
}

impl Cast<'_> {
    fn name(&self, id: &ActorId) -> String {
        let known = self.names.get(id.0.as_str());
        shorten(&plain(known.map_or(id.0.as_str(), |actor| &actor.name)), NAME)
    }

    fn side(&self, id: &ActorId) -> Option<usize> {
        self.course.sides.iter().position(|side| side.contains(id))
    }

    /// True for the two whom the heads of lanes name.
    fn is_named(&self, id: &ActorId) -> bool {
        self.course.sides.iter().any(|side| side.first() == Some(id))
    }

    /// The lane of an edge; `None` if it is none of this timeline's.
    fn place(&self, edge: &Edge) -> Option<Place> {
        let (from, to) = (self.side(&edge.source), self.side(&edge.target));
        let is_of = match self.course.sides.len() {
            0 => true,
            1 => from != to,
            _ => matches!((from, to), (Some(a), Some(b)) if a != b),
        };
        match edge.tie {
            _ if !is_of => None,
            Tie::Meeting { .. } => Some(Place::Meetings),
            Tie::Affiliation { .. } => self.course.affiliations.then_some(Place::Affiliations),
            Tie::Stance { .. } => Some(if from.unwrap_or(0) == 0 && (from.is_some() || to.is_none()) {
                Place::Left
            } else {
                Place::Right
            }),
        }
    }

    fn head(&self, place: Place) -> String {
        let firsts: Vec<String> =
            self.course.sides.iter().filter_map(|side| side.first()).map(|id| self.name(id)).collect();
        match (place, firsts.as_slice()) {
            (Place::Meetings, _) => self.labels.get("lane_meetings").to_owned(),
            (Place::Affiliations, _) => self.labels.get("lane_affiliations").to_owned(),
            (Place::Left, [a, b, ..]) => format!("{a} → {b}"),
            (_, [a, b, ..]) => format!("{b} → {a}"),
            (Place::Left, [a]) => format!("{a} →"),
            (_, [a]) => format!("→ {a}"),
            (_, []) => self.labels.get("lane_stances").to_owned(),
        }
    }

    /// What an edge says, without what the head of its lane says.
    fn words(&self, edge: &Edge) -> String {
        let line = Line::of(edge);
        let named = |id: &ActorId| if self.is_named(id) { String::new() } else { self.name(id) };
        let phrase = |parts: [String; 3]| {
            parts.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" ")
        };
        match &edge.tie {
            Tie::Meeting { event, .. } => {
                let pair = [edge.source.clone(), edge.target.clone()];
                let all = self.events.get(event.as_str()).copied().unwrap_or(&pair);
                let mut others: Vec<String> = all.iter().map(named).filter(|name| !name.is_empty()).collect();
                let more = others.len().saturating_sub(NAMES);
                others.truncate(NAMES);
                if more > 0 {
                    others.push(format!("+{more}"));
                }
                let word = line.label(self.labels).to_owned();
                if others.is_empty() { word } else { format!("{word}: {}", others.join(", ")) }
            }
            Tie::Stance { .. } => {
                let word = line.label(self.labels).to_owned();
                phrase([named(&edge.source), word, named(&edge.target)])
            }
            Tie::Affiliation { role, .. } => {
                let role = if role.is_empty() { self.labels.get(line.key()).to_owned() } else { plain(role) };
                format!("{}: {role}, {}", self.name(&edge.source), self.name(&edge.target))
            }
        }
    }
}

/// Sorts what a graph tells into lanes.
pub(super) fn lanes<'g>(graph: &'g Graph, look: &'g Look) -> Found<'g> {
    let cast = Cast {
        names: graph.actors().map(|a| (a.id.0.as_str(), a)).collect(),
        events: graph.events.iter().map(|e| (e.id.as_str(), e.participants.as_slice())).collect(),
        course: &look.course,
        labels: &look.labels,
    };
    // Each pair of a meeting rests on the same words.
    let mut undated: BTreeSet<(&str, usize, Sign)> = BTreeSet::new();
    let mut items: BTreeMap<(Place, Period, String, Sign, String), Vec<&Evidence>> = BTreeMap::new();
    for edge in graph.edges() {
        let Some(place) = cast.place(edge) else { continue };
        for evidence in &edge.evidence {
            let date = evidence.when().unwrap_or_default();
            let Some(period) = Period::parse(date) else {
                undated.insert((&evidence.document, evidence.quote.start, Sign::Line(Line::of(edge))));
                continue;
            };
            let key = (place, period, date.to_owned(), Sign::Line(Line::of(edge)), cast.words(edge));
            let said = items.entry(key).or_default();
            // Each pair of a meeting has the same words.
            if !said.iter().any(|known| known.document == evidence.document && known.quote == evidence.quote)
            {
                said.push(evidence);
            }
        }
    }
    for turn in &look.course.turns {
        let (Some(period), side) = (Period::parse(&turn.date), cast.side(&turn.holder)) else { continue };
        let place = if side == Some(0) || cast.course.sides.is_empty() { Place::Left } else { Place::Right };
        let line = |polarity| if polarity == Polarity::Support { Line::Supports } else { Line::Opposes };
        let [now, before] = [turn.to, turn.from].map(|p| look.labels.get(line(p).key()));
        let words = look.labels.fill("turn", &[("now", now), ("before", before)]);
        let name = |id: &ActorId| if cast.is_named(id) { String::new() } else { cast.name(id) };
        let who = [name(&turn.holder), name(&turn.target)];
        let who: Vec<String> = who.into_iter().filter(|name| !name.is_empty()).collect();
        let words = if who.is_empty() { words } else { format!("{}: {words}", who.join(" → ")) };
        items.entry((place, period, turn.date.clone(), Sign::Turn(line(turn.to)), words)).or_default();
    }
    let mut lanes: BTreeMap<Place, Vec<Item>> = BTreeMap::new();
    for ((place, period, date, sign, words), mut said) in items {
        said.sort_by(|a, b| {
            let key = |e: &Evidence| (e.document.clone(), e.quote.start);
            b.confidence.total_cmp(&a.confidence).then_with(|| key(a).cmp(&key(b)))
        });
        lanes.entry(place).or_default().push(Item { period, date, sign, words, said });
    }
    let lanes = lanes.into_iter().map(|(place, items)| Lane { head: cast.head(place), items }).collect();
    let firsts: Vec<String> =
        look.course.sides.iter().filter_map(|side| side.first()).map(|id| cast.name(id)).collect();
    let title = match firsts.as_slice() {
        [] => look.labels.get("title_timeline").to_owned(),
        names => names.join(" – "),
    };
    Found { title, lanes, undated: undated.len() }
}
