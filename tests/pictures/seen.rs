//! What another program sees of a picture: `usvg` says where boxes, words and lines are.

use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::PathSegment;
use resvg::usvg::{self, Group, Node, Options, Rect, Tree, fontdb};

/// Smallest letters, in pixels of the page.
const READABLE: f32 = 8.0;

static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(dejavu::sans::regular().to_vec());
    fonts.load_font_data(dejavu::sans::bold().to_vec());
    Arc::new(fonts)
});

pub type Point = (f32, f32);

/// What of a picture can be in the way.
#[derive(Default)]
pub struct Seen {
    pub page: Point,
    pub boxes: Vec<Rect>,
    /// Words in boxes.
    pub names: Vec<Rect>,
    /// Words and marks on lines.
    pub tags: Vec<Rect>,
    /// Curves, as many short pieces.
    pub lines: Vec<Vec<Point>>,
    /// Sizes of letters.
    pub letters: Vec<f32>,
    /// All that is drawn.
    pub all: Vec<Rect>,
    pub words: Vec<String>,
    /// Arrows on lines.
    pub arrows: Vec<Rect>,
    /// Frames of camps.
    pub frames: Vec<Rect>,
}

pub fn see(picture: &str) -> Seen {
    let options =
        Options { fontdb: FONTS.clone(), font_family: "DejaVu Sans".to_owned(), ..Options::default() };
    let tree = Tree::from_str(picture, &options).unwrap();
    let mut seen = Seen { page: (tree.size().width(), tree.size().height()), ..Seen::default() };
    walk(tree.root(), "", &mut seen);
    seen
}

fn walk(group: &Group, part: &str, seen: &mut Seen) {
    let part = if group.id().is_empty() { part } else { group.id() };
    if part == "labels"
        && group.id().is_empty()
        && group.children().iter().all(|n| !matches!(n, Node::Group(_)))
    {
        seen.tags.push(group.abs_bounding_box());
    }
    for node in group.children() {
        match node {
            Node::Group(inner) => walk(inner, part, seen),
            Node::Text(text) => {
                let place = text.abs_bounding_box();
                seen.all.push(place);
                let zoom = text.abs_transform().get_scale().1;
                for chunk in text.chunks() {
                    seen.words.push(chunk.text().to_owned());
                    seen.letters.extend(chunk.spans().iter().map(|span| span.font_size().get() * zoom));
                }
                if part == "nodes" {
                    seen.names.push(place);
                }
            }
            Node::Path(path) => {
                let place = path.abs_bounding_box();
                if part == "nodes" {
                    seen.boxes.push(place);
                }
                if part == "edges" {
                    match path.fill() {
                        None => seen.lines.push(pieces(path)),
                        Some(_) => seen.arrows.push(place),
                    }
                }
                if part == "camps" {
                    seen.frames.push(place);
                }
                if !part.is_empty() {
                    seen.all.push(place);
                }
            }
            Node::Image(_) => panic!("no images"),
        }
    }
}

fn pieces(path: &usvg::Path) -> Vec<Point> {
    const POINTS: u8 = 64;
    let mut out: Vec<Point> = Vec::new();
    let put = |x: f32, y: f32| {
        let mut p = resvg::tiny_skia::Point::from_xy(x, y);
        path.abs_transform().map_point(&mut p);
        (p.x, p.y)
    };
    let mut last = (0.0, 0.0);
    for segment in path.data().segments() {
        match segment {
            PathSegment::MoveTo(p) | PathSegment::LineTo(p) => {
                out.push(put(p.x, p.y));
                last = (p.x, p.y);
            }
            PathSegment::QuadTo(c, p) => {
                for i in 1..=POINTS {
                    let t = f32::from(i) / f32::from(POINTS);
                    let mix = |a: f32, b: f32, c: f32| {
                        (1.0 - t) * (1.0 - t) * a + 2.0 * t * (1.0 - t) * b + t * t * c
                    };
                    out.push(put(mix(last.0, c.x, p.x), mix(last.1, c.y, p.y)));
                }
                last = (p.x, p.y);
            }
            other => panic!("no {other:?} in a line"),
        }
    }
    out
}

