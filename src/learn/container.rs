//! The file of weights: magic, format number, length of a JSON header, the header, the values,
//! checksum. Large tables hold one byte a value with a scale a row. All numbers are little-endian.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::features::Lexicon;
use super::lemmas::{LemmaRule, Lemmas};
use super::network::{Config, Network, Tensor};
use super::reader::Reader;
use super::rows::ByteRows;

const MAGIC: &[u8; 8] = b"DEMWGHTS";

/// Format that this program reads and writes.
pub const FORMAT: u32 = 1;

/// Why a file of weights cannot be used.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum WeightsError {
    /// It is something else.
    #[error("no Demarche weights (format {FORMAT} wanted)")]
    Foreign,
    /// It has another format.
    #[error("weights of format {found}, but format {FORMAT} is wanted")]
    Format {
        /// The number in the file.
        found: u32,
    },
    /// It ends early or was altered.
    #[error("weights of format {FORMAT} are damaged: {0}")]
    Damaged(&'static str),
}

#[derive(Debug, Serialize, Deserialize)]
struct Header {
    config: Config,
    buckets: u32,
    words: usize,
    name_keys: usize,
    vector_keys: usize,
    lemma_rules: Vec<LemmaRule>,
    lemma_keys: usize,
}

/// A fast 64-bit sum over the bytes; it finds damage, not malice.
pub(super) fn checksum(bytes: &[u8]) -> u64 {
    let mut lanes = [1u64, 2, 3, 4];
    let (chunks, rest) = bytes.as_chunks::<32>();
    for chunk in chunks {
        let (parts, _) = chunk.as_chunks::<8>();
        for (lane, part) in lanes.iter_mut().zip(parts) {
            *lane = (*lane ^ u64::from_le_bytes(*part)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
        }
    }
    let mut sum = bytes.len() as u64;
    for byte in rest {
        sum = (sum ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    for lane in lanes {
        sum = (sum ^ lane).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(31);
    }
    sum
}

struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, n: usize) -> Result<&'a [u8], WeightsError> {
        let (head, rest) = self.0.split_at_checked(n).ok_or(WeightsError::Damaged("it ends early"))?;
        self.0 = rest;
        Ok(head)
    }

    fn numbers<const N: usize, T>(
        &mut self,
        n: usize,
        read: impl Fn([u8; N]) -> T,
    ) -> Result<Vec<T>, WeightsError> {
        let bytes = self.take(n.checked_mul(N).ok_or(WeightsError::Damaged("sizes"))?)?;
        Ok(bytes.as_chunks::<N>().0.iter().map(|&chunk| read(chunk)).collect())
    }

    fn rows(&mut self, rows: usize, columns: usize) -> Result<ByteRows, WeightsError> {
        let scales = self.numbers(rows, f32::from_le_bytes)?;
        let size = rows.checked_mul(columns).ok_or(WeightsError::Damaged("sizes"))?;
        let values = self.take(size)?.iter().map(|byte| byte.cast_signed()).collect();
        Ok(ByteRows { scales, values, columns })
    }

    fn wide_rows(&mut self, tensor: &mut Tensor) -> Result<(), WeightsError> {
        if tensor.rows <= 2 {
            tensor.data = self.numbers(tensor.data.len(), f32::from_le_bytes)?;
            return Ok(());
        }
        let columns = tensor.columns.max(1);
        for row in tensor.data.chunks_exact_mut(columns) {
            let scale = self.numbers(1, f32::from_le_bytes)?.first().copied().unwrap_or(0.0);
            for (x, value) in row.iter_mut().zip(self.numbers(columns, i16::from_le_bytes)?) {
                *x = f32::from(value) * scale;
            }
        }
        Ok(())
    }
}

fn write_rows(out: &mut Vec<u8>, rows: &ByteRows) {
    out.extend(rows.scales.iter().flat_map(|x| x.to_le_bytes()));
    out.extend(rows.values.iter().map(|x| x.cast_unsigned()));
}

/// Rows with two bytes a value; one or two rows keep all four.
fn write_wide_rows(out: &mut Vec<u8>, tensor: &Tensor) {
    if tensor.rows <= 2 {
        out.extend(tensor.data.iter().flat_map(|x| x.to_le_bytes()));
        return;
    }
    for row in tensor.data.chunks_exact(tensor.columns.max(1)) {
        let scale = row.iter().fold(0.0f32, |m, x| m.max(x.abs())) / 32767.0;
        out.extend(scale.to_le_bytes());
        let scale = scale.max(f32::MIN_POSITIVE);
        out.extend(row.iter().flat_map(|x| ((x / scale).round() as i16).to_le_bytes()));
    }
}

