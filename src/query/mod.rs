//! Floor 4: questions to a graph.

mod actors;
mod find;
mod names;
mod suspects;

pub use actors::{ActorRow, actors};
pub use find::{Asked, NameError, find};
pub use suspects::{Duplicate, Sign, Suspects, WrongMerge, suspects};
