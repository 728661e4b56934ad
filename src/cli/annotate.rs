//! `demarche annotate`: tags, trees and names as CoNLL-U.

use std::fmt::Write as _;

use clap::ValueEnum;

use super::{Failure, output};
use crate::analyse::parts;
use crate::learn::labels::{NameClass, RELATION_NAMES, TAGS};
use crate::learn::reader::{Reader, Reading};
use crate::read;
use crate::segment::segment;
use crate::types::{Document, Sentence, Upos, VerbForm, ZoneKind};

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  demarche annotate article.txt > article.conllu
  demarche annotate --input conllu gold.conllu    # its sentences and words, our labels")]
pub(super) struct Args {
    /// A file, or - for standard input.
    file: String,
    /// What the file holds.
    #[arg(long, value_enum, default_value_t = Input::Text)]
    input: Input,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Input {
    /// Anything that `build` reads.
    Text,
    /// CoNLL-U, `.xz` included: sentences and words stay as they are.
    Conllu,
}

/// A word to print.
#[derive(Debug, Clone, Copy)]
struct Piece<'t> {
    word: &'t str,
    /// A space (or the end) follows.
    space: bool,
    /// Written as one token with the next word.
    joins: bool,
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let reader = crate::learn::bundled().map_err(|error| Failure::All(error.to_string()))?;
    let (sources, errors, _) = read::expand(std::slice::from_ref(&args.file));
    if let Some(error) = errors.into_iter().next() {
        return Err(error.into());
    }
    if args.input == Input::Conllu {
        return conllu(reader, &args.file);
    }
    let mut failed = false;
    let how = read::How::bundled()?;
    for document in sources.iter().flat_map(|source| read::documents(source, &how)) {
        match document {
            Ok(mut document) => {
                // Whoever asks for annotations wants all of the text, bylines and teasers too.
                for zone in document.zones.iter_mut().filter(|zone| !zone.kind.is_read()) {
                    zone.kind = ZoneKind::Body;
                }
                text(reader, &document)?;
            }
            Err(error) => {
                output::message(&format!("warning: {error}"));
                failed = true;
            }
        }
    }
    if failed { Err(Failure::Some) } else { Ok(()) }
}

/// The words of a sentence as Universal Dependencies cuts them; true where a word is written as
/// one token with the next (`do` of `don't`).
pub(super) fn words<'t>(document: &'t Document, sentence: &Sentence) -> Vec<(&'t str, bool)> {
    let text = &document.text;
    let mut out: Vec<(&str, bool)> = Vec::new();
    let mut end_before = None;
    for token in &sentence.tokens {
        let word = token.span.of(text);
        let clitic = matches!(
            word.to_lowercase().replace('\u{2019}', "'").as_str(),
            "'s" | "'re" | "'ve" | "'ll" | "'d" | "'m" | "n't" | "'" | "not"
        );
        if let Some(last) = out.last_mut()
            && end_before == Some(token.span.start)
            && clitic
            && last.0.chars().all(char::is_alphanumeric)
        {
            last.1 = true;
        }
        out.extend(parts(word).into_iter().map(|part| (part, false)));
        end_before = Some(token.span.end);
    }
    out
}

fn text(reader: &Reader, document: &Document) -> Result<(), Failure> {
    let mut sentences = Vec::new();
    let mut comments = Vec::new();
    for (i, sentence) in segment(document).iter().enumerate() {
        let mut at = sentence.span.start;
        let pieces = words(document, sentence)
            .into_iter()
            .map(|(word, joins)| {
                // Words follow each other with nothing but white space between.
                let begin = document.text.get(at..).and_then(|rest| rest.find(word)).map_or(at, |k| at + k);
                at = begin + word.len();
                let space = document.text.get(at..).is_none_or(|rest| rest.starts_with(char::is_whitespace));
                Piece { word, space, joins }
            })
            .collect();
        let words = sentence.span.of(&document.text).split_whitespace();
        let mut lines = vec![
            format!("# sent_id = {}", i + 1),
            format!("# text = {}", words.collect::<Vec<_>>().join(" ")),
        ];
        if i == 0 {
            lines.insert(0, format!("# newdoc id = {}", document.id));
        }
        sentences.push(pieces);
        comments.push(lines);
    }
    print(reader, &sentences, &comments)
}

fn conllu(reader: &Reader, file: &str) -> Result<(), Failure> {
    let bytes = if file == "-" {
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut std::io::stdin().lock(), &mut bytes)?;
        bytes
    } else {
        std::fs::read(file).map_err(|error| Failure::All(format!("{file}: {error}")))?
    };
    let bytes = if bytes.starts_with(&[0xfd, b'7', b'z', b'X', b'Z', 0]) {
        let mut out = Vec::new();
        std::io::Read::read_to_end(&mut liblzma::read::XzDecoder::new(bytes.as_slice()), &mut out)?;
        out
    } else {
        bytes
    };
    let text = String::from_utf8_lossy(&bytes);
    let mut sentences: Vec<Vec<Piece>> = Vec::new();
    let mut comments = Vec::new();
    let (mut words, mut lines) = (Vec::new(), Vec::new());
    for line in text.lines().chain([""]) {
        let line = line.trim_end_matches('\r');
        if line.is_empty() {
            if !words.is_empty() {
                sentences.push(std::mem::take(&mut words));
                comments.push(std::mem::take(&mut lines));
            }
        } else if line.starts_with('#') && !line.contains('\t') {
            lines.push(line.to_owned());
        } else {
            let mut columns = line.split('\t');
            let (Some(id), Some(form)) = (columns.next(), columns.next()) else { continue };
            if !id.contains(['-', '.']) {
                let space = !columns.next_back().unwrap_or("").split('|').any(|m| m == "SpaceAfter=No");
                words.push(Piece { word: form, space, joins: false });
            }
        }
    }
    print(reader, &sentences, &comments)
}

