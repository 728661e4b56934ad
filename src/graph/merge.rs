//! Several documents' relations → one graph.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::Graph;
use crate::types::{
    Actor, ActorId, DocumentGraph, DocumentInfo, Edge, Event, EventDate, Evidence, Meeting, Modality, Mode,
    Precision, Quote, Relation, Status, Tie,
};

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
    let mut edges: BTreeMap<String, Edge> = BTreeMap::new();
    let mut meetings: BTreeMap<MeetingKey, Vec<Meeting>> = BTreeMap::new();
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
                    add(&mut edges, a.member, a.of, tie, a.evidence);
                }
                Relation::Stance(s) => {
                    let tie = Tie::Stance {
                        polarity: s.polarity,
                        category: s.category,
                        basis: s.basis,
                        intensity: s.intensity,
                    };
                    add(&mut edges, s.holder, s.target, tie, s.evidence);
                }
                Relation::Meeting(m) => meetings.entry(MeetingKey::of(&m)).or_default().push(m),
            }
        }
    }
    let mut events = Vec::new();
    for (key, reports) in meetings {
        for event in fold(&key, reports) {
            for (source, target, evidence) in event.pairs {
                let tie = Tie::Meeting {
                    status: event.event.status,
                    mode: event.event.mode,
                    event: event.event.id.clone(),
                };
                add(&mut edges, source, target, tie, evidence);
            }
            events.push(event.event);
        }
    }
    let mut edges: Vec<Edge> = edges.into_values().collect();
    for edge in &mut edges {
        edge.evidence.sort_by(by_place);
        edge.evidence.dedup();
    }
    let actors = actors.into_values().filter_map(Merged::finish).collect();
    Graph::from_parts(actors, edges, infos, events, threshold)
}

/// By document and place; how the words were read decides between equals, so that the order never
/// depends on that of the documents.
fn by_place(a: &Evidence, b: &Evidence) -> Ordering {
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

/// Adds evidence to the edge that says this, or makes it.
fn add(edges: &mut BTreeMap<String, Edge>, source: ActorId, target: ActorId, tie: Tie, evidence: Evidence) {
    if source == target {
        return;
    }
    let says = match &tie {
        Tie::Meeting { event, .. } => format!("meeting\t{event}"),
        Tie::Stance { polarity, category, .. } => format!("stance\t{polarity:?}\t{category:?}"),
        Tie::Affiliation { role, former } => format!("affiliation\t{}\t{former}", role.to_lowercase()),
    };
    let id = short_hash("e", &format!("{source}\t{target}\t{says}"));
    edges
        .entry(id.clone())
        .and_modify(|edge| {
            // The same role may be written in several ways: the first by letters stands for all.
            if let (Tie::Affiliation { role: old, .. }, Tie::Affiliation { role: new, .. }) =
                (&mut edge.tie, &tie)
                && new < old
            {
                old.clone_from(new);
            }
            edge.evidence.push(evidence.clone());
        })
        .or_insert_with(|| Edge { id, source, target, tie, evidence: vec![evidence] });
}

/// `prefix` and twelve hex digits of a hash.
fn short_hash(prefix: &str, text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    let hex: String = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    format!("{prefix}{hex}")
}

/// Reports that may be of one meeting.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct MeetingKey {
    participants: Vec<ActorId>,
    status: Status,
}

impl MeetingKey {
    fn of(meeting: &Meeting) -> Self {
        Self { participants: meeting.participants.clone(), status: meeting.status }
    }
}

/// A meeting with a report for each pair of participants.
struct Folded {
    event: Event,
    pairs: Vec<(ActorId, ActorId, Evidence)>,
}

/// The meetings behind reports with the same participants and status: those of one document are
/// one meeting unless their days differ; those of several documents only if their days agree.
fn fold(key: &MeetingKey, mut reports: Vec<Meeting>) -> Vec<Folded> {
    reports.sort_by(|a, b| by_place(&a.evidence, &b.evidence));
    let mut groups: Vec<(Option<String>, Vec<Meeting>)> = Vec::new();
    let mut by_day: BTreeMap<String, usize> = BTreeMap::new();
    // The groups with a report of the document that is being read; reports stand by document.
    let mut here: Vec<usize> = Vec::new();
    let mut document = String::new();
    for report in reports {
        if report.evidence.document != document {
            document.clone_from(&report.evidence.document);
            here.clear();
        }
        let day = day(&report.evidence);
        let open = |&i: &usize| groups.get(i).is_some_and(|(day, _)| day.is_none());
        let same = match &day {
            Some(day) => by_day.get(day).copied().or_else(|| here.iter().copied().find(open)),
            None => here.first().copied(),
        };
        let at = same.unwrap_or_else(|| {
            groups.push((None, Vec::new()));
            groups.len() - 1
        });
        if let Some((group_day, members)) = groups.get_mut(at) {
            if let Some(day) = day {
                by_day.insert(day.clone(), at);
                *group_day = Some(day);
            }
            members.push(report);
        }
        if !here.contains(&at) {
            here.push(at);
        }
    }
    groups.into_iter().map(|(day, reports)| folded(key, day, &reports)).collect()
}

/// The day of a report, if it is known to the day.
fn day(evidence: &Evidence) -> Option<String> {
    evidence.date.as_ref().filter(|d| d.precision == Precision::Day).and_then(|d| d.value.clone())
}

fn folded(key: &MeetingKey, day: Option<String>, reports: &[Meeting]) -> Folded {
    let names: Vec<&str> = key.participants.iter().map(|id| id.0.as_str()).collect();
    // Without a day, the document tells meetings of the same people apart.
    let when =
        day.unwrap_or_else(|| reports.first().map_or_else(String::new, |r| r.evidence.document.clone()));
    let id = short_hash("m", &format!("{}\t{:?}\t{when}", names.join("\t"), key.status));
    let mode = reports.iter().map(|r| r.mode).find(|m| *m != Mode::Unspecified).unwrap_or_default();
    let date: Option<EventDate> =
        reports.iter().filter_map(|r| r.evidence.date.clone()).min_by_key(|d| d.precision);
    let event = Event {
        id,
        participants: key.participants.clone(),
        host: reports.iter().find_map(|r| r.host.clone()),
        mediator: reports.iter().find_map(|r| r.mediator.clone()),
        status: key.status,
        mode,
        place: reports.iter().find_map(|r| r.place.clone()),
        topic: reports.iter().find_map(|r| r.topic.clone()),
        date,
    };
    let mut pairs = Vec::new();
    for report in reports {
        for (i, a) in report.participants.iter().enumerate() {
            for (k, b) in report.participants.iter().enumerate().skip(i + 1) {
                let quote = |at: usize| {
                    report.participant_quotes.get(at).cloned().unwrap_or_else(|| Quote {
                        start: 0,
                        end: 0,
                        text: String::new(),
                    })
                };
                let evidence = Evidence { source: quote(i), target: quote(k), ..report.evidence.clone() };
                pairs.push((a.clone(), b.clone(), evidence));
            }
        }
    }
    Folded { event, pairs }
}
