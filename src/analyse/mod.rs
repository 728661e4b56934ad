//! Floor 2, stage `analyse`: sentences → tags, lemmas, names, dependency trees.

mod learned;
mod names;
mod tag;
mod tree;

pub(crate) use learned::parts;

use crate::tables::Tables;
use crate::types::{Analysis, Sentence};

/// How sentences are read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Method {
    /// By dictionary and rules: the fastest.
    #[default]
    Rules,
    /// Tags and trees by the bundled trained reader, names by tables and rules.
    Learned,
}

/// One analysis a sentence. The sentences are those of one document: a name that one of them
/// shows to be a person's helps to read the others.
pub fn analyse(text: &str, sentences: &[Sentence], tables: &Tables, method: Method) -> Vec<Analysis> {
    if method == Method::Learned
        && let Ok(reader) = crate::learn::bundled()
    {
        let words = learned::words(reader, text, sentences);
        let names = names::names(text, sentences, &words, tables);
        return words.into_iter().zip(names).map(|(words, names)| Analysis { words, names }).collect();
    }
    let mut words: Vec<_> = sentences.iter().map(|sentence| tag::tag(text, sentence, tables)).collect();
    let names = names::names(text, sentences, &words, tables);
    for ((sentence, words), names) in sentences.iter().zip(&mut words).zip(&names) {
        tree::attach(text, sentence, words, names, tables);
    }
    words.into_iter().zip(names).map(|(words, names)| Analysis { words, names }).collect()
}
