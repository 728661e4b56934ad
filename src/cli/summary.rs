//! What a build says it did.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use rustc_hash::{FxHashMap, FxHashSet};

use super::output::{self, count};
use crate::error::ReadError;
use crate::graph::Counts;
use crate::tables::calendar::is_relative_day;
use crate::types::{DateFrom, Document};

/// So many names are told.
const LISTED: usize = 3;

/// Many names, of which the first few are told.
#[derive(Debug, Default)]
pub(super) struct Names {
    all: usize,
    first: Vec<String>,
}

impl Names {
    pub fn add(&mut self, name: &str) {
        self.all += 1;
        if self.first.len() < LISTED {
            self.first.push(name.to_owned());
        }
    }

    pub fn len(&self) -> usize {
        self.all
    }

    pub fn is_empty(&self) -> bool {
        self.all == 0
    }

    pub fn listed(&self) -> String {
        let more = if self.all > LISTED { ", …" } else { "" };
        format!("{}{more}", self.first.join(", "))
    }

    /// Tells of them that they are ids of several texts.
    pub fn tell_shared(&self) {
        if !self.is_empty() {
            output::note(&format!(
                "ids: {} of records that another text bears too ({}); each text counts, and digits of its hash \
                 tell it apart",
                count(self.len(), "id"),
                self.listed()
            ));
        }
    }
}

/// True if the text has words that mean a day by that of publication: `Friday`, `yesterday`.
fn names_a_day(document: &Document) -> bool {
    let zones = document.zones.iter().filter(|zone| zone.kind.is_read());
    let mut words = zones.flat_map(|zone| zone.span.of(&document.text).split(|c: char| !c.is_alphabetic()));
    words.any(is_relative_day)
}

/// What was read, and what was not.
pub(super) struct Summary {
    start: Instant,
    read: usize,
    copies: usize,
    /// First digits of the hashes of the texts.
    texts: FxHashSet<u64>,
    /// The same by id.
    ids: FxHashMap<String, u64>,
    /// Ids of several texts.
    shared: Names,
    skipped: Names,
    /// Files of folders whose endings tell of no text.
    passed: Names,
    /// Links in folders that lead to no file.
    links: Names,
    /// Hidden files and folders.
    hidden: Names,
    /// Files that are called packed and are not.
    unpacked: Names,
    undated: Names,
    /// How many of them name days that only a date of publication tells.
    days_untold: usize,
    /// Dates that could not be read, with the documents that have them.
    unread: Names,
    foreign: Names,
    languages: BTreeMap<&'static str, usize>,
}

impl Summary {
    pub fn new() -> Self {
        Self {
            start: Instant::now(),
            read: 0,
            copies: 0,
            texts: FxHashSet::default(),
            ids: FxHashMap::default(),
            shared: Names::default(),
            skipped: Names::default(),
            passed: Names::default(),
            links: Names::default(),
            hidden: Names::default(),
            unpacked: Names::default(),
            days_untold: 0,
            undated: Names::default(),
            unread: Names::default(),
            foreign: Names::default(),
            languages: BTreeMap::new(),
        }
    }

    /// A document that counts.
    pub fn read(&mut self, document: &Document) {
        self.read += 1;
        if let Some(date) = document.dates.iter().find(|date| date.from == DateFrom::Unread) {
            self.unread.add(&format!("“{}” of {}", date.words, document.id));
        }
        let digits = document.sha256.get(..16).unwrap_or_default();
        let digits = u64::from_str_radix(digits, 16).unwrap_or_default();
        if *self.ids.entry(document.id.clone()).or_insert(digits) != digits {
            self.shared.add(&document.id);
        }
        if !self.texts.insert(digits) {
            self.copies += 1;
        } else if document.date.is_none() {
            self.undated.add(&document.id);
            self.days_untold += usize::from(names_a_day(document));
        }
    }

    /// An input that could not be read; why, is told when it happens.
    pub fn skipped(&mut self, error: &ReadError) {
        self.skipped.add(&error.place());
    }

    /// A file of a folder that is not looked into.
    pub fn passed(&mut self, path: &Path) {
        self.passed.add(&path.display().to_string());
    }

    /// A link in a folder that is not followed.
    pub fn link(&mut self, path: &Path) {
        self.links.add(&path.display().to_string());
    }

    /// A hidden file or folder in a folder.
    pub fn hidden(&mut self, path: &Path) {
        self.hidden.add(&path.display().to_string());
    }

