//! What names and tables know better than the reader: a name is one phrase, a title before it hangs
//! on it (`with banker Tom Hale`: the phrase is Tom Hale's), lists hang in one form.

use std::ops::Range;

use super::lists;
use super::misread::{describing, predicate, sides};
use crate::tables::{FramePos, Tables};
use crate::types::{Deprel, Name, NameKind, Sentence, Upos, VerbForm, Word};

/// Mends the tree of one sentence; it stays one tree.
pub(super) fn mend(text: &str, sentence: &Sentence, names: &[Name], words: &mut [Word], tables: &Tables) {
    for name in names {
        if name.tokens.end > words.len() || name.tokens.is_empty() {
            continue;
        }
        let head = join(words, &name.tokens, name.kind);
        if name.kind == NameKind::Person {
            acting(text, sentence, words, head);
            title(text, sentence, words, name, head, tables);
            bare_object(words, head);
        }
    }
    sides(text, sentence, words);
    particles(words, tables);
    for i in 0..words.len() {
        describing(text, sentence, words, i);
        predicate(text, sentence, words, i, tables);
        phrase_for_clause(words, i);
        active(words, i);
        objects(words, i);
        that_clause(words, i);
        purpose(words, i, tables);
        subject(words, i);
        subject_of_auxiliary(words, i);
        paired(text, sentence, words, i);
    }
    quoted_subjects(words);
    lists::mend(text, sentence, names, words);
}

/// `met acting Prime Minister X`: part of the title of the person at `head`, no verb of which he is object.
fn acting(text: &str, sentence: &Sentence, words: &mut [Word], head: usize) {
    const REACH: usize = 5;
    let Some(at) = words[head].head.filter(|&at| at < head && head - at <= REACH) else { return };
    let titled =
        words[at + 1..head].iter().all(|word| matches!(word.upos, Upos::Noun | Upos::Propn | Upos::Adj));
    let phrase = words[head].deprel == Deprel::Obj && words[at].upos == Upos::Verb;
    if at + 1 == head || !titled || !phrase || sentence.word(text, at) != "acting" {
        return;
    }
    let (above, relation) = (words[at].head, words[at].deprel);
    words[head].head = above;
    words[head].deprel = match relation {
        Deprel::Xcomp | Deprel::Ccomp | Deprel::Advcl => Deprel::Obj,
        other => other,
    };
    for word in words.iter_mut().filter(|word| word.head == Some(at)) {
        word.head = Some(head);
    }
    words[at].upos = Upos::Adj;
    (words[at].head, words[at].deprel) = (Some(head), Deprel::Amod);
}

/// Makes the tokens of a name one phrase; returns its head.
fn join(words: &mut [Word], tokens: &Range<usize>, kind: NameKind) -> usize {
    let outside = |words: &[Word], i: usize| words[i].head.is_none_or(|head| !tokens.contains(&head));
    let tops: Vec<usize> = tokens.clone().filter(|&i| outside(words, i)).collect();
    let Some(&top) = tops.iter().min_by_key(|&&i| depth(words, i)) else { return tokens.start };
    let person = kind == NameKind::Person;
    // A person is headed by the first name, other names by their last word, if the reader does not
    // say which.
    let head = match (person, tops.len()) {
        (true, _) => tokens.start,
        (false, 1) => top,
        (false, _) => tops.last().copied().unwrap_or(top),
    };
    let (above, relation) = (words[top].head, words[top].deprel);
    for i in tokens.clone() {
        if i != head && (person || outside(words, i)) {
            // What does not belong to the name itself hangs on its head.
            words[i].head = Some(head);
            words[i].deprel = if person { Deprel::Flat } else { Deprel::Compound };
        }
    }
    words[head].head = above;
    words[head].deprel = relation;
    if person {
        for (i, word) in words.iter_mut().enumerate() {
            if !tokens.contains(&i) && word.head.is_some_and(|h| h != head && tokens.contains(&h)) {
                word.head = Some(head);
            }
        }
    }
    head
}

/// Number of arcs up to the root; large for what no root is above.
fn depth(words: &[Word], mut i: usize) -> usize {
    let mut steps = 0;
    while let Some(head) = words[i].head {
        if steps > words.len() {
            break;
        }
        (i, steps) = (head, steps + 1);
    }
    steps
}

