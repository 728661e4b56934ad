//! The graph as the page reads it: compact JSON, rows instead of objects. `docs/view.md` lists the
//! columns, `web/model.js` reads them.
//!
//! Offsets are turned from bytes into UTF-16 units of the sentence, in which JavaScript counts.

use std::io::{self, Write};

use rustc_hash::FxHashMap;
use serde_json::{Map, Value, json};

use super::article::Article;
use super::{communities, layout};
use crate::graph::{Graph, corrections_file, reading_key, roll_up};
use crate::types::{Actor, ActorId, ActorKind, DocumentInfo, Edge, Evidence, Quote, Tie};

/// Number of the rows' layout; `web/model.js` refuses others.
const VERSION: u32 = 1;

/// What a page calls a graph.
pub(super) fn title(graph: &Graph) -> String {
    match graph.documents.as_slice() {
        [one] => one.title.clone().unwrap_or_else(|| one.id.clone()),
        many => format!("Actors in {} documents", many.len()),
    }
}

/// The rows as JSON text.
pub fn to_json(graph: &Graph, article: Option<&Article>) -> String {
    let mut bytes = Vec::new();
    // Writing into memory cannot fail.
    let _ = write(graph, article, &mut bytes);
    String::from_utf8(bytes).unwrap_or_default()
}

/// Writes the rows.
pub(super) fn write(graph: &Graph, article: Option<&Article>, out: &mut dyn Write) -> io::Result<()> {
    let places: FxHashMap<&ActorId, usize> = graph.actors().enumerate().map(|(i, a)| (&a.id, i)).collect();
    let documents: FxHashMap<&str, usize> =
        graph.documents.iter().enumerate().map(|(i, d)| (d.id.as_str(), i)).collect();
    let events: FxHashMap<&str, usize> =
        graph.events.iter().enumerate().map(|(i, e)| (e.id.as_str(), i)).collect();
    let mut writer = Writer { graph, documents, events, sentences: Vec::new(), known: FxHashMap::default() };
    let head = json!({
        "version": VERSION,
        "generator": concat!("demarche ", env!("CARGO_PKG_VERSION")),
        "title": title(graph),
        "threshold": graph.threshold,
        "documents": graph.documents.iter().map(document).collect::<Vec<_>>(),
        "events": graph.events.iter().map(|e| lean(json!(e))).collect::<Vec<_>>(),
    });
    let head = serde_json::to_string(&head)?;
    // The rows follow in the same object.
    out.write_all(head.strip_suffix('}').unwrap_or(&head).as_bytes())?;
    out.write_all(b",\n\"nodes\":[")?;
    let pairs: Vec<(usize, usize)> =
        graph.edges().filter_map(|e| Some((*places.get(&e.source)?, *places.get(&e.target)?))).collect();
    let groups = communities::of(graph);
    let at = layout::of(graph, &pairs, &groups);
    let tops = tops(graph, &places);
    for (i, actor) in graph.actors().enumerate() {
        let place = at.get(i).copied().unwrap_or_default();
        let row = node(actor, place, groups.get(i).copied().unwrap_or(0), tops.get(&i).copied());
        line(out, i, &row)?;
    }
    out.write_all(b"],\n\"edges\":[")?;
    for (i, edge) in graph.edges().enumerate() {
        let ends = [&edge.source, &edge.target].map(|id| places.get(id).copied().unwrap_or(0));
        let row = writer.edge(edge, ends);
        line(out, i, &row)?;
    }
    out.write_all(b"],\n\"sentences\":[")?;
    for (i, row) in writer.sentences.iter().enumerate() {
        line(out, i, row)?;
    }
    out.write_all(b"],\n\"article\":")?;
    let article = article.map(|a| a.rows(&places)).unwrap_or(Value::Null);
    serde_json::to_writer(&mut *out, &article)?;
    out.write_all(b"}\n")
}

fn line(out: &mut dyn Write, i: usize, row: &Value) -> io::Result<()> {
    out.write_all(if i == 0 { b"\n" } else { b",\n" })?;
    Ok(serde_json::to_writer(out, row)?)
}

/// Without fields that say nothing.
fn lean(mut value: Value) -> Value {
    if let Value::Object(fields) = &mut value {
        fields.retain(|_, v| !v.is_null());
    }
    value
}

/// A document; `asserted` where it is a corrections file, whose evidence has no keys.
fn document(document: &DocumentInfo) -> Value {
    let mut row = lean(json!(document));
    if let (Some(_), Value::Object(fields)) = (corrections_file(&document.id), &mut row) {
        fields.insert("asserted".to_owned(), Value::Bool(true));
    }
    row
}

/// Each actor that counts for another in a roll-up, with that other.
fn tops(graph: &Graph, places: &FxHashMap<&ActorId, usize>) -> FxHashMap<usize, usize> {
    let mut out = FxHashMap::default();
    for top in roll_up(graph).actors() {
        for member in &top.rolled_up {
            if let (Some(&a), Some(&b)) = (places.get(member), places.get(&top.id)) {
                out.insert(a, b);
            }
        }
    }
    out
}

/// `[id, kind, name, mentions, x, y, community, top, aliases, iso3, subtype, rolled up]`.
fn node(actor: &Actor, place: (f64, f64), community: usize, top: Option<usize>) -> Value {
    let kind = match actor.kind {
        ActorKind::Country => 0,
        ActorKind::Person => 1,
        ActorKind::Group => 2,
    };
    json!([
        actor.id,
        kind,
        actor.name,
        actor.mentions,
        place.0.round() as i64,
        place.1.round() as i64,
        community,
        top,
        actor.aliases,
        actor.iso3,
        actor.subtype,
        actor.rolled_up,
    ])
}

