//! Which of a page's blocks are its article.
//!
//! The article is the element in which prose outweighs links and other parts of the page. The
//! names that authors give to parts judge what stands in it and beside it, never most of the
//! page's prose: an article in a `content-with-sidebar` is one.

use super::blocks::{Block, Form};
use super::tree::{Tree, UNSEEN};
use crate::tables::{PagePart, PageWords};

/// The blocks of the article, in order, with their forms; none for a page of teasers.
/// `description` is what the page says of itself in a sentence.
pub(super) fn article(
    tree: &Tree,
    blocks: &[Block],
    description: Option<&str>,
    pages: &PageWords,
) -> Vec<(usize, Form)> {
    let page = Page::new(tree, blocks, pages);
    let (strict, parts) = page.choose(true);
    let words = |chosen: &[usize]| chosen.iter().map(|&i| blocks[i].words).sum::<usize>();
    // Names that leave (nearly) nothing have misled.
    let mut found = (strict, parts);
    if words(&found.0) < 50 {
        let (loose, parts) = page.choose(false);
        if words(&loose) > words(&found.0) * 3 {
            found = (loose, parts);
        }
    }
    page.with_forms(&found.0, &found.1, description)
}

struct Page<'a> {
    tree: &'a Tree,
    blocks: &'a [Block],
    pages: &'a PageWords,
    /// Words of prose in the first `n` blocks.
    prose: Vec<usize>,
}

impl<'a> Page<'a> {
    fn new(tree: &'a Tree, blocks: &'a [Block], pages: &'a PageWords) -> Self {
        let mut prose = vec![0];
        for block in blocks {
            let words = if block.is_prose() { block.words - block.linked } else { 0 };
            prose.push(prose.last().copied().unwrap_or(0) + words);
        }
        Self { tree, blocks, pages, prose }
    }

    /// The blocks inside an element.
    fn inside(&self, node: usize) -> std::ops::Range<usize> {
        let end = self.tree.nodes.get(node).map_or(0, |n| n.end);
        let at = |n: usize| self.blocks.partition_point(|block| block.first < n);
        at(node)..at(end)
    }

    fn prose_in(&self, range: std::ops::Range<usize>) -> usize {
        self.prose[range.end] - self.prose[range.start]
    }

    fn words_in(&self, range: std::ops::Range<usize>) -> usize {
        self.blocks[range].iter().map(|block| block.words - block.linked.min(block.words)).sum()
    }

    /// For every node what it is a part of; `named`: by the names of elements too.
    fn parts(&self, named: bool) -> Vec<Option<PagePart>> {
        let all = self.prose_in(0..self.blocks.len());
        let mut parts: Vec<Option<PagePart>> = Vec::with_capacity(self.tree.nodes.len());
        let own: Vec<Option<PagePart>> =
            (0..self.tree.nodes.len()).map(|node| self.own_part(node, named)).collect();
        // What readers say may be longer than the article, but not all there is.
        let comments: usize = (0..own.len())
            .filter(|&node| own[node] == Some(PagePart::Comments))
            .map(|node| self.prose_in(self.inside(node)))
            .max()
            .unwrap_or(0);
        let rest = all.saturating_sub(comments);
        // A show of pictures whose captions are the text.
        let captions: usize = (0..own.len())
            .filter(|&node| self.tree.nodes[node].name == "figcaption")
            .map(|node| self.words_in(self.inside(node)))
            .sum();
        let told_by_captions = captions > self.words_in(0..self.blocks.len()) / 2;
        for (node, own) in own.into_iter().enumerate() {
            let above = if node == 0 { None } else { parts[self.tree.nodes[node].parent] };
            let judged = match own {
                None | Some(PagePart::Content) => None,
                Some(PagePart::Caption) if told_by_captions => None,
                Some(part) => {
                    let words = self.prose_in(self.inside(node));
                    let most = match part {
                        PagePart::Comments => words + 40 > all,
                        _ => words > 0 && words * 10 > if rest >= 40 { rest * 6 } else { all * 6 },
                    };
                    (!most).then_some(part)
                }
            };
            // A post that is quoted stays, in whatever box it stands.
            let quoted = own == Some(PagePart::Content) && self.tree.nodes[node].name == "blockquote";
            let above = above.filter(|part| *part == PagePart::Comments || !quoted);
            parts.push(above.or(judged));
        }
        parts
    }

