//! Floor 2, stage `relate`: actors and trees → affiliations, meetings, stances.
//!
//! Each sentence with at least two actors becomes a [`scene::Scene`]. A word with a frame in
//! `data/relations.tsv` proposes a relation; the tree says who fills the frame's slots; the words
//! around it say whether it is negated, planned, demanded or conditional ([`modality`]) and who
//! says so.

mod affiliations;
mod between;
mod categories;
mod compounds;
mod dates;
mod decision;
mod demands;
mod described;
mod evidence;
mod features;
mod fillers;
mod findings;
mod folk;
mod homonyms;
mod idle;
mod inner_acts;
mod meetings;
mod modality;
mod nouns;
pub(crate) mod pairs;
mod participants;
mod plans;
mod prepositions;
mod propose;
pub(crate) mod questions;
mod respectively;
mod scene;
mod sides;
mod signs;
mod slots;
mod speakers;
mod stances;
mod thoughts;
mod verdict;

pub use between::{Phrase, Plainness, between};
pub use decision::{Decision, Least};
use scene::Scene;

use crate::tables::{Frame, FrameKind, FramePos, Sense, Tables};
use crate::types::{
    Analysis, Deprel, Document, Mention, Polarity, Relation, Resolution, Sentence, Span, Upos,
};

/// What the document says of its actors, each with its evidence, in the order of the text. Without
/// forests to decide, all that frames find.
pub fn relate(
    document: &Document,
    sentences: &[Sentence],
    analyses: &[Analysis],
    resolution: &Resolution,
    decision: Option<Decision<'_>>,
    tables: &Tables,
) -> Vec<Relation> {
    let mut out = affiliations::relations(document, sentences, resolution);
    let scenes = scenes(document, sentences, analyses, resolution, tables);
    let mut found: Vec<Vec<Relation>> = scenes.iter().map(frames).collect();
    if let Some((decision, forests)) = decision.and_then(|d| Some((d, d.forests?))) {
        let asked = questions::questions(&scenes, &found, decision);
        for questions in asked.chunk_by(|a, b| a.sentence == b.sentence) {
            let place = questions.first().map_or(0, |question| question.sentence);
            if let (Some(scene), Some(found)) = (scenes.get(place), found.get_mut(place)) {
                decision::decide(scene, forests, decision.least, questions, found);
            }
        }
    }
    out.extend(found.into_iter().flatten());
    out
}

/// The sentences of a document as the relation rules see them.
fn scenes<'a>(
    document: &'a Document,
    sentences: &'a [Sentence],
    analyses: &'a [Analysis],
    resolution: &'a Resolution,
    tables: &'a Tables,
) -> Vec<Scene<'a>> {
    let mut speakers = Speakers::default();
    let mut rest: &[Mention] = &resolution.mentions;
    let mut out = Vec::with_capacity(sentences.len());
    for (index, (sentence, analysis)) in sentences.iter().zip(analyses).enumerate() {
        let here = rest.iter().take_while(|m| m.sentence <= index).count();
        let (mentions, later) = rest.split_at(here);
        rest = later;
        let mut scene = Scene::new(document, index, sentence, analysis, resolution, mentions, tables);
        scene.speaker = speakers.next(&mut scene);
        out.push(scene);
    }
    out
}

/// What frames find in a sentence.
fn frames(scene: &Scene<'_>) -> Vec<Relation> {
    let mut out = Vec::new();
    if enough_actors(scene.mentions, scene.speaker) && !homonyms::reports_match(scene) {
        sentence_relations(scene, &mut out);
    }
    out
}

/// All that a document asks, in the order of its sentences; and what frames find in it.
#[cfg(feature = "train")]
pub(crate) fn asked(
    document: &Document,
    sentences: &[Sentence],
    analyses: &[Analysis],
    resolution: &Resolution,
    decision: Decision<'_>,
    tables: &Tables,
) -> (Vec<questions::Question>, Vec<Relation>) {
    let scenes = scenes(document, sentences, analyses, resolution, tables);
    let found: Vec<Vec<Relation>> = scenes.iter().map(frames).collect();
    (questions::questions(&scenes, &found, decision), found.concat())
}

