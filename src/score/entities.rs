//! Gold entities: the entity layer of GUM in CoNLL-U (`Entity=` in the last column).

use super::segments::letters;
use crate::tables::{CountryForm, Tables};

/// A mention of a gold chain.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct GoldMention {
    /// First character and one past the last, white space not counted, from the document's start.
    pub letters: (usize, usize),
    /// Its words, joined with spaces.
    pub text: String,
    /// True for the proper name of a person, an organisation or a country.
    pub named: bool,
}

/// A document of the corpus.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GoldDocument {
    /// `newdoc id`.
    pub id: String,
    /// Its paragraphs: sentences joined with a space.
    pub paragraphs: Vec<String>,
    /// Who speaks each sentence: its first letter, the name if the corpus gives one.
    pub speakers: Vec<(usize, Option<String>)>,
    /// All chains, singletons too, in the order of their first mention.
    pub chains: Vec<Vec<GoldMention>>,
}

impl GoldDocument {
    /// The chains that count: of two or more mentions, one of them a named person, organisation or
    /// country.
    ///
    /// A mention is *named* if the corpus types it `person` or `organization`, or `place` with a text
    /// that our table lists as a country's name, and if the first token of its minimal span is tagged
    /// `PROPN`. All mentions of such a chain count, pronouns, nominals, appositions and predicates
    /// (`X is a lawyer`) alike. Singletons and chains without a name do not count.
    pub fn named_chains(&self) -> Vec<Vec<GoldMention>> {
        self.chains.iter().filter(|c| c.len() > 1 && c.iter().any(|m| m.named)).cloned().collect()
    }
}

/// An open bracket.
#[derive(Debug)]
struct Open<'t> {
    id: &'t str,
    kind: &'t str,
    /// Index of the head in the mention, from its `minspan` field.
    head: usize,
    /// Index of the first word in the document.
    first: usize,
}

#[derive(Debug, Default)]
struct Builder<'t> {
    document: GoldDocument,
    /// Each word with its letters' start and end and whether it is a proper noun.
    words: Vec<(&'t str, usize, usize, bool)>,
    open: Vec<Open<'t>>,
    /// The chain of each id.
    ids: Vec<&'t str>,
    sentence: usize,
    at: usize,
}

/// The documents of a CoNLL-U text with GUM's entity layer; a bracket that never closes is left
/// out.
pub fn documents(text: &str, tables: &Tables) -> Vec<GoldDocument> {
    let mut out = Vec::new();
    let mut now = Builder::default();
    let mut opens = true;
    let mut speaker = None;
    for line in text.lines() {
        if let Some(comment) = line.strip_prefix("# ") {
            if let Some(id) = comment.strip_prefix("newdoc id = ") {
                let before = std::mem::take(&mut now);
                if !before.words.is_empty() {
                    out.push(before.finished());
                }
                now.document.id = id.to_owned();
            } else if comment.starts_with("newpar") {
                opens = true;
            } else if let Some(name) = comment.strip_prefix("speaker = ") {
                speaker = Some(name.to_owned());
            } else if let Some(text) = comment.strip_prefix("text = ") {
                now.at = now.sentence;
                now.document.speakers.push((now.sentence, speaker.take()));
                now.sentence += letters(text);
                match now.document.paragraphs.last_mut().filter(|_| !opens) {
                    Some(paragraph) => {
                        paragraph.push(' ');
                        paragraph.push_str(text);
                    }
                    None => now.document.paragraphs.push(text.to_owned()),
                }
                opens = false;
            }
            continue;
        }
        let columns: Vec<&str> = line.split('\t').collect();
        let [id, form, _, tag, .., misc] = columns[..] else { continue };
        if id.parse::<usize>().is_err() {
            continue;
        }
        let end = now.at + letters(form);
        now.words.push((form, now.at, end, tag == "PROPN"));
        now.at = end;
        if let Some(brackets) = misc.split('|').find_map(|m| m.strip_prefix("Entity=")) {
            now.brackets(brackets, tables);
        }
    }
    if !now.words.is_empty() {
        out.push(now.finished());
    }
    out
}

