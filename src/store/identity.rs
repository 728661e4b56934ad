//! Who is who in a store: what each document knows of its people lies by block, and the blocks that a
//! batch touches are settled anew by [`settle_block`].

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension, params};

use super::error::StoreError;
use crate::graph::{Identities, Profile, profiles, settle_block};
use crate::types::{ActorId, DocumentGraph};

/// Keeps what a document knows; tells which blocks that touches.
pub(super) fn put_in(
    db: &Connection,
    document: i64,
    graph: &DocumentGraph,
    touched: &mut BTreeSet<String>,
) -> Result<(), StoreError> {
    let sql = "INSERT OR REPLACE INTO profiles (document, actor, block, profile) VALUES (?, ?, ?, ?)";
    let mut statement = db.prepare_cached(sql)?;
    for profile in profiles(graph) {
        let block = profile.block();
        statement.execute(params![document, profile.id.0, block, serde_json::to_string(&profile)?])?;
        touched.insert(block);
    }
    Ok(())
}

/// Forgets what a document knew.
pub(super) fn take_out(
    db: &Connection,
    document: i64,
    touched: &mut BTreeSet<String>,
) -> Result<(), StoreError> {
    let mut statement = db.prepare_cached("SELECT DISTINCT block FROM profiles WHERE document = ?")?;
    for block in statement.query_map([document], |row| row.get(0))? {
        touched.insert(block?);
    }
    db.prepare_cached("DELETE FROM profiles WHERE document = ?")?.execute([document])?;
    Ok(())
}

/// Whom the ids of a document mean, as the store has settled it.
pub(super) fn of(db: &Connection, graph: &DocumentGraph) -> Result<Identities, StoreError> {
    let mut statement = db.prepare_cached("SELECT means FROM identities WHERE actor = ?")?;
    let mut out = Vec::new();
    for actor in &graph.actors {
        let means: Option<String> = statement.query_row([&actor.id.0], |row| row.get(0)).optional()?;
        out.extend(means.map(|means| (actor.id.clone(), ActorId(means))));
    }
    Ok(Identities::settled(out))
}

/// What the blocks that a batch has touched come to.
#[derive(Default)]
pub(super) struct Change {
    /// Ids that mean another than before; none for one who is himself again.
    new: BTreeMap<ActorId, (String, Option<ActorId>)>,
}

impl Change {
    /// Settles blocks, and compares that with what the store has; nothing is written.
    pub fn of(db: &Connection, touched: &BTreeSet<String>) -> Result<Self, StoreError> {
        let mut new = BTreeMap::new();
        let mut statement = db.prepare_cached("SELECT profile FROM profiles WHERE block = ?")?;
        let mut known = db.prepare_cached("SELECT actor, means FROM identities WHERE block = ?")?;
        for block in touched {
            let texts = statement
                .query_map([block], |row| row.get::<_, String>(0))?
                .collect::<Result<Vec<_>, _>>()?;
            let all: Vec<Profile> =
                texts.iter().map(|text| serde_json::from_str(text)).collect::<Result<_, _>>()?;
            let mut settled = settle_block(&all);
            for row in known.query_map([block], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))? {
                let (actor, means) = row?;
                let actor = ActorId(actor);
                match settled.remove(&actor) {
                    Some(same) if same.0 == means => {}
                    other => _ = new.insert(actor, (block.clone(), other)),
                }
            }
            new.extend(settled.into_iter().map(|(actor, means)| (actor, (block.clone(), Some(means)))));
        }
        Ok(Self { new })
    }

    /// The documents that know somebody who now means another.
    pub fn documents(&self, db: &Connection) -> Result<BTreeSet<i64>, StoreError> {
        let sql = "SELECT document FROM profiles WHERE block = ? AND actor = ?";
        let mut statement = db.prepare_cached(sql)?;
        let mut out = BTreeSet::new();
        for (actor, (block, _)) in &self.new {
            for document in statement.query_map(params![block, actor.0], |row| row.get(0))? {
                out.insert(document?);
            }
        }
        Ok(out)
    }

    /// Writes it.
    pub fn write(self, db: &Connection) -> Result<(), StoreError> {
        let sql = "INSERT OR REPLACE INTO identities (actor, block, means) VALUES (?, ?, ?)";
        let mut insert = db.prepare_cached(sql)?;
        let mut delete = db.prepare_cached("DELETE FROM identities WHERE actor = ?")?;
        for (actor, (block, means)) in self.new {
            match means {
                Some(means) => insert.execute(params![actor.0, block, means.0])?,
                None => delete.execute([&actor.0])?,
            };
        }
        Ok(())
    }
}
