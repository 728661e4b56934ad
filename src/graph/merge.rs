//! Several documents' relations → one graph.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt::{Display, Formatter};

use super::Graph;
use super::codes;
use super::copies::originals;
use super::edges::{Edges, is_repeated};
use super::identity::Identities;
use super::meetings::in_order;
use super::tally::Tally;
use crate::types::{
    Actor, ActorId, DocumentGraph, DocumentInfo, Edge, Evidence, Meeting, Modality, Mode, Relation,
};

/// What of the documents counts in a graph; chosen by the user, and kept by a store.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// Evidence below this confidence is left out, 0 to 1.
    pub threshold: f32,
    /// Keep negated, hypothetical and implicit readings.
    pub all_readings: bool,
    /// Let copies of a text count beside it.
    pub keep_copies: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self::above(Evidence::LEAST)
    }
}

impl Options {
    /// What texts assert with at least this confidence; copies count once.
    pub const fn above(threshold: f32) -> Self {
        Self { threshold, all_readings: false, keep_copies: false }
    }

    /// All readings of at least this confidence; copies count once.
    pub const fn all_above(threshold: f32) -> Self {
        Self { all_readings: true, ..Self::above(threshold) }
    }
}

/// Merges documents, whatever their order: who is who is settled by [`Identities`], actors are joined
/// by id, relations that say the same into one edge with all its evidence.
///
/// Documents of one text are one, that which is [`by_precedence`] the first; copies of another
/// ([`originals`]) count with it, unless they are kept. Two documents with one id but different content are
/// told apart by the first digits of their content hash.
pub fn merge(documents: Vec<DocumentGraph>, options: Options) -> Graph {
    let documents = distinct(documents);
    let identities = Identities::of(&documents);
    let originals = if options.keep_copies { vec![None; documents.len()] } else { originals(&documents) };
    let mut documents = without_copies(documents, &originals);
    documents.iter_mut().for_each(|document| identities.settle(document));
    let infos: Vec<DocumentInfo> = documents.iter().map(|d| d.document.clone()).collect();
    let mut actors: BTreeMap<ActorId, Tally> = BTreeMap::new();
    let mut edges = Edges::default();
    for document in documents {
        for actor in document.actors {
            actors.entry(actor.id.clone()).or_default().add(&actor);
        }
        let relations = document.relations.into_iter();
        relations.filter_map(|r| kept(r, options)).for_each(|r| edges.relation(r));
    }
    let (edges, events) = edges.finish();
    let actors = actors.into_iter().filter_map(|(id, tally)| tally.actor(id)).collect();
    Graph::from_parts(actors, edges, infos, events, options.threshold)
}

/// Why a graph leaves out what a text says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum LeftOut {
    /// Less sure than the threshold.
    Unsure(f32),
    /// The text says that it is not so.
    Negated,
    /// The text says it under a condition, or as a mere possibility.
    Hypothetical,
    /// The text only implies it.
    Implicit,
    /// Nobody but one actor is in it.
    Alone,
    /// Other words of its sentence say the same, and a sentence counts once.
    Again,
    /// The text does not tell whose `I` or `we` it is.
    Speaker,
}

impl Display for LeftOut {
    fn fmt(&self, out: &mut Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unsure(threshold) => write!(out, "below {threshold}"),
            Self::Negated => out.write_str("negated"),
            Self::Hypothetical => out.write_str("hypothetical"),
            Self::Implicit => out.write_str("implicit"),
            Self::Alone => out.write_str("one actor only"),
            Self::Again => out.write_str("its sentence counts once"),
            Self::Speaker => out.write_str("speaker unknown"),
        }
    }
}

