//! Whom the asker means by a name, a title before it, or a code.

mod made;
#[path = "made/store.rs"]
mod made_store;

use demarche::graph::Source;
use demarche::query::{self, NameError};
use demarche::types::Actor;
use made::voices::*;
use made::{actor, document, member};
use made_store::*;

#[test]
fn the_famous_are_meant_and_titles_may_stand_before_names() {
    let obamas = |barack: usize| {
        let cast = vec![
            actor("person:barack-obama", "Barack Obama", barack),
            actor("person:michelle-obama", "Michelle Obama", 3),
            actor("person:malia-obama", "Malia Obama", 1),
        ];
        source(vec![document("one", "aa", cast, vec![])])
    };
    for name in ["Obama", "President Obama", "U.S. President Obama", "former President Obama", "Barack Obama"]
    {
        let asked = query::find(&obamas(40), name).unwrap();
        assert_eq!(asked.candidate.actor.id, id("person:barack-obama"), "{name}");
        assert_eq!(asked.note().is_some(), name != "Barack Obama");
    }
    let note = query::find(&obamas(40), "Obama").unwrap().note().unwrap();
    assert!(note.ends_with("(person:barack-obama); 2 others are called so, and hardly mentioned"), "{note}");
    assert!(matches!(query::find(&obamas(39), "Obama"), Err(NameError::Ambiguous { .. })));
    assert!(matches!(query::find(&obamas(39), "President Trump"), Err(NameError::Unknown { .. })));
}

#[test]
fn titles_of_women_mean_no_men() {
    let of = |people: &[(&str, usize)]| {
        let id = |name: &str| format!("person:{}", name.to_lowercase().replace(' ', "-"));
        let cast = people.iter().map(|(name, mentions)| actor(&id(name), name, *mentions)).collect();
        source(vec![document("one", "aa", cast, vec![])])
    };
    let ids = |candidates: &[demarche::graph::Candidate]| -> Vec<String> {
        candidates.iter().map(|c| c.actor.name.clone()).collect()
    };
    let clintons = of(&[("William Clinton", 90), ("Laura Clinton", 3)]);
    let found = |name: &str| query::find(&clintons, name).unwrap().candidate.actor.name;
    assert_eq!(found("Mr Clinton"), "William Clinton");
    assert_eq!(found("Mrs. Clinton"), "Laura Clinton");
    assert_eq!(found("President Clinton"), "William Clinton");
    let NameError::Unknown { near, .. } =
        query::find(&of(&[("William Clinton", 90)]), "Mrs Clinton").unwrap_err()
    else {
        panic!()
    };
    assert_eq!(ids(&near), ["William Clinton"]);
    // A given name of which the table does not tell.
    let obamas = of(&[("Barack Obama", 40), ("Michelle Obama", 3)]);
    assert_eq!(query::find(&obamas, "Mrs Obama").unwrap().candidate.actor.name, "Michelle Obama");
    let asked = query::find(&obamas, "Mr Obama").unwrap();
    assert_eq!(asked.candidate.actor.name, "Barack Obama");
    assert!(asked.note().unwrap().contains("that “Mr” fits is told nowhere"), "{:?}", asked.note());
    let NameError::Ambiguous { candidates, .. } =
        query::find(&of(&[("Barack Obama", 40)]), "Mrs Obama").unwrap_err()
    else {
        panic!()
    };
    assert_eq!(ids(&candidates), ["Barack Obama"]);
}

