//! Who is a party of the text: one trained decision for each actor that has a name, by what all its
//! mentions show.
//!
//! A country may be where things happen, a company who printed them, a person whose hospital it is.
//! The features of an actor are counted over the document; trees judge them.

use std::collections::BTreeMap;
use std::ops::Range;

use super::cast::Cast;
use super::page::Page;
use super::row::Row;
use crate::learn::PARTY_FEATURES as FEATURES;
use crate::learn::features::hash;
use crate::learn::judge::Judge;
use crate::tables::{CueRole, FramePos};
use crate::types::{ActorKind, Deprel, GroupKind, Mention, MentionForm, Upos, ZoneKind};

/// Parties have at least this probability even if nothing relates them to others: bodies, people, states.
const LEAST: f32 = 0.5;
const LEAST_PERSON: f32 = 0.4;
const LEAST_STATE: f32 = 0.45;
/// Less likely ones are not looked at.
const POSSIBLE: f32 = 0.1;
/// A possible one is made a party by belonging to a party, or by a party that belongs to it, from this
/// confidence on.
pub(super) const BELONGS: f32 = 0.6;

/// Prepositions that are told apart; the others share a feature.
const PREPOSITIONS: [&str; 12] =
    ["of", "to", "from", "with", "by", "for", "against", "between", "on", "over", "at", "near"];

/// What the mentions of an actor show, counted.
#[derive(Debug, Clone, Default)]
struct Seen {
    /// Mentions by form: name, demonym, metonym, nominal, pronoun.
    forms: [usize; 5],
    /// Mentions by words of its own that are places.
    places: usize,
    /// First sentence.
    first: Option<usize>,
    headline: bool,
    subject: usize,
    speaks: usize,
    object: usize,
    agent: usize,
    owner: usize,
    before_office: usize,
    before_body: usize,
    before_noun: usize,
    prepositions: [usize; PREPOSITIONS.len() + 2],
    joined: usize,
    apposition: usize,
    event: usize,
    /// In a slot of a word for a stance; what owns or describes what is in one.
    stance: usize,
    inner: usize,
    told: usize,
    bracket: usize,
    titled: usize,
    chance: u32,
    best: u8,
    words: usize,
    /// Lists of its kind that it stands in; those with one whom the text names often, whom a table lists, who
    /// is a place there.
    peers: [usize; 4],
    /// Nouns that say what it is: bodies, others.
    called: [usize; 2],
    /// Buckets of the words before its names, and of those that they hang on.
    before: u32,
    above: u32,
}

/// Buckets of words.
const BUCKETS: u64 = 24;

/// The features of all parts, a row each; parts without a mention have zeros.
pub(super) fn features(page: &Page<'_>, cast: &Cast) -> Vec<[f32; FEATURES]> {
    let mut seen = vec![Seen::default(); cast.parts.len()];
    for mention in &cast.mentions {
        for &actor in &mention.actors {
            look(page, mention, &mut seen[actor]);
        }
    }
    peers(page, cast, &mut seen);
    let mut members = vec![[0_usize; 2]; cast.parts.len()];
    let mut belongs = vec![[0_usize; 2]; cast.parts.len()];
    for role in &cast.roles {
        let organ = usize::from(role.role == "organ");
        members[role.of][organ] += 1;
        belongs[role.member][organ] += 1;
    }
    let all: usize = seen.iter().map(|seen| seen.forms[..3].iter().sum::<usize>()).sum();
    (0..cast.parts.len()).map(|a| row(page, cast, (a, all), &seen[a], members[a], belongs[a])).collect()
}

