//! What one sentence of a document teaches about names for the others.

use rustc_hash::{FxHashMap, FxHashSet};

use super::chunk::Candidate;
use super::line::{Line, Shape, Style};
use crate::tables::{CountryForm, Tables, fold};
use crate::types::{Name, NameKind};

/// Names that the document introduces beyond doubt.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Full phrase, folded.
    phrases: FxHashMap<String, NameKind>,
    /// Single words of people's names, folded; `true` for the last word of a longer name.
    people: FxHashMap<String, bool>,
    /// Words that the document also writes in lower case.
    common: FxHashSet<String>,
    /// Single words that the reader takes for people, folded, with how often.
    read: FxHashMap<String, usize>,
    /// First words of the names of bodies, folded: `Mazars` of `Mazars USA`.
    bodies: FxHashSet<String>,
}

fn phrase(line: &Line<'_>, tokens: std::ops::Range<usize>) -> String {
    match tokens.len() {
        1 => fold(line.word(tokens.start)),
        _ => fold(&line.words.get(tokens).unwrap_or_default().join(" ")),
    }
}

impl Known {
    /// Learns which words are no names from where they stand in lower case.
    pub fn learn_common(&mut self, line: &Line<'_>) {
        for (word, shape) in line.words.iter().zip(&line.shapes) {
            if *shape == Shape::Lower && word.len() > 3 && !self.common.contains(*word) {
                self.common.insert((*word).to_owned());
            }
        }
    }

    /// Learns which single words the reader takes for people.
    pub fn learn_read(&mut self, line: &Line<'_>, read: &[Name]) {
        for name in read.iter().filter(|name| name.kind == NameKind::Person && name.tokens.len() == 1) {
            let i = name.tokens.start;
            if line.style == Style::Plain && line.shape(i) == Shape::Capital {
                *self.read.entry(fold(line.word(i))).or_insert(0) += 1;
            }
        }
    }

    /// True for a single word that is somebody's name all over the document: `Byron`, `Melanie`.
    fn is_read_person(&self, line: &Line<'_>, i: usize, tables: &Tables) -> bool {
        let times = self.read.get(&fold(line.word(i))).copied().unwrap_or(0);
        let given = tables.people.is_given(line.word(i));
        line.shape(i) == Shape::Capital
            && times >= if given { 2 } else { 3 }
            && !self.common.contains(line.lower(i).as_ref())
            && !self.bodies.contains(&fold(line.word(i)))
    }

    /// True for a lone word that opens a sentence and stands in lower case elsewhere.
    fn is_common(&self, line: &Line<'_>, candidate: &Candidate) -> bool {
        let start = candidate.tokens.start;
        candidate.tokens.len() == 1
            && line.shape(start) != Shape::Capitals
            && (line.is_start(start) || line.style != Style::Plain)
            && self.common.contains(line.lower(start).as_ref())
    }

    /// Learns from a candidate that its own sentence makes sure.
    pub fn learn(&mut self, line: &Line<'_>, candidate: &Candidate) {
        let Some(kind) = candidate.kind.filter(|_| candidate.sure) else { return };
        if kind == NameKind::Person {
            let tokens = candidate.tokens.clone();
            for i in tokens.clone() {
                let word = line.word(i);
                if matches!(line.shape(i), Shape::Capital | Shape::Capitals) && word.len() > 1 {
                    let last = i + 1 == tokens.end && tokens.len() > 1;
                    *self.people.entry(fold(word)).or_insert(last) |= last;
                }
            }
        }
        if kind == NameKind::Organisation && candidate.tokens.len() > 1 {
            self.bodies.insert(fold(line.word(candidate.tokens.start)));
        }
        self.phrases.entry(phrase(line, candidate.tokens.clone())).or_insert(kind);
        // `Syrian Democratic Forces (SDF)`
        let end = candidate.tokens.end;
        if matches!(kind, NameKind::Organisation | NameKind::Party)
            && line.word(end) == "("
            && line.word(end + 2) == ")"
            && line.shape(end + 1) == Shape::Capitals
        {
            self.phrases.entry(fold(line.word(end + 1))).or_insert(kind);
        }
    }

