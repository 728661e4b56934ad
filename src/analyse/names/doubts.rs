//! What the way of writing holds against a name: words in capitals for weight, acronyms that the text
//! itself explains, states behind towns, codes of shares, credits of agencies.

use rustc_hash::{FxHashMap, FxHashSet};

use super::line::{Line, Shape, Style};
use crate::tables::{Sense, Tables};
use crate::types::{GroupKind, Name, NameKind, Upos};

/// Takes back names of a document that are none, or gives them their kind.
pub(super) fn settle(lines: &[Line<'_>], names: &mut [Vec<Name>], tables: &Tables) {
    let explained = explained(lines, names);
    let named = countries(lines, names, tables);
    agree(lines, names);
    let storms = storms(lines, tables);
    let last = lines.len().saturating_sub(1);
    for (s, (line, names)) in lines.iter().zip(names.iter_mut()).enumerate() {
        call_after_countries(line, names, tables);
        names.retain_mut(|name| {
            if is_word(line, name) || is_credit(line, name, s == last) {
                return false;
            }
            widen(line, name);
            trim(line, name);
            if is_state_of_town(line, name, tables) {
                name.kind = NameKind::Place;
            } else if name.kind == NameKind::Person && is_brand(line, name, tables)
                || is_employer(line, name, tables)
            {
                name.kind = NameKind::Organisation;
            } else if name.kind == NameKind::Organisation && is_initialled(line, name, tables) {
                name.kind = NameKind::Person;
            } else if name.kind == NameKind::Person && is_site(line, name, tables) {
                name.kind = NameKind::Place;
            } else if name.kind == NameKind::Person && is_building(line, name, tables)
                || is_storm(line, name, &storms, tables)
                || is_paper(line, name, tables)
                || is_code(line, name)
                || is_explained(line, name, &explained)
                || is_foreign(line, name, &named, tables)
            {
                name.kind = NameKind::Other;
            }
            true
        });
    }
}

/// What the names of a document say of one lone word: a person's here, a body's there.
#[derive(Debug, Default)]
struct Votes {
    person: u32,
    body: u32,
    /// The last word of a person's longer name.
    surname: bool,
    /// The first word of a body's longer name.
    opens: bool,
}

/// One lone word is one kind of actor in a document: where `Lexus` is a body four times and a person twice, it
/// is a body; somebody's surname is his.
fn agree(lines: &[Line<'_>], names: &mut [Vec<Name>]) {
    let mut votes: FxHashMap<&str, Votes> = FxHashMap::default();
    for (line, names) in lines.iter().zip(names.iter()) {
        for name in names.iter().filter(|name| is_actor(name.kind)) {
            let person = name.kind == NameKind::Person;
            let one = name.tokens.len() == 1;
            let end = if person { name.tokens.end - 1 } else { name.tokens.start };
            let word = votes.entry(line.word(end)).or_default();
            word.surname |= person && !one;
            word.opens |= !person && !one;
            if one {
                *(if person { &mut word.person } else { &mut word.body }) += u32::from(name.chance).max(1);
            }
        }
    }
    for (line, names) in lines.iter().zip(names.iter_mut()) {
        for name in names.iter_mut().filter(|name| is_actor(name.kind) && name.tokens.len() == 1) {
            let Some(votes) = votes.get(line.word(name.tokens.start)) else { continue };
            if votes.surname {
                // `The painter Laura Ford … praised Ford's portraits`
                if !votes.opens && name.kind == NameKind::Organisation {
                    name.kind = NameKind::Person;
                }
                continue;
            }
            let body = votes.body > 0 && (votes.body >= votes.person || votes.opens);
            if name.kind == NameKind::Person && body {
                name.kind = NameKind::Organisation;
            } else if name.kind != NameKind::Person && !votes.opens && votes.person > 2 * votes.body {
                name.kind = NameKind::Person;
            }
        }
    }
}

/// `an analyst at Stratfor`: where somebody works.
fn is_employer(line: &Line<'_>, name: &Name, tables: &Tables) -> bool {
    let start = name.tokens.start;
    let open = matches!(name.kind, NameKind::Person | NameKind::Other | NameKind::Place);
    let place = || {
        let words = |k: usize| line.words.get(start + k).copied().filter(|_| k < name.tokens.len());
        tables.places.longest(words).is_some() || tables.countries.longest(words).is_some()
    };
    open && start > 1
        && line.style == Style::Plain
        && line.word(start - 1) == "at"
        && tables.offices.get(&line.lower(start - 2)).is_some()
        && line.is_cap(start)
        && !place()
}

/// The one word of a name in capitals.
fn acronym<'a>(line: &Line<'a>, name: &Name) -> Option<&'a str> {
    let one = name.tokens.len() == 1 && line.shape(name.tokens.start) == Shape::Capitals;
    one.then(|| line.word(name.tokens.start))
}

