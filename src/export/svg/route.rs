//! The lines of a picture: bent between two boxes, cut off at their borders, past all others.

use std::collections::BTreeMap;

use super::plane::{Point, cross, inside, length, mix};

/// How far the corners of a hexagon are cut, in pixels.
pub(super) const CUT: f64 = 10.0;
/// How far lines of one pair bend away from each other, in pixels: flat ones, and what upright ones
/// need more for labels side by side.
const FAN: Point = (26.0, 30.0);
/// From line to line of one pair at its boxes, and from there to a box's corner, in pixels.
const APART: f64 = 13.0;
const RIM: f64 = 4.0;
/// Arrows of two lines that are nearer than this disturb each other; nearer than that they meet.
const TIPS: f64 = 12.0;
const TOUCH: f64 = 6.0;
/// Space between a box and the line's end without an arrow, and with one.
const ENDS: Point = (1.0, 7.0);
/// Free space between a line and boxes that it does not tie together.
const PASS: f64 = 6.0;
/// Points along a curve that stand for it.
const POINTS: usize = 24;
/// How far a line may bend aside, in pixels.
const BENDS: [f64; 17] = [
    0.0, 14.0, -14.0, 28.0, -28.0, 44.0, -44.0, 64.0, -64.0, 90.0, -90.0, 120.0, -120.0, 160.0, -160.0,
    210.0, -210.0,
];

/// How far its ends may stand beside the middles of its boxes, in pixels.
const SLIDES: [f64; 5] = [0.0, 12.0, -12.0, 24.0, -24.0];

/// The form of a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Box,
    Pill,
    Hexagon,
}

/// A box on the picture.
#[derive(Debug, Clone, Copy)]
pub(super) struct Outline {
    pub centre: Point,
    /// Width and height.
    pub size: Point,
    pub shape: Shape,
}

impl Outline {
    /// How far from its centre a line may end, in a direction.
    fn reach(&self, way: Point) -> f64 {
        let (half_w, half_h) = (self.size.0 / 2.0 - CUT, self.size.1 / 2.0 - RIM);
        (half_w / way.0.abs().max(1e-6)).min(half_h / way.1.abs().max(1e-6)).max(0.0)
    }

    /// True if a point lies inside, or nearer than `gap`.
    fn holds(&self, p: Point, gap: f64) -> bool {
        let (dx, dy) = ((p.0 - self.centre.0).abs(), (p.1 - self.centre.1).abs());
        let (half_w, half_h) = (self.size.0 / 2.0, self.size.1 / 2.0);
        if dx > half_w + gap || dy > half_h + gap {
            return false;
        }
        match self.shape {
            Shape::Box => true,
            Shape::Pill => length((dx - (half_w - half_h)).max(0.0), dy) <= half_h + gap,
            Shape::Hexagon => dx <= half_w + gap - CUT * dy / half_h.max(1.0),
        }
    }
}

/// What a line ties together, by index of the boxes, and which ends have an arrow.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ends {
    pub ends: (usize, usize),
    pub arrows: [bool; 2],
}

/// A quadratic Bézier curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Curve {
    pub from: Point,
    pub to: Point,
    /// The control point.
    pub bend: Point,
}

impl Curve {
    /// From box to box, its ends `ends` pixels beside the centres and its middle `offset` more, the bend
    /// at a share of the way.
    fn between(first: &Outline, second: &Outline, ends: f64, offset: f64, at: f64) -> Self {
        let (a, b) = (first.centre, second.centre);
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        let far = length(dx, dy).max(1.0);
        let aside = (-dy / far, dx / far);
        let end = |p: Point| (p.0 + aside.0 * ends, p.1 + aside.1 * ends);
        let (from, to) = (end(a), end(b));
        let middle = mix(from, to, at);
        let bend = (middle.0 + aside.0 * offset * 2.0, middle.1 + aside.1 * offset * 2.0);
        Self { from, to, bend }
    }

    /// The point at `t`, 0 to 1.
    pub fn at(&self, t: f64) -> Point {
        mix(mix(self.from, self.bend, t), mix(self.bend, self.to, t), t)
    }

    /// The part from `t` to `u` (de Casteljau's construction).
    fn part(&self, t: f64, u: f64) -> Self {
        let bend = mix(mix(self.from, self.bend, t), mix(self.bend, self.to, t), u);
        Self { from: self.at(t), to: self.at(u), bend }
    }

    /// The part outside of the two boxes that it ties together.
    fn outside(&self, first: &Outline, second: &Outline, arrows: [bool; 2]) -> Self {
        let [leave, enter] = arrows.map(|arrow| if arrow { ENDS.1 } else { ENDS.0 });
        let leave = boundary(|t| first.holds(self.at(t), leave));
        let enter = 1.0 - boundary(|t| second.holds(self.at(1.0 - t), enter));
        if leave < enter { self.part(leave, enter) } else { *self }
    }

