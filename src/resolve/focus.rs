//! Who has been spoken of lately: what nominals and pronouns choose from.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;

use super::cast::{Cast, Gender};
use crate::types::ActorKind;

/// How many mentions are remembered; older ones never win.
const MEMORY: usize = 48;

/// How many sentences back a nominal may look.
const NOMINAL_REACH: usize = 6;

/// How many sentences back `the government` may look for the one that was named with its country.
const GOVERNMENT_REACH: usize = 3;

/// How many sentences back `it` and `they` may look.
const PRONOUN_REACH: usize = 2;

/// How many sentences back `he` and `she` may look: a gender leaves fewer to choose from.
const PERSON_REACH: usize = 4;

/// Whom a mention means.
#[derive(Debug, Clone)]
pub(super) enum Who {
    /// One actor, or the members of a coordination.
    Actors(Vec<usize>),
    /// People or things without a name: whether they are several (`rioters`), and certainly people (`a
    /// driver`). A pronoun that means them means nobody.
    /// `gender` is known once a pronoun has meant them.
    Unnamed { several: bool, person: bool, gender: Option<Gender> },
}

/// A mention as it is remembered.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    pub who: Who,
    pub sentence: usize,
    pub token: usize,
    /// True for the subject of a clause.
    pub subject: bool,
    pub place: bool,
}

impl Seen {
    /// The actors; none of those without a name.
    pub fn actors(&self) -> &[usize] {
        match &self.who {
            Who::Actors(actors) => actors,
            Who::Unnamed { .. } => &[],
        }
    }
}

/// The latest mentions, newest last.
#[derive(Debug, Default)]
pub(super) struct Focus {
    seen: VecDeque<Seen>,
    /// How often each actor was mentioned so far.
    counts: FxHashMap<usize, usize>,
    /// The state whose government was named last, and in which sentence.
    government: Option<(usize, usize)>,
    /// Whom `the government` meant last, and in which sentence.
    meant_government: Option<(usize, usize)>,
}

impl Focus {
    pub fn push(&mut self, seen: Seen) {
        if let [actor] = *seen.actors() {
            *self.counts.entry(actor).or_default() += 1;
        }
        if self.seen.len() == MEMORY {
            self.seen.pop_front();
        }
        self.seen.push_back(seen);
    }

    /// Remembers whose government a sentence speaks of.
    pub fn govern(&mut self, sentence: usize, state: usize) {
        self.government = Some((sentence, state));
    }

    /// Remembers whom `the government` has meant in a sentence.
    pub fn mean_government(&mut self, sentence: usize, state: usize) {
        self.meant_government = Some((sentence, state));
    }

    /// Whom `the government` has meant in this sentence or the one before.
    pub fn governing(&self, sentence: usize) -> Option<usize> {
        self.meant_government.filter(|(s, _)| s + 1 >= sentence).map(|(_, state)| state)
    }

    /// The state whose government was named a few sentences ago at most.
    pub fn governed(&self, sentence: usize) -> Option<usize> {
        self.government.filter(|(s, _)| s + GOVERNMENT_REACH >= sentence).map(|(_, state)| state)
    }

    /// The mentions of the last `reach` sentences, newest first.
    fn since(&self, sentence: usize, reach: usize) -> impl Iterator<Item = &Seen> {
        self.seen.iter().rev().take_while(move |seen| seen.sentence + reach >= sentence)
    }

    /// The newest single actor that fits.
    pub fn last(&self, sentence: usize, fits: impl Fn(usize) -> bool) -> Option<usize> {
        self.since(sentence, NOMINAL_REACH)
            .filter(|seen| seen.actors().len() == 1)
            .flat_map(|seen| seen.actors().iter().copied())
            .find(|&actor| fits(actor))
    }

    /// The newest single actor that fits; of those of an earlier sentence the one that it is about.
    pub fn last_topic(&self, sentence: usize, fits: impl Fn(usize) -> bool) -> Option<usize> {
        let mut found: Option<&Seen> = None;
        for seen in
            self.since(sentence, NOMINAL_REACH).filter(|seen| matches!(*seen.actors(), [a] if fits(a)))
        {
            let newer = *found.get_or_insert(seen);
            if seen.sentence != newer.sentence {
                break;
            }
            if seen.subject && !newer.subject && seen.sentence < sentence {
                found = Some(seen);
            }
        }
        found.and_then(|seen| seen.actors().first().copied())
    }

    /// The newest single actor that fits and was no mere place.
    pub fn last_acting(&self, sentence: usize, fits: impl Fn(usize) -> bool) -> Option<usize> {
        self.since(sentence, NOMINAL_REACH)
            .filter(|seen| seen.actors().len() == 1 && !seen.place)
            .flat_map(|seen| seen.actors().iter().copied())
            .find(|&actor| fits(actor))
    }

