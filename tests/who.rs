//! Who is who: names, short forms, roles and references in made-up sentences.

use demarche::analyse::analyse;
use demarche::learn::Models;
use demarche::resolve::resolve;
use demarche::segment::segment;
use demarche::tables::Tables;
use demarche::types::{Document, Resolution, Span, Zone, ZoneKind};

fn read(text: &str) -> (Document, Resolution) {
    let mut zones = Vec::new();
    let mut start = 0;
    for block in text.split('\n') {
        let kind = if block.starts_with("# ") { ZoneKind::Headline } else { ZoneKind::Body };
        let skip = if kind == ZoneKind::Headline { 2 } else { 0 };
        if !block.trim().is_empty() {
            zones.push(Zone { kind, span: Span::new(start + skip, start + block.len()) });
        }
        start += block.len() + 1;
    }
    let document = Document {
        id: "made-up".to_owned(),
        place: None,
        sha256: String::new(),
        title: None,
        date: None,
        dates: Vec::new(),
        source: None,
        url: None,
        text: text.to_owned(),
        zones,
    };
    let tables = Tables::bundled().unwrap();
    let sentences = segment(&document);
    let analyses = analyse(&document.text, &sentences, Models::bundled().unwrap(), tables);
    let resolution = resolve(&document, &sentences, &analyses, Models::bundled().unwrap(), tables);
    (document, resolution)
}

/// The ids of all actors that are likely parties, sorted.
fn actors(text: &str) -> Vec<String> {
    let found = read(text).1;
    let likely = (0..found.actors.len()).filter(|&actor| found.is_likely_party(actor));
    let mut ids: Vec<String> = likely.map(|actor| found.actors[actor].id.0.clone()).collect();
    ids.sort();
    ids
}

/// All roles as `member > body: role`, sorted.
fn roles(text: &str) -> Vec<String> {
    let (_, found) = read(text);
    let mut roles: Vec<String> = found
        .roles
        .iter()
        .map(|r| {
            let former = if r.former { " (former)" } else { "" };
            format!("{} > {}: {}{former}", found.actors[r.member].name, found.actors[r.of].name, r.role)
        })
        .collect();
    roles.sort();
    roles
}

/// The names of the actors that the words mean, for each mention with exactly these words.
fn meant(text: &str, words: &str) -> Vec<String> {
    let (document, found) = read(text);
    found
        .mentions
        .iter()
        .filter(|m| m.span.of(&document.text) == words)
        .map(|m| m.actors.iter().map(|&a| found.actors[a].name.clone()).collect::<Vec<_>>().join(" + "))
        .collect()
}

#[test]
fn titles_before_names_are_roles() {
    assert_eq!(
        roles("Peruvian Foreign Minister Ana Quispe arrived on Monday."),
        ["Ana Quispe > Peru: Foreign Minister"]
    );
    assert_eq!(
        roles("NATO Secretary General Olav Lindqvist arrived on Monday."),
        ["Olav Lindqvist > NATO: Secretary General"]
    );
    assert_eq!(
        roles("Former Chilean President Ana Quispe arrived on Monday."),
        ["Ana Quispe > Chile: President (former)"]
    );
}

#[test]
fn appositions_and_possessives_are_roles() {
    assert_eq!(
        roles("Peru's foreign minister, Ana Quispe, arrived on Monday."),
        ["Ana Quispe > Peru: foreign minister"]
    );
    assert_eq!(
        roles("Ana Quispe, the president of Peru, arrived on Monday."),
        ["Ana Quispe > Peru: president"]
    );
}

#[test]
fn plural_titles_hold_for_all_names_of_a_list() {
    assert_eq!(
        roles("Peruvian ministers Ana Quispe and Jorge Mamani arrived on Monday."),
        ["Ana Quispe > Peru: ministers", "Jorge Mamani > Peru: ministers"]
    );
}

