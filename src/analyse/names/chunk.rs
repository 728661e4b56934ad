//! Candidates for names in one sentence: table look-ups and runs of capitals.

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
    if !line.is_cap(i) || stop::is_function_word(line, i) && line.is_start(i) {
        return None;
    }
    let mut end = i + 1;
    loop {
        if line.is_cap(end) && !(line.style != Style::Plain && stop::is_function_word(line, end)) {
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
            let kind = match group.kind {
                GroupKind::Party => NameKind::Party,
                _ => NameKind::Organisation,
            };
            return Some(self.found(at..end, kind));
        }
        if let Some((len, _, form)) = country.filter(|c| c.0 == longest) {
            let phrase_is_homonym = len == 1 && tables.countries.is_homonym(line.word(at));
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
        if tables.people.is_given(line.word(at)) && longest == 1 && goes_on {
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
            CountryForm::Adjective | CountryForm::People if line.style != Style::Plain => {
                Some(self.found(at..at + len, NameKind::Nationality))
            }
            CountryForm::Name if line.style != Style::Plain || len > 1 => {
                Some(self.found(at..at + len, NameKind::Country))
            }
            _ => None,
        }
    }

    /// A body by its last noun: `Iraqi Foreign Ministry`, `Supreme Court of the United Kingdom`.
    fn body(&self, at: usize) -> Option<Candidate> {
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
        if listed > noun - at
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
        if let Some(more) = self.complement(end) {
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
        let starts_with_function = line.is_start(at) && stop::is_function_word(line, at);
        let begin = if starts_with_function { at + 1 } else { at };
        // `U.S. President …` never reaches here; `Saturday Police` neither.
        let kind = match body.kind {
            GroupKind::Party => NameKind::Party,
            GroupKind::Region => NameKind::Place,
            _ => NameKind::Organisation,
        };
        (begin < end).then(|| self.found(begin..end, kind))
    }

    /// An event, work or place by its last noun: `Syrian Civil War`, `Korean Peninsula`.
    fn event(&self, at: usize) -> Option<Candidate> {
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
            if i > at && stop::is_event_noun(&lower) {
                last = Some((i, stop::is_place_noun(&lower)));
            } else if tables.bodies.get(&lower).is_some_and(|b| b.organ) {
                last = None;
            }
        }
        let (noun, place) = last?;
        let listed = self.longest_listed(at);
        let kind = if place { NameKind::Place } else { NameKind::Other };
        (listed < noun + 1 - at).then(|| self.found(at..noun + 1, kind))
    }

    fn is_region(&self, at: usize) -> bool {
        let word = |k: usize| self.line.words.get(at + k).copied();
        self.tables.groups.longest(word).is_some_and(|(_, group)| group.kind == GroupKind::Region)
            || self.tables.places.longest(word).is_some()
    }

    fn is_party(&self, at: usize) -> bool {
        let word = |k: usize| self.line.words.get(at + k).copied();
        self.tables.groups.longest(word).is_some_and(|(_, group)| group.kind == GroupKind::Party)
    }

    /// The length of the longest phrase of any table that begins at `at`.
    fn longest_listed(&self, at: usize) -> usize {
        let word = |k: usize| self.line.words.get(at + k).copied();
        let group = self.tables.groups.longest(word).map_or(0, |g| g.0);
        let country = self.tables.countries.longest(word).map_or(0, |c| c.0);
        let place = self.tables.places.longest(word).map_or(0, |p| p.0);
        group.max(country).max(place)
    }

    fn is_country(&self, at: usize) -> bool {
        self.tables.countries.longest(|k| self.line.words.get(at + k).copied()).is_some_and(|c| c.0 == 1)
    }

    /// In a headline every noun has a capital: only a country or listed place before it counts.
    fn title_case_body(&self, at: usize, noun: usize) -> bool {
        let organ = self.tables.bodies.get(&self.line.lower(noun)).is_some_and(|b| b.organ);
        organ && noun > at && noun <= at + 3 && self.is_country(at)
    }

    /// `Parliament`, `the Senate`: one capital word that is a body noun.
    fn lone_body(&self, at: usize, organ: bool) -> Option<Candidate> {
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
        if line.style != Style::Plain || !organ || !stop::is_unique_body(&lower) {
            return None;
        }
        // `Police said` is a body, `Police officers` are not.
        let verb_follows = line.upos_is_verb(at + 1) || self.speech_after(at + 1);
        let fits = if line.is_start(at) { verb_follows } else { !line.is_cap(at + 1) };
        fits.then(|| Candidate { tokens: at..at + 1, kind: Some(NameKind::Organisation), sure: false })
    }

    /// `of Foreign Affairs and Trade`, `for Human Rights`, `of the United Kingdom`.
    fn complement(&self, at: usize) -> Option<usize> {
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
                "in" => {
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
    fn list_goes_on(&self, at: usize) -> bool {
        let end = self.caps_end(at);
        end - at <= 2 && matches!(self.line.word(end), "and" | "&") && self.line.is_cap(end + 1)
    }

    fn caps_end(&self, mut i: usize) -> usize {
        while self.line.is_cap(i) && !stop::is_calendar(self.line, i) {
            i += 1;
        }
        i
    }

    fn is_person_at(&self, at: usize) -> bool {
        self.tables.people.is_given(self.line.word(at)) && self.line.is_cap(at + 1) && !self.is_country(at)
    }

    fn is_person(&self, tokens: Range<usize>) -> bool {
        tokens.len() >= 2 && self.tables.people.is_given(self.line.word(tokens.start))
    }

    /// What no table knows: a person, a place or a body by its context.
    fn plain(&self, mut tokens: Range<usize>, titled: bool, out: &mut Vec<Candidate>) {
        let line = self.line;
        while tokens.start < tokens.end
            && (stop::is_function_word(line, tokens.start)
                || tokens.len() > 1 && line.is_start(tokens.start) && self.is_common(tokens.start))
        {
            tokens.start += 1;
        }
        while tokens.start < tokens.end && stop::is_function_word(line, tokens.end - 1) {
            tokens.end -= 1;
        }
        if tokens.is_empty() {
            return;
        }
        // `Cyrus Vance, Jr.`
        // `International Religious Freedom David Saperstein`
        if let Some(given) = (tokens.start + 1..tokens.end.saturating_sub(1)).find(|&i| {
            self.tables.people.is_given(line.word(i)) && (tokens.start..i).all(|k| self.is_dictionary_word(k))
        }) {
            tokens.start = given;
        }
        if line.word(tokens.end) == "," && matches!(line.word(tokens.end + 1), "Jr." | "Jr" | "Sr." | "Sr") {
            tokens.end += 2;
        }
        if line.style != Style::Plain && !titled {
            return self.plain_headline(tokens, out);
        }
        let (kind, sure) = self.context(&tokens, titled);
        out.push(Candidate { tokens, kind, sure });
    }

    /// In a headline only a given name with the word after it is worth a guess.
    fn plain_headline(&self, tokens: Range<usize>, out: &mut Vec<Candidate>) {
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
    fn is_common(&self, i: usize) -> bool {
        let lower = self.line.lower(i);
        if self.tables.bodies.get(&lower).is_some() || self.tables.offices.get(&lower).is_some() {
            return true;
        }
        !matches!(self.line.upos(i), Upos::Propn | Upos::X) && !self.tables.people.is_given(self.line.word(i))
    }

    /// True for a word that the tagger's dictionary or a table of nouns has.
    fn is_dictionary_word(&self, i: usize) -> bool {
        let lower = self.line.lower(i);
        let tables = self.tables;
        tables.words.get(&lower).is_some()
            || lower.strip_suffix('s').is_some_and(|stem| tables.words.get(stem).is_some())
            || tables.bodies.get(&lower).is_some()
            || stop::is_event_noun(&lower)
    }

    fn context(&self, tokens: &Range<usize>, titled: bool) -> (Option<NameKind>, bool) {
        let line = self.line;
        let first = tokens.start;
        let len = tokens.len();
        let before = first.checked_sub(1).map_or("", |i| line.word(i));
        let after = line.word(tokens.end);
        let last = line.lower(tokens.end - 1);
        if titled && !stop::is_event_noun(&last) {
            return (Some(NameKind::Person), true);
        }
        if stop::is_event_noun(&last) {
            let kind = if stop::is_place_noun(&last) { NameKind::Place } else { NameKind::Other };
            return (Some(kind), len > 1);
        }
        if len > 1
            && tokens.clone().any(|i| line.shape(i) == Shape::Initial)
            && line.shape(first) != Shape::Capitals
        {
            return (Some(NameKind::Person), true);
        }
        let given = self.tables.people.is_given(line.word(first));
        // `Mazars USA`, `TV Globo`
        if len > 1
            && !titled
            && tokens.clone().any(|i| line.shape(i) == Shape::Capitals && line.word(i).len() > 2)
        {
            return (Some(NameKind::Organisation), true);
        }
        if given && len > 1 {
            return (Some(NameKind::Person), true);
        }
        if len > 1 && tokens.clone().skip(1).any(|i| self.has_particle(i)) {
            return (Some(NameKind::Person), true);
        }
        // `Pillow Talk`, `Foreign Affairs`, “Red Capitalism”: words of the dictionary are no surname.
        let quoted =
            matches!(before, "“" | "\"" | "‘" | "``") && matches!(after, "”" | "\"" | "’" | "''" | ",");
        if len > 1 && (quoted || tokens.clone().any(|i| self.is_dictionary_word(i)))
            || stop::opens_event(line.word(first))
        {
            return (Some(NameKind::Other), false);
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
        let place = matches!(before, "in" | "near" | "at" | "In" | "Near" | "At" | "around" | "outside");
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

    fn has_particle(&self, i: usize) -> bool {
        let word = self.line.word(i);
        self.tables.people.is_particle(word) || word.starts_with(char::is_lowercase)
    }

    fn is_listed_place(&self, at: usize) -> bool {
        let word = |k: usize| self.line.words.get(at + k).copied();
        self.tables.countries.longest(word).is_some() || self.tables.places.longest(word).is_some()
    }

    /// `X said`, `X, who said`, `X, 45,`.
    fn speech_after(&self, at: usize) -> bool {
        use crate::tables::CueRole;
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
