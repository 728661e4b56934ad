//! RDF as Turtle and JSON-LD: for triple stores and SPARQL.
//!
//! An edge is one plain triple (`supports`, `opposes`, `met`, `memberOf`) where it says so as a fact, and
//! always a reified statement of its own with all attributes, so that parallel edges stay apart in
//! every store. Statements derive (PROV-O) from pieces of evidence, which are quoted from documents.
//! Countries have the property "ISO 3166-1 alpha-3 code" of Wikidata (P298) and the European Union's
//! IRI of the country.

use std::io::{self, Write};

use oxjsonld::JsonLdSerializer;
use oxrdf::vocab::{rdf, rdfs, xsd};
use oxrdf::{GraphName, Literal, NamedNode, NamedNodeRef, Quad, Term, Triple};
use oxttl::TurtleSerializer;

use super::attributes::{FlatEdge, Value, View};
use super::scalars::date;
use super::style::Line;
use crate::types::{Actor, ActorKind, DocumentInfo, Evidence};

const PREFIXES: [(&str, &str); 8] = [
    ("dem", "urn:demarche:term:"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("schema", "https://schema.org/"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
];
const P298: &str = "http://www.wikidata.org/prop/direct/P298";
const EU_COUNTRY: &str = "http://publications.europa.eu/resource/authority/country/";

/// Writes Turtle.
pub(super) fn turtle(view: &View, out: &mut dyn Write) -> io::Result<()> {
    let mut serializer = TurtleSerializer::new();
    for (prefix, iri) in PREFIXES {
        serializer = serializer.with_prefix(prefix, iri).map_err(io::Error::other)?;
    }
    let mut writer = serializer.for_writer(out);
    triples(view, &mut |triple| writer.serialize_triple(&triple))?;
    writer.finish().map(|_| ())
}

/// Writes JSON-LD.
pub(super) fn json_ld(view: &View, out: &mut dyn Write) -> io::Result<()> {
    let mut serializer = JsonLdSerializer::new();
    for (prefix, iri) in PREFIXES {
        serializer = serializer.with_prefix(prefix, iri).map_err(io::Error::other)?;
    }
    let mut writer = serializer.for_writer(&mut *out);
    triples(view, &mut |t| {
        let quad = Quad::new(t.subject, t.predicate, t.object, GraphName::DefaultGraph);
        writer.serialize_quad(&quad)
    })?;
    writer.finish()?;
    out.write_all(b"\n")
}

type Emit<'e> = &'e mut dyn FnMut(Triple) -> io::Result<()>;

/// All triples, those of one subject together.
fn triples(view: &View, emit: Emit) -> io::Result<()> {
    for document in &view.graph.documents {
        of_document(document, emit)?;
    }
    let mut plain = view.edges().peekable();
    for (actor, row) in view.nodes() {
        let node = ours("actor", &actor.id.0);
        of_actor(actor, &node, emit)?;
        for (column, value) in row.filled() {
            if !matches!(column.name, "name" | "aliases") {
                tell(&node, term(column.name), literal(value), emit)?;
            }
        }
        // Edges are ordered by source, as actors are by id.
        while let Some(edge) = plain.next_if(|edge| *edge.source == actor.id) {
            if let Some(predicate) = fact(edge.line) {
                tell(&node, term(predicate), ours("actor", &edge.target.0), emit)?;
            }
        }
    }
    for edge in view.edges() {
        of_edge(&edge, emit)?;
    }
    Ok(())
}

fn of_actor(actor: &Actor, node: &NamedNode, emit: Emit) -> io::Result<()> {
    let class = match actor.kind {
        ActorKind::Person => "https://schema.org/Person",
        ActorKind::Country => "https://schema.org/Country",
        ActorKind::Group => "https://schema.org/Organization",
    };
    tell(node, rdf::TYPE.into_owned(), named(class), emit)?;
    tell(node, rdfs::LABEL.into_owned(), Literal::from(actor.name.as_str()), emit)?;
    for alias in &actor.aliases {
        tell(node, skos("altLabel"), Literal::from(alias.as_str()), emit)?;
    }
    // Only codes as ISO has them: an IRI takes no other signs.
    if let Some(iso3) = actor.iso3.as_ref().filter(|iso3| iso3.bytes().all(|b| b.is_ascii_uppercase())) {
        tell(node, named(P298), Literal::from(iso3.as_str()), emit)?;
        tell(
            node,
            named("http://www.w3.org/2002/07/owl#sameAs"),
            named(&format!("{EU_COUNTRY}{iso3}")),
            emit,
        )?;
    }
    let digits = |id: &&String| {
        id.strip_prefix('Q').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
    };
    if let Some(id) = actor.wikidata.as_ref().filter(digits) {
        let entity = named(&format!("http://www.wikidata.org/entity/{id}"));
        tell(node, named("http://www.w3.org/2002/07/owl#sameAs"), entity, emit)?;
    }
    Ok(())
}

fn of_document(document: &DocumentInfo, emit: Emit) -> io::Result<()> {
    let node = ours("document", &document.id);
    tell(&node, rdf::TYPE.into_owned(), named("https://schema.org/NewsArticle"), emit)?;
    let facts = [
        ("identifier", Some(&document.id)),
        ("name", document.title.as_ref()),
        ("datePublished", document.date.as_ref()),
        ("publisher", document.source.as_ref()),
        ("url", document.url.as_ref()),
    ];
    for (name, value) in facts {
        if let Some(value) = value {
            tell(&node, named(&format!("https://schema.org/{name}")), Literal::from(value.as_str()), emit)?;
        }
    }
    for source in &document.sources {
        of_document(source, emit)?;
        tell(&ours("document", &source.id), prov("alternateOf"), node.clone(), emit)?;
    }
    tell(&node, term("sha256"), Literal::from(document.sha256.as_str()), emit)
}

fn of_edge(edge: &FlatEdge, emit: Emit) -> io::Result<()> {
    let node = ours("edge", edge.id);
    let predicate = term(fact(edge.line).unwrap_or(match edge.line {
        Line::PlansToMeet => "plansToMeet",
        _ => "didNotMeet",
    }));
    tell(&node, rdf::TYPE.into_owned(), rdf::STATEMENT.into_owned(), emit)?;
    tell(&node, rdf::SUBJECT.into_owned(), ours("actor", &edge.source.0), emit)?;
    tell(&node, rdf::PREDICATE.into_owned(), predicate, emit)?;
    tell(&node, rdf::OBJECT.into_owned(), ours("actor", &edge.target.0), emit)?;
    for (column, value) in edge.row.filled() {
        if !matches!(column.name, "documents" | "sentences") {
            tell(&node, term(column.name), literal(value), emit)?;
        }
    }
    let nodes: Vec<NamedNode> =
        (0..edge.evidence().count()).map(|i| ours("evidence", &format!("{}.{i}", edge.id))).collect();
    for evidence in &nodes {
        tell(&node, prov("wasDerivedFrom"), evidence.clone(), emit)?;
    }
    for (node, evidence) in nodes.iter().zip(edge.evidence()) {
        of_evidence(node, evidence, emit)?;
    }
    Ok(())
}

fn of_evidence(node: &NamedNode, evidence: &Evidence, emit: Emit) -> io::Result<()> {
    tell(node, rdf::TYPE.into_owned(), prov("Entity"), emit)?;
    tell(node, prov("wasQuotedFrom"), ours("document", &evidence.document), emit)?;
    tell(node, prov("value"), Literal::from(evidence.quote.text.as_str()), emit)?;
    tell(node, term("trigger"), Literal::from(evidence.trigger.text.as_str()), emit)?;
    for (name, place) in [("start", evidence.quote.start), ("end", evidence.quote.end)] {
        tell(node, term(name), literal(&Value::Integer(place)), emit)?;
    }
    tell(node, term("confidence"), literal(&Value::Number(evidence.confidence)), emit)?;
    if let Some(date) = date(evidence) {
        tell(node, term("date"), dated(date), emit)?;
    }
    for speaker in &evidence.attribution {
        tell(node, term("attribution"), Literal::from(speaker.as_str()), emit)?;
    }
    Ok(())
}

/// What an edge says as a plain triple, if it is a fact.
const fn fact(line: Line) -> Option<&'static str> {
    match line {
        Line::Met => Some("met"),
        Line::Supports => Some("supports"),
        Line::Opposes => Some("opposes"),
        Line::Belongs => Some("memberOf"),
        Line::PlansToMeet | Line::DidNotMeet => None,
    }
}

fn tell(
    subject: &NamedNode,
    predicate: NamedNode,
    object: impl Into<Term>,
    emit: &mut dyn FnMut(Triple) -> io::Result<()>,
) -> io::Result<()> {
    emit(Triple::new(subject.clone(), predicate, object))
}

/// An IRI of this program: every sign that is no letter, digit or one of `-._~:` is escaped.
fn ours(sort: &str, id: &str) -> NamedNode {
    let mut iri = format!("urn:demarche:{sort}:");
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:".contains(&byte) {
            iri.push(char::from(byte));
        } else {
            iri.push_str(&format!("%{byte:02X}"));
        }
    }
    NamedNode::new_unchecked(iri)
}

fn named(iri: &str) -> NamedNode {
    NamedNode::new_unchecked(iri)
}

fn term(name: &str) -> NamedNode {
    named(&format!("urn:demarche:term:{name}"))
}

fn prov(name: &str) -> NamedNode {
    named(&format!("http://www.w3.org/ns/prov#{name}"))
}

fn skos(name: &str) -> NamedNode {
    named(&format!("http://www.w3.org/2004/02/skos/core#{name}"))
}

fn literal(value: &Value) -> Literal {
    let typed = |holds: NamedNodeRef| Literal::new_typed_literal(value.to_string(), holds);
    match value {
        Value::Text(text) => Literal::from(text.as_ref()),
        Value::Integer(_) => typed(xsd::INTEGER),
        Value::Number(_) => typed(xsd::DECIMAL),
        Value::Truth(_) => typed(xsd::BOOLEAN),
    }
}

/// A date of its own precision.
fn dated(date: &str) -> Literal {
    let holds = match date.len() {
        4 => xsd::G_YEAR,
        7 => xsd::G_YEAR_MONTH,
        _ => xsd::DATE,
    };
    match super::scalars::first_day(date) {
        Some(_) => Literal::new_typed_literal(date, holds),
        None => Literal::from(date),
    }
}
