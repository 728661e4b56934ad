//! Markup → a flat tree, by the tokens of `html5gum`. No part of it follows the nesting by calls,
//! so that neither depth nor missing end tags can harm it.

use std::convert::Infallible;
use std::ops::Range;

use html5gum::Tokenizer;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use rustc_hash::FxHashMap;

/// How far up an end tag looks for its start tag.
const FARTHEST: usize = 4096;

/// Elements that the reader tells apart; all others have no name.
#[rustfmt::skip]
const NAMES: &[&str] = &[
    "a", "abbr", "address", "amp-social-share", "area", "article", "aside", "audio", "b", "base", "blockquote", "body", "br",
    "button", "canvas", "caption", "center", "cite", "code", "col", "dd", "del", "details", "dialog", "div", "dl", "dt",
    "em", "embed", "fieldset", "figcaption", "figure", "font", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head",
    "header", "hgroup", "hr", "html", "i", "iframe", "img", "input", "ins", "label", "legend", "li", "link", "main", "map", "mark",
    "math", "menu", "meta", "nav", "noembed", "noframes", "noscript", "object", "ol", "optgroup", "option", "p", "param", "picture",
    "pre", "q", "s", "samp", "script", "section", "select", "small", "source", "span", "strike", "strong", "style", "sub",
    "summary", "sup", "svg", "table", "tbody", "td", "template", "textarea", "tfoot", "th", "thead", "time", "title",
    "tr", "track", "u", "ul", "var", "video", "wbr",
];

/// Elements without an end tag.
#[rustfmt::skip]
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
];

/// Elements that break no line.
#[rustfmt::skip]
const INLINE: &[&str] = &[
    "", "a", "abbr", "b", "cite", "code", "del", "em", "font", "i", "img", "ins", "label", "map", "mark", "picture", "q", "s", "samp",
    "small", "span", "strike", "strong", "sub", "sup", "time", "u", "var", "wbr",
];

/// Elements before which a paragraph ends.
#[rustfmt::skip]
const ENDS_PARAGRAPHS: &[&str] = &[
    "address", "article", "aside", "blockquote", "center", "dd", "details", "dialog", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "li", "main",
    "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "ul",
];

/// Elements that stand in the head of a page; any other ends it, as its end tag may be left out.
#[rustfmt::skip]
const OF_HEAD: &[&str] = &[
    "", "base", "head", "html", "link", "meta", "noembed", "noframes", "noscript", "script", "style", "template", "title",
];

/// Attributes that say something of text, place or date.
#[rustfmt::skip]
const ATTRIBUTES: &[&str] = &[
    "aria-hidden", "class", "content", "data-date", "data-datetime", "data-published", "data-published-date", "data-timestamp",
    "datetime", "hidden", "href", "http-equiv", "id", "itemprop", "itemtype", "lang", "name", "property", "pubdate", "rel", "role", "style", "title",
    "type", "value",
];

/// Elements whose text is never shown.
pub(super) const UNSEEN: &[&str] = &[
    "canvas", "head", "iframe", "math", "noembed", "noframes", "noscript", "object", "script", "style",
    "svg", "template", "textarea", "title",
];

/// An element, or a run of text (named `#text`).
#[derive(Debug)]
pub(super) struct Node {
    /// The element that it stands in; its own index for the first.
    pub parent: usize,
    /// One past the last node inside: nodes are in the order of the page.
    pub end: usize,
    /// Lower case; empty for elements that are not told apart.
    pub name: &'static str,
    text: Range<usize>,
    attributes: Range<usize>,
}

/// A page: nodes in the order of the page, the first of them around all others.
#[derive(Debug)]
pub(super) struct Tree {
    pub nodes: Vec<Node>,
    attributes: Vec<(&'static str, Range<usize>)>,
    store: String,
}

impl Tree {
    /// The tree of any text: what is no markup is text.
    pub fn parse(html: &str) -> Self {
        let mut builder = Builder::new(html.len());
        let emitter = |event: CallbackEvent<'_>, _: html5gum::Span<()>| -> Option<Infallible> {
            builder.event(event);
            None
        };
        let mut emitter = CallbackEmitter::new(emitter);
        emitter.naively_switch_states(true);
        // Reading from memory cannot fail.
        let _ = Tokenizer::new_with_emitter(html, emitter).finish();
        builder.finish()
    }

    /// The text of a run; empty for elements.
    pub fn text(&self, node: usize) -> &str {
        self.nodes.get(node).and_then(|n| self.store.get(n.text.clone())).unwrap_or("")
    }

    /// The value of an attribute, if the element has it.
    pub fn attribute(&self, node: usize, name: &str) -> Option<&str> {
        let range = self.nodes.get(node)?.attributes.clone();
        let found = self.attributes.get(range)?.iter().find(|(known, _)| *known == name)?;
        self.store.get(found.1.clone())
    }

