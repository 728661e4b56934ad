//! Pictures as they stand on paper, checked in their SVG by another program's eyes: `usvg` says how
//! large words are. Boxes, words and lines do not hide each other, letters can be read, pages are
//! filled.

mod made;

use std::sync::{Arc, LazyLock};

use demarche::export::{Form, Look, PageSize, Theme, from_str, svg};
use demarche::graph::{self, Graph, merge};
use demarche::query::{diff, union};
use demarche::tables::Labels;
use demarche::types::{ActorId, DocumentGraph, Polarity, Status};
use made::{actor, document, evidence, meeting, member, stance};
use resvg::tiny_skia::PathSegment;
use resvg::usvg::{self, Group, Node, Options, Rect, Tree, fontdb};

/// Smallest letters, in pixels of the page.
const READABLE: f32 = 8.0;

static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(dejavu::sans::regular().to_vec());
    fonts.load_font_data(dejavu::sans::bold().to_vec());
    Arc::new(fonts)
});

type Point = (f32, f32);

/// What of a picture can be in the way.
#[derive(Default)]
struct Seen {
    page: Point,
    boxes: Vec<Rect>,
    /// Words in boxes.
    names: Vec<Rect>,
    /// Words and marks on lines.
    tags: Vec<Rect>,
    /// Curves, as many short pieces.
    lines: Vec<Vec<Point>>,
    /// Sizes of letters.
    letters: Vec<f32>,
    /// All that is drawn.
    all: Vec<Rect>,
    words: Vec<String>,
}

fn see(picture: &str) -> Seen {
    let options =
        Options { fontdb: FONTS.clone(), font_family: "DejaVu Sans".to_owned(), ..Options::default() };
    let tree = Tree::from_str(picture, &options).unwrap();
    let mut seen = Seen { page: (tree.size().width(), tree.size().height()), ..Seen::default() };
    walk(tree.root(), "", &mut seen);
    seen
}

fn walk(group: &Group, part: &str, seen: &mut Seen) {
    let part = if group.id().is_empty() { part } else { group.id() };
    if part == "labels"
        && group.id().is_empty()
        && group.children().iter().all(|n| !matches!(n, Node::Group(_)))
    {
        seen.tags.push(group.abs_bounding_box());
    }
    for node in group.children() {
        match node {
            Node::Group(inner) => walk(inner, part, seen),
            Node::Text(text) => {
                let place = text.abs_bounding_box();
                seen.all.push(place);
                let zoom = text.abs_transform().get_scale().1;
                for chunk in text.chunks() {
                    seen.words.push(chunk.text().to_owned());
                    seen.letters.extend(chunk.spans().iter().map(|span| span.font_size().get() * zoom));
                }
                if part == "nodes" {
                    seen.names.push(place);
                }
            }
            Node::Path(path) => {
                let place = path.abs_bounding_box();
                if part == "nodes" {
                    seen.boxes.push(place);
                }
                if part == "edges" && path.fill().is_none() {
                    seen.lines.push(pieces(path));
                }
                if !part.is_empty() {
                    seen.all.push(place);
                }
            }
            Node::Image(_) => panic!("no images"),
        }
    }
}

fn pieces(path: &usvg::Path) -> Vec<Point> {
    const POINTS: u8 = 64;
    let mut out: Vec<Point> = Vec::new();
    let put = |x: f32, y: f32| {
        let mut p = resvg::tiny_skia::Point::from_xy(x, y);
        path.abs_transform().map_point(&mut p);
        (p.x, p.y)
    };
    let mut last = (0.0, 0.0);
    for segment in path.data().segments() {
        match segment {
            PathSegment::MoveTo(p) | PathSegment::LineTo(p) => {
                out.push(put(p.x, p.y));
                last = (p.x, p.y);
            }
            PathSegment::QuadTo(c, p) => {
                for i in 1..=POINTS {
                    let t = f32::from(i) / f32::from(POINTS);
                    let mix = |a: f32, b: f32, c: f32| {
                        (1.0 - t) * (1.0 - t) * a + 2.0 * t * (1.0 - t) * b + t * t * c
                    };
                    out.push(put(mix(last.0, c.x, p.x), mix(last.1, c.y, p.y)));
                }
                last = (p.x, p.y);
            }
            other => panic!("no {other:?} in a line"),
        }
    }
    out
}

fn overlap(a: &Rect, b: &Rect) -> bool {
    a.left() < b.right() && b.left() < a.right() && a.top() < b.bottom() && b.top() < a.bottom()
}

/// How far a line runs inside of a box, in pixels.
fn within(line: &[Point], shape: &Rect) -> f32 {
    let is_in =
        |p: &Point| p.0 > shape.left() && p.0 < shape.right() && p.1 > shape.top() && p.1 < shape.bottom();
    let piece = |p: &[Point]| (p[0].0 - p[1].0).hypot(p[0].1 - p[1].1);
    line.windows(2).filter(|p| is_in(&p[0]) && is_in(&p[1])).map(piece).sum()
}

