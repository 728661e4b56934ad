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

mod borders;
mod sentences;
mod tokens;

#[cfg(feature = "train")]
pub(crate) use borders::gaps;

use crate::types::{Document, Sentence, Span, Token, ZoneKind};

/// The sentences of the zones that are read, in order.
pub fn segment(document: &Document) -> Vec<Sentence> {
    let mut out = Vec::new();
    for (paragraph, zone) in document.zones.iter().enumerate().filter(|(_, zone)| zone.kind.is_read()) {
        let (tokens, mut ends) = rule_ends(&document.text, zone.span, zone.kind);
        if zone.kind == ZoneKind::Body
            && let Some(model) = crate::learn::bundled_borders()
        {
            borders::check(model, &document.text, &tokens, &mut ends);
        }
        let mut start = 0;
        for i in (0..tokens.len()).filter(|&i| ends[i]) {
            let part = &tokens[start..=i];
            if let (Some(first), Some(last)) = (part.first(), part.last()) {
                out.push(Sentence {
                    span: first.span.join(last.span),
                    zone: zone.kind,
                    paragraph,
                    tokens: part.to_vec(),
                });
            }
            start = i + 1;
        }
    }
    out
}

/// The tokens of a zone, and after which of them the rules end a sentence.
pub(crate) fn rule_ends(text: &str, span: Span, kind: ZoneKind) -> (Vec<Token>, Vec<bool>) {
    let tokens = tokens::tokens(text, span);
    let mut ends = vec![false; tokens.len()];
    let mut count = 0;
    for part in sentences::split(text, &tokens, kind == ZoneKind::Headline) {
        count += part.len();
        if let Some(end) = count.checked_sub(1).and_then(|i| ends.get_mut(i)) {
            *end = true;
        }
    }
    (tokens, ends)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::segment;
    use crate::read::from_text;

    proptest! {
        #[test]
        fn tokens_cover_what_is_read(text in "\\PC{0,80}|([a-zA-Z'’.,“”()$0-9é-]{1,6}[ \n]{0,2}){0,30}") {
            let document = from_text("test", &text);
            let mut covered = vec![false; document.text.len()];
            let mut end = 0;
            for token in segment(&document).iter().flat_map(|s| &s.tokens) {
                prop_assert!(token.span.start >= end && !token.span.is_empty());
                prop_assert!(!token.span.of(&document.text).is_empty(), "not on character boundaries");
                end = token.span.end;
                covered[token.span.start..end].fill(true);
            }
            for zone in document.zones.iter().filter(|z| z.kind.is_read()) {
                for (at, c) in zone.span.of(&document.text).char_indices() {
                    let blank = c.is_whitespace() || c.is_control() || matches!(c, '\u{feff}' | '\u{200b}');
                    prop_assert!(blank || covered[zone.span.start + at], "{c:?} at {at} is in no token");
                }
            }
        }
    }
}
