//! Annotated corpora: readers for CoNLL-U and IOB2 files, `.xz` included, and what their labels mean for the name
//! head: a label that does not settle the kind allows several.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use crate::learn::labels::{NameClass, Place, name_label, tag_index};
use crate::types::{Deprel, Upos, VerbForm};

/// A sentence with what its corpus says of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sentence {
    /// `sent_id`, if given.
    pub id: String,
    /// `# text` of the sentence, if given.
    pub text: String,
    /// True if a paragraph or document begins with the sentence.
    pub opens: bool,
    /// Surface tokens that hold several words: first word, one past the last.
    pub joined: Vec<(usize, usize)>,
    /// The words.
    pub words: Vec<String>,
    /// True where a space (or nothing known) follows the word.
    pub space_after: Vec<bool>,
    /// Lemma of each word; empty if the corpus has none.
    pub lemmas: Vec<String>,
    /// Tag column of each word; empty if the corpus has none.
    pub tags: Vec<u8>,
    /// Head of each word, 1-based, 0 the root; empty if the corpus has none.
    pub heads: Vec<usize>,
    /// Relation column of each word.
    pub relations: Vec<u8>,
    /// Allowed name columns of each word as a bit set; empty if the corpus has none.
    pub names: Vec<u32>,
    /// How the corpus counts names, a [`Scheme`] as a number.
    pub convention: u8,
    /// Names as (first word, one past the last, `PER`/`ORG`/`LOC`), for scoring.
    pub spans: Vec<(usize, usize, &'static str)>,
}

/// The whole text of a file, unpacked if it ends in `.xz`.
///
/// # Errors
/// The file cannot be read or is no UTF-8.
pub fn read_text(path: &Path) -> io::Result<String> {
    let file = BufReader::new(File::open(path)?);
    let mut text = String::new();
    if path.extension().is_some_and(|e| e == "xz") {
        liblzma::read::XzDecoder::new(file).read_to_string(&mut text)?;
    } else {
        let mut file = file;
        file.read_to_string(&mut text)?;
    }
    Ok(text)
}

/// Part of speech by its published name.
pub fn upos(name: &str) -> Upos {
    match name {
        "ADJ" => Upos::Adj,
        "ADP" => Upos::Adp,
        "ADV" => Upos::Adv,
        "AUX" => Upos::Aux,
        "CCONJ" => Upos::Cconj,
        "DET" => Upos::Det,
        "INTJ" => Upos::Intj,
        "NOUN" => Upos::Noun,
        "NUM" => Upos::Num,
        "PART" => Upos::Part,
        "PRON" => Upos::Pron,
        "PROPN" => Upos::Propn,
        "PUNCT" => Upos::Punct,
        "SCONJ" => Upos::Sconj,
        "SYM" => Upos::Sym,
        "VERB" => Upos::Verb,
        _ => Upos::X,
    }
}

fn verb_form(features: &str) -> VerbForm {
    features.split('|').find_map(|f| f.strip_prefix("VerbForm=")).map_or(VerbForm::None, |form| match form {
        "Fin" => VerbForm::Finite,
        "Inf" => VerbForm::Infinitive,
        "Ger" => VerbForm::Gerund,
        "Part" => VerbForm::Participle,
        _ => VerbForm::None,
    })
}

