//! Nominals and pronouns: `the Iraqi foreign minister`, `the two countries`, `he`.

mod officials;
mod pronouns;

use std::ops::Range;

use super::cast::{Cast, Gender};
use super::focus::{Focus, Seen, Who};
use super::page::Page;
use crate::tables::{CueRole, Sense};
use crate::types::{ActorKind, Deprel, GroupKind, Mention, MentionForm, Name, NameKind, Reason, Upos};

/// How many words a nominal may have between its article and its noun.
const WIDTH: usize = 5;

/// All mentions that rest on what was said before. `main` is the country the document is about.
pub(super) fn find(page: &Page<'_>, cast: &mut Cast, main: Option<usize>) {
    let mut focus = Focus::default();
    let mut named: Vec<(usize, usize)> = Vec::new();
    let mut order: Vec<usize> = (0..cast.mentions.len()).collect();
    order.sort_by_key(|&m| (cast.mentions[m].sentence, cast.mentions[m].tokens.start));
    let mut next = 0;
    for s in 0..page.sentences.len() {
        named.clear();
        while let Some(&m) = order.get(next).filter(|&&m| cast.mentions[m].sentence <= s) {
            named.push((cast.mentions[m].tokens.start, m));
            next += 1;
        }
        Reader { page, cast, focus: &mut focus, s, main }.sentence(&named);
    }
}

struct Reader<'a, 'p, 'c, 'f> {
    page: &'a Page<'p>,
    cast: &'c mut Cast,
    focus: &'f mut Focus,
    s: usize,
    main: Option<usize>,
}

impl Reader<'_, '_, '_, '_> {
    fn sentence(&mut self, named: &[(usize, usize)]) {
        let mut names = named.iter().copied().peekable();
        let mut last: Option<(usize, Vec<usize>)> = None;
        let mut i = 0;
        while i < self.page.len(self.s) {
            let mut skip = 0;
            while let Some((start, m)) = names.next_if(|&(start, _)| start <= i) {
                let mention = &self.cast.mentions[m];
                skip = skip.max(mention.tokens.len());
                let (head, actors, place) = (mention.head, mention.actors.clone(), mention.place);
                self.see(start, head, actors, place, &mut last);
            }
            if skip > 0 {
                i += skip;
                continue;
            }
            i += self.token(i, named).max(1);
        }
    }

    /// Remembers a mention, and the coordination that it goes on.
    fn see(
        &mut self,
        token: usize,
        head: usize,
        actors: Vec<usize>,
        place: bool,
        last: &mut Option<(usize, Vec<usize>)>,
    ) {
        let subject = is_subject(self.page, self.s, head);
        let joined = match last {
            Some((before, list))
                if self.page.deprel(self.s, head) == Deprel::Conj
                    && self.page.head(self.s, head).is_some_and(|h| h == *before) =>
            {
                list.extend(actors.iter().copied().filter(|a| !list.contains(a)).collect::<Vec<_>>());
                (list.len() > 1).then(|| (list.clone(), *before))
            }
            _ => {
                *last = Some((head, actors.clone()));
                None
            }
        };
        self.focus.push(Seen { who: Who::Actors(actors), sentence: self.s, token, subject, place });
        if let Some((list, first)) = joined {
            let subject = is_subject(self.page, self.s, first);
            self.focus.push(Seen { who: Who::Actors(list), sentence: self.s, token, subject, place });
        }
    }

    fn token(&mut self, i: usize, named: &[(usize, usize)]) -> usize {
        let word = self.page.lower(self.s, i);
        match word.as_ref() {
            "he" | "him" | "his" | "himself" => self.person(i, Gender::Male, named),
            "she" | "her" | "hers" | "herself" => self.person(i, Gender::Female, named),
            "it" | "its" | "itself" => {
                // `it` as a mere subject of `rains`, `is said`: only `its` and acting `it` count.
                let expletive = word == "it" && self.is_expletive(i);
                let ahead = self.body_ahead(i, named);
                let but = self.doer_of(i);
                if let Some(owner) = self.owner_beside(i) {
                    let owner = owner.into_iter().collect();
                    self.add(i..i + 1, i, owner, MentionForm::Pronoun, Reason::Pronoun);
                    return 1;
                }
                let found = ahead.or_else(|| self.focus.thing(self.cast, self.s, but)).filter(|_| !expletive);
                self.add(i..i + 1, i, found.into_iter().collect(), MentionForm::Pronoun, Reason::Pronoun);
                1
            }
            "they" | "them" | "their" | "themselves" => {
                let found = self.focus.several(self.cast, self.s).map(<[usize]>::to_vec);
                self.add(i..i + 1, i, found.unwrap_or_default(), MentionForm::Pronoun, Reason::Pronoun);
                1
            }
            "both" => self.two(i, i + 1),
            // `found that police kill`: a conjunction points at nobody.
            "the" | "this" | "that" | "these" if self.page.deprel(self.s, i) != Deprel::Mark => {
                let width = self.nominal(i);
                if width == 1 {
                    self.unnamed(i);
                }
                width
            }
            // `Some welcomed the news, saying they`
            "some" | "many" | "others" | "most" | "several" | "few" => {
                if is_subject(self.page, self.s, i) {
                    let who = Who::Unnamed { several: true, person: false, gender: None };
                    self.focus.push(Seen { who, sentence: self.s, token: i, subject: true, place: false });
                }
                1
            }
            _ => {
                self.unnamed(i);
                1
            }
        }
    }

