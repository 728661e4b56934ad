//! Verbs: each opens a clause and finds its place.

use super::*;

impl Linker<'_> {
    pub(super) fn verb(&mut self, i: usize, head: usize, form: VerbForm, passive: bool, to: bool) {
        match form {
            VerbForm::Infinitive if to => self.infinitive(head, passive),
            VerbForm::Gerund => self.gerund(head, passive),
            VerbForm::Participle if !passive => self.participle(i, head),
            _ => {
                self.flush_preposition();
                self.open_clause(head, form, passive, true);
            }
        }
    }

    pub(super) fn infinitive(&mut self, head: usize, passive: bool) {
        self.flush_preposition();
        // Headline: `Trump to meet Kim`.
        if self.stack.is_empty()
            && self.subject.is_some()
            && (self.headline || self.root.is_none() && self.no_finite_verb_ahead(head))
        {
            self.open_clause(head, VerbForm::Infinitive, passive, true);
            return;
        }
        let conjunction = self.conjunction.take();
        let Some(clause) = self.stack.last().copied() else {
            match self.last {
                Some(noun) => self.set(head, noun, Deprel::Acl),
                None => self.early_clauses.push(head),
            }
            self.push(head, true, passive);
            return;
        };
        if let Some(c) = conjunction
            && self.words[clause.head].form == VerbForm::Infinitive
        {
            self.set(c, head, Deprel::Cc);
            self.set(head, clause.head, Deprel::Conj);
            self.push(head, true, passive);
            return;
        }
        if let Some((subject, mark)) = self.for_phrase(head) {
            // `called for Iran to withdraw`, `a demand for Iran to withdraw`
            let above = self.words[subject].head.unwrap_or(clause.head);
            self.words[subject].head = None;
            self.set(subject, head, if passive { Deprel::NsubjPass } else { Deprel::Nsubj });
            self.words[mark].head = None;
            self.set(mark, head, Deprel::Mark);
            let verbal = matches!(self.words[above].upos, Upos::Verb | Upos::Aux);
            self.set(head, above, if verbal { Deprel::Ccomp } else { Deprel::Acl });
            self.push(head, true, passive);
            if let Some(clause) = self.stack.last_mut() {
                clause.subject = true;
            }
            return;
        }
        let object = self
            .last
            .filter(|&n| self.words[n].head == Some(clause.head) && self.words[n].deprel == Deprel::Obj);
        let relational_noun = self.last.filter(|&n| self.words[n].upos == Upos::Noun && !self.comma);
        let control = OBJECT_CONTROL.binary_search(&self.lemma(clause.head)).is_ok();
        match (object, relational_noun) {
            (Some(_), _) if control => self.set(head, clause.head, Deprel::Xcomp),
            (Some(noun), _) if self.words[noun].upos == Upos::Noun => self.set(head, noun, Deprel::Acl),
            (Some(_), _) => self.set(head, clause.head, Deprel::Advcl),
            (None, Some(noun)) if self.words[noun].deprel != Deprel::Nsubj => {
                self.set(head, noun, Deprel::Acl);
            }
            _ => self.set(head, clause.head, Deprel::Xcomp),
        }
        self.push(head, true, passive);
    }

    /// The phrase with `for` that stands right before an infinitive and is its subject, with its
    /// `for`.
    pub(super) fn for_phrase(&self, head: usize) -> Option<(usize, usize)> {
        let noun = self
            .last
            .filter(|&n| !self.comma && matches!(self.words[n].deprel, Deprel::Obl | Deprel::Nmod))?;
        let to = (noun..head).rev().find(|&k| self.words[k].lemma == "to")?;
        let inside = (noun + 1..to).all(|k| self.words[k].head == Some(noun));
        let mark = (0..noun)
            .rev()
            .take(8)
            .find(|&k| self.words[k].head == Some(noun) && self.words[k].deprel == Deprel::Case)?;
        (inside && self.words[mark].lemma == "for").then_some((noun, mark))
    }

    pub(super) fn no_finite_verb_ahead(&self, from: usize) -> bool {
        !self.items.iter().any(|item| {
            item.head > from && matches!(item.kind, Kind::Verb { form: VerbForm::Finite, .. } | Kind::Copula)
        })
    }

    pub(super) fn gerund(&mut self, head: usize, passive: bool) {
        if let Some(preposition) = self.preposition.take() {
            self.set(preposition, head, Deprel::Mark);
            let of = self.words[preposition].lemma == "of";
            let noun = self.last.filter(|&n| {
                !self.comma
                    && self.words[n].upos == Upos::Noun
                    && (of || self.is_noun_just_before(preposition))
            });
            match (noun, self.stack.last()) {
                (Some(noun), _) if of || self.stack.is_empty() || self.words[noun].deprel == Deprel::Obj => {
                    self.set(head, noun, Deprel::Acl);
                }
                (_, Some(clause)) => {
                    let verb = clause.head;
                    self.set(head, verb, Deprel::Advcl);
                }
                _ => self.early_clauses.push(head),
            }
        } else if let Some(c) = self.conjunction.take() {
            match self.stack.last().copied() {
                Some(clause) => {
                    self.set(c, head, Deprel::Cc);
                    self.set(head, clause.head, Deprel::Conj);
                }
                None => self.early_clauses.push(head),
            }
        } else {
            let after_noun = self.last.filter(|_| !self.comma);
            match (after_noun, self.stack.last()) {
                (Some(noun), _) if !self.comma => self.set(head, noun, Deprel::Acl),
                (_, Some(clause)) => {
                    let verb = clause.head;
                    // `denied supporting`, `started talking`: the verb takes the gerund.
                    let taken = !self.comma && self.words[verb].upos == Upos::Verb;
                    self.set(head, verb, if taken { Deprel::Xcomp } else { Deprel::Advcl });
                }
                (_, None) if self.subject.is_some() => {
                    // `Hussein, speaking in Geneva, said`
                    let noun = self.subject.unwrap_or(head);
                    self.set(head, noun, Deprel::Acl);
                }
                _ => self.early_clauses.push(head),
            }
        }
        self.push(head, true, passive);
    }

    pub(super) fn is_noun_just_before(&self, preposition: usize) -> bool {
        preposition > 0 && matches!(self.words[preposition - 1].upos, Upos::Noun)
    }

    /// A participle without an auxiliary: `rebels backed by Iran`, `Asked about it, he said`.
    pub(super) fn participle(&mut self, i: usize, head: usize) {
        let by = matches!(
            self.kind(i + 1),
            Some(Kind::Preposition | Kind::Adverb | Kind::Comma | Kind::Time) | None
        );
        let noun = self.last;
        // After a waiting subject with no verb ahead it is the clause's verb (headlines).
        if self.stack.is_empty() && self.subject.is_some() && self.no_finite_verb_ahead(head) {
            self.flush_preposition();
            self.open_clause(head, VerbForm::Participle, true, true);
            return;
        }
        if let Some(marker) = self.marker.take() {
            self.set(marker, head, Deprel::Mark);
        }
        match (noun, self.stack.last()) {
            (Some(noun), _) if !self.comma || self.subject.is_some() || by => {
                self.set(head, noun, Deprel::Acl);
            }
            (_, Some(clause)) => {
                let verb = clause.head;
                self.set(head, verb, Deprel::Advcl);
            }
            _ => self.early_clauses.push(head),
        }
        self.push(head, true, true);
    }

    pub(super) fn push(&mut self, head: usize, depends: bool, passive: bool) {
        self.stack.push(Clause { head, subject: false, object: false, passive, depends });
        self.last = None;
        self.marker = None;
    }

    /// A finite clause begins with its verb (or predicate): finds its subject and its place.
    pub(super) fn open_clause(&mut self, head: usize, _form: VerbForm, passive: bool, is_verb: bool) {
        let _ = is_verb;
        let subject_relation = if passive { Deprel::NsubjPass } else { Deprel::Nsubj };
        let mut clause = Clause { head, subject: false, object: false, passive, depends: false };
        let conjunction = self.conjunction.take();
        if let Some((pronoun, noun)) = self.relative.take() {
            // Relative clause: the pronoun is subject, unless a noun stands between.
            match self.subject.take() {
                Some(subject) if subject > pronoun => {
                    self.set(subject, head, subject_relation);
                    self.set(pronoun, head, Deprel::Obj);
                    clause.object = true;
                }
                other => {
                    self.set(pronoun, head, subject_relation);
                    self.subject = other;
                }
            }
            clause.subject = true;
            clause.depends = true;
            self.set(head, noun, Deprel::AclRelcl);
            self.stack.push(clause);
            self.last = None;
            return;
        }
        let subject = self.subject.take();
        if let Some(subject) = subject {
            self.set(subject, head, subject_relation);
            clause.subject = true;
        }
        // `The decision to leave angered Iran`: a subject before a clause is outside it.
        if let Some(subject) = subject {
            while self.stack.last().is_some_and(|c| c.head > subject) {
                self.stack.pop();
            }
        }
        let after_comma = self.comma || self.subject_after_comma(subject);
        let outer = self.outer(after_comma || subject.is_none(), conjunction);
        if let Some(marker) = self.marker.take() {
            self.set(marker, head, Deprel::Mark);
            clause.depends = true;
            let relation = if self.lemma(marker) == "that" || self.lemma(marker) == "whether" {
                Deprel::Ccomp
            } else {
                Deprel::Advcl
            };
            match self.stack.last().copied() {
                Some(above) => {
                    let noun = self.last.filter(|&n| {
                        relation == Deprel::Ccomp
                            && self.words[n].upos == Upos::Noun
                            && self.words[n].deprel != Deprel::Nsubj
                    });
                    match noun {
                        Some(noun) if !self.is_speech(above.head) => self.set(head, noun, Deprel::Acl),
                        _ => self.set(head, above.head, relation),
                    }
                }
                None => self.early_clauses.push(head),
            }
        } else if let Some(above) = outer {
            self.place(head, above, subject, conjunction, after_comma, &mut clause);
        } else if let Some(root) = self.root {
            self.set(head, root, Deprel::Parataxis);
        } else {
            self.root = Some(head);
        }
        if !clause.depends {
            for (phrase, relation) in std::mem::take(&mut self.early) {
                self.set(phrase, head, relation);
            }
            for early in std::mem::take(&mut self.early_clauses) {
                self.set(early, head, Deprel::Advcl);
            }
        }
        if !clause.subject && passive && subject.is_none() {
            clause.subject = false;
        }
        self.stack.push(clause);
        self.last = None;
    }

    /// The clause above a new one: a subject after a comma or conjunction leaves dependent clauses.
    pub(super) fn outer(&mut self, leaves: bool, conjunction: Option<usize>) -> Option<Clause> {
        if leaves && conjunction.is_none() {
            // `Russia, which backs Syria, attacked`: back to the main clause.
            while self.stack.len() > 1
                && self.stack.last().is_some_and(|c| c.depends)
                && self.marker.is_none()
            {
                self.stack.pop();
            }
            if self.root.is_none() {
                self.stack.clear();
            }
        }
        self.stack.last().copied()
    }

    /// Hangs a new finite clause on the one before it.
    pub(super) fn place(
        &mut self,
        head: usize,
        above: Clause,
        subject: Option<usize>,
        conjunction: Option<usize>,
        after_comma: bool,
        clause: &mut Clause,
    ) {
        let speech = self.is_speech(head);
        let reported_first = self.root.filter(|_| {
            speech && conjunction.is_none() && (after_comma || self.quote) && self.says_nothing_more(head)
        });
        if let Some(said) = reported_first.filter(|&said| said != head) {
            // `…, Hussein said`: what was said becomes its clause.
            self.root = Some(head);
            self.words[said].head = None;
            self.set(said, head, Deprel::Ccomp);
            self.stack.clear();
            clause.object = true;
            return;
        }
        if self.is_speech(above.head)
            && conjunction.is_none()
            && subject.is_some()
            && !above.object
            && !after_comma
        {
            clause.depends = true;
            self.set(head, above.head, Deprel::Ccomp);
        } else if self.is_speech(above.head)
            && conjunction.is_none()
            && subject.is_some()
            && (after_comma || self.quote)
            && !above.object
        {
            // `Hussein said: “Iraq supports Syria.”`
            self.set(head, above.head, Deprel::Ccomp);
            clause.depends = true;
        } else if let Some(c) = conjunction {
            // Without a subject of its own it shares the nearest finite clause's.
            let target = if subject.is_none() { above } else { self.main(above) };
            self.set(c, head, Deprel::Cc);
            self.set(head, target.head, Deprel::Conj);
            clause.depends = target.depends && subject.is_none();
            clause.subject = true;
        } else if subject.is_none() && after_comma {
            self.set(head, above.head, Deprel::Conj);
        } else if subject.is_some() && !after_comma {
            self.set(head, above.head, Deprel::Ccomp);
            clause.depends = true;
        } else {
            self.set(head, above.head, Deprel::Parataxis);
        }
    }

    /// The innermost clause that does not depend on another, or the given one.
    pub(super) fn main(&self, above: Clause) -> Clause {
        let coordinated_report =
            self.stack.iter().rev().find(|c| !c.depends || self.words[c.head].deprel == Deprel::Ccomp);
        coordinated_report.copied().unwrap_or(above)
    }

    pub(super) fn subject_after_comma(&self, subject: Option<usize>) -> bool {
        let Some(subject) = subject else { return false };
        let Some(k) = self.items.iter().position(|item| item.head == subject) else { return false };
        k > 0 && matches!(self.items[k - 1].kind, Kind::Comma | Kind::Quote)
    }

    /// True if a speech verb has no clause after it: the sentence ends, or only a phrase follows.
    pub(super) fn says_nothing_more(&self, verb: usize) -> bool {
        let mut after = self.items.iter().skip_while(|item| item.head <= verb);
        match after.next().map(|item| item.kind) {
            None
            | Some(Kind::Comma | Kind::Quote | Kind::Break | Kind::Time | Kind::Preposition | Kind::Adverb) => {
                !self.items.iter().any(|item| {
                    item.head > verb
                        && matches!(item.kind, Kind::Subordinator)
                        && self.words[item.head].lemma == "that"
                })
            }
            Some(Kind::Noun) => {
                // `…, said the minister` against `he said Iraq would`.
                let k = self.items.iter().position(|item| item.head > verb).unwrap_or(0);
                !self.finite_after(k + 1)
            }
            _ => false,
        }
    }
}
