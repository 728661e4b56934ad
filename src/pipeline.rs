//! Floor 5: the whole way from text to graph, on one screen.

use std::borrow::Cow;
use std::sync::Arc;

use crate::analyse::analyse;
use crate::error::TableError;
pub use crate::graph::Options;
use crate::graph::{Graph, merge};
use crate::identify::identify;
use crate::learn::{self, Models, container::WeightsError, forest::Forests, pairs::PairReader};
use crate::read::sketch;
use crate::relate::{Decision, Least, relate};
use crate::resolve::{resolve, settle_parties};
use crate::segment::segment;
use crate::tables::Tables;
use crate::types::{Analysis, Document, DocumentGraph, DocumentInfo, Relation, Resolution, Sentence};

/// What the program brings with it is broken.
#[derive(Debug, Clone, thiserror::Error)]
pub enum SetupError {
    /// A table.
    #[error(transparent)]
    Table(#[from] TableError),
    /// The weights of the reader.
    #[error("models/english.weights: {0}")]
    Weights(#[from] WeightsError),
}

/// A document half way: who is meant is known, what is said is not.
pub(crate) struct Understood<'d> {
    pub document: &'d Document,
    pub sentences: Vec<Sentence>,
    pub analyses: Vec<Analysis>,
    pub resolution: Resolution,
}

/// All stages with their tables and weights.
#[derive(Debug, Clone)]
pub struct Pipeline {
    pub(crate) tables: Arc<Tables>,
    pub(crate) models: Models<'static>,
    pub(crate) pairs: Option<&'static PairReader>,
    forests: Option<Cow<'static, Forests>>,
    least: Least,
    options: Options,
}

impl Pipeline {
    /// With bundled tables and weights, and default options.
    ///
    /// # Errors
    /// A bundled table or the bundled weights are broken.
    pub fn new() -> Result<Self, SetupError> {
        Self::with_options(Options::default())
    }

    /// With bundled tables and weights.
    ///
    /// # Errors
    /// A bundled table or the bundled weights are broken.
    pub fn with_options(options: Options) -> Result<Self, SetupError> {
        Self::with_tables(Tables::with_overlays(&[])?, options)
    }

    /// With tables of your own ([`Tables::with_overlays`]) and bundled weights.
    ///
    /// # Errors
    /// The bundled weights are broken.
    pub fn with_tables(tables: Arc<Tables>, options: Options) -> Result<Self, SetupError> {
        let models = Models::bundled().map_err(Clone::clone)?;
        let pairs = Some(learn::bundled_pairs().map_err(Clone::clone)?);
        let forests = Some(Cow::Borrowed(learn::bundled_forests().map_err(Clone::clone)?));
        Ok(Self { tables, models, pairs, forests, least: Least::default(), options })
    }

    /// With other trained parts and without the trees that decide on relations: what further parts are
    /// trained and tried with.
    ///
    /// # Errors
    /// A bundled table is broken.
    #[cfg(feature = "train")]
    pub fn with_models(
        models: Models<'static>,
        pairs: Option<&'static PairReader>,
    ) -> Result<Self, SetupError> {
        let tables = Tables::with_overlays(&[])?;
        let (least, options) = (Least::default(), Options::default());
        Ok(Self { tables, models, pairs, forests: None, least, options })
    }

    /// The trained parts that its stages ask.
    #[cfg(feature = "train")]
    pub fn models(&self) -> Models<'static> {
        self.models
    }

    /// The same with other trees that decide; evidence of any confidence is kept.
    #[cfg(feature = "train")]
    pub fn deciding(&self, forests: Forests, least: Least) -> Self {
        let options = Options { threshold: 0.0, ..self.options };
        Self { forests: Some(Cow::Owned(forests)), least, options, ..self.clone() }
    }

    /// What decides on relations.
    pub(crate) fn decision(&self) -> Option<Decision<'_>> {
        let (network, forests) = (self.pairs?, self.forests.as_deref());
        Some(Decision { network, reader: self.models.reader, forests, least: self.least })
    }

    /// What the user has chosen.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// The tables that its stages read.
    pub fn tables(&self) -> &Tables {
        &self.tables
    }

    /// The same, to be kept.
    pub fn shared_tables(&self) -> Arc<Tables> {
        Arc::clone(&self.tables)
    }

    /// What reads documents, in one word: version, tables (the user's too) and weights. A document
    /// that was read under another fingerprint may have been understood otherwise.
    pub fn fingerprint(&self) -> String {
        let version = env!("CARGO_PKG_VERSION");
        format!("{version}-{}-{}", self.tables.fingerprint(), learn::fingerprint())
    }

    /// One document's actors and relations. Never fails: odd text gives an empty result.
    pub fn document(&self, document: &Document) -> DocumentGraph {
        self.document_with_mentions(document).0
    }

    /// The same, with who is meant where in the text.
    pub fn document_with_mentions(&self, document: &Document) -> (DocumentGraph, Resolution) {
        let mut understood = self.understood(document);
        let posts = identify(&mut understood.resolution, document.date.as_deref(), &self.tables);
        let mut relations = self.relations(&understood);
        let mut resolution = understood.resolution;
        settle_parties(&mut resolution, &mut relations);
        let actors = resolution.actors.clone();
        let (info, sketch) = (DocumentInfo::from(document), sketch(document));
        (DocumentGraph { document: info, actors, relations, posts, sketch }, resolution)
    }

    /// A document as far as the stages before `relate` take it.
    pub(crate) fn understood<'d>(&self, document: &'d Document) -> Understood<'d> {
        let sentences = segment(document);
        let analyses = analyse(&document.text, &sentences, self.models, &self.tables);
        let resolution = resolve(document, &sentences, &analyses, self.models, &self.tables);
        Understood { document, sentences, analyses, resolution }
    }

    /// What its words say of those who are meant.
    pub(crate) fn relations(&self, understood: &Understood<'_>) -> Vec<Relation> {
        let Understood { document, sentences, analyses, resolution } = understood;
        relate(document, sentences, analyses, resolution, self.decision(), &self.tables)
    }

    /// The graph of several documents, whatever their order.
    pub fn merge(&self, documents: Vec<DocumentGraph>) -> Graph {
        merge(documents, self.options)
    }
}
