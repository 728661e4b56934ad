//! Roles that titles, appositions, possessives and copulas state: `Iraqi Prime Minister X`,
//! `X, the chief of Y,`, `X is the leader of Y`.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::cast::Cast;
use super::page::Page;
use crate::tables::{Office, OfficeKind};
use crate::types::{ActorKind, GroupKind, MentionForm, NameKind, Reason, Role, Upos};

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
            finder.after(tokens.end);
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
fn is_former(word: &str) -> bool {
    matches!(word, "former" | "ex" | "late" | "ousted" | "deposed" | "then" | "onetime" | "previous")
        || word.starts_with("ex-")
        || word.starts_with("then-")
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
        if shared.owners.is_empty() && shared.title.kind == OfficeKind::State {
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
            || (first.saturating_sub(1)..title.tokens.start).any(|i| is_former(&self.page.lower(self.s, i)));
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
            if title.kind == OfficeKind::Body && self.scene_owner(&title) {
                return shared;
            }
            if title.kind == OfficeKind::State {
                self.open.push((self.member, self.s, title.tokens.clone(), self.name.clone()));
            }
        } else {
            self.listed_before(title.tokens.start);
        }
        shared
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

    /// The longest title whose last word stands right before `end`.
    fn title_ending(&self, end: usize) -> Option<Title> {
        let from = end.saturating_sub(7);
        (from..end).find_map(|t| {
            if self.page.name_at(self.s, t).is_some_and(|n| n.kind != NameKind::Other) {
                return None;
            }
            let (len, office, plural) = self.page.office(self.s, t)?;
            (t + len == end).then(|| Title { plural, ..self.title(t..end, office) })
        })
    }

    fn title(&self, tokens: Range<usize>, office: &Office) -> Title {
        let mut from = tokens.start;
        let mut former = false;
        // Words that stand before: `former`, `then-`, `deputy`, `acting`, `human rights`.
        for _ in 0..4 {
            let Some(before) = from.checked_sub(1) else { break };
            let word = self.page.lower(self.s, before);
            let free = self.page.name_at(self.s, before).is_none_or(|n| n.kind == NameKind::Other);
            if matches!(
                word.as_ref(),
                "former" | "ex" | "late" | "ousted" | "deposed" | "then" | "onetime" | "previous"
            ) || word.starts_with("ex-")
            {
                former = true;
                break;
            }
            let adjective =
                matches!(self.page.upos(self.s, before), Upos::Adj | Upos::Noun | Upos::Propn | Upos::X)
                    && word.starts_with(|c: char| c.is_alphabetic());
            if !free || !adjective || self.page.tables.offices.get(&word).is_some() {
                break;
            }
            from = before;
        }
        let first = self.page.lower(self.s, tokens.start);
        if first.starts_with("ex-") || first.starts_with("then-") || first == "former" {
            former = true;
        }
        let name = office.name.as_str();
        let envoy = ["ambassador", "envoy", "representative", "delegate", "negotiator"]
            .iter()
            .any(|e| name.contains(e));
        Title { tokens: from..tokens.end, kind: office.kind, envoy, former, plural: false }
    }

    /// The bodies before a title: `Iraqi | Foreign Minister`, `Syria's | foreign minister`,
    /// `Texas Republican | Senator`.
    fn owners_before(&mut self, title: &Title) -> Vec<Owner> {
        let mut out: Vec<Owner> = Vec::new();
        let mut at = title.tokens.start;
        for _ in 0..10 {
            let Some(before) = at.checked_sub(1) else { break };
            let Some(name) = self.page.name_at(self.s, before) else {
                let word = self.page.lower(self.s, before);
                if word == ")" && before >= 2 && self.word(before - 2) == "(" {
                    at = before - 2;
                    continue;
                }
                if at == title.tokens.start
                    && out.is_empty()
                    && let Some(owner) = self.lower_organ(before)
                {
                    out.push(owner);
                    break;
                }
                let skipped = self.page.is_possessive(self.s, before)
                    || matches!(
                        word.as_ref(),
                        "former" | "new" | "then" | "ex" | "late" | "top" | "own" | "-" | "current" | "newly"
                    )
                    || matches!(self.page.upos(self.s, before), Upos::Adj | Upos::Num)
                        && word.starts_with(|c: char| c.is_alphabetic());
                if !skipped {
                    break;
                }
                at = before;
                continue;
            };
            if matches!(name.kind, NameKind::Person | NameKind::Other) {
                if name.kind == NameKind::Person && out.is_empty() {
                    // `Trump adviser X`, `Trump's lawyer X`: no body.
                    break;
                }
                if name.kind == NameKind::Other {
                    at = name.tokens.start;
                    continue;
                }
                break;
            }
            let tokens = name.tokens.clone();
            at = tokens.start;
            if let Some(owner) = self.owner(&tokens) {
                out.push(owner);
            }
        }
        if title.envoy && out.iter().any(|o| o.country) {
            out.retain(|o| o.country);
        }
        if title.envoy && out.len() > 1 {
            // `Russia's U.N. ambassador`, `the UN's Syria envoy`: whoever stands first sends.
            let first = out.pop();
            out = first.into_iter().collect();
        }
        out
    }

    /// `police spokesman`, `army chief`: an organ in lower case right before the title.
    fn lower_organ(&mut self, at: usize) -> Option<Owner> {
        let page = self.page;
        let word = page.word(self.s, at);
        if !matches!(word, "police" | "army" | "navy" | "parliament") {
            return None;
        }
        // `Iraqi army chief` is Iraq's.
        if at
            .checked_sub(1)
            .is_some_and(|b| page.name_at(self.s, b).is_some() || page.is_possessive(self.s, b))
        {
            return None;
        }
        let mut name = word[..1].to_uppercase();
        name.push_str(&word[1..]);
        let known = self.cast.parts.len();
        let actor = self.cast.named_group(&name, GroupKind::Government);
        if actor == known {
            self.cast.parts[actor].generic = true;
        }
        let tokens = at..at + 1;
        let head = page.head_of(self.s, &tokens, at);
        self.cast.mention(page, (self.s, tokens.clone()), head, actor, (MentionForm::Name, Reason::SameName));
        Some(Owner { actor, tokens, country: false })
    }

    fn owner(&mut self, tokens: &Range<usize>) -> Option<Owner> {
        let page = self.page;
        // A seat says whose office it is: `Kyiv mayor` is a city's, though.
        let actor = self.cast.actor_at(page, self.s, tokens.start)?;
        if self.cast.parts[actor].kind == ActorKind::Person {
            return None;
        }
        let country = self.cast.parts[actor].kind == ActorKind::Country;
        Some(Owner { actor, tokens: tokens.clone(), country })
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
        let mut role = page.text(self.s, title).to_owned();
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
        self.describe(from..stop)
    }

    /// Appositions, brackets, copulas and `of` after the name.
    fn after(&mut self, start: usize) {
        let next = self.page.lower(self.s, start);
        match next.as_ref() {
            "," | "—" | "–" => {
                let from = start + 1;
                let first = self.page.lower(self.s, from);
                let end = self.clause_end(from);
                match first.as_ref() {
                    "who" => self.verb_phrase(from + 1, end),
                    "and" | "but" | "or" => {}
                    // A second name after a comma is one of a list: `Iraq's X, Syria's Y`.
                    _ if self.is_list(from, end) => {}
                    _ => {
                        self.describe(from..end);
                    }
                }
            }
            "(" => self.bracket(start + 1),
            "of" | "from" | "with" | "at" => {
                let mut at = start + 1;
                if matches!(self.word(at), "the" | "The") {
                    at += 1;
                }
                if let Some(name) = self.page.name_at(self.s, at)
                    && matches!(name.kind, NameKind::Organisation | NameKind::Party)
                    && (next == "of" || next == "from")
                {
                    let tokens = name.tokens.clone();
                    // `Ana Diaz of Utah` was elected there.
                    if let Some(owner) = self.owner(&tokens)
                        && self.cast.parts[owner.actor].subtype != Some(GroupKind::Region)
                    {
                        self.push(owner.actor, &(start..start + 1), &tokens, false);
                    }
                }
            }
            _ => self.verb_phrase(start, (start + REACH).min(self.page.len(self.s))),
        }
    }

    /// The end of an apposition that begins at `from`.
    fn clause_end(&self, from: usize) -> usize {
        let limit = (from + REACH).min(self.page.len(self.s));
        let mut i = from;
        while i < limit {
            let word = self.word(i);
            if matches!(word, "." | ";" | ":" | "(" | ")" | "\"" | "“" | "”" | "—" | "–" | "?" | "!")
            {
                return i;
            }
            // Commas inside names (`Women, Peace and Security`) do not end it.
            if word == "," && self.page.name_at(self.s, i).is_none() {
                return i;
            }
            i += 1;
        }
        limit
    }

    /// True if the stretch after the comma brings another person: `X, Syria's president Y and Z`.
    fn is_list(&self, from: usize, end: usize) -> bool {
        let brings = (from..end).any(|i| {
            self.page.name_at(self.s, i).is_some_and(|n| n.kind == NameKind::Person && n.tokens.start == i)
                && !self.page.is_possessive(self.s, self.page.name_at(self.s, i).map_or(i, |n| n.tokens.end))
        });
        brings && !matches!(self.page.lower(self.s, from).as_ref(), "the" | "a" | "an" | "who" | "one")
            || (from..end).any(|i| {
                self.page.name_at(self.s, i).is_none()
                    && matches!(self.page.upos(self.s, i), Upos::Verb)
                    && i == from
            })
    }

    /// `(R-TX)`, `(D)`, `(Republican)`.
    fn bracket(&mut self, at: usize) {
        let word = self.word(at).to_owned();
        let label = word.split(['-', '–', ',']).next().unwrap_or("").trim_end_matches('.');
        let slug = match label {
            "R" => "republican-party",
            "D" => "democratic-party",
            _ => "",
        };
        let tokens = at..at + 1;
        if let Some(group) = self.page.tables.groups.by_slug(slug) {
            let actor = self.cast.listed_group(group);
            self.push(actor, &tokens, &tokens, false);
        } else if let Some(name) = self.page.name_at(self.s, at)
            && name.kind == NameKind::Party
        {
            let tokens = name.tokens.clone();
            if let Some(owner) = self.owner(&tokens) {
                self.push(owner.actor, &tokens, &tokens, false);
            }
        }
    }

    /// `X is the leader of Y`, `X heads Y`, `X was appointed head of Y`, `X, who leads Y`.
    fn verb_phrase(&mut self, from: usize, end: usize) {
        let mut at = from;
        for _ in 0..3 {
            let word = self.page.lower(self.s, at);
            if matches!(
                word.as_ref(),
                "also"
                    | "currently"
                    | "now"
                    | "previously"
                    | "has"
                    | "had"
                    | "have"
                    | "once"
                    | "later"
                    | "then"
                    | "been"
                    | "formerly"
                    | "still"
            ) {
                at += 1;
            } else {
                break;
            }
        }
        let verb = self.page.lower(self.s, at);
        let former = matches!(verb.as_ref(), "was" | "became") || from != at && self.word(from) == "formerly";
        match verb.as_ref() {
            "elected" | "appointed" | "named" if from == at => {
                let stop = self.clause_end(at + 1).min(end);
                if self.noun_phrase(at + 1, stop) {
                    self.describe(at + 1..stop);
                }
            }
            "is" | "was" | "became" | "becomes" | "serves" | "served" | "remains" | "be" | "resigned" => {
                let stop = self.clause_end(at + 1).min(end);
                let mut start = at + 1;
                // `was appointed`, `was elected leader of`
                let passive = self.page.lower(self.s, start);
                if matches!(
                    passive.as_ref(),
                    "appointed"
                        | "elected"
                        | "named"
                        | "nominated"
                        | "as"
                        | "sworn"
                        | "chosen"
                        | "also"
                        | "made"
                        | "re-elected"
                ) {
                    start += 1;
                }
                // Only a noun phrase says what somebody is.
                if self.noun_phrase(start, stop) {
                    self.describe_as(start..stop, former && passive == verb);
                }
            }
            "heads" | "leads" | "headed" | "led" | "chairs" | "chaired" | "represents" | "represented"
            | "runs" | "commands" | "commanded" | "founded" | "co-founded" => {
                let mut i = at + 1;
                if matches!(self.word(i), "the" | "its" | "a") {
                    i += 1;
                }
                if self.page.is_possessive(self.s, i) {
                    return;
                }
                if let Some(name) = self.page.name_at(self.s, i)
                    && matches!(name.kind, NameKind::Organisation | NameKind::Party)
                {
                    let tokens = name.tokens.clone();
                    if let Some(owner) = self.owner(&tokens) {
                        self.push(owner.actor, &(at..at + 1), &tokens, false);
                    }
                }
            }
            _ => {}
        }
    }

    /// True if a title comes before any verb.
    fn noun_phrase(&self, from: usize, end: usize) -> bool {
        let opens = |i: usize| {
            matches!(self.page.lower(self.s, i).as_ref(), "the" | "a" | "an" | "not" | "one" | "as" | "in")
                || self.page.office(self.s, i).is_some()
                || self.page.name_at(self.s, i).is_some()
        };
        from < end && opens(from)
    }

    fn describe(&mut self, phrase: Range<usize>) -> bool {
        self.describe_as(phrase, false)
    }

    /// Reads a phrase with a title: bodies before it and after its prepositions.
    fn describe_as(&mut self, phrase: Range<usize>, former: bool) -> bool {
        let mut any = false;
        let mut at = phrase.start;
        let mut titles = 0;
        while at < phrase.end && titles < 3 {
            // A verb ends what describes the person, as does a clause.
            if self.page.name_at(self.s, at).is_none()
                && (matches!(self.page.upos(self.s, at), Upos::Verb | Upos::Aux)
                    && self.page.office(self.s, at).is_none()
                    || matches!(self.word(at), "who" | "which" | "that" | "whose" | "said" | "says" | "told"))
                && !matches!(
                    self.word(at),
                    "appointed" | "elected" | "named" | "ruling" | "acting" | "based" | "leading"
                )
            {
                break;
            }
            if self.page.name_at(self.s, at).is_some_and(|n| n.kind != NameKind::Other) {
                // A party is itself a label: `X, a Republican from Texas`.
                let name = self.page.name_at(self.s, at);
                if let Some(name) = name.filter(|n| n.kind == NameKind::Party && n.tokens.start == at) {
                    let tokens = name.tokens.clone();
                    let lone = self.page.office(self.s, tokens.end).is_none();
                    if lone
                        && titles == 0
                        && let Some(owner) = self.owner(&tokens)
                    {
                        self.push(owner.actor, &tokens, &tokens, former);
                        any = true;
                    }
                }
                at = name.map_or(at + 1, |n| n.tokens.end);
                continue;
            }
            let Some((len, office, plural)) = self.page.office(self.s, at) else {
                at += 1;
                continue;
            };
            let tokens = at..at + len;
            at = tokens.end;
            if plural && self.page.before(self.s, tokens.start) != "of" && titles > 0 {
                break;
            }
            titles += 1;
            let title = self.title(tokens, office);
            let title = Title { former: former || title.former, ..title };
            self.remember(&title);
            let mut owners = self.owners_before(&title);
            owners.retain(|o| o.tokens.start >= phrase.start);
            let had = !owners.is_empty();
            let (more, end) = self.owners_after(&title, phrase.end);
            if title.envoy && had {
                owners.truncate(1);
            } else {
                owners.extend(more);
            }
            any |= !owners.is_empty();
            if owners.is_empty() && title.kind == OfficeKind::State {
                self.open.push((self.member, self.s, title.tokens.clone(), self.name.clone()));
            }
            let kind = if title.kind == OfficeKind::Honorific { OfficeKind::Body } else { title.kind };
            self.add(&Title { kind, ..title }, owners);
            at = end.max(at);
        }
        any
    }

    /// `of the Third Army`, `for the State Department`, `at the University of X`.
    fn owners_after(&mut self, title: &Title, limit: usize) -> (Vec<Owner>, usize) {
        let mut out = Vec::new();
        let mut at = title.tokens.end;
        let mut preposition = String::new();
        let end = (at + 12).min(limit);
        while at < end {
            if let Some(name) = self.page.name_at(self.s, at) {
                let tokens = name.tokens.clone();
                let (kind, next) = (name.kind, tokens.end);
                if kind == NameKind::Person || preposition.is_empty() {
                    break;
                }
                let possessive = self.page.is_possessive(self.s, next);
                if kind != NameKind::Other {
                    let receiver = title.envoy && preposition == "to";
                    let seat = title.kind == OfficeKind::State && self.is_legislator(title);
                    let place =
                        kind == NameKind::Place && (seat || matches!(preposition.as_str(), "in" | "from"));
                    if !receiver
                        && !place
                        && (kind != NameKind::Nationality || self.body_follows(next))
                        && let Some(owner) = self.owner(&tokens)
                    {
                        out.push(owner);
                    }
                    if !possessive && kind != NameKind::Nationality {
                        at = next;
                        // `chief of the United Nations and …`: only the first, but `, X` goes on.
                        break;
                    }
                }
                at = if possessive { next + 1 } else { next };
                continue;
            }
            let word = self.page.lower(self.s, at);
            match word.as_ref() {
                "of" | "for" | "at" | "in" | "to" | "with" | "on" | "from" => preposition = word.into_owned(),
                "and" | "or" | "," | "who" | "which" | "that" | "when" | "after" | "since" | "during"
                | "under" | "until" | "as" | "by" => break,
                _ if matches!(
                    self.page.upos(self.s, at),
                    Upos::Verb | Upos::Aux | Upos::Sconj | Upos::Pron
                ) =>
                {
                    break;
                }
                _ => {}
            }
            at += 1;
        }
        (out, at)
    }

    /// Members of a parliament do not hold an office of the place they were elected in.
    fn is_legislator(&self, title: &Title) -> bool {
        let last = self.page.lower(self.s, title.tokens.end - 1);
        ["senator", "representative", "congress", "lawmaker", "mp", "member", "delegate", "sen", "rep"]
            .iter()
            .any(|word| last.starts_with(word))
    }

    /// True if a noun of a body follows, which the nationality then owns: `of the Iraqi army`.
    fn body_follows(&self, at: usize) -> bool {
        (at..at + 3).any(|i| self.page.tables.bodies.get(&self.page.lower(self.s, i)).is_some())
    }
}

