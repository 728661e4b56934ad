//! Names taken apart, so that those of one actor meet under one key.

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
    fn acronyms_come_from_names() {
        assert_eq!(acronyms("Syrian Democratic Forces"), ["sdf"]);
        assert_eq!(acronyms("Ministry of Defence"), ["md", "mod"]);
        assert_eq!(as_acronym("U.N.").as_deref(), Some("un"));
        assert_eq!(as_acronym("Nato"), None);
    }
}
