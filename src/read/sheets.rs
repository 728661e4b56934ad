//! CSV and TSV with a header → documents, one a row, streamed.

use std::cell::Cell;
use std::io::Read;
use std::rc::Rc;

use serde_json::{Map, Value};

use super::{Bytes, How, Source, decode, records};
use crate::error::ReadError;
use crate::types::Document;

/// Longest row that is read, in bytes.
const LONGEST: u64 = 64 << 20;

/// The rows of a table whose cells are parted by `delimiter`.
pub(super) fn rows(
    source: Source,
    reader: Bytes,
    delimiter: u8,
    how: &How,
) -> Result<impl Iterator<Item = Result<Document, ReadError>> + use<>, ReadError> {
    let how = how.clone();
    let left = Rc::new(Cell::new(LONGEST));
    let reader = Limited { inner: reader, left: left.clone() };
    let mut table = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(reader);
    let header: Vec<String> = match table.byte_headers() {
        Ok(header) => {
            header.iter().map(|name| cell(name).trim_matches(['\u{feff}', ' ']).to_owned()).collect()
        }
        Err(error) => return Err(source.error(Some(1), format!("no table: {error}"))),
    };
    if header.len() < 2 && !how.knows(&header) {
        return Err(source.error(Some(1), "no header of several columns; expected text, title, date …"));
    }
    // One row ahead: what the last row swallows tells a quote that is never closed.
    let mut next: Option<(csv::ByteRecord, Option<usize>)> = None;
    let mut started = false;
    let mut failed = None;
    let mut ahead = move || {
        left.set(LONGEST);
        let line = usize::try_from(table.position().line()).ok();
        let mut row = csv::ByteRecord::new();
        match table.read_byte_record(&mut row) {
            Ok(true) => {
                let line = row.position().and_then(|at| usize::try_from(at.line()).ok()).or(line);
                Ok(Some((row, line)))
            }
            Ok(false) => Ok(None),
            Err(error) => Err((line, format!("cannot be read on: {error}"))),
        }
    };
    Ok(std::iter::from_fn(move || {
        if let Some((line, problem)) = failed.take() {
            return Some(Err(source.error(line, problem)));
        }
        let mut read = || match ahead() {
            Ok(row) => row,
            Err(error) => {
                failed = Some(error);
                None
            }
        };
        if !started {
            started = true;
            next = read();
        }
        let Some((row, line)) = next.take() else {
            return failed.take().map(|(line, problem)| Err(source.error(line, problem)));
        };
        next = read();
        if next.is_none() && failed.is_none() && swallows_rows(&row, header.len(), delimiter) {
            let problem = "a quote that opens in this row is never closed; the rows after it are lost";
            return Some(Err(source.error(line, problem)));
        }
        if row.len() != header.len() {
            let problem =
                format!("{} cells, but the header names {} columns; skipped", row.len(), header.len());
            return Some(Err(source.error(line, problem)));
        }
        let mut object = Map::new();
        for (name, value) in header.iter().zip(&row) {
            object.entry(name.clone()).or_insert_with(|| Value::String(cell(value)));
        }
        let name = format!("{}#{}", source.name, line.unwrap_or(0));
        let document = records::record(Value::Object(object), &name, &how);
        Some(document.map_err(|problem| source.error(line, problem)))
    }))
}

/// True for the last row of a table if one of its cells holds whole rows.
fn swallows_rows(row: &csv::ByteRecord, columns: usize, delimiter: u8) -> bool {
    let Some(last) = row.iter().next_back() else { return false };
    let lines: Vec<&[u8]> = last.split(|&b| b == b'\n').skip(1).filter(|l| !l.is_empty()).collect();
    let like_rows =
        lines.iter().filter(|l| l.iter().filter(|&&b| b == delimiter).count() + 1 >= columns).count();
    row.len() < columns && !lines.is_empty() || like_rows > 0 && like_rows * 2 >= lines.len()
}

fn cell(bytes: &[u8]) -> String {
    decode::text(bytes.to_vec()).unwrap_or_else(|| String::from_utf8_lossy(bytes).into_owned())
}

/// A reader that errs once more was read than a row may have: a quote that is never closed must not
/// take all memory.
struct Limited {
    inner: Bytes,
    /// Bytes that may still be read for the current row.
    left: Rc<Cell<u64>>,
}

impl Read for Limited {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.left.get() == 0 {
            return Err(std::io::Error::other(format!(
                "a row over {} MB; is a quote not closed?",
                LONGEST >> 20
            )));
        }
        // Without carriage returns, lines are counted as editors count them.
        loop {
            let read = self.inner.read(buffer)?;
            self.left.set(self.left.get().saturating_sub(read as u64));
            let mut kept = 0;
            for i in 0..read {
                if buffer[i] != b'\r' {
                    buffer[kept] = buffer[i];
                    kept += 1;
                }
            }
            if kept > 0 || read == 0 {
                return Ok(kept);
            }
        }
    }
}
