//! Noun phrases and verb groups: the links inside them, and the items that clauses are made of.

use crate::tables::{FramePos, Tables};
use crate::types::{Deprel, Name, NameKind, Sentence, Upos, VerbForm, Word};

/// What an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Noun phrase, name or pronoun.
    Noun,
    /// Noun phrase that says when: `Friday`, `last week`.
    Time,
    /// Verb group with its form and voice.
    Verb {
        form: VerbForm,
        passive: bool,
        to: bool,
    },
    /// A form of `be` that links the subject to what follows.
    Copula,
    /// Adjective that stands alone.
    Adjective,
    /// Preposition.
    Preposition,
    /// `and`, `or`, `but`.
    Conjunction,
    /// `that`, `if`, `because`.
    Subordinator,
    /// `who`, `which`, `that`.
    Relative,
    /// Adverb outside a verb group.
    Adverb,
    Comma,
    /// `;`, `:`, dashes.
    Break,
    Open,
    Close,
    Quote,
}

/// A chunk of a sentence.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item {
    pub kind: Kind,
    /// The token that stands for it in the tree.
    pub head: usize,
}

fn link(words: &mut [Word], child: usize, head: usize, relation: Deprel) {
    if child != head {
        words[child].head = Some(head);
        words[child].deprel = relation;
    }
}

const POSSESSIVE: [&str; 8] = ["his", "her", "its", "their", "our", "my", "your", "whose"];

/// Cuts a sentence into items and links the words inside each.
pub(super) fn chunks(
    text: &str,
    sentence: &Sentence,
    words: &mut [Word],
    names: &[Name],
    tables: &Tables,
) -> Vec<Item> {
    let mut name_of: Vec<Option<usize>> = vec![None; words.len()];
    for (n, name) in names.iter().enumerate() {
        for i in name.tokens.clone() {
            if let Some(slot) = name_of.get_mut(i) {
                *slot = Some(n);
            }
        }
    }
    let mut out = Vec::with_capacity(words.len());
    let mut i = 0;
    while i < words.len() {
        let word = sentence.word(text, i);
        let in_name = name_of[i].is_some();
        i = match words[i].upos {
            _ if in_name => noun_phrase(words, names, &name_of, i, tables, &mut out),
            Upos::Punct | Upos::Sym if !word.contains(char::is_alphanumeric) => {
                let kind = match word {
                    "," => Kind::Comma,
                    "(" | "[" => Kind::Open,
                    ")" | "]" => Kind::Close,
                    "\"" | "“" | "”" | "‘" | "’" | "'" | "''" | "``" => Kind::Quote,
                    _ => Kind::Break,
                };
                out.push(Item { kind, head: i });
                i + 1
            }
            Upos::Cconj => push(&mut out, Kind::Conjunction, i),
            Upos::Sconj => push(&mut out, Kind::Subordinator, i),
            Upos::Adp => preposition(text, sentence, words, i, &mut out),
            Upos::Pron if is_relative(words, i) => push(&mut out, Kind::Relative, i),
            Upos::Aux | Upos::Verb if !premodifies(words, i) => verb_group(words, i, tables, &mut out),
            Upos::Part if words[i].lemma == "to" || words[i].lemma == "not" => {
                verb_group(words, i, tables, &mut out)
            }
            Upos::Adv if starts_verb_group(words, i) => verb_group(words, i, tables, &mut out),
            Upos::Adv if is_time(words, i, i) => push(&mut out, Kind::Time, i),
            Upos::Adv => push(&mut out, Kind::Adverb, i),
            Upos::Intj | Upos::X | Upos::Part => push(&mut out, Kind::Adverb, i),
            _ => noun_phrase(words, names, &name_of, i, tables, &mut out),
        };
    }
    out
}

fn push(out: &mut Vec<Item>, kind: Kind, head: usize) -> usize {
    out.push(Item { kind, head });
    head + 1
}

fn is_relative(words: &[Word], i: usize) -> bool {
    match words[i].lemma.as_str() {
        "who" | "which" | "whom" => i > 0,
        "that" => true,
        _ => false,
    }
}

