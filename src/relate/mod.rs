//! Floor 2, stage `relate`: actors and trees → affiliations, meetings, stances.

use crate::tables::Tables;
use crate::types::{Analysis, Document, Relation, Resolution, Sentence};

/// What the document says of its actors, each with its evidence.
pub fn relate(
    _document: &Document,
    _sentences: &[Sentence],
    _analyses: &[Analysis],
    _resolution: &Resolution,
    _tables: &Tables,
) -> Vec<Relation> {
    Vec::new()
}
