//! How a relation word is meant: negated, refused, planned, demanded, conditional; with the cues.

use super::plans;
use super::scene::Scene;
use super::thoughts::{has_both_sides, held_without, is_mocked, is_unmade};
use crate::tables::{CueRole, FrameKind, FramePos, Sense};
use crate::types::{Deprel, Polarity, Upos, VerbForm};

/// How many links of the tree a cue may stand above the relation word.
const REACH: usize = 8;

/// What the words around a relation word do to it, innermost first.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// Each operation with the token that expresses it.
    pub operations: Vec<(CueRole, usize)>,
    /// It ended by itself (`the siege ended`): nobody gave it up.
    pub(super) ran_out: bool,
    /// The doer itself says that it would do it, under a condition: `said it would strike if`.
    pub(super) announced: bool,
    /// It is somebody's thought or claim: to reject that is not to do its contrary.
    told: bool,
    /// The text has called that thought false: to deny it once more adds nothing.
    disbelieved: bool,
    /// What leads to it is far off (`a breakthrough in the deal is out of reach`).
    pub(super) unmade: bool,
    /// From which operation on it is somebody else's wish: `wants Congress to investigate X`.
    pub(super) foreign: Option<usize>,
    /// The doer says only of itself that it must: `needed to investigate X`.
    pub(super) bound: bool,
}

/// `nobody`, `no one in Egypt`, `none of them`.
fn is_nobody(scene: &Scene<'_>, subject: usize) -> bool {
    let no = |i: usize| scene.lemma(i).eq_ignore_ascii_case("no");
    match scene.lemma(subject).to_lowercase().as_str() {
        "nobody" | "none" | "no-one" => true,
        "one" => scene.by_relation(subject, &[Deprel::Det, Deprel::Advmod]).any(no),
        _ => false,
    }
}

/// True if the verb says that what its subject names comes about: `begin`, `take place`.
pub(super) fn happens(scene: &Scene<'_>, verb: usize) -> bool {
    let mut objects = scene.by_relation(verb, &[Deprel::Obj]).peekable();
    let place = objects.peek().is_some() && objects.all(|i| scene.lemma(i) == "place");
    scene.upos(verb) == Upos::Verb
        && (scene.lemma(verb) == "take" && place
            || scene.means(verb, Sense::Happen) && scene.by_relation(verb, &[Deprel::Obj]).next().is_none())
}

/// `there is no doubt that X attacked Y`, `nobody doubts that`: to deny a doubt is to say what is not doubted.
fn is_undoubted(scene: &Scene<'_>, head: usize, at: usize, relation: Deprel) -> bool {
    let no = |i: usize| scene.tables.cues.has(&scene.lemma(i).to_lowercase(), CueRole::Negate);
    matches!(relation, Deprel::Acl | Deprel::AclRelcl | Deprel::Ccomp)
        && scene.means(head, Sense::Doubt)
        && scene.marked_by(at, &["that"])
        && (scene.by_relation(head, &[Deprel::Det, Deprel::Advmod]).any(no)
            || scene.by_relation(head, &[Deprel::Nsubj]).any(|i| is_nobody(scene, i)))
}

