//! A Cypher script: for Neo4j, Memgraph, and other databases with that language.
//!
//! One statement a line. Actors are merged by id; edges by their own id, so that parallel ones stay
//! and a second run changes nothing. Texts are literals with every quote, backslash and control
//! character escaped: no name can end its literal.

use std::io::{self, Write};

use super::attributes::{FlatEdge, Row, Value, View};
use crate::types::Tie;

/// Labels that colour actors by kind in Neo4j's browser.
const LABELS: [(&str, &str); 3] = [("person", "Person"), ("country", "Country"), ("group", "Group")];

/// Writes the script.
pub(super) fn write(view: &View, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "CREATE CONSTRAINT demarche_actor IF NOT EXISTS FOR (a:Actor) REQUIRE a.id IS UNIQUE;")?;
    for (actor, row) in view.nodes() {
        out.write_all(b"MERGE (a:Actor {id: ")?;
        literal(out, &actor.id.0)?;
        out.write_all(b"}) SET ")?;
        set(out, "a", &row)?;
        out.write_all(b";\n")?;
    }
    for edge in view.edges() {
        out.write_all(b"MATCH (a:Actor {id: ")?;
        literal(out, &edge.source.0)?;
        out.write_all(b"}), (b:Actor {id: ")?;
        literal(out, &edge.target.0)?;
        write!(out, "}}) MERGE (a)-[r:{} {{id: ", relation(&edge, view.is_collapsed()))?;
        literal(out, edge.id)?;
        out.write_all(b"}]->(b) SET ")?;
        set(out, "r", &edge.row)?;
        out.write_all(b";\n")?;
    }
    for (kind, label) in LABELS {
        writeln!(out, "MATCH (a:Actor {{kind: '{kind}'}}) SET a:{label};")?;
    }
    Ok(())
}

/// The type of an edge.
pub(super) fn relation(edge: &FlatEdge, collapsed: bool) -> &'static str {
    match edge.edges.first().map(|edge| &edge.tie) {
        _ if collapsed => "TIES",
        Some(Tie::Meeting { .. }) => "MEETING",
        Some(Tie::Stance { .. }) => "STANCE",
        Some(Tie::Affiliation { .. }) | None => "AFFILIATION",
    }
}

fn set(out: &mut dyn Write, of: &str, row: &Row) -> io::Result<()> {
    let mut between = "";
    for (column, value) in row.filled() {
        write!(out, "{between}{of}.{} = ", column.name)?;
        match value {
            Value::Text(text) => literal(out, text)?,
            // A number without a point would be an integer, and columns have one type.
            Value::Number(number) => write!(out, "{number:?}")?,
            value => write!(out, "{value}")?,
        }
        between = ", ";
    }
    Ok(())
}

/// A text between single quotes.
fn literal(out: &mut dyn Write, text: &str) -> io::Result<()> {
    let mut escaped = String::with_capacity(text.len() + 2);
    escaped.push('\'');
    for c in text.chars() {
        match c {
            '\'' => escaped.push_str("\\'"),
            '\\' => escaped.push_str("\\\\"),
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\t' => escaped.push_str("\\t"),
            c if c < ' '
                || matches!(c, '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}') =>
            {
                escaped.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => escaped.push(c),
        }
    }
    escaped.push('\'');
    out.write_all(escaped.as_bytes())
}
