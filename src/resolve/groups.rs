//! Bodies by name: listed ones, short forms, acronyms, organs of a country.

use std::ops::Range;

use super::cast::Cast;
use super::page::Page;
use crate::tables::{CountryForm, CueRole, fold};
use crate::types::{ActorKind, GroupKind, MentionForm, Name, NameKind, Reason, Role, Upos};

/// All mentions of bodies by name, and the roles that their names state.
pub(super) fn find(page: &Page<'_>, cast: &mut Cast, main: Option<usize>) {
    let mut named: Vec<(usize, usize)> = Vec::new();
    for s in 0..page.sentences.len() {
        for name in page.names(s) {
            let body = matches!(name.kind, NameKind::Organisation | NameKind::Party);
            if body && let Some(actor) = one(page, cast, s, name, main) {
                named.push((s, actor));
            }
        }
    }
    shorten(page, cast, &named);
}

/// A body that takes a country from its table row, its name or its possessor.
fn one(page: &Page<'_>, cast: &mut Cast, s: usize, name: &Name, main: Option<usize>) -> Option<usize> {
    let tokens = name.tokens.clone();
    let head = page.head_of(s, &tokens, tokens.end - 1);
    let listed =
        page.listed_group(s, &tokens).and_then(|group| in_context(page, cast, s, &tokens, group, main));
    let text = page.text(s, &tokens);
    // `Trump administration`, `Assad regime`: the state.
    let state = listed.filter(|group| {
        let last = page.lower(s, tokens.end - 1);
        group.organ && matches!(last.as_ref(), "administration" | "regime" | "government")
    });
    if let Some(actor) =
        state.and_then(|group| group.country.as_deref()).and_then(|iso3| cast.country(page, iso3))
    {
        cast.mention(page, (s, tokens), head, actor, (MentionForm::Name, Reason::Table));
        return None;
    }
    let (actor, reason) = if let Some(group) = listed {
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
    }
    // `Shiite shrine`, `Muslims of the region`: a community is a party where it acts or is acted on.
    let people = cast.parts[actor].subtype == Some(GroupKind::People);
    let acts = text.ends_with('s') && super::nominals::is_subject(page, s, head);
    if people && (acts || super::countries::is_target(page, s, &tokens)) {
        cast.parts[actor].weak = false;
    }
    let source = match cast.parts[actor].subtype {
        // A region is a party only where it acts.
        Some(GroupKind::Region) => {
            !super::nominals::is_subject(page, s, head) && !page.is_possessive(s, tokens.end)
        }
        Some(GroupKind::Media) => is_source(page, s, &tokens),
        Some(GroupKind::Company) => is_platform(page, s, &tokens),
        _ => false,
    };
    if source {
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
            cast.role(Role {
                member: actor,
                of,
                role: "organ".to_owned(),
                former: false,
                sentence: s,
                span: understood.join(of_span),
                member_span: understood,
                of_span,
            });
        }
    }
    Some(actor)
}

/// One key for `Thai army`, `Thailand's army`: country and the rest of the name.
fn own_key(page: &Page<'_>, s: usize, tokens: &Range<usize>) -> Option<String> {
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
fn initials(page: &Page<'_>, s: usize, tokens: &Range<usize>) -> Option<String> {
    let mut key = String::from("=");
    key.extend(tokens.clone().filter_map(|i| page.word(s, i).chars().next().filter(|c| c.is_uppercase())));
    (key.len() > 3).then_some(key)
}

fn is_acronym(text: &str) -> bool {
    (2..=7).contains(&text.len()) && text.chars().all(|c| c.is_ascii_uppercase())
}

/// What the last noun of a body's name says: `Air Force`, `Ministry (of Defence)`.
fn last_noun(page: &Page<'_>, s: usize, tokens: &Range<usize>) -> Option<crate::tables::Body> {
    let bodies = &page.tables.bodies;
    let last = page.lower(s, tokens.end - 1);
    let two = (tokens.len() > 1).then(|| format!("{} {last}", page.lower(s, tokens.end - 2)));
    two.and_then(|two| bodies.get(&two))
        .or_else(|| bodies.get(&last))
        .or_else(|| tokens.clone().rev().find_map(|i| bodies.get(&page.lower(s, i))))
}

/// `United Nations Security Council`, `EU Commission`: the whole that opens the name of its part.
fn whole(page: &Page<'_>, cast: &mut Cast, s: usize, tokens: &Range<usize>, actor: usize) {
    let word = |k: usize| Some(page.word(s, tokens.start + k)).filter(|_| tokens.start + k + 1 < tokens.end);
    let Some((len, group)) = page.tables.groups.longest(word) else { return };
    if group.kind != GroupKind::International || len >= tokens.len() {
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
    cast.role(Role {
        member: actor,
        of,
        role: "organ".to_owned(),
        former: false,
        sentence: s,
        span: member_span,
        member_span,
        of_span,
    });
}

/// The listed body that a name means in this document: `Supreme Court` is that of the country that
/// the text is about, `Parliament` is nobody's yet.
fn in_context<'p>(
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
    let twin = page
        .tables
        .groups
        .iter()
        .find(|other| other.country.as_deref() == home && other.name.ends_with(text) && other.organ);
    twin.or_else(|| (cast.knows_country(iso3) && !group.organ).then_some(group))
}

/// The country and the whole that a table row states.
fn listed_roles(
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
        cast.role(Role {
            member: actor,
            of,
            role: "organ".to_owned(),
            former: false,
            sentence: s,
            span,
            member_span: span,
            of_span: span,
        });
    }
}

