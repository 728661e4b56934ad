//! People: full names, short forms, surnames.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::cast::{Cast, Gender, visible};
use super::page::Page;
use crate::tables::{fold, slug};
use crate::types::{ActorKind, MentionForm, NameKind, Reason};

/// Words of names that tell nobody apart.
const PARTICLES: &[&str] = &[
    "al", "el", "as", "ash", "bin", "ibn", "ben", "abu", "abd", "de", "da", "di", "del", "della", "la", "le",
    "du", "van", "von", "der", "den", "dos", "das", "ter", "ad", "az", "an", "ar", "at", "ul", "of", "the",
    "d", "l", "al",
];

/// Suffixes that are no surname.
const SUFFIXES: &[&str] = &["jr", "sr", "ii", "iii", "iv", "v", "vi", "xvi"];

/// A person in the making.
struct Person {
    actor: usize,
    /// Folded words of the longest name.
    words: Vec<String>,
    /// How often the text gives more than one word of the name.
    full: usize,
    gender: Option<Gender>,
}

struct Found {
    s: usize,
    tokens: Range<usize>,
    words: Vec<String>,
    gender: Option<Gender>,
}

/// All mentions of people by name.
pub(super) fn find(page: &Page<'_>, cast: &mut Cast) {
    let found: Vec<Found> = (0..page.sentences.len())
        .flat_map(|s| page.names(s).iter().map(move |name| (s, name)))
        .filter(|(_, name)| name.kind == NameKind::Person)
        .map(|(s, name)| Found {
            s,
            tokens: name.tokens.clone(),
            words: words(page.text(s, &name.tokens)),
            gender: gender(page, s, name.tokens.start),
        })
        .collect();
    let mut people = People::default();
    let mut who: Vec<Option<usize>> = vec![None; found.len()];
    for (found, who) in found.iter().zip(&mut who) {
        if core(&found.words).len() > 1 {
            *who = Some(people.full(page, cast, found));
        }
    }
    for (found, who) in found.iter().zip(&mut who) {
        if who.is_none() {
            *who = people.short(page, cast, found);
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

fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = fold(name).split(' ').map(str::to_owned).collect();
    if words.len() > 1 && words.last().is_some_and(|w| w == "s") {
        words.pop();
    }
    words
}

/// The words that tell people apart.
fn core(words: &[String]) -> Vec<&str> {
    words.iter().map(String::as_str).filter(|w| !PARTICLES.contains(w) && !SUFFIXES.contains(w)).collect()
}

/// `Mrs`, `Queen`, `spokeswoman` before the name.
fn gender(page: &Page<'_>, s: usize, start: usize) -> Option<Gender> {
    let before = page.lower(s, start.checked_sub(1)?);
    let womans = page.tables.senses.womans_title(&before)?;
    Some(if womans { Gender::Female } else { Gender::Male })
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
    fn full(&mut self, page: &Page<'_>, cast: &mut Cast, found: &Found) -> usize {
        let own = core(&found.words);
        let keys = own.iter().flat_map(|w| [(*w).to_owned(), bones(w)]);
        let near: Vec<usize> = keys.filter_map(|key| self.by_word.get(&key)).flatten().copied().collect();
        let known = near.into_iter().take(64).find(|&p| {
            self.list[p].gender.is_none_or(|g| found.gender.is_none_or(|h| g == h))
                && same_person(&core(&self.list[p].words), &own)
        });
        let text = page.text(found.s, &found.tokens);
        let p = match known {
            Some(p) => p,
            None => {
                let actor = cast.add(ActorKind::Person, slug(text), text);
                self.list.push(Person { actor, words: found.words.clone(), full: 0, gender: None });
                self.list.len() - 1
            }
        };
        let person = &mut self.list[p];
        person.full += 1;
        person.gender = person.gender.or(found.gender);
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
    fn short(&mut self, page: &Page<'_>, cast: &mut Cast, found: &Found) -> Option<usize> {
        let own = core(&found.words);
        let word = own.first().copied().or_else(|| found.words.last().map(String::as_str))?;
        let spelled = || self.by_word.get(&sound(word)).or_else(|| self.by_word.get(&bones(word)));
        let candidates = self.by_word.get(word).or_else(spelled).map_or(&[][..], Vec::as_slice);
        // Another spelling is of the surname alone.
        let same = |p: usize| {
            let words = core(&self.list[p].words);
            words.contains(&word)
                || words.last().is_some_and(|last| sound(last) == sound(word) || alike(last, word))
        };
        let best = candidates
            .iter()
            .take(64)
            .filter(|&&p| same(p))
            .filter(|&&p| {
                let gender = self.list[p].gender;
                gender.is_none() || found.gender.is_none() || gender == found.gender
            })
            .max_by_key(|&&p| {
                let person = &self.list[p];
                let words = core(&person.words);
                let surname = words.last() == Some(&word);
                let gendered = found.gender.is_some() && person.gender == found.gender;
                (surname, gendered, person.full, std::cmp::Reverse(p))
            });
        if let Some(&p) = best {
            // A given name that two bear is nobody's.
            let given = |&&p: &&usize| core(&self.list[p].words).first() == Some(&word);
            let others = candidates.iter().take(64).filter(given).count();
            let surname = core(&self.list[p].words).last() == Some(&word);
            return (surname || others < 2).then_some(p);
        }
        let text = page.text(found.s, &found.tokens);
        let hash = page.document_hash();
        let actor = cast.add(ActorKind::Person, format!("{}@{hash}", slug(text)), text);
        let p = self.list.len();
        self.list.push(Person { actor, words: found.words.clone(), full: 0, gender: found.gender });
        self.by_word.entry(word.to_owned()).or_default().push(p);
        Some(p)
    }
}

/// True if a name begins with two or three capitals, as ranks are written: `IM Ana Diaz`.
fn is_rank(name: &str) -> bool {
    let first = name.split(' ').next().unwrap_or("");
    (2..=3).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_uppercase())
}

/// True if two names (their telling words) can be one person's.
fn same_person(a: &[&str], b: &[&str]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.len() < 2 {
        // One word of somebody known by one word: `Madonna`.
        return short == long;
    }
    // `George W. Bush` is not `George H. W. Bush`.
    let middle = |words: &[&str]| -> Vec<String> {
        let inner = words.get(1..words.len() - 1).unwrap_or_default();
        inner.iter().filter(|w| w.len() == 1).map(|w| (*w).to_owned()).collect()
    };
    let (one, other) = (middle(short), middle(long));
    if !one.is_empty() && !other.is_empty() && one != other {
        return false;
    }
    let mut rest = long.iter();
    if short.iter().all(|w| rest.any(|l| l == w)) {
        return true;
    }
    let (Some(first_a), Some(first_b), Some(last_a), Some(last_b)) =
        (a.first(), b.first(), a.last(), b.last())
    else {
        return false;
    };
    let given = first_a == first_b
        || initial(first_a, first_b)
        || initial(first_b, first_a)
        || alike(first_a, first_b) && last_a == last_b;
    let spelled = alike(first_a, first_b) && alike(last_a, last_b);
    given && (last_a == last_b || first_a == first_b && alike(last_a, last_b)) || spelled
}

fn initial(short: &str, long: &str) -> bool {
    short.len() == 1 && long.starts_with(short)
}

/// A key that spellings of one surname share: `Zelensky`, `Zelenskyy`, `Zelenskiy`; `Sharaa`, `Shara`.
/// No word is its own key.
fn sound(word: &str) -> String {
    let mut out = String::from("~");
    for c in word.chars() {
        let c = if c == 'y' { 'i' } else { c };
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}

/// A key that transliterations of a name share: its consonants. No word is its own key.
fn bones(word: &str) -> String {
    let mut out = String::from("=");
    for c in word.chars() {
        let c = match c {
            'y' => 'i',
            'q' => 'k',
            'w' => 'v',
            c => c,
        };
        if !"aeioujh".contains(c) && !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}

/// Two transliterations of one name: `Zelensky`, `Zelenskyy`; `Mohammed`, `Muhammad`.
fn alike(a: &str, b: &str) -> bool {
    a.len() >= 4
        && b.len() >= 4
        && a.len().abs_diff(b.len()) <= 2
        && a.get(..1) == b.get(..1)
        && bones(a) == bones(b)
}

#[cfg(test)]
mod tests {
    use super::{same_person, sound};

    #[test]
    fn spellings_of_a_surname_share_a_key() {
        assert_eq!(sound("zelensky"), sound("zelenskyy"));
        assert_eq!(sound("zelensky"), sound("zelenskiy"));
        assert_eq!(sound("sharaa"), sound("shara"));
        assert_ne!(sound("salman"), sound("suleiman"));
    }

    #[test]
    fn names_of_one_person_are_joined_and_of_two_kept_apart() {
        assert!(same_person(&["robert", "mugabe"], &["robert", "gabriel", "mugabe"]));
        assert!(same_person(&["volodymyr", "zelensky"], &["volodymyr", "zelenskyy"]));
        assert!(same_person(&["j", "smith"], &["john", "smith"]));
        assert!(same_person(&["mohammed", "salman"], &["mohammed", "salman", "saud"]));
        assert!(!same_person(&["grace", "mugabe"], &["robert", "mugabe"]));
        assert!(!same_person(&["joe", "biden"], &["hunter", "biden"]));
        assert!(!same_person(&["george", "w", "bush"], &["george", "h", "w", "bush"]));
        assert!(same_person(&["george", "bush"], &["george", "h", "w", "bush"]));
    }
}
