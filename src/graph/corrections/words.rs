//! What a file adds, as a text that evidence can quote: the same however the file is laid out.

use super::{Change, Entry, Says};
use crate::types::{Quote, Span};

/// The words of an entry in the text of all that the file adds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Proof {
    /// Which of its lines, from 1.
    pub line: usize,
    /// What says so; the word that is the verdict; source and target.
    pub quotes: [Quote; 4],
}

/// Gives each entry that adds an edge its words; the text is all of them, sorted.
pub(super) fn settle(entries: &mut [Entry]) -> String {
    let mut lines: Vec<(Line, &mut Entry)> =
        entries.iter_mut().filter_map(|entry| Some((Line::of(&entry.change)?, entry))).collect();
    lines.sort_by(|(a, _), (b, _)| a.text.cmp(&b.text));
    let starts = lines.iter().scan(0, |end, (line, _)| {
        let start = *end;
        *end += line.text.len() + 1;
        Some(start)
    });
    let starts: Vec<usize> = starts.collect();
    let text: String = lines.iter().map(|(line, _)| line.text.clone() + "\n").collect();
    for (n, ((line, entry), start)) in lines.into_iter().zip(starts).enumerate() {
        let quote = |span: Span| Quote::new(&text, Span::new(start + span.start, start + span.end));
        entry.proof = Some(Box::new(Proof { line: n + 1, quotes: line.parts.map(quote) }));
    }
    text
}

/// A line of the text, and where in it the words stand.
struct Line {
    text: String,
    parts: [Span; 4],
}

impl Line {
    fn of(change: &Change) -> Option<Self> {
        let mut text = String::new();
        let mut add = |words: &str| {
            let start = text.len();
            text.push_str(words);
            Span::new(start, text.len())
        };
        let parts = match change {
            Change::Affiliation { member, of, role, former } => {
                let member = add(&member.text);
                add(if *former { ": former " } else { ": " });
                let role = add(role);
                add(", ");
                let of = add(&of.text);
                [member.join(of), role, member, of]
            }
            Change::Assert { source, target, says, date, quote, cite } => {
                let source = add(&source.text);
                add(", ");
                let target = add(&target.text);
                add(": ");
                let verdict = add(&says.words());
                add(&date.as_ref().map_or_else(String::new, |date| format!(", {date}")));
                add(": ");
                let quote = add(quote);
                add(&format!(" ({cite})"));
                [quote, verdict, source, target]
            }
            _ => return None,
        };
        Some(Self { text, parts })
    }
}

impl Says {
    /// `support`, `oppose ACCUSE`, `held`: as the file has them.
    pub(super) fn words(&self) -> String {
        let name = |value: serde_json::Result<serde_json::Value>| {
            value.ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
        };
        match self {
            Self::Stance(polarity, None) => name(serde_json::to_value(polarity)),
            Self::Stance(polarity, Some(category)) => {
                format!("{} {}", name(serde_json::to_value(polarity)), name(serde_json::to_value(category)))
            }
            Self::Meeting(status) => name(serde_json::to_value(status)),
        }
    }
}
