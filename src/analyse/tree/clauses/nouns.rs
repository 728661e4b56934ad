//! Noun phrases: subjects, objects, complements, lists, appositions.

use super::*;

impl Linker<'_> {
    /// A noun phrase, with those coordinated with it; returns the next item.
    pub(super) fn noun(&mut self, i: usize) -> usize {
        let head = self.items[i].head;
        let next = self.coordinate(i);
        if let Some(preposition) = self.preposition.take() {
            self.set(preposition, head, Deprel::Case);
            self.prepositional(i, preposition, head);
        } else if let Some((copula, _)) = self.copula.take() {
            self.predicate(head, copula);
        } else if self.is_apposition(i, next) {
            let to = self.last.unwrap_or(head);
            self.set(head, to, Deprel::Appos);
            // The phrase named before stays the one in focus.
            self.comma = false;
            self.quote = false;
            return self.close_apposition(next);
        } else if self.takes_object(next) {
            self.object(head);
        } else if let Some(subject) = self.subject.filter(|_| self.conjunction.is_some()) {
            let conjunction = self.conjunction.take();
            self.conjoin(subject, head, conjunction);
        } else if self.inverted_subject(head) {
            // `said the minister`
        } else {
            self.subject_waits(head);
        }
        self.comma = false;
        self.quote = false;
        self.conjunction = None;
        next
    }

    pub(super) fn conjoin(&mut self, first: usize, other: usize, conjunction: Option<usize>) {
        if let Some(c) = conjunction {
            self.set(c, other, Deprel::Cc);
        }
        self.set(other, first, Deprel::Conj);
    }

    /// A noun phrase that waits for its verb; one that waited before was a topic.
    pub(super) fn subject_waits(&mut self, head: usize) {
        if let Some(old) = self.subject.replace(head) {
            if self.headline && self.stack.is_empty() {
                self.subject = Some(old);
                self.set(head, old, Deprel::Conj);
                self.last = Some(head);
                return;
            }
            self.early.push((old, Deprel::Dislocated));
        }
        self.last = Some(head);
    }

    /// Nouns in a row with commas and a conjunction: hangs the others on the first; returns the
    /// item after the last.
    pub(super) fn coordinate(&mut self, i: usize) -> usize {
        let head = self.items[i].head;
        let mut members: Vec<(usize, Option<usize>)> = Vec::new();
        let mut at = i + 1;
        let mut closed = false;
        while !closed {
            // A short complement may stand between: `leaders of Iraq, Syria and Jordan`.
            let mut k = at;
            let mut conjunction = None;
            let mut comma = false;
            while let Some(kind) = self.kind(k) {
                match kind {
                    Kind::Comma if !comma => comma = true,
                    Kind::Conjunction if conjunction.is_none() => conjunction = Some(self.items[k].head),
                    Kind::Adverb if conjunction.is_some() => {}
                    _ => break,
                }
                k += 1;
            }
            if !comma && conjunction.is_none() || self.kind(k) != Some(Kind::Noun) {
                break;
            }
            if conjunction.is_some_and(|c| self.lemma(c) == "but") {
                break;
            }
            // `Russia, which backs X, and Turkey, which …`: back to the waiting subject.
            let relative = self.stack.last().is_some_and(|c| c.depends) && self.subject.is_some();
            if relative && comma && conjunction.is_some() && members.is_empty() {
                break;
            }
            let is_subject_next = self.finite_after(k + 1);
            if conjunction.is_some() && is_subject_next && self.has_verb() && !self.starts_clause() {
                break;
            }
            members.push((k, conjunction));
            at = k + 1;
            closed = conjunction.is_some();
        }
        // `In a joint statement, Sweden and Finland condemned`: the phrase before the comma is none
        // of those who act.
        let apart = self.stack.is_empty() && self.subject.is_none() && self.preposition.is_some();
        if apart && closed && self.kind(i + 1) == Some(Kind::Comma) && self.finite_after(at) {
            return i + 1;
        }
        if !closed {
            // `Iraq, Syria discuss ties`: a headline needs no `and`.
            let fits = self.headline && members.len() == 1 && self.stack.is_empty() && self.finite_after(at);
            if !fits {
                return i + 1;
            }
        }
        // An apposition between commas is no list: `Hussein, the minister, and his aide`.
        for &(k, conjunction) in &members {
            let other = self.items[k].head;
            self.conjoin(head, other, conjunction);
        }
        at
    }

    /// True if the phrase renames the one before: `X, the minister of Y, said`.
    pub(super) fn is_apposition(&self, i: usize, next: usize) -> bool {
        let Some(last) = self.last else { return false };
        if self.depth > 0 {
            return matches!(self.kind(i.wrapping_sub(1)), Some(Kind::Open));
        }
        if !self.comma || self.conjunction.is_some() || self.words[last].upos == Upos::Pron {
            return false;
        }
        let head = self.items[i].head;
        if self.words[head].upos == Upos::Pron {
            return false;
        }
        // `…, Hussein said.` begins a clause of its own.
        if self.finite_after(next) {
            return self.subject.is_some() && !self.has_verb() && !self.early_phrase_before(last);
        }
        // It must close with a comma, or end the clause.
        let mut k = next;
        while let Some(kind) = self.kind(k) {
            match kind {
                Kind::Noun
                | Kind::Preposition
                | Kind::Adjective
                | Kind::Time
                | Kind::Adverb
                | Kind::Quote => k += 1,
                Kind::Comma | Kind::Break | Kind::Open | Kind::Close => return true,
                Kind::Verb {
                    form: VerbForm::Gerund | VerbForm::Participle | VerbForm::Infinitive, ..
                } => return true,
                Kind::Relative => return true,
                Kind::Verb { .. } | Kind::Copula => return self.subject.is_some(),
                Kind::Conjunction => k += 1,
                Kind::Subordinator => return true,
            }
        }
        true
    }

    /// True if `last` stands in a phrase that came before its verb: `In Geneva, Hussein said`.
    pub(super) fn early_phrase_before(&self, last: usize) -> bool {
        self.subject.is_none_or(|subject| subject != last) && self.words[last].deprel != Deprel::Nmod
    }

    /// Skips the comma that closes an apposition.
    pub(super) fn close_apposition(&mut self, next: usize) -> usize {
        if self.kind(next) == Some(Kind::Comma) && self.subject.is_some() { next + 1 } else { next }
    }

    /// True if the phrase is an object of the clause that is open.
    pub(super) fn takes_object(&self, next: usize) -> bool {
        let Some(clause) = self.stack.last() else { return false };
        if self.marker.is_some() || self.relative.is_some() || self.subject.is_some_and(|s| s > clause.head) {
            return false;
        }
        if self.comma && !(self.quote && self.is_speech(clause.head)) {
            return false;
        }
        if self.conjunction.is_some() {
            return false;
        }
        let predicate = !matches!(self.words[clause.head].upos, Upos::Verb | Upos::Aux);
        if predicate {
            return false;
        }
        // `said Iraq would`: the phrase is the subject of what is said.
        let begins_clause = self.finite_after(next) && (self.is_speech(clause.head) || clause.object);
        if begins_clause {
            return false;
        }
        !clause.object || TWO_OBJECTS.contains(&self.lemma(clause.head))
    }

    pub(super) fn object(&mut self, head: usize) {
        let Some(clause) = self.stack.last_mut() else { return };
        let verb = clause.head;
        let second = clause.object;
        clause.object = true;
        let speech_without_subject = !clause.subject && !clause.depends;
        let passive = clause.passive;
        if speech_without_subject
            && self.is_speech(verb)
            && self.words[verb].form == VerbForm::Finite
            && !passive
        {
            // `…, said the minister`
            if let Some(clause) = self.stack.last_mut() {
                clause.subject = true;
                clause.object = false;
            }
            self.set(head, verb, Deprel::Nsubj);
        } else {
            let relation = if second || passive && self.words[verb].lemma != "give" {
                Deprel::Xcomp
            } else {
                Deprel::Obj
            };
            let relation = if passive && !second { Deprel::Obj } else { relation };
            let receiver = self.last.filter(|&n| {
                second
                    && !passive
                    && !matches!(self.lemma(verb), "call" | "name" | "elect")
                    && self.words[n].head == Some(verb)
                    && self.words[n].deprel == Deprel::Obj
            });
            let relation = if let Some(receiver) = receiver {
                self.words[receiver].deprel = Deprel::Iobj;
                Deprel::Obj
            } else {
                relation
            };
            self.set(head, verb, relation);
        }
        self.last = Some(head);
    }

    /// `…, said Hussein`: the noun after a speech verb that has neither subject nor object.
    pub(super) fn inverted_subject(&mut self, head: usize) -> bool {
        let Some(clause) = self.stack.last() else { return false };
        let verb = clause.head;
        // `…, said the minister`: what is said fills the object's place, but no phrase has come yet.
        let reported = clause.object && self.last.is_none();
        let open = !clause.subject && !clause.depends && (!clause.object || reported);
        if open && self.subject.is_none() && self.is_speech(verb) && self.marker.is_none() && !self.comma {
            self.set(head, verb, Deprel::Nsubj);
            if let Some(clause) = self.stack.last_mut() {
                clause.subject = true;
            }
            self.last = Some(head);
            return true;
        }
        false
    }

    /// A phrase with a preposition: on the noun before it, or on the verb.
    pub(super) fn prepositional(&mut self, i: usize, preposition: usize, head: usize) {
        let word = self.words[preposition].lemma.clone();
        // Sentence-initial `In Geneva, …` waits for its verb.
        let adjacent = self.last.filter(|_| !self.comma && self.is_adjacent(i));
        let on_noun = adjacent.filter(|&noun| self.noun_takes(noun, &word));
        if let Some(noun) = on_noun {
            self.set(head, noun, Deprel::Nmod);
            if word == "of" || word == "between" {
                // What follows may still modify the phrase as a whole: keep the inner noun in
                // focus only where nothing else could take it.
            }
            self.last = Some(self.focus_after(noun, head, &word));
            return;
        }
        match self.stack.last() {
            Some(clause) if !self.starts_clause() => {
                let agent = word == "by" && clause.passive;
                let verb = clause.head;
                self.set(head, verb, if agent { Deprel::OblAgent } else { Deprel::Obl });
                self.last = Some(head);
            }
            _ => {
                if let Some(noun) = adjacent {
                    self.set(head, noun, Deprel::Nmod);
                } else {
                    self.early.push((head, Deprel::Obl));
                }
                self.last = Some(head);
            }
        }
    }

    /// After `talks with Syria` the talks stay in focus for `on trade`; after `president of Iraq`
    /// the president.
    pub(super) fn focus_after(&self, noun: usize, inner: usize, _preposition: &str) -> usize {
        if self.is_relational(noun) && !self.is_relational(inner) { noun } else { inner }
    }

    pub(super) fn is_relational(&self, noun: usize) -> bool {
        self.words[noun].upos == Upos::Noun
            && self.tables.frames.of(&self.words[noun].lemma, FramePos::Noun).next().is_some()
    }

    /// True if the preposition phrase at item `i` follows its noun directly.
    pub(super) fn is_adjacent(&self, i: usize) -> bool {
        let mut k = i;
        let mut prepositions = 0;
        while k > 0 {
            k -= 1;
            match self.items[k].kind {
                Kind::Preposition if prepositions == 0 => prepositions = 1,
                Kind::Noun => return true,
                Kind::Time | Kind::Quote | Kind::Close => {}
                _ => return false,
            }
        }
        false
    }

    pub(super) fn noun_takes(&self, noun: usize, preposition: &str) -> bool {
        if preposition == "of" {
            return true;
        }
        if self.words[noun].upos == Upos::Pron {
            return false;
        }
        let relational = self.is_relational(noun);
        let verb_takes = self.stack.last().is_some_and(|clause| {
            let frames = &self.tables.frames;
            frames.of(self.lemma(clause.head), FramePos::Verb).any(|f| {
                f.target.iter().any(|s| matches!(s, crate::tables::Slot::Preposition(p) if p == preposition))
            })
        });
        match preposition {
            "with" | "for" | "against" | "between" | "on" | "to" | "toward" | "towards" | "over"
            | "about" | "among" => {
                relational && !verb_takes
                    || self.stack.is_empty()
                    || matches!(preposition, "between" | "against")
                        && self.words[noun].upos == Upos::Noun
                        && !verb_takes
            }
            "by" | "from" => relational && !self.stack.last().is_some_and(|c| c.passive),
            "in" | "at" => self.stack.is_empty() && self.subject.is_some(),
            _ => self.stack.is_empty() && self.subject.is_some(),
        }
    }
}
