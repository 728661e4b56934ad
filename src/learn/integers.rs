//! Products of matrices in whole numbers: exact, so the same on every machine whatever the order
//! and the instructions. Inputs have 12 bits and a scale a row, weights up to 10 bits and a scale
//! a column.

use super::kernels::widest;

/// Columns of a block: two registers of eight sums.
const COLUMNS: usize = 16;

/// Largest input.
const INPUT: f32 = 4095.0;

/// Two rows of 16 columns of weights, pairs of rows side by side.
type Pair = [[i16; COLUMNS]; 2];

/// Sums of a row in a block.
type Sums = [[i32; COLUMNS / 2]; 2];

/// Rows of inputs as whole numbers.
#[derive(Clone, Debug)]
pub struct IntRows {
    /// Inputs two by two, the first in the low half.
    pairs: Vec<i32>,
    /// Value of one unit, a row.
    scales: Vec<f32>,
    /// Pairs a row.
    width: usize,
}

impl IntRows {
    /// From rows of `k` values.
    pub fn new(x: &[f32], k: usize) -> Self {
        let width = k.div_ceil(2);
        let n = x.len().checked_div(k).unwrap_or(0);
        let mut pairs = vec![0; n * width];
        let mut scales = vec![0.0; n];
        widest(
            #[inline(always)]
            || {
                for i in 0..n {
                    scales[i] = round_row(&x[i * k..(i + 1) * k], &mut pairs[i * width..(i + 1) * width]);
                }
            },
        );
        Self { pairs, scales, width }
    }
}

/// Rounds a row to whole numbers, two a slot; returns the value of one unit.
#[inline(always)]
fn round_row(x: &[f32], out: &mut [i32]) -> f32 {
    const ROUND: f32 = 12_582_912.0;
    let mut top = [0.0f32; 8];
    let (chunks, rest) = x.as_chunks::<8>();
    for chunk in chunks {
        for l in 0..8 {
            let y = chunk[l].abs();
            top[l] = if y > top[l] { y } else { top[l] };
        }
    }
    let top = top.iter().chain(rest).fold(0.0f32, |m, y| if y.abs() > m { y.abs() } else { m });
    if top <= f32::MIN_POSITIVE || !top.is_finite() {
        out.fill(0);
        return 0.0;
    }
    let factor = INPUT / top;
    let whole = |x: f32| (x * factor + ROUND).to_bits().wrapping_sub(ROUND.to_bits());
    let (twos, last) = x.as_chunks::<2>();
    for (out, two) in out.iter_mut().zip(twos) {
        *out = ((whole(two[0]) & 0xffff) | whole(two[1]) << 16).cast_signed();
    }
    if let (Some(out), Some(&x)) = (out.last_mut(), last.first()) {
        *out = (whole(x) & 0xffff).cast_signed();
    }
    top / INPUT
}

/// A matrix of weights as whole numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct IntMatrix {
    pairs: Vec<Pair>,
    /// Value of one unit, a column.
    scales: Vec<f32>,
    width: usize,
}

impl IntMatrix {
    /// From `k` × `m` weights.
    pub fn new(w: &[f32], k: usize, m: usize) -> Self {
        let width = k.div_ceil(2);
        // No sum of k products may pass 31 bits.
        let limit = (2_147_483_000.0 / (INPUT * k.max(1) as f32)).min(1023.0).floor();
        let scales: Vec<f32> = (0..m)
            .map(|j| (0..k).fold(0.0f32, |top, i| top.max(w[i * m + j].abs())).max(f32::MIN_POSITIVE) / limit)
            .collect();
        let mut pairs = Vec::with_capacity(m.div_ceil(COLUMNS) * width);
        for block in 0..m.div_ceil(COLUMNS) {
            for p in 0..width {
                let mut pair = [[0; COLUMNS]; 2];
                for l in 0..COLUMNS.min(m - block * COLUMNS) {
                    let j = block * COLUMNS + l;
                    for i in 2 * p..k.min(2 * p + 2) {
                        pair[l / 8][2 * (l % 8) + i % 2] = (w[i * m + j] / scales[j]).round() as i16;
                    }
                }
                pairs.push(pair);
            }
        }
        Self { pairs, scales, width }
    }