/// The sentences of a CoNLL-U text; multiword tokens and empty nodes are skipped. A sentence with
/// a broken line is left out.
pub fn conllu(text: &str) -> Vec<Sentence> {
    let mut out = Vec::new();
    let mut now = Sentence::default();
    let mut broken = false;
    for line in text.lines().chain([""]) {
        if line.is_empty() {
            let sentence = std::mem::take(&mut now);
            let sound = !broken && sentence.heads.iter().all(|&head| head <= sentence.words.len());
            if !sentence.words.is_empty() && sound {
                out.push(sentence);
            }
            broken = false;
        } else if let Some(comment) = line.strip_prefix('#') {
            if let Some(id) = comment.trim_start().strip_prefix("sent_id = ") {
                now.id = id.to_owned();
            } else if let Some(text) = comment.trim_start().strip_prefix("text = ") {
                now.text = text.to_owned();
            } else if comment.trim_start().starts_with("newpar") || comment.trim_start().starts_with("newdoc")
            {
                now.opens = true;
            }
        } else {
            let columns: Vec<&str> = line.split('\t').collect();
            let [id, form, lemma, tag, _, features, head, relation, _, misc] = columns[..] else {
                broken = true;
                continue;
            };
            if let Some((first, last)) = id.split_once('-') {
                if let (Ok(first), Ok(last)) = (first.parse::<usize>(), last.parse::<usize>()) {
                    now.joined.push((first.saturating_sub(1), last));
                }
                continue;
            }
            if id.contains('.') {
                continue;
            }
            let Ok(head) = head.parse() else {
                broken = true;
                continue;
            };
            now.words.push(form.to_owned());
            now.lemmas.push(lemma.to_owned());
            now.space_after.push(!misc.split('|').any(|m| m == "SpaceAfter=No"));
            now.tags.push(tag_index(upos(tag), verb_form(features)) as u8);
            now.heads.push(head);
            now.relations.push(Deprel::from_name(relation) as u8);
        }
    }
    out
}

/// How the labels of a corpus are to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// Universal NER: `OTH` is a nationality, work or event.
    Uner,
    /// GUM: events, works and the like are not labelled.
    Gum,
    /// CrossNER: fine types, `misc` among them.
    CrossNer,
    /// Few-NERD: nationalities are not labelled.
    FewNerd,
    /// Re-DocRED: everything is labelled.
    ReDocRed,
    /// multiNER: `MISC` holds dates and numbers too.
    MultiNer,
}

impl Scheme {
    /// From the name of a file.
    pub fn of(name: &str) -> Self {
        if name.starts_with("uner") {
            Self::Uner
        } else if name.starts_with("gum") {
            Self::Gum
        } else if name.starts_with("crossner") {
            Self::CrossNer
        } else if name.starts_with("fewnerd") {
            Self::FewNerd
        } else if name.starts_with("multiner") {
            Self::MultiNer
        } else {
            Self::ReDocRed
        }
    }

    /// The kinds that a name may be, and whether it may be none.
    fn classes(self, label: &str, fine: &str, capital: bool) -> (Vec<NameClass>, bool) {
        use NameClass::*;
        let (classes, none) = match (self, label, fine) {
            (_, "ORG", "politicalparty" | "organization-politicalparty") => (vec![Party], false),
            (Self::CrossNer | Self::FewNerd, "ORG", _) => (vec![Organisation], false),
            (_, "ORG", _) => (vec![Organisation, Party], false),
            (_, "PER", _) => (vec![Person], false),
            (_, "LOC", _) => (vec![Place], false),
            (_, _, "NORP") => (vec![Nationality], false),
            (Self::Uner, ..) => (vec![Nationality, Other], false),
            (Self::MultiNer, ..) => (vec![Nationality, Other], true),
            (Self::CrossNer, _, "misc") => (vec![Nationality, Other], true),
            (Self::CrossNer, _, "event" | "election" | "award" | "book" | "poem" | "album" | "song") => {
                (vec![Other], false)
            }
            (Self::ReDocRed, ..) => (vec![Other], false),
            _ => (vec![Other], true),
        };
        // A name without a capital (a genre, a task) may be none.
        (classes, none || !capital)
    }
}

