//! Node-link JSON with flat attributes: `json-networkx` for `networkx.node_link_graph` of any
//! version (the list of edges under both of its names, ids as keys), `json-d3` for
//! `d3.forceLink(links).id(d => d.id)`.

use std::io::{self, Write};

use serde::Serialize;

use super::attributes::{Row, View};
use super::import::header;
use super::lines::{object, separated};

#[derive(Serialize)]
struct Node<'a> {
    id: &'a str,
    #[serde(flatten)]
    row: &'a Row<'a>,
}

#[derive(Serialize)]
struct Edge<'a> {
    id: &'a str,
    source: &'a str,
    target: &'a str,
    /// What networkx calls the id of a parallel edge.
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<&'a str>,
    label: &'a str,
    #[serde(flatten)]
    row: &'a Row<'a>,
}

/// For networkx.
pub(super) fn networkx(view: &View, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"{\"directed\":true,\"multigraph\":true,\n\"graph\":")?;
    object(out, header(view.graph))?;
    nodes(view, out)?;
    edges(view, "edges", true, out)?;
    edges(view, "links", true, out)?;
    out.write_all(b"}\n")
}

/// For D3.
pub(super) fn d3(view: &View, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"{\"graph\":")?;
    object(out, header(view.graph))?;
    nodes(view, out)?;
    edges(view, "links", false, out)?;
    out.write_all(b"}\n")
}

fn nodes(view: &View, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b",\n\"nodes\":[")?;
    separated(out, view.nodes(), |out, (actor, row)| {
        Ok(serde_json::to_writer(out, &Node { id: &actor.id.0, row: &row })?)
    })?;
    out.write_all(b"]")
}

fn edges(view: &View, name: &str, keyed: bool, out: &mut dyn Write) -> io::Result<()> {
    write!(out, ",\n\"{name}\":[")?;
    separated(out, view.edges(), |out, edge| {
        let item = Edge {
            id: edge.id,
            source: &edge.source.0,
            target: &edge.target.0,
            key: keyed.then_some(edge.id),
            label: &edge.label,
            row: &edge.row,
        };
        Ok(serde_json::to_writer(out, &item)?)
    })?;
    out.write_all(b"]")
}
