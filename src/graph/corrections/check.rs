//! What a corrections file may not say: both at once.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::who::Who;
use super::{Change, Entry, Rejected, Says};
use crate::error::CorrectionProblem;

/// All contradictions among entries. `key` gives the actor that a name means, or nothing if it
/// means nobody; `written` is true for the file as it is written, where merging an actor with itself is a
/// slip (in a graph, two names may have become one). Of entries that say the same one is expected.
pub(super) fn contradictions(
    entries: &[Entry],
    key: &dyn Fn(&Who) -> Option<String>,
    written: bool,
) -> Vec<CorrectionProblem> {
    let mut check = Check {
        entries,
        key,
        written,
        into: FxHashMap::default(),
        roots: FxHashMap::default(),
        drops: FxHashMap::default(),
        out: Vec::new(),
    };
    check.merges();
    let circles = check.cycles();
    check.chains(&circles);
    check.never();
    check.drops();
    check.edits();
    check.affiliations();
    check.readings();
    check.asserted();
    check.out.sort();
    check.out.dedup();
    check.out
}

struct Check<'a> {
    entries: &'a [Entry],
    key: &'a dyn Fn(&Who) -> Option<String>,
    written: bool,
    /// Actor → whom it is merged into, and the line that says so.
    into: FxHashMap<String, (String, usize)>,
    /// Actor → the last one of its chain of merges.
    roots: FxHashMap<String, String>,
    drops: FxHashMap<String, usize>,
    out: Vec<CorrectionProblem>,
}

/// A file with more problems than this is wrong altogether.
const PROBLEMS: usize = 1000;

