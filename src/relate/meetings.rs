//! Meetings: who talks to whom, and whether it took place.

use super::evidence::evidence;
use super::fillers::Filler;
use super::homonyms;
use super::modality::Reading;
use super::participants::{is_attitude, is_for_press, sides};
use super::plans::{ahead, awaited, lies_ahead, undone, verb_ahead};
use super::respectively;
use super::scene::Scene;
use crate::tables::{CueRole, Frame, FrameKind, FramePos, Sense, Slot};
use crate::types::{ActorKind, Deprel, GroupKind, Meeting, Mode, Quote, Relation, Status, Upos};

/// The meetings that the word at `trigger` states; true if there is one.
pub(super) fn relations(
    scene: &Scene<'_>,
    trigger: usize,
    frame: &Frame,
    status: Status,
    out: &mut Vec<Relation>,
) -> bool {
    if frame.pos == FramePos::Verb
        && !frame.reciprocal
        && scene.phrases(trigger, &Slot::Object, true).iter().any(|&(i, _)| is_meeting(scene, i))
    {
        // `hosted talks between A and B`: the noun says who meets.
        return false;
    }
    // `mediated a pact between A and B`: a mere mediator meets nobody by that.
    let pact = |i: usize| scene.mention_at(i).is_none() && scene.is_body(i);
    if scene.means(trigger, Sense::Mediate)
        && scene.by_relation(trigger, &[Deprel::Obj, Deprel::NsubjPass]).any(pact)
    {
        return false;
    }
    let called = frame.lemma == "call" && appeals(scene, trigger);
    if frame.pos == FramePos::Verb
        && (called
            || names_it(scene, trigger)
            || homonyms::names_quality(scene, trigger)
            || homonyms::is_match(scene, trigger)
            || speaks_of(scene, trigger)
            || homonyms::fulfils(scene, trigger))
    {
        return false;
    }
    let (mut ones, mut others) = sides(scene, trigger, frame);
    // Who talks to a newspaper gives an interview.
    let writes =
        |actor: usize| scene.resolution.roles.iter().any(|r| r.member == actor && scene.is_medium(r.of));
    let press = |f: &Filler| scene.is_medium(f.actor) || writes(f.actor) || scene.is_of_medium(f.span);
    ones.retain(|f| !press(f) && !f.folk);
    others.retain(|f| !press(f) && !f.folk && !names_facility(scene, f));
    // Who travels to a country meets its state; a region or a town is only where he goes.
    let region = |f: &Filler| {
        let actor = &scene.resolution.actors[f.actor];
        actor.subtype == Some(GroupKind::Region)
            || actor.kind == ActorKind::Group && scene.tables.places.contains(&actor.name)
    };
    if !frame.reciprocal && scene.tables.senses.is(&frame.lemma, Sense::Going) {
        others.retain(|f| !region(f));
    }
    if !frame.reciprocal && (ones.is_empty() || others.is_empty()) {
        // `A and B visited the hospital` is no meeting of A and B, nor is `visits to A and B`.
        return false;
    }
    if frame.pos == FramePos::Noun && others.is_empty() && speaks_to_others(scene, trigger, frame) {
        return false;
    }
    // `A and B met with volunteers`: not each other.
    let unnamed = others.is_empty() || frame.lemma == "visit";
    if frame.pos == FramePos::Verb && unnamed && meets_unnamed(scene, trigger, frame) {
        return false;
    }
    let helpers = Helpers::of(scene, trigger, &ones, &others);
    let groups = parties(scene, trigger, &ones, &others);
    if groups.is_empty() {
        return false;
    }
    let mut reading = Reading::of(scene, trigger);
    let time = if frame.pos == FramePos::Verb { ahead(scene, trigger) } else { verb_ahead(scene, trigger) };
    reading.operations.extend(time.map(|time| (CueRole::Plan, time)));
    if frame.pos == FramePos::Noun
        && let Some(undone) = undone(scene, trigger)
    {
        reading.operations = vec![undone];
    }
    if frame.pos == FramePos::Noun && reading.operations.is_empty() {
        reading.operations.extend(awaited(scene, trigger).map(|word| (CueRole::Plan, word)));
    }
    let parties: Vec<Filler> = groups.iter().flatten().copied().collect();
    reading.operations.retain(|&operation| !stays_away(scene, operation, &parties));
    let (mut status, modality) = reading.meeting(scene, status);
    if status == Status::Held && frame.pos == FramePos::Noun && lies_ahead(scene, trigger) {
        status = Status::Planned;
    }
    let mode = mode(scene, trigger, frame);
    let place = place(scene, trigger);
    let topic = topic(scene, trigger);
    for mut parties in groups {
        let id = |f: &Filler| scene.resolution.actors[f.actor].id.clone();
        parties.sort_by_key(id);
        let (Some(&first), Some(&last)) = (parties.first(), parties.last()) else { continue };
        out.push(Relation::Meeting(Meeting {
            participants: parties.iter().map(id).collect(),
            host: helpers.host.map(|f| id(&f)),
            mediator: helpers.mediator.map(|f| id(&f)),
            status,
            mode,
            place: place.clone(),
            topic: topic.clone(),
            participant_quotes: parties.iter().map(|f| Quote::new(&scene.document.text, f.span)).collect(),
            evidence: evidence(scene, trigger, &reading, modality, first, last),
        }));
    }
    true
}

