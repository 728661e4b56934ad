//! Where results and messages go.

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::Failure;
use crate::export::{self, Format};
use crate::graph::Graph;

/// Writes results to standard output; a reader that has gone away is no error.
pub(super) fn stdout(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Writes a message to standard error.
pub(super) fn message(text: &str) {
    // Nothing can be done if standard error is closed.
    let _ = writeln!(anstream::stderr().lock(), "{text}");
}

/// A file to write and its format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    format: Format,
    /// `-` is standard output.
    path: PathBuf,
}

impl Target {
    /// From `PATH` (format by extension) or `FORMAT:PATH`.
    pub fn parse(text: &str) -> Result<Self, String> {
        let named = text.split_once(':').and_then(|(format, path)| Some((Format::from_name(format)?, path)));
        let (format, path) = match named {
            Some((format, path)) => (format, path),
            None if text == "-" => (Format::Json, text),
            None => {
                let names: Vec<&str> = Format::ALL.iter().map(|f| f.name()).collect();
                let format = Format::from_path(Path::new(text)).ok_or_else(|| {
                    format!(
                        "{text}: no format known by this name; expected an extension or FORMAT:PATH with one of {}",
                        names.join(", ")
                    )
                })?;
                (format, text)
            }
        };
        if path.is_empty() {
            return Err(format!("{text}: no path after the format"));
        }
        Ok(Self { format, path: PathBuf::from(path) })
    }

    /// Fails early where a file could never be written: before an hour of reading, not after.
    fn check(&self) -> Result<(), Failure> {
        let folder = self.path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if self.path.as_os_str() != "-" && !folder.is_dir() {
            return Err(Failure::All(format!(
                "{}: no folder {}; make it first",
                self.path.display(),
                folder.display()
            )));
        }
        if self.path.is_dir() {
            return Err(Failure::All(format!("{}: is a folder; name a file", self.path.display())));
        }
        Ok(())
    }

    /// Fails early where a file could never be written or one output would overwrite another.
    pub fn check_all(targets: &[Self]) -> Result<(), Failure> {
        for (i, target) in targets.iter().enumerate() {
            target.check()?;
            if targets
                .iter()
                .take(i)
                .any(|earlier| earlier.path == target.path && earlier.format != target.format)
            {
                return Err(Failure::All(format!(
                    "{}: named for two formats; give each its own file",
                    target.path.display()
                )));
            }
        }
        Ok(())
    }

    /// Fails early where an output would overwrite something that is read.
    pub fn check_inputs<'p>(targets: &[Self], inputs: impl Iterator<Item = &'p Path>) -> Result<(), Failure> {
        // Only a file that is there already can be an input; links are followed.
        let existing: Vec<(PathBuf, &Self)> =
            targets.iter().filter_map(|t| Some((t.path.canonicalize().ok()?, t))).collect();
        if existing.is_empty() {
            return Ok(());
        }
        for input in inputs {
            let Ok(path) = input.canonicalize() else { continue };
            let same = existing.iter().find(|(target, _)| *target == path && target.is_file());
            if let Some((_, target)) = same {
                return Err(Failure::All(format!(
                    "{}: is an input too and would be overwritten; name another output",
                    target.path.display()
                )));
            }
        }
        Ok(())
    }

    /// Writes the graph: the whole file, or nothing.
    pub fn write(&self, graph: &Graph) -> Result<(), Failure> {
        if self.path.as_os_str() == "-" {
            return stdout(&export::to_bytes(graph, self.format)?);
        }
        Ok(export::write(graph, self.format, &self.path)?)
    }
}
