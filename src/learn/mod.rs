//! Floor 1: features, weights and inference of the small networks that read sentences. Sums run
//! in one fixed order, so that results are the same bits on every machine.

pub mod container;
pub mod decode;
pub mod features;
pub mod integers;
pub mod kernels;
pub mod labels;
pub mod lemmas;
pub mod network;
pub mod reader;
pub mod rows;
