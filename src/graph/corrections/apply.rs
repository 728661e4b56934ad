//! Entries → a graph as if the program had known them.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use super::check::contradictions;
use super::who::{Found, Names, Who, id_of, kind, kind_name};
use super::{Change, Corrections, Entry, corrections_file};
use crate::error::{CorrectionProblem, CorrectionsError};
use crate::graph::Graph;
use crate::graph::remap::Remap;
use crate::tables::{fold, slug};
use crate::types::{Actor, ActorId, ActorKind, DocumentInfo, GroupKind};

/// A corrected graph.
#[derive(Debug, Clone)]
pub struct Corrected {
    /// The graph.
    pub graph: Graph,
    /// Entries that found nobody or nothing here, by line: they wait for texts to come.
    pub unused: Vec<CorrectionProblem>,
    /// Entries that are not applied because a name means several actors here, or a reading cannot be as
    /// they say, by line.
    pub ambiguous: Vec<CorrectionProblem>,
}

/// Corrects a graph: merged actors' edges, evidence, names and meetings fold as if the texts had
/// meant one actor. The order of entries does not matter, and correcting again changes nothing.
///
/// # Errors
/// Entries contradict each other once names are known to mean the same actor.
pub fn correct(graph: Graph, corrections: &Corrections) -> Result<Corrected, CorrectionsError> {
    if corrections.is_empty() {
        return Ok(Corrected { graph, unused: Vec::new(), ambiguous: Vec::new() });
    }
    let own = &corrections.document;
    let same = |d: &&DocumentInfo| corrections_file(&d.id).is_some() && d.sha256 == own.sha256;
    // A copy of a file under another name is that file.
    let applied = graph.documents.iter().find(same).cloned();
    let is_known = graph.documents.iter().any(|document| document.id == own.id);
    let document = applied.clone().filter(|_| !is_known).unwrap_or_else(|| own.clone());
    let before = is_known || applied.is_some();
    let graph = without_document(graph, &document.id);
    let names = Names::new(&graph);
    let (entries, waiting) = expanded(&corrections.entries, &names);
    let entries = entries.as_slice();
    let key = |who: &Who| match names.find(who) {
        Found::One(id) => Some(id.0.clone()),
        Found::Nobody => who.id.as_ref().or(who.listed.as_ref()).map(|id| id.0.clone()),
        Found::Several(_) => None,
    };
    let problems = contradictions(entries, &key, false);
    if !problems.is_empty() {
        return Err(CorrectionsError { file: corrections.file.clone(), problems });
    }
    let mut plan = Plan::new(&names);
    (plan.unused, plan.takes) = (waiting, before);
    entries.iter().for_each(|entry| plan.identity(entry));
    plan.settle();
    entries.iter().for_each(|entry| plan.edit(entry));
    let mut corrected = plan.finish(&graph, entries, document);
    if applied.is_some() {
        // Of what is taken away nothing is left to find; what found nothing was told at the first time.
        corrected.unused.clear();
    }
    Ok(corrected)
}

/// The entries, with one for each actor whom an entry for all of a name takes; and those that take nobody.
fn expanded(entries: &[Entry], names: &Names<'_>) -> (Vec<Entry>, Vec<CorrectionProblem>) {
    let (mut out, mut waiting) = (Vec::with_capacity(entries.len()), Vec::new());
    for entry in entries {
        let Change::Merge { actor, into, all: true } = &entry.change else {
            out.push(entry.clone());
            continue;
        };
        if actor.id.is_some() {
            out.push(entry.clone());
            continue;
        }
        let name = fold(&actor.text);
        let target = match names.find(into) {
            Found::One(id) => Some(id),
            _ => None,
        };
        let bearers = names.by_name.get(&name).map_or(&[][..], Vec::as_slice);
        let taken: Vec<&&ActorId> = bearers.iter().filter(|id| Some(**id) != target).collect();
        // Corrected before: the name is one of those that the other has taken over.
        let done = target.and_then(|id| names.by_id.get(id)).is_some_and(|known| {
            fold(&known.name) == name || known.aliases.iter().any(|alias| fold(alias) == name)
        });
        if taken.is_empty() && !done {
            let text = format!("nobody is called {:?} in this graph; merge waits", actor.text);
            waiting.push(CorrectionProblem { lines: vec![entry.line], text });
        }
        out.extend(taken.into_iter().map(|id| {
            let who = Who { text: id.0.clone(), id: Some((*id).clone()), listed: None, listed_name: None };
            let change = Change::Merge { actor: who, into: into.clone(), all: false };
            Entry { line: entry.line, change, proof: None }
        }));
    }
    (out, waiting)
}

