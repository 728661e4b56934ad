//! Floor 1: the tables of `data/` as typed look-ups. Experts edit the tables, not the code.
//!
//! Every table is a TSV file with a header row; `data/README.md` gives columns and sources.

mod bodies;
mod countries;
mod cues;
mod events;
#[cfg(test)]
mod examples;
mod fold;
mod frames;
mod groups;
mod leaders;
mod offices;
mod people;
mod phrases;
mod places;
mod plover;
mod tsv;
mod words;

use std::sync::LazyLock;

pub use bodies::{Bodies, Body};
pub use countries::{Countries, Country, CountryForm};
pub use cues::{CueEntry, CueRole, Cues};
pub use events::Events;
pub use fold::{fold, slug};
pub use frames::{Frame, FrameKind, FramePos, Frames, Slot};
pub use groups::{Group, Groups};
pub use leaders::Leaders;
pub use offices::{Office, OfficeKind, Offices};
pub use people::People;
pub use phrases::{Phrases, straight, words as phrase_words};
pub use places::Places;
pub use plover::{Plover, PloverEntry, Quad};
pub use words::{VerbForms, WordEntry, Words};

use crate::error::TableError;

/// All tables that the stages use.
#[derive(Debug)]
pub struct Tables {
    /// States and territories: names, demonyms, seats.
    pub countries: Countries,
    /// Organisations, armed groups, parties, media, government bodies, peoples.
    pub groups: Groups,
    /// Offices, ranks, honorifics, professions before or after a person's name.
    pub offices: Offices,
    /// Nouns that end the names of bodies (`Ministry`) or stand for them (`government`).
    pub bodies: Bodies,
    /// Given names and surname particles.
    pub people: People,
    /// Heads of state and government by surname.
    pub leaders: Leaders,
    /// Cities and regions that are no country.
    pub places: Places,
    /// Common words with their parts of speech and lemmas.
    pub words: Words,
    /// Relation verbs, nouns, adjectives with who is holder and who target.
    pub frames: Frames,
    /// Words that name an event without a stance.
    pub events: Events,
    /// Light and lifting verbs, speech verbs, negation and modality words.
    pub cues: Cues,
    /// PLOVER categories: quad class, score, CAMEO roots.
    pub plover: Plover,
}

static BUNDLED: LazyLock<Result<Tables, TableError>> = LazyLock::new(|| {
    let mut words = Words::parse("data/words.tsv", include_str!("../../data/words.tsv"))?;
    let frames = Frames::parse("data/relations.tsv", include_str!("../../data/relations.tsv"))?;
    let cues = Cues::parse("data/cues.tsv", include_str!("../../data/cues.tsv"))?;
    let events = Events::parse("data/events.tsv", include_str!("../../data/events.tsv"))?;
    // The dictionary knows every verb that relations rest on.
    let relation_verbs = frames.iter().filter(|f| f.pos == FramePos::Verb).map(|f| f.lemma.as_str());
    let event_verbs = events.iter().filter(|(_, pos)| *pos == FramePos::Verb).map(|(lemma, _)| lemma);
    for verb in relation_verbs.chain(cues.verbs()).chain(event_verbs) {
        let verb = verb.split(' ').next().unwrap_or(verb);
        if words.get(verb).is_none_or(|entry| entry.verb.is_none()) {
            words.add_verb(verb, &[]);
        }
    }
    for frame in frames.iter().filter(|f| !f.lemma.contains([' ', '-'])) {
        match frame.pos {
            FramePos::Noun => words.add_noun(&frame.lemma),
            FramePos::Adj => words.add_adjective(&frame.lemma),
            FramePos::Verb => {}
        }
    }
    Ok(Tables {
        countries: Countries::parse("data/countries.tsv", include_str!("../../data/countries.tsv"))?,
        groups: Groups::parse("data/groups.tsv", include_str!("../../data/groups.tsv"))?,
        offices: Offices::parse("data/offices.tsv", include_str!("../../data/offices.tsv"))?,
        bodies: Bodies::parse("data/bodies.tsv", include_str!("../../data/bodies.tsv"))?,
        leaders: Leaders::parse("data/leaders.tsv", include_str!("../../data/leaders.tsv"))?,
        people: People::parse("data/people.tsv", include_str!("../../data/people.tsv"))?,
        places: Places::parse("data/places.tsv", include_str!("../../data/places.tsv"))?,
        words,
        frames,
        events,
        cues,
        plover: Plover::parse("data/plover.tsv", include_str!("../../data/plover.tsv"))?,
    })
});

impl Tables {
    /// The tables that the program carries, parsed once.
    ///
    /// # Errors
    /// A table of `data/` has a bad line; the tests keep this from being released.
    pub fn bundled() -> Result<&'static Tables, &'static TableError> {
        BUNDLED.as_ref()
    }
}
