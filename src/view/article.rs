//! An article with its mentions, for the page to mark.

use rustc_hash::FxHashMap;
use serde_json::{Value, json};

use crate::types::{ActorId, Document, Mention, Resolution, ZoneKind};

/// A text and who is meant where.
#[derive(Debug, Clone)]
pub struct Article {
    text: String,
    document: String,
    /// Parts that are not read: furniture, teasers.
    unread: Vec<(usize, usize)>,
    /// Start, end, form, whether merely a place, actors.
    marks: Vec<(usize, usize, Value, bool, Vec<ActorId>)>,
}

impl Article {
    /// The text of a document with the mentions that were found in it.
    pub fn new(document: &Document, resolution: &Resolution) -> Self {
        let mark = |m: &Mention| {
            let actors = m.actors.iter().filter_map(|a| resolution.actors.get(*a)).map(|a| a.id.clone());
            (m.span.start, m.span.end, json!(m.form), m.place, actors.collect())
        };
        let mut marks: Vec<_> = resolution.mentions.iter().map(mark).collect();
        marks.sort_by_key(|m| (m.0, std::cmp::Reverse(m.1)));
        let unread =
            |kind: ZoneKind| !matches!(kind, ZoneKind::Headline | ZoneKind::Body | ZoneKind::Dateline);
        Self {
            text: document.text.clone(),
            document: document.id.clone(),
            unread: document
                .zones
                .iter()
                .filter(|z| unread(z.kind))
                .map(|z| (z.span.start, z.span.end))
                .collect(),
            marks,
        }
    }

    /// `{document, text, unread: [[start, end]], marks: [[start, end, form, place, [actor]]]}`, offsets
    /// in UTF-16 units, actors as numbers of nodes.
    pub(super) fn rows(&self, places: &FxHashMap<&ActorId, usize>) -> Value {
        let mut wanted: Vec<usize> = self.marks.iter().flat_map(|m| [m.0, m.1]).collect();
        wanted.extend(self.unread.iter().flat_map(|u| [u.0, u.1]));
        wanted.sort_unstable();
        wanted.dedup();
        let mut units: FxHashMap<usize, usize> = FxHashMap::default();
        let (mut unit, mut next) = (0, wanted.iter().peekable());
        for (byte, c) in self.text.char_indices() {
            while next.next_if(|w| **w <= byte).is_some_and(|w| units.insert(*w, unit).is_none()) {}
            unit += c.len_utf16();
        }
        let at = |byte: usize| units.get(&byte).copied().unwrap_or(unit);
        let marks: Vec<Value> = self
            .marks
            .iter()
            .filter_map(|(start, end, form, place, actors)| {
                let nodes: Vec<usize> = actors.iter().filter_map(|a| places.get(a).copied()).collect();
                (!nodes.is_empty()).then(|| json!([at(*start), at(*end), form, place, nodes]))
            })
            .collect();
        let unread: Vec<Value> = self.unread.iter().map(|(s, e)| json!([at(*s), at(*e)])).collect();
        json!({"document": self.document, "text": self.text, "unread": unread, "marks": marks})
    }
}
