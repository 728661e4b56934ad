//! CSV and TSV with a header → documents, one a row, streamed.
//!
//! Cells are parted here and not by a library, as libraries take a stray quote for whatever it may be: `1,"a` on
//! one line and `2,"b"` on the next are one row to them. Here the first is told, and the second is read.

use std::collections::VecDeque;

use serde_json::{Map, Value};

use super::{Bytes, How, Source, decode, records};
use crate::error::ReadError;
use crate::types::Document;

/// Longest row that is read, in bytes.
const LONGEST: usize = 64 << 20;

/// The rows of a table whose cells are parted by `delimiter`.
pub(super) fn rows(
    source: Source,
    reader: Bytes,
    delimiter: u8,
    how: &How,
) -> Result<impl Iterator<Item = Result<Document, ReadError>> + use<>, ReadError> {
    let how = how.clone();
    let mut table =
        Table { reader, delimiter, columns: usize::MAX, ahead: VecDeque::new(), line: 0, has_ended: false };
    let header = match table.next() {
        Some(Ok(row)) => row.cells,
        Some(Err((line, problem))) => return Err(source.error(Some(line), format!("no table: {problem}"))),
        None => return Err(source.error(Some(1), "no table: nothing in it")),
    };
    let header: Vec<String> = header.iter().map(|name| cell(name).trim().to_owned()).collect();
    if header.len() < 2 && !how.knows(&header) {
        return Err(source.error(Some(1), "no header of several columns; expected text, title, date …"));
    }
    table.columns = header.len();
    let mut table = table.peekable();
    if table.peek().is_none() {
        return Err(source.error(Some(1), "a header and no rows"));
    }
    Ok(table.map(move |row| {
        let row = row.map_err(|(line, problem)| source.error(Some(line), problem))?;
        let fail = |problem: String| source.error(Some(row.line), problem);
        if row.cells.len() != header.len() {
            let lines = match row.lines {
                1 => String::new(),
                n => format!(" in lines {} to {}", row.line, row.line + n - 1),
            };
            let (cells, columns) = (row.cells.len(), header.len());
            return Err(fail(format!(
                "{cells} cells{lines}, but the header names {columns} columns; skipped"
            )));
        }
        let mut object = Map::new();
        for (name, value) in header.iter().zip(&row.cells) {
            object.entry(name.clone()).or_insert_with(|| Value::String(cell(value)));
        }
        let name = format!("{}#{}", source.name, row.line);
        records::record(Value::Object(object), &name, &how).map_err(fail)
    }))
}

fn cell(bytes: &[u8]) -> String {
    decode::text(bytes.to_vec()).unwrap_or_else(|| String::from_utf8_lossy(bytes).into_owned())
}

/// A table line by line.
struct Table {
    reader: Bytes,
    delimiter: u8,
    /// How many cells a row has.
    columns: usize,
    /// Lines that a row swallowed that was none.
    ahead: VecDeque<Vec<u8>>,
    /// Lines that were read so far.
    line: usize,
    has_ended: bool,
}

/// Cells, as far as their lines are read.
#[derive(Default)]
struct Row {
    /// The first line, from 1.
    line: usize,
    lines: usize,
    cells: Vec<Vec<u8>>,
    /// The cell that is being read.
    cell: Vec<u8>,
    /// It began with a quote, and that is open.
    is_open: bool,
}

/// A line, and what is wrong there.
type Problem = (usize, String);

impl Iterator for Table {
    type Item = Result<Row, Problem>;

    /// The next row. One whose quote is not closed as a quote of a cell would be is told, and the lines after its
    /// first are read as rows of their own.
    fn next(&mut self) -> Option<Self::Item> {
        let mut row = Row::default();
        let mut taken: Vec<Vec<u8>> = Vec::new();
        let mut bytes = 0;
        let unclosed = |how: String| format!("a quote that opens in this row {how}; the row is skipped");
        let problem = loop {
            let line = match self.line() {
                Ok(Some(line)) if line.is_empty() && taken.is_empty() => continue,
                Ok(Some(line)) => line,
                Ok(None) if taken.is_empty() => return None,
                Ok(None) => break unclosed("is never closed".to_owned()),
                Err(problem) => {
                    row.line = if taken.is_empty() { self.line } else { row.line };
                    taken.push(Vec::new());
                    break problem;
                }
            };
            if taken.is_empty() {
                row.line = self.line;
            }
            row.lines += 1;
            bytes += line.len();
            let goes_on = row.take(&line, self.delimiter);
            taken.push(line);
            if !goes_on || row.lines > 1 && row.cells.len() > self.columns {
                break unclosed(format!("closes in the middle of line {}", self.line));
            }
            if !row.is_open {
                return Some(Ok(row));
            }
            if bytes > LONGEST {
                break unclosed(format!("is not closed within {} MB", LONGEST >> 20));
            }
        };
        self.line = row.line;
        taken.drain(1..).rev().for_each(|line| self.ahead.push_front(line));
        Some(Err((row.line, problem)))
    }
}

impl Table {
    /// The next line, without its end.
    fn line(&mut self) -> Result<Option<Vec<u8>>, String> {
        let mut line = match self.ahead.pop_front() {
            Some(line) => line,
            None if self.has_ended => return Ok(None),
            None => match decode::line(&mut self.reader, LONGEST) {
                Ok(Some((_, true))) => {
                    self.line += 1;
                    return Err(format!("a line over {} MB; skipped", LONGEST >> 20));
                }
                Ok(Some((line, false))) => line,
                Ok(None) => {
                    self.has_ended = true;
                    return Ok(None);
                }
                Err(error) => {
                    (self.line, self.has_ended) = (self.line + 1, true);
                    return Err(format!("cannot be read on: {error}"));
                }
            },
        };
        self.line += 1;
        while line.last().is_some_and(|b| matches!(b, b'\n' | b'\r')) {
            line.pop();
        }
        if self.line == 1 {
            if line.starts_with("\u{feff}".as_bytes()) {
                line.drain(.."\u{feff}".len());
            }
            // Programs of former days end lines with a carriage return alone.
            let mut lines = line.split(|b| *b == b'\r').map(<[u8]>::to_vec);
            let first = lines.next().unwrap_or_default();
            self.ahead = lines.collect();
            return Ok(Some(first));
        }
        Ok(Some(line))
    }
}

impl Row {
    /// Takes in one more line. False if an open quote is followed by what follows no cell.
    fn take(&mut self, line: &[u8], delimiter: u8) -> bool {
        let mut begins = !self.is_open;
        let mut at = 0;
        while let Some(&byte) = line.get(at) {
            at += 1;
            let rest = line.get(at..).unwrap_or_default();
            match byte {
                b'"' if begins => self.is_open = true,
                b'"' if self.is_open => {
                    let after = rest.iter().position(|b| *b != b' ').and_then(|spaces| rest.get(spaces));
                    match (rest.first(), after) {
                        (Some(b'"'), _) => {
                            self.cell.push(byte);
                            at += 1;
                        }
                        (_, None) => self.is_open = false,
                        (_, Some(next)) if *next == delimiter => self.is_open = false,
                        // A quotation within the line that nobody has doubled.
                        _ if self.lines == 1 => self.cell.push(byte),
                        _ => return false,
                    }
                }
                _ if byte == delimiter && !self.is_open => self.end_cell(),
                _ => self.cell.push(byte),
            }
            begins = byte == delimiter && !self.is_open;
        }
        if self.is_open {
            self.cell.push(b'\n')
        } else {
            self.end_cell()
        }
        true
    }

    fn end_cell(&mut self) {
        self.cells.push(std::mem::take(&mut self.cell));
    }
}
