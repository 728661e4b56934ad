//! Products of matrices in training: multiply and add in one rounding, which most machines do in
//! one instruction and the others by program with the same bits.

use crate::learn::kernels::widest;

/// Columns of a register block.
const COLUMNS: usize = 16;

/// Rows of a register block.
const ROWS: usize = 8;

/// `c += a · b` for row-major `a` (n × k), `b` (k × m), `c` (n × m). Nothing is done if a slice is
/// too short.
pub fn multiply_add(c: &mut [f32], a: &[f32], b: &[f32], n: usize, k: usize, m: usize) {
    if n == 0 || k == 0 || m == 0 || a.len() < n * k || b.len() < k * m || c.len() < n * m {
        return;
    }
    widest(
        #[inline(always)]
        || blocks(c, a, b, n, k, m),
    );
}

#[inline(always)]
fn blocks(c: &mut [f32], a: &[f32], b: &[f32], n: usize, k: usize, m: usize) {
    let mut panel = vec![[0.0f32; COLUMNS]; k];
    // Eight rows of `a` side by side, so that the inner loop reads them in order.
    let mut rows = vec![[0.0f32; ROWS]; n.div_ceil(ROWS) * k];
    for (i, row) in a.chunks_exact(k).take(n).enumerate() {
        let block = &mut rows[i / ROWS * k..(i / ROWS + 1) * k];
        for (x, out) in row.iter().zip(block) {
            out[i % ROWS] = *x;
        }
    }
    let mut j = 0;
    while j < m {
        let width = COLUMNS.min(m - j);
        for (i, out) in panel.iter_mut().enumerate() {
            let row = &b[i * m + j..i * m + j + width];
            if let Some(row) = row.first_chunk::<COLUMNS>() {
                *out = *row;
            } else {
                *out = [0.0; COLUMNS];
                out[..width].copy_from_slice(row);
            }
        }
        for (block, rows) in rows.chunks_exact(k).enumerate() {
            let sums = sums(rows, &panel);
            for (r, sums) in sums.iter().enumerate().take(n - block * ROWS) {
                let at = (block * ROWS + r) * m + j;
                for (c, sum) in c[at..at + width].iter_mut().zip(sums) {
                    *c += sum;
                }
            }
        }
        j += COLUMNS;
    }
}

#[inline(always)]
fn sums(rows: &[[f32; ROWS]], panel: &[[f32; COLUMNS]]) -> [[f32; COLUMNS]; ROWS] {
    #[inline(always)]
    fn step(sum: &mut [f32; COLUMNS], x: f32, y: &[f32; COLUMNS]) {
        let mut l = 0;
        while l < COLUMNS {
            sum[l] = x.mul_add(y[l], sum[l]);
            l += 1;
        }
    }
    let zero = [0.0f32; COLUMNS];
    let (mut s0, mut s1, mut s2, mut s3) = (zero, zero, zero, zero);
    let (mut s4, mut s5, mut s6, mut s7) = (zero, zero, zero, zero);
    for (x, y) in rows.iter().zip(panel) {
        step(&mut s0, x[0], y);
        step(&mut s1, x[1], y);
        step(&mut s2, x[2], y);
        step(&mut s3, x[3], y);
        step(&mut s4, x[4], y);
        step(&mut s5, x[5], y);
        step(&mut s6, x[6], y);
        step(&mut s7, x[7], y);
    }
    [s0, s1, s2, s3, s4, s5, s6, s7]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_are_exact_in_small_numbers() {
        let (n, k, m) = (19, 37, 43);
        let a: Vec<f32> = (0..n * k).map(|i| (i % 7) as f32 - 3.0).collect();
        let b: Vec<f32> = (0..k * m).map(|i| (i % 5) as f32 - 2.0).collect();
        let mut c = vec![1.0; n * m];
        multiply_add(&mut c, &a, &b, n, k, m);
        for i in 0..n {
            for j in 0..m {
                let sum: f32 = (0..k).map(|l| a[i * k + l] * b[l * m + j]).sum();
                assert_eq!(c[i * m + j], sum + 1.0);
            }
        }
    }
}
