//! When: the date words next to a relation word, resolved against the document's date.

use std::ops::Range;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::scene::{DEPTH, Scene};
use crate::tables::CueRole;
use crate::tables::calendar::weekday;
use crate::types::{Cue, CueKind, Deprel, EventDate, Precision, Quote, Span, Upos};

/// How many heads are climbed from a word: trees of news are shallow.
const CLIMB: usize = 2 * DEPTH;

/// Within how many days an event of no tense (`the June 12 summit`) may lie ahead.
const SOON: i32 = 45;

/// On which side of the text an event lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Past,
    Ahead,
    Open,
}

/// Longest words of a date, in tokens.
const LONGEST: usize = 6;

/// True if a token is one of the words of a date.
pub(super) fn is_when(scene: &Scene<'_>, token: usize) -> bool {
    let first = token.saturating_sub(LONGEST);
    (first..=token).any(|i| at(scene, i).is_some_and(|found| i + found.words > token))
}

/// The date words of what `trigger` tells of, nearest first: before any other the one that
/// follows it. Words that date something else, such as the speech in which it is told, are none.
pub(super) fn date(scene: &Scene<'_>, trigger: usize, cues: &[Cue]) -> Option<EventDate> {
    let mut best: Option<(usize, Found)> = None;
    let mut i = 0;
    while i < scene.len() {
        if let Some(found) = at(scene, i) {
            let distance = if i > trigger { i - trigger } else { 2 * (trigger - i) };
            let words = i..i + found.words;
            i = words.end;
            if best.as_ref().is_none_or(|(d, _)| distance < *d) && dates(scene, &words, trigger) {
                best = Some((distance, found));
            }
        } else {
            i += 1;
        }
    }
    let (_, found) = best?;
    let anchor = scene.document.date.as_deref().and_then(|d| d.parse::<Date>().ok());
    let words = Quote::new(&scene.document.text, found.span);
    let side = match () {
        () if cues.iter().any(|cue| matches!(cue.kind, CueKind::Plan | CueKind::Demand)) => Side::Ahead,
        () if scene.upos(trigger) == Upos::Verb => Side::Past,
        () => Side::Open,
    };
    let (value, precision) = resolve(found.what, anchor, side);
    let anchored = value.is_some() && found.what.needs_anchor();
    Some(EventDate {
        precision: if value.is_some() { precision } else { Precision::Open },
        value,
        anchor: anchored.then(|| scene.document.date.clone()).flatten(),
        words,
    })
}

/// True if the date words date what `trigger` tells of: they hang below it, or below a word over
/// it that neither reports it nor tells of something else with it.
fn dates(scene: &Scene<'_>, words: &Range<usize>, trigger: usize) -> bool {
    let mut line = vec![words.start];
    for _ in 0..CLIMB {
        let Some(head) = line.last().and_then(|&last| scene.head(last)) else { break };
        line.push(head);
    }
    let clause = |i: usize| {
        matches!(
            scene.deprel(i),
            Deprel::Ccomp
                | Deprel::Csubj
                | Deprel::Acl
                | Deprel::AclRelcl
                | Deprel::Parataxis
                | Deprel::Advcl
        )
    };
    let mut over = trigger;
    for _ in 0..CLIMB {
        if let Some(place) = line.iter().position(|&i| i == over) {
            // A clause below has events of its own.
            let of_clause = line[..place].iter().any(|&i| scene.upos(i) == Upos::Verb && clause(i));
            let reports = over != trigger && scene.tables.cues.has(scene.lemma(over), CueRole::Speech);
            return !of_clause && !reports;
        }
        if clause(over) && scene.deprel(over) != Deprel::Advcl {
            return false;
        }
        let Some(head) = scene.head(over) else { return true };
        over = head;
    }
    true
}

struct Found {
    what: When,
    words: usize,
    span: Span,
}

/// What date words say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    Weekday { day: Weekday, week: i32 },
    Days(i32),
    Weeks(i32),
    Months(i32),
    Years(i32),
    Day { year: Option<i16>, month: i8, day: i8 },
    Month { year: Option<i16>, month: i8 },
    Year(i16),
}

impl When {
    fn needs_anchor(self) -> bool {
        !matches!(self, Self::Day { year: Some(_), .. } | Self::Month { year: Some(_), .. } | Self::Year(_))
    }
}

