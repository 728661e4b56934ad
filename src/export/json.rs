//! The JSON graph: the default export, and the one that is read back.
//!
//! Its schema is `data/graph.schema.json`. `networkx.node_link_graph(data, edges="edges")` reads
//! it as it is.

use std::io::{self, Write};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::attributes::View;
use super::lines::separated;
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
    let mut bytes = Vec::new();
    // Writing into memory cannot fail.
    let _ = write_graph(graph, &mut bytes);
    String::from_utf8(bytes).unwrap_or_default()
}

/// Writes the same to a stream.
pub(super) fn write(view: &View, out: &mut dyn Write) -> io::Result<()> {
    write_graph(view.graph, out)
}

fn write_graph(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    let header = Header {
        generator: concat!("demarche ", env!("CARGO_PKG_VERSION")).to_owned(),
        schema: SCHEMA,
        threshold: graph.threshold,
        documents: graph.documents.clone(),
        events: graph.events.clone(),
    };
    out.write_all(b"{\"directed\":true,\"multigraph\":true,\n\"graph\":")?;
    serde_json::to_writer(&mut *out, &header)?;
    out.write_all(b",\n\"nodes\":[")?;
    separated(out, graph.actors(), |out, actor| Ok(serde_json::to_writer(out, actor)?))?;
    out.write_all(b"],\n\"edges\":[")?;
    separated(out, graph.edges(), |out, edge| Ok(serde_json::to_writer(out, &EdgeRecord::new(edge))?))?;
    out.write_all(b"]}\n")
}

/// Reads a graph back.
///
/// # Errors
/// The text is no JSON graph of this program, or one of a later schema; `path` names it.
pub fn from_str(text: &str, path: &str) -> Result<Graph, ExportError> {
    graph_of(serde_json::from_str(text), path)
}

/// The same, from JSON that is already read.
pub(super) fn from_value(value: serde_json::Value, path: &str) -> Result<Graph, ExportError> {
    graph_of(serde_json::from_value(value), path)
}

fn graph_of(document: serde_json::Result<Document>, path: &str) -> Result<Graph, ExportError> {
    let fail = |problem: String| ExportError::Format { path: PathBuf::from(path), problem };
    let document = document.map_err(|e| {
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