/// The sentences of an IOB2 text.
pub fn iob2(text: &str, scheme: Scheme) -> Vec<Sentence> {
    let mut out = Vec::new();
    let mut now = Sentence::default();
    let mut labels: Vec<(&str, &str)> = Vec::new();
    for line in text.lines().chain([""]) {
        if line.is_empty() {
            if !now.words.is_empty() {
                now.convention = scheme as u8;
                label_names(&mut now, &labels, scheme);
                out.push(std::mem::take(&mut now));
            }
            now = Sentence::default();
            labels.clear();
        } else if line.starts_with("# ") {
            if let Some(id) = line.strip_prefix("# sent_id = ") {
                now.id = id.to_owned();
            }
        } else {
            let mut columns = line.split('\t');
            let (Some(word), Some(label)) = (columns.next(), columns.next()) else { continue };
            now.words.push(word.to_owned());
            now.space_after.push(true);
            labels.push((label, columns.next().unwrap_or(label)));
        }
    }
    out
}

fn label_names(sentence: &mut Sentence, labels: &[(&str, &str)], scheme: Scheme) {
    let n = labels.len();
    let capital = |i: usize| sentence.words[i].chars().any(char::is_uppercase);
    let all_places = |class| (0..4).map(|p| 1u32 << (name_label(class, Place::Begin) + p)).sum::<u32>();
    let mut names: Vec<u32> = (0..n)
        .map(|i| {
            1 | match scheme {
                Scheme::Gum if capital(i) => all_places(NameClass::Other),
                Scheme::FewNerd if capital(i) => all_places(NameClass::Nationality),
                _ => 0,
            }
        })
        .collect();
    let mut spans = Vec::new();
    let mut i = 0;
    while i < n {
        let (label, fine) = labels[i];
        let column = usize::from(label == "O");
        let pick = |k: usize| if column == 0 { labels[k].0 } else { labels[k].1 };
        if pick(i) == "O" {
            i += 1;
            continue;
        }
        let kind = pick(i).split_once('-').map_or("", |(_, kind)| kind);
        let fine = fine.split_once('-').map_or("", |(_, kind)| kind);
        let mut end = i + 1;
        while end < n && pick(end).strip_prefix("I-") == Some(kind) && (column == 0 || labels[end].0 == "O") {
            end += 1;
        }
        let main = ["PER", "ORG", "LOC"].into_iter().find(|&k| column == 0 && k == kind);
        if let Some(main) = main {
            spans.push((i, end, main));
        }
        let (classes, none) = scheme.classes(main.unwrap_or("O"), fine, main.is_some() || capital(i));
        for (k, name) in names.iter_mut().enumerate().take(end).skip(i) {
            let place = match (k == i, k + 1 == end) {
                (true, true) => Place::Single,
                (true, false) => Place::Begin,
                (false, true) => Place::End,
                _ => Place::Inside,
            };
            *name = u32::from(none);
            for &class in &classes {
                *name |= 1 << name_label(class, place);
            }
        }
        i = end;
    }
    sentence.names = names;
    sentence.spans = spans;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_conllu() {
        let text = "# sent_id = a\n1-2\tdon't\t_\t_\t_\t_\t_\t_\t_\t_\n1\tdo\tdo\tAUX\tVB\tVerbForm=Fin\t3\taux\t_\t_\n2\tn't\tnot\tPART\tRB\t_\t3\tadvmod\t_\t_\n3\tgo\tgo\tVERB\tVB\tVerbForm=Inf\t0\troot\t_\tSpaceAfter=No\n\n";
        let sentences = conllu(text);
        assert_eq!(sentences.len(), 1);
        assert_eq!(sentences[0].words, ["do", "n't", "go"]);
        assert_eq!(sentences[0].heads, [3, 3, 0]);
        assert_eq!(sentences[0].space_after, [true, true, false]);
    }

    #[test]
    fn reads_iob2() {
        let text = "# sent_id = a\nBan\tB-PER\tB-person\nKi\tI-PER\tI-person\nmet\tO\tO\nLabour\tB-ORG\tB-politicalparty\n#\tO\tO\n";
        let sentences = iob2(text, Scheme::CrossNer);
        assert_eq!(sentences[0].spans, [(0, 2, "PER"), (3, 4, "ORG")]);
        assert_eq!(sentences[0].names[3], 1 << name_label(NameClass::Party, Place::Single));
        assert_eq!(sentences[0].words[4], "#");
    }
}