    /// Decides a candidate by all that the document teaches; a doubtful stretch may hold several
    /// known names.
    pub fn settle(
        &self,
        line: &Line<'_>,
        candidate: &Candidate,
        read: &[Name],
        tables: &Tables,
        out: &mut Vec<Name>,
    ) {
        let tokens = candidate.tokens.clone();
        match candidate.kind {
            Some(kind) if candidate.sure => {
                let kind =
                    if tokens.len() == 1 { self.homonym(line, tokens.start, kind, tables) } else { kind };
                out.push(Name { tokens, kind, chance: 0 });
            }
            Some(NameKind::Person) if self.is_common(line, candidate) => {}
            Some(kind) => {
                let single = tokens.len() == 1 && matches!(kind, NameKind::Other | NameKind::Place);
                let lone = single && self.is_read_person(line, tokens.start, tables);
                let known = self.phrases.get(&phrase(line, tokens.clone())).copied();
                let person = tokens.len() == 1 && self.people.contains_key(&fold(line.word(tokens.start)));
                let kind = known.or((person || lone).then_some(NameKind::Person)).unwrap_or(kind);
                out.push(Name { tokens, kind, chance: 0 });
            }
            None => self.search(line, tokens, read, tables, out),
        }
    }

    /// `Jim Jordan … Jordan said`: a person of this document before a place of that name.
    fn homonym(&self, line: &Line<'_>, i: usize, kind: NameKind, tables: &Tables) -> NameKind {
        let word = line.word(i);
        let doubtful = match kind {
            NameKind::Place => !matches!(tables.countries.get(word), Some((_, CountryForm::Seat))),
            NameKind::Country => tables.countries.is_homonym(word),
            NameKind::Organisation | NameKind::Party | NameKind::Nationality => {
                line.shape(i) == Shape::Capital
            }
            _ => return kind,
        };
        let place = i > 0 && matches!(line.word(i - 1), "in" | "In" | "at" | "near" | "from" | "across");
        if doubtful && !place && self.people.get(&fold(word)) == Some(&true) {
            NameKind::Person
        } else {
            kind
        }
    }

    /// The known names within a stretch that its own sentence says nothing about.
    fn search(
        &self,
        line: &Line<'_>,
        tokens: std::ops::Range<usize>,
        read: &[Name],
        tables: &Tables,
        out: &mut Vec<Name>,
    ) {
        let mut i = tokens.start;
        let mut any = false;
        while i < tokens.end {
            let longest = (i + 1..=tokens.end.min(i + 6)).rev().find_map(|end| {
                let key = phrase(line, i..end);
                let known = self.phrases.get(&key).copied();
                let person = end == i + 1 && self.people.contains_key(&key);
                known.or(person.then_some(NameKind::Person)).map(|kind| (end, kind))
            });
            match longest {
                Some((end, kind)) => {
                    out.push(Name { tokens: i..end, kind, chance: 0 });
                    any = true;
                    i = end;
                }
                None => i += 1,
            }
        }
        if !any {
            let inside = |name: &&Name| {
                // One word alone is too often a thing (`Brexit`).
                name.tokens.len() > 1
                    && name.tokens.start >= tokens.start
                    && name.tokens.end <= tokens.end
                    && matches!(name.kind, NameKind::Person | NameKind::Organisation)
            };
            let before = out.len();
            out.extend(read.iter().filter(inside).cloned());
            any = out.len() > before;
        }
        if !any {
            for i in tokens.clone().filter(|&i| self.is_read_person(line, i, tables)) {
                if tokens.len() == 1
                    || read.iter().any(|n| n.tokens == (i..i + 1) && n.kind == NameKind::Person)
                {
                    out.push(Name { tokens: i..i + 1, kind: NameKind::Person, chance: 0 });
                    any = true;
                }
            }
        }
        let start = line.is_start(tokens.start);
        if !any && line.style == Style::Plain && (!start || tokens.len() > 1) {
            out.push(Name { tokens, kind: NameKind::Other, chance: 0 });
        }
    }
}
