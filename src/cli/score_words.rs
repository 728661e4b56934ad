//! `demarche score tags|tree|names|segments`: the reader against annotated corpora.

use std::path::PathBuf;

use super::{Failure, output};
use crate::learn::reader::Reader;
use crate::read;
use crate::score::corpus::{Scheme, Sentence, conllu, iob2, read_text};
use crate::score::segments::{Spans, f1, letters};
use crate::score::syntax::Counts;
use crate::segment::segment;
use crate::types::{Span, Zone, ZoneKind};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// CoNLL-U files (names: IOB2), `.xz` included.
    #[arg(required = true)]
    gold: Vec<PathBuf>,
}

/// What is scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    Tags,
    Tree,
    Names,
    Segments,
}

pub(super) fn run(args: &Args, what: What) -> Result<(), Failure> {
    let reader = crate::learn::bundled().map_err(|error| Failure::All(error.to_string()))?;
    let mut out = String::new();
    for path in &args.gold {
        let text = read_text(path).map_err(|error| Failure::All(format!("{}: {error}", path.display())))?;
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let sentences = match what {
            What::Names => iob2(&text, Scheme::of(&name)),
            _ => conllu(&text),
        };
        if sentences.is_empty() {
            return Err(Failure::All(format!("{}: no annotated sentence", path.display())));
        }
        let line = match what {
            What::Segments => segments(&sentences),
            _ => words(reader, &sentences, what),
        };
        out.push_str(&format!("{name}: {line}\n"));
    }
    output::stdout(out.as_bytes())
}

fn words(reader: &Reader, sentences: &[Sentence], what: What) -> String {
    let words: Vec<&[String]> = sentences.iter().map(|s| s.words.as_slice()).collect();
    let mut counts = Counts::default();
    for (gold, found) in sentences.iter().zip(&reader.read(&words, what == What::Tree)) {
        match what {
            What::Names => counts.add(gold, found, &reader.lemmas),
            _ => {
                let mut found = found.clone();
                found.heads.resize(gold.words.len(), 0);
                found.relations.resize(gold.words.len(), 0);
                counts.add(gold, &found, &reader.lemmas);
            }
        }
    }
    let share = |n| counts.share(n);
    match what {
        What::Tags => format!(
            "UPOS {:.4}, with verb form {:.4}, lemma {:.4}",
            share(counts.tags),
            share(counts.forms),
            share(counts.lemmas)
        ),
        What::Tree => format!("UAS {:.4}, LAS {:.4}", share(counts.heads), share(counts.labelled)),
        _ => counts.to_string().trim().to_owned(),
    }
}

/// Sentences, tokens and words from raw text: paragraphs are laid out with empty lines, sentences
/// of one paragraph with a space.
fn segments(sentences: &[Sentence]) -> String {
    let mut gold = [Spans::default(), Spans::default(), Spans::default()];
    let mut found = [Spans::default(), Spans::default(), Spans::default()];
    let mut at = 0;
    let mut start = 0;
    while start < sentences.len() {
        // A block of text per paragraph: no tool would join sentences over its border.
        let mut end = start + 1;
        while end < sentences.len() && !sentences[end].opens {
            end += 1;
        }
        let text = sentences[start..end].iter().map(|s| s.text.as_str()).collect::<Vec<_>>().join(" ");
        let first = at;
        for sentence in &sentences[start..end] {
            let begin = at;
            let ends: Vec<usize> = sentence
                .words
                .iter()
                .scan(at, |at, word| {
                    *at += letters(word);
                    Some(*at)
                })
                .collect();
            let from = |i: usize| i.checked_sub(1).and_then(|i| ends.get(i)).copied().unwrap_or(begin);
            for (i, &end) in ends.iter().enumerate() {
                gold[2].add(from(i), end);
                if !sentence.joined.iter().any(|&(a, b)| a <= i && i < b) {
                    gold[1].add(from(i), end);
                }
            }
            for &(a, b) in &sentence.joined {
                gold[1].add(from(a), b.checked_sub(1).and_then(|b| ends.get(b)).copied().unwrap_or(begin));
            }
            at = begin + letters(&sentence.text);
            gold[0].add(begin, at);
        }
        // The corpus is all text: nothing of it is to be taken for furniture.
        let mut document = read::from_text("gold", &text);
        document.zones = vec![Zone { kind: ZoneKind::Body, span: Span::new(0, document.text.len()) }];
        for sentence in segment(&document) {
            let offset = |byte: usize| first + letters(document.text.get(..byte).unwrap_or(""));
            found[0].add(offset(sentence.span.start), offset(sentence.span.end));
            let words = super::annotate::words(&document, &sentence);
            let mut before = offset(sentence.span.start);
            let mut open = None;
            for (word, joins) in words {
                let after = before + letters(word);
                found[2].add(before, after);
                let from = open.unwrap_or(before);
                if joins {
                    open = Some(from);
                } else {
                    found[1].add(from, after);
                    open = None;
                }
                before = after;
            }
        }
        start = end;
    }
    let score = |i: usize| f1(gold[i].common(&found[i]), gold[i].len(), found[i].len());
    format!("sentences F1 {:.4}, tokens F1 {:.4}, words F1 {:.4}", score(0), score(1), score(2))
}
