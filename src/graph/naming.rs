//! Whom a name means: the very name, a part of it, another spelling; else the nearest ones.

use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::error::SourceError;
use crate::tables::fold;
use crate::tables::{bones, words};
use crate::types::{Actor, ActorId};

/// Longer names have no other spellings: comparing them would take too long.
const LONGEST: usize = 120;

/// Of so many actors whom a name fits equally, those mentioned most are told.
const COMPARED: usize = 256;

/// How a name fits an actor, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(tag = "how", content = "distance", rename_all = "snake_case")]
pub enum Fit {
    /// It is the actor's id.
    Id,
    /// It is the actor's name, but for case, diacritics and apostrophes.
    Name,
    /// It is another of its names.
    Alias,
    /// Its words are some of those of a name: a surname. So is a person's other name of one word that the id
    /// has beside others, and the name of one whom a text calls by nothing else.
    Part,
    /// It spells a name otherwise, by so many letters; 0 where only the romanisation differs.
    Spelling(usize),
    /// It resembles a name, too little to mean it: so many letters differ.
    Near(usize),
}

impl Fit {
    /// Fits of one rank are equally good.
    const fn rank(self) -> usize {
        match self {
            Self::Id => 0,
            Self::Name => 1,
            Self::Alias => 2,
            Self::Part => 3,
            Self::Spelling(distance) => 4 + distance,
            Self::Near(_) => usize::MAX,
        }
    }
}

/// An actor whom a name may mean.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Candidate {
    /// The actor.
    pub actor: Actor,
    /// Which of its names fits.
    pub name: String,
    /// How well.
    pub fit: Fit,
}

/// True for a person's name that is no more than a surname, or a given name.
fn is_part(id: &ActorId, name: &str) -> bool {
    let Some(key) = id.0.strip_prefix("person:") else { return false };
    let own = words(name);
    let [word] = own.as_slice() else { return false };
    key.contains('@') || key.contains('-') && key.split('-').any(|part| part == word)
}

/// Looks for whom a name means: offer it all ids and names, then take the best.
///
/// A source with an index may offer [`Naming::ids`] and names whose [`fold`] equals
/// [`Naming::folded`] first, and be done if [`Naming::is_exact`].
#[derive(Debug)]
pub struct Naming {
    asked: String,
    folded: String,
    words: Vec<String>,
    bones: Vec<String>,
    letters: usize,
    best: usize,
    found: FxHashMap<ActorId, (Fit, String)>,
}

impl Naming {
    /// Asks for a name or an id.
    pub fn new(asked: &str) -> Self {
        let folded = fold(asked);
        let words = words(asked);
        let bones = words.iter().map(|w| bones(w)).collect();
        let letters = folded.chars().count();
        let asked = asked.trim().to_owned();
        Self { asked, folded, words, bones, letters, best: usize::MAX, found: FxHashMap::default() }
    }

    /// The same as names are compared.
    pub fn folded(&self) -> &str {
        &self.folded
    }

    /// True if somebody has this very id or name.
    pub fn is_exact(&self) -> bool {
        self.best <= Fit::Alias.rank()
    }

    /// The ids that [`Naming::offer_id`] takes: what is asked for, and the country of which it is the code.
    pub fn ids(&self) -> impl Iterator<Item = ActorId> {
        let code = self.asked.len() == 3 && self.asked.bytes().all(|b| b.is_ascii_uppercase());
        let country = code.then(|| ActorId(format!("country:{}", self.asked)));
        std::iter::once(ActorId(self.asked.clone())).chain(country)
    }

    /// An actor's id; of a country, its code will do (`DEU`), after the names of all.
    pub fn offer_id(&mut self, id: &ActorId) {
        if id.0 == self.asked {
            self.take(id, &id.0, Fit::Id);
        } else if self.ids().skip(1).any(|country| country == *id) {
            self.take(id, &self.asked.clone(), Fit::Alias);
        }
    }

    /// A name of an actor: the canonical one, or another.
    pub fn offer(&mut self, id: &ActorId, name: &str, alias: bool) {
        if let Some(fit) = self.fit(name, alias) {
            let exact = matches!(fit, Fit::Name | Fit::Alias);
            self.take(id, name, if exact && is_part(id, name) { Fit::Part } else { fit });
        }
    }

    fn take(&mut self, id: &ActorId, name: &str, fit: Fit) {
        let rank = fit.rank();
        if rank > self.best {
            return;
        }
        if rank < self.best {
            self.best = rank;
            self.found.clear();
        }
        // The first of equal names, whatever the order in which they are offered.
        let better = |known: &(Fit, String)| (fit, name) < (known.0, known.1.as_str());
        if self.found.get(id).is_none_or(better) {
            self.found.insert(id.clone(), (fit, name.to_owned()));
        }
    }