/// A preposition, with the rest of a fixed one: `according to`, `because of`.
fn preposition(text: &str, sentence: &Sentence, words: &mut [Word], i: usize, out: &mut Vec<Item>) -> usize {
    out.push(Item { kind: Kind::Preposition, head: i });
    let first = words[i].lemma.clone();
    let mut next = i + 1;
    while next < words.len() {
        let second = sentence.word(text, next).to_lowercase();
        let fixed = matches!(
            (first.as_str(), second.as_str()),
            ("according" | "due" | "prior" | "next" | "close" | "thanks" | "regard", "to")
                | ("because" | "out" | "instead" | "ahead" | "outside" | "inside" | "off", "of")
                | ("along" | "together", "with")
                | ("such", "as")
                | ("up", "to")
                | (
                    "in",
                    "light"
                        | "view"
                        | "terms"
                        | "addition"
                        | "front"
                        | "spite"
                        | "case"
                        | "response"
                        | "lieu"
                )
                | ("on" | "in", "behalf")
        );
        if !fixed {
            break;
        }
        // `in light` is fixed only with its `of`.
        let third = words.get(next + 1).map(|w| w.lemma.as_str());
        if matches!(first.as_str(), "in" | "on") {
            if !matches!(third, Some("of" | "to")) {
                break;
            }
            link(words, next + 1, i, Deprel::Fixed);
            link(words, next, i, Deprel::Fixed);
            next += 2;
            break;
        }
        link(words, next, i, Deprel::Fixed);
        next += 1;
    }
    next
}

/// A participle or gerund inside a noun phrase: `the planned visit`, `the visiting minister`.
fn premodifies(words: &[Word], i: usize) -> bool {
    if words[i].upos != Upos::Verb || !matches!(words[i].form, VerbForm::Participle | VerbForm::Gerund) {
        return false;
    }
    let opened = i > 0
        && (matches!(words[i - 1].upos, Upos::Det | Upos::Adj | Upos::Num)
            || words[i - 1].upos == Upos::Part && words[i - 1].lemma != "to" && words[i - 1].lemma != "not"
            || words[i - 1].upos == Upos::Pron && POSSESSIVE.contains(&words[i - 1].lemma.as_str()));
    let noun = words.get(i + 1).is_some_and(|w| matches!(w.upos, Upos::Noun | Upos::Propn | Upos::Adj));
    // `talks with visiting President X`: the gerund of this verb is nearly always an adjective.
    let visiting = words[i].lemma == "visit" && words.get(i + 1).is_some_and(|w| w.upos != Upos::Noun);
    (opened || visiting && words[i].form == VerbForm::Gerund) && noun
}

/// `also met`, `strongly condemned`.
fn starts_verb_group(words: &[Word], i: usize) -> bool {
    words[i..].iter().take(4).find(|w| w.upos != Upos::Adv).is_some_and(|w| {
        matches!(w.upos, Upos::Verb | Upos::Aux) && w.form != VerbForm::Gerund
            || w.upos == Upos::Part && w.lemma == "to"
    })
}

/// Auxiliaries, negation, adverbs and the verb that they belong to.
fn verb_group(words: &mut [Word], start: usize, tables: &Tables, out: &mut Vec<Item>) -> usize {
    let mut end = start;
    let mut verb = None;
    while end < words.len() {
        match words[end].upos {
            Upos::Verb if verb.is_none() => {
                verb = Some(end);
                end += 1;
                break;
            }
            Upos::Aux | Upos::Adv => end += 1,
            Upos::Part if matches!(words[end].lemma.as_str(), "to" | "not") => end += 1,
            _ => break,
        }
    }
    let last_aux = (start..end).rev().find(|&k| words[k].upos == Upos::Aux);
    let to = (start..end).any(|k| words[k].upos == Upos::Part && words[k].lemma == "to");
    let Some(head) = verb.or(last_aux) else {
        // `not` or `to` without a verb.
        for k in start..end {
            out.push(Item { kind: Kind::Adverb, head: k });
        }
        return end.max(start + 1);
    };
    let copula = verb.is_none() && words[head].lemma == "be";
    // Adverbs after a copula or auxiliary belong to what follows, but for negation.
    let mut passive = false;
    for k in start..end {
        if k == head {
            continue;
        }
        let relation = match words[k].upos {
            Upos::Aux if words[k].lemma == "be" && words[head].form == VerbForm::Participle => {
                passive = true;
                Deprel::AuxPass
            }
            Upos::Aux => Deprel::Aux,
            Upos::Part if words[k].lemma == "to" => Deprel::Mark,
            _ => Deprel::Advmod,
        };
        link(words, k, head, relation);
    }
    if verb == Some(head) && end < words.len() && is_particle(words, head, end, tables) {
        link(words, end, head, Deprel::CompoundPrt);
        end += 1;
    }
    // `got killed`: a passive without `be` is left as it is.
    let first_aux = (start..end).find(|&k| words[k].upos == Upos::Aux);
    let form = match first_aux {
        Some(k) if k != head && !to => {
            if words[k].form == VerbForm::Gerund {
                VerbForm::Gerund
            } else {
                VerbForm::Finite
            }
        }
        _ if to => VerbForm::Infinitive,
        _ => words[head].form,
    };
    out.push(if copula {
        Item { kind: Kind::Copula, head }
    } else {
        Item { kind: Kind::Verb { form, passive, to }, head }
    });
    end
}

