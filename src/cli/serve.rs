//! `demarche serve`: the page over a graph that may grow, on this machine.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::narrow::Narrow;
use super::shape::Shape;
use super::{Failure, convert, correct, output};
use crate::graph::Graph;
use crate::pipeline::{Options, Pipeline};
use crate::read;
use crate::view::Article;
use crate::view::server::{Correct, Served, serve};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Only programs of this machine can reach it. The page follows the file of the graph: build
anew, and it shows what is new. Stop it with Ctrl-C. docs/openapi.json describes the API.

Examples:
  demarche serve graph.json
  demarche serve graph.json --port 9000
  demarche serve graph.json --corrections fixes.toml    # the page's buttons write into fixes.toml
  curl -s 'http://127.0.0.1:8642/api/edges?actor=Iraq&with=Syria' | jq '.edges[].evidence[].text'"
)]
pub(super) struct Args {
    /// A graph that `demarche` wrote.
    graph: PathBuf,
    /// Port on 127.0.0.1; 0 takes any free one.
    #[arg(long, default_value_t = 8642)]
    port: u16,
    #[command(flatten)]
    narrow: Narrow,
    #[command(flatten)]
    shape: Shape,
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    if args.graph.as_os_str() == "-" {
        return Err(Failure::All("serve follows a file; standard input is none".to_owned()));
    }
    args.narrow.check()?;
    let tables = args.shape.tables()?;
    args.shape.load_what_is_there(&tables)?;
    let pipeline = Pipeline::with_tables(Arc::clone(&tables), Options::default())?;
    let (path, narrow, shape) = (args.graph.clone(), args.narrow.clone(), args.shape.clone());
    let known = Arc::clone(&tables);
    let load = move || -> Result<Graph, String> {
        let graph = convert::load(&path).map_err(|error| error.message())?;
        let shape = shape.load_what_is_there(&known).map_err(|failure| failure.message())?;
        let (graph, _) = shape.apply(graph).map_err(|failure| failure.message())?;
        narrow.apply_telling(graph, &path).map_err(|failure| failure.message())
    };
    let correct = args.shape.corrections_file().map(|file| {
        let path = file.to_owned();
        let add =
            move |text: &str| correct::append(&path, text, &tables).map_err(|failure| failure.message());
        Correct { file: file.to_string_lossy().into_owned(), add: Box::new(add) }
    });
    let read = move |text: &str| -> Result<(Graph, Article), String> {
        let document = read::from_text("pasted text", text);
        let (relations, resolution) = pipeline.document_with_mentions(&document);
        let article = Article::new(&document, &resolution);
        Ok((pipeline.merge(vec![relations]), article))
    };
    // What SQLite has written but not yet put into its file lies beside it.
    let mut log = args.graph.clone().into_os_string();
    log.push("-wal");
    let corrections = args.shape.corrections_file().map(Path::to_owned);
    let served = Served {
        load: Box::new(load),
        watched: [args.graph.clone(), PathBuf::from(log)].into_iter().chain(corrections).collect(),
        port: args.port,
        read: Box::new(read),
        correct,
    };
    let ready = |address: &str| output::message(&format!("serving {address} (stop with Ctrl-C)"));
    serve(served, ready, output::message).map_err(Failure::All)
}
