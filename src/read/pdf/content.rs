//! What a page's instructions draw → pieces of text with their places.

use std::sync::Arc;

use hayro_font::hayro_cmap::BfString;
use hayro_font::hayro_syntax::content::{TypedIter, ops::TypedInstruction};
use hayro_font::hayro_syntax::object::{Dict, Name, Number, Object, Rect, Stream, String as Bytes};
use hayro_font::hayro_syntax::page::{Page, Resources};
use hayro_font::kurbo::{Affine, Point};
use hayro_font::{CMapResolverFn, Font, FontCache, FontGlyph, FontQuery, FontResolverFn, UNITS_PER_EM};

/// Forms inside forms, and saved states: deeper ones are left out.
const DEEPEST: usize = 16;
const MOST_STATES: usize = 512;

/// Letters that touch each other, on one line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    pub text: String,
    /// From its first letter to behind its last, in points from the left of the page as it is read.
    pub x: (f64, f64),
    /// Its base line, in points from the top.
    pub y: f64,
    /// Height of its letters.
    pub size: f64,
    /// A blank was drawn before it.
    pub after_blank: bool,
}

/// What one page shows.
#[derive(Debug, Default)]
pub(super) struct Drawn {
    pub pieces: Vec<Piece>,
    /// Letters without a known character.
    pub unknown: usize,
    /// Share of the page that its largest picture takes.
    pub picture: f64,
}

/// Fonts, and how much may still be done: a few bytes can ask for work without end.
pub(super) struct Reader<'a> {
    fonts: FontCache<'a>,
    standard: FontResolverFn,
    tables: CMapResolverFn,
    /// Instructions and letters that may still be read.
    left: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(most: usize) -> Self {
        Self {
            fonts: FontCache::new(),
            standard: Arc::new(|query| {
                Some(match query {
                    FontQuery::Standard(font) => font.get_font_data(),
                    FontQuery::Fallback(font) => font.pick_standard_font().get_font_data(),
                })
            }),
            tables: Arc::new(|_| None),
            left: most,
        }
    }

    /// True if not all was read.
    pub(super) fn is_exhausted(&self) -> bool {
        self.left == 0
    }

    pub(super) fn page(&mut self, page: &Page<'a>) -> Drawn {
        let area = page.intersected_crop_box();
        let mut run =
            Run { reader: self, area, turned: Default::default(), drawn: Drawn::default(), open: None };
        if let Some(content) = page.page_stream() {
            run.content(content, page.resources(), State::default(), 0);
        }
        run.finish()
    }
}

/// The state that `q` saves.
#[derive(Clone)]
struct State<'a> {
    to_page: Affine,
    font: Option<Font<'a>>,
    size: f64,
    between_letters: f64,
    between_words: f64,
    stretch: f64,
    leading: f64,
    rise: f64,
}

impl Default for State<'_> {
    fn default() -> Self {
        Self {
            to_page: Affine::IDENTITY,
            font: None,
            size: 1.0,
            between_letters: 0.0,
            between_words: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
        }
    }
}

/// Reads one page.
struct Run<'r, 'a> {
    reader: &'r mut Reader<'a>,
    area: Rect,
    /// Pieces by the way in which their lines run: to the right, up, to the left, down.
    turned: [Vec<Piece>; 4],
    drawn: Drawn,
    open: Option<Open>,
}

/// The piece that is being drawn.
struct Open {
    piece: Piece,
    turn: usize,
    /// A blank followed it: the next letters are another piece.
    ended: bool,
}

