//! Floor 2, stage `read`: files → documents, with furniture told from text.
//!
//! [`expand`] turns what a user names (files, folders, globs, `-`) into [`Source`]s in a stable
//! order; [`documents`] reads one source as a stream, so that memory stays bounded by the largest
//! record. One bad file or line is an error of its own; the rest goes on.

mod dates;
mod decode;
mod expand;
mod feeds;
mod html;
mod language;
mod mail;
mod markup;
mod office;
#[cfg(feature = "pdf")]
mod pdf;
mod prose;
mod records;
mod sheets;
mod sketch;
mod warc;
mod zones;

use std::io::BufRead;
use std::path::Path;
use std::sync::Arc;

use sha2::{Digest, Sha256};

pub use decode::Counter;
use expand::Kind;
pub use expand::{Passed, Source, expand};
pub use language::foreign_language;
pub use sketch::sketch;

use crate::error::{ReadError, TableError};
use crate::tables::Tables;
use crate::types::{DateFound, DateFrom, Document, Span};

/// What a record or page says of a document beside its text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Meta {
    pub id: Option<String>,
    pub title: Option<String>,
    /// Dates of publication, the most trusted first.
    pub dates: Vec<DateFound>,
    pub source: Option<String>,
    pub url: Option<String>,
}

/// How inputs are read.
#[derive(Debug, Clone)]
pub struct How {
    /// Words of pages and names of places.
    pub tables: Arc<Tables>,
    /// What columns of tables and keys of records hold, before the usual names: (`text`, `Body`).
    pub columns: Vec<(Field, String)>,
    /// Told of what is read.
    pub counter: Counter,
}

/// What a column of a table or a key of a record holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The text.
    Text,
    /// Its title.
    Title,
    /// Its date of publication.
    Date,
    /// Who published it.
    Source,
    /// Where.
    Url,
    /// What it is called.
    Id,
}

impl How {
    /// With the bundled tables.
    ///
    /// # Errors
    /// As [`Tables::bundled`].
    pub fn bundled() -> Result<Self, TableError> {
        Ok(Self::new(Tables::with_overlays(&[])?))
    }

    /// With these tables, and the usual names of columns.
    pub fn new(tables: Arc<Tables>) -> Self {
        Self { tables, columns: Vec::new(), counter: Counter::default() }
    }
}

/// A document from text, read as a file of that text would be: HTML is told by its tags.
pub fn from_text(id: &str, text: &str) -> Document {
    let meta = Meta { id: Some(id.to_owned()), ..Meta::default() };
    match Tables::bundled() {
        Ok(tables) => document(text, meta, "", tables),
        // The tests keep a bad table from being released.
        Err(_) => document(text, meta, "", &Tables::default()),
    }
}

/// Puts a document together: text, zones, title, dates.
fn document(text: &str, meta: Meta, name: &str, tables: &Tables) -> Document {
    if html::is_html(text) {
        let page = html::extract(text, &tables.pages);
        let meta = Meta {
            id: meta.id,
            title: meta.title.or(page.meta.title),
            dates: [meta.dates, page.meta.dates].concat(),
            source: meta.source.or(page.meta.source),
            url: meta.url.or(page.meta.url),
        };
        return assemble(page.text, &page.forms, meta, name, tables);
    }
    assemble(text.to_owned(), &[], meta, name, tables)
}

fn assemble(text: String, forms: &[(Span, html::Form)], meta: Meta, name: &str, tables: &Tables) -> Document {
    let found = zones::zones(&text, meta.title.as_deref(), forms, tables);
    let sha256: String = Sha256::digest(text.as_bytes()).iter().map(|b| format!("{b:02x}")).collect();
    let mut dates = meta.dates;
    dates.extend(found.dates);
    for (words, from) in [(meta.url.as_deref(), DateFrom::Address), (Some(name), DateFrom::FileName)] {
        if let Some((date, words)) = words.and_then(|w| Some((dates::in_address(w)?, w))) {
            dates.push(dates::found(date.to_string(), from, words));
        }
    }
    dates.sort_by_key(|date| date.from);
    dates.dedup();
    let own = meta.id.or_else(|| meta.url.clone());
    Document {
        place: own.clone(),
        // What has no id of its own is named by `Source::named`.
        id: own.unwrap_or_default(),
        sha256,
        title: meta.title.or(found.headline),
        date: dates.iter().find(|date| date.from.is_trusted()).map(|date| date.date.clone()),
        dates,
        source: meta.source,
        url: meta.url,
        text,
        zones: found.zones,
    }
}

/// The documents of one source, in order: one for a text or page, one a record for JSON and JSON
/// Lines.
pub fn documents(source: &Source, how: &How) -> Box<dyn Iterator<Item = Result<Document, ReadError>>> {
    match open(source, how) {
        Ok(stream) => {
            let source = source.clone();
            Box::new(stream.map(move |document| document.map(|document| source.named(document))))
        }
        Err(error) => Box::new(std::iter::once(Err(error))),
    }
}