    /// All text inside an element, as one line.
    pub fn words(&self, node: usize) -> String {
        let Some(end) = self.nodes.get(node).map(|n| n.end) else { return String::new() };
        let text: Vec<&str> =
            (node..end).map(|i| self.text(i)).flat_map(str::split_whitespace).take(4000).collect();
        text.join(" ")
    }

    /// The nearest element around a node that breaks lines.
    pub fn block_around(&self, node: usize) -> usize {
        let mut at = self.nodes.get(node).map_or(0, |n| n.parent);
        while at > 0 && self.is_inline(at) {
            at = self.nodes[at].parent;
        }
        at
    }

    /// True for elements that stand in a line of text.
    pub fn is_inline(&self, node: usize) -> bool {
        self.nodes.get(node).is_some_and(|n| n.name == "#text" || INLINE.contains(&n.name))
    }
}

struct Builder {
    tree: Tree,
    /// Elements that are not yet closed, outermost first, and how many there are of each name.
    open: Vec<usize>,
    counts: FxHashMap<&'static str, usize>,
    /// The attribute whose value comes next.
    attribute: Option<&'static str>,
}

impl Builder {
    fn new(size: usize) -> Self {
        let root = Node { parent: 0, end: 1, name: "", text: 0..0, attributes: 0..0 };
        let tree = Tree { nodes: vec![root], attributes: Vec::new(), store: String::with_capacity(size / 4) };
        Self { tree, open: vec![0], counts: FxHashMap::default(), attribute: None }
    }

    fn event(&mut self, event: CallbackEvent<'_>) {
        match event {
            CallbackEvent::OpenStartTag { name } => self.start(known(NAMES, name).unwrap_or("")),
            CallbackEvent::AttributeName { name } => {
                self.attribute = known(ATTRIBUTES, name);
                self.add_attribute(b"");
            }
            CallbackEvent::AttributeValue { value } if self.attribute.is_some() => {
                self.tree.attributes.pop();
                self.add_attribute(value);
            }
            CallbackEvent::CloseStartTag { self_closing } => self.started(self_closing),
            CallbackEvent::EndTag { name } => self.close(known(NAMES, name).unwrap_or("")),
            CallbackEvent::String { value } => self.text(value),
            _ => {}
        }
    }

    fn push(&mut self, name: &'static str, text: Range<usize>) {
        let parent = self.open.last().copied().unwrap_or(0);
        let attributes = self.tree.attributes.len()..self.tree.attributes.len();
        let end = self.tree.nodes.len() + 1;
        self.tree.nodes.push(Node { parent, end, name, text, attributes });
    }

    fn start(&mut self, name: &'static str) {
        self.attribute = None;
        if self.open.last().is_some_and(|&node| self.tree.nodes[node].name == "head")
            && !OF_HEAD.contains(&name)
        {
            self.pop_to(self.open.len() - 1);
        }
        match name {
            "li" => self.imply(&["li"], &["ul", "ol", "menu"]),
            "dd" | "dt" => self.imply(&["dd", "dt"], &["dl"]),
            "td" | "th" => self.imply(&["td", "th"], &["table", "tr"]),
            "tr" => self.imply(&["tr"], &["table"]),
            "tbody" | "thead" | "tfoot" => self.imply(&["tbody", "thead", "tfoot"], &["table"]),
            "option" => self.imply(&["option"], &["select"]),
            _ => {}
        }
        if ENDS_PARAGRAPHS.contains(&name) {
            self.imply(&["p"], &["td", "th", "table", "caption", "button", "object"]);
        }
        self.push(name, 0..0);
    }

