//! Floor 4: a graph in the formats that other tools read. A file each; writing is all or nothing.
//!
//! Flat formats take their columns from one place (`attributes`), so that an attribute has the same
//! name in all of them. `docs/formats.md` tells what each format is for and what it leaves out.

mod attributes;
mod cx2;
mod cypher;
pub mod dot;
mod events;
mod files;
mod format;
mod ftm;
mod gexf;
mod graphml;
mod import;
pub mod json;
mod lines;
mod look;
mod mermaid;
mod node_link;
#[cfg(feature = "parquet")]
mod parquet;
pub mod pdf;
pub mod png;
mod rdf;
mod scalars;
mod select;
mod spread;
mod stix;
mod style;
pub mod svg;
mod tables;
mod web;
mod xml;

pub use attributes::View;
pub use files::{to_bytes, write, write_bytes};
pub use format::Format;
pub use import::from_str;
pub use look::{Course, Form, Look, PageSize, Turn};
pub use select::Selection;
pub use style::Theme;
pub(crate) use svg::place_named;
