//! Which clause a word belongs to, where the reader's tree has it wrong in a way that grammar rules
//! out.

use crate::tables::calendar::weekday;
use crate::tables::{CueRole, Frame, FrameKind, FramePos, Sense, Tables};
use crate::types::{Basis, Deprel, Sentence, Upos, VerbForm, Word};

/// How far up the tree a rule looks.
const HEIGHT: usize = 8;

/// Mends the clauses of a sentence.
pub(super) fn mend(text: &str, sentence: &Sentence, words: &mut [Word], tables: &Tables) {
    let tree = Tree { text, sentence, words, tables };
    let (changes, nouns, sums) = (tree.changes(), tree.nouns(), tree.sums());
    for sum in sums {
        words[sum].upos = Upos::Noun;
        words[sum].lemma = "money".to_owned();
    }
    for noun in nouns {
        words[noun].upos = Upos::Noun;
        words[noun - 1].head = Some(noun);
        words[noun - 1].deprel = Deprel::Compound;
    }
    for (token, head, relation) in changes {
        // Whatever was read before, no word may stand above itself.
        let tree = Tree { text, sentence, words, tables };
        if !head.is_some_and(|head| tree.is_under(head, token)) {
            words[token].head = head;
            words[token].deprel = relation;
        }
    }
}

/// A word, its new head, its new relation.
type Change = (usize, Option<usize>, Deprel);

struct Tree<'a> {
    text: &'a str,
    sentence: &'a Sentence,
    words: &'a [Word],
    tables: &'a Tables,
}

