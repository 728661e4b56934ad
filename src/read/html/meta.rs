//! What a page says of itself: title, dates of publication, site, address.

use serde_json::{Map, Value};

use super::tree::Tree;
use crate::read::{Meta, dates};
use crate::types::{DateFound, DateFrom};

/// Names of metadata that give the date of publication; letters only, in lower case.
#[rustfmt::skip]
const PUBLISHED: &[&str] = &[
    "articlepublished", "articlepublishedtime", "publishedtime", "datepublished", "datecreated",
    "pubdate", "publishdate", "publisheddate", "publicationdate", "publishedat", "publishedon", "publicdate", "publicationdatetime",
    "articledate", "articledateoriginal", "articlepublicationdate", "originalpublicationdate", "originaldate", "firstpublished", "date",
    "dcdate", "dcdateissued", "dcdatecreated", "dcterms", "dctermsdate", "dctermscreated", "dctermsissued", "parselypubdate",
    "sailthrudate", "bttime", "shareaholicarticlepublishedtime", "cxenseparsepublishtime", "cxenseparserecspublishtime", "rnewsdatepublished",
    "displaydate", "ptime", "citationpublicationdate", "citationdate", "citationonlinedate", "ogpublishedtime", "ogpubdate", "publishtime", "postdate", "newspublished",
    "published", "issued", "created", "releasedate", "timestamp",
];

/// All that the page says of itself.
pub(super) struct Head {
    pub meta: Meta,
    /// The text of the article where the page carries it as data too.
    pub body: Option<String>,
    /// The page in a sentence.
    pub description: Option<String>,
}

pub(super) fn head(tree: &Tree, html: &str) -> Head {
    let h1 = (0..tree.nodes.len()).filter(|&i| tree.nodes[i].name == "h1").collect();
    let mut found = Found { headings: h1, ..Found::default() };
    for i in 0..tree.nodes.len() {
        found.element(tree, i);
    }
    if found.dates.iter().all(|(date, _)| date.from != DateFrom::Metadata) {
        found.add_scripts(html);
    }
    if let Some(url) = found.url.clone() {
        found.date(dates::in_address(&url).map(|d| d.to_string()), DateFrom::Address, &url);
    }
    found.dates.sort_by_key(|(date, weak)| (date.from, *weak));
    let dates = found.dates.drain(..).map(|(date, _)| date).collect();
    let title = found.choose_title();
    let meta = Meta { id: None, title, dates, source: found.site, url: found.url };
    Head { meta, body: found.body, description: found.description }
}

#[derive(Default)]
struct Found {
    /// Where the `h1` stand.
    headings: Vec<usize>,
    h1: Vec<String>,
    og: Option<String>,
    headline: Option<String>,
    title: Option<String>,
    site: Option<String>,
    url: Option<String>,
    body: Option<String>,
    description: Option<String>,
    /// With true for those that may be of something else: `date`, `created`.
    dates: Vec<(DateFound, bool)>,
}

/// What an element's name may begin with that shows a date of this text.
const OWN: &[&str] = &["article", "entry", "post", "story", "news"];

/// True of a key that does not say outright that its date is of publication.
fn is_weak(key: &str) -> bool {
    !key.contains("pub") && !key.contains("issued")
}

impl Found {
    fn date(&mut self, date: Option<String>, from: DateFrom, words: &str) {
        self.weak_date(date, from, words, false);
    }

    fn weak_date(&mut self, date: Option<String>, from: DateFrom, words: &str, weak: bool) {
        let Some(date) = date else { return };
        if !self.dates.iter().any(|(known, _)| known.date == date && known.from == from) {
            self.dates.push((dates::found(date, from, words), weak));
        }
    }

