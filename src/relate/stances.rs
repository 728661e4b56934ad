//! Stances: who is for or against whom, in word or deed.

use super::categories;
use super::evidence::evidence;
use super::fillers::{Filler, extend};
use super::homonyms;
use super::inner_acts;
use super::modality::Reading;
use super::respectively;
use super::scene::Scene;
use super::sides::{Target, holders, targets};
use crate::tables::{CueRole, Frame, FrameKind, FramePos, Sense, Slot};
use crate::types::{
    ActorKind, Basis, Category, Deprel, Modality, Polarity, Relation, Stance, Upos, ZoneKind,
};

/// The stances that the word at `trigger` states; true if there is one.
pub(super) fn relations(scene: &Scene<'_>, trigger: usize, frame: &Frame, out: &mut Vec<Relation>) -> bool {
    let FrameKind::Stance { polarity, basis, mutual } = frame.kind else { return false };
    if frame.pos == FramePos::Verb && scene.noun_decides(trigger) {
        return false;
    }
    if frame.pos == FramePos::Noun && mutual && broken(scene, trigger) {
        return false;
    }
    if frame.pos == FramePos::Verb && spares(scene, trigger) || homonyms::takes_no_side(scene, trigger) {
        return false;
    }
    if frame.pos == FramePos::Noun && polarity == Polarity::Support && sought(scene, trigger) {
        return false;
    }
    let mut holders = holders(scene, trigger, frame);
    holders.retain(|holder| !holder.folk);
    let mut targets = match inner_acts::helped(scene, trigger, frame) {
        Some(helped) => {
            holders = inner_acts::doers(scene, trigger, frame);
            helped
                .into_iter()
                .map(|filler| Target { filler, polarity, category: frame.category, implicit: false })
                .collect()
        }
        None => targets(scene, trigger, frame, polarity, &holders),
    };
    // Who harms a country's people is against it; who arrests some of them, helps them or works with them
    // need not be against it or for it.
    targets.retain(|target| {
        let harmed = target.polarity == Polarity::Oppose
            && target.category != Category::Coerce
            // `inciting hatred of Moroccan citizens`
            && (basis == Basis::Deed || target.category != Category::Threaten);
        !target.filler.folk || harmed
    });
    let mut reading = Reading::of(scene, trigger);
    let hinderer = inner_acts::hinderer(scene, trigger, frame, &mut holders, &mut reading);
    let demand = reading.demand();
    let modal = demand.is_some_and(|verb| scene.upos(verb) == Upos::Aux);
    let demanders = demand.map_or_else(Vec::new, |verb| {
        // `said that Kenya should arm Ghana`
        let who = if modal { super::speakers::speakers(scene, trigger) } else { scene.subject(verb, 0) };
        who.into_iter().flat_map(|(p, climbed)| scene.actors_of(p, climbed)).collect::<Vec<_>>()
    });
    if holders.is_empty() && frame.pos == FramePos::Noun {
        // `called for sanctions on Iran`: who calls for it is for it.
        holders.clone_from(&demanders);
    }
    if mutual && targets.is_empty() && holders.len() == 1 {
        extend(&mut holders, met_above(scene, trigger));
    }
    if targets.is_empty() && holders.len() > 1 && inner_acts::exchanged(scene, trigger, frame) {
        return among(scene, trigger, frame, basis, &reading, &holders, out);
    }
    if mutual && targets.is_empty() && holders.len() > 1 {
        if is_opinion(scene, trigger, &holders) || signs_no_pact(scene, trigger) {
            return false;
        }
        return among(scene, trigger, frame, basis, &reading, &holders, out);
    }
    let before = out.len();
    let meant = categories::meant(scene, trigger, frame);
    for target in targets.iter_mut().filter(|t| t.category == frame.category) {
        target.category = meant;
    }
    let concerned: Vec<Filler> = targets.iter().map(|t| t.filler).collect();
    let paired = respectively::paired(scene, &holders, &concerned);
    let crossed = |holder: usize, target: usize| {
        paired && respectively::place(&holders, holder) != respectively::place(&concerned, target)
    };
    for holder in &holders {
        let demands = demanders.iter().any(|d| d.actor == holder.actor);
        for target in targets.iter().filter(|t| t.filler.actor != holder.actor) {
            let leaves_policy = basis == Basis::Deed && target.category == Category::Reject;
            if crossed(holder.actor, target.filler.actor)
                || leaves_policy && inner_acts::is_own(scene, holder, &target.filler)
                || polarity == Polarity::Oppose && inner_acts::is_organ_of(scene, holder, &target.filler)
            {
                continue;
            }
            let (polarity, category, mut modality) =
                reading.stance(scene, target.polarity, target.category, basis, demands);
            if hinderer.stops {
                modality = Modality::Hypothetical;
            }
            let stance = |a: Filler, b: Filler| {
                let mut out = stance(scene, trigger, &reading, a, b, (polarity, category, basis, modality));
                out.evidence_mut().implicit = target.implicit;
                out
            };
            let said = stance(*holder, target.filler);
            // `"Hungary has betrayed us," Wolski said`: he accuses Hungary.
            let hurt = polarity == Polarity::Oppose
                && modality == Modality::Asserted
                && said.evidence().attribution.last()
                    == Some(&scene.resolution.actors[target.filler.actor].id.0);
            out.push(said);
            if modality == Modality::Hypothetical && is_in_force(scene, trigger, frame, &reading) {
                let now = (target.polarity, target.category, basis, Modality::Asserted);
                out.push(self::stance(scene, trigger, &Reading::default(), *holder, target.filler, now));
            }
            if hurt {
                let accuses = (Polarity::Oppose, Category::Accuse, Basis::Word, Modality::Asserted);
                out.push(self::stance(scene, trigger, &reading, target.filler, *holder, accuses));
            }
            // `wants a deal with X`: X has not said so; nor has the person with whom another agrees, nor whoever
            // is hit by what one agrees with.
            let persons = [holder.actor, target.filler.actor]
                .iter()
                .all(|&a| scene.resolution.actors.get(a).is_some_and(|a| a.kind == ActorKind::Person));
            let shares = frame.pos == FramePos::Verb
                && frame.lemma == "agree"
                && (persons || target.polarity == Polarity::Oppose || shares_view(scene, trigger));
            if mutual && !shares {
                let mut back = stance(target.filler, *holder);
                if reading.wishes(scene) || reading.ended() {
                    back.evidence_mut().modality = Modality::Hypothetical;
                }
                out.push(back);
            }
        }
    }
    // `asked Kenya to arrest Hale`: who asks for it is against him.
    // `urged voters to reject Hale`: nor does it need doers with a name.
    let word = basis == Basis::Word
        && holders.is_empty()
        && (matches!(meant, Category::Support | Category::Reject) || modal && scene.is_passive(trigger));
    if (basis == Basis::Deed || word) && !mutual && (reading.foreign.is_some() || modal) {
        let asks = reading.stance(scene, polarity, meant, basis, true);
        for demander in demanders.iter().filter(|d| holders.iter().all(|h| h.actor != d.actor)) {
            for target in targets.iter().filter(|t| t.filler.actor != demander.actor) {
                if let (side, category, Modality::Asserted) = asks {
                    let says = (side, category, Basis::Word, Modality::Asserted);
                    out.push(stance(scene, trigger, &reading, *demander, target.filler, says));
                }
            }
        }
    }
    // `blocked EU aid to Ukraine`: whoever blocks it is against Ukraine.
    for hinders in hinderer.actors {
        for target in targets.iter().filter(|t| t.filler.actor != hinders.actor) {
            let says = (Polarity::Oppose, Category::Reject, Basis::Deed, Modality::Asserted);
            out.push(stance(scene, trigger, &Reading::default(), hinders, target.filler, says));
        }
    }
    if polarity == Polarity::Support && !mutual && out.len() > before {
        // `backs X against Y`: who helps one side opposes the other.
        let says = reading.stance(scene, Polarity::Oppose, Category::Reject, basis, false);
        for other in scene.fillers(trigger, &Slot::Preposition("against".to_owned()), false) {
            if targets.iter().any(|t| t.filler.actor == other.actor) {
                continue;
            }
            for holder in holders.iter().filter(|h| h.actor != other.actor) {
                let (polarity, category, modality) = says;
                let says = (polarity, category, basis, modality);
                out.push(stance(scene, trigger, &reading, *holder, other, says));
            }
        }
    }
    out.len() > before
}