/// The graph without what an earlier version of the file added.
fn without_document(graph: Graph, document: &str) -> Graph {
    if graph.documents.iter().all(|d| d.id != document) {
        return graph;
    }
    let actors = graph.actors().cloned().collect();
    let mut edges: Vec<_> = graph.edges().cloned().collect();
    for edge in &mut edges {
        edge.evidence.retain(|e| e.document != document);
    }
    edges.retain(|edge| !edge.evidence.is_empty());
    let documents = graph.documents.into_iter().filter(|d| d.id != document).collect();
    Graph::from_parts(actors, edges, documents, graph.events, graph.threshold)
}

/// How an actor is changed.
#[derive(Default)]
struct Edit<'c> {
    name: Option<&'c str>,
    retype: Option<(ActorKind, Option<GroupKind>, Option<&'c str>)>,
    aliases: Vec<&'c str>,
    /// The name for an actor that the graph does not have, as the file or a table gives it.
    listed_name: Option<&'c str>,
}

/// What becomes of whom.
pub(super) struct Plan<'c> {
    names: &'c Names<'c>,
    into: FxHashMap<ActorId, ActorId>,
    dropped: FxHashSet<ActorId>,
    /// Actor → entries that keep it apart from others.
    apart: FxHashMap<ActorId, Vec<usize>>,
    /// By the actor at the end of its chain of merges.
    edits: FxHashMap<ActorId, Edit<'c>>,
    /// Old id → the end of its chain of merges.
    roots: FxHashMap<ActorId, ActorId>,
    /// Something is taken away or changed, now or before: then the graph names the file.
    takes: bool,
    unused: Vec<CorrectionProblem>,
    ambiguous: Vec<CorrectionProblem>,
}

impl<'c> Plan<'c> {
    fn new(names: &'c Names<'c>) -> Self {
        Self {
            names,
            into: FxHashMap::default(),
            dropped: FxHashSet::default(),
            apart: FxHashMap::default(),
            edits: FxHashMap::default(),
            roots: FxHashMap::default(),
            takes: false,
            unused: Vec::new(),
            ambiguous: Vec::new(),
        }
    }

    pub(super) fn ambiguous(&mut self, problem: CorrectionProblem) {
        self.ambiguous.push(problem);
    }

    /// Something is taken away or changed.
    pub(super) fn takes(&mut self, any: bool) {
        self.takes |= any;
    }

    pub(super) fn unused(&mut self, line: usize, text: String) {
        self.unused.push(CorrectionProblem { lines: vec![line], text });
    }

