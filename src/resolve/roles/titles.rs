//! Titles in the text and the bodies that stand beside them.

use std::ops::Range;

use super::{Finder, Owner, Title, is_former};
use crate::tables::Office;
use crate::types::{ActorKind, GroupKind, MentionForm, NameKind, Reason, Upos};

impl Finder<'_, '_, '_> {
    /// The longest title whose last word stands right before `end`.
    pub(super) fn title_ending(&self, end: usize) -> Option<Title> {
        let from = end.saturating_sub(7);
        (from..end).find_map(|t| {
            if self.page.name_at(self.s, t).is_some_and(|n| n.kind != NameKind::Other) {
                return None;
            }
            let (len, office, plural) = self.page.office(self.s, t)?;
            (t + len == end).then(|| Title { plural, ..self.title(t..end, office) })
        })
    }

    pub(super) fn title(&self, tokens: Range<usize>, office: &Office) -> Title {
        let mut from = tokens.start;
        let mut former = false;
        // Words that stand before: `former`, `then-`, `deputy`, `acting`, `human rights`.
        for _ in 0..4 {
            let Some(before) = from.checked_sub(1) else { break };
            let word = self.page.lower(self.s, before);
            let free = self.page.name_at(self.s, before).is_none_or(|n| n.kind == NameKind::Other);
            if is_former(&word, self.page.tables) {
                former = true;
                break;
            }
            let adjective =
                matches!(self.page.upos(self.s, before), Upos::Adj | Upos::Noun | Upos::Propn | Upos::X)
                    && word.starts_with(|c: char| c.is_alphabetic());
            // `in fact Vice President`: a capital title takes no noun in lower case.
            let raised = self.word(tokens.start).starts_with(char::is_uppercase);
            let stray = raised && self.page.upos(self.s, before) == Upos::Noun && word == self.word(before);
            if !free || !adjective || stray || self.page.tables.offices.get(&word).is_some() {
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
    pub(super) fn owners_before(&mut self, title: &Title) -> Vec<Owner> {
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
    pub(super) fn lower_organ(&mut self, at: usize) -> Option<Owner> {
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

    pub(super) fn owner(&mut self, tokens: &Range<usize>) -> Option<Owner> {
        let page = self.page;
        // A seat says whose office it is: `Kyiv mayor` is a city's, though.
        let actor = self.cast.actor_at(page, self.s, tokens.start)?;
        if self.cast.parts[actor].kind == ActorKind::Person {
            return None;
        }
        let country = self.cast.parts[actor].kind == ActorKind::Country;
        Some(Owner { actor, tokens: tokens.clone(), country })
    }
}
