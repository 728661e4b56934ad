//! A store grows and shrinks, and always holds the graph of the documents that are in it.

mod made;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use demarche::export;
use demarche::graph::{
    Corrections, Filter, Graph, Indexed, Kind, Source, Voice, by_precedence, correct, merge,
};
use demarche::store::{Incoming, Run, Settings, Store, StoreError};
use demarche::tables::Tables;
use demarche::types::{ActorId, DocumentGraph, Polarity, Post, Relation, Sketch, Status};
use made::{demarche, same};
use proptest::prelude::*;
use proptest::test_runner::Config;

fn json(graph: &Graph) -> String {
    export::json::to_string(graph)
}

fn incoming(graph: DocumentGraph) -> Incoming {
    let reading = format!("{:?}", graph.document);
    Incoming { place: graph.document.url.clone(), graph, reading, program: "test".into() }
}

fn add(store: &mut Store, documents: Vec<DocumentGraph>) {
    take(store, documents, Run::default());
}

/// All of a run: batches of two.
fn take(store: &mut Store, documents: Vec<DocumentGraph>, mut run: Run) -> Run {
    for batch in documents.chunks(2) {
        store.add(batch.iter().cloned().map(incoming).collect(), &[], &mut run).unwrap();
    }
    store.end(&mut run).unwrap();
    run
}

fn new_store(folder: &Path) -> Store {
    Store::open_to_write(&folder.join("a.db"), Settings::default()).unwrap()
}

const ACTORS: [&str; 6] =
    ["country:SYR", "country:IRQ", "person:a-hussein", "person:b-hussein", "group:un", "group:army"];
/// Whom a document may know by the surname only, or by another form of the name.
const MORE: [&str; 4] =
    ["person:hussein@1", "person:husein@2", "person:anna-hussein", "person:a-maria-hussein"];
const OFFICES: [&str; 3] = ["president", "senator", ""];
const NAMES: [&str; 4] = ["Fuad Hussein", "Hussein", "the Name", "Émile O'Neill"];
const DAYS: [&str; 3] = ["2026-03-01", "2026-03-02", "2026-03-05"];

fn relation(document: String) -> impl Strategy<Value = Relation> {
    let kinds = (0..4_u8, any::<bool>(), 0..4_usize, any::<bool>());
    let words = (0..5_usize, 0..20_usize, proptest::option::of(0..3_usize), 35..100_u32);
    let shape = (proptest::sample::subsequence(ACTORS.to_vec(), 2..4), kinds, words);
    (shape, any::<u8>()).prop_map(
        move |((who, (kind, against, pick, implicit), (at, shift, day, sure)), more)| {
            let mut evidence = made::evidence(&document, at * 100 + shift, sure as f32 / 100.0);
            if let Some(day) = day {
                evidence.date = made::dated(&document, at * 100, DAYS[day]).date;
            }
            evidence.implicit = implicit && more % 5 == 0;
            if more % 7 < 3 {
                evidence.attribution.clear();
            }
            let (a, b) = if more % 2 == 0 { (who[0], who[1]) } else { (who[1], who[0]) };
            let status = [Status::Held, Status::Planned][pick % 2];
            match kind {
                0 => {
                    let polarity = if against { Polarity::Oppose } else { Polarity::Support };
                    let mut relation = made::stance(a, b, polarity, evidence);
                    if let Relation::Stance(stance) = &mut relation {
                        stance.intensity = f32::from(more) / 255.0;
                    }
                    relation
                }
                1 => made::member(a, b, ["Minister", "minister", "MINISTER", "envoy"][pick], evidence),
                _ => {
                    let mut relation = made::meeting(&who, status, evidence);
                    if let Relation::Meeting(meeting) = &mut relation {
                        meeting.place = (more % 3 > 0).then(|| format!("place {}", more % 4));
                        meeting.topic = (more % 4 > 2).then(|| "gas".to_owned());
                    }
                    relation
                }
            }
        },
    )
}

/// Sketches of texts by the first digit of their hash: one of two stories, cut, a text that has something of
/// both, and others.
fn sketch(text: u8) -> Sketch {
    let story = |n: u32, words: u32| (0..words).map(move |at| (n << 20 | at).wrapping_mul(0x9e37_79b1));
    let runs: Vec<u32> = match text {
        0 => story(1, 100).collect(),
        1 => story(1, 70).collect(),
        2 => story(1, 60).chain(story(2, 50)).collect(),
        3 => story(2, 60).collect(),
        4 => story(3, 80).collect(),
        _ => Vec::new(),
    };
    Sketch { words: runs.len() as u32, runs }
}

