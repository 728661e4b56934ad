//! Web archives (WARC) → documents, one for each response that is a page.

use std::io::{BufRead, Read};

use super::{Bytes, How, Meta, Source, dates, decode, document, html};
use crate::error::ReadError;
use crate::types::{DateFrom, Document};

/// Pages larger than this are skipped.
const LARGEST: u64 = 64 << 20;

/// Longest line of a header.
const LONGEST: usize = 1 << 16;

/// Broken places without a record between them after which an archive is given up.
const MOST_BROKEN: usize = 20;

/// Most lines of a header.
const MOST_LINES: usize = 1000;

/// True if what comes next is a web archive.
pub(super) fn looks_like(reader: &mut Bytes) -> bool {
    reader.fill_buf().is_ok_and(|head| head.starts_with(b"WARC/"))
}

/// The pages of an archive, streamed. After a record that is broken the next one is looked for.
pub(super) fn pages(
    source: Source,
    reader: Bytes,
    how: &How,
) -> impl Iterator<Item = Result<Document, ReadError>> + use<> {
    let mut archive =
        Archive { source, reader, how: how.clone(), record: 0, pages: 0, broken: 0, ended: false };
    std::iter::from_fn(move || archive.next())
}

struct Archive {
    source: Source,
    reader: Bytes,
    how: How,
    /// Number of the record, from 1.
    record: usize,
    pages: usize,
    /// Broken places since the last record.
    broken: usize,
    ended: bool,
}

/// The lines of a header by lower-case name.
type Header = Vec<(String, String)>;

fn field<'h>(header: &'h Header, name: &str) -> Option<&'h str> {
    header.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

impl Archive {
    fn next(&mut self) -> Option<Result<Document, ReadError>> {
        while !self.ended {
            match self.record() {
                Ok(Some(document)) => {
                    self.pages += 1;
                    self.broken = 0;
                    return Some(Ok(document));
                }
                Ok(None) => {}
                Err(problem) => {
                    self.pages += 1;
                    return Some(Err(self.source.error(None, format!("record {}: {problem}", self.record))));
                }
            }
        }
        let nothing = self.pages == 0;
        self.pages += 1;
        nothing.then(|| Err(self.source.error(None, "a web archive without pages")))
    }

    /// The next record; `None` if it is no page.
    fn record(&mut self) -> Result<Option<Document>, String> {
        if !self.skip_to_record()? {
            self.ended = true;
            return Ok(None);
        }
        self.record += 1;
        let header = header(&mut self.reader)?;
        let length: u64 = field(&header, "content-length")
            .and_then(|n| n.parse().ok())
            .ok_or("no Content-Length; looking for the next record")?;
        let response = field(&header, "warc-type").is_some_and(|kind| kind.eq_ignore_ascii_case("response"));
        let mut block = (&mut self.reader).take(length);
        if !response || length > LARGEST {
            let skipped = std::io::copy(&mut block, &mut std::io::sink()).map_err(|e| self.broken(&e))?;
            self.ended |= skipped < length;
            return if response {
                Err(format!("a page over {} MB; skipped", LARGEST >> 20))
            } else {
                Ok(None)
            };
        }
        let mut bytes = Vec::new();
        if let Err(error) = block.read_to_end(&mut bytes) {
            return Err(self.broken(&error));
        }
        if (bytes.len() as u64) < length {
            self.ended = true;
            return Err("ends too early: a truncated archive".to_owned());
        }
        self.page(&header, &bytes)
    }

    fn broken(&mut self, error: &std::io::Error) -> String {
        // A broken stream errs for ever, but one whose records are packed one by one has others behind it.
        self.broken += 1;
        self.ended = self.broken >= MOST_BROKEN;
        format!("cannot be read: {error}; looking for the next record")
    }

    /// Goes on to the line `WARC/1.…` that opens a record, past what is left of a broken one.
    fn skip_to_record(&mut self) -> Result<bool, String> {
        loop {
            match decode::line(&mut self.reader, LONGEST) {
                Ok(Some((line, _))) if line.starts_with(b"WARC/") => return Ok(true),
                Ok(Some(_)) => {}
                Ok(None) => return Ok(false),
                Err(error) => {
                    self.record += 1;
                    return Err(self.broken(&error));
                }
            }
        }
    }

