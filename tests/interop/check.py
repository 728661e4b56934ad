"""Loads every export with its real consumer and compares it with the JSON graph.

usage: python check.py FOLDER…   each with graph.json and its exports
"""

import importlib
import pathlib
import sys
import traceback

from flat import Check, Flat

MODULES = ["check_graphs", "check_gexf", "check_tables", "check_cypher", "check_rdf", "check_entities", "check_more"]


def main():
    check = Check()
    for folder in map(pathlib.Path, sys.argv[1:]):
        flat = Flat(folder / "graph.json")
        flat.dump(folder / "flat.json")
        for name in MODULES:
            before = check.failed
            try:
                importlib.import_module(name).run(check, flat, folder)
            except Exception as error:  # A reader that gives up is a failure like any other.
                check.failed += 1
                print(f"{name} on {folder.name}: {''.join(traceback.format_exception(error))[-3000:]}")
            if check.failed == before:
                print(f"{name} on {folder.name}: ok")
    print(f"interop: {check.passed} passed, {check.failed} failed")
    return check.failed > 0


if __name__ == "__main__":
    sys.exit(main())
