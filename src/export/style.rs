//! How edges and nodes look in diagrams: one place for DOT, SVG and PNG.
//!
//! Polarity is told by colour and by line style, so that prints in black and white and readers who
//! cannot tell the colours lose nothing. The colours are those of Okabe and Ito's palette for
//! colour-blind readers (jfly.uni-koeln.de/color).

use crate::graph::{Graph, Mark, Marks};
use crate::tables::Labels;
use crate::types::{ActorKind, Edge, Polarity, Status, Tie};

/// Colours of a picture.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Theme {
    /// Dark on white.
    #[default]
    Light,
    /// Light on near black, for slides.
    Dark,
    /// Greys on white, for newspapers and copiers: line styles and shapes tell all.
    Grey,
}

impl Theme {
    /// What a colour of the light theme becomes.
    pub(super) fn paint(self, light: &'static str) -> &'static str {
        match (self, light) {
            (Self::Light, _) => light,
            (Self::Dark, "#ffffff") => "#14161b",
            (Self::Dark, "#111111" | "#333333") => "#e8eaef",
            (Self::Dark, "#555555" | "#6b6b6b" | "#9a9a9a" | "#6B6B6B") => "#a3a9b6",
            (Self::Dark, "#0072B2") => "#5cb8f0",
            (Self::Dark, "#D55E00" | OVER) => "#ff9650",
            (Self::Dark, "#FFF1CC") => "#4a3a10",
            (Self::Dark, "#B07D00") => "#e7b93c",
            (Self::Dark, "#EAF3FA") => "#1b3a50",
            (Self::Dark, "#4A7FA5") => "#7dbbe4",
            (Self::Dark, "#EDEDED") => "#33363f",
            (Self::Dark, "#f7f7f7") => "#1d2026",
            (Self::Dark, "#d0d0d0") => "#4a4f5a",
            (Self::Dark, "#f9c9dc") => "#6b2443",
            (Self::Dark, "#d5efc4") => "#2f5219",
            (Self::Dark, "#0B5FA5") => "#5cb8f0",
            (Self::Dark, "#A8447C") => "#e48fc0",
            (Self::Grey, "#f9c9dc") => "#d9d9d9",
            (Self::Grey, "#d5efc4") => "#ededed",
            (Self::Grey, "#0072B2" | "#D55E00" | "#333333") => "#222222",
            (Self::Grey, OVER) => "#c4c4c4",
            (Self::Grey, "#FFF1CC") => "#e2e2e2",
            (Self::Grey, "#B07D00" | "#4A7FA5" | "#6B6B6B") => "#555555",
            (Self::Grey, "#EAF3FA") => "#ffffff",
            (Self::Grey, "#EDEDED") => "#f1f1f1",
            (_, other) => other,
        }
    }
}

/// What lies over the line of a pair that supports and opposes, in dashes.
pub(super) const OVER: &str = "#d55e00";

/// A line of a diagram.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Line {
    /// Met, or meets.
    Met,
    /// Plans or calls for a meeting.
    PlansToMeet,
    /// Refused, cancelled or denied a meeting.
    DidNotMeet,
    /// Supports, in word or deed.
    Supports,
    /// Opposes, in word or deed.
    Opposes,
    /// Belongs to.
    Belongs,
}

impl Line {
    /// The line of an edge.
    pub fn of(edge: &Edge) -> Self {
        match &edge.tie {
            Tie::Meeting { status, .. } => match status {
                Status::Held | Status::Ongoing => Self::Met,
                Status::Planned | Status::CalledFor | Status::Postponed => Self::PlansToMeet,
                Status::Cancelled | Status::Refused | Status::Denied => Self::DidNotMeet,
            },
            Tie::Stance { polarity: Polarity::Support, .. } => Self::Supports,
            Tie::Stance { polarity: Polarity::Oppose, .. } => Self::Opposes,
            Tie::Affiliation { .. } => Self::Belongs,
        }
    }

    /// All lines, in the order of the legend.
    pub const ALL: [Self; 6] =
        [Self::Met, Self::PlansToMeet, Self::DidNotMeet, Self::Supports, Self::Opposes, Self::Belongs];

