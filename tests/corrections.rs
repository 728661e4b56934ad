//! The analyst's word is last: corrections of graphs, and roll-ups.

mod made;

use demarche::export::json;
use demarche::graph::{Options, correct, merge};
use demarche::types::{Actor, ActorId, DocumentGraph, Evidence, Polarity, Relation, Status};
use made::office::*;
use made::{actor, dated, document, evidence, meeting, member, stance};
use proptest::prelude::*;

#[test]
fn a_merged_actor_folds_with_all_it_has() {
    let graph = of(vec![
        stance(ANNA, SYRIA, Polarity::Oppose, at(0)),
        stance(A_BERG, SYRIA, Polarity::Oppose, at(100)),
        stance(SYRIA, A_BERG, Polarity::Support, Evidence { attribution: vec![A_BERG.into()], ..at(200) }),
        stance(ANNA, A_BERG, Polarity::Support, at(300)),
        meeting(&[ANNA, IRAQ, A_BERG], Status::Held, at(400)),
        meeting(&[ANNA, A_BERG], Status::Held, at(500)),
    ]);
    let done = corrected(graph, "[[merge]]\nactor = \"A. Berg\"\ninto = \"person:anna-berg\"\n");
    let graph = done.graph;
    assert_eq!(
        edges(&graph),
        [
            "country:IRQ met person:anna-berg ×1",
            "country:SYR support person:anna-berg ×1",
            "person:anna-berg oppose country:SYR ×2"
        ]
    );
    assert_eq!(graph.events.len(), 1);
    assert_eq!(graph.events[0].participants.len(), 2);
    let anna = node(&graph, ANNA).unwrap();
    assert_eq!((anna.name.as_str(), anna.mentions), ("Anna Berg", 7));
    assert_eq!(anna.aliases, ["A. Berg"]);
    assert!(node(&graph, A_BERG).is_none());
    let speakers = &graph.edges().find(|e| e.source.0 == SYRIA).unwrap().evidence[0].attribution;
    assert_eq!(speakers, &[ANNA]);
    assert!(done.unused.is_empty() && done.ambiguous.is_empty());
}

#[test]
fn every_kind_of_entry_is_applied() {
    let graph = of(vec![
        member(ANNA, SYRIA, "Envoy", at(0)),
        member(ANNA, SYRIA, "Minister", at(100)),
        member(MINISTRY, IRAQ, "organ", at(200)),
        stance(A_BERG, SYRIA, Polarity::Oppose, Evidence { attribution: vec![A_BERG.into()], ..at(300) }),
        stance(IRAQ, SYRIA, Polarity::Oppose, Evidence { attribution: vec![A_BERG.into()], ..at(300) }),
    ]);
    let text = r#"
        [[rename]]
        actor = "Anna Berg"
        name = "Anna-Lena Berg"
        note = "as she signs"
        [[alias]]
        actor = "Syria"
        aliases = ["Syrian Republic", "SAR"]
        [[retype]]
        actor = "Ministry"
        subtype = "government"
        [[drop]]
        actor = "person:a-berg"
        [[no-affiliation]]
        member = "Anna Berg"
        of = "Syria"
        role = "envoy"
        [[affiliation]]
        member = "Anna Berg"
        of = "Egypt"
        role = "Ambassador"
        former = true
    "#;
    let done = corrected(graph, text);
    let anna = node(&done.graph, ANNA).unwrap();
    assert_eq!(
        (anna.name.as_str(), anna.aliases.as_slice()),
        ("Anna-Lena Berg", &["Anna Berg".to_owned()][..])
    );
    assert_eq!(node(&done.graph, SYRIA).unwrap().aliases, ["SAR", "Syrian Republic"]);
    assert!(node(&done.graph, MINISTRY).unwrap().subtype.is_some());
    assert!(node(&done.graph, A_BERG).is_none());
    assert_eq!(node(&done.graph, "country:EGY").unwrap().name, "Egypt");
    assert_eq!(
        edges(&done.graph),
        [
            "country:IRQ oppose country:SYR ×1",
            "group:ministry organ country:IRQ ×1",
            "person:anna-berg Ambassador country:EGY ×1",
            "person:anna-berg Minister country:SYR ×1"
        ]
    );
    let said = &done.graph.edges().next().unwrap().evidence[0].attribution;
    assert_eq!(said, &["A. Berg"], "who has left is only words");
    let set = done.graph.edges().find(|e| e.target.0 == "country:EGY").unwrap();
    let proof = &set.evidence[0];
    assert_eq!(proof.document, "corrections:fix.toml");
    let file = parse(text).unwrap();
    assert_eq!(file.text(), "Anna Berg: former Ambassador, Egypt\n");
    for quote in [&proof.quote, &proof.trigger, &proof.source, &proof.target] {
        assert_eq!(file.text().get(quote.start..quote.end), Some(quote.text.as_str()));
    }
    assert_eq!((proof.trigger.text.as_str(), proof.target.text.as_str()), ("Ambassador", "Egypt"));
    assert!(done.graph.documents.iter().any(|d| d.id == "corrections:fix.toml"));
    assert!(done.unused.is_empty(), "{:?}", done.unused);
}

