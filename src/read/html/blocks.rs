//! Tree → blocks of text: paragraphs, headings, items of lists, cells, each with how much of it
//! is in links.

use super::tree::{Tree, UNSEEN};
use crate::read::prose::{ends_sentence, words};

/// The form that a page gives to a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::read) enum Form {
    Heading,
    /// Between headline and text: sums it up.
    Deck,
    Paragraph,
    Item,
    Cell,
    /// Words about a picture.
    Caption,
    /// In no element that says what it is.
    Loose,
}

/// A run of text between two borders of blocks.
#[derive(Debug)]
pub(super) struct Block {
    pub text: String,
    pub form: Form,
    /// The first run of text in it.
    pub first: usize,
    pub words: usize,
    /// Words that stand in links.
    pub linked: usize,
}

impl Block {
    /// True for prose: whole sentences, most of them outside links.
    pub fn is_prose(&self) -> bool {
        let sentence = ends_sentence(&self.text) && self.words >= 6 || self.words >= 20;
        sentence && self.linked * 2 < self.words && !matches!(self.form, Form::Heading | Form::Caption)
    }

    /// True if (nearly) all of its words are links.
    pub fn is_link(&self) -> bool {
        self.linked * 5 >= self.words * 4
    }
}

/// The blocks of a page in order; what is never shown is left out.
pub(super) fn blocks(tree: &Tree) -> Vec<Block> {
    let mut out = Vec::new();
    let mut current = Current::default();
    // Open elements that end a block, or a link, with their ends.
    let mut open: Vec<(usize, bool)> = Vec::new();
    let mut i = 1;
    while let Some(node) = tree.nodes.get(i) {
        while let Some(&(end, link)) = open.last().filter(|(end, _)| *end <= i) {
            open.pop();
            if link {
                current.links_open -= 1
            } else {
                current.finish(tree, &mut out)
            }
            debug_assert!(end <= i);
        }
        match node.name {
            "#text" => current.add(tree, i),
            "br" => current.line_break(tree, &mut out),
            name if UNSEEN.contains(&name) => {
                i = node.end;
                continue;
            }
            "a" => {
                open.push((node.end, true));
                current.links_open += 1;
            }
            _ if tree.is_inline(i) => current.meets(tree, i),
            _ => {
                current.finish(tree, &mut out);
                open.push((node.end, false));
            }
        }
        i += 1;
    }
    current.finish(tree, &mut out);
    out
}

/// The block that is being filled.
#[derive(Default)]
struct Current {
    text: String,
    first: usize,
    /// The last run of text, and its end.
    last: usize,
    linked: usize,
    links_open: usize,
    breaks: usize,
}

impl Current {
    fn add(&mut self, tree: &Tree, run: usize) {
        let text = tree.text(run);
        let space = |c: char| c.is_whitespace() || c == '\u{a0}';
        if text.trim_matches(space).is_empty() {
            if !self.text.is_empty() && !text.is_empty() && !self.text.ends_with(['\n', ' ']) {
                self.text.push(' ');
            }
            return;
        }
        if self.text.is_empty() {
            self.first = run;
        } else if self.breaks > 0 && !self.text.ends_with('\n') {
            self.text.truncate(self.text.trim_end().len());
            self.text.push('\n');
        } else if text.starts_with(space) && !self.text.ends_with([' ', '\n']) {
            self.text.push(' ');
        }
        self.breaks = 0;
        let mut first = true;
        for word in text.split(space).filter(|w| !w.is_empty()) {
            if !first {
                self.text.push(' ');
            }
            first = false;
            self.text.push_str(word);
        }
        if text.ends_with(space) {
            self.text.push(' ');
        }
        if self.links_open > 0 {
            self.linked += words(text);
        }
        self.last = run;
    }

    /// Elements of a line that stand side by side without a space between them, such as title and
    /// lead of a card, are two lines: `…Burkina Faso` `The government…`.
    fn meets(&mut self, tree: &Tree, element: usize) {
        let small =
            self.text.ends_with(|c: char| c.is_lowercase() || matches!(c, '.' | '?' | '!' | '…' | '”'));
        let closed = tree.nodes.get(self.last).is_some_and(|run| {
            let parent = tree.nodes.get(run.parent);
            parent.is_some_and(|p| p.end <= element && tree.is_inline(run.parent))
        });
        let next = tree.nodes.get(element + 1).filter(|n| n.name == "#text").map(|_| tree.text(element + 1));
        let capital = next.is_some_and(|t| t.starts_with(char::is_uppercase) && t.contains(' '));
        if small && closed && capital && self.text.contains(' ') {
            self.text.push('\n');
        }
    }

    fn line_break(&mut self, tree: &Tree, out: &mut Vec<Block>) {
        self.breaks += 1;
        if self.breaks >= 2 {
            self.finish(tree, out);
        }
    }

    fn finish(&mut self, tree: &Tree, out: &mut Vec<Block>) {
        let text = self.text.trim();
        if text.contains(char::is_alphanumeric) {
            out.push(Block {
                words: words(text),
                text: text.to_owned(),
                form: form(tree, self.first),
                first: self.first,
                linked: self.linked,
            });
        }
        *self = Self { links_open: self.links_open, ..Self::default() };
    }
}

/// The form of the block that begins with a run: what the elements around it are.
fn form(tree: &Tree, run: usize) -> Form {
    let mut node = run;
    for _ in 0..30 {
        let Some(parent) = tree.nodes.get(node).map(|n| n.parent).filter(|&p| p != node) else { break };
        match tree.nodes[parent].name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => return Form::Heading,
            "li" | "dd" | "dt" => return Form::Item,
            "td" | "th" => return Form::Cell,
            "figcaption" => return Form::Caption,
            "p" | "blockquote" | "pre" => {
                // A paragraph in a heading or caption is one of it.
                let above = form_above(tree, parent);
                return if matches!(above, Form::Heading | Form::Caption) { above } else { Form::Paragraph };
            }
            "div" | "section" | "article" | "main" | "body" => return form_above(tree, parent),
            _ => node = parent,
        }
    }
    Form::Loose
}

/// Of what kind is the nearest heading, caption or list around a block that does not say it itself.
fn form_above(tree: &Tree, mut node: usize) -> Form {
    for _ in 0..3 {
        let Some(parent) = tree.nodes.get(node).map(|n| n.parent).filter(|&p| p != node) else { break };
        match tree.nodes[parent].name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => return Form::Heading,
            "figcaption" | "figure" => return Form::Caption,
            "li" | "dd" => return Form::Item,
            _ => node = parent,
        }
    }
    Form::Loose
}
