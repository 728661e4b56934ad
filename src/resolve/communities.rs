//! Collectives that a text treats as one party: `the Ukrainian people`, `ethnic Russians`, `the
//! rebels` of a war report.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::cast::Cast;
use super::page::Page;
use crate::tables::FramePos;
use crate::types::{GroupKind, MentionForm, NameKind, Reason, Role};

/// Plural nouns for a side of a conflict, with how often a text must use them for one party.
const SIDES: &[(&str, usize)] = &[
    ("rebels", 3),
    ("insurgents", 3),
    ("militants", 4),
    ("separatists", 3),
    ("protesters", 5),
    ("demonstrators", 5),
];

/// All mentions of such collectives.
pub(super) fn find(page: &Page<'_>, cast: &mut Cast) {
    let mut sides: FxHashMap<&'static str, Vec<(usize, Range<usize>)>> = FxHashMap::default();
    for s in 0..page.sentences.len() {
        for i in 0..page.len(s) {
            let word = page.word(s, i);
            match word {
                "people" => peoples(page, cast, s, i),
                "ethnic" => ethnic(page, cast, s, i),
                _ if word.ends_with("-led") => led(page, cast, s, i, i),
                // The tokenizer cuts after the dot of `U.S.-led`.
                "led" if i >= 2 && page.word(s, i - 1) == "-" => led(page, cast, s, i - 2, i),
                _ => {
                    if let Some((noun, _)) = SIDES.iter().find(|(noun, _)| word.eq_ignore_ascii_case(noun)) {
                        sides.entry(noun).or_default().push((s, phrase(page, s, i)));
                        backed(page, cast, s, i);
                    }
                }
            }
        }
    }
    for (noun, least) in SIDES {
        let Some(found) = sides.get(noun).filter(|found| found.len() >= *least) else { continue };
        side(page, cast, noun, found);
    }
}

/// `Iraqi people`, `the people of Iraq` stays the country.
fn peoples(page: &Page<'_>, cast: &mut Cast, s: usize, i: usize) {
    let Some(name) = i.checked_sub(1).and_then(|before| page.name_at(s, before)) else { return };
    if name.kind != NameKind::Nationality {
        return;
    }
    let tokens = name.tokens.start..i + 1;
    let group = cast.named_group(page.text(s, &tokens), GroupKind::People);
    let head = page.head_of(s, &tokens, i);
    cast.mention(page, (s, tokens), head, group, (MentionForm::Name, Reason::SameName));
}

/// `ethnic Russians`
fn ethnic(page: &Page<'_>, cast: &mut Cast, s: usize, i: usize) {
    let Some(name) = page.name_at(s, i + 1) else { return };
    let tokens = i..name.tokens.end;
    if name.tokens.start != i + 1 || !page.text(s, &tokens).ends_with('s') {
        return;
    }
    // Not the country itself.
    if let Some(m) = cast.named_at(s, i + 1) {
        cast.mentions[m].place = true;
    }
    let group = cast.named_group(page.text(s, &tokens), GroupKind::People);
    let head = page.head_of(s, &tokens, tokens.end - 1);
    cast.mention(page, (s, tokens), head, group, (MentionForm::Name, Reason::SameName));
}

/// `the U.S.-led coalition`: a group of its own, that the country leads.
fn led(page: &Page<'_>, cast: &mut Cast, s: usize, i: usize, last: usize) {
    let leader = page.word(s, i).trim_end_matches("-led");
    let noun = (last + 1..last + 3).find(|&k| {
        matches!(
            page.word(s, k),
            "coalition" | "alliance" | "forces" | "Coalition" | "Alliance" | "campaign" | "mission"
        )
    });
    let (Some(noun), Some((country, _))) = (noun, page.tables.countries.get(leader)) else { return };
    if matches!(page.word(s, noun), "campaign" | "mission") {
        return;
    }
    // Tables may know it by a name of its own.
    let known =
        page.name_at(s, i).is_some_and(|name| name.kind == NameKind::Organisation && name.tokens.end > noun);
    if known {
        return;
    }
    let iso3 = country.iso3.clone();
    let name = format!("{leader}-led coalition");
    let group = cast.named_group(&name, GroupKind::International);
    let tokens = i..noun + 1;
    let head = page.head_of(s, &tokens, noun);
    cast.mention(page, (s, tokens.clone()), head, group, (MentionForm::Name, Reason::SameName));
    let Some(of) = cast.country(page, &iso3) else { return };
    let span = page.span(s, &tokens);
    cast.role(Role {
        member: group,
        of,
        role: format!("{leader}-led"),
        former: false,
        sentence: s,
        span,
        member_span: span,
        of_span: page.span(s, &(i..last + 1)),
        confidence: Role::STATED,
    });
}