#[test]
fn a_new_kind_gives_a_new_id_and_joins_who_bears_it() {
    let graph = || {
        let cast =
            vec![actor("group:berg", "Berg", 1), actor("person:berg", "Berg", 2), actor(IRAQ, "Iraq", 1)];
        let relations = vec![
            stance("group:berg", IRAQ, Polarity::Oppose, at(0)),
            stance("person:berg", IRAQ, Polarity::Oppose, at(100)),
        ];
        merge(vec![document("one", "aa", cast, relations)], Options::above(0.5))
    };
    let retype = "[[retype]]\nactor = \"group:berg\"\nkind = \"person\"\n";
    let done = corrected(graph(), retype);
    assert_eq!(edges(&done.graph), ["person:berg oppose country:IRQ ×2"]);
    assert_eq!(node(&done.graph, "person:berg").unwrap().mentions, 3);
    let apart = format!("{retype}[[never-merge]]\nactors = [\"group:berg\", \"person:berg\"]\n");
    let done = corrected(graph(), &apart);
    assert_eq!(
        edges(&done.graph),
        ["person:berg oppose country:IRQ ×1", "person:berg-2 oppose country:IRQ ×1"]
    );
    let country = "[[retype]]\nactor = \"group:berg\"\nkind = \"country\"\niso3 = \"NOR\"\n";
    let done = corrected(graph(), country);
    assert_eq!(node(&done.graph, "country:NOR").unwrap().iso3.as_deref(), Some("NOR"));
}

#[test]
fn who_is_in_no_text_yet_gives_name_and_id() {
    let done = corrected(of(vec![]), "[[merge]]\nactor = \"A. Berg\"\ninto = \"Astrid Berg\"\n");
    let astrid = node(&done.graph, "person:astrid-berg").unwrap();
    assert_eq!(
        (astrid.name.as_str(), astrid.aliases.as_slice()),
        ("Astrid Berg", &["A. Berg".to_owned()][..])
    );
    let done = corrected(of(vec![]), "[[merge]]\nactor = \"Ministry\"\ninto = \"country:EGY\"\n");
    let egypt = node(&done.graph, "country:EGY").unwrap();
    assert_eq!((egypt.name.as_str(), egypt.iso3.as_deref()), ("Egypt", Some("EGY")));
}

#[test]
fn entries_about_nobody_wait_and_are_told() {
    let text = "[[drop]]\nactor = \"person:nobody\"\n\n[[rename]]\nactor = \"Nobody Else\"\nname = \"X\"\n";
    let done = corrected(of(vec![]), text);
    let lines: Vec<usize> = done.unused.iter().flat_map(|p| p.lines.clone()).collect();
    assert_eq!(lines, [2, 5]);
    assert_eq!(json::to_string(&done.graph), json::to_string(&of(vec![])));
}

#[test]
fn a_name_of_several_is_not_guessed() {
    let cast = vec![actor(ANNA, "Berg", 1), actor("person:erik-berg", "Berg", 1)];
    let graph = merge(vec![document("one", "aa", cast, vec![])], Options::above(0.5));
    let done = corrected(graph, "[[drop]]\nactor = \"Berg\"\n");
    assert_eq!(done.graph.net.node_count(), 2);
    assert_eq!(done.ambiguous[0].lines, [2]);
    assert!(done.ambiguous[0].text.contains(ANNA), "{:?}", done.ambiguous);
}