    fn element(&mut self, tree: &Tree, i: usize) {
        let attribute = |name: &str| tree.attribute(i, name).map(str::trim).filter(|v| !v.is_empty());
        let name = tree.nodes[i].name;
        match name {
            "meta" => {
                let Some(content) = attribute("content") else { return };
                for key in ["property", "name", "itemprop", "http-equiv"].into_iter().filter_map(attribute) {
                    self.metadata(key, content);
                }
            }
            "link" if attribute("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) => {
                self.url = attribute("href").map(str::to_owned).or(self.url.take());
            }
            "title" if self.title.is_none() => {
                self.title = Some(tree.words(i)).filter(|t| !t.is_empty());
            }
            "h1" => self.h1.push(tree.words(i)),
            "script" => {
                if let Some(text) =
                    tree.nodes.get(i + 1).filter(|n| n.name == "#text").map(|_| tree.text(i + 1))
                {
                    self.linked_data(text);
                }
            }
            "#text" => {}
            _ => self.shown_date(tree, i),
        }
    }

    /// A date that an element of the page shows or carries.
    fn shown_date(&mut self, tree: &Tree, i: usize) {
        let attribute = |name: &str| tree.attribute(i, name).map(str::trim).filter(|v| !v.is_empty());
        let name = tree.nodes[i].name;
        let is_published = |key: &str| {
            let letters = letters(key);
            // `article-publish-date`; a card of another story may well have a `post-date`.
            let own = OWN.iter().find_map(|own| letters.strip_prefix(own)).filter(|own| !is_weak(own));
            letters != "timestamp"
                && own.into_iter().chain([letters.as_str()]).any(|key| PUBLISHED.contains(&key))
        };
        let named = ["itemprop", "property", "class", "name", "id"]
            .into_iter()
            .filter_map(|key| Some((key, attribute(key)?)))
            .find(|(_, value)| value.split_whitespace().any(is_published));
        let value = [
            "datetime",
            "content",
            "value",
            "data-datetime",
            "data-published-date",
            "data-published",
            "data-timestamp",
            "data-date",
            "title",
        ]
        .into_iter()
        .filter(|key| name != "a" || *key != "title")
        .filter_map(attribute)
        .find_map(|v| Some((dates::iso(v)?, v)));
        let micro = named.is_some_and(|(key, _)| matches!(key, "itemprop" | "property"));
        let from = match named {
            Some(_) if micro => DateFrom::Metadata,
            Some(_) => DateFrom::Element,
            None if name == "time" && tree.attribute(i, "pubdate").is_some() => DateFrom::Element,
            None if name == "time" && self.is_of_article(tree, i) => DateFrom::Element,
            None => DateFrom::Page,
        };
        if let Some((date, words)) = value {
            if from != DateFrom::Page || name == "time" {
                let weak = micro && named.is_some_and(|(_, key)| is_weak(&letters(key)));
                self.weak_date(Some(date), from, words, weak);
            }
        } else if from != DateFrom::Page && tree.nodes[i].end - i < 40 {
            let words = tree.words(i);
            if words.len() < 100 {
                let weak = micro && named.is_some_and(|(_, key)| is_weak(&letters(key)));
                self.weak_date(dates::iso(&words), from, &words, weak);
            }
        }
    }

    /// True in an `article` that has the headline of a page: neither a clock nor the time of another story.
    fn is_of_article(&self, tree: &Tree, i: usize) -> bool {
        const HIGHEST: usize = 16;
        let around =
            std::iter::successors(Some(i), |&at| tree.nodes.get(at).map(|n| n.parent).filter(|&p| p != at));
        let mut articles = around.take(HIGHEST).filter(|&at| tree.nodes[at].name == "article");
        articles.any(|at| self.headings.iter().any(|h1| (at..tree.nodes[at].end).contains(h1)))
    }

    fn metadata(&mut self, key: &str, content: &str) {
        let own = |slot: &mut Option<String>| {
            if slot.is_none() {
                *slot = Some(line(content));
            }
        };
        match letters(key).as_str() {
            "ogtitle" => own(&mut self.og),
            "twittertitle" | "dctitle" | "headline" if self.headline.is_none() => {
                self.headline = Some(line(content))
            }
            "ogsitename" => own(&mut self.site),
            "ogdescription" | "description" => own(&mut self.description),
            "ogurl" => own(&mut self.url),
            key if PUBLISHED.contains(&key) => {
                self.weak_date(dates::iso(content), DateFrom::Metadata, content, is_weak(key));
            }
            _ => {}
        }
    }

