//! Floor 4: questions to a graph.
//!
//! A question is a function from a [`Source`](crate::graph::Source) (a graph in memory or a store)
//! and a [`Filter`](crate::graph::Filter) to plain values; [`find`] turns names into actors.

mod actors;
mod balance;
mod clusters;
mod communities;
mod conflicts;
mod counts;
mod diff;
mod find;
mod meetings;
mod names;
mod neighbours;
mod net;
mod officials;
mod part;
mod paths;
mod reports;
mod signs;
mod suspects;
mod timeline;
mod top;

pub use actors::{ActorRow, actors};
pub use balance::{Balance, Strain, Triad, balance};
pub use clusters::Cluster;
pub use communities::{Communities, Community, communities};
pub use conflicts::{Conflict, Matter, conflicts};
pub use diff::{Changed, Changes, Diff, diff, union};
pub use find::{Asked, FAMOUS, NameError, find, voice};
pub use meetings::{MeetingRow, meetings, meetings_of, names, stances};
pub use neighbours::{Near, neighbours};
pub use officials::standing_for;
pub use part::{among, between, part};
pub use paths::{Hop, Path, paths};
pub use reports::{Report, Reports, documents_of, independent};
pub use signs::Sign;
pub use suspects::{Duplicate, Suspects, WrongMerge, suspects};
pub use timeline::{Change, Entry, Timeline, timeline};
pub use top::{Central, Rank, top};