    /// `These rioters … they`, `a New York man … he`: people without a name are meant before others are.
    fn unnamed(&mut self, i: usize) {
        let page = self.page;
        if page.upos(self.s, i) != Upos::Noun || page.deprel(self.s, i) == Deprel::Compound {
            return;
        }
        let several = page.lower(self.s, i) != page.lemma(self.s, i);
        // `These rioters, they are`: the pronoun takes up what stands before it.
        let taken_up = page.word(self.s, i + 1) == "," && page.lower(self.s, i + 2) == "they";
        let subject = is_subject(page, self.s, i) || taken_up;
        let person = page.tables.cues.has(page.lemma(self.s, i), CueRole::Folk);
        // `the man` has been named.
        let new = (0..i).rev().take(5).any(|k| {
            page.head(self.s, k) == Some(i)
                && matches!(page.lower(self.s, k).as_ref(), "a" | "an" | "another" | "one")
        });
        // `the leaders` may have names.
        let word = page.lower(self.s, i);
        let office = page.office(self.s, i).is_some();
        let known = office || page.tables.bodies.get(&word).is_some();
        let one = new && !several && (person || office) && !self.has_name(i);
        if subject && !known && several || one && (subject || self.is_spoken_to(i)) {
            let who = Who::Unnamed { several, person: person || office, gender: None };
            self.focus.push(Seen { who, sentence: self.s, token: i, subject, place: false });
        }
    }

    /// `an adviser, Ana Diaz`: who has a name after all.
    fn has_name(&self, i: usize) -> bool {
        let page = self.page;
        let named = |k: usize| page.name_at(self.s, k).is_some_and(|name| name.kind == NameKind::Person);
        let beside = |k: usize| {
            page.head(self.s, k) == Some(i)
                && matches!(page.deprel(self.s, k), Deprel::Appos | Deprel::Flat | Deprel::NmodDesc)
        };
        named(i + 1) || (i + 1..page.len(self.s)).any(|k| beside(k) && named(k))
    }

    /// `I spoke with an assistant who`.
    fn is_spoken_to(&self, i: usize) -> bool {
        let page = self.page;
        matches!(page.deprel(self.s, i), Deprel::Obj | Deprel::Obl)
            && page.head(self.s, i).is_some_and(|verb| {
                matches!(page.lemma(self.s, verb), "talk" | "speak" | "meet" | "interview")
            })
    }

    /// `the two leaders`, `both sides`; `at` is the word after the article.
    fn two(&mut self, start: usize, at: usize) -> usize {
        let page = self.page;
        let noun = page.lower(self.s, at);
        let people = |part: &super::cast::Part| part.kind == ActorKind::Person;
        let states = |part: &super::cast::Part| part.kind == ActorKind::Country;
        let (found, end) = match noun.as_ref() {
            "countries" | "nations" | "states" | "neighbors" | "neighbours" | "governments" | "capitals"
            | "allies" | "powers" => (self.last_two(states).or_else(|| self.last_two_states()), at + 1),
            "leaders" | "presidents" | "ministers" => {
                // Those who hold an office come first: `told VOA that the two leaders met`.
                let stem = noun.trim_end_matches('s');
                let holds = |part: &super::cast::Part| {
                    people(part)
                        && part
                            .offices
                            .iter()
                            .any(|o| stem == "leader" || o.contains(stem) && !o.contains("vice"))
                };
                (self.last_two(holds).or_else(|| self.last_two(people)), at + 1)
            }
            "men" | "diplomats" | "officials" | "politicians" | "women" | "candidates" | "rivals" => {
                (self.last_two(people), at + 1)
            }
            "sides" | "parties" | "groups" => {
                let bodies = |part: &super::cast::Part| part.kind != ActorKind::Person;
                (
                    self.last_two(states)
                        .or_else(|| self.last_two_states())
                        .or_else(|| self.last_two(bodies)),
                    at + 1,
                )
            }
            // `both of them`: whom the pronoun means would else be any list.
            "of" if page.lower(self.s, at + 1) == "them" => {
                (self.last_two(people).or_else(|| self.last_two(states)), at + 2)
            }
            _ if matches!(page.upos(self.s, at), Upos::Verb | Upos::Aux)
                && page.word(self.s, start) != "both" =>
            {
                (self.last_two(people).or_else(|| self.last_two(states)), at)
            }
            _ => return 1,
        };
        // `both groups of voters` are others; `both of them` are not.
        if noun.as_ref() != "of" && page.word(self.s, end) == "of" {
            return 1;
        }
        let Some(found) = found else { return end.saturating_sub(start) };
        let last = end.saturating_sub(1).max(start);
        let head = if noun.as_ref() == "of" { at - 1 } else { last };
        self.remember(start, head, found.clone());
        self.add(start..end, head, found, MentionForm::Nominal, Reason::Plural);
        end - start
    }

