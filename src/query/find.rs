//! Whom the asker means.

use serde::Serialize;
use thiserror::Error;

use crate::error::SourceError;
use crate::graph::{Candidate, Fit, Source};
use crate::tables::Tables;
use crate::types::ActorKind;

/// So many candidates are listed.
const LISTED: usize = 10;

/// So many are compared.
const COMPARED: usize = 256;

/// Of several with one name, one mentioned so many times as often as all others together is meant.
pub const FAMOUS: usize = 10;

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
/// actor's names, these before a part of a name, this before another spelling. Of several, one who has
/// [`FAMOUS`] times the mentions of all others together is meant. A title before a name (`President
/// Obama`) may be left out, where nobody is called so with it.
///
/// # Errors
/// Nobody is called so, or several are; or the source cannot be read.
pub fn find(source: &dyn Source, name: &str) -> Result<Asked, NameError> {
    let asked = |candidate, others| Ok(Asked { name: name.to_owned(), candidate, others });
    let mut found = source.named(name, COMPARED)?;
    if let Some(bare) = without_title(name).filter(|_| !means(&found)) {
        let bare = source.named(bare, COMPARED)?;
        if means(&bare) {
            found = bare;
        }
    }
    if !means(&found) {
        found.truncate(LISTED);
        return Err(NameError::Unknown { name: name.to_owned(), near: found });
    }
    let others = found.split_off(1);
    let Some(first) = found.pop() else {
        return Err(NameError::Unknown { name: name.to_owned(), near: others });
    };
    let all: usize = others.iter().map(|other| other.actor.mentions).sum();
    if !others.is_empty() && first.actor.mentions < all.saturating_mul(FAMOUS).max(1) {
        let candidates = std::iter::once(first).chain(others).take(LISTED).collect();
        return Err(NameError::Ambiguous { name: name.to_owned(), candidates });
    }
    asked(first, others.len())
}

/// True if somebody may be meant.
fn means(found: &[Candidate]) -> bool {
    found.first().is_some_and(|c| !matches!(c.fit, Fit::Near(_)))
}

/// The name behind a title: `Obama` of `President Obama`.
fn without_title(name: &str) -> Option<&str> {
    let tables = Tables::bundled().ok()?;
    let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
    let (length, _, _) = tables.offices.longest(|at| words.get(at).map(String::as_str))?;
    let mut rest = name.trim_start();
    for _ in 0..length {
        rest = rest.split_once(char::is_whitespace)?.1.trim_start();
    }
    (!rest.is_empty()).then_some(rest)
}

/// A candidate and the question that it answers, for messages.
#[derive(Debug, Clone, Serialize)]
pub struct Asked {
    /// What was asked for.
    pub name: String,
    /// Who is meant.
    pub candidate: Candidate,
    /// How many others are called so, and hardly mentioned.
    pub others: usize,
}

impl Asked {
    /// What the asker should be told: that another spelling, or one of several, was taken.
    pub fn note(&self) -> Option<String> {
        let actor = &self.candidate.actor;
        let others = match self.others {
            0 if matches!(self.candidate.fit, Fit::Spelling(_)) => String::new(),
            0 => return None,
            1 => "; another is called so, and hardly mentioned".to_owned(),
            n => format!("; {n} others are called so, and hardly mentioned"),
        };
        Some(format!("taking {:?} for {} ({}){others}", self.name, actor.name, actor.id))
    }
}
