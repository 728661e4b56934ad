//! Words of meetings and of war that say something else: matches, demands that are met.

use super::idle;
use super::scene::Scene;
use crate::tables::{CueRole, FrameKind, FramePos, Sense, Slot};
use crate::types::{ActorKind, Deprel, GroupKind, Polarity, Span, Upos, ZoneKind};

impl Scene<'_> {
    /// True if the word at `token` is of a class of `data/senses.tsv`.
    pub(super) fn means(&self, token: usize, sense: Sense) -> bool {
        self.tables.senses.is(&self.lemma(token).to_lowercase(), sense)
    }

    /// True for a paper or station, also one that no table knows: `Wikinews`, `the Lima News`.
    pub(super) fn is_medium(&self, actor: usize) -> bool {
        self.resolution.actors.get(actor).is_some_and(|actor| {
            actor.subtype == Some(GroupKind::Media)
                || actor.kind != ActorKind::Country && self.ends_as_medium(&actor.name)
        })
    }

    fn ends_as_medium(&self, name: &str) -> bool {
        let last = name.rsplit(' ').next().unwrap_or_default().to_lowercase();
        let mut ends = last.char_indices().map(|(at, _)| &last[at..]);
        ends.any(|end| self.tables.senses.is(end, Sense::Medium))
    }

    /// `Karl Lind of the BBC`, `Lind, from the Lima News`: who is named with the medium that he writes for.
    pub(super) fn is_of_medium(&self, name: Span) -> bool {
        let Some(end) = (0..self.len()).find(|&i| self.token_span(i).end == name.end) else { return false };
        let after = (end + 1..self.len().min(end + 3)).find(|&i| self.lemma(i) != ",");
        let Some(of) = after.filter(|&i| matches!(self.lemma(i), "of" | "from" | "with")) else {
            return false;
        };
        let mut names = self.analysis.names.iter();
        names.find(|name| name.tokens.start > of && name.tokens.start <= of + 2).is_some_and(|name| {
            let span = self.sentence.tokens_span(name.tokens.start, name.tokens.end - 1);
            let text = span.of(&self.document.text);
            let listed = self.tables.groups.get(text);
            listed.map_or_else(|| self.ends_as_medium(text), |group| group.kind == GroupKind::Media)
        })
    }
}

/// True if teams meet: `will meet Germany in the final`.
pub(super) fn is_match(scene: &Scene<'_>, verb: usize) -> bool {
    let inside = |i: usize| matches!(scene.preposition(i).as_str(), "in" | "during" | "for");
    // `in the second round`, but `for a second round of talks`
    let round = |i: usize| {
        scene.lemma(i) == "round"
            && scene.preposition(i) == "in"
            && scene.by_relation(i, &[Deprel::Nmod]).all(|n| scene.preposition(n) != "of")
    };
    scene.by_relation(verb, &[Deprel::Obl]).any(|i| inside(i) && (scene.means(i, Sense::Match) || round(i)))
}

/// True if the verb fulfils its object, or its subject is given a reception: `did not meet the standards
/// of the fund`, `met resistance from X`, `met with a chorus of boos from X`.
pub(super) fn fulfils(scene: &Scene<'_>, verb: usize) -> bool {
    let thing = |i: usize, sense: Sense| scene.mention_at(i).is_none() && scene.means(i, sense);
    scene.lemma(verb) == "meet"
        && (scene
            .by_relation(verb, &[Deprel::Obj, Deprel::NsubjPass])
            .any(|i| thing(i, Sense::Fulfilled) || thing(i, Sense::Reaction))
            || scene
                .by_relation(verb, &[Deprel::Obl])
                .any(|i| matches!(scene.preposition(i).as_str(), "with" | "by") && thing(i, Sense::Reaction)))
}

/// True for a report of a match: a result (`2-0`) and in what it was reached.
pub(super) fn reports_match(scene: &Scene<'_>) -> bool {
    has_result(scene) && (0..scene.len()).any(|i| scene.means(i, Sense::Match))
}

/// `2-0`, `35-10`.
fn has_result(scene: &Scene<'_>) -> bool {
    let goals = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    (0..scene.len()).any(|i| scene.word(i).split_once(['-', '–']).is_some_and(|(a, b)| goals(a) && goals(b)))
}

/// True if the verb says what somebody is: `called Hale humble`.
pub(super) fn names_quality(scene: &Scene<'_>, verb: usize) -> bool {
    let after = |i: usize| {
        let end = scene.mention_at(i).map_or(i + 1, |m| scene.mentions[m].tokens.end);
        let lower = scene.word(end).starts_with(char::is_lowercase);
        matches!(scene.word(end), "\"" | "“" | "``") || lower && scene.upos(end) == Upos::Adj
    };
    scene.lemma(verb) == "call"
        && scene.by_relation(verb, &[Deprel::Obj]).any(|i| i + 1 < scene.len() && after(i))
}

