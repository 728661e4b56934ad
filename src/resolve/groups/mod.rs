//! Bodies by name: listed ones, short forms, acronyms, organs of a country.

mod forms;
mod owners;
mod sources;

use std::ops::Range;

pub(super) use owners::adopt;

use forms::{acronym, defined, initials, is_acronym, last_noun, opening, own_key, shorten};
use owners::{in_context, listed_roles, owner, whole};
use sources::{is_platform, is_publisher, is_source, mere_sources};

use super::cast::Cast;
use super::page::Page;
use crate::resolve::countries::is_government;
use crate::tables::{Group, Sense, fold};
use crate::types::{GroupKind, MentionForm, Name, NameKind, Reason, Upos};

/// All mentions of bodies by name, and the roles that their names state.
pub(super) fn find(page: &Page<'_>, cast: &mut Cast, main: Option<usize>) {
    let mut named: Vec<(usize, usize)> = Vec::new();
    for s in 0..page.sentences.len() {
        for name in page.names(s) {
            let body = match name.kind {
                NameKind::Organisation | NameKind::Party => true,
                // The names of those who lead a state may hide that it is a body's.
                NameKind::Other => regime(page, s, &name.tokens).is_some(),
                NameKind::Person => called(page, cast, s, &name.tokens).is_some(),
                _ => false,
            };
            if body && let Some(actor) = one(page, cast, s, name, main) {
                named.push((s, actor));
            }
        }
    }
    shorten(page, cast, &named);
    mere_sources(cast);
}

/// `Trump administration`, `Assad regime`: the listed body that means the state.
fn regime<'p>(page: &Page<'p>, s: usize, tokens: &Range<usize>) -> Option<&'p Group> {
    let last = page.lower(s, tokens.end - 1);
    // Not `Federal Aviation Administration`.
    let names = |group: &&Group| group.organ && group.name.ends_with(last.as_ref());
    page.listed_group(s, tokens).filter(|_| is_government(&last)).filter(names)
}

/// The body whose name the text itself has shortened to this word.
fn called(page: &Page<'_>, cast: &Cast, s: usize, tokens: &Range<usize>) -> Option<usize> {
    let text = page.text(s, tokens);
    let short = tokens.len() == 1 && text.starts_with(char::is_uppercase);
    if short { cast.group_called(&defined(&text.to_uppercase())) } else { None }
}

/// A body that takes a country from its table row, its name or its possessor.
fn one(page: &Page<'_>, cast: &mut Cast, s: usize, name: &Name, main: Option<usize>) -> Option<usize> {
    let tokens = name.tokens.clone();
    let head = page.head_of(s, &tokens, tokens.end - 1);
    let listed =
        page.listed_group(s, &tokens).and_then(|group| in_context(page, cast, s, &tokens, group, main));
    let text = page.text(s, &tokens);
    // `the Social Democratic Front (SDF)` is what SDF means here.
    let own = called(page, cast, s, &tokens);
    // After the `Commission on Police Reform`, `the Commission` is not the European one.
    let short = || page.tables.groups.is_ambiguous(text) && tokens.len() == 1;
    let own = own.or_else(|| short().then(|| cast.group_called(&opening(text))).flatten());
    let listed = listed.filter(|_| own.is_none());
    // `Trump administration`, `Assad regime`: the state.
    if let Some(actor) = regime(page, s, &tokens)
        .filter(|_| own.is_none())
        .and_then(|group| group.country.as_deref())
        .and_then(|iso3| cast.country(page, iso3))
    {
        cast.mention(page, (s, tokens), head, actor, (MentionForm::Name, Reason::Table));
        return None;
    }
    let (actor, reason) = if let Some(known) = own {
        (known, if short() { Reason::SameName } else { Reason::Acronym })
    } else if let Some(group) = listed {
        (cast.listed_group(group), Reason::Table)
    } else if let Some(known) = cast.group_called(&fold(text)) {
        (known, Reason::SameName)
    } else if let Some(known) = own_key(page, s, &tokens).and_then(|key| cast.group_called(&key)) {
        (known, Reason::SameName)
    } else if let Some(known) =
        is_acronym(text).then(|| format!("={text}")).and_then(|key| cast.group_called(&key))
    {
        (known, Reason::Acronym)
    } else {
        let noun = page.lower(s, tokens.end - 1);
        let body = page
            .tables
            .bodies
            .get(&noun)
            .or_else(|| tokens.clone().rev().find_map(|i| page.tables.bodies.get(&page.lower(s, i))));
        let subtype = match name.kind {
            NameKind::Party => GroupKind::Party,
            _ => body.map_or(GroupKind::Other, |b| b.kind),
        };
        let known = cast.parts.len();
        let actor = cast.named_group(text, subtype);
        if actor == known {
            cast.parts[actor].generic = body.is_some_and(|b| b.organ);
        }
        (actor, Reason::SameName)
    };
    let m = cast.mention(page, (s, tokens.clone()), head, actor, (MentionForm::Name, reason));
    if reason != Reason::Acronym && tokens.len() > 1 {
        if let Some(key) = own_key(page, s, &tokens) {
            // `Thailand's army` came first, now a table knows the `Thai army`.
            if let Some(other) = cast.group_called(&key).filter(|&other| other != actor) {
                cast.merge(actor, other);
            }
            cast.call_group(key, actor);
        }
        if let Some(key) = initials(page, s, &tokens) {
            cast.call_group(key, actor);
        }
        if page.upos(s, tokens.start + 1) == Upos::Adp {
            cast.call_group(opening(page.word(s, tokens.start)), actor);
        }
    }
    // `Shiite shrine`, `Muslims of the region`: a community is a party where it acts or is acted on.
    let people = cast.parts[actor].subtype == Some(GroupKind::People);
    let acts = text.ends_with('s') && super::nominals::is_subject(page, s, head);
    // `a pact between the government and Syrian Kurds`
    let of_country = tokens.len() > 1
        && text.ends_with('s')
        && page.tables.countries.get(page.word(s, tokens.start)).is_some();
    let party = || of_country && matches!(page.preposition(s, &tokens).as_ref(), "between" | "by");
    if people && (acts || party() || super::countries::is_target(page, s, &tokens)) {
        cast.parts[actor].weak = false;
    }
    let source = match cast.parts[actor].subtype {
        // A region is a party only where it acts.
        Some(GroupKind::Region) => {
            !super::nominals::is_subject(page, s, head) && !page.is_possessive(s, tokens.end)
        }
        // The paper that carries the text is its source, whatever it says of its interviews.
        Some(GroupKind::Media) => is_source(page, s, &tokens) || is_publisher(page, text),
        Some(GroupKind::Company) => is_platform(page, s, &tokens),
        _ => false,
    };
    // `the town of X`
    let town = tokens.start > 1
        && page.word(s, tokens.start - 1) == "of"
        && page.tables.senses.is(&page.lower(s, tokens.start - 2), Sense::Settlement);
    if source || town {
        cast.mentions[m].place = true;
    }
    acronym(page, cast, s, &tokens, actor);
    whole(page, cast, s, &tokens, actor);
    let understood = page.span(s, &tokens);
    if let Some(group) = listed {
        listed_roles(page, cast, s, &tokens, (actor, group));
    } else if let Some((of, of_span)) = owner(page, cast, s, &tokens) {
        let organ = last_noun(page, s, &tokens).is_some_and(|b| b.organ) || cast.parts[actor].generic;
        if organ {
            cast.parts[actor].generic = false;
            cast.organ(actor, of, (s, understood, of_span));
        }
    }
    Some(actor)
}
