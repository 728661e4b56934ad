//! Stances as a matrix: who holds one in rows, towards whom in columns, camps side by side.

use rustc_hash::FxHashSet;
use svg::node::element::{Group, Polygon, Rectangle, Title};

use super::camps::{self, Cell};
use super::choose::{Wanted, choose};
use super::legend::{Frame, LEGEND, wrap};
use super::letters::width;
use super::plane::Point;
use super::strokes::shorten;
use super::{document, fewer, fit, legal, text};
use crate::export::look::Look;
use crate::export::style::{Line, OVER, Theme, plain};
use crate::graph::Graph;
use crate::types::Tie;

/// Most actors, unless more are asked for.
const MOST: usize = 25;
/// Least and largest cells, in pixels; they are wider where their numbers are.
const LEAST: Point = (36.0, 22.0);
const LARGEST: Point = (120.0, 72.0);
/// Most letters of a name.
const NAME: usize = 26;
/// Sizes of letters: names, and numbers in cells.
const SIZE: f64 = 12.0;
const NUMBER: f64 = 10.5;
/// Room for the words in rows and columns, and for the legend below.
const HEADS: f64 = 8.0;
const BELOW: f64 = 62.0;

/// The picture; `None` if it cannot be read on its page.
pub(super) fn picture(graph: &Graph, look: &Look) -> Option<String> {
    let mut most = look.most.unwrap_or(MOST);
    loop {
        let wanted = Wanted { most: Some(most), focus: &[], belongs: false, marks: None };
        let mut chosen = choose(graph, &wanted);
        // Who neither holds a stance nor is held one towards has no row.
        let all = camps::cells(graph, &chosen.actors);
        let has = |i: usize| (0..all.len()).any(|k| all[i][k] != [0, 0] || all[k][i] != [0, 0]);
        let mut nth = 0..;
        chosen.actors.retain(|_| nth.next().is_some_and(has));
        let mut cells = camps::cells(graph, &chosen.actors);
        let camp_of = camps::of(&cells);
        let mut order: Vec<usize> = (0..cells.len()).collect();
        order.sort_by_key(|&i| (camp_of[i], i));
        cells = order.iter().map(|&i| order.iter().map(|&k| cells[i][k]).collect()).collect();
        chosen.actors = order.iter().map(|&i| chosen.actors[i]).collect();
        let camp: Vec<usize> = order.iter().map(|&i| camp_of[i]).collect();
        let names: Vec<String> = chosen.actors.iter().map(|a| shorten(&plain(&a.name), NAME)).collect();
        chosen.weak = 0;
        let holders = graph.edges().filter(|e| matches!(e.tie, Tie::Stance { .. }));
        chosen.tied = holders.flat_map(|e| [&e.source, &e.target]).collect::<FxHashSet<_>>().len();
        let frame = Frame::new(graph, None, look, &chosen, &[], 0).without_kinds();
        let heads = names.iter().map(|name| width(name, SIZE, false)).fold(0.0, f64::max) + HEADS;
        let count = names.len() as f64;
        let numbers = cells.iter().flatten().map(|cell| width(&words(*cell), NUMBER, true) + 8.0);
        let widest = numbers.fold(LEAST.0, f64::max);
        let legend_wide = SAMPLES.iter().map(|(_, key)| sample_width(look.labels.get(key))).sum();
        let needed = (f64::max(heads + count * widest, legend_wide), heads + count * LEAST.1 + BELOW);
        let Some((page, area)) = fit(&frame, look, needed) else {
            most = fewer(most, names.len())?;
            continue;
        };
        let side = |room: f64, least: f64, largest: f64| (room / count.max(1.0)).clamp(least, largest);
        let cell =
            (side(area.0 - heads, widest, LARGEST.0), side(area.1 - heads - BELOW, LEAST.1, LARGEST.1));
        let mut group = Group::new().set("class", "matrix").set("id", "matrix");
        for (row, name) in names.iter().enumerate() {
            let middle = (heads + (row as f64 + 0.5) * cell.0, heads + (row as f64 + 0.5) * cell.1);
            let ink = look.theme.paint("#111111");
            let across = text(name, (heads - HEADS / 2.0, middle.1 + 4.0), SIZE, ink);
            let upright = text(name, (0.0, 4.0), SIZE, ink).set(
                "transform",
                format!("translate({:.1} {:.1}) rotate(-90)", middle.0, heads - HEADS / 2.0),
            );
            group = group.add(across.set("text-anchor", "end")).add(upright);
            for (column, cell_told) in cells[row].iter().enumerate() {
                let corner = (heads + column as f64 * cell.0, heads + row as f64 * cell.1);
                let told = (row != column).then_some(*cell_told);
                let [holder, target] = [row, column].map(|n| plain(&chosen.actors[n].name));
                let says = format!("{holder} → {target}");
                group = group.add(draw(told, corner, cell, &says, look.theme));
            }
        }
        // A frame around each camp of more than one.
        let mut first = 0;
        while let Some(number) = camp.get(first) {
            let size = camp.iter().filter(|other| *other == number).count();
            if size > 1 {
                let at = |n: usize, side: f64| format!("{:.1}", heads + n as f64 * side);
                group = group.add(
                    Rectangle::new()
                        .set("x", at(first, cell.0))
                        .set("y", at(first, cell.1))
                        .set("width", format!("{:.1}", size as f64 * cell.0))
                        .set("height", format!("{:.1}", size as f64 * cell.1))
                        .set("fill", "none")
                        .set("stroke", look.theme.paint("#111111"))
                        .set("stroke-width", "2"),
                );
            }
            first += size;
        }
        let y = heads + count * cell.1 + 10.0;
        return Some(document(page, area, &frame, look, vec![group, legend(y, area.0, look)]));
    }
}

