//! Parts of speech, verb forms and lemmas by dictionary, endings and context.
//!
//! Two passes over a sentence: the first collects what each word can be, the second decides from
//! left to right, looking at what was decided before and at what the next word can be.

mod context;

use context::{
    auxiliary_have, clause_follows, clause_open, closed_or_open, finite_or_participle, has_finite_verb,
    infinitive_before, noun_after_to, noun_compound, that, unknown,
};

use crate::tables::{CountryForm, Tables, VerbForms, WordEntry, singular};
use crate::types::{Sentence, Upos, VerbForm, Word, ZoneKind};

/// What a word can be, before context.
struct Guess<'t> {
    word: &'t str,
    lower: String,
    entry: Option<&'t WordEntry>,
    /// Decided without context.
    fixed: Option<Upos>,
    capital: bool,
}

impl Guess<'_> {
    fn verb(&self) -> Option<VerbForms> {
        self.entry.and_then(|e| e.verb.as_ref()).map(|(forms, _)| *forms)
    }

    fn tags(&self) -> &[Upos] {
        self.entry.map_or(&[], |e| &e.tags)
    }

    fn has(&self, tag: Upos) -> bool {
        self.fixed == Some(tag) || self.fixed.is_none() && self.tags().contains(&tag)
    }

    /// Can begin a noun phrase and not be a finite verb.
    fn opens_phrase(&self) -> bool {
        match self.fixed {
            Some(tag) => {
                matches!(tag, Upos::Det | Upos::Propn | Upos::Num | Upos::Pron | Upos::Adj | Upos::Noun)
            }
            None => {
                let first = self.tags().first();
                matches!(first, Some(Upos::Det | Upos::Pron | Upos::Num | Upos::Adj))
                    || self.entry.is_none_or(|e| !e.verb_first && e.tags.first() == Some(&Upos::Noun))
            }
        }
    }

    fn only_verb(&self) -> bool {
        self.fixed.is_none() && self.verb().is_some() && self.tags().is_empty()
    }
}

/// One word a token, without heads.
pub(super) fn tag(text: &str, sentence: &Sentence, tables: &Tables) -> Vec<Word> {
    let words: Vec<&str> = sentence.tokens.iter().map(|t| t.span.of(text)).collect();
    let title_case = sentence.zone == ZoneKind::Headline && is_title_case(&words);
    let guesses: Vec<Guess<'_>> =
        words.iter().enumerate().map(|(i, word)| guess(&words, word, i, title_case, tables)).collect();
    let mut out: Vec<Word> = Vec::with_capacity(words.len());
    for i in 0..guesses.len() {
        let word = decide(&guesses, &out, i);
        out.push(word);
    }
    out
}

/// True if most longer words have a capital: their capitals say nothing.
fn is_title_case(words: &[&str]) -> bool {
    let long = words.iter().skip(1).filter(|w| w.len() > 3 && w.starts_with(char::is_alphabetic));
    let (capitals, all) =
        long.fold((0, 0), |(c, n), w| (c + usize::from(w.starts_with(char::is_uppercase)), n + 1));
    all >= 2 && capitals * 10 >= all * 7
}

fn guess<'t>(words: &[&'t str], word: &'t str, i: usize, title_case: bool, tables: &'t Tables) -> Guess<'t> {
    let capital = word.starts_with(char::is_uppercase);
    let lower = word.to_lowercase();
    let entry = tables.words.get(&lower);
    let fixed = fixed(words, word, &lower, i, title_case, entry, tables);
    Guess { word, lower, entry, fixed, capital }
}

