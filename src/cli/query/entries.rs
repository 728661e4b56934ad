//! Suspects as entries of a corrections file.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::cli::correct::string;
use crate::graph::Graph;
use crate::query::Cluster;
use crate::tables::fold;

/// So many actors of one name are told by an entry for all of them.
const MANY: usize = 3;

/// For each cluster the entries that make it one actor and, as comments, the one that keeps it apart.
pub(super) fn toml(graph: &Graph, clusters: &[Cluster<'_>]) -> String {
    let mut bearers: BTreeMap<String, usize> = BTreeMap::new();
    graph.actors().for_each(|actor| *bearers.entry(fold(&actor.name)).or_default() += 1);
    let mut out = String::new();
    for cluster in clusters {
        // Writing into a string cannot fail.
        let _ = write_cluster(&mut out, cluster, &bearers);
    }
    out
}

fn write_cluster(
    out: &mut String,
    cluster: &Cluster<'_>,
    bearers: &BTreeMap<String, usize>,
) -> std::fmt::Result {
    let signs: Vec<String> = cluster.signs.iter().map(ToString::to_string).collect();
    let (into, mentions) = (&cluster.actor.id.0, cluster.mentions);
    writeln!(out, "# {} <- {} more, {mentions} mentions", line(&cluster.actor.name), cluster.others.len())?;
    writeln!(out, "# {}", line(&signs.join("; ")))?;
    let mut by_name: BTreeMap<String, usize> = BTreeMap::new();
    cluster.others.iter().for_each(|other| *by_name.entry(fold(&other.name)).or_default() += 1);
    let all =
        |name: &str| by_name.get(name).filter(|&n| *n >= MANY && bearers.get(name) == Some(n)).is_some();
    let mut told: Vec<String> = Vec::new();
    for other in &cluster.others {
        let name = fold(&other.name);
        if !all(&name) {
            writeln!(out, "[[merge]]\nactor = {}\ninto = {}\n", string(&other.id.0), string(into))?;
        } else if !told.contains(&name) {
            writeln!(
                out,
                "[[merge]]\nactor = {}\nall = true\ninto = {}\n",
                string(&other.name),
                string(into)
            )?;
            told.push(name);
        }
    }
    let ids = std::iter::once(into).chain(cluster.others.iter().map(|other| &other.id.0));
    let ids: Vec<String> = ids.map(|id| string(id)).collect();
    writeln!(out, "# [[never-merge]]\n# actors = [{}]\n", ids.join(", "))
}

/// Without what would end a comment.
fn line(text: &str) -> String {
    text.replace(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'), " ")
}
