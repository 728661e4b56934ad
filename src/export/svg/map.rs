//! Countries on a map, with their stances and meetings: everybody's officials count for them.

mod land;

use rustc_hash::{FxHashMap, FxHashSet};
use svg::node::element::{Circle, Group, Path};

use self::land::Window;
use super::choose::{Wanted, choose};
use super::legend::Frame;
use super::plane::Point;
use super::strokes::{shorten, strokes};
use super::{Behind, Sheet, fewer, fit, pages};
use crate::export::look::Look;
use crate::export::style::{Theme, plain};
use crate::graph::{Graph, roll_up};
use crate::tables::{Outline, outlines};
use crate::types::{Actor, ActorKind};

/// Most countries, unless more are asked for.
const MOST: usize = 25;
/// The width of a page that is as large as it needs to be: the first of these that has room.
const WIDTHS: [f64; 4] = [1000.0, 1250.0, 1550.0, 1900.0];
/// Free space around a name, how often names are moved apart, and how far from their place at most.
const AIR: Point = (14.0, 12.0);
/// The same between two that are tied, for the line and its words.
const TIED: Point = (96.0, 44.0);
const ROUNDS: usize = 400;
const FAR: f64 = 150.0;
/// Most names that a note lists, and their letters.
const NAMED: usize = 12;
const NAME: usize = 30;

/// The picture; `None` if it cannot be read on its page.
pub(super) fn picture(graph: &Graph, look: &Look) -> Option<String> {
    let places: FxHashMap<&str, &Outline> =
        outlines().iter().filter(|o| !o.iso3.is_empty()).map(|o| (o.iso3.as_str(), o)).collect();
    let place = |actor: &Actor| places.get(actor.iso3.as_deref()?).copied();
    let (countries, beyond) = countries(graph, |actor| place(actor).is_some());
    let mut most = look.most.unwrap_or(MOST);
    loop {
        let wanted = Wanted { most: Some(most), focus: &[], belongs: false, marks: None };
        let chosen = choose(&countries, &wanted);
        let lands: Vec<&Outline> = chosen.actors.iter().filter_map(|actor| place(actor)).collect();
        let shown = lands.len();
        let strokes = strokes(&chosen, false, None, &look.labels);
        let sheet = Sheet::new(chosen, strokes, None, look);
        let title = look.labels.get("title_map");
        let frame = |no_way| {
            let note = (!beyond.is_empty()).then(|| look.labels.fill("not_on_map", &[("names", &beyond)]));
            Frame::new(graph, None, look, &sheet.chosen, &sheet.strokes, no_way)
                .titled(title)
                .without_kinds()
                .noting(note)
        };
        let rough = frame(1);
        let spots: Vec<Point> = lands.iter().map(|l| (f64::from(l.place.0), f64::from(l.place.1))).collect();
        let arranged = |area: Point| {
            let window = Window::around(&spots, area);
            let wanted: Vec<Point> = spots.iter().map(|p| window.put(*p)).collect();
            let at = apart(&wanted, &sheet, area)?;
            Some((window, wanted, at))
        };
        let found = match look.size {
            None => WIDTHS.into_iter().find_map(|wide| {
                let (page, area) = fit(&rough, look, (wide, wide / land::ratio(&spots)))?;
                Some((page, area, arranged(area)?))
            }),
            Some(size) => pages(&rough, size)
                .filter(|(_, area)| area.0 > 200.0 && area.1 > 120.0)
                .find_map(|(page, area)| Some((page, area, arranged(area)?))),
        };
        let Some((page, area, (window, wanted, at))) = found else {
            most = fewer(most, shown)?;
            continue;
        };
        let here: FxHashSet<&str> = lands.iter().map(|l| l.iso3.as_str()).collect();
        let group = ground(&window, area, &here, (&wanted, &at), look.theme);
        let (_, drawn) = sheet.drawn(page, &at, area, Behind { group: Some(group), words: Vec::new() });
        return Some(drawn.svg(&frame(drawn.no_way), look));
    }
}

/// The countries of a graph that are on the map, with all who count for them; the names of the others.
fn countries(graph: &Graph, is_on_map: impl Fn(&Actor) -> bool) -> (Graph, String) {
    let rolled = roll_up(graph);
    let is_country = |actor: &&Actor| actor.kind == ActorKind::Country;
    let (on, off): (Vec<&Actor>, Vec<&Actor>) =
        rolled.actors().filter(is_country).partition(|a| is_on_map(a));
    let ids: FxHashSet<&str> = on.iter().map(|actor| actor.id.0.as_str()).collect();
    let among = |id: &str| ids.contains(id);
    let edges = rolled.edges().filter(|e| among(&e.source.0) && among(&e.target.0)).cloned().collect();
    let names: Vec<String> = off.iter().take(NAMED).map(|a| shorten(&plain(&a.name), NAME)).collect();
    let actors = on.into_iter().cloned().collect();
    let graph =
        Graph::from_parts(actors, edges, rolled.documents.clone(), rolled.events.clone(), rolled.threshold);
    (graph, names.join(", "))
}

