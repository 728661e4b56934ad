//! People: full names, short forms, surnames.

mod namesakes;
mod spelling;

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::cast::{Cast, Gender, visible};
use super::page::Page;
use crate::tables::slug;
use crate::types::{ActorKind, MentionForm, NameKind, Reason, ZoneKind};
use namesakes::{Known, Meant};
use spelling::{bones, core, generation, same_person, sound, words};

/// A person in the making.
struct Person {
    actor: usize,
    /// Folded words of the longest name.
    words: Vec<String>,
    gender: Option<Gender>,
    /// What the given name says.
    likely: Option<Gender>,
    known: Known,
}

impl Person {
    fn new(actor: usize, page: &Page<'_>, found: &Found, first: usize) -> Self {
        let likely = likely(page, page.word(found.s, found.tokens.start)).filter(|_| found.words.len() > 1);
        let known = Known::new(first);
        Self { actor, words: found.words.clone(), gender: found.gender, likely, known }
    }
}

struct Found {
    s: usize,
    tokens: Range<usize>,
    words: Vec<String>,
    gender: Option<Gender>,
    /// The office that stands right before the name, as tables call it.
    title: Option<String>,
    headline: bool,
    subject: bool,
}

/// All mentions of people by name.
pub(super) fn find(page: &Page<'_>, cast: &mut Cast) {
    let found: Vec<Found> = (0..page.sentences.len())
        .flat_map(|s| page.names(s).iter().map(move |name| (s, name)))
        // `Sars` may look like somebody's name where it is short for a body's.
        .filter(|(s, name)| name.kind == NameKind::Person && cast.named_at(*s, name.tokens.start).is_none())
        .map(|(s, name)| Found {
            s,
            tokens: name.tokens.clone(),
            words: words(page.text(s, &name.tokens)),
            gender: gender(page, s, name.tokens.start),
            title: title(page, s, name.tokens.start),
            headline: page.sentences.get(s).is_some_and(|it| it.zone == ZoneKind::Headline),
            subject: super::nominals::is_subject(page, s, page.head_of(s, &name.tokens, name.tokens.start)),
        })
        .collect();
    let mut people = People::default();
    let mut who: Vec<Option<usize>> = vec![None; found.len()];
    for (i, (found, who)) in found.iter().zip(&mut who).enumerate() {
        if core(&found.words).len() > 1 {
            *who = Some(people.full(page, cast, found, i));
        }
    }
    for (i, (found, who)) in found.iter().zip(&mut who).enumerate() {
        match *who {
            Some(p) => people.list[p].known.again(found, i),
            None => *who = people.short(page, cast, found, i),
        }
    }
    for (found, who) in found.iter().zip(who) {
        let Some(person) = who.and_then(|p| people.list.get(p)) else { continue };
        let text = page.text(found.s, &found.tokens);
        let same = words(text) == person.words;
        let reason = if same { Reason::SameName } else { Reason::PartOfName };
        let head = head(page, found.s, &found.tokens);
        cast.mention(page, (found.s, found.tokens.clone()), head, person.actor, (MentionForm::Name, reason));
        let part = &mut cast.parts[person.actor];
        part.gender = part.gender.or(person.gender);
        if part.likely.is_none() && found.words.len() > 1 {
            part.likely = likely(page, page.word(found.s, found.tokens.start));
        }
    }
}

/// The token that the tree hangs elsewhere; a title before the name may stand over it.
fn head(page: &Page<'_>, s: usize, tokens: &Range<usize>) -> usize {
    use crate::types::Deprel;
    let own = page.head_of(s, tokens, tokens.start);
    match page.head(s, own) {
        Some(title)
            if title < tokens.start
                && title + 5 > tokens.start
                && matches!(page.deprel(s, own), Deprel::Flat | Deprel::Appos | Deprel::NmodDesc)
                && page.name_at(s, title).is_none()
                && page.tables.offices.get(&page.lower(s, title)).is_some()
                && !(title..tokens.start).any(|i| page.word(s, i) == ",") =>
        {
            title
        }
        _ => own,
    }
}

/// `Mrs`, `Queen`, `spokeswoman` before the name.
fn gender(page: &Page<'_>, s: usize, start: usize) -> Option<Gender> {
    let before = page.lower(s, start.checked_sub(1)?);
    let womans = page.tables.senses.womans_title(&before)?;
    Some(if womans { Gender::Female } else { Gender::Male })
}

