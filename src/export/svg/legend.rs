//! What stands above and below a picture: its title, what lines and shapes mean, what is not shown,
//! where it comes from.

use svg::node::element::Group;

use super::choose::Chosen;
use super::letters::width;
use super::lines;
use super::nodes::NodeBox;
use super::plane::Point;
use super::route::Curve;
use super::strokes::{Stroke, Tag};
use super::tags::{DISC, Placed};
use super::text;
use crate::export::look::Look;
use crate::export::style::{Line, MARKS, captions, kind_key, mark_colour, mark_key, plain};
use crate::graph::{Graph, Marks};
use crate::types::ActorKind;

/// Sizes of letters, in pixels.
const TITLE: f64 = 22.0;
const CAPTION: f64 = 13.0;
pub(super) const LEGEND: f64 = 12.0;
const NOTE: f64 = 11.0;
/// From line to line of the legend.
const ROW: f64 = 24.0;
/// So many actors without a tie are named; where there are more, none is.
const NAMED: usize = 20;

/// Words on lines no wider than `most` pixels; a longer word is cut.
pub(super) fn wrap(words: &str, size: f64, most: f64, bold: bool) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for word in words.split_whitespace() {
        let letters = (most / size / 0.7) as usize;
        let word = super::strokes::shorten(word, letters.max(4));
        match out.last_mut() {
            Some(line) if width(line, size, bold) + width(&word, size, bold) + size * 0.4 <= most => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => out.push(word),
        }
    }
    out
}

/// What a picture says besides the network.
pub(super) struct Frame<'p> {
    look: &'p Look,
    title: String,
    notes: Vec<String>,
    kinds: Vec<ActorKind>,
    strokes: Vec<Stroke<'static>>,
    counts: [bool; 2],
    marked: bool,
}

impl<'p> Frame<'p> {
    pub fn new(
        graph: &Graph,
        marks: Option<&Marks>,
        look: &'p Look,
        chosen: &Chosen,
        strokes: &[Stroke],
        no_way: usize,
    ) -> Self {
        let labels = &look.labels;
        let (mut title, foot) = captions(graph, labels);
        if marks.is_some() {
            labels.get("title_changes").clone_into(&mut title);
        }
        let title = look.title.as_deref().map_or(title, plain);
        let foot = look
            .source
            .as_deref()
            .map_or(foot, |source| labels.fill("source", &[("source", &plain(source))]));
        let has = |kind: &ActorKind| chosen.actors.iter().any(|a| a.kind == *kind);
        let kinds =
            [ActorKind::Country, ActorKind::Person, ActorKind::Group].into_iter().filter(has).collect();
        // Of marks every line has the colour: the legend shows how lines of one kind look.
        let sample = |line: Line, over: Option<Line>| Stroke {
            ends: (0, 0),
            line,
            over,
            width: line.width(2),
            colour: line.colour(),
            heads: [None, line.is_directed().then(|| if over.is_some() { "#555555" } else { line.colour() })],
            tags: Vec::new(),
            edges: Vec::new(),
        };
        let mut samples: Vec<Stroke> = Vec::new();
        let discs: Vec<Line> = strokes.iter().flat_map(|s| s.tags.iter().filter_map(|t| t.disc)).collect();
        for line in Line::ALL {
            let drawn = strokes.iter().any(|s| s.over.is_none() && s.line == line) || discs.contains(&line);
            if drawn {
                let disc = discs.contains(&line).then(|| Tag {
                    forms: vec![String::new()],
                    at: 0.5,
                    colour: line.colour(),
                    disc: Some(line),
                });
                samples.push(Stroke { tags: disc.into_iter().collect(), ..sample(line, None) });
            }
        }
        if strokes.iter().any(|s| s.over.is_some()) {
            samples.push(sample(Line::Supports, Some(Line::Opposes)));
        }
        let in_numbers = strokes
            .iter()
            .flat_map(|s| &s.tags)
            .any(|t| t.disc.is_none() && t.forms.first().is_some_and(|f| f.starts_with(['×', '+'])));
        let many_meetings =
            strokes.iter().flat_map(|s| &s.tags).any(|t| t.disc.is_some() && !t.forms.concat().is_empty());
        Self {
            look,
            title,
            notes: notes(chosen, look, no_way, &foot),
            kinds,
            strokes: samples,
            counts: [in_numbers && marks.is_none(), many_meetings],
            marked: marks.is_some(),
        }
    }

    /// Without what the shapes of boxes mean.
    pub fn without_kinds(self) -> Self {
        Self { kinds: Vec::new(), ..self }
    }

    /// With a title of its own, unless the user gives one.
    pub fn titled(self, title: &str) -> Self {
        let title = if self.look.title.is_some() { self.title } else { plain(title) };
        Self { title, ..self }
    }

    /// With a note before the others.
    pub fn noting(mut self, note: Option<String>) -> Self {
        if let Some(note) = note {
            self.notes.insert(0, note);
        }
        self
    }

    /// Without where it is from, unless the user says so.
    pub fn without_source(mut self) -> Self {
        if self.look.source.is_none() {
            self.notes.clear();
        }
        self
    }

    pub fn title(&self) -> &str {
        &self.title
    }

