//! Items → clauses: who is subject and object of which verb, and how the clauses hang together.

use super::chunks::{Item, Kind};
use crate::tables::{CueRole, FramePos, Tables};
use crate::types::{Deprel, Upos, VerbForm, Word};

/// Verbs whose object does what the infinitive says: `urged Iran to stop`.
const OBJECT_CONTROL: &[&str] = &[
    "advise",
    "allow",
    "appoint",
    "ask",
    "authorize",
    "beg",
    "cause",
    "challenge",
    "command",
    "compel",
    "convince",
    "direct",
    "enable",
    "encourage",
    "expect",
    "force",
    "help",
    "implore",
    "instruct",
    "invite",
    "lead",
    "mandate",
    "oblige",
    "order",
    "permit",
    "persuade",
    "press",
    "pressure",
    "prompt",
    "push",
    "remind",
    "require",
    "summon",
    "tell",
    "urge",
    "want",
    "warn",
];

/// Verbs that take two objects: `gave Iraq the money`, `told reporters that`.
const TWO_OBJECTS: &[&str] = &[
    "give", "tell", "offer", "send", "grant", "show", "hand", "award", "deny", "cost", "lend", "call",
    "name", "elect",
];

/// A clause that is being read.
#[derive(Debug, Clone, Copy)]
struct Clause {
    /// The verb, or the predicate after a copula.
    head: usize,
    subject: bool,
    object: bool,
    passive: bool,
    /// The clause that it hangs on, if it does.
    depends: bool,
}

struct Linker<'w> {
    words: &'w mut [Word],
    items: &'w [Item],
    tables: &'w Tables,
    headline: bool,
    /// Clauses that can still take words, the innermost last.
    stack: Vec<Clause>,
    root: Option<usize>,
    /// A noun phrase that waits for its verb.
    subject: Option<usize>,
    /// The noun phrase that a following phrase may modify.
    last: Option<usize>,
    /// Phrases that came before their verb.
    early: Vec<(usize, Deprel)>,
    /// Clauses that came before their main clause.
    early_clauses: Vec<usize>,
    preposition: Option<usize>,
    marker: Option<usize>,
    relative: Option<(usize, usize)>,
    conjunction: Option<usize>,
    copula: Option<(usize, usize)>,
    /// The last item was a comma.
    comma: bool,
    quote: bool,
    depth: usize,
}

/// Links all items; returns the root's token, if a clause or phrase was found.
pub(super) fn link(items: &[Item], words: &mut [Word], headline: bool, tables: &Tables) -> Option<usize> {
    let mut linker = Linker {
        words,
        items,
        tables,
        headline,
        stack: Vec::new(),
        root: None,
        subject: None,
        last: None,
        early: Vec::new(),
        early_clauses: Vec::new(),
        preposition: None,
        marker: None,
        relative: None,
        conjunction: None,
        copula: None,
        comma: false,
        quote: false,
        depth: 0,
    };
    let mut i = 0;
    while i < items.len() {
        i = linker.item(i);
    }
    linker.end()
}

