//! What a document says of its people: titles, offices, and of which countries it speaks.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use crate::tables::{Kin, Office, OfficeKind, Tables, Term};
use crate::types::{ActorId, ActorKind, Post, Resolution};

/// An office as a document gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Held {
    /// The usual name of the office.
    pub office: String,
    pub kind: OfficeKind,
    /// Codes of countries and slugs of bodies that it may be an office of; none if the text names
    /// nothing beside it.
    pub places: BTreeSet<String>,
    /// The same, but only understood from what else the document speaks of.
    pub guessed: BTreeSet<String>,
    pub former: bool,
}

/// What a document says.
pub(super) struct Facts<'d> {
    /// By actor.
    held: Vec<Vec<Held>>,
    women: FxHashMap<usize, bool>,
    /// Countries and bodies that the document speaks of.
    pub places: BTreeSet<String>,
    /// Months since the year 0, of the document's date.
    pub month: Option<i32>,
    pub kin: &'d Kin,
}

/// Months since the year 0 of a date: `2017`, `2017-01`, `2017-01-20`.
pub(super) fn months(date: &str) -> Option<i32> {
    let year: i32 = date.get(..4)?.parse().ok()?;
    let month: i32 = date.get(5..7).and_then(|m| m.parse().ok()).unwrap_or(1);
    Some(year * 12 + month - 1)
}

/// The office that words mean: the whole of them, else the longest office among them.
pub(super) fn office_of<'t>(words: &str, tables: &'t Tables) -> Option<&'t Office> {
    let lower = words.to_lowercase();
    if let Some(office) = tables.offices.get(&lower) {
        return Some(office);
    }
    let words: Vec<&str> = lower.split_whitespace().collect();
    let at = |at: usize| tables.offices.longest(|i| words.get(at + i).copied());
    let found = (0..words.len().min(12)).filter_map(at).max_by_key(|(len, ..)| *len);
    found.map(|(_, office, _)| office)
}

impl<'d> Facts<'d> {
    pub fn new(resolution: &Resolution, date: Option<&str>, tables: &'d Tables) -> Self {
        let places: Vec<BTreeSet<String>> =
            (0..resolution.actors.len()).map(|actor| places_of(resolution, actor, tables)).collect();
        let mut held: Vec<Vec<Held>> = vec![Vec::new(); resolution.actors.len()];
        for role in resolution.roles.iter().filter(|role| role.role != "organ") {
            let (Some(office), Some(of)) = (office_of(&role.role, tables), places.get(role.of)) else {
                continue;
            };
            let Some(held) = held.get_mut(role.member) else { continue };
            let (places, guessed) = if role.of_span == role.span {
                (BTreeSet::new(), of.clone())
            } else {
                (of.clone(), BTreeSet::new())
            };
            let (office, kind) = (office.name.clone(), office.kind);
            held.push(Held { office, kind, places, guessed, former: role.former });
        }
        for (actor, title) in &resolution.titles {
            let (Some(office), Some(held)) = (office_of(title, tables), held.get_mut(*actor)) else {
                continue;
            };
            if held.iter().all(|known| known.office != office.name) {
                let (office, kind, places) = (office.name.clone(), office.kind, BTreeSet::new());
                held.push(Held { office, kind, places, guessed: BTreeSet::new(), former: false });
            }
        }
        let spoken = |(at, _): &(usize, &BTreeSet<String>)| {
            resolution.actors.get(*at).is_some_and(|actor| actor.kind != ActorKind::Person)
        };
        let places = places.iter().enumerate().filter(spoken).flat_map(|(_, p)| p.iter().cloned()).collect();
        let women = resolution.women.iter().copied().collect();
        Self { held, women, places, month: date.and_then(months), kin: &tables.kin }
    }

    /// Whether titles make an actor a woman (true) or a man.
    pub fn is_woman(&self, actor: usize) -> Option<bool> {
        self.women.get(&actor).copied()
    }

    /// The offices of an actor.
    pub fn of(&self, actor: usize) -> &[Held] {
        self.held.get(actor).map_or(&[], Vec::as_slice)
    }

    /// True if the term fits an office in the document at its date, some months more or less.
    pub fn is_held(&self, held: &Held, term: &Term) -> bool {
        let place = held.places.is_empty() || held.places.contains(&term.of);
        let time = self.month.is_none_or(|month| {
            let begun = months(&term.start).is_none_or(|start| start - 3 <= month);
            let going = term.end.is_empty() || months(&term.end).is_none_or(|end| month <= end + 3);
            begun && (going || held.former)
        });
        place && time && self.kin.fits(&held.office, &term.office)
    }
}

/// Codes and slugs of all that an actor is or belongs to.
fn places_of(resolution: &Resolution, actor: usize, tables: &Tables) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    let mut of = vec![actor];
    for role in resolution.roles.iter().filter(|role| role.role == "organ" && role.member == actor) {
        of.push(role.of);
    }
    for actor in of.into_iter().filter_map(|at| resolution.actors.get(at)) {
        let Some((_, key)) = actor.id.0.split_once(':') else { continue };
        match actor.kind {
            ActorKind::Country => _ = out.insert(key.to_owned()),
            ActorKind::Group => {
                out.insert(key.to_owned());
                let group = tables.groups.by_slug(key);
                out.extend(group.and_then(|group| group.country.clone()));
                out.extend(group.and_then(|group| group.part_of.clone()));
            }
            ActorKind::Person => {}
        }
    }
    out
}

/// The offices and memberships by which people are known across documents, in order.
pub(super) fn posts(resolution: &Resolution, tables: &Tables) -> Vec<Post> {
    let id = |at: usize| {
        let actor = resolution.actors.get(at).filter(|actor| actor.kind == ActorKind::Person)?;
        Some(actor.id.clone())
    };
    let of = |at: usize| Some(resolution.actors.get(at)?.id.clone());
    let roles = resolution.roles.iter().filter(|role| role.role != "organ");
    let mut out: BTreeSet<Post> = roles
        .filter_map(|role| {
            let office = office_of(&role.role, tables).map_or_else(String::new, |office| office.name.clone());
            // What is only understood may be wrong, and must not tell who is who.
            let of: Option<ActorId> = if role.of_span == role.span { None } else { of(role.of) };
            Some(Post { actor: id(role.member)?, office, of })
        })
        .filter(|post| !post.office.is_empty() || post.of.is_some())
        .collect();
    for (actor, title) in &resolution.titles {
        let Some(office) = office_of(title, tables).filter(|office| office.kind == OfficeKind::State) else {
            continue;
        };
        let Some(actor) = id(*actor) else { continue };
        if !out.iter().any(|post| post.actor == actor && post.office == office.name) {
            out.insert(Post { actor, office: office.name.clone(), of: None });
        }
    }
    out.into_iter().collect()
}
