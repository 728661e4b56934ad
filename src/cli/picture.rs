//! What pictures show and how they are drawn, as the user asks for it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use clap::ValueEnum;

use super::{Failure, output};
use crate::error::SourceError;
use crate::export::{Course, Form, Format, Look, PageSize, Theme, Turn, svg};
use crate::graph::{Filter, Graph, Indexed, Source};
use crate::query::{self, Change};
use crate::tables::Labels;
use crate::types::{ActorId, Edge};

/// So many names without a font are told.
const TOLD: usize = 3;

/// What a picture shows, and how.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct Picture {
    /// Only what is around this actor (an id or a name); may repeat. Of a timeline: whose it is, one
    /// actor or two.
    #[arg(long, value_name = "ACTOR")]
    focus: Vec<String>,
    /// Steps around the actors of --focus, or around the actor of `query neighbours`.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u8).range(0..=10))]
    depth: u8,
    /// Only this edge, by its id; may repeat.
    #[arg(long, value_name = "ID")]
    edge: Vec<String>,
    /// What a picture looks like.
    #[arg(long = "as", value_enum, value_name = "FORM")]
    form: Option<FormName>,
    /// Of --as sentence: so many sentences, the surest first.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=20))]
    sentences: Option<u8>,
    /// Of --as timeline: which way time runs down the page.
    #[arg(long, value_enum, value_name = "ORDER", default_value_t = Order::OldestFirst)]
    order: Order,
    /// Of --as timeline: show affiliations too.
    #[arg(long)]
    affiliations: bool,
    #[command(flatten)]
    drawing: Drawing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormName {
    /// Actors as boxes, ties as lines (the default).
    Net,
    /// Stances, from row to column.
    Matrix,
    /// Who stands with whom, each camp in a frame.
    Camps,
    /// What happened when, to scale; the default of `query timeline`.
    Timeline,
    /// The words behind an edge, with actors, trigger and cues marked.
    Sentence,
    /// Countries, with all who count for them.
    Map,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Order {
    #[default]
    OldestFirst,
    LatestFirst,
}

impl FormName {
    const fn form(self) -> Form {
        match self {
            Self::Net => Form::Net,
            Self::Matrix => Form::Matrix,
            Self::Camps => Form::Camps,
            Self::Timeline => Form::Timeline,
            Self::Sentence => Form::Sentence,
            Self::Map => Form::Map,
        }
    }
}

/// The turns of a timeline, as a picture shows them.
pub(super) fn turns(changes: &[Change]) -> impl Iterator<Item = Turn> {
    changes.iter().map(|change| Turn {
        date: change.date.clone(),
        holder: change.holder.clone(),
        target: change.target.clone(),
        from: change.from,
        to: change.to,
    })
}

impl Picture {
    /// Steps around actors.
    pub fn depth(&self) -> usize {
        self.depth.into()
    }

    /// Fails early where nothing could be drawn.
    pub fn check(&self) -> Result<(), Failure> {
        self.drawing.look(Vec::new(), None)?;
        if self.form == Some(FormName::Timeline) && self.focus.len() > 2 {
            return Err(Failure::All(
                "a timeline is of one actor or two; name fewer with --focus".to_owned(),
            ));
        }
        Ok(())
    }

    /// The part of a graph that is shown, and how. A `course` says whose timeline it is.
    pub fn part(
        &self,
        graph: Graph,
        course: Option<Course>,
        most: Option<usize>,
    ) -> Result<(Graph, Look), Failure> {
        let graph = self.edges(graph)?;
        let usual = if course.is_some() { FormName::Timeline } else { FormName::Net };
        let form = self.form.unwrap_or(usual);
        let (graph, focus, course) = match course {
            None if form == FormName::Timeline && !self.focus.is_empty() => {
                let (graph, course) = self.course(graph)?;
                (graph, Vec::new(), course)
            }
            course => {
                let (graph, focus) = self.around(graph, most)?;
                (graph, focus, course.unwrap_or_default())
            }
        };
        let course = Course {
            latest_first: self.order == Order::LatestFirst,
            affiliations: self.affiliations,
            ..course
        };
        let look = self.drawing.look(focus, most)?;
        let sentences = self.sentences.map(usize::from);
        Ok((graph, Look { form: form.form(), sentences, course, ..look }))
    }

    /// The edges that are named.
    fn edges(&self, graph: Graph) -> Result<Graph, Failure> {
        if self.edge.is_empty() {
            return Ok(graph);
        }
        let threshold = graph.threshold;
        let edges: Vec<Edge> = graph.edges().filter(|e| self.edge.contains(&e.id)).cloned().collect();
        let source = Indexed::new(graph);
        if let Some(id) = self.edge.iter().find(|id| !edges.iter().any(|edge| edge.id == **id)) {
            return Err(Failure::All(format!("no edge {id}; `demarche query evidence --json` lists ids")));
        }
        Ok(Graph { threshold, ..query::part(&source, BTreeSet::new(), edges)? })
    }

    /// The actors in focus; another spelling is told.
    fn actors(&self, source: &dyn Source) -> Result<Vec<ActorId>, Failure> {
        let mut out = Vec::new();
        for name in &self.focus {
            let asked = query::find(source, name)?;
            if let Some(told) = asked.note() {
                output::note(&format!("note: {told}"));
            }
            out.push(asked.candidate.actor.id);
        }
        Ok(out)
    }

    /// The part of the graph around the actors in focus, of so many actors at most: of those who are as
    /// near, who have the most evidence of ties to those who are nearer.
    fn around(&self, graph: Graph, most: Option<usize>) -> Result<(Graph, Vec<ActorId>), Failure> {
        if self.focus.is_empty() {
            return Ok((graph, Vec::new()));
        }
        let (threshold, all) = (graph.threshold, Filter::default());
        let source = Indexed::new(graph);
        let focus = self.actors(&source)?;
        let mut near: BTreeMap<ActorId, (usize, Reverse<usize>)> = BTreeMap::new();
        for actor in &focus {
            for found in query::neighbours(&source, actor, self.depth(), usize::MAX, &all)? {
                let rank = (found.distance, Reverse(found.evidence));
                let known = near.entry(found.actor.id).or_insert(rank);
                *known = rank.min(*known);
            }
        }
        near.retain(|id, _| !focus.contains(id));
        let mut near: Vec<(ActorId, (usize, Reverse<usize>))> = near.into_iter().collect();
        near.sort_by(|a, b| (a.1, &a.0).cmp(&(b.1, &b.0)));
        near.truncate(most.unwrap_or(usize::MAX).saturating_sub(focus.len()));
        let kept: BTreeSet<ActorId> =
            near.into_iter().map(|(id, _)| id).chain(focus.iter().cloned()).collect();
        let edges = query::among(&source, &kept, &all)?;
        Ok((Graph { threshold, ..query::part(&source, kept, edges)? }, focus))
    }

    /// What a timeline of one actor, or of two, is about: those who count for them, and all their edges.
    fn course(&self, graph: Graph) -> Result<(Graph, Course), Failure> {
        let (threshold, all) = (graph.threshold, Filter::default());
        let source = Indexed::new(graph);
        let focus = self.actors(&source)?;
        let sides: Vec<Vec<ActorId>> = focus
            .iter()
            .map(|actor| query::standing_for(&source, actor))
            .collect::<Result<_, SourceError>>()?;
        let mut edges: BTreeMap<String, Edge> = BTreeMap::new();
        let mut turns: Vec<Turn> = Vec::new();
        if let [a, b] = sides.as_slice() {
            for (x, y) in a.iter().flat_map(|x| b.iter().map(move |y| (x, y))) {
                edges.extend(source.edges(x, Some(y), &all)?.into_iter().map(|e| (e.id.clone(), e)));
            }
            turns.extend(self::turns(&query::timeline(&source, a, b, &all)?.changes));
        }
        if let [side] = sides.as_slice() {
            for member in side {
                edges.extend(source.edges(member, None, &all)?.into_iter().map(|e| (e.id.clone(), e)));
            }
            let ends: BTreeSet<ActorId> =
                edges.values().flat_map(|e| [e.source.clone(), e.target.clone()]).collect();
            for other in ends.into_iter().filter(|end| !side.contains(end)) {
                turns.extend(self::turns(&query::timeline(&source, side, &[other], &all)?.changes));
            }
        }
        let graph = query::part(&source, focus.into_iter().collect(), edges.into_values().collect())?;
        Ok((Graph { threshold, ..graph }, Course { sides, turns, ..Course::default() }))
    }
}

#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct Drawing {
    /// Colours of pictures.
    #[arg(long, value_enum, value_name = "THEME", default_value_t = ThemeName::Light)]
    theme: ThemeName,
    /// Page that a picture fills: a4, a4-landscape, square or pixels like 1600x900; else as large as
    /// it needs to be.
    #[arg(long, value_name = "SIZE")]
    size: Option<PageSize>,
    /// Width of pictures in pixels, at the same proportion.
    #[arg(long, value_name = "PIXELS", value_parser = clap::value_parser!(u32).range(100..=8000))]
    width: Option<u32>,
    /// Title of pictures; empty for none.
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// What stands below the title.
    #[arg(long, value_name = "TEXT")]
    caption: Option<String>,
    /// Where it is from, instead of the sources of the documents.
    #[arg(long, value_name = "TEXT")]
    source: Option<String>,
    /// Words of the legend in another language: a table like data/labels.tsv.
    #[arg(long, value_name = "FILE")]
    lang_labels: Option<PathBuf>,
    /// Draw each kind of tie and each direction as a line of its own, affiliations too.
    #[arg(long)]
    parallel: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum ThemeName {
    #[default]
    Light,
    /// For slides.
    Dark,
    /// For newspapers and copiers.
    Grey,
}

impl Drawing {
    /// With these actors in focus, and so many at most.
    pub fn look(&self, focus: Vec<ActorId>, most: Option<usize>) -> Result<Look, Failure> {
        let theme = match self.theme {
            ThemeName::Light => Theme::Light,
            ThemeName::Dark => Theme::Dark,
            ThemeName::Grey => Theme::Grey,
        };
        let labels = self.lang_labels.as_deref().map(Labels::read).transpose()?.unwrap_or_default();
        Ok(Look {
            theme,
            size: self.size,
            width: self.width,
            title: self.title.clone(),
            caption: self.caption.clone(),
            source: self.source.clone(),
            labels,
            parallel: self.parallel,
            focus,
            most,
            ..Look::default()
        })
    }

    /// The files that it reads.
    pub fn files(&self) -> impl Iterator<Item = &std::path::Path> {
        self.lang_labels.iter().map(PathBuf::as_path)
    }
}

/// Says which names of a picture in pixels or on paper need a font that is not there.
pub(super) fn tell_letters(graph: &Graph, look: &Look, formats: impl IntoIterator<Item = Format>) {
    if !formats.into_iter().any(|format| matches!(format, Format::Png | Format::Pdf)) {
        return;
    }
    let names = svg::without_letters(graph, look);
    if let Some(first) = names.get(..names.len().min(TOLD)).filter(|names| !names.is_empty()) {
        let more = if names.len() > TOLD { " …" } else { "" };
        output::note(&format!(
            "note: no font of this machine has all letters of {}{more}; install one (Noto, for instance), or \
             write .svg, which takes the reader's fonts",
            first.join(", ")
        ));
    }
}
