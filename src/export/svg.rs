//! A picture of the graph as SVG: for a page, a slide, a newspaper.
//!
//! First it is chosen what tells most (`choose`) and how pairs are drawn (`strokes`); then boxes
//! find their places (`layout`), lines their ways (`route`), words and marks theirs on the lines
//! (`tags`). What is left out is said below the picture (`legend`).

mod blocs;
mod camps;
mod choose;
mod layout;
mod legend;
pub(super) mod letters;
mod lines;
mod map;
mod matrix;
mod nodes;
mod pack;
mod plane;
mod route;
mod sentence;
mod strokes;
mod tags;
mod timeline;

use std::io::{self, Write};

use svg::Document;
use svg::node::Text as TextNode;
use svg::node::element::{Group, Rectangle, Style, Text, Title};

use self::choose::{Chosen, Wanted, choose};
use self::layout::{Node, Page, Pull};
use self::legend::Frame;
use self::nodes::NodeBox;
use self::pack::fill;
use self::plane::Point;
use self::route::{Curve, Ends, Outline, route};
use self::strokes::{Stroke, strokes};
use self::tags::Placed;
use super::attributes::View;
use super::look::{Form, Look, PageSize};
use super::style::{mark, plain};
use crate::error::ExportError;
use crate::graph::{Graph, Marks};

/// Least width of a picture that is as large as it needs to be, in pixels, and its proportion.
const NARROWEST: f64 = 800.0;
const RATIO: f64 = 1.5;
/// The border, in shares of the page's sides' mean.
const MARGIN: f64 = 0.025;
/// How far letters may shrink and grow on a page of a given size.
const ZOOM: Point = (0.8, 1.7);
/// Up to so many lines, roles are written too.
const ROLES: usize = 20;
/// How much room boxes get, until all lines and words find a place.
const ROOMS: [f64; 3] = [1.0, 1.25, 1.6];
const FONT: &str = "DejaVu Sans, Verdana, Helvetica, Arial, sans-serif";

/// Writes the picture to a stream.
pub(super) fn write(view: &View, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(drawn(view.graph, &view.look).map_err(io::Error::other)?.as_bytes())
}

/// The graph as SVG, as large as it needs to be.
pub fn to_string(graph: &Graph) -> String {
    net(graph, None, &Look::default()).unwrap_or_default()
}

/// Two graphs in one as SVG: what is new, gone or changed stands out by colour and sign.
///
/// # Errors
/// The page is too small for letters that can be read.
pub fn changes(graph: &Graph, marks: &Marks, look: &Look) -> Result<String, ExportError> {
    readable(look, |look| net(graph, Some(marks), look))
}

/// The graph as SVG, as it is asked for.
///
/// # Errors
/// The page is too small for letters that can be read.
pub fn drawn(graph: &Graph, look: &Look) -> Result<String, ExportError> {
    readable(look, |look| match look.form {
        Form::Net => net(graph, None, look),
        Form::Matrix => matrix::picture(graph, look),
        Form::Camps => blocs::picture(graph, look),
        Form::Timeline => timeline::picture(graph, look),
        Form::Sentence => sentence::picture(graph, look),
        Form::Map => map::picture(graph, look),
    })
}

/// The picture, if it can be read on its page; else the error names the smallest page for it.
fn readable(look: &Look, draw: impl Fn(&Look) -> Option<String>) -> Result<String, ExportError> {
    let picture = draw(look);
    let (None, Some(asked)) = (&picture, look.size) else { return Ok(picture.unwrap_or_default()) };
    // In steps of a tenth, to whole tens of pixels.
    let grown = |side: u32, tenths: u32| (side * (10 + tenths) / 10).div_ceil(10) * 10;
    let larger = (1..=LARGER).map(|t| PageSize {
        width: grown(asked.width, t),
        height: grown(asked.height, t),
        ..asked
    });
    // The smallest page is that of the fewest actors.
    let fits =
        |size: &PageSize| draw(&Look { size: Some(*size), most: Some(FEWEST), ..look.clone() }).is_some();
    let problem = match larger.into_iter().find(fits) {
        Some(PageSize { width, height, .. }) => format!(
            "a page of {}x{} is too small to be read; the smallest of this proportion is {width}x{height}",
            asked.width, asked.height
        ),
        None => format!("a page of {}x{} is too small to be read", asked.width, asked.height),
    };
    Err(ExportError::Format { path: "picture".into(), problem })
}