    /// Whom a name means.
    pub(super) fn named(&self, who: &Who) -> Found<'c> {
        self.names.find(who)
    }

    /// Whom a name means; a name of several is told.
    pub(super) fn find(&mut self, line: usize, who: &Who) -> Result<Option<ActorId>, ()> {
        match self.names.find(who) {
            Found::One(id) => Ok(Some(id.clone())),
            Found::Nobody => Ok(None),
            Found::Several(ids) => {
                let ids: Vec<&str> = ids.iter().take(6).map(|id| id.0.as_str()).collect();
                let text = format!("{:?} may be {}; name it by id", who.text, ids.join(", "));
                self.ambiguous.push(CorrectionProblem { lines: vec![line], text });
                Err(())
            }
        }
    }

    /// The actor of an entry that wants one; others are told.
    pub(super) fn actor(&mut self, entry: &Entry, who: &Who) -> Option<ActorId> {
        let found = self.find(entry.line, who).ok()?;
        if found.is_none() {
            let text = format!("{:?} is not in this graph; {} waits", who.text, entry.change.verb());
            self.unused(entry.line, text);
        }
        found
    }

    /// First way through the entries: who is who.
    fn identity(&mut self, entry: &'c Entry) {
        match &entry.change {
            Change::Merge { actor, into, .. } => self.merge(entry, actor, into),
            Change::Drop { actor } => {
                if let Some(id) = self.actor(entry, actor) {
                    self.dropped.insert(id);
                }
            }
            Change::Never { actors } => {
                let mut seen: FxHashMap<ActorId, &str> = FxHashMap::default();
                for who in actors {
                    let Ok(Some(id)) = self.find(entry.line, who) else { continue };
                    if let Some(other) = seen.insert(id.clone(), &who.text) {
                        let text = format!(
                            "{other:?} and {:?} both mean {id} here: the texts' readers joined them",
                            who.text
                        );
                        self.unused(entry.line, text);
                    }
                    self.apart.entry(id).or_default().push(entry.line);
                }
            }
            _ => {}
        }
    }

    fn merge(&mut self, entry: &Entry, actor: &'c Who, into: &'c Who) {
        let (Ok(from), Ok(to)) = (self.find(entry.line, actor), self.find(entry.line, into)) else { return };
        match (from, to) {
            (Some(from), Some(to)) if from == to => {}
            (Some(from), Some(to)) => _ = self.into.insert(from, to),
            (Some(from), None) => {
                // Its real name is in no text yet: it takes that name and its id.
                let listed = into.id.as_ref().or(into.listed.as_ref()).cloned();
                let to = listed.unwrap_or_else(|| {
                    let kind = self.names.by_id.get(&from).map_or(ActorKind::Group, |a| a.kind);
                    id_of(kind, &into.text)
                });
                let name =
                    if into.id.is_none() { Some(into.text.as_str()) } else { into.listed_name.as_deref() };
                self.edits.entry(to.clone()).or_default().listed_name = name;
                self.into.insert(from, to);
            }
            (None, to) => {
                let key = actor.id.as_ref().and_then(|id| id.0.split_once(':')).map_or("", |(_, key)| key);
                let known = to.and_then(|to| self.names.by_id.get(&to).copied());
                if !known.is_some_and(|a| a.aliases.iter().any(|alias| slug(alias) == key)) {
                    let text = format!("{:?} is not in this graph; merge waits", actor.text);
                    self.unused(entry.line, text);
                }
            }
        }
    }

    /// Follows all merges to their ends.
    fn settle(&mut self) {
        for start in self.into.keys() {
            let mut way = Vec::new();
            let mut at = start;
            while let Some(next) = self.into.get(at) {
                if self.roots.contains_key(at) {
                    break;
                }
                way.push(at.clone());
                at = next;
            }
            let root = self.roots.get(at).unwrap_or(at).clone();
            for actor in way {
                self.roots.insert(actor, root.clone());
            }
        }
    }

    fn root<'a>(&'a self, id: &'a ActorId) -> &'a ActorId {
        self.roots.get(id).unwrap_or(id)
    }

    fn edit_of(&mut self, id: &ActorId) -> &mut Edit<'c> {
        let root = self.root(id).clone();
        self.edits.entry(root).or_default()
    }

    /// Second way: what they are called and what they are.
    fn edit(&mut self, entry: &'c Entry) {
        match &entry.change {
            Change::Rename { actor, name } => {
                if let Some(id) = self.actor(entry, actor) {
                    self.edit_of(&id).name = Some(name);
                }
            }
            Change::Retype { actor, kind, subtype, iso3 } => {
                // Corrected before: it has its new id.
                let done = actor.id.as_ref().map(|id| retyped(id, *kind, iso3.as_deref()));
                let known = done.filter(|id| self.names.by_id.contains_key(id));
                let id = match self.names.find(actor) {
                    Found::Nobody if known.is_some() => known,
                    _ => self.actor(entry, actor),
                };
                if let Some(id) = id {
                    self.edit_of(&id).retype = Some((*kind, *subtype, iso3.as_deref()));
                }
            }
            Change::Alias { actor, aliases } => {
                let Some(id) = self.actor(entry, actor) else { return };
                for alias in aliases {
                    let others = self.names.by_name.get(&fold(alias)).map_or(&[][..], Vec::as_slice);
                    let other = others.iter().find(|other| self.root(other) != self.root(&id));
                    if let Some(other) = other {
                        let text = format!("{alias:?} is also the name of {other}: merge them?");
                        self.unused(entry.line, text);
                    }
                }
                self.edit_of(&id).aliases.extend(aliases.iter().map(String::as_str));
            }
            _ => {}
        }
    }

    /// The id that an actor bears in the end, before twins are told apart.
    fn wanted(&self, root: &ActorId) -> ActorId {
        match self.edits.get(root).and_then(|edit| edit.retype) {
            Some((kind, _, iso3)) => retyped(root, kind, iso3),
            None => root.clone(),
        }
    }

    /// Final ids, by old id. A retyped actor joins the one whose id it takes, unless the two are to
    /// be kept apart.
    fn finals(&self, graph: &Graph) -> FxHashMap<ActorId, ActorId> {
        let mut holders: FxHashMap<ActorId, Vec<&ActorId>> = FxHashMap::default();
        let mut out = FxHashMap::default();
        let kept = |id: &&ActorId| !self.dropped.contains(*id);
        let mut roots: Vec<&ActorId> =
            graph.actors().map(|a| &a.id).filter(kept).map(|id| self.root(id)).collect();
        // Those who keep their id come first.
        roots.sort_by_cached_key(|root| (self.wanted(root) != **root, (*root).clone()));
        roots.dedup();
        let mut of_root: FxHashMap<&ActorId, ActorId> = FxHashMap::default();
        for root in roots {
            let wanted = self.wanted(root);
            let mut id = wanted.clone();
            let mut twin = 2;
            while holders.get(&id).is_some_and(|held| held.iter().any(|other| self.are_apart(root, other))) {
                id = ActorId(format!("{wanted}-{twin}"));
                twin += 1;
            }
            holders.entry(id.clone()).or_default().push(root);
            of_root.insert(root, id);
        }
        for actor in graph.actors().filter(|a| kept(&&a.id)) {
            if let Some(id) = of_root.get(self.root(&actor.id)) {
                out.insert(actor.id.clone(), id.clone());
            }
        }
        out
    }

    fn are_apart(&self, a: &ActorId, b: &ActorId) -> bool {
        match (self.apart.get(a), self.apart.get(b)) {
            (Some(a), Some(b)) => a.iter().any(|line| b.contains(line)),
            _ => false,
        }
    }

    fn finish(mut self, graph: &Graph, entries: &'c [Entry], document: DocumentInfo) -> Corrected {
        let finals = self.finals(graph);
        let mut remap = Remap::default();
        let mut groups: BTreeMap<ActorId, Vec<&Actor>> = BTreeMap::new();
        for actor in graph.actors() {
            match finals.get(&actor.id) {
                Some(id) => {
                    remap.insert(actor.id.clone(), id.clone());
                    groups.entry(id.clone()).or_default().push(actor);
                }
                None => remap.drop(actor.id.clone(), actor.name.clone()),
            }
        }
        let mut actors: BTreeMap<ActorId, Actor> = BTreeMap::new();
        for (id, group) in groups {
            if let Some(actor) = self.joined(&id, &group) {
                actors.insert(id, actor);
            }
        }
        let mut edges = remap.edges(graph);
        let mut documents = graph.documents.clone();
        self.revise(entries, &finals, &graph.documents, &mut edges);
        self.unbind(entries, &finals, &mut edges);
        let adds = self.bind(entries, &finals, &mut edges, &mut actors, &document.id);
        if adds || self.takes || !self.dropped.is_empty() {
            documents.push(document);
        }
        let (edges, events) = edges.finish();
        self.unused.sort();
        self.ambiguous.sort();
        self.ambiguous.dedup();
        Corrected {
            graph: Graph::from_parts(
                actors.into_values().collect(),
                edges,
                documents,
                events,
                graph.threshold,
            ),
            unused: self.unused,
            ambiguous: self.ambiguous,
        }
    }

    /// One actor of several: the name and type are those of the one that the others are merged
    /// into, the rest adds up.
    fn joined(&self, id: &ActorId, group: &[&Actor]) -> Option<Actor> {
        let often = |a: &&&Actor| (std::cmp::Reverse(a.mentions), a.id.clone());
        let main = group.iter().filter(|a| *self.root(&a.id) == a.id).min_by_key(often);
        let first = main.or_else(|| group.iter().min_by_key(often))?;
        let mut roots: Vec<&ActorId> = group.iter().map(|a| self.root(&a.id)).collect();
        roots.sort();
        roots.dedup();
        let edits: Vec<&Edit<'_>> = roots.iter().filter_map(|root| self.edits.get(root)).collect();
        let listed = edits.iter().find_map(|e| e.listed_name).filter(|_| main.is_none());
        let name = edits.iter().find_map(|e| e.name).or(listed).unwrap_or(&first.name).to_owned();
        let retype = edits.iter().find_map(|e| e.retype);
        let kind = id.0.split_once(':').and_then(|(prefix, _)| kind(prefix)).unwrap_or(first.kind);
        let known = main.and_then(|a| a.subtype).or_else(|| group.iter().filter_map(|a| a.subtype).min());
        let subtype =
            retype.and_then(|(_, subtype, _)| subtype).or(known).filter(|_| kind == ActorKind::Group);
        let code = id.0.strip_prefix("country:").filter(|_| main.is_none() || retype.is_some());
        let iso3 =
            code.map(str::to_owned).or_else(|| first.iso3.clone()).filter(|_| kind == ActorKind::Country);
        let mut aliases: BTreeSet<String> = group.iter().flat_map(|a| a.aliases.iter().cloned()).collect();
        aliases.extend(group.iter().map(|a| a.name.clone()));
        aliases.extend(edits.iter().flat_map(|e| &e.aliases).map(|alias| (*alias).to_owned()));
        aliases.remove(&name);
        let mut rolled_up: Vec<ActorId> = group.iter().flat_map(|a| a.rolled_up.iter().cloned()).collect();
        rolled_up.sort();
        rolled_up.dedup();
        Some(Actor {
            id: id.clone(),
            kind,
            subtype,
            name,
            aliases: aliases.into_iter().collect(),
            iso3,
            wikidata: first.wikidata.clone().or_else(|| group.iter().find_map(|a| a.wikidata.clone())),
            mentions: group.iter().map(|a| a.mentions).sum(),
            rolled_up,
        })
    }
}

/// The id of an actor that is of this kind.
fn retyped(id: &ActorId, kind: ActorKind, iso3: Option<&str>) -> ActorId {
    let (prefix, key) = id.0.split_once(':').unwrap_or(("", &id.0));
    match iso3 {
        Some(code) => ActorId(format!("country:{code}")),
        None if prefix == kind_name(kind) => id.clone(),
        None => ActorId(format!("{}:{}", kind_name(kind), key.to_lowercase())),
    }
}
