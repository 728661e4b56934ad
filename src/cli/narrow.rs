//! Which edges and which of their evidence a command is about.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde::de::DeserializeOwned;

use super::Failure;
use crate::export::Selection;
use crate::graph::{Filter, Graph, Indexed, Kind, Source, Voice, partial_date};
use crate::query::find;
use crate::types::{Polarity, Status};

#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct Narrow {
    /// Keep edges of these kinds only: meeting, stance, affiliation.
    #[arg(long, value_name = "KINDS", value_delimiter = ',')]
    kinds: Vec<Kind>,
    /// Keep stances of this polarity only (and no meetings or affiliations, unless --kinds names
    /// them).
    #[arg(long, value_name = "POLARITY", value_parser = words::<Polarity>(&["support", "oppose"]))]
    polarity: Option<Polarity>,
    /// Keep meetings of these statuses only (and no stances or affiliations, unless --kinds names
    /// them).
    #[arg(long, value_name = "STATUS", value_delimiter = ',', value_parser = words::<Status>(STATUSES))]
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

pub(super) const STATUSES: &[&str] =
    &["held", "ongoing", "planned", "called_for", "postponed", "cancelled", "refused", "denied"];

/// A value that the JSON graph spells with one of these words.
pub(super) fn words<T>(names: &'static [&'static str]) -> impl TypedValueParser<Value = T>
where
    T: DeserializeOwned + Clone + Send + Sync + 'static,
{
    PossibleValuesParser::new(names).try_map(|name| serde_json::from_value(name.into()))
}

fn confidence(text: &str) -> Result<f32, String> {
    text.parse()
        .ok()
        .filter(|p| (0.0..=1.0).contains(p))
        .ok_or_else(|| "expected a number from 0 to 1".to_owned())
}

impl Narrow {
    /// Fails early where nothing could ever count.
    pub fn check(&self) -> Result<(), Failure> {
        self.without_voice().check().map_err(Failure::All)
    }

    /// The filter; the voice is looked up in `source`.
    pub fn filter(&self, source: &dyn Source) -> Result<Filter, Failure> {
        let attributed_to = match self.attributed_to.as_deref() {
            None => None,
            Some("text") => Some(Voice::Text),
            Some(name) => Some(Voice::Actor(find(source, name)?.candidate.actor.id)),
        };
        let filter = Filter { attributed_to, ..self.without_voice() };
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
