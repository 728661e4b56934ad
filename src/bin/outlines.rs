//! Writes `data/outlines.tsv`: where countries lie, as Natural Earth (public domain) has it.
//!
//! `outlines countries-110m.json countries-50m.json iso_3166-1.json > data/outlines.tsv`: the first two
//! are Natural Earth's countries as TopoJSON (npm `world-atlas`), the third lists codes (Debian
//! `iso-codes`). Outlines are those of 1:110 million; who is too small for them has a place alone, from
//! 1:50 million. Antarctica is left out. The projection is Equal Earth (Šavrič, Patterson and Jenny
//! 2018), in whole numbers, so that pictures need no arithmetic that machines do differently.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{BufWriter, Write};

use serde_json::Value;

/// The width of the world.
const WIDE: f64 = 8000.0;
/// Half the width and height of the world in the projection.
const HALF: (f64, f64) = (2.706_629_836, 1.317_362_759);

type Point = (i32, i32);
type Ring = Vec<Point>;
/// Degrees east and north.
type Degrees = (f64, f64);

fn main() {
    let files: Vec<String> = std::env::args().skip(1).collect();
    if let Err(error) = write(&files, &mut BufWriter::new(std::io::stdout().lock())) {
        eprintln!("outlines: {files:?}: {error}");
        std::process::exit(2);
    }
}

fn write(files: &[String], out: &mut dyn Write) -> Result<(), Box<dyn Error>> {
    let [coarse, fine, codes] = files else {
        return Err("expected countries-110m.json countries-50m.json iso_3166-1.json".into());
    };
    let read = |path: &String| -> Result<Value, Box<dyn Error>> {
        Ok(serde_json::from_str(&std::fs::read_to_string(path)?)?)
    };
    let listed = read(codes)?;
    let mut code_of: BTreeMap<&str, &str> = BTreeMap::new();
    for country in listed["3166-1"].as_array().into_iter().flatten() {
        if let (Some(number), Some(code)) = (country["numeric"].as_str(), country["alpha_3"].as_str()) {
            code_of.insert(number, code);
        }
    }
    let code = |country: &Value| {
        let known = country["id"].as_str().and_then(|id| code_of.get(id).copied());
        let name = country["properties"]["name"].as_str();
        known.or_else(|| (name == Some("Kosovo")).then_some("XKX")).unwrap_or("").to_owned()
    };
    let mut rows: BTreeMap<(String, Point), Vec<Ring>> = BTreeMap::new();
    let world = read(coarse)?;
    for country in countries(&world) {
        let rings = rings(&world, country);
        let Some(place) = rings.iter().max_by_key(|ring| area(ring)).map(middle) else {
            continue;
        };
        if code(country) != "ATA" {
            rows.insert((code(country), place), rings);
        }
    }
    let world = read(fine)?;
    for country in countries(&world) {
        let code = code(country);
        if code.is_empty() || code == "ATA" || rows.keys().any(|(known, _)| *known == code) {
            continue;
        }
        let rings = all_rings(&world, country);
        if let Some(largest) = rings.iter().max_by_key(|ring| area(ring)) {
            let place = if area(largest) > 0 { middle(largest) } else { largest[0] };
            rows.insert((code, place), Vec::new());
        }
    }
    writeln!(out, "# Natural Earth, 1:110 million, public domain; written by src/bin/outlines.rs.")?;
    writeln!(out, "iso3\tx\ty\trings")?;
    for ((code, place), rings) in rows {
        let ring = |ring: &Ring| ring.iter().map(|(x, y)| format!("{x} {y}")).collect::<Vec<_>>().join(" ");
        let rings: Vec<String> = rings.iter().map(ring).collect();
        writeln!(out, "{code}\t{}\t{}\t{}", place.0, place.1, rings.join("|"))?;
    }
    Ok(())
}

fn countries(world: &Value) -> impl Iterator<Item = &Value> {
    world["objects"]["countries"]["geometries"].as_array().into_iter().flatten()
}

/// The outer rings of a country that have an area here.
fn rings(world: &Value, country: &Value) -> Vec<Ring> {
    all_rings(world, country).into_iter().filter(|ring| area(ring) > 0).collect()
}

/// The outer rings of a country.
fn all_rings(world: &Value, country: &Value) -> Vec<Ring> {
    let polygons: Vec<&Value> = match country["type"].as_str() {
        Some("Polygon") => vec![&country["arcs"]],
        _ => country["arcs"].as_array().into_iter().flatten().collect(),
    };
    let ring = |polygon: &Value| {
        let mut ring: Vec<Degrees> = Vec::new();
        for number in polygon[0].as_array().into_iter().flatten().filter_map(Value::as_i64) {
            let mut arc = arc(world, if number < 0 { !number } else { number });
            if number < 0 {
                arc.reverse();
            }
            ring.extend(arc);
        }
        ring
    };
    let whole = |ring: Vec<Degrees>| {
        let mut ring: Ring = ring.into_iter().map(projected).collect();
        ring.dedup();
        if ring.len() > 1 && ring.first() == ring.last() {
            ring.pop();
        }
        ring
    };
    polygons
        .into_iter()
        .flat_map(|polygon| cut(ring(polygon)))
        .map(whole)
        .filter(|ring| !ring.is_empty())
        .collect()
}