    /// Straight pieces that stand for it.
    pub fn points(&self) -> Vec<Point> {
        (0..=POINTS).map(|i| self.at(i as f64 / POINTS as f64)).collect()
    }
}

/// Where `inside` ends, from 0 on: halving finds it within a thousandth.
fn boundary(inside: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (0.0, 0.9);
    for _ in 0..12 {
        let middle = (low + high) / 2.0;
        if inside(middle) { low = middle } else { high = middle }
    }
    high
}

/// A line that has its way: its points, and where its arrows end.
struct Drawn {
    pair: (usize, usize),
    points: Vec<Point>,
    tips: Vec<Point>,
}

fn tips(curve: &Curve, arrows: [bool; 2]) -> Vec<Point> {
    [curve.from, curve.to].into_iter().zip(arrows).filter_map(|(tip, arrow)| arrow.then_some(tip)).collect()
}

/// How much the arrows of two lines disturb each other.
fn tips_meet(one: &[Point], other: &[Point]) -> f64 {
    let far = |(p, q): (&Point, &Point)| length(p.0 - q.0, p.1 - q.1);
    let pairs = one.iter().flat_map(|p| other.iter().map(move |q| (p, q)));
    let cost = |far: f64| match far {
        _ if far < TOUCH => f64::INFINITY,
        _ if far < TIPS => 9.0,
        _ => 0.0,
    };
    pairs.map(|pair| cost(far(pair))).sum()
}

/// A line with the points that stand for it.
type Way = (Curve, Vec<Point>);

/// The lines, in the order of `ends`; `None` for one that would run through a box or off the page,
/// however it bends. Those of one pair lie side by side.
pub(super) fn route(boxes: &[Outline], ends: &[Ends], page: Point) -> Vec<Option<Curve>> {
    let mut fans: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for (i, end) in ends.iter().enumerate() {
        fans.entry(end.ends).or_default().push(i);
    }
    // Short lines first: they have the least choice.
    let far = |(a, b): (usize, usize)| match (boxes.get(a), boxes.get(b)) {
        (Some(a), Some(b)) => length(a.centre.0 - b.centre.0, a.centre.1 - b.centre.1),
        _ => 0.0,
    };
    let mut order: Vec<((usize, usize), Vec<usize>)> = fans.into_iter().collect();
    order.sort_by(|x, y| far(x.0).total_cmp(&far(y.0)).then(x.0.cmp(&y.0)));
    let mut curves: Vec<Option<Curve>> = vec![None; ends.len()];
    let mut drawn: Vec<Drawn> = Vec::new();
    for (pair, members) in order {
        let (Some(first), Some(second)) = (boxes.get(pair.0), boxes.get(pair.1)) else { continue };
        let (dx, dy) = (second.centre.0 - first.centre.0, second.centre.1 - first.centre.1);
        let wide = FAN.0 + FAN.1 * dy.abs() / length(dx, dy).max(1.0);
        let half = (members.len() as f64 - 1.0) / 2.0;
        let nth = |i: usize| i as f64 - half;
        // All ends stay inside of their boxes, side by side.
        let far = length(dx, dy).max(1.0);
        let reach =
            [first, second].map(|o| o.reach((-dy / far, dx / far))).into_iter().fold(f64::MAX, f64::min);
        let step = APART.min(reach / half.max(0.5));
        let mut best: Option<(f64, Vec<Way>)> = None;
        let bends = BENDS.into_iter().flat_map(|s| [(s, 0.5), (s, 0.3), (s, 0.7)]);
        for (slide, (shift, at)) in
            SLIDES.into_iter().flat_map(|slide| bends.clone().map(move |b| (slide, b)))
        {
            let mut cost = f64::abs(shift) / 20.0 + f64::abs(at - 0.5) * 4.0 + f64::abs(slide) / 4.0;
            if slide != 0.0 && half * step + f64::abs(slide) > reach {
                continue;
            }
            if shift == 0.0 && at != 0.5 || best.as_ref().is_some_and(|(least, _)| cost >= *least) {
                continue;
            }
            let mut fanned = Vec::with_capacity(members.len());
            for (i, &member) in members.iter().enumerate() {
                let aside = nth(i) * step + slide;
                let curve = Curve::between(first, second, aside, nth(i) * wide + slide - aside + shift, at);
                let arrows = ends.get(member).map_or([false; 2], |e| e.arrows);
                let curve = curve.outside(first, second, arrows);
                let points = curve.points();
                if !is_free(&points, boxes, pair, page) {
                    cost = f64::INFINITY;
                    break;
                }
                let tips = tips(&curve, arrows);
                cost += drawn
                    .iter()
                    .map(|other| {
                        meets(&points, pair, &other.points, other.pair) + tips_meet(&tips, &other.tips)
                    })
                    .sum::<f64>();
                fanned.push((curve, points));
            }
            if cost.is_finite() && best.as_ref().is_none_or(|(least, _)| cost < *least - 1e-9) {
                best = Some((cost, fanned));
            }
        }
        for (member, (curve, points)) in members.iter().zip(best.map(|(_, fan)| fan).unwrap_or_default()) {
            if let Some(slot) = curves.get_mut(*member) {
                *slot = Some(curve);
            }
            let arrows = ends.get(*member).map_or([false; 2], |e| e.arrows);
            drawn.push(Drawn { pair, points, tips: tips(&curve, arrows) });
        }
    }
    curves
}

