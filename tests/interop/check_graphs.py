"""networkx and igraph read GraphML, GEXF and node-link JSON."""

import json

import igraph
import networkx as nx

from flat import visible

EXTRA = {"label", "evidence", "id", "identifier", "key", "weight", "viz", "spells", "start", "end"}


def strip(row):
    return {name: value for name, value in row.items() if name not in EXTRA}


def from_networkx(graph):
    nodes = {id: strip(data) for id, data in graph.nodes(data=True)}
    edges = {}
    assert graph.is_directed()
    # A GEXF without parallel edges comes back as a simple graph.
    keyed = graph.edges(keys=True, data=True) if graph.is_multigraph() else ((*e[:2], None, e[2]) for e in graph.edges(data=True))
    for source, target, key, data in keyed:
        edges[data.get("id", key)] = {"source": source, "target": target, **strip(data)}
    return nodes, edges


def run(check, flat, folder):
    graph = nx.read_graphml(folder / "graph.graphml", force_multigraph=True)
    check.graph("networkx reads GraphML", flat, *from_networkx(graph), visible)
    first = next(iter(graph.edges(data=True)))[2]
    check.same("evidence in GraphML is JSON", json.loads(first["evidence"])[0]["sentence"] >= 0, True)

    graph = nx.read_gexf(folder / "graph.gexf")
    check.graph("networkx reads GEXF", flat, *from_networkx(graph), visible)
    colours = {data["viz"]["color"]["r"] for _, data in graph.nodes(data=True)}
    check.same("networkx reads the colours of GEXF", len(colours) > 1, True)

    with open(folder / "graph.json", encoding="utf-8") as file:
        graph = nx.node_link_graph(json.load(file), edges="edges")
    check.same("networkx reads the JSON graph: nodes", set(graph.nodes), set(flat.nodes))
    check.same("networkx reads the JSON graph: edges", graph.number_of_edges(), len(flat.edges))

    with open(folder / "graph.json-networkx", encoding="utf-8") as file:
        data = json.load(file)
    for name in ["edges", "links"]:
        graph = nx.node_link_graph(data, edges=name)
        check.graph(f"networkx reads json-networkx by {name}", flat, *from_networkx(graph))

    graph = igraph.Graph.Read_GraphML(str(folder / "graph.graphml"))
    empty = lambda value: value is None or value == "" or value != value
    whole = {"mentions", "count"}
    def rows(items):
        for item in items:
            row = {k: v for k, v in item.attributes().items() if k not in EXTRA and not empty(v)}
            yield item, {k: int(v) if k in whole else v for k, v in row.items()}
    ids = graph.vs["id"]
    nodes = {vertex["id"]: row for vertex, row in rows(graph.vs)}
    edges = {edge["identifier"]: {"source": ids[edge.source], "target": ids[edge.target], **row} for edge, row in rows(graph.es)}
    # igraph gives a truth that is absent as false, and an empty text as none.
    for id, row in edges.items():
        if "former" not in flat.edges[id]:
            row.pop("former", None)
    # Its reader leaves an ampersand in an id of GraphML as it is written.
    amp = lambda id: visible(id).replace("&", "&#38;")
    ends = {"source", "target"}
    expected = lambda rows: {amp(id): {k: amp(v) if k in ends else visible(v) for k, v in row.items() if not empty(v)} for id, row in rows.items()}
    check.same("igraph reads GraphML: nodes", nodes, expected(flat.nodes))
    check.same("igraph reads GraphML: edges", edges, expected(flat.edges))
    check.same("igraph keeps it directed", graph.is_directed(), True)
