//! Pages of pieces → paragraphs, without what stands at the head and foot of every page.

use rustc_hash::{FxHashMap, FxHashSet};
use unicode_normalization::UnicodeNormalization;

use super::content::Piece;
use super::layout::{self, Column, Row};
use crate::read::html::Form;
use crate::read::prose;
use crate::tables::Words;
use crate::types::Span;

/// Rows at the top and bottom of a page among which running heads and feet are looked for.
const EDGE: usize = 3;

/// From line to line of a heading, at most, in heights of letters.
const HEADING_STEP: f64 = 1.6;

/// The share of a column that is white behind a line that does not go on in the next.
const SHORT: f64 = 0.4;

/// A text with what its blocks are.
#[derive(Debug, Default)]
pub(super) struct Joined {
    pub text: String,
    pub forms: Vec<(Span, Form)>,
    /// The largest heading of the first page.
    pub title: Option<String>,
}

/// Rows that belong together.
#[derive(Debug)]
struct Paragraph {
    lines: Vec<String>,
    size: f64,
    form: Form,
    /// Its last row goes to the end of the column, so that it may go on in the next.
    is_full: bool,
    /// It opens its column.
    is_first: bool,
    /// Its first and last line.
    y: (f64, f64),
    page: usize,
}

/// The text of all pages.
pub(super) fn join(mut pages: Vec<Vec<Piece>>, dictionary: &Words) -> Joined {
    leave_out_running(&mut pages);
    let usual = usual_size(&pages);
    let (mut paragraphs, mut gutters) = (Vec::<Paragraph>::new(), Vec::new());
    for (page, pieces) in pages.into_iter().enumerate() {
        for column in layout::columns(pieces, &mut gutters) {
            for paragraph in cut(&column, page, usual) {
                match paragraphs.last_mut() {
                    Some(last) if goes_on(last, &paragraph) => {
                        last.lines.extend(paragraph.lines);
                        last.is_full = paragraph.is_full;
                        last.y.1 = paragraph.y.1;
                    }
                    _ => paragraphs.push(paragraph),
                }
            }
        }
    }
    let own = words(&paragraphs);
    let is_word = |word: &str| own.contains(word) || dictionary.get(word).is_some();
    let mut out = Joined::default();
    let mut largest = usual * 1.3;
    for paragraph in paragraphs {
        let text = unbroken(&paragraph.lines, is_word);
        if paragraph.form == Form::Heading && paragraph.page == 0 && paragraph.size > largest {
            largest = paragraph.size;
            out.title = Some(text.clone());
        }
        let start = out.text.len();
        out.text.push_str(&text);
        out.forms.push((Span::new(start, out.text.len()), paragraph.form));
        out.text.push_str("\n\n");
    }
    out
}

/// The height of most letters.
fn usual_size(pages: &[Vec<Piece>]) -> f64 {
    let mut letters: FxHashMap<i64, usize> = FxHashMap::default();
    for piece in pages.iter().flatten() {
        *letters.entry(tenths(piece.size)).or_default() += piece.text.len();
    }
    letters.into_iter().max_by_key(|&(size, n)| (n, size)).map_or(10.0, |(size, _)| size as f64 / 10.0)
}

fn tenths(points: f64) -> i64 {
    (points * 10.0).round() as i64
}

/// Takes away rows that stand at the same place of several pages, numbers aside, and numbers of pages.
fn leave_out_running(pages: &mut [Vec<Piece>]) {
    let rows: Vec<Vec<Row>> = pages.iter().map(|pieces| layout::rows(pieces.clone())).collect();
    let edges = |rows: &[Row]| -> Vec<usize> {
        let n = rows.len();
        (0..n).filter(|&i| i < EDGE || i + EDGE >= n).collect()
    };
    let key = |row: &Row| (folded(&row.cells().join(" ")), tenths(row.y) / 20);
    let mut seen: FxHashMap<(String, i64), FxHashSet<usize>> = FxHashMap::default();
    for (page, rows) in rows.iter().enumerate() {
        for i in edges(rows) {
            let (text, y) = key(&rows[i]);
            // A row a little above or below the border of two steps is in both.
            for y in [y, y + 1] {
                seen.entry((text.clone(), y)).or_default().insert(page);
            }
        }
    }
    for (pieces, rows) in pages.iter_mut().zip(&rows) {
        for i in edges(rows) {
            let row = &rows[i];
            let (text, y) = key(row);
            let often =
                [y, y + 1].iter().any(|&y| seen.get(&(text.clone(), y)).is_some_and(|on| on.len() > 1));
            let outermost = i == 0 || i + 1 == rows.len();
            if often || outermost && rows.len() > 1 && is_page_number(&text) {
                let own = row.pieces();
                pieces.retain(|piece| !own.contains(piece));
            }
        }
    }
}

