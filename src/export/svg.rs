//! A picture of the graph as SVG: for a page, a slide, a newspaper.
//!
//! Edges that say the same of a pair (only their category differs) are drawn as one line; lines
//! between the same two actors are fanned out. Actors without a line are named below the picture,
//! and beyond [`MOST`] actors only the most connected are drawn; the picture says so.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use svg::Document;
use svg::node::Text as TextNode;
use svg::node::element::{Group, Path, Polygon, Rectangle, Style, Text, Title};

use super::attributes::View;
use super::curve::{CUT, Curve, Ends, Labels, Outline, Shape, room, route, text_width};
use super::layout::{Node, Pull, place};
use super::legend::{legend, notes, wrap};
use super::style::{CHANGES, Line, Look, Theme, captions, mark, mark_colour, node_colours, plain, tooltip};
use crate::graph::{Graph, Mark, Marks};
use crate::types::{Actor, ActorKind, Edge, Tie};

/// Most actors in one picture.
pub const MOST: usize = 60;
/// Free space around the network, in pixels.
const MARGIN: f64 = 40.0;
/// Least width of a picture: the legend stands on one line.
const NARROWEST: f64 = 900.0;
/// Evidence shown in a tooltip.
const SHOWN: usize = 3;
const FONT: &str = "DejaVu Sans, Verdana, Helvetica, Arial, sans-serif";

/// A line to draw: edges of one pair that say the same.
pub(super) struct Stroke<'g> {
    pub source: usize,
    pub target: usize,
    pub line: Line,
    /// In a picture of what has changed.
    pub mark: Option<Mark>,
    pub count: usize,
    pub label: String,
    pub edges: Vec<&'g Edge>,
}

impl Stroke<'_> {
    fn colour(&self) -> &'static str {
        self.mark.map_or(self.line.colour(), mark_colour)
    }
}

/// Writes the picture to a stream.
pub(super) fn write(view: &View, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(drawn(view.graph, view.look).as_bytes())
}

/// The graph as SVG.
pub fn to_string(graph: &Graph) -> String {
    drawn(graph, Look::default())
}

/// Two graphs in one as SVG: what is new, gone or changed stands out by colour and sign.
pub fn changes(graph: &Graph, marks: &Marks) -> String {
    picture(graph, Some(marks), Look::default())
}

/// The graph in given colours and width.
pub fn drawn(graph: &Graph, look: Look) -> String {
    picture(graph, None, look)
}

fn picture(graph: &Graph, marks: Option<&Marks>, look: Look) -> String {
    let theme = look.theme;
    let (drawn, quiet, left_out) = choose(graph);
    let index: BTreeMap<&str, usize> = drawn.iter().enumerate().map(|(i, a)| (a.id.0.as_str(), i)).collect();
    let strokes = strokes(graph, &index, marks);
    let nodes: Vec<Node> = drawn.iter().map(|a| Node { size: size(a) }).collect();
    let pulls: Vec<Pull> = strokes
        .iter()
        .map(|s| Pull { a: s.source, b: s.target, weight: pull(s.line), label: text_width(&s.label, 11.0) })
        .collect();
    let at: Vec<(f64, f64)> = place(&nodes, &pulls);
    let ends: Vec<Ends> = strokes
        .iter()
        .map(|s| Ends { source: s.source, target: s.target, arrow: s.line.is_directed() })
        .collect();
    let mut outlines: Vec<Outline> =
        drawn.iter().zip(at.iter().zip(&nodes)).map(|(a, (p, n))| outline(a.kind, *p, n.size)).collect();
    let (low, high) = room(&outlines, &route(&outlines, &ends));
    let (width, height) = (high.0 - low.0, high.1 - low.1);
    let (mut title, foot) = captions(graph);
    if marks.is_some() {
        CHANGES.clone_into(&mut title);
    }
    let page = (width + 2.0 * MARGIN).max(NARROWEST);
    let title_lines = wrap(&title, 22.0, page - 2.0 * MARGIN);
    let top = MARGIN + 30.0 * title_lines.len() as f64 + 10.0;
    let shift = ((page - width) / 2.0 - low.0, top - low.1);
    for outline in &mut outlines {
        outline.centre = ((outline.centre.0 + shift.0).round(), (outline.centre.1 + shift.1).round());
    }
    let curves = route(&outlines, &ends);
    let mut labels = Labels::new(&outlines, &curves);
    let mut lines = Group::new().set("class", "edges");
    let mut words = Group::new().set("class", "labels");
    for (stroke, curve) in strokes.iter().zip(&curves) {
        lines = lines.add(draw_line(stroke, curve, theme));
        // A label without a free place is left out: the line's colour and dashes say it too.
        if !stroke.label.is_empty()
            && let Some(at) = labels.find(curve, text_width(&stroke.label, 11.0), 13.0)
        {
            words = words.add(label(stroke, at, theme));
        }
    }
    let mut boxes = Group::new().set("class", "nodes");
    for (actor, outline) in drawn.iter().zip(&outlines) {
        boxes = boxes.add(draw_node(actor, outline.centre, outline.size, mark(marks, &actor.id.0), theme));
    }
    let mut head = Group::new().set("class", "head");
    for (i, line) in title_lines.iter().enumerate() {
        head = head.add(
            text(line, (MARGIN, MARGIN + 22.0 + 30.0 * i as f64), 22.0, theme.paint("#111111"))
                .set("font-weight", "bold"),
        );
    }
    let (legend, legend_height) =
        legend(graph, marks.is_some(), (MARGIN, top + height + 46.0), page - 2.0 * MARGIN, theme);
    let mut y = top + height + 46.0 + legend_height;
    let mut below = Group::new().set("class", "foot");
    for line in notes(&quiet, left_out, &foot).iter().flat_map(|note| wrap(note, 12.0, page - 2.0 * MARGIN)) {
        y += 18.0;
        below = below.add(text(&line, (MARGIN, y), 12.0, theme.paint("#555555")));
    }
    let bottom = y + 30.0;
    let zoom = look.width.map_or(1.0, |width| f64::from(width) / page.round());
    let style = format!("text{{font-family:{FONT}}}");
    let document = Document::new()
        .set("viewBox", format!("0 0 {page:.0} {bottom:.0}"))
        .set("width", format!("{:.0}", page * zoom))
        .set("height", format!("{:.0}", bottom * zoom))
        .set("role", "img")
        .add(Title::new(legal(&title)))
        .add(Style::new(style))
        .add(
            Rectangle::new()
                .set("x", "-1%")
                .set("y", "-1%")
                .set("width", "102%")
                .set("height", "102%")
                .set("fill", theme.paint("#ffffff")),
        )
        .add(head)
        .add(lines)
        .add(boxes)
        .add(words)
        .add(legend)
        .add(below);
    format!("{document}\n")
}

