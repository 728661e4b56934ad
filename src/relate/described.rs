//! What a noun is said of: `a critic of X`, `Labour nominee Anna Reed`, `the allies`.

use super::scene::{DEPTH, Scene};
use crate::tables::{FrameKind, FramePos, Sense};
use crate::types::{ActorKind, Deprel, MentionForm, Upos};

impl Scene<'_> {
    /// Whom a noun describes: subject of `is a critic`, neighbour in apposition, name that follows.
    pub(super) fn described(&self, noun: usize, depth: usize) -> Vec<(usize, bool)> {
        // `is in danger`, `is under threat` is not to be one.
        let placed = self.by_relation(noun, &[Deprel::Case]).next().is_some();
        if placed && self.upos(noun) == Upos::Noun && self.by_relation(noun, &[Deprel::Cop]).next().is_some()
        {
            return Vec::new();
        }
        let subjects: Vec<_> =
            self.by_relation(noun, &[Deprel::Nsubj]).flat_map(|i| self.antecedent(i, noun)).collect();
        if !subjects.is_empty() {
            return subjects.into_iter().map(|i| (i, false)).collect();
        }
        if let Some(name) = self.named_behind(noun) {
            return vec![(name, false)];
        }
        // `critics of X include Y`, `one of the critics of X was Y`
        let same = self.identified(noun);
        if !same.is_empty() {
            return same.into_iter().map(|i| (i, false)).collect();
        }
        let names: Vec<_> = self
            .by_relation(noun, &[Deprel::Appos, Deprel::Flat])
            .filter(|&i| self.mention_at(i).is_some())
            .collect();
        if !names.is_empty() {
            return names.into_iter().map(|i| (i, false)).collect();
        }
        match (self.deprel(noun), self.head(noun)) {
            (Deprel::Appos, Some(head)) => vec![(head, false)],
            // `became a critic of X`, `chose Y as`, `was named the nominee of X`
            (relation @ (Deprel::Xcomp | Deprel::Obl), Some(head))
                if self.means(head, Sense::Become)
                    // `emerged as a critic of X`
                    && (relation == Deprel::Xcomp || self.opener(noun) == "as") =>
            {
                let whom = self.object(head);
                if whom.is_empty() { self.subject(head, 0) } else { whom }
            }
            // `named X its nominee`, where the tree takes the two for each other
            (Deprel::Obj, Some(head)) if self.means(head, Sense::Become) => {
                let names = self.by_relation(head, &[Deprel::Xcomp]);
                names.filter(|&i| self.mention_at(i).is_some()).map(|i| (i, false)).collect()
            }
            (Deprel::Compound | Deprel::NmodDesc | Deprel::Flat, Some(head)) if head > noun => {
                vec![(head, false)]
            }
            (Deprel::Conj, Some(head)) if depth < DEPTH => self.described(head, depth + 1),
            _ => self.partners(noun).into_iter().map(|i| (i, false)).collect(),
        }
    }

    /// `Labour nominee Anna Reed`: the name right behind a noun of one person, wherever the tree hangs it.
    pub(super) fn named_behind(&self, noun: usize) -> Option<usize> {
        let name =
            self.mentions.iter().find(|m| m.tokens.start == noun + 1 && m.form == MentionForm::Name)?;
        self.mention_at(name.head)?;
        // `the nominee Reed attacked`
        let acts = self
            .head(name.head)
            .is_some_and(|verb| self.deprel(verb) == Deprel::AclRelcl && self.head(verb) == Some(noun));
        (self.is_single(noun) && !acts).then_some(name.head)
    }

    /// True for a noun in the singular: what it says, it says of one.
    pub(super) fn is_single(&self, noun: usize) -> bool {
        self.upos(noun) == Upos::Noun && self.word(noun).eq_ignore_ascii_case(self.lemma(noun))
    }

    /// `Syria's Iranian allies`: the partners of an owner, by their own nation.
    pub(super) fn partners(&self, noun: usize) -> Vec<usize> {
        let owned = self.by_relation(noun, &[Deprel::NmodPoss]).next().is_some();
        if !owned || !self.means(noun, Sense::Partner) {
            return Vec::new();
        }
        let nation =
            |&i: &usize| self.mention_at(i).is_some_and(|m| self.mentions[m].form == MentionForm::Demonym);
        self.by_relation(noun, &[Deprel::Amod, Deprel::Compound]).filter(nation).collect()
    }

    /// True for a phrase whose head is a person.
    pub(super) fn is_person(&self, phrase: usize) -> bool {
        let named = self.mention_at(phrase).or_else(|| self.named_by_apposition(phrase));
        let named = named.or_else(|| self.examples(phrase).first().map(|&(_, m)| m));
        named.is_some_and(|m| {
            let actor = |&actor: &usize| self.resolution.actors.get(actor);
            self.mentions[m].actors.iter().filter_map(actor).all(|a| a.kind == ActorKind::Person)
        })
    }

    /// True for a phrase whose head is a group, or a pact (a noun that binds both sides).
    pub(super) fn is_body(&self, phrase: usize) -> bool {
        match self.mention_at(phrase) {
            Some(m) => self.mentions[m]
                .actors
                .iter()
                .all(|&actor| self.resolution.actors.get(actor).is_some_and(|a| a.kind == ActorKind::Group)),
            None => self
                .tables
                .frames
                .of(&self.lemma(phrase).to_lowercase(), FramePos::Noun)
                .any(|frame| matches!(frame.kind, FrameKind::Stance { mutual: true, .. })),
        }
    }
}
