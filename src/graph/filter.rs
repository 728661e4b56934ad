//! Which edges, and which of their evidence, a question is about.

use std::str::FromStr;

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
        let expected = |what: &str| format!("{name}: expected {what}, not {text:?}");
        let date = |text: &str| partial_date(text).map_err(|problem| format!("{name}: {problem}"));
        match name {
            "kinds" | "kind" => self.kinds = several().map(str::parse).collect::<Result<_, String>>()?,
            "status" => {
                let all = several().map(|word| serde_json::from_value(word.into()));
                let names = "held, ongoing, planned, called_for, postponed, cancelled, refused or denied";
                self.status = all.collect::<Result<_, _>>().map_err(|_| expected(names))?;
            }
            "polarity" => {
                let polarity = serde_json::from_value(text.trim().into());
                self.polarity = Some(polarity.map_err(|_| expected("support or oppose"))?);
            }
            "since" => self.since = Some(date(text)?),
            "until" => self.until = Some(date(text)?),
            "undated" => self.undated = text.parse().map_err(|_| expected("true or false"))?,
            "min_confidence" => {
                let share = text.parse().ok().filter(|p| (0.0..=1.0).contains(p));
                self.min_confidence = Some(share.ok_or_else(|| expected("a number from 0 to 1"))?);
            }
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

    /// What contradicts itself.
    ///
    /// # Errors
    /// `since` is later than `until`, or one of them is no date.
    pub fn check(&self) -> Result<(), String> {
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

/// How days are written beside `YYYY-MM-DD` where nobody can take them for another day; then months.
const SPELLINGS: &[&str] =
    &["%Y/%m/%d", "%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%B %d %Y", "%b %d %Y", "%B %Y", "%b %Y"];

/// A day, month or year, as [`Filter::since`] has it: `2025-03-08`, `2025-03`, `2025`, or in words: `8 March
/// 2025`, `March 2025`.
///
/// # Errors
/// It is none.
pub fn partial_date(text: &str) -> Result<String, String> {
    let text = text.trim();
    if first_day(text).is_some() {
        return Ok(text.to_owned());
    }
    let in_words = |format: &&str| {
        let time = jiff::fmt::strtime::parse(format, text).ok()?;
        // `March 2025` is no 20 March of the year 25.
        let (year, month) = (time.year().filter(|year| *year >= 1000)?, time.month()?);
        let date = match time.day() {
            Some(day) => format!("{year:04}-{month:02}-{day:02}"),
            None => format!("{year:04}-{month:02}"),
        };
        first_day(&date).map(|_| date)
    };
    SPELLINGS
        .iter()
        .find_map(in_words)
        .ok_or_else(|| format!("{text:?} is no date; expected YYYY-MM-DD, YYYY-MM or YYYY (2025-03-08, say)"))
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
            (" 2025 ", "2025"),
        ] {
            assert_eq!(partial_date(written).as_deref(), Ok(date));
        }
        // Two days in two countries; no day at all.
        for odd in ["8/3/2025", "03-08-2025", "2025-02-30", "30 February 2025", "Friday", "8 March 25", ""] {
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
