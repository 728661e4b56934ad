//! Variants of training sentences that real text has and the corpora lack: compounds with hyphens
//! as one word, headlines, capitals only.

use super::random::Random;
use crate::score::corpus::Sentence;

/// All name columns allowed: nothing is known.
pub const UNKNOWN: u32 = (1 << crate::learn::labels::NAME_LABELS) - 1;

/// Joins `Syrian - led` to one word where the parts were written together. The word takes tag,
/// head and relation of its part that hangs outside; a compound whose parts hang on different
/// words, or that a name overlaps in part, stays as it is.
pub fn join_hyphens(sentence: &Sentence) -> Sentence {
    let n = sentence.words.len();
    let mut group: Vec<usize> = (0..n).collect();
    let inside = |w: &str| w.chars().all(char::is_alphanumeric);
    let mut i = 1;
    while i + 1 < n {
        let joins = sentence.words[i] == "-"
            && !sentence.space_after[i - 1]
            && !sentence.space_after[i]
            && inside(&sentence.words[i - 1])
            && inside(&sentence.words[i + 1]);
        if joins {
            group[i] = group[i - 1];
            group[i + 1] = group[i - 1];
            i += 2;
        } else {
            i += 1;
        }
    }
    // Check each group and give up those that do not fit.
    let mut start = 0;
    while start < n {
        let mut end = start + 1;
        while end < n && group[end] == group[start] {
            end += 1;
        }
        if end - start > 1 {
            let outside = |&k: &usize| {
                let head = sentence.heads[k];
                head == 0 || head - 1 < start || head > end
            };
            let one_head = sentence.heads.is_empty() || (start..end).filter(outside).count() == 1;
            let whole =
                sentence.spans.iter().all(|&(a, b, _)| b <= start || a >= end || (a <= start && b >= end));
            if !one_head || !whole {
                for (k, g) in group.iter_mut().enumerate().take(end).skip(start) {
                    *g = k;
                }
            }
        }
        start = end;
    }
    let mut new_index = vec![0usize; n];
    let mut out =
        Sentence { id: sentence.id.clone(), convention: sentence.convention, ..Sentence::default() };
    let mut picked = Vec::new();
    let mut start = 0;
    while start < n {
        let mut end = start + 1;
        while end < n && group[end] == group[start] {
            end += 1;
        }
        let head = (start..end)
            .find(|&k| sentence.heads.get(k).is_none_or(|&h| h == 0 || h - 1 < start || h > end))
            .unwrap_or(start);
        new_index[start..end].fill(picked.len());
        picked.push((start, end, head));
        start = end;
    }
    for &(start, end, head) in &picked {
        out.words.push(sentence.words[start..end].concat());
        out.space_after.push(sentence.space_after[end - 1]);
        if let Some(&tag) = sentence.tags.get(head) {
            out.tags.push(tag);
        }
        if let (Some(&h), Some(&relation)) = (sentence.heads.get(head), sentence.relations.get(head)) {
            out.heads.push(h.checked_sub(1).map_or(0, |h| new_index[h] + 1));
            out.relations.push(relation);
        }
    }
    for &(a, b, kind) in &sentence.spans {
        out.spans.push((new_index[a], new_index[b - 1] + 1, kind));
    }
    if !sentence.names.is_empty() {
        // Begin, inside and end follow from the new borders; parts of one name share its kinds.
        for &(start, end, _) in &picked {
            out.names.push(if end - start == 1 { sentence.names[start] } else { UNKNOWN });
        }
    }
    out
}

/// Changes the case of a sentence now and then.
pub fn recase(words: &mut [String], random: &mut Random) {
    let title = |word: &str| {
        let mut chars = word.chars();
        chars.next().map_or(String::new(), |c| c.to_uppercase().chain(chars).collect())
    };
    let draw = random.unit();
    if draw < 0.03 {
        words.iter_mut().for_each(|w| *w = w.to_uppercase());
    } else if draw < 0.06 {
        words.iter_mut().filter(|w| w.len() > 3).for_each(|w| *w = title(w));
    } else if draw < 0.10 {
        words.iter_mut().for_each(|w| *w = w.to_lowercase());
    }
}

/// Names to put in the place of others.
#[derive(Clone, Debug, Default)]
pub struct Stock {
    given: Vec<String>,
    surnames: Vec<String>,
    places: Vec<String>,
}

impl Stock {
    /// The listed names of one word.
    pub fn new(names: &[(String, String)]) -> Self {
        let of = |classes: &[&str]| {
            names
                .iter()
                .filter(|(class, name)| {
                    classes.contains(&class.as_str()) && name.chars().all(char::is_alphabetic)
                })
                .map(|(_, name)| name.clone())
                .collect::<Vec<_>>()
        };
        // Cities and countries stand for as many places as towns do.
        let mut places = of(&["town", "region"]);
        let known = of(&["city", "country"]);
        for _ in 0..(places.len() / known.len().max(1)).clamp(1, 50) {
            places.extend_from_slice(&known);
        }
        Self { given: of(&["given"]), surnames: of(&["surname"]), places }
    }

    /// Puts other names in the place of some persons of one or two words and places of one.
    pub fn rename(&self, words: &mut [String], spans: &[(usize, usize, &str)], random: &mut Random) {
        for &(start, end, kind) in spans {
            let lists: &[&Vec<String>] = match (kind, end - start) {
                ("PER", 1) if random.unit() < 0.3 => &[&self.given],
                ("PER", 1) => &[&self.surnames],
                ("PER", 2) => &[&self.given, &self.surnames],
                ("LOC", 1) => &[&self.places],
                _ => continue,
            };
            let capital = |w: &String| w.starts_with(char::is_uppercase);
            if random.unit() >= 0.2
                || lists.iter().any(|list| list.is_empty())
                || !words[start..end].iter().all(capital)
            {
                continue;
            }
            for (word, list) in words[start..end].iter_mut().zip(lists) {
                word.clone_from(&list[random.below(list.len())]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_change_and_other_words_stay() {
        let names = [("given", "Ana"), ("surname", "Kovač"), ("city", "Lima")];
        let stock = Stock::new(&names.map(|(c, n)| (c.to_owned(), n.to_owned())));
        let mut random = Random::new(1);
        let mut seen = std::collections::BTreeSet::new();
        for _ in 0..100 {
            let mut words = ["Tom", "Hale", "left", "Oslo"].map(String::from);
            stock.rename(&mut words, &[(0, 2, "PER"), (3, 4, "LOC")], &mut random);
            seen.insert(words.join(" "));
        }
        assert!(seen.contains("Ana Kovač left Oslo") && seen.contains("Tom Hale left Lima"));
        assert!(seen.iter().all(|s| s.contains(" left ")));
    }

    #[test]
    fn joined_words_keep_the_tree() {
        let words = ["a", "Syrian", "-", "led", "force"];
        let sentence = Sentence {
            words: words.map(String::from).to_vec(),
            space_after: vec![true, false, false, true, true],
            tags: vec![4, 0, 11, 18, 6],
            heads: vec![5, 4, 2, 5, 0],
            relations: vec![1; 5],
            ..Sentence::default()
        };
        let joined = join_hyphens(&sentence);
        assert_eq!(joined.words, ["a", "Syrian-led", "force"]);
        assert_eq!(joined.heads, [3, 3, 0]);
        assert_eq!(joined.tags, [4, 18, 6]);
    }
}
