//! `demarche diff`: what has changed from one graph to another.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::narrow::Narrow;
use super::picture::{Drawing, tell_letters};
use super::progress::busy;
use super::query::answer::{Names, json, print, share, span};
use super::shape::Shape;
use super::{Failure, convert, output};
use crate::error::SourceError;
use crate::export::{self, Format, Selection, dot, pdf, png, svg};
use crate::graph::{Indexed, Link, Source};
use crate::query::{Diff, diff, union};
use crate::types::{Actor, ActorId, Tie};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Columns: what (`turned`, `new`, `gone` or `changed`, of an actor or an edge), statement, dates, reports,
confidence; of what turned or changed, as it was and as it is.

`turned` is a pair of whom the last word is another than it was: a planned meeting that was held, a
supporter who opposes. Exit codes: 0, changes or none; 2, a graph cannot be read.

Examples:
  demarche diff week1.json week2.json
  demarche diff week1.json week2.json --kinds meeting --json | jq .turns
  demarche diff week1.db week2.db -o changes.svg -o changes.dot"
)]
pub(super) struct Args {
    /// A store or a graph that `demarche build` wrote, as it was; - is standard input.
    old: PathBuf,
    /// The same, as it is.
    new: PathBuf,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    /// A picture of both graphs in one, new green, gone purple, changed brown, turned blue: .svg, .png, .pdf or .dot;
    /// may repeat.
    #[arg(short, long = "output", value_name = "OUT", value_parser = picture)]
    output: Vec<(Format, PathBuf)>,
    /// Of pictures, keep only so many actors: those with the most evidence on what has changed.
    #[arg(long, value_name = "N")]
    max_nodes: Option<usize>,
    /// At most so many rows: the first are the news.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Show what is as before in pictures too.
    #[arg(long)]
    context: bool,
    #[command(flatten)]
    drawing: Drawing,
    #[command(flatten)]
    narrow: Narrow,
    #[command(flatten)]
    shape: Shape,
}

fn picture(text: &str) -> Result<(Format, PathBuf), String> {
    let drawn = |format: &Format| matches!(format, Format::Dot | Format::Svg | Format::Png | Format::Pdf);
    let named = |name: &str, path: &str| {
        Some((Format::from_path(Path::new(&format!("x.{name}"))).filter(drawn)?, PathBuf::from(path)))
    };
    let prefixed = text.split_once(':').and_then(|(name, path)| named(name, path));
    let extension = || Path::new(text).extension().and_then(|e| e.to_str());
    prefixed
        .or_else(|| named(extension()?, text))
        .ok_or_else(|| "expected a .svg, .png, .pdf or .dot file, or svg:PATH …".to_owned())
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    args.narrow.check()?;
    args.drawing.look(Vec::new(), None)?;
    let inputs = [&args.old, &args.new];
    if inputs.iter().all(|path| path.as_os_str() == "-") {
        return Err(Failure::All("standard input can be one of the two graphs only".to_owned()));
    }
    for (_, path) in &args.output {
        output::keep_inputs(
            path,
            inputs.iter().map(|i| i.as_path()).chain(args.shape.files()).chain(args.drawing.files()),
        )?;
    }
    let shape = args.shape.load(&*args.shape.tables()?)?;
    let mut doubts = 0;
    let mut read = |path: &Path| {
        let (graph, doubtful) = shape.apply(convert::load(path)?)?;
        doubts += doubtful;
        args.narrow.apply_telling(graph, path)
    };
    let (old, new) = (read(&args.old)?, read(&args.new)?);
    let found = busy("comparing", || diff(&old, &new));
    let same = found.is_empty();
    if same && !args.output.is_empty() {
        let instead =
            if args.context { "the picture shows what is as before" } else { "no picture is drawn" };
        output::note(&format!("note: nothing has changed; {instead}"));
    }
    if !args.output.is_empty() && (args.context || !same) {
        let (graph, marks) = union(&old, &new, &found, args.context);
        let graph = Selection { max_nodes: args.max_nodes, ..Selection::default() }.apply(graph);
        let look = args.drawing.look(Vec::new(), args.max_nodes)?;
        tell_letters(&graph, &look, args.output.iter().map(|(format, _)| *format));
        for (format, path) in &args.output {
            let bytes = busy("drawing", || match format {
                Format::Png => png::changes(&graph, &marks, &look),
                Format::Pdf => pdf::changes(&graph, &marks, &look),
                Format::Dot => Ok(dot::changes(&graph, &marks).into_bytes()),
                _ => svg::changes(&graph, &marks, &look).map(String::into_bytes),
            })?;
            if path.as_os_str() == "-" {
                output::stdout(&bytes)?;
            } else {
                export::write_bytes(&bytes, path)?;
            }
        }
    }
    if args.json {
        json(&found)?;
    } else if args.output.is_empty() {
        let (old, new) = (Indexed::new(old), Indexed::new(new));
        let mut rows = rows(&found, &old, &new)?;
        if rows.is_empty() {
            output::note("note: nothing has changed");
        }
        let cut = rows.split_off(args.limit.unwrap_or(usize::MAX).min(rows.len()));
        print(&["what", "statement", "dates", "reports", "confidence"], rows)?;
        tell_cut(&cut);
    }
    if doubts > 0 { Err(Failure::Some) } else { Ok(()) }
}

