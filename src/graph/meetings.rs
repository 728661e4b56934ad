//! Reports of meetings, folded into the meetings behind them.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::edges::short_hash;
use super::merge::by_place;
use crate::types::{ActorId, Event, EventDate, Evidence, Meeting, Mode, Precision, Quote, Status};

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
    let mut groups: Vec<(Option<String>, Vec<Report>)> = Vec::new();
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

fn folded(
    key: &MeetingKey,
    day: Option<String>,
    reports: &[Report],
) -> (Event, Vec<(ActorId, ActorId, Evidence)>) {
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
        for (a, b, source, target) in &report.pairs {
            let evidence =
                Evidence { source: source.clone(), target: target.clone(), ..report.evidence.clone() };
            pairs.push((a.clone(), b.clone(), evidence));
        }
    }
    (event, pairs)
}
