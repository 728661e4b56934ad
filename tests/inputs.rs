//! Files that other programs wrote (`tests/files/`, with the scripts that made them use these programs): each holds the
//! same article, and all of it is read, paragraph by paragraph, and nothing else.

use std::path::{Path, PathBuf};

use demarche::read::{How, documents, expand};
use demarche::types::{Document, ZoneKind};

fn files(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files").join(folder)
}

fn read(path: &Path) -> (Vec<Document>, Vec<String>) {
    let (sources, errors, _) = expand(&[path.to_string_lossy().into_owned()]);
    let how = How::bundled().unwrap();
    let mut out = (Vec::new(), errors.iter().map(ToString::to_string).collect::<Vec<_>>());
    for document in sources.iter().flat_map(|source| documents(source, &how)) {
        match document {
            Ok(document) => out.0.push(document),
            Err(error) => out.1.push(error.to_string()),
        }
    }
    out
}

/// The files of a folder, without those that are made to fail.
fn good(folder: &str) -> Vec<PathBuf> {
    let mut out: Vec<PathBuf> =
        std::fs::read_dir(files(folder)).unwrap().map(|f| f.unwrap().path()).collect();
    out.retain(|path| !path.file_name().unwrap().to_string_lossy().starts_with("bad-"));
    out.sort();
    out
}

/// Title and paragraphs of the article; some programs write no curly quotes and dashes.
fn article() -> Vec<String> {
    let text = std::fs::read_to_string(files("article.txt")).unwrap();
    text.split("\n\n").map(plain).collect()
}

fn plain(text: &str) -> String {
    let text = text.replace(['“', '”'], "\"").replace('—', "-");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The headline and body of a document, paragraph by paragraph; a dateline is part of the first.
fn paragraphs(document: &Document) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut dateline = String::new();
    for zone in &document.zones {
        let words = plain(zone.span.of(&document.text));
        match zone.kind {
            ZoneKind::Dateline => dateline = words + " ",
            ZoneKind::Headline | ZoneKind::Body => out.push(std::mem::take(&mut dateline) + &words),
            _ => {}
        }
    }
    out
}

#[cfg(feature = "pdf")]
#[test]
fn pdf_of_six_programs() {
    let all = good("pdf");
    assert!(all.len() >= 6);
    for path in all.iter().filter(|path| !path.ends_with("half-scanned.pdf")) {
        let (documents, errors) = read(path);
        assert!(errors.is_empty(), "{errors:?}");
        let [document] = documents.as_slice() else { panic!("one document of {path:?}") };
        assert_eq!(paragraphs(document), article(), "{path:?}");
        assert_eq!(
            document.title.as_deref(),
            Some("Northern ministers sign water accord in Tarsk"),
            "{path:?}"
        );
        assert_eq!(document.date.as_deref(), Some("2026-04-14"), "{path:?}: the dateline's, not the file's");
    }
}

#[cfg(feature = "pdf")]
#[test]
fn pdf_without_a_text_says_why() {
    let problem = |name: &str| {
        let (documents, errors) = read(&files("pdf").join(name));
        assert!(documents.is_empty(), "{name}");
        let [error] = errors.as_slice() else { panic!("{name}: {errors:?}") };
        assert!(error.contains(name), "{error}");
        error.clone()
    };
    assert!(problem("bad-encrypted.pdf").contains("encrypted"));
    assert!(problem("bad-cut.pdf").contains("damaged"));
    assert!(problem("bad-empty.pdf").contains("empty"));
    assert!(problem("bad-scanned.pdf").contains("OCR"));
    assert!(problem("bad-bomb.pdf").contains("unpacks to more than"));
    let (documents, errors) = read(&files("pdf").join("half-scanned.pdf"));
    assert_eq!(paragraphs(&documents[0]), ["Norway thanked Estonia for its patience on Tuesday."]);
    assert!(errors.len() == 1 && errors[0].contains("page 2 is a picture"), "{errors:?}");
}

/// Whatever is cut from a PDF or written over it, the program goes on.
#[cfg(feature = "pdf")]
#[test]
fn damaged_pdf_end() {
    let folder = tempfile::tempdir().unwrap();
    for path in good("pdf") {
        let whole = std::fs::read(&path).unwrap();
        for step in 1..8 {
            let at = whole.len() * step / 8;
            let mut holed = whole.clone();
            holed[at..(at + 40).min(whole.len())].fill(b'9');
            for (name, bytes) in [("cut.pdf", &whole[..at]), ("holed.pdf", &holed[..])] {
                let damaged = folder.path().join(name);
                std::fs::write(&damaged, bytes).unwrap();
                let (documents, errors) = read(&damaged);
                assert!(documents.len() + errors.len() >= 1, "{path:?} {step} {name}");
            }
        }
    }
}

