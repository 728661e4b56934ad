//! Coded events for political scientists: PLOVER-like JSON lines and CAMEO-like rows.
//!
//! Meetings and stances are events, affiliations are none. A meeting that took place is CONSULT, a
//! planned one AGREE, one that is called for REQUEST, one that did not come about REJECT. Quad class,
//! score and CAMEO root are those of `data/plover.tsv`.

use std::io::{self, Write};

use csv::{QuoteStyle, Terminator, WriterBuilder};
use serde::Serialize;

use super::attributes::View;
use super::scalars::{date, first_day, word};
use super::style::plain;
use crate::tables::{PloverEntry, Tables};
use crate::types::{Actor, Category, Edge, GroupKind, Status, Tie};

/// The category of an edge that is an event.
fn category(edge: &Edge) -> Option<Category> {
    match &edge.tie {
        Tie::Stance { category, .. } => Some(*category),
        Tie::Meeting { status, .. } => Some(match status {
            Status::Held | Status::Ongoing => Category::Consult,
            Status::Planned | Status::Postponed => Category::Agree,
            Status::CalledFor => Category::Request,
            Status::Cancelled | Status::Refused | Status::Denied => Category::Reject,
        }),
        Tie::Affiliation { .. } => None,
    }
}

/// The events of a view with what PLOVER says of them and their two actors.
fn events<'g>(
    view: &View<'g>,
    mut each: impl FnMut(&'g Edge, &PloverEntry, &'g Actor, &'g Actor) -> io::Result<()>,
) -> io::Result<()> {
    let tables = Tables::bundled().map_err(io::Error::other)?;
    let net = &view.graph.net;
    for place in net.edge_indices() {
        let (Some(edge), Some((a, b))) = (net.edge_weight(place), net.edge_endpoints(place)) else {
            continue;
        };
        let entry = category(edge).and_then(|category| tables.plover.get(category));
        if let (Some(entry), Some(a), Some(b)) = (entry, net.node_weight(a), net.node_weight(b)) {
            each(edge, entry, a, b)?;
        }
    }
    Ok(())
}

#[derive(Serialize)]
struct Party<'a> {
    id: &'a str,
    name: &'a str,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Option<&'a str>,
}

impl<'a> Party<'a> {
    fn of(actor: &'a Actor) -> Self {
        Self {
            id: &actor.id.0,
            name: &actor.name,
            kind: super::attributes::kind_name(actor.kind),
            country: actor.iso3.as_deref(),
        }
    }
}

#[derive(Serialize)]
struct Plover<'a> {
    event_id: String,
    event_type: Category,
    #[serde(skip_serializing_if = "Option::is_none")]
    event_mode: Option<String>,
    event_date: Option<&'a str>,
    publication_date: Option<&'a str>,
    actor: Party<'a>,
    recipient: Party<'a>,
    symmetric: bool,
    quad_code: u8,
    quad_class: &'static str,
    intensity: f32,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<&'a str>,
    attribution: &'a [String],
    text: &'a str,
    trigger: &'a str,
    document: &'a str,
    edge: &'a str,
    confidence: f32,
}

/// PLOVER-like JSON lines: an event for each place in a text that reports one.
pub(super) fn plover(view: &View, out: &mut dyn Write) -> io::Result<()> {
    events(view, |edge, entry, actor, recipient| {
        let meeting = match &edge.tie {
            Tie::Meeting { event, .. } => view.event(event),
            Tie::Stance { .. } | Tie::Affiliation { .. } => None,
        };
        for (i, evidence) in edge.evidence.iter().enumerate() {
            let event = Plover {
                event_id: format!("{}.{i}", edge.id),
                event_type: entry.category,
                event_mode: match &edge.tie {
                    Tie::Meeting { status, .. } => Some(word(status).into_owned()),
                    Tie::Stance { .. } | Tie::Affiliation { .. } => None,
                },
                event_date: date(evidence),
                publication_date: evidence.reported.as_deref(),
                actor: Party::of(actor),
                recipient: Party::of(recipient),
                symmetric: meeting.is_some(),
                quad_code: entry.quad.number(),
                quad_class: entry.quad.as_str(),
                intensity: entry.score,
                place: meeting.and_then(|m| m.place.as_deref()),
                attribution: &evidence.attribution,
                text: &evidence.quote.text,
                trigger: &evidence.trigger.text,
                document: &evidence.document,
                edge: &edge.id,
                confidence: evidence.confidence,
            };
            serde_json::to_writer(&mut *out, &event)?;
            out.write_all(b"\n")?;
        }
        Ok(())
    })
}

