//! Floor 2, stage `resolve`: names and other mentions → actors.

use crate::tables::Tables;
use crate::types::{Analysis, Document, Resolution, Sentence};

/// Who is who in a document.
pub fn resolve(
    _document: &Document,
    _sentences: &[Sentence],
    _analyses: &[Analysis],
    _tables: &Tables,
) -> Resolution {
    Resolution::default()
}
