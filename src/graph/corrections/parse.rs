//! Corrections files → entries.

use std::path::Path;

use rustc_hash::{FxHashMap, FxHashSet};
use sha2::{Digest, Sha256};

use super::check::contradictions;
use super::file::{Affiliation, Assert, File, Reject, Retype, Revise, Text, When};
use super::who::{Who, kind};
use super::{Change, Entry, Rejected, Says, document, readings, words};
use crate::error::{CorrectionProblem, CorrectionsError};
use crate::graph::partial_date;
use crate::tables::{Tables, group_kind, slug};
use crate::types::{ActorId, ActorKind, DocumentInfo, Polarity};

/// Files larger than this are refused: no analyst writes so much.
const MOST_BYTES: usize = 64 << 20;

/// What an analyst knows better than the program; see the page of this module.
#[derive(Debug, Clone)]
pub struct Corrections {
    pub(super) file: String,
    pub(super) entries: Vec<Entry>,
    /// The file as a document, known by its entries in any order.
    pub(super) document: DocumentInfo,
    text: String,
}

impl Corrections {
    /// Reads a file; `tables` tell which countries and bodies there are.
    ///
    /// # Errors
    /// The file cannot be read, is no corrections file, or contradicts itself: all that is wrong
    /// with it, with line numbers.
    pub fn read(path: &Path, tables: &Tables) -> Result<Self, CorrectionsError> {
        let file = path.to_string_lossy();
        let fail = |line: Option<usize>, text: String| CorrectionsError {
            file: file.to_string(),
            problems: vec![CorrectionProblem { lines: line.into_iter().collect(), text }],
        };
        let long = |bytes: u64| bytes > MOST_BYTES as u64;
        if path.metadata().is_ok_and(|m| long(m.len())) {
            return Err(fail(None, format!("larger than {} MB; split it", MOST_BYTES >> 20)));
        }
        let bytes = std::fs::read(path).map_err(|error| fail(None, error.to_string()))?;
        match String::from_utf8(bytes) {
            Ok(text) => Self::parse(&file, &text, tables),
            Err(error) => {
                let good = error.utf8_error().valid_up_to();
                let line = error.as_bytes().iter().take(good).filter(|b| **b == b'\n').count() + 1;
                Err(fail(Some(line), "not UTF-8; save the file as UTF-8".to_owned()))
            }
        }
    }

    /// Reads the text of a file; `file` names it in messages.
    ///
    /// # Errors
    /// The text is no corrections file or contradicts itself: all that is wrong with it, with line
    /// numbers.
    pub fn parse(file: &str, text: &str, tables: &Tables) -> Result<Self, CorrectionsError> {
        let fail = |problems| CorrectionsError { file: file.to_owned(), problems };
        // Bytes count from the start of the file, its byte order mark included.
        let body = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = Reader::new(text, text.len() - body.len(), tables);
        let parsed: File = toml::from_str(body).map_err(|error| {
            let lines = error.span().map(|span| reader.line(span.start)).into_iter().collect();
            fail(vec![CorrectionProblem { lines, text: error.message().trim().replace('\n', " ") }])
        })?;
        reader.entries(parsed);
        let Reader { mut entries, mut problems, .. } = reader;
        let keys = Keys::new(&entries);
        let said = |entry: &Entry| entry.change.line(&|who| keys.of(who));
        let written = |entry: &Entry| entry.change.line(&|who| who.text.clone());
        // What stands there twice stands there once, and no order is left of the file's.
        entries.sort_by_cached_key(|entry| (said(entry), written(entry), entry.line));
        let mut before = None;
        entries.retain(|entry| {
            let said = Some(said(entry));
            let is_new = said != before;
            before = said;
            is_new
        });
        entries.sort_by_key(|entry| entry.line);
        if problems.is_empty() {
            problems = contradictions(&entries, &|who| Some(keys.of(who)), true);
        }
        if !problems.is_empty() {
            problems.sort();
            return Err(fail(problems));
        }
        entries.sort_by_cached_key(written);
        let lines: Vec<String> = entries.iter().map(written).collect();
        let sha256 = Sha256::digest(lines.join("\n")).iter().map(|byte| format!("{byte:02x}")).collect();
        let added = words::settle(&mut entries);
        Ok(Self { file: file.to_owned(), entries, document: document(file, sha256), text: added })
    }

