//! Known bodies: organisations, armed groups, parties, media, government bodies, peoples.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Phrases;
use super::tsv::rows;
use crate::error::TableError;
use crate::types::GroupKind;

/// A known body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Slug, unique: `islamic-state`.
    pub slug: String,
    /// Canonical name.
    pub name: String,
    /// Finer kind.
    pub kind: GroupKind,
    /// ISO 3166-1 alpha-3 code of the country it belongs to, if it belongs to one.
    pub country: Option<String>,
    /// Slug of the body that it is a part of, if any.
    pub part_of: Option<String>,
    /// True if it is an organ of that country or body (ministry, army, committee, leader's office).
    pub organ: bool,
}

/// All known bodies.
#[derive(Debug, Default)]
pub struct Groups {
    list: Vec<Group>,
    by_slug: FxHashMap<String, usize>,
    ambiguous: FxHashSet<String>,
    phrases: Phrases<usize>,
}

/// `international` → [`GroupKind::International`], and so on.
pub(super) fn kind(name: &str) -> Option<GroupKind> {
    Some(match name {
        "government" => GroupKind::Government,
        "international" => GroupKind::International,
        "armed" => GroupKind::Armed,
        "party" => GroupKind::Party,
        "company" => GroupKind::Company,
        "media" => GroupKind::Media,
        "people" => GroupKind::People,
        "region" => GroupKind::Region,
        "other" => GroupKind::Other,
        _ => return None,
    })
}

impl Groups {
    /// Reads the table: `slug name kind country part_of organ aliases ambiguous` (the last two are
    /// lists separated by `|`; of equal aliases of several bodies the first counts).
    ///
    /// # Errors
    /// A line is malformed or a slug comes twice.
    pub fn parse(file: &str, text: &str) -> Result<Self, TableError> {
        let mut out = Self::default();
        let columns = ["slug", "name", "kind", "country", "part_of", "organ", "aliases", "ambiguous"];
        for row in rows(file, text, &columns)? {
            let some = |i: usize| Some(row.cell(i)).filter(|c| !c.is_empty()).map(str::to_owned);
            let kind = kind(row.cell(2)).ok_or_else(|| {
                row.error(format!(
                    "unknown kind {:?}; expected one of government, international, armed, party, company, media, people, region, other",
                    row.cell(2)
                ))
            })?;
            let index = out.list.len();
            if out.by_slug.insert(row.cell(0).to_owned(), index).is_some() {
                return Err(row.error(format!("the slug {:?} stands here twice", row.cell(0))));
            }
            out.phrases.insert(row.cell(1), index);
            for alias in row.list(6) {
                out.phrases.insert(alias, index);
            }
            out.ambiguous.extend(row.list(7).map(str::to_owned));
            out.list.push(Group {
                slug: row.cell(0).to_owned(),
                name: row.cell(1).to_owned(),
                kind,
                country: some(3),
                part_of: some(4),
                organ: row.cell(5) == "yes",
            });
        }
        Ok(out)
    }

    /// The longest name at a place (case kept): length in words and body.
    pub fn longest<'w>(&self, word: impl Fn(usize) -> Option<&'w str>) -> Option<(usize, &Group)> {
        let (len, &index) = self.phrases.longest(word)?;
        Some((len, &self.list[index]))
    }

    /// By exact name or alias.
    pub fn get(&self, name: &str) -> Option<&Group> {
        self.phrases.get(name).map(|&index| &self.list[index])
    }

    /// True for names that often mean something else, or several bodies, so that context must
    /// speak for the body: `IS`, `SDF`, `Congress`, `Apple`.
    pub fn is_ambiguous(&self, name: &str) -> bool {
        self.ambiguous.contains(name)
    }

    /// All bodies, in the order of the table.
    pub fn iter(&self) -> impl Iterator<Item = &Group> {
        self.list.iter()
    }

    /// By slug.
    pub fn by_slug(&self, slug: &str) -> Option<&Group> {
        self.by_slug.get(slug).map(|&index| &self.list[index])
    }
}
