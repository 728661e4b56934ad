//! Which words mean an actor: what the mention network is told of a document, and what its answer
//! makes of the names that tables and capitals proposed.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::line::{Line, Shape, Style};
use crate::learn::features::hash;
use crate::learn::mentions::{Found, HASHED, NAMED, Words};
use crate::tables::{CountryForm, Tables};
use crate::types::{ActorKind, Name, NameKind, Sentence, ZoneKind};

// Where the rows of each kind of feature begin. Part of the format of the weights.
const SHAPE: u16 = 0;
const STYLE: u16 = 5;
const START: u16 = 8;
const HEADLINE: u16 = 9;
const OWNED: u16 = 10;
const OWNS: u16 = 11;
const DEFINITE: u16 = 12;
const HYPHEN: u16 = 13;
const PROPOSED: u16 = 14;
const READ: u16 = 35;
const GROUP: u16 = 56;
const ORGAN: u16 = 74;
const COUNTRY: u16 = 75;
const PLACE: u16 = 83;
const GIVEN: u16 = 85;
const COMMON: u16 = 86;
const OFFICE: u16 = 87;
const BODY: u16 = 89;
const BODY_ORGAN: u16 = 98;
const PLURAL: u16 = 99;
const UPOS: u16 = 100;
const ELSEWHERE: u16 = 117;
const OFTEN: u16 = 123;
const AFTER_OFFICE: u16 = 127;
const KNOWN_AS: u16 = 128;

/// What the rest of the document says of a word: bits, and how often it stands with a capital.
#[derive(Debug, Clone, Copy, Default)]
struct Elsewhere {
    bits: u8,
    capitals: u16,
}

/// A name that the network sees with this probability is one wherever its words stand.
const SURE: f32 = 0.8;

const LOWER: u8 = 1;
const PERSON: u8 = 2;
const BODIES: u8 = 4;
const READ_PERSON: u8 = 8;
const READ_BODY: u8 = 16;
const STATE_NAME: u8 = 32;

