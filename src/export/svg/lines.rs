//! Lines, arrows, and what stands on lines, as SVG.

use svg::node::element::{Circle, Group, Path, Polygon, Rectangle, Title};

use super::legal;
use super::plane::length;
use super::route::Curve;
use super::strokes::Stroke;
use super::tags::{Placed, SIZE};
use super::text;
use crate::export::style::{Line, OVER, Theme, tooltip};

/// Evidence shown in a tooltip: so many pieces of so many edges.
const SHOWN: usize = 3;
const EDGES: usize = 8;

pub(super) fn draw(stroke: &Stroke, curve: &Curve, theme: Theme) -> Group {
    let (f, m, t) = (curve.from, curve.bend, curve.to);
    let way = format!("M{:.1},{:.1}Q{:.1},{:.1} {:.1},{:.1}", f.0, f.1, m.0, m.1, t.0, t.1);
    let path = |colour: &'static str, dashes: Option<String>| {
        let path = Path::new()
            .set("d", way.clone())
            .set("fill", "none")
            .set("stroke", theme.paint(colour))
            .set("stroke-width", format!("{:.1}", stroke.width));
        match dashes {
            Some(dashes) => path.set("stroke-dasharray", dashes),
            None => path,
        }
    };
    let mut group = Group::new();
    let told: Vec<String> = stroke.edges.iter().take(EDGES).map(|e| tooltip(e, SHOWN)).collect();
    if !told.is_empty() {
        group = group.add(Title::new(legal(&told.join("\n"))));
    }
    group = match stroke.over {
        // Both colours in turn.
        Some(_) => group.add(path(Line::Supports.colour(), None)).add(path(OVER, Some("9 9".to_owned()))),
        None => group.add(path(stroke.colour, stroke.line.dashes(stroke.width))),
    };
    let tips = [(f, curve.at(0.04)), (t, curve.at(0.96))];
    for (head, (tip, before)) in stroke.heads.iter().zip(tips).filter_map(|(h, t)| Some(((*h)?, t))) {
        let (dx, dy) = (tip.0 - before.0, tip.1 - before.1);
        let far = length(dx, dy).max(1e-6);
        let (ux, uy) = (dx / far, dy / far);
        let size = if stroke.line == Line::Belongs { 6.0 } else { 7.5 + stroke.width };
        let tip = (tip.0 + ux * 5.0, tip.1 + uy * 5.0);
        let back = (tip.0 - ux * size, tip.1 - uy * size);
        let half = size * 0.48;
        let points = format!(
            "{:.1},{:.1} {:.1},{:.1} {:.1},{:.1}",
            tip.0,
            tip.1,
            back.0 - uy * half,
            back.1 + ux * half,
            back.0 + uy * half,
            back.1 - ux * half
        );
        group = group.add(Polygon::new().set("points", points).set("fill", theme.paint(head)));
    }
    group
}

/// Words on a line, or the mark of meetings.
pub(super) fn draw_tag(placed: &Placed, theme: Theme) -> Group {
    let (at, half, tag) = (placed.centre, placed.half, &placed.tag);
    let (ink, paper) = (theme.paint(tag.colour), theme.paint("#ffffff"));
    let Some(line) = tag.disc else {
        // The line is interrupted below the words.
        let ground = Rectangle::new()
            .set("x", format!("{:.1}", at.0 - half.0 - 1.5))
            .set("y", format!("{:.1}", at.1 - half.1))
            .set("width", format!("{:.1}", half.0 * 2.0 + 3.0))
            .set("height", format!("{:.1}", half.1 * 2.0))
            .set("fill", paper);
        let words = text(&placed.words, (at.0, at.1 + 4.0), SIZE, ink).set("text-anchor", "middle");
        return Group::new().add(ground).add(words);
    };
    let held = line == Line::Met;
    let mut group = Group::new().add(
        Rectangle::new()
            .set("x", format!("{:.1}", at.0 - half.0 + 1.0))
            .set("y", format!("{:.1}", at.1 - half.1 + 1.0))
            .set("width", format!("{:.1}", half.0 * 2.0 - 2.0))
            .set("height", format!("{:.1}", half.1 * 2.0 - 2.0))
            .set("rx", format!("{:.1}", half.1 - 1.0))
            .set("fill", if held { ink } else { paper })
            .set("stroke", ink)
            .set("stroke-width", "1.5"),
    );
    if line == Line::DidNotMeet {
        let way = format!(
            "M{:.1},{:.1}L{:.1},{:.1}",
            at.0 - half.0 + 2.0,
            at.1 + half.1 - 2.0,
            at.0 + half.0 - 2.0,
            at.1 - half.1 + 2.0
        );
        group = group.add(Path::new().set("d", way).set("stroke", ink).set("stroke-width", "1.5"));
    } else if placed.words.is_empty() && !held {
        group = group.add(
            Circle::new()
                .set("cx", format!("{:.1}", at.0))
                .set("cy", format!("{:.1}", at.1))
                .set("r", "2")
                .set("fill", ink),
        );
    }
    if placed.words.is_empty() {
        return group;
    }
    let ink = if held { paper } else { ink };
    let words = text(&placed.words, (at.0, at.1 + 4.0), SIZE, ink);
    group.add(words.set("text-anchor", "middle").set("font-weight", "bold"))
}
