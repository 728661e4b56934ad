//! Words that carry no relation themselves but change how one is read.

use rustc_hash::{FxHashMap, FxHashSet};

use super::tsv::rows;
use crate::error::TableError;

/// What a cue word does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CueRole {
    /// Light verb: its object noun carries the relation (`expressed support`, `held talks`).
    Light,
    /// Light verb whose subject undergoes what its object noun says: `received support from`,
    /// `faces sanctions`, `drew criticism`.
    Undergo,
    /// Speech: its subject is the speaker of the clause (`said`, `according to`).
    Speech,
    /// Makes what it governs untrue: `not`, `never`, `without`, `deny`, `fail`, `lack`.
    Negate,
    /// Refuses what it governs: `refuse`, `decline`, `reject`, `rule out`.
    Refuse,
    /// Ends or calls off what it governs: `cancel`, `call off`, `end`, `halt`, `scrap`.
    Cancel,
    /// Puts it off: `postpone`, `delay`.
    Postpone,
    /// Plans it: `will`, `plan`, `intend`, `agree`, `be to`, `schedule`, `expected`.
    Plan,
    /// Calls for it without doing it: `urge`, `call for`, `propose`, `need for`, `should`.
    Demand,
    /// Condition or mere possibility: `if`, `would`, `could`, `unless`, `may`.
    Condition,
    /// Reported with doubt: `reportedly`, `allegedly`.
    Hedge,
    /// People who do not act for those by whom they are named: `citizen`, `victim`, `relative`.
    Folk,
    /// Verb whose subject says of its object what follows: `call`, `describe … as`.
    Judge,
    /// Verb whose subjects do to each other what its object says: `trade`, `exchange`.
    Exchange,
}

impl CueRole {
    /// True if the cue changes how a relation is meant, so that a reading keeps it.
    pub fn modifies(self) -> bool {
        !matches!(
            self,
            Self::Light | Self::Undergo | Self::Speech | Self::Folk | Self::Judge | Self::Exchange
        )
    }
}

/// A cue word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CueEntry {
    /// Lemma (with particle or preposition where it has one), lower case.
    pub lemma: String,
    /// Part of speech: `verb`, `noun`, `adj`, `adv`, `aux`, `adp`, `sconj`, `det`.
    pub pos: String,
    /// What it does.
    pub role: CueRole,
}

/// All cue words by lemma.
#[derive(Debug, Default)]
pub struct Cues {
    by_lemma: FxHashMap<String, Vec<CueEntry>>,
}

impl Cues {
    /// Reads the table: `lemma pos role`.
    ///
    /// # Errors
    /// A line is malformed.
    pub fn parse(file: &str, text: &str) -> Result<Self, TableError> {
        let mut out = Self::default();
        out.add(file, text)?;
        Ok(out)
    }

    /// Adds the rows of a further file, but for words of which an earlier file has rows.
    ///
    /// # Errors
    /// As [`Self::parse`].
    pub fn add(&mut self, file: &str, text: &str) -> Result<(), TableError> {
        let words = self.by_lemma.values().flatten();
        let earlier: FxHashSet<_> = words.map(|e| (e.lemma.clone(), e.pos.clone())).collect();
        for row in rows(file, text, &["lemma", "pos", "role"])? {
            let role = match row.cell(2) {
                "light" => CueRole::Light,
                "undergo" => CueRole::Undergo,
                "speech" => CueRole::Speech,
                "negate" => CueRole::Negate,
                "refuse" => CueRole::Refuse,
                "cancel" => CueRole::Cancel,
                "postpone" => CueRole::Postpone,
                "plan" => CueRole::Plan,
                "demand" => CueRole::Demand,
                "condition" => CueRole::Condition,
                "hedge" => CueRole::Hedge,
                "folk" => CueRole::Folk,
                "judge" => CueRole::Judge,
                "exchange" => CueRole::Exchange,
                other => {
                    return Err(row.error(format!(
                        "unknown role {other:?}; expected one of light, undergo, speech, negate, refuse, cancel, postpone, plan, demand, condition, hedge, folk, judge, exchange"
                    )));
                }
            };
            let entry = CueEntry { lemma: row.cell(0).to_owned(), pos: row.cell(1).to_owned(), role };
            if earlier.contains(&(entry.lemma.clone(), entry.pos.clone())) {
                continue;
            }
            self.by_lemma.entry(entry.lemma.clone()).or_default().push(entry);
        }
        Ok(())
    }

    /// The uses of a lemma.
    pub fn of(&self, lemma: &str) -> &[CueEntry] {
        self.by_lemma.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// The lemmas of all verbs, in no order.
    pub fn verbs(&self) -> impl Iterator<Item = &str> {
        self.by_lemma.values().flatten().filter(|entry| entry.pos == "verb").map(|entry| entry.lemma.as_str())
    }

    /// True if the lemma has this use.
    pub fn has(&self, lemma: &str, role: CueRole) -> bool {
        self.of(lemma).iter().any(|entry| entry.role == role)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Tables;
    use super::*;

    const FILE: &str = include_str!("../../data/cues.tsv");

    #[test]
    fn rows_are_sorted_and_differ() {
        let keys: Vec<Vec<&str>> =
            FILE.lines().skip(1).map(|line| line.split('\t').take(3).collect()).collect();
        assert!(
            keys.windows(2).all(|pair| pair[0] < pair[1]),
            "{:?}",
            keys.windows(2).find(|p| p[0] >= p[1])
        );
    }

    #[test]
    fn roles_have_the_words_that_matter() {
        let cues = &Tables::bundled().unwrap().cues;
        let count = |role| cues.by_lemma.values().flatten().filter(|entry| entry.role == role).count();
        assert!(count(CueRole::Light) >= 60);
        assert!(count(CueRole::Speech) >= 80);
        for (lemma, role) in [
            ("express", CueRole::Light),
            ("carry out", CueRole::Light),
            ("receive", CueRole::Undergo),
            ("say", CueRole::Speech),
            ("according to", CueRole::Speech),
            ("not", CueRole::Negate),
            ("without", CueRole::Negate),
            ("decline", CueRole::Refuse),
            ("call off", CueRole::Cancel),
            ("put off", CueRole::Postpone),
            ("will", CueRole::Plan),
            ("call for", CueRole::Demand),
            ("unless", CueRole::Condition),
            ("reportedly", CueRole::Hedge),
        ] {
            assert!(cues.has(lemma, role), "{lemma} {role:?}");
        }
        assert!(!cues.has("express", CueRole::Negate));
    }

    #[test]
    fn parts_of_speech_are_known() {
        let known = ["verb", "noun", "adj", "adv", "aux", "adp", "sconj", "cconj", "det", "part"];
        let cues = &Tables::bundled().unwrap().cues;
        for entry in cues.by_lemma.values().flatten() {
            assert!(known.contains(&entry.pos.as_str()), "{entry:?}");
            assert_eq!(entry.lemma, entry.lemma.to_lowercase(), "{entry:?}");
        }
    }

    #[test]
    fn bad_rows_are_named() {
        let error = Cues::parse("c.tsv", "lemma\tpos\trole\nsay\tverb\tspeak\n").unwrap_err();
        assert_eq!((error.file.as_str(), error.line), ("c.tsv", 2));
    }
}