/// Why a graph with these options leaves this out; none for what it holds.
pub fn left_out(relation: &Relation, options: Options) -> Option<LeftOut> {
    let threshold = options.threshold;
    let evidence = relation.evidence();
    let alone = match relation {
        Relation::Affiliation(a) => a.member == a.of,
        Relation::Stance(s) => s.holder == s.target,
        Relation::Meeting(m) => m.participants.len() < 2,
    };
    match evidence.modality {
        _ if alone => Some(LeftOut::Alone),
        _ if hundredths(evidence.confidence) < threshold => Some(LeftOut::Unsure(threshold)),
        _ if options.all_readings => None,
        Modality::Negated => Some(LeftOut::Negated),
        Modality::Hypothetical => Some(LeftOut::Hypothetical),
        Modality::Asserted => evidence.implicit.then_some(LeftOut::Implicit),
    }
}

/// What a graph of one document holds of its relations, as it holds them, and why it leaves out the rest.
pub fn weighed(relations: Vec<Relation>, options: Options) -> Vec<(Relation, Option<LeftOut>)> {
    let weigh = |relation| match left_out(&relation, options) {
        None => (rounded(relation), None),
        why => (relation, why),
    };
    let mut out: Vec<(Relation, Option<LeftOut>)> = relations.into_iter().map(weigh).collect();
    let mut kept: Vec<&mut (Relation, Option<LeftOut>)> =
        out.iter_mut().filter(|(_, why)| why.is_none()).collect();
    kept.sort_by(|a, b| by_place(a.0.evidence(), b.0.evidence()));
    let mut said: BTreeMap<String, Vec<&mut Relation>> = BTreeMap::new();
    for (relation, why) in kept {
        let said = said.entry(statement(relation)).or_default();
        match said.iter_mut().find(|before| is_repeated(before.evidence(), relation.evidence())) {
            Some(before) => {
                let surest = before.evidence().confidence.max(relation.evidence().confidence);
                before.evidence_mut().confidence = surest;
                if let (Relation::Meeting(before), Relation::Meeting(again)) = (&mut **before, &*relation) {
                    complete(before, again);
                }
                *why = Some(LeftOut::Again);
            }
            None => said.push(relation),
        }
    }
    out
}

/// Adds what other words of the sentence tell of a meeting.
fn complete(meeting: &mut Meeting, other: &Meeting) {
    if meeting.mode == Mode::default() {
        meeting.mode = other.mode;
    }
    for (own, more) in [(&mut meeting.place, &other.place), (&mut meeting.topic, &other.topic)] {
        *own = own.take().or_else(|| more.clone());
    }
    for (own, more) in [(&mut meeting.host, &other.host), (&mut meeting.mediator, &other.mediator)] {
        *own = own.take().or_else(|| more.clone());
    }
}

/// What a relation says, whatever its place: relations that say the same are one edge, or one meeting's.
fn statement(relation: &Relation) -> String {
    match relation {
        Relation::Affiliation(a) => {
            format!("{}\t{}\t{}", a.member, a.of, codes::affiliation(&a.role, a.former))
        }
        Relation::Meeting(m) => {
            let ids: Vec<&str> = m.participants.iter().map(|id| id.0.as_str()).collect();
            format!("{}\t{}", codes::status(m.status), ids.join("\t"))
        }
        Relation::Stance(s) => {
            format!("{}\t{}\t{}", s.holder, s.target, codes::stance(s.polarity, s.category))
        }
    }
}

/// The relation as it counts in a graph, if it does.
fn kept(relation: Relation, options: Options) -> Option<Relation> {
    left_out(&relation, options).is_none().then(|| rounded(relation))
}

fn rounded(mut relation: Relation) -> Relation {
    let evidence = relation.evidence_mut();
    evidence.confidence = hundredths(evidence.confidence);
    relation
}

/// What one document gives to a merged graph.
///
/// Merging the parts of all documents, their [`Identities`] settled before, gives the graph that
/// [`merge`] makes of them: actors by
/// [`Tally`], edges by [`join_ties`](super::join_ties), meetings by [`sittings`](super::sittings) and
/// [`meeting`](super::meeting). So a store can take
/// documents in and out without a look at the others.
#[derive(Debug, Clone, Default)]
pub struct Parts {
    /// Its actors, as they are.
    pub actors: Vec<Actor>,
    /// Its stances and affiliations, by id of the edge, each with its evidence in order.
    pub edges: Vec<Edge>,
    /// Its reports of meetings in the order in which they count.
    pub meetings: Vec<Meeting>,
}