fn document() -> impl Strategy<Value = DocumentGraph> {
    let actor = (0..6_usize, 0..4_usize, 0..3_usize, 0..4_usize);
    ((0..5_u8, 0..6_u8, 0..3_usize, 0..4_u8), proptest::collection::vec(actor, 0..6)).prop_flat_map(
        |((id, sha, title, place), actors)| {
            let id = format!("d{id}");
            let relations = proptest::collection::vec(relation(id.clone()), 0..8);
            let posts = proptest::collection::vec((0..6_usize, 0..3_usize, 0..4_usize), 0..5);
            let more = proptest::sample::subsequence(MORE.to_vec(), 0..3);
            (relations, posts, more).prop_map(move |(relations, posts, more)| {
                let mut all: Vec<_> = ACTORS.iter().map(|actor| made::actor(actor, NAMES[0], 1)).collect();
                for (who, name, mentions, alias) in &actors {
                    all[*who] = made::actor(ACTORS[*who], NAMES[*name], *mentions);
                    all[*who].aliases = vec![NAMES[*alias].to_owned()];
                }
                all.extend(more.iter().map(|actor| made::actor(actor, "Hussein", 2)));
                let mut relations = relations;
                for (n, actor) in more.iter().enumerate() {
                    let evidence = made::evidence(&id, 900 + n * 10, 0.9);
                    relations.push(made::stance(actor, "country:SYR", Polarity::Oppose, evidence.clone()));
                    relations.push(made::meeting(&[actor, "person:a-hussein"], Status::Held, evidence));
                }
                let mut graph = made::document(&id, &format!("{sha}{sha}abcdef0123"), all, relations);
                let people = [&ACTORS[2..4], &MORE[..]].concat();
                let post = |(who, office, of): (usize, usize, usize)| Post {
                    actor: ActorId(people[who].to_owned()),
                    office: OFFICES[office].to_owned(),
                    of: (of < 3)
                        .then(|| ActorId(["country:SYR", "country:IRQ", "group:army"][of].to_owned())),
                };
                graph.posts = posts.into_iter().map(post).collect();
                graph.sketch = sketch(sha);
                graph.document.title = Some(format!("title {title}"));
                // The place, for the test's own use.
                graph.document.url = (place > 0).then(|| format!("https://example.org/{place}"));
                graph.document.date = [None, Some(DAYS[0]), Some(DAYS[1])][title].map(str::to_owned);
                graph
            })
        },
    )
}

#[derive(Debug, Clone)]
enum Step {
    Add(Vec<DocumentGraph>),
    Replace(Vec<DocumentGraph>),
    Remove(u8),
    Correct(usize),
    Choose(u8, bool, bool),
    Reopen,
}

const CORRECTIONS: [&str; 4] = [
    "",
    "[[merge]]\nactor = \"person:b-hussein\"\ninto = \"person:a-hussein\"\n",
    "[[drop]]\nactor = \"group:army\"\n[[rename]]\nactor = \"country:IRQ\"\nname = \"Irak\"\n",
    "[[affiliation]]\nmember = \"person:a-hussein\"\nof = \"country:IRQ\"\nrole = \"Foreign Minister\"\n\
     [[no-affiliation]]\nmember = \"person:b-hussein\"\n",
];

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => proptest::collection::vec(document(), 1..4).prop_map(Step::Add),
        2 => proptest::collection::vec(document(), 1..4).prop_map(Step::Replace),
        3 => (0..5_u8).prop_map(Step::Remove),
        1 => (0..4_usize).prop_map(Step::Correct),
        1 => (0..3_u8, any::<bool>(), any::<bool>()).prop_map(|(p, all, keep)| Step::Choose(p, all, keep)),
        1 => Just(Step::Reopen),
    ]
}

/// What a store must hold: the documents by hash and place.
type Held = BTreeMap<(String, String), DocumentGraph>;

fn slot(document: &DocumentGraph) -> (String, String) {
    let info = &document.document;
    (info.sha256.clone(), info.url.clone().unwrap_or_else(|| info.id.clone()))
}

