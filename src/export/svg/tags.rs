//! Where words, numbers and marks stand on the lines: on no box, no other line and none of each other.

use super::letters::width;
use super::plane::{Point, inside, length};
use super::route::{Curve, Outline};
use super::strokes::{Stroke, Tag};

/// The size of letters on lines, in pixels.
pub(super) const SIZE: f64 = 11.0;
/// Half the height of words on a line, and the radius of a mark.
const HALF: f64 = 6.5;
pub(super) const DISC: f64 = 7.5;
/// Free space around it.
const AIR: f64 = 4.0;
/// An arrow's length: nothing stands on it.
const ARROW: f64 = 9.0;

/// A tag in its place.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    pub centre: Point,
    /// Half its width and height.
    pub half: Point,
    /// The words; none in a mark of one meeting.
    pub words: String,
    pub tag: Tag,
}

/// Half the width and height of words, or of a mark.
pub(super) fn half(tag: &Tag, words: &str) -> Point {
    match tag.disc {
        Some(_) => ((width(words, SIZE, true) / 2.0 + 3.5).max(DISC), DISC),
        None => (width(words, SIZE, false) / 2.0, HALF),
    }
}

/// The width that a line's tags need, in pixels.
pub(super) fn wanted(stroke: &Stroke) -> f64 {
    let all = stroke.tags.iter().filter_map(|tag| Some(half(tag, tag.forms.first()?).0 * 2.0 + 10.0));
    all.sum()
}

/// The tags of all lines in their places, and how many found none.
pub(super) fn place(
    boxes: &[Outline],
    lines: &[(&Stroke, Option<Curve>)],
    page: Point,
) -> (Vec<Placed>, usize) {
    let paths: Vec<Vec<Point>> =
        lines.iter().map(|(_, c)| c.map(|c| c.points()).unwrap_or_default()).collect();
    let mut taken: Vec<(Point, Point)> =
        boxes.iter().map(|o| (o.centre, (o.size.0 / 2.0, o.size.1 / 2.0))).collect();
    // Beyond the page nothing stands.
    let (w, h) = page;
    taken.extend([
        ((-w / 2.0, h / 2.0), (w / 2.0, h)),
        ((w * 1.5, h / 2.0), (w / 2.0, h)),
        ((w / 2.0, -h / 2.0), (w, h / 2.0)),
        ((w / 2.0, h * 1.5), (w, h / 2.0)),
    ]);
    for (stroke, curve) in lines {
        let Some(curve) = curve else { continue };
        for (head, tip) in stroke.heads.iter().zip([curve.from, curve.to]) {
            if head.is_some() {
                taken.push((tip, (ARROW / 2.0, ARROW / 2.0)));
            }
        }
    }
    // Marks of meetings first: nothing stands for them.
    let mut order: Vec<(usize, usize)> =
        lines.iter().enumerate().flat_map(|(i, (s, _))| (0..s.tags.len()).map(move |t| (i, t))).collect();
    order.sort_by_key(|&(i, t)| (lines[i].0.tags[t].disc.is_none(), i, t));
    let mut out = Vec::new();
    let mut without = 0;
    for (i, t) in order {
        let (stroke, Some(curve)) = lines[i] else { continue };
        let tag = &stroke.tags[t];
        let found = tag.forms.iter().find_map(|words| {
            let half = half(tag, words);
            let centre = free(&curve, tag.at, half, &taken, &paths, i)?;
            Some(Placed { centre, half, words: words.clone(), tag: tag.clone() })
        });
        match found {
            Some(placed) => {
                taken.push((placed.centre, placed.half));
                out.push(placed);
            }
            None => without += 1,
        }
    }
    (out, without)
}

/// The free place on a curve next to where it should be.
fn free(
    curve: &Curve,
    at: f64,
    half: Point,
    taken: &[(Point, Point)],
    paths: &[Vec<Point>],
    own: usize,
) -> Option<Point> {
    const STEP: f64 = 0.02;
    (0..=76).find_map(|i| {
        let aside = f64::from((i + 1) / 2) * STEP;
        let t = if i % 2 == 0 { at + aside } else { at - aside };
        if !(0.1..=0.9).contains(&t) {
            return None;
        }
        let p = curve.at(t);
        let room = (half.0 + AIR, half.1 + AIR);
        let is_taken = taken.iter().any(|(centre, size)| {
            (p.0 - centre.0).abs() < room.0 + size.0 && (p.1 - centre.1).abs() < room.1 + size.1
        });
        let is_crossed = || {
            paths.iter().enumerate().any(|(k, path)| {
                k != own && path.windows(2).any(|piece| inside(piece[0], piece[1], p, room) > 0.0)
            })
        };
        // Some of the line must be seen on both sides of the words.
        let (left, right) =
            (length(p.0 - curve.from.0, p.1 - curve.from.1), length(p.0 - curve.to.0, p.1 - curve.to.1));
        let is_hidden = left.min(right) < half.1 + 3.0;
        (!is_taken && !is_hidden && !is_crossed()).then_some(p)
    })
}
