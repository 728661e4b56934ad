//! Pieces of a page → columns of rows, in the order in which they are read.

use super::content::Piece;

/// Least width of the white between two columns, and least width of a column, in heights of letters.
const GUTTER: f64 = 0.8;
const NARROWEST: f64 = 6.0;

/// Rows that both columns must have beside each other, and as many that the white between them is looked for on
/// other pages, too, where a single row may stand.
const LEAST_ROWS: usize = 3;
const SURE_ROWS: usize = 8;

/// White in a row that parts cells, in heights of letters.
const CELL: f64 = 2.5;

/// White between two words, in heights of letters.
const BLANK: f64 = 0.14;

/// Rows of one page beyond which no columns are looked for.
const MOST_ROWS: usize = 400;

/// Gutters that are remembered from page to page.
const MOST_GUTTERS: usize = 16;

/// Columns in columns.
const DEEPEST: usize = 6;

/// Pieces on one line.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    /// From left to right.
    pieces: Vec<Piece>,
    pub y: f64,
    /// Height of most of its letters.
    pub size: f64,
}

/// Rows below each other.
pub(super) type Column = Vec<Row>;

impl Row {
    /// From left to right.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// From the left of its first to the right of its last piece.
    pub fn x(&self) -> (f64, f64) {
        self.pieces
            .iter()
            .fold((f64::MAX, f64::MIN), |(left, right), piece| (left.min(piece.x.0), right.max(piece.x.1)))
    }

    /// Width of its first word.
    pub fn first_width(&self) -> f64 {
        let words = self.pieces.iter().skip(1).take_while(|piece| !piece.after_blank);
        let end = words.last().or(self.pieces.first()).map_or(0.0, |piece| piece.x.1);
        end - self.x().0
    }

    /// Its words; a wide white begins a new text.
    pub fn cells(&self) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        let mut end = f64::MIN;
        for piece in self.pieces.iter().filter(|piece| !self.is_mark(piece)) {
            let white = piece.x.0 - end;
            match out.last_mut() {
                Some(cell) if white <= CELL * self.size => {
                    if piece.after_blank || white > BLANK * piece.size.min(self.size) {
                        cell.push(' ');
                    }
                    cell.push_str(&piece.text);
                }
                _ => out.push(piece.text.clone()),
            }
            end = end.max(piece.x.1);
        }
        out
    }

    /// True for the raised number of a note.
    fn is_mark(&self, piece: &Piece) -> bool {
        piece.size < self.size * 0.8
            && piece.y < self.y - self.size * 0.15
            && piece.text.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '*' | '†' | '‡'))
    }

    /// The white between its pieces, with what lies to the left and right of all.
    fn white(&self) -> Vec<(f64, f64)> {
        let mut out = Vec::new();
        let mut end = f64::MIN;
        for piece in &self.pieces {
            if piece.x.0 > end {
                out.push((end, piece.x.0));
            }
            end = end.max(piece.x.1);
        }
        out.push((end, f64::MAX));
        out
    }

    fn is_beside(&self, gutter: (f64, f64)) -> (bool, bool) {
        let middle = (gutter.0 + gutter.1) / 2.0;
        (
            self.pieces.iter().any(|piece| piece.x.1 <= middle),
            self.pieces.iter().any(|piece| piece.x.0 >= middle),
        )
    }
}

/// The rows of a page or a part of it, from the top.
pub(super) fn rows(mut pieces: Vec<Piece>) -> Vec<Row> {
    pieces.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x.0.total_cmp(&b.x.0)));
    let mut out: Vec<Row> = Vec::new();
    for piece in pieces {
        match out.last_mut() {
            Some(row) if piece.y - row.y < 0.5 * row.size.min(piece.size) || is_lowered(row, &piece) => {
                if piece.size > row.size {
                    (row.y, row.size) = (piece.y, piece.size);
                }
                row.pieces.push(piece);
            }
            _ => out.push(Row { y: piece.y, size: piece.size, pieces: vec![piece] }),
        }
    }
    for row in &mut out {
        row.pieces.sort_by(|a, b| a.x.0.total_cmp(&b.x.0));
        // Letters drawn twice, a little beside each other, are bold.
        row.pieces.dedup_by(|b, a| a.text == b.text && b.x.0 - a.x.0 < 0.2 * a.size && a.size == b.size);
        let length = |size: f64| -> usize {
            row.pieces.iter().filter(|p| (p.size - size).abs() < 0.1).map(|p| p.text.len()).sum()
        };
        let sizes = row.pieces.iter().map(|piece| piece.size);
        row.size = sizes.max_by_key(|&size| length(size)).unwrap_or(row.size);
        row.y =
            row.pieces.iter().filter(|p| (p.size - row.size).abs() < 0.1).map(|p| p.y).fold(row.y, f64::max);
    }
    out
}

/// True if a piece stands on the line of a row whose first pieces are raised: `1 See page 4`.
fn is_lowered(row: &Row, piece: &Piece) -> bool {
    row.size < 0.8 * piece.size && piece.y - row.y < 0.6 * piece.size
}

