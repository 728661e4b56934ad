//! Words that put a meeting ahead, or take it back.

use super::scene::Scene;
use crate::tables::calendar::weekday;
use crate::tables::{CueRole, FrameKind, FramePos};
use crate::types::{Deprel, Upos, VerbForm, ZoneKind};

/// How deep under the noun a misplaced clause is looked for.
const MISPLACED: usize = 5;

/// `the trip to Cuba later this month`, `held talks next week`: the words after the noun put it ahead; not
/// `talks ahead of next week's vote`. Trees hang such words too variously to be asked.
pub(super) fn lies_ahead(scene: &Scene<'_>, noun: usize) -> bool {
    let word = |i: usize| if i < scene.len() { scene.word(i).to_lowercase() } else { String::new() };
    (noun + 1..scene.len().min(noun + 10))
        .take_while(|&i| !matches!(word(i).as_str(), "before" | "ahead" | "until" | "," | "that" | "which"))
        .any(|i| {
            let time = matches!(word(i).as_str(), "week" | "month" | "year");
            let coming = word(i - 1) == "next" || word(i - 1) == "this" && i > 1 && word(i - 2) == "later";
            time && coming && !matches!(word(i + 1).as_str(), "'s" | "’s")
        })
}

/// The same for a noun whose verb tells of it: `holds talks with X on Monday`, `flies to Oman next week for
/// talks with X`.
pub(super) fn verb_ahead(scene: &Scene<'_>, noun: usize) -> Option<usize> {
    let (verb, relation) = scene.governor(noun)?;
    let governs = match relation {
        Deprel::Obj => scene.is_light(verb, ""),
        Deprel::Obl => scene.preposition(noun) == "for",
        _ => false,
    };
    ahead(scene, verb).filter(|_| governs)
}

/// The word by which a verb tells of a day to come: `visits Oman next week`, `hosts X tomorrow`, and in the
/// present tense `meets X on Monday`.
pub(super) fn ahead(scene: &Scene<'_>, verb: usize) -> Option<usize> {
    let form = scene.word(verb).to_lowercase();
    let forms = scene.tables.words.get(&form).and_then(|entry| entry.verb.as_ref()).map(|(forms, _)| *forms);
    let mut tense = scene.by_relation(verb, &[Deprel::Aux, Deprel::AuxPass, Deprel::Cop]).peekable();
    let simple = tense.peek().is_none()
        && scene.analysis.words[verb].form == VerbForm::Finite
        && forms.is_some_and(|forms| (forms.third || forms.base) && !forms.past);
    // `is meeting X on Monday`
    let going = forms.is_some_and(|forms| forms.gerund)
        && tense.peek().is_some()
        && tense.all(|aux| matches!(scene.word(aux), "is" | "are" | "am" | "'s" | "’s" | "'re" | "’re"));
    let present = (simple || going) && scene.sentence.zone == ZoneKind::Body;
    let times = [Deprel::Obl, Deprel::OblUnmarked, Deprel::NmodUnmarked, Deprel::Advmod];
    // A day may hang on whom one meets.
    let objects = scene.by_relation(verb, &[Deprel::Obj, Deprel::Obl]);
    let inside = objects.flat_map(|i| scene.by_relation(i, &times[1..3]).collect::<Vec<_>>());
    scene.by_relation(verb, &times).chain(inside).find(|&i| {
        let word = scene.word(i).to_lowercase();
        let before = |n: usize| if i >= n { scene.word(i - n).to_lowercase() } else { String::new() };
        let coming = match before(1).as_str() {
            // `the next week he met X`
            "next" | "coming" => before(2) != "the" || before(1) == "coming",
            "this" => before(2) == "later",
            _ => false,
        };
        word == "tomorrow"
            || coming && !matches!(scene.preposition(i).as_str(), "before" | "after" | "until" | "ahead")
            || present
                && weekday(scene.word(i)).is_some()
                // `Monday, April 16, 2012` stands under a picture.
                && !(i + 2 < scene.len() && scene.word(i + 1) == "," && super::dates::month(scene.word(i + 2)).is_some())
                && matches!(scene.preposition(i).as_str(), "" | "on")
    })
}

/// The `will` of a predicate that tells of a meeting to come.
pub(super) fn will(scene: &Scene<'_>, head: usize, noun: usize) -> Option<usize> {
    let mut frames = scene.tables.frames.of(scene.lemma(noun), FramePos::Noun);
    let meeting = frames.any(|frame| matches!(frame.kind, FrameKind::Meeting(_)));
    let mut auxiliaries = scene.by_relation(head, &[Deprel::Aux]);
    auxiliaries
        .find(|&i| matches!(scene.lemma(i), "will" | "wo"))
        .filter(|_| meeting && scene.lemma(head) != "continue")
}

/// The `would` of a predicate that tells of what need not come: `an attack by X on Y would be a mistake`; but
/// `the war could last` tells of one that is there.
pub(super) fn would(scene: &Scene<'_>, head: usize, noun: usize) -> Option<usize> {
    let mut articles = scene.by_relation(noun, &[Deprel::Det]);
    let any = articles.any(|i| matches!(scene.lemma(i), "a" | "an" | "any" | "another"));
    let mut auxiliaries = scene.by_relation(head, &[Deprel::Aux]);
    let would = auxiliaries.find(|&i| matches!(scene.lemma(i), "would" | "could" | "might" | "may"));
    would.filter(|_| any && scene.upos(noun) == Upos::Noun)
}

/// What a clause behind a noun says became of it: `a meeting that was cancelled`, also where the tree hangs
/// the clause on whom the noun names last.
pub(super) fn undone(scene: &Scene<'_>, noun: usize) -> Option<(CueRole, usize)> {
    let inside = |i: usize| {
        let mut at = i;
        for _ in 0..MISPLACED {
            match scene.head(at) {
                Some(head) if head == noun => return true,
                Some(head) if matches!(scene.deprel(at), Deprel::Nmod | Deprel::Conj | Deprel::Appos) => {
                    at = head
                }
                _ => return false,
            }
        }
        false
    };
    let roles = [CueRole::Cancel, CueRole::Postpone];
    (noun + 1..scene.len())
        .filter(|&verb| scene.upos(verb) == Upos::Verb && scene.is_passive(verb))
        .filter(|&verb| match scene.deprel(verb) {
            // People who are cancelled would be `who`.
            Deprel::AclRelcl => scene
                .by_relation(verb, &[Deprel::NsubjPass])
                .any(|subject| matches!(scene.lemma(subject), "that" | "which")),
            Deprel::Acl => scene.head(verb) == Some(noun),
            _ => false,
        })
        .filter(|&verb| scene.head(verb).is_some_and(|head| head == noun || inside(head)))
        .find_map(|verb| {
            let particle = scene.by_relation(verb, &[Deprel::CompoundPrt]).next();
            let phrasal = particle.map(|p| format!("{} {}", scene.lemma(verb), scene.lemma(p)));
            let key = phrasal.as_deref().unwrap_or(scene.lemma(verb));
            let role = roles.into_iter().find(|&role| scene.tables.cues.has(key, role))?;
            Some((role, verb))
        })
}
