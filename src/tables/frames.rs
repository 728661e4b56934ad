//! Relation words and their frames: who is holder, who target, and what it says of them.

use rustc_hash::{FxHashMap, FxHashSet};

use super::tsv::{Row, rows};
use crate::error::TableError;
use crate::types::{Basis, Category, Polarity, Status, Upos};

/// Part of speech of a relation word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FramePos {
    /// `condemn`, `meet`.
    Verb,
    /// `support`, `talks`.
    Noun,
    /// `critical (of)`, `hostile (to)`; also the second part of a compound: `-backed`, `-led`.
    Adj,
}

impl FramePos {
    /// That of a tagged word; none for words that state no relation.
    pub fn of(upos: Upos) -> Option<Self> {
        match upos {
            Upos::Verb => Some(Self::Verb),
            Upos::Noun => Some(Self::Noun),
            Upos::Adj => Some(Self::Adj),
            _ => None,
        }
    }

    /// As the tables write it: `verb`, `noun`, `adj`.
    pub(super) fn named(name: &str) -> Option<Self> {
        match name {
            "verb" => Some(Self::Verb),
            "noun" => Some(Self::Noun),
            "adj" => Some(Self::Adj),
            _ => None,
        }
    }
}

/// What a frame says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FrameKind {
    /// The participants talk to each other; status if nothing else is said.
    Meeting(Status),
    /// Holder is for or against target.
    Stance {
        /// For or against.
        polarity: Polarity,
        /// Said or done.
        basis: Basis,
        /// Holds in both directions (agreements, cooperation).
        mutual: bool,
    },
}

impl FrameKind {
    /// As the table's `value` column has it for stances; `meeting` for meetings.
    fn word(self) -> &'static str {
        match self {
            Self::Meeting(_) => "meeting",
            Self::Stance { polarity: Polarity::Support, .. } => "support",
            Self::Stance { polarity: Polarity::Oppose, .. } => "oppose",
        }
    }
}

/// A place in a frame that an actor can fill.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Slot {
    /// Subject of the verb, or of the light verb over a noun (`Iraq expressed support`); the
    /// agent of a passive.
    Subject,
    /// Direct object; the subject of a passive. If it is no actor itself, actors inside it count:
    /// `condemned the Israeli strikes`.
    Object,
    /// Direct or indirect object that is an actor itself: `released Levi`, not `released the Iranian
    /// statement`.
    ObjectActor,
    /// Possessor: `Iraq's support`, `Israeli occupation`, compound `US strikes`.
    Possessor,
    /// Actor in the clause that depends on the word: `demanded that Iran withdraw`.
    Clause,
    /// Who acts in the clause below: `is angry that Kenya left`; not who is acted on.
    Doer,
    /// Complement with this preposition: `with`, `against`, `of`, `for`.
    Preposition(String),
    /// The word that a participle or compound modifies: `the US-backed rebels`.
    Modified,
    /// Whom the noun itself describes: `Reed is a critic of X`, `Reed, a critic of X`, `X critic
    /// Reed`.
    Described,
    /// Who says so: `Reed said that Iran was dangerous`.
    Speaker,
    /// This slot, but only where it holds a body or a pact: `left the European Union`, not `left
    /// Iraq`.
    Body(Box<Slot>),
    /// This slot, but only where it holds a person: `welcomed Reed`, not `welcomed the plan`.
    Person(Box<Slot>),
}

/// A relation word in one of its uses.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// Lemma, with its particle where it has one (`call off`).
    pub lemma: String,
    /// Part of speech.
    pub pos: FramePos,
    /// What it says.
    pub kind: FrameKind,
    /// PLOVER category.
    pub category: Category,
    /// For meetings: several first participants meet each other (`A and B met`, but not `A and B
    /// visited`). For stances the same as the kind's `mutual`.
    pub reciprocal: bool,
    /// Where the holder (for meetings: the first participant) stands, best first.
    pub holder: Vec<Slot>,
    /// Where the target (for meetings: the others) stands, best first.
    pub target: Vec<Slot>,
    /// What it states may not be overruled by what was learnt.
    pub certain: bool,
}

impl Frame {
    /// True if both are certain of opposite things.
    fn contradicts(&self, other: &Self) -> bool {
        let side = |frame: &Self| match frame.kind {
            FrameKind::Stance { polarity, .. } => Some(polarity),
            FrameKind::Meeting(_) => None,
        };
        self.certain
            && other.certain
            && (&self.lemma, self.pos, &self.holder, &self.target)
                == (&other.lemma, other.pos, &other.holder, &other.target)
            && side(self).zip(side(other)).is_some_and(|(a, b)| a != b)
    }
}

