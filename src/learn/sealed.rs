//! What files of weights have in common: magic, format, content, checksum; tables of one byte a value
//! with a scale a row. All numbers are little-endian.

use super::container::{WeightsError, checksum};
use super::network::Tensor;
use super::rows::ByteRows;

const EARLY: WeightsError = WeightsError::Damaged("it ends early");

/// A file with this content.
pub(super) fn seal(magic: &[u8; 8], format: u32, content: &[u8]) -> Vec<u8> {
    let mut out = magic.to_vec();
    out.extend(format.to_le_bytes());
    out.extend(content);
    let sum = checksum(&out);
    out.extend(sum.to_le_bytes());
    out
}

/// The content of a file.
///
/// # Errors
/// It is something else, of another format, cut short or altered.
pub(super) fn open<'a>(bytes: &'a [u8], magic: &[u8; 8], format: u32) -> Result<&'a [u8], WeightsError> {
    let mut rest = bytes.strip_prefix(magic).ok_or(WeightsError::Foreign)?;
    let found = number(&mut rest)?;
    if found != format {
        return Err(WeightsError::Format { found });
    }
    let (content, _) = rest.split_last_chunk::<8>().ok_or(EARLY)?;
    let (whole, sum) = bytes.split_last_chunk().ok_or(EARLY)?;
    if checksum(whole) != u64::from_le_bytes(*sum) {
        return Err(WeightsError::Damaged("its checksum differs"));
    }
    Ok(content)
}

/// Takes a number off.
pub(super) fn number(rest: &mut &[u8]) -> Result<u32, WeightsError> {
    let (number, after) = rest.split_first_chunk().ok_or(EARLY)?;
    *rest = after;
    Ok(u32::from_le_bytes(*number))
}

/// Adds a row-major table of `columns`.
pub(super) fn put_table(out: &mut Vec<u8>, values: &[f32], columns: usize) {
    let rows = ByteRows::new(&Tensor { columns, data: values.to_vec(), ..Tensor::default() });
    out.extend(rows.scales.iter().flat_map(|scale| scale.to_le_bytes()));
    out.extend(rows.values.iter().map(|value| value.cast_unsigned()));
}

/// Takes a table of as many values as `values` has off.
pub(super) fn take_table(rest: &mut &[u8], values: &mut [f32], columns: usize) -> Result<(), WeightsError> {
    let columns = columns.max(1);
    let (scales, after) = rest.split_at_checked(4 * (values.len() / columns)).ok_or(EARLY)?;
    let (bytes, after) = after.split_at_checked(values.len()).ok_or(EARLY)?;
    *rest = after;
    let scales = scales.as_chunks::<4>().0.iter().map(|scale| f32::from_le_bytes(*scale));
    let rows = values.chunks_exact_mut(columns).zip(bytes.chunks_exact(columns));
    for ((row, bytes), scale) in rows.zip(scales) {
        for (x, byte) in row.iter_mut().zip(bytes) {
            *x = f32::from(byte.cast_signed()) * scale;
        }
    }
    Ok(())
}