    /// Two actors that fit: the last two named together, else the two most spoken of among those of
    /// the newest sentences that have two; in the order in which they were named.
    pub fn last_two(&self, sentence: usize, fits: impl Fn(usize) -> bool) -> Option<Vec<usize>> {
        let pair = self
            .since(sentence, 1)
            .find(|seen| seen.actors().len() == 2 && seen.actors().iter().all(|&actor| fits(actor)));
        if let Some(pair) = pair {
            return Some(pair.actors().to_vec());
        }
        let mut near: Vec<usize> = Vec::new();
        let mut at = usize::MAX;
        for seen in self.since(sentence, 3).filter(|seen| !seen.place) {
            if seen.sentence != at && near.len() >= 2 {
                break;
            }
            at = seen.sentence;
            for &actor in seen.actors().iter().rev() {
                if fits(actor) && !near.contains(&actor) {
                    near.push(actor);
                }
            }
        }
        if near.len() < 2 {
            return None;
        }
        // A stable sort: of equals the newer stays first.
        near.sort_by_key(|actor| std::cmp::Reverse(self.counts.get(actor).copied().unwrap_or(0)));
        near.truncate(2);
        near.sort_by_key(|actor| self.seen.iter().position(|s| s.actors().contains(actor)));
        Some(near)
    }

    /// Whom `he` or `she` in `sentence` most likely means, `but` not the one given.
    pub fn person(&self, cast: &Cast, sentence: usize, gender: Gender, but: Option<usize>) -> Option<Who> {
        self.best(sentence, PERSON_REACH, |seen| {
            if let Who::Unnamed { several: false, person: true, gender: known } = seen.who {
                // Whom a pronoun has meant is who is spoken of.
                return match known {
                    Some(known) => (known == gender).then_some(8),
                    None => Some(0),
                };
            }
            let [actor] = *seen.actors() else { return None };
            let part = &cast.parts[actor];
            let fits = part.kind == ActorKind::Person
                && part.gender.is_none_or(|g| g == gender)
                && but != Some(actor);
            match (part.gender, part.likely) {
                (Some(_), _) => Some(3),
                (None, Some(likely)) => (likely == gender).then_some(2),
                (None, None) => Some(0),
            }
            .filter(|_| fits)
        })
        .map(|seen| seen.who.clone())
    }

    /// The country or group that `it` most likely means, `but` not the one given: one that acted, else the only
    /// one named lately.
    pub fn thing(&self, cast: &Cast, sentence: usize, but: Option<usize>) -> Option<usize> {
        let thing = |seen: &Seen| match *seen.actors() {
            [actor] if cast.parts[actor].kind != ActorKind::Person && !seen.place && but != Some(actor) => {
                Some(actor)
            }
            _ => None,
        };
        // What somebody does `it` to need not be an actor: only one of the same sentence is near enough.
        let reach = if but.is_some() { 0 } else { PRONOUN_REACH };
        let best = self.best(sentence, reach, |seen| thing(seen).filter(|_| seen.subject).map(|_| 0));
        if let Some(best) = best {
            return thing(best);
        }
        let mut near = self.since(sentence, reach.min(1));
        let only = near.find_map(thing)?;
        near.all(|seen| thing(seen).is_none_or(|other| other == only)).then_some(only)
    }

    /// The actors that `they` most likely mean: several named together, or one group of people.
    pub fn several(&self, cast: &Cast, sentence: usize) -> Option<&[usize]> {
        use crate::types::GroupKind;
        self.best(sentence, PRONOUN_REACH, |seen| match *seen.actors() {
            [] => match seen.who {
                Who::Unnamed { several: true, .. } => Some(0),
                _ => None,
            },
            [actor] => {
                let part = &cast.parts[actor];
                let body = part.kind == ActorKind::Group
                    && part.subtype != Some(GroupKind::Media)
                    && !part.name.contains(" for ");
                let plural =
                    matches!(part.subtype, Some(GroupKind::People | GroupKind::Armed | GroupKind::Party))
                        || part.name.ends_with('s') && body;
                match (plural, seen.subject) {
                    (true, true) => Some(0),
                    // `X blamed the rebels, saying they attacked`
                    (true, false) if seen.sentence == sentence => Some(-2),
                    _ => None,
                }
            }
            _ => Some(1),
        })
        .map(Seen::actors)
        .filter(|actors| !actors.is_empty())
    }

    /// The best of the recent mentions: near ones and subjects first. `worth` gives extra weight, or
    /// `None` for one that does not fit.
    fn best(&self, sentence: usize, reach: usize, worth: impl Fn(&Seen) -> Option<i32>) -> Option<&Seen> {
        let mut best: Option<(i32, &Seen)> = None;
        for seen in self.since(sentence, reach) {
            let Some(extra) = worth(seen) else { continue };
            let distance = sentence.saturating_sub(seen.sentence);
            let near = match distance {
                0 => 12,
                1 => 6,
                _ => 2,
            };
            // In a sentence before, its first subject is what it is about.
            let early = if distance > 0 && seen.token < 8 { 1 } else { 0 };
            let score = near + if seen.subject { 4 } else { 0 } + early + extra;
            if best.is_none_or(|(top, _)| score > top) {
                best = Some((score, seen));
            }
        }
        best.map(|(_, seen)| seen)
    }
}
