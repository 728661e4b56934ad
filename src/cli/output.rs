//! Where results and messages go.

use std::borrow::Cow;
use std::io::{BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use clap::ValueEnum;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::Failure;
use super::narrow::Narrow;
use super::picture::{self, Picture};
use super::progress::busy;
use crate::error::ExportError;
use crate::export::{Course, Format, Selection, View};
use crate::graph::Graph;
use crate::read;

/// Writes results to standard output; a reader that has gone away is no error.
pub(super) fn stdout(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Longer words are cut where people read them: ids and paths of input may have any length.
const LONGEST: usize = 200;

/// Writes a message to standard error.
pub(super) fn message(text: &str) {
    // Nothing can be done if standard error is closed.
    let _ = writeln!(anstream::stderr().lock(), "{}", shortened(text));
}

/// The text with the middle of very long words left out.
pub(super) fn shortened(text: &str) -> Cow<'_, str> {
    if text.len() <= LONGEST {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len().min(1 << 12));
    for piece in text.split_inclusive(char::is_whitespace) {
        let letters = piece.chars().count();
        if letters <= LONGEST {
            out.push_str(piece);
            continue;
        }
        out.extend(piece.chars().take(LONGEST / 2));
        out.push('…');
        out.extend(piece.chars().skip(letters - LONGEST / 4));
    }
    Cow::Owned(out)
}

static QUIET: AtomicBool = AtomicBool::new(false);

/// From now on only what has gone wrong is told.
pub(super) fn be_quiet() {
    QUIET.store(true, Ordering::Relaxed);
}

pub(super) fn is_quiet() -> bool {
    QUIET.load(Ordering::Relaxed)
}

/// Says what was done, or how something was taken, unless the user wants quiet.
pub(super) fn note(text: &str) {
    if !is_quiet() {
        message(text);
    }
}

/// `1 document`, `12 documents`.
pub(super) fn count(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// Fails where a file that is read would be overwritten; links are followed.
pub(super) fn keep_inputs<'p>(
    output: &Path,
    inputs: impl IntoIterator<Item = &'p Path>,
) -> Result<(), Failure> {
    // Only a file that is there already can be an input.
    let Ok(target) = output.canonicalize() else { return Ok(()) };
    if target.is_file() && inputs.into_iter().any(|input| input.canonicalize().is_ok_and(|i| i == target)) {
        return Err(Failure::All(format!(
            "{}: is an input too and would be overwritten; name another output",
            output.display()
        )));
    }
    Ok(())
}

/// Where graphs go, in which format, and which part of them.
#[derive(Debug, clap::Args)]
pub(super) struct Outputs {
    /// Where to write: format by extension, or FORMAT:PATH; may repeat. Without it the graph goes
    /// to standard output.
    #[arg(short, long = "output", value_name = "OUT", value_parser = Target::parse)]
    output: Vec<Target>,
    /// Format of outputs that do not name theirs.
    #[arg(long, value_name = "FORMAT", value_parser = formats(), hide_possible_values = true)]
    format: Option<Format>,
    /// Whose node-link JSON to write instead of the full JSON graph.
    #[arg(long, value_enum, value_name = "TOOL")]
    flavour: Option<Flavour>,
    #[command(flatten)]
    pub narrow: Narrow,
    /// Keep only so many actors: those with the most evidence on their edges.
    #[arg(long, value_name = "N")]
    max_nodes: Option<usize>,
    #[command(flatten)]
    picture: Picture,
    /// Join parallel edges into one with counts, in flat formats.
    #[arg(long)]
    collapse: bool,
}

/// Tools with a node-link JSON of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Flavour {
    Networkx,
    D3,
}

fn formats() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.iter().map(|f| PossibleValue::new(f.name()).help(f.about())))
        .try_map(|name| Format::from_name(&name).ok_or("no format"))
}

/// The formats, one a line, for the help of commands that write graphs.
pub(super) fn formats_help() -> String {
    let width = Format::ALL.iter().map(|f| f.name().len()).max().unwrap_or(0);
    let line = |f: &Format| {
        let folder = if f.is_folder() { " (a folder)" } else { "" };
        format!("  {:width$}  {}{folder}\n", f.name(), f.about())
    };
    Format::ALL.iter().map(line).collect()
}

impl Outputs {
    /// Steps around actors.
    pub fn depth(&self) -> usize {
        self.picture.depth()
    }

    /// True if one of them is standard output.
    pub fn takes_stdout(&self) -> bool {
        self.output.iter().any(|target| target.path.as_os_str() == "-")
    }

    /// Fails early where a file could never be written or one output would overwrite another.
    pub fn check(&self) -> Result<(), Failure> {
        self.narrow.check()?;
        self.picture.check()?;
        let targets = self.targets()?;
        for (i, target) in targets.iter().enumerate() {
            target.check()?;
            if self.collapse && !target.format.collapses() {
                return Err(Failure::All(format!(
                    "{}: {} keeps each edge by itself; leave out --collapse",
                    target.path.display(),
                    target.format.name()
                )));
            }
            let twice = |other: &Resolved| other.path == target.path && other.format != target.format;
            if targets.iter().take(i).any(twice) {
                return Err(Failure::All(format!(
                    "{}: named for two formats; give each its own file",
                    target.path.display()
                )));
            }
        }
        Ok(())
    }

