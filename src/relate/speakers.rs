//! Who says so: the speakers above a relation word.

use super::scene::Scene;
use crate::types::{Deprel, Span, Upos, ZoneKind};

/// How many links of the tree a speaker may stand above the word.
const REACH: usize = 16;

/// Who says so: the speakers above the word, outermost first, as actors or as their words.
pub(super) fn attribution(scene: &Scene<'_>, trigger: usize) -> Vec<Speaker> {
    let mut speakers: Vec<Speaker> = Vec::new();
    for found in voices(scene, trigger).iter().filter_map(|phrases| speaker(scene, phrases)).rev() {
        if !speakers.contains(&found) {
            speakers.push(found);
        }
    }
    if speakers.is_empty() {
        speakers.extend(behind_a_dash(scene, trigger));
    }
    speakers
}

/// Who says what a headline tells, behind its dash or last colon: `Iran rejects talks - state TV`.
fn behind_a_dash(scene: &Scene<'_>, trigger: usize) -> Option<Speaker> {
    /// Most words of such a speaker.
    const MOST: usize = 3;
    if scene.sentence.zone != ZoneKind::Headline {
        return None;
    }
    let mark = (0..scene.len()).rev().find(|&i| matches!(scene.word(i), "-" | "–" | "—" | ":"))?;
    let words = mark + 1..scene.len();
    if trigger >= mark || words.is_empty() || words.len() > MOST {
        return None;
    }
    if words.clone().any(|i| matches!(scene.upos(i), Upos::Verb | Upos::Aux | Upos::Punct | Upos::Num)) {
        return None;
    }
    let span = scene.sentence.tokens_span(words.start, words.end - 1);
    let named = scene.mentions.iter().find(|mention| mention.span == span);
    let common = scene.word(words.start).starts_with(char::is_lowercase);
    match named {
        Some(mention) => mention.actors.first().map(|&actor| Speaker::Actor(actor)),
        None => common.then_some(Speaker::Words(span)),
    }
}

/// The phrases that mean the innermost speaker above the word.
pub(super) fn speakers(scene: &Scene<'_>, trigger: usize) -> Vec<(usize, bool)> {
    voices(scene, trigger).into_iter().find(|phrases| !phrases.is_empty()).unwrap_or_default()
}

/// The phrases of each speaker above the word, innermost first.
fn voices(scene: &Scene<'_>, trigger: usize) -> Vec<Vec<(usize, bool)>> {
    let mut out = Vec::new();
    let mut at = trigger;
    // `accuse X of coordinating`, wherever the tree hangs the clause.
    let mut charge = false;
    for _ in 0..REACH {
        for &child in scene.children(at) {
            let source =
                matches!(scene.deprel(child), Deprel::Obl | Deprel::Advcl | Deprel::Parataxis | Deprel::Nmod);
            if source && scene.preposition(child).starts_with("according") {
                out.push(vec![(child, false)]);
            } else if scene.deprel(child) == Deprel::Parataxis && scene.says(child) && child != trigger {
                out.push(scene.subject(child, 0));
            }
        }
        let Some(head) = scene.head(at) else { break };
        // `called X brave`, `called X a brave man`
        let judged =
            at == trigger || scene.deprel(trigger) == Deprel::Amod && scene.head(trigger) == Some(at);
        if judged && scene.judge(at).is_some() {
            let mut who = scene.subject(head, 0);
            if scene.is_passive(head) {
                // `is considered a threat by X`, wherever the tree hangs X; without X it is nobody's word.
                let by = scene.by_relation(at, &[Deprel::Nmod, Deprel::OblAgent, Deprel::Obl]);
                who.extend(by.filter(|&i| scene.preposition(i) == "by").map(|i| (i, false)));
                if who.is_empty() {
                    break;
                }
            }
            out.push(who);
        }
        // `said it would act after Y named X, the mastermind of the attack`: the text says who X is.
        let told = ["after", "when", "as", "while", "since", "before", "once"];
        if scene.deprel(trigger) == Deprel::Appos
            && scene.deprel(at) == Deprel::Advcl
            && scene.marked_by(at, &told)
        {
            break;
        }
        let clause = matches!(scene.deprel(at), Deprel::Ccomp | Deprel::Parataxis | Deprel::Dep);
        // `accused Iran of arming X`: the deed is the accuser's word.
        let accused = scene.deprel(at) == Deprel::Advcl && scene.marked_by(at, &["of"])
            || charge && scene.deprel(at) == Deprel::Obj;
        charge = scene.deprel(at) == Deprel::Acl && scene.marked_by(at, &["of"]);
        if (clause || accused) && scene.says(head) {
            out.push(scene.subject(head, 0));
        }
        at = head;
    }
    out
}

/// A speaker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Speaker {
    /// An actor: index into [`crate::types::Resolution::actors`].
    Actor(usize),
    /// Words that are no actor.
    Words(Span),
}

fn speaker(scene: &Scene<'_>, phrases: &[(usize, bool)]) -> Option<Speaker> {
    let &(phrase, climbed) = phrases.first()?;
    let actors = scene.actors_of(phrase, climbed);
    // `officials of both countries say`: they do, not the first of the countries.
    let several = actors.len() > 1 && actors.iter().all(|f| f.inner || f.span == actors[0].span);
    Some(match actors.first().filter(|filler| !several && !filler.folk) {
        Some(filler) => Speaker::Actor(filler.actor),
        None => Speaker::Words(scene.token_span(phrase)),
    })
}