    /// Ends open elements of these names that stand inside the innermost of `within`.
    fn imply(&mut self, names: &[&'static str], within: &[&str]) {
        if names.iter().all(|name| self.count(name) == 0) {
            return;
        }
        for at in (1..self.open.len()).rev().take(FARTHEST) {
            let name = self.name(at);
            if names.contains(&name) {
                return self.pop_to(at);
            }
            if within.contains(&name) {
                return;
            }
        }
    }

    fn add_attribute(&mut self, value: &[u8]) {
        let Some(name) = self.attribute else { return };
        let Some(node) = self.tree.nodes.last_mut() else { return };
        let start = self.tree.store.len();
        self.tree.store.push_str(&String::from_utf8_lossy(value));
        self.tree.attributes.push((name, start..self.tree.store.len()));
        node.attributes.end = self.tree.attributes.len();
    }

    fn started(&mut self, self_closing: bool) {
        self.attribute = None;
        let Some(node) = self.tree.nodes.len().checked_sub(1) else { return };
        let name = self.tree.nodes[node].name;
        let drawn = self.count("svg") + self.count("math") > 0 || matches!(name, "svg" | "math");
        if VOID.contains(&name) || self_closing && drawn {
            return;
        }
        self.open.push(node);
        *self.counts.entry(name).or_default() += 1;
    }

    fn close(&mut self, name: &'static str) {
        self.attribute = None;
        if name == "br" {
            return self.push("br", 0..0);
        }
        if self.count(name) == 0 {
            return;
        }
        let inline = INLINE.contains(&name);
        let of_table = matches!(name, "table" | "td" | "th" | "tr" | "tbody" | "thead" | "tfoot");
        for at in (1..self.open.len()).rev().take(FARTHEST) {
            let open = self.name(at);
            if open == name {
                return self.pop_to(at);
            }
            // An end tag of a line ends no block, one of a block no cell around it.
            if inline && !INLINE.contains(&open) || !of_table && matches!(open, "td" | "th" | "table") {
                return;
            }
        }
    }

    fn text(&mut self, value: &[u8]) {
        let parent = self.open.last().copied().unwrap_or(0);
        let name = self.tree.nodes[parent].name;
        let data =
            name == "script" && self.tree.attribute(parent, "type").is_some_and(|t| t.contains("json"));
        if matches!(name, "script" | "style" | "iframe" | "noscript") && !data {
            return;
        }
        let start = self.tree.store.len();
        self.tree.store.push_str(&String::from_utf8_lossy(value));
        self.push("#text", start..self.tree.store.len());
    }

    fn name(&self, at: usize) -> &'static str {
        self.open.get(at).map_or("", |&node| self.tree.nodes[node].name)
    }

    fn count(&self, name: &str) -> usize {
        self.counts.get(name).copied().unwrap_or(0)
    }

    /// Ends the elements from place `at` of the open ones on.
    fn pop_to(&mut self, at: usize) {
        let end = self.tree.nodes.len();
        while self.open.len() > at.max(1) {
            let Some(node) = self.open.pop() else { return };
            self.tree.nodes[node].end = end;
            if let Some(count) = self.counts.get_mut(self.tree.nodes[node].name) {
                *count = count.saturating_sub(1);
            }
        }
    }

    fn finish(mut self) -> Tree {
        self.pop_to(1);
        self.tree.nodes[0].end = self.tree.nodes.len();
        self.tree
    }
}

fn known(names: &[&'static str], name: &[u8]) -> Option<&'static str> {
    names.binary_search_by(|known| known.as_bytes().cmp(name)).ok().and_then(|i| names.get(i)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tree as nested brackets.
    fn shape(html: &str) -> String {
        let tree = Tree::parse(html);
        let mut out = String::new();
        let mut ends: Vec<usize> = Vec::new();
        for (i, node) in tree.nodes.iter().enumerate().skip(1) {
            while ends.last().is_some_and(|&end| end <= i) {
                ends.pop();
                out.push(')');
            }
            if node.name == "#text" {
                out.push_str(tree.text(i));
            } else {
                out.push_str(&format!("({}", node.name));
                ends.push(node.end);
                out.push(' ');
            }
        }
        out.push_str(&")".repeat(ends.len()));
        out
    }

    #[test]
    fn names_are_sorted_for_the_search() {
        assert!(NAMES.is_sorted() && ATTRIBUTES.is_sorted());
    }

    #[test]
    fn missing_end_tags_are_implied() {
        assert_eq!(shape("<div><p>a<p>b</div>c"), "(div (p a)(p b))c");
        assert_eq!(shape("<ul><li>a<ul><li>b</ul><li>c</ul>"), "(ul (li a(ul (li b)))(li c))");
        assert_eq!(shape("<table><tr><td>a<td>b<tr><td>c</table>"), "(table (tr (td a)(td b))(tr (td c)))");
        assert_eq!(shape("<p><b>a</p><p>b</b></p>"), "(p (b a))(p b)");
        assert_eq!(shape("<td>a</div>b</td>"), "(td ab)");
        assert_eq!(shape("<html><head><meta><body>a"), "(html (head (meta ))(body a))");
        assert_eq!(shape("<head><noscript>b</noscript><p>a"), "(head (noscript ))(p a)");
    }

    #[test]
    fn references_are_characters_and_scripts_are_none() {
        assert_eq!(shape("<p>A&amp;B &eacute;<script>if (a<b) '<p>'</script>c"), "(p A&B é(script )c)");
        let tree = Tree::parse("<meta content='A &quot;B&quot;' property=og:title>");
        assert_eq!(tree.attribute(1, "content"), Some("A \"B\""));
        assert_eq!(tree.attribute(1, "property"), Some("og:title"));
    }
}