/// The actors to draw (the most connected first), the names of those without an edge, and how many
/// connected ones are left out.
fn choose(graph: &Graph) -> (Vec<&Actor>, Vec<&Actor>, usize) {
    let mut ties: BTreeMap<&str, usize> = BTreeMap::new();
    for edge in graph.edges() {
        let weight = if matches!(edge.tie, Tie::Affiliation { .. }) { 1 } else { 3 };
        *ties.entry(edge.source.0.as_str()).or_default() += weight;
        *ties.entry(edge.target.0.as_str()).or_default() += weight;
    }
    let tied = |a: &Actor| ties.get(a.id.0.as_str()).copied().unwrap_or(0);
    let (mut drawn, mut quiet): (Vec<&Actor>, Vec<&Actor>) = graph.actors().partition(|a| tied(a) > 0);
    drawn.sort_by(|a, b| tied(b).cmp(&tied(a)).then(b.mentions.cmp(&a.mentions)).then(a.id.cmp(&b.id)));
    quiet.sort_by(|a, b| b.mentions.cmp(&a.mentions).then(a.name.cmp(&b.name)));
    let all = drawn.len();
    drawn.truncate(MOST);
    if all > MOST {
        // Who is tied only to actors that are left out would stand alone.
        let kept: BTreeSet<&str> = drawn.iter().map(|a| a.id.0.as_str()).collect();
        let mut tied: BTreeSet<&str> = BTreeSet::new();
        for edge in graph.edges() {
            let (a, b) = (edge.source.0.as_str(), edge.target.0.as_str());
            if kept.contains(a) && kept.contains(b) {
                tied.extend([a, b]);
            }
        }
        drawn.retain(|a| tied.contains(a.id.0.as_str()));
    }
    let left_out = all - drawn.len();
    (drawn, quiet, left_out)
}

/// Places for names that are tied, as in a picture: for small graphs on a screen.
pub(crate) fn place_named(names: &[&str], pairs: &[(usize, usize)]) -> Vec<(f64, f64)> {
    let nodes: Vec<Node> =
        names.iter().map(|name| Node { size: (text_width(name, 13.0).clamp(60.0, 150.0), 56.0) }).collect();
    let pulls: Vec<Pull> =
        pairs.iter().map(|&(a, b)| Pull { a, b, weight: 1.0, label: text_width("supports", 11.0) }).collect();
    place(&nodes, &pulls)
}

