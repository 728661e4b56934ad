//! Classes of words that decide in what sense a word beside them is meant.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::tsv::rows;
use crate::error::TableError;

/// A class of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sense {
    /// In what teams meet: `final`.
    Match,
    /// What is fulfilled or suffered when it is met: `deadline`.
    Fulfilled,
    /// What one meets with from others: `resistance`.
    Reaction,
    /// Who and what is found in sport alone: `goalkeeper`.
    Sport,
    /// What is said of a thought that is not shared: `absurd`.
    False,
    /// What one does to such a thought: `scoff`.
    Mock,
    /// How one is there, or is told, when others meet: `attend`.
    Attend,
    /// What voters decide, or its count: `election`.
    Vote,
    /// Wars without weapons that cost money: `trade`.
    Economic,
    /// Wars without weapons that are fought with words: `legal`.
    Wordy,
    /// What an inquiry looks for: `involvement`.
    Inquiry,
    /// Where a deal is that is not made: `out of reach`.
    Unmade,
    /// What holds words or pictures of others: `video`.
    Recording,
    /// What is said of an office that is no longer held: `former`.
    Past,
    /// A body that texts mostly name as a place: `hospital`.
    Facility,
    /// Contests that are called wars and are none: `price`.
    Rivalry,
    /// What one side alone would like: `willingness`.
    Wishful,
    /// How something comes to its end: `conclude`.
    Ending,
    /// How an agreement is made: `sign`.
    Signing,
    /// How force is used against somebody: `combat`.
    Combat,
    /// Who uses force: `troop`.
    Troops,
    /// How somebody helps others to talk: `broker`.
    Mediate,
    /// How somebody gets to a place: `travel`.
    Going,
    /// What one does to somebody who does not obey: `consequence`.
    Reprisal,
    /// Of what a place is the name: `town`.
    Settlement,
    /// What a state has one of and acts with: `army`.
    Arm,
    /// How something is kept from happening: `prevent`.
    Prevent,
    /// How a set is told by its members: `include`.
    Contain,
    /// What others think will happen: `expect`.
    Expected,
    /// What somebody is whom an act hits: `target`.
    Undergoer,
    /// How somebody has a place: `hold`.
    Hold,
    /// What one does who gives in: `withdraw`.
    Yield,
    /// Who acts beside another: `ally`.
    Partner,
    /// What one has in an act of several: `part`.
    Share,
    /// What is said of whoever did it: `responsible`.
    Guilty,
    /// How somebody is told to do something: `urge`.
    Urge,
    /// How somebody comes to be something: `become`.
    Become,
    /// How somebody is told by name: `identify`.
    Name,
    /// A title of women alone: `queen`.
    Woman,
    /// A title of men alone: `king`.
    Man,
    /// A wind that is given a name: `hurricane`.
    Storm,
    /// What is agreed, passed or planned and has a name, but does nothing: `treaty`.
    Paper,
    /// The word that names of places begin with: `mount`.
    Site,
    /// The office of a head of state or government: `president`.
    Leads,
    /// Armed strife that somebody fights: `war`.
    Warfare,
    /// How an event comes about whose name is the subject: `begin`.
    Happen,
    /// What is no more in doubt once it is denied: `doubt`.
    Doubt,
    /// Those who stand against or apart from the state whose name they bear: `opposition`.
    Apart,
    /// How one tries to get what others have to give: `seek`.
    Seek,
    /// Who is found in the states of the United States rather than in a small country: `governor`.
    Province,
    /// Words or deeds that are made `in a …` while doing something else: `swipe`.
    Gesture,
    /// What somebody may be to blame for: `death`.
    Harm,
    /// How somebody is said to have done a deed: `accuse`.
    Charge,
    /// Those who are sent to speak for others: `delegation`.
    Sent,
    /// How somebody stays away from where others are: `boycott`.
    Absent,
    /// With what names of media end: `times`.
    Medium,
    /// Of no class that names are made of; a capital at the start of a sentence makes none of it: `the`.
    Function,
    /// With what the names of events, works, laws and places end: `festival`.
    Event,
    /// Those of them that name places: `beach`.
    Ground,
    /// With what names of storms, works of engineering and the like begin: `operation`.
    Work,
    /// A body that a country has one of, so that the bare word names it: `parliament`.
    Unique,
    /// An organ that its country and this noun name: `navy`.
    Organ,
    /// A part of a country's land: `coast`.
    Land,
    /// A word of the names of organs that tells of no place: `supreme`.
    Official,
    /// What is said of more than one country: `european`.
    Beyond,
    /// What a medium does that asks: `interviewed`.
    Asks,
    /// What one writes on a platform: `post`.
    Post,
    /// How money gets to somebody who pays nothing for it: `give`.
    Give,
    /// How one looks into something: `investigate`.
    Probe,
    /// How a complaint is made: `file`.
    File,
    /// Who is thought well of: `hero`.
    Honour,
    /// Before what courts and inquiries bring somebody: `trial`.
    Case,
    /// Who is at the head of a town or province alone: `mayor`.
    Local,
    /// Who somebody is to another by birth or marriage: `widow`.
    Kin,
}

/// The classes by word.
#[derive(Debug, Default)]
pub struct Senses {
    by_word: FxHashMap<Box<str>, Vec<Sense>>,
}

impl Senses {
    /// Adds the rows of a table: `word class`. A word may be of several classes.
    ///
    /// # Errors
    /// A line is malformed.
    pub fn add(&mut self, file: &str, text: &str) -> Result<(), TableError> {
        for row in rows(file, text, &["word", "class"])? {
            let sense = serde_json::from_value(serde_json::Value::String(row.cell(1).to_owned()))
                .map_err(|_| row.error(format!("unknown class {:?}", row.cell(1))))?;
            self.by_word.entry(row.cell(0).into()).or_default().push(sense);
        }
        Ok(())
    }

    /// True if a woman is called so, false if a man, by a title in lower case: `mrs.`, `spokeswoman`; none if it
    /// does not tell.
    pub fn womans_title(&self, title: &str) -> Option<bool> {
        let word = title.trim_end_matches('.');
        if self.is(word, Sense::Woman) || word.ends_with("woman") {
            Some(true)
        } else {
            (self.is(word, Sense::Man) || word.ends_with("man") && word.len() > 5).then_some(false)
        }
    }

    /// True if the word, in lower case, is of the class.
    pub fn is(&self, word: &str, sense: Sense) -> bool {
        self.by_word.get(word).is_some_and(|senses| senses.contains(&sense))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sorted() {
        let text = include_str!("../../data/senses.tsv");
        let keys: Vec<_> = text.lines().skip(1).map(|l| l.split('\t').take(2).collect::<Vec<_>>()).collect();
        assert!(keys.is_sorted(), "{:?}", keys.windows(2).find(|pair| pair[0] > pair[1]));
    }

    #[test]
    fn bad_rows_are_named() {
        let error = Senses::default().add("s.tsv", "word\tclass\nfinal\tend\n").unwrap_err();
        assert_eq!(error.file, "s.tsv");
    }
}