const fn is_actor(kind: NameKind) -> bool {
    matches!(kind, NameKind::Person | NameKind::Organisation | NameKind::Party)
}

/// `there IS a plan`, `HELP US ALL`: a word of the closed classes, written large; but `WHO thanked Cuba`.
fn is_word(line: &Line<'_>, name: &Name) -> bool {
    let next = name.tokens.end;
    if line.style == Style::Plain && line.upos(next) == Upos::Verb && line.shape(next) == Shape::Lower {
        return false;
    }
    acronym(line, name).is_some_and(|word| !word.contains('.'))
        && matches!(
            line.upos(name.tokens.start),
            Upos::Aux
                | Upos::Verb
                | Upos::Pron
                | Upos::Det
                | Upos::Sconj
                | Upos::Cconj
                | Upos::Adp
                | Upos::Adv
        )
}

/// `Kenya Barrow`: the name of a country and an unknown one are a person's.
fn call_after_countries(line: &Line<'_>, names: &mut Vec<Name>, tables: &Tables) {
    for i in 0..names.len() {
        let Some(name) = names.get(i).filter(|name| name.kind == NameKind::Country && name.tokens.len() == 1)
        else {
            continue;
        };
        let end = name.tokens.end;
        let next = names.get(i + 1).filter(|next| next.tokens.contains(&end));
        let open = next.is_none_or(|next| next.kind == NameKind::Other && next.tokens.len() == 1);
        if open && line.is_called_after_country(name.tokens.start, tables) && !line.is_cap(end + 1) {
            if next.is_some() {
                names.remove(i + 1);
            }
            names[i].tokens.end = end + 1;
            names[i].kind = NameKind::Person;
        }
    }
}

/// `Premier He Lifeng`, `Liu He`: a pronoun that is written large within a sentence is a name.
fn widen(line: &Line<'_>, name: &mut Name) {
    let (start, end) = (name.tokens.start, name.tokens.end);
    if name.kind != NameKind::Person || line.style != Style::Plain {
        return;
    }
    if start > 1 && line.word(start - 1) == "He" && !line.is_start(start - 1) {
        name.tokens.start -= 1;
    } else if line.word(end) == "He" && !line.is_start(end) {
        name.tokens.end += 1;
    }
}

/// `Fallen Lunex Ltd boss`: a word that only opens the sentence is no part of a name.
fn trim(line: &Line<'_>, name: &mut Name) {
    let start = name.tokens.start;
    let opens = line.is_start(start) && line.upos_is_verb(start) && line.shape(start) == Shape::Capital;
    if opens && name.kind == NameKind::Organisation && name.tokens.len() > 2 && line.is_cap(start + 1) {
        name.tokens.start += 1;
    }
}

/// `WeWork`, `SoftBank`: a capital inside a lone word, and not behind what opens surnames.
fn is_brand(line: &Line<'_>, name: &Name, tables: &Tables) -> bool {
    let word = line.word(name.tokens.start);
    let inner = word.char_indices().skip(1).find(|(_, c)| c.is_uppercase());
    name.tokens.len() == 1
        && word.is_ascii()
        && inner.is_some_and(|(at, _)| {
            let opener = word[..at].to_lowercase();
            word[..at].bytes().all(|b| b.is_ascii_alphabetic())
                && opener.len() > 1
                && !tables.people.is_particle(&opener)
                && word[at..].bytes().any(|b| b.is_ascii_lowercase())
        })
}

/// `Masjid Al-Nur`, `Mount Kenya`: what a word of places opens.
fn is_site(line: &Line<'_>, name: &Name, tables: &Tables) -> bool {
    name.tokens.len() > 1 && tables.senses.is(&line.lower(name.tokens.start), Sense::Site)
}

/// `the Green New Deal`, `the Voting Rights Act`: what somebody agrees on or passes, unless a table lists it.
fn is_paper(line: &Line<'_>, name: &Name, tables: &Tables) -> bool {
    let text = || name.tokens.clone().map(|i| line.word(i)).collect::<Vec<_>>().join(" ");
    let last = line.lower(name.tokens.end - 1);
    name.kind == NameKind::Organisation
        && name.tokens.len() > 1
        && [Sense::Paper, Sense::Vote].iter().any(|&sense| tables.senses.is(&last, sense))
        && tables.bodies.get(&last).is_none()
        && tables.groups.get(&text()).is_none()
}

