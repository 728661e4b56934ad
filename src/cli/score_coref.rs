//! `demarche score coref`: chains of mentions against GUM's entity layer.

use std::path::PathBuf;

use super::{Failure, output};
use crate::analyse::analyse;
use crate::read;
use crate::resolve::{Chain, Turn, chains};
use crate::score::coref::Coreference;
use crate::score::corpus::read_text;
use crate::score::entities::{GoldDocument, GoldMention, documents};
use crate::segment::segment;
use crate::tables::Tables;
use crate::types::{Document, Span, Zone, ZoneKind};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "The text is read as raw text, paragraph by paragraph: sentences, tokens, tags, trees, names and
mentions are the program's own. A mention is right if its first and last letter are.

Which chains count: those of two or more mentions, one of them the proper name of a person, an
organisation or a country; all of their mentions count, others none.

Examples:
  demarche score coref gum-dev.conllu.xz
  demarche score coref gum-dev.conllu.xz --documents
  demarche score coref gum-dev.conllu.xz --errors | less"
)]
pub(super) struct Args {
    /// CoNLL-U with GUM's entity layer, `.xz` included.
    #[arg(required = true)]
    gold: Vec<PathBuf>,
    /// A line for each document too.
    #[arg(long)]
    documents: bool,
    /// List chains: gold and found, mentions in only one of them marked.
    #[arg(long)]
    errors: bool,
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let tables = Tables::bundled().map_err(|error| Failure::All(error.to_string()))?;
    let models = crate::learn::Models::bundled().map_err(|error| Failure::All(error.to_string()))?;
    let mut out = String::new();
    for path in &args.gold {
        let text = read_text(path).map_err(|error| Failure::All(format!("{}: {error}", path.display())))?;
        let golds = documents(&text, tables);
        if golds.iter().all(|gold| gold.chains.is_empty()) {
            return Err(Failure::All(format!("{}: no document with an entity layer", path.display())));
        }
        let (mut sum, mut plain) = (Coreference::default(), Coreference::default());
        for gold in &golds {
            let (document, turns) = laid_out(gold);
            let sentences = segment(&document);
            let analyses = analyse(&document.text, &sentences, models, tables);
            let found = |turns: &[Turn]| {
                in_letters(&document, &chains(&document, &sentences, &analyses, tables, turns))
            };
            let expected = gold.named_chains();
            let of_gold: Vec<Vec<Letters>> =
                expected.iter().map(|chain| chain.iter().map(|m| m.letters).collect()).collect();
            plain.add(&of_gold, &spans(&found(&[])));
            let found = found(&turns);
            let mut own = Coreference::default();
            own.add(&of_gold, &spans(&found));
            sum.add(&of_gold, &spans(&found));
            if args.documents {
                out.push_str(&format!(
                    "{}\t{} chains, {} mentions: mentions P {:.3} R {:.3}, MUC {:.3}, B3 {:.3}, CEAF-phi4 {:.3}, CoNLL F1 {:.3}\n",
                    gold.id,
                    expected.len(),
                    of_gold.iter().map(Vec::len).sum::<usize>(),
                    own.mentions.p(),
                    own.mentions.r(),
                    own.muc.f1(),
                    own.b_cubed.f1(),
                    own.ceaf.f1(),
                    own.conll()
                ));
            }
            if args.errors {
                list(&mut out, &gold.id, &expected, &found);
            }
        }
        out.push_str(&format!(
            "{}, {} documents\n{sum}\nCoNLL F1 {:.4} without the speakers that the corpus names\n",
            path.display(),
            golds.len(),
            plain.conll()
        ));
    }
    output::stdout(out.as_bytes())
}

/// First character and one past the last, white space not counted.
type Letters = (usize, usize);

fn spans(chains: &[Vec<Found>]) -> Vec<Vec<Letters>> {
    chains.iter().map(|chain| chain.iter().map(|m| m.0).collect()).collect()
}

/// The text of a gold document with a zone for each paragraph, and who speaks where.
fn laid_out(gold: &GoldDocument) -> (Document, Vec<Turn>) {
    let mut zones = Vec::new();
    let mut start = 0;
    for paragraph in &gold.paragraphs {
        zones.push(Zone { kind: ZoneKind::Body, span: Span::new(start, start + paragraph.len()) });
        start += paragraph.len() + 2;
    }
    let mut document = read::from_text(&gold.id, &gold.paragraphs.join("\n\n"));
    // The corpus is all text: nothing of it is to be taken for furniture.
    document.zones = zones;
    let starts = bytes(&document.text);
    let turns = gold.speakers.iter().filter_map(|(letter, speaker)| {
        Some(Turn { start: *starts.get(*letter)?, speaker: speaker.clone() })
    });
    let turns = turns.collect();
    (document, turns)
}

/// The byte at which each letter begins.
fn bytes(text: &str) -> Vec<usize> {
    text.char_indices().filter(|(_, c)| !c.is_whitespace()).map(|(at, _)| at).collect()
}

/// A found mention: letters and words.
type Found = (Letters, String);

/// Bytes to letters, chains of phrases that stand in one chain only.
fn in_letters(document: &Document, chains: &[Chain]) -> Vec<Vec<Found>> {
    let text = &document.text;
    let starts = bytes(text);
    let at = |byte: usize| starts.partition_point(|&start| start < byte);
    let mut taken = std::collections::BTreeSet::new();
    chains
        .iter()
        .map(|chain| {
            chain
                .mentions
                .iter()
                .map(|m| {
                    let words = m.span.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
                    ((at(m.span.start), at(m.span.end)), words)
                })
                .filter(|m| taken.insert(m.0))
                .collect::<Vec<Found>>()
        })
        .filter(|chain| chain.len() > 1)
        .collect()
}

/// `+` right, `-` missed, `!` not gold; after a mention of another chain the number of that chain.
fn list(out: &mut String, id: &str, gold: &[Vec<GoldMention>], found: &[Vec<Found>]) {
    out.push_str(&format!("# {id}\n"));
    for (i, chain) in gold.iter().enumerate() {
        out.push_str(&format!("gold {i}:"));
        for mention in chain {
            let of = found.iter().position(|f| f.iter().any(|m| m.0 == mention.letters));
            let mark = of.map_or("-".to_owned(), |f| format!("{f}:"));
            out.push_str(&format!(" [{mark}{}]", mention.text));
        }
        out.push('\n');
    }
    for (i, chain) in found.iter().enumerate() {
        out.push_str(&format!("found {i}:"));
        for mention in chain {
            let of = gold.iter().position(|g| g.iter().any(|m| m.letters == mention.0));
            let mark = of.map_or("!".to_owned(), |g| format!("{g}:"));
            out.push_str(&format!(" [{mark}{}]", mention.1));
        }
        out.push('\n');
    }
}
