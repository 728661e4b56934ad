//! The actors of a document while they are being found.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::page::Page;
use crate::tables::{Group, fold, is_invisible, slug};
use crate::types::{ActorKind, GroupKind, Mention, MentionForm, NameKind, Reason, Role, Span};

/// Grammatical gender of the pronouns that a person takes, as far as titles tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gender {
    Female,
    Male,
}

/// An actor in the making.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub kind: ActorKind,
    pub subtype: Option<GroupKind>,
    /// The id without its kind.
    pub key: String,
    pub name: String,
    pub aliases: BTreeSet<String>,
    pub iso3: Option<String>,
    /// Pronouns that refer to it, for people.
    pub gender: Option<Gender>,
    /// Pronouns that the given name makes likely.
    pub likely: Option<Gender>,
    /// The words of its offices, lower case: `prime minister`.
    pub offices: Vec<String>,
    /// True if it only stays in when it has a role or acts: cities, media.
    pub weak: bool,
    /// True if the name does not say of which country it is: `Parliament`.
    pub generic: bool,
}

/// Actors, mentions and roles so far.
#[derive(Debug, Default)]
pub(super) struct Cast {
    pub parts: Vec<Part>,
    pub mentions: Vec<Mention>,
    pub roles: Vec<Role>,
    countries: FxHashMap<String, usize>,
    groups: FxHashMap<String, usize>,
    /// For each sentence, mention of the name that begins at a token.
    starts: FxHashMap<(usize, usize), usize>,
    /// For each member, its roles (indexes).
    by_member: FxHashMap<usize, Vec<usize>>,
}

/// Words without soft hyphens and the like.
pub(super) fn visible(text: &str) -> Cow<'_, str> {
    if !text.is_ascii() && text.contains(is_invisible) {
        text.replace(is_invisible, "").into()
    } else {
        text.into()
    }
}

impl Cast {
    pub fn add(&mut self, kind: ActorKind, key: String, name: &str) -> usize {
        self.parts.push(Part {
            kind,
            subtype: None,
            key,
            name: visible(name).into_owned(),
            aliases: BTreeSet::new(),
            iso3: None,
            gender: None,
            likely: None,
            offices: Vec::new(),
            weak: false,
            generic: false,
        });
        self.parts.len() - 1
    }

    pub fn country(&mut self, page: &Page<'_>, iso3: &str) -> Option<usize> {
        if let Some(&known) = self.countries.get(iso3) {
            return Some(known);
        }
        let country = page.tables.countries.by_iso3(iso3)?;
        let index = self.add(ActorKind::Country, iso3.to_owned(), &country.name);
        self.parts[index].iso3 = Some(iso3.to_owned());
        self.countries.insert(iso3.to_owned(), index);
        Some(index)
    }

    pub fn has_group(&self, slug: &str) -> bool {
        self.groups.contains_key(slug)
    }

    pub fn knows_country(&self, iso3: &str) -> bool {
        self.countries.contains_key(iso3)
    }

    /// The group that a table lists.
    pub fn listed_group(&mut self, group: &Group) -> usize {
        if let Some(&known) = self.groups.get(&group.slug) {
            return known;
        }
        let index = self.add(ActorKind::Group, group.slug.clone(), &group.name);
        self.parts[index].subtype = Some(group.kind);
        self.parts[index].weak = matches!(group.kind, GroupKind::Region | GroupKind::People);
        self.groups.insert(group.slug.clone(), index);
        self.groups.entry(fold(&group.name)).or_insert(index);
        index
    }

    /// A group that only the text names.
    pub fn named_group(&mut self, name: &str, subtype: GroupKind) -> usize {
        let name = name.trim_start_matches("the ").trim_start_matches("The ");
        let key = fold(name);
        if let Some(&known) = self.groups.get(&key) {
            return known;
        }
        let index = self.add(ActorKind::Group, slug(name), name);
        self.parts[index].subtype = Some(subtype);
        self.groups.insert(key, index);
        index
    }

    pub fn group_called(&self, folded: &str) -> Option<usize> {
        self.groups.get(folded).copied()
    }

    /// Another name of a group, as the text introduces it.
    pub fn call_group(&mut self, folded: String, group: usize) {
        self.groups.entry(folded).or_insert(group);
    }

    /// Adds the mention of an actor by one of its names.
    pub fn mention(
        &mut self,
        page: &Page<'_>,
        (s, tokens): (usize, Range<usize>),
        head: usize,
        actor: usize,
        (form, reason): (MentionForm, Reason),
    ) -> usize {
        let index = self.mentions.len();
        if matches!(form, MentionForm::Name | MentionForm::Demonym | MentionForm::Metonym) {
            self.starts.insert((s, tokens.start), index);
            let text = visible(page.text(s, &tokens));
            let part = &mut self.parts[actor];
            if part.name != text && !text.contains('\n') {
                part.aliases.insert(text.into_owned());
            }
        }
        let span = page.span(s, &tokens);
        let actors = vec![actor];
        self.mentions.push(Mention { sentence: s, tokens, head, span, form, actors, reason, place: false });
        index
    }

