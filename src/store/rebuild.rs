//! The folded graph anew from the documents: where corrections or settings change all of it.

use std::sync::Arc;

use rusqlite::{Connection, params};

use super::batch::graph_of;
use super::copies::Copies;
use super::error::StoreError;
use super::fold::Fold;
use super::insert::Rows;
use super::{Settings, Store, Ways, copies, get, identity, keep, schema, set};
use crate::error::CorrectionProblem;
use crate::graph::{Corrections, Graph, correct, merge, rename};

/// What corrections had to say of a graph.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// Name of the file.
    pub file: String,
    /// Entries that found nobody or nothing, by line.
    pub unused: Vec<CorrectionProblem>,
    /// Entries that are not applied because a name means several actors, by line.
    pub ambiguous: Vec<CorrectionProblem>,
}

impl Store {
    /// Keeps the text of a corrections file, in the place of what was kept before, and corrects the
    /// graph: at once and after every change of documents. An empty text takes corrections away.
    ///
    /// # Errors
    /// The text is no corrections file or contradicts itself; as for [`Store::add`].
    pub fn set_corrections(&mut self, file: &str, text: &str) -> Result<Told, StoreError> {
        self.write(|db, ways| {
            if corrections(db)?.is_some_and(|(old, name)| old == text && name == file) {
                return Ok(Told { file: file.to_owned(), ..Told::default() });
            }
            let was = is_corrected(db, ways)?;
            set(db, "corrections", text)?;
            set(db, "corrections_file", file)?;
            if was || is_corrected(db, ways)? { anew(db, ways) } else { Ok(Told::default()) }
        })
    }

    /// Chooses other readings: the graph is folded anew, no document is read again.
    ///
    /// # Errors
    /// As for [`Store::add`].
    pub fn set_settings(&mut self, new: Settings) -> Result<Told, StoreError> {
        if new == self.settings {
            return Ok(Told::default());
        }
        let told = self.write(|db, ways| {
            keep(db, new)?;
            Copies::of_all(db)?.settle(db, new.keep_copies)?;
            anew(db, &Ways { settings: new, tables: Arc::clone(&ways.tables) })
        })?;
        self.settings = new;
        Ok(told)
    }
}

/// The text of the corrections and the name of their file.
pub(super) fn corrections(db: &Connection) -> Result<Option<(String, String)>, StoreError> {
    let text = get(db, "corrections")?.filter(|text| !text.is_empty());
    let file = get(db, "corrections_file")?.unwrap_or_default();
    Ok(text.map(|text| (text, file)))
}

fn parsed(db: &Connection, ways: &Ways) -> Result<Option<Corrections>, StoreError> {
    let Some((text, file)) = corrections(db)? else { return Ok(None) };
    let corrections = Corrections::parse(&file, &text, &ways.tables)?;
    Ok(Some(corrections).filter(|c| !c.is_empty()))
}

/// True if corrections reshape the graph.
pub(super) fn is_corrected(db: &Connection, ways: &Ways) -> Result<bool, StoreError> {
    Ok(parsed(db, ways)?.is_some())
}

/// Folds all documents anew.
pub(super) fn anew(db: &Connection, ways: &Ways) -> Result<Told, StoreError> {
    schema::clear(db)?;
    let settings = ways.settings;
    let corrections = parsed(db, ways)?;
    let mut statement = db.prepare(
        "SELECT d.key, d.id FROM documents d JOIN readings r ON r.document = d.key ORDER BY d.key",
    )?;
    let documents = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<Vec<(i64, String)>, _>>()?;
    let Some(corrections) = corrections else {
        let mut fold = Fold::new(db, settings);
        for (key, id) in documents {
            if copies::original_of(db, key)?.is_some() {
                continue;
            }
            let mut graph = graph_of(db, key)?;
            identity::of(db, &graph)?.settle(&mut graph);
            rename(&mut graph, id);
            fold.put_in(key, graph)?;
        }
        fold.finish()?;
        return Ok(Told::default());
    };
    let graphs =
        documents.iter().map(|(key, _)| graph_of(db, *key)).collect::<Result<Vec<_>, StoreError>>()?;
    let corrected = correct(merge(graphs, settings), &corrections)?;
    write(db, &corrected.graph)?;
    let file = get(db, "corrections_file")?.unwrap_or_default();
    Ok(Told { file, unused: corrected.unused, ambiguous: corrected.ambiguous })
}

/// Writes a whole graph; the rows of its texts are there already.
fn write(db: &Connection, graph: &Graph) -> Result<(), StoreError> {
    let mut rows = Rows::new(db);
    for info in &graph.documents {
        if db.prepare_cached("SELECT 1 FROM documents WHERE id = ?")?.exists([&info.id])? {
            continue;
        }
        db.prepare_cached(
            "INSERT INTO documents (id, given_id, sha256, title, date, source, url)
             VALUES (?1, ?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![info.id, info.sha256, info.title, info.date, info.source, info.url])?;
    }
    for actor in graph.actors() {
        rows.write_actor(actor)?;
    }
    graph.events.iter().try_for_each(|event| rows.write_event(event, None))?;
    graph.edges().try_for_each(|edge| rows.write_edge(edge))
}
