//! Corrections of edges: what a place does not say, says otherwise, or what is so by another source.

mod made;

use std::collections::BTreeMap;

use assert_cmd::Command;
use demarche::export::json;
use demarche::graph::{Corrected, Corrections, Graph, Options, correct, merge, reading_key};
use demarche::store::{Incoming, Run, Settings, Store};
use demarche::tables::Tables;
use demarche::types::{Actor, DocumentGraph, Evidence, Polarity, Relation, Status, Tie};
use made::{actor, document, evidence, meeting, stance};
use proptest::prelude::*;
use proptest::test_runner::Config;

const SYRIA: &str = "country:SYR";
const IRAQ: &str = "country:IRQ";
const ANNA: &str = "person:anna-berg";
const BORIS: &str = "person:boris-lund";
const ALL: [&str; 4] = [SYRIA, IRAQ, ANNA, BORIS];

fn sha(document: &str) -> String {
    // Two texts must not begin alike.
    let digit = document.bytes().last().unwrap();
    format!("{digit:02x}").repeat(32)
}

fn cast() -> Vec<Actor> {
    let names = ["Syria", "Iraq", "Anna Berg", "Boris Lund"];
    ALL.iter().zip(names).map(|(id, name)| actor(id, name, 3)).collect()
}

/// A place whose two actors stand at places of their own.
fn at(document: &str, place: usize) -> Evidence {
    let mut evidence = evidence(document, place, 0.9);
    evidence.target.start += 20;
    evidence.target.end += 20;
    evidence
}

fn of(relations: Vec<Relation>) -> Graph {
    merge(vec![document("d1", &sha("d1"), cast(), relations)], Options::above(0.5))
}

fn corrected(graph: &Graph, text: &str) -> Corrected {
    correct(graph.clone(), &Corrections::parse("fix.toml", text, Tables::bundled().unwrap()).unwrap())
        .unwrap()
}

fn wrong(text: &str) -> String {
    Corrections::parse("fix.toml", text, Tables::bundled().unwrap()).unwrap_err().to_string()
}

/// Each edge with the places that say so.
fn edges(graph: &Graph) -> Vec<String> {
    let say = |tie: &Tie| match tie {
        Tie::Meeting { status, .. } => format!("{status:?}").to_lowercase(),
        Tie::Stance { polarity, category, .. } => format!("{polarity:?} {category:?}").to_lowercase(),
        Tie::Affiliation { role, .. } => role.clone(),
    };
    let name = |id: &str| id.split(':').nth(1).unwrap().to_owned();
    let line = |e: &demarche::types::Edge| {
        let places: Vec<String> = e.evidence.iter().map(|v| v.quote.start.to_string()).collect();
        format!("{} {} {} @{}", name(&e.source.0), say(&e.tie), name(&e.target.0), places.join(","))
    };
    graph.edges().map(line).collect()
}

/// The keys of all places, by where their sentences begin.
fn keys(graph: &Graph) -> BTreeMap<usize, Vec<String>> {
    let texts: BTreeMap<&str, &str> =
        graph.documents.iter().map(|d| (d.id.as_str(), d.sha256.as_str())).collect();
    let mut out: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for edge in graph.edges() {
        for e in &edge.evidence {
            let key = reading_key(texts[e.document.as_str()], &edge.tie, e);
            out.entry(e.quote.start).or_default().push(key);
        }
    }
    out
}

fn told(corrected: &Corrected) -> Vec<&str> {
    corrected.unused.iter().chain(&corrected.ambiguous).map(|p| p.text.as_str()).collect()
}