    fn page(&self, header: &Header, bytes: &[u8]) -> Result<Option<Document>, String> {
        let mut rest: Bytes = Box::new(std::io::Cursor::new(bytes.to_vec()));
        let status =
            decode::line(&mut rest, LONGEST).ok().flatten().map(|(line, _)| line).unwrap_or_default();
        let status = String::from_utf8_lossy(&status).into_owned();
        if !status.starts_with("HTTP/") {
            return Ok(None);
        }
        let answer = self::header(&mut rest)?;
        let good = status.split(' ').nth(1).is_some_and(|code| code.starts_with('2'));
        let kind = field(&answer, "content-type").unwrap_or("text/html").to_ascii_lowercase();
        if !good || !kind.contains("html") {
            return Ok(None);
        }
        let mut body = Vec::new();
        rest.read_to_end(&mut body).map_err(|e| e.to_string())?;
        if field(&answer, "transfer-encoding").is_some_and(|how| how.eq_ignore_ascii_case("chunked")) {
            body = unchunked(&body).unwrap_or(body);
        }
        let coding = field(&answer, "content-encoding").unwrap_or("").to_ascii_lowercase();
        let body = match coding.as_str() {
            "" | "identity" => body,
            "gzip" | "x-gzip" if body.starts_with(&[0x1f, 0x8b]) => {
                inflated(flate2::read::MultiGzDecoder::new(&body[..]))?
            }
            "gzip" | "x-gzip" => body,
            "deflate" => inflated(flate2::read::ZlibDecoder::new(&body[..]))?,
            other => return Err(format!("content coding {other:?} is not read")),
        };
        let text = decode::text(body).ok_or("binary, though it says that it is a page")?;
        if !html::is_html(&text) && text.trim().is_empty() {
            return Ok(None);
        }
        let url = field(header, "warc-target-uri").map(|url| url.trim_matches(['<', '>']).to_owned());
        // When a page was taken is not when it came out.
        let taken = field(header, "warc-date")
            .and_then(|words| Some(dates::found(dates::iso(words)?, DateFrom::Page, words)));
        let meta = Meta { id: url.clone(), url, dates: taken.into_iter().collect(), ..Meta::default() };
        let name = format!("{}#{}", self.source.name, self.record);
        let document = document(&text, meta, &name, &self.how.tables);
        Ok((!document.text.trim().is_empty()).then_some(document))
    }
}

/// The lines up to an empty one.
fn header(reader: &mut Bytes) -> Result<Header, String> {
    let mut out = Header::new();
    for _ in 0..MOST_LINES {
        let line = decode::line(reader, LONGEST).map_err(|e| e.to_string())?;
        let Some((line, _)) = line else { return Ok(out) };
        let line = String::from_utf8_lossy(&line);
        let line = line.trim_end();
        if line.is_empty() {
            return Ok(out);
        }
        if let Some((name, value)) = line.split_once(':') {
            out.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    Err("a header of too many lines".to_owned())
}

/// The body of chunks: each with its length in hex before it.
fn unchunked(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    loop {
        let end = body.iter().position(|&b| b == b'\n')?;
        let length = std::str::from_utf8(&body[..end]).ok()?.split(';').next()?.trim();
        let length = usize::from_str_radix(length, 16).ok()?;
        body = &body[end + 1..];
        if length == 0 {
            return Some(out);
        }
        out.extend_from_slice(body.get(..length)?);
        body = body.get(length..)?;
        body = body.strip_prefix(b"\r\n").or_else(|| body.strip_prefix(b"\n")).unwrap_or(body);
    }
}

fn inflated(reader: impl Read) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    reader.take(LARGEST + 1).read_to_end(&mut out).map_err(|e| format!("cannot be unpacked: {e}"))?;
    if out.len() as u64 > LARGEST {
        return Err(format!("a page over {} MB when unpacked; skipped", LARGEST >> 20));
    }
    Ok(out)
}
