//! JSON and JSON Lines records → documents.

use serde_json::{Map, Value};

use super::{Bytes, Field, How, Meta, Source, Stream, dates, decode, document};
use crate::error::ReadError;
use crate::types::{DateFrom, Document};

/// Longest JSON line that is read, in bytes.
const LONGEST: usize = 256 << 20;

const TEXT: &[&str] = &[
    "text",
    "body",
    "content",
    "article",
    "maintext",
    "full_text",
    "fulltext",
    "articleBody",
    "content_text",
    "html",
    "content_html",
    "description",
];
const TITLE: &[&str] = &["title", "headline", "heading", "name"];
const DATE: &[&str] = &[
    "date",
    "published",
    "published_at",
    "publishedAt",
    "date_published",
    "datePublished",
    "date_publish",
    "pubDate",
    "pub_date",
    "publish_date",
    "publication_date",
    "publication_time",
    "created_at",
    "timestamp",
];
const SOURCE: &[&str] = &[
    "source",
    "publisher",
    "outlet",
    "source_domain",
    "site",
    "sitename",
    "site_name",
    "newspaper",
    "publication",
    "agency",
];
const URL: &[&str] = &["url", "link", "uri", "href", "canonical_url", "web_url", "webUrl"];
const ID: &[&str] = &["id", "_id", "doc_id", "docid", "document_id", "uuid", "guid", "article_id"];
const LISTS: &[&str] = &["articles", "documents", "docs", "items", "data", "results", "records", "entries"];

/// True if a text begins as JSON does.
pub(super) fn looks_like(text: &str) -> bool {
    let start = text.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
    start.starts_with("{\"")
        || start.starts_with("[{")
        || start.starts_with("{\n")
        || start.starts_with("[\n")
}

/// True if what comes next is JSON Lines: a whole object on the first line and another after it.
/// Only the reader's buffer is looked at; nothing is taken from it.
pub(super) fn starts_lines(reader: &mut Bytes) -> bool {
    let Ok(head) = reader.fill_buf() else { return false };
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let mut lines = head.splitn(2, |&b| b == b'\n');
    let (Some(first), Some(rest)) = (lines.next(), lines.next()) else { return false };
    first.trim_ascii_start().starts_with(b"{")
        && rest.trim_ascii_start().first() == Some(&b'{')
        && serde_json::from_slice::<Map<String, Value>>(first)
            .is_ok_and(|mut object| list_in(&mut object).is_none())
}

/// All records of a JSON text: one object, a list, or an object that holds a list; lines of
/// objects too.
pub(super) fn all(source: &Source, text: String, how: &How) -> Result<Stream, ReadError> {
    let json = text.trim_start_matches('\u{feff}');
    let value = match parse(json) {
        Ok(value) => value,
        Err(error) => {
            // Lines of objects under another name, the first of them longer than a buffer.
            if json
                .lines()
                .next()
                .is_some_and(|line| serde_json::from_str::<Map<String, Value>>(line).is_ok())
            {
                let bytes: Bytes = Box::new(std::io::Cursor::new(text.into_bytes()));
                return Ok(Box::new(lines(source.clone(), bytes, how)));
            }
            return Err(source.error(Some(error.line()), format!("not JSON: {error}")));
        }
    };
    drop(text);
    let records = match value {
        Value::Array(list) => list,
        Value::Object(mut object) => match list_in(&mut object) {
            Some(list) => list,
            None => vec![Value::Object(object)],
        },
        _ => return Err(source.error(None, "JSON, but no object or list of objects")),
    };
    if records.is_empty() {
        return Err(source.error(None, "no records in it"));
    }
    let (source, how) = (source.clone(), how.clone());
    let many = records.len() > 1;
    Ok(Box::new(records.into_iter().enumerate().map(move |(i, value)| {
        let name = if many { format!("{}#{}", source.name, i + 1) } else { source.name.clone() };
        record(value, &name, &how)
            .map_err(|problem| source.error(None, format!("record {}: {problem}", i + 1)))
    })))
}

/// JSON, in which a half of a surrogate pair (`\ud83d`, left over where a program cut a text in the
/// middle of an emoji) becomes U+FFFD instead of an error that loses the record.
fn parse(json: &str) -> serde_json::Result<Value> {
    serde_json::from_str(json).or_else(|error| match mend_surrogates(json) {
        Some(mended) => serde_json::from_str(&mended),
        None => Err(error),
    })
}

/// The text with each lone surrogate escape replaced, at the same length; `None` if there is none.
fn mend_surrogates(json: &str) -> Option<String> {
    let unit = |at: usize| {
        let digits = json.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(digits, 16).ok()
    };
    let mut out = String::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(found) = json.get(at..).and_then(|rest| rest.find('\\')) {
        at += found;
        at += match (unit(at), unit(at + 6)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => 12,
            (Some(0xd800..=0xdfff), _) => {
                out.push_str(json.get(copied..at)?);
                out.push_str("\\ufffd");
                copied = at + 6;
                6
            }
            (Some(_), _) => 6,
            // An escaped character is never the start of the next escape.
            (None, _) => {
                1 + json.get(at + 1..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8)
            }
        };
    }
    if copied == 0 {
        return None;
    }
    out.push_str(json.get(copied..)?);
    Some(out)
}

