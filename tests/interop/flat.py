"""The flat view that every export must show, worked out from the JSON graph by other means."""

import json

SEPARATOR = " | "


def join(items):
    escaped = [item.replace("\\", "\\\\").replace("|", "\\|") for item in items if item]
    return SEPARATOR.join(escaped) or None


def once(items):
    """Without neighbours that are the same."""
    out = []
    for item in items:
        if not out or out[-1] != item:
            out.append(item)
    return out


def visible(value):
    """Control characters as their pictures: what formats without them hold."""
    if isinstance(value, str):
        value = "".join(
            chr(0x2400 + ord(c)) if c < " " and c not in "\t\n\r" else "\ufffd" if c in "\ufffe\uffff" else c
            for c in value
        )
    return value


class Flat:
    """Nodes by id and edges by id, each a dictionary of its columns; what says nothing is left out."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            self.json = json.load(file)
        events = {event["id"]: event for event in self.json["graph"]["events"]}
        self.nodes = {node["id"]: self._node(node) for node in self.json["nodes"]}
        self.edges = {edge["id"]: self._edge(edge, events) for edge in self.json["edges"]}
        self.days = {edge["id"]: self._days(edge) for edge in self.json["edges"]}

    def dump(self, path):
        """For the checks that run in Node."""
        pairs = [(row["source"], row["target"]) for row in self.edges.values()]
        out = {"nodes": list(self.nodes.items()), "edges": list(self.edges.items()), "parallel": len(set(pairs)) < len(pairs)}
        with open(path, "w", encoding="utf-8") as file:
            json.dump(out, file)

    @staticmethod
    def _node(node):
        row = {
            "name": node["name"], "kind": node["kind"], "subtype": node.get("subtype"),
            "aliases": join(node["aliases"]), "iso3": node["iso3"], "wikidata": node.get("wikidata"), "mentions": node["mentions"],
            "rolled_up": join(node.get("rolled_up", [])),
        }
        return {name: value for name, value in row.items() if value is not None}

    @staticmethod
    def _edge(edge, events):
        said = edge["evidence"]
        dates = sorted(filter(None, map(when, said)))
        row = {
            name: edge.get(name)
            for name in ["source", "target", "kind", "polarity", "category", "basis", "intensity", "status", "mode",
                         "event", "role", "former"]
        }
        event = events.get(edge.get("event"), {})
        row |= {
            "place": event.get("place"), "topic": event.get("topic"),
            "undirected": edge["kind"] == "meeting", "count": len(said),
            "confidence": max(e["confidence"] for e in said),
            "first": dates[0] if dates else None, "last": dates[-1] if dates else None,
            "documents": join(once(e["document"] for e in said)),
            "sentences": join(once(e["text"] for e in said)),
        }
        return {name: value for name, value in row.items() if value is not None}

    @staticmethod
    def _days(edge):
        days = {when(e) for e in edge["evidence"]} - {None}
        return sorted({{4: "-01-01", 7: "-01", 10: ""}[len(day)].join([day, ""]) for day in days})


def when(evidence):
    return (evidence.get("date") or {}).get("value") or evidence.get("reported")


class Check:
    """Counts what agrees, and says where something does not."""

    def __init__(self):
        self.passed = self.failed = 0

    def same(self, what, found, expected):
        if found == expected:
            self.passed += 1
            return
        self.failed += 1
        if isinstance(found, dict) and isinstance(expected, dict):
            keys = [k for k in [*expected, *found] if found.get(k) != expected.get(k)][:2]
            print(f"not the same: {what}: {len(found)} found, {len(expected)} expected")
            for key in keys:
                print(f"  {key!r:.200}\n    found    {found.get(key)!r:.900}\n    expected {expected.get(key)!r:.900}")
        else:
            print(f"not the same: {what}\n  found    {found!r:.900}\n  expected {expected!r:.900}")

    def graph(self, what, flat, nodes, edges, change=lambda value: value):
        """`nodes` and `edges` as a consumer read them, against the flat view through `change`."""
        def through(rows):
            return {change(id): {name: change(value) for name, value in row.items()} for id, row in rows.items()}

        self.same(f"{what}: nodes", nodes, through(flat.nodes))
        self.same(f"{what}: edges", edges, through(flat.edges))
