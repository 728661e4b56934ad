//! Pronouns of people and things.

use super::{Reader, is_subject};
use crate::resolve::cast::{Gender, Part};
use crate::resolve::focus::{Seen, Who};
use crate::tables::{CueRole, Frame, FramePos, OfficeKind, Sense};
use crate::types::{ActorKind, Category, Deprel, Mention, MentionForm, NameKind, Reason, Role, Upos};

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
        let found = self.after_preposition(i, named, gender).or_else(|| self.own_subject(i, named, gender));
        let found = match (found, self.accused(i, gender)) {
            (Some(found), _) => Some(found),
            (None, Some(accused)) => accused,
            (None, None) if self.is_open(i, gender) => None,
            (None, None) => match self.focus.person(self.cast, self.s, gender, but) {
                Some(Who::Actors(actors)) => actors.first().copied(),
                // Somebody without a name goes on to be meant.
                Some(Who::Unnamed { several, person, .. }) => {
                    let who = Who::Unnamed { several, person, gender: Some(gender) };
                    let subject = is_subject(self.page, self.s, i);
                    self.focus.push(Seen { who, sentence: self.s, token: i, subject, place: false });
                    None
                }
                None => None,
            },
        };
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

    /// `A attacked B and C criticised him`: the object of a second clause may be the doer of the first or its
    /// object, and nobody can tell.
    fn is_open(&self, i: usize, gender: Gender) -> bool {
        let page = self.page;
        let child = |verb: usize, relations: &[Deprel]| {
            (0..page.len(self.s))
                .find(|&k| page.head(self.s, k) == Some(verb) && relations.contains(&page.deprel(self.s, k)))
        };
        let Some(verb) = page.head(self.s, i).filter(|_| page.deprel(self.s, i) == Deprel::Obj) else {
            return false;
        };
        let Some(first) = page.head(self.s, verb).filter(|_| page.deprel(self.s, verb) == Deprel::Conj)
        else {
            return false;
        };
        let fitting = |token: usize| {
            let actor = self.meant_at(token)?;
            let part = &self.cast.parts[actor];
            let fits =
                part.kind == ActorKind::Person && part.gender.or(part.likely).is_none_or(|g| g == gender);
            fits.then_some(actor)
        };
        let doer = child(first, &[Deprel::Nsubj]).and_then(fitting);
        let object = child(first, &[Deprel::Obj, Deprel::Iobj]).and_then(fitting);
        child(verb, &[Deprel::Nsubj]).is_some() && doer.is_some() && object.is_some() && doer != object
    }

    /// `A accused B of fraud, claiming he had …`: B, or nobody if B has no name.
    fn accused(&self, i: usize, gender: Gender) -> Option<Option<usize>> {
        let (page, s) = (self.page, self.s);
        let child = |verb: usize, relation: Deprel| {
            (0..page.len(s)).find(|&k| page.head(s, k) == Some(verb) && page.deprel(s, k) == relation)
        };
        let subject = matches!(page.deprel(s, i), Deprel::Nsubj | Deprel::NsubjPass);
        let clause = page.head(s, i).filter(|&verb| subject && page.deprel(s, verb) == Deprel::Ccomp)?;
        let claim = page.head(s, clause).filter(|&verb| {
            page.deprel(s, verb) == Deprel::Advcl
                && page.word(s, verb).ends_with("ing")
                && page.tables.cues.has(page.lemma(s, verb), CueRole::Speech)
                && child(verb, Deprel::Mark).is_none()
        })?;
        let verb = page.head(s, claim)?;
        let accuses = |frame: &Frame| frame.category == Category::Accuse;
        if !page.tables.frames.of(page.lemma(s, verb), FramePos::Verb).any(accuses) {
            return None;
        }
        let object = child(verb, Deprel::Obj)?;
        match self.meant_at(object) {
            Some(actor) => {
                let part = &self.cast.parts[actor];
                let gender = part.gender.or(part.likely).is_none_or(|known| known == gender);
                (part.kind == ActorKind::Person && gender).then_some(Some(actor))
            }
            None => {
                let person = page.office(s, object).is_some()
                    || page.tables.cues.has(page.lemma(s, object), CueRole::Folk);
                person.then_some(None)
            }
        }
    }

    /// `the party's frontrunner and its nominee`: whose the noun beside is; nothing inside if that is no actor.
    pub(super) fn owner_beside(&self, i: usize) -> Option<Option<usize>> {
        let (page, s) = (self.page, self.s);
        let noun = page.head(s, i).filter(|_| page.deprel(s, i) == Deprel::NmodPoss)?;
        let beside = page.head(s, noun).filter(|&k| page.deprel(s, noun) == Deprel::Conj && k < i)?;
        let owner = (0..beside)
            .find(|&k| page.head(s, k) == Some(beside) && page.deprel(s, k) == Deprel::NmodPoss)
            .filter(|&k| page.upos(s, k) != Upos::Pron)?;
        let body = |&actor: &usize| self.cast.parts[actor].kind != ActorKind::Person;
        match self.meant_at(owner) {
            Some(actor) => Some(Some(actor)).filter(|_| body(&actor)),
            None => Some(None),
        }
    }

    /// The body for which somebody speaks who says what the word at `at` is a part of, if it fits.
    pub(super) fn own_body(&self, at: usize, fits: impl Fn(&Part) -> bool) -> Option<usize> {
        let speaker = self.speaker_at(at)?;
        let mut own = self.cast.roles.iter().filter(|role| role.member == speaker && !role.former);
        let of = own.find(|role| {
            let part = &self.cast.parts[role.of];
            part.kind == ActorKind::Group && fits(part)
        });
        of.map(|role| role.of)
    }

    /// Whose state the words at `at` are of in what an officer says: none if nobody with an office of state
    /// says it; nothing inside if nobody knows of which.
    pub(super) fn own_state(&self, at: usize) -> Option<Option<usize>> {
        let speaker = self.speaker_at(at)?;
        let leads = |office: &String| self.page.tables.senses.is(office, Sense::Leads);
        let officer = |office: &String| {
            self.page.tables.offices.get(office).is_some_and(|office| office.kind == OfficeKind::State)
        };
        let offices = &self.cast.parts[speaker].offices;
        match self.cast.country_of(speaker).filter(|_| offices.iter().any(officer)) {
            Some(state) => Some(Some(state)),
            None => offices.iter().any(leads).then_some(None),
        }
    }

    /// Who says what the word at `at` is a part of.
    fn speaker_at(&self, at: usize) -> Option<usize> {
        let page = self.page;
        let says = |verb: usize| page.tables.cues.has(page.lemma(self.s, verb), CueRole::Speech);
        let subject = |verb: usize| {
            (0..page.len(self.s))
                .find(|&k| page.head(self.s, k) == Some(verb) && page.deprel(self.s, k) == Deprel::Nsubj)
        };
        let mut top = at;
        for _ in 0..16 {
            let Some(up) = page.head(self.s, top) else { break };
            let said = matches!(page.deprel(self.s, top), Deprel::Ccomp | Deprel::Parataxis) && says(up);
            if said && let Some(subject) = subject(up) {
                return self.person_at(subject);
            }
            top = up;
        }
        let aside = |&k: &usize| {
            page.head(self.s, k) == Some(top) && page.deprel(self.s, k) == Deprel::Parataxis && says(k)
        };
        (0..page.len(self.s)).find(aside).and_then(subject).and_then(|subject| self.person_at(subject))
    }

    /// The person whom the word at `token` means, also a pronoun further on.
    fn person_at(&self, token: usize) -> Option<usize> {
        let gender = match self.page.lower(self.s, token).as_ref() {
            "he" => Some(Gender::Male),
            "she" => Some(Gender::Female),
            _ => None,
        };
        let ahead = || match self.focus.person(self.cast, self.s, gender?, None)? {
            Who::Actors(actors) => actors.first().copied(),
            Who::Unnamed { .. } => None,
        };
        let person = |&actor: &usize| self.cast.parts[actor].kind == ActorKind::Person;
        self.meant_at(token).or_else(ahead).filter(person)
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
    pub(super) fn meant_at(&self, token: usize) -> Option<usize> {
        let name = self.page.name_at(self.s, token).map(|name| name.tokens.start);
        if let Some(m) = name.and_then(|start| self.cast.named_at(self.s, start)) {
            return self.cast.mentions[m].actors.first().copied();
        }
        let here = self.cast.mentions.iter().rev();
        here.take(200)
            .find(|m| m.sentence == self.s && m.head == token)
            .and_then(|m| m.actors.first().copied())
    }
}
