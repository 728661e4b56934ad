//! What makes actors suspected of being one, or several.

use std::fmt;

use serde::Serialize;

use crate::types::ActorId;

/// Why actors are suspected.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(tag = "sign", rename_all = "snake_case")]
pub enum Sign {
    /// Both bear this name.
    SameName {
        /// The name.
        name: String,
    },
    /// Two spellings of one name in another script, perhaps.
    Transliteration {
        /// One spelling.
        a: String,
        /// The other.
        b: String,
    },
    /// The names differ by a letter.
    Spelling {
        /// One spelling.
        a: String,
        /// The other.
        b: String,
    },
    /// One is the acronym of the other.
    Acronym {
        /// The acronym.
        acronym: String,
        /// The name.
        name: String,
    },
    /// One name goes on where the other ends.
    PartOfName {
        /// The shorter.
        short: String,
        /// The longer.
        long: String,
    },
    /// One has a middle name or initial that the other lacks.
    MiddleName {
        /// One name.
        a: String,
        /// The other.
        b: String,
    },
    /// One surname, and given names that may be one.
    Surname {
        /// The surname.
        surname: String,
    },
    /// Both belong to this.
    SharedAffiliation {
        /// Whom they belong to.
        of: ActorId,
    },
    /// Both have this office.
    SharedOffice {
        /// The office.
        role: String,
        /// Whose it is.
        of: ActorId,
    },
    /// One actor with two given names.
    GivenNames {
        /// One name.
        a: String,
        /// The other.
        b: String,
    },
    /// One actor who is `he` here and `she` there.
    Genders {
        /// Document that says `he`, or the given name of a man.
        he: String,
        /// Document that says `she`, or the given name of a woman.
        she: String,
    },
    /// One actor in offices of two states.
    Offices {
        /// An office and its state.
        a: String,
        /// Another.
        b: String,
    },
    /// One body that is an organ of two states.
    Organs {
        /// One state.
        a: ActorId,
        /// The other.
        b: ActorId,
    },
}

impl fmt::Display for Sign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SameName { name } => write!(f, "both are called “{name}”"),
            Self::Transliteration { a, b } => write!(f, "“{a}” and “{b}” may spell one name"),
            Self::Spelling { a, b } => write!(f, "“{a}” and “{b}” differ by a letter"),
            Self::Acronym { acronym, name } => write!(f, "“{acronym}” may stand for “{name}”"),
            Self::PartOfName { short, long } => write!(f, "“{short}” is part of “{long}”"),
            Self::MiddleName { a, b } => write!(f, "“{a}” and “{b}” differ by a middle name"),
            Self::Surname { surname } => write!(f, "same surname “{surname}”"),
            Self::SharedAffiliation { of } => write!(f, "both belong to {of}"),
            Self::SharedOffice { role, of } => write!(f, "both are “{role}” of {of}"),
            Self::GivenNames { a, b } => write!(f, "“{a}” and “{b}” have other given names"),
            Self::Genders { he, she } => write!(f, "“he” in {he}, “she” in {she}"),
            Self::Offices { a, b } => write!(f, "{a}, and {b}"),
            Self::Organs { a, b } => write!(f, "organ of {a} and of {b}"),
        }
    }
}

impl Sign {
    /// How much it weighs: 3 speaks for itself, 1 only supports others.
    pub(super) const fn weight(&self) -> usize {
        match self {
            Self::SameName { .. } | Self::Transliteration { .. } | Self::SharedOffice { .. } => 3,
            Self::GivenNames { .. } | Self::Offices { .. } | Self::Organs { .. } => 3,
            Self::Spelling { .. } | Self::Acronym { .. } | Self::Genders { .. } => 2,
            Self::MiddleName { .. } => 2,
            Self::PartOfName { .. } | Self::Surname { .. } | Self::SharedAffiliation { .. } => 1,
        }
    }
}
