//! Gradient-boosted trees (Friedman 2001): named values of a thing → probabilities of classes. Leaves
//! are summed in one fixed order, so that every machine gives the same bits.

use super::container::WeightsError;
use super::kernels::softmax;
use super::sealed::{open, seal};

/// A step of a tree: to the left if the value is at most the bound.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Node {
    /// Which value is asked.
    pub value: u16,
    /// The most that goes to the left.
    pub bound: f32,
    /// Where to go: the index of a node, or −1 − the index of a leaf.
    pub next: [i16; 2],
}

/// A tree; without nodes it is its first leaf.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tree {
    /// Nodes; the first is the root, and each stands behind the one that leads to it.
    pub nodes: Vec<Node>,
    /// What leaves add to their class.
    pub leaves: Vec<f32>,
}

impl Tree {
    /// What the tree adds for these values.
    pub fn leaf(&self, values: &[f32]) -> f32 {
        let mut at = 0usize;
        while let Some(node) = self.nodes.get(at) {
            let value = values.get(usize::from(node.value)).copied().unwrap_or_default();
            let next = node.next[usize::from(value > node.bound)];
            match usize::try_from(next) {
                // A tree that leads back is broken: it ends.
                Ok(next) if next > at => at = next,
                Ok(_) => return 0.0,
                Err(_) => {
                    return self.leaves.get((-1 - i32::from(next)) as usize).copied().unwrap_or_default();
                }
            }
        }
        self.leaves.first().copied().unwrap_or_default()
    }
}

/// Trees of all classes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Forest {
    /// What each class has before any tree.
    pub start: Vec<f32>,
    /// Trees in the order in which they were learnt, one a class in turn.
    pub trees: Vec<Tree>,
}

impl Forest {
    /// Probabilities of the classes.
    pub fn chances(&self, values: &[f32]) -> Vec<f32> {
        let mut out = self.start.clone();
        let classes = out.len().max(1);
        for (i, tree) in self.trees.iter().enumerate() {
            if let Some(score) = out.get_mut(i % classes) {
                *score += tree.leaf(values);
            }
        }
        softmax(&mut out);
        out
    }

    fn put(&self, out: &mut Vec<u8>) {
        let count = |n: usize| (n as u32).to_le_bytes();
        out.extend(count(self.start.len()));
        out.extend(self.start.iter().flat_map(|x| x.to_le_bytes()));
        out.extend(count(self.trees.len()));
        for tree in &self.trees {
            out.extend(count(tree.nodes.len()));
            for node in &tree.nodes {
                out.extend(node.value.to_le_bytes());
                out.extend(node.bound.to_le_bytes());
                out.extend(node.next.iter().flat_map(|x| x.to_le_bytes()));
            }
            out.extend(count(tree.leaves.len()));
            out.extend(tree.leaves.iter().flat_map(|x| x.to_le_bytes()));
        }
    }

    /// Forests one after the other, Zstandard.
    pub(super) fn pack(forests: &[&Self]) -> std::io::Result<Vec<u8>> {
        let mut plain = Vec::new();
        forests.iter().for_each(|forest| forest.put(&mut plain));
        zstd::encode_all(plain.as_slice(), 19)
    }

    /// The first `N` forests of a pack.
    pub(super) fn unpack<const N: usize>(packed: &[u8]) -> Result<[Self; N], WeightsError> {
        let plain = zstd::decode_all(packed).map_err(|_| WeightsError::Damaged("it cannot be unpacked"))?;
        let mut rest = plain.as_slice();
        let mut out = [const { Self { start: Vec::new(), trees: Vec::new() } }; N];
        for forest in &mut out {
            *forest = Self::take(&mut rest).ok_or(WeightsError::Damaged("it ends early"))?;
        }
        Ok(out)
    }

