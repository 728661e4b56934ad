//! Saved pages: the article and nothing else; titles and dates as the pages say of themselves, found here by other
//! means than the program's: tokens of the markup, one by one.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use demarche::pipeline::Pipeline;
use demarche::read;
use demarche::types::{Document, Tie, ZoneKind};
use html5gum::{Token, Tokenizer};
use serde_json::Value;

/// What a page says of itself, for machines and in its first headings.
#[derive(Default)]
struct Said {
    titles: BTreeSet<String>,
    dates: BTreeSet<String>,
}

/// Names of metadata that are a date of publication.
const DATES: [&str; 14] = [
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "pubdate",
    "publishdate",
    "publish_date",
    "publication_date",
    "parsely-pub-date",
    "sailthru.date",
    "date_published",
    "article.published",
];

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The day with which a stamp begins: `2019-11-20T10:00Z`, `20191120`.
fn day(stamp: &str) -> Option<String> {
    let digits: String = stamp.trim().chars().filter(|c| *c != '-').take(8).collect();
    let date = jiff::civil::Date::strptime("%Y%m%d", &digits).ok()?;
    (date.year() > 1990).then(|| date.to_string())
}

impl Said {
    fn of(page: &str) -> Self {
        let mut said = Self::default();
        // What stands in an `h1` or a script of data.
        let (mut open, mut text) = (None, String::new());
        for Ok(token) in Tokenizer::new(page) {
            match token {
                Token::StartTag(tag) => {
                    let name = String::from_utf8_lossy(&tag.name).into_owned();
                    let attribute = |key: &[u8]| {
                        tag.attributes.get(key).map(|value| String::from_utf8_lossy(value).into_owned())
                    };
                    match name.as_str() {
                        "meta" => said.meta(attribute),
                        "h1" => (open, text) = (Some("h1"), String::new()),
                        "script" if attribute(b"type").is_some_and(|kind| kind.contains("ld+json")) => {
                            (open, text) = (Some("script"), String::new());
                        }
                        _ => {}
                    }
                }
                Token::String(words) if open.is_some() => text.push_str(&String::from_utf8_lossy(&words)),
                Token::EndTag(tag) => match open {
                    Some("h1") if *tag.name == b"h1"[..] => {
                        said.titles.insert(letters(&text));
                        open = None;
                    }
                    Some("script") if *tag.name == b"script"[..] => {
                        if let Ok(value) = serde_json::from_str(&text) {
                            said.described(&value);
                        }
                        open = None;
                    }
                    _ => {}
                },
                _ => {}
            }
        }
        said.titles.remove("");
        said
    }

    fn meta(&mut self, attribute: impl Fn(&[u8]) -> Option<String>) {
        let Some(content) = attribute(b"content") else { return };
        for key in [&b"property"[..], b"name", b"itemprop"].into_iter().filter_map(attribute) {
            let key = key.to_lowercase();
            if matches!(key.as_str(), "og:title" | "twitter:title") {
                self.titles.insert(letters(&content));
            } else if DATES.contains(&key.as_str()) {
                self.dates.extend(day(&content));
            }
        }
    }

    fn described(&mut self, value: &Value) {
        match value {
            Value::Array(list) => list.iter().for_each(|value| self.described(value)),
            Value::Object(object) => {
                for key in ["headline", "name"] {
                    self.titles.extend(object.get(key).and_then(Value::as_str).map(letters));
                }
                self.dates.extend(object.get("datePublished").and_then(Value::as_str).and_then(day));
                object.values().for_each(|value| self.described(value));
            }
            _ => {}
        }
    }
}

/// The pages are not part of this repository: without them the test says so and ends. `PAGES` names a folder of
/// others.
#[test]
fn titles_and_dates_are_those_of_the_metadata() {
    let own = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data/pages/html");
    let folder = std::env::var("PAGES").map_or(own, PathBuf::from);
    if !folder.is_dir() {
        eprintln!("NOTE: skipped, {} is not there", folder.display());
        return;
    }
    let how = read::How::bundled().unwrap();
    let (sources, ..) = read::expand(&[folder.to_string_lossy().into_owned()]);
    let (mut titles, mut dates, mut found) = ((0, 0), (0, 0), (0, 0));
    let count = |sum: &mut (usize, usize), right: bool| {
        sum.0 += usize::from(right);
        sum.1 += 1;
    };
    for source in &sources {
        let said = Said::of(&page(&source.path));
        let name = source.path.file_name().unwrap().to_string_lossy();
        let document = read::documents(source, &how).next().and_then(Result::ok);
        let title = document.as_ref().and_then(|d| d.title.as_deref()).unwrap_or("");
        if !said.titles.is_empty() {
            let right = said.titles.contains(&letters(title));
            count(&mut titles, right);
            if !right {
                println!("{name}: title {title:?}");
            }
        }
        let date = document.as_ref().and_then(|d| d.date.clone());
        if said.dates.is_empty() {
            count(&mut found, date.is_some());
        } else {
            let right = date.as_ref().is_some_and(|date| said.dates.contains(date));
            count(&mut dates, right);
            if !right {
                println!("{name}: date {date:?}, not {:?}", said.dates);
            }
        }
    }
    println!(
        "titles equal to h1, og:title or JSON-LD: {}/{}; dates equal to metadata: {}/{}; found without: {}/{}",
        titles.0, titles.1, dates.0, dates.1, found.0, found.1
    );
    if std::env::var("PAGES").is_err() {
        assert!(titles.1 - titles.0 <= 2 && dates.0 == dates.1 && found.0 * 49 >= found.1 * 40);
    }
}

