#!/usr/bin/env python3
"""How fast trafilatura reads the same pages as `cargo bench --bench pages`: pages.py PAGE.html.gz...

The best of three rounds of each page counts. Needs trafilatura (PyPI); text, title and date are asked for.
"""

import gzip
import pathlib
import sys
import time

import trafilatura

ROUNDS = 3


def page(path):
    data = pathlib.Path(path).read_bytes()
    return (gzip.decompress(data) if path.endswith(".gz") else data).decode("utf-8", "replace")


def best(text):
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        trafilatura.bare_extraction(text, with_metadata=True)
        times.append(time.perf_counter() - start)
    return min(times)


def main(paths):
    pages = [page(path) for path in paths]
    size, all = sum(len(text.encode()) for text in pages) / 1e6, sum(map(best, pages))
    print(f"{len(pages)} pages, {size:.1f} MB: {all:.2f} s, {size / all:.1f} MB/s")


if __name__ == "__main__":
    main(sys.argv[1:])
