//! People by their office: `the Iraqi foreign minister`, `the president`.

use std::ops::Range;

use super::Reader;
use crate::resolve::cast::Cast;
use crate::tables::Sense;
use crate::types::{ActorKind, MentionForm, Reason, Upos};

impl Reader<'_, '_, '_, '_> {
    /// `the (Iraqi) foreign minister`: the person of that office, else the state.
    pub(super) fn official(&mut self, start: usize, title: Range<usize>, nation: Option<usize>) -> usize {
        let page = self.page;
        let s = self.s;
        let text = page.text(s, &title).to_lowercase();
        let (nation, title) = match self.state_after(title.end) {
            Some(state) if nation.is_none() && !self.is_apposition(title.end + 3) => {
                let end = page.name_at(s, title.end + 1).map_or(title.end, |n| n.tokens.end);
                (Some(state), title.start..end)
            }
            _ => (nation, title),
        };
        // What follows may say more: `the president of Iraq`, `the leader, Ana Diaz`.
        let next = page.lower(s, title.end);
        if matches!(next.as_ref(), "of" | "for" | "who") && nation.is_none()
            || next == "," && self.is_apposition(title.end + 1)
        {
            return 1;
        }
        // `the general election`: the title only modifies a noun.
        if page.upos(s, title.end) == Upos::Noun || page.name_at(s, title.end).is_some() {
            return 1;
        }
        let loose = matches!(
            text.as_str(),
            "official"
                | "leader"
                | "diplomat"
                | "politician"
                | "man"
                | "woman"
                | "minister"
                | "envoy"
                | "lawmaker"
                | "top diplomat"
                | "senior official"
                | "chief"
        );
        let holds = |cast: &Cast, actor: usize| {
            cast.parts[actor].kind == ActorKind::Person
                && nation.is_none_or(|n| cast.country_of(actor) == Some(n))
                && (cast.parts[actor].offices.iter().any(|o| same_office(o, &text))
                    || loose && nation.is_some())
        };
        let found = self.focus.last(s, |a| holds(self.cast, a)).or_else(|| {
            // One person of that office in the whole text.
            let mut all = (0..self.cast.parts.len().min(400)).filter(|&a| {
                self.cast.parts[a].offices.iter().any(|o| same_office(o, &text)) && holds(self.cast, a)
            });
            all.next().filter(|_| all.next().is_none())
        });
        let found = found.or_else(|| {
            self.only_leader().filter(|_| nation.is_none() && page.tables.senses.is(&text, Sense::Leads))
        });
        let tokens = start..title.end;
        let head = page.head_of(s, &tokens, title.end - 1);
        match found.or(nation) {
            Some(actor) => {
                self.remember(start, head, vec![actor]);
                self.add(tokens, head, vec![actor], MentionForm::Nominal, Reason::RoleNoun);
            }
            None => return 1,
        }
        title.end - start
    }

    /// The one person of the text whom readers of news know to have led a state, if no title says more.
    fn only_leader(&self) -> Option<usize> {
        let parts = &self.cast.parts;
        let known = |a: &usize| {
            let part = &parts[*a];
            let surname = part.name.rsplit(' ').next().unwrap_or_default();
            part.kind == ActorKind::Person && self.page.tables.leaders.country(surname).is_some()
        };
        let mut all = (0..parts.len().min(400)).filter(known);
        all.next().filter(|_| all.next().is_none()).filter(|&a| parts[a].offices.is_empty())
    }
}

/// `the foreign minister` for an `acting foreign minister`, `the president` for `vice president` not.
fn same_office(held: &str, asked: &str) -> bool {
    held == asked
        || held.strip_suffix(asked).is_some_and(|rest| {
            rest.ends_with(' ')
                && !["vice ", "deputy ", "prime ", "assistant ", "foreign ", "former "]
                    .iter()
                    .any(|p| rest.ends_with(p))
        })
        || asked == "minister" && held.ends_with("minister")
}
