//! Corrections of edges: what a place in a text does not say, or says otherwise, and what is so by the
//! file's own word.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};
use sha2::{Digest, Sha256};

use super::apply::Plan;
use super::who::Found;
use super::{Change, Entry, Rejected, Says};
use crate::error::CorrectionProblem;
use crate::graph::Kind;
use crate::graph::edges::{Edges, Verdict};
use crate::tables::Tables;
use crate::types::{
    ActorId, Basis, Category, DocumentInfo, EventDate, Evidence, Mode, Polarity, Precision, Quote, Status,
    Tie,
};

/// Digits of each of the two parts of a key.
const DIGITS: usize = 8;
/// Places of which a message gives the words.
const TOLD: usize = 3;

/// The key of one place's reading: digits of the hash of its text, and digits of that of the words that
/// mean its actors and of those that say so. It is the same in every graph that holds the text, whoever
/// the actors are taken for and whatever the reading says of them.
pub fn reading_key(sha256: &str, tie: &Tie, evidence: &Evidence) -> String {
    key(sha256, tie, [&evidence.source, &evidence.target], &evidence.trigger)
}

fn key(sha256: &str, tie: &Tie, mut actors: [&Quote; 2], trigger: &Quote) -> String {
    let kind = match tie {
        Tie::Meeting { .. } => {
            // Which of the two is the source depends on their ids alone.
            actors.sort();
            "meeting"
        }
        Tie::Stance { .. } => "stance",
        Tie::Affiliation { .. } => "affiliation",
    };
    let mut hash = Sha256::new();
    hash.update(format!("{sha256}\t{kind}"));
    for words in actors.into_iter().chain([trigger]) {
        hash.update(format!("\t{}\t{}", words.start, words.text));
    }
    let digits: String = hash.finalize().iter().take(DIGITS / 2).map(|b| format!("{b:02x}")).collect();
    format!("{}-{digits}", text_digits(sha256))
}

fn text_digits(sha256: &str) -> &str {
    sha256.get(..DIGITS).unwrap_or(sha256)
}

/// A key, or the first digits of one, as a file writes it.
///
/// # Errors
/// It cannot be one.
pub(super) fn checked(text: &str) -> Result<String, String> {
    let key = text.trim().to_ascii_lowercase();
    let hex = |part: &str| part.bytes().all(|b| b.is_ascii_hexdigit());
    match key.split_once('-') {
        Some((a, b)) if a.len() == DIGITS && (1..=DIGITS).contains(&b.len()) && hex(a) && hex(b) => Ok(key),
        _ if text.trim().ends_with(".toml") => Err(format!(
            "{text:?} is an entry of a corrections file, not a place in a text: take the entry there out, or \
             change it"
        )),
        _ => Err(format!("{text:?} is no key of a reading; `demarche query evidence` prints them")),
    }
}

impl Says {
    /// True of an edge that says this.
    fn is(&self, tie: &Tie) -> bool {
        match (self, tie) {
            (Self::Stance(said, category), Tie::Stance { polarity, category: c, .. }) => {
                said == polarity && category.is_none_or(|category| category == *c)
            }
            (Self::Meeting(said), Tie::Meeting { status, .. }) => said == status,
            _ => false,
        }
    }

    /// The edge, as it says this instead; none where it cannot.
    fn instead(&self, tie: &Tie) -> Option<Tie> {
        match (self, tie) {
            (Self::Stance(said, category), Tie::Stance { polarity, category: old, basis, intensity }) => {
                let kept = if said == polarity { *old } else { usual(*said) };
                let category = category.unwrap_or(kept);
                let intensity = if category == *old { *intensity } else { force(category) };
                Some(Tie::Stance { polarity: *said, category, basis: *basis, intensity })
            }
            (Self::Meeting(said), Tie::Meeting { mode, event, .. }) => {
                Some(Tie::Meeting { status: *said, mode: *mode, event: event.clone() })
            }
            _ => None,
        }
    }

    /// An edge that says this by the file's word.
    pub(super) fn tie(&self) -> Tie {
        match self {
            Self::Stance(polarity, category) => {
                let category = category.unwrap_or(usual(*polarity));
                let intensity = force(category);
                Tie::Stance { polarity: *polarity, category, basis: Basis::Word, intensity }
            }
            Self::Meeting(status) => {
                Tie::Meeting { status: *status, mode: Mode::Unspecified, event: String::new() }
            }
        }
    }

