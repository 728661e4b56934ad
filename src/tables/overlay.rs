//! Tables of the user, laid over those of the program.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::Tables;
use super::tsv::rows;
use crate::error::TableError;

/// Tables larger than this are refused.
const MOST_BYTES: u64 = 64 << 20;

/// A table that a user may add rows to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Table {
    Countries,
    Groups,
    Offices,
    Bodies,
    People,
    Leaders,
    Places,
    Holders,
    Kin,
    Wikidata,
    Nicknames,
    Forms,
    Words,
    Relations,
    Cues,
    Pages,
    Senses,
    Events,
}

const TABLES: [(&str, Table); 18] = [
    ("countries", Table::Countries),
    ("groups", Table::Groups),
    ("offices", Table::Offices),
    ("bodies", Table::Bodies),
    ("people", Table::People),
    ("leaders", Table::Leaders),
    ("places", Table::Places),
    ("holders", Table::Holders),
    ("kin", Table::Kin),
    ("wikidata", Table::Wikidata),
    ("nicknames", Table::Nicknames),
    ("forms", Table::Forms),
    ("words", Table::Words),
    ("relations", Table::Relations),
    ("cues", Table::Cues),
    ("pages", Table::Pages),
    ("senses", Table::Senses),
    ("events", Table::Events),
];

/// A user's table as it was read.
#[derive(Debug)]
pub(super) struct Sheet {
    pub table: Table,
    pub file: String,
    pub text: String,
}

/// A hash of what the sheets say; nothing for none.
pub(super) fn hash(sheets: &[Sheet]) -> Vec<u8> {
    if sheets.is_empty() {
        return Vec::new();
    }
    let mut hash = Sha256::new();
    for sheet in sheets {
        hash.update(format!("{:?}\t{}\t", sheet.table, sheet.text.len()));
        hash.update(&sheet.text);
    }
    hash.finalize().to_vec()
}

fn fail(path: &Path, line: usize, problem: impl Into<String>) -> TableError {
    TableError { file: path.to_string_lossy().into_owned(), line, problem: problem.into() }
}

/// The tables that files and folders hold, in order; those of a folder by name.
pub(super) fn read(paths: &[PathBuf]) -> Result<Vec<Sheet>, TableError> {
    let mut sheets = Vec::new();
    for path in paths {
        if !path.is_dir() {
            sheets.push(sheet(path)?);
            continue;
        }
        let entries = path.read_dir().map_err(|error| fail(path, 0, error.to_string()))?;
        let hidden = |p: &PathBuf| p.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.'));
        let mut files: Vec<PathBuf> = entries
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|p| p.extension().is_some_and(|e| e.eq_ignore_ascii_case("tsv")) && !hidden(p))
            .collect();
        files.sort();
        if files.is_empty() {
            return Err(fail(path, 0, format!("no table in this folder; expected {}", names())));
        }
        for file in files {
            sheets.push(sheet(&file)?);
        }
    }
    Ok(sheets)
}

fn names() -> String {
    TABLES.map(|(name, _)| format!("{name}.tsv")).join(", ")
}

/// `groups.tsv` and `groups-mine.tsv` are tables of groups.
fn sheet(path: &Path) -> Result<Sheet, TableError> {
    let name = path.file_name().map(|n| n.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    let stem = name.split(['.', '-', '_']).next().unwrap_or_default();
    let table = TABLES.iter().find(|(known, _)| *known == stem).map(|(_, table)| *table);
    let Some(table) = table.filter(|_| name.ends_with(".tsv")) else {
        return Err(fail(path, 0, format!("no table of this name; expected one of {}", names())));
    };
    let metadata = path.metadata().map_err(|error| fail(path, 0, error.to_string()))?;
    if !metadata.is_file() || metadata.len() > MOST_BYTES {
        return Err(fail(path, 0, format!("no file of at most {} MB", MOST_BYTES >> 20)));
    }
    let bytes = std::fs::read(path).map_err(|error| fail(path, 0, error.to_string()))?;
    let mut text = String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let line = error.as_bytes().iter().take(good).filter(|b| **b == b'\n').count() + 1;
        fail(path, line, "not UTF-8; save the table as UTF-8")
    })?;
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    Ok(Sheet { table, file: path.to_string_lossy().into_owned(), text })
}

impl Sheet {
    /// Codes and slugs must be those of other rows.
    pub fn check(&self, tables: &Tables) -> Result<(), TableError> {
        let (file, text) = (&self.file, &self.text);
        if self.table == Table::Relations {
            return tables.plover.check(file, text);
        }
        let column = match self.table {
            Table::Groups | Table::Leaders | Table::Places => "country",
            _ => return Ok(()),
        };
        for row in rows(file, text, &[column])? {
            let code = row.cell(0);
            if !code.is_empty() && tables.countries.by_iso3(code).is_none() {
                return Err(row.error(format!("{code:?} is no code of countries.tsv")));
            }
        }
        if self.table == Table::Groups {
            for row in rows(file, text, &["part_of"])? {
                let slug = row.cell(0);
                if !slug.is_empty() && tables.groups.by_slug(slug).is_none() {
                    return Err(row.error(format!("{slug:?} is no slug of groups.tsv")));
                }
            }
        }
        Ok(())
    }
}