    fn last_two(&self, fits: impl Fn(&super::cast::Part) -> bool) -> Option<Vec<usize>> {
        self.focus.last_two(self.s, |actor| fits(&self.cast.parts[actor]))
    }

    /// The states of the last two people.
    fn last_two_states(&self) -> Option<Vec<usize>> {
        let people = self.focus.last_two(self.s, |a| self.cast.parts[a].kind == ActorKind::Person)?;
        let states: Vec<usize> = people.iter().filter_map(|&p| self.cast.country_of(p)).collect();
        (states.len() == 2 && states[0] != states[1]).then_some(states)
    }

    /// `the …`: a nominal with a noun that means a person, state or body.
    fn nominal(&mut self, start: usize) -> usize {
        let page = self.page;
        let s = self.s;
        let mut at = start + 1;
        if page.lower(s, at) == "two" {
            return self.two(start, at + 1);
        }
        let mut nation = None;
        for _ in 0..WIDTH {
            if at >= page.len(s) {
                return 1;
            }
            if at == start + 1
                && let Some(width) = self.regional(start)
            {
                return width;
            }
            // `the army chief`: the title begins with the word of a body.
            let office = page.office(s, at);
            let within = |name: &&Name| {
                name.tokens.start == at
                    && page.word(s, at).starts_with(char::is_lowercase)
                    && office.is_some_and(|(len, ..)| at + len > name.tokens.end)
            };
            if let Some(name) = page.name_at(s, at).filter(|name| !within(name)) {
                if !matches!(name.kind, NameKind::Nationality | NameKind::Country) || name.tokens.start != at
                {
                    return 1;
                }
                let Some(m) = self.cast.named_at(s, at) else { return 1 };
                nation = self.cast.mentions[m].actors.first().copied();
                at = name.tokens.end;
                continue;
            }
            if let Some((len, office, plural)) = office {
                // `the Iraqi Prime Minister X`, `the president of X`, `the minister's office`
                if plural || page.name_at(s, at + len).is_some_and(|n| n.kind == NameKind::Person) {
                    return 1;
                }
                return self.official(start, (at..at + len, office.kind), nation);
            }
            let word = page.lower(s, at);
            if let Some(skip) = self.body(start, at, &word, nation) {
                return skip;
            }
            let adjective = matches!(page.upos(s, at), Upos::Adj | Upos::Noun | Upos::Propn | Upos::X)
                && word.starts_with(|c: char| c.is_alphabetic())
                && !matches!(
                    word.as_ref(),
                    "next"
                        | "other"
                        | "last"
                        | "same"
                        | "second"
                        | "third"
                        | "only"
                        | "neighboring"
                        | "neighbouring"
                );
            if !adjective {
                return 1;
            }
            at += 1;
        }
        1
    }

    fn is_apposition(&self, at: usize) -> bool {
        self.page.name_at(self.s, at).is_some_and(|n| n.kind == NameKind::Person)
    }