/// Date words that begin at token `i`.
fn at(scene: &Scene<'_>, i: usize) -> Option<Found> {
    let word = |k: usize| if i + k < scene.len() { scene.word(i + k) } else { "" };
    let lower = word(0).to_lowercase();
    let found =
        |what: When, words: usize| Found { what, words, span: scene.sentence.tokens_span(i, i + words - 1) };
    let shift = match lower.as_str() {
        "last" | "past" => -1,
        "this" => 0,
        "next" | "coming" => 1,
        _ => 2,
    };
    if shift < 2 {
        let next = word(1).to_lowercase();
        return Some(match next.as_str() {
            "week" => found(When::Weeks(shift), 2),
            "month" => found(When::Months(shift), 2),
            "year" => found(When::Years(shift), 2),
            _ => found(When::Weekday { day: weekday(word(1))?, week: shift }, 2),
        });
    }
    match lower.as_str() {
        "today" | "tonight" => return Some(found(When::Days(0), 1)),
        "yesterday" => return Some(found(When::Days(-1), 1)),
        "tomorrow" => return Some(found(When::Days(1), 1)),
        _ => {}
    }
    if let Some(day) = weekday(word(0)) {
        return Some(found(When::Weekday { day, week: 0 }, 1));
    }
    if let Some(month) = month(word(0)) {
        let day = day_of_month(word(1));
        let (after, day_words) = if day.is_some() { (2, 2) } else { (1, 1) };
        let comma = usize::from(word(after) == ",");
        let year = year(word(after + comma));
        return Some(match (day, year) {
            (Some(day), Some(y)) => found(When::Day { year: Some(y), month, day }, day_words + comma + 1),
            (Some(day), None) => found(When::Day { year: None, month, day }, day_words),
            (None, Some(y)) => found(When::Month { year: Some(y), month }, 2 + comma),
            // A bare `May` or `March` is too often something else.
            (None, None)
                if i > 0
                    && matches!(scene.word(i - 1), "in" | "since" | "last" | "until" | "early" | "late") =>
            {
                found(When::Month { year: None, month }, 1)
            }
            _ => return None,
        });
    }
    // `28 October`, `28th October`, `the 3rd of May`.
    let of = usize::from(word(1) == "of");
    if let (Some(day), Some(month)) = (day_of_month(word(0)), month(word(1 + of)))
        && (of == 0 || word(0).parse::<i8>().is_err())
    {
        let year = year(word(2 + of));
        return Some(found(When::Day { year, month, day }, 2 + of + usize::from(year.is_some())));
    }
    if i > 0
        && matches!(scene.word(i - 1), "in" | "since" | "In" | "Since" | "during" | "until")
        && let Some(year) = year(word(0))
    {
        return Some(found(When::Year(year), 1));
    }
    None
}

/// `28`, `28th`.
fn day_of_month(word: &str) -> Option<i8> {
    let digits = word.trim_end_matches(|c: char| c.is_alphabetic());
    let ending = matches!(&word[digits.len()..], "" | "st" | "nd" | "rd" | "th");
    digits.parse().ok().filter(|day| ending && (1..=31).contains(day))
}

fn year(word: &str) -> Option<i16> {
    word.parse().ok().filter(|y| word.len() == 4 && (1800..2200).contains(y))
}

pub(super) fn month(word: &str) -> Option<i8> {
    let names = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let full = names.iter().position(|name| *name == word);
    let short = || {
        names.iter().position(|name| {
            word.ends_with('.') && word.len() >= 4 && name.starts_with(&word[..word.len() - 1])
        })
    };
    full.or_else(short).and_then(|i| i8::try_from(i + 1).ok())
}

