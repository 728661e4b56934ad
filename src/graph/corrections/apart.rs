//! Who is kept apart.

use rustc_hash::FxHashMap;

use super::who::{Found, Names};
use super::{Change, Corrections};
use crate::graph::Graph;
use crate::types::ActorId;

/// Who is never to be merged with whom, in one graph.
#[derive(Debug, Default)]
pub struct Apart {
    lines: FxHashMap<ActorId, Vec<usize>>,
}

impl Apart {
    /// What `never-merge` entries say of the actors of a graph.
    pub fn new(graph: &Graph, corrections: &Corrections) -> Self {
        let names = Names::new(graph);
        let mut lines: FxHashMap<ActorId, Vec<usize>> = FxHashMap::default();
        for entry in &corrections.entries {
            let Change::Never { actors } = &entry.change else { continue };
            for who in actors {
                if let Found::One(id) = names.find(who) {
                    lines.entry(id.clone()).or_default().push(entry.line);
                }
            }
        }
        Self { lines }
    }

    /// True if the two are to be kept apart.
    pub fn has(&self, a: &ActorId, b: &ActorId) -> bool {
        match (self.lines.get(a), self.lines.get(b)) {
            (Some(a), Some(b)) => a.iter().any(|line| b.contains(line)),
            _ => false,
        }
    }
}
