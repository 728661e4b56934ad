//! Floor 0: what can fail. Text never does; files, tables and formats may.

use std::path::{Path, PathBuf};

use thiserror::Error;

/// A bundled or user table that cannot be used.
#[derive(Debug, Clone, Error, PartialEq, Eq)]
#[error("{file}{at}: {problem}", at = if *.line == 0 { String::new() } else { format!(":{line}") })]
pub struct TableError {
    /// File name, `data/relations.tsv` for instance.
    pub file: String,
    /// Line, from 1; 0 where the whole file is meant.
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

impl ReadError {
    /// Which file.
    pub fn path(&self) -> &Path {
        match self {
            Self::Io { path, .. } | Self::Content { path, .. } => path,
        }
    }

    /// Which file, and where in it.
    pub fn place(&self) -> String {
        match self {
            Self::Io { path, .. } | Self::Content { path, line: None, .. } => path.display().to_string(),
            Self::Content { path, line: Some(line), .. } => format!("{}:{line}", path.display()),
        }
    }
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

/// A source of answers that cannot be read: a store that is damaged, locked or gone.
#[derive(Debug, Error)]
#[error(transparent)]
pub struct SourceError(pub Box<dyn std::error::Error + Send + Sync>);

/// What is wrong with entries of a corrections file, or what they found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CorrectionProblem {
    /// The lines concerned, from 1, in order.
    pub lines: Vec<usize>,
    /// What is wrong and what would be right.
    pub text: String,
}

/// A corrections file that cannot be used.
#[derive(Debug, Clone, Error, PartialEq, Eq)]
#[error("{}", corrections_message(.file, .problems))]
pub struct CorrectionsError {
    /// Which file.
    pub file: String,
    /// All that is wrong with it, by line.
    pub problems: Vec<CorrectionProblem>,
}

/// More problems than this are counted, not listed.
const LISTED: usize = 20;

fn corrections_message(file: &str, problems: &[CorrectionProblem]) -> String {
    let mut lines: Vec<String> = problems.iter().take(LISTED).map(|p| p.in_file(file)).collect();
    if problems.len() > LISTED {
        lines.push(format!("{file}: and {} more problems", problems.len() - LISTED));
    }
    lines.join("\n")
}

impl CorrectionProblem {
    /// `file:3: …`; further lines are named in brackets.
    pub fn in_file(&self, file: &str) -> String {
        let Some((first, others)) = self.lines.split_first() else { return format!("{file}: {}", self.text) };
        let others: Vec<String> = others.iter().map(|line| format!("line {line}")).collect();
        let also = if others.is_empty() { String::new() } else { format!(" (and {})", others.join(", ")) };
        format!("{file}:{first}: {}{also}", self.text)
    }
}
