//! Who stands over a relation noun: light verbs, owners, whoever undergoes what it says.

use super::scene::{DEPTH, Scene};
use crate::tables::{CueRole, FrameKind, FramePos, Sense};
use crate::types::{Category, Deprel, Polarity, Upos};

impl Scene<'_> {
    /// Who undergoes what the noun says, as subject of the verb above: `Iran faces sanctions`.
    pub fn undergoer(&self, noun: usize) -> Vec<(usize, bool)> {
        // `has been the target of criticism`
        let victim = self.head(noun).filter(|&head| {
            self.preposition(noun) == "of"
                && self.means(head, Sense::Undergoer)
                && self.by_relation(head, &[Deprel::Cop]).next().is_some()
        });
        if let Some(victim) = victim {
            return self.by_relation(victim, &[Deprel::Nsubj]).map(|i| (i, false)).collect();
        }
        // `is under investigation by X`
        let under =
            self.preposition(noun) == "under" && self.by_relation(noun, &[Deprel::Cop]).next().is_some();
        if under {
            return self.by_relation(noun, &[Deprel::Nsubj]).map(|i| (i, false)).collect();
        }
        match self.governor(noun) {
            Some((verb, Deprel::Obj)) if self.is_given(verb, noun) => self.subject(verb, 1),
            // `changed its law despite criticism from X`
            Some((verb, Deprel::Obl)) if self.is_told_of(noun) => self.agent_or_patient(verb),
            // `came under attack`, `took Hale into custody`
            Some((verb, Deprel::Obl)) if self.brings_into(verb, noun) => {
                let whom = self.object(verb);
                if whom.is_empty() { self.subject(verb, 1) } else { whom }
            }
            Some((verb, Deprel::Obj)) if self.tables.cues.has(self.lemma(verb), CueRole::Undergo) => {
                self.subject(verb, 1)
            }
            _ => Vec::new(),
        }
    }

    /// True for a noun that says that one is for or against another, but not each other.
    fn is_one_sided(&self, noun: usize, side: Polarity) -> bool {
        let states = |kind: FrameKind| matches!(kind, FrameKind::Stance { polarity, mutual: false, .. } if polarity == side);
        self.tables.frames.of(self.lemma(noun), FramePos::Noun).any(|frame| states(frame.kind))
    }

    /// `has the support of X`, `had X's backing`: whoever has it does not give it.
    fn is_given(&self, verb: usize, noun: usize) -> bool {
        let the = self.by_relation(noun, &[Deprel::Det]).any(|i| self.lemma(i) == "the");
        let from = |i: usize| matches!(self.preposition(i).as_str(), "of" | "from");
        let other = |i: usize| self.upos(i) != Upos::Pron;
        self.lemma(verb) == "have"
            && self.is_one_sided(noun, Polarity::Support)
            && (the && self.by_relation(noun, &[Deprel::Nmod]).any(from)
                || self.by_relation(noun, &[Deprel::NmodPoss]).any(other))
    }

    /// `despite criticism from X`, `under pressure from X`: words against whoever acts in spite of them.
    fn is_told_of(&self, noun: usize) -> bool {
        let own: Vec<String> = self.by_relation(noun, &[Deprel::Nmod]).map(|i| self.preposition(i)).collect();
        self.is_one_sided(noun, Polarity::Oppose)
            && matches!(self.preposition(noun).as_str(), "despite" | "under")
            && own == ["from"]
            && self.possessors(noun).next().is_none()
    }

    /// `came under attack`, `put on trial`: the verb and its preposition bring somebody into what the noun says.
    fn brings_into(&self, verb: usize, noun: usize) -> bool {
        self.tables.cues.has(&format!("{} {}", self.lemma(verb), self.preposition(noun)), CueRole::Undergo)
    }

    /// Those of whom a bond consists: `the U.S.-led coalition includes A and B`, `A and B are members of the
    /// coalition`.
    pub(super) fn members(&self, bond: usize) -> Vec<(usize, bool)> {
        let Some(head) = self.head(bond) else { return Vec::new() };
        match self.deprel(bond) {
            Deprel::Nsubj if self.means(head, Sense::Contain) => {
                let of = self.by_relation(head, &[Deprel::Obl]).filter(|&i| self.preposition(i) == "of");
                self.by_relation(head, &[Deprel::Obj]).chain(of).map(|i| (i, false)).collect()
            }
            Deprel::Nmod
                if self.preposition(bond) == "of" && matches!(self.lemma(head), "member" | "part") =>
            {
                let said = self.by_relation(head, &[Deprel::Cop]).next().is_some();
                self.by_relation(head, &[Deprel::Nsubj]).filter(|_| said).map(|i| (i, false)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The verb of which `noun` is object, subject of a passive, or prepositional phrase.
    pub fn governor(&self, noun: usize) -> Option<(usize, Deprel)> {
        let mut at = noun;
        for _ in 0..DEPTH {
            let head = self.head(at)?;
            let relation = self.deprel(at);
            if matches!(self.upos(head), Upos::Verb | Upos::Aux) {
                return Some((head, relation));
            }
            // `is in Berlin for talks with X`
            if relation == Deprel::Obl && self.by_relation(head, &[Deprel::Cop]).next().is_some() {
                return Some((head, relation));
            }
            // `expressed support and solidarity`; `held a series of meetings`.
            match relation {
                Deprel::Conj => at = head,
                Deprel::Nmod if self.preposition(at) == "of" => at = head,
                Deprel::Nmod if self.lemma(head) == "responsibility" && self.preposition(at) == "for" => {
                    at = head
                }
                // `played a role in the attack`
                Deprel::Nmod if self.means(head, Sense::Share) && self.preposition(at) == "in" => at = head,
                _ => return None,
            }
        }
        None
    }

    /// Who stands over a noun as subject of its light verb, or of the clause that it dates:
    /// `Iraq expressed support`, `during his talks with X, Hussein stressed`.
    pub(super) fn noun_subject(&self, noun: usize, wide: bool) -> Vec<(usize, bool)> {
        if let Some(verb) = self.light_clause(noun) {
            return self.by_relation(verb, &[Deprel::Nsubj]).map(|i| (i, false)).collect();
        }
        // `is at war with`, `are in conflict`
        if self.by_relation(noun, &[Deprel::Cop]).next().is_some()
            && (matches!(self.opener(noun).as_str(), "at" | "in" | "behind")
                || wide && self.opener(noun) == "on")
        {
            let who = self.by_relation(noun, &[Deprel::Nsubj]);
            return who.flat_map(|i| self.antecedent(i, noun)).map(|i| (i, false)).collect();
        }
        // `X's speech was an attack on Y`
        if self.by_relation(noun, &[Deprel::Cop]).next().is_some() && self.opener(noun).is_empty() {
            let said = self.by_relation(noun, &[Deprel::Nsubj]).filter(|&i| self.is_paper(i));
            let owners: Vec<_> =
                said.flat_map(|i| self.possessors(i).collect::<Vec<_>>()).map(|i| (i, true)).collect();
            if !owners.is_empty() {
                return owners;
            }
        }
        // `is responsible for the attack`
        let guilty = self.head(noun).filter(|&head| {
            self.upos(head) == Upos::Adj && self.preposition(noun) == "for" && self.means(head, Sense::Guilty)
        });
        if let Some(adjective) = guilty {
            return self.adjective_subject(adjective);
        }
        // `Kerry, on a visit to Egypt, said`
        if let Some(person) = self.head(noun).filter(|_| wide && self.deprel(noun) == Deprel::Nmod) {
            let first = self.by_relation(noun, &[Deprel::Case]).min().unwrap_or(noun);
            let title = self.deprel(person) == Deprel::NmodDesc;
            let person = self.head(person).filter(|_| title).unwrap_or(person);
            let person =
                Some(person).filter(|&i| first > 0 && self.word(first - 1) == "," && self.is_person(i));
            let when = ["on", "after", "during", "in", "before", "at", "following", "for"];
            if let Some(person) = person.filter(|_| when.contains(&self.preposition(noun).as_str())) {
                return vec![(person, false)];
            }
        }
        let above = self.subject_above(noun, wide);
        match self.light_participle(noun) {
            Some(verb) if above.is_empty() => self.subject(verb, 0),
            _ => above,
        }
    }

    /// Who stands over a noun as subject of the verb above it.
    fn subject_above(&self, noun: usize, wide: bool) -> Vec<(usize, bool)> {
        let Some((verb, relation)) = self.governor(noun) else { return Vec::new() };
        let admits = matches!(self.lemma(verb), "claim" | "take" | "accept" | "assume" | "admit")
            && self.by_relation(verb, &[Deprel::Obj]).any(|object| self.lemma(object) == "responsibility");
        match relation {
            Deprel::Obj if self.is_given(verb, noun) => Vec::new(),
            Deprel::Obl if self.is_told_of(noun) => Vec::new(),
            Deprel::Obj if admits => self.subject(verb, 1),
            // `was charged with the murder of X`
            Deprel::Obl if self.is_charged_with(verb, noun) => self.object(verb),
            // `in a swipe at X`
            Deprel::Obl if self.preposition(noun) == "in" && self.means(noun, Sense::Gesture) => {
                self.subject(verb, 1)
            }
            Deprel::Obj | Deprel::NsubjPass if self.is_light(verb, "") => self.subject(verb, 1),
            Deprel::Obl if self.is_light(verb, &self.preposition(noun)) => self.subject(verb, 1),
            Deprel::Obl if self.brings_into(verb, noun) && !self.object(verb).is_empty() => {
                self.subject(verb, 1)
            }
            // `took part in the attack`
            Deprel::Obl
                if self.preposition(noun) == "in"
                    && self.by_relation(verb, &[Deprel::Obj]).any(|i| self.means(i, Sense::Share)) =>
            {
                self.subject(verb, 1)
            }
            // `marched in support of X`
            Deprel::Obl if self.is_bare(noun) && !self.is_passive(verb) => self.subject(verb, 1),
            // `used a meeting with X to press for aid`
            Deprel::Obj if wide && self.lemma(verb) == "use" => self.subject(verb, 1),
            // `cancelled a meeting with X`: the one who cancels would have met X.
            Deprel::Obj if wide && self.moves(verb) => self.subject(verb, 1),
            // `after meeting with X` may be read as a noun.
            Deprel::Obl | Deprel::OblUnmarked | Deprel::Advcl if wide => {
                match self.opener(self.measure(noun)).as_str() {
                    // `was accused before the debate with X`: it lies ahead of what befell them.
                    "before" if self.by_relation(verb, &[Deprel::Nsubj]).next().is_none() => Vec::new(),
                    "in" | "during" | "at" | "after" | "before" | "following" | "for" | "into" | "on"
                    | "to" | "despite" => self.agent_or_patient(verb),
                    // `returned from talks with X`
                    "from" if self.means(verb, Sense::Going) => self.agent_or_patient(verb),
                    _ => Vec::new(),
                }
            }
            _ => Vec::new(),
        }
    }

    /// `accused X of the murder of Y`, `X was convicted of it`: whoever is charged with a deed has done it, by those
    /// words.
    fn is_charged_with(&self, verb: usize, noun: usize) -> bool {
        let deed = self
            .tables
            .frames
            .of(self.lemma(noun), FramePos::Noun)
            .any(|frame| frame.category == Category::Assault);
        deed && matches!(self.preposition(noun).as_str(), "with" | "of") && self.means(verb, Sense::Charge)
    }

    /// `in support of`, `in protest against`: a noun that is but a part of a longer preposition.
    fn is_bare(&self, noun: usize) -> bool {
        self.preposition(noun) == "in"
            && self.by_relation(noun, &[Deprel::Det, Deprel::NmodPoss, Deprel::Amod]).next().is_none()
            && self
                .by_relation(noun, &[Deprel::Nmod])
                .any(|i| self.by_relation(i, &[Deprel::Case]).any(|case| case == noun + 1))
    }

    /// The head of the phrase that a noun stands in: `three days` of `three days of talks`.
    fn measure(&self, noun: usize) -> usize {
        let mut at = noun;
        for _ in 0..DEPTH {
            match self.head(at) {
                Some(head) if self.deprel(at) == Deprel::Nmod && self.preposition(at) == "of" => at = head,
                _ => break,
            }
        }
        at
    }

    /// `the talks that X held with Y`: the light verb of the relative clause whose object the noun is.
    pub(super) fn light_clause(&self, noun: usize) -> Option<usize> {
        self.by_relation(noun, &[Deprel::AclRelcl]).find(|&verb| {
            let relative =
                |i: usize| matches!(self.lemma(i), "that" | "which" | "who") && self.upos(i) == Upos::Pron;
            let acts = |i: usize| !relative(i) && !self.actors_of(i, false).is_empty();
            self.is_light(verb, "")
                && !self.is_passive(verb)
                && self.by_relation(verb, &[Deprel::Obj]).all(relative)
                // `said during a visit to Egypt that aid would resume`
                && self.by_relation(verb, &[Deprel::Nsubj]).all(acts)
        })
    }

    /// `a lawsuit filed by X`: the light verb of which the noun is what was done.
    pub(super) fn light_participle(&self, noun: usize) -> Option<usize> {
        self.by_relation(noun, &[Deprel::Acl]).find(|&verb| self.is_light(verb, "") && self.is_passive(verb))
    }

    /// True for a light verb whose object states a relation itself: in `struck a deal with Iran` the
    /// deal decides. Verbs that also undo or demand their object keep their say (`rejected the
    /// occupation`).
    pub fn noun_decides(&self, verb: usize) -> bool {
        if self.fights_war(verb) {
            return true;
        }
        // `held back aid`: a phrasal verb that says something itself.
        let phrasal = self.by_relation(verb, &[Deprel::CompoundPrt]).any(|particle| {
            let key = format!("{} {}", self.lemma(verb), self.lemma(particle));
            self.tables.frames.of(&key, FramePos::Verb).next().is_some()
        });
        let uses = if phrasal { &[] } else { self.tables.cues.of(self.lemma(verb)) };
        uses.iter().any(|entry| matches!(entry.role, CueRole::Light | CueRole::Exchange))
            && uses.iter().all(|entry| !entry.role.modifies() || entry.role == CueRole::Plan)
            && self.by_relation(verb, &[Deprel::Obj]).any(|object| {
                self.mention_at(object).is_none()
                    && self.upos(object) == Upos::Noun
                    && self.tables.frames.of(self.lemma(object), FramePos::Noun).next().is_some()
            })
    }

    /// True for verbs whose object (or phrase with `preposition`) carries the relation: `express`,
    /// `carry out`, `engage in`.
    pub fn is_light(&self, verb: usize, preposition: &str) -> bool {
        let cues = &self.tables.cues;
        let lemma = self.lemma(verb);
        if !preposition.is_empty() {
            // `take part in`
            let mut parts = self.by_relation(verb, &[Deprel::Obj]).filter(|&i| self.mention_at(i).is_none());
            let light = |key: String| cues.has(&key, CueRole::Light);
            return light(format!("{lemma} {preposition}"))
                || parts.any(|part| light(format!("{lemma} {} {preposition}", self.lemma(part))));
        }
        cues.has(lemma, CueRole::Light)
            || cues.has(lemma, CueRole::Exchange)
            || self.fights_war(verb)
            || self
                .by_relation(verb, &[Deprel::CompoundPrt])
                .any(|p| cues.has(&format!("{lemma} {}", self.lemma(p)), CueRole::Light))
    }

    /// `fought a war with X`: a war is no enemy.
    fn fights_war(&self, verb: usize) -> bool {
        let fought = |i: usize| self.means(i, Sense::Warfare) && self.mention_at(i).is_none();
        self.means(verb, Sense::Combat)
            && self.by_relation(verb, &[Deprel::Obj, Deprel::NsubjPass]).any(fought)
    }

    /// True for verbs that plan, ask for, refuse, put off or call off what is their object.
    pub(super) fn moves(&self, verb: usize) -> bool {
        let roles = [CueRole::Cancel, CueRole::Postpone, CueRole::Refuse, CueRole::Plan, CueRole::Demand];
        roles.iter().any(|&role| self.tables.cues.has(self.lemma(verb), role))
    }

    /// Possessor of a noun, or subject of the verb above it.
    pub(super) fn noun_owner(&self, noun: usize) -> Vec<(usize, bool)> {
        let own: Vec<_> = self.possessors(noun).map(|i| (i, true)).collect();
        if !own.is_empty() {
            return own;
        }
        match self.governor(noun) {
            // `Hussein said that the effort to defeat X goes on`: it is Hussein's word.
            Some((verb, Deprel::Nsubj)) if self.deprel(verb) == Deprel::Ccomp => {
                self.head(verb).map_or_else(Vec::new, |above| self.subject(above, 1))
            }
            Some((verb, Deprel::Obj | Deprel::Obl)) => self.subject(verb, 1),
            Some((verb, Deprel::NsubjPass)) => self.subject(verb, 1),
            _ => match (self.deprel(noun), self.head(noun)) {
                (Deprel::Nmod, Some(above)) => match self.governor(above) {
                    Some((verb, Deprel::Obj | Deprel::Obl)) => self.subject(verb, 1),
                    _ => Vec::new(),
                },
                _ => Vec::new(),
            },
        }
    }

    /// Subject of the verb, whatever its voice.
    pub(super) fn agent_or_patient(&self, verb: usize) -> Vec<(usize, bool)> {
        let subject = self.subject(verb, 1);
        if subject.is_empty() {
            return self.by_relation(verb, &[Deprel::NsubjPass]).map(|i| (i, true)).collect();
        }
        subject
    }
}