/// True if a stance word is no stance in its surroundings.
pub(super) fn takes_no_side(scene: &Scene<'_>, trigger: usize) -> bool {
    plays(scene, trigger)
        || competes(scene, trigger)
        || stands(scene, trigger)
        || cautions(scene, trigger)
        || holds_a_part(scene, trigger)
        || finds_nothing(scene, trigger)
        || is_title(scene, trigger)
        || reviews(scene, trigger)
        || shortens(scene, trigger)
        || is_denied(scene, trigger)
        || minds(scene, trigger)
        || is_able(scene, trigger)
        || is_frank(scene, trigger)
        || accepts(scene, trigger)
        || idle::takes_no_side(scene, trigger)
}

/// `is capable of murder`: what somebody could do is no praise.
fn is_able(scene: &Scene<'_>, adjective: usize) -> bool {
    let of = |i: usize| scene.opener(i) == "of" || scene.preposition(i) == "of";
    scene.lemma(adjective) == "capable"
        && scene.by_relation(adjective, &[Deprel::Obl, Deprel::Nmod, Deprel::Advcl, Deprel::Acl]).any(of)
}

/// `To be honest, France was late`: how something is said.
fn is_frank(scene: &Scene<'_>, adjective: usize) -> bool {
    scene.upos(adjective) == Upos::Adj
        && scene.by_relation(adjective, &[Deprel::Cop]).next().is_some()
        && scene.marked_by(adjective, &["to"])
        && scene.by_relation(adjective, &[Deprel::Nsubj]).next().is_none()
        && scene.by_relation(adjective, &[Deprel::Aux]).next().is_none()
        && matches!(scene.deprel(adjective), Deprel::Advcl | Deprel::Parataxis | Deprel::Discourse)
}

/// `accepted the resignation of X`: nobody asks for what another has offered.
fn accepts(scene: &Scene<'_>, trigger: usize) -> bool {
    let takes = |(verb, relation): (usize, Deprel)| {
        matches!(relation, Deprel::Obj | Deprel::NsubjPass)
            && matches!(scene.lemma(verb), "accept" | "receive" | "announce" | "tender" | "submit" | "offer")
    };
    let resigns = |i: usize| scene.lemma(i) == "resignation" && scene.governor(i).is_some_and(takes);
    resigns(trigger) || scene.by_relation(trigger, &[Deprel::Obj, Deprel::NsubjPass]).any(resigns)
}

/// `fired a shot at goaltender X`: in sport nobody is attacked.
fn plays(scene: &Scene<'_>, trigger: usize) -> bool {
    let pos = match scene.upos(trigger) {
        Upos::Verb => FramePos::Verb,
        _ => FramePos::Noun,
    };
    let hurts = scene.tables.frames.of(scene.lemma(trigger), pos).any(|frame| {
        matches!(frame.kind, FrameKind::Stance { polarity: Polarity::Oppose, .. })
            && frame.category == crate::types::Category::Assault
    });
    // `defeated the Chiefs 35-10`; but votes are counted so as well.
    let counted = || has_result(scene) && !(0..scene.len()).any(|i| scene.means(i, Sense::Vote));
    hurts
        && (counted()
            || (0..scene.len()).any(|i| scene.mention_at(i).is_none() && scene.means(i, Sense::Sport)))
}

/// `is campaigning for the Senate`: for a seat in it.
fn stands(scene: &Scene<'_>, verb: usize) -> bool {
    let seat = |i: usize| {
        let body = |m: usize| {
            let actors = &scene.mentions[m].actors;
            let mut found = actors.iter().filter_map(|&actor| scene.resolution.actors.get(actor));
            found.any(|actor| actor.subtype == Some(GroupKind::Government))
        };
        scene.preposition(i) == "for" && scene.mention_at(i).is_some_and(body)
    };
    matches!(scene.lemma(verb), "campaign" | "run") && scene.by_relation(verb, &[Deprel::Obl]).any(seat)
}

/// `warned X of a storm`: a warning of what is not one's own doing.
fn cautions(scene: &Scene<'_>, verb: usize) -> bool {
    // The tree may hang it on whom one warns: `warned Congress of floods`.
    let warned = scene.by_relation(verb, &[Deprel::Obj, Deprel::NsubjPass]);
    let below = warned.flat_map(|i| scene.by_relation(i, &[Deprel::Nmod]).collect::<Vec<_>>());
    let mut phrases = scene.by_relation(verb, &[Deprel::Obl, Deprel::Nmod]).chain(below);
    scene.lemma(verb) == "warn"
        && scene.upos(verb) == Upos::Verb
        && scene.by_relation(verb, &[Deprel::Obj, Deprel::NsubjPass]).next().is_some()
        && phrases.any(|i| {
            matches!(scene.preposition(i).as_str(), "of" | "about")
                && scene.mention_at(i).is_none()
                && !scene.means(i, Sense::Reprisal)
        })
}

/// `a price war`: who sells cheaper hurts nobody.
fn competes(scene: &Scene<'_>, noun: usize) -> bool {
    scene.lemma(noun) == "war"
        && scene.by_relation(noun, &[Deprel::Compound, Deprel::Amod]).any(|i| scene.means(i, Sense::Rivalry))
}

