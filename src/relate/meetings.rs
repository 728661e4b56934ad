//! Meetings: who talks to whom, and whether it took place.

use super::compounds;
use super::evidence::{evidence, plain};
use super::fillers::{Filler, extend};
use super::homonyms;
use super::modality::Reading;
use super::plans::{ahead, lies_ahead, undone, verb_ahead};
use super::respectively;
use super::scene::Scene;
use crate::tables::{CueRole, Frame, FrameKind, FramePos, Sense, Slot};
use crate::types::{ActorKind, Deprel, GroupKind, Meeting, Mode, Quote, Relation, Span, Status, Upos};

/// How deep under the verb a misplaced phrase is looked for.
const MISPLACED: usize = 5;

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
            || homonyms::fulfils(scene, trigger))
    {
        return false;
    }
    let (mut ones, mut others) = sides(scene, trigger, frame);
    // Who talks to a newspaper gives an interview.
    let medium = |actor: usize| {
        let actor = &scene.resolution.actors[actor];
        let last = actor.name.rsplit(' ').next().unwrap_or_default().to_lowercase();
        // `Wikinews` as well as `the Lima News`
        let mut ends = last.char_indices().map(|(at, _)| &last[at..]);
        actor.subtype == Some(GroupKind::Media)
            || actor.kind != ActorKind::Country && ends.any(|end| scene.tables.senses.is(end, Sense::Medium))
    };
    let writes = |actor: usize| scene.resolution.roles.iter().any(|r| r.member == actor && medium(r.of));
    let press = |f: &Filler| medium(f.actor) || writes(f.actor);
    ones.retain(|f| !press(f) && !f.folk);
    others.retain(|f| !press(f) && !f.folk && !names_facility(scene, f));
    // Who travels to a country meets its state; a region or a town is only where he goes.
    let region = |f: &Filler| scene.resolution.actors[f.actor].subtype == Some(GroupKind::Region);
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
    let press = scene
        .by_relation(noun, &[Deprel::Compound, Deprel::Amod])
        .any(|i| matches!(scene.lemma(i), "press" | "news" | "media"));
    let appeal = noun + 1 < scene.len() && scene.word(noun + 1) == "for";
    frame.lemma == "conference" && press || frame.lemma == "call" && appeal
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

/// `met with the approval of X`: a phrase whose head says itself what somebody holds is nobody whom
/// one meets; but a critic or an ally is.
fn is_attitude(scene: &Scene<'_>, phrase: usize) -> bool {
    scene.mention_at(phrase).is_none()
        && scene.tables.frames.of(scene.lemma(phrase), FramePos::Noun).next().is_some_and(|frame| {
            matches!(frame.kind, FrameKind::Stance { mutual: false, .. })
                && !frame.holder.contains(&Slot::Described)
        })
}

