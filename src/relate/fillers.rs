//! The actors that a phrase means.

use super::scene::{DEPTH, Scene};
use crate::tables::{CueRole, Sense, Slot};
use crate::types::{ActorKind, Deprel, GroupKind, MentionForm, Span, Upos};

/// An actor in a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Filler {
    /// Index into [`Resolution::actors`].
    pub actor: usize,
    /// Its words.
    pub span: Span,
    /// True if it was found through coreference.
    pub coreference: bool,
    /// True if the phrase's head is no actor and the actor stands inside: `Syria's sovereignty`.
    pub inner: bool,
    /// True if it was found by climbing from the word to the clause above.
    pub climbed: bool,
    /// True if the phrase means people who are not the actor: `critics of Iran`, `Syrian doctors`.
    pub folk: bool,
}

impl Scene<'_> {
    /// The actors that a phrase means: its head, what is coordinated with it, or else those inside.
    pub fn actors_of(&self, phrase: usize, climbed: bool) -> Vec<Filler> {
        let mut out = Vec::new();
        self.collect(phrase, climbed, 0, &mut out);
        out
    }

    /// The actors that a phrase means, without what is coordinated with it.
    pub fn actors_alone(&self, phrase: usize) -> Vec<Filler> {
        let mut out = Vec::new();
        match self.mention_at(phrase) {
            Some(m) => self.push(m, false, false, &mut out),
            None => self.collect_inner(phrase, false, 0, &mut out),
        }
        out
    }

    pub(super) fn collect(&self, phrase: usize, climbed: bool, depth: usize, out: &mut Vec<Filler>) {
        if depth > DEPTH {
            return;
        }
        if self.is_excluded(phrase) {
            // `not Austria but Germany`, `it was France and not Italy that`: the other one.
            let others: Vec<usize> = match self.deprel(phrase) {
                Deprel::Conj => self.head(phrase).into_iter().collect(),
                _ => self.by_relation(phrase, &[Deprel::Conj]).collect(),
            };
            for other in others.into_iter().filter(|&i| !self.is_excluded(i)) {
                self.collect(other, climbed, depth + 1, out);
            }
            return;
        }
        // `Mali's ruler, Amadou Keita`: the person, not the state for which such words may stand.
        let state = |m: usize| self.mentions[m].form == MentionForm::Nominal && !self.is_person(phrase);
        let named =
            self.mention_at(phrase).filter(|&m| state(m)).and_then(|_| self.named_by_apposition(phrase));
        match named.or(self.mention_at(phrase)) {
            Some(m) => {
                self.push(m, false, climbed, out);
                self.push_listed(m, climbed, out);
            }
            None if matches!(
                self.lemma(phrase).to_lowercase().as_str(),
                "i" | "we" | "us" | "me" | "our" | "my"
            ) =>
            {
                if let Some((actor, span)) = self.speaker.filter(|_| self.is_quoted(phrase)) {
                    out.push(Filler { actor, span, coreference: true, inner: false, climbed, folk: false });
                }
            }
            None => match self.named_by_apposition(phrase) {
                Some(m) => {
                    self.push(m, false, climbed, out);
                    // `two hackers, A and B`
                    if !self.is_single(phrase) {
                        self.push_conjuncts(self.mentions[m].head, climbed, out);
                    }
                }
                None if self.push_led(phrase, climbed, depth, out) => {}
                None if self.push_doers(phrase, climbed, depth, out) => {}
                // `allies, including X`: whom the text names as one of them.
                None if self.push_examples(self.told_examples(phrase), climbed, out) => {}
                // `supporters of X` are not X.
                None if self.are_others(phrase) => {
                    for partner in self.partners(phrase) {
                        self.collect(partner, climbed, depth + 1, out);
                    }
                }
                None if self.push_examples(self.examples(phrase), climbed, out) => {}
                None if self.push_identified(phrase, climbed, depth, out) => {}
                None => {
                    let before = out.len();
                    self.collect_inner(phrase, climbed, 0, out);
                    // `one of X's employees`
                    let whole =
                        self.by_relation(phrase, &[Deprel::Nmod]).filter(|&i| self.is_whole(phrase, i));
                    let folk = self.are_folk(phrase)
                        || self.is_one_of(phrase)
                        || whole.into_iter().any(|i| self.are_folk(i));
                    // `the former Oxfam director`; `the former minister` may be who is named.
                    let former = self.is_former(phrase);
                    for filler in out.iter_mut().skip(before) {
                        filler.folk |= folk || former && !self.is_of_kind(filler, ActorKind::Person);
                    }
                }
            },
        }
        // `Norway, along with Malta,`
        let with = |&i: &usize| {
            let mut case = self.by_relation(i, &[Deprel::Case]).min().unwrap_or(i);
            if case > 0 && self.lemma(case) == "with" {
                case -= 1;
            }
            matches!(self.lemma(case), "along" | "together")
        };
        for joined in self.by_relation(phrase, &[Deprel::Nmod]).filter(with) {
            self.collect(joined, climbed, depth + 1, out);
        }
        for conjunct in self.by_relation(phrase, &[Deprel::Conj]) {
            // `between A and B and between C and D`: the second pair stands for itself.
            let apart = self.preposition(conjunct) == "between";
            if !apart && !self.is_excluded(conjunct) && !matches!(self.upos(conjunct), Upos::Verb | Upos::Aux)
            {
                self.collect(conjunct, climbed, depth + 1, out);
            }
        }
        if out.is_empty() && !self.are_folk(phrase) {
            for apposition in self.by_relation(phrase, &[Deprel::Appos]) {
                self.collect(apposition, climbed, depth + 1, out);
            }
        }
    }

    /// `a delegation led by X`: who leads those who come.
    pub(super) fn leaders_of(&self, phrase: usize) -> Vec<usize> {
        if !self.means(phrase, Sense::Sent) {
            return Vec::new();
        }
        let led =
            self.by_relation(phrase, &[Deprel::Acl]).filter(|&i| matches!(self.lemma(i), "lead" | "head"));
        led.flat_map(|i| self.by_relation(i, &[Deprel::OblAgent, Deprel::Obl]))
            .filter(|&i| self.preposition(i) == "by" && self.is_person(i))
            .collect()
    }

    /// Pushes who leads a delegation; true if somebody does.
    fn push_led(&self, phrase: usize, climbed: bool, depth: usize, out: &mut Vec<Filler>) -> bool {
        let leaders = self.leaders_of(phrase);
        leaders.iter().for_each(|&leader| self.collect(leader, climbed, depth + 1, out));
        !leaders.is_empty()
    }

    /// `criticised the way X runs the party`, `how X handled it`: pushes who does what the phrase tells the manner
    /// of; true if somebody does.
    fn push_doers(&self, phrase: usize, climbed: bool, depth: usize, out: &mut Vec<Filler>) -> bool {
        if !matches!(self.lemma(phrase), "way" | "manner" | "how") {
            return false;
        }
        let clauses = [Deprel::Acl, Deprel::AclRelcl, Deprel::Advcl, Deprel::Ccomp];
        let acts = self.by_relation(phrase, &clauses).filter(|&verb| !self.is_passive(verb));
        let doers: Vec<usize> = acts.flat_map(|verb| self.by_relation(verb, &[Deprel::Nsubj])).collect();
        let before = out.len();
        doers.iter().for_each(|&doer| self.collect(doer, climbed, depth + 1, out));
        out.iter_mut().skip(before).for_each(|filler| filler.inner = true);
        !doers.is_empty()
    }

    /// `what it called X's attack`: the phrases that say what is meant.
    pub(super) fn called(&self, phrase: usize) -> Vec<usize> {
        if self.lemma(phrase) != "what" || self.upos(phrase) != Upos::Pron {
            return Vec::new();
        }
        let says = |&verb: &usize| {
            let own = |i: usize| self.upos(i) == Upos::Pron;
            self.tables.cues.has(self.lemma(verb), CueRole::Judge)
                && self.by_relation(verb, &[Deprel::Nsubj]).all(own)
        };
        let verbs = self.by_relation(phrase, &[Deprel::Acl, Deprel::AclRelcl]).filter(says);
        verbs
            .flat_map(|verb| self.by_relation(verb, &[Deprel::Obj, Deprel::Xcomp, Deprel::Obl]))
            .filter(|&i| self.deprel(i) != Deprel::Obl || self.preposition(i) == "as")
            .filter(|&i| self.upos(i) == Upos::Noun || self.upos(i) == Upos::Propn)
            .collect()
    }

    /// True if the filler is an actor of this kind.
    pub(super) fn is_of_kind(&self, filler: &Filler, kind: ActorKind) -> bool {
        self.resolution.actors.get(filler.actor).is_some_and(|actor| actor.kind == kind)
    }

    /// True for whom the sentence sets against those of whom it speaks: `France and not Italy`, `Iran, rather
    /// than Iraq`.
    pub(super) fn is_excluded(&self, phrase: usize) -> bool {
        let listed = self.deprel(phrase) == Deprel::Conj
            || self.by_relation(phrase, &[Deprel::Conj]).any(|i| self.upos(i) == self.upos(phrase));
        let denies = |i: usize| i < phrase && matches!(self.lemma(i), "not" | "rather");
        listed
            && matches!(self.upos(phrase), Upos::Propn | Upos::Noun)
            && self.by_relation(phrase, &[Deprel::Advmod, Deprel::Cc, Deprel::Det]).any(denies)
    }

    /// `Syria's chief of protocol, Asaad al-Shaibani`, `his preparer Mazars`: the person or body whom an
    /// apposition names, also one that hangs on a phrase inside.
    pub(super) fn named_by_apposition(&self, phrase: usize) -> Option<usize> {
        let person = |&m: &usize| {
            let mention = &self.mentions[m];
            let kind = |a: &usize| self.resolution.actors.get(*a).map(|a| a.kind);
            !mention.place && mention.actors.iter().any(|a| kind(a).is_some_and(|k| k != ActorKind::Country))
        };
        let named = |at: usize| {
            // `a man named X`, `a man identified as X`
            let called = self.by_relation(at, &[Deprel::Acl]);
            let called = called.filter(|&i| self.means(i, Sense::Name));
            let called = called.flat_map(|i| self.by_relation(i, &[Deprel::Obj, Deprel::Xcomp, Deprel::Obl]));
            let mut names = self.by_relation(at, &[Deprel::Appos]).chain(called);
            names.find_map(|i| self.mention_at(i).filter(person))
        };
        // `supporters of the general, Karim Aoun`: his name is not theirs, wherever the tree hangs it.
        if self.are_folk(phrase) {
            let one = self.word(phrase).eq_ignore_ascii_case(self.lemma(phrase));
            return named(phrase).filter(|_| one);
        }
        // `the president of Ghana, Kofi Asare`, where the tree goes on with Ghana.
        let beside = |at: usize| {
            let open = self.mention_at(at).is_some() && !self.is_person(at);
            let after = |&i: &usize| {
                let first = self.mention_at(i).map_or(i, |m| self.mentions[m].tokens.start);
                first > 0
                    && self.word(first - 1) == ","
                    && self.is_person(i)
                    && self.by_relation(i, &[Deprel::Cc]).next().is_none()
            };
            let mut names = self.by_relation(at, &[Deprel::Conj]).filter(|_| open).filter(after);
            names.find_map(|i| self.mention_at(i).filter(person))
        };
        let office = self.tables.offices.get(&self.word(phrase).to_lowercase()).is_some();
        named(phrase)
            .or_else(|| self.by_relation(phrase, &[Deprel::Nmod]).find_map(named))
            .or_else(|| self.by_relation(phrase, &[Deprel::Nmod]).filter(|_| office).find_map(beside))
            .or_else(|| self.titled(phrase))
    }

    /// `his Greek counterpart, Nikos Pappas`: who holds the role that the phrase names, wherever the tree
    /// hangs the name.
    fn titled(&self, phrase: usize) -> Option<usize> {
        let title = self.token_span(phrase);
        let of = |i: usize| self.mention_at(i).map(|m| self.mentions[m].span);
        let bodies: Vec<Span> = self.possessors(phrase).filter_map(of).collect();
        let mut roles = self.resolution.roles.iter().filter(|role| {
            role.sentence == self.index
                && bodies.contains(&role.of_span)
                && role.span.start <= title.start
                && title.end < role.member_span.start
                && role.member_span.end <= role.span.end
        });
        let member = roles.next()?.member_span;
        self.mentions.iter().position(|mention| mention.span == member)
    }

    /// `Syria's sovereignty`, `the Israeli occupation`, `the will of the Syrian people`.
    pub(super) fn collect_inner(&self, phrase: usize, climbed: bool, depth: usize, out: &mut Vec<Filler>) {
        if depth > 2 || self.upos(phrase) == Upos::Pron {
            return;
        }
        // `California's Proposition 8`
        let numbered = phrase + 1 < self.len() && self.upos(phrase + 1) == Upos::Num;
        if numbered && self.upos(phrase) == Upos::Propn {
            return;
        }
        let before = out.len();
        // `the result of the Lagos State vote`: where people vote, not whose act it is.
        let vote = self.means(phrase, Sense::Vote);
        // `Yemeni separatists`, `Yemeni opposition groups` are not Yemen.
        let body = self.tables.bodies.get(&self.word(phrase).to_lowercase());
        let state_body = body.is_some_and(|body| body.stands_for_state);
        let marked = || self.by_relation(phrase, &[Deprel::Amod, Deprel::Compound]);
        let apart = !state_body
            && (body.is_some_and(|body| body.kind == GroupKind::Armed)
                || marked().any(|i| self.means(i, Sense::Apart)));
        let state = |m: usize| {
            let kind = |a: &usize| self.resolution.actors.get(*a).map(|a| a.kind);
            self.mentions[m].actors.iter().any(|a| kind(a) == Some(ActorKind::Country))
        };
        for child in self.possessors(phrase).filter(|&i| !vote || self.deprel(i) == Deprel::NmodPoss) {
            if let Some(m) = self.mention_at(child)
                && !(apart && state(m))
            {
                // `a French company` is not France.
                if self.mentions[m].form == MentionForm::Demonym && self.is_private(phrase) {
                    continue;
                }
                self.push(m, true, climbed, out);
                self.push_conjuncts(child, climbed, out);
            }
        }
        if out.len() > before {
            return;
        }
        for child in self.by_relation(phrase, &[Deprel::Nmod, Deprel::Appos]) {
            let preposition = self.preposition(child);
            if self.deprel(child) == Deprel::Appos
                || matches!(
                    preposition.as_str(),
                    "of" | "for" | "between" | "by" | "from" | "with" | "against"
                )
            {
                match self.mention_at(child) {
                    Some(m) => {
                        self.push(m, true, climbed, out);
                        self.push_conjuncts(child, climbed, out);
                    }
                    None => {
                        self.collect_inner(child, climbed, depth + 1, out);
                        // `leaders of the parties, A, B and C`
                        self.push_conjuncts(child, climbed, out);
                    }
                }
            }
        }
    }

    /// `negotiators from Sri Lanka and the Tamil Tigers`: those whom the list inside a noun of several
    /// people goes on with.
    fn push_listed(&self, m: usize, climbed: bool, out: &mut Vec<Filler>) {
        let mention = &self.mentions[m];
        if mention.form != MentionForm::Nominal || !mention.tokens.contains(&mention.head) {
            return;
        }
        let after = mention.head + 1..mention.tokens.end.min(self.len());
        for i in after.filter(|&i| self.mention_at(i).is_some()) {
            self.push_conjuncts(i, climbed, out);
        }
    }

    /// `four leaders, including A and B`, `countries such as A`: those whom a noun of several names; true if
    /// there are any. The tree may hang them on the verb.
    fn push_examples(&self, found: Vec<(usize, usize)>, climbed: bool, out: &mut Vec<Filler>) -> bool {
        for &(i, m) in &found {
            self.push(m, false, climbed, out);
            self.push_conjuncts(i, climbed, out);
        }
        !found.is_empty()
    }

    /// `Hamas is a group that`, `one of the men who … was X`: whom a clause says to be what the phrase
    /// describes; true if it says so of an actor.
    fn push_identified(&self, phrase: usize, climbed: bool, depth: usize, out: &mut Vec<Filler>) -> bool {
        let before = out.len();
        // `Reed, a teacher who met X, and Stone`: Stone is no such teacher.
        let alone = self.deprel(phrase) == Deprel::Appos && self.is_single(phrase);
        for other in self.identified(phrase) {
            if alone {
                extend(out, self.actors_alone(other));
            } else {
                self.collect(other, climbed, depth + 1, out);
            }
        }
        out.len() > before
    }

    /// The phrases that a clause says to be the same as a description: subject of `X is a group`, predicate
    /// of `one of the men was X`, members of `those arrested include X`, object of `called X a brave man`.
    pub(super) fn identified(&self, phrase: usize) -> Vec<usize> {
        let denied = |noun: usize| {
            let no = |&i: &usize| matches!(self.lemma(i), "not" | "no" | "never" | "n't");
            self.by_relation(noun, &[Deprel::Advmod, Deprel::Det]).any(|i| no(&i))
        };
        let is_said = |noun: usize| self.by_relation(noun, &[Deprel::Cop]).next().is_some() && !denied(noun);
        // `one of the men`, `two of those`
        let part = |&head: &usize| {
            self.deprel(phrase) == Deprel::Nmod
                && self.preposition(phrase) == "of"
                && (self.upos(head) == Upos::Num || self.upos(head) == Upos::Pron)
        };
        let whole = self.head(phrase).filter(part).unwrap_or(phrase);
        if is_said(whole) && self.by_relation(whole, &[Deprel::Case]).next().is_none() {
            let subjects = self.by_relation(whole, &[Deprel::Nsubj]);
            return subjects.flat_map(|i| self.antecedent(i, whole)).collect();
        }
        if let Some(verb) = self.judge(whole) {
            return self.judged(verb).into_iter().map(|(i, _)| i).collect();
        }
        let Some(head) = self.head(whole) else { return Vec::new() };
        match self.deprel(whole) {
            // `X, one of the leaders whom Y attacked`
            Deprel::Appos if self.mention_at(head).is_some() => vec![head],
            Deprel::Nsubj if is_said(head) && self.preposition(head).is_empty() => vec![head],
            Deprel::Obl if is_said(head) && self.preposition(whole) == "among" => vec![head],
            Deprel::Nsubj if self.means(head, Sense::Contain) => {
                self.object(head).into_iter().map(|(i, _)| i).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The actors coordinated with an inner phrase.
    fn push_conjuncts(&self, phrase: usize, climbed: bool, out: &mut Vec<Filler>) {
        for conjunct in self.by_relation(phrase, &[Deprel::Conj]).filter(|&i| !self.is_excluded(i)) {
            if let Some(m) = self.mention_at(conjunct) {
                self.push(m, true, climbed, out);
            }
        }
    }

    fn push(&self, m: usize, inner: bool, climbed: bool, out: &mut Vec<Filler>) {
        let mention = &self.mentions[m];
        let coreference = mention.reason.is_coreference() || mention.form == MentionForm::Pronoun;
        // `Syrian doctors`; `Syrians`, where they are some of them.
        let folk = mention.form == MentionForm::Nominal && !coreference && self.are_folk(mention.head)
            || mention.form == MentionForm::Demonym && (mention.place || self.are_some(mention.head))
            // `and other Democrats`
            || mention.form == MentionForm::Name && self.are_the_others(mention.head);
        // `the former Iranian president` is not Iran.
        let past = mention.form == MentionForm::Nominal && self.is_former(mention.head);
        let past = |actor: usize| {
            past && self.resolution.actors.get(actor).is_some_and(|a| a.kind != ActorKind::Person)
        };
        // A place that is hardly a party of the text takes nobody's slot.
        let idle = |&actor: &usize| mention.place && !self.resolution.is_likely_party(actor);
        for &actor in mention.actors.iter().filter(|actor| !idle(actor)) {
            if !out.iter().any(|f| f.actor == actor) {
                let folk = folk || past(actor);
                out.push(Filler { actor, span: mention.span, coreference, inner, climbed, folk });
            }
        }
    }

    /// The fillers of the first of `slots` that has any.
    pub fn first_fillers(&self, trigger: usize, slots: &[Slot], wide: bool) -> Vec<Filler> {
        slots.iter().map(|slot| self.fillers(trigger, slot, wide)).find(|f| !f.is_empty()).unwrap_or_default()
    }

    /// The actors in one slot.
    pub fn fillers(&self, trigger: usize, slot: &Slot, wide: bool) -> Vec<Filler> {
        let mut out: Vec<Filler> = Vec::new();
        for (phrase, climbed) in self.phrases(trigger, slot, wide) {
            extend(&mut out, self.actors_of(phrase, climbed));
        }
        out
    }
}

/// Adds the fillers whose actors are not there yet.
pub(super) fn extend(out: &mut Vec<Filler>, more: impl IntoIterator<Item = Filler>) {
    for filler in more {
        if !out.iter().any(|f| f.actor == filler.actor) {
            out.push(filler);
        }
    }
}
