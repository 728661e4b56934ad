//! Steps of learning: Adam (Kingma and Ba 2015) with decoupled decay, and the mean over late steps.

/// Moments of a list of tensors.
#[derive(Clone, Debug)]
pub(super) struct Adam {
    first: Vec<Vec<f32>>,
    second: Vec<Vec<f32>>,
    /// Steps taken.
    pub step: i32,
}

impl Adam {
    /// For tensors like these.
    pub fn new(weights: &[Vec<f32>]) -> Self {
        let zeros: Vec<Vec<f32>> = weights.iter().map(|w| vec![0.0; w.len()]).collect();
        Self { first: zeros.clone(), second: zeros, step: 0 }
    }

    /// Moves the weights against their gradients. `rate` is told the number of the step, from 1.
    pub fn learn(
        &mut self,
        weights: &mut [Vec<f32>],
        gradients: &[Vec<f32>],
        decay: f32,
        rate: impl Fn(f32) -> f32,
    ) {
        self.step += 1;
        let rate = rate(self.step as f32);
        // Later corrections are 1 to all digits.
        let power = self.step.min(3000);
        let correct = (1.0 - 0.99f32.powi(power)).sqrt() / (1.0 - 0.9f32.powi(power));
        for (t, w) in weights.iter_mut().enumerate() {
            let moments = self.first[t].iter_mut().zip(&mut self.second[t]);
            for ((x, g), (m, v)) in w.iter_mut().zip(&gradients[t]).zip(moments) {
                *m = 0.9 * *m + 0.1 * g;
                *v = 0.99 * *v + 0.01 * g * g;
                *x -= rate * (correct * *m / (v.sqrt() + 1e-8) + decay * *x);
            }
        }
    }

    /// Draws a mean towards the weights, `late` of the way; faster in the first 200 steps.
    pub fn follow(&self, average: &mut [Vec<f32>], weights: &[Vec<f32>], late: f32) {
        let share = if self.step < 200 { 0.1 } else { late };
        for (a, w) in average.iter_mut().zip(weights) {
            a.iter_mut().zip(w).for_each(|(a, w)| *a += share * (w - *a));
        }
    }
}

/// The rate of a step: it rises over the first `warm` steps to `highest` and falls to nearly nothing.
pub(super) fn falling(highest: f32, warm: f32, steps: f32) -> impl Fn(f32) -> f32 {
    move |step| highest * (step / warm).min(1.0) * (1.0 - step / steps).max(0.02)
}
