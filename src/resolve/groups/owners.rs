//! Whose body it is: the country or whole that its name, its possessor, a table or the document
//! tells.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::resolve::cast::Cast;
use crate::resolve::page::Page;
use crate::tables::{CountryForm, Sense, fold};
use crate::types::{ActorKind, GroupKind, Mention, MentionForm, NameKind, Reason, Upos};

/// `United Nations Security Council`, `EU Commission`: the whole that opens the name of its part.
pub(super) fn whole(page: &Page<'_>, cast: &mut Cast, s: usize, tokens: &Range<usize>, actor: usize) {
    let word = |k: usize| Some(page.word(s, tokens.start + k)).filter(|_| tokens.start + k + 1 < tokens.end);
    let Some((len, group)) = page.tables.groups.longest(word) else { return };
    // The `Commission on Police Reform` is none of the Commission's.
    let opens = page.upos(s, tokens.start + len) == Upos::Adp;
    if group.kind != GroupKind::International || len >= tokens.len() || opens {
        return;
    }
    let of = cast.listed_group(group);
    if of == actor {
        return;
    }
    let own = tokens.start..tokens.start + len;
    let head = page.head_of(s, &own, own.end - 1);
    let m = cast.named_at(s, tokens.start);
    cast.mention(page, (s, own.clone()), head, of, (MentionForm::Name, Reason::Table));
    if let Some(m) = m {
        // The longer name stays the one that begins here.
        cast.begin(s, tokens.start, m);
    }
    let (member_span, of_span) = (page.span(s, tokens), page.span(s, &own));
    cast.organ(actor, of, (s, member_span, of_span));
}

/// The listed body that a name means in this document: `Supreme Court` is that of the country that
/// the text is about, `Parliament` is nobody's yet.
pub(super) fn in_context<'p>(
    page: &Page<'p>,
    cast: &Cast,
    s: usize,
    tokens: &Range<usize>,
    group: &'p crate::tables::Group,
    main: Option<usize>,
) -> Option<&'p crate::tables::Group> {
    let text = page.text(s, tokens);
    if text == "House" && !cast.knows_country("USA") {
        return None;
    }
    let Some(iso3) = group.country.as_deref().filter(|_| page.tables.groups.is_ambiguous(text)) else {
        return Some(group);
    };
    let home = main.and_then(|m| cast.parts[m].iso3.as_deref());
    if home.is_none() || home == Some(iso3) || !group.organ && cast.knows_country(iso3) {
        return Some(group);
    }
    // The same body of the country that the text is about, if a table lists it.
    let twin = page.tables.groups.iter().find(|other| {
        other.country.as_deref() == home && other.organ && is_own_name(page, &other.name, text)
    });
    // A parliament that is called so is one of few: others' people speak to that of the United States.
    let lent = text == "Congress" && !home.is_some_and(|home| has_congress(page, home));
    twin.or_else(|| lent.then_some(group))
        .or_else(|| (cast.knows_country(iso3) && !group.organ).then_some(group))
}

/// True for `Israeli Supreme Court` and `Supreme Court`; a `National People's Congress` has another name.
fn is_own_name(page: &Page<'_>, name: &str, text: &str) -> bool {
    name.strip_suffix(text).is_some_and(|country| {
        let country = country.trim_end();
        country.is_empty() || page.tables.countries.get(country).is_some()
    })
}

/// States whose parliament is called a congress.
const CONGRESSES: &[&str] = &[
    "ARG", "BOL", "BRA", "CHL", "COL", "CRI", "DOM", "ECU", "ESP", "GTM", "HND", "MEX", "NIC", "PAN", "PER",
    "PHL", "PRY", "SLV", "USA", "VEN",
];

/// True if plain `Congress` is a parliament or a party of that state.
fn has_congress(page: &Page<'_>, iso3: &str) -> bool {
    let own = |group: &crate::tables::Group| {
        let party = group.kind == GroupKind::Party && group.name.ends_with(" Congress");
        party && group.country.as_deref() == Some(iso3)
    };
    CONGRESSES.contains(&iso3) || page.tables.groups.iter().any(own)
}

/// The country and the whole that a table row states.
pub(super) fn listed_roles(
    page: &Page<'_>,
    cast: &mut Cast,
    s: usize,
    tokens: &Range<usize>,
    (actor, group): (usize, &crate::tables::Group),
) {
    if !group.organ {
        return;
    }
    let span = page.span(s, tokens);
    let whole = group.part_of.as_deref().and_then(|slug| page.tables.groups.by_slug(slug));
    let of = match (whole, group.country.as_deref()) {
        (Some(whole), None) => Some(cast.listed_group(whole)),
        (_, Some(iso3)) => cast.country(page, iso3),
        (None, None) => None,
    };
    if let Some(of) = of {
        cast.organ(actor, of, (s, span, span));
    }
}

