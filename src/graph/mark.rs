//! What became of an actor or an edge from one graph to another.

use std::collections::BTreeMap;

/// What became of something.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Mark {
    #[default]
    Same,
    Changed,
    New,
    Gone,
    /// The last word of a pair, which was another one.
    Turned,
}

/// Marks by id of actor or edge; what is not named is the same.
pub type Marks = BTreeMap<String, Mark>;

impl Mark {
    /// What stands before a name or label, so that nothing hangs on colours alone.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Same => "",
            Self::Changed => "~ ",
            Self::New => "+ ",
            Self::Gone => "− ",
            Self::Turned => "⇄ ",
        }
    }
}