    /// True if an edge that says one says the other too.
    pub(super) fn agrees(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Stance(a, x), Self::Stance(b, y)) => a == b && (x == y || x.is_none() || y.is_none()),
            (Self::Meeting(a), Self::Meeting(b)) => a == b,
            _ => false,
        }
    }
}

/// What a stance is called where the file gives no category.
const fn usual(polarity: Polarity) -> Category {
    match polarity {
        Polarity::Support => Category::Support,
        Polarity::Oppose => Category::Accuse,
    }
}

/// The usual intensity of a category; none without the bundled tables, which tests keep whole.
fn force(category: Category) -> f32 {
    Tables::bundled().map_or(0.0, |tables| tables.plover.intensity(category))
}

/// A date as a file gives it, told by the words of the text.
pub(super) fn event_date(date: &str, words: Quote) -> EventDate {
    let precision = match date.len() {
        4 => Precision::Year,
        7 => Precision::Month,
        _ => Precision::Day,
    };
    EventDate { value: Some(date.to_owned()), precision, anchor: None, words }
}

/// What becomes of one place's reading.
struct Revision<'c> {
    line: usize,
    says: Option<&'c Says>,
    date: Option<&'c str>,
    holder: Option<ActorId>,
}

/// Edges that are rejected whatever text says so, by source and target.
type Whole<'c> = FxHashMap<(ActorId, ActorId), Vec<(usize, Option<&'c Says>)>>;

/// The places that the file names, found.
struct Places<'c> {
    /// Digits of hashes of texts → these hashes, by id of the document.
    texts: FxHashMap<String, String>,
    rejected: FxHashMap<String, usize>,
    revised: FxHashMap<String, Revision<'c>>,
    edges: Whole<'c>,
}

impl Places<'_> {
    /// The line that rejects this edge, whatever says so.
    fn rejects(&self, source: &ActorId, target: &ActorId, tie: &Tie) -> Option<usize> {
        let turned = Some((target, source)).filter(|_| matches!(tie, Tie::Meeting { .. }));
        let ends = std::iter::once((source, target)).chain(turned);
        let mut all = ends.filter_map(|(a, b)| self.edges.get(&(a.clone(), b.clone()))).flatten();
        all.find(|(_, says)| says.is_none_or(|says| says.is(tie))).map(|(line, _)| *line)
    }
}

impl<'c> Plan<'c> {
    /// Takes away and changes what the file says is read wrongly.
    pub(super) fn revise(
        &mut self,
        entries: &'c [Entry],
        finals: &FxHashMap<ActorId, ActorId>,
        documents: &[DocumentInfo],
        edges: &mut Edges,
    ) {
        let about = |c: &Change| matches!(c, Change::Reject { .. } | Change::Revise { .. });
        if !entries.iter().any(|entry| about(&entry.change)) {
            return;
        }
        let places = self.places(entries, finals, documents, edges);
        let mut used: FxHashSet<usize> = FxHashSet::default();
        edges.revise(&mut |source, target, tie, evidence| {
            if let Some(line) = places.rejects(source, target, tie) {
                used.insert(line);
                return Verdict::Gone;
            }
            let Some(sha256) = places.texts.get(&evidence.document) else { return Verdict::Kept };
            let mut verdict = Verdict::Kept;
            // With its sides swapped a reading has another key, under which it may be judged once more.
            for _ in 0..2 {
                let (now, words) = match &verdict {
                    Verdict::Changed(new) => (&new.2, &new.3),
                    _ => (tie, evidence),
                };
                let key = reading_key(sha256, now, words);
                if let Some(line) = places.rejected.get(&key) {
                    used.insert(*line);
                    return Verdict::Gone;
                }
                let Some(revision) = places.revised.get(&key) else { break };
                used.insert(revision.line);
                verdict = match &verdict {
                    Verdict::Changed(new) => revision.of(&new.0, &new.1, &new.2, &new.3),
                    _ => revision.of(source, target, tie, evidence),
                };
                match &verdict {
                    Verdict::Changed(new) if reading_key(sha256, &new.2, &new.3) != key => {}
                    _ => break,
                }
            }
            // What it says instead may be what no text may say.
            if let Verdict::Changed(new) = &verdict
                && let Some(line) = places.rejects(&new.0, &new.1, &new.2)
            {
                used.insert(line);
                return Verdict::Gone;
            }
            verdict
        });
        self.takes(!used.is_empty());
        let whole = places.edges.values().flatten().map(|(line, _)| (*line, "edge"));
        let revised = places.revised.values().map(|r| (r.line, "reading"));
        for (line, what) in whole.chain(revised) {
            if !used.contains(&line) {
                self.unused(line, format!("there is no such {what} in this graph"));
            }
        }
    }

