//! The lines of a picture: one for a pair, its net, or one for each kind of tie and each direction.

use std::collections::BTreeMap;

use super::choose::{Bond, Chosen};
use crate::export::style::{Line, mark, mark_colour, plain};
use crate::graph::{Mark, Marks};
use crate::tables::Labels;
use crate::types::{Edge, Tie};

/// Up to so many lines, words stand on them; else numbers.
const WORDY: usize = 20;
/// A pair of whose statements fewer than one in so many speak against the others is not mixed.
const MINOR: usize = 4;

/// A line to draw.
#[derive(Debug, Clone)]
pub(super) struct Stroke<'g> {
    pub ends: (usize, usize),
    pub line: Line,
    /// What is drawn over it in dashes: the line of a pair that supports and opposes.
    pub over: Option<Line>,
    /// In pixels.
    pub width: f64,
    /// The colour of the line.
    pub colour: &'static str,
    /// The colours of the arrows at both ends.
    pub heads: [Option<&'static str>; 2],
    pub tags: Vec<Tag>,
    pub edges: Vec<&'g Edge>,
}

/// What stands on a line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tag {
    /// The words, and shorter ones for want of room.
    pub forms: Vec<String>,
    /// Where it stands best: 0 at the first end, 1 at the second.
    pub at: f64,
    pub colour: &'static str,
    /// In a disc that marks meetings: of this kind.
    pub disc: Option<Line>,
}

/// The lines of a choice.
pub(super) fn strokes<'g>(
    chosen: &Chosen<'g>,
    parallel: bool,
    marks: Option<&Marks>,
    labels: &Labels,
) -> Vec<Stroke<'g>> {
    if parallel || marks.is_some() {
        let apart: Vec<Stroke> =
            chosen.bonds.iter().flat_map(|bond| each(bond, chosen, marks, labels)).collect();
        let wordy = apart.len() <= 2 * WORDY;
        return apart.into_iter().map(|stroke| if wordy { stroke } else { brief(stroke) }).collect();
    }
    let wordy = chosen.bonds.len() <= WORDY;
    chosen.bonds.iter().map(|bond| net(bond, chosen, wordy, labels)).collect()
}

/// With numbers in place of words.
fn brief(mut stroke: Stroke) -> Stroke {
    for tag in &mut stroke.tags {
        tag.forms = tag.forms.split_off(1);
    }
    stroke.tags.retain(|tag| !tag.forms.is_empty());
    stroke
}

const MEETINGS: [Line; 3] = [Line::Met, Line::PlansToMeet, Line::DidNotMeet];

/// What is said in one direction.
#[derive(Debug, Clone, Copy, Default)]
struct Stand {
    supports: usize,
    opposes: usize,
}

impl Stand {
    const fn all(self) -> usize {
        self.supports + self.opposes
    }

    /// What most of it says; and the other side too, if that is more than the odd voice.
    fn lines(self) -> (Line, Option<Line>) {
        let (most, least, line, other) = if self.supports >= self.opposes {
            (self.supports, self.opposes, Line::Supports, Line::Opposes)
        } else {
            (self.opposes, self.supports, Line::Opposes, Line::Supports)
        };
        (line, (least * MINOR >= most + least && least > 0).then_some(other))
    }

    fn colour(self) -> &'static str {
        let (line, over) = self.lines();
        if over.is_some() { MIXED } else { line.colour() }
    }

    fn forms(self, wordy: bool, labels: &Labels) -> Vec<String> {
        let number = match (self.supports, self.opposes) {
            (0, 1) | (1, 0) => None,
            (0, n) | (n, 0) => Some(format!("×{n}")),
            (supports, opposes) => Some(format!("+{supports} −{opposes}")),
        };
        let mut forms = Vec::new();
        if wordy && (self.supports == 0 || self.opposes == 0) {
            let word = labels.get(self.lines().0.key());
            forms.push(number.as_ref().map_or(word.to_owned(), |n| format!("{word} {n}")));
        }
        forms.extend(number);
        forms
    }
}

/// From disc to disc, in shares of the line.
const DISCS: f64 = 0.1;

/// The colour of arrows and numbers of a mixed stance.
const MIXED: &str = "#555555";

