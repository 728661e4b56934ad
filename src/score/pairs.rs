//! Marked pairs and meetings against gold: directed sentiment in five classes, PLOVER categories,
//! meetings with their participants.

use crate::types::{Category, Polarity};

/// What a marked pair shows, in the five classes of directed sentiment analysis.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Label {
    /// Neither holds anything of the other.
    #[default]
    Neutral,
    /// The first is for the second.
    PositiveForth,
    /// The second is for the first.
    PositiveBack,
    /// The first is against the second.
    NegativeForth,
    /// The second is against the first.
    NegativeBack,
}

impl Label {
    /// All of them, in the order of the tables.
    pub const ALL: [Self; 5] =
        [Self::Neutral, Self::PositiveForth, Self::PositiveBack, Self::NegativeForth, Self::NegativeBack];

    /// As gold files write it: `neutral`, `pos_p_to_q`, …
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::PositiveForth => "pos_p_to_q",
            Self::PositiveBack => "pos_q_to_p",
            Self::NegativeForth => "neg_p_to_q",
            Self::NegativeBack => "neg_q_to_p",
        }
    }

    /// From the spelling of gold files.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|label| label.as_str() == name)
    }

    /// The class of a polarity from the first to the second, or back.
    pub const fn of(polarity: Polarity, forth: bool) -> Self {
        match (polarity, forth) {
            (Polarity::Support, true) => Self::PositiveForth,
            (Polarity::Support, false) => Self::PositiveBack,
            (Polarity::Oppose, true) => Self::NegativeForth,
            (Polarity::Oppose, false) => Self::NegativeBack,
        }
    }
}

/// Right, wrongly found and missed ones.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Hits {
    /// Found and in gold.
    pub right: usize,
    /// Found, not in gold.
    pub wrong: usize,
    /// In gold, not found.
    pub missed: usize,
}

impl Hits {
    /// Counts one that is in gold or not, found or not.
    pub fn add(&mut self, gold: bool, found: bool) {
        match (gold, found) {
            (true, true) => self.right += 1,
            (false, true) => self.wrong += 1,
            (true, false) => self.missed += 1,
            (false, false) => {}
        }
    }

    /// Share of the found ones that are right, 0 to 1.
    pub fn precision(self) -> f64 {
        share(self.right, self.right + self.wrong)
    }

    /// Share of gold that is found, 0 to 1.
    pub fn recall(self) -> f64 {
        share(self.right, self.right + self.missed)
    }

    /// Harmonic mean of the two, 0 to 1.
    pub fn f1(self) -> f64 {
        share(2 * self.right, 2 * self.right + self.wrong + self.missed)
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Counts of pairs by gold and found class.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sentiments([[usize; 5]; 5]);

impl Sentiments {
    /// Counts one pair.
    pub fn add(&mut self, gold: Label, found: Label) {
        self.0[gold as usize][found as usize] += 1;
    }

    /// Number of pairs.
    pub fn len(&self) -> usize {
        self.0.iter().flatten().sum()
    }

    /// True without pairs.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Hits of one class.
    pub fn class(&self, label: Label) -> Hits {
        let i = label as usize;
        let right = self.0[i][i];
        let gold: usize = self.0[i].iter().sum();
        let found: usize = self.0.iter().map(|row| row[i]).sum();
        Hits { right, wrong: found - right, missed: gold - right }
    }

    /// Share of pairs with the right class (micro F1 over exclusive classes).
    pub fn accuracy(&self) -> f64 {
        share((0..5).map(|i| self.0[i][i]).sum(), self.len())
    }

    /// Plain mean of the F1 of the classes that occur in gold or were found.
    pub fn macro_f1(&self) -> f64 {
        let classes: Vec<Hits> = Label::ALL.into_iter().map(|label| self.class(label)).collect();
        let occur: Vec<f64> = classes.iter().filter(|h| **h != Hits::default()).map(|h| h.f1()).collect();
        if occur.is_empty() { 0.0 } else { occur.iter().sum::<f64>() / occur.len() as f64 }
    }

    /// Hits of the four classes other than neutral, taken together.
    pub fn non_neutral(&self) -> Hits {
        Label::ALL.into_iter().skip(1).map(|label| self.class(label)).fold(Hits::default(), |a, b| Hits {
            right: a.right + b.right,
            wrong: a.wrong + b.wrong,
            missed: a.missed + b.missed,
        })
    }

    /// Share of pairs that are rightly for, against or neither, whoever holds it.
    pub fn polarity(&self) -> f64 {
        let sign = |i: usize| i.div_ceil(2);
        let mut right = 0;
        for (gold, row) in self.0.iter().enumerate() {
            right += row
                .iter()
                .enumerate()
                .filter(|&(found, _)| sign(gold) == sign(found))
                .map(|(_, n)| n)
                .sum::<usize>();
        }
        share(right, self.len())
    }
}

/// A PLOVER category as gold of events has it: the two ways of giving way are one.
fn coarse(category: Category) -> Category {
    if category == Category::Concede { Category::Retreat } else { category }
}

/// Reads the category of an event gold: a PLOVER name, or `YIELD` for CONCEDE and RETREAT.
pub fn category(name: &str) -> Option<Category> {
    if name == "YIELD" {
        return Some(Category::Retreat);
    }
    serde_json::from_value(serde_json::Value::String(name.to_owned())).ok()
}

/// Counts of events with given source and target.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Events {
    /// All events.
    pub all: usize,
    /// Those with a category at all.
    pub answered: usize,
    /// Those with the right category.
    pub right: usize,
    /// Those whose category is rightly friendly or rightly hostile (the quad class's side).
    pub side: usize,
    /// Hits of CONSULT.
    pub consult: Hits,
}

impl Events {
    /// Counts one event.
    pub fn add(&mut self, gold: Category, found: Option<Category>) {
        let friendly = |category: Category| category < Category::Request;
        self.all += 1;
        self.answered += usize::from(found.is_some());
        self.right += usize::from(found.map(coarse) == Some(coarse(gold)));
        self.side += usize::from(found.is_some_and(|found| friendly(found) == friendly(gold)));
        self.consult.add(gold == Category::Consult, found == Some(Category::Consult));
    }

