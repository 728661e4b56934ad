//! Which edges, and which of their evidence, a question is about.

use std::str::FromStr;

use serde::de::DeserializeOwned;

use crate::tables::calendar::weekday_or_short;
use crate::types::{ActorId, Edge, Evidence, Polarity, Status, Tie};

/// A kind of edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Kind {
    Meeting,
    Stance,
    Affiliation,
}

impl Kind {
    /// The kind of a tie.
    pub const fn of(tie: &Tie) -> Self {
        match tie {
            Tie::Meeting { .. } => Self::Meeting,
            Tie::Stance { .. } => Self::Stance,
            Tie::Affiliation { .. } => Self::Affiliation,
        }
    }
}

impl Kind {
    /// How several edges of this kind are called.
    pub const fn plural(self) -> &'static str {
        match self {
            Self::Meeting => "meetings",
            Self::Stance => "stances",
            Self::Affiliation => "affiliations",
        }
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.trim_end_matches('s') {
            "meeting" => Ok(Self::Meeting),
            "stance" => Ok(Self::Stance),
            "affiliation" => Ok(Self::Affiliation),
            _ => Err(format!("{text:?} is no kind of edge; expected meeting, stance or affiliation")),
        }
    }
}

/// How statuses of meetings are written, in the order of [`Status::ALL`].
pub const STATUSES: [&str; 8] =
    ["held", "ongoing", "planned", "called_for", "postponed", "cancelled", "refused", "denied"];

/// How polarities of stances are written.
pub const POLARITIES: [&str; 2] = ["support", "oppose"];

/// A status of meetings.
///
/// # Errors
/// It is none of [`STATUSES`].
pub fn status(text: &str) -> Result<Status, String> {
    one_of(text, &STATUSES)
}

/// A polarity of stances.
///
/// # Errors
/// It is none of [`POLARITIES`].
pub fn polarity(text: &str) -> Result<Polarity, String> {
    one_of(text, &POLARITIES)
}

fn one_of<T: DeserializeOwned>(text: &str, names: &[&str]) -> Result<T, String> {
    serde_json::from_value(text.trim().into())
        .map_err(|_| format!("expected one of {}, not {text:?}", names.join(", ")))
}

/// A confidence.
///
/// # Errors
/// It is no number from 0 to 1.
pub fn confidence(text: &str) -> Result<f32, String> {
    let share = text.trim().parse().ok().filter(|p| (0.0..=1.0).contains(p));
    share.ok_or_else(|| format!("expected a number from 0 to 1, not {text:?}"))
}

/// Who says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Voice {
    /// The text itself: nobody is named.
    Text,
    /// This actor, anywhere in the chain of speakers.
    Actor(ActorId),
}

/// Which edges and which of their evidence count. The default lets all of them.
///
/// An edge counts if its tie does and some of its evidence does; the rest of its evidence is then
/// as if it were not there.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filter {
    /// Kinds of edges. None named: all of them, or, where `polarity` or `status` is given, those
    /// that have one.
    pub kinds: Vec<Kind>,
    /// Of stances, those for or those against only.
    pub polarity: Option<Polarity>,
    /// Of meetings, those of these statuses only; none named: all of them.
    pub status: Vec<Status>,
    /// Only evidence of this day or later: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`. What is dated to a month or
    /// year counts if a day of it does.
    pub since: Option<String>,
    /// Only evidence of this day or earlier.
    pub until: Option<String>,
    /// With `since` or `until`, keep evidence without any date too, which is left out else.
    pub undated: bool,
    /// Leave out evidence below this confidence, 0 to 1.
    pub min_confidence: Option<f32>,
    /// Only what this voice says.
    pub attributed_to: Option<Voice>,
}

impl Filter {
    /// True if edges of this tie count.
    pub fn allows(&self, tie: &Tie) -> bool {
        let only = self.polarity.is_some() || !self.status.is_empty();
        let kind = Kind::of(tie);
        if !self.kinds.is_empty() && !self.kinds.contains(&kind) {
            return false;
        }
        let restricted = match tie {
            Tie::Meeting { status, .. } if !self.status.is_empty() => return self.status.contains(status),
            Tie::Stance { polarity, .. } if self.polarity.is_some() => {
                return self.polarity == Some(*polarity);
            }
            _ => only && self.kinds.is_empty(),
        };
        !restricted
    }

    /// True if evidence is looked at one by one; without it, whole edges count or do not.
    pub fn reads_evidence(&self) -> bool {
        self.since.is_some()
            || self.until.is_some()
            || self.min_confidence.is_some()
            || self.attributed_to.is_some()
    }

