//! `demarche correct`: entries for a corrections file.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;

use super::{Failure, output};
use crate::export;
use crate::graph::filter::{POLARITIES, STATUSES};
use crate::graph::{Corrections, partial_date};
use crate::tables::Tables;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Places in texts go by the keys that `demarche query evidence` prints; actors by id or name. An entry
is added at the end of the file, which is made if it is not there; what contradicts the file is
refused, with both lines. `demarche build --corrections` (or export, query …) applies it.

Examples:
  demarche correct reject 1f2e3d4c-5a6b7c8d --corrections fixes.toml --note \"irony\"
  demarche correct reject --source Iraq --target Norway --polarity oppose --corrections fixes.toml
  demarche correct change 1f2e3d4c-5a6b7c8d --holder Norway --corrections fixes.toml
  demarche correct assert Iraq Norway --polarity support --date 2025-03-08 \\
    --quote \"Iraq thanked Norway.\" --cite \"The Daily News, 9 March 2025\" --corrections fixes.toml"
)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// A place does not say so; or no text may say so of two actors.
    Reject {
        /// Keys of places.
        #[arg(required_unless_present = "source", conflicts_with = "source")]
        keys: Vec<String>,
        /// Whose edges are wrong, whatever says so.
        #[arg(long, value_name = "ACTOR", requires = "target")]
        source: Option<String>,
        /// Towards whom.
        #[arg(long, value_name = "ACTOR", requires = "source")]
        target: Option<String>,
        #[command(flatten)]
        says: Says,
        #[command(flatten)]
        file: File,
    },
    /// A place says something else.
    Change {
        /// Keys of places.
        #[arg(required = true)]
        keys: Vec<String>,
        #[command(flatten)]
        says: Says,
        /// When it happened: YYYY-MM-DD, YYYY-MM or YYYY.
        #[arg(long, value_parser = partial_date)]
        date: Option<String>,
        /// Whose stance it is; the target, where it is the wrong way round.
        #[arg(long, value_name = "ACTOR")]
        holder: Option<String>,
        #[command(flatten)]
        file: File,
    },
    /// It is so, by a source of your own.
    Assert {
        /// Who holds the stance, or meets.
        source: String,
        /// Towards whom, or whom.
        target: String,
        #[command(flatten)]
        says: Says,
        /// When it happened: YYYY-MM-DD, YYYY-MM or YYYY.
        #[arg(long, value_parser = partial_date)]
        date: Option<String>,
        /// The words that say so.
        #[arg(long)]
        quote: String,
        /// Where they stand.
        #[arg(long)]
        cite: String,
        #[command(flatten)]
        file: File,
    },
}

/// What an edge says.
#[derive(Debug, clap::Args)]
struct Says {
    /// Of a stance: support or oppose.
    #[arg(long, value_parser = POLARITIES)]
    polarity: Option<String>,
    /// Of a stance: a PLOVER category.
    #[arg(long)]
    category: Option<String>,
    /// Of a meeting.
    #[arg(long, value_parser = PossibleValuesParser::new(STATUSES))]
    status: Option<String>,
}

#[derive(Debug, clap::Args)]
struct File {
    /// The corrections file.
    #[arg(long = "corrections", value_name = "FILE")]
    path: PathBuf,
    /// Why, in your words.
    #[arg(long)]
    note: Option<String>,
}

type Field<'a> = (&'static str, Option<&'a String>);

impl Says {
    fn fields(&self) -> [Field<'_>; 3] {
        [
            ("polarity", self.polarity.as_ref()),
            ("category", self.category.as_ref()),
            ("status", self.status.as_ref()),
        ]
    }
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    match &args.what {
        What::Reject { keys, source: None, says, file, .. } => {
            let entries = keys.iter().map(|key| [&[("key", Some(key))], &says.fields()[..]].concat());
            file.add("reject", entries)
        }
        What::Reject { source, target, says, file, .. } => {
            let ends = [("source", source.as_ref()), ("target", target.as_ref())];
            file.add("reject", std::iter::once([&ends, &says.fields()[..]].concat()))
        }
        What::Change { keys, says, date, holder, file } => {
            let more = [("date", date.as_ref()), ("holder", holder.as_ref())];
            let entry = |key| [&[("key", Some(key))], &says.fields()[..], &more].concat();
            file.add("change", keys.iter().map(entry))
        }
        What::Assert { source, target, says, date, quote, cite, file } => {
            let ends = [("source", Some(source)), ("target", Some(target))];
            let more = [("date", date.as_ref()), ("quote", Some(quote)), ("cite", Some(cite))];
            file.add("assert", std::iter::once([&ends, &says.fields()[..], &more].concat()))
        }
    }
}

impl File {
    /// Adds entries to the file: all of them, or none if the file would be wrong with them.
    fn add<'a>(&self, table: &str, entries: impl Iterator<Item = Vec<Field<'a>>>) -> Result<(), Failure> {
        let mut text = String::new();
        for entry in entries {
            if !text.is_empty() {
                text.push('\n');
            }
            // Writing into a string cannot fail.
            let _ = writeln!(text, "[[{table}]]");
            for (name, value) in entry.into_iter().chain([("note", self.note.as_ref())]) {
                if let Some(value) = value {
                    let _ = writeln!(text, "{name} = {}", string(value));
                }
            }
        }
        let added = append(&self.path, &text, &*Tables::with_overlays(&[])?)?;
        let path = self.path.display();
        output::note(&match added {
            0 => format!("{path}: that stands there already; nothing is added"),
            1 => format!("{path}: 1 entry added"),
            n => format!("{path}: {n} entries added"),
        });
        Ok(())
    }
}

/// Adds entries, as TOML, at the end of a corrections file, which is made if it is not there; tells how many
/// it did not have. Nothing is written if the file would be wrong with them.
pub(super) fn append(path: &Path, entries: &str, tables: &Tables) -> Result<usize, Failure> {
    if std::fs::metadata(path).is_ok_and(|what| !what.is_file()) {
        return Err(Failure::All(format!("{}: is no file that entries could be added to", path.display())));
    }
    let _turn = turn(path);
    let mut text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(Failure::All(format!("{}: {error}", path.display()))),
    };
    let name = path.to_string_lossy();
    let lines = text.lines().count();
    let before = Corrections::parse(&name, &text, tables)?.len();
    if !text.is_empty() {
        text.push_str(if text.ends_with('\n') { "\n" } else { "\n\n" });
    }
    text.push_str(entries);
    match Corrections::parse(&name, &text, tables) {
        Ok(all) => {
            let added = all.len() - before;
            if added > 0 {
                export::write_bytes(text.as_bytes(), path)?;
            }
            Ok(added)
        }
        Err(mut error) => {
            // What is not there yet has no line.
            for problem in &mut error.problems {
                if problem.lines.iter().any(|line| *line > lines) {
                    problem.lines.retain(|line| *line <= lines);
                    problem.text = format!("{} (the new entry; nothing is written)", problem.text);
                }
            }
            Err(error.into())
        }
    }
}

/// Waits until nobody else adds to a file of this folder, as long as what is returned is kept. The folder is
/// locked, not the file, which a new one replaces; where a folder cannot be locked, nobody waits.
fn turn(path: &Path) -> Option<std::fs::File> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = std::fs::File::open(folder.unwrap_or_else(|| Path::new("."))).ok()?;
    folder.lock().ok().map(|()| folder)
}

/// A basic string, which TOML escapes as JSON does.
pub(super) fn string(text: &str) -> String {
    let escaped = serde_json::to_string(text).unwrap_or_default();
    escaped.replace('\u{7f}', "\\u007F")
}
