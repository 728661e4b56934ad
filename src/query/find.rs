//! Whom the asker means.

use serde::Serialize;
use thiserror::Error;

use crate::error::SourceError;
use crate::graph::{Candidate, Fit, Source};
use crate::tables::Tables;
use crate::types::{Actor, ActorKind};

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
    /// Several actors may be meant, all equally well; or one, of whom the name says too little.
    #[error("{name:?} may mean {}; ask by id:{}", several(.candidates), list(.candidates))]
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

fn several(candidates: &[Candidate]) -> &'static str {
    if candidates.len() == 1 {
        "an actor of whom it is not known whether the title fits"
    } else {
        "several actors"
    }
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
/// Obama`) may be left out, where nobody is called so with it; `Mrs` is no man, as far as given names tell.
///
/// # Errors
/// Nobody is called so, or several are; or the source cannot be read.
pub fn find(source: &dyn Source, name: &str) -> Result<Asked, NameError> {
    let asked = |candidate, others| Ok(Asked { name: name.to_owned(), candidate, others });
    let mut found = source.named(name, COMPARED)?;
    if let Some((title, bare)) = without_title(name).filter(|_| !means(&found)) {
        let bare = source.named(bare, COMPARED)?;
        if means(&bare) {
            let of = |wanted: Sex| -> Vec<Candidate> {
                bare.iter().filter(|c| sex(&c.actor, &title) == wanted).cloned().collect()
            };
            found = of(Sex::Same);
            if found.is_empty() {
                let (name, untold) = (name.to_owned(), of(Sex::Untold));
                return Err(if untold.is_empty() {
                    NameError::Unknown { name, near: list_of(bare) }
                } else {
                    NameError::Ambiguous { name, candidates: list_of(untold) }
                });
            }
        }
    }
    if !means(&found) {
        return Err(NameError::Unknown { name: name.to_owned(), near: list_of(found) });
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

fn list_of(mut found: Vec<Candidate>) -> Vec<Candidate> {
    found.truncate(LISTED);
    found
}

/// How a title and a given name go together.
#[derive(PartialEq)]
enum Sex {
    Same,
    /// One of the two does not tell.
    Untold,
    Other,
}

/// Whether a title and the given name of an actor are both a woman's, or both a man's; any other title goes
/// with anybody.
fn sex(actor: &Actor, title: &str) -> Sex {
    let last = title.split(' ').next_back().unwrap_or_default();
    let Ok(tables) = Tables::bundled() else { return Sex::Same };
    let Some(womans) = tables.senses.womans_title(last) else { return Sex::Same };
    let given = actor.name.split(' ').next().unwrap_or_default();
    match (tables.people.is_womans(given), tables.people.is_mans(given)) {
        _ if actor.kind != ActorKind::Person => Sex::Other,
        (false, false) => Sex::Untold,
        (a_womans, _) if a_womans == womans => Sex::Same,
        _ => Sex::Other,
    }
}

/// The title in lower case, and the name behind it: `president` and `Obama` of `President Obama`.
fn without_title(name: &str) -> Option<(String, &str)> {
    let tables = Tables::bundled().ok()?;
    let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
    let (length, _, _) = tables.offices.longest(|at| words.get(at).map(String::as_str))?;
    let mut rest = name.trim_start();
    for _ in 0..length {
        rest = rest.split_once(char::is_whitespace)?.1.trim_start();
    }
    (!rest.is_empty()).then(|| (words.get(..length).unwrap_or_default().join(" "), rest))
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