struct Writer<'g> {
    graph: &'g Graph,
    documents: FxHashMap<&'g str, usize>,
    events: FxHashMap<&'g str, usize>,
    /// `[document, number, first byte, text]`, each once.
    sentences: Vec<Value>,
    known: FxHashMap<(usize, usize, usize), usize>,
}

impl<'g> Writer<'g> {
    /// `[id, source, target, what it says, evidence, keys]`: of the keys of its evidence the halves that name
    /// the words, one after another.
    fn edge(&mut self, edge: &'g Edge, ends: [usize; 2]) -> Value {
        let evidence: Vec<Value> = edge.evidence.iter().map(|e| self.evidence(e)).collect();
        let says = match &edge.tie {
            Tie::Meeting { status, mode, event } => {
                json!(["meeting", status, mode, self.events.get(event.as_str()), event])
            }
            Tie::Stance { polarity, category, basis, intensity } => {
                json!(["stance", polarity, category, basis, intensity])
            }
            Tie::Affiliation { role, former } => json!(["affiliation", role, former]),
        };
        let key = |e: &Evidence| {
            let document = self.documents.get(e.document.as_str()).and_then(|d| self.graph.documents.get(*d));
            let key = reading_key(document.map_or("", |d| &d.sha256), &edge.tie, e);
            key.rsplit_once('-').map_or(String::new(), |(_, words)| words.to_owned())
        };
        let keys: String = edge.evidence.iter().map(key).collect();
        json!([edge.id, ends[0], ends[1], says, evidence, keys])
    }

    /// `[sentence, trigger, source, target, confidence, attribution, more]`.
    fn evidence(&mut self, evidence: &'g Evidence) -> Value {
        let quote = |q: &Quote| inside(&evidence.quote, q);
        let mut more = Map::new();
        if evidence.modality != crate::types::Modality::default() {
            more.insert("modality".to_owned(), json!(evidence.modality));
        }
        if !evidence.cues.is_empty() {
            let cues: Vec<Value> = evidence.cues.iter().map(|c| json!([c.kind, quote(&c.quote)])).collect();
            more.insert("cues".to_owned(), Value::Array(cues));
        }
        if let Some(date) = &evidence.date {
            let row = json!([date.value, date.precision, date.anchor, quote(&date.words)]);
            more.insert("date".to_owned(), row);
        }
        let document = self.documents.get(evidence.document.as_str()).copied();
        let published = document.and_then(|d| self.graph.documents.get(d)?.date.as_deref());
        if evidence.reported.as_deref() != published {
            more.insert("reported".to_owned(), json!(evidence.reported));
        }
        for (name, is_set) in [("coreference", evidence.coreference), ("implicit", evidence.implicit)] {
            if is_set {
                more.insert(name.to_owned(), Value::Bool(true));
            }
        }
        let mut row = vec![
            json!(self.sentence(evidence, document.unwrap_or(usize::MAX))),
            quote(&evidence.trigger),
            quote(&evidence.source),
            quote(&evidence.target),
            json!((evidence.confidence * 100.0).round() as i64),
        ];
        if !more.is_empty() || !evidence.attribution.is_empty() {
            row.push(json!(evidence.attribution));
        }
        if !more.is_empty() {
            row.push(Value::Object(more));
        }
        Value::Array(row)
    }

    fn sentence(&mut self, evidence: &'g Evidence, document: usize) -> usize {
        let key = (document, evidence.quote.start, evidence.quote.end);
        if let Some(&known) = self.known.get(&key) {
            return known;
        }
        let of = if document == usize::MAX { json!(evidence.document) } else { json!(document) };
        self.sentences.push(json!([of, evidence.sentence, evidence.quote.start, evidence.quote.text]));
        self.known.insert(key, self.sentences.len() - 1);
        self.sentences.len() - 1
    }
}

/// `[start, end]` in UTF-16 units of the sentence, or `[first byte, end, words]` of the document
/// where the words stand outside of the sentence.
fn inside(sentence: &Quote, quote: &Quote) -> Value {
    let units = |bytes: usize| {
        let before = sentence.text.get(..bytes.checked_sub(sentence.start)?)?;
        Some(before.chars().map(char::len_utf16).sum::<usize>())
    };
    match (units(quote.start), units(quote.end)) {
        (Some(start), Some(end)) if start <= end && quote.end <= sentence.end => json!([start, end]),
        _ => json!([quote.start, quote.end, quote.text]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quote(start: usize, text: &str) -> Quote {
        Quote { start, end: start + text.len(), text: text.to_owned() }
    }

    #[test]
    fn offsets_count_utf16_units_of_the_sentence() {
        let sentence = quote(10, "Élan 🙂 met Asad");
        assert_eq!(inside(&sentence, &quote(10 + 11, "met")), json!([8, 11]));
        assert_eq!(inside(&sentence, &quote(2, "Asad")), json!([2, 6, "Asad"]));
        assert_eq!(
            inside(&sentence, &quote(10, "Élan 🙂 met Asad and more")),
            json!([10, 38, "Élan 🙂 met Asad and more"])
        );
    }
}
