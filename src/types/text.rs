//! Text and its parts: documents, zones, sentences, tokens.

use serde::{Deserialize, Serialize};

/// A half-open range of bytes of a document's text, always on character boundaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span from `start` to `end` (exclusive).
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// Length in bytes.
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// True if no byte is inside.
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// The words themselves; empty if the span does not fit `text`.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }

    /// True if `other` lies inside.
    pub const fn covers(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that covers both.
    pub fn join(self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }
}

/// What a part of a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ZoneKind {
    /// The title of this text.
    Headline,
    /// Place (and agency, date) that opens a news text: `Baghdad:`; says where `here` is.
    Dateline,
    /// The text proper.
    Body,
    /// Words about a picture; not read, as pictures are often old.
    Caption,
    /// Headline or lead of another story (`Related articles`).
    Teaser,
    /// Navigation, weather, dates of capture, share buttons, donation requests, bylines.
    Furniture,
}

impl ZoneKind {
    /// True for the zones that later stages read as sentences.
    pub const fn is_read(self) -> bool {
        matches!(self, Self::Headline | Self::Body)
    }
}

/// A part of a document's text. A document's zones are in order, do not overlap, and cover all of
/// its text but white space.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zone {
    /// What it is.
    pub kind: ZoneKind,
    /// Where it is: one block (paragraph, line) of text.
    pub span: Span,
}

/// Where a date of publication stood; the more trusted first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateFrom {
    /// A field of a record, the header of a mail, an entry of a feed.
    Record,
    /// Metadata of a page: `article:published_time`, JSON-LD, microdata.
    Metadata,
    /// An element of the page that says that it is of publication: `<time pubdate>`, a hidden input.
    Element,
    /// A line that says so (`Published …`), or that stands between headline and text.
    Byline,
    /// The address of the page: `/2026/03/10/`.
    Address,
    /// The name of the file: `2026-03-02-talks.txt`.
    FileName,
    /// The dateline: `GENEVA, March 3, 2021 -`.
    Dateline,
    /// Some date on the page: of a clock, of the capture, of another story. Never trusted.
    Page,
    /// A field of a record that holds no date, or one that may mean two days (`03/04/2021`): there is none.
    Unread,
}

impl DateFrom {
    /// True if words such as "Friday" may be counted from a date that stood here.
    pub const fn is_trusted(self) -> bool {
        !matches!(self, Self::Page | Self::Unread)
    }
}

/// A date of publication as it was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateFound {
    /// `YYYY-MM-DD`; empty where it could not be read.
    pub date: String,
    /// Where.
    pub from: DateFrom,
    /// What stood there, cut to some 80 characters.
    pub words: String,
}

/// One news text as it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Its own id (given, else its URL), else the name of its file and the first digits of its
    /// hash: never dependent on what else is read.
    pub id: String,
    /// What stays the same when the text changes: its own id, if it is an address or a Message-ID; any other id
    /// within the path of the file; else that path, of what it holds alone or among other records. None for what
    /// has neither.
    #[serde(skip)]
    pub place: Option<String>,
    /// SHA-256 of `text`, in lower-case hex.
    pub sha256: String,
    /// Title as given or found.
    pub title: Option<String>,
    /// Publication date `YYYY-MM-DD` where it can be trusted to anchor words such as "Friday";
    /// never the date of a page's capture.
    pub date: Option<String>,
    /// All dates of publication that were found, the most trusted first: where its date is from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dates: Vec<DateFound>,
    /// Who published it.
    pub source: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// The text as read; all offsets count its bytes.
    pub text: String,
    /// Its parts, in order.
    pub zones: Vec<Zone>,
}

/// A token: a word, number or punctuation mark, without white space.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// Where it stands in the document's text.
    pub span: Span,
}

/// A sentence (or headline) with its tokens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// From its first to its last token.
    pub span: Span,
    /// The kind of zone that it stands in.
    pub zone: ZoneKind,
    /// Index of that zone in [`Document::zones`]: sentences of one paragraph share it.
    pub paragraph: usize,
    /// In order; they cover the sentence but for white space.
    pub tokens: Vec<Token>,
}

impl Sentence {
    /// The words of token `i`; empty past the end.
    pub fn word<'t>(&self, text: &'t str, i: usize) -> &'t str {
        self.tokens.get(i).map_or("", |token| token.span.of(text))
    }

    /// The span from token `first` to token `last` (inclusive).
    pub fn tokens_span(&self, first: usize, last: usize) -> Span {
        match (self.tokens.get(first), self.tokens.get(last)) {
            (Some(a), Some(b)) => a.span.join(b.span),
            _ => Span::new(self.span.end, self.span.end),
        }
    }
}