/// All frames by lemma and part of speech.
#[derive(Debug, Default)]
pub struct Frames {
    list: Vec<Frame>,
    by_lemma: FxHashMap<(String, FramePos), Vec<usize>>,
}

fn one_of<T: serde::de::DeserializeOwned>(
    row: &Row<'_>,
    column: usize,
    expected: &str,
) -> Result<T, TableError> {
    serde_json::from_value(serde_json::Value::String(row.cell(column).to_owned()))
        .map_err(|_| row.error(format!("unknown value {:?}; expected one of {expected}", row.cell(column))))
}

const CATEGORIES: &str = "AGREE, CONSULT, SUPPORT, CONCEDE, COOPERATE, AID, RETREAT, REQUEST, ACCUSE, REJECT, THREATEN, PROTEST, SANCTION, MOBILIZE, COERCE, ASSAULT";

impl Slot {
    fn named(name: &str) -> Self {
        match name {
            "subj" => Self::Subject,
            "obj" => Self::Object,
            "actor" => Self::ObjectActor,
            "poss" => Self::Possessor,
            "clause" => Self::Clause,
            "doer" => Self::Doer,
            "mod" => Self::Modified,
            "who" => Self::Described,
            "speaker" => Self::Speaker,
            other => match other.split_once(':') {
                Some(("body", slot)) => Self::Body(Box::new(Self::named(slot))),
                Some(("person", slot)) => Self::Person(Box::new(Self::named(slot))),
                _ => Self::Preposition(other.to_owned()),
            },
        }
    }
}

fn slots(row: &Row<'_>, column: usize) -> Vec<Slot> {
    row.list(column).map(Slot::named).collect()
}

impl Frames {
    /// Reads the table: `lemma pos kind value category basis mutual holder target`, and `certain` where
    /// there is such a column. `value` is a status for meetings, a polarity for stances; `holder` and `target` list slots
    /// (`subj obj actor poss clause mod who speaker` or a preposition; `body:` before it admits only bodies
    /// and pacts, `person:` only people), separated by `|`.
    ///
    /// # Errors
    /// A line is malformed.
    pub fn parse(file: &str, text: &str) -> Result<Self, TableError> {
        let mut out = Self::default();
        out.add(file, text)?;
        Ok(out)
    }

    /// Adds the rows of a user's file: certain, unless they say `no`.
    ///
    /// # Errors
    /// As [`Self::parse`].
    pub fn overlay(&mut self, file: &str, text: &str) -> Result<(), TableError> {
        self.read(file, text, true)
    }

    /// Adds the rows of a further file, but for words of which an earlier file has rows.
    ///
    /// # Errors
    /// As [`Self::parse`].
    pub fn add(&mut self, file: &str, text: &str) -> Result<(), TableError> {
        self.read(file, text, false)
    }

    fn read(&mut self, file: &str, text: &str, certain: bool) -> Result<(), TableError> {
        let columns =
            ["lemma", "pos", "kind", "value", "category", "basis", "mutual", "holder", "target", "?certain"];
        let before = self.list.len();
        let earlier: FxHashSet<(String, FramePos)> = self.by_lemma.keys().cloned().collect();
        for row in rows(file, text, &columns)? {
            let pos = FramePos::named(row.cell(1)).ok_or_else(|| {
                row.error(format!("unknown pos {:?}; expected one of verb, noun, adj", row.cell(1)))
            })?;
            let kind = match row.cell(2) {
                "meeting" => FrameKind::Meeting(one_of(
                    &row,
                    3,
                    "held, ongoing, planned, called_for, postponed, cancelled, refused, denied",
                )?),
                "stance" => FrameKind::Stance {
                    polarity: one_of::<Polarity>(&row, 3, "support, oppose")?,
                    basis: one_of(&row, 5, "word, deed")?,
                    mutual: row.cell(6) == "yes",
                },
                other => return Err(row.error(format!("unknown kind {other:?}; expected meeting or stance"))),
            };
            let frame = Frame {
                lemma: row.cell(0).to_owned(),
                pos,
                kind,
                category: one_of::<Category>(&row, 4, CATEGORIES)?,
                reciprocal: row.cell(6) == "yes",
                holder: slots(&row, 7),
                target: slots(&row, 8),
                certain: match row.cell(9) {
                    "" => certain,
                    "yes" => true,
                    "no" => false,
                    other => return Err(row.error(format!("certain is yes or no, not {other:?}"))),
                },
            };
            if earlier.contains(&(frame.lemma.clone(), pos)) {
                continue;
            }
            if let Some(other) = self.list[before..].iter().find(|other| other.contradicts(&frame)) {
                return Err(row.error(format!(
                    "{:?} is certain to mean both {} and {} in the same slots",
                    frame.lemma,
                    other.kind.word(),
                    frame.kind.word()
                )));
            }
            self.by_lemma.entry((frame.lemma.clone(), pos)).or_default().push(self.list.len());
            self.list.push(frame);
        }
        Ok(())
    }