/// The office that ends right before a name.
fn title(page: &Page<'_>, s: usize, start: usize) -> Option<String> {
    (start.saturating_sub(4)..start).find_map(|i| {
        let (len, office, plural) = page.office(s, i)?;
        (i + len == start && !plural).then(|| office.name.clone())
    })
}

/// What a given name says.
fn likely(page: &Page<'_>, given: &str) -> Option<Gender> {
    let people = &page.tables.people;
    if people.is_womans(given) {
        Some(Gender::Female)
    } else if people.is_mans(given) {
        Some(Gender::Male)
    } else {
        None
    }
}

#[derive(Default)]
struct People {
    list: Vec<Person>,
    /// People by each word of their names that tells them apart.
    by_word: FxHashMap<String, Vec<usize>>,
}

impl People {
    /// A name of several words: somebody known by a longer, shorter or other spelling, or new.
    fn full(&mut self, page: &Page<'_>, cast: &mut Cast, found: &Found, i: usize) -> usize {
        let own = core(&found.words);
        let keys = own.iter().flat_map(|w| [(*w).to_owned(), bones(w)]);
        let near: Vec<usize> = keys.filter_map(|key| self.by_word.get(&key)).flatten().copied().collect();
        let known = near.into_iter().take(64).find(|&p| {
            self.list[p].gender.is_none_or(|g| found.gender.is_none_or(|h| g == h))
                && generation(&self.list[p].words) == generation(&found.words)
                && same_person(&core(&self.list[p].words), &own)
        });
        let text = page.text(found.s, &found.tokens);
        let p = match known {
            Some(p) => p,
            None => {
                let actor = cast.add(ActorKind::Person, slug(text), text);
                self.list.push(Person::new(actor, page, found, i));
                self.list.len() - 1
            }
        };
        let person = &mut self.list[p];
        person.gender = person.gender.or(found.gender);
        person.known.describe(page, found);
        // `IM Ana Diaz`, `AG Ana Diaz`: letters before a name that the text also gives without them.
        let rank = |words: &[String], rest: &[String]| words.len() == rest.len() + 1 && words.ends_with(rest);
        let prefixed = rank(&found.words, &person.words) && is_rank(text);
        let bare = rank(&person.words, &found.words) && is_rank(&cast.parts[person.actor].name);
        let initial = |words: &[String]| words.iter().any(|w| w.len() == 1);
        let fuller =
            found.words.len() == person.words.len() && initial(&person.words) && !initial(&found.words);
        let longer = found.words.len() > person.words.len() && !prefixed || bare || fuller;
        if longer {
            let part = &mut cast.parts[person.actor];
            let old = std::mem::replace(&mut part.name, visible(text).into_owned());
            part.aliases.insert(old);
            part.key = slug(text);
            person.words = found.words.clone();
        }
        if known.is_none() || longer {
            for word in &own {
                for key in [(*word).to_owned(), sound(word), bones(word)] {
                    let list = self.by_word.entry(key).or_default();
                    if known.is_none() || !list.contains(&p) {
                        list.push(p);
                    }
                }
            }
        }
        p
    }

    /// One word: the surname of somebody named in full, else another part of a name, else somebody
    /// of whom the document says no more.
    fn short(&mut self, page: &Page<'_>, cast: &mut Cast, found: &Found, i: usize) -> Option<usize> {
        let own = core(&found.words);
        let word = own.first().copied().or_else(|| found.words.last().map(String::as_str))?;
        let p = match self.meant(page, found, word, i) {
            Meant::One(p) => p,
            Meant::Nobody => return None,
            Meant::New => {
                let text = page.text(found.s, &found.tokens);
                let hash = page.document_hash();
                let actor = cast.add(ActorKind::Person, format!("{}@{hash}", slug(text)), text);
                self.list.push(Person::new(actor, page, found, i));
                self.by_word.entry(word.to_owned()).or_default().push(self.list.len() - 1);
                self.list.len() - 1
            }
        };
        self.list[p].known.again(found, i);
        Some(p)
    }
}

/// True if a name begins with two or three capitals, as ranks are written: `IM Ana Diaz`.
fn is_rank(name: &str) -> bool {
    let first = name.split(' ').next().unwrap_or("");
    (2..=3).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_uppercase())
}
