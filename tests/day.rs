//! A new user's day, from the first folder to a full disk: every message says what is so and what to do.
#![cfg(unix)]

use std::path::Path;
use std::process::{Command, Output};

/// A machine of the user's own: a folder with the program in the path.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
        std::os::unix::fs::symlink(examples, desk.path().join("examples")).unwrap();
        desk.write("monday/01.txt", "Iraq condemned Israel on 3 March 2025.\n");
        desk.write("tuesday/01.txt", "Iraq praised Syria on 4 March 2025.\n");
        desk
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn has(&self, name: &str) -> bool {
        self.path().join(name).exists()
    }

    fn shell(&self, line: &str) -> Output {
        let program = Path::new(env!("CARGO_BIN_EXE_demarche")).parent().unwrap();
        let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap_or_default());
        let mut command = Command::new("bash");
        command.args(["-c", line]).current_dir(self.path()).env("PATH", path).env("LC_ALL", "C.UTF-8");
        command.output().unwrap()
    }

    /// Runs a line and gives what it printed; its exit code and its messages must be these.
    fn run(&self, line: &str, code: i32, messages: &[&str]) -> String {
        let output = self.shell(line);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        let told = format!("{line}\n{printed}{said}");
        assert_eq!(output.status.code(), Some(code), "{told}");
        for message in messages {
            assert!(said.contains(message), "{message:?} is not told by {told}");
        }
        if messages.is_empty() {
            assert_eq!(said, "", "{told}");
        }
        for word in ["panicked", "RUST_BACKTRACE", ".tmp", "unwrap", "os error 0"] {
            assert!(!said.contains(word), "{word:?} in {told}");
        }
        printed
    }
}

#[test]
fn folders_files_and_streams() {
    let desk = Desk::new();
    desk.run(
        "demarche build monday --db t.db",
        0,
        &["read: 1 document\n", "t.db: 1 document added, 0 known; 1 in all\n", "graph: 2 actors"],
    );
    // A second folder with the same names: nothing is lost.
    desk.run("demarche build tuesday --db t.db", 0, &["t.db: 1 document added, 0 known; 2 in all\n"]);
    let actors = desk.run("demarche query actors t.db | cut -f1", 0, &[]);
    assert_eq!(actors, "id\ncountry:IRQ\ncountry:ISR\ncountry:SYR\n");
    desk.run("demarche build monday tuesday --db t.db", 0, &["0 documents added, 2 known; 2 in all"]);

    // Archives: packed records are read; what is to be unpacked is told so.
    desk.run(
        "for f in examples/news/*/*.json; do tr -d '\\n' < $f; echo; done | gzip > all.jsonl.gz
         demarche build all.jsonl.gz -o all.json",
        0,
        &["read: 11 documents, 1 of them a copy of another\n", "graph: 11 actors"],
    );
    desk.run(
        "tar cf news.tar -C examples/news week1; demarche build news.tar -o x.json",
        2,
        &["news.tar: an archive of files (tar); unpack it, and name its folder", "nothing is written"],
    );
    assert!(!desk.has("x.json"));
    // One that is broken, beside one that is not.
    desk.run(
        "head -c 600 all.jsonl.gz > cut.jsonl.gz; demarche build cut.jsonl.gz monday -o x.json",
        1,
        &["warning: cut.jsonl.gz", "skipped: 1 input, for the reasons above (cut.jsonl.gz", "graph: "],
    );

    // Dates that are none, or that may mean two days, are told with their records; the texts are read.
    desk.write(
        "us.csv",
        "title,date,text\nA,03/04/2021,Iraq condemned Israel.\nB,soon,Syria praised Jordan.\n",
    );
    desk.run(
        "demarche build us.csv -o x.json",
        0,
        &[
            "read: 2 documents\n",
            "not understood: 2 dates of records (“03/04/2021” of us.csv#",
            "“soon” of us.csv#",
            "); expected YYYY-MM-DD, or 2 March 2026",
            "without a date that can be trusted: 2 documents",
        ],
    );
    let zones = desk.run("demarche show zones us.csv", 0, &[]);
    assert!(zones.contains("# no date from unread: \"03/04/2021\" (not understood)"), "{zones}");

    // Pipes, and one that is closed.
    let stances = desk.run("cat monday/01.txt | demarche build - -q | demarche query stances -", 0, &[]);
    assert_eq!(stances.lines().count(), 2, "{stances}");
    let page = desk.run("demarche build monday -q | demarche view - | head -c 15", 0, &[]);
    assert_eq!(page, "<!doctype html>");
    let closed = desk.run(
        "demarche build examples/news -q | head -c 1 > /dev/null; echo ${PIPESTATUS[@]}
         demarche query stances all.json | head -n 1 > /dev/null; echo ${PIPESTATUS[@]}
         demarche export all.json --format graphml | head -n 1 > /dev/null; echo ${PIPESTATUS[@]}",
        0,
        &[],
    );
    assert_eq!(closed, "0 0\n0 0\n0 0\n");
}