/// True if the word after a verb makes a phrasal verb with it that a table knows: `carried out`.
fn is_particle(words: &[Word], verb: usize, i: usize, tables: &Tables) -> bool {
    let particle = words[i].lemma.as_str();
    let can = matches!(
        particle,
        "out" | "up" | "off" | "down" | "away" | "back" | "over" | "apart" | "aside" | "together" | "forward"
    );
    if !can {
        return false;
    }
    let phrasal = format!("{} {particle}", words[verb].lemma);
    tables.frames.of(&phrasal, FramePos::Verb).next().is_some() || !tables.cues.of(&phrasal).is_empty()
}

/// A noun phrase from token `start`: determiners, modifiers, nouns, names, possessors.
fn noun_phrase(
    words: &mut [Word],
    names: &[Name],
    name_of: &[Option<usize>],
    start: usize,
    tables: &Tables,
    out: &mut Vec<Item>,
) -> usize {
    let mut end = start;
    while end < words.len() {
        if let Some(n) = name_of[end] {
            if end > start && breaks_before(words, names, name_of, start, end, tables) {
                break;
            }
            end = names[n].tokens.end.max(end + 1);
            continue;
        }
        let fits = match words[end].upos {
            Upos::Det | Upos::Num | Upos::Noun | Upos::Propn | Upos::Adj | Upos::Sym => true,
            Upos::Pron => end == start,
            Upos::Verb => premodifies(words, end),
            Upos::Part => is_possessive(words, end) && end > start,
            Upos::Cconj => joins_modifiers(words, start, end),
            _ => false,
        };
        if !fits || end > start && breaks_before(words, names, name_of, start, end, tables) {
            break;
        }
        end += 1;
        // A pronoun that possesses nothing is a phrase of its own.
        if words[end - 1].upos == Upos::Pron && !POSSESSIVE.contains(&words[end - 1].lemma.as_str()) {
            break;
        }
    }
    let end = end.max(start + 1).min(words.len());
    if let Some(name) = title_of(words, names, name_of, end, tables) {
        let title = link_phrase(words, names, name_of, start, end);
        let inner = link_phrase(words, names, name_of, end + 1, name);
        link(words, end, inner, Deprel::Case);
        link(words, inner, title, Deprel::Nmod);
        let next = noun_phrase(words, names, name_of, name, tables, out);
        if let Some(person) = out.last().map(|item| item.head) {
            link(words, title, person, Deprel::NmodDesc);
        }
        return next;
    }
    let head = link_phrase(words, names, name_of, start, end);
    let kind = if words[head].upos == Upos::Adj
        && head + 1 == end
        && !(start..end).any(|k| words[k].upos == Upos::Det)
        && name_of[head].is_none()
    {
        Kind::Adjective
    } else if is_time(words, start, head) {
        Kind::Time
    } else {
        Kind::Noun
    };
    out.push(Item { kind, head });
    end
}

/// `firm and consistent stance`, `the Iraqi and Syrian ministers`: an `and` inside the phrase.
fn joins_modifiers(words: &[Word], start: usize, i: usize) -> bool {
    if i <= start || words[i - 1].upos != Upos::Adj {
        return false;
    }
    let after = words[i + 1..].iter().take(4).position(|w| w.upos != Upos::Adj);
    after.is_some_and(|k| k > 0 && matches!(words[i + 1 + k].upos, Upos::Noun | Upos::Propn))
}

