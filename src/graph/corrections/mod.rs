//! Corrections: the analyst's word is last.
//!
//! A corrections file is TOML, an entry a correction; actors are named by id (`person:fuad-hussein`)
//! or by any name that the graph knows:
//!
//! ```toml
//! [[merge]]                  # the first becomes another name of the second
//! actor = "Fouad Hussein"
//! into = "person:fuad-hussein"
//!
//! [[merge]]                  # all who are called just so, however many
//! actor = "Obama"
//! all = true
//! into = "Barack Obama"
//!
//! [[never-merge]]            # two people, whatever their names
//! actors = ["George H. W. Bush", "George W. Bush"]
//!
//! [[rename]]
//! actor = "group:islamic-state"
//! name = "Islamic State group"
//!
//! [[retype]]
//! actor = "group:wagner"
//! kind = "group"             # person, country or group
//! subtype = "armed"          # of groups
//!
//! [[drop]]
//! actor = "person:share-post"
//!
//! [[alias]]
//! actor = "group:islamic-state"
//! aliases = ["Daesh", "ISIL"]
//!
//! [[affiliation]]
//! member = "Fuad Hussein"
//! of = "Iraq"
//! role = "Foreign Minister"
//!
//! [[no-affiliation]]         # without `role` every role, without `of` every body
//! member = "Fuad Hussein"
//! of = "Syria"
//! ```
//!
//! The order of entries does not matter, and correcting twice is correcting once. An entry about
//! nobody in the graph is told and kept: the file serves every rebuild, and grows.

mod apart;
mod apply;
mod bonds;
mod check;
mod parse;
mod who;

pub use apart::Apart;
pub use apply::{Corrected, correct};
pub use parse::Corrections;

use crate::types::{ActorKind, DocumentInfo, GroupKind, Quote};
use who::Who;

/// One entry of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    /// Line of its first value, from 1.
    line: usize,
    change: Change,
}

/// What an entry asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Change {
    Merge {
        actor: Who,
        into: Who,
        /// All actors of this name.
        all: bool,
    },
    Never {
        actors: Vec<Who>,
    },
    Rename {
        actor: Who,
        name: String,
    },
    Retype {
        actor: Who,
        kind: ActorKind,
        subtype: Option<GroupKind>,
        iso3: Option<String>,
    },
    Drop {
        actor: Who,
    },
    Alias {
        actor: Who,
        aliases: Vec<String>,
    },
    Affiliation {
        member: Who,
        of: Who,
        role: String,
        former: bool,
        /// The entry's lines, and the words of role, member and body in them.
        quotes: Box<[Quote; 4]>,
    },
    NoAffiliation {
        member: Who,
        of: Option<Who>,
        role: Option<String>,
    },
}

impl Change {
    /// The name of its table in the file.
    const fn verb(&self) -> &'static str {
        match self {
            Self::Merge { .. } => "merge",
            Self::Never { .. } => "never-merge",
            Self::Rename { .. } => "rename",
            Self::Retype { .. } => "retype",
            Self::Drop { .. } => "drop",
            Self::Alias { .. } => "alias",
            Self::Affiliation { .. } => "affiliation",
            Self::NoAffiliation { .. } => "no-affiliation",
        }
    }
}

/// The file as the evidence of what it adds.
fn document(file: &str, sha256: String) -> DocumentInfo {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    DocumentInfo {
        id: format!("corrections:{name}"),
        sha256,
        title: Some("Corrections".to_owned()),
        date: None,
        source: None,
        url: None,
    }
}