#[test]
fn a_place_that_is_rejected_is_no_evidence() {
    let graph = of(vec![
        stance(ANNA, SYRIA, Polarity::Oppose, at("d1", 0)),
        stance(ANNA, SYRIA, Polarity::Oppose, at("d1", 100)),
        stance(SYRIA, ANNA, Polarity::Support, at("d1", 200)),
        meeting(&[ANNA, IRAQ, BORIS], Status::Held, at("d1", 300)),
        meeting(&[ANNA, IRAQ], Status::Planned, at("d1", 400)),
    ]);
    let keys = keys(&graph);
    let reject = |place: usize| format!("[[reject]]\nkey = \"{}\"\n", keys[&place][0]);
    let done = corrected(&graph, &(reject(0) + &reject(200) + &reject(400)));
    assert_eq!(told(&done), [""; 0]);
    assert_eq!(
        edges(&done.graph),
        [
            "IRQ held anna-berg @300",
            "IRQ held boris-lund @300",
            "anna-berg oppose accuse SYR @100",
            "anna-berg held boris-lund @300",
        ]
    );
    assert_eq!(done.graph.events.len(), 1);
    // Whatever says so.
    let text = "[[reject]]\nsource = \"Anna Berg\"\ntarget = \"Syria\"\npolarity = \"oppose\"\n
        [[reject]]\nsource = \"Boris Lund\"\ntarget = \"Anna Berg\"\nstatus = \"held\"\n
        [[reject]]\nsource = \"Iraq\"\ntarget = \"Syria\"\n";
    let done = corrected(&graph, text);
    assert_eq!(told(&done), ["there is no such edge in this graph"]);
    assert_eq!(
        edges(&done.graph),
        [
            "IRQ planned anna-berg @400",
            "IRQ held anna-berg @300",
            "IRQ held boris-lund @300",
            "SYR support support anna-berg @200",
        ]
    );
}

#[test]
fn a_place_may_say_otherwise() {
    let graph = of(vec![
        stance(ANNA, SYRIA, Polarity::Oppose, at("d1", 0)),
        stance(ANNA, SYRIA, Polarity::Oppose, at("d1", 100)),
        stance(ANNA, IRAQ, Polarity::Oppose, at("d1", 200)),
        meeting(&[ANNA, IRAQ], Status::Planned, at("d1", 300)),
    ]);
    let keys = keys(&graph);
    let change = |place: usize, what: &str| format!("[[change]]\nkey = \"{}\"\n{what}\n", keys[&place][0]);
    let text = change(0, "polarity = \"support\"\ndate = \"2026-03\"")
        + &change(100, "holder = \"Syria\"")
        + &change(200, "holder = \"Boris Lund\"\npolarity = \"oppose\"\ncategory = \"threaten\"")
        + &change(300, "status = \"held\"\ndate = \"2026-03-02\"");
    let done = corrected(&graph, &text);
    assert_eq!(told(&done), [""; 0]);
    let now = [
        "IRQ held anna-berg @300",
        "SYR oppose accuse anna-berg @100",
        "anna-berg support support SYR @0",
        "boris-lund oppose threaten IRQ @200",
    ];
    assert_eq!(edges(&done.graph), now);
    // A date as TOML has it, and as people write it.
    for date in ["2026-03-02", "\"2 March 2026\""] {
        let done = corrected(&graph, &change(0, &format!("date = {date}")));
        let evidence = &done.graph.edges().find(|e| e.evidence[0].quote.start == 0).unwrap().evidence;
        assert_eq!(evidence[0].when(), Some("2026-03-02"), "{date}");
    }
    let date = |at: usize| done.graph.edges().nth(at).unwrap().evidence[0].when().map(str::to_owned);
    assert_eq!((date(0).as_deref(), date(2).as_deref()), (Some("2026-03-02"), Some("2026-03")));
    assert_eq!(done.graph.events[0].date.as_ref().unwrap().value.as_deref(), Some("2026-03-02"));
    // Correcting twice is correcting once, and no entry complains.
    let twice = corrected(&done.graph, &text);
    assert_eq!((edges(&twice.graph), told(&twice)), (now.map(str::to_owned).to_vec(), vec![]));
    assert!(json::to_string(&twice.graph) == json::to_string(&done.graph));
    // What a reading cannot be is told, and changes nothing.
    for (place, what, problem) in [
        (0, "status = \"held\"", " is a stance, which has no status: change its polarity"),
        (300, "polarity = \"support\"", " is a meeting, which has no polarity: change its status"),
        (300, "holder = \"Anna Berg\"", " is a meeting, which has no holder"),
    ] {
        let done = corrected(&graph, &change(place, what));
        assert_eq!((told(&done).len(), done.ambiguous.len()), (1, 1), "{:?}", told(&done));
        assert!(told(&done)[0].contains(problem), "{:?}", told(&done));
        assert_eq!(edges(&done.graph), edges(&graph));
    }
}