impl Check<'_> {
    fn problem(&mut self, lines: impl IntoIterator<Item = usize>, text: String) {
        let mut lines: Vec<usize> = lines.into_iter().collect();
        lines.sort_unstable();
        lines.dedup();
        if self.out.len() < PROBLEMS {
            self.out.push(CorrectionProblem { lines, text });
        }
    }

    fn key(&self, who: &Who) -> Option<String> {
        (self.key)(who)
    }

    fn merges(&mut self) {
        let entries = self.entries;
        for entry in entries {
            let Change::Merge { actor, into, .. } = &entry.change else { continue };
            let (Some(from), Some(to)) = (self.key(actor), self.key(into)) else { continue };
            if from == to {
                if self.written {
                    let text = format!("{:?} cannot be merged into itself", actor.text);
                    self.problem([entry.line], text);
                }
                continue;
            }
            match self.into.get(&from) {
                Some((other, line)) if *other != to => {
                    let text = format!(
                        "{:?} is merged into two actors; merge it into one, and that one into the other",
                        actor.text
                    );
                    let line = *line;
                    self.problem([line, entry.line], text);
                }
                _ => _ = self.into.insert(from, (to, entry.line)),
            }
        }
    }

    /// Merges that go round in a circle; gives the actors on circles.
    fn cycles(&mut self) -> BTreeSet<String> {
        let mut starts: Vec<&String> = self.into.keys().collect();
        starts.sort();
        let mut done: FxHashMap<&String, usize> = FxHashMap::default();
        let mut bad: BTreeSet<String> = BTreeSet::new();
        let mut found = Vec::new();
        for (walk, &start) in starts.iter().enumerate() {
            let mut at = start;
            while let Some((next, _)) = self.into.get(at) {
                if done.contains_key(at) {
                    break;
                }
                done.insert(at, walk);
                at = next;
            }
            if done.get(at) != Some(&walk) || bad.contains(at) {
                continue;
            }
            // This walk has come back to itself.
            let mut lines = Vec::new();
            let mut names = Vec::new();
            let mut here = at;
            while let Some((next, line)) = self.into.get(here) {
                if !bad.insert(here.clone()) {
                    break;
                }
                lines.push(*line);
                names.push(here.as_str());
                here = next;
            }
            found.push((lines, format!("merges go round in a circle: {} → {here}", names.join(" → "))));
        }
        for (lines, text) in found {
            self.problem(lines, text);
        }
        bad
    }

    /// Follows every chain of merges to its end, those that lead into circles aside.
    fn chains(&mut self, circles: &BTreeSet<String>) {
        for start in self.into.keys() {
            let mut way: Vec<&String> = Vec::new();
            let mut at = start;
            while let Some((next, _)) = self.into.get(at).filter(|_| !circles.contains(at)) {
                if self.roots.contains_key(at) {
                    break;
                }
                way.push(at);
                at = next;
            }
            let root = self.roots.get(at).unwrap_or(at).clone();
            for actor in way {
                self.roots.insert(actor.clone(), root.clone());
            }
        }
    }

    fn root(&self, who: &Who) -> Option<String> {
        let key = self.key(who)?;
        Some(self.roots.get(&key).cloned().unwrap_or(key))
    }

    /// The lines that merge an actor into the last of its chain.
    fn lines(&self, key: &str) -> Vec<usize> {
        let (mut at, mut lines) = (key, Vec::new());
        while let Some((next, line)) = self.into.get(at).filter(|_| lines.len() < PROBLEMS) {
            lines.push(*line);
            at = next;
        }
        lines
    }

    fn never(&mut self) {
        let entries = self.entries;
        for entry in entries {
            let Change::Never { actors } = &entry.change else { continue };
            let mut roots: FxHashMap<String, (&Who, String)> = FxHashMap::default();
            for who in actors {
                let (Some(key), Some(root)) = (self.key(who), self.root(who)) else { continue };
                let Some((other, other_key)) = roots.get(&root) else {
                    roots.insert(root, (who, key));
                    continue;
                };
                if *other_key != key {
                    let mut lines = self.lines(&key);
                    lines.extend(self.lines(other_key));
                    lines.push(entry.line);
                    let text =
                        format!("{:?} and {:?} are merged, and never to be merged", other.text, who.text);
                    self.problem(lines, text);
                } else if self.written {
                    let text = format!("{:?} and {:?} are one actor", other.text, who.text);
                    self.problem([entry.line], text);
                }
            }
        }
    }

    /// Who is dropped has nothing else to be corrected.
    fn drops(&mut self) {
        let entries = self.entries;
        for entry in entries {
            if let Change::Drop { actor } = &entry.change
                && let Some(key) = self.key(actor)
            {
                self.drops.insert(key, entry.line);
            }
        }
        for entry in entries {
            let about = match &entry.change {
                Change::Merge { actor, into, .. } => [Some(actor), Some(into)],
                Change::Rename { actor, .. } | Change::Retype { actor, .. } | Change::Alias { actor, .. } => {
                    [Some(actor), None]
                }
                Change::Affiliation { member, of, .. } => [Some(member), Some(of)],
                Change::Assert { source, target, .. } => [Some(source), Some(target)],
                Change::Revise { holder, .. } => [holder.as_ref(), None],
                Change::Never { .. }
                | Change::Drop { .. }
                | Change::NoAffiliation { .. }
                | Change::Reject { .. } => [None, None],
            };
            for who in about.into_iter().flatten() {
                if let Some(&line) = self.key(who).and_then(|key| self.drops.get(&key)) {
                    let text = format!("{:?} has a {} and a drop", who.text, entry.change.verb());
                    self.problem([line, entry.line], text);
                }
            }
        }
    }

    /// One name and one type an actor; none for an actor that becomes another.
    fn edits(&mut self) {
        let entries = self.entries;
        let mut seen: FxHashMap<(&str, String), (usize, &Change)> = FxHashMap::default();
        for entry in entries {
            let (Change::Rename { actor, .. } | Change::Retype { actor, .. }) = &entry.change else {
                continue;
            };
            let Some(key) = self.key(actor) else { continue };
            let verb = entry.change.verb();
            if let Some((into, line)) = self.into.get(&key) {
                let text =
                    format!("{:?} has a {verb}, but is merged into {into}: correct that one", actor.text);
                let line = *line;
                self.problem([line, entry.line], text);
            }
            if let Some((line, other)) = seen.insert((verb, key), (entry.line, &entry.change))
                && !same_edit(other, &entry.change)
            {
                let text = format!("{:?} has two different {verb} entries", actor.text);
                self.problem([line, entry.line], text);
            }
        }
    }

    /// A role that is set and taken away.
    fn affiliations(&mut self) {
        let entries = self.entries;
        let mut set: FxHashMap<(String, String, String), usize> = FxHashMap::default();
        for entry in entries {
            if let Change::Affiliation { member, of, role, .. } = &entry.change
                && let (Some(a), Some(b)) = (self.root(member), self.root(of))
            {
                if a == b {
                    let text = format!("{:?} cannot belong to itself", member.text);
                    self.problem([entry.line], text);
                }
                set.insert((a, b, role.to_lowercase()), entry.line);
            }
        }
        for entry in entries {
            if let Change::NoAffiliation { member, of: Some(of), role: Some(role) } = &entry.change
                && let (Some(a), Some(b)) = (self.root(member), self.root(of))
                && let Some(&line) = set.get(&(a, b, role.to_lowercase()))
            {
                let text = format!("{:?} as {role:?} of {:?} is set and taken away", member.text, of.text);
                self.problem([line, entry.line], text);
            }
        }
    }
}

