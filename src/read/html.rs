//! HTML pages → text, title, date, site: the main content by `dom_smoothie`, an implementation of
//! Mozilla's Readability.

use dom_smoothie::{Config, Readability, TextMode};

use super::{Meta, dates};

/// Elements nested deeper than this are not given to the extractor.
const DEEPEST: usize = 400;

/// What a page holds.
pub(super) struct Page {
    /// Title, blank line, paragraphs separated by blank lines.
    pub text: String,
    pub meta: Meta,
}

/// True if the text is a page, or rich in tags.
pub(super) fn is_html(text: &str) -> bool {
    let start = text.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
    let head: String = start.chars().take(300).collect::<String>().to_ascii_lowercase();
    if head.starts_with("<!doctype html")
        || head.starts_with("<html")
        || head.starts_with("<?xml") && head.contains("<html")
    {
        return true;
    }
    if !start.starts_with('<') && !head.contains("<p") {
        return false;
    }
    let sample = start.get(..start.len().min(20_000)).unwrap_or_else(|| {
        let end = (0..=20_000.min(start.len())).rev().find(|&i| start.is_char_boundary(i)).unwrap_or(0);
        &start[..end]
    });
    let closing = sample.matches("</").count();
    closing >= 2 && (sample.contains("<p") || sample.contains("<div") || sample.contains("<body"))
}

/// The main content of a page. Never fails: what the extractor cannot read is stripped of tags.
pub(super) fn extract(html: &str) -> Page {
    let head = metadata(html);
    if !too_deep(html) {
        let config =
            Config { text_mode: TextMode::Formatted, max_elements_to_parse: 200_000, ..Config::default() };
        let article = Readability::new(html, None, Some(config)).and_then(|mut r| r.parse());
        if let Ok(article) = article {
            let title =
                Some(clean_title(&article.title, article.site_name.as_deref())).filter(|t| !t.is_empty());
            let published = article.published_time.as_deref().and_then(dates::iso);
            let meta = Meta {
                title: title.or(head.title),
                date: published.or(head.date),
                source: article.site_name.clone().or(head.source),
                url: head.url.or(article.url.clone()),
                id: None,
            };
            let body = article.text_content.to_string();
            if body.split_whitespace().count() >= 20 {
                return Page { text: join(meta.title.as_deref(), &body), meta };
            }
            return Page { text: join(meta.title.as_deref(), &strip(html)), meta };
        }
    }
    Page { text: join(head.title.as_deref(), &strip(html)), meta: head }
}

/// Title and body as one text; a body that begins with the title keeps only one.
fn join(title: Option<&str>, body: &str) -> String {
    let body = body.trim();
    match title {
        Some(title) if !body.starts_with(title) => format!("{title}\n\n{body}\n"),
        _ => format!("{body}\n"),
    }
}

/// A page's title without the name of the site: `Talks resume - The Daily Page`.
fn clean_title(title: &str, site: Option<&str>) -> String {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    for separator in [" | ", " - ", " – ", " — ", " :: ", " » "] {
        if let Some((left, right)) = title.rsplit_once(separator) {
            let named = site.is_some_and(|site| site.eq_ignore_ascii_case(right.trim()));
            if named || right.split_whitespace().count() <= 4 && left.split_whitespace().count() >= 4 {
                return left.trim().to_owned();
            }
        }
    }
    title
}

/// True if elements nest too deep for a reader that follows them one inside the other.
fn too_deep(html: &str) -> bool {
    const VOID: [&str; 14] = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
        "!",
    ];
    let bytes = html.as_bytes();
    let mut depth = 0_usize;
    for at in memchr_all(b'<', bytes) {
        let rest = &bytes[at + 1..];
        match rest.first() {
            Some(b'/') => depth = depth.saturating_sub(1),
            Some(c) if c.is_ascii_alphabetic() => {
                let name: Vec<u8> = rest
                    .iter()
                    .take(8)
                    .take_while(|c| c.is_ascii_alphanumeric())
                    .map(u8::to_ascii_lowercase)
                    .collect();
                // Paragraphs and list items close by themselves.
                let closes =
                    matches!(name.as_slice(), b"p" | b"li" | b"td" | b"tr" | b"dd" | b"dt" | b"option");
                if !closes && !VOID.iter().any(|v| v.as_bytes() == name.as_slice()) {
                    depth += 1;
                }
            }
            _ => {}
        }
        if depth > DEEPEST {
            return true;
        }
    }
    false
}