    /// Adds the keys that places get whose sides the file swaps: `query evidence` prints these then.
    fn swap(
        &self,
        entries: &[Entry],
        finals: &FxHashMap<ActorId, ActorId>,
        keys: &mut BTreeMap<String, Place>,
    ) {
        let mut new = Vec::new();
        for entry in entries {
            let Change::Revise { key, holder: Some(holder), .. } = &entry.change else { continue };
            let Found::One(holder) = self.named(holder) else { continue };
            if let [(_, place)] = named_by(keys, key).as_slice()
                && finals.get(holder) == Some(&place.target)
            {
                new.push((place.swapped.clone(), (*place).clone()));
            }
        }
        new.into_iter().for_each(|(key, place)| _ = keys.entry(key).or_insert(place));
    }

    /// Finds the places that the file names; those that are not there, and keys of several, are told.
    fn places(
        &mut self,
        entries: &'c [Entry],
        finals: &FxHashMap<ActorId, ActorId>,
        documents: &[DocumentInfo],
        edges: &Edges,
    ) -> Places<'c> {
        let named: FxHashSet<&str> = entries.iter().filter_map(Entry::reading).map(text_of).collect();
        let texts: FxHashMap<String, String> = documents
            .iter()
            .filter(|d| named.contains(text_digits(&d.sha256)))
            .map(|d| (d.id.clone(), d.sha256.clone()))
            .collect();
        let known: FxHashSet<&str> = texts.values().map(|sha256| text_digits(sha256)).collect();
        // Each place, by key; and by the key that it had before its sides were swapped.
        let mut keys: BTreeMap<String, Place> = BTreeMap::new();
        let mut swapped: FxHashMap<String, ActorId> = FxHashMap::default();
        edges.each(&mut |source, target, tie, evidence| {
            if let Some(sha256) = texts.get(&evidence.document) {
                let other = key(sha256, tie, [&evidence.target, &evidence.source], &evidence.trigger);
                swapped.insert(other.clone(), source.clone());
                let place = Place {
                    words: evidence.quote.text.clone(),
                    kind: Kind::of(tie),
                    target: target.clone(),
                    swapped: other,
                };
                keys.insert(reading_key(sha256, tie, evidence), place);
            }
        });
        self.swap(entries, finals, &mut keys);
        let mut out = Places {
            texts: texts.clone(),
            rejected: FxHashMap::default(),
            revised: FxHashMap::default(),
            edges: Whole::default(),
        };
        for entry in entries {
            if let Change::Reject { what: Rejected::Edge { source, target, says } } = &entry.change {
                let ends = (self.actor(entry, source), self.actor(entry, target));
                if let (Some(a), Some(b)) = ends
                    && let (Some(a), Some(b)) = (finals.get(&a), finals.get(&b))
                {
                    let edge = out.edges.entry((a.clone(), b.clone())).or_default();
                    edge.push((entry.line, says.as_ref()));
                }
                continue;
            }
            let Some(start) = entry.reading() else { continue };
            let holder = match &entry.change {
                Change::Revise { holder: Some(holder), .. } => {
                    let Some(id) = self.actor(entry, holder).and_then(|id| finals.get(&id).cloned()) else {
                        continue;
                    };
                    Some(id)
                }
                _ => None,
            };
            let found = named_by(&keys, start);
            match found.as_slice() {
                [(key, place)] => match &entry.change {
                    Change::Revise { says, date, .. } => {
                        let (says, date) = (says.as_ref(), date.as_deref());
                        if let Some(problem) = place.refuses(says, holder.is_some()) {
                            let text = format!("{key} {problem}");
                            self.ambiguous(CorrectionProblem { lines: vec![entry.line], text });
                            continue;
                        }
                        let revision = Revision { line: entry.line, says, date, holder };
                        out.revised.insert((*key).clone(), revision);
                    }
                    _ => _ = out.rejected.insert((*key).clone(), entry.line),
                },
                // Changed before.
                [] if holder.is_some() && swapped.get(start) == holder.as_ref() => {}
                [] => {
                    let verb = entry.change.verb();
                    let text = match known.contains(text_of(start)) {
                        true => format!("nothing is read so any more: {start}; {verb} waits"),
                        false => format!("the text of {start} is not in this graph; {verb} waits"),
                    };
                    self.unused(entry.line, text);
                }
                several => {
                    let words = several.iter().take(TOLD).map(|(key, p)| format!("{key} “{}”", p.words));
                    let words: Vec<String> = words.collect();
                    let text = format!("{start} may be {}; write all of the key", words.join(", "));
                    self.ambiguous(CorrectionProblem { lines: vec![entry.line], text });
                }
            }
        }
        out
    }
}

