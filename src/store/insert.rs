//! Rows of actors, edges, evidence and events.

use rusqlite::{Connection, OptionalExtension, params};
use rustc_hash::FxHashMap;

use super::error::StoreError;
use super::values::{self, TieColumns, key_of, name_of, number, real};
use crate::tables::fold;
use crate::types::{Actor, ActorId, Edge, Event, Evidence, Quote, Tie};

/// Writes rows, and remembers the keys of what it has written.
pub(super) struct Rows<'d> {
    pub db: &'d Connection,
    actors: FxHashMap<ActorId, i64>,
    documents: FxHashMap<String, i64>,
    sentences: FxHashMap<(i64, usize, usize, usize), (i64, String)>,
}

impl<'d> Rows<'d> {
    pub fn new(db: &'d Connection) -> Self {
        Self {
            db,
            actors: FxHashMap::default(),
            documents: FxHashMap::default(),
            sentences: FxHashMap::default(),
        }
    }

    /// The key of a document that is there.
    pub fn document(&mut self, id: &str) -> Result<i64, StoreError> {
        if let Some(key) = self.documents.get(id) {
            return Ok(*key);
        }
        let mut statement = self.db.prepare_cached("SELECT key FROM documents WHERE id = ?")?;
        let key: Option<i64> = statement.query_row([id], |row| row.get(0)).optional()?;
        let key = key.ok_or_else(|| {
            StoreError::damaged("", format!("evidence of {id:?}, a document that is not there"))
        })?;
        self.documents.insert(id.to_owned(), key);
        Ok(key)
    }

    /// What was remembered of a document that changes its id or leaves.
    pub fn forget(&mut self, document: i64) {
        self.documents.retain(|_, key| *key != document);
        self.sentences.retain(|(key, ..), _| *key != document);
    }

    /// The key of an actor; one that is not there gets an empty row, which no question sees.
    pub fn actor(&mut self, id: &ActorId) -> Result<i64, StoreError> {
        if let Some(key) = self.actors.get(id) {
            return Ok(*key);
        }
        let mut statement = self.db.prepare_cached("SELECT key FROM actors WHERE id = ?")?;
        let known: Option<i64> = statement.query_row([&id.0], |row| row.get(0)).optional()?;
        let key = match known {
            Some(key) => key,
            None => self.db.prepare_cached("INSERT INTO actors (id) VALUES (?)")?.insert([&id.0])?,
        };
        self.actors.insert(id.clone(), key);
        Ok(key)
    }

    /// Writes an actor with its names.
    pub fn write_actor(&mut self, actor: &Actor) -> Result<i64, StoreError> {
        let key = self.actor(&actor.id)?;
        let subtype = actor.subtype.map(name_of).transpose()?;
        self.db
            .prepare_cached(
                "UPDATE actors SET kind = ?, subtype = ?, name = ?, iso3 = ?, wikidata = ?,
                    mentions = ? WHERE key = ?",
            )?
            .execute(params![
                name_of(actor.kind)?,
                subtype,
                actor.name,
                actor.iso3,
                actor.wikidata,
                number(actor.mentions),
                key
            ])?;
        self.write_names(key, actor)?;
        Ok(key)
    }

    fn write_names(&mut self, key: i64, actor: &Actor) -> Result<(), StoreError> {
        let wanted: Vec<(&str, bool)> = std::iter::once((actor.name.as_str(), true))
            .chain(actor.aliases.iter().map(|alias| (alias.as_str(), false)))
            .collect();
        let mut statement =
            self.db.prepare_cached("SELECT name, canonical FROM names WHERE actor = ? ORDER BY key")?;
        let known = statement
            .query_map([key], |row| Ok((row.get::<_, String>(0)?, row.get::<_, bool>(1)?)))?
            .collect::<Result<Vec<_>, _>>()?;
        if known.iter().map(|(name, canonical)| (name.as_str(), *canonical)).eq(wanted.iter().copied()) {
            return Ok(());
        }
        self.db.prepare_cached("DELETE FROM names WHERE actor = ?")?.execute([key])?;
        let sql = "INSERT INTO names (actor, name, folded, canonical) VALUES (?, ?, ?, ?)";
        let mut statement = self.db.prepare_cached(sql)?;
        for (name, canonical) in wanted {
            statement.execute(params![key, name, fold(name), canonical])?;
        }
        Ok(())
    }