/// What `query evidence` prints of a corrected graph can be corrected again.
#[test]
fn what_was_changed_can_be_rejected_and_changed_again() {
    let graph = of(vec![
        stance(ANNA, SYRIA, Polarity::Oppose, at("d1", 0)),
        stance(ANNA, IRAQ, Polarity::Oppose, at("d1", 100)),
    ]);
    let swap = format!("[[change]]\nkey = \"{}\"\nholder = \"Syria\"\n", keys(&graph)[&0][0]);
    let done = corrected(&graph, &swap);
    let new = &keys(&done.graph)[&0][0];
    assert_ne!(new, &keys(&graph)[&0][0], "with its sides swapped it is another reading");
    let reject = format!("[[reject]]\nkey = \"{new}\"\n");
    for text in [format!("{swap}{reject}"), format!("{reject}{swap}")] {
        let done = corrected(&graph, &text);
        assert_eq!(told(&done), [""; 0]);
        assert_eq!(edges(&done.graph), ["anna-berg oppose accuse IRQ @100"]);
    }
    let support = format!("[[change]]\nkey = \"{new}\"\npolarity = \"support\"\n");
    let text = support + &swap;
    let once = corrected(&graph, &text);
    assert_eq!(told(&once), [""; 0]);
    assert_eq!(edges(&once.graph), ["SYR support support anna-berg @0", "anna-berg oppose accuse IRQ @100"]);
    assert!(json::to_string(&corrected(&once.graph, &text).graph) == json::to_string(&once.graph));
    // An entry of one's own is no place in a text.
    let told = wrong("[[reject]]\nkey = \"fix.toml\"\n");
    assert!(told.contains("is an entry of a corrections file, not a place in a text"), "{told}");
}

#[test]
fn ones_own_sources_count() {
    let graph = of(vec![stance(ANNA, SYRIA, Polarity::Oppose, at("d1", 0))]);
    let text = "[[assert]]\nsource = \"Anna Berg\"\ntarget = \"Iraq\"\npolarity = \"support\"\n\
        quote = \"Berg thanked Iraq.\"\ncite = \"The Daily News\"\nnote = \"<b>sure</b>\"\n\
        [[assert]]\nsource = \"Syria\"\ntarget = \"Iraq\"\nstatus = \"held\"\ndate = \"2026-03-02\"\n\
        quote = \"Syria met Iraq.\"\ncite = \"a friend\"\n\
        [[assert]]\nsource = \"Nobody Known\"\ntarget = \"Iraq\"\nstatus = \"held\"\nquote = \"x\"\ncite = \"y\"\n";
    let done = corrected(&graph, text);
    assert_eq!(told(&done), ["\"Nobody Known\" is not in this graph; assert waits"]);
    let found: Vec<String> =
        edges(&done.graph).iter().map(|e| e.split(" @").next().unwrap().to_owned()).collect();
    assert_eq!(found, ["IRQ held SYR", "anna-berg support support IRQ", "anna-berg oppose accuse SYR"]);
    let own = &done.graph.edges().nth(1).unwrap().evidence[0];
    assert_eq!(
        (own.quote.text.as_str(), own.attribution[0].as_str()),
        ("Berg thanked Iraq.", "The Daily News")
    );
    assert_eq!(own.document, "corrections:fix.toml");
    let file = Corrections::parse("fix.toml", text, Tables::bundled().unwrap()).unwrap();
    assert_eq!(
        file.text().lines().nth(own.sentence - 1),
        Some("Anna Berg, Iraq: support: Berg thanked Iraq. (The Daily News)")
    );
    assert_eq!(&file.text()[own.quote.start..own.quote.end], own.quote.text);
    assert_eq!(done.graph.events[0].date.as_ref().unwrap().value.as_deref(), Some("2026-03-02"));
    let twice = corrected(&done.graph, text);
    assert!(json::to_string(&twice.graph) == json::to_string(&done.graph));
}

