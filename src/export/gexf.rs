//! GEXF 1.3: for Gephi, Gephi Lite, sigma.js, networkx.
//!
//! The graph is dynamic: an edge has a timestamp for each day of its evidence (never intervals
//! beside them), and Gephi's timeline plays it. Actors carry no time and are always there. An edge
//! has an id and a `kind`; Gephi merges edges of one pair and one kind, so the second stance of one
//! category, or meeting of one status, is the `kind` with a number.

use std::io::{self, Write};

use rustc_hash::FxHashMap;

use super::attributes::{Column, FlatEdge, NODE, Row, View};
use super::import::{header, statements};
use super::spread::{Spread, size};
use super::style::node_colours;
use super::xml::Elements;
use crate::types::Tie;

/// Words for text, integer, number and truth.
const TYPES: [&str; 4] = ["string", "integer", "double", "boolean"];

/// Writes the graph.
pub(super) fn write(view: &View, out: &mut dyn Write) -> io::Result<()> {
    let mut xml = Elements::new(out)?;
    xml.open(
        "gexf",
        &[("xmlns", "http://gexf.net/1.3"), ("xmlns:viz", "http://gexf.net/1.3/viz"), ("version", "1.3")],
    )?;
    xml.open("meta", &[])?;
    xml.text("creator", &[], concat!("demarche ", env!("CARGO_PKG_VERSION")))?;
    let header: serde_json::Map<String, serde_json::Value> =
        header(view.graph).into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
    xml.text("description", &[], &serde_json::Value::from(header).to_string())?;
    xml.close("meta")?;
    xml.open(
        "graph",
        &[
            ("defaultedgetype", "directed"),
            ("mode", "dynamic"),
            ("timeformat", "date"),
            ("timerepresentation", "timestamp"),
        ],
    )?;
    for (class, columns) in [("node", NODE), ("edge", view.edge_columns())] {
        xml.open("attributes", &[("class", class), ("mode", "static")])?;
        for column in columns {
            attribute(&mut xml, column.name, column.holds.named(TYPES))?;
        }
        if class == "edge" {
            attribute(&mut xml, "evidence", "string")?;
        }
        xml.close("attributes")?;
    }
    nodes(view, &mut xml)?;
    edges(view, &mut xml)?;
    xml.close("graph")?;
    xml.close("gexf")
}

fn attribute(xml: &mut Elements, name: &str, holds: &str) -> io::Result<()> {
    xml.empty("attribute", &[("id", name), ("title", name), ("type", holds)])
}

fn nodes(view: &View, xml: &mut Elements) -> io::Result<()> {
    let spread = Spread::of(view.graph);
    xml.open("nodes", &[("count", &view.graph.net.node_count().to_string())])?;
    for (i, (actor, row)) in view.nodes().enumerate() {
        xml.open("node", &[("id", &actor.id.0), ("label", &actor.name)])?;
        xml.open("attvalues", &[])?;
        values(xml, &row)?;
        xml.close("attvalues")?;
        colour(xml, node_colours(actor.kind).1)?;
        let (x, y) = spread.place(i);
        xml.empty("viz:position", &[("x", &format!("{x:.1}")), ("y", &format!("{y:.1}")), ("z", "0.0")])?;
        xml.empty("viz:size", &[("value", &format!("{:.1}", size(actor.mentions)))])?;
        xml.close("node")?;
    }
    xml.close("nodes")
}

fn edges(view: &View, xml: &mut Elements) -> io::Result<()> {
    xml.open("edges", &[])?;
    // Edges of one pair stand together.
    let mut pair = None;
    let mut kinds: FxHashMap<String, usize> = FxHashMap::default();
    for edge in view.edges() {
        if pair != Some((edge.source, edge.target)) {
            pair = Some((edge.source, edge.target));
            kinds.clear();
        }
        let mut kind = kind(&edge, view.is_collapsed());
        let nth = kinds.entry(kind.clone()).or_default();
        *nth += 1;
        if *nth > 1 {
            kind = format!("{kind} {nth}");
        }
        let weight = edge.count.max(1).to_string();
        xml.open(
            "edge",
            &[
                ("id", edge.id),
                ("source", &edge.source.0),
                ("target", &edge.target.0),
                ("type", "directed"),
                ("kind", &kind),
                ("label", &edge.label),
                ("weight", &weight),
            ],
        )?;
        xml.open("attvalues", &[])?;
        values(xml, &edge.row)?;
        xml.empty("attvalue", &[("for", "evidence"), ("value", &statements(&edge))])?;
        xml.close("attvalues")?;
        let days = edge.days();
        if !days.is_empty() {
            xml.open("spells", &[])?;
            for day in &days {
                xml.empty("spell", &[("timestamp", day)])?;
            }
            xml.close("spells")?;
        }
        colour(xml, edge.line.colour())?;
        xml.empty("viz:thickness", &[("value", &format!("{:.1}", edge.line.width(edge.count)))])?;
        if let Some(shape) = shape(edge.line.graphviz_style()) {
            xml.empty("viz:shape", &[("value", shape)])?;
        }
        xml.close("edge")?;
    }
    xml.close("edges")
}

/// What tells an edge from others of the same pair in Gephi.
fn kind(edge: &FlatEdge, collapsed: bool) -> String {
    match edge.edges.first().map(|edge| &edge.tie) {
        _ if collapsed => "all".to_owned(),
        Some(Tie::Meeting { status, .. }) => format!("meeting {}", super::scalars::word(status)),
        Some(Tie::Stance { polarity, category, .. }) => {
            format!("{} {}", super::scalars::word(polarity), super::scalars::word(category))
        }
        Some(Tie::Affiliation { .. }) | None => "affiliation".to_owned(),
    }
}

fn values(xml: &mut Elements, row: &Row) -> io::Result<()> {
    for (Column { name, .. }, value) in row.filled() {
        xml.empty("attvalue", &[("for", name), ("value", &value.to_string())])?;
    }
    Ok(())
}

/// `#RRGGBB` in GEXF's way.
fn colour(xml: &mut Elements, hex: &str) -> io::Result<()> {
    let part = |from: usize| {
        hex.get(from..from + 2).and_then(|two| u8::from_str_radix(two, 16).ok()).unwrap_or(0).to_string()
    };
    xml.empty("viz:color", &[("r", &part(1)), ("g", &part(3)), ("b", &part(5))])
}

/// Shapes of lines; `None` for the usual one.
fn shape(style: &str) -> Option<&str> {
    (style != "solid").then_some(style)
}
