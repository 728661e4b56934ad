//! Actors that may be one, and actors that may be several: what an analyst looks at first.
//!
//! No pair is tried that does not share a key (name, bones of the surname, acronym, name without a
//! letter), so that large graphs take no longer than they are long.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use super::clusters::{Cluster, clusters};
use super::names::{acronyms, as_acronym, near_keys};
use super::signs::Sign;
use crate::graph::Graph;
use crate::tables::{OfficeKind, Tables, bones, fold, words};
use crate::types::{Actor, ActorId, ActorKind, Tie};

/// In a crowd under one key, each is compared with so many neighbours.
const NEIGHBOURS: usize = 12;

/// Names longer than this many bytes are nobody's: they are not compared.
const LONGEST: usize = 120;

/// Two actors that may be one.
#[derive(Debug, Clone, Serialize)]
pub struct Duplicate<'g> {
    /// The one that is mentioned more.
    pub actor: &'g Actor,
    /// The other.
    pub other: &'g Actor,
    /// Why.
    pub signs: Vec<Sign>,
}

/// One actor that may be several.
#[derive(Debug, Clone, Serialize)]
pub struct WrongMerge<'g> {
    /// The actor.
    pub actor: &'g Actor,
    /// Why.
    pub signs: Vec<Sign>,
}

/// What an analyst should look at.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Suspects<'g> {
    /// The duplicates below, put together; those with the most mentions to be moved first.
    pub clusters: Vec<Cluster<'g>>,
    /// Actors that may be one, in pairs; the surest first.
    pub duplicates: Vec<Duplicate<'g>>,
    /// Actors that may be several.
    pub wrong_merges: Vec<WrongMerge<'g>>,
}

/// Likely duplicates and likely wrong merges. Pairs for which `apart` is true are left out: the
/// analyst knows them already.
pub fn suspects<'g>(
    graph: &'g Graph,
    tables: &Tables,
    apart: impl Fn(&ActorId, &ActorId) -> bool,
) -> Suspects<'g> {
    let cast = Cast::new(graph, tables);
    let mut pairs: BTreeMap<(usize, usize), BTreeSet<Sign>> = BTreeMap::new();
    cast.by_key(&mut pairs);
    cast.by_order(&mut pairs);
    let mut duplicates: Vec<Duplicate<'g>> = pairs
        .into_iter()
        .filter_map(|((a, b), mut signs)| {
            let (x, y) = (cast.people.get(a)?, cast.people.get(b)?);
            signs.extend(cast.shared(x, y));
            let more = |x: &Known<'_>, y: &Known<'_>| {
                (x.actor.mentions, Reverse(&x.actor.id)) < (y.actor.mentions, Reverse(&y.actor.id))
            };
            let (x, y) = if more(x, y) { (y, x) } else { (x, y) };
            let known = |x: &Known<'_>| x.actor.wikidata.clone();
            if known(x).zip(known(y)).is_some_and(|(x, y)| x != y) {
                return None;
            }
            // Crowds that each text has its own of (`protesters`), organs of two states (`Senate`).
            let own = |x: &Known<'_>| !x.is_person() && x.actor.id.0.contains('@');
            if own(x) && own(y) || x.states().zip(y.states()).is_some_and(|(x, y)| x.is_disjoint(&y)) {
                return None;
            }
            let both_listed = cast.is_listed(x.actor) && cast.is_listed(y.actor);
            let weight: usize = signs.iter().map(Sign::weight).sum();
            if both_listed || weight < 2 || apart(&x.actor.id, &y.actor.id) {
                return None;
            }
            Some(Duplicate { actor: x.actor, other: y.actor, signs: signs.into_iter().collect() })
        })
        .collect();
    let weight = |signs: &[Sign]| signs.iter().map(Sign::weight).sum::<usize>();
    duplicates.sort_by_key(|d| {
        let ids = (&d.actor.id, &d.other.id);
        (Reverse(weight(&d.signs)), Reverse(d.actor.mentions + d.other.mentions), ids)
    });
    let mut wrong_merges: Vec<WrongMerge<'g>> = cast
        .people
        .iter()
        .filter_map(|known| {
            let signs = cast.inner(known);
            (!signs.is_empty()).then_some(WrongMerge { actor: known.actor, signs })
        })
        .collect();
    wrong_merges.sort_by_key(|w| (Reverse(weight(&w.signs)), Reverse(w.actor.mentions), &w.actor.id));
    Suspects { clusters: clusters(&duplicates), duplicates, wrong_merges }
}

