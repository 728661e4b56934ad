//! Actors (nodes) and the mentions that lead to them.

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::text::Span;

/// Stable id of an actor: `country:SYR`, `person:fuad-hussein`, `group:islamic-state`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ActorId(pub String);

impl fmt::Display for ActorId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The three kinds of nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActorKind {
    /// A named individual.
    Person,
    /// A state or territory with an ISO 3166-1 code (also Kosovo, XKX).
    Country,
    /// Everything else that acts as a body.
    Group,
}

/// The finer kind of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupKind {
    /// Ministry, parliament, army, court, office of a leader.
    Government,
    /// UN, NATO, EU and their parts.
    International,
    /// Militia, rebel or terrorist organisation.
    Armed,
    /// Political party or movement.
    Party,
    /// Company.
    Company,
    /// Newspaper, agency, broadcaster.
    Media,
    /// Ethnic or religious community, `Syrian Kurds`.
    People,
    /// City or region that acts.
    Region,
    /// Any other body.
    Other,
}

/// A node of the graph.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// Stable id.
    pub id: ActorId,
    /// Person, country or group.
    pub kind: ActorKind,
    /// Finer kind, for groups.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub subtype: Option<GroupKind>,
    /// Canonical name.
    pub name: String,
    /// Other names by which texts call it (no pronouns, no role nouns), sorted.
    pub aliases: Vec<String>,
    /// ISO 3166-1 alpha-3 code, for countries.
    pub iso3: Option<String>,
    /// Wikidata id, where it is sure: `Q858`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub wikidata: Option<String>,
    /// How often texts mention it, all forms counted.
    pub mentions: usize,
    /// Those whom a roll-up counts for this actor, sorted: its officials and organs.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub rolled_up: Vec<ActorId>,
}

impl Actor {
    /// Joins another view of the same actor: of the names, that of more words wins for people, then that
    /// which is mentioned more; the other becomes an alias.
    pub fn absorb(&mut self, mut other: Self) {
        let words = |actor: &Self| {
            let full = actor.kind == ActorKind::Person && actor.name.contains(' ');
            (full, actor.mentions, actor.name.len())
        };
        let swap = (words(&other), &self.name) > (words(self), &other.name);
        if swap {
            std::mem::swap(&mut self.name, &mut other.name);
        }
        self.aliases.push(other.name);
        self.aliases.append(&mut other.aliases);
        self.aliases.sort();
        self.aliases.dedup();
        self.aliases.retain(|alias| *alias != self.name);
        self.mentions = self.mentions.saturating_add(other.mentions);
        self.subtype = self.subtype.into_iter().chain(other.subtype).min();
        self.wikidata = self.wikidata.take().into_iter().chain(other.wikidata).min();
    }
}

/// How words mean an actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MentionForm {
    /// `Fuad Hussein`, `Syria`.
    Name,
    /// `Iraqi`, `Israelis`.
    Demonym,
    /// `Damascus said`: a seat stands for its state.
    Metonym,
    /// `the Syrian official`, `the two countries`.
    Nominal,
    /// `he`, `they`, `its`.
    Pronoun,
}

/// Why a mention was given its actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Its own name introduced the actor, or equals the actor's name.
    SameName,
    /// Listed in a table of names, demonyms or metonyms.
    Table,
    /// A person's surname, or another part of a longer name.
    PartOfName,
    /// Acronym or short form introduced in the text.
    Acronym,
    /// Role noun that fits one actor: `the Iraqi foreign minister`.
    RoleNoun,
    /// Pronoun and the last fitting actor in focus.
    Pronoun,
    /// Last two parties in focus: `the two sides`.
    Plural,
    /// `here` and other words for the dateline's place.
    Dateline,
}

impl Reason {
    /// True if the link rests on coreference, not on the words of the mention.
    pub const fn is_coreference(self) -> bool {
        matches!(self, Self::RoleNoun | Self::Pronoun | Self::Plural)
    }
}

