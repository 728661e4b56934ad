//! Judges: trees that tell right candidates from wrong ones by their features.

use super::container::WeightsError;
use super::forest::Forest;
use super::sealed::{number, open, seal};

const MAGIC: &[u8; 8] = b"DEMJUDGE";

/// Format of the file; the first held the weights of a network.
pub const FORMAT: u32 = 2;

/// What tells whether a candidate is right.
#[derive(Clone, Debug, PartialEq)]
pub struct Judge {
    /// How many features a candidate has.
    pub inputs: usize,
    /// Trees of two classes: wrong, right.
    pub forest: Forest,
}

impl Judge {
    /// How surely a candidate is right, 0 to 1.
    pub fn chance(&self, features: &[f32]) -> f32 {
        self.forest.chances(features).get(1).copied().unwrap_or_default()
    }

    /// As a file: magic, format, number of features, the trees packed, checksum.
    ///
    /// # Errors
    /// None that memory does not give.
    pub fn write(&self) -> std::io::Result<Vec<u8>> {
        let mut content = (self.inputs as u32).to_le_bytes().to_vec();
        content.extend(Forest::pack(&[&self.forest])?);
        Ok(seal(MAGIC, FORMAT, &content))
    }

    /// From a file whose trees ask `inputs` features.
    ///
    /// # Errors
    /// It is something else, of another format, made for other features, cut short or altered.
    pub fn read(bytes: &[u8], inputs: usize) -> Result<Self, WeightsError> {
        let mut content = open(bytes, MAGIC, FORMAT)?;
        if number(&mut content)? as usize != inputs {
            return Err(WeightsError::Damaged("it is made for other features"));
        }
        let [forest] = Forest::unpack(content)?;
        Ok(Self { inputs, forest })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::forest::{Node, Tree};

    #[test]
    fn files_come_back_and_damage_is_told() {
        let node = Node { value: 1, bound: 0.5, next: [-1, -2] };
        let tree = |leaves: [f32; 2]| Tree { nodes: vec![node], leaves: leaves.to_vec() };
        let trees = vec![tree([1.0, -1.0]), tree([-1.0, 1.0])];
        let judge = Judge { inputs: 3, forest: Forest { start: vec![0.0; 2], trees } };
        assert!(judge.chance(&[0.0, 1.0, 0.0]) > 0.8 && judge.chance(&[0.0; 3]) < 0.2);
        let bytes = judge.write().unwrap();
        assert_eq!(Judge::read(&bytes, 3), Ok(judge));
        assert_eq!(Judge::read(b"something", 3), Err(WeightsError::Foreign));
        assert!(matches!(Judge::read(&bytes, 4), Err(WeightsError::Damaged(_))));
        assert!(matches!(Judge::read(&bytes[..bytes.len() - 9], 3), Err(WeightsError::Damaged(_))));
        let mut other = bytes.clone();
        other[8] = 1;
        assert_eq!(Judge::read(&other, 3), Err(WeightsError::Format { found: 1 }));
        let mut altered = bytes;
        altered[20] ^= 1;
        assert!(matches!(Judge::read(&altered, 3), Err(WeightsError::Damaged(_))));
    }
}