#[test]
fn nothing_is_done_in_silence() {
    let desk = Desk::new();
    // Links in folders: to a file, to a folder, to nowhere.
    desk.run(
        "mkdir linked; ln -s ../monday/01.txt linked/file.txt; ln -s ../tuesday linked/folder
         ln -s nowhere.txt linked/dangling.txt; demarche build linked -o l.json",
        0,
        &[
            "read: 1 document\n",
            "skipped: 2 links that lead to a folder or nowhere (linked/dangling.txt, linked/folder); name the folder \
             itself to have it read",
        ],
    );
    // Hidden files and folders; what is called packed and is not.
    desk.run(
        "mkdir -p pile/.old; cp monday/01.txt pile/text.txt.gz; cp tuesday/01.txt pile/.old; touch pile/.keep
         demarche build pile -o l.json; demarche build pile/.old -o l.json",
        0,
        &[
            "read: 1 document\n",
            "skipped: 2 hidden names (pile/.keep, pile/.old); give those that are to be read by name",
            "not packed, though so called, and read as it is: 1 file (pile/text.txt.gz)",
            "read: 1 document\n",
        ],
    );
    desk.run("demarche build linked -q -o l.json", 0, &[]);
    // What goes, and what of the graph with it.
    desk.run("demarche build monday tuesday --db t.db -q", 0, &[]);
    desk.run(
        "id=$(demarche query evidence t.db Iraq Syria | grep -o '01.txt#[0-9a-f]*'); demarche remove t.db $id",
        0,
        &["t.db: 1 document taken out (01.txt#", "), and 1 actor and 1 edge with it; 1 in all"],
    );
    // Graphs that are the same make no picture, unless it is to show what is as before.
    desk.run("demarche diff l.json l.json -o d.svg", 0, &["nothing has changed; no picture is drawn"]);
    assert!(!desk.has("d.svg"));
    desk.run("demarche diff l.json l.json --context -o d.svg", 0, &["the picture shows what is as before"]);
    assert!(desk.has("d.svg"));
    // A sentence in another language.
    desk.write("french.txt", "Le président Macron a rencontré le chancelier Scholz à Paris lundi.\n");
    desk.run(
        "demarche build french.txt monday -o f.json",
        0,
        &["left out: 1 document in other languages than English (fra 1; french.txt#"],
    );
}