    /// Share of events with the right category.
    pub fn accuracy(&self) -> f64 {
        share(self.right, self.all)
    }

    /// Share of events on the right side, friendly or hostile; without a category it is wrong.
    pub fn polarity(&self) -> f64 {
        share(self.side, self.all)
    }
}

/// A stretch of text, from and to (exclusive).
pub type Stretch = (usize, usize);

/// Counts of texts with and without a meeting, and of participants.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Meetings {
    /// Texts.
    pub texts: Hits,
    /// Participants in the texts that have a meeting.
    pub participants: Hits,
}

impl Meetings {
    /// Counts one text: whether gold has a meeting, its participants, whether one was found, and the
    /// words of those found. A found participant is right if its words overlap a gold one's that no
    /// other found one has taken.
    pub fn add(&mut self, meeting: bool, gold: &[Stretch], found: Option<&[Stretch]>) {
        self.texts.add(meeting, found.is_some());
        if !meeting {
            return;
        }
        let mut taken = vec![false; gold.len()];
        for &(start, end) in found.unwrap_or_default() {
            let hit = gold.iter().position(|&(from, to)| from < end && start < to);
            match hit.and_then(|hit| taken.get_mut(hit)) {
                // A second mention of the same participant counts neither way.
                Some(taken) => *taken = true,
                None => self.participants.wrong += 1,
            }
        }
        let right = taken.iter().filter(|taken| **taken).count();
        self.participants.right += right;
        self.participants.missed += gold.len() - right;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_counted_as_the_usual_script_does() {
        let mut counts = Sentiments::default();
        counts.add(Label::Neutral, Label::Neutral);
        counts.add(Label::Neutral, Label::PositiveForth);
        counts.add(Label::PositiveForth, Label::PositiveForth);
        counts.add(Label::NegativeForth, Label::NegativeBack);
        assert_eq!(counts.len(), 4);
        assert!((counts.accuracy() - 0.5).abs() < 1e-9);
        assert!((counts.polarity() - 0.75).abs() < 1e-9);
        let all = counts.non_neutral();
        assert_eq!(all, Hits { right: 1, wrong: 2, missed: 1 });
        // neutral 2/3, positive 2/3, negative forth 0, negative back 0; positive back does not occur.
        assert!((counts.macro_f1() - (2.0 / 3.0 + 2.0 / 3.0) / 4.0).abs() < 1e-9);
        assert_eq!(Label::from_name("neg_q_to_p"), Some(Label::of(Polarity::Oppose, false)));
    }

    #[test]
    fn giving_way_is_one_category() {
        let mut events = Events::default();
        events.add(category("YIELD").unwrap(), Some(Category::Concede));
        events.add(category("CONSULT").unwrap(), Some(Category::Agree));
        events.add(category("ASSAULT").unwrap(), None);
        assert_eq!((events.right, events.answered, events.side), (1, 2, 2));
        assert_eq!(events.consult, Hits { right: 0, wrong: 0, missed: 1 });
        assert_eq!(category("FIGHT"), None);
    }

    #[test]
    fn participants_overlap() {
        let mut meetings = Meetings::default();
        meetings.add(true, &[(0, 5), (10, 20)], Some(&[(0, 5), (12, 14), (30, 32)]));
        meetings.add(true, &[(0, 5)], None);
        meetings.add(false, &[], Some(&[(0, 1)]));
        assert_eq!(meetings.texts, Hits { right: 1, wrong: 1, missed: 1 });
        assert_eq!(meetings.participants, Hits { right: 2, wrong: 1, missed: 1 });
    }
}
