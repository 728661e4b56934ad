//! Pronouns of people and things.

use super::{Reader, is_subject};
use crate::resolve::cast::Gender;
use crate::types::{ActorKind, Deprel, Mention, MentionForm, NameKind, Reason, Role, Upos};

impl Reader<'_, '_, '_, '_> {
    /// `it is clear that`, `it seems`: nobody.
    pub(super) fn is_expletive(&self, i: usize) -> bool {
        let page = self.page;
        let s = self.s;
        if page.deprel(s, i) == Deprel::Expl {
            return true;
        }
        let mut at = i + 1;
        while matches!(
            page.lower(s, at).as_ref(),
            "will"
                | "would"
                | "could"
                | "may"
                | "might"
                | "should"
                | "can"
                | "has"
                | "had"
                | "have"
                | "not"
                | "also"
                | "be"
                | "been"
        ) {
            at += 1;
        }
        match page.lower(s, at).as_ref() {
            "seems" | "seemed" | "appears" | "appeared" | "takes" | "took" | "remains" | "remained" => true,
            "is" | "was" | "'s" | "’s" | "isn't" | "wasn't" => {
                let mut next = at + 1;
                while matches!(
                    page.lower(s, next).as_ref(),
                    "not" | "also" | "still" | "very" | "n't" | "n’t" | "now" | "too"
                ) {
                    next += 1;
                }
                !matches!(page.upos(s, next), Upos::Verb | Upos::Aux)
            }
            _ => matches!(page.before(s, at), "be" | "been") && page.upos(s, at) == Upos::Adj,
        }
    }

    pub(super) fn person(&mut self, i: usize, gender: Gender, named: &[(usize, usize)]) -> usize {
        let but = self.doer_of(i);
        let found = self
            .after_preposition(i, named, gender)
            .or_else(|| self.own_subject(i, named, gender))
            .or_else(|| self.focus.person(self.cast, self.s, gender, but));
        if let Some(actor) = found {
            self.own_party(i, actor);
            let part = &mut self.cast.parts[actor];
            if part.gender.is_none() && part.likely.is_none_or(|likely| likely == gender) {
                part.gender = Some(gender);
            }
            self.remember(i, i, vec![actor]);
        }
        self.add(i..i + 1, i, found.into_iter().collect(), MentionForm::Pronoun, Reason::Pronoun);
        1
    }

    /// `Corbyn said his Labour Party`: whose party it is.
    pub(super) fn own_party(&mut self, i: usize, member: usize) {
        let page = self.page;
        let Some(name) = page.name_at(self.s, i + 1).filter(|n| n.kind == NameKind::Party) else { return };
        if !matches!(page.word(self.s, i), "his" | "her") || page.office(self.s, name.tokens.end).is_some() {
            return;
        }
        let Some(of) = self.cast.actor_at(page, self.s, i + 1) else { return };
        let (member_span, of_span) = (page.span(self.s, &(i..i + 1)), page.span(self.s, &name.tokens));
        self.cast.role(Role {
            member,
            of,
            role: "member".to_owned(),
            former: false,
            sentence: self.s,
            span: member_span.join(of_span),
            member_span,
            of_span,
            confidence: Role::STATED,
        });
    }

    /// `During his talks with A, B stressed`: an opening phrase points ahead, to the subject.
    pub(super) fn after_preposition(
        &self,
        i: usize,
        named: &[(usize, usize)],
        gender: Gender,
    ) -> Option<usize> {
        if i > 4 || !matches!(self.page.upos(self.s, 0), Upos::Adp | Upos::Sconj) {
            return None;
        }
        named.iter().find_map(|&(start, m)| {
            let mention = &self.cast.mentions[m];
            let comma = (i..start).any(|k| self.page.word(self.s, k) == ",");
            let ahead = start > i && comma && is_subject(self.page, self.s, mention.head);
            self.fits(mention, gender).filter(|_| ahead)
        })
    }

    /// `Flynn did nothing wrong on his calls`: a possessor is the subject of its own clause, if that
    /// is a person whom the pronoun fits.
    pub(super) fn own_subject(&self, i: usize, named: &[(usize, usize)], gender: Gender) -> Option<usize> {
        let page = self.page;
        if page.deprel(self.s, i) != Deprel::NmodPoss {
            return None;
        }
        let mut verb = page.head(self.s, i)?;
        for _ in 0..4 {
            if matches!(page.upos(self.s, verb), Upos::Verb | Upos::Aux) {
                break;
            }
            verb = page.head(self.s, verb)?;
        }
        named.iter().filter(|&&(start, _)| start < i).find_map(|&(_, m)| {
            let mention = &self.cast.mentions[m];
            let subject = matches!(page.deprel(self.s, mention.head), Deprel::Nsubj | Deprel::NsubjPass)
                && page.head(self.s, mention.head) == Some(verb);
            self.fits(mention, gender).filter(|_| subject)
        })
    }