/// A place that says something.
#[derive(Clone)]
struct Place {
    words: String,
    kind: Kind,
    target: ActorId,
    /// Its key with the sides swapped.
    swapped: String,
}

impl Place {
    /// Why it cannot say this, or be of another holder.
    fn refuses(&self, says: Option<&Says>, holder: bool) -> Option<&'static str> {
        match (self.kind, says) {
            (Kind::Stance, Some(Says::Meeting(_))) => {
                Some("is a stance, which has no status: change its polarity, category, date or holder")
            }
            (Kind::Meeting, Some(Says::Stance(..))) => {
                Some("is a meeting, which has no polarity: change its status or date")
            }
            (Kind::Meeting, _) if holder => Some("is a meeting, which has no holder"),
            (Kind::Affiliation, Some(_)) => {
                Some("is an affiliation: reject it, and set the right one with [[affiliation]]")
            }
            _ => None,
        }
    }
}

/// The places whose keys begin so.
fn named_by<'k>(keys: &'k BTreeMap<String, Place>, start: &str) -> Vec<(&'k String, &'k Place)> {
    keys.range(start.to_owned()..).take_while(|(key, _)| key.starts_with(start)).collect()
}

/// The digits of the text in a key.
fn text_of(key: &str) -> &str {
    key.split_once('-').map_or(key, |(text, _)| text)
}

impl Revision<'_> {
    /// The reading as it should be.
    fn of(&self, source: &ActorId, target: &ActorId, tie: &Tie, evidence: &Evidence) -> Verdict {
        let tie = self.says.and_then(|says| says.instead(tie)).unwrap_or_else(|| tie.clone());
        let mut evidence = evidence.clone();
        if let Some(date) = self.date {
            let start = evidence.quote.start;
            let nothing = Quote { start, end: start, text: String::new() };
            let words = evidence.date.map_or(nothing, |date| date.words);
            evidence.date = Some(event_date(date, words));
        }
        let (mut source, mut target) = (source.clone(), target.clone());
        match &self.holder {
            None => {}
            Some(_) if matches!(tie, Tie::Meeting { .. }) => {}
            Some(holder) if *holder == target => {
                std::mem::swap(&mut source, &mut target);
                std::mem::swap(&mut evidence.source, &mut evidence.target);
            }
            Some(holder) => source = holder.clone(),
        }
        Verdict::Changed(Box::new((source, target, tie, evidence)))
    }
}

impl Entry {
    /// The key of the place that it is about, or its first digits.
    fn reading(&self) -> Option<&str> {
        match &self.change {
            Change::Reject { what: Rejected::Reading(key) } | Change::Revise { key, .. } => Some(key),
            _ => None,
        }
    }
}

/// The status of a meeting as files spell it.
pub(super) fn status(text: &str) -> Option<Status> {
    serde_json::from_value(serde_json::Value::String(text.to_lowercase())).ok()
}

/// The category of a stance as files spell it.
pub(super) fn category(text: &str) -> Option<Category> {
    serde_json::from_value(serde_json::Value::String(text.to_uppercase())).ok()
}
