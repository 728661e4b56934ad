//! The rules' sentence ends, checked by the trained model.

use crate::learn::borders::{Borders, Gap};
use crate::tables::calendar::weekday;
use crate::types::Token;

/// Every gap after a token but the last, with what the rules say.
pub(crate) fn gaps<'t>(text: &'t str, tokens: &[Token], ends: &[bool]) -> Vec<Gap<'t>> {
    let word = |i: Option<usize>| i.and_then(|i| tokens.get(i)).map_or("", |token| token.span.of(text));
    let mut since = 0;
    (0..tokens.len().saturating_sub(1))
        .map(|i| {
            let between = text.get(tokens[i].span.end..tokens[i + 1].span.start).unwrap_or("");
            let gap = Gap {
                words: [
                    word(i.checked_sub(2)),
                    word(i.checked_sub(1)),
                    word(Some(i)),
                    word(Some(i + 1)),
                    word(Some(i + 2)),
                ],
                space: match between {
                    "" => 0,
                    _ if between.contains('\n') => 2,
                    _ => 1,
                },
                rule: ends.get(i).copied().unwrap_or(false),
                since,
            };
            since = if gap.rule { 0 } else { since + 1 };
            gap
        })
        .collect()
}

/// Which tokens end a sentence, the last one aside. Where an empty line or the length of the
/// sentence ended it, it stays ended.
pub(super) fn check(borders: &Borders, text: &str, tokens: &[Token], ends: &mut [bool]) {
    let gaps = gaps(text, tokens, ends);
    let mut length = 0;
    for (i, gap) in gaps.iter().enumerate() {
        length += 1;
        let between = text.get(tokens[i].span.end..tokens[i + 1].span.start).unwrap_or("");
        let forced = length >= super::sentences::LONGEST
            || between.matches('\n').count() > 1
            || gap.rule && gap.space == 1 && plainly_ends(gap.words);
        ends[i] = forced || borders.ends(gap);
        if ends[i] {
            length = 0;
        }
    }
}

/// `would cut jobs. SoftBank`, `on Monday. J. K. Hale`: a full stop of its own behind a common word or a
/// weekday, a capital behind it.
fn plainly_ends([_, before, stop, after, _]: [&str; 5]) -> bool {
    /// Shorter words may be short for longer ones.
    const LEAST: usize = 4;
    stop == "."
        && before.len() >= LEAST
        && (before.bytes().all(|b| b.is_ascii_lowercase()) || weekday(before).is_some())
        && after.starts_with(|c: char| c.is_ascii_uppercase())
}
