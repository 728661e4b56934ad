//! Writes `data/holders.tsv`: who held which public office when, as Wikidata knows it, of those
//! whom news calls by their offices.
//!
//! `holders FOLDER > data/holders.tsv`: the folder holds `office_holders.tsv.xz` (`iso3 office
//! office_qid person person_qid gender born died start end enwiki …`) and `names.tsv.xz`
//! (`person_qid name`), facts of Wikidata (CC0).

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::io::{BufWriter, Read, Write};
use std::path::Path;

use demarche::tables::{HOLDER_COLUMNS, Tables, holder_keys, slug};

/// Countries whose people are called by the first word of their names.
const SURNAME_FIRST: [&str; 9] = ["CHN", "TWN", "HKG", "MAC", "KOR", "PRK", "VNM", "KHM", "SGP"];

/// Bodies by the codes of the source.
const BODIES: [(&str, &str); 5] = [
    ("un", "united-nations"),
    ("eu", "european-union"),
    ("wto", "world-trade-organization"),
    ("osce", "osce"),
    ("coe", "council-of-europe"),
];

/// Words of the offices that assemblies have.
const ASSEMBLIES: [&str; 7] = ["senate", "assembly", "parliament", "chamber", "congress", "house", "diet"];

fn main() {
    let folder = std::env::args().nth(1).unwrap_or_default();
    if let Err(error) = write(Path::new(&folder), &mut BufWriter::new(std::io::stdout().lock())) {
        eprintln!("holders: {folder:?}: {error}");
        std::process::exit(2);
    }
}

#[derive(Default)]
struct Person {
    names: BTreeSet<String>,
    name: String,
    born: String,
    places: BTreeSet<String>,
    /// Place, office, start, end.
    terms: BTreeSet<(String, String, String, String)>,
}

fn write(folder: &Path, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let tables = Tables::bundled()?;
    let mut people: BTreeMap<String, Person> = BTreeMap::new();
    for row in rows(folder, "office_holders.tsv.xz")? {
        let cell = |i: usize| row.get(i).map_or("", String::as_str);
        let Some(place) = place(tables, cell(0)) else { continue };
        let Some(office) = office(tables, &place, cell(1)) else { continue };
        let person = people.entry(cell(4).to_owned()).or_default();
        // The Encyclopaedia's title is the name that English texts use; brackets tell namesakes apart.
        let title = cell(10).split(" (").next().unwrap_or("").to_owned();
        person.names.insert(cell(3).to_owned());
        person.name = if title.is_empty() { cell(3).to_owned() } else { title };
        person.born = cell(6).get(..4).unwrap_or("").to_owned();
        person.terms.insert((place.clone(), office, month(cell(8)), month(cell(9))));
        person.places.insert(place);
    }
    for row in rows(folder, "names.tsv.xz")? {
        if let [id, name] = row.as_slice()
            && let Some(person) = people.get_mut(id)
        {
            person.names.insert(name.clone());
        }
    }
    writeln!(out, "{}", HOLDER_COLUMNS.join("\t"))?;
    let mut lines: Vec<String> = people.iter().filter_map(|(id, person)| person.line(id)).collect();
    lines.sort();
    lines.iter().try_for_each(|line| writeln!(out, "{line}"))?;
    Ok(out.flush()?)
}

impl Person {
    fn line(&self, id: &str) -> Option<String> {
        let usual = |name: &&String| name.len() < 60 && !name.contains(['|', '\t', ',', '(']);
        let name = Some(&self.name).filter(usual)?;
        let first = self.places.iter().any(|place| SURNAME_FIRST.contains(&place.as_str()));
        let mut slugs = BTreeSet::from([slug(name)]);
        let names: Vec<&String> =
            self.names.iter().filter(usual).filter(|other| slugs.insert(slug(other))).collect();
        let keys: BTreeSet<String> =
            names.iter().copied().chain([name]).flat_map(|name| holder_keys(name, first)).collect();
        let keys: Vec<String> = keys.into_iter().filter(|key| !key.is_empty()).collect();
        let names: Vec<&str> = names.into_iter().map(String::as_str).collect();
        let terms: Vec<String> =
            joined(&self.terms).into_iter().map(|(a, b, c, d)| format!("{a};{b};{c};{d}")).collect();
        let (keys, names, terms) = (keys.join("|"), names.join("|"), terms.join("|"));
        Some(format!("{keys}\t{name}\t{names}\t{id}\t{}\t{terms}\tWikidata", self.born))
    }
}