/// A cell; none is its holder's own.
fn draw(cell: Option<Cell>, at: Point, size: Point, says: &str, theme: Theme) -> Group {
    let part = |colour: &'static str| {
        Rectangle::new()
            .set("x", format!("{:.1}", at.0))
            .set("y", format!("{:.1}", at.1))
            .set("width", format!("{:.1}", size.0))
            .set("height", format!("{:.1}", size.1))
            .set("fill", theme.paint(colour))
            .set("stroke", theme.paint("#d9d9d9"))
            .set("stroke-width", "0.8")
    };
    let mut group = Group::new();
    let colour = match cell {
        None => "#EDEDED",
        Some([0, 0]) => "#ffffff",
        Some([supports, opposes]) if supports >= opposes => Line::Supports.colour(),
        Some(_) => Line::Opposes.colour(),
    };
    let words = words(cell.unwrap_or_default());
    if !words.is_empty() {
        group = group.add(Title::new(legal(&format!("{says}: {words}"))));
    }
    group = group.add(part(colour));
    if cell.is_some_and(|[supports, opposes]| supports > 0 && opposes > 0) {
        // Half of each colour.
        let other = if colour == Line::Supports.colour() { OVER } else { Line::Supports.colour() };
        let points = format!(
            "{:.1},{:.1} {:.1},{:.1} {:.1},{:.1}",
            at.0 + size.0,
            at.1,
            at.0 + size.0,
            at.1 + size.1,
            at.0,
            at.1 + size.1
        );
        group = group.add(Polygon::new().set("points", points).set("fill", theme.paint(other)));
    }
    if words.is_empty() {
        return group;
    }
    let ink = if theme == Theme::Dark { "#111111" } else { "#ffffff" };
    let middle = (at.0 + size.0 / 2.0, at.1 + size.1 / 2.0 + 4.0);
    group.add(text(&words, middle, NUMBER, ink).set("text-anchor", "middle").set("font-weight", "bold"))
}

/// What stands in a cell.
fn words(cell: Cell) -> String {
    match cell {
        [0, 0] => String::new(),
        [n, 0] => format!("+{n}"),
        [0, n] => format!("−{n}"),
        [supports, opposes] => format!("+{supports} −{opposes}"),
    }
}

/// The cells of the legend, and the words beside them.
const SAMPLES: [(Cell, &str); 3] = [([2, 0], "supports"), ([0, 2], "opposes"), ([2, 1], "mixed")];

fn sample_width(words: &str) -> f64 {
    47.0 + width(words, LEGEND, false) + 18.0
}

/// What cells mean.
fn legend(y: f64, wide: f64, look: &Look) -> Group {
    let (labels, ink) = (&look.labels, look.theme.paint("#333333"));
    let mut group = Group::new().set("class", "legend");
    let mut x = 0.0;
    for (cell, key) in SAMPLES {
        let words = labels.get(key);
        group = group.add(draw(Some(cell), (x, y), (40.0, 20.0), words, look.theme));
        group = group.add(text(words, (x + 47.0, y + 14.0), LEGEND, ink));
        x += sample_width(words);
    }
    let told = wrap(labels.get("matrix"), LEGEND, wide, false).into_iter().take(2).enumerate();
    told.fold(group, |group, (i, line)| {
        group.add(text(&line, (0.0, y + 36.0 + 15.0 * i as f64), LEGEND, ink))
    })
}