    /// `x · w + bias`, row-major.
    pub fn multiply(&self, x: &IntRows, bias: &[f32]) -> Vec<f32> {
        let n = x.scales.len();
        let m = self.scales.len();
        let mut out = vec![0.0; n * m];
        if self.width != x.width || self.width == 0 || bias.len() != m {
            return out;
        }
        match pulp::Arch::new() {
            #[cfg(target_arch = "x86_64")]
            pulp::Arch::V4(simd) => simd.vectorize(
                #[inline(always)]
                || {
                    self.blocks(
                        x,
                        bias,
                        &mut out,
                        #[inline(always)]
                        |rows, panel| wider::sums_of_eight(simd, rows, panel),
                    );
                },
            ),
            #[cfg(target_arch = "x86_64")]
            pulp::Arch::V3(simd) => simd.vectorize(
                #[inline(always)]
                || {
                    self.blocks(
                        x,
                        bias,
                        &mut out,
                        #[inline(always)]
                        |rows, panel| wide::sums_of_four(simd, rows, panel),
                    );
                },
            ),
            _ => self.blocks(x, bias, &mut out, sums_of_four),
        }
        out
    }

    /// As [`IntMatrix::multiply`], without instructions of one machine.
    #[cfg(test)]
    pub(super) fn multiply_plain(&self, x: &IntRows, bias: &[f32]) -> Vec<f32> {
        let mut out = vec![0.0; x.scales.len() * self.scales.len()];
        self.blocks(x, bias, &mut out, sums_of_four);
        out
    }

    #[inline(always)]
    fn blocks<const ROWS: usize>(
        &self,
        x: &IntRows,
        bias: &[f32],
        out: &mut [f32],
        sums: impl Fn([&[i32]; ROWS], &[Pair]) -> [Sums; ROWS],
    ) {
        let n = x.scales.len();
        let m = self.scales.len();
        for (block, panel) in self.pairs.chunks_exact(self.width).enumerate() {
            let first = block * COLUMNS;
            let width = COLUMNS.min(m - first);
            let mut scales = [0.0; COLUMNS];
            scales[..width].copy_from_slice(&self.scales[first..first + width]);
            let mut biases = [0.0; COLUMNS];
            biases[..width].copy_from_slice(&bias[first..first + width]);
            let mut i = 0;
            while i < n {
                // The last rows fill up with repeats of the last one.
                let row = |r: usize| {
                    let at = (i + r).min(n - 1) * self.width;
                    &x.pairs[at..at + self.width]
                };
                let mut rows: [&[i32]; ROWS] = [&[]; ROWS];
                let mut r = 0;
                while r < ROWS {
                    rows[r] = row(r);
                    r += 1;
                }
                let sums = sums(rows, panel);
                for r in 0..(n - i).min(ROWS) {
                    let sums = &sums[r];
                    let unit = x.scales[i + r];
                    let mut values = [0.0; COLUMNS];
                    let mut l = 0;
                    while l < COLUMNS {
                        values[l] = sums[l / 8][l % 8] as f32 * (unit * scales[l]) + biases[l];
                        l += 1;
                    }
                    let out = &mut out[(i + r) * m + first..(i + r) * m + first + width];
                    if let Some(out) = out.first_chunk_mut::<COLUMNS>() {
                        *out = values;
                    } else {
                        out.copy_from_slice(&values[..width]);
                    }
                }
                i += ROWS;
            }
        }
    }
}

/// The sums of four rows in one block.
fn sums_of_four(rows: [&[i32]; 4], panel: &[Pair]) -> [Sums; 4] {
    rows.map(|row| {
        let mut sums: Sums = [[0; COLUMNS / 2]; 2];
        for (&x, pair) in row.iter().zip(panel) {
            let (low, high) = (i32::from(x as i16), x >> 16);
            for (sums, weights) in sums.iter_mut().zip(pair) {
                for (l, sum) in sums.iter_mut().enumerate() {
                    *sum += low * i32::from(weights[2 * l]) + high * i32::from(weights[2 * l + 1]);
                }
            }
        }
        sums
    })
}

#[cfg(target_arch = "x86_64")]
mod wide {
    use pulp::{cast, i16x16, i32x8, u32x8, x86::V3};

    use super::{COLUMNS, Pair, Sums};