/// What the graph knows of an actor.
struct Known<'g> {
    actor: &'g Actor,
    folded: String,
    words: Vec<String>,
    /// Body, role in lower case, former.
    bonds: BTreeSet<(&'g ActorId, String, bool)>,
    /// The first document that says so.
    he: Option<&'g str>,
    she: Option<&'g str>,
}

impl Known<'_> {
    /// The surname, for people of more than one name and for those of one.
    fn surname(&self) -> &str {
        self.words.last().map_or("", String::as_str)
    }

    fn given(&self) -> Option<&str> {
        if self.words.len() > 1 { self.words.first().map(String::as_str) } else { None }
    }

    /// The states of which a body is an organ; none for those that are of no state.
    fn states(&self) -> Option<BTreeSet<&ActorId>> {
        let organ = self.bonds.iter().filter(|(of, role, _)| role == "organ" && of.0.starts_with("country:"));
        let states: BTreeSet<&ActorId> = organ.map(|(of, ..)| *of).collect();
        (!states.is_empty()).then_some(states)
    }

    fn is_person(&self) -> bool {
        self.actor.kind == ActorKind::Person
    }
}

struct Cast<'g, 't> {
    tables: &'t Tables,
    people: Vec<Known<'g>>,
}

impl<'g, 't> Cast<'g, 't> {
    fn new(graph: &'g Graph, tables: &'t Tables) -> Self {
        let mut people: Vec<Known<'g>> = graph
            .actors()
            .filter(|actor| actor.name.len() <= LONGEST)
            .map(|actor| Known {
                actor,
                folded: fold(&actor.name),
                words: words(&actor.name),
                bonds: BTreeSet::new(),
                he: None,
                she: None,
            })
            .collect();
        let places: FxHashMap<&ActorId, usize> =
            people.iter().enumerate().map(|(i, known)| (&known.actor.id, i)).collect();
        for edge in graph.edges() {
            if let (Tie::Affiliation { role, former }, Some(&member)) = (&edge.tie, places.get(&edge.source))
            {
                people[member].bonds.insert((&edge.target, role.to_lowercase(), *former));
            }
            for evidence in &edge.evidence {
                for (id, quote) in [(&edge.source, &evidence.source), (&edge.target, &evidence.target)] {
                    let Some(&place) = places.get(id) else { continue };
                    let known = &mut people[place];
                    match quote.text.split(' ').next().unwrap_or("") {
                        "he" | "He" | "him" | "his" | "His" | "himself" | "Mr" | "Mr." => {
                            known.he.get_or_insert(&evidence.document);
                        }
                        "she" | "She" | "her" | "Her" | "herself" | "Mrs" | "Mrs." | "Ms" | "Ms." => {
                            known.she.get_or_insert(&evidence.document);
                        }
                        _ => {}
                    }
                }
            }
        }
        Self { tables, people }
    }

    /// True for bodies and countries that tables keep apart.
    fn is_listed(&self, actor: &Actor) -> bool {
        let slug = actor.id.0.strip_prefix("group:").unwrap_or("");
        actor.kind == ActorKind::Country || self.tables.groups.by_slug(slug).is_some()
    }

