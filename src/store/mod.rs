//! Floor 4: a graph that grows, in one file: an SQLite database that other tools open too.
//!
//! What the pipeline made of each document is the truth; who is who, actors, edges, evidence and
//! events are folded from it by the functions of [`crate::graph`], document by document, so that a store of
//! some documents holds the very graph that [`merge`](crate::graph::merge) makes of them. With
//! corrections, which reshape the whole graph, all is folded anew. `docs/store.md` describes the
//! tables.
//!
//! A store is written in transactions of whole batches of documents: whatever happens, it holds
//! all of a batch or nothing. Readers see the last whole batch and wait for nobody.

mod add;
mod batch;
mod copies;
mod error;
mod fold;
mod identity;
mod insert;
mod meetings;
mod read;
mod rebuild;
mod schema;
mod sift;
mod source;
mod texts;
mod values;

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension, Transaction, TransactionBehavior};
use rustc_hash::FxHashMap;

pub use crate::graph::Options as Settings;
pub use add::{Changed, Done, Incoming, Met, Run, reading_of};
pub use error::StoreError;
pub use rebuild::Told;
pub use schema::FORMAT;

use crate::graph::Counts;
use crate::tables::Tables;
use crate::types::ActorId;
use schema::Found;

/// How long to wait for another writer.
const PATIENCE: Duration = Duration::from_secs(10);
/// Prepared statements that are kept.
const STATEMENTS: usize = 96;

fn keep(db: &Connection, settings: Settings) -> Result<(), StoreError> {
    set(db, "threshold", &settings.threshold.to_string())?;
    set(db, "readings", if settings.all_readings { "all" } else { "asserted" })?;
    set(db, "copies", if settings.keep_copies { "each" } else { "once" })
}

/// A graph in a file.
#[derive(Debug)]
pub struct Store {
    db: Connection,
    path: PathBuf,
    settings: Settings,
    tables: Arc<Tables>,
    /// Ids of actors that were asked for, by key.
    ids: RefCell<FxHashMap<i64, ActorId>>,
    /// It has told others that it writes.
    announced: bool,
}

