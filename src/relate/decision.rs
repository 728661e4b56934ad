//! Stances that no frame states, by the trained pair network.

use super::evidence::{evidence, hundredths, plain};
use super::modality::Reading;
use super::pairs;
use super::scene::Scene;
use crate::learn::pairs::{PairReader, PairWord, path};
use crate::learn::reader::Reader;
use crate::tables::{Frame, FrameKind, FramePos};
use crate::types::{
    ActorId, Basis, Category, Deprel, Mention, MentionForm, Polarity, Relation, Stance, Upos,
};

/// The network with the reader whose word vectors it was trained on.
#[derive(Debug, Clone, Copy)]
pub struct Decision<'a> {
    /// Weights.
    pub network: &'a PairReader,
    /// Words to vectors.
    pub reader: &'a Reader,
}

/// Actors of a sentence of which pairs are made; in longer lists nobody holds anything.
const MOST: usize = 8;
/// Most words on the way between the two.
const LONGEST: usize = 9;
/// Least probability of a stance, chosen on dev.
const THRESHOLD: f32 = 0.55;
/// The same where no word near the two has a frame of that polarity.
const UNSHOWN: f32 = 0.65;

/// Adds the stances that the network sees between actors of the sentence of which no frame says
/// anything; `before` is where the sentence's own relations begin in `out`.
pub(super) fn relations(scene: &Scene<'_>, decision: Decision<'_>, before: usize, out: &mut Vec<Relation>) {
    let actors = candidates(scene);
    // Lists that are paired one by one are no matter of likelihood.
    let respectively = (0..scene.len()).any(|i| scene.word(i) == "respectively");
    if actors.len() < 2 || respectively {
        return;
    }
    let words = pairs::words(
        &scene.document.text,
        scene.sentence,
        scene.analysis,
        scene.mentions,
        decision.reader,
        scene.tables,
    );
    // Pairs that are worth a look, all of them before the network is asked.
    let mut asked = Vec::new();
    let mut asked_pairs = Vec::new();
    for (i, &(a, first)) in actors.iter().enumerate() {
        for &(b, second) in &actors[i + 1..] {
            let ids = [scene.resolution.actors[a].id.clone(), scene.resolution.actors[b].id.clone()];
            if related(scene, (a, b), &ids, &out[before..]) || first.tokens.end > second.tokens.start {
                continue;
            }
            let way = path(&words, first.head, second.head);
            if way.len() > LONGEST || !polar(scene, &words, &way) {
                continue;
            }
            asked_pairs.push(pairs::pair(
                &words,
                [first.tokens.clone(), second.tokens.clone()],
                [first.head, second.head],
                &out[before..],
                scene.resolution,
                [std::slice::from_ref(&ids[0]), std::slice::from_ref(&ids[1])],
            ));
            asked.push(((a, first), (b, second), way));
        }
    }
    let chances = decision.network.chances(&words, &asked_pairs, &decision.reader.vectors);
    for ((first, second, way), chances) in asked.into_iter().zip(chances) {
        let best = chances.iter().copied().enumerate().skip(1).max_by(|x, y| x.1.total_cmp(&y.1));
        let Some((class, chance)) = best else { continue };
        let polarity = if class <= 2 { Polarity::Support } else { Polarity::Oppose };
        let shown = trigger(scene, &way, polarity);
        let least = if shown.1.is_some() { THRESHOLD } else { UNSHOWN };
        // `attacked X for the deaths in Y`: a word of which a frame has spoken has said it all.
        let at = scene.token_span(shown.0).start;
        let spoken = out[before..]
            .iter()
            .any(|r| matches!(r, Relation::Stance(_)) && r.evidence().trigger.start == at);
        if chance >= least && !spoken {
            out.push(stance(scene, (class, polarity), chance, (first, second), shown));
        }
    }
}

/// The stance that a class of the network says.
fn stance(
    scene: &Scene<'_>,
    (class, polarity): (usize, Polarity),
    chance: f32,
    (first, second): ((usize, &Mention), (usize, &Mention)),
    (trigger, frame): (usize, Option<&Frame>),
) -> Relation {
    let (holder, target) = if class % 2 == 1 { (first, second) } else { (second, first) };
    let filler = |(actor, mention): (usize, &Mention)| {
        let mut filler = plain(actor, mention.span);
        filler.coreference = mention.reason.is_coreference() || mention.form == MentionForm::Pronoun;
        filler
    };
    let category = frame.map_or(
        match polarity {
            Polarity::Support => Category::Support,
            Polarity::Oppose => Category::Accuse,
        },
        |frame| frame.category,
    );
    let basis = match frame.map(|frame| frame.kind) {
        Some(FrameKind::Stance { basis, .. }) => basis,
        _ => Basis::Word,
    };
    // What is negated or imagined is no stance; the network has seen to everything else.
    let reading = Reading::of(scene, trigger);
    let (_, _, modality) = reading.stance(scene, polarity, category, basis, false);
    let mut evidence = evidence(scene, trigger, &reading, modality, filler(holder), filler(target));
    evidence.confidence = hundredths(chance);
    Relation::Stance(Stance {
        holder: scene.resolution.actors[holder.0].id.clone(),
        target: scene.resolution.actors[target.0].id.clone(),
        polarity,
        category,
        basis,
        intensity: scene.tables.plover.intensity(category),
        evidence,
    })
}

/// True if a word with a stance stands on the way between the two, or hangs on it: of others the
/// network knows too little to be asked.
fn polar(scene: &Scene<'_>, words: &[PairWord], way: &[usize]) -> bool {
    let stance = |i: usize| words.get(i).is_some_and(|word| word.marks & 0b11 != 0);
    way.iter().any(|&i| stance(i) || scene.children(i).iter().any(|&c| stance(c)))
}

