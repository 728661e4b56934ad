//! Questions to a store: each reads no more rows than it needs.

use std::borrow::Cow;
use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension};
use rustc_hash::{FxHashMap, FxHashSet};

use super::error::StoreError;
use super::read::{self, ACTOR, EVENT, EVIDENCE, ids, key};
use super::sift::{Line, Sift};
use super::values::{edge_id, key_of, size};
use super::{Settings, Store};
use crate::error::SourceError;
use crate::graph::{Candidate, Filter, Graph, Link, Naming, Neighbour, Source};
use crate::types::{Actor, ActorId, DocumentInfo, Edge, Event, Mode, Status, Tie};

/// More ids of actors than this are not remembered.
const REMEMBERED: usize = 1 << 20;
/// For more meetings than this, all edges of an actor are read rather than those of each meeting.
const FEW: usize = 64;

impl From<StoreError> for SourceError {
    fn from(error: StoreError) -> Self {
        Self(Box::new(error))
    }
}

/// Both directions; an edge to itself, which there should not be, once.
const AROUND: &str = "(e.source = ?1 OR e.target = ?1)";

impl Store {
    /// Answers all that is asked from now on as of one moment, whatever others write.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn hold(&self) -> Result<(), StoreError> {
        if self.db.is_autocommit() {
            self.db.execute_batch("BEGIN").map_err(|error| StoreError::from(error).at(&self.path))?;
        }
        Ok(())
    }

    /// Reads as of one moment.
    fn reading<T>(&self, read: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, SourceError> {
        let held = !self.db.is_autocommit();
        let answer = if held {
            read(&self.db)
        } else {
            self.db.unchecked_transaction().map_err(StoreError::from).and_then(|db| read(&db))
        };
        answer.map_err(|error| error.at(&self.path).into())
    }

    /// The id of an actor by its key; none for one that no document knows.
    fn id(&self, db: &Connection, key: i64) -> Result<Option<ActorId>, StoreError> {
        if let Some(id) = self.ids.borrow().get(&key) {
            return Ok(Some(id.clone()));
        }
        let mut statement = db.prepare_cached("SELECT id FROM actors WHERE key = ? AND kind IS NOT NULL")?;
        let id: Option<String> = statement.query_row([key], |row| row.get(0)).optional()?;
        let id = id.map(ActorId);
        let mut ids = self.ids.borrow_mut();
        if let Some(id) = &id
            && ids.len() < REMEMBERED
        {
            // Keys are never given twice.
            ids.insert(key, id.clone());
        }
        Ok(id)
    }

    /// A line as others see it; none if a document that knew one of its ends is gone.
    fn link(&self, db: &Connection, line: Line) -> Result<Option<Link>, StoreError> {
        let (Some(source), Some(target)) = (self.id(db, line.source)?, self.id(db, line.target)?) else {
            return Ok(None);
        };
        let Line { key, tie, count, confidence, first, last, .. } = line;
        Ok(Some(Link { id: edge_id(key), source, target, tie, count, confidence, first, last }))
    }

    fn edge(&self, db: &Connection, line: Line, sift: &Sift<'_>) -> Result<Option<Edge>, StoreError> {
        let (Some(source), Some(target)) = (self.id(db, line.source)?, self.id(db, line.target)?) else {
            return Ok(None);
        };
        let sql = format!(
            "SELECT {EVIDENCE}, v.n FROM evidence v JOIN documents d ON d.key = v.document
             JOIN sentences s ON s.key = v.sentence WHERE v.edge = ?1 AND {}",
            sift.places()
        );
        let mut statement = db.prepare_cached(&sql)?;
        let mut evidence = Vec::with_capacity(line.count.min(1024));
        sift.each(&mut statement, &[line.key], |row| {
            evidence.push((size(row, 27)?, read::evidence(row)?));
            Ok(())
        })?;
        evidence.sort_by(|(n, a), (m, b)| a.document.cmp(&b.document).then(n.cmp(m)));
        let evidence: Vec<_> = evidence.into_iter().map(|(_, evidence)| evidence).collect();
        let edge = Edge { id: edge_id(line.key), source, target, tie: line.tie, evidence };
        Ok(Some(edge).filter(|edge| !edge.evidence.is_empty()))
    }

    /// The meetings in which all of these take part, by key.
    fn meetings_of(&self, db: &Connection, of: &[&ActorId]) -> Result<Option<FxHashSet<i64>>, StoreError> {
        let mut common: Option<FxHashSet<i64>> = None;
        for id in of {
            let Some(key) = key(db, id)? else { return Ok(Some(FxHashSet::default())) };
            let mut statement = db.prepare_cached("SELECT event FROM participants WHERE actor = ?")?;
            let events = statement.query_map([key], |row| row.get(0))?;
            let events: FxHashSet<i64> = events.collect::<Result<_, _>>()?;
            common = Some(match common {
                Some(before) => before.intersection(&events).copied().collect(),
                None => events,
            });
        }
        Ok(common)
    }

    /// Those of the meetings that have an edge (of `first`, if somebody is named) that counts.
    fn counted(
        &self,
        db: &Connection,
        meetings: Option<FxHashSet<i64>>,
        first: Option<i64>,
        filter: &Filter,
    ) -> Result<Option<FxHashSet<i64>>, StoreError> {
        if !filter.reads_evidence() {
            return Ok(meetings);
        }
        let sift = Sift::new(filter)?;
        let mut counted = FxHashSet::default();
        let mut look = |line: Line| {
            if let Tie::Meeting { event, .. } = &line.tie {
                let event = key_of(event)?;
                if meetings.as_ref().is_none_or(|meetings| meetings.contains(&event)) {
                    counted.insert(event);
                }
            }
            Ok(())
        };
        match (&meetings, first) {
            (Some(few), Some(first)) if few.len() <= FEW => {
                for event in few {
                    let of = "e.event = ?1 AND (e.source = ?2 OR e.target = ?2)";
                    sift.each_line(db, of, &[*event, first], &mut look)?;
                }
            }
            (_, Some(first)) => {
                sift.each_line(db, &format!("e.event IS NOT NULL AND {AROUND}"), &[first], look)?;
            }
            (_, None) => sift.each_line(db, "e.event IS NOT NULL", &[], look)?,
        }
        Ok(Some(counted))
    }

    /// An event by its key, if its tie counts.
    fn event(&self, db: &Connection, key: i64, filter: &Filter) -> Result<Option<Event>, StoreError> {
        let sql = format!("SELECT {EVENT} FROM events t WHERE t.key = ?");
        let mut statement = db.prepare_cached(&sql)?;
        let mut rows = statement.query([key])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let mut event = read::event(row)?;
        if !filter.allows(&meeting_tie(event.status, event.mode)) {
            return Ok(None);
        }
        let mut statement = db.prepare_cached(
            "SELECT a.id FROM participants p JOIN actors a ON a.key = p.actor WHERE p.event = ? ORDER BY p.n",
        )?;
        let people = statement.query_map([key], |row| Ok(ActorId(row.get(0)?)))?;
        event.participants = people.collect::<Result<_, _>>()?;
        Ok(Some(event))
    }
}

