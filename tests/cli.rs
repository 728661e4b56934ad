//! The program as its users meet it: exit codes, messages, streams, bad input.

mod made;

use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::contains;

use made::news::*;

#[test]
fn builds_to_standard_output() {
    let folder = folder();
    demarche(folder.path())
        .args(["build", "news.txt"])
        .assert()
        .code(0)
        .stdout(contains("\"country:ISR\"").and(contains("\"oppose\"")))
        .stderr(contains("read: 1 document\n").and(contains("graph: ")));
    demarche(folder.path())
        .args(["build", "news.txt", "--quiet", "-o", "a.json"])
        .assert()
        .code(0)
        .stderr("");
}

#[test]
fn a_build_says_what_it_did() {
    let folder = folder();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("copy.txt", NEWS);
    write("empty.txt", " ");
    write(
        "zwei.txt",
        "Die Minister von Tschad und Niger trafen sich am Montag in Niamey und unterzeichneten ein Abkommen über ihre gemeinsame Grenze, wie Beamte beider Länder nach den Gesprächen mitteilten.",
    );
    write("dated.json", "{\"id\": \"x\", \"text\": \"Syria praised Jordan.\", \"date\": \"2026-03-02\"}");
    let inputs = ["news.txt", "copy.txt", "empty.txt", "zwei.txt", "dated.json", "-o", "a.json"];
    let told = demarche(folder.path()).arg("build").args(inputs).assert().code(1).get_output().stderr.clone();
    let told = String::from_utf8(told).unwrap();
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(lines.len(), 6, "{told}");
    assert_eq!(lines[0], "warning: empty.txt: empty: no text in it");
    assert_eq!(lines[1], "read: 3 documents, 1 of them a copy of another");
    assert_eq!(lines[2], "skipped: 1 input, for the reasons above (empty.txt)");
    assert!(lines[3].starts_with("left out: 1 document in other languages than English ("), "{told}");
    assert!(lines[3].contains("zwei.txt#"), "{told}");
    assert!(lines[4].starts_with("without a date that can be trusted: 1 document (news.txt#"), "{told}");
    assert!(lines[5].starts_with("graph: 6 actors (2 people, 4 countries, 0 groups), "), "{told}");
    // Only what has gone wrong.
    let quiet = demarche(folder.path()).args(["--quiet", "build"]).args(inputs).assert().code(1);
    quiet.stderr("warning: empty.txt: empty: no text in it\n");
}

#[test]
fn standard_input_and_output() {
    let folder = folder();
    demarche(folder.path())
        .args(["build", "-", "-o", "dot:-"])
        .write_stdin(NEWS)
        .assert()
        .code(0)
        .stdout(contains("digraph"));
}

#[test]
fn writes_every_output() {
    let folder = folder();
    demarche(folder.path())
        .args(["build", "news.txt", "-o", "a.json", "-o", "a.dot", "-o", "svg:picture", "-o", "a.png"])
        .assert()
        .code(0)
        .stdout("");
    assert_eq!(names(folder.path()), ["a.dot", "a.json", "a.png", "news.txt", "picture"]);
    demarche(folder.path()).args(["export", "a.json", "-o", "b.json"]).assert().code(0);
    let read = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
    assert_eq!(read("a.json"), read("b.json"));
}

#[test]
fn chooses_format_and_part() {
    let folder = folder();
    demarche(folder.path()).args(["build", "news.txt", "-o", "a.json", "-o", "csv:tables"]).assert().code(0);
    let tables = names(&folder.path().join("tables"));
    assert_eq!(tables, ["actors.csv", "documents.csv", "edges.csv", "evidence.csv"]);
    let export = |args: &[&str]| demarche(folder.path()).args(["export", "a.json"]).args(args).assert();
    export(&["--format", "graphml", "-o", "graph"]).code(0);
    export(&["--format", "gexf", "--kinds", "meetings"])
        .code(0)
        .stdout(contains("meeting held").and(contains("ACCUSE").not()));
    export(&["--flavour", "d3", "--since", "1999", "--until", "1999-12"])
        .code(0)
        .stdout(contains("\"links\":[]"));
    demarche(folder.path()).args(["export", "graph", "-o", "b.json"]).assert().code(0);
    let read = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
    assert_eq!(read("a.json"), read("b.json"));
    export(&["--collapse", "-o", "c.gexf"]).code(0);
    demarche(folder.path())
        .args(["export", "c.gexf"])
        .assert()
        .code(2)
        .stderr(contains("without --collapse"));
    export(&["--collapse"]).code(2).stderr(contains("leave out --collapse"));
    export(&["-o", "csv:-"]).code(2).stderr(contains("name a path"));
    export(&["-o", "csv:a.json"]).code(2).stderr(contains("needs a folder"));
    export(&["--since", "soon"]).code(2).stderr(contains("YYYY-MM"));
    export(&["--kinds", "war"]).code(2).stderr(contains("meeting, stance or affiliation"));
}

