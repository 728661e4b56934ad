//! Training of a small network that judges candidates by features.

use super::adam::{Adam, falling};
use super::kernels::multiply_add;
use super::layers::linear_back;
use super::random::Random;
use crate::learn::judge::{Judge, Shape};

/// A candidate with its class.
#[derive(Clone, Debug)]
pub struct Example {
    /// Its features.
    pub features: Vec<f32>,
    /// Column of its class.
    pub class: usize,
    /// Share of a whole example.
    pub weight: f32,
}

/// Settings of a run.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Seed of everything random.
    pub seed: u64,
    /// Passes over the examples.
    pub epochs: usize,
    /// Examples a step.
    pub batch: usize,
    /// Highest rate of learning.
    pub rate: f32,
    /// Share of features that an example loses.
    pub drop_features: f32,
    /// Share of hidden values left out.
    pub drop_hidden: f32,
    /// Decay of weights.
    pub decay: f32,
}

/// Learns; `report` is told of each epoch's mean loss.
pub fn train(
    shape: Shape,
    settings: Settings,
    examples: &[&Example],
    mut report: impl FnMut(usize, f32),
) -> Judge {
    let Shape { inputs, hidden, classes } = shape;
    let mut random = Random::new(settings.seed);
    let mut judge = Judge::zeros(shape);
    for (t, (rows, columns)) in Judge::layout(shape).into_iter().enumerate() {
        if rows > 1 {
            let spread = (6.0 / (rows + columns) as f32).sqrt();
            judge.weights[t].iter_mut().for_each(|x| *x = spread * (2.0 * random.unit() - 1.0));
        }
    }
    let mut average = judge.clone();
    let zeros = || Judge::zeros(shape).weights;
    let mut adam = Adam::new(&judge.weights);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let steps = (examples.len().div_ceil(settings.batch) * settings.epochs) as f32;
    let rate = falling(settings.rate, 50.0, steps);
    for epoch in 1..=settings.epochs {
        random.shuffle(&mut order);
        let mut total = 0.0;
        for batch in order.chunks(settings.batch) {
            let n = batch.len();
            let mut x = Vec::with_capacity(n * inputs);
            for &i in batch {
                let keep = 1.0 / (1.0 - settings.drop_features);
                x.extend(
                    examples[i]
                        .features
                        .iter()
                        .map(|x| if random.unit() < settings.drop_features { 0.0 } else { x * keep }),
                );
            }
            // Hidden values are blanked on the way back and forth by the same mask.
            let keep = 1.0 / (1.0 - settings.drop_hidden);
            let mask: Vec<f32> = (0..n * hidden)
                .map(|_| if random.unit() < settings.drop_hidden { 0.0 } else { keep })
                .collect();
            let mut open = judge.forward(&x).hidden;
            open.iter_mut().zip(&mask).for_each(|(h, m)| *h *= m);
            let mut scores = judge.weights[3].repeat(n);
            multiply_add(&mut scores, &open, &judge.weights[2], n, hidden, classes);
            let mut d = scores;
            for (row, &i) in d.chunks_exact_mut(classes).zip(batch) {
                crate::learn::kernels::softmax(row);
                let example = examples[i];
                total -= row[example.class].max(1e-9).ln() * example.weight;
                row[example.class] -= 1.0;
                row.iter_mut().for_each(|d| *d *= example.weight / n as f32);
            }
            let mut gradients = zeros();
            let mut d_hidden = linear_back(&judge.weights, 2, &open, &d, n, &mut gradients);
            for ((d, h), m) in d_hidden.iter_mut().zip(&open).zip(&mask) {
                *d = if *h > 0.0 { *d * m } else { 0.0 };
            }
            linear_back(&judge.weights, 0, &x, &d_hidden, n, &mut gradients);
            adam.learn(&mut judge.weights, &gradients, settings.decay, &rate);
            adam.follow(&mut average.weights, &judge.weights, 0.01);
        }
        report(epoch, total / examples.len().max(1) as f32);
    }
    average
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_two_features_together_tell_is_learnt() {
        let mut random = Random::new(5);
        let examples: Vec<Example> = (0..600)
            .map(|_| {
                let x: Vec<f32> = (0..4).map(|_| f32::from(u8::from(random.unit() < 0.5))).collect();
                let class = usize::from((x[0] > 0.5) != (x[2] > 0.5));
                Example { features: x, class, weight: 1.0 }
            })
            .collect();
        let settings = Settings {
            seed: 1,
            epochs: 60,
            batch: 16,
            rate: 0.02,
            drop_features: 0.0,
            drop_hidden: 0.0,
            decay: 0.0,
        };
        let shape = Shape { inputs: 4, hidden: 8, classes: 2 };
        let judge = train(shape, settings, &examples.iter().collect::<Vec<_>>(), |_, _| {});
        let right = examples.iter().filter(|e| judge.chances(&e.features)[e.class] > 0.5).count();
        assert!(right > 590, "{right} of 600");
    }
}