/// What a store must hold after a run: each text at each place as it is told last, within a run the first
/// by precedence.
fn after(held: &mut Held, documents: &[DocumentGraph]) {
    let mut met: Held = Held::new();
    for document in documents {
        let key = slot(document);
        let first = |old: &&DocumentGraph| by_precedence(&old.document, &document.document).is_le();
        let same = |old: &&DocumentGraph| old.document == document.document;
        let known = match met.get(&key) {
            Some(old) => Some(old).filter(first),
            None => held.get(&key).filter(same),
        };
        met.insert(key, known.unwrap_or(document).clone());
    }
    held.extend(met);
}

fn rebuilt(held: &Held, settings: Settings, corrections: &str) -> Graph {
    let mut documents: Vec<DocumentGraph> = held.values().cloned().collect();
    if settings.keep_copies {
        documents.iter_mut().for_each(|document| document.sketch = Sketch::default());
    }
    let graph = merge(documents, settings.threshold, settings.all_readings);
    let corrections = Corrections::parse("fix.toml", corrections, Tables::bundled().unwrap()).unwrap();
    correct(graph, &corrections).unwrap().graph
}

proptest! {
    #![proptest_config(Config { cases: 48, ..Config::default() })]

    #[test]
    fn a_store_answers_as_a_graph_in_memory_does(
        documents in proptest::collection::vec(document(), 1..6),
        which in 0..4_usize,
    ) {
        let folder = tempfile::tempdir().unwrap();
        let mut store = new_store(folder.path());
        add(&mut store, documents);
        store.set_corrections("fix.toml", CORRECTIONS[which]).unwrap();
        let memory = Indexed::new(store.graph().unwrap());
        assert_same_answers(&memory, &store);
        let reader = Store::open(&folder.path().join("a.db")).unwrap();
        reader.hold().unwrap();
        assert_same_answers(&memory, &reader);
    }

    #[test]
    fn any_way_to_a_set_of_documents_gives_its_graph(steps in proptest::collection::vec(step(), 1..10)) {
        let folder = tempfile::tempdir().unwrap();
        let mut store = new_store(folder.path());
        let mut held = Held::new();
        let (mut settings, mut corrections) = (Settings::default(), "");
        for step in steps {
            match step {
                Step::Add(documents) => {
                    after(&mut held, &documents);
                    add(&mut store, documents);
                }
                Step::Replace(documents) => {
                    let places: Vec<_> = documents.iter().filter_map(|d| d.document.url.clone()).collect();
                    let slots: Vec<_> = documents.iter().map(slot).collect();
                    let stays = |slot: &_, d: &mut DocumentGraph| {
                        d.document.url.as_ref().is_none_or(|url| !places.contains(url)) || slots.contains(slot)
                    };
                    held.retain(stays);
                    after(&mut held, &documents);
                    take(&mut store, documents, Run::replacing());
                }
                Step::Remove(which) => {
                    let id = format!("d{which}");
                    // Of a text at several places one counts; that with the smallest hash has the plain id.
                    let mut counting: BTreeMap<&String, &DocumentGraph> = BTreeMap::new();
                    for ((text, _), document) in &held {
                        let first = counting.entry(text).or_insert(document);
                        if by_precedence(&document.document, &first.document).is_lt() {
                            *first = document;
                        }
                    }
                    let text = counting.iter().find(|(_, d)| d.document.id == id).map(|(text, _)| (*text).clone());
                    let (missing, _) = store.remove(std::slice::from_ref(&id)).unwrap();
                    prop_assert_eq!(missing.is_empty(), text.is_some());
                    held.retain(|(held, _), _| Some(held) != text.as_ref());
                }
                Step::Correct(which) => {
                    corrections = CORRECTIONS[which];
                    store.set_corrections("fix.toml", corrections).unwrap();
                }
                Step::Choose(p, all_readings, keep_copies) => {
                    let threshold = [0.0, 0.5, 0.75][usize::from(p)];
                    settings = Settings { threshold, all_readings, keep_copies };
                    store.set_settings(settings).unwrap();
                }
                Step::Reopen => {
                    drop(store);
                    store = new_store(folder.path());
                }
            }
            let whole = rebuilt(&held, settings, corrections);
            prop_assert_eq!(store.copies().unwrap(), whole.copies());
            prop_assert!(json(&store.graph().unwrap()) == json(&whole));
        }
    }
}

