//! What the program makes of graphs on request: corrected, rolled up, by tables of one's own, in part, as pages.

mod made;

use predicates::str::contains;

use made::news::*;

#[test]
fn corrections_are_applied_by_build_and_export_alike() {
    let folder = folder();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write(
        "fix.toml",
        "[[merge]]\nactor = \"person:asaad-al-shaibani\"\ninto = \"Fuad Hussein\"\n\n[[drop]]\nactor = \"Nobody\"\n",
    );
    demarche(folder.path())
        .args(["build", "news.txt", "--corrections", "fix.toml", "-o", "a.json"])
        .assert()
        .code(0)
        .stderr(contains("warning: fix.toml:6: \"Nobody\" is not in this graph"));
    demarche(folder.path()).args(["build", "-q", "news.txt", "-o", "plain.json"]).assert().code(0).stderr("");
    demarche(folder.path())
        .args(["export", "plain.json", "--corrections", "fix.toml", "-o", "b.json"])
        .assert()
        .code(0);
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    assert_eq!(read("a.json"), read("b.json"));
    assert!(
        read("plain.json").contains("person:asaad-al-shaibani") && !read("a.json").contains("person:asaad")
    );
    let fails = |text: &[u8], message: &str| {
        std::fs::write(folder.path().join("bad.toml"), text).unwrap();
        demarche(folder.path())
            .args(["build", "news.txt", "--corrections", "bad.toml", "-o", "none.json"])
            .assert()
            .code(2)
            .stdout("")
            .stderr(contains(message));
        assert!(!folder.path().join("none.json").exists());
    };
    fails(
        b"[[merge]]\nactor = \"A\"\ninto = \"B\"\n[[never-merge]]\nactors = [\"A\", \"B\"]\n",
        "(and line 5)",
    );
    fails(b"[[drop]]\nactor = \"A\xff\"\n", "bad.toml:2: not UTF-8");
    fails(b"[[drop]]\nactor = \"firm:a\"\n", "bad.toml:2: \"firm:a\" is no id");
    demarche(folder.path())
        .args(["build", "news.txt", "--corrections", "missing.toml"])
        .assert()
        .code(2)
        .stderr(contains("missing.toml"));
}

#[test]
fn officials_count_for_their_state_on_request() {
    let folder = folder();
    std::fs::write(
        folder.path().join("talks.txt"),
        "Iraqi Foreign Minister Fuad Hussein condemned Israel. He met Syrian President Ahmed al-Sharaa.\n",
    )
    .unwrap();
    let output =
        demarche(folder.path()).args(["build", "talks.txt", "--roll-up", "country"]).output().unwrap();
    let graph: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let iraq = graph["nodes"].as_array().unwrap().iter().find(|n| n["id"] == "country:IRQ").unwrap();
    assert_eq!(iraq["rolled_up"], serde_json::json!(["person:fuad-hussein"]));
    let edges = graph["edges"].as_array().unwrap();
    assert!(edges.iter().any(|e| e["source"] == "country:IRQ" && e["target"] == "country:ISR"), "{edges:?}");
    assert!(edges.iter().all(|e| !e["source"].as_str().unwrap().starts_with("person:")), "{edges:?}");
}