pub fn overlap(a: &Rect, b: &Rect) -> bool {
    a.left() < b.right() && b.left() < a.right() && a.top() < b.bottom() && b.top() < a.bottom()
}

/// How far a line runs inside of a box, in pixels.
fn within(line: &[Point], shape: &Rect) -> f32 {
    let is_in =
        |p: &Point| p.0 > shape.left() && p.0 < shape.right() && p.1 > shape.top() && p.1 < shape.bottom();
    let piece = |p: &[Point]| (p[0].0 - p[1].0).hypot(p[0].1 - p[1].1);
    line.windows(2).filter(|p| is_in(&p[0]) && is_in(&p[1])).map(piece).sum()
}

/// What all pictures keep to; the share of the page beyond what is drawn.
pub fn check(name: &str, picture: &str) -> Seen {
    let seen = see(picture);
    for (i, one) in seen.boxes.iter().enumerate() {
        for other in &seen.boxes[i + 1..] {
            assert!(!overlap(one, other), "{name}: boxes {one:?} {other:?}");
        }
        for tag in &seen.tags {
            assert!(!overlap(one, tag), "{name}: a box {one:?} on words {tag:?}");
        }
        for line in &seen.lines {
            // Only at its ends a line may touch the square around a round box.
            let middle = &line[line.len() / 8..line.len() - line.len() / 8];
            let ends = [line.first(), line.last()].into_iter().flatten();
            let near = |p: &Point| {
                p.0 > one.left() - 9.0
                    && p.0 < one.right() + 9.0
                    && p.1 > one.top() - 9.0
                    && p.1 < one.bottom() + 9.0
            };
            if ends.clone().any(near) && ends.count() == 2 {
                continue;
            }
            assert!(within(middle, one) <= 0.0, "{name}: a line through {one:?}");
        }
    }
    for (i, one) in seen.tags.iter().enumerate() {
        for other in &seen.tags[i + 1..] {
            assert!(!overlap(one, other), "{name}: words {one:?} {other:?}");
        }
        // Its own line, which has two strokes where it is mixed, ends on both sides of it.
        let through: Vec<&Vec<Point>> = seen.lines.iter().filter(|line| within(line, one) > 1.0).collect();
        let ways: Vec<[Option<&Point>; 2]> = through.iter().map(|l| [l.first(), l.last()]).collect();
        assert!(ways.windows(2).all(|w| w[0] == w[1]), "{name}: another line through {one:?}");
    }
    for (text, shape) in seen.names.iter().flat_map(|t| seen.boxes.iter().map(move |b| (t, b))) {
        let is_in = text.left() >= shape.left() - 0.5 && text.right() <= shape.right() + 0.5;
        assert!(is_in || !overlap(text, shape), "{name}: words out of their box {text:?} {shape:?}");
    }
    // Arrows may stand side by side at a box, never on each other.
    for (i, one) in seen.arrows.iter().enumerate() {
        for other in &seen.arrows[i + 1..] {
            let (dx, dy) = (
                one.left() + one.right() - other.left() - other.right(),
                one.top() + one.bottom() - other.top() - other.bottom(),
            );
            assert!(dx.hypot(dy) / 2.0 > 4.0, "{name}: arrows meet {one:?} {other:?}");
        }
    }
    for place in &seen.all {
        let (x, y) = seen.page;
        assert!(
            place.left() >= -1.0
                && place.top() >= -1.0
                && place.right() <= x + 1.0
                && place.bottom() <= y + 1.0,
            "{name}: {place:?} is not on the page {x} {y}"
        );
    }
    assert!(seen.letters.iter().all(|size| *size >= READABLE), "{name}: {:?}", seen.letters);
    seen
}

/// The share of the page around all that is drawn.
pub fn border(seen: &Seen) -> f32 {
    let left = seen.all.iter().map(Rect::left).fold(f32::MAX, f32::min);
    let top = seen.all.iter().map(Rect::top).fold(f32::MAX, f32::min);
    let right = seen.all.iter().map(Rect::right).fold(0.0, f32::max);
    let bottom = seen.all.iter().map(Rect::bottom).fold(0.0, f32::max);
    1.0 - (right - left) * (bottom - top) / (seen.page.0 * seen.page.1)
}