/// `sought the nomination of X`: what one tries to get is not yet X's, nor one's own.
fn sought(scene: &Scene<'_>, noun: usize) -> bool {
    let phrase = |given: &'static [&'static str]| {
        scene.by_relation(noun, &[Deprel::Nmod]).any(|i| given.contains(&scene.preposition(i).as_str()))
    };
    let verb = scene.governor(noun).filter(|(_, relation)| matches!(relation, Deprel::Obj | Deprel::Obl));
    verb.is_some_and(|(verb, _)| scene.means(verb, Sense::Seek))
        && (phrase(&["of", "from"]) || scene.possessors(noun).next().is_some())
        && !phrase(&["for", "to", "behind"])
}

/// `if X lifts its embargo on Y`: what may come to an end is in force.
fn is_in_force(scene: &Scene<'_>, noun: usize, frame: &Frame, reading: &Reading) -> bool {
    let FrameKind::Stance { polarity: Polarity::Oppose, basis: Basis::Deed, mutual: false } = frame.kind
    else {
        return false;
    };
    let given = scene.possessors(noun).next().is_some()
        || scene.by_relation(noun, &[Deprel::Det]).any(|i| scene.lemma(i) == "the");
    frame.pos == FramePos::Noun
        && given
        && reading.operations.first().is_some_and(|&(role, _)| role == CueRole::Cancel)
}

