//! Every example of the tables of actors, titles and places is a test: the row must be found in
//! its own sentence, by nothing but the table.

use std::collections::HashMap;

use super::tsv::{Row, rows};
use super::{Tables, phrase_words, straight};

const COUNTRIES: &str = include_str!("../../data/countries.tsv");
const GROUPS: &str = include_str!("../../data/groups.tsv");
const OFFICES: &str = include_str!("../../data/offices.tsv");
const BODIES: &str = include_str!("../../data/bodies.tsv");
const PEOPLE: &str = include_str!("../../data/people.tsv");
const PLACES: &str = include_str!("../../data/places.tsv");

/// The words of an example, cut simply; marks at the end of a sentence are words of their own.
fn tokens(example: &str) -> Vec<&str> {
    let body = example.strip_suffix('.').unwrap_or(example);
    phrase_words(body).collect()
}

/// The values that `find` gives at any word of the example.
fn found<T>(example: &str, find: impl Fn(&[&str]) -> Option<T>) -> Vec<T> {
    let words = tokens(example);
    (0..words.len()).filter_map(|at| find(words.get(at..).unwrap_or_default())).collect()
}

fn tables() -> &'static Tables {
    Tables::bundled().unwrap()
}

fn read<'t>(text: &'t str, columns: &[&str]) -> Vec<Row<'t>> {
    rows("table", text, columns).unwrap()
}

fn assert_sorted(keys: impl IntoIterator<Item = String>) {
    let keys: Vec<String> = keys.into_iter().collect();
    for pair in keys.windows(2) {
        assert!(pair[0] < pair[1], "{:?} must stand after {:?}, once", pair[0], pair[1]);
    }
}

#[test]
fn every_country_is_found_in_its_example() {
    for row in read(COUNTRIES, &["iso3", "example"]) {
        let codes = found(row.cell(1), |w| {
            tables().countries.longest(|i| w.get(i).copied()).map(|(_, country, _)| country.iso3.clone())
        });
        assert!(codes.iter().any(|code| code == row.cell(0)), "line {}: {codes:?}", row.line);
    }
}

#[test]
fn every_group_is_found_in_its_example() {
    for row in read(GROUPS, &["slug", "example"]) {
        let slugs = found(row.cell(1), |w| {
            tables().groups.longest(|i| w.get(i).copied()).map(|(_, group)| group.slug.clone())
        });
        assert!(slugs.iter().any(|slug| slug == row.cell(0)), "line {}: {slugs:?}", row.line);
    }
}

#[test]
fn every_title_is_found_in_its_example() {
    for row in read(OFFICES, &["name", "example"]) {
        let example = row.cell(1).to_lowercase();
        let names = found(&example, |w| {
            tables().offices.longest(|i| w.get(i).copied()).map(|(_, office, _)| office.name.clone())
        });
        assert!(names.iter().any(|name| name == row.cell(0)), "line {}: {names:?}", row.line);
    }
}

#[test]
fn every_body_noun_is_found_in_its_example() {
    for row in read(BODIES, &["noun", "example"]) {
        let example = row.cell(1).to_lowercase();
        let length = phrase_words(row.cell(0)).count();
        let lengths = found(&example, |w| {
            let (len, _) = tables().bodies.longest(|i| w.get(i).copied())?;
            w.starts_with(&phrase_words(row.cell(0)).collect::<Vec<_>>()).then_some(len)
        });
        assert!(lengths.contains(&length), "line {}: {lengths:?}", row.line);
    }
}

#[test]
fn every_place_is_found_in_its_example() {
    for row in read(PLACES, &["name", "country", "example"]) {
        let length = phrase_words(row.cell(0)).count();
        let places = found(row.cell(2), |w| {
            tables().places.longest(|i| w.get(i).copied()).map(|(len, iso3)| (len, iso3.unwrap_or("")))
        });
        assert!(places.contains(&(length, row.cell(1))), "line {}: {places:?}", row.line);
    }
}

#[test]
fn no_phrase_means_two_countries() {
    let mut owner: HashMap<String, String> = HashMap::new();
    for row in read(COUNTRIES, &["iso3", "name", "variants", "adjectives", "people", "seats"]) {
        for phrase in (1..6).flat_map(|column| row.list(column)) {
            let code = row.cell(0).to_owned();
            let before = owner.insert(straight(phrase).into_owned(), code.clone());
            assert!(before.is_none_or(|b| b == code), "line {}: {phrase:?}", row.line);
        }
    }
}