/// A stream that does not unpack to what was packed costs letters or gives wrong ones: that is told.
#[cfg(feature = "pdf")]
#[test]
fn damage_within_a_pdf_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let (mut told, mut harmless) = (0, 0);
    for path in good("pdf") {
        let whole = std::fs::read(&path).unwrap();
        let article = paragraphs(&read(&path).0[0]);
        let begins = |at: &usize| {
            let packed = whole[*at..].strip_prefix(b"\r").unwrap_or(&whole[*at..]);
            packed.starts_with(b"\n\x78")
                && whole[..*at].ends_with(b"stream")
                && !whole[..*at].ends_with(b"endstream")
        };
        for start in (0..whole.len()).filter(begins) {
            let end = whole[start..].windows(9).position(|w| w == b"endstream").unwrap_or(0);
            let mut holed = whole.clone();
            let at = start + end / 2;
            holed[at..(at + 6).min(whole.len())].iter_mut().for_each(|byte| *byte = !*byte);
            let damaged = folder.path().join("holed.pdf");
            std::fs::write(&damaged, holed).unwrap();
            let (documents, errors) = read(&damaged);
            let same = documents.first().is_some_and(|document| paragraphs(document) == article);
            assert!(same || !errors.is_empty(), "{path:?} at {at}: {documents:?}");
            *if errors.is_empty() { &mut harmless } else { &mut told } += 1;
        }
    }
    assert!(told >= 10, "{told} told, {harmless} harmless");
}

/// How many documents each file of a folder holds; all are the article.
fn all_are_the_article(folder: &str, check: impl Fn(&Path, &Document)) -> Vec<usize> {
    let all = good(folder);
    assert!(all.len() >= 5, "{folder}");
    let mut counts = Vec::new();
    for path in &all {
        let (documents, errors) = read(path);
        assert!(errors.is_empty(), "{errors:?}");
        for document in &documents {
            // The title of a table's row is no part of its text.
            let skipped = usize::from(folder == "tables");
            assert_eq!(paragraphs(document), article()[skipped..], "{path:?}");
            check(path, document);
        }
        counts.push(documents.len());
    }
    counts
}

const DAY: Option<&str> = Some("2026-04-14");

#[test]
fn texts_of_word_processors() {
    for folder in ["docx", "odt"] {
        let counts = all_are_the_article(folder, |path, document| {
            assert_eq!(document.date.as_deref(), DAY, "{path:?}: the dateline's, not the file's");
        });
        assert!(counts.iter().all(|&n| n == 1), "{counts:?}");
    }
}

#[test]
fn archives_that_would_fill_the_memory_and_entities() {
    let (documents, errors) = read(&files("docx/bad-bomb.docx"));
    assert!(
        documents.is_empty() && errors[0].contains("bad-bomb.docx: word/document.xml unpacks to more"),
        "{errors:?}"
    );
    for name in ["docx/bad-entity.docx", "docx/bad-laughs.docx"] {
        let (documents, errors) = read(&files(name));
        assert!(errors.is_empty(), "{errors:?}");
        let text = &documents[0].text;
        assert!(
            text.starts_with("Norway thanked Estonia") && text.len() < 80 && !text.contains("root"),
            "{text}"
        );
    }
}

#[test]
fn mails_and_mailboxes() {
    let dated = |path: &Path, document: &Document| {
        assert_eq!(document.date.as_deref(), DAY, "{path:?}");
        assert_eq!(document.dates[0].from, demarche::types::DateFrom::Record, "{path:?}");
    };
    assert_eq!(all_are_the_article("eml", dated), [1; 5]);
    // compressed, html, mbox, mmdf-like, replies
    assert_eq!(all_are_the_article("mbox", dated), [1, 2, 5, 1, 2]);
}

#[test]
fn feeds_of_four_programs() {
    let counts = all_are_the_article("feeds", |path, document| {
        assert_eq!(document.date.as_deref(), DAY, "{path:?}");
        assert_eq!(document.source.as_deref(), Some("The Lake Gazette"), "{path:?}");
        assert_eq!(
            document.url.as_deref(),
            Some("https://lake-gazette.example/2026/04/14/accord"),
            "{path:?}"
        );
    });
    assert_eq!(counts, [1; 6]);
}

#[test]
fn tables_of_four_programs() {
    let counts = all_are_the_article("tables", |path, document| {
        assert_eq!((document.id.as_str(), document.date.as_deref()), ("accord", DAY), "{path:?}");
    });
    assert_eq!(counts, [1; 6]);
}

#[test]
fn web_archives_of_two_programs() {
    let counts = all_are_the_article("warc", |path, document| {
        assert_eq!(document.date.as_deref(), DAY, "{path:?}: the address's, not that of the capture");
    });
    assert_eq!(counts, [1; 5]);
    let (documents, errors) = read(&files("warc/bad-middle.warc.gz"));
    let ids: Vec<&str> = documents.iter().map(|d| d.id.rsplit('-').next().unwrap()).collect();
    assert_eq!(ids, ["0", "2"], "{errors:?}");
    assert!(errors.len() == 1 && errors[0].contains("record 2: "), "{errors:?}");
}