impl Source for Store {
    fn actor(&self, id: &ActorId) -> Result<Option<Actor>, SourceError> {
        self.reading(|db| {
            let sql = format!("SELECT {ACTOR}, a.key FROM actors a WHERE a.id = ? AND a.kind IS NOT NULL");
            let mut statement = db.prepare_cached(&sql)?;
            let mut rows = statement.query([&id.0])?;
            let Some(row) = rows.next()? else { return Ok(None) };
            let mut actor = read::actor(row)?;
            let key: i64 = row.get(7)?;
            let mut statement =
                db.prepare_cached("SELECT name FROM names WHERE actor = ? AND NOT canonical ORDER BY key")?;
            actor.aliases = statement.query_map([key], |row| row.get(0))?.collect::<Result<_, _>>()?;
            Ok(Some(actor))
        })
    }

    fn named(&self, name: &str, limit: usize) -> Result<Vec<Candidate>, SourceError> {
        let mut naming = Naming::new(name);
        let naming = self.reading(|db| {
            for id in naming.ids().collect::<Vec<_>>() {
                if key(db, &id)?.is_some() {
                    naming.offer_id(&id);
                }
            }
            let folded = naming.folded().to_owned();
            offer(db, "AND n.folded = ?", &[&folded], &mut naming)?;
            if !naming.is_exact() {
                offer(db, "", &[], &mut naming)?;
            }
            Ok(naming)
        })?;
        naming.finish(limit, |id| Source::actor(self, id))
    }

