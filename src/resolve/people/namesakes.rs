//! Which of several people of one surname is meant, or that nobody can tell.

use std::cmp::Reverse;

use super::spelling::{alike, core, generation, sound};
use super::{Found, Gender, Page, People, Person};
use crate::tables::{Holder, PersonName, Sense};
use crate::types::NameKind;

/// How many people of one name are looked at.
const MOST: usize = 64;

/// How many words after a name may say what its bearer is.
const REACH: usize = 10;

/// How many sentences back whoever was named last is still spoken of.
const NEAR: usize = 2;

/// Whom a single word means.
pub(super) enum Meant {
    One(usize),
    /// One of several.
    Nobody,
    /// Somebody of whom the document says no more.
    New,
}

/// What the text has said of a person.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// The place among all names at which the text first gives this one.
    pub first: usize,
    /// The offices that stand before the name, as tables call them.
    titles: Vec<String>,
    /// True if the text says that the person leads a state.
    leads: bool,
    /// Among the names so far: how often in full outside headlines, the last by one word, the last.
    full: usize,
    bare: Option<usize>,
    last: Option<Last>,
}

/// Where a person was named last.
#[derive(Debug, Clone, Copy)]
struct Last {
    s: usize,
    subject: bool,
}

impl Known {
    /// Of somebody whom the text first names at that place among all names.
    pub fn new(first: usize) -> Self {
        Self { first, ..Self::default() }
    }

    /// Learns what stands beside a name.
    pub fn describe(&mut self, page: &Page<'_>, found: &Found) {
        let title = found.title.iter().filter(|title| !self.titles.contains(title));
        self.titles.extend(title.cloned().collect::<Vec<_>>());
        self.leads |= found.title.as_deref().is_some_and(|title| leads(page, title));
        // `Ana Diaz, the president of Peru,`; but not `Ana Diaz, wife of President Juan Diaz`.
        let after = found.tokens.end..(found.tokens.end + REACH).min(page.len(found.s));
        let person = |i: usize| page.name_at(found.s, i).is_some_and(|name| name.kind == NameKind::Person);
        let office = after.take_while(|&i| !person(i)).find_map(|i| {
            let (len, office, plural) = page.office(found.s, i)?;
            (!plural && leads(page, &office.name)).then_some(i + len)
        });
        self.leads |= office.is_some_and(|end| !person(end));
    }

    /// Learns that the text names the person here, at place `i` among all names.
    pub fn again(&mut self, found: &Found, i: usize) {
        if core(&found.words).len() > 1 {
            self.full += usize::from(!found.headline);
        } else {
            self.bare = Some(i);
            self.titles.extend(found.title.clone());
        }
        self.last = Some(Last { s: found.s, subject: found.subject });
    }
}

/// True for the office of a head of state or government.
fn leads(page: &Page<'_>, office: &str) -> bool {
    page.tables.senses.is(office, Sense::Leads)
}

impl Person {
    /// The gender that a title or else the given name tells; what stands first may be the surname.
    fn gender_beside(&self, surname: &str) -> Option<Gender> {
        let given = self.words.first().is_some_and(|first| first != surname);
        self.gender.or(self.likely.filter(|_| given))
    }
}

impl People {
    /// Whom one word of a name means, at place `i` among all names.
    pub(super) fn meant(&self, page: &Page<'_>, found: &Found, word: &str, i: usize) -> Meant {
        let spelled = || self.by_word.get(&sound(word)).or_else(|| self.by_word.get(&super::bones(word)));
        let all = self.by_word.get(word).or_else(spelled).map_or(&[][..], Vec::as_slice);
        let all = &all[..all.len().min(MOST)];
        let words = |p: usize| core(&self.list[p].words);
        // Another spelling is of the surname alone.
        let same = |p: usize| {
            words(p).contains(&word)
                || words(p).last().is_some_and(|last| sound(last) == sound(word) || alike(last, word))
        };
        let leaders = Leaders::of(page, found, word);
        let fits = |p: usize| {
            let person = &self.list[p];
            let gender = person.gender_beside(word).is_none_or(|g| found.gender.is_none_or(|h| g == h));
            let generation = generation(&found.words).is_none_or(|g| generation(&person.words) == Some(g));
            gender && generation && leaders.allow(person, found, i)
        };
        let mut fitting: Vec<usize> = all.iter().copied().filter(|&p| same(p) && fits(p)).collect();
        fitting.dedup();
        let bearers: Vec<usize> =
            fitting.iter().copied().filter(|&p| words(p).last() == Some(&word)).collect();
        if !bearers.is_empty() {
            return self.bearer(found, bearers, &leaders, i);
        }
        // A given name that two bear is nobody's.
        let given = all.iter().filter(|&&p| words(p).first() == Some(&word)).count();
        let gendered = |p: usize| found.gender.is_some() && self.list[p].gender == found.gender;
        match fitting.into_iter().max_by_key(|&p| (gendered(p), Reverse(p))) {
            Some(_) if given > 1 => Meant::Nobody,
            Some(p) => Meant::One(p),
            None => Meant::New,
        }
    }

