//! Floor 0: the domain in plain types. No behaviour beyond what the values themselves say.
//!
//! The nouns follow the way of the data: a [`Document`] is cut into [`Sentence`]s, each gets an
//! [`Analysis`], [`Mention`]s lead to [`Actor`]s, and [`Relation`]s between actors carry
//! [`Evidence`].

mod actor;
mod analysis;
mod evidence;
mod relation;
mod sketch;
mod text;

pub use actor::{Actor, ActorId, ActorKind, GroupKind, Mention, MentionForm, Reason, Resolution, Role};
pub use analysis::{Analysis, Deprel, Name, NameKind, Upos, VerbForm, Word};
pub use evidence::{Cue, CueKind, EventDate, Evidence, Modality, Precision, Quote};
pub use relation::{
    Affiliation, Basis, Category, DocumentGraph, DocumentInfo, Edge, Event, Meeting, Mode, Polarity, Post,
    Relation, Stance, Status, Tie,
};
pub use sketch::Sketch;
pub use text::{DateFound, DateFrom, Document, Sentence, Span, Token, Zone, ZoneKind};
