//! Words that put something ahead, leave it open, or take it back.

use super::scene::Scene;
use crate::tables::calendar::weekday;
use crate::tables::{CueRole, FrameKind, FramePos, Sense};
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

/// The word of a clause behind a noun that puts it ahead: `a visit, which is expected in May`, `talks due to begin
/// on Monday`, `talks that will begin`.
pub(super) fn awaited(scene: &Scene<'_>, noun: usize) -> Option<usize> {
    let of_noun = |at: usize| {
        let mut ups = std::iter::successors(scene.head(at), |&i| {
            let below = matches!(scene.deprel(i), Deprel::Nmod | Deprel::Conj | Deprel::Appos);
            scene.head(i).filter(|_| below && i != noun)
        });
        ups.by_ref().take(MISPLACED).any(|i| i == noun)
    };
    let which = |at: usize| {
        let subject = scene.by_relation(at, &[Deprel::Nsubj, Deprel::NsubjPass]).next();
        subject.is_none_or(|i| matches!(scene.lemma(i), "which" | "that"))
    };
    let clauses = (noun + 1..scene.len())
        .filter(|&i| matches!(scene.deprel(i), Deprel::AclRelcl | Deprel::Acl) && which(i) && of_noun(i));
    clauses.into_iter().find(|&at| {
        let will = scene.by_relation(at, &[Deprel::Aux]).any(|i| scene.lemma(i) == "will");
        let planned = scene.tables.cues.has(scene.lemma(at), CueRole::Plan)
            || scene.tables.cues.has(&scene.word(at).to_lowercase(), CueRole::Plan);
        let mut tense = scene.by_relation(at, &[Deprel::Aux, Deprel::AuxPass, Deprel::Cop]);
        let bare = scene.deprel(at) == Deprel::AclRelcl || !scene.word(at).ends_with("ing");
        will || planned && bare && tense.all(|i| matches!(scene.word(i), "is" | "are"))
    })
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

/// `travel to Oslo to meet X`, `will be in Oslo, meeting X`: what somebody goes or is somewhere for.
pub(super) fn is_purpose(scene: &Scene<'_>, head: usize, at: usize) -> bool {
    let there = scene.by_relation(head, &[Deprel::Cop]).next().is_some()
        && matches!(scene.preposition(head).as_str(), "in" | "at")
        && (scene.marked_by(at, &["to"]) || scene.word(at).ends_with("ing") && scene.opener(at).is_empty());
    there || scene.means(head, Sense::Going) && scene.marked_by(at, &["to"]) && scene.upos(head) == Upos::Verb
}

/// `would form a shield, standing with X`: what accompanies what would be.
pub(super) fn accompanies(scene: &Scene<'_>, head: usize, at: usize) -> bool {
    let ahead = |i: usize| matches!(scene.lemma(i), "will" | "would" | "could" | "may");
    scene.word(at).ends_with("ing")
        && head < at
        && scene.opener(at).is_empty()
        && scene.by_relation(head, &[Deprel::Aux]).any(ahead)
        && scene.by_relation(at, &[Deprel::Nsubj]).next().is_none()
}

/// `analysts say X will attack Y`, `predicts that X will`: what others think will come.
/// The word that says so.
pub(super) fn forecast(scene: &Scene<'_>, head: usize, at: usize, relation: Deprel) -> Option<usize> {
    let ahead = |i: usize| matches!(scene.lemma(i), "will" | "'ll" | "would" | "could");
    if relation != Deprel::Ccomp || !scene.by_relation(at, &[Deprel::Aux]).any(ahead) {
        return None;
    }
    let guessed =
        scene.means(head, Sense::Expected) && scene.upos(head) == Upos::Verb && !says_of_itself(scene, at);
    let guesser = |&i: &usize| scene.mention_at(i).is_none() && scene.means(i, Sense::Expected);
    guessed.then_some(head).or_else(|| scene.by_relation(head, &[Deprel::Nsubj]).find(guesser))
}

/// `too weak to attack X`, `strong enough to attack X`: what somebody is not, or is only able, to do.
pub(super) fn suffices(
    scene: &Scene<'_>,
    head: usize,
    at: usize,
    relation: Deprel,
) -> Option<(CueRole, usize)> {
    let measured = matches!(scene.upos(head), Upos::Adj | Upos::Adv | Upos::Noun);
    let clause = matches!(relation, Deprel::Advcl | Deprel::Xcomp | Deprel::Ccomp | Deprel::Acl);
    if !measured || !clause || !scene.marked_by(at, &["to"]) {
        return None;
    }
    scene.by_relation(head, &[Deprel::Advmod, Deprel::Amod]).find_map(|i| match scene.lemma(i) {
        "too" => Some((CueRole::Negate, i)),
        "enough" => Some((CueRole::Condition, i)),
        _ => None,
    })
}

/// `until the sanctions are lifted`: what ends then is in force.
pub(super) fn is_awaited(scene: &Scene<'_>, verb: usize) -> bool {
    let now = |i: usize| matches!(scene.word(i), "is" | "are" | "will" | "has" | "have" | "'s" | "’s");
    scene.upos(verb) == Upos::Verb
        && scene
            .by_relation(verb, &[Deprel::Mark, Deprel::Advmod])
            .any(|i| matches!(scene.lemma(i), "until" | "till" | "before" | "when" | "once" | "unless"))
        && scene.by_relation(verb, &[Deprel::Aux, Deprel::AuxPass]).any(now)
}

/// True if the subject of the clause of `at` is that of the verb above.
pub(super) fn says_of_itself(scene: &Scene<'_>, at: usize) -> bool {
    let Some(above) = scene.head(at) else { return false };
    let actors = |verb: usize| {
        let subjects = scene.subject(verb, 0).into_iter();
        subjects.flat_map(|(p, climbed)| scene.actors_of(p, climbed)).map(|f| f.actor).collect::<Vec<_>>()
    };
    let speakers = actors(above);
    actors(at).iter().any(|actor| speakers.contains(actor))
}
