//! States that only the document as a whole tells: `President Obama`, `the Trump administration`.

use rustc_hash::FxHashMap;

use super::Open;
use crate::resolve::cast::Cast;
use crate::resolve::countries::is_government;
use crate::resolve::page::Page;
use crate::tables::{Holder, PersonName, Term};
use crate::types::{ActorKind, MentionForm, Reason, Role};

/// Offices that only some states have: the word (or its end), the states, and whether no other
/// state has such an office.
const STATES_OF: &[(&str, &[&str], bool)] = &[
    ("chancellor of the exchequer", &["GBR"], true),
    ("home secretary", &["GBR"], true),
    ("foreign secretary", &["GBR", "PHL"], true),
    ("health secretary", &["GBR", "USA"], false),
    ("taoiseach", &["IRL"], true),
    ("tánaiste", &["IRL"], true),
    ("chancellor", &["DEU", "AUT"], true),
    ("supreme leader", &["IRN", "PRK"], true),
    ("secretary of state", &["USA"], true),
    ("secretary", &["USA", "GBR"], false),
    ("attorney general", &["USA"], false),
    ("director of national intelligence", &["USA"], true),
    ("senator", &["USA"], false),
    ("sen.", &["USA"], false),
    ("representative", &["USA"], false),
    ("rep.", &["USA"], false),
    ("congressman", &["USA"], true),
    ("congresswoman", &["USA"], true),
    ("vice president", &["USA"], false),
    ("president-elect", &["USA"], false),
    ("first lady", &["USA"], false),
    ("queen", &["GBR"], false),
];

/// Offices that leaders hold.
const HEADS: &[&str] = &[
    "president",
    "president-elect",
    "prime minister",
    "premier",
    "chancellor",
    "leader",
    "chief executive",
    "pm",
];

/// Offices that one person holds at a time, and that the United States do not have.
const NOT_AMERICAN: &[&str] = &[
    "prime minister",
    "premier",
    "minister",
    "king",
    "chancellor",
    "crown prince",
    "emir",
    "sultan",
    "foreign minister",
];

/// Gives people whose office names no state the state that the document makes clear.
pub(in crate::resolve) fn adopt(page: &Page<'_>, cast: &mut Cast, open: Open, counts: &[usize]) {
    let mut held: FxHashMap<(usize, String), usize> = FxHashMap::default();
    for role in cast.roles.iter().filter(|role| !role.former) {
        held.entry((role.of, role.role.to_lowercase())).or_insert(role.member);
    }
    for (member, s, title, name) in open {
        if cast.country_of(member).is_some() {
            continue;
        }
        let text = page.text(s, &title).to_lowercase();
        if ["mayor", "governor", "district", "candidate", "lawmaker"].iter().any(|word| text.contains(word)) {
            continue;
        }
        let listed =
            STATES_OF.iter().find(|(word, ..)| text.ends_with(word) || text.ends_with(&format!("{word}s")));
        // Whose president Obama is, is common knowledge; but the text must speak of that country.
        let surname = cast.parts[member].name.rsplit(' ').next().unwrap_or_default();
        let leader = page.tables.leaders.country(surname).filter(|iso3| {
            cast.knows_country(iso3)
                && HEADS.iter().any(|head| text.ends_with(head) || text.ends_with(&format!("{head}s")))
        });
        let of = match listed {
            _ if leader.is_some() => leader.and_then(|iso3| cast.country(page, iso3)),
            // `Senator X` in a text that is all about the Philippines.
            Some((_, states, false)) if !weighs(cast, counts, states) => {
                by_counts(cast, counts, &held, (&text, member))
            }
            Some((_, states, _)) => {
                let known = states.iter().find(|iso3| cast.knows_country(iso3));
                match known.or(states.first().filter(|_| text == "taoiseach")) {
                    Some(iso3) => cast.country(page, iso3),
                    None => None,
                }
            }
            None => by_counts(cast, counts, &held, (&text, member)),
        };
        let Some(of) = of.filter(|&of| !is_stranger(page, cast, (member, of), &text)) else { continue };
        let former = text.starts_with("ex-")
            || title.start > 0 && super::is_former(&page.lower(s, title.start - 1), page.tables);
        let member_span = page.span(s, &name);
        let span = member_span.join(page.span(s, &title));
        cast.role(Role {
            member,
            of,
            role: page.text(s, &title).to_owned(),
            former,
            sentence: s,
            span,
            member_span,
            of_span: span,
            confidence: Role::STATED,
        });
    }
}

