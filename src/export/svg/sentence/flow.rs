//! The lines of a sentence: its pieces side by side, labels below them, room for arcs above.

use svg::node::element::{Group, Path, Rectangle};

use super::spans::{Marked, Piece, Sort};
use crate::export::style::{Theme, node_colours};
use crate::export::svg::letters::width;
use crate::export::svg::text;

/// The size of a sentence's letters, and of labels below it.
const SIZE: f64 = 16.0;
const LABEL: f64 = 10.5;
/// Between words, and around marked ones.
const SPACE: f64 = 5.0;
const PAD: f64 = 3.5;
/// Above and below letters in a mark, for a mark in another one.
const HIGH: f64 = 5.0;
/// From letters to labels, and from line to line.
const BELOW: f64 = 14.0;
const GAP: f64 = 14.0;
/// For each level of arcs, and for the lowest.
pub(super) const LEVEL: f64 = 19.0;
pub(super) const LOWEST: f64 = 18.0;

/// A piece in its place.
#[derive(Debug, Clone)]
struct Put {
    text: String,
    x: f64,
    wide: f64,
    spans: Vec<usize>,
}

/// A part of a span on one line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    pub span: usize,
    pub from: f64,
    pub to: f64,
}

#[derive(Debug, Clone, Default)]
struct Line {
    puts: Vec<Put>,
    parts: Vec<Part>,
    /// Labels: the words, where they begin, of which span.
    labels: Vec<(String, f64, usize)>,
    /// Levels of arcs above it.
    levels: usize,
}

pub(super) struct Flow {
    lines: Vec<Line>,
}

/// Pieces that stay on one line.
fn words(pieces: &[Piece], wide: f64) -> Vec<Vec<Piece>> {
    let mut out: Vec<Vec<Piece>> = Vec::new();
    for piece in pieces {
        // A word that is wider than the line is cut.
        let mut rest = vec![piece.clone()];
        if width(&piece.text, SIZE, false) > wide - 4.0 * PAD {
            rest = Vec::new();
            let (mut text, mut used) = (String::new(), 0.0);
            for c in piece.text.chars() {
                text.push(c);
                used += width(c.encode_utf8(&mut [0; 4]), SIZE, false);
                if used > wide - 4.0 * PAD - SIZE {
                    rest.push(Piece { text: std::mem::take(&mut text), ..piece.clone() });
                    used = 0.0;
                }
            }
            rest.push(Piece { text, ..piece.clone() });
            rest.retain(|p| !p.text.is_empty());
        }
        let is_whole = rest.len() == 1;
        for part in rest {
            match out.last_mut() {
                Some(word) if is_whole && part.is_joined => word.push(part),
                _ => out.push(vec![part]),
            }
        }
    }
    out
}

impl Flow {
    pub fn new(marked: &Marked, wide: f64) -> Self {
        let mut lines = vec![Line::default()];
        let mut labelled = vec![false; marked.spans.len()];
        // Where the next word, and the next label, may begin.
        let (mut x, mut free) = (0.0_f64, 0.0_f64);
        let words = words(&marked.pieces, wide);
        for (n, word) in words.iter().enumerate() {
            let begins =
                |spans: &[usize], before: &[usize]| spans.iter().filter(|s| !before.contains(s)).count();
            let wanted: f64 = word
                .iter()
                .map(|piece| width(&piece.text, SIZE, false) + 2.0 * PAD * piece.spans.len() as f64)
                .sum();
            let label = |piece: &Piece, labelled: &[bool]| -> Option<(String, Vec<usize>)> {
                let new: Vec<usize> = piece
                    .spans
                    .iter()
                    .copied()
                    .filter(|&s| {
                        let span = &marked.spans[s];
                        !labelled[s] && !span.label.is_empty() && span.start < span.end
                    })
                    .collect();
                let words: Vec<&str> = new.iter().map(|&s| marked.spans[s].label.as_str()).collect();
                (!new.is_empty()).then(|| (words.join(" · "), new))
            };
            let needs_label = word.iter().find_map(|piece| label(piece, &labelled));
            let label_wide = needs_label.as_ref().map_or(0.0, |(words, _)| width(words, LABEL, false));
            let start = if needs_label.is_some() { x.max(free) } else { x };
            if x > 0.0 && start + wanted.max(label_wide) > wide {
                lines.push(Line::default());
                (x, free) = (0.0, 0.0);
            }
            let Some(line) = lines.last_mut() else { continue };
            let mut before: Vec<usize> = line.puts.last().map(|p| p.spans.clone()).unwrap_or_default();
            for (i, piece) in word.iter().enumerate() {
                if let Some((words, of)) = label(piece, &labelled) {
                    x = x.max(free);
                    free = x + width(&words, LABEL, false) + 2.0 * SPACE;
                    if let Some(first) = of.first() {
                        line.labels.push((words, x, *first));
                    }
                    of.iter().for_each(|&s| labelled[s] = true);
                }
                x += PAD * begins(&piece.spans, &before) as f64;
                let piece_wide = width(&piece.text, SIZE, false);
                for &span in &piece.spans {
                    match line.parts.iter_mut().find(|part| part.span == span) {
                        Some(part) => part.to = x + piece_wide + PAD,
                        None => line.parts.push(Part { span, from: x - PAD, to: x + piece_wide + PAD }),
                    }
                }
                line.puts.push(Put {
                    text: piece.text.clone(),
                    x,
                    wide: piece_wide,
                    spans: piece.spans.clone(),
                });
                let next = word.get(i + 1).or_else(|| words.get(n + 1).and_then(|w| w.first()));
                let after: &[usize] = next.map_or(&[], |p| &p.spans);
                x += piece_wide + PAD * begins(&piece.spans, after) as f64;
                before.clone_from(&piece.spans);
            }
            x += SPACE;
        }
        // A mark around others is wider than they.
        for line in &mut lines {
            let all = line.parts.clone();
            for part in &mut line.parts {
                let inner = |other: &&Part| {
                    other.span != part.span && other.from >= part.from - 0.1 && other.to <= part.to + 0.1
                };
                let depth =
                    all.iter().filter(inner).filter(|o| (o.to - o.from) < (part.to - part.from)).count();
                part.from -= depth.min(2) as f64;
                part.to += depth.min(2) as f64;
            }
        }
        Self { lines }
    }