#[test]
fn usage_errors_are_2_and_write_nothing() {
    let folder = folder();
    let fails = |args: &[&str], message: &str| {
        demarche(folder.path()).args(args).assert().code(2).stdout("").stderr(contains(message));
    };
    fails(&["build"], "Usage");
    fails(&["build", "news.txt", "-o", "graph.xyz"], "expected an extension or FORMAT:PATH");
    fails(&["build", "news.txt", "-o", "nowhere/graph.json"], "no folder nowhere");
    fails(&["build", "missing.txt", "-o", "graph.json"], "missing.txt: no such file");
    fails(&["build", "news.txt", "--min-confidence", "2"], "from 0 to 1");
    fails(&["build", "news.txt", "--date", "soon"], "--date");
    fails(&["build", "news.txt", "--threads", "10000000"], "--threads");
    fails(&["build", "news.txt", "-o", "json:graph", "-o", "dot:graph"], "two formats");
    fails(&["export", "news.txt", "-o", "graph.dot"], "not a graph written by demarche");
    fails(&["show", "edges", "missing.txt"], "no such file");
    assert_eq!(names(folder.path()), ["news.txt"]);
}

#[test]
fn one_bad_input_is_told_and_the_rest_goes_on() {
    let folder = folder();
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    write("empty.txt", b"");
    write("binary.txt", &[0, 159, 146, 150, 0, 0, 1, 2, 255, 254, 0, 7]);
    write("lines.jsonl", b"{\"id\":\"a\",\"text\":\"Syria praised Jordan.\"}\nnot json\n{\"id\":\"b\"}\n");
    std::fs::create_dir(folder.path().join("none")).unwrap();
    demarche(folder.path())
        .args(["build", "news.txt", "empty.txt", "binary.txt", "lines.jsonl", "none", "gone.txt"])
        .args(["-o", "graph.json"])
        .assert()
        .code(1)
        .stderr(
            contains("empty.txt")
                .and(contains("binary.txt"))
                .and(contains("lines.jsonl:2"))
                .and(contains("none"))
                .and(contains("gone.txt")),
        );
    let graph = std::fs::read_to_string(folder.path().join("graph.json")).unwrap();
    assert!(graph.contains("country:JOR") && graph.contains("country:ISR"));
}

#[test]
fn odd_encodings_are_read() {
    let folder = folder();
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    write("bom.txt", "\u{feff}Türkiye criticised Israel.\r\n".as_bytes());
    write("latin.txt", b"T\xfcrkiye criticised Israel.\n");
    let utf16: Vec<u8> = std::iter::once(0xfeff_u16)
        .chain("Türkiye criticised Israel.\n".encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    write("wide.txt", &utf16);
    for name in ["bom.txt", "latin.txt", "wide.txt"] {
        demarche(folder.path()).args(["build", name]).assert().code(0).stdout(contains("country:TUR"));
    }
}

#[test]
fn odd_shapes_of_input_end() {
    let folder = folder();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("line.txt"), "Iraq condemned Israel and ".repeat(40_000)).unwrap();
    std::fs::write(path("deep.html"), format!("<html><body>{}Iraq", "<div>".repeat(20_000))).unwrap();
    demarche(folder.path()).args(["build", "line.txt", "-o", "line.json"]).assert().code(0);
    let deep = demarche(folder.path()).args(["build", "deep.html"]).output().unwrap();
    assert!(matches!(deep.status.code(), Some(0 | 2)), "{deep:?}");
}

