"""Centrality, communities and paths as networkx finds them, on ten graphs.

usage: check_queries.py DEMARCHE FOLDER
"""

import itertools
import json
import math
import subprocess
import sys
from pathlib import Path

import networkx as nx
from networkx.algorithms.link_analysis.pagerank_alg import _pagerank_python as pagerank  # the other one needs SciPy

DEMARCHE, FOLDER = sys.argv[1], Path(sys.argv[2])

# A community search may end in another optimum; it must not be worse than the best of ten of networkx's.
SEEDS, SLACK = 10, 0.005


def graphs():
    """Ten graphs: social networks that everybody knows, shapes with extreme values, and random ones."""
    yield "karate club", nx.karate_club_graph()
    yield "Les Misérables", nx.les_miserables_graph()
    yield "Davis's women", nx.davis_southern_women_graph()
    yield "Florentine families", nx.florentine_families_graph()
    yield "star", nx.star_graph(20)
    yield "path", nx.path_graph(15)
    yield "barbell", nx.barbell_graph(8, 3)
    yield "random", nx.gnp_random_graph(80, 0.05, seed=7)
    yield "preferential", nx.barabasi_albert_graph(150, 2, seed=7)
    yield "directed, weighted", directed()


def directed():
    graph = nx.gnp_random_graph(60, 0.06, seed=11, directed=True)
    for i, (a, b) in enumerate(graph.edges):
        graph.edges[a, b]["weight"] = 1 + i % 4
    return graph


def evidence(count):
    quote = {"start": 0, "end": 1, "text": "x"}
    return [
        {"document": "one", "sentence": i, "start": i, "end": i + 1, "text": "x", "trigger": quote, "source": quote,
         "target": quote, "attribution": [], "modality": "asserted", "confidence": 0.5 + (count % 5) / 10}
        for i in range(count)
    ]


def written(graph, path):
    """As a graph of Demarche: arcs as stances, other edges as meetings. Gives ids and nodes."""
    ids = {node: f"group:{i:04}" for i, node in enumerate(graph.nodes)}
    nodes = [{"id": id, "kind": "group", "name": id, "aliases": [], "iso3": None, "mentions": 1} for id in ids.values()]
    edges = []
    for i, (a, b, data) in enumerate(graph.edges(data=True)):
        a, b = ids[a], ids[b]
        edge = {"id": f"e{i:06}", "source": a, "target": b, "evidence": evidence(int(data.get("weight", 1)))}
        if graph.is_directed():
            edge |= {"kind": "stance", "polarity": "support", "category": "SUPPORT", "basis": "word", "intensity": 0.5}
        else:
            edge |= {"kind": "meeting", "status": "held", "mode": "in_person", "event": f"m{i:06}"}
            edge["source"], edge["target"] = sorted([a, b])
        edges.append(edge)
    header = {"generator": "check", "schema": 1, "threshold": 0, "documents": [], "events": []}
    path.write_text(json.dumps({"directed": True, "multigraph": True, "graph": header, "nodes": nodes, "edges": edges}))
    return ids


def ask(*words):
    return json.loads(subprocess.run([DEMARCHE, "query", *words, "--json"], check=True, capture_output=True).stdout)


def close(name, found, wanted):
    assert found.keys() == wanted.keys(), f"{name}: other actors"
    for key, value in wanted.items():
        assert math.isclose(found[key], value, abs_tol=2e-6), f"{name}: {key} is {found[key]}, should be {value}"


def check(name, graph, path):
    ids = written(graph, path)
    # Demarche ranks actors with edges; so does the comparison.
    graph = nx.relabel_nodes(graph, ids)
    graph.remove_nodes_from([node for node in list(graph) if graph.degree(node) == 0])
    for _, _, data in graph.edges(data=True):
        data["weight"] = int(data.get("weight", 1))
    plain = nx.Graph()
    plain.add_nodes_from(graph)
    for a, b, data in graph.edges(data=True):
        before = plain.edges[a, b]["weight"] if plain.has_edge(a, b) else 0
        plain.add_edge(a, b, weight=before + data["weight"])

    wanted = {
        "degree": dict(plain.degree()),
        "betweenness": nx.betweenness_centrality(plain),
        "pagerank": pagerank(graph.to_directed(), weight="weight", tol=1e-12, max_iter=1000),
        "brokerage": nx.effective_size(plain),
    }
    by = {"degree": "degree", "betweenness": "betweenness", "pagerank": "pagerank", "brokerage": "brokers"}
    for measure, values in wanted.items():
        rows = ask("top", str(path), "--by", by[measure], "--limit", "100000")
        close(f"{name}: {measure}", {row["id"]: row[measure] for row in rows}, values)
        ranks = [row[measure] for row in rows]
        assert ranks == sorted(ranks, reverse=True), f"{name}: order by {measure}"

    found = ask("communities", str(path))
    parts = [{member["id"] for member in community["members"]} for community in found["communities"]]
    own = nx.community.modularity(plain, parts, weight="weight")
    assert math.isclose(own, found["modularity"], abs_tol=2e-6), f"{name}: modularity {found['modularity']} is {own}"
    best = max(
        nx.community.modularity(plain, nx.community.louvain_communities(plain, weight="weight", seed=seed), weight="weight")
        for seed in range(SEEDS)
    )
    assert own >= best - SLACK, f"{name}: communities of modularity {own}, networkx finds {best}"
    assert all(nx.is_connected(plain.subgraph(part)) for part in parts), f"{name}: a community falls apart"

    nodes = sorted(plain)
    for a, b in itertools.islice(itertools.combinations(nodes, 2), 0, None, max(1, len(nodes) ** 2 // 12)):
        ways = ask("path", str(path), a, b, "-k", "4", "--longest", "20")
        try:
            shortest = nx.shortest_simple_paths(plain, a, b)
            lengths = [len(way) for way in itertools.islice(shortest, 4)]
        except nx.NetworkXNoPath:
            lengths = []
        assert [len(way["actors"]) for way in ways] == [n for n in lengths if n <= 21], f"{name}: ways from {a} to {b}"
        assert all(nx.is_path(plain, way["actors"]) for way in ways), f"{name}: no way from {a} to {b}"
    return found["modularity"], best


for at, (name, graph) in enumerate(graphs()):
    own, best = check(name, graph, FOLDER / f"queries-{at}.json")
    print(f"ok: {name}: degree, betweenness, PageRank, effective size, paths; modularity {own:.4f}, networkx's best {best:.4f}")
