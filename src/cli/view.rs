//! `demarche view`: a graph, or one article, as a page.

use std::path::{Path, PathBuf};

use super::inputs::Inputs;
use super::narrow::Narrow;
use super::shape::Shape;
use super::{Failure, convert, output};
use crate::graph::Graph;
use crate::pipeline::{Options, Pipeline};
use crate::read;
use crate::view::{Article, Page, page};

#[derive(Debug, clap::Args)]
#[command(after_help = "The page is one file: open it in any browser, send it, keep it. It fetches nothing.

Examples:
  demarche view graph.json -o page.html
  demarche view graph.json --since 2025-03 --kinds meeting,stance -o march.html
  demarche build news/ | demarche view - -o page.html
  demarche view graph.json --embed -o picture.html            # for an iframe
  demarche view --text article.html -o article-marked.html    # the article, marked, with its graph")]
pub(super) struct Args {
    /// A graph that `demarche` wrote, or - for standard input.
    #[arg(required_unless_present = "text")]
    graph: Option<PathBuf>,
    /// An article (anything that `build` reads) instead of a graph: its text with actors and
    /// relations marked, and its graph.
    #[arg(long, value_name = "FILE", conflicts_with = "graph")]
    text: Option<String>,
    /// Where to write; without it the page goes to standard output.
    #[arg(short, long, value_name = "PAGE.html")]
    output: Option<PathBuf>,
    /// For an iframe of another page: the picture alone, what is clicked below it, and messages that tell
    /// its height.
    #[arg(long, conflicts_with = "text")]
    embed: bool,
    #[command(flatten)]
    inputs_as: Inputs,
    #[command(flatten)]
    narrow: Narrow,
    #[command(flatten)]
    shape: Shape,
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    args.narrow.check()?;
    if let Some(output) = &args.output {
        let article = args.text.as_deref().map(Path::new);
        output::keep_inputs(
            output,
            args.graph.as_deref().into_iter().chain(article).chain(args.shape.files()),
        )?;
    }
    let shape = args.shape.load(&*args.shape.tables()?)?;
    let (graph, article) = match (&args.text, &args.graph) {
        (Some(file), _) => {
            let (graph, article) = read_article(args, file)?;
            (graph, Some(article))
        }
        (None, Some(path)) => (convert::load(path)?, None),
        (None, None) => return Err(Failure::All("name a graph, or an article with --text".to_owned())),
    };
    let (graph, doubts) = shape.apply(graph)?;
    let named = args.graph.as_deref().or(args.text.as_deref().map(Path::new)).unwrap_or(Path::new("-"));
    let graph = args.narrow.apply_telling(graph, named)?;
    let (article, embed) = (article.as_ref(), args.embed);
    let page = Page { graph: &graph, article, token: None, corrections: None, embed };
    match args.output.as_deref().filter(|path| path.as_os_str() != "-") {
        Some(path) => write_file(&page, path)?,
        None => {
            let mut bytes = Vec::new();
            self::page(&page, &mut bytes)?;
            output::stdout(&bytes)?;
        }
    }
    if doubts > 0 { Err(Failure::Some) } else { Ok(()) }
}

/// The graph of the first document of a file, and its text.
fn read_article(args: &Args, file: &str) -> Result<(Graph, Article), Failure> {
    let how = args.inputs_as.how(args.shape.tables()?);
    let pipeline = Pipeline::with_tables(how.tables.clone(), Options::default())?;
    let (sources, errors, _) = read::expand(&[file.to_owned()]);
    if let Some(error) = errors.into_iter().next() {
        return Err(error.into());
    }
    let mut documents = sources.iter().flat_map(|source| read::documents(source, &how));
    let document = documents.next().ok_or_else(|| Failure::All(format!("{file}: holds no document")))??;
    if documents.next().is_some() {
        output::message(&format!("warning: {file}: holds several documents; the page shows the first"));
    }
    let (relations, resolution) = pipeline.document_with_mentions(&document);
    let article = Article::new(&document, &resolution);
    Ok((pipeline.merge(vec![relations]), article))
}

/// Writes all of the page or nothing: a new file takes the old one's place once it is whole.
fn write_file(page: &Page<'_>, path: &Path) -> Result<(), Failure> {
    let mut bytes = Vec::new();
    self::page(page, &mut bytes)?;
    Ok(crate::export::write_bytes(&bytes, path)?)
}