/// Letters in lower case, digits as one mark each number.
fn folded(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase) {
        if !c.is_ascii_digit() {
            out.push(c);
        } else if !out.ends_with('#') {
            out.push('#');
        }
    }
    out
}

/// True for `12`, `- 12 -`, `Page 1 of 4`, `1/4` in folded form.
fn is_page_number(folded: &str) -> bool {
    let rest = folded.trim_matches(|c: char| matches!(c, '-' | '–' | '—' | '|' | '.' | '[' | ']'));
    let rest = ["page", "p."].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
    matches!(rest, "#" | "#/#" | "#of#")
}

/// The paragraphs of one column.
fn cut(column: &Column, page: usize, usual: f64) -> Vec<Paragraph> {
    let edges = column.iter().map(Row::x);
    let (left, right) = edges.fold((f64::MAX, f64::MIN), |x, row| (x.0.min(row.0), x.1.max(row.1)));
    let mut steps: Vec<f64> = column.windows(2).map(|pair| pair[1].y - pair[0].y).collect();
    steps.sort_by(f64::total_cmp);
    // The step from line to line of most paragraphs: blank lines make some steps greater.
    let step = steps.get(steps.len() / 3).copied().unwrap_or(f64::MAX);
    let mut out: Vec<Paragraph> = Vec::new();
    for (i, row) in column.iter().enumerate() {
        let form = if row.size > usual * 1.15 { Form::Heading } else { Form::Paragraph };
        let (x, before) = (row.x(), i.checked_sub(1).map(|i| &column[i]));
        let is_full = x.1 > right - (0.1 * (right - left)).max(2.0 * row.size);
        let mut cells = row.cells().into_iter().map(|cell| plain(&cell)).filter(|cell| !cell.is_empty());
        let Some(first) = cells.next() else { continue };
        let rest: Vec<String> = cells.collect();
        let (is_item, y) = (is_item(&first), (row.y, row.y));
        let opens = match (before, out.last()) {
            (Some(before), Some(last)) => {
                let ended = last.lines.last().is_some_and(|line| prose::ends_sentence(line));
                let indent = x.0 - before.x().0;
                let next = column.get(i + 1);
                let returns = next.is_some_and(|next| x.0 - next.x().0 > 0.5 * row.size);
                // The first word of this row would have stood in the one before.
                let white = right - before.x().1;
                let room = white > row.first_width() + 0.4 * row.size;
                // A byline, a sub-head.
                let is_short = room && white > SHORT * (right - left);
                let is_far = match form {
                    Form::Heading => row.y - before.y > HEADING_STEP * row.size,
                    _ => row.y - before.y > (1.3 * step).min(2.6 * row.size).max(1.05 * step),
                };
                form != last.form && last.form != Form::Item
                    || last.form == Form::Cell
                    || (row.size - last.size).abs() > 0.12 * last.size
                    || is_far
                    || is_item
                    || form != Form::Heading
                        && (indent > 0.8 * row.size && (returns || ended) && last.form != Form::Item
                            || indent < -0.8 * row.size && ended && last.lines.len() > 1
                            || ended && room
                            || is_short)
            }
            _ => true,
        };
        let form = if !rest.is_empty() {
            Form::Cell
        } else if is_item {
            Form::Item
        } else {
            form
        };
        if opens || form == Form::Cell {
            let is_first = out.is_empty();
            out.push(Paragraph { lines: vec![first], size: row.size, form, is_full, is_first, y, page });
        } else if let Some(last) = out.last_mut() {
            last.lines.push(first);
            last.is_full = is_full;
            last.y.1 = row.y;
        }
        for cell in rest {
            out.push(Paragraph {
                lines: vec![cell],
                size: row.size,
                form,
                is_full,
                is_first: false,
                y,
                page,
            });
        }
    }
    out
}

fn is_item(text: &str) -> bool {
    text.starts_with(['•', '◦', '▪', '●', '‣', '■', '\u{f0b7}']) && text.chars().count() > 1
}

/// True if a paragraph goes on at the top of the next column or page.
fn goes_on(last: &Paragraph, next: &Paragraph) -> bool {
    let end = last.lines.last().map_or("", String::as_str);
    let small = next.lines.first().is_some_and(|line| line.starts_with(char::is_lowercase));
    let alike = next.is_first && (last.size - next.size).abs() < 0.12 * last.size;
    // A short last line of a heading may stand above the left column alone.
    let step = next.y.0 - last.y.1;
    let below = next.page == last.page && step > 0.0 && step < HEADING_STEP * next.size;
    alike
        && match (last.form, next.form) {
            (Form::Heading, Form::Heading) => below,
            (Form::Heading, _) => false,
            (form, Form::Paragraph) => {
                !prose::ends_sentence(end) && (small || last.is_full && form != Form::Cell)
            }
            _ => false,
        }
}

