//! What documents become when they are merged, and the way through JSON.

mod made;

use std::path::PathBuf;

use demarche::export::{self, Format, json, to_bytes};
use demarche::graph::{Graph, Options, merge};
use demarche::types::{DocumentGraph, Evidence, Modality, Polarity, Relation, Status, Tie};
use made::{actor, dated, document, evidence, hostile, meeting, member, stance};
use proptest::prelude::*;

const A: &str = "country:AAA";
const B: &str = "country:BBB";
const C: &str = "person:c";

fn cast() -> Vec<demarche::types::Actor> {
    vec![actor(A, "Aland", 3), actor(B, "Beland", 1), actor(C, "Ceda", 2)]
}

fn of(documents: Vec<DocumentGraph>) -> Graph {
    merge(documents, Options::above(0.5))
}

fn one(relations: Vec<Relation>) -> Graph {
    of(vec![document("one", "aa", cast(), relations)])
}

#[test]
fn relations_that_say_the_same_are_one_edge_with_all_evidence() {
    let graph = one(vec![
        stance(A, B, Polarity::Support, evidence("one", 300, 0.6)),
        stance(A, B, Polarity::Support, evidence("one", 0, 0.9)),
        stance(A, B, Polarity::Support, evidence("one", 0, 0.9)),
        stance(A, B, Polarity::Oppose, evidence("one", 100, 0.9)),
        stance(B, A, Polarity::Support, evidence("one", 100, 0.9)),
        member(C, A, "prime minister", evidence("one", 0, 0.9)),
        member(C, A, "Prime Minister", evidence("one", 100, 0.9)),
    ]);
    let counts: Vec<usize> = graph.edges().map(|e| e.evidence.len()).collect();
    assert_eq!(graph.net.edge_count(), 4, "support, opposition, the way back, the office: {counts:?}");
    let support = graph
        .edges()
        .find(|e| e.source.0 == A && matches!(e.tie, Tie::Stance { polarity: Polarity::Support, .. }));
    let places: Vec<usize> = support.unwrap().evidence.iter().map(|e| e.quote.start).collect();
    assert_eq!(places, [0, 300]);
}

#[test]
fn readings_that_are_no_facts_and_doubtful_ones_are_left_out() {
    let negated = Evidence { modality: Modality::Negated, ..evidence("one", 0, 0.9) };
    let implied = Evidence { implicit: true, ..evidence("one", 100, 0.9) };
    let documents = vec![document(
        "one",
        "aa",
        cast(),
        vec![
            stance(A, B, Polarity::Support, negated),
            stance(B, A, Polarity::Support, implied),
            stance(A, C, Polarity::Support, evidence("one", 200, 0.49)),
            stance(C, A, Polarity::Support, evidence("one", 200, f32::NAN)),
        ],
    )];
    let strict = of(documents.clone());
    assert_eq!((strict.net.edge_count(), strict.net.node_count()), (0, 3), "actors without edges stay");
    assert_eq!(merge(documents, Options::all_above(0.5)).net.edge_count(), 2);
}

#[test]
fn a_meeting_is_drawn_in_pairs_of_one_event() {
    let graph = one(vec![
        meeting(&[C, B, A], Status::Held, evidence("one", 0, 0.9)),
        meeting(&[A, B, C], Status::Held, dated("one", 100, "2026-03-01")),
        meeting(&[A, B], Status::Planned, evidence("one", 200, 0.9)),
    ]);
    assert_eq!(graph.events.len(), 2);
    let held = graph.events.iter().find(|e| e.status == Status::Held).unwrap();
    assert_eq!(held.participants.len(), 3);
    assert_eq!(held.date.as_ref().and_then(|d| d.value.as_deref()), Some("2026-03-01"));
    let pairs: Vec<_> =
        graph.edges().filter(|e| matches!(&e.tie, Tie::Meeting { event, .. } if *event == held.id)).collect();
    assert_eq!(pairs.len(), 3);
    assert!(pairs.iter().all(|e| e.source < e.target && e.evidence.len() == 2));
}

