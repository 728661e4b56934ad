//! What a pair of actors shows of one belonging to the other.

use std::collections::BTreeMap;
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Pair, Place, Seen};
use crate::learn::MEMBER_FEATURES as FEATURES;
use crate::learn::features::hash;
use crate::resolve::cast::{Cast, Part};
use crate::resolve::page::Page;
use crate::resolve::row::Row;
use crate::tables::{Holder, OfficeKind, PersonName};
use crate::types::{ActorKind, Deprel, MentionForm, NameKind, Upos, ZoneKind};

/// Buckets for the words between two mentions.
const WORDS: usize = 96;
/// Buckets for a word beside a mention, and for the word that the tree joins them by.
const BESIDE: usize = 24;

/// What the document says of each actor, whatever the pair.
pub(super) struct Known {
    roles: FxHashMap<Pair, usize>,
    belongs: Vec<usize>,
    members: Vec<usize>,
    /// The country that the document is about, and the share of each in its mentions of countries.
    main: Option<usize>,
    shares: Vec<f32>,
    /// Sentence and words of its first name.
    first: Vec<Option<(usize, Range<usize>)>>,
    /// How often its names stand in the text.
    names: Vec<usize>,
    /// Countries and bodies in whose offices a table knows people of that name.
    offices: Vec<FxHashSet<String>>,
}

impl Known {
    pub fn new(page: &Page<'_>, cast: &Cast) -> Self {
        let n = cast.parts.len();
        let counts = crate::resolve::country_counts(cast);
        let all = counts.iter().sum::<usize>().max(1) as f32;
        let mut out = Self {
            roles: FxHashMap::default(),
            belongs: vec![0; n],
            members: vec![0; n],
            main: crate::resolve::main_country(&counts),
            shares: counts.iter().map(|&count| count as f32 / all).collect(),
            first: vec![None; n],
            names: vec![0; n],
            offices: Vec::with_capacity(n),
        };
        let mut namesakes: FxHashMap<String, Vec<Holder>> = FxHashMap::default();
        out.offices.extend(cast.parts.iter().map(|part| offices(page, part, &mut namesakes)));
        for (r, role) in cast.roles.iter().enumerate() {
            out.roles.entry((role.member, role.of)).or_insert(r);
            out.belongs[role.member] += 1;
            out.members[role.of] += 1;
        }
        for mention in cast.mentions.iter().filter(|m| super::is_name(m)) {
            let here = (mention.sentence, mention.tokens.clone());
            for &actor in &mention.actors {
                out.names[actor] += 1;
                let first = &mut out.first[actor];
                if first.as_ref().is_none_or(|first| (here.0, here.1.start) < (first.0, first.1.start)) {
                    *first = Some(here.clone());
                }
            }
        }
        out
    }
}

/// Where people of this name have held office; `namesakes` remembers those of a surname.
fn offices(
    page: &Page<'_>,
    part: &Part,
    namesakes: &mut FxHashMap<String, Vec<Holder>>,
) -> FxHashSet<String> {
    let name = PersonName::new(&part.name);
    if part.kind != ActorKind::Person || !name.is_full() {
        return FxHashSet::default();
    }
    let surname = name.surname();
    let all = namesakes.entry(surname.to_owned()).or_insert_with(|| page.tables.holders.called(surname));
    let same = all.iter().filter(|holder| holder.names().any(|own| own.words == name.words));
    same.flat_map(|holder| holder.terms.iter().map(|term| term.of.clone())).collect()
}

/// How a whole compares with the others that a member could belong to.
pub(super) struct Ranks {
    /// Of each pair: wholes of the same kind that stand closer, and how many there are.
    by_pair: FxHashMap<Pair, [usize; 2]>,
}

impl Ranks {
    pub fn new(cast: &Cast, pairs: &BTreeMap<Pair, Seen>) -> Self {
        let mut by_pair = FxHashMap::default();
        let all: Vec<(&Pair, &Seen)> = pairs.iter().collect();
        for own in all.chunk_by(|a, b| a.0.0 == b.0.0) {
            let is_country = |pair: &Pair| cast.parts[pair.1].kind == ActorKind::Country;
            let far = |seen: &Seen| seen.near.as_ref().map_or(usize::MAX, |near| near.gap);
            let mut gaps = [Vec::new(), Vec::new()];
            own.iter().for_each(|(pair, seen)| gaps[usize::from(is_country(pair))].push(far(seen)));
            gaps.iter_mut().for_each(|gaps| gaps.sort_unstable());
            for (pair, seen) in own {
                let like = &gaps[usize::from(is_country(pair))];
                let closer = like.partition_point(|&gap| gap < far(seen));
                by_pair.insert(**pair, [closer, like.len()]);
            }
        }
        Self { by_pair }
    }
}

