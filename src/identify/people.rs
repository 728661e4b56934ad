//! Whom the table of office holders knows.

use std::collections::BTreeSet;

use super::facts::{Facts, Held, months};
use crate::tables::{Holder, Likeness, OfficeKind, PersonName, Tables, Term, fold, same_surname, sound};
use crate::types::{Actor, Resolution, Role};

/// More people than this of one surname make it a usual one: more has to speak for a person.
const USUAL: usize = 6;

/// Names of an actor that are looked at.
const NAMES: usize = 8;

/// Who a person is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// One whom the table knows.
    Known(Box<Holder>),
    /// A namesake of such a one, and what tells them apart.
    Namesake(String),
    /// Nobody whom the table knows, or one of several.
    Unknown,
}

/// What speaks for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Support {
    None,
    /// The document speaks of the country.
    Country,
    /// The text gives some office of that country.
    State,
    /// The text gives the office.
    Office,
    /// The text gives the office and the country.
    Both,
}

/// Who an actor is, by its names, by what the text gives it (offices, and titles of women or men: `womans`), and
/// by the date.
pub(super) fn recognise(
    actor: &Actor,
    (held, womans): (&[Held], Option<bool>),
    facts: &Facts<'_>,
    tables: &Tables,
) -> Verdict {
    let names = std::iter::once(&actor.name).chain(actor.aliases.iter().take(NAMES));
    let full: Vec<PersonName> = names.map(|name| PersonName::new(name)).filter(PersonName::is_full).collect();
    if !full.is_empty() {
        return by_name(&full, held, facts, tables);
    }
    by_surname(actor, (held, womans), facts, tables)
}

/// By a name of several words.
fn by_name(full: &[PersonName], held: &[Held], facts: &Facts<'_>, tables: &Tables) -> Verdict {
    let mut candidates: Vec<(Likeness, Holder)> = Vec::new();
    let mut keys: BTreeSet<&str> = BTreeSet::new();
    let mut crowd = 0;
    for word in full.iter().flat_map(|name| [name.words.first(), name.words.last()]).flatten() {
        if !keys.insert(word) {
            continue;
        }
        for holder in tables.holders.called(word) {
            let last = full.iter().any(|name| name.surname() == word);
            crowd += usize::from(last && holder.names().any(|name| same_surname(name.surname(), word)));
            let short = |a: &str, b: &str| tables.nicknames.are_one(a, b);
            let like =
                holder.names().flat_map(|own| full.iter().filter_map(|name| name.likeness(own, short)));
            let Some(like) = like.min() else { continue };
            if is_grown(&holder, facts) && !candidates.iter().any(|(_, known)| known.slug == holder.slug) {
                candidates.push((like, holder));
            }
        }
    }
    let Some(best) = candidates.iter().map(|(like, _)| *like).min() else { return Verdict::Unknown };
    let weighed = candidates.into_iter().filter(|(like, _)| *like == best);
    let mut weighed: Vec<(Support, Holder)> =
        weighed.map(|(_, holder)| (support(&holder, held, facts), holder)).collect();
    weighed.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.slug.cmp(&b.1.slug)));
    let alone = weighed.len() == 1 || weighed.get(1).is_some_and(|second| second.0 < weighed[0].0);
    let Some((support, holder)) = weighed.into_iter().next() else { return Verdict::Unknown };
    if support < Support::Office
        && let Some(what) = stranger(&holder, held, tables)
    {
        // A text that says who they are: a namesake.
        return if best == Likeness::Same { Verdict::Namesake(what) } else { Verdict::Unknown };
    }
    let famous = is_head(&holder, tables) && is_distinct(&holder, tables);
    let enough = match best {
        Likeness::Loose if famous => Support::Country,
        Likeness::Loose => Support::Both,
        _ if famous => Support::None,
        Likeness::Middle => Support::Office,
        _ if crowd > USUAL => Support::State,
        _ => Support::Country,
    };
    let timely = support >= Support::Office || famous || is_timely(&holder, facts);
    if alone && support >= enough && timely { Verdict::Known(Box::new(holder)) } else { Verdict::Unknown }
}