    /// What the file adds, a line each, sorted: the text that the evidence of such edges quotes.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How many different corrections the file has.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// True if the file has no correction.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

/// Entries and problems while a file is read.
struct Reader<'a> {
    /// Bytes before the TOML.
    skipped: usize,
    /// Where lines begin.
    lines: Vec<usize>,
    tables: &'a Tables,
    entries: Vec<Entry>,
    problems: Vec<CorrectionProblem>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, skipped: usize, tables: &'a Tables) -> Self {
        let mut lines = vec![0];
        lines.extend(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i + 1));
        Self { skipped, lines, tables, entries: Vec::new(), problems: Vec::new() }
    }

    /// The line of a byte of the TOML, from 1.
    fn line(&self, at: usize) -> usize {
        self.lines.partition_point(|start| *start <= at + self.skipped).max(1)
    }

    fn problem(&mut self, line: usize, text: String) {
        self.problems.push(CorrectionProblem { lines: vec![line], text });
    }

    fn who(&mut self, text: &Text) -> Option<Who> {
        match Who::new(text.as_ref(), self.tables) {
            Ok(who) => Some(who),
            Err(problem) => {
                let line = self.line(text.span().start);
                self.problem(line, problem);
                None
            }
        }
    }

    /// A name or role: one line with something in it.
    fn words(&mut self, what: &str, text: &Text) -> Option<String> {
        let words = text.as_ref().trim();
        if words.is_empty() || words.chars().any(char::is_control) {
            let line = self.line(text.span().start);
            self.problem(line, format!("{what} {:?} is empty or holds control characters", text.as_ref()));
            return None;
        }
        Some(words.to_owned())
    }

    fn push(&mut self, at: usize, change: Option<Change>) {
        let line = self.line(at);
        self.entries.extend(change.map(|change| Entry { line, change, proof: None }));
    }

    fn entries(&mut self, file: File) {
        for e in file.merge {
            let (actor, into) = (self.who(&e.actor), self.who(&e.into));
            let all = e.all.unwrap_or(false);
            let change = actor.zip(into).map(|(actor, into)| Change::Merge { actor, into, all });
            self.push(e.actor.span().start.min(e.into.span().start), change);
        }
        for e in file.never_merge {
            let at = e.actors.span().start;
            let actors: Vec<Who> = e.actors.as_ref().iter().filter_map(|a| self.who(a)).collect();
            if e.actors.as_ref().len() < 2 {
                let line = self.line(at);
                self.problem(line, "never-merge wants two actors or more".to_owned());
            }
            self.push(at, Some(Change::Never { actors }));
        }
        for e in file.rename {
            let (actor, name) = (self.who(&e.actor), self.words("name", &e.name));
            let change = actor.zip(name).map(|(actor, name)| Change::Rename { actor, name });
            self.push(e.actor.span().start, change);
        }
        for e in file.retype {
            let change = self.retype(&e);
            self.push(e.actor.span().start, change);
        }
        for e in file.drop {
            let change = self.who(&e.actor).map(|actor| Change::Drop { actor });
            self.push(e.actor.span().start, change);
        }
        for e in file.alias {
            let aliases: Vec<String> =
                e.aliases.as_ref().iter().filter_map(|a| self.words("alias", a)).collect();
            let change = self.who(&e.actor).map(|actor| Change::Alias { actor, aliases });
            self.push(e.actor.span().start, change);
        }
        for e in file.affiliation {
            let change = self.affiliation(&e);
            self.push(e.member.span().start, change);
        }
        for e in file.no_affiliation {
            let of = e.of.as_ref().map(|of| self.who(of));
            let role = e.role.as_ref().map(|role| self.words("role", role));
            let change = match (self.who(&e.member), of, role) {
                (None, ..) | (_, Some(None), _) | (_, _, Some(None)) => None,
                (Some(member), of, role) => {
                    Some(Change::NoAffiliation { member, of: of.flatten(), role: role.flatten() })
                }
            };
            self.push(e.member.span().start, change);
        }
        for e in file.reject {
            let at = e.key.as_ref().or(e.source.as_ref()).map_or(0, |text| text.span().start);
            let change = self.reject(&e, at);
            self.push(at, change);
        }
        for e in file.change {
            let change = self.revise(&e);
            self.push(e.key.span().start, change);
        }
        for e in file.assert {
            let change = self.assert(&e);
            self.push(e.source.span().start, change);
        }
    }

    fn key(&mut self, text: &Text) -> Option<String> {
        let checked = readings::checked(text.as_ref());
        checked.map_err(|problem| self.problem(self.line(text.span().start), problem)).ok()
    }

    /// What an edge says; nothing if no field is given.
    fn says(
        &mut self,
        polarity: Option<&Text>,
        category: Option<&Text>,
        status: Option<&Text>,
    ) -> Result<Option<Says>, ()> {
        let word = |text: Option<&Text>| text.map(|t| t.as_ref().trim().to_lowercase());
        let against = match word(polarity).as_deref() {
            None => None,
            Some("support") => Some(Polarity::Support),
            Some("oppose") => Some(Polarity::Oppose),
            Some(_) => return self.fail(polarity, "polarity is support or oppose"),
        };
        let class = word(category).map(|word| readings::category(&word));
        let stage = word(status).map(|word| readings::status(&word));
        match (against, class, stage) {
            (None, None, None) => Ok(None),
            (_, Some(None), _) => self.fail(category, "expected a PLOVER category: ACCUSE, SUPPORT …"),
            (_, _, Some(None)) => self.fail(
                status,
                "status is held, ongoing, planned, called_for, postponed, cancelled, refused or denied",
            ),
            (Some(polarity), class, None) => {
                let shown = class.flatten().map(|class| (class, self.tables.plover.get(class)));
                match shown {
                    Some((_, entry)) if entry.and_then(|e| e.polarity) != Some(polarity) => {
                        let all = self.tables.plover.showing(polarity);
                        let verb = format!("{polarity:?}").to_lowercase();
                        self.fail(category, &format!("expected a category of those who {verb}: {all}"))
                    }
                    _ => Ok(Some(Says::Stance(polarity, class.flatten()))),
                }
            }
            (None, None, Some(Some(status))) => Ok(Some(Says::Meeting(status))),
            (None, Some(_), None) => self.fail(category, "a category wants its polarity"),
            (_, _, Some(_)) => {
                self.fail(status, "a status is of a meeting, a polarity of a stance: not both")
            }
        }
    }

    fn fail<T>(&mut self, at: Option<&Text>, problem: &str) -> Result<T, ()> {
        let line = at.map_or(1, |text| self.line(text.span().start));
        self.problem(line, problem.to_owned());
        Err(())
    }

    fn date(&mut self, date: Option<&When>) -> Result<Option<String>, ()> {
        let Some(value) = date else { return Ok(None) };
        let text = match value.as_ref() {
            toml::Value::String(text) => text.clone(),
            toml::Value::Datetime(date) => date.to_string(),
            toml::Value::Integer(year) => year.to_string(),
            other => format!("{other:?}"),
        };
        partial_date(&text).map(Some).map_err(|problem| {
            self.problem(self.line(value.span().start), format!("date: {problem}"));
        })
    }

    fn reject(&mut self, e: &Reject, at: usize) -> Option<Change> {
        let says = self.says(e.polarity.as_ref(), e.category.as_ref(), e.status.as_ref()).ok()?;
        let what = match (&e.key, &e.source, &e.target) {
            (Some(key), None, None) if says.is_none() => Rejected::Reading(self.key(key)?),
            (None, Some(source), Some(target)) => {
                let (source, target) = (self.who(source), self.who(target));
                Rejected::Edge { source: source?, target: target?, says }
            }
            _ => {
                let text = "reject wants a key, or else a source and a target (and polarity or status)";
                self.problem(self.line(at), text.to_owned());
                return None;
            }
        };
        Some(Change::Reject { what })
    }

    fn revise(&mut self, e: &Revise) -> Option<Change> {
        let says = self.says(e.polarity.as_ref(), e.category.as_ref(), e.status.as_ref()).ok()?;
        let date = self.date(e.date.as_ref()).ok()?;
        let holder = match &e.holder {
            Some(holder) => Some(self.who(holder)?),
            None => None,
        };
        if says.is_none() && date.is_none() && holder.is_none() {
            let text = "change wants a polarity, category, status, date or holder";
            self.problem(self.line(e.key.span().start), text.to_owned());
            return None;
        }
        Some(Change::Revise { key: self.key(&e.key)?, says, date, holder })
    }

    fn assert(&mut self, e: &Assert) -> Option<Change> {
        let says = self.says(e.polarity.as_ref(), e.category.as_ref(), e.status.as_ref()).ok()?;
        let date = self.date(e.date.as_ref()).ok()?;
        let (source, target) = (self.who(&e.source), self.who(&e.target));
        let quote = self.words("quote", &e.quote)?;
        let cite = self.words("cite", &e.cite)?;
        if says.is_none() {
            let text = "assert wants a polarity (a stance) or a status (a meeting)";
            self.problem(self.line(e.source.span().start), text.to_owned());
            return None;
        }
        Some(Change::Assert { source: source?, target: target?, says: says?, date, quote, cite })
    }

    fn retype(&mut self, e: &Retype) -> Option<Change> {
        let actor = self.who(&e.actor);
        let line = self.line(e.actor.span().start);
        let subtype = match &e.subtype {
            None => None,
            Some(text) => {
                let Some(subtype) = group_kind(text.as_ref()) else {
                    self.problem(line, format!("unknown subtype {:?}; expected government, international, armed, party, company, media, people, region or other", text.as_ref()));
                    return None;
                };
                Some(subtype)
            }
        };
        let given = match &e.kind {
            Some(text) => match kind(text.as_ref()) {
                Some(kind) => kind,
                None => {
                    let text = format!("unknown kind {:?}; expected person, country or group", text.as_ref());
                    self.problem(line, text);
                    return None;
                }
            },
            None if subtype.is_some() => ActorKind::Group,
            None => {
                self.problem(line, "retype wants a kind or a subtype".to_owned());
                return None;
            }
        };
        let iso3 = e.iso3.as_ref().map(|code| code.as_ref().clone());
        let problem = if subtype.is_some() && given != ActorKind::Group {
            Some("only a group has a subtype".to_owned())
        } else if iso3.is_some() && given != ActorKind::Country {
            Some("only a country has an ISO 3166 code".to_owned())
        } else if given != ActorKind::Country {
            None
        } else {
            match &iso3 {
                Some(code) if self.tables.countries.by_iso3(code).is_none() => {
                    Some(format!("{code:?} is no ISO 3166-1 alpha-3 code"))
                }
                Some(_) => None,
                None => Some("a country wants its code: iso3 = \"SYR\", say".to_owned()),
            }
        };
        if let Some(problem) = problem {
            self.problem(line, problem);
            return None;
        }
        Some(Change::Retype { actor: actor?, kind: given, subtype, iso3 })
    }

    fn affiliation(&mut self, e: &Affiliation) -> Option<Change> {
        let (member, of, role) = (self.who(&e.member), self.who(&e.of), self.words("role", &e.role));
        let former = e.former.unwrap_or(false);
        Some(Change::Affiliation { member: member?, of: of?, role: role?, former })
    }
}

/// One key an actor, as far as the file alone can tell: an id and a name that makes this id are one.
struct Keys {
    /// Key of an id → the ids of the file that end in it; none if there are several.
    by_slug: FxHashMap<String, Option<ActorId>>,
}

impl Keys {
    fn new(entries: &[Entry]) -> Self {
        let mut by_slug: FxHashMap<String, Option<ActorId>> = FxHashMap::default();
        let mut ids: FxHashSet<&ActorId> = FxHashSet::default();
        for entry in entries {
            ids.extend(entry.change.actors().into_iter().filter_map(|who| who.id.as_ref()));
        }
        for id in ids {
            let key = id.0.split_once(':').map_or("", |(_, key)| key);
            by_slug
                .entry(key.to_owned())
                .and_modify(|known| *known = None)
                .or_insert_with(|| Some(id.clone()));
        }
        Self { by_slug }
    }

    fn of(&self, who: &Who) -> String {
        let id = who.id.as_ref().or(who.listed.as_ref());
        let id = id.or_else(|| self.by_slug.get(&slug(&who.text)).and_then(Option::as_ref));
        id.map_or_else(|| format!("\u{1}{}", slug(&who.text)), |id| id.0.clone())
    }
}