/// `Marta` after `Hurricane Marta`, and that whole name; `John Milton` is none.
fn is_storm(line: &Line<'_>, name: &Name, storms: &FxHashSet<&str>, tables: &Tables) -> bool {
    let (start, last) = (name.tokens.start, name.tokens.end - 1);
    let opened = || tables.senses.is(&line.lower(start), Sense::Storm);
    is_actor(name.kind) && storms.contains(line.word(last)) && (start == last || opened())
}

/// The names of the storms that a document tells of: `Hurricane Marta`.
fn storms<'a>(lines: &[Line<'a>], tables: &Tables) -> FxHashSet<&'a str> {
    let named = |line: &Line<'a>, i: usize| {
        (line.is_cap(i) && line.is_cap(i + 1) && tables.senses.is(&line.lower(i), Sense::Storm))
            .then(|| line.word(i + 1))
    };
    lines.iter().flat_map(|line| (0..line.len()).filter_map(|i| named(line, i))).collect()
}

/// `A.B. Rahim`: initials and one more word that is no body's.
fn is_initialled(line: &Line<'_>, name: &Name, tables: &Tables) -> bool {
    let initials = |word: &str| {
        word.len() > 1
            && word.split_terminator('.').all(|c| c.len() == 1 && c.as_bytes()[0].is_ascii_uppercase())
            && word.ends_with('.')
    };
    let last = name.tokens.end - 1;
    name.tokens.len() > 1
        && (name.tokens.start..last).all(|i| initials(line.word(i)))
        && line.shape(last) == Shape::Capital
        && tables.bodies.get(&line.lower(last)).is_none()
        && tables.countries.get(line.word(name.tokens.start)).is_none()
        && tables.groups.get(line.word(name.tokens.start)).is_none()
}

/// `the Ana Diaz clinic`: what bears a person's name.
fn is_building(line: &Line<'_>, name: &Name, tables: &Tables) -> bool {
    let next = line.lower(name.tokens.end);
    tables.senses.is(&next, Sense::Facility) && line.upos(name.tokens.end) == Upos::Noun
}

/// `… officials said. | PTI`, `RT @newsdesk`: who carries the text.
fn is_credit(line: &Line<'_>, name: &Name, last: bool) -> bool {
    let end = name.tokens.end;
    let alone = last && name.tokens.start == 0 && (end..line.len()).all(|i| line.shape(i) == Shape::Mark);
    acronym(line, name).is_some() && (alone || line.word(end).starts_with('@'))
}

/// `Harrisburg, PA,`, `Scranton, Pa.,`: two capitals or an abbreviation behind a town are a state of the United
/// States.
fn is_state_of_town(line: &Line<'_>, name: &Name, tables: &Tables) -> bool {
    let start = name.tokens.start;
    // `PA`, `Pa.`, `Calif.`
    let capitals = acronym(line, name).is_some_and(|word| word.len() == 2);
    let abbreviated = name.tokens.len() == 1
        && name.kind != NameKind::Country
        && tables.countries.get(line.word(start)).is_none()
        && line.word(start).len() < 6
        && line.word(start + 1) == "."
        && matches!(line.word(start + 2), "," | ")" | "-" | "–" | "—");
    if !capitals && !abbreviated || start < 2 || line.word(start - 1) != "," {
        return false;
    }
    let mut town = start - 2;
    while town > 0 && line.is_cap(town - 1) {
        town -= 1;
    }
    let listed =
        tables.places.longest(|k| line.words.get(town + k).copied().filter(|_| town + k < start - 1));
    let within = town > 0 && line.upos(town - 1) == Upos::Adp;
    line.is_cap(start - 2)
        && (within || listed.is_some_and(|(len, _)| town + len == start - 1))
        && matches!(line.word(start + 1), "," | "." | ")" | "" | ";" | "-" | "–" | "—")
}

/// `Brent LCOc1`, `.IXIC`, `LNX.OL`, `GBP=`: codes of markets.
fn is_code(line: &Line<'_>, name: &Name) -> bool {
    is_actor(name.kind)
        && (name.tokens.clone().any(|i| is_market_code(line.word(i)))
            || line.word(name.tokens.end) == "="
            || name.tokens.start > 0 && matches!(line.word(name.tokens.start - 1), "."))
}

/// Capitals that end in digits (with small letters between at most): `CMCU3`, `CLc1`; or that a dot
/// divides: `LNX.OL`.
fn is_market_code(word: &str) -> bool {
    let letters = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let capitals = letters.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let code = |part: &str| part.len() > 1 && part.bytes().all(|b| b.is_ascii_uppercase());
    let numbered = letters.len() < word.len() && letters.len() - capitals.len() < 2 && code(capitals);
    let exchange = word.split_once('.').is_some_and(|(left, right)| code(left) && code(right));
    numbered && capitals.len() > 1 && word.len() > 3 || exchange || word.starts_with('.') && code(&word[1..])
}

