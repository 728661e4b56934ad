//! Kernels in 32-bit floats whose sums run in one fixed order: plain multiply and add, no fused
//! operation, no library function of the platform. The result is the same bits on every machine
//! and for every vector width the compiler picks.

/// Columns of a register block.
const COLUMNS: usize = 16;

/// Rows of a register block: as many as the registers of the target hold. It does not change the
/// order of any sum.
const ROWS: usize = if cfg!(target_feature = "avx512f") {
    8
} else if cfg!(target_feature = "avx") {
    4
} else {
    2
};

/// `c += a · b` for row-major `a` (n × k), `b` (k × m), `c` (n × m). Each output is the sum over
/// k in ascending order, then added to `c`. Short slices are read as far as they go.
pub fn multiply_add(c: &mut [f32], a: &[f32], b: &[f32], n: usize, k: usize, m: usize) {
    if n == 0 || k == 0 || m == 0 || a.len() < n * k || b.len() < k * m || c.len() < n * m {
        return;
    }
    let mut j = 0;
    while j + COLUMNS <= m {
        let mut i = 0;
        while i + ROWS <= n {
            block::<ROWS>(&mut c[i * m..], &a[i * k..], &b[j..], k, m, j);
            i += ROWS;
        }
        while i < n {
            block::<1>(&mut c[i * m..], &a[i * k..], &b[j..], k, m, j);
            i += 1;
        }
        j += COLUMNS;
    }
    if j < m {
        for (a_row, c_row) in a.chunks_exact(k).zip(c.chunks_exact_mut(m)).take(n) {
            let mut sums = [0.0f32; COLUMNS];
            for (x, b_row) in a_row.iter().zip(b.chunks_exact(m)) {
                for (sum, y) in sums.iter_mut().zip(&b_row[j..]) {
                    *sum += x * y;
                }
            }
            for (out, sum) in c_row[j..].iter_mut().zip(sums) {
                *out += sum;
            }
        }
    }
}

#[inline(always)]
fn block<const R: usize>(c: &mut [f32], a: &[f32], b: &[f32], k: usize, m: usize, j: usize) {
    let mut sums = [[0.0f32; COLUMNS]; R];
    let a_rows: [&[f32]; R] = std::array::from_fn(|r| &a[r * k..r * k + k]);
    for i in 0..k {
        let Some(y) = b[i * m..].first_chunk::<COLUMNS>() else { break };
        for r in 0..R {
            let x = a_rows[r][i];
            for l in 0..COLUMNS {
                sums[r][l] += x * y[l];
            }
        }
    }
    for (r, sum) in sums.iter().enumerate() {
        for (out, s) in c[r * m + j..].iter_mut().zip(sum) {
            *out += s;
        }
    }
}

/// The transpose (m × n) of row-major `a` (n × m).
pub fn transpose(a: &[f32], n: usize, m: usize) -> Vec<f32> {
    let mut out = vec![0.0; n * m];
    for (i, row) in a.chunks_exact(m.max(1)).take(n).enumerate() {
        for (j, &x) in row.iter().enumerate() {
            out[j * n + i] = x;
        }
    }
    out
}

/// `e^x` by range reduction and a polynomial; relative error below 2e-7 where the result is a
/// normal number, and limited to about e^±87.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    // Adding 1.5 * 2^23 rounds to the nearest integer, which then stands in the low bits.
    const ROUND: f32 = 12_582_912.0;
    let x = x.clamp(-87.0, 87.0);
    let shifted = x * std::f32::consts::LOG2_E + ROUND;
    let whole = shifted - ROUND;
    let power = shifted.to_bits().wrapping_sub(ROUND.to_bits()).wrapping_add(127) << 23;
    let r = (x - whole * 0.693_359_4) - whole * -2.121_944_4e-4;
    let p = 1.987_569_1e-4;
    let p = p * r + 1.398_199_9e-3;
    let p = p * r + 8.333_452e-3;
    let p = p * r + 4.166_579_6e-2;
    let p = p * r + 1.666_666_5e-1;
    let p = p * r + 0.5;
    (p * r * r + r + 1.0) * f32::from_bits(power)
}

/// `1 / (1 + e^-x)`.
#[inline(always)]
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// Replaces scores by their probabilities.
pub fn softmax(scores: &mut [f32]) {
    let max = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0;
    for x in scores.iter_mut() {
        *x = exp(*x - max);
        sum += *x;
    }
    let scale = 1.0 / sum;
    for x in scores.iter_mut() {
        *x *= scale;
    }
}

/// Index of the highest score; the first of equals, 0 for none.
pub fn argmax(scores: &[f32]) -> usize {
    let mut best = 0;
    for (i, &x) in scores.iter().enumerate() {
        if x > scores[best] {
            best = i;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_sum_in_ascending_order() {
        let (n, k, m) = (11, 37, 43);
        let value = |i: usize| ((i * 7919 % 1013) as f32 - 500.0) / 311.0;
        let a: Vec<f32> = (0..n * k).map(value).collect();
        let b: Vec<f32> = (0..k * m).map(|i| value(i + 5)).collect();
        let mut c = vec![0.0; n * m];
        multiply_add(&mut c, &a, &b, n, k, m);
        for i in 0..n {
            for j in 0..m {
                let mut sum = 0.0f32;
                for l in 0..k {
                    sum += a[i * k + l] * b[l * m + j];
                }
                assert_eq!(sum.to_bits(), c[i * m + j].to_bits());
            }
        }
    }

    #[test]
    fn exp_is_close() {
        for i in -800..800 {
            let x = i as f32 / 10.0;
            let exact = f64::from(x).exp();
            assert!((f64::from(exp(x)) / exact - 1.0).abs() < 3e-7, "{x}");
        }
    }
}