    /// True if this evidence counts.
    pub fn counts(&self, evidence: &Evidence) -> bool {
        if self.min_confidence.is_some_and(|least| evidence.confidence < least) {
            return false;
        }
        let said = match &self.attributed_to {
            None => true,
            Some(Voice::Text) => evidence.attribution.is_empty(),
            Some(Voice::Actor(id)) => evidence.attribution.contains(&id.0),
        };
        said && self.covers(evidence.when())
    }

    /// True if a date (`YYYY-MM-DD`, `YYYY-MM` or `YYYY`) lies between `since` and `until`.
    pub fn covers(&self, date: Option<&str>) -> bool {
        if self.since.is_none() && self.until.is_none() {
            return true;
        }
        date.map_or(self.undated, |date| {
            // The shorter of two dates stands for its whole month or year.
            let common = |other: &str| date.len().min(other.len());
            let before = |a: &str, b: &str, n: usize| a.get(..n) < b.get(..n);
            !self.since.as_deref().is_some_and(|since| before(date, since, common(since)))
                && !self.until.as_deref().is_some_and(|until| before(until, date, common(until)))
        })
    }

    /// Sets what a name and a text say, as the command line and the API have them: `kinds`, `status` (several with
    /// commas), `polarity`, `since`, `until`, `undated`, `min_confidence`. False for other names.
    ///
    /// # Errors
    /// The text means nothing there.
    pub fn set(&mut self, name: &str, text: &str) -> Result<bool, String> {
        let several = || text.split(',').map(str::trim).filter(|part| !part.is_empty());
        let here = |problem: String| format!("{name}: {problem}");
        let date = |text: &str| partial_date(text).map_err(here);
        match name {
            "kinds" | "kind" => {
                self.kinds = several().map(str::parse).collect::<Result<_, String>>().map_err(here)?;
            }
            "status" => self.status = several().map(status).collect::<Result<_, _>>().map_err(here)?,
            "polarity" => self.polarity = Some(polarity(text).map_err(here)?),
            "since" => self.since = Some(date(text)?),
            "until" => self.until = Some(date(text)?),
            "undated" => {
                self.undated =
                    text.parse().map_err(|_| here(format!("expected true or false, not {text:?}")))?
            }
            "min_confidence" => self.min_confidence = Some(confidence(text).map_err(here)?),
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// The edge with the evidence that counts, if it and any of it does.
    pub fn edge(&self, mut edge: Edge) -> Option<Edge> {
        if !self.allows(&edge.tie) {
            return None;
        }
        if self.reads_evidence() {
            edge.evidence.retain(|evidence| self.counts(evidence));
        }
        (!edge.evidence.is_empty()).then_some(edge)
    }

    /// True if some of the edge counts.
    pub fn touches(&self, edge: &Edge) -> bool {
        self.allows(&edge.tie) && edge.evidence.iter().any(|evidence| self.counts(evidence))
    }

    /// Fails where a field of it means nothing for what is of one kind of edges alone; its name, as
    /// [`Filter::set`] has it.
    ///
    /// # Errors
    /// `kinds` are named, or what only others have.
    pub fn of_kind(&self, kind: Kind) -> Result<(), &'static str> {
        let meaningless = [
            ("kinds", !self.kinds.is_empty()),
            ("status", kind != Kind::Meeting && !self.status.is_empty()),
            ("polarity", kind != Kind::Stance && self.polarity.is_some()),
        ];
        meaningless.iter().find(|(_, given)| *given).map_or(Ok(()), |(field, _)| Err(field))
    }

    /// The names that [`Filter::set`] knows.
    pub const NAMES: [&str; 7] =
        ["kinds", "polarity", "status", "since", "until", "undated", "min_confidence"];

    /// What contradicts itself, or means nothing.
    ///
    /// # Errors
    /// `since` is later than `until`, or one of them is no date; `status` or `polarity` stand beside kinds that
    /// have none, or `undated` without dates.
    pub fn check(&self) -> Result<(), String> {
        let without = |kind| !self.kinds.is_empty() && !self.kinds.contains(&kind);
        if without(Kind::Meeting) && !self.status.is_empty() {
            return Err("status is of meetings alone, and kinds leaves them out".to_owned());
        }
        if without(Kind::Stance) && self.polarity.is_some() {
            return Err("polarity is of stances alone, and kinds leaves them out".to_owned());
        }
        if self.undated && self.since.is_none() && self.until.is_none() {
            return Err("undated means something beside since or until alone".to_owned());
        }
        for date in [&self.since, &self.until].into_iter().flatten() {
            if first_day(date).is_none() {
                partial_date(date)?;
                return Err(format!("{date:?} is not written as YYYY-MM-DD, YYYY-MM or YYYY"));
            }
        }
        if let (Some(since), Some(until)) = (&self.since, &self.until) {
            let n = since.len().min(until.len());
            if until.get(..n) < since.get(..n) {
                return Err(format!(
                    "since {since} is later than until {until}: nothing lies between; exchange them"
                ));
            }
        }
        Ok(())
    }
}

/// How days are written in words or with a point, where nobody can take them for another day; then months.
const SPELLINGS: &[&str] = &[
    "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%d.%m.%Y", "%d %B %Y", "%d %b %Y", "%B %d %Y", "%b %d %Y",
    "%d-%b-%Y", "%B %Y", "%b %Y", "%Y-%m",
];

/// A day, month or year, as [`Filter::since`] has it: `2025-03-08`, `2025-03`, `2025`; in words (`8 March 2025`,
/// `Saturday, March 8th, 2025`, `March 2025`), with a time (`2025-03-08T10:00Z`), or in figures that can be no
/// other day (`25/03/2025`, `8.3.2025`, `2025-3-8`).
///
/// # Errors
/// It is none.
pub fn partial_date(text: &str) -> Result<String, String> {
    let text = text.trim();
    if first_day(text).is_some() {
        return Ok(text.to_owned());
    }
    let timed = || jiff::fmt::temporal::Pieces::parse(text).ok().map(|pieces| pieces.date().to_string());
    let mailed = || jiff::fmt::rfc2822::parse(text).ok().map(|time| time.date().to_string());
    timed()
        .filter(|_| text.starts_with(|c: char| c.is_ascii_digit()))
        .or_else(mailed)
        .or_else(|| in_words(text))
        .or_else(|| in_figures(text))
        .ok_or_else(|| {
            format!(
                "{text:?} is no date; expected YYYY-MM-DD, YYYY-MM or YYYY (2025-03-08, say), or what means one day: \
                 8 March 2025, Mar 8 2025, March 2025, 8.3.2025, 2025/3/8, 25/03/2025"
            )
        })
}

/// `Saturday, the 8th of March, 2025`.
fn in_words(text: &str) -> Option<String> {
    let words = text.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty());
    let mut words: Vec<String> = words.map(|word| word.trim_end_matches('.').to_lowercase()).collect();
    let day = words.first().and_then(|word| weekday_or_short(word));
    words.retain(|word| weekday_or_short(word).is_none() && word != "of" && word != "the");
    for word in &mut words {
        let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        if !digits.is_empty() && matches!(word.get(digits.len()..), Some("st" | "nd" | "rd" | "th")) {
            word.truncate(digits.len());
        } else if word == "sept" {
            word.truncate(3);
        }
    }
    let words = words.join(" ");
    let read = |format: &&str| {
        let time = jiff::fmt::strtime::parse(format, &words).ok()?;
        // `March 2025` is no 20 March of the year 25.
        let (year, month) = (time.year().filter(|year| *year >= 1000)?, time.month()?);
        let date = match time.day() {
            Some(day) => format!("{year:04}-{month:02}-{day:02}"),
            None => format!("{year:04}-{month:02}"),
        };
        first_day(&date).map(|_| date)
    };
    let date = SPELLINGS.iter().find_map(read)?;
    let of_week = |date: &str| date.parse::<jiff::civil::Date>().ok().map(jiff::civil::Date::weekday);
    day.is_none_or(|day| of_week(&date) == Some(day)).then_some(date)
}