    /// The frames of a lemma, in the order of the table.
    pub fn of(&self, lemma: &str, pos: FramePos) -> impl Iterator<Item = &Frame> {
        let places = self.by_lemma.get(&(lemma.to_owned(), pos));
        places.into_iter().flatten().map(|&i| &self.list[i])
    }

    /// All frames, in the order of the table.
    pub fn iter(&self) -> impl Iterator<Item = &Frame> {
        self.list.iter()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::Tables;
    use super::*;

    const FILE: &str = include_str!("../../data/relations.tsv");

    /// The cells of each row: `lemma pos kind value category basis mutual holder target source
    /// example expect`.
    fn lines() -> Vec<Vec<&'static str>> {
        FILE.lines().skip(1).map(|line| line.split('\t').collect()).collect()
    }

    /// What an `expect` cell says: pairs with `support`, `oppose` or a status.
    fn expected(cell: &str) -> Vec<(&str, &str, char, &str)> {
        cell.split('|')
            .map(|part| {
                let (pair, value) = part.rsplit_once(':').expect("a value");
                let sign = if pair.contains('~') { '~' } else { '>' };
                let (a, b) = pair.split_once(sign).expect("two actors");
                (a, b, sign, value)
            })
            .collect()
    }

    #[test]
    fn rows_parse_and_suffice() {
        let frames = &Tables::bundled().unwrap().frames;
        let count = |pos| frames.iter().filter(|frame| frame.pos == pos).count();
        assert!(count(FramePos::Verb) >= 380, "{}", count(FramePos::Verb));
        assert!(count(FramePos::Noun) >= 200, "{}", count(FramePos::Noun));
        assert!(count(FramePos::Adj) >= 50, "{}", count(FramePos::Adj));
        assert_eq!(frames.iter().count(), lines().len());
    }

    #[test]
    fn rows_are_sorted_and_differ() {
        let keys: Vec<_> = lines().iter().map(|cells| (cells[0], cells[1])).collect();
        assert!(keys.is_sorted(), "{:?}", keys.windows(2).find(|pair| pair[0] > pair[1]));
        let mut seen = HashSet::new();
        for cells in lines() {
            assert!(
                seen.insert((cells[0], cells[1], cells[2], cells[7], cells[8])),
                "listed twice: {cells:?}"
            );
        }
    }

    #[test]
    fn frames_can_be_filled() {
        let plover = &Tables::bundled().unwrap().plover;
        for frame in Tables::bundled().unwrap().frames.iter() {
            assert!(!frame.target.is_empty(), "{frame:?}");
            // A noun may leave its holder to whoever demands the act: `demanded his resignation`.
            assert!(!frame.holder.is_empty() || frame.pos == FramePos::Noun, "{frame:?}");
            match frame.kind {
                FrameKind::Meeting(_) => assert_eq!(frame.category, Category::Consult, "{frame:?}"),
                FrameKind::Stance { polarity, .. } => {
                    assert_eq!(plover.get(frame.category).unwrap().polarity, Some(polarity), "{frame:?}");
                }
            }
        }
    }

    #[test]
    fn examples_show_their_word() {
        for cells in lines() {
            let word = cells[0].split(' ').next().unwrap_or_default();
            let stem: String = word.to_lowercase().chars().take(3).collect();
            let example = cells[10].to_lowercase();
            let found = example
                .split(|c: char| !c.is_alphanumeric())
                .any(|part| part.starts_with(stem.trim_end_matches('-')));
            assert!(found, "no {word:?} in {:?}", cells[10]);
            assert!((3..=15).contains(&cells[10].split(' ').count()), "{:?}", cells[10]);
        }
    }

    #[test]
    fn expectations_have_the_sign_of_their_row() {
        for cells in lines() {
            if cells[11] == "-" {
                continue;
            }
            for (a, b, sign, value) in expected(cells[11]) {
                assert!(!a.is_empty() && !b.is_empty() && a != b, "{cells:?}");
                let right = match cells[2] {
                    "meeting" => sign == '~',
                    _ => sign == '>' && value == cells[3],
                };
                assert!(right, "{cells:?}");
                let meeting = ["held", "planned", "denied"].contains(&value);
                assert_eq!(sign == '~', meeting, "{cells:?}");
            }
            let there_and_back = cells[11].split('|').count() >= 2;
            let both_ways = cells[2] == "stance" && cells[6] == "yes";
            assert!(!both_ways || there_and_back, "mutual, but one way only: {cells:?}");
        }
    }
}