    /// The first part of a span, with its line.
    pub fn part(&self, span: usize) -> Option<(usize, Part)> {
        let on = |(i, line): (usize, &Line)| Some((i, *line.parts.iter().find(|part| part.span == span)?));
        self.lines.iter().enumerate().find_map(on)
    }

    pub fn lines(&self) -> usize {
        self.lines.len()
    }

    /// Makes room for so many levels of arcs above a line.
    pub fn raise(&mut self, line: usize, levels: usize) {
        if let Some(line) = self.lines.get_mut(line) {
            line.levels = line.levels.max(levels);
        }
    }

    fn line_height(line: &Line) -> f64 {
        let above = if line.levels == 0 { 0.0 } else { LOWEST + LEVEL * line.levels as f64 - 6.0 };
        let below = if line.labels.is_empty() { 0.0 } else { BELOW };
        above + SIZE + 2.0 * HIGH + below + GAP
    }

    pub fn height(&self) -> f64 {
        self.lines.iter().map(Self::line_height).sum()
    }

    /// The upper border of a line's marks.
    pub fn top(&self, line: usize) -> f64 {
        let before: f64 = self.lines.iter().take(line).map(Self::line_height).sum();
        let levels = self.lines.get(line).map_or(0, |l| l.levels);
        before + if levels == 0 { 0.0 } else { LOWEST + LEVEL * levels as f64 - 6.0 }
    }

    pub fn draw(&self, marked: &Marked, theme: Theme) -> Group {
        let mut group = Group::new().set("class", "sentence");
        for (n, line) in self.lines.iter().enumerate() {
            let (top, bottom) = (self.top(n), self.top(n) + SIZE + 2.0 * HIGH);
            let baseline = top + HIGH + SIZE * 0.86;
            let mut parts: Vec<&Part> = line.parts.iter().collect();
            // What lies within others is drawn over them.
            parts.sort_by(|a, b| (b.to - b.from).total_cmp(&(a.to - a.from)).then(a.span.cmp(&b.span)));
            for part in parts {
                let Some(span) = marked.spans.get(part.span) else { continue };
                group = mark(group, part, &span.sort, span.start == span.end, (top, bottom), theme);
            }
            // Pieces that are marked alike are one text: its writing may run from right to left.
            let mut runs: Vec<(String, f64, f64, bool)> = Vec::new();
            let mut last: Option<&Put> = None;
            for put in &line.puts {
                let strong = put.spans.iter().any(|&s| matches!(marked.spans[s].sort, Sort::Actor(_)));
                match runs.last_mut() {
                    Some(run)
                        if last.is_some_and(|l| l.spans == put.spans) && put.x - run.2 < SPACE + 0.1 =>
                    {
                        if put.x - run.2 > 0.1 {
                            run.0.push(' ');
                        }
                        run.0.push_str(&put.text);
                        run.2 = put.x + put.wide;
                    }
                    _ => runs.push((put.text.clone(), put.x, put.x + put.wide, strong)),
                }
                last = Some(put);
            }
            for (words, from, to, _) in runs {
                let run = text(&words, (from, baseline), SIZE, theme.paint("#111111"));
                // As wide as it was measured, whatever font draws it.
                group = group.add(
                    run.set("textLength", format!("{:.1}", to - from))
                        .set("lengthAdjust", "spacingAndGlyphs"),
                );
            }
            for (words, x, span) in &line.labels {
                let sort = marked.spans.get(*span).map(|s| &s.sort);
                let colour = match sort {
                    Some(Sort::Actor(kind)) => node_colours(*kind).1,
                    _ => "#A8447C",
                };
                group = group.add(text(words, (*x, bottom + LABEL), LABEL, theme.paint(colour)));
            }
        }
        group
    }
}

/// What lies behind marked words.
fn mark(
    group: Group,
    part: &Part,
    sort: &Sort,
    meant: bool,
    (top, bottom): (f64, f64),
    theme: Theme,
) -> Group {
    let shape = |inset: f64| {
        Rectangle::new()
            .set("x", format!("{:.1}", part.from))
            .set("y", format!("{:.1}", top + inset))
            .set("width", format!("{:.1}", part.to - part.from))
            .set("height", format!("{:.1}", bottom - top - 2.0 * inset))
            .set("rx", "4")
    };
    match sort {
        Sort::Actor(kind) => {
            let (fill, border) = node_colours(*kind);
            let shape = shape(0.0)
                .set("fill", theme.paint(fill))
                .set("stroke", theme.paint(border))
                .set("stroke-width", "1.2");
            group.add(if meant { shape.set("stroke-dasharray", "3 2") } else { shape })
        }
        Sort::Trigger(line) => {
            let under = Path::new()
                .set("d", format!("M{:.1},{:.1}H{:.1}", part.from + 1.0, bottom - 3.0, part.to - 1.0))
                .set("stroke", theme.paint(line.colour()))
                .set("stroke-width", "2.5")
                .set("fill", "none");
            group.add(under)
        }
        Sort::Cue => group.add(shape(2.0).set("fill", theme.paint("#f9c9dc"))),
        Sort::Date => group.add(shape(2.0).set("fill", theme.paint("#d5efc4"))),
    }
}