/// Value and precision of date words. News looks back: a bare weekday is the last one, the
/// anchor's own day included, unless what happens lies ahead.
fn resolve(when: When, anchor: Option<Date>, side: Side) -> (Option<String>, Precision) {
    let day = |date: Option<Date>| date.map(|d| d.to_string());
    let month_of = |date: Option<Date>| date.map(|d| format!("{:04}-{:02}", d.year(), d.month()));
    match when {
        When::Weekday { day: weekday, week } => {
            let date = anchor.and_then(|a| match week {
                1.. => a.nth_weekday(1, weekday).ok(),
                0 if a.weekday() == weekday => Some(a),
                0 if side == Side::Ahead => a.nth_weekday(1, weekday).ok(),
                _ => a.nth_weekday(-1, weekday).ok(),
            });
            (day(date), Precision::Day)
        }
        When::Days(n) => (day(anchor.and_then(|a| a.checked_add(n.days()).ok())), Precision::Day),
        When::Weeks(n) => {
            let monday = anchor.and_then(|a| {
                let back = i32::from(a.weekday().to_monday_zero_offset());
                a.checked_add((7 * n - back).days()).ok()
            });
            (day(monday), Precision::Week)
        }
        When::Months(n) => (month_of(anchor.and_then(|a| a.checked_add(n.months()).ok())), Precision::Month),
        When::Years(n) => (anchor.map(|a| (i32::from(a.year()) + n).to_string()), Precision::Year),
        When::Day { year, month, day: d } => {
            let date = match (year, anchor) {
                (Some(y), _) => Date::new(y, month, d).ok(),
                (None, Some(a)) => fitting_year(a, month, d, side),
                _ => None,
            };
            (day(date), Precision::Day)
        }
        When::Month { year, month } => {
            let date = match (year, anchor) {
                (Some(y), _) => Date::new(y, month, 1).ok(),
                (None, Some(a)) => {
                    let y = if month > a.month() { a.year() - 1 } else { a.year() };
                    Date::new(y, month, 1).ok()
                }
                _ => None,
            };
            (month_of(date), Precision::Month)
        }
        When::Year(y) => (Some(y.to_string()), Precision::Year),
    }
}

/// The day and month in the year that fits: the last such day, or the next one.
fn fitting_year(anchor: Date, month: i8, day: i8, side: Side) -> Option<Date> {
    // A leap day may be years away.
    let in_year = |shift: i16| Date::new(anchor.year().checked_add(shift)?, month, day).ok();
    let last = || (-8..=0).rev().filter_map(in_year).find(|date| *date <= anchor);
    let next = || (0..=8).filter_map(in_year).find(|date| *date >= anchor);
    let soon = |date: &Date| anchor.until(*date).is_ok_and(|span| span.get_days() <= SOON);
    match side {
        Side::Past => last(),
        Side::Ahead => next(),
        Side::Open => next().filter(soon).or_else(last),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, Weekday, date};

    use super::{Side, When, resolve};
    use crate::types::Precision;

    fn value(when: When, anchor: Option<Date>) -> Option<String> {
        resolve(when, anchor, Side::Past).0
    }

    /// 2025-03-14 is a Friday.
    const FRIDAY: Date = date(2025, 3, 14);

    #[test]
    fn weekdays_look_back() {
        let on = |day, week| value(When::Weekday { day, week }, Some(FRIDAY));
        assert_eq!(on(Weekday::Friday, 0).as_deref(), Some("2025-03-14"));
        assert_eq!(on(Weekday::Monday, 0).as_deref(), Some("2025-03-10"));
        assert_eq!(on(Weekday::Friday, -1).as_deref(), Some("2025-03-07"));
        assert_eq!(on(Weekday::Monday, 1).as_deref(), Some("2025-03-17"));
    }

    #[test]
    fn words_without_an_anchor_stay_open() {
        assert_eq!(value(When::Weekday { day: Weekday::Friday, week: 0 }, None), None);
        assert_eq!(value(When::Months(-1), None), None);
        assert_eq!(value(When::Day { year: None, month: 5, day: 3 }, None), None);
    }

    #[test]
    fn precision_follows_the_words() {
        let month = resolve(When::Months(-1), Some(date(2025, 1, 31)), Side::Open);
        assert_eq!(month, (Some("2024-12".to_owned()), Precision::Month));
        let week = resolve(When::Weeks(-1), Some(FRIDAY), Side::Open);
        assert_eq!(week, (Some("2025-03-03".to_owned()), Precision::Week));
        assert_eq!(resolve(When::Year(2018), None, Side::Open), (Some("2018".to_owned()), Precision::Year));
    }

    #[test]
    fn a_day_without_a_year_is_the_last_or_the_next() {
        let when = When::Day { year: None, month: 12, day: 30 };
        let on = |anchor, side| resolve(when, Some(anchor), side).0;
        assert_eq!(on(date(2025, 1, 2), Side::Past).as_deref(), Some("2024-12-30"));
        assert_eq!(on(date(2025, 12, 2), Side::Past).as_deref(), Some("2024-12-30"));
        assert_eq!(on(date(2025, 12, 2), Side::Open).as_deref(), Some("2025-12-30"));
        assert_eq!(on(date(2025, 2, 2), Side::Ahead).as_deref(), Some("2025-12-30"));
        let friday = When::Weekday { day: Weekday::Friday, week: 0 };
        assert_eq!(resolve(friday, Some(date(2021, 3, 3)), Side::Ahead).0.as_deref(), Some("2021-03-05"));
    }
}