/// The file of a reader.
///
/// # Errors
/// The header cannot be written as JSON.
pub fn write(reader: &Reader) -> serde_json::Result<Vec<u8>> {
    let header = serde_json::to_vec(&Header {
        config: reader.network.config.clone(),
        buckets: reader.lexicon.buckets,
        words: reader.lexicon.words.len(),
        name_keys: reader.lexicon.name_keys.len(),
        vector_keys: reader.lexicon.vector_keys.len(),
        lemma_rules: reader.lemmas.rules.clone(),
        lemma_keys: reader.lemmas.keys.len(),
    })?;
    let mut out = MAGIC.to_vec();
    out.extend(FORMAT.to_le_bytes());
    out.extend((header.len() as u32).to_le_bytes());
    out.extend(header);
    let lexicon = &reader.lexicon;
    out.extend(lexicon.words.iter().flat_map(|x| x.to_le_bytes()));
    out.extend(lexicon.name_keys.iter().flat_map(|x| x.to_le_bytes()));
    out.extend(lexicon.name_classes.iter().flat_map(|x| x.to_le_bytes()));
    out.extend(lexicon.vector_keys.iter().flat_map(|x| x.to_le_bytes()));
    out.extend(lexicon.vector_rows.iter().flat_map(|x| x.to_le_bytes()));
    out.extend(reader.lemmas.keys.iter().flat_map(|x| x.to_le_bytes()));
    out.extend(reader.lemmas.which.iter().flat_map(|x| x.to_le_bytes()));
    write_rows(&mut out, &reader.table);
    write_rows(&mut out, &reader.vectors);
    for tensor in &reader.network.dense {
        write_wide_rows(&mut out, tensor);
    }
    let sum = checksum(&out);
    out.extend(sum.to_le_bytes());
    Ok(out)
}

/// Largest weights once unpacked, in bytes.
const LARGEST: usize = 64 << 20;

/// [`read`] for a file that was packed with Zstandard.
///
/// # Errors
/// As [`read`]; also if it does not unpack, or to more than 64 MiB.
pub fn read_packed(bytes: &[u8]) -> Result<Reader, WeightsError> {
    let mut out = Vec::new();
    let unpacked = zstd::bulk::Decompressor::new().and_then(|mut unpacker| {
        let size = zstd::bulk::Decompressor::upper_bound(bytes).unwrap_or(LARGEST).min(LARGEST);
        out.reserve_exact(size);
        unpacker.decompress_to_buffer(bytes, &mut out)
    });
    if unpacked.is_err() {
        return Err(if bytes.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
            WeightsError::Damaged("it does not unpack")
        } else {
            WeightsError::Foreign
        });
    }
    read(&out)
}

/// [`write()`], packed with Zstandard.
///
/// # Errors
/// The header cannot be written as JSON, or packing fails.
pub fn write_packed(reader: &Reader) -> std::io::Result<Vec<u8>> {
    zstd::bulk::compress(&write(reader)?, 19)
}

