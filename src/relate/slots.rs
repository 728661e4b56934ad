//! Who stands in which slot of a relation word: the phrases of a verb or an adjective.

use super::scene::{DEPTH, Scene};
use crate::tables::{CueRole, FrameKind, FramePos, Sense, Slot};
use crate::types::{Deprel, Polarity, Upos, VerbForm};

impl Scene<'_> {
    /// The phrases (their head tokens) that fill `slot` of the word `trigger`, nearest first, and
    /// whether each was found by climbing. `wide` lets a noun take the subject of the clause that it
    /// dates (`during talks, X said`), as meetings do.
    pub fn phrases(&self, trigger: usize, slot: &Slot, wide: bool) -> Vec<(usize, bool)> {
        match (self.upos(trigger), slot) {
            (Upos::Noun | Upos::Propn, Slot::Subject) => self.noun_subject(trigger, wide),
            (Upos::Adj, Slot::Subject) => self.adjective_subject(trigger),
            (_, Slot::Subject) => self.subject(trigger, 0),
            (_, Slot::Object) => self.object(trigger),
            (_, Slot::ObjectActor) => self.object_actors(trigger),
            (_, Slot::Described) => self.described(trigger, 0),
            (_, Slot::Person(inner)) => {
                let mut out = self.phrases(trigger, inner, wide);
                out.retain(|&(i, _)| self.is_person(i));
                out
            }
            (_, Slot::Body(inner)) => {
                let mut out = self.phrases(trigger, inner, wide);
                out.retain(|&(i, _)| self.is_body(i));
                out
            }
            (_, Slot::Possessor) => self.possessors(trigger).map(|i| (i, false)).collect(),
            (_, Slot::Clause) => self.clause_actors(trigger),
            (_, Slot::Doer) => {
                let mut out = self.clause_actors(trigger);
                out.retain(|&(i, _)| {
                    self.deprel(i) == Deprel::Nsubj && self.head(i).is_some_and(|verb| !self.is_passive(verb))
                });
                out
            }
            (_, Slot::Speaker) => super::speakers::speakers(self, trigger),
            (_, Slot::Modified) => self.modified(trigger),
            (_, Slot::Preposition(preposition)) => self.prepositional(trigger, preposition, wide),
        }
    }

    pub(super) fn possessors(&self, noun: usize) -> impl Iterator<Item = usize> + '_ {
        let relations: &[Deprel] =
            &[Deprel::NmodPoss, Deprel::Amod, Deprel::Compound, Deprel::NmodUnmarked, Deprel::NmodDesc];
        let partners = self.partners(noun);
        // `filed an IRS complaint`: whoever files it complains.
        let filed = self.governor(noun).is_some_and(|(verb, relation)| {
            relation == Deprel::Obj
                && self.means(verb, Sense::File)
                && self.by_relation(verb, &[Deprel::Nsubj]).next().is_some()
        });
        self.by_relation(noun, relations)
            .filter(move |&i| !filed || self.deprel(i) == Deprel::NmodPoss)
            .filter(|&i| self.deprel(i) == Deprel::NmodPoss || self.mention_at(i).is_some())
            .filter(move |i| !partners.contains(i))
    }

    /// Subject of a verb, or agent of a passive; climbs through control, coordination and
    /// relative clauses.
    pub fn subject(&self, verb: usize, depth: usize) -> Vec<(usize, bool)> {
        if depth > DEPTH {
            return Vec::new();
        }
        if self.is_passive(verb) {
            let by = |head: usize, relations: &'static [Deprel]| {
                let phrases = self.by_relation(head, relations);
                phrases.filter(|&i| self.deprel(i) == Deprel::OblAgent || self.preposition(i) == "by")
            };
            let agents: Vec<_> = by(verb, &[Deprel::OblAgent, Deprel::Obl]).map(|i| (i, false)).collect();
            if !agents.is_empty() {
                return agents;
            }
            // `was condemned in a joint statement by X`
            let stated = self.by_relation(verb, &[Deprel::Obl]).filter(|&i| {
                self.mention_at(i).is_none()
                    && matches!(self.preposition(i).as_str(), "in" | "during")
                    && self.tables.cues.has(self.lemma(i), CueRole::Speech)
            });
            return stated.flat_map(|i| by(i, &[Deprel::Nmod])).map(|i| (i, false)).collect();
        }
        let mut own: Vec<_> = self.by_relation(verb, &[Deprel::Nsubj]).collect();
        if let &[only] = &own[..]
            && let Some(paper) =
                self.antecedent(only, verb).filter(|&paper| paper != only && self.is_paper(paper))
        {
            return self.noun_owner(paper);
        }
        if !own.is_empty() {
            own.extend(self.doing_likewise(verb));
            return own.into_iter().flat_map(|i| self.antecedent(i, verb)).map(|i| (i, depth > 0)).collect();
        }
        let Some(head) = self.head(verb) else { return Vec::new() };
        match self.deprel(verb) {
            // `is a lawyer and supports X`
            Deprel::Conj
                if matches!(self.upos(head), Upos::Verb | Upos::Aux)
                    || self.by_relation(head, &[Deprel::Cop]).next().is_some() =>
            {
                // `X was attacked and condemned Y`: the shared subject is the passive's patient.
                if self.is_passive(head) {
                    let patient: Vec<_> = self.by_relation(head, &[Deprel::NsubjPass]).collect();
                    if !patient.is_empty() {
                        return patient.into_iter().map(|i| (i, true)).collect();
                    }
                }
                self.climb(head, depth)
            }
            Deprel::Xcomp => {
                let objects: Vec<_> = self.by_relation(head, &[Deprel::Obj, Deprel::Iobj]).collect();
                if !objects.is_empty() && self.upos(head) == Upos::Verb {
                    return objects.into_iter().map(|i| (i, true)).collect();
                }
                if self.is_passive(head) {
                    return self.by_relation(head, &[Deprel::NsubjPass]).map(|i| (i, true)).collect();
                }
                self.climb(head, depth)
            }
            // `accused X of attacking Y`, `criticised X for attacking Y`, `quoted X as saying`: the
            // object acts.
            Deprel::Advcl if self.tells_of_object(head, verb) && !self.object(head).is_empty() => {
                self.object(head).into_iter().map(|(i, _)| (i, true)).collect()
            }
            Deprel::Advcl if self.gerund_doer(verb).is_some() => {
                self.gerund_doer(verb).into_iter().map(|i| (i, true)).collect()
            }
            // `accused X of a plot to kill Y`: X would kill.
            Deprel::Advcl if self.is_plotted(head, verb) => {
                self.object(head).into_iter().map(|(i, _)| (i, true)).collect()
            }
            Deprel::Acl
                if self.governor(head).is_some_and(|(above, relation)| {
                    relation == Deprel::Obl && self.is_plotted(above, verb)
                }) =>
            {
                let above = self.governor(head).into_iter();
                above.flat_map(|(above, _)| self.object(above)).map(|(i, _)| (i, true)).collect()
            }
            // `was not shy about criticising X`
            Deprel::Advcl
                if self.upos(head) == Upos::Adj
                    && self.marked_by(verb, &["about", "in", "for", "of", "to"]) =>
            {
                self.adjective_subject(head)
            }
            // `was in Berlin to meet X`, `will be in Berlin, meeting with X`
            Deprel::Advcl
                if self.upos(head) != Upos::Verb
                    && self.by_relation(head, &[Deprel::Cop]).next().is_some()
                    && self.by_relation(head, &[Deprel::Nsubj]).next().is_some() =>
            {
                self.climb(head, depth)
            }
            // `pressed X and Y to resume talks`: they would.
            Deprel::Advcl if self.presses(head, verb) => {
                self.object(head).into_iter().map(|(i, _)| (i, true)).collect()
            }
            Deprel::Advcl | Deprel::Parataxis | Deprel::Dep if self.upos(head) == Upos::Verb => {
                if self.is_passive(head) {
                    return self.by_relation(head, &[Deprel::NsubjPass]).map(|i| (i, true)).collect();
                }
                self.climb(head, depth)
            }
            Deprel::Acl if self.analysis.words[verb].form == VerbForm::Infinitive => {
                // `Iraq's decision to attack`, `Iraq made a decision to attack`.
                let holders: Vec<_> = self.possessors(head).map(|i| (i, true)).collect();
                if holders.is_empty() { self.noun_owner(head) } else { holders }
            }
            // `accuse X of coordinating with Y`: X acts, wherever the tree hangs the clause.
            Deprel::Acl
                if self.marked_by(verb, &["of", "for"])
                    && matches!(self.deprel(head), Deprel::Obj | Deprel::NsubjPass)
                    && (self.mention_at(head).is_some() || self.is_charged(head)) =>
            {
                vec![(head, true)]
            }
            // `joint action in combating X`: whoever stands over the noun acts.
            Deprel::Acl if self.by_relation(verb, &[Deprel::Mark, Deprel::Case]).next().is_some() => {
                self.noun_owner(head)
            }
            // `rebels fighting X`; but `posted a message blaming X`: whoever posted it.
            // Nor do those who arrest `protesters attacking X` attack it.
            Deprel::Acl if self.upos(head) == Upos::Noun && self.are_people(head) => {
                self.mention_at(head).map_or_else(Vec::new, |_| vec![(head, false)])
            }
            Deprel::Acl if self.upos(head) == Upos::Noun && self.actors_of(head, false).is_empty() => {
                self.noun_owner(head)
            }
            Deprel::Acl => vec![(head, false)],
            Deprel::AclRelcl if self.by_relation(verb, &[Deprel::Obj]).next().is_some() => {
                vec![(head, false)]
            }
            _ => Vec::new(),
        }
    }

    /// True if the clause of `verb` is what `head` says of its object: `accused X of attacking Y`, `charged X
    /// with killing Y`, `warned X against attacking Y`.
    fn tells_of_object(&self, head: usize, verb: usize) -> bool {
        self.marked_by(verb, &["of", "for", "from", "as"])
            || self.marked_by(verb, &["with", "against"])
                && (self.tables.cues.has(self.lemma(head), CueRole::Speech)
                    || self.means(head, Sense::Urge)
                    || self.is_against(head))
    }

    /// `filed lawsuits that accuse X`, `a statement critical of X`, `carried out strikes that killed X`: what
    /// somebody says or does something with, and is no actor.
    pub(super) fn is_paper(&self, noun: usize) -> bool {
        let owned = self.governor(noun).is_some_and(|(verb, relation)| {
            relation == Deprel::Obj && (self.is_light(verb, "") || self.means(verb, Sense::Signing))
        });
        self.upos(noun) == Upos::Noun
            && self.mention_at(noun).is_none()
            && (self.possessors(noun).next().is_some() || owned)
            && (self.tables.cues.has(self.lemma(noun), CueRole::Speech)
                || self.means(noun, Sense::Paper)
                || self
                    .tables
                    .frames
                    .of(self.lemma(noun), FramePos::Noun)
                    .any(|frame| matches!(frame.kind, FrameKind::Stance { .. })))
    }

    /// `charged X with conspiracy to kill Y`, `accused X of a plot to kill Y`: true if the infinitive is what
    /// the object is charged with.
    fn is_plotted(&self, head: usize, verb: usize) -> bool {
        let charge =
            |&i: &usize| matches!(self.preposition(i).as_str(), "with" | "of" | "for" | "on" | "over");
        let object = self.object(head).first().map(|&(i, _)| i);
        self.is_against(head)
            && self.marked_by(verb, &["to"])
            && object.is_some_and(|object| {
                let mut charges = self.by_relation(head, &[Deprel::Obl]).filter(charge);
                charges.any(|i| object < i && i < verb)
            })
    }

    /// True for a verb that says or does something against its object.
    fn is_against(&self, verb: usize) -> bool {
        let against = |kind: FrameKind| matches!(kind, FrameKind::Stance { polarity: Polarity::Oppose, .. });
        self.tables.frames.of(self.lemma(verb), FramePos::Verb).any(|f| against(f.kind))
    }

    /// `accused soldiers of killing Y`, `convicted a suspect of killing Y`: no actor, but they would have done it.
    fn is_charged(&self, object: usize) -> bool {
        self.are_people(object) || self.head(object).is_some_and(|verb| self.is_against(verb))
    }

    /// `France condemned it, as did Poland`: who else does the same. The tree may hang it on the verb.
    fn doing_likewise(&self, verb: usize) -> Option<usize> {
        let mut likewise = self.by_relation(verb, &[Deprel::Advcl]);
        let did = likewise.find(|&i| {
            let opened = i.checked_sub(1).is_some_and(|before| self.lemma(before) == "as");
            opened && matches!(self.lemma(i), "do" | "have" | "be") && self.upos(i) == Upos::Aux
        })?;
        let near = self.by_relation(verb, &[Deprel::Obl, Deprel::OblUnmarked, Deprel::Obj, Deprel::Nsubj]);
        self.by_relation(did, &[Deprel::Nsubj, Deprel::Obj])
            .chain(near)
            .find(|&i| i > did && i < did + 8 && self.mention_at(i).is_some())
    }

    /// Who does what a stance is on: `objected to Ukraine opening an inquiry`.
    pub(super) fn gerund_doer(&self, verb: usize) -> Option<usize> {
        let head = self.head(verb)?;
        let gerund = self.word(verb).ends_with("ing")
            && self.upos(head) == Upos::Verb
            && self.by_relation(verb, &[Deprel::Mark, Deprel::Nsubj]).next().is_none();
        let doer = self
            .by_relation(head, &[Deprel::Obj, Deprel::Obl])
            .find(|&phrase| self.mention_at(phrase).is_some_and(|m| self.mentions[m].tokens.end == verb))?;
        let preposition = self.preposition(doer);
        let wanted = |slot: &Slot| matches!(slot, Slot::Preposition(p) if *p == preposition);
        let mut frames = self.tables.frames.of(self.lemma(head), FramePos::Verb);
        (gerund && frames.any(|frame| frame.target.iter().any(wanted))).then_some(doer)
    }

    /// True if the clause of `verb` is what `head` asks of its object, though the tree may call it a
    /// purpose.
    pub(super) fn presses(&self, head: usize, verb: usize) -> bool {
        // `called Hale to congratulate him` demands nothing of him.
        self.lemma(head) != "call"
            && self.tables.cues.has(self.lemma(head), CueRole::Demand)
            && self.marked_by(verb, &["to"])
            && !self.is_passive(head)
            && self.by_relation(head, &[Deprel::Obj]).next().is_some_and(|object| object < verb)
    }

    /// True if one of these words marks the clause.
    pub(super) fn marked_by(&self, verb: usize, words: &[&str]) -> bool {
        self.by_relation(verb, &[Deprel::Mark]).any(|m| words.contains(&self.lemma(m)))
    }

    pub(super) fn climb(&self, head: usize, depth: usize) -> Vec<(usize, bool)> {
        self.subject(head, depth + 1).into_iter().map(|(i, _)| (i, true)).collect()
    }

    /// A relative pronoun stands for the noun that its clause modifies.
    pub(super) fn antecedent(&self, subject: usize, verb: usize) -> Option<usize> {
        let relative = matches!(self.lemma(subject), "who" | "which" | "that" | "whom")
            && self.upos(subject) == Upos::Pron;
        let Some(noun) = self.head(verb).filter(|_| relative && self.deprel(verb) == Deprel::AclRelcl) else {
            return Some(subject);
        };
        // `a member of the Labour Party who backs X`: the member does.
        let one = |i: usize| self.upos(i) == Upos::Noun && self.word(i).eq_ignore_ascii_case(self.lemma(i));
        let holder =
            self.head(noun).filter(|&i| self.deprel(noun) == Deprel::Nmod && one(i) && self.is_role(i));
        let who = self.lemma(subject) == "who" && subject > 0 && self.word(subject - 1) != ",";
        Some(
            holder
                .filter(|_| who && self.mention_at(noun).is_some() && !self.is_person(noun))
                .unwrap_or(noun),
        )
    }

    /// True for a noun of somebody who is something in a body: `leader`, `member`.
    fn is_role(&self, noun: usize) -> bool {
        self.tables.offices.get(&self.word(noun).to_lowercase()).is_some()
            || self.tables.cues.has(self.lemma(noun), CueRole::Folk)
            || self.lemma(noun) == "member"
    }

    pub(super) fn object(&self, verb: usize) -> Vec<(usize, bool)> {
        if self.is_passive(verb) {
            let own: Vec<_> = self.by_relation(verb, &[Deprel::NsubjPass, Deprel::Nsubj]).collect();
            if !own.is_empty() {
                return own.into_iter().flat_map(|i| self.antecedent(i, verb)).map(|i| (i, false)).collect();
            }
            return match (self.deprel(verb), self.head(verb)) {
                (Deprel::Acl | Deprel::AclRelcl, Some(head)) => vec![(head, false)],
                (Deprel::Conj | Deprel::Xcomp, Some(head)) if self.is_passive(head) => {
                    self.by_relation(head, &[Deprel::NsubjPass]).map(|i| (i, true)).collect()
                }
                (Deprel::Conj, Some(head)) => self.climb(head, 0),
                // `Backed by X, Y attacked`
                (Deprel::Advcl, Some(head)) if verb < head => {
                    let subject = self.by_relation(head, &[Deprel::Nsubj, Deprel::NsubjPass]);
                    subject.filter(|&i| i > verb).map(|i| (i, true)).collect()
                }
                _ => Vec::new(),
            };
        }
        // `warned Togo that it would act`: whom the clause is told.
        let told = self.by_relation(verb, &[Deprel::Ccomp]).next().is_some();
        let objects: &[Deprel] = if told { &[Deprel::Obj, Deprel::Iobj] } else { &[Deprel::Obj] };
        // `Togo, which Chad attacked`: the object is the noun before the relative.
        let own: Vec<_> = self
            .by_relation(verb, objects)
            .flat_map(|i| self.antecedent(i, verb))
            .map(|i| (i, false))
            .collect();
        if !own.is_empty() {
            return own;
        }
        if let Some(noun) = self.bare_relative(verb) {
            return vec![(noun, false)];
        }
        // `criticised and mocked Israel`: the object of the last verb is shared.
        let shared =
            self.by_relation(verb, &[Deprel::Conj]).find(|&c| self.upos(c) == Upos::Verb && c < verb + 4);
        shared.map_or_else(Vec::new, |c| self.by_relation(c, &[Deprel::Obj]).map(|i| (i, true)).collect())
    }

    /// `the group Israel opposes`: the noun of a clause that lacks its object.
    fn bare_relative(&self, verb: usize) -> Option<usize> {
        let own = [Deprel::Ccomp, Deprel::Xcomp, Deprel::Iobj];
        let whole = self.by_relation(verb, &own).next().is_some();
        // `the country Israel trades with`
        let stranded = |&i: &usize| i > verb && self.upos(i) == Upos::Adp;
        let relative =
            |&i: &usize| matches!(self.lemma(i), "who" | "which" | "that" | "whom" | "where" | "when");
        let subject = self.by_relation(verb, &[Deprel::Nsubj]).any(|i| !relative(&i));
        let other = self.children(verb).iter().any(|i| stranded(i) || relative(i));
        let noun = self.head(verb).filter(|_| self.deprel(verb) == Deprel::AclRelcl)?;
        (subject && !whole && !other && self.upos(noun) != Upos::Verb).then_some(noun)
    }

    /// Direct and indirect objects that are actors themselves, or that an apposition names.
    pub(super) fn object_actors(&self, verb: usize) -> Vec<(usize, bool)> {
        let mut out = self.object(verb);
        if !self.is_passive(verb) {
            out.extend(self.by_relation(verb, &[Deprel::Iobj]).map(|i| (i, false)));
        }
        let named = |i: usize| self.mention_at(i).is_some();
        let apart = |i: usize| {
            let first = self.mention_at(i).map_or(i, |m| self.mentions[m].tokens.start);
            first > 0 && matches!(self.word(first - 1), ":" | ";")
        };
        // `received a delegation led by X`, `a Hamas delegation`
        let sent = |i: usize| {
            let body = self.means(i, Sense::Sent);
            body && (!self.leaders_of(i).is_empty() || self.possessors(i).next().is_some())
        };
        out.retain(|&(i, _)| {
            sent(i)
                || named(i)
                // `provided names: A, B`, `holds ten; X twelve`
                || self.by_relation(i, &[Deprel::Appos, Deprel::Conj, Deprel::Flat]).any(|n| named(n) && !apart(n))
        });
        out
    }

    /// The verb whose object the word judges: `called the threats unacceptable`, `described it as a crime`.
    pub(super) fn judge(&self, word: usize) -> Option<usize> {
        let judges = |&verb: &usize| {
            self.tables.cues.has(self.lemma(verb), CueRole::Judge)
                && self.by_relation(verb, &[Deprel::Obj, Deprel::NsubjPass]).any(|object| object < word)
        };
        // `referred to X as a thief`
        let refers = |&verb: &usize| {
            self.lemma(verb) == "refer"
                && self.by_relation(verb, &[Deprel::Obl]).any(|i| i < word && self.preposition(i) == "to")
        };
        let verb = self.head(word).filter(|verb| judges(verb) || refers(verb))?;
        match self.deprel(word) {
            Deprel::Xcomp => Some(verb),
            Deprel::Obl | Deprel::Obj | Deprel::Advcl => (self.opener(word) == "as").then_some(verb),
            _ => None,
        }
    }

    /// Whom such a verb judges.
    pub(super) fn judged(&self, verb: usize) -> Vec<(usize, bool)> {
        if self.lemma(verb) == "refer" {
            return self
                .by_relation(verb, &[Deprel::Obl])
                .filter(|&i| self.preposition(i) == "to")
                .map(|i| (i, false))
                .collect();
        }
        self.object(verb)
    }

    pub(super) fn adjective_subject(&self, adjective: usize) -> Vec<(usize, bool)> {
        let own: Vec<_> = self.by_relation(adjective, &[Deprel::Nsubj, Deprel::NsubjPass]).collect();
        if !own.is_empty() {
            return own.into_iter().flat_map(|i| self.antecedent(i, adjective)).map(|i| (i, false)).collect();
        }
        if let Some(verb) = self.judge(adjective) {
            return self.judged(verb);
        }
        match (self.deprel(adjective), self.head(adjective)) {
            (Deprel::Amod | Deprel::Acl | Deprel::AclRelcl, Some(noun)) if self.is_paper(noun) => {
                self.noun_owner(noun)
            }
            (Deprel::Amod | Deprel::Acl | Deprel::AclRelcl, Some(noun)) => vec![(noun, false)],
            (Deprel::Conj | Deprel::Xcomp | Deprel::Advcl, Some(head)) => self.subject(head, 1),
            _ => Vec::new(),
        }
    }

    /// Subjects and objects of the clauses that depend on the word.
    pub(super) fn clause_actors(&self, trigger: usize) -> Vec<(usize, bool)> {
        let clauses = [Deprel::Ccomp, Deprel::Xcomp, Deprel::Acl, Deprel::Advcl];
        let mut out = Vec::new();
        for clause in self.by_relation(trigger, &clauses) {
            let inside = [Deprel::Nsubj, Deprel::NsubjPass];
            out.extend(self.by_relation(clause, &inside).map(|i| (i, false)));
        }
        out
    }

    pub(super) fn modified(&self, trigger: usize) -> Vec<(usize, bool)> {
        match (self.deprel(trigger), self.head(trigger)) {
            (Deprel::Amod | Deprel::Acl | Deprel::AclRelcl | Deprel::Compound, Some(noun)) => {
                vec![(noun, false)]
            }
            _ => Vec::new(),
        }
    }
}
