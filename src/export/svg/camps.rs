//! Camps: actors who support each other, and oppose the same.

use crate::graph::Graph;
use crate::types::{Actor, Polarity, Tie};
use rustc_hash::FxHashMap;

/// How often one supports and opposes another.
pub(super) type Cell = [usize; 2];

/// What each of these actors says of each other one: by holder, then by target.
pub(super) fn cells(graph: &Graph, actors: &[&Actor]) -> Vec<Vec<Cell>> {
    let place: FxHashMap<&str, usize> =
        actors.iter().enumerate().map(|(i, actor)| (actor.id.0.as_str(), i)).collect();
    let mut cells = vec![vec![[0, 0]; actors.len()]; actors.len()];
    for edge in graph.edges() {
        let Tie::Stance { polarity, .. } = edge.tie else { continue };
        if let (Some(&a), Some(&b)) = (place.get(edge.source.0.as_str()), place.get(edge.target.0.as_str()))
            && a != b
        {
            cells[a][b][usize::from(polarity == Polarity::Oppose)] += edge.evidence.len();
        }
    }
    cells
}

/// The camp of each holder of stances, by number: see [`camps`].
pub(super) fn of(cells: &[Vec<Cell>]) -> Vec<usize> {
    let stand = |&[supports, opposes]: &Cell| supports as i64 - opposes as i64;
    let stands: Vec<Vec<i64>> = cells.iter().map(|row| row.iter().map(stand).collect()).collect();
    camps(&stands)
}

/// The camp of each actor, by number, the largest is 0; from what each thinks of each other one
/// (supports less opposes). Everybody goes where he has the most friends and the fewest foes, then
/// camps that are friends become one, until nothing moves (a greedy search for the best clusters of
/// a signed graph, Bansal, Blum and Chawla 2004). Whole numbers, in a fixed order.
fn camps(stands: &[Vec<i64>]) -> Vec<usize> {
    const ROUNDS: usize = 30;
    let count = stands.len();
    let tie = |i: usize, k: usize| stands[i][k] + stands[k][i];
    let mut camp: Vec<usize> = (0..count).collect();
    for _ in 0..ROUNDS {
        let before = camp.clone();
        for i in 0..count {
            let mut sums = vec![0; count];
            (0..count).filter(|&k| k != i).for_each(|k| sums[camp[k]] += tie(i, k));
            let best = (0..count).max_by_key(|&c| (sums[c], c == camp[i], std::cmp::Reverse(c)));
            if let Some(best) = best.filter(|&c| sums[c] > sums[camp[i]]) {
                camp[i] = best;
            }
        }
        let mut between = vec![vec![0; count]; count];
        for i in 0..count {
            (0..count).for_each(|k| between[camp[i]][camp[k]] += stands[i][k] + stands[k][i]);
        }
        let friends =
            (0..count).flat_map(|a| (0..a).map(move |b| (b, a))).max_by_key(|&(b, a)| between[a][b]);
        if let Some((b, a)) = friends.filter(|&(b, a)| between[a][b] > 0) {
            camp.iter_mut().filter(|c| **c == a).for_each(|c| *c = b);
        }
        if camp == before {
            break;
        }
    }
    let mut sizes: Vec<(usize, usize)> =
        (0..count).map(|c| (camp.iter().filter(|k| **k == c).count(), c)).collect();
    sizes.sort_by_key(|&(size, c)| (std::cmp::Reverse(size), camp.iter().position(|k| *k == c)));
    camp.iter().map(|c| sizes.iter().position(|(_, known)| known == c).unwrap_or(0)).collect()
}

#[cfg(test)]
mod tests {
    use super::camps;

    #[test]
    fn friends_stand_against_their_foes() {
        let mut stands = vec![vec![0; 7]; 7];
        for (a, b, stand) in
            [(0, 1, 2), (1, 2, 1), (3, 4, 3), (4, 5, 1), (0, 3, -2), (5, 2, -1), (1, 4, -4), (2, 5, 1)]
        {
            stands[a][b] = stand;
        }
        assert_eq!(camps(&stands), [0, 0, 0, 1, 1, 1, 2]);
        assert!(camps(&[]).is_empty());
    }
}