fn filters() -> Vec<Filter> {
    let all = Filter::default;
    vec![
        all(),
        Filter { kinds: vec![Kind::Meeting], ..all() },
        Filter { polarity: Some(Polarity::Oppose), ..all() },
        Filter { status: vec![Status::Planned], kinds: vec![Kind::Meeting, Kind::Affiliation], ..all() },
        Filter { since: Some("2026-03-02".into()), ..all() },
        Filter { until: Some("2026-03-01".into()), polarity: Some(Polarity::Support), ..all() },
        Filter { min_confidence: Some(0.8), ..all() },
        Filter { attributed_to: Some(Voice::Text), ..all() },
    ]
}

/// Asks both sources all that can be asked.
fn assert_same_answers(a: &dyn Source, b: &dyn Source) {
    let ids: Vec<ActorId> = ACTORS.iter().chain(&["person:nobody"]).map(|id| ActorId((*id).into())).collect();
    for name in
        NAMES.iter().chain(&["husein", "country:SYR", "person:nobody", "\"; DROP TABLE actors; --", ""])
    {
        assert_eq!(a.named(name, 5).unwrap(), b.named(name, 5).unwrap(), "{name}");
    }
    for id in &ids {
        assert_eq!(a.actor(id).unwrap(), b.actor(id).unwrap());
        assert_eq!(a.degree(id).unwrap(), b.degree(id).unwrap());
    }
    let documents = BTreeSet::from(["d0", "d3", "none"]);
    assert_eq!(a.documents(&documents).unwrap(), b.documents(&documents).unwrap());
    for filter in filters() {
        for id in &ids {
            assert_eq!(a.links(id, &filter).unwrap(), b.links(id, &filter).unwrap(), "{filter:?}");
            assert_eq!(a.neighbours(id, &filter).unwrap(), b.neighbours(id, &filter).unwrap(), "{filter:?}");
            assert_eq!(a.edges(id, None, &filter).unwrap(), b.edges(id, None, &filter).unwrap());
            assert_eq!(a.events(&[id], &filter).unwrap(), b.events(&[id], &filter).unwrap(), "{filter:?}");
            for other in &ids {
                let pair = [id, other];
                assert_eq!(
                    a.edges(id, Some(other), &filter).unwrap(),
                    b.edges(id, Some(other), &filter).unwrap()
                );
                assert_eq!(
                    a.events(&pair, &filter).unwrap(),
                    b.events(&pair, &filter).unwrap(),
                    "{filter:?}"
                );
            }
        }
        assert_eq!(a.events(&[], &filter).unwrap(), b.events(&[], &filter).unwrap());
        let links = |source: &dyn Source| {
            let mut all = Vec::new();
            source.all_links(&filter, &mut |link| all.push(link)).unwrap();
            all
        };
        assert_eq!(links(a), links(b), "{filter:?}");
    }
    assert!(json(&a.graph().unwrap()) == json(&b.graph().unwrap()));
}

#[test]
fn files_that_are_no_store_are_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    std::fs::write(&path, "some notes of mine").unwrap();
    let error = Store::open_to_write(&path, Settings::default()).unwrap_err();
    assert!(matches!(error, StoreError::Foreign { .. }), "{error}");
    assert!(error.to_string().contains("a.db"), "{error}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "some notes of mine");

    std::fs::remove_file(&path).unwrap();
    let db = rusqlite::Connection::open(&path).unwrap();
    db.execute_batch("CREATE TABLE mine (x)").unwrap();
    drop(db);
    let before = std::fs::read(&path).unwrap();
    for error in
        [Store::open(&path).unwrap_err(), Store::open_to_write(&path, Settings::default()).unwrap_err()]
    {
        assert!(matches!(error, StoreError::Foreign { .. }), "{error}");
    }
    assert_eq!(std::fs::read(&path).unwrap(), before);
    assert!(Store::open(&folder.path().join("none.db")).is_err());
    assert!(!folder.path().join("none.db").exists());
}

#[test]
fn a_store_of_a_newer_format_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    drop(new_store(folder.path()));
    let path = folder.path().join("a.db");
    rusqlite::Connection::open(&path).unwrap().execute_batch("PRAGMA user_version = 99").unwrap();
    let error = Store::open(&path).unwrap_err();
    assert!(matches!(error, StoreError::Newer { format: 99, .. }), "{error}");
    let error = Store::open_to_write(&path, Settings::default()).unwrap_err();
    assert!(error.to_string().contains("use a newer demarche"), "{error}");
}