/// `a trip to the Lind hospital`: the name is that of a place.
fn names_facility(scene: &Scene<'_>, filler: &Filler) -> bool {
    let last = (0..scene.len()).find(|&i| scene.token_span(i).end == filler.span.end);
    // `Walter Reed Hospital` as well as `the Lind hospital`
    last.is_some_and(|last| {
        scene.means(last, Sense::Facility) || last + 1 < scene.len() && scene.means(last + 1, Sense::Facility)
    })
}

/// True if those who are met have no name.
fn meets_unnamed(scene: &Scene<'_>, verb: usize, frame: &Frame) -> bool {
    // `visited the arch with his son`
    let sight = |&object: &usize| scene.mention_at(object).is_none() && scene.upos(object) == Upos::Noun;
    if frame.lemma == "visit" && scene.by_relation(verb, &[Deprel::Obj]).any(|object| sight(&object)) {
        return true;
    }
    let phrases = frame.target.iter().flat_map(|slot| scene.phrases(verb, slot, false));
    phrases.map(|(phrase, _)| phrase).any(|phrase| {
        scene.upos(phrase) == Upos::Noun && scene.mention_at(phrase).is_none() && !is_attitude(scene, phrase)
    })
}

/// `skipped the talks of A and B`: who stays away from a meeting of others does not undo it.
fn stays_away(scene: &Scene<'_>, (role, verb): (CueRole, usize), parties: &[Filler]) -> bool {
    let comes_not = scene.means(verb, Sense::Attend) || scene.means(verb, Sense::Absent);
    if role != CueRole::Refuse || !comes_not || scene.upos(verb) != Upos::Verb || parties.len() < 2 {
        return false;
    }
    let subject = scene.subject(verb, 0).into_iter().flat_map(|(p, climbed)| scene.actors_of(p, climbed));
    let actors: Vec<usize> = subject.map(|f| f.actor).collect();
    !actors.is_empty() && !parties.iter().any(|party| actors.contains(&party.actor))
}

/// `held a press conference`, `issued a call for aid`: they talk to the press, or to nobody.
fn speaks_to_others(scene: &Scene<'_>, noun: usize, frame: &Frame) -> bool {
    let appeal = noun + 1 < scene.len() && scene.word(noun + 1) == "for";
    is_for_press(scene, noun) || frame.lemma == "call" && appeal
}

/// `called on X to act` is an appeal, `called on X to discuss the crisis` a visit.
fn appeals(scene: &Scene<'_>, verb: usize) -> bool {
    let on = scene
        .by_relation(verb, &[Deprel::Obl])
        .any(|i| scene.preposition(i) == "on" && scene.mention_at(i).is_some());
    let visits = scene.by_relation(verb, &[Deprel::Advcl, Deprel::Xcomp]).any(|clause| {
        matches!(scene.lemma(clause), "discuss" | "exchange" | "review")
            && scene.by_relation(clause, &[Deprel::Obl]).all(|i| scene.preposition(i) != "with")
    });
    on && !visits
}

/// `A and B speak French`, `spoke highly of X`, `spoke at the rally`: nobody talks to another by that.
fn speaks_of(scene: &Scene<'_>, verb: usize) -> bool {
    let phrase = |i: usize| match scene.preposition(i).as_str() {
        "of" => true,
        "at" | "before" => {
            scene.mention_at(i).is_none() && scene.upos(i) == Upos::Noun && !is_meeting(scene, i)
        }
        _ => false,
    };
    let with = |i: usize| matches!(scene.preposition(i).as_str(), "with" | "to");
    matches!(scene.lemma(verb), "speak" | "talk")
        && !scene.by_relation(verb, &[Deprel::Obl]).any(with)
        // `spoke on Friday night`, where the tree takes the night for an object.
        && (scene.by_relation(verb, &[Deprel::Obj]).any(|i| (verb + 1..verb + 3).contains(&i))
            || scene.by_relation(verb, &[Deprel::Obl]).any(phrase)
            || scene.by_relation(verb, &[Deprel::Advmod]).any(|i| {
                matches!(scene.lemma(i), "highly" | "fluently" | "openly" | "publicly" | "warmly" | "fondly")
            }))
}