impl Tree<'_> {
    fn changes(&self) -> Vec<Change> {
        let mut out = Vec::new();
        for i in 0..self.words.len() {
            match self.words[i].upos {
                Upos::Verb | Upos::Aux => {
                    out.extend(self.outer_verb(i));
                    out.extend(self.own_subject(i));
                    out.extend(self.shared_subject(i));
                    out.extend(self.inverted(i));
                    out.extend(self.quoted(i));
                    out.extend(self.late_subject(i));
                }
                _ => {
                    out.extend(self.listed_name(i));
                    out.extend(self.purpose(i));
                    out.extend(self.outer_subject(i));
                    out.extend(self.day_before(i));
                }
            }
        }
        out
    }

    /// `vetoed EU funds`: a second object that is read as a verb is the noun of which the first is a part.
    fn nouns(&self) -> Vec<usize> {
        let object = |i: usize| self.words[i].deprel == Deprel::Obj;
        (1..self.words.len())
            .filter(|&i| self.words[i].upos == Upos::Verb && object(i) && object(i - 1))
            .filter(|&i| self.words[i].head == self.words[i - 1].head && self.is_nominal(i - 1))
            .collect()
    }

    /// `gave $2 billion to X`: what is given is money.
    fn sums(&self) -> Vec<usize> {
        let sign = |i: usize| {
            let mut chars = self.word(i).chars().skip_while(|c| c.is_alphabetic());
            chars.next().is_some_and(|c| matches!(c, '$' | '€' | '£' | '¥' | '₹'))
        };
        let given = |i: usize| {
            let words = &self.words;
            let verb = words[i].head.filter(|_| words[i].deprel == Deprel::Obj);
            verb.is_some_and(|verb| self.tables.senses.is(&words[verb].lemma, Sense::Give))
        };
        let sums = (0..self.words.len()).filter(|&i| matches!(self.words[i].upos, Upos::Sym | Upos::Num));
        sums.filter(|&i| sign(i) && given(i)).collect()
    }

    /// `$2 billion in military aid to X`: what the money is for stands under it.
    fn purpose(&self, noun: usize) -> Option<Change> {
        let word = &self.words[noun];
        let verb = word.head.filter(|_| word.deprel == Deprel::Obl && word.upos == Upos::Noun)?;
        let case = self.child(noun, &[Deprel::Case]).filter(|&i| self.words[i].lemma == "in")?;
        let gives = self.tables.senses.is(&self.words[verb].lemma, Sense::Give);
        let sum = self.child(verb, &[Deprel::Obj]).filter(|&i| gives && i < case && case - i <= 2)?;
        let counted = self.child(sum, &[Deprel::Nummod]).is_some() || self.words[sum].upos != Upos::Noun;
        counted.then_some((noun, Some(sum), Deprel::Nmod))
    }

    fn word(&self, i: usize) -> &str {
        self.sentence.word(self.text, i)
    }

    fn children(&self, head: usize) -> impl Iterator<Item = usize> + '_ {
        (0..self.words.len()).filter(move |&i| self.words[i].head == Some(head))
    }

    fn child(&self, head: usize, relations: &[Deprel]) -> Option<usize> {
        self.children(head).find(|&i| relations.contains(&self.words[i].deprel))
    }

    fn is_nominal(&self, i: usize) -> bool {
        matches!(self.words[i].upos, Upos::Noun | Upos::Propn | Upos::Pron)
    }

    /// True if `token` is `top` or stands under it.
    fn is_under(&self, token: usize, top: usize) -> bool {
        let mut at = Some(token);
        for _ in 0..self.words.len() {
            match at {
                Some(i) if i == top => return true,
                Some(i) => at = self.words[i].head,
                None => return false,
            }
        }
        false
    }

    /// The first token of the verb with its auxiliaries and adverbs.
    fn verb_start(&self, verb: usize) -> usize {
        let belongs = |i: usize| {
            self.words[i].head == Some(verb)
                && matches!(
                    self.words[i].deprel,
                    Deprel::Aux | Deprel::AuxPass | Deprel::Cop | Deprel::Advmod
                )
        };
        (0..verb).rev().take_while(|&i| belongs(i)).last().unwrap_or(verb)
    }

    /// `urged them to leave and spoke with A`: what is no infinitive goes on with the verb above one.
    fn outer_verb(&self, verb: usize) -> Option<Change> {
        let word = &self.words[verb];
        let inner = word.head.filter(|&head| head < verb && word.deprel == Deprel::Conj)?;
        let marked = |i: usize| {
            self.children(i).any(|c| self.words[c].deprel == Deprel::Mark && self.words[c].lemma == "to")
        };
        let form = self.word(verb).to_lowercase();
        let own = [Deprel::Aux, Deprel::AuxPass, Deprel::Cop, Deprel::Nsubj, Deprel::NsubjPass, Deprel::Mark];
        // `to be found and killed`, `to keep fighting and running` go on.
        let bare = form == word.lemma || form.ends_with("ing");
        let passive = self.child(inner, &[Deprel::AuxPass, Deprel::Cop]).is_some();
        if bare || passive || !marked(inner) || self.child(verb, &own).is_some() {
            return None;
        }
        let ups = std::iter::successors(self.words[inner].head, |&at| self.words[at].head);
        let above = ups
            .take(HEIGHT)
            .find(|&at| matches!(self.words[at].upos, Upos::Verb | Upos::Aux) && !marked(at))
            .filter(|&at| at < inner && self.words[at].form != VerbForm::Gerund)?;
        Some((verb, Some(above), Deprel::Conj))
    }

    /// `meet A and acting Prime Minister B`: a name stands beside the one before `and`, not beside the verb.
    fn listed_name(&self, name: usize) -> Option<Change> {
        let word = &self.words[name];
        let verb = word.head.filter(|&head| head < name && word.deprel == Deprel::Conj)?;
        let own = [Deprel::Case, Deprel::Cop, Deprel::Nsubj, Deprel::Orphan, Deprel::Obj];
        let and = self.child(name, &[Deprel::Cc])?;
        if word.upos != Upos::Propn || self.words[verb].upos != Upos::Verb || self.child(name, &own).is_some()
        {
            return None;
        }
        let last = (verb + 1..and).rev().find(|&i| self.words[i].upos != Upos::Punct)?;
        let ups = std::iter::successors(Some(last), |&at| self.words[at].head);
        let beside = ups
            .take(HEIGHT)
            .take_while(|&at| at != verb)
            .filter(|&at| at < and && self.is_nominal(at))
            .last()?;
        let relation = self.words[beside].deprel;
        let named = matches!(relation, Deprel::Obj | Deprel::Obl | Deprel::OblAgent | Deprel::Iobj);
        (named && self.words[beside].head == Some(verb)).then_some((name, Some(beside), Deprel::Conj))
    }

    /// `A condemned B and C thanked D`: a verb that joins another without an `and` right before it has a
    /// subject of its own, which the reader took for the next of a list.
    fn own_subject(&self, verb: usize) -> Vec<Change> {
        let word = &self.words[verb];
        let subjects = [Deprel::Nsubj, Deprel::NsubjPass, Deprel::Csubj];
        let finite = matches!(word.form, VerbForm::Finite)
            || self.child(verb, &[Deprel::Aux, Deprel::AuxPass, Deprel::Cop]).is_some();
        let joins = match word.deprel {
            Deprel::Conj => true,
            Deprel::Ccomp | Deprel::Parataxis | Deprel::Dep => self.child(verb, &[Deprel::Mark]).is_none(),
            _ => false,
        };
        if !joins || !finite || self.child(verb, &subjects).is_some() {
            return Vec::new();
        }
        let Some(above) = word.head.filter(|&head| head < verb && !self.is_nominal(head)) else {
            return Vec::new();
        };
        let start = self.verb_start(verb);
        let Some(and) = (above + 1..start).rev().find(|&i| self.words[i].upos == Upos::Cconj) else {
            return Vec::new();
        };
        let between = and + 1..start;
        let tops: Vec<usize> = between
            .clone()
            .filter(|&i| self.words[i].head.is_none_or(|head| !between.contains(&head)))
            .filter(|&i| self.words[i].upos != Upos::Punct)
            .collect();
        let [subject] = tops[..] else { return Vec::new() };
        let listed = self.words[subject].deprel == Deprel::Conj
            && self.words[subject].head.is_some_and(|head| head < and && self.is_nominal(head));
        if !listed || !self.is_nominal(subject) {
            return Vec::new();
        }
        let passive = self.child(verb, &[Deprel::AuxPass]).is_some();
        let relation = if passive { Deprel::NsubjPass } else { Deprel::Nsubj };
        vec![
            (subject, Some(verb), relation),
            (and, Some(verb), Deprel::Cc),
            (verb, Some(above), Deprel::Conj),
        ]
    }

    /// `many agree that A has cheated B and support C`: a verb that cannot share the subject of the clause
    /// shares that of the verb above.
    fn shared_subject(&self, verb: usize) -> Option<Change> {
        let word = &self.words[verb];
        if word.deprel != Deprel::Conj || self.child(verb, &[Deprel::Nsubj, Deprel::NsubjPass]).is_some() {
            return None;
        }
        let helped = [Deprel::Aux, Deprel::AuxPass, Deprel::Cop];
        if self.child(verb, &helped).is_some() || word.form != VerbForm::Finite {
            return None;
        }
        let inner = word.head.filter(|&head| self.words[head].deprel == Deprel::Ccomp)?;
        let above = self.words[inner].head?;
        let says = self.tables.cues.has(&self.words[above].lemma, CueRole::Speech)
            || self.child(inner, &[Deprel::Mark]).is_some_and(|mark| self.words[mark].lemma == "that");
        let present = |i: usize| {
            let (form, lemma) = (self.word(i).to_lowercase(), self.words[i].lemma.as_str());
            self.words[i].form == VerbForm::Finite && (form == lemma || form.ends_with('s'))
        };
        let plural = |i: usize| self.word(i).eq_ignore_ascii_case(&self.words[i].lemma);
        // Both verbs say in the present what one subject does. The clause between might go on so too if its
        // own verb has that number; then who says something rather also praises than its doer does.
        let same = present(above) && present(verb) && plural(above) == plural(verb);
        let open = present(inner) && plural(inner) == plural(verb);
        let word = |frame: &Frame| matches!(frame.kind, FrameKind::Stance { basis: Basis::Word, .. });
        let states = self.tables.frames.of(&self.words[verb].lemma, FramePos::Verb).any(word);
        (says && above < inner && same && (!open || states)).then_some((verb, Some(above), Deprel::Conj))
    }

    /// `the adviser, A, said the mayor, B, is a critic of C`: who stands before the verb of saying is its
    /// subject, not that of the clause behind it.
    fn outer_subject(&self, token: usize) -> Option<Change> {
        if self.words[token].deprel != Deprel::Nsubj {
            return None;
        }
        let own = self.words[token].head?;
        let mut at = own;
        for _ in 0..HEIGHT {
            let above = self.words[at].head?;
            let governs = matches!(self.words[at].deprel, Deprel::Ccomp | Deprel::Parataxis)
                && token < above
                && above < own
                && self.words[above].upos == Upos::Verb;
            if governs {
                let second =
                    self.children(own).any(|i| self.words[i].deprel == Deprel::Nsubj && i > above && i < own);
                let free = self.child(above, &[Deprel::Nsubj, Deprel::NsubjPass]).is_none();
                return (second && free).then_some((token, Some(above), Deprel::Nsubj));
            }
            at = above;
        }
        None
    }

    /// `"We thank A," beamed B`: right behind a quotation the verb stands before its subject.
    fn inverted(&self, verb: usize) -> Option<Change> {
        let quote = verb.checked_sub(1)?;
        let mark = quote.checked_sub(1)?;
        let closes = matches!(self.word(quote), "\"" | "”" | "''" | "’" | "'")
            && matches!(self.word(mark), "," | "!" | "?");
        if !closes || self.child(verb, &[Deprel::Nsubj, Deprel::NsubjPass]).is_some() {
            return None;
        }
        self.children(verb)
            .find(|&i| i > verb && self.words[i].deprel == Deprel::Obj && self.is_nominal(i))
            .map(|subject| (subject, Some(verb), Deprel::Nsubj))
    }

    /// `"A has cheated us," B went on`: the verb behind a quotation reports it, it does not go on with it.
    fn quoted(&self, verb: usize) -> Vec<Change> {
        let word = &self.words[verb];
        let Some(above) = word.head.filter(|&head| head < verb) else { return Vec::new() };
        let closes = |i: usize| {
            matches!(self.word(i), "\"" | "”" | "''")
                && i.checked_sub(1).is_some_and(|mark| matches!(self.word(mark), "," | "!" | "?"))
        };
        let Some(subject) = self.child(verb, &[Deprel::Nsubj]) else { return Vec::new() };
        let joins = matches!(word.deprel, Deprel::Conj | Deprel::Parataxis | Deprel::Dep)
            && matches!(self.words[above].upos, Upos::Verb | Upos::Adj | Upos::Noun)
            && (above + 1..subject).any(closes)
            && (above + 1..verb).all(|i| self.words[i].upos != Upos::Cconj);
        match joins {
            true => vec![
                (verb, self.words[above].head, self.words[above].deprel),
                (above, Some(verb), Deprel::Ccomp),
            ],
            false => Vec::new(),
        }
    }

    /// `A attacked B, officials of both said`: who stands between the comma and a verb of saying without a
    /// subject says it.
    fn late_subject(&self, verb: usize) -> Option<Change> {
        let speech = self.tables.cues.has(&self.words[verb].lemma, CueRole::Speech);
        if !speech || self.child(verb, &[Deprel::Nsubj, Deprel::NsubjPass]).is_some() {
            return None;
        }
        let said = self.child(verb, &[Deprel::Ccomp, Deprel::Parataxis]).filter(|&said| said < verb)?;
        let comma = (said + 1..verb).rev().find(|&i| self.word(i) == ",")?;
        let between = comma + 1..self.verb_start(verb);
        let mut tops =
            between.clone().filter(|&i| self.words[i].head.is_none_or(|head| !between.contains(&head)));
        let top = tops.next().filter(|_| tops.next().is_none())?;
        let loose = matches!(
            self.words[top].deprel,
            Deprel::Obj | Deprel::Appos | Deprel::Conj | Deprel::Nmod | Deprel::OblUnmarked | Deprel::Dep
        );
        let bare = self.child(top, &[Deprel::Case]).is_none();
        (self.is_nominal(top) && loose && bare).then_some((top, Some(verb), Deprel::Nsubj))
    }

    /// `rejected on Thursday Polish criticism`: the day is no part of the phrase behind it.
    fn day_before(&self, noun: usize) -> Vec<Change> {
        if !matches!(self.words[noun].deprel, Deprel::Obj | Deprel::Obl) {
            return Vec::new();
        }
        let (Some(verb), Some(on)) = (self.words[noun].head, self.child(noun, &[Deprel::Case])) else {
            return Vec::new();
        };
        let day = on + 1;
        let named = day < noun
            && verb < on
            && self.words[day].head == Some(noun)
            && weekday(self.word(day)).is_some();
        match named {
            true => vec![
                (day, Some(verb), Deprel::Obl),
                (on, Some(day), Deprel::Case),
                (noun, Some(verb), Deprel::Obj),
            ],
            false => Vec::new(),
        }
    }
}
