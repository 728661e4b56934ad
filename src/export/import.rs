//! Graphs read back: from JSON, and from the GraphML and GEXF that this program writes.
//!
//! Flat formats hold scalars; what is more (evidence, documents, events) stands in them as JSON.
//! Control characters in ids and names come back as the pictures that XML holds instead.

use std::collections::HashMap;
use std::path::PathBuf;

use serde_json::{Map, Value, json};

use super::attributes::{FlatEdge, NODE, Type, View};
use super::json::{self, SCHEMA};
use super::scalars::split;
use super::xml::{Element, Step, walk};
use crate::error::ExportError;
use crate::graph::Graph;

/// What is said of the whole graph, as texts: lists are JSON.
pub(super) fn header(graph: &Graph) -> Vec<(&'static str, String)> {
    vec![
        ("generator", concat!("demarche ", env!("CARGO_PKG_VERSION")).to_owned()),
        ("schema", SCHEMA.to_string()),
        ("threshold", graph.threshold.to_string()),
        ("documents", plain_json(&graph.documents)),
        ("events", plain_json(&graph.events)),
    ]
}

/// All evidence of an edge as JSON.
pub(super) fn statements(edge: &FlatEdge) -> String {
    let evidence: Vec<_> = edge.evidence().collect();
    plain_json(&evidence)
}

/// JSON of characters that every format holds: serde escapes all others but two.
fn plain_json<T: serde::Serialize>(value: &T) -> String {
    let text = serde_json::to_string(value).unwrap_or_default();
    if text.contains(['\u{fffe}', '\u{ffff}']) {
        return text.replace('\u{fffe}', "\\ufffe").replace('\u{ffff}', "\\uffff");
    }
    text
}

/// Reads a graph, whichever of the three formats it is in; `path` names it in messages.
///
/// # Errors
/// The text is no graph that this program wrote, or one of a later schema.
pub fn from_str(text: &str, path: &str) -> Result<Graph, ExportError> {
    let head = text.trim_start_matches('\u{feff}').trim_start();
    if !head.starts_with('<') {
        return json::from_str(text, path);
    }
    let fail = |problem: String| ExportError::Format {
        path: PathBuf::from(path),
        problem: format!("no GraphML or GEXF written by demarche ({problem})"),
    };
    let document = read_xml(head).map_err(fail)?;
    json::from_value(document, path)
}

/// The elements of a flat document, put together to the JSON graph.
#[derive(Default)]
struct Parts {
    header: Map<String, Value>,
    nodes: Vec<Value>,
    edges: Vec<Value>,
}

/// GraphML or GEXF as the JSON graph.
fn read_xml(text: &str) -> Result<Value, String> {
    let mut parts = Parts::default();
    let mut keys: HashMap<String, String> = HashMap::new();
    let mut item: Option<Item> = None;
    walk(text, |step| {
        match step {
            Step::Element(element) => match element.name.as_str() {
                "node" | "edge" => item = Some(Item::new(&element)?),
                "key" => {
                    if let (Some(id), Some(name)) = (element.get("id"), element.get("attr.name")) {
                        keys.insert(id.to_owned(), name.to_owned());
                    }
                }
                "data" => {
                    let name = element.get("key").and_then(|key| keys.get(key));
                    let name = name.ok_or("data of an unknown key")?;
                    match &mut item {
                        Some(item) => {
                            item.values.insert(name.clone(), element.text);
                        }
                        None => {
                            parts.header.insert(name.clone(), element.text.into());
                        }
                    }
                }
                "attvalue" => {
                    if let (Some(item), Some(name), Some(value)) =
                        (&mut item, element.get("for"), element.get("value"))
                    {
                        item.values.insert(name.to_owned(), value.to_owned());
                    }
                }
                "description" => {
                    parts.header = serde_json::from_str(&element.text).map_err(|e| e.to_string())?;
                }
                _ => {}
            },
            Step::End(name) if name == "node" => {
                parts.nodes.extend(item.take().map(Item::node).transpose()?);
            }
            Step::End(name) if name == "edge" => {
                parts.edges.extend(item.take().map(Item::edge).transpose()?);
            }
            Step::End(_) => {}
        }
        Ok(())
    })?;
    parts.finish()
}

impl Parts {
    fn finish(mut self) -> Result<Value, String> {
        for name in ["schema", "threshold", "documents", "events"] {
            let text = self.header.get(name).and_then(Value::as_str);
            let text = text.ok_or_else(|| format!("its header has no {name}"))?;
            let value = serde_json::from_str(text).map_err(|e| format!("{name}: {e}"))?;
            self.header.insert(name.to_owned(), value);
        }
        Ok(json!({ "graph": self.header, "nodes": self.nodes, "edges": self.edges }))
    }
}

/// A node or edge with its flat values.
struct Item {
    record: Map<String, Value>,
    values: HashMap<String, String>,
}

impl Item {
    fn new(element: &Element) -> Result<Self, String> {
        let mut record = Map::new();
        let names: &[&str] = if element.name == "node" { &["id"] } else { &["id", "source", "target"] };
        for &name in names {
            let value = element.get(name).ok_or_else(|| format!("{} without {name}", element.name))?;
            record.insert(name.to_owned(), value.into());
        }
        Ok(Self { record, values: HashMap::new() })
    }

    fn node(mut self) -> Result<Value, String> {
        let aliases = self.values.remove("aliases").map(|text| split(&text)).unwrap_or_default();
        let rolled_up = self.values.remove("rolled_up").map(|text| split(&text)).unwrap_or_default();
        self.typed(NODE)?;
        self.record.insert("aliases".to_owned(), aliases.into());
        self.record.insert("rolled_up".to_owned(), rolled_up.into());
        Ok(Value::Object(self.record))
    }

    fn edge(mut self) -> Result<Value, String> {
        if self.values.contains_key("affiliations") {
            return Err("its parallel edges are collapsed; export it without --collapse".to_owned());
        }
        let evidence = self.values.remove("evidence").ok_or("an edge without evidence")?;
        let evidence: Value = serde_json::from_str(&evidence).map_err(|e| format!("evidence: {e}"))?;
        self.typed(View::statement_columns())?;
        self.record.insert("evidence".to_owned(), evidence);
        Ok(Value::Object(self.record))
    }

    /// Puts the values of these columns into the record.
    fn typed(&mut self, columns: &[super::attributes::Column]) -> Result<(), String> {
        for column in columns {
            let Some(text) = self.values.remove(column.name) else { continue };
            let odd = || format!("{}: {text:?} is no {:?}", column.name, column.holds);
            let value = match column.holds {
                Type::Text => Value::from(text),
                Type::Integer => text.parse::<u64>().map_err(|_| odd())?.into(),
                Type::Number => text.parse::<f64>().map_err(|_| odd())?.into(),
                Type::Truth => text.parse::<bool>().map_err(|_| odd())?.into(),
            };
            self.record.insert(column.name.to_owned(), value);
        }
        Ok(())
    }
}