    fn take(rest: &mut &[u8]) -> Option<Self> {
        let mut out = Self::default();
        for _ in 0..count(rest)? {
            out.start.push(f32::from_le_bytes(piece(rest)?));
        }
        for _ in 0..count(rest)? {
            let mut tree = Tree::default();
            for _ in 0..count(rest)? {
                tree.nodes.push(Node {
                    value: u16::from_le_bytes(piece(rest)?),
                    bound: f32::from_le_bytes(piece(rest)?),
                    next: [i16::from_le_bytes(piece(rest)?), i16::from_le_bytes(piece(rest)?)],
                });
            }
            for _ in 0..count(rest)? {
                tree.leaves.push(f32::from_le_bytes(piece(rest)?));
            }
            out.trees.push(tree);
        }
        Some(out)
    }
}

fn piece<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (here, after) = rest.split_first_chunk()?;
    *rest = after;
    Some(*here)
}

fn count(rest: &mut &[u8]) -> Option<u32> {
    piece(rest).map(u32::from_le_bytes)
}

/// What decides on relations.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Forests {
    /// What one actor holds of another: nothing, for, against.
    pub stance: Forest,
    /// Whether two meet: no; held, planned, denied.
    pub meeting: Forest,
}

const MAGIC: &[u8; 8] = b"DEMRELAT";

/// Format of the file of trees.
pub const FORMAT: u32 = 2;

impl Forests {
    /// As a file: magic, format, the forests packed, checksum.
    ///
    /// # Errors
    /// None that memory does not give.
    pub fn write(&self) -> std::io::Result<Vec<u8>> {
        Ok(seal(MAGIC, FORMAT, &Forest::pack(&[&self.stance, &self.meeting])?))
    }

    /// From a file.
    ///
    /// # Errors
    /// It is something else, of another format, cut short or altered.
    pub fn read(bytes: &[u8]) -> Result<Self, WeightsError> {
        let [stance, meeting] = Forest::unpack(open(bytes, MAGIC, FORMAT)?)?;
        Ok(Self { stance, meeting })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forest() -> Forest {
        let node = |value, bound, next| Node { value, bound, next };
        let tree = Tree {
            nodes: vec![node(0, 0.5, [-1, 1]), node(3, 2.0, [-2, -3])],
            leaves: vec![-1.0, 0.25, 2.0],
        };
        let stump = Tree { nodes: Vec::new(), leaves: vec![0.5] };
        Forest { start: vec![0.0, 0.0], trees: vec![tree, stump] }
    }

    #[test]
    fn values_lead_to_leaves() {
        let forest = forest();
        assert_eq!(forest.trees[0].leaf(&[0.0, 0.0, 0.0, 9.0]), -1.0);
        assert_eq!(forest.trees[0].leaf(&[1.0, 0.0, 0.0, 2.0]), 0.25);
        assert_eq!(forest.trees[0].leaf(&[1.0, 0.0, 0.0, 9.0]), 2.0);
        // What is not there counts as zero.
        assert_eq!(forest.trees[0].leaf(&[1.0]), 0.25);
        let chances = forest.chances(&[1.0, 0.0, 0.0, 9.0]);
        assert!(chances[0] > 0.8 && (chances.iter().sum::<f32>() - 1.0).abs() < 1e-6);
    }

    #[test]
    fn trees_that_lead_back_end() {
        let tree = Tree { nodes: vec![Node { value: 0, bound: 0.0, next: [0, 0] }], leaves: vec![1.0] };
        assert_eq!(tree.leaf(&[0.0]), 0.0);
    }

    #[test]
    fn files_come_back_and_damage_is_told() {
        let forests = Forests { stance: forest(), meeting: forest() };
        let bytes = forests.write().unwrap();
        assert_eq!(Forests::read(&bytes), Ok(forests));
        assert_eq!(Forests::read(b"something"), Err(WeightsError::Foreign));
        let mut other = bytes.clone();
        other[8] = 9;
        assert_eq!(Forests::read(&other), Err(WeightsError::Format { found: 9 }));
        let mut altered = bytes.clone();
        altered[15] ^= 1;
        assert!(matches!(Forests::read(&altered), Err(WeightsError::Damaged(_))));
        assert!(matches!(Forests::read(&bytes[..20]), Err(WeightsError::Damaged(_))));
    }
}
