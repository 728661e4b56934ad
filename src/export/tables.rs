//! CSV: the tables of the graph, Gephi's spreadsheets, Neo4j's import.
//!
//! Spreadsheets run cells that begin with `=`, `+`, `-` or `@`: in the tables and in Gephi's files such
//! texts get a `'` before them. Neo4j's importer runs nothing; its files hold texts as they are.

use std::borrow::Cow;
use std::io::{self, Write};

use csv::Writer;
use rustc_hash::FxHashMap;

use super::attributes::{Column, NODE, Row, Type, Value, View};
use super::format;
use super::scalars::{date, visible, word};
use crate::types::{ActorId, Evidence, Quote};

/// The tables: actors, edges, evidence, documents.
pub(super) const TABLES: &[(&str, format::Writer)] = &[
    ("actors.csv", actors),
    ("edges.csv", edges),
    ("evidence.csv", |view, out| evidence(view, &mut Cells::new(out, spreadsheet))),
    ("documents.csv", |view, out| documents(view, &mut Cells::new(out, spreadsheet))),
];

/// Gephi's import spreadsheets: nodes, edges.
pub(super) const GEPHI: &[(&str, format::Writer)] = &[("nodes.csv", gephi_nodes), ("edges.csv", gephi_edges)];

/// What `neo4j-admin database import` reads.
pub(super) const NEO4J: &[(&str, format::Writer)] =
    &[("actors.csv", neo4j_actors), ("edges.csv", neo4j_edges)];

/// Writes rows of cells; `guard` has the last word on texts.
struct Cells<'w> {
    out: Writer<&'w mut dyn Write>,
    guard: fn(&str) -> Cow<'_, str>,
}

impl<'w> Cells<'w> {
    fn new(out: &'w mut dyn Write, guard: fn(&str) -> Cow<'_, str>) -> Self {
        Self { out: Writer::from_writer(out), guard }
    }

    fn heads<'a>(&mut self, heads: impl IntoIterator<Item = &'a str>) -> io::Result<()> {
        Ok(self.out.write_record(heads)?)
    }

    fn text(&mut self, text: &str) -> io::Result<()> {
        Ok(self.out.write_field((self.guard)(text).as_bytes())?)
    }

    fn texts<'a>(&mut self, texts: impl IntoIterator<Item = &'a str>) -> io::Result<()> {
        texts.into_iter().try_for_each(|text| self.text(text))
    }

    /// All columns; those that say nothing are empty cells.
    fn row(&mut self, row: &Row) -> io::Result<()> {
        row.values.iter().try_for_each(|value| match value {
            Some(Value::Text(text)) => self.text(text),
            Some(value) => Ok(self.out.write_field(value.to_string())?),
            None => Ok(self.out.write_field("")?),
        })
    }

    fn end(&mut self) -> io::Result<()> {
        Ok(self.out.write_record(None::<&[u8]>)?)
    }

    fn finish(mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Text that no spreadsheet takes for a formula.
fn spreadsheet(text: &str) -> Cow<'_, str> {
    let shown = visible(text);
    if shown.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        return Cow::Owned(format!("'{shown}"));
    }
    shown
}

fn names(columns: &[Column]) -> impl Iterator<Item = &'static str> {
    columns.iter().map(|column| column.name)
}

fn actors(view: &View, out: &mut dyn Write) -> io::Result<()> {
    let mut cells = Cells::new(out, spreadsheet);
    cells.heads(std::iter::once("id").chain(names(NODE)))?;
    for (actor, row) in view.nodes() {
        cells.text(&actor.id.0)?;
        cells.row(&row)?;
        cells.end()?;
    }
    cells.finish()
}

