//! Texts and the places where they stand: nothing is lost, what is replaced goes, a store is a build.

mod made;

use assert_cmd::Command;

use made::{demarche, same};

#[test]
fn a_folder_read_bit_by_bit_gives_the_graph_of_the_whole() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let text = include_str!("../examples/baghdad-talks.txt");
    std::fs::create_dir(at.join("news")).unwrap();
    let write = |name: &str, text: &str| std::fs::write(at.join("news").join(name), text).unwrap();
    write("a.txt", text);
    write("b.txt", &text.replace("Iraq", "Kenya").replace("Syria", "Ghana"));
    let (ok, told) = demarche(at, &["build", "news/a.txt", "--db", "a.db"]);
    assert!(ok && told.contains("1 document added"), "{told}");
    let (ok, told) = demarche(at, &["build", "news", "--db", "a.db", "-o", "one.json"]);
    assert!(ok && told.contains("1 document added, 1 known; 2 in all"), "{told}");
    assert!(demarche(at, &["build", "news", "-o", "all.json"]).0);
    same(at, "one.json", "all.json");

    // A text that has changed, corrections that stay, a text that goes.
    write("a.txt", &text.replace("Jordan", "Norway"));
    let (ok, told) = demarche(at, &["build", "news", "--db", "a.db", "--replace"]);
    assert!(ok && told.contains("0 documents added, 1 replaced (a.txt#"), "{told}");
    assert!(told.contains("), 1 known; 2 in all"), "{told}");
    std::fs::write(at.join("fix.toml"), "[[rename]]\nactor = \"country:KEN\"\nname = \"Kenia\"\n").unwrap();
    assert!(demarche(at, &["build", "news", "--db", "a.db", "--corrections", "fix.toml"]).0);
    assert!(demarche(at, &["build", "news", "-o", "all.json", "--corrections", "fix.toml"]).0);
    assert!(demarche(at, &["export", "a.db", "-o", "one.json"]).0);
    same(at, "one.json", "all.json");
    assert!(std::fs::read_to_string(at.join("one.json")).unwrap().contains("Kenia"));

    let (ok, told) = demarche(at, &["remove", "a.db", "a"]);
    assert!(!ok && told.contains("no document \"a\"; there is a.txt#"), "{told}");
    assert!(demarche(at, &["remove", "a.db", "a.txt"]).0);
    assert!(demarche(at, &["export", "a.db", "-o", "one.json"]).0);
    assert!(demarche(at, &["build", "news/b.txt", "-o", "all.json", "--corrections", "fix.toml"]).0);
    same(at, "one.json", "all.json");
    assert!(demarche(at, &["query", "actors", "a.db"]).0);
}

#[test]
fn no_text_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let write = |name: &str, text: &str| {
        let path = at.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write("monday/01.txt", "Iraq condemned Israel.\n");
    write("monday/copy.txt", "Iraq condemned Israel.\n");
    write("tuesday/01.txt", "Syria praised Jordan.\n");
    write("monday/a/index.html", "<html><body><p>Kenya praised Ghana on Monday.</p></body></html>");
    write("tuesday/a/index.html", "<html><body><p>Ghana praised Kenya on Monday.</p></body></html>");
    write("monday/news.jsonl", "{\"text\":\"France praised Spain.\"}\n");
    write("tuesday/news.jsonl", "{\"text\":\"Spain praised Peru.\"}\n{\"text\":\"France praised Spain.\"}\n");
    for day in ["monday", "tuesday"] {
        assert!(demarche(at, &["build", day, "--db", "a.db"]).0);
    }
    for text in ["Chad condemned Mali.\n", "Mali condemned Chad.\n"] {
        let mut command = Command::cargo_bin("demarche").unwrap();
        command.current_dir(at).args(["build", "-", "--db", "a.db"]).write_stdin(text).assert().code(0);
    }
    assert!(demarche(at, &["export", "a.db", "-o", "a.json"]).0);
    let ids = |name: &str| -> Vec<String> {
        let graph: serde_json::Value =
            serde_json::from_slice(&std::fs::read(at.join(name)).unwrap()).unwrap();
        let documents = graph["graph"]["documents"].as_array().unwrap().iter();
        documents.map(|d| d["id"].as_str().unwrap().split_once('#').unwrap().0.to_owned()).collect()
    };
    let all =
        ["01.txt", "01.txt", "a/index.html", "a/index.html", "news.jsonl", "news.jsonl", "stdin", "stdin"];
    assert_eq!(ids("a.json"), all);

    // The same in one run, but for standard input.
    assert!(demarche(at, &["build", "tuesday", "monday", "-o", "b.json"]).0);
    assert_eq!(ids("b.json"), all[..6]);

    // A changed file stands beside its former text, unless it is to take its place.
    write("monday/01.txt", "Iraq praised Israel.\n");
    let (ok, told) = demarche(at, &["build", "monday/01.txt", "--db", "a.db"]);
    assert!(ok && told.contains("0 documents added, 1 changed (01.txt#"), "{told}");
    assert!(told.contains("former texts stay, --replace takes them out), 0 known; 9 in all"), "{told}");
    write("monday/01.txt", "Iraq met Israel.\n");
    let (ok, told) = demarche(at, &["build", "monday/01.txt", "--db", "a.db", "--replace"]);
    assert!(ok && told.contains("0 documents added, 1 replaced (01.txt#"), "{told}");
    // What the file held first still stands in its copy.
    assert!(told.contains("), 0 known; 9 in all"), "{told}");
    let (ok, told) = demarche(at, &["remove", "a.db", "01.txt"]);
    assert!(!ok && told.contains("no document \"01.txt\"; there is 01.txt#"), "{told}");
}