/// A title right before a person's name hangs on the name, which takes its place in the sentence.
fn title(text: &str, sentence: &Sentence, words: &mut [Word], name: &Name, head: usize, tables: &Tables) {
    let Some(last) = name.tokens.start.checked_sub(1) else { return };
    // `Secretary of State John Kerry`: the title is headed by its first word.
    let long = last.checked_sub(2).filter(|&first| {
        let lower = sentence.tokens_span(first, last).of(text).to_lowercase();
        words[last - 1].lemma == "of" && tables.offices.get(&lower).is_some()
    });
    let before = long.unwrap_or(last);
    if long.is_some() && words[head].head == Some(last) {
        words[head].head = Some(before);
    }
    let noun = matches!(words[before].upos, Upos::Noun | Upos::Propn | Upos::Adj);
    let lower = sentence.word(text, before).to_lowercase();
    let titled = long.is_some() || tables.offices.get(&lower).is_some() || words[before].upos == Upos::Noun;
    if !noun || !titled || words[before].deprel == Deprel::NmodPoss {
        return;
    }
    let (own, above) = (words[head].head, words[before].head);
    let name_under_title = own == Some(before);
    let side_by_side = own.is_some() && own == above && {
        let same = |a: Deprel, b: Deprel| a == b || matches!((a, b), (Deprel::Obj, Deprel::Iobj));
        let loose = matches!(
            words[head].deprel,
            Deprel::Appos
                | Deprel::Flat
                | Deprel::Obj
                | Deprel::Obl
                | Deprel::OblUnmarked
                | Deprel::Nmod
                | Deprel::NmodUnmarked
                | Deprel::Dep
                | Deprel::Vocative
                | Deprel::Nsubj
        );
        same(words[head].deprel, words[before].deprel)
            || loose
                && children(words, head).all(|c| words[c].deprel != Deprel::Case)
                && matches!(
                    words[before].deprel,
                    Deprel::Obj
                        | Deprel::Obl
                        | Deprel::Nsubj
                        | Deprel::NsubjPass
                        | Deprel::Nmod
                        | Deprel::OblAgent
                        | Deprel::Iobj
                )
    };
    if !name_under_title && !side_by_side {
        return;
    }
    // The name takes the title's place, with all but what describes the title itself.
    let relation = words[before].deprel;
    let moved: Vec<usize> = children(words, before)
        .filter(|&c| {
            c != head
                && !matches!(
                    words[c].deprel,
                    Deprel::Amod
                        | Deprel::Compound
                        | Deprel::NmodPoss
                        | Deprel::Det
                        | Deprel::Nmod
                        | Deprel::NmodDesc
                        | Deprel::NmodUnmarked
                        | Deprel::Flat
                        | Deprel::Advmod
                        | Deprel::Nummod
                )
        })
        .collect();
    for c in moved {
        words[c].head = Some(head);
    }
    words[head].head = above;
    words[head].deprel = relation;
    words[before].head = Some(head);
    words[before].deprel = Deprel::NmodDesc;
}

/// `broke off relations`: the particle of a verb that tables list with it is no preposition, and
/// what follows is the verb's object.
fn particles(words: &mut [Word], tables: &Tables) {
    for i in 1..words.len() {
        let verb = i - 1;
        if words[verb].upos != Upos::Verb || !matches!(words[i].upos, Upos::Adp | Upos::Adv) {
            continue;
        }
        let is_particle = words[i].deprel == Deprel::CompoundPrt;
        if !is_particle {
            let phrasal = format!("{} {}", words[verb].lemma, words[i].lemma);
            if tables.frames.of(&phrasal, FramePos::Verb).next().is_none() {
                continue;
            }
        }
        // Of `off` in `off relations`, the noun.
        let noun = match words[i].head {
            Some(head) if words[i].deprel == Deprel::Case && words[head].head == Some(verb) => Some(head),
            Some(head) if words[i].deprel == Deprel::Case && head > i && head != verb => Some(head),
            _ => None,
        };
        words[i].head = Some(verb);
        words[i].deprel = Deprel::CompoundPrt;
        let has_object = children(words, verb).any(|c| words[c].deprel == Deprel::Obj);
        let bare = |words: &[Word], c: usize| {
            words[c].deprel == Deprel::Obl
                && c > i
                && children(words, c).all(|k| !matches!(words[k].deprel, Deprel::Case | Deprel::Mark))
        };
        let object = noun
            .filter(|&noun| words[noun].head == Some(verb))
            .or_else(|| children(words, verb).find(|&c| bare(words, c)));
        if let Some(object) = object.filter(|_| !has_object) {
            words[object].deprel = Deprel::Obj;
        }
    }
}