#[test]
fn hostile_names_come_back_as_they_went_in() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = new_store(folder.path());
    let mut hostile = made::hostile();
    for relation in &mut hostile.relations {
        relation.evidence_mut().document = hostile.document.id.clone();
    }
    add(&mut store, vec![hostile.clone()]);
    assert!(json(&store.graph().unwrap()) == json(&merge(vec![hostile], 0.5, false)));
}

/// Many documents that differ.
fn many(n: usize) -> Vec<DocumentGraph> {
    (0..n)
        .map(|n| {
            let id = format!("d{n}");
            let (a, b) = (ACTORS[n % 6], ACTORS[(n / 6 + n + 1) % 6]);
            let actors = ACTORS.iter().map(|id| made::actor(id, id, n)).collect();
            let mut relations = Vec::new();
            if a != b {
                relations.push(made::stance(a, b, Polarity::Oppose, made::evidence(&id, n, 0.9)));
                relations.push(made::meeting(&[a, b], Status::Held, made::dated(&id, n, DAYS[n % 3])));
            }
            made::document(&id, &format!("{n:08x}"), actors, relations)
        })
        .collect()
}

#[test]
fn a_full_disk_is_told_and_costs_nothing_but_the_batch() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = new_store(folder.path());
    let (first, rest) = (many(10), many(400));
    add(&mut store, first.clone());
    store.limit_pages(70).unwrap();
    let rest: Vec<_> = rest.into_iter().map(incoming).collect();
    let error = store.add(rest.clone(), &[], &mut Run::default()).unwrap_err();
    assert!(matches!(error, StoreError::Full { .. }), "{error}");
    assert!(error.to_string().contains("a.db: no room left"), "{error}");
    assert!(json(&store.graph().unwrap()) == json(&merge(first, 0.5, false)));
    drop(store);
    let mut store = new_store(folder.path());
    store.add(rest, &[], &mut Run::default()).unwrap();
    assert!(json(&store.graph().unwrap()) == json(&merge(many(400), 0.5, false)));
}

#[test]
fn one_of_two_writers_waits_or_is_told_who_writes_and_readers_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    let mut store = new_store(folder.path());
    add(&mut store, many(2));
    let other = rusqlite::Connection::open(&path).unwrap();
    // Process 1 is always there.
    let row =
        "INSERT INTO writers (process, since, what) VALUES (1, '2026-03-02 10:00:00', 'demarche build')";
    other.execute_batch(row).unwrap();
    other.execute_batch("BEGIN IMMEDIATE; DELETE FROM edges;").unwrap();
    store.wait_for_writers(std::time::Duration::from_millis(50)).unwrap();
    let error = store.add(vec![incoming(many(3).remove(2))], &[], &mut Run::default()).unwrap_err();
    assert!(
        error.to_string().contains("process 1 (demarche build, since 2026-03-02 10:00:00 UTC)"),
        "{error}"
    );
    let reader = Store::open(&path).unwrap();
    assert!(json(&reader.graph().unwrap()) == json(&merge(many(2), 0.5, false)));
    let waiting = std::thread::spawn(move || {
        store.wait_for_writers(std::time::Duration::from_secs(20)).unwrap();
        add(&mut store, vec![many(3).remove(2)]);
    });
    std::thread::sleep(std::time::Duration::from_millis(300));
    other.execute_batch("ROLLBACK").unwrap();
    waiting.join().unwrap();
    assert!(json(&reader.graph().unwrap()) == json(&merge(many(3), 0.5, false)));
}

#[test]
fn damage_gives_an_error_or_an_answer_but_never_a_panic() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = new_store(folder.path());
    add(&mut store, many(60));
    drop(store);
    let path = folder.path().join("a.db");
    let whole = std::fs::read(&path).unwrap();
    let broken = folder.path().join("b.db");
    let mut random = 7_u64;
    let mut next = |n: usize| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) as usize % n
    };
    let mut told = 0;
    for round in 0..400 {
        let mut bytes = whole.clone();
        for _ in 0..1 + next(12) {
            // The first pages hold the schema; others are hit as they come.
            let at = if round % 4 == 0 { next(8192) } else { next(bytes.len()) };
            bytes[at] ^= 1 << next(8);
        }
        if round % 10 == 0 {
            bytes.truncate(next(whole.len()));
        }
        std::fs::write(&broken, &bytes).unwrap();
        let read = |store: Store| -> Result<(), StoreError> {
            for name in NAMES {
                let _ = store.named(name, 3);
            }
            let ids: Vec<ActorId> = ACTORS.iter().map(|id| ActorId((*id).into())).collect();
            let _ = store.edges(&ids[0], None, &Filter::default());
            let _ = store.events(&[&ids[0], &ids[1]], &Filter::default());
            let _ = store.neighbours(&ids[2], &Filter::default());
            store.graph().map(|_| ())
        };
        let write = |mut store: Store| {
            store.remove(&["d3".to_owned()])?;
            store.add(vec![incoming(many(80).remove(70))], &[], &mut Run::default())?;
            store.set_corrections("fix.toml", CORRECTIONS[1])
        };
        let reading = Store::open(&broken).and_then(read);
        let writing = Store::open_to_write(&broken, Settings::default()).and_then(write);
        for error in reading.err().into_iter().chain(writing.err()) {
            assert!(error.to_string().contains("b.db"), "{error}");
            told += 1;
        }
        for name in ["b.db", "b.db-wal", "b.db-shm"] {
            let _ = std::fs::remove_file(folder.path().join(name));
        }
    }
    assert!(told > 50, "{told}");
}

