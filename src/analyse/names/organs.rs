//! Organs of a country in lower case: `the Russian foreign ministry`, `Italy's navy`.

use super::line::{Line, Shape};
use crate::tables::{Sense, Tables};
use crate::types::{Name, NameKind, Upos};

/// How many words may stand between the country and the noun.
const GAP: usize = 2;

/// Widens a country or nationality with the organ's noun after it to one name.
pub(super) fn widen(line: &Line<'_>, tables: &Tables, names: &mut [Name]) {
    let starts: Vec<usize> = names.iter().skip(1).map(|n| n.tokens.start).chain([usize::MAX]).collect();
    for (name, next) in names.iter_mut().zip(starts) {
        if !matches!(name.kind, NameKind::Country | NameKind::Nationality) {
            continue;
        }
        let mut at = name.tokens.end;
        let possessive = matches!(line.word(at), "'s" | "’s");
        if possessive {
            at += 1;
        } else if name.kind == NameKind::Country && line.word(name.tokens.start).len() > 4 {
            // `Germany army` is no English, but `US navy`, `UK parliament` are.
            continue;
        }
        let end = (at + GAP + 1).min(line.len()).min(next);
        let organ = (at..end)
            .take_while(|&i| fits(line, i))
            .find(|&i| line.shape(i) == Shape::Lower && names_organ(line, i, tables));
        if let Some(noun) = organ.filter(|&noun| !goes_on(line, noun + 1, tables)) {
            name.tokens.end = noun + 1;
            name.kind = NameKind::Organisation;
        }
    }
}

/// True if the word, with the one before it where it needs one, is an organ's noun.
fn names_organ(line: &Line<'_>, i: usize, tables: &Tables) -> bool {
    let before = i.checked_sub(1).map_or("", |b| line.word(b));
    match line.word(i) {
        "guard" => matches!(before, "coast" | "border" | "national" | "revolutionary" | "presidential"),
        "force" => matches!(before, "air" | "police" | "defense" | "defence"),
        word => tables.senses.is(word, Sense::Organ),
    }
}

/// True for words that may stand before the noun.
fn fits(line: &Line<'_>, i: usize) -> bool {
    matches!(line.shape(i), Shape::Lower)
        && !matches!(line.upos(i), Upos::Verb | Upos::Adp | Upos::Det | Upos::Aux | Upos::Cconj | Upos::Sconj)
        && !matches!(
            line.word(i),
            "and" | "or" | "of" | "in" | "to" | "'s" | "’s" | "is" | "the" | "top" | "new"
        )
}

/// `the Iraqi army chief`, `Turkish police officers`: the noun only modifies another.
fn goes_on(line: &Line<'_>, i: usize, tables: &Tables) -> bool {
    line.shape(i) == Shape::Lower
        && (tables.offices.get(&line.lower(i)).is_some()
            || matches!(line.upos(i), Upos::Noun) && !matches!(line.word(i), "today" | "yesterday"))
}
