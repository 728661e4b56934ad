//! Names of people taken apart, and whether two of them can be one person's.

use std::borrow::Cow;

use crate::tables::fold;

/// Words of names that tell nobody apart.
const PARTICLES: &[&str] = &[
    "al", "el", "as", "ash", "bin", "ibn", "ben", "abu", "abd", "de", "da", "di", "del", "della", "la", "le",
    "du", "van", "von", "der", "den", "dos", "das", "ter", "ad", "az", "an", "ar", "at", "ul", "of", "the",
    "d", "l", "al",
];

/// Suffixes that are no surname.
const SUFFIXES: &[&str] = &["jr", "sr", "ii", "iii", "iv", "v", "vi", "xvi"];

/// The folded words of a name; initials are a word each.
pub(super) fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = fold(&apart(name)).split(' ').map(str::to_owned).collect();
    if words.len() > 1 && words.last().is_some_and(|w| w == "s") {
        words.pop();
    }
    words
}

/// A name with a space between initials: `George H.W. Bush`, `George HW Bush`.
fn apart(name: &str) -> Cow<'_, str> {
    let count = name.split(' ').count();
    let initials = |(i, word): (usize, &str)| {
        let dotted = word.contains('.') && word.split_terminator('.').all(|part| part.chars().count() == 1);
        let bare = (1..count.saturating_sub(1)).contains(&i)
            && word.len() == 2
            && word.bytes().all(|b| b.is_ascii_uppercase());
        word.len() > 1 && (dotted || bare)
    };
    if !name.split(' ').enumerate().any(initials) {
        return name.into();
    }
    let mut out = String::with_capacity(name.len() + 4);
    for (i, word) in name.split(' ').enumerate() {
        let initials = initials((i, word));
        for c in word.chars() {
            if out.ends_with(|last: char| last != ' ') && initials && c != '.' {
                out.push(' ');
            }
            out.push(c);
        }
        out.push(' ');
    }
    out.truncate(out.trim_end().len());
    out.into()
}

/// The words that tell people apart.
pub(super) fn core(words: &[String]) -> Vec<&str> {
    let tells = |(i, word): &(usize, &str)| {
        // A letter in the middle is an initial: `J. D. Vance`.
        let initial = word.len() == 1 && *i > 0 && *i + 1 < words.len() && words[*i - 1].len() == 1;
        initial || !PARTICLES.contains(word) && !SUFFIXES.contains(word)
    };
    words.iter().map(String::as_str).enumerate().filter(tells).map(|(_, word)| word).collect()
}

/// `jr`, `sr` at the end of a name: father and son are two.
pub(super) fn generation(words: &[String]) -> Option<&str> {
    words.last().map(String::as_str).filter(|last| words.len() > 1 && matches!(*last, "jr" | "sr"))
}

/// True if two names (their telling words) can be one person's.
pub(super) fn same_person(a: &[&str], b: &[&str]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.len() < 2 {
        // One word of somebody known by one word: `Madonna`.
        return short == long;
    }
    // `George W. Bush` is not `George H. W. Bush`.
    let middle = |words: &[&str]| -> Vec<String> {
        let inner = words.get(1..words.len() - 1).unwrap_or_default();
        inner.iter().filter(|w| w.len() == 1).map(|w| (*w).to_owned()).collect()
    };
    let (one, other) = (middle(short), middle(long));
    if !one.is_empty() && !other.is_empty() && one != other {
        return false;
    }
    let mut rest = long.iter();
    if short.iter().all(|w| rest.any(|l| l == w)) {
        return true;
    }
    let (Some(first_a), Some(first_b), Some(last_a), Some(last_b)) =
        (a.first(), b.first(), a.last(), b.last())
    else {
        return false;
    };
    let given = first_a == first_b
        || initial(first_a, first_b)
        || initial(first_b, first_a)
        || alike(first_a, first_b) && last_a == last_b;
    let spelled = alike(first_a, first_b) && alike(last_a, last_b);
    given && (last_a == last_b || first_a == first_b && alike(last_a, last_b)) || spelled
}

fn initial(short: &str, long: &str) -> bool {
    short.len() == 1 && long.starts_with(short)
}

/// A key that spellings of one surname share: `Zelensky`, `Zelenskyy`, `Zelenskiy`; `Sharaa`, `Shara`.
/// No word is its own key.
pub(super) fn sound(word: &str) -> String {
    let mut out = String::from("~");
    for c in word.chars() {
        let c = if c == 'y' { 'i' } else { c };
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}

/// A key that transliterations of a name share: its consonants. No word is its own key.
pub(super) fn bones(word: &str) -> String {
    let mut out = String::from("=");
    for c in word.chars() {
        let c = match c {
            'y' => 'i',
            'q' => 'k',
            'w' => 'v',
            c => c,
        };
        if !"aeioujh".contains(c) && !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}

/// Two transliterations of one name: `Zelensky`, `Zelenskyy`; `Mohammed`, `Muhammad`.
pub(super) fn alike(a: &str, b: &str) -> bool {
    a.len() >= 4
        && b.len() >= 4
        && a.len().abs_diff(b.len()) <= 2
        && a.get(..1) == b.get(..1)
        && bones(a) == bones(b)
}

#[cfg(test)]
mod tests {
    use super::{same_person, sound};

    #[test]
    fn spellings_of_a_surname_share_a_key() {
        assert_eq!(sound("zelensky"), sound("zelenskyy"));
        assert_eq!(sound("zelensky"), sound("zelenskiy"));
        assert_eq!(sound("sharaa"), sound("shara"));
        assert_ne!(sound("salman"), sound("suleiman"));
    }

    #[test]
    fn names_of_one_person_are_joined_and_of_two_kept_apart() {
        assert!(same_person(&["robert", "mugabe"], &["robert", "gabriel", "mugabe"]));
        assert!(same_person(&["volodymyr", "zelensky"], &["volodymyr", "zelenskyy"]));
        assert!(same_person(&["j", "smith"], &["john", "smith"]));
        assert!(same_person(&["mohammed", "salman"], &["mohammed", "salman", "saud"]));
        assert!(!same_person(&["grace", "mugabe"], &["robert", "mugabe"]));
        assert!(!same_person(&["joe", "biden"], &["hunter", "biden"]));
        assert!(!same_person(&["george", "w", "bush"], &["george", "h", "w", "bush"]));
        assert!(same_person(&["george", "bush"], &["george", "h", "w", "bush"]));
    }
}
