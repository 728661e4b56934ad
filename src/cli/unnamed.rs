//! What a text has people say of themselves whom it does not name.

use std::collections::BTreeSet;

use crate::pipeline::Pipeline;
use crate::types::{
    Actor, ActorId, ActorKind, Document, Mention, MentionForm, Reason, Relation, Resolution, Span,
};

/// The id that stands for such a speaker.
const UNNAMED: &str = "unknown speaker";

/// The meetings and stances of an `I` or `we` whose speaker the text does not name: read once more as if
/// somebody were meant there, by the same rules. No graph has them.
pub(super) fn said_by_unnamed(document: &Document, pipeline: &Pipeline) -> Vec<Relation> {
    let mut understood = pipeline.understood(document);
    let mut unnamed = Vec::new();
    for (s, (sentence, analysis)) in understood.sentences.iter().zip(&understood.analyses).enumerate() {
        for (i, (token, word)) in sentence.tokens.iter().zip(&analysis.words).enumerate() {
            let mut mentions = understood.resolution.mentions.iter();
            if word.is_first_person() && !mentions.any(|m| m.sentence == s && m.tokens.contains(&i)) {
                unnamed.push((s, i, token.span));
            }
        }
    }
    if unnamed.is_empty() {
        return Vec::new();
    }
    // Where a speaker is known after all, the words are read already.
    let known = pipeline.relations(&understood);
    let known: BTreeSet<_> = known.iter().map(|relation| &relation.evidence().trigger).collect();
    name(&unnamed, &mut understood.resolution);
    let mut out = pipeline.relations(&understood);
    out.retain(|relation| {
        let speaks = match relation {
            Relation::Affiliation(_) => false,
            Relation::Meeting(m) => m.participants.iter().any(|p| p.0 == UNNAMED),
            Relation::Stance(s) => s.holder.0 == UNNAMED,
        };
        speaks && !known.contains(&relation.evidence().trigger)
    });
    out
}

/// Lets each of these words (sentence, token, place) mean one actor without a name.
fn name(words: &[(usize, usize, Span)], resolution: &mut Resolution) {
    let actor = resolution.actors.len();
    resolution.actors.push(Actor {
        id: ActorId(UNNAMED.to_owned()),
        kind: ActorKind::Person,
        subtype: None,
        name: UNNAMED.to_owned(),
        aliases: Vec::new(),
        iso3: None,
        wikidata: None,
        mentions: words.len(),
        rolled_up: Vec::new(),
    });
    resolution.parties.push(1.0);
    let mention = |&(sentence, token, span): &(usize, usize, Span)| Mention {
        sentence,
        tokens: token..token + 1,
        head: token,
        span,
        form: MentionForm::Pronoun,
        actors: vec![actor],
        reason: Reason::Pronoun,
        place: false,
    };
    resolution.mentions.extend(words.iter().map(mention));
    resolution.mentions.sort_by_key(|m| (m.sentence, m.span.start));
}
