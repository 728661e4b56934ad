//! Floor 2, stage `resolve`: names and other mentions → actors.
//!
//! Names first: countries by their words ([`countries`]), bodies ([`groups`]), people with all short
//! forms ([`people`]). Then the roles that titles state ([`roles`]); they tell whom `the foreign
//! minister` means. Nominals and pronouns ([`nominals`]) choose among whom [`focus`] remembers. Last,
//! whoever is merely a place or a source leaves the cast.

mod cast;
mod chains;
mod communities;
mod countries;
mod focus;
mod groups;
mod leaders;
mod members;
mod nominals;
mod offices;
mod page;
mod parties;
mod people;
mod roles;
mod row;

use rustc_hash::{FxHashMap, FxHashSet};

pub use chains::{Chain, Phrase, Turn};

use cast::Cast;
use page::Page;

use crate::learn::Models;
#[cfg(feature = "train")]
use crate::learn::{MEMBER_FEATURES, PARTY_FEATURES};
use crate::tables::Tables;
use crate::types::{
    Actor, ActorId, ActorKind, Analysis, Document, Evidence, Mention, MentionForm, Modality, Relation,
    Resolution, Role, Sentence,
};

/// Who is who in a document.
pub fn resolve(
    document: &Document,
    sentences: &[Sentence],
    analyses: &[Analysis],
    models: Models<'_>,
    tables: &Tables,
) -> Resolution {
    let credits: Vec<bool> = sentences.iter().map(|s| page::is_credit(s.span.of(&document.text))).collect();
    let page = Page { document, sentences, analyses, tables, credits: &credits };
    let mut cast = read(&page);
    let chances = parties(&page, &cast, models);
    if let Some(judge) = models.members {
        members::settle(&page, &mut cast, &chances, judge);
    }
    settle(cast, &chances).0
}

/// Takes out who is no party of the text, now that is known who is related to whom: a place or a company
/// of which little speaks is one if it takes a side or meets somebody, or if a party belongs to it.
pub fn settle_parties(resolution: &mut Resolution, relations: &mut Vec<Relation>) {
    let mut kept: Vec<bool> = resolution
        .actors
        .iter()
        .zip(&resolution.parties)
        .map(|(actor, &chance)| parties::is_one(actor.kind, chance))
        .collect();
    let place: FxHashMap<&ActorId, usize> =
        resolution.actors.iter().enumerate().map(|(i, actor)| (&actor.id, i)).collect();
    let related: Vec<usize> = relations
        .iter()
        .filter(|r| r.evidence().modality == Modality::Asserted && r.evidence().confidence >= Evidence::LEAST)
        .flat_map(|relation| match relation {
            Relation::Stance(stance) => vec![&stance.holder, &stance.target],
            Relation::Meeting(meeting) => meeting.participants.iter().collect(),
            Relation::Affiliation(_) => Vec::new(),
        })
        .filter_map(|id| place.get(id).copied())
        .collect();
    related.into_iter().for_each(|actor| kept[actor] = true);
    let sure = kept.clone();
    for role in resolution.roles.iter().filter(|role| role.confidence >= parties::BELONGS) {
        kept[role.of] |= sure[role.member];
        kept[role.member] |= sure[role.of];
    }
    let gone: FxHashSet<ActorId> =
        resolution.actors.iter().zip(&kept).filter(|(_, kept)| !**kept).map(|(a, _)| a.id.clone()).collect();
    relations.retain(|relation| match relation {
        Relation::Stance(stance) => !gone.contains(&stance.holder) && !gone.contains(&stance.target),
        Relation::Meeting(meeting) => !meeting.participants.iter().any(|id| gone.contains(id)),
        Relation::Affiliation(role) => !gone.contains(&role.member) && !gone.contains(&role.of),
    });
    resolution.retain(&kept);
}

/// How surely each part is a party of the text.
fn parties(page: &Page<'_>, cast: &Cast, models: Models<'_>) -> Vec<f32> {
    match models.parties {
        Some(judge) => parties::chances(page, cast, judge),
        None => likely(cast).into_iter().map(|kept| f32::from(u8::from(kept))).collect(),
    }
}

/// Member, whole, and the features of the two.
#[cfg(feature = "train")]
pub type PairFeatures = (usize, usize, [f32; MEMBER_FEATURES]);

