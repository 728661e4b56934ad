//! `demarche show`: what each stage makes of a text.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::ValueEnum;
use serde_json::{Value, json};

use super::inputs::Inputs;
use super::unnamed::said_by_unnamed;
use super::{Failure, output};
use crate::analyse::analyse;
use crate::graph::{Identities, LeftOut, left_out, weighed};
use crate::learn::Models;
use crate::pipeline::{Options, Pipeline};
use crate::read;
use crate::segment::segment;
use crate::tables::Tables;
use crate::types::{Analysis, Document, Relation, Resolution, Sentence};

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  demarche show edges article.txt
  echo 'Iraq condemned Israel.' | demarche show tree -
  demarche show text page.html | sha256sum    # the text that offsets count in")]
pub(super) struct Args {
    /// Which stage.
    what: What,
    /// A file, or - for standard input.
    file: String,
    /// Everything that the stage knows, as JSON.
    #[arg(long)]
    json: bool,
    /// Own rows over the bundled tables: a folder of groups.tsv, offices.tsv …, or such a file; may
    /// repeat.
    #[arg(long, value_name = "PATH")]
    overlay: Vec<PathBuf>,
    #[command(flatten)]
    inputs_as: Inputs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// The text that all offsets count in.
    Text,
    /// Headline, dateline, body, teasers, furniture.
    Zones,
    /// Sentences and tokens.
    Tokens,
    /// Parts of speech, lemmas, names, dependency trees.
    Tree,
    /// Who is who.
    Mentions,
    /// Affiliations, meetings, stances, as `build` finds them; why it leaves out some.
    Edges,
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let how = args.inputs_as.how(Tables::with_overlays(&args.overlay)?);
    let pipeline = Pipeline::with_tables(how.tables.clone(), Options::default())?;
    let models = Models::bundled()?;
    let (sources, errors, _) = read::expand(std::slice::from_ref(&args.file));
    if let Some(error) = errors.into_iter().next() {
        return Err(error.into());
    }
    let mut out = String::new();
    let mut failed = None;
    let mut done = false;
    for document in sources.iter().flat_map(|source| read::documents(source, &how)) {
        match document {
            Ok(document) => {
                done = true;
                show(args, &document, models, &pipeline, &mut out);
                // One document at a time: a mailbox may be larger than the memory.
                output::stdout(out.as_bytes())?;
                out.clear();
            }
            Err(error) => {
                output::message(&format!("warning: {error}"));
                failed = Some(error);
            }
        }
    }
    match failed {
        None => Ok(()),
        Some(_) if done => Err(Failure::Some),
        Some(_) => Err(Failure::All("nothing could be read".to_owned())),
    }
}

fn show(args: &Args, document: &Document, models: Models<'_>, pipeline: &Pipeline, out: &mut String) {
    if args.what == What::Text {
        out.push_str(&document.text);
        return;
    }
    if args.what == What::Zones {
        return zones(document, args.json, out);
    }
    if args.what == What::Edges {
        if let Some(language) = read::foreign_language(document) {
            output::note(&format!("note: {}: in {language}; build leaves it out", document.id));
        }
        let mut graph = pipeline.document(document);
        Identities::of(std::slice::from_ref(&graph)).settle(&mut graph);
        let options = *pipeline.options();
        let mut relations = weighed(graph.relations, options);
        let sure = |r: &Relation| left_out(r, options).is_none();
        let unnamed = said_by_unnamed(document, pipeline).into_iter().filter(sure);
        relations.extend(unnamed.map(|relation| (relation, Some(LeftOut::Speaker))));
        return edges(&relations, args.json, out);
    }
    if args.what == What::Mentions {
        return mentions(document, &pipeline.document_with_mentions(document).1, args.json, out);
    }
    let sentences = segment(document);
    if args.what == What::Tokens {
        return tokens(document, &sentences, args.json, out);
    }
    let analyses = analyse(&document.text, &sentences, models, pipeline.tables());
    tree(document, &sentences, &analyses, args.json, out);
}

/// A value as one line of JSON.
fn line(value: &Value, out: &mut String) {
    let _ = writeln!(out, "{value}");
}

