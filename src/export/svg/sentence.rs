//! The words behind edges: a sentence with its actors, trigger and cues marked, and an arc over it from
//! actor to actor for each thing that it says.

mod arcs;
mod flow;
mod spans;

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use svg::node::element::Group;

use self::arcs::Arc;
use self::flow::Flow;
use self::spans::Marked;
use super::choose::Chosen;
use super::legend::{Frame, wrap};
use super::plane::Point;
use super::strokes::shorten;
use super::{NARROWEST, document, fit, pages, text};
use crate::export::look::Look;
use crate::export::style::{Line, plain};
use crate::graph::Graph;
use crate::tables::Labels;
use crate::types::{Actor, DocumentInfo, Edge, Evidence, Tie};

/// The size of the letters below a sentence, and from line to line there.
const SMALL: f64 = 11.0;
const ROW: f64 = 15.0;
/// Of the sizes of letters that are tried, every fifth.
const SIZES: usize = 5;
/// Between two sentences.
const BETWEEN: f64 = 22.0;
/// Most letters of a name or role.
const NAME: usize = 40;

/// A sentence and what is said in it.
struct Said<'g> {
    says: Vec<(&'g Edge, &'g Evidence)>,
}

impl<'g> Said<'g> {
    fn confidence(&self) -> f32 {
        self.says.iter().map(|(_, evidence)| evidence.confidence).fold(0.0, f32::max)
    }

    fn first(&self) -> Option<&'g Evidence> {
        self.says.first().map(|(_, evidence)| *evidence)
    }
}

/// Whom and what a graph names.
struct Cast<'g> {
    actors: FxHashMap<&'g str, &'g Actor>,
    documents: FxHashMap<&'g str, &'g DocumentInfo>,
    labels: &'g Labels,
}

impl<'g> Cast<'g> {
    fn name(&self, id: &str) -> String {
        shorten(&plain(self.actors.get(id).map_or(id, |actor| &actor.name)), NAME)
    }

    /// A speaker who is no actor of this graph is called by the words of the id.
    fn voice(&self, voice: &str) -> String {
        match voice.split_once(':') {
            Some(("person" | "group" | "country", words)) if !self.actors.contains_key(voice) => {
                let word = |word: &str| {
                    let (first, rest) = word.split_at(word.chars().next().map_or(0, char::len_utf8));
                    format!("{}{rest}", first.to_uppercase())
                };
                shorten(&words.split('-').map(word).collect::<Vec<_>>().join(" "), NAME)
            }
            _ => self.name(voice),
        }
    }

    /// Where a sentence stands, and who says so.
    fn origin(&self, evidence: &Evidence) -> String {
        let document = self.documents.get(evidence.document.as_str());
        let from = document.and_then(|d| d.source.as_deref().or(d.title.as_deref()));
        let mut parts = vec![shorten(&plain(from.unwrap_or(&evidence.document)), 2 * NAME)];
        parts.extend(evidence.when().map(str::to_owned));
        if !evidence.attribution.is_empty() {
            let voices: Vec<String> = evidence.attribution.iter().map(|voice| self.voice(voice)).collect();
            parts.push(self.labels.fill("says", &[("names", &voices.join(" · "))]));
        }
        parts.join(" · ")
    }
}

/// The sentences of a graph, the surest first, then those that say most, then by date and place.
fn sentences(graph: &Graph) -> Vec<Said<'_>> {
    let mut all: BTreeMap<(&str, usize, usize), Said> = BTreeMap::new();
    for edge in graph.edges() {
        for evidence in &edge.evidence {
            let key = (evidence.document.as_str(), evidence.quote.start, evidence.quote.end);
            all.entry(key).or_insert_with(|| Said { says: Vec::new() }).says.push((edge, evidence));
        }
    }
    let mut all: Vec<Said> = all.into_values().collect();
    all.sort_by(|a, b| {
        let when = |said: &Said| said.first().and_then(|e| e.when().map(str::to_owned));
        b.confidence()
            .total_cmp(&a.confidence())
            .then(b.says.len().cmp(&a.says.len()))
            .then_with(|| when(a).cmp(&when(b)))
    });
    all
}

