//! Documents into the folded graph and out of it again: only what they touch is looked at.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension};

use super::Settings;
use super::error::StoreError;
use super::insert::{EdgeRow, Rows};
use super::meetings::Meetings;
use super::values::{self, TIE, key_of, tie};
use crate::graph::{Parts, Tally, join_ties};
use crate::types::{ActorId, DocumentGraph, Edge, Tie};

/// What a batch of documents changes. Nothing counts before [`Fold::finish`].
pub(super) struct Fold<'d> {
    rows: Rows<'d>,
    settings: Settings,
    tallies: BTreeMap<ActorId, Tally>,
    edges: BTreeMap<i64, State>,
    meetings: Meetings,
    gone: BTreeSet<i64>,
}

/// An edge that is touched.
struct State {
    /// As it will be; none for one without evidence so far.
    row: Option<EdgeRow>,
    /// Id of the document of its first evidence.
    lead: String,
    /// Evidence has left it: it is to be summed up anew.
    anew: bool,
}

impl<'d> Fold<'d> {
    pub fn new(db: &'d Connection, settings: Settings) -> Self {
        Self {
            rows: Rows::new(db),
            settings,
            tallies: BTreeMap::new(),
            edges: BTreeMap::new(),
            meetings: Meetings::default(),
            gone: BTreeSet::new(),
        }
    }

    fn parts(&self, document: DocumentGraph) -> Parts {
        Parts::of(document, self.settings)
    }

    fn tally(&mut self, id: &ActorId) -> Result<&mut Tally, StoreError> {
        if !self.tallies.contains_key(id) {
            let key = self.rows.actor(id)?;
            let mut statement = self.rows.db.prepare_cached("SELECT tally FROM tallies WHERE actor = ?")?;
            let text: Option<String> = statement.query_row([key], |row| row.get(0)).optional()?;
            let tally = text.map(|text| serde_json::from_str(&text)).transpose()?.unwrap_or_default();
            self.tallies.insert(id.clone(), tally);
        }
        Ok(self.tallies.entry(id.clone()).or_default())
    }

    fn edge(&mut self, key: i64) -> Result<&mut State, StoreError> {
        if !self.edges.contains_key(&key) {
            let state = State::read(self.rows.db, key)?;
            self.edges.insert(key, state);
        }
        let none = || State { row: None, lead: String::new(), anew: false };
        Ok(self.edges.entry(key).or_insert_with(none))
    }

    /// Takes a document out, as it was put in.
    pub fn take_out(&mut self, document: i64, graph: DocumentGraph) -> Result<(), StoreError> {
        let parts = self.parts(graph);
        for actor in &parts.actors {
            self.tally(&actor.id)?.remove(actor);
        }
        for edge in &parts.edges {
            let key = key_of(&edge.id)?;
            self.rows
                .db
                .prepare_cached("DELETE FROM evidence WHERE edge = ? AND document = ?")?
                .execute([key, document])?;
            self.edge(key)?.anew = true;
        }
        self.meetings.take_out(self.rows.db, document, &parts.meetings)?;
        self.gone.insert(document);
        Ok(())
    }

    /// Puts a document in under the id that it has in the graph.
    pub fn put_in(&mut self, document: i64, graph: DocumentGraph) -> Result<(), StoreError> {
        let id = graph.document.id.clone();
        let parts = self.parts(graph);
        for actor in &parts.actors {
            self.tally(&actor.id)?.add(actor);
        }
        for edge in &parts.edges {
            let key = key_of(&edge.id)?;
            for (n, evidence) in edge.evidence.iter().enumerate() {
                self.rows.write_evidence(key, document, n, &edge.tie, evidence)?;
            }
            let row = self.row(edge, document)?;
            self.edge(key)?.add(row, &id);
        }
        self.meetings.put_in(self.rows.db, document, parts.meetings)
    }

    /// What one document says of an edge.
    fn row(&mut self, edge: &Edge, document: i64) -> Result<EdgeRow, StoreError> {
        let (first, last) = values::dates(edge);
        Ok(EdgeRow {
            source: self.rows.actor(&edge.source)?,
            target: self.rows.actor(&edge.target)?,
            tie: edge.tie.clone(),
            count: edge.evidence.len(),
            confidence: edge.confidence(),
            first,
            last,
            lead: document,
        })
    }

