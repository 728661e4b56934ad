//! Countries by name, demonym and seat; whether they act or are merely places.

use std::ops::Range;

use super::cast::Cast;
use super::page::Page;
use crate::tables::{CountryForm, Frame, FrameKind, FramePos, Sense, Slot};
use crate::types::{Basis, Deprel, GroupKind, MentionForm, Name, NameKind, Reason, Span, Upos, ZoneKind};

/// Prepositions after which a country is a place.
const PLACE: &[&str] = &[
    "in",
    "at",
    "near",
    "across",
    "inside",
    "outside",
    "within",
    "throughout",
    "around",
    "into",
    "through",
    "off",
    "over",
    "via",
    "along",
    "beyond",
    "onto",
];

/// True for prepositions after which a country is a place.
pub(super) fn is_place_preposition(word: &str) -> bool {
    PLACE.contains(&word)
}

/// After these a seat is a place, while a country may still be visited or withdrawn from.
const WAY: &[&str] = &["to", "from", "toward", "towards", "for", "of"];

/// How many words may stand between a nationality and the noun that means the state.
const GAP: usize = 3;

/// All mentions of countries by their own words.
pub(super) fn find(page: &Page<'_>, cast: &mut Cast) {
    let american = is_american_georgia(page);
    for s in 0..page.sentences.len() {
        for name in page.names(s) {
            match name.kind {
                NameKind::Country if american && page.text(s, &name.tokens) == "Georgia" => {}
                NameKind::Country | NameKind::Nationality | NameKind::Place => one(page, cast, s, name),
                NameKind::Organisation | NameKind::Party => inside(page, cast, s, &name.tokens),
                NameKind::Person | NameKind::Other => {}
            }
        }
        for i in 0..page.len(s) {
            compound(page, cast, s, i);
        }
    }
}

/// `US-backed`, `pro-Russian`: the country inside a hyphenated word, where the other part is one
/// that says how it stands to others. The mention is of that part alone.
fn compound(page: &Page<'_>, cast: &mut Cast, s: usize, i: usize) {
    let word = page.word(s, i);
    let Some((left, right)) = word.rsplit_once('-') else { return };
    if both(page, cast, s, i..i + 1, (left, right)) {
        return;
    }
    // `U.S.-South Korean`
    let wide = format!("{right} {}", page.word(s, i + 1));
    if page.tables.countries.get(&wide).is_some() && both(page, cast, s, i..i + 2, (left, &wide)) {
        return;
    }
    let frames = &page.tables.frames;
    // `the U.S.-led invasion`; a coalition is one of its own.
    let coalition = || (i + 1..i + 3).any(|k| page.tables.bodies.get(&page.lower(s, k)).is_some());
    let known = |part: &str| frames.of(part, FramePos::Adj).next().is_some() || part == "led" && !coalition();
    let (part, at) = if known(&right.to_lowercase()) {
        (left, 0)
    } else if known(&format!("{}-", left.to_lowercase())) {
        (right, left.len() + 1)
    } else {
        return;
    };
    let Some((country, form)) = page.tables.countries.get(part) else { return };
    let iso3 = country.iso3.clone();
    if form == CountryForm::Seat || page.name_at(s, i).is_some() {
        return;
    }
    let Some(actor) = cast.country(page, &iso3) else { return };
    let start = page.span(s, &(i..i + 1)).start + at;
    cast.part_mention((s, i), Span::new(start, start + part.len()), vec![actor]);
}