/// `a video containing an interview with X`: a thing that holds another thing keeps nobody down.
fn holds_a_part(scene: &Scene<'_>, verb: usize) -> bool {
    let thing = |i: usize| scene.mention_at(i).is_none() && scene.means(i, Sense::Recording);
    scene.lemma(verb) == "contain"
        && (scene.by_relation(verb, &[Deprel::Nsubj]).any(thing)
            || matches!(scene.deprel(verb), Deprel::Acl | Deprel::AclRelcl)
                && scene.head(verb).is_some_and(thing))
}

/// `excluded Russian involvement`: an inquiry that finds somebody had no part is not against him.
fn finds_nothing(scene: &Scene<'_>, verb: usize) -> bool {
    matches!(scene.lemma(verb), "exclude" | "discount")
        && scene
            .by_relation(verb, &[Deprel::Obj, Deprel::NsubjPass])
            .any(|i| scene.mention_at(i).is_none() && scene.means(i, Sense::Inquiry))
}

/// `said that Kenyan brutality had not been proven`, `denied that Kenya's meddling went on`: what is denied is
/// nobody's charge.
fn is_denied(scene: &Scene<'_>, noun: usize) -> bool {
    let lemma = scene.lemma(noun);
    let charge = scene.upos(noun) == Upos::Noun
        && scene.tables.frames.of(lemma, FramePos::Noun).any(|frame| frame.holder.contains(&Slot::Speaker))
        && scene.possessors(noun).next().is_some();
    let has = |i: usize, role: CueRole| scene.tables.cues.has(&scene.lemma(i).to_lowercase(), role);
    let denies = |verb: usize| {
        scene.by_relation(verb, &[Deprel::Advmod, Deprel::Det]).any(|i| has(i, CueRole::Negate))
            || has(verb, CueRole::Refuse)
            || has(verb, CueRole::Negate)
    };
    let ups = std::iter::successors(scene.head(noun), |&at| scene.head(at));
    charge && ups.take(3).any(denies)
}

/// `cut short a visit to Kenya`: whoever leaves early takes nothing away.
fn shortens(scene: &Scene<'_>, verb: usize) -> bool {
    let short = |i: usize| scene.lemma(i) == "short";
    scene.lemma(verb) == "cut"
        && scene.by_relation(verb, &[Deprel::Advmod, Deprel::Xcomp, Deprel::CompoundPrt]).any(short)
}

/// `a critic of the Lima Times`, whose pages hold his reviews.
fn reviews(scene: &Scene<'_>, noun: usize) -> bool {
    let paper = |i: usize| {
        let actors = scene.mention_at(i).map(|m| &scene.mentions[m].actors);
        actors.is_some_and(|actors| actors.iter().any(|&actor| scene.is_medium(actor)))
    };
    scene.upos(noun) == Upos::Noun && scene.lemma(noun) == "critic" && scene.possessors(noun).any(paper)
}

/// `who is responsible for trade`, `a responsible leader`: whose work something is, or who does it well, not
/// whose fault it is.
fn minds(scene: &Scene<'_>, adjective: usize) -> bool {
    let harm = |i: usize| {
        let pos = FramePos::of(scene.upos(i));
        let mut frames = pos.into_iter().flat_map(|pos| scene.tables.frames.of(scene.lemma(i), pos));
        scene.means(i, Sense::Harm)
            || frames.any(|frame| matches!(frame.kind, FrameKind::Stance { polarity: Polarity::Oppose, .. }))
    };
    let mut what = scene.by_relation(adjective, &[Deprel::Obl, Deprel::Nmod, Deprel::Advcl]);
    let other = || scene.by_relation(adjective, &[Deprel::Conj]).any(|i| scene.upos(i) == Upos::Adj);
    let listed = scene.deprel(adjective) == Deprel::Conj || other();
    scene.lemma(adjective) == "responsible"
        && match what.find(|&i| scene.opener(i) == "for") {
            Some(fault) => !harm(fault) && scene.mention_at(fault).is_none(),
            None => {
                scene.deprel(adjective) == Deprel::Amod && adjective < scene.head(adjective).unwrap_or(0)
                    || listed
            }
        }
}

/// `a Senior Advocate of Nigeria`: capitals within a sentence make a title of the word.
fn is_title(scene: &Scene<'_>, noun: usize) -> bool {
    let capital = |i: usize| scene.word(i).starts_with(char::is_uppercase);
    matches!(scene.upos(noun), Upos::Noun | Upos::Propn)
        && scene.sentence.zone != ZoneKind::Headline
        && noun > 0
        && capital(noun)
        && scene.by_relation(noun, &[Deprel::Amod, Deprel::Compound]).any(|i| i < noun && capital(i))
        && scene.by_relation(noun, &[Deprel::Nmod]).any(|i| scene.preposition(i) == "of")
        && scene.mention_at(noun).is_none()
}