    /// Pairs that share a key.
    fn by_key(&self, pairs: &mut BTreeMap<(usize, usize), BTreeSet<Sign>>) {
        let mut blocks: FxHashMap<(Key, String), Vec<usize>> = FxHashMap::default();
        for (i, known) in self.people.iter().enumerate() {
            let mut keys: BTreeSet<(Key, String)> = BTreeSet::new();
            keys.insert((Key::Name, known.folded.clone()));
            for alias in known.actor.aliases.iter().filter(|a| a.len() <= LONGEST) {
                // Short forms are shared by many.
                let alias = fold(alias);
                if alias.contains(' ') {
                    keys.insert((Key::Name, alias));
                }
            }
            if known.is_person() {
                keys.insert((Key::Surname, bones(known.surname())));
            } else {
                let names = std::iter::once(&known.actor.name).chain(&known.actor.aliases);
                for name in names {
                    keys.extend(as_acronym(name).map(|a| (Key::Acronym, a)));
                }
                if known.folded.contains(' ') {
                    keys.extend(acronyms(&known.actor.name).into_iter().map(|a| (Key::Acronym, a)));
                }
                let whole: Vec<String> = known.words.iter().map(|w| bones(w)).collect();
                keys.insert((Key::Bones, whole.join(" ")));
            }
            keys.extend(near_keys(&known.folded).into_iter().map(|k| (Key::Near, k)));
            for key in keys {
                blocks.entry(key).or_default().push(i);
            }
        }
        for ((key, value), mut block) in blocks {
            if block.len() < 2 || value.is_empty() {
                continue;
            }
            block.sort_by_key(|&i| (&self.people[i].folded, i));
            for (at, &a) in block.iter().enumerate() {
                for &b in block.iter().skip(at + 1).take(NEIGHBOURS) {
                    if let Some(sign) = self.sign(key, &value, (a.min(b), a.max(b))) {
                        pairs.entry((a.min(b), a.max(b))).or_default().insert(sign);
                    }
                }
            }
        }
    }

    /// What a shared key says of two actors.
    fn sign(&self, key: Key, value: &str, (a, b): (usize, usize)) -> Option<Sign> {
        let (x, y) = (self.people.get(a)?, self.people.get(b)?);
        let (name_x, name_y) = (brief(&x.actor.name), brief(&y.actor.name));
        if key != Key::Name && x.actor.kind != y.actor.kind {
            return None;
        }
        match key {
            Key::Name => Some(Sign::SameName { name: brief(value) }),
            Key::Near => {
                let near = x.folded != y.folded && strsim::osa_distance(&x.folded, &y.folded) <= 1;
                // `Anna Berg` and `Hanna Berg` are two people, `Anna Bergg` is none.
                let given = x.is_person() && x.given() != y.given() && x.surname() == y.surname();
                (near && !given).then_some(Sign::Spelling { a: name_x, b: name_y })
            }
            Key::Bones => {
                let long = x.folded.len().min(y.folded.len()) >= 5 && value.len() >= 3;
                (long && x.folded != y.folded && within(&x.folded, &y.folded, 2 + x.folded.len() / 8))
                    .then_some(Sign::Transliteration { a: name_x, b: name_y })
            }
            Key::Acronym => {
                let short = |k: &Known<'_>| as_acronym(&k.actor.name).is_some() && !k.folded.contains(' ');
                match (short(x), short(y)) {
                    (true, false) => Some(Sign::Acronym { acronym: name_x, name: name_y }),
                    (false, true) => Some(Sign::Acronym { acronym: name_y, name: name_x }),
                    _ => None,
                }
            }
            Key::Surname => self.same_surname(x, y),
        }
    }

    /// Two people whose surnames have the same bones.
    fn same_surname(&self, x: &Known<'_>, y: &Known<'_>) -> Option<Sign> {
        let (a, b) = (x.surname(), y.surname());
        let surname_near = a == b || a.len().min(b.len()) >= 4 && within(a, b, 2);
        if !surname_near || x.folded == y.folded {
            return None;
        }
        let plain = || Sign::Surname { surname: brief(x.actor.name.split(' ').next_back().unwrap_or(a)) };
        let (Some(given), Some(other)) = (x.given(), y.given()) else {
            return Some(plain());
        };
        if self.genders_differ(x, y) {
            return None;
        }
        let spelled = Sign::Transliteration { a: brief(&x.actor.name), b: brief(&y.actor.name) };
        let (long, short) = if x.words.len() > y.words.len() { (x, y) } else { (y, x) };
        if given == other && a == b && short.words.iter().all(|word| long.words.contains(word)) {
            let (a, b) = (brief(&x.actor.name), brief(&y.actor.name));
            return Some(Sign::MiddleName { a, b });
        }
        if given == other {
            return Some(if a == b { plain() } else { spelled });
        }
        if given.len() == 1 && other.starts_with(given) || other.len() == 1 && given.starts_with(other) {
            return Some(plain());
        }
        if given.len().min(other.len()) >= 3 && bones(given) == bones(other) && within(given, other, 3) {
            return Some(spelled);
        }
        // `Joe` and `Joseph` in one office.
        (a == b && self.shared(x, y).iter().any(|s| matches!(s, Sign::SharedOffice { .. }))).then(plain)
    }