/// `Putin (L) meets Secretary Clinton`: a person without a preposition after an active verb that has no
/// object is its object.
fn bare_object(words: &mut [Word], person: usize) {
    let Some(verb) = words[person].head.filter(|&v| v < person && words[v].upos == Upos::Verb) else {
        return;
    };
    let bare =
        !has_preposition(words, person) && children(words, person).all(|c| words[c].deprel != Deprel::Mark);
    let alone = children(words, verb).all(|c| {
        !matches!(words[c].deprel, Deprel::Obj | Deprel::Ccomp | Deprel::NsubjPass | Deprel::AuxPass)
    });
    if words[person].deprel == Deprel::Obl && bare && alone && words[verb].form == VerbForm::Finite {
        words[person].deprel = Deprel::Obj;
    }
}

/// True if a preposition opens the phrase; the `of` of `Secretary of State` may hang on the name too.
fn has_preposition(words: &[Word], i: usize) -> bool {
    let title = children(words, i).find(|&c| words[c].deprel == Deprel::NmodDesc).unwrap_or(i);
    children(words, i).any(|c| c < title.min(i) && words[c].deprel == Deprel::Case)
}

/// `gave asylum to journalist Anna Cole`: a noun after `to` is a phrase, no clause.
fn phrase_for_clause(words: &mut [Word], i: usize) {
    let clause = matches!(words[i].deprel, Deprel::Advcl | Deprel::Xcomp | Deprel::Ccomp | Deprel::Acl);
    if !clause || !matches!(words[i].upos, Upos::Propn | Upos::Noun) {
        return;
    }
    let mark = children(words, i).find(|&c| words[c].deprel == Deprel::Mark && words[c].lemma == "to");
    let predicate =
        children(words, i).any(|c| matches!(words[c].deprel, Deprel::Cop | Deprel::Nsubj | Deprel::Aux));
    let (Some(mark), false) = (mark, predicate) else { return };
    words[mark].deprel = Deprel::Case;
    let verb = words[i].head.is_some_and(|head| matches!(words[head].upos, Upos::Verb | Upos::Aux));
    words[i].deprel = if verb { Deprel::Obl } else { Deprel::Nmod };
}

/// `fighting alongside rebels` has no object, `accuses Iran of meddling` a direct one.
fn objects(words: &mut [Word], i: usize) {
    match words[i].deprel {
        // `called King Salman`: a name right after a verb without an object is its object.
        Deprel::Xcomp | Deprel::Flat | Deprel::Dep if words[i].upos == Upos::Propn => {
            let Some(verb) = words[i].head.filter(|&v| v < i && words[v].upos == Upos::Verb) else { return };
            let bare = children(words, i)
                .all(|c| c > verb && !matches!(words[c].deprel, Deprel::Case | Deprel::Mark | Deprel::Cop));
            let first = children(words, i).min().map_or(i, |c| c.min(i));
            let alone = children(words, verb)
                .all(|c| !matches!(words[c].deprel, Deprel::Obj | Deprel::Ccomp | Deprel::NsubjPass));
            if bare && alone && first <= verb + 4 && children(words, verb).all(|c| c <= verb || c >= first) {
                words[i].deprel = Deprel::Obj;
            }
        }
        Deprel::Obj if has_preposition(words, i) => {
            words[i].deprel = Deprel::Obl;
        }
        Deprel::OblAgent => {
            // `spoke by phone`, but `condemned by Angola`, `condemned by the court`.
            let Some(verb) = words[i].head.filter(|_| words[i].upos == Upos::Noun) else { return };
            if children(words, i).any(|c| words[c].deprel == Deprel::Det) {
                return;
            }
            let passive = children(words, verb).any(|c| words[c].deprel == Deprel::AuxPass);
            if words[verb].form == VerbForm::Finite && !passive {
                words[i].deprel = Deprel::Obl;
            }
        }
        Deprel::Iobj => {
            let Some(verb) = words[i].head else { return };
            if children(words, verb).all(|c| !matches!(words[c].deprel, Deprel::Obj | Deprel::Ccomp)) {
                words[i].deprel = Deprel::Obj;
            }
        }
        _ => {}
    }
}

/// `demands that X stop`: a clause with `that` and a subject is what the noun says, not one that
/// describes it.
fn that_clause(words: &mut [Word], i: usize) {
    let that = |c: usize| words[c].deprel == Deprel::Mark && words[c].lemma == "that";
    if words[i].deprel == Deprel::AclRelcl && children(words, i).any(that) {
        words[i].deprel = Deprel::Acl;
    }
}

/// `expressed readiness to meet`: an infinitive right after a noun that tables list with one is the
/// noun's.
fn purpose(words: &mut [Word], i: usize, tables: &Tables) {
    if words[i].deprel != Deprel::Advcl || words[i].form != VerbForm::Infinitive {
        return;
    }
    let mark = children(words, i).find(|&c| words[c].deprel == Deprel::Mark && words[c].lemma == "to");
    let Some(noun) = mark.and_then(|mark| mark.checked_sub(1)) else { return };
    let listed = tables.cues.of(&words[noun].lemma).iter().any(|entry| entry.pos == "noun");
    if words[noun].upos == Upos::Noun && words[noun].head == words[i].head && listed {
        words[i].head = Some(noun);
        words[i].deprel = Deprel::Acl;
    }
}