/// Places for the names, near where their countries lie and apart from each other; `None` for want of room.
fn apart(wanted: &[Point], sheet: &Sheet, area: Point) -> Option<Vec<Point>> {
    let sizes: Vec<Point> = sheet.nodes.iter().map(|node| node.size).collect();
    let inside = |p: Point, size: Point| {
        let keep = |v: f64, half: f64, most: f64| v.min(most - half).max(half);
        (keep(p.0, size.0 / 2.0, area.0), keep(p.1, size.1 / 2.0, area.1))
    };
    let tied: FxHashSet<(usize, usize)> = sheet.strokes.iter().map(|s| s.ends).collect();
    let mut at: Vec<Point> = wanted.iter().zip(&sizes).map(|(p, size)| inside(*p, *size)).collect();
    for _ in 0..ROUNDS {
        let mut moved = false;
        for i in 0..at.len() {
            for k in 0..i {
                let over = |n: f64, m: f64, far: f64, air: f64| (n + m) / 2.0 + air - far.abs();
                let (dx, dy) = (at[i].0 - at[k].0, at[i].1 - at[k].1);
                let air = if tied.contains(&(k, i)) { TIED } else { AIR };
                let x = over(sizes[i].0, sizes[k].0, dx, air.0);
                let y = over(sizes[i].1, sizes[k].1, dy, air.1);
                if x <= 0.0 || y <= 0.0 {
                    continue;
                }
                moved = true;
                // Apart by the shorter way; names are wider than high.
                let (x, y) = if y <= x { (0.0, y / 2.0 + 0.1) } else { (x / 2.0 + 0.1, 0.0) };
                let (sx, sy) = (if dx < 0.0 { -x } else { x }, if dy < 0.0 { -y } else { y });
                at[i] = inside((at[i].0 + sx, at[i].1 + sy), sizes[i]);
                at[k] = inside((at[k].0 - sx, at[k].1 - sy), sizes[k]);
            }
        }
        if !moved {
            let near = |(p, q): (&Point, &Point)| (p.0 - q.0).abs() < FAR && (p.1 - q.1).abs() < FAR;
            let all_near = at.iter().zip(wanted).all(near);
            return all_near.then(|| at.iter().map(|p| (p.0.round(), p.1.round())).collect());
        }
    }
    None
}

/// The land, and where the countries lie whose names stand aside.
fn ground(
    window: &Window,
    area: Point,
    here: &FxHashSet<&str>,
    (wanted, at): (&[Point], &[Point]),
    theme: Theme,
) -> Group {
    let mut group = Group::new().set("class", "map").set("id", "map");
    // Those that are meant lie on the others.
    let is_here = |outline: &&Outline| here.contains(outline.iso3.as_str());
    let (meant, others): (Vec<&Outline>, Vec<&Outline>) = outlines().iter().partition(is_here);
    for outline in others.into_iter().chain(meant) {
        let is_here = is_here(&outline);
        let mut way = String::new();
        for ring in &outline.rings {
            let corners: Vec<Point> =
                ring.iter().map(|p| window.put((f64::from(p.0), f64::from(p.1)))).collect();
            for (i, p) in land::clipped(corners, area).iter().enumerate() {
                way.push_str(&format!("{}{:.1},{:.1}", if i == 0 { "M" } else { "L" }, p.0, p.1));
            }
            if way.ends_with(|c: char| c.is_ascii_digit()) {
                way.push('Z');
            }
        }
        if way.is_empty() {
            continue;
        }
        let (fill, border) = if is_here { ("#f6e3b4", "#B07D00") } else { ("#EDEDED", "#ffffff") };
        group = group.add(
            Path::new()
                .set("d", way)
                .set("fill", theme.paint(fill))
                .set("stroke", theme.paint(border))
                .set("stroke-width", if is_here { "1" } else { "0.8" })
                .set("stroke-linejoin", "round"),
        );
    }
    for (spot, name) in wanted.iter().zip(at) {
        if (spot.0 - name.0).abs() < 3.0 && (spot.1 - name.1).abs() < 3.0 {
            continue;
        }
        let colour = theme.paint("#B07D00");
        let way = format!("M{:.1},{:.1}L{:.1},{:.1}", spot.0, spot.1, name.0, name.1);
        group = group
            .add(Path::new().set("d", way).set("stroke", colour).set("stroke-width", "1").set("fill", "none"))
            .add(
                Circle::new()
                    .set("cx", format!("{:.1}", spot.0))
                    .set("cy", format!("{:.1}", spot.1))
                    .set("r", "3")
                    .set("fill", colour),
            );
    }
    group
}
