//! Other ways to look at a graph: camps, timelines, sentences, maps; and pages that are too small.

use demarche::export::{Course, Form, Look, Theme, Turn, from_str, svg};
use demarche::graph::{Graph, Options, merge};
use demarche::types::{Cue, CueKind, Evidence, Polarity, Quote, Status};
use jiff::civil::Date;

use super::made::news::folder;
use super::made::{actor, dated, demarche, document, evidence, hostile, meeting, member, stance};
use super::seen::{check, see};
use super::{built, looks, of, web};

fn drawn(graph: &Graph, look: &Look) -> String {
    let picture = svg::drawn(graph, look).unwrap();
    assert_eq!(picture, svg::drawn(graph, look).unwrap(), "the same bytes");
    picture
}

fn asked(form: Form) -> Vec<(&'static str, Look)> {
    let of = |(how, look): (&'static str, Look)| (how, Look { form, ..look });
    looks().into_iter().map(of).collect()
}

/// The value of an attribute, in each tag that has it.
fn values<'p>(picture: &'p str, before: &str) -> Vec<&'p str> {
    picture.split(before).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn camps_have_frames_with_their_members() {
    let names = ["AAA", "BBB", "CCC", "DDD", "EEE", "FFF"].map(|c| format!("country:{c}"));
    let cast: Vec<(&str, &str)> = names.iter().map(|id| (id.as_str(), &id[8..])).collect();
    let said = |i: usize| evidence("d", i * 100, 0.9);
    let ties = [
        (0, 1, Polarity::Support),
        (1, 2, Polarity::Support),
        (3, 4, Polarity::Support),
        (0, 3, Polarity::Oppose),
        (4, 2, Polarity::Oppose),
        (5, 0, Polarity::Oppose),
        (5, 3, Polarity::Oppose),
    ];
    let ties = ties.iter().enumerate().map(|(i, (a, b, p))| stance(&names[*a], &names[*b], *p, said(i)));
    let graph = of(&cast, ties.collect());
    for (how, look) in asked(Form::Camps) {
        let picture = drawn(&graph, &look);
        let seen = check(&format!("camps, {how}"), &picture);
        assert_eq!(seen.frames.len(), 2, "{how}");
        let boxes = seen.boxes.get(..6).unwrap();
        let mut inside: Vec<usize> = Vec::new();
        for frame in &seen.frames {
            let holds = |b: &&resvg::usvg::Rect| {
                b.left() > frame.left()
                    && b.right() < frame.right()
                    && b.top() > frame.top()
                    && b.bottom() < frame.bottom()
            };
            let touches = |b: &&resvg::usvg::Rect| super::seen::overlap(b, frame);
            assert_eq!(boxes.iter().filter(holds).count(), boxes.iter().filter(touches).count(), "{how}");
            inside.push(boxes.iter().filter(holds).count());
        }
        inside.sort_unstable();
        assert_eq!(inside, [2, 3], "{how}: the sixth stands alone");
        assert!(picture.contains("camp of "), "{how}");
    }
    for (how, look) in asked(Form::Camps) {
        check(&format!("camps of a web, {how}"), &drawn(&web(60, 200), &look));
        check(&format!("camps of news, {how}"), &drawn(&built(&["examples/news"]), &look));
        for graph in [Graph::default(), of(&cast[..1], vec![])] {
            check(&format!("camps of nobody, {how}"), &drawn(&graph, &look));
        }
    }
}

fn days_of(text: &str) -> i64 {
    let first = format!("{text}{}", &"0000-01-01"[text.len()..]);
    first.parse::<Date>().unwrap().duration_since(Date::constant(1970, 1, 1)).as_hours() / 24
}

