//! Actors that may be one, and actors that may be several.

mod made;

use std::time::Instant;

use demarche::graph::{Graph, Options, merge};
use demarche::query::{Sign, actors, suspects};
use demarche::tables::Tables;
use demarche::types::{Actor, ActorKind, Evidence, Polarity, Quote, Relation};
use made::{actor, document, evidence, hostile, member, stance};

fn of(actors: Vec<Actor>, relations: Vec<Relation>) -> Graph {
    merge(vec![document("one", "aa", actors, relations)], Options::above(0.5))
}

fn people(names: &[&str]) -> Vec<Actor> {
    let id = |name: &str| format!("person:{}", demarche::tables::slug(name));
    names.iter().map(|name| actor(&id(name), name, 2)).collect()
}

fn groups(names: &[&str]) -> Vec<Actor> {
    let id = |name: &str| format!("group:{}", demarche::tables::slug(name));
    names.iter().map(|name| actor(&id(name), name, 2)).collect()
}

/// Suspected pairs, by name.
fn pairs(graph: &Graph) -> Vec<(String, String)> {
    let tables = Tables::bundled().unwrap();
    let mut out: Vec<(String, String)> = suspects(graph, tables, |_, _| false)
        .duplicates
        .iter()
        .map(|d| {
            let (a, b) = (d.actor.name.clone(), d.other.name.clone());
            if a < b { (a, b) } else { (b, a) }
        })
        .collect();
    out.sort();
    out
}

fn suspected(actors: Vec<Actor>) -> bool {
    !pairs(&of(actors, vec![])).is_empty()
}

#[test]
fn spellings_of_one_name_are_suspected() {
    assert!(suspected(people(&["Mohammed al-Sudani", "Muhammad Al Sudani"])));
    assert!(suspected(people(&["Volodymyr Zelensky", "Volodymyr Zelenskyy"])));
    assert!(suspected(groups(&["Qelvan Brigades", "Qelvan Brigade"])));
    assert!(suspected(groups(&["Ansar Qudrallah", "Ansar Kudrallah"])));
    assert!(suspected(groups(&["Qelvan Liberation Front", "QLF"])));
    assert!(suspected(groups(&["Qelvan", "Qelvan group"])));
    assert!(suspected(vec![actor("person:qelvan", "Qelvan", 1), actor("group:qelvan", "Qelvan", 1)]));
}

#[test]
fn people_of_one_family_are_not() {
    assert!(!suspected(people(&["Robert Mugabe", "Grace Mugabe"])));
    assert!(!suspected(people(&["Anna Berg", "Erik Berg"])));
    assert!(!suspected(groups(&["Ministry of Oil", "Ministry of Health"])));
    assert!(!suspected(vec![actor("country:NER", "Niger", 1), actor("country:NGA", "Nigeria", 1)]));
}

#[test]
fn an_office_or_a_body_in_common_tells_more() {
    let cast = || {
        [people(&["Joseph Berg", "Joe Berg", "A. Berg"]), vec![actor("country:NOR", "Norway", 1)]].concat()
    };
    let bonds = vec![
        member("person:joseph-berg", "country:NOR", "Prime Minister", evidence("one", 0, 0.9)),
        member("person:joe-berg", "country:NOR", "prime minister", evidence("one", 100, 0.9)),
    ];
    let graph = of(cast(), bonds);
    assert_eq!(pairs(&graph), [("Joe Berg".to_owned(), "Joseph Berg".to_owned())]);
    let graph = of(
        cast(),
        vec![
            member("person:joseph-berg", "country:NOR", "Prime Minister", evidence("one", 0, 0.9)),
            member("person:a-berg", "country:NOR", "lawmaker", evidence("one", 100, 0.9)),
        ],
    );
    assert!(pairs(&graph).is_empty(), "another initial");
}