    /// Schema.org as JSON: the article among all that is described.
    fn linked_data(&mut self, json: &str) {
        let json = json.trim().trim_start_matches("<!--").trim_end_matches("-->").trim();
        if let Ok(value) = serde_json::from_str::<Value>(json) {
            self.described(&value, 0);
        }
    }

    fn described(&mut self, value: &Value, depth: usize) {
        match value {
            Value::Array(list) if depth < 6 => {
                list.iter().take(200).for_each(|v| self.described(v, depth + 1))
            }
            Value::Object(object) if depth < 6 => {
                if is_article(object) {
                    self.article(object);
                } else {
                    for key in ["@graph", "mainEntity", "mainEntityOfPage"] {
                        if let Some(inner) = object.get(key) {
                            self.described(inner, depth + 1);
                        }
                    }
                }
            }
            _ => {}
        }
    }

    fn article(&mut self, object: &Map<String, Value>) {
        let text =
            |key: &str| object.get(key).and_then(Value::as_str).map(str::trim).filter(|v| !v.is_empty());
        if let Some(words) = text("datePublished").or_else(|| text("dateCreated")) {
            self.date(dates::iso(words), DateFrom::Metadata, words);
        }
        let plain = |words: &str| line(&super::super::markup::entities(words));
        if self.headline.is_none() {
            self.headline = text("headline").map(plain);
        }
        if let Some(body) =
            text("articleBody").filter(|body| self.body.as_ref().is_none_or(|b| b.len() < body.len()))
        {
            self.body = Some(body.to_owned());
        }
        if self.site.is_none() {
            let publisher = object.get("publisher").and_then(|p| p.get("name")).and_then(Value::as_str);
            self.site = publisher.map(line);
        }
        if self.url.is_none() {
            self.url = text("url").map(str::to_owned);
        }
    }

    /// Data that scripts carry, and linked data that is no JSON.
    fn add_scripts(&mut self, html: &str) {
        for key in
            ["\"datePublished\"", "\"publishedAt\"", "\"publish_date\"", "\"pubDate\"", "\"published_time\""]
        {
            let value = html.find(key).and_then(|at| html.get(at + key.len()..)).and_then(|rest| {
                let rest = rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
                rest.split('"').next()
            });
            if let Some(words) = value.filter(|w| w.len() < 60) {
                self.date(dates::iso(words), DateFrom::Metadata, words);
                return;
            }
        }
    }

    /// The headline: the page's first `h1` that its title begins with or holds, else what the
    /// metadata say, else the title without the name of the site.
    fn choose_title(&self) -> Option<String> {
        let said = [&self.og, &self.headline, &self.title];
        let agrees = |h1: &&String| {
            let h1 = letters(h1);
            h1.len() >= 4
                && said.into_iter().flatten().any(|said| {
                    let said = letters(said);
                    said.contains(&h1) && h1.len() * 2 >= said.len() || h1.contains(&said) && said.len() >= 12
                })
        };
        if let Some(h1) = self.h1.iter().find(agrees) {
            return Some(h1.clone());
        }
        let title = self.og.clone().or_else(|| self.headline.clone());
        let long = |h1: &&String| h1.split_whitespace().count() >= 4;
        let title = title.or_else(|| {
            let alone = (self.h1.len() == 1).then(|| self.h1.first().filter(long).cloned()).flatten();
            alone.or_else(|| self.title.as_ref().map(|t| without_site(t, self.site.as_deref())))
        });
        let h1 = || self.h1.iter().find(|h1| !h1.is_empty()).cloned();
        title.filter(|t| !t.is_empty()).or_else(h1)
    }
}

