//! The folded graph back from its rows.

use rusqlite::{Connection, OptionalExtension, Row};
use rustc_hash::FxHashMap;

use super::error::StoreError;
use super::values::{TIE, edge_id, event_id, size, tie, variant, variant_or_none};
use super::{Settings, copies};
use crate::graph::{Graph, sources_in_order};
use crate::types::{Actor, ActorId, DocumentInfo, Edge, Event, EventDate, Evidence, Quote};

/// The whole graph.
pub(super) fn whole(db: &Connection, settings: Settings) -> Result<Graph, StoreError> {
    Ok(Graph::from_parts(actors(db)?, edges(db)?, documents(db)?, events(db)?, settings.threshold))
}

/// The columns of an actor, in the order in which [`actor`] reads them.
pub(super) const ACTOR: &str = "a.id, a.kind, a.subtype, a.name, a.iso3, a.mentions, a.wikidata";

/// An actor without its aliases, from the columns [`ACTOR`].
pub(super) fn actor(row: &Row<'_>) -> Result<Actor, StoreError> {
    Ok(Actor {
        id: ActorId(row.get(0)?),
        kind: variant(row, 1)?,
        subtype: variant_or_none(row, 2)?,
        name: row.get(3)?,
        aliases: Vec::new(),
        iso3: row.get(4)?,
        mentions: size(row, 5)?,
        wikidata: row.get(6)?,
        rolled_up: Vec::new(),
    })
}

fn actors(db: &Connection) -> Result<Vec<Actor>, StoreError> {
    let mut statement =
        db.prepare(&format!("SELECT {ACTOR}, a.key FROM actors a WHERE a.kind IS NOT NULL"))?;
    let mut rows = statement.query([])?;
    let mut out: FxHashMap<i64, Actor> = FxHashMap::default();
    while let Some(row) = rows.next()? {
        out.insert(row.get(7)?, actor(row)?);
    }
    let mut statement =
        db.prepare("SELECT actor, name FROM names WHERE NOT canonical ORDER BY actor, key")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        if let Some(actor) = out.get_mut(&row.get(0)?) {
            actor.aliases.push(row.get(1)?);
        }
    }
    Ok(out.into_values().collect())
}

/// The columns of a document, in the order in which [`document`] reads them.
pub(super) const DOCUMENT: &str = "d.id, d.sha256, d.title, d.date, d.source, d.url";

/// A document, from the columns [`DOCUMENT`].
pub(super) fn document(row: &Row<'_>) -> rusqlite::Result<DocumentInfo> {
    Ok(DocumentInfo {
        id: row.get(0)?,
        sha256: row.get(1)?,
        title: row.get(2)?,
        date: row.get(3)?,
        source: row.get(4)?,
        url: row.get(5)?,
        sources: Vec::new(),
    })
}

fn documents(db: &Connection) -> Result<Vec<DocumentInfo>, StoreError> {
    let mut sources = copies::sources(db, None)?;
    let mut statement = db.prepare(&format!("SELECT {DOCUMENT}, d.key FROM documents d WHERE {COUNTS}"))?;
    let mut rows = statement.query([])?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        let sources = sources.remove(&row.get(6)?).unwrap_or_default();
        out.push(DocumentInfo { sources, ..document(row)? });
    }
    out.iter_mut().for_each(sources_in_order);
    Ok(out)
}

/// A document that counts, by its id.
pub(super) fn document_called(db: &Connection, id: &str) -> Result<Option<DocumentInfo>, StoreError> {
    let sql = format!("SELECT {DOCUMENT}, d.key FROM documents d WHERE d.id = ? AND {COUNTS}");
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = statement.query([id])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let key = row.get(6)?;
    let sources = copies::sources(db, Some(key))?.remove(&key).unwrap_or_default();
    let mut info = DocumentInfo { sources, ..document(row)? };
    sources_in_order(&mut info);
    Ok(Some(info))
}

/// True of documents, as d, that are no copies.
const COUNTS: &str = "NOT EXISTS (SELECT 1 FROM copies c WHERE c.document = d.key)";

/// The columns of evidence, in the order in which [`evidence`] reads them; from `evidence` as v,
/// `documents` as d and `sentences` as s.
pub(super) const EVIDENCE: &str = "d.id, s.number, s.start, s.end, s.text, v.trigger_start, v.trigger_end,
    v.trigger_words, v.source_start, v.source_end, v.source_words, v.target_start, v.target_end,
    v.target_words, v.cues, v.attribution, v.modality, v.date, v.date_precision, v.date_anchor,
    v.date_start, v.date_end, v.date_words, v.reported, v.confidence, v.coreference, v.implicit";