    /// Takes an actor out; where something still speaks of it, an empty row stays.
    pub fn delete_actor(&mut self, id: &ActorId) -> Result<(), StoreError> {
        let key = self.actor(id)?;
        self.db.prepare_cached("DELETE FROM names WHERE actor = ?")?.execute([key])?;
        self.db
            .prepare_cached(
                "UPDATE actors SET kind = NULL, subtype = NULL, name = NULL, iso3 = NULL, wikidata = NULL,
                    mentions = 0
                 WHERE key = ?",
            )?
            .execute([key])?;
        let gone = self
            .db
            .prepare_cached(
                "DELETE FROM actors WHERE key = ?1
                 AND NOT EXISTS (SELECT 1 FROM edges WHERE source = ?1)
                 AND NOT EXISTS (SELECT 1 FROM edges WHERE target = ?1)
                 AND NOT EXISTS (SELECT 1 FROM participants WHERE actor = ?1)",
            )?
            .execute([key])?;
        if gone > 0 {
            self.actors.remove(id);
        }
        Ok(())
    }

    /// The key of a sentence of a document, which is written if it is new.
    fn sentence(&mut self, document: i64, sentence: usize, quote: &Quote) -> Result<i64, StoreError> {
        let place = (document, sentence, quote.start, quote.end);
        if let Some((key, _)) = self.sentences.get(&place).filter(|(_, text)| *text == quote.text) {
            return Ok(*key);
        }
        let (start, end, count) = (number(quote.start), number(quote.end), number(sentence));
        let known: Option<i64> = self
            .db
            .prepare_cached(
                "SELECT key FROM sentences
                 WHERE document = ? AND start = ? AND end = ? AND number = ? AND text = ?",
            )?
            .query_row(params![document, start, end, count, quote.text], |row| row.get(0))
            .optional()?;
        let key = match known {
            Some(key) => key,
            None => {
                let sql = "INSERT INTO sentences (document, number, start, end, text) VALUES (?, ?, ?, ?, ?)";
                let key =
                    self.db.prepare_cached(sql)?.insert(params![document, count, start, end, quote.text])?;
                let sql = "INSERT INTO search (rowid, text) VALUES (?, ?)";
                self.db.prepare_cached(sql)?.execute(params![key, quote.text])?;
                key
            }
        };
        self.sentences.insert(place, (key, quote.text.clone()));
        Ok(key)
    }

    /// Takes out the sentences of a document.
    pub fn delete_sentences(&mut self, document: i64) -> Result<(), StoreError> {
        self.db
            .prepare_cached(
                "INSERT INTO search (search, rowid, text)
                 SELECT 'delete', key, text FROM sentences WHERE document = ?",
            )?
            .execute([document])?;
        self.db.prepare_cached("DELETE FROM sentences WHERE document = ?")?.execute([document])?;
        self.forget(document);
        Ok(())
    }

