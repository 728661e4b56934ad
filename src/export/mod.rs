//! Floor 4: a graph in the formats that other tools read. A file each; writing is all or nothing.

mod curve;
pub mod dot;
pub mod json;
mod layout;
pub mod png;
mod style;
pub mod svg;

use std::io::Write;
use std::path::Path;

use crate::error::ExportError;
use crate::graph::Graph;

/// A format that [`write()`] writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// The JSON graph (`data/graph.schema.json`), also networkx node-link.
    Json,
    /// Graphviz DOT.
    Dot,
    /// A picture.
    Svg,
    /// The same picture in pixels.
    Png,
}

impl Format {
    /// All formats, in the order in which help lists them.
    pub const ALL: &'static [Format] = &[Format::Json, Format::Dot, Format::Svg, Format::Png];

    /// Its name on the command line, also its usual extension.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Dot => "dot",
            Self::Svg => "svg",
            Self::Png => "png",
        }
    }

    /// By name: `json`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.name().eq_ignore_ascii_case(name))
    }

    /// By the extension of a file name.
    pub fn from_path(path: &Path) -> Option<Self> {
        let extension = path.extension().and_then(|e| e.to_str())?;
        if extension.eq_ignore_ascii_case("gv") { Some(Self::Dot) } else { Self::from_name(extension) }
    }
}

/// The graph in a format, as bytes.
///
/// # Errors
/// The format cannot show this graph.
pub fn to_bytes(graph: &Graph, format: Format) -> Result<Vec<u8>, ExportError> {
    match format {
        Format::Json => Ok(json::to_string(graph).into_bytes()),
        Format::Dot => Ok(dot::to_string(graph).into_bytes()),
        Format::Svg => Ok(svg::to_string(graph).into_bytes()),
        Format::Png => png::to_bytes(graph),
    }
}

/// Writes the graph to a file: the whole file, or nothing.
///
/// # Errors
/// The folder is missing or cannot be written to, the disk is full.
pub fn write(graph: &Graph, format: Format, path: &Path) -> Result<(), ExportError> {
    let bytes = to_bytes(graph, format)?;
    write_bytes(&bytes, path).map_err(|source| ExportError::Io { path: path.to_owned(), source })
}

/// A new file beside the old one takes its place once all of it is on the disk. Where `path` is no
/// file (`/dev/null`, a pipe), the bytes go into it instead.
fn write_bytes(bytes: &[u8], path: &Path) -> std::io::Result<()> {
    if let Ok(old) = path.metadata()
        && !old.is_file()
    {
        return std::fs::OpenOptions::new().write(true).open(path)?.write_all(bytes);
    }
    // A link goes on pointing to the file that is written.
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !folder.is_dir() {
        return Err(std::io::Error::other(format!("there is no folder {}", folder.display())));
    }
    let mut builder = tempfile::Builder::new();
    // Temporary files are for their owner alone; a result has the rights that any new file has.
    #[cfg(unix)]
    let rights = std::os::unix::fs::PermissionsExt::from_mode(0o666);
    #[cfg(unix)]
    builder.permissions(rights);
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(&path).map_err(|e| e.error)?;
    Ok(())
}
