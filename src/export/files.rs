//! Formats to files and folders: each file whole, or not at all.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::attributes::View;
use super::format::{Format, Parts, Writer};
use crate::error::ExportError;
use crate::graph::Graph;

/// Bytes that are gathered before they go to the disk.
const BUFFER: usize = 1 << 16;

/// The graph in a format of one file, as bytes.
///
/// # Errors
/// The format cannot show this graph, or is a folder.
pub fn to_bytes(graph: &Graph, format: Format) -> Result<Vec<u8>, ExportError> {
    let mut bytes = Vec::new();
    View::new(graph).stream(format, &mut bytes)?;
    Ok(bytes)
}

/// Writes the graph to a file, or a folder of files: each file whole, or not at all.
///
/// # Errors
/// The folder is missing or cannot be written to, the disk is full, or the format cannot show this
/// graph.
pub fn write(graph: &Graph, format: Format, path: &Path) -> Result<(), ExportError> {
    View::new(graph).save(format, path)
}

impl View<'_> {
    /// Writes to a stream, in a format of one file.
    ///
    /// # Errors
    /// The stream ends early, the format cannot show this view, or is a folder.
    pub fn stream(&self, format: Format, out: &mut dyn Write) -> Result<(), ExportError> {
        let writer = allowed(self, format).and_then(|parts| match parts {
            Parts::File(writer) => Ok(writer),
            Parts::Folder(_) => Err(io::Error::other("is a folder of several files; name a path for it")),
        });
        writer
            .and_then(|writer| writer(self, out))
            .map_err(|source| ExportError::Io { path: format.name().into(), source })
    }

    /// Writes to a file, or a folder of files: each file whole, or not at all.
    ///
    /// # Errors
    /// The folder is missing or cannot be written to, the disk is full, or the format cannot show
    /// this view.
    pub fn save(&self, format: Format, path: &Path) -> Result<(), ExportError> {
        let fail = |source| ExportError::Io { path: path.to_owned(), source };
        match allowed(self, format).map_err(fail)? {
            Parts::File(writer) => write_file(self, writer, path).map_err(fail),
            Parts::Folder(parts) => {
                if !path.is_dir() {
                    std::fs::create_dir(path).map_err(fail)?;
                }
                parts.iter().try_for_each(|(name, writer)| {
                    let path = path.join(name);
                    write_file(self, *writer, &path).map_err(|source| ExportError::Io { path, source })
                })
            }
        }
    }
}

/// The parts of a format that can show this view.
fn allowed(view: &View, format: Format) -> io::Result<Parts> {
    if view.is_collapsed() && !format.collapses() {
        return Err(io::Error::other(format!(
            "{} keeps each edge by itself; leave out --collapse",
            format.name()
        )));
    }
    Ok(format.parts())
}

/// A new file beside the old one takes its place once all of it is on the disk. Where `path` is no
/// file (`/dev/null`, a pipe), the bytes go into it instead.
fn write_file(view: &View, writer: Writer, path: &Path) -> io::Result<()> {
    whole(path, &|out| writer(view, out))
}

/// Writes bytes to a file: whole, or not at all.
///
/// # Errors
/// The folder is missing or cannot be written to, or the disk is full.
pub fn write_bytes(bytes: &[u8], path: &Path) -> Result<(), ExportError> {
    whole(path, &|out| out.write_all(bytes))
        .map_err(|source| ExportError::Io { path: path.to_owned(), source })
}

type Fill<'f> = &'f dyn Fn(&mut dyn Write) -> io::Result<()>;

/// What the system says, without the name of a temporary file.
fn plain(error: io::Error) -> io::Error {
    let text = error.to_string();
    match text.split_once(" at path \"") {
        Some((said, _)) => io::Error::new(error.kind(), said),
        None => error,
    }
}

fn whole(path: &Path, fill: Fill) -> io::Result<()> {
    written(path, fill).map_err(plain)
}

fn written(path: &Path, fill: Fill) -> io::Result<()> {
    if let Ok(old) = path.metadata()
        && !old.is_file()
    {
        let file = std::fs::OpenOptions::new().write(true).open(path)?;
        return buffered(fill, file).map(|_| ());
    }
    // A link goes on pointing to the file that is written.
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !folder.is_dir() {
        return Err(io::Error::other(format!("there is no folder {}", folder.display())));
    }
    let mut builder = tempfile::Builder::new();
    // Temporary files are for their owner alone; a result has the rights that any new file has.
    #[cfg(unix)]
    let rights = std::os::unix::fs::PermissionsExt::from_mode(0o666);
    #[cfg(unix)]
    builder.permissions(rights);
    let file = buffered(fill, builder.tempfile_in(folder)?)?;
    file.as_file().sync_all()?;
    file.persist(&path).map_err(|e| e.error)?;
    Ok(())
}

fn buffered<W: Write>(fill: Fill, file: W) -> io::Result<W> {
    let mut out = BufWriter::with_capacity(BUFFER, file);
    fill(&mut out)?;
    out.into_inner().map_err(io::IntoInnerError::into_error)
}
