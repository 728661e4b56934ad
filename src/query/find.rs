//! Whom the asker means.

use serde::Serialize;
use thiserror::Error;

use crate::error::SourceError;
use crate::graph::{Candidate, Filter, Fit, Kind, Source, Voice};
use crate::tables::{CountryForm, OfficeKind, Sense, Tables};
use crate::types::{Actor, ActorId, ActorKind, Tie};

/// So many candidates are listed.
const LISTED: usize = 10;

/// So many are compared.
const COMPARED: usize = 256;

/// Of several with one name, one mentioned so many times as often as all others together is meant.
pub const FAMOUS: usize = 10;

/// A name that means nobody, or several.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum NameError {
    /// Nobody has such a name.
    #[error("no actor is called {name:?}{}", nearest(.near))]
    Unknown {
        /// What was asked for.
        name: String,
        /// Those whose names resemble it.
        near: Vec<Candidate>,
    },
    /// Several actors may be meant, all equally well; or one, of whom the name says too little.
    #[error("{name:?} may mean {}; ask by id:{}", several(.candidates), list(.candidates))]
    Ambiguous {
        /// What was asked for.
        name: String,
        /// Whom it may mean, those mentioned most first.
        candidates: Vec<Candidate>,
    },
    /// The source cannot be read.
    #[error(transparent)]
    Source(#[from] SourceError),
}

fn nearest(near: &[Candidate]) -> String {
    if near.is_empty() {
        return "; `demarche query actors GRAPH` lists all".to_owned();
    }
    format!("; the nearest names are:{}", list(near))
}

fn several(candidates: &[Candidate]) -> &'static str {
    if candidates.len() == 1 {
        "an actor of whom it is not known whether the title fits"
    } else {
        "several actors"
    }
}

fn list(candidates: &[Candidate]) -> String {
    let kind = |kind: ActorKind| match kind {
        ActorKind::Person => "person",
        ActorKind::Country => "country",
        ActorKind::Group => "group",
    };
    let line = |c: &Candidate| {
        let actor = &c.actor;
        let also = if c.name == actor.name || c.fit == Fit::Id {
            String::new()
        } else {
            format!(", also “{}”", c.name)
        };
        let mentions = match actor.mentions {
            1 => "1 mention".to_owned(),
            n => format!("{n} mentions"),
        };
        format!("\n  {}  {} ({}, {mentions}{also})", actor.id, actor.name, kind(actor.kind))
    };
    candidates.iter().map(line).collect()
}

/// The one actor that a name or id means: an id goes before a name, a name before another of an
/// actor's names, these before a part of a name, this before another spelling. Of several, one who has
/// [`FAMOUS`] times the mentions of all others together is meant; of those whom texts call by nothing but a
/// surname, who may be the very same, it is enough to be mentioned as often as they are. A title before a
/// name (`President Obama`) may be left out, where nobody is called so with it: then those come first of whom
/// the graph tells such an office; `Mrs` is no man, as far as given names and offices tell. A country is known by
/// all its names, though no text here has them, and by its code of two letters (`FR`) where nobody is called so.
///
/// # Errors
/// Nobody is called so, or several are; or the source cannot be read.
pub fn find(source: &dyn Source, name: &str) -> Result<Asked, NameError> {
    let (mut found, mut remark) = (source.named(name, COMPARED)?, None);
    if found.first().is_none_or(|c| c.fit > Fit::Alias)
        && let Some(country) = country(source, name, means(&found))?
    {
        found = vec![country];
    }
    if !means(&found)
        && let Some(titled) = Titled::of(name)
    {
        let bearers = source.named(titled.bare, COMPARED)?;
        if means(&bearers) {
            (found, remark) = titled.of_title(source, bearers)?;
        }
    }
    if !means(&found) {
        return Err(NameError::Unknown { name: name.to_owned(), near: list_of(found) });
    }
    choose(name, found, remark)
}