#[test]
fn killed_at_any_moment_a_build_goes_on_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let text = include_str!("../examples/baghdad-talks.txt");
    std::fs::create_dir(at.join("news")).unwrap();
    let states = ["Kenya", "Ghana", "Peru", "Norway", "Chile", "Nepal", "Qatar", "Oman", "Cuba", "Malta"];
    for (i, a) in states.iter().enumerate() {
        for (k, b) in states.iter().enumerate() {
            let text = text.replace("Iraq", a).replace("Syria", b);
            std::fs::write(at.join("news").join(format!("{i}{k}.txt")), text).unwrap();
        }
    }
    let build = ["build", "news", "--threads", "1", "--db", "a.db"];
    assert!(demarche(at, &["build", "news", "-o", "all.json"]).0);
    let mut held = 0;
    for kill in 0..5 {
        let program = assert_cmd::cargo::cargo_bin("demarche");
        let mut child = std::process::Command::new(program).current_dir(at).args(build).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(60 + 130 * kill));
        child.kill().unwrap();
        child.wait().unwrap();
        if at.join("a.db").exists() && Store::is_store(&at.join("a.db")) {
            let Ok(store) = Store::open(&at.join("a.db")) else {
                assert_eq!(held, 0, "no store is there only before the first batch");
                continue;
            };
            let now = store.len().unwrap();
            assert!(now >= held && store.graph().unwrap().documents.len() == now);
            held = now;
        }
    }
    let (ok, told) = demarche(at, &[build.as_slice(), &["-o", "one.json"]].concat());
    assert!(ok && told.contains("100 in all"), "{told}");
    same(at, "one.json", "all.json");
}

#[test]
fn the_sql_of_the_manual_runs_and_its_tables_are_there() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    std::fs::write(at.join("talks.txt"), include_str!("../examples/baghdad-talks.txt")).unwrap();
    assert!(demarche(at, &["build", "talks.txt", "--db", "a.db"]).0);
    let db = rusqlite::Connection::open(at.join("a.db")).unwrap();
    let manual = include_str!("../docs/store.md");
    let mut found = 0;
    for block in manual.split("```sql\n").skip(1) {
        let sql = block.split("```").next().unwrap();
        let mut statement = db.prepare(sql).unwrap_or_else(|error| panic!("{error}: {sql}"));
        let mut rows = statement.query([]).unwrap();
        while rows.next().unwrap_or_else(|error| panic!("{error}: {sql}")).is_some() {
            found += 1;
        }
    }
    assert!(found > 5, "{found}");
    // Every table and view has its row in the manual, with the columns of views as they are.
    let sql =
        "SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'search_%'
        AND name NOT LIKE 'sqlite_%'";
    let mut statement = db.prepare(sql).unwrap();
    let mut rows = statement.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let (name, kind): (String, String) = (row.get(0).unwrap(), row.get(1).unwrap());
        let line = manual.lines().find(|line| {
            let cell = line.split('|').nth(1).unwrap_or_default();
            cell.contains(&format!("`{name}`"))
        });
        let line = line.unwrap_or_else(|| panic!("{name} is not in docs/store.md"));
        if kind == "view" {
            let view = db.prepare(&format!("SELECT * FROM {name}")).unwrap();
            let columns: Vec<String> = view.column_names().iter().map(|c| format!("`{c}`")).collect();
            assert!(line.contains(&columns.join(", ")), "{name}: {}", columns.join(", "));
        }
    }
}