/// The country that a body's own words or its possessor name.
fn owner(
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
            && let Some((iso3, _)) = super::countries::meant(page, s, &name.tokens)
        {
            return Some((cast.country(page, &iso3)?, page.span(s, &name.tokens)));
        }
    }
    None
}

/// `Syrian Democratic Forces (SDF)`: the brackets give another name; also the other way round.
fn acronym(page: &Page<'_>, cast: &mut Cast, s: usize, tokens: &Range<usize>, actor: usize) {
    let at = tokens.end;
    if page.word(s, at) != "(" || page.word(s, at + 2) != ")" {
        return;
    }
    let short = page.word(s, at + 1);
    if short.len() > 1 && short.chars().all(|c| c.is_uppercase() || c.is_ascii_digit() || "-.".contains(c)) {
        cast.call_group(fold(short), actor);
        if cast.parts[actor].name != short {
            cast.parts[actor].aliases.insert(short.to_owned());
        }
    }
}

/// True where a medium is only the source: `told CNN`, `according to Reuters`, `the BBC reported`.
fn is_source(page: &Page<'_>, s: usize, tokens: &Range<usize>) -> bool {
    let before = page.before(s, tokens.start);
    let before = if matches!(before, "the" | "The") && tokens.start >= 2 {
        page.word(s, tokens.start - 2)
    } else {
        before
    };
    if matches!(
        before,
        "told"
            | "to"
            | "by"
            | "on"
            | "with"
            | "in"
            | "from"
            | "via"
            | "("
            | "tells"
            | "To"
            | "By"
            | "On"
            | "In"
            | "for"
            | "and"
    ) {
        return true;
    }
    let speech = |i: usize| {
        page.upos(s, i) == Upos::Verb && page.tables.cues.has(page.lemma(s, i), CueRole::Speech)
            || matches!(page.word(s, i), "reported" | "said" | "says" | "reports" | "quoted" | "cited")
    };
    if (tokens.end..tokens.end + 3).any(speech) {
        return true;
    }
    matches!(page.word(s, tokens.end), "." | ")" | "'s" | "’s")
        || page.upos(s, tokens.end) == Upos::Noun
        || before == ","
}

/// True where a company is only where something was said: `on Twitter`, `a Facebook post`.
fn is_platform(page: &Page<'_>, s: usize, tokens: &Range<usize>) -> bool {
    matches!(page.before(s, tokens.start), "on" | "via" | "On" | "Via" | "his" | "her" | "a")
        || matches!(
            page.word(s, tokens.end),
            "account"
                | "accounts"
                | "post"
                | "posts"
                | "feed"
                | "page"
                | "message"
                | "messages"
                | "user"
                | "users"
        )
        || page.word(s, tokens.end + 1) == "account"
}

/// Joins a short form with the one longer name that it ends or begins: `Supreme Court` with
/// `UK Supreme Court`, `Labour` with `Labour Party`.
fn shorten(page: &Page<'_>, cast: &mut Cast, named: &[(usize, usize)]) {
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
        let longer = |j: usize| {
            let long = &words[j];
            long.len() > short.len()
                && (long.ends_with(short) && country_first(page, &long[..long.len() - short.len()])
                    || long.starts_with(short) && is_kind_noun(&long[short.len()..]))
        };
        let mut found = (0..words.len()).filter(|&j| j != i && longer(j));
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

/// Words of the names of organs that dictionaries of news words may lack.
#[rustfmt::skip]
const OF_ORGANS: &[&str] = &[
    "supreme", "federal", "national", "central", "interior", "defense", "defence", "judicial", "electoral",
    "constitutional", "legislative", "judiciary", "affairs", "circuit", "appeals", "district", "intelligence",
    "homeland", "second", "third", "first",
];

/// Words that name no country, but no country's own body either.
#[rustfmt::skip]
const BEYOND: &[&str] =
    &["european", "african", "asian", "arab", "islamic", "american", "western", "eastern", "northern", "southern"];

/// True if all words of a name are common ones, so that it says of no place or region.
fn is_plain(page: &Page<'_>, name: &str) -> bool {
    let tables = page.tables;
    name.split([' ', '-']).all(|word| {
        let word = word.to_lowercase();
        let stem = word.strip_suffix('s').unwrap_or(&word);
        let known = |w: &str| tables.words.get(w).is_some();
        !BEYOND.contains(&word.as_str())
            && (word.len() < 4
                || OF_ORGANS.contains(&word.as_str())
                || known(&word)
                || known(stem)
                || tables.bodies.get(&word).is_some()
                || tables.offices.get(&word).is_some())
    })
}

/// Countries for organs whose name does not say which: that of the document, if there is one.
pub(super) fn adopt(page: &Page<'_>, cast: &mut Cast, counts: &[usize]) {
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
        let of = (0..counts.len())
            .filter(|&a| counts[a] > 0 && (american || cast.parts[a].iso3.as_deref() != Some("USA")))
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
        cast.role(Role {
            member: actor,
            of,
            role: "organ".to_owned(),
            former: false,
            sentence: s,
            span,
            member_span: span,
            of_span: span,
        });
    }
}
