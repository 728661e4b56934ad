//! Precision, recall and F1 over documents.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::align::align;
use super::calibration::Calibration;
use super::facts::{Fact, FactKind, FactMap, Facts, of_gold, of_graph, rolled};
use super::gold::Gold;
use crate::graph::{Graph, tops};
use crate::types::{ActorKind, Tie};

/// Right, false and missed, with what follows from them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Figures {
    /// Precision, 0 to 1.
    pub p: f64,
    /// Recall, 0 to 1.
    pub r: f64,
    /// Their harmonic mean.
    pub f1: f64,
    /// Weight of right facts.
    pub tp: f64,
    /// Weight of false facts.
    pub fp: f64,
    /// Weight of missed facts.
    #[serde(rename = "fn")]
    pub fn_: f64,
}

impl Figures {
    fn finish(&mut self) {
        let share = |a: f64, b: f64| if a + b > 0.0 { a / (a + b) } else { 0.0 };
        let (p, r) = (share(self.tp, self.fp), share(self.tp, self.fn_));
        let f1 = if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 };
        let round = |x: f64, digits: f64| (x * digits).round() / digits;
        (self.p, self.r, self.f1) = (round(p, 10_000.0), round(r, 10_000.0), round(f1, 10_000.0));
        (self.tp, self.fp, self.fn_) = (round(self.tp, 100.0), round(self.fp, 100.0), round(self.fn_, 100.0));
    }
}

/// A line of the table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// `actors`, `meeting (rolled-up)`, …
    pub name: String,
    /// Its figures.
    #[serde(flatten)]
    pub figures: Figures,
}

/// How well graphs agree with gold.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Report {
    /// How many documents.
    pub documents: usize,
    /// The table.
    pub rows: Vec<Row>,
    /// Share of right edges that quote a gold evidence sentence.
    pub evidence: f64,
    /// Share of right stances with the gold category.
    pub category: f64,
    /// Whether confidence means what it says, over the facts (rolled-up).
    pub calibration: Calibration,
    /// Every miss and false alarm: document, kind, `missed` or `false`, what, evidence.
    #[serde(skip)]
    pub errors: Vec<[String; 5]>,
}

impl Report {
    /// The row of this name.
    pub fn row(&self, name: &str) -> Option<&Figures> {
        self.rows.iter().find(|row| row.name == name).map(|row| &row.figures)
    }

    /// The table as text.
    pub fn table(&self) -> String {
        let mut out = format!("{} documents\n", self.documents);
        let _ = writeln!(out, "{:24}{:>8}{:>8}{:>8}{:>8}{:>8}{:>8}", "", "P", "R", "F1", "tp", "fp", "fn");
        for Row { name, figures: f } in &self.rows {
            let _ = writeln!(
                out,
                "{name:24}{:8.3}{:8.3}{:8.3}{:>8}{:>8}{:>8}",
                f.p,
                f.r,
                f.f1,
                number(name, f.tp),
                number(name, f.fp),
                number(name, f.fn_)
            );
        }
        let _ = writeln!(
            out,
            "of the right edges (rolled-up), quoting a gold evidence sentence: {:.3}; of the right stances, category equal: {:.3}",
            self.evidence, self.category
        );
        let bins = self.calibration.bins.iter().map(|b| format!("{:.2}→{:.2}", b.confidence, b.right));
        let _ = writeln!(
            out,
            "confidence → share right, five bins of {} edges each: {}; calibration error {:.3}",
            self.calibration.bins.first().map_or(0, |bin| bin.facts),
            bins.collect::<Vec<_>>().join(", "),
            self.calibration.error
        );
        out
    }
}

/// Whole numbers, but for meetings, whose pairs have weights.
fn number(row: &str, x: f64) -> String {
    if !row.starts_with("meeting") {
        return format!("{x:.0}");
    }
    let text = format!("{x:.2}");
    text.strip_suffix('0').unwrap_or(&text).to_owned()
}

#[derive(Default)]
struct Tally {
    rows: Vec<(String, Figures)>,
    errors: Vec<[String; 5]>,
    edges: f64,
    evidence: f64,
    with_category: f64,
    category: f64,
    sure: Vec<(f32, bool)>,
}

impl Tally {
    fn add(&mut self, name: &str, tp: f64, fp: f64, fn_: f64) {
        let at = self.rows.iter().position(|(n, _)| n == name).unwrap_or_else(|| {
            self.rows.push((name.to_owned(), Figures::default()));
            self.rows.len() - 1
        });
        let figures = &mut self.rows[at].1;
        figures.tp += tp;
        figures.fp += fp;
        figures.fn_ += fn_;
    }
}