#[test]
fn a_slip_in_each_argument() {
    let desk = Desk::new();
    desk.run("demarche build examples/news -o a.json -q && demarche build monday --db t.db -q", 0, &[]);
    for (line, messages) in [
        ("demarche biuld monday", &["tip: a similar subcommand exists: 'build'"] as &[_]),
        ("demarche", &["Usage: demarche"]),
        ("demarche build", &["<INPUTS>..."]),
        ("demarche build mnoday -o x.json", &["mnoday: no such file or folder", "nothing is written"]),
        ("demarche build monday -o x.jsn", &["x.jsn: no format known by this name", "json, "]),
        ("demarche build monday --dbb x.db", &["tip: a similar argument exists: '--db'"]),
        ("demarche build monday --db monday/01.txt", &["not a store that demarche made; name another file"]),
        (
            "demarche build monday --date 30.2.2025",
            &["'--date <DATE>': expected a day: 2026-03-02, 2 March 2026, 2.3.2026"],
        ),
        ("demarche build monday --threads no", &["expected a number from 0 (all cores) to 1024"]),
        ("demarche build monday --corrections fx.toml", &["fx.toml: No such file"]),
        ("demarche build monday --overlay nowhere", &["nowhere: no table of this name; expected one of"]),
        ("demarche build monday --roll-up world", &["[possible values: country]"]),
        ("demarche build monday --min-confidence 2", &["expected a number from 0 to 1"]),
        ("demarche build monday --column txt=Body", &["expected text, title, date, source, url or id"]),
        ("demarche build a.json -o x.json", &["a.json: record 1: no text; expected one of the keys text"]),
        ("demarche query actors a.jso", &["a.jso: No such file"]),
        (
            "demarche query actors monday/01.txt",
            &["not a graph written by demarche", "expected the output of"],
        ),
        ("demarche query actros a.json", &["tip: a similar subcommand exists: 'actors'"]),
        (
            "demarche query evidence a.json Belkacm Marokko",
            &["taking \"Belkacm\" for", "nearest names are:\n  country:MAR"],
        ),
        ("demarche query path a.json Algeria", &["<Y>"]),
        ("demarche query meetings a.json --status hold", &["tip: a similar value exists: 'held'"]),
        (
            "demarche query meetings a.json --since soon",
            &["'--since <DATE>': \"soon\" is no date; expected YYYY-MM-DD", "8 March 2025", "8.3.2025"],
        ),
        (
            "demarche query meetings a.json --since 2025-04 --until 2025-03",
            &["is later than", "exchange them"],
        ),
        ("demarche query stances a.json --polarity oppos", &["tip: a similar value exists: 'oppose'"]),
        ("demarche query stances a.json --kinds meting", &["expected meeting, stance or affiliation"]),
        ("demarche query top a.json --by brokres", &["expected degree, betweenness, pagerank or brokers"]),
        ("demarche export a.json --format gexff", &["tip: a similar value exists: 'gexf'"]),
        ("demarche export a.json --focus Atlantis -o x.svg", &["no actor is called \"Atlantis\""]),
        ("demarche export a.json -o a.json", &["is an input too and would be overwritten"]),
        ("demarche diff a.json b.json", &["b.json: No such file"]),
        ("demarche diff a.json a.json -o x.gif", &["expected a .svg, .png, .pdf or .dot file"]),
        ("demarche remove t.db 03.txt", &["t.db: no document \"03.txt\"", "nothing is taken out"]),
        ("demarche view a.jso -o x.html", &["a.jso: No such file"]),
        ("demarche serve a.jso", &["a.jso: No such file"]),
        ("demarche show egdes monday/01.txt", &["tip: a similar value exists: 'edges'"]),
        ("demarche show edges monday/02.txt", &["monday/02.txt: no such file or folder"]),
        (
            "demarche correct reject 1 --corrections f.toml",
            &["\"1\" is no key of a reading; `demarche query evidence` prints them"],
        ),
        (
            "demarche correct change 1f2e3d4c-00112233 --corrections f.toml",
            &["change wants a polarity, category, status, date or holder"],
        ),
        (
            "demarche correct change 1f2e3d4c-00112233 --date 8/3/2025 --corrections f.toml",
            &["\"8/3/2025\" is no date; expected YYYY-MM-DD"],
        ),
        (
            "demarche correct change 1f2e3d4c-00112233 --polarity support --category ACCUSE --corrections f.toml",
            &["those who support: AGREE"],
        ),
        (
            "demarche correct assert Iraq Norway --quote x --cite y --corrections f.toml",
            &["assert wants a polarity (a stance) or a status (a meeting)"],
        ),
    ] {
        desk.run(line, 2, messages);
    }
    // Nothing was written by any of them.
    for name in ["x.json", "x.jsn", "x.db", "x.svg", "x.html", "x.gif", "f.toml"] {
        assert!(!desk.has(name), "{name}");
    }
    // A slip that is mended is told.
    desk.run("demarche export a.json --focus Algeira -o y.svg", 0, &["taking \"Algeira\" for Algeria"]);
    // What finds nothing says what there is.
    desk.run(
        "demarche query evidence a.json Tunisia Solberg",
        0,
        &["no evidence of Tunisia", "nothing else either"],
    );
    desk.run("demarche export a.json --since 2031 -o z.json", 0, &["no edges are left to write"]);
}