    /// As the plain version, with instructions that multiply and add pairs.
    #[inline(always)]
    pub(super) fn sums_of_four(simd: V3, rows: [&[i32]; 4], panel: &[Pair]) -> [Sums; 4] {
        let k = panel.len();
        let [a, b, c, d] = rows;
        let (a, b, c, d) = (&a[..k], &b[..k], &c[..k], &d[..k]);
        let zero = simd.splat_u32x8(0);
        let mut sums = [[zero; 2]; 4];
        #[inline(always)]
        fn step(simd: V3, sum: u32x8, x: i32, y: i16x16) -> u32x8 {
            let x: i16x16 = cast(simd.splat_i32x8(x));
            let products: i32x8 = simd.multiply_wrapping_add_adjacent_i16x16(x, y);
            simd.wrapping_add_u32x8(sum, cast(products))
        }
        let mut i = 0;
        while i < k {
            let [y0, y1] = panel[i];
            let (y0, y1): (i16x16, i16x16) = (cast(y0), cast(y1));
            sums[0] = [step(simd, sums[0][0], a[i], y0), step(simd, sums[0][1], a[i], y1)];
            sums[1] = [step(simd, sums[1][0], b[i], y0), step(simd, sums[1][1], b[i], y1)];
            sums[2] = [step(simd, sums[2][0], c[i], y0), step(simd, sums[2][1], c[i], y1)];
            sums[3] = [step(simd, sums[3][0], d[i], y0), step(simd, sums[3][1], d[i], y1)];
            i += 1;
        }
        debug_assert_eq!(COLUMNS, 16);
        let [a, b, c, d] = sums;
        [
            [cast(a[0]), cast(a[1])],
            [cast(b[0]), cast(b[1])],
            [cast(c[0]), cast(c[1])],
            [cast(d[0]), cast(d[1])],
        ]
    }
}

#[cfg(target_arch = "x86_64")]
mod wider {
    use pulp::{cast, i16x32, i32x16, u32x16, x86::V4};

    use super::{Pair, Sums};

    #[inline(always)]
    fn step(simd: V4, sum: u32x16, x: i32, y: i16x32) -> u32x16 {
        let x: i16x32 = cast(simd.splat_i32x16(x));
        let products: i32x16 = simd.multiply_wrapping_add_adjacent_i16x32(x, y);
        simd.wrapping_add_u32x16(sum, cast(products))
    }
    /// As the plain version for eight rows, with registers that hold a block each.
    #[inline(always)]
    pub(super) fn sums_of_eight(simd: V4, rows: [&[i32]; 8], panel: &[Pair]) -> [Sums; 8] {
        let k = panel.len();
        let [a, b, c, d, e, f, g, h] = rows;
        let (a, b, c, d) = (&a[..k], &b[..k], &c[..k], &d[..k]);
        let (e, f, g, h) = (&e[..k], &f[..k], &g[..k], &h[..k]);
        let zero = simd.splat_u32x16(0);
        let (mut s0, mut s1, mut s2, mut s3) = (zero, zero, zero, zero);
        let (mut s4, mut s5, mut s6, mut s7) = (zero, zero, zero, zero);
        let mut i = 0;
        while i < k {
            let y: i16x32 = cast(panel[i]);
            s0 = step(simd, s0, a[i], y);
            s1 = step(simd, s1, b[i], y);
            s2 = step(simd, s2, c[i], y);
            s3 = step(simd, s3, d[i], y);
            s4 = step(simd, s4, e[i], y);
            s5 = step(simd, s5, f[i], y);
            s6 = step(simd, s6, g[i], y);
            s7 = step(simd, s7, h[i], y);
            i += 1;
        }
        [cast(s0), cast(s1), cast(s2), cast(s3), cast(s4), cast(s5), cast(s6), cast(s7)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_are_close_and_the_same_by_every_way() {
        for (n, k, m) in [(1, 5, 3), (9, 128, 49), (6, 384, 128)] {
            let value = |i: usize| ((i * 7919 % 1013) as f32 - 500.0) / 311.0;
            let x: Vec<f32> = (0..n * k).map(value).collect();
            let w: Vec<f32> = (0..k * m).map(|i| value(i + 5) / 8.0).collect();
            let bias: Vec<f32> = (0..m).map(|i| value(i + 9)).collect();
            let (rows, matrix) = (IntRows::new(&x, k), IntMatrix::new(&w, k, m));
            let out = matrix.multiply(&rows, &bias);
            let plain = matrix.multiply_plain(&rows, &bias);
            for i in 0..n {
                for j in 0..m {
                    let exact: f32 = (0..k).map(|l| x[i * k + l] * w[l * m + j]).sum::<f32>() + bias[j];
                    let found = out[i * m + j];
                    assert!((found - exact).abs() < 0.02 * (k as f32).sqrt() / 10.0, "{found} {exact}");
                    assert_eq!(found.to_bits(), plain[i * m + j].to_bits());
                }
            }
        }
    }

    #[test]
    fn odd_inputs_give_the_bias() {
        let matrix = IntMatrix::new(&[1.0, 2.0, 3.0], 3, 1);
        for x in [[0.0; 3], [f32::NAN; 3], [f32::INFINITY; 3]] {
            let out = matrix.multiply(&IntRows::new(&x, 3), &[0.5]);
            assert!(out[0].is_finite());
        }
        assert!(matrix.multiply(&IntRows::new(&[], 3), &[0.5]).is_empty());
    }
}