#[test]
fn a_huge_file_takes_no_time() {
    let mut text = String::new();
    for i in 0..30_000 {
        text += &format!("[[merge]]\nactor = \"person:p{i}\"\ninto = \"person:p{}\"\n", i + 1);
        text += &format!("[[never-merge]]\nactors = [\"person:p{i}\", \"person:q{i}\"]\n");
        text += &format!("[[no-affiliation]]\nmember = \"person:q{i}\"\nrole = \"r{i}\"\n");
    }
    let start = std::time::Instant::now();
    let file = parse(&text).unwrap();
    let cast = (0..=30_000).map(|i| actor(&format!("person:p{i}"), &format!("P{i}"), 1)).collect();
    let graph = merge(vec![document("one", "aa", cast, vec![])], Options::above(0.5));
    let done = correct(graph, &file).unwrap();
    assert_eq!(done.graph.net.node_count(), 1);
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

const IDS: [&str; 5] = [SYRIA, IRAQ, ANNA, A_BERG, MINISTRY];

/// Documents of five actors with relations of all kinds.
fn documents() -> impl Strategy<Value = Vec<DocumentGraph>> {
    let relation = (0..5usize, 0..5usize, 0..5usize, 0..6usize, 0..3usize);
    let relations = prop::collection::vec(relation, 0..14);
    prop::collection::vec(relations, 1..4).prop_map(|parts| {
        parts
            .into_iter()
            .enumerate()
            .map(|(i, relations)| {
                let id = format!("d{i}");
                let made = relations
                    .into_iter()
                    .filter(|(_, a, b, ..)| a != b)
                    .map(|(kind, a, b, at, day)| {
                        // Two reports never stand at one place.
                        let place = at * 1000 + kind * 100 + a * 10 + b;
                        let mut proof = match day {
                            0 => evidence(&id, place, 0.9),
                            n => dated(&id, place, &format!("2026-03-0{n}")),
                        };
                        proof.attribution = vec![IDS[(a + at) % 5].into()];
                        match kind {
                            0 => stance(IDS[a], IDS[b], Polarity::Support, proof),
                            1 => member(IDS[a], IDS[b], ["Envoy", "envoy", "aide"][at % 3], proof),
                            2 => meeting(&[IDS[a], IDS[b]], Status::Held, proof),
                            3 => meeting(&[IDS[a], IDS[b]], Status::Planned, proof),
                            _ if (a + 1) % 5 != b => {
                                meeting(&[IDS[a], IDS[b], IDS[(a + 1) % 5]], Status::Held, proof)
                            }
                            _ => stance(IDS[a], IDS[b], Polarity::Oppose, proof),
                        }
                    })
                    .collect();
                document(&id, &id, cast(), made)
            })
            .collect()
    })
}

/// Entries of a file that do not contradict each other.
const ENTRIES: [&str; 7] = [
    "[[merge]]\nactor = \"A. Berg\"\ninto = \"person:anna-berg\"\n",
    "[[rename]]\nactor = \"Anna Berg\"\nname = \"Anna-Lena Berg\"\n",
    "[[never-merge]]\nactors = [\"Syria\", \"Iraq\"]\n",
    "[[retype]]\nactor = \"group:ministry\"\nkind = \"person\"\n",
    "[[alias]]\nactor = \"person:a-berg\"\naliases = [\"Bergie\"]\n",
    "[[no-affiliation]]\nmember = \"country:SYR\"\nrole = \"aide\"\n",
    "[[affiliation]]\nmember = \"person:anna-berg\"\nof = \"Iraq\"\nrole = \"Envoy\"\n",
];

/// The documents as if the texts had meant Anna Berg wherever they meant A. Berg.
fn known(mut documents: Vec<DocumentGraph>) -> Vec<DocumentGraph> {
    let one = |id: &mut ActorId| {
        if id.0 == A_BERG {
            id.0 = ANNA.into();
        }
    };
    for document in &mut documents {
        document.actors.retain(|a| a.id.0 != A_BERG);
        for actor in document.actors.iter_mut().filter(|a| a.id.0 == ANNA) {
            actor.mentions += 2;
            actor.aliases = vec!["A. Berg".into()];
        }
        for relation in &mut document.relations {
            for speaker in &mut relation.evidence_mut().attribution {
                if speaker == A_BERG {
                    *speaker = ANNA.into();
                }
            }
            match relation {
                Relation::Affiliation(a) => [&mut a.member, &mut a.of].into_iter().for_each(one),
                Relation::Stance(s) => [&mut s.holder, &mut s.target].into_iter().for_each(one),
                Relation::Meeting(m) => {
                    m.participants.iter_mut().for_each(one);
                    m.participants.sort();
                    m.participants.dedup();
                    m.participant_quotes.truncate(m.participants.len());
                }
            }
        }
        document.relations.retain(|r| !matches!(r, Relation::Meeting(m) if m.participants.len() < 2));
    }
    documents
}

proptest! {
    #[test]
    fn a_merge_is_as_if_the_program_had_known(documents in documents()) {
        let done = corrected(merge(documents.clone(), Options::above(0.5)), ENTRIES[0]);
        let told = merge(known(documents), Options::above(0.5));
        prop_assert_eq!(json::to_string(&done.graph), json::to_string(&told));
    }

    #[test]
    fn order_does_not_matter_and_twice_is_once(
        documents in documents(),
        order in Just((0..ENTRIES.len()).collect::<Vec<usize>>()).prop_shuffle(),
        count in 0..=ENTRIES.len(),
    ) {
        let graph = merge(documents, Options::above(0.5));
        let chosen = &order[..count];
        let mut sorted = chosen.to_vec();
        sorted.sort_unstable();
        let file = |order: &[usize]| order.iter().map(|&i| ENTRIES[i]).collect::<String>();
        let one = corrected(graph.clone(), &file(chosen)).graph;
        let other = corrected(graph, &file(&sorted)).graph;
        prop_assert_eq!(json::to_string(&one), json::to_string(&other));
        let again = corrected(one.clone(), &file(&sorted));
        prop_assert_eq!(json::to_string(&one), json::to_string(&again.graph));
        let back = json::from_str(&json::to_string(&one), "law").unwrap();
        prop_assert_eq!(json::to_string(&one), json::to_string(&back));
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,120}", entry in 0..ENTRIES.len(), at in 0..60usize) {
        let _ = parse(&text);
        let mut mixed = ENTRIES[entry].to_owned();
        let at = (0..=at.min(mixed.len())).rev().find(|i| mixed.is_char_boundary(*i)).unwrap_or(0);
        mixed.insert_str(at, &text);
        let _ = parse(&mixed);
    }
}