    /// `the country`, `the government`, `the group`, `the ministry`.
    fn body(&mut self, start: usize, at: usize, noun: &str, nation: Option<usize>) -> Option<usize> {
        let page = self.page;
        let s = self.s;
        // A noun that only modifies the next is not what is meant: `the government forces`.
        let next = page.lower(s, at + 1);
        if page.upos(s, at + 1) == Upos::Noun && page.tables.bodies.get(&next).is_some() {
            return None;
        }
        let body = page.tables.bodies.get(noun);
        let state = matches!(noun, "country" | "nation" | "kingdom" | "republic" | "government" | "regime");
        // `the government of Hugo Mora` is his, whatever the country.
        let of_person = page.word(s, at + 1) == "of" && self.is_apposition(at + 2);
        let found = if state && of_person {
            None
        } else if state {
            let named = nation.or_else(|| self.state_after(at + 1));
            let governs = matches!(noun, "government" | "regime");
            if let Some(state) = named.filter(|_| governs) {
                self.focus.govern(s, state);
            }
            let named = named.or_else(|| self.focus.governed(s).filter(|_| governs));
            // `The minister said the government …`: his own, or nobody knows whose.
            let own = if noun == "regime" || noun == "country" { None } else { self.own_state(at) };
            // But the one of which the text speaks already goes on to be meant.
            let named = named.or_else(|| self.focus.governing(s).filter(|_| governs && own.is_some()));
            if named.is_none() && own == Some(None) {
                return None;
            }
            named.or(own.flatten()).or_else(|| {
                let ahead = matches!(noun, "government" | "nation") && self.main.is_some();
                let state = |a: usize| self.cast.parts[a].kind == ActorKind::Country;
                self.focus.last_acting(s, state).filter(|_| !ahead).or(self.main)
            })
        } else if let Some(body) = body {
            if body.stands_for_state && nation.is_some() {
                return Some(1);
            }
            let fits = |actor: usize| {
                let part = &self.cast.parts[actor];
                part.kind == ActorKind::Group
                    && nation.is_none_or(|n| self.cast.country_of(actor) == Some(n))
                    && (ends_in(&part.name, noun) || suits(noun, part.subtype))
            };
            let arm = page.tables.senses.is(noun, Sense::Arm);
            let own = self.own_body(at, |part| {
                ends_in(&part.name, noun) || suits(noun, part.subtype) || part.subtype == Some(body.kind)
            });
            own.or_else(|| self.focus.last_topic(s, fits)).or_else(|| nation.or(self.main).filter(|_| arm))
        } else if matches!(noun, "bloc" | "body" | "organization" | "organisation" | "alliance" | "union") {
            self.focus.last(s, |a| self.cast.parts[a].subtype == Some(GroupKind::International))
        } else {
            return None;
        };
        let actor = found?;
        if matches!(noun, "government" | "regime") {
            self.focus.mean_government(s, actor);
        }
        let tokens = start..at + 1;
        let head = page.head_of(s, &tokens, at);
        self.remember(start, head, vec![actor]);
        self.add(tokens, head, vec![actor], MentionForm::Nominal, Reason::RoleNoun);
        Some(at + 1 - start)
    }

    /// `the government in Kyiv`, `the government of Iraq`.
    fn state_after(&mut self, at: usize) -> Option<usize> {
        let page = self.page;
        if !matches!(page.word(self.s, at), "in" | "of") {
            return None;
        }
        let name = page.name_at(self.s, at + 1)?;
        let (iso3, _) = super::countries::meant(page, self.s, &name.tokens)?;
        self.cast.country(page, &iso3)
    }

    /// Lets later nominals and pronouns choose whom this one means.
    fn remember(&mut self, token: usize, head: usize, actors: Vec<usize>) {
        let (sentence, subject) = (self.s, is_subject(self.page, self.s, head));
        self.focus.push(Seen { who: Who::Actors(actors), sentence, token, subject, place: false });
    }

    fn add(
        &mut self,
        tokens: Range<usize>,
        head: usize,
        actors: Vec<usize>,
        form: MentionForm,
        reason: Reason,
    ) {
        if actors.is_empty() {
            return;
        }
        let span = self.page.span(self.s, &tokens);
        self.cast.mentions.push(Mention {
            sentence: self.s,
            tokens,
            head,
            span,
            form,
            actors,
            reason,
            place: false,
        });
    }
}

/// True if a group's name ends in the noun: `the ministry` for `Iraqi Foreign Ministry`.
fn ends_in(name: &str, noun: &str) -> bool {
    name.rsplit(' ').next().is_some_and(|last| last.eq_ignore_ascii_case(noun))
        || name.split(' ').any(|word| word.eq_ignore_ascii_case(noun)) && noun.len() > 4 && noun != "state"
}

/// True if bodies of the kind are called so without their name.
fn suits(noun: &str, kind: Option<GroupKind>) -> bool {
    let Some(kind) = kind else { return false };
    match noun {
        "group" | "militants" | "rebels" | "militia" | "insurgents" => kind == GroupKind::Armed,
        "party" => kind == GroupKind::Party,
        "company" | "firm" => matches!(kind, GroupKind::Company | GroupKind::Other),
        "organization" | "organisation" | "bloc" | "alliance" | "union" => kind == GroupKind::International,
        _ => false,
    }
}

/// True if the token is subject of a clause, itself or as a conjunct.
pub(super) fn is_subject(page: &Page<'_>, s: usize, token: usize) -> bool {
    let mut at = token;
    for _ in 0..4 {
        match page.deprel(s, at) {
            Deprel::Nsubj | Deprel::NsubjPass => return true,
            Deprel::Conj | Deprel::Flat | Deprel::Appos => match page.head(s, at) {
                Some(head) => at = head,
                None => return false,
            },
            _ => return false,
        }
    }
    false
}
