//! What category a frame means where its words stand: the same word may be said or done.

use super::scene::Scene;
use crate::tables::{Frame, FrameKind, FramePos, Sense, Slot};
use crate::types::{Category, Deprel, Upos, VerbForm};

/// The frame's category, or the one that its surroundings make of it.
pub(super) fn meant(scene: &Scene<'_>, trigger: usize, frame: &Frame) -> Category {
    match frame.category {
        // Who signs shows support; the pact itself is a promise.
        Category::Agree if frame.pos == FramePos::Noun && signed(scene, trigger) => Category::Support,
        Category::Assault if joint(scene, trigger) => Category::Mobilize,
        Category::Assault if frame.pos == FramePos::Noun => bloodless(scene, trigger),
        Category::Support if frame.pos == FramePos::Verb && armed(scene, trigger) => Category::Aid,
        Category::Threaten if tells(scene, trigger) => Category::Accuse,
        category => category,
    }
}

/// `the trade war`, `a war of words`: no weapons are fired.
fn bloodless(scene: &Scene<'_>, noun: usize) -> Category {
    let kind = |sense: Sense| {
        scene
            .by_relation(noun, &[Deprel::Compound, Deprel::Amod, Deprel::Nmod])
            .filter(|&i| scene.deprel(i) != Deprel::Nmod || scene.preposition(i) == "of")
            .any(|i| scene.mention_at(i).is_none() && scene.means(i, sense))
    };
    match () {
        () if kind(Sense::Economic) => Category::Sanction,
        () if kind(Sense::Wordy) => Category::Accuse,
        () => Category::Assault,
    }
}

/// `signed an agreement`, `reached a deal`.
fn signed(scene: &Scene<'_>, noun: usize) -> bool {
    scene.governor(noun).is_some_and(|(verb, relation)| {
        matches!(relation, Deprel::Obj | Deprel::NsubjPass) && scene.means(verb, Sense::Signing)
    })
}

/// `joint action in combating X`, `agreed to cooperate in defeating X`: force that is only brought
/// together.
fn joint(scene: &Scene<'_>, verb: usize) -> bool {
    let fights = scene.means(verb, Sense::Combat);
    let bare = matches!(scene.analysis.words[verb].form, VerbForm::Gerund | VerbForm::Infinitive);
    let Some(head) = scene.head(verb).filter(|_| fights && bare && scene.upos(verb) == Upos::Verb) else {
        return false;
    };
    let together = |pos: FramePos| {
        let mut frames = scene.tables.frames.of(scene.lemma(head), pos);
        frames.any(|f| matches!(f.kind, FrameKind::Stance { mutual: true, .. }))
    };
    match scene.upos(head) {
        Upos::Verb => together(FramePos::Verb),
        Upos::Noun => {
            together(FramePos::Noun)
                || scene.by_relation(head, &[Deprel::Amod]).any(|i| scene.lemma(i) == "joint")
        }
        _ => false,
    }
}

/// `forces supporting the government`: who bears arms supports with them.
fn armed(scene: &Scene<'_>, verb: usize) -> bool {
    let subjects = scene.phrases(verb, &Slot::Subject, false);
    subjects.iter().any(|&(phrase, _)| scene.means(phrase, Sense::Troops))
}

/// `warned that Russia was threatening peace`: what is said to be so already is no threat.
fn tells(scene: &Scene<'_>, verb: usize) -> bool {
    let mut clauses = scene.by_relation(verb, &[Deprel::Ccomp]).peekable();
    scene.lemma(verb) == "warn"
        && clauses.peek().is_some()
        && clauses.all(|clause| {
            scene.by_relation(clause, &[Deprel::Nsubj, Deprel::NsubjPass]).next().is_some()
                && scene.by_relation(clause, &[Deprel::Aux]).all(|aux| {
                    !matches!(
                        scene.lemma(aux),
                        "will" | "would" | "could" | "may" | "might" | "shall" | "'ll"
                    )
                })
        })
}