    fn own_part(&self, node: usize, named: bool) -> Option<PagePart> {
        let tree = self.tree;
        let name = tree.nodes[node].name;
        match name {
            "#text" | "" | "html" | "body" | "main" | "article" | "b" | "i" | "em" | "strong" | "br" => {
                return None;
            }
            "nav" | "aside" | "footer" | "form" | "button" | "select" | "dialog" | "menu"
            | "amp-social-share" | "label" => {
                return Some(PagePart::Foreign);
            }
            "figcaption" => return Some(PagePart::Caption),
            _ if UNSEEN.contains(&name) => return Some(PagePart::Foreign),
            _ => {}
        }
        if tree.attribute(node, "itemprop").is_some_and(|value| value == "articleBody") {
            return Some(PagePart::Content);
        }
        let role = tree.attribute(node, "role").unwrap_or("");
        let hidden = tree.attribute(node, "hidden").is_some()
            || tree.attribute(node, "style").is_some_and(|style| {
                let style: String = style.split_whitespace().collect();
                style.contains("display:none") || style.contains("visibility:hidden")
            });
        if hidden
            || matches!(role, "navigation" | "complementary" | "dialog" | "search" | "contentinfo" | "alert")
        {
            return Some(PagePart::Foreign);
        }
        if !named {
            return None;
        }
        let classes = tree.attribute(node, "class").unwrap_or("").split_whitespace().take(40);
        let names = classes.chain(tree.attribute(node, "id"));
        let mut found = None;
        for part in names.filter_map(|name| self.pages.part(name)) {
            if part == PagePart::Content {
                return Some(part);
            }
            found = found.or(Some(part));
        }
        // A paragraph is text whatever it is called, unless it is one about a picture.
        let paragraph = matches!(name, "p" | "blockquote" | "h1" | "h2" | "h3" | "h4" | "span" | "a");
        found.filter(|part| !paragraph || matches!(part, PagePart::Caption | PagePart::Deck))
    }

    /// What a block speaks for the element around it being the article.
    fn value(&self, block: &Block, part: Option<PagePart>) -> f64 {
        let words = block.words as f64;
        let own = (block.words - block.linked.min(block.words)) as f64;
        match part {
            Some(_) => -words.min(40.0) * 0.1,
            None if block.is_prose() => own,
            None if block.linked * 2 > block.words => -words * 0.25,
            None if block.form == Form::Item => own * 0.2,
            None => 0.0,
        }
    }

    /// The blocks of the article, and what every node is a part of.
    fn choose(&self, named: bool) -> (Vec<usize>, Vec<Option<PagePart>>) {
        let mut parts = self.parts(named);
        self.mark_cards(&mut parts);
        let mut sums = vec![0.0];
        for block in self.blocks {
            let value = self.value(block, parts[block.first]);
            sums.push(sums.last().copied().unwrap_or(0.0) + value);
        }
        let value = |node: usize| {
            let range = self.inside(node);
            sums[range.end] - sums[range.start]
        };
        let (mut best, mut content) = ((0.0, 0), (0.0, 0));
        for (node, part) in parts.iter().enumerate() {
            if self.tree.is_inline(node) && node > 0 || part.is_some_and(|part| part != PagePart::Deck) {
                continue;
            }
            let value = value(node);
            if value >= best.0 {
                best = (value, node);
            }
            if value > content.0 && self.is_content(node) {
                content = (value, node);
            }
        }
        // What is called the article is it, if it has most of the prose.
        let root = match () {
            () if best.0 <= 0.0 => 0,
            () if content.0 > best.0 * 0.6 => content.1,
            () => best.1,
        };
        let chosen = self.inside(root).filter(|&i| self.belongs(i, &parts)).collect();
        (chosen, parts)
    }

