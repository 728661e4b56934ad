//! Who reports something of their own: copies of one wire story count once.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use crate::error::SourceError;
use crate::graph::Source;
use crate::tables::fold;
use crate::types::{DocumentInfo, Evidence};

/// Words in a row by which copies know each other.
const SHINGLE: usize = 4;

/// Of the shorter sentence, this share must come again in a copy, in tenths.
const SHARED: usize = 7;

/// A sentence, and who else runs it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// The first of the copies, by date and document.
    #[serde(flatten)]
    pub evidence: Evidence,
    /// Other documents with the same sentence, or nearly the same, and those that count with its document
    /// as copies.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub copies: Vec<String>,
}

/// Reports by independent sources.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Reports {
    /// How many sources say so of their own: publishers, or documents where the publisher is not
    /// known; those that run one story count as one.
    pub sources: usize,
    /// What they say, by date and document.
    pub reports: Vec<Report>,
}

/// Folds copies, and counts the sources. `documents` are those of the evidence, as far as known.
pub fn independent(evidence: &[&Evidence], documents: &BTreeMap<String, DocumentInfo>) -> Reports {
    let mut order: Vec<&Evidence> = evidence.to_vec();
    order.sort_by(|a, b| {
        (a.when(), &a.document, a.quote.start, a.trigger.start).cmp(&(
            b.when(),
            &b.document,
            b.quote.start,
            b.trigger.start,
        ))
    });
    let mut reports: Vec<Report> = Vec::new();
    let mut sizes: Vec<usize> = Vec::new();
    // Shingle → the reports that have it.
    let mut having: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for evidence in order {
        let shingles = shingles(&evidence.quote.text);
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for at in shingles.iter().filter_map(|s| having.get(s)).flatten() {
            *shared.entry(*at).or_default() += 1;
        }
        let copy_of = shared.into_iter().find(|(at, shared)| {
            let shorter = sizes.get(*at).map_or(0, |size| shingles.len().min(*size));
            shared * 10 >= shorter * SHARED
        });
        if let Some(first) = copy_of.and_then(|(at, _)| reports.get_mut(at)) {
            if first.evidence.document != evidence.document {
                first.copies.push(evidence.document.clone());
            }
            continue;
        }
        for shingle in &shingles {
            having.entry(shingle.clone()).or_default().push(reports.len());
        }
        sizes.push(shingles.len());
        reports.push(Report { evidence: evidence.clone(), copies: Vec::new() });
    }
    for report in &mut reports {
        let sources = documents.get(&report.evidence.document).map(|document| &document.sources);
        report.copies.extend(sources.into_iter().flatten().map(|source| source.id.clone()));
        report.copies.sort();
        report.copies.dedup();
    }
    Reports { sources: sources(&reports, documents), reports }
}

/// Publishers that do not merely run each other's stories.
fn sources(reports: &[Report], documents: &BTreeMap<String, DocumentInfo>) -> usize {
    let all = documents.values().flat_map(|document| std::iter::once(document).chain(&document.sources));
    let all: BTreeMap<&String, &DocumentInfo> = all.map(|document| (&document.id, document)).collect();
    let publisher = |id: &String| {
        let known = all.get(id).and_then(|d| d.source.clone().or_else(|| host(d.url.as_deref()?)));
        known.map_or_else(|| id.clone(), |name| fold(&name))
    };
    // Publishers tied by a story are one: union by the smallest name.
    let mut one: BTreeMap<String, String> = BTreeMap::new();
    for report in reports {
        let all: BTreeSet<String> = std::iter::once(&report.evidence.document)
            .chain(&report.copies)
            .map(|id| root(&one, publisher(id)))
            .collect();
        if let Some(first) = all.first().cloned() {
            for other in all {
                one.insert(other, first.clone());
            }
        }
    }
    one.keys().map(|name| root(&one, name.clone())).collect::<BTreeSet<_>>().len()
}

fn root(one: &BTreeMap<String, String>, mut name: String) -> String {
    while let Some(up) = one.get(&name).filter(|up| **up != name) {
        name = up.clone();
    }
    name
}

fn host(url: &str) -> Option<String> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split('/').next()?;
    (!host.is_empty()).then(|| host.trim_start_matches("www.").to_owned())
}

/// Each four words in a row; of a shorter sentence all its words.
fn shingles(sentence: &str) -> FxHashSet<String> {
    let folded = fold(sentence);
    let words: Vec<&str> = folded.split(' ').collect();
    if words.len() < SHINGLE {
        return FxHashSet::from_iter([folded]);
    }
    words.windows(SHINGLE).map(|w| w.join(" ")).collect()
}

/// The documents of the evidence, by id.
///
/// # Errors
/// The source cannot be read.
pub fn documents_of<'e>(
    source: &dyn Source,
    evidence: impl Iterator<Item = &'e Evidence>,
) -> Result<BTreeMap<String, DocumentInfo>, SourceError> {
    let ids: BTreeSet<&str> = evidence.map(|e| e.document.as_str()).collect();
    Ok(source.documents(&ids)?.into_iter().map(|d| (d.id.clone(), d)).collect())
}
