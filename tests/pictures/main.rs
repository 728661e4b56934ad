//! Pictures as they stand on paper, checked in their SVG by another program's eyes: `usvg` says how
//! large words are. Boxes, words and lines do not hide each other, letters can be read, pages are
//! filled.

mod looks;
#[path = "../made/mod.rs"]
mod made;
mod seen;

use demarche::export::{Form, Look, PageSize, Theme, from_str, svg};
use demarche::graph::{self, Graph, merge};
use demarche::query::{diff, union};
use demarche::tables::Labels;
use demarche::types::{ActorId, DocumentGraph, Polarity, Status};
use made::{actor, document, evidence, meeting, member, stance};
use resvg::usvg::Rect;
use seen::{border, check, see};

fn looks() -> Vec<(&'static str, Look)> {
    let sized = |size: &str| Look { size: Some(size.parse().unwrap()), ..Look::default() };
    vec![
        ("as it is", Look::default()),
        ("a4", sized("a4")),
        ("a4-landscape", sized("a4-landscape")),
        ("square", sized("square")),
        ("1600x900", sized("1600x900")),
        ("parallel", Look { parallel: true, ..Look::default() }),
    ]
}

fn check_all(name: &str, graph: &Graph) {
    for (how, look) in looks() {
        let seen = check(&format!("{name}, {how}"), &svg::drawn(graph, &look).unwrap());
        assert!(border(&seen) <= 0.15, "{name}, {how}: {} of the page is border", border(&seen));
    }
}

fn built(args: &[&str]) -> Graph {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("graph.json");
    let mut command = assert_cmd::Command::cargo_bin("demarche").unwrap();
    command.arg("build").args(args).arg("-q").arg("-o").arg(&out).assert().success();
    from_str(&std::fs::read_to_string(&out).unwrap(), "graph").unwrap()
}

/// Actors in a web of ties that is the same each time.
fn web(count: usize, ties: usize) -> Graph {
    let kind = |i: usize| ["country:AA", "person:p", "group:g"][i % 3];
    let id = |i: usize| format!("{}{i}", kind(i));
    let name = |i: usize| format!("{} number {i}", ["Land", "Somebody", "Council of the Region"][i % 3]);
    let actors = (0..count).map(|i| actor(&id(i), &name(i), 1 + i % 19)).collect();
    let relations = (0..ties)
        .map(|i| {
            let (a, b) = (id(i % count), id((i * i / count + 3 * i + 1) % count));
            let said = evidence("d", i * 100, 0.9);
            match i % 5 {
                0 if a != b => meeting(&[&a, &b], Status::Held, said),
                1 => member(&a, &b, "minister", said),
                n => stance(&a, &b, if n == 2 { Polarity::Support } else { Polarity::Oppose }, said),
            }
        })
        .collect();
    merge(vec![document("d", "aa", actors, relations)], graph::Options::above(0.5))
}

#[test]
fn nothing_hides_anything_and_pages_are_filled() {
    check_all("the sample", &built(&["examples/baghdad-talks.txt"]));
    check_all("the week", &built(&["examples/news"]));
    for (count, ties) in [(3, 4), (12, 20), (60, 90)] {
        check_all(&format!("a web of {count}"), &web(count, ties));
    }
}

#[test]
fn five_hundred_articles() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/news");
    let file = folder.join("voa2009_2017.jsonl.xz");
    let other = folder.join("wikinews2019_2020.jsonl.xz");
    if !file.exists() {
        eprintln!("skipped: {} is not there", file.display());
        return;
    }
    let graph = built(&[&file.to_string_lossy(), &other.to_string_lossy()]);
    check_all("500 articles", &graph);
    let actors = see(&svg::to_string(&graph)).boxes.len();
    assert!((25..=40).contains(&actors), "{actors}");
    let of = |id: &str| Look { focus: vec![ActorId(id.to_owned())], ..Look::default() };
    check("in focus", &svg::drawn(&graph, &of("country:IRN")).unwrap());
}

#[test]
fn changes_are_as_clear() {
    let (old, new) = (built(&["examples/news/week1"]), built(&["examples/news"]));
    let (graph, marks) = union(&old, &new, &diff(&old, &new), false);
    for (how, look) in looks() {
        let seen = check(&format!("changes, {how}"), &svg::changes(&graph, &marks, &look).unwrap());
        assert!(border(&seen) <= 0.15, "{how}: {}", border(&seen));
    }
}

fn of(actors: &[(&str, &str)], relations: Vec<demarche::types::Relation>) -> Graph {
    let actors = actors.iter().map(|(id, name)| actor(id, name, 3)).collect();
    let document: DocumentGraph = document("d", "aa", actors, relations);
    merge(vec![document], graph::Options::above(0.5))
}