/// `Israeli-Palestinian`, `U.S.-Turkey`: two states in one word; true if it is such a word.
fn both(
    page: &Page<'_>,
    cast: &mut Cast,
    s: usize,
    tokens: Range<usize>,
    (left, right): (&str, &str),
) -> bool {
    let state = |part: &str| {
        let (country, form) = page.tables.countries.get(part)?;
        (form != CountryForm::Seat).then(|| country.iso3.clone())
    };
    // `a Cuban-American` is an American.
    let last = tokens.end - 1;
    let of_people = || {
        let adjective = page.tables.countries.get(left).is_some_and(|(_, f)| f == CountryForm::Adjective);
        let noun = !matches!(page.upos(s, last + 1), Upos::Noun | Upos::Propn | Upos::Adj);
        adjective && (right.ends_with('s') || noun)
    };
    let people =
        right.strip_suffix('s').unwrap_or(right) == "American" && (left.ends_with('n') || of_people());
    let (Some(one), Some(other)) = (state(left), state(right).filter(|_| !people)) else { return false };
    let longer = |name: &Name| name.tokens.len() > tokens.len();
    if one == other || page.name_at(s, last).is_some_and(longer) {
        return false;
    }
    let (Some(one), Some(other)) = (cast.country(page, &one), cast.country(page, &other)) else {
        return false;
    };
    // In `U.S.-South Korean` the last word may have been read by itself.
    match cast.named_at(s, last).filter(|_| tokens.len() > 1) {
        Some(m) => {
            let mention = &mut cast.mentions[m];
            (mention.actors, mention.span, mention.place) = (vec![one, other], page.span(s, &tokens), false);
        }
        None => cast.part_mention((s, last), page.span(s, &tokens), vec![one, other]),
    }
    true
}

/// True if `Georgia` is the American state here: nothing else Georgian, but the United States, another of
/// their states, or who is at the head of a part of a country (`Georgia Governor`).
fn is_american_georgia(page: &Page<'_>) -> bool {
    let mut american = false;
    for s in 0..page.sentences.len() {
        for name in page.names(s) {
            let text = page.text(s, &name.tokens);
            let state = page.listed_group(s, &name.tokens).filter(|group| group.kind == GroupKind::Region);
            american |= state.and_then(|group| group.country.as_deref()) == Some("USA");
            let Some((iso3, _)) = meant(page, s, &name.tokens) else { continue };
            if iso3 == "GEO" && text != "Georgia" {
                return false;
            }
            let next =
                if page.is_possessive(s, name.tokens.end) { name.tokens.end + 1 } else { name.tokens.end };
            let office = page.lower(s, next);
            american |= iso3 == "USA"
                || text == "Georgia" && page.tables.senses.is(office.trim_end_matches('.'), Sense::Province);
        }
    }
    american
}

/// The country that a stretch of words means exactly.
pub(super) fn meant(page: &Page<'_>, s: usize, tokens: &Range<usize>) -> Option<(String, CountryForm)> {
    let (len, country, form) = page
        .tables
        .countries
        .longest(|k| Some(page.word(s, tokens.start + k)).filter(|_| tokens.start + k < tokens.end))?;
    (len == tokens.len()).then(|| (country.iso3.clone(), form))
}

fn one(page: &Page<'_>, cast: &mut Cast, s: usize, name: &Name) {
    let tokens = name.tokens.clone();
    let Some((iso3, form)) = meant(page, s, &tokens) else { return };
    // `St. Martin's`, and nothing behind it: a school or a firm.
    let saint = matches!(page.word(s, tokens.start), "St." | "St" | "Saint");
    let owned = page.is_possessive(s, tokens.end)
        && matches!(page.upos(s, tokens.end + 1), Upos::Noun | Upos::Adj | Upos::Propn);
    if saint && page.is_possessive(s, tokens.end) && !owned {
        return;
    }
    let place =
        is_place(page, s, &tokens, form) && !(form == CountryForm::Seat && governs(page, s, tokens.end));
    if form == CountryForm::Seat && place {
        return;
    }
    let Some(actor) = cast.country(page, &iso3) else { return };
    let form = match form {
        CountryForm::Name => MentionForm::Name,
        CountryForm::Adjective | CountryForm::People => MentionForm::Demonym,
        CountryForm::Seat => MentionForm::Metonym,
    };
    let head = page.head_of(s, &tokens, tokens.end - 1);
    let state = state_noun(page, s, &tokens);
    let m = cast.mention(page, (s, tokens.clone()), head, actor, (form, Reason::Table));
    cast.mentions[m].place = place && state.is_none();
    if let Some(noun) = state {
        let whole = tokens.start..noun + 1;
        let head = page.head_of(s, &whole, noun);
        cast.mention(page, (s, whole), head, actor, (MentionForm::Nominal, Reason::Table));
    }
}