/// The noun with a name before it: `Syrian rebels`.
fn phrase(page: &Page<'_>, s: usize, i: usize) -> Range<usize> {
    match i.checked_sub(1).and_then(|before| page.name_at(s, before)) {
        Some(name) if matches!(name.kind, NameKind::Nationality | NameKind::Country | NameKind::Place) => {
            name.tokens.start..i + 1
        }
        _ => i..i + 1,
    }
}

/// `Saudi-backed Yemeni separatists`: whom a state backs is a party, named once or often.
fn backed(page: &Page<'_>, cast: &mut Cast, s: usize, i: usize) {
    let tokens = phrase(page, s, i);
    let backed = tokens.start.checked_sub(1).and_then(|before| page.word(s, before).rsplit_once('-'));
    let known = |part: &str| page.tables.frames.of(&part.to_lowercase(), FramePos::Adj).next().is_some();
    if tokens.len() < 2 || page.name_at(s, i).is_some() || !backed.is_some_and(|(_, part)| known(part)) {
        return;
    }
    let group = cast.named_group(page.text(s, &tokens), GroupKind::Armed);
    let head = page.head_of(s, &tokens, i);
    cast.mention(page, (s, tokens), head, group, (MentionForm::Name, Reason::SameName));
}

fn side(page: &Page<'_>, cast: &mut Cast, noun: &str, found: &[(usize, Range<usize>)]) {
    // A table may list them: `Hong Kong protesters`, `Houthi rebels`.
    let listed = found.iter().find_map(|(s, tokens)| {
        let name = page
            .name_at(*s, tokens.end - 1)
            .filter(|n| matches!(n.kind, NameKind::Organisation | NameKind::Party))?;
        cast.actor_at(page, *s, name.tokens.start)
    });
    if let Some(group) = listed {
        for (s, tokens) in found.iter().filter(|(s, tokens)| page.name_at(*s, tokens.end - 1).is_none()) {
            let head = page.head_of(*s, tokens, tokens.end - 1);
            cast.mention(page, (*s, tokens.clone()), head, group, (MentionForm::Nominal, Reason::RoleNoun));
        }
        return;
    }
    // `militants` of a text that names one armed group are its.
    if matches!(noun, "militants" | "insurgents") {
        let mut armed = (0..cast.parts.len()).filter(|&a| cast.parts[a].subtype == Some(GroupKind::Armed));
        if let (Some(group), None) = (armed.next(), armed.next()) {
            for (s, tokens) in found {
                let head = page.head_of(*s, tokens, tokens.end - 1);
                cast.mention(
                    page,
                    (*s, tokens.clone()),
                    head,
                    group,
                    (MentionForm::Nominal, Reason::RoleNoun),
                );
            }
            return;
        }
    }
    let longest = found.iter().max_by_key(|(s, tokens)| (tokens.len(), std::cmp::Reverse(*s)));
    let name = longest.map_or(noun, |(s, tokens)| page.text(*s, tokens)).to_owned();
    let group = cast.named_group(&name, GroupKind::Armed);
    if name.eq_ignore_ascii_case(noun) {
        // Other texts have other rebels.
        cast.parts[group].key = format!("{noun}@{}", page.document_hash());
    }
    cast.parts[group].aliases.insert(noun.to_owned());
    for (s, tokens) in found {
        let head = page.head_of(*s, tokens, tokens.end - 1);
        cast.mention(page, (*s, tokens.clone()), head, group, (MentionForm::Nominal, Reason::SameName));
    }
}
