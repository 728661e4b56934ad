//! A new user asks: names, countries, empty answers, and why an edge is there or not.

use std::collections::BTreeSet;
use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;

/// Runs the program: exit code, standard output, standard error.
fn demarche(folder: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::cargo_bin("demarche").unwrap().current_dir(folder).args(args).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

/// A folder with a graph of some sentences.
fn asked_of(text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.txt"), text).unwrap();
    let (code, _, told) = demarche(folder.path(), &["build", "a.txt", "-q", "-o", "a.json"]);
    assert_eq!((code, told.as_str()), (Some(0), ""));
    folder
}

const NEWS: &str = "\
Iraqi Foreign Minister Fuad Hussein met Syrian President Ahmed al-Sharaa in Damascus on Monday.

Iraq condemned Israel. Iraq did not condemn Jordan.
";

#[test]
fn officials_count_for_their_country() {
    let folder = asked_of(NEWS);
    let ask = |args: &[&str]| demarche(folder.path(), args);
    let (code, table, told) = ask(&["query", "meetings", "a.json", "Iraq", "Syria"]);
    assert_eq!(code, Some(0), "{told}");
    assert_eq!(table.lines().count(), 2, "{table}");
    assert!(table.contains("Fuad Hussein") && table.contains("Sharaa"), "{table}");
    assert!(told.contains("note: Iraq here includes Fuad Hussein; --exact asks for Iraq alone"), "{told}");
    let (_, table, told) = ask(&["query", "meetings", "a.json", "Iraq", "Syria", "--exact"]);
    assert_eq!(table.lines().count(), 1, "{table}");
    assert!(told.starts_with("note: no meeting of Iraq (country:IRQ) and Syria (country:SYR)"), "{told}");
    assert!(told.contains("without --exact there is 1 meeting, with those who act for a country"), "{told}");
    let (_, table, _) = ask(&["query", "timeline", "a.json", "Iraq", "Syria"]);
    assert_eq!(table.lines().count(), 2, "{table}");
    let (_, table, _) = ask(&["query", "meetings", "a.json", "--limit", "0"]);
    assert_eq!(table.lines().count(), 1);
}

#[test]
fn an_empty_answer_says_whom_it_is_of_and_what_there_is() {
    let folder = asked_of(NEWS);
    let ask = |args: &[&str]| demarche(folder.path(), args);
    let (code, table, told) = ask(&["query", "evidence", "a.json", "Israel", "Jordan"]);
    assert_eq!((code, table.lines().count()), (Some(0), 1));
    assert!(told.contains("note: no evidence of Israel (country:ISR) and "), "{told}");
    assert!(told.contains("nothing else either"), "{told}");
    let (_, _, told) = ask(&["query", "meetings", "a.json", "Israel"]);
    assert!(told.contains("no meeting of Israel (country:ISR); but 1 stance"), "{told}");
    let (_, _, told) = ask(&["query", "stances", "a.json", "Israel", "--since", "2030"]);
    assert!(told.contains("no stance of Israel (country:ISR) with these filters; but "), "{told}");
    assert_eq!(ask(&["query", "stances", "a.json", "Israel", "--since", "2030", "--quiet"]).2, "");
}

#[test]
fn a_title_before_a_name_does_no_harm() {
    let folder = asked_of(NEWS);
    for name in ["President al-Sharaa", "Foreign Minister Hussein", "President Ahmed al-Sharaa"] {
        let (code, _, told) = demarche(folder.path(), &["query", "neighbours", "a.json", name]);
        assert_eq!(code, Some(0), "{name}: {told}");
    }
    let (code, _, told) = demarche(folder.path(), &["query", "neighbours", "a.json", "President Nobody"]);
    assert_eq!(code, Some(2));
    assert!(told.contains("no actor is called \"President Nobody\""), "{told}");
}

#[test]
fn what_is_shown_of_a_text_is_what_is_built_of_it() {
    let folder = asked_of(&(NEWS.to_owned() + include_str!("../examples/baghdad-talks.txt")));
    let graph: Value = serde_json::from_slice(&std::fs::read(folder.path().join("a.json")).unwrap()).unwrap();
    let place = |of: &Value| (of["start"].as_u64().unwrap(), of["text"].as_str().unwrap().to_owned());
    let built: BTreeSet<_> = graph["edges"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|edge| edge["evidence"].as_array().unwrap())
        .map(place)
        .collect();
    let (code, lines, _) = demarche(folder.path(), &["show", "edges", "a.txt", "--json"]);
    assert_eq!(code, Some(0));
    let mut shown = BTreeSet::new();
    let mut reasons = BTreeSet::new();
    for line in lines.lines() {
        let relation: Value = serde_json::from_str(line).unwrap();
        match relation["left_out"].as_str() {
            Some(why) => _ = reasons.insert(why.to_owned()),
            None => _ = shown.insert(place(&relation["evidence"])),
        }
    }
    assert!(!built.is_empty());
    assert_eq!(built, shown);
    assert!(reasons.contains("negated"), "{reasons:?}");
    let (_, text, _) = demarche(folder.path(), &["show", "edges", "a.txt"]);
    assert!(text.contains("left out (negated): Negated"), "{text}");
}

#[test]
fn a_call_told_with_two_words_and_a_speaker_whom_nobody_knows_are_told_so() {
    let folder = tempfile::tempdir().unwrap();
    let text = "Iraqi Foreign Minister Fuad Hussein spoke by phone with Syrian President Ahmed al-Sharaa in a call on \
                Tuesday.\n\n\"We condemn Israel,\" an official said. \"We condemn Iran,\" the Iraqi president said.";
    std::fs::write(folder.path().join("a.txt"), text).unwrap();
    let (code, told, _) = demarche(folder.path(), &["show", "edges", "a.txt"]);
    assert_eq!(code, Some(0));
    let meetings: Vec<&str> = told.lines().skip_while(|line| !line.contains(" met: ")).take(5).collect();
    assert!(meetings[0].contains(" met: ") && !meetings[1].contains("left out"), "{told}");
    assert!(meetings[3].contains(" met: ") && meetings[4].contains("left out (its sentence counts once)"));
    assert!(told.contains("unknown speaker Oppose country:ISR"), "{told}");
    assert_eq!(told.matches("left out (speaker unknown)").count(), 1, "{told}");
    assert!(told.contains("country:IRQ Oppose country:IRN") || told.contains("Oppose country:IRN"), "{told}");
}

#[test]
fn a_slip_in_any_argument_is_told() {
    let folder = asked_of(NEWS);
    std::fs::write(folder.path().join("notes.db"), "some notes of mine").unwrap();
    for (args, problem) in [
        (&["build", "nowhere"][..], "nowhere: no such file or folder"),
        (&["build", "a.txt", "--date", "soon"], "expected a day: 2026-03-02, 2 March 2026, 2.3.2026"),
        (&["build", "a.txt", "--db", "notes.db"], "notes.db: not a store that demarche made"),
        (&["build", "a.txt", "--replace"], "--db"),
        (&["query", "meetings", "nowhere.json"], "nowhere.json"),
        (&["query", "meetings", "a.txt"], "a.txt"),
        (&["query", "meetings", "a.json", "Nobody Known"], "no actor is called \"Nobody Known\""),
        (&["query", "meetings", "a.json", "--status", "had"], "held, ongoing, planned"),
        (&["query", "stances", "a.json", "--polarity", "hates"], "support, oppose"),
        (&["query", "stances", "a.json", "--since", "soon"], "YYYY-MM-DD, YYYY-MM or YYYY"),
        (&["query", "evidence", "a.json", "Iraq", "Iraq"], "are one actor"),
        (&["export", "a.json", "-o", "x.unknown"], "expected an extension or FORMAT:PATH"),
        (&["diff", "a.json", "nowhere.json"], "nowhere.json"),
        (&["diff", "a.json", "a.json", "-o", "x.gif"], "expected a .svg, .png, .pdf or .dot file"),
        (&["remove", "notes.db", "a.txt"], "notes.db: not a store that demarche made"),
        (
            &["correct", "reject", "e123", "--corrections", "f.toml"],
            "f.toml: \"e123\" is no key of a reading",
        ),
    ] {
        let (code, printed, told) = demarche(folder.path(), args);
        assert_eq!((code, printed.as_str()), (Some(2), ""), "{args:?}: {told}");
        assert!(told.contains(problem), "{args:?}: {told}");
    }
    let (code, _, told) = demarche(folder.path(), &["query", "stances", "a.json", "Izrael"]);
    assert_eq!(code, Some(0));
    assert!(told.contains("note: taking \"Izrael\" for Israel (country:ISR)"), "{told}");
}

#[test]
fn dates_changes_and_tables_are_as_people_want_them() {
    let folder = asked_of(NEWS);
    let ask = |args: &[&str]| demarche(folder.path(), args);
    let read = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
    assert_eq!(ask(&["build", "a.txt", "--date", "2 March 2026", "-o", "b.json"]).0, Some(0));
    assert!(String::from_utf8(read("b.json")).unwrap().contains("\"2026-03-02\""));
    let outputs = ["-o", "c.png", "-o", "c.pdf", "-o", "c.svg", "--max-nodes", "3"];
    assert_eq!(ask(&[&["diff", "a.json", "b.json", "--limit", "1"][..], &outputs].concat()).0, Some(0));
    assert!(read("c.png").starts_with(b"\x89PNG") && read("c.pdf").starts_with(b"%PDF"));
    assert_eq!(ask(&["export", "a.json", "-o", "csv:tables"]).0, Some(0));
    let edges = String::from_utf8(read("tables/edges.csv")).unwrap();
    assert!(edges.starts_with("id,source,target,source_name,target_name,"), "{edges}");
    assert!(edges.contains(",country:IRQ,country:ISR,Iraq,Israel,"), "{edges}");
    let (code, _, told) = ask(&["export", "a.json", "--since", "2030", "-o", "d.svg"]);
    assert_eq!(code, Some(0));
    assert!(told.contains("note: no edges are left to write"), "{told}");
}

#[test]
fn a_day_is_no_topic() {
    let folder = tempfile::tempdir().unwrap();
    let text = "Iraq and Syria held talks on Friday. Iran and Oman met on 14 March. The foreign ministers of Chad and \
                Niger met on Monday about trade.";
    std::fs::write(folder.path().join("a.txt"), text).unwrap();
    let (_, lines, _) = demarche(folder.path(), &["show", "edges", "a.txt", "--json"]);
    let meetings: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let topics: Vec<_> =
        meetings.iter().filter(|m| m["kind"] == "meeting").map(|m| m["topic"].as_str()).collect();
    assert_eq!(topics.len(), 3, "{lines}");
    assert!(topics.contains(&Some("trade")), "{topics:?}");
    assert_eq!(topics.iter().flatten().count(), 1, "{topics:?}");
}

#[test]
fn files_that_are_no_texts_days_and_long_ids_are_told_in_their_measure() {
    let folder = tempfile::tempdir().unwrap();
    let of = |name: &str| folder.path().join(name);
    std::fs::create_dir(of("news")).unwrap();
    std::fs::write(of("news/a.txt"), "Iraq condemned Israel.").unwrap();
    std::fs::write(of("news/photo.jpg"), [0xff, 0xd8]).unwrap();
    std::fs::write(of("news/old.doc"), [0xd0, 0xcf]).unwrap();
    let (code, _, told) = demarche(folder.path(), &["build", "news", "-o", "news/graph.svg"]);
    assert_eq!(code, Some(0), "{told}");
    assert!(
        told.contains("skipped: 2 files with endings of no text (news/old.doc, news/photo.jpg)"),
        "{told}"
    );
    let (code, _, again) = demarche(folder.path(), &["build", "news", "-o", "news/graph.svg"]);
    assert_eq!(code, Some(0));
    assert!(again.contains("skipped: 2 files"), "{again}");
    assert!(
        told.contains("without a date that can be trusted: 1 document (")
            && !told.contains("no day can be told")
    );
    std::fs::write(of("news/b.txt"), "Iraq condemned Jordan on Friday.").unwrap();
    let (_, _, told) = demarche(folder.path(), &["build", "news", "-o", "graph.json"]);
    assert!(told.contains("no day can be told for \"on Friday\" and the like in 1 of them"), "{told}");
    let record = format!("{{\"id\": \"{}\", \"text\": \"Iraq condemned Chad.\"}}\n", "x".repeat(20_000));
    std::fs::write(of("long.jsonl"), record).unwrap();
    let (code, _, told) = demarche(folder.path(), &["build", "long.jsonl", "--db", "long.db"]);
    assert_eq!(code, Some(0));
    assert!(told.len() < 2_000, "{} letters", told.len());
    let asked = "y".repeat(20_000);
    let (_, _, told) = demarche(folder.path(), &["query", "neighbours", "long.db", &asked]);
    assert!(told.contains("no actor is called") && told.len() < 2_000, "{} letters", told.len());
}

#[test]
fn a_text_that_is_in_another_language_now_leaves_none_behind() {
    let folder = tempfile::tempdir().unwrap();
    let write = |text: &str| std::fs::write(folder.path().join("a.txt"), text).unwrap();
    write("Iraq condemned Israel on Monday, and the talks between Iraq and Syria went on.");
    let build = |more: &[&str]| {
        std::fs::write(folder.path().join("b.txt"), "Chad condemned Niger.").unwrap();
        let args = [&["build", "a.txt", "b.txt", "--db", "t.db"], more].concat();
        demarche(folder.path(), &args)
    };
    assert_eq!(build(&[]).0, Some(0));
    write(
        "Der irakische Außenminister hat am Montag in Berlin mit seinem deutschen Amtskollegen über die Lage im Nahen \
           Osten gesprochen, wie das Ministerium nach dem Treffen am Abend mitteilte.",
    );
    let edges = || demarche(folder.path(), &["query", "stances", "t.db", "--json", "-q"]).1;
    let (code, _, told) = build(&[]);
    assert_eq!(code, Some(0));
    assert!(told.contains("1 changed (a.txt#") && told.contains("--replace takes them out"), "{told}");
    assert!(edges().contains("country:ISR"));
    let (code, _, told) = build(&["--replace"]);
    assert_eq!(code, Some(0));
    assert!(told.contains("1 replaced (a.txt#"), "{told}");
    assert!(!edges().contains("country:ISR") && edges().contains("country:TCD"), "{told}");
    // Once it is gone, there is nothing to tell.
    assert!(!build(&["--replace"]).2.contains("replaced"));
}

#[test]
fn a_filter_that_means_nothing_is_refused_and_one_that_leaves_nothing_is_told() {
    let folder = asked_of(NEWS);
    let ask = |args: &[&str]| demarche(folder.path(), args);
    for (args, problem) in [
        (&["query", "stances", "a.json", "--status", "held"][..], "--status means nothing here"),
        (&["query", "meetings", "a.json", "--polarity", "oppose"], "--polarity means nothing here"),
        (&["query", "meetings", "a.json", "--kinds", "meeting"], "--kinds means nothing here"),
        (&["query", "stances", "a.json", "--kinds", "stance"], "--kinds means nothing here"),
        (&["query", "balance", "a.json", "--status", "held"], "--status means nothing here"),
        (
            &["query", "neighbours", "a.json", "Iraq", "--kinds", "stance", "--status", "held"],
            "status is of meetings alone",
        ),
        (&["export", "a.json", "--kinds", "meeting", "--polarity", "oppose"], "polarity is of stances alone"),
        (
            &["query", "neighbours", "a.json", "Iraq", "--undated"],
            "undated means something beside since or until",
        ),
    ] {
        let (code, out, told) = ask(args);
        assert_eq!((code, out.as_str()), (Some(2), ""), "{args:?}");
        assert!(told.contains(problem), "{args:?}: {told}");
    }
    assert!(ask(&["diff", "a.json", "a.json"]).2.contains("note: nothing has changed"));
    let told = ask(&["query", "actors", "a.json", "--suspects"]).2;
    assert!(told.contains("nobody seems to be twice, or several, among 2 people, "), "{told}");
    let later = ["--since", "2030"];
    for (args, note) in [
        (
            &["query", "neighbours", "a.json", "Iraq"][..],
            "no neighbour of Iraq (country:IRQ) with these filters; but ",
        ),
        (
            &["query", "path", "a.json", "Iraq", "Israel"],
            "with these filters; without them there is one of 1 step; Iraq has ",
        ),
        (
            &["query", "conflicts", "a.json", "Iraq"],
            "no conflict of Iraq (country:IRQ) with these filters; but ",
        ),
        (&["query", "conflicts", "a.json"], "no conflict with these filters; but 1 meeting (1 held), "),
        (
            &["query", "meetings", "a.json"],
            "no meeting with these filters; but 1 meeting (1 held), 1 stance, ",
        ),
        (
            &["query", "meetings", "a.json", "Iraq"],
            "no meeting of Iraq (country:IRQ) with these filters; but 1 meeting (1 held), ",
        ),
        (
            &["query", "actors", "a.json"],
            "no actor is as asked, with edges of these filters; the graph has 2 people, ",
        ),
        (&["query", "top", "a.json"], "no edge with these filters; but "),
        (
            &["query", "between", "a.json", "Iraq,Israel"],
            "no tie in few enough steps of Iraq (country:IRQ) and Israel ",
        ),
        (
            &["diff", "a.json", "a.json"],
            "a.json: of 4 edges (1 of meetings, 1 stance, 2 affiliations) none is left by these filters",
        ),
        (&["view", "a.json", "-o", "a.html"], "a.json: of 4 edges (1 of meetings, "),
    ] {
        let (code, _, told) = ask(&[args, &later[..]].concat());
        assert_eq!(code, Some(0), "{args:?}: {told}");
        assert!(told.contains(note), "{args:?}: {told}");
    }
}
