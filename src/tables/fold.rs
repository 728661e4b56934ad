//! One spelling for names that differ in case, diacritics or apostrophes.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A name in lower case without diacritics, apostrophes and dots: `Erdoğan` and `Erdogan`,
/// `Shia’` and `Shia`, `U.N.` and `UN` are equal. Words are kept apart by single spaces.
pub fn fold(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    if name.is_ascii() {
        name.chars().for_each(|c| push(c, &mut out));
    } else {
        name.nfd().filter(|c| !is_combining_mark(*c)).for_each(|c| push(c, &mut out));
    }
    if out.ends_with(' ') {
        out.pop();
    }
    out
}

/// True for characters that no reader sees: soft hyphens, joiners, direction and byte order marks.
pub const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

fn push(c: char, out: &mut String) {
    match c {
        '\'' | '’' | '‘' | 'ʼ' | 'ʿ' | 'ʾ' | '`' | '´' | '.' => {}
        _ if is_invisible(c) => {}
        'ł' | 'Ł' => out.push('l'),
        'ø' | 'Ø' => out.push('o'),
        'đ' | 'Đ' | 'ð' => out.push('d'),
        'ı' => out.push('i'),
        'æ' | 'Æ' => out.push_str("ae"),
        'ß' => out.push_str("ss"),
        _ if c.is_ascii_alphanumeric() => out.push(c.to_ascii_lowercase()),
        _ if c.is_alphanumeric() => out.extend(c.to_lowercase()),
        // Hyphens, spaces and other marks part words.
        _ if !out.is_empty() && !out.ends_with(' ') => out.push(' '),
        _ => {}
    }
}

/// An id's part: [`fold`] with hyphens for spaces; never empty.
pub fn slug(name: &str) -> String {
    let slug = fold(name).replace(' ', "-");
    if slug.is_empty() { "unnamed".to_owned() } else { slug }
}

#[cfg(test)]
mod tests {
    use super::{fold, slug};

    #[test]
    fn spellings_of_one_name_are_equal() {
        assert_eq!(fold("Recep Tayyip Erdoğan"), fold("Recep Tayyip Erdogan"));
        assert_eq!(fold("Mohammed Shia’ al-Sudani"), "mohammed shia al sudani");
        assert_eq!(fold("U.N."), "un");
        assert_eq!(fold("Wiki\u{ad}news\u{200d}"), "wikinews");
        assert_eq!(slug("Łukasz Szumowski"), "lukasz-szumowski");
        assert_eq!(slug("…"), "unnamed");
    }
}