/// `25/03/2025` and `3/25/2025`, but not `8/3/2025`, which is March here and August there.
fn in_figures(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split(['/', '-']).collect();
    let [a, b, year] = parts.as_slice() else { return None };
    let (a, b): (u8, u8) = (a.parse().ok()?, b.parse().ok()?);
    let (day, month) = match (a > 12, b > 12) {
        (true, false) => (a, b),
        (false, true) => (b, a),
        _ if a == b => (a, b),
        _ => return None,
    };
    (year.len() == 4).then(|| format!("{year}-{month:02}-{day:02}")).filter(|date| first_day(date).is_some())
}

/// The first day of `2025-03-14`, `2025-03` or `2025`; `None` for what is no date of the calendar.
pub fn first_day(date: &str) -> Option<String> {
    let full = match date.len() {
        4 => format!("{date}-01-01"),
        7 => format!("{date}-01"),
        _ => date.to_owned(),
    };
    full.parse::<jiff::civil::Date>().ok().filter(|day| day.to_string() == full).map(|_| full)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::Mode;

    #[test]
    fn days_of_partial_dates() {
        assert_eq!(first_day("2025-03").as_deref(), Some("2025-03-01"));
        assert_eq!(first_day("2025").as_deref(), Some("2025-01-01"));
        for odd in ["", "soon", "2025-13", "2025-02-30", "2025-3-1", "12345678"] {
            assert_eq!(first_day(odd), None, "{odd}");
        }
    }

    #[test]
    fn dates_as_people_write_them() {
        for (written, date) in [
            ("2025-03-08", "2025-03-08"),
            ("2025/03/08", "2025-03-08"),
            ("8 March 2025", "2025-03-08"),
            ("Mar 8, 2025", "2025-03-08"),
            ("March 2025", "2025-03"),
            ("March 8th, 2025", "2025-03-08"),
            ("8 March, 2025", "2025-03-08"),
            ("the 8th of March 2025", "2025-03-08"),
            ("Saturday, 8 March 2025", "2025-03-08"),
            ("Sept. 3, 2025", "2025-09-03"),
            ("3 sept 2025", "2025-09-03"),
            ("8-Mar-2025", "2025-03-08"),
            ("8.3.2025", "2025-03-08"),
            ("08.03.2025", "2025-03-08"),
            ("20250308", "2025-03-08"),
            ("2025-03-08T10:00:00Z", "2025-03-08"),
            ("2025-03-08 10:00", "2025-03-08"),
            ("Sat, 08 Mar 2025 10:00:00 +0000", "2025-03-08"),
            ("25/03/2025", "2025-03-25"),
            ("3/25/2025", "2025-03-25"),
            ("03/03/2025", "2025-03-03"),
            (" 2025 ", "2025"),
        ] {
            assert_eq!(partial_date(written).as_deref(), Ok(date));
        }
        // Two days in two countries; no day at all.
        for odd in [
            "8/3/2025",
            "03-08-2025",
            "2025-02-30",
            "30 February 2025",
            "Friday",
            "8 March 25",
            "Friday, 8 March 2025",
            "31/04/2025",
            "20251332",
            "8 March",
            "10:00",
            "",
        ] {
            let problem = partial_date(odd).unwrap_err();
            assert!(problem.contains("expected YYYY-MM-DD") && problem.contains(odd), "{problem}");
        }
    }

    #[test]
    fn a_status_asks_for_meetings_unless_kinds_are_named() {
        let held = Tie::Meeting { status: Status::Held, mode: Mode::Remote, event: String::new() };
        let role = Tie::Affiliation { role: String::new(), former: false };
        let planned = Filter { status: vec![Status::Planned], ..Filter::default() };
        assert!(!planned.allows(&held) && !planned.allows(&role));
        let either = Filter { kinds: vec![Kind::Meeting, Kind::Affiliation], ..planned };
        assert!(!either.allows(&held) && either.allows(&role));
    }

    #[test]
    fn names_are_those_of_the_graph() {
        assert_eq!(STATUSES.map(|name| status(name).unwrap()), Status::ALL);
        assert_eq!(POLARITIES.map(|name| polarity(name).unwrap()), [Polarity::Support, Polarity::Oppose]);
        let problem = status("had").unwrap_err();
        assert!(STATUSES.iter().all(|name| problem.contains(name)), "{problem}");
        let mut filter = Filter::default();
        for (name, text) in
            Filter::NAMES.iter().zip(["stance", "oppose", "held", "2025", "2026", "true", "0.5"])
        {
            assert_eq!(filter.set(name, text), Ok(true), "{name}");
            assert!(filter.set(name, "?").unwrap_err().starts_with(&format!("{name}: ")), "{name}");
        }
        assert_eq!(filter.set("limit", "3"), Ok(false));
    }

    #[test]
    fn filters_that_mean_nothing_are_told() {
        let of = |kind| Filter { kinds: vec![kind], ..Filter::default() };
        let held = Filter { status: vec![Status::Held], ..of(Kind::Meeting) };
        assert!(held.check().is_ok());
        assert!(Filter { kinds: vec![Kind::Stance], ..held }.check().unwrap_err().contains("status"));
        let against = Filter { polarity: Some(Polarity::Oppose), ..of(Kind::Stance) };
        assert!(against.check().is_ok());
        assert!(Filter { kinds: vec![Kind::Meeting], ..against }.check().unwrap_err().contains("polarity"));
        let undated = Filter { undated: true, ..Filter::default() };
        assert!(undated.check().unwrap_err().contains("undated"));
        assert!(Filter { since: Some("2025".to_owned()), ..undated }.check().is_ok());
    }

    #[test]
    fn dates_the_wrong_way_round_are_told() {
        let between = |since: &str, until: &str| Filter {
            since: Some(since.to_owned()),
            until: Some(until.to_owned()),
            ..Filter::default()
        };
        assert!(between("2025-03", "2025-03-02").check().is_ok());
        assert!(between("2025", "2024-12").check().is_err());
        assert!(between("2025-02-30", "2026").check().is_err());
    }
}
