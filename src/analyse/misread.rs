//! Words whose part of speech the reader takes wrongly, where the words around them show it.

use super::repair::children;
use crate::tables::Tables;
use crate::types::{Deprel, Sentence, Upos, VerbForm, Word};

/// Captions: in `Obama, left, greets Xi` the word between the commas only says where he stands.
pub(super) fn sides(text: &str, sentence: &Sentence, words: &mut [Word]) {
    let comma = |i: usize| i < sentence.tokens.len() && sentence.word(text, i) == ",";
    for i in 2..words.len().saturating_sub(1) {
        let side = matches!(sentence.word(text, i), "left" | "right" | "center" | "centre");
        let name = words[i - 2].upos == Upos::Propn;
        if !side || !name || !comma(i - 1) || !comma(i + 1) {
            continue;
        }
        let Some(head) = words[i].head else { continue };
        // The name's own head is the highest word of the phrase that ends before the comma.
        let mut top = i - 2;
        while let Some(above) = words[top].head.filter(|&above| above < i && words[above].upos == Upos::Propn)
        {
            top = above;
        }
        if head > i && words[top].head == Some(i) {
            words[top].head = Some(head);
        }
        for word in words.iter_mut().filter(|w| w.head == Some(i)) {
            word.head = Some(head);
        }
        words[i] = Word {
            upos: Upos::Adv,
            form: VerbForm::None,
            head: Some(top),
            deprel: Deprel::Discourse,
            ..std::mem::take(&mut words[i])
        };
    }
}

/// `welcomes incoming president Macron`: a word that only describes is no verb; its object takes its
/// place.
pub(super) fn describing(text: &str, sentence: &Sentence, words: &mut [Word], i: usize) {
    let word = sentence.word(text, i).to_lowercase();
    if words[i].upos != Upos::Verb || !matches!(word.as_str(), "incoming" | "outgoing" | "visiting") {
        return;
    }
    let Some(object) = children(words, i).find(|&c| c > i && words[c].deprel == Deprel::Obj) else { return };
    let Some(head) = words[i].head else { return };
    let by = children(words, i).find(|&c| c < i && words[c].lemma == "by");
    let passive = children(words, head).any(|c| words[c].deprel == Deprel::AuxPass);
    let relation = match (by, words[i].deprel) {
        (Some(_), _) if passive => Deprel::OblAgent,
        (_, Deprel::Xcomp | Deprel::Ccomp | Deprel::Advcl) if head < i => Deprel::Obj,
        _ => return,
    };
    for word in words.iter_mut().filter(|w| w.head == Some(i)) {
        word.head = Some(object);
    }
    if let Some(by) = by {
        (words[by].upos, words[by].deprel) = (Upos::Adp, Deprel::Case);
    }
    (words[object].head, words[object].deprel) = (Some(head), relation);
    let lemma = word;
    words[i] =
        Word { upos: Upos::Adj, form: VerbForm::None, lemma, head: Some(object), deprel: Deprel::Amod };
}

/// `Obama plans to meet Xi`, `Tsai speaks with Trump`: what stands right after a name like a verb in
/// the present and governs like one is a verb, and the name its subject.
pub(super) fn predicate(text: &str, sentence: &Sentence, words: &mut [Word], i: usize, tables: &Tables) {
    let named = |words: &[Word], c: usize| c < i && words[c].upos == Upos::Propn;
    let none = |words: &[Word], relations: &[Deprel]| {
        children(words, i).all(|c| !relations.contains(&words[c].deprel))
    };
    match words[i].upos {
        Upos::Noun if words[i].deprel == Deprel::Root => {}
        Upos::Verb if words[i].form == VerbForm::Finite => {}
        _ => return,
    }
    let subject = match children(words, i).filter(|&c| named(words, c)).last() {
        Some(c) if words[c].deprel == Deprel::Nsubj && words[i].upos == Upos::Noun => c,
        Some(c)
            if words[c].deprel == Deprel::Compound
                && none(words, &[Deprel::Nsubj, Deprel::NsubjPass, Deprel::Csubj]) =>
        {
            c
        }
        _ => return,
    };
    // Nothing but the rest of the phrase may stand between.
    let belongs = |mut c: usize| {
        for _ in 0..8 {
            match words[c].head {
                Some(head) if head == subject => return true,
                Some(head) if head < i => c = head,
                _ => return false,
            }
        }
        false
    };
    if !(subject + 1..i).all(belongs) {
        return;
    }
    if words[i].upos == Upos::Noun {
        let word = sentence.word(text, i);
        let entry = tables.words.get(&word.to_lowercase());
        let Some((_, lemma)) = entry.and_then(|entry| entry.verb.as_ref()) else { return };
        let several = children(words, subject).any(|c| words[c].deprel == Deprel::Conj);
        let verb = word.ends_with('s') != several;
        let next = words.get(i + 1);
        // `shake hands`, `speaks with`
        let object = next.is_some_and(|w| w.head == Some(i) && w.deprel == Deprel::Obj);
        let governs = object || next.is_some_and(|w| matches!(w.lemma.as_str(), "with" | "to"));
        if !verb || !governs || !none(words, &[Deprel::Cop, Deprel::Det]) {
            return;
        }
        words[i].upos = Upos::Verb;
        words[i].form = VerbForm::Finite;
        words[i].lemma = lemma.to_string();
        for word in words.iter_mut().skip(i + 1).filter(|w| w.head == Some(i)) {
            word.deprel = match word.deprel {
                Deprel::Acl if word.form == VerbForm::Infinitive => Deprel::Xcomp,
                Deprel::Nmod => Deprel::Obl,
                relation => relation,
            };
        }
    }
    words[subject].deprel = Deprel::Nsubj;
}
