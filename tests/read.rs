//! The read stage from outside: files, folders, records, pages, and what is wrong with them.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use demarche::error::ReadError;
use demarche::read;
use demarche::types::{Document, ZoneKind};

/// A folder with files in it, removed at the end.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new(files: &[(&str, &[u8])]) -> Self {
        let folder = Self(tempfile::tempdir().expect("a temporary folder"));
        for (name, bytes) in files {
            let path = folder.0.path().join(name);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, bytes).expect("a file");
        }
        folder
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_string_lossy().into_owned()
    }
}

/// What reading these arguments gives: documents, and messages of errors.
fn read_all(inputs: &[String]) -> (Vec<Document>, Vec<String>) {
    let (sources, errors, _) = read::expand(inputs);
    let mut messages: Vec<String> = errors.iter().map(ReadError::to_string).collect();
    let mut documents = Vec::new();
    for result in sources.iter().flat_map(|s| read::documents(s, &read::How::bundled().unwrap())) {
        match result {
            Ok(document) => documents.push(document),
            Err(error) => messages.push(error.to_string()),
        }
    }
    (documents, messages)
}

fn read_one(name: &str, bytes: &[u8]) -> (Vec<Document>, Vec<String>) {
    let folder = Folder::new(&[(name, bytes)]);
    read_all(&[folder.path(name)])
}

const TEXT: &str = "Chad and Niger agree on patrols\n\n2019-03-04\n\nThe ministers of Chad and Niger agreed on patrols along their border on Monday.\n";

#[test]
fn a_plain_file_is_kept_byte_for_byte() {
    let crlf = format!("\u{feff}{}", TEXT.replace('\n', "\r\n"));
    let (documents, errors) = read_one("a.txt", crlf.as_bytes());
    assert!(errors.is_empty(), "{errors:?}");
    let [document] = documents.as_slice() else { panic!("one document") };
    assert_eq!(document.text, crlf);
    assert_eq!(document.id, format!("a.txt#{}", &document.sha256[..8]));
    assert!(document.place.as_ref().is_some_and(|p| p.starts_with("file:/") && p.ends_with("/a.txt")));
    assert_eq!(document.date.as_deref(), Some("2019-03-04"));
    assert_eq!(document.title.as_deref(), Some("Chad and Niger agree on patrols"));
    assert!(!document.text.is_empty());
}

#[test]
fn zones_are_in_order_and_cover_the_text() {
    let page = "12 C\nLagos\n\n  A title of four words  \n\nRome: It rained.\u{a0}\n\r\n\tRelated articles\r\nX y z...\r";
    for text in ["", " ", "\n\n", "a", TEXT, page, "\u{feff}\r\n", "Ünïcode — “quotes”…\n…"] {
        let document = read::from_text("t", text);
        let mut end = 0;
        for zone in &document.zones {
            let between = document.text.get(end..zone.span.start).expect("in order, on character bounds");
            assert!(!between.contains(char::is_alphanumeric), "{between:?} of {text:?}");
            assert!(!zone.span.of(&document.text).trim().is_empty());
            end = zone.span.end;
        }
        assert!(!document.text.get(end..).expect("in the text").contains(char::is_alphanumeric));
    }
}

#[test]
fn records_have_many_spellings() {
    let json = r#"{"articles": [
        {"headline": "Talks", "body": "Chad met Niger.", "published_at": "2021-02-03T10:00:00Z", "link": "https://e.org/1", "publisher": {"name": "Post"}},
        {"id": 7, "title": "Talks", "content": "<p>Chad met <b>Niger</b>.</p><p>They agreed.</p>", "pubDate": "Wed, 03 Feb 2021 10:00:00 GMT"}
    ]}"#;
    let (documents, errors) = read_one("a.json", json.as_bytes());
    assert!(errors.is_empty(), "{errors:?}");
    let [first, second] = documents.as_slice() else { panic!("two documents") };
    assert_eq!((first.id.as_str(), first.date.as_deref()), ("https://e.org/1", Some("2021-02-03")));
    assert_eq!((first.title.as_deref(), first.source.as_deref()), (Some("Talks"), Some("Post")));
    assert_eq!((second.id.as_str(), second.date.as_deref()), ("7", Some("2021-02-03")));
    assert!(!second.text.contains('<'), "{}", second.text);
    for json in [
        r#"[{"text": "Chad met Niger."}]"#,
        r#"{"text": "Chad met Niger."}"#,
        "{\n\"text\": \"Chad met Niger.\"\n}",
    ] {
        assert_eq!(read_one("a.json", json.as_bytes()).0.len(), 1, "{json}");
    }
}

