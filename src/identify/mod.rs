//! Floor 2, stage `identify`: a document's actors → those whom the world knows.
//!
//! A person becomes one whom the table of office holders lists ([`people`]) if name, office, country
//! and date of the text agree ([`facts`]); never by the surname alone. Companies lose their legal form
//! in their ids ([`companies`]), countries and listed bodies gain Wikidata ids. Actors of one document
//! who turn out to be one are joined ([`join`]). What is decided here rests on one document, and is
//! the same whatever else is read; [`crate::graph`] does the rest across documents.

mod companies;
mod facts;
mod join;
mod people;

use crate::tables::{PersonName, Tables};
use crate::types::{ActorKind, Post, Resolution};

use facts::Facts;

/// Gives actors whom tables know their ids, in place; `date` is that of the document. Gives the
/// offices by which people are known across documents.
pub fn identify(resolution: &mut Resolution, date: Option<&str>, tables: &Tables) -> Vec<Post> {
    for actor in &mut resolution.actors {
        if actor.kind == ActorKind::Group {
            companies::shorten(actor, tables);
        }
        actor.wikidata = tables.wikidata.of(&actor.id.0).map(str::to_owned);
    }
    join::nicknames(resolution, tables);
    let facts = Facts::new(resolution, date, tables);
    let found: Vec<_> = (0..resolution.actors.len())
        .map(|at| {
            let actor = resolution.actors.get(at)?;
            let told = (facts.of(at), facts.is_woman(at));
            (actor.kind == ActorKind::Person).then(|| people::recognise(actor, told, &facts, tables))
        })
        .collect();
    for (at, verdict) in found.iter().enumerate() {
        let Some(actor) = resolution.actors.get_mut(at) else { continue };
        match verdict {
            Some(people::Verdict::Known(holder)) => {
                actor.id.0 = format!("person:{}", holder.slug);
                actor.wikidata = holder.wikidata.clone();
                if !PersonName::new(&actor.name).is_full() && actor.name != holder.name {
                    actor.aliases.push(std::mem::replace(&mut actor.name, holder.name.clone()));
                    actor.aliases.retain(|alias| *alias != holder.name);
                    actor.aliases.sort();
                    actor.aliases.dedup();
                }
            }
            Some(people::Verdict::Namesake(what)) => {
                actor.id.0 = format!("{}-{}", actor.id.0, crate::tables::slug(what));
            }
            // `Ash Carter`: a given name that may be a particle too.
            Some(people::Verdict::Unknown) if PersonName::new(&actor.name).is_full() => {
                let given = actor.name.split(' ').next().unwrap_or_default();
                if actor.id.0.contains('@') && tables.people.is_given(given) {
                    actor.id.0 = format!("person:{}", crate::tables::slug(&actor.name));
                }
            }
            Some(people::Verdict::Unknown) | None => {}
        }
    }
    people::mend_roles(resolution, &found, tables);
    join::same_ids(resolution);
    facts::posts(resolution, tables)
}
