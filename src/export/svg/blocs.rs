//! Camps in frames: who supports each other stands together, and stances run within and across.

use std::collections::BTreeMap;

use svg::node::element::{Group, Rectangle};

use super::camps;
use super::choose::{Wanted, choose};
use super::legend::Frame;
use super::letters::width;
use super::plane::{Point, length};
use super::route::{Outline, Shape};
use super::strokes::{shorten, strokes};
use super::{Behind, Sheet, fewer, text};
use crate::export::look::Look;
use crate::export::style::{Line, Theme, plain};
use crate::graph::Graph;

/// Most actors, unless more are asked for.
const MOST: usize = 24;
/// Between a frame and the boxes in it.
pub(super) const PAD: Point = (18.0, 30.0);
/// The size of letters in frames, and most of them.
const SIZE: f64 = 11.0;
const LETTERS: usize = 30;
/// How far a frame's words stand from its corner.
const INSET: Point = (8.0, 4.0);

/// The frame around a camp of several, and its words.
#[derive(Debug, Clone)]
struct Camp {
    corner: Point,
    size: Point,
    words: String,
}

/// The picture; `None` if it cannot be read on its page.
pub(super) fn picture(graph: &Graph, look: &Look) -> Option<String> {
    let ids: Vec<_> = graph.actors().map(|a| &a.id).collect();
    let focus: Vec<usize> =
        look.focus.iter().filter_map(|id| ids.iter().position(|known| *known == id)).collect();
    let mut most = look.most.unwrap_or(MOST);
    loop {
        let wanted = Wanted { most: Some(most), focus: &focus, belongs: false, marks: None };
        let mut chosen = choose(graph, &wanted);
        // Stances make camps: who has none here stands in none.
        chosen.keep_bonds(|bond| {
            bond.edges.iter().any(|e| matches!(Line::of(e), Line::Supports | Line::Opposes))
        });
        let shown = chosen.actors.len();
        let camp_of = camps::of(&camps::cells(graph, &chosen.actors));
        let strokes = strokes(&chosen, false, None, &look.labels);
        let sheet = Sheet::new(chosen, strokes, None, look).in_camps(camp_of);
        let title = look.labels.get("title_camps");
        let frame = |no_way| {
            Frame::new(graph, None, look, &sheet.chosen, &sheet.strokes, no_way)
                .titled(title)
                .noting(Some(look.labels.get("camps").to_owned()))
        };
        match sheet.best(frame, look) {
            Some(drawn) => return Some(drawn.svg(&frame(drawn.no_way), look)),
            None => most = fewer(most, shown)?,
        }
    }
}

/// The members of each camp of several, the largest first.
fn members(sheet: &Sheet) -> Vec<Vec<usize>> {
    let mut camps: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (actor, camp) in sheet.camps.iter().enumerate() {
        camps.entry(*camp).or_default().push(actor);
    }
    camps.into_values().filter(|members| members.len() > 1).collect()
}

/// Draws the boxes apart until their frames fill the page, each camp turned so that ties across are short.
pub(super) fn fill(at: &mut [Point], sheet: &Sheet, area: Point) {
    let camps = members(sheet);
    // Who stands in a frame needs room for it.
    let mut nodes = sheet.nodes.clone();
    for &member in camps.iter().flatten() {
        if let Some(node) = nodes.get_mut(member) {
            node.size = (node.size.0 + 2.0 * PAD.0, node.size.1 + 2.0 * PAD.1);
        }
    }
    super::fill(at, &nodes, area, None);
    for members in camps.iter().chain(&camps) {
        let (low, high) = bounds(sheet, at, members);
        let flip = |p: Point, [x, y]: [bool; 2]| {
            (if x { low.0 + high.0 - p.0 } else { p.0 }, if y { low.1 + high.1 - p.1 } else { p.1 })
        };
        let before: Vec<Point> = members.iter().filter_map(|&m| at.get(m).copied()).collect();
        let mut best = (across(sheet, at), [false, false]);
        for way in [[true, false], [false, true], [true, true]] {
            turn(at, members, &before, |p| flip(p, way));
            let now = across(sheet, at);
            if now < best.0 - 1e-6 {
                best = (now, way);
            }
        }
        turn(at, members, &before, |p| flip(p, best.1));
    }
}

