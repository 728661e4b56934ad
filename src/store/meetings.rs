//! Reports of meetings in a store: who met is one key, under which all reports lie; those of a
//! touched key are grouped anew, and the meetings that have changed are written anew.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};

use super::error::StoreError;
use super::insert::Rows;
use super::values::{key_of, name_of, number};
use crate::graph::{day_of, event_id, meeting, sittings};
use crate::types::{ActorId, Edge, Event, Meeting, Status};

/// The keys that a batch touches.
#[derive(Default)]
pub(super) struct Meetings {
    touched: BTreeMap<i64, (Vec<ActorId>, Status)>,
    /// Events that have lost a report.
    short: BTreeSet<i64>,
}

/// A report as grouping sees it.
struct Slim {
    key: i64,
    document: String,
    day: Option<String>,
    event: Option<i64>,
}

/// The key of all reports of these people and status.
fn key(meeting: &Meeting) -> Result<i64, StoreError> {
    let mut hash = Sha256::new();
    hash.update(name_of(meeting.status)?);
    for id in &meeting.participants {
        hash.update([b'\t']);
        hash.update(&id.0);
    }
    let digest = hash.finalize();
    let bytes = digest.first_chunk::<8>().copied().unwrap_or_default();
    Ok(i64::from_le_bytes(bytes))
}

impl Meetings {
    fn touch(&mut self, meeting: &Meeting) -> Result<i64, StoreError> {
        let key = key(meeting)?;
        self.touched.entry(key).or_insert_with(|| (meeting.participants.clone(), meeting.status));
        Ok(key)
    }

    /// Takes out the reports of a document.
    pub fn take_out(
        &mut self,
        db: &Connection,
        document: i64,
        meetings: &[Meeting],
    ) -> Result<(), StoreError> {
        for meeting in meetings {
            self.touch(meeting)?;
        }
        let mut statement = db.prepare_cached("DELETE FROM reports WHERE document = ? RETURNING event")?;
        let mut rows = statement.query([document])?;
        while let Some(row) = rows.next()? {
            self.short.extend(row.get::<_, Option<i64>>(0)?);
        }
        Ok(())
    }

    /// Puts in the reports of a document, which stand in order.
    pub fn put_in(
        &mut self,
        db: &Connection,
        document: i64,
        meetings: Vec<Meeting>,
    ) -> Result<(), StoreError> {
        for (n, meeting) in meetings.iter().enumerate() {
            let key = self.touch(meeting)?;
            let report = serde_json::to_string(meeting)?;
            db.prepare_cached(
                "INSERT INTO reports (meeting, document, n, day, report) VALUES (?, ?, ?, ?, ?)",
            )?
            .execute(params![key, document, number(n), day_of(meeting), report])?;
        }
        Ok(())
    }

    /// Groups the reports of the touched keys anew.
    pub fn finish(self, rows: &mut Rows<'_>) -> Result<(), StoreError> {
        for (key, (participants, status)) in &self.touched {
            let names: Vec<&str> = participants.iter().map(|id| id.0.as_str()).collect();
            self.regroup(rows, *key, &names, *status)?;
        }
        Ok(())
    }

    fn regroup(
        &self,
        rows: &mut Rows<'_>,
        key: i64,
        participants: &[&str],
        status: Status,
    ) -> Result<(), StoreError> {
        let slim = slim(rows.db, key)?;
        let places = slim.iter().map(|report| (report.document.as_str(), report.day.as_deref()));
        let (of, days) = sittings(places);
        let mut groups: Vec<Vec<&Slim>> = days.iter().map(|_| Vec::new()).collect();
        for (report, at) in slim.iter().zip(of) {
            if let Some(group) = groups.get_mut(at) {
                group.push(report);
            }
        }
        let mut stale: BTreeSet<i64> = events(rows.db, key)?;
        let mut before: BTreeMap<i64, usize> = BTreeMap::new();
        slim.iter()
            .filter_map(|report| report.event)
            .for_each(|event| *before.entry(event).or_default() += 1);
        let mut anew: Vec<(Option<String>, i64, Vec<&Slim>)> = Vec::new();
        for (day, group) in days.into_iter().zip(groups) {
            let first = group.first().map_or("", |report| report.document.as_str());
            let event = key_of(&event_id(participants, status, day.as_deref(), first))?;
            let same = group.iter().all(|report| report.event == Some(event));
            // A report that has moved on leaves its old event short, which is then stale or anew.
            let moved = before.get(&event).is_none_or(|before| *before != group.len());
            if same && !self.short.contains(&event) && !moved {
                stale.remove(&event);
            } else {
                anew.push((day, event, group));
            }
        }
        for event in stale {
            rows.delete_event(event)?;
        }
        for (day, event, group) in anew {
            let mut reports = Vec::with_capacity(group.len());
            for report in &group {
                reports.push(full(rows.db, report.key)?);
                if report.event != Some(event) {
                    rows.db
                        .prepare_cached("UPDATE reports SET event = ? WHERE key = ?")?
                        .execute([event, report.key])?;
                }
            }
            let Some((event, edges)) = meeting(day, reports) else { continue };
            write(rows, &event, &edges, key)?;
        }
        Ok(())
    }
}

fn write(rows: &mut Rows<'_>, event: &Event, edges: &[Edge], key: i64) -> Result<(), StoreError> {
    rows.write_event(event, Some(key))?;
    edges.iter().try_for_each(|edge| rows.write_edge(edge))
}

/// The reports of a key, in order of documents and places.
fn slim(db: &Connection, key: i64) -> Result<Vec<Slim>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT r.key, d.id, r.day, r.event FROM reports r JOIN documents d ON d.key = r.document
         WHERE r.meeting = ? ORDER BY d.id, r.n",
    )?;
    let rows = statement.query_map([key], |row| {
        Ok(Slim { key: row.get(0)?, document: row.get(1)?, day: row.get(2)?, event: row.get(3)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The events that reports of a key have made so far.
fn events(db: &Connection, key: i64) -> Result<BTreeSet<i64>, StoreError> {
    let mut statement = db.prepare_cached("SELECT key FROM events WHERE meeting = ?")?;
    let rows = statement.query_map([key], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn full(db: &Connection, report: i64) -> Result<Meeting, StoreError> {
    let mut statement = db.prepare_cached("SELECT report FROM reports WHERE key = ?")?;
    let text: String = statement.query_row([report], |row| row.get(0))?;
    Ok(serde_json::from_str(&text)?)
}