/// The pairs of actors of all sentences with the class that frames give them: for training the pair
/// network.
#[cfg(feature = "train")]
pub(crate) fn all_pairs(
    document: &Document,
    sentences: &[Sentence],
    analyses: &[Analysis],
    resolution: &Resolution,
    reader: &crate::learn::reader::Reader,
    tables: &Tables,
) -> Vec<(Vec<crate::learn::pairs::PairWord>, crate::learn::pairs::Pair, usize)> {
    let mut out = Vec::new();
    for scene in scenes(document, sentences, analyses, resolution, tables) {
        pairs::all(&scene, reader, &frames(&scene), &mut out);
    }
    out
}

/// The names of the values of a question, from any sentence with two actors.
#[cfg(feature = "train")]
pub(crate) fn value_names(
    document: &Document,
    (sentence, analysis): (&Sentence, &Analysis),
    resolution: &Resolution,
    tables: &Tables,
) -> Vec<String> {
    questions::names(&Scene::new(document, 0, sentence, analysis, resolution, &resolution.mentions, tables))
}

/// True if two different actors are mentioned (`we` in a quotation counts).
fn enough_actors(mentions: &[Mention], speaker: Option<(usize, Span)>) -> bool {
    let mut all =
        mentions.iter().flat_map(|m| m.actors.iter().copied()).chain(speaker.map(|(actor, _)| actor));
    let first = all.next();
    first.is_some_and(|first| all.any(|actor| actor != first))
}

fn sentence_relations(scene: &Scene<'_>, out: &mut Vec<Relation>) {
    for token in 0..scene.len() {
        let Some(pos) = scene.frame_pos(token) else { continue };
        if scene.word(token).contains('-') {
            compounds::relations(scene, token, out);
        }
        demands::relations(scene, token, out);
        if stances::headline_pact(scene, token, out) {
            continue;
        }
        for frame in frames_at(scene, token, pos) {
            let found = match frame.kind {
                FrameKind::Meeting(status) => meetings::relations(scene, token, frame, status, out),
                FrameKind::Stance { .. } => stances::relations(scene, token, frame, out),
            };
            if found {
                break;
            }
        }
    }
}

