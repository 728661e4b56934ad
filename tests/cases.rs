//! The corpus of cases: every `tests/cases/*.md` holds sentences, the actors and edges that they
//! must (and must not) give, and a line on why. Adding a case needs no Rust; CONTRIBUTING.md says
//! how a case is written. A case with a `known gap:` line must fail, so that the line goes when
//! the program has learnt it.

use std::fmt::Write as _;

use demarche::graph::Graph;
use demarche::pipeline::Pipeline;
use demarche::read;
use demarche::types::{Actor, ActorId, ActorKind, Edge, Tie};

/// The line between the texts of a case with several.
const BETWEEN_TEXTS: &str = "* * *\n";

struct Case {
    place: String,
    title: String,
    text: String,
    expected: Vec<String>,
    gap: Option<String>,
    unread: Vec<String>,
}

fn parse(file: &str, content: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for (number, line) in content.lines().enumerate() {
        if let Some(title) = line.strip_prefix("## ") {
            cases.push(Case {
                place: format!("{file}:{}", number + 1),
                title: title.to_owned(),
                text: String::new(),
                expected: Vec::new(),
                gap: None,
                unread: Vec::new(),
            });
            continue;
        }
        let Some(case) = cases.last_mut() else { continue };
        if let Some(text) = line.strip_prefix('>') {
            case.text.push_str(text.strip_prefix(' ').unwrap_or(text));
            case.text.push('\n');
        } else if let Some(expectation) = line.strip_prefix("- ") {
            case.expected.push(expectation.trim().to_owned());
        } else if let Some(reason) = line.strip_prefix("known gap:") {
            case.gap = Some(reason.trim().to_owned());
        } else if !line.trim().is_empty() && !line.starts_with("why:") {
            case.unread.push(format!("{file}:{}: cannot read `{line}`", number + 1));
        }
    }
    cases
}

fn fold(name: &str) -> String {
    name.to_lowercase().trim_start_matches("the ").replace('’', "'")
}

/// True if the actor goes by this name: its own, an alias, a country's code, a person's surname.
fn is_called(actor: &Actor, name: &str) -> bool {
    let wanted = fold(name);
    let surname = || actor.kind == ActorKind::Person && fold(&actor.name).ends_with(&format!(" {wanted}"));
    fold(&actor.name) == wanted
        || actor.iso3.as_deref() == Some(name)
        || actor.aliases.iter().any(|a| fold(a) == wanted)
        || surname()
}

fn word<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Whether an edge has all of the wanted words: polarity, category, status, mode, role, and
/// `says X`, `date X`, `host X`, `mediator X`.
fn has(graph: &Graph, edge: &Edge, wanted: &str) -> bool {
    if let Tie::Affiliation { role, former } = &edge.tie {
        return wanted.is_empty() || fold(role) == fold(wanted) || wanted == "former" && *former;
    }
    let event = match &edge.tie {
        Tie::Meeting { event, .. } => graph.events.iter().find(|e| e.id == *event),
        _ => None,
    };
    let called = |id: &str, name: &str| graph.actors().any(|a| a.id.0 == id && is_called(a, name));
    wanted.split(", ").filter(|part| !part.is_empty()).all(|part| match part.split_once(' ') {
        Some(("says", name)) => edge.evidence.iter().any(|e| {
            e.attribution.iter().any(|speaker| called(speaker, name) || fold(speaker).contains(&fold(name)))
        }),
        Some(("date", value)) => edge
            .evidence
            .iter()
            .any(|e| e.date.as_ref().and_then(|d| d.value.as_deref()).unwrap_or("open") == value),
        Some(("sources", count)) => edge.evidence.len().to_string() == count,
        Some(("host", name)) => event.and_then(|e| e.host.as_ref()).is_some_and(|host| called(&host.0, name)),
        Some(("mediator", name)) => {
            event.and_then(|e| e.mediator.as_ref()).is_some_and(|mediator| called(&mediator.0, name))
        }
        _ => part.split(' ').all(|value| match &edge.tie {
            Tie::Stance { polarity, category, basis, .. } => {
                value == word(polarity) || value == word(category) || value == word(basis)
            }
            Tie::Meeting { status, mode, .. } => value == word(status) || value == word(mode),
            Tie::Affiliation { .. } => false,
        }),
    })
}

