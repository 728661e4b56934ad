//! Names by tables, capitals and context.
//!
//! Each sentence proposes candidates ([`chunk`]): what tables list, bodies by their last noun
//! (`Iraqi Foreign Ministry`), people by title, given name or particle, and doubtful stretches. What
//! one sentence makes sure ([`known`]) then decides the doubtful ones of the others: surnames,
//! acronyms, headlines. What is still open then is decided by the trained reader, if it sees a name there.

mod chunk;
mod doubts;
mod known;
mod line;
mod organs;
mod spans;
mod stop;
mod votes;

use known::Known;
use line::Line;

use crate::learn::mentions::MentionReader;
#[cfg(feature = "train")]
use crate::learn::mentions::Words;
use crate::tables::Tables;
use crate::types::{Name, Sentence, Word};

/// The names of each sentence of a document; `read` holds those that the trained reader sees, `states`
/// its states, a row a token. Without the network what tables and capitals propose stands.
pub(super) fn names(
    text: &str,
    sentences: &[Sentence],
    words: &[Vec<Word>],
    read: &[Vec<Name>],
    states: Vec<f32>,
    mentions: Option<&MentionReader>,
    tables: &Tables,
) -> Vec<Vec<Name>> {
    let lines = lines(text, sentences, words);
    let proposed = proposed(&lines, read, tables);
    let Some(mentions) = mentions else { return proposed };
    let seen = spans::words(&lines, sentences, &proposed, read, states, tables);
    let mut found = mentions.read(&seen);
    spans::repeat(&lines, &mut found);
    let surnames = spans::surnames(&lines, &found);
    let mut names: Vec<Vec<Name>> = lines
        .iter()
        .zip(proposed)
        .zip(&found)
        .map(|((line, proposed), found)| spans::settle(line, proposed, found, &surnames, tables))
        .collect();
    doubts::settle(&lines, &mut names, tables);
    names
}

/// What the mention network is told of a document, and the names that tables and capitals propose:
/// for training.
#[cfg(feature = "train")]
pub(super) fn seen(
    text: &str,
    sentences: &[Sentence],
    words: &[Vec<Word>],
    read: &[Vec<Name>],
    states: Vec<f32>,
    tables: &Tables,
) -> (Words, Vec<Vec<Name>>) {
    let lines = lines(text, sentences, words);
    let proposed = proposed(&lines, read, tables);
    (spans::words(&lines, sentences, &proposed, read, states, tables), proposed)
}

fn lines<'a>(text: &'a str, sentences: &[Sentence], words: &'a [Vec<Word>]) -> Vec<Line<'a>> {
    sentences.iter().zip(words).map(|(sentence, tags)| Line::new(text, sentence, tags)).collect()
}

/// Names by tables, capitals and context.
fn proposed(lines: &[Line<'_>], read: &[Vec<Name>], tables: &Tables) -> Vec<Vec<Name>> {
    let mut found: Vec<_> = lines.iter().map(|line| chunk::candidates(line, tables)).collect();
    votes::doubt(lines, read, &mut found, tables);
    let mut known = Known::default();
    for ((line, candidates), read) in lines.iter().zip(&found).zip(read) {
        known.learn_common(line);
        known.learn_read(line, read);
        for candidate in candidates {
            known.learn(line, candidate);
        }
    }
    lines
        .iter()
        .zip(&found)
        .zip(read)
        .map(|((line, candidates), read)| {
            let mut names = Vec::with_capacity(candidates.len());
            for candidate in candidates {
                known.settle(line, candidate, read, tables, &mut names);
            }
            organs::widen(line, tables, &mut names);
            names
        })
        .collect()
}
