//! What other programs make of our exports, hostile names included.

mod made;

use std::io::Write as _;
use std::process::{Command, Stdio};

use demarche::export::{Format, Selection, View, dot, from_str, png, svg, to_bytes, write};
use demarche::graph::{Filter, Graph, Kind, Options, merge};
use made::{HOSTILE, actor, document, evidence, hostile, stance};

use demarche::types::Polarity;

fn graph() -> Graph {
    merge(vec![hostile()], Options::all_above(0.0))
}

/// The nodes and edges that Graphviz reads; `None` where it is not installed.
fn graphviz(text: &str) -> Option<serde_json::Value> {
    let mut child = Command::new("dot")
        .arg("-Tdot_json")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .ok()?;
    child.stdin.take()?.write_all(text.as_bytes()).ok()?;
    let output = child.wait_with_output().ok()?;
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && !said.contains("syntax error"), "{said}\n{text}");
    let clean: String =
        String::from_utf8_lossy(&output.stdout).chars().filter(|c| !c.is_control() || *c == '\n').collect();
    Some(serde_json::from_str(&clean).unwrap())
}

#[test]
fn graphviz_reads_every_node_and_edge() {
    let graph = graph();
    let Some(read) = graphviz(&dot::to_string(&graph)) else {
        eprintln!("skipped: Graphviz is not installed");
        return;
    };
    let is_ours = |item: &&serde_json::Value| item["class"] != "legend";
    let nodes: Vec<_> = read["objects"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|o| o["shape"].is_string())
        .filter(is_ours)
        .collect();
    let edges: Vec<_> = read["edges"].as_array().unwrap().iter().filter(is_ours).collect();
    assert_eq!((nodes.len(), edges.len()), (graph.net.node_count(), graph.net.edge_count()));
    assert_eq!(read["strict"], false);
}

#[test]
fn the_legend_of_dot_names_what_the_graph_has() {
    let text = dot::to_string(&graph());
    for words in ["country", "person", "group", "supports", "opposes", "met", "belongs to"] {
        assert!(text.contains(&format!("label=\"{words}\"")), "{words}");
    }
    let friendly = document(
        "one",
        "aa",
        vec![actor("country:AAA", "Aland", 1), actor("country:BBB", "Beland", 1)],
        vec![stance("country:AAA", "country:BBB", Polarity::Support, evidence("one", 0, 0.9))],
    );
    let text = dot::to_string(&merge(vec![friendly], Options::above(0.5)));
    assert!(!text.contains("opposes") && !text.contains("label=\"person\""), "{text}");
}

#[test]
fn pictures_are_drawn_whatever_actors_are_called() {
    for graph in
        [graph(), Graph::default(), merge(vec![document("empty", "aa", vec![], vec![])], Options::above(0.5))]
    {
        let picture = svg::to_string(&graph);
        let tree = resvg::usvg::Tree::from_str(&picture, &resvg::usvg::Options::default()).unwrap();
        assert!(tree.size().width() >= 100.0);
        assert!(!picture.contains("<script") && !picture.contains("<b>"));
        let pixels = png::to_bytes(&graph).unwrap();
        assert!(pixels.starts_with(b"\x89PNG"));
        assert_eq!(pixels, png::to_bytes(&graph).unwrap());
        assert_eq!(picture, svg::to_string(&graph));
    }
}

#[test]
fn a_picture_quotes_its_evidence_and_says_what_it_leaves_out() {
    let ids: Vec<String> = (0..150).map(|i| format!("person:p{i}")).collect();
    let actors = ids.iter().map(|id| actor(id, &format!("Name {}", id.len()), 1)).collect();
    let relations = (1..150)
        .map(|i| stance(&ids[i], &ids[i / 2], Polarity::Oppose, evidence("one", i * 100, 0.9)))
        .collect();
    let picture = svg::to_string(&merge(vec![document("one", "aa", actors, relations)], Options::above(0.5)));
    assert!(picture.contains("They \"spoke\" &lt;at&gt; length &amp; left."));
    assert!(picture.contains(" of 150 actors with ties"));
}

#[test]
fn formats_have_names_and_extensions() {
    for &format in Format::ALL {
        assert_eq!(Format::from_name(format.name()), Some(format));
        assert_eq!(Format::from_path(format!("a.b/graph.{}", format.name()).as_ref()), Some(format));
    }
    assert_eq!(Format::from_path("graph.GV".as_ref()), Some(Format::Dot));
    assert_eq!(Format::from_path("json".as_ref()), None);
    assert_eq!(Format::from_name(HOSTILE[0]), None);
}

#[test]
fn a_file_is_written_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("graph.json");
    std::fs::write(&path, "old").unwrap();
    write(&graph(), Format::Json, &path).unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), to_bytes(&graph(), Format::Json).unwrap());

    let nowhere = folder.path().join("missing").join("graph.json");
    let message = write(&graph(), Format::Json, &nowhere).unwrap_err().to_string();
    assert!(message.contains("there is no folder"), "{message}");
    assert!(write(&graph(), Format::Json, folder.path()).is_err(), "a folder is no file");
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 1, "no temporary files stay behind");
}