impl Reading {
    /// The reading of the word at `trigger`.
    pub fn of(scene: &Scene<'_>, trigger: usize) -> Self {
        let mut out = Self::default();
        let mut at = trigger;
        let mut inherits = true;
        // From here on, somebody is only there or not.
        let mut presence: Option<usize> = None;
        let mut named = None;
        for _ in 0..REACH {
            if inherits {
                out.dependents(scene, at);
            }
            out.presence(scene, presence);
            let Some(head) = scene.head(at) else { break };
            let relation = scene.deprel(at);
            if at == trigger && is_named(scene, at, relation) {
                named = Some(out.operations.len());
            }
            if relation == Deprel::Advcl && scene.gerund_doer(at).is_some() {
                // `would have objected to Ukraine opening an inquiry`
                out.take(scene, head, &[CueRole::Condition]);
                break;
            }
            if presence.is_none() && held_without(scene, at, head, relation) {
                presence = Some(out.operations.len());
            }
            if is_undoubted(scene, head, at, relation) {
                break;
            }
            if out.foreign.is_none() && is_anothers(scene, head, at, relation) {
                out.foreign = Some(out.operations.len());
                if is_aim(scene, head) {
                    out.operations.push((CueRole::Condition, head));
                }
            }
            let lifted = out.lift(scene, head, at, relation);
            out.presence(scene, presence);
            if out.told(scene, head, at, relation) && !out.disbelieved && is_mocked(scene, head) {
                out.operations.push((CueRole::Negate, head));
                out.disbelieved = true;
            }
            // `Nobody believes that X backs Y`
            if relation == Deprel::Ccomp
                && !out.disbelieved
                && let Some(nobody) = scene.by_relation(head, &[Deprel::Nsubj]).find(|&i| is_nobody(scene, i))
            {
                out.operations.push((CueRole::Negate, nobody));
                out.disbelieved = true;
            }
            // `the talks will focus on trade`, `the debate will be virtual`
            if relation == Deprel::Nsubj && at == trigger && out.operations.is_empty() {
                out.operations.extend(plans::will(scene, head, trigger).map(|will| (CueRole::Plan, will)));
            }
            out.unmade |= relation == Deprel::Nsubj && is_unmade(scene, head);
            if relation == Deprel::Nsubj && at == trigger && out.operations.is_empty() {
                out.operations
                    .extend(plans::would(scene, head, trigger).map(|would| (CueRole::Condition, would)));
            }
            out.operations.extend(plans::suffices(scene, head, at, relation));
            out.operations
                .extend(plans::forecast(scene, head, at, relation).map(|word| (CueRole::Plan, word)));
            inherits = match relation {
                // The clause above speaks of this one: only its lifting verb counts.
                Deprel::Xcomp | Deprel::Csubj | Deprel::CsubjPass => true,
                // `did not provide support`; but `did not condemn the attack`.
                Deprel::Obj | Deprel::NsubjPass => {
                    lifted
                        || scene.is_light(head, "")
                        || scene.tables.cues.has(scene.lemma(head), CueRole::Undergo)
                }
                // `the talks will begin in May`
                Deprel::Nsubj => lifted || happens(scene, head),
                // `never took part in attacks on X`
                Deprel::Obl if scene.is_light(head, &scene.preposition(at)) => true,
                Deprel::Conj => !out.has_own_auxiliary(scene, at),
                Deprel::Acl => true,
                Deprel::Nmod | Deprel::Obl | Deprel::Compound | Deprel::Appos | Deprel::Ccomp => lifted,
                // `will fly to Oslo to meet X`: what a planned journey is for is planned.
                Deprel::Advcl if plans::is_purpose(scene, head, at) => {
                    let roles = [CueRole::Plan, CueRole::Negate, CueRole::Condition];
                    out.take(scene, head, &roles);
                    break;
                }
                Deprel::Advcl if plans::accompanies(scene, head, at) => {
                    out.take(scene, head, &[CueRole::Plan, CueRole::Condition]);
                    break;
                }
                _ => break,
            };
            if !inherits && relation != Deprel::Conj && !matches!(relation, Deprel::Nmod | Deprel::Compound) {
                break;
            }
            at = head;
        }
        if let Some(first) = named {
            // Who boycotts `a meeting of its partners` is not refused by them; nothing is said of them.
            let undone = |&(role, _): &(CueRole, usize)| matches!(role, CueRole::Refuse | CueRole::Cancel);
            let refusal = out.operations[first..].iter().copied().find(undone);
            out.operations.truncate(first);
            out.operations.extend(refusal.map(|(_, token)| (CueRole::Condition, token)));
        }
        if let Some(&(CueRole::Cancel, verb)) = out.operations.first()
            && plans::is_awaited(scene, verb)
        {
            out.operations.push((CueRole::Condition, verb));
        }
        // A question, also one that a quotation mark closes.
        // What it presupposes is not asked: `What of the conflict between A and B?`
        let given = scene.upos(trigger) == Upos::Noun
            && scene.by_relation(trigger, &[Deprel::Det]).any(|i| matches!(scene.lemma(i), "the" | "this"));
        let end = scene.sentence.tokens.iter().rev().take(if given { 0 } else { 2 });
        if end.into_iter().any(|t| t.span.of(&scene.document.text) == "?") {
            out.operations.push((CueRole::Condition, scene.len() - 1));
        }
        out
    }