/// Reads the marks of a timeline back: the date that each should have, and the day where it stands by the
/// scale at the left.
fn read_back(picture: &str) -> Vec<(String, f64)> {
    let number = |text: &str| text.parse::<f64>().unwrap();
    let part = picture.split("class=\"dates\"").nth(1).unwrap().split("class=\"lane\"").next().unwrap();
    // A date stands right after its stroke, which has the exact place.
    let strokes: Vec<f64> = values(part, "d=\"M")
        .iter()
        .map(|d| number(d.split(',').nth(1).unwrap().trim_end_matches("h8")))
        .collect();
    let dates: Vec<&str> = part
        .split("<text")
        .skip(1)
        .filter_map(|t| t.split('>').nth(1)?.trim().split('<').next())
        .map(str::trim)
        .collect();
    assert_eq!(strokes.len(), dates.len());
    let (first, last) =
        ((days_of(dates[0]), strokes[0]), (days_of(dates[dates.len() - 1]), strokes[strokes.len() - 1]));
    let per_pixel = (last.0 - first.0) as f64 / (last.1 - first.1);
    let marks = picture.split("class=\"mark\"").skip(1);
    let mark = |mark: &str| {
        let mark = mark.split("</g>").next().unwrap();
        let date = values(mark, "data-date=\"")[0].to_owned();
        // The middle of a disc, or of the corners of what is none.
        let y = match values(mark, "cy=\"").first() {
            Some(y) => number(y),
            None => {
                let corners = values(mark, "points=\"")[0];
                let all: Vec<f64> =
                    corners.split(' ').map(|p| number(p.split(',').nth(1).unwrap())).collect();
                (all.iter().copied().fold(f64::MAX, f64::min) + all.iter().copied().fold(0.0, f64::max)) / 2.0
            }
        };
        (date, first.0 as f64 + (y - first.1) * per_pixel)
    };
    marks.map(mark).collect()
}

fn talks() -> Graph {
    let pair = [("country:AAA", "Aland"), ("country:BBB", "Beland"), ("person:p", "Pat Poe")];
    let stand = |a: usize, b: usize, p, at, day: &str| stance(pair[a].0, pair[b].0, p, dated("d", at, day));
    let undated = Evidence { reported: None, date: None, ..evidence("d", 900, 0.9) };
    of(
        &pair,
        vec![
            stand(0, 1, Polarity::Oppose, 0, "2019-02-11"),
            stand(0, 1, Polarity::Oppose, 100, "2019-02-13"),
            stand(0, 1, Polarity::Support, 200, "2023-07"),
            stand(1, 0, Polarity::Oppose, 300, "2021"),
            stand(2, 1, Polarity::Support, 400, "2022-05-01"),
            meeting(&[pair[0].0, pair[1].0], Status::Held, dated("d", 500, "2024-11-30")),
            meeting(&[pair[1].0, pair[2].0], Status::Denied, dated("d", 600, "2020-03-02")),
            member(pair[2].0, pair[0].0, "minister", dated("d", 700, "2020-01-01")),
            stance(pair[0].0, pair[1].0, Polarity::Oppose, undated),
        ],
    )
}

#[test]
fn positions_on_a_timeline_are_dates() {
    let graph = talks();
    let id = |text: &str| demarche::types::ActorId(text.into());
    let turn = Turn {
        date: "2023-07".into(),
        holder: id("country:AAA"),
        target: id("country:BBB"),
        from: Polarity::Oppose,
        to: Polarity::Support,
    };
    let both = vec![vec![id("country:AAA"), id("person:p")], vec![id("country:BBB")]];
    for (sides, marks) in
        [(both, 8), (vec![vec![id("country:BBB")]], 8), (vec![vec![id("person:p")]], 2), (vec![], 8)]
    {
        for latest_first in [false, true] {
            let turns = if sides.len() == 1 && marks == 2 { vec![] } else { vec![turn.clone()] };
            let course = Course { sides: sides.clone(), turns, latest_first, affiliations: false };
            for (how, look) in asked(Form::Timeline) {
                let look = Look { course: course.clone(), ..look };
                let picture = drawn(&graph, &look);
                check(&format!("timeline, {how}"), &picture);
                let found = read_back(&picture);
                assert_eq!(found.len(), marks, "{how} {sides:?}");
                for (date, day) in &found {
                    assert!((days_of(date) as f64 - day).abs() < 1.5, "{how}: {date} stands at day {day}");
                }
                assert_eq!(
                    picture.contains("not shown: 1"),
                    sides.len() != 1 || marks == 8,
                    "undated: {how}"
                );
                assert!(!picture.contains("minister"));
            }
            let all = Course { affiliations: true, ..course };
            let told = drawn(&graph, &Look { form: Form::Timeline, course: all, ..Look::default() });
            assert_eq!(told.contains("minister"), marks == 2 || sides.is_empty(), "{sides:?}");
        }
    }
    let up = |latest_first| {
        let course = Course { sides: vec![vec![id("country:BBB")]], latest_first, ..Course::default() };
        let picture = drawn(&graph, &Look { form: Form::Timeline, course, ..Look::default() });
        let years = ["2019", "2024"].map(|year| see(&picture).words.iter().position(|w| w.starts_with(year)));
        years[0] < years[1]
    };
    assert!(up(false), "the oldest first");
}

