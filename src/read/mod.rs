//! Floor 2, stage `read`: files → documents, with furniture told from text.
//!
//! [`expand`] turns what a user names (files, folders, globs, `-`) into [`Source`]s in a stable
//! order; [`documents`] reads one source as a stream, so that memory stays bounded by the largest
//! record. One bad file or line is an error of its own; the rest goes on.

mod dates;
mod decode;
mod expand;
mod html;
mod markup;
mod records;
mod zones;

use std::io::BufRead;
use std::path::Path;

use sha2::{Digest, Sha256};

pub use expand::{Source, expand};

use crate::error::ReadError;
use crate::types::Document;

/// What a record or page says of a document beside its text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Meta {
    pub id: Option<String>,
    pub title: Option<String>,
    /// `YYYY-MM-DD`.
    pub date: Option<String>,
    pub source: Option<String>,
    pub url: Option<String>,
}

/// A document from text, read as a file of that text would be: HTML is told by its tags.
pub fn from_text(id: &str, text: &str) -> Document {
    let meta = Meta { id: Some(id.to_owned()), ..Meta::default() };
    document(text, meta, "")
}

/// Puts a document together: text, zones, title, date.
fn document(text: &str, meta: Meta, name: &str) -> Document {
    if html::is_html(text) {
        let page = html::extract(text);
        let meta = Meta {
            id: meta.id,
            title: meta.title.or(page.meta.title),
            date: meta.date.or(page.meta.date),
            source: meta.source.or(page.meta.source),
            url: meta.url.or(page.meta.url),
        };
        return assemble(page.text, meta, name);
    }
    assemble(text.to_owned(), meta, name)
}

fn assemble(text: String, meta: Meta, name: &str) -> Document {
    let found = zones::zones(&text, meta.title.as_deref());
    let sha256: String = Sha256::digest(text.as_bytes()).iter().map(|b| format!("{b:02x}")).collect();
    let id = meta
        .id
        .or_else(|| meta.url.clone())
        .or_else(|| (!name.is_empty()).then(|| name.to_owned()))
        .unwrap_or_else(|| sha256.clone());
    Document {
        id,
        sha256,
        title: meta.title.or(found.headline),
        date: meta.date.or(found.date),
        source: meta.source,
        url: meta.url,
        text,
        zones: found.zones,
    }
}

/// The documents of one source, in order: one for a text or page, one a record for JSON and JSON
/// Lines.
pub fn documents(source: &Source) -> Box<dyn Iterator<Item = Result<Document, ReadError>>> {
    match open(source) {
        Ok(stream) => stream,
        Err(error) => Box::new(std::iter::once(Err(error))),
    }
}

type Stream = Box<dyn Iterator<Item = Result<Document, ReadError>>>;

/// Largest single text that is read, in bytes.
const LARGEST: u64 = 512 << 20;

fn open(source: &Source) -> Result<Stream, ReadError> {
    let mut reader = decode::open(source)?;
    let kind = source.kind();
    if kind == expand::Kind::JsonLines || kind != expand::Kind::Text && records::starts_lines(&mut reader) {
        if decode::is_utf16(&mut reader) {
            let text = decode::read_all(reader, source, LARGEST)?;
            reader = Box::new(std::io::Cursor::new(text.into_bytes()));
        }
        return Ok(Box::new(records::lines(source.clone(), reader)));
    }
    let text = decode::read_all(reader, source, LARGEST)?;
    if text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').is_empty() {
        return Err(source.error(None, "empty: no text in it"));
    }
    if kind == expand::Kind::Json || kind == expand::Kind::Stream && records::looks_like(&text) {
        return records::all(source, text);
    }
    let document = document(&text, Meta::default(), &source.name);
    if document.text.trim().is_empty() {
        return Err(source.error(None, "a page without text"));
    }
    Ok(Box::new(std::iter::once(Ok(document))))
}

impl Source {
    /// An error about what this source holds.
    fn error(&self, line: Option<usize>, problem: impl Into<String>) -> ReadError {
        ReadError::Content { path: self.path.clone(), line, problem: problem.into() }
    }

    fn io(&self, error: std::io::Error) -> ReadError {
        ReadError::Io { path: self.path.clone(), source: error }
    }
}

/// A boxed reader of decompressed bytes.
type Bytes = Box<dyn BufRead + Send>;

/// True if the path is the standard input.
fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}
