//! Who is who across documents: offices, countries and companies decide, never the order.

mod made;

use demarche::export::json;
use demarche::graph::{Graph, Options, merge};
use demarche::pipeline::Pipeline;
use demarche::read::from_text;
use demarche::types::{ActorId, DocumentGraph, Polarity, Post};
use proptest::prelude::*;

fn post(actor: &str, office: &str, of: Option<&str>) -> Post {
    Post { actor: ActorId(actor.into()), office: office.into(), of: of.map(|of| ActorId(of.into())) }
}

/// A document in which somebody opposes Norway.
fn document(id: &str, person: &str, name: &str, posts: Vec<Post>) -> DocumentGraph {
    let cast = vec![made::actor(person, name, 2), made::actor("country:NOR", "Norway", 1)];
    let relations = vec![made::stance(person, "country:NOR", Polarity::Oppose, made::evidence(id, 0, 0.9))];
    DocumentGraph { posts, ..made::document(id, &format!("{id:0>8}"), cast, relations) }
}

fn people(graph: &Graph) -> Vec<String> {
    let people = graph.actors().filter(|a| a.id.0.starts_with("person:"));
    people.map(|a| format!("{} {}", a.id.0, a.mentions)).collect()
}

fn merged(documents: &[DocumentGraph]) -> Graph {
    merge(documents.to_vec(), Options::above(0.5))
}

#[test]
fn an_office_leads_to_the_one_full_name() {
    let full = document(
        "a",
        "person:joseph-mutua",
        "Joseph Mutua",
        vec![post("person:joseph-mutua", "president", Some("country:KEN"))],
    );
    let short = |posts| document("b", "person:mutua@b", "Mutua", posts);
    let of = |posts| people(&merged(&[full.clone(), short(posts)]));
    let one = ["person:joseph-mutua 4"];
    let two = ["person:joseph-mutua 2", "person:mutua@b 2"];
    assert_eq!(of(vec![post("person:mutua@b", "president", Some("country:KEN"))]), one);
    assert_eq!(of(vec![post("person:mutua@b", "president", None)]), one);
    assert_eq!(of(vec![post("person:mutua@b", "president", Some("country:UGA"))]), two);
    assert_eq!(of(vec![post("person:mutua@b", "senator", Some("country:KEN"))]), two);
    assert_eq!(of(vec![]), two, "never by the surname alone");
    let other = document(
        "c",
        "person:anna-mutua",
        "Anna Mutua",
        vec![post("person:anna-mutua", "president", Some("country:KEN"))],
    );
    let short = short(vec![post("person:mutua@b", "president", Some("country:KEN"))]);
    assert_eq!(people(&merged(&[full, short, other])).len(), 3, "two may be meant");
}

#[test]
fn a_middle_name_needs_the_same_office() {
    let named = |id: &str, person: &str, office: &str| {
        document(id, person, person, vec![post(person, office, Some("group:ohio"))])
    };
    let of = |a: &str, b: &str| {
        people(&merged(&[
            named("a", "person:james-brandt", a),
            named("b", "person:james-buchanan-brandt", b),
        ]))
    };
    assert_eq!(of("governor", "governor"), ["person:james-brandt 4"]);
    assert_eq!(of("governor", "judge").len(), 2);
}

#[test]
fn who_may_be_either_of_two_is_neither() {
    let named = |id: &str, person: &str| {
        document(id, person, person, vec![post(person, "governor", Some("group:ohio"))])
    };
    let all = ["person:j-brandt", "person:james-brandt", "person:jerome-brandt"];
    let documents: Vec<_> = all.iter().enumerate().map(|(n, p)| named(&n.to_string(), p)).collect();
    assert_eq!(people(&merged(&documents)).len(), 3);
}

#[test]
fn one_text_alone_knows_the_famous_and_their_namesakes() {
    let pipeline = Pipeline::new().unwrap();
    let graph = |text: &str| pipeline.merge(vec![pipeline.document(&from_text("a", text))]);
    let has = |text: &str, id: &str, wikidata: Option<&str>| {
        graph(text).actors().any(|a| a.id.0 == id && a.wikidata.as_deref() == wikidata)
    };
    assert!(has("President Trump criticised Norway.", "person:donald-trump", Some("Q22686")));
    assert!(has("Kremlin chief Putin criticised Norway.", "person:vladimir-putin", Some("Q7747")));
    assert!(has("Norway thanked Syria.", "country:SYR", Some("Q858")));
    let footballer = "Polish footballer Donald Tusk thanked Norway.";
    assert!(has(footballer, "person:donald-tusk-footballer", None));
    assert!(!has("Trump criticised Norway.", "person:donald-trump", Some("Q22686")), "a surname alone");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_documents_never_counts(order in Just((0..8_usize).collect::<Vec<_>>()).prop_shuffle()) {
        let ken = Some("country:KEN");
        let all = [
            document("0", "person:joseph-mutua", "Joseph Mutua", vec![post("person:joseph-mutua", "president", ken)]),
            document("1", "person:mutua@1", "Mutua", vec![post("person:mutua@1", "president", None)]),
            document("2", "person:josef-mutua", "Josef Mutua", vec![post("person:josef-mutua", "president", ken)]),
            document("3", "person:j-mutua", "J. Mutua", vec![post("person:j-mutua", "president", ken)]),
            document("4", "person:karl-mutua", "Karl Mutua", vec![post("person:karl-mutua", "senator", ken)]),
            document("5", "person:mutua@5", "Mutua", vec![post("person:mutua@5", "senator", ken)]),
            document("6", "person:gannett@6", "Gannett", vec![]),
            made::document("7", "00000007", vec![demarche::types::Actor {
                subtype: Some(demarche::types::GroupKind::Company),
                ..made::actor("group:gannett", "Gannett Co.", 1)
            }], vec![]),
        ];
        let shuffled: Vec<DocumentGraph> = order.iter().map(|&n| all[n].clone()).collect();
        let graph = merged(&all);
        prop_assert!(json::to_string(&graph) == json::to_string(&merged(&shuffled)));
        prop_assert_eq!(people(&graph), ["person:josef-mutua 8", "person:karl-mutua 4"].map(String::from).to_vec());
    }
}
