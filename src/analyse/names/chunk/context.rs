//! What no table knows: people, places and bodies by what stands around them.

use std::ops::Range;

use super::{Candidate, Run};
use crate::analyse::names::line::{Shape, Style};
use crate::analyse::names::stop;
use crate::tables::{CueRole, Sense};
use crate::types::{NameKind, Upos};

impl Run<'_, '_> {
    /// What no table knows: a person, a place or a body by its context.
    pub(super) fn plain(&self, mut tokens: Range<usize>, titled: bool, out: &mut Vec<Candidate>) {
        let line = self.line;
        while tokens.start < tokens.end
            && (stop::is_function_word(line, tokens.start, self.tables)
                || tokens.len() > 1 && line.is_start(tokens.start) && self.is_common(tokens.start))
        {
            tokens.start += 1;
        }
        while tokens.start < tokens.end && stop::is_function_word(line, tokens.end - 1, self.tables) {
            tokens.end -= 1;
        }
        if tokens.is_empty() {
            return;
        }
        // `Cyrus Vance, Jr.`
        // `Guitarist Eddie Van Halen`, at the start of a sentence.
        if tokens.len() > 2
            && line.is_start(tokens.start)
            && !self.tables.people.is_given(line.word(tokens.start))
            && self.tables.people.is_given(line.word(tokens.start + 1))
            && line.shape(tokens.start) == Shape::Capital
        {
            tokens.start += 1;
        }
        // `International Religious Freedom David Saperstein`
        if let Some(given) = (tokens.start + 1..tokens.end.saturating_sub(1)).find(|&i| {
            self.tables.people.is_given(line.word(i)) && (tokens.start..i).all(|k| self.is_dictionary_word(k))
        }) {
            tokens.start = given;
        }
        if line.word(tokens.end) == "," && matches!(line.word(tokens.end + 1), "Jr." | "Jr" | "Sr." | "Sr") {
            tokens.end += 2;
        }
        // In a headline a title proves little: `Saudi King Agrees`.
        let sure = titled && tokens.len() > 1 && self.tables.people.is_given(line.word(tokens.start));
        if line.style != Style::Plain && !sure {
            return self.plain_headline(tokens, out);
        }
        let (kind, sure) = self.context(&tokens, titled);
        out.push(Candidate { tokens, kind, sure });
    }

    /// In a headline only a leader's name, or a given name with the word after it is worth a guess.
    pub(super) fn plain_headline(&self, tokens: Range<usize>, out: &mut Vec<Candidate>) {
        let leader =
            (tokens.start..tokens.end).find(|&i| self.tables.leaders.is_known_alone(self.line.word(i)));
        if let Some(i) = leader {
            // `Donald Trump` in the text is known as such; else the surname alone.
            let given = i > tokens.start && self.tables.people.is_given(self.line.word(i - 1));
            let from = if given { i - 1 } else { i };
            if from > tokens.start {
                out.push(Candidate { tokens: tokens.start..from, kind: None, sure: false });
            }
            out.push(Candidate { tokens: from..i + 1, kind: Some(NameKind::Person), sure: false });
            if i + 1 < tokens.end {
                self.plain_headline(i + 1..tokens.end, out);
            }
            return;
        }
        let given = (tokens.start..tokens.end)
            .find(|&i| self.tables.people.is_given(self.line.word(i)) && i + 1 < tokens.end);
        match given {
            Some(i) if !self.is_common(i) && !self.is_common(i + 1) && self.line.style == Style::Title => {
                if i > tokens.start {
                    out.push(Candidate { tokens: tokens.start..i, kind: None, sure: false });
                }
                out.push(Candidate { tokens: i..i + 2, kind: Some(NameKind::Person), sure: false });
                if i + 2 < tokens.end {
                    out.push(Candidate { tokens: i + 2..tokens.end, kind: None, sure: false });
                }
            }
            _ => out.push(Candidate { tokens, kind: None, sure: false }),
        }
    }

    /// True if the tagger takes the word for no name, or a table of nouns has it.
    pub(super) fn is_common(&self, i: usize) -> bool {
        let lower = self.line.lower(i);
        if self.tables.bodies.get(&lower).is_some() || self.tables.offices.get(&lower).is_some() {
            return true;
        }
        !matches!(self.line.upos(i), Upos::Propn | Upos::X) && !self.tables.people.is_given(self.line.word(i))
    }

    /// True for a word that the tagger's dictionary or a table of nouns has.
    pub(super) fn is_dictionary_word(&self, i: usize) -> bool {
        let lower = self.line.lower(i);
        let tables = self.tables;
        tables.words.get(&lower).is_some()
            || lower.strip_suffix('s').is_some_and(|stem| tables.words.get(stem).is_some())
            || tables.bodies.get(&lower).is_some()
            || self.tables.senses.is(&lower, Sense::Event)
    }

