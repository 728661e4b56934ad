//! Who belongs to what: one trained decision for each pair of actors that a sentence names together,
//! by what all such sentences show.
//!
//! Titles that tables and trees read ([`super::roles`]) are features here, and give the words of the
//! role; the network decides.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::cast::Cast;
use super::page::Page;
use super::parties;
use super::row::Row;
use crate::learn::MEMBER_FEATURES as FEATURES;
use crate::learn::features::hash;
use crate::learn::judge::Judge;
use crate::types::{ActorKind, Deprel, Evidence, GroupKind, Mention, MentionForm, NameKind, Role, Upos};

/// Pairs that become affiliations have at least this probability: those that a title states, and those
/// that only the network sees.
const LEAST: f32 = 0.4;
const LEAST_UNSTATED: f32 = 0.45;
/// Those that only the network sees and that do not stand in one phrase.
const LEAST_APART: f32 = 0.6;

/// Words further apart than this are not looked at together.
const REACH: usize = 24;

/// Buckets for the words between two mentions.
const WORDS: usize = 96;

/// A pair of actors: member, then whole.
pub(super) type Pair = (usize, usize);

/// The closest place where a pair is named together.
#[derive(Debug, Clone)]
struct Place {
    sentence: usize,
    member: Range<usize>,
    whole: Range<usize>,
    heads: [usize; 2],
    form: MentionForm,
    gap: usize,
}

/// A pair with its features.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub pair: Pair,
    pub features: [f32; FEATURES],
    place: Option<Place>,
    /// True if the two stand in one phrase at that place.
    nominal: bool,
}

/// Gap between two ranges; 0 if they touch or overlap.
fn gap(a: &Range<usize>, b: &Range<usize>) -> usize {
    b.start.saturating_sub(a.end).max(a.start.saturating_sub(b.end))
}

/// All pairs of which one could belong to the other, in order.
pub(super) fn candidates(page: &Page<'_>, cast: &Cast, chances: &[f32]) -> Vec<Candidate> {
    let kept: Vec<bool> = chances.iter().map(|&chance| parties::may_be_one(chance)).collect();
    let mut places: FxHashMap<Pair, (usize, Place)> = FxHashMap::default();
    let mut rest: Vec<&Mention> = cast
        .mentions
        .iter()
        .filter(|m| matches!(m.form, MentionForm::Name | MentionForm::Demonym | MentionForm::Metonym))
        .filter(|m| matches!(m.actors[..], [actor] if kept[actor]))
        .collect();
    rest.sort_by_key(|m| (m.sentence, m.tokens.start, m.tokens.end));
    for here in rest.chunk_by(|a, b| a.sentence == b.sentence) {
        for (i, first) in here.iter().enumerate() {
            for second in &here[i + 1..] {
                if gap(&first.tokens, &second.tokens) > REACH {
                    break;
                }
                for (member, whole) in [(first, second), (second, first)] {
                    together(cast, member, whole, &mut places);
                }
            }
        }
    }
    // What tables and titles say without both names in one sentence.
    for role in &cast.roles {
        if kept[role.member] && kept[role.of] && cast.parts[role.of].kind != ActorKind::Person {
            let missing = || {
                let words = 0..0;
                let (member, whole) = (words.clone(), words);
                let form = MentionForm::Nominal;
                Place { sentence: role.sentence, member, whole, heads: [0; 2], form, gap: usize::MAX }
            };
            places.entry((role.member, role.of)).or_insert_with(|| (0, missing()));
        }
    }
    let mut pairs: Vec<(Pair, (usize, Place))> = places.into_iter().collect();
    pairs.sort_by_key(|(pair, _)| *pair);
    let known = Known::new(cast);
    pairs
        .into_iter()
        .map(|(pair, (times, place))| {
            let place = (place.gap != usize::MAX).then_some(place);
            let sure = [chances[pair.0], chances[pair.1]];
            let way = place.as_ref().map_or((0, false), |p| way(page, p.sentence, p.heads[0], p.heads[1]));
            let features = features(page, cast, &known, (pair, sure), times, place.as_ref(), way);
            Candidate { pair, features, place, nominal: way.1 }
        })
        .collect()
}

fn together(cast: &Cast, member: &Mention, whole: &Mention, places: &mut FxHashMap<Pair, (usize, Place)>) {
    let pair = (member.actors[0], whole.actors[0]);
    let (a, b) = (&cast.parts[pair.0], &cast.parts[pair.1]);
    if pair.0 == pair.1 || b.kind == ActorKind::Person || a.kind == ActorKind::Country && b.kind == a.kind {
        return;
    }
    let gap = gap(&member.tokens, &whole.tokens);
    let place = || Place {
        sentence: member.sentence,
        member: member.tokens.clone(),
        whole: whole.tokens.clone(),
        heads: [member.head, whole.head],
        form: whole.form,
        gap,
    };
    let entry = places.entry(pair).or_insert_with(|| (0, place()));
    entry.0 += 1;
    if gap < entry.1.gap {
        entry.1 = place();
    }
}

