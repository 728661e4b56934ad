//! Whom the asker means.

use serde::Serialize;
use thiserror::Error;

use crate::error::SourceError;
use crate::graph::{Candidate, Fit, Source};
use crate::types::ActorKind;

/// So many candidates are listed.
const LISTED: usize = 10;

/// A name that means nobody, or several.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum NameError {
    /// Nobody has such a name.
    #[error("no actor is called {name:?}{}", nearest(.near))]
    Unknown {
        /// What was asked for.
        name: String,
        /// Those whose names resemble it.
        near: Vec<Candidate>,
    },
    /// Several actors may be meant, all equally well.
    #[error("{name:?} may mean several actors; ask for one by its id:{}", list(.candidates))]
    Ambiguous {
        /// What was asked for.
        name: String,
        /// Whom it may mean, those mentioned most first.
        candidates: Vec<Candidate>,
    },
    /// The source cannot be read.
    #[error(transparent)]
    Source(#[from] SourceError),
}

fn nearest(near: &[Candidate]) -> String {
    if near.is_empty() {
        return "; `demarche query actors GRAPH` lists all".to_owned();
    }
    format!("; the nearest names are:{}", list(near))
}

fn list(candidates: &[Candidate]) -> String {
    let kind = |kind: ActorKind| match kind {
        ActorKind::Person => "person",
        ActorKind::Country => "country",
        ActorKind::Group => "group",
    };
    let line = |c: &Candidate| {
        let actor = &c.actor;
        let also = if c.name == actor.name || c.fit == Fit::Id {
            String::new()
        } else {
            format!(", also “{}”", c.name)
        };
        let mentions = actor.mentions;
        format!("\n  {}  {} ({}, {mentions} mentions{also})", actor.id, actor.name, kind(actor.kind))
    };
    candidates.iter().map(line).collect()
}

/// The one actor that a name or id means: an id goes before a name, a name before another of an
/// actor's names, these before a part of a name, this before another spelling.
///
/// # Errors
/// Nobody is called so, or several are; or the source cannot be read.
pub fn find(source: &dyn Source, name: &str) -> Result<Candidate, NameError> {
    let mut found = source.named(name, LISTED)?;
    let name = name.to_owned();
    match found.first().map(|c| c.fit) {
        None | Some(Fit::Near(_)) => Err(NameError::Unknown { name, near: found }),
        Some(_) if found.len() > 1 => Err(NameError::Ambiguous { name, candidates: found }),
        Some(_) => found.pop().ok_or(NameError::Unknown { name, near: Vec::new() }),
    }
}

/// A candidate and the question that it answers, for messages.
#[derive(Debug, Clone, Serialize)]
pub struct Asked {
    /// What was asked for.
    pub name: String,
    /// Who is meant.
    pub candidate: Candidate,
}

impl Asked {
    /// What the asker should be told: that another spelling or a part of a name was taken.
    pub fn note(&self) -> Option<String> {
        let actor = &self.candidate.actor;
        matches!(self.candidate.fit, Fit::Spelling(_))
            .then(|| format!("taking {:?} for {} ({})", self.name, actor.name, actor.id))
    }
}
