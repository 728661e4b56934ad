//! Trains [`crate::learn::borders`]: logistic regression over the gaps of the training text.

use super::random::Random;
use crate::learn::borders::{Borders, WEIGHTS};
use crate::learn::kernels::sigmoid;
use crate::read;
use crate::score::corpus::Sentence;
use crate::score::segments::letters;
use crate::segment;
use crate::types::{Span, ZoneKind};

/// Learns from sentences in the order of their texts.
pub fn learn(sentences: &[Sentence], seed: u64) -> Borders {
    let mut examples = Vec::new();
    for paragraph in sentences.chunk_by(|_, next| !next.opens) {
        let text = paragraph.iter().map(|s| s.text.as_str()).collect::<Vec<_>>().join(" ");
        let document = read::from_text("", &text);
        let (tokens, ends) =
            segment::rule_ends(&document.text, Span::new(0, document.text.len()), ZoneKind::Body);
        let mut gold = Vec::new();
        let mut at = 0;
        for sentence in paragraph {
            at += letters(&sentence.text);
            gold.push(at);
        }
        for (gap, token) in segment::gaps(&document.text, &tokens, &ends).iter().zip(&tokens) {
            let end = letters(document.text.get(..token.span.end).unwrap_or(""));
            examples.push((gap.features(), gold.binary_search(&end).is_ok()));
        }
    }
    let mut random = Random::new(seed);
    let mut weights = vec![0.0f32; WEIGHTS];
    let mut squares = vec![1e-4f32; WEIGHTS];
    // The mean of the weights over the last passes errs less than the last weights.
    let mut mean = vec![0.0f32; WEIGHTS];
    for pass in 0..6 {
        random.shuffle(&mut examples);
        for (features, gold) in &examples {
            let sum: f32 = features.iter().map(|&f| weights[f]).sum();
            let gradient = sigmoid(sum) - f32::from(u8::from(*gold));
            if gradient.abs() < 1e-3 {
                continue;
            }
            for &f in features {
                let g = gradient + 1e-5 * weights[f];
                squares[f] += g * g;
                weights[f] -= 0.1 * g / squares[f].sqrt();
            }
        }
        if pass >= 2 {
            mean.iter_mut().zip(&weights).for_each(|(m, w)| *m += w);
        }
    }
    Borders::new(&mean)
}
