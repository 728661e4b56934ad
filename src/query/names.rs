//! Names taken apart, so that those of one actor meet under one key.

use crate::tables::fold;

/// Words that names of people carry along: articles, particles, suffixes.
const CARRIED: &[&str] = &[
    "al", "el", "ul", "as", "ash", "ad", "an", "ar", "az", "bin", "ben", "ibn", "van", "von", "der", "den",
    "de", "da", "di", "du", "dos", "la", "le", "jr", "sr", "ii", "iii", "iv",
];

/// The words of a name in one spelling, without those that it carries along.
pub(super) fn words(name: &str) -> Vec<String> {
    let folded = fold(name);
    let all: Vec<String> = folded.split(' ').filter(|w| !w.is_empty()).map(str::to_owned).collect();
    let own: Vec<String> = all.iter().filter(|w| !CARRIED.contains(&w.as_str())).cloned().collect();
    if own.is_empty() { all } else { own }
}

/// The bones of a romanised word: `Muhammad` and `Mohamed` have the same.
pub(super) fn bones(word: &str) -> String {
    let mut text = word.to_owned();
    for (from, to) in [
        ("kh", "h"),
        ("gh", "g"),
        ("dh", "d"),
        ("th", "t"),
        ("ph", "f"),
        ("dj", "j"),
        ("zh", "j"),
        ("tz", "z"),
        ("ts", "z"),
        ("ck", "k"),
        ("ch", "c"),
        ("q", "k"),
        ("w", "v"),
        ("x", "ks"),
    ] {
        if text.contains(from) {
            text = text.replace(from, to);
        }
    }
    let mut out = String::with_capacity(text.len());
    for (i, c) in text.chars().enumerate() {
        let c = match c {
            'a' | 'e' | 'i' | 'o' | 'u' | 'y' if i == 0 => 'a',
            'a' | 'e' | 'i' | 'o' | 'u' | 'y' => continue,
            c => c,
        };
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    // `Sharaa`, `Sharaah`.
    if out.len() > 2 && out.ends_with('h') && !text.ends_with("sh") {
        out.pop();
    }
    out
}

/// The acronyms that a name of several words can have, in lower case.
pub(super) fn acronyms(name: &str) -> Vec<String> {
    let initials = |small: bool| -> String {
        name.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’'))
            .filter(|w| small || w.starts_with(char::is_uppercase))
            .filter_map(|w| w.chars().next())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let mut out = vec![initials(false), initials(true)];
    out.dedup();
    out.retain(|a| a.chars().count() >= 2);
    out
}

/// A name that is written as an acronym, in lower case without dots: `SDF`, `U.N.`.
pub(super) fn as_acronym(name: &str) -> Option<String> {
    let letters: String = name.chars().filter(|c| *c != '.').collect();
    let fits = (2..=8).contains(&letters.chars().count())
        && letters.chars().all(|c| c.is_uppercase() || c.is_ascii_digit());
    (fits && letters.chars().any(char::is_uppercase)).then(|| letters.to_lowercase())
}

/// The name, and the name without each of its letters: two names at an edit's distance share one.
pub(super) fn near_keys(folded: &str) -> Vec<String> {
    let letters: Vec<char> = folded.chars().filter(|c| *c != ' ').collect();
    // Longer names have other signs; shorter ones differ by a letter all the time.
    if !(6..=40).contains(&letters.len()) {
        return Vec::new();
    }
    let mut out = vec![letters.iter().collect()];
    for skip in 0..letters.len() {
        out.push(letters.iter().enumerate().filter(|(i, _)| *i != skip).map(|(_, c)| c).collect());
    }
    out.sort();
    out.dedup();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_share_their_bones() {
        for (a, b) in [
            ("muhammad", "mohamed"),
            ("hussein", "husain"),
            ("hizballah", "hezbollah"),
            ("zelensky", "zelenskyy"),
            ("sharaa", "shara"),
            ("qaeda", "qaida"),
            ("khan", "han"),
        ] {
            assert_eq!(bones(a), bones(b), "{a} {b}");
        }
        assert_ne!(bones("biden"), bones("baker"));
    }

    #[test]
    fn acronyms_come_from_names() {
        assert_eq!(acronyms("Syrian Democratic Forces"), ["sdf"]);
        assert_eq!(acronyms("Ministry of Defence"), ["md", "mod"]);
        assert_eq!(as_acronym("U.N.").as_deref(), Some("un"));
        assert_eq!(as_acronym("Nato"), None);
    }
}
