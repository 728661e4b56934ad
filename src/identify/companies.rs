//! Companies with and without their legal form.

use crate::tables::{Tables, fold, slug};
use crate::types::{Actor, GroupKind};

/// Gives a company that no table lists the id that it has without its legal form: `Gannett Co.` and
/// `Gannett` are one. The name stays.
pub(super) fn shorten(actor: &mut Actor, tables: &Tables) {
    let Some(key) = actor.id.0.strip_prefix("group:") else { return };
    if tables.groups.by_slug(key).is_some()
        || !matches!(actor.subtype, Some(GroupKind::Company | GroupKind::Other))
    {
        return;
    }
    let words: Vec<&str> = actor.name.split_whitespace().collect();
    let mut end = words.len();
    while end > 1 && words.get(end - 1).is_some_and(|word| tables.legal_forms.contains(&fold(word))) {
        end -= 1;
    }
    // `Brown & Co.`, `Marsh and Co`.
    if end < words.len() && end > 1 && words.get(end - 1).is_some_and(|word| matches!(*word, "&" | "and")) {
        end -= 1;
    }
    let core = words.get(..end).unwrap_or_default().join(" ");
    let core = core.trim_end_matches(',');
    if end == words.len() || core.chars().filter(|c| c.is_alphabetic()).count() < 3 {
        return;
    }
    // `Kenya Ltd.` is no country, `Oil Company` no `Oil`.
    let common =
        tables.bodies.get(&core.to_lowercase()).is_some() || tables.words.get(&core.to_lowercase()).is_some();
    if common || tables.countries.get(core).is_some() {
        return;
    }
    match tables.groups.get(core) {
        Some(group) if matches!(group.kind, GroupKind::Company | GroupKind::Media) => {
            actor.id.0 = format!("group:{}", group.slug);
        }
        Some(_) => {}
        None => actor.id.0 = format!("group:{}", slug(core)),
    }
}
