//! Coreference chains: all mentions of one party, as whole phrases, whether or not the party
//! becomes an actor of the graph.
//!
//! The mentions of the cast are widened to whole phrases ([`phrases`]); then come what the graph
//! has no use for: appositions and predicates (`X, the chief of Y`, `X is a lawyer`), and `I` and
//! `you` of quotations and talks ([`speakers`]).

mod phrases;
mod speakers;

use std::collections::BTreeMap;
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::cast::Cast;
use super::page::Page;
use crate::types::{ActorKind, Deprel, GroupKind, Mention, MentionForm, NameKind, Reason, Span, Upos};
use phrases::{Children, phrase, split_title};
use speakers::Speakers;

pub use speakers::Turn;

/// A mention of a chain: a whole phrase.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Phrase {
    /// Index of the sentence.
    pub sentence: usize,
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
}

/// What a chain is about: one actor or several, themselves, or their people.
type Key = (Vec<usize>, bool);

/// The chains of names with at least two mentions.
pub(super) fn chains(page: &Page<'_>, cast: &Cast, turns: &[Turn]) -> Vec<Chain> {
    let speakers = Speakers::new(page, cast, turns);
    // Cities and regions are no bodies, even where the graph takes them for a party.
    let is_region = |a: usize| cast.parts.get(a).is_some_and(|p| p.subtype == Some(GroupKind::Region));
    let region = |key: &Key| key.0.iter().all(|&a| is_region(a));
    let mut builder = Builder { page, chains: BTreeMap::new(), taken: FxHashSet::default() };
    let mut mentions: Vec<(Key, &Mention)> =
        cast.mentions.iter().filter_map(|m| Some((key(page, cast, m)?, m))).collect();
    mentions.sort_by_key(|(_, m)| (m.sentence, m.tokens.start, std::cmp::Reverse(m.tokens.end)));
    let mut rest = mentions.as_slice();
    for s in 0..page.sentences.len() {
        let (own, later) = rest.split_at(rest.partition_point(|(_, m)| m.sentence <= s));
        rest = later;
        builder.sentence(s, own, &speakers);
    }
    let mut out: Vec<Chain> = builder
        .chains
        .into_iter()
        .filter(|(key, chain)| chain.named && chain.mentions.len() > 1 && !region(key))
        .map(|(_, mut chain)| {
            chain.mentions.sort();
            Chain { mentions: chain.mentions }
        })
        .collect();
    out.sort_by(|a, b| a.mentions.cmp(&b.mentions));
    out
}

#[derive(Default)]
struct Open {
    mentions: Vec<Phrase>,
    named: bool,
}

struct Builder<'a, 'p> {
    page: &'a Page<'p>,
    chains: BTreeMap<Key, Open>,
    /// Phrases that stand in a chain: sentence and tokens.
    taken: FxHashSet<(usize, usize, usize)>,
}

impl Builder<'_, '_> {
    fn sentence(&mut self, s: usize, mentions: &[(Key, &Mention)], speakers: &Speakers) {
        let page = self.page;
        let children = Children::new(page, s);
        let mut heads: FxHashMap<usize, &Key> = FxHashMap::default();
        for (key, mention) in mentions {
            heads.entry(mention.head).or_insert(key);
        }
        self.joined(s, mentions, &children);
        for (key, mention) in mentions {
            let whole = phrase(page, s, &mention.tokens, mention.head, &children);
            let name = mention.form == MentionForm::Name;
            if name && let Some((title, own)) = split_title(page, s, &whole, &mention.tokens) {
                self.add(key, s, title, MentionForm::Nominal);
                self.add(key, s, own, mention.form);
            } else {
                self.add(key, s, whole, mention.form);
            }
            self.described(key, s, mention.head, &children, &heads);
        }
        let from = speakers.named.partition_point(|&(sentence, ..)| sentence < s);
        for &(sentence, i, party) in &speakers.named[from..] {
            if sentence > s {
                break;
            }
            let whole = if page.is_possessive(s, i + 1) { i..i + 2 } else { i..i + 1 };
            self.add(&(vec![party], false), s, whole, MentionForm::Name);
        }
        for i in 0..page.len(s) {
            let speaker = match page.lower(s, i).as_ref() {
                "i" | "me" | "my" | "myself" | "mine" => speakers.speaker(s, i),
                "you" | "your" | "yourself" | "yours" => speakers.addressee(s, i),
                "we" | "us" | "our" | "ours" | "ourselves" if page.word(s, i) != "US" => {
                    if let Some(key) = speakers.we(s, i) {
                        self.add(&key.clone(), s, i..i + 1, MentionForm::Pronoun);
                    }
                    None
                }
                _ => None,
            };
            if let Some(actor) = speaker {
                self.add(&(vec![actor], false), s, i..i + 1, MentionForm::Pronoun);
            }
        }
    }

