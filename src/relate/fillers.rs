//! The actors that a phrase means.

use super::scene::{DEPTH, Scene};
use crate::tables::{FramePos, Slot};
use crate::types::{ActorKind, Deprel, MentionForm, Span, Upos};

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
        match self.mention_at(phrase) {
            Some(m) => {
                self.push(m, false, climbed, out);
                self.push_listed(m, climbed, out);
            }
            None if matches!(
                self.lemma(phrase).to_lowercase().as_str(),
                "i" | "we" | "us" | "me" | "our" | "my"
            ) =>
            {
                if let Some((actor, span)) = self.speaker {
                    out.push(Filler { actor, span, coreference: true, inner: false, climbed });
                }
            }
            None => match self.named_by_apposition(phrase) {
                Some(m) => self.push(m, false, climbed, out),
                // `supporters of X` are not X.
                None if self.are_others(phrase) => {}
                None => self.collect_inner(phrase, climbed, 0, out),
            },
        }
        for conjunct in self.by_relation(phrase, &[Deprel::Conj]) {
            // `between A and B and between C and D`: the second pair stands for itself.
            let apart = self.preposition(conjunct) == "between";
            if !apart && !matches!(self.upos(conjunct), Upos::Verb | Upos::Aux) {
                self.collect(conjunct, climbed, depth + 1, out);
            }
        }
        if out.is_empty() {
            for apposition in self.by_relation(phrase, &[Deprel::Appos]) {
                self.collect(apposition, climbed, depth + 1, out);
            }
        }
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
            self.by_relation(at, &[Deprel::Appos]).find_map(|i| self.mention_at(i).filter(person))
        };
        named(phrase).or_else(|| self.by_relation(phrase, &[Deprel::Nmod]).find_map(named))
    }

    /// True for a noun of people who are known by what they hold of another: `critics`, `allies`.
    fn are_others(&self, phrase: usize) -> bool {
        self.upos(phrase) == Upos::Noun
            && self
                .tables
                .frames
                .of(self.lemma(phrase), FramePos::Noun)
                .any(|frame| frame.holder.contains(&Slot::Described))
    }

    /// `Syria's sovereignty`, `the Israeli occupation`, `the will of the Syrian people`.
    pub(super) fn collect_inner(&self, phrase: usize, climbed: bool, depth: usize, out: &mut Vec<Filler>) {
        if depth > 2 || self.upos(phrase) == Upos::Pron {
            return;
        }
        let before = out.len();
        for child in self.possessors(phrase) {
            if let Some(m) = self.mention_at(child) {
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

    /// The actors coordinated with an inner phrase.
    fn push_conjuncts(&self, phrase: usize, climbed: bool, out: &mut Vec<Filler>) {
        for conjunct in self.by_relation(phrase, &[Deprel::Conj]) {
            if let Some(m) = self.mention_at(conjunct) {
                self.push(m, true, climbed, out);
            }
        }
    }

    fn push(&self, m: usize, inner: bool, climbed: bool, out: &mut Vec<Filler>) {
        let mention = &self.mentions[m];
        let coreference = mention.reason.is_coreference() || mention.form == MentionForm::Pronoun;
        for &actor in &mention.actors {
            if !out.iter().any(|f| f.actor == actor) {
                out.push(Filler { actor, span: mention.span, coreference, inner, climbed });
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
