"""FollowTheMoney, STIX 2.1 and CX2 by their own libraries; PLOVER and CAMEO rows by pandas."""

import io
import json

import pandas
import stix2
from followthemoney import model
from ndex2.cx2 import RawCX2NetworkFactory


def run(check, flat, folder):
    follow_the_money(check, flat, folder)
    stix(check, flat, folder)
    cx2(check, flat, folder)
    events(check, flat, folder)


def follow_the_money(check, flat, folder):
    with open(folder / "graph.ftm", encoding="utf-8", newline="\n") as file:
        entities = [json.loads(line) for line in file]
    proxies = [model.get_proxy(entity, cleaned=False) for entity in entities]
    ids = {proxy.id: proxy for proxy in proxies}
    check.same("FollowTheMoney: ids are unique", len(ids), len(entities))
    for entity, proxy in zip(entities, proxies):
        proxy.schema.validate({"properties": entity["properties"]})
    dangling = [
        value for proxy in proxies for prop, value in proxy.itervalues() if prop.type.name == "entity" and value not in ids
    ]
    check.same("FollowTheMoney: no link leads nowhere", dangling, [])
    wrong = [
        (prop.name, ids[value].schema.name)
        for proxy in proxies for prop, value in proxy.itervalues()
        if prop.type.name == "entity" and not ids[value].schema.is_a(prop.range)
    ]
    check.same("FollowTheMoney: links lead to what they may", wrong, [])
    sort = lambda *names: [p for p in proxies if p.schema.name in names]
    kinds = [row["kind"] for row in flat.edges.values()]
    events = {e["event"] for e in flat.json["edges"] if e["kind"] == "meeting"}
    check.same("FollowTheMoney: actors", len(sort("Person", "PublicBody", "Organization", "Company")), len(flat.nodes))
    check.same("FollowTheMoney: edges", len(sort("UnknownLink", "Membership")), len(kinds) - kinds.count("meeting"))
    check.same("FollowTheMoney: meetings", len(sort("Event")), len(events))
    check.same("FollowTheMoney: documents", len(sort("Article")), len(flat.json["graph"]["documents"]))


def stix(check, flat, folder):
    text = (folder / "graph.stix").read_text(encoding="utf-8")
    bundle = stix2.parse(text, allow_custom=False)
    sort = lambda name: [o for o in bundle.objects if o["type"] == name]
    own = lambda o: o["external_references"][0]["external_id"]
    names = {o["id"]: own(o) for o in sort("identity")}
    check.same("STIX: identities", set(names.values()), set(flat.nodes))
    check.same("STIX: names", {own(o): o["name"] for o in sort("identity")}, {id: n["name"] for id, n in flat.nodes.items()})
    edges = {own(o): (names[o["source_ref"]], names[o["target_ref"]]) for o in sort("relationship")}
    check.same("STIX: relationships", edges, {id: (e["source"], e["target"]) for id, e in flat.edges.items()})
    ids = {o["id"] for o in bundle.objects}
    check.same("STIX: ids are unique", len(ids), len(bundle.objects))
    check.same("STIX: reports refer to what is there", all(set(o["object_refs"]) <= ids for o in sort("report")), True)
    starts = {own(o): str(o["start_time"])[:10] for o in sort("relationship") if "start_time" in o}
    check.same("STIX: days", starts, {id: days[0] for id, days in flat.days.items() if days})


def cx2(check, flat, folder):
    with open(folder / "graph.cx2", encoding="utf-8") as file:
        network = RawCX2NetworkFactory().get_cx2network(json.load(file))
    ids = {number: node["v"]["id"] for number, node in network.get_nodes().items()}
    nodes = {node["v"].pop("id"): dict(node["v"]) for node in network.get_nodes().values()}
    edges = {}
    for edge in network.get_edges().values():
        values = dict(edge["v"])
        values.pop("interaction", None)
        id = values.pop("id")
        edges[id] = {"source": ids[edge["s"]], "target": ids[edge["t"]], **values}
    check.graph("ndex2 reads CX2", flat, nodes, edges)
    declared = network.get_attribute_declarations()
    check.same("CX2: all is declared", {k for row in edges.values() for k in row} - {"source", "target"} - set(declared["edges"]), set())


def events(check, flat, folder):
    said = [(edge, i, e) for edge in flat.json["edges"] if edge["kind"] != "affiliation" for i, e in enumerate(edge["evidence"])]
    text = (folder / "graph.plover").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in text.split("\n") if line]
    check.same("PLOVER: an event for each piece of evidence", {r["event_id"] for r in rows}, {f"{e['id']}.{i}" for e, i, _ in said})
    found = {(r["actor"]["id"], r["recipient"]["id"], r["text"]) for r in rows}
    check.same("PLOVER: who to whom", found, {(e["source"], e["target"], v["text"]) for e, _, v in said})
    stances = {r["edge"]: r["event_type"] for r in rows if not r["symmetric"]}
    check.same("PLOVER: categories", stances, {e["id"]: e["category"] for e, _, _ in said if e["kind"] == "stance"})
    check.same("PLOVER: quads", {r["quad_code"] for r in rows} <= {1, 2, 3, 4}, True)

    raw = (folder / "graph.cameo").read_bytes().decode()
    table = pandas.read_csv(io.StringIO(raw), sep="\t", quoting=3, dtype={"EventCode": str, "SQLDATE": str}, keep_default_na=False)
    check.same("CAMEO: an event for each edge", set(table["GlobalEventID"]), {e["id"] for e, _, _ in said})
    check.same("CAMEO: quads", set(table["QuadClass"]) <= {1, 2, 3, 4}, True)
    check.same("CAMEO: roots of two digits", table["EventCode"].str.fullmatch(r"\d\d").all(), True)
    days = dict(zip(table["GlobalEventID"], table["SQLDATE"]))
    first = lambda day: (day + "-01-01")[:10].replace("-", "") if day else ""
    expected = {e["id"]: first(flat.edges[e["id"]].get("first")) for e, _, _ in said}
    check.same("CAMEO: days", days, expected)
    cells = [cell for line in raw.split("\n") for i, cell in enumerate(line.split("\t")) if i != 14]
    check.same("CAMEO: no formula", [cell for cell in cells if cell[:1] in tuple("=+-@")], [])
