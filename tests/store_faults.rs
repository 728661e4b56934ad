//! What goes wrong with the file of a store, or hardly: foreign files, full disks, other writers, damage, death.

mod made;
#[path = "made/store.rs"]
mod made_store;

use demarche::graph::{Filter, Options, Source, merge};
use demarche::store::{Run, Settings, Store, StoreError};
use demarche::types::{ActorId, DocumentGraph, Polarity, Status};
use made::{demarche, same};
use made_store::{add, incoming, json, new_store};

const ACTORS: [&str; 6] =
    ["country:SYR", "country:IRQ", "person:a-hussein", "person:b-hussein", "group:un", "group:army"];
/// Whom a document may know by the surname only, or by another form of the name.
const NAMES: [&str; 4] = ["Fuad Hussein", "Hussein", "the Name", "Émile O'Neill"];
const MERGE: &str = "[[merge]]\nactor = \"person:b-hussein\"\ninto = \"person:a-hussein\"\n";
const DAYS: [&str; 3] = ["2026-03-01", "2026-03-02", "2026-03-05"];

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
    assert!(json(&store.graph().unwrap()) == json(&merge(vec![hostile], Options::above(0.5))));
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
    assert!(json(&store.graph().unwrap()) == json(&merge(first, Options::above(0.5))));
    drop(store);
    let mut store = new_store(folder.path());
    store.add(rest, &[], &mut Run::default()).unwrap();
    assert!(json(&store.graph().unwrap()) == json(&merge(many(400), Options::above(0.5))));
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
    assert!(json(&reader.graph().unwrap()) == json(&merge(many(2), Options::above(0.5))));
    let waiting = std::thread::spawn(move || {
        store.wait_for_writers(std::time::Duration::from_secs(20)).unwrap();
        add(&mut store, vec![many(3).remove(2)]);
    });
    std::thread::sleep(std::time::Duration::from_millis(300));
    other.execute_batch("ROLLBACK").unwrap();
    waiting.join().unwrap();
    assert!(json(&reader.graph().unwrap()) == json(&merge(many(3), Options::above(0.5))));
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
            store.set_corrections("fix.toml", MERGE)
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
