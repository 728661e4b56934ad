//! Tables of words with one byte a value and a scale a row.

use super::network::Tensor;

/// A table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ByteRows {
    /// Value of one unit, a row.
    pub scales: Vec<f32>,
    /// `columns` values a row.
    pub values: Vec<i8>,
    /// Values a row.
    pub columns: usize,
}

impl ByteRows {
    /// Rounds a table.
    pub fn new(tensor: &Tensor) -> Self {
        let columns = tensor.columns.max(1);
        let mut out = Self { columns, ..Self::default() };
        for row in tensor.data.chunks_exact(columns) {
            let scale = row.iter().fold(0.0f32, |m, x| m.max(x.abs())) / 127.0;
            out.scales.push(scale);
            let scale = scale.max(f32::MIN_POSITIVE);
            out.values.extend(row.iter().map(|x| (x / scale).round() as i8));
        }
        out
    }

    /// Adds row `i` to `out`; a row that is not there adds nothing.
    #[inline(always)]
    pub fn add_to(&self, i: usize, out: &mut [f32]) {
        let row = self.values.get(i * self.columns..(i + 1) * self.columns).unwrap_or_default();
        let scale = self.scales.get(i).copied().unwrap_or(0.0);
        let n = row.len().min(out.len());
        let (row, out) = (&row[..n], &mut out[..n]);
        let mut j = 0;
        while j < n {
            out[j] += f32::from(row[j]) * scale;
            j += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_close() {
        let data = vec![0.5, -1.0, 0.25, 0.0, 0.0, 0.0];
        let rows = ByteRows::new(&Tensor { name: String::new(), rows: 2, columns: 3, data });
        let mut out = [1.0; 3];
        rows.add_to(0, &mut out);
        assert!((out[0] - 1.5).abs() < 0.01 && out[1].abs() < 0.01);
        rows.add_to(9, &mut out);
        rows.add_to(1, &mut out);
        assert!((out[2] - 1.25).abs() < 0.01);
    }
}