#[test]
fn a_text_goes_only_when_no_place_has_it() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    std::fs::create_dir(at.join("news")).unwrap();
    let write = |name: &str, text: &str| std::fs::write(at.join("news").join(name), text).unwrap();
    let replace = |what: &str| {
        let (ok, told) = demarche(at, &["build", what, "--db", "a.db", "--replace"]);
        assert!(ok, "{told}");
        told
    };
    // The graph is that of a build of what is there.
    let as_built = || {
        assert!(demarche(at, &["build", "news", "-o", "all.json"]).0);
        assert!(demarche(at, &["export", "a.db", "-o", "one.json"]).0);
        same(at, "one.json", "all.json");
    };
    let text = "Iraq condemned Israel on 3 March 2025.\n";
    write("a.txt", text);
    write("b.txt", text);
    replace("news");
    as_built();
    // Taken out by the name of either file, a text goes as a whole; given again, it is there again.
    let (ok, told) = demarche(at, &["remove", "a.db", "b.txt"]);
    assert!(ok, "{told}");
    assert!(demarche(at, &["query", "actors", "a.db"]).0);
    assert!(
        demarche(at, &["build", "news", "--db", "a.db"]).1.contains("1 document added, 1 known; 1 in all")
    );
    as_built();
    // The first place changes: the text stays as it stands at the other.
    write("a.txt", "Syria praised Jordan.\n");
    let told = replace("news/a.txt");
    assert!(told.contains("0 documents added, 1 replaced (a.txt#") && told.contains("2 in all"), "{told}");
    as_built();
    // The other one too: now it goes.
    write("b.txt", "Kenya praised Ghana.\n");
    assert!(replace("news/b.txt").contains("1 replaced (b.txt#"));
    as_built();
    // A file that is renamed, and one that comes under the old name.
    std::fs::rename(at.join("news/a.txt"), at.join("news/c.txt")).unwrap();
    assert!(replace("news").contains("0 documents added, 2 known; 2 in all"));
    as_built();
    write("a.txt", "Peru thanked Chile.\n");
    assert!(replace("news").contains("1 document added, 2 known; 3 in all"));
    as_built();
    // A text that moves to another file, while its own gets a new one.
    write("a.txt", "Norway met Denmark.\n");
    write("d.txt", "Peru thanked Chile.\n");
    replace("news");
    as_built();
    // What it did not keep before this format: where else a text stands.
    let db = rusqlite::Connection::open(at.join("a.db")).unwrap();
    db.execute_batch(
        "DROP TABLE places; DROP TABLE copies; DROP TABLE bands; ALTER TABLE documents DROP COLUMN words;
         PRAGMA user_version = 3;",
    )
    .unwrap();
    drop(db);
    replace("news");
    as_built();
}