#[test]
fn timelines_of_odd_graphs() {
    let hostile = merge(vec![hostile()], Options::all_above(0.0));
    let crowd = (0..600).map(|i| {
        let day = format!("20{:02}-{:02}-{:02}", i % 25, 1 + i % 12, 1 + i % 28);
        stance(
            "country:AAA",
            "country:BBB",
            if i % 3 == 0 { Polarity::Support } else { Polarity::Oppose },
            dated("d", i * 100, &day),
        )
    });
    let crowd = of(&[("country:AAA", "Aland"), ("country:BBB", "Beland")], crowd.collect());
    let undated = Evidence { reported: None, ..evidence("d", 0, 0.9) };
    let undated = of(
        &[("country:AAA", "A"), ("country:BBB", "B")],
        vec![stance("country:AAA", "country:BBB", Polarity::Oppose, undated)],
    );
    for (how, look) in asked(Form::Timeline) {
        for (name, graph) in
            [("hostile", &hostile), ("crowd", &crowd), ("nothing", &Graph::default()), ("undated", &undated)]
        {
            let picture = drawn(graph, &look);
            check(&format!("timeline of {name}, {how}"), &picture);
            if name == "crowd" {
                assert!(picture.contains("Marks without words"), "{how}");
            }
        }
    }
}

/// Evidence of a sentence, its words by their place in it.
fn words(sentence: &str, source: &str, trigger: &str, target: &str) -> Evidence {
    let quote = |text: &str| {
        let start = sentence.find(text).unwrap();
        Quote { start: 50 + start, end: 50 + start + text.len(), text: text.into() }
    };
    let cue = Cue { kind: CueKind::Negation, quote: quote("not") };
    Evidence {
        quote: Quote { start: 50, end: 50 + sentence.len(), text: sentence.into() },
        source: quote(source),
        trigger: quote(trigger),
        target: quote(target),
        cues: vec![cue],
        ..evidence("d", 0, 0.9)
    }
}