/// True if somebody is called head of the United States whom no table knows to have been one: all of them
/// are known.
fn is_stranger(page: &Page<'_>, cast: &Cast, (member, of): (usize, usize), office: &str) -> bool {
    let tables = page.tables;
    if !HEADS.contains(&office) || cast.parts[of].iso3.as_deref() != Some("USA") {
        return false;
    }
    let own = PersonName::new(&cast.parts[member].name);
    let short = |a: &str, b: &str| tables.nicknames.are_one(a, b);
    let led = |holder: &Holder| {
        let head = |term: &Term| term.of == "USA" && tables.kin.of(&term.office) == Some("head");
        let same = |name: &PersonName| {
            own.likeness(name, short).is_some() || !own.is_full() && name.surname() == own.surname()
        };
        holder.terms.iter().any(head) && holder.names().any(same)
    };
    !tables.holders.called(own.surname()).iter().any(led)
}

/// True if one of the states is named nearly as often as the one that the document names most.
fn weighs(cast: &Cast, counts: &[usize], states: &[&str]) -> bool {
    let most = counts.iter().copied().max().unwrap_or(0);
    counts.iter().enumerate().any(|(actor, &count)| {
        count * 4 >= most
            && count > 0
            && cast.parts[actor].iso3.as_deref().is_some_and(|iso3| states.contains(&iso3))
    })
}

/// The country that the document names most, without those whose office another person holds.
fn by_counts(
    cast: &Cast,
    counts: &[usize],
    held: &FxHashMap<(usize, String), usize>,
    (office, member): (&str, usize),
) -> Option<usize> {
    let american = !NOT_AMERICAN.iter().any(|word| office.ends_with(word));
    let taken =
        |country: usize| held.get(&(country, office.to_owned())).is_some_and(|&other| other != member);
    (0..counts.len().min(cast.parts.len()))
        // A country that is named in passing owns nobody.
        .filter(|&a| counts[a] > 5 && cast.parts[a].kind == ActorKind::Country)
        .filter(|&a| american || cast.parts[a].iso3.as_deref() != Some("USA"))
        .max_by_key(|&a| (if taken(a) { counts[a] / 4 } else { counts[a] }, std::cmp::Reverse(a)))
}

/// How the cast's mentions of bodies with a person's name read: `Trump administration`, `the
/// government of President X`.
pub(in crate::resolve) fn regimes(page: &Page<'_>, cast: &mut Cast) {
    let mut found = Vec::new();
    for mention in &cast.mentions {
        let [actor] = mention.actors[..] else { continue };
        if cast.parts[actor].kind != ActorKind::Person || mention.form != MentionForm::Name {
            continue;
        }
        let s = mention.sentence;
        let mut at = mention.tokens.end;
        if page.is_possessive(s, at) {
            at += 1;
        }
        let regime = matches!(
            page.lower(s, at).as_ref(),
            "administration" | "regime" | "government" | "cabinet" | "forces" | "troops" | "army"
        );
        if !regime || at >= page.len(s) {
            continue;
        }
        let surname = || page.word(s, mention.tokens.end - 1);
        let led = cast.country_of(actor).map(Ok);
        let led = led.or_else(|| page.tables.leaders.country(surname()).map(|iso3| Err(iso3.to_owned())));
        if let Some(country) = led {
            found.push((s, mention.tokens.start..at + 1, country));
        }
    }
    for (s, tokens, country) in found {
        // A state that the text does not name is none of its parties, unless its government is told by the
        // name of one whom all know.
        let alone = page.tables.leaders.is_known_alone(page.word(s, tokens.end - 2));
        let listed = page.listed_group(s, &tokens).is_some();
        let told = (alone || listed) && is_government(&page.lower(s, tokens.end - 1));
        let known = |iso3: String| {
            if told || cast.knows_country(&iso3) { cast.country(page, &iso3) } else { None }
        };
        let Some(country) = country.map_or_else(known, Some) else { continue };
        let head = page.head_of(s, &tokens, tokens.end - 1);
        cast.mention(page, (s, tokens), head, country, (MentionForm::Nominal, Reason::RoleNoun));
    }
}