    fn is_content(&self, node: usize) -> bool {
        self.tree.nodes[node].name == "article" || self.own_part(node, true) == Some(PagePart::Content)
    }

    /// Cards of other stories: at least three elements of one kind side by side, each of which
    /// begins with a link and has little prose.
    fn mark_cards(&self, parts: &mut [Option<PagePart>]) {
        let nodes = &self.tree.nodes;
        for parent in 0..nodes.len() {
            if parts[parent].is_some() || nodes[parent].name == "#text" || nodes[parent].end < parent + 9 {
                continue;
            }
            let mut cards: Vec<usize> = Vec::new();
            let mut child = parent + 1;
            let mut others = 0;
            while child < nodes[parent].end {
                if self.is_card(child) {
                    cards.push(child);
                } else if nodes[child].name != "#text" && self.prose_in(self.inside(child)) > 0 {
                    others += 1;
                }
                child = nodes[child].end.max(child + 1);
            }
            if cards.len() >= 3 && cards.len() > others {
                for card in cards {
                    parts[card..nodes[card].end]
                        .iter_mut()
                        .for_each(|part| *part = part.or(Some(PagePart::Foreign)));
                }
            }
        }
    }

    fn is_card(&self, node: usize) -> bool {
        let element = &self.tree.nodes[node];
        if !matches!(element.name, "div" | "li" | "article" | "section" | "td" | "tr" | "a" | "dl") {
            return false;
        }
        let range = self.inside(node);
        let blocks = &self.blocks[range];
        let words: usize = blocks.iter().map(|b| b.words).sum();
        let linked: usize = blocks.iter().map(|b| b.linked).sum();
        // The title, above which may stand a rubric or a date.
        let title = blocks.iter().take(3).find(|b| b.words >= 3);
        blocks.len() >= 2 && words <= 90 && linked >= 3 && title.is_some_and(Block::is_link)
    }

    /// True for a block of the article's element that is the article's.
    fn belongs(&self, i: usize, parts: &[Option<PagePart>]) -> bool {
        let block = &self.blocks[i];
        match parts[block.first] {
            Some(PagePart::Caption | PagePart::Deck) => true,
            Some(_) => false,
            None => !block.is_link(),
        }
    }

    /// The chosen blocks with what they are: lines between headline and text that sum it up are
    /// told from the text.
    fn with_forms(
        &self,
        chosen: &[usize],
        parts: &[Option<PagePart>],
        description: Option<&str>,
    ) -> Vec<(usize, Form)> {
        let plain = |&i: &usize| {
            let block = &self.blocks[i];
            block.is_prose() && parts[block.first].is_none() && description.is_none_or(|d| d != block.text)
        };
        let start = chosen.iter().copied().find(plain).unwrap_or(0);
        let parent = |i: usize| {
            let block = self.tree.block_around(self.blocks[i].first);
            self.tree.nodes.get(block).map_or(0, |n| n.parent)
        };
        let form = |i: usize| {
            let block = &self.blocks[i];
            match parts[block.first] {
                Some(PagePart::Caption) => Form::Caption,
                Some(PagePart::Deck) => Form::Deck,
                _ if i >= start || block.words < 4 => block.form,
                _ if block.form == Form::Heading && !self.is_h1(block.first) => Form::Deck,
                _ if description.is_some_and(|d| d == block.text) && parent(i) != parent(start) => Form::Deck,
                _ => block.form,
            }
        };
        chosen.iter().map(|&i| (i, form(i))).collect()
    }

    fn is_h1(&self, run: usize) -> bool {
        self.tree.nodes[self.tree.block_around(run)].name == "h1"
    }
}