/// Evidence, from the columns [`EVIDENCE`].
pub(super) fn evidence(row: &Row<'_>) -> Result<Evidence, StoreError> {
    Ok(Evidence {
        document: row.get(0)?,
        sentence: size(row, 1)?,
        quote: quote(row, 2)?,
        trigger: quote(row, 5)?,
        source: quote(row, 8)?,
        target: quote(row, 11)?,
        cues: list(row, 14)?,
        attribution: list(row, 15)?,
        modality: variant(row, 16)?,
        date: date(row, 17)?,
        reported: row.get(23)?,
        confidence: row.get::<_, f64>(24)? as f32,
        coreference: row.get(25)?,
        implicit: row.get(26)?,
    })
}

fn quote(row: &Row<'_>, at: usize) -> Result<Quote, StoreError> {
    Ok(Quote { start: size(row, at)?, end: size(row, at + 1)?, text: row.get(at + 2)? })
}

pub(super) fn list<T: serde::de::DeserializeOwned>(row: &Row<'_>, at: usize) -> Result<Vec<T>, StoreError> {
    let text: Option<String> = row.get(at)?;
    Ok(text.map(|text| serde_json::from_str(&text)).transpose()?.unwrap_or_default())
}

fn date(row: &Row<'_>, at: usize) -> Result<Option<EventDate>, StoreError> {
    let Some(precision) = variant_or_none(row, at + 1)? else { return Ok(None) };
    Ok(Some(EventDate {
        value: row.get(at)?,
        precision,
        anchor: row.get(at + 2)?,
        words: quote(row, at + 3)?,
    }))
}

fn edges(db: &Connection) -> Result<Vec<Edge>, StoreError> {
    let mut told: FxHashMap<i64, Vec<(usize, Evidence)>> = FxHashMap::default();
    let mut statement = db.prepare(&format!(
        "SELECT {EVIDENCE}, v.n, v.edge FROM evidence v JOIN documents d ON d.key = v.document
         JOIN sentences s ON s.key = v.sentence"
    ))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        told.entry(row.get(28)?).or_default().push((size(row, 27)?, evidence(row)?));
    }
    let mut statement = db.prepare(&format!(
        "SELECT {TIE}, e.key, a.id, b.id FROM edges e JOIN actors a ON a.key = e.source
         JOIN actors b ON b.key = e.target"
    ))?;
    let mut rows = statement.query([])?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        let key = row.get(10)?;
        let mut evidence = told.remove(&key).unwrap_or_default();
        evidence.sort_by(|(n, a), (m, b)| a.document.cmp(&b.document).then(n.cmp(m)));
        out.push(Edge {
            id: edge_id(key),
            source: ActorId(row.get(11)?),
            target: ActorId(row.get(12)?),
            tie: tie(row, 0)?,
            evidence: evidence.into_iter().map(|(_, evidence)| evidence).collect(),
        });
    }
    Ok(out)
}

/// The columns of an event, in the order in which [`event`] reads them.
pub(super) const EVENT: &str = "t.key, t.status, t.mode, t.place, t.topic, t.host, t.mediator, t.date,
    t.date_precision, t.date_anchor, t.date_start, t.date_end, t.date_words";

/// An event without its participants, from the columns [`EVENT`].
pub(super) fn event(row: &Row<'_>) -> Result<Event, StoreError> {
    Ok(Event {
        id: event_id(row.get(0)?),
        participants: Vec::new(),
        host: row.get::<_, Option<String>>(5)?.map(ActorId),
        mediator: row.get::<_, Option<String>>(6)?.map(ActorId),
        status: variant(row, 1)?,
        mode: variant(row, 2)?,
        place: row.get(3)?,
        topic: row.get(4)?,
        date: date(row, 7)?,
    })
}

fn events(db: &Connection) -> Result<Vec<Event>, StoreError> {
    let mut people: FxHashMap<i64, Vec<ActorId>> = FxHashMap::default();
    let mut statement = db.prepare(
        "SELECT p.event, a.id FROM participants p JOIN actors a ON a.key = p.actor ORDER BY p.event, p.n",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        people.entry(row.get(0)?).or_default().push(ActorId(row.get(1)?));
    }
    let mut statement = db.prepare(&format!("SELECT {EVENT} FROM events t"))?;
    let mut rows = statement.query([])?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        let participants = people.remove(&row.get(0)?).unwrap_or_default();
        out.push(Event { participants, ..event(row)? });
    }
    Ok(out)
}

/// The key of an actor that documents know.
pub(super) fn key(db: &Connection, id: &ActorId) -> Result<Option<i64>, StoreError> {
    let mut statement = db.prepare_cached("SELECT key FROM actors WHERE id = ? AND kind IS NOT NULL")?;
    Ok(statement.query_row([&id.0], |row| row.get(0)).optional()?)
}

/// All actors, by id, with their keys.
pub(super) fn ids(db: &Connection) -> Result<Vec<(i64, ActorId)>, StoreError> {
    let mut statement = db.prepare("SELECT key, id FROM actors WHERE kind IS NOT NULL")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, ActorId(row.get(1)?))))?;
    let mut ids: Vec<(i64, ActorId)> = rows.collect::<Result<_, _>>()?;
    ids.sort_by(|a, b| a.1.cmp(&b.1));
    Ok(ids)
}
