//! Names by tables, capitals and context.
//!
//! Each sentence proposes candidates ([`chunk`]): what tables list, bodies by their last noun
//! (`Iraqi Foreign Ministry`), people by title, given name or particle, and doubtful stretches. What
//! one sentence makes sure ([`known`]) then decides the doubtful ones of the others: surnames,
//! acronyms, headlines. What is still open then is decided by the trained reader, if it sees a name there.

mod chunk;
mod known;
mod line;
mod organs;
mod stop;
mod votes;

use known::Known;
use line::Line;

use crate::tables::Tables;
use crate::types::{Name, Sentence, Word};

/// The names of each sentence of a document; `read` holds those that the trained reader sees.
pub(super) fn names(
    text: &str,
    sentences: &[Sentence],
    words: &[Vec<Word>],
    read: &[Vec<Name>],
    tables: &Tables,
) -> Vec<Vec<Name>> {
    let lines: Vec<Line<'_>> =
        sentences.iter().zip(words).map(|(sentence, tags)| Line::new(text, sentence, tags)).collect();
    let mut found: Vec<_> = lines.iter().map(|line| chunk::candidates(line, tables)).collect();
    votes::doubt(&lines, read, &mut found, tables);
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
