//! The flat view of a graph: a row for each actor and each edge, a typed scalar for each column.
//!
//! All formats without nested values take their columns from here, so that an attribute has one
//! name and one type everywhere. Lists (aliases, documents, sentences) become one text: their items
//! are joined by ` | `, and a `|` or `\` inside an item has a `\` before it (`scalars`).
//! Dates stay as the text gives them (`2025-03-14`, `2025-03`, `2025`).

use std::borrow::Cow;
use std::fmt;

use rustc_hash::FxHashMap;
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::look::Look;
use super::scalars::{date, first_day, list, word};
use super::style::Line;
use crate::graph::Graph;
use crate::tables::Labels;
use crate::types::{Actor, ActorId, ActorKind, Edge, Event, Evidence, Tie};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    Text,
    Integer,
    Number,
    Truth,
}

impl Type {
    /// A format's word for it, of its words for text, integer, number and truth.
    pub const fn named(self, [text, integer, number, truth]: [&'static str; 4]) -> &'static str {
        match self {
            Self::Text => text,
            Self::Integer => integer,
            Self::Number => number,
            Self::Truth => truth,
        }
    }
}

/// A column of nodes or edges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Column {
    pub name: &'static str,
    pub holds: Type,
}

const fn column(name: &'static str, holds: Type) -> Column {
    Column { name, holds }
}

/// The columns of nodes.
pub(super) const NODE: &[Column] = &[
    column("name", Type::Text),
    column("kind", Type::Text),
    column("subtype", Type::Text),
    column("aliases", Type::Text),
    column("iso3", Type::Text),
    column("wikidata", Type::Text),
    column("mentions", Type::Integer),
    column("rolled_up", Type::Text),
];

/// The columns of edges, one edge a statement.
const STATEMENT: &[Column] = &[
    column("kind", Type::Text),
    column("polarity", Type::Text),
    column("category", Type::Text),
    column("basis", Type::Text),
    column("intensity", Type::Number),
    column("status", Type::Text),
    column("mode", Type::Text),
    column("event", Type::Text),
    column("place", Type::Text),
    column("topic", Type::Text),
    column("role", Type::Text),
    column("former", Type::Truth),
    column("undirected", Type::Truth),
    column("count", Type::Integer),
    column("confidence", Type::Number),
    column("first", Type::Text),
    column("last", Type::Text),
    column("documents", Type::Text),
    column("sentences", Type::Text),
];

/// The columns of edges, one edge all that is said from one actor to another.
const COLLAPSED: &[Column] = &[
    column("kind", Type::Text),
    column("meetings", Type::Integer),
    column("supports", Type::Integer),
    column("opposes", Type::Integer),
    column("affiliations", Type::Integer),
    column("undirected", Type::Truth),
    column("count", Type::Integer),
    column("confidence", Type::Number),
    column("first", Type::Text),
    column("last", Type::Text),
    column("documents", Type::Text),
    column("sentences", Type::Text),
];

/// A scalar.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value<'g> {
    Text(Cow<'g, str>),
    Integer(usize),
    Number(f32),
    Truth(bool),
}

impl fmt::Display for Value<'_> {
    /// As JSON would write it, text without quotes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Integer(number) => number.fmt(f),
            Self::Number(number) if number.is_finite() => number.fmt(f),
            Self::Number(_) => f.write_str("0"),
            Self::Truth(truth) => truth.fmt(f),
        }
    }
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Integer(number) => serializer.serialize_u64(*number as u64),
            Self::Number(number) => serializer.serialize_f32(*number),
            Self::Truth(truth) => serializer.serialize_bool(*truth),
        }
    }
}

/// The values of a row, in the order of its columns; `None` where the column says nothing of it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row<'g> {
    pub columns: &'static [Column],
    pub values: Vec<Option<Value<'g>>>,
}

impl<'g> Row<'g> {
    /// Columns that say something, with their values.
    pub fn filled(&self) -> impl Iterator<Item = (Column, &Value<'g>)> {
        self.columns.iter().zip(&self.values).filter_map(|(c, v)| Some((*c, v.as_ref()?)))
    }
}

/// A map of the columns that say something.
impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (column, value) in self.filled() {
            map.serialize_entry(column.name, value)?;
        }
        map.end()
    }
}

/// An edge of the flat view.
#[derive(Debug, Clone)]
pub(super) struct FlatEdge<'g> {
    /// Unique over edges; a collapsed edge has the id of its first one.
    pub id: &'g str,
    pub source: &'g ActorId,
    pub target: &'g ActorId,
    /// What stands on the line: `supports`, `foreign minister`.
    pub label: Cow<'g, str>,
    /// How it is drawn; the first edge's where several are collapsed.
    pub line: Line,
    /// Places that say so.
    pub count: usize,
    /// The statements in it: one, or several where they are collapsed.
    pub edges: Vec<&'g Edge>,
    pub row: Row<'g>,
}

