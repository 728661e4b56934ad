//! Reports of meetings, folded into the meetings behind them.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::codes;
use super::edges::{Edges, short_hash};
use super::merge::by_place;
use crate::types::{ActorId, Edge, Event, EventDate, Evidence, Meeting, Mode, Precision, Quote, Status, Tie};

/// Reports that may be of one meeting.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct MeetingKey {
    /// Sorted, none twice.
    pub participants: Vec<ActorId>,
    pub status: Status,
}

/// Two participants, smaller id first, and the words that mean them.
pub(super) type Pair = (ActorId, ActorId, Quote, Quote);

/// What one place in a text says of a meeting.
pub(super) struct Report {
    /// Its source and target are empty: those of a pair take their place.
    pub evidence: Evidence,
    pub host: Option<ActorId>,
    pub mediator: Option<ActorId>,
    pub mode: Mode,
    pub place: Option<String>,
    pub topic: Option<String>,
    /// Every two participants.
    pub pairs: Vec<Pair>,
}

impl Report {
    /// From what a text says.
    pub fn of(meeting: Meeting) -> Self {
        let quote = |at: usize| meeting.participant_quotes.get(at).cloned().unwrap_or_else(nothing);
        let mut pairs = Vec::new();
        for (i, a) in meeting.participants.iter().enumerate() {
            for (k, b) in meeting.participants.iter().enumerate().skip(i + 1) {
                pairs.push((a.clone(), b.clone(), quote(i), quote(k)));
            }
        }
        Self {
            evidence: without_pair(meeting.evidence),
            host: meeting.host,
            mediator: meeting.mediator,
            mode: meeting.mode,
            place: meeting.place,
            topic: meeting.topic,
            pairs,
        }
    }

    /// What it says of each of its pairs.
    pub fn tie(&self, status: Status) -> Tie {
        Tie::Meeting { status, mode: self.mode, event: String::new() }
    }

    /// Its pairs, each with its evidence.
    pub fn evidence_of_pairs(&self) -> impl Iterator<Item = (&ActorId, &ActorId, Evidence)> {
        self.pairs.iter().map(|(a, b, source, target)| {
            let (source, target) = (source.clone(), target.clone());
            (a, b, Evidence { source, target, ..self.evidence.clone() })
        })
    }

    /// By place in the texts, then by all else, so that the order never depends on that of reading.
    fn order(&self, other: &Self) -> Ordering {
        let rest = |r: &Self| (r.mode, r.host.clone(), r.mediator.clone(), r.place.clone(), r.topic.clone());
        by_place(&self.evidence, &other.evidence)
            .then_with(|| rest(self).cmp(&rest(other)))
            .then_with(|| self.pairs.cmp(&other.pairs))
    }
}

fn nothing() -> Quote {
    Quote { start: 0, end: 0, text: String::new() }
}

/// Evidence without the words that mean two of the participants.
pub(super) fn without_pair(evidence: Evidence) -> Evidence {
    Evidence { source: nothing(), target: nothing(), ..evidence }
}

/// Two participants of a meeting and where a text says so.
pub(super) type MeetingPair = (ActorId, ActorId, Evidence);

/// The meetings behind reports with the same participants and status, each with its pairs: reports
/// of one document are one meeting unless their days differ; those of several documents only if
/// their days agree.
pub(super) fn fold(key: &MeetingKey, mut reports: Vec<Report>) -> Vec<(Event, Vec<MeetingPair>)> {
    reports.sort_by(Report::order);
    let days: Vec<Option<String>> = reports.iter().map(|r| day(&r.evidence)).collect();
    let places = reports.iter().zip(&days).map(|(r, day)| (r.evidence.document.as_str(), day.as_deref()));
    let (of, days) = sittings(places);
    let mut groups: Vec<Vec<Report>> = days.iter().map(|_| Vec::new()).collect();
    for (report, at) in reports.into_iter().zip(of) {
        if let Some(group) = groups.get_mut(at) {
            group.push(report);
        }
    }
    days.into_iter().zip(groups).map(|(day, reports)| folded(key, day, &reports)).collect()
}