/// The part of speech that needs no context.
fn fixed(
    words: &[&str],
    word: &str,
    lower: &str,
    i: usize,
    title_case: bool,
    entry: Option<&WordEntry>,
    tables: &Tables,
) -> Option<Upos> {
    let first = word.chars().next()?;
    if !word.contains(char::is_alphanumeric) {
        let apostrophe = matches!(word, "'" | "’");
        let possessive = apostrophe && i > 0 && words[i - 1].ends_with(['s', 'S']) && i + 1 < words.len();
        return Some(match word {
            _ if possessive => Upos::Part,
            "$" | "€" | "£" | "%" | "+" | "=" | "<" | ">" | "#" | "@" => Upos::Sym,
            "&" => Upos::Cconj,
            _ => Upos::Punct,
        });
    }
    if first.is_ascii_digit() || matches!(first, '$' | '€' | '£' | '¥') {
        let ordinal = ["st", "nd", "rd", "th"].iter().any(|end| lower.ends_with(end));
        return Some(match () {
            () if ordinal => Upos::Adj,
            () if lower.ends_with('s') => Upos::Noun,
            () if lower.contains('-') && lower.contains(char::is_alphabetic) => Upos::Adj,
            () => Upos::Num,
        });
    }
    if let Some(tail) = lower.strip_prefix(['\'', '’']) {
        return Some(match tail {
            "s" => match i.checked_sub(1).map(|p| words[p].to_lowercase()).as_deref() {
                Some("he" | "she" | "it" | "that" | "there" | "what" | "who" | "here" | "where" | "let") => {
                    Upos::Aux
                }
                _ => Upos::Part,
            },
            "re" | "ve" | "ll" | "d" | "m" => Upos::Aux,
            _ => return None,
        });
    }
    if matches!(word, "I") {
        return Some(Upos::Pron);
    }
    if !first.is_uppercase() {
        // `al-Shaibani`, `d'Estaing`: a small particle and a capital.
        let name = word
            .split_once(['-', '\'', '’'])
            .is_some_and(|(left, right)| left.len() <= 3 && right.starts_with(char::is_uppercase));
        return name.then_some(Upos::Propn);
    }
    // Capitals: a name, unless they only begin a sentence or a title-case headline.
    match tables.countries.get(word) {
        Some((_, CountryForm::Adjective)) => return Some(Upos::Adj),
        Some(_) => return Some(Upos::Propn),
        None => {}
    }
    let all_capitals = word.len() > 1 && word.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    let begins =
        i == 0 || matches!(words[i - 1], "“" | "\"" | "‘" | "(" | "—" | "[" | ":" | "..." | "…" | "'");
    let closed = entry.is_some_and(|e| {
        e.tags.iter().any(|t| {
            matches!(
                t,
                Upos::Det | Upos::Pron | Upos::Adp | Upos::Sconj | Upos::Cconj | Upos::Aux | Upos::Part
            )
        })
    });
    if begins || title_case {
        return (entry.is_none() && !common_ending(lower) || all_capitals && !closed && word.len() < 6)
            .then_some(Upos::Propn);
    }
    if closed && !all_capitals {
        return None;
    }
    Some(Upos::Propn)
}

/// Endings of common words that the dictionary lacks.
fn common_ending(lower: &str) -> bool {
    [
        "tion", "tions", "ment", "ments", "ness", "ing", "ed", "ly", "ity", "ous", "ive", "ers", "ists",
        "ful", "ism",
    ]
    .iter()
    .any(|end| lower.len() > end.len() + 2 && lower.ends_with(end))
}