/// `the Trump-Putin meeting`, `U.S.-Turkey talks`: the actors of a hyphenated word before the noun.
fn hyphenated(scene: &Scene<'_>, noun: usize) -> Vec<Filler> {
    for token in scene.by_relation(noun, &[Deprel::Compound, Deprel::Amod, Deprel::NmodPoss]) {
        let word = scene.word(token);
        let Some((left, right)) = word.split_once(['-', '–']) else { continue };
        let span = scene.token_span(token);
        let parts = [
            (left, Span::new(span.start, span.start + left.len())),
            (right, Span::new(span.end - right.len(), span.end)),
        ];
        let found: Vec<Filler> = parts
            .into_iter()
            .filter_map(|(name, span)| compounds::actor_named(scene, name).map(|actor| plain(actor, span)))
            .collect();
        if found.len() == 2 && found[0].actor != found[1].actor {
            return found;
        }
    }
    Vec::new()
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

/// The two sides as the frame puts them; both may be plural, the second may be empty.
fn sides(scene: &Scene<'_>, trigger: usize, frame: &Frame) -> (Vec<Filler>, Vec<Filler>) {
    if frame.pos == FramePos::Noun && frame.lemma == "mediation" {
        return mediation(scene, trigger, frame);
    }
    if frame.pos == FramePos::Noun && scene.first_fillers(trigger, &frame.target, true).is_empty() {
        let both = hyphenated(scene, trigger);
        if !both.is_empty() {
            return (both, Vec::new());
        }
        if let Some(sides) = around(scene, trigger) {
            return sides;
        }
    }
    if frame.pos == FramePos::Verb {
        let others = frame
            .target
            .iter()
            .map(|slot| {
                let mut phrases = scene.phrases(trigger, slot, true);
                phrases.retain(|&(phrase, _)| !is_attitude(scene, phrase));
                if phrases.is_empty() {
                    phrases = misplaced(scene, trigger, slot);
                }
                let mut out = Vec::new();
                for (phrase, climbed) in phrases {
                    extend(&mut out, scene.actors_of(phrase, climbed));
                }
                out
            })
            .find(|found| !found.is_empty());
        return (scene.first_fillers(trigger, &frame.holder, true), others.unwrap_or_default());
    }
    if let Some(sides) = received(scene, trigger, frame) {
        return sides;
    }
    let with = scene.first_fillers(trigger, &frame.target, true);
    // `talks between A and B`, `Obama's meeting with Xi`, `leaders held talks`.
    let mut ones = Vec::new();
    for slot in &frame.holder {
        // Once possessors are known, the subject of the clause adds nothing but risk.
        if ones.is_empty() || *slot != Slot::Subject {
            extend(&mut ones, scene.fillers(trigger, slot, true));
        }
    }
    // `attended a meeting of the African Union`: those whose meeting it is sit with those who come.
    if with.is_empty()
        && let Some((verb, Deprel::Obj)) = scene.governor(trigger)
        && matches!(scene.lemma(verb), "attend" | "chair" | "join" | "enter")
        // Who does not attend the meeting of others is none of them.
        && (ones.len() < 2 || !Reading::of(scene, verb).operations.iter().any(|&(role, _)| role == CueRole::Negate))
    {
        let comes = scene.subject(verb, 0).into_iter().flat_map(|(p, climbed)| scene.actors_of(p, climbed));
        extend(&mut ones, comes);
    }
    // `the NATO summit was attended by A and B`
    if let Some((verb, Deprel::NsubjPass)) = scene.governor(trigger)
        && with.is_empty()
        && scene.lemma(verb) == "attend"
    {
        let come = scene.subject(verb, 0).into_iter().flat_map(|(p, climbed)| scene.actors_of(p, climbed));
        extend(&mut ones, come);
    }
    // `cancelled a visit by X`: X would have come to the one who cancels.
    if with.is_empty()
        && !frame.reciprocal
        && let Some((verb, Deprel::Obj)) = scene.governor(trigger)
        && scene.moves(verb)
    {
        let visited = scene.subject(verb, 0).into_iter().flat_map(|(p, climbed)| scene.actors_of(p, climbed));
        return (ones, visited.collect());
    }
    (ones, with)
}

/// `received a phone call from X`, `took a visit from X`, `placed a call to X`: who gets or makes it, and the other.
fn received(scene: &Scene<'_>, noun: usize, frame: &Frame) -> Option<(Vec<Filler>, Vec<Filler>)> {
    let (verb, Deprel::Obj) = scene.governor(noun)? else { return None };
    let appeals =
        scene.by_relation(noun, &[Deprel::Acl, Deprel::AclRelcl]).any(|i| scene.marked_by(i, &["to"]));
    let preposition = match scene.lemma(verb) {
        "receive" | "get" | "take" | "have" | "return" => "from",
        "place" | "make" => "to",
        _ => return None,
    };
    if !matches!(frame.lemma.as_str(), "call" | "visit") || appeals {
        return None;
    }
    let subject = scene.subject(verb, 0).into_iter().flat_map(|(p, climbed)| scene.actors_of(p, climbed));
    let person = |f: &Filler| scene.is_of_kind(f, ActorKind::Person);
    let ones: Vec<Filler> = subject.filter(|f| person(f) || frame.lemma == "visit").collect();
    let others =
        scene.fillers(noun, &Slot::Person(Box::new(Slot::Preposition(preposition.to_owned()))), false);
    (!ones.is_empty() && !others.is_empty()).then_some((ones, others))
}

/// `discussed the crisis and the situation in Z's enclave of U, with the leaders of W`: a phrase after a
/// comma belongs to the verb, wherever the tree hangs it.
fn misplaced(scene: &Scene<'_>, verb: usize, slot: &Slot) -> Vec<(usize, bool)> {
    let Slot::Preposition(preposition) = slot else { return Vec::new() };
    let under = |mut at: usize| {
        for _ in 0..MISPLACED {
            match scene.head(at) {
                Some(head) if head == verb => return true,
                Some(head) if matches!(scene.deprel(at), Deprel::Nmod | Deprel::Conj | Deprel::Obj) => {
                    at = head
                }
                _ => return false,
            }
        }
        false
    };
    let after_comma = |i: usize| {
        let first = scene.by_relation(i, &[Deprel::Case]).min().unwrap_or(i);
        first > 0 && scene.word(first - 1) == ","
    };
    (verb + 1..scene.len())
        .filter(|&i| scene.preposition(i) == *preposition && after_comma(i) && under(i))
        .map(|i| (i, false))
        .collect()
}

/// `X launched a mediation effort (to end the rift) between Y and Z`: the mediator talks to both.
fn mediation(scene: &Scene<'_>, trigger: usize, frame: &Frame) -> (Vec<Filler>, Vec<Filler>) {
    let noun = match (scene.deprel(trigger), scene.head(trigger)) {
        (Deprel::Compound, Some(head)) => head,
        _ => trigger,
    };
    let ones = scene.first_fillers(noun, &frame.holder, true);
    let between = (noun + 1..scene.len()).find(|&i| scene.preposition(i) == "between");
    (ones, between.map_or_else(Vec::new, |phrase| scene.actors_of(phrase, false)))
}

/// `X asked Y, during a meeting on Monday, to help`: a meeting that only dates what one person says to
/// another is theirs; `X shook hands with Y before their talks`: so is one that is said to be.
fn around(scene: &Scene<'_>, noun: usize) -> Option<(Vec<Filler>, Vec<Filler>)> {
    let (verb, Deprel::Obl) = scene.governor(noun)? else { return None };
    let joins = scene.lemma(verb) == "join" && scene.preposition(noun) == "for";
    let theirs = scene.by_relation(noun, &[Deprel::NmodPoss]).any(|i| scene.lemma(i) == "their");
    let says = scene.tables.cues.has(scene.lemma(verb), CueRole::Speech)
        || scene.tables.cues.has(scene.lemma(verb), CueRole::Demand);
    let dates = match scene.preposition(noun).as_str() {
        "for" => joins,
        "during" | "in" | "at" => says || theirs,
        "before" | "after" | "following" | "ahead of" => theirs,
        _ => false,
    };
    let named = |i: usize| scene.mention_at(i).is_some() && scene.lemma(i) != "their";
    if !dates || scene.by_relation(noun, &[Deprel::Nmod, Deprel::NmodPoss]).any(named) {
        return None;
    }
    let person = |f: &Filler| scene.resolution.actors[f.actor].kind == ActorKind::Person && !f.inner;
    let persons = |slots: &[Slot]| -> Vec<Filler> {
        scene.first_fillers(verb, slots, true).into_iter().filter(person).collect()
    };
    let with = Slot::Preposition("with".to_owned());
    let (ones, others) = (persons(&[Slot::Subject]), persons(&[Slot::ObjectActor, with]));
    (ones.len() == 1 && others.len() == 1).then_some((ones, others))
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
        (0, _) if others.len() > 1 => vec![others],
        (1, n) if n > 0 => others.iter().map(|&other| vec![ones[0], other]).collect(),
        (n, 0) if n > 1 => vec![ones.to_vec()],
        (n, m) if n > 0 && m > 0 => vec![ones.iter().copied().chain(others).collect()],
        _ => Vec::new(),
    };
    out.retain(|parties| parties.len() > 2 || !belong_together(scene, trigger, parties));
    out
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
