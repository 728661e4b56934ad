//! `demarche relate`: what marked pairs are to each other.

use std::io::{BufRead, BufReader, Read, Write};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Failure, output};
use crate::pair::{Attitude, PairReading};
use crate::pipeline::Pipeline;
use crate::types::{Category, Polarity, Span, Status};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Each line holds {\"id\", \"text\", \"p\": {\"start\", \"end\"}, \"q\": {\"start\", \"end\"}}; offsets count
Unicode code points, `end` is exclusive. Each gives one line, in the same order.

Examples:
  demarche relate pairs.jsonl > relations.jsonl
  echo '{\"id\": 1, \"text\": \"Iraq backs Syria.\", \"p\": {\"start\": 0, \"end\": 4}, \"q\": {\"start\": 11, \"end\": 16}}' | demarche relate -"
)]
pub(super) struct Args {
    /// JSON Lines (`.xz` too), or - for standard input.
    file: String,
}

#[derive(Debug, Deserialize)]
struct Row {
    id: serde_json::Value,
    text: String,
    p: Mark,
    q: Mark,
}

#[derive(Debug, Clone, Copy, Deserialize)]
struct Mark {
    start: usize,
    end: usize,
}

impl Mark {
    /// In bytes; empty at the end if out of range.
    fn bytes(self, text: &str) -> Span {
        let at = |point: usize| text.char_indices().nth(point).map_or(text.len(), |(byte, _)| byte);
        let start = at(self.start);
        Span::new(start, at(self.end).max(start))
    }
}

#[derive(Debug, Serialize)]
struct Side {
    polarity: Option<Polarity>,
    category: Option<Category>,
    confidence: f32,
}

impl From<Attitude> for Side {
    fn from(attitude: Attitude) -> Self {
        let Attitude { polarity, category, confidence } = attitude;
        Self { polarity, category, confidence: hundredths(confidence) }
    }
}

#[derive(Debug, Serialize)]
struct MeetingSide {
    status: Option<Status>,
    confidence: f32,
}

#[derive(Debug, Serialize)]
struct Answer {
    id: serde_json::Value,
    p_to_q: Side,
    q_to_p: Side,
    meeting: MeetingSide,
}

impl Answer {
    fn new(id: serde_json::Value, reading: PairReading) -> Self {
        let (status, confidence) = reading.meeting.unzip();
        Self {
            id,
            p_to_q: reading.forth.into(),
            q_to_p: reading.back.into(),
            meeting: MeetingSide { status, confidence: hundredths(confidence.unwrap_or(0.0)) },
        }
    }
}

fn hundredths(value: f32) -> f32 {
    (value.clamp(0.0, 1.0) * 100.0).round() / 100.0
}

/// Rows that are read before they are worked on, so that memory stays bounded.
const CHUNK: usize = 1024;

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let fail = |error: std::io::Error| Failure::All(format!("{}: {error}", args.file));
    let pipeline = Pipeline::new()?;
    let raw: Box<dyn Read> = match args.file.as_str() {
        "-" => Box::new(std::io::stdin().lock()),
        file => Box::new(std::fs::File::open(file).map_err(fail)?),
    };
    let mut raw = BufReader::new(raw);
    let packed = raw.fill_buf().map_err(fail)?.starts_with(&[0xfd, b'7', b'z', b'X', b'Z', 0]);
    let reader: Box<dyn BufRead> =
        if packed { Box::new(BufReader::new(liblzma::read::XzDecoder::new(raw))) } else { Box::new(raw) };
    let mut failed = false;
    let mut lines = reader.split(b'\n').enumerate();
    loop {
        let chunk: Vec<_> = lines.by_ref().take(CHUNK).collect();
        if chunk.is_empty() {
            break;
        }
        let answers: Vec<Result<Option<Answer>, String>> = chunk
            .into_par_iter()
            .map(|(number, line)| {
                let problem = |error: String| format!("{}:{}: {error}", args.file, number + 1);
                let line = line.map_err(|error| problem(error.to_string()))?;
                if line.iter().all(u8::is_ascii_whitespace) {
                    return Ok(None);
                }
                let row: Row = serde_json::from_slice(&line).map_err(|error| problem(error.to_string()))?;
                let reading = pipeline.pair(&row.text, row.p.bytes(&row.text), row.q.bytes(&row.text));
                Ok(Some(Answer::new(row.id, reading)))
            })
            .collect();
        let mut out = Vec::new();
        for answer in answers {
            match answer {
                Ok(Some(answer)) => {
                    serde_json::to_writer(&mut out, &answer)?;
                    out.push(b'\n');
                }
                Ok(None) => {}
                Err(problem) => {
                    output::message(&format!("warning: {problem}"));
                    failed = true;
                }
            }
        }
        output::stdout(&out)?;
    }
    std::io::stdout().flush()?;
    if failed { Err(Failure::Some) } else { Ok(()) }
}