/// A page in columns; `gutters` are the middles of those that are known from pages before.
pub(super) fn columns(pieces: Vec<Piece>, gutters: &mut Vec<f64>) -> Vec<Column> {
    let mut out = Vec::new();
    cut(pieces, 0, gutters, &mut out);
    out
}

/// Where rows stand in two columns, those above, the left, the right, and those below are read one after the
/// other, each cut on in the same way.
fn cut(pieces: Vec<Piece>, depth: usize, gutters: &mut Vec<f64>, out: &mut Vec<Column>) {
    let mut rows = rows(pieces);
    let found = if depth < DEEPEST && rows.len() <= MOST_ROWS { side_by_side(&rows, gutters) } else { None };
    let Some((first, last, gutter)) = found else {
        if !rows.is_empty() {
            out.push(rows);
        }
        return;
    };
    let below = rows.split_off(last + 1);
    let beside = rows.split_off(first);
    let all = |rows: Vec<Row>| rows.into_iter().flat_map(|row| row.pieces).collect::<Vec<Piece>>();
    cut(all(rows), depth + 1, gutters, out);
    let middle = (gutter.0 + gutter.1) / 2.0;
    if last - first >= SURE_ROWS && gutters.len() < MOST_GUTTERS && !gutters.contains(&middle) {
        gutters.push(middle);
    }
    let (left, right) = all(beside).into_iter().partition(|piece| piece.x.1 <= middle);
    cut(left, depth + 1, gutters, out);
    cut(right, depth + 1, gutters, out);
    cut(all(below), depth + 1, gutters, out);
}

/// The longest run of rows with a white strip between two columns: first row, last row, strip.
fn side_by_side(rows: &[Row], gutters: &[f64]) -> Option<(usize, usize, (f64, f64))> {
    let mut sizes: Vec<f64> = rows.iter().map(|row| row.size).collect();
    sizes.sort_by(f64::total_cmp);
    let size = *sizes.get(sizes.len() / 2)?;
    let white: Vec<Vec<(f64, f64)>> = rows.iter().map(Row::white).collect();
    let mut best: Option<(usize, usize, (f64, f64))> = None;
    let rank = |found: &(usize, usize, (f64, f64))| (found.1 - found.0, found.2.1 - found.2.0);
    for first in 0..rows.len() {
        let mut strips = white[first].clone();
        for last in first..rows.len() {
            let shared =
                if last == first { strips.clone() } else { both(&strips, &white[last], GUTTER * size) };
            let next = white.get(last + 1).map(|next| both(&shared, next, GUTTER * size));
            for &strip in &shared {
                let goes_on = next.iter().flatten().any(|&(left, right)| left >= strip.0 && right <= strip.1);
                let found = (first, last, strip);
                let better = best
                    .as_ref()
                    .is_none_or(|best| rank(&found).partial_cmp(&rank(best)).is_some_and(|o| o.is_gt()));
                if !goes_on && better && are_columns(&rows[first..=last], strip, size, gutters) {
                    best = Some(found);
                }
            }
            strips = shared;
            if strips.is_empty() {
                break;
            }
        }
    }
    best
}

/// What two lists of strips share, if it is wide enough.
fn both(a: &[(f64, f64)], b: &[(f64, f64)], least: f64) -> Vec<(f64, f64)> {
    let pairs = a.iter().flat_map(|a| b.iter().map(|b| (a.0.max(b.0), a.1.min(b.1))));
    pairs.filter(|(left, right)| right - left >= least).collect()
}

/// True if a strip has rows of text on both sides, beside each other.
fn are_columns(rows: &[Row], strip: (f64, f64), size: f64, gutters: &[f64]) -> bool {
    if strip.0 == f64::MIN || strip.1 == f64::MAX {
        return false;
    }
    let sides: Vec<(bool, bool)> = rows.iter().map(|row| row.is_beside(strip)).collect();
    let span =
        |of: fn(&(bool, bool)) -> bool| Some((sides.iter().position(of)?, sides.iter().rposition(of)?));
    let (Some(left), Some(right)) = (span(|side| side.0), span(|side| side.1)) else { return false };
    let Some(shared) = sides.get(left.0.max(right.0)..=left.1.min(right.1)) else { return false };
    let count = |of: fn(&&(bool, bool)) -> bool| shared.iter().filter(of).count();
    let middle = (strip.0 + strip.1) / 2.0;
    let width = |is_left: bool| {
        let pieces = rows.iter().flat_map(|row| &row.pieces).filter(|piece| (piece.x.1 <= middle) == is_left);
        let ends = pieces.fold((f64::MAX, f64::MIN), |x, piece| (x.0.min(piece.x.0), x.1.max(piece.x.1)));
        ends.1 - ends.0
    };
    let least = count(|side| side.0).min(count(|side| side.1));
    least > 0 && gutters.iter().any(|&x| strip.0 < x && x < strip.1)
        || least >= LEAST_ROWS && width(true).min(width(false)) >= NARROWEST * size
}
