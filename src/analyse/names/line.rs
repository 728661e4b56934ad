//! One sentence as the name finder sees it: words, their shapes, the style of its capitals.

use std::borrow::Cow;

use crate::tables::{CountryForm, Tables};
use crate::types::{Sentence, Upos, Word, ZoneKind};

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// `met`, `U.S.-led`, `pro-Russian`.
    Lower,
    /// `Hussein`, `al-Sudani`, `O'Rourke`, `Kyo-Ahn`.
    Capital,
    /// `NATO`, `U.N.`, `G7`.
    Capitals,
    /// `R.`
    Initial,
    /// Numbers and punctuation.
    Mark,
}

/// What the capitals of a sentence are worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// Capitals begin names and the sentence.
    Plain,
    /// Most Words Have Capitals.
    Title,
    /// ALL OF THEM ARE CAPITALS.
    Shouting,
}

/// Compounds that a capital opens and that are no names: `Kurdish-led`, `Tehran-based`.
#[rustfmt::skip]
const SUFFIXES: &[&str] = &[
    "affiliated", "aged", "aligned", "appointed", "area", "backed", "based", "bound", "born", "brokered",
    "built", "century", "controlled", "dominated", "drafted", "educated", "elect", "era", "flagged",
    "friendly", "funded", "held", "imposed", "inspired", "language", "led", "like", "linked", "made",
    "majority", "mediated", "occupied", "only", "organised", "organized", "owned", "ravaged", "range",
    "registered", "ruled", "run", "sanctioned", "speaking", "sponsored", "style", "supplied", "supported",
    "to", "trained", "type", "wide", "year",
];

/// Articles and the like that open surnames: `al-Sudani`, `el-Sissi`, `d'Estaing`.
const OPENERS: &[&str] = &[
    "al", "el", "as", "ash", "ar", "at", "an", "ad", "az", "ul", "ol", "d", "l", "bin", "ben", "abu", "ibn",
];

pub(super) struct Line<'a> {
    pub words: Vec<&'a str>,
    pub shapes: Vec<Shape>,
    pub tags: &'a [Word],
    pub style: Style,
    /// The first token with a letter or digit.
    first: usize,
}

impl<'a> Line<'a> {
    pub fn new(text: &'a str, sentence: &Sentence, tags: &'a [Word]) -> Self {
        let words: Vec<&str> = sentence.tokens.iter().map(|token| token.span.of(text)).collect();
        let shapes: Vec<Shape> = words.iter().map(|word| shape(word)).collect();
        let closed = matches!(words.last(), Some(&("." | "!" | "?" | "”" | "\"" | "…")));
        let headline = sentence.zone == ZoneKind::Headline;
        let style = if headline || !closed { style(&words, &shapes) } else { Style::Plain };
        let first = words.iter().position(|w| w.chars().any(char::is_alphanumeric)).unwrap_or(0);
        Self { words, shapes, tags, style, first }
    }

    pub fn len(&self) -> usize {
        self.words.len()
    }

    pub fn word(&self, i: usize) -> &'a str {
        self.words.get(i).copied().unwrap_or("")
    }

    /// The word in lower case; borrowed if it is so already.
    pub fn lower(&self, i: usize) -> Cow<'a, str> {
        lower(self.word(i))
    }

    pub fn shape(&self, i: usize) -> Shape {
        self.shapes.get(i).copied().unwrap_or(Shape::Mark)
    }

    pub fn upos(&self, i: usize) -> Upos {
        self.tags.get(i).map_or(Upos::X, |word| word.upos)
    }

    /// True where the tagger sees a verb.
    pub fn upos_is_verb(&self, i: usize) -> bool {
        matches!(self.upos(i), Upos::Verb | Upos::Aux)
    }

    /// True for a word with a capital that can stand in a name.
    pub fn is_cap(&self, i: usize) -> bool {
        matches!(self.shape(i), Shape::Capital | Shape::Capitals | Shape::Initial)
    }

    /// True where a capital says nothing: first word of the sentence or of a quotation.
    pub fn is_start(&self, i: usize) -> bool {
        i <= self.first || {
            matches!(self.word(i - 1), "\"" | "“" | "``" | ":" | "‘" | "—" | "•" | "…")
        }
    }

    /// `India Walton`: a given name that is a country's, before a word that is no common one.
    pub fn is_called_after_country(&self, i: usize, tables: &Tables) -> bool {
        let next = self.lower(i + 1);
        let common = tables.words.get(&next).is_some()
            || next.strip_suffix('s').is_some_and(|stem| tables.words.get(stem).is_some())
            || tables.bodies.get(&next).is_some()
            || tables.offices.get(&next).is_some();
        let listed = |i: usize| tables.groups.longest(|k| self.words.get(i + k).copied()).is_some();
        tables.people.is_given(self.word(i))
            && matches!(tables.countries.get(self.word(i)), Some((_, CountryForm::Name)))
            && self.style == Style::Plain
            && self.shape(i + 1) == Shape::Capital
            && tables.countries.get(self.word(i + 1)).is_none()
            && !common
            && !listed(i)
            && !listed(i + 1)
    }

    /// The length of the office that begins at `i`, with `true` for a plural.
    pub fn office(&self, i: usize, tables: &Tables) -> Option<(usize, bool)> {
        let first = self.lower(i);
        let rest: [Cow<'_, str>; 4] =
            [self.lower(i + 1), self.lower(i + 2), self.lower(i + 3), self.lower(i + 4)];
        let (len, _, plural) = tables.offices.longest(|k| {
            if i + k >= self.len() {
                return None;
            }
            match k {
                0 => Some(first.as_ref()),
                _ => rest.get(k - 1).map(AsRef::as_ref),
            }
        })?;
        Some((len, plural))
    }
}

