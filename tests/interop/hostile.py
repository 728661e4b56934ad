"""Writes a JSON graph whose names, ids and quotes are made to break readers.

usage: python hostile.py OUT.json
"""

import json
import sys

NAMES = [
    'say "no"; } digraph { a -> b',
    "back\\slash\\",
    "ends with quote'\\'",
    "two\nlines\r\nof a\tname",
    "<b>bold</b> & <script>alert(1)</script>",
    "]]> --> */ ${x} {{x}} `x` $(x) %s",
    "=cmd()|'/c calc'!A0",
    "+1",
    "-1",
    "@SUM(A1)",
    "'); DROP TABLE actors; --",
    "\\u0027 }) DETACH DELETE a //",
    "pipe | and \\| in names",
    "comma, semicolon; colon: and  two spaces ",
    "علي حسن",
    "\u202ereversed",
    "e\u0301\u0302\u0303 Türkiye Erdoğan Łódź",
    "bell\x07, null\x00, \ufffe, del\x7f",
    "日本国 🇯🇵 👩‍👩‍👧",
    "x" * 10_000,
    "node",
    "edge",
    "graph",
    "digraph",
    "strict",
    "subgraph",
    "end",
    "null",
    "true",
    "1",
    "__proto__",
    "constructor",
    "",
]
KINDS = ["country", "person", "group"]
STATUS = ["held", "planned", "denied"]


def quote(start, text):
    return {"start": start, "end": start + len(text.encode()), "text": text}


def evidence(document, at, text, day, confidence):
    out = {
        "document": document,
        "sentence": at,
        **quote(at * 100, text),
        "trigger": quote(at * 100, text[:5]),
        "source": quote(at * 100, text[:3]),
        "target": quote(at * 100 + 3, text[3:6]),
        "cues": [{"kind": "hedge", **quote(at * 100, text[:2])}],
        "attribution": ["a spokesman", "person:" + NAMES[0]],
        "modality": "asserted",
        "confidence": confidence,
        "reported": "2026-03-02",
    }
    if day:
        precision = {10: "day", 7: "month", 4: "year"}[len(day)]
        out["date"] = {"value": day, "precision": precision, "anchor": None, "words": quote(at * 100, text[:4])}
    return out


def graph():
    # Ids are names as they are, so that every reader meets them as ids too.
    ids = [name or "empty:" for name in NAMES]
    nodes = [
        {
            "id": id,
            "kind": KINDS[i % 3],
            **({"subtype": "armed"} if i % 3 == 2 else {}),
            "name": name,
            "aliases": sorted({f"alias of {name}", name + "|", "plain"}),
            "iso3": "SYR" if i == 0 else None,
            "mentions": i,
            **({"rolled_up": ["person:" + name, "x | y"]} if i % 5 == 0 else {}),
        }
        for i, (id, name) in enumerate(zip(ids, NAMES))
    ]
    edges, events = [], []
    days = [None, "2025-03-14", "2025-03", "2024"]
    for i, (a, b) in enumerate(zip(ids, ids[1:])):
        text, number = NAMES[i] or "nothing", 0

        def edge(source, target, count=1, **tie):
            nonlocal number
            number += 1
            said = [evidence(f"doc {k} {text}", number * 10 + k, text + str(k), days[(i + k) % 4], 0.9) for k in range(count)]
            edges.append({"id": f"e{i:03}{number:02}", "source": source, "target": target, **tie, "evidence": said})

        def stance(source, target, polarity, category, intensity, count=1):
            edge(source, target, count, kind="stance", polarity=polarity, category=category, basis="word", intensity=intensity)

        stance(a, b, "support", "SUPPORT", 0.5, count=3)
        stance(a, b, "support", "AID", 0.7)
        stance(b, a, "oppose", "ACCUSE", -0.3)
        edge(a, b, kind="affiliation", role=text[:200], former=i % 2 == 0)
        edge(a, b, kind="affiliation", role="organ", former=False)
        low, high = sorted([a, b], key=lambda id: id.encode())
        for n, status in enumerate(["held", "held", "denied"]):
            event = f"m{i:03}{n}"
            events.append({
                "id": event, "participants": [low, high], "host": None, "mediator": None, "status": status,
                "mode": "in_person", "place": text[:100], "topic": None, "date": None,
            })
            edge(low, high, kind="meeting", status=status, mode="in_person", event=event)
            edges[-1]["undirected"] = True
    documents = sorted({e["document"] for edge in edges for e in edge["evidence"]})
    return {
        "directed": True,
        "multigraph": True,
        "graph": {
            "generator": "hostile.py", "schema": 1, "threshold": 0.0,
            "documents": [
                {"id": id, "sha256": "00" * 32, "title": f"Title of {id}", "date": "2026-03-02",
                 "source": "The Daily <&> \"Example\"", "url": "https://example.org/a?b=c&d=<e>\"f"}
                for id in documents
            ],
            "events": events,
        },
        "nodes": nodes,
        "edges": edges,
    }


if __name__ == "__main__":
    with open(sys.argv[1], "w", encoding="utf-8") as out:
        json.dump(graph(), out)