/// The actors of a document, and all pairs of them of which one could belong to the other, each with
/// its features: for training.
#[cfg(feature = "train")]
pub fn pairs(
    document: &Document,
    sentences: &[Sentence],
    analyses: &[Analysis],
    models: Models<'_>,
    tables: &Tables,
) -> (Vec<Actor>, Vec<PairFeatures>) {
    let credits: Vec<bool> = sentences.iter().map(|s| page::is_credit(s.span.of(&document.text))).collect();
    let page = Page { document, sentences, analyses, tables, credits: &credits };
    let cast = read(&page);
    let chances = parties(&page, &cast, models);
    let found = members::candidates(&page, &cast, &chances, |features| *features);
    let (resolution, places) = settle(cast, &chances);
    let pair =
        |(c, features): (members::Candidate, _)| Some((places[c.pair.0]?, places[c.pair.1]?, features));
    let pairs = found.into_iter().filter_map(pair).collect();
    (resolution.actors, pairs)
}

/// All actors that a document may have, whether or not they are parties of it, each with its
/// features: for training.
#[cfg(feature = "train")]
pub fn candidates(
    document: &Document,
    sentences: &[Sentence],
    analyses: &[Analysis],
    tables: &Tables,
) -> Vec<(Actor, [f32; PARTY_FEATURES])> {
    let credits: Vec<bool> = sentences.iter().map(|s| page::is_credit(s.span.of(&document.text))).collect();
    let page = Page { document, sentences, analyses, tables, credits: &credits };
    let cast = read(&page);
    let rows = parties::features(&page, &cast);
    let all = vec![1.0; rows.len()];
    let (resolution, places) = settle(cast, &all);
    let mut features = vec![[0.0; PARTY_FEATURES]; resolution.actors.len()];
    for (row, place) in rows.into_iter().zip(places) {
        if let Some(place) = place {
            features[place] = row;
        }
    }
    resolution.actors.into_iter().zip(features).collect()
}

/// The coreference chains of a document: all mentions, as whole phrases, of each party with a name
/// and at least two mentions; parties that are no actors of the graph (mere places, sources) too. `turns` say who speaks, where that is known
/// apart from the text; sorted by place, empty for most texts.
pub fn chains(
    document: &Document,
    sentences: &[Sentence],
    analyses: &[Analysis],
    tables: &Tables,
    turns: &[Turn],
) -> Vec<Chain> {
    let page = Page { document, sentences, analyses, tables, credits: &[] };
    chains::chains(&page, &read(&page), turns)
}

/// All parties, mentions and roles.
fn read(page: &Page<'_>) -> Cast {
    let mut cast = Cast::default();
    countries::find(page, &mut cast);
    leaders::find(page, &mut cast);
    let main = main_country(&country_counts(&cast));
    groups::find(page, &mut cast, main);
    communities::find(page, &mut cast);
    people::find(page, &mut cast);
    let open = roles::find(page, &mut cast);
    let counts = country_counts(&cast);
    let main = main_country(&counts);
    groups::adopt(page, &mut cast, &counts);
    roles::adopt(page, &mut cast, open, &counts);
    roles::regimes(page, &mut cast);
    offices::find(page, &mut cast);
    nominals::find(page, &mut cast, main);
    cast
}

/// The country that the document is about: the one it names most often as a party, if any stands
/// out.
fn main_country(counts: &[usize]) -> Option<usize> {
    (0..counts.len()).filter(|&a| counts[a] > 0).max_by_key(|&a| (counts[a], std::cmp::Reverse(a)))
}

/// How often the document names each country, as a party or through its organs.
fn country_counts(cast: &Cast) -> Vec<usize> {
    let mut counts = vec![0_usize; cast.parts.len()];
    for mention in &cast.mentions {
        for &actor in &mention.actors {
            if cast.parts[actor].kind == ActorKind::Country {
                counts[actor] += if mention.place { 1 } else { 2 };
            } else if cast.parts[actor].kind == ActorKind::Group
                && let Some(country) = cast.country_of(actor)
            {
                counts[country] += 2;
            }
        }
    }
    counts
}

