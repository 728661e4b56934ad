//! Names taken apart into words, and words into their bones.

use crate::tables::fold;

/// Words that names of people carry along: articles, particles, suffixes.
const CARRIED: &[&str] = &[
    "al", "el", "ul", "as", "ash", "ad", "an", "ar", "az", "bin", "ben", "ibn", "van", "von", "der", "den",
    "de", "da", "di", "du", "dos", "la", "le", "jr", "sr", "ii", "iii", "iv",
];

/// The words of a name in one spelling, without those that it carries along.
pub(crate) fn words(name: &str) -> Vec<String> {
    let folded = fold(name);
    let all: Vec<String> = folded.split(' ').filter(|w| !w.is_empty()).map(str::to_owned).collect();
    let own: Vec<String> = all.iter().filter(|w| !CARRIED.contains(&w.as_str())).cloned().collect();
    if own.is_empty() { all } else { own }
}

/// The bones of a romanised word: `Muhammad` and `Mohamed` have the same.
pub(crate) fn bones(word: &str) -> String {
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
}