    /// Which of those who bear the surname is meant.
    fn bearer(&self, found: &Found, mut of: Vec<usize>, leaders: &Leaders<'_>, i: usize) -> Meant {
        let known = |p: usize| &self.list[p].known;
        keep(&mut of, |p| found.title.as_ref().is_some_and(|title| known(p).titles.contains(title)));
        keep(&mut of, |p| found.gender.is_some() && self.list[p].gender == found.gender);
        if found.title.is_none() {
            keep(&mut of, |p| leaders.alone && leaders.are(&self.list[p]));
        }
        // Whom the text has named already; in a headline, whom it will name first.
        keep(&mut of, |p| known(p).first < i);
        let Some(&first) = of.iter().min_by_key(|&&p| known(p).first) else { return Meant::New };
        if of.len() == 1 || known(first).first > i {
            return Meant::One(first);
        }
        // Whom the bare surname meant before; a namesake who came since may be meant now.
        let before = of.iter().copied().filter(|&p| known(p).bare.is_some()).max_by_key(|&p| known(p).bare);
        let topic = self.topic(found, &of);
        if let Some(before) = before {
            let since = |p: usize| Some(known(p).first) > known(before).bare;
            return match topic {
                Some(new) if new != before && since(new) && known(new).full < 2 => Meant::Nobody,
                _ => Meant::One(before),
            };
        }
        // Whoever is named in full again and again is so to be told from another.
        keep(&mut of, |p| known(p).full < 2);
        match (of.as_slice(), self.topic(found, &of)) {
            (&[one], _) | (_, Some(one)) => Meant::One(one),
            _ => Meant::Nobody,
        }
    }

    /// The one of them that a sentence right before is about, if it names no other.
    fn topic(&self, found: &Found, of: &[usize]) -> Option<usize> {
        let last = |p: usize| self.list[p].known.last;
        let newest = of.iter().copied().max_by_key(|&p| last(p).map(|last| last.s))?;
        let there = last(newest).filter(|last| last.subject && last.s + NEAR >= found.s)?;
        let alone = of.iter().all(|&p| p == newest || last(p).is_none_or(|last| last.s < there.s));
        alone.then_some(newest)
    }
}

/// Keeps those who pass, if any do.
fn keep(of: &mut Vec<usize>, pass: impl Fn(usize) -> bool) {
    if of.iter().any(|&p| pass(p)) {
        of.retain(|&p| pass(p));
    }
}

/// Heads of states of one surname, as far as tables know them.
struct Leaders<'p> {
    page: &'p Page<'p>,
    heads: Vec<Holder>,
    /// True if the bare surname means them.
    alone: bool,
}

impl<'p> Leaders<'p> {
    fn of(page: &'p Page<'p>, found: &Found, word: &str) -> Self {
        let tables = page.tables;
        let surname = page.word(found.s, found.tokens.end - 1);
        let is_head = |holder: &Holder| {
            holder.terms.iter().any(|term| tables.kin.of(&term.office) == Some("head"))
                && holder.names().any(|name| name.is_full() && sound(name.surname()) == sound(word))
        };
        let known = tables.leaders.country(surname).is_some();
        let heads = if known { tables.holders.called(word) } else { Vec::new() };
        let heads = heads.into_iter().filter(is_head).collect();
        Self { page, heads, alone: tables.leaders.is_known_alone(surname) }
    }

    /// True if the person can be one of them.
    fn are(&self, person: &Person) -> bool {
        let own = PersonName::new(&person.words.join(" "));
        let short = |a: &str, b: &str| self.page.tables.nicknames.are_one(a, b);
        own.words.len() < 2
            || self.heads.iter().any(|holder| holder.names().any(|name| own.likeness(name, short).is_some()))
    }

    /// False where the word can only mean one of them and the person is none: `President Trump` is not
    /// Melania Trump, nor is the `Trump` of a text that only later comes to speak of her.
    fn allow(&self, person: &Person, found: &Found, i: usize) -> bool {
        let one = match found.title.as_deref() {
            Some(title) => leads(self.page, title),
            None => self.alone && !found.headline && person.known.first > i,
        };
        !one || self.heads.is_empty() || person.known.leads || self.are(person)
    }
}
