//! Bodies and events by the last noun of their names.

use std::ops::Range;

use super::{Candidate, Run};
use crate::analyse::names::line::{Shape, Style};
use crate::analyse::names::stop;
use crate::tables::Sense;
use crate::types::{GroupKind, NameKind, Upos};

impl Run<'_, '_> {
    /// A body by its last noun: `Iraqi Foreign Ministry`, `Supreme Court of the United Kingdom`.
    pub(super) fn body(&self, at: usize) -> Option<Candidate> {
        let (line, tables) = (self.line, self.tables);
        if line.style == Style::Shouting {
            return None;
        }
        let mut last = None;
        for i in at..self.end.min(at + 9) {
            if stop::is_calendar(line, i) && i > at {
                break;
            }
            // A title with a name after it ends the body's words.
            if i > at
                && let Some((len, _)) = line.office(i, tables)
                && (len > 1
                    || i + len < self.end && last.is_some() && tables.bodies.get(&line.lower(i)).is_none())
            {
                break;
            }
            if let Some(body) = tables.bodies.get(&line.lower(i))
                && !(body.stands_for_state && tables.offices.get(&line.lower(i)).is_some())
                && line.shape(i) == Shape::Capital
            {
                last = Some((i, body));
            }
        }
        let (noun, body) = last?;
        // What a table lists as a whole, or a listed name before another one, is left to it.
        let listed = self.longest_listed(at);
        // `Commission on Presidential Debates` is not the one that is called so for short.
        let own_name = listed == 1
            && noun == at
            && matches!(line.word(noun + 1), "on" | "for" | "against")
            && self.complement(noun + 1).is_some();
        if listed > noun - at && !own_name
            || listed > 0 && self.longest_listed(at + listed) > noun - at - listed && self.is_party(at)
        {
            return None;
        }
        if line.style == Style::Title && !self.title_case_body(at, noun) {
            return None;
        }
        let mut end = noun + 1;
        if matches!(body.kind, GroupKind::Region) && noun == at {
            return None;
        }
        // `Youth Forum Zimbabwe`
        if end + 1 == self.end && noun > at && self.is_country(end) && line.style == Style::Plain {
            end += 1;
        }
        // `Militants of Hamas` at the start of a sentence is a common noun, `Ministry of Defence` is not.
        let common = noun == at && line.is_start(at) && line.upos(at) == Upos::Noun;
        if let Some(more) = self.complement(end).filter(|_| !common) {
            end = more;
        }
        // `Smith & Co`, `(Marxist)` and the like stay as they are.
        if noun == at && end == noun + 1 {
            return self.lone_body(at, body.organ);
        }
        if body.stands_for_state && !body.organ && noun == at + 1 && self.is_country(at) {
            // `Assad Government`, `Iraqi Forces`: the state itself.
            return None;
        }
        let starts_with_function = line.is_start(at) && stop::is_function_word(line, at, self.tables);
        let begin = if starts_with_function { at + 1 } else { at };
        // `U.S. President …` never reaches here; `Saturday Police` neither.
        let kind = match body.kind {
            GroupKind::Party => NameKind::Party,
            GroupKind::Region => NameKind::Place,
            // `Gleneagles Hospital` is where somebody lies, unless it speaks.
            _ if tables.senses.is(&line.lower(noun), Sense::Facility) && !self.speech_after(end) => {
                NameKind::Place
            }
            _ => NameKind::Organisation,
        };
        (begin < end).then(|| self.found(begin..end, kind))
    }

    /// An event, work or place by its last noun: `Syrian Civil War`, `Korean Peninsula`.
    pub(super) fn event(&self, at: usize) -> Option<Candidate> {
        let (line, tables) = (self.line, self.tables);
        if line.style != Style::Plain || tables.people.is_given(line.word(at)) && !self.is_country(at) {
            return None;
        }
        let mut last = None;
        for i in at..self.end.min(at + 6) {
            let lower = line.lower(i);
            if stop::is_calendar(line, i) || i > at && line.office(i, tables).is_some() {
                break;
            }
            if i > at && self.tables.senses.is(&lower, Sense::Event) {
                last = Some((i, self.tables.senses.is(&lower, Sense::Ground)));
            } else if tables.bodies.get(&lower).is_some_and(|b| b.organ) {
                last = None;
            }
        }
        let (noun, place) = last?;
        let listed = self.longest_listed(at);
        let kind = if place { NameKind::Place } else { NameKind::Other };
        (listed < noun + 1 - at).then(|| self.found(at..noun + 1, kind))
    }

    pub(super) fn is_region(&self, at: usize) -> bool {
        let word = |k: usize| self.line.words.get(at + k).copied();
        self.tables.groups.longest(word).is_some_and(|(_, group)| group.kind == GroupKind::Region)
            || self.tables.places.longest(word).is_some()
    }