/// Terms of one office that follow each other within a month are one.
fn joined(terms: &BTreeSet<(String, String, String, String)>) -> Vec<(String, String, String, String)> {
    let mut out: Vec<(String, String, String, String)> = Vec::new();
    for term in terms {
        match out.last_mut() {
            Some(last)
                if (&last.0, &last.1) == (&term.0, &term.1)
                    && (last.3.is_empty() || months(&term.2) <= months(&last.3) + 1) =>
            {
                last.3 = if last.3.is_empty() || term.3.is_empty() {
                    String::new()
                } else {
                    last.3.clone().max(term.3.clone())
                };
            }
            _ => out.push(term.clone()),
        }
    }
    out
}

fn months(date: &str) -> i32 {
    let number = |range| date.get(range).and_then(|text: &str| text.parse::<i32>().ok());
    number(0..4).unwrap_or(0) * 12 + number(5..7).unwrap_or(1)
}

/// A day as its month.
fn month(date: &str) -> String {
    date.get(..7).unwrap_or(date).to_owned()
}

/// The code of a country or the slug of a body, if tables have it.
fn place(tables: &Tables, code: &str) -> Option<String> {
    if tables.countries.by_iso3(code).is_some() {
        return Some(code.to_owned());
    }
    let (_, slug) = BODIES.iter().find(|(body, _)| *body == code)?;
    tables.groups.by_slug(slug).map(|group| group.slug.clone())
}

/// The office of `offices.tsv` that a label means, if news calls people by it.
fn office(tables: &Tables, place: &str, label: &str) -> Option<String> {
    let lower = label.to_lowercase().replace([',', '(', ')'], " ");
    let words: Vec<&str> = lower.split_whitespace().collect();
    // `Secretary of State for Health` is the health secretary.
    if place == "GBR"
        && let Some(rest) = lower.strip_prefix("secretary of state for ")
    {
        let field = rest.trim_start_matches("the ").split_whitespace().next().unwrap_or("");
        let office = tables.offices.get(&format!("{field} secretary"))?;
        return Some(office.name.clone());
    }
    let (at, (len, office, _)) = (0..words.len())
        .find_map(|at| Some((at, tables.offices.longest(|i| words.get(at + i).copied())?)))?;
    let of = words.get(at + len..).unwrap_or_default();
    let about = |list: &[&str]| of.iter().any(|word| list.contains(word));
    let name = match office.name.as_str() {
        "president" | "speaker" | "chairman" if about(&ASSEMBLIES) => "house speaker",
        "president" | "governor" | "chairman" if about(&["bank", "reserve"]) => "central bank governor",
        "president" if about(&["government", "ministers"]) => "prime minister",
        "president" if !of.is_empty() && !about(&["republic", "state", "confederation", "presidency"]) => {
            return None;
        }
        // Premiers of provinces.
        "prime minister" if words.first() == Some(&"premier") && !of.is_empty() => return None,
        "chancellor" if !of.is_empty() => return None,
        "chairman" if about(&["presidency"]) => "president",
        "ambassador" if about(&["nations"]) => "permanent representative",
        "chancellor of the exchequer" => "chancellor of the exchequer",
        "governor" if place != "USA" || about(&["islands", "samoa", "guam"]) => return None,
        "secretary of state" if place != "USA" && place != "VAT" => return None,
        "secretary of state" if !of.is_empty() => return None,
        "chairman" | "chief" | "head" | "leader" | "director" | "director general" | "chief of staff"
            if place != "USA" && place != "united-nations" =>
        {
            return None;
        }
        "justice" if place != "USA" => return None,
        other => other,
    };
    tables.kin.of(name).map(|_| name.to_owned())
}

/// The rows of a table after its header.
fn rows(folder: &Path, file: &str) -> Result<Vec<Vec<String>>, Box<dyn Error>> {
    let mut text = String::new();
    liblzma::read::XzDecoder::new(std::fs::File::open(folder.join(file))?).read_to_string(&mut text)?;
    Ok(text.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect()).collect())
}
