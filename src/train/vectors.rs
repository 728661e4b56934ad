//! Fixed word vectors of a teacher: the `vocab` folder of a spaCy model (`strings.json`,
//! `key2row`, `vectors`).

use std::fs;
use std::io;
use std::path::Path;

use rustc_hash::FxHashMap;

use crate::learn::features::{hash, normal_form};

/// Vectors and which word has which.
#[derive(Clone, Debug, Default)]
pub struct Vectors {
    /// Values a vector.
    pub dim: usize,
    /// Row 0 is zero; then one row a vector, each of length 1.
    pub rows: Vec<f32>,
    /// Short hash of a word's normal form and its row, sorted, no hash twice.
    pub keys: Vec<(u32, u16)>,
}

fn bad(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what.to_owned())
}

/// MurmurHash64A with seed 1, the key of a string in spaCy's tables.
fn murmur(bytes: &[u8]) -> u64 {
    const M: u64 = 0xc6a4_a793_5bd1_e995;
    let mut h = 1 ^ (bytes.len() as u64).wrapping_mul(M);
    let (chunks, rest) = bytes.as_chunks::<8>();
    for chunk in chunks {
        let mut k = u64::from_le_bytes(*chunk).wrapping_mul(M);
        k ^= k >> 47;
        h = (h ^ k.wrapping_mul(M)).wrapping_mul(M);
    }
    if !rest.is_empty() {
        for (i, &byte) in rest.iter().enumerate() {
            h ^= u64::from(byte) << (8 * i);
        }
        h = h.wrapping_mul(M);
    }
    h ^= h >> 47;
    h = h.wrapping_mul(M);
    h ^ (h >> 47)
}

/// Unsigned numbers of a MessagePack map.
fn numbers(bytes: &[u8]) -> Option<Vec<u64>> {
    let mut out = Vec::new();
    let mut rest = match bytes {
        [0xdf, _, _, _, _, rest @ ..] => rest,
        _ => return None,
    };
    while let Some((&first, more)) = rest.split_first() {
        let size = match first {
            0..=0x7f => {
                out.push(u64::from(first));
                rest = more;
                continue;
            }
            0xcc => 1,
            0xcd => 2,
            0xce => 4,
            0xcf => 8,
            _ => return None,
        };
        let (number, more) = more.split_at_checked(size)?;
        out.push(number.iter().fold(0, |n, &b| n << 8 | u64::from(b)));
        rest = more;
    }
    Some(out)
}

/// Reads the folder. Words with digits or without letters are left out, and those for which
/// `keep` is false.
///
/// # Errors
/// A file is missing or of another form.
pub fn read(folder: &Path, keep: impl Fn(&str) -> bool) -> io::Result<Vectors> {
    let strings: Vec<String> = serde_json::from_str(&fs::read_to_string(folder.join("strings.json"))?)?;
    let pairs = numbers(&fs::read(folder.join("key2row"))?).ok_or_else(|| bad("key2row"))?;
    let rows_by_key: FxHashMap<u64, u64> = pairs.chunks_exact(2).map(|p| (p[0], p[1])).collect();
    let file = fs::read(folder.join("vectors"))?;
    let header = file.get(..128).ok_or_else(|| bad("vectors"))?;
    let header_text = String::from_utf8_lossy(header);
    let shape = header_text
        .split("'shape': (")
        .nth(1)
        .and_then(|s| s.split(')').next())
        .ok_or_else(|| bad("shape"))?;
    let sizes: Vec<usize> = shape.split(',').filter_map(|s| s.trim().parse().ok()).collect();
    let [count, dim] = sizes[..] else { return Err(bad("shape")) };
    let mut rows = vec![0.0; dim];
    for chunk in file[128..].as_chunks::<4>().0 {
        rows.push(f32::from_le_bytes(*chunk));
    }
    if rows.len() != (count + 1) * dim || count > usize::from(u16::MAX) - 1 {
        return Err(bad("size of vectors"));
    }
    for row in rows.chunks_exact_mut(dim).skip(1) {
        let norm = row.iter().map(|x| x * x).sum::<f32>().sqrt().max(1e-6);
        row.iter_mut().for_each(|x| *x /= norm);
    }
    // The lower-case spelling of a word comes first, then any other.
    let mut keys: FxHashMap<u32, (bool, u16)> = FxHashMap::default();
    for string in &strings {
        let letters = string.chars().all(|c| c.is_alphabetic() || "'.-".contains(c));
        if !letters || string.len() > 24 || !string.chars().any(char::is_alphabetic) {
            continue;
        }
        let Some(&row) = rows_by_key.get(&murmur(string.as_bytes())) else { continue };
        let normal = normal_form(string);
        if !keep(&normal) {
            continue;
        }
        let lower = normal == *string;
        let entry = keys.entry(hash(0, &normal) as u32).or_insert((lower, row as u16 + 1));
        if lower && !entry.0 {
            *entry = (true, row as u16 + 1);
        }
    }
    let mut keys: Vec<(u32, u16)> = keys.into_iter().map(|(k, (_, row))| (k, row)).collect();
    keys.sort_unstable();
    Ok(Vectors { dim, rows, keys })
}