/// The actors of the sentence that are more than places, each with its first mention that is no
/// part of another one.
fn candidates<'s>(scene: &Scene<'s>) -> Vec<(usize, &'s Mention)> {
    let mut out: Vec<(usize, &Mention)> = Vec::new();
    for mention in scene.mentions.iter().filter(|m| !m.place && m.head < scene.len()) {
        let inside = |other: &Mention| {
            other.tokens.start <= mention.tokens.start
                && other.tokens.end >= mention.tokens.end
                && other.tokens.len() > mention.tokens.len()
        };
        if scene.mentions.iter().any(inside) || describes_another(scene, mention) {
            continue;
        }
        // `at the UN`: where it happens.
        if matches!(scene.preposition(mention.head).as_str(), "at" | "in") {
            continue;
        }
        for &actor in &mention.actors {
            if out.len() < MOST && !out.iter().any(|&(known, _)| known == actor) {
                out.push((actor, mention));
            }
        }
    }
    out
}

/// True for a mention that only describes another actor: `Israeli soldier Dan Levi`.
fn describes_another(scene: &Scene<'_>, mention: &Mention) -> bool {
    let mut at = mention.head;
    for _ in 0..4 {
        let describes = matches!(
            scene.deprel(at),
            Deprel::Amod | Deprel::Compound | Deprel::NmodDesc | Deprel::NmodPoss | Deprel::NmodUnmarked
        );
        let Some(head) = scene.head(at).filter(|_| describes) else { return false };
        if scene.mention_at(head).is_some() {
            return true;
        }
        at = head;
    }
    false
}

/// True if the sentence already says something of the two, or one belongs to the other.
fn related(scene: &Scene<'_>, (a, b): (usize, usize), ids: &[ActorId; 2], found: &[Relation]) -> bool {
    let both = |x: &ActorId, y: &ActorId| (x == &ids[0] && y == &ids[1]) || (x == &ids[1] && y == &ids[0]);
    // Who reports a stance does not share it: `Norway's spokeswoman said that Norway condemned X`.
    let reports = |stance: &Stance| {
        [(0, 1), (1, 0)].into_iter().any(|(speaker, other)| {
            stance.evidence.attribution.contains(&ids[speaker].0)
                && [&stance.holder, &stance.target].contains(&&ids[other])
        })
    };
    // `A accused B of bombing C`: what A thinks of C is not said.
    let stances = || {
        found.iter().filter_map(|relation| match relation {
            Relation::Stance(stance) => Some(stance),
            _ => None,
        })
    };
    let over_another = stances().any(|one| {
        ids.contains(&one.holder)
            && stances().any(|two| two.holder == one.target && both(&one.holder, &two.target))
    });
    over_another
        || stances().any(|stance| both(&stance.holder, &stance.target) || reports(stance))
        || scene
            .resolution
            .roles
            .iter()
            .any(|role| (role.member, role.of) == (a, b) || (role.member, role.of) == (b, a))
}

/// The word that best shows the polarity: one with a frame of it on the way between the two, else the
/// top of the way.
fn trigger<'s>(scene: &Scene<'s>, way: &[usize], polarity: Polarity) -> (usize, Option<&'s Frame>) {
    let frame = |i: usize| {
        let pos = match scene.upos(i) {
            Upos::Verb => FramePos::Verb,
            Upos::Noun => FramePos::Noun,
            Upos::Adj => FramePos::Adj,
            _ => return None,
        };
        let mut frames = scene.tables.frames.of(scene.lemma(i), pos);
        frames.find(|f| matches!(f.kind, FrameKind::Stance { polarity: own, .. } if own == polarity))
    };
    if let Some((i, frame)) = way.iter().find_map(|&i| frame(i).map(|f| (i, f))) {
        return (i, Some(frame));
    }
    let near = way.iter().flat_map(|&i| scene.children(i)).find_map(|&i| frame(i).map(|f| (i, f)));
    if let Some((i, frame)) = near {
        return (i, Some(frame));
    }
    let top = way.iter().copied().find(|&i| scene.head(i).is_none_or(|head| !way.contains(&head)));
    (top.or(way.first().copied()).unwrap_or(0), None)
}

/// All pairs of actors of a sentence with the class that frames give them: for training.
#[cfg(feature = "train")]
pub(super) fn all_pairs(
    scene: &Scene<'_>,
    reader: &Reader,
    found: &[Relation],
    out: &mut Vec<(Vec<PairWord>, crate::learn::pairs::Pair, usize)>,
) {
    let actors = candidates(scene);
    if actors.len() < 2 {
        return;
    }
    let text = &scene.document.text;
    let words = pairs::words(text, scene.sentence, scene.analysis, scene.mentions, reader, scene.tables);
    for (i, &(a, first)) in actors.iter().enumerate() {
        for &(b, second) in &actors[i + 1..] {
            let ids = [scene.resolution.actors[a].id.clone(), scene.resolution.actors[b].id.clone()];
            if first.tokens.end > second.tokens.start {
                continue;
            }
            let pair = pairs::pair(
                &words,
                [first.tokens.clone(), second.tokens.clone()],
                [first.head, second.head],
                found,
                scene.resolution,
                [std::slice::from_ref(&ids[0]), std::slice::from_ref(&ids[1])],
            );
            // Doubtful readings teach nothing.
            if pair.extra[4] > 0.0 {
                continue;
            }
            let best = (0..4).max_by(|&x, &y| pair.extra[x].total_cmp(&pair.extra[y])).unwrap_or(0);
            let label = if pair.extra[best] > 0.0 { [1, 3, 2, 4][best] } else { 0 };
            out.push((words.clone(), pair, label));
        }
    }
}