fn memchr_all(needle: u8, bytes: &[u8]) -> impl Iterator<Item = usize> + '_ {
    bytes.iter().enumerate().filter(move |&(_, &b)| b == needle).map(|(i, _)| i)
}

/// Title, date, site and address from the head of a page, for what the extractor misses.
fn metadata(html: &str) -> Meta {
    let mut meta = Meta::default();
    let end = html.char_indices().map(|(i, _)| i).take_while(|&i| i <= 200_000).last().unwrap_or(0);
    let head = &html[..end];
    for tag in head.split('<').skip(1) {
        let lower = tag.get(..tag.len().min(2000)).unwrap_or(tag).to_ascii_lowercase();
        if lower.starts_with("meta") {
            let key = attribute(tag, "property")
                .or_else(|| attribute(tag, "name"))
                .or_else(|| attribute(tag, "itemprop"));
            let Some(content) = attribute(tag, "content") else { continue };
            match key.unwrap_or_default().to_ascii_lowercase().as_str() {
                "article:published_time"
                | "date"
                | "datepublished"
                | "pubdate"
                | "publish-date"
                | "dc.date"
                | "dc.date.issued"
                | "dcterms.created"
                | "parsely-pub-date"
                | "sailthru.date" => {
                    meta.date = meta.date.or_else(|| dates::iso(&content));
                }
                "og:title" => meta.title = meta.title.or(Some(content)),
                "og:site_name" => meta.source = meta.source.or(Some(content)),
                "og:url" => meta.url = meta.url.or(Some(content)),
                _ => {}
            }
        } else if lower.starts_with("time") && meta.date.is_none() {
            meta.date = attribute(tag, "datetime").and_then(|d| dates::iso(&d));
        } else if lower.starts_with("link") && attribute(tag, "rel").is_some_and(|r| r == "canonical") {
            meta.url = meta.url.or_else(|| attribute(tag, "href"));
        } else if lower.starts_with("title") && meta.title.is_none() {
            let title = tag.split_once('>').map(|(_, t)| entities(t)).unwrap_or_default();
            meta.title = Some(clean_title(&title, None)).filter(|t| !t.is_empty());
        } else if let Some(at) = tag.find("\"datePublished\"")
            && meta.date.is_none()
        {
            let value = tag[at + "\"datePublished\"".len()..].split('"').nth(1);
            meta.date = value.and_then(dates::iso);
        }
    }
    meta
}

/// The value of an attribute in the text of a tag.
fn attribute(tag: &str, name: &str) -> Option<String> {
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
fn strip(html: &str) -> String {
    let mut out = String::with_capacity(html.len() / 2);
    let mut rest = html;
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
            let close = format!("</{name}");
            if let Some(end) = find_ignoring_case(rest, &close) {
                rest = &rest[end..];
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

fn find_ignoring_case(text: &str, needle: &str) -> Option<usize> {
    let needle = needle.as_bytes();
    text.as_bytes().windows(needle.len()).position(|window| window.eq_ignore_ascii_case(needle))
}

/// Character references → characters: the numeric ones, and the named ones that news uses.
fn entities(text: &str) -> String {
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
    fn deep_nesting_is_stripped_not_followed() {
        let html = format!(
            "<html><body>{}<p>Iraq met Syria.</p>{}</body></html>",
            "<div>".repeat(100_000),
            "</div>".repeat(100_000)
        );
        assert!(extract(&html).text.contains("Iraq met Syria."));
    }

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
}
