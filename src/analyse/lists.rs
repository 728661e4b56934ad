//! Lists as trees have them: who stands beside whom.

use std::ops::Range;

use super::repair::children;
use crate::types::{Deprel, Name, NameKind, Sentence, Upos, Word};

/// Mends the lists of one sentence; the tree stays one tree.
pub(super) fn mend(text: &str, sentence: &Sentence, names: &[Name], words: &mut [Word]) {
    let word = |i: usize| sentence.word(text, i);
    countries(text, sentence, names, words);
    relatives(text, sentence, words);
    outer_members(&word, words);
    even_lists(&word, words);
}

/// `warns Israel, US over strikes`: a country does not explain another one, it goes on the list.
fn countries(text: &str, sentence: &Sentence, names: &[Name], words: &mut [Word]) {
    for pair in names.windows(2) {
        let [one, other] = pair else { continue };
        let both = one.kind == NameKind::Country && other.kind == NameKind::Country;
        let comma = one.tokens.end + 1 == other.tokens.start && sentence.word(text, one.tokens.end) == ",";
        if !both || !comma {
            continue;
        }
        let inside = |head: usize| one.tokens.contains(&head);
        for word in words.get_mut(other.tokens.clone()).into_iter().flatten() {
            if word.deprel == Deprel::Appos && word.head.is_some_and(inside) {
                word.deprel = Deprel::Conj;
            }
        }
    }
}

/// `Russia, which backs X, and Turkey, which backs Y`: the second clause describes what stands right
/// before it.
fn relatives(text: &str, sentence: &Sentence, words: &mut [Word]) {
    let clauses: Vec<usize> = (0..words.len()).filter(|&i| words[i].deprel == Deprel::AclRelcl).collect();
    for &clause in &clauses {
        let Some(head) = words[clause].head else { continue };
        let another = clauses.iter().any(|&c| c < clause && words[c].head == Some(head));
        let pronoun = children(words, clause).find(|&c| words[c].upos == Upos::Pron && c < clause);
        let Some(pronoun) = pronoun.filter(|&p| another && p > 1 && sentence.word(text, p - 1) == ",") else {
            continue;
        };
        let mut noun = pronoun - 2;
        if !matches!(words[noun].upos, Upos::Propn | Upos::Noun) || noun <= head {
            continue;
        }
        while matches!(words[noun].deprel, Deprel::Flat | Deprel::Compound)
            && let Some(up) = words[noun].head.filter(|&up| up > head)
        {
            noun = up;
        }
        // What hangs below the clause cannot carry it.
        let ups = std::iter::successors(Some(noun), |&at| words[at].head).take(words.len());
        if ups.into_iter().all(|at| at != clause) {
            words[clause].head = Some(noun);
        }
    }
}

/// `Russia, which backs X, and Turkey, which backs Y, met`: behind a clause between commas `and` goes on
/// with what the clause describes.
fn outer_members<'t>(text: &impl Fn(usize) -> &'t str, words: &mut [Word]) {
    for i in 1..words.len() {
        let (Some(inner), Deprel::Conj) = (words[i].head, words[i].deprel) else { continue };
        let Some(and) = children(words, i).find(|&c| words[c].deprel == Deprel::Cc) else { continue };
        let nominal = |i: usize| matches!(words[i].upos, Upos::Propn | Upos::Noun);
        if and < 1 || text(and - 1) != "," || inner >= i || !nominal(i) || !nominal(inner) {
            continue;
        }
        // A list of three inside the clause ends that way, too.
        if children(words, inner).any(|c| c != i && words[c].deprel == Deprel::Conj) {
            continue;
        }
        let ups = std::iter::successors(Some(inner), |&at| words[at].head).take(8);
        let Some(clause) = ups.into_iter().find(|&at| words[at].deprel == Deprel::AclRelcl) else { continue };
        let Some(noun) = words[clause].head.filter(|&noun| noun < inner && nominal(noun)) else { continue };
        let opened = (noun + 1..clause).any(|k| text(k) == "," && words[k + 1].upos == Upos::Pron);
        // It goes on with a clause of its own, or the verb of the noun comes after it.
        let end = phrase(words, i).end;
        let verb = words[noun].head.filter(|_| words[noun].deprel == Deprel::Nsubj);
        if opened && end < words.len() && (text(end) == "," || verb.is_some_and(|verb| verb > i)) {
            words[i].head = Some(noun);
        }
    }
}

/// The words of a noun phrase without what follows it behind a comma or `and`.
fn phrase(words: &[Word], head: usize) -> Range<usize> {
    let part = |c: &usize| {
        matches!(
            words[*c].deprel,
            Deprel::Compound
                | Deprel::Flat
                | Deprel::Amod
                | Deprel::Det
                | Deprel::NmodDesc
                | Deprel::NmodPoss
                | Deprel::Nummod
                | Deprel::Case
        )
    };
    let (mut from, mut to) = (head, head + 1);
    let mut open = vec![head];
    while let Some(at) = open.pop() {
        // Only words further out than those before are looked at: no broken tree goes round.
        for c in children(words, at).filter(part) {
            if c < from || c >= to {
                (from, to) = (from.min(c), to.max(c + 1));
                open.push(c);
            }
        }
    }
    from..to
}

/// Lists in one form: in `A, B and C` both B and C are conjuncts of A, where the reader took B for
/// an apposition or hung C on B.
fn even_lists<'t>(text: &impl Fn(usize) -> &'t str, words: &mut [Word]) {
    for i in 1..words.len() {
        let (Some(head), Deprel::Appos | Deprel::Conj) = (words[i].head, words[i].deprel) else { continue };
        let phrase = phrase(words, i);
        let comma = phrase.start > 0 && text(phrase.start - 1) == ",";
        if head >= i || words[head].upos != words[i].upos || !comma {
            continue;
        }
        // `and` right behind it, and a last conjunct of either.
        let Some(and) = words.get(phrase.end).filter(|w| w.deprel == Deprel::Cc).and_then(|w| w.head) else {
            continue;
        };
        let last = words[and].head.filter(|_| words[and].deprel == Deprel::Conj);
        if last == Some(head) || last == Some(i) {
            words[i].deprel = Deprel::Conj;
            words[and].head = Some(head);
        }
    }
}