    fn fit(&self, name: &str, alias: bool) -> Option<Fit> {
        if self.folded.is_empty() {
            return None;
        }
        let folded = fold(name);
        if folded == self.folded {
            return Some(if alias { Fit::Alias } else { Fit::Name });
        }
        if self.is_exact() || name.len() > LONGEST || self.folded.len() > LONGEST {
            return None;
        }
        let own = words(name);
        if self.words.len() < own.len() && self.words.iter().all(|w| own.contains(w)) {
            return Some(Fit::Part);
        }
        if self.best <= Fit::Part.rank() {
            return None;
        }
        let length = folded.chars().count();
        // A word by itself has too few bones: Niger and Nigeria have the same.
        let enough = own.len() > 1 || (self.letters > 6 && length.abs_diff(self.letters) < 2);
        let bony = || own.iter().zip(&self.bones).all(|(word, b)| b.len() > 1 && bones(word) == *b);
        if own.len() == self.bones.len() && enough && bony() {
            return Some(Fit::Spelling(0));
        }
        let most = self.letters.max(3) * 2 / 5 + 1;
        let whole = if length.abs_diff(self.letters) <= most {
            strsim::osa_distance(&folded, &self.folded)
        } else {
            usize::MAX
        };
        // A surname spelled otherwise.
        let part = match self.words.as_slice() {
            [word] if own.len() > 1 => {
                own.iter().map(|w| strsim::osa_distance(w, word)).min().unwrap_or(usize::MAX)
            }
            _ => usize::MAX,
        };
        let taken = match self.letters {
            0..5 => 0,
            5..10 => 1,
            _ => 2,
        };
        let distance = whole.min(part);
        // A name of one word is nearer than a word of a longer one.
        let ranked = if whole <= part { distance } else { distance.saturating_add(1) };
        match distance {
            d if d <= taken => Some(Fit::Spelling(ranked)),
            d if d <= most => Some(Fit::Near(ranked)),
            _ => None,
        }
    }

    /// At most `limit` candidates, by fit, then by mentions. All but [`Fit::Near`] may be meant;
    /// these are given only if nobody else is.
    ///
    /// # Errors
    /// Those of `actor`, which finds actors by id.
    pub fn finish(
        self,
        limit: usize,
        actor: impl Fn(&ActorId) -> Result<Option<Actor>, SourceError>,
    ) -> Result<Vec<Candidate>, SourceError> {
        let mut hits: Vec<(Fit, ActorId, String)> =
            self.found.into_iter().map(|(id, (fit, name))| (fit, id, name)).collect();
        hits.sort();
        hits.truncate(COMPARED.max(limit));
        let mut out = Vec::with_capacity(hits.len());
        for (fit, id, name) in hits {
            if let Some(actor) = actor(&id)? {
                out.push(Candidate { actor, name, fit });
            }
        }
        out.sort_by(|a, b| {
            let key = |c: &Candidate| (c.fit, std::cmp::Reverse(c.actor.mentions));
            key(a).cmp(&key(b)).then_with(|| a.actor.id.cmp(&b.actor.id))
        });
        out.truncate(limit);
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit(asked: &str, name: &str) -> Option<Fit> {
        Naming::new(asked).fit(name, false)
    }

    #[test]
    fn spellings_fit() {
        assert_eq!(fit("recep tayyip erdogan", "Recep Tayyip Erdoğan"), Some(Fit::Name));
        assert_eq!(fit("Erdogan", "Recep Tayyip Erdoğan"), Some(Fit::Part));
        assert_eq!(fit("Mohamed Shia al-Sudani", "Muhammad Shia’ al-Sudani"), Some(Fit::Spelling(0)));
        assert_eq!(fit("Syira", "Syria"), Some(Fit::Spelling(1)));
        assert_eq!(fit("Erdogen", "Recep Tayyip Erdoğan"), Some(Fit::Spelling(2)));
        // One letter apart, and not the same.
        assert_eq!(fit("Iran", "Iraq"), Some(Fit::Near(1)));
        assert_eq!(fit("Slovakia", "Slovenia"), Some(Fit::Near(2)));
        assert_eq!(fit("Hizballah", "Hezbollah"), Some(Fit::Spelling(0)));
        assert_eq!(fit("Nigeria", "Niger"), Some(Fit::Near(2)));
        assert_eq!(fit("Peru", "Kazakhstan"), None);
        assert_eq!(fit("", "Iraq"), None);
    }
}
