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
use super::style::{
    CHANGES, Line, MARKS, captions, kind_legend, mark, mark_colour, mark_legend, node_colours, plain, tooltip,
};
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
struct Stroke<'g> {
    source: usize,
    target: usize,
    line: Line,
    /// In a picture of what has changed.
    mark: Option<Mark>,
    count: usize,
    label: String,
    edges: Vec<&'g Edge>,
}

impl Stroke<'_> {
    fn colour(&self) -> &'static str {
        self.mark.map_or(self.line.colour(), mark_colour)
    }
}

/// Writes the picture to a stream.
pub(super) fn write(view: &View, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(to_string(view.graph).as_bytes())
}

/// The graph as SVG.
pub fn to_string(graph: &Graph) -> String {
    picture(graph, None)
}

/// Two graphs in one as SVG: what is new, gone or changed stands out by colour and sign.
pub fn changes(graph: &Graph, marks: &Marks) -> String {
    picture(graph, Some(marks))
}

fn picture(graph: &Graph, marks: Option<&Marks>) -> String {
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
        lines = lines.add(draw_line(stroke, curve));
        if !stroke.label.is_empty() {
            words = words.add(label(stroke, labels.find(curve, text_width(&stroke.label, 11.0), 13.0)));
        }
    }
    let mut boxes = Group::new().set("class", "nodes");
    for (actor, outline) in drawn.iter().zip(&outlines) {
        boxes = boxes.add(draw_node(actor, outline.centre, outline.size, mark(marks, &actor.id.0)));
    }
    let mut head = Group::new().set("class", "head");
    for (i, line) in title_lines.iter().enumerate() {
        head = head.add(
            text(line, (MARGIN, MARGIN + 22.0 + 30.0 * i as f64), 22.0, "#111111").set("font-weight", "bold"),
        );
    }
    let (legend, legend_height) =
        legend(graph, marks.is_some(), (MARGIN, top + height + 46.0), page - 2.0 * MARGIN);
    let mut y = top + height + 46.0 + legend_height;
    let mut below = Group::new().set("class", "foot");
    for line in notes(&quiet, left_out, &foot).iter().flat_map(|note| wrap(note, 12.0, page - 2.0 * MARGIN)) {
        y += 18.0;
        below = below.add(text(&line, (MARGIN, y), 12.0, "#555555"));
    }
    let bottom = y + 30.0;
    let style = format!("text{{font-family:{FONT}}}");
    let document = Document::new()
        .set("viewBox", format!("0 0 {page:.0} {bottom:.0}"))
        .set("width", format!("{page:.0}"))
        .set("height", format!("{bottom:.0}"))
        .set("role", "img")
        .add(Title::new(legal(&title)))
        .add(Style::new(style))
        .add(Rectangle::new().set("width", "100%").set("height", "100%").set("fill", "#ffffff"))
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

fn draw_line(stroke: &Stroke<'_>, curve: &Curve) -> Group {
    let (f, m, t) = (curve.from, curve.bend, curve.to);
    let mut path = Path::new()
        .set("d", format!("M{:.1},{:.1}Q{:.1},{:.1} {:.1},{:.1}", f.0, f.1, m.0, m.1, t.0, t.1))
        .set("fill", "none")
        .set("stroke", stroke.colour())
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
        group = group.add(Polygon::new().set("points", points).set("fill", stroke.colour()));
    }
    group
}

fn label(stroke: &Stroke<'_>, at: (f64, f64)) -> Group {
    let small = stroke.line == Line::Belongs;
    let colour = if small && stroke.mark.is_none() { "#6b6b6b" } else { stroke.colour() };
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
                .set("fill", "#ffffff"),
        );
    }
    let words = text(&stroke.label, (at.0, at.1 + 4.0), if small { 10.0 } else { 11.0 }, colour)
        .set("text-anchor", "middle")
        .set("stroke", "#ffffff")
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

fn size(actor: &Actor) -> (f64, f64) {
    let font = font_size(actor);
    let lines = name_lines(actor);
    let width = lines.iter().map(|l| text_width(l, font)).fold(0.0, f64::max);
    let side = if actor.kind == ActorKind::Country { 24.0 } else { 34.0 };
    ((width + side).max(60.0).round(), (lines.len() as f64 * (font + 4.0) + 14.0).round())
}