#[test]
fn a_broken_line_is_reported_and_the_rest_goes_on() {
    let lines = "{\"id\": \"a\", \"text\": \"Chad met Niger.\"}\n{\"id\": \"b\", \"text\": \"Chad\n\n{\"id\": \"c\"}\n[1]\n{\"id\": \"d\", \"text\": \"Mali met Togo.\"}";
    for name in ["a.jsonl", "a.json", "a", "a.txt.ndjson"] {
        let (documents, errors) = read_one(name, lines.as_bytes());
        let ids: Vec<&str> = documents.iter().map(|d| d.id.as_str()).collect();
        if name == "a" || name == "a.json" {
            // Told by the content, whose second line is broken: still lines.
            assert_eq!(ids.len(), 2, "{name}: {errors:?}");
        }
        assert_eq!(ids, ["a", "d"], "{name}: {errors:?}");
        assert_eq!(errors.len(), 3, "{errors:?}");
        assert!(errors[0].contains(&format!("{name}:2: not JSON")), "{}", errors[0]);
        assert!(errors[1].contains(":4: no text"), "{}", errors[1]);
        assert!(errors[2].contains(":5: "), "{}", errors[2]);
    }
}

#[test]
fn archives_are_opened_whatever_their_names() {
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gz.write_all(TEXT.as_bytes()).expect("gzip");
    let gz = gz.finish().expect("gzip");
    let zst = zstd::encode_all(TEXT.as_bytes(), 3).expect("zstd");
    let mut xz = liblzma::write::XzEncoder::new(Vec::new(), 3);
    xz.write_all(TEXT.as_bytes()).expect("xz");
    let xz = xz.finish().expect("xz");
    for (name, bytes) in [("a.txt.gz", &gz), ("a.txt.zst", &zst), ("a.txt.xz", &xz), ("a.txt", &gz)] {
        let (documents, errors) = read_one(name, bytes);
        assert_eq!(documents.first().map(|d| d.text.as_str()), Some(TEXT), "{name}: {errors:?}");
    }
    let (documents, errors) = read_one("a.txt.gz", &gz[..gz.len() - 12]);
    assert!(documents.is_empty());
    assert!(errors[0].contains("a.txt.gz: ends too early"), "{errors:?}");
}

#[test]
fn encodings_are_told() {
    let text =
        "Türkiye and Côte d'Ivoire agree\n\nThe ministers of Türkiye and Côte d'Ivoire agreed on Monday.\n";
    let little: Vec<u8> = format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin-1")).collect();
    for bytes in [little, latin] {
        assert_eq!(read_one("a.txt", &bytes).0.first().map(|d| d.text.as_str()), Some(text));
    }
    let line = "\u{feff}{\"text\": \"Chad met Niger.\"}\n{\"text\": \"Mali met Togo.\"}\n";
    let utf16: Vec<u8> = line.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for bytes in [utf16, line.as_bytes().to_vec()] {
        let (documents, errors) = read_one("a.jsonl", &bytes);
        assert_eq!(documents.len(), 2, "{errors:?}");
    }
    // Broken UTF-8 is read with replacement characters or as another encoding, never refused.
    assert_eq!(read_one("a.txt", b"Chad met Niger \xff\xfe on Monday \xc3\x28.").0.len(), 1);
}

#[test]
fn bad_files_have_messages_and_the_rest_goes_on() {
    let folder = Folder::new(&[
        ("empty.txt", b""),
        ("blank.txt", b" \n\xef\xbb\xbf\n"),
        ("binary.txt", &[0, 159, 146, 150, 0, 1, 2, 3]),
        ("picture.png", b"\x89PNG"),
        ("note", TEXT.as_bytes()),
        ("sub/a.txt", TEXT.as_bytes()),
        ("page.html", b"<html><body></body></html>"),
        ("broken.json", b"{\"text\": \"a\",\n nothing}"),
        (".hidden.txt", b"x"),
        (".git/a.txt", b"x"),
        ("text.gz", TEXT.as_bytes()),
    ]);
    let passed = read::expand(&[folder.path("")]).2;
    let names = |paths: &[PathBuf]| -> Vec<String> {
        paths.iter().map(|p| p.file_name().unwrap().to_string_lossy().into_owned()).collect()
    };
    assert_eq!(names(&passed.files), ["picture.png"]);
    assert_eq!(names(&passed.hidden), [".git", ".hidden.txt"]);
    assert_eq!(names(&passed.unpacked), ["text.gz"]);
    let (documents, errors) = read_all(&[folder.path("")]);
    let ids: Vec<&str> = documents.iter().map(|d| d.id.split('#').next().unwrap()).collect();
    assert_eq!(ids, ["note", "sub/a.txt", "text.gz"]);
    for message in [
        "empty.txt: empty",
        "blank.txt: empty",
        "binary.txt: binary",
        "page.html: a page without",
        "broken.json:2: not JSON",
    ] {
        assert!(errors.iter().any(|e| e.contains(message)), "{message}: {errors:?}");
    }
    assert_eq!(errors.len(), 5, "{errors:?}");
}

