//! Floor 5: the whole way from text to graph, on one screen.

use crate::analyse::{Method, analyse};
use crate::error::TableError;
use crate::graph::{Graph, merge};
use crate::relate::relate;
use crate::resolve::resolve;
use crate::segment::segment;
use crate::tables::Tables;
use crate::types::{Document, DocumentGraph, DocumentInfo};

/// What a user may choose.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Evidence below this confidence is left out, 0 to 1.
    pub threshold: f32,
    /// Keep negated, hypothetical and implicit readings.
    pub all_readings: bool,
    /// How sentences are read.
    pub method: Method,
}

impl Default for Options {
    fn default() -> Self {
        Self { threshold: 0.5, all_readings: false, method: Method::default() }
    }
}

/// All stages with their tables.
#[derive(Debug, Clone)]
pub struct Pipeline {
    tables: &'static Tables,
    options: Options,
}

impl Pipeline {
    /// With bundled tables and default options.
    ///
    /// # Errors
    /// A bundled table is broken.
    pub fn new() -> Result<Self, TableError> {
        Self::with_options(Options::default())
    }

    /// With bundled tables.
    ///
    /// # Errors
    /// A bundled table is broken.
    pub fn with_options(options: Options) -> Result<Self, TableError> {
        Ok(Self { tables: Tables::bundled().map_err(Clone::clone)?, options })
    }

    /// One document's actors and relations. Never fails: odd text gives an empty result.
    pub fn document(&self, document: &Document) -> DocumentGraph {
        let sentences = segment(document);
        let analyses = analyse(&document.text, &sentences, self.tables, self.options.method);
        let resolution = resolve(document, &sentences, &analyses, self.tables);
        let relations = relate(document, &sentences, &analyses, &resolution, self.tables);
        DocumentGraph { document: DocumentInfo::from(document), actors: resolution.actors, relations }
    }

    /// The graph of several documents, whatever their order.
    pub fn merge(&self, documents: Vec<DocumentGraph>) -> Graph {
        merge(documents, self.options.threshold, self.options.all_readings)
    }
}
