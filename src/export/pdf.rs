//! The SVG picture as PDF: lines stay lines, letters are outlines, one page of the picture's size.

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::ZlibEncoder;
use pdf_writer::types::{LineCapStyle, LineJoinStyle};
use pdf_writer::{Content, Filter, Finish, Pdf, Rect, Ref};
use resvg::tiny_skia::{PathSegment, Transform};
use resvg::usvg::{Color, FillRule, Group, LineCap, LineJoin, Node, Opacity, Paint, PaintOrder, Path};

use super::attributes::View;
use super::look::Look;
use super::png::tree;
use super::svg;
use crate::error::ExportError;
use crate::graph::{Graph, Marks};

/// Points of the PDF for a pixel of the SVG.
const SCALE: f32 = 0.75;

/// Writes the picture to a stream.
pub(super) fn write(view: &View, out: &mut dyn Write) -> io::Result<()> {
    let picture = svg::drawn(view.graph, &view.look).and_then(|svg| page(&svg));
    out.write_all(&picture.map_err(io::Error::other)?)
}

/// Two graphs in one, as [`svg::changes`] draws them.
///
/// # Errors
/// The picture is too large to be drawn.
pub fn changes(graph: &Graph, marks: &Marks, look: &Look) -> Result<Vec<u8>, ExportError> {
    page(&svg::changes(graph, marks, look)?)
}

fn page(svg: &str) -> Result<Vec<u8>, ExportError> {
    let tree = tree(svg)?;
    let (width, height) = (tree.size().width() * SCALE, tree.size().height() * SCALE);
    let mut content = Content::new();
    // PDF counts from the bottom.
    content.transform([SCALE, 0.0, 0.0, -SCALE, 0.0, height]);
    group(tree.root(), &mut content);
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    let packed = encoder.write_all(&content.finish()).and_then(|()| encoder.finish());
    let packed = packed.map_err(|source| ExportError::Io { path: "picture".into(), source })?;

    let [catalog, pages, page, stream] = [1, 2, 3, 4].map(Ref::new);
    let mut pdf = Pdf::new();
    pdf.catalog(catalog).pages(pages);
    pdf.pages(pages).kids([page]).count(1);
    let mut sheet = pdf.page(page);
    sheet.media_box(Rect::new(0.0, 0.0, width, height)).parent(pages).contents(stream);
    sheet.resources();
    sheet.finish();
    pdf.stream(stream, &packed).filter(Filter::FlateDecode);
    Ok(pdf.finish())
}

fn group(group: &Group, content: &mut Content) {
    for node in group.children() {
        match node {
            Node::Group(inner) => self::group(inner, content),
            Node::Path(path) => draw(path, content),
            Node::Text(text) => self::group(text.flattened(), content),
            // The picture has none.
            Node::Image(_) => {}
        }
    }
}

fn draw(path: &Path, content: &mut Content) {
    if !path.is_visible() {
        return;
    }
    let Transform { sx, kx, ky, sy, tx, ty } = path.abs_transform();
    content.save_state();
    content.transform([sx, ky, kx, sy, tx, ty]);
    // Letters on a line have a white rim, which lies under them.
    match path.paint_order() {
        PaintOrder::FillAndStroke => {
            fill(path, content);
            stroke(path, content);
        }
        PaintOrder::StrokeAndFill => {
            stroke(path, content);
            fill(path, content);
        }
    }
    content.restore_state();
}

fn fill(path: &Path, content: &mut Content) {
    if let Some(fill) = path.fill() {
        let [r, g, b] = shade(fill.paint(), fill.opacity());
        content.set_fill_rgb(r, g, b);
        trace(path, content);
        match fill.rule() {
            FillRule::NonZero => content.fill_nonzero(),
            FillRule::EvenOdd => content.fill_even_odd(),
        };
    }
}

fn stroke(path: &Path, content: &mut Content) {
    if let Some(stroke) = path.stroke() {
        let [r, g, b] = shade(stroke.paint(), stroke.opacity());
        content.set_stroke_rgb(r, g, b);
        content.set_line_width(stroke.width().get());
        content.set_line_cap(match stroke.linecap() {
            LineCap::Butt => LineCapStyle::ButtCap,
            LineCap::Round => LineCapStyle::RoundCap,
            LineCap::Square => LineCapStyle::ProjectingSquareCap,
        });
        content.set_line_join(match stroke.linejoin() {
            LineJoin::Miter | LineJoin::MiterClip => LineJoinStyle::MiterJoin,
            LineJoin::Round => LineJoinStyle::RoundJoin,
            LineJoin::Bevel => LineJoinStyle::BevelJoin,
        });
        if let Some(dashes) = stroke.dasharray() {
            content.set_dash_pattern(dashes.iter().copied(), stroke.dashoffset());
        }
        trace(path, content);
        content.stroke();
    }
}

/// A plain colour on the white page.
fn shade(paint: &Paint, opacity: Opacity) -> [f32; 3] {
    let Color { red, green, blue } = match paint {
        Paint::Color(colour) => *colour,
        // The picture has neither gradients nor patterns.
        Paint::LinearGradient(_) | Paint::RadialGradient(_) | Paint::Pattern(_) => Color::black(),
    };
    [red, green, blue].map(|part| 1.0 - (1.0 - f32::from(part) / 255.0) * opacity.get())
}

fn trace(path: &Path, content: &mut Content) {
    let mut last = (0.0, 0.0);
    for segment in path.data().segments() {
        match segment {
            PathSegment::MoveTo(p) => {
                content.move_to(p.x, p.y);
                last = (p.x, p.y);
            }
            PathSegment::LineTo(p) => {
                content.line_to(p.x, p.y);
                last = (p.x, p.y);
            }
            PathSegment::QuadTo(c, p) => {
                // PDF has cubic curves only.
                let third = |from: f32, control: f32| from + 2.0 / 3.0 * (control - from);
                let (x1, y1) = (third(last.0, c.x), third(last.1, c.y));
                content.cubic_to(x1, y1, third(p.x, c.x), third(p.y, c.y), p.x, p.y);
                last = (p.x, p.y);
            }
            PathSegment::CubicTo(a, b, p) => {
                content.cubic_to(a.x, a.y, b.x, b.y, p.x, p.y);
                last = (p.x, p.y);
            }
            PathSegment::Close => {
                content.close_path();
            }
        }
    }
}