impl Linker<'_> {
    fn set(&mut self, child: usize, head: usize, relation: Deprel) {
        if child != head && self.words[child].head.is_none() {
            self.words[child].head = Some(head);
            self.words[child].deprel = relation;
        }
    }

    fn lemma(&self, i: usize) -> &str {
        &self.words[i].lemma
    }

    fn is_speech(&self, verb: usize) -> bool {
        self.tables.cues.has(self.lemma(verb), CueRole::Speech)
    }

    fn kind(&self, i: usize) -> Option<Kind> {
        self.items.get(i).map(|item| item.kind)
    }

    /// Reads item `i`; returns the next one.
    fn item(&mut self, i: usize) -> usize {
        let Item { kind, head } = self.items[i];
        match kind {
            Kind::Noun => return self.noun(i),
            Kind::Time => self.time(head),
            Kind::Verb { form, passive, to } => self.verb(i, head, form, passive, to),
            Kind::Copula => self.copula(i, head),
            Kind::Adjective => self.adjective(i, head),
            Kind::Preposition => {
                self.flush_preposition();
                self.preposition = Some(head);
            }
            Kind::Conjunction => self.conjunction = Some(head),
            Kind::Subordinator => {
                self.marker = Some(head);
                if self.subject.is_none() {
                    self.last = None;
                }
            }
            Kind::Relative => self.relative(i, head),
            Kind::Adverb => {
                if let Some(clause) = self.stack.last() {
                    let head_of = clause.head;
                    self.set(head, head_of, Deprel::Advmod);
                }
            }
            Kind::Comma => {
                self.comma = true;
                return i + 1;
            }
            Kind::Break => {
                self.comma = true;
                self.conjunction = None;
                return i + 1;
            }
            Kind::Open => self.depth += 1,
            Kind::Close => self.depth = self.depth.saturating_sub(1),
            Kind::Quote => {
                self.quote = true;
                return i + 1;
            }
        }
        if !matches!(kind, Kind::Adverb | Kind::Time | Kind::Open | Kind::Close | Kind::Conjunction) {
            self.comma = false;
            self.quote = false;
        }
        i + 1
    }

    /// A preposition without a phrase: a particle of the verb, or left hanging.
    fn flush_preposition(&mut self) {
        if let Some(preposition) = self.preposition.take()
            && let Some(clause) = self.stack.last()
        {
            let head = clause.head;
            self.set(preposition, head, Deprel::Advmod);
        }
    }

    fn time(&mut self, head: usize) {
        let relation = if let Some(preposition) = self.preposition.take() {
            self.set(preposition, head, Deprel::Case);
            Deprel::Obl
        } else {
            Deprel::OblUnmarked
        };
        match self.stack.last() {
            Some(clause) => {
                let verb = clause.head;
                self.set(head, verb, relation);
            }
            None => self.early.push((head, relation)),
        }
    }

    /// A noun phrase, with those coordinated with it; returns the next item.
    fn noun(&mut self, i: usize) -> usize {
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

    fn conjoin(&mut self, first: usize, other: usize, conjunction: Option<usize>) {
        if let Some(c) = conjunction {
            self.set(c, other, Deprel::Cc);
        }
        self.set(other, first, Deprel::Conj);
    }

    /// A noun phrase that waits for its verb; one that waited before was a topic.
    fn subject_waits(&mut self, head: usize) {
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
    fn coordinate(&mut self, i: usize) -> usize {
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

    fn has_verb(&self) -> bool {
        !self.stack.is_empty()
    }

    /// True if a marker or relative pronoun has opened a clause that has no verb yet.
    fn starts_clause(&self) -> bool {
        self.marker.is_some() || self.relative.is_some()
    }

    /// True if a finite verb comes next, with nothing but adverbs, times and parentheses between.
    fn finite_after(&self, mut k: usize) -> bool {
        while let Some(kind) = self.kind(k) {
            match kind {
                Kind::Adverb | Kind::Time => k += 1,
                Kind::Verb { form: VerbForm::Finite, .. } | Kind::Copula => return true,
                _ => return false,
            }
        }
        false
    }

    /// True if the phrase renames the one before: `X, the minister of Y, said`.
    fn is_apposition(&self, i: usize, next: usize) -> bool {
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
    fn early_phrase_before(&self, last: usize) -> bool {
        self.subject.is_none_or(|subject| subject != last) && self.words[last].deprel != Deprel::Nmod
    }

    /// Skips the comma that closes an apposition.
    fn close_apposition(&mut self, next: usize) -> usize {
        if self.kind(next) == Some(Kind::Comma) && self.subject.is_some() { next + 1 } else { next }
    }

    /// True if the phrase is an object of the clause that is open.
    fn takes_object(&self, next: usize) -> bool {
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

    fn object(&mut self, head: usize) {
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
    fn inverted_subject(&mut self, head: usize) -> bool {
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
    fn prepositional(&mut self, i: usize, preposition: usize, head: usize) {
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
    fn focus_after(&self, noun: usize, inner: usize, _preposition: &str) -> usize {
        if self.is_relational(noun) && !self.is_relational(inner) { noun } else { inner }
    }

    fn is_relational(&self, noun: usize) -> bool {
        self.words[noun].upos == Upos::Noun
            && self.tables.frames.of(&self.words[noun].lemma, FramePos::Noun).next().is_some()
    }

    /// True if the preposition phrase at item `i` follows its noun directly.
    fn is_adjacent(&self, i: usize) -> bool {
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

    fn noun_takes(&self, noun: usize, preposition: &str) -> bool {
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

    fn copula(&mut self, i: usize, head: usize) {
        self.flush_preposition();
        // A predicate follows unless a phrase with a preposition does.
        let mut k = i + 1;
        while matches!(self.kind(k), Some(Kind::Adverb | Kind::Time | Kind::Quote)) {
            k += 1;
        }
        match self.kind(k) {
            Some(Kind::Noun | Kind::Adjective) => self.copula = Some((head, i)),
            _ => self.verb(i, head, VerbForm::Finite, false, false),
        }
    }

    /// A noun or adjective that a copula links to its subject.
    fn predicate(&mut self, head: usize, copula: usize) {
        self.open_clause(head, VerbForm::Finite, false, false);
        self.words[copula].head = None;
        self.set(copula, head, Deprel::Cop);
        // What hung on the copula (`was not`, `would be`) belongs to the predicate.
        for k in 0..self.words.len() {
            if self.words[k].head == Some(copula) {
                self.words[k].head = Some(head);
            }
        }
        self.last = Some(head);
    }

    fn adjective(&mut self, _i: usize, head: usize) {
        if let Some((copula, _)) = self.copula.take() {
            self.predicate(head, copula);
            return;
        }
        if let Some(preposition) = self.preposition.take() {
            self.set(preposition, head, Deprel::Case);
        }
        if let Some(clause) = self.stack.last() {
            let verb = clause.head;
            let relation = if self.comma { Deprel::Advcl } else { Deprel::Xcomp };
            self.set(head, verb, relation);
        } else if let Some(noun) = self.last {
            self.set(head, noun, Deprel::Amod);
        } else {
            self.early.push((head, Deprel::Advcl));
        }
    }

    fn relative(&mut self, i: usize, head: usize) {
        match self.last {
            Some(noun) => {
                self.preposition.take().into_iter().for_each(|p| {
                    self.words[p].head = Some(head);
                    self.words[p].deprel = Deprel::Case;
                });
                self.relative = Some((head, noun));
            }
            // `who` as a question, `that` as a demonstrative.
            None => {
                let _ = i;
                self.subject = Some(head);
            }
        }
    }

    fn verb(&mut self, i: usize, head: usize, form: VerbForm, passive: bool, to: bool) {
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

    fn infinitive(&mut self, head: usize, passive: bool) {
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
    fn for_phrase(&self, head: usize) -> Option<(usize, usize)> {
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

    fn no_finite_verb_ahead(&self, from: usize) -> bool {
        !self.items.iter().any(|item| {
            item.head > from && matches!(item.kind, Kind::Verb { form: VerbForm::Finite, .. } | Kind::Copula)
        })
    }

    fn gerund(&mut self, head: usize, passive: bool) {
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

    fn is_noun_just_before(&self, preposition: usize) -> bool {
        preposition > 0 && matches!(self.words[preposition - 1].upos, Upos::Noun)
    }

    /// A participle without an auxiliary: `rebels backed by Iran`, `Asked about it, he said`.
    fn participle(&mut self, i: usize, head: usize) {
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

    fn push(&mut self, head: usize, depends: bool, passive: bool) {
        self.stack.push(Clause { head, subject: false, object: false, passive, depends });
        self.last = None;
        self.marker = None;
    }

    /// A finite clause begins with its verb (or predicate): finds its subject and its place.
    fn open_clause(&mut self, head: usize, _form: VerbForm, passive: bool, is_verb: bool) {
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
    fn outer(&mut self, leaves: bool, conjunction: Option<usize>) -> Option<Clause> {
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
    fn place(
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
    fn main(&self, above: Clause) -> Clause {
        let coordinated_report =
            self.stack.iter().rev().find(|c| !c.depends || self.words[c.head].deprel == Deprel::Ccomp);
        coordinated_report.copied().unwrap_or(above)
    }

    fn subject_after_comma(&self, subject: Option<usize>) -> bool {
        let Some(subject) = subject else { return false };
        let Some(k) = self.items.iter().position(|item| item.head == subject) else { return false };
        k > 0 && matches!(self.items[k - 1].kind, Kind::Comma | Kind::Quote)
    }

    /// True if a speech verb has no clause after it: the sentence ends, or only a phrase follows.
    fn says_nothing_more(&self, verb: usize) -> bool {
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

    fn end(mut self) -> Option<usize> {
        self.flush_preposition();
        if let Some((copula, _)) = self.copula.take() {
            self.open_clause(copula, VerbForm::Finite, false, true);
        }
        let root = self.root.or_else(|| {
            let first = self.subject.or(self.early_clauses.first().copied());
            first.or(self.early.first().map(|&(phrase, _)| phrase)).or(self.stack.first().map(|c| c.head))
        })?;
        let mut root = root;
        // What became the root must not hang on anything.
        for _ in 0..self.words.len() {
            match self.words[root].head {
                Some(head) => root = head,
                None => break,
            }
        }
        for (phrase, relation) in std::mem::take(&mut self.early) {
            self.set(phrase, root, relation);
        }
        for clause in std::mem::take(&mut self.early_clauses) {
            self.set(clause, root, Deprel::Advcl);
        }
        if let Some(subject) = self.subject.take() {
            self.set(subject, root, Deprel::Dep);
        }
        if let Some(marker) = self.marker.take() {
            self.set(marker, root, Deprel::Mark);
        }
        if let Some((pronoun, _)) = self.relative.take() {
            self.set(pronoun, root, Deprel::Dep);
        }
        Some(root)
    }
}
