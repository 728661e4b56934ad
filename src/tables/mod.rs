//! Floor 1: the tables of `data/` as typed look-ups. Experts edit the tables, not the code.
//!
//! Every table is a TSV file with a header row; `data/README.md` gives columns and sources.

mod bodies;
pub mod calendar;
mod countries;
mod cues;
mod events;
#[cfg(test)]
mod examples;
mod fold;
mod frames;
mod groups;
mod holders;
mod labels;
mod leaders;
mod offices;
mod outlines;
mod overlay;
mod pages;
mod people;
mod phrases;
mod places;
mod plover;
mod senses;
mod spelling;
mod tsv;
mod words;

use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use sha2::{Digest, Sha256};

pub use bodies::{Bodies, Body};
pub use countries::{Countries, Country, CountryForm};
pub use cues::{CueEntry, CueRole, Cues};
pub use events::Events;
pub use fold::{fold, is_invisible, slug};
pub use frames::{Frame, FrameKind, FramePos, Frames, Slot};
pub use groups::{Group, Groups, kind as group_kind};
pub use holders::{
    COLUMNS as HOLDER_COLUMNS, Holder, Holders, Kin, LegalForms, Nicknames, Term, Wikidata,
    keys as holder_keys,
};
pub use labels::Labels;
pub use leaders::Leaders;
pub use offices::{Office, OfficeKind, Offices};
pub use outlines::{MapPoint, Outline, outlines};
pub use pages::{LinePlace, PagePart, PageWords};
pub use people::People;
pub use phrases::{Phrases, straight, words as phrase_words};
pub use places::Places;
pub use plover::{Plover, PloverEntry, Quad};
pub use senses::{Sense, Senses};
pub(crate) use spelling::{Likeness, PersonName, bones, same_surname, sound, words};
pub use words::{VerbForms, WordEntry, Words};

use crate::error::TableError;
use overlay::{Sheet, Table};

/// All tables that the stages use.
#[derive(Debug, Default)]
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
    /// Who held which public office when.
    pub holders: Holders,
    /// Offices whose holders are called by each other's titles.
    pub kin: Kin,
    /// Wikidata ids of countries and bodies.
    pub wikidata: Wikidata,
    /// Short forms of given names.
    pub nicknames: Nicknames,
    /// `Co.`, `Ltd.`, `Inc.`
    pub legal_forms: LegalForms,
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
    /// Classes of words that decide in what sense a word beside them is meant.
    pub senses: Senses,
    /// Phrases and names of the parts of saved pages.
    pub pages: PageWords,
    /// Hash of the user's rows.
    overlay: Vec<u8>,
}

static BUNDLED: LazyLock<Result<Arc<Tables>, TableError>> = LazyLock::new(|| Tables::over(&[]).map(Arc::new));

/// The bundled tables as they are written.
const TEXTS: [&str; 20] = [
    include_str!("../../data/words.tsv"),
    include_str!("../../data/relations.tsv"),
    include_str!("../../data/cues.tsv"),
    include_str!("../../data/countries.tsv"),
    include_str!("../../data/groups.tsv"),
    include_str!("../../data/offices.tsv"),
    include_str!("../../data/bodies.tsv"),
    include_str!("../../data/people.tsv"),
    include_str!("../../data/leaders.tsv"),
    include_str!("../../data/places.tsv"),
    HOLDERS,
    OWN_HOLDERS,
    include_str!("../../data/kin.tsv"),
    include_str!("../../data/wikidata.tsv"),
    include_str!("../../data/nicknames.tsv"),
    include_str!("../../data/forms.tsv"),
    include_str!("../../data/events.tsv"),
    include_str!("../../data/plover.tsv"),
    include_str!("../../data/senses.tsv"),
    include_str!("../../data/pages.tsv"),
];

const HOLDERS: &str = include_str!("../../data/holders.tsv");
const OWN_HOLDERS: &str = include_str!("../../data/holders-own.tsv");

/// A bundled table.
macro_rules! bundled {
    ($table:expr, $name:literal) => {
        $table.add(concat!("data/", $name), include_str!(concat!("../../data/", $name)))?
    };
}

