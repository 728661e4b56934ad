//! Several documents' relations → one graph.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::Graph;
use super::edges::Edges;
use super::meetings::Report;
use crate::types::{Actor, ActorId, DocumentGraph, DocumentInfo, Evidence, Modality, Relation, Tie};

/// Merges documents, whatever their order: actors by id, relations that say the same into one
/// edge with all its evidence.
///
/// Evidence below `threshold` is left out, and so are negated, hypothetical and implicit readings
/// unless `all_readings` is set. A document given twice counts once. Two documents with one id but
/// different content are told apart by the first digits of their content hash.
pub fn merge(documents: Vec<DocumentGraph>, threshold: f32, all_readings: bool) -> Graph {
    let documents = distinct(documents);
    let infos: Vec<DocumentInfo> = documents.iter().map(|d| d.document.clone()).collect();
    let mut actors: BTreeMap<ActorId, Merged> = BTreeMap::new();
    let mut edges = Edges::default();
    for document in documents {
        for actor in document.actors {
            actors.entry(actor.id.clone()).or_default().add(actor);
        }
        for mut relation in document.relations {
            let evidence = relation.evidence_mut();
            evidence.confidence = hundredths(evidence.confidence);
            let asserted = evidence.modality == Modality::Asserted && !evidence.implicit;
            if evidence.confidence < threshold || !(all_readings || asserted) {
                continue;
            }
            match relation {
                Relation::Affiliation(a) => {
                    let tie = Tie::Affiliation { role: a.role, former: a.former };
                    edges.add(a.member, a.of, tie, a.evidence);
                }
                Relation::Stance(s) => {
                    let tie = Tie::Stance {
                        polarity: s.polarity,
                        category: s.category,
                        basis: s.basis,
                        intensity: s.intensity,
                    };
                    edges.add(s.holder, s.target, tie, s.evidence);
                }
                Relation::Meeting(m) => edges.report(m.participants.clone(), m.status, Report::of(m)),
            }
        }
    }
    let (edges, events) = edges.finish();
    let actors = actors.into_values().filter_map(Merged::finish).collect();
    Graph::from_parts(actors, edges, infos, events, threshold)
}

/// By document and place; how the words were read decides between equals, so that the order never
/// depends on that of the documents.
pub(super) fn by_place(a: &Evidence, b: &Evidence) -> Ordering {
    let place = |e: &Evidence| (e.quote.start, e.trigger.start, e.source.start, e.target.start);
    let reading = |e: &Evidence| (e.modality, e.implicit, e.coreference);
    a.document
        .cmp(&b.document)
        .then_with(|| place(a).cmp(&place(b)))
        .then_with(|| (&a.quote, &a.trigger).cmp(&(&b.quote, &b.trigger)))
        .then_with(|| (&a.source, &a.target).cmp(&(&b.source, &b.target)))
        .then_with(|| reading(a).cmp(&reading(b)))
        .then_with(|| (&a.attribution, &a.cues, &a.date).cmp(&(&b.attribution, &b.cues, &b.date)))
        .then_with(|| a.confidence.total_cmp(&b.confidence))
}

/// In hundredths from 0 to 1: shorter to read, and the same bytes after a way through JSON.
fn hundredths(confidence: f32) -> f32 {
    if confidence.is_nan() { 0.0 } else { (confidence.clamp(0.0, 1.0) * 100.0).round() / 100.0 }
}

/// Each document once, ordered by id and content.
fn distinct(mut documents: Vec<DocumentGraph>) -> Vec<DocumentGraph> {
    documents.sort_by(|a, b| a.document.cmp(&b.document));
    documents.dedup_by(|a, b| a.document.id == b.document.id && a.document.sha256 == b.document.sha256);
    let mut last: Option<String> = None;
    for document in &mut documents {
        if last.as_ref() == Some(&document.document.id) {
            let digits: String = document.document.sha256.chars().take(8).collect();
            rename(document, &digits);
        } else {
            last = Some(document.document.id.clone());
        }
    }
    documents
}

/// Gives a document another id, in its evidence too.
fn rename(document: &mut DocumentGraph, suffix: &str) {
    let id = format!("{}#{suffix}", document.document.id);
    for relation in &mut document.relations {
        relation.evidence_mut().document.clone_from(&id);
    }
    document.document.id = id;
}

/// One actor as several documents know it.
#[derive(Default)]
struct Merged {
    forms: Vec<Actor>,
}

impl Merged {
    fn add(&mut self, actor: Actor) {
        self.forms.push(actor);
    }

    /// The name that most mentions carry (the longer, then the first by letters, of equals); all
    /// other names are aliases.
    fn finish(self) -> Option<Actor> {
        let mut mentions: BTreeMap<String, usize> = BTreeMap::new();
        for actor in &self.forms {
            *mentions.entry(actor.name.clone()).or_default() += actor.mentions.max(1);
        }
        let name = mentions
            .iter()
            .max_by(|(a, n), (b, m)| n.cmp(m).then(a.len().cmp(&b.len())).then(b.cmp(a)))?
            .0
            .clone();
        let mut aliases: Vec<String> = self
            .forms
            .iter()
            .flat_map(|a| a.aliases.iter().cloned())
            .chain(mentions.into_keys())
            .filter(|a| *a != name)
            .collect();
        aliases.sort();
        aliases.dedup();
        let total = self.forms.iter().map(|a| a.mentions).sum();
        let subtype = self.forms.iter().filter_map(|a| a.subtype).min();
        let first = self.forms.into_iter().min_by(|a, b| a.iso3.cmp(&b.iso3).reverse())?;
        Some(Actor { name, aliases, mentions: total, subtype, ..first })
    }
}
