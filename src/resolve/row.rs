//! Features of a candidate in the making.

/// `N` values, filled from the first to the last; what is put behind the last is left out.
pub(super) struct Row<const N: usize> {
    pub values: [f32; N],
    /// Values put so far.
    pub at: usize,
}

impl<const N: usize> Row<N> {
    pub fn new() -> Self {
        Self { values: [0.0; N], at: 0 }
    }

    pub fn put(&mut self, value: f32) {
        if let Some(slot) = self.values.get_mut(self.at) {
            *slot = value;
        }
        self.at += 1;
    }

    pub fn flag(&mut self, holds: bool) {
        self.put(f32::from(u8::from(holds)));
    }

    /// Which of `n`, if any.
    pub fn one_of(&mut self, n: usize, which: Option<usize>) {
        for i in 0..n {
            self.flag(which == Some(i));
        }
    }

    /// How many, on a scale that flattens.
    pub fn count(&mut self, n: usize) {
        self.put(match n {
            0 => 0.0,
            1 => 0.5,
            2 => 0.75,
            3 => 0.9,
            4 => 1.0,
            5..=7 => 1.2,
            8..=15 => 1.5,
            _ => 2.0,
        });
    }

    /// Whether at all, and which share of `all`.
    pub fn share(&mut self, n: usize, all: usize) {
        self.flag(n > 0);
        self.put(n as f32 / all.max(1) as f32);
    }
}
