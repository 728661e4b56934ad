//! Who belongs together: communities by modularity (Louvain: Blondel et al. 2008), without chance.

use std::collections::BTreeMap;

/// Rounds over all nodes at one level; it settles far earlier.
const ROUNDS: usize = 12;
/// Levels of communities of communities.
const LEVELS: usize = 6;

/// The community of each of `count` nodes: numbers from 0, the largest community first. Parallel
/// pairs count each; a node without a pair is a community of its own.
pub(super) fn of(count: usize, pairs: &[(usize, usize)]) -> Vec<usize> {
    let mut member: Vec<usize> = (0..count).collect();
    let mut ties: Vec<BTreeMap<usize, f64>> = vec![BTreeMap::new(); count];
    for &(a, b) in pairs.iter().filter(|(a, b)| a != b && *a < count && *b < count) {
        *ties[a].entry(b).or_default() += 1.0;
        *ties[b].entry(a).or_default() += 1.0;
    }
    for _ in 0..LEVELS {
        let (groups, found) = level(&ties);
        if found == ties.len() {
            break;
        }
        for of in &mut member {
            *of = groups[*of];
        }
        let mut joined = vec![BTreeMap::new(); found];
        for (node, neighbours) in ties.iter().enumerate() {
            for (&other, weight) in neighbours {
                *joined[groups[node]].entry(groups[other]).or_default() += weight;
            }
        }
        ties = joined;
    }
    by_size(member)
}

/// One level: the community of each node, and how many there are.
fn level(ties: &[BTreeMap<usize, f64>]) -> (Vec<usize>, usize) {
    let degree: Vec<f64> = ties.iter().map(|t| t.values().sum()).collect();
    let all: f64 = degree.iter().sum::<f64>().max(1.0);
    let mut group: Vec<usize> = (0..ties.len()).collect();
    let mut total = degree.clone();
    for _ in 0..ROUNDS {
        let mut moved = false;
        for (node, neighbours) in ties.iter().enumerate() {
            let old = group[node];
            total[old] -= degree[node];
            let mut near: BTreeMap<usize, f64> = BTreeMap::from([(old, 0.0)]);
            for (&other, weight) in neighbours.iter().filter(|(other, _)| **other != node) {
                *near.entry(group[other]).or_default() += weight;
            }
            let gain = |g: usize, weight: f64| weight - total[g] * degree[node] / all;
            let mut best = (old, gain(old, near[&old]));
            for (&g, &weight) in &near {
                let value = gain(g, weight);
                if value > best.1 + 1e-9 {
                    best = (g, value);
                }
            }
            total[best.0] += degree[node];
            group[node] = best.0;
            moved |= best.0 != old;
        }
        if !moved {
            break;
        }
    }
    let mut names: BTreeMap<usize, usize> = BTreeMap::new();
    for g in &group {
        let next = names.len();
        names.entry(*g).or_insert(next);
    }
    (group.iter().map(|g| names[g]).collect(), names.len())
}

/// The same communities, numbered by size (then by their first member).
fn by_size(member: Vec<usize>) -> Vec<usize> {
    let mut sizes: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for (node, group) in member.iter().enumerate() {
        sizes.entry(*group).or_insert((0, node)).0 += 1;
    }
    let mut order: Vec<(usize, (usize, usize))> = sizes.into_iter().collect();
    order.sort_by_key(|(_, (size, first))| (std::cmp::Reverse(*size), *first));
    let number: BTreeMap<usize, usize> =
        order.iter().enumerate().map(|(i, (group, _))| (*group, i)).collect();
    member.iter().map(|group| number.get(group).copied().unwrap_or(0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_cliques_are_two_communities() {
        let clique = |from: usize, n: usize| {
            (from..from + n).flat_map(move |a| (a + 1..from + n).map(move |b| (a, b)))
        };
        let pairs: Vec<_> = clique(0, 4).chain(clique(4, 5)).chain([(0, 4)]).collect();
        assert_eq!(of(10, &pairs), [1, 1, 1, 1, 0, 0, 0, 0, 0, 2]);
    }

    #[test]
    fn odd_pairs_do_no_harm() {
        assert!(of(0, &[]).is_empty());
        assert_eq!(of(2, &[(0, 0), (0, 7)]), [0, 1]);
    }
}