/// The picture; `None` if it cannot be read on its page.
pub(super) fn picture(graph: &Graph, look: &Look) -> Option<String> {
    let cast = Cast {
        actors: graph.actors().map(|a| (a.id.0.as_str(), a)).collect(),
        documents: graph.documents.iter().map(|d| (d.id.as_str(), d)).collect(),
        labels: &look.labels,
    };
    let all = sentences(graph);
    let mut shown = look.sentences.unwrap_or(1).min(all.len());
    loop {
        let said = all.get(..shown).unwrap_or_default();
        let edges: Vec<&Edge> = said.iter().flat_map(|s| s.says.iter().map(|(edge, _)| *edge)).collect();
        let of = |actor: &&Actor| edges.iter().any(|e| e.source == actor.id || e.target == actor.id);
        let actors: Vec<&Actor> = graph.actors().filter(of).collect();
        let chosen = Chosen { tied: actors.len(), actors, ..Chosen::default() };
        let more = (shown < all.len()).then(|| {
            let counts = [("shown", &*shown.to_string()), ("all", &*all.len().to_string())];
            look.labels.fill("sentences", &counts)
        });
        let frame = Frame::new(graph, None, look, &chosen, &[], 0)
            .titled(&title(&edges, &cast))
            .without_source()
            .noting(more);
        let laid = |wide: f64| -> Vec<Laid> { said.iter().map(|s| Laid::new(s, &cast, wide)).collect() };
        let high = |all: &[Laid]| all.iter().map(Laid::height).sum::<f64>() - BETWEEN;
        let found = match look.size {
            None => {
                let wide = NARROWEST - 40.0;
                let laid = laid(wide);
                fit(&frame, look, (wide, high(&laid).max(40.0))).map(|(page, area)| (page, area, laid))
            }
            // Lines are broken anew at each size: a few sizes are enough.
            Some(size) => pages(&frame, size).step_by(SIZES).find_map(|(page, area)| {
                let laid = (area.0 > 160.0).then(|| laid(area.0))?;
                (high(&laid) <= area.1).then_some((page, area, laid))
            }),
        };
        let Some((page, area, laid)) = found else {
            shown = (shown > 1).then_some(shown - 1)?;
            continue;
        };
        let mut y = ((area.1 - high(&laid)) / 2.0).max(0.0);
        let mut groups = Group::new().set("class", "sentences").set("id", "sentences");
        for one in &laid {
            groups = groups.add(one.draw(look).set("transform", format!("translate(0 {y:.1})")));
            y += one.height();
        }
        return Some(document(page, area, &frame, look, vec![groups]));
    }
}

/// What is said, of one pair.
fn title(edges: &[&Edge], cast: &Cast) -> String {
    let Some(first) = edges.first() else { return cast.labels.get("title_sentences").to_owned() };
    let is_pair = |e: &&Edge| {
        let ends = [&e.source, &e.target];
        ends.contains(&&first.source) && ends.contains(&&first.target)
    };
    let (a, b) = (cast.name(&first.source.0), cast.name(&first.target.0));
    if edges.iter().all(|e| e.id == first.id) {
        let arrow = if Line::of(first).is_directed() { "→" } else { "–" };
        return format!("{a} {arrow} {b}: {}", word(first, cast.labels));
    }
    if edges.iter().all(is_pair) {
        format!("{a} – {b}")
    } else {
        cast.labels.get("title_sentences").to_owned()
    }
}

/// What stands on an arc.
fn word(edge: &Edge, labels: &Labels) -> String {
    match &edge.tie {
        Tie::Affiliation { role, .. } if !role.is_empty() => shorten(&plain(role), NAME),
        Tie::Affiliation { .. } => labels.get("belongs_to").to_owned(),
        _ => Line::of(edge).label(labels).to_owned(),
    }
}

/// A sentence in lines.
struct Laid {
    marked: Marked,
    flow: Flow,
    arcs: Vec<Arc>,
    origin: Vec<String>,
}

impl Laid {
    fn new(said: &Said, cast: &Cast, wide: f64) -> Self {
        let marked = Marked::new(said, cast);
        let mut flow = Flow::new(&marked, wide);
        let arcs = arcs::place(&marked, &mut flow, wide);
        let origin = said.first().map(|evidence| cast.origin(evidence)).unwrap_or_default();
        Self { marked, flow, arcs, origin: wrap(&origin, SMALL, wide, false) }
    }

    /// With the space to the next one.
    fn height(&self) -> f64 {
        self.flow.height() + self.origin.len() as f64 * ROW + BETWEEN
    }

    fn draw(&self, look: &Look) -> Group {
        let theme = look.theme;
        let mut group = self.flow.draw(&self.marked, theme);
        group = self.arcs.iter().fold(group, |group, arc| group.add(arc.draw(theme)));
        for (i, line) in self.origin.iter().enumerate() {
            let place: Point = (0.0, self.flow.height() + SMALL + i as f64 * ROW);
            group = group.add(text(line, place, SMALL, theme.paint("#555555")));
        }
        group
    }
}
