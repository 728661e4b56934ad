//! FollowTheMoney JSON lines: for Aleph, OpenSanctions' tools and other software of investigators.
//!
//! Actors are Person, PublicBody, Company or Organization; affiliations are Membership where the body
//! can be one, else UnknownLink; stances are UnknownLink; a meeting is one Event with all who took
//! part; documents are Article, named as proof.

use std::io::{self, Write};

use rustc_hash::FxHashMap;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::attributes::{FlatEdge, View, kind_name};
use super::scalars::{first_day, word};
use crate::types::{Actor, ActorId, ActorKind, Event, GroupKind, Tie};

/// Properties: each a list of texts, without empty ones.
#[derive(Default)]
struct Properties(Map<String, Value>);

impl Properties {
    fn with<'a>(mut self, name: &str, values: impl IntoIterator<Item = &'a str>) -> Self {
        let most = longest(name);
        let values: Vec<Value> = values
            .into_iter()
            .filter(|text| !text.trim().is_empty())
            .map(|text| match text.char_indices().nth(most) {
                Some((end, _)) => Value::from(text.get(..end).unwrap_or_default()),
                None => Value::from(text),
            })
            .collect();
        if !values.is_empty() {
            self.0.insert(name.to_owned(), values.into());
        }
        self
    }
}

/// Most characters of a value, in the model of FollowTheMoney 4; longer ones are cut.
fn longest(property: &str) -> usize {
    match property {
        "name" | "alias" => 384,
        "location" => 250,
        "summary" | "notes" | "description" => 65_000,
        "sourceUrl" => 4096,
        _ => 1024,
    }
}

/// Writes the entities.
pub(super) fn write(view: &View, out: &mut dyn Write) -> io::Result<()> {
    let mut schemas: FxHashMap<&ActorId, &str> = FxHashMap::default();
    for actor in view.graph.actors() {
        let schema = schema(actor);
        schemas.insert(&actor.id, schema);
        let iso3 = actor.iso3.as_ref().map(|iso3| format!("ISO 3166-1: {iso3}"));
        let properties = Properties::default()
            .with("name", [name(&actor.name, &actor.id.0)])
            .with("alias", actor.aliases.iter().map(String::as_str))
            .with("notes", iso3.as_deref())
            .with("wikidataId", actor.wikidata.as_deref())
            .with("keywords", [kind_name(actor.kind)]);
        entity(out, &actor_id(&actor.id), schema, properties)?;
    }
    for document in &view.graph.documents {
        let properties = Properties::default()
            .with("title", [name(document.title.as_deref().unwrap_or_default(), &document.id)])
            .with("publishedAt", document.date.as_deref())
            .with("publisher", document.source.as_deref())
            .with("sourceUrl", document.url.as_deref());
        entity(out, &id("document", &document.id), "Article", properties)?;
    }
    // The pairs of one meeting are one event; its evidence is that of all of them.
    let mut meetings: FxHashMap<&str, Vec<FlatEdge>> = FxHashMap::default();
    for edge in view.edges() {
        let Some(first) = edge.edges.first() else { continue };
        if let Tie::Meeting { event, .. } = &first.tie {
            meetings.entry(event).or_default().push(edge);
            continue;
        }
        link(&edge, &schemas, out)?;
    }
    for event in &view.graph.events {
        if let Some(edges) = meetings.get(event.id.as_str()) {
            meeting(event, edges, out)?;
        }
    }
    Ok(())
}

fn link(edge: &FlatEdge, schemas: &FxHashMap<&ActorId, &str>, out: &mut dyn Write) -> io::Result<()> {
    let (source, target) = (actor_id(edge.source), actor_id(edge.target));
    let is_body = schemas.get(edge.target).is_some_and(|schema| *schema != "Person");
    let properties = support(std::slice::from_ref(edge));
    match edge.edges.first().map(|edge| &edge.tie) {
        Some(Tie::Affiliation { role, former }) if is_body => {
            let properties = properties
                .with("member", [source.as_str()])
                .with("organization", [target.as_str()])
                .with("role", [role.as_str()])
                .with("status", former.then_some("former"));
            entity(out, &id("edge", edge.id), "Membership", properties)
        }
        Some(Tie::Stance { polarity, category, .. }) => {
            let role = format!("{} ({})", edge.label, word(category));
            let properties = properties
                .with("subject", [source.as_str()])
                .with("object", [target.as_str()])
                .with("role", [role.as_str()])
                .with("status", [word(polarity).as_ref()]);
            entity(out, &id("edge", edge.id), "UnknownLink", properties)
        }
        _ => {
            let properties = properties
                .with("subject", [source.as_str()])
                .with("object", [target.as_str()])
                .with("role", [edge.label.as_ref()]);
            entity(out, &id("edge", edge.id), "UnknownLink", properties)
        }
    }
}

fn meeting(event: &Event, edges: &[FlatEdge], out: &mut dyn Write) -> io::Result<()> {
    let ids = |actors: &mut dyn Iterator<Item = &ActorId>| actors.map(actor_id).collect::<Vec<_>>();
    let involved = ids(&mut event.participants.iter());
    let organizers = ids(&mut event.host.iter().chain(&event.mediator));
    let name = format!("meeting ({})", word(&event.status));
    let properties = support(edges)
        .with("name", [name.as_str()])
        .with("involved", involved.iter().map(String::as_str))
        .with("organizer", organizers.iter().map(String::as_str))
        .with("location", event.place.as_deref())
        .with("keywords", [word(&event.status).as_ref(), word(&event.mode).as_ref()])
        .with("description", event.topic.as_deref());
    entity(out, &id("event", &event.id), "Event", properties)
}

/// Sentences, documents and days of edges.
fn support(edges: &[FlatEdge]) -> Properties {
    let (mut documents, mut sentences, mut days) = (Vec::new(), Vec::new(), Vec::new());
    for evidence in edges.iter().flat_map(FlatEdge::evidence) {
        let document = id("document", &evidence.document);
        if !documents.contains(&document) {
            documents.push(document);
        }
        if !sentences.contains(&evidence.quote.text.as_str()) {
            sentences.push(&evidence.quote.text);
        }
        let day = super::scalars::date(evidence).filter(|day| first_day(day).is_some());
        days.extend(day.filter(|day| !days.contains(day)));
    }
    days.sort_unstable();
    Properties::default()
        .with("proof", documents.iter().map(String::as_str))
        .with("summary", sentences)
        .with("date", days)
}

const fn schema(actor: &Actor) -> &'static str {
    match (actor.kind, actor.subtype) {
        (ActorKind::Person, _) => "Person",
        (ActorKind::Country, _) | (_, Some(GroupKind::Government)) => "PublicBody",
        (_, Some(GroupKind::Company)) => "Company",
        (ActorKind::Group, _) => "Organization",
    }
}

fn name<'a>(name: &'a str, id: &'a str) -> &'a str {
    if name.trim().is_empty() { id } else { name }
}

fn actor_id(actor: &ActorId) -> String {
    id("actor", &actor.0)
}

/// FollowTheMoney's ids are letters and digits: the start of a hash.
fn id(sort: &str, text: &str) -> String {
    let digest = Sha256::digest(format!("{sort}\t{text}").as_bytes());
    let hex: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("demarche-{hex}")
}

fn entity(out: &mut dyn Write, id: &str, schema: &str, properties: Properties) -> io::Result<()> {
    let value = serde_json::json!({"id": id, "schema": schema, "properties": properties.0});
    serde_json::to_writer(&mut *out, &value)?;
    out.write_all(b"\n")
}
