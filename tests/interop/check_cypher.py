"""The Cypher script and Neo4j's CSV in Ladybug (once Kùzu), an embedded engine with that language.

Ladybug wants tables declared first and knows no constraints and no second labels: these lines of the
script (the first, the last three) are for Neo4j and are left out here.
"""

import tempfile

import ladybug

from flat import visible

TYPES = {"mentions": "INT64", "count": "INT64", "intensity": "DOUBLE", "confidence": "DOUBLE", "former": "BOOLEAN", "undirected": "BOOLEAN"}
NODE = ["name", "kind", "subtype", "aliases", "iso3", "wikidata", "mentions", "rolled_up"]
EDGE = [
    "kind", "polarity", "category", "basis", "intensity", "status", "mode", "event", "place", "topic", "role", "former",
    "undirected", "count", "confidence", "first", "last", "documents", "sentences",
]


def declare(names):
    return ", ".join(f"`{name}` {TYPES.get(name, 'STRING')}" for name in names)


def database(folder, labels=""):
    connection = ladybug.Connection(ladybug.Database(f"{folder}/db"))
    connection.execute(f"CREATE NODE TABLE Actor(id STRING PRIMARY KEY, {labels} {declare(NODE)})")
    for name in ["STANCE", "MEETING", "AFFILIATION"]:
        kind = "`type` STRING, " if labels else ""
        connection.execute(f"CREATE REL TABLE {name}(FROM Actor TO Actor, {kind}id STRING, {declare(EDGE)})")
    return connection


def rows(connection, query, names):
    result = connection.execute(query)
    out = {}
    while result.has_next():
        id, *values = result.get_next()
        out[id] = {name: value for name, value in zip(names, values) if value is not None}
    return out


def content(connection):
    nodes = rows(connection, "MATCH (a:Actor) RETURN a.id, " + ", ".join(f"a.`{n}`" for n in NODE), NODE)
    edges = rows(
        connection,
        "MATCH (a:Actor)-[r]->(b:Actor) RETURN r.id, a.id, b.id, " + ", ".join(f"r.`{n}`" for n in EDGE),
        ["source", "target", *EDGE],
    )
    return nodes, edges


def run(check, flat, folder):
    script = (folder / "graph.cypher").read_bytes().decode().split("\n")
    check.same("the script is a statement a line", [line for line in script[:-1] if not line.endswith(";")], [])
    check.same("the script begins and ends for Neo4j", (script[0].split()[:2], script[-1]), (["CREATE", "CONSTRAINT"], ""))
    statements = script[1:-4]
    check.same("a statement for each node and edge", len(statements), len(flat.nodes) + len(flat.edges))
    with tempfile.TemporaryDirectory() as place:
        connection = database(place)
        for statement in statements * 2:  # A second run changes nothing.
            connection.execute(statement)
        check.graph("Ladybug runs the script", flat, *content(connection))

    csv = folder / "graph.neo4j-csv"
    with open(csv / "actors.csv", encoding="utf-8") as file:
        check.same("Neo4j's heads of nodes", file.readline().split(",")[:3], ["id:ID(Actor)", ":LABEL", "name:string"])
    with open(csv / "edges.csv", encoding="utf-8") as file:
        heads = file.readline().split(",")
        check.same("Neo4j's heads of edges", heads[:4], [":START_ID(Actor)", ":END_ID(Actor)", ":TYPE", "id:string"])
    with tempfile.TemporaryDirectory() as place:
        connection = database(place, "label STRING,")
        connection.execute(f"COPY Actor FROM '{csv}/actors.csv' (header=true, parallel=false)")
        for name in ["STANCE", "MEETING", "AFFILIATION"]:
            rows_of = f"LOAD FROM '{csv}/edges.csv' (header=true, parallel=false) WHERE `:TYPE` = '{name}' RETURN *"
            connection.execute(f"COPY {name} FROM ({rows_of})")
        nodes, edges = content(connection)
        # An empty cell is no value to it, so an empty name is none.
        nodes = {id: {"name": "", **row} for id, row in nodes.items()}
        check.graph("Ladybug loads Neo4j's CSV", flat, nodes, edges, visible)
