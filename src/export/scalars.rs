//! Lists, dates and odd characters as plain texts.

use std::borrow::Cow;

use serde::Serialize;

use super::attributes::Value;
pub(super) use crate::graph::first_day;
use crate::types::Evidence;

/// When it happened, else when it was reported.
pub(super) fn date(evidence: &Evidence) -> Option<&str> {
    evidence.when()
}

/// A value as the JSON graph spells it.
pub(super) fn word<T: Serialize>(value: &T) -> Cow<'static, str> {
    let text = serde_json::to_string(value).unwrap_or_default();
    Cow::Owned(text.trim_matches('"').to_owned())
}

/// The items as one text; `None` if there are none. Empty items are left out.
pub(super) fn list<'g, 'i>(items: impl IntoIterator<Item = &'i str>) -> Option<Value<'g>> {
    let joined = join(items);
    (!joined.is_empty()).then_some(Value::Text(Cow::Owned(joined)))
}

/// Items joined by ` | `; a `|` or `\` inside an item has a `\` before it.
pub(super) fn join<'i>(items: impl IntoIterator<Item = &'i str>) -> String {
    let mut out = String::new();
    for item in items {
        if item.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push_str(" | ");
        }
        if item.contains(['|', '\\']) {
            out.extend(
                item.chars().flat_map(|c| matches!(c, '|' | '\\').then_some('\\').into_iter().chain(Some(c))),
            );
        } else {
            out.push_str(item);
        }
    }
    out
}

/// The items of a joined list.
pub(super) fn split(text: &str) -> Vec<String> {
    let mut items = Vec::new();
    let mut item = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some(next) = rest.strip_prefix(" | ") {
            items.push(std::mem::take(&mut item));
            rest = next;
            continue;
        }
        rest = rest.get(c.len_utf8()..).unwrap_or("");
        let escaped = if c == '\\' { rest.chars().next() } else { None };
        rest = rest.get(escaped.map_or(0, char::len_utf8)..).unwrap_or("");
        item.push(escaped.unwrap_or(c));
    }
    items.push(item);
    items.retain(|item| !item.is_empty());
    items
}

/// Text for formats that cannot hold control characters: they become their pictures (`␀` for NUL),
/// the two characters that are none become `\u{fffd}`. Tab and line ends stay.
pub(super) fn visible(text: &str) -> Cow<'_, str> {
    let odd = |c: char| (c < ' ' && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}');
    if !text.contains(odd) {
        return Cow::Borrowed(text);
    }
    let picture = |c: char| match c {
        c if !odd(c) => c,
        '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
        c => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
    };
    Cow::Owned(text.chars().map(picture).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_come_back() {
        for items in
            [vec![], vec!["a"], vec!["a", "b c"], vec!["a|b", "c \\ d", "\\", "|", " | "], vec!["é|"]]
        {
            assert_eq!(split(&join(items.iter().copied())), items);
        }
        assert_eq!(join(["a", "", "b|c"]), "a | b\\|c");
    }

    #[test]
    fn control_characters_are_shown() {
        assert_eq!(visible("a\0b\u{7}\u{fffe}\n"), "a␀b␇\u{fffd}\n");
        assert!(matches!(visible("a\tb"), Cow::Borrowed(_)));
    }
}
