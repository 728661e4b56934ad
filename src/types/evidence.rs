//! Evidence: the words on which an edge rests, and how they were read.

use serde::{Deserialize, Serialize};

use super::actor::ActorId;
use super::text::Span;

/// Words of a document, verbatim at their offsets.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Quote {
    /// First byte in the document's text.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The words.
    pub text: String,
}

impl Quote {
    /// The words of `span` in `text`.
    pub fn new(text: &str, span: Span) -> Self {
        Self { start: span.start, end: span.end, text: span.of(text).to_owned() }
    }
}

/// What a cue does to the reading of a relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CueKind {
    /// `not`, `never`, `without`, `denied`.
    Negation,
    /// `may`, `reportedly`.
    Hedge,
    /// `if`, `would`.
    Condition,
    /// `will`, `is to`, `plans to`.
    Plan,
    /// `called for`, `urged`.
    Demand,
    /// `cancelled`, `refused`, `postponed`.
    Cancel,
    /// A question.
    Question,
}

/// Words that change the reading.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Cue {
    /// What they do.
    pub kind: CueKind,
    /// The words.
    #[serde(flatten)]
    pub quote: Quote,
}

/// How the text presents a relation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Modality {
    /// As a fact (or, for meetings, with the status that the edge carries).
    #[default]
    Asserted,
    /// As not so.
    Negated,
    /// Under a condition, as a question or a mere possibility.
    Hypothetical,
}

/// How exact a date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Precision {
    Day,
    Week,
    Month,
    Year,
    /// The words could not be anchored: only they are kept.
    Open,
}

/// The date of an event as the text gives it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EventDate {
    /// `YYYY-MM-DD`, `YYYY-MM` or `YYYY`, by precision; `None` if open.
    pub value: Option<String>,
    /// How exact the value is.
    pub precision: Precision,
    /// The date against which the words were resolved.
    pub anchor: Option<String>,
    /// The words.
    pub words: Quote,
}

/// One place in one document that supports an edge.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Id of the document.
    pub document: String,
    /// Index of the sentence in the document.
    pub sentence: usize,
    /// The sentence: offsets and words.
    #[serde(flatten)]
    pub quote: Quote,
    /// The words that express the relation.
    pub trigger: Quote,
    /// The words that mean the edge's source (for meetings: one participant).
    pub source: Quote,
    /// The words that mean the edge's target.
    pub target: Quote,
    /// Negation, hedge, plan … cues.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cues: Vec<Cue>,
    /// Who says so, outermost speaker first: actor ids, or the speaker's words if it is no actor.
    /// Empty: the text itself.
    pub attribution: Vec<String>,
    /// How the text presents it.
    pub modality: Modality,
    /// When it happened, as the text says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<EventDate>,
    /// Date of the document, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reported: Option<String>,
    /// Probability that a careful reader agrees, 0 to 1, in hundredths.
    pub confidence: f32,
    /// True if an actor was found through coreference (`he`, `the minister`).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub coreference: bool,
    /// True if the relation is only implied: off by default in exports.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub implicit: bool,
}

impl Evidence {
    /// Evidence of less confidence is left out of a graph unless somebody asks for it.
    pub const LEAST: f32 = 0.5;

    /// Date of the event where the text says, else of the report: `YYYY-MM-DD`, `YYYY-MM` or
    /// `YYYY`.
    pub fn when(&self) -> Option<&str> {
        self.date.as_ref().and_then(|date| date.value.as_deref()).or(self.reported.as_deref())
    }
}

/// Speakers are kept as text; an actor's id is one.
impl From<&ActorId> for String {
    fn from(id: &ActorId) -> Self {
        id.0.clone()
    }
}
