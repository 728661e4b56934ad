//! Floor 2, stage `analyse`: sentences → tags, lemmas, names, dependency trees.
//!
//! The trained reader tags ([`words`]); tables, tags and context make names ([`names`]); the
//! reader then parses, if the document can hold two actors; names and grammar mend the trees ([`repair`],
//! [`clauses`]).

mod clauses;
mod lists;
mod misread;
mod names;
mod repair;
mod selection;
mod words;

pub(crate) use words::parts;

use crate::learn::Models;
#[cfg(feature = "train")]
use crate::learn::{mentions::Words, reader::Reader};
use crate::tables::Tables;
use crate::types::{Analysis, Name, Sentence};

/// One analysis a sentence. The sentences are those of one document: a name that one of them
/// shows to be a person's helps to read the others. A document that can hold no two
/// actors has no trees.
pub fn analyse(text: &str, sentences: &[Sentence], models: Models<'_>, tables: &Tables) -> Vec<Analysis> {
    read(text, sentences, models, tables, false)
}

/// As [`analyse`], with trees even where nobody is named.
pub fn analyse_all(text: &str, sentences: &[Sentence], models: Models<'_>, tables: &Tables) -> Vec<Analysis> {
    read(text, sentences, models, tables, true)
}

/// What the mention network is told of a document, and the names that tables and capitals propose in
/// each sentence: for training.
#[cfg(feature = "train")]
pub fn seen(text: &str, sentences: &[Sentence], reader: &Reader, tables: &Tables) -> (Words, Vec<Vec<Name>>) {
    let cut = words::cut(text, sentences);
    let (readings, encoded) = reader.read_words(&cut);
    let tagged = words::tagged(reader, tables, text, sentences, &cut, &readings);
    let read = words::names(&cut, &readings);
    names::seen(text, sentences, &tagged, &read, words::states(&cut, &encoded), tables)
}

fn read(
    text: &str,
    sentences: &[Sentence],
    models: Models<'_>,
    tables: &Tables,
    always: bool,
) -> Vec<Analysis> {
    let reader = models.reader;
    let cut = words::cut(text, sentences);
    let (mut readings, encoded) = reader.read_words(&cut);
    let mut words = words::tagged(reader, tables, text, sentences, &cut, &readings);
    let seen = words::names(&cut, &readings);
    let states = words::states(&cut, &encoded);
    let mut names = names::names(text, sentences, &words, &seen, states, models.mentions, tables);
    if always || two_actors(text, sentences, &names, tables) {
        reader.parse(&encoded, |_| true, &mut readings);
        words::attach(reader, tables, text, sentences, &cut, &readings, &mut words);
        for ((sentence, names), words) in sentences.iter().zip(&mut names).zip(&mut words) {
            repair::mend(text, sentence, names, words, tables);
            selection::select(text, sentence, words, names, tables);
            clauses::mend(text, sentence, words, tables);
        }
    }
    words.into_iter().zip(names).map(|(words, names)| Analysis { words, names }).collect()
}

/// True if the document may mention two actors: two names, or one and a noun for a body (`Obama met
/// the rebels`).
fn two_actors(text: &str, sentences: &[Sentence], names: &[Vec<Name>], tables: &Tables) -> bool {
    let words = || sentences.iter().flat_map(|s| s.tokens.iter().map(|token| token.span.of(text)));
    // `Israeli-Palestinian talks`
    let pair = |word: &str| {
        let known = |part: &str| tables.countries.get(part).is_some();
        word.split_once('-').is_some_and(|(left, right)| known(left) && known(right))
    };
    match names.iter().map(Vec::len).sum() {
        0 => words().any(pair),
        1 if words().any(pair) => true,
        1 => words()
            .map(str::to_lowercase)
            .any(|word| tables.bodies.get(&word).is_some() || tables.offices.get(&word).is_some()),
        _ => true,
    }
}