    /// The person that a mention means, if the pronoun may mean that person, too.
    fn fits(&self, mention: &Mention, gender: Gender) -> Option<usize> {
        let [actor] = mention.actors[..] else { return None };
        let part = &self.cast.parts[actor];
        let fits = part.kind == ActorKind::Person && part.gender.or(part.likely).is_none_or(|g| g == gender);
        fits.then_some(actor)
    }

    /// `While it deplored A, B praised C`, `Despite its criticism of A, B thanked it`: where nobody was
    /// named before, an opening clause or phrase points ahead, to the subject of the main clause.
    pub(super) fn body_ahead(&self, i: usize, named: &[(usize, usize)]) -> Option<usize> {
        let page = self.page;
        if i > 4
            || !matches!(page.upos(self.s, 0), Upos::Adp | Upos::Sconj)
            || page.word(self.s, i) == "itself"
            || self.focus.thing(self.cast, self.s, None).is_some()
        {
            return None;
        }
        named.iter().find_map(|&(start, m)| {
            let mention = &self.cast.mentions[m];
            let [actor] = mention.actors[..] else { return None };
            let main = page.head(self.s, mention.head)?;
            let subject = page.deprel(self.s, mention.head) == Deprel::Nsubj
                && (i..main).any(|k| page.deprel(self.s, k) != Deprel::Nsubj && self.hangs_on(k, main));
            let comma = (i..start).any(|k| page.word(self.s, k) == ",");
            let body = self.cast.parts[actor].kind != ActorKind::Person;
            (start > i && comma && subject && body).then_some(actor)
        })
    }

    /// True if the word at `i` opens what hangs on `main`: a clause or a phrase.
    fn hangs_on(&self, i: usize, main: usize) -> bool {
        matches!(self.page.deprel(self.s, i), Deprel::Advcl | Deprel::Obl)
            && self.page.head(self.s, i) == Some(main)
    }

    /// Whom the pronoun at `i` cannot mean, if it is an object.
    pub(super) fn doer_of(&self, i: usize) -> Option<usize> {
        let object = matches!(self.page.deprel(self.s, i), Deprel::Obj | Deprel::Iobj | Deprel::Obl)
            && !self.page.word(self.s, i).ends_with("self");
        if object { self.own_doer(i) } else { None }
    }

    /// Whom an object pronoun cannot mean: the doer of its own verb, by its subject or by whoever is asked or
    /// helped to do it (`accused X of trying to stop her`).
    fn own_doer(&self, i: usize) -> Option<usize> {
        let page = self.page;
        let mut verb = page.head(self.s, i)?;
        for _ in 0..4 {
            let dependent = |verb: usize, relations: &[Deprel]| {
                (0..page.len(self.s)).find(|&k| {
                    page.head(self.s, k) == Some(verb) && relations.contains(&page.deprel(self.s, k))
                })
            };
            if let Some(subject) = dependent(verb, &[Deprel::Nsubj, Deprel::NsubjPass]) {
                return self.meant_at(subject);
            }
            let (relation, head) = (page.deprel(self.s, verb), page.head(self.s, verb)?);
            let marked = |words: &[&str]| {
                (0..verb).any(|k| {
                    page.head(self.s, k) == Some(verb)
                        && page.deprel(self.s, k) == Deprel::Mark
                        && words.contains(&page.lower(self.s, k).as_ref())
                })
            };
            let asked = relation == Deprel::Xcomp
                || relation == Deprel::Advcl && marked(&["of", "for", "from", "as"]);
            verb = head;
            if asked && let Some(object) = dependent(verb, &[Deprel::Obj]) {
                return self.meant_at(object);
            }
            match relation {
                Deprel::Xcomp | Deprel::Advcl | Deprel::Conj => {}
                Deprel::Acl => return self.meant_at(head),
                _ => return None,
            }
        }
        None
    }

    /// Whom the word at `token` means, as far as that is known.
    fn meant_at(&self, token: usize) -> Option<usize> {
        let here = self.cast.mentions.iter().rev();
        here.take(200)
            .find(|m| m.sentence == self.s && m.head == token)
            .and_then(|m| m.actors.first().copied())
    }
}