/// `In a call with X, Prime Minister Y discussed grain`: what stands between a comma and a verb
/// without a subject is its subject, no apposition.
fn subject(words: &mut [Word], verb: usize) {
    if words[verb].upos != Upos::Verb || words[verb].form != VerbForm::Finite || verb < 3 {
        return;
    }
    if !matches!(words[verb].deprel, Deprel::Root | Deprel::Ccomp | Deprel::Parataxis)
        || children(words, verb).any(|c| {
            matches!(words[c].deprel, Deprel::Nsubj | Deprel::NsubjPass | Deprel::Expl | Deprel::Csubj)
        })
    {
        return;
    }
    let mut at = verb - 1;
    while words[at].deprel != Deprel::Appos {
        match words[at].head {
            Some(up)
                if up < verb
                    && matches!(words[at].deprel, Deprel::Flat | Deprel::Compound | Deprel::Advmod) =>
            {
                at = up;
            }
            _ => return,
        }
    }
    // The phrase that it was hung on stands before the verb, too.
    let mut up = words[at].head;
    while let Some(above) = up.filter(|&above| above != verb && above < verb) {
        up = words[above].head;
    }
    if up == Some(verb) {
        words[at].head = Some(verb);
        words[at].deprel = Deprel::Nsubj;
    }
}

/// `did not and will not support X`: what stands before an auxiliary is the subject of its verb.
fn subject_of_auxiliary(words: &mut [Word], i: usize) {
    if !matches!(words[i].deprel, Deprel::Nsubj | Deprel::NsubjPass) {
        return;
    }
    let Some(auxiliary) = words[i].head else { return };
    let helps = matches!(words[auxiliary].deprel, Deprel::Aux | Deprel::AuxPass);
    if let Some(verb) = words[auxiliary].head.filter(|_| helps && words[auxiliary].upos == Upos::Aux) {
        words[i].head = Some(verb);
    }
}

/// Headlines: in `Chad, Sudan discuss trade` the comma is an `and`, as the plural verb shows.
fn paired(text: &str, sentence: &Sentence, words: &mut [Word], i: usize) {
    if words[i].deprel != Deprel::Appos || words[i].upos != Upos::Propn || i < 2 {
        return;
    }
    let Some(first) = words[i].head.filter(|&first| words[first].deprel == Deprel::Nsubj && first < i) else {
        return;
    };
    let Some(verb) = words[first].head.filter(|&verb| verb == i + 1) else { return };
    let plural = words[verb].form == VerbForm::Finite && sentence.word(text, verb) == words[verb].lemma;
    let alone =
        children(words, i).all(|c| words[c].deprel == Deprel::Punct) && sentence.word(text, i - 1) == ",";
    if plural && alone && words[first].upos == Upos::Propn {
        words[i].deprel = Deprel::Conj;
    }
}

/// `“We condemn it,” X said`: of two subjects of the verb of speech the first is that of the quotation.
fn quoted_subjects(words: &mut [Word]) {
    for clause in 0..words.len() {
        if words[clause].deprel != Deprel::Ccomp {
            continue;
        }
        let Some(verb) = words[clause].head.filter(|&verb| verb > clause) else { continue };
        let (first, second) = {
            let mut subjects = children(words, verb).filter(|&c| words[c].deprel == Deprel::Nsubj);
            (subjects.next(), subjects.next())
        };
        let own =
            children(words, clause).any(|c| matches!(words[c].deprel, Deprel::Nsubj | Deprel::NsubjPass));
        if let (Some(first), Some(second), false) = (first, second, own)
            && first < clause
            && clause < second
        {
            words[first].head = Some(clause);
        }
    }
}

/// `Samsung countersued Apple`: a verb with an object and no auxiliary is active.
fn active(words: &mut [Word], i: usize) {
    if words[i].deprel != Deprel::NsubjPass {
        return;
    }
    let Some(verb) = words[i].head else { return };
    let mut object = false;
    for c in children(words, verb) {
        match words[c].deprel {
            Deprel::AuxPass => return,
            Deprel::Obj => object = true,
            _ => {}
        }
    }
    if object {
        words[i].deprel = Deprel::Nsubj;
    }
}

pub(super) fn children(words: &[Word], head: usize) -> impl Iterator<Item = usize> {
    words.iter().enumerate().filter(move |(_, w)| w.head == Some(head)).map(|(i, _)| i)
}