#[test]
fn tables_of_ones_own_go_before_those_of_the_program() {
    let folder = folder();
    std::fs::create_dir(folder.path().join("mine")).unwrap();
    let write = |name: &str, text: &[u8]| std::fs::write(folder.path().join(name), text).unwrap();
    write(
        "mine/groups.tsv",
        "\u{feff}slug\tname\tkind\tcountry\tpart_of\torgan\taliases\tambiguous\r\n\
         qelvan-front\tQelvan Front\tarmed\tIRQ\t\t\tQF|Qelvanists\t\r\n"
            .as_bytes(),
    );
    write("mine/notes.txt", b"no table");
    write("text.txt", b"The Qelvanists condemned Israel on Monday. The Qelvan Front attacked Iraq.\n");
    let found = |args: &[&str]| {
        let output = demarche(folder.path()).args(["build", "text.txt"]).args(args).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let graph = found(&["--overlay", "mine"]);
    assert!(graph.contains("\"group:qelvan-front\"") && graph.contains("\"armed\""), "{graph}");
    assert!(!graph.contains("group:qelvanists"), "{graph}");
    assert_eq!(graph, found(&["--overlay", "mine/groups.tsv"]));
    demarche(folder.path())
        .args(["show", "mentions", "text.txt", "--overlay", "mine"])
        .assert()
        .code(0)
        .stdout(contains("group:qelvan-front"));
    let fails = |name: &str, text: &[u8], message: &str| {
        write(name, text);
        demarche(folder.path())
            .args(["build", "text.txt", "--overlay", name])
            .assert()
            .code(2)
            .stdout("")
            .stderr(contains(message));
    };
    let head = "slug\tname\tkind\tcountry\tpart_of\torgan\taliases\tambiguous\n";
    fails("groups.tsv", b"slug\tname\n", "groups.tsv:1: no column \"kind\"");
    fails("groups.tsv", b"", "groups.tsv:1: no header row");
    fails("groups.tsv", format!("{head}a\tA\tfirm\n").as_bytes(), "groups.tsv:2: unknown kind \"firm\"");
    fails("groups.tsv", format!("{head}a\tA\tarmed\tZZZ\n").as_bytes(), "groups.tsv:2: \"ZZZ\" is no code");
    fails("groups.tsv", format!("{head}a\tA\tarmed\t\tb-c\n").as_bytes(), "groups.tsv:2: \"b-c\" is no slug");
    fails("groups.tsv", format!("{head}A B\tA\tarmed\n").as_bytes(), "groups.tsv:2: \"A B\" is no slug");
    fails("groups.tsv", format!("{head}a\tA\tarmed\na\tB\tarmed\n").as_bytes(), "groups.tsv:3: the slug");
    fails("groups.tsv", b"slug\tname\n\xff\xfe", "groups.tsv:2: not UTF-8");
    fails("actors.tsv", b"", "actors.tsv: no table of this name; expected one of countries.tsv");
    std::fs::create_dir(folder.path().join("none")).unwrap();
    for (path, message) in
        [("none", "none: no table in this folder"), ("gone/groups.tsv", "gone/groups.tsv: ")]
    {
        demarche(folder.path())
            .args(["build", "text.txt", "--overlay", path])
            .assert()
            .code(2)
            .stderr(contains(message));
    }
}

#[test]
fn rows_of_ones_own_win() {
    let folder = folder();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("text.txt", "Iraq condemned Israel. Hamas praised Jordan.\n");
    write(
        "relations.tsv",
        "lemma\tpos\tkind\tvalue\tcategory\tbasis\tmutual\tholder\ttarget\n\
         condemn\tverb\tstance\tsupport\tSUPPORT\tword\tno\tsubj\tobj\n",
    );
    write(
        "groups-own.tsv",
        "slug\tname\tkind\tcountry\tpart_of\torgan\taliases\tambiguous\n\
         hamas\tHamas Movement\tparty\t\t\t\tHamas\t\n",
    );
    let args = ["build", "text.txt", "--overlay", "relations.tsv", "--overlay", "groups-own.tsv"];
    let output = demarche(folder.path()).args(args).output().unwrap();
    let graph: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let edges = graph["edges"].as_array().unwrap();
    let edge = edges.iter().find(|e| e["source"] == "country:IRQ" && e["target"] == "country:ISR");
    assert!(edge.is_some_and(|e| e["polarity"] == "support"), "{edges:?}");
    let hamas = graph["nodes"].as_array().unwrap().iter().find(|n| n["id"] == "group:hamas").unwrap();
    assert_eq!((&hamas["subtype"], &hamas["name"]), (&"party".into(), &"Hamas Movement".into()));
}

#[test]
fn actors_are_listed_and_suspected() {
    let folder = folder();
    std::fs::write(
        folder.path().join("more.txt"),
        "Mohammed Haddadin praised Jordan.\n\nThe Qelvan Liberation Front condemned Iraq.\n",
    )
    .unwrap();
    std::fs::write(folder.path().join("other.txt"), "Muhammad Haddadin praised Peru.\n").unwrap();
    demarche(folder.path())
        .args(["build", "news.txt", "more.txt", "other.txt", "-o", "graph.json"])
        .assert()
        .code(0);
    let query = |args: &[&str]| {
        let output =
            demarche(folder.path()).args(["query", "actors", "graph.json"]).args(args).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let all = query(&[]);
    assert!(all.starts_with("id\tname\tmentions\tdocuments\tmeetings\tstances\taffiliations\n"), "{all}");
    assert!(all.contains("\ncountry:ISR\tIsrael\t1\t1\t0\t1\t0\n"), "{all}");
    assert!(!query(&["--kind", "person"]).contains("country:"));
    let rows: Vec<serde_json::Value> = serde_json::from_str(&query(&["--json"])).unwrap();
    assert_eq!(rows.len(), all.lines().count() - 1);
    assert!(rows.iter().any(|row| row["id"] == "country:ISR" && row["stances"] == 1));
    let suspects = query(&["--suspects"]);
    let line = suspects.lines().find(|l| l.contains("mohammed-haddadin") && l.contains("muhammad-haddadin"));
    assert!(
        line.is_some_and(|l| l.starts_with("one actor?") && l.contains("may spell one name")),
        "{suspects}"
    );
    std::fs::write(
        folder.path().join("fix.toml"),
        "[[never-merge]]\nactors = [\"Mohammed Haddadin\", \"Muhammad Haddadin\"]\n",
    )
    .unwrap();
    assert!(!query(&["--suspects", "--corrections", "fix.toml"]).contains("haddadin"));
    // The entries that it writes are a corrections file that settles what it suspects.
    let entries = query(&["--suspects", "--toml"]);
    assert!(entries.contains("[[merge]]") && entries.contains("# [[never-merge]]"), "{entries}");
    std::fs::write(folder.path().join("settled.toml"), &entries).unwrap();
    assert!(!query(&["--suspects", "--corrections", "settled.toml"]).contains("haddadin"));
    let json: serde_json::Value = serde_json::from_str(&query(&["--suspects", "--json"])).unwrap();
    assert!(json["clusters"].is_array() && json["duplicates"].is_array() && json["wrong_merges"].is_array());
    demarche(folder.path()).args(["query", "actors", "news.txt"]).assert().code(2);
}

#[test]
fn a_picture_of_what_is_around_an_actor() {
    let folder = folder();
    demarche(folder.path()).args(["build", "news.txt", "-o", "graph.json"]).assert().code(0);
    demarche(folder.path())
        .args([
            "export",
            "graph.json",
            "--focus",
            "Israel",
            "--theme",
            "dark",
            "--width",
            "500",
            "-o",
            "a.svg",
        ])
        .assert()
        .code(0);
    let picture = std::fs::read_to_string(folder.path().join("a.svg")).unwrap();
    assert!(picture.contains("Iraq") && !picture.contains("Shaibani") && picture.contains("width=\"500\""));
    demarche(folder.path())
        .args(["export", "graph.json", "--focus", "Nobody Ever", "-o", "b.svg"])
        .assert()
        .code(2)
        .stderr(contains("Nobody Ever"));
}

#[test]
fn pages_are_whole_or_not_there() {
    let folder = folder();
    demarche(folder.path()).args(["build", "news.txt", "-o", "graph.json"]).assert().code(0);
    demarche(folder.path()).args(["view", "graph.json", "-o", "page.html"]).assert().code(0).stderr("");
    let page = std::fs::read_to_string(folder.path().join("page.html")).unwrap();
    assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>\n"));
    assert!(page.contains("default-src 'none'") && page.contains("connect-src 'none'"));
    let output = demarche(folder.path()).args(["view", "graph.json"]).output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), page);
    demarche(folder.path())
        .args(["view", "--text", "news.txt"])
        .assert()
        .code(0)
        .stdout(contains("\"marks\":[[0,4,\"name\""));
    demarche(folder.path()).args(["view", "graph.json", "-o", "none/page.html"]).assert().code(2);
    // Nothing that is read is overwritten.
    for own in [
        ["view", "graph.json", "-o", "graph.json"].as_slice(),
        &["view", "--text", "news.txt", "-o", "news.txt"],
    ] {
        let refused = demarche(folder.path()).args(own).assert().code(2);
        refused.stderr(contains("is an input too"));
    }
    demarche(folder.path()).args(["view", "news.txt", "-o", "other.html"]).assert().code(2);
    demarche(folder.path()).args(["view", "graph.json", "--text", "news.txt"]).assert().code(2);
    assert_eq!(names(folder.path()), ["graph.json", "news.txt", "page.html"]);
}
