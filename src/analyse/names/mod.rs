//! Names by tables, capitals and context.
//!
//! Each sentence proposes candidates ([`chunk`]): what tables list, bodies by their last noun
//! (`Iraqi Foreign Ministry`), people by title, given name or particle, and doubtful stretches. What
//! one sentence makes sure ([`known`]) then decides the doubtful ones of the others: surnames,
//! acronyms, headlines.

mod chunk;
mod known;
mod line;
mod organs;
mod stop;

use known::Known;
use line::Line;

use crate::tables::Tables;
use crate::types::{Name, Sentence, Word};

/// The names of each sentence of a document.
pub(super) fn names(
    text: &str,
    sentences: &[Sentence],
    words: &[Vec<Word>],
    tables: &Tables,
) -> Vec<Vec<Name>> {
    let lines: Vec<Line<'_>> =
        sentences.iter().zip(words).map(|(sentence, tags)| Line::new(text, sentence, tags)).collect();
    let found: Vec<_> = lines.iter().map(|line| chunk::candidates(line, tables)).collect();
    let mut known = Known::default();
    for (line, candidates) in lines.iter().zip(&found) {
        known.learn_common(line);
        for candidate in candidates {
            known.learn(line, candidate);
        }
    }
    lines
        .iter()
        .zip(&found)
        .map(|(line, candidates)| {
            let mut names = Vec::with_capacity(candidates.len());
            for candidate in candidates {
                known.settle(line, candidate, tables, &mut names);
            }
            organs::widen(line, tables, &mut names);
            names
        })
        .collect()
}