fn decide(guesses: &[Guess<'_>], before: &[Word], i: usize) -> Word {
    let guess = &guesses[i];
    let (upos, form) = match guess.fixed {
        Some(tag) => (tag, VerbForm::None),
        None => part_of_speech(guesses, before, i),
    };
    let form = if upos == Upos::Aux && form == VerbForm::None {
        guess.verb().map_or(VerbForm::None, VerbForms::usual)
    } else {
        form
    };
    Word { upos, form, lemma: lemma(guess, upos), ..Word::default() }
}

fn lemma(guess: &Guess<'_>, upos: Upos) -> String {
    match upos {
        Upos::Verb | Upos::Aux => match guess.entry.and_then(|e| e.verb.as_ref()) {
            Some((_, lemma)) => lemma.to_string(),
            None => match guess.lower.as_str() {
                "'s" | "’s" | "'re" | "’re" | "'m" | "’m" => "be".to_owned(),
                "'ve" | "’ve" => "have".to_owned(),
                "'ll" | "’ll" | "wo" => "will".to_owned(),
                "'d" | "’d" => "would".to_owned(),
                "ca" => "can".to_owned(),
                _ => unknown_verb_lemma(&guess.lower),
            },
        },
        Upos::Part if matches!(guess.lower.as_str(), "n't" | "n’t") => "not".to_owned(),
        Upos::Noun => singular(&guess.lower),
        Upos::Propn => guess.word.to_owned(),
        _ => guess.lower.clone(),
    }
}

/// `befriending` → `befriend`, for verbs that the dictionary lacks.
fn unknown_verb_lemma(lower: &str) -> String {
    for (ending, length) in [("ied", 3), ("ing", 3), ("ed", 2), ("es", 2), ("s", 1)] {
        if lower.len() > length + 2 && lower.ends_with(ending) {
            let stem = &lower[..lower.len() - length];
            return if ending == "ied" { format!("{stem}y") } else { stem.to_owned() };
        }
    }
    lower.to_owned()
}

/// The last decided word that is no adverb, particle of negation or quotation mark.
fn previous<'w>(guesses: &'w [Guess<'_>], before: &'w [Word]) -> Option<(&'w Word, &'w Guess<'w>)> {
    (0..before.len()).rev().map(|k| (&before[k], &guesses[k])).find(|(word, guess)| {
        !(word.upos == Upos::Adv
            || word.upos == Upos::Part && word.lemma == "not"
            || matches!(guess.word, "“" | "\"" | "”" | "‘"))
    })
}

/// The next word that is no adverb or negation.
fn next<'g, 't>(guesses: &'g [Guess<'t>], i: usize) -> Option<&'g Guess<'t>> {
    guesses[i + 1..].iter().find(|g| {
        let adverb = g.fixed.is_none() && g.tags().first() == Some(&Upos::Adv)
            || g.lower.ends_with("ly") && g.entry.is_none();
        !(adverb || matches!(g.lower.as_str(), "not" | "n't" | "n’t" | "“" | "\""))
    })
}

