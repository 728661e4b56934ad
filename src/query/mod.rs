//! Floor 4: questions to a graph.

mod actors;
mod names;
mod suspects;

pub use actors::{ActorRow, actors};
pub use suspects::{Duplicate, Sign, Suspects, WrongMerge, suspects};
