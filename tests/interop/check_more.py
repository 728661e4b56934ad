"""Parquet in DuckDB, PDF in PDFium, DOT in Graphviz."""

import shutil
import subprocess

import duckdb
import pypdfium2


def run(check, flat, folder):
    parquet(check, flat, folder / "graph.parquet")
    pages = pypdfium2.PdfDocument(folder / "graph.pdf")
    check.same("PDF has one page", len(pages), 1)
    picture = pages[0].render(scale=0.2).to_numpy()
    check.same("PDF is not blank", picture.min() < 100 < picture.max(), True)
    if shutil.which("gc"):
        said = subprocess.run(["gc", "-n", "-e", folder / "graph.dot"], capture_output=True, text=True, check=True).stdout
        counts = [int(word) for word in said.split() if word.isdigit()][:2]
        check.same("Graphviz reads all nodes and edges, and a legend", counts[0] >= len(flat.nodes) and counts[1] >= len(flat.edges), True)


def parquet(check, flat, folder):
    def table(name):
        result = duckdb.sql(f"select * from '{folder}/{name}.parquet'")
        types = dict(zip(result.columns, map(str, result.types)))
        rows = [{k: v for k, v in zip(result.columns, row) if v is not None} for row in result.fetchall()]
        return types, rows

    types, rows = table("actors")
    check.same("Parquet: actors", {row.pop("id"): row for row in rows}, flat.nodes)
    check.same("Parquet: types of actors", (types["name"], types["mentions"]), ("VARCHAR", "BIGINT"))
    types, rows = table("edges")
    check.same("Parquet: edges", {row.pop("id"): row for row in rows}, flat.edges)
    check.same("Parquet: types of edges", (types["intensity"], types["undirected"]), ("DOUBLE", "BOOLEAN"))
    _, rows = table("evidence")
    expected = sorted((e["id"], v["start"], v["text"]) for e in flat.json["edges"] for v in e["evidence"])
    check.same("Parquet: evidence", sorted((r["edge"], r["start"], r["text"]) for r in rows), expected)
    _, rows = table("documents")
    check.same("Parquet: documents", {r["id"] for r in rows}, {d["id"] for d in flat.json["graph"]["documents"]})
