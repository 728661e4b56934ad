//! Arcs over a sentence, from actor to actor: nested ones above each other, long ones over several lines.

use svg::node::element::{Group, Path, Polygon, Rectangle};

use super::flow::{Flow, LEVEL, LOWEST};
use super::spans::Marked;
use crate::export::style::{Line, Theme};
use crate::export::svg::letters::width;
use crate::export::svg::text;

/// The size of letters on arcs.
const SIZE: f64 = 11.5;
/// The radius of an arc's corners, and between two arcs at one actor.
const ROUND: f64 = 6.0;
const BESIDE: f64 = 11.0;
/// Free space beside words on arcs.
const AIR: f64 = 5.0;
/// An arrow's length.
const HEAD: f64 = 8.0;

/// A line of the sentence, and how far along it.
type Place = (usize, f64);

/// A piece of an arc over one line.
#[derive(Debug, Clone)]
struct Piece {
    line: usize,
    from: f64,
    to: f64,
    /// It goes down to the words at these ends.
    stands: [bool; 2],
    level: usize,
    /// The upper border of the marks below it, once all have their levels.
    top: f64,
}

pub(super) struct Arc {
    pieces: Vec<Piece>,
    /// Words, and where: their middle, and the piece that they are on.
    words: (String, f64, usize),
    line: Line,
    /// The arrow is at the last piece's right end; else, of a directed one, at its left.
    is_forward: bool,
}

/// The arcs of what a sentence says, with room for them in its lines.
pub(super) fn place(marked: &Marked, flow: &mut Flow, wide: f64) -> Vec<Arc> {
    // Several arcs at one actor stand side by side.
    let mut ends: Vec<Vec<(usize, bool)>> = vec![Vec::new(); marked.spans.len()];
    for (i, says) in marked.says.iter().enumerate() {
        for (span, is_source) in [(says.from, true), (says.to, false)] {
            if let Some(slot) = ends.get_mut(span) {
                slot.push((i, is_source));
            }
        }
    }
    // Those to the left first, the near ones outside of the far ones on neither side.
    let place = |span: usize| flow.part(span).map_or((0, 0.0), |(line, part)| (line, part.from));
    for (span, all) in ends.iter_mut().enumerate() {
        let here = place(span);
        let far = |&(i, is_source): &(usize, bool)| {
            let other = marked.says.get(i).map_or(span, |s| if is_source { s.to } else { s.from });
            place(other)
        };
        let before = |a: Place, b: Place| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1));
        all.sort_by(|x, y| {
            let (a, b) = (far(x), far(y));
            let right = |p: Place| before(p, here).is_gt();
            right(a).cmp(&right(b)).then(before(b, a)).then(if right(a) {
                x.0.cmp(&y.0)
            } else {
                y.0.cmp(&x.0)
            })
        });
    }
    let anchor = |span: usize, of: (usize, bool)| -> Option<(usize, f64)> {
        let (line, part) = flow.part(span)?;
        let all = ends.get(span)?;
        let nth = all.iter().position(|end| *end == of)? as f64;
        let count = all.len() as f64;
        let step = BESIDE.min((part.to - part.from - 6.0) / count.max(1.0)).max(2.0);
        Some((line, (part.from + part.to) / 2.0 + (nth - (count - 1.0) / 2.0) * step))
    };
    let mut arcs: Vec<Arc> = Vec::new();
    for (i, says) in marked.says.iter().enumerate() {
        let (Some(from), Some(to)) = (anchor(says.from, (i, true)), anchor(says.to, (i, false))) else {
            continue;
        };
        let is_forward = from.0 < to.0 || (from.0 == to.0 && from.1 <= to.1);
        let (first, last) = if is_forward { (from, to) } else { (to, from) };
        let piece = |line: usize| Piece {
            line,
            from: if line == first.0 { first.1 } else { 0.0 },
            to: if line == last.0 { last.1 } else { wide },
            stands: [line == first.0, line == last.0],
            level: 0,
            top: 0.0,
        };
        let pieces: Vec<Piece> = (first.0..=last.0).map(piece).collect();
        // Words stand on the widest piece.
        let widest = (0..pieces.len()).max_by(|&a, &b| {
            let far = |i: usize| pieces.get(i).map_or(0.0, |p| p.to - p.from);
            far(a).total_cmp(&far(b)).then(b.cmp(&a))
        });
        let on = widest.unwrap_or(0);
        let half = width(&says.word, SIZE, true) / 2.0 + AIR;
        let middle = pieces.get(on).map_or(0.0, |p| (p.from + p.to) / 2.0);
        let middle = middle.clamp(half.min(wide / 2.0), (wide - half).max(wide / 2.0));
        arcs.push(Arc { pieces, words: (says.word.clone(), middle, on), line: says.line, is_forward });
    }
    levels(&mut arcs, flow);
    for arc in &mut arcs {
        for piece in &mut arc.pieces {
            piece.top = flow.top(piece.line);
        }
    }
    arcs
}

/// What a piece takes of its line: itself, or its words.
fn reach(arc: &Arc, n: usize) -> (f64, f64) {
    let Some(piece) = arc.pieces.get(n) else { return (0.0, 0.0) };
    let half = if arc.words.2 == n { width(&arc.words.0, SIZE, true) / 2.0 + AIR } else { 0.0 };
    let middle = if half > 0.0 { arc.words.1 } else { piece.from };
    (piece.from.min(middle - half) - 3.0, piece.to.max(middle + half) + 3.0)
}