impl<'g> FlatEdge<'g> {
    /// All evidence, edge by edge.
    pub fn evidence(&self) -> impl Iterator<Item = &'g Evidence> + use<'g, '_> {
        self.edges.iter().flat_map(|edge| &edge.evidence)
    }

    /// The days (`YYYY-MM-DD`) of its evidence, ordered, none twice; of a month or year its first
    /// day.
    pub fn days(&self) -> Vec<String> {
        let mut days: Vec<String> = self.evidence().filter_map(date).filter_map(first_day).collect();
        days.sort_unstable();
        days.dedup();
        days
    }
}

/// A graph as flat rows.
#[derive(Debug)]
pub struct View<'g> {
    pub(super) graph: &'g Graph,
    events: FxHashMap<&'g str, &'g Event>,
    collapsed: bool,
    pub(super) look: Look,
}

impl<'g> View<'g> {
    /// Each edge by itself.
    pub fn new(graph: &'g Graph) -> Self {
        let events = graph.events.iter().map(|event| (event.id.as_str(), event)).collect();
        Self { graph, events, collapsed: false, look: Look::default() }
    }

    /// Parallel edges (same source and target) as one edge with counts.
    pub fn collapsed(graph: &'g Graph) -> Self {
        Self { collapsed: true, ..Self::new(graph) }
    }

    /// The same, with pictures drawn so.
    pub fn looking(self, look: Look) -> Self {
        Self { look, ..self }
    }

    /// True if parallel edges are one.
    pub fn is_collapsed(&self) -> bool {
        self.collapsed
    }

    /// The columns of all edges.
    pub(super) fn edge_columns(&self) -> &'static [Column] {
        if self.collapsed { COLLAPSED } else { STATEMENT }
    }

    /// The columns of edges that are not collapsed.
    pub(super) const fn statement_columns() -> &'static [Column] {
        STATEMENT
    }

    /// The meeting with this id.
    pub(super) fn event(&self, id: &str) -> Option<&'g Event> {
        self.events.get(id).copied()
    }

    /// The actors, by id, with their rows.
    pub(super) fn nodes(&self) -> impl Iterator<Item = (&'g Actor, Row<'g>)> + use<'g> {
        self.graph.actors().map(|actor| (actor, node_row(actor)))
    }

    /// The edges, by source, target and id.
    pub(super) fn edges(&self) -> impl Iterator<Item = FlatEdge<'g>> + use<'g, '_> {
        let mut rest = self.graph.edges().peekable();
        std::iter::from_fn(move || {
            let first = rest.next()?;
            if !self.collapsed {
                return Some(self.statement(first));
            }
            let mut edges = vec![first];
            while let Some(edge) =
                rest.next_if(|edge| edge.source == first.source && edge.target == first.target)
            {
                edges.push(edge);
            }
            Some(collapsed(first, edges))
        })
    }

    fn statement(&self, edge: &'g Edge) -> FlatEdge<'g> {
        let line = Line::of(edge);
        let mut tie = Statement::default();
        match &edge.tie {
            Tie::Meeting { status, mode, event } => {
                let meeting = self.event(event);
                tie.kind = "meeting";
                tie.status = Some(word(status));
                tie.mode = Some(word(mode));
                tie.event = Some(Cow::Borrowed(event));
                tie.place = meeting.and_then(|m| m.place.as_deref()).map(Cow::Borrowed);
                tie.topic = meeting.and_then(|m| m.topic.as_deref()).map(Cow::Borrowed);
            }
            Tie::Stance { polarity, category, basis, intensity } => {
                tie.kind = "stance";
                tie.polarity = Some(word(polarity));
                tie.category = Some(word(category));
                tie.basis = Some(word(basis));
                tie.intensity = Some(*intensity);
            }
            Tie::Affiliation { role, former } => {
                tie.kind = "affiliation";
                tie.role = Some(Cow::Borrowed(role));
                tie.former = Some(*former);
            }
        }
        let label = tie.role.clone().unwrap_or(Cow::Borrowed(line.label(Labels::bundled())));
        let undirected = tie.kind == "meeting";
        let mut values = tie.values();
        values.push(Some(Value::Truth(undirected)));
        values.extend(support(&[edge]));
        FlatEdge {
            id: &edge.id,
            source: &edge.source,
            target: &edge.target,
            label,
            line,
            count: edge.evidence.len(),
            edges: vec![edge],
            row: Row { columns: STATEMENT, values },
        }
    }
}

/// What only some kinds of edges say.
#[derive(Default)]
struct Statement<'g> {
    kind: &'static str,
    polarity: Option<Cow<'g, str>>,
    category: Option<Cow<'g, str>>,
    basis: Option<Cow<'g, str>>,
    intensity: Option<f32>,
    status: Option<Cow<'g, str>>,
    mode: Option<Cow<'g, str>>,
    event: Option<Cow<'g, str>>,
    place: Option<Cow<'g, str>>,
    topic: Option<Cow<'g, str>>,
    role: Option<Cow<'g, str>>,
    former: Option<bool>,
}

