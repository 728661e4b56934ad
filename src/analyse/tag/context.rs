//! What the words around a word say of it.

use super::*;

/// `have` before a participle is an auxiliary.
pub(super) fn auxiliary_have(guesses: &[Guess<'_>], before: &[Word], i: usize) -> (Upos, VerbForm) {
    let form = match guesses[i].lower.as_str() {
        "having" => VerbForm::Gerund,
        "have" if before.last().is_some_and(|w| w.upos == Upos::Aux || w.upos == Upos::Part) => {
            VerbForm::Infinitive
        }
        _ => VerbForm::Finite,
    };
    let participle = next(guesses, i).is_some_and(|g| {
        g.fixed.is_none()
            && (g.verb().is_some_and(|f| f.participle) && g.lower != "no"
                || g.entry.is_none() && g.lower.ends_with("ed")
                || g.lower == "been")
    });
    (if participle { Upos::Aux } else { Upos::Verb }, form)
}

/// Nouns that look like verbs after `to`: `went to war`, `response to attacks`.
pub(super) fn noun_after_to(guesses: &[Guess<'_>], _before: &[Word], i: usize) -> bool {
    next(guesses, i).is_some_and(|g| {
        matches!(
            g.lower.as_str(),
            "war" | "work" | "power" | "date" | "school" | "jail" | "court" | "office" | "peace"
        ) && !guesses.get(i + 2).is_some_and(|after| after.has(Upos::Det))
            && g.has(Upos::Noun)
            && g.lower != "work"
    })
}

pub(super) fn that(guesses: &[Guess<'_>], before: &[Word], i: usize) -> Upos {
    let after = next(guesses, i);
    let verb_next = after.is_some_and(|g| {
        g.fixed.is_none()
            && (g.has(Upos::Aux)
                || g.only_verb() && !g.verb().is_some_and(|f| f.gerund)
                // `the party that rules Egypt`
                || g.verb().is_some_and(|f| f.third)
                    && guesses.get(i + 2).is_some_and(|object| object.opens_phrase())
                || matches!(
                    g.lower.as_str(),
                    "is" | "was" | "are" | "were" | "has" | "have" | "had" | "will" | "would"
                ))
    });
    match before.last().map(|w| w.upos) {
        Some(Upos::Noun | Upos::Propn | Upos::Num) if verb_next => Upos::Pron,
        None | Some(Upos::Punct | Upos::Cconj) if verb_next => Upos::Pron,
        Some(Upos::Adp) => match after {
            Some(g)
                if !g.has(Upos::Noun)
                    && !g.has(Upos::Adj)
                    && g.fixed != Some(Upos::Propn)
                    && g.entry.is_some() =>
            {
                Upos::Pron
            }
            _ => Upos::Det,
        },
        None | Some(Upos::Cconj) => Upos::Det,
        _ => Upos::Sconj,
    }
}

/// True if a clause begins after the word: a finite verb comes before the next comma.
pub(super) fn clause_follows(guesses: &[Guess<'_>], i: usize) -> bool {
    let mut seen_subject = false;
    for guess in guesses[i + 1..].iter().take(9) {
        match guess.lower.as_str() {
            "," | "." | ";" | ":" | "(" | "“" | "”" | "\"" | "—" => return false,
            "is" | "was" | "are" | "were" | "has" | "had" | "have" | "will" | "would" | "could" | "may"
            | "did" | "does" => {
                return seen_subject;
            }
            "who" | "which" | "that" | "to" | "and" | "or" if !seen_subject => return false,
            "who" | "which" | "that" | "whose" => return false,
            _ => {}
        }
        if guess.fixed.is_none()
            && seen_subject
            && guess.only_verb()
            && guess.verb().is_some_and(|f| f.past || f.third || f.base && !f.gerund)
        {
            return true;
        }
        seen_subject |= matches!(guess.fixed, Some(Upos::Propn | Upos::Noun | Upos::Pron | Upos::Num))
            || guess.has(Upos::Pron)
            || guess.has(Upos::Noun)
            || guess.entry.is_none();
    }
    false
}

/// One of the tags of a word that is no verb.
pub(super) fn closed_or_open(tags: &[Upos], guesses: &[Guess<'_>], before: &[Word], i: usize) -> Upos {
    let first = tags[0];
    let after = next(guesses, i);
    let noun_follows = after.is_some_and(|g| {
        g.fixed == Some(Upos::Propn)
            || g.fixed == Some(Upos::Adj)
            || g.has(Upos::Noun)
            || g.has(Upos::Adj)
            || g.entry.is_none() && g.fixed.is_none()
    });
    match first {
        Upos::Det if tags.contains(&Upos::Pron) => {
            if noun_follows
                || after
                    .is_some_and(|g| g.has(Upos::Num) || g.verb().is_some_and(|f| f.gerund || f.participle))
            {
                Upos::Det
            } else {
                Upos::Pron
            }
        }
        Upos::Adp if tags.contains(&Upos::Adv) => {
            // `carried out attacks`: with a verb before and no phrase after, it is a particle.
            let phrase = after.is_some_and(|g| g.opens_phrase());
            let particle =
                matches!(guesses[i].lower.as_str(), "off" | "out" | "up" | "down" | "away" | "along");
            let verb_before = before.last().is_some_and(|w| w.upos == Upos::Verb);
            if !phrase || particle && verb_before && after.is_none_or(|g| g.lower != "of") {
                Upos::Adv
            } else {
                Upos::Adp
            }
        }
        Upos::Adj if tags.contains(&Upos::Adv) && !noun_follows => Upos::Adv,
        Upos::Adj if tags.contains(&Upos::Noun) => {
            if noun_follows {
                Upos::Adj
            } else {
                noun_if_headed(before)
            }
        }
        Upos::Noun if tags.contains(&Upos::Adj) && noun_follows => Upos::Adj,
        _ => first,
    }
}

/// A word that can be noun or adjective with no noun after it: noun after a determiner.
pub(super) fn noun_if_headed(before: &[Word]) -> Upos {
    match before.last().map(|w| w.upos) {
        Some(Upos::Aux | Upos::Adv) => Upos::Adj,
        _ => Upos::Noun,
    }
}

/// `meeting room`: a gerund before a common noun that ends the phrase.
pub(super) fn noun_compound(guesses: &[Guess<'_>], i: usize) -> bool {
    guesses.get(i + 1).is_some_and(|g| g.fixed.is_none() && g.tags().first() == Some(&Upos::Noun))
}

pub(super) fn infinitive_before(before: &[Word]) -> bool {
    before.iter().rev().find(|w| w.upos == Upos::Verb).is_some_and(|w| w.form == VerbForm::Infinitive)
}

/// True if the clause so far has its finite verb.
pub(super) fn has_finite_verb(before: &[Word]) -> bool {
    for word in before.iter().rev() {
        match word.upos {
            Upos::Verb | Upos::Aux if matches!(word.form, VerbForm::Finite) => return true,
            Upos::Aux => return true,
            Upos::Sconj => return false,
            Upos::Pron if matches!(word.lemma.as_str(), "who" | "which" | "that") => return false,
            _ => {}
        }
    }
    false
}

/// True if a subordinate clause has begun after the last finite verb.
pub(super) fn clause_open(before: &[Word]) -> bool {
    for word in before.iter().rev() {
        match word.upos {
            Upos::Verb => {
                return matches!(
                    word.lemma.as_str(),
                    "say" | "think" | "believe" | "claim" | "report" | "add"
                ) && word.form == VerbForm::Finite;
            }
            Upos::Aux => return false,
            Upos::Sconj => return true,
            _ => {}
        }
    }
    false
}

/// Past tense or participle: after a noun, before `by`, the participle.
pub(super) fn finite_or_participle(
    forms: VerbForms,
    guesses: &[Guess<'_>],
    before: &[Word],
    i: usize,
) -> VerbForm {
    if forms.participle && !forms.past {
        return VerbForm::Participle;
    }
    if forms.past && forms.participle {
        let by = guesses.get(i + 1).is_some_and(|g| g.lower == "by");
        let noun_before = before.last().is_some_and(|w| matches!(w.upos, Upos::Noun | Upos::Propn));
        if by && noun_before {
            return VerbForm::Participle;
        }
        return VerbForm::Finite;
    }
    if forms.base {
        let infinitive = before.last().is_some_and(|w| w.upos == Upos::Part && w.lemma == "to");
        return if infinitive { VerbForm::Infinitive } else { VerbForm::Finite };
    }
    forms.usual()
}

/// Words that no table knows: by ending and context.
pub(super) fn unknown(guesses: &[Guess<'_>], before: &[Word], i: usize) -> (Upos, VerbForm) {
    let guess = &guesses[i];
    let lower = guess.lower.as_str();
    let after = next(guesses, i);
    let noun_follows = after.is_some_and(|g| {
        g.fixed == Some(Upos::Propn) || g.has(Upos::Noun) || g.entry.is_none() && g.fixed.is_none()
    });
    let previous = previous(guesses, before).map(|(w, _)| (w.upos, w.lemma.as_str()));
    let plain = |tag: Upos| (tag, VerbForm::None);
    if guess.capital && i > 0 && guess.fixed.is_none() {
        return plain(Upos::Propn);
    }
    if lower.contains('-') {
        let verbal = lower.ends_with("ed")
            || lower.ends_with("led")
            || lower.ends_with("ing")
            || lower.ends_with("based");
        return plain(if verbal || noun_follows { Upos::Adj } else { Upos::Noun });
    }
    let ends = |endings: &[&str]| endings.iter().any(|e| lower.len() > e.len() + 2 && lower.ends_with(e));
    if ends(&["ly"]) && !ends(&["family", "ally", "reply", "supply"]) {
        return plain(Upos::Adv);
    }
    if ends(&[
        "tion", "tions", "sion", "sions", "ment", "ments", "ness", "ity", "ities", "ship", "ism", "ance",
        "ence", "ances", "ences", "hood", "dom", "age", "ist", "ists", "er", "ers", "or", "ors", "cy", "ure",
    ]) {
        return plain(Upos::Noun);
    }
    if ends(&["ing"]) {
        return match previous {
            Some((Upos::Det | Upos::Adj | Upos::Num, _)) if !noun_follows => plain(Upos::Noun),
            _ => (Upos::Verb, VerbForm::Gerund),
        };
    }
    if ends(&["ed"]) {
        let participle = matches!(previous, Some((Upos::Aux, _)))
            || matches!(previous, Some((Upos::Det, _))) && noun_follows
            || guesses.get(i + 1).is_some_and(|g| g.lower == "by");
        return (Upos::Verb, if participle { VerbForm::Participle } else { VerbForm::Finite });
    }
    if ends(&["ous", "ful", "ive", "able", "ible", "ical", "ic", "less", "ish", "ary", "al", "ian", "ese"]) {
        return plain(if noun_follows || matches!(previous, Some((Upos::Aux, "be"))) {
            Upos::Adj
        } else {
            noun_if_headed(before)
        });
    }
    if ends(&["ize", "ise", "ify"]) && matches!(previous, Some((Upos::Part | Upos::Aux, _))) {
        return (Upos::Verb, VerbForm::Infinitive);
    }
    match previous {
        Some((Upos::Part, "to"))
            if before.last().is_some_and(|w| w.lemma == "to") && !lower.ends_with('s') =>
        {
            (Upos::Verb, VerbForm::Infinitive)
        }
        _ => plain(Upos::Noun),
    }
}
