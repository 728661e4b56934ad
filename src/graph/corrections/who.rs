//! How a corrections file names an actor, and whom that means in a graph.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use crate::graph::Graph;
use crate::tables::{CountryForm, Tables, fold, slug};
use crate::types::{Actor, ActorId, ActorKind};

/// An actor as the file names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Who {
    /// As written.
    pub text: String,
    /// Its id, if the file gives one.
    pub id: Option<ActorId>,
    /// The id that tables give this name; a guess, for actors that the graph lacks.
    pub listed: Option<ActorId>,
    /// The name that tables give this id.
    pub listed_name: Option<String>,
}

/// `person`, `country`, `group`.
pub(super) fn kind(name: &str) -> Option<ActorKind> {
    match name {
        "person" => Some(ActorKind::Person),
        "country" => Some(ActorKind::Country),
        "group" => Some(ActorKind::Group),
        _ => None,
    }
}

/// The name of a kind, as ids begin with it.
pub(super) const fn kind_name(kind: ActorKind) -> &'static str {
    match kind {
        ActorKind::Person => "person",
        ActorKind::Country => "country",
        ActorKind::Group => "group",
    }
}

/// The id of an actor of this kind and name.
pub(super) fn id_of(kind: ActorKind, name: &str) -> ActorId {
    ActorId(format!("{}:{}", kind_name(kind), slug(name)))
}

impl Who {
    /// Reads an id or a name.
    ///
    /// # Errors
    /// The text looks like an id that no actor can have, or holds no letter.
    pub fn new(text: &str, tables: &Tables) -> Result<Self, String> {
        if text.chars().any(char::is_control) {
            return Err(format!("{text:?} holds control characters; write the name on one line"));
        }
        let trimmed = text.trim();
        if fold(trimmed).is_empty() {
            return Err(format!("{text:?} names nobody; write an id or a name"));
        }
        let mut who = Self { text: trimmed.to_owned(), id: None, listed: None, listed_name: None };
        let Some((prefix, key)) = trimmed.split_once(':').filter(|(prefix, key)| is_id(prefix, key)) else {
            let country = tables.countries.get(trimmed).filter(|(_, form)| *form != CountryForm::Seat);
            who.listed = country
                .map(|(country, _)| ActorId(format!("country:{}", country.iso3)))
                .or_else(|| tables.groups.get(trimmed).map(|g| ActorId(format!("group:{}", g.slug))));
            return Ok(who);
        };
        let Some(kind) = kind(prefix) else {
            return Err(format!(
                "{trimmed:?} is no id: {prefix:?} is no kind; expected person:…, country:… or group:…"
            ));
        };
        if kind == ActorKind::Country {
            let country = tables.countries.by_iso3(key).ok_or_else(|| {
                format!(
                    "{trimmed:?} is no id: {key:?} is no ISO 3166-1 alpha-3 code; expected country:SYR, say"
                )
            })?;
            who.listed_name = Some(country.name.clone());
        } else {
            if slug(key) != key {
                return Err(format!("{trimmed:?} is no id; expected {}", id_of(kind, key)));
            }
            who.listed_name = tables.groups.by_slug(key).map(|g| g.name.clone());
        }
        who.id = Some(ActorId(trimmed.to_owned()));
        Ok(who)
    }
}

/// True for what is written like an id: a kind and a key, without white space.
fn is_id(prefix: &str, key: &str) -> bool {
    !prefix.is_empty()
        && prefix.chars().all(|c| c.is_ascii_lowercase() || c == '_')
        && !key.is_empty()
        && !key.starts_with('/')
        && !key.contains(char::is_whitespace)
        || kind(prefix).is_some()
}

/// Whom a name means in a graph.
pub(super) enum Found<'g> {
    One(&'g ActorId),
    Several(&'g [&'g ActorId]),
    Nobody,
}

/// The actors of a graph by id and by folded name.
pub(super) struct Names<'g> {
    pub by_id: FxHashMap<&'g ActorId, &'g Actor>,
    pub by_name: FxHashMap<String, Vec<&'g ActorId>>,
    by_alias: FxHashMap<String, Vec<&'g ActorId>>,
}

impl<'g> Names<'g> {
    pub(super) fn new(graph: &'g Graph) -> Self {
        let mut out = Self {
            by_id: FxHashMap::default(),
            by_name: FxHashMap::default(),
            by_alias: FxHashMap::default(),
        };
        for actor in graph.actors() {
            out.by_id.insert(&actor.id, actor);
            out.by_name.entry(fold(&actor.name)).or_default().push(&actor.id);
            let aliases: BTreeSet<String> = actor.aliases.iter().map(|a| fold(a)).collect();
            for alias in aliases {
                out.by_alias.entry(alias).or_default().push(&actor.id);
            }
        }
        out
    }

    /// By id; else whoever bears the name, before those who are also called so.
    pub(super) fn find(&self, who: &Who) -> Found<'_> {
        if let Some(id) = &who.id {
            return self.by_id.get_key_value(id).map_or(Found::Nobody, |(id, _)| Found::One(id));
        }
        let name = fold(&who.text);
        for table in [&self.by_name, &self.by_alias] {
            match table.get(&name).map(Vec::as_slice) {
                Some([one]) => return Found::One(one),
                Some(several) => return Found::Several(several),
                None => {}
            }
        }
        Found::Nobody
    }
}
