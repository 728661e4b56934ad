//! From scores to labels and trees.

use super::kernels::argmax;
use super::labels::{NAME_LABELS, Place, may_follow, name_class};

/// The best sequence of name labels in which every name is whole. `scores` holds
/// [`NAME_LABELS`] columns a word.
pub fn best_labels(scores: &[f32]) -> Vec<usize> {
    let greedy: Vec<usize> = scores.chunks_exact(NAME_LABELS).map(argmax).collect();
    let mut last = 0;
    let whole = greedy.iter().all(|&label| may_follow(std::mem::replace(&mut last, label), label))
        && may_follow(last, 0);
    if whole { greedy } else { best_path(scores, NAME_LABELS, may_follow) }
}

/// The labels with the highest sum of scores among those that may follow each other (Viterbi).
/// `scores` holds `width` columns a word, `width` at most 256; label 0 stands before the first word and
/// behind the last.
pub(super) fn best_path(
    scores: &[f32],
    width: usize,
    may_follow: impl Fn(usize, usize) -> bool,
) -> Vec<usize> {
    let n = scores.len() / width;
    let mut best = vec![f32::NEG_INFINITY; width];
    let mut back = vec![0u8; n * width];
    for (i, row) in scores.chunks_exact(width).enumerate() {
        let mut next = vec![f32::NEG_INFINITY; width];
        for to in 0..width {
            let mut top = (f32::NEG_INFINITY, 0);
            if i == 0 {
                if may_follow(0, to) {
                    top = (0.0, 0);
                }
            } else {
                for (from, &score) in best.iter().enumerate() {
                    if score > top.0 && may_follow(from, to) {
                        top = (score, from);
                    }
                }
            }
            next[to] = top.0 + row[to];
            back[i * width + to] = top.1 as u8;
        }
        best = next;
    }
    let mut last = 0;
    for (label, &score) in best.iter().enumerate() {
        if may_follow(label, 0) && score > best[last] {
            last = label;
        }
    }
    let mut labels = vec![0; n];
    for i in (0..n).rev() {
        labels[i] = last;
        last = usize::from(back[i * width + last]);
    }
    labels
}

/// The names of a whole label sequence: first word, one past the last word, index of the kind.
pub fn spans(labels: &[usize]) -> Vec<(usize, usize, super::labels::NameClass)> {
    let mut out = Vec::new();
    let mut start = 0;
    for (i, &label) in labels.iter().enumerate() {
        match name_class(label) {
            Some((class, Place::Single)) => out.push((i, i + 1, class)),
            Some((_, Place::Begin)) => start = i,
            Some((class, Place::End)) => out.push((start, i + 1, class)),
            _ => {}
        }
    }
    out
}

/// The best tree. `scores` has one row a word with a column for the root (0) and each word
/// (1-based); returns the head of each word in the same counting. Exactly one word hangs on the
/// root and there is no cycle.
pub fn best_tree(scores: &[f32], n: usize) -> Vec<usize> {
    let width = n + 1;
    if n == 0 || scores.len() < n * width {
        return Vec::new();
    }
    let mut heads = Vec::with_capacity(n);
    for (i, row) in scores.chunks_exact(width).take(n).enumerate() {
        let mut best = 0;
        for (j, &score) in row.iter().enumerate() {
            if j != i + 1 && score > row[best] {
                best = j;
            }
        }
        heads.push(best);
    }
    if is_tree(&heads) {
        return heads;
    }
    eisner(scores, n)
}

/// True if exactly one word hangs on the root and all others reach it.
pub fn is_tree(heads: &[usize]) -> bool {
    if heads.iter().filter(|&&head| head == 0).count() != 1 {
        return false;
    }
    // 0 unseen, 1 on the present way, 2 known to reach the root.
    let mut state = vec![0u8; heads.len()];
    for start in 0..heads.len() {
        let mut i = start;
        let mut way = Vec::new();
        loop {
            match state[i] {
                1 => return false,
                2 => break,
                _ => {}
            }
            state[i] = 1;
            way.push(i);
            match heads[i] {
                0 => break,
                head if head > heads.len() => return false,
                head => i = head - 1,
            }
        }
        for i in way {
            state[i] = 2;
        }
    }
    true
}