/// What all pictures keep to; the share of the page beyond what is drawn.
fn check(name: &str, picture: &str) -> Seen {
    let seen = see(picture);
    for (i, one) in seen.boxes.iter().enumerate() {
        for other in &seen.boxes[i + 1..] {
            assert!(!overlap(one, other), "{name}: boxes {one:?} {other:?}");
        }
        for tag in &seen.tags {
            assert!(!overlap(one, tag), "{name}: a box {one:?} on words {tag:?}");
        }
        for line in &seen.lines {
            // Only at its ends a line may touch the square around a round box.
            let middle = &line[line.len() / 8..line.len() - line.len() / 8];
            let ends = [line.first(), line.last()].into_iter().flatten();
            let near = |p: &Point| {
                p.0 > one.left() - 9.0
                    && p.0 < one.right() + 9.0
                    && p.1 > one.top() - 9.0
                    && p.1 < one.bottom() + 9.0
            };
            if ends.clone().any(near) && ends.count() == 2 {
                continue;
            }
            assert!(within(middle, one) <= 0.0, "{name}: a line through {one:?}");
        }
    }
    for (i, one) in seen.tags.iter().enumerate() {
        for other in &seen.tags[i + 1..] {
            assert!(!overlap(one, other), "{name}: words {one:?} {other:?}");
        }
        // Its own line, which has two strokes where it is mixed, ends on both sides of it.
        let through: Vec<&Vec<Point>> = seen.lines.iter().filter(|line| within(line, one) > 1.0).collect();
        let ways: Vec<[Option<&Point>; 2]> = through.iter().map(|l| [l.first(), l.last()]).collect();
        assert!(ways.windows(2).all(|w| w[0] == w[1]), "{name}: another line through {one:?}");
    }
    for (text, shape) in seen.names.iter().flat_map(|t| seen.boxes.iter().map(move |b| (t, b))) {
        let is_in = text.left() >= shape.left() - 0.5 && text.right() <= shape.right() + 0.5;
        assert!(is_in || !overlap(text, shape), "{name}: words out of their box {text:?} {shape:?}");
    }
    for place in &seen.all {
        let (x, y) = seen.page;
        assert!(
            place.left() >= -1.0
                && place.top() >= -1.0
                && place.right() <= x + 1.0
                && place.bottom() <= y + 1.0,
            "{name}: {place:?} is not on the page {x} {y}"
        );
    }
    assert!(seen.letters.iter().all(|size| *size >= READABLE), "{name}: {:?}", seen.letters);
    seen
}

/// The share of the page around all that is drawn.
fn border(seen: &Seen) -> f32 {
    let left = seen.all.iter().map(Rect::left).fold(f32::MAX, f32::min);
    let top = seen.all.iter().map(Rect::top).fold(f32::MAX, f32::min);
    let right = seen.all.iter().map(Rect::right).fold(0.0, f32::max);
    let bottom = seen.all.iter().map(Rect::bottom).fold(0.0, f32::max);
    1.0 - (right - left) * (bottom - top) / (seen.page.0 * seen.page.1)
}

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
        let seen = check(&format!("{name}, {how}"), &svg::drawn(graph, &look));
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
    check("in focus", &svg::drawn(&graph, &of("country:IRN")));
}

#[test]
fn changes_are_as_clear() {
    let (old, new) = (built(&["examples/news/week1"]), built(&["examples/news"]));
    let (graph, marks) = union(&old, &new, &diff(&old, &new), false);
    for (how, look) in looks() {
        let seen = check(&format!("changes, {how}"), &svg::changes(&graph, &marks, &look));
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
            check(&format!("{name}, {how}"), &svg::drawn(&graph, &look));
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
    let apart = see(&svg::drawn(&graph, &Look { parallel: true, ..Look::default() }));
    assert_eq!(apart.lines.len(), 5);
}

#[test]
fn who_is_in_focus_stands_in_the_middle() {
    let graph = web(30, 60);
    let look = Look { focus: vec![ActorId("person:p4".into())], ..Look::default() };
    let picture = svg::drawn(&graph, &look);
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
    let picture = svg::drawn(&graph, &look);
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
    let grey = svg::drawn(&graph, &Look { theme: Theme::Grey, ..Look::default() });
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
        let picture = svg::drawn(&graph, &Look { form: Form::Matrix, ..look });
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
    let picture = svg::drawn(&of(&pair, ties), &Look { form: Form::Matrix, ..Look::default() });
    for says in ["Aland → Beland: +2 −1", "Celand → Aland: −1"] {
        assert!(picture.contains(says), "{says}");
    }
    assert_eq!(picture.matches(" → ").count(), 2, "no cell without a stance has words");
    svg::drawn(&Graph::default(), &Look { form: Form::Matrix, ..Look::default() });
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
