//! `score graph` computes what the reference scorer computes.

use std::path::{Path, PathBuf};
use std::process::Command;

use demarche::export::{Format, write};
use demarche::graph::Graph;
use demarche::pipeline::Pipeline;
use demarche::read::from_text;
use demarche::score::{gold, score};

/// Data for measuring that lies beside the repository where it is developed; a test that wants it
/// says so and passes where it is missing.
fn shared(path: &str) -> Option<PathBuf> {
    let found = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(path);
    if !found.exists() {
        eprintln!("skipped: ../shared/{path} is not here");
        return None;
    }
    Some(found)
}

/// The reference scorer's figures for graphs written to a folder.
fn reference(scorer: &Path, gold: &Path, graphs: &[(String, Graph)]) -> Option<serde_json::Value> {
    let folder = tempfile::tempdir().expect("a folder");
    for (id, graph) in graphs {
        write(graph, Format::Json, &folder.path().join(format!("{id}.json"))).expect("a graph is written");
    }
    let output = Command::new("python3").arg(scorer).arg(gold).arg(folder.path()).arg("--json").output();
    match output {
        Ok(output) => Some(serde_json::from_slice(&output.stdout).expect("figures")),
        Err(_) => {
            eprintln!("skipped: python3 is not here");
            None
        }
    }
}

#[test]
fn figures_equal_those_of_the_reference_scorer() {
    let (Some(scorer), Some(path)) = (shared("score_graph.py"), shared("gold/dev.jsonl")) else {
        return;
    };
    let text = std::fs::read_to_string(&path).expect("gold");
    let golds = gold::parse(&text, "dev.jsonl").expect("gold");
    let pipeline = Pipeline::new().expect("tables");
    let own: Vec<(String, Graph)> = golds
        .iter()
        .map(|g| (g.id.clone(), pipeline.merge(vec![pipeline.document(&from_text(&g.id, &g.text))])))
        .collect();
    // Graphs of other documents: nearly all wrong, which tries the other branches.
    let mut shifted = own.clone();
    let ids: Vec<String> = own.iter().map(|(id, _)| id.clone()).collect();
    for (i, (id, _)) in shifted.iter_mut().enumerate() {
        id.clone_from(&ids[(i + 1) % ids.len()]);
    }
    shifted.rotate_right(1);
    for graphs in [own, shifted] {
        let Some(want) = reference(&scorer, &path, &graphs) else { return };
        let found = score(&golds, &graphs.into_iter().map(|(_, g)| g).collect::<Vec<_>>());
        for row in &found.rows {
            let want = &want[&row.name];
            for (key, value) in
                [("p", row.figures.p), ("r", row.figures.r), ("f1", row.figures.f1), ("tp", row.figures.tp)]
            {
                let expected = want[key].as_f64().expect("a number");
                assert!(
                    (expected - value).abs() < 0.000_11,
                    "{} {key}: {value}, reference {expected}",
                    row.name
                );
            }
        }
        let share = |key: &str| want[key].as_f64().expect("a share");
        assert!((share("evidence of right edges") - found.evidence).abs() < 0.000_11);
        assert!((share("category of right stances") - found.category).abs() < 0.000_11);
    }
}

/// Accuracy must not fall unseen: floors a little under what holds.
#[test]
fn accuracy_on_the_development_gold_holds() {
    for (file, slack) in
        [("gold/dev.jsonl", 0.0), ("gold/dev-pages-txt.jsonl", 0.02), ("gold/dev-pages-html.jsonl", 0.02)]
    {
        let Some(path) = shared(file) else { return };
        let golds = gold::parse(&std::fs::read_to_string(&path).expect("gold"), file).expect("gold");
        let pipeline = Pipeline::new().expect("tables");
        let graphs: Vec<Graph> = golds
            .iter()
            .map(|g| pipeline.merge(vec![pipeline.document(&from_text(&g.id, &g.text))]))
            .collect();
        let report = score(&golds, &graphs);
        println!("{file}\n{}", report.table());
        let floors = [
            ("actors", 0.90),
            ("affiliation (rolled-up)", 0.78),
            ("meeting (rolled-up)", 0.76),
            ("stance (rolled-up)", 0.42),
        ];
        for (row, floor) in floors {
            let f1 = report.row(row).expect("a row").f1;
            assert!(f1 >= floor - slack, "{file}: {row} F1 {f1} under {floor}");
        }
        assert!(report.evidence >= 0.9, "{file}: {}", report.evidence);
    }
}