    /// Takes back what one of the actors is called by a phrase that ends in the noun at a token.
    pub fn drop_nominals(&mut self, s: usize, noun: usize, actors: &[usize]) {
        let is = |m: &Mention| m.sentence == s && m.tokens.end == noun + 1 && m.form == MentionForm::Nominal;
        if self.mentions.iter().any(is) {
            let mut kept = Vec::with_capacity(self.mentions.len());
            let mut places = Vec::with_capacity(self.mentions.len());
            for mention in std::mem::take(&mut self.mentions) {
                let gone = is(&mention) && mention.actors.iter().all(|a| actors.contains(a));
                places.push((!gone).then_some(kept.len()));
                if !gone {
                    kept.push(mention);
                }
            }
            self.mentions = kept;
            self.starts.retain(|_, m| places.get(*m).copied().flatten().map(|new| *m = new).is_some());
        }
    }

    /// Adds a phrase that a table lets mean one or several actors: `the leaders of A and B`.
    pub fn phrase(
        &mut self,
        page: &Page<'_>,
        (s, tokens): (usize, Range<usize>),
        head: usize,
        actors: Vec<usize>,
    ) {
        let span = page.span(s, &tokens);
        let (form, reason) = (MentionForm::Nominal, Reason::Table);
        self.mentions.push(Mention { sentence: s, tokens, head, span, form, actors, reason, place: false });
    }

    /// Adds the mention of actors by a hyphenated word or a part of it.
    pub fn part_mention(&mut self, (s, i): (usize, usize), span: Span, actors: Vec<usize>) {
        let (form, reason) = (MentionForm::Demonym, Reason::Table);
        self.mentions.push(Mention {
            sentence: s,
            tokens: i..i + 1,
            head: i,
            span,
            form,
            actors,
            reason,
            place: false,
        });
    }

    /// Makes a mention the one whose name begins at a token.
    pub fn begin(&mut self, s: usize, start: usize, mention: usize) {
        self.starts.insert((s, start), mention);
    }

    /// The mention of the name that begins at a token.
    pub fn named_at(&self, s: usize, start: usize) -> Option<usize> {
        self.starts.get(&(s, start)).copied()
    }

    /// The actor of the name that begins at a token; a place becomes a region on demand.
    pub fn actor_at(&mut self, page: &Page<'_>, s: usize, start: usize) -> Option<usize> {
        if let Some(mention) = self.named_at(s, start) {
            return self.mentions[mention].actors.first().copied();
        }
        let name = page.name_at(s, start).filter(|name| name.kind == NameKind::Place)?;
        let tokens = name.tokens.clone();
        let known = self.parts.len();
        // `dean of the Lima Business School`: named like a place, but a body.
        let kind = page.tables.bodies.get(&page.lower(s, tokens.end - 1)).filter(|_| tokens.len() > 1);
        let kind = kind.map_or(GroupKind::Region, |body| body.kind);
        let region = self.named_group(page.text(s, &tokens), kind);
        if region == known && kind == GroupKind::Region {
            self.parts[region].weak = true;
        }
        let head = page.head_of(s, &tokens, tokens.end - 1);
        self.mention(page, (s, tokens), head, region, (MentionForm::Name, Reason::SameName));
        Some(region)
    }

    /// Adds a role once.
    pub fn role(&mut self, role: Role) {
        if role.member == role.of {
            return;
        }
        let own = self.by_member.entry(role.member).or_default();
        let same = |&&r: &&usize| self.roles[r].of == role.of && self.roles[r].role == role.role;
        // Somebody with very many roles is a mistake; more of them teach nothing.
        if own.len() < 64 && own.iter().find(same).is_none() {
            own.push(self.roles.len());
            self.roles.push(role);
        }
    }

    /// Adds the role of a part towards its whole; `words` are the sentence, the part's span and the
    /// whole's (the same where the whole is only understood).
    pub fn organ(&mut self, member: usize, of: usize, words: (usize, Span, Span)) {
        let (sentence, member_span, of_span) = words;
        self.role(Role {
            member,
            of,
            role: "organ".to_owned(),
            former: false,
            sentence,
            span: member_span.join(of_span),
            member_span,
            of_span,
            confidence: Role::STATED,
        });
    }

    /// The countries or bodies that an actor belongs to.
    pub fn belongs_to(&self, member: usize) -> impl Iterator<Item = usize> + '_ {
        self.by_member.get(&member).into_iter().flatten().map(|&role| self.roles[role].of)
    }

    /// The country that an actor belongs to, through its body if need be.
    pub fn country_of(&self, member: usize) -> Option<usize> {
        let is_country = |&actor: &usize| self.parts[actor].kind == ActorKind::Country;
        self.belongs_to(member)
            .find(is_country)
            .or_else(|| self.belongs_to(member).flat_map(|body| self.belongs_to(body)).find(is_country))
    }
}

impl Cast {
    /// Makes `gone` the same actor as `kept`.
    pub fn merge(&mut self, kept: usize, gone: usize) {
        if kept == gone {
            return;
        }
        for mention in &mut self.mentions {
            for actor in &mut mention.actors {
                if *actor == gone {
                    *actor = kept;
                }
            }
        }
        for role in &mut self.roles {
            if role.member == gone {
                role.member = kept;
            }
            if role.of == gone {
                role.of = kept;
            }
        }
        self.roles.retain(|role| role.member != role.of);
        self.by_member.clear();
        for (index, role) in self.roles.iter().enumerate() {
            self.by_member.entry(role.member).or_default().push(index);
        }
        for index in self.groups.values_mut() {
            if *index == gone {
                *index = kept;
            }
        }
        let gone = self.parts[gone].clone();
        let part = &mut self.parts[kept];
        part.aliases.extend(gone.aliases);
        part.aliases.insert(gone.name);
        part.offices.extend(gone.offices);
        part.weak &= gone.weak;
        part.aliases.remove(&part.name);
    }
}