impl Parts {
    /// The parts of a document, by the same rules as [`merge`].
    pub fn of(document: DocumentGraph, options: Options) -> Self {
        let mut edges = Edges::default();
        let mut meetings = Vec::new();
        for relation in document.relations {
            match kept(relation, options) {
                Some(Relation::Meeting(m)) => meetings.push(m),
                Some(other) => edges.relation(other),
                None => {}
            }
        }
        in_order(&mut meetings);
        Self { actors: document.actors, edges: edges.finish().0, meetings }
    }
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

/// Which of two documents of one text counts: that with a date, that of the earlier date, that of the
/// smaller id; the rest decides between equals.
pub fn by_precedence(a: &DocumentInfo, b: &DocumentInfo) -> Ordering {
    let date = |d: &'_ DocumentInfo| (d.date.is_none(), d.date.clone());
    date(a).cmp(&date(b)).then_with(|| a.cmp(b))
}

/// Each text once, ordered by id and content; where else it stands are its sources.
fn distinct(mut documents: Vec<DocumentGraph>) -> Vec<DocumentGraph> {
    documents.sort_by(|a, b| {
        let text = a.document.sha256.cmp(&b.document.sha256);
        text.then_with(|| by_precedence(&a.document, &b.document))
    });
    documents.dedup_by(|a, b| {
        let same = a.document.sha256 == b.document.sha256;
        if same && a.document.id != b.document.id {
            b.document.sources.push(std::mem::take(&mut a.document));
        }
        same
    });
    documents.sort_by(|a, b| a.document.cmp(&b.document));
    documents
}

/// Tells documents of one id apart, and lets copies count with their originals, among whose sources they
/// are then.
fn without_copies(mut documents: Vec<DocumentGraph>, originals: &[Option<usize>]) -> Vec<DocumentGraph> {
    let mut last: Option<String> = None;
    for document in &mut documents {
        if last.as_ref() == Some(&document.document.id) {
            let id = id_of_clash(&document.document);
            rename(document, id);
        } else {
            last = Some(document.document.id.clone());
        }
    }
    for (at, original) in originals.iter().enumerate() {
        let Some(original) = original else { continue };
        let mut copy = documents.get(at).map(|copy| copy.document.clone()).unwrap_or_default();
        let more = std::mem::take(&mut copy.sources);
        if let Some(original) = documents.get_mut(*original) {
            original.document.sources.push(copy);
            original.document.sources.extend(more);
        }
    }
    let mut copies = originals.iter().map(Option::is_some);
    documents.retain(|_| !copies.next().unwrap_or(false));
    documents.iter_mut().for_each(|document| sources_in_order(&mut document.document));
    documents
}

/// Sources by id, each text under each id once.
pub fn sources_in_order(document: &mut DocumentInfo) {
    let place = |a: &DocumentInfo, b: &DocumentInfo| (&a.id, &a.sha256).cmp(&(&b.id, &b.sha256));
    document.sources.sort_by(|a, b| place(a, b).then_with(|| by_precedence(a, b)));
    document.sources.dedup_by(|a, b| place(a, b).is_eq());
}

/// The id of a document whose own is that of another one with a smaller hash.
pub fn id_of_clash(document: &DocumentInfo) -> String {
    let digits: String = document.sha256.chars().take(8).collect();
    format!("{}#{digits}", document.id)
}

/// Gives a document another id, in its evidence too.
pub fn rename(document: &mut DocumentGraph, id: String) {
    for relation in &mut document.relations {
        relation.evidence_mut().document.clone_from(&id);
    }
    document.document.id = id;
}