#[test]
fn an_entry_takes_all_who_are_called_so() {
    let cast = vec![
        actor("person:barack-obama", "Barack Obama", 9),
        Actor { aliases: vec!["Obama".into()], ..actor("person:michelle-obama", "Michelle Obama", 2) },
        actor("person:obama@1", "Obama", 1),
        actor("person:obama@2", "Obama", 3),
    ];
    let graph = merge(vec![document("one", "aa", cast, vec![])], Options::above(0.5));
    let file = "[[merge]]\nactor = \"Obama\"\nall = true\ninto = \"Barack Obama\"\n";
    let done = corrected(graph, file);
    assert!(done.unused.is_empty() && done.ambiguous.is_empty(), "{:?} {:?}", done.unused, done.ambiguous);
    let ids: Vec<&str> = done.graph.actors().map(|a| a.id.0.as_str()).collect();
    assert_eq!(ids, ["person:barack-obama", "person:michelle-obama"]);
    assert_eq!(node(&done.graph, "person:barack-obama").unwrap().mentions, 13);
    let again = corrected(done.graph.clone(), file);
    assert!(again.unused.is_empty(), "{:?}", again.unused);
    assert_eq!(again.graph.net.node_count(), 2);
    let nobody =
        corrected(merge(vec![document("one", "aa", cast_of_two(), vec![])], Options::above(0.5)), file);
    assert_eq!(nobody.unused.len(), 1);
}

fn cast_of_two() -> Vec<Actor> {
    vec![actor(SYRIA, "Syria", 3), actor(IRAQ, "Iraq", 4)]
}