/// Adds in what company the names of each actor are told: `A, B and C`.
fn peers(page: &Page<'_>, cast: &Cast, seen: &mut [Seen]) {
    let mut lists: BTreeMap<(usize, usize), Vec<&Mention>> = BTreeMap::new();
    for mention in cast.mentions.iter().filter(|m| is_name(m.form)) {
        let (s, head) = (mention.sentence, mention.head);
        let first = page.head(s, head).filter(|_| page.deprel(s, head) == Deprel::Conj).unwrap_or(head);
        lists.entry((s, first)).or_default().push(mention);
    }
    for list in lists.into_values().filter(|list| list.len() > 1) {
        // Of a very long list the first ones tell enough.
        for mention in list.iter().take(40) {
            let &[actor] = &mention.actors[..] else { continue };
            let kind = cast.parts[actor].kind;
            let mut found = [false; 4];
            for other in list.iter().take(40) {
                let &[peer] = &other.actors[..] else { continue };
                let part = &cast.parts[peer];
                if peer == actor || part.kind != kind {
                    continue;
                }
                found[0] = true;
                found[1] |= seen[peer].forms[..3].iter().sum::<usize>() > 2;
                found[2] |= page.tables.groups.by_slug(&part.key).is_some();
                found[3] |= other.place;
            }
            for (count, found) in seen[actor].peers.iter_mut().zip(found) {
                *count += usize::from(found);
            }
        }
    }
}

fn is_name(form: MentionForm) -> bool {
    matches!(form, MentionForm::Name | MentionForm::Demonym | MentionForm::Metonym)
}

/// Notes the nouns that say what a name is: `the firm X`, `X, a firm`, `X is a firm`.
fn called(page: &Page<'_>, s: usize, tokens: &Range<usize>, head: usize, seen: &mut Seen) {
    let near = tokens.start.saturating_sub(3)..(tokens.end + 12).min(page.len(s));
    let apposed = near.filter(|&i| page.head(s, i) == Some(head) && page.deprel(s, i) == Deprel::Appos);
    let above = page.head(s, head).filter(|&up| match page.deprel(s, head) {
        Deprel::Appos => true,
        Deprel::Nsubj => page.upos(s, up) == Upos::Noun,
        Deprel::Compound | Deprel::NmodDesc | Deprel::Flat => up < head,
        _ => false,
    });
    let before = tokens.start.checked_sub(1);
    for noun in apposed.chain(above).chain(before) {
        let plain = page.upos(s, noun) == Upos::Noun && page.name_at(s, noun).is_none();
        let word = page.lower(s, noun);
        if plain && page.tables.offices.get(&word).is_none() {
            let body = page.tables.bodies.get(&word).is_some();
            seen.called[usize::from(!body)] += 1;
        }
    }
}

/// Adds what one mention shows.
fn look(page: &Page<'_>, mention: &Mention, seen: &mut Seen) {
    seen.forms[mention.form as usize] += 1;
    if matches!(mention.form, MentionForm::Nominal | MentionForm::Pronoun) {
        return;
    }
    let (s, tokens, head) = (mention.sentence, &mention.tokens, mention.head);
    seen.places += usize::from(mention.place);
    seen.first = Some(seen.first.map_or(s, |first| first.min(s)));
    seen.headline |= page.sentences.get(s).is_some_and(|sentence| sentence.zone == ZoneKind::Headline);
    seen.words = seen.words.max(tokens.len());
    let chance = page.name_at(s, tokens.start).map_or(0, |name| name.chance);
    seen.chance += u32::from(chance);
    seen.best = seen.best.max(chance);
    let relation = page.deprel(s, head);
    let above = page.head(s, head);
    let verb = above.filter(|&up| page.upos(s, up) == Upos::Verb);
    match relation {
        Deprel::Nsubj | Deprel::NsubjPass => {
            seen.subject += 1;
            let speech = |up| page.tables.cues.has(page.lemma(s, up), CueRole::Speech);
            seen.speaks += usize::from(verb.is_some_and(speech));
        }
        Deprel::Obj | Deprel::Iobj => seen.object += 1,
        Deprel::OblAgent => seen.agent += 1,
        Deprel::Conj => seen.joined += 1,
        Deprel::Appos => seen.apposition += 1,
        _ => {}
    }
    if page.is_possessive(s, tokens.end) {
        seen.owner += 1;
    }
    if above.is_some_and(|up| has_frame(page, s, up)) {
        seen.event += 1;
    }
    seen.stance += usize::from(page.in_stance(s, head));
    seen.inner += usize::from(above.is_some_and(|up| page.in_stance(s, up)));
    if tokens.start > 0 {
        seen.before |= 1 << (hash(7, &page.lower(s, tokens.start - 1)) % BUCKETS);
    }
    if let Some(up) = above {
        seen.above |= 1 << (hash(8, page.lemma(s, up)) % BUCKETS);
    }
    modifier(page, s, tokens, seen);
    called(page, s, tokens, head, seen);
    let preposition = page.preposition(s, tokens);
    if !preposition.is_empty() {
        let place = super::countries::is_place_preposition(&preposition);
        let known = PREPOSITIONS.iter().position(|p| **p == *preposition);
        let slot = known.unwrap_or(PREPOSITIONS.len() + usize::from(!place));
        seen.prepositions[slot] += 1;
    }
    let before = page.before(s, tokens.start);
    let before = if matches!(before, "the" | "The") && tokens.start > 1 {
        page.word(s, tokens.start - 2)
    } else {
        before
    };
    seen.told += usize::from(matches!(before, "told" | "tells" | "via"));
    seen.bracket += usize::from(before == "(");
    let titled = tokens.start > 0 && page.tables.offices.get(&page.lower(s, tokens.start - 1)).is_some();
    seen.titled += usize::from(titled);
}