/// The frames of the word at `token`: those of its phrasal verb first.
fn frames_at<'s>(scene: &'s Scene<'_>, token: usize, pos: FramePos) -> impl Iterator<Item = &'s Frame> {
    // `signed a Peace Treaty`
    let signed = scene.upos(token) == Upos::Propn
        && scene.governor(token).is_some_and(|(verb, _)| scene.means(verb, Sense::Signing));
    let pact = signed.then(|| scene.lemma(token).to_lowercase());
    let binds = |frame: &&Frame| {
        matches!(frame.kind, FrameKind::Stance { polarity: Polarity::Support, mutual: true, .. })
    };
    let lemma = scene.lemma(token);
    // `brought together` may be read as verb and adverb.
    let together = scene.by_relation(token, &[Deprel::Advmod]).filter(|&i| scene.lemma(i) == "together");
    let particle = scene.by_relation(token, &[Deprel::CompoundPrt]).chain(together).next();
    // `take issue with`: a verb and the bare noun that it is said with.
    let idiom =
        scene.by_relation(token, &[Deprel::Obj]).find(|&i| i > token && scene.mention_at(i).is_none());
    let idiom = idiom.filter(|_| pos == FramePos::Verb && particle.is_none());
    let phrasal = particle.or(idiom).map(|p| format!("{lemma} {}", scene.lemma(p)));
    let frames = &scene.tables.frames;
    let plain = frames.of(lemma, pos);
    // `had been allied with`: a participle that is listed as an adjective.
    // `is misleading`: as one that the tree takes for a verb.
    let being = || {
        scene.word(token).ends_with("ing")
            && scene.by_relation(token, &[Deprel::Obj, Deprel::Ccomp, Deprel::Xcomp]).next().is_none()
            && (scene.deprel(token) == Deprel::Amod
                || scene.by_relation(token, &[Deprel::Aux, Deprel::Cop]).any(|i| scene.lemma(i) == "be"))
    };
    let state = (pos == FramePos::Verb && (scene.is_passive(token) || being()))
        .then(|| scene.word(token).to_lowercase());
    let plain =
        plain.chain(state.into_iter().flat_map(|key| frames.of(&key, FramePos::Adj).collect::<Vec<_>>()));
    // `voiced backing for X`, `saw fighting between A and B`: nouns that the tree takes for verbs.
    let act = (pos == FramePos::Verb
        && matches!(scene.deprel(token), Deprel::Xcomp | Deprel::Ccomp | Deprel::Obj)
        && scene.by_relation(token, &[Deprel::Obj, Deprel::Mark, Deprel::Nsubj]).next().is_none())
    .then(|| scene.word(token).to_lowercase())
    .filter(|word| word.ends_with("ing"));
    let plain =
        plain.chain(act.into_iter().flat_map(|key| frames.of(&key, FramePos::Noun).collect::<Vec<_>>()));
    let pacts = pact.into_iter().flat_map(move |key| frames.of(&key, pos).filter(binds).collect::<Vec<_>>());
    phrasal
        .into_iter()
        .flat_map(move |key| frames.of(&key, pos).collect::<Vec<_>>())
        .chain(plain)
        .chain(pacts)
}

/// Keeps who speaks through the sentences of a quotation.
#[derive(Debug, Default)]
struct Speakers {
    last: Option<(usize, Span)>,
    paragraph: usize,
    open: bool,
}

impl Speakers {
    /// Who `I` and `we` are in the next sentence.
    fn next(&mut self, scene: &mut Scene<'_>) -> Option<(usize, Span)> {
        if scene.sentence.paragraph != self.paragraph {
            self.paragraph = scene.sentence.paragraph;
            if !self.open {
                self.last = None;
            }
        }
        let was_open = self.open;
        scene.quoted = was_open;
        let mut quotes = false;
        for token in &scene.sentence.tokens {
            match token.span.of(&scene.document.text) {
                "\"" | "``" | "''" => {
                    quotes = true;
                    self.open = !self.open;
                }
                "“" => (quotes, self.open) = (true, true),
                "”" => (quotes, self.open) = (true, false),
                _ => {}
            }
        }
        if let Some(speaker) = self.found(scene) {
            self.last = Some(speaker);
        } else if quotes && Self::has_other(scene) {
            self.last = None;
        }
        if quotes || was_open { self.last } else { None }
    }

    /// True if somebody speaks who has no name: `a spokesman said`.
    fn has_other(scene: &Scene<'_>) -> bool {
        let verbs = (0..scene.len()).filter(|&i| scene.upos(i) == Upos::Verb && scene.says(i));
        let mut who = verbs.flat_map(|i| scene.by_relation(i, &[Deprel::Nsubj]).collect::<Vec<_>>());
        who.any(|i| scene.upos(i) == Upos::Noun)
    }

    /// The first actor that is subject of a speech verb.
    fn found(&self, scene: &Scene<'_>) -> Option<(usize, Span)> {
        if scene.mentions.is_empty() {
            return None;
        }
        (0..scene.len())
            .filter(|&i| scene.upos(i) == Upos::Verb && scene.says(i))
            .flat_map(|i| scene.subject(i, 0))
            .flat_map(|(phrase, climbed)| scene.actors_of(phrase, climbed))
            .map(|filler| (filler.actor, filler.span))
            .next()
    }
}
