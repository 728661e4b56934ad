//! Those who stand for several states: `the leaders of Japan, China and Germany`.

use super::cast::Cast;
use super::page::Page;
use crate::types::{ActorKind, Mention, MentionForm, NameKind, Reason};

/// The longest list of states that is read.
const STATES: usize = 24;

/// All mentions of plural officials or forces with the states that they belong to after `of`.
pub(super) fn find(page: &Page<'_>, cast: &mut Cast) {
    for s in 0..page.sentences.len() {
        // Only where a country follows `of` or `from`.
        for name in page.names(s) {
            if name.kind != NameKind::Country {
                continue;
            }
            let mut of = name.tokens.start;
            if of > 0 && page.word(s, of - 1) == "the" {
                of -= 1;
            }
            if of < 2 || !matches!(page.word(s, of - 1), "of" | "from") {
                continue;
            }
            let noun = of - 2;
            if page.name_at(s, noun).is_none() && stands_for_states(page, s, noun) {
                list(page, cast, s, (noun, name.tokens.start));
            }
        }
    }
}

/// `leaders`, `foreign ministers`, `troops`, `envoys`.
fn stands_for_states(page: &Page<'_>, s: usize, noun: usize) -> bool {
    let word = page.lower(s, noun);
    page.office(s, noun).is_some_and(|(len, _, plural)| len == 1 && plural)
        || word.ends_with('s') && page.tables.bodies.get(&word).is_some_and(|b| b.stands_for_state)
}

fn list(page: &Page<'_>, cast: &mut Cast, s: usize, (noun, first): (usize, usize)) {
    let mut actors: Vec<usize> = Vec::new();
    let mut at = first;
    let mut end = first;
    while actors.len() < STATES {
        let Some(name) = page.name_at(s, at).filter(|n| n.kind == NameKind::Country && n.tokens.start == at)
        else {
            break;
        };
        let Some(actor) = cast.named_at(s, at).and_then(|m| cast.mentions[m].actors.first().copied()) else {
            break;
        };
        if cast.parts[actor].kind == ActorKind::Country && !actors.contains(&actor) {
            actors.push(actor);
        }
        end = name.tokens.end;
        at = end;
        while matches!(page.word(s, at), "," | "and" | "the" | "&") && at < end + 3 {
            at += 1;
        }
        if at == end {
            break;
        }
    }
    if actors.is_empty() {
        return;
    }
    let tokens = noun..end;
    cast.mentions.push(Mention {
        sentence: s,
        head: noun,
        span: page.span(s, &tokens),
        tokens,
        form: MentionForm::Nominal,
        actors,
        reason: Reason::Table,
        place: false,
    });
}
