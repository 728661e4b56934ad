//! Graphviz DOT, built and printed by `graphviz-rust`.
//!
//! Every id and value is quoted and escaped, whatever a text calls its actors; parallel edges stay
//! apart; the kind of an actor is its shape; evidence stands in the tooltips.

use std::io::{self, Write};

use dot_structures::{
    Attribute, Edge as DotEdge, EdgeTy, Graph as DotGraph, GraphAttributes, Id, Node, NodeId, Stmt, Subgraph,
    Vertex,
};
use graphviz_rust::printer::{DotPrinter, PrinterContext};
use sha2::{Digest, Sha256};

use super::attributes::View;
use super::scalars::word;
use super::style::{
    Line, MARKS, captions, kind_key, mark, mark_colour, mark_key, node_colours, plain, tooltip,
};
use crate::graph::{Graph, Mark, Marks};
use crate::tables::Labels;
use crate::types::{Actor, ActorKind, Edge, Tie};

/// Evidence shown in a tooltip.
const SHOWN: usize = 5;

/// The graph as DOT.
pub fn to_string(graph: &Graph) -> String {
    draw(graph, None)
}

/// Two graphs in one as DOT: what is new, gone or changed stands out by colour and sign.
pub fn changes(graph: &Graph, marks: &Marks) -> String {
    draw(graph, Some(marks))
}

fn draw(graph: &Graph, marks: Option<&Marks>) -> String {
    let labels = Labels::bundled();
    let (mut title, foot) = captions(graph, labels);
    if marks.is_some() {
        labels.get("title_changes").clone_into(&mut title);
    }
    let label = if foot.is_empty() { title } else { format!("{title}\n{foot}") };
    let mut stmts = vec![
        Stmt::GAttribute(GraphAttributes::Graph(vec![
            attribute("label", &label),
            attribute("labelloc", "t"),
            attribute("fontname", "Helvetica"),
            attribute("fontsize", "18"),
            attribute("rankdir", "LR"),
            attribute("overlap", "false"),
            attribute("splines", "true"),
            attribute("nodesep", "0.4"),
            attribute("ranksep", "0.9"),
            attribute("bgcolor", "white"),
        ])),
        Stmt::GAttribute(GraphAttributes::Node(vec![
            attribute("fontname", "Helvetica"),
            attribute("fontsize", "12"),
            attribute("style", "filled"),
        ])),
        Stmt::GAttribute(GraphAttributes::Edge(vec![
            attribute("fontname", "Helvetica"),
            attribute("fontsize", "10"),
        ])),
    ];
    stmts.extend(graph.actors().map(|actor| Stmt::Node(node(actor, mark(marks, &actor.id.0)))));
    stmts.extend(graph.edges().map(|edge| Stmt::Edge(line(edge, mark(marks, &edge.id)))));
    stmts.push(Stmt::Subgraph(legend(graph, marks)));
    let dot = DotGraph::DiGraph { id: Id::Escaped(quoted("demarche")), strict: false, stmts };
    let mut context = PrinterContext::default();
    let mut text = dot.print(&mut context);
    text.push('\n');
    text
}

/// Writes the same to a stream.
pub(super) fn write(view: &View, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(to_string(view.graph).as_bytes())
}

/// Most bytes of a quoted text: Graphviz reads no more than 16,384.
const LONGEST: usize = 16_000;