/// The line of a pair.
fn net<'g>(bond: &Bond<'g>, chosen: &Chosen, wordy: bool, labels: &Labels) -> Stroke<'g> {
    let is_first = |edge: &Edge| chosen.actors.get(bond.ends.0).is_some_and(|actor| actor.id == edge.source);
    // What the second says of the first, and the first of the second.
    let mut stands = [Stand::default(); 2];
    let mut meetings = [0usize; 3];
    let mut role = None;
    for edge in &bond.edges {
        let reports = edge.evidence.len();
        match Line::of(edge) {
            Line::Supports => stands[usize::from(is_first(edge))].supports += reports,
            Line::Opposes => stands[usize::from(is_first(edge))].opposes += reports,
            Line::Belongs => role = role.or(Some(*edge)),
            line => meetings[MEETINGS.iter().position(|m| *m == line).unwrap_or(0)] += 1,
        }
    }
    let all = Stand {
        supports: stands.iter().map(|s| s.supports).sum(),
        opposes: stands.iter().map(|s| s.opposes).sum(),
    };
    let met: Vec<(Line, usize)> = MEETINGS.into_iter().zip(meetings).filter(|(_, n)| *n > 0).collect();
    let (line, over) = match (all.all(), met.first()) {
        (0, Some((line, _))) => (*line, None),
        (0, None) => (Line::Belongs, None),
        _ => all.lines(),
    };
    let mut stroke = Stroke {
        ends: bond.ends,
        line,
        over,
        width: line.width(all.all()),
        colour: line.colour(),
        heads: stands.map(|s| (s.all() > 0).then(|| s.colour())),
        tags: Vec::new(),
        edges: bond.edges.clone(),
    };
    if let (Line::Belongs, Some(edge)) = (line, role) {
        stroke.heads[usize::from(is_first(edge))] = Some(line.colour());
        if let (true, Tie::Affiliation { role, .. }) = (wordy, &edge.tie) {
            stroke.tags.push(tag(vec![shorten(&plain(role), 28)], 0.5, "#6b6b6b"));
        }
        return stroke;
    }
    for (stand, at) in stands.iter().zip([0.28, 0.72]) {
        let forms = if stand.all() > 0 { stand.forms(wordy, labels) } else { Vec::new() };
        if !forms.is_empty() {
            // A line of one direction alone has its words in the middle.
            let both = stands.iter().all(|s| s.all() > 0) || !met.is_empty();
            stroke.tags.push(tag(forms, if both { at } else { 0.5 }, stand.colour()));
        }
    }
    // One that met, and one that was refused, are two things: each kind has its disc, around the middle.
    let first = 0.5 - DISCS * (met.len().saturating_sub(1)) as f64 / 2.0;
    for (i, (line, count)) in met.into_iter().enumerate() {
        let number = if count > 1 { count.to_string() } else { String::new() };
        let at = first + DISCS * i as f64;
        stroke.tags.push(Tag { disc: Some(line), ..tag(vec![number], at, line.colour()) });
    }
    stroke
}

fn tag(forms: Vec<String>, at: f64, colour: &'static str) -> Tag {
    Tag { forms, at, colour, disc: None }
}

/// A line for each kind and direction of a pair's ties, and for what became of them.
fn each<'g>(bond: &Bond<'g>, chosen: &Chosen, marks: Option<&Marks>, labels: &Labels) -> Vec<Stroke<'g>> {
    let mut kinds: BTreeMap<(bool, Line, Option<Mark>), Vec<&Edge>> = BTreeMap::new();
    for edge in &bond.edges {
        let back = chosen.actors.get(bond.ends.0).is_none_or(|actor| actor.id != edge.source);
        kinds.entry((back, Line::of(edge), mark(marks, &edge.id))).or_default().push(edge);
    }
    // What is new beside a turn is the turn.
    for ((back, line, was), mut edges) in std::mem::take(&mut kinds) {
        let turned = |e: &&Edge| Line::of(e) == line && mark(marks, &e.id) == Some(Mark::Turned);
        let is_back = |e: &&Edge| chosen.actors.get(bond.ends.0).is_none_or(|a| a.id != e.source) == back;
        let is_turn = was == Some(Mark::New) && bond.edges.iter().copied().any(|e| turned(&e) && is_back(&e));
        let now = if is_turn { Some(Mark::Turned) } else { was };
        kinds.entry((back, line, now)).or_default().append(&mut edges);
    }
    let stroke = |((back, line, mark), edges): ((bool, Line, Option<Mark>), Vec<&'g Edge>)| {
        let reports: usize = edges.iter().map(|e| e.evidence.len()).sum();
        let count = if MEETINGS.contains(&line) { edges.len() } else { reports };
        let sign = mark.map_or("", Mark::sign);
        let number = if count > 1 { format!("×{count}") } else { String::new() };
        let word = match edges.first().map(|e| &e.tie) {
            Some(Tie::Affiliation { role, .. }) => shorten(&plain(role), 28),
            _ if count > 1 => format!("{} {number}", line.label(labels)),
            _ => line.label(labels).to_owned(),
        };
        let colour = mark.map_or(line.colour(), mark_colour);
        let mut forms = vec![format!("{sign}{word}")];
        let short = format!("{sign}{number}");
        if !short.is_empty() && line != Line::Belongs {
            forms.push(short);
        }
        let head = line.is_directed().then_some(colour);
        let ink = if line == Line::Belongs && mark.is_none() { "#6b6b6b" } else { colour };
        Stroke {
            ends: bond.ends,
            line,
            over: None,
            width: line.width(count),
            colour,
            heads: if back { [head, None] } else { [None, head] },
            tags: vec![tag(forms, 0.5, ink)],
            edges,
        }
    };
    kinds.into_iter().map(stroke).collect()
}

/// The text, cut after so many letters.
pub(super) fn shorten(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let cut: String = text.chars().take(most - 1).collect();
    format!("{}…", cut.trim_end())
}
