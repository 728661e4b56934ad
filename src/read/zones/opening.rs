//! What stands before the first words of an article: its date, its dateline.

use super::furniture;
use super::lines::Line;
use crate::read::dates;
use crate::tables::Tables;
use crate::types::{Span, ZoneKind};

/// A date between headline and body, or one that says that it is of publication. A date above the
/// headline is that of the page's capture.
pub(super) fn trusted_date<'t>(
    text: &'t str,
    lines: &[Line<'_>],
    kinds: &[ZoneKind],
    headline: Option<usize>,
    body_start: Option<usize>,
) -> Option<(String, &'t str)> {
    let end = body_start.unwrap_or(lines.len()).min(lines.len());
    let start = headline.map_or(0, |h| h + 1);
    let between = (start..end).find_map(|i| {
        let words = lines[i].span.of(text);
        (kinds[i] == ZoneKind::Furniture && lines[i].words <= 12)
            .then(|| Some((furniture::date_of(words)?, words)))
            .flatten()
    });
    if headline.is_some() && between.is_some() {
        return between;
    }
    // Right under a byline it is the report's, headline or none.
    let under_byline = (start.max(1)..end).find_map(|i| {
        let (above, line) = (lines.get(i - 1)?, lines.get(i)?);
        let byline = above.words <= 8 && above.span.of(text).trim_start().starts_with("By ");
        (byline && line.words <= 12)
            .then(|| Some((furniture::date_of(line.text)?, line.span.of(text))))
            .flatten()
    });
    if under_byline.is_some() {
        return under_byline;
    }
    lines.iter().zip(kinds).filter(|(_, kind)| **kind == ZoneKind::Furniture).find_map(|(line, _)| {
        let words = line.span.of(text);
        let lower = words.to_lowercase();
        ["published", "posted", "first published"]
            .iter()
            .any(|p| lower.starts_with(p))
            .then(|| Some((furniture::date_of(words)?, words)))
            .flatten()
    })
}

/// Where a dateline ends (after its colon or dash), if the paragraph begins with one: `Baghdad:`,
/// `KYIV (Reuters) —`, `GENEVA, March 3 -`.
pub(super) fn dateline(text: &str, paragraph: Span, tables: &Tables) -> Option<usize> {
    let words = paragraph.of(text);
    let head_end = words.char_indices().map(|(i, _)| i).take_while(|&i| i <= 90).last()?;
    let head = words.get(..head_end)?;
    let (at, mark) = [": ", " — ", " – ", " - ", " -- ", "— ", "– ", "—", " ― "]
        .iter()
        .filter_map(|mark| head.find(mark).map(|at| (at, *mark)))
        .min_by_key(|&(at, mark)| (at, usize::MAX - mark.len()))?;
    let before = head[..at].trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_'));
    let colon = mark.starts_with(':');
    let place = before.split([',', '(', '/']).next()?.trim();
    let count = place.split_whitespace().count();
    if place.is_empty()
        || count > 4
        || before.split_whitespace().count() > 9
        || !place.starts_with(char::is_uppercase)
    {
        return None;
    }
    let capitals =
        place.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase) && place.chars().count() > 3;
    let agency = before.ends_with(')') && before.contains('(');
    let known = is_place(place, tables);
    let dated = before
        .split([',', '('])
        .nth(1)
        .is_some_and(|d| d.split_whitespace().next().is_some_and(|w| dates::month(w).is_some()));
    let fits = if colon { known } else { known && count <= 3 || capitals || agency && count <= 3 || dated };
    // `Geneva - a city that …` is no dateline: what follows begins a sentence.
    let rest = words[at + mark.len()..].trim_start();
    let sentence =
        rest.starts_with(|c: char| c.is_uppercase() || matches!(c, '“' | '"' | '‘') || c.is_ascii_digit());
    (fits && sentence).then(|| paragraph.start + at + mark.trim_end().len())
}

/// True for the name of a place that the tables know, whatever its case.
fn is_place(name: &str, tables: &Tables) -> bool {
    let title: String = name
        .split(' ')
        .map(|word| {
            let mut chars = word.chars();
            chars.next().map_or_else(String::new, |c| {
                c.to_uppercase().chain(chars.flat_map(char::to_lowercase)).collect()
            })
        })
        .collect::<Vec<String>>()
        .join(" ");
    [name, &title].iter().any(|n| tables.places.contains(n) || tables.countries.get(n).is_some())
}