impl<'t> Builder<'t> {
    /// Reads the brackets that open or close at the last word: `(1-person-…(2-place-…)1)`.
    fn brackets(&mut self, text: &'t str, tables: &Tables) {
        let word = self.words.len().saturating_sub(1);
        let mut rest = text;
        while !rest.is_empty() {
            let opening = rest.strip_prefix('(');
            let body = opening.unwrap_or(rest);
            let end = body.find(['(', ')']).unwrap_or(body.len());
            let (field, after) = body.split_at(end);
            let closed = after.starts_with(')');
            rest = if closed { &after[1..] } else { after };
            let mut fields = field.split('-');
            let id = fields.next().unwrap_or("");
            if opening.is_some() {
                let kind = fields.next().unwrap_or("");
                // Infstat, salience and centering stand between type and minimal span.
                let head = fields.nth(3).and_then(|m| m.split(',').next()).and_then(|m| m.parse().ok());
                self.open.push(Open { id, kind, head: head.unwrap_or(1), first: word });
            }
            if closed && let Some(at) = self.open.iter().rposition(|open| open.id == id) {
                let open = self.open.remove(at);
                self.close(&open, word, tables);
            }
            if field.is_empty() && !closed && opening.is_none() {
                break;
            }
        }
    }

    fn close(&mut self, open: &Open<'t>, last: usize, tables: &Tables) {
        let words = self.words.get(open.first..=last).unwrap_or_default();
        let (Some(first), Some(end)) = (words.first(), words.last()) else { return };
        let proper = words.get(open.head.saturating_sub(1)).is_some_and(|w| w.3);
        let text = words.iter().map(|w| w.0).collect::<Vec<_>>().join(" ");
        let bare = text.strip_prefix("the ").or(text.strip_prefix("The ")).unwrap_or(&text);
        let country = || matches!(tables.countries.get(bare), Some((_, CountryForm::Name)));
        let named = proper
            && match open.kind {
                "person" | "organization" => true,
                "place" => country(),
                _ => false,
            };
        let mention = GoldMention { letters: (first.1, end.2), text, named };
        let chain = self.ids.iter().position(|id| *id == open.id).unwrap_or_else(|| {
            self.ids.push(open.id);
            self.document.chains.push(Vec::new());
            self.ids.len() - 1
        });
        self.document.chains[chain].push(mention);
    }

    fn finished(mut self) -> GoldDocument {
        for chain in &mut self.document.chains {
            chain.sort();
            chain.dedup_by(|a, b| a.letters == b.letters);
        }
        self.document
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_become_chains() {
        let row = |i: usize, word: &str, tag: &str, misc: &str| {
            format!("{i}\t{word}\t{word}\t{tag}\t_\t_\t0\t_\t_\t{misc}\n")
        };
        let text = [
            "# newdoc id = made\n# newpar\n# speaker = Vera\n# text = Ana Diaz of Peru and her aide met.\n"
                .to_owned(),
            row(1, "Ana", "PROPN", "Entity=(1-person-new-cf1-x-1,2-coref"),
            row(2, "Diaz", "PROPN", "_"),
            row(3, "of", "ADP", "_"),
            row(4, "Peru", "PROPN", "Entity=(2-place-new-cf1-x-1-sgl)1)"),
            row(5, "and", "CCONJ", "_"),
            row(6, "her", "PRON", "Entity=(3-person-new-cf1-x-2-sgl(1-person-giv-cf1-x-1-ana)"),
            row(7, "aide", "NOUN", "Entity=3)"),
            row(8, "met", "VERB", "SpaceAfter=No"),
            row(9, ".", "PUNCT", "_"),
            "\n# text = She left.\n".to_owned(),
            row(1, "She", "PRON", "Entity=(1-person-giv-cf1-x-1-ana)"),
        ]
        .concat();
        let documents = documents(&text, Tables::bundled().unwrap());
        assert_eq!(documents[0].paragraphs, ["Ana Diaz of Peru and her aide met. She left."]);
        let chains = documents[0].named_chains();
        assert_eq!(chains.len(), 1);
        let texts: Vec<&str> = chains[0].iter().map(|m| m.text.as_str()).collect();
        assert_eq!(texts, ["Ana Diaz of Peru", "her", "She"]);
        assert_eq!(chains[0][2].letters, (27, 30));
        assert_eq!(documents[0].chains.len(), 3);
        assert_eq!(documents[0].speakers, [(0, Some("Vera".to_owned())), (27, None)]);
    }
}
