//! Accuracy on the development gold holds, for clean texts and for saved pages of them.

use std::path::{Path, PathBuf};

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
            ("actors", 0.91),
            ("affiliation (rolled-up)", 0.81),
            ("meeting (rolled-up)", 0.85),
            ("stance (rolled-up)", 0.53),
        ];
        for (row, floor) in floors {
            let f1 = report.row(row).expect("a row").f1;
            assert!(f1 >= floor - slack, "{file}: {row} F1 {f1} under {floor}");
        }
        assert!(report.evidence >= 0.9, "{file}: {}", report.evidence);
    }
}