/// Scores one graph a gold document; `graphs` are in the order of `golds`.
///
/// The measure is that of the annotation guide: nodes are aligned with gold actors, meetings and
/// stances are compared *strict* and *rolled-up* to countries.
pub fn score(golds: &[Gold], graphs: &[Graph]) -> Report {
    let mut tally = Tally::default();
    for kind in ["actors", "actors:person", "actors:country", "actors:group"] {
        tally.add(kind, 0.0, 0.0, 0.0);
    }
    let none = Graph::default();
    for (i, gold) in golds.iter().enumerate() {
        document(gold, graphs.get(i).unwrap_or(&none), &mut tally);
    }
    let share = |a: f64, b: f64| if b > 0.0 { (a / b * 10_000.0).round() / 10_000.0 } else { 0.0 };
    Report {
        documents: golds.len(),
        rows: tally
            .rows
            .into_iter()
            .map(|(name, mut figures)| {
                figures.finish();
                Row { name, figures }
            })
            .collect(),
        evidence: share(tally.evidence, tally.edges),
        category: share(tally.category, tally.with_category),
        calibration: Calibration::of(&tally.sure),
        errors: tally.errors,
    }
}

fn document(gold: &Gold, graph: &Graph, tally: &mut Tally) {
    let nodes: Vec<_> = graph.actors().collect();
    let mapping = align(&nodes, &gold.actors);
    let node = |id: &str| mapping.get(id).map_or_else(|| format!("?{id}"), |g| (*g).to_owned());
    let matched: BTreeSet<&str> = mapping.values().copied().collect();
    let mut names: FxHashMap<String, String> =
        gold.actors.iter().map(|a| (a.id.clone(), a.name.clone())).collect();
    names.extend(nodes.iter().map(|n| (format!("?{}", n.id), format!("?{}", n.name))));
    let error = |kind: &str, what: &str, name: String, text: String| {
        [gold.id.clone(), kind.to_owned(), what.to_owned(), name, text]
    };
    for (kind, row) in [
        (ActorKind::Person, "actors:person"),
        (ActorKind::Country, "actors:country"),
        (ActorKind::Group, "actors:group"),
    ] {
        let ids: Vec<_> = gold.actors.iter().filter(|a| a.kind == kind && !a.disputed).collect();
        let extra: Vec<_> =
            nodes.iter().filter(|n| n.kind == kind && !mapping.contains_key(n.id.0.as_str())).collect();
        let found = ids.iter().filter(|a| matched.contains(a.id.as_str())).count() as f64;
        for row in ["actors", row] {
            tally.add(row, found, extra.len() as f64, ids.len() as f64 - found);
        }
        let missed = ids.iter().filter(|a| !matched.contains(a.id.as_str()));
        tally.errors.extend(missed.map(|a| error("actor", "missed", a.name.clone(), String::new())));
        tally.errors.extend(extra.iter().map(|n| error("actor", "false", n.name.clone(), String::new())));
    }
    let up = rises(gold, graph, &node, &mapping);
    let rise = |id: &str| up.get(id).cloned().unwrap_or_else(|| id.to_owned());
    let facts = [of_gold(gold, false), of_graph(graph, node), of_gold(gold, true)];
    let up_facts = [rolled(&facts[0], rise), rolled(&facts[1], rise), rolled(&facts[2], rise)];
    for (label, facts) in [("strict", facts), ("rolled-up", up_facts)] {
        compare(label, &facts, &names, gold, tally);
    }
}

/// Actor → the country (else the body) that it rolls up to: by gold affiliations, and for nodes
/// that are no gold actor by the program's own.
fn rises(
    gold: &Gold,
    graph: &Graph,
    node: &impl Fn(&str) -> String,
    mapping: &BTreeMap<&str, &str>,
) -> FxHashMap<String, String> {
    let mut kinds: FxHashMap<String, ActorKind> =
        gold.actors.iter().map(|a| (a.id.clone(), a.kind)).collect();
    let of_gold = gold.affiliations.iter().filter(|a| !a.disputed);
    let gold_up =
        tops(of_gold.map(|a| (a.member.clone(), a.of.clone(), a.role.as_deref() == Some("organ"))), &kinds);
    for actor in graph.actors().filter(|n| !mapping.contains_key(n.id.0.as_str())) {
        kinds.insert(format!("?{}", actor.id), actor.kind);
    }
    let own = graph.edges().filter_map(|e| match &e.tie {
        Tie::Affiliation { role, .. } => Some((node(&e.source.0), node(&e.target.0), role == "organ")),
        _ => None,
    });
    let pred_up = tops(own.filter(|(member, _, _)| member.starts_with('?')), &kinds);
    let mut up: FxHashMap<String, String> =
        pred_up.into_iter().map(|(a, t)| (a, gold_up.get(&t).cloned().unwrap_or(t))).collect();
    up.extend(gold_up);
    up
}