impl<'a> Run<'_, 'a> {
    fn content(&mut self, content: &[u8], resources: &Resources<'a>, state: State<'a>, depth: usize) {
        let mut state = state;
        let mut saved: Vec<State<'a>> = Vec::new();
        let (mut text, mut line) = (Affine::IDENTITY, Affine::IDENTITY);
        // Marked content: true for what a program calls a running head or foot.
        let mut marks: Vec<bool> = Vec::new();
        let mut instructions = TypedIter::new(content);
        while let Some(instruction) = instructions.next() {
            if self.reader.left == 0 {
                return;
            }
            self.reader.left -= 1;
            use TypedInstruction as I;
            let mut next_line = |by: (f64, f64)| {
                line *= Affine::translate(by);
                line
            };
            match instruction {
                I::SaveState(_) if saved.len() < MOST_STATES => saved.push(state.clone()),
                I::RestoreState(_) => state = saved.pop().unwrap_or(state),
                I::Transform(t) => state.to_page *= affine([t.0, t.1, t.2, t.3, t.4, t.5]),
                I::BeginText(_) => (text, line) = (Affine::IDENTITY, Affine::IDENTITY),
                I::CharacterSpacing(n) => state.between_letters = n.0.as_f64(),
                I::WordSpacing(n) => state.between_words = n.0.as_f64(),
                I::HorizontalScaling(n) => state.stretch = n.0.as_f64() / 100.0,
                I::TextLeading(n) => state.leading = n.0.as_f64(),
                I::TextRise(n) => state.rise = n.0.as_f64(),
                I::TextFont(font) => {
                    state.size = font.1.as_f64();
                    let dict = resources.get_font(font.0);
                    let (standard, tables) = (&self.reader.standard, &self.reader.tables);
                    state.font = dict.and_then(|dict| self.reader.fonts.font(&dict, standard, tables));
                }
                I::NextLine(by) => text = next_line((by.0.as_f64(), by.1.as_f64())),
                I::NextLineAndSetLeading(by) => {
                    state.leading = -by.1.as_f64();
                    text = next_line((by.0.as_f64(), by.1.as_f64()));
                }
                I::NextLineUsingLeading(_) => text = next_line((0.0, -state.leading)),
                I::SetTextMatrix(t) => {
                    line = affine([t.0, t.1, t.2, t.3, t.4, t.5]);
                    text = line;
                }
                I::NextLineAndShowText(words) => {
                    text = next_line((0.0, -state.leading));
                    self.show(words.0, &state, &mut text, &marks);
                }
                I::ShowTextWithParameters(words) => {
                    state.between_words = words.0.as_f64();
                    state.between_letters = words.1.as_f64();
                    text = next_line((0.0, -state.leading));
                    self.show(words.2, &state, &mut text, &marks);
                }
                I::ShowText(words) => self.show(words.0, &state, &mut text, &marks),
                I::ShowTexts(parts) => {
                    for part in parts.0.iter::<Object<'_>>() {
                        match part {
                            Object::String(words) => self.show(&words, &state, &mut text, &marks),
                            Object::Number(by) => {
                                let by = -by.as_f64() / f64::from(UNITS_PER_EM) * state.size * state.stretch;
                                text *= Affine::translate((by, 0.0));
                            }
                            _ => {}
                        }
                    }
                }
                I::XObject(name) => {
                    if let Some(stream) = resources.get_x_object(name.0) {
                        self.object(&stream, resources, &state, depth);
                    }
                }
                I::InlineImage(_) => self.picture(state.to_page),
                I::BeginMarkedContent(_) if marks.len() < MOST_STATES => marks.push(false),
                I::BeginMarkedContentWithProperties(mark) if marks.len() < MOST_STATES => {
                    marks.push(mark.0.as_ref() == b"Artifact" && is_running(mark.1));
                }
                I::EndMarkedContent(_) => {
                    marks.pop();
                }
                _ => {}
            }
        }
    }

    /// A form, whose content is drawn as that of the page, or a picture.
    fn object(&mut self, stream: &Stream<'a>, resources: &Resources<'a>, state: &State<'a>, depth: usize) {
        let dict = stream.dict();
        match dict.get::<Name<'_>>("Subtype") {
            Some(kind) if kind.as_ref() == b"Form" && depth < DEEPEST => {
                let Ok(content) = stream.decoded_data() else { return };
                // Unpacking is work as well.
                self.reader.left = self.reader.left.saturating_sub(content.len() / 64);
                let mut state = state.clone();
                if let Some(matrix) = dict.get::<[f64; 6]>("Matrix") {
                    state.to_page *= Affine::new(matrix);
                }
                let own = dict.get::<Dict<'a>>("Resources").map(Resources::new);
                self.content(&content, own.as_ref().unwrap_or(resources), state, depth + 1);
            }
            Some(kind) if kind.as_ref() == b"Image" => self.picture(state.to_page),
            _ => {}
        }
    }

    /// A picture fills the square from 0 to 1.
    fn picture(&mut self, to_page: Affine) {
        let page = (self.area.width() * self.area.height()).max(1.0);
        self.drawn.picture = self.drawn.picture.max((to_page.determinant().abs() / page).min(1.0));
    }

    fn show(&mut self, words: &Bytes<'_>, state: &State<'a>, text: &mut Affine, marks: &[bool]) {
        let Some(font) = &state.font else { return };
        let bytes = words.as_bytes();
        let mut at = 0;
        while at < bytes.len() && self.reader.left > 0 {
            self.reader.left -= 1;
            let (code, length) = font.read_code(bytes, at);
            at += length.max(1);
            let blank = code == 32 && length == 1;
            let width = font.code_advance(code).x / f64::from(UNITS_PER_EM) * state.size;
            let step = (width + state.between_letters) * state.stretch;
            let gap = if blank { state.between_words * state.stretch } else { 0.0 };
            if !marks.contains(&true) {
                let letters = match font.glyph(font.map_code(code), code) {
                    FontGlyph::Outline(glyph) => glyph.as_unicode(),
                    FontGlyph::Type3(glyph) => glyph.as_unicode(),
                };
                let place = state.to_page * *text * Affine::translate((0.0, state.rise));
                match letters {
                    Some(BfString::Char(letter)) => {
                        self.letter(letter.encode_utf8(&mut [0; 4]), place, step, state.size);
                    }
                    Some(BfString::String(letters)) => self.letter(&letters, place, step, state.size),
                    None if blank => self.letter(" ", place, step, state.size),
                    None => {
                        self.drawn.unknown += 1;
                        self.letter("\u{fffd}", place, step, state.size);
                    }
                }
            }
            *text *= Affine::translate((step + gap, 0.0));
        }
    }

    /// Draws a letter `step` wide at the origin of `place`.
    fn letter(&mut self, letter: &str, place: Affine, step: f64, size: f64) {
        let [from, to, top] = [(0.0, 0.0), (step, 0.0), (0.0, size)].map(|(x, y)| place * Point::new(x, y));
        let size = (top - from).hypot();
        let way = place * Point::new(1.0, 0.0) - from;
        // Lines that run askew are stamps across a page.
        let turn = match (way.x.abs(), way.y.abs()) {
            (x, y) if y <= x * 0.05 => {
                if way.x >= 0.0 {
                    0
                } else {
                    2
                }
            }
            (x, y) if x <= y * 0.05 => {
                if way.y >= 0.0 {
                    1
                } else {
                    3
                }
            }
            _ => return,
        };
        if !(size.is_finite() && size > 0.1 && from.x.is_finite() && from.y.is_finite() && to.x.is_finite()) {
            return;
        }
        let outside = |low: f64, at: f64, high: f64| at < low - 1.0 || at > high + 1.0;
        if outside(self.area.x0, from.x, self.area.x1) || outside(self.area.y0, from.y, self.area.y1) {
            return;
        }
        let (left, y) = turned(from, turn);
        let right = turned(to, turn).0.max(left);
        if letter.trim_matches(|c: char| c.is_whitespace() || c.is_control()).is_empty() {
            if let Some(open) = &mut self.open {
                open.ended = true;
            }
            return;
        }
        if let Some(open) = &mut self.open {
            let piece = &mut open.piece;
            let near = (left - piece.x.1).abs() < size * 0.12 && (y - piece.y).abs() < size * 0.1;
            if !open.ended && open.turn == turn && near && (piece.size - size).abs() < size * 0.05 {
                piece.text.push_str(letter);
                piece.x.1 = right;
                return;
            }
        }
        let after_blank = self.open.as_ref().is_some_and(|open| open.ended);
        self.close();
        let piece = Piece { text: letter.to_owned(), x: (left, right), y, size, after_blank };
        self.open = Some(Open { piece, turn, ended: false });
    }

    fn close(&mut self) {
        if let Some(open) = self.open.take() {
            self.turned[open.turn].push(open.piece);
        }
    }

    /// Of what was drawn, that which runs as most of the page does.
    fn finish(mut self) -> Drawn {
        self.close();
        let letters = |pieces: &[Piece]| pieces.iter().map(|piece| piece.text.len()).sum::<usize>();
        let most = (0..4).max_by_key(|&turn| (letters(&self.turned[turn]), 4 - turn)).unwrap_or(0);
        let corner = |x, y| turned(Point::new(x, y), most);
        let (a, b) = (corner(self.area.x0, self.area.y0), corner(self.area.x1, self.area.y1));
        self.drawn.pieces = std::mem::take(&mut self.turned[most]);
        for piece in &mut self.drawn.pieces {
            piece.x = (piece.x.0 - a.0.min(b.0), piece.x.1 - a.0.min(b.0));
            piece.y -= a.1.min(b.1);
        }
        self.drawn
    }
}

/// A place on a page (whose y runs up) as it is read by one who turns the page: x to the right, y down.
fn turned(at: Point, turn: usize) -> (f64, f64) {
    match turn {
        0 => (at.x, -at.y),
        1 => (at.y, at.x),
        2 => (-at.x, at.y),
        _ => (-at.y, -at.x),
    }
}

fn affine(numbers: [Number; 6]) -> Affine {
    Affine::new(numbers.map(|n| n.as_f64()))
}

/// True for the properties of what stands on every page.
fn is_running(properties: &Object<'_>) -> bool {
    let Object::Dict(dict) = properties else { return false };
    let says = |key: &str, value: &[u8]| dict.get::<Name<'_>>(key).is_some_and(|name| name.as_ref() == value);
    says("Type", b"Pagination") || says("Subtype", b"Header") || says("Subtype", b"Footer")
}
