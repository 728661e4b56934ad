//! How a picture is drawn: what can be asked for.

use std::str::FromStr;

use super::style::Theme;
use crate::tables::Labels;
use crate::types::{ActorId, Polarity};

/// How a picture is drawn. The default: as large as it needs to be, light, one line for a pair.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Look {
    /// What it looks like.
    pub form: Form,
    /// Its colours.
    pub theme: Theme,
    /// The page to fill; else as large as the picture needs to be (a PNG has twice the pixels).
    pub size: Option<PageSize>,
    /// Its width in pixels, at the same proportion.
    pub width: Option<u32>,
    /// What stands above it; else who is for and against whom.
    pub title: Option<String>,
    /// What stands below the title.
    pub caption: Option<String>,
    /// Where it is from; else the sources of the documents.
    pub source: Option<String>,
    /// The words of legend and notes.
    pub labels: Labels,
    /// A line for each kind of tie and each direction, affiliations too.
    pub parallel: bool,
    /// Actors that are marked, and stand in the middle.
    pub focus: Vec<ActorId>,
    /// So many actors at most, up to 150; else 25 to 40.
    pub most: Option<usize>,
    /// Of [`Form::Sentence`]: so many sentences; else the surest one.
    pub sentences: Option<usize>,
    /// Of [`Form::Timeline`]: whose it is, and what else it shows.
    pub course: Course,
}

/// What a timeline is of. The default: all of the graph, the oldest first, without affiliations.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Course {
    /// One actor or two, each the first of those who count for it; nobody: all.
    pub sides: Vec<Vec<ActorId>>,
    /// Where a stance turns.
    pub turns: Vec<Turn>,
    /// From the last day to the first.
    pub latest_first: bool,
    /// Show affiliations too.
    pub affiliations: bool,
}

/// A day on which one actor's stance towards another is no longer what it was.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Turn {
    /// `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
    pub date: String,
    /// Whose stance.
    pub holder: ActorId,
    /// Towards whom.
    pub target: ActorId,
    /// What it was.
    pub from: Polarity,
    /// What it is.
    pub to: Polarity,
}

/// What a picture looks like.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Form {
    /// Actors as boxes, their ties as lines.
    #[default]
    Net,
    /// Stances as a matrix: who holds one in rows, towards whom in columns, camps side by side.
    Matrix,
    /// Camps in frames: who supports each other, and the stances within and across.
    Camps,
    /// What happened when, to scale: stances to the left and right of meetings.
    Timeline,
    /// The words behind edges: actors, trigger and cues marked in their sentence.
    Sentence,
    /// Countries on a map, with stances and meetings as arcs.
    Map,
}

/// The size of a page, in pixels (96 to the inch).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageSize {
    /// From left to right.
    pub width: u32,
    /// From top to bottom.
    pub height: u32,
    /// On paper; else a PNG has just so many pixels.
    pub on_paper: bool,
}

impl FromStr for PageSize {
    type Err = String;

    /// From `a4`, `a4-landscape`, `square` or `1600x900` (200 to 8,000 each).
    fn from_str(text: &str) -> Result<Self, String> {
        let pixels = |width, height| Self { width, height, on_paper: false };
        match text {
            "a4" => Ok(Self { on_paper: true, ..pixels(794, 1123) }),
            "a4-landscape" => Ok(Self { on_paper: true, ..pixels(1123, 794) }),
            "square" => Ok(pixels(1200, 1200)),
            _ => {
                let side = |side: &str| side.parse().ok().filter(|side| (200..=8000).contains(side));
                let sides = text.split_once('x').and_then(|(w, h)| Some((side(w)?, side(h)?)));
                let (width, height) = sides.filter(|(w, h)| *w <= 4 * h && *h <= 4 * w).ok_or_else(|| {
                    "expected a4, a4-landscape, square or WIDTHxHEIGHT in pixels: 200 to 8000 each, \
                     one at most four times the other"
                        .to_owned()
                })?;
                Ok(pixels(width, height))
            }
        }
    }
}
