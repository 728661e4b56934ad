//! `demarche query`: questions to a graph.

mod actors;
pub(super) mod answer;
mod conflicts;
mod empty;
mod entries;
mod pairs;
mod whole;

use std::path::Path;

use super::output::{self, Outputs};
use super::shape::Shape;
use super::{Failure, convert};
use crate::error::SourceError;
use crate::export::Course;
use crate::graph::{Filter, Indexed, Source};
use crate::query::{find, standing_for};
use crate::store::Store;
use crate::types::ActorId;
use answer::Names;

/// So many of those who count for a country are told.
const TOLD: usize = 3;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Answers are tables on a terminal, else lines with tabs; --json prints JSON. With -o, the part of
the graph that answers is written in any format of `demarche export`.

Actors are named by id, by name or by another of their names, in any usual spelling; a name that may
mean several is refused with a list of them."
)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    Actors(actors::Args),
    Evidence(pairs::EvidenceArgs),
    Neighbours(pairs::NeighboursArgs),
    Path(pairs::PathArgs),
    Meetings(pairs::MeetingsArgs),
    Stances(pairs::StancesArgs),
    Timeline(pairs::TimelineArgs),
    Conflicts(conflicts::ConflictsArgs),
    Top(whole::TopArgs),
    Communities(whole::CommunitiesArgs),
    Balance(whole::BalanceArgs),
    Between(whole::BetweenArgs),
}

/// How to answer, for all questions.
#[derive(Debug, clap::Args)]
struct How {
    /// Print JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    outputs: Outputs,
    #[command(flatten)]
    shape: Shape,
}

/// A source that can be asked, and how its answers are given.
struct Asking<'a> {
    source: Box<dyn Source>,
    filter: Filter,
    how: &'a How,
    /// Corrections that could not be understood.
    doubts: usize,
    /// Whose timeline is drawn, if one is.
    course: Option<Course>,
}

impl<'a> Asking<'a> {
    /// Opens a graph in its final shape.
    fn open(graph: &Path, how: &'a How) -> Result<Self, Failure> {
        how.outputs.check()?;
        how.outputs.check_inputs(std::iter::once(graph).chain(how.shape.files()))?;
        let (source, doubts) = open(graph, &how.shape)?;
        let filter = how.outputs.narrow.filter(&*source)?;
        Ok(Self { source, filter, how, doubts, course: None })
    }

    fn source(&self) -> &dyn Source {
        &*self.source
    }

    /// The actor whom a name means; another spelling is told.
    fn actor(&self, name: &str) -> Result<ActorId, Failure> {
        let asked = find(self.source(), name)?;
        if let Some(note) = asked.note() {
            output::note(&format!("note: {note}"));
        }
        Ok(asked.candidate.actor.id)
    }

    /// Those who count for each actor: for a country its officials and organs, which is told, unless
    /// `exact`.
    fn sides(&self, actors: &[ActorId], exact: bool) -> Result<Vec<Vec<ActorId>>, Failure> {
        let mut out = Vec::with_capacity(actors.len());
        for actor in actors {
            let side = if exact { vec![actor.clone()] } else { standing_for(self.source(), actor)? };
            if let [country, others @ ..] = side.as_slice()
                && !others.is_empty()
            {
                let mut names = Names::new(self.source());
                let more = if others.len() > TOLD { ", …" } else { "" };
                let listed = names.all(others.iter().take(TOLD))?;
                let country = names.of(country)?;
                output::note(&format!(
                    "note: {country} here includes {listed}{more}; --exact asks for {country} alone"
                ));
            }
            out.push(side);
        }
        Ok(out)
    }

    /// The same, untold.
    fn with_officials(&self, actors: &[ActorId]) -> Result<Vec<Vec<ActorId>>, SourceError> {
        actors.iter().map(|actor| standing_for(self.source(), actor)).collect()
    }

    fn actors(&self, names: &[String]) -> Result<Vec<ActorId>, Failure> {
        names.iter().map(|name| self.actor(name)).collect()
    }

    /// Two actors, not one with two names.
    fn pair(&self, a: &str, b: &str) -> Result<(ActorId, ActorId), Failure> {
        let (x, y) = (self.actor(a)?, self.actor(b)?);
        if x == y {
            return Err(Failure::All(format!("{a:?} and {b:?} are one actor: {x}")));
        }
        Ok((x, y))
    }
}

/// A graph or a store, in its final shape, and how many corrections could not be understood. A
/// store that is asked as it is, is not read whole.
fn open(graph: &Path, shape: &Shape) -> Result<(Box<dyn Source>, usize), Failure> {
    if shape.is_none() && Store::is_store(graph) {
        let store = Store::open(graph)?;
        store.hold()?;
        return Ok((Box::new(store), 0));
    }
    let shape = shape.load(&*shape.tables()?)?;
    let (graph, doubts) = shape.apply(convert::load(graph)?)?;
    Ok((Box::new(Indexed::new(graph)), doubts))
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    match &args.what {
        What::Actors(args) => actors::run(args),
        What::Evidence(args) => pairs::evidence(args),
        What::Neighbours(args) => pairs::neighbours(args),
        What::Path(args) => pairs::path(args),
        What::Meetings(args) => pairs::meetings(args),
        What::Stances(args) => pairs::stances(args),
        What::Timeline(args) => pairs::timeline(args),
        What::Conflicts(args) => conflicts::conflicts(args),
        What::Top(args) => whole::top(args),
        What::Communities(args) => whole::communities(args),
        What::Balance(args) => whole::balance(args),
        What::Between(args) => whole::between(args),
    }
}
