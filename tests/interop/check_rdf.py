"""Turtle and JSON-LD in Oxigraph, Turtle in rdflib: the same triples, and three questions of SPARQL."""

from urllib.parse import unquote

import pyoxigraph
import rdflib

PREFIXES = """
PREFIX dem: <urn:demarche:term:> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX prov: <http://www.w3.org/ns/prov#>
"""
EDGES = """SELECT ?e ?s ?o ?kind ?category ?count WHERE {
  ?e a rdf:Statement ; rdf:subject ?s ; rdf:object ?o ; dem:kind ?kind ; dem:count ?count
  OPTIONAL { ?e dem:category ?category } }"""
OPPOSED = "SELECT ?a ?b WHERE { ?a dem:opposes ?b }"
QUOTES = """SELECT ?e ?text ?document WHERE {
  ?e a rdf:Statement ; prov:wasDerivedFrom ?v . ?v prov:value ?text ; prov:wasQuotedFrom ?document }"""
NAMES = "SELECT ?a ?name WHERE { ?a rdfs:label ?name }"


def ours(iri):
    return unquote(str(iri).split(":", 3)[3])


def text(value):
    return str(value) if isinstance(value, str) else value.value


def run(check, flat, folder):
    store = pyoxigraph.Store()
    store.load(path=str(folder / "graph.ttl"), format=pyoxigraph.RdfFormat.TURTLE)
    other = pyoxigraph.Store()
    other.load(path=str(folder / "graph.jsonld"), format=pyoxigraph.RdfFormat.JSON_LD)
    check.same("Turtle and JSON-LD have the same triples", set(other), set(store))
    graph = rdflib.Graph().parse(folder / "graph.ttl", format="turtle")
    check.same("rdflib reads as many triples", len(graph), len(store))

    edges = {
        (id, row["source"], row["target"], row["kind"], row.get("category"), str(row["count"]))
        for id, row in flat.edges.items()
    }
    opposed = {(r["source"], r["target"]) for r in flat.edges.values() if r.get("polarity") == "oppose"}
    quotes = {(e["id"], v["text"], v["document"]) for e in flat.json["edges"] for v in e["evidence"]}
    names = {(id, row["name"]) for id, row in flat.nodes.items()}
    engines = {"Oxigraph": lambda q: [tuple(map(text_or_iri, r)) for r in store.query(PREFIXES + q)]}
    if len(flat.edges) < 1000:
        engines["rdflib"] = lambda q: [tuple(map(text_or_iri, r)) for r in graph.query(PREFIXES + q)]
    for name, ask in engines.items():
        check.same(f"{name}: all edges", set(ask(EDGES)), edges)
        check.same(f"{name}: who opposes whom", set(ask(OPPOSED)), opposed)
        check.same(f"{name}: who says so", set(ask(QUOTES)), quotes)
        check.same(f"{name}: names", set(ask(NAMES)), names)


def text_or_iri(value):
    if value is None:
        return None
    if isinstance(value, (pyoxigraph.NamedNode, rdflib.URIRef)):
        return ours(text(value))
    return text(value)