#[test]
fn what_names_nothing_is_an_error() {
    let folder = Folder::new(&[("a.png", b"x"), ("gone.txt", b"x")]);
    let (_, errors) = read_all(&[folder.path(""), folder.path("none.txt"), folder.path("*.md")]);
    assert_eq!(errors.len(), 2, "{errors:?}");
    // A file that vanishes between listing and reading.
    let (sources, ..) = read::expand(&[folder.path("gone.txt")]);
    fs::remove_file(folder.path("gone.txt")).expect("removed");
    let results: Vec<_> =
        sources.iter().flat_map(|s| read::documents(s, &read::How::bundled().unwrap())).collect();
    assert!(matches!(results.as_slice(), [Err(ReadError::Io { .. })]));
    let (_, errors) = read_all(&[folder.path("")]);
    assert!(errors[0].contains("folder without texts"), "{errors:?}");
}

#[test]
fn files_of_one_name_stay_apart() {
    let texts = ["Chad met Niger.\n", "Niger met Mali.\n", "Mali met Chad.\n"].map(str::as_bytes);
    let folder = Folder::new(&[("x/a.txt", texts[0]), ("y/a.txt", texts[1]), ("y/b.txt", texts[2])]);
    let ids = |inputs: &[String]| -> Vec<String> {
        let (documents, errors) = read_all(inputs);
        assert!(errors.is_empty(), "{errors:?}");
        documents.into_iter().map(|d| d.id).collect()
    };
    let names = |inputs: &[String]| -> Vec<String> {
        ids(inputs).iter().map(|id| id.split('#').next().unwrap().to_owned()).collect()
    };
    assert_eq!(names(&[folder.path("")]), ["x/a.txt", "y/a.txt", "y/b.txt"]);
    assert_eq!(names(&[folder.path("*/a.txt")]), ["x/a.txt", "y/a.txt"]);
    assert_eq!(names(&[folder.path("**/b.txt"), folder.path("y/b.txt")]), ["y/b.txt"]);
    // Whatever else is read, an id is the same; two texts have two.
    let two = ids(&[folder.path("x"), folder.path("y")]);
    assert_eq!(two, [ids(&[folder.path("x")]), ids(&[folder.path("y")])].concat());
    assert!(two[0] != two[1] && two.iter().all(|id| id.contains(".txt#")), "{two:?}");
}

#[test]
fn hostile_texts_end() {
    let line = "Chad met Niger and said so. ".repeat(400_000);
    assert_eq!(read_one("a.txt", line.as_bytes()).0.len(), 1);
    let word = "x".repeat(20_000_000);
    assert_eq!(read_one("a.txt", word.as_bytes()).0.len(), 1);
    let deep = format!("<html><body>{}<p>Chad met Niger.</p>", "<div>".repeat(100_000));
    assert!(read_one("a.html", deep.as_bytes()).0[0].text.contains("Chad met Niger."));
    let nested = format!("<html><body>{}Chad met Niger and spoke of it.", "<div><p>".repeat(390));
    assert_eq!(read_one("a.html", nested.as_bytes()).0.len(), 1);
    let bold = format!("<html><body>{}", "<p><b>Chad met ".repeat(20_000));
    assert_eq!(read_one("a.html", bold.as_bytes()).0.len(), 1);
    let lines = "Short line\n".repeat(300_000);
    assert_eq!(read_one("a.txt", lines.as_bytes()).0.len(), 1);
    let related =
        "Related articles\n\nChad met Niger in the capital on Monday, both of them said.\n\n".repeat(20_000);
    assert_eq!(read_one("a.txt", related.as_bytes()).0.len(), 1);
}