fn compare(
    label: &str,
    facts: &[Facts; 3],
    names: &FxHashMap<String, String>,
    gold: &Gold,
    tally: &mut Tally,
) {
    let empty = FactMap::new();
    for kind in FactKind::ALL {
        let of = |i: usize| facts[i].get(&kind).unwrap_or(&empty);
        let (g, p, skip) = (of(0), of(1), of(2));
        let hits: Vec<&Fact> = p.keys().filter(|f| g.contains_key(*f)).collect();
        let wrong: Vec<&Fact> = p.keys().filter(|f| !g.contains_key(*f) && !skip.contains_key(*f)).collect();
        let missed: Vec<&Fact> = g.keys().filter(|f| !p.contains_key(*f)).collect();
        let sorted = |list: &[&Fact]| list.iter().copied().cloned().collect::<BTreeSet<Fact>>();
        let weigh = |facts: &[&Fact], of: &FactMap| -> f64 {
            facts.iter().filter_map(|f| of.get(*f)).map(|v| v.weight).sum()
        };
        tally.add(
            &format!("{} ({label})", kind.name()),
            weigh(&hits, g),
            weigh(&wrong, p),
            weigh(&missed, g),
        );
        if label == "strict" {
            continue;
        }
        for (facts, right) in [(&hits, true), (&wrong, false)] {
            let sure = facts.iter().filter_map(|f| Some((p.get(*f)?.confidence, right)));
            tally.sure.extend(sure);
        }
        let name = |id: &str| names.get(id).cloned().unwrap_or_else(|| id.to_owned());
        let show = |f: &Fact| {
            let mut parts = vec![name(&f.0), name(&f.1)];
            parts.extend((!f.2.is_empty()).then(|| f.2.to_owned()));
            parts.join(" | ")
        };
        for (what, list, source) in [("missed", sorted(&missed), g), ("false", sorted(&wrong), p)] {
            for fact in &list {
                let text = source.get(fact).and_then(|v| v.evidence.first()).cloned().unwrap_or_default();
                tally.errors.push([
                    gold.id.clone(),
                    kind.name().to_owned(),
                    what.to_owned(),
                    show(fact),
                    text,
                ]);
            }
        }
        if kind == FactKind::Affiliation {
            continue;
        }
        for fact in hits {
            let (Some(ours), Some(theirs)) = (p.get(fact), g.get(fact)) else { continue };
            tally.edges += 1.0;
            let quoted = ours.evidence.iter().any(|x| theirs.evidence.iter().any(|y| same_text(x, y)));
            tally.evidence += f64::from(u8::from(quoted));
            if let (FactKind::Stance, Some(category)) = (kind, theirs.category) {
                tally.with_category += 1.0;
                let same = ours.category == Some(category);
                tally.category += f64::from(u8::from(same));
                if !same {
                    let ours_is = ours.category.map_or_else(|| "none".to_owned(), |c| format!("{c:?}"));
                    let shown = format!("{} | {ours_is} instead of {category:?}", show(fact));
                    let text = ours.evidence.first().cloned().unwrap_or_default();
                    tally.errors.push([
                        gold.id.clone(),
                        "category".to_owned(),
                        "wrong".to_owned(),
                        shown,
                        text,
                    ]);
                }
            }
        }
    }
}

/// True if two quotations share at least half of the shorter one's words.
fn same_text(a: &str, b: &str) -> bool {
    let words = |text: &str| {
        let mut out: FxHashMap<String, usize> = FxHashMap::default();
        let lower = text.to_lowercase();
        for word in lower.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|w| !w.is_empty()) {
            *out.entry(word.to_owned()).or_default() += 1;
        }
        out
    };
    let (a, b) = (words(a), words(b));
    let shared: usize = a.iter().map(|(word, n)| b.get(word).copied().unwrap_or(0).min(*n)).sum();
    let shorter = a.values().sum::<usize>().min(b.values().sum());
    shared > 0 && shared * 2 >= shorter
}