/// Offices that only some states have: the word (or its end), the states.
const STATES_OF: &[(&str, &[&str])] = &[
    ("chancellor of the exchequer", &["GBR"]),
    ("home secretary", &["GBR"]),
    ("foreign secretary", &["GBR", "PHL"]),
    ("health secretary", &["GBR", "USA"]),
    ("taoiseach", &["IRL"]),
    ("tánaiste", &["IRL"]),
    ("chancellor", &["DEU", "AUT"]),
    ("supreme leader", &["IRN", "PRK"]),
    ("secretary of state", &["USA"]),
    ("secretary", &["USA", "GBR"]),
    ("attorney general", &["USA"]),
    ("director of national intelligence", &["USA"]),
    ("security adviser", &["USA"]),
    ("security advisor", &["USA"]),
    ("senator", &["USA"]),
    ("sen.", &["USA"]),
    ("representative", &["USA"]),
    ("rep.", &["USA"]),
    ("congressman", &["USA"]),
    ("congresswoman", &["USA"]),
    ("vice president", &["USA"]),
    ("president-elect", &["USA"]),
    ("first lady", &["USA"]),
    ("queen", &["GBR"]),
];

/// Offices that one person holds at a time, and that the United States do not have.
const NOT_AMERICAN: &[&str] = &[
    "prime minister",
    "premier",
    "minister",
    "king",
    "chancellor",
    "crown prince",
    "emir",
    "sultan",
    "foreign minister",
];