#[test]
fn a_sentence_shows_what_it_says_of_whom() {
    let sentence = "On Monday the Iraqi cabinet, which had <long> debated & argued over the plan of its neighbours \
                    to the north and to the west of the two rivers, did not condemn \
                    Beland's \u{202e}government, officials said in the evening.";
    let cast = [("country:AAA", "Iraq"), ("country:BBB", "Beland")];
    let said = words(sentence, "Iraqi", "condemn", "Beland");
    let graph = of(&cast, vec![stance("country:AAA", "country:BBB", Polarity::Support, said.clone())]);
    let narrow = Look { size: Some("500x700".parse().unwrap()), ..Look::default() };
    for (how, look) in
        asked(Form::Sentence).into_iter().chain([("narrow", Look { form: Form::Sentence, ..narrow })])
    {
        let picture = drawn(&graph, &look);
        let seen = check(&format!("sentence, {how}"), &picture);
        let all = seen.words.join(" ");
        let mut rest = all.as_str();
        for word in sentence.split_whitespace().map(|w| w.replace('\u{202e}', "")) {
            let word = word.split("'s").next().unwrap();
            let at = rest.find(word).unwrap_or_else(|| panic!("{how}: {word} in {all}"));
            rest = &rest[at..];
        }
        for label in ["negation", "supports", "Iraq → Beland: supports"] {
            assert!(seen.words.iter().any(|w| w == label), "{how}: {label} in {:?}", seen.words);
        }
        let arcs = picture.matches("class=\"arc\"").count();
        assert_eq!((arcs, picture.matches("<polygon").count()), (1, 1), "{how}: one arrow");
        // The arrow stands over its target's mark, in the line of that mark.
        let tip: Vec<f64> = values(&picture, "<polygon")
            .first()
            .and_then(|_| picture.split("points=\"").nth(1)?.split(' ').next())
            .map(|p| p.split(',').map(|n| n.parse().unwrap()).collect())
            .unwrap();
        let marks: Vec<[f64; 4]> = picture
            .split("<rect")
            .filter(|r| r.contains("stroke-width=\"1.2\""))
            .map(|r| {
                ["x=\"", "y=\"", "width=\"", "height=\""]
                    .map(|k| values(r, &format!(" {k}"))[0].parse().unwrap())
            })
            .collect();
        let below = |m: &[f64; 4]| m[0] <= tip[0] && tip[0] <= m[0] + m[2] && (m[1] - tip[1]).abs() < 4.0;
        assert_eq!(marks.iter().filter(|m| below(m)).count(), 1, "{how}: {tip:?} {marks:?}");
    }
    // Who is only meant stands before the sentence; hostile names break nothing.
    let away = Evidence { source: Quote { start: 9_000, end: 9_002, text: "he".into() }, ..said };
    let meant = of(&cast, vec![stance("country:AAA", "country:BBB", Polarity::Oppose, away)]);
    let picture = drawn(&meant, &Look { form: Form::Sentence, ..Look::default() });
    assert!(picture.contains("stroke-dasharray=\"3 2\""), "Iraq is meant");
    let unbroken = "x".repeat(700);
    let actors = vec![actor("group:a", &unbroken, 1), actor("group:b", "علي حسن", 1)];
    let wide = words(&format!("{unbroken} did not meet علي حسن there."), &unbroken, "meet", "علي حسن");
    let wide = merge(
        vec![document("d", "aa", actors, vec![stance("group:a", "group:b", Polarity::Oppose, wide)])],
        Options::above(0.5),
    );
    let hostile = merge(vec![hostile()], Options::all_above(0.0));
    for (how, look) in asked(Form::Sentence) {
        for theme in [Theme::Light, Theme::Dark] {
            let look = Look { sentences: Some(20), theme, ..look.clone() };
            for (name, graph) in [("wide", &wide), ("hostile", &hostile), ("nothing", &Graph::default())] {
                check(&format!("sentence of {name}, {how}"), &drawn(graph, &look));
            }
        }
    }
}

#[test]
fn countries_stand_on_a_map() {
    let codes = ["ISR", "LBN", "SYR", "JOR", "IRQ", "IRN", "SAU", "BHR", "USA", "FRA"];
    let ids = codes.map(|c| format!("country:{c}"));
    let cast: Vec<(&str, &str)> =
        ids.iter().map(String::as_str).zip(codes).chain([("person:p", "Pat Poe")]).collect();
    let mut ties: Vec<_> = (0..14)
        .map(|i| {
            stance(
                &ids[i % 8],
                &ids[(i * 3 + 1) % 8],
                if i % 2 == 0 { Polarity::Support } else { Polarity::Oppose },
                evidence("d", i * 100, 0.9),
            )
        })
        .collect();
    ties.push(member("person:p", &ids[9], "president", evidence("d", 8000, 0.9)));
    ties.push(meeting(&["person:p", &ids[0]], Status::Held, evidence("d", 8100, 0.9)));
    let graph = of(&cast, ties);
    for (how, look) in asked(Form::Map).into_iter().filter(|(how, _)| *how != "parallel") {
        let picture = drawn(&graph, &look);
        let seen = check(&format!("map, {how}"), &picture);
        let at = |name: &str| {
            let mut nth = seen
                .boxes
                .iter()
                .zip(picture.split("class=\"nodes\"").nth(1).unwrap().split("<title>").skip(1));
            nth.find(|(_, rest)| rest.trim_start().starts_with(name)).map(|(b, _)| *b).unwrap()
        };
        // Who lies west of whom stands west, if not pushed aside by neighbours.
        assert!(at("FRA").left() < at("IRQ").left() && at("IRQ").left() < at("IRN").right(), "{how}");
        assert!(at("FRA").top() < at("SAU").top(), "{how}");
        assert!(picture.matches("id=\"map\"").count() == 1);
        assert!(!picture.contains("Pat Poe"), "{how}: the president counts for France");
    }
    for graph in [Graph::default(), of(&[("group:a", "A"), ("country:ZZZ", "Nowhere")], vec![])] {
        let picture = drawn(&graph, &Look { form: Form::Map, ..Look::default() });
        check("an empty map", &picture);
        assert_eq!(picture.contains("Not on the map: Nowhere"), graph.net.node_count() > 0);
    }
    drawn(&merge(vec![hostile()], Options::all_above(0.0)), &Look { form: Form::Map, ..Look::default() });
}