/// A reader from the bytes of its file.
///
/// # Errors
/// The file is foreign, of another format, cut or altered.
pub fn read(bytes: &[u8]) -> Result<Reader, WeightsError> {
    let mut input = Bytes(bytes);
    if input.take(MAGIC.len()).ok() != Some(MAGIC.as_slice()) {
        return Err(WeightsError::Foreign);
    }
    let number = |input: &mut Bytes| Ok(input.numbers(1, u32::from_le_bytes)?.first().copied().unwrap_or(0));
    let found = number(&mut input)?;
    if found != FORMAT {
        return Err(WeightsError::Format { found });
    }
    let (body, sum) = bytes.split_last_chunk::<8>().ok_or(WeightsError::Damaged("it ends early"))?;
    if checksum(body) != u64::from_le_bytes(*sum) {
        return Err(WeightsError::Damaged("the checksum is wrong or it ends early"));
    }
    let length = number(&mut input)?;
    let header: Header =
        serde_json::from_slice(input.take(length as usize)?).map_err(|_| WeightsError::Damaged("header"))?;
    let config = header.config;
    let rows = header.words.checked_add(header.buckets as usize).and_then(|n| n.checked_add(1));
    let small = |n: usize| n <= 4096;
    let sound = config.dim > 0
        && config.dim.is_multiple_of(32)
        && small(config.dim)
        && config.table_dim > 0
        && small(config.table_dim)
        && small(config.name_dim)
        && small(config.arc_dim)
        && small(config.relation_dim)
        && config.layers.len() <= 32
        && rows == Some(config.rows)
        && config.rows.saturating_mul(config.table_dim) <= bytes.len()
        && config.vectors.saturating_mul(config.table_dim) <= bytes.len();
    if !sound {
        return Err(WeightsError::Damaged("sizes"));
    }
    let lexicon = Lexicon {
        words: input.numbers(header.words, u64::from_le_bytes)?,
        buckets: header.buckets,
        name_keys: input.numbers(header.name_keys, u32::from_le_bytes)?,
        name_classes: input.numbers(header.name_keys, u16::from_le_bytes)?,
        vector_keys: input.numbers(header.vector_keys, u32::from_le_bytes)?,
        vector_rows: input.numbers(header.vector_keys, u16::from_le_bytes)?,
    };
    if lexicon.vector_rows.iter().any(|&row| usize::from(row) > config.vectors) {
        return Err(WeightsError::Damaged("rows of word vectors"));
    }
    let lemmas = Lemmas {
        rules: header.lemma_rules,
        keys: input.numbers(header.lemma_keys, u64::from_le_bytes)?,
        which: input.numbers(header.lemma_keys, u16::from_le_bytes)?,
    };
    let table = input.rows(config.rows, config.table_dim)?;
    let vectors = input.rows(config.vectors + 1, config.table_dim)?;
    let mut network = Network::without_tables(config);
    for tensor in &mut network.dense {
        input.wide_rows(tensor)?;
    }
    if input.0.len() != 8 {
        return Err(WeightsError::Damaged("length"));
    }
    Ok(Reader::from_parts(lexicon, network, table, vectors, lemmas))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::network::LayerKind;

    fn small() -> Reader {
        let lexicon = Lexicon { words: vec![7, 9], buckets: 5, ..Lexicon::default() };
        let mut network = Network::zeros(Config {
            table_dim: 24,
            dim: 32,
            layers: vec![LayerKind::Window, LayerKind::Recurrent],
            shared: 1,
            name_dim: 16,
            arc_dim: 16,
            relation_dim: 16,
            rows: lexicon.rows(),
            vectors: 0,
        });
        let tensors = network.dense.iter_mut().chain([&mut network.table]);
        for (i, x) in tensors.flat_map(|t| &mut t.data).enumerate() {
            *x = (i % 101) as f32 / 101.0 - 0.5;
        }
        Reader::new(lexicon, network, Lemmas::default())
    }

    #[test]
    fn weights_go_round() {
        let reader = small();
        let bytes = write(&reader).unwrap();
        let again = read(&bytes).unwrap();
        for (a, b) in again.network.dense.iter().zip(&reader.network.dense) {
            assert!(a.data.iter().zip(&b.data).all(|(x, y)| (x - y).abs() < 1e-4), "{}", a.name);
        }
        assert_eq!(write(&again).unwrap().len(), bytes.len());
        assert_eq!(again.lexicon, reader.lexicon);
        let words = vec![vec!["Talks", "go", "on", "."], vec![], vec!["a"]];
        let readings = again.read(&words, true);
        assert_eq!(readings.iter().map(|r| r.heads.len()).collect::<Vec<_>>(), [4, 0, 1]);
        assert_eq!(readings[0], again.read(&words[..1], true)[0]);
    }

    #[test]
    fn long_sentences_are_read_in_parts() {
        let reader = small();
        let words: Vec<Vec<String>> = vec![(0..1000).map(|i| format!("w{i}")).collect()];
        let reading = &reader.read(&words, true)[0];
        assert!(crate::learn::decode::is_tree(&reading.heads));
        assert_eq!(reading.tags.len(), 1000);
    }

    #[test]
    fn damaged_weights_are_refused() {
        let bytes = write(&small()).unwrap();
        assert_eq!(read(b"PK").err(), Some(WeightsError::Foreign));
        for cut in [8, 12, 20, bytes.len() / 2, bytes.len() - 1] {
            assert!(matches!(read(&bytes[..cut]), Err(WeightsError::Damaged(_))), "{cut}");
        }
        let packed = write_packed(&small()).unwrap();
        assert!(read_packed(&packed).is_ok());
        assert_eq!(
            read_packed(&packed[..packed.len() / 2]).err(),
            Some(WeightsError::Damaged("it does not unpack"))
        );
        assert_eq!(read_packed(b"PK").err(), Some(WeightsError::Foreign));
        let mut other = bytes.clone();
        other[8] = 99;
        assert_eq!(read(&other).err(), Some(WeightsError::Format { found: 99 }));
        for at in (16..bytes.len()).step_by(97) {
            let mut altered = bytes.clone();
            altered[at] ^= 4;
            assert!(read(&altered).is_err(), "{at}");
        }
    }
}