/// Gives people whose office names no state the state that the document makes clear.
pub(super) fn adopt(page: &Page<'_>, cast: &mut Cast, open: Open, counts: &[usize]) {
    let mut held: FxHashMap<(usize, String), usize> = FxHashMap::default();
    for role in cast.roles.iter().filter(|role| !role.former) {
        held.entry((role.of, role.role.to_lowercase())).or_insert(role.member);
    }
    for (member, s, title, name) in open {
        if cast.country_of(member).is_some() {
            continue;
        }
        let text = page.text(s, &title).to_lowercase();
        if ["mayor", "governor", "district", "candidate", "lawmaker"].iter().any(|word| text.contains(word)) {
            continue;
        }
        let listed =
            STATES_OF.iter().find(|(word, _)| text.ends_with(word) || text.ends_with(&format!("{word}s")));
        // `Obama administration` tells whose president Obama is.
        let surname = cast.parts[member].name.rsplit([' ', '-']).next().unwrap_or_default();
        let known = ["administration", "regime", "government"]
            .iter()
            .find_map(|noun| page.tables.groups.get(&format!("{surname} {noun}")))
            .and_then(|group| group.country.clone());
        let of = match listed {
            _ if known.is_some() => known.and_then(|iso3| cast.country(page, &iso3)),
            Some((_, states)) => {
                let known = states.iter().find(|iso3| cast.knows_country(iso3));
                match known.or(states.first().filter(|_| text == "taoiseach")) {
                    Some(iso3) => cast.country(page, iso3),
                    None => None,
                }
            }
            None => by_counts(cast, counts, &held, (&text, member)),
        };
        let Some(of) = of else { continue };
        let former = text.starts_with("ex-");
        let member_span = page.span(s, &name);
        let span = member_span.join(page.span(s, &title));
        cast.role(Role {
            member,
            of,
            role: page.text(s, &title).to_owned(),
            former,
            sentence: s,
            span,
            member_span,
            of_span: span,
        });
    }
}

