//! `demarche export`: a graph from one format to others.

use std::io::Read;
use std::path::{Path, PathBuf};

use super::Failure;
use super::output::Target;
use super::shape::Shape;
use crate::error::ExportError;
use crate::export::json;
use crate::graph::Graph;

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  demarche export graph.json -o graph.dot -o graph.png
  demarche export graph.json --corrections fixes.toml -o better.json
  demarche build news/ | demarche export - --roll-up country -o svg:-")]
pub(super) struct Args {
    /// A JSON graph that `demarche build` wrote, or - for standard input.
    graph: PathBuf,
    /// Where to write: format by extension, or FORMAT:PATH; may repeat.
    #[arg(short, long = "output", value_name = "OUT", required = true, value_parser = Target::parse)]
    output: Vec<Target>,
    #[command(flatten)]
    shape: Shape,
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    Target::check_all(&args.output)?;
    Target::check_inputs(&args.output, std::iter::once(args.graph.as_path()).chain(args.shape.files()))?;
    let shape = args.shape.load(&*args.shape.tables()?)?;
    let (graph, doubts) = shape.apply(load(&args.graph)?)?;
    args.output.iter().try_for_each(|target| target.write(&graph))?;
    if doubts > 0 { Err(Failure::Some) } else { Ok(()) }
}

/// A graph that `build` wrote; `-` is standard input.
pub(super) fn load(path: &Path) -> Result<Graph, ExportError> {
    let mut text = String::new();
    let read = if path.as_os_str() == "-" {
        std::io::stdin().read_to_string(&mut text).map(|_| ())
    } else {
        std::fs::read_to_string(path).map(|t| text = t)
    };
    read.map_err(|source| ExportError::Io { path: path.to_owned(), source })?;
    json::from_str(&text, &path.to_string_lossy())
}
