//! Offices that speak for somebody: `Ana Diaz's media office`, `the Lima district attorney's
//! office`.

use std::ops::Range;

use super::cast::Cast;
use super::page::Page;
use crate::tables::fold;
use crate::types::{ActorKind, GroupKind, MentionForm, NameKind, Reason};

/// Words that may stand between the possessor and `office`.
const KINDS: &[&str] = &["media", "press", "private", "communications", "legal"];

/// Titles whose office a city or region has one of.
const PROSECUTORS: &[&str] =
    &["district attorney", "state attorney", "public prosecutor", "prosecutor", "attorney general"];

/// All mentions of such offices; each is an organ of its person's country, or of the city.
pub(super) fn find(page: &Page<'_>, cast: &mut Cast) {
    for s in 0..page.sentences.len() {
        for i in 2..page.len(s) {
            if page.word(s, i) == "office" && page.name_at(s, i).is_none() {
                one(page, cast, s, i);
            }
        }
    }
}

fn one(page: &Page<'_>, cast: &mut Cast, s: usize, office: usize) {
    let kind = KINDS.contains(&page.lower(s, office - 1).as_ref());
    let at = if kind { office - 1 } else { office };
    let Some(mark) = at.checked_sub(1).filter(|&mark| page.is_possessive(s, mark)) else { return };
    let Some(last) = mark.checked_sub(1) else { return };
    match page.name_at(s, last) {
        // `Diaz's office` is where she sits; her media office makes statements.
        Some(name) if name.kind == NameKind::Person && kind => {
            let Some(person) = cast.named_at(s, name.tokens.start) else { return };
            let Some(&person) = cast.mentions[person].actors.first() else { return };
            let tokens = start_of(page, s, last)..office + 1;
            let key = fold(&format!("{}'s {}", cast.parts[person].key, page.text(s, &(at..office + 1))));
            let group = match cast.group_called(&key) {
                Some(known) => known,
                None => {
                    let group = cast.named_group(page.text(s, &tokens), GroupKind::Government);
                    cast.call_group(key, group);
                    group
                }
            };
            let of = cast.country_of(person).unwrap_or(person);
            let of_span = page.span(s, &(last..last + 1));
            add(page, cast, (s, tokens), group, of, of_span);
        }
        Some(_) => {}
        None => {
            let from = last.saturating_sub(1);
            let two = page.text(s, &(from..last + 1)).to_lowercase();
            let title = if PROSECUTORS.contains(&two.as_str()) {
                from
            } else if PROSECUTORS.contains(&page.lower(s, last).as_ref()) {
                last
            } else {
                return;
            };
            let Some(name) = title.checked_sub(1).and_then(|before| page.name_at(s, before)) else { return };
            let tokens = name.tokens.start..office + 1;
            let text = page.text(s, &name.tokens);
            if name.kind != NameKind::Place && text != "New York" && !page.tables.places.contains(text) {
                return;
            }
            let text = page.text(s, &tokens).to_owned();
            let group = cast.named_group(&text, GroupKind::Government);
            let head = page.head_of(s, &tokens, office);
            cast.mention(page, (s, tokens), head, group, (MentionForm::Name, Reason::SameName));
        }
    }
}

fn start_of(page: &Page<'_>, s: usize, token: usize) -> usize {
    page.name_at(s, token).map_or(token, |name| name.tokens.start)
}

fn add(
    page: &Page<'_>,
    cast: &mut Cast,
    (s, tokens): (usize, Range<usize>),
    group: usize,
    of: usize,
    of_span: crate::types::Span,
) {
    let head = page.head_of(s, &tokens, tokens.end - 1);
    let possessor = cast.named_at(s, tokens.start);
    cast.mention(page, (s, tokens.clone()), head, group, (MentionForm::Name, Reason::SameName));
    if let Some(possessor) = possessor {
        // The person's name stays the one that begins here.
        cast.begin(s, tokens.start, possessor);
    }
    if cast.parts[of].kind == ActorKind::Country {
        cast.organ(group, of, (s, page.span(s, &tokens), of_span));
    }
}
