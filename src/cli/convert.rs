//! `demarche export`: a graph from one format to others.

use std::io::Read;
use std::path::{Path, PathBuf};

use super::Failure;
use super::output::{Outputs, formats_help};
use super::progress::busy;
use super::shape::Shape;
use crate::error::ExportError;
use crate::export;
use crate::graph::Graph;
use crate::store::Store;

#[derive(Debug, clap::Args)]
#[command(after_help = help())]
pub(super) struct Args {
    /// A store or a graph (JSON, GraphML or GEXF) that `demarche` wrote, or - for standard input.
    graph: PathBuf,
    #[command(flatten)]
    outputs: Outputs,
    #[command(flatten)]
    shape: Shape,
}

fn help() -> String {
    format!(
        "Formats, each by its extension, as FORMAT:PATH or with --format:
{}
Examples:
  demarche export graph.json -o graph.dot -o graph.png
  demarche export graph.json --kinds meeting --since 2025 -o graph.gexf
  demarche export graph.json --corrections fixes.toml -o better.json
  demarche build news/ | demarche export - --roll-up country -o svg:-",
        formats_help()
    )
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    args.outputs.check()?;
    args.outputs.check_inputs(std::iter::once(args.graph.as_path()).chain(args.shape.files()))?;
    let shape = args.shape.load(&*args.shape.tables()?)?;
    let (graph, doubts) = shape.apply(load(&args.graph)?)?;
    args.outputs.write(graph)?;
    if doubts > 0 { Err(Failure::Some) } else { Ok(()) }
}

/// A graph or store that this program wrote; `-` is standard input.
pub(super) fn load(path: &Path) -> Result<Graph, Failure> {
    busy(&format!("reading {}", path.display()), || read(path))
}

fn read(path: &Path) -> Result<Graph, Failure> {
    if Store::is_store(path) {
        return Ok(Store::open(path)?.graph()?);
    }
    let mut text = String::new();
    let read = if path.as_os_str() == "-" {
        std::io::stdin().read_to_string(&mut text).map(|_| ())
    } else {
        std::fs::read_to_string(path).map(|t| text = t)
    };
    read.map_err(|source| ExportError::Io { path: path.to_owned(), source })?;
    Ok(export::from_str(&text, &path.to_string_lossy())?)
}