    fn genders_differ(&self, x: &Known<'_>, y: &Known<'_>) -> bool {
        match (self.gender(x), self.gender(y)) {
            (Some(x), Some(y)) => x != y,
            _ => false,
        }
    }

    /// True for a woman, by given name, else by what texts say.
    fn gender(&self, known: &Known<'_>) -> Option<bool> {
        let given = known.actor.name.split(' ').next().unwrap_or("");
        match (self.tables.people.is_womans(given), self.tables.people.is_mans(given)) {
            (true, false) => Some(true),
            (false, true) => Some(false),
            _ => match (known.she, known.he) {
                (Some(_), None) => Some(true),
                (None, Some(_)) => Some(false),
                _ => None,
            },
        }
    }

    /// What two actors belong to, for those that are suspected already.
    fn shared(&self, x: &Known<'_>, y: &Known<'_>) -> Option<Sign> {
        let office = x.bonds.iter().find(|bond| bond.1 != "organ" && y.bonds.contains(*bond));
        if let Some((of, role, _)) = office
            && x.is_person()
        {
            return Some(Sign::SharedOffice { role: role.clone(), of: (*of).clone() });
        }
        let bodies: FxHashSet<&ActorId> = y.bonds.iter().map(|(of, ..)| *of).collect();
        let of = x.bonds.iter().map(|(of, ..)| *of).find(|of| bodies.contains(of))?;
        Some(Sign::SharedAffiliation { of: of.clone() })
    }

    /// Names that go on where others end: neighbours in order.
    fn by_order(&self, pairs: &mut BTreeMap<(usize, usize), BTreeSet<Sign>>) {
        let name = |i: usize| self.people.get(i).map_or("", |known| known.folded.as_str());
        let mut order: Vec<usize> = (0..self.people.len()).filter(|&i| !name(i).is_empty()).collect();
        order.sort_by_key(|&i| (name(i), i));
        for (at, &a) in order.iter().enumerate() {
            let longer = order.iter().skip(at + 1).take(NEIGHBOURS);
            for &b in longer.take_while(|&&b| name(b).starts_with(name(a))) {
                let (Some(short), Some(long)) = (self.people.get(a), self.people.get(b)) else { continue };
                let Some(rest) = name(b).get(name(a).len()..).and_then(|r| r.strip_prefix(' ')) else {
                    continue;
                };
                let plain = rest.split(' ').all(|w| GENERIC.contains(&w));
                let whole = short.folded.contains(' ');
                if short.actor.kind == long.actor.kind && (plain || whole) {
                    let signs = pairs.entry((a.min(b), a.max(b))).or_default();
                    let (short, long) = (brief(&short.actor.name), brief(&long.actor.name));
                    signs.insert(Sign::PartOfName { short, long });
                    // `Islamic State` and `Islamic State group` need no second sign.
                    if plain {
                        signs.insert(Sign::SameName { name: brief(name(a)) });
                    }
                }
            }
        }
    }

    /// Signs that one actor is several.
    fn inner(&self, known: &Known<'_>) -> Vec<Sign> {
        let mut signs = Vec::new();
        if known.is_person() {
            signs.extend(self.given_names(known));
            signs.extend(self.genders(known));
            signs.extend(self.offices(known));
        } else if known.actor.kind == ActorKind::Group && !self.is_listed(known.actor) {
            let mut states = known
                .bonds
                .iter()
                .filter(|(of, role, _)| role == "organ" && of.0.starts_with("country:"))
                .map(|(of, ..)| *of);
            if let (Some(a), Some(b)) = (states.next(), states.next()) {
                signs.push(Sign::Organs { a: a.clone(), b: b.clone() });
            }
        }
        signs
    }

