//! Reports that contradict each other.

mod made;

use std::collections::BTreeSet;

use demarche::graph::{Filter, Kind};
use demarche::query::{self, Matter};
use demarche::types::{
    ActorId, DocumentGraph, DocumentInfo, EventDate, Evidence, Polarity, Precision, Quote, Relation, Status,
};
use made::voices::*;
use made::{document, meeting, stance};

fn published(name: &str, publisher: &str, relations: Vec<Relation>) -> DocumentGraph {
    let made = document(name, name, cast(&["a", "b"]), relations);
    let document = DocumentInfo { source: Some(publisher.into()), ..made.document };
    DocumentGraph { document, ..made }
}

#[test]
fn conflicts_count_sources_not_copies() {
    let met = |doc: &str, words: &str| {
        meeting(&["group:a", "group:b"], Status::Held, says(doc, 0, "2025-03-06", words))
    };
    let denied = |doc: &str, day: &str| {
        meeting(
            &["group:a", "group:b"],
            Status::Denied,
            says(doc, 0, day, "B denied that it had met A at all."),
        )
    };
    let wire = "A met B in a hotel by the lake on Thursday, a witness said.";
    let documents = vec![
        published("one", "Lake Gazette", vec![met("one", wire)]),
        published("two", "Coast Daily", vec![met("two", &wire.replace("Thursday", "Thursday morning"))]),
        published(
            "three",
            "Lake Gazette",
            vec![met("three", "There were talks between A and B, says the hotel.")],
        ),
        published("four", "City Radio", vec![denied("four", "2025-03-08")]),
        // Another month, another matter.
        published("five", "Hill Times", vec![denied("five", "2025-06-01")]),
    ];
    let source = source(documents);
    let of = |names: &[&ActorId]| query::conflicts(&source, names, &Filter::default()).unwrap();
    let (a, b) = (id("group:a"), id("group:b"));
    let [conflict] = &of(&[])[..] else { panic!() };
    assert_eq!(conflict.about, Matter::Meeting);
    assert_eq!((conflict.pro.sources, conflict.con.sources), (1, 1));
    assert_eq!((conflict.pro.reports.len(), conflict.con.reports.len()), (2, 1));
    assert_eq!(conflict.pro.reports[0].copies, ["two"]);
    assert_eq!(of(&[&a, &b]), of(&[]));
    assert_eq!(of(&[&b]), of(&[]));
}

#[test]
fn negated_statements_are_conflicts() {
    use demarche::types::Modality;
    let no = Evidence { modality: Modality::Negated, ..says("two", 0, "2025-03-02", "A did not praise B.") };
    let documents = vec![
        published(
            "one",
            "x",
            vec![stance(
                "group:a",
                "group:b",
                Polarity::Support,
                says("one", 0, "2025-03-01", "A praised B."),
            )],
        ),
        published("two", "y", vec![stance("group:a", "group:b", Polarity::Support, no)]),
    ];
    let source = source(documents);
    let found = query::conflicts(&source, &[&id("group:a")], &Filter::default()).unwrap();
    assert_eq!(found.iter().map(|c| c.about).collect::<Vec<_>>(), [Matter::Statement]);
    assert_eq!(found[0].no, "not: supports");
    assert_eq!(query::conflicts(&source, &[], &Filter::default()).unwrap(), found);
}

#[test]
fn two_counts_of_who_met_are_conflicts() {
    let (a, b, c, d) = ("group:a", "group:b", "group:c", "group:d");
    let on = |doc: &str, day: &str, words: &str| {
        let date = EventDate {
            value: Some(day.to_owned()),
            precision: Precision::Day,
            anchor: None,
            words: Quote { start: 0, end: 0, text: String::new() },
        };
        Evidence { date: Some(date), ..says(doc, 0, day, words) }
    };
    let met = |who: &[&str], doc: &str, day: &str| {
        meeting(who, Status::Held, on(doc, day, &format!("{who:?} met.")))
    };
    let placed = |who: &[&str], doc: &str| {
        let Relation::Meeting(mut meeting) = met(who, doc, "2025-04-01") else { panic!() };
        (meeting.place, meeting.topic) = (Some("Oslo".to_owned()), Some("fish".to_owned()));
        Relation::Meeting(meeting)
    };
    let of_four = |name: &str, relations| document(name, name, cast(&["a", "b", "c", "d"]), relations);
    let documents = vec![
        of_four("one", vec![met(&[a, b], "one", "2025-03-02"), met(&[a, d], "one", "2025-03-02")]),
        // One more at the table; the next day; a part of one text's two meetings.
        of_four("two", vec![met(&[a, b, c], "two", "2025-03-02"), met(&[b, c], "two", "2025-03-02")]),
        of_four("three", vec![met(&[a, b, d], "three", "2025-03-03")]),
        of_four("four", vec![placed(&[a, b], "four")]),
        of_four("five", vec![placed(&[a, d], "five")]),
    ];
    let source = source(documents);
    let of = |names: &[&ActorId]| query::conflicts(&source, names, &Filter::default()).unwrap();
    let found: BTreeSet<BTreeSet<String>> =
        of(&[]).into_iter().map(|c| BTreeSet::from([c.yes, c.no])).collect();
    let sides = |one: &str, other: &str| BTreeSet::from([one.to_owned(), other.to_owned()]);
    let want = BTreeSet::from([sides("met: a, b", "met: a, b, c"), sides("met: a, b", "met: a, d")]);
    assert_eq!(found, want);
    assert!(of(&[]).iter().all(|c| c.about == Matter::Participants && c.first == c.last));
    assert_eq!(of(&[&id(a), &id(b)]), of(&[]));
    assert_eq!(of(&[&id(c)]).len(), 1);
    let stances = Filter { kinds: vec![Kind::Stance], ..Filter::default() };
    assert!(query::conflicts(&source, &[], &stances).unwrap().is_empty());
}
