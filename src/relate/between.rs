//! What stands between two marked phrases, read loosely: a category where no frame's slots fill.

use super::categories;
use super::frames_at;
use super::modality::Reading;
use super::scene::Scene;
use crate::tables::{CueRole, FrameKind, FramePos, Slot};
use crate::types::{Analysis, Category, Deprel, Document, Mention, Resolution, Sentence, Upos};

/// How far up the tree a word is looked for; odd trees must not cost time.
const HEIGHT: usize = 64;

/// A phrase of a sentence: its words and their head.
#[derive(Debug, Clone, PartialEq)]
pub struct Phrase {
    /// Index of the sentence in the document.
    pub sentence: usize,
    /// Its tokens in the sentence, half-open.
    pub tokens: std::ops::Range<usize>,
    /// The token that hangs outside of it.
    pub head: usize,
}

/// How plainly a word is one phrase's act on the other, least plain first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Plainness {
    /// It merely stands in the same sentence.
    Near,
    /// It stands on the way through the tree from one to the other.
    OnPath,
    /// Something is done to the one, the other is where or with whom it is done.
    Undergone,
    /// One of them does it, or says it of the other.
    Done,
    /// One of them does it and the other stands in what is done.
    DoneTo,
}

/// What `first` does or says that may concern `second`, and how plainly; `None` if no word of
/// their sentence has a category or they stand in different sentences.
pub fn between(
    document: &Document,
    sentences: &[Sentence],
    analyses: &[Analysis],
    resolution: &Resolution,
    tables: &crate::tables::Tables,
    (first, second): (&Phrase, &Phrase),
) -> Option<(Category, Plainness)> {
    let index = first.sentence;
    if index != second.sentence {
        return None;
    }
    let (sentence, analysis) = (sentences.get(index)?, analyses.get(index)?);
    let start = resolution.mentions.partition_point(|m| m.sentence < index);
    let end = resolution.mentions.partition_point(|m| m.sentence <= index);
    let mentions: &[Mention] = resolution.mentions.get(start..end)?;
    let scene = Scene::new(document, index, sentence, analysis, resolution, mentions, tables);
    let pair = Pair { scene: &scene, first, second };
    let mut best: Option<((Plainness, usize, usize), Category)> = None;
    for token in (0..scene.len()).filter(|t| !first.tokens.contains(t) && !second.tokens.contains(t)) {
        let Some(base) = category_of(&scene, token) else { continue };
        let (plainness, role) = pair.plainness(token);
        let reading = Reading::of(&scene, token);
        let Some(category) = pair.category(base, &reading, role) else { continue };
        // The nearer to the one who acts, the farther out the word stands; then the nearer to the other.
        let far = |phrase: &Phrase| usize::MAX - pair.distance(token, phrase.head);
        let key = (plainness, far(first), far(second));
        if best.is_none_or(|(before, _)| key > before) {
            best = Some((key, category));
        }
    }
    best.map(|((plainness, ..), category)| (category, plainness))
}

/// The category of the event that a word names; for words that only move one, that of the motion
/// itself: a demand, a promise, a refusal.
fn category_of(scene: &Scene<'_>, token: usize) -> Option<Category> {
    let pos = match scene.upos(token) {
        Upos::Verb | Upos::Aux => FramePos::Verb,
        Upos::Noun | Upos::Propn => FramePos::Noun,
        Upos::Adj => FramePos::Adj,
        _ => return None,
    };
    if let Some(category) = event_pair(scene, token, pos) {
        return Some(category);
    }
    if pos == FramePos::Verb && (scene.noun_decides(token) || object_decides(scene, token)) {
        return None;
    }
    if let Some(category) = scene.tables.events.get(scene.lemma(token), pos) {
        return Some(category);
    }
    if let Some(frame) = frames_at(scene, token, pos).next() {
        return Some(match frame.kind {
            FrameKind::Meeting(_) => Category::Consult,
            FrameKind::Stance { .. } => categories::meant(scene, token, frame),
        });
    }
    if pos != FramePos::Verb {
        return None;
    }
    let must = scene
        .by_relation(token, &[Deprel::Aux])
        .any(|aux| matches!(scene.lemma(aux), "must" | "should" | "ought"));
    if must {
        return Some(Category::Request);
    }
    let cues = &scene.tables.cues;
    [(CueRole::Demand, Category::Request), (CueRole::Refuse, Category::Reject)]
        .into_iter()
        .find(|&(role, _)| cues.has(scene.lemma(token), role))
        .map(|(_, category)| category)
}

/// `imposed a curfew`: a light verb whose object names the event.
fn object_decides(scene: &Scene<'_>, verb: usize) -> bool {
    scene.tables.cues.has(scene.lemma(verb), CueRole::Light)
        && scene.by_relation(verb, &[Deprel::Obj, Deprel::NsubjPass]).any(|object| {
            scene.mention_at(object).is_none()
                && scene.tables.events.get(scene.lemma(object), FramePos::Noun).is_some()
        })
}