/// The country of the graph that has this name in the tables, or, unless somebody else is `called` so, this code.
fn country(source: &dyn Source, name: &str, called: bool) -> Result<Option<Candidate>, SourceError> {
    let Ok(tables) = Tables::bundled() else { return Ok(None) };
    let countries = &tables.countries;
    let named =
        countries.get(name.trim()).filter(|(_, form)| *form == CountryForm::Name).map(|(known, _)| known);
    let known = named.or_else(|| countries.by_iso2(name.trim()).filter(|_| !called));
    let Some(id) = known.map(|known| ActorId(format!("country:{}", known.iso3))) else { return Ok(None) };
    Ok(source.actor(&id)?.map(|actor| Candidate { actor, name: name.trim().to_owned(), fit: Fit::Alias }))
}

/// The voice that a name means: an actor, or `text` for what texts say themselves; and what the asker should be
/// told.
///
/// # Errors
/// As for [`find`].
pub fn voice(source: &dyn Source, name: &str) -> Result<(Voice, Option<String>), NameError> {
    if name == "text" {
        return Ok((Voice::Text, None));
    }
    let asked = find(source, name)?;
    let told = asked.note();
    Ok((Voice::Actor(asked.candidate.actor.id), told))
}

/// The one of several who is meant.
fn choose(name: &str, found: Vec<Candidate>, remark: Option<String>) -> Result<Asked, NameError> {
    let (bare, mut known): (Vec<Candidate>, Vec<Candidate>) =
        found.into_iter().partition(|c| is_bare(&c.actor.id));
    let bare = if known.is_empty() { std::mem::replace(&mut known, bare) } else { bare };
    let mentions = |all: &[Candidate]| all.iter().map(|c| c.actor.mentions).fold(0, usize::saturating_add);
    let others = known.split_off(known.len().min(1));
    let Some(candidate) = known.pop() else {
        return Err(NameError::Unknown { name: name.to_owned(), near: Vec::new() });
    };
    let own = candidate.actor.mentions;
    let all = mentions(&others).saturating_add(mentions(&bare));
    let famous = others.is_empty() || own >= mentions(&others).saturating_mul(FAMOUS).max(1);
    if !famous || own < mentions(&bare) {
        let mut candidates: Vec<Candidate> = std::iter::once(candidate).chain(others).chain(bare).collect();
        candidates.sort_by_key(|c| std::cmp::Reverse(c.actor.mentions));
        return Err(NameError::Ambiguous { name: name.to_owned(), candidates: list_of(candidates) });
    }
    let hardly = own >= all.saturating_mul(FAMOUS);
    let others = others.len() + bare.len();
    Ok(Asked { name: name.to_owned(), candidate, others, hardly, remark })
}

/// True for somebody of whom one text tells a surname alone.
fn is_bare(id: &ActorId) -> bool {
    id.0.contains('@')
}

/// True if somebody may be meant.
fn means(found: &[Candidate]) -> bool {
    found.first().is_some_and(|c| !matches!(c.fit, Fit::Near(_)))
}

fn list_of(mut found: Vec<Candidate>) -> Vec<Candidate> {
    found.truncate(LISTED);
    found
}

/// How a title and what is known of somebody go together.
#[derive(Clone, Copy, PartialEq)]
enum Sex {
    Same,
    /// One of the two does not tell.
    Untold,
    Other,
}

/// A name behind a title: `President Obama`.
struct Titled<'n> {
    name: &'n str,
    /// `President`, as it is asked.
    title: &'n str,
    /// The name without it.
    bare: &'n str,
    /// The office, if it is one and not `Mr`.
    office: Option<&'static str>,
    /// True if a woman is called so, false if a man.
    womans: Option<bool>,
    /// The country before the title: `German President X`.
    country: Option<ActorId>,
}