impl Store {
    /// True if a file begins as a store does. A file that cannot be read is none.
    pub fn is_store(path: &Path) -> bool {
        use std::io::Read;
        let mut head = [0; 16];
        path.is_file()
            && std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut head)).is_ok()
            && head == *b"SQLite format 3\0"
    }

    /// Opens a store for questions.
    ///
    /// # Errors
    /// It cannot be read, is no store, is damaged or of a newer format.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Self::opened_for_reading(path).map_err(|error| error.at(path))
    }

    fn opened_for_reading(path: &Path) -> Result<Self, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let opened = Connection::open_with_flags(path, flags)
            .map_err(StoreError::from)
            .and_then(|db| Self::prepared(db, path));
        match opened {
            Err(StoreError::Closed { .. } | StoreError::ReadOnly { .. })
                if path.is_file() && !beside(path, "-wal").exists() =>
            {
                // A folder that cannot be written to: nobody else can write either.
                let flags = flags | OpenFlags::SQLITE_OPEN_URI;
                Self::prepared(Connection::open_with_flags(as_uri(path), flags)?, path)
            }
            other => other,
        }
    }

    fn prepared(db: Connection, path: &Path) -> Result<Self, StoreError> {
        tune(&db)?;
        match schema::check(&db, &path.to_string_lossy())? {
            Found::Store => {}
            Found::Former => schema::lend(&db)?,
            Found::Nothing => return Err(StoreError::Foreign { path: path.to_owned() }),
        }
        Self::of(db, path)
    }

    fn of(db: Connection, path: &Path) -> Result<Self, StoreError> {
        let (settings, tables) = (settings(&db)?, tables()?);
        let ids = RefCell::default();
        Ok(Self { db, path: path.to_owned(), settings, tables, ids, announced: false })
    }

    /// Opens a store to be written to, or makes one with these settings; those of a store that is
    /// there stay.
    ///
    /// # Errors
    /// It cannot be written to, is no store, is damaged or of a newer format, or another process
    /// writes to it for longer than some seconds.
    pub fn open_to_write(path: &Path, new: Settings) -> Result<Self, StoreError> {
        Self::opened_to_write(path, new).map_err(|error| error.at(path))
    }

    fn opened_to_write(path: &Path, new: Settings) -> Result<Self, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut db = Connection::open_with_flags(path, flags)?;
        tune(&db)?;
        // Looked at before anything is changed: it may be another program's.
        let found = schema::check(&db, &path.to_string_lossy())?;
        if matches!(found, Found::Nothing) {
            db.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
            let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            // Another process may have been faster.
            if matches!(schema::check(&transaction, &path.to_string_lossy())?, Found::Nothing) {
                schema::create(&transaction)?;
                keep(&transaction, new)?;
            }
            transaction.commit()?;
        }
        // A committed batch survives a crash of the machine too.
        db.execute_batch("PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864;")?;
        let mut store = Self::of(db, path)?;
        if matches!(found, Found::Former) {
            store.migrate()?;
        }
        Ok(store)
    }

    /// With tables of your own, which tell corrections what countries and bodies there are.
    #[must_use]
    pub fn with_tables(mut self, tables: Arc<Tables>) -> Self {
        self.tables = tables;
        self
    }

    /// How long to wait for another writer before giving up; some seconds unless told otherwise.
    ///
    /// # Errors
    /// SQLite refuses.
    pub fn wait_for_writers(&self, patience: Duration) -> Result<(), StoreError> {
        Ok(self.db.busy_timeout(patience)?)
    }

    /// A quota: the file will not grow beyond so many pages (of 4 KiB), as if the disk were full.
    ///
    /// # Errors
    /// SQLite refuses.
    pub fn limit_pages(&self, pages: u32) -> Result<(), StoreError> {
        Ok(self.db.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))?)
    }

    /// Tells others who writes, so that they know whom they wait for; until the store is closed.
    ///
    /// # Errors
    /// The store cannot be written to.
    pub fn announce(&mut self, what: &str) -> Result<(), StoreError> {
        let process = i64::from(std::process::id());
        self.write(|transaction, _| {
            let sql = "INSERT OR REPLACE INTO writers (process, since, what) VALUES (?, datetime('now'), ?)";
            transaction.execute(sql, rusqlite::params![process, what])?;
            Ok(())
        })?;
        self.announced = true;
        Ok(())
    }

    /// The settings with which documents are folded.
    pub fn settings(&self) -> Settings {
        self.settings
    }

    /// How many documents it holds.
    ///
    /// # Errors
    /// The store is damaged.
    pub fn len(&self) -> Result<usize, StoreError> {
        let count = self.db.query_row("SELECT count(*) FROM readings", [], |row| row.get::<_, i64>(0));
        Ok(usize::try_from(count.map_err(|e| StoreError::from(e).at(&self.path))?).unwrap_or(0))
    }

    /// How many of them are copies of others, and count with them.
    ///
    /// # Errors
    /// The store is damaged.
    pub fn copies(&self) -> Result<usize, StoreError> {
        copies::count(&self.db).map_err(|error| error.at(&self.path))
    }

    /// How many actors and edges of each kind it holds.
    ///
    /// # Errors
    /// The store is damaged.
    pub fn counts(&self) -> Result<Counts, StoreError> {
        let count = |table: &str, kind: &str| {
            let sql = format!("SELECT count(*) FROM {table} WHERE kind = ?");
            let count = self.db.query_row(&sql, [kind], |row| row.get(0));
            count.map(|n: i64| usize::try_from(n).unwrap_or(0))
        };
        let counts = || {
            Ok(Counts {
                people: count("actors", "person")?,
                countries: count("actors", "country")?,
                groups: count("actors", "group")?,
                meetings: count("edges", "meeting")?,
                stances: count("edges", "stance")?,
                affiliations: count("edges", "affiliation")?,
            })
        };
        counts().map_err(|error: rusqlite::Error| StoreError::from(error).at(&self.path))
    }

    /// True if it holds no document.
    ///
    /// # Errors
    /// The store is damaged.
    pub fn is_empty(&self) -> Result<bool, StoreError> {
        Ok(self.len()? == 0)
    }

    /// The text of its corrections and the name of their file, if it has any.
    ///
    /// # Errors
    /// The store is damaged.
    pub fn corrections(&self) -> Result<Option<(String, String)>, StoreError> {
        rebuild::corrections(&self.db).map_err(|error| error.at(&self.path))
    }

    /// Does all of `work`, or nothing.
    fn write<T>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>, &Ways) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let ways = Ways { settings: self.settings, tables: Arc::clone(&self.tables) };
        let result = self
            .db
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(StoreError::from)
            .and_then(|transaction| {
                let value = work(&transaction, &ways)?;
                transaction.commit()?;
                Ok(value)
            });
        result.map_err(|error| match error {
            StoreError::Busy { .. } => StoreError::Busy { path: self.path.clone(), holder: self.holder() },
            other => other.at(&self.path),
        })
    }

    /// Who writes, in words.
    fn holder(&self) -> String {
        let mine = i64::from(std::process::id());
        let row = self
            .db
            .prepare("SELECT process, what, since FROM writers WHERE process <> ? ORDER BY since DESC")
            .and_then(|mut statement| {
                let rows = statement.query_map([mine], |row| {
                    Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?))
                })?;
                rows.collect::<Result<Vec<_>, _>>()
            })
            .unwrap_or_default()
            .into_iter()
            .find(|(process, _, _)| is_alive(*process));
        match row {
            Some((process, what, since)) => {
                format!("process {process} ({what}, since {since} UTC) writes to it")
            }
            None => "another process writes to it".to_owned(),
        }
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        if self.announced {
            // Nothing can be done if it fails: a process that is gone is not taken for a writer.
            let _ = self.db.busy_timeout(Duration::from_millis(200));
            let process = i64::from(std::process::id());
            let _ = self.db.execute("DELETE FROM writers WHERE process = ?", [process]);
        }
    }
}

