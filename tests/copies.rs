//! One report in several papers is one document with several sources.

mod made;

use std::path::Path;

use assert_cmd::Command;
use demarche::graph::copies::originals;
use demarche::graph::{Graph, Options, merge};
use demarche::pipeline::Pipeline;
use demarche::read::from_text;
use demarche::types::DocumentGraph;
use proptest::prelude::*;

const REPORT: [&str; 8] = [
    "GENEVA (Reuters) - Kenyan Foreign Minister Ann Mutua condemned Ghana on Monday over the closure of the border crossing at Moyale.",
    "Mutua told reporters after a meeting of the Security Council that the closure had cost 4,000 traders their living.",
    "Ghana rejected the charge, and its ambassador Kofi Danso said that the crossing would stay closed until May.",
    "Danso met Norwegian Prime Minister Kari Lund in Oslo on Sunday to ask for help with the talks.",
    "Lund praised Ghana for its patience, and promised 20 million dollars for the towns along the road.",
    "Lorries have waited for nine days under the sun, drivers said, with fruit that nobody will buy now.",
    "The two states have shared the road since 1964, and have quarrelled over its tolls in most years since.",
    "A round of talks is planned for June in Lisbon, where Portugal will be the host.",
];

fn text(headline: &str, sentences: &[&str]) -> String {
    format!("{headline}\n\n{}\n", sentences.join("\n\n"))
}

/// The report, the same under another headline and cut, the same edited, and another report of the day.
fn papers() -> [(&'static str, String); 4] {
    let mut edited = REPORT;
    edited[5] =
        "Truck drivers, some of them there for more than a week, say the heat has ruined what they carry.";
    edited[6] = "Both have used the road for sixty years.";
    let other = [
        "NAIROBI - Kenya said on Monday that Ghana had no right to close the crossing at Moyale to its traders.",
        "The foreign ministry of Kenya called in the ambassador of Ghana, and spoke of a breach of the treaty of 1964.",
        "Shops in the town are empty, and the price of maize has doubled since the crossing was closed.",
    ];
    [
        ("agency.txt", text("Kenya condemns Ghana over border", &REPORT)),
        ("paper.txt", text("Traders suffer as crossing stays shut", &REPORT[..5])),
        ("weekly.txt", text("Border row: Nairobi hits out", &edited)),
        ("own.txt", text("Nairobi protests", &other)),
    ]
}

fn run(at: &Path, args: &[&str]) -> String {
    let output = Command::cargo_bin("demarche").unwrap().current_dir(at).args(args).output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{args:?}: {told}");
    told
}

fn graph(at: &Path, name: &str) -> serde_json::Value {
    serde_json::from_slice(&std::fs::read(at.join(name)).unwrap()).unwrap()
}

/// Documents with their sources, without the digits of their hashes.
fn documents(graph: &serde_json::Value) -> Vec<(String, Vec<String>)> {
    let name = |d: &serde_json::Value| d["id"].as_str().unwrap().split('#').next().unwrap().to_owned();
    let sources =
        |d: &serde_json::Value| d["sources"].as_array().map_or(vec![], |s| s.iter().map(name).collect());
    let documents = graph["graph"]["documents"].as_array().unwrap().iter();
    documents.map(|d| (name(d), sources(d))).collect()
}

/// How many places say that the minister condemned Ghana.
fn condemned(graph: &serde_json::Value) -> usize {
    let edges = graph["edges"].as_array().unwrap().iter();
    let stances = edges.filter(|e| {
        e["source"] == "person:ann-mutua" && e["target"] == "country:GHA" && e["polarity"] == "oppose"
    });
    stances.map(|e| e["evidence"].as_array().unwrap().len()).sum()
}

#[test]
fn copies_count_once_and_are_listed_in_a_build_and_in_a_store_of_any_order() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    std::fs::create_dir(at.join("news")).unwrap();
    for (name, text) in papers() {
        std::fs::write(at.join("news").join(name), text).unwrap();
    }
    let told = run(at, &["build", "news", "-o", "all.json"]);
    assert!(told.contains("read: 4 documents\n"), "{told}");
    assert!(told.contains("copies: 2 documents are copies of others and count as their sources"), "{told}");
    let all = graph(at, "all.json");
    let found = documents(&all);
    let sources = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    assert_eq!(
        found,
        [("agency.txt".to_owned(), sources(&["paper.txt", "weekly.txt"])), ("own.txt".to_owned(), vec![])]
    );
    run(at, &["build", "news", "--copies", "each", "-o", "each.json"]);
    let each = graph(at, "each.json");
    assert_eq!(documents(&each).len(), 4);
    let (once, thrice) = (condemned(&all), condemned(&each));
    assert!(once > 0 && thrice == 3 * once, "{once} {thrice}");

    // A store that grows in any order, and shrinks.
    let orders = [
        ["agency", "paper", "weekly", "own"],
        ["own", "weekly", "paper", "agency"],
        ["paper", "agency", "own", "weekly"],
    ];
    for (n, order) in orders.iter().enumerate() {
        let (db, out) = (format!("{n}.db"), format!("{n}.json"));
        for name in order {
            run(at, &["build", &format!("news/{name}.txt"), "--db", &db]);
        }
        run(at, &["export", &db, "-o", &out]);
        assert_eq!(
            std::fs::read(at.join(&out)).unwrap(),
            std::fs::read(at.join("all.json")).unwrap(),
            "{order:?}"
        );
    }
    // Without the one that counts another does, as in a build without it; with it again all is as before.
    let again = std::fs::read(at.join("news/agency.txt")).unwrap();
    std::fs::remove_file(at.join("news/agency.txt")).unwrap();
    let told = run(at, &["build", "news", "-o", "less.json"]);
    assert!(told.contains("copies: 1 document is a copy"), "{told}");
    run(at, &["remove", "0.db", "agency.txt"]);
    run(at, &["export", "0.db", "-o", "0.json"]);
    assert_eq!(std::fs::read(at.join("0.json")).unwrap(), std::fs::read(at.join("less.json")).unwrap());
    assert_eq!(documents(&graph(at, "0.json"))[1].0, "weekly.txt", "the longest that is left");
    std::fs::write(at.join("news/agency.txt"), again).unwrap();
    let told = run(at, &["build", "news", "--db", "0.db", "-o", "0.json"]);
    assert!(told.contains("1 document added, 3 known; 4 in all"), "{told}");
    assert_eq!(std::fs::read(at.join("0.json")).unwrap(), std::fs::read(at.join("all.json")).unwrap());
    // Chosen anew without reading anything again.
    run(at, &["build", "news", "--db", "0.db", "--copies", "each", "-o", "0.json"]);
    assert_eq!(std::fs::read(at.join("0.json")).unwrap(), std::fs::read(at.join("each.json")).unwrap());
    run(at, &["build", "news", "--db", "0.db", "--copies", "once", "-o", "0.json"]);
    assert_eq!(std::fs::read(at.join("0.json")).unwrap(), std::fs::read(at.join("all.json")).unwrap());
}

