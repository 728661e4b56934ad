//! A ministry, its head, and two states: who is corrected and rolled up.

use demarche::error::CorrectionsError;
use demarche::graph::{Corrected, Corrections, Graph, Options, correct, merge};
use demarche::tables::Tables;
use demarche::types::{Actor, Evidence, Relation, Tie};

use super::{actor, document, evidence};

pub const SYRIA: &str = "country:SYR";
pub const IRAQ: &str = "country:IRQ";
pub const ANNA: &str = "person:anna-berg";
pub const A_BERG: &str = "person:a-berg";
pub const MINISTRY: &str = "group:ministry";

pub fn parse(text: &str) -> Result<Corrections, CorrectionsError> {
    Corrections::parse("fix.toml", text, Tables::bundled().unwrap())
}

pub fn corrected(graph: Graph, text: &str) -> Corrected {
    correct(graph, &parse(text).unwrap()).unwrap()
}

pub fn cast() -> Vec<Actor> {
    vec![
        actor(SYRIA, "Syria", 3),
        actor(IRAQ, "Iraq", 4),
        actor(ANNA, "Anna Berg", 5),
        actor(A_BERG, "A. Berg", 2),
        actor(MINISTRY, "Ministry", 1),
    ]
}

pub fn of(relations: Vec<Relation>) -> Graph {
    merge(vec![document("one", "aa", cast(), relations)], Options::above(0.5))
}

pub fn at(place: usize) -> Evidence {
    evidence("one", place, 0.9)
}

pub fn node<'g>(graph: &'g Graph, id: &str) -> Option<&'g Actor> {
    graph.actors().find(|a| a.id.0 == id)
}

/// Each edge as `source kind target ×evidence`.
pub fn edges(graph: &Graph) -> Vec<String> {
    let say = |tie: &Tie| match tie {
        Tie::Meeting { .. } => "met".to_owned(),
        Tie::Stance { polarity, .. } => format!("{polarity:?}").to_lowercase(),
        Tie::Affiliation { role, .. } => role.clone(),
    };
    graph
        .edges()
        .map(|e| format!("{} {} {} ×{}", e.source, say(&e.tie), e.target, e.evidence.len()))
        .collect()
}
