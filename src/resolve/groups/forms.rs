//! Forms of a body's name: acronyms, short forms, `Thai army` and `Thailand's army`.

use std::ops::Range;

use crate::resolve::cast::Cast;
use crate::resolve::page::Page;
use crate::tables::{CountryForm, Sense, fold};
use crate::types::{GroupKind, Mention};

/// One key for `Thai army`, `Thailand's army`: country and the rest of the name.
pub(super) fn own_key(page: &Page<'_>, s: usize, tokens: &Range<usize>) -> Option<String> {
    let word = |k: usize| Some(page.word(s, tokens.start + k)).filter(|_| tokens.start + k < tokens.end);
    let (len, country, form) = page.tables.countries.longest(word)?;
    let mut from = tokens.start + len;
    if page.is_possessive(s, from) {
        from += 1;
    }
    (from < tokens.end && form != CountryForm::Seat)
        .then(|| format!("{}:{}", country.iso3, fold(page.text(s, &(from..tokens.end)))))
}

/// The key of an acronym that the name may have later: `National Hurricane Center` → `=NHC`.
pub(super) fn initials(page: &Page<'_>, s: usize, tokens: &Range<usize>) -> Option<String> {
    let mut key = String::from("=");
    key.extend(tokens.clone().filter_map(|i| page.word(s, i).chars().next().filter(|c| c.is_uppercase())));
    (key.len() > 3).then_some(key)
}

pub(super) fn is_acronym(text: &str) -> bool {
    (2..=7).contains(&text.len()) && text.chars().all(|c| c.is_ascii_uppercase())
}

/// The key of an acronym that the text itself spells out: no table knows better.
pub(super) fn defined(short: &str) -> String {
    format!("({short}")
}

/// The key of the noun that opens a name with a preposition: `Commission (on Police Reform)`.
pub(super) fn opening(noun: &str) -> String {
    format!("{noun} …")
}

/// What the last noun of a body's name says: `Air Force`, `Ministry (of Defence)`.
pub(super) fn last_noun(page: &Page<'_>, s: usize, tokens: &Range<usize>) -> Option<crate::tables::Body> {
    let bodies = &page.tables.bodies;
    let last = page.lower(s, tokens.end - 1);
    let two = (tokens.len() > 1).then(|| format!("{} {last}", page.lower(s, tokens.end - 2)));
    two.and_then(|two| bodies.get(&two))
        .or_else(|| bodies.get(&last))
        .or_else(|| tokens.clone().rev().find_map(|i| bodies.get(&page.lower(s, i))))
}

/// `Syrian Democratic Forces (SDF)`: the brackets give another name; also the other way round.
pub(super) fn acronym(page: &Page<'_>, cast: &mut Cast, s: usize, tokens: &Range<usize>, actor: usize) {
    let at = tokens.end;
    if page.word(s, at) != "(" || page.word(s, at + 2) != ")" {
        return;
    }
    let short = page.word(s, at + 1);
    let capitals = short.chars().all(|c| c.is_uppercase() || c.is_ascii_digit() || "-.".contains(c));
    // `South African Revenue Service (Sars)`
    let word = short.starts_with(char::is_uppercase) && short.chars().all(char::is_alphabetic);
    let spelled = initials(page, s, tokens).filter(|key| key[1..].ends_with(&short.to_uppercase()));
    if short.len() > 1 && (capitals || word && spelled.is_some()) {
        cast.call_group(fold(short), actor);
        if spelled.is_some() {
            cast.call_group(defined(&short.to_uppercase()), actor);
        }
        if cast.parts[actor].name != short {
            cast.parts[actor].aliases.insert(short.to_owned());
        }
    }
}