/// `X strikes deal with Y` in a headline, where the reader takes the pact for the verb: true if it is one.
pub(super) fn headline_pact(scene: &Scene<'_>, token: usize, out: &mut Vec<Relation>) -> bool {
    let Some(verb) = token.checked_sub(1).filter(|_| scene.sentence.zone == ZoneKind::Headline) else {
        return false;
    };
    let form = scene.word(verb).to_lowercase();
    let read = scene.tables.words.get(&form).and_then(|entry| entry.verb.as_ref());
    let light = scene.upos(token) == Upos::Verb
        && scene.upos(verb) == Upos::Noun
        && scene.head(verb) == Some(token)
        && read.is_some_and(|(forms, lemma)| forms.third && scene.tables.cues.has(lemma, CueRole::Light));
    let mut frames = scene.tables.frames.of(scene.lemma(token), FramePos::Noun);
    let pact = frames.find_map(|frame| match frame.kind {
        FrameKind::Stance { polarity, basis, mutual: true } => Some((polarity, frame.category, basis)),
        _ => None,
    });
    let Some((polarity, category, basis)) = pact.filter(|_| light) else { return false };
    let reading = Reading::default();
    let holders: Vec<Filler> =
        scene.possessors(verb).flat_map(|phrase| scene.actors_of(phrase, false)).collect();
    for target in scene.fillers(token, &Slot::Preposition("with".to_owned()), false) {
        for &holder in holders.iter().filter(|holder| holder.actor != target.actor) {
            let what = (polarity, category, basis, Modality::Asserted);
            out.push(stance(scene, token, &reading, holder, target, what));
            out.push(stance(scene, token, &reading, target, holder, what));
        }
    }
    true
}

/// `agreed that vaccines do good`; `agreed that troops will leave` is a pact.
fn shares_view(scene: &Scene<'_>, verb: usize) -> bool {
    scene.by_relation(verb, &[Deprel::Ccomp]).any(|clause| {
        scene
            .by_relation(clause, &[Deprel::Aux])
            .all(|aux| !matches!(scene.lemma(aux), "will" | "would" | "should" | "must" | "shall"))
    })
}

/// `all agreed that vaccines do good`, `commitments agreed to by A, B and C with D`: an opinion that
/// people share is no pact, and parties of one document are not each other's.
fn is_opinion(scene: &Scene<'_>, verb: usize, holders: &[Filler]) -> bool {
    if scene.upos(verb) != Upos::Verb || scene.lemma(verb) != "agree" {
        return false;
    }
    let with_which = scene
        .by_relation(verb, &[Deprel::Obl])
        .any(|i| scene.preposition(i) == "with" && scene.mention_at(i).is_none());
    // `supporters and critics of X's trip agree`
    let partisans = scene.subject(verb, 0).into_iter().any(|(i, _)| {
        scene.mention_at(i).is_none()
            && scene
                .tables
                .frames
                .of(scene.lemma(i), FramePos::Noun)
                .any(|f| f.holder.contains(&Slot::Described))
    });
    // `agreed to hold talks` plans a meeting.
    let meets = scene.by_relation(verb, &[Deprel::Xcomp]).any(|clause| {
        let meeting = |i: usize, pos| {
            scene.tables.frames.of(scene.lemma(i), pos).any(|f| matches!(f.kind, FrameKind::Meeting(_)))
        };
        meeting(clause, FramePos::Verb)
            || scene.by_relation(clause, &[Deprel::Obj]).any(|object| meeting(object, FramePos::Noun))
    });
    shares_view(scene, verb)
        || partisans
        || meets
        || with_which
        || scene.is_passive(verb) && holders.len() > 2
}

/// `A and B signed a letter`: who signs a paper together is not bound by it to the other.
fn signs_no_pact(scene: &Scene<'_>, verb: usize) -> bool {
    let mut papers = scene.by_relation(verb, &[Deprel::Obj]).peekable();
    scene.upos(verb) == Upos::Verb
        && scene.means(verb, Sense::Signing)
        && papers.peek().is_some()
        && papers.all(|paper| !scene.is_body(paper))
}

/// `prevent X from being used`: what is kept from X is nothing against X.
fn spares(scene: &Scene<'_>, verb: usize) -> bool {
    scene.means(verb, Sense::Prevent)
        && scene.by_relation(verb, &[Deprel::Advcl, Deprel::Xcomp, Deprel::Ccomp, Deprel::Obl]).any(
            |clause| {
                scene.is_passive(clause)
                    && (scene.marked_by(clause, &["from"]) || scene.preposition(clause) == "from")
            },
        )
}