#[test]
fn the_same_text_under_two_ids_has_both_as_sources() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let record = |id: &str, source: &str, date: &str| serde_json::json!({ "id": id, "source": source, "date": date, "text": "Kenya condemned Ghana on Monday." });
    let one = record("ap-1", "AP", "2026-03-03").to_string();
    let two = record("daily-7", "The Daily", "2026-03-02").to_string();
    std::fs::write(at.join("one.jsonl"), &one).unwrap();
    std::fs::write(at.join("two.jsonl"), &two).unwrap();
    run(at, &["build", "one.jsonl", "two.jsonl", "-o", "all.json"]);
    let all = graph(at, "all.json");
    let documents = all["graph"]["documents"].as_array().unwrap();
    assert_eq!(documents.len(), 1);
    assert_eq!(
        (documents[0]["id"].as_str(), documents[0]["source"].as_str()),
        (Some("daily-7"), Some("The Daily"))
    );
    assert_eq!(documents[0]["sources"][0]["source"], "AP");
    for order in [["one", "two"], ["two", "one"]] {
        let db = format!("{}.db", order[0]);
        for name in order {
            run(at, &["build", &format!("{name}.jsonl"), "--db", &db]);
        }
        run(at, &["export", &db, "-o", "out.json"]);
        assert_eq!(std::fs::read(at.join("out.json")).unwrap(), std::fs::read(at.join("all.json")).unwrap());
        // By either id the text goes.
        run(at, &["remove", &db, if order[0] == "one" { "ap-1" } else { "daily-7" }]);
        assert!(run(at, &["build", "one.jsonl", "--db", &db]).contains("1 document added"));
    }
}

