//! Words with a capital that begin or end no actor's name.

use super::line::Line;
use crate::tables::{Sense, Tables};
use crate::types::Upos;

#[rustfmt::skip]
const CALENDAR: &[&str] = &[
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "January", "February",
    "April", "June", "July", "September", "October", "November", "December", "Mondays", "Sundays",
    "Fridays", "Jan.", "Feb.", "Mar.", "Apr.", "Aug.", "Sept.", "Sep.", "Oct.", "Nov.", "Dec.", "Christmas",
    "Easter", "Ramadan", "Thanksgiving",
];

/// True for a word of the closed classes, by list or by tag.
pub(super) fn is_function_word(line: &Line<'_>, i: usize, tables: &Tables) -> bool {
    let lower = line.lower(i);
    let listed = tables.senses.is(&lower, Sense::Function);
    if matches!(line.word(i), "US" | "U.S." | "IT" | "May" | "Will" | "WHO") {
        // `US` the country, `May` the person: only lower-case context decides, elsewhere.
        return line.word(i) != "US" && line.word(i) != "U.S." && line.word(i) != "WHO" && line.is_start(i);
    }
    // `IS` the group, as the reader was told.
    if line.word(i) == "IS" && line.upos(i) == Upos::Propn {
        return false;
    }
    listed
        || matches!(line.upos(i), Upos::Det | Upos::Pron | Upos::Sconj | Upos::Cconj | Upos::Aux | Upos::Intj)
            && lower.len() > 2
            && line.shape(i) != super::line::Shape::Capitals
}

/// True for days and months.
pub(super) fn is_calendar(line: &Line<'_>, i: usize) -> bool {
    let word = line.word(i);
    if CALENDAR.contains(&word) {
        return true;
    }
    if !matches!(word, "May" | "March" | "August") {
        return false;
    }
    let number = |k: usize| line.word(k).starts_with(|c: char| c.is_ascii_digit());
    let before = i.checked_sub(1).map_or("", |b| line.word(b));
    number(i + 1)
        || i > 0 && number(i - 1)
        || matches!(
            before,
            "in" | "In" | "since" | "Since" | "last" | "next" | "early" | "late" | "mid" | "until"
        )
}
