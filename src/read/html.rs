//! HTML pages → text, title, date, site: the main content by `dom_smoothie`, an implementation of
//! Mozilla's Readability.

use dom_smoothie::{Config, Readability, TextMode};

use super::markup::{attribute, entities, is_deep, strip};
use super::{Meta, dates};

/// Elements nested deeper than this are not given to the extractor.
const DEEPEST: usize = 400;

/// Pages larger than this, in bytes, are not given to the extractor.
const LARGEST: usize = 8 << 20;

/// Elements of a page that are no part of its article, by what they are and by the names that
/// authors of pages give them.
const FOREIGN: &str = "figcaption, nav, aside, form, button, dialog, select, footer, \
    [role=navigation], [role=complementary], [role=dialog], [role=search], [hidden], \
    [class*=caption], [class*=credit], [class*=share], [class*=sharing], [class*=social], \
    [class*=related], [class*=recommend], [class*=newsletter], [class*=subscri], [class*=signup], \
    [class*=promo], [class*=advert], [class*=sponsor], [class*=sidebar], [class*=breadcrumb], \
    [class*=comment], [class*=cookie], [class*=consent], [class*=paywall], [class*=teaser], \
    [class*=trending], [class*=popular], [class*=most-read], [class*=read-more], [class*=readmore], \
    [class*=more-from], [class*=weather], [class*=donat], [class*=author-bio], [class*=tag-list], \
    .ad, .ads, .tags, .topics, [class^=ad-], [class*=\" ad-\"], [id*=advert], [id*=related], \
    [id*=newsletter], [id*=comment], [id*=sidebar], [id*=share], [id*=cookie]";

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
    if html.len() <= LARGEST && !is_deep(html, DEEPEST) {
        let config =
            Config { text_mode: TextMode::Formatted, max_elements_to_parse: 200_000, ..Config::default() };
        let article = Readability::new(html, None, Some(config)).and_then(|mut reader| {
            prune(&reader);
            reader.parse()
        });
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

/// Takes the elements out that are no part of the article. One that holds a good part of the
/// page's words stays, whatever its name: the article may be in it.
fn prune(page: &Readability) {
    let Some(foreign) = page.doc.try_select(FOREIGN) else { return };
    let all = page.doc.select("body").text().len();
    for node in foreign.nodes() {
        let name = node.node_name();
        let frame = name.as_deref().is_some_and(|n| matches!(n, "html" | "body" | "main" | "article"));
        if !frame && node.text().len() * 3 < all {
            node.remove_from_parent();
        }
    }
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

/// Title, date, site and address from the head of a page, for what the extractor misses.
fn metadata(html: &str) -> Meta {
    let mut meta = Meta::default();
    // A `<time>` may also be that of a clock or of another story: the weakest of the sources.
    let mut time = None;
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
        } else if lower.starts_with("time") && time.is_none() {
            time = attribute(tag, "datetime").and_then(|d| dates::iso(&d));
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
    meta.date = meta.date.or(time);
    meta
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
    fn what_stands_inside_an_article_but_is_none_of_it_goes() {
        let html = "<html><head><title>Chad and Niger sign border accord | Sahel Post</title></head><body>\
            <article><h1>Chad and Niger sign border accord</h1>\
            <figure><img src=a.jpg><figcaption>The hall where the two met.</figcaption></figure>\
            <p>The ministers of Chad and Niger signed an accord on their border on Monday, after a week of talks.</p>\
            <div class='inline-promo'><a href=/x>Togo votes</a></div>\
            <aside>Benin rejects Ghana's offer of talks.</aside>\
            <p>Both praised Libya, which had hosted the talks, and promised to open two crossings by the spring.</p>\
            <p class='newsletter-box'>Get our best stories every morning.</p></article></body></html>";
        let page = extract(html);
        assert_eq!(page.meta.title.as_deref(), Some("Chad and Niger sign border accord"));
        for foreign in ["hall", "Togo", "Benin", "every morning"] {
            assert!(!page.text.contains(foreign), "{foreign}: {}", page.text);
        }
        for own in ["after a week of talks.", "by the spring."] {
            assert!(page.text.contains(own), "{own}: {}", page.text);
        }
    }

    #[test]
    fn a_frame_with_a_bad_name_stays() {
        let html = "<html><body class=has-sidebar><div class=share-wrapper>\
            <p>The ministers of Chad and Niger signed an accord on their border on Monday, after talks.</p>\
            <p>Both praised Libya, which had hosted the talks, and promised to open two crossings.</p>\
            </div></body></html>";
        assert!(extract(html).text.contains("two crossings"));
    }

    #[test]
    fn dates_of_publication_come_before_clocks() {
        let head = |html: &str| metadata(html).date;
        let clock = "<time datetime='2025-05-03'>";
        assert_eq!(head(clock).as_deref(), Some("2025-05-03"));
        let both = format!(
            "<body>{clock}<script type='application/ld+json'>{{\"datePublished\": \"2021-02-03T04:05:06Z\"}}</script>"
        );
        assert_eq!(head(&both).as_deref(), Some("2021-02-03"));
        assert_eq!(head("<meta content='2020-01-02' name=date>").as_deref(), Some("2020-01-02"));
    }
}
