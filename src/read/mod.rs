//! Floor 2, stage `read`: files → documents, with furniture told from text.

use crate::types::{Document, Span, Zone, ZoneKind};

/// A document from plain text that is all body; used where there is no file.
pub fn from_text(id: &str, text: &str) -> Document {
    Document {
        id: id.to_owned(),
        sha256: String::new(),
        title: None,
        date: None,
        source: None,
        url: None,
        text: text.to_owned(),
        zones: vec![Zone { kind: ZoneKind::Body, span: Span::new(0, text.len()) }],
    }
}