/// `Iraqi (security) forces`, `Iraq's government`: the noun that means the state.
fn state_noun(page: &Page<'_>, s: usize, tokens: &Range<usize>) -> Option<usize> {
    let mut at = tokens.end;
    if page.is_possessive(s, at) {
        at += 1;
    }
    let end = (at + GAP).min(page.len(s));
    for i in at..end {
        let word = page.lower(s, i);
        let body = page.tables.bodies.get(&word);
        // `the Syrian official`, `the Iraqi minister` are people.
        let person = page.office(s, i).is_some_and(|(len, _, plural)| len == 1 && !plural);
        if body.is_some_and(|b| b.stands_for_state) && !person && page.name_at(s, i).is_none() {
            // `Iraqi government forces`: the last such noun.
            let next = page.lower(s, i + 1);
            let more = page.tables.bodies.get(&next).is_some_and(|b| b.stands_for_state);
            return Some(if more && i + 1 < page.len(s) { i + 1 } else { i });
        }
        let modifies = matches!(page.upos(s, i), Upos::Adj | Upos::Noun | Upos::Propn | Upos::X)
            && word.starts_with(|c: char| c.is_alphabetic())
            && page.name_at(s, i).is_none();
        if !modifies {
            return None;
        }
    }
    None
}

/// `the Kabul government`: the noun after a seat that makes it mean the state; not `the Paris city government`.
fn governs(page: &Page<'_>, s: usize, i: usize) -> bool {
    is_government(&page.lower(s, i)) && page.name_at(s, i).is_none()
}

/// True for what governs a state and is told by its seat or its head: `the Assad regime`.
pub(super) fn is_government(noun: &str) -> bool {
    matches!(noun, "administration" | "regime" | "government")
}

/// True if the words name a place where something is, not a party.
fn is_place(page: &Page<'_>, s: usize, tokens: &Range<usize>, form: CountryForm) -> bool {
    match form {
        // `near the Libyan border`; but `Libyan border guards`
        CountryForm::Adjective => {
            return page.tables.senses.is(&page.lower(s, tokens.end), Sense::Land)
                && !matches!(page.upos(s, tokens.end + 1), Upos::Noun | Upos::Propn);
        }
        // `Nigerians were among the dead`: people of a country are its side only where they act.
        CountryForm::People => {
            let head = page.head_of(s, tokens, tokens.end - 1);
            // `Syrians thanked X`: some of them; but `the Syrians`, `talks between Israelis and Palestinians`.
            let joined = page.deprel(s, head) == Deprel::Conj
                || (0..page.len(s))
                    .any(|i| page.head(s, i) == Some(head) && page.deprel(s, i) == Deprel::Conj);
            let headline = page.sentences.get(s).is_some_and(|sentence| sentence.zone == ZoneKind::Headline);
            if !joined && !headline && !page.before(s, tokens.start).eq_ignore_ascii_case("the") {
                return true;
            }
            return !super::nominals::is_subject(page, s, head)
                && !matches!(page.deprel(s, head), Deprel::Obj | Deprel::NmodPoss);
        }
        CountryForm::Name | CountryForm::Seat => {}
    }
    if is_land(page, s, tokens) {
        return true;
    }
    let after = page.word(s, tokens.end);
    // `Kyiv, Ukraine`: the country only says where the city is.
    if tokens.start >= 2
        && page.word(s, tokens.start - 1) == ","
        && page.name_at(s, tokens.start - 2).is_some_and(|n| n.kind == NameKind::Place)
        && matches!(after, "," | "." | "" | ")" | "and" | "on" | "in" | ";")
        && page.deprel(s, page.head_of(s, tokens, tokens.start)) != Deprel::Conj
    {
        return true;
    }
    if page.is_possessive(s, tokens.end) {
        // `London's Hyde Park`
        return form == CountryForm::Seat
            && page
                .name_at(s, tokens.end + 1)
                .is_some_and(|n| matches!(n.kind, NameKind::Place | NameKind::Other));
    }
    // `the Bangkok suburb`
    if form == CountryForm::Seat && matches!(page.before(s, tokens.start), "the" | "The" | "a") {
        return true;
    }
    let preposition = page.preposition(s, tokens);
    if PLACE.contains(&preposition.as_ref()) {
        return form == CountryForm::Seat || !is_complement(page, s, tokens, &preposition);
    }
    if form != CountryForm::Seat {
        return false;
    }
    let listed_next = after == ","
        && page
            .name_at(s, tokens.end + 1)
            .is_some_and(|n| matches!(n.kind, NameKind::Country | NameKind::Place));
    let way = WAY.contains(&preposition.as_ref());
    way && !is_said_by(page, s, tokens, &preposition) && !is_held_of(page, s, tokens, &preposition)
        || listed_next && preposition.is_empty() && tokens.start == 0
        || tokens.start == 0 && matches!(after, ":" | "—" | "-" | "–" | "(")
        || matches!(page.before(s, tokens.start), "(" | "visited" | "left" | "reached" | "entered")
        || page.name_at(s, tokens.end).is_some_and(|n| n.kind == NameKind::Organisation)
        || is_modifier_of_place(page, s, tokens)
}