/// So many tenths a page is made larger to find one that can be read.
const LARGER: u32 = 60;

/// The shown names for whose letters neither the bundled font nor one of this machine is there.
pub fn without_letters(graph: &Graph, look: &Look) -> Vec<String> {
    let wanted = Wanted { most: look.most, focus: &[], belongs: look.parallel, marks: None };
    let names = choose(graph, &wanted).actors.into_iter().map(|actor| plain(&actor.name));
    letters::without_font(names.filter(|name| letters::lacks(name)).collect())
}

/// The net of actors; `None` if it cannot be read on its page.
fn net(graph: &Graph, marks: Option<&Marks>, look: &Look) -> Option<String> {
    let ids: Vec<_> = graph.actors().map(|a| &a.id).collect();
    let focus: Vec<usize> =
        look.focus.iter().filter_map(|id| ids.iter().position(|known| *known == id)).collect();
    let mut most = look.most;
    loop {
        let wanted = Wanted { most, focus: &focus, belongs: look.parallel || marks.is_some(), marks };
        let chosen = choose(graph, &wanted);
        let strokes = strokes(&chosen, look.parallel, marks, &look.labels);
        let shown = chosen.actors.len();
        let sheet = Sheet::new(chosen, strokes, marks, look);
        let frame = |no_way| Frame::new(graph, marks, look, &sheet.chosen, &sheet.strokes, no_way);
        match sheet.best(frame, look) {
            Some(drawn) => return Some(drawn.svg(&frame(drawn.no_way), look)),
            None => most = Some(fewer(most.unwrap_or(choose::LIMIT), shown)?),
        }
    }
}

/// Fewer actors are no picture of many.
const FEWEST: usize = 4;

/// How many actors are tried next where so many that were asked for, or are shown, are too many.
fn fewer(asked: usize, shown: usize) -> Option<usize> {
    (asked > FEWEST).then(|| (asked.min(shown) * 7 / 8).max(FEWEST))
}

/// What is to be drawn, without places.
struct Sheet<'g> {
    chosen: Chosen<'g>,
    strokes: Vec<Stroke<'g>>,
    boxes: Vec<NodeBox<'g>>,
    nodes: Vec<Node>,
    pulls: Vec<Pull>,
    /// Places of the actors in focus.
    focus: Vec<usize>,
    /// The camp of each actor, where camps have frames.
    camps: Vec<usize>,
}

/// What lies behind boxes and lines, and its words, through which no line goes.
#[derive(Default)]
struct Behind {
    group: Option<Group>,
    words: Vec<Outline>,
}