#[test]
fn sample_pages_are_taken_apart() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let path = |name: &str| root.join("examples").join(name).to_string_lossy().into_owned();
    let (documents, errors) = read_all(&[path("baghdad-talks.txt"), path("geneva-talks.html")]);
    assert!(errors.is_empty(), "{errors:?}");
    let [baghdad, geneva] = documents.as_slice() else { panic!("two documents") };
    let zones = |document: &Document, kind: ZoneKind| -> Vec<String> {
        let zones = document.zones.iter().filter(|zone| zone.kind == kind);
        zones.map(|zone| zone.span.of(&document.text).to_owned()).collect()
    };
    assert_eq!(zones(baghdad, ZoneKind::Headline), ["Syrian foreign minister holds first talks in Baghdad"]);
    assert_eq!(zones(baghdad, ZoneKind::Dateline), ["Baghdad:"]);
    assert_eq!(zones(baghdad, ZoneKind::Body).len(), 8);
    // Not the day of the page's capture, which stands above the headline.
    assert_eq!(baghdad.date.as_deref(), Some("2025-05-03"));
    assert_eq!(geneva.date.as_deref(), Some("2024-10-17"));
    assert_eq!(geneva.source.as_deref(), Some("The Lake Gazette"));
    assert_eq!(zones(geneva, ZoneKind::Dateline), ["GENEVA —"]);
    let read = zones(geneva, ZoneKind::Body).join("\n");
    for foreign in ["Brazil", "Canada", "Zambia", "Ferry", "Palais", "inbox"] {
        assert!(!read.contains(foreign), "{foreign}: {read}");
    }
    // Seven paragraphs and a sub-head.
    assert_eq!(zones(geneva, ZoneKind::Body).len(), 8);
}

const PROSE: &str =
    "The ministers of Chad and Niger met in Niamey on Monday and signed an accord on their border.";

fn body(document: &Document) -> String {
    let zones = document.zones.iter().filter(|zone| zone.kind == ZoneKind::Body);
    zones.map(|zone| zone.span.of(&document.text)).collect::<Vec<_>>().join("\n")
}

#[test]
fn mails_lose_what_they_quote() {
    let mail = |n: u32| {
        format!(
            "From: Ann Lee <ann@example.org>\nDate: Tue, 10 Mar 2026 11:00:00 +0000\nMessage-ID: <{n}@example.org>\n\
             Subject: Re: Chad and Niger =?utf-8?q?sign_accord?=\n\n{PROSE}\n\nOn Mon, 9 Mar 2026, Bob wrote:\n> Togo met Benin.\n\n"
        )
    };
    let (documents, errors) = read_one("a.eml", mail(1).as_bytes());
    assert!(errors.is_empty(), "{errors:?}");
    let [document] = documents.as_slice() else { panic!("one document") };
    assert_eq!(document.title.as_deref(), Some("Chad and Niger sign accord"));
    assert_eq!(document.date.as_deref(), Some("2026-03-10"));
    assert_eq!(document.source.as_deref(), Some("Ann Lee"));
    assert_eq!(document.id, "1@example.org");
    assert_eq!(body(document), PROSE);
    let mailbox = format!(
        "From ann@example.org Tue Mar 10 11:00:00 2026\n{}From x Tue Mar 10 11:00:00 2026\n\nFrom y Tue Mar 10 11:00:00 2026\n{}",
        mail(1),
        mail(2)
    );
    for name in ["b.mbox", "inbox"] {
        let (documents, errors) = read_one(name, mailbox.as_bytes());
        let ids: Vec<&str> = documents.iter().map(|d| d.id.as_str()).collect();
        assert_eq!(ids, ["1@example.org", "2@example.org"], "{name}");
        assert_eq!(errors.len(), 1, "{errors:?}");
    }
}

