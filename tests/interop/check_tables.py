"""CSV by Python's csv, pandas and DuckDB; Gephi's spreadsheets by the rules of its importer."""

import csv
import re

import duckdb
import pandas

from flat import visible

NUMBERS = {"mentions": int, "intensity": float, "count": int, "confidence": float}
TRUTHS = {"former", "undirected"}


def guarded(value):
    """Text as the tables hold it: no spreadsheet runs it."""
    value = visible(value)
    return "'" + value if isinstance(value, str) and value[:1] in tuple("=+-@\t\r") else value


def typed(row):
    """A row of texts as values; empty cells say nothing."""
    out = {}
    for name, text in row.items():
        if text == "":
            continue
        out[name] = NUMBERS.get(name, str)(text) if name not in TRUTHS else {"true": True, "false": False}[text]
    return out


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def keyed(rows, name="id"):
    return {row.pop(name): row for row in rows}


def run(check, flat, folder):
    tables = folder / "graph.csv"
    # An empty cell and an absent value are one in CSV.
    full = lambda rows: {id: {k: v for k, v in row.items() if v != ""} for id, row in rows.items()}
    nodes, edges = full(flat.nodes), full(flat.edges)

    def same(what, rows, expected, change=guarded):
        check.same(what, rows, {change(id): {k: change(v) for k, v in row.items()} for id, row in expected.items()})

    same("actors.csv", keyed(map(typed, read(tables / "actors.csv"))), nodes)
    rows = keyed(map(typed, read(tables / "edges.csv")))
    called = [(row.get("source"), row.pop("source_name", None), row.get("target"), row.pop("target_name", None)) for row in rows.values()]
    names = {guarded(id): guarded(node["name"]) or None for id, node in flat.nodes.items()}
    check.same("names beside ids", called, [(a, names[a], b, names[b]) for a, _, b, _ in called])
    same("edges.csv", rows, edges)
    evidence = [(edge["id"], e["document"], e["start"], e["text"]) for edge in flat.json["edges"] for e in edge["evidence"]]
    found = [(r["edge"], r["document"], int(r["start"]), r["text"]) for r in read(tables / "evidence.csv")]
    check.same("evidence.csv", sorted(found), sorted(tuple(map(guarded, row)) for row in evidence))
    documents = {d["id"]: d["title"] for d in flat.json["graph"]["documents"]}
    found = {r["id"]: r["title"] or None for r in read(tables / "documents.csv")}
    check.same("documents.csv", found, {guarded(k): guarded(v) for k, v in documents.items()})
    for table in ["actors", "edges", "evidence", "documents"]:
        cells = [cell for row in read(tables / f"{table}.csv") for name, cell in row.items() if name not in NUMBERS]
        check.same(f"no formula in {table}.csv", [c for c in cells if c[:1] in tuple("=+-@\t\r")], [])

    frame = pandas.read_csv(tables / "edges.csv", keep_default_na=False)
    check.same("pandas reads edges.csv", set(frame["id"]), set(edges))
    check.same("pandas reads numbers", frame["count"].sum(), sum(row["count"] for row in edges.values()))
    rows = duckdb.sql(
        f"select e.id, a.id, b.id, e.count from read_csv('{tables}/edges.csv', max_line_size=20000000) e "
        f"join read_csv('{tables}/actors.csv', all_varchar=true) a on a.id = e.source "
        f"join read_csv('{tables}/actors.csv', all_varchar=true) b on b.id = e.target"
    ).fetchall()
    expected = {(id, guarded(row["source"]), guarded(row["target"]), row["count"]) for id, row in edges.items()}
    check.same("DuckDB joins edges.csv and actors.csv", set(rows), expected)

    gephi = folder / "graph.gephi-csv"
    rows = read(gephi / "nodes.csv")
    check.same("Gephi's heads of nodes", list(rows[0])[:2], ["Id", "Label"])
    labels = {row["Id"]: row.pop("Label") for row in rows}
    check.same("Gephi's labels", labels, {guarded(id): guarded(row["name"]) for id, row in flat.nodes.items()})
    same("Gephi's nodes", keyed(map(typed, rows), "Id"), nodes)
    rows = read(gephi / "edges.csv")
    check.same(
        "Gephi's heads of edges", list(rows[0])[:7], ["Source", "Target", "Type", "Id", "Label", "Weight", "Timeset"]
    )
    check.same("Gephi's edges are directed", {row.pop("Type") for row in rows}, {"Directed"})
    days = {row["Id"]: re.findall(r"[\d-]+", row.pop("Timeset")) for row in rows}
    check.same("Gephi's times", days, flat.days)
    for row in rows:
        row["source"], row["target"] = row.pop("Source"), row.pop("Target")
        check.same("Gephi's weight", row.pop("Weight"), row["count"])
        row.pop("Label")
    same("Gephi's edges", keyed(map(typed, rows), "Id"), edges)
