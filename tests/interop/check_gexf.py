"""GEXF by the rules of its 1.3 schema that Gephi fails on: order of elements, types, time, kinds.

The schema itself is in no registry; what is asked here is read from it.
"""

from datetime import date

from lxml import etree

from flat import visible

G = "{http://gexf.net/1.3}"
V = "{http://gexf.net/1.3/viz}"
ORDER = [G + "attvalues", G + "spells", V + "color", V + "position", V + "size", V + "thickness", V + "shape"]
PARSE = {
    "string": str, "integer": int, "double": float,
    "boolean": lambda text: {"true": True, "false": False}[text],
}


def run(check, flat, folder):
    root = etree.parse(folder / "graph.gexf", etree.XMLParser(huge_tree=True)).getroot()
    graph = root.find(G + "graph")
    check.same("GEXF version", (root.tag, root.get("version")), (G + "gexf", "1.3"))
    check.same(
        "GEXF has timestamps and no intervals",
        [graph.get(name) for name in ["mode", "timeformat", "timerepresentation", "defaultedgetype"]]
        + [len(root.xpath("//*[@start or @end]"))],
        ["dynamic", "date", "timestamp", "directed", 0],
    )
    check.same("GEXF parts", [child.tag for child in graph], [G + t for t in ["attributes", "attributes", "nodes", "edges"]])
    types = {
        attributes.get("class"): {a.get("id"): PARSE[a.get("type")] for a in attributes}
        for attributes in graph.findall(G + "attributes")
    }
    found, days, kinds = {"node": {}, "edge": {}}, {}, set()
    for item in graph.iter(G + "node", G + "edge"):
        sort = etree.QName(item).localname
        tags = [child.tag for child in item]
        check.same(f"order in {sort}", tags, sorted(tags, key=ORDER.index))
        row = {v.get("for"): types[sort][v.get("for")](v.get("value")) for v in item.iter(G + "attvalue")}
        row.pop("evidence", None)
        if sort == "edge":
            row |= {"source": item.get("source"), "target": item.get("target")}
            days[item.get("id")] = [spell.get("timestamp") for spell in item.iter(G + "spell")]
            kinds.add((item.get("source"), item.get("target"), item.get("kind")))
            check.same("weight", float(item.get("weight")), float(row["count"]))
        found[sort][item.get("id")] = row
    check.graph("GEXF", flat, found["node"], found["edge"], visible)
    check.same("GEXF days", days, flat.days)
    check.same("GEXF days are dates", all(date.fromisoformat(day) for list in days.values() for day in list), True)
    check.same("GEXF: no two edges of a pair have one kind", len(kinds), len(flat.edges))