    /// Writes evidence of an edge; `n` is its place among that of the same document, `tie` what
    /// this document says.
    pub fn write_evidence(
        &mut self,
        edge: i64,
        document: i64,
        n: usize,
        tie: &Tie,
        evidence: &Evidence,
    ) -> Result<(), StoreError> {
        let sentence = self.sentence(document, evidence.sentence, &evidence.quote)?;
        let cues = some(&evidence.cues).map(serde_json::to_string).transpose()?;
        let attribution = some(&evidence.attribution).map(serde_json::to_string).transpose()?;
        let date = evidence.date.as_ref();
        let precision = date.map(|d| name_of(d.precision)).transpose()?;
        let TieColumns { basis, intensity, role, .. } = TieColumns::of(tie)?;
        self.db
            .prepare_cached(
                "INSERT INTO evidence (edge, document, n, sentence, trigger_start, trigger_end,
                    trigger_words, source_start, source_end, source_words, target_start, target_end,
                    target_words, cues, attribution, modality, date, date_precision, date_anchor,
                    date_start, date_end, date_words, reported, confidence, coreference, implicit,
                    basis, intensity, role)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
                    ?, ?, ?)",
            )?
            .execute(params![
                edge,
                document,
                number(n),
                sentence,
                number(evidence.trigger.start),
                number(evidence.trigger.end),
                evidence.trigger.text,
                number(evidence.source.start),
                number(evidence.source.end),
                evidence.source.text,
                number(evidence.target.start),
                number(evidence.target.end),
                evidence.target.text,
                cues,
                attribution,
                name_of(evidence.modality)?,
                date.and_then(|d| d.value.as_deref()),
                precision,
                date.and_then(|d| d.anchor.as_deref()),
                date.map(|d| number(d.words.start)),
                date.map(|d| number(d.words.end)),
                date.map(|d| d.words.text.as_str()),
                evidence.reported,
                real(evidence.confidence),
                evidence.coreference,
                evidence.implicit,
                basis,
                intensity,
                role,
            ])?;
        Ok(())
    }

    /// Writes an edge with all its evidence, which stands in order.
    pub fn write_edge(&mut self, edge: &Edge) -> Result<(), StoreError> {
        let key = key_of(&edge.id)?;
        let (mut lead, mut last, mut n) = (0, None, 0);
        for evidence in &edge.evidence {
            let document = self.document(&evidence.document)?;
            n = if last == Some(document) { n + 1 } else { 0 };
            if last.is_none() {
                lead = document;
            }
            last = Some(document);
            self.write_evidence(key, document, n, &edge.tie, evidence)?;
        }
        let (first, last) = values::dates(edge);
        let row = EdgeRow {
            source: self.actor(&edge.source)?,
            target: self.actor(&edge.target)?,
            tie: edge.tie.clone(),
            count: edge.evidence.len(),
            confidence: edge.confidence(),
            first,
            last,
            lead,
        };
        self.write_edge_row(key, &row)
    }

    /// Writes the row of an edge.
    pub fn write_edge_row(&self, key: i64, row: &EdgeRow) -> Result<(), StoreError> {
        let tie = TieColumns::of(&row.tie)?;
        self.db
            .prepare_cached(
                "INSERT OR REPLACE INTO edges (key, source, target, kind, status, mode, event, polarity,
                    category, basis, intensity, role, former, count, confidence, first, last, lead)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            )?
            .execute(params![
                key,
                row.source,
                row.target,
                tie.kind,
                tie.status,
                tie.mode,
                tie.event,
                tie.polarity,
                tie.category,
                tie.basis,
                tie.intensity,
                tie.role,
                tie.former,
                number(row.count),
                real(row.confidence),
                row.first,
                row.last,
                row.lead,
            ])?;
        Ok(())
    }

    /// Writes an event; `meeting` is the key of the reports behind it.
    pub fn write_event(&mut self, event: &Event, meeting: Option<i64>) -> Result<(), StoreError> {
        let key = key_of(&event.id)?;
        let date = event.date.as_ref();
        let precision = date.map(|d| name_of(d.precision)).transpose()?;
        self.db
            .prepare_cached(
                "INSERT INTO events (key, meeting, status, mode, place, topic, host, mediator, date,
                    date_precision, date_anchor, date_start, date_end, date_words)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            )?
            .execute(params![
                key,
                meeting,
                name_of(event.status)?,
                name_of(event.mode)?,
                event.place,
                event.topic,
                event.host.as_ref().map(|id| &id.0),
                event.mediator.as_ref().map(|id| &id.0),
                date.and_then(|d| d.value.as_deref()),
                precision,
                date.and_then(|d| d.anchor.as_deref()),
                date.map(|d| number(d.words.start)),
                date.map(|d| number(d.words.end)),
                date.map(|d| d.words.text.as_str()),
            ])?;
        for (n, id) in event.participants.iter().enumerate() {
            let actor = self.actor(id)?;
            self.db
                .prepare_cached("INSERT INTO participants (event, n, actor) VALUES (?, ?, ?)")?
                .execute(params![key, number(n), actor])?;
        }
        Ok(())
    }

    /// Takes out an event with its edges and their evidence.
    pub fn delete_event(&self, event: i64) -> Result<(), StoreError> {
        for sql in [
            "DELETE FROM evidence WHERE edge IN (SELECT key FROM edges WHERE event = ?)",
            "DELETE FROM edges WHERE event = ?",
            "DELETE FROM participants WHERE event = ?",
            "DELETE FROM events WHERE key = ?",
        ] {
            self.db.prepare_cached(sql)?.execute([event])?;
        }
        Ok(())
    }
}

/// The row of an edge: what it says, and its evidence summed up.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct EdgeRow {
    pub source: i64,
    pub target: i64,
    pub tie: Tie,
    pub count: usize,
    pub confidence: f32,
    pub first: Option<String>,
    pub last: Option<String>,
    /// The document of its first evidence.
    pub lead: i64,
}

/// Nothing for an empty list.
fn some<T>(list: &[T]) -> Option<&[T]> {
    Some(list).filter(|list| !list.is_empty())
}