#[test]
fn meetings_of_several_documents_are_one_only_on_the_same_day() {
    let told = |id: &str, day: &str| {
        document(id, id, cast(), vec![meeting(&[A, B], Status::Held, dated(id, 0, day))])
    };
    let open =
        |id: &str| document(id, id, cast(), vec![meeting(&[A, B], Status::Held, evidence(id, 0, 0.9))]);
    assert_eq!(of(vec![told("x", "2026-03-01"), told("y", "2026-03-01")]).events.len(), 1);
    assert_eq!(of(vec![told("x", "2026-03-01"), told("y", "2026-03-02")]).events.len(), 2);
    assert_eq!(of(vec![open("x"), open("y")]).events.len(), 2, "nobody says that it was one meeting");
    let twice = document(
        "x",
        "x",
        cast(),
        vec![
            meeting(&[A, B], Status::Held, dated("x", 0, "2026-03-01")),
            meeting(&[A, B], Status::Held, dated("x", 100, "2026-03-02")),
        ],
    );
    assert_eq!(of(vec![twice]).events.len(), 2);
}

#[test]
fn documents_of_one_id_but_different_content_stay_apart() {
    let copies: Vec<DocumentGraph> = ["1111111111", "2222222222", "3333333333", "1111111111"]
        .iter()
        .map(|sha| {
            document("same", sha, cast(), vec![stance(A, B, Polarity::Support, evidence("same", 0, 0.9))])
        })
        .collect();
    let graph = of(copies);
    let ids: Vec<&str> = graph.documents.iter().map(|d| d.id.as_str()).collect();
    assert_eq!(ids, ["same", "same#22222222", "same#33333333"]);
    assert_eq!(graph.edges().next().unwrap().evidence.len(), 3);
}

#[test]
fn names_and_mentions_of_all_documents_count() {
    let mut long = actor(C, "Ceda Dorn", 4);
    long.aliases = vec!["Dorn".into(), "Ceda".into()];
    let graph = of(vec![
        document("x", "x", vec![actor(C, "Ceda", 3)], vec![]),
        document("y", "y", vec![long], vec![]),
    ]);
    let merged = graph.actors().next().unwrap();
    assert_eq!((merged.name.as_str(), merged.mentions), ("Ceda Dorn", 7));
    assert_eq!(merged.aliases, ["Ceda", "Dorn"]);
}

