//! Floor 7: the command line. Results go to standard output, messages and progress to standard
//! error; exit codes are 0 (done), 1 (some input failed, the rest is done), 2 (usage, or nothing
//! could be done). A closed pipe is no error.

mod annotate;
mod build;
mod convert;
mod correct;
mod diff;
mod grow;
mod inputs;
mod narrow;
mod output;
mod picture;
mod progress;
mod query;
mod relate;
mod remove;
mod score;
mod score_coref;
mod score_pairs;
mod score_words;
#[cfg(feature = "serve")]
mod serve;
mod shape;
mod show;
mod summary;
mod unnamed;
mod view;

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};
use clap_complete::Shell;

const EXAMPLES: &str = "Examples:
  demarche build examples/baghdad-talks.txt -o graph.json -o graph.svg
  demarche build news/ -o graph.dot --threads 2
  demarche build news/ --db news.db
  cat article.txt | demarche build - | jq '.edges[].kind'
  demarche show edges article.html
  demarche export graph.json -o graph.png";

/// Turns news text into an actor relationship graph: people, countries and groups are nodes;
/// meetings, stances and affiliations are edges; every edge quotes its evidence.
#[derive(Debug, Parser)]
#[command(name = "demarche", version, after_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// Tell nothing but what has gone wrong: no progress, no summary, no notes.
    #[arg(short, long, global = true)]
    quiet: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Read texts and write their graph.
    Build(build::Args),
    /// Take documents out of a store, with what rested on them alone.
    Remove(remove::Args),
    /// Write entries for a corrections file.
    Correct(correct::Args),
    /// Write a graph in other formats.
    Export(convert::Args),
    /// Ask a graph.
    Query(query::Args),
    /// Tell what has changed from one graph to another.
    Diff(diff::Args),
    /// Make a page of a graph: one file for any browser, which fetches nothing.
    View(view::Args),
    /// Serve the same page, and a JSON API, on this machine alone.
    #[cfg(feature = "serve")]
    Serve(serve::Args),
    /// Print what one stage makes of a text, for people who look for errors.
    Show(show::Args),
    /// Print tags, trees and names as CoNLL-U.
    Annotate(annotate::Args),
    /// Say what marked pairs of actors are to each other.
    Relate(relate::Args),
    /// Measure accuracy against gold files.
    Score(score::Args),
    /// Print completions for a shell.
    Completions {
        /// Which shell.
        shell: Shell,
    },
    /// Print the manual page.
    Man,
}

/// Why a command did not do all of its work.
#[derive(Debug)]
enum Failure {
    /// Some inputs failed and were reported; the rest is done.
    Some,
    /// Nothing could be done: the message says why.
    All(String),
}

#[cfg(feature = "serve")]
impl Failure {
    /// What to tell the user.
    fn message(self) -> String {
        match self {
            Self::Some => "some input failed".to_owned(),
            Self::All(message) => message,
        }
    }
}

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        let mut message = error.to_string();
        let mut source = error.source();
        while let Some(inner) = source {
            let text = inner.to_string();
            if !message.contains(&text) {
                message.push_str(": ");
                message.push_str(&text);
            }
            source = inner.source();
        }
        Self::All(message)
    }
}

/// Runs the program on the arguments of the process.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    if cli.quiet {
        output::be_quiet();
    }
    let result = match cli.command {
        Command::Build(args) => build::run(&args),
        Command::Remove(args) => remove::run(&args),
        Command::Correct(args) => correct::run(&args),
        Command::Export(args) => convert::run(&args),
        Command::Query(args) => query::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::View(args) => view::run(&args),
        #[cfg(feature = "serve")]
        Command::Serve(args) => serve::run(&args),
        Command::Show(args) => show::run(&args),
        Command::Annotate(args) => annotate::run(&args),
        Command::Relate(args) => relate::run(&args),
        Command::Score(args) => score::run(&args),
        Command::Completions { shell } => {
            let mut bytes = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "demarche", &mut bytes);
            output::stdout(&bytes)
        }
        Command::Man => {
            let mut bytes = Vec::new();
            match clap_mangen::Man::new(Cli::command()).render(&mut bytes) {
                Ok(()) => output::stdout(&bytes),
                Err(error) => Err(error.into()),
            }
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Some) => ExitCode::from(1),
        Err(Failure::All(message)) => {
            output::message(&format!("error: {message}"));
            ExitCode::from(2)
        }
    }
}