/// How documents are folded.
struct Ways {
    settings: Settings,
    tables: Arc<Tables>,
}

fn tables() -> Result<Arc<Tables>, StoreError> {
    Tables::with_overlays(&[]).map_err(|error| StoreError::damaged("", error.to_string()))
}

/// False if a process is known to be gone.
fn is_alive(process: i64) -> bool {
    let known = Path::new("/proc/self").exists();
    !known || Path::new(&format!("/proc/{process}")).exists()
}

/// A file beside the store's, such as its log.
fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// The path as SQLite takes it for a file that nobody changes.
fn as_uri(path: &Path) -> String {
    let mut out = String::from("file:");
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => out.push(*byte as char),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out + "?immutable=1"
}

fn tune(db: &Connection) -> Result<(), StoreError> {
    db.busy_timeout(PATIENCE)?;
    db.set_prepared_statement_cache_capacity(STATEMENTS);
    // A damaged file is told sooner; a made-up one cannot call functions from its schema.
    db.execute_batch(
        "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA cache_size = -65536;
         PRAGMA temp_store = MEMORY;",
    )?;
    Ok(())
}

/// A setting's text.
fn get(db: &Connection, name: &str) -> Result<Option<String>, StoreError> {
    let sql = "SELECT value FROM settings WHERE name = ?";
    Ok(db.query_row(sql, [name], |row| row.get(0)).optional()?)
}

fn set(db: &Connection, name: &str, value: &str) -> Result<(), StoreError> {
    db.execute("INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)", [name, value])?;
    Ok(())
}

fn settings(db: &Connection) -> Result<Settings, StoreError> {
    let threshold = get(db, "threshold")?.and_then(|text| text.parse().ok());
    let threshold = threshold.filter(|p| (0.0..=1.0).contains(p));
    let all_readings = get(db, "readings")?.is_some_and(|text| text == "all");
    let keep_copies = get(db, "copies")?.is_some_and(|text| text == "each");
    match threshold {
        Some(threshold) => Ok(Settings { threshold, all_readings, keep_copies }),
        None => Err(StoreError::damaged("", "it has no threshold")),
    }
}
