//! What can go wrong with a store.

use std::path::PathBuf;

use rusqlite::ErrorCode;
use thiserror::Error;

use crate::error::CorrectionsError;

/// A store that cannot be opened, read or written. Nothing of what failed is kept: a store holds
/// whole batches of documents.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The file is no store.
    #[error("{path}: not a store that demarche made; name another file", path = path.display())]
    Foreign {
        /// Which file.
        path: PathBuf,
    },
    /// A later program made it.
    #[error("{path}: a store of format {format}, this program knows up to {}; use a newer demarche",
        super::FORMAT, path = path.display())]
    Newer {
        /// Which file.
        path: PathBuf,
        /// The number of its format.
        format: i64,
    },
    /// An earlier program made it, with other tables.
    #[error("{path}: a store of format {format}, this program writes {}; build it anew from the texts",
        super::FORMAT, path = path.display())]
    Older {
        /// Which file.
        path: PathBuf,
        /// The number of its format.
        format: i64,
    },
    /// Another process writes to it for longer than we wait.
    #[error("{path}: busy: {holder}; try again when it is done", path = path.display())]
    Busy {
        /// Which file.
        path: PathBuf,
        /// Who writes, as far as it is known.
        holder: String,
    },
    /// The disk is full.
    #[error("{path}: no room left on the disk; what was committed before is safe, make room and run this again",
        path = path.display())]
    Full {
        /// Which file.
        path: PathBuf,
    },
    /// It cannot be written to.
    #[error("{path}: cannot be written to: {problem}", path = path.display())]
    ReadOnly {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        problem: String,
    },
    /// The system cannot write or read it: no room, a quota, a disk that fails.
    #[error("{path}: the system cannot write or read it ({problem}); is the disk full, or a quota reached? What was \
             committed stays", path = path.display())]
    Disk {
        /// Which file.
        path: PathBuf,
        /// What SQLite says.
        problem: String,
    },
    /// There is no such file, or it may not be opened.
    #[error("{path}: cannot be opened; is it there, and may its folder be written to?", path = path.display())]
    Closed {
        /// Which file.
        path: PathBuf,
    },
    /// What it holds makes no sense.
    #[error("{path}: damaged: {problem}; build it anew from the texts", path = path.display())]
    Damaged {
        /// Which file; empty where it is not known.
        path: PathBuf,
        /// What is wrong.
        problem: String,
    },
    /// Its corrections contradict each other.
    #[error(transparent)]
    Corrections(#[from] CorrectionsError),
    /// Anything else that SQLite says.
    #[error("{path}: {source}", path = path.display())]
    Sqlite {
        /// Which file; empty where it is not known.
        path: PathBuf,
        /// What it says.
        source: rusqlite::Error,
    },
}

impl From<rusqlite::Error> for StoreError {
    fn from(source: rusqlite::Error) -> Self {
        let path = PathBuf::new();
        let problem = source.to_string();
        let Some(code) = source.sqlite_error_code() else {
            // A value of another type than the column's, a row that is not there.
            return Self::Damaged { path, problem };
        };
        match code {
            ErrorCode::DatabaseCorrupt => Self::Damaged { path, problem },
            ErrorCode::NotADatabase => Self::Foreign { path },
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => {
                Self::Busy { path, holder: "another process writes to it".to_owned() }
            }
            ErrorCode::CannotOpen => Self::Closed { path },
            ErrorCode::DiskFull => Self::Full { path },
            ErrorCode::ReadOnly => Self::ReadOnly { path, problem },
            ErrorCode::SystemIoFailure => Self::Disk { path, problem },
            _ => Self::Sqlite { path, source },
        }
    }
}

impl StoreError {
    /// Something in it makes no sense.
    pub(super) fn damaged(path: &str, problem: impl Into<String>) -> Self {
        Self::Damaged { path: path.into(), problem: problem.into() }
    }

    /// The same, of the file `file`.
    pub(super) fn at(mut self, file: &std::path::Path) -> Self {
        match &mut self {
            Self::Foreign { path }
            | Self::Newer { path, .. }
            | Self::Older { path, .. }
            | Self::Busy { path, .. }
            | Self::Full { path }
            | Self::Closed { path }
            | Self::ReadOnly { path, .. }
            | Self::Disk { path, .. }
            | Self::Damaged { path, .. }
            | Self::Sqlite { path, .. } => file.clone_into(path),
            Self::Corrections(_) => {}
        }
        self
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        Self::damaged("", error.to_string())
    }
}