/// What noun the mention stands before: `the Iraqi minister`, `the Iraqi army`, `an Iraqi town`.
fn modifier(page: &Page<'_>, s: usize, tokens: &Range<usize>, seen: &mut Seen) {
    let next = if page.is_possessive(s, tokens.end) { tokens.end + 1 } else { tokens.end };
    let noun = (next..next + 3).find(|&i| !matches!(page.upos(s, i), Upos::Adj));
    let Some(noun) = noun.filter(|&i| matches!(page.upos(s, i), Upos::Noun | Upos::Propn)) else { return };
    if page.office(s, next).is_some() || page.office(s, noun).is_some() {
        seen.before_office += 1;
    } else if page.tables.bodies.get(&page.lower(s, noun)).is_some() {
        seen.before_body += 1;
    } else {
        seen.before_noun += 1;
    }
}

/// True if tables know the word as one of what parties do to each other.
fn has_frame(page: &Page<'_>, s: usize, i: usize) -> bool {
    let pos = FramePos::of(page.upos(s, i));
    pos.is_some_and(|pos| page.tables.frames.of(page.lemma(s, i), pos).next().is_some())
}

fn row(
    page: &Page<'_>,
    cast: &Cast,
    (actor, all): (usize, usize),
    seen: &Seen,
    members: [usize; 2],
    belongs: [usize; 2],
) -> [f32; FEATURES] {
    let part = &cast.parts[actor];
    let mut out = Row::<FEATURES>::new();
    let named: usize = seen.forms[..3].iter().sum();
    if named == 0 && seen.forms.iter().all(|&n| n == 0) {
        return out.values;
    }
    for kind in [ActorKind::Person, ActorKind::Country, ActorKind::Group] {
        out.flag(part.kind == kind);
    }
    for kind in 0..9 {
        out.flag(part.subtype.is_some_and(|subtype| subtype as usize == kind));
    }
    out.flag(part.weak);
    out.flag(part.generic);
    seen.forms.iter().for_each(|&n| out.count(n));
    out.count(named - seen.places.min(named));
    out.share(seen.places, named);
    out.flag(seen.headline);
    let sentences = page.sentences.len();
    let first = seen.first.unwrap_or(sentences);
    out.flag(first < 3);
    out.put(first as f32 / sentences.max(1) as f32);
    out.put((sentences.min(100) as f32) / 50.0);
    for n in [
        seen.subject,
        seen.speaks,
        seen.object,
        seen.owner,
        seen.before_office,
        seen.before_body,
        seen.before_noun,
        seen.event,
        seen.joined,
        seen.stance,
        seen.inner,
    ] {
        out.share(n, named);
    }
    for n in [seen.agent, seen.apposition, seen.told, seen.bracket, seen.titled] {
        out.flag(n > 0);
    }
    seen.prepositions.iter().for_each(|&n| out.put(n as f32 / named.max(1) as f32));
    members.iter().chain(&belongs).for_each(|&n| out.count(n));
    out.put(seen.chance as f32 / 100.0 / named.max(1) as f32);
    out.put(f32::from(seen.best) / 100.0);
    out.flag(seen.words == 1);
    out.flag(seen.words > 2);
    out.flag(part.name.bytes().all(|b| b.is_ascii_uppercase() || b == b'.'));
    out.flag(part.name.chars().next().is_some_and(char::is_lowercase));
    out.flag(part.name.rsplit(' ').next().is_some_and(|w| w.starts_with(char::is_lowercase)));
    out.flag(part.name.ends_with('s'));
    out.flag(page.tables.places.contains(&part.name));
    let listed = page.tables.groups.by_slug(&part.key);
    out.flag(part.kind == ActorKind::Group && listed.is_some());
    seen.peers.iter().for_each(|&n| out.put(n as f32 / named.max(1) as f32));
    seen.called.iter().for_each(|&n| out.flag(n > 0));
    // How much of the text is about it.
    out.put(named.min(40) as f32);
    out.put(named as f32 / all.max(1) as f32);
    out.put(cast.parts.len().min(100) as f32);
    out.put(seen.joined as f32 / named.max(1) as f32);
    out.flag(part.name.bytes().any(|b| b.is_ascii_digit()));
    let last = part.name.rsplit(' ').next().unwrap_or_default();
    let body = page.tables.bodies.get(&last.to_lowercase());
    out.one_of(9, body.map(|body| body.kind as usize));
    out.flag(page.tables.people.is_given(part.name.split(' ').next().unwrap_or_default()));
    for buckets in [seen.before, seen.above] {
        (0..BUCKETS).for_each(|i| out.flag(buckets >> i & 1 == 1));
    }
    let bucket = (part.kind == ActorKind::Group).then(|| hash(9, last) % BUCKETS);
    out.one_of(BUCKETS as usize, bucket.map(|b| b as usize));
    debug_assert_eq!(out.at, FEATURES);
    out.values
}