/// True if the phrase completes a word that takes a party with this preposition: `anger at France`,
/// `interference in Moldova`, `opened fire on Ethiopia`.
fn is_complement(page: &Page<'_>, s: usize, tokens: &Range<usize>, preposition: &str) -> bool {
    let head = page.head_of(s, tokens, tokens.end - 1);
    let takes = |i: usize| {
        let pos = match page.upos(s, i) {
            Upos::Verb => FramePos::Verb,
            Upos::Noun => FramePos::Noun,
            Upos::Adj => FramePos::Adj,
            _ => return false,
        };
        let wanted = |slot: &Slot| matches!(slot, Slot::Preposition(p) if p == preposition);
        let mut frames = page.tables.frames.of(page.lemma(s, i), pos);
        frames.any(|frame| frame.target.iter().chain(&frame.holder).any(wanted))
    };
    let Some(up) = page.head(s, head) else { return false };
    // The phrase may hang on the verb above the noun that it completes.
    let object = || {
        (up + 1..head)
            .rev()
            .take(6)
            .find(|&i| page.deprel(s, i) == Deprel::Obj && page.head(s, i) == Some(up))
    };
    takes(up) || object().is_some_and(takes)
}

/// `the accusation from Manila`, `criticism from Ottawa`: a seat from which somebody's word comes acts.
fn is_said_by(page: &Page<'_>, s: usize, tokens: &Range<usize>, preposition: &str) -> bool {
    let head = page.head_of(s, tokens, tokens.end - 1);
    let Some(noun) = page.head(s, head).filter(|&up| page.upos(s, up) == Upos::Noun) else { return false };
    let holds = |frame: &Frame| {
        matches!(frame.kind, FrameKind::Stance { basis: Basis::Word, .. })
            && frame.holder.iter().any(|slot| matches!(slot, Slot::Preposition(p) if p == preposition))
    };
    preposition == "from" && page.tables.frames.of(page.lemma(s, noun), FramePos::Noun).any(holds)
}

/// `support for Warsaw`, `criticism of Havana`: a seat for or against which somebody's word is.
fn is_held_of(page: &Page<'_>, s: usize, tokens: &Range<usize>, preposition: &str) -> bool {
    let head = page.head_of(s, tokens, tokens.end - 1);
    let held = |i: usize| {
        let mut frames = page.tables.frames.of(page.lemma(s, i), FramePos::Noun);
        page.upos(s, i) == Upos::Noun
            && frames.any(|frame| {
                matches!(frame.kind, FrameKind::Stance { basis: Basis::Word, .. })
                    && frame
                        .target
                        .iter()
                        .any(|slot| matches!(slot, Slot::Preposition(p) if p == preposition))
            })
    };
    // The noun stands right before the preposition, wherever the tree hangs the phrase.
    let noun = tokens.start.checked_sub(2).filter(|_| matches!(preposition, "for" | "of"));
    page.head(s, head).is_some() && noun.is_some_and(held)
}

