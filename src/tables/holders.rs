//! Who held which public office when.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::spelling::{PersonName, bones, sound};
use super::tsv::rows;
use super::{fold, slug};
use crate::error::TableError;

/// The columns of `holders.tsv` and `holders-own.tsv`.
pub const COLUMNS: [&str; 7] = ["keys", "name", "names", "wikidata", "born", "terms", "source"];

/// A person in public office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// The id without its kind: `donald-trump`; of namesakes, with the Wikidata id.
    pub slug: String,
    /// The name that news uses most.
    pub name: String,
    /// That and other names, taken apart.
    names: Vec<PersonName>,
    /// Wikidata id, `Q22686`; none where it is not sure.
    pub wikidata: Option<String>,
    /// Year of birth.
    pub born: Option<i32>,
    /// Offices held.
    pub terms: Vec<Term>,
}

/// A term in an office.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Term {
    /// ISO 3166-1 alpha-3 code of the country, or slug of the body.
    pub of: String,
    /// A name of `offices.tsv`.
    pub office: String,
    /// First day, month or year.
    pub start: String,
    /// Last one; empty if the term is not known to have ended.
    pub end: String,
}

/// For each key, the rows: file and byte of the line.
type Index = FxHashMap<Box<str>, Vec<(u32, u32)>>;

/// Everybody, by surname: rows are taken apart when somebody asks for them.
#[derive(Debug, Default)]
pub struct Holders {
    texts: Vec<(String, std::borrow::Cow<'static, str>)>,
    index: OnceLock<Index>,
}

/// The key of a word of a name: rows are found by it.
fn key(word: &str) -> String {
    let bones = bones(word);
    if bones.len() > 1 { bones } else { sound(word) }
}

/// The keys under which a name is found: that of its surname and, for names that begin with it, of the
/// first word.
pub fn keys(name: &str, surname_first: bool) -> Vec<String> {
    let name = PersonName::new(name);
    let first = name.words.first().filter(|_| surname_first);
    let mut keys: Vec<String> = name.words.last().into_iter().chain(first).map(|w| key(w)).collect();
    keys.sort();
    keys.dedup();
    keys
}

/// The keys of a row that gives none: of the first and last words of all its names.
fn keys_of(line: &str) -> Vec<String> {
    let mut cells = line.split('\t').skip(1);
    let (name, names) = (cells.next().unwrap_or(""), cells.next().unwrap_or(""));
    let mut out: Vec<String> = names.split('|').chain([name]).flat_map(|name| keys(name, true)).collect();
    out.sort();
    out.dedup();
    out.retain(|key| !key.is_empty());
    out
}

impl Holders {
    /// Adds a file: `keys name names wikidata born terms source` (lists separated by `|`; a term is
    /// `of;office;start;end`; without keys, they are made of the names). What earlier files say of a person stays, and terms and names add up.
    ///
    /// # Errors
    /// The header lacks a column, or a row has too many cells.
    pub fn add(&mut self, file: &str, text: &str) -> Result<(), TableError> {
        for row in rows(file, text, &COLUMNS)? {
            Self::parse(row.cell(1), row.list(2), (row.cell(3), row.cell(4)), row.list(5))
                .map_err(|problem| row.error(problem))?;
        }
        self.texts.push((file.to_owned(), text.to_owned().into()));
        Ok(())
    }

    /// Adds a bundled file, which tests have checked: it is read when somebody asks for a person.
    pub(super) fn add_bundled(&mut self, file: &str, text: &'static str) {
        self.texts.push((file.to_owned(), text.into()));
    }

