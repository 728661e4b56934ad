//! A STIX 2.1 bundle: for OpenCTI, MISP and their like.
//!
//! Actors are identities, edges relationships with their time, documents reports that refer to what
//! they say. Ids are UUIDs of version 5 over our ids: the same on every run.

use std::io::{self, Write};

use rustc_hash::FxHashMap;
use serde_json::{Value, json};
use uuid::Uuid;

use super::attributes::{FlatEdge, Value as Cell, View, kind_name};
use super::lines::separated;
use super::scalars::{first_day, word};
use super::style::Line;
use crate::types::{ActorKind, GroupKind};

/// Time of what is not dated.
const EPOCH: &str = "1970-01-01";

/// Writes the bundle.
pub(super) fn write(view: &View, out: &mut dyn Write) -> io::Result<()> {
    let graph = view.graph;
    let days = graph.documents.iter().filter_map(|document| document.date.as_deref().and_then(first_day));
    let created = at(&days.min().unwrap_or_else(|| EPOCH.to_owned()), "00:00:00");
    let content: Vec<&str> = graph.documents.iter().map(|document| document.sha256.as_str()).collect();
    let bundle = id("bundle", &content.join(" "));
    writeln!(out, "{{\"type\":\"bundle\",\"id\":\"{bundle}\",\n\"objects\":[")?;
    let common = |mut object: Value| {
        if let Value::Object(map) = &mut object {
            map.insert("spec_version".to_owned(), "2.1".into());
            map.insert("created".to_owned(), created.as_str().into());
            map.insert("modified".to_owned(), created.as_str().into());
        }
        object
    };
    let identities = view.nodes().map(|(actor, _)| {
        let class = match (actor.kind, actor.subtype) {
            (ActorKind::Person, _) => "individual",
            (ActorKind::Group, Some(GroupKind::People)) => "class",
            (ActorKind::Country | ActorKind::Group, _) => "organization",
        };
        let mut labels = vec![kind_name(actor.kind).to_owned()];
        labels.extend(actor.subtype.as_ref().map(|subtype| word(subtype).into_owned()));
        let reference =
            actor.iso3.as_ref().map(|iso3| json!({"source_name": "ISO 3166-1", "external_id": iso3}));
        let wikidata = actor.wikidata.as_ref().map(|id| {
            let url = format!("https://www.wikidata.org/wiki/{id}");
            json!({"source_name": "Wikidata", "external_id": id, "url": url})
        });
        let own = json!({"source_name": "demarche", "external_id": actor.id.0});
        common(json!({
            "type": "identity",
            "id": id("identity", &actor.id.0),
            "name": actor.name,
            "identity_class": class,
            "labels": labels,
            "description": description("also", &actor.aliases),
            "external_references": std::iter::once(own).chain(reference).chain(wikidata).collect::<Vec<_>>(),
        }))
    });
    let relationships = view.edges().map(|edge| common(relationship(&edge)));
    let mut said: FxHashMap<&str, Vec<String>> = FxHashMap::default();
    for edge in view.edges() {
        for evidence in edge.evidence() {
            let objects = said.entry(&evidence.document).or_default();
            let relation = id("relationship", edge.id);
            if objects.last() != Some(&relation) {
                objects.extend([edge.source, edge.target].map(|actor| id("identity", &actor.0)));
                objects.push(relation);
            }
        }
    }
    let reports = graph.documents.iter().filter_map(|document| {
        let mut objects = said.remove(document.id.as_str())?;
        objects.sort_unstable();
        objects.dedup();
        let published = document.date.as_deref().and_then(first_day).unwrap_or_else(|| EPOCH.to_owned());
        let mut reference = json!({"source_name": document.source.as_deref().unwrap_or("document"), "external_id": document.id});
        if let (Value::Object(map), Some(url)) = (&mut reference, &document.url) {
            map.insert("url".to_owned(), url.as_str().into());
        }
        Some(common(json!({
            "type": "report",
            "id": id("report", &document.id),
            "name": document.title.as_deref().unwrap_or(&document.id),
            "published": at(&published, "00:00:00"),
            "report_types": ["observed-data"],
            "object_refs": objects,
            "external_references": [reference],
        })))
    });
    separated(out, identities.chain(relationships).chain(reports), |out, object| {
        Ok(serde_json::to_writer(out, &object)?)
    })?;
    out.write_all(b"]}\n")
}

fn relationship(edge: &FlatEdge) -> Value {
    let days = edge.days();
    let kind = match edge.line {
        Line::Met => "met",
        Line::PlansToMeet => "plans-to-meet",
        Line::DidNotMeet => "did-not-meet",
        Line::Supports => "supports",
        Line::Opposes => "opposes",
        Line::Belongs => "member-of",
    };
    let cell = |name: &str| edge.row.filled().find(|(column, _)| column.name == name).map(|(_, value)| value);
    let labels: Vec<String> = ["kind", "category", "basis", "status", "mode"]
        .into_iter()
        .filter_map(|name| cell(name).map(Cell::to_string))
        .collect();
    let sentences = cell("sentences").map(Cell::to_string).unwrap_or_default();
    let confidence = edge.edges.iter().map(|edge| edge.confidence()).fold(0.0, f32::max);
    let mut object = json!({
        "type": "relationship",
        "id": id("relationship", edge.id),
        "relationship_type": kind,
        "source_ref": id("identity", &edge.source.0),
        "target_ref": id("identity", &edge.target.0),
        "description": format!("{}: {sentences}", edge.label),
        "confidence": (confidence * 100.0).round() as u8,
        "labels": labels,
        "external_references": [{"source_name": "demarche", "external_id": edge.id}],
    });
    if let (Value::Object(map), Some(first), Some(last)) = (&mut object, days.first(), days.last()) {
        map.insert("start_time".to_owned(), at(first, "00:00:00").into());
        // The end of the day: STIX wants it later than the start.
        map.insert("stop_time".to_owned(), at(last, "23:59:59").into());
    }
    object
}

fn description(word: &str, names: &[String]) -> String {
    if names.is_empty() { String::new() } else { format!("{word}: {}", names.join(", ")) }
}

fn at(day: &str, time: &str) -> String {
    format!("{day}T{time}.000Z")
}

fn id(sort: &str, text: &str) -> String {
    let ours = Uuid::new_v5(&Uuid::NAMESPACE_URL, b"urn:demarche");
    format!("{sort}--{}", Uuid::new_v5(&ours, format!("{sort}\t{text}").as_bytes()))
}