/// A line that asks for an edge, as `A > B: support`.
struct Claim<'l> {
    sign: &'l str,
    ends: (&'l str, &'l str),
    wanted: &'l str,
}

impl<'l> Claim<'l> {
    fn read(line: &'l str) -> Option<Self> {
        let (pair, wanted) = line.split_once(": ").unwrap_or((line, ""));
        let sign = [" > ", " ~ ", " @ "].into_iter().find(|sign| pair.contains(sign))?;
        Some(Self { sign, ends: pair.split_once(sign)?, wanted })
    }

    fn fits(&self, graph: &Graph, edge: &Edge) -> bool {
        let called = |end: &ActorId, name: &str| graph.actors().any(|a| a.id == *end && is_called(a, name));
        let sign = match &edge.tie {
            Tie::Stance { .. } => " > ",
            Tie::Meeting { .. } => " ~ ",
            Tie::Affiliation { .. } => " @ ",
        };
        let (one, two) = self.ends;
        let straight = called(&edge.source, one) && called(&edge.target, two);
        let reverse = sign == " ~ " && called(&edge.source, two) && called(&edge.target, one);
        self.sign == sign && (straight || reverse) && has(graph, edge, self.wanted)
    }
}

/// Whether the graph fulfils one line, `not:` taken off.
fn holds(graph: &Graph, line: &str) -> Result<bool, String> {
    if line == "nothing" {
        return Ok(!graph.edges().any(|e| !matches!(e.tie, Tie::Affiliation { .. })));
    }
    if line == "no actor" {
        return Ok(graph.actors().next().is_none());
    }
    if let Some(count) = line.strip_prefix("meetings ") {
        return count.parse().map(|n: usize| graph.events.len() == n).map_err(|e| format!("`{line}`: {e}"));
    }
    for (kind, label) in
        [(ActorKind::Person, "person "), (ActorKind::Country, "country "), (ActorKind::Group, "group ")]
    {
        if let Some(name) = line.strip_prefix(label) {
            return Ok(graph.actors().any(|a| a.kind == kind && is_called(a, name)));
        }
    }
    let claim = Claim::read(line).ok_or_else(|| format!("cannot read `{line}`"))?;
    Ok(graph.edges().any(|edge| claim.fits(graph, edge)))
}

/// Meetings and stances that no line of the case asks for.
fn unasked<'g>(graph: &'g Graph, expected: &[String]) -> Vec<&'g Edge> {
    let claims: Vec<Claim<'_>> = expected
        .iter()
        .filter(|line| !line.starts_with("not: "))
        .filter_map(|line| Claim::read(line.strip_prefix("maybe: ").unwrap_or(line)))
        .collect();
    let is_told = |edge: &&Edge| !matches!(edge.tie, Tie::Affiliation { .. });
    graph.edges().filter(is_told).filter(|edge| !claims.iter().any(|c| c.fits(graph, edge))).collect()
}

/// Whether each word after the colon is one that an edge can carry: a misspelt word behind `not:`
/// would else pass for ever.
fn is_readable(line: &str) -> bool {
    const VALUES: &str = "support oppose word deed \
        AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST \
        SANCTION MOBILIZE COERCE ASSAULT \
        held ongoing planned called_for postponed cancelled refused denied in_person remote unspecified";
    let claim = line.strip_prefix("not: ").or(line.strip_prefix("maybe: ")).unwrap_or(line);
    let Some((pair, wanted)) = claim.split_once(": ") else { return true };
    pair.contains(" @ ")
        || wanted.split(", ").all(|part| match part.split_once(' ') {
            Some(("says" | "date" | "host" | "mediator" | "sources", _)) => true,
            _ => part.split(' ').all(|value| VALUES.split_whitespace().any(|known| known == value)),
        })
}