    /// Appositions and predicates of what `head` heads.
    fn described(
        &mut self,
        key: &Key,
        s: usize,
        head: usize,
        children: &Children,
        heads: &FxHashMap<usize, &Key>,
    ) {
        let page = self.page;
        let mut others: Vec<usize> =
            children.of(head).filter(|&c| page.deprel(s, c) == Deprel::Appos).collect();
        match (page.deprel(s, head), page.head(s, head)) {
            (Deprel::Appos, Some(up)) => others.push(up),
            (Deprel::Nsubj, Some(up)) if is_predicate(page, s, up, children) => others.push(up),
            _ => {}
        }
        for other in others {
            let noun = matches!(page.upos(s, other), Upos::Noun | Upos::Propn);
            let named = page.name_at(s, other).is_some_and(|name| name.kind != NameKind::Other);
            if !noun || named || heads.contains_key(&other) || key.0.len() > 1 {
                continue;
            }
            let whole = phrase(page, s, &(other..other + 1), other, children);
            self.add(key, s, whole, MentionForm::Nominal);
        }
    }

    /// `Ana Diaz and Tom Hale`: the two together, whom `they` may mean later.
    fn joined(&mut self, s: usize, mentions: &[(Key, &Mention)], children: &Children) {
        let page = self.page;
        let by_head: FxHashMap<usize, usize> =
            mentions.iter().enumerate().rev().map(|(i, (_, m))| (m.head, i)).collect();
        for (second_key, second) in mentions {
            let Some(first_head) =
                page.head(s, second.head).filter(|_| page.deprel(s, second.head) == Deprel::Conj)
            else {
                continue;
            };
            let Some((first_key, first)) = by_head.get(&first_head).and_then(|&i| mentions.get(i)) else {
                continue;
            };
            let names = first.form == MentionForm::Name && second.form == MentionForm::Name;
            let and = (first.tokens.end..second.tokens.start).take(40).any(|i| page.word(s, i) == "and");
            let mut conjuncts = children.of(first_head).filter(|&c| page.deprel(s, c) == Deprel::Conj);
            if !names || !and || conjuncts.nth(1).is_some() {
                continue;
            }
            let mut key = first_key.0.clone();
            key.extend(&second_key.0);
            key.sort_unstable();
            key.dedup();
            if key.len() == 2 && !first_key.1 && !second_key.1 {
                let start = phrase(page, s, &first.tokens, first.head, children).start;
                let end = phrase(page, s, &second.tokens, second.head, children).end;
                self.add(&(key, false), s, start..end, MentionForm::Name);
            }
        }
    }

    fn add(&mut self, key: &Key, s: usize, tokens: Range<usize>, form: MentionForm) {
        if tokens.is_empty() || !self.taken.insert((s, tokens.start, tokens.end)) {
            return;
        }
        let span = self.page.span(s, &tokens);
        let chain = self.chains.entry(key.clone()).or_default();
        chain.named |= matches!(form, MentionForm::Name | MentionForm::Demonym);
        chain.mentions.push(Phrase { sentence: s, span, form });
    }
}

/// True for the noun of `X is a lawyer`, without `not`.
fn is_predicate(page: &Page<'_>, s: usize, noun: usize, children: &Children) -> bool {
    let mut copula = false;
    for c in children.of(noun) {
        match page.deprel(s, c) {
            Deprel::Cop => copula = true,
            Deprel::Case | Deprel::Mark => return false,
            Deprel::Advmod if matches!(page.lower(s, c).as_ref(), "not" | "n't" | "n’t" | "never") => {
                return false;
            }
            _ => {}
        }
    }
    copula
}

/// The chain of a mention; `None` for words that only describe something else.
fn key(page: &Page<'_>, cast: &Cast, mention: &Mention) -> Option<Key> {
    let mut actors = mention.actors.clone();
    actors.sort_unstable();
    let s = mention.sentence;
    match mention.form {
        // `Athens` is not `Greece`, though it may speak for it; `Democratic` leaders are no party.
        MentionForm::Metonym => None,
        MentionForm::Name if page.deprel(s, mention.head) == Deprel::Amod => None,
        MentionForm::Demonym => {
            // `Iraqis` are the people; `Iraqi` is no phrase of its own.
            let noun = page.upos(s, mention.head) != Upos::Adj
                && page.text(s, &mention.tokens).ends_with('s')
                && mention.tokens.contains(&mention.head);
            noun.then_some((actors, true))
        }
        MentionForm::Nominal if mention.reason == Reason::Table => None,
        MentionForm::Nominal => {
            // `the minister` for a country is the minister all the same.
            let country = actors.iter().all(|&a| cast.parts[a].kind == ActorKind::Country);
            let state = matches!(
                page.lower(s, mention.head).as_ref(),
                "country" | "nation" | "republic" | "kingdom" | "countries" | "nations" | "states"
            );
            (!country || state).then_some((actors, false))
        }
        _ => Some((actors, false)),
    }
}