#[test]
fn what_does_not_apply_is_told() {
    let graph = of(vec![
        stance(ANNA, SYRIA, Polarity::Oppose, at("d1", 0)),
        stance(ANNA, IRAQ, Polarity::Oppose, at("d1", 100)),
    ]);
    let key = &keys(&graph)[&0][0];
    let text = &key[..8];
    let done = corrected(&graph, "[[reject]]\nkey = \"01234567-89abcdef\"\n");
    assert_eq!(told(&done), ["the text of 01234567-89abcdef is not in this graph; reject waits"]);
    let done = corrected(&graph, &format!("[[reject]]\nkey = \"{text}-0000\"\n"));
    assert_eq!(told(&done), [format!("nothing is read so any more: {text}-0000; reject waits")]);
    // The first digits will do where they are of one place only; else nothing is guessed.
    let done = corrected(&graph, &format!("[[reject]]\nkey = \"{}\"\n", &key[..13]));
    assert_eq!(edges(&done.graph).len(), 1);
    let many = of((0..40).map(|n| stance(ANNA, SYRIA, Polarity::Oppose, at("d1", n * 100))).collect());
    let all: Vec<String> = keys(&many).into_values().flatten().collect();
    let digit =
        "0123456789abcdef".chars().find(|d| all.iter().filter(|k| k[9..].starts_with(*d)).count() > 1);
    let done = corrected(&many, &format!("[[reject]]\nkey = \"{text}-{}\"\n", digit.unwrap()));
    assert!(told(&done)[0].contains("write all of the key"), "{:?}", told(&done));
    assert_eq!(done.ambiguous.len(), 1);
    assert_eq!(done.graph.edges().next().unwrap().evidence.len(), 40);
}

#[test]
fn what_is_applied_already_is_not_said_to_wait() {
    let graph = of(vec![
        stance(SYRIA, IRAQ, Polarity::Oppose, at("d1", 0)),
        stance(IRAQ, SYRIA, Polarity::Support, at("d1", 100)),
        stance(ANNA, IRAQ, Polarity::Support, at("d1", 200)),
        made::member(ANNA, SYRIA, "Envoy", at("d1", 300)),
    ]);
    let key = &keys(&graph)[&0][0];
    let text = format!(
        "[[reject]]\nkey = \"{key}\"\n[[reject]]\nsource = \"Iraq\"\ntarget = \"Syria\"\n\
         [[drop]]\nactor = \"Boris Lund\"\n[[no-affiliation]]\nmember = \"Anna Berg\"\nof = \"Syria\"\n\
         [[reject]]\nkey = \"00000000-00000000\"\n"
    );
    let once = corrected(&graph, &text);
    assert_eq!(told(&once), ["the text of 00000000-00000000 is not in this graph; reject waits"]);
    assert_eq!(edges(&once.graph), ["anna-berg support support iraq @200".replace("iraq", "IRQ")]);
    let twice = corrected(&once.graph, &text);
    assert_eq!(told(&twice), [""; 0]);
    assert_eq!(json::to_string(&once.graph), json::to_string(&twice.graph));
    // Of another file it is not known.
    let other = corrected(&once.graph, &format!("{text}\n[[drop]]\nactor = \"Syria\"\n"));
    assert!(
        told(&other).iter().any(|told| told.contains("nothing is read so any more")),
        "{:?}",
        told(&other)
    );
}

#[test]
fn files_that_say_both_are_refused_with_their_lines() {
    let key = "01234567-89abcdef";
    let reject = format!("[[reject]]\nkey = \"{key}\"\n");
    let change = format!("[[change]]\nkey = \"{key}\"\nstatus = \"held\"\n");
    for (text, problem) in [
        (reject.clone() + &change, "fix.toml:2: 01234567-89abcdef has a reject and a change(and line 4)"),
        (
            change.clone() + &change.replace("held", "denied"),
            "fix.toml:2: 01234567-89abcdef has a change and a change(and line 5)",
        ),
        ("[[reject]]\nkey = \"e0123\"\n".into(), "fix.toml:2: \"e0123\" is no key of a reading"),
        ("[[reject]]\nsource = \"Iraq\"\n".into(), "fix.toml:2: reject wants a key, or else"),
        (format!("[[change]]\nkey = \"{key}\"\n"), "fix.toml:2: change wants a polarity"),
        (format!("[[change]]\nkey = \"{key}\"\ndate = \"soon\"\n"), "fix.toml:3: date: \"soon\" is no date; expected YYYY-MM-DD"),
        (format!("[[change]]\nkey = \"{key}\"\ndate = 2025-02-30\n"), "fix.toml:3: "),
        (
            format!("[[change]]\nkey = \"{key}\"\npolarity = \"support\"\ncategory = \"ACCUSE\"\n"),
            "fix.toml:4: expected a category of those who support: AGREE, SUPPORT, CONCEDE",
        ),
        (
            format!("[[change]]\nkey = \"{key}\"\npolarity = \"oppose\"\ncategory = \"CONSULT\"\n"),
            "fix.toml:4: expected a category of those who oppose: REQUEST, ACCUSE",
        ),
        (format!("[[change]]\nkey = \"{key}\"\nstatus = \"soon\"\n"), "fix.toml:3: status is held, ongoing"),
        (format!("[[change]]\nkey = \"{key}\"\ncategory = \"AID\"\n"), "fix.toml:3: a category wants its polarity"),
        (
            "[[reject]]\nsource = \"Iraq\"\ntarget = \"Syria\"\n\
             [[assert]]\nsource = \"Iraq\"\ntarget = \"Syria\"\nstatus = \"held\"\nquote = \"x\"\ncite = \"y\"\n"
                .into(),
            "fix.toml:2: \"Iraq\" to \"Syria\" is rejected and asserted(and line 5)",
        ),
        (
            "[[assert]]\nsource = \"Iraq\"\ntarget = \"Syria\"\nquote = \"x\"\ncite = \"y\"\n".into(),
            "fix.toml:2: assert wants a polarity",
        ),
    ] {
        let found = wrong(&text);
        let (problem, line) = problem.split_once("(and").unwrap_or((problem, ""));
        assert!(found.contains(problem) && found.contains(line), "{problem}{line}\n{found}");
    }
}

