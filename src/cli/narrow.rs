//! Which edges and which of their evidence a command is about.

use std::path::Path;

use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::Failure;
use super::output::{count, note};
use crate::export::Selection;
use crate::graph::filter::{POLARITIES, STATUSES, confidence, polarity, status};
use crate::graph::{Filter, Graph, Indexed, Kind, Source, partial_date};
use crate::query;
use crate::types::{Polarity, Status};

#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct Narrow {
    /// Keep edges of these kinds only: meeting, stance, affiliation.
    #[arg(long, value_name = "KINDS", value_delimiter = ',')]
    kinds: Vec<Kind>,
    /// Keep stances of this polarity only (and no meetings or affiliations, unless --kinds names
    /// them).
    #[arg(long, value_name = "POLARITY", value_parser = PossibleValuesParser::new(POLARITIES).try_map(|p| polarity(&p)))]
    polarity: Option<Polarity>,
    /// Keep meetings of these statuses only (and no stances or affiliations, unless --kinds names
    /// them).
    #[arg(long, value_name = "STATUS", value_delimiter = ',',
          value_parser = PossibleValuesParser::new(STATUSES).try_map(|s| status(&s)))]
    status: Vec<Status>,
    /// Keep only what happened (or was reported) on this day, month or year, or later.
    #[arg(long, value_name = "DATE", value_parser = partial_date)]
    since: Option<String>,
    /// Keep only what happened (or was reported) on this day, month or year, or earlier.
    #[arg(long, value_name = "DATE", value_parser = partial_date)]
    until: Option<String>,
    /// With --since or --until, keep what has no date too.
    #[arg(long)]
    undated: bool,
    /// Leave out evidence below this confidence, 0 to 1.
    #[arg(long, value_name = "P", value_parser = confidence)]
    pub min_confidence: Option<f32>,
    /// Keep only what this actor says (or passes on); `text` keeps what texts say themselves.
    #[arg(long, value_name = "ACTOR")]
    attributed_to: Option<String>,
}

impl Narrow {
    /// Fails early where nothing could ever count.
    pub fn check(&self) -> Result<(), Failure> {
        self.without_voice().check().map_err(Failure::All)
    }

    /// Fails where a filter means nothing for a question about one kind of edges.
    pub fn only(&self, kind: Kind, question: &str) -> Result<(), Failure> {
        self.without_voice().of_kind(kind).map_err(|field| {
            Failure::All(format!(
                "--{field} means nothing here: `demarche {question}` is of {} alone; leave it out",
                kind.plural()
            ))
        })
    }

    /// The part of a graph that it keeps; where it keeps no edge of those that are there, this is told.
    pub fn apply_telling(&self, graph: Graph, what: &Path) -> Result<Graph, Failure> {
        let before = graph.counts();
        let graph = self.apply(graph)?;
        let edges = before.edges();
        if edges > 0 && graph.net.edge_count() == 0 {
            note(&format!(
                "note: {}: of {} ({} of meetings, {}, {}) none is left by these filters",
                what.display(),
                count(edges, "edge"),
                before.meetings,
                count(before.stances, "stance"),
                count(before.affiliations, "affiliation")
            ));
        }
        Ok(graph)
    }

    /// The filter; the voice is looked up in `source`.
    pub fn filter(&self, source: &dyn Source) -> Result<Filter, Failure> {
        let mut filter = self.without_voice();
        if let Some(name) = &self.attributed_to {
            let (voice, told) = query::voice(source, name)?;
            if let Some(told) = told {
                note(&format!("note: {told}"));
            }
            filter.attributed_to = Some(voice);
        }
        filter.check().map_err(Failure::All)?;
        Ok(filter)
    }

    /// The part of a graph that it keeps.
    pub fn apply(&self, graph: Graph) -> Result<Graph, Failure> {
        let (graph, filter) = if self.attributed_to.is_some() {
            let source = Indexed::new(graph);
            let filter = self.filter(&source)?;
            (source.into_graph(), filter)
        } else {
            (graph, self.without_voice())
        };
        Ok(Selection { filter, max_nodes: None }.apply(graph))
    }

    /// The filter, but for `--attributed-to`.
    fn without_voice(&self) -> Filter {
        Filter {
            kinds: self.kinds.clone(),
            polarity: self.polarity,
            status: self.status.clone(),
            since: self.since.clone(),
            until: self.until.clone(),
            undated: self.undated,
            min_confidence: self.min_confidence,
            attributed_to: None,
        }
    }
}