#[test]
fn a_page_that_is_too_small_is_refused_with_the_smallest() {
    let graph = web(20, 45);
    for form in [Form::Net, Form::Matrix, Form::Camps, Form::Timeline] {
        let sized = |size: &str| Look { form, size: Some(size.parse().unwrap()), ..Look::default() };
        let problem = svg::drawn(&graph, &sized("200x200")).unwrap_err().to_string();
        let smallest = problem.split("the smallest of this proportion is ").nth(1);
        let smallest = smallest.unwrap_or_else(|| panic!("{form:?}: {problem}"));
        assert_ne!(smallest, "200x200");
        check(&format!("{form:?} of {smallest}"), &svg::drawn(&graph, &sized(smallest)).unwrap());
    }
}

#[test]
fn meetings_that_were_held_and_refused_are_both_there() {
    let pair = [("country:AAA", "Aland"), ("country:BBB", "Beland")];
    let met = |status, at| meeting(&[pair[0].0, pair[1].0], status, evidence("d", at, 0.9));
    let graph = of(&pair, vec![met(Status::Held, 0), met(Status::Refused, 100), met(Status::Planned, 200)]);
    let seen = check("three meetings", &drawn(&graph, &Look::default()));
    assert_eq!(seen.tags.len(), 3);
    for words in ["met", "plans to meet, or is asked to", "did not meet: refused, cancelled, denied"] {
        assert!(seen.words.iter().any(|w| w == words), "{words} is in the legend");
    }
}

#[test]
fn commands_draw_what_they_are_asked_for() {
    let folder = folder();
    let at = folder.path();
    let graph = web(30, 80);
    std::fs::write(at.join("g.json"), demarche::export::json::to_string(&graph)).unwrap();
    let focus = ["export", "g.json", "--focus", "person:p4", "--max-nodes", "4", "-o", "part.json"];
    assert!(demarche(at, &focus).0);
    let part = from_str(&std::fs::read_to_string(at.join("part.json")).unwrap(), "part").unwrap();
    assert_eq!(part.actors().count(), 4);
    for actor in part.actors().filter(|a| a.id.0 != "person:p4") {
        let tied = part.edges().any(|e| {
            [&e.source.0, &e.target.0].contains(&&actor.id.0)
                && [e.source.0.as_str(), &e.target.0].contains(&"person:p4")
        });
        assert!(tied, "{} is tied to the focus", actor.id);
    }
    let edge = graph.edges().next().unwrap().id.clone();
    assert!(demarche(at, &["export", "g.json", "--edge", &edge, "--as", "sentence", "-o", "one.svg"]).0);
    assert!(std::fs::read_to_string(at.join("one.svg")).unwrap().contains("class=\"sentence\""));
    let (done, says) = demarche(at, &["export", "g.json", "--edge", "nothing", "-o", "one.svg"]);
    assert!(!done && says.contains("no edge nothing"), "{says}");
    assert!(
        demarche(
            at,
            &[
                "export",
                "g.json",
                "--as",
                "timeline",
                "--focus",
                "person:p4",
                "-o",
                "t.svg",
                "-o",
                "t.pdf",
                "-o",
                "t.png"
            ]
        )
        .0
    );
    assert!(std::fs::read_to_string(at.join("t.svg")).unwrap().contains("class=\"lane\""));
    let (done, says) = demarche(at, &["export", "g.json", "--size", "200x200", "-o", "small.svg"]);
    assert!(!done && says.contains("the smallest of this proportion is"), "{says}");
    assert!(!at.join("small.svg").exists());
}