/// The words of a text that no line end breaks, in lower case.
fn words(paragraphs: &[Paragraph]) -> FxHashSet<String> {
    let mut out = FxHashSet::default();
    for paragraph in paragraphs {
        let mut is_broken = false;
        for line in &paragraph.lines {
            let words = line.split(|c: char| !c.is_alphanumeric() && c != '-').skip(usize::from(is_broken));
            out.extend(words.filter(|word| !word.ends_with('-')).map(str::to_lowercase));
            is_broken = line.ends_with(['-', '\u{ad}']);
        }
    }
    out
}

/// Lines as one text. A hyphen at a line end goes where it breaks a word.
fn unbroken(lines: &[String], is_word: impl Fn(&str) -> bool) -> String {
    let mut out = String::new();
    for line in lines {
        if out.ends_with('\u{ad}') {
            out.pop();
        } else if out.ends_with('-') && !out.ends_with(" -") {
            if is_break(&out, line, &is_word) {
                out.pop();
            }
        } else if !out.is_empty() && !is_open(&out) {
            out.push(' ');
        }
        out.push_str(line);
    }
    out.replace('\u{ad}', "")
}

/// True for `singer/`, `2005–`: what comes next is joined to it.
fn is_open(text: &str) -> bool {
    let mut last = text.chars().rev();
    match (last.next(), last.next()) {
        (Some('/'), Some(before)) => before.is_alphanumeric(),
        (Some('–'), Some(before)) => before.is_ascii_digit(),
        _ => false,
    }
}

/// True if the hyphen that ends `before` only breaks a word: `for-` `eign`, but not `two-` `year`, `Anglo-` `Saxon`.
fn is_break(before: &str, after: &str, is_word: impl Fn(&str) -> bool) -> bool {
    let part = |c: char| !c.is_alphanumeric() && c != '-';
    let first = before.rsplit(part).next().unwrap_or("").to_lowercase();
    let second = after.split(part).next().unwrap_or("").to_lowercase();
    let head = first.trim_end_matches('-');
    let is_letter = head.ends_with(char::is_alphabetic);
    // Two letters before a word are mostly its beginning: `in-` `side`.
    let last = head.rsplit('-').next().unwrap_or("");
    let is_compound = last.chars().count() > 2 && is_word(last) && is_word(&second);
    let is_small = after.starts_with(char::is_lowercase);
    is_letter
        && (is_word(&format!("{head}{second}"))
            || is_small && !is_compound && !is_word(&format!("{first}{second}")))
}

/// Ligatures as letters, all blanks as one, without control characters.
fn plain(text: &str) -> String {
    let letters = text.chars().flat_map(|c| {
        let ligature = ('\u{fb00}'..='\u{fb06}').contains(&c);
        let plain = if c == '\u{2010}' { '-' } else { c };
        ligature.then(|| c.nfkc()).into_iter().flatten().chain((!ligature).then_some(plain))
    });
    let letters: String = letters.filter(|c| !c.is_control() || c.is_whitespace()).collect();
    letters.split_whitespace().collect::<Vec<_>>().join(" ").nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hyphens_go_where_they_break_a_word() {
        let words = ["two", "year", "well", "known", "with", "out", "without", "self-made", "for"];
        let join = |lines: [&str; 2]| unbroken(&lines.map(str::to_owned), |word| words.contains(&word));
        assert_eq!(join(["a for-", "eign guest"]), "a foreign guest");
        assert_eq!(join(["with-", "out end"]), "without end");
        assert_eq!(join(["a two-", "year plan"]), "a two-year plan");
        assert_eq!(join(["a self-", "made man"]), "a self-made man");
        assert_eq!(join(["the U.S.-", "Mexican border"]), "the U.S.-Mexican border");
        assert_eq!(join(["from 2001-", "05 on"]), "from 2001-05 on");
        assert_eq!(join(["from 2001–", "05 on"]), "from 2001–05 on");
        assert_eq!(join(["it was -", "he said"]), "it was - he said");
        assert_eq!(join(["gov\u{ad}ern\u{ad}", "ment"]), "government");
    }

    #[test]
    fn numbers_of_pages() {
        let all = ["12", "- 12 -", "Page 1 of 4", "1/4", "p. 7"];
        assert!(all.iter().all(|text| is_page_number(&folded(text))));
        assert!(!is_page_number(&folded("12 ministers")));
    }
}