#[test]
fn one_actor_with_two_lives_is_suspected() {
    let tables = Tables::bundled().unwrap();
    let said = |text: &str, at: usize| {
        let words = Quote { start: at, end: at + text.len(), text: text.into() };
        Evidence { source: words, ..evidence("one", at, 0.9) }
    };
    let mut cast = people(&["Robert Berg"]);
    cast[0].aliases = vec!["Berg".into(), "Grace Berg".into(), "Bob Berg".into()];
    cast.extend([actor("country:NOR", "Norway", 1), actor("country:SWE", "Sweden", 1)]);
    let graph = of(
        cast,
        vec![
            stance("person:robert-berg", "country:NOR", Polarity::Oppose, said("He", 0)),
            stance("person:robert-berg", "country:SWE", Polarity::Oppose, said("She", 100)),
            member("person:robert-berg", "country:NOR", "Prime Minister", evidence("one", 200, 0.9)),
            member("person:robert-berg", "country:SWE", "Foreign Minister", evidence("one", 300, 0.9)),
            member("person:robert-berg", "country:SWE", "ambassador", evidence("one", 400, 0.9)),
        ],
    );
    let found = suspects(&graph, tables, |_, _| false);
    let signs = &found.wrong_merges[0].signs;
    assert!(signs.iter().any(|s| matches!(s, Sign::GivenNames { .. })), "{signs:?}");
    assert!(signs.iter().any(|s| matches!(s, Sign::Genders { .. })), "{signs:?}");
    assert!(signs.iter().any(|s| matches!(s, Sign::Offices { .. })), "{signs:?}");
    assert!(signs.iter().all(|s| !s.to_string().is_empty()));
}

#[test]
fn who_is_kept_apart_is_no_suspect() {
    let graph = of(people(&["Mohammed al-Sudani", "Muhammad Al Sudani"]), vec![]);
    assert!(suspects(&graph, Tables::bundled().unwrap(), |_, _| true).duplicates.is_empty());
}

#[test]
fn crowds_of_one_name_take_no_time() {
    let mut cast: Vec<Actor> =
        (0..5_000).map(|i| actor(&format!("person:x{i}-kim"), &format!("X{i} Kim"), 1)).collect();
    cast.extend((0..5_000).map(|i| actor(&format!("group:g{i}"), "Front", 1)));
    cast.extend((0..500).map(|i| actor(&format!("group:l{i}"), &"Long Name ".repeat(i), 1)));
    let graph = of(cast, vec![]);
    let start = Instant::now();
    let found = suspects(&graph, Tables::bundled().unwrap(), |_, _| false);
    assert!(!found.duplicates.is_empty());
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

#[test]
fn hostile_names_do_no_harm() {
    let graph = merge(vec![hostile()], Options::all_above(0.0));
    let _ = suspects(&graph, Tables::bundled().unwrap(), |_, _| false);
    assert_eq!(actors(&graph, None).len(), graph.net.node_count());
    assert!(actors(&graph, Some(ActorKind::Person)).iter().all(|row| row.actor.kind == ActorKind::Person));
}

#[test]
fn suspects_come_in_clusters_the_most_mentioned_first() {
    let short = |n: usize| actor(&format!("person:berg@{n}"), "Berg", n);
    let mut cast = [people(&["Anna Berg"]), vec![short(1), short(2), short(3)]].concat();
    cast.extend(groups(&["Qelvan Brigades", "Qelvan Brigade"]));
    let graph = of(cast, vec![]);
    let found = suspects(&graph, Tables::bundled().unwrap(), |_, _| false);
    let told: Vec<(&str, usize, usize)> =
        found.clusters.iter().map(|c| (c.actor.id.0.as_str(), c.others.len(), c.mentions)).collect();
    assert_eq!(told, [("person:berg@3", 2, 3), ("group:qelvan-brigade", 1, 2)]);
}

#[test]
fn organs_of_two_states_and_crowds_of_two_texts_are_not_one() {
    let bond = |member_: &str, of: &str, at: usize| member(member_, of, "organ", evidence("one", at, 0.9));
    let cast = vec![
        actor("group:senate-nor", "Senate", 2),
        actor("group:senate-swe", "Senate", 2),
        actor("group:rebels@1", "rebels", 2),
        actor("group:rebels@2", "rebels", 2),
        actor("country:NOR", "Norway", 1),
        actor("country:SWE", "Sweden", 1),
    ];
    let bonds =
        vec![bond("group:senate-nor", "country:NOR", 0), bond("group:senate-swe", "country:SWE", 100)];
    assert!(pairs(&of(cast, bonds)).is_empty());
}
