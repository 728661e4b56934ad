//! JSON for graph libraries of the web: Cytoscape.js, graphology (sigma.js), JSON Graph Format 2.
//!
//! Attributes are those of the flat view. Ids are texts; an edge's id has the form `e…`, an actor's
//! `kind:…`: Cytoscape.js hides an edge whose id an actor has.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::json;

use super::attributes::{Row, View, kind_name};
use super::import::header;
use super::lines::{object, separated};
use super::spread::{Spread, size};
use super::style::node_colours;

#[derive(Serialize)]
struct Item<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<&'a str>,
    label: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    x: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    y: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    size: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    color: Option<&'a str>,
    #[serde(flatten)]
    row: &'a Row<'a>,
}

impl<'a> Item<'a> {
    fn new(label: &'a str, row: &'a Row<'a>) -> Self {
        Self { id: None, source: None, target: None, label, x: None, y: None, size: None, color: None, row }
    }
}

/// Rounded, so that no machine writes other digits.
fn rounded(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

/// Cytoscape.js: `cytoscape({elements: (await (await fetch("graph.cyjs")).json()).elements})`.
pub(super) fn cytoscape(view: &View, out: &mut dyn Write) -> io::Result<()> {
    let spread = Spread::of(view.graph);
    out.write_all(b"{\"data\":")?;
    object(out, header(view.graph))?;
    out.write_all(b",\n\"elements\":{\"nodes\":[")?;
    separated(out, view.nodes().enumerate(), |out, (i, (actor, row))| {
        let (x, y) = spread.place(i);
        let data = Item { id: Some(&actor.id.0), ..Item::new(&actor.name, &row) };
        let position = json!({"x": rounded(x), "y": rounded(y)});
        write!(out, "{{\"data\":")?;
        serde_json::to_writer(&mut *out, &data)?;
        write!(out, ",\"position\":{position},\"classes\":\"{}\"}}", kind_name(actor.kind))
    })?;
    out.write_all(b"],\n\"edges\":[")?;
    separated(out, view.edges(), |out, edge| {
        let ends = (Some(edge.source.0.as_str()), Some(edge.target.0.as_str()));
        let data =
            Item { id: Some(edge.id), source: ends.0, target: ends.1, ..Item::new(&edge.label, &edge.row) };
        write!(out, "{{\"data\":")?;
        serde_json::to_writer(&mut *out, &data)?;
        write!(out, ",\"classes\":\"{:?}\"}}", edge.line)
    })?;
    out.write_all(b"]}}\n")
}

/// graphology: `Graph.from(data)`; nodes have the places, sizes and colours that sigma.js asks for.
pub(super) fn graphology(view: &View, out: &mut dyn Write) -> io::Result<()> {
    let spread = Spread::of(view.graph);
    out.write_all(
        b"{\"options\":{\"type\":\"directed\",\"multi\":true,\"allowSelfLoops\":true},\n\"attributes\":",
    )?;
    object(out, header(view.graph))?;
    out.write_all(b",\n\"nodes\":[")?;
    separated(out, view.nodes().enumerate(), |out, (i, (actor, row))| {
        let (x, y) = spread.place(i);
        let attributes = Item {
            x: Some(rounded(x)),
            y: Some(rounded(y)),
            size: Some(rounded(size(actor.mentions))),
            color: Some(node_colours(actor.kind).1),
            ..Item::new(&actor.name, &row)
        };
        #[derive(Serialize)]
        struct Node<'a> {
            key: &'a str,
            attributes: Item<'a>,
        }
        Ok(serde_json::to_writer(out, &Node { key: &actor.id.0, attributes })?)
    })?;
    out.write_all(b"],\n\"edges\":[")?;
    separated(out, view.edges(), |out, edge| {
        let attributes = Item {
            size: Some(rounded(edge.line.width(edge.count))),
            color: Some(edge.line.colour()),
            ..Item::new(&edge.label, &edge.row)
        };
        #[derive(Serialize)]
        struct Edge<'a> {
            key: &'a str,
            source: &'a str,
            target: &'a str,
            attributes: Item<'a>,
        }
        let edge = Edge { key: edge.id, source: &edge.source.0, target: &edge.target.0, attributes };
        Ok(serde_json::to_writer(out, &edge)?)
    })?;
    out.write_all(b"]}\n")
}

/// JSON Graph Format 2.
pub(super) fn json_graph_format(view: &View, out: &mut dyn Write) -> io::Result<()> {
    #[derive(Serialize)]
    struct Node<'a> {
        label: &'a str,
        metadata: &'a Row<'a>,
    }
    #[derive(Serialize)]
    struct Edge<'a> {
        id: &'a str,
        source: &'a str,
        target: &'a str,
        relation: &'a str,
        directed: bool,
        label: &'a str,
        metadata: &'a Row<'a>,
    }
    out.write_all(
        b"{\"graph\":{\"id\":\"demarche\",\"type\":\"actor relationships\",\"directed\":true,\n\"metadata\":",
    )?;
    object(out, header(view.graph))?;
    out.write_all(b",\n\"nodes\":{")?;
    separated(out, view.nodes(), |out, (actor, row)| {
        serde_json::to_writer(&mut *out, &actor.id.0)?;
        out.write_all(b":")?;
        Ok(serde_json::to_writer(out, &Node { label: &actor.name, metadata: &row })?)
    })?;
    out.write_all(b"},\n\"edges\":[")?;
    separated(out, view.edges(), |out, edge| {
        let relation = super::cypher::relation(&edge, view.is_collapsed()).to_lowercase();
        let edge = Edge {
            id: edge.id,
            source: &edge.source.0,
            target: &edge.target.0,
            relation: &relation,
            directed: true,
            label: &edge.label,
            metadata: &edge.row,
        };
        Ok(serde_json::to_writer(out, &edge)?)
    })?;
    out.write_all(b"]}}\n")
}