#[test]
fn feeds_are_read_up_to_where_they_break() {
    let rss = format!(
        "<?xml version='1.0'?><rss><channel><title>Sahel Post</title><item><title>Chad &amp;amp; Niger</title>\
         <link>https://example.org/1</link><pubDate>Tue, 10 Mar 2026 11:00:00 GMT</pubDate>\
         <description>Short.</description><content:encoded><![CDATA[<p>{PROSE}</p><p>Niger condemned Mali.</p>]]></content:encoded></item>\
         <item><title>Broken</title><desc</rss>"
    );
    let (documents, errors) = read_one("a.rss", rss.as_bytes());
    let [document] = documents.as_slice() else { panic!("one document: {errors:?}") };
    assert_eq!(document.id, "https://example.org/1");
    assert_eq!(document.source.as_deref(), Some("Sahel Post"));
    assert_eq!(document.date.as_deref(), Some("2026-03-10"));
    assert_eq!(body(document), format!("{PROSE}\nNiger condemned Mali."));
    assert!(errors.len() == 1 && errors[0].contains("not XML"), "{errors:?}");
    let atom = format!(
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>Chad</title><link href='https://example.org/2'/>\
         <updated>2026-03-12T00:00:00Z</updated><published>2026-03-10T00:00:00Z</published>\
         <content type='xhtml'><div><p>{PROSE}</p></div></content></entry></feed>"
    );
    let (documents, errors) = read_one("b.xml", atom.as_bytes());
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(documents[0].date.as_deref(), Some("2026-03-10"));
    assert_eq!(body(&documents[0]), PROSE);
}

#[test]
fn tables_have_headers() {
    let table = format!(
        "ID,Title,Text\r\n7,\"Chad, Niger\",\"{PROSE}\r\nNiger condemned Mali.\"\r\n8,short\r\n9,Kenya,Kenya thanked Rwanda.\r\n"
    );
    let (documents, errors) = read_one("a.csv", table.as_bytes());
    let ids: Vec<&str> = documents.iter().map(|d| d.id.as_str()).collect();
    assert_eq!(ids, ["7", "9"]);
    assert_eq!(documents[0].title.as_deref(), Some("Chad, Niger"));
    assert!(errors.len() == 1 && errors[0].contains("a.csv:4: 2 cells"), "{errors:?}");
    let tabs = table.replace(',', "\t");
    assert_eq!(read_one("a.tsv", tabs.as_bytes()).0.len(), 2);
    // With the line ends of old.
    let old = "id,text\r1,Chad met Niger.\r2,Mali met Togo.\r";
    assert_eq!(read_one("old.csv", old.as_bytes()).0.len(), 2);
    assert!(read_one("none.csv", b"id,text\n").1[0].contains("none.csv:1: a header and no rows"));
}