#[test]
fn ten_thousand_take_a_moment() {
    let time_of = |n: usize| {
        let relations = (0..n).map(|n| stance(ANNA, SYRIA, Polarity::Oppose, at("d1", n * 100))).collect();
        let graph = of(relations);
        let entry = |key| format!("[[reject]]\nkey = \"{key}\"\n");
        let text: String = keys(&graph).into_values().flatten().map(entry).collect();
        // The quickest of several, as other programs run too.
        let round = |_| {
            let start = std::time::Instant::now();
            let done = corrected(&graph, &text);
            assert_eq!((done.graph.edges().count(), told(&done).len()), (0, 0));
            start.elapsed()
        };
        (0..3).map(round).min().unwrap()
    };
    let (few, many) = (time_of(1_000), time_of(10_000));
    // In step with their number: a hundred times as long would be its square.
    assert!(many < few * 50, "ten times as many take {many:?}, not {few:?}");
    println!("10,000 corrections: {many:?}");
}

fn documents() -> impl Strategy<Value = Vec<DocumentGraph>> {
    let relation = (0..4_usize, 1..4_usize, 0..4_u8, any::<bool>());
    let one = proptest::collection::vec(relation, 0..6);
    proptest::collection::vec(one, 1..4).prop_map(|documents| {
        let each = |(n, relations): (usize, Vec<(usize, usize, u8, bool)>)| {
            let id = format!("d{n}");
            let relations = relations.into_iter().enumerate().map(|(k, (a, step, kind, yes))| {
                let (a, b) = (ALL[a], ALL[(a + step) % 4]);
                let place = at(&id, k * 100);
                match kind {
                    0 => meeting(&[a, b], if yes { Status::Held } else { Status::Planned }, place),
                    1 => meeting(
                        &[a, b, ALL[(0..4).find(|i| ALL[*i] != a && ALL[*i] != b).unwrap()]],
                        Status::Held,
                        place,
                    ),
                    _ => stance(a, b, if yes { Polarity::Support } else { Polarity::Oppose }, place),
                }
            });
            let relations = relations.collect();
            document(&id, &sha(&id), cast(), relations)
        };
        documents.into_iter().enumerate().map(each).collect()
    })
}

/// An entry for a place, by what it is.
fn entry(key: &str, tie: &Tie, kind: u8) -> String {
    let what = match (kind % 4, tie) {
        (0, _) => return format!("[[reject]]\nkey = \"{key}\"\n"),
        (1, _) => "date = \"2026-03-02\"".to_owned(),
        (_, Tie::Meeting { .. }) => "status = \"denied\"".to_owned(),
        (2, _) => "polarity = \"support\"".to_owned(),
        _ => format!("holder = \"{}\"\ndate = \"2026\"", ALL[usize::from(kind / 4) % 4]),
    };
    format!("[[change]]\nkey = \"{key}\"\n{what}\n")
}

