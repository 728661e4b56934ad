//! A filter as conditions of SQL: what it lets count, of edges and of their evidence.

use rusqlite::{Connection, Row, Statement};

use super::error::StoreError;
use super::values::{TIE, name_of, real, size, tie};
use crate::graph::{Filter, Kind, Voice};
use crate::types::{Mode, Polarity, Status, Tie};

/// The date that counts: of the event where the text says, else of the report.
const WHEN: &str = "coalesce(v.date, v.reported)";

/// An edge, with what counts of its evidence.
pub(super) struct Line {
    pub key: i64,
    pub source: i64,
    pub target: i64,
    pub tie: Tie,
    pub count: usize,
    pub confidence: f32,
    pub first: Option<String>,
    pub last: Option<String>,
}

/// A filter as SQL; its values are bound by name, so that statements are prepared once.
pub(super) struct Sift<'f> {
    filter: &'f Filter,
    /// Of edges `e`.
    ties: String,
    /// Of evidence `v`.
    places: String,
}

impl<'f> Sift<'f> {
    pub fn new(filter: &'f Filter) -> Result<Self, StoreError> {
        let mut places = String::from("1");
        if filter.min_confidence.is_some() {
            places.push_str(" AND v.confidence >= :least");
        }
        match &filter.attributed_to {
            None => {}
            Some(Voice::Text) => places.push_str(" AND v.attribution IS NULL"),
            Some(Voice::Actor(_)) => places.push_str(
                " AND EXISTS (SELECT 1 FROM json_each(v.attribution) WHERE json_each.value = :voice)",
            ),
        }
        // The shorter of two dates stands for its whole month or year.
        let mut dates = Vec::new();
        if filter.since.is_some() {
            dates.push(format!("substr({WHEN}, 1, length(:since)) >= substr(:since, 1, length({WHEN}))"));
        }
        if filter.until.is_some() {
            dates.push(format!("substr({WHEN}, 1, length(:until)) <= substr(:until, 1, length({WHEN}))"));
        }
        if !dates.is_empty() {
            let undated = if filter.undated { format!("{WHEN} IS NULL OR ") } else { String::new() };
            places.push_str(&format!(" AND ({undated}{})", dates.join(" AND ")));
        }
        Ok(Self { filter, ties: ties(filter)?, places })
    }

    /// The edges `e` for which this holds; [`line`] reads them.
    pub fn lines(&self, condition: &str) -> String {
        let Self { ties, places, .. } = self;
        if self.filter.reads_evidence() {
            format!(
                "SELECT {TIE}, e.key, e.source, e.target, count(*), max(v.confidence), min({WHEN}), max({WHEN})
                 FROM edges e JOIN evidence v ON v.edge = e.key
                 WHERE {condition} AND ({ties}) AND {places} GROUP BY e.key"
            )
        } else {
            format!(
                "SELECT {TIE}, e.key, e.source, e.target, e.count, e.confidence, e.first, e.last
                 FROM edges e WHERE {condition} AND ({ties})"
            )
        }
    }

    /// What counts of evidence `v`.
    pub fn places(&self) -> &str {
        &self.places
    }

    /// What counts of edges `e`.
    pub fn ties(&self) -> &str {
        &self.ties
    }

    /// Runs a statement of these conditions; its own values are ?1, ?2 ….
    pub fn each(
        &self,
        statement: &mut Statement<'_>,
        values: &[i64],
        mut row: impl FnMut(&Row<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        for (n, value) in values.iter().enumerate() {
            statement.raw_bind_parameter(n + 1, value)?;
        }
        let voice = match &self.filter.attributed_to {
            Some(Voice::Actor(id)) => Some(&id.0),
            _ => None,
        };
        for (name, text) in [
            (":since", self.filter.since.as_ref()),
            (":until", self.filter.until.as_ref()),
            (":voice", voice),
        ] {
            if let (Some(text), Some(at)) = (text, statement.parameter_index(name)?) {
                statement.raw_bind_parameter(at, text)?;
            }
        }
        if let (Some(least), Some(at)) = (self.filter.min_confidence, statement.parameter_index(":least")?) {
            statement.raw_bind_parameter(at, real(least))?;
        }
        let mut rows = statement.raw_query();
        while let Some(found) = rows.next()? {
            row(found)?;
        }
        Ok(())
    }

    /// The edges for which a condition holds.
    pub fn each_line(
        &self,
        db: &Connection,
        condition: &str,
        values: &[i64],
        mut each: impl FnMut(Line) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut statement = db.prepare_cached(&self.lines(condition))?;
        self.each(&mut statement, values, |row| each(line(row)?))
    }
}

/// What [`Filter::allows`] says, asked of it for each kind, status and polarity.
fn ties(filter: &Filter) -> Result<String, StoreError> {
    let mut any = Vec::new();
    let statuses = Status::ALL.iter().filter(|status| {
        let (status, mode, event) = (**status, Mode::default(), String::new());
        filter.allows(&Tie::Meeting { status, mode, event })
    });
    let statuses: Vec<String> =
        statuses.map(|status| name_of(status).map(|name| format!("'{name}'"))).collect::<Result<_, _>>()?;
    match statuses.len() {
        0 => {}
        n if n == Status::ALL.len() => any.push("e.kind = 'meeting'".to_owned()),
        _ => any.push(format!("e.kind = 'meeting' AND e.status IN ({})", statuses.join(", "))),
    }
    let stance = |polarity| {
        let (category, basis) = (crate::types::Category::Support, crate::types::Basis::Word);
        filter.allows(&Tie::Stance { polarity, category, basis, intensity: 0.0 })
    };
    match (stance(Polarity::Support), stance(Polarity::Oppose)) {
        (true, true) => any.push("e.kind = 'stance'".to_owned()),
        (true, false) => any.push("e.kind = 'stance' AND e.polarity = 'support'".to_owned()),
        (false, true) => any.push("e.kind = 'stance' AND e.polarity = 'oppose'".to_owned()),
        (false, false) => {}
    }
    if filter.allows(&Tie::Affiliation { role: String::new(), former: false }) {
        any.push("e.kind = 'affiliation'".to_owned());
    }
    let all = [Kind::Meeting, Kind::Stance, Kind::Affiliation].len();
    let whole = any.len() == all && any.iter().all(|condition| !condition.contains(" AND "));
    Ok(match any.is_empty() {
        _ if whole => "1".to_owned(),
        true => "0".to_owned(),
        false => any.join(" OR "),
    })
}

fn line(row: &Row<'_>) -> Result<Line, StoreError> {
    Ok(Line {
        tie: tie(row, 0)?,
        key: row.get(10)?,
        source: row.get(11)?,
        target: row.get(12)?,
        count: size(row, 13)?,
        confidence: row.get::<_, f64>(14)? as f32,
        first: row.get(15)?,
        last: row.get(16)?,
    })
}