    /// Title and caption at a place, no wider than so many pixels; and their height.
    pub fn head(&self, at: Point, most: f64) -> (Group, f64) {
        let theme = self.look.theme;
        let mut group = Group::new().set("class", "head").set("id", "head");
        let mut y = at.1;
        for line in wrap(&self.title, TITLE, most, true) {
            let words = text(&line, (at.0, y + TITLE), TITLE, theme.paint("#111111"));
            group = group.add(words.set("font-weight", "bold"));
            y += TITLE + 6.0;
        }
        let caption = self.look.caption.as_deref().map(plain).unwrap_or_default();
        for line in wrap(&caption, CAPTION, most, false) {
            group = group.add(text(&line, (at.0, y + CAPTION), CAPTION, theme.paint("#555555")));
            y += CAPTION + 5.0;
        }
        (group, y - at.1 + 14.0)
    }

    /// Legend and notes at a place, no wider than so many pixels; and their height.
    pub fn foot(&self, at: Point, most: f64) -> (Vec<Group>, f64) {
        let (theme, labels) = (self.look.theme, &self.look.labels);
        let mut group = Group::new().set("class", "legend").set("id", "legend");
        let has_legend = !self.kinds.is_empty() || !self.strokes.is_empty();
        let (mut x, mut y) = (at.0, at.1 + if has_legend { 30.0 } else { 0.0 });
        let mut advance = |wanted: f64| {
            if x > at.0 && x + wanted > at.0 + most {
                (x, y) = (at.0, y + ROW);
            }
            let here = (x, y);
            x += wanted + 18.0;
            here
        };
        let ink = theme.paint("#333333");
        for &kind in &self.kinds {
            let mut sample = NodeBox::of(kind, labels.get(kind_key(kind)), None, LEGEND);
            sample.size.1 = 21.0;
            let here = advance(sample.size.0);
            group = group.add(sample.draw((here.0 + sample.size.0 / 2.0, here.1), theme));
        }
        for stroke in &self.strokes {
            let key = if stroke.over.is_some() { "mixed" } else { stroke.line.key() };
            let words = labels.get(key);
            let here = advance(44.0 + width(words, LEGEND, false));
            let end = here.0 + if stroke.heads[1].is_some() { 29.0 } else { 36.0 };
            let curve = Curve { from: here, to: (end, here.1), bend: (here.0 + 17.0, here.1) };
            group = group.add(lines::draw(stroke, &curve, theme));
            for tag in &stroke.tags {
                let centre = (here.0 + 18.0, here.1);
                let disc = Placed { centre, half: (DISC, DISC), words: String::new(), tag: tag.clone() };
                group = group.add(lines::draw_tag(&disc, theme));
            }
            group = group.add(text(words, (here.0 + 43.0, here.1 + 4.0), LEGEND, ink));
        }
        let [numbers, meetings] = self.counts;
        if numbers {
            let words = labels.get("number");
            let here = advance(24.0 + width(words, LEGEND, false));
            group = group.add(text("×2", (here.0, here.1 + 4.0), LEGEND, ink).set("font-weight", "bold"));
            group = group.add(text(words, (here.0 + 24.0, here.1 + 4.0), LEGEND, ink));
        }
        if meetings {
            let words = labels.get("meetings");
            let here = advance(22.0 + width(words, LEGEND, false));
            let tag = Tag { forms: Vec::new(), at: 0.5, colour: Line::Met.colour(), disc: Some(Line::Met) };
            let centre = (here.0 + DISC, here.1);
            let disc = Placed { centre, half: (DISC, DISC), words: "2".to_owned(), tag };
            group = group.add(lines::draw_tag(&disc, theme));
            group = group.add(text(words, (here.0 + 22.0, here.1 + 4.0), LEGEND, ink));
        }
        let all = if self.marked { &MARKS[..] } else { &[] };
        for mark in all {
            let words = labels.get(mark_key(*mark));
            let here = advance(width(words, LEGEND, false));
            let colour = theme.paint(mark_colour(*mark));
            group = group.add(text(words, (here.0, here.1 + 4.0), LEGEND, colour));
        }
        let mut below = Group::new().set("class", "foot").set("id", "foot");
        y += 10.0;
        for line in self.notes.iter().flat_map(|note| wrap(note, NOTE, most, false)) {
            y += NOTE + 5.0;
            below = below.add(text(&line, (at.0, y), NOTE, theme.paint("#555555")));
        }
        (vec![group, below], y - at.1 + 4.0)
    }
}

/// What the picture does not show, and where it comes from.
fn notes(chosen: &Chosen, look: &Look, no_way: usize, foot: &str) -> Vec<String> {
    let labels = &look.labels;
    let mut out = Vec::new();
    let mut first = Vec::new();
    let shown = chosen.actors.len();
    if shown < chosen.tied {
        let (shown, all) = (shown.to_string(), chosen.tied.to_string());
        first.push(labels.fill("shown", &[("shown", &shown), ("all", &all)]));
    }
    for (key, count) in [("ties_left_out", chosen.weak), ("unnamed_ties", no_way)] {
        if count > 0 {
            first.push(labels.fill(key, &[("count", &count.to_string())]));
        }
    }
    if !first.is_empty() {
        out.push(first.join(" "));
    }
    if !chosen.quiet.is_empty() && (chosen.quiet.len() <= NAMED || shown == chosen.tied) {
        let names: Vec<String> =
            chosen.quiet.iter().take(NAMED).map(|a| super::strokes::shorten(&plain(&a.name), 40)).collect();
        let more = chosen.quiet.len().saturating_sub(NAMED);
        let mut names = names.join(", ");
        if more > 0 {
            names = labels.fill("named_and_more", &[("count", &more.to_string()), ("names", &names)]);
        }
        out.push(labels.fill("named", &[("names", &names)]));
    }
    if !foot.is_empty() {
        out.push(foot.to_owned());
    }
    out
}
