//! Lines and paragraphs of a text, by form.

use crate::read::html::Form;
use crate::read::prose::{self, ends_sentence};
use crate::types::Span;

/// The form of a block of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Ends like a sentence, or is long.
    Paragraph,
    /// Like a title: short, without a full stop.
    Title,
}

/// A block: a paragraph, or a line of its own.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'t> {
    pub span: Span,
    pub text: &'t str,
    pub words: usize,
    pub shape: Shape,
    /// Ends in `...`: cut off by a teaser.
    pub cut: bool,
    /// What the page says that it is.
    pub form: Option<Form>,
}

/// Cuts a text into blocks: at blank lines, and at single line ends unless the lines are those of
/// a paragraph wrapped at a fixed width.
pub(super) fn lines<'t>(text: &'t str, forms: &[(Span, Form)]) -> Vec<Line<'t>> {
    let mut out = Vec::new();
    let mut block: Vec<Span> = Vec::new();
    let mut at = 0;
    // Old texts end lines with a carriage return alone.
    let line_end = if text.contains('\n') { '\n' } else { '\r' };
    for raw in text.split_inclusive(line_end) {
        let trimmed = raw.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c.is_control());
        if trimmed.is_empty() {
            finish(text, &mut block, &mut out);
        } else {
            let lead = raw.len()
                - raw
                    .trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c.is_control())
                    .len();
            block.push(Span::new(at + lead, at + lead + trimmed.len()));
        }
        at += raw.len();
    }
    finish(text, &mut block, &mut out);
    for line in &mut out {
        let at = forms.partition_point(|(span, _)| span.end <= line.span.start);
        line.form = forms.get(at).filter(|(span, _)| span.covers(line.span)).map(|(_, form)| *form);
    }
    out
}

fn finish<'t>(text: &'t str, block: &mut Vec<Span>, out: &mut Vec<Line<'t>>) {
    if is_wrapped(text, block) {
        out.push(line(text, Span::new(block[0].start, block[block.len() - 1].end)));
    } else {
        out.extend(block.iter().map(|&span| line(text, span)));
    }
    block.clear();
}

/// True if the lines are one paragraph: all but the last of like length, broken inside sentences.
fn is_wrapped(text: &str, block: &[Span]) -> bool {
    if block.len() < 2 {
        return false;
    }
    // Items of a list are no lines of a paragraph.
    if block.iter().any(|span| is_item(span.of(text))) {
        return false;
    }
    let inner = &block[..block.len() - 1];
    let even = inner.iter().all(|span| (40..=120).contains(&span.len()));
    let open = inner.iter().filter(|span| !ends_sentence(span.of(text))).count();
    // Titles one below the other begin with capitals; most words of a running text do not.
    let small = block.iter().skip(1).filter(|span| span.of(text).starts_with(char::is_lowercase)).count();
    even && open * 2 >= inner.len() && small * 3 >= inner.len()
}

/// True for a line that begins as the item of a list does.
pub(super) fn is_item(text: &str) -> bool {
    text.starts_with(['•', '◦', '▪', '●', '‣'])
        || ["- ", "* ", "+ ", "– ", "— "].iter().any(|mark| text.starts_with(mark))
}

fn line(text: &str, span: Span) -> Line<'_> {
    // The marks of Markdown are no words.
    let words_text = span.of(text).trim_start_matches(['#', '>', '*', ' ']);
    let span =
        if span.of(text).starts_with('#') { Span::new(span.end - words_text.len(), span.end) } else { span };
    let text = span.of(text);
    let words = prose::words(text);
    let paragraph = ends_sentence(text) && words >= 3 || words > 25 || ends_in_link(text);
    Line {
        span,
        text,
        words,
        shape: if paragraph { Shape::Paragraph } else { Shape::Title },
        form: None,
        cut: text.ends_with("...") || text.ends_with('…'),
    }
}

/// True for a sentence with a link behind it, as posts have: `X met Y today https://t.co/…`.
fn ends_in_link(text: &str) -> bool {
    /// Fewer words are a hint to follow the link.
    const LEAST: usize = 7;
    let is_link =
        |word: &str| ["http://", "https://", "pic.twitter.com/"].iter().any(|s| word.starts_with(s));
    text.rsplit_once(' ')
        .is_some_and(|(sentence, last)| is_link(last) && sentence.split_whitespace().count() >= LEAST)
}

/// Letters and digits in lower case, for comparing titles.
pub(super) fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
