//! Standard scores with given tokens: tag accuracy, attachment as the CoNLL 2018 script counts it
//! (relations without subtypes, punctuation included), names by exact span and kind.

use std::fmt;

use super::corpus::Sentence;
use crate::learn::labels::{NameClass, RELATION_NAMES, TAGS};
use crate::learn::lemmas::Lemmas;
use crate::learn::reader::Reading;

/// Counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Words with a gold tag.
    pub words: usize,
    /// Right parts of speech.
    pub tags: usize,
    /// Right parts of speech and verb forms.
    pub forms: usize,
    /// Right lemmas, case aside.
    pub lemmas: usize,
    /// Right heads.
    pub heads: usize,
    /// Right heads and relations.
    pub labelled: usize,
    /// Gold names.
    pub gold: usize,
    /// Found names.
    pub found: usize,
    /// Found names that are gold.
    pub right: usize,
}

/// A reading's names in the standard kinds; nationalities and other names are none of them.
pub fn standard_names(reading: &Reading) -> Vec<(usize, usize, &'static str)> {
    let kind = |class| match class {
        NameClass::Person => Some("PER"),
        NameClass::Organisation | NameClass::Party => Some("ORG"),
        NameClass::Place => Some("LOC"),
        NameClass::Nationality | NameClass::Other => None,
    };
    reading.names.iter().filter_map(|&(a, b, class)| Some((a, b, kind(class)?))).collect()
}

impl Counts {
    /// Adds one sentence: tags, lemmas and tree if it has them, names if it has them.
    pub fn add(&mut self, gold: &Sentence, found: &Reading, lemmas: &Lemmas) {
        if !gold.heads.is_empty() {
            let words = gold.words.iter().zip(&gold.lemmas).zip(&found.tags);
            self.lemmas += words
                .filter(|((word, lemma), tag)| {
                    lemmas.lemma(word, **tag).to_lowercase() == lemma.to_lowercase()
                })
                .count();
            self.tree(
                (&gold.tags, &gold.heads, &gold.relations),
                (&found.tags, &found.heads, &found.relations),
            );
        }
        if !gold.names.is_empty() {
            self.names(&gold.spans, &standard_names(found));
        }
    }

    /// Adds one sentence's tags and tree.
    pub fn tree(&mut self, gold: (&[u8], &[usize], &[u8]), found: (&[u8], &[usize], &[u8])) {
        let relation = |r: u8| RELATION_NAMES[usize::from(r)].as_str().split(':').next();
        for i in 0..gold.0.len() {
            self.words += 1;
            let (g, f) = (TAGS[usize::from(gold.0[i])], TAGS[usize::from(found.0[i])]);
            self.tags += usize::from(g.0 == f.0);
            self.forms += usize::from(g == f);
            if gold.1[i] == found.1[i] {
                self.heads += 1;
                self.labelled += usize::from(relation(gold.2[i]) == relation(found.2[i]));
            }
        }
    }

    /// Adds one sentence's names.
    pub fn names<T: PartialEq>(&mut self, gold: &[T], found: &[T]) {
        self.gold += gold.len();
        self.found += found.len();
        self.right += found.iter().filter(|name| gold.contains(name)).count();
    }

    /// F1 of names, 0 to 1.
    pub fn f1(&self) -> f64 {
        2.0 * self.right as f64 / (self.gold + self.found).max(1) as f64
    }

    /// Share of words.
    pub fn share(&self, count: usize) -> f64 {
        count as f64 / self.words.max(1) as f64
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.words > 0 {
            let share = |n| self.share(n);
            write!(
                f,
                "UPOS {:.4} form {:.4} lemma {:.4} UAS {:.4} LAS {:.4}",
                share(self.tags),
                share(self.forms),
                share(self.lemmas),
                share(self.heads),
                share(self.labelled)
            )?;
        }
        if self.gold > 0 {
            let p = self.right as f64 / self.found.max(1) as f64;
            let r = self.right as f64 / self.gold.max(1) as f64;
            write!(f, " names P {p:.3} R {r:.3} F1 {:.4}", self.f1())?;
        }
        Ok(())
    }
}
