//! Stores made by hand.
#![allow(dead_code, reason = "each test uses a part of it")]

use std::path::Path;

use demarche::export;
use demarche::graph::Graph;
use demarche::store::{Incoming, Run, Settings, Store};
use demarche::types::DocumentGraph;

pub fn json(graph: &Graph) -> String {
    export::json::to_string(graph)
}

pub fn incoming(graph: DocumentGraph) -> Incoming {
    let reading = format!("{:?}", graph.document);
    Incoming { place: graph.document.url.clone(), graph, reading, program: "test".into() }
}

pub fn add(store: &mut Store, documents: Vec<DocumentGraph>) {
    take(store, documents, Run::default());
}

/// All of a run: batches of two.
pub fn take(store: &mut Store, documents: Vec<DocumentGraph>, mut run: Run) -> Run {
    for batch in documents.chunks(2) {
        store.add(batch.iter().cloned().map(incoming).collect(), &[], &mut run).unwrap();
    }
    store.end(&mut run).unwrap();
    run
}

pub fn new_store(folder: &Path) -> Store {
    Store::open_to_write(&folder.join("a.db"), Settings::default()).unwrap()
}