/// True for a bond whose verb breaks it: `breached its agreement with France`. The verb speaks.
fn broken(scene: &Scene<'_>, noun: usize) -> bool {
    let Some((verb, Deprel::Obj | Deprel::NsubjPass | Deprel::Obl)) = scene.governor(noun) else {
        return false;
    };
    // A verb that may also say something else (`spoke of cooperation between A and B`) breaks nothing.
    let particle = scene.by_relation(verb, &[Deprel::CompoundPrt]).next();
    let key = particle.map_or_else(
        || scene.lemma(verb).to_owned(),
        |p| format!("{} {}", scene.lemma(verb), scene.lemma(p)),
    );
    let mut frames = scene.tables.frames.of(&key, FramePos::Verb).peekable();
    !scene.noun_decides(verb)
        && frames.peek().is_some()
        && frames.all(|f| matches!(f.kind, FrameKind::Stance { polarity: Polarity::Oppose, .. }))
}

/// Whom the holder met in the clause above: `met Xi and agreed to cooperate`.
fn met_above(scene: &Scene<'_>, trigger: usize) -> Vec<Filler> {
    let mut at = trigger;
    for _ in 0..4 {
        let Some(head) = scene.head(at) else { break };
        let linked = matches!(
            scene.deprel(at),
            Deprel::Xcomp | Deprel::Advcl | Deprel::Conj | Deprel::Obj | Deprel::Obl
        );
        if !linked {
            break;
        }
        let mut meetings = scene
            .tables
            .frames
            .of(scene.lemma(head), FramePos::Verb)
            .filter(|frame| matches!(frame.kind, FrameKind::Meeting(_)));
        if let Some(frame) = meetings.next() {
            return scene.first_fillers(head, &frame.target, false);
        }
        at = head;
    }
    Vec::new()
}

/// `The US and China agreed`: each with each.
fn among(
    scene: &Scene<'_>,
    trigger: usize,
    frame: &Frame,
    basis: Basis,
    reading: &Reading,
    parties: &[Filler],
    out: &mut Vec<Relation>,
) -> bool {
    let FrameKind::Stance { polarity, .. } = frame.kind else { return false };
    let meant = categories::meant(scene, trigger, frame);
    let what = reading.stance(scene, polarity, meant, basis, false);
    let (polarity, category, mut modality) = what;
    // `hopes for a rapprochement of A and B`: neither has said so.
    if reading.wishes(scene) {
        modality = Modality::Hypothetical;
    }
    let side = if polarity == Polarity::Oppose { sides(scene, trigger) } else { Vec::new() };
    let allied =
        |a: &Filler, b: &Filler| side.iter().any(|one| one.contains(&a.actor) && one.contains(&b.actor));
    for &a in parties {
        for &b in parties.iter().filter(|b| b.actor != a.actor && !allied(&a, b)) {
            out.push(stance(scene, trigger, reading, a, b, (polarity, category, basis, modality)));
        }
    }
    true
}

/// `between A and the forces of B and C`: who stands on either side; those of one side do not fight each other.
/// Empty if the noun has not two sides.
fn sides(scene: &Scene<'_>, noun: usize) -> Vec<Vec<usize>> {
    let mut between = scene.by_relation(noun, &[Deprel::Nmod]).filter(|&i| scene.preposition(i) == "between");
    let Some(one) = between.next() else { return Vec::new() };
    let mut others = scene.by_relation(one, &[Deprel::Conj]);
    let (Some(other), None) = (others.next(), others.next()) else { return Vec::new() };
    [one, other].map(|side| scene.actors_alone(side).iter().map(|f| f.actor).collect()).to_vec()
}

pub(super) fn stance(
    scene: &Scene<'_>,
    trigger: usize,
    reading: &Reading,
    holder: Filler,
    target: Filler,
    (polarity, category, basis, modality): (Polarity, Category, Basis, Modality),
) -> Relation {
    let actors = &scene.resolution.actors;
    Relation::Stance(Stance {
        holder: actors[holder.actor].id.clone(),
        target: actors[target.actor].id.clone(),
        polarity,
        category,
        basis,
        intensity: scene.tables.plover.intensity(category),
        evidence: evidence(scene, trigger, reading, modality, holder, target),
    })
}

/// Used by compounds: a stance that one hyphenated word states.
pub(super) fn compound(
    scene: &Scene<'_>,
    token: usize,
    holder: Filler,
    target: Filler,
    (polarity, category, basis): (Polarity, Category, Basis),
) -> Relation {
    let reading = Reading::default();
    stance(scene, token, &reading, holder, target, (polarity, category, basis, Modality::Asserted))
}