#[test]
fn pictures_of_odd_graphs() {
    let long = "Very Long Name ".repeat(20);
    let unbroken = "x".repeat(300);
    let said = |i: usize| evidence("d", i * 100, 0.9);
    let pair = [("country:AAA", "Aland"), ("country:BBB", "Beland")];
    let many = (0..2_000)
        .map(|i| {
            let (a, b) =
                if i % 3 == 0 { ("country:AAA", "country:BBB") } else { ("country:BBB", "country:AAA") };
            stance(a, b, if i % 7 == 0 { Polarity::Support } else { Polarity::Oppose }, said(i))
        })
        .collect();
    let names = [
        ("person:a", long.as_str()),
        ("group:b", &unbroken),
        ("person:c", "علي حسن"),
        ("group:d", "בנק ישראל"),
    ];
    let ring = (0..4).map(|i| stance(names[i].0, names[(i + 1) % 4].0, Polarity::Oppose, said(i))).collect();
    for (name, graph) in [
        ("nothing", Graph::default()),
        ("one actor", of(&pair[..1], vec![])),
        ("no edges", of(&pair, vec![])),
        ("one tie", of(&pair, vec![stance(pair[0].0, pair[1].0, Polarity::Support, said(0))])),
        ("2,000 edges", of(&pair, many)),
        ("names", of(&names, ring)),
    ] {
        for (how, look) in looks() {
            check(&format!("{name}, {how}"), &svg::drawn(&graph, &look).unwrap());
        }
    }
}

#[test]
fn a_pair_is_one_line_that_says_both_sides() {
    let said = |i: usize| evidence("d", i * 100, 0.9);
    let pair = [("country:AAA", "Aland"), ("country:BBB", "Beland"), ("person:p", "Pat Poe")];
    let mut ties: Vec<_> = (0..3).map(|i| stance(pair[0].0, pair[1].0, Polarity::Support, said(i))).collect();
    ties.extend((3..5).map(|i| stance(pair[0].0, pair[1].0, Polarity::Oppose, said(i))));
    ties.extend((5..12).map(|i| stance(pair[1].0, pair[0].0, Polarity::Oppose, said(i))));
    ties.push(meeting(&[pair[0].0, pair[2].0], Status::Held, said(20)));
    ties.push(member(pair[2].0, pair[1].0, "minister", said(21)));
    let graph = of(&pair, ties);
    let seen = see(&svg::to_string(&graph));
    // A mixed line has two strokes in one place; the affiliation is written below the name.
    assert_eq!(seen.lines.len(), 3);
    assert_eq!(seen.lines.iter().filter(|l| l.first() == seen.lines[0].first()).count(), 2);
    for words in ["+3 −2", "opposes ×7", "minister · Beland"] {
        assert!(seen.words.iter().any(|w| w == words), "{words}: {:?}", seen.words);
    }
    let apart = see(&svg::drawn(&graph, &Look { parallel: true, ..Look::default() }).unwrap());
    assert_eq!(apart.lines.len(), 5);
}

#[test]
fn who_is_in_focus_stands_in_the_middle() {
    let graph = web(30, 60);
    let look = Look { focus: vec![ActorId("person:p4".into())], ..Look::default() };
    let picture = svg::drawn(&graph, &look).unwrap();
    let seen = check("focus", &picture);
    let marked = picture.split("stroke-width=\"3.5\"").next().unwrap();
    assert!(marked.len() < picture.len(), "it is marked");
    let nth = marked.split("class=\"nodes\"").nth(1).unwrap().matches("<title").count() - 1;
    let (shape, all) = (&seen.boxes[nth], &seen.boxes);
    let span = |low: fn(&Rect) -> f32, high: fn(&Rect) -> f32| {
        (all.iter().map(low).fold(f32::MAX, f32::min) + all.iter().map(high).fold(0.0, f32::max)) / 2.0
    };
    let middle = (span(Rect::left, Rect::right), span(Rect::top, Rect::bottom));
    let centre = ((shape.left() + shape.right()) / 2.0, (shape.top() + shape.bottom()) / 2.0);
    assert!(
        (centre.0 - middle.0).abs() < 60.0 && (centre.1 - middle.1).abs() < 60.0,
        "{centre:?} {middle:?}"
    );
}