/// The row of `data/events.tsv` that the word makes with one of its dependents: `open border`.
fn event_pair(scene: &Scene<'_>, token: usize, pos: FramePos) -> Option<Category> {
    let lemma = scene.lemma(token);
    scene.children(token).iter().find_map(|&child| {
        let inside = scene.by_relation(child, &[Deprel::Nmod, Deprel::Conj]);
        std::iter::once(child)
            .chain(inside)
            .find_map(|word| scene.tables.events.get(&format!("{lemma} {}", scene.lemma(word)), pos))
    })
}

/// Whose act a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// The first one's.
    Own,
    /// The second one's, in the first one's words.
    Told,
    /// Nobody knows.
    Open,
}

/// Two phrases in their sentence.
struct Pair<'a, 's> {
    scene: &'s Scene<'a>,
    first: &'s Phrase,
    second: &'s Phrase,
}

impl Pair<'_, '_> {
    /// True if `phrase` is above or in the marked one.
    fn holds(&self, phrase: usize, marked: &Phrase) -> bool {
        marked.tokens.contains(&phrase) || self.above(phrase, marked.head)
    }

    /// True if `token` is `below` or one of its ancestors.
    fn above(&self, token: usize, below: usize) -> bool {
        self.ancestors(below).any(|at| at == token)
    }

    fn ancestors(&self, token: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(token), |&at| self.scene.head(at)).take(HEIGHT)
    }

    /// Links of the tree between two words.
    fn distance(&self, a: usize, b: usize) -> usize {
        for (steps, at) in self.ancestors(a).enumerate() {
            if let Some(more) = self.ancestors(b).position(|other| other == at) {
                return steps + more;
            }
        }
        self.scene.len()
    }

    fn plainness(&self, token: usize) -> (Plainness, Role) {
        let scene = self.scene;
        let (first, second) = (self.first, self.second);
        let governor = scene.governor(token).map(|(verb, _)| verb);
        let concerns =
            self.above(token, second.head) || governor.is_some_and(|verb| self.above(verb, second.head));
        let done = if concerns { Plainness::DoneTo } else { Plainness::Done };
        let actors = self.actors(token, governor);
        if actors.iter().any(|&phrase| self.holds(phrase, first)) {
            return (done, Role::Own);
        }
        if let Some(told) = self.told(token, &actors) {
            return (done, told);
        }
        let patients = scene.phrases(token, &Slot::Object, false);
        if actors.is_empty()
            && self.above(token, first.head)
            && patients.iter().any(|&(phrase, _)| self.holds(phrase, second))
        {
            return (Plainness::Undergone, Role::Own);
        }
        let on_path = self.above(token, first.head) || self.above(token, second.head);
        (if on_path { Plainness::OnPath } else { Plainness::Near }, Role::Open)
    }

    /// The phrases of those who do what the word says.
    fn actors(&self, token: usize, governor: Option<usize>) -> Vec<usize> {
        let scene = self.scene;
        let mut out = match scene.upos(token) {
            Upos::Noun | Upos::Propn => {
                let mut own = scene.phrases(token, &Slot::Possessor, false);
                own.extend(scene.phrases(token, &Slot::Preposition("by".to_owned()), false));
                own.extend(governor.into_iter().flat_map(|verb| scene.subject(verb, 0)));
                own
            }
            _ => scene.phrases(token, &Slot::Subject, false),
        };
        out.retain(|&(phrase, _)| phrase != token);
        out.into_iter().map(|(phrase, _)| phrase).collect()
    }

    /// For a word in a clause that the first one says: whose act it tells of.
    fn told(&self, token: usize, actors: &[usize]) -> Option<Role> {
        let scene = self.scene;
        let clause = self.ancestors(token).find(|&at| {
            matches!(scene.deprel(at), Deprel::Ccomp | Deprel::Parataxis)
                && scene.head(at).is_some_and(|verb| {
                    let speakers = scene.subject(verb, 0);
                    speakers.iter().any(|&(phrase, _)| self.holds(phrase, self.first))
                })
        })?;
        let theirs = actors.iter().any(|&phrase| self.holds(phrase, self.second))
            || scene
                .by_relation(clause, &[Deprel::Nsubj, Deprel::NsubjPass])
                .any(|i| self.holds(i, self.second));
        Some(if theirs { Role::Told } else { Role::Own })
    }

    /// The category in the end; `None` if it would be a guess.
    fn category(&self, base: Category, reading: &Reading, role: Role) -> Option<Category> {
        let read = reading.category(self.scene, base);
        if role != Role::Told {
            return Some(read);
        }
        let demanded = reading.demand().is_some() || base == Category::Request;
        let against = self.scene.tables.plover.intensity(base) < 0.0;
        match (demanded, against) {
            (true, _) => Some(Category::Request),
            // `said that Iran had attacked`
            (_, true) => Some(Category::Accuse),
            _ => None,
        }
    }
}
