//! Statements about two actors, gathered into edges.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::codes;
use super::meetings::{MeetingKey, MeetingPair, Report, fold};
use super::merge::by_place;
use crate::types::{ActorId, Edge, Event, Evidence, Meeting, Relation, Status, Tie};

/// What becomes of one place's reading.
pub(super) enum Verdict {
    Kept,
    Gone,
    /// Source, target, what the edge says, and the place.
    Changed(Box<(ActorId, ActorId, Tie, Evidence)>),
}

/// Source, target, what the edge says, and a place that says so.
pub(super) type Judge<'j, T> = &'j mut dyn FnMut(&ActorId, &ActorId, &Tie, &Evidence) -> T;

/// Edges and meetings in the making; the order in which they are added does not matter.
#[derive(Default)]
pub(super) struct Edges {
    edges: BTreeMap<String, Edge>,
    meetings: BTreeMap<MeetingKey, Vec<Report>>,
}

impl Edges {
    /// Adds what a text says.
    pub fn relation(&mut self, relation: Relation) {
        match relation {
            Relation::Affiliation(a) => {
                let tie = Tie::Affiliation { role: a.role, former: a.former };
                self.add(a.member, a.of, tie, a.evidence);
            }
            Relation::Stance(s) => {
                let tie = Tie::Stance {
                    polarity: s.polarity,
                    category: s.category,
                    basis: s.basis,
                    intensity: s.intensity,
                };
                self.add(s.holder, s.target, tie, s.evidence);
            }
            Relation::Meeting(m) => self.report(m.participants.clone(), m.status, Report::of(m)),
        }
    }

    /// Adds evidence to the edge that says this, or makes it; nobody has an edge to itself.
    ///
    /// Where statements differ in what does not part edges, the first one in the texts stands for
    /// all; of several spellings of a role, the first by letters.
    pub fn add(&mut self, source: ActorId, target: ActorId, tie: Tie, evidence: Evidence) {
        if source == target {
            return;
        }
        let says = match &tie {
            Tie::Meeting { event, .. } => format!("meeting\t{event}"),
            Tie::Stance { polarity, category, .. } => codes::stance(*polarity, *category),
            Tie::Affiliation { role, former } => codes::affiliation(role, *former),
        };
        let id = short_hash("e", &format!("{source}\t{target}\t{says}"));
        let Some(edge) = self.edges.get_mut(&id) else {
            self.edges.insert(id.clone(), Edge { id, source, target, tie, evidence: vec![evidence] });
            return;
        };
        let earlier = edge.evidence.first().is_some_and(|first| by_place(&evidence, first).is_lt());
        join_ties(&mut edge.tie, tie, earlier);
        edge.evidence.push(evidence);
        if earlier {
            // The first stands in front, so that the next one is compared with it.
            let last = edge.evidence.len() - 1;
            edge.evidence.swap(0, last);
        }
    }

    /// Adds one text's report of a meeting of `participants` (sorted, none twice).
    pub fn report(&mut self, participants: Vec<ActorId>, status: Status, report: Report) {
        if participants.len() > 1 {
            self.meetings.entry(MeetingKey { participants, status }).or_default().push(report);
        }
    }

    /// Keeps only the affiliations for which `keep` (member, body, role) is true.
    pub fn retain_affiliations(&mut self, mut keep: impl FnMut(&ActorId, &ActorId, &str) -> bool) {
        self.edges.retain(|_, edge| match &edge.tie {
            Tie::Affiliation { role, .. } => keep(&edge.source, &edge.target, role),
            _ => true,
        });
    }

    /// Adds what a file says of two actors.
    pub fn assert(&mut self, source: ActorId, target: ActorId, tie: Tie, evidence: Evidence) {
        let Tie::Meeting { status, mode, .. } = tie else { return self.add(source, target, tie, evidence) };
        let (quotes, mut participants) = ([&evidence.source, &evidence.target], vec![source, target]);
        let mut participant_quotes: Vec<_> = quotes.into_iter().cloned().collect();
        if participants.is_sorted() {
            participants.dedup();
        } else {
            participants.reverse();
            participant_quotes.reverse();
        }
        let (host, mediator, place, topic) = (None, None, None, None);
        let meeting = Meeting {
            participants,
            participant_quotes,
            host,
            mediator,
            status,
            mode,
            place,
            topic,
            evidence,
        };
        self.relation(Relation::Meeting(meeting));
    }

    /// Shows all places.
    pub fn each(&self, show: Judge<'_, ()>) {
        for edge in self.edges.values() {
            edge.evidence.iter().for_each(|e| show(&edge.source, &edge.target, &edge.tie, e));
        }
        for (key, reports) in &self.meetings {
            for report in reports {
                let tie = report.tie(key.status);
                for (a, b, evidence) in report.evidence_of_pairs() {
                    show(a, b, &tie, &evidence);
                }
            }
        }
    }