impl Tables {
    /// The bundled tables below the sheets of a user, whose rows come first.
    fn over(sheets: &[Sheet]) -> Result<Self, TableError> {
        let (mut words, mut frames, mut cues) = (Words::default(), Frames::default(), Cues::default());
        let (mut countries, mut groups) = (Countries::default(), Groups::default());
        let (mut offices, mut bodies) = (Offices::default(), Bodies::default());
        let (mut people, mut leaders, mut places) =
            (People::default(), Leaders::default(), Places::default());
        let (mut pages, mut senses, mut events) =
            (PageWords::default(), Senses::default(), Events::default());
        let (mut holders, mut kin, mut wikidata) = (Holders::default(), Kin::default(), Wikidata::default());
        let (mut nicknames, mut legal_forms) = (Nicknames::default(), LegalForms::default());
        for sheet in sheets {
            let (file, text) = (&sheet.file, &sheet.text);
            match sheet.table {
                Table::Countries => countries.overlay(file, text)?,
                Table::Groups => groups.overlay(file, text)?,
                Table::Offices => offices.add(file, text)?,
                Table::Bodies => bodies.add(file, text)?,
                Table::People => people.add(file, text)?,
                Table::Leaders => leaders.add(file, text)?,
                Table::Places => places.add(file, text)?,
                Table::Holders => holders.add(file, text)?,
                Table::Kin => kin.add(file, text)?,
                Table::Wikidata => wikidata.add(file, text)?,
                Table::Nicknames => nicknames.add(file, text)?,
                Table::Forms => legal_forms.add(file, text)?,
                Table::Words => words.add(file, text)?,
                Table::Relations => frames.overlay(file, text)?,
                Table::Cues => cues.add(file, text)?,
                Table::Pages => pages.add(file, text)?,
                Table::Senses => senses.add(file, text)?,
                Table::Events => events.add(file, text)?,
            }
        }
        bundled!(words, "words.tsv");
        bundled!(frames, "relations.tsv");
        bundled!(cues, "cues.tsv");
        bundled!(countries, "countries.tsv");
        bundled!(groups, "groups.tsv");
        bundled!(offices, "offices.tsv");
        bundled!(bodies, "bodies.tsv");
        bundled!(people, "people.tsv");
        bundled!(leaders, "leaders.tsv");
        bundled!(places, "places.tsv");
        bundled!(pages, "pages.tsv");
        holders.add_bundled("data/holders-own.tsv", OWN_HOLDERS);
        holders.add_bundled("data/holders.tsv", HOLDERS);
        bundled!(kin, "kin.tsv");
        bundled!(wikidata, "wikidata.tsv");
        bundled!(nicknames, "nicknames.tsv");
        bundled!(legal_forms, "forms.tsv");
        bundled!(senses, "senses.tsv");
        bundled!(events, "events.tsv");
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
        let plover = Plover::parse("data/plover.tsv", include_str!("../../data/plover.tsv"))?;
        let tables = Self {
            countries,
            groups,
            offices,
            bodies,
            people,
            leaders,
            holders,
            kin,
            wikidata,
            nicknames,
            legal_forms,
            places,
            words,
            frames,
            events,
            cues,
            plover,
            senses,
            pages,
            overlay: overlay::hash(sheets),
        };
        sheets.iter().try_for_each(|sheet| sheet.check(&tables))?;
        Ok(tables)
    }

    /// The bundled tables with the user's own rows before them: `paths` are folders with tables of
    /// the same names and columns as those of `data/`, or such tables (`groups.tsv`,
    /// `groups-mine.tsv`), the first of them first. `data/README.md` says what rows win.
    ///
    /// # Errors
    /// A path is no table or holds none, or a table has a bad line.
    pub fn with_overlays(paths: &[PathBuf]) -> Result<Arc<Self>, TableError> {
        let sheets = overlay::read(paths)?;
        if sheets.is_empty() { BUNDLED.clone() } else { Self::over(&sheets).map(Arc::new) }
    }

    /// Sixteen hex digits that change with any row, bundled or the user's.
    pub fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        for text in TEXTS {
            hash.update(text.len().to_le_bytes());
            hash.update(text);
        }
        hash.update(&self.overlay);
        hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }

    /// The tables that the program carries, parsed once.
    ///
    /// # Errors
    /// A table of `data/` has a bad line; the tests keep this from being released.
    pub fn bundled() -> Result<&'static Tables, &'static TableError> {
        BUNDLED.as_ref().map(Arc::as_ref)
    }
}