/// Who is a party by rules alone: whoever acts, or has a role.
fn likely(cast: &Cast) -> Vec<bool> {
    let mut kept = vec![false; cast.parts.len()];
    for mention in cast.mentions.iter().filter(|m| !m.place) {
        for &actor in &mention.actors {
            let part = &cast.parts[actor];
            // A region's mention that is no place acts.
            let region = part.subtype == Some(crate::types::GroupKind::Region);
            kept[actor] |=
                !part.weak || region || mention.form != MentionForm::Name && part.kind == ActorKind::Country;
        }
    }
    // A region with a role (`mayor of`) is a party, and so is a medium that somebody heads.
    for role in &cast.roles {
        kept[role.of] = true;
        kept[role.member] = true;
    }
    kept
}

/// The final actors in the order of their first mention, without those that are no party; and where
/// each part went.
fn settle(cast: Cast, chances: &[f32]) -> (Resolution, Vec<Option<usize>>) {
    let Cast { mut parts, mut mentions, mut roles, .. } = cast;
    let kept: Vec<bool> = chances.iter().map(|&chance| parties::may_be_one(chance)).collect();
    // The whole that a table knows, but the text never names, does not belong here.
    let mut named = vec![false; parts.len()];
    mentions.iter().flat_map(|m| &m.actors).for_each(|&actor| named[actor] = true);
    roles.retain(|role| (role.role != "organ" || named[role.of]) && kept[role.of] && kept[role.member]);
    mentions.sort_by_key(|m| (m.sentence, m.tokens.start, std::cmp::Reverse(m.tokens.end)));
    mentions.dedup_by(|a, b| a.sentence == b.sentence && a.tokens == b.tokens && a.actors == b.actors);
    let mut index: Vec<Option<usize>> = vec![None; parts.len()];
    let mut ids: FxHashSet<String> = FxHashSet::default();
    let mut actors: Vec<Actor> = Vec::new();
    let mut out: Vec<Mention> = Vec::with_capacity(mentions.len());
    for mut mention in mentions {
        mention.actors.retain(|&actor| kept[actor]);
        if mention.actors.is_empty() {
            continue;
        }
        for actor in &mut mention.actors {
            let old = *actor;
            let new = *index[old].get_or_insert_with(|| {
                actors.push(finished(&mut parts[old], &mut ids));
                actors.len() - 1
            });
            *actor = new;
            actors[new].mentions += 1;
        }
        out.push(mention);
    }
    let roles: Vec<Role> = roles
        .into_iter()
        .map(|mut role| {
            for side in [&mut role.member, &mut role.of] {
                let old = *side;
                *side = *index[old].get_or_insert_with(|| {
                    actors.push(finished(&mut parts[old], &mut ids));
                    actors.len() - 1
                });
            }
            role
        })
        .collect();
    let titles = parts.iter().zip(&index).filter_map(|(part, actor)| Some((&part.offices, (*actor)?)));
    let titles =
        titles.flat_map(|(offices, actor)| offices.iter().map(move |office| (actor, office.clone())));
    let titles = titles.collect();
    let women = parts.iter().zip(&index);
    let women = women.filter_map(|(part, actor)| Some(((*actor)?, part.gender? == cast::Gender::Female)));
    let women = women.collect();
    let mut parties = vec![0.0; actors.len()];
    for (chance, place) in chances.iter().zip(&index) {
        if let Some(place) = *place {
            parties[place] = *chance;
        }
    }
    (Resolution { actors, parties, mentions: out, roles, titles, women }, index)
}

fn finished(part: &mut cast::Part, ids: &mut FxHashSet<String>) -> Actor {
    let kind = match part.kind {
        ActorKind::Person => "person",
        ActorKind::Country => "country",
        ActorKind::Group => "group",
    };
    let mut id = format!("{kind}:{}", part.key);
    let mut twin = 2;
    while !ids.insert(id.clone()) {
        id = format!("{kind}:{}-{twin}", part.key);
        twin += 1;
    }
    part.aliases.remove(&part.name);
    Actor {
        id: ActorId(id),
        kind: part.kind,
        subtype: part.subtype,
        name: std::mem::take(&mut part.name),
        aliases: std::mem::take(&mut part.aliases).into_iter().collect(),
        iso3: part.iso3.take(),
        wikidata: None,
        mentions: 0,
        rolled_up: Vec::new(),
    }
}