    /// Adds what hangs on the word above of these roles.
    fn take(&mut self, scene: &Scene<'_>, head: usize, roles: &[CueRole]) {
        let mut above = Self::default();
        above.dependents(scene, head);
        self.operations.extend(above.operations.into_iter().filter(|o| roles.contains(&o.0)));
    }

    /// Takes back what since `start` says that somebody does not come: `did not attend the talks of A and B`.
    fn presence(&mut self, scene: &Scene<'_>, start: Option<usize>) {
        let Some(start) = start else { return };
        let mut place = 0;
        self.operations.retain(|&(role, token)| {
            place += 1;
            let comes = scene.means(token, Sense::Attend)
                || matches!(role, CueRole::Negate | CueRole::Refuse | CueRole::Cancel);
            place <= start || !comes
        });
    }

    /// Notes that `head` is a thought or claim of which `at` is the content: `the idea that X attacks Y`,
    /// `claims of aid for X`; true if it is.
    fn told(&mut self, scene: &Scene<'_>, head: usize, at: usize, relation: Deprel) -> bool {
        let roles = [CueRole::Speech, CueRole::Hedge, CueRole::Condition];
        let content = match relation {
            Deprel::Acl | Deprel::Ccomp => scene.marked_by(at, &["that"]),
            // `the myth that X funded Y`, where the tree takes `that` for a second object.
            Deprel::AclRelcl => {
                let mut objects = scene.by_relation(at, &[Deprel::Obj]);
                objects.next().is_some_and(|i| scene.lemma(i) == "that") && objects.next().is_some()
            }
            Deprel::Nmod => {
                let uses = scene.tables.cues.of(scene.lemma(head)).iter();
                uses.filter(|entry| entry.pos == "noun").any(|entry| roles.contains(&entry.role))
            }
            _ => false,
        };
        let thought = content && scene.upos(head) == Upos::Noun;
        self.told |= thought;
        let imagined = scene.tables.cues.has(scene.lemma(head), CueRole::Condition);
        if thought && relation == Deprel::AclRelcl && imagined {
            self.operations.push((CueRole::Condition, head));
        }
        thought
    }

    fn has_own_auxiliary(&self, scene: &Scene<'_>, verb: usize) -> bool {
        scene.by_relation(verb, &[Deprel::Aux, Deprel::AuxPass, Deprel::Nsubj]).next().is_some()
    }

