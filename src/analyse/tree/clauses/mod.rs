//! Items → clauses: who is subject and object of which verb, and how the clauses hang together.

mod nouns;
mod verbs;

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