    fn links(&self, of: &ActorId, filter: &Filter) -> Result<Vec<Link>, SourceError> {
        self.reading(|db| {
            let Some(key) = key(db, of)? else { return Ok(Vec::new()) };
            let mut out = Vec::new();
            Sift::new(filter)?.each_line(db, AROUND, &[key], |line| {
                out.extend(self.link(db, line)?);
                Ok(())
            })?;
            out.sort_by(|a, b| (&a.source, &a.target, &a.id).cmp(&(&b.source, &b.target, &b.id)));
            Ok(out)
        })
    }

    fn degree(&self, of: &ActorId) -> Result<usize, SourceError> {
        self.reading(|db| {
            let Some(key) = key(db, of)? else { return Ok(0) };
            let mut statement = db.prepare_cached(
                "SELECT (SELECT count(*) FROM edges WHERE source = ?1)
                    + (SELECT count(*) FROM edges WHERE target = ?1 AND source <> ?1)",
            )?;
            let mut rows = statement.query([key])?;
            rows.next()?.map_or(Ok(0), |row| size(row, 0))
        })
    }

    fn neighbours(&self, of: &ActorId, filter: &Filter) -> Result<Vec<Neighbour>, SourceError> {
        if filter.reads_evidence() {
            return Ok(Neighbour::of_links(Source::links(self, of, filter)?, of));
        }
        self.reading(|db| {
            let Some(key) = key(db, of)? else { return Ok(Vec::new()) };
            // Read from the indexes alone.
            let sift = Sift::new(filter)?;
            let ties = sift.ties();
            let mut statement = db.prepare_cached(&format!(
                "SELECT e.target, e.confidence FROM edges e WHERE e.source = ?1 AND ({ties})
                 UNION ALL
                 SELECT e.source, e.confidence FROM edges e WHERE e.target = ?1 AND ({ties})"
            ))?;
            let mut best: FxHashMap<i64, f32> = FxHashMap::default();
            sift.each(&mut statement, &[key], |row| {
                let (other, confidence) = (row.get(0)?, row.get::<_, f64>(1)? as f32);
                if other != key {
                    let known = best.entry(other).or_default();
                    *known = known.max(confidence);
                }
                Ok(())
            })?;
            let mut out = Vec::with_capacity(best.len());
            for (key, confidence) in best {
                out.extend(self.id(db, key)?.map(|actor| Neighbour { actor, confidence }));
            }
            out.sort_by(|a, b| a.actor.cmp(&b.actor));
            Ok(out)
        })
    }

    fn edges(&self, a: &ActorId, b: Option<&ActorId>, filter: &Filter) -> Result<Vec<Edge>, SourceError> {
        self.reading(|db| {
            let Some(one) = key(db, a)? else { return Ok(Vec::new()) };
            let sift = Sift::new(filter)?;
            let (mut found, mut out) = (Vec::new(), Vec::new());
            let keep = |line| {
                found.push(line);
                Ok(())
            };
            match b {
                None => sift.each_line(db, AROUND, &[one], keep)?,
                Some(b) => {
                    let Some(other) = key(db, b)? else { return Ok(Vec::new()) };
                    let between = "(e.source = ?1 AND e.target = ?2 OR e.source = ?2 AND e.target = ?1)";
                    sift.each_line(db, between, &[one, other], keep)?;
                }
            }
            for line in found {
                out.extend(self.edge(db, line, &sift)?);
            }
            out.sort_by(|a, b| (&a.source, &a.target, &a.id).cmp(&(&b.source, &b.target, &b.id)));
            Ok(out)
        })
    }

    fn events(&self, of: &[&ActorId], filter: &Filter) -> Result<Vec<Event>, SourceError> {
        self.reading(|db| {
            let first = of.first().map(|id| key(db, id)).transpose()?.flatten();
            let meetings = self.meetings_of(db, of)?;
            let mut keys: Vec<i64> = match self.counted(db, meetings, first, filter)? {
                Some(keys) => keys.into_iter().collect(),
                None => {
                    let mut statement = db.prepare("SELECT key FROM events")?;
                    statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?
                }
            };
            // The digits of an id are those of its key.
            keys.sort_unstable();
            let mut out = Vec::with_capacity(keys.len());
            for key in keys {
                out.extend(self.event(db, key, filter)?);
            }
            Ok(out)
        })
    }