    /// Negations, auxiliaries, markers that hang on the word itself.
    fn dependents(&mut self, scene: &Scene<'_>, at: usize) {
        let mut planned = false;
        let mut own_subject = false;
        let mut marked_to = false;
        let reported = scene.deprel(at) == Deprel::Ccomp;
        // `I was not on the call between A and B`: it took place without the speaker.
        let takes_part = scene.by_relation(at, &[Deprel::Cop]).next().is_some()
            && scene.by_relation(at, &[Deprel::Case]).next().is_some()
            && has_both_sides(scene, at);
        if takes_part {
            return;
        }
        for &child in scene.children(at) {
            let lemma = scene.lemma(child);
            match scene.deprel(child) {
                Deprel::Aux => match lemma {
                    // `would have objected`: it did not come to that.
                    "would" if has_perfect(scene, at) => self.operations.push((CueRole::Condition, child)),
                    "would" if reported && !conditional(scene, at) => planned = true,
                    "would"
                        if reported
                            && scene.head(at).is_some_and(|above| scene.says(above))
                            && plans::says_of_itself(scene, at) =>
                    {
                        self.announced = true;
                        self.add_cue(scene, lemma, child, &["aux"]);
                    }
                    _ => self.add_cue(scene, lemma, child, &["aux", "verb"]),
                },
                // `no longer supports X`
                Deprel::Advmod if lemma == "longer" || lemma == "long" => {
                    let no = child.checked_sub(1).filter(|&i| scene.lemma(i).eq_ignore_ascii_case("no"));
                    self.operations.extend(no.map(|_| (CueRole::Cancel, child)));
                }
                // `Instead, X attacked Y`; but `instead of attacking Y`.
                Deprel::Advmod if lemma == "instead" && scene.word(child + 1) != "of" => {}
                Deprel::Advmod | Deprel::Det | Deprel::Cc | Deprel::CcPreconj => {
                    self.add_cue(scene, lemma, child, &["adv", "det", "adp", "part"]);
                }
                Deprel::Mark | Deprel::Case => {
                    marked_to |= lemma == "to";
                    // `is due to meet` is read as one marker.
                    self.add_cue(scene, lemma, child, &["sconj", "adp", "adj"]);
                }
                // `its most important ally` is one; `important talks` need not have been held.
                Deprel::Amod if scene.are_others(at) && scene.tables.cues.has(lemma, CueRole::Demand) => {}
                Deprel::Amod => self.add_cue(scene, lemma, child, &["adj", "verb"]),
                Deprel::Nsubj => {
                    own_subject = true;
                    self.nobody(scene, child);
                }
                Deprel::NsubjPass | Deprel::Obj | Deprel::Obl | Deprel::Nmod => self.nobody(scene, child),
                _ => {}
            }
            if planned {
                self.operations.push((CueRole::Plan, child));
                planned = false;
            }
        }
        // Headline style: `Trump to meet Kim`; `is to meet`.
        let infinitive = scene.analysis.words[at].form == VerbForm::Infinitive;
        if infinitive && marked_to && (own_subject || scene.deprel(at) == Deprel::Root) {
            self.operations.push((CueRole::Plan, at));
        }
    }

    /// `neither X nor Y endorsed Z`, `met neither X nor Y`, `no Iranian official met X`.
    fn nobody(&mut self, scene: &Scene<'_>, phrase: usize) {
        let acts = matches!(scene.deprel(phrase), Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj);
        // In `neither Senator X` the tree may hang it on the title.
        let titles: Vec<usize> =
            scene.by_relation(phrase, &[Deprel::NmodDesc, Deprel::Compound, Deprel::Amod]).collect();
        let inside = std::iter::once(phrase).chain(titles);
        let marks = [Deprel::CcPreconj, Deprel::Det, Deprel::Advmod, Deprel::Cc];
        let none = inside.flat_map(|i| scene.by_relation(i, &marks).collect::<Vec<_>>()).find(|&word| {
            match scene.lemma(word).to_lowercase().as_str() {
                "neither" => true,
                // `met no official of X`; but `met with no result`.
                "no" => acts && !scene.actors_of(phrase, false).is_empty(),
                _ => false,
            }
        });
        // `not all Tories`, `few Tories`
        let none = none.or_else(|| {
            scene.by_relation(phrase, &[Deprel::Det, Deprel::DetPredet, Deprel::Amod]).find(|&word| {
                let denied = |i: usize| scene.lemma(i) == "not" && i < word;
                let few = scene.lemma(word) == "few" && (word == 0 || scene.lemma(word - 1) != "a");
                acts && (few
                    || matches!(scene.lemma(word), "all" | "every" | "each")
                        && scene.by_relation(word, &[Deprel::Advmod]).any(denied))
            })
        });
        let own = matches!(scene.lemma(phrase), "neither" | "none" | "nobody" | "no-one").then_some(phrase);
        let negation = none.or(own.filter(|_| acts)).map(|word| (CueRole::Negate, word));
        // `gave no support to X` has been read on the noun.
        self.operations.extend(negation.filter(|found| !self.operations.contains(found)));
    }

