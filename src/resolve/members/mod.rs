//! Who belongs to what: one trained decision for each pair of actors that a sentence names together,
//! by what all such sentences show.
//!
//! Titles that tables and trees read ([`super::roles`]) are features here, and give the words of the
//! role; trees decide.

mod features;

use std::collections::BTreeMap;
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use self::features::{Found, Known, Ranks, way};
use super::cast::Cast;
use super::page::Page;
use super::parties;
use crate::learn::MEMBER_FEATURES as FEATURES;
use crate::learn::judge::Judge;
use crate::tables::OfficeKind;
use crate::types::{ActorKind, Deprel, Evidence, GroupKind, Mention, MentionForm, Role};

/// Pairs that become affiliations have at least this probability: those that a title states, and those
/// that only the trees see.
const LEAST: f32 = 0.4;
const LEAST_UNSTATED: f32 = 0.5;
/// Those that only the trees see and that do not stand in one phrase.
const LEAST_APART: f32 = 0.6;

/// Words further apart than this are not looked at together.
const REACH: usize = 40;

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

impl Place {
    /// True if the whole is a part of the member's name.
    fn is_nested(&self) -> bool {
        self.member.start <= self.whole.start && self.whole.end <= self.member.end
    }

    /// The words between the two.
    fn between(&self) -> Range<usize> {
        if self.is_nested() {
            0..0
        } else if self.whole.start < self.member.start {
            self.whole.end..self.member.start
        } else {
            self.member.end..self.whole.start
        }
    }
}

/// Where a pair is named.
#[derive(Debug, Clone, Default)]
struct Seen {
    /// How many places name both.
    times: usize,
    near: Option<Place>,
}

/// A pair that is to be judged.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub pair: Pair,
    place: Option<Place>,
    /// True if the two stand in one phrase at that place.
    nominal: bool,
}

impl Candidate {
    /// The least probability of an affiliation that only the trees see.
    fn least(&self) -> f32 {
        if self.nominal { LEAST_UNSTATED } else { LEAST_APART }
    }
}

/// True for the forms that name an actor by itself.
fn is_name(mention: &Mention) -> bool {
    matches!(mention.form, MentionForm::Name | MentionForm::Demonym | MentionForm::Metonym)
}

/// Gap between two ranges; 0 if they touch or overlap.
fn gap(a: &Range<usize>, b: &Range<usize>) -> usize {
    b.start.saturating_sub(a.end).max(a.start.saturating_sub(b.end))
}

/// All pairs of which one could belong to the other, in order, each with what `see` makes of its features.
/// (A long list has very many pairs: their features are not kept.)
pub(super) fn candidates<T>(
    page: &Page<'_>,
    cast: &Cast,
    chances: &[f32],
    see: impl Fn(&[f32; FEATURES]) -> T,
) -> Vec<(Candidate, T)> {
    let kept: Vec<bool> = chances.iter().map(|&chance| parties::may_be_one(chance)).collect();
    let known = Known::new(page, cast);
    let mut pairs: BTreeMap<Pair, Seen> = BTreeMap::new();
    let mut names: Vec<&Mention> = cast
        .mentions
        .iter()
        .filter(|m| is_name(m))
        .filter(|m| matches!(m.actors[..], [actor] if kept[actor]))
        .collect();
    names.sort_by_key(|m| (m.sentence, m.tokens.start, m.tokens.end));
    for here in names.chunk_by(|a, b| a.sentence == b.sentence) {
        for (i, first) in here.iter().enumerate() {
            for second in &here[i + 1..] {
                if gap(&first.tokens, &second.tokens) > REACH {
                    break;
                }
                for (member, whole) in [(first, second), (second, first)] {
                    together(page, cast, member, whole, &mut pairs);
                }
            }
        }
    }
    // What tables and titles say without both names in one sentence.
    for role in &cast.roles {
        if kept[role.member] && kept[role.of] && cast.parts[role.of].kind != ActorKind::Person {
            pairs.entry((role.member, role.of)).or_default();
        }
    }
    let ranks = Ranks::new(cast, &pairs);
    pairs
        .iter()
        .map(|(&pair, seen)| {
            let sure = [chances[pair.0], chances[pair.1]];
            let way = seen.near.as_ref().map_or((0, false), |place| way(page, place));
            let found = Found { page, cast, known: &known, ranks: &ranks, seen, way };
            let seen_as = see(&found.features(pair, sure));
            (Candidate { pair, place: seen.near.clone(), nominal: way.1 }, seen_as)
        })
        .collect()
}

/// True if the first can belong to the second.
fn may_belong(cast: &Cast, (member, whole): Pair) -> bool {
    let (a, b) = (&cast.parts[member], &cast.parts[whole]);
    member != whole
        && b.kind != ActorKind::Person
        && !(a.kind == ActorKind::Country && b.kind == ActorKind::Country)
}