/// True if a relation word takes these words as its object or complement: `persecuted the Rohingya`,
/// `genocide against the Yazidis`.
pub(super) fn is_target(page: &Page<'_>, s: usize, tokens: &Range<usize>) -> bool {
    let head = page.head_of(s, tokens, tokens.end - 1);
    let object = matches!(page.deprel(s, head), Deprel::Obj)
        && page.head(s, head).is_some_and(|verb| {
            let mut frames = page.tables.frames.of(page.lemma(s, verb), FramePos::Verb);
            frames.any(|frame| frame.target.contains(&Slot::Object))
        });
    object || is_complement(page, s, tokens, &page.preposition(s, tokens))
}

/// True if the country only says whose land is meant.
fn is_land(page: &Page<'_>, s: usize, tokens: &Range<usize>) -> bool {
    if page.is_possessive(s, tokens.end) {
        return (1..=2).any(|k| page.tables.senses.is(&page.lower(s, tokens.end + k), Sense::Land));
    }
    // `the border between Libya and Niger`, `the border with Mexico`
    let mut i = tokens.start;
    while i > 0 && tokens.start - i < 6 {
        i -= 1;
        let word = page.lower(s, i);
        if matches!(word.as_ref(), "border" | "borders" | "frontier") {
            return true;
        }
        let between = matches!(word.as_ref(), "between" | "with" | "and" | "the" | "of")
            || page.name_at(s, i).is_some();
        if !between {
            break;
        }
    }
    let head = page.head_of(s, tokens, tokens.end - 1);
    let mut at = head;
    for _ in 0..2 {
        let Some(up) = page.head(s, at) else { return false };
        match page.deprel(s, at) {
            Deprel::Conj => at = up,
            Deprel::Nmod | Deprel::Compound | Deprel::Obl => {
                return page.tables.senses.is(&page.lower(s, up), Sense::Land);
            }
            _ => return false,
        }
    }
    false
}

/// `the Damascus suburb`, `Washington lawyer`: the seat before a noun is where that is.
fn is_modifier_of_place(page: &Page<'_>, s: usize, tokens: &Range<usize>) -> bool {
    let next = tokens.end;
    page.upos(s, next) == Upos::Noun && matches!(page.deprel(s, tokens.end - 1), Deprel::Compound)
}

/// The countries inside the name of a body that no table lists: `Iraqi Foreign Ministry`,
/// `Parliament of the United Kingdom`.
fn inside(page: &Page<'_>, cast: &mut Cast, s: usize, tokens: &Range<usize>) {
    if page.listed_group(s, tokens).is_some() {
        return;
    }
    let organ = tokens.clone().any(|i| page.tables.bodies.get(&page.lower(s, i)).is_some_and(|b| b.organ));
    let mut i = tokens.start;
    while i < tokens.end {
        let found =
            page.tables.countries.longest(|k| Some(page.word(s, i + k)).filter(|_| i + k < tokens.end));
        let Some((len, country, form)) = found else {
            i += 1;
            continue;
        };
        let own = i..i + len;
        // `New Jersey`, `All India Hindu Union`: only part of another name.
        let edge = i == tokens.start || matches!(page.before(s, i), "of" | "the" | "'s" | "’s");
        i += len;
        if !edge && form == CountryForm::Name {
            continue;
        }
        let form = match form {
            CountryForm::Name => MentionForm::Name,
            CountryForm::Adjective | CountryForm::People => MentionForm::Demonym,
            CountryForm::Seat => continue,
        };
        let iso3 = country.iso3.clone();
        if len < tokens.len()
            && let Some(actor) = cast.country(page, &iso3)
        {
            let head = page.head_of(s, &own, own.end - 1);
            let m = cast.mention(page, (s, own), head, actor, (form, Reason::Table));
            // `University of Singapore` is no organ of that state.
            cast.mentions[m].place = !organ;
        }
    }
}