/// The country that a body's own words or its possessor name.
pub(super) fn owner(
    page: &Page<'_>,
    cast: &mut Cast,
    s: usize,
    tokens: &Range<usize>,
) -> Option<(usize, crate::types::Span)> {
    let within = tokens.clone().find_map(|i| {
        let (len, country, form) =
            page.tables.countries.longest(|k| Some(page.word(s, i + k)).filter(|_| i + k < tokens.end))?;
        let edge = i == tokens.start || matches!(page.before(s, i), "of" | "the");
        let fits = edge || form == CountryForm::Adjective;
        (fits && form != CountryForm::Seat).then(|| (country.iso3.clone(), i..i + len))
    });
    if let Some((iso3, words)) = within {
        return Some((cast.country(page, &iso3)?, page.span(s, &words)));
    }
    // `Iraq's Foreign Ministry`, `the Turkish Interior Ministry`, `the Foreign Ministry of Iraq`
    let mut at = tokens.start;
    if at > 0 && page.is_possessive(s, at - 1) {
        at -= 1;
    }
    for i in [at.checked_sub(1), Some(tokens.end + 1), Some(tokens.end + 2)].into_iter().flatten() {
        if i > tokens.end
            && !(page.word(s, tokens.end) == "of" && (i == tokens.end + 1 || page.word(s, i - 1) == "the"))
        {
            continue;
        }
        let Some(name) = page.name_at(s, i) else { continue };
        if matches!(name.kind, NameKind::Country | NameKind::Nationality)
            && let Some((iso3, _)) = crate::resolve::countries::meant(page, s, &name.tokens)
        {
            return Some((cast.country(page, &iso3)?, page.span(s, &name.tokens)));
        }
    }
    None
}

/// True if all words of a name are common ones, so that it says of no place or region.
fn is_plain(page: &Page<'_>, name: &str) -> bool {
    let tables = page.tables;
    name.split([' ', '-']).all(|word| {
        let word = word.to_lowercase();
        let stem = word.strip_suffix('s').unwrap_or(&word);
        let known = |w: &str| tables.words.get(w).is_some();
        !tables.senses.is(&word, Sense::Beyond)
            && (word.len() < 4
                || tables.senses.is(&word, Sense::Official)
                || known(&word)
                || known(stem)
                || tables.bodies.get(&word).is_some()
                || tables.offices.get(&word).is_some())
    })
}

/// How often countries are named (as the document's counts have it) where a body takes a stance and they
/// stand behind it.
fn against(page: &Page<'_>, cast: &Cast, body: usize) -> FxHashMap<usize, usize> {
    let acts = |m: &&Mention| {
        m.actors[..] == [body]
            && crate::resolve::nominals::is_subject(page, m.sentence, m.head)
            && page.in_stance(m.sentence, m.head)
    };
    let mut out = FxHashMap::default();
    for act in cast.mentions.iter().filter(acts) {
        let behind = |m: &&Mention| m.sentence == act.sentence && m.tokens.start > act.tokens.start;
        for &actor in cast.mentions.iter().filter(behind).flat_map(|m| &m.actors) {
            let state = if cast.parts[actor].kind == ActorKind::Country {
                Some(actor)
            } else {
                cast.country_of(actor).filter(|_| cast.parts[actor].kind == ActorKind::Group)
            };
            if let Some(state) = state {
                *out.entry(state).or_default() += 2;
            }
        }
    }
    out
}

/// Countries for organs whose name does not say which: that of the document, if there is one.
pub(in crate::resolve) fn adopt(page: &Page<'_>, cast: &mut Cast, counts: &[usize]) {
    let mut first: Vec<Option<usize>> = vec![None; cast.parts.len()];
    for (m, mention) in cast.mentions.iter().enumerate() {
        if let [actor] = mention.actors[..] {
            first[actor].get_or_insert(m);
        }
    }
    for (actor, first) in first.into_iter().enumerate() {
        let part = &cast.parts[actor];
        if part.kind != ActorKind::Group || !part.generic || cast.belongs_to(actor).next().is_some() {
            continue;
        }
        if !is_plain(page, &part.name) {
            // `European Space Agency`, `Victorian Legislative Council` are somebody else's.
            cast.parts[actor].generic = false;
            continue;
        }
        let Some(mention) = first.map(|m| &cast.mentions[m]) else { continue };
        let american = !part.name.contains("Ministry") && !part.name.contains("ministry");
        let against = against(page, cast, actor);
        let of = (0..counts.len())
            // A country that is named once may be what the debate is about, and one that is only named where
            // the body acts on it is another's.
            .filter(|&a| counts[a] > 2 + against.get(&a).copied().unwrap_or(0))
            .filter(|&a| american || cast.parts[a].iso3.as_deref() != Some("USA"))
            .max_by_key(|&a| (counts[a], std::cmp::Reverse(a)));
        let Some(of) = of else { continue };
        let (s, span) = (mention.sentence, mention.span);
        cast.parts[actor].generic = false;
        // `Parliament`, where the text also says `UK parliament`.
        let iso3 = cast.parts[of].iso3.clone().unwrap_or_default();
        let twin = cast.group_called(&format!("{iso3}:{}", fold(&cast.parts[actor].name)));
        if let Some(twin) = twin.filter(|&twin| twin != actor) {
            cast.merge(twin, actor);
            continue;
        }
        if let Some(iso3) = cast.parts[of].iso3.clone() {
            // `Parliament` of one country is not that of another, in a graph of many documents.
            let part = &mut cast.parts[actor];
            part.key = format!("{}-{}", part.key, iso3.to_lowercase());
        }
        cast.organ(actor, of, (s, span, span));
    }
}
