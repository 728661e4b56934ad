//! `demarche export`: a graph from one format to others.

use std::io::Read;
use std::path::PathBuf;

use super::Failure;
use super::output::Target;
use crate::error::ExportError;
use crate::export::json;
use crate::graph::Graph;

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  demarche export graph.json -o graph.dot -o graph.png
  demarche build news/ | demarche export - -o svg:-")]
pub(super) struct Args {
    /// A JSON graph that `demarche build` wrote, or - for standard input.
    graph: PathBuf,
    /// Where to write: format by extension, or FORMAT:PATH; may repeat.
    #[arg(short, long = "output", value_name = "OUT", required = true, value_parser = Target::parse)]
    output: Vec<Target>,
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    Target::check_all(&args.output)?;
    let graph = load(&args.graph)?;
    args.output.iter().try_for_each(|target| target.write(&graph))
}

fn load(path: &PathBuf) -> Result<Graph, ExportError> {
    let mut text = String::new();
    let read = if path.as_os_str() == "-" {
        std::io::stdin().read_to_string(&mut text).map(|_| ())
    } else {
        std::fs::read_to_string(path).map(|t| text = t)
    };
    read.map_err(|source| ExportError::Io { path: path.clone(), source })?;
    json::from_str(&text, &path.to_string_lossy())
}
