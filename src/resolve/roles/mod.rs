//! Roles that titles, appositions, possessives and copulas state: `Iraqi Prime Minister X`,
//! `X, the chief of Y,`, `X is the leader of Y`.

mod phrases;
mod states;
mod titles;

pub(super) use states::{adopt, regimes};

use std::ops::Range;

use super::cast::Cast;
use super::page::Page;
use crate::tables::{OfficeKind, Sense, Tables};
use crate::types::{ActorKind, GroupKind, MentionForm, NameKind, Reason, Role, Upos, ZoneKind};

/// The longest apposition that is read, in tokens.
const REACH: usize = 22;

/// A title in the text.
#[derive(Debug, Clone)]
struct Title {
    tokens: Range<usize>,
    kind: OfficeKind,
    /// True for ambassadors and envoys, whose `to` names the receiver.
    envoy: bool,
    former: bool,
    /// True for `presidents`, which several names may follow.
    plural: bool,
}

/// A body found beside a title.
struct Owner {
    actor: usize,
    tokens: Range<usize>,
    /// True for `Iraqi`, `Iraq's`.
    country: bool,
}

/// People with an office of some state that the text does not name: filled in later.
pub(super) type Open = Vec<(usize, usize, Range<usize>, Range<usize>)>;

/// Finds the roles of all people by name; returns the offices that name no state.
pub(super) fn find(page: &Page<'_>, cast: &mut Cast) -> Open {
    let mut open = Open::new();
    for s in 0..page.sentences.len() {
        let mut shared: Option<Shared> = None;
        for name in page.names(s) {
            if name.kind != NameKind::Person {
                continue;
            }
            let tokens = name.tokens.clone();
            let Some(member) = cast
                .named_at(s, tokens.start)
                .and_then(|m| cast.mentions[m].actors.first().copied())
                .filter(|&a| cast.parts[a].kind == ActorKind::Person)
            else {
                continue;
            };
            let mut finder = Finder { page, cast, s, member, name: tokens.clone(), open: &mut open };
            match shared.take().filter(|shared: &Shared| follows(page, s, shared.end, tokens.start)) {
                Some(mut earlier) => {
                    finder.share(&earlier);
                    earlier.end = tokens.end;
                    shared = Some(earlier);
                }
                None => shared = finder.before(tokens.start),
            }
            // In a headline, what follows a comma is mostly another party.
            if page.sentences.get(s).is_some_and(|sentence| sentence.zone != ZoneKind::Headline) {
                finder.after(tokens.end);
            }
        }
    }
    open
}

/// A plural title with the bodies before it, for each of the names that follow it.
#[derive(Debug, Clone)]
struct Shared {
    title: Title,
    owners: Vec<(usize, Range<usize>)>,
    /// The end of the last name.
    end: usize,
}

/// True for words that say that an office is no longer held.
fn is_former(word: &str, tables: &Tables) -> bool {
    tables.senses.is(word, Sense::Past) || word.starts_with("ex-") || word.starts_with("then-")
}

/// True if only commas, `and`, brackets and places stand between two names of a list.
fn follows(page: &Page<'_>, s: usize, end: usize, start: usize) -> bool {
    let mut depth = 0_usize;
    start.saturating_sub(end) <= 9
        && (end..start).all(|i| {
            let word = page.word(s, i);
            match word {
                "(" => depth += 1,
                ")" => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth > 0
                || matches!(word, "," | "and" | "&" | "or" | ")" | "of" | "from" | "for")
                || page.name_at(s, i).is_some_and(|n| n.kind != NameKind::Person)
        })
}

struct Finder<'a, 'p, 'c> {
    page: &'a Page<'p>,
    cast: &'c mut Cast,
    s: usize,
    member: usize,
    name: Range<usize>,
    open: &'c mut Open,
}

