//! Candidates for names in one sentence: table look-ups and runs of capitals.

mod bodies;
mod context;

use std::ops::Range;

use super::line::{Line, Shape, Style};
use super::stop;
use crate::tables::{CountryForm, Tables};
use crate::types::{GroupKind, NameKind, Upos};

/// A stretch of words that may be a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Candidate {
    pub tokens: Range<usize>,
    /// What it names, if table or context says so.
    pub kind: Option<NameKind>,
    /// True if other sentences may learn from it.
    pub sure: bool,
}

/// The candidates of a sentence, in order, without overlap.
pub(super) fn candidates(line: &Line<'_>, tables: &Tables) -> Vec<Candidate> {
    let mut out = Vec::new();
    let mut i = 0;
    while i < line.len() {
        let Some(end) = run(line, i, tables) else {
            i += 1;
            continue;
        };
        let reached = Run { line, tables, start: i, end }.split(&mut out);
        // A name or title may go on beyond its run (`Ministry of Defence`, `Secretary of State`).
        i = out.last().map_or(end, |last: &Candidate| last.tokens.end).max(reached).max(i + 1);
    }
    out
}

/// The end of the run of capitals that begins at `i`.
fn run(line: &Line<'_>, i: usize, tables: &Tables) -> Option<usize> {
    // `New Jersey`, `Premier He Lifeng` begin with words that mostly begin no name.
    let word = |k: usize| line.words.get(i + k).copied();
    let listed = || tables.places.longest(word).is_some_and(|(len, _)| len > 1);
    let surname =
        || i > 0 && line.word(i) == "He" && line.is_cap(i + 1) && line.office(i - 1, tables).is_some();
    if !line.is_cap(i)
        || stop::is_function_word(line, i, tables) && line.is_start(i) && !listed() && !surname()
    {
        return None;
    }
    let mut end = i + 1;
    loop {
        if line.is_cap(end) && !(line.style != Style::Plain && stop::is_function_word(line, end, tables)) {
            end += 1;
        } else if tables.people.is_particle(line.word(end)) && !matches!(line.word(end), "'s" | "’s") {
            // `Mohammed bin Zayed`, `Salman bin Abd al-Aziz`.
            let mut after = end + 1;
            while tables.people.is_particle(line.word(after)) && after < end + 3 {
                after += 1;
            }
            if !line.is_cap(after) || matches!(line.word(end), "and" | "of" | "the") {
                return Some(end);
            }
            end = after + 1;
        } else if matches!(line.word(end), "’" | "'" | "ʼ" | "`") && article_surname(line, end + 1) {
            // `Mohammed Shia’ al-Sudani`.
            end += 2;
        } else {
            return Some(end);
        }
    }
}

fn article_surname(line: &Line<'_>, i: usize) -> bool {
    line.is_cap(i) && line.word(i).starts_with(char::is_lowercase)
}

/// A run of capitals, to be split into names and titles.
struct Run<'a, 'l> {
    line: &'a Line<'l>,
    tables: &'a Tables,
    start: usize,
    end: usize,
}

impl Run<'_, '_> {
    /// Adds the candidates of the run; returns where the rest of the sentence begins.
    fn split(&self, out: &mut Vec<Candidate>) -> usize {
        let line = self.line;
        let mut at = self.start;
        // Start of words that no rule has taken yet.
        let mut open = at;
        let mut titled = self.title_before(at);
        while at < self.end {
            if stop::is_calendar(line, at) {
                self.plain(open..at, titled, out);
                at += 1;
                open = at;
                titled = false;
                continue;
            }
            if open == at {
                if let Some(found) = self.event(at).or_else(|| self.body(at)).or_else(|| self.listed(at)) {
                    at = found.tokens.end;
                    open = at;
                    titled = self.title_before(at);
                    out.push(found);
                    continue;
                }
            } else if let Some(found) = self.inner(open, at) {
                self.plain(open..at, titled, out);
                at = found.tokens.end;
                open = at;
                titled = false;
                out.push(found);
                continue;
            }
            if let Some(len) = self.title(at, open == at) {
                // Words before a title that nothing knows belong to it: `Human Rights Commissioner`.
                if open < at && (line.style != Style::Plain || self.is_person(open..at)) {
                    self.plain(open..at, titled, out);
                }
                at += len;
                open = at;
                titled = true;
                continue;
            }
            at += 1;
        }
        self.plain(open..self.end.max(open), titled, out);
        at.max(self.end)
    }

    /// The length of a title at `at`; a word that opens the run may be a given name (`Dean`,
    /// `Pope`), a word within must not end the run as a surname does (`Tom King`).
    fn title(&self, at: usize, opens: bool) -> Option<usize> {
        let (mut len, plural) = self.line.office(at, self.tables)?;
        // `Chairman of the Joint Chiefs`, `members of the House` end inside a longer name.
        let inside =
            (at + 1..at + len).find(|&i| self.line.is_cap(i) && i + self.longest_listed(i) > at + len);
        if inside.is_some() {
            self.tables.offices.get(&self.line.lower(at))?;
            len = 1;
        }
        if at + len > self.end && !self.line.is_cap(at + len) && len == 1 {
            return None;
        }
        let last = at + len >= self.end;
        if !opens && last && len == 1 && self.tables.people.is_given(self.line.word(at - 1)) {
            return None;
        }
        (!plural || last || self.line.style == Style::Plain).then_some(len)
    }

