//! HTML at the level of tags and character references, in one pass whatever the nesting.

/// Elements that never have an end tag.
const VOID: [&[u8]; 13] = [
    b"area", b"base", b"br", b"col", b"embed", b"hr", b"img", b"input", b"link", b"meta", b"source",
    b"track", b"wbr",
];

/// Elements whose end tag may be left out: they do not count for the depth.
const OPEN_ENDED: [&[u8]; 9] = [b"p", b"li", b"td", b"th", b"tr", b"dd", b"dt", b"option", b"tbody"];

/// True if elements nest too deep for a reader that follows them one inside the other.
pub(super) fn is_deep(html: &str, deepest: usize) -> bool {
    let mut depth = 0_usize;
    let mut rest = html.as_bytes();
    while let Some(at) = rest.iter().position(|&b| b == b'<') {
        rest = &rest[at + 1..];
        let closing = rest.first() == Some(&b'/');
        let mut buffer = [0_u8; 10];
        let mut length = 0;
        let letters = rest.iter().skip(usize::from(closing)).take_while(|c| c.is_ascii_alphanumeric());
        for (slot, letter) in buffer.iter_mut().zip(letters) {
            *slot = letter.to_ascii_lowercase();
            length += 1;
        }
        let name = &buffer[..length];
        if name.is_empty() || VOID.contains(&name) || OPEN_ENDED.contains(&name) {
            continue;
        }
        if closing {
            depth = depth.saturating_sub(1);
            continue;
        }
        if matches!(name, b"script" | b"style") {
            // Programs compare (`i<n`): not markup.
            let end: &[u8] = if name == b"script" { b"</script" } else { b"</style" };
            rest = find_ignoring_case(rest, end).map_or(&[], |at| &rest[at + end.len()..]);
            continue;
        }
        let tag_end = rest.iter().take(4096).position(|&b| b == b'>');
        let closes_itself = tag_end.is_some_and(|end| end > 0 && rest[end - 1] == b'/');
        depth += usize::from(!closes_itself);
        if depth > deepest {
            return true;
        }
    }
    false
}

/// The value of an attribute in the text of a tag.
pub(super) fn attribute(tag: &str, name: &str) -> Option<String> {
    let tag = tag.split('>').next().unwrap_or(tag);
    let mut from = 0;
    while let Some(at) = tag[from..].find(name) {
        let at = from + at;
        let before = tag[..at].chars().next_back();
        let rest = tag[at + name.len()..].trim_start();
        from = at + name.len();
        if before.is_some_and(|c| !c.is_whitespace() && c != '"' && c != '\'') {
            continue;
        }
        let Some(value) = rest.strip_prefix('=') else { continue };
        let value = value.trim_start();
        let value = match value.chars().next()? {
            quote @ ('"' | '\'') => value[1..].split(quote).next()?,
            _ => value.split(|c: char| c.is_whitespace() || c == '/').next()?,
        };
        return Some(entities(value));
    }
    None
}

/// Elements whose words are never the text.
const SKIPPED: [&str; 12] = [
    "script", "style", "noscript", "template", "nav", "header", "footer", "aside", "form", "svg", "button",
    "iframe",
];

/// Text of a page without its tags, blocks separated by blank lines. Linear, whatever the nesting.
pub(super) fn strip(html: &str) -> String {
    let mut out = String::with_capacity(html.len() / 2);
    let mut rest = html;
    let mut unclosed: Vec<String> = Vec::new();
    while let Some(at) = rest.find('<') {
        out.push_str(&entities(&rest[..at]));
        let tag = &rest[at + 1..];
        if tag.starts_with("!--") {
            rest = tag.find("-->").map_or("", |end| &tag[end + 3..]);
            continue;
        }
        let name: String = tag
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '/')
            .take(12)
            .collect::<String>()
            .to_ascii_lowercase();
        let Some(end) = tag.find('>') else { break };
        rest = &tag[end + 1..];
        if SKIPPED.contains(&name.as_str()) {
            // One that is never closed is looked for once.
            if !unclosed.contains(&name) {
                let close = format!("</{name}");
                match find_ignoring_case(rest.as_bytes(), close.as_bytes()) {
                    Some(end) => rest = &rest[end..],
                    None => unclosed.push(name),
                }
            }
            continue;
        }
        match name.trim_start_matches('/') {
            "a" | "b" | "i" | "em" | "strong" | "span" | "u" | "sup" | "sub" | "abbr" | "cite" | "q"
            | "small" | "mark" | "time" | "font" | "code" => {}
            "br" => out.push('\n'),
            _ => out.push_str("\n\n"),
        }
    }
    if !rest.contains('<') {
        out.push_str(&entities(rest));
    }
    let mut clean = String::with_capacity(out.len());
    for block in out.split("\n\n") {
        let words = block.split_whitespace().collect::<Vec<_>>().join(" ");
        if !words.is_empty() {
            clean.push_str(&words);
            clean.push_str("\n\n");
        }
    }
    clean
}

fn find_ignoring_case(text: &[u8], needle: &[u8]) -> Option<usize> {
    text.windows(needle.len()).position(|window| window.eq_ignore_ascii_case(needle))
}

/// Character references → characters: the numeric ones, and the named ones that news uses.
pub(super) fn entities(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.char_indices().take(12).find(|&(_, c)| c == ';').map(|(i, _)| i);
        let Some(end) = end else {
            out.push('&');
            rest = &rest[1..];
            continue;
        };
        let name = &rest[1..end];
        let code = match name.strip_prefix('#') {
            Some(number) => match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok(),
                None => number.parse().ok(),
            },
            None => None,
        };
        let found = code.and_then(char::from_u32).or(match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            "nbsp" => Some(' '),
            "ndash" => Some('–'),
            "mdash" => Some('—'),
            "lsquo" => Some('‘'),
            "rsquo" => Some('’'),
            "ldquo" => Some('“'),
            "rdquo" => Some('”'),
            "hellip" => Some('…'),
            _ => None,
        });
        match found {
            Some(c) => out.push(c),
            None => out.push_str(&rest[..=end]),
        }
        rest = &rest[end + 1..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_references_go() {
        assert_eq!(
            strip("<p>Iraq &amp; <b>Syria</b> met.</p><script>x<y</script><p>Fine&#x2019;s</p>"),
            "Iraq & Syria met.\n\nFine’s\n\n"
        );
        assert_eq!(
            attribute("meta property=\"og:title\" content='A &quot;B&quot;'", "content").as_deref(),
            Some("A \"B\"")
        );
    }

    #[test]
    fn depth_is_that_of_elements() {
        assert!(is_deep(&"<div>".repeat(401), 400));
        assert!(is_deep(&"<div><p></p>".repeat(401), 400));
        assert!(!is_deep(&"<div><p>a</div>".repeat(1000), 400));
        assert!(!is_deep(&"<br><img src=a><path d='M0'/>".repeat(1000), 400));
        assert!(!is_deep(&format!("<script>{}</script>", "i<n;".repeat(1000)), 400));
    }

    #[test]
    fn unclosed_scripts_take_linear_time() {
        assert!(strip(&"<script>a".repeat(200_000)).len() < 2_000_000);
        assert!(!is_deep(&"<script>".repeat(200_000), 400));
    }
}
