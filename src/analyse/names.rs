//! Names by tables, capitals and context.

use crate::tables::Tables;
use crate::types::{Name, Sentence, Word};

/// The names of each sentence of a document.
pub(super) fn names(
    _text: &str,
    sentences: &[Sentence],
    _words: &[Vec<Word>],
    _tables: &Tables,
) -> Vec<Vec<Name>> {
    vec![Vec::new(); sentences.len()]
}
