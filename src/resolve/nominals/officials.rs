//! People by their office: `the Iraqi foreign minister`, `the president`.

use std::ops::Range;

use super::Reader;
use crate::resolve::cast::Cast;
use crate::resolve::page::Page;
use crate::tables::{OfficeKind, Sense};
use crate::types::{ActorKind, Deprel, GroupKind, MentionForm, Reason, Upos};

impl Reader<'_, '_, '_, '_> {
    /// `the (Iraqi) foreign minister`: the person of that office, else the state.
    pub(super) fn official(
        &mut self,
        start: usize,
        (title, kind): (Range<usize>, OfficeKind),
        nation: Option<usize>,
    ) -> usize {
        let page = self.page;
        let s = self.s;
        let text = page.text(s, &title).to_lowercase();
        let noun = page.lower(s, title.end - 1);
        let past = (start..title.start).any(|i| page.tables.senses.is(&page.lower(s, i), Sense::Past));
        let (nation, title) = match self.state_after(title.end) {
            Some(state) if nation.is_none() && !self.is_apposition(title.end + 3) => {
                let end = page.name_at(s, title.end + 1).map_or(title.end, |n| n.tokens.end);
                (Some(state), title.start..end)
            }
            _ => (nation, title),
        };
        // What follows may say more: `the president of Iraq`, `the leader, Ana Diaz`.
        let next = page.lower(s, title.end);
        if matches!(next.as_ref(), "of" | "for" | "who") && nation.is_none()
            || next == "," && self.is_apposition(title.end + 1)
        {
            return 1;
        }
        // `the general election`: the title only modifies a noun.
        if page.upos(s, title.end) == Upos::Noun || page.name_at(s, title.end).is_some() {
            return 1;
        }
        let loose = matches!(
            text.as_str(),
            "official"
                | "leader"
                | "diplomat"
                | "politician"
                | "man"
                | "woman"
                | "minister"
                | "envoy"
                | "lawmaker"
                | "top diplomat"
                | "senior official"
                | "chief"
        );
        // `the army chief` for a `chief of army staff`.
        let table = |office: &str| page.tables.offices.get(office).map(|office| &office.name);
        let same_office = |held: &str, asked: &str| {
            same_office(held, asked) || table(asked).is_some_and(|n| table(held) == Some(n))
        };
        let holds = |cast: &Cast, actor: usize| {
            cast.parts[actor].kind == ActorKind::Person
                && nation.is_none_or(|n| cast.country_of(actor) == Some(n))
                && (cast.parts[actor].offices.iter().any(|o| same_office(o, &text))
                    || loose && nation.is_some())
        };
        let now = |a: usize| holds(self.cast, a) && !self.is_history(a);
        let last = self.focus.last(s, now).or_else(|| self.focus.last(s, |a| holds(self.cast, a)));
        let found = last.or_else(|| {
            // One person of that office in the whole text.
            let mut all = (0..self.cast.parts.len().min(400)).filter(|&a| {
                self.cast.parts[a].offices.iter().any(|o| same_office(o, &text)) && holds(self.cast, a)
            });
            let only = all.next().filter(|_| all.next().is_none());
            // Who is named only further on is not meant where somebody else may be: `the former president`.
            only.filter(|&a| {
                let earlier = |a: usize| self.is_named_before(a, start);
                nation.is_some() || earlier(a) || !past && !self.leaders().any(earlier)
            })
        });
        let found = found.or_else(|| {
            self.only_leader(start).filter(|_| nation.is_none() && page.tables.senses.is(&text, Sense::Leads))
        });
        let tokens = start..title.end;
        let head = page.head_of(s, &tokens, title.end - 1);
        // `Ana Diaz, the French actress who`: she, whoever else is one.
        let described = page.head(s, head).filter(|_| page.deprel(s, head) == Deprel::Appos);
        let described = described.and_then(|up| self.meant_at(up));
        let described = described.filter(|&actor| self.cast.parts[actor].kind == ActorKind::Person);
        // `the French actress` is not France; `the French soldier` is.
        let stands = kind != OfficeKind::Profession
            || page.tables.bodies.get(&noun).is_some_and(|body| body.stands_for_state)
            || page.tables.senses.is(page.lemma(s, title.end - 1), Sense::Troops);
        match described.or(found).or(nation.filter(|_| stands)) {
            Some(actor) => {
                self.remember(start, head, vec![actor]);
                self.add(tokens, head, vec![actor], MentionForm::Nominal, Reason::RoleNoun);
            }
            None => return 1,
        }
        title.end - start
    }