impl<'g> Statement<'g> {
    /// In the order of [`STATEMENT`], as far as `former`.
    fn values(self) -> Vec<Option<Value<'g>>> {
        let text = |value: Option<Cow<'g, str>>| value.map(Value::Text);
        let mut values = Vec::with_capacity(STATEMENT.len());
        values.extend([
            text(Some(Cow::Borrowed(self.kind))),
            text(self.polarity),
            text(self.category),
            text(self.basis),
            self.intensity.map(Value::Number),
            text(self.status),
            text(self.mode),
            text(self.event),
            text(self.place),
            text(self.topic),
            text(self.role),
            self.former.map(Value::Truth),
        ]);
        values
    }
}

fn node_row(actor: &Actor) -> Row<'_> {
    let text = |value: &'_ str| Some(Value::Text(Cow::Owned(value.to_owned())));
    let values = vec![
        Some(Value::Text(Cow::Borrowed(&actor.name))),
        text(kind_name(actor.kind)),
        actor.subtype.as_ref().map(|subtype| Value::Text(word(subtype))),
        list(actor.aliases.iter().map(String::as_str)),
        actor.iso3.as_deref().map(|iso3| Value::Text(Cow::Borrowed(iso3))),
        actor.wikidata.as_deref().map(|id| Value::Text(Cow::Borrowed(id))),
        Some(Value::Integer(actor.mentions)),
        list(actor.rolled_up.iter().map(|id| id.0.as_str())),
    ];
    Row { columns: NODE, values }
}

/// The kind of an actor as the JSON graph spells it.
pub(super) const fn kind_name(kind: ActorKind) -> &'static str {
    match kind {
        ActorKind::Person => "person",
        ActorKind::Country => "country",
        ActorKind::Group => "group",
    }
}

fn collapsed<'g>(first: &'g Edge, edges: Vec<&'g Edge>) -> FlatEdge<'g> {
    let mut counts = [0usize; 4];
    let mut kinds: Vec<&str> = Vec::new();
    for edge in &edges {
        let (at, kind) = match (Line::of(edge), &edge.tie) {
            (_, Tie::Meeting { .. }) => (0, "meeting"),
            (Line::Supports, _) => (1, "stance"),
            (_, Tie::Stance { .. }) => (2, "stance"),
            (_, Tie::Affiliation { .. }) => (3, "affiliation"),
        };
        if let Some(count) = counts.get_mut(at) {
            *count += 1;
        }
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    kinds.sort_unstable();
    let [meetings, supports, opposes, affiliations] = counts;
    let mut labels = Vec::new();
    for (count, what) in [(meetings, "met"), (supports, "supports"), (opposes, "opposes")] {
        if count > 0 {
            labels.push(if count == 1 { what.to_owned() } else { format!("{what} ×{count}") });
        }
    }
    if affiliations > 0 {
        labels.push("belongs to".to_owned());
    }
    let mut values = vec![list(kinds.iter().copied())];
    values.extend(counts.map(|count| Some(Value::Integer(count))));
    values.push(Some(Value::Truth(meetings == edges.len())));
    values.extend(support(&edges));
    FlatEdge {
        id: &first.id,
        source: &first.source,
        target: &first.target,
        label: Cow::Owned(labels.join(", ")),
        line: Line::of(first),
        count: edges.iter().map(|edge| edge.evidence.len()).sum(),
        row: Row { columns: COLLAPSED, values },
        edges,
    }
}

/// The columns from `count` on: what evidence there is.
fn support<'g>(edges: &[&'g Edge]) -> [Option<Value<'g>>; 6] {
    let evidence = || edges.iter().flat_map(|edge| &edge.evidence);
    let dates = || edges.iter().filter_map(|edge| edge.dates());
    let date = |date: Option<&'g str>| date.map(|d| Value::Text(Cow::Borrowed(d)));
    let mut documents: Vec<&str> = Vec::new();
    let mut sentences: Vec<&str> = Vec::new();
    for evidence in evidence() {
        // Evidence is ordered by document and place: what is the same stands together.
        if documents.last() != Some(&evidence.document.as_str()) {
            documents.push(&evidence.document);
        }
        if sentences.last() != Some(&evidence.quote.text.as_str()) {
            sentences.push(&evidence.quote.text);
        }
    }
    [
        Some(Value::Integer(evidence().count())),
        Some(Value::Number(edges.iter().map(|edge| edge.confidence()).fold(0.0, f32::max))),
        date(dates().map(|(first, _)| first).min()),
        date(dates().map(|(_, last)| last).max()),
        list(documents),
        list(sentences),
    ]
}
