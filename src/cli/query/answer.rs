//! Answers as tables, JSON, or parts of the graph.

use std::collections::BTreeMap;
use std::io::IsTerminal;

use super::Asking;
use crate::cli::{Failure, output};
use crate::error::SourceError;
use crate::graph::{Graph, Source};
use crate::types::{ActorId, Basis, DocumentInfo, Edge, Evidence, Polarity, Status, Tie};

/// A table: names of columns, and rows.
pub(super) struct Table {
    pub head: &'static [&'static str],
    pub rows: Vec<Vec<String>>,
}

impl Asking<'_> {
    /// Gives the answer in the form that is asked for. `part` is only looked for with -o.
    pub fn answer(
        self,
        value: &impl serde::Serialize,
        table: impl FnOnce(&dyn Source) -> Result<Table, SourceError>,
        part: impl FnOnce(&dyn Source) -> Result<Graph, SourceError>,
    ) -> Result<(), Failure> {
        if self.how.outputs.named() {
            let part = part(self.source())?;
            self.how.outputs.write_course(part, self.course)?;
            if self.how.json && !self.how.outputs.takes_stdout() {
                json(value)?;
            }
        } else if self.how.json {
            json(value)?;
        } else {
            let Table { head, rows } = table(self.source())?;
            print(head, rows)?;
        }
        if self.doubts > 0 { Err(Failure::Some) } else { Ok(()) }
    }
}

/// Prints JSON.
pub(in crate::cli) fn json(value: &impl serde::Serialize) -> Result<(), Failure> {
    output::stdout(format!("{}\n", serde_json::to_string_pretty(value)?).as_bytes())
}

/// True if people read the answer.
pub(super) fn is_terminal() -> bool {
    std::io::stdout().is_terminal()
}

/// Columns of the terminal: as it says, else as its user says, else as most have.
fn width() -> u16 {
    let told = || std::env::var("COLUMNS").ok()?.parse().ok().filter(|width| *width > 0);
    terminal_size::terminal_size().map(|(width, _)| width.0).or_else(told).unwrap_or(80)
}

/// A table for people on a terminal, as wide as it, else lines with tabs under the same head.
pub(in crate::cli) fn print(head: &[&str], rows: Vec<Vec<String>>) -> Result<(), Failure> {
    let clean = |cell: &String| cell.replace(|c: char| c.is_control(), " ");
    if is_terminal() {
        let mut table = comfy_table::Table::new();
        table.load_style(comfy_table::presets::NOTHING).set_header(head);
        table.set_width(width()).set_content_arrangement(comfy_table::ContentArrangement::Dynamic);
        for row in &rows {
            table.add_row(row.iter().map(|cell| output::shortened(&clean(cell)).into_owned()));
        }
        return output::stdout(format!("{}\n", table.trim_fmt()).as_bytes());
    }
    let mut out = head.join("\t");
    out.push('\n');
    for row in &rows {
        out.push_str(&row.iter().map(clean).collect::<Vec<_>>().join("\t"));
        out.push('\n');
    }
    output::stdout(out.as_bytes())
}

/// Names of actors, looked up as they come.
pub(in crate::cli) struct Names<'s> {
    source: &'s dyn Source,
    known: BTreeMap<ActorId, String>,
}

impl<'s> Names<'s> {
    pub fn new(source: &'s dyn Source) -> Self {
        Self { source, known: BTreeMap::new() }
    }

    /// The name, or the id where there is none.
    pub fn of(&mut self, id: &ActorId) -> Result<String, SourceError> {
        if let Some(name) = self.known.get(id) {
            return Ok(name.clone());
        }
        let name = self.source.actor(id)?.map_or_else(|| id.0.clone(), |actor| actor.name);
        self.known.insert(id.clone(), name.clone());
        Ok(name)
    }

    pub fn all<'i>(&mut self, ids: impl IntoIterator<Item = &'i ActorId>) -> Result<String, SourceError> {
        let names: Result<Vec<String>, SourceError> = ids.into_iter().map(|id| self.of(id)).collect();
        Ok(names?.join(", "))
    }

    /// `Iraq opposes Israel (word, ACCUSE)`.
    pub fn statement(
        &mut self,
        source: &ActorId,
        tie: &Tie,
        target: &ActorId,
    ) -> Result<String, SourceError> {
        let (a, b) = (self.of(source)?, self.of(target)?);
        Ok(match tie {
            Tie::Meeting { status, .. } => format!("{a} – {b}: {}", status_words(*status)),
            Tie::Stance { polarity, category, basis, .. } => {
                let basis = if *basis == Basis::Deed { "deed" } else { "word" };
                format!("{a} {} {b} ({basis}, {})", polarity_word(*polarity), word(category))
            }
            Tie::Affiliation { role, former } => {
                let role = if role.is_empty() { "member" } else { role };
                format!("{a}, {}{role} of {b}", if *former { "former " } else { "" })
            }
        })
    }

    /// Who says so: names of actors, or words.
    pub fn voices(&mut self, evidence: &Evidence) -> Result<String, SourceError> {
        let voices: Result<Vec<String>, SourceError> =
            evidence.attribution.iter().map(|voice| self.of(&ActorId(voice.clone()))).collect();
        Ok(voices?.join(", in the words of "))
    }
}

/// A value as the JSON graph spells it.
pub(super) fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

pub(super) const fn polarity_word(polarity: Polarity) -> &'static str {
    match polarity {
        Polarity::Support => "supports",
        Polarity::Oppose => "opposes",
    }
}

fn status_words(status: Status) -> String {
    format!("meeting {}", word(&status).replace('_', " "))
}

/// A number from 0 to 1 with two digits.
pub(in crate::cli) fn share(value: f32) -> String {
    format!("{value:.2}")
}

pub(super) fn or_dash(value: Option<&str>) -> String {
    value.unwrap_or("-").to_owned()
}

/// First and last date, once if they are the same.
pub(in crate::cli) fn span(first: Option<&str>, last: Option<&str>) -> String {
    match (first, last) {
        (Some(a), Some(b)) if a != b => format!("{a} – {b}"),
        (a, b) => or_dash(a.or(b)),
    }
}

/// How rows of evidence begin: date, statement, speaker, confidence, document, sentence.
pub(super) const EVIDENCE: &[&str] =
    &["date", "statement", "says", "confidence", "document", "offsets", "sentence"];

/// The same, with the key by which corrections name it.
pub(super) const EVIDENCE_KEYED: &[&str] =
    &["date", "statement", "says", "confidence", "document", "offsets", "sentence", "key"];

/// One piece of evidence in a row.
pub(super) fn evidence_row(
    names: &mut Names,
    edge: (&ActorId, &Tie, &ActorId),
    evidence: &Evidence,
) -> Result<Vec<String>, SourceError> {
    let voices = names.voices(evidence)?;
    Ok(vec![
        or_dash(evidence.when()),
        names.statement(edge.0, edge.1, edge.2)?,
        if voices.is_empty() { "the text".to_owned() } else { voices },
        share(evidence.confidence),
        evidence.document.clone(),
        format!("{}–{}", evidence.quote.start, evidence.quote.end),
        evidence.quote.text.clone(),
    ])
}

/// Edges with the documents that they rest on.
#[derive(serde::Serialize)]
pub(super) struct Evidenced {
    pub edges: Vec<Edge>,
    /// By id of an edge, the keys of its evidence, in its order: how corrections name them.
    pub keys: BTreeMap<String, Vec<String>>,
    pub documents: Vec<DocumentInfo>,
}
