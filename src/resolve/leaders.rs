//! Those who stand for several states: `the leaders of Japan, China and Germany`, `French and German
//! ministers`.

use super::cast::Cast;
use super::page::Page;
use crate::tables::CountryForm;
use crate::types::{ActorKind, NameKind, Upos, ZoneKind};

/// The longest list of states that is read.
const STATES: usize = 24;

/// All mentions of plural officials or forces with the states that they belong to after `of`.
pub(super) fn find(page: &Page<'_>, cast: &mut Cast) {
    for s in 0..page.sentences.len() {
        // Only where a country follows `of` or `from`.
        for name in page.names(s) {
            if name.kind != NameKind::Country {
                continue;
            }
            let mut of = name.tokens.start;
            if of > 0 && page.word(s, of - 1) == "the" {
                of -= 1;
            }
            if of < 2 || !matches!(page.word(s, of - 1), "of" | "from") {
                continue;
            }
            let noun = of - 2;
            if page.name_at(s, noun).is_none() && stands_for_states(page, s, noun) {
                list(page, cast, s, (noun, name.tokens.start));
            }
        }
        let headline = page.sentences.get(s).is_some_and(|it| it.zone == ZoneKind::Headline);
        for i in 1..page.len(s) {
            // In a headline a comma is an and: `Thai, Cambodian ministers meet`.
            if page.word(s, i) == "and" || headline && page.word(s, i) == "," {
                nationalities(page, cast, s, i);
            }
        }
    }
}

/// How many words may stand between the last nationality and the noun: `foreign`, `senior army`.
const GAP: usize = 2;

/// `Iraqi, Syrian and Turkish foreign ministers`, `U.S. and Cuban delegations`; `and` is where the word
/// (in headlines, the last comma) stands.
fn nationalities(page: &Page<'_>, cast: &mut Cast, s: usize, and: usize) {
    let Some(last) = page.name_at(s, and + 1) else { return };
    let mut names = vec![(last.tokens.start, last.tokens.end)];
    let mut at = and;
    // Backwards: a name, a comma, a name.
    while at > 0 && names.len() < STATES {
        let Some(name) = page.name_at(s, at - 1) else { break };
        names.push((name.tokens.start, name.tokens.end));
        at = name.tokens.start;
        if at == 0 || page.word(s, at - 1) != "," {
            break;
        }
        at -= 1;
    }
    let mut actors = Vec::new();
    let mut start = names[0].0;
    for &(from, to) in &names {
        let form = super::countries::meant(page, s, &(from..to)).map(|(_, form)| form);
        let word = page.text(s, &(from..to));
        // A country's plain name before a noun is rather a member of a list: `met Obama, Syria and Iraqi
        // rebels`; its initials are not.
        let initials = word.chars().all(|c| c.is_uppercase() || c == '.');
        let describes = match form {
            Some(CountryForm::Adjective) => true,
            Some(CountryForm::Name) => initials,
            _ => false,
        };
        let actor = cast.named_at(s, from).and_then(|m| cast.mentions[m].actors.first().copied());
        let Some(actor) = actor.filter(|_| describes) else { break };
        start = from;
        if !actors.contains(&actor) {
            actors.push(actor);
        }
    }
    let end = names[0].1;
    let noun = (end..(end + GAP + 1).min(page.len(s))).find(|&i| stands_for_states(page, s, i));
    let Some(noun) = noun.filter(|_| actors.len() > 1) else { return };
    let describes = |i: usize| {
        matches!(page.upos(s, i), Upos::Adj | Upos::Noun | Upos::Propn) && page.name_at(s, i).is_none()
    };
    if !(end..noun).all(describes) {
        return;
    }
    actors.reverse();
    let tokens = start..noun + 1;
    let head = page.head_of(s, &tokens, noun);
    // `German leaders` alone is no mention any more.
    cast.drop_nominals(s, noun, &actors);
    cast.phrase(page, (s, tokens), head, actors);
}

/// `leaders`, `foreign ministers`, `troops`, `envoys`.
fn stands_for_states(page: &Page<'_>, s: usize, noun: usize) -> bool {
    let word = page.lower(s, noun);
    let title =
        |at: usize, length: usize| page.office(s, at).is_some_and(|(len, _, plural)| len == length && plural);
    title(noun, 1)
        || noun > 0 && title(noun - 1, 2)
        || word.ends_with('s') && page.tables.bodies.get(&word).is_some_and(|b| b.stands_for_state)
}

fn list(page: &Page<'_>, cast: &mut Cast, s: usize, (noun, first): (usize, usize)) {
    let mut actors: Vec<usize> = Vec::new();
    let mut at = first;
    let mut end = first;
    while actors.len() < STATES {
        let Some(name) = page.name_at(s, at).filter(|n| n.kind == NameKind::Country && n.tokens.start == at)
        else {
            break;
        };
        let Some(actor) = cast.named_at(s, at).and_then(|m| cast.mentions[m].actors.first().copied()) else {
            break;
        };
        if cast.parts[actor].kind == ActorKind::Country && !actors.contains(&actor) {
            actors.push(actor);
        }
        end = name.tokens.end;
        at = end;
        while matches!(page.word(s, at), "," | "and" | "the" | "&") && at < end + 3 {
            at += 1;
        }
        if at == end {
            break;
        }
    }
    if actors.is_empty() {
        return;
    }
    let tokens = noun..end;
    cast.phrase(page, (s, tokens), noun, actors);
}