impl<'n> Titled<'n> {
    fn of(name: &'n str) -> Option<Self> {
        let tables = Tables::bundled().ok()?;
        let words = lower(name);
        let name = name.trim();
        // `former President X`, `U.S. President X`: which of them says nothing of the name.
        let written: Vec<&str> = name.split_whitespace().collect();
        let past = usize::from(words.first().is_some_and(|word| tables.senses.is(word, Sense::Past)));
        let country = tables.countries.longest(|at| written.get(past + at).copied());
        let before = past + country.as_ref().map_or(0, |(length, ..)| *length);
        let office = |from: usize| tables.offices.longest(|at| words.get(from + at).map(String::as_str));
        let (before, (length, office, _)) = match office(before) {
            Some(found) => (before, found),
            None => (0, office(0)?),
        };
        let length = before + length;
        let mut bare = name;
        for _ in 0..length {
            bare = bare.split_once(char::is_whitespace)?.1.trim_start();
        }
        let title = name.strip_suffix(bare)?.trim_end();
        let womans = words.get(length.checked_sub(1)?).and_then(|last| tables.senses.womans_title(last));
        let office = (office.kind != OfficeKind::Honorific).then_some(office.name.as_str());
        let country = country
            .filter(|_| before > 0)
            .map(|(_, country, _)| ActorId(format!("country:{}", country.iso3)));
        (!bare.is_empty()).then_some(Self { name, title, bare, office, womans, country })
    }

    /// Those of the bearers of the name to whom the title belongs, the best known first, and what is to be told
    /// of it. Of a title of women or men, never somebody of the other sex; and of those of whom nothing tells
    /// it, only one whom the title tells from another.
    fn of_title(
        &self,
        source: &dyn Source,
        bearers: Vec<Candidate>,
    ) -> Result<(Vec<Candidate>, Option<String>), NameError> {
        let mut told = Vec::with_capacity(bearers.len());
        for candidate in &bearers {
            told.push(roles(source, &candidate.actor.id)?);
        }
        let of = |wanted: Sex| -> Vec<(&Candidate, &Vec<String>)> {
            let both = bearers.iter().zip(&told);
            both.filter(|(candidate, roles)| self.sex(&candidate.actor, roles) == wanted).collect()
        };
        let mut fitting = of(Sex::Same);
        // Whom the graph ties to other countries alone is no `German President`.
        if let Some(country) = &self.country {
            let mut told = false;
            let mut kept = Vec::with_capacity(fitting.len());
            for one in &fitting {
                let states = states(source, &one.0.actor.id)?;
                told |= !states.is_empty();
                kept.extend(states.contains(country).then_some(*one));
            }
            if told && kept.is_empty() {
                return Err(NameError::Unknown { name: self.name.to_owned(), near: list_of(bearers) });
            }
            if told {
                fitting = kept;
            }
        }
        if fitting.is_empty() {
            let (name, mut untold) = (self.name.to_owned(), of(Sex::Untold));
            if untold.iter().any(|(c, _)| !is_bare(&c.actor.id)) {
                untold.retain(|(c, _)| !is_bare(&c.actor.id));
            }
            let listed = |all: &[(&Candidate, _)]| list_of(all.iter().map(|(c, _)| (*c).clone()).collect());
            match untold.as_slice() {
                [] => return Err(NameError::Unknown { name, near: list_of(bearers) }),
                [(one, _)] if !of(Sex::Other).is_empty() => {
                    let remark =
                        format!("that “{}” fits is told nowhere, but no other may be meant", self.title);
                    return Ok((vec![(*one).clone()], Some(remark)));
                }
                several => return Err(NameError::Ambiguous { name, candidates: listed(several) }),
            }
        }
        let mut remark = None;
        if let Some(office) = self.office {
            let holds = |roles: &[String]| roles.iter().any(|role| holds(role, office));
            if fitting.iter().any(|(_, roles)| holds(roles)) {
                fitting.retain(|(_, roles)| holds(roles));
            } else {
                remark = Some(format!("nothing here tells of the office “{}”", self.title));
            }
        }
        let remark = remark.or_else(|| match bearers.len() - fitting.len() {
            0 => None,
            1 => Some(format!("“{}” leaves out another who is called so", self.title)),
            n => Some(format!("“{}” leaves out {n} others who are called so", self.title)),
        });
        Ok((fitting.into_iter().map(|(candidate, _)| candidate.clone()).collect(), remark))
    }