    /// What `labels.tsv` calls it in the legend.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::PlansToMeet => "plans_to_meet",
            Self::DidNotMeet => "did_not_meet",
            Self::Supports => "supports",
            Self::Opposes => "opposes",
            Self::Belongs => "belongs_to",
        }
    }

    /// What stands on the line; nothing for affiliations, which carry their role.
    pub fn label(self, labels: &Labels) -> &str {
        match self {
            Self::Met => labels.get("on_line_met"),
            Self::PlansToMeet => labels.get("on_line_plans_to_meet"),
            Self::DidNotMeet => labels.get("on_line_did_not_meet"),
            Self::Supports | Self::Opposes => labels.get(self.key()),
            Self::Belongs => "",
        }
    }

    pub const fn colour(self) -> &'static str {
        match self {
            Self::Met | Self::PlansToMeet | Self::DidNotMeet => "#333333",
            Self::Supports => "#0072B2",
            Self::Opposes => "#D55E00",
            Self::Belongs => "#9a9a9a",
        }
    }

    /// Dashes and gaps of a line, in pixels; `None` for an unbroken line.
    pub fn dashes(self, width: f64) -> Option<String> {
        let (dash, gap) = match self {
            Self::Met | Self::Supports => return None,
            Self::PlansToMeet => (9.0, 5.0),
            Self::DidNotMeet => (2.0, 5.0),
            Self::Opposes => (6.0, 4.0),
            Self::Belongs => (1.0, 3.0),
        };
        // Of a thick line they are longer.
        let more = (width / 2.4).max(1.0);
        Some(format!("{:.1} {:.1}", dash * more, gap * more))
    }

    /// The same in Graphviz's words.
    pub const fn graphviz_style(self) -> &'static str {
        match self {
            Self::Met | Self::Supports => "solid",
            Self::PlansToMeet | Self::Opposes => "dashed",
            Self::DidNotMeet | Self::Belongs => "dotted",
        }
    }

    /// Width in pixels by the number of places that say so.
    pub fn width(self, count: usize) -> f64 {
        match self {
            Self::Belongs => 1.2,
            Self::Met | Self::PlansToMeet | Self::DidNotMeet => 1.4,
            Self::Supports | Self::Opposes => 1.6 + 0.8 * f64::from(count.max(1).ilog2().min(6)),
        }
    }

    /// True for lines with an arrow at the target.
    pub const fn is_directed(self) -> bool {
        matches!(self, Self::Supports | Self::Opposes | Self::Belongs)
    }
}

/// The marks of its legend.
pub(super) const MARKS: [Mark; 5] = [Mark::Turned, Mark::New, Mark::Gone, Mark::Changed, Mark::Same];

/// The mark of an actor or edge in a picture of what has changed; `None` in all other pictures.
pub(super) fn mark(marks: Option<&Marks>, id: &str) -> Option<Mark> {
    marks.map(|marks| marks.get(id).copied().unwrap_or_default())
}

/// The colour of a mark, of the same palette.
pub(super) const fn mark_colour(mark: Mark) -> &'static str {
    match mark {
        Mark::Same => "#bdbdbd",
        Mark::Changed => "#B07D00",
        Mark::New => "#007A5A",
        Mark::Gone => "#A8447C",
        Mark::Turned => "#0B5FA5",
    }
}

/// What `labels.tsv` calls it.
pub(super) const fn mark_key(mark: Mark) -> &'static str {
    match mark {
        Mark::Same => "same",
        Mark::Changed => "changed",
        Mark::New => "new",
        Mark::Gone => "gone",
        Mark::Turned => "turned_mark",
    }
}

/// Fill and border of a node.
pub(super) const fn node_colours(kind: ActorKind) -> (&'static str, &'static str) {
    match kind {
        ActorKind::Country => ("#FFF1CC", "#B07D00"),
        ActorKind::Person => ("#EAF3FA", "#4A7FA5"),
        ActorKind::Group => ("#EDEDED", "#6B6B6B"),
    }
}

/// What `labels.tsv` calls a kind.
pub(super) const fn kind_key(kind: ActorKind) -> &'static str {
    match kind {
        ActorKind::Country => "country",
        ActorKind::Person => "person",
        ActorKind::Group => "group",
    }
}

/// A tooltip: each piece of evidence with its document, the first few of them.
pub(super) fn tooltip(edge: &Edge, shown: usize) -> String {
    let mut out = String::new();
    for evidence in edge.evidence.iter().take(shown) {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&format!("“{}” — {}", plain(&evidence.quote.text), plain(&evidence.document)));
    }
    if edge.evidence.len() > shown {
        out.push_str(&format!("\n… and {} more", edge.evidence.len() - shown));
    }
    out
}

/// Text on one line, without characters that no format can show, or that turn the words after them.
pub(super) fn plain(text: &str) -> String {
    let shown = |c: &char| !c.is_control() && !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().filter(shown).collect()
}

/// So many sources are named under a picture.
const SOURCES: usize = 3;

/// Title and sources of a graph, for the head and foot of a picture.
pub(super) fn captions(graph: &Graph, labels: &Labels) -> (String, String) {
    let documents = &graph.documents;
    let title = match documents.as_slice() {
        [one] => one.title.clone().unwrap_or_else(|| labels.get("title").to_owned()),
        many => labels.fill("title_documents", &[("documents", &many.len().to_string())]),
    };
    let mut sources: Vec<String> = documents.iter().filter_map(|d| d.source.clone()).collect();
    sources.sort();
    sources.dedup();
    let mut dates: Vec<&str> = documents.iter().filter_map(|d| d.date.as_deref()).collect();
    dates.sort_unstable();
    let when = match (dates.first(), dates.last()) {
        (Some(first), Some(last)) if first != last => {
            labels.fill("period", &[("first", first), ("last", last)])
        }
        (Some(day), _) => (*day).to_owned(),
        _ => String::new(),
    };
    let more = sources.len().saturating_sub(SOURCES);
    sources.truncate(SOURCES);
    let mut names = sources.join(", ");
    if more > 0 {
        names = labels.fill("sources_and_more", &[("count", &more.to_string()), ("names", &names)]);
    }
    let from = if names.is_empty() { names } else { labels.fill("source", &[("source", &names)]) };
    let parts: Vec<String> = [from, when].into_iter().filter(|p| !p.is_empty()).collect();
    (plain(&title), parts.join(" · "))
}
