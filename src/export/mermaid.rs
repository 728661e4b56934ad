//! Mermaid: a flowchart for Markdown pages (GitHub, GitLab, Obsidian).
//!
//! Nodes are numbered, since ids may hold words and signs that mean something to Mermaid; texts are
//! escaped by entities. Mermaid draws 500 edges and 50,000 characters at most unless it is told
//! otherwise: `--max-nodes` and `--collapse` make a graph smaller.

use std::io::{self, Write};

use rustc_hash::FxHashMap;

use super::attributes::View;
use super::style::{kind_key, node_colours, plain};
use crate::types::{ActorId, ActorKind};

/// Longest text of a node or edge, in characters.
const LONGEST: usize = 80;

/// Writes the chart.
pub(super) fn write(view: &View, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"flowchart LR\n")?;
    let mut numbers: FxHashMap<&ActorId, usize> = FxHashMap::default();
    for (number, (actor, _)) in view.nodes().enumerate() {
        numbers.insert(&actor.id, number);
        let (open, close) = match actor.kind {
            ActorKind::Person => ("([", "])"),
            ActorKind::Country => ("[", "]"),
            ActorKind::Group => ("{{", "}}"),
        };
        writeln!(out, "  n{number}{open}\"{}\"{close}:::{}", escaped(&actor.name), kind_key(actor.kind))?;
    }
    let mut styles: FxHashMap<(&str, &str), Vec<usize>> = FxHashMap::default();
    let mut order = Vec::new();
    for (place, edge) in view.edges().enumerate() {
        let (Some(a), Some(b)) = (numbers.get(edge.source), numbers.get(edge.target)) else { continue };
        let arrow = match (edge.line.is_directed(), edge.line.dashes(1.0)) {
            (true, None) => "-->",
            (true, Some(_)) => "-.->",
            (false, None) => "---",
            (false, Some(_)) => "-.-",
        };
        writeln!(out, "  n{a} {arrow}|\"{}\"| n{b}", escaped(&edge.label))?;
        let style = (edge.line.colour(), edge.line.graphviz_style());
        let places = styles.entry(style).or_default();
        if places.is_empty() {
            order.push(style);
        }
        places.push(place);
    }
    for style in order {
        let places = styles.get(&style).map(Vec::as_slice).unwrap_or_default();
        let places: Vec<String> = places.iter().map(usize::to_string).collect();
        writeln!(out, "  linkStyle {} stroke:{}", places.join(","), style.0)?;
    }
    for kind in [ActorKind::Country, ActorKind::Person, ActorKind::Group] {
        let (fill, border) = node_colours(kind);
        writeln!(out, "  classDef {} fill:{fill},stroke:{border},color:#222", kind_key(kind))?;
    }
    Ok(())
}

/// Text between double quotes: letters and digits of any language stay, signs become entities.
fn escaped(text: &str) -> String {
    let text = plain(text);
    let mut out = String::new();
    for (i, c) in text.chars().enumerate() {
        if i == LONGEST {
            out.push('…');
            break;
        }
        if c.is_alphanumeric() || c == ' ' || !c.is_ascii() {
            out.push(c);
        } else {
            out.push_str(&format!("#{};", u32::from(c)));
        }
    }
    // An empty text is a syntax error.
    if out.is_empty() { " ".to_owned() } else { out }
}
