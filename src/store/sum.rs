//! What a filter lets count of the evidence of edges, summed up without its words.

use rusqlite::{Connection, Row};
use rustc_hash::FxHashMap;

use super::error::StoreError;
use super::read;
use crate::graph::{Filter, Link};
use crate::types::{ActorId, Evidence, Modality, Quote, Tie};

/// Evidence that counts, summed up.
#[derive(Default)]
pub(super) struct Sum {
    pub count: usize,
    pub confidence: f32,
    pub first: Option<String>,
    pub last: Option<String>,
}

impl Sum {
    pub fn add(&mut self, evidence: &Evidence, filter: &Filter) {
        if !filter.counts(evidence) {
            return;
        }
        self.count += 1;
        self.confidence = self.confidence.max(evidence.confidence);
        if let Some(when) = evidence.when() {
            if self.first.as_deref().is_none_or(|first| when < first) {
                self.first = Some(when.to_owned());
            }
            if self.last.as_deref().is_none_or(|last| when > last) {
                self.last = Some(when.to_owned());
            }
        }
    }

    pub fn link(self, id: String, source: ActorId, target: ActorId, tie: Tie) -> Link {
        let Self { count, confidence, first, last } = self;
        Link { id, source, target, tie, count, confidence, first, last }
    }
}

/// As much of evidence as a filter looks at.
const SLIM: &str = "v.confidence, v.attribution, coalesce(v.date, v.reported)";

fn slim_evidence(row: &Row<'_>) -> Result<Evidence, StoreError> {
    let nothing = || Quote { start: 0, end: 0, text: String::new() };
    Ok(Evidence {
        document: String::new(),
        sentence: 0,
        quote: nothing(),
        trigger: nothing(),
        source: nothing(),
        target: nothing(),
        cues: Vec::new(),
        attribution: read::list(row, 1)?,
        modality: Modality::Asserted,
        date: None,
        // The date of the event, where there is one, takes the place of that of the report.
        reported: row.get(2)?,
        confidence: row.get::<_, f64>(0)? as f32,
        coreference: false,
        implicit: false,
    })
}

/// The evidence of an edge, as far as a filter looks at it.
pub(super) fn slim(db: &Connection, edge: i64, mut each: impl FnMut(Evidence)) -> Result<(), StoreError> {
    let sql = format!("SELECT {SLIM} FROM evidence v WHERE v.edge = ?");
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = statement.query([edge])?;
    while let Some(row) = rows.next()? {
        each(slim_evidence(row)?);
    }
    Ok(())
}

/// What counts of every edge.
pub(super) fn sums(db: &Connection, filter: &Filter) -> Result<FxHashMap<i64, Sum>, StoreError> {
    let mut statement = db.prepare(&format!("SELECT {SLIM}, v.edge FROM evidence v"))?;
    let mut rows = statement.query([])?;
    let mut sums: FxHashMap<i64, Sum> = FxHashMap::default();
    while let Some(row) = rows.next()? {
        let edge = row.get(3)?;
        sums.entry(edge).or_default().add(&slim_evidence(row)?, filter);
    }
    Ok(sums)
}
