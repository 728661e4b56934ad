//! The SVG picture as PNG, drawn by `resvg` with a bundled font: the same bytes everywhere.

use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

use super::attributes::View;
use super::look::Look;
use super::svg::{self, letters};
use crate::error::ExportError;
use crate::graph::{Graph, Marks};

/// Pixels of the PNG for one of the SVG: sharp on paper and on dense screens.
const SCALE: f32 = 2.0;
/// The same on paper: 288 to the inch.
const PAPER: f32 = 3.0;
/// Longest side in pixels.
const LONGEST: f32 = 8_000.0;

/// Writes the picture to a stream.
pub(super) fn write(view: &View, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(&drawn(view.graph, &view.look).map_err(io::Error::other)?)
}

/// The picture as PNG.
///
/// # Errors
/// The picture is too large to be drawn.
pub fn to_bytes(graph: &Graph) -> Result<Vec<u8>, ExportError> {
    drawn(graph, &Look::default())
}

/// The same in given colours and width.
///
/// # Errors
/// The picture is too large to be drawn.
pub fn drawn(graph: &Graph, look: &Look) -> Result<Vec<u8>, ExportError> {
    raster(&svg::drawn(graph, look)?, scale(look))
}

/// Two graphs in one, as [`svg::changes`] draws them.
///
/// # Errors
/// The picture is too large to be drawn.
pub fn changes(graph: &Graph, marks: &Marks, look: &Look) -> Result<Vec<u8>, ExportError> {
    raster(&svg::changes(graph, marks, look)?, scale(look))
}

/// A size in pixels is the picture's own.
fn scale(look: &Look) -> f32 {
    match (look.width, look.size) {
        (Some(_), _) => 1.0,
        (None, Some(size)) if size.on_paper => PAPER,
        (None, Some(_)) => 1.0,
        (None, None) => SCALE,
    }
}

/// So many pixels for one of the SVG, if that is not too large.
fn raster(svg: &str, wanted: f32) -> Result<Vec<u8>, ExportError> {
    let tree = tree(svg)?;
    let size = tree.size();
    let scale = wanted.min(LONGEST / size.width()).min(LONGEST / size.height());
    let pixels = |length: f32| (length * scale).ceil() as u32;
    let mut pixmap =
        Pixmap::new(pixels(size.width()), pixels(size.height())).ok_or_else(|| fail("picture of no size"))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    pixmap.encode_png().map_err(|e| fail(&e.to_string()))
}

/// The SVG picture as shapes, letters included.
pub(super) fn tree(svg: &str) -> Result<Tree, ExportError> {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(dejavu::sans::regular().to_vec());
    fonts.load_font_data(dejavu::sans::bold().to_vec());
    // What the bundled font cannot write, fonts of the machine may: then alone bytes depend on them.
    if letters::lacks(svg) {
        fonts.load_system_fonts();
    }
    let options =
        Options { fontdb: Arc::new(fonts), font_family: "DejaVu Sans".to_owned(), ..Options::default() };
    Tree::from_str(svg, &options).map_err(|e| fail(&e.to_string()))
}

fn fail(problem: &str) -> ExportError {
    ExportError::Format { path: PathBuf::from("picture"), problem: problem.to_owned() }
}