/// All that a pair is judged by.
pub(super) struct Found<'a> {
    pub page: &'a Page<'a>,
    pub cast: &'a Cast,
    pub known: &'a Known,
    pub ranks: &'a Ranks,
    pub seen: &'a Seen,
    /// How the tree leads from one to the other, from [`way`].
    pub way: (usize, bool),
}

impl Found<'_> {
    /// The features of a pair; `sure`: how surely both are parties.
    pub fn features(&self, pair: Pair, sure: [f32; 2]) -> [f32; FEATURES] {
        let mut out = Row::<FEATURES>::new();
        self.document(pair, sure, &mut out);
        if let Some(place) = &self.seen.near {
            out.flag(true);
            self.position(place, &mut out);
            self.tree(place, &mut out);
            self.beside(pair, place, &mut out);
            self.words(place, &mut out);
            debug_assert_eq!(out.at, FEATURES);
        }
        out.values
    }

    /// What the document says of the two.
    fn document(&self, pair: Pair, sure: [f32; 2], out: &mut Row<FEATURES>) {
        let (cast, known) = (self.cast, self.known);
        let (member, whole) = (&cast.parts[pair.0], &cast.parts[pair.1]);
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
        out.put(self.seen.times.min(4) as f32 / 4.0);
        out.flag(member.generic);
        out.flag(whole.generic);
        out.flag(member.weak);
        out.flag(whole.weak);
        sure.iter().for_each(|&chance| out.put(chance));
        out.flag(known.main == Some(pair.1));
        out.put(known.shares.get(pair.1).copied().unwrap_or_default());
        // Who is never named by itself comes last.
        let sentences = self.page.sentences.len().max(1);
        let [first, of] =
            [pair.0, pair.1].map(|actor| known.first[actor].as_ref().map_or(sentences, |first| first.0));
        for (actor, first) in [(pair.0, first), (pair.1, of)] {
            out.count(known.names[actor]);
            out.put(first as f32 / sentences as f32);
        }
        out.put((of as f32 - first as f32).clamp(-8.0, 8.0));
        let [closer, all] = self.ranks.by_pair.get(&pair).copied().unwrap_or_default();
        out.put(closer.min(6) as f32);
        out.put(all.min(12) as f32);
        out.put(member.offices.len().min(4) as f32);
        let offices = &self.page.tables.offices;
        let kind = |kind| member.offices.iter().any(|o| offices.get(o).is_some_and(|o| o.kind == kind));
        KINDS.iter().for_each(|&k| out.flag(kind(k)));
        let groups = &self.page.tables.groups;
        let [listed, listed_whole] = [member, whole].map(|part| groups.by_slug(&part.key));
        out.flag(member.kind == ActorKind::Group && listed.is_some());
        out.flag(whole.kind == ActorKind::Group && listed_whole.is_some());
        let country = listed.and_then(|group| group.country.as_deref());
        out.flag(member.kind == ActorKind::Group && country.is_some() && country == whole.iso3.as_deref());
        let code = whole.iso3.as_deref().unwrap_or(&whole.key);
        out.flag(known.offices[pair.0].contains(code));
        out.flag(!known.offices[pair.0].is_empty());
        out.flag(self.names_it(member, whole));
    }

    /// True if the name of the one says the name of the other: `Turkish Army`, `Iowa Democratic Party`.
    fn names_it(&self, member: &Part, whole: &Part) -> bool {
        let words: Vec<&str> = member.name.split(' ').collect();
        let is = |word: &str| match &whole.iso3 {
            Some(iso3) => self.page.tables.countries.get(word).is_some_and(|(c, _)| c.iso3 == *iso3),
            None => word == whole.name || whole.aliases.contains(word),
        };
        member.kind != ActorKind::Person
            && (1..=3.min(words.len().saturating_sub(1)))
                .any(|n| words.windows(n).any(|run| is(&run.join(" "))))
    }

    /// How the two stand to each other in the sentence.
    fn position(&self, place: &Place, out: &mut Row<FEATURES>) {
        let (page, s) = (self.page, place.sentence);
        let first = place.whole.start < place.member.start;
        let nested = place.is_nested();
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
        out.put(place.gap as f32);
        out.flag(place.form == MentionForm::Demonym);
        out.flag(place.form == MentionForm::Metonym);
        let between = place.between();
        let has = |f: &dyn Fn(usize) -> bool| between.clone().any(f);
        for word in [",", "of", "at", "for", "with", "from", "in", "by", "and", "("] {
            out.flag(has(&|i| page.word(s, i) == word));
        }
        out.flag(has(&|i| page.is_possessive(s, i)));
        out.flag(has(&|i| matches!(page.upos(s, i), Upos::Verb | Upos::Aux)));
        out.flag(has(&|i| page.office(s, i).is_some()));
        out.flag(has(&|i| page.tables.bodies.get(&page.lower(s, i)).is_some()));
        out.flag(has(&|i| page.name_at(s, i).is_some()));
        out.flag(page.sentences.get(s).is_some_and(|sentence| sentence.zone == ZoneKind::Headline));
    }

    /// How the tree joins them.
    fn tree(&self, place: &Place, out: &mut Row<FEATURES>) {
        let (page, s) = (self.page, place.sentence);
        let office = |i: usize| page.tables.offices.get(&page.lower(s, i)).is_some();
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
        out.flag(self.way.1);
        out.put(self.way.0 as f32);
        // The word that joins them: `A heads B`, `A, director of B`.
        let joint = up(page, s, a).into_iter().find(|i| up(page, s, b).contains(i));
        out.flag(joint.is_some_and(|i| page.upos(s, i) == Upos::Verb));
        bucket(BESIDE, joint.filter(|i| !place.heads.contains(i)).map(|i| page.lemma(s, i)), out);
        let above = |i: Option<usize>| i.filter(|i| !place.heads.contains(i)).map(|i| page.lemma(s, i));
        bucket(BESIDE, above(up_b), out);
        bucket(BESIDE, above(up_a), out);
    }

    /// What stands beside the two.
    fn beside(&self, (member, _): Pair, place: &Place, out: &mut Row<FEATURES>) {
        let (page, s, a) = (self.page, place.sentence, place.heads[0]);
        let office = |i: usize| page.tables.offices.get(&page.lower(s, i));
        out.flag(place.member.start > 0 && office(place.member.start - 1).is_some());
        out.flag(office(place.whole.end).is_some());
        out.flag(place.whole.start > 0 && matches!(page.before(s, place.whole.start), "of" | "at" | "for"));
        let first = self.known.first[member].as_ref();
        out.flag(first.is_some_and(|first| first.0 == s));
        // The title nearest to the member.
        let near = |i: usize| place.member.start.abs_diff(i).min((i + 1).abs_diff(place.member.end));
        let reach = place.member.start.saturating_sub(8)..(place.member.end + 8).min(page.len(s));
        let title =
            reach.filter(|i| !place.member.contains(i) && office(*i).is_some()).min_by_key(|&i| near(i));
        let kind = title.and_then(office).map(|office| office.kind);
        out.one_of(KINDS.len(), KINDS.iter().position(|k| Some(*k) == kind));
        out.put(title.map_or(9.0, |i| near(i) as f32));
        out.flag(title.is_some_and(|i| place.between().contains(&i)));
        // `a call with President B`: a title or another person beside the whole.
        // Those in one list with the member are no others: `the Peruvian ministers A and B`.
        let listed = |tokens: &Range<usize>| {
            page.deprel(s, a) == Deprel::Conj && page.head(s, a).is_some_and(|first| tokens.contains(&first))
        };
        let person = |i: usize| {
            page.name_at(s, i).is_some_and(|name| name.kind == NameKind::Person && !listed(&name.tokens))
        };
        let other = (place.whole.end..place.whole.end + 3).find(|&i| person(i));
        out.flag(other.is_some_and(|i| !place.member.contains(&i)));
        out.flag(place.between().any(person));
    }

    /// The words between and around them.
    fn words(&self, place: &Place, out: &mut Row<FEATURES>) {
        let (page, s, between) = (self.page, place.sentence, place.between());
        let mut words = [0.0; WORDS];
        if between.len() <= 8 {
            between.for_each(|i| words[(hash(3, &page.lower(s, i)) % WORDS as u64) as usize] = 1.0);
        }
        words.iter().for_each(|&value| out.put(value));
        for i in [place.member.start.checked_sub(1), Some(place.member.end)] {
            bucket(BESIDE, i.map(|i| page.lower(s, i)).as_deref(), out);
        }
        for i in [place.whole.start.checked_sub(1), Some(place.whole.end)] {
            bucket(BESIDE, i.map(|i| page.lower(s, i)).as_deref(), out);
        }
    }
}

const KINDS: [OfficeKind; 5] =
    [OfficeKind::State, OfficeKind::Body, OfficeKind::Rank, OfficeKind::Honorific, OfficeKind::Profession];

/// Which of `n` buckets a word falls into, if there is one.
fn bucket(n: usize, word: Option<&str>, out: &mut Row<FEATURES>) {
    out.one_of(n, word.filter(|word| !word.is_empty()).map(|word| (hash(5, word) % n as u64) as usize));
}

/// A word and those that it hangs on, at most nine.
fn up(page: &Page<'_>, s: usize, from: usize) -> Vec<usize> {
    std::iter::successors(Some(from), |&at| page.head(s, at)).take(FAR).collect()
}

const FAR: usize = 9;

/// How many links of the tree lie between two words, at most nine, and whether none of them leaves the phrase.
pub(super) fn way(page: &Page<'_>, place: &Place) -> (usize, bool) {
    let s = place.sentence;
    let [from, to] = place.heads.map(|head| up(page, s, head));
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