    /// Writes what the batch has changed.
    pub fn finish(mut self) -> Result<(), StoreError> {
        for (key, mut state) in std::mem::take(&mut self.edges) {
            if state.anew {
                state.sum(self.rows.db, key)?;
            }
            match &state.row {
                Some(row) => self.rows.write_edge_row(key, row)?,
                None => _ = self.rows.db.prepare_cached("DELETE FROM edges WHERE key = ?")?.execute([key])?,
            }
        }
        std::mem::take(&mut self.meetings).finish(&mut self.rows)?;
        for document in std::mem::take(&mut self.gone) {
            // Put in again under another id, it needs new sentences no less.
            self.sweep(document)?;
        }
        for (id, tally) in std::mem::take(&mut self.tallies) {
            let Some(actor) = tally.actor(id.clone()) else {
                let key = self.rows.actor(&id)?;
                self.rows.db.prepare_cached("DELETE FROM tallies WHERE actor = ?")?.execute([key])?;
                self.rows.delete_actor(&id)?;
                continue;
            };
            let key = self.rows.write_actor(&actor)?;
            let sql = "INSERT OR REPLACE INTO tallies (actor, tally) VALUES (?, ?)";
            let text = serde_json::to_string(&tally)?;
            self.rows.db.prepare_cached(sql)?.execute(rusqlite::params![key, text])?;
        }
        Ok(())
    }

    /// Takes out the sentences of a document that is gone.
    fn sweep(&mut self, document: i64) -> Result<(), StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM evidence WHERE document = ?)";
        let used: bool = self.rows.db.prepare_cached(sql)?.query_row([document], |row| row.get(0))?;
        if used { Ok(()) } else { self.rows.delete_sentences(document) }
    }
}

impl State {
    fn read(db: &Connection, key: i64) -> Result<Self, StoreError> {
        let sql = format!(
            "SELECT {TIE}, e.source, e.target, e.count, e.confidence, e.first, e.last, e.lead, d.id
             FROM edges e LEFT JOIN documents d ON d.key = e.lead WHERE e.key = ?"
        );
        let mut statement = db.prepare_cached(&sql)?;
        let mut rows = statement.query([key])?;
        let Some(row) = rows.next()? else {
            return Ok(Self { row: None, lead: String::new(), anew: false });
        };
        let edge = EdgeRow {
            tie: tie(row, 0)?,
            source: row.get(10)?,
            target: row.get(11)?,
            count: values::size(row, 12)?,
            confidence: row.get::<_, f64>(13)? as f32,
            first: row.get(14)?,
            last: row.get(15)?,
            lead: row.get(16)?,
        };
        // The leading document may be on its way out: then the edge is summed up anew.
        let lead: Option<String> = row.get(17)?;
        Ok(Self { row: Some(edge), lead: lead.unwrap_or_default(), anew: false })
    }

    /// Adds what a document of this id says.
    fn add(&mut self, new: EdgeRow, document: &str) {
        let Some(row) = &mut self.row else {
            self.row = Some(new);
            document.clone_into(&mut self.lead);
            return;
        };
        let earlier = *document < *self.lead;
        join_ties(&mut row.tie, new.tie, earlier);
        row.count += new.count;
        row.confidence = row.confidence.max(new.confidence);
        row.first = row.first.take().into_iter().chain(new.first).min();
        row.last = row.last.take().into_iter().chain(new.last).max();
        if earlier {
            row.lead = new.lead;
            document.clone_into(&mut self.lead);
        }
    }

    /// Sums up all evidence that is there.
    fn sum(&mut self, db: &Connection, key: i64) -> Result<(), StoreError> {
        let Some(old) = self.row.take() else { return Ok(()) };
        let mut statement = db.prepare_cached(
            "SELECT d.id, v.document, v.basis, v.intensity, v.role, v.confidence,
                coalesce(v.date, v.reported)
             FROM evidence v JOIN documents d ON d.key = v.document
             WHERE v.edge = ? ORDER BY d.id, v.n",
        )?;
        let mut rows = statement.query([key])?;
        while let Some(row) = rows.next()? {
            let mut said = old.tie.clone();
            match &mut said {
                Tie::Stance { basis, intensity, .. } => {
                    *basis = values::variant(row, 2)?;
                    *intensity = row.get::<_, f64>(3)? as f32;
                }
                Tie::Affiliation { role, .. } => *role = row.get(4)?,
                Tie::Meeting { .. } => {}
            }
            let when: Option<String> = row.get(6)?;
            let one = EdgeRow {
                source: old.source,
                target: old.target,
                tie: said,
                count: 1,
                confidence: row.get::<_, f64>(5)? as f32,
                first: when.clone(),
                last: when,
                lead: row.get(1)?,
            };
            let id: String = row.get(0)?;
            self.add(one, &id);
        }
        Ok(())
    }
}