/// Says what `--limit` leaves out, by kind.
fn tell_cut(rows: &[Vec<String>]) {
    let mut kinds: Vec<(&str, usize)> = Vec::new();
    for kind in rows.iter().filter_map(|row| row.first()) {
        match kinds.iter_mut().find(|(known, _)| known == kind) {
            Some((_, n)) => *n += 1,
            None => kinds.push((kind, 1)),
        }
    }
    if !kinds.is_empty() {
        let kinds: Vec<String> = kinds.iter().map(|(kind, n)| format!("{n} × {kind}")).collect();
        let all = output::count(rows.len(), "row");
        output::note(&format!("{all} left out by --limit: {}", kinds.join(", ")));
    }
}

fn rows(found: &Diff, old: &dyn Source, new: &dyn Source) -> Result<Vec<Vec<String>>, SourceError> {
    let (mut was, mut is) = (Names::new(old), Names::new(new));
    let say = |names: &mut Names, link: &Link| names.statement(&link.source, &link.tie, &link.target);
    let dates = |link: &Link| span(link.first.as_deref(), link.last.as_deref());
    let edge = |what: &str, names: &mut Names, link: &Link| {
        let row = vec![
            what.to_owned(),
            say(names, link)?,
            dates(link),
            link.count.to_string(),
            share(link.confidence),
        ];
        Ok::<_, SourceError>(row)
    };
    let actor = |what: &str, actor: &Actor| {
        let names = format!("{} ({})", actor.name, actor.id);
        vec![what.to_owned(), names, String::new(), String::new(), String::new()]
    };
    let mut rows = Vec::new();
    for turn in &found.turns {
        let (old, new) = (&turn.old, &turn.new);
        let what = if matches!(new.tie, Tie::Meeting { .. }) { "turned: meeting" } else { "turned: stance" };
        rows.push(vec![
            what.to_owned(),
            format!("{} → {}", say(&mut was, old)?, say(&mut is, new)?),
            format!("{} → {}", dates(old), dates(new)),
            format!("{} → {}", old.count, new.count),
            format!("{} → {}", share(old.confidence), share(new.confidence)),
        ]);
    }
    for link in &found.edges.gone {
        rows.push(edge("gone edge", &mut was, link)?);
    }
    // Between those who were there before; then whoever is new, each with what is first told of him.
    let mut newcomers: BTreeMap<&ActorId, Vec<&Link>> =
        found.actors.new.iter().map(|a| (&a.id, Vec::new())).collect();
    for link in &found.edges.new {
        let new = [&link.source, &link.target].into_iter().find(|id| newcomers.contains_key(id));
        match new.and_then(|id| newcomers.get_mut(id)) {
            Some(links) => links.push(link),
            None => rows.push(edge("new edge", &mut is, link)?),
        }
    }
    for alone in [false, true] {
        for new in &found.actors.new {
            let links = newcomers.get(&new.id).map_or(&[][..], Vec::as_slice);
            if links.is_empty() == alone {
                rows.push(actor("new actor", new));
                for link in links {
                    rows.push(edge("new edge", &mut is, link)?);
                }
            }
        }
    }
    rows.extend(found.actors.gone.iter().map(|a| actor("gone actor", a)));
    for change in &found.actors.changed {
        let mut row = actor("changed actor", &change.new);
        if let Some(cell) = row.get_mut(1) {
            *cell = format!("{} ({}): {}", change.new.name, change.new.id, changes(&change.old, &change.new));
        }
        rows.push(row);
    }
    for change in &found.edges.changed {
        let (old, new) = (&change.old, &change.new);
        rows.push(vec![
            "changed edge".to_owned(),
            say(&mut is, new)?,
            dates(new),
            format!("{} → {}", old.count, new.count),
            format!("{} → {}", share(old.confidence), share(new.confidence)),
        ]);
    }
    Ok(rows)
}

/// What of an actor is not as it was.
fn changes(old: &Actor, new: &Actor) -> String {
    let mut out = Vec::new();
    if old.name != new.name {
        out.push(format!("was called {}", old.name));
    }
    if (old.kind, old.subtype, &old.iso3) != (new.kind, new.subtype, &new.iso3) {
        out.push("of another kind".to_owned());
    }
    let only = |a: &Actor, b: &Actor| -> Vec<String> {
        a.aliases.iter().filter(|alias| !b.aliases.contains(alias) && **alias != b.name).cloned().collect()
    };
    for (words, names) in [("also called", only(new, old)), ("no longer called", only(old, new))] {
        if !names.is_empty() {
            out.push(format!("{words} {}", names.join(", ")));
        }
    }
    if old.rolled_up != new.rolled_up {
        out.push("stands for others".to_owned());
    }
    out.join("; ")
}