    pub(super) fn context(&self, tokens: &Range<usize>, titled: bool) -> (Option<NameKind>, bool) {
        let line = self.line;
        let first = tokens.start;
        let len = tokens.len();
        let before = first.checked_sub(1).map_or("", |i| line.word(i));
        let after = line.word(tokens.end);
        let last = line.lower(tokens.end - 1);
        if titled && !self.tables.senses.is(&last, Sense::Event) {
            return (Some(NameKind::Person), true);
        }
        if self.tables.senses.is(&last, Sense::Event) {
            let kind =
                if self.tables.senses.is(&last, Sense::Ground) { NameKind::Place } else { NameKind::Other };
            return (Some(kind), len > 1);
        }
        if len > 1
            && tokens.clone().any(|i| line.shape(i) == Shape::Initial)
            && line.shape(first) != Shape::Capitals
        {
            return (Some(NameKind::Person), true);
        }
        // `CentOS Stream`
        if len > 1 && tokens.clone().any(|i| is_product(line.word(i))) {
            return (Some(NameKind::Other), false);
        }
        let given = self.tables.people.is_given(line.word(first));
        // `Mazars USA`, `TV Globo`
        if len > 1
            && !titled
            && tokens.clone().any(|i| line.shape(i) == Shape::Capitals && line.word(i).len() > 2)
        {
            return (Some(NameKind::Organisation), true);
        }
        let doubtful = line.is_start(first) && self.tables.people.is_word(line.word(first));
        if given && len > 1 && !doubtful {
            return (Some(NameKind::Person), true);
        }
        if len > 1 && tokens.clone().skip(1).any(|i| self.has_particle(i)) {
            return (Some(NameKind::Person), true);
        }
        // `Pillow Talk`, `Foreign Affairs`, “Red Capitalism”: words of the dictionary are no surname.
        let quoted =
            matches!(before, "“" | "\"" | "‘" | "``") && matches!(after, "”" | "\"" | "’" | "''" | ",");
        if len > 1 && (quoted || tokens.clone().any(|i| self.is_dictionary_word(i)))
            || line.shape(first) == Shape::Capital && self.tables.senses.is(&line.lower(first), Sense::Work)
        {
            return (Some(NameKind::Other), false);
        }
        // `talks with Putin`
        if len == 1 && self.tables.leaders.is_known_alone(line.word(first)) {
            return (Some(NameKind::Person), true);
        }
        let speaks = self.speech_after(tokens.end);
        if len == 1 && line.shape(first) == Shape::Capitals {
            // `the SPLM`, `TTP said`, `BRTA's`; not `DNA`, `F-16`, `A SAD DAY`.
            let word = line.word(first);
            let acronym = (3..=7).contains(&word.len())
                && !word.bytes().any(|b| b.is_ascii_digit())
                && (before == "the" || before == "The" || speaks || matches!(after, "'s" | "’s"))
                && !line.is_cap(tokens.end);
            return (acronym.then_some(NameKind::Organisation), false);
        }
        if len == 1 && line.is_start(first) && self.is_common(first) {
            return (None, false);
        }
        let articled = matches!(before, "the" | "The" | "a" | "an" | "A" | "An" | "this" | "its" | "their");
        if articled {
            let body = speaks || after == "(";
            return (Some(if body { NameKind::Organisation } else { NameKind::Other }), false);
        }
        // `told Shoygu`
        let told = matches!(
            before,
            "told"
                | "asked"
                | "urged"
                | "praised"
                | "accused"
                | "met"
                | "thanked"
                | "quoted"
                | "warned"
                | "endorsed"
                | "criticized"
                | "criticised"
                | "phoned"
                | "congratulated"
                | "replaced"
                | "succeed"
                | "succeeded"
                | "defeated"
        );
        if speaks || told && !self.is_common(first) {
            return (Some(NameKind::Person), len > 1);
        }
        let place = matches!(before, "in" | "near" | "at" | "In" | "Near" | "At" | "around" | "outside")
            || before == "of"
                && first >= 2
                && self.tables.senses.is(&line.lower(first - 2), Sense::Settlement);
        if place && (len <= 2) {
            return (Some(NameKind::Place), false);
        }
        if after == "," && self.is_listed_place(tokens.end + 1) {
            return (Some(NameKind::Place), len > 1);
        }
        if (2..=4).contains(&len) && !line.is_start(first) {
            return (Some(NameKind::Person), true);
        }
        if (2..=3).contains(&len) && tokens.clone().all(|i| !self.is_common(i)) {
            return (Some(NameKind::Person), false);
        }
        (None, false)
    }

    pub(super) fn has_particle(&self, i: usize) -> bool {
        let word = self.line.word(i);
        self.tables.people.is_particle(word) || word.starts_with(char::is_lowercase)
    }

    pub(super) fn is_listed_place(&self, at: usize) -> bool {
        let word = |k: usize| self.line.words.get(at + k).copied();
        self.tables.countries.longest(word).is_some() || self.tables.places.longest(word).is_some()
    }

    /// `X said`, `X, who said`, `X, 45,`.
    pub(super) fn speech_after(&self, at: usize) -> bool {
        let line = self.line;
        let is_speech = |i: usize| {
            let word = line.word(i);
            !line.is_cap(i)
                && (matches!(word, "said" | "says" | "told" | "added" | "tweeted" | "wrote" | "warned")
                    || line.tags.get(i).is_some_and(|tag| {
                        tag.upos == Upos::Verb && self.tables.cues.has(&tag.lemma, CueRole::Speech)
                    }))
        };
        if is_speech(at) || line.word(at) == "also" && is_speech(at + 1) {
            return true;
        }
        let aged =
            |i: usize| matches!(line.word(i).len(), 2) && line.word(i).bytes().all(|b| b.is_ascii_digit());
        line.word(at) == "," && (line.word(at + 1) == "who" || aged(at + 1) && line.word(at + 2) == ",")
    }
}

/// True for words with capitals inside that no name of a person has: `CentOS`, `macOS`, `AfroCROWD`.
fn is_product(word: &str) -> bool {
    let mut last = word.chars().rev();
    let ends = last.next().is_some_and(char::is_uppercase) && last.next().is_some_and(char::is_uppercase);
    ends && word.chars().any(char::is_lowercase)
}