fn is_article(object: &Map<String, Value>) -> bool {
    let known = |value: &Value| {
        value.as_str().is_some_and(|t| {
            ["Article", "Posting", "Report", "Blog", "WebPage", "Review", "Recipe"]
                .iter()
                .any(|end| t.ends_with(end))
        })
    };
    object.get("@type").is_some_and(|t| known(t) || t.as_array().is_some_and(|list| list.iter().any(known)))
        && (object.contains_key("datePublished")
            || object.contains_key("headline")
            || object.contains_key("articleBody"))
}

fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Letters and digits in lower case.
pub(super) fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A page's title without the name of the site: `Talks resume - The Daily Page`, but with who says
/// it: `Chad will not attend talks - minister`.
fn without_site(title: &str, site: Option<&str>) -> String {
    let title = line(title);
    for separator in [" | ", " :: ", " » ", " - ", " – ", " — "] {
        if let Some((left, right)) = title.rsplit_once(separator) {
            let named = site.is_some_and(|site| site.eq_ignore_ascii_case(right.trim()));
            let short = right.split_whitespace().count() <= 4 && left.split_whitespace().count() >= 3;
            let capital = right
                .split_whitespace()
                .all(|w| !w.starts_with(char::is_lowercase) || w.contains('.') || w.len() <= 3);
            if named || short && capital {
                return without_site(left, site);
            }
        }
    }
    title
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(html: &str) -> Meta {
        head(&Tree::parse(html), html).meta
    }

    fn date(html: &str) -> Option<(String, DateFrom)> {
        of(html).dates.into_iter().next().map(|d| (d.date, d.from))
    }

    #[test]
    fn dates_of_publication_come_before_clocks() {
        let clock = "<time datetime='2025-05-03'>";
        assert_eq!(date(clock), Some(("2025-05-03".to_owned(), DateFrom::Page)));
        let both = format!(
            "<body>{clock}<script type='application/ld+json'>{{\"@type\": \"NewsArticle\", \"datePublished\": \"2021-02-03T04:05:06Z\"}}</script>"
        );
        assert_eq!(date(&both), Some(("2021-02-03".to_owned(), DateFrom::Metadata)));
        let own = format!("<body>{clock}<article><h1>Chad met Niger</h1><p><time datetime='2021-02-03'>");
        assert_eq!(date(&own), Some(("2021-02-03".to_owned(), DateFrom::Element)));
        assert_eq!(date("<meta content='2020-01-02' name=date>").map(|d| d.0).as_deref(), Some("2020-01-02"));
        for page in [
            "<meta property='article:published' itemprop='datePublished' content='2026-03-10T11:00:09.000Z'>",
            "<input class='published_date' type='hidden' value='2026-03-10 02:24:47'>",
            "<link rel=canonical href='https://example.org/world/2026/mar/10/chad'>",
            "<link rel=canonical href='https://example.org/2026/03/10/chad/'>",
            "<script>x = {\"datePublished\":\"2026-03-10\"}</script>",
            "<span itemprop=datePublished>March 10, 2026</span>",
            "<div itemprop=dateCreated>2025-07-02</div><div itemprop=datePublished>2026-03-10</div>",
            "<span class='article-publish-date'>March 10, 2026, 9:02 AM</span>",
            "<meta name=date content='0001-01-01T00:00:00Z'><meta name='DC.date.issued' content='2026-03-10'>",
        ] {
            assert_eq!(date(page).map(|d| d.0).as_deref(), Some("2026-03-10"), "{page}");
        }
    }

    #[test]
    fn titles_lose_the_site_and_nothing_else() {
        let title = |html: &str| of(html).title.unwrap_or_default();
        assert_eq!(title("<title>Talks resume in Oman | The Daily Page</title>"), "Talks resume in Oman");
        let dash = "Chad will not attend border talks with Niger - minister";
        assert_eq!(title(&format!("<title>{dash}</title>")), dash);
        assert_eq!(title(&format!("<title>{dash} | World | Sahel.example</title><h1>{dash}</h1>")), dash);
    }
}