    /// Fails early where an output would overwrite something that is read.
    pub fn check_inputs<'p>(&self, inputs: impl Iterator<Item = &'p Path>) -> Result<(), Failure> {
        // Only a file that is there already can be an input; links are followed.
        let existing: Vec<(PathBuf, &Target)> =
            self.output.iter().filter_map(|t| Some((t.path.canonicalize().ok()?, t))).collect();
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

    /// True if this file is one of them.
    pub fn names(&self, path: &Path) -> bool {
        self.output.iter().any(|target| read::place_of(&target.path) == read::place_of(path))
    }

    /// True if a place to write to is named.
    pub fn named(&self) -> bool {
        !self.output.is_empty()
    }

    /// Writes the chosen part of the graph to all outputs: each file whole, or not at all.
    pub fn write(&self, graph: Graph) -> Result<(), Failure> {
        self.write_part(self.narrow.apply(graph)?)
    }

    /// Writes a graph of whose evidence all counts.
    pub fn write_part(&self, graph: Graph) -> Result<(), Failure> {
        self.write_course(graph, None)
    }

    /// The same; what it tells of whom, and when, is drawn as a timeline unless another form is asked for.
    pub fn write_course(&self, graph: Graph, course: Option<Course>) -> Result<(), Failure> {
        let (graph, look) = self.picture.part(graph, course, self.max_nodes)?;
        let graph = Selection { max_nodes: self.max_nodes, ..Selection::default() }.apply(graph);
        if graph.net.edge_count() == 0 && self.named() {
            let actors = count(graph.net.node_count(), "actor");
            note(&format!("note: no edges are left to write ({actors}); fewer filters may show some"));
        }
        let view = if self.collapse { View::collapsed(&graph) } else { View::new(&graph) };
        let targets = self.targets()?;
        picture::tell_letters(&graph, &look, targets.iter().map(|target| target.format));
        let view = view.looking(look);
        targets.iter().try_for_each(|target| target.write(&view))
    }

    /// The outputs with their formats; standard output if none is named.
    fn targets(&self) -> Result<Vec<Resolved>, Failure> {
        let whole = [Target { format: None, path: PathBuf::from("-") }];
        let named = if self.output.is_empty() { &whole } else { self.output.as_slice() };
        named.iter().map(|target| self.resolve(target)).collect()
    }

    fn resolve(&self, target: &Target) -> Result<Resolved, Failure> {
        let known = target.format.or(self.format).or_else(|| Format::from_path(&target.path));
        let format = match known {
            Some(format) => format,
            None if target.path.as_os_str() == "-" => Format::Json,
            None => {
                let names: Vec<&str> = Format::ALL.iter().map(|f| f.name()).collect();
                return Err(Failure::All(format!(
                    "{}: no format known by this name; expected an extension or FORMAT:PATH with one of {}",
                    target.path.display(),
                    names.join(", ")
                )));
            }
        };
        let format = match (format, self.flavour) {
            (Format::Json, Some(Flavour::Networkx)) => Format::JsonNetworkx,
            (Format::Json, Some(Flavour::D3)) => Format::JsonD3,
            (format, _) => format,
        };
        Ok(Resolved { format, path: target.path.clone() })
    }
}

/// A file to write, as the user names it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Target {
    /// From a prefix `FORMAT:`.
    format: Option<Format>,
    /// `-` is standard output.
    path: PathBuf,
}

/// A file to write and its format.
struct Resolved {
    format: Format,
    path: PathBuf,
}

impl Target {
    /// From `PATH` (format by extension) or `FORMAT:PATH`.
    fn parse(text: &str) -> Result<Self, String> {
        let named = text.split_once(':').and_then(|(format, path)| Some((Format::from_name(format)?, path)));
        let (format, path) = named.map_or((None, text), |(format, path)| (Some(format), path));
        if path.is_empty() {
            return Err(format!("{text}: no path after the format"));
        }
        Ok(Self { format, path: PathBuf::from(path) })
    }
}

impl Resolved {
    /// Fails early where a file could never be written: before an hour of reading, not after.
    fn check(&self) -> Result<(), Failure> {
        let fail = |problem: String| Err(Failure::All(format!("{}: {problem}", self.path.display())));
        if self.path.as_os_str() == "-" {
            if self.format.is_folder() {
                return fail(format!("{} is a folder of several files; name a path", self.format.name()));
            }
            return Ok(());
        }
        let folder = self.path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if !folder.is_dir() {
            return fail(format!("no folder {}; make it first", folder.display()));
        }
        match (self.format.is_folder(), self.path.metadata()) {
            (false, Ok(old)) if old.is_dir() => fail("is a folder; name a file".to_owned()),
            (true, Ok(old)) if !old.is_dir() => {
                fail(format!("is a file; {} needs a folder", self.format.name()))
            }
            _ => Ok(()),
        }
    }

    fn write(&self, view: &View) -> Result<(), Failure> {
        if self.path.as_os_str() != "-" {
            let what = format!("writing {}", self.path.display());
            return Ok(busy(&what, || view.save(self.format, &self.path))?);
        }
        let mut out = BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
        let written = view
            .stream(self.format, &mut out)
            .and_then(|()| out.flush().map_err(|source| ExportError::Io { path: self.path.clone(), source }));
        match written {
            // A reader that has gone away is no error.
            Err(ExportError::Io { source, .. }) if source.kind() == ErrorKind::BrokenPipe => Ok(()),
            other => Ok(other?),
        }
    }
}