/// A ring that runs over the end of the world, as one on each side of it.
fn cut(mut ring: Vec<Degrees>) -> Vec<Vec<Degrees>> {
    let mut turns = 0.0;
    let mut last = ring.first().map_or(0.0, |p| p.0);
    for p in &mut ring {
        let step = p.0 - last;
        last = p.0;
        turns += if step > 180.0 {
            -360.0
        } else if step < -180.0 {
            360.0
        } else {
            0.0
        };
        p.0 += turns;
    }
    let beyond = |p: &Degrees| p.0.abs() > 180.0 + 1e-9;
    if !ring.iter().any(beyond) {
        return vec![ring];
    }
    let side = |shift: f64| {
        let moved = ring.iter().map(|p| (p.0 + shift, p.1)).collect();
        half(half(moved, |p| p.0 + 180.0), |p| 180.0 - p.0)
    };
    [-360.0, 0.0, 360.0].into_iter().map(side).filter(|ring| ring.len() > 2).collect()
}

/// The part of a ring that lies inside of a meridian.
fn half(ring: Vec<Degrees>, inside: impl Fn(Degrees) -> f64) -> Vec<Degrees> {
    let mut kept = Vec::new();
    let Some(mut last) = ring.last().copied() else { return kept };
    for p in ring {
        let (before, here) = (inside(last), inside(p));
        if (before < 0.0) != (here < 0.0) {
            let t = before / (before - here);
            kept.push((last.0 + (p.0 - last.0) * t, last.1 + (p.1 - last.1) * t));
        }
        if here >= 0.0 {
            kept.push(p);
        }
        last = p;
    }
    kept
}

/// An arc: its steps added up (TopoJSON's delta encoding).
fn arc(world: &Value, number: i64) -> Vec<Degrees> {
    let pair = |value: &Value| (value[0].as_f64().unwrap_or(0.0), value[1].as_f64().unwrap_or(0.0));
    let (scale, shift) = (pair(&world["transform"]["scale"]), pair(&world["transform"]["translate"]));
    let steps = usize::try_from(number).ok().and_then(|n| world["arcs"][n].as_array());
    let mut at = (0.0, 0.0);
    let place = |step: &Value| {
        let (x, y) = pair(step);
        at = (at.0 + x, at.1 + y);
        (at.0 * scale.0 + shift.0, at.1 * scale.1 + shift.1)
    };
    steps.into_iter().flatten().map(place).collect()
}

/// Degrees east and north to whole units from the world's upper left.
fn projected((east, north): Degrees) -> Point {
    let (a1, a2, a3, a4) = (1.340_264, -0.081_106, 0.000_893, 0.003_796);
    let root = 3.0_f64.sqrt();
    let t = (root / 2.0 * north.to_radians().sin()).asin();
    let (t2, t6) = (t * t, t.powi(6));
    let x = 2.0 * root * east.to_radians() * t.cos()
        / (3.0 * (9.0 * a4 * t6 * t2 + 7.0 * a3 * t6 + 3.0 * a2 * t2 + a1));
    let y = t * (a1 + a2 * t2 + t6 * (a3 + a4 * t2));
    let unit = WIDE / (2.0 * HALF.0);
    (((x + HALF.0) * unit).round() as i32, ((HALF.1 - y) * unit).round() as i32)
}

/// Twice a ring's area.
fn area(ring: &Ring) -> i64 {
    let next = ring.iter().cycle().skip(1);
    let parts =
        ring.iter().zip(next).map(|(a, b)| i64::from(a.0) * i64::from(b.1) - i64::from(b.0) * i64::from(a.1));
    parts.sum::<i64>().abs()
}

/// A ring's centre of gravity.
fn middle(ring: &Ring) -> Point {
    let (mut sum, mut x, mut y) = (0.0, 0.0, 0.0);
    for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
        let (a, b) = ((f64::from(a.0), f64::from(a.1)), (f64::from(b.0), f64::from(b.1)));
        let cross = a.0 * b.1 - b.0 * a.1;
        sum += cross;
        x += (a.0 + b.0) * cross;
        y += (a.1 + b.1) * cross;
    }
    let whole = |v: f64| (v / (3.0 * sum)).round() as i32;
    (whole(x), whole(y))
}
