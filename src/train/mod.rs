//! Floor 5: training of the networks in [`crate::learn`]; behind the feature `train`.

pub mod augment;
pub mod borders;
pub mod lemmas;
pub mod model;
pub mod random;
pub mod synthetic;
pub mod trainer;
pub mod vectors;