/// A page as text, whatever bytes it has.
fn page(path: &Path) -> String {
    let bytes = fs::read(path).unwrap();
    let mut text = Vec::new();
    match flate2::read::GzDecoder::new(bytes.as_slice()).read_to_end(&mut text) {
        Ok(_) => String::from_utf8_lossy(&text).into_owned(),
        Err(_) => String::from_utf8_lossy(&bytes).into_owned(),
    }
}

/// The words of a document that later stages read, with how often each stands there.
fn words_read(document: &Document) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for zone in &document.zones {
        if matches!(zone.kind, ZoneKind::Headline | ZoneKind::Dateline | ZoneKind::Body) {
            for word in zone.span.of(&document.text).split_whitespace() {
                *counts.entry(word.to_owned()).or_default() += 1;
            }
        }
    }
    counts
}

/// How many words of `a` are missing in `b`, and how many `a` has.
fn missing(a: &HashMap<String, usize>, b: &HashMap<String, usize>) -> (usize, usize) {
    let lost = a.iter().map(|(word, n)| n.saturating_sub(b.get(word).copied().unwrap_or(0))).sum();
    (lost, a.values().sum())
}

fn records(path: &Path) -> Vec<(String, String)> {
    fs::read_to_string(path)
        .expect("gold file")
        .lines()
        .map(|line| {
            let value: Value = serde_json::from_str(line).expect("gold record");
            let field = |key: &str| value[key].as_str().expect("a string").to_owned();
            (field("id"), field("text"))
        })
        .collect()
}

/// Saved pages of known articles keep the articles' words and no others. The pages are not part
/// of this repository: without them the test says so and ends.
#[test]
fn saved_pages_keep_the_article_and_nothing_else() {
    let gold = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/gold");
    if !gold.is_dir() {
        eprintln!("NOTE: skipped, {} is not there", gold.display());
        return;
    }
    let clean: HashMap<String, String> = records(&gold.join("dev.jsonl")).into_iter().collect();
    for pages in ["dev-pages-txt.jsonl", "dev-pages-html.jsonl"] {
        let (mut lost, mut all, mut foreign, mut shown) = (0, 0, 0, 0);
        for (id, page) in records(&gold.join(pages)) {
            let article = words_read(&read::from_text(&id, &clean[&id]));
            let found = words_read(&read::from_text(&id, &page));
            let ((l, a), (f, s)) = (missing(&article, &found), missing(&found, &article));
            if l + f > 0 {
                eprintln!("{pages} {id}: {l} of {a} words lost, {f} of {s} foreign");
            }
            (lost, all, foreign, shown) = (lost + l, all + a, foreign + f, shown + s);
        }
        eprintln!("{pages}: {lost} of {all} words lost, {foreign} of {shown} foreign");
        assert!(lost * 100 <= all, "{pages}: {lost} of {all} words lost");
        assert!(foreign * 100 <= shown, "{pages}: {foreign} of {shown} words foreign");
    }
    // The clean articles themselves lose only the line of their date and of who said a quotation.
    // (One of them is itself a saved page.)
    for (id, text) in clean.iter().filter(|(id, _)| !id.starts_with("seed")) {
        let document = read::from_text(id, text);
        let read: usize = words_read(&document).values().sum();
        let all = text.split_whitespace().count();
        assert!(read + 8 + all / 50 >= all, "{id}: {} of {all} words lost", all - read);
    }
}

/// The edges of a text, each as who holds what of whom.
fn edges(pipeline: &Pipeline, document: &Document) -> BTreeSet<String> {
    let graph = pipeline.merge(vec![pipeline.document(document)]);
    let says = |tie: &Tie| match tie {
        Tie::Meeting { status, .. } => format!("{status:?}"),
        Tie::Stance { polarity, .. } => format!("{polarity:?}"),
        Tie::Affiliation { role, .. } => role.clone(),
    };
    graph.edges().map(|edge| format!("{} {} {}", edge.source, says(&edge.tie), edge.target)).collect()
}

/// What menus and teasers around an article take away or add. The pages are not part of this repository.
#[test]
fn a_page_says_what_its_article_says() {
    let gold = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/gold");
    if !gold.is_dir() {
        eprintln!("NOTE: skipped, {} is not there", gold.display());
        return;
    }
    let pipeline = Pipeline::new().unwrap();
    let clean: HashMap<String, String> = records(&gold.join("dev.jsonl")).into_iter().collect();
    for pages in ["dev-pages-txt.jsonl", "dev-pages-html.jsonl"] {
        let (mut all, mut other) = (0, 0);
        for (id, page) in records(&gold.join(pages)) {
            let article = edges(&pipeline, &read::from_text(&id, &clean[&id]));
            let found = edges(&pipeline, &read::from_text(&id, &page));
            for edge in article.symmetric_difference(&found) {
                println!("{pages} {id}: {} {edge}", if found.contains(edge) { "added" } else { "lost" });
                other += 1;
            }
            all += article.len();
        }
        println!("{pages}: {other} of {all} edges lost or added");
        assert!(other * 100 <= all, "{pages}: {other} of {all} edges lost or added");
    }
}