/// By one word: only with an office, or a leader of whose country the document speaks.
fn by_surname(
    actor: &Actor,
    (held, womans): (&[Held], Option<bool>),
    facts: &Facts<'_>,
    tables: &Tables,
) -> Verdict {
    let name = PersonName::new(&actor.name);
    let word = name.surname();
    let own = |holder: &Holder| {
        holder.names().any(|own| {
            (own.is_full() && sound(own.surname()) == sound(word)) || own.words == name.words
                // The surname comes first where `Xi Jinping` is at home.
                || own.words.first().is_some_and(|first| first == word) && own.words.len() > 1 && tables.leaders.is_known_alone(&actor.name)
        })
    };
    let spoken = |holder: &Holder| holder.terms.iter().any(|term| facts.places.contains(&term.of));
    let titles: Vec<&Held> = held.iter().filter(|held| tables.kin.of(&held.office).is_some()).collect();
    // Of `Mrs Obama` nothing says that she holds an office; `Mrs Merkel` has a woman's given name in the table.
    let fits = |holder: &Holder| match (womans, is_womans(holder, tables)) {
        (Some(told), Some(known)) => told == known,
        (Some(true), None) => !titles.is_empty(),
        _ => true,
    };
    let called = tables.holders.called(word).into_iter();
    let all: Vec<Holder> = called.filter(own).filter(fits).collect();
    let fitting: Vec<Holder> = if titles.is_empty() {
        bare(actor, &all, held, facts, tables).into_iter().filter(spoken).collect()
    } else {
        let holds = |holder: &Holder| {
            titles.iter().any(|held| holder.terms.iter().any(|term| facts.is_held(held, term)))
                // What the text names beside a title has to be true of the person.
                && titles.iter().all(|held| {
                    held.places.is_empty() || holder.terms.iter().any(|term| held.places.contains(&term.of))
                })
        };
        let mut fitting: Vec<Holder> = all.iter().filter(|holder| holds(holder)).cloned().collect();
        if fitting.is_empty() {
            // `President Reagan`, long after.
            let was = |holder: &&Holder| titles.iter().any(|held| has_held(holder, held, facts));
            fitting = all.iter().filter(was).cloned().collect();
        }
        if fitting.len() > 1 {
            fitting.retain(spoken);
        }
        fitting.retain(|holder| is_head(holder, tables) || spoken(holder));
        fitting
    };
    match <[Holder; 1]>::try_from(fitting) {
        Ok([holder]) if is_grown(&holder, facts) => Verdict::Known(Box::new(holder)),
        _ => Verdict::Unknown,
    }
}

/// Whether the given name is a woman's, or a man's; none if it does not tell.
fn is_womans(holder: &Holder, tables: &Tables) -> Option<bool> {
    let given = holder.name.split(' ').next().unwrap_or_default();
    tables.people.is_womans(given).then_some(true).or(tables.people.is_mans(given).then_some(false))
}

/// Whom a surname means that stands without a title: the leader who is known by it, while he governs or
/// not long before and after (`Putin`); else the one who is in a great office on that day (`Kerry`).
fn bare(actor: &Actor, all: &[Holder], held: &[Held], facts: &Facts<'_>, tables: &Tables) -> Vec<Holder> {
    let near = |holder: &&Holder| {
        facts.month.is_none_or(|month| holder.terms.iter().any(|term| covers(term, month, (24, 96))))
    };
    let own = |holder: &&Holder| stranger(holder, held, tables).is_none();
    let leaders = all.iter().filter(|holder| is_head(holder, tables)).filter(near).filter(own);
    let leaders: Vec<Holder> = leaders.cloned().collect();
    if tables.leaders.is_known_alone(&actor.name) {
        return leaders;
    }
    let Some(month) = facts.month else { return Vec::new() };
    let usual = all.len() > USUAL || tables.words.get(&fold(&actor.name)).is_some();
    let now: Vec<&Holder> =
        all.iter().filter(|holder| holder.terms.iter().any(|term| covers(term, month, (0, 0)))).collect();
    match now[..] {
        [holder] if !usual && own(&holder) => {
            let great = |term: &&Term| {
                matches!(tables.kin.of(&term.office), Some("head" | "vice" | "foreign" | "defense"))
            };
            let great = holder.terms.iter().filter(great).any(|term| covers(term, month, (0, 0)));
            if great { vec![holder.clone()] } else { Vec::new() }
        }
        _ => Vec::new(),
    }
}

/// True if the holder has held this office before the document's date.
fn has_held(holder: &Holder, held: &Held, facts: &Facts<'_>) -> bool {
    holder.terms.iter().any(|term| {
        let place = if held.places.is_empty() {
            facts.places.contains(&term.of)
        } else {
            held.places.contains(&term.of)
        };
        let past = facts.month.is_some_and(|month| months(&term.start).is_some_and(|start| start <= month));
        place && past && facts.kin.fits(&held.office, &term.office)
    })
}