    /// True if all that the text has said of somebody is of another year than this sentence: `In 1991, …`.
    fn is_history(&self, actor: usize) -> bool {
        let dated = |s: usize| opens_with_year(self.page, s);
        let mut own = self.cast.mentions.iter().filter(|m| m.sentence <= self.s && m.actors.contains(&actor));
        !dated(self.s) && own.all(|m| dated(m.sentence))
    }

    /// `the Ohio governor`: who is so called anywhere in the text; without one, nobody is meant, and least of
    /// all Ohio.
    pub(super) fn regional(&mut self, start: usize) -> Option<usize> {
        let (page, s) = (self.page, self.s);
        let name = page.name_at(s, start + 1).filter(|name| name.tokens.start == start + 1)?;
        let at = name.tokens.end;
        let m = self.cast.named_at(s, start + 1)?;
        let [region] = self.cast.mentions[m].actors[..] else { return None };
        let (len, office, plural) = page.office(s, at)?;
        let person = |i: usize| page.name_at(s, i).is_some();
        let end = at + len;
        let named = person(end) || page.word(s, end) == "," && person(end + 1);
        let part = &self.cast.parts[region];
        // `the London mayor`: a town that no table lists may look like any body.
        let town =
            part.subtype == Some(GroupKind::Other) && page.tables.senses.is(&office.name, Sense::Local);
        if part.subtype != Some(GroupKind::Region) && !town
            || office.kind != OfficeKind::State
            || plural
            || named
            || page.upos(s, end) == Upos::Noun
        {
            return None;
        }
        let text = page.text(s, &(at..end)).to_lowercase();
        let mut holders: Vec<usize> = (self.cast.roles.iter())
            .filter(|role| role.of == region && !role.former && same_office(&role.role.to_lowercase(), &text))
            .map(|role| role.member)
            .collect();
        holders.dedup();
        self.cast.mentions[m].actors.clear();
        if let [actor] = holders[..] {
            let tokens = start..end;
            let head = page.head_of(s, &tokens, end - 1);
            self.remember(start, head, vec![actor]);
            self.add(tokens, head, vec![actor], MentionForm::Nominal, Reason::RoleNoun);
        }
        Some(end - start)
    }

    /// The people of the text whom readers of news know to have led a state.
    fn leaders(&self) -> impl Iterator<Item = usize> + '_ {
        let parts = &self.cast.parts;
        (0..parts.len().min(400)).filter(|&a| {
            let surname = parts[a].name.rsplit(' ').next().unwrap_or_default();
            parts[a].kind == ActorKind::Person && self.page.tables.leaders.country(surname).is_some()
        })
    }

    /// The one of them whom the text has named so far, else names at all, if no title says more.
    fn only_leader(&self, start: usize) -> Option<usize> {
        let one = |mut all: Vec<usize>| if all.len() == 1 { all.pop() } else { None };
        let earlier = one(self.leaders().filter(|&a| self.is_named_before(a, start)).collect());
        earlier.or_else(|| one(self.leaders().collect())).filter(|&a| self.cast.parts[a].offices.is_empty())
    }

    /// True if the text names the actor before this token of the sentence.
    fn is_named_before(&self, actor: usize, token: usize) -> bool {
        let here = (self.s, token);
        self.cast.mentions.iter().any(|m| m.actors[..] == [actor] && (m.sentence, m.tokens.start) < here)
    }
}

/// True for a sentence that opens with a year other than that of the document: `In 1991, …`.
fn opens_with_year(page: &Page<'_>, s: usize) -> bool {
    let year = page.word(s, 1);
    let own = page.document.date.as_deref().is_some_and(|date| date.starts_with(year));
    page.word(s, 0) == "In" && year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()) && !own
}

/// `the foreign minister` for an `acting foreign minister`, `the president` for `vice president` not.
fn same_office(held: &str, asked: &str) -> bool {
    held == asked
        || held.strip_suffix(asked).is_some_and(|rest| {
            rest.ends_with(' ')
                && !["vice ", "deputy ", "prime ", "assistant ", "foreign ", "former "]
                    .iter()
                    .any(|p| rest.ends_with(p))
        })
        || asked == "minister" && held.ends_with("minister")
}
