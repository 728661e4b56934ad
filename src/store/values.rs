//! Values of the graph ↔ columns.

use rusqlite::Row;
use rusqlite::types::Type;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde::de::IntoDeserializer;
use serde::de::value::{Error, StrDeserializer};

use super::error::StoreError;
use crate::types::{Edge, Tie};

/// The name of a variant, as it stands in the JSON graph.
pub(super) fn name_of(value: impl Serialize) -> Result<String, StoreError> {
    Ok(serde_json::to_string(&value)?.trim_matches('"').to_owned())
}

/// A variant by its name.
pub(super) fn named<T: DeserializeOwned>(name: &str) -> Result<T, StoreError> {
    let from: StrDeserializer<'_, Error> = name.into_deserializer();
    T::deserialize(from).map_err(|error| StoreError::damaged("", error.to_string()))
}

/// A variant by the name in a column.
pub(super) fn variant<T: DeserializeOwned>(row: &Row<'_>, at: usize) -> Result<T, StoreError> {
    let text = row.get_ref(at)?.as_str().map_err(|_| wrong(row, at))?;
    named(text)
}

/// The same, where there may be none.
pub(super) fn variant_or_none<T: DeserializeOwned>(
    row: &Row<'_>,
    at: usize,
) -> Result<Option<T>, StoreError> {
    let text = row.get_ref(at)?.as_str_or_null().map_err(|_| wrong(row, at))?;
    text.map(named).transpose()
}

fn wrong(row: &Row<'_>, at: usize) -> StoreError {
    let name = row.as_ref().column_name(at).unwrap_or("?").to_owned();
    let kind = row.get_ref(at).map_or(Type::Null, |value| value.data_type());
    rusqlite::Error::InvalidColumnType(at, name, kind).into()
}

/// A count or offset in a column.
pub(super) fn size(row: &Row<'_>, at: usize) -> Result<usize, StoreError> {
    let value: i64 = row.get(at)?;
    usize::try_from(value).map_err(|_| StoreError::damaged("", format!("{value} is no count")))
}

/// A count or offset for a column.
pub(super) fn number(size: usize) -> i64 {
    i64::try_from(size).unwrap_or(i64::MAX)
}

/// For a column: 0.91 rather than 0.9100000262260437, wherever that gives the same value back.
pub(super) fn real(value: f32) -> f64 {
    let short: f64 = value.to_string().parse().unwrap_or_else(|_| value.into());
    if short as f32 == value { short } else { value.into() }
}

/// The number behind `e0123456789ab`: the key of an edge's or event's row.
pub(super) fn key_of(id: &str) -> Result<i64, StoreError> {
    let digits = id.get(1..).filter(|digits| digits.len() == 12);
    digits
        .and_then(|digits| i64::from_str_radix(digits, 16).ok())
        .ok_or_else(|| StoreError::damaged("", format!("{id:?} is no id of an edge or event")))
}

/// `e` and the twelve digits of a key.
pub(super) fn edge_id(key: i64) -> String {
    format!("e{key:012x}")
}

/// `m` and the twelve digits of a key.
pub(super) fn event_id(key: i64) -> String {
    format!("m{key:012x}")
}

/// What an edge says, as columns.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct TieColumns {
    pub kind: &'static str,
    pub status: Option<String>,
    pub mode: Option<String>,
    pub event: Option<i64>,
    pub polarity: Option<String>,
    pub category: Option<String>,
    pub basis: Option<String>,
    pub intensity: Option<f64>,
    pub role: Option<String>,
    pub former: Option<bool>,
}

/// The columns of [`TieColumns`], in the order in which [`tie`] reads them.
pub(super) const TIE: &str =
    "e.kind, e.status, e.mode, e.event, e.polarity, e.category, e.basis, e.intensity, e.role, e.former";

impl TieColumns {
    pub fn of(tie: &Tie) -> Result<Self, StoreError> {
        Ok(match tie {
            Tie::Meeting { status, mode, event } => Self {
                kind: "meeting",
                status: Some(name_of(status)?),
                mode: Some(name_of(mode)?),
                event: Some(key_of(event)?),
                ..Self::default()
            },
            Tie::Stance { polarity, category, basis, intensity } => Self {
                kind: "stance",
                polarity: Some(name_of(polarity)?),
                category: Some(name_of(category)?),
                basis: Some(name_of(basis)?),
                intensity: Some(real(*intensity)),
                ..Self::default()
            },
            Tie::Affiliation { role, former } => Self {
                kind: "affiliation",
                role: Some(role.clone()),
                former: Some(*former),
                ..Self::default()
            },
        })
    }
}

/// What an edge says, from the columns [`TIE`] that begin at `at`.
pub(super) fn tie(row: &Row<'_>, at: usize) -> Result<Tie, StoreError> {
    let kind = row.get_ref(at)?.as_str().map_err(|_| wrong(row, at))?;
    Ok(match kind {
        "meeting" => Tie::Meeting {
            status: variant(row, at + 1)?,
            mode: variant(row, at + 2)?,
            event: event_id(row.get(at + 3)?),
        },
        "stance" => Tie::Stance {
            polarity: variant(row, at + 4)?,
            category: variant(row, at + 5)?,
            basis: variant(row, at + 6)?,
            intensity: row.get::<_, f64>(at + 7)? as f32,
        },
        "affiliation" => Tie::Affiliation { role: row.get(at + 8)?, former: row.get(at + 9)? },
        other => return Err(StoreError::damaged("", format!("{other:?} is no kind of edge"))),
    })
}

/// First and last date of an edge.
pub(super) fn dates(edge: &Edge) -> (Option<String>, Option<String>) {
    let dates = edge.dates();
    (dates.map(|(first, _)| first.to_owned()), dates.map(|(_, last)| last.to_owned()))
}