/// By source and target, the lines that reject their edges, and what these say.
type Rejections<'e> = FxHashMap<(String, String), Vec<(usize, Option<&'e Says>)>>;

impl Check<'_> {
    /// One word on each place of a text.
    fn readings(&mut self) {
        let mut seen: FxHashMap<&str, (usize, &str)> = FxHashMap::default();
        let entries = self.entries;
        for entry in entries {
            let (Change::Reject { what: Rejected::Reading(key) } | Change::Revise { key, .. }) =
                &entry.change
            else {
                continue;
            };
            let verb = entry.change.verb();
            if let Some((line, other)) = seen.insert(key, (entry.line, verb)) {
                let text = format!("{key} has a {other} and a {verb}; one entry says all");
                self.problem([line, entry.line], text);
            }
        }
    }

    /// An edge that is rejected whatever says so, and set by the file's own word.
    fn asserted(&mut self) {
        let entries = self.entries;
        let mut rejected: Rejections<'_> = FxHashMap::default();
        for entry in entries {
            if let Change::Reject { what: Rejected::Edge { source, target, says } } = &entry.change
                && let (Some(a), Some(b)) = (self.root(source), self.root(target))
            {
                rejected.entry((a, b)).or_default().push((entry.line, says.as_ref()));
            }
        }
        for entry in entries {
            let Change::Assert { source, target, says, .. } = &entry.change else { continue };
            let (Some(a), Some(b)) = (self.root(source), self.root(target)) else { continue };
            if a == b {
                self.problem([entry.line], format!("{:?} has no edge to itself", source.text));
            }
            let mut found = rejected.get(&(a.clone(), b.clone())).cloned().unwrap_or_default();
            if matches!(says, Says::Meeting(_)) {
                found.extend(rejected.get(&(b, a)).into_iter().flatten());
            }
            for (line, wrong) in found {
                if wrong.is_none_or(|wrong| wrong.agrees(says)) {
                    let (a, b) = (&source.text, &target.text);
                    self.problem([line, entry.line], format!("{a:?} to {b:?} is rejected and asserted"));
                }
            }
        }
    }
}

fn same_edit(a: &Change, b: &Change) -> bool {
    match (a, b) {
        (Change::Rename { name: a, .. }, Change::Rename { name: b, .. }) => a == b,
        (
            Change::Retype { kind: a, subtype: s, iso3: i, .. },
            Change::Retype { kind: b, subtype: t, iso3: k, .. },
        ) => (a, s, i) == (b, t, k),
        _ => false,
    }
}