#[test]
fn folders_that_cannot_be_written_to() {
    let desk = Desk::new();
    desk.run("demarche build monday -o a.json --db t.db -q; mkdir closed; chmod 555 closed", 0, &[]);
    // Rights do not bind everybody; nobody may make a file in /proc.
    let closed = match std::fs::write(desk.path().join("closed/try"), "") {
        Ok(()) => "/proc",
        Err(_) => "closed",
    };
    for (line, message) in [
        ("demarche build monday -q -o DIR/x.json", "DIR/x.json: "),
        ("demarche build monday -q -o svg:DIR/x", "DIR/x: "),
        (
            "demarche build monday --db DIR/x.db",
            "DIR/x.db: cannot be opened; is it there, and may its folder be written to?",
        ),
        ("demarche view a.json -o DIR/x.html", "DIR/x.html: "),
        (
            "demarche correct assert Iraq Norway --polarity support --quote x --cite y --corrections DIR/f.toml",
            "DIR/f.toml: ",
        ),
        ("demarche build monday -q -o nowhere/x.json", "nowhere/x.json: no folder nowhere; make it first"),
        ("demarche build monday -q --db nowhere/x.db", "nowhere/x.db: cannot be opened"),
    ] {
        let line = line.replace("DIR", closed);
        desk.run(&line, 2, &[&message.replace("DIR", closed)]);
    }
}

#[test]
fn a_disk_that_is_full() {
    let desk = Desk::new();
    desk.run("demarche build monday -q > /dev/full", 2, &["No space left on device"]);
    // No file may grow beyond some blocks: as with a quota.
    let small = |blocks: u32, line: &str| format!("trap '' XFSZ; ulimit -f {blocks}; {line}");
    desk.run(&small(8, "demarche build examples/news -q -o big.svg"), 2, &["big.svg: File too large"]);
    assert!(!desk.has("big.svg"), "a picture that is half written");
    desk.run(
        &small(60, "demarche build examples/news --db full.db"),
        2,
        &["full.db: ", "is the disk full, or a quota reached?"],
    );
    // With room again, the same command goes on.
    desk.run("demarche build examples/news --db full.db", 0, &["10 in all"]);
    desk.run(
        "demarche export full.db -o one.json; demarche build examples/news -q -o all.json; cmp one.json all.json",
        0,
        &[],
    );
}

#[test]
fn two_writers() {
    let desk = Desk::new();
    desk.run(
        "demarche build examples/news --db t.db -q & demarche build monday tuesday --db t.db -q; wait $!
         demarche export t.db -o one.json; demarche build examples/news monday tuesday -q -o all.json
         cmp one.json all.json",
        0,
        &[],
    );
    // Corrections from two hands: none is lost.
    let entry = |who: &str| {
        format!(
            "demarche correct assert {who} Norway --polarity support --quote x --cite y --corrections f.toml -q"
        )
    };
    desk.run(&format!("{} & {}; wait $!", entry("Iraq"), entry("Syria")), 0, &[]);
    let count = desk.run("grep -c assert f.toml", 0, &[]);
    assert_eq!(count, "2\n");
    desk.run(&entry("Syria").replace(" -q", ""), 0, &["f.toml: that stands there already; nothing is added"]);
    assert_eq!(desk.run("grep -c assert f.toml", 0, &[]), "2\n");
}