fn outline(kind: ActorKind, centre: (f64, f64), size: (f64, f64)) -> Outline {
    let shape = match kind {
        ActorKind::Country => Shape::Box,
        ActorKind::Person => Shape::Pill,
        ActorKind::Group => Shape::Hexagon,
    };
    Outline { centre, size, shape }
}

fn pull(line: Line) -> f64 {
    match line {
        Line::Belongs => 2.0,
        Line::Met | Line::PlansToMeet | Line::DidNotMeet => 1.2,
        Line::Supports | Line::Opposes => 1.0,
    }
}

/// One stroke for the edges of a pair that look the same.
fn strokes<'g>(graph: &'g Graph, index: &BTreeMap<&str, usize>, marks: Option<&Marks>) -> Vec<Stroke<'g>> {
    let mut by_pair: BTreeMap<(usize, usize, Line, Option<Mark>), Vec<&Edge>> = BTreeMap::new();
    for edge in graph.edges() {
        if let (Some(&a), Some(&b)) = (index.get(edge.source.0.as_str()), index.get(edge.target.0.as_str())) {
            by_pair.entry((a, b, Line::of(edge), mark(marks, &edge.id))).or_default().push(edge);
        }
    }
    by_pair
        .into_iter()
        .map(|((source, target, line, mark), edges)| {
            let count: usize = edges.iter().map(|e| e.evidence.len()).sum();
            let label = match &edges[0].tie {
                Tie::Affiliation { role, .. } => shorten(&plain(role), 28),
                _ if count > 1 => format!("{} ×{count}", line.label()),
                _ => line.label().to_owned(),
            };
            let label = format!("{}{label}", mark.map_or("", Mark::sign));
            Stroke { source, target, line, mark, count, label, edges }
        })
        .collect()
}

fn shorten(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let cut: String = text.chars().take(most - 1).collect();
    format!("{}…", cut.trim_end())
}

pub(super) fn draw_line(stroke: &Stroke<'_>, curve: &Curve, theme: Theme) -> Group {
    let (f, m, t) = (curve.from, curve.bend, curve.to);
    let mut path = Path::new()
        .set("d", format!("M{:.1},{:.1}Q{:.1},{:.1} {:.1},{:.1}", f.0, f.1, m.0, m.1, t.0, t.1))
        .set("fill", "none")
        .set("stroke", theme.paint(stroke.colour()))
        .set("stroke-width", format!("{:.1}", stroke.line.width(stroke.count)));
    if let Some(dashes) = stroke.line.dashes() {
        path = path.set("stroke-dasharray", dashes);
    }
    let told: Vec<String> = stroke.edges.iter().map(|e| tooltip(e, SHOWN)).collect();
    let mut group = Group::new().add(Title::new(legal(&told.join("\n")))).add(path);
    if stroke.line.is_directed() {
        let before = curve.at(0.96);
        let (dx, dy) = (t.0 - before.0, t.1 - before.1);
        let length = dx.hypot(dy).max(1e-6);
        let (ux, uy) = (dx / length, dy / length);
        let size = if stroke.line == Line::Belongs { 6.0 } else { 9.0 };
        let tip = (t.0 + ux * 5.0, t.1 + uy * 5.0);
        let back = (tip.0 - ux * size, tip.1 - uy * size);
        let points = format!(
            "{:.1},{:.1} {:.1},{:.1} {:.1},{:.1}",
            tip.0,
            tip.1,
            back.0 - uy * size * 0.45,
            back.1 + ux * size * 0.45,
            back.0 + uy * size * 0.45,
            back.1 - ux * size * 0.45
        );
        group = group.add(Polygon::new().set("points", points).set("fill", theme.paint(stroke.colour())));
    }
    group
}

fn label(stroke: &Stroke<'_>, at: (f64, f64), theme: Theme) -> Group {
    let small = stroke.line == Line::Belongs;
    let colour = theme.paint(if small && stroke.mark.is_none() { "#6b6b6b" } else { stroke.colour() });
    let mut group = Group::new();
    if stroke.label.contains(' ') {
        // The halo of the letters leaves the spaces open.
        let width = text_width(&stroke.label, 11.0) * 0.85;
        group = group.add(
            Rectangle::new()
                .set("x", format!("{:.1}", at.0 - width / 2.0))
                .set("y", format!("{:.1}", at.1 - 4.0))
                .set("width", format!("{width:.1}"))
                .set("height", "8")
                .set("fill", theme.paint("#ffffff")),
        );
    }
    let words = text(&stroke.label, (at.0, at.1 + 4.0), if small { 10.0 } else { 11.0 }, colour)
        .set("text-anchor", "middle")
        .set("stroke", theme.paint("#ffffff"))
        .set("stroke-width", "5")
        .set("stroke-linejoin", "round")
        .set("paint-order", "stroke");
    group.add(words)
}