    /// True if the words before `at` are a title: `spokesman | Josh Earnest`.
    fn title_before(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return false };
        let word = self.line.lower(before);
        if !word.chars().next().is_some_and(char::is_alphabetic) {
            return false;
        }
        self.tables.offices.get(&word).is_some() && !self.line.upos_is_verb(before)
    }

    /// A name that tables know, and that nothing longer here contains.
    fn listed(&self, at: usize) -> Option<Candidate> {
        let (line, tables) = (self.line, self.tables);
        let word = |k: usize| line.words.get(at + k).copied();
        let group = tables.groups.longest(word);
        let country = tables.countries.longest(word);
        let place = tables.places.longest(word);
        let longest =
            [group.map(|g| g.0), country.map(|c| c.0), place.map(|p| p.0)].into_iter().flatten().max()?;
        let end = at + longest;
        let alone = !line.is_cap(end) || stop::is_calendar(line, end) || end >= self.end;
        if let Some((len, group)) = group.filter(|g| g.0 == longest) {
            let one_word = len == 1 && line.shape(at) == Shape::Capital;
            // `Fatah Hassan`, `Labour Day`: one common word inside a longer run is no body.
            if one_word
                && group.kind != GroupKind::People
                && !alone
                && self.title(end, false).is_none()
                && !self.next_is_listed(end)
            {
                return None;
            }
            if tables.people.is_given(line.word(at)) && one_word && !alone {
                return None;
            }
            // `Independent researchers said`: an ambiguous word that opens a sentence.
            if one_word
                && line.is_start(at)
                && !group.organ
                && tables.groups.is_ambiguous(line.word(at))
                && matches!(line.upos(end), Upos::Noun | Upos::Adj)
            {
                return None;
            }
            let kind = match group.kind {
                GroupKind::Party => NameKind::Party,
                _ => NameKind::Organisation,
            };
            return Some(self.found(at..end, kind));
        }
        if let Some((len, _, form)) = country.filter(|c| c.0 == longest) {
            let named_after = form == CountryForm::Name && tables.people.is_given(line.word(at));
            let phrase_is_homonym =
                len == 1 && (tables.countries.is_homonym(line.word(at)) || named_after && !alone);
            let goes_on = !alone && self.title(end, false).is_none() && !self.next_is_listed(end);
            let kind = match form {
                CountryForm::Name => NameKind::Country,
                CountryForm::Adjective | CountryForm::People => NameKind::Nationality,
                CountryForm::Seat => NameKind::Place,
            };
            if form != CountryForm::Adjective && phrase_is_homonym && goes_on {
                return None;
            }
            return Some(self.found(at..end, kind));
        }
        let goes_on = !alone && self.title(end, false).is_none() && !self.next_is_listed(end);
        // `Foreign Minister Salahuddin Rabbani`: what follows a title and goes on is no province.
        let titled = self.title_before(at) && line.upos(end) == Upos::Propn;
        if (titled || tables.people.is_given(line.word(at))) && longest == 1 && goes_on {
            return None;
        }
        Some(self.found(at..end, NameKind::Place))
    }

    fn next_is_listed(&self, at: usize) -> bool {
        let word = |k: usize| self.line.words.get(at + k).copied();
        self.tables.countries.longest(word).is_some() || self.tables.groups.longest(word).is_some()
    }

    fn found(&self, tokens: Range<usize>, kind: NameKind) -> Candidate {
        Candidate { tokens, kind: Some(kind), sure: true }
    }

    /// A listed name that ends an unknown stretch: a nationality, a country or a longer group.
    fn inner(&self, open: usize, at: usize) -> Option<Candidate> {
        let (line, tables) = (self.line, self.tables);
        let word = |k: usize| line.words.get(at + k).copied();
        if let Some((len, group)) = tables.groups.longest(word)
            && (len > 1 || line.shape(at) == Shape::Capitals && line.style == Style::Plain)
            && at + len <= self.end
        {
            let kind = if group.kind == GroupKind::Party { NameKind::Party } else { NameKind::Organisation };
            return Some(self.found(at..at + len, kind));
        }
        let (len, _, form) = tables.countries.longest(word)?;
        let given = tables.people.is_given(line.word(open)) && at == open + 1;
        if given || at + len > self.end {
            return None;
        }
        match form {
            CountryForm::Adjective | CountryForm::People
                if line.style != Style::Plain || self.title(at + len, false).is_some() =>
            {
                Some(self.found(at..at + len, NameKind::Nationality))
            }
            CountryForm::Name if line.style != Style::Plain || len > 1 => {
                Some(self.found(at..at + len, NameKind::Country))
            }
            _ => None,
        }
    }
}
