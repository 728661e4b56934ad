//! Labels, themes and widths of pictures.

use super::*;
use crate::graph::{Options, merge};
use crate::types::{
    ActorId, Basis, Category, DocumentGraph, DocumentInfo, Evidence, Modality, Polarity, Quote, Relation,
    Stance,
};

fn web(count: usize, ties: usize) -> Graph {
    let id = |i: usize| ActorId(format!("group:{i}"));
    let actor = |i: usize| Actor {
        id: id(i),
        kind: [ActorKind::Country, ActorKind::Person, ActorKind::Group][i % 3],
        subtype: None,
        name: format!("{} number {i}", ["Land", "Somebody", "Council of the Region"][i % 3]),
        aliases: Vec::new(),
        iso3: None,
        mentions: 1 + i % 9,
        wikidata: None,
        rolled_up: Vec::new(),
    };
    let quote = || Quote { start: 0, end: 1, text: "a".to_owned() };
    let stance = |i: usize| {
        Relation::Stance(Stance {
            holder: id(i % count),
            target: id((i * i / count + 3 * i + 1) % count),
            polarity: if i.is_multiple_of(2) { Polarity::Support } else { Polarity::Oppose },
            category: Category::Accuse,
            basis: Basis::Word,
            intensity: 0.1,
            evidence: Evidence {
                document: "d".to_owned(),
                sentence: i,
                quote: quote(),
                trigger: quote(),
                source: quote(),
                target: quote(),
                cues: Vec::new(),
                attribution: Vec::new(),
                modality: Modality::Asserted,
                date: None,
                reported: None,
                confidence: 0.9,
                coreference: false,
                implicit: false,
            },
        })
    };
    let document = DocumentInfo { id: "d".to_owned(), sha256: "0".repeat(64), ..DocumentInfo::default() };
    let relations = (0..ties).map(stance).collect();
    merge(
        vec![DocumentGraph {
            document,
            actors: (0..count).map(actor).collect(),
            relations,
            ..DocumentGraph::default()
        }],
        Options::above(0.5),
    )
}

/// Middle and size of each label and box of a picture.
fn places(picture: &str) -> Vec<((f64, f64), (f64, f64))> {
    let number = |text: &str, name: &str| -> f64 {
        let after = text.split(&format!(" {name}=\"")).nth(1).unwrap();
        after.split('"').next().unwrap().parse().unwrap()
    };
    let part = |class: &str| picture.split(&format!("class=\"{class}\"")).nth(1).unwrap();
    let labels = part("labels").split("class=").next().unwrap();
    let nodes = part("nodes").split("class=").next().unwrap();
    let mut out: Vec<_> = labels
        .split("<text")
        .skip(1)
        .map(|text| {
            let words = text.split('>').nth(1).unwrap().split('<').next().unwrap().trim();
            ((number(text, "x"), number(text, "y") - 4.0), (text_width(words, 11.0), 12.0))
        })
        .collect();
    out.extend(nodes.split("<rect").skip(1).map(|text| {
        let (w, h) = (number(text, "width"), number(text, "height"));
        ((number(text, "x") + w / 2.0, number(text, "y") + h / 2.0), (w, h))
    }));
    out
}

#[test]
fn labels_hide_neither_names_nor_each_other() {
    for (count, ties) in [(6, 12), (25, 40), (60, 90)] {
        let picture = to_string(&web(count, ties));
        let places = places(&picture);
        for (i, (p, size)) in places.iter().enumerate() {
            for (q, other) in &places[i + 1..] {
                let apart = (p.0 - q.0).abs() >= (size.0 + other.0) / 2.0 - 1.5
                    || (p.1 - q.1).abs() >= (size.1 + other.1) / 2.0 - 1.5;
                assert!(apart, "{count}: {p:?} {size:?} {q:?} {other:?}");
            }
        }
        // Nearly all lines have their label.
        assert!(picture.split("class=\"labels\"").nth(1).unwrap().matches("<text").count() * 10 > ties * 8);
    }
}

#[test]
fn themes_and_widths() {
    let graph = web(6, 12);
    let dark = drawn(&graph, Look { theme: Theme::Dark, width: Some(600) });
    assert!(dark.contains("width=\"600\"") && dark.contains("#14161b") && !dark.contains("#ffffff"));
    let grey = drawn(&graph, Look { theme: Theme::Grey, width: None });
    assert!(!grey.contains("#D55E00") && grey.contains("stroke-dasharray"));
}