#[test]
fn organs_belong_to_their_country() {
    assert_eq!(
        roles("The Peruvian Foreign Ministry rejected the claim."),
        ["Peruvian Foreign Ministry > Peru: organ"]
    );
    assert_eq!(
        roles("The Peruvian foreign ministry rejected the claim."),
        ["Peruvian foreign ministry > Peru: organ"]
    );
}

#[test]
fn surnames_and_titles_lead_to_the_full_name() {
    let text = "Peruvian Foreign Minister Ana Quispe met reporters. Quispe praised Chile. She left early. \
                The foreign minister then flew home.";
    assert_eq!(meant(text, "Quispe"), ["Ana Quispe"]);
    assert_eq!(meant(text, "She"), ["Ana Quispe"]);
    assert_eq!(meant(text, "The foreign minister"), ["Ana Quispe"]);
}

#[test]
fn names_with_particles_are_one() {
    let text = "Omani Prime Minister Salim al-Harthy spoke first. Al-Harthy then left.";
    assert_eq!(meant(text, "Al-Harthy"), ["Salim al-Harthy"]);
}

#[test]
fn relatives_stay_apart() {
    let ids = actors("Chilean President Ana Quispe praised her brother Jorge Quispe on Monday.");
    assert!(ids.contains(&"person:ana-quispe".to_owned()), "{ids:?}");
    assert!(ids.contains(&"person:jorge-quispe".to_owned()), "{ids:?}");
}

#[test]
fn a_surname_alone_never_meets_that_of_another_document() {
    let ids = actors("President Quispe arrived on Monday.");
    assert!(ids.iter().any(|id| id.starts_with("person:quispe@")), "{ids:?}");
}

#[test]
fn countries_that_are_mere_places_are_no_actors() {
    assert_eq!(actors("Chile condemned the attack on a village in Peru."), ["country:CHL"]);
}

#[test]
fn seats_mean_their_state_only_where_they_act() {
    assert_eq!(actors("Lima rejected the plan of Chile."), ["country:CHL", "country:PER"]);
    assert_eq!(actors("Chile opened an office in Lima."), ["country:CHL"]);
}

#[test]
fn nationality_and_state_noun_mean_the_state() {
    assert_eq!(meant("Peruvian troops crossed the border.", "Peruvian troops"), ["Peru"]);
    assert_eq!(meant("Peru's government rejected the plan.", "Peru's government"), ["Peru"]);
}

#[test]
fn plurals_mean_the_last_two_parties() {
    let text = "Peru and Chile signed a treaty. The two countries will share water.";
    assert_eq!(meant(text, "The two countries"), ["Peru + Chile"]);
}

#[test]
fn acronyms_in_brackets_are_other_names() {
    let text = "The Andean Reform Council (ARC) met on Monday. The ARC rejected the plan.";
    assert_eq!(meant(text, "ARC").last().map(String::as_str), Some("Andean Reform Council"));
}

#[test]
fn headlines_name_only_whom_the_text_names() {
    let text = "# Quispe Urges Peace Talks as Protest Grows\nPeruvian President Ana Quispe called for talks with Chile.";
    assert_eq!(meant(text, "Quispe"), ["Ana Quispe"]);
    assert_eq!(actors(text), ["country:CHL", "country:PER", "person:ana-quispe"]);
}

#[test]
fn empty_and_odd_texts_do_no_harm() {
    for text in ["", " ", "…", "' ' '", "(((((", "the", "of the", "U.S.", "Al-", "'s 's 's", "President"] {
        let _ = read(text);
    }
}

/// The chains of a text, each as its mentions joined with ` = `.
fn chained(text: &str) -> Vec<String> {
    let (document, _) = read(text);
    let tables = Tables::bundled().unwrap();
    let sentences = segment(&document);
    let analyses = analyse(&document.text, &sentences, Models::bundled().unwrap(), tables);
    demarche::resolve::chains(&document, &sentences, &analyses, tables, &[])
        .iter()
        .map(|chain| {
            let words: Vec<&str> = chain.mentions.iter().map(|m| m.span.of(&document.text)).collect();
            words.join(" = ")
        })
        .collect()
}