    fn parse<'t>(
        name: &'t str,
        names: impl Iterator<Item = &'t str>,
        (wikidata, born): (&str, &str),
        terms: impl Iterator<Item = &'t str>,
    ) -> Result<Holder, String> {
        if fold(name).is_empty() {
            return Err("the person has no name".to_owned());
        }
        let digits = wikidata.strip_prefix('Q').unwrap_or("");
        if !wikidata.is_empty() && (digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit())) {
            return Err(format!("{wikidata:?} is no Wikidata id; expected Q and digits"));
        }
        let terms = terms
            .map(|term| {
                let parts: Vec<&str> = term.split(';').collect();
                let [of, office, start, end] = parts[..] else {
                    return Err(format!("{term:?} is no term; expected of;office;start;end"));
                };
                let text = str::to_owned;
                Ok(Term { of: text(of), office: text(office), start: text(start), end: text(end) })
            })
            .collect::<Result<_, _>>()?;
        Ok(Holder {
            slug: slug(name),
            name: name.to_owned(),
            names: std::iter::once(name).chain(names).map(PersonName::new).collect(),
            wikidata: (!wikidata.is_empty()).then(|| wikidata.to_owned()),
            born: born.get(..4).and_then(|year| year.parse().ok()),
            terms,
        })
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| {
            let mut index = Index::default();
            for (n, (_, text)) in self.texts.iter().enumerate() {
                let mut at = 0;
                for line in text.split_inclusive('\n') {
                    let keys = line.split('\t').next().unwrap_or("");
                    if at > 0 && !line.starts_with('#') {
                        let place = (n as u32, u32::try_from(at).unwrap_or(u32::MAX));
                        let own = if keys.is_empty() { keys_of(line) } else { Vec::new() };
                        let given = keys.split('|').filter(|key| !key.is_empty());
                        for key in given.chain(own.iter().map(String::as_str)) {
                            match index.get_mut(key) {
                                Some(list) => list.push(place),
                                None => _ = index.insert(key.into(), vec![place]),
                            }
                        }
                    }
                    at += line.len();
                }
            }
            index
        })
    }

    /// Those who may bear a surname; of one person told in several rows, one.
    pub(crate) fn called(&self, surname: &str) -> Vec<Holder> {
        let mut out: Vec<Holder> = Vec::new();
        for &(n, at) in self.index().get(key(surname).as_str()).map_or(&[][..], Vec::as_slice) {
            let Some((_, text)) = self.texts.get(n as usize) else { continue };
            let line = text.get(at as usize..).and_then(|rest| rest.lines().next()).unwrap_or("");
            let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
            let cell = |i: usize| cells.get(i).copied().unwrap_or("");
            let list = |i: usize| cell(i).split('|').filter(|part| !part.is_empty());
            let Ok(holder) = Self::parse(cell(1), list(2), (cell(3), cell(4)), list(5)) else { continue };
            match out.iter_mut().find(|known| known.is(&holder)) {
                Some(known) => known.add(holder),
                None => out.push(holder),
            }
        }
        // Namesakes are told apart by their Wikidata ids.
        let slugs: Vec<String> = out.iter().map(|holder| holder.slug.clone()).collect();
        for holder in &mut out {
            if slugs.iter().filter(|slug| **slug == holder.slug).count() > 1
                && let Some(wikidata) = &holder.wikidata
            {
                holder.slug = format!("{}-{}", holder.slug, wikidata.to_lowercase());
            }
        }
        out
    }
}

impl Holder {
    /// True if two rows tell of one person: one Wikidata id or, where a row has none, one name.
    fn is(&self, other: &Self) -> bool {
        match (&self.wikidata, &other.wikidata) {
            (Some(a), Some(b)) => a == b,
            _ => self.slug == other.slug,
        }
    }

    fn add(&mut self, other: Self) {
        self.wikidata = self.wikidata.take().or(other.wikidata);
        self.born = self.born.or(other.born);
        for name in other.names {
            if !self.names.contains(&name) {
                self.names.push(name);
            }
        }
        // Of a term that both tell, the earlier file knows the end better.
        let known = |term: &Term| {
            self.terms.iter().any(|own| {
                let same = (&own.of, &own.office) == (&term.of, &term.office);
                same && (own.start == term.start || own.start.get(..4) == term.start.get(..4))
            })
        };
        let new: Vec<Term> = other.terms.into_iter().filter(|term| !known(term)).collect();
        self.terms.extend(new);
    }

