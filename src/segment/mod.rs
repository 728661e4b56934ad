//! Floor 2, stage `segment`: a document → its sentences and tokens.
//!
//! Tokens follow Universal Dependencies for English with one difference: a hyphenated word stays
//! one token (`al-Shaibani`, `US-backed`), because names and compounds are read whole.
//!
//! ```
//! let document = demarche::read::from_text("example", "The U.S. president met Mr. Xi. They talked.");
//! let sentences = demarche::segment::segment(&document);
//! assert_eq!(sentences.len(), 2);
//! let words: Vec<&str> = sentences[0].tokens.iter().map(|t| t.span.of(&document.text)).collect();
//! assert_eq!(words, ["The", "U.S.", "president", "met", "Mr.", "Xi", "."]);
//! ```

mod sentences;
mod tokens;

use crate::types::{Document, Sentence, ZoneKind};

/// The sentences of the zones that are read, in order.
pub fn segment(document: &Document) -> Vec<Sentence> {
    let mut out = Vec::new();
    for (paragraph, zone) in document.zones.iter().enumerate().filter(|(_, zone)| zone.kind.is_read()) {
        let tokens = tokens::tokens(&document.text, zone.span);
        let headline = zone.kind == ZoneKind::Headline;
        for part in sentences::split(&document.text, &tokens, headline) {
            if let (Some(first), Some(last)) = (part.first(), part.last()) {
                out.push(Sentence {
                    span: first.span.join(last.span),
                    zone: zone.kind,
                    paragraph,
                    tokens: part.to_vec(),
                });
            }
        }
    }
    out
}
