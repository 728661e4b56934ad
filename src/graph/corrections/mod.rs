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
//!
//! [[reject]]                 # one place does not say so; `query evidence` prints keys
//! key = "1f2e3d4c-5a6b7c8d"
//!
//! [[reject]]                 # no text may say so; without polarity and status, nothing of the kind
//! source = "Iraq"
//! target = "Norway"
//! polarity = "oppose"        # or status = "held"
//!
//! [[change]]                 # one place says it otherwise; whoever is the target swaps sides as holder
//! key = "1f2e3d4c-00112233"
//! polarity = "support"       # also category, status, date, holder
//!
//! [[assert]]                 # so by another source
//! source = "Iraq"
//! target = "Norway"
//! polarity = "support"       # with category if need be; or status = "held" for a meeting
//! date = "2025-03-08"
//! quote = "Iraq thanked Norway."
//! cite = "The Daily News, 9 March 2025"
//! ```
//!
//! The order of entries does not matter, an entry that stands there twice stands there once, and correcting
//! twice is correcting once: all to the byte. An entry about nobody in the graph is told and kept: the file
//! serves every rebuild, and grows.

mod apart;
mod apply;
mod bonds;
mod check;
mod file;
mod parse;
mod readings;
mod who;
mod words;

pub use apart::Apart;
pub use apply::{Corrected, correct};
pub use parse::Corrections;
pub use readings::reading_key;

use crate::types::{ActorKind, Category, DocumentInfo, GroupKind, Polarity, Status};
use who::Who;
use words::Proof;

/// One entry of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    /// Line of its first value, from 1.
    line: usize,
    change: Change,
    /// Of what adds an edge: its words.
    proof: Option<Box<Proof>>,
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
    },
    NoAffiliation {
        member: Who,
        of: Option<Who>,
        role: Option<String>,
    },
    Reject {
        what: Rejected,
    },
    Revise {
        /// Of a reading, or its first digits.
        key: String,
        says: Option<Says>,
        date: Option<String>,
        holder: Option<Who>,
    },
    Assert {
        source: Who,
        target: Who,
        says: Says,
        date: Option<String>,
        /// The words that say so.
        quote: String,
        /// Where they stand.
        cite: String,
    },
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Rejected {
    /// One place's reading, by its key.
    Reading(String),
    /// Whatever says so.
    Edge { source: Who, target: Who, says: Option<Says> },
}

/// What an edge says, as far as corrections go.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Says {
    Stance(Polarity, Option<Category>),
    Meeting(Status),
}

impl Change {
    /// The actors whom it names.
    fn actors(&self) -> Vec<&Who> {
        match self {
            Self::Merge { actor, into, .. } => vec![actor, into],
            Self::Never { actors } => actors.iter().collect(),
            Self::Rename { actor, .. }
            | Self::Retype { actor, .. }
            | Self::Drop { actor }
            | Self::Alias { actor, .. } => vec![actor],
            Self::Affiliation { member, of, .. } => vec![member, of],
            Self::NoAffiliation { member, of, .. } => std::iter::once(member).chain(of).collect(),
            Self::Reject { what: Rejected::Edge { source, target, .. } }
            | Self::Assert { source, target, .. } => {
                vec![source, target]
            }
            Self::Reject { what: Rejected::Reading(_) } => Vec::new(),
            Self::Revise { holder, .. } => holder.iter().collect(),
        }
    }

    /// The entry in one line, with actors as `name` calls them: two that say the same are one.
    fn line(&self, name: &dyn Fn(&Who) -> String) -> String {
        let says = |says: &Option<Says>| says.as_ref().map_or_else(String::new, Says::words);
        let or_all = |part: &Option<String>| part.as_deref().unwrap_or("*").to_lowercase();
        let fields: Vec<String> = match self {
            Self::Merge { actor, into, all } => vec![name(actor), name(into), all.to_string()],
            Self::Never { actors } => {
                let mut names: Vec<String> = actors.iter().map(name).collect();
                names.sort();
                names
            }
            Self::Rename { actor, name: new } => vec![name(actor), new.clone()],
            Self::Retype { actor, kind, subtype, iso3 } => {
                vec![name(actor), format!("{kind:?}"), format!("{subtype:?}"), or_all(iso3)]
            }
            Self::Drop { actor } => vec![name(actor)],
            Self::Alias { actor, aliases } => std::iter::once(name(actor)).chain(aliases.clone()).collect(),
            Self::Affiliation { member, of, role, former } => {
                vec![name(member), name(of), role.to_lowercase(), former.to_string()]
            }
            Self::NoAffiliation { member, of, role } => {
                vec![name(member), of.as_ref().map_or_else(|| "*".to_owned(), name), or_all(role)]
            }
            Self::Reject { what: Rejected::Reading(key) } => vec![key.clone()],
            Self::Reject { what: Rejected::Edge { source, target, says: said } } => {
                vec![name(source), name(target), says(said)]
            }
            Self::Revise { key, says: said, date, holder } => {
                let holder = holder.as_ref().map_or_else(String::new, name);
                vec![key.clone(), says(said), date.clone().unwrap_or_default(), holder]
            }
            Self::Assert { source, target, says, date, quote, cite } => {
                let date = date.clone().unwrap_or_default();
                vec![name(source), name(target), says.words(), date, quote.clone(), cite.clone()]
            }
        };
        format!("{}\t{}", self.verb(), fields.join("\t"))
    }

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
            Self::Reject { .. } => "reject",
            Self::Revise { .. } => "change",
            Self::Assert { .. } => "assert",
        }
    }
}

/// How documents are called that are corrections files.
const FILE: &str = "corrections:";

/// The name of the corrections file that this document is; nothing for texts. Its text is what the file adds, a
/// line each, whatever the order and layout of its entries: [`Corrections::text`].
pub fn corrections_file(document: &str) -> Option<&str> {
    document.strip_prefix(FILE)
}

/// The file as the evidence of what it adds.
fn document(file: &str, sha256: String) -> DocumentInfo {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    DocumentInfo {
        id: format!("{FILE}{name}"),
        sha256,
        title: Some("Corrections".to_owned()),
        ..DocumentInfo::default()
    }
}