/// What the roles found so far say of each actor.
struct Known {
    roles: FxHashMap<Pair, usize>,
    belongs: Vec<usize>,
    members: Vec<usize>,
    /// The country that the document is about, and the share of each in its mentions of countries.
    main: Option<usize>,
    shares: Vec<f32>,
}

impl Known {
    fn new(cast: &Cast) -> Self {
        let n = cast.parts.len();
        let counts = super::country_counts(cast);
        let all = counts.iter().sum::<usize>().max(1) as f32;
        let mut out = Self {
            roles: FxHashMap::default(),
            belongs: vec![0; n],
            members: vec![0; n],
            main: super::main_country(&counts),
            shares: counts.iter().map(|&count| count as f32 / all).collect(),
        };
        for (r, role) in cast.roles.iter().enumerate() {
            out.roles.entry((role.member, role.of)).or_insert(r);
            out.belongs[role.member] += 1;
            out.members[role.of] += 1;
        }
        out
    }
}

fn features(
    page: &Page<'_>,
    cast: &Cast,
    known: &Known,
    (pair, sure): (Pair, [f32; 2]),
    times: usize,
    place: Option<&Place>,
    (steps, nominal): (usize, bool),
) -> [f32; FEATURES] {
    let (member, whole) = (&cast.parts[pair.0], &cast.parts[pair.1]);
    let mut out = Row::<FEATURES>::new();
    out.flag(member.kind == ActorKind::Person);
    out.flag(member.kind == ActorKind::Group);
    out.flag(whole.kind == ActorKind::Country);
    out.one_of(9, member.subtype.map(|kind| kind as usize));
    out.one_of(9, whole.subtype.map(|kind| kind as usize));
    let role = known.roles.get(&pair).map(|&r| &cast.roles[r]);
    out.flag(role.is_some());
    out.flag(role.is_some_and(|role| role.role == "organ"));
    out.flag(role.is_some_and(|role| role.former));
    out.flag(role.is_some_and(|role| role.of_span == role.span));
    let other = known.belongs[pair.0] - usize::from(role.is_some()).min(known.belongs[pair.0]);
    out.flag(other > 0);
    out.flag(other > 1);
    out.put(known.members[pair.1].min(4) as f32 / 4.0);
    out.put(times.min(4) as f32 / 4.0);
    out.flag(!member.offices.is_empty());
    out.flag(member.generic);
    sure.iter().for_each(|&chance| out.put(chance));
    out.flag(known.main == Some(pair.1));
    out.put(known.shares.get(pair.1).copied().unwrap_or_default());
    let Some(place) = place else { return out.values };
    out.flag(true);
    let (s, first) = (place.sentence, place.whole.start < place.member.start);
    let nested = place.member.start <= place.whole.start && place.whole.end <= place.member.end;
    out.flag(first);
    out.flag(nested);
    out.one_of(
        7,
        Some(match place.gap {
            gap @ 0..4 => gap,
            4..6 => 4,
            6..10 => 5,
            _ => 6,
        }),
    );
    out.flag(place.form == MentionForm::Demonym);
    out.flag(place.form == MentionForm::Metonym);
    let between =
        if first { place.whole.end..place.member.start } else { place.member.end..place.whole.start };
    let between = if nested { 0..0 } else { between };
    let has = |f: &dyn Fn(usize) -> bool| between.clone().any(f);
    for word in [",", "of", "at", "for", "with", "from", "in", "by", "and", "("] {
        out.flag(has(&|i| page.word(s, i) == word));
    }
    out.flag(has(&|i| page.is_possessive(s, i)));
    out.flag(has(&|i| matches!(page.upos(s, i), Upos::Verb | Upos::Aux)));
    out.flag(has(&|i| page.office(s, i).is_some()));
    out.flag(has(&|i| page.tables.bodies.get(&page.lower(s, i)).is_some()));
    out.flag(has(&|i| page.name_at(s, i).is_some()));
    // The word next to the member on either side, and next to the whole.
    let office = |i: usize| page.tables.offices.get(&page.lower(s, i)).is_some();
    out.flag(place.member.start > 0 && office(place.member.start - 1));
    out.flag(office(place.whole.end));
    out.flag(place.whole.start > 0 && matches!(page.before(s, place.whole.start), "of" | "at" | "for"));
    let [a, b] = place.heads;
    let (up_a, up_b) = (page.head(s, a), page.head(s, b));
    out.flag(up_b == Some(a));
    out.flag(up_a == Some(b));
    out.flag(up_a.is_some() && up_a == up_b);
    let over = |i: Option<usize>| i.and_then(|i| page.head(s, i));
    out.flag(over(up_b) == Some(a));
    out.flag(over(up_a) == Some(b));
    out.flag(over(over(up_b)) == Some(a));
    out.flag(up_b.is_some_and(office));
    let relations = [
        Deprel::Compound,
        Deprel::NmodPoss,
        Deprel::Nmod,
        Deprel::Obl,
        Deprel::Appos,
        Deprel::Amod,
        Deprel::Nsubj,
        Deprel::Conj,
        Deprel::Obj,
        Deprel::Flat,
    ];
    out.one_of(relations.len(), relations.iter().position(|r| *r == page.deprel(s, b)));
    out.one_of(relations.len(), relations.iter().position(|r| *r == page.deprel(s, a)));
    // How the tree leads from one to the other: within one phrase, or over a verb.
    out.flag(nominal);
    out.flag(steps > 3);
    // `a call with President B`: a title or another person beside the whole.
    // Those in one list with the member are no others: `the Peruvian ministers A and B`.
    let listed = |tokens: &Range<usize>| {
        page.deprel(s, a) == Deprel::Conj && page.head(s, a).is_some_and(|first| tokens.contains(&first))
    };
    let person = |i: usize| {
        page.name_at(s, i).is_some_and(|name| name.kind == NameKind::Person && !listed(&name.tokens))
    };
    let beside = (place.whole.end..place.whole.end + 3).find(|&i| person(i));
    out.flag(beside.is_some_and(|i| !place.member.contains(&i)));
    out.flag(has(&person));
    let mut words = [0.0; WORDS];
    if between.len() <= 8 {
        between.clone().for_each(|i| words[(hash(3, &page.lower(s, i)) % WORDS as u64) as usize] = 1.0);
    }
    words.iter().for_each(|&value| out.put(value));
    debug_assert_eq!(out.at, FEATURES);
    out.values
}