fn is_possessive(words: &[Word], i: usize) -> bool {
    words[i].upos == Upos::Part && words[i].lemma != "to" && words[i].lemma != "not"
}

/// True if a new phrase begins at `i` though nothing stands between: `told reporters Friday`,
/// `gave Iraq the money`, `in 2018 Iraq`.
fn breaks_before(
    words: &[Word],
    names: &[Name],
    name_of: &[Option<usize>],
    start: usize,
    i: usize,
    tables: &Tables,
) -> bool {
    let nominal = |k: usize| matches!(words[k].upos, Upos::Noun | Upos::Propn | Upos::Pron);
    if words[i].upos == Upos::Det && i > start && words[i - 1].upos != Upos::Det {
        return true;
    }
    if words[i].upos == Upos::Pron {
        return true;
    }
    let previous = i - 1;
    // After a person's name nothing but a possessive goes on.
    if let Some(n) = name_of[previous]
        && names[n].kind == NameKind::Person
        && !is_possessive(words, i)
        && name_of[i] != Some(n)
    {
        return true;
    }
    // `on live television Erdogan attacked`: a person's name goes on after a title only.
    let person = |k: usize| name_of[k].is_some_and(|n| names[n].kind == NameKind::Person);
    if person(i) && words[previous].upos == Upos::Noun && name_of[previous].is_none() {
        return !is_title(words, previous, tables);
    }
    // Weekdays and months stand alone after a noun; before one they modify it.
    let day = |k: usize| is_day(&words[k].lemma) && name_of[k].is_none();
    if day(i) && nominal(previous) && !is_possessive(words, previous) {
        return true;
    }
    day(previous) && name_of[i].is_some() && i > start
}

/// True for the last word of an office, rank or profession, or a word made like one.
fn is_title(words: &[Word], i: usize, tables: &Tables) -> bool {
    let lemma = words[i].lemma.to_lowercase();
    let two = i.checked_sub(1).map(|p| format!("{} {lemma}", words[p].lemma.to_lowercase()));
    let made = [
        "er", "or", "ist", "man", "woman", "ant", "ent", "ian", "ee", "person", "chief", "head", "star",
        "ally", "rival", "boss",
    ];
    tables.offices.get(&lemma).is_some()
        || two.is_some_and(|two| tables.offices.get(&two).is_some())
        || made.iter().any(|end| lemma.ends_with(end))
}

/// Where a title with `of` ends before a person's name: `Secretary of State John Kerry`,
/// `President of the United States Donald Trump`. `of` stands at `i`.
fn title_of(
    words: &[Word],
    names: &[Name],
    name_of: &[Option<usize>],
    i: usize,
    tables: &Tables,
) -> Option<usize> {
    if words.get(i)?.lemma != "of" || !is_title(words, i.checked_sub(1)?, tables) {
        return None;
    }
    let person = |k: usize| name_of[k].is_some_and(|n| names[n].kind == NameKind::Person);
    let inner = (i + 1..words.len().min(i + 8))
        .take_while(|&k| {
            !person(k) && matches!(words[k].upos, Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn)
        })
        .last()?;
    let nominal = matches!(words[inner].upos, Upos::Noun | Upos::Propn);
    (nominal && inner + 1 < words.len() && person(inner + 1) && !is_title(words, inner, tables))
        .then_some(inner + 1)
}

fn is_day(lemma: &str) -> bool {
    matches!(
        lemma,
        "Monday"
            | "Tuesday"
            | "Wednesday"
            | "Thursday"
            | "Friday"
            | "Saturday"
            | "Sunday"
            | "today"
            | "yesterday"
            | "tomorrow"
            | "tonight"
    )
}

/// `Friday`, `last week`, `this month`, `two days ago`.
fn is_time(words: &[Word], start: usize, head: usize) -> bool {
    let lemma = words[head].lemma.as_str();
    is_day(lemma)
        || start < head
            && matches!(
                lemma,
                "week" | "month" | "year" | "morning" | "night" | "evening" | "afternoon" | "time" | "day"
            )
            && matches!(
                words[start].lemma.as_str(),
                "last" | "this" | "next" | "that" | "every" | "early" | "late" | "each" | "earlier"
            )
        || start < head
            && is_day(words[start].lemma.as_str())
            && matches!(lemma, "night" | "morning" | "evening" | "afternoon")
}

