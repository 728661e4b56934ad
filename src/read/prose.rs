//! What prose looks like, whatever holds it.

/// True if a text ends as sentences do.
pub(super) fn ends_sentence(text: &str) -> bool {
    let end = text.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»', '*', '_', '」', '』', '）', ' ']);
    end.ends_with(['.', '!', '?', '…', ':', ';', '。', '！', '？', '।', '؟'])
}

/// The words of a text; of scripts without spaces two characters count as one.
pub(super) fn words(text: &str) -> usize {
    let dense = if text.is_ascii() { 0 } else { text.chars().filter(|c| is_dense(*c)).count() };
    text.split_whitespace().count() + dense / 2
}

/// Characters of scripts that are written without spaces.
fn is_dense(c: char) -> bool {
    ('\u{3041}'..='\u{30ff}').contains(&c)
        || ('\u{3400}'..='\u{9fff}').contains(&c)
        || ('\u{e00}'..='\u{e7f}').contains(&c)
}