    /// The names.
    pub(crate) fn names(&self) -> impl Iterator<Item = &PersonName> {
        self.names.iter()
    }
}

/// Offices whose holders are called by each other's titles: `leader` for a president.
#[derive(Debug, Default)]
pub struct Kin {
    by_office: FxHashMap<String, (String, bool)>,
}

impl Kin {
    /// Adds the rows of a file: `office kin any` (`yes` where the title may mean any office of its kin).
    ///
    /// # Errors
    /// A line is malformed.
    pub fn add(&mut self, file: &str, text: &str) -> Result<(), TableError> {
        for row in rows(file, text, &["office", "kin", "any"])? {
            if row.cell(1).is_empty() {
                return Err(row.error("the office has no kin"));
            }
            let kin = (row.cell(1).to_owned(), row.cell(2) == "yes");
            self.by_office.entry(row.cell(0).to_owned()).or_insert(kin);
        }
        Ok(())
    }

    /// What an office is of: `head` (of a state or its government), `foreign`, …
    pub fn of(&self, office: &str) -> Option<&str> {
        self.by_office.get(office).map(|(kin, _)| kin.as_str())
    }

    /// True if one who holds the second office may be called by the first.
    pub fn fits(&self, title: &str, office: &str) -> bool {
        title == office
            || match (self.by_office.get(title), self.by_office.get(office)) {
                (Some((a, x)), Some((b, y))) => a == b && (*x || *y),
                _ => false,
            }
    }

    /// All offices that are listed, in no order.
    pub fn offices(&self) -> impl Iterator<Item = &str> {
        self.by_office.keys().map(String::as_str)
    }
}

/// Wikidata ids of countries and bodies.
#[derive(Debug, Default)]
pub struct Wikidata {
    by_actor: FxHashMap<String, String>,
}

impl Wikidata {
    /// Adds the rows of a file: `actor wikidata`, the first an id such as `country:SYR`.
    ///
    /// # Errors
    /// A line is malformed.
    pub fn add(&mut self, file: &str, text: &str) -> Result<(), TableError> {
        for row in rows(file, text, &["actor", "wikidata"])? {
            let digits = row.cell(1).strip_prefix('Q').unwrap_or("");
            if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
                return Err(row.error(format!("{:?} is no Wikidata id; expected Q and digits", row.cell(1))));
            }
            self.by_actor.entry(row.cell(0).to_owned()).or_insert_with(|| row.cell(1).to_owned());
        }
        Ok(())
    }

    /// The Wikidata id of an actor.
    pub fn of(&self, actor: &str) -> Option<&str> {
        self.by_actor.get(actor).map(String::as_str)
    }

    #[cfg(test)]
    pub(super) fn actors(&self) -> impl Iterator<Item = (&str, &str)> {
        self.by_actor.iter().map(|(actor, id)| (actor.as_str(), id.as_str()))
    }
}

/// Short forms of given names.
#[derive(Debug, Default)]
pub struct Nicknames {
    by_short: FxHashMap<String, Vec<String>>,
}

impl Nicknames {
    /// Adds the rows of a file: `short names` (a list separated by `|`), in lower case.
    ///
    /// # Errors
    /// A line is malformed.
    pub fn add(&mut self, file: &str, text: &str) -> Result<(), TableError> {
        for row in rows(file, text, &["short", "names"])? {
            self.by_short.entry(row.cell(0).to_owned()).or_default().extend(row.list(1).map(str::to_owned));
        }
        Ok(())
    }

    /// True if one given name (folded) is short for the other, or both for one.
    pub fn are_one(&self, a: &str, b: &str) -> bool {
        let long = |short: &str| self.by_short.get(short).map_or(&[][..], Vec::as_slice);
        long(a).iter().any(|name| name == b || long(b).contains(name)) || long(b).iter().any(|name| name == a)
    }
}

/// Words that say what company a company is in law.
#[derive(Debug, Default)]
pub struct LegalForms {
    forms: rustc_hash::FxHashSet<String>,
}

