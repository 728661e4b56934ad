//! How wide words are in the bundled font, and which letters it lacks.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use resvg::usvg::fontdb;
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

/// The widths of a face, in parts of the letters' size.
struct Face(Option<FontRef<'static>>);

static FACES: LazyLock<[Face; 2]> = LazyLock::new(|| {
    [dejavu::sans::regular(), dejavu::sans::bold()].map(|data| Face(FontRef::new(data).ok()))
});

impl Face {
    /// The width of a letter; `None` if the font lacks it.
    fn letter(&self, c: char) -> Option<f64> {
        let font = self.0.as_ref()?;
        let glyph = font.charmap().map(c)?;
        let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
        let upright = f64::from(font.metrics(Size::unscaled(), LocationRef::default()).units_per_em);
        Some(f64::from(metrics.advance_width(glyph)?) / upright)
    }
}

/// A letter that another font has to draw is taken to be as wide as it is high.
const UNKNOWN: f64 = 1.0;

/// The width of words in pixels, drawn in DejaVu Sans of a size.
pub(super) fn width(words: &str, size: f64, bold: bool) -> f64 {
    let Some(face) = FACES.get(usize::from(bold)) else { return 0.0 };
    let letter = |c: char| face.letter(c).unwrap_or(if has_no_width(c) { 0.0 } else { UNKNOWN });
    words.chars().map(letter).sum::<f64>() * size
}

/// Marks that stand on other letters, and joiners between them.
fn has_no_width(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c) || crate::tables::is_invisible(c)
}

/// True if the bundled font lacks one of the letters.
pub(in crate::export) fn lacks(words: &str) -> bool {
    let lacks = |c: char| !has_no_width(c) && !c.is_whitespace() && FACES[0].letter(c).is_none();
    words.chars().any(lacks)
}

/// Of these words, those that no font of this machine can write.
pub(super) fn without_font(mut words: Vec<String>) -> Vec<String> {
    if words.is_empty() {
        return words;
    }
    let mut fonts = fontdb::Database::new();
    fonts.load_system_fonts();
    let mut left: BTreeSet<char> =
        words.iter().flat_map(|w| w.chars()).filter(|c| lacks(c.encode_utf8(&mut [0; 4]))).collect();
    for id in fonts.faces().map(|face| face.id).collect::<Vec<_>>() {
        let has = |data: &[u8], index: u32| {
            let font = FontRef::from_index(data, index).ok();
            font.map(|font| left.iter().copied().filter(|c| font.charmap().map(*c).is_some()).collect())
        };
        let found: Vec<char> = fonts.with_face_data(id, has).flatten().unwrap_or_default();
        found.iter().for_each(|c| {
            left.remove(c);
        });
        if left.is_empty() {
            break;
        }
    }
    words.retain(|w| w.chars().any(|c| left.contains(&c)));
    words
}
