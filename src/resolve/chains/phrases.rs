//! The whole phrase of a mention: from its article to the end of its relative clause.

use std::ops::Range;

use crate::resolve::page::Page;
use crate::types::{Deprel, NameKind, Upos};

/// The children of every token of a sentence, made once.
pub(super) struct Children {
    first: Vec<usize>,
    next: Vec<usize>,
}

const NONE: usize = usize::MAX;

impl Children {
    pub fn new(page: &Page<'_>, s: usize) -> Self {
        let len = page.len(s);
        let (mut first, mut next) = (vec![NONE; len], vec![NONE; len]);
        for i in (0..len).rev() {
            if let Some(head) = page.head(s, i).filter(|&h| h < len) {
                next[i] = first[head];
                first[head] = i;
            }
        }
        Self { first, next }
    }

    pub fn of(&self, head: usize) -> impl Iterator<Item = usize> + '_ {
        let start = self.first.get(head).copied().filter(|&i| i != NONE);
        std::iter::successors(start, |&i| self.next.get(i).copied().filter(|&n| n != NONE))
    }
}

/// True for what hangs on a noun but is no part of its phrase.
fn is_outside(page: &Page<'_>, s: usize, head: usize, child: usize) -> bool {
    match page.deprel(s, child) {
        Deprel::Case => !(child > head && page.is_possessive(s, child)),
        Deprel::Cc
        | Deprel::CcPreconj
        | Deprel::Conj
        | Deprel::Appos
        | Deprel::Parataxis
        | Deprel::Punct
        | Deprel::Mark
        | Deprel::Cop
        | Deprel::Aux
        | Deprel::Nsubj
        | Deprel::Discourse
        | Deprel::Vocative
        | Deprel::Dislocated
        | Deprel::Orphan
        | Deprel::Advcl
        | Deprel::Expl => true,
        // `Ana Diaz, 42,` and `two people`
        Deprel::Nummod => child > head && page.word(s, child - 1) == ",",
        // `Ana Diaz told the BBC on Monday`, read as hers; `Ana Diaz of Peru` is one.
        Deprel::Nmod => {
            child > head
                && page.name_at(s, head).is_some_and(|name| name.kind == NameKind::Person)
                && !matches!(page.preposition(s, &(child..child + 1)).as_ref(), "of" | "from" | "on")
        }
        // `The Senate that fails` is read so by mistake; `Chad, which borders Niger,` is a phrase.
        Deprel::Acl => page.name_at(s, head).is_some(),
        Deprel::AclRelcl => page.name_at(s, head).is_some() && page.word(s, head + 1) != ",",
        Deprel::Advmod => child < head && page.upos(s, child) == Upos::Adv,
        _ => false,
    }
}

/// The phrase that `head` heads, around `core` (which stays whole).
pub(super) fn phrase(
    page: &Page<'_>,
    s: usize,
    core: &Range<usize>,
    head: usize,
    children: &Children,
) -> Range<usize> {
    let len = page.len(s);
    let mut inside = vec![false; len];
    let mut todo = vec![head];
    while let Some(i) = todo.pop() {
        if i >= len || inside[i] {
            continue;
        }
        inside[i] = true;
        todo.extend(children.of(i).filter(|&c| {
            if i == head {
                !is_outside(page, s, i, c)
            } else {
                page.deprel(s, c) != Deprel::Punct || c + 1 < len
            }
        }));
    }
    for i in core.clone().filter(|&i| i < len) {
        inside[i] = true;
    }
    let mut start = core.start.min(head);
    while start > 0 && (inside[start - 1] || start > 1 && is_joint(page, s, start - 1) && inside[start - 2]) {
        start -= 1;
    }
    let mut end = core.end.max(head + 1).min(len);
    let number = |i: usize| page.word(s, i) == "," && page.upos(s, i + 1) == Upos::Num;
    while end < len
        && !number(end)
        && (inside[end] || is_joint(page, s, end) && inside.get(end + 1) == Some(&true))
    {
        end += 1;
    }
    let strip = |i: usize| page.upos(s, i) == Upos::Punct && !matches!(page.word(s, i), ")" | "]");
    while end > core.end && strip(end - 1) {
        end -= 1;
    }
    while start < core.start && page.upos(s, start) == Upos::Punct {
        start += 1;
    }
    start..end
}

/// Punctuation that stands inside phrases.
fn is_joint(page: &Page<'_>, s: usize, i: usize) -> bool {
    page.upos(s, i) == Upos::Punct && !matches!(page.word(s, i), ";" | ":" | "." | "?" | "!")
}

/// `his wife | Ana Diaz`, `the singer | Ana Diaz`: a description with an article or possessive is a
/// phrase of its own; `Foreign Minister Ana Diaz` is one.
pub(super) fn split_title(
    page: &Page<'_>,
    s: usize,
    whole: &Range<usize>,
    name: &Range<usize>,
) -> Option<(Range<usize>, Range<usize>)> {
    let noun = name.start.checked_sub(1).filter(|&n| n > whole.start)?;
    let opens = page.upos(s, whole.start) == Upos::Det
        || page.deprel(s, whole.start) == Deprel::NmodPoss
        || page.upos(s, whole.start) == Upos::Pron;
    let described = page.upos(s, noun) == Upos::Noun && page.word(s, noun).starts_with(char::is_lowercase);
    // `councillors Ana Diaz and Tom Hale` are both.
    let plural = described && page.lemma(s, noun) != page.word(s, noun) && page.word(s, noun).ends_with('s');
    (opens && described || plural).then_some((whole.start..name.start, name.start..whole.end))
}
