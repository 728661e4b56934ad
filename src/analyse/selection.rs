//! Names whose kind only their place in the sentence tells: one meets people and bodies.

use super::repair::children;
use crate::tables::{FrameKind, FramePos, Slot, Tables};
use crate::types::{Deprel, Name, NameKind, Sentence, Upos, Word};

/// Gives names of no kind the kind that the words around them select: `exchanged emails with Awlaki`,
/// `met SICA leaders`.
pub(super) fn select(text: &str, sentence: &Sentence, words: &[Word], names: &mut [Name], tables: &Tables) {
    for name in names.iter_mut().filter(|name| name.kind == NameKind::Other) {
        let Some(head) = name
            .tokens
            .clone()
            .find(|&i| words.get(i).is_some_and(|w| w.head.is_none_or(|h| !name.tokens.contains(&h))))
        else {
            continue;
        };
        let initials = name.tokens.len() == 1 && is_acronym(sentence.word(text, head));
        if initials && leads(text, sentence, words, head, tables) {
            name.kind = NameKind::Organisation;
        } else if words[head].upos == Upos::Propn && is_met(words, head, tables) {
            name.kind = if initials { NameKind::Organisation } else { NameKind::Person };
        }
    }
}

/// `SICA`, `HRW`.
fn is_acronym(word: &str) -> bool {
    (3..=6).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase())
}

/// True if the word describes officials: `SICA leaders`, `ACLJ counsel`.
fn leads(text: &str, sentence: &Sentence, words: &[Word], i: usize, tables: &Tables) -> bool {
    let Some(noun) = words[i].head.filter(|&h| h == i + 1 && words[i].deprel == Deprel::Compound) else {
        return false;
    };
    words[noun].upos == Upos::Noun && tables.offices.get(&sentence.word(text, noun).to_lowercase()).is_some()
}

/// True for the phrase with `with` of a word that means a meeting.
fn is_met(words: &[Word], i: usize, tables: &Tables) -> bool {
    let Some(above) = words[i].head else { return false };
    let pos = match (words[i].deprel, words[above].upos) {
        (Deprel::Obl, Upos::Verb) => FramePos::Verb,
        (Deprel::Nmod, Upos::Noun) => FramePos::Noun,
        _ => return false,
    };
    let with = Slot::Preposition("with".to_owned());
    let meeting = tables
        .frames
        .of(&words[above].lemma, pos)
        .any(|frame| matches!(frame.kind, FrameKind::Meeting(_)) && frame.target.contains(&with));
    meeting && children(words, i).any(|c| words[c].deprel == Deprel::Case && words[c].lemma == "with")
}
