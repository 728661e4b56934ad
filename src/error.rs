//! Floor 0: what can fail. Text never does; files, tables and formats may.

use std::path::PathBuf;

use thiserror::Error;

/// A bundled or user table that cannot be used.
#[derive(Debug, Clone, Error, PartialEq, Eq)]
#[error("{file}:{line}: {problem}")]
pub struct TableError {
    /// File name, `data/relations.tsv` for instance.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong and what would be right.
    pub problem: String,
}

/// An input that cannot be read (or a part of it: the rest goes on).
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The file system says no.
    #[error("{path}: {source}", path = path.display())]
    Io {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Something is wrong with what a file holds.
    #[error("{path}{at}: {problem}", path = path.display(), at = line.map(|l| format!(":{l}")).unwrap_or_default())]
    Content {
        /// Which file.
        path: PathBuf,
        /// Line, from 1, where there is one.
        line: Option<usize>,
        /// What is wrong and what to do.
        problem: String,
    },
}

/// A graph that cannot be written or read back.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ExportError {
    /// The file system says no.
    #[error("{path}: {source}", path = path.display())]
    Io {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Not a format, or not a graph of ours.
    #[error("{path}: {problem}", path = path.display())]
    Format {
        /// Which file.
        path: PathBuf,
        /// What is wrong and what to do.
        problem: String,
    },
}
