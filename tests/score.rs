//! `demarche score graph` gives the figures of the reference scorer (`score_graph.py`), on the
//! program's own graphs and on spoilt ones. Skipped, with a note, where the shared folder or Python
//! is missing.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

fn shared() -> Option<(PathBuf, PathBuf)> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).parent()?.join("shared");
    let (scorer, gold) = (shared.join("score_graph.py"), shared.join("gold/dev.jsonl"));
    let python = Command::new("python3").arg("--version").output().is_ok_and(|o| o.status.success());
    if python && scorer.is_file() && gold.is_file() {
        return Some((scorer, gold));
    }
    println!("note: skipped, needs python3, {} and {}", scorer.display(), gold.display());
    None
}

/// Standard output of a command that must succeed, in two parts: errors (sorted) and table.
fn report(command: &mut Command) -> (Vec<String>, Vec<String>) {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let (errors, table): (Vec<&str>, Vec<&str>) = text.lines().partition(|line| line.contains('\t'));
    let mut errors: Vec<String> = errors.iter().map(|line| line.trim_end().to_owned()).collect();
    errors.sort();
    (
        errors,
        table
            .iter()
            .filter(|l| !l.is_empty())
            .map(|l| l.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect(),
    )
}

fn demarche() -> Command {
    Command::new(env!("CARGO_BIN_EXE_demarche"))
}

fn compare(scorer: &Path, gold: &Path, graphs: &Path) {
    let (their_errors, their_table) =
        report(Command::new("python3").arg(scorer).arg(gold).arg(graphs).arg("--errors"));
    let (our_errors, our_table) =
        report(demarche().args(["score", "graph", "--errors", "--pred"]).arg(graphs).arg(gold));
    // Wrong categories are listed by ours alone.
    let our_errors: Vec<String> =
        our_errors.into_iter().filter(|line| line.split('\t').nth(1) != Some("category")).collect();
    // And so is how confidence agrees with what is right.
    let our_table: Vec<String> =
        our_table.into_iter().filter(|line| !line.starts_with("confidence ")).collect();
    // Numbers that are whole are printed with and without `.0`.
    let plain = |table: Vec<String>| -> Vec<String> { table.iter().map(|l| l.replace(".0 ", " ")).collect() };
    assert_eq!(plain(our_table), plain(their_table));
    assert_eq!(our_errors.len(), their_errors.len());
    for (ours, theirs) in our_errors.iter().zip(&their_errors) {
        assert_eq!(ours, theirs);
    }
}

/// Spoils a graph in ways that graphs go wrong, the same on every run.
fn spoil(graph: &mut Value, seed: usize) {
    let swap = |edge: &mut Value| {
        let (source, target) = (edge["source"].clone(), edge["target"].clone());
        edge["source"] = target;
        edge["target"] = source;
    };
    if let Some(edges) = graph["edges"].as_array_mut() {
        for (i, edge) in edges.iter_mut().enumerate() {
            match (i + seed) % 7 {
                0 if edge["kind"] == "stance" => {
                    edge["polarity"] = json!(if edge["polarity"] == "oppose" { "support" } else { "oppose" });
                }
                1 if edge["kind"] == "meeting" => edge["status"] = json!("postponed"),
                2 if edge["kind"] != "meeting" => swap(edge),
                3 => edge["evidence"][0]["text"] = json!("Nobody wrote this sentence."),
                _ => {}
            }
        }
        let mut i = seed;
        edges.retain(|_| {
            i += 1;
            !i.is_multiple_of(5)
        });
        // Of several categories of one fact the order decides: the program's own.
        edges.sort_by_key(|edge| ["source", "target", "id"].map(|key| edge[key].as_str().map(str::to_owned)));
    }
    if let Some(nodes) = graph["nodes"].as_array_mut() {
        for (i, node) in nodes.iter_mut().enumerate() {
            match (i + seed) % 6 {
                0 => node["name"] = json!(format!("The {}", node["name"].as_str().unwrap_or(""))),
                1 => node["iso3"] = Value::Null,
                2 => {
                    let last =
                        node["name"].as_str().unwrap_or("").split(' ').next_back().unwrap_or("").to_owned();
                    node["name"] = json!(last);
                }
                3 => node["aliases"] = json!([]),
                _ => {}
            }
        }
    }
}

#[test]
fn figures_are_those_of_the_reference_scorer() {
    let Some((scorer, gold)) = shared() else { return };
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("own");
    report(demarche().args(["score", "graph", "--graphs"]).arg(&own).arg(&gold));
    compare(&scorer, &gold, &own);
    for seed in 0..4 {
        let spoilt = folder.path().join(format!("spoilt{seed}"));
        std::fs::create_dir(&spoilt).unwrap();
        for (i, entry) in std::fs::read_dir(&own).unwrap().enumerate() {
            let path = entry.unwrap().path();
            let mut graph: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
            spoil(&mut graph, seed);
            // A missing graph counts as an empty one.
            if i % 9 != seed {
                std::fs::write(spoilt.join(path.file_name().unwrap()), graph.to_string()).unwrap();
            }
        }
        compare(&scorer, &gold, &spoilt);
    }
}