/// Words in a text that mean one actor, or several (`the two countries`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// Index of the sentence.
    pub sentence: usize,
    /// Its tokens in that sentence, half-open.
    pub tokens: Range<usize>,
    /// The token that heads it in the tree; the one that relations attach to.
    pub head: usize,
    /// Bytes of the document's text.
    pub span: Span,
    /// How the words mean the actor.
    pub form: MentionForm,
    /// Indexes into [`Resolution::actors`]; one, or several for a plural.
    pub actors: Vec<usize>,
    /// Why.
    pub reason: Reason,
    /// True where the actor is merely a place here: `troops in Syria`, `born in Kenya`.
    pub place: bool,
}

/// A role that the text itself gives: `Iraqi Prime Minister Mohammed Shia' al-Sudani`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Role {
    /// Index of the member in [`Resolution::actors`].
    pub member: usize,
    /// Index of the country or body that it belongs to.
    pub of: usize,
    /// The role as written (`Prime Minister`), or `organ` for a part of a state or body.
    pub role: String,
    /// `former`, `ex-`, `late`, `ousted`.
    pub former: bool,
    /// Index of the sentence that says so.
    pub sentence: usize,
    /// The words that say so.
    pub span: Span,
    /// The member's and the body's words.
    pub member_span: Span,
    /// The words of the body; equal to `span` if it is only understood.
    pub of_span: Span,
    /// How sure that is, 0 to 1.
    pub confidence: f32,
}

impl Role {
    /// How sure a role is that a title states, where nothing weighs it.
    pub const STATED: f32 = 0.9;
}

/// Who is who in one document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Resolution {
    /// The actors, in the order of their first mention.
    pub actors: Vec<Actor>,
    /// How surely each of them is a party of the text, 0 to 1.
    pub parties: Vec<f32>,
    /// All mentions, ordered by sentence and position; they may nest (`Iraqi Foreign Ministry`).
    pub mentions: Vec<Mention>,
    /// Roles that titles, appositions and names themselves state.
    pub roles: Vec<Role>,
    /// Titles before or after people's names, with or without a state or body beside them: index of
    /// the actor, words in lower case.
    pub titles: Vec<(usize, String)>,
    /// Those of whom a title tells whether they are women (`Mrs`, true) or men: index of the actor.
    pub women: Vec<(usize, bool)>,
}

impl Resolution {
    /// True if the actor is more likely than not a party of the text; true for one that nothing weighed.
    pub fn is_likely_party(&self, actor: usize) -> bool {
        self.parties.get(actor).is_none_or(|&chance| chance >= 0.5)
    }

    /// Takes out the actors that are not `kept`, with their mentions, roles and titles.
    pub fn retain(&mut self, kept: &[bool]) {
        let mut next = 0;
        let index: Vec<Option<usize>> = (0..self.actors.len())
            .map(|actor| {
                let stays = kept.get(actor).copied().unwrap_or(true);
                next += usize::from(stays);
                stays.then(|| next - 1)
            })
            .collect();
        let new = |old: usize| index.get(old).copied().flatten();
        let mut stays = index.iter().map(Option::is_some);
        self.actors.retain(|_| stays.next().unwrap_or(true));
        let mut stays = index.iter().map(Option::is_some);
        self.parties.retain(|_| stays.next().unwrap_or(true));
        for mention in &mut self.mentions {
            mention.actors = mention.actors.iter().filter_map(|&actor| new(actor)).collect();
        }
        self.mentions.retain(|mention| !mention.actors.is_empty());
        self.roles.retain(|role| new(role.member).is_some() && new(role.of).is_some());
        for role in &mut self.roles {
            (role.member, role.of) =
                (new(role.member).unwrap_or(role.member), new(role.of).unwrap_or(role.of));
        }
        self.titles.retain(|(actor, _)| new(*actor).is_some());
        self.women.retain(|(actor, _)| new(*actor).is_some());
        let titled = self.titles.iter_mut().map(|(actor, _)| actor);
        for actor in titled.chain(self.women.iter_mut().map(|(actor, _)| actor)) {
            *actor = new(*actor).unwrap_or(*actor);
        }
    }
}
