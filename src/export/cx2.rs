//! CX2: for NDEx and Cytoscape 3.10 and later. Ids are numbers there; ours are the attributes `id` of
//! nodes and edges.

use std::io::{self, Write};

use rustc_hash::FxHashMap;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::attributes::{Column, NODE, Row, View};
use super::import::header;
use super::lines::separated;
use super::spread::Spread;
use super::style::node_colours;
use crate::types::{ActorId, ActorKind};

#[derive(Serialize)]
struct Values<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    interaction: Option<&'a str>,
    #[serde(flatten)]
    row: &'a Row<'a>,
}

/// Writes the network.
pub(super) fn write(view: &View, out: &mut dyn Write) -> io::Result<()> {
    let (nodes, edges) = (view.graph.net.node_count(), view.edges().count());
    let count = |name: &str, count: usize| json!({"name": name, "elementCount": count});
    let metadata = [
        count("attributeDeclarations", 1),
        count("networkAttributes", 1),
        count("nodes", nodes),
        count("edges", edges),
        count("visualProperties", 1),
    ];
    writeln!(out, "[{},", json!({"CXVersion": "2.0", "hasFragments": false}))?;
    writeln!(out, "{},", json!({"metaData": metadata}))?;
    let mut network: Map<String, Value> = Map::new();
    network.insert("name".to_owned(), "actor relationships".into());
    network.extend(header(view.graph).into_iter().map(|(name, value)| (name.to_owned(), value.into())));
    let declared: Map<String, Value> =
        network.keys().map(|name| (name.clone(), json!({"d": "string"}))).collect();
    let declarations = json!({
        "networkAttributes": declared,
        "nodes": declare(&["id"], NODE),
        "edges": declare(&["id", "interaction"], view.edge_columns()),
    });
    writeln!(out, "{},", json!({"attributeDeclarations": [declarations]}))?;
    writeln!(out, "{},", json!({"networkAttributes": [network]}))?;
    out.write_all(b"{\"nodes\":[")?;
    let spread = Spread::of(view.graph);
    let mut numbers: FxHashMap<&ActorId, usize> = FxHashMap::default();
    separated(out, view.nodes().enumerate(), |out, (number, (actor, row))| {
        numbers.insert(&actor.id, number);
        let (x, y) = spread.place(number);
        write!(out, "{{\"id\":{number},\"x\":{x:.1},\"y\":{y:.1},\"v\":")?;
        serde_json::to_writer(&mut *out, &Values { id: &actor.id.0, interaction: None, row: &row })?;
        out.write_all(b"}")
    })?;
    out.write_all(b"]},\n{\"edges\":[")?;
    separated(out, view.edges().enumerate(), |out, (number, edge)| {
        let place = |id| numbers.get(id).copied().unwrap_or(0);
        write!(out, "{{\"id\":{number},\"s\":{},\"t\":{},\"v\":", place(edge.source), place(edge.target))?;
        let values = Values { id: edge.id, interaction: Some(&edge.label), row: &edge.row };
        serde_json::to_writer(&mut *out, &values)?;
        out.write_all(b"}")
    })?;
    writeln!(out, "]}},\n{},", json!({"visualProperties": [look()]}))?;
    writeln!(out, "{}]", json!({"status": [{"success": true}]}))
}

fn declare(own: &[&str], columns: &[Column]) -> Value {
    let mut out: Map<String, Value> =
        own.iter().map(|name| ((*name).to_owned(), json!({"d": "string"}))).collect();
    for column in columns {
        let holds = column.holds.named(["string", "integer", "double", "boolean"]);
        out.insert(column.name.to_owned(), json!({ "d": holds }));
    }
    Value::Object(out)
}

/// Names on nodes, colours by kind.
fn look() -> Value {
    let kinds: Vec<Value> = [ActorKind::Country, ActorKind::Person, ActorKind::Group]
        .into_iter()
        .map(|kind| json!({"v": super::attributes::kind_name(kind), "vp": node_colours(kind).0}))
        .collect();
    let passthrough = |name: &str, holds: &str| json!({"type": "PASSTHROUGH", "definition": {"attribute": name, "type": holds}});
    json!({
        "default": {
            "network": {"NETWORK_BACKGROUND_COLOR": "#FFFFFF"},
            "node": {"NODE_LABEL_FONT_SIZE": 12, "NODE_SHAPE": "ellipse"},
            "edge": {"EDGE_TARGET_ARROW_SHAPE": "delta"},
        },
        "nodeMapping": {
            "NODE_LABEL": passthrough("name", "string"),
            "NODE_BACKGROUND_COLOR": {
                "type": "DISCRETE",
                "definition": {"attribute": "kind", "type": "string", "map": kinds},
            },
        },
        "edgeMapping": {"EDGE_LABEL": passthrough("interaction", "string")},
    })
}