fn zones(document: &Document, as_json: bool, out: &mut String) {
    if as_json {
        return line(
            &json!({"document": document.id, "date": document.date, "dates": document.dates, "title": document.title, "zones": document.zones}),
            out,
        );
    }
    let _ = writeln!(out, "# {} · date {}", document.id, document.date.as_deref().unwrap_or("unknown"));
    for (i, found) in document.dates.iter().enumerate() {
        let from =
            serde_json::to_value(found.from).ok().and_then(|v| v.as_str().map(|s| s.replace('_', " ")));
        let date = if found.date.is_empty() { "no date" } else { &found.date };
        let used = match i {
            _ if found.date.is_empty() => "not understood",
            _ if !found.from.is_trusted() => "not trusted",
            0 => "chosen",
            _ => "less trusted than the first",
        };
        let _ = writeln!(out, "# {date} from {}: {:?} ({used})", from.unwrap_or_default(), found.words);
    }
    for zone in &document.zones {
        let text = zone.span.of(&document.text).split_whitespace().collect::<Vec<_>>().join(" ");
        let _ = writeln!(
            out,
            "{:10} {:>6}–{:<6} {text}",
            format!("{:?}", zone.kind),
            zone.span.start,
            zone.span.end
        );
    }
}

fn tokens(document: &Document, sentences: &[Sentence], as_json: bool, out: &mut String) {
    if as_json {
        return line(&json!({"document": document.id, "sentences": sentences}), out);
    }
    for (i, sentence) in sentences.iter().enumerate() {
        let words: Vec<&str> = sentence.tokens.iter().map(|t| t.span.of(&document.text)).collect();
        let _ = writeln!(out, "{i}\t{}", words.join(" "));
    }
}

fn tree(document: &Document, sentences: &[Sentence], analyses: &[Analysis], as_json: bool, out: &mut String) {
    if as_json {
        return line(&json!({"document": document.id, "analyses": analyses}), out);
    }
    for (sentence, analysis) in sentences.iter().zip(analyses) {
        for (i, word) in analysis.words.iter().enumerate() {
            let upos = serde_json::to_value(word.upos)
                .ok()
                .and_then(|v| v.as_str().map(str::to_owned))
                .unwrap_or_default();
            let name = analysis
                .names
                .iter()
                .find(|n| n.tokens.contains(&i))
                .map_or(String::new(), |n| format!("{:?}", n.kind));
            let head = word.head.map_or(0, |h| h + 1);
            let _ = writeln!(
                out,
                "{:>3} {:20} {:20} {upos:6} {head:>3} {:14} {name}",
                i + 1,
                sentence.word(&document.text, i),
                word.lemma,
                word.deprel.as_str()
            );
        }
        out.push('\n');
    }
}

fn mentions(document: &Document, resolution: &Resolution, as_json: bool, out: &mut String) {
    if as_json {
        return line(&json!({"document": document.id, "resolution": resolution}), out);
    }
    for actor in &resolution.actors {
        let _ = writeln!(out, "{:44} {} ({})", actor.id.0, actor.name, actor.aliases.join(", "));
    }
    out.push('\n');
    for mention in &resolution.mentions {
        let ids: Vec<&str> = mention
            .actors
            .iter()
            .filter_map(|&a| resolution.actors.get(a))
            .map(|a| a.id.0.as_str())
            .collect();
        let place = if mention.place { " (place)" } else { "" };
        let _ = writeln!(
            out,
            "{:>3} {:30} {}{place}  [{:?}, {:?}]",
            mention.sentence,
            mention.span.of(&document.text).replace('\n', " "),
            ids.join(" + "),
            mention.form,
            mention.reason
        );
    }
}

fn edges(relations: &[(Relation, Option<LeftOut>)], as_json: bool, out: &mut String) {
    for (relation, missing) in relations {
        let missing = missing.map(|why| why.to_string());
        if as_json {
            let mut value = json!(relation);
            if let (Some(why), Some(fields)) = (missing, value.as_object_mut()) {
                fields.insert("left_out".to_owned(), Value::String(why));
            }
            line(&value, out);
            continue;
        }
        let evidence = relation.evidence();
        let what = match relation {
            Relation::Affiliation(a) => {
                let role = if a.role.is_empty() { String::new() } else { format!(" as {}", a.role) };
                format!("{} belongs to {}{role}", a.member, a.of)
            }
            Relation::Meeting(m) => {
                let names: Vec<&str> = m.participants.iter().map(|p| p.0.as_str()).collect();
                format!("{} met: {:?}, {:?}", names.join(" and "), m.status, m.mode)
            }
            Relation::Stance(s) => {
                format!("{} {:?} {} ({:?}, {:?})", s.holder, s.polarity, s.target, s.category, s.basis)
            }
        };
        let speakers = if evidence.attribution.is_empty() {
            String::new()
        } else {
            format!(", said {}", evidence.attribution.join(" ← "))
        };
        let _ = writeln!(
            out,
            "{what}\n    {}{:?} {:.2}, by “{}”{speakers}\n    {}",
            missing.map(|why| format!("left out ({why}): ")).unwrap_or_default(),
            evidence.modality,
            evidence.confidence,
            evidence.trigger.text,
            evidence.quote.text.replace('\n', " ")
        );
    }
}