fn edges(view: &View, out: &mut dyn Write) -> io::Result<()> {
    let called: FxHashMap<&ActorId, &str> = view.graph.actors().map(|a| (&a.id, a.name.as_str())).collect();
    let name = |id| called.get(id).copied().unwrap_or_default();
    let mut cells = Cells::new(out, spreadsheet);
    let heads = ["id", "source", "target", "source_name", "target_name"];
    cells.heads(heads.into_iter().chain(names(view.edge_columns())))?;
    for edge in view.edges() {
        cells.texts([edge.id, &edge.source.0, &edge.target.0, name(edge.source), name(edge.target)])?;
        cells.row(&edge.row)?;
        cells.end()?;
    }
    cells.finish()
}

/// The columns of the table of evidence.
pub(super) const EVIDENCE: &[Column] = &[
    Column { name: "edge", holds: Type::Text },
    Column { name: "document", holds: Type::Text },
    Column { name: "sentence", holds: Type::Integer },
    Column { name: "start", holds: Type::Integer },
    Column { name: "end", holds: Type::Integer },
    Column { name: "text", holds: Type::Text },
    Column { name: "trigger_start", holds: Type::Integer },
    Column { name: "trigger_end", holds: Type::Integer },
    Column { name: "trigger", holds: Type::Text },
    Column { name: "source_words", holds: Type::Text },
    Column { name: "target_words", holds: Type::Text },
    Column { name: "cues", holds: Type::Text },
    Column { name: "attribution", holds: Type::Text },
    Column { name: "modality", holds: Type::Text },
    Column { name: "date", holds: Type::Text },
    Column { name: "date_words", holds: Type::Text },
    Column { name: "reported", holds: Type::Text },
    Column { name: "confidence", holds: Type::Number },
    Column { name: "coreference", holds: Type::Truth },
    Column { name: "implicit", holds: Type::Truth },
];

/// The columns of the table of documents.
pub(super) const DOCUMENT: &[Column] = &[
    Column { name: "id", holds: Type::Text },
    Column { name: "sha256", holds: Type::Text },
    Column { name: "title", holds: Type::Text },
    Column { name: "date", holds: Type::Text },
    Column { name: "source", holds: Type::Text },
    Column { name: "url", holds: Type::Text },
    Column { name: "sources", holds: Type::Text },
];

/// One piece of evidence as a row.
pub(super) fn evidence_row<'g>(edge: &'g str, evidence: &'g Evidence) -> Row<'g> {
    let text = |text: &'g str| Some(Value::Text(Cow::Borrowed(text)));
    let joined = |items: Vec<&str>| super::scalars::list(items);
    let place = |quote: &Quote| [Some(Value::Integer(quote.start)), Some(Value::Integer(quote.end))];
    let day = evidence.date.as_ref();
    let cues: Vec<String> =
        evidence.cues.iter().map(|cue| format!("{}: {}", word(&cue.kind), cue.quote.text)).collect();
    let [start, end] = place(&evidence.quote);
    let [trigger_start, trigger_end] = place(&evidence.trigger);
    let values = vec![
        text(edge),
        text(&evidence.document),
        Some(Value::Integer(evidence.sentence)),
        start,
        end,
        text(&evidence.quote.text),
        trigger_start,
        trigger_end,
        text(&evidence.trigger.text),
        text(&evidence.source.text),
        text(&evidence.target.text),
        joined(cues.iter().map(String::as_str).collect()),
        joined(evidence.attribution.iter().map(String::as_str).collect()),
        Some(Value::Text(word(&evidence.modality))),
        date(evidence).and_then(text),
        day.and_then(|day| text(&day.words.text)),
        evidence.reported.as_deref().and_then(text),
        Some(Value::Number(evidence.confidence)),
        Some(Value::Truth(evidence.coreference)),
        Some(Value::Truth(evidence.implicit)),
    ];
    Row { columns: EVIDENCE, values }
}

