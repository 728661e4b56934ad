//! Copies: one text in several papers counts once, with another headline, cut or edited.
//!
//! A pure function of the documents, whatever their order: they are gone through by [`Worth`], and one is
//! a copy of that document before it, no copy itself, with which it has most in [`common`]. So a chain of
//! texts, each a little like the next, never makes one of all. Only texts that share one of their
//! [`bands`] are compared, which finds nearly all (`cargo bench --bench copies`) and needs no look at the
//! others: a store answers from an index.

use std::cmp::Reverse;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::types::{DocumentGraph, DocumentInfo, Sketch};

/// Of the words of the shorter text, and of its names and numbers, so many in a hundred stand in the longer
/// one in the same runs.
const SHARED: usize = 55;
/// Of its names and numbers, no more than so many in a hundred are others in the same place: in gaps of a few
/// words between shared runs. That parts what was edited from a pattern that was filled anew, or the same
/// told of somebody else.
const REPLACED: usize = 6;
const GAP: usize = 4;
/// So many words are shared at least, unless the shorter text stands in the longer one as a whole.
const LEAST: usize = 40;
/// A text of fewer words is nobody's copy.
const SHORTEST: usize = 12;
/// A text so many times as long does not copy the other but quotes it, or gathers many.
const LONGER: usize = 5;

/// Bands of the whole text, and of its head: what is left of a text that was cut.
const WHOLE: usize = 20;
const HEAD: usize = 12;
const HEAD_WORDS: usize = 64;

/// Which of several copies counts: that of the most words, so that nothing is lost that only one says;
/// then one with a date, the earlier, that of the smaller id and hash. Less is before.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Worth {
    words: Reverse<u32>,
    undated: bool,
    date: Option<String>,
    id: String,
    sha256: String,
}

impl Worth {
    /// That of a document of so many words, under the id that it was given.
    pub fn new(words: u32, given: &DocumentInfo) -> Self {
        let (date, id, sha256) = (given.date.clone(), given.id.clone(), given.sha256.clone());
        Self { words: Reverse(words), undated: date.is_none(), date, id, sha256 }
    }
}

/// How many words a text has in common with its copy, in runs of five and more; none if neither is a copy
/// of the other. Of the shorter one's words most are, and of its names and numbers.
pub fn common(a: &Sketch, b: &Sketch) -> Option<usize> {
    let (short, long) = if (a.words, &a.runs) <= (b.words, &b.runs) { (a, b) } else { (b, a) };
    let words = short.runs.len();
    if words < SHORTEST || long.words as usize > LONGER * short.words as usize {
        return None;
    }
    let known: FxHashSet<u32> = long.runs.iter().map(|run| run >> 1).collect();
    let (mut facts, mut shared, mut shared_facts, mut end) = (0, 0, 0, 0);
    let (mut gap, mut gap_facts, mut replaced) = (0, 0, 0);
    for (at, run) in short.runs.iter().enumerate() {
        if known.contains(&(run >> 1)) {
            end = at + Sketch::RUN;
        }
        let fact = (run & 1) as usize;
        facts += fact;
        if at >= end {
            gap += 1;
            gap_facts += fact;
            continue;
        }
        if gap <= GAP && shared > 0 {
            replaced += gap_facts;
        }
        (gap, gap_facts) = (0, 0);
        shared += 1;
        shared_facts += fact;
    }
    let most = |part: usize, whole: usize| part * 100 >= whole * SHARED;
    let edited = replaced * 100 <= facts * REPLACED;
    let copy =
        edited && most(shared, words) && most(shared_facts, facts) && (shared >= LEAST || shared == words);
    copy.then_some(shared)
}

/// Of what a text has in common with others, which stand by worth, the place of the most; of equals the
/// first.
pub fn nearest(common: impl IntoIterator<Item = Option<usize>>) -> Option<usize> {
    let found = common.into_iter().enumerate().filter_map(|(at, shared)| Some((shared?, Reverse(at))));
    found.max().map(|(_, Reverse(at))| at)
}

/// Numbers of which copies share at least one, sorted: runs that come first in some order of all runs
/// (min-hash), two together of the whole text, single ones of its head.
pub fn bands(sketch: &Sketch) -> Vec<u32> {
    if sketch.runs.len() < SHORTEST {
        return Vec::new();
    }
    let head = sketch.runs.get(..HEAD_WORDS).unwrap_or(&sketch.runs);
    let first = |runs: &[u32], order: usize| {
        let (factor, shift) = (scatter(2 * order) | 1, scatter(2 * order + 1));
        runs.iter().map(|run| (run >> 1).wrapping_mul(factor).wrapping_add(shift)).min().unwrap_or(0)
    };
    let whole = (0..WHOLE).map(|n| {
        let (one, two) = (first(&sketch.runs, 2 * n), first(&sketch.runs, 2 * n + 1));
        scatter(n) ^ one.wrapping_mul(0x9e37_79b1) ^ two.rotate_left(16).wrapping_mul(0x85eb_ca77)
    });
    let head = (WHOLE..WHOLE + HEAD).map(|n| scatter(n) ^ first(head, 2 * n));
    let mut bands: Vec<u32> = whole.chain(head).collect();
    bands.sort_unstable();
    bands.dedup();
    bands
}

/// Numbers without a pattern, the same ones always (SplitMix64).
const fn scatter(n: usize) -> u32 {
    let mut z = (n as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ (z >> 31)) >> 32) as u32
}

/// For each document that of which it is a copy. They go by the ids that they were given.
pub fn originals(documents: &[DocumentGraph]) -> Vec<Option<usize>> {
    let worth = |at: &usize| documents.get(*at).map(|d| Worth::new(d.sketch.words, &d.document));
    let mut order: Vec<usize> = (0..documents.len()).collect();
    order.sort_by_cached_key(worth);
    let mut out = vec![None; documents.len()];
    // Of the documents that count: their ranks, by band.
    let mut having: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
    for (rank, at) in order.iter().enumerate() {
        let Some(sketch) = documents.get(*at).map(|document| &document.sketch) else { continue };
        let bands = bands(sketch);
        let mut before: Vec<usize> = bands.iter().filter_map(|b| having.get(b)).flatten().copied().collect();
        before.sort_unstable();
        before.dedup();
        let before: Vec<usize> = before.iter().filter_map(|rank| order.get(*rank).copied()).collect();
        let others = before.iter().map(|other| common(&documents.get(*other)?.sketch, sketch));
        match (nearest(others).and_then(|at| before.get(at)), out.get_mut(*at)) {
            (Some(original), Some(of)) => *of = Some(*original),
            _ => bands.into_iter().for_each(|band| having.entry(band).or_default().push(rank)),
        }
    }
    out
}
