//! GraphML: for yEd, Gephi, networkx, igraph, Cytoscape.
//!
//! Each column of the flat view is a key with a scalar type; edges are directed and have an id, so
//! that parallel ones stay apart; `identifier` repeats it for igraph 1.0, which puts a node's id in its
//! place. `evidence` holds all evidence of an edge as JSON, keys of the graph
//! hold documents and events: what is written here is read back as the same graph.

use std::io::{self, Write};

use super::attributes::{Column, NODE, Row, View};
use super::import::{header, statements};
use super::xml::Elements;

const NAMESPACE: &str = "http://graphml.graphdrawing.org/xmlns";
const SCHEMA: &str =
    "http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd";

/// Words for text, integer, number and truth.
const TYPES: [&str; 4] = ["string", "int", "double", "boolean"];

/// Writes the graph.
pub(super) fn write(view: &View, out: &mut dyn Write) -> io::Result<()> {
    let mut xml = Elements::new(out)?;
    xml.open(
        "graphml",
        &[
            ("xmlns", NAMESPACE),
            ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
            ("xsi:schemaLocation", SCHEMA),
        ],
    )?;
    let header = header(view.graph);
    for (name, _) in &header {
        key(&mut xml, "graph", name, "string")?;
    }
    for (domain, columns) in [("node", NODE), ("edge", view.edge_columns())] {
        key(&mut xml, domain, "label", "string")?;
        for column in columns {
            key(&mut xml, domain, column.name, column.holds.named(TYPES))?;
        }
    }
    key(&mut xml, "edge", "identifier", "string")?;
    key(&mut xml, "edge", "evidence", "string")?;
    xml.open("graph", &[("id", "demarche"), ("edgedefault", "directed")])?;
    for (name, value) in &header {
        xml.text("data", &[("key", &format!("graph_{name}"))], value)?;
    }
    for (actor, row) in view.nodes() {
        xml.open("node", &[("id", &actor.id.0)])?;
        data(&mut xml, "node", &actor.name, &row)?;
        xml.close("node")?;
    }
    for edge in view.edges() {
        xml.open("edge", &[("id", edge.id), ("source", &edge.source.0), ("target", &edge.target.0)])?;
        data(&mut xml, "edge", &edge.label, &edge.row)?;
        xml.text("data", &[("key", "edge_identifier")], edge.id)?;
        xml.text("data", &[("key", "edge_evidence")], &statements(&edge))?;
        xml.close("edge")?;
    }
    xml.close("graph")?;
    xml.close("graphml")
}

fn key(xml: &mut Elements, domain: &str, name: &str, holds: &str) -> io::Result<()> {
    let id = format!("{domain}_{name}");
    xml.empty("key", &[("id", &id), ("for", domain), ("attr.name", name), ("attr.type", holds)])
}

fn data(xml: &mut Elements, domain: &str, label: &str, row: &Row) -> io::Result<()> {
    xml.text("data", &[("key", &format!("{domain}_label"))], label)?;
    for (Column { name, .. }, value) in row.filled() {
        xml.text("data", &[("key", &format!("{domain}_{name}"))], &value.to_string())?;
    }
    Ok(())
}
