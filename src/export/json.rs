//! The JSON graph: the default export, and the one that is read back.
//!
//! Its schema is `data/graph.schema.json`. `networkx.node_link_graph(data, edges="edges")` reads
//! it as it is.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::error::ExportError;
use crate::graph::Graph;
use crate::types::{Actor, ActorId, DocumentInfo, Edge, Event, Evidence, Tie};

/// Number of the schema; a graph of a later one is refused.
pub const SCHEMA: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Header {
    generator: String,
    schema: u32,
    threshold: f32,
    documents: Vec<DocumentInfo>,
    events: Vec<Event>,
}

#[derive(Serialize, Deserialize)]
struct EdgeRecord {
    id: String,
    source: ActorId,
    target: ActorId,
    #[serde(flatten)]
    tie: Tie,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    undirected: bool,
    #[serde(default)]
    count: usize,
    #[serde(default)]
    confidence: f32,
    #[serde(default)]
    first: Option<String>,
    #[serde(default)]
    last: Option<String>,
    evidence: Vec<Evidence>,
}

#[derive(Deserialize)]
struct Document {
    graph: Header,
    nodes: Vec<Actor>,
    edges: Vec<EdgeRecord>,
}

impl EdgeRecord {
    fn new(edge: &Edge) -> Self {
        let dates = edge.dates();
        Self {
            id: edge.id.clone(),
            source: edge.source.clone(),
            target: edge.target.clone(),
            tie: edge.tie.clone(),
            undirected: matches!(edge.tie, Tie::Meeting { .. }),
            count: edge.evidence.len(),
            confidence: edge.confidence(),
            first: dates.map(|(first, _)| first.to_owned()),
            last: dates.map(|(_, last)| last.to_owned()),
            evidence: edge.evidence.clone(),
        }
    }
}

/// The graph as JSON: a line for each node and each edge, keys in a fixed order.
pub fn to_string(graph: &Graph) -> String {
    let header = Header {
        generator: concat!("demarche ", env!("CARGO_PKG_VERSION")).to_owned(),
        schema: SCHEMA,
        threshold: graph.threshold,
        documents: graph.documents.clone(),
        events: graph.events.clone(),
    };
    let line = |value: Result<String, serde_json::Error>| value.unwrap_or_else(|_| "null".to_owned());
    let nodes: Vec<String> = graph.actors().map(|a| line(serde_json::to_string(a))).collect();
    let edges: Vec<String> =
        graph.edges().map(|e| line(serde_json::to_string(&EdgeRecord::new(e)))).collect();
    let list = |items: &[String]| {
        if items.is_empty() { String::new() } else { format!("\n{}\n", items.join(",\n")) }
    };
    format!(
        "{{\"directed\":true,\"multigraph\":true,\n\"graph\":{},\n\"nodes\":[{}],\n\"edges\":[{}]}}\n",
        line(serde_json::to_string(&header)),
        list(&nodes),
        list(&edges)
    )
}

/// Reads a graph back.
///
/// # Errors
/// The text is no JSON graph of this program, or one of a later schema; `path` names it.
pub fn from_str(text: &str, path: &str) -> Result<Graph, ExportError> {
    let fail = |problem: String| ExportError::Format { path: PathBuf::from(path), problem };
    let document: Document = serde_json::from_str(text).map_err(|e| {
        fail(format!(
            "not a graph written by demarche ({e}); expected the output of `demarche build -o graph.json`"
        ))
    })?;
    if document.graph.schema > SCHEMA {
        return Err(fail(format!(
            "written with schema {}, this program reads up to {SCHEMA}; use a newer demarche",
            document.graph.schema
        )));
    }
    let edges = document.edges.into_iter().map(|e| Edge {
        id: e.id,
        source: e.source,
        target: e.target,
        tie: e.tie,
        evidence: e.evidence,
    });
    Ok(Graph::from_parts(
        document.nodes,
        edges.collect(),
        document.graph.documents,
        document.graph.events,
        document.graph.threshold,
    ))
}
