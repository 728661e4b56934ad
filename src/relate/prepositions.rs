//! Who stands in the slot of a preposition, wherever the tree hangs the phrase.

use super::scene::Scene;
use crate::tables::{CueRole, FrameKind, FramePos};
use crate::types::{Deprel, Upos};

impl Scene<'_> {
    /// The phrases with this preposition that belong to the word `trigger`, and whether each hangs on the clause
    /// above. `wide` looks into other phrases of a verb, too, as meetings do.
    pub(super) fn prepositional(&self, trigger: usize, preposition: &str, wide: bool) -> Vec<(usize, bool)> {
        let of = |head: usize, climbed: bool| {
            self.by_relation(head, &[Deprel::Obl, Deprel::Nmod, Deprel::OblAgent, Deprel::OblUnmarked])
                .filter(|&i| self.preposition(i) == preposition)
                // `the cleric, against whom X filed charges`
                .flat_map(|i| self.antecedent(i, head))
                .map(move |i| (i, climbed))
                .collect::<Vec<_>>()
        };
        let mut own = of(trigger, false);
        // `talks between A and the rebels of B`: the other side, where the tree hangs it on the noun.
        if let [(one, _)] = own[..]
            && preposition == "between"
            && self.by_relation(one, &[Deprel::Conj]).next().is_none()
        {
            let other = self.by_relation(trigger, &[Deprel::Conj]).filter(|&i| i > one);
            own.extend(other.filter(|&i| self.upos(i) != Upos::Verb).map(|i| (i, false)));
        }
        if !own.is_empty() {
            return own;
        }
        // The phrase may hang elsewhere: on the verb above the noun (`imposed sanctions on Iran`), on
        // a phrase of the noun (`the murder of X by Y`), on the verb's object (`cut ties with X`).
        match self.upos(trigger) {
            Upos::Noun | Upos::Propn => {
                if let Some(verb) = self.light_clause(trigger).filter(|_| preposition != "of") {
                    return of(verb, false);
                }
                // `a lawsuit filed by X against Y`, `an attack carried out by X on Y`
                if let Some(verb) = self.light_participle(trigger).filter(|_| preposition != "of") {
                    let agents = self.by_relation(verb, &[Deprel::OblAgent]);
                    let found: Vec<_> = of(verb, false)
                        .into_iter()
                        .chain(agents.flat_map(|agent| of(agent, false)))
                        .collect();
                    if !found.is_empty() {
                        return found;
                    }
                }
                // `the pact reached between X and Y`, whatever the tree makes of the participle.
                let made = trigger + 1;
                let makes = |lemma: &str| {
                    matches!(lemma, "reach" | "sign" | "conclude" | "strike" | "make" | "agree" | "hold")
                };
                if made < self.len()
                    && self.upos(made) == Upos::Verb
                    && makes(self.lemma(made))
                    && self.by_relation(made, &[Deprel::Nsubj]).next().is_none()
                    && preposition != "of"
                {
                    let found = of(made, false);
                    if !found.is_empty() {
                        return found;
                    }
                }
                // `gave X weapons`, `handed X a rebuke`, where the tree may see two objects
                if preposition == "to"
                    && let Some((verb, Deprel::Obj)) = self.governor(trigger)
                    && self.is_light(verb, "")
                {
                    let given = self.by_relation(verb, &[Deprel::Obj]).filter(|&i| i < trigger);
                    let given = given.filter(|&i| self.mention_at(i).is_some());
                    let given = self.by_relation(verb, &[Deprel::Iobj]).chain(given);
                    let found: Vec<_> = given.map(|i| (i, false)).collect();
                    if !found.is_empty() {
                        return found;
                    }
                }
                let inside = self.by_relation(trigger, &[Deprel::Nmod]).filter(|_| preposition != "of");
                // `a talk about the war between A and B` is not between them.
                let told = |&i: &usize| {
                    preposition != "between"
                        || self.mention_at(i).is_some()
                        || !matches!(self.preposition(i).as_str(), "about" | "regarding")
                };
                let inside: Vec<_> = inside.filter(told).flat_map(|phrase| of(phrase, false)).collect();
                if !inside.is_empty() {
                    return inside;
                }
                match self.governor(trigger) {
                    // `appealed to X for help`: X would help.
                    Some((verb, Deprel::Obl))
                        if self.preposition(trigger) == "for"
                            && self.tables.cues.has(self.lemma(verb), CueRole::Demand) =>
                    {
                        Vec::new()
                    }
                    Some((verb, Deprel::Obj | Deprel::NsubjPass | Deprel::Obl)) if preposition != "of" => {
                        of(verb, true).into_iter().filter(|&(i, _)| i != trigger).collect()
                    }
                    // `talks took place on Monday between A and B`
                    Some((verb, Deprel::Nsubj))
                        if matches!(preposition, "between" | "with")
                            && super::modality::happens(self, verb) =>
                    {
                        of(verb, true)
                    }
                    _ => Vec::new(),
                }
            }
            Upos::Verb if preposition != "of" => self
                // `spoke by phone with X`: meetings look into other phrases too.
                .by_relation(trigger, &[Deprel::Obj, Deprel::NsubjPass, Deprel::Obl, Deprel::OblAgent])
                .filter(|&i| wide || matches!(self.deprel(i), Deprel::Obj | Deprel::NsubjPass))
                .filter(|&object| self.mention_at(object).is_none())
                // `called for a ban on X`: the ban has X for itself.
                .filter(|&object| {
                    preposition != "on"
                        // `blamed the attack on X`
                        || self.lemma(trigger) == "blame"
                        || self
                            .tables
                            .frames
                            .of(self.lemma(object), FramePos::Noun)
                            .all(|frame| matches!(frame.kind, FrameKind::Meeting(_)))
                })
                .flat_map(|object| of(object, false))
                .collect(),
            _ => Vec::new(),
        }
    }
}