    pub(super) fn is_party(&self, at: usize) -> bool {
        let word = |k: usize| self.line.words.get(at + k).copied();
        self.tables
            .groups
            .longest(word)
            .is_some_and(|(_, group)| matches!(group.kind, GroupKind::Party | GroupKind::People))
    }

    /// The length of the longest phrase of any table that begins at `at`.
    pub(super) fn longest_listed(&self, at: usize) -> usize {
        let word = |k: usize| self.line.words.get(at + k).copied();
        let group = self.tables.groups.longest(word).map_or(0, |g| g.0);
        let country = self.tables.countries.longest(word).map_or(0, |c| c.0);
        let place = self.tables.places.longest(word).map_or(0, |p| p.0);
        group.max(country).max(place)
    }

    pub(super) fn is_country(&self, at: usize) -> bool {
        self.tables.countries.longest(|k| self.line.words.get(at + k).copied()).is_some_and(|c| c.0 == 1)
    }

    /// In a headline every noun has a capital: only a country or listed place before it counts.
    pub(super) fn title_case_body(&self, at: usize, noun: usize) -> bool {
        let organ = self.tables.bodies.get(&self.line.lower(noun)).is_some_and(|b| b.organ);
        organ && noun > at && noun <= at + 3 && self.is_country(at)
    }

    /// `Parliament`, `the Senate`: one capital word that is a body noun.
    pub(super) fn lone_body(&self, at: usize, organ: bool) -> Option<Candidate> {
        let line = self.line;
        let listed = self.listed(at);
        if listed.is_some() {
            return listed;
        }
        let lower = line.lower(at);
        // `the House` of a parliament.
        let house = line.word(at) == "House"
            && at > 0
            && matches!(line.word(at - 1), "the" | "The" | "full" | "entire")
            && !line.is_cap(at + 1);
        if house && line.style == Style::Plain {
            return Some(Candidate { tokens: at..at + 1, kind: Some(NameKind::Organisation), sure: false });
        }
        if line.style != Style::Plain || !organ || !self.tables.senses.is(&lower, Sense::Unique) {
            return None;
        }
        // `Police said` is a body, `Police officers` are not.
        let verb_follows = line.upos_is_verb(at + 1) || self.speech_after(at + 1);
        let fits = if line.is_start(at) { verb_follows } else { !line.is_cap(at + 1) };
        fits.then(|| Candidate { tokens: at..at + 1, kind: Some(NameKind::Organisation), sure: false })
    }

    /// `of Foreign Affairs and Trade`, `for Human Rights`, `of the United Kingdom`.
    pub(super) fn complement(&self, at: usize) -> Option<usize> {
        let line = self.line;
        if !matches!(line.word(at), "of" | "for" | "on" | "against") {
            return None;
        }
        let mut i = at + 1;
        if line.word(i) == "the" {
            i += 1;
        }
        if !line.is_cap(i) || stop::is_calendar(line, i) || self.is_person_at(i) {
            return None;
        }
        let mut end = self.caps_end(i);
        let union = at > 0
            && matches!(
                line.lower(at - 1).as_ref(),
                "organization"
                    | "organisation"
                    | "conference"
                    | "council"
                    | "initiative"
                    | "coalition"
                    | "mission"
            );
        for _ in 0..3 {
            let next = line.word(end);
            let mut after = end + 1;
            let comma = next == ",";
            if line.word(after) == "the" && next == "of" {
                after += 1;
            }
            let regions = self.is_region(i) && self.is_region(after);
            let topic = line.is_cap(after)
                && !self.is_country(after)
                && !self.is_person_at(after)
                && self.tables.groups.longest(|k| line.words.get(after + k).copied()).is_none()
                || regions;
            let joins = match next {
                "and" | "&" => topic && !self.is_country(i),
                "of" | "for" => line.is_cap(after),
                "in" if union => {
                    line.is_cap(after)
                        && matches!(line.word(end + 2), "" | "." | "," | "(" | ")" | "”" | "\"")
                }
                _ => comma && topic && self.list_goes_on(after) && !self.is_country(i),
            };
            if !joins {
                break;
            }
            end = self.caps_end(after);
        }
        Some(end)
    }

    /// `Educational, Scientific and Cultural Organization`: after a comma, one capital word and `and`.
    pub(super) fn list_goes_on(&self, at: usize) -> bool {
        let end = self.caps_end(at);
        end - at <= 2 && matches!(self.line.word(end), "and" | "&") && self.line.is_cap(end + 1)
    }

    pub(super) fn caps_end(&self, mut i: usize) -> usize {
        while self.line.is_cap(i) && !stop::is_calendar(self.line, i) {
            i += 1;
        }
        i
    }

    pub(super) fn is_person_at(&self, at: usize) -> bool {
        self.tables.people.is_given(self.line.word(at)) && self.line.is_cap(at + 1) && !self.is_country(at)
    }

    pub(super) fn is_person(&self, tokens: Range<usize>) -> bool {
        tokens.len() >= 2 && self.tables.people.is_given(self.line.word(tokens.start))
    }
}