    /// A file that is called packed and is read as it is.
    pub fn unpacked(&mut self, path: &Path) {
        self.unpacked.add(&path.display().to_string());
    }

    /// A document in a language that the program does not read.
    pub fn foreign(&mut self, document: &Document, language: &'static str) {
        self.foreign.add(&document.id);
        *self.languages.entry(language).or_default() += 1;
    }

    /// True if no document counts.
    pub fn is_empty(&self) -> bool {
        self.read == 0
    }

    /// True if something could not be read.
    pub fn has_failed(&self) -> bool {
        !self.skipped.is_empty()
    }

    /// Tells what was read and left out.
    pub fn tell(&self) {
        let copies = match self.copies {
            0 => String::new(),
            1 => ", 1 of them a copy of another".to_owned(),
            n => format!(", {n} of them copies of others"),
        };
        output::note(&format!("read: {}{copies}", count(self.read, "document")));
        if !self.skipped.is_empty() {
            let skipped = count(self.skipped.len(), "input");
            output::note(&format!("skipped: {skipped}, for the reasons above ({})", self.skipped.listed()));
        }
        if !self.passed.is_empty() {
            output::note(&format!(
                "skipped: {} with endings of no text ({}); unpack or convert what is to be read",
                count(self.passed.len(), "file"),
                self.passed.listed()
            ));
        }
        if !self.links.is_empty() {
            output::note(&format!(
                "skipped: {} that {} to a folder or nowhere ({}); name the folder itself to have it read",
                count(self.links.len(), "link"),
                if self.links.len() == 1 { "leads" } else { "lead" },
                self.links.listed()
            ));
        }
        if !self.hidden.is_empty() {
            output::note(&format!(
                "skipped: {} ({}); give those that are to be read by name",
                count(self.hidden.len(), "hidden name"),
                self.hidden.listed()
            ));
        }
        if !self.unpacked.is_empty() {
            output::note(&format!(
                "not packed, though so called, and read as it is: {} ({})",
                count(self.unpacked.len(), "file"),
                self.unpacked.listed()
            ));
        }
        if !self.foreign.is_empty() {
            let each: Vec<String> = self.languages.iter().map(|(name, n)| format!("{name} {n}")).collect();
            output::note(&format!(
                "left out: {} in other languages than English ({}; {}); --any-language reads them",
                count(self.foreign.len(), "document"),
                each.join(", "),
                self.foreign.listed()
            ));
        }
        if !self.unread.is_empty() {
            let (dates, listed) = (count(self.unread.len(), "date"), self.unread.listed());
            output::note(&format!(
                "not understood: {dates} of records ({listed}); expected YYYY-MM-DD, or 2 March 2026"
            ));
        }
        if !self.undated.is_empty() {
            let (documents, listed) = (count(self.undated.len(), "document"), self.undated.listed());
            let untold = match self.days_untold {
                0 => String::new(),
                n => format!("; no day can be told for \"on Friday\" and the like in {n} of them"),
            };
            output::note(&format!(
                "without a date that can be trusted: {documents} ({listed}){untold}; --date YYYY-MM-DD gives \
                 them one"
            ));
        }
    }

    /// Tells which ids are those of several texts.
    pub fn tell_shared(&self) {
        self.shared.tell_shared();
    }

    /// Tells how many documents are copies of others.
    pub fn tell_copies(&self, copies: usize) {
        match copies {
            0 => {}
            1 => output::note(
                "copies: 1 document is a copy of another and counts as its source; --copies each counts it",
            ),
            n => output::note(&format!(
                "copies: {n} documents are copies of others and count as their sources; --copies each counts all"
            )),
        }
    }

    /// Tells what came of it.
    pub fn tell_graph(&self, counts: &Counts) {
        output::note(&format!(
            "graph: {} ({}), {} ({} of meetings, {}, {}), in {:.1} s",
            count(counts.actors(), "actor"),
            actors_by_kind(counts),
            count(counts.edges(), "edge"),
            counts.meetings,
            count(counts.stances, "stance"),
            count(counts.affiliations, "affiliation"),
            self.start.elapsed().as_secs_f64()
        ));
    }
}

/// `2 people, 1 country, 0 groups`.
pub(super) fn actors_by_kind(counts: &Counts) -> String {
    let people = if counts.people == 1 { "person" } else { "people" };
    let countries = if counts.countries == 1 { "country" } else { "countries" };
    let groups = count(counts.groups, "group");
    format!("{} {people}, {} {countries}, {groups}", counts.people, counts.countries)
}