fn part_of_speech(guesses: &[Guess<'_>], before: &[Word], i: usize) -> (Upos, VerbForm) {
    let guess = &guesses[i];
    let plain = |tag: Upos| (tag, VerbForm::None);
    match guess.lower.as_str() {
        "be" | "been" | "being" | "is" | "are" | "was" | "were" | "am" => {
            let form = match guess.lower.as_str() {
                "be" => VerbForm::Infinitive,
                "been" => VerbForm::Participle,
                "being" => VerbForm::Gerund,
                _ => VerbForm::Finite,
            };
            return (Upos::Aux, form);
        }
        "have" | "has" | "had" | "having" => return auxiliary_have(guesses, before, i),
        "do" | "does" | "did" => {
            let base = next(guesses, i).is_some_and(|g| g.verb().is_some_and(|f| f.base))
                || guesses.get(i + 1).is_some_and(|g| matches!(g.lower.as_str(), "not" | "n't" | "n’t"));
            return if base { (Upos::Aux, VerbForm::Finite) } else { (Upos::Verb, VerbForm::Finite) };
        }
        "to" => {
            let verb = next(guesses, i).is_some_and(|g| {
                g.verb().is_some_and(|f| f.base) && g.fixed.is_none() && !noun_after_to(guesses, before, i)
                    || matches!(g.lower.as_str(), "be" | "have" | "do")
            });
            return plain(if verb { Upos::Part } else { Upos::Adp });
        }
        "that" => return plain(that(guesses, before, i)),
        // Inside a sentence of news it is nearly always relative.
        "which" if i > 0 => return plain(Upos::Pron),
        "before" | "after" | "since" | "until" | "as" | "than" | "like" => {
            return plain(if clause_follows(guesses, i) { Upos::Sconj } else { Upos::Adp });
        }
        "will" | "may" | "can" | "might" | "must" => {
            let noun = previous(guesses, before)
                .is_some_and(|(w, _)| matches!(w.upos, Upos::Det | Upos::Adj | Upos::Part));
            return if noun && !guess.has(Upos::Det) && guess.lower == "will" {
                plain(Upos::Noun)
            } else {
                plain(Upos::Aux)
            };
        }
        _ => {}
    }
    let Some(entry) = guess.entry else { return unknown(guesses, before, i) };
    match (&entry.verb, entry.tags.as_slice()) {
        (None, []) => plain(Upos::Noun),
        (None, tags) => plain(closed_or_open(tags, guesses, before, i)),
        (Some((forms, _)), tags) => verb_or_other(*forms, tags, entry.verb_first, guesses, before, i),
    }
}

fn verb_or_other(
    forms: VerbForms,
    tags: &[Upos],
    verb_first: bool,
    guesses: &[Guess<'_>],
    before: &[Word],
    i: usize,
) -> (Upos, VerbForm) {
    let other = tags.first().copied();
    let previous = previous(guesses, before);
    let after = next(guesses, i);
    let immediately = before.last().map(|w| w.upos);
    let as_other = |tag: Upos| (tag, VerbForm::None);
    let noun = |tags: &[Upos]| {
        let tag =
            if tags.contains(&Upos::Noun) { Upos::Noun } else { tags.first().copied().unwrap_or(Upos::Noun) };
        (tag, VerbForm::None)
    };
    let noun_follows = after.is_some_and(|g| {
        g.fixed == Some(Upos::Propn)
            || g.fixed == Some(Upos::Noun)
            || g.has(Upos::Noun) && !g.has(Upos::Adp)
            || g.entry.is_none() && g.fixed.is_none()
    });
    let (tag, lemma) = previous.map_or((None, ""), |(w, _)| (Some(w.upos), w.lemma.as_str()));
    match tag {
        // `to meet`, `will meet`, `did n't meet`.
        Some(Upos::Part) if lemma == "to" && forms.base => return (Upos::Verb, VerbForm::Infinitive),
        Some(Upos::Aux) if !matches!(lemma, "be" | "have") && forms.base => {
            return (Upos::Verb, VerbForm::Infinitive);
        }
        Some(Upos::Aux) if lemma == "have" && forms.participle => return (Upos::Verb, VerbForm::Participle),
        Some(Upos::Aux) if lemma == "be" && forms.gerund => {
            let thing = other == Some(Upos::Noun) && immediately == Some(Upos::Adj);
            return if thing { noun(tags) } else { (Upos::Verb, VerbForm::Gerund) };
        }
        Some(Upos::Aux) if lemma == "be" && forms.participle => {
            return match other {
                Some(Upos::Adj) if after.is_none_or(|g| g.lower != "by") => as_other(Upos::Adj),
                _ => (Upos::Verb, VerbForm::Participle),
            };
        }
        Some(Upos::Aux) if lemma == "be" => {
            return other.map_or((Upos::Verb, VerbForm::Finite), as_other);
        }
        Some(Upos::Verb) if lemma == "have" && forms.participle && !forms.base => {
            return (Upos::Verb, VerbForm::Participle);
        }
        _ => {}
    }
    // After what opens a noun phrase.
    let possessive = tag == Some(Upos::Part) && lemma != "to"
        || tag == Some(Upos::Pron)
            && matches!(lemma, "his" | "her" | "its" | "their" | "our" | "my" | "your" | "whose");
    if matches!(tag, Some(Upos::Det | Upos::Num))
        || possessive
        || tag == Some(Upos::Adj) && immediately == tag
    {
        if forms.participle && !forms.base && other.is_none() {
            // `the planned visit`.
            return if noun_follows || after.is_some_and(|g| g.has(Upos::Adj) || g.fixed == Some(Upos::Adj)) {
                (Upos::Verb, VerbForm::Participle)
            } else {
                (Upos::Verb, VerbForm::Finite)
            };
        }
        if forms.gerund && other.is_none() {
            return if noun_follows { (Upos::Verb, VerbForm::Gerund) } else { as_other(Upos::Noun) };
        }
        if other == Some(Upos::Adj) && noun_follows {
            return as_other(Upos::Adj);
        }
        if tag == Some(Upos::Adj) && (forms.past || forms.third) && other.is_none() {
            return (Upos::Verb, VerbForm::Finite);
        }
        if possessive && forms.past && !forms.base && other.is_none() {
            return (Upos::Verb, VerbForm::Participle);
        }
        return noun(tags);
    }
    if tag == Some(Upos::Pron) {
        if forms.gerund {
            return (Upos::Verb, VerbForm::Gerund);
        }
        return (Upos::Verb, finite_or_participle(forms, guesses, before, i));
    }
    if tag == Some(Upos::Adp) {
        if forms.gerund {
            let object = after.is_some_and(|g| g.opens_phrase() || g.lower == "that" || g.lower == "to");
            return if object || other.is_none() { (Upos::Verb, VerbForm::Gerund) } else { noun(tags) };
        }
        if forms.participle && !forms.base {
            return match other {
                Some(_) => noun(tags),
                None => (Upos::Verb, VerbForm::Participle),
            };
        }
        return noun(tags);
    }
    let Some(other) = other else {
        if forms.gerund {
            return (Upos::Verb, VerbForm::Gerund);
        }
        return (Upos::Verb, finite_or_participle(forms, guesses, before, i));
    };
    if other == Upos::Adp || other == Upos::Sconj {
        // `like`, `following`, `including`.
        let verb = matches!(tag, Some(Upos::Noun | Upos::Propn)) && guesses[i].lower == "like" && forms.base;
        return if verb && after.is_some_and(|g| g.has(Upos::Part)) {
            (Upos::Verb, VerbForm::Finite)
        } else {
            as_other(other)
        };
    }
    // Noun or verb after a noun, a name, a comma, a conjunction, at the start.
    let after_adposition = after.is_some_and(|g| g.fixed.is_none() && g.has(Upos::Adp) && !g.has(Upos::Part));
    let after_phrase = after.is_some_and(|g| g.opens_phrase() || matches!(g.lower.as_str(), "that" | "to"));
    let verb_after = after.is_some_and(|g| {
        g.fixed.is_none()
            && (g.has(Upos::Aux)
                || g.only_verb()
                || matches!(g.lower.as_str(), "is" | "was" | "are" | "were" | "has" | "have"))
    });
    let finite = (Upos::Verb, finite_or_participle(forms, guesses, before, i));
    match tag {
        Some(Upos::Noun | Upos::Propn) => {
            if forms.gerund {
                return if after_phrase && !noun_compound(guesses, i) {
                    (Upos::Verb, VerbForm::Gerund)
                } else {
                    noun(tags)
                };
            }
            if (forms.past || forms.participle) && !forms.base {
                return finite;
            }
            if verb_after {
                return as_other(other);
            }
            if has_finite_verb(before) && !after_phrase {
                return as_other(other);
            }
            if after_phrase && (!has_finite_verb(before) || clause_open(before)) {
                return finite;
            }
            if after_adposition && verb_first && !has_finite_verb(before) && forms.third {
                return finite;
            }
            as_other(other)
        }
        Some(Upos::Cconj) => {
            let conjunct = before.iter().rev().skip(1).find(|w| !matches!(w.upos, Upos::Adv | Upos::Punct));
            let verbal =
                before.iter().rev().take(12).any(|w| w.upos == Upos::Verb && w.form != VerbForm::Gerund);
            let nominal = conjunct.is_some_and(|w| matches!(w.upos, Upos::Noun | Upos::Propn | Upos::Adj));
            if forms.gerund {
                return if after_phrase { (Upos::Verb, VerbForm::Gerund) } else { as_other(other) };
            }
            if verbal
                && after_phrase
                && (!nominal || forms.past || forms.third || forms.base && infinitive_before(before))
            {
                let form =
                    if forms.base && infinitive_before(before) { VerbForm::Infinitive } else { finite.1 };
                return (Upos::Verb, form);
            }
            as_other(other)
        }
        Some(Upos::Verb) => {
            if forms.gerund && after_phrase {
                return (Upos::Verb, VerbForm::Gerund);
            }
            if forms.base && matches!(lemma, "help" | "let" | "make") && after_phrase {
                return (Upos::Verb, VerbForm::Infinitive);
            }
            as_other(other)
        }
        None | Some(Upos::Punct | Upos::Sconj) => {
            if forms.gerund && after_phrase {
                return (Upos::Verb, VerbForm::Gerund);
            }
            if (forms.past || forms.third) && !forms.base && after_phrase && tag.is_some() {
                return finite;
            }
            as_other(other)
        }
        _ if verb_first && after_phrase => finite,
        _ => as_other(other),
    }
}