    /// Whether the title and the given name of an actor, else an office, are both a woman's, or both a man's;
    /// any other title goes with anybody.
    fn sex(&self, actor: &Actor, roles: &[String]) -> Sex {
        let Some(womans) = self.womans else { return Sex::Same };
        if actor.kind != ActorKind::Person {
            return Sex::Other;
        }
        let Ok(tables) = Tables::bundled() else { return Sex::Untold };
        let given = actor.name.split(' ').next().unwrap_or_default();
        let by_name = match (tables.people.is_womans(given), tables.people.is_mans(given)) {
            (false, false) => None,
            (a_womans, _) => Some(a_womans),
        };
        let by_role = || {
            let words = roles.iter().flat_map(|role| lower(role));
            words.filter_map(|word| tables.senses.womans_title(&word)).next()
        };
        match by_name.or_else(by_role) {
            None => Sex::Untold,
            Some(known) if known == womans => Sex::Same,
            Some(_) => Sex::Other,
        }
    }
}

fn lower(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_lowercase).collect()
}

/// The countries that somebody belongs to.
fn states(source: &dyn Source, id: &ActorId) -> Result<Vec<ActorId>, SourceError> {
    let filter = Filter { kinds: vec![Kind::Affiliation], ..Filter::default() };
    let links = source.links(id, &filter)?.into_iter().filter(|link| link.source == *id);
    Ok(links.map(|link| link.target).filter(|target| target.0.starts_with("country:")).collect())
}

/// What somebody is, or was, anywhere.
fn roles(source: &dyn Source, id: &ActorId) -> Result<Vec<String>, SourceError> {
    let filter = Filter { kinds: vec![Kind::Affiliation], ..Filter::default() };
    let links = source.links(id, &filter)?.into_iter().filter(|link| link.source == *id);
    Ok(links
        .filter_map(|link| match link.tie {
            Tie::Affiliation { role, .. } => Some(role),
            _ => None,
        })
        .collect())
}

/// True if a role has this office in it: `U.S. President` that of a president, `Vice President` not.
fn holds(role: &str, office: &str) -> bool {
    let Ok(tables) = Tables::bundled() else { return false };
    let words = lower(role);
    let mut at = 0;
    while at < words.len() {
        let found = tables.offices.longest(|n| words.get(at + n).map(String::as_str));
        match found {
            Some((_, known, _)) if known.name == office => return true,
            Some((length, ..)) => at += length.max(1),
            None => at += 1,
        }
    }
    false
}

/// A candidate and the question that it answers, for messages.
#[derive(Debug, Clone, Serialize)]
pub struct Asked {
    /// What was asked for.
    pub name: String,
    /// Who is meant.
    pub candidate: Candidate,
    /// How many others are called so, and mentioned less.
    pub others: usize,
    /// True if they are hardly mentioned: not a tenth as often, all together.
    pub hardly: bool,
    /// What a title before the name has to do with it, where that is not plain.
    pub remark: Option<String>,
}

impl Asked {
    /// What the asker should be told: that another spelling, or one of several, was taken.
    pub fn note(&self) -> Option<String> {
        let actor = &self.candidate.actor;
        let rarely = if self.hardly { "hardly mentioned" } else { "mentioned less" };
        let others = match self.others {
            0 if self.remark.is_some() || matches!(self.candidate.fit, Fit::Spelling(_)) => String::new(),
            0 => return None,
            1 => format!("; another is called so, and {rarely}"),
            n => format!("; {n} others are called so, and {rarely}"),
        };
        let remark = self.remark.as_ref().map(|remark| format!("; {remark}")).unwrap_or_default();
        Some(format!("taking {:?} for {} ({}){others}{remark}", self.name, actor.name, actor.id))
    }
}