/// A value in double quotes, cut where it is too long. In DOT a backslash begins an escape (`\N` is a
/// node's name), a newline is `\n`.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(LONGEST) + 2);
    out.push('"');
    for c in text.chars() {
        if out.len() > LONGEST {
            out.push('…');
            break;
        }
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn attribute(name: &str, value: &str) -> Attribute {
    Attribute(Id::Plain(name.to_owned()), Id::Escaped(quoted(value)))
}

/// An id in double quotes; one that is too long ends in a hash of all of it, so that it stays unique.
fn node_id(id: &str) -> NodeId {
    let Some((end, _)) = id.char_indices().nth(LONGEST / 8).filter(|_| id.len() > LONGEST / 2) else {
        return NodeId(Id::Escaped(quoted(id)), None);
    };
    let digest = Sha256::digest(id.as_bytes());
    let hex: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    NodeId(Id::Escaped(quoted(&format!("{}…{hex}", id.get(..end).unwrap_or_default()))), None)
}

fn shape(kind: ActorKind) -> (&'static str, &'static str) {
    match kind {
        ActorKind::Country => ("box", "rounded,filled"),
        ActorKind::Person => ("ellipse", "filled"),
        ActorKind::Group => ("hexagon", "filled"),
    }
}

fn node(actor: &Actor, mark: Option<Mark>) -> Node {
    let (fill, border) = node_colours(actor.kind);
    let border = mark.map_or(border, mark_colour);
    let sign = mark.map_or("", Mark::sign);
    let (shape, style) = shape(actor.kind);
    let mut names = vec![plain(&actor.name)];
    names.extend(actor.aliases.iter().map(|a| plain(a)));
    let mut attributes = vec![
        attribute("label", &format!("{sign}{}", plain(&actor.name))),
        attribute("shape", shape),
        attribute("style", style),
        attribute("fillcolor", fill),
        attribute("color", border),
        attribute("class", kind_key(actor.kind)),
        attribute("tooltip", &names.join(" · ")),
    ];
    if let Some(iso3) = &actor.iso3 {
        attributes.push(attribute("iso3", iso3));
    }
    attributes.push(attribute("mentions", &actor.mentions.to_string()));
    Node::new(node_id(&actor.id.0), attributes)
}

fn line(edge: &Edge, mark: Option<Mark>) -> DotEdge {
    let line = Line::of(edge);
    let label = match &edge.tie {
        Tie::Affiliation { role, .. } => plain(role),
        Tie::Stance { .. } | Tie::Meeting { .. } => line.label(Labels::bundled()).to_owned(),
    };
    let label = format!("{}{label}", mark.map_or("", Mark::sign));
    let colour = mark.map_or(line.colour(), mark_colour);
    let mut attributes = vec![
        attribute("id", &edge.id),
        attribute("label", &label),
        attribute("color", colour),
        attribute("fontcolor", colour),
        attribute("style", line.graphviz_style()),
        attribute("penwidth", &format!("{:.1}", line.width(edge.evidence.len()))),
        attribute("tooltip", &tooltip(edge, SHOWN)),
        attribute("labeltooltip", &tooltip(edge, SHOWN)),
    ];
    match &edge.tie {
        Tie::Meeting { status, event, .. } => {
            attributes.push(attribute("dir", "none"));
            attributes.push(attribute("class", "meeting"));
            attributes.push(attribute("status", &word(status)));
            attributes.push(attribute("event", event));
        }
        Tie::Stance { polarity, category, basis, .. } => {
            attributes.push(attribute("class", "stance"));
            attributes.push(attribute("polarity", &word(polarity)));
            attributes.push(attribute("category", &word(category)));
            attributes.push(attribute("basis", &word(basis)));
        }
        Tie::Affiliation { .. } => {
            attributes.push(attribute("class", "affiliation"));
            attributes.push(attribute("arrowhead", "empty"));
        }
    }
    attributes.push(attribute("count", &edge.evidence.len().to_string()));
    DotEdge {
        ty: EdgeTy::Pair(Vertex::N(node_id(&edge.source.0)), Vertex::N(node_id(&edge.target.0))),
        attributes,
    }
}

/// What shapes and lines mean: only those that the graph has.
fn legend(graph: &Graph, marks: Option<&Marks>) -> Subgraph {
    let labels = Labels::bundled();
    let mut stmts = vec![
        Stmt::Attribute(attribute("label", "Legend")),
        Stmt::Attribute(attribute("fontsize", "12")),
        Stmt::Attribute(attribute("color", "#cccccc")),
    ];
    for kind in [ActorKind::Country, ActorKind::Person, ActorKind::Group] {
        if graph.actors().any(|a| a.kind == kind) {
            let (fill, border) = node_colours(kind);
            let (shape, style) = shape(kind);
            stmts.push(Stmt::Node(Node::new(
                node_id(&format!("legend:{}", kind_key(kind))),
                vec![
                    attribute("label", labels.get(kind_key(kind))),
                    attribute("shape", shape),
                    attribute("style", style),
                    attribute("fillcolor", fill),
                    attribute("color", border),
                    attribute("fontsize", "10"),
                    attribute("class", "legend"),
                ],
            )));
        }
    }
    let all = if marks.is_some() { &MARKS[..] } else { &[] };
    for mark in all {
        stmts.push(Stmt::Node(Node::new(
            node_id(&format!("legend:{}", mark_key(*mark))),
            vec![
                attribute("label", labels.get(mark_key(*mark))),
                attribute("shape", "plaintext"),
                attribute("style", "solid"),
                attribute("fontcolor", mark_colour(*mark)),
                attribute("fontsize", "10"),
                attribute("class", "legend"),
            ],
        )));
    }
    for line in Line::ALL {
        if !graph.edges().any(|e| Line::of(e) == line) {
            continue;
        }
        let ends = [format!("legend:{line:?}:a"), format!("legend:{line:?}:b")];
        for end in &ends {
            stmts.push(Stmt::Node(Node::new(
                node_id(end),
                vec![
                    attribute("label", ""),
                    attribute("shape", "point"),
                    attribute("width", "0.03"),
                    attribute("class", "legend"),
                ],
            )));
        }
        let mut attributes = vec![
            attribute("label", labels.get(line.key())),
            attribute("color", line.colour()),
            attribute("style", line.graphviz_style()),
            attribute("penwidth", &format!("{:.1}", line.width(1))),
            attribute("class", "legend"),
        ];
        if !line.is_directed() {
            attributes.push(attribute("dir", "none"));
        }
        stmts.push(Stmt::Edge(DotEdge {
            ty: EdgeTy::Pair(Vertex::N(node_id(&ends[0])), Vertex::N(node_id(&ends[1]))),
            attributes,
        }));
    }
    Subgraph { id: Id::Escaped(quoted("cluster_legend")), stmts }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn hostile_names_stay_inside_their_quotes() {
        assert_eq!(quoted("a\"]; b [label=\"x"), "\"a\\\"]; b [label=\\\"x\"");
        assert_eq!(quoted("back\\"), "\"back\\\\\"");
        assert_eq!(quoted("<b>node</b>\u{0}\n"), "\"<b>node</b>\\n\"");
    }
}