/// What speaks for a holder: the best of the offices that the text gives.
fn support(holder: &Holder, held: &[Held], facts: &Facts<'_>) -> Support {
    let of = |held: &Held| holder.terms.iter().any(|term| held.places.contains(&term.of));
    let best = held.iter().map(|held| {
        let office = holder.terms.iter().any(|term| facts.is_held(held, term));
        match (office, of(held)) {
            (true, true) => Support::Both,
            (true, false) => Support::Office,
            (false, true) => Support::State,
            _ => Support::None,
        }
    });
    let spoken = holder.terms.iter().any(|term| facts.places.contains(&term.of));
    best.max().unwrap_or(Support::None).max(if spoken { Support::Country } else { Support::None })
}

/// What a text says of a person that cannot be said of the holder: another state's office, another
/// walk of life.
fn stranger(holder: &Holder, held: &[Held], tables: &Tables) -> Option<String> {
    held.iter().filter(|held| !held.former).find_map(|held| {
        if matches!(tables.kin.of(&held.office), Some("sport" | "stage")) {
            return Some(held.office.clone());
        }
        // Offices of one state that its own people hold.
        let kin = tables.kin.of(&held.office);
        let state =
            held.kind == OfficeKind::State && kin.is_some_and(|kin| !matches!(kin, "envoy" | "governor"));
        let code = held.places.iter().find(|place| tables.countries.by_iso3(place).is_some())?;
        let own = holder.terms.iter().any(|term| held.places.contains(&term.of));
        (state && !own).then(|| format!("{} {code}", held.office))
    })
}

/// Old enough for the text to speak of.
fn is_grown(holder: &Holder, facts: &Facts<'_>) -> bool {
    match (holder.born, facts.month) {
        (Some(born), Some(month)) => month / 12 >= born + 18,
        _ => true,
    }
}

/// True if the text is not far in time from the person's offices.
fn is_timely(holder: &Holder, facts: &Facts<'_>) -> bool {
    let Some(month) = facts.month else { return true };
    holder.terms.iter().any(|term| {
        let begun = months(&term.start).is_none_or(|start| start - 15 * 12 <= month);
        let over = !term.end.is_empty() && months(&term.end).is_some_and(|end| month > end + 20 * 12);
        begun && !over
    })
}

/// True if a month lies in a term, or so many months before or after it.
fn covers(term: &Term, month: i32, (before, after): (i32, i32)) -> bool {
    months(&term.start).is_none_or(|start| start - before <= month)
        && (term.end.is_empty() || months(&term.end).is_none_or(|end| month <= end + after))
}

/// True for one who headed a state or its government.
fn is_head(holder: &Holder, tables: &Tables) -> bool {
    holder.terms.iter().any(|term| tables.kin.of(&term.office) == Some("head"))
}

/// True if a word of the names is known to mean the leader alone: `Zelenskiy`.
fn is_distinct(holder: &Holder, tables: &Tables) -> bool {
    let last = holder.name.rsplit(' ').next().unwrap_or_default();
    let first = holder.name.split(' ').next().unwrap_or_default();
    tables.leaders.is_known_alone(last) || tables.leaders.is_known_alone(first)
}

/// Offices that are only understood to be of some state get the state of the person whom the table
/// knows, or go: `US troops left. President Bashar al-Assad …`.
pub(super) fn mend_roles(resolution: &mut Resolution, found: &[Option<Verdict>], tables: &Tables) {
    let Resolution { actors, roles, .. } = resolution;
    let country = |code: &str| actors.iter().position(|actor| actor.iso3.as_deref() == Some(code));
    let mend = |mut role: Role| {
        let known = match found.get(role.member) {
            Some(Some(Verdict::Known(holder))) if role.of_span == role.span && role.role != "organ" => holder,
            _ => return Some(role),
        };
        let Some(of) = actors.get(role.of).and_then(|actor| actor.iso3.clone()) else { return Some(role) };
        let Some(office) = super::facts::office_of(&role.role, tables) else { return Some(role) };
        let fits = |term: &&Term| tables.kin.fits(&office.name, &term.office);
        if known.terms.iter().any(|term| term.of == of) {
            return Some(role);
        }
        role.of = known.terms.iter().filter(fits).find_map(|term| country(&term.of))?;
        Some(role)
    };
    *roles = std::mem::take(roles).into_iter().filter_map(mend).collect();
}