/// What is drawn where.
struct Drawn<'g> {
    page: Point,
    /// The size of the network.
    area: Point,
    boxes: Vec<(NodeBox<'g>, Point)>,
    lines: Vec<(Stroke<'g>, Curve)>,
    tags: Vec<Placed>,
    behind: Option<Group>,
    /// Lines that found no way.
    no_way: usize,
}

impl<'g> Sheet<'g> {
    fn new(chosen: Chosen<'g>, strokes: Vec<Stroke<'g>>, marks: Option<&Marks>, look: &Look) -> Self {
        let roles = strokes.len() <= ROLES;
        let mut boxes: Vec<NodeBox> = chosen
            .actors
            .iter()
            .zip(&chosen.homes)
            .map(|(actor, home)| NodeBox::new(actor, *home, roles, mark(marks, &actor.id.0)))
            .collect();
        let focus: Vec<usize> = look
            .focus
            .iter()
            .filter_map(|id| chosen.actors.iter().position(|actor| actor.id == *id))
            .collect();
        for &i in &focus {
            if let Some(slot) = boxes.get_mut(i) {
                slot.is_focus = true;
            }
        }
        let nodes = boxes.iter().map(|b| Node { size: b.size }).collect();
        let line = |s: &Stroke| Pull { a: s.ends.0, b: s.ends.1, label: Some(tags::wanted(s)) };
        let mut pulls: Vec<Pull> = strokes.iter().map(line).collect();
        pulls.extend(chosen.close.iter().map(|&(a, b)| Pull { a, b, label: None }));
        Self { chosen, strokes, boxes, nodes, pulls, focus, camps: Vec::new() }
    }

    /// The same with its camps in frames: only ties within them pull.
    fn in_camps(mut self, camps: Vec<usize>) -> Self {
        self.pulls.retain(|p| camps.get(p.a) == camps.get(p.b));
        // A camp hangs together, whether or not the ties are shown that make it one.
        for (b, camp) in camps.iter().enumerate() {
            let first = camps.iter().position(|other| other == camp).filter(|a| *a != b);
            self.pulls.extend(first.map(|a| Pull { a, b, label: None }));
        }
        Self { camps, ..self }
    }

    /// The best of several tries; `None` if nothing fits on the page that is asked for. `frame` is for so
    /// many lines without a way.
    fn best<'p>(&self, frame: impl Fn(usize) -> Frame<'p>, look: &Look) -> Option<Drawn<'g>> {
        // A large picture keeps room for a note on such lines.
        let frame = frame(usize::from(self.strokes.len() > ROLES));
        let mut best: Option<(usize, Drawn)> = None;
        for room in ROOMS {
            let Some((page, mut at, area)) = self.placed(&frame, look, room) else { break };
            self.fill(&mut at, area);
            let behind = blocs::behind(self, &at, look);
            let (faults, drawn) = self.drawn(page, &at, area, behind);
            if best.as_ref().is_none_or(|(least, _)| faults < *least) {
                best = Some((faults, drawn));
            }
            if faults == 0 {
                break;
            }
        }
        best.map(|(_, drawn)| drawn)
    }

    /// The page, in pixels of the picture, the places of the boxes, and the size of what they fill.
    fn placed(&self, frame: &Frame, look: &Look, room: f64) -> Option<(Point, Vec<Point>, Point)> {
        let ratio = look.size.map_or(RATIO, |size| {
            let (_, area) = free(frame, size, 1.0);
            (area.0 / area.1.max(60.0)).clamp(0.25, 4.0)
        });
        let pad = if self.camps.is_empty() { (0.0, 0.0) } else { blocs::PAD };
        let (at, needed) =
            layout::place(&self.nodes, &self.pulls, Page { ratio, room, focus: &self.focus, pad });
        let (page, area) = fit(frame, look, needed)?;
        Some((page, at, area))
    }

    /// Draws the boxes apart until they fill the page.
    fn fill(&self, at: &mut [Point], area: Point) {
        let area = (area.0.max(10.0), area.1.max(10.0));
        let focus = self.focus.first().copied();
        if self.camps.is_empty() {
            fill(at, &self.nodes, area, focus);
            layout::settle(at, &self.nodes, &self.pulls, area, focus);
            fill(at, &self.nodes, area, focus);
        } else {
            blocs::fill(at, self, area);
        }
        for p in at {
            *p = (p.0.round(), p.1.round());
        }
    }

    /// The picture of boxes in their places, and how many lines and words found none: a line counts ten.
    fn drawn(&self, page: Point, at: &[Point], area: Point, behind: Behind) -> (usize, Drawn<'g>) {
        let mut outlines: Vec<Outline> = self.boxes.iter().zip(at).map(|(b, p)| b.outline(*p)).collect();
        outlines.extend(behind.words);
        let ends: Vec<Ends> = self
            .strokes
            .iter()
            .map(|s| Ends { ends: s.ends, arrows: s.heads.map(|h| h.is_some()) })
            .collect();
        let curves = route(&outlines, &ends, area);
        let lines: Vec<(&Stroke, Option<Curve>)> = self.strokes.iter().zip(curves).collect();
        let (tags, without) = tags::place(&outlines, &lines, area);
        let no_way = lines.iter().filter(|(_, curve)| curve.is_none()).count();
        let lines = lines.into_iter().filter_map(|(s, c)| Some((s.clone(), c?))).collect();
        let boxes = self.boxes.iter().cloned().zip(at.iter().copied()).collect();
        (10 * no_way + without, Drawn { page, area, boxes, lines, tags, behind: behind.group, no_way })
    }
}

/// The border of a page.
fn margin(page: Point) -> f64 {
    ((page.0 + page.1) / 2.0 * MARGIN).max(14.0)
}

/// A page of a size at a zoom, in pixels of the picture, and what title and legend leave of it.
fn free(frame: &Frame, size: PageSize, zoom: f64) -> (Point, Point) {
    let page = (f64::from(size.width) / zoom, f64::from(size.height) / zoom);
    let most = page.0 - 2.0 * margin(page);
    (page, (most, page.1 - height(frame, page)))
}