#[test]
fn threads_and_order_change_no_byte() {
    let folder = folder();
    for i in 0..40 {
        let text =
            format!("Iraq condemned Israel. President Lina Okoye{i} met the EU. Jordan will meet Syria.\n");
        std::fs::write(folder.path().join(format!("n{i}.txt")), text).unwrap();
    }
    let mut files: Vec<String> = names(folder.path());
    let run = |threads: &str, files: &[String]| {
        demarche(folder.path()).args(["build", "--threads", threads]).args(files).output().unwrap().stdout
    };
    let one = run("1", &files);
    assert!(!one.is_empty());
    assert_eq!(one, run("2", &files));
    files.reverse();
    assert_eq!(one, run("2", &files));
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_no_error() {
    let folder = folder();
    std::fs::write(folder.path().join("long.txt"), NEWS.repeat(4000)).unwrap();
    let script =
        format!("set -o pipefail; {} show tokens long.txt | head -n 1", env!("CARGO_BIN_EXE_demarche"));
    Command::new("bash").current_dir(folder.path()).args(["-c", &script]).assert().code(0).stderr("");
}

#[test]
fn shows_every_stage() {
    let folder = folder();
    for what in ["text", "zones", "tokens", "tree", "mentions", "edges"] {
        demarche(folder.path())
            .args(["show", what, "news.txt"])
            .assert()
            .code(0)
            .stdout(contains("Iraq").or(contains("country:IRQ")));
        let json = demarche(folder.path()).args(["show", what, "news.txt", "--json"]).output().unwrap();
        if what != "text" {
            for line in String::from_utf8(json.stdout).unwrap().lines() {
                serde_json::from_str::<serde_json::Value>(line).unwrap();
            }
        }
    }
}

#[test]
fn helps() {
    let folder = folder();
    for command in ["build", "export", "query", "show", "score"] {
        demarche(folder.path()).args([command, "--help"]).assert().code(0).stdout(contains("Usage"));
    }
    demarche(folder.path()).args(["build", "--help"]).assert().stdout(contains("Examples:"));
    demarche(folder.path()).args(["completions", "bash"]).assert().code(0).stdout(contains("complete"));
    demarche(folder.path()).arg("man").assert().code(0).stdout(contains(".TH demarche"));
}

#[test]
fn marked_pairs_are_answered_line_by_line() {
    let rows = concat!(
        r#"{"id":1,"text":"Müller said Iraq condemned Iran.","p":{"start":12,"end":16},"q":{"start":27,"end":31}}"#,
        "\n\n",
        r#"{"id":"b","text":"The two clans met the wardens in March.","p":{"start":4,"end":13},"q":{"start":22,"end":29}}"#,
        "\n{\"id\":3}\n",
        r#"{"id":4,"text":"Iraq","p":{"start":90,"end":99},"q":{"start":0,"end":4}}"#,
        "\n",
    );
    let folder = tempfile::tempdir().unwrap();
    let run = demarche(folder.path()).args(["relate", "-"]).write_stdin(rows).assert().code(1);
    let out = String::from_utf8(run.get_output().stdout.clone()).unwrap();
    let lines: Vec<serde_json::Value> = out.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[0]["id"], 1);
    assert_eq!(lines[0]["p_to_q"]["polarity"], "oppose");
    assert_eq!(lines[0]["q_to_p"]["polarity"], serde_json::Value::Null);
    assert_eq!(lines[1]["meeting"]["status"], "held");
    assert_eq!(lines[2]["id"], 4);
    let message = String::from_utf8(run.get_output().stderr.clone()).unwrap();
    assert!(message.contains("-:4"), "{message}");
}

#[test]
fn an_output_that_is_an_input_is_refused() {
    let folder = folder();
    let fails = |args: &[&str], message: &str| {
        demarche(folder.path()).args(args).assert().code(2).stdout("").stderr(contains(message));
    };
    fails(&["build", "news.txt", "-o", "json:news.txt"], "news.txt: is an input too");
    fails(&["build", ".", "-o", "json:./news.txt"], "is an input too");
    demarche(folder.path()).args(["build", "news.txt", "-o", "graph.json"]).assert().code(0);
    fails(&["export", "graph.json", "-o", "graph.json"], "graph.json: is an input too");
    std::fs::write(folder.path().join("fix.toml"), "").unwrap();
    fails(&["export", "graph.json", "--corrections", "fix.toml", "-o", "json:fix.toml"], "is an input too");
    assert_eq!(std::fs::read_to_string(folder.path().join("news.txt")).unwrap(), NEWS);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("news.txt", folder.path().join("link")).unwrap();
        fails(&["build", "news.txt", "-o", "json:link"], "is an input too");
    }
}