#[test]
fn every_export_holds_copies_and_what_is_read_back_is_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    for (name, text) in papers() {
        std::fs::write(at.join(name), text).unwrap();
    }
    run(at, &["build", "agency.txt", "paper.txt", "-o", "all.json", "-o", "csv:tables", "-o", "all.ttl"]);
    let schema = include_str!("../data/graph.schema.json");
    let schema = jsonschema::draft202012::options().build(&serde_json::from_str(schema).unwrap()).unwrap();
    let problems: Vec<_> = schema.iter_errors(&graph(at, "all.json")).map(|e| e.to_string()).collect();
    assert!(problems.is_empty(), "{problems:?}");
    run(at, &["view", "all.json", "-o", "page.html"]);
    let page = std::fs::read_to_string(at.join("page.html")).unwrap();
    assert!(page.contains("\"sources\":[{\"id\":\"paper.txt#"), "the page has them");
    let triples = std::fs::read_to_string(at.join("all.ttl")).unwrap();
    assert!(triples.contains("alternateOf"), "{triples}");
    for format in ["graphml", "gexf"] {
        let name = format!("all.{format}");
        run(at, &["export", "all.json", "-o", &name]);
        run(at, &["export", &name, "-o", "back.json"]);
        assert_eq!(documents(&graph(at, "back.json")), documents(&graph(at, "all.json")));
    }
    let table = std::fs::read_to_string(at.join("tables/documents.csv")).unwrap();
    assert!(table.lines().next().unwrap().ends_with(",sources"), "{table}");
    assert!(table.contains("paper.txt#"), "{table}");
}

fn read(texts: &[String]) -> Vec<DocumentGraph> {
    let pipeline = Pipeline::new().unwrap();
    texts.iter().enumerate().map(|(n, text)| pipeline.document(&from_text(&format!("d{n}"), text))).collect()
}

fn json(graph: &Graph) -> String {
    demarche::export::json::to_string(graph)
}

#[test]
fn a_pattern_filled_anew_is_no_copy_nor_is_a_text_that_quotes_another() {
    let daily = |a: &str, b: &str, n: usize| {
        text(
            "The day in figures",
            &[
                &format!(
                    "Shares in {a} rose {n}.5 points to close at {n}112 on trading of {n}7 million shares."
                ),
                &format!(
                    "Brokers said that {b} Bank and {a} Steel led the way after figures for the quarter."
                ),
                &format!(
                    "The dollar was quoted at {n}.31, from {n}.29 late on the day before, dealers said."
                ),
                &format!(
                    "“It was a quiet session,” said {b}, an analyst in {a}, who expects {n}40 points this week."
                ),
            ],
        )
    };
    let own = papers()[3].1.clone();
    let quoting: Vec<&str> = REPORT[..2].iter().copied().chain(own.split("\n\n")).collect();
    let texts = [
        daily("Oslo", "Lund", 3),
        daily("Lima", "Rossi", 8),
        text("Kenya condemns Ghana over border", &REPORT),
        text("The row and its history", &quoting),
    ];
    assert_eq!(originals(&read(&texts)), [None; 4]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn order_does_not_matter(order in Just((0..9_usize).collect::<Vec<_>>()).prop_shuffle()) {
        static READ: std::sync::LazyLock<Vec<DocumentGraph>> = std::sync::LazyLock::new(|| {
            // A chain: each like the next, the ends not like each other.
            let part = |from: usize, to: usize| text("Headline", &REPORT[from..to]);
            let mut texts: Vec<String> = papers().into_iter().map(|(_, text)| text).collect();
            texts.extend([part(0, 5), part(1, 6), part(2, 7), part(3, 8), part(0, 3)]);
            read(&texts)
        });
        let shuffled: Vec<DocumentGraph> = order.iter().map(|at| READ[*at].clone()).collect();
        let (one, other) = (merge(READ.clone(), Options::above(0.5)), merge(shuffled, Options::above(0.5)));
        prop_assert!(one.copies() > 2);
        prop_assert!(json(&one) == json(&other));
    }
}
