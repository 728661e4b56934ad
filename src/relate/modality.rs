//! How a relation word is meant: negated, refused, planned, demanded, conditional; with the cues.

use super::scene::Scene;
use crate::tables::CueRole;
use crate::types::{
    Basis, Category, Cue, CueKind, Deprel, Modality, Polarity, Quote, Span, Status, Upos, VerbForm, ZoneKind,
};

/// How many links of the tree a cue may stand above the relation word.
const REACH: usize = 8;

/// What the words around a relation word do to it, innermost first.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// Each operation with the token that expresses it.
    pub operations: Vec<(CueRole, usize)>,
    /// It ended by itself (`the siege ended`): nobody gave it up.
    ran_out: bool,
    /// The doer itself says that it would do it, under a condition: `said it would strike if`.
    announced: bool,
}

impl Reading {
    /// The reading of the word at `trigger`.
    pub fn of(scene: &Scene<'_>, trigger: usize) -> Self {
        let mut out = Self::default();
        let mut at = trigger;
        let mut inherits = true;
        for _ in 0..REACH {
            if inherits {
                out.dependents(scene, at);
            }
            let Some(head) = scene.head(at) else { break };
            let relation = scene.deprel(at);
            let lifted = out.lift(scene, head, at, relation);
            inherits = match relation {
                // The clause above speaks of this one: only its lifting verb counts.
                Deprel::Xcomp | Deprel::Csubj | Deprel::CsubjPass => true,
                // `did not provide support`; but `did not condemn the attack`.
                Deprel::Obj | Deprel::NsubjPass => lifted || scene.is_light(head, ""),
                Deprel::Nsubj => lifted,
                Deprel::Conj => !out.has_own_auxiliary(scene, at),
                Deprel::Acl => true,
                Deprel::Nmod | Deprel::Obl | Deprel::Compound | Deprel::Appos | Deprel::Ccomp => lifted,
                _ => break,
            };
            if !inherits && relation != Deprel::Conj && !matches!(relation, Deprel::Nmod | Deprel::Compound) {
                break;
            }
            at = head;
        }
        // A question, also one that a quotation mark closes.
        let end = scene.sentence.tokens.iter().rev().take(2);
        if end.into_iter().any(|t| t.span.of(&scene.document.text) == "?") {
            out.operations.push((CueRole::Condition, scene.len() - 1));
        }
        out
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
        for &child in scene.children(at) {
            let lemma = scene.lemma(child);
            match scene.deprel(child) {
                Deprel::Aux => match lemma {
                    "would" if reported && !conditional(scene, at) => planned = true,
                    "would" if reported && says_of_itself(scene, at) => {
                        self.announced = true;
                        self.add_cue(scene, lemma, child, &["aux"]);
                    }
                    _ => self.add_cue(scene, lemma, child, &["aux", "verb"]),
                },
                Deprel::Advmod | Deprel::Det | Deprel::Cc | Deprel::CcPreconj => {
                    self.add_cue(scene, lemma, child, &["adv", "det", "adp", "part"]);
                }
                Deprel::Mark | Deprel::Case => {
                    marked_to |= lemma == "to";
                    // `is due to meet` is read as one marker.
                    self.add_cue(scene, lemma, child, &["sconj", "adp", "adj"]);
                }
                Deprel::Amod => self.add_cue(scene, lemma, child, &["adj", "verb"]),
                Deprel::Nsubj => {
                    own_subject = true;
                    // `neither X nor Y would endorse Z`
                    let neither = scene.by_relation(child, &[Deprel::CcPreconj]);
                    if let Some(neither) = neither.into_iter().find(|&c| scene.lemma(c) == "neither") {
                        self.operations.push((CueRole::Negate, neither));
                    }
                }
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

    fn add_cue(&mut self, scene: &Scene<'_>, lemma: &str, token: usize, parts: &[&str]) {
        for entry in scene.tables.cues.of(lemma) {
            let modifies = !matches!(entry.role, CueRole::Light | CueRole::Undergo | CueRole::Speech);
            if modifies && parts.contains(&entry.pos.as_str()) {
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
        let mut preposition = scene.preposition(at);
        if preposition.is_empty() && scene.by_relation(at, &[Deprel::Mark]).any(|m| scene.lemma(m) == "for") {
            // `called for Iran to withdraw`
            preposition = "for".to_owned();
        }
        if preposition.is_empty() && relation == Deprel::Advcl {
            // `refrained from condemning`, `stopped short of condemning`
            let mut marks = scene.by_relation(at, &[Deprel::Mark]).map(|m| scene.lemma(m));
            preposition = marks.find(|m| matches!(*m, "of" | "from")).unwrap_or_default().to_owned();
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
        let short = short.filter(|&i| scene.lemma(i) == "short");
        let particle =
            scene.by_relation(head, &[Deprel::CompoundPrt]).chain(short).next().map(|p| scene.lemma(p));
        let with_particle = particle.map(|p| format!("{lemma} {p}"));
        let with_preposition = (!preposition.is_empty()).then(|| format!("{lemma} {preposition}"));
        for key in [with_particle.as_deref(), with_preposition.as_deref(), Some(lemma)].into_iter().flatten()
        {
            for entry in scene.tables.cues.of(key) {
                let lifts = !matches!(entry.role, CueRole::Light | CueRole::Undergo | CueRole::Speech);
                // A subject is affected only by what ends or moves it: `the talks collapsed`.
                let fits = relation != Deprel::Nsubj
                    || matches!(entry.role, CueRole::Cancel | CueRole::Postpone)
                    || part == "adj";
                if lifts && fits && entry.pos == part {
                    self.operations.push((entry.role, head));
                    self.ran_out |= relation == Deprel::Nsubj;
                    return true;
                }
            }
        }
        false
    }

    /// The cues as evidence keeps them.
    pub fn cues(&self, scene: &Scene<'_>) -> Vec<Cue> {
        let mut out: Vec<Cue> = self
            .operations
            .iter()
            .filter_map(|&(role, token)| {
                let kind = match role {
                    CueRole::Negate => CueKind::Negation,
                    CueRole::Refuse | CueRole::Cancel | CueRole::Postpone => CueKind::Cancel,
                    CueRole::Plan => CueKind::Plan,
                    CueRole::Demand => CueKind::Demand,
                    CueRole::Condition if scene.word(token) == "?" => CueKind::Question,
                    CueRole::Condition => CueKind::Condition,
                    CueRole::Hedge => CueKind::Hedge,
                    CueRole::Light | CueRole::Undergo | CueRole::Speech => return None,
                };
                Some(Cue { kind, quote: Quote::new(&scene.document.text, scene.token_span(token)) })
            })
            .collect();
        out.sort();
        out.dedup();
        out
    }

    /// Status and modality of a meeting that the word alone would give `status`.
    pub fn meeting(&self, scene: &Scene<'_>, status: Status) -> (Status, Modality) {
        let mut now = status;
        let mut modality = Modality::Asserted;
        for &(role, token) in &self.operations {
            match (role, now) {
                (CueRole::Negate, Status::Held | Status::Ongoing) => now = Status::Denied,
                (CueRole::Negate, Status::Planned) => now = Status::Refused,
                (
                    CueRole::Negate,
                    Status::Refused | Status::Cancelled | Status::Denied | Status::CalledFor,
                ) => {
                    modality = Modality::Hypothetical;
                }
                (CueRole::Refuse, _) => now = Status::Refused,
                (CueRole::Cancel, Status::Held) if ends(scene.lemma(token)) => {}
                (CueRole::Cancel, _) => now = Status::Cancelled,
                (CueRole::Postpone, _) => now = Status::Postponed,
                (CueRole::Plan, Status::Held | Status::Ongoing) => now = Status::Planned,
                (CueRole::Demand, Status::Held | Status::Ongoing) => now = Status::CalledFor,
                (CueRole::Condition, _) => modality = Modality::Hypothetical,
                _ => {}
            }
        }
        (now, modality)
    }

    /// Polarity, category and modality of a stance that the word alone would give the first two.
    /// `demands` says whether the holder itself is who demands.
    pub fn stance(
        &self,
        scene: &Scene<'_>,
        polarity: Polarity,
        category: Category,
        basis: Basis,
        demands: bool,
    ) -> (Polarity, Category, Modality) {
        let (mut polarity, mut category) = (polarity, category);
        let mut negated = false;
        let mut hypothetical = false;
        for &(role, token) in &self.operations {
            match role {
                CueRole::Negate => negated = !negated,
                CueRole::Refuse if polarity == Polarity::Support => {
                    (polarity, category) = (Polarity::Oppose, Category::Reject);
                }
                CueRole::Refuse => negated = true,
                CueRole::Cancel if polarity == Polarity::Support => {
                    let deed = matches!(category, Category::Aid | Category::Cooperate);
                    category = if deed { Category::Sanction } else { Category::Reject };
                    polarity = Polarity::Oppose;
                }
                CueRole::Cancel if self.ran_out => {}
                CueRole::Cancel => (polarity, category) = (Polarity::Support, Category::Concede),
                CueRole::Postpone => hypothetical = true,
                // Who agrees to cooperate cooperates.
                CueRole::Plan
                    if category == Category::Cooperate
                        && matches!(scene.lemma(token), "agree" | "commit") => {}
                CueRole::Plan if basis == Basis::Deed => {
                    category = match polarity {
                        Polarity::Support => Category::Agree,
                        Polarity::Oppose => Category::Threaten,
                    };
                }
                CueRole::Demand => hypothetical |= !demands,
                // To say what one would do is a threat, whatever the condition.
                CueRole::Condition
                    if self.announced && polarity == Polarity::Oppose && basis == Basis::Deed =>
                {
                    category = Category::Threaten;
                }
                // A question asserts no threat either.
                CueRole::Condition => {
                    hypothetical |= category != Category::Threaten || scene.word(token) == "?";
                }
                _ => {}
            }
        }
        // `would not endorse the result`, `will not recognise X`: a refusal.
        let will = |&(_, token): &(CueRole, usize)| matches!(scene.lemma(token), "will" | "would" | "wo");
        let conditional =
            self.operations.iter().any(|&(role, t)| role == CueRole::Condition && scene.lemma(t) != "would");
        if negated && polarity == Polarity::Support && self.operations.iter().any(will) && !conditional {
            return (Polarity::Oppose, Category::Reject, Modality::Asserted);
        }
        let modality = match (negated, hypothetical) {
            (_, true) => Modality::Hypothetical,
            (true, false) => Modality::Negated,
            (false, false) => Modality::Asserted,
        };
        (polarity, category, modality)
    }

    /// What is left of a category, whoever is concerned: a promise, a refusal, the end of a deed.
    pub fn category(&self, scene: &Scene<'_>, base: Category) -> Category {
        let against = |category| scene.tables.plover.intensity(category) < 0.0;
        let mut now = base;
        let mut negated = false;
        for &(role, token) in &self.operations {
            now = match role {
                CueRole::Negate => {
                    negated = !negated;
                    now
                }
                CueRole::Refuse => Category::Reject,
                CueRole::Cancel if self.ran_out => now,
                CueRole::Cancel => match now {
                    Category::Aid | Category::Cooperate | Category::Consult => Category::Sanction,
                    now if against(now) => Category::Concede,
                    _ => Category::Reject,
                },
                // Who has decided has begun.
                CueRole::Plan if scene.lemma(token) == "decide" => now,
                CueRole::Plan => match now {
                    Category::Accuse | Category::Request | Category::Threaten | Category::Support => now,
                    now if against(now) => Category::Threaten,
                    _ => Category::Agree,
                },
                CueRole::Demand if scene.upos(token) != Upos::Aux => match now {
                    now if against(now) => Category::Threaten,
                    _ => Category::Request,
                },
                _ => now,
            };
        }
        match negated {
            true if against(now) && now != Category::Reject => Category::Concede,
            true => Category::Reject,
            false => now,
        }
    }

    /// True if the text itself doubts it.
    pub fn hedged(&self) -> bool {
        self.operations.iter().any(|&(role, _)| role == CueRole::Hedge)
    }

    /// True if it is only wished for: `wants a deal with X`.
    pub fn wishes(&self, scene: &Scene<'_>) -> bool {
        self.operations.iter().any(|&(_, token)| {
            matches!(
                scene.lemma(token),
                "want" | "hope" | "seek" | "wish" | "try" | "desire" | "offer" | "propose"
            )
        })
    }

    /// The token of the innermost demand.
    pub fn demand(&self) -> Option<usize> {
        self.operations.iter().find(|&&(role, _)| role == CueRole::Demand).map(|&(_, token)| token)
    }
}

/// Verbs that end a meeting which took place.
fn ends(lemma: &str) -> bool {
    matches!(lemma, "end" | "conclude" | "finish" | "close" | "wrap" | "complete" | "break")
}

/// True if the clause of `at` stands under an `if`.
fn conditional(scene: &Scene<'_>, at: usize) -> bool {
    scene.by_relation(at, &[Deprel::Advcl]).any(|clause| {
        scene.by_relation(clause, &[Deprel::Mark]).any(|m| matches!(scene.lemma(m), "if" | "unless"))
    })
}

/// True if the subject of the clause of `at` is who says it.
fn says_of_itself(scene: &Scene<'_>, at: usize) -> bool {
    let Some(above) = scene.head(at).filter(|&head| says(scene, head)) else { return false };
    let actors = |verb: usize| {
        let subjects = scene.subject(verb, 0).into_iter();
        subjects.flat_map(|(p, climbed)| scene.actors_of(p, climbed)).map(|f| f.actor).collect::<Vec<_>>()
    };
    let speakers = actors(above);
    actors(at).iter().any(|actor| speakers.contains(actor))
}

/// Who says so: the speakers above the word, outermost first, as actors or as their words.
pub(super) fn attribution(scene: &Scene<'_>, trigger: usize) -> Vec<Speaker> {
    let mut speakers: Vec<Speaker> = Vec::new();
    for found in voices(scene, trigger).iter().filter_map(|phrases| speaker(scene, phrases)).rev() {
        if !speakers.contains(&found) {
            speakers.push(found);
        }
    }
    if speakers.is_empty() {
        speakers.extend(behind_a_dash(scene, trigger));
    }
    speakers
}

/// Who says what a headline tells, behind its dash or last colon: `Iran rejects talks - state TV`.
fn behind_a_dash(scene: &Scene<'_>, trigger: usize) -> Option<Speaker> {
    /// Most words of such a speaker.
    const MOST: usize = 3;
    if scene.sentence.zone != ZoneKind::Headline {
        return None;
    }
    let mark = (0..scene.len()).rev().find(|&i| matches!(scene.word(i), "-" | "–" | "—" | ":"))?;
    let words = mark + 1..scene.len();
    if trigger >= mark || words.is_empty() || words.len() > MOST {
        return None;
    }
    if words.clone().any(|i| matches!(scene.upos(i), Upos::Verb | Upos::Aux | Upos::Punct | Upos::Num)) {
        return None;
    }
    let span = scene.sentence.tokens_span(words.start, words.end - 1);
    let named = scene.mentions.iter().find(|mention| mention.span == span);
    let common = scene.word(words.start).starts_with(char::is_lowercase);
    match named {
        Some(mention) => mention.actors.first().map(|&actor| Speaker::Actor(actor)),
        None => common.then_some(Speaker::Words(span)),
    }
}

/// The phrases that mean the innermost speaker above the word.
pub(super) fn speakers(scene: &Scene<'_>, trigger: usize) -> Vec<(usize, bool)> {
    voices(scene, trigger).into_iter().find(|phrases| !phrases.is_empty()).unwrap_or_default()
}

/// The phrases of each speaker above the word, innermost first.
fn voices(scene: &Scene<'_>, trigger: usize) -> Vec<Vec<(usize, bool)>> {
    let mut out = Vec::new();
    let mut at = trigger;
    // `accuse X of coordinating`, wherever the tree hangs the clause.
    let mut charge = false;
    for _ in 0..REACH * 2 {
        for &child in scene.children(at) {
            let source =
                matches!(scene.deprel(child), Deprel::Obl | Deprel::Advcl | Deprel::Parataxis | Deprel::Nmod);
            if source && scene.preposition(child).starts_with("according") {
                out.push(vec![(child, false)]);
            } else if scene.deprel(child) == Deprel::Parataxis && says(scene, child) && child != trigger {
                out.push(scene.subject(child, 0));
            }
        }
        let Some(head) = scene.head(at) else { break };
        let clause = matches!(scene.deprel(at), Deprel::Ccomp | Deprel::Parataxis | Deprel::Dep);
        // `accused Iran of arming X`: the deed is the accuser's word.
        let accused = scene.deprel(at) == Deprel::Advcl && scene.marked_by(at, &["of"])
            || charge && scene.deprel(at) == Deprel::Obj;
        charge = scene.deprel(at) == Deprel::Acl && scene.marked_by(at, &["of"]);
        if (clause || accused) && says(scene, head) {
            out.push(scene.subject(head, 0));
        }
        at = head;
    }
    out
}

/// A speaker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Speaker {
    /// An actor: index into [`crate::types::Resolution::actors`].
    Actor(usize),
    /// Words that are no actor.
    Words(Span),
}

fn says(scene: &Scene<'_>, verb: usize) -> bool {
    scene.tables.cues.has(scene.lemma(verb), CueRole::Speech)
}

fn speaker(scene: &Scene<'_>, phrases: &[(usize, bool)]) -> Option<Speaker> {
    let &(phrase, climbed) = phrases.first()?;
    let actors = scene.actors_of(phrase, climbed);
    Some(match actors.first() {
        Some(filler) => Speaker::Actor(filler.actor),
        None => Speaker::Words(scene.token_span(phrase)),
    })
}
