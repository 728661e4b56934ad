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
    /// Names that the user's own tables give without doubt.
    clear: FxHashSet<String>,
    phrases: Phrases<usize>,
}

const COLUMNS: [&str; 8] = ["slug", "name", "kind", "country", "part_of", "organ", "aliases", "ambiguous"];

/// `international` → [`GroupKind::International`], and so on.
pub fn kind(name: &str) -> Option<GroupKind> {
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

/// Other spellings of a romanised name: the article may be `al-` or `Al-`, and newsrooms differ
/// in whether they join it and other particles with a hyphen (`Jabhat al Nusra`).
fn spellings(name: &str) -> Vec<String> {
    let arabic = name.split(' ').any(|word| word.starts_with("al-") || word.starts_with("Al-"));
    let persian = name.contains("-e-") || name.contains("-i-");
    if arabic {
        let small: Vec<String> = name
            .split(' ')
            .map(|word| word.strip_prefix("Al-").map_or_else(|| word.to_owned(), |rest| format!("al-{rest}")))
            .collect();
        let small = small.join(" ");
        let large = small.replace("al-", "Al-");
        [small.replace("al-", "al "), large.replace("Al-", "Al "), small, large]
            .into_iter()
            .filter(|spelling| spelling != name)
            .collect()
    } else if persian {
        vec![name.replace("-e-", " e ").replace("-i-", " i ")]
    } else {
        Vec::new()
    }
}

impl Groups {
    /// Reads the table: `slug name kind country part_of organ aliases ambiguous` (the last two are
    /// lists separated by `|`; of equal aliases of several bodies the first counts).
    ///
    /// # Errors
    /// A line is malformed or a slug comes twice.
    pub fn parse(file: &str, text: &str) -> Result<Self, TableError> {
        let mut out = Self::default();
        out.add(file, text)?;
        Ok(out)
    }

    /// Adds the rows of a user's file: the phrases that they list stand for what they say, without
    /// help from the context, unless they say so themselves.
    ///
    /// # Errors
    /// As [`Self::parse`].
    pub fn overlay(&mut self, file: &str, text: &str) -> Result<(), TableError> {
        self.add(file, text)?;
        for row in rows(file, text, &COLUMNS)? {
            let doubtful: FxHashSet<&str> = row.list(7).collect();
            let phrases = [1, 6].into_iter().flat_map(|i| row.list(i));
            self.clear.extend(phrases.filter(|p| !doubtful.contains(p)).map(str::to_owned));
        }
        Ok(())
    }

    /// Adds the rows of a further file; a body that an earlier file lists keeps what that file says
    /// of it, and gains names.
    ///
    /// # Errors
    /// As [`Self::parse`].
    pub fn add(&mut self, file: &str, text: &str) -> Result<(), TableError> {
        let earlier = self.list.len();
        let mut romanised = Vec::new();
        for row in rows(file, text, &COLUMNS)? {
            let some = |i: usize| Some(row.cell(i)).filter(|c| !c.is_empty()).map(str::to_owned);
            let kind = kind(row.cell(2)).ok_or_else(|| {
                row.error(format!(
                    "unknown kind {:?}; expected one of government, international, armed, party, company, media, people, region, other",
                    row.cell(2)
                ))
            })?;
            let slug = row.cell(0);
            if slug.is_empty() || slug != super::slug(slug) {
                return Err(
                    row.error(format!("{slug:?} is no slug; expected {:?}", super::slug(row.cell(1))))
                );
            }
            if row.cell(1).is_empty() {
                return Err(row.error("the body has no name"));
            }
            let group = Group {
                slug: slug.to_owned(),
                name: row.cell(1).to_owned(),
                kind,
                country: some(3),
                part_of: some(4),
                organ: row.cell(5) == "yes",
            };
            let known = self.by_slug.get(slug).copied();
            if known.is_some_and(|index| index >= earlier) {
                return Err(row.error(format!("the slug {slug:?} stands here twice")));
            }
            let index = known.unwrap_or(self.list.len());
            match known.and_then(|index| self.list.get_mut(index)) {
                // A row that says nothing of a body's place leaves it where it is.
                Some(old) => {
                    if old.country.is_none() && old.part_of.is_none() && !old.organ {
                        *old = Group { name: old.name.clone(), kind: old.kind, ..group };
                    }
                }
                None => {
                    self.by_slug.insert(slug.to_owned(), index);
                    self.list.push(group);
                }
            }
            for name in std::iter::once(row.cell(1)).chain(row.list(6)) {
                self.phrases.insert(name, index);
            }
            romanised.extend(
                std::iter::once(row.cell(1)).chain(row.list(6)).flat_map(spellings).map(|name| (name, index)),
            );
            self.ambiguous.extend(row.list(7).filter(|n| !self.clear.contains(*n)).map(str::to_owned));
        }
        // After all rows: a spelling that some row lists itself belongs to that row.
        for (name, index) in romanised {
            self.phrases.insert(&name, index);
        }
        Ok(())
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

    /// True for a name that the user's own tables give without doubt.
    pub fn is_own(&self, phrase: &str) -> bool {
        self.clear.contains(phrase)
    }

    /// By slug.
    pub fn by_slug(&self, slug: &str) -> Option<&Group> {
        self.by_slug.get(slug).map(|&index| &self.list[index])
    }
}