/// The words of a document as the mention network sees them. `proposed` are the names of tables and
/// capitals, `read` those of the trained reader; `states` are its states, a row a token.
pub(super) fn words(
    lines: &[Line<'_>],
    sentences: &[Sentence],
    proposed: &[Vec<Name>],
    read: &[Vec<Name>],
    states: Vec<f32>,
    tables: &Tables,
) -> Words {
    let mut document: FxHashMap<String, Elsewhere> = FxHashMap::default();
    for ((line, proposed), read) in lines.iter().zip(proposed).zip(read) {
        learn(line, proposed, read, &mut document);
    }
    let mut out = Words { states, ..Words::default() };
    for (((line, sentence), proposed), read) in lines.iter().zip(sentences).zip(proposed).zip(read) {
        let from = out.rows.len();
        for i in 0..line.len() {
            out.rows.push(own(line, sentence, i, &document, tables));
        }
        let rows = &mut out.rows[from..];
        spread(rows, proposed, PROPOSED);
        spread(rows, read, READ);
        listed(line, rows, tables);
        out.ends.push(from + line.len());
    }
    out
}

fn learn(line: &Line<'_>, proposed: &[Name], read: &[Name], document: &mut FxHashMap<String, Elsewhere>) {
    for i in 0..line.len() {
        let entry = document.entry(line.lower(i).into_owned()).or_default();
        if line.shape(i) == Shape::Lower {
            entry.bits |= LOWER;
        } else if line.style == Style::Plain {
            entry.capitals = entry.capitals.saturating_add(1);
        }
    }
    for (names, person, body) in [(proposed, PERSON, BODIES), (read, READ_PERSON, READ_BODY)] {
        for name in names {
            let bit = match name.kind {
                NameKind::Person => person,
                NameKind::Organisation | NameKind::Party => body,
                NameKind::Country | NameKind::Nationality => STATE_NAME,
                NameKind::Place | NameKind::Other => continue,
            };
            for i in name.tokens.clone() {
                if let Some(entry) = document.get_mut(line.lower(i).as_ref()) {
                    entry.bits |= bit;
                }
            }
        }
    }
}

/// The rows that a word has whatever stretch it belongs to.
fn own(
    line: &Line<'_>,
    sentence: &Sentence,
    i: usize,
    document: &FxHashMap<String, Elsewhere>,
    tables: &Tables,
) -> Vec<u16> {
    let word = line.word(i);
    let lower = line.lower(i);
    let mut out = Vec::with_capacity(20);
    out.push(SHAPE + line.shape(i) as u16);
    out.push(STYLE + line.style as u16);
    out.push(UPOS + line.upos(i) as u16);
    let before = i.checked_sub(1).map_or("", |b| line.word(b));
    let possessive = |word: &str| matches!(word, "'s" | "’s" | "'" | "’");
    for (row, holds) in [
        (START, line.is_start(i)),
        (HEADLINE, sentence.zone == ZoneKind::Headline),
        (OWNED, possessive(before)),
        (OWNS, possessive(line.word(i + 1))),
        (DEFINITE, matches!(before, "the" | "The")),
        (HYPHEN, word.len() > 1 && word.contains('-')),
        (GIVEN, tables.people.is_given(word)),
        (COMMON, tables.people.is_word(word)),
        (PLURAL, lower.ends_with('s') && !lower.ends_with("ss")),
        (AFTER_OFFICE, !before.is_empty() && tables.offices.get(&before.to_lowercase()).is_some()),
        (KNOWN_AS, tables.leaders.is_known_alone(word)),
    ] {
        if holds {
            out.push(row);
        }
    }
    if let Some(body) = tables.bodies.get(&lower) {
        out.push(BODY + body.kind as u16);
        if body.organ {
            out.push(BODY_ORGAN);
        }
    }
    if let Some(elsewhere) = document.get(lower.as_ref()) {
        out.extend((0..6).filter(|bit| elsewhere.bits >> bit & 1 == 1).map(|bit| ELSEWHERE + bit));
        out.push(OFTEN + elsewhere.capitals.min(3));
    }
    out.push(NAMED as u16 + (hash(1, &lower) % HASHED as u64) as u16);
    let end = lower.char_indices().rev().nth(2).map_or(0, |(at, _)| at);
    out.push(NAMED as u16 + (hash(2, &lower[end..]) % HASHED as u64) as u16);
    out
}

/// First, inner and last word of each name by kind.
fn spread(rows: &mut [Vec<u16>], names: &[Name], base: u16) {
    for name in names {
        for i in name.tokens.clone() {
            let Some(row) = rows.get_mut(i) else { continue };
            let base = base + 3 * name.kind as u16;
            if i == name.tokens.start {
                row.push(base);
            }
            if i > name.tokens.start && i + 1 < name.tokens.end {
                row.push(base + 1);
            }
            if i + 1 == name.tokens.end {
                row.push(base + 2);
            }
        }
    }
}

/// What tables list, first and further words.
fn listed(line: &Line<'_>, rows: &mut [Vec<u16>], tables: &Tables) {
    let mut put = |i: usize, len: usize, base: u16| {
        for k in i..i + len {
            if let Some(row) = rows.get_mut(k) {
                row.push(base + u16::from(k > i));
            }
        }
    };
    for i in 0..line.len() {
        if let Some((len, _)) = line.office(i, tables) {
            put(i, len, OFFICE);
        }
        if !line.is_cap(i) {
            continue;
        }
        let word = |k: usize| line.words.get(i + k).copied();
        if let Some((len, group)) = tables.groups.longest(word) {
            put(i, len, GROUP + 2 * group.kind as u16);
            if group.organ {
                put(i, 1, ORGAN);
            }
        }
        if let Some((len, _, form)) = tables.countries.longest(word) {
            put(i, len, COUNTRY + 2 * form as u16);
        }
        if let Some((len, _)) = tables.places.longest(word) {
            put(i, len, PLACE);
        }
    }
}

/// Names that the network is sure of are found wherever the document repeats them.
pub(super) fn repeat(lines: &[Line<'_>], found: &mut [Vec<Found>]) {
    // By first word: the words, what they mean, and how sure that is.
    let mut known: FxHashMap<&str, Vec<(&[&str], Found)>> = FxHashMap::default();
    for (line, found) in lines.iter().zip(found.iter()) {
        for &mention in found {
            let Some(words) = line.words.get(mention.start..mention.end) else { continue };
            let name = line.is_cap(mention.start) && line.style == Style::Plain;
            if mention.chance < SURE || !name || words.len() == 1 && line.is_start(mention.start) {
                continue;
            }
            let same = known.entry(words[0]).or_default();
            match same.iter_mut().find(|(other, _)| *other == words) {
                Some((_, best)) if best.chance < mention.chance => *best = mention,
                Some(_) => {}
                None => same.push((words, mention)),
            }
        }
    }
    known.values_mut().for_each(|same| same.sort_by_key(|(words, _)| std::cmp::Reverse(words.len())));
    for (line, found) in lines.iter().zip(found.iter_mut()) {
        let mut at = 0;
        while at < line.len() {
            let taken = found.iter().find(|f| f.start <= at && at < f.end).map(|f| f.end);
            if let Some(end) = taken {
                at = end;
                continue;
            }
            let fits = |words: &[&str]| {
                let end = at + words.len();
                line.words.get(at..end) == Some(words)
                    && !line.is_cap(end)
                    && (at == 0 || !line.is_cap(at - 1) || words.len() > 1)
                    && found.iter().all(|f| f.end <= at || end <= f.start)
            };
            let repeated =
                known.get(line.word(at)).and_then(|same| same.iter().find(|(words, _)| fits(words)));
            match repeated {
                Some((words, mention)) => {
                    found.push(Found { start: at, end: at + words.len(), ..*mention });
                    at += words.len();
                }
                None => at += 1,
            }
        }
        found.sort_by_key(|f| f.start);
    }
}

/// The last words of the people that the network sees, in lower case.
pub(super) fn surnames(lines: &[Line<'_>], found: &[Vec<Found>]) -> FxHashSet<String> {
    let people = |(line, found): (&Line<'_>, &Vec<Found>)| -> Vec<String> {
        let people = found.iter().filter(|f| f.kind == ActorKind::Person && f.end > f.start + 1);
        people.map(|f| line.lower(f.end - 1).into_owned()).collect()
    };
    lines.iter().zip(found).flat_map(people).collect()
}

/// The names of a sentence after the network has spoken: what it found, with the finer kind that the
/// proposals and tables give; proposals of actors that it does not see are names of something else.
pub(super) fn settle(
    line: &Line<'_>,
    proposed: Vec<Name>,
    found: &[Found],
    surnames: &FxHashSet<String>,
    tables: &Tables,
) -> Vec<Name> {
    let mut out: Vec<Name> = Vec::with_capacity(proposed.len() + found.len());
    // What the user's own tables name stands.
    let words = |name: &Name| line.words.get(name.tokens.clone()).unwrap_or_default().join(" ");
    let certain = |name: &Name| tables.groups.is_own(&words(name));
    out.extend(proposed.iter().filter(|name| certain(name)).cloned());
    let own = out.clone();
    let free = |tokens: &Range<usize>| {
        own.iter().all(|name| name.tokens.end <= tokens.start || tokens.end <= name.tokens.start)
    };
    for found in found.iter().filter(|found| free(&(found.start..found.end))) {
        let tokens = found.start..found.end;
        let chance = (found.chance * 100.0).round() as u8;
        let over = |name: &&Name| name.tokens.start < found.end && found.start < name.tokens.end;
        let kind = match found.kind {
            ActorKind::Person => NameKind::Person,
            ActorKind::Group => {
                let party = proposed.iter().filter(over).any(|name| name.kind == NameKind::Party);
                if tokens.len() == 2 && line.is_called_after_country(found.start, tables) {
                    NameKind::Person
                } else if party {
                    NameKind::Party
                } else {
                    NameKind::Organisation
                }
            }
            ActorKind::Country => {
                let known = proposed.iter().find(|name| {
                    over(name)
                        && !matches!(name.kind, NameKind::Organisation | NameKind::Party | NameKind::Other)
                });
                if let Some(known) = known {
                    out.push(Name { chance, ..known.clone() });
                    continue;
                }
                let word = |k: usize| line.words.get(found.start + k).copied();
                match tables.countries.longest(word) {
                    Some((len, _, CountryForm::Name)) if len == tokens.len() => NameKind::Country,
                    Some((len, _, CountryForm::Seat)) if len == tokens.len() => NameKind::Place,
                    Some((len, _, _)) if len == tokens.len() => NameKind::Nationality,
                    _ => continue,
                }
            }
        };
        out.push(Name { tokens, kind, chance });
    }
    out.sort_by_key(|name| name.tokens.start);
    out.dedup_by(|a, b| a.tokens == b.tokens);
    let taken = out.clone();
    for mut name in proposed {
        if taken.iter().any(|t| t.tokens.start < name.tokens.end && name.tokens.start < t.tokens.end) {
            continue;
        }
        // `Al-Sharaa` where the document has an `Ahmed al-Sharaa`; `King Harun`.
        let before = name.tokens.start.checked_sub(1).map(|i| line.lower(i));
        let titled = before.is_some_and(|word| tables.offices.get(&word).is_some());
        let known = surnames.contains(line.lower(name.tokens.end - 1).as_ref());
        if name.kind == NameKind::Other && name.tokens.len() == 1 && known && line.is_cap(name.tokens.start) {
            name.kind = NameKind::Person;
        }
        let person = name.kind == NameKind::Person && (titled && line.style == Style::Plain || known);
        if matches!(name.kind, NameKind::Person | NameKind::Organisation | NameKind::Party) && !person {
            name.kind = NameKind::Other;
        }
        out.push(name);
    }
    out.sort_by_key(|name| name.tokens.start);
    out
}
