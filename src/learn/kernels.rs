//! Kernels in 32-bit floats whose sums run in one fixed order: plain multiply and add, no fused
//! operation, no library function of the platform. The result is the same bits on every machine
//! and for every vector width the compiler picks.

/// Columns of a register block.
const COLUMNS: usize = 16;

/// Rows of a register block.
const ROWS: usize = 4;

/// Runs `f` compiled for the widest registers that this machine has. Only the width changes: the
/// order of every sum is that of the source, and nothing is fused, so the bits stay the same.
#[inline(always)]
pub fn widest<T>(f: impl FnOnce() -> T) -> T {
    struct Run<F>(F);
    impl<T, F: FnOnce() -> T> pulp::NullaryFnOnce for Run<F> {
        type Output = T;
        #[inline(always)]
        fn call(self) -> T {
            (self.0)()
        }
    }
    pulp::Arch::new().dispatch(Run(f))
}

/// `c += a · b` for row-major `a` (n × k), `b` (k × m), `c` (n × m). Each output is the sum over
/// k in ascending order, then added to `c`. Nothing is done if a slice is too short.
pub fn multiply_add(c: &mut [f32], a: &[f32], b: &[f32], n: usize, k: usize, m: usize) {
    if n == 0 || k == 0 || m == 0 || a.len() < n * k || b.len() < k * m || c.len() < n * m {
        return;
    }
    widest(
        #[inline(always)]
        || multiply_blocks(c, a, b, n, k, m),
    );
}

/// Columns `j..j + COLUMNS` of `b` are laid out one after the other, so that the inner loop reads
/// them in order; columns past the end count as zero and are not written back.
#[inline(always)]
fn multiply_blocks(c: &mut [f32], a: &[f32], b: &[f32], n: usize, k: usize, m: usize) {
    let mut panel = vec![[0.0f32; COLUMNS]; k];
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
        let mut i = 0;
        while i + ROWS <= n {
            block_of_four(&mut c[i * m + j..], &a[i * k..(i + ROWS) * k], &panel, m, width);
            i += ROWS;
        }
        while i < n {
            block_of_one(&mut c[i * m + j..], &a[i * k..(i + 1) * k], &panel, width);
            i += 1;
        }
        j += COLUMNS;
    }
}

/// One row's sums of a block, in two parts that each fill a register of the common width.
type Sums = [[f32; COLUMNS / 2]; 2];

#[inline(always)]
fn step(sums: &mut Sums, x: f32, y: &[f32; COLUMNS]) {
    let mut l = 0;
    while l < COLUMNS / 2 {
        sums[0][l] += x * y[l];
        l += 1;
    }
    let mut l = 0;
    while l < COLUMNS / 2 {
        sums[1][l] += x * y[COLUMNS / 2 + l];
        l += 1;
    }
}

#[inline(always)]
fn store(c: &mut [f32], sums: &Sums, width: usize) {
    let c = &mut c[..width];
    let sums = sums.as_flattened();
    let mut l = 0;
    while l < width {
        c[l] += sums[l];
        l += 1;
    }
}

/// Four rows, written out so that the sums stay in registers whatever the compiler unrolls.
#[inline(always)]
fn block_of_four(c: &mut [f32], a: &[f32], panel: &[[f32; COLUMNS]], m: usize, width: usize) {
    let k = panel.len();
    let (a0, a1, a2, a3) = (&a[..k], &a[k..2 * k], &a[2 * k..3 * k], &a[3 * k..4 * k]);
    let mut s0: Sums = [[0.0; COLUMNS / 2]; 2];
    let mut s1 = s0;
    let mut s2 = s0;
    let mut s3 = s0;
    let mut i = 0;
    while i < k {
        let y = &panel[i];
        step(&mut s0, a0[i], y);
        step(&mut s1, a1[i], y);
        step(&mut s2, a2[i], y);
        step(&mut s3, a3[i], y);
        i += 1;
    }
    store(c, &s0, width);
    store(&mut c[m..], &s1, width);
    store(&mut c[2 * m..], &s2, width);
    store(&mut c[3 * m..], &s3, width);
}

#[inline(always)]
fn block_of_one(c: &mut [f32], a: &[f32], panel: &[[f32; COLUMNS]], width: usize) {
    let a = &a[..panel.len()];
    let mut sums: Sums = [[0.0; COLUMNS / 2]; 2];
    let mut i = 0;
    while i < panel.len() {
        step(&mut sums, a[i], &panel[i]);
        i += 1;
    }
    store(c, &sums, width);
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
