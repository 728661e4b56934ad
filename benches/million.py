#!/usr/bin/env python3
"""Writes a JSON graph of many edges to standard output, to time exports: million.py [EDGES [ACTORS]]

The same bytes on each run. Each edge has one piece of evidence; standard library only.
"""

import json
import random
import sys

SENTENCE = "Group one praised Group two."


def edge(number, source, target):
    quote = {"document": "d", "sentence": 0, "start": 0, "end": 28, "text": SENTENCE}
    words = {
        "trigger": {"start": 10, "end": 17, "text": "praised"},
        "source": {"start": 0, "end": 9, "text": "Group one"},
        "target": {"start": 18, "end": 27, "text": "Group two"},
    }
    how = {"attribution": [], "modality": "asserted", "reported": "2025-01-01", "confidence": 0.9}
    return {
        "id": f"e{number:012x}", "kind": "stance", "source": source, "target": target, "polarity": "support",
        "category": "SUPPORT", "basis": "word", "intensity": 0.5, "count": 1, "confidence": 0.9,
        "first": "2025-01-01", "last": "2025-01-01", "evidence": [quote | words | how],
    }


def main(edges=1_000_000, actors=100_000):
    draw = random.Random(1)
    ids = [f"group:g{i:06d}" for i in range(actors)]
    document = {"id": "d", "sha256": "0" * 64, "title": None, "date": "2025-01-01", "source": None, "url": None}
    head = {"generator": "demarche 0.1.0", "schema": 1, "threshold": 0.5, "documents": [document], "events": []}
    out = sys.stdout
    out.write(f'{{"directed":true,"multigraph":true,"graph":{json.dumps(head)},"nodes":[')
    node = {"kind": "group", "aliases": [], "iso3": None, "mentions": 1}
    out.write(",\n".join(json.dumps({"id": id, "name": f"Group {i}"} | node) for i, id in enumerate(ids)))
    out.write('],"edges":[')
    for number in range(edges):
        a, b = draw.sample(range(actors), 2)
        out.write(("" if number == 0 else ",\n") + json.dumps(edge(number, ids[a], ids[b])))
    out.write("]}\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