/// How many links of the tree lie between two words, at most nine, and whether none of them leaves the phrase.
fn way(page: &Page<'_>, s: usize, a: usize, b: usize) -> (usize, bool) {
    const FAR: usize = 9;
    let up = |from: usize| {
        std::iter::successors(Some(from), |&at| page.head(s, at)).take(FAR).collect::<Vec<usize>>()
    };
    let (from, to) = (up(a), up(b));
    let Some((i, j)) = from.iter().enumerate().find_map(|(i, x)| Some((i, to.iter().position(|y| y == x)?)))
    else {
        return (FAR, false);
    };
    let nominal = from[..i].iter().chain(&to[..j]).all(|&at| {
        matches!(
            page.deprel(s, at),
            Deprel::Compound
                | Deprel::NmodPoss
                | Deprel::Nmod
                | Deprel::Appos
                | Deprel::Amod
                | Deprel::Conj
                | Deprel::Flat
                | Deprel::NmodDesc
                | Deprel::NmodUnmarked
        )
    });
    (i + j, nominal)
}

/// Replaces the roles of the cast by those that the network sees among the candidates.
pub(super) fn settle(page: &Page<'_>, cast: &mut Cast, parties: &[f32], judge: &Judge) {
    let candidates = candidates(page, cast, parties);
    let rows: Vec<f32> = candidates.iter().flat_map(|c| c.features).collect();
    let chances = judge.chances(&rows);
    let mut by_pair: FxHashMap<Pair, Vec<Role>> = FxHashMap::default();
    for role in std::mem::take(&mut cast.roles) {
        by_pair.entry((role.member, role.of)).or_default().push(role);
    }
    for (candidate, chance) in candidates.iter().zip(chances.chunks_exact(2)) {
        match (by_pair.remove(&candidate.pair), &candidate.place) {
            (Some(roles), _) if chance[1] >= LEAST => {
                cast.roles.extend(
                    roles.into_iter().map(|role| Role { confidence: chance[1].max(Evidence::LEAST), ..role }),
                );
            }
            (None, Some(place))
                if chance[1] >= if candidate.nominal { LEAST_UNSTATED } else { LEAST_APART } =>
            {
                cast.roles.push(stated(page, cast, candidate.pair, place, chance[1].max(Evidence::LEAST)));
            }
            _ => {}
        }
    }
    cast.roles.sort_by_key(|role| (role.sentence, role.member_span.start, role.of_span.start));
}

/// The role that a place states without a title that rules can read.
fn stated(page: &Page<'_>, cast: &Cast, (member, of): Pair, place: &Place, confidence: f32) -> Role {
    let s = place.sentence;
    let (member_span, of_span) = (page.span(s, &place.member), page.span(s, &place.whole));
    let part = &cast.parts[member];
    let government = part.kind == ActorKind::Group
        && (part.subtype == Some(GroupKind::Government) || cast.parts[of].kind == ActorKind::Group);
    let role = if government { "organ".to_owned() } else { title(page, place) };
    Role {
        member,
        of,
        role,
        former: false,
        sentence: s,
        span: member_span.join(of_span),
        member_span,
        of_span,
        confidence,
    }
}

/// The title between or beside the two; empty if there is none.
fn title(page: &Page<'_>, place: &Place) -> String {
    let s = place.sentence;
    let from = place.member.start.min(place.whole.start).saturating_sub(4);
    let to = place.member.end.max(place.whole.end) + 4;
    let near = |i: &usize| place.member.start.abs_diff(*i).min(place.member.end.abs_diff(*i));
    (from..to)
        .filter(|&i| !place.member.contains(&i) && !place.whole.contains(&i))
        .filter_map(|i| page.office(s, i).map(|(len, _, _)| (i, len)))
        .min_by_key(|(i, _)| near(i))
        .map(|(i, len)| page.text(s, &(i..i + len)).to_owned())
        .unwrap_or_default()
}
