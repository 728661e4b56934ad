//! What is done to a graph before it is written: corrections, roll-up.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::ValueEnum;

use super::{Failure, output};
use crate::error::CorrectionProblem;
use crate::graph::{Apart, Corrections, Graph, correct, roll_up};
use crate::tables::Tables;

/// More warnings than this are counted, not listed.
const LISTED: usize = 20;

#[derive(Debug, Clone, clap::Args)]
pub(super) struct Shape {
    /// Corrections (TOML): merge, never-merge, rename, retype, drop, alias, affiliation, reject,
    /// change, assert.
    #[arg(long, value_name = "FILE")]
    corrections: Option<PathBuf>,
    /// Count officials and organs for their country (else for their body).
    #[arg(long, value_enum, value_name = "LEVEL")]
    roll_up: Option<Level>,
    /// Own rows over the bundled tables: a folder of groups.tsv, offices.tsv …, or such a file; may
    /// repeat.
    #[arg(long, value_name = "PATH")]
    overlay: Vec<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Level {
    Country,
}

/// The same, read and checked.
pub(super) struct Loaded {
    corrections: Option<Corrections>,
    file: String,
    roll_up: bool,
}

impl Shape {
    /// Reads and checks the corrections: before an hour of reading, not after.
    pub fn load(&self, tables: &Tables) -> Result<Loaded, Failure> {
        let corrections = self.corrections.as_deref().map(|path| Corrections::read(path, tables));
        let file = self.corrections.as_deref().map(Path::to_string_lossy).unwrap_or_default().into_owned();
        Ok(Loaded { corrections: corrections.transpose()?, file, roll_up: self.roll_up.is_some() })
    }

    /// The name and text of the corrections, for a store to keep; what is wrong with them is told by
    /// [`Shape::load`].
    pub fn corrections(&self) -> Result<Option<(String, String)>, Failure> {
        let Some(path) = &self.corrections else { return Ok(None) };
        let text = std::fs::read_to_string(path)
            .map_err(|error| Failure::All(format!("{}: {error}", path.display())))?;
        Ok(Some((path.to_string_lossy().into_owned(), text)))
    }

    /// The corrections file.
    pub fn corrections_file(&self) -> Option<&Path> {
        self.corrections.as_deref()
    }

    /// The same; a corrections file that is not there yet corrects nothing.
    pub fn load_what_is_there(&self, tables: &Tables) -> Result<Loaded, Failure> {
        let corrections = self.corrections.clone().filter(|path| path.exists());
        Self { corrections, ..self.clone() }.load(tables)
    }

    /// True if a graph stays as it is.
    pub fn is_none(&self) -> bool {
        self.corrections.is_none() && self.roll_up.is_none()
    }

    /// The tables of the program, under those of the user.
    pub fn tables(&self) -> Result<Arc<Tables>, Failure> {
        Ok(Tables::with_overlays(&self.overlay)?)
    }

    /// The files that it reads.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        self.corrections.iter().chain(&self.overlay).map(PathBuf::as_path)
    }
}

/// Tells what corrections had to say; how many could not be understood.
pub(super) fn tell(file: &str, ambiguous: &[CorrectionProblem], unused: &[CorrectionProblem]) -> usize {
    for problem in ambiguous.iter().chain(unused).take(LISTED) {
        output::message(&format!("warning: {}", problem.in_file(file)));
    }
    let all = ambiguous.len() + unused.len();
    if all > LISTED {
        output::message(&format!("warning: {file}: and {} more", all - LISTED));
    }
    ambiguous.len()
}

impl Loaded {
    /// The same without its corrections: for a graph that has them.
    pub fn corrected(self) -> Self {
        Self { corrections: None, ..self }
    }

    /// The graph in its final shape, and how many corrections could not be understood; these, and
    /// those that found nobody, are told.
    pub fn apply(&self, mut graph: Graph) -> Result<(Graph, usize), Failure> {
        let mut doubts = 0;
        if let Some(corrections) = &self.corrections {
            let corrected = correct(graph, corrections)?;
            doubts = tell(&self.file, &corrected.ambiguous, &corrected.unused);
            graph = corrected.graph;
        }
        if self.roll_up {
            graph = roll_up(&graph);
        }
        Ok((graph, doubts))
    }

    /// Whom the corrections keep apart in a graph.
    pub fn apart(&self, graph: &Graph) -> Apart {
        self.corrections.as_ref().map(|c| Apart::new(graph, c)).unwrap_or_default()
    }
}