fn print(reader: &Reader, sentences: &[Vec<Piece>], comments: &[Vec<String>]) -> Result<(), Failure> {
    let words: Vec<Vec<&str>> = sentences.iter().map(|s| s.iter().map(|p| p.word).collect()).collect();
    let mut out = String::new();
    let readings = reader.read(&words, true);
    for ((pieces, comments), reading) in sentences.iter().zip(comments).zip(&readings) {
        for line in comments {
            out.push_str(line);
            out.push('\n');
        }
        let names = name_columns(reading, pieces.len());
        for (i, (&Piece { word, space, joins }, names)) in pieces.iter().zip(names).enumerate() {
            let opens = joins && !i.checked_sub(1).and_then(|i| pieces.get(i)).is_some_and(|p| p.joins);
            if opens {
                let count = pieces[i..].iter().take_while(|p| p.joins).count() + 1;
                let token: String = pieces[i..].iter().take(count).map(|p| p.word).collect();
                let after =
                    if pieces.get(i + count - 1).is_some_and(|p| !p.space) { "SpaceAfter=No" } else { "_" };
                let _ = writeln!(out, "{}-{}\t{token}\t_\t_\t_\t_\t_\t_\t_\t{after}", i + 1, i + count);
            }
            // The space after a token of several words stands in the token's own line.
            let inside = joins || i.checked_sub(1).and_then(|i| pieces.get(i)).is_some_and(|p| p.joins);
            let space = space || inside;
            let tag = reading.tags.get(i).copied().unwrap_or(0);
            let (upos, form) = TAGS.get(usize::from(tag)).copied().unwrap_or_default();
            let relation = reading.relations.get(i).map_or(0, |&r| usize::from(r));
            let misc = match (names.is_empty(), space) {
                (true, true) => "_".to_owned(),
                (true, false) => "SpaceAfter=No".to_owned(),
                (false, true) => names,
                (false, false) => format!("{names}|SpaceAfter=No"),
            };
            // Writing to a string cannot fail.
            let _ = writeln!(
                out,
                "{}\t{word}\t{}\t{}\t_\t{}\t{}\t{}\t_\t{misc}",
                i + 1,
                reader.lemmas.lemma(word, tag),
                upos_name(upos),
                form_name(form),
                reading.heads.get(i).copied().unwrap_or(0),
                RELATION_NAMES.get(relation).map_or("dep", |r| r.as_str()),
            );
        }
        out.push('\n');
    }
    output::stdout(out.as_bytes())
}

/// `NER=B-PER` and `NERFine=B-person` of each word that is in a name.
fn name_columns(reading: &Reading, n: usize) -> Vec<String> {
    let mut out = vec![String::new(); n];
    for &(start, end, class) in &reading.names {
        let (kind, fine) = match class {
            NameClass::Person => (Some("PER"), "person"),
            NameClass::Organisation => (Some("ORG"), "organisation"),
            NameClass::Party => (Some("ORG"), "party"),
            NameClass::Place => (Some("LOC"), "place"),
            NameClass::Nationality => (None, "nationality"),
            NameClass::Other => (None, "other"),
        };
        for (i, out) in out.iter_mut().enumerate().take(end).skip(start) {
            let place = if i == start { 'B' } else { 'I' };
            *out = match kind {
                Some(kind) => format!("NER={place}-{kind}|NERFine={place}-{fine}"),
                None => format!("NERFine={place}-{fine}"),
            };
        }
    }
    out
}

const fn form_name(form: VerbForm) -> &'static str {
    match form {
        VerbForm::None => "_",
        VerbForm::Finite => "VerbForm=Fin",
        VerbForm::Infinitive => "VerbForm=Inf",
        VerbForm::Gerund => "VerbForm=Ger",
        VerbForm::Participle => "VerbForm=Part",
    }
}

const fn upos_name(upos: Upos) -> &'static str {
    match upos {
        Upos::Adj => "ADJ",
        Upos::Adp => "ADP",
        Upos::Adv => "ADV",
        Upos::Aux => "AUX",
        Upos::Cconj => "CCONJ",
        Upos::Det => "DET",
        Upos::Intj => "INTJ",
        Upos::Noun => "NOUN",
        Upos::Num => "NUM",
        Upos::Part => "PART",
        Upos::Pron => "PRON",
        Upos::Propn => "PROPN",
        Upos::Punct => "PUNCT",
        Upos::Sconj => "SCONJ",
        Upos::Sym => "SYM",
        Upos::Verb => "VERB",
        Upos::X => "X",
    }
}