/// True if a line stays on the page and runs through no box that it does not tie together.
fn is_free(points: &[Point], boxes: &[Outline], (a, b): (usize, usize), page: Point) -> bool {
    let on_page = points.iter().all(|p| p.0 >= 0.0 && p.1 >= 0.0 && p.0 <= page.0 && p.1 <= page.1);
    let passes = |outline: &Outline, gap: f64| {
        let half = (outline.size.0 / 2.0 + gap, outline.size.1 / 2.0 + gap);
        points.windows(2).all(|piece| inside(piece[0], piece[1], outline.centre, half) <= 0.0)
    };
    on_page && boxes.iter().enumerate().all(|(k, outline)| k == a || k == b || passes(outline, PASS))
}

/// How much a line disturbs another one: where it crosses it, and where it runs along it.
fn meets(one: &[Point], (a, b): (usize, usize), other: &[Point], (c, d): (usize, usize)) -> f64 {
    const CROSSING: f64 = 6.0;
    const ALONG: f64 = 1.0;
    let (low, high) = corners(one);
    let (other_low, other_high) = corners(other);
    let room = 5.0;
    if high.0 + room < other_low.0
        || other_high.0 + room < low.0
        || high.1 + room < other_low.1
        || other_high.1 + room < low.1
    {
        return 0.0;
    }
    let share_an_end = a == c || a == d || b == c || b == d;
    let mut cost = 0.0;
    for piece in one.windows(2) {
        for mate in other.windows(2) {
            if cross(piece[0], piece[1], mate[0], mate[1]) {
                cost += CROSSING;
            }
        }
    }
    let inner = if share_an_end { 4..POINTS - 3 } else { 0..POINTS + 1 };
    for p in one.get(inner).unwrap_or_default() {
        if other.iter().any(|q| (p.0 - q.0).abs() + (p.1 - q.1).abs() < room) {
            cost += ALONG;
        }
    }
    cost
}

fn corners(points: &[Point]) -> (Point, Point) {
    points.iter().fold(((f64::MAX, f64::MAX), (f64::MIN, f64::MIN)), |(low, high), p| {
        ((low.0.min(p.0), low.1.min(p.1)), (high.0.max(p.0), high.1.max(p.1)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: Point = (600.0, 600.0);

    fn outline(x: f64, y: f64, shape: Shape) -> Outline {
        Outline { centre: (x + 100.0, y + 200.0), size: (100.0, 40.0), shape }
    }

    #[test]
    fn lines_end_at_the_border_of_each_shape() {
        for shape in [Shape::Box, Shape::Pill, Shape::Hexagon] {
            let boxes = [outline(0.0, 0.0, shape), outline(300.0, 160.0, shape)];
            let curve = route(&boxes, &[Ends { ends: (0, 1), arrows: [false; 2] }], PAGE)[0].unwrap();
            assert!(boxes[0].holds(curve.from, 2.0) && !boxes[0].holds(curve.from, 0.0), "{shape:?}");
            assert!(boxes[1].holds(curve.to, 2.0) && !boxes[1].holds(curve.to, 0.0), "{shape:?}");
        }
    }

    #[test]
    fn lines_of_one_pair_do_not_meet_and_boxes_are_passed() {
        let boxes = [
            outline(0.0, 0.0, Shape::Box),
            outline(400.0, 0.0, Shape::Box),
            outline(200.0, 10.0, Shape::Pill),
        ];
        let line = Ends { ends: (0, 1), arrows: [false, true] };
        let curves = route(&boxes, &[line, line], PAGE);
        assert!((curves[0].unwrap().at(0.5).1 - curves[1].unwrap().at(0.5).1).abs() > 20.0);
        let around = route(&boxes, &[line], PAGE)[0].unwrap();
        assert!((0..20).all(|i| !boxes[2].holds(around.at(f64::from(i) / 20.0), 4.0)));
    }

    #[test]
    fn a_line_without_a_way_is_not_drawn() {
        let wall = Outline { size: (100.0, 400.0), ..outline(200.0, 0.0, Shape::Box) };
        let boxes = [outline(0.0, 0.0, Shape::Box), outline(400.0, 0.0, Shape::Box), wall];
        let line = Ends { ends: (0, 1), arrows: [false, true] };
        assert_eq!(route(&boxes, &[line], (600.0, 400.0)), [None]);
    }
}
