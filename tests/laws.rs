//! Laws that hold for every text: tested on made-up news and on noise.

use demarche::export::json;
use demarche::graph::{Graph, Identities, Options, merge, weighed};
use demarche::pipeline::Pipeline;
use demarche::read;
use demarche::segment::segment;
use demarche::types::{Document, DocumentGraph, Evidence, Relation};
use proptest::prelude::*;

const ACTORS: &[&str] = &[
    "Iraq",
    "Damascus",
    "the Iraqi foreign minister",
    "President Lina Okoye",
    "Okoye",
    "the EU",
    "Israeli forces",
    "he",
    "the two sides",
    "Mr. O’Neil-Árnason",
    "N.Y.",
];
const DEEDS: &[&str] = &[
    "met",
    "will meet",
    "condemned",
    "did not support",
    "held talks with",
    "said it would attack",
    "was praised by",
    "and",
    "refused to receive",
    "denied bombing",
];
const JOINTS: &[&str] = &[". ", ", ", " on Friday. ", "\n\n", "\r\n", " — ", " “we agree,” ", "; ", "? "];

/// Sentences of the kind that newspapers print, right or odd.
fn news() -> impl Strategy<Value = String> {
    let part = (0..ACTORS.len(), 0..DEEDS.len(), 0..ACTORS.len(), 0..JOINTS.len())
        .prop_map(|(a, d, b, j)| format!("{} {} {}{}", ACTORS[a], DEEDS[d], ACTORS[b], JOINTS[j]));
    prop::collection::vec(part, 1..12).prop_map(|parts| parts.concat())
}

/// News, noise, or news with noise in it.
fn anything() -> impl Strategy<Value = String> {
    prop_oneof![
        news(),
        "\\PC{0,200}",
        any::<Vec<u8>>().prop_map(|b| String::from_utf8_lossy(&b).into_owned()),
        (news(), "[\\PC\\n<>&;’“”.…]{0,40}", news()).prop_map(|(a, noise, b)| format!("{a}{noise}{b}")),
    ]
}

fn verbatim(text: &str, evidence: &Evidence) {
    let mut quotes = vec![&evidence.quote, &evidence.trigger, &evidence.source, &evidence.target];
    quotes.extend(evidence.cues.iter().map(|c| &c.quote));
    quotes.extend(evidence.date.as_ref().map(|d| &d.words));
    for quote in quotes {
        assert_eq!(text.get(quote.start..quote.end), Some(quote.text.as_str()));
    }
    assert!((0.0..=1.0).contains(&evidence.confidence));
}

/// True for white space, control characters and byte order marks that pages have by mistake.
fn is_blank(gap: Option<&str>) -> bool {
    gap.is_some_and(|gap| gap.chars().all(|c| c.is_whitespace() || c.is_control() || c == '\u{feff}'))
}

/// The same, and the marks of Markdown that open a line: they are no words.
fn is_between_zones(gap: Option<&str>) -> bool {
    is_blank(gap.map(|gap| gap.replace(['#', '>', '*'], "")).as_deref())
}

fn graph(pipeline: &Pipeline, documents: &[Document]) -> Graph {
    pipeline.merge(documents.iter().map(|d| pipeline.document(d)).collect())
}

/// What `show edges` tells of a document is what a graph of it holds: the same actors and edges with the same
/// evidence, each sentence as often. (Words of dates that name no day may be told twice of one meeting.)
fn told_is_built(pipeline: &Pipeline, document: &Document, threshold: f32, all: bool) -> usize {
    let read = pipeline.document(document);
    let mut settled = read.clone();
    Identities::of(std::slice::from_ref(&settled)).settle(&mut settled);
    let options = Options { threshold, all_readings: all, keep_copies: false };
    let told = weighed(settled.relations, options);
    let kept: Vec<Relation> =
        told.into_iter().filter(|(_, why)| why.is_none()).map(|(relation, _)| relation).collect();
    let pairs = |relation: &Relation| match relation {
        Relation::Meeting(m) => m.participants.len() * (m.participants.len() - 1) / 2,
        _ => 1,
    };
    let shown: usize = kept.iter().map(pairs).sum();
    let built = merge(vec![read.clone()], options);
    assert_eq!(built.edges().map(|edge| edge.evidence.len()).sum::<usize>(), shown, "{}", document.text);
    let again = merge(vec![DocumentGraph { relations: kept, ..read }], options);
    assert!(again.actors().eq(built.actors()), "{}", document.text);
    let both: Vec<_> = again.edges().zip(built.edges()).filter(|(a, b)| a != b).collect();
    assert!(both.is_empty() && again.net.edge_count() == built.net.edge_count(), "{both:?}");
    shown
}