/// Each piece gets the lowest level that is free, short ones first; no words stand where another goes down.
fn levels(arcs: &mut [Arc], flow: &mut Flow) {
    for line in 0..flow.lines() {
        let mut order: Vec<(usize, usize)> = Vec::new();
        for (a, arc) in arcs.iter().enumerate() {
            order.extend(arc.pieces.iter().enumerate().filter(|(_, p)| p.line == line).map(|(n, _)| (a, n)));
        }
        let far = |&(a, n): &(usize, usize)| arcs[a].pieces[n].to - arcs[a].pieces[n].from;
        order.sort_by(|x, y| far(x).total_cmp(&far(y)).then(x.cmp(y)));
        let mut taken: Vec<Vec<(f64, f64)>> = Vec::new();
        for &(a, n) in &order {
            let (from, to) = reach(&arcs[a], n);
            let free = |level: &Vec<(f64, f64)>| level.iter().all(|other| to <= other.0 || other.1 <= from);
            let level = taken.iter().position(free).unwrap_or_else(|| {
                taken.push(Vec::new());
                taken.len() - 1
            });
            taken[level].push((from, to));
            arcs[a].pieces[n].level = level;
        }
        flow.raise(line, taken.len());
        for &(a, n) in &order {
            if arcs[a].words.2 != n {
                continue;
            }
            let (piece, half) = (&arcs[a].pieces[n], width(&arcs[a].words.0, SIZE, true) / 2.0 + 2.0);
            let posts: Vec<f64> = order
                .iter()
                .filter(|&&(b, m)| arcs[b].pieces[m].level > piece.level)
                .flat_map(|&(b, m)| {
                    let other = &arcs[b].pieces[m];
                    [other.stands[0].then_some(other.from), other.stands[1].then_some(other.to)]
                })
                .flatten()
                .collect();
            let middle = arcs[a].words.1;
            let (low, high) = (piece.from + half, piece.to - half);
            let is_free = |x: &f64| posts.iter().all(|post| (post - x).abs() > half);
            let aside =
                (0..40).map(|i| middle + f64::from((i + 1) / 2 * 6) * if i % 2 == 0 { 1.0 } else { -1.0 });
            let found =
                aside.filter(|x| (low <= *x && *x <= high) || (*x - middle).abs() < 1e-9).find(is_free);
            if let Some(x) = found {
                arcs[a].words.1 = x;
            }
        }
    }
}

impl Arc {
    pub fn draw(&self, theme: Theme) -> Group {
        let colour = theme.paint(if self.line == Line::Belongs { "#6b6b6b" } else { self.line.colour() });
        let mut group = Group::new().set("class", "arc");
        let height = |piece: &Piece| piece.top - LOWEST - LEVEL * piece.level as f64 + 4.0;
        let last = self.pieces.len().saturating_sub(1);
        for (n, piece) in self.pieces.iter().enumerate() {
            let (foot, y) = (piece.top - 2.0, height(piece));
            let round = ROUND.min((piece.to - piece.from) / 2.0).max(0.0);
            let is_target = |right: bool| {
                self.line.is_directed() && self.is_forward == right && n == if right { last } else { 0 }
            };
            let down = |right: bool| if is_target(right) { foot - HEAD + 1.0 } else { foot };
            let mut way = if piece.stands[0] {
                format!(
                    "M{:.1},{:.1}V{:.1}Q{:.1},{y:.1} {:.1},{y:.1}",
                    piece.from,
                    down(false),
                    y + round,
                    piece.from,
                    piece.from + round
                )
            } else {
                format!("M{:.1},{y:.1}", piece.from)
            };
            if piece.stands[1] {
                way.push_str(&format!(
                    "H{:.1}Q{:.1},{y:.1} {:.1},{:.1}V{:.1}",
                    piece.to - round,
                    piece.to,
                    piece.to,
                    y + round,
                    down(true)
                ));
            } else {
                way.push_str(&format!("H{:.1}", piece.to));
            }
            let mut path = Path::new()
                .set("d", way)
                .set("fill", "none")
                .set("stroke", colour)
                .set("stroke-width", "1.8");
            if let Some(dashes) = self.line.dashes(1.8) {
                path = path.set("stroke-dasharray", dashes);
            }
            group = group.add(path);
            for right in [false, true] {
                if is_target(right) {
                    let x = if right { piece.to } else { piece.from };
                    let points = format!(
                        "{x:.1},{foot:.1} {:.1},{:.1} {:.1},{:.1}",
                        x - 4.0,
                        foot - HEAD,
                        x + 4.0,
                        foot - HEAD
                    );
                    group = group.add(Polygon::new().set("points", points).set("fill", colour));
                }
            }
        }
        let (words, middle, on) = &self.words;
        let Some(piece) = self.pieces.get(*on) else { return group };
        let (wide, y) = (width(words, SIZE, true), height(piece));
        let ground = Rectangle::new()
            .set("x", format!("{:.1}", middle - wide / 2.0 - 3.0))
            .set("y", format!("{:.1}", y - 7.0))
            .set("width", format!("{:.1}", wide + 6.0))
            .set("height", "14")
            .set("fill", theme.paint("#ffffff"));
        let label = text(words, (*middle, y + 4.0), SIZE, colour)
            .set("text-anchor", "middle")
            .set("font-weight", "bold");
        group.add(Group::new().set("class", "on-arc").add(ground).add(label))
    }
}