#[test]
fn records_without_ids_are_replaced_file_by_file() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let record = |text: &str| format!("{{\"text\": \"{text}\"}}\n");
    let write = |records: &[&str]| {
        let lines: String = records.iter().map(|text| record(text)).collect();
        std::fs::write(at.join("news.jsonl"), lines).unwrap();
    };
    let build = |more: &[&str]| {
        let (ok, told) = demarche(at, &[&["build", "news.jsonl", "--db", "a.db"], more].concat());
        (ok, told)
    };
    let (iraq, peru, mali) = ("Iraq praised Syria.", "Peru praised Chile.", "Mali praised Chad.");
    write(&[iraq, peru]);
    assert!(build(&[]).1.contains("2 documents added"));
    // A file that grows holds all that it held: nothing has changed.
    write(&[iraq, peru, mali]);
    let told = build(&["--replace"]).1;
    assert!(told.contains("a.db: 1 document added, 2 known; 3 in all"), "{told}");
    // A record that is written anew takes the place of its former text; one that is cut goes.
    write(&["Iraq met Syria.", mali]);
    let told = build(&[]).1;
    assert!(told.contains("0 documents added, 1 changed (news.jsonl#"), "{told}");
    let told = build(&["--replace"]).1;
    assert!(told.contains("2 taken out, no longer in their files, 2 known; 2 in all"), "{told}");
    assert!(demarche(at, &["build", "news.jsonl", "-o", "all.json"]).0);
    assert!(demarche(at, &["export", "a.db", "-o", "one.json"]).0);
    same(at, "one.json", "all.json");
    // A file of which a line cannot be read loses nothing.
    std::fs::write(at.join("news.jsonl"), format!("{}{{\"text\": \"Mali\n", record(iraq))).unwrap();
    let (ok, told) = build(&["--replace"]);
    assert!(!ok && told.contains("1 changed (news.jsonl#") && told.contains("3 in all"), "{told}");
}

#[test]
fn records_of_two_files_that_both_count_from_one() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let write = |name: &str, texts: &[&str]| {
        let lines =
            texts.iter().enumerate().map(|(n, text)| format!("{{\"id\":{},\"text\":\"{text}\"}}\n", n + 1));
        std::fs::write(at.join(name), lines.collect::<String>()).unwrap();
    };
    let build = |file: &str| demarche(at, &["build", file, "--db", "a.db", "--replace"]).1;
    write("b1.jsonl", &["Iraq praised Syria.", "Peru praised Chile."]);
    write("b2.jsonl", &["Mali praised Chad.", "Kenya praised Ghana."]);
    build("b1.jsonl");
    let told = build("b2.jsonl");
    assert!(told.contains("a.db: 2 documents added, 0 known; 4 in all"), "{told}");
    assert!(
        told.contains("ids: 2 ids of records that another text bears too (1, 2); each text counts"),
        "{told}"
    );
    // The same in one run without a store.
    let (ok, told) = demarche(at, &["build", "b1.jsonl", "b2.jsonl", "-o", "all.json"]);
    assert!(ok && told.contains("ids: 2 ids of records that another text bears too (1, 2)"), "{told}");
    assert!(demarche(at, &["export", "a.db", "-o", "one.json"]).0);
    same(at, "one.json", "all.json");
    // Of one file too.
    std::fs::write(at.join("d.csv"), "id,text\n1,Iraq praised Oman.\n1,Mali praised Togo.\n").unwrap();
    let told = demarche(at, &["build", "d.csv", "--db", "d.db"]).1;
    assert!(told.contains("ids: 1 id of records that another text bears too (1)"), "{told}");
    // A record that has changed takes the place of its own text alone.
    write("b2.jsonl", &["Mali met Chad.", "Kenya praised Ghana."]);
    let told = build("b2.jsonl");
    assert!(told.contains("0 documents added, 1 replaced (1 of b2.jsonl), 1 known; 4 in all"), "{told}");
    assert!(demarche(at, &["build", "b1.jsonl", "b2.jsonl", "-o", "all.json"]).0);
    assert!(demarche(at, &["export", "a.db", "-o", "one.json"]).0);
    same(at, "one.json", "all.json");
    // The file moves, and the texts with it.
    std::fs::rename(at.join("b2.jsonl"), at.join("b3.jsonl")).unwrap();
    assert!(build("b3.jsonl").contains("0 documents added, 2 known; 4 in all"));
    assert!(demarche(at, &["build", "b1.jsonl", "b3.jsonl", "-o", "all.json"]).0);
    assert!(demarche(at, &["export", "a.db", "-o", "one.json"]).0);
    same(at, "one.json", "all.json");
}

#[test]
fn an_address_is_the_same_in_every_file() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let write = |name: &str, text: &str| {
        let line = format!("{{\"url\":\"https://news.example/1\",\"text\":\"{text}\"}}\n");
        std::fs::write(at.join(name), line).unwrap();
    };
    write("monday.jsonl", "Iraq praised Syria.");
    write("tuesday.jsonl", "Iraq condemned Syria.");
    for (file, told) in
        [("monday.jsonl", "1 document added"), ("tuesday.jsonl", "1 replaced (https://news.example/1), ")]
    {
        let all = demarche(at, &["build", file, "--db", "a.db", "--replace"]).1;
        assert!(all.contains(told) && all.contains("1 in all"), "{all}");
    }
}