/// Entries of all other kinds, which do not contradict each other.
const OTHERS: [&str; 12] = [
    "[[assert]]\nsource = \"country:SYR\"\ntarget = \"country:IRQ\"\nstatus = \"held\"\nquote = \"x\"\ncite = \"y\"\n",
    "[[assert]]\nsource = \"Syria\"\ntarget = \"Egypt\"\npolarity = \"oppose\"\ndate = 2026\nquote = \"u\"\ncite = \"v\"\n",
    "[[affiliation]]\nmember = \"Anna Berg\"\nof = \"Iraq\"\nrole = \"Envoy\"\n",
    "[[affiliation]]\nmember = \"Boris Lund\"\nof = \"Syria\"\nrole = \"aide\"\nformer = true\n",
    "[[no-affiliation]]\nmember = \"Anna Berg\"\nof = \"Syria\"\n",
    "[[reject]]\nsource = \"Iraq\"\ntarget = \"Anna Berg\"\npolarity = \"support\"\n",
    "[[reject]]\nsource = \"Iraq\"\ntarget = \"Boris Lund\"\n",
    "[[rename]]\nactor = \"person:anna-berg\"\nname = \"Anna-Lena Berg\"\n",
    "[[alias]]\nactor = \"Syria\"\naliases = [\"SAR\", \"Syrian Republic\"]\n",
    "[[never-merge]]\nactors = [\"Syria\", \"Iraq\"]\n",
    "[[merge]]\nactor = \"Boris Lund\"\ninto = \"Boris A. Lund\"\n",
    "[[drop]]\nactor = \"person:nobody-here\"\n",
];

fn store_of(steps: &[&[DocumentGraph]], text: &str, first: bool) -> String {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open_to_write(&folder.path().join("a.db"), Settings::default()).unwrap();
    if first {
        store.set_corrections("fix.toml", text).unwrap();
    }
    for step in steps {
        let incoming = |graph: &DocumentGraph| Incoming {
            place: None,
            reading: format!("{:?}", graph.document),
            program: "test".into(),
            graph: graph.clone(),
        };
        store.add(step.iter().map(incoming).collect(), &[], &mut Run::default()).unwrap();
    }
    store.set_corrections("fix.toml", text).unwrap();
    json::to_string(&store.graph().unwrap())
}

proptest! {
    #![proptest_config(Config { cases: 48, ..Config::default() })]

    #[test]
    fn in_any_order_once_or_twice_before_or_after_documents(
        documents in documents(),
        kinds in proptest::collection::vec(any::<u8>(), 12),
        others in proptest::sample::subsequence((0..OTHERS.len()).collect::<Vec<usize>>(), 0..=OTHERS.len()),
        turn in 0..24_usize,
    ) {
        let graph = merge(documents.clone(), Options::above(0.5));
        let mut entries: BTreeMap<String, String> = BTreeMap::new();
        let texts: BTreeMap<&str, &str> =
            graph.documents.iter().map(|d| (d.id.as_str(), d.sha256.as_str())).collect();
        for (n, edge) in graph.edges().enumerate() {
            for (k, e) in edge.evidence.iter().enumerate() {
                let key = reading_key(texts[e.document.as_str()], &edge.tie, e);
                if let Some(kind) = kinds.get((n * 5 + k) % 17) {
                    let text = entry(&key, &edge.tie, *kind);
                    // What the swapped reading is called, and what is said of it then.
                    if text.contains(&format!("holder = \"{}\"", edge.target.0)) && kind % 32 < 16 {
                        let mut other = e.clone();
                        std::mem::swap(&mut other.source, &mut other.target);
                        let new = reading_key(texts[e.document.as_str()], &edge.tie, &other);
                        entries.entry(new.clone()).or_insert_with(|| entry(&new, &edge.tie, kind % 3));
                    }
                    entries.insert(key.clone(), text);
                }
            }
        }
        let mut entries: Vec<String> = entries.into_values().collect();
        entries.extend(others.iter().map(|n| OTHERS[*n].to_owned()));
        let text = entries.concat();
        let Corrected { graph: once, unused: waiting, .. } = corrected(&graph, &text);
        let built = json::to_string(&once);
        // In any order, some of them twice; and that once more, from a copy of the file too.
        entries.push("# end\n".to_owned());
        let at = turn % entries.len();
        entries.rotate_left(at);
        entries.extend_from_within(..entries.len() / 2);
        let third = entries.len() / 3;
        entries.swap(0, third);
        let mixed = entries.join("\n# again\n");
        prop_assert!(json::to_string(&corrected(&graph, &mixed).graph) == built);
        let again = corrected(&once, &mixed);
        prop_assert!(json::to_string(&again.graph) == built);
        let waits = |told: &str| waiting.iter().any(|problem| problem.text == told);
        prop_assert!(again.unused.iter().all(|problem| waits(&problem.text)), "{:?}", again.unused);
        let copy = Corrections::parse("copy.toml", &mixed, Tables::bundled().unwrap()).unwrap();
        prop_assert!(json::to_string(&correct(once, &copy).unwrap().graph) == built);
        // Before or after documents.
        let (left, right) = documents.split_at(documents.len() / 2);
        prop_assert!(store_of(&[left, right], &text, false) == built);
        prop_assert!(store_of(&[right, left], &mixed, true) == built);
    }
}