#[test]
fn a_picture_says_what_it_is_told() {
    let graph = web(80, 200);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("de.tsv");
    std::fs::write(&file, "key\tlabel\nsupports\tunterstützt\nshown\tGezeigt: {shown} von {all}.\n").unwrap();
    let look = Look {
        title: Some("My title".to_owned()),
        caption: Some("My caption".to_owned()),
        source: Some("My archive".to_owned()),
        labels: Labels::read(&file).unwrap(),
        theme: Theme::Dark,
        width: Some(600),
        ..Look::default()
    };
    let picture = svg::drawn(&graph, &look).unwrap();
    for words in [
        "My title",
        "My caption",
        "Source: My archive",
        "unterstützt",
        "Gezeigt: ",
        "width=\"600\"",
        "#14161b",
    ] {
        assert!(picture.contains(words), "{words}");
    }
    assert!(!picture.contains("#ffffff") && !picture.contains("Shown are"));
    let grey = svg::drawn(&graph, &Look { theme: Theme::Grey, ..Look::default() }).unwrap();
    assert!(!grey.contains("#D55E00") && grey.contains("stroke-dasharray"));
    assert!(svg::to_string(&graph).contains("Shown are "));
    std::fs::write(&file, "key\tlabel\nsuports\tx\n").unwrap();
    let error = Labels::read(&file).unwrap_err().to_string();
    assert!(error.contains("de.tsv:2: unknown key \"suports\"; expected one of"), "{error}");
}

#[test]
fn sizes_have_names_or_pixels() {
    let size: PageSize = "1600x900".parse().unwrap();
    assert_eq!((size.width, size.height, size.on_paper), (1600, 900, false));
    for bad in ["", "a5", "1600", "10x10", "9000x9000", "200x8000", "1600X900"] {
        assert!(bad.parse::<PageSize>().is_err(), "{bad}");
    }
}

#[test]
fn a_large_graph_is_drawn_in_seconds() {
    let graph = web(20_000, 100_000);
    let start = std::time::Instant::now();
    let picture = svg::to_string(&graph);
    assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
    check("a large graph", &picture);
}

#[test]
fn a_matrix_has_a_cell_for_each_stance() {
    let graph = web(12, 40);
    for (how, look) in looks() {
        let picture = svg::drawn(&graph, &Look { form: Form::Matrix, ..look }).unwrap();
        let seen = check(&format!("a matrix, {how}"), &picture);
        assert!(picture.contains("id=\"matrix\"") && seen.lines.is_empty());
    }
    let pair = [("country:AAA", "Aland"), ("country:BBB", "Beland"), ("country:CCC", "Celand")];
    let said = |i: usize| evidence("d", i * 100, 0.9);
    let ties = vec![
        stance(pair[0].0, pair[1].0, Polarity::Support, said(0)),
        stance(pair[0].0, pair[1].0, Polarity::Oppose, said(1)),
        stance(pair[0].0, pair[1].0, Polarity::Support, said(2)),
        stance(pair[2].0, pair[0].0, Polarity::Oppose, said(3)),
    ];
    let picture = svg::drawn(&of(&pair, ties), &Look { form: Form::Matrix, ..Look::default() }).unwrap();
    for says in ["Aland → Beland: +2 −1", "Celand → Aland: −1"] {
        assert!(picture.contains(says), "{says}");
    }
    assert_eq!(picture.matches(" → ").count(), 2, "no cell without a stance has words");
    svg::drawn(&Graph::default(), &Look { form: Form::Matrix, ..Look::default() }).unwrap();
}

/// `docs/gallery.md` shows what its commands write; `UPDATE=1` writes it.
#[cfg(unix)]
#[test]
fn the_gallery_shows_what_its_commands_write() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(root.join("docs/gallery.md")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(root.join("examples"), folder.path().join("examples")).unwrap();
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_demarche")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap_or_default());
    for block in page.split("```sh\n").skip(1) {
        let commands = block.split("```").next().unwrap();
        let mut shell = std::process::Command::new("sh");
        let run = shell.args(["-ec", commands]).current_dir(folder.path()).env("PATH", &path).status();
        assert!(run.unwrap().success(), "{commands}");
    }
    let mut shown = 0;
    for entry in std::fs::read_dir(folder.path().join("gallery")).unwrap() {
        let drawn = entry.unwrap();
        let (kept, now) =
            (root.join("docs/gallery").join(drawn.file_name()), std::fs::read(drawn.path()).unwrap());
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&kept, &now).unwrap();
        }
        assert!(
            std::fs::read(&kept).is_ok_and(|old| old == now),
            "{} is old: UPDATE=1 writes it",
            kept.display()
        );
        let name = drawn.file_name();
        assert!(page.contains(&format!("](gallery/{})", name.to_string_lossy())), "{name:?} is not shown");
        shown += 1;
    }
    assert_eq!(shown, page.matches("](gallery/").count());
}