/// Links the words of a phrase; returns its head.
fn link_phrase(
    words: &mut [Word],
    names: &[Name],
    name_of: &[Option<usize>],
    start: usize,
    end: usize,
) -> usize {
    // Split at possessives: each part has a head, which possesses the next.
    let mut part_start = start;
    let mut owner: Option<usize> = None;
    for i in start..=end {
        let boundary = i == end || i > part_start && is_possessive(words, i) && name_of[i].is_none();
        if !boundary {
            continue;
        }
        if i > part_start {
            let head = link_part(words, names, name_of, part_start, i);
            if let Some(owner) = owner {
                link(words, owner, head, Deprel::NmodPoss);
            }
            if i < end {
                link(words, i, head, Deprel::Case);
            }
            owner = Some(head);
        }
        part_start = i + 1;
    }
    owner.unwrap_or(start)
}

/// Links one part without possessive clitics; returns its head.
fn link_part(
    words: &mut [Word],
    names: &[Name],
    name_of: &[Option<usize>],
    start: usize,
    end: usize,
) -> usize {
    // A person's name is headed by its first word, any other by its last noun.
    let person = (start..end).find(|&i| name_of[i].is_some_and(|n| names[n].kind == NameKind::Person));
    if let Some(first) = person {
        let name_end = name_of[first].map_or(first + 1, |n| names[n].tokens.end.min(end));
        for i in first + 1..name_end {
            link(words, i, first, Deprel::Flat);
        }
        if first > start {
            let title = link_nouns(words, names, name_of, start, first);
            let relation = match words[title].upos {
                Upos::Noun | Upos::Propn => Deprel::NmodDesc,
                Upos::Adj => Deprel::Amod,
                Upos::Det => Deprel::Det,
                Upos::Num => Deprel::Nummod,
                Upos::Pron => Deprel::NmodPoss,
                _ => Deprel::Amod,
            };
            link(words, title, first, relation);
        }
        for i in name_end..end {
            link(words, i, first, Deprel::Flat);
        }
        return first;
    }
    link_nouns(words, names, name_of, start, end)
}

/// Links a run of nouns and modifiers to its last noun.
fn link_nouns(
    words: &mut [Word],
    names: &[Name],
    name_of: &[Option<usize>],
    start: usize,
    end: usize,
) -> usize {
    let noun = (start..end)
        .rev()
        .find(|&i| matches!(words[i].upos, Upos::Noun | Upos::Propn) || name_of[i].is_some());
    let head = noun.unwrap_or(end - 1);
    // Inside an organisation's name with a complement (`Ministry of Defense`) the first noun heads.
    let head = match name_of[head] {
        Some(n) => {
            let tokens = names[n].tokens.clone();
            let of = tokens.clone().find(|&i| words.get(i).is_some_and(|w| w.upos == Upos::Adp));
            of.filter(|&at| at > tokens.start && at > start).map_or(head, |at| at - 1)
        }
        None => head,
    };
    for i in start..end {
        if i == head {
            continue;
        }
        let relation = if i > head {
            if words[i].upos == Upos::Adp {
                Deprel::Case
            } else if name_of[i].is_some() {
                Deprel::Nmod
            } else {
                Deprel::Nummod
            }
        } else {
            match words[i].upos {
                Upos::Det => Deprel::Det,
                Upos::Num => Deprel::Nummod,
                Upos::Adj | Upos::Verb => Deprel::Amod,
                Upos::Pron => Deprel::NmodPoss,
                Upos::Adv => Deprel::Advmod,
                Upos::Cconj => Deprel::Cc,
                Upos::Sym => Deprel::Nmod,
                _ => Deprel::Compound,
            }
        };
        link(words, i, head, relation);
    }
    // Modifiers that a conjunction joins hang on the first of them.
    for i in start + 1..head.saturating_sub(1) {
        if words[i].upos == Upos::Cconj && words[i - 1].upos == Upos::Adj && words[i + 1].upos == Upos::Adj {
            link(words, i, i + 1, Deprel::Cc);
            link(words, i + 1, i - 1, Deprel::Conj);
        }
    }
    head
}
