//! What stands below a picture: what lines and shapes mean, what is not shown, where it comes from.

use svg::node::element::Group;

use super::curve::{Curve, text_width};
use super::style::{Line, MARKS, Theme, kind_legend, mark_colour, mark_legend, plain};
use super::svg::{Stroke, draw_line, draw_node, size, text};
use crate::graph::Graph;
use crate::types::{Actor, ActorKind};

/// Words on lines no wider than `width` pixels.
pub(super) fn wrap(words: &str, size: f64, width: f64) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for word in words.split_whitespace() {
        match out.last_mut() {
            Some(line) if text_width(line, size) + text_width(word, size) + size * 0.4 <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => out.push(word.to_owned()),
        }
    }
    out
}

/// What the lines and shapes mean; returns its height too.
pub(super) fn legend(graph: &Graph, marked: bool, at: (f64, f64), width: f64, theme: Theme) -> (Group, f64) {
    let mut group = Group::new().set("class", "legend");
    let (mut x, mut y) = at;
    let mut advance = |wanted: f64, x: &mut f64| {
        if *x > at.0 && *x + wanted > at.0 + width {
            *x = at.0;
            y += 26.0;
        }
        let here = (*x, y);
        *x += wanted;
        here
    };
    for kind in [ActorKind::Country, ActorKind::Person, ActorKind::Group] {
        if !graph.actors().any(|a| a.kind == kind) {
            continue;
        }
        let actor = Actor {
            id: crate::types::ActorId(String::new()),
            kind,
            subtype: None,
            name: kind_legend(kind).to_owned(),
            aliases: Vec::new(),
            iso3: None,
            mentions: 1,
            wikidata: None,
            rolled_up: Vec::new(),
        };
        let (w, _) = size(&actor);
        let here = advance(w + 14.0, &mut x);
        group = group.add(draw_node(&actor, (here.0 + w / 2.0, here.1), (w, 24.0), None, theme));
    }
    for line in Line::ALL {
        if !graph.edges().any(|e| Line::of(e) == line) {
            continue;
        }
        let here = advance(44.0 + text_width(line.legend(), 12.0) * 0.95 + 16.0, &mut x);
        let stroke = Stroke {
            source: 0,
            target: 0,
            line,
            mark: None,
            count: 1,
            label: String::new(),
            edges: Vec::new(),
        };
        let end = here.0 + if line.is_directed() { 27.0 } else { 36.0 };
        let curve = Curve { from: here, to: (end, here.1), bend: (here.0 + 16.0, here.1) };
        group = group.add(draw_line(&stroke, &curve, theme)).add(text(
            line.legend(),
            (here.0 + 44.0, here.1 + 4.0),
            12.0,
            theme.paint("#333333"),
        ));
    }
    let all = if marked { &MARKS[..] } else { &[] };
    for mark in all {
        let words = mark_legend(*mark);
        let here = advance(text_width(words, 12.0) + 20.0, &mut x);
        group = group.add(text(words, (here.0, here.1 + 4.0), 12.0, theme.paint(mark_colour(*mark))));
    }
    (group, y - at.1 + 20.0)
}

/// What the picture does not show, and where it comes from.
pub(super) fn notes(quiet: &[&Actor], left_out: usize, foot: &str) -> Vec<String> {
    let mut out = Vec::new();
    if left_out > 0 {
        out.push(format!("Shown are the most connected actors; {left_out} more have ties."));
    }
    if !quiet.is_empty() {
        let names: Vec<String> = quiet.iter().take(20).map(|a| plain(&a.name)).collect();
        let more = quiet.len().saturating_sub(20);
        let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
        out.push(format!("Also named, without a tie: {}{rest}.", names.join(", ")));
    }
    if !foot.is_empty() {
        out.push(foot.to_owned());
    }
    out
}