/// The documents as rows.
pub(super) fn document_rows<'g>(view: &View<'g>) -> impl Iterator<Item = Row<'g>> + use<'g> {
    let text = |text: &'g str| Some(Value::Text(Cow::Borrowed(text)));
    view.graph.documents.iter().map(move |document| Row {
        columns: DOCUMENT,
        values: vec![
            text(&document.id),
            text(&document.sha256),
            document.title.as_deref().and_then(text),
            document.date.as_deref().and_then(text),
            document.source.as_deref().and_then(text),
            document.url.as_deref().and_then(text),
            super::scalars::list(document.sources.iter().map(|source| source.id.as_str())),
        ],
    })
}

fn evidence(view: &View, cells: &mut Cells) -> io::Result<()> {
    cells.heads(names(EVIDENCE))?;
    for edge in view.edges() {
        for evidence in edge.evidence() {
            cells.row(&evidence_row(edge.id, evidence))?;
            cells.end()?;
        }
    }
    cells.out.flush()
}

fn documents(view: &View, cells: &mut Cells) -> io::Result<()> {
    cells.heads(names(DOCUMENT))?;
    for row in document_rows(view) {
        cells.row(&row)?;
        cells.end()?;
    }
    cells.out.flush()
}

fn gephi_nodes(view: &View, out: &mut dyn Write) -> io::Result<()> {
    let mut cells = Cells::new(out, spreadsheet);
    cells.heads(["Id", "Label"].into_iter().chain(names(NODE)))?;
    for (actor, row) in view.nodes() {
        cells.texts([actor.id.0.as_str(), &actor.name])?;
        cells.row(&row)?;
        cells.end()?;
    }
    cells.finish()
}

/// Times are a `Timeset`: `<[2025-03-14, 2025-03-20]>`.
fn gephi_edges(view: &View, out: &mut dyn Write) -> io::Result<()> {
    let mut cells = Cells::new(out, spreadsheet);
    let heads = ["Source", "Target", "Type", "Id", "Label", "Weight", "Timeset"];
    cells.heads(heads.into_iter().chain(names(view.edge_columns())))?;
    for edge in view.edges() {
        let days = edge.days();
        let times = if days.is_empty() { String::new() } else { format!("<[{}]>", days.join(", ")) };
        let weight = edge.count.max(1).to_string();
        cells.texts([&edge.source.0, &edge.target.0, "Directed", edge.id, &edge.label, &weight, &times])?;
        cells.row(&edge.row)?;
        cells.end()?;
    }
    cells.finish()
}

/// A column as Neo4j's headers have it: `mentions:long`.
fn neo4j_head(column: &Column) -> String {
    let holds = column.holds.named(["string", "long", "double", "boolean"]);
    format!("{}:{holds}", column.name)
}

fn neo4j_actors(view: &View, out: &mut dyn Write) -> io::Result<()> {
    let mut cells = Cells::new(out, visible);
    let heads: Vec<String> = NODE.iter().map(neo4j_head).collect();
    let heads = heads.iter().map(String::as_str);
    cells.heads(["id:ID(Actor)", ":LABEL"].into_iter().chain(heads))?;
    for (actor, row) in view.nodes() {
        let label = match actor.kind {
            crate::types::ActorKind::Person => "Actor;Person",
            crate::types::ActorKind::Country => "Actor;Country",
            crate::types::ActorKind::Group => "Actor;Group",
        };
        cells.texts([actor.id.0.as_str(), label])?;
        cells.row(&row)?;
        cells.end()?;
    }
    cells.finish()
}

fn neo4j_edges(view: &View, out: &mut dyn Write) -> io::Result<()> {
    let mut cells = Cells::new(out, visible);
    let heads: Vec<String> = view.edge_columns().iter().map(neo4j_head).collect();
    let heads = heads.iter().map(String::as_str);
    cells.heads([":START_ID(Actor)", ":END_ID(Actor)", ":TYPE", "id:string"].into_iter().chain(heads))?;
    for edge in view.edges() {
        let name = super::cypher::relation(&edge, view.is_collapsed());
        cells.texts([&edge.source.0, &edge.target.0, name, edge.id])?;
        cells.row(&edge.row)?;
        cells.end()?;
    }
    cells.finish()
}
