//! What the pair network is told of two actors of a sentence.

#[cfg(feature = "train")]
use super::propose::candidates;
#[cfg(feature = "train")]
use super::scene::Scene;
use crate::learn::features::normal_form;
use crate::learn::pairs::{EXTRA, Pair, PairWord, path};
use crate::learn::reader::Reader;
use crate::tables::{CueRole, FrameKind, FramePos, Tables};
use crate::types::{
    ActorId, ActorKind, Analysis, Mention, Modality, Polarity, Relation, Resolution, Sentence, Upos,
};

/// The words of a sentence.
pub(crate) fn words(
    text: &str,
    sentence: &Sentence,
    analysis: &Analysis,
    mentions: &[Mention],
    reader: &Reader,
    tables: &Tables,
) -> Vec<PairWord> {
    let words = analysis.words.iter().enumerate();
    let mut out: Vec<PairWord> = words
        .map(|(i, word)| PairWord {
            vector: reader.lexicon.vector_row(&normal_form(sentence.word(text, i))),
            part: word.upos as u8,
            marks: marks(&word.lemma, word.upos, tables),
            head: word.head.filter(|&head| head < analysis.words.len()).unwrap_or(i),
            actor: false,
        })
        .collect();
    for mention in mentions {
        for i in mention.tokens.clone() {
            if let Some(word) = out.get_mut(i) {
                word.actor = true;
            }
        }
    }
    out
}

/// What tables say of a lemma, as bits.
fn marks(lemma: &str, upos: Upos, tables: &Tables) -> u16 {
    let mut out = 0;
    let pos = match upos {
        Upos::Verb | Upos::Aux => Some(FramePos::Verb),
        Upos::Noun | Upos::Propn => Some(FramePos::Noun),
        Upos::Adj => Some(FramePos::Adj),
        _ => None,
    };
    for frame in pos.into_iter().flat_map(|pos| tables.frames.of(lemma, pos)) {
        out |= match frame.kind {
            FrameKind::Stance { polarity: Polarity::Support, mutual, .. } => 1 | u16::from(mutual) << 2,
            FrameKind::Stance { polarity: Polarity::Oppose, .. } => 1 << 1,
            FrameKind::Meeting(_) => 1 << 3,
        };
    }
    for entry in tables.cues.of(lemma) {
        out |= match entry.role {
            CueRole::Negate => 1 << 4,
            CueRole::Refuse | CueRole::Cancel => 1 << 5,
            CueRole::Plan | CueRole::Postpone => 1 << 6,
            CueRole::Demand => 1 << 7,
            CueRole::Condition => 1 << 8,
            CueRole::Hedge => 1 << 9,
            CueRole::Speech => 1 << 10,
            CueRole::Light | CueRole::Undergo => 1 << 11,
            CueRole::Folk | CueRole::Judge | CueRole::Exchange => 0,
        };
    }
    out
}

/// A pair, with what the rules say of it; `sides` are the actors that count for each.
pub(crate) fn pair(
    words: &[PairWord],
    tokens: [std::ops::Range<usize>; 2],
    heads: [usize; 2],
    relations: &[Relation],
    resolution: &Resolution,
    sides: [&[ActorId]; 2],
) -> Pair {
    let mut extra = [0.0; EXTRA];
    let at_most = |slot: &mut f32, value: f32| *slot = slot.max(value);
    for relation in relations {
        let evidence = relation.evidence();
        match relation {
            Relation::Stance(stance) => {
                for (way, (from, to)) in [(sides[0], sides[1]), (sides[1], sides[0])].into_iter().enumerate()
                {
                    if !from.contains(&stance.holder) || !to.contains(&stance.target) {
                        continue;
                    }
                    let against = usize::from(stance.polarity == Polarity::Oppose);
                    if evidence.modality == Modality::Asserted && !evidence.implicit {
                        at_most(&mut extra[2 * way + against], evidence.confidence);
                    } else {
                        extra[4] = 1.0;
                    }
                }
            }
            Relation::Meeting(meeting) => {
                let of = |side: &[ActorId]| meeting.participants.iter().any(|p| side.contains(p));
                if of(sides[0]) && of(sides[1]) {
                    at_most(&mut extra[5], evidence.confidence);
                }
            }
            Relation::Affiliation(_) => {}
        }
    }
    for role in &resolution.roles {
        let (member, of) = (&resolution.actors[role.member].id, &resolution.actors[role.of].id);
        if sides[0].contains(member) && sides[1].contains(of) {
            extra[6] = 1.0;
        }
        if sides[1].contains(member) && sides[0].contains(of) {
            extra[7] = 1.0;
        }
    }
    for (side, at) in sides.into_iter().zip([8, 11]) {
        for actor in resolution.actors.iter().filter(|a| side.contains(&a.id)) {
            extra[at
                + match actor.kind {
                    ActorKind::Person => 0,
                    ActorKind::Country => 1,
                    ActorKind::Group => 2,
                }] = 1.0;
        }
    }
    let way = path(words, heads[0], heads[1]);
    let short = |n: usize, most: f32| (n as f32 / most).min(1.0);
    extra[14] = short(tokens[1].start.saturating_sub(tokens[0].end), 20.0);
    extra[15] = short(way.len(), 10.0);
    extra[16] = short(words.len(), 50.0);
    let verbs = way.iter().filter(|&&i| words[i].part == Upos::Verb as u8).count();
    extra[17] = f32::from(u8::from(verbs == 1));
    extra[18] = short(verbs, 4.0);
    extra[19] = short(words.iter().filter(|w| w.actor).count(), 20.0);
    let [first, second] = tokens;
    Pair { first, second, heads, extra }
}

/// All pairs of actors of a sentence with the class that frames give them: for training.
#[cfg(feature = "train")]
pub(super) fn all(
    scene: &Scene<'_>,
    reader: &Reader,
    found: &[Relation],
    out: &mut Vec<(Vec<PairWord>, Pair, usize)>,
) {
    let proposed = candidates(scene);
    if proposed.is_empty() {
        return;
    }
    let text = &scene.document.text;
    let words = words(text, scene.sentence, scene.analysis, scene.mentions, reader, scene.tables);
    for c in proposed.iter().filter(|c| c.first.tokens.end <= c.second.tokens.start && c.first.form.is_some())
    {
        let id = |actor: usize| std::slice::from_ref(&scene.resolution.actors[actor].id);
        let pair = pair(
            &words,
            [c.first.tokens.clone(), c.second.tokens.clone()],
            [c.first.head, c.second.head],
            found,
            scene.resolution,
            [id(c.first.actor), id(c.second.actor)],
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