/// Which of the reports of the same people and status are of one meeting: for each report (its
/// document and day, in order of documents and places) the number of its meeting, and for each
/// meeting its day.
pub fn sittings<'a>(
    reports: impl Iterator<Item = (&'a str, Option<&'a str>)>,
) -> (Vec<usize>, Vec<Option<String>>) {
    let mut of = Vec::new();
    let mut days: Vec<Option<String>> = Vec::new();
    let mut by_day: BTreeMap<&str, usize> = BTreeMap::new();
    // The meetings with a report of the document that is being read; reports stand by document.
    let mut here: Vec<usize> = Vec::new();
    let mut last = "";
    for (document, day) in reports {
        if document != last {
            last = document;
            here.clear();
        }
        let open = |&i: &usize| days.get(i).is_some_and(Option::is_none);
        let same = match day {
            Some(day) => by_day.get(day).copied().or_else(|| here.iter().copied().find(open)),
            None => here.first().copied(),
        };
        let at = same.unwrap_or(days.len());
        if at == days.len() {
            days.push(None);
        }
        if let (Some(day), Some(known)) = (day, days.get_mut(at)) {
            by_day.insert(day, at);
            *known = Some(day.to_owned());
        }
        if !here.contains(&at) {
            here.push(at);
        }
        of.push(at);
    }
    (of, days)
}

/// The day of a report of a meeting, if the text gives it.
pub fn day_of(meeting: &Meeting) -> Option<String> {
    day(&meeting.evidence)
}

/// Puts reports of meetings in the order in which they count.
pub(super) fn in_order(meetings: &mut [Meeting]) {
    meetings.sort_by_cached_key(|m| Ordered(Report::of(m.clone())));
}

/// A report in the order of reports.
struct Ordered(Report);

impl PartialEq for Ordered {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Ordered {}

impl PartialOrd for Ordered {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ordered {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.order(&other.0)
    }
}

/// The meeting behind reports of the same people and status, in order, and the edges of its pairs.
/// None without a report.
pub fn meeting(day: Option<String>, reports: Vec<Meeting>) -> Option<(Event, Vec<Edge>)> {
    let first = reports.first()?;
    let key = MeetingKey { participants: first.participants.clone(), status: first.status };
    let reports: Vec<Report> = reports.into_iter().map(Report::of).collect();
    let (event, pairs) = folded(&key, day, &reports);
    let mut edges = Edges::default();
    edges.pairs(&event, pairs);
    Some((event, edges.finish().0))
}

/// The day of a report, if it is known to the day.
fn day(evidence: &Evidence) -> Option<String> {
    evidence.date.as_ref().filter(|d| d.precision == Precision::Day).and_then(|d| d.value.clone())
}

/// The id of a meeting of these people on a day or, if that is not known, told first by a document.
pub fn event_id(participants: &[&str], status: Status, day: Option<&str>, document: &str) -> String {
    // A document that is called by a day is no day.
    let space = if day.is_none() && is_day(document) { " " } else { "" };
    let when = day.unwrap_or(document);
    short_hash("m", &format!("{}\t{}\t{space}{when}", participants.join("\t"), codes::status(status)))
}

/// True for `2026-03-02`.
fn is_day(text: &str) -> bool {
    text.len() == 10 && text.bytes().all(|b| b == b'-' || b.is_ascii_digit())
}

fn folded(
    key: &MeetingKey,
    day: Option<String>,
    reports: &[Report],
) -> (Event, Vec<(ActorId, ActorId, Evidence)>) {
    let names: Vec<&str> = key.participants.iter().map(|id| id.0.as_str()).collect();
    // Without a day, the document tells meetings of the same people apart.
    let first = || reports.first().map_or("", |r| r.evidence.document.as_str());
    let id = event_id(&names, key.status, day.as_deref(), first());
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
        pairs.extend(report.evidence_of_pairs().map(|(a, b, evidence)| (a.clone(), b.clone(), evidence)));
    }
    (event, pairs)
}