#[test]
fn a_rejected_sentence_stays_rejected() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    std::fs::write(at.join("a.txt"), "Iraq condemned Israel. Syria praised Jordan.\n").unwrap();
    let run = |args: &[&str]| {
        let output = Command::cargo_bin("demarche").unwrap().current_dir(at).args(args).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    };
    assert_eq!(run(&["build", "a.txt", "--db", "a.db", "-q"]).0, Some(0));
    let (_, table, _) = run(&["query", "evidence", "a.db", "Iraq", "Israel"]);
    let key = table.lines().nth(1).unwrap().split('\t').nth(7).unwrap().to_owned();
    let reject = ["correct", "reject", &key, "--corrections", "fix.toml", "--note", "<b>irony</b>"];
    let (code, _, told) = run(&reject);
    assert_eq!((code, told.as_str()), (Some(0), "fix.toml: 1 entry added\n"));
    let (code, _, told) = run(&reject);
    assert_eq!((code, told.as_str()), (Some(0), "fix.toml: that stands there already; nothing is added\n"));
    assert_eq!(run(&["build", "a.txt", "--db", "a.db", "--corrections", "fix.toml", "-q"]).0, Some(0));
    // Another document, the same one again: it stays away.
    std::fs::write(at.join("b.txt"), "Kenya praised Ghana.\n").unwrap();
    assert_eq!(run(&["build", "a.txt", "b.txt", "--db", "a.db", "-q"]).0, Some(0));
    assert_eq!(run(&["query", "evidence", "a.db", "Iraq", "Israel"]).1.lines().count(), 1);
    assert_eq!(run(&["query", "evidence", "a.db", "Syria", "Jordan"]).1.lines().count(), 2);
    // It is told when the sentence is gone.
    let (_, _, told) = run(&["remove", "a.db", "a.txt"]);
    assert!(told.contains(&format!("fix.toml:2: the text of {key} is not in this graph")), "{told}");
    for args in [
        &["correct", "reject", "nonsense", "--corrections", "new.toml"][..],
        &["correct", "change", &key, "--corrections", "new.toml"],
        &["correct", "assert", "Iraq", "Israel", "--quote", "x", "--cite", "y", "--corrections", "new.toml"],
    ] {
        assert_eq!(run(args).0, Some(2), "{args:?}");
        assert!(!at.join("new.toml").exists());
    }
}

#[test]
fn entries_that_several_add_at_once_all_stand() {
    let folder = tempfile::tempdir().unwrap();
    let add = |n: usize| {
        let key = format!("{n:08x}-{n:08x}");
        let args = ["correct", "reject", &key, "--corrections", "fix.toml"];
        Command::cargo_bin("demarche").unwrap().current_dir(folder.path()).args(args).output().unwrap()
    };
    std::thread::scope(|scope| {
        let add = &add;
        let adding: Vec<_> = (0..12).map(|n| scope.spawn(move || add(n))).collect();
        assert!(adding.into_iter().all(|adding| adding.join().unwrap().status.success()));
    });
    let file = std::fs::read_to_string(folder.path().join("fix.toml")).unwrap();
    let all = Corrections::parse("fix.toml", &file, Tables::bundled().unwrap()).unwrap();
    assert_eq!(all.len(), 12, "{file}");
}