#[test]
fn many_reports_of_one_pair_are_merged_in_time() {
    let documents: Vec<DocumentGraph> = (0..20_000)
        .map(|i| {
            let id = format!("d{i}");
            let report = meeting(&[A, B], Status::Held, evidence(&id, 0, 0.9));
            document(&id, &id, cast(), vec![report])
        })
        .collect();
    let start = std::time::Instant::now();
    assert_eq!(of(documents).events.len(), 20_000);
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

fn schema() -> jsonschema::Validator {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("data/graph.schema.json");
    let schema = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    jsonschema::draft202012::options().build(&schema).unwrap()
}

fn assert_valid(graph: &Graph) {
    let value: serde_json::Value = serde_json::from_str(&json::to_string(graph)).unwrap();
    let problems: Vec<String> =
        schema().iter_errors(&value).map(|e| format!("{}: {e}", e.instance_path())).take(3).collect();
    assert!(problems.is_empty(), "{problems:?}");
}

#[test]
fn the_json_graph_keeps_to_its_schema() {
    assert_valid(&Graph::default());
    assert_valid(&merge(vec![hostile()], Options::all_above(0.0)));
    let sample = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/baghdad-talks.txt");
    let pipeline = demarche::pipeline::Pipeline::new().unwrap();
    let text = demarche::read::from_text("sample", &std::fs::read_to_string(sample).unwrap());
    assert_valid(&merge(vec![pipeline.document(&text)], Options::all_above(0.0)));
}

#[test]
fn the_schema_is_strict() {
    let graph = merge(vec![hostile()], Options::all_above(0.0));
    let mut value: serde_json::Value = serde_json::from_str(&json::to_string(&graph)).unwrap();
    value["edges"][0]["evidence"][0]["note"] = "not in the schema".into();
    assert!(!schema().is_valid(&value));
}

#[test]
fn what_is_no_graph_is_refused_with_a_reason() {
    for text in ["", "{", "[]", "{\"nodes\":[]}", "\u{0}"] {
        let message = json::from_str(text, "some.json").unwrap_err().to_string();
        assert!(message.starts_with("some.json: not a graph written by demarche"), "{message}");
    }
    let later = json::to_string(&Graph::default()).replace("\"schema\":1", "\"schema\":2");
    assert!(json::from_str(&later, "some.json").unwrap_err().to_string().contains("newer demarche"));
}

fn relation() -> impl Strategy<Value = (usize, usize, usize, usize, u8, bool)> {
    (0..4usize, 0..3usize, 0..3usize, 0..4usize, 0..=100u8, any::<bool>())
}

/// Documents of a few actors with relations of all kinds.
fn documents() -> impl Strategy<Value = Vec<DocumentGraph>> {
    let relations = prop::collection::vec(relation(), 0..12);
    prop::collection::vec((0..6usize, relations), 1..6).prop_map(|parts| {
        parts
            .into_iter()
            .enumerate()
            .map(|(sha, (id, relations))| {
                let id = format!("d{id}");
                let ids = [A, B, C];
                let relations = relations
                    .into_iter()
                    .filter(|(_, a, b, ..)| a != b)
                    .map(|(kind, a, b, at, confidence, day)| {
                        let mut evidence = if day {
                            dated(&id, at * 100, "2026-03-01")
                        } else {
                            evidence(&id, at * 100, 0.9)
                        };
                        evidence.confidence = f32::from(confidence) / 100.0;
                        match kind {
                            0 => stance(ids[a], ids[b], Polarity::Support, evidence),
                            1 => member(ids[a], ids[b], ["Envoy", "envoy", "aide"][at % 3], evidence),
                            2 => meeting(&[ids[a], ids[b]], Status::Held, evidence),
                            _ => meeting(&ids, Status::Planned, evidence),
                        }
                    })
                    .collect();
                document(&id, &format!("{sha:02}"), cast(), relations)
            })
            .collect()
    })
}

proptest! {
    #[test]
    fn neither_order_nor_repetition_changes_a_byte(documents in documents(), turn in 0..6usize) {
        let straight = json::to_string(&of(documents.clone()));
        let mut other = documents.clone();
        other.reverse();
        other.rotate_left(turn % documents.len());
        prop_assert_eq!(&straight, &json::to_string(&of(other.clone())));
        other.extend(documents);
        prop_assert_eq!(&straight, &json::to_string(&of(other)));
    }

    #[test]
    fn export_and_import_are_the_identity(documents in documents()) {
        let graph = merge(documents, Options::all_above(0.25));
        let written = json::to_string(&graph);
        let back = json::from_str(&written, "law").unwrap();
        prop_assert_eq!(&written, &json::to_string(&back));
        prop_assert!(graph.edges().eq(back.edges()) && graph.actors().eq(back.actors()));
        prop_assert_eq!((&graph.documents, &graph.events), (&back.documents, &back.events));
    }

    #[test]
    fn graphml_and_gexf_come_back_as_the_same_graph(documents in documents()) {
        let graph = merge(documents, Options::all_above(0.25));
        for format in [Format::Json, Format::Graphml, Format::Gexf] {
            let written = String::from_utf8(to_bytes(&graph, format).unwrap()).unwrap();
            let back = export::from_str(&written, "law").unwrap();
            prop_assert_eq!(json::to_string(&graph), json::to_string(&back), "{:?}", format);
            prop_assert_eq!(written.as_bytes(), to_bytes(&back, format).unwrap());
        }
    }

    #[test]
    fn ids_are_unique_over_nodes_edges_and_events(documents in documents()) {
        let graph = of(documents);
        let mut ids: Vec<&str> = graph.actors().map(|a| a.id.0.as_str()).collect();
        ids.extend(graph.edges().map(|e| e.id.as_str()));
        ids.extend(graph.events.iter().map(|e| e.id.as_str()));
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        prop_assert_eq!(all, ids.len());
    }
}
