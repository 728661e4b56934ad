//! Floor 4: accuracy of graphs against gold graphs. Compares values handed to it; runs no stage.

pub(crate) mod align;
mod calibration;
pub mod coref;
pub mod corpus;
pub mod entities;
mod facts;
pub mod gold;
pub mod pairs;
mod report;
pub mod segments;
pub mod syntax;

pub use calibration::{Bin, Calibration};
pub use report::{Figures, Report, Row, score};