    fn add_cue(&mut self, scene: &Scene<'_>, lemma: &str, token: usize, parts: &[&str]) {
        // `cannot` has no lemma of its own.
        let word = scene.word(token).to_lowercase();
        let own = word == lemma || !parts.contains(&"aux");
        let written = if own { &[] } else { scene.tables.cues.of(&word) };
        for entry in scene.tables.cues.of(lemma).iter().chain(written) {
            if entry.role.modifies() && parts.contains(&entry.pos.as_str()) {
                self.operations.push((entry.role, token));
                return;
            }
        }
    }

    /// The word above, if it lifts what it governs: `refused to`, `plans for`, `cancelled`.
    fn lift(&mut self, scene: &Scene<'_>, head: usize, at: usize, relation: Deprel) -> bool {
        let governs = matches!(
            relation,
            Deprel::Xcomp
                | Deprel::Ccomp
                | Deprel::Obj
                | Deprel::NsubjPass
                | Deprel::Nsubj
                | Deprel::Acl
                | Deprel::Nmod
                | Deprel::Obl
                | Deprel::Advcl
                | Deprel::Compound
        );
        if !governs {
            return false;
        }
        let lemma = scene.lemma(head);
        // `prevented Kenya from attacking X`, `warned Kenya against attacking X`
        let kept = scene.means(head, Sense::Prevent) && scene.marked_by(at, &["from"])
            || scene.marked_by(at, &["against"])
                && (scene.means(head, Sense::Urge) || scene.tables.cues.has(lemma, CueRole::Speech));
        if kept && scene.upos(head) == Upos::Verb {
            self.operations.push((CueRole::Negate, head));
            return true;
        }
        // `has yet to meet X`
        let yet = |i: usize| scene.lemma(i) == "yet" && i < at;
        if relation == Deprel::Xcomp
            && lemma == "have"
            && scene
                .by_relation(head, &[Deprel::Advmod])
                .chain(scene.by_relation(at, &[Deprel::Advmod]))
                .any(yet)
        {
            self.operations.push((CueRole::Negate, head));
            return true;
        }
        // `has to release X`
        if relation == Deprel::Xcomp
            && lemma == "have"
            && scene.marked_by(at, &["to"])
            && scene.by_relation(head, &[Deprel::Obj]).next().is_none()
        {
            self.operations.push((CueRole::Demand, head));
            self.bound = true;
            return true;
        }
        let mut preposition = scene.preposition(at);
        if preposition.is_empty() && scene.by_relation(at, &[Deprel::Mark]).any(|m| scene.lemma(m) == "for") {
            // `called for Iran to withdraw`
            preposition = "for".to_owned();
        }
        if preposition.is_empty() && relation == Deprel::Advcl {
            // `refrained from condemning`, `stopped short of condemning`
            let mut marks = scene.by_relation(at, &[Deprel::Mark]).map(|m| scene.lemma(m));
            // `was due to meet`, `looks forward to meeting`
            let to = scene.upos(head) == Upos::Adj || lemma == "look";
            let opens = |m: &&str| matches!(*m, "of" | "from" | "on") || *m == "to" && to;
            preposition = marks.find(opens).unwrap_or_default().to_owned();
        }
        let part = match scene.upos(head) {
            Upos::Verb | Upos::Aux => "verb",
            Upos::Noun | Upos::Propn => "noun",
            Upos::Adj => "adj",
            _ => return false,
        };
        // A phrase that merely says when or where is not governed: `refused after talks`.
        if matches!(relation, Deprel::Obl | Deprel::Advcl)
            && !scene.presses(head, at)
            && !matches!(preposition.as_str(), "to" | "for" | "on" | "out" | "from" | "of" | "against")
        {
            return false;
        }
        if relation == Deprel::Nsubj
            && part == "verb"
            && (!matches!(scene.analysis.words[head].form, VerbForm::Participle | VerbForm::Finite)
                || scene.by_relation(head, &[Deprel::Obj]).next().is_some())
        {
            return false;
        }
        let short = scene.by_relation(head, &[Deprel::Xcomp, Deprel::Advmod]);
        let short = short.filter(|&i| matches!(scene.lemma(i), "short" | "forward"));
        let particle =
            scene.by_relation(head, &[Deprel::CompoundPrt]).chain(short).next().map(|p| scene.lemma(p));
        let with_particle = particle.map(|p| format!("{lemma} {p}"));
        let with_preposition = (!preposition.is_empty()).then(|| format!("{lemma} {preposition}"));
        for key in [with_particle.as_deref(), with_preposition.as_deref(), Some(lemma)].into_iter().flatten()
        {
            for entry in scene.tables.cues.of(key) {
                // A subject is affected only by what ends or moves it: `the talks collapsed`.
                let fits = relation != Deprel::Nsubj
                    || matches!(entry.role, CueRole::Cancel | CueRole::Postpone)
                    || part == "adj";
                if entry.role.modifies() && fits && entry.pos == part {
                    // Who rejects a claim of support does not refuse support.
                    let undoes = matches!(entry.role, CueRole::Refuse | CueRole::Cancel);
                    let role = if self.told && undoes { CueRole::Negate } else { entry.role };
                    if !(self.disbelieved && role == CueRole::Negate) {
                        self.operations.push((role, head));
                    }
                    self.ran_out |= relation == Deprel::Nsubj;
                    self.bound |= entry.role == CueRole::Demand
                        && relation == Deprel::Xcomp
                        && part == "verb"
                        && self.foreign.is_none()
                        && !scene.is_passive(head);
                    return true;
                }
            }
        }
        false
    }
}