impl LegalForms {
    /// Adds the rows of a file: `form`, folded.
    ///
    /// # Errors
    /// A line is malformed.
    pub fn add(&mut self, file: &str, text: &str) -> Result<(), TableError> {
        self.forms.extend(rows(file, text, &["form"])?.iter().map(|row| row.cell(0).to_owned()));
        Ok(())
    }

    /// True for a legal form (folded): `co`, `inc`.
    pub fn contains(&self, word: &str) -> bool {
        self.forms.contains(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::Tables;

    const FILES: [&str; 2] =
        [include_str!("../../data/holders.tsv"), include_str!("../../data/holders-own.tsv")];

    #[test]
    fn every_row_is_whole_and_found_by_its_keys() {
        let tables = Tables::bundled().unwrap();
        let mut count = 0;
        for row in FILES.iter().flat_map(|text| rows("table", text, &COLUMNS).unwrap()) {
            let holder = Holders::parse(row.cell(1), row.list(2), (row.cell(3), row.cell(4)), row.list(5));
            let holder = holder.unwrap_or_else(|problem| panic!("{}: {problem}", row.line));
            for term in &holder.terms {
                let place =
                    tables.countries.by_iso3(&term.of).is_some() || tables.groups.by_slug(&term.of).is_some();
                assert!(place, "line {}: {}", row.line, term.of);
                assert!(tables.offices.get(&term.office).is_some(), "line {}: {}", row.line, term.office);
            }
            let surname = holder.names[0].surname().to_owned();
            let found = tables.holders.called(&surname);
            let named = |h: &&Holder| h.names.iter().any(|name| *name == holder.names[0]);
            assert!(found.iter().any(|h| named(&h)), "line {}: {surname}", row.line);
            let keys: Vec<&str> = row.list(0).collect();
            assert!(keys.is_empty() || keys.contains(&key(&surname).as_str()), "line {}: {keys:?}", row.line);
            count += 1;
        }
        assert!(count > 10_000, "{count}");
    }

    #[test]
    fn one_person_in_two_files_is_one() {
        let found = Tables::bundled().unwrap().holders.called("assad");
        let bashar: Vec<&Holder> = found.iter().filter(|h| h.slug == "bashar-al-assad").collect();
        assert_eq!(bashar.len(), 1);
        assert_eq!(bashar[0].wikidata.as_deref(), Some("Q44329"));
        let president: Vec<&Term> = bashar[0].terms.iter().filter(|t| t.office == "president").collect();
        assert_eq!(president.iter().map(|t| t.end.as_str()).collect::<Vec<_>>(), ["2024-12"]);
    }

    #[test]
    fn ids_of_wikidata_belong_to_actors_that_are_there() {
        let tables = Tables::bundled().unwrap();
        for (actor, id) in tables.wikidata.actors() {
            let (kind, key) = actor.split_once(':').unwrap();
            let there = match kind {
                "country" => tables.countries.by_iso3(key).is_some(),
                _ => tables.groups.by_slug(key).is_some(),
            };
            assert!(there, "{actor} {id}");
        }
    }

    #[test]
    fn titles_of_kin_are_one_only_where_one_is_general() {
        let kin = &Tables::bundled().unwrap().kin;
        assert!(kin.fits("leader", "president"));
        assert!(!kin.fits("prime minister", "president"));
        assert!(kin.fits("foreign minister", "secretary of state"));
        assert!(!kin.fits("senator", "president"));
        let tables = Tables::bundled().unwrap();
        assert!(kin.offices().all(|office| tables.offices.get(office).is_some()));
    }

    #[test]
    fn short_names_stand_for_long_ones() {
        let nicknames = &Tables::bundled().unwrap().nicknames;
        assert!(nicknames.are_one("jim", "james") && nicknames.are_one("james", "jimmy"));
        assert!(nicknames.are_one("bob", "bobby"));
        assert!(!nicknames.are_one("jim", "joseph") && !nicknames.are_one("james", "james"));
    }
}