#[test]
fn a_stray_quote_takes_no_other_row_with_it() {
    type Case = (&'static str, &'static [&'static str], &'static [&'static str]);
    let cases: [Case; 7] = [
        // Never closed: the rows behind it are rows.
        (
            "1,A,\"Chad met Niger.\n2,B,Kenya met Rwanda.\n3,C,Mali met Togo.\n",
            &["2", "3"],
            &["a.csv:2: a quote"],
        ),
        // Closed by the quote of the next row.
        (
            "1,A,\"Chad met\n2,B,\"Kenya met\n\nRwanda.\"\n3,C,Mali met Togo.",
            &["2", "3"],
            &["a.csv:2: a quote"],
        ),
        ("1,\"A,Chad met.\n2,\"B\",Kenya met.\n3,C,Mali met.\n", &["2", "3"], &["a.csv:2: a quote"]),
        // By one that ends a row of too many cells.
        (
            "1,\"A,Chad met.\n2,B\",\"Kenya, met\",x\n3,C,Mali met.\n",
            &["3"],
            &["a.csv:2: a quote", "a.csv:3: 4 cells"],
        ),
        // Too few cells over several lines: all of these are named.
        ("1,\"Chad\nmet\"\n3,C,Mali met.\n", &["3"], &["a.csv:2: 2 cells in lines 2 to 3"]),
        // No slips: quotes within a cell, quotations that nobody has doubled, spaces behind a quote.
        (
            "1,A,Chad said \"yes\n2,B,\"Mali said \"no\" twice.\"\n3,\"C\" ,\"x \"\"y\"\"\"\n\"\nz\n",
            &["1", "2", "3"],
            &["a.csv:5: a quote", "a.csv:6: 1 cells"],
        ),
        (
            "1,A,x\n2,B,\"y\nthen \"no\" more\"\n3,C,z\n",
            &["1", "3"],
            &["a.csv:3: a quote", "a.csv:4: 1 cells"],
        ),
    ];
    for (rows, ids, problems) in cases {
        for end in ["\n", "\r\n"] {
            let table = format!("id,title,text\n{rows}").replace('\n', end);
            let (documents, errors) = read_one("a.csv", table.as_bytes());
            let found: Vec<&str> = documents.iter().map(|d| d.id.as_str()).collect();
            assert_eq!(found, ids, "{rows:?}: {errors:?}");
            assert_eq!(errors.len(), problems.len(), "{rows:?}: {errors:?}");
            for (error, problem) in errors.iter().zip(problems) {
                assert!(error.contains(problem), "{rows:?}: {errors:?}");
            }
        }
    }
    // However many of them, each line is looked at a few times.
    let many = "id,text\n".to_owned() + &"x\",\"y\n".repeat(200_000);
    let start = std::time::Instant::now();
    assert_eq!(read_one("a.csv", many.as_bytes()).1.len(), 200_000);
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

#[test]
fn web_archives_go_on_after_a_broken_record() {
    let page = format!(
        "<html><head><title>Chad and Niger sign accord</title></head><body><p>{PROSE}</p></body></html>"
    );
    let record = |kind: &str, address: &str, body: &str| {
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nContent-Length: {}\r\n\r\n{body}\r\n\r\n",
            body.len()
        )
    };
    let answer =
        |status: &str, kind: &str| format!("HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n{page}");
    let archive = [
        record("warcinfo", "", "software: test"),
        record("response", "https://example.org/2026/03/10/a", &answer("200 OK", "text/html")),
        "WARC/1.0\r\nWARC-Type: response\r\n\r\nno length\r\n\r\n".to_owned(),
        record("response", "https://example.org/b", &answer("404 Not Found", "text/html")),
        record("response", "https://example.org/c", &answer("200 OK", "image/png")),
        record("response", "https://example.org/d", &answer("200 OK", "text/html; charset=utf-8")),
    ]
    .concat();
    let (documents, errors) = read_one("a.warc", archive.as_bytes());
    let ids: Vec<&str> = documents.iter().map(|d| d.id.as_str()).collect();
    assert_eq!(ids, ["https://example.org/2026/03/10/a", "https://example.org/d"]);
    assert_eq!(documents[0].date.as_deref(), Some("2026-03-10"));
    assert!(errors.len() == 1 && errors[0].contains("record 3: no Content-Length"), "{errors:?}");
    let cut = &archive.as_bytes()[..archive.len() - 40];
    let (documents, errors) = read_one("b.warc", cut);
    assert!(documents.len() == 1 && errors.iter().any(|e| e.contains("truncated")), "{errors:?}");
}

#[test]
fn dates_stand_in_the_names_of_files() {
    let date = |name: &str| read_one(name, PROSE.as_bytes()).0[0].date.clone();
    assert_eq!(date("2026-03-10-talks.txt").as_deref(), Some("2026-03-10"));
    assert_eq!(date("20260310T101500Z.txt").as_deref(), Some("2026-03-10"));
    assert_eq!(date("talks-12.txt"), None);
}

#[test]
fn pages_as_outlets_write_them() {
    let long = PROSE.trim().repeat(4).replace(".The", ". The");
    // No end tag of the head; a box for those who are to sign in; sections below a line of other stories.
    let page = format!(
        "<html><head><title>Chad and Niger agree</title><meta charset=utf-8><body><article><h1>Chad and Niger agree</h1>
         <time datetime='2021-02-03'>a while ago</time><p>{PROSE}</p>
         <div class='article-content__sign-in-group'><p>Enjoy news from Kenya and more articles by Ann Lee and others.</p>
         <ul><li>Unlimited access to all that Kenya writes with one account.</li></ul></div><h4>Related</h4>
         <h2>On the border</h2><p>{long}</p><h2>In the north</h2><p>{long}</p></article></body></html>"
    );
    let (documents, errors) = read_one("a.html", page.as_bytes());
    let read = body(&documents[0]);
    assert!(read.contains("On the border") && read.contains("In the north"), "{read} {errors:?}");
    assert!(!read.contains("Kenya") && !read.contains("Related"), "{read}");
    assert_eq!(documents[0].date.as_deref(), Some("2021-02-03"));
}

#[test]
fn a_page_of_links_is_no_article() {
    let cards: String = (0..6)
        .map(|i| {
            format!(
                "<li><h2><a href=/{i}>Chad and Niger sign accord {i}</a></h2><p>The ministers met.</p></li>"
            )
        })
        .collect();
    let (documents, errors) = read_one(
        "a.html",
        format!("<html><body><main><h1>Africa</h1><ul>{cards}</ul></main></body></html>").as_bytes(),
    );
    assert!(documents.is_empty() && errors[0].contains("without an article"), "{errors:?}");
}
