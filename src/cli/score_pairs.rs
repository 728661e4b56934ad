//! `demarche score stance|events|meetings`: marked pairs and short texts against gold.

use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{Failure, output};
use crate::pair::{Attitude, PairReading};
use crate::pipeline::{Options, Pipeline};
use crate::read;
use crate::score::corpus::read_text;
use crate::score::pairs::{Events, Hits, Label, Meetings, Sentiments, Stretch, category};
use crate::types::{Relation, Span};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// JSON Lines, `.xz` included.
    gold: PathBuf,
}

/// Part of a text, in Unicode code points.
#[derive(Debug, Clone, Copy, Deserialize)]
struct Part {
    start: usize,
    end: usize,
}

impl Part {
    fn bytes(self, text: &str) -> Span {
        let at = |point: usize| text.char_indices().nth(point).map_or(text.len(), |(byte, _)| byte);
        Span::new(at(self.start), at(self.end.max(self.start)))
    }
}

fn rows<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>, Failure> {
    let fail = |problem: String| Failure::All(format!("{}: {problem}", path.display()));
    let text = read_text(path).map_err(|error| fail(error.to_string()))?;
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(i, line)| serde_json::from_str(line).map_err(|error| fail(format!("line {}: {error}", i + 1))))
        .collect()
}

#[derive(Debug, Deserialize)]
struct Sentiment {
    text: String,
    p: Part,
    q: Part,
    label: String,
    /// Also among the training rows of the corpus.
    #[serde(default)]
    in_train: bool,
}

/// Directed sentiment in five classes.
pub(super) fn stance(args: &Args) -> Result<(), Failure> {
    let pipeline = Pipeline::with_options(Options::default())?;
    let golds: Vec<Sentiment> = rows(&args.gold)?;
    let found: Vec<Label> =
        golds.par_iter().map(|row| label(pair(&pipeline, &row.text, row.p, row.q))).collect();
    let (mut all, mut fresh) = (Sentiments::default(), Sentiments::default());
    for (row, found) in golds.iter().zip(found) {
        let Some(gold) = Label::from_name(&row.label) else {
            return Err(Failure::All(format!("{}: unknown label {:?}", args.gold.display(), row.label)));
        };
        all.add(gold, found);
        if !row.in_train {
            fresh.add(gold, found);
        }
    }
    let mut out = String::new();
    for (name, counts) in [("all", all), ("not in train", fresh)] {
        let non_neutral = counts.non_neutral();
        out.push_str(&format!(
            "{name}: n {}  accuracy {:.3}  macro F1 {:.3}  non-neutral {}  polarity {:.3}\n",
            counts.len(),
            counts.accuracy(),
            counts.macro_f1(),
            figures(non_neutral),
            counts.polarity()
        ));
        for label in Label::ALL {
            out.push_str(&format!("  {:<11} {}\n", label.as_str(), figures(counts.class(label))));
        }
    }
    output::stdout(out.as_bytes())
}

/// The surer of the two polarities; the first one's if equal.
fn label(reading: PairReading) -> Label {
    let sure = |attitude: Attitude| attitude.polarity.map(|polarity| (polarity, attitude.confidence));
    match (sure(reading.forth), sure(reading.back)) {
        (Some((polarity, a)), Some((_, b))) if a >= b => Label::of(polarity, true),
        (Some((polarity, _)), None) => Label::of(polarity, true),
        (_, Some((polarity, _))) => Label::of(polarity, false),
        (None, None) => Label::Neutral,
    }
}

fn figures(hits: Hits) -> String {
    format!("P {:.3} R {:.3} F1 {:.3}", hits.precision(), hits.recall(), hits.f1())
}

fn pair(pipeline: &Pipeline, text: &str, p: Part, q: Part) -> PairReading {
    pipeline.pair(text, p.bytes(text), q.bytes(text))
}

#[derive(Debug, Deserialize)]
struct EventRow {
    text: String,
    events: Vec<Event>,
}

#[derive(Debug, Deserialize)]
struct Event {
    plover: String,
    source_start: Option<usize>,
    source_end: Option<usize>,
    target_start: Option<usize>,
    target_end: Option<usize>,
}

/// PLOVER categories of events whose source and target are given.
pub(super) fn events(args: &Args) -> Result<(), Failure> {
    let pipeline = Pipeline::with_options(Options::default())?;
    let golds: Vec<EventRow> = rows(&args.gold)?;
    let marked = |event: &Event| {
        let part = |start: Option<usize>, end: Option<usize>| Some(Part { start: start?, end: end? });
        Some((part(event.source_start, event.source_end)?, part(event.target_start, event.target_end)?))
    };
    let found: Vec<_> = golds
        .par_iter()
        .flat_map_iter(|row| row.events.iter().map(move |event| (row, event)))
        .filter_map(|(row, event)| {
            let (p, q) = marked(event)?;
            Some((category(&event.plover)?, pair(&pipeline, &row.text, p, q).category()))
        })
        .collect();
    let mut counts = Events::default();
    for (gold, found) in found {
        counts.add(gold, found);
    }
    let line = format!(
        "n {}  answered {}  category {:.3}  polarity {:.3}  CONSULT {}\n",
        counts.all,
        counts.answered,
        counts.accuracy(),
        counts.polarity(),
        figures(counts.consult)
    );
    output::stdout(line.as_bytes())
}

#[derive(Debug, Deserialize)]
struct MeetingRow {
    id: String,
    text: String,
    meeting: bool,
    participants: Vec<Part>,
}

/// Whether a short text tells of a meeting, and whose.
pub(super) fn meetings(args: &Args) -> Result<(), Failure> {
    let pipeline = Pipeline::with_options(Options::default())?;
    let golds: Vec<MeetingRow> = rows(&args.gold)?;
    let found: Vec<Option<Vec<Stretch>>> = golds
        .par_iter()
        .map(|row| {
            let graph = pipeline.document(&read::from_text(&row.id, &row.text));
            let mut words: Vec<Stretch> = Vec::new();
            let mut any = false;
            for relation in &graph.relations {
                if let Relation::Meeting(meeting) = relation {
                    any = true;
                    words.extend(meeting.participant_quotes.iter().map(|quote| (quote.start, quote.end)));
                }
            }
            words.sort_unstable();
            words.dedup();
            any.then_some(words)
        })
        .collect();
    let mut counts = Meetings::default();
    for (row, found) in golds.iter().zip(&found) {
        let gold: Vec<Stretch> = row
            .participants
            .iter()
            .map(|part| part.bytes(&row.text))
            .map(|span| (span.start, span.end))
            .collect();
        counts.add(row.meeting, &gold, found.as_deref());
    }
    let line = format!(
        "n {}  meeting {}  participants {}\n",
        golds.len(),
        figures(counts.texts),
        figures(counts.participants)
    );
    output::stdout(line.as_bytes())
}
