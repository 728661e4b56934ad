//! Relations between actors: affiliations, meetings, stances; and the edges that they become.

use serde::{Deserialize, Serialize};

use super::actor::{Actor, ActorId};
use super::evidence::{EventDate, Evidence};
use super::sketch::Sketch;

/// For or against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Polarity {
    Support,
    Oppose,
}

/// PLOVER event category (PLOVER manual v2.0; openeventdata.org).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[allow(missing_docs)]
pub enum Category {
    Agree,
    Consult,
    Support,
    Concede,
    Cooperate,
    Aid,
    Retreat,
    Request,
    Accuse,
    Reject,
    Threaten,
    Protest,
    Sanction,
    Mobilize,
    Coerce,
    Assault,
}

/// Said or done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Basis {
    Word,
    Deed,
}

/// Whether a meeting took place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Status {
    #[default]
    Held,
    Ongoing,
    Planned,
    CalledFor,
    Postponed,
    Cancelled,
    Refused,
    Denied,
}

impl Status {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Held,
        Self::Ongoing,
        Self::Planned,
        Self::CalledFor,
        Self::Postponed,
        Self::Cancelled,
        Self::Refused,
        Self::Denied,
    ];
}

/// How a meeting took place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Mode {
    InPerson,
    Remote,
    #[default]
    Unspecified,
}

/// Member → body.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Affiliation {
    /// Who belongs.
    pub member: ActorId,
    /// To what.
    pub of: ActorId,
    /// Role as written, or `organ`.
    pub role: String,
    /// No longer so at the time of the text.
    pub former: bool,
    /// Where the text says so; source is the member, target the body.
    pub evidence: Evidence,
}

/// Two or more actors talk to each other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Meeting {
    /// At least two, sorted, none twice.
    pub participants: Vec<ActorId>,
    /// Who hosts without taking part.
    pub host: Option<ActorId>,
    /// Who mediates without taking part.
    pub mediator: Option<ActorId>,
    /// Whether it took place.
    pub status: Status,
    /// How.
    pub mode: Mode,
    /// Where, as written.
    pub place: Option<String>,
    /// About what, as written.
    pub topic: Option<String>,
    /// For each participant, in the order of `participants`, its words.
    pub participant_quotes: Vec<super::evidence::Quote>,
    /// Where the text says so; source and target are replaced per pair by the graph stage.
    pub evidence: Evidence,
}

/// Holder → target.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stance {
    /// Whose attitude or act it is.
    pub holder: ActorId,
    /// Whom it concerns.
    pub target: ActorId,
    /// For or against.
    pub polarity: Polarity,
    /// PLOVER category.
    pub category: Category,
    /// Said or done.
    pub basis: Basis,
    /// PLOVER score divided by 10, −1 to 1.
    pub intensity: f32,
    /// Where the text says so; source is the holder, target the target.
    pub evidence: Evidence,
}

/// What one place in a text says of two or more actors.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Relation {
    Affiliation(Affiliation),
    Meeting(Meeting),
    Stance(Stance),
}

/// What a document's nodes and edges refer to.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DocumentInfo {
    /// Document id.
    pub id: String,
    /// SHA-256 of the text that offsets count in, lower-case hex.
    pub sha256: String,
    /// Title, if known.
    pub title: Option<String>,
    /// Publication date, if it can be trusted.
    pub date: Option<String>,
    /// Publisher, if known.
    pub source: Option<String>,
    /// Address, if known.
    pub url: Option<String>,
    /// Where else its text is published, whole or nearly so (under another id or headline, cut, with
    /// a few words changed), by id: they are read, but count with this document.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub sources: Vec<DocumentInfo>,
}

/// An office that a document gives a person: what tells who is who across documents.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Post {
    /// The person.
    pub actor: ActorId,
    /// The office by its usual name (`foreign minister`); empty for a mere member of `of`.
    pub office: String,
    /// The country or body, where the document names one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub of: Option<ActorId>,
}

/// What the pipeline makes of one document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DocumentGraph {
    /// The document.
    pub document: DocumentInfo,
    /// Its actors.
    pub actors: Vec<Actor>,
    /// What it says of them.
    pub relations: Vec<Relation>,
    /// The offices that it gives people.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub posts: Vec<Post>,
    /// What its copies are known by; one without is nobody's copy.
    #[serde(skip_serializing_if = "Sketch::is_empty", default)]
    pub sketch: Sketch,
}

/// What an edge of the merged graph says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Tie {
    /// A pair of participants of one meeting; undirected, smaller id is the source.
    Meeting {
        /// Whether it took place.
        status: Status,
        /// How.
        mode: Mode,
        /// Id of the [`Event`] that the pairs of one meeting share.
        event: String,
    },
    /// Holder → target.
    Stance {
        /// For or against.
        polarity: Polarity,
        /// PLOVER category.
        category: Category,
        /// Said or done.
        basis: Basis,
        /// PLOVER score divided by 10, −1 to 1.
        intensity: f32,
    },
    /// Member → body.
    Affiliation {
        /// Role as written, or `organ`.
        role: String,
        /// No longer so.
        former: bool,
    },
}

/// An edge of the merged graph: one statement about two actors with all its evidence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Edge {
    /// Stable id: `e` and hex digits of a hash of what the edge says.
    pub id: String,
    /// Source actor.
    pub source: ActorId,
    /// Target actor.
    pub target: ActorId,
    /// What it says.
    #[serde(flatten)]
    pub tie: Tie,
    /// At least one, ordered by document and position.
    pub evidence: Vec<Evidence>,
}

/// One meeting, with all its participants.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Stable id, shared by the edges of its pairs.
    pub id: String,
    /// At least two, sorted.
    pub participants: Vec<ActorId>,
    /// Who hosts without taking part.
    pub host: Option<ActorId>,
    /// Who mediates without taking part.
    pub mediator: Option<ActorId>,
    /// Whether it took place.
    pub status: Status,
    /// How.
    pub mode: Mode,
    /// Where, as written.
    pub place: Option<String>,
    /// About what, as written.
    pub topic: Option<String>,
    /// When, as far as the text says.
    pub date: Option<EventDate>,
}

impl From<&super::text::Document> for DocumentInfo {
    fn from(document: &super::text::Document) -> Self {
        Self {
            id: document.id.clone(),
            sha256: document.sha256.clone(),
            title: document.title.clone(),
            date: document.date.clone(),
            source: document.source.clone(),
            url: document.url.clone(),
            sources: Vec::new(),
        }
    }
}

impl Relation {
    /// Where the text says so.
    pub fn evidence(&self) -> &Evidence {
        match self {
            Self::Affiliation(a) => &a.evidence,
            Self::Meeting(m) => &m.evidence,
            Self::Stance(s) => &s.evidence,
        }
    }

    /// The same, to be changed.
    pub fn evidence_mut(&mut self) -> &mut Evidence {
        match self {
            Self::Affiliation(a) => &mut a.evidence,
            Self::Meeting(m) => &mut m.evidence,
            Self::Stance(s) => &mut s.evidence,
        }
    }
}

impl Edge {
    /// How sure the edge is: that of its surest evidence, 0 to 1.
    pub fn confidence(&self) -> f32 {
        self.evidence.iter().map(|e| e.confidence).fold(0.0, f32::max)
    }

    /// First and last date of its evidence: of the event where the text says, else of the report.
    pub fn dates(&self) -> Option<(&str, &str)> {
        let mut dates: Vec<&str> = self.evidence.iter().filter_map(Evidence::when).collect();
        dates.sort_unstable();
        Some((*dates.first()?, *dates.last()?))
    }
}
