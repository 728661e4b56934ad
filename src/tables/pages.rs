//! Words that saved pages are made of beside their articles: phrases of menus, requests and
//! credits, and the names that authors of pages give to their parts.

use regex::Regex;
use rustc_hash::{FxHashMap, FxHashSet};

use super::tsv::rows;
use crate::error::TableError;

/// Where a phrase must stand to tell a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LinePlace {
    /// Opens a list of other stories.
    Teasers,
    /// Opens comments or a word about the author.
    Comments,
    /// Begins a line of the page.
    Opens,
    /// Is such a line if nothing else stands in it.
    Alone,
    /// Anywhere in notices, requests for money, addresses.
    Within,
    /// Marks the credit of a picture; case counts.
    Credit,
    /// What people are who write articles.
    Writer,
    /// Begins or ends the line of the author.
    Byline,
    /// Begins the line or bracket of those who wrote and edited.
    SignOff,
    /// Begins a request (`Follow`), which is one if a [`LinePlace::Platform`] is in it.
    Call,
    /// Where readers are asked to go.
    Platform,
}

/// What a part of a page is by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PagePart {
    /// Menus, other stories, requests, advertisements, tools.
    Foreign,
    /// What readers say.
    Comments,
    /// Words about a picture.
    Caption,
    /// A line between headline and text that sums the text up.
    Deck,
    /// The article.
    Content,
}

const LINE_PLACES: [(&str, LinePlace); 11] = [
    ("teasers", LinePlace::Teasers),
    ("comments", LinePlace::Comments),
    ("opens", LinePlace::Opens),
    ("alone", LinePlace::Alone),
    ("within", LinePlace::Within),
    ("credit", LinePlace::Credit),
    ("writer", LinePlace::Writer),
    ("byline", LinePlace::Byline),
    ("sign-off", LinePlace::SignOff),
    ("call", LinePlace::Call),
    ("platform", LinePlace::Platform),
];

const PARTS: [(&str, PagePart); 5] = [
    ("class foreign", PagePart::Foreign),
    ("class comments", PagePart::Comments),
    ("class caption", PagePart::Caption),
    ("class deck", PagePart::Deck),
    ("class content", PagePart::Content),
];

/// The table of pages.
#[derive(Debug, Default)]
pub struct PageWords {
    lines: FxHashMap<LinePlace, Vec<String>>,
    within: Option<Regex>,
    credit: Option<Regex>,
    /// By first word: all words, and what they name.
    parts: FxHashMap<String, Vec<(Vec<String>, PagePart)>>,
    /// Words before and after which the name of a part means none (`with-sidebar`, `comments-open`).
    before: FxHashSet<String>,
    after: FxHashSet<String>,
}

impl PageWords {
    /// Adds the rows of a file: `phrase place`. `…` at the end of a phrase asks for more words.
    ///
    /// # Errors
    /// A line is malformed.
    pub fn add(&mut self, file: &str, text: &str) -> Result<(), TableError> {
        for row in rows(file, text, &["phrase", "place"])? {
            let (phrase, place) = (row.cell(0), row.cell(1));
            if phrase.is_empty() {
                return Err(row.error("no phrase"));
            }
            if let Some((_, place)) = LINE_PLACES.iter().find(|(name, _)| *name == place) {
                self.lines.entry(*place).or_default().push(phrase.trim_end_matches('…').to_owned());
            } else if let Some((_, part)) = PARTS.iter().find(|(name, _)| *name == place) {
                let words: Vec<String> = phrase.split(' ').map(str::to_owned).collect();
                let list = self.parts.entry(words[0].clone()).or_default();
                // The first file to name it says what it is.
                if !list.iter().any(|(known, _)| *known == words) {
                    list.push((words, *part));
                }
            } else if place == "class before" {
                self.before.insert(phrase.to_owned());
            } else if place == "class after" {
                self.after.insert(phrase.to_owned());
            } else {
                return Err(row.error(format!("unknown place {place:?}; data/README.md lists them")));
            }
        }
        self.within = any_of(self.lines(LinePlace::Within));
        self.credit = any_of(self.lines(LinePlace::Credit));
        Ok(())
    }

