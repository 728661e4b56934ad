//! Floor 5: training of the networks in [`crate::learn`]; behind the feature `train`.

pub mod actors;
mod adam;
pub mod augment;
pub mod borders;
pub mod context;
pub mod examples;
pub mod forest;
mod heads;
pub mod kernels;
pub mod known_names;
mod layers;
pub mod lemmas;
pub mod mentions;
pub mod model;
pub mod pairs;
pub mod pieces;
pub mod random;
pub mod relations;
pub mod synthetic;
pub mod teachers;
pub mod texts;
pub mod trainer;
pub mod vectors;
