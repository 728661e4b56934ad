//! Reading of tab-separated tables: a header row, one fact a line, `#` comments, empty cells.

use crate::error::TableError;

/// One line of a table, with its cells in the order of the columns asked for.
pub(super) struct Row<'t> {
    file: &'t str,
    /// Line in the file, from 1.
    pub line: usize,
    cells: Vec<&'t str>,
}

impl<'t> Row<'t> {
    /// Cell `i` (in the order of the columns asked for), without surrounding white space.
    pub fn cell(&self, i: usize) -> &'t str {
        self.cells.get(i).copied().unwrap_or("")
    }

    /// The parts of cell `i`, separated by `|`.
    pub fn list(&self, i: usize) -> impl Iterator<Item = &'t str> {
        self.cell(i).split('|').map(str::trim).filter(|part| !part.is_empty())
    }

    /// An error that names this line.
    pub fn error(&self, problem: impl Into<String>) -> TableError {
        TableError { file: self.file.to_owned(), line: self.line, problem: problem.into() }
    }
}

/// The rows of `text`, whose header must name `columns` (others may stand beside them). A column with
/// `?` before its name may be missing; its cells are empty then.
///
/// # Errors
/// The header lacks a column, or a row has more cells than the header.
pub(super) fn rows<'t>(file: &'t str, text: &'t str, columns: &[&str]) -> Result<Vec<Row<'t>>, TableError> {
    let fail = |line: usize, problem: String| TableError { file: file.to_owned(), line, problem };
    let mut lines = text
        .lines()
        .enumerate()
        .map(|(i, l)| (i + 1, l))
        .filter(|(_, l)| !l.starts_with('#') && !l.trim().is_empty());
    let (line, header) = lines.next().ok_or_else(|| fail(1, "no header row".to_owned()))?;
    let names: Vec<&str> = header.split('\t').map(str::trim).collect();
    let places = columns
        .iter()
        .map(|column| {
            let place = names.iter().position(|name| *name == column.trim_start_matches('?'));
            if place.is_none() && !column.starts_with('?') {
                return Err(fail(line, format!("no column {column:?}; the header has {}", names.join(", "))));
            }
            Ok(place)
        })
        .collect::<Result<Vec<_>, _>>()?;
    lines
        .map(|(line, text)| {
            let cells: Vec<&str> = text.split('\t').map(str::trim).collect();
            if cells.len() > names.len() {
                return Err(fail(
                    line,
                    format!("{} cells, but the header names {} columns", cells.len(), names.len()),
                ));
            }
            Ok(Row {
                file,
                line,
                cells: places.iter().map(|p| p.and_then(|p| cells.get(p).copied()).unwrap_or("")).collect(),
            })
        })
        .collect()
}
