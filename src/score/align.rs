//! Which predicted node is which gold actor.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::gold::GoldActor;
use crate::types::{Actor, ActorKind};

const TITLES: [&str; 18] = [
    "mr",
    "mrs",
    "ms",
    "dr",
    "sir",
    "president",
    "prime",
    "minister",
    "king",
    "queen",
    "prince",
    "general",
    "gen",
    "sheikh",
    "sen",
    "senator",
    "rep",
    "secretary",
];
const MORE_TITLES: [&str; 2] = ["chancellor", "ayatollah"];

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '`' | '´' | 'ʿ' | 'ʾ')
}

/// A name as comparable words: no case, diacritics, punctuation, possessive, leading `the` or
/// (people) titles.
pub(super) fn fold(name: &str, kind: ActorKind) -> Vec<String> {
    let plain: String = name
        .nfkd()
        .flat_map(char::to_lowercase)
        .flat_map(|c| {
            let letters = match c {
                'ł' => "l",
                'ø' => "o",
                'đ' => "d",
                'ı' => "i",
                'æ' => "ae",
                'ß' => "ss",
                'ð' => "d",
                'þ' => "th",
                _ => "",
            };
            let kept = letters.is_empty().then_some(c);
            letters.chars().chain(kept).collect::<Vec<_>>()
        })
        .filter(|&c| !is_combining_mark(c))
        .collect();
    // A possessive `'s` goes, at the end of a word.
    let chars: Vec<char> = plain.chars().collect();
    let mut clean = String::with_capacity(plain.len());
    let mut i = 0;
    while i < chars.len() {
        let word = |k: usize| chars.get(k).is_some_and(|c| c.is_alphanumeric() || *c == '_');
        if is_apostrophe(chars[i]) && chars.get(i + 1) == Some(&'s') && !word(i + 2) {
            i += 2;
            continue;
        }
        if !is_apostrophe(chars[i]) && chars[i] != '.' {
            clean.push(chars[i]);
        }
        i += 1;
    }
    let mut tokens: Vec<String> = clean
        .split(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit()))
        .filter(|t| !t.is_empty())
        .map(str::to_owned)
        .collect();
    let title = |t: &str| TITLES.contains(&t) || MORE_TITLES.contains(&t);
    while tokens.len() > 1 && (tokens[0] == "the" || kind == ActorKind::Person && title(&tokens[0])) {
        tokens.remove(0);
    }
    if kind == ActorKind::Group && tokens.len() > 1 && tokens.last().is_some_and(|t| t == "group") {
        tokens.pop();
    }
    tokens
}

/// True if `short` is a subsequence of `long`.
fn contains(long: &[String], short: &[String]) -> bool {
    let mut rest = long.iter();
    !short.is_empty() && short.iter().all(|token| rest.any(|t| t == token))
}

/// How surely a node is a gold actor: 3 same name or country code, 2 the main name is an alias,
/// 1 part of a person's name, 0 no.
fn strength(node: &Actor, gold: &GoldActor) -> u8 {
    if node.kind != gold.kind {
        return 0;
    }
    if node.kind == ActorKind::Country
        && let (Some(a), Some(b)) = (&node.iso3, &gold.iso3)
    {
        return if a == b { 3 } else { 0 };
    }
    let kind = gold.kind;
    let (p, g) = (fold(&node.name, kind), fold(&gold.name, kind));
    if p == g {
        return 3;
    }
    if gold.aliases.iter().any(|a| fold(a, kind) == p) || node.aliases.iter().any(|a| fold(a, kind) == g) {
        return 2;
    }
    if kind == ActorKind::Person {
        let (short, long) = if p.len() <= g.len() { (&p, &g) } else { (&g, &p) };
        let part = short.len() >= 2 && contains(long, short);
        let family = short.len() == 1 && short.last() == long.last();
        if part || family {
            return 1;
        }
    }
    0
}

/// The largest one-to-one alignment, level by level from the surest: node id → gold id.
pub(crate) fn align<'a>(nodes: &[&'a Actor], gold: &'a [GoldActor]) -> BTreeMap<&'a str, &'a str> {
    let score: Vec<Vec<u8>> = nodes.iter().map(|n| gold.iter().map(|g| strength(n, g)).collect()).collect();
    let mut of_gold: BTreeMap<usize, usize> = BTreeMap::new();
    for level in [3, 2, 1] {
        for i in 0..nodes.len() {
            if !of_gold.values().any(|&n| n == i) {
                place(i, level, &score, &mut of_gold, &mut vec![false; gold.len()]);
            }
        }
    }
    of_gold.into_iter().map(|(j, i)| (nodes[i].id.0.as_str(), gold[j].id.as_str())).collect()
}

/// One augmenting path of bipartite matching (Kuhn 1955).
fn place(
    i: usize,
    level: u8,
    score: &[Vec<u8>],
    of_gold: &mut BTreeMap<usize, usize>,
    seen: &mut [bool],
) -> bool {
    for j in 0..seen.len() {
        if score[i][j] != level || seen[j] {
            continue;
        }
        seen[j] = true;
        let free = match of_gold.get(&j).copied() {
            None => true,
            Some(other) => score[other][j] == level && place(other, level, score, of_gold, seen),
        };
        if free {
            of_gold.insert(j, i);
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fold() {
        let fold = |name: &str, kind| fold(name, kind).join(" ");
        assert_eq!(fold("President Recep Tayyip Erdoğan's", ActorKind::Person), "recep tayyip erdogan");
        assert_eq!(fold("the IS group", ActorKind::Group), "is");
        assert_eq!(fold("U.S. State Department", ActorKind::Group), "us state department");
        assert_eq!(fold("Mohammed Shia’ al-Sudani", ActorKind::Person), "mohammed shia al sudani");
    }
}
