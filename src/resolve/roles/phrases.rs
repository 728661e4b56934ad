//! Phrases after a name that say who somebody is: appositions, brackets, copulas.

use std::ops::Range;

use super::{Finder, Owner, REACH, Title};
use crate::tables::OfficeKind;
use crate::types::{GroupKind, NameKind, Upos};

impl Finder<'_, '_, '_> {
    /// Appositions, brackets, copulas and `of` after the name.
    pub(super) fn after(&mut self, start: usize) {
        let next = self.page.lower(self.s, start);
        match next.as_ref() {
            "," | "—" | "–" => {
                let from = start + 1;
                let first = self.page.lower(self.s, from);
                let end = self.clause_end(from);
                match first.as_ref() {
                    "who" => self.verb_phrase(from + 1, end),
                    "and" | "but" | "or" => {}
                    // A second name after a comma is one of a list: `Iraq's X, Syria's Y`.
                    _ if self.is_list(from, end) => {}
                    _ => {
                        self.describe(from..end);
                    }
                }
            }
            "(" => self.bracket(start + 1),
            "of" | "from" | "with" | "at" => {
                let mut at = start + 1;
                if matches!(self.word(at), "the" | "The") {
                    at += 1;
                }
                if let Some(name) = self.page.name_at(self.s, at)
                    && matches!(name.kind, NameKind::Organisation | NameKind::Party)
                    && (next == "of" || next == "from")
                {
                    let tokens = name.tokens.clone();
                    // `Ana Diaz of Utah` was elected there.
                    if let Some(owner) = self.owner(&tokens)
                        && self.cast.parts[owner.actor].subtype != Some(GroupKind::Region)
                    {
                        self.push(owner.actor, &(start..start + 1), &tokens, false);
                    }
                }
            }
            _ => self.verb_phrase(start, (start + REACH).min(self.page.len(self.s))),
        }
    }

    /// The end of an apposition that begins at `from`.
    pub(super) fn clause_end(&self, from: usize) -> usize {
        let limit = (from + REACH).min(self.page.len(self.s));
        let mut i = from;
        while i < limit {
            let word = self.word(i);
            if matches!(word, "." | ";" | ":" | "(" | ")" | "\"" | "“" | "”" | "—" | "–" | "?" | "!")
            {
                return i;
            }
            // Commas inside names (`Women, Peace and Security`) do not end it.
            if word == "," && self.page.name_at(self.s, i).is_none() {
                return i;
            }
            i += 1;
        }
        limit
    }

    /// True if the stretch after the comma brings another person: `X, Syria's president Y and Z`.
    pub(super) fn is_list(&self, from: usize, end: usize) -> bool {
        let brings = (from..end).any(|i| {
            self.page.name_at(self.s, i).is_some_and(|n| n.kind == NameKind::Person && n.tokens.start == i)
                && !self.page.is_possessive(self.s, self.page.name_at(self.s, i).map_or(i, |n| n.tokens.end))
        });
        brings && !matches!(self.page.lower(self.s, from).as_ref(), "the" | "a" | "an" | "who" | "one")
            || (from..end).any(|i| {
                self.page.name_at(self.s, i).is_none()
                    && matches!(self.page.upos(self.s, i), Upos::Verb)
                    && i == from
            })
    }

    /// `(R-TX)`, `(D)`, `(Republican)`.
    pub(super) fn bracket(&mut self, at: usize) {
        let word = self.word(at).to_owned();
        let label = word.split(['-', '–', ',']).next().unwrap_or("").trim_end_matches('.');
        let slug = match label {
            "R" => "republican-party",
            "D" => "democratic-party",
            _ => "",
        };
        let tokens = at..at + 1;
        if let Some(group) = self.page.tables.groups.by_slug(slug) {
            let actor = self.cast.listed_group(group);
            self.push(actor, &tokens, &tokens, false);
        } else if let Some(name) = self.page.name_at(self.s, at)
            && name.kind == NameKind::Party
        {
            let tokens = name.tokens.clone();
            if let Some(owner) = self.owner(&tokens) {
                self.push(owner.actor, &tokens, &tokens, false);
            }
        }
    }

    /// `X is the leader of Y`, `X heads Y`, `X was appointed head of Y`, `X, who leads Y`.
    pub(super) fn verb_phrase(&mut self, from: usize, end: usize) {
        let mut at = from;
        for _ in 0..3 {
            let word = self.page.lower(self.s, at);
            if matches!(
                word.as_ref(),
                "also"
                    | "currently"
                    | "now"
                    | "previously"
                    | "has"
                    | "had"
                    | "have"
                    | "once"
                    | "later"
                    | "then"
                    | "been"
                    | "formerly"
                    | "still"
            ) {
                at += 1;
            } else {
                break;
            }
        }
        // `if Ana Diaz becomes president`
        if self.page.supposed(self.s, self.page.head_of(self.s, &self.name, self.name.start)).is_some() {
            return;
        }
        let verb = self.page.lower(self.s, at);
        let former = matches!(verb.as_ref(), "was" | "became") || from != at && self.word(from) == "formerly";
        match verb.as_ref() {
            "elected" | "appointed" | "named" if from == at => {
                let stop = self.clause_end(at + 1).min(end);
                if self.noun_phrase(at + 1, stop) {
                    self.describe(at + 1..stop);
                }
            }
            "is" | "was" | "became" | "becomes" | "serves" | "served" | "remains" | "be" | "resigned" => {
                let stop = self.clause_end(at + 1).min(end);
                let mut start = at + 1;
                // `was appointed`, `was elected leader of`
                let passive = self.page.lower(self.s, start);
                if matches!(
                    passive.as_ref(),
                    "appointed"
                        | "elected"
                        | "named"
                        | "nominated"
                        | "as"
                        | "sworn"
                        | "chosen"
                        | "also"
                        | "made"
                        | "re-elected"
                ) {
                    start += 1;
                }
                // Only a noun phrase says what somebody is.
                if self.noun_phrase(start, stop) {
                    self.describe_as(start..stop, former && passive == verb);
                }
            }
            "heads" | "leads" | "headed" | "led" | "chairs" | "chaired" | "represents" | "represented"
            | "runs" | "commands" | "commanded" | "founded" | "co-founded" => {
                let mut i = at + 1;
                if matches!(self.word(i), "the" | "its" | "a") {
                    i += 1;
                }
                if self.page.is_possessive(self.s, i) {
                    return;
                }
                if let Some(name) = self.page.name_at(self.s, i)
                    && matches!(name.kind, NameKind::Organisation | NameKind::Party)
                {
                    let tokens = name.tokens.clone();
                    if let Some(owner) = self.owner(&tokens) {
                        self.push(owner.actor, &(at..at + 1), &tokens, false);
                    }
                }
            }
            _ => {}
        }
    }

    /// True if a title comes before any verb.
    pub(super) fn noun_phrase(&self, from: usize, end: usize) -> bool {
        let opens = |i: usize| {
            matches!(self.page.lower(self.s, i).as_ref(), "the" | "a" | "an" | "not" | "one" | "as" | "in")
                || self.page.office(self.s, i).is_some()
                || self.page.name_at(self.s, i).is_some()
        };
        from < end && opens(from)
    }

    pub(super) fn describe(&mut self, phrase: Range<usize>) -> bool {
        self.describe_as(phrase, false)
    }

    /// Reads a phrase with a title: bodies before it and after its prepositions.
    pub(super) fn describe_as(&mut self, phrase: Range<usize>, former: bool) -> bool {
        let mut any = false;
        let mut at = phrase.start;
        let mut titles = 0;
        while at < phrase.end && titles < 3 {
            // A verb ends what describes the person, as does a clause.
            if self.page.name_at(self.s, at).is_none()
                && (matches!(self.page.upos(self.s, at), Upos::Verb | Upos::Aux)
                    && self.page.office(self.s, at).is_none()
                    || matches!(self.word(at), "who" | "which" | "that" | "whose" | "said" | "says" | "told"))
                && !matches!(
                    self.word(at),
                    "appointed" | "elected" | "named" | "ruling" | "acting" | "based" | "leading"
                )
            {
                break;
            }
            if self.page.name_at(self.s, at).is_some_and(|n| n.kind != NameKind::Other) {
                // A party is itself a label: `X, a Republican from Texas`.
                let name = self.page.name_at(self.s, at);
                if let Some(name) = name.filter(|n| n.kind == NameKind::Party && n.tokens.start == at) {
                    let tokens = name.tokens.clone();
                    let lone = self.page.office(self.s, tokens.end).is_none();
                    if lone
                        && titles == 0
                        && let Some(owner) = self.owner(&tokens)
                    {
                        self.push(owner.actor, &tokens, &tokens, former);
                        any = true;
                    }
                }
                at = name.map_or(at + 1, |n| n.tokens.end);
                continue;
            }
            // `the widow of officer X`, `X, wife of a Google engineer`: what follows is another's office.
            if self.page.is_kin_of(self.s, at) {
                break;
            }
            let Some((len, office, plural)) = self.page.office(self.s, at) else {
                at += 1;
                continue;
            };
            let tokens = at..at + len;
            at = tokens.end;
            // `…, officials said, and X`: before a name, a plural is not that person's title.
            if plural && phrase.end <= self.name.start {
                continue;
            }
            if plural && self.page.before(self.s, tokens.start) != "of" && titles > 0 {
                break;
            }
            titles += 1;
            let title = self.title(tokens, office);
            let title = Title { former: former || title.former, ..title };
            self.remember(&title);
            let mut owners = self.owners_before(&title);
            owners.retain(|o| o.tokens.start >= phrase.start);
            let had = !owners.is_empty();
            let (more, end) = self.owners_after(&title, phrase.end);
            if title.envoy && had {
                owners.truncate(1);
            } else {
                owners.extend(more);
            }
            any |= !owners.is_empty();
            if owners.is_empty() && title.kind == OfficeKind::State && !self.is_persons(&title) {
                self.open.push((self.member, self.s, title.tokens.clone(), self.name.clone()));
            }
            let kind = if title.kind == OfficeKind::Honorific { OfficeKind::Body } else { title.kind };
            self.add(&Title { kind, ..title }, owners);
            at = end.max(at);
        }
        any
    }

    /// `of the Third Army`, `for the State Department`, `at the University of X`.
    pub(super) fn owners_after(&mut self, title: &Title, limit: usize) -> (Vec<Owner>, usize) {
        let mut out = Vec::new();
        let mut at = title.tokens.end;
        let mut preposition = String::new();
        let end = (at + 12).min(limit);
        while at < end {
            if let Some(name) = self.page.name_at(self.s, at) {
                let tokens = name.tokens.clone();
                let (kind, next) = (name.kind, tokens.end);
                if kind == NameKind::Person || preposition.is_empty() {
                    break;
                }
                let possessive = self.page.is_possessive(self.s, next);
                if kind != NameKind::Other {
                    let receiver = title.envoy && preposition == "to";
                    let seat = title.kind == OfficeKind::State && self.is_legislator(title);
                    let place =
                        kind == NameKind::Place && (seat || matches!(preposition.as_str(), "in" | "from"));
                    if !receiver
                        && !place
                        && (kind != NameKind::Nationality || self.body_follows(next))
                        && let Some(owner) = self.owner(&tokens)
                    {
                        out.push(owner);
                    }
                    if !possessive && kind != NameKind::Nationality {
                        at = next;
                        // `chief of the United Nations and …`: only the first, but `, X` goes on.
                        break;
                    }
                }
                at = if possessive { next + 1 } else { next };
                continue;
            }
            let word = self.page.lower(self.s, at);
            match word.as_ref() {
                "of" | "for" | "at" | "in" | "to" | "with" | "on" | "from" => preposition = word.into_owned(),
                "and" | "or" | "," | "who" | "which" | "that" | "when" | "after" | "since" | "during"
                | "under" | "until" | "as" | "by" => break,
                _ if matches!(
                    self.page.upos(self.s, at),
                    Upos::Verb | Upos::Aux | Upos::Sconj | Upos::Pron
                ) =>
                {
                    break;
                }
                _ => {}
            }
            at += 1;
        }
        (out, at)
    }

    /// Members of a parliament do not hold an office of the place they were elected in.
    pub(super) fn is_legislator(&self, title: &Title) -> bool {
        let last = self.page.lower(self.s, title.tokens.end - 1);
        ["senator", "representative", "congress", "lawmaker", "mp", "member", "delegate", "sen", "rep"]
            .iter()
            .any(|word| last.starts_with(word))
    }

    /// True if a noun of a body follows, which the nationality then owns: `of the Iraqi army`.
    pub(super) fn body_follows(&self, at: usize) -> bool {
        (at..at + 3).any(|i| self.page.tables.bodies.get(&self.page.lower(self.s, i)).is_some())
    }
}