#[test]
fn titles_tell_who_of_several_is_meant() {
    let role = |who: &str, role: &str| {
        let quote = says("one", 0, "2025-01-10", "She or he holds an office.");
        member(&format!("person:{who}"), "country:USA", role, quote)
    };
    let cast = || {
        vec![
            actor("country:USA", "United States", 9),
            actor("person:barack-obama", "Barack Obama", 3),
            Actor { aliases: vec!["Obama".into()], ..actor("person:michelle-obama", "Michelle Obama", 5) },
            // A text that tells the surname alone.
            actor("person:obama@12ab", "Obama", 4),
        ]
    };
    let roles = vec![role("barack-obama", "U.S. President"), role("michelle-obama", "Vice President")];
    let obamas = source(vec![document("one", "aa", cast(), roles)]);
    let found = |name: &str| query::find(&obamas, name).map(|asked| asked.candidate.actor.id.0);
    assert_eq!(found("President Obama").unwrap(), "person:barack-obama");
    assert_eq!(found("Vice President Obama").unwrap(), "person:michelle-obama");
    assert_eq!(found("U.S. President Obama").unwrap(), "person:barack-obama");
    assert!(matches!(found("German President Obama").unwrap_err(), NameError::Unknown { .. }));
    assert_eq!(found("Mrs Obama").unwrap(), "person:michelle-obama");
    assert_eq!(found("Mr. Obama").unwrap(), "person:barack-obama");
    let note = query::find(&obamas, "President Obama").unwrap().note().unwrap();
    assert!(note.ends_with("“President” leaves out 2 others who are called so"), "{note}");
    let note = query::find(&obamas, "President Michelle Obama").unwrap().note().unwrap();
    assert!(note.ends_with("nothing here tells of the office “President”"), "{note}");
    // Nobody has ten times the mentions of the others, and no office parts them.
    for name in ["Obama", "Senator Obama"] {
        let NameError::Ambiguous { candidates, .. } = found(name).unwrap_err() else { panic!() };
        assert_eq!(candidates.len(), 3, "{name}");
    }
}

#[test]
fn a_surname_alone_is_not_the_node_that_one_text_has_for_it() {
    let erdogans = |known: usize, bare: usize| {
        let cast = vec![
            actor("person:recep-tayyip-erdogan", "Recep Tayyip Erdoğan", known),
            actor("person:erdogan@12ab", "Erdogan", bare),
        ];
        source(vec![document("one", "aa", cast, vec![])])
    };
    let note = query::find(&erdogans(5, 3), "Erdogan").unwrap().note().unwrap();
    assert!(
        note.ends_with("(person:recep-tayyip-erdogan); another is called so, and mentioned less"),
        "{note}"
    );
    let NameError::Ambiguous { candidates, .. } = query::find(&erdogans(2, 3), "Erdogan").unwrap_err() else {
        panic!()
    };
    assert_eq!(candidates.len(), 2);
    // Where nobody else is called so, it is meant.
    let alone = source(vec![document("one", "aa", vec![actor("person:erdogan@12ab", "Erdogan", 1)], vec![])]);
    assert_eq!(query::find(&alone, "Erdogan").unwrap().note(), None);
}

#[test]
fn a_country_is_meant_by_its_code_too() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = new_store(folder.path());
    let documents = || {
        let cast = vec![
            actor("country:DEU", "Germany", 1),
            actor("country:PER", "Peru", 1),
            actor("group:per", "PER", 1),
        ];
        vec![document("one", "aa", cast, vec![])]
    };
    add(&mut store, documents());
    let memory = source(documents());
    for source in [&memory as &dyn Source, &store] {
        let found = |name: &str| query::find(source, name).map(|asked| asked.candidate.actor.id.0);
        assert_eq!(found("DEU").unwrap(), "country:DEU");
        // A name goes before a code, and other words are none.
        assert_eq!(found("PER").unwrap(), "group:per");
        assert!(found("deu").is_err());
    }
}

#[test]
fn a_country_goes_by_all_its_names_and_its_codes() {
    let cast = vec![
        actor("country:FRA", "France", 3),
        actor("country:GBR", "United Kingdom", 3),
        actor("country:USA", "United States", 3),
        actor("group:us-steel", "US Steel", 30),
        actor("group:uk-independence-party", "UK Independence Party", 30),
        actor("person:de", "De", 1),
        actor("country:DEU", "Germany", 9),
        actor("person:in-joon", "In Joon", 1),
        actor("country:IND", "India", 9),
    ];
    let all = source(vec![document("one", "aa", cast, vec![])]);
    for (name, wanted) in [
        ("FR", "country:FRA"),
        ("FRA", "country:FRA"),
        ("UK", "country:GBR"),
        ("GB", "country:GBR"),
        ("US", "country:USA"),
        ("America", "country:USA"),
        // Somebody else is called so.
        ("DE", "person:de"),
        ("IN", "person:in-joon"),
    ] {
        assert_eq!(query::find(&all, name).unwrap().candidate.actor.id, id(wanted), "{name}");
    }
    // Not in this graph; no code as people write words.
    for name in ["IT", "Holland", "fr"] {
        assert!(matches!(query::find(&all, name), Err(NameError::Unknown { .. })), "{name}");
    }
}