type Stream = Box<dyn Iterator<Item = Result<Document, ReadError>>>;

/// Largest single text that is read, in bytes.
const LARGEST: u64 = 512 << 20;

fn open(source: &Source, how: &How) -> Result<Stream, ReadError> {
    let mut reader = decode::open(source, &how.counter)?;
    let kind = match source.kind() {
        Kind::Stream if warc::looks_like(&mut reader) => Kind::Warc,
        Kind::Stream if mail::is_mailbox(&mut reader) => Kind::Mailbox,
        Kind::Stream if reader.fill_buf().is_ok_and(office::looks_like) => Kind::Office,
        Kind::Stream if records::starts_lines(&mut reader) => Kind::JsonLines,
        Kind::Stream if reader.fill_buf().is_ok_and(|head| head.starts_with(b"%PDF-")) => Kind::Pdf,
        kind => kind,
    };
    match kind {
        Kind::JsonLines => return lines_of_records(source, reader, how),
        Kind::Json if records::starts_lines(&mut reader) => return lines_of_records(source, reader, how),
        Kind::Warc => return Ok(Box::new(warc::pages(source.clone(), reader, how))),
        Kind::Mailbox => return Ok(Box::new(mail::mailbox(source.clone(), reader, how))),
        Kind::Table(delimiter) => {
            let reader = decode::from_utf16(reader, source, LARGEST)?;
            return Ok(Box::new(sheets::rows(source.clone(), reader, delimiter, how)?));
        }
        Kind::Mail => {
            let bytes = decode::all_bytes(reader, source, LARGEST)?;
            let document = mail::mail(&bytes, &source.name, how).map_err(|p| source.error(None, p))?;
            return Ok(Box::new(std::iter::once(Ok(document))));
        }
        Kind::Office => {
            let bytes = decode::all_bytes(reader, source, LARGEST)?;
            let document = office::text(&bytes, &source.name, how).map_err(|p| source.error(None, p))?;
            return Ok(Box::new(std::iter::once(Ok(document))));
        }
        #[cfg(feature = "pdf")]
        Kind::Pdf => {
            let bytes = decode::all_bytes(reader, source, LARGEST)?;
            let (document, missing) =
                pdf::text(bytes, &source.name, how).map_err(|p| source.error(None, p))?;
            let missing = missing.map(|problem| Err(source.error(None, problem)));
            return Ok(Box::new(std::iter::once(Ok(document)).chain(missing)));
        }
        #[cfg(not(feature = "pdf"))]
        Kind::Pdf => return Err(source.error(None, "PDF: this program was built without the feature `pdf`")),
        Kind::Json | Kind::Stream | Kind::Text | Kind::Feed => {}
    }
    let text = decode::read_all(reader, source, LARGEST)?;
    if text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').is_empty() {
        return Err(source.error(None, "empty: no text in it"));
    }
    if kind == Kind::Json || kind == Kind::Stream && records::looks_like(&text) {
        return records::all(source, text, how);
    }
    if kind == Kind::Feed || kind == Kind::Stream && feeds::looks_like(&text) {
        return Ok(feeds::all(source, &text, how));
    }
    let document = document(&text, Meta::default(), &source.name, &how.tables);
    if document.text.trim().is_empty() {
        return Err(source.error(None, "a page without an article: links to other stories, or no text"));
    }
    Ok(Box::new(std::iter::once(Ok(document))))
}

fn lines_of_records(source: &Source, reader: Bytes, how: &How) -> Result<Stream, ReadError> {
    let reader = decode::from_utf16(reader, source, LARGEST)?;
    Ok(Box::new(records::lines(source.clone(), reader, how)))
}

impl Source {
    /// The document with an id, if it has none of its own, and with its place.
    fn named(&self, mut document: Document) -> Document {
        let stream = is_stdin(&self.path);
        if !document.id.is_empty() {
            // Many files count their records from 1; an address or a Message-ID is nobody else's.
            if !stream && !document.id.contains([':', '@']) {
                document.place = Some(format!("{}\n{}", place_of(&self.path), document.id));
            }
            return document;
        }
        let name = if stream { "stdin" } else { self.name.as_str() };
        document.id = format!("{name}#{}", document.sha256.get(..8).unwrap_or_default());
        document.place = (!stream).then(|| place_of(&self.path));
        document
    }

    /// An error about what this source holds.
    fn error(&self, line: Option<usize>, problem: impl Into<String>) -> ReadError {
        ReadError::Content { path: self.path.clone(), line, problem: problem.into() }
    }

    fn io(&self, error: std::io::Error) -> ReadError {
        ReadError::Io { path: self.path.clone(), source: error }
    }
}

/// The place of what a file holds: its whole path, which a line with the id may follow where a record has one
/// of its own.
pub fn place_of(path: &Path) -> String {
    let whole = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    format!("file:{}", whole.to_string_lossy())
}

/// A boxed reader of decompressed bytes.
type Bytes = Box<dyn BufRead + Send>;

/// True if the path is the standard input.
fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}
