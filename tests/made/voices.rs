//! Groups, and what is said of them on days.

use demarche::graph::{Indexed, Options, merge};
use demarche::types::{Actor, ActorId, DocumentGraph, Evidence, Quote};

use super::{actor, dated};

pub fn id(text: &str) -> ActorId {
    ActorId(text.into())
}

pub fn source(documents: Vec<DocumentGraph>) -> Indexed {
    Indexed::new(merge(documents, Options::all_above(0.0)))
}

pub fn cast(names: &[&str]) -> Vec<Actor> {
    names.iter().map(|n| actor(&format!("group:{n}"), n, 1)).collect()
}

/// A sentence of one's own in a document, on a day.
pub fn says(document: &str, at: usize, day: &str, sentence: &str) -> Evidence {
    let quote = Quote { start: at, end: at + sentence.len(), text: sentence.into() };
    Evidence { quote, attribution: vec![], ..dated(document, at, day) }
}
