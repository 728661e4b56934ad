//! Graphs made by hand, for tests of what becomes of them.
#![allow(dead_code, reason = "each test uses a part of it")]

pub mod news;
pub mod office;
pub mod voices;

use std::path::Path;

use assert_cmd::Command;
use demarche::types::{
    Actor, ActorId, ActorKind, Affiliation, Basis, Category, Cue, CueKind, DocumentGraph, DocumentInfo,
    EventDate, Evidence, Meeting, Modality, Mode, Polarity, Precision, Quote, Relation, Stance, Status,
};

/// Names that no format may trip over.
pub const HOSTILE: &[&str] = &[
    "say \"no\"; } digraph { a -> b",
    "back\\slash\\",
    "two\nlines\r\nof a\tname",
    "<b>bold</b> & <script>alert(1)</script>",
    "node",
    "strict digraph",
    "علي حسن",
    "\u{202e}reversed",
    "e\u{301}\u{302}\u{303} Türkiye Erdoğan Łódź",
    "bell\u{7}, null\u{0}, \u{fffe}",
    "]]> --> */ ${x} {{x}}",
    "日本国 🇯🇵",
    "",
];

/// An actor called `name`; the first letter of its id tells its kind.
pub fn actor(id: &str, name: &str, mentions: usize) -> Actor {
    let kind = match id.split(':').next() {
        Some("country") => ActorKind::Country,
        Some("person") => ActorKind::Person,
        _ => ActorKind::Group,
    };
    let iso3 = id.strip_prefix("country:").map(str::to_owned);
    Actor {
        id: ActorId(id.into()),
        kind,
        subtype: None,
        name: name.into(),
        aliases: vec![],
        iso3,
        mentions,
        wikidata: None,
        rolled_up: vec![],
    }
}

/// Evidence in the sentence at `at` of a document.
pub fn evidence(document: &str, at: usize, confidence: f32) -> Evidence {
    let quote = |from: usize, text: &str| Quote { start: from, end: from + text.len(), text: text.into() };
    Evidence {
        document: document.into(),
        sentence: at / 100,
        quote: quote(at, "They \"spoke\" <at> length & left."),
        trigger: quote(at + 5, "\"spoke\""),
        source: quote(at, "They"),
        target: quote(at, "They"),
        cues: vec![Cue { kind: CueKind::Hedge, quote: quote(at + 13, "<at>") }],
        attribution: vec!["a spokesman".into()],
        modality: Modality::Asserted,
        date: None,
        reported: Some("2026-03-02".into()),
        confidence,
        coreference: false,
        implicit: false,
    }
}

/// The same, on a day.
pub fn dated(document: &str, at: usize, day: &str) -> Evidence {
    let words = Quote { start: at, end: at + 4, text: "They".into() };
    let date = EventDate { value: Some(day.into()), precision: Precision::Day, anchor: None, words };
    Evidence { date: Some(date), ..evidence(document, at, 0.9) }
}

pub fn stance(holder: &str, target: &str, polarity: Polarity, evidence: Evidence) -> Relation {
    let (category, intensity) = match polarity {
        Polarity::Support => (Category::Support, 0.5),
        Polarity::Oppose => (Category::Accuse, -0.3),
    };
    Relation::Stance(Stance {
        holder: ActorId(holder.into()),
        target: ActorId(target.into()),
        polarity,
        category,
        basis: Basis::Word,
        intensity,
        evidence,
    })
}

pub fn member(member: &str, of: &str, role: &str, evidence: Evidence) -> Relation {
    Relation::Affiliation(Affiliation {
        member: ActorId(member.into()),
        of: ActorId(of.into()),
        role: role.into(),
        former: false,
        evidence,
    })
}

pub fn meeting(participants: &[&str], status: Status, evidence: Evidence) -> Relation {
    let mut participants: Vec<ActorId> = participants.iter().map(|id| ActorId((*id).into())).collect();
    participants.sort();
    let participant_quotes = vec![evidence.source.clone(); participants.len()];
    Relation::Meeting(Meeting {
        participants,
        host: None,
        mediator: None,
        status,
        mode: Mode::InPerson,
        place: Some("a hall".into()),
        topic: None,
        participant_quotes,
        evidence,
    })
}

/// A document of these actors and relations.
pub fn document(id: &str, sha256: &str, actors: Vec<Actor>, relations: Vec<Relation>) -> DocumentGraph {
    let document = DocumentInfo {
        id: id.into(),
        sha256: sha256.into(),
        title: Some(format!("Title of {id}")),
        date: Some("2026-03-02".into()),
        source: Some("The Daily <&> \"Example\"".into()),
        ..DocumentInfo::default()
    };
    DocumentGraph { document, actors, relations, ..DocumentGraph::default() }
}

/// A document whose actors have all the hostile names, each tied to the next in every way.
pub fn hostile() -> DocumentGraph {
    let kinds = ["country", "person", "group"];
    let ids: Vec<String> =
        HOSTILE.iter().enumerate().map(|(i, name)| format!("{}:{name}", kinds[i % 3])).collect();
    let actors = HOSTILE
        .iter()
        .zip(&ids)
        .map(|(name, id)| Actor {
            iso3: None,
            aliases: vec![format!("alias of {name}")],
            ..actor(id, name, 2)
        })
        .collect();
    let mut relations = Vec::new();
    for (i, pair) in ids.windows(2).enumerate() {
        let [a, b] = pair else { continue };
        let (at, name) = (i * 1000, HOSTILE[i]);
        relations.push(stance(a, b, Polarity::Support, evidence(name, at, 0.9)));
        relations.push(stance(b, a, Polarity::Oppose, evidence(name, at + 100, 0.8)));
        relations.push(member(a, b, name, evidence(name, at + 200, 0.7)));
        for (k, status) in [Status::Held, Status::Planned, Status::Denied].into_iter().enumerate() {
            relations.push(meeting(&[a, b], status, evidence(name, at + 300 + 100 * k, 0.6)));
        }
    }
    document("hostile \"document\"", "ab", actors, relations)
}

/// Runs the program in a folder; gives whether it was content, and its standard error.
pub fn demarche(folder: &Path, args: &[&str]) -> (bool, String) {
    let output = Command::cargo_bin("demarche").unwrap().current_dir(folder).args(args).output().unwrap();
    (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// Two files of a folder hold the same.
pub fn same(folder: &Path, a: &str, b: &str) {
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    assert!(read(a) == read(b), "{a} and {b} differ");
}