/// Joins a short form with the one longer name that it ends or begins: `Supreme Court` with
/// `UK Supreme Court`, `Labour` with `Labour Party`.
pub(super) fn shorten(page: &Page<'_>, cast: &mut Cast, named: &[(usize, usize)]) {
    let mut groups: Vec<usize> = named.iter().map(|&(_, actor)| actor).collect();
    groups.sort_unstable();
    groups.dedup();
    if groups.len() > 400 {
        // A book, not a news text: the comparison below would take too long.
        return;
    }
    let words: Vec<Vec<String>> =
        groups.iter().map(|&g| fold(&cast.parts[g].name).split(' ').map(str::to_owned).collect()).collect();
    let mut same: Vec<(usize, usize)> = Vec::new();
    for (i, short) in words.iter().enumerate() {
        // `the Judiciary Committee` for the House Judiciary Committee, but not a party of two.
        let body = short
            .last()
            .is_some_and(|last| page.tables.bodies.get(last).is_some_and(|b| b.kind != GroupKind::Party));
        let listed = |actor: usize| page.tables.groups.by_slug(&cast.parts[actor].key).is_some();
        let longer = |j: usize| {
            let long = &words[j];
            let inside = body && !(listed(groups[i]) && listed(groups[j]));
            long.len() > short.len()
                && (long.ends_with(short)
                    && (inside || country_first(page, &long[..long.len() - short.len()]))
                    || long.starts_with(short) && is_kind_noun(&long[short.len()..])
                    || is_turned(short, long))
        };
        let bare = short.len() == 1 && page.tables.senses.is(&short[0], Sense::Unique);
        let fits = |j: usize| !bare || is_introduced(page, cast, groups[j], groups[i]);
        let mut found = (0..words.len()).filter(|&j| j != i && longer(j) && fits(j));
        if let (Some(j), None) = (found.next(), found.next()) {
            same.push((groups[i], groups[j]));
        }
    }
    for (short, long) in same {
        if cast.country_of(short).is_some()
            && cast.country_of(long).is_some()
            && cast.country_of(short) != cast.country_of(long)
        {
            continue;
        }
        cast.merge(long, short);
    }
}

/// True if a body is named before the bare noun, and not only where somebody serves: bare `police` are not the
/// force of some `Oslo police officer` further on.
fn is_introduced(page: &Page<'_>, cast: &Cast, long: usize, short: usize) -> bool {
    let place = |m: &Mention| (m.sentence, m.tokens.start);
    let first = cast.mentions.iter().filter(|m| m.actors[..] == [short]).map(place).min();
    // `Oslo | police officer`
    let serves = |m: &Mention| {
        let end = m.tokens.end;
        (m.tokens.start..=end).any(|i| page.office(m.sentence, i).is_some_and(|(len, ..)| i + len > end))
    };
    cast.mentions.iter().any(|m| m.actors[..] == [long] && Some(place(m)) < first && !serves(m))
}

/// `Interior Ministry` for a `Ministry of (the) Interior`.
fn is_turned(short: &[String], long: &[String]) -> bool {
    let Some((noun, what)) = short.split_last() else { return false };
    let rest = long.strip_prefix(&[noun.clone(), "of".to_owned()][..]).unwrap_or_default();
    let rest = rest.strip_prefix(&["the".to_owned()][..]).unwrap_or(rest);
    !what.is_empty() && rest == what
}

/// True if the folded words are a country or nationality.
fn country_first(page: &Page<'_>, words: &[String]) -> bool {
    let words: Vec<&str> = words.iter().map(String::as_str).filter(|w| *w != "s").collect();
    let text = words.join(" ");
    text == "us" || text == "uk" || {
        let mut capital = String::with_capacity(text.len());
        for word in words {
            if !capital.is_empty() {
                capital.push(' ');
            }
            let mut chars = word.chars();
            capital.extend(chars.next().map(|c| c.to_ascii_uppercase()));
            capital.push_str(chars.as_str());
        }
        page.tables.countries.get(&capital).is_some()
    }
}

fn is_kind_noun(words: &[String]) -> bool {
    let [word] = words else { return false };
    matches!(
        word.as_str(),
        "party" | "group" | "movement" | "militia" | "coalition" | "alliance" | "corporation"
    )
}
