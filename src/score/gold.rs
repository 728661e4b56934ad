//! Gold files: one document a line, with the actors and relations that careful readers found.

use serde::Deserialize;

use crate::error::ReadError;
use crate::types::{ActorKind, Category, Polarity, Status};

/// One gold document.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Gold {
    /// Id of the document.
    pub id: String,
    /// Its text, as the program is given it.
    pub text: String,
    /// Who is in it.
    pub actors: Vec<GoldActor>,
    /// Who belongs to what.
    #[serde(default)]
    pub affiliations: Vec<GoldAffiliation>,
    /// Who met whom.
    #[serde(default)]
    pub meetings: Vec<GoldMeeting>,
    /// Who is for or against whom.
    #[serde(default)]
    pub stances: Vec<GoldStance>,
}

/// A gold actor.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[allow(missing_docs)]
pub struct GoldActor {
    pub id: String,
    pub kind: ActorKind,
    pub name: String,
    #[serde(default)]
    pub aliases: Vec<String>,
    pub iso3: Option<String>,
    /// Careful readers differ: never scored.
    #[serde(default)]
    pub disputed: bool,
}

/// A gold affiliation.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[allow(missing_docs)]
pub struct GoldAffiliation {
    pub member: String,
    pub of: String,
    pub role: Option<String>,
    #[serde(default)]
    pub disputed: bool,
}

/// A gold meeting.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[allow(missing_docs)]
pub struct GoldMeeting {
    pub participants: Vec<String>,
    pub status: Option<Status>,
    /// How many took part, if more than are listed.
    pub parties: Option<f64>,
    #[serde(default)]
    pub evidence: Vec<String>,
    #[serde(default)]
    pub disputed: bool,
}

/// A gold stance.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[allow(missing_docs)]
pub struct GoldStance {
    pub holder: String,
    pub target: String,
    pub polarity: Polarity,
    pub category: Option<Category>,
    #[serde(default)]
    pub evidence: Vec<String>,
    #[serde(default)]
    pub disputed: bool,
}

/// The gold documents of a JSON Lines text; `path` names it in errors.
///
/// # Errors
/// A line is no gold document.
pub fn parse(text: &str, path: &str) -> Result<Vec<Gold>, ReadError> {
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(i, line)| {
            serde_json::from_str(line).map_err(|e| ReadError::Content {
                path: path.into(),
                line: Some(i + 1),
                problem: format!("no gold document: {e}"),
            })
        })
        .collect()
}
