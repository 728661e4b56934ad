//! What a graph says, as sets of facts that can be compared.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::gold::Gold;
use crate::graph::Graph;
use crate::types::{Category, Polarity, Status, Tie};

/// Kind of a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum FactKind {
    Meeting,
    Stance,
    Affiliation,
}

impl FactKind {
    pub const ALL: [Self; 3] = [Self::Meeting, Self::Stance, Self::Affiliation];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Meeting => "meeting",
            Self::Stance => "stance",
            Self::Affiliation => "affiliation",
        }
    }
}

/// Two actors and what is said of them (status, polarity, or nothing).
pub(super) type Fact = (String, String, &'static str);

/// Weight, quoted evidence, category, confidence (0 for gold).
#[derive(Debug, Clone, Default)]
pub(super) struct Value {
    pub weight: f64,
    pub evidence: Vec<String>,
    pub category: Option<Category>,
    pub confidence: f32,
}

/// Facts of one kind, in the order in which they were found: of several categories of one fact the
/// order decides.
pub(super) type FactMap = IndexMap<Fact, Value>;

/// Facts by kind.
pub(super) type Facts = BTreeMap<FactKind, FactMap>;

/// The scorer's three statuses.
fn status(status: Status) -> &'static str {
    match status {
        Status::Held | Status::Ongoing => "held",
        Status::Planned | Status::CalledFor | Status::Postponed => "planned",
        Status::Cancelled | Status::Refused | Status::Denied => "denied",
    }
}

fn polarity(polarity: Polarity) -> &'static str {
    match polarity {
        Polarity::Support => "support",
        Polarity::Oppose => "oppose",
    }
}

fn pair(a: &str, b: &str) -> (String, String) {
    if a <= b { (a.to_owned(), b.to_owned()) } else { (b.to_owned(), a.to_owned()) }
}

/// Unites a value with what is known of the fact.
fn unite(facts: &mut Facts, kind: FactKind, fact: Fact, value: Value) {
    let old = facts.entry(kind).or_default().entry(fact).or_default();
    old.weight = old.weight.max(value.weight);
    old.evidence.extend(value.evidence);
    old.category = old.category.or(value.category);
    old.confidence = old.confidence.max(value.confidence);
}

/// The facts of a gold document: those that are disputed, or those that are not.
pub(super) fn of_gold(gold: &Gold, disputed: bool) -> Facts {
    let mut out = Facts::new();
    for m in gold.meetings.iter().filter(|m| m.disputed == disputed) {
        let people: Vec<&String> = m.participants.iter().collect::<BTreeSet<_>>().into_iter().collect();
        let weight = 2.0 / m.parties.unwrap_or(people.len() as f64);
        for (i, a) in people.iter().enumerate() {
            for b in &people[i + 1..] {
                let fact = ((*a).clone(), (*b).clone(), status(m.status.unwrap_or_default()));
                unite(
                    &mut out,
                    FactKind::Meeting,
                    fact,
                    Value { weight, evidence: m.evidence.clone(), ..Value::default() },
                );
            }
        }
    }
    for s in gold.stances.iter().filter(|s| s.disputed == disputed) {
        let fact = (s.holder.clone(), s.target.clone(), polarity(s.polarity));
        // Of several stances that say the same the last counts, as in the reference scorer.
        let value =
            Value { weight: 1.0, evidence: s.evidence.clone(), category: s.category, confidence: 0.0 };
        out.entry(FactKind::Stance).or_default().insert(fact, value);
    }
    for a in gold.affiliations.iter().filter(|a| a.disputed == disputed) {
        let fact = (a.member.clone(), a.of.clone(), "");
        let value = Value { weight: 1.0, ..Value::default() };
        out.entry(FactKind::Affiliation).or_default().insert(fact, value);
    }
    out
}

/// The facts of a graph, its nodes renamed by `node`.
pub(super) fn of_graph(graph: &Graph, node: impl Fn(&str) -> String) -> Facts {
    let mut parties: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for edge in graph.edges() {
        if let Tie::Meeting { event, .. } = &edge.tie {
            parties.entry(event).or_default().extend([edge.source.0.as_str(), edge.target.0.as_str()]);
        }
    }
    let mut out = Facts::new();
    for edge in graph.edges() {
        let (a, b) = (node(&edge.source.0), node(&edge.target.0));
        let confidence = edge.confidence();
        let evidence: Vec<String> = edge.evidence.iter().map(|e| e.quote.text.clone()).collect();
        match &edge.tie {
            Tie::Meeting { status: s, event, .. } => {
                if a != b {
                    let count = parties.get(event.as_str()).map_or(0, BTreeSet::len).max(2);
                    let (a, b) = pair(&a, &b);
                    let value = Value { weight: 2.0 / count as f64, evidence, category: None, confidence };
                    unite(&mut out, FactKind::Meeting, (a, b, status(*s)), value);
                }
            }
            Tie::Stance { polarity: p, category, .. } => {
                let fact = (a, b, polarity(*p));
                let old = out.entry(FactKind::Stance).or_default().entry(fact).or_default();
                old.weight = 1.0;
                old.evidence.extend(evidence);
                old.confidence = old.confidence.max(confidence);
                // Of several categories the last counts, as in the reference scorer.
                old.category = Some(*category);
            }
            Tie::Affiliation { .. } => {
                let value = Value { weight: 1.0, evidence, category: None, confidence };
                out.entry(FactKind::Affiliation).or_default().insert((a, b, ""), value);
            }
        }
    }
    out
}

/// The facts with each actor replaced by the country or body that it rolls up to.
pub(super) fn rolled(facts: &Facts, rise: impl Fn(&str) -> String) -> Facts {
    let mut out = Facts::new();
    for (kind, facts) in facts {
        for ((a, b, says), value) in facts {
            let (a, b) = match kind {
                FactKind::Affiliation => (a.clone(), rise(b)),
                FactKind::Meeting => {
                    let (a, b) = (rise(a), rise(b));
                    if a == b {
                        continue;
                    }
                    pair(&a, &b)
                }
                FactKind::Stance => {
                    let (a, b) = (rise(a), rise(b));
                    if a == b {
                        continue;
                    }
                    (a, b)
                }
            };
            unite(&mut out, *kind, (a, b, says), value.clone());
        }
    }
    out
}