#[test]
fn a_file_that_was_renamed_and_then_changed_leaves_no_former_text() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    std::fs::create_dir(at.join("news")).unwrap();
    let write = |name: &str, text: &str| std::fs::write(at.join("news").join(name), text).unwrap();
    write("a.txt", "Iraq condemned Israel.\n");
    assert!(demarche(at, &["build", "news", "--db", "a.db"]).0);
    std::fs::rename(at.join("news/a.txt"), at.join("news/b.txt")).unwrap();
    assert!(
        demarche(at, &["build", "news", "--db", "a.db"]).1.contains("0 documents added, 1 known; 1 in all")
    );
    write("b.txt", "Syria praised Jordan.\n");
    let (ok, told) = demarche(at, &["build", "news", "--db", "a.db", "--replace", "-o", "one.json"]);
    assert!(ok && told.contains("0 documents added, 1 replaced (b.txt#"), "{told}");
    assert!(told.contains(" for b.txt#") && told.contains("), 0 known; 1 in all"), "{told}");
    assert!(demarche(at, &["build", "news", "-o", "all.json"]).0);
    same(at, "one.json", "all.json");
}

#[test]
fn a_file_that_was_renamed_and_changed_between_runs_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    for name in ["news", "other"] {
        std::fs::create_dir(at.join(name)).unwrap();
    }
    std::fs::write(at.join("news/a.txt"), "Iraq condemned Israel.\n").unwrap();
    std::fs::write(at.join("news/same.txt"), "Mali met Togo.\n").unwrap();
    assert!(demarche(at, &["build", "news", "--db", "a.db"]).0);
    std::fs::remove_file(at.join("news/a.txt")).unwrap();
    std::fs::rename(at.join("news/same.txt"), at.join("news/new-name.txt")).unwrap();
    std::fs::write(at.join("news/b.txt"), "Iraq condemned Israel and Iran.\n").unwrap();
    std::fs::write(at.join("other/c.txt"), "Kenya praised Ghana.\n").unwrap();
    // What another folder has lost is no matter of this run.
    let (ok, told) = demarche(at, &["build", "other", "--db", "a.db"]);
    assert!(ok && !told.contains("any more"), "{told}");
    let (ok, told) = demarche(at, &["build", "news", "--db", "a.db"]);
    assert!(ok && told.contains("a.db: no file has 1 text any more (a.txt#"), "{told}");
    assert!(told.contains("demarche remove takes it out"), "{told}");
}

#[test]
fn a_store_of_former_ids_is_brought_to_those_of_today() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    std::fs::write(at.join("a.txt"), "Iraq condemned Israel.\n").unwrap();
    std::fs::write(at.join("b.txt"), "Syria praised Jordan.\n").unwrap();
    assert!(demarche(at, &["build", "a.txt", "b.txt", "-o", "new.json", "--db", "a.db"]).0);
    // What format 2 had: names as ids, a text as often as it was named.
    let db = rusqlite::Connection::open(at.join("a.db")).unwrap();
    db.execute_batch(
        "DROP TABLE places; DROP TABLE copies; DROP TABLE bands; ALTER TABLE documents DROP COLUMN words;
         DROP INDEX documents_place; DROP INDEX documents_sha256; DROP INDEX documents_given;
         ALTER TABLE documents DROP COLUMN place;
         UPDATE documents SET id = substr(id, 1, 5), given_id = substr(id, 1, 5);
         CREATE UNIQUE INDEX documents_given ON documents (given_id, sha256);
         PRAGMA user_version = 2;",
    )
    .unwrap();
    drop(db);
    let wanted = |path: &str| std::fs::read_to_string(at.join(path)).unwrap();
    assert!(demarche(at, &["export", "a.db", "-o", "old.json"]).0);
    assert!(wanted("old.json").contains("\"a.txt\""));
    let (ok, told) = demarche(at, &["diff", "old.json", "new.json"]);
    assert!(ok && told == "note: nothing has changed\n", "{told}");
    // One is given again and gets its id of today, the other keeps the former one.
    let (ok, told) = demarche(at, &["build", "a.txt", "--db", "a.db", "-o", "half.json"]);
    assert!(ok && told.contains("2 in all"), "{told}");
    assert!(wanted("half.json").contains("\"a.txt#") && wanted("half.json").contains("\"b.txt\""));
    assert!(demarche(at, &["build", "b.txt", "--db", "a.db", "-o", "now.json"]).0);
    same(at, "now.json", "new.json");
}