/// True for a phrase that names people by what they hold of another (`met its partners`), not for one that
/// says it of somebody (`is no partner of theirs`).
fn is_named(scene: &Scene<'_>, noun: usize, relation: Deprel) -> bool {
    let phrase = matches!(
        relation,
        Deprel::Obj | Deprel::Nmod | Deprel::Obl | Deprel::Nsubj | Deprel::NsubjPass | Deprel::Compound
    );
    phrase && scene.are_others(noun)
}

/// True if the clause of `at` is what one who is not its doer wants, gets, or expects: `wants Congress to
/// investigate`, `hoped that Kenya would arrest him`.
fn is_anothers(scene: &Scene<'_>, head: usize, at: usize, relation: Deprel) -> bool {
    if scene.upos(head) != Upos::Verb || scene.is_passive(head) {
        return false;
    }
    let asked = || scene.by_relation(head, &[Deprel::Obj, Deprel::Iobj]).any(|object| object < at);
    match relation {
        Deprel::Xcomp => asked(),
        Deprel::Advcl => scene.presses(head, at),
        Deprel::Ccomp => {
            let own = scene.by_relation(at, &[Deprel::Nsubj, Deprel::NsubjPass]).next().is_some();
            own && !plans::says_of_itself(scene, at) && !scene.says(head)
        }
        _ => false,
    }
}

/// `to get Ukraine to investigate`: only aimed at, but for verbs that say that the other acts too (`to help
/// Ukraine fight`).
fn is_aim(scene: &Scene<'_>, verb: usize) -> bool {
    let mut frames = scene.tables.frames.of(scene.lemma(verb), FramePos::Verb);
    scene.analysis.words[verb].form == VerbForm::Infinitive
        && scene.marked_by(verb, &["to"])
        && !frames.any(|f| matches!(f.kind, FrameKind::Stance { polarity: Polarity::Support, .. }))
}

/// `would have objected`
fn has_perfect(scene: &Scene<'_>, verb: usize) -> bool {
    scene.by_relation(verb, &[Deprel::Aux]).any(|aux| scene.lemma(aux) == "have")
}

/// True if the clause of `at` stands under an `if`.
fn conditional(scene: &Scene<'_>, at: usize) -> bool {
    scene.by_relation(at, &[Deprel::Advcl]).any(|clause| {
        scene.by_relation(clause, &[Deprel::Mark]).any(|m| matches!(scene.lemma(m), "if" | "unless"))
    })
}