fn failures(pipeline: &Pipeline, case: &Case) -> Vec<String> {
    let texts = case.text.split(BETWEEN_TEXTS).enumerate();
    let documents = texts.map(|(i, text)| pipeline.document(&read::from_text(&format!("case-{i}"), text)));
    let graph = pipeline.merge(documents.collect());
    let mut wrong = Vec::new();
    for edge in unasked(&graph, &case.expected) {
        wrong.push(format!("nobody asks for: {} → {} {:?}", edge.source, edge.target, edge.tie));
    }
    for line in case.expected.iter().filter(|line| !line.starts_with("maybe: ")) {
        let (negated, claim) = line.strip_prefix("not: ").map_or((false, line.as_str()), |rest| (true, rest));
        match holds(&graph, claim) {
            Ok(found) if found == negated => {
                wrong.push(format!("{}: {claim}", if negated { "wrongly found" } else { "missing" }));
            }
            Ok(_) => {}
            Err(problem) => wrong.push(problem),
        }
    }
    if case.expected.is_empty() || case.text.trim().is_empty() {
        wrong.push("a case needs a text (`> …`) and an expectation (`- …`)".to_owned());
    }
    if !wrong.is_empty() {
        for edge in graph.edges() {
            wrong.push(format!("  has {} → {} {:?}", edge.source, edge.target, edge.tie));
        }
    }
    wrong
}

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases");

/// The files of cases by name, each with its cases.
fn files() -> Vec<(String, Vec<Case>)> {
    let mut files: Vec<_> = std::fs::read_dir(FOLDER).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|e| e == "md"));
    files.sort();
    let read = |path: std::path::PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let cases = parse(&name, &std::fs::read_to_string(&path).unwrap());
        (name, cases)
    };
    files.into_iter().map(read).collect()
}

#[test]
fn cases() {
    let pipeline = Pipeline::new().unwrap();
    let (mut report, mut count, mut gaps) = (String::new(), 0, 0);
    let mut titles = std::collections::HashSet::new();
    for (name, cases) in files() {
        if cases.is_empty() {
            let _ = writeln!(report, "{name}: no case");
        }
        for case in cases {
            count += 1;
            // Lines that cannot be read fail even a case with a known gap.
            for line in &case.unread {
                let _ = writeln!(report, "{line}");
            }
            for line in case.expected.iter().filter(|line| !is_readable(line)) {
                let _ = writeln!(report, "{} {}: cannot read `{line}`", case.place, case.title);
            }
            if !titles.insert((name.clone(), case.title.clone())) {
                let _ = writeln!(report, "{} {}: a second case of this title", case.place, case.title);
            }
            let wrong = failures(&pipeline, &case);
            match (&case.gap, wrong.is_empty()) {
                (None, false) => {
                    let _ = writeln!(report, "{} {}\n    {}", case.place, case.title, wrong.join("\n    "));
                }
                (Some(gap), true) => {
                    let _ = writeln!(
                        report,
                        "{} {}\n    passes now: take its line `known gap: {gap}` away",
                        case.place, case.title
                    );
                }
                (Some(_), false) => gaps += 1,
                (None, true) => {}
            }
        }
    }
    println!("{count} cases, {gaps} of them known gaps");
    assert!(count > 0, "no cases in {FOLDER}");
    assert!(report.is_empty(), "\n{report}");
}

/// How many pitfalls of coding news there are, and how many must have all of their cases right.
const PITFALLS: (usize, usize) = (60, 58);

/// The cases of `pitfalls-*.md` begin with the number of a known pitfall of coding news: at least
/// two each. Cases with a known gap count as what they are: wrong.
#[test]
fn pitfalls() {
    let pipeline = Pipeline::new().unwrap();
    let mut by_number = std::collections::BTreeMap::<usize, (usize, Vec<String>)>::new();
    for case in files().iter().filter(|(name, _)| name.starts_with("pitfalls-")).flat_map(|(_, cases)| cases)
    {
        let number = case.title.split(' ').next().and_then(|n| n.parse().ok());
        let number = number.unwrap_or_else(|| panic!("{} {}: no number", case.place, case.title));
        let (count, wrong) = by_number.entry(number).or_default();
        *count += 1;
        let failed = failures(&pipeline, case);
        if !failed.is_empty() {
            wrong.push(format!("{} {}\n    {}", case.place, case.title, failed.join("\n    ")));
        }
    }
    let (all, least) = PITFALLS;
    assert!((1..=all).eq(by_number.keys().copied()), "{:?}", by_number.keys());
    assert!(by_number.values().all(|(count, _)| *count >= 2), "each pitfall needs two cases");
    let right = by_number.values().filter(|(_, wrong)| wrong.is_empty()).count();
    let wrong: Vec<String> = by_number.into_values().flat_map(|(_, wrong)| wrong).collect();
    println!("{right} of {all} pitfalls right\n{}", wrong.join("\n"));
    assert!(right >= least, "{right} of {all} pitfalls right; {least} must be\n{}", wrong.join("\n"));
}
