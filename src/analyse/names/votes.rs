//! What the trained reader holds against a guess: a given name and a common noun (`Rocky Linux`,
//! `Pearl Jam`) look like a person to rules.
//!
//! All sentences of a document vote on a phrase: the reader's verdict on a single place is weaker
//! than a rule, its verdict on all of them is stronger.

use rustc_hash::{FxHashMap, FxHashSet};

use super::chunk::Candidate;
use super::line::{Line, Style};
use crate::tables::{Tables, fold};
use crate::types::{Name, NameKind};

/// What the reader takes a phrase for, counted over the document.
#[derive(Debug, Clone, Copy, Default)]
struct Votes {
    person: usize,
    organisation: usize,
    other: usize,
    /// The reader sees no name that begins there.
    none: usize,
    /// The first word is a given name, and nothing else.
    given: bool,
    /// A given name that is a common word too, before a common noun: `Pearl Jam`.
    common: bool,
}

/// Takes back guesses of people that the reader never sees as people.
pub(super) fn doubt(lines: &[Line<'_>], read: &[Vec<Name>], found: &mut [Vec<Candidate>], tables: &Tables) {
    let mut votes: FxHashMap<String, Votes> = FxHashMap::default();
    for ((line, candidates), read) in lines.iter().zip(found.iter()).zip(read) {
        if line.style != Style::Plain {
            continue;
        }
        for candidate in candidates.iter().filter(|c| c.kind == Some(NameKind::Person)) {
            let tokens = &candidate.tokens;
            let votes = votes.entry(key(line, candidate)).or_default();
            let (first, last) = (line.word(tokens.start), line.lower(tokens.end - 1));
            let people = &tables.people;
            votes.given = tokens.len() > 1 && people.is_given(first) && !people.is_word(first);
            votes.common = tokens.len() == 2
                && !votes.given
                && (people.is_given(first) || tables.words.get(&line.lower(tokens.start)).is_some())
                && (tables.words.get(&last).is_some() || tables.bodies.get(&last).is_some());
            if is_titled(line, candidate, tables) {
                votes.person += 2;
            }
            let after = read.partition_point(|name| name.tokens.end <= tokens.start);
            let name = read.get(after).filter(|name| name.tokens.start < tokens.end);
            match name.map(|name| name.kind) {
                Some(NameKind::Person) => votes.person += 1,
                Some(NameKind::Organisation | NameKind::Party) => votes.organisation += 1,
                Some(_) => votes.other += 1,
                None => votes.none += 1,
            }
        }
    }
    // A surname that is read as a person's elsewhere speaks for the whole name.
    let alone: Vec<(String, usize)> = votes
        .keys()
        .filter_map(|name| Some((name.clone(), votes.get(name.rsplit_once(' ')?.1)?.person)))
        .collect();
    for (name, person) in alone {
        if let Some(votes) = votes.get_mut(&name) {
            votes.person += person;
        }
    }
    // Words of longer names that stay: `Assad` is sure where there is a `Bashar al-Assad`.
    let mut sure: FxHashSet<&str> = FxHashSet::default();
    for (name, votes) in &votes {
        if name.contains(' ') && votes.verdict(false).is_none() {
            sure.extend(name.split(' '));
        }
    }
    for (line, candidates) in lines.iter().zip(found.iter_mut()) {
        for candidate in candidates.iter_mut().filter(|c| c.kind == Some(NameKind::Person)) {
            let key = key(line, candidate);
            let lone = candidate.tokens.len() == 1;
            let word = line.word(candidate.tokens.start);
            if lone && (tables.leaders.is_known_alone(word) || key.split(' ').any(|w| sure.contains(w))) {
                continue;
            }
            let Some(votes) = votes.get(&key) else { continue };
            if let Some(kind) = votes.verdict(lone) {
                candidate.kind = Some(kind);
                candidate.sure &= kind == NameKind::Organisation;
            }
        }
    }
}

impl Votes {
    /// What a candidate for a person is instead, if most votes are against a person.
    fn verdict(self, lone: bool) -> Option<NameKind> {
        let against = self.organisation + self.other;
        // A lone word that the reader never takes for a name of a person.
        if lone && self.person == 0 && against + self.none >= 3 {
            return Some(if self.organisation > self.other + self.none {
                NameKind::Organisation
            } else {
                NameKind::Other
            });
        }
        if self.common && self.person == 0 {
            return Some(NameKind::Other);
        }
        // The table of given names is surer than the reader's single word.
        if against <= self.person || self.given && (self.person > 0 || against < 4) {
            return None;
        }
        let body = self.organisation > 1 && self.organisation >= self.other;
        Some(if body { NameKind::Organisation } else { NameKind::Other })
    }
}

fn key(line: &Line<'_>, candidate: &Candidate) -> String {
    fold(&line.words.get(candidate.tokens.clone()).unwrap_or_default().join(" "))
}

/// `President X`, `Archbishop of Lima X`: no doubt about a person.
fn is_titled(line: &Line<'_>, candidate: &Candidate, tables: &Tables) -> bool {
    let start = candidate.tokens.start;
    // `the Archbishop of Lima, X`
    let start = if start > 0 && line.word(start - 1) == "," { start - 1 } else { start };
    (1..=4.min(start))
        .map(|k| start - k)
        .map_while(|i| {
            let word = line.lower(i);
            let titled = tables.offices.get(&word).is_some();
            (titled || line.is_cap(i) || matches!(word.as_ref(), "of" | "the" | "for")).then_some(titled)
        })
        .any(|titled| titled)
}
