//! What other programs make of our exports, hostile names included.

mod made;

use std::io::Write as _;
use std::process::{Command, Stdio};

use demarche::export::{Format, dot, png, svg, to_bytes, write};
use demarche::graph::{Graph, merge};
use made::{HOSTILE, actor, document, evidence, hostile, stance};

use demarche::types::Polarity;

fn graph() -> Graph {
    merge(vec![hostile()], 0.0, true)
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
    let text = dot::to_string(&merge(vec![friendly], 0.5, false));
    assert!(!text.contains("opposes") && !text.contains("label=\"person\""), "{text}");
}

#[test]
fn pictures_are_drawn_whatever_actors_are_called() {
    for graph in [graph(), Graph::default(), merge(vec![document("empty", "aa", vec![], vec![])], 0.5, false)]
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
    let picture = svg::to_string(&merge(vec![document("one", "aa", actors, relations)], 0.5, false));
    assert!(picture.contains("They \"spoke\" &lt;at&gt; length &amp; left."));
    assert!(picture.contains("90 more have ties"));
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
