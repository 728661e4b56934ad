//! HTML at the level of tags and character references, in one pass whatever the nesting.

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
    }

    #[test]
    fn unclosed_scripts_take_linear_time() {
        assert!(strip(&"<script>a".repeat(200_000)).len() < 2_000_000);
    }
}