fn together(
    page: &Page<'_>,
    cast: &Cast,
    member: &Mention,
    whole: &Mention,
    pairs: &mut BTreeMap<Pair, Seen>,
) {
    let pair = (member.actors[0], whole.actors[0]);
    if !may_belong(cast, pair) {
        return;
    }
    // `the anti-Russian president X`, `the US-backed leader X`: whom he opposes, who backs him.
    let inside = whole.span != page.span(whole.sentence, &whole.tokens);
    if inside && cast.parts[pair.0].kind == ActorKind::Person {
        return;
    }
    // `Ana Diaz, wife of a Siemens engineer`
    let between = member.tokens.end..whole.tokens.start;
    let kin = |s: usize| between.clone().any(|i| page.is_kin_of(s, i));
    if cast.parts[pair.0].kind == ActorKind::Person && kin(member.sentence) {
        return;
    }
    if cast.parts[pair.0].kind == ActorKind::Person
        && (is_idea(page, member, whole) || is_hit(page, member, whole))
    {
        return;
    }
    let gap = gap(&member.tokens, &whole.tokens);
    let seen = pairs.entry(pair).or_default();
    seen.times += 1;
    if seen.near.as_ref().is_none_or(|near| gap < near.gap) {
        seen.near = Some(Place {
            sentence: member.sentence,
            member: member.tokens.clone(),
            whole: whole.tokens.clone(),
            heads: [member.head, whole.head],
            form: whole.form,
            gap,
        });
    }
}

/// `if Ana Diaz becomes president of Peru`: nobody says that she is.
fn is_idea(page: &Page<'_>, member: &Mention, whole: &Mention) -> bool {
    let s = member.sentence;
    page.supposed(s, member.head).is_some_and(|verb| {
        let up = |&at: &usize| page.head(s, at);
        whole.head > member.head && std::iter::successors(Some(whole.head), up).take(16).any(|at| at == verb)
    })
}

/// `Silenced by Labour, Ana Diaz left`: whoever does something to somebody is not whom they belong to.
fn is_hit(page: &Page<'_>, member: &Mention, whole: &Mention) -> bool {
    let s = member.sentence;
    // `by her Labour colleagues`
    let inside = matches!(page.deprel(s, whole.head), Deprel::Amod | Deprel::Compound | Deprel::NmodPoss);
    let top = page.head(s, whole.head).filter(|_| inside).unwrap_or(whole.head);
    let Some(verb) = page.head(s, top).filter(|_| page.deprel(s, top) == Deprel::OblAgent) else {
        return false;
    };
    let above = page.head(s, member.head);
    match page.deprel(s, verb) {
        Deprel::Advcl => page.head(s, verb) == above && page.deprel(s, member.head) == Deprel::Nsubj,
        Deprel::Acl => page.head(s, verb) == Some(member.head),
        _ => above == Some(verb) && page.deprel(s, member.head) == Deprel::NsubjPass,
    }
}

/// Replaces the roles of the cast by those that the trees see among the candidates.
pub(super) fn settle(page: &Page<'_>, cast: &mut Cast, parties: &[f32], judge: &Judge) {
    let judged = candidates(page, cast, parties, |features| judge.chance(features));
    let mut by_pair: FxHashMap<Pair, Vec<Role>> = FxHashMap::default();
    for role in std::mem::take(&mut cast.roles) {
        by_pair.entry((role.member, role.of)).or_default().push(role);
    }
    let is_state = |whole: usize| cast.parts[whole].kind == ActorKind::Country;
    // Whoever a title ties to one state is not another's as well, whatever stands beside the name.
    let officers: FxHashSet<usize> = judged
        .iter()
        .filter(|(c, chance)| *chance >= LEAST && by_pair.contains_key(&c.pair) && is_state(c.pair.1))
        .map(|(c, _)| c.pair.0)
        .collect();
    let barred = |(member, whole): Pair| {
        is_state(whole) && officers.contains(&member) && cast.parts[member].kind == ActorKind::Person
    };
    let mut roles = Vec::new();
    for (candidate, chance) in judged {
        match (by_pair.remove(&candidate.pair), &candidate.place) {
            (Some(own), _) if chance >= LEAST => {
                roles.extend(
                    own.into_iter().map(|role| Role { confidence: chance.max(Evidence::LEAST), ..role }),
                );
            }
            (None, Some(place)) if chance >= candidate.least() && !barred(candidate.pair) => {
                roles.push(stated(page, cast, candidate.pair, place, chance.max(Evidence::LEAST)));
            }
            _ => {}
        }
    }
    roles.sort_by_key(|role: &Role| (role.sentence, role.member_span.start, role.of_span.start));
    cast.roles = roles;
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
        .filter_map(|i| page.office(s, i).map(|(len, office, _)| (i, len, office)))
        .filter(|(_, _, office)| office.kind != OfficeKind::Honorific)
        .min_by_key(|(i, ..)| near(i))
        .map(|(i, len, _)| page.text(s, &(i..i + len)).to_owned())
        .unwrap_or_default()
}