/// The country that the document names most, without those whose office another person holds.
fn by_counts(
    cast: &Cast,
    counts: &[usize],
    held: &FxHashMap<(usize, String), usize>,
    (office, member): (&str, usize),
) -> Option<usize> {
    let american = !NOT_AMERICAN.iter().any(|word| office.ends_with(word));
    let taken =
        |country: usize| held.get(&(country, office.to_owned())).is_some_and(|&other| other != member);
    (0..counts.len().min(cast.parts.len()))
        .filter(|&a| counts[a] > 0 && cast.parts[a].kind == ActorKind::Country)
        .filter(|&a| american || cast.parts[a].iso3.as_deref() != Some("USA"))
        .max_by_key(|&a| (if taken(a) { counts[a] / 4 } else { counts[a] }, std::cmp::Reverse(a)))
}

/// How the cast's mentions of bodies with a person's name read: `Trump administration`, `the
/// government of President X`.
pub(super) fn regimes(page: &Page<'_>, cast: &mut Cast) {
    let mut found = Vec::new();
    for mention in &cast.mentions {
        let [actor] = mention.actors[..] else { continue };
        if cast.parts[actor].kind != ActorKind::Person || mention.form != MentionForm::Name {
            continue;
        }
        let s = mention.sentence;
        let mut at = mention.tokens.end;
        if page.is_possessive(s, at) {
            at += 1;
        }
        let regime = matches!(
            page.lower(s, at).as_ref(),
            "administration" | "regime" | "government" | "cabinet" | "forces" | "troops" | "army"
        );
        if !regime || at >= page.len(s) {
            continue;
        }
        if let Some(country) = cast.country_of(actor) {
            found.push((s, mention.tokens.start..at + 1, country));
        }
    }
    for (s, tokens, country) in found {
        let head = page.head_of(s, &tokens, tokens.end - 1);
        cast.mention(page, (s, tokens), head, country, (MentionForm::Nominal, Reason::RoleNoun));
    }
}