/// `called Reed a liar`: a verb whose object is given a name.
fn names_it(scene: &Scene<'_>, verb: usize) -> bool {
    let object = scene.by_relation(verb, &[Deprel::Obj]).next();
    let named = object.is_some_and(|object| {
        // `called Reed to discuss it` is a call.
        scene
            .by_relation(verb, &[Deprel::Xcomp, Deprel::Obj])
            .any(|other| other > object && !scene.marked_by(other, &["to"]))
    });
    // `called Reed "a good neighbour"`
    let quoted = object.is_some_and(|object| {
        let end = scene.mention_at(object).map_or(object + 1, |m| scene.mentions[m].tokens.end);
        end < scene.len() && matches!(scene.word(end), "\"" | "“" | "'" | "‘")
    });
    scene.lemma(verb) == "call" && (named || quoted)
}

/// True if the noun is a meeting: `talks`, `summit`.
fn is_meeting(scene: &Scene<'_>, noun: usize) -> bool {
    let named = |i: usize| {
        let mut frames = scene.tables.frames.of(scene.lemma(i), FramePos::Noun);
        frames.any(|frame| matches!(frame.kind, FrameKind::Meeting(_)))
    };
    // `two days of talks`
    let measured = |i: usize| scene.preposition(i) == "of" && scene.mention_at(i).is_none() && named(i);
    named(noun) || scene.mention_at(noun).is_none() && scene.by_relation(noun, &[Deprel::Nmod]).any(measured)
}

/// Those who make a meeting of others possible.
#[derive(Debug, Default)]
struct Helpers {
    host: Option<Filler>,
    mediator: Option<Filler>,
}

impl Helpers {
    /// `Qatar hosted talks between A and B`, `talks brokered by Egypt`; none if they are parties.
    fn of(scene: &Scene<'_>, noun: usize, ones: &[Filler], others: &[Filler]) -> Self {
        let mut out = Self::default();
        let above = scene
            .governor(noun)
            .filter(|(_, relation)| matches!(relation, Deprel::Obj | Deprel::NsubjPass))
            .map(|(verb, _)| verb);
        let below = scene.by_relation(noun, &[Deprel::Acl, Deprel::AclRelcl]);
        for verb in above.into_iter().chain(below) {
            let place = match scene.lemma(verb) {
                "host" => &mut out.host,
                _ if scene.means(verb, Sense::Mediate) => &mut out.mediator,
                _ => continue,
            };
            let agents =
                scene.subject(verb, 0).into_iter().flat_map(|(p, climbed)| scene.actors_of(p, climbed));
            *place = agents.into_iter().find(|f| !ones.iter().chain(others).any(|o| o.actor == f.actor));
        }
        out
    }
}

/// Who meets whom: one party list a meeting.
///
/// One actor that meets several one after the other (`spoke with A, B and C`) has a meeting with
/// each; otherwise all named parties are taken to sit together.
fn parties(scene: &Scene<'_>, trigger: usize, ones: &[Filler], others: &[Filler]) -> Vec<Vec<Filler>> {
    let others: Vec<Filler> =
        others.iter().filter(|f| !ones.iter().any(|o| o.actor == f.actor)).copied().collect();
    let mut out: Vec<Vec<Filler>> = match (ones.len(), others.len()) {
        _ if respectively::paired(scene, ones, &others) => respectively::pairs(ones, &others),
        // `The minister met with Kenya and Ghana`: not Kenya with Ghana.
        (0, _) if others.len() > 1 && !has_doer(scene, trigger) => vec![others],
        (1, n) if n > 0 => others.iter().map(|&other| vec![ones[0], other]).collect(),
        (n, 0) if n > 1 => vec![ones.to_vec()],
        (n, m) if n > 0 && m > 0 => vec![ones.iter().copied().chain(others).collect()],
        _ => Vec::new(),
    };
    out.retain(|parties| parties.len() > 2 || !belong_together(scene, trigger, parties));
    out
}