    /// The phrases of a place, as the table writes them (credits), else in lower case.
    pub fn lines(&self, place: LinePlace) -> &[String] {
        self.lines.get(&place).map_or(&[], Vec::as_slice)
    }

    /// True if a line in lower case holds a phrase of [`LinePlace::Within`].
    pub fn has_notice(&self, lower: &str) -> bool {
        self.within.as_ref().is_some_and(|within| within.is_match(lower))
    }

    /// Where the first mark of a picture's credit begins, in bytes.
    pub fn credit(&self, text: &str) -> Option<usize> {
        self.credit.as_ref()?.find(text).map(|found| found.start())
    }

    /// What an element is by one of its class names, or its id: `RelatedArticles`,
    /// `entry-content`; whole words only.
    pub fn part(&self, name: &str) -> Option<PagePart> {
        // `article-content__sign-in`: a part of what comes first, and judged by itself.
        let element = name.rsplit_once("__").and_then(|(_, element)| self.called(&words(element)));
        let other = element.filter(|part| matches!(part, PagePart::Foreign | PagePart::Comments));
        other.or_else(|| self.called(&words(name)))
    }

    fn called(&self, words: &[String]) -> Option<PagePart> {
        let mut found = None;
        let mut i = 0;
        while i < words.len() {
            let longest = self.parts.get(&words[i]).and_then(|list| {
                list.iter().filter(|(phrase, _)| words[i..].starts_with(phrase)).max_by_key(|(p, _)| p.len())
            });
            let Some((phrase, part)) = longest else {
                i += 1;
                continue;
            };
            let next = i + phrase.len();
            if *part == PagePart::Content {
                return Some(*part);
            }
            let silenced = words[..i].iter().any(|w| self.before.contains(w))
                || words.get(next).is_some_and(|w| self.after.contains(w));
            if !silenced {
                found = found.or(Some(*part));
            }
            i = next;
        }
        found
    }
}

fn any_of(phrases: &[String]) -> Option<Regex> {
    let escaped: Vec<String> = phrases.iter().map(|p| regex::escape(p)).collect();
    (!escaped.is_empty()).then(|| Regex::new(&escaped.join("|")).ok()).flatten()
}

/// The words of `RelatedArticles`, `story_body--main`, in lower case.
fn words(name: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut small = false;
    for c in name.chars().take(120) {
        if !c.is_alphanumeric() || c.is_uppercase() && small {
            out.push(String::new());
        }
        small = c.is_lowercase();
        if c.is_alphanumeric()
            && let Some(word) = out.last_mut()
        {
            word.extend(c.to_lowercase());
        }
    }
    out.retain(|word| !word.is_empty());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::Tables;

    #[test]
    fn rows_are_sorted_and_single() {
        let text = include_str!("../../data/pages.tsv");
        let keys: Vec<_> = text.lines().skip(1).map(|l| l.split('\t').take(2).collect::<Vec<_>>()).collect();
        let bad = keys.windows(2).find(|pair| pair[0] >= pair[1]);
        assert!(bad.is_none(), "{bad:?}");
    }

    #[test]
    fn names_are_read_by_whole_words() {
        let pages = &Tables::bundled().unwrap().pages;
        for name in [
            "RelatedArticles",
            "social-share",
            "MoreStories",
            "c-newsletter__box",
            "article-content__sign-in-group",
        ] {
            assert_eq!(pages.part(name), Some(PagePart::Foreign), "{name}");
        }
        for name in
            ["content-with-sidebar-wrp", "tag-social-policy", "comments-open", "shareholder", "adverb"]
        {
            assert_eq!(pages.part(name), None, "{name}");
        }
        for name in ["entry-content-read-more", "c-article-body__subheading"] {
            assert_eq!(pages.part(name), Some(PagePart::Content), "{name}");
        }
    }
}