#[cfg(unix)]
#[test]
fn a_device_stays_a_device() {
    use std::os::unix::fs::FileTypeExt as _;
    write(&graph(), Format::Json, "/dev/null".as_ref()).unwrap();
    assert!(std::fs::metadata("/dev/null").unwrap().file_type().is_char_device());
}

#[test]
fn every_format_writes_the_same_bytes_again() {
    let folder = tempfile::tempdir().unwrap();
    for &format in Format::ALL {
        let mut read = Vec::new();
        for turn in ["one", "two"] {
            let path = folder.path().join(format!("{turn}.{}", format.name()));
            write(&graph(), format, &path).unwrap();
            let mut files = vec![path.clone()];
            if format.is_folder() {
                files = std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()).collect();
                files.sort();
            }
            read.push(files.iter().map(|file| std::fs::read(file).unwrap()).collect::<Vec<_>>());
        }
        assert_eq!(read[0], read[1], "{format:?}");
        assert!(read[0].iter().all(|bytes| !bytes.is_empty()), "{format:?}");
        write(&Graph::default(), format, &folder.path().join(format!("none.{}", format.name()))).unwrap();
    }
}

#[test]
fn what_is_read_back_is_the_same_but_for_control_characters() {
    let graph = graph();
    let picture = |text: &str| text.replace('\u{7}', "␇").replace('\0', "␀").replace('\u{fffe}', "\u{fffd}");
    for format in [Format::Graphml, Format::Gexf] {
        let text = String::from_utf8(to_bytes(&graph, format).unwrap()).unwrap();
        let back = from_str(&text, "back").unwrap();
        assert_eq!(back.net.edge_count(), graph.net.edge_count());
        for (ours, read) in graph.actors().zip(back.actors()) {
            assert_eq!((picture(&ours.name), ours.mentions), (read.name.clone(), read.mentions));
        }
        for (ours, read) in graph.edges().zip(back.edges()) {
            assert_eq!(ours.evidence, read.evidence);
        }
    }
    for odd in ["<gexf/>", "<graphml><node/></graphml>", "<a", "<a>&b;</a>", "<!DOCTYPE a>", ""] {
        assert!(from_str(odd, "odd").is_err(), "{odd}");
    }
}

#[test]
fn parts_of_a_graph() {
    let whole = graph();
    let of = |filter: Filter| Selection { filter, max_nodes: None }.apply(whole.clone());
    let meetings = of(Filter { kinds: vec![Kind::Meeting], ..Filter::default() });
    assert!(meetings.edges().all(|e| matches!(e.tie, demarche::types::Tie::Meeting { .. })));
    assert_eq!(meetings.net.edge_count() * 2, whole.net.edge_count());
    assert_eq!(meetings.net.node_count(), whole.net.node_count());
    let count = |since: Option<&str>, until: Option<&str>| {
        let own = |date: Option<&str>| date.map(str::to_owned);
        of(Filter { since: own(since), until: own(until), ..Filter::default() }).net.edge_count()
    };
    let all = whole.net.edge_count();
    assert_eq!([count(Some("2026-03-02"), None), count(None, Some("2026-03"))], [all, all]);
    assert_eq!([count(Some("2026-03-03"), None), count(None, Some("2026-03-01"))], [0, 0]);
    assert_eq!([count(Some("2026"), Some("2026")), count(None, Some("2025-12-31"))], [all, 0]);
    let few = Selection { max_nodes: Some(11), ..Selection::default() }.apply(whole.clone());
    assert_eq!(few.net.node_count(), 11);
    assert!(few.net.edge_count() > 0 && few.events.len() < whole.events.len());
    let sure = of(Filter { min_confidence: Some(0.75), ..Filter::default() });
    assert!(sure.edges().all(|e| e.confidence() >= 0.75) && sure.net.edge_count() < all);
    assert!((sure.threshold - 0.75).abs() < 1e-6);
}

#[test]
fn parallel_edges_are_collapsed_on_request() {
    let graph = graph();
    let mut bytes = Vec::new();
    View::collapsed(&graph).stream(Format::JsonD3, &mut bytes).unwrap();
    let read: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    let links = read["links"].as_array().unwrap();
    let mut pairs: Vec<_> = graph.edges().map(|e| (&e.source, &e.target)).collect();
    pairs.dedup();
    assert_eq!(links.len(), pairs.len());
    let total: u64 = ["meetings", "supports", "opposes", "affiliations"]
        .iter()
        .map(|name| links.iter().map(|link| link[*name].as_u64().unwrap()).sum::<u64>())
        .sum();
    assert_eq!(total as usize, graph.net.edge_count());
    assert!(View::collapsed(&graph).stream(Format::Json, &mut Vec::new()).is_err());
}
