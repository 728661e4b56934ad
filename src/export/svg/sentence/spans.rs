//! What is marked in a sentence, cut into pieces that are marked alike.

use super::{Cast, Said, word};
use crate::export::style::{Line, plain};
use crate::types::{ActorKind, CueKind, Quote};

/// What a span is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Sort {
    Actor(ActorKind),
    Trigger(Line),
    Cue,
    Date,
}

/// Marked words.
#[derive(Debug, Clone)]
pub(super) struct Span {
    pub sort: Sort,
    /// Bytes of the sentence; empty for an actor who is meant without words.
    pub start: usize,
    pub end: usize,
    /// What stands below: who is meant, what a cue does.
    pub label: String,
}

/// What one thing says: between two spans.
#[derive(Debug, Clone)]
pub(super) struct Says {
    pub from: usize,
    pub to: usize,
    pub line: Line,
    pub word: String,
}

/// A piece of the sentence.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub text: String,
    /// It is a part of the word before it.
    pub is_joined: bool,
    /// The spans that it is a part of.
    pub spans: Vec<usize>,
}

/// A sentence with its marks.
pub(super) struct Marked {
    pub spans: Vec<Span>,
    pub says: Vec<Says>,
    pub pieces: Vec<Piece>,
}

/// What a cue does, as `labels.tsv` calls it.
const fn cue_key(kind: CueKind) -> &'static str {
    match kind {
        CueKind::Negation => "cue_negation",
        CueKind::Hedge => "cue_hedge",
        CueKind::Condition => "cue_condition",
        CueKind::Plan => "cue_plan",
        CueKind::Demand => "cue_demand",
        CueKind::Cancel => "cue_cancel",
        CueKind::Question => "cue_question",
    }
}

impl Marked {
    pub fn new(said: &Said, cast: &Cast) -> Self {
        let Some(sentence) = said.first().map(|evidence| &evidence.quote) else {
            return Self { spans: Vec::new(), says: Vec::new(), pieces: Vec::new() };
        };
        let mut spans: Vec<Span> = Vec::new();
        let mut says = Vec::new();
        let mut add = |sort: Sort, at: Option<(usize, usize)>, label: String| {
            let (start, end) = at.unwrap_or((0, 0));
            let same = |s: &Span| s.sort == sort && (s.start, s.end) == (start, end) && s.label == label;
            spans.iter().position(same).unwrap_or_else(|| {
                spans.push(Span { sort, start, end, label });
                spans.len() - 1
            })
        };
        for (edge, evidence) in &said.says {
            let line = Line::of(edge);
            let mut end = |id: &str, quote: &Quote| {
                let kind = cast.actors.get(id).map_or(ActorKind::Group, |actor| actor.kind);
                let at = within(sentence, quote);
                let name = cast.name(id);
                let says_so = at.is_some() && plain(&quote.text) == name;
                add(Sort::Actor(kind), at, if says_so { String::new() } else { name })
            };
            let (from, to) = (end(&edge.source.0, &evidence.source), end(&edge.target.0, &evidence.target));
            says.push(Says { from, to, line, word: word(edge, cast.labels) });
            if let Some(at) = within(sentence, &evidence.trigger) {
                add(Sort::Trigger(line), Some(at), String::new());
            }
            for cue in &evidence.cues {
                if let Some(at) = within(sentence, &cue.quote) {
                    add(Sort::Cue, Some(at), cast.labels.get(cue_key(cue.kind)).to_owned());
                }
            }
            if let Some(at) = evidence.date.as_ref().and_then(|date| within(sentence, &date.words)) {
                add(Sort::Date, Some(at), String::new());
            }
        }
        let pieces = pieces(&sentence.text, &spans);
        Self { spans, says, pieces }
    }
}

/// The place of words in a sentence; `None` if they stand elsewhere.
fn within(sentence: &Quote, words: &Quote) -> Option<(usize, usize)> {
    let (start, end) = (words.start.checked_sub(sentence.start)?, words.end.checked_sub(sentence.start)?);
    let found = sentence.text.get(start..end)?;
    (!found.trim().is_empty() && found == words.text).then_some((start, end))
}

/// Words of the sentence, cut where a mark begins or ends; first, whoever is meant without words.
fn pieces(sentence: &str, spans: &[Span]) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    for (i, span) in spans.iter().enumerate().filter(|(_, s)| s.start == s.end) {
        let text = if span.label.is_empty() { "?".to_owned() } else { span.label.clone() };
        out.push(Piece { text, is_joined: false, spans: vec![i] });
    }
    let covers = |at: usize| -> Vec<usize> {
        (0..spans.len()).filter(|&i| spans[i].start <= at && at < spans[i].end).collect()
    };
    let mut last_end = None;
    let mut open: Option<(usize, Vec<usize>)> = None;
    let mut close = |open: &mut Option<(usize, Vec<usize>)>, end: usize, out: &mut Vec<Piece>| {
        if let Some((start, spans)) = open.take() {
            let text = plain(sentence.get(start..end).unwrap_or_default());
            if !text.is_empty() {
                out.push(Piece { text, is_joined: last_end == Some(start), spans });
                last_end = Some(end);
            }
        }
    };
    for (at, c) in sentence.char_indices() {
        if c.is_whitespace() {
            close(&mut open, at, &mut out);
            continue;
        }
        let here = covers(at);
        if open.as_ref().is_some_and(|(_, spans)| *spans != here) {
            close(&mut open, at, &mut out);
        }
        open.get_or_insert((at, here));
    }
    close(&mut open, sentence.len(), &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_where_marks_begin_and_end() {
        let span = |start, end| Span { sort: Sort::Cue, start, end, label: "x".to_owned() };
        let cut = pieces("A US-led  plan.", &[span(2, 4), span(2, 8), span(0, 0)]);
        let told: Vec<(&str, bool, &[usize])> =
            cut.iter().map(|p| (p.text.as_str(), p.is_joined, p.spans.as_slice())).collect();
        assert_eq!(
            told,
            [
                ("x", false, &[2][..]),
                ("A", false, &[]),
                ("US", false, &[0, 1]),
                ("-led", true, &[1]),
                ("plan.", false, &[]),
            ]
        );
    }
}
