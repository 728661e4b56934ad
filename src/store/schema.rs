//! Tables, indexes and views of a store; `docs/store.md` describes them.

use rusqlite::Connection;

use super::error::StoreError;

/// `application_id` of a store: `DEMR`.
pub(super) const APPLICATION: i64 = 0x4445_4d52;
/// Number of the format (`user_version`); a store of a later one is refused.
pub const FORMAT: i64 = 5;
/// The earliest format that is brought to this one.
const OLDEST: i64 = 2;
/// The first that knew all places of a text.
const PLACED: i64 = 4;

/// Ids of edges and events are a letter and twelve hex digits of a hash: the number itself is the
/// key of the row, so that an id needs no index of its own.
const TABLES: &str = "
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE writers (process INTEGER PRIMARY KEY, since TEXT NOT NULL, what TEXT NOT NULL);

CREATE TABLE documents (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    given_id TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    title TEXT,
    date TEXT,
    source TEXT,
    url TEXT,
    place TEXT,
    words INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX documents_given ON documents (given_id, sha256);
CREATE INDEX documents_sha256 ON documents (sha256);
CREATE INDEX documents_place ON documents (place);
CREATE INDEX documents_id ON documents (id);
CREATE TABLE readings (
    document INTEGER PRIMARY KEY,
    reading TEXT NOT NULL,
    program TEXT NOT NULL,
    graph BLOB NOT NULL
);

CREATE TABLE profiles (
    document INTEGER NOT NULL,
    actor TEXT NOT NULL,
    block TEXT NOT NULL,
    profile TEXT NOT NULL,
    PRIMARY KEY (document, actor)
) WITHOUT ROWID;
CREATE INDEX profiles_block ON profiles (block, actor, document);
CREATE TABLE identities (
    actor TEXT PRIMARY KEY,
    block TEXT NOT NULL,
    means TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX identities_block ON identities (block);

CREATE TABLE actors (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    kind TEXT,
    subtype TEXT,
    name TEXT,
    iso3 TEXT,
    wikidata TEXT,
    mentions INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE names (
    key INTEGER PRIMARY KEY,
    actor INTEGER NOT NULL,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    canonical INTEGER NOT NULL
);
CREATE INDEX names_actor ON names (actor);
CREATE INDEX names_folded ON names (folded);
CREATE TABLE tallies (actor INTEGER PRIMARY KEY, tally TEXT NOT NULL);

CREATE TABLE edges (
    key INTEGER PRIMARY KEY,
    id TEXT AS (printf('e%012x', key)),
    source INTEGER NOT NULL,
    target INTEGER NOT NULL,
    kind TEXT NOT NULL,
    status TEXT,
    mode TEXT,
    event INTEGER,
    polarity TEXT,
    category TEXT,
    basis TEXT,
    intensity REAL,
    role TEXT,
    former INTEGER,
    count INTEGER NOT NULL,
    confidence REAL NOT NULL,
    first TEXT,
    last TEXT,
    lead INTEGER NOT NULL
);
CREATE INDEX edges_source ON edges (source, target, kind, polarity, status, confidence);
CREATE INDEX edges_target ON edges (target, source, kind, polarity, status, confidence);
CREATE INDEX edges_event ON edges (event) WHERE event IS NOT NULL;

CREATE TABLE sentences (
    key INTEGER PRIMARY KEY,
    document INTEGER NOT NULL,
    number INTEGER NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    text TEXT NOT NULL
);
CREATE INDEX sentences_document ON sentences (document, start);
CREATE VIRTUAL TABLE search USING fts5(text, content='sentences', content_rowid='key', tokenize='unicode61');

CREATE TABLE evidence (
    key INTEGER PRIMARY KEY,
    edge INTEGER NOT NULL,
    document INTEGER NOT NULL,
    n INTEGER NOT NULL,
    sentence INTEGER NOT NULL,
    trigger_start INTEGER NOT NULL,
    trigger_end INTEGER NOT NULL,
    trigger_words TEXT NOT NULL,
    source_start INTEGER NOT NULL,
    source_end INTEGER NOT NULL,
    source_words TEXT NOT NULL,
    target_start INTEGER NOT NULL,
    target_end INTEGER NOT NULL,
    target_words TEXT NOT NULL,
    cues TEXT,
    attribution TEXT,
    modality TEXT NOT NULL,
    date TEXT,
    date_precision TEXT,
    date_anchor TEXT,
    date_start INTEGER,
    date_end INTEGER,
    date_words TEXT,
    reported TEXT,
    confidence REAL NOT NULL,
    coreference INTEGER NOT NULL,
    implicit INTEGER NOT NULL,
    basis TEXT,
    intensity REAL,
    role TEXT
);
CREATE INDEX evidence_edge ON evidence (edge, document);
CREATE INDEX evidence_document ON evidence (document);
CREATE INDEX evidence_sentence ON evidence (sentence);

CREATE TABLE events (
    key INTEGER PRIMARY KEY,
    id TEXT AS (printf('m%012x', key)),
    meeting INTEGER,
    status TEXT NOT NULL,
    mode TEXT NOT NULL,
    place TEXT,
    topic TEXT,
    host TEXT,
    mediator TEXT,
    date TEXT,
    date_precision TEXT,
    date_anchor TEXT,
    date_start INTEGER,
    date_end INTEGER,
    date_words TEXT
);
CREATE INDEX events_meeting ON events (meeting) WHERE meeting IS NOT NULL;
CREATE TABLE participants (
    event INTEGER NOT NULL,
    n INTEGER NOT NULL,
    actor INTEGER NOT NULL,
    PRIMARY KEY (event, n)
) WITHOUT ROWID;
CREATE INDEX participants_actor ON participants (actor, event);
CREATE TABLE reports (
    key INTEGER PRIMARY KEY,
    meeting INTEGER NOT NULL,
    document INTEGER NOT NULL,
    n INTEGER NOT NULL,
    day TEXT,
    event INTEGER,
    report TEXT NOT NULL
);
CREATE INDEX reports_meeting ON reports (meeting, document, n, day, event);
CREATE INDEX reports_document ON reports (document);
CREATE INDEX reports_event ON reports (event);
";

/// Where a text stands that counts as it stands elsewhere.
const PLACES: &str = "
CREATE TABLE places (
    key INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL,
    place TEXT,
    id TEXT NOT NULL,
    title TEXT,
    date TEXT,
    source TEXT,
    url TEXT,
    reading TEXT NOT NULL,
    program TEXT NOT NULL,
    graph BLOB NOT NULL
);
CREATE INDEX places_sha256 ON places (sha256);
CREATE INDEX places_place ON places (place);
";

/// Copies with what they count with, and what is common to copies.
const COPIES: &str = "
CREATE TABLE copies (document INTEGER PRIMARY KEY, original INTEGER NOT NULL);
CREATE INDEX copies_original ON copies (original);
CREATE TABLE bands (
    band INTEGER NOT NULL,
    document INTEGER NOT NULL,
    PRIMARY KEY (band, document)
) WITHOUT ROWID;
";

/// They ask nothing of SQLite that is not in version 3.31 (2020): tools bring their own.
const VIEWS: &str = "
CREATE VIEW aliases AS
    SELECT a.id AS actor, n.name AS alias FROM names n JOIN actors a ON a.key = n.actor
    WHERE NOT n.canonical;

CREATE VIEW meetings AS
    SELECT e.id AS event, e.status, e.mode, e.date, e.place, e.topic, e.host, e.mediator,
        (SELECT group_concat(name, '; ') FROM (SELECT a.name AS name FROM participants p
            JOIN actors a ON a.key = p.actor WHERE p.event = e.key ORDER BY p.n)) AS participants,
        (SELECT max(l.confidence) FROM edges l WHERE l.event = e.key) AS confidence,
        (SELECT count(DISTINCT v.document) FROM edges l JOIN evidence v ON v.edge = l.key
            WHERE l.event = e.key) AS documents
    FROM events e;

CREATE VIEW stances AS
    SELECT l.id AS edge, h.id AS holder_id, h.name AS holder, l.polarity, l.category, l.basis,
        l.intensity, t.id AS target_id, t.name AS target, l.count, l.confidence, l.first, l.last
    FROM edges l JOIN actors h ON h.key = l.source JOIN actors t ON t.key = l.target
    WHERE l.kind = 'stance';

CREATE VIEW affiliations AS
    SELECT l.id AS edge, m.id AS member_id, m.name AS member, l.role, l.former, b.id AS body_id,
        b.name AS body, l.count, l.confidence, l.first, l.last
    FROM edges l JOIN actors m ON m.key = l.source JOIN actors b ON b.key = l.target
    WHERE l.kind = 'affiliation';

CREATE VIEW timeline AS
    SELECT coalesce(v.date, v.reported) AS date, l.kind, l.status, l.polarity, l.category,
        s.id AS source_id, s.name AS source, t.id AS target_id, t.name AS target,
        v.confidence, v.attribution, q.text AS sentence, d.id AS document, d.source AS publisher,
        l.id AS edge, q.key AS sentence_key
    FROM evidence v JOIN edges l ON l.key = v.edge JOIN actors s ON s.key = l.source
        JOIN actors t ON t.key = l.target JOIN sentences q ON q.key = v.sentence
        JOIN documents d ON d.key = v.document;
";

/// What an open may find.
pub(super) enum Found {
    /// A store of this format.
    Store,
    /// A store of an earlier one, which answers all questions and is brought to this one before it is
    /// written to.
    Former,
    /// Nothing at all: a new file.
    Nothing,
}

/// Tells a store from other databases.
pub(super) fn check(db: &Connection, path: &str) -> Result<Found, StoreError> {
    let application = number(db, "PRAGMA application_id")?;
    let format = number(db, "PRAGMA user_version")?;
    let tables = number(db, "SELECT count(*) FROM sqlite_master")?;
    match (application, format) {
        (0, 0) if tables == 0 => Ok(Found::Nothing),
        (APPLICATION, FORMAT) => Ok(Found::Store),
        (APPLICATION, OLDEST..FORMAT) => Ok(Found::Former),
        (APPLICATION, newer) if newer > FORMAT => Err(StoreError::Newer { path: path.into(), format: newer }),
        (APPLICATION, older) if older > 0 => Err(StoreError::Older { path: path.into(), format: older }),
        (APPLICATION, other) => Err(StoreError::damaged(path, format!("no store has format {other}"))),
        _ => Err(StoreError::Foreign { path: path.into() }),
    }
}

/// Makes the tables of a new store, all or none.
pub(super) fn create(db: &Connection) -> Result<(), StoreError> {
    db.execute_batch(TABLES)?;
    db.execute_batch(PLACES)?;
    db.execute_batch(COPIES)?;
    db.execute_batch(VIEWS)?;
    db.execute_batch(&format!("PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {FORMAT};"))?;
    Ok(())
}

/// Brings a store of an earlier format to this one. Format 4 knew no copies: documents are nobody's until
/// they are read again. Format 3 knew one place of a text only. Format 2's ids
/// of documents were names of files or their own; which, it did not keep: they stay until their texts come
/// again, for which all are to be read anew.
pub(super) fn migrate(db: &Connection) -> Result<(), StoreError> {
    if number(db, "PRAGMA user_version")? == OLDEST {
        db.execute_batch(
            "ALTER TABLE documents ADD COLUMN place TEXT;
             UPDATE documents SET place = given_id;
             UPDATE readings SET program = '';
             DROP INDEX documents_given;
             CREATE INDEX documents_given ON documents (given_id, sha256);
             CREATE INDEX documents_sha256 ON documents (sha256);
             CREATE INDEX documents_place ON documents (place);",
        )?;
    }
    if number(db, "PRAGMA user_version")? < PLACED {
        db.execute_batch(PLACES)?;
    }
    // A number before the program's: what it read is read again when it comes.
    db.execute_batch(
        "ALTER TABLE documents ADD COLUMN words INTEGER NOT NULL DEFAULT 0;
         UPDATE readings SET program = '4 ' || program WHERE program <> '';
         UPDATE places SET program = '4 ' || program WHERE program <> '';",
    )?;
    db.execute_batch(COPIES)?;
    db.execute_batch(&format!("PRAGMA user_version = {FORMAT};"))?;
    Ok(())
}

/// Stands in for the tables that a store of an earlier format lacks, while it is read.
pub(super) fn lend(db: &Connection) -> Result<(), StoreError> {
    for (name, table) in [("places", PLACES), ("copies", COPIES)] {
        let sql = "SELECT count(*) FROM sqlite_master WHERE name = ?";
        if db.query_row(sql, [name], |row| row.get::<_, i64>(0))? == 0 {
            // Without their indexes: nothing is in them.
            let tables = table.split_inclusive(';').filter(|sql| sql.contains("CREATE TABLE"));
            db.execute_batch(&tables.collect::<String>().replace("CREATE TABLE", "CREATE TEMP TABLE"))?;
        }
    }
    Ok(())
}

fn number(db: &Connection, pragma: &str) -> Result<i64, StoreError> {
    Ok(db.query_row(pragma, [], |row| row.get(0))?)
}

/// Takes away all that is folded from the documents, and nothing else.
pub(super) fn clear(db: &Connection) -> Result<(), StoreError> {
    db.execute_batch(
        "DELETE FROM actors; DELETE FROM names; DELETE FROM tallies; DELETE FROM edges;
         DELETE FROM evidence; DELETE FROM events; DELETE FROM participants; DELETE FROM reports;
         DELETE FROM sentences; INSERT INTO search (search) VALUES ('delete-all');
         DELETE FROM documents WHERE key NOT IN (SELECT document FROM readings);",
    )?;
    Ok(())
}
