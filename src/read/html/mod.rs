//! HTML pages → text, title, dates, site. The markup becomes a flat [`tree`], the tree [`blocks`]
//! of text, and [`content`] tells which of them are the article.

mod blocks;
mod content;
mod meta;
mod tree;

pub(super) use blocks::Form;
use tree::Tree;

use super::Meta;
use crate::tables::PageWords;
use crate::types::Span;

/// What a page holds.
pub(super) struct Page {
    /// Title, blank line, blocks separated by blank lines; empty for a page without an article.
    pub text: String,
    /// The forms of the blocks, in order.
    pub forms: Vec<(Span, Form)>,
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

/// The article of a page. Never fails: at worst it is all of the page's text.
pub(super) fn extract(html: &str, pages: &PageWords) -> Page {
    let tree = Tree::parse(html);
    let head = meta::head(&tree, html);
    let blocks = blocks::blocks(&tree);
    let chosen = content::article(&tree, &blocks, head.description.as_deref(), pages);
    let title = head.meta.title.clone();
    let mut page = Page { text: String::new(), forms: Vec::new(), meta: head.meta };
    let known = title.as_deref().map(meta::letters).unwrap_or_default();
    if let Some(title) = &title {
        page.push(title, Form::Heading);
    }
    let words: usize =
        chosen.iter().filter(|(_, form)| *form != Form::Heading).map(|&(i, _)| blocks[i].words).sum();
    // A page of links to other stories.
    if words < 8 && head.body.is_none() && blocks.iter().filter(|block| block.is_link()).count() >= 5 {
        page.text.clear();
        page.forms.clear();
        return page;
    }
    // Article texts that scripts put into the page.
    if let Some(body) = head.body.filter(|body| body.split_whitespace().count() > words * 3) {
        let body = super::markup::strip(&super::markup::entities(&body));
        body.split("\n").map(str::trim).filter(|p| !p.is_empty()).for_each(|p| page.push(p, Form::Paragraph));
        return page;
    }
    for (block, form) in chosen.into_iter().map(|(i, form)| (&blocks[i], form)) {
        if block.form != Form::Heading && block.words > 40 || meta::letters(&block.text) != known {
            page.push(&block.text, form);
        }
    }
    page
}

impl Page {
    fn push(&mut self, text: &str, form: Form) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let start = self.text.len();
        self.text.push_str(text);
        self.forms.push((Span::new(start, self.text.len()), form));
        self.text.push('\n');
    }
}