#[test]
fn what_is_shown_of_the_examples_is_what_is_built_of_them() {
    let pipeline = Pipeline::new().unwrap();
    let (sources, errors, _) = read::expand(&["examples".to_owned(), "tests/files/article.txt".to_owned()]);
    assert!(errors.is_empty());
    let how = read::How::new(pipeline.shared_tables());
    let mut shown = 0;
    for document in sources.iter().flat_map(|source| read::documents(source, &how)).filter_map(Result::ok) {
        for (threshold, all) in [(Evidence::LEAST, false), (0.0, true)] {
            shown += told_is_built(&pipeline, &document, threshold, all);
        }
    }
    assert!(shown > 100, "{shown}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tokens_cover_the_text(text in anything()) {
        let document = read::from_text("law", &text);
        let mut end = 0;
        for sentence in segment(&document) {
            let mut at = sentence.span.start;
            prop_assert!(at >= end);
            for token in &sentence.tokens {
                let gap = document.text.get(at..token.span.start);
                prop_assert!(is_blank(gap), "gap {gap:?}");
                prop_assert!(!token.span.of(&document.text).is_empty());
                at = token.span.end;
            }
            prop_assert_eq!(at, sentence.span.end);
            end = at;
        }
    }

    #[test]
    fn zones_are_in_order_and_cover_the_text(text in anything()) {
        let document = read::from_text("law", &text);
        let mut at = 0;
        for zone in &document.zones {
            let gap = document.text.get(at..zone.span.start);
            prop_assert!(is_between_zones(gap), "gap {gap:?}");
            at = zone.span.end;
        }
        prop_assert!(is_between_zones(document.text.get(at..)));
    }

    #[test]
    fn evidence_is_verbatim_at_its_offsets(text in anything()) {
        let pipeline = Pipeline::new().unwrap();
        let document = read::from_text("law", &text);
        for relation in &pipeline.document(&document).relations {
            verbatim(&document.text, relation.evidence());
        }
    }

    #[test]
    fn what_is_shown_is_what_is_built(text in anything(), all in any::<bool>()) {
        let threshold = if all { 0.0 } else { Evidence::LEAST };
        told_is_built(&Pipeline::new().unwrap(), &read::from_text("law", &text), threshold, all);
    }

    #[test]
    fn adding_a_document_twice_changes_nothing(text in news()) {
        let pipeline = Pipeline::new().unwrap();
        let document = read::from_text("law", &text);
        let once = graph(&pipeline, std::slice::from_ref(&document));
        let twice = graph(&pipeline, &[document.clone(), document]);
        prop_assert_eq!(json::to_string(&once), json::to_string(&twice));
    }

    #[test]
    fn the_order_of_documents_changes_nothing(texts in prop::collection::vec(news(), 2..5)) {
        let pipeline = Pipeline::new().unwrap();
        let mut documents: Vec<Document> =
            texts.iter().enumerate().map(|(i, text)| read::from_text(&format!("d{i}"), text)).collect();
        let straight = json::to_string(&graph(&pipeline, &documents));
        documents.reverse();
        prop_assert_eq!(straight, json::to_string(&graph(&pipeline, &documents)));
    }

    #[test]
    fn export_then_import_is_the_identity(text in anything()) {
        let pipeline = Pipeline::new().unwrap();
        let written = json::to_string(&graph(&pipeline, &[read::from_text("law", &text)]));
        let back = json::from_str(&written, "law").unwrap();
        prop_assert_eq!(written, json::to_string(&back));
    }
}