fn list_in(object: &mut Map<String, Value>) -> Option<Vec<Value>> {
    if TEXT.iter().any(|key| object.get(*key).is_some_and(Value::is_string)) {
        return None;
    }
    LISTS.iter().find_map(|key| match object.get_mut(*key) {
        Some(Value::Array(list)) => Some(std::mem::take(list)),
        _ => None,
    })
}

/// The records of JSON Lines, one by one.
pub(super) fn lines(
    source: Source,
    mut reader: Bytes,
    how: &How,
) -> impl Iterator<Item = Result<Document, ReadError>> + use<> {
    let how = how.clone();
    let mut number = 0;
    let mut failed = false;
    let mut seen = false;
    std::iter::from_fn(move || {
        if failed {
            return None;
        }
        loop {
            let (bytes, too_long) = match decode::line(&mut reader, LONGEST) {
                Ok(Some(line)) => line,
                Ok(None) => {
                    failed = true;
                    return (!seen).then(|| Err(source.error(None, "empty: no records in it")));
                }
                Err(error) => {
                    // A truncated or broken stream errs for ever: stop at the first.
                    failed = true;
                    return Some(Err(source.error(Some(number + 1), format!("cannot be read on: {error}"))));
                }
            };
            number += 1;
            if too_long {
                seen = true;
                return Some(Err(
                    source.error(Some(number), format!("a line over {} MB; skipped", LONGEST >> 20))
                ));
            }
            let text = match decode::text(bytes) {
                Some(text) => text,
                None => {
                    seen = true;
                    return Some(Err(source.error(Some(number), "binary, not text; skipped")));
                }
            };
            let text = text.trim_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
            if text.is_empty() {
                continue;
            }
            seen = true;
            let name = format!("{}#{number}", source.name);
            let parsed = parse(text).map_err(|e| format!("not JSON: {e}"));
            return Some(
                parsed
                    .and_then(|value| record(value, &name, &how))
                    .map_err(|problem| source.error(Some(number), problem)),
            );
        }
    })
}

/// One record → a document.
pub(super) fn record(value: Value, name: &str, how: &How) -> Result<Document, String> {
    let Value::Object(object) = value else { return Err("no object; expected {\"text\": …}".to_owned()) };
    let first = |field: Field| {
        let own = how.columns.iter().filter(|(of, _)| *of == field).map(|(_, key)| key.as_str());
        own.chain(keys(field).iter().copied()).find_map(|key| any_case(&object, key))
    };
    let text = first(Field::Text)
        .ok_or_else(|| format!("no text; expected one of the keys {}", TEXT[..5].join(", ")))?;
    if text.trim().is_empty() {
        return Err("empty text".to_owned());
    }
    let dated = |words: String| match dates::iso(&words) {
        Some(date) => dates::found(date, DateFrom::Record, &words),
        None => dates::found(String::new(), DateFrom::Unread, &words),
    };
    let given = first(Field::Date).filter(|words| !words.trim().is_empty());
    let meta = Meta {
        id: first(Field::Id),
        title: first(Field::Title).map(|t| t.trim().to_owned()),
        dates: given.map(dated).into_iter().collect(),
        source: first(Field::Source),
        url: first(Field::Url),
    };
    Ok(document(&text, meta, name, &how.tables))
}

/// The usual names of what holds a field.
fn keys(field: Field) -> &'static [&'static str] {
    match field {
        Field::Text => TEXT,
        Field::Title => TITLE,
        Field::Date => DATE,
        Field::Source => SOURCE,
        Field::Url => URL,
        Field::Id => ID,
    }
}

impl How {
    /// True if one of these columns holds the text.
    pub(super) fn knows(&self, columns: &[String]) -> bool {
        let own = self.columns.iter().filter(|(field, _)| *field == Field::Text).map(|(_, key)| key.as_str());
        own.chain(TEXT.iter().copied())
            .any(|key| columns.iter().any(|column| column.eq_ignore_ascii_case(key)))
    }
}

/// The value of a key as it is written, else in any case: tables write `Title`.
fn any_case(object: &Map<String, Value>, key: &str) -> Option<String> {
    string(object, key).or_else(|| {
        let other = object.keys().find(|known| known.eq_ignore_ascii_case(key))?;
        string(object, other)
    })
}

/// A value as a string: numbers too, and `{"name": …}` for publishers.
fn string(object: &Map<String, Value>, key: &str) -> Option<String> {
    match object.get(key)? {
        Value::String(s) if !s.trim().is_empty() => Some(s.clone()),
        Value::Number(n) => Some(n.to_string()),
        Value::Object(inner) => ["name", "title", "id"].iter().find_map(|k| match inner.get(*k) {
            Some(Value::String(s)) => Some(s.clone()),
            _ => None,
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn halves_of_surrogate_pairs_are_replaced() {
        let read = |json: &str| parse(json).ok().and_then(|v| v.as_str().map(str::to_owned));
        assert_eq!(read(r#""a\ud83d b\ude00\ud83d\ude00""#).as_deref(), Some("a\u{fffd} b\u{fffd}😀"));
        assert_eq!(read(r#""\\ud83d\n\ud83d\ud83d\ude00é""#).as_deref(), Some("\\ud83d\n\u{fffd}😀é"));
        assert_eq!(read(r#""\ud83d"#), None);
        assert_eq!(read("\"\\"), None);
    }
}
