//! What a reading makes of a relation: status, polarity, category, modality, cues.

use super::modality::Reading;
use super::scene::Scene;
use crate::tables::{CueRole, Sense};
use crate::types::{Basis, Category, Cue, CueKind, Modality, Polarity, Quote, Status, Upos};

impl Reading {
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
                    _ => return None,
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
                (CueRole::Cancel, Status::Held) if scene.means(token, Sense::Ending) => {}
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
        let mut hypothetical = self.unmade;
        for (i, &(role, token)) in self.operations.iter().enumerate() {
            match role {
                CueRole::Negate => negated = !negated,
                CueRole::Plan | CueRole::Condition if self.foreign.is_some_and(|first| i >= first) => {
                    hypothetical = true;
                }
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
                // `delayed aid to X`: what one owes and holds back.
                CueRole::Postpone
                    if category == Category::Aid
                        && scene.upos(token) == Upos::Verb
                        && !scene.is_passive(token) =>
                {
                    (polarity, category) = (Polarity::Oppose, Category::Sanction);
                }
                CueRole::Postpone => hypothetical = true,
                // Who agrees to cooperate cooperates.
                CueRole::Plan
                    if category == Category::Cooperate
                        && matches!(scene.lemma(token), "agree" | "commit") => {}
                // `is expected to sign a deal`: others think so.
                CueRole::Plan if scene.means(token, Sense::Expected) => hypothetical = true,
                CueRole::Plan if basis == Basis::Deed => {
                    category = match polarity {
                        Polarity::Support => Category::Agree,
                        Polarity::Oppose => Category::Threaten,
                    };
                }
                CueRole::Demand => hypothetical |= !demands || self.bound,
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
        self.operations.iter().any(|&(_, token)| scene.means(token, Sense::Wishful))
    }

    /// True if somebody ended or refused it: what both did, one of them no longer does.
    pub fn ended(&self) -> bool {
        self.operations.iter().any(|&(role, _)| matches!(role, CueRole::Cancel | CueRole::Refuse))
    }

    /// The token of the innermost demand.
    pub fn demand(&self) -> Option<usize> {
        self.operations.iter().find(|&&(role, _)| role == CueRole::Demand).map(|&(_, token)| token)
    }
}