#[test]
fn chains_hold_whole_phrases() {
    let found = chained(
        "Peruvian Foreign Minister Ana Diaz met her aide Tom Hale in Lima. “I trust Tom,” Diaz said. \
         Hale is a lawyer.",
    );
    assert_eq!(
        found,
        [
            "Peruvian Foreign Minister Ana Diaz = her = I = Diaz",
            "her aide = Tom Hale = Tom = Hale = a lawyer",
        ]
    );
}

#[test]
fn products_and_places_are_no_people() {
    let found = actors("Rocky Linux is free, and Ana Diaz uses Rocky Linux in Peru. She praised Peru.");
    assert!(!found.iter().any(|id| id.starts_with("person:") && id.contains("linux")), "{found:?}");
    assert!(found.contains(&"person:ana-diaz".to_owned()), "{found:?}");
}

#[test]
fn offices_and_communities_are_parties() {
    let found = actors(
        "Peruvian President Ana Diaz spoke on Monday. The pact between Syria's government and Syrian \
         Kurds pleased her. The Manhattan district attorney's office sued Tom Hale.",
    );
    for id in ["group:syrian-kurds", "group:manhattan-district-attorneys-office"] {
        assert!(found.contains(&id.to_owned()), "{id} is not in {found:?}");
    }
}

#[test]
fn party_names_with_their_country_are_one_party() {
    let found =
        actors("The United States Democratic Party met in Ohio. The Democratic Party backed Ana Diaz.");
    assert_eq!(found.iter().filter(|id| id.contains("democratic")).count(), 1, "{found:?}");
}

#[test]
fn invisible_characters_are_no_part_of_names() {
    let text = "Peru\u{ad}vian President Ana\u{200b} Diaz met Sy\u{ad}ria's envoy. Ana Diaz praised Syria.";
    let (_, found) = read(text);
    assert!(found.actors.iter().any(|a| a.id.0 == "country:SYR"));
    let people: Vec<&str> =
        found.actors.iter().filter(|a| a.id.0.starts_with("person:")).map(|a| a.name.as_str()).collect();
    assert_eq!(people, ["Ana Diaz"]);
}

#[test]
fn ranks_before_a_name_are_no_name() {
    let found = actors("IM Ana Diaz won in Lima. Ana Diaz thanked Peru, and Diaz left.");
    assert!(found.contains(&"person:ana-diaz".to_owned()), "{found:?}");
}

#[test]
fn a_paper_that_interviews_is_no_party() {
    let found = actors(
        "Ana Diaz told CNN that Peru was wrong. CNN interviewed Diaz on Monday. With CNN, Diaz discussed \
         her plans. CNN attended her speech.",
    );
    assert!(!found.iter().any(|id| id.contains("cnn")), "{found:?}");
}

#[test]
fn talks_are_chained_by_their_speakers() {
    let (document, _) = read("I met Tom Hale.\nThanks, Vera Diaz. You were great.");
    let tables = Tables::bundled().unwrap();
    let sentences = segment(&document);
    let analyses = analyse(&document.text, &sentences, Models::bundled().unwrap(), tables);
    let turn = |start, name: &str| demarche::resolve::Turn { start, speaker: Some(name.to_owned()) };
    let turns = [turn(0, "VeraDiaz"), turn(16, "TomHale")];
    let chains = demarche::resolve::chains(&document, &sentences, &analyses, tables, &turns);
    let words: Vec<Vec<&str>> =
        chains.iter().map(|c| c.mentions.iter().map(|m| m.span.of(&document.text)).collect()).collect();
    assert!(words.contains(&vec!["I", "Vera Diaz", "You"]), "{words:?}");
}