#[test]
fn a_name_of_two_groups_is_marked_ambiguous() {
    let mut owner: HashMap<String, String> = HashMap::new();
    for row in read(GROUPS, &["slug", "name", "aliases"]) {
        for phrase in row.list(1).chain(row.list(2)) {
            let before = owner.insert(straight(phrase).into_owned(), row.cell(0).to_owned());
            let twice = before.is_some_and(|b| b != row.cell(0));
            assert!(!twice || tables().groups.is_ambiguous(phrase), "line {}: {phrase:?}", row.line);
        }
    }
}

#[test]
fn no_phrase_is_two_titles() {
    let mut owner: HashMap<String, String> = HashMap::new();
    for row in read(OFFICES, &["name", "variants", "plurals"]) {
        for phrase in (0..3).flat_map(|column| row.list(column)) {
            assert_eq!(phrase, phrase.to_lowercase(), "line {}: titles stand in lower case", row.line);
            let before = owner.insert(straight(phrase).into_owned(), row.cell(0).to_owned());
            assert!(before.is_none(), "line {}: {phrase:?} is {before:?} too", row.line);
        }
    }
}

#[test]
fn ambiguous_names_and_homonyms_are_names_of_their_row() {
    for row in read(GROUPS, &["name", "aliases", "ambiguous"]) {
        for phrase in row.list(2) {
            let known = row.cell(0) == phrase || row.list(1).any(|alias| alias == phrase);
            assert!(known, "line {}: {phrase:?}", row.line);
        }
    }
    for row in read(COUNTRIES, &["homonym", "name", "variants", "adjectives", "people", "seats"]) {
        for phrase in row.list(0) {
            assert!((1..6).any(|c| row.list(c).any(|p| p == phrase)), "line {}: {phrase:?}", row.line);
        }
    }
}

#[test]
fn every_code_and_part_resolves() {
    for group in tables().groups.iter() {
        let country = group.country.as_deref().is_none_or(|c| tables().countries.by_iso3(c).is_some());
        assert!(country, "{}: no country {:?}", group.slug, group.country);
        let whole = group
            .part_of
            .as_deref()
            .is_none_or(|slug| tables().groups.by_slug(slug).is_some_and(|whole| whole.slug != group.slug));
        assert!(whole, "{}: no body {:?}", group.slug, group.part_of);
    }
    for row in read(PLACES, &["name", "country"]) {
        let known = row.cell(1).is_empty() || tables().countries.by_iso3(row.cell(1)).is_some();
        assert!(known, "line {}: no country {:?}", row.line, row.cell(1));
    }
}

#[test]
fn rows_are_sorted_and_name_their_source() {
    for (text, key) in
        [(COUNTRIES, "iso3"), (GROUPS, "slug"), (OFFICES, "name"), (BODIES, "noun"), (PLACES, "name")]
    {
        let table = read(text, &[key, "source", "example"]);
        for row in &table {
            assert!(!row.cell(1).is_empty() && !row.cell(2).is_empty(), "{key}, line {}", row.line);
        }
        assert_sorted(table.iter().map(|row| row.cell(0).to_owned()));
    }
    let people = read(PEOPLE, &["name", "part", "source"]);
    assert!(people.iter().all(|row| !row.cell(2).is_empty()));
    assert_sorted(people.iter().map(|row| format!("{}\t{}", row.cell(0), row.cell(1))));
}

#[test]
fn the_tables_hold_what_their_readme_promises() {
    let tables = tables();
    assert_eq!(tables.countries.iter().count(), 250);
    assert!(tables.groups.iter().count() >= 1_500);
    assert!(read(OFFICES, &["name"]).len() >= 600);
    assert!(read(BODIES, &["noun"]).len() >= 600);
    assert!(tables.people.given_count() >= 8_000);
    assert!(read(PLACES, &["name"]).len() >= 4_000);
    for (word, iso3) in
        [("U.S.", "USA"), ("Kyiv", "UKR"), ("Turkey", "TUR"), ("Dutch", "NLD"), ("UAE", "ARE")]
    {
        assert_eq!(tables.countries.get(word).map(|(c, _)| c.iso3.as_str()), Some(iso3));
    }
    for (name, slug) in [
        ("IS group", "islamic-state"),
        ("Kurdistan Workers’ Party", "kurdistan-workers-party"),
        ("U.N. Security Council", "security-council"),
        ("al-Shabaab", "al-shabab"),
        ("Jabhat al Nusra", "nusra-front"),
        ("Al Nusra Front", "nusra-front"),
        ("Tehreek e Taliban Pakistan", "pakistani-taliban"),
        ("GOP", "republican-party"),
        ("Médecins Sans Frontières", "doctors-without-borders"),
    ] {
        assert_eq!(tables.groups.get(name).map(|g| g.slug.as_str()), Some(slug));
    }
}