    /// Has every place judged. Another status or date is that of a whole report; a meeting has no holder.
    pub fn revise(&mut self, judge: Judge<'_, Verdict>) {
        let mut moved = Vec::new();
        for edge in self.edges.values_mut() {
            let before = edge.evidence.len();
            edge.evidence.retain(|e| match judge(&edge.source, &edge.target, &edge.tie, e) {
                Verdict::Kept => true,
                Verdict::Gone => false,
                Verdict::Changed(new) => {
                    moved.push(*new);
                    false
                }
            });
            if edge.evidence.len() < before {
                edge.evidence.sort_by(by_place);
            }
        }
        self.edges.retain(|_, edge| !edge.evidence.is_empty());
        for (source, target, tie, evidence) in moved {
            self.add(source, target, tie, evidence);
        }
        for (key, reports) in std::mem::take(&mut self.meetings) {
            for mut report in reports {
                let (tie, mut status) = (report.tie(key.status), key.status);
                let mut date = report.evidence.date.clone();
                let mut kept = Vec::with_capacity(report.pairs.len());
                for (a, b, evidence) in report.evidence_of_pairs() {
                    match judge(a, b, &tie, &evidence) {
                        Verdict::Gone => continue,
                        Verdict::Kept => {}
                        Verdict::Changed(new) => {
                            date = new.3.date;
                            if let Tie::Meeting { status: new, .. } = new.2 {
                                status = new;
                            }
                        }
                    }
                    kept.push((a.clone(), b.clone(), evidence.source, evidence.target));
                }
                if kept.is_empty() && !report.pairs.is_empty() {
                    continue;
                }
                report.pairs = kept;
                report.evidence.date = date;
                self.report(key.participants.clone(), status, report);
            }
        }
    }

    /// Adds the pairs of one meeting.
    pub fn pairs(&mut self, event: &Event, pairs: Vec<MeetingPair>) {
        for (source, target, evidence) in pairs {
            let tie = Tie::Meeting { status: event.status, mode: event.mode, event: event.id.clone() };
            self.add(source, target, tie, evidence);
        }
    }

    /// The edges, by id, with their evidence in the order of the texts; and the meetings.
    pub fn finish(mut self) -> (Vec<Edge>, Vec<Event>) {
        let mut events = Vec::new();
        for (key, reports) in std::mem::take(&mut self.meetings) {
            for (event, pairs) in fold(&key, reports) {
                self.pairs(&event, pairs);
                events.push(event);
            }
        }
        let mut edges: Vec<Edge> = self.edges.into_values().collect();
        for edge in &mut edges {
            edge.evidence.sort_by(by_place);
            edge.evidence = one_a_sentence(std::mem::take(&mut edge.evidence));
        }
        (edges, events)
    }
}

/// What one voice says in one sentence of one day counts once, however many words say it: the first of
/// them stand for all, as sure as the surest.
fn one_a_sentence(evidence: Vec<Evidence>) -> Vec<Evidence> {
    let mut out: Vec<Evidence> = Vec::with_capacity(evidence.len());
    for one in evidence {
        let here = |e: &&mut Evidence| (&e.document, &e.quote) == (&one.document, &one.quote);
        match out.iter_mut().rev().take_while(here).find(|e| is_repeated(e, &one)) {
            Some(first) => first.confidence = first.confidence.max(one.confidence),
            None => out.push(one),
        }
    }
    out
}

/// True if two places of one edge are one voice in one sentence of one day.
pub(super) fn is_repeated(a: &Evidence, b: &Evidence) -> bool {
    fn says(e: &Evidence) -> impl PartialEq + '_ {
        let date = e.date.as_ref().and_then(|date| date.value.as_deref());
        (&e.document, &e.quote, &e.attribution, e.modality, e.implicit, date)
    }
    says(a) == says(b)
}

/// What two statements of one edge say together; `earlier` if the new one stands first in the texts.
pub fn join_ties(tie: &mut Tie, new: Tie, earlier: bool) {
    match (tie, new) {
        (Tie::Affiliation { role: old, .. }, Tie::Affiliation { role: new, .. }) if new < *old => *old = new,
        (Tie::Affiliation { .. }, Tie::Affiliation { .. }) => {}
        (old, new) if earlier => *old = new,
        _ => {}
    }
}

/// `prefix` and twelve hex digits of a hash.
pub(super) fn short_hash(prefix: &str, text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    let hex: String = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    format!("{prefix}{hex}")
}