impl Finder<'_, '_, '_> {
    fn word(&self, i: usize) -> &str {
        self.page.word(self.s, i)
    }

    /// Gives one more name of a list its title.
    fn share(&mut self, shared: &Shared) {
        self.remember(&shared.title);
        for (of, tokens) in &shared.owners {
            self.push(*of, &shared.title.tokens, tokens, shared.title.former);
        }
        let capital = self.word(shared.title.tokens.start).starts_with(char::is_uppercase);
        if shared.owners.is_empty() && shared.title.kind == OfficeKind::State && capital {
            self.open.push((self.member, self.s, shared.title.tokens.clone(), self.name.clone()));
        }
    }

    /// Titles that end right before `end`, or before a comma there; a plural one is returned.
    fn before(&mut self, end: usize) -> Option<Shared> {
        let Some(title) = self.title_ending(end) else {
            // `Republican Ted Cruz`, `Labour's Jeremy Corbyn`, `leader of the Alpha Party Ana Diaz`
            self.without_title(end);
            self.listed_before(end);
            return None;
        };
        self.remember(&title);
        let owners = self.owners_before(&title);
        // `Former Chilean President`
        let first = owners.iter().map(|o| o.tokens.start).chain([title.tokens.start]).min().unwrap_or(0);
        let former = title.former
            || (first.saturating_sub(1)..title.tokens.start)
                .any(|i| is_former(&self.page.lower(self.s, i), self.page.tables));
        let title = Title { former, ..title };
        let found = !owners.is_empty();
        let listed = matches!(self.word(self.name.end), "," | "and" | "(" | "of" | "from");
        let shared = (title.plural && listed).then(|| Shared {
            title: title.clone(),
            owners: owners.iter().map(|o| (o.actor, o.tokens.clone())).collect(),
            end: self.name.end,
        });
        if title.plural && !listed && !self.word(title.tokens.start).starts_with(char::is_uppercase) {
            return None;
        }
        self.add(&title, owners);
        if !found {
            // `the commander of the Third Corps, General X`
            if self.listed_before(title.tokens.start) {
                return shared;
            }
            if self.of_country(&title) {
                return shared;
            }
            if self.house(&title) || title.kind == OfficeKind::Body && self.scene_owner(&title) {
                return shared;
            }
            // `the ministers, X of Peru and Y of Chile` are not of one state.
            let several = title.plural && self.word(title.tokens.start).starts_with(char::is_lowercase);
            if title.kind == OfficeKind::State && !several && !self.is_persons(&title) {
                self.open.push((self.member, self.s, title.tokens.clone(), self.name.clone()));
            }
        } else {
            self.listed_before(title.tokens.start);
        }
        shared
    }

    /// `Trump's lawyer`, `adviser to Prime Minister X`: the office of a person, not of a state.
    fn is_persons(&self, title: &Title) -> bool {
        let person = |i: usize| self.page.name_at(self.s, i).is_some_and(|n| n.kind == NameKind::Person);
        let mut before = title.tokens.start;
        if before > 0 && self.page.is_possessive(self.s, before - 1) {
            before -= 1;
        }
        let after = title.tokens.end;
        before > 0 && person(before - 1)
            || matches!(self.word(after), "to" | "of" | "for") && (after + 1..after + 6).any(person)
    }

    /// `President X of Serbia`: the state stands behind the name.
    fn of_country(&mut self, title: &Title) -> bool {
        let page = self.page;
        if title.kind != OfficeKind::State || page.word(self.s, self.name.end) != "of" {
            return false;
        }
        let mut at = self.name.end + 1;
        if page.word(self.s, at) == "the" {
            at += 1;
        }
        let Some(name) = page.name_at(self.s, at).filter(|n| n.kind == NameKind::Country) else {
            return false;
        };
        let tokens = name.tokens.clone();
        let Some(owner) = self.owner(&tokens) else { return false };
        self.push(owner.actor, &title.tokens, &tokens, title.former);
        true
    }

    /// `House Speaker X`, `Speaker of the House X`: the title itself names the chamber.
    fn house(&mut self, title: &Title) -> bool {
        let page = self.page;
        let of = title.tokens.clone().find(|&i| page.word(self.s, i) == "House");
        let Some(house) = of.filter(|_| self.cast.knows_country("USA")) else { return false };
        let Some(group) = page.tables.groups.get("U.S. House of Representatives") else { return false };
        let of = self.cast.listed_group(group);
        let tokens = house..house + 1;
        self.cast.mention(page, (self.s, tokens.clone()), house, of, (MentionForm::Name, Reason::Table));
        self.push(of, &title.tokens, &tokens, title.former);
        true
    }

    /// `At the White House, spokesman X`; `Secretary-General X` where the UN was named.
    fn scene_owner(&mut self, title: &Title) -> bool {
        let page = self.page;
        let words = page.text(self.s, &title.tokens).to_lowercase();
        if words.starts_with("secretary") && words.ends_with("general") {
            let Some(un) = page.tables.groups.get("United Nations").filter(|g| self.cast.has_group(&g.slug))
            else {
                return false;
            };
            let of = self.cast.listed_group(un);
            self.push(of, &title.tokens, &title.tokens.clone(), title.former);
            return true;
        }
        if !words.starts_with("spokes") || title.tokens.start > 7 {
            return false;
        }
        let scene = page
            .names(self.s)
            .iter()
            .rfind(|name| name.tokens.end <= title.tokens.start && name.kind == NameKind::Organisation);
        let Some(tokens) = scene.map(|name| name.tokens.clone()) else { return false };
        let opens = matches!(page.lower(self.s, 0).as_ref(), "at" | "from" | "in");
        match self.owner(&tokens).filter(|_| opens) {
            Some(owner) => {
                self.push(owner.actor, &title.tokens, &tokens, title.former);
                true
            }
            None => false,
        }
    }

    fn add(&mut self, title: &Title, owners: Vec<Owner>) {
        if matches!(title.kind, OfficeKind::Honorific) {
            return;
        }
        for owner in owners {
            let kind = self.cast.parts[owner.actor].subtype;
            if owner.country && title.kind == OfficeKind::Profession {
                continue;
            }
            if kind == Some(GroupKind::Media) && title.kind == OfficeKind::State {
                continue;
            }
            if kind == Some(GroupKind::People) {
                continue;
            }
            self.push(owner.actor, &title.tokens, &owner.tokens, title.former);
        }
    }

    fn push(&mut self, of: usize, title: &Range<usize>, owner: &Range<usize>, former: bool) {
        let page = self.page;
        let member_span = page.span(self.s, &self.name);
        let title_span = page.span(self.s, title);
        let of_span = page.span(self.s, owner);
        // `Hungary's Orbán` tells no office; `Republican Ted Cruz` is one of them.
        let bare = title == owner && self.cast.parts[of].subtype != Some(GroupKind::Party);
        let mut role = if bare { String::new() } else { page.text(self.s, title).to_owned() };
        if role.len() > 80 {
            role = "of".to_owned();
        }
        self.cast.role(Role {
            member: self.member,
            of,
            role,
            former,
            sentence: self.s,
            span: member_span.join(title_span).join(of_span),
            member_span,
            of_span,
            confidence: Role::STATED,
        });
    }

    /// Keeps the office for later: `the foreign minister said`.
    fn remember(&mut self, title: &Title) {
        let text = self.page.text(self.s, &title.tokens).to_lowercase();
        if title.kind == OfficeKind::Honorific {
            return;
        }
        let offices = &mut self.cast.parts[self.member].offices;
        if !offices.contains(&text) {
            offices.push(text);
        }
    }

    /// `Republican Ted Cruz`, `Russia's Sergei Lavrov`, `Labour's X`: a body right before the name.
    fn without_title(&mut self, end: usize) {
        let Some(mut before) = end.checked_sub(1) else { return };
        let possessive = self.page.is_possessive(self.s, before);
        if possessive {
            let Some(more) = before.checked_sub(1) else { return };
            before = more;
        }
        let Some(name) = self.page.name_at(self.s, before) else { return };
        let fits = match name.kind {
            NameKind::Party => true,
            NameKind::Country | NameKind::Organisation => possessive,
            _ => false,
        };
        let tokens = name.tokens.clone();
        if fits && let Some(owner) = self.owner(&tokens) {
            self.push(owner.actor, &tokens, &tokens, false);
        }
    }

    /// `the head of X, Ana Diaz`; `Syria's foreign minister, Ana Diaz`: what stands before `end`
    /// (after a comma) and holds a title.
    fn listed_before(&mut self, end: usize) -> bool {
        let Some(mut stop) = end.checked_sub(1) else { return false };
        if self.word(stop) == "," {
            // Only a phrase that this name explains: `, X,` or `, X` before a verb.
        } else if self.page.name_at(self.s, stop).is_some_and(|n| n.kind != NameKind::Person) {
            stop = end;
        } else {
            return false;
        }
        // Back to where the phrase starts.
        let mut from = stop;
        while from > 0 && stop - from < 14 {
            let before = from - 1;
            let word = self.word(before);
            let name = self.page.name_at(self.s, before);
            if name.is_some_and(|n| n.kind == NameKind::Person)
                || matches!(word, "," | ";" | ":" | "." | "\"" | "“" | "”" | "(" | ")" | "and" | "that" | "—")
                || name.is_none()
                    && matches!(self.page.upos(self.s, before), Upos::Verb | Upos::Aux | Upos::Sconj)
            {
                break;
            }
            from = before;
        }
        // `Silenced by Labour, Ana Diaz left`
        self.page.lower(self.s, from) != "by" && self.describe(from..stop)
    }
}