fn draw_node(actor: &Actor, at: (f64, f64), size: (f64, f64), mark: Option<Mark>) -> Group {
    let (fill, border) = node_colours(actor.kind);
    let border = mark.map_or(border, mark_colour);
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
        let mut words =
            text(&format!("{sign}{line}"), (at.0, first + i as f64 * (font + 4.0)), font, "#111111")
                .set("text-anchor", "middle");
        if actor.kind == ActorKind::Country {
            words = words.set("font-weight", "bold");
        }
        group = group.add(words);
    }
    group
}

fn text(words: &str, at: (f64, f64), size: f64, colour: &str) -> Text {
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

/// Words on lines no wider than `width` pixels.
fn wrap(words: &str, size: f64, width: f64) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for word in words.split_whitespace() {
        match out.last_mut() {
            Some(line) if text_width(line, size) + text_width(word, size) + size * 0.4 <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => out.push(word.to_owned()),
        }
    }
    out
}

/// What the lines and shapes mean; returns its height too.
fn legend(graph: &Graph, marked: bool, at: (f64, f64), width: f64) -> (Group, f64) {
    let mut group = Group::new().set("class", "legend");
    let (mut x, mut y) = at;
    let mut advance = |wanted: f64, x: &mut f64| {
        if *x > at.0 && *x + wanted > at.0 + width {
            *x = at.0;
            y += 26.0;
        }
        let here = (*x, y);
        *x += wanted;
        here
    };
    for kind in [ActorKind::Country, ActorKind::Person, ActorKind::Group] {
        if !graph.actors().any(|a| a.kind == kind) {
            continue;
        }
        let actor = Actor {
            id: crate::types::ActorId(String::new()),
            kind,
            subtype: None,
            name: kind_legend(kind).to_owned(),
            aliases: Vec::new(),
            iso3: None,
            mentions: 1,
            rolled_up: Vec::new(),
        };
        let (w, _) = size(&actor);
        let here = advance(w + 14.0, &mut x);
        group = group.add(draw_node(&actor, (here.0 + w / 2.0, here.1), (w, 24.0), None));
    }
    for line in Line::ALL {
        if !graph.edges().any(|e| Line::of(e) == line) {
            continue;
        }
        let here = advance(44.0 + text_width(line.legend(), 12.0) * 0.95 + 16.0, &mut x);
        let stroke = Stroke {
            source: 0,
            target: 0,
            line,
            mark: None,
            count: 1,
            label: String::new(),
            edges: Vec::new(),
        };
        let end = here.0 + if line.is_directed() { 27.0 } else { 36.0 };
        let curve = Curve { from: here, to: (end, here.1), bend: (here.0 + 16.0, here.1) };
        group = group.add(draw_line(&stroke, &curve)).add(text(
            line.legend(),
            (here.0 + 44.0, here.1 + 4.0),
            12.0,
            "#333333",
        ));
    }
    let all = if marked { &MARKS[..] } else { &[] };
    for mark in all {
        let words = mark_legend(*mark);
        let here = advance(text_width(words, 12.0) + 20.0, &mut x);
        group = group.add(text(words, (here.0, here.1 + 4.0), 12.0, mark_colour(*mark)));
    }
    (group, y - at.1 + 20.0)
}

/// What the picture does not show, and where it comes from.
fn notes(quiet: &[&Actor], left_out: usize, foot: &str) -> Vec<String> {
    let mut out = Vec::new();
    if left_out > 0 {
        out.push(format!("Shown are the most connected actors; {left_out} more have ties."));
    }
    if !quiet.is_empty() {
        let names: Vec<String> = quiet.iter().take(20).map(|a| plain(&a.name)).collect();
        let more = quiet.len().saturating_sub(20);
        let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
        out.push(format!("Also named, without a tie: {}{rest}.", names.join(", ")));
    }
    if !foot.is_empty() {
        out.push(foot.to_owned());
    }
    out
}
