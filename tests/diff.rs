//! What has changed from one graph to another.

mod made;

use demarche::export::{Look, dot, svg};
use demarche::graph::{Graph, Mark, Options, merge};
use demarche::query::{diff, union};
use demarche::types::{Actor, DocumentGraph, Evidence, Polarity, Relation, Status, Tie};
use made::{actor, dated, document, hostile, meeting, stance};

fn cast() -> Vec<Actor> {
    ["a", "b", "c"].iter().map(|n| actor(&format!("group:{n}"), n, 1)).collect()
}

fn of(relations: Vec<Relation>) -> Graph {
    let document: DocumentGraph = document("one", "aa", cast(), relations);
    merge(vec![document], Options::above(0.0))
}

fn planned(day: &str) -> Relation {
    meeting(&["group:a", "group:b"], Status::Planned, dated("one", 0, day))
}

#[test]
fn a_graph_is_as_it_was() {
    let graph = merge(vec![hostile()], Options::all_above(0.0));
    assert!(diff(&graph, &graph).is_empty());
    let (same, marks) = union(&graph, &graph, &diff(&graph, &graph), true);
    assert!(marks.is_empty());
    assert_eq!(demarche::export::json::to_string(&same), demarche::export::json::to_string(&graph));
}

#[test]
fn what_is_new_gone_and_changed() {
    let praise = |polarity, at| stance("group:a", "group:c", polarity, dated("one", at, "2025-03-01"));
    let old = of(vec![planned("2025-03-01"), praise(Polarity::Support, 100)]);
    let sure = |confidence| {
        Relation::Stance(match praise(Polarity::Support, 100) {
            Relation::Stance(s) => {
                demarche::types::Stance { evidence: Evidence { confidence, ..s.evidence }, ..s }
            }
            _ => unreachable!(),
        })
    };
    let new = of(vec![
        meeting(&["group:a", "group:b"], Status::Held, dated("one", 0, "2025-03-01")),
        sure(0.6),
        stance("group:b", "group:c", Polarity::Oppose, dated("one", 300, "2025-03-02")),
    ]);
    let found = diff(&old, &new);
    assert_eq!((found.edges.new.len(), found.edges.gone.len(), found.edges.changed.len()), (2, 1, 1));
    let change = &found.edges.changed[0];
    assert_eq!((change.old.confidence, change.new.confidence), (0.9, 0.6));
    let [turn] = found.turns.as_slice() else { panic!("{:?}", found.turns) };
    let status = |tie: &Tie| match tie {
        Tie::Meeting { status, .. } => *status,
        _ => panic!(),
    };
    assert_eq!((status(&turn.old.tie), status(&turn.new.tie)), (Status::Planned, Status::Held));
    // The other way round, all is the other way round.
    let back = diff(&new, &old);
    assert_eq!(back.edges.new, found.edges.gone);
    assert_eq!(back.edges.gone, found.edges.new);
}

#[test]
fn a_graph_that_grows_turns_too() {
    let stand = |polarity, at, day: &str| stance("group:a", "group:b", polarity, dated("one", at, day));
    let old = vec![stand(Polarity::Support, 0, "2025-03-01")];
    let new = [old.clone(), vec![stand(Polarity::Oppose, 100, "2025-03-08")]].concat();
    let (of_old, of_new) = (of(old), of(new));
    let found = diff(&of_old, &of_new);
    assert_eq!((found.edges.new.len(), found.edges.gone.len(), found.turns.len()), (1, 0, 1));
    // The last word is marked, new or not.
    let new_edge = found.edges.new[0].id.clone();
    let (graph, marks) = union(&of_old, &of_new, &found, false);
    assert_eq!(marks.get(&new_edge), Some(&Mark::Turned));
    for picture in [dot::changes(&graph, &marks), svg::changes(&graph, &marks, &Look::default()).unwrap()] {
        assert!(picture.contains("⇄ opposes"), "{picture}");
    }
}

#[test]
fn actors_that_are_called_otherwise_have_changed() {
    let graph = |name: &str, mentions| {
        merge(
            vec![document("one", "aa", vec![actor("group:a", name, mentions)], vec![])],
            Options::above(0.0),
        )
    };
    assert!(diff(&graph("A", 1), &graph("A", 7)).is_empty());
    let found = diff(&graph("A", 1), &graph("B", 1));
    assert_eq!(found.actors.changed.len(), 1);
}

#[test]
fn pictures_tell_by_colour_and_sign() {
    let old = of(vec![planned("2025-03-01")]);
    let new = of(vec![stance("group:a", "group:c", Polarity::Support, dated("one", 0, "2025-03-02"))]);
    let found = diff(&old, &new);
    let (graph, marks) = union(&old, &new, &found, false);
    assert_eq!(graph.net.edge_count(), 2);
    assert_eq!(marks.values().copied().collect::<std::collections::BTreeSet<_>>().len(), 2);
    assert!(marks.values().any(|m| *m == Mark::New) && marks.values().any(|m| *m == Mark::Gone));
    for picture in [dot::changes(&graph, &marks), svg::changes(&graph, &marks, &Look::default()).unwrap()] {
        for part in ["What has changed", "+ supports", "− to meet", "#007A5A", "#A8447C", "as before"] {
            assert!(picture.contains(part), "{part}\n{picture}");
        }
    }
}