/// The heads of the rows, spelt as GDELT spells them.
const HEADS: [&str; 19] = [
    "GlobalEventID",
    "SQLDATE",
    "Actor1Code",
    "Actor1Name",
    "Actor1CountryCode",
    "Actor1Type1Code",
    "Actor2Code",
    "Actor2Name",
    "Actor2CountryCode",
    "Actor2Type1Code",
    "EventCode",
    "EventBaseCode",
    "EventRootCode",
    "QuadClass",
    "GoldsteinScale",
    "NumMentions",
    "NumSources",
    "NumArticles",
    "SOURCEURL",
];

/// CAMEO-like rows with tabs between cells, no quotes: an event for each edge, dated by its first
/// day. Codes are CAMEO roots.
pub(super) fn cameo(view: &View, out: &mut dyn Write) -> io::Result<()> {
    let mut rows = WriterBuilder::new()
        .delimiter(b'\t')
        .quote_style(QuoteStyle::Never)
        .terminator(Terminator::Any(b'\n'))
        .from_writer(out);
    rows.write_record(HEADS)?;
    let addresses: rustc_hash::FxHashMap<&str, &str> = view
        .graph
        .documents
        .iter()
        .map(|document| (document.id.as_str(), document.url.as_deref().unwrap_or(&document.id)))
        .collect();
    events(view, |edge, entry, actor, recipient| {
        let day = edge.dates().and_then(|(first, _)| first_day(first)).unwrap_or_default().replace('-', "");
        let mut documents: Vec<&str> = edge.evidence.iter().map(|e| e.document.as_str()).collect();
        documents.dedup();
        let address = documents.first().and_then(|id| addresses.get(id)).copied().unwrap_or_default();
        let root = entry.cameo.first().map(String::as_str).unwrap_or_default();
        let mut cells = vec![edge.id.clone(), day];
        for party in [actor, recipient] {
            let country = party.iso3.clone().unwrap_or_default();
            let sort = sort(party);
            cells.extend([format!("{country}{sort}"), cell(&party.name), country, sort.to_owned()]);
        }
        cells.extend([root.to_owned(), root.to_owned(), root.to_owned()]);
        cells.extend([entry.quad.number().to_string(), format!("{:.1}", entry.score)]);
        let many = documents.len().to_string();
        cells.extend([edge.evidence.len().to_string(), many.clone(), many, cell(address)]);
        rows.write_record(cells)?;
        Ok(())
    })?;
    rows.flush()
}

/// Text in one cell, which no spreadsheet takes for a formula.
fn cell(text: &str) -> String {
    let text = plain(text);
    if text.starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text }
}

/// CAMEO's role codes, as far as kinds of groups have one.
fn sort(actor: &Actor) -> &'static str {
    match actor.subtype {
        Some(GroupKind::Government) => "GOV",
        Some(GroupKind::International) => "IGO",
        Some(GroupKind::Armed) => "REB",
        Some(GroupKind::Party) => "PTY",
        Some(GroupKind::Company) => "BUS",
        Some(GroupKind::Media) => "MED",
        Some(GroupKind::People | GroupKind::Region | GroupKind::Other) | None => "",
    }
}