    /// Two of its names that share the surname, with given names that are not one.
    fn given_names(&self, known: &Known<'_>) -> Option<Sign> {
        let is_given =
            |name: &str| name.split(' ').next().is_some_and(|given| self.tables.people.is_given(given));
        let names: Vec<(&String, Vec<String>)> = std::iter::once(&known.actor.name)
            .chain(known.actor.aliases.iter().take(NEIGHBOURS * 2))
            .map(|name| (name, words(name)))
            .filter(|(name, words)| words.len() > 1 && is_given(name))
            .collect();
        let (first, rest) = names.split_first()?;
        let differ = |a: &[String], b: &[String]| {
            let (Some(x), Some(y)) = (a.first(), b.first()) else { return false };
            let start = x.chars().zip(y.chars()).take_while(|(a, b)| a == b).count();
            a.last() == b.last() && !a.contains(y) && !b.contains(x) && start < 2 && bones(x) != bones(y)
        };
        let (other, _) = rest.iter().find(|(_, words)| differ(&first.1, words))?;
        Some(Sign::GivenNames { a: brief(first.0), b: brief(other) })
    }

    fn genders(&self, known: &Known<'_>) -> Option<Sign> {
        let given = known.actor.name.split(' ').next().unwrap_or("").to_owned();
        let people = &self.tables.people;
        match (known.he, known.she) {
            (Some(he), Some(she)) => Some(Sign::Genders { he: he.to_owned(), she: she.to_owned() }),
            (Some(he), None) if people.is_womans(&given) && !people.is_mans(&given) => {
                Some(Sign::Genders { he: he.to_owned(), she: given })
            }
            (None, Some(she)) if people.is_mans(&given) && !people.is_womans(&given) => {
                Some(Sign::Genders { he: given, she: she.to_owned() })
            }
            _ => None,
        }
    }

    /// Offices of two states, held at a time; those of envoys are of one state in another.
    fn offices(&self, known: &Known<'_>) -> Option<Sign> {
        let abroad = ["ambassador", "envoy", "consul", "representative", "attache", "mediator"];
        let office = |role: &str| self.tables.offices.get(role).is_some_and(|o| o.kind == OfficeKind::State);
        let held: Vec<(&ActorId, &str)> = known
            .bonds
            .iter()
            .filter(|(of, role, former)| !former && of.0.starts_with("country:") && office(role))
            .filter(|(_, role, _)| !abroad.iter().any(|word| role.contains(word)))
            .map(|(of, role, _)| (*of, role.as_str()))
            .collect();
        let first = held.first()?;
        let other = held.iter().find(|(of, _)| *of != first.0)?;
        let say = |(of, role): &(&ActorId, &str)| format!("{role} of {of}");
        Some(Sign::Offices { a: say(first), b: say(other) })
    }
}

/// A name, cut where nobody reads on.
fn brief(name: &str) -> String {
    match name.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", name.get(..end).unwrap_or("")),
        None => name.to_owned(),
    }
}

/// True if one name becomes the other by so many edits; names longer than any name are told apart
/// without a look.
fn within(a: &str, b: &str, edits: usize) -> bool {
    a.len().max(b.len()) <= LONGEST && strsim::levenshtein(a, b) <= edits
}

/// What keys are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Key {
    Name,
    Near,
    Bones,
    Acronym,
    Surname,
}

/// Words that a name can gain without meaning another body.
const GENERIC: &[&str] = &[
    "group",
    "party",
    "movement",
    "organisation",
    "organization",
    "militia",
    "militants",
    "rebels",
    "front",
    "forces",
    "army",
    "government",
    "agency",
    "news",
    "company",
    "corporation",
    "inc",
    "ltd",
    "association",
    "network",
    "terrorists",
    "fighters",
];