/// Whether an actor of this probability may be a party, if something relates it to one.
pub(super) fn may_be_one(chance: f32) -> bool {
    chance >= POSSIBLE
}

/// Whether it is one even if nothing does.
pub(super) fn is_one(kind: ActorKind, chance: f32) -> bool {
    chance
        >= match kind {
            ActorKind::Person => LEAST_PERSON,
            ActorKind::Country => LEAST_STATE,
            ActorKind::Group => LEAST,
        }
}

/// How surely each part is a party of the text, 0 to 1.
pub(super) fn chances(page: &Page<'_>, cast: &Cast, judge: &Judge) -> Vec<f32> {
    let rows = features(page, cast);
    let mut out: Vec<f32> = rows.iter().map(|row| judge.chance(row)).collect();
    // A medium that only carries what others say is none, whatever else it does.
    let mut sources: Vec<bool> =
        cast.parts.iter().map(|part| part.subtype == Some(GroupKind::Media)).collect();
    for mention in cast.mentions.iter().filter(|mention| !mention.place) {
        mention.actors.iter().for_each(|&actor| sources[actor] = false);
    }
    // What rules alone make of several names (`the Lima prosecutor's office`) is one where it acts: the
    // mention network was not asked of it.
    let mut made: Vec<bool> = cast.parts.iter().map(|part| part.kind == ActorKind::Group).collect();
    let mut acts = vec![false; cast.parts.len()];
    for mention in cast.mentions.iter().filter(|m| m.form == MentionForm::Name) {
        let name = page.name_at(mention.sentence, mention.tokens.start);
        let asked = name.is_some_and(|name| name.tokens == mention.tokens);
        for &actor in &mention.actors {
            made[actor] &= !asked;
            acts[actor] |= page.deprel(mention.sentence, mention.head) == Deprel::Nsubj;
        }
    }
    // To whom something is done is looked at, even if nothing else speaks for it: `criticised CNN`.
    for mention in cast.mentions.iter().filter(|m| is_name(m.form) && !m.place) {
        if page.is_stance_object(mention.sentence, &mention.tokens) {
            mention.actors.iter().for_each(|&actor| out[actor] = out[actor].max(POSSIBLE));
        }
    }
    for (actor, chance) in out.iter_mut().enumerate() {
        let part = &cast.parts[actor];
        // Bodies that the user's own tables name are parties.
        let own = part.kind == ActorKind::Group && page.tables.groups.is_own(&part.name);
        if own || made[actor] && acts[actor] {
            *chance = 1.0;
        }
        if sources[actor] {
            *chance = 0.0;
        }
    }
    out
}