    fn documents(&self, ids: &BTreeSet<&str>) -> Result<Vec<DocumentInfo>, SourceError> {
        self.reading(|db| {
            let mut out = Vec::with_capacity(ids.len());
            for id in ids {
                out.extend(read::document_called(db, id)?);
            }
            Ok(out)
        })
    }

    fn all_links(&self, filter: &Filter, each: &mut dyn FnMut(Link)) -> Result<(), SourceError> {
        self.reading(|db| {
            let ids = ids(db)?;
            let order: FxHashMap<i64, usize> =
                ids.iter().enumerate().map(|(n, (key, _))| (*key, n)).collect();
            let mut found: Vec<(usize, usize, Line)> = Vec::new();
            Sift::new(filter)?.each_line(db, "1", &[], |line| {
                if let (Some(&source), Some(&target)) = (order.get(&line.source), order.get(&line.target)) {
                    found.push((source, target, line));
                }
                Ok(())
            })?;
            found.sort_unstable_by_key(|(source, target, line)| (*source, *target, line.key));
            let id = |n: usize| ids.get(n).map(|(_, id)| id.clone());
            for (source, target, line) in found {
                if let (Some(source), Some(target)) = (id(source), id(target)) {
                    let Line { key, tie, count, confidence, first, last, .. } = line;
                    each(Link { id: edge_id(key), source, target, tie, count, confidence, first, last });
                }
            }
            Ok(())
        })
    }

    fn negated(&self, filter: &Filter) -> Result<BTreeSet<(ActorId, ActorId)>, SourceError> {
        self.reading(|db| {
            let sift = Sift::new(filter)?;
            let mut statement = db.prepare_cached(&format!(
                "SELECT DISTINCT e.source, e.target FROM evidence v JOIN edges e ON e.key = v.edge
                 WHERE v.modality = 'negated' AND ({}) AND {}",
                sift.ties(),
                sift.places()
            ))?;
            let mut out = BTreeSet::new();
            sift.each(&mut statement, &[], |row| {
                let (source, target) = (self.id(db, row.get(0)?)?, self.id(db, row.get(1)?)?);
                out.extend(source.zip(target));
                Ok(())
            })?;
            Ok(out)
        })
    }

    fn graph(&self) -> Result<Cow<'_, Graph>, SourceError> {
        self.reading(|db| Ok(Cow::Owned(read::whole(db, super::settings(db)?)?)))
    }
}

impl Store {
    /// The whole graph.
    ///
    /// # Errors
    /// The store is damaged or cannot be read.
    pub fn graph(&self) -> Result<Graph, StoreError> {
        let whole = |db: &Connection| {
            let settings: Settings = super::settings(db)?;
            read::whole(db, settings)
        };
        let answer = if self.db.is_autocommit() {
            self.db.unchecked_transaction().map_err(StoreError::from).and_then(|db| whole(&db))
        } else {
            whole(&self.db)
        };
        answer.map_err(|error| error.at(&self.path))
    }
}

/// Offers names of actors.
fn offer(
    db: &Connection,
    condition: &str,
    values: &[&String],
    naming: &mut Naming,
) -> Result<(), StoreError> {
    let sql = format!(
        "SELECT a.id, n.name, n.canonical FROM names n JOIN actors a ON a.key = n.actor
         WHERE a.kind IS NOT NULL {condition}"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = statement.query(rusqlite::params_from_iter(values))?;
    while let Some(row) = rows.next()? {
        let id = ActorId(row.get(0)?);
        let name = row.get_ref(1)?.as_str().map_err(|error| StoreError::damaged("", error.to_string()))?;
        naming.offer(&id, name, !row.get::<_, bool>(2)?);
    }
    Ok(())
}

fn meeting_tie(status: Status, mode: Mode) -> Tie {
    Tie::Meeting { status, mode, event: String::new() }
}
