//! Free texts, cut to sentences and words as the program cuts them.

use std::io;
use std::path::Path;

use crate::analyse::parts;
use crate::read::from_text;
use crate::score::corpus::{Sentence, read_text};
use crate::segment::segment;

/// The sentences of a file of JSON Lines with a field `text`, `.xz` included.
///
/// # Errors
/// The file cannot be read, or a line is no JSON.
pub fn read(path: &Path) -> io::Result<Vec<Sentence>> {
    let mut out = Vec::new();
    for line in read_text(path)?.lines() {
        let record: serde_json::Value = serde_json::from_str(line)?;
        let Some(text) = record.get("text").and_then(|t| t.as_str()) else { continue };
        let document = from_text("text", text);
        for sentence in segment(&document) {
            let tokens = sentence.tokens.iter().map(|token| token.span.of(&document.text));
            let words: Vec<String> = tokens.flat_map(|t| parts(t)).map(str::to_owned).collect();
            out.push(Sentence { space_after: vec![true; words.len()], words, ..Sentence::default() });
        }
    }
    Ok(out)
}
