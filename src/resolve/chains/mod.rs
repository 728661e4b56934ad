//! Coreference chains: all mentions of one party, as whole phrases, whether or not the party
//! becomes an actor of the graph.

mod phrases;

use std::collections::BTreeMap;
use std::ops::Range;

use super::cast::Cast;
use super::page::Page;
use crate::types::{ActorKind, Mention, MentionForm, Reason, Span};
use phrases::{Children, phrase};

/// A mention of a chain: a whole phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// Index of the sentence.
    pub sentence: usize,
    /// Its tokens in that sentence, half-open.
    pub tokens: Range<usize>,
    /// Bytes of the document's text.
    pub span: Span,
    /// How the words mean the party.
    pub form: MentionForm,
}

/// All phrases that mean one party.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chain {
    /// In the order of the text, none twice.
    pub mentions: Vec<Phrase>,
    /// True if one of them is a name.
    pub named: bool,
}

/// What a chain is about: one actor or several, themselves, or their people.
type Key = (Vec<usize>, bool);

pub(super) fn chains(page: &Page<'_>, cast: &Cast) -> Vec<Chain> {
    let mut chains: BTreeMap<Key, Chain> = BTreeMap::new();
    let mut mentions: Vec<&Mention> = cast.mentions.iter().collect();
    mentions.sort_by_key(|m| (m.sentence, m.tokens.start, std::cmp::Reverse(m.tokens.end)));
    let mut children: Option<(usize, Children)> = None;
    for mention in mentions {
        let Some(key) = key(page, cast, mention) else { continue };
        let s = mention.sentence;
        if children.as_ref().is_none_or(|(known, _)| *known != s) {
            children = Some((s, Children::new(page, s)));
        }
        let Some((_, children)) = &children else { continue };
        let tokens = phrase(page, s, &mention.tokens, mention.head, children);
        let chain = chains.entry(key).or_default();
        chain.named |= mention.form == MentionForm::Name;
        if !chain.mentions.iter().rev().take(8).any(|m| m.sentence == s && m.tokens == tokens) {
            let span = page.span(s, &tokens);
            chain.mentions.push(Phrase { sentence: s, tokens, span, form: mention.form });
        }
    }
    chains.into_values().filter(|chain| chain.named && chain.mentions.len() > 1).collect()
}

/// The chain of a mention; `None` for words that only describe something else.
fn key(page: &Page<'_>, cast: &Cast, mention: &Mention) -> Option<Key> {
    let mut actors = mention.actors.clone();
    actors.sort_unstable();
    let s = mention.sentence;
    match mention.form {
        MentionForm::Demonym => {
            // `Iraqis` are the people; `Iraqi` is no phrase of its own.
            let noun = page.upos(s, mention.head) != crate::types::Upos::Adj
                && page.text(s, &mention.tokens).ends_with('s');
            noun.then_some((actors, true))
        }
        MentionForm::Nominal if mention.reason == Reason::Table => None,
        MentionForm::Nominal => {
            // `the minister` for a country is the minister all the same.
            let person = actors.iter().all(|&a| cast.parts[a].kind == ActorKind::Person);
            let country = actors.iter().all(|&a| cast.parts[a].kind == ActorKind::Country);
            let state = matches!(page.lower(s, mention.head).as_ref(), "country" | "nation" | "republic" | "kingdom" | "countries" | "nations" | "states");
            (person || !country || state).then_some((actors, false))
        }
        _ => Some((actors, false)),
    }
}