/// True if somebody does what the word tells, or holds it, who has no name.
fn has_doer(scene: &Scene<'_>, trigger: usize) -> bool {
    let verb = match scene.governor(trigger) {
        _ if scene.upos(trigger) == Upos::Verb => Some(trigger),
        Some((verb, Deprel::Obj)) if scene.is_light(verb, "") => Some(verb),
        _ => None,
    };
    let among = scene
        .by_relation(trigger, &[Deprel::Nmod, Deprel::Obl])
        .any(|i| matches!(scene.preposition(i).as_str(), "between" | "among"));
    !among && verb.is_some_and(|verb| !scene.is_passive(verb) && !scene.subject(verb, 0).is_empty())
}

/// True if two parties are a person and its own country: no meeting, but a description. A role whose words hold
/// the meeting's proves nothing: `President Otero, who visited Kenya`.
fn belong_together(scene: &Scene<'_>, trigger: usize, parties: &[Filler]) -> bool {
    let [a, b] = parties else { return false };
    let word = scene.token_span(trigger);
    scene.resolution.roles.iter().any(|role| {
        let pair = (role.member, role.of);
        // A role that is only understood (`the president` in a text on one country) proves nothing.
        let over = role.sentence == scene.index && role.span.covers(word);
        let stated = role.of_span != role.span && !over;
        stated
            && (pair == (a.actor, b.actor) || pair == (b.actor, a.actor))
            && scene.resolution.actors.get(role.member).is_some_and(|m| m.kind == ActorKind::Person)
    })
}

/// Verbs and nouns that say how.
fn mode(scene: &Scene<'_>, trigger: usize, frame: &Frame) -> Mode {
    let remote = |lemma: &str| {
        matches!(
            lemma,
            "phone"
                | "telephone"
                | "video"
                | "videoconference"
                | "teleconference"
                | "call"
                | "Skype"
                | "zoom"
        )
    };
    if frame.target.contains(&Slot::Preposition("on".to_owned())) {
        // `called on X to discuss the crisis`
        return Mode::InPerson;
    }
    let near = |i: usize| remote(scene.lemma(i)) || scene.children(i).iter().any(|&c| remote(scene.lemma(c)));
    if near(trigger) || scene.children(trigger).iter().any(|&c| near(c)) {
        return Mode::Remote;
    }
    match frame.lemma.as_str() {
        "meet" | "visit" | "host" | "receive" | "greet" | "summit" | "dinner" | "sit" => Mode::InPerson,
        _ => Mode::Unspecified,
    }
}

/// Where: a phrase with `in` or `at` under the word or its verb, if it names a place.
fn place(scene: &Scene<'_>, trigger: usize) -> Option<String> {
    let verb = scene.governor(trigger).map(|(verb, _)| verb);
    [Some(trigger), verb].into_iter().flatten().find_map(|at| {
        scene.by_relation(at, &[Deprel::Obl, Deprel::Nmod]).find_map(|i| {
            let here = matches!(scene.preposition(i).as_str(), "in" | "at");
            let named = scene.analysis.names.iter().find(|n| n.tokens.contains(&i))?;
            here.then(|| {
                let span = scene.sentence.tokens_span(named.tokens.start, named.tokens.end.saturating_sub(1));
                span.of(&scene.document.text).to_owned()
            })
        })
    })
}

/// About what: a phrase with `on`, `about` or `over`, or the object of `discuss`.
fn topic(scene: &Scene<'_>, trigger: usize) -> Option<String> {
    let phrase = scene.children(trigger).iter().copied().find(|&i| {
        let about = match scene.deprel(i) {
            Deprel::Obl | Deprel::Nmod => matches!(scene.preposition(i).as_str(), "on" | "about" | "over"),
            Deprel::Obj => scene.lemma(trigger) == "discuss",
            _ => false,
        };
        // `talks on Friday`, `met on 14`: when, not about what.
        about && scene.word(i).contains(char::is_alphabetic) && !super::dates::is_when(scene, i)
    })?;
    // The phrase without its preposition: its own words up to the head and what follows it.
    let first = scene
        .by_relation(phrase, &[Deprel::Amod, Deprel::Compound, Deprel::NmodPoss, Deprel::Det, Deprel::Nummod])
        .min()
        .unwrap_or(phrase)
        .min(phrase);
    let last = scene.by_relation(phrase, &[Deprel::Conj]).max().unwrap_or(phrase).max(phrase);
    Some(scene.sentence.tokens_span(first, last).of(&scene.document.text).to_owned())
}