/// Eisner's algorithm: the best tree without crossing arcs; cubic in the number of words.
fn eisner(scores: &[f32], n: usize) -> Vec<usize> {
    let width = n + 1;
    let arc = |head: usize, word: usize| scores[(word - 1) * width + head];
    // Words are 1..=n. complete[d][i][j], incomplete[d][i][j]; d = 1: head at the left end.
    let at = |i: usize, j: usize| i * width + j;
    let mut complete = [vec![0.0f32; width * width], vec![0.0f32; width * width]];
    let mut incomplete = [vec![f32::NEG_INFINITY; width * width], vec![f32::NEG_INFINITY; width * width]];
    let mut split_complete = [vec![0u16; width * width], vec![0u16; width * width]];
    let mut split_incomplete = vec![0u16; width * width];
    for span in 1..n {
        for i in 1..=n - span {
            let j = i + span;
            let mut top = (f32::NEG_INFINITY, i);
            for k in i..j {
                let score = complete[1][at(i, k)] + complete[0][at(k + 1, j)];
                if score > top.0 {
                    top = (score, k);
                }
            }
            split_incomplete[at(i, j)] = top.1 as u16;
            incomplete[1][at(i, j)] = top.0 + arc(i, j);
            incomplete[0][at(i, j)] = top.0 + arc(j, i);
            let mut left = (f32::NEG_INFINITY, i);
            for k in i..j {
                let score = complete[0][at(i, k)] + incomplete[0][at(k, j)];
                if score > left.0 {
                    left = (score, k);
                }
            }
            complete[0][at(i, j)] = left.0;
            split_complete[0][at(i, j)] = left.1 as u16;
            let mut right = (f32::NEG_INFINITY, j);
            for k in i + 1..=j {
                let score = incomplete[1][at(i, k)] + complete[1][at(k, j)];
                if score > right.0 {
                    right = (score, k);
                }
            }
            complete[1][at(i, j)] = right.0;
            split_complete[1][at(i, j)] = right.1 as u16;
        }
    }
    let mut root = (f32::NEG_INFINITY, 1);
    for k in 1..=n {
        let score = complete[0][at(1, k)] + complete[1][at(k, n)] + arc(0, k);
        if score > root.0 {
            root = (score, k);
        }
    }
    let mut heads = vec![0usize; n];
    // (complete?, head at the left end?, i, j)
    let mut open = vec![(true, false, 1, root.1), (true, true, root.1, n)];
    while let Some((is_complete, rightward, i, j)) = open.pop() {
        if i >= j {
            continue;
        }
        if is_complete {
            let k = usize::from(split_complete[usize::from(rightward)][at(i, j)]);
            if rightward {
                open.push((false, true, i, k));
                open.push((true, true, k, j));
            } else {
                open.push((true, false, i, k));
                open.push((false, false, k, j));
            }
        } else {
            if rightward {
                heads[j - 1] = i;
            } else {
                heads[i - 1] = j;
            }
            let k = usize::from(split_incomplete[at(i, j)]);
            open.push((true, true, i, k));
            open.push((true, false, k + 1, j));
        }
    }
    heads
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cycles_become_a_tree() {
        // Words 1 and 2 want each other, word 3 wants 2.
        let scores = [0.1, 0.0, 5.0, 0.0, 0.2, 5.0, 0.0, 0.0, 0.0, 0.0, 5.0, 0.0];
        let heads = best_tree(&scores, 3);
        assert!(is_tree(&heads));
        assert_eq!(heads, [2, 0, 2]);
    }

    #[test]
    fn random_scores_give_trees() {
        let mut state = 1u64;
        for n in 1..25 {
            let scores: Vec<f32> = (0..n * (n + 1))
                .map(|_| {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    (state >> 40) as f32 / 1e6
                })
                .collect();
            assert!(is_tree(&best_tree(&scores, n)), "{n}");
            assert!(is_tree(&eisner(&scores, n)), "{n}");
        }
    }

    #[test]
    fn names_are_whole() {
        use crate::learn::labels::*;
        let begin = name_label(NameClass::Person, Place::Begin);
        let end = name_label(NameClass::Person, Place::End);
        let mut scores = vec![0.0; 2 * NAME_LABELS];
        scores[begin] = 3.0;
        scores[NAME_LABELS] = 1.0;
        scores[NAME_LABELS + end] = 0.9;
        assert_eq!(best_labels(&scores), [begin, end]);
        assert_eq!(spans(&[begin, end]), [(0, 2, NameClass::Person)]);
        assert!(best_labels(&[]).is_empty());
    }
}
