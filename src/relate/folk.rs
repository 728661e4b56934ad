//! Nouns of people who are not the party by whom a phrase names them, and those whom such nouns name.

use super::scene::{DEPTH, Scene};
use crate::tables::{CueRole, FramePos, Sense, Slot};
use crate::types::{Deprel, GroupKind, Upos};

impl Scene<'_> {
    /// True for a noun of people who do not act for those by whom the phrase names them: `critics of Iran`,
    /// `Syrian doctors`, `former OpenAI staff`.
    pub(super) fn are_folk(&self, phrase: usize) -> bool {
        // A former minister is a person, former ministers are no party.
        let several = !self.word(phrase).eq_ignore_ascii_case(self.lemma(phrase));
        self.upos(phrase) == Upos::Noun
            && (self.are_others(phrase)
                || several && self.are_the_others(phrase)
                || self.tables.cues.has(self.lemma(phrase), CueRole::Folk)
                || several && self.is_former(phrase))
    }

    /// `King Harun and other leaders`: who is on a list without a name.
    pub(super) fn are_the_others(&self, phrase: usize) -> bool {
        self.deprel(phrase) == Deprel::Conj
            && self.by_relation(phrase, &[Deprel::Amod]).any(|i| self.lemma(i) == "other")
    }

    /// `300 Indians`, `an American`: some of a people, not their state.
    pub(super) fn are_some(&self, demonym: usize) -> bool {
        let counted = |i: usize| {
            self.upos(i) == Upos::Num || matches!(self.lemma(i), "a" | "an" | "some" | "several" | "many")
        };
        let own = self.by_relation(demonym, &[Deprel::Nummod, Deprel::Det, Deprel::Amod]).any(counted);
        self.upos(demonym) != Upos::Adj && own
    }

    /// `a former minister`
    pub(super) fn is_former(&self, phrase: usize) -> bool {
        self.by_relation(phrase, &[Deprel::Amod, Deprel::Compound]).any(|i| self.means(i, Sense::Past))
    }

    /// True if the phrase is some of those whom `of` names: `one of the men`, `some of X's supporters`.
    pub(super) fn is_whole(&self, part: usize, of: usize) -> bool {
        let counts = matches!(self.upos(part), Upos::Num | Upos::Pron | Upos::Det)
            || self.upos(part) == Upos::Adj && self.lemma(part) == "several";
        counts && self.preposition(of) == "of" && !self.word(of).eq_ignore_ascii_case(self.lemma(of))
    }

    /// `a member of Congress`, `nine members of the team`: some of a body that bears no arms are not the body.
    pub(super) fn is_one_of(&self, noun: usize) -> bool {
        let counted = self.by_relation(noun, &[Deprel::Nummod, Deprel::Det, Deprel::Amod]).any(|i| {
            self.upos(i) == Upos::Num || matches!(self.lemma(i), "a" | "an" | "some" | "several" | "many")
        });
        let civil = |i: usize| {
            let actors = self.mention_at(i).map(|m| &self.mentions[m].actors);
            let mut kinds =
                actors.into_iter().flatten().filter_map(|&a| self.resolution.actors.get(a)?.subtype);
            kinds.any(|kind| {
                matches!(kind, GroupKind::Government | GroupKind::International | GroupKind::Company)
            })
        };
        self.upos(noun) == Upos::Noun
            && matches!(self.lemma(noun), "member" | "employee" | "staffer" | "worker" | "lawmaker")
            && counted
            && self.by_relation(noun, &[Deprel::Nmod]).any(|i| self.preposition(i) == "of" && civil(i))
    }

    /// True for a firm or paper that is no state's, though it is called by the name of one: `a French company`.
    pub(super) fn is_private(&self, noun: usize) -> bool {
        let body = self.tables.bodies.get(&self.word(noun).to_lowercase());
        let owned = |i: usize| self.lemma(i).starts_with("state") || self.lemma(i) == "national";
        body.is_some_and(|body| {
            matches!(body.kind, GroupKind::Company | GroupKind::Media)
                && !body.stands_for_state
                && !body.organ
        }) && !self.by_relation(noun, &[Deprel::Amod, Deprel::Compound]).any(owned)
    }

    /// True for a noun of people or of those who bear arms: `protesters`, `rebels`.
    pub(super) fn are_people(&self, phrase: usize) -> bool {
        let body = || self.tables.bodies.get(&self.word(phrase).to_lowercase()).is_some();
        self.are_folk(phrase) || body()
    }

    /// True for a noun of people who are known by what they hold of another: `critics`, `allies`.
    pub(super) fn are_others(&self, phrase: usize) -> bool {
        self.upos(phrase) == Upos::Noun
            && self
                .tables
                .frames
                .of(self.lemma(phrase), FramePos::Noun)
                .any(|frame| frame.holder.contains(&Slot::Described))
    }

    /// True for `leaders`, `two`.
    pub(super) fn is_of_several(&self, phrase: usize) -> bool {
        let several = !self.word(phrase).eq_ignore_ascii_case(self.lemma(phrase));
        self.upos(phrase) == Upos::Num || several && self.upos(phrase) == Upos::Noun
    }

    /// The first of those whom a noun of several names, with its mention.
    pub(super) fn examples(&self, phrase: usize) -> Vec<(usize, usize)> {
        // `its neighbours, particularly A`
        let named = |&i: &usize| i > phrase && self.by_relation(i, &[Deprel::Case]).next().is_none();
        let beside = self.by_relation(phrase, &[Deprel::Appos]).filter(named);
        let beside = beside.filter(|_| self.is_of_several(phrase));
        let mut out = self.told_examples(phrase);
        out.extend(beside.filter_map(|i| Some((i, self.mention_at(i)?))));
        out
    }

    /// Those of them whom `including`, `such as` or `like` names.
    pub(super) fn told_examples(&self, phrase: usize) -> Vec<(usize, usize)> {
        if !self.is_of_several(phrase) {
            return Vec::new();
        }
        let opens = |&i: &usize| {
            i > phrase && matches!(self.preposition(i).as_str(), "including" | "such as" | "like")
        };
        // `King Harun and other leaders, including X`
        let list = std::iter::successors(Some(phrase), |&at| {
            self.head(at).filter(|_| self.deprel(at) == Deprel::Conj)
        });
        let first = list.take(DEPTH).last().unwrap_or(phrase);
        let above = self.head(first).into_iter();
        let above = above.flat_map(|head| self.by_relation(head, &[Deprel::Obl, Deprel::Obj]));
        self.by_relation(phrase, &[Deprel::Nmod])
            .chain(above)
            .filter(opens)
            .filter_map(|i| Some((i, self.mention_at(i)?)))
            .collect()
    }
}