/// A word in lower case; borrowed if it is so already.
pub(super) fn lower(word: &str) -> Cow<'_, str> {
    if word.chars().any(char::is_uppercase) { word.to_lowercase().into() } else { word.into() }
}

fn shape(word: &str) -> Shape {
    let Some(first) = word.chars().next() else { return Shape::Mark };
    if !first.is_alphanumeric() {
        return Shape::Mark;
    }
    if first.is_lowercase() {
        return if opens_surname(word) { Shape::Capital } else { Shape::Lower };
    }
    if !first.is_uppercase() {
        // Numbers, and letters of scripts without case.
        return Shape::Mark;
    }
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    if letters == 1 && !word.chars().any(|c| c.is_ascii_digit()) {
        return if word == "I" || word == "A" { Shape::Lower } else { Shape::Initial };
    }
    if !word.chars().any(char::is_lowercase) {
        return Shape::Capitals;
    }
    match word.rsplit_once('-') {
        Some((_, last)) if last.chars().next().is_some_and(char::is_lowercase) => {
            if SUFFIXES.contains(&last) || last.chars().count() > 6 { Shape::Lower } else { Shape::Capital }
        }
        _ => Shape::Capital,
    }
}

fn opens_surname(word: &str) -> bool {
    word.split_once(['-', '\'', '’', '‘']).is_some_and(|(opener, rest)| {
        OPENERS.contains(&opener) && rest.chars().next().is_some_and(char::is_uppercase)
    })
}

fn style(words: &[&str], shapes: &[Shape]) -> Style {
    let (mut long, mut capital, mut shouted) = (0_usize, 0_usize, 0_usize);
    for (word, shape) in words.iter().zip(shapes) {
        if *shape == Shape::Mark || word.len() < 4 {
            continue;
        }
        long += 1;
        capital += usize::from(matches!(shape, Shape::Capital | Shape::Capitals));
        shouted += usize::from(*shape == Shape::Capitals);
    }
    if long >= 3 && shouted * 10 >= long * 9 {
        Style::Shouting
    } else if long >= 4 && capital * 4 >= long * 3 {
        Style::Title
    } else {
        Style::Plain
    }
}

#[cfg(test)]
mod tests {
    use super::{Shape, shape};

    #[test]
    fn shapes_tell_names_from_compounds() {
        for name in ["Hussein", "al-Sudani", "O'Rourke", "Kyo-Ahn", "Sang-gyun", "d’Estaing", "Łukasz"] {
            assert_eq!(shape(name), Shape::Capital, "{name}");
        }
        for word in ["met", "pro-Russian", "Kurdish-led", "Kurdish-controlled", "I"] {
            assert_eq!(shape(word), Shape::Lower, "{word}");
        }
        assert_eq!(shape("U.N."), Shape::Capitals);
        assert_eq!(shape("G7"), Shape::Capitals);
        assert_eq!(shape("R."), Shape::Initial);
        assert_eq!(shape("’"), Shape::Mark);
        assert_eq!(shape("2019"), Shape::Mark);
    }
}
