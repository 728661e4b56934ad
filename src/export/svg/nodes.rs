//! The boxes of a picture: an actor's name, and below it whose it is.

use svg::node::element::{Group, Polygon, Rectangle, Title};

use super::choose::Home;
use super::letters::width;
use super::plane::Point;
use super::route::{CUT, Outline, Shape};
use super::strokes::shorten;
use super::{legal, text};
use crate::export::style::{Theme, mark_colour, node_colours, plain};
use crate::graph::Mark;
use crate::types::{Actor, ActorKind};

/// Most letters of a name, and of one line of it.
const LONGEST: usize = 56;
const LINE: usize = 20;
/// Most letters below a name.
const BELOW: usize = 34;
/// The size of letters below a name, in pixels.
const SMALL: f64 = 10.5;

/// A box and what stands in it.
#[derive(Debug, Clone)]
pub(super) struct NodeBox<'g> {
    kind: ActorKind,
    /// Words that a pointer shows.
    names: Vec<&'g str>,
    lines: Vec<String>,
    below: Option<String>,
    font: f64,
    pub size: Point,
    pub mark: Option<Mark>,
    pub is_focus: bool,
}

impl<'g> NodeBox<'g> {
    /// An actor's box; `roles` tells more of whose it is.
    pub fn new(actor: &'g Actor, home: Option<Home>, roles: bool, mark: Option<Mark>) -> Self {
        let sign = mark.map_or("", Mark::sign);
        let below = home.map(|home| {
            let of = shorten(&plain(&home.of.name), BELOW);
            let role = plain(home.role);
            let long = format!("{role} · {of}");
            if roles && role != "organ" && long.chars().count() <= BELOW { long } else { of }
        });
        let names = std::iter::once(&actor.name).chain(&actor.aliases).map(String::as_str).collect();
        let name = format!("{sign}{}", shorten(&plain(&actor.name), LONGEST));
        Self { names, mark, ..Self::of(actor.kind, &name, below, font_size(actor.mentions)) }
    }

    /// A box of a kind with a word in it.
    pub fn of(kind: ActorKind, name: &str, below: Option<String>, font: f64) -> Self {
        let lines = lines(name);
        let bold = kind == ActorKind::Country;
        let words = lines.iter().map(|line| width(line, font, bold));
        let wide = words.chain(below.iter().map(|b| width(b, SMALL, false))).fold(0.0, f64::max);
        let side = if bold { 20.0 } else { 28.0 };
        let high = lines.len() as f64 * (font + 3.0) + if below.is_some() { SMALL + 2.0 } else { 0.0 } + 13.0;
        let size = ((wide + side).max(52.0).round(), high.round());
        Self { kind, names: Vec::new(), lines, below, font, size, mark: None, is_focus: false }
    }

    /// The box around a place.
    pub fn outline(&self, centre: Point) -> Outline {
        let shape = match self.kind {
            ActorKind::Country => Shape::Box,
            ActorKind::Person => Shape::Pill,
            ActorKind::Group => Shape::Hexagon,
        };
        Outline { centre, size: self.size, shape }
    }

    pub fn draw(&self, at: Point, theme: Theme) -> Group {
        let (fill, border) = node_colours(self.kind);
        let border = if self.is_focus { "#111111" } else { self.mark.map_or(border, mark_colour) };
        let (fill, border) = (theme.paint(fill), theme.paint(border));
        let thick = if self.is_focus { "3.5" } else { "1.4" };
        let (x, y, w, h) = (at.0 - self.size.0 / 2.0, at.1 - self.size.1 / 2.0, self.size.0, self.size.1);
        let mut group = Group::new();
        if !self.names.is_empty() {
            let names: Vec<String> = self.names.iter().map(|name| plain(name)).collect();
            group = group.add(Title::new(legal(&names.join(" · "))));
        }
        group = match self.kind {
            ActorKind::Group => {
                let corners = [
                    (x, at.1),
                    (x + CUT, y),
                    (x + w - CUT, y),
                    (x + w, at.1),
                    (x + w - CUT, y + h),
                    (x + CUT, y + h),
                ];
                let points: Vec<String> = corners.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
                let shape = Polygon::new().set("points", points.join(" "));
                group.add(shape.set("fill", fill).set("stroke", border).set("stroke-width", thick))
            }
            ActorKind::Person | ActorKind::Country => {
                let round = if self.kind == ActorKind::Person { h / 2.0 } else { 4.0 };
                let shape = Rectangle::new()
                    .set("x", format!("{x:.1}"))
                    .set("y", format!("{y:.1}"))
                    .set("width", format!("{w:.1}"))
                    .set("height", format!("{h:.1}"))
                    .set("rx", format!("{round:.1}"));
                group.add(shape.set("fill", fill).set("stroke", border).set("stroke-width", thick))
            }
        };
        let below = if self.below.is_some() { SMALL + 2.0 } else { 0.0 };
        let first =
            at.1 - (self.lines.len() as f64 - 1.0) * (self.font + 3.0) / 2.0 - below / 2.0 + self.font * 0.36;
        for (i, line) in self.lines.iter().enumerate() {
            let place = (at.0, first + i as f64 * (self.font + 3.0));
            let mut words = text(line, place, self.font, theme.paint("#111111")).set("text-anchor", "middle");
            if self.kind == ActorKind::Country {
                words = words.set("font-weight", "bold");
            }
            group = group.add(words);
        }
        if let Some(below) = &self.below {
            let place = (at.0, first + (self.lines.len() as f64 - 1.0) * (self.font + 3.0) + SMALL + 3.5);
            group = group.add(text(below, place, SMALL, theme.paint("#555555")).set("text-anchor", "middle"));
        }
        group
    }
}

fn font_size(mentions: usize) -> f64 {
    match mentions {
        0..=1 => 12.0,
        2..=5 => 13.0,
        6..=15 => 14.5,
        _ => 16.0,
    }
}

/// A name on at most two lines, broken next to its middle.
fn lines(name: &str) -> Vec<String> {
    let letters = name.chars().count();
    let spaces = name.char_indices().enumerate().filter(|(_, (_, c))| *c == ' ');
    let middle = spaces.min_by_key(|(count, _)| count.abs_diff(letters / 2)).map(|(_, (at, _))| at);
    match middle {
        Some(at) if letters > LINE => vec![shorten(&name[..at], 28), shorten(&name[at + 1..], 28)],
        _ => vec![shorten(name, 28)],
    }
}