fn turn(at: &mut [Point], members: &[usize], before: &[Point], to: impl Fn(Point) -> Point) {
    for (member, p) in members.iter().zip(before) {
        if let Some(slot) = at.get_mut(*member) {
            *slot = to(*p);
        }
    }
}

/// How long the ties across are.
fn across(sheet: &Sheet, at: &[Point]) -> f64 {
    let far = |&(a, b): &(usize, usize)| Some((at.get(a)?, at.get(b)?));
    let all = sheet.strokes.iter().filter_map(|s| far(&s.ends));
    all.map(|(a, b)| length(a.0 - b.0, a.1 - b.1)).sum()
}

/// The corners of the smallest box around these boxes.
fn bounds(sheet: &Sheet, at: &[Point], members: &[usize]) -> (Point, Point) {
    let boxes = members.iter().filter_map(|&m| Some((at.get(m)?, sheet.nodes.get(m)?.size)));
    boxes.fold(((f64::MAX, f64::MAX), (f64::MIN, f64::MIN)), |(low, high), (p, size)| {
        let half = (size.0 / 2.0, size.1 / 2.0);
        (
            (low.0.min(p.0 - half.0), low.1.min(p.1 - half.1)),
            (high.0.max(p.0 + half.0), high.1.max(p.1 + half.1)),
        )
    })
}

/// The frames around the camps, if there are any; each is called by its weightiest member.
pub(super) fn behind(sheet: &Sheet, at: &[Point], look: &Look) -> Behind {
    let frame = |members: Vec<usize>| {
        let (low, high) = bounds(sheet, at, &members);
        let first = members.first().and_then(|&m| sheet.chosen.actors.get(m))?;
        let name = shorten(&plain(&first.name), LETTERS);
        let size = (high.0 - low.0 + 2.0 * PAD.0 - 8.0, high.1 - low.1 + 2.0 * PAD.1 - 10.0);
        let words = look.labels.fill("camp", &[("name", &name)]);
        // Of narrow frames the words are cut.
        let letter = width(&words, SIZE, true) / words.chars().count().max(1) as f64;
        let words = shorten(&words, (((size.0 - 2.0 * INSET.0) / letter) as usize).max(3));
        Some(Camp { corner: (low.0 - PAD.0 + 4.0, low.1 - PAD.1 + 2.0), size, words })
    };
    let camps: Vec<Camp> = members(sheet).into_iter().filter_map(frame).collect();
    let group = Group::new().set("class", "camps").set("id", "camps");
    let group = camps.iter().fold(group, |group, camp| group.add(camp.draw(look.theme)));
    Behind { group: (!camps.is_empty()).then_some(group), words: camps.iter().map(Camp::words).collect() }
}

impl Camp {
    /// Where its words stand.
    fn words(&self) -> Outline {
        let size = (width(&self.words, SIZE, true), SIZE + 3.0);
        let centre = (self.corner.0 + INSET.0 + size.0 / 2.0, self.corner.1 + INSET.1 + size.1 / 2.0);
        Outline { centre, size, shape: Shape::Box }
    }

    fn draw(&self, theme: Theme) -> Group {
        let frame = Rectangle::new()
            .set("x", format!("{:.1}", self.corner.0))
            .set("y", format!("{:.1}", self.corner.1))
            .set("width", format!("{:.1}", self.size.0))
            .set("height", format!("{:.1}", self.size.1))
            .set("rx", "10")
            .set("fill", theme.paint("#f7f7f7"))
            .set("stroke", theme.paint("#9a9a9a"))
            .set("stroke-width", "1.2");
        let place = (self.corner.0 + INSET.0, self.corner.1 + INSET.1 + SIZE);
        let words = text(&self.words, place, SIZE, theme.paint("#555555")).set("font-weight", "bold");
        Group::new().add(frame).add(words)
    }
}
