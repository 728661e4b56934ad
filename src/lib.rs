//! Demarche turns news text into an actor relationship graph: people, countries and groups are
//! nodes; meetings, stances and affiliations are edges; every edge quotes its evidence.
//!
//! Data flows one way: `read` → `segment` → `analyse` → `resolve` → `identify` →
//! `relate` → `graph` → `export`. Each stage is a function from earlier values to new ones.
#![warn(missing_docs)]
#![forbid(unsafe_code)]

pub mod analyse;
pub mod cli;
pub mod error;
pub mod export;
pub mod graph;
pub mod identify;
pub mod learn;
pub mod pair;
pub mod pipeline;
pub mod query;
pub mod read;
pub mod relate;
pub mod resolve;
pub mod score;
pub mod segment;
pub mod store;
pub mod tables;
#[cfg(feature = "train")]
pub mod train;
pub mod types;
pub mod view;