fn font_size(actor: &Actor) -> f64 {
    match actor.mentions {
        0..=1 => 12.0,
        2..=5 => 13.0,
        6..=15 => 14.5,
        _ => 16.0,
    }
}

/// A name on at most two lines.
fn name_lines(actor: &Actor) -> Vec<String> {
    let name = shorten(&plain(&actor.name), 56);
    if name.chars().count() <= 18 || !name.contains(' ') {
        return vec![name];
    }
    let middle = name.chars().count() / 2;
    let mut best: Option<(usize, usize)> = None;
    for (count, (at, c)) in name.char_indices().enumerate() {
        if c == ' ' {
            let distance = count.abs_diff(middle);
            if best.is_none_or(|(d, _)| distance < d) {
                best = Some((distance, at));
            }
        }
    }
    match best {
        Some((_, at)) => vec![name[..at].to_owned(), name[at + 1..].to_owned()],
        None => vec![name],
    }
}

pub(super) fn size(actor: &Actor) -> (f64, f64) {
    let font = font_size(actor);
    let lines = name_lines(actor);
    let width = lines.iter().map(|l| text_width(l, font)).fold(0.0, f64::max);
    let side = if actor.kind == ActorKind::Country { 24.0 } else { 34.0 };
    ((width + side).max(60.0).round(), (lines.len() as f64 * (font + 4.0) + 14.0).round())
}

pub(super) fn draw_node(
    actor: &Actor,
    at: (f64, f64),
    size: (f64, f64),
    mark: Option<Mark>,
    theme: Theme,
) -> Group {
    let (fill, border) = node_colours(actor.kind);
    let (fill, border) = (theme.paint(fill), theme.paint(mark.map_or(border, mark_colour)));
    let (x, y, w, h) = (at.0 - size.0 / 2.0, at.1 - size.1 / 2.0, size.0, size.1);
    let mut names = vec![plain(&actor.name)];
    names.extend(actor.aliases.iter().map(|a| plain(a)));
    let mut group = Group::new().add(Title::new(legal(&names.join(" · "))));
    group = match actor.kind {
        ActorKind::Group => {
            let cut = CUT;
            let points = format!(
                "{:.1},{:.1} {:.1},{:.1} {:.1},{:.1} {:.1},{:.1} {:.1},{:.1} {:.1},{:.1}",
                x,
                at.1,
                x + cut,
                y,
                x + w - cut,
                y,
                x + w,
                at.1,
                x + w - cut,
                y + h,
                x + cut,
                y + h
            );
            group.add(
                Polygon::new()
                    .set("points", points)
                    .set("fill", fill)
                    .set("stroke", border)
                    .set("stroke-width", "1.4"),
            )
        }
        ActorKind::Person | ActorKind::Country => {
            let round = if actor.kind == ActorKind::Person { h / 2.0 } else { 4.0 };
            group.add(
                Rectangle::new()
                    .set("x", format!("{x:.1}"))
                    .set("y", format!("{y:.1}"))
                    .set("width", format!("{w:.1}"))
                    .set("height", format!("{h:.1}"))
                    .set("rx", format!("{round:.1}"))
                    .set("fill", fill)
                    .set("stroke", border)
                    .set("stroke-width", "1.4"),
            )
        }
    };
    let font = font_size(actor);
    let lines = name_lines(actor);
    let first = at.1 - (lines.len() as f64 - 1.0) * (font + 4.0) / 2.0 + font * 0.36;
    for (i, line) in lines.iter().enumerate() {
        let sign = mark.filter(|_| i == 0).map_or("", Mark::sign);
        let mut words = text(
            &format!("{sign}{line}"),
            (at.0, first + i as f64 * (font + 4.0)),
            font,
            theme.paint("#111111"),
        )
        .set("text-anchor", "middle");
        if actor.kind == ActorKind::Country {
            words = words.set("font-weight", "bold");
        }
        group = group.add(words);
    }
    group
}

pub(super) fn text(words: &str, at: (f64, f64), size: f64, colour: &str) -> Text {
    Text::new("")
        .set("x", format!("{:.1}", at.0))
        .set("y", format!("{:.1}", at.1))
        .set("font-size", format!("{size}"))
        .set("fill", colour)
        .add(TextNode::new(legal(words)))
}

/// Text without the characters that XML forbids; its markup is escaped by the `svg` crate.
fn legal(text: &str) -> String {
    let is_legal = |c: &char| match c {
        '\n' | '\t' => true,
        '\u{fffe}' | '\u{ffff}' => false,
        c => !c.is_control(),
    };
    text.chars().filter(is_legal).collect()
}

#[cfg(test)]
mod tests;