/// The height of all but the picture itself.
fn height(frame: &Frame, page: Point) -> f64 {
    let most = page.0 - 2.0 * margin(page);
    2.0 * margin(page) + frame.head((0.0, 0.0), most).1 + frame.foot((0.0, 0.0), most).1
}

/// The page for a picture that needs so much room, and the room on it; `None` if letters would be too
/// small to be read.
fn fit(frame: &Frame, look: &Look, needed: Point) -> Option<(Point, Point)> {
    let Some(size) = look.size else {
        // The border is a share of the whole page, which is not known yet.
        let mut page = (needed.0.max(NARROWEST), needed.1);
        for _ in 0..6 {
            page = ((needed.0 + 2.0 * margin(page)).max(NARROWEST), page.1);
            page.1 = needed.1 + height(frame, page);
        }
        return Some((page, (page.0 - 2.0 * margin(page), needed.1)));
    };
    pages(frame, size).find(|(_, area)| area.0 >= needed.0 && area.1 >= needed.1)
}

/// A page of a size in all zooms in which letters can be read, the largest letters first: the page in
/// pixels of the picture, and the room on it.
fn pages(frame: &Frame, size: PageSize) -> impl Iterator<Item = (Point, Point)> {
    let steps = (ZOOM.0 * 50.0) as i32..=(ZOOM.1 * 50.0) as i32;
    steps.rev().map(move |step| free(frame, size, f64::from(step) / 50.0))
}

/// The picture around its parts, which stand where the title ends.
fn document(page: Point, area: Point, frame: &Frame, look: &Look, parts: Vec<Group>) -> String {
    let (wide, high) = page;
    let margin = margin(page);
    let most = wide - 2.0 * margin;
    let (head, head_height) = frame.head((margin, margin), most);
    let corner = (margin, margin + head_height);
    let (foot, _) = frame.foot((margin, corner.1 + area.1), most);
    let (width, height) = match (look.size, look.width) {
        (_, Some(width)) => (f64::from(width), f64::from(width) * high / wide),
        (Some(size), None) => (f64::from(size.width), f64::from(size.height)),
        (None, None) => page,
    };
    let ground = Rectangle::new()
        .set("x", "-1%")
        .set("y", "-1%")
        .set("width", "102%")
        .set("height", "102%")
        .set("fill", look.theme.paint("#ffffff"));
    let document = Document::new()
        .set("viewBox", format!("0 0 {wide:.1} {high:.1}"))
        .set("width", format!("{width:.0}"))
        .set("height", format!("{height:.0}"))
        .set("role", "img")
        .add(Title::new(legal(frame.title())))
        .add(Style::new(format!("text{{font-family:{FONT}}}")))
        .add(ground)
        .add(head);
    let there = format!("translate({:.1} {:.1})", corner.0, corner.1);
    let parts = parts.into_iter().map(|part| part.set("transform", there.clone()));
    format!("{}\n", parts.chain(foot).fold(document, Document::add))
}

impl Drawn<'_> {
    fn svg(&self, frame: &Frame, look: &Look) -> String {
        let group = |name: &str| Group::new().set("class", name).set("id", name);
        let edges =
            self.lines.iter().fold(group("edges"), |g, (s, curve)| g.add(lines::draw(s, curve, look.theme)));
        let nodes =
            self.boxes.iter().fold(group("nodes"), |g, (shape, at)| g.add(shape.draw(*at, look.theme)));
        let labels = self.tags.iter().fold(group("labels"), |g, tag| g.add(lines::draw_tag(tag, look.theme)));
        let parts = self.behind.clone().into_iter().chain([edges, nodes, labels]).collect();
        document(self.page, self.area, frame, look, parts)
    }
}

/// Places for names that are tied, as in a picture: for small graphs on a screen.
pub(crate) fn place_named(names: &[&str], pairs: &[(usize, usize)]) -> Vec<Point> {
    let side = |name: &str| (letters::width(name, 13.0, false).clamp(60.0, 150.0), 56.0);
    let nodes: Vec<Node> = names.iter().map(|name| Node { size: side(name) }).collect();
    let pulls: Vec<Pull> = pairs.iter().map(|&(a, b)| Pull { a, b, label: Some(50.0) }).collect();
    layout::place(&nodes, &pulls, Page { ratio: RATIO, ..Page::default() }).0
}

pub(super) fn text(words: &str, at: Point, size: f64, colour: &str) -> Text {
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
