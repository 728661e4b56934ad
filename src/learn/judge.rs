//! A small network that judges candidates by features: one hidden layer, then a probability for each
//! class. Sums run in one fixed order.

use super::container::WeightsError;
use super::kernels::{multiply_add, softmax};
use super::network::relu;
use super::sealed::{number, open, put_table, seal, take_table};

const MAGIC: &[u8; 8] = b"DEMJUDGE";

/// Format of the file of weights.
pub const FORMAT: u32 = 1;

/// How many values it takes, has in between and gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Features of a candidate.
    pub inputs: usize,
    /// Values of the hidden layer.
    pub hidden: usize,
    /// Classes.
    pub classes: usize,
}

/// The weights.
#[derive(Clone, Debug, PartialEq)]
pub struct Judge {
    /// Their shape.
    pub shape: Shape,
    /// `inputs` × `hidden`, `hidden` biases, `hidden` × `classes`, `classes` biases; row-major.
    pub weights: [Vec<f32>; 4],
}

/// What a pass leaves for training.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// After the hidden layer.
    pub hidden: Vec<f32>,
    /// Probabilities, `classes` a row.
    pub chances: Vec<f32>,
}

impl Judge {
    /// Weights of zero.
    pub fn zeros(shape: Shape) -> Self {
        let weights = Self::layout(shape).map(|(rows, columns)| vec![0.0; rows * columns]);
        Self { shape, weights }
    }

    /// Rows and columns of the weights.
    pub const fn layout(shape: Shape) -> [(usize, usize); 4] {
        let Shape { inputs, hidden, classes } = shape;
        [(inputs, hidden), (1, hidden), (hidden, classes), (1, classes)]
    }

    /// As a file: magic, format, shape, each row as a scale and one byte a value, checksum.
    pub fn write(&self) -> Vec<u8> {
        let sizes = [self.shape.inputs, self.shape.hidden, self.shape.classes];
        let mut content: Vec<u8> = sizes.iter().flat_map(|&n| (n as u32).to_le_bytes()).collect();
        for (w, (_, columns)) in self.weights.iter().zip(Self::layout(self.shape)) {
            put_table(&mut content, w, columns);
        }
        seal(MAGIC, FORMAT, &content)
    }

    /// From a file whose weights take `inputs` features and know `classes`.
    ///
    /// # Errors
    /// It is something else, of another format or shape, cut short or altered.
    pub fn read(bytes: &[u8], inputs: usize, classes: usize) -> Result<Self, WeightsError> {
        let mut content = open(bytes, MAGIC, FORMAT)?;
        let mut size = || number(&mut content).map(|n| n as usize);
        let shape = Shape { inputs: size()?, hidden: size()?, classes: size()? };
        if (shape.inputs, shape.classes) != (inputs, classes) || shape.hidden > 4096 {
            return Err(WeightsError::Damaged("it is made for other features"));
        }
        let mut out = Self::zeros(shape);
        for (w, (_, columns)) in out.weights.iter_mut().zip(Self::layout(shape)) {
            take_table(&mut content, w, columns)?;
        }
        Ok(out)
    }

    /// Probabilities of the classes for rows of features.
    pub fn chances(&self, features: &[f32]) -> Vec<f32> {
        self.forward(features).chances
    }

    /// The same, with what training needs.
    pub fn forward(&self, features: &[f32]) -> Trace {
        let Shape { inputs, hidden: h, classes } = self.shape;
        let n = features.len().checked_div(inputs).unwrap_or(0);
        let mut hidden = self.weights[1].repeat(n);
        multiply_add(&mut hidden, features, &self.weights[0], n, inputs, h);
        relu(&mut hidden);
        let mut chances = self.weights[3].repeat(n);
        multiply_add(&mut chances, &hidden, &self.weights[2], n, h, classes);
        chances.chunks_exact_mut(classes.max(1)).for_each(softmax);
        Trace { hidden, chances }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_come_back_and_damage_is_told() {
        let mut judge = Judge::zeros(Shape { inputs: 3, hidden: 4, classes: 2 });
        judge.weights[0].iter_mut().enumerate().for_each(|(i, x)| *x = i as f32 - 5.0);
        judge.weights[3][1] = 1.0;
        let bytes = judge.write();
        let back = Judge::read(&bytes, 3, 2).unwrap();
        assert!(judge.weights[0].iter().zip(&back.weights[0]).all(|(a, b)| (a - b).abs() < 0.1));
        let chances = back.chances(&[0.0; 6]);
        assert!(chances[1] > 0.7 && (chances[2] + chances[3] - 1.0).abs() < 1e-5);
        assert_eq!(Judge::read(b"something", 3, 2), Err(WeightsError::Foreign));
        assert!(matches!(Judge::read(&bytes[..bytes.len() - 9], 3, 2), Err(WeightsError::Damaged(_))));
        assert!(matches!(Judge::read(&bytes, 4, 2), Err(WeightsError::Damaged(_))));
        let mut other = bytes.clone();
        other[8] = 9;
        assert_eq!(Judge::read(&other, 3, 2), Err(WeightsError::Format { found: 9 }));
        let mut altered = bytes;
        altered[40] ^= 1;
        assert!(matches!(Judge::read(&altered, 3, 2), Err(WeightsError::Damaged(_))));
    }
}