/// What the text explains an acronym by: true if that is an actor's name. `the Intensive Care Units
/// (ICUs)`, `hypersensitivity pneumonitis, or HP`.
fn explained(lines: &[Line<'_>], names: &[Vec<Name>]) -> FxHashMap<String, bool> {
    let mut out = FxHashMap::default();
    for (line, names) in lines.iter().zip(names) {
        for i in 2..line.len() {
            let bracket = line.word(i - 1) == "(";
            let or = line.word(i - 1) == "or" && line.word(i - 2) == ",";
            let end = if bracket {
                i - 1
            } else if or {
                i - 2
            } else {
                continue;
            };
            let short = line.word(i).strip_suffix('s').unwrap_or(line.word(i));
            if short.len() < 2 || !short.bytes().all(|b| b.is_ascii_uppercase()) {
                continue;
            }
            let Some(start) = expansion(line, end, short) else { continue };
            let actor = names.iter().any(|name| {
                is_actor(name.kind)
                    && name.tokens.start < end
                    && start < name.tokens.end
                    && name.tokens.start != i
            });
            *out.entry(short.to_owned()).or_insert(false) |= actor;
        }
    }
    out
}

/// Where the words begin whose first letters are those of the acronym; small words may be left out.
fn expansion(line: &Line<'_>, end: usize, short: &str) -> Option<usize> {
    let mut wanted = short.chars().rev();
    let mut next = wanted.next()?;
    for i in (0..end).rev().take(short.len() + 3) {
        let lower = line.lower(i);
        if lower.starts_with(next.to_ascii_lowercase()) {
            match wanted.next() {
                Some(letter) => next = letter,
                None => return Some(i),
            }
        } else if lower.len() > 4 {
            return None;
        }
    }
    None
}

fn is_explained(line: &Line<'_>, name: &Name, explained: &FxHashMap<String, bool>) -> bool {
    is_actor(name.kind) && acronym(line, name).is_some_and(|word| explained.get(word) == Some(&false))
}

/// The states that the document names, by code.
fn countries(lines: &[Line<'_>], names: &[Vec<Name>], tables: &Tables) -> Vec<String> {
    let mut out = Vec::new();
    for (line, names) in lines.iter().zip(names) {
        for name in names {
            let word = |k: usize| line.words.get(name.tokens.start + k).copied();
            if let Some((_, country, _)) = tables.countries.longest(word) {
                out.push(country.iso3.clone());
            }
            if let Some((_, Some(iso3))) = tables.places.longest(word) {
                out.push(iso3.to_owned());
            }
            // Bodies of a country and its well-known leaders name it, too, but not by an acronym.
            let group = acronym(line, name).is_none().then(|| tables.groups.longest(word)).flatten();
            out.extend(group.and_then(|(_, group)| group.country.clone()));
            let last = line.word(name.tokens.end - 1);
            out.extend(tables.leaders.country(last).map(str::to_owned));
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// `the effective CPM`, `a traditional IRA`: the acronym of a party or an armed group means something
/// else where the document never names its country, or where it is one of many.
fn is_foreign(line: &Line<'_>, name: &Name, named: &[String], tables: &Tables) -> bool {
    let Some(word) = acronym(line, name).filter(|word| word.len() <= 4) else { return false };
    let Some(group) = tables.groups.get(word).filter(|_| !tables.groups.is_own(word)) else { return false };
    let of_country = group.country.as_ref().is_some_and(|iso3| named.binary_search(iso3).is_err());
    let start = name.tokens.start;
    let article = (start.saturating_sub(2)..start).any(|i| matches!(line.word(i), "a" | "an" | "A" | "An"));
    let many = article && !matches!(line.upos(name.tokens.end), Upos::Noun | Upos::Propn | Upos::Adj);
    matches!(group.kind, GroupKind::Party | GroupKind::Armed) && (of_country || many)
}

#[cfg(test)]
mod tests {
    use super::is_market_code;

    #[test]
    fn codes_of_markets_are_told_from_names() {
        for code in ["LCOc1", "CMCU3", "LNX.OL", ".IXIC", "BRNc2"] {
            assert!(is_market_code(code), "{code}");
        }
        for name in ["G7", "COVID-19", "F16", "U.N.", "WeWork", "G20", "MI6", "NATO", "al-Assad"] {
            assert!(!is_market_code(name), "{name}");
        }
    }
}
