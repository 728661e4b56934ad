#!/usr/bin/env python3
"""Kills `demarche build --db` at random moments; the store must hold whatever was committed, and
finishing the build must give the export of an undisturbed one, byte for byte.

    tests/kill/run.py target/release/demarche 100 news/*.jsonl.xz
"""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def committed(path):
    """Ids of the documents in the store; none if it is not made yet."""
    if not path.exists():
        return set()
    try:
        db = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=5)
        try:
            return {row[0] for row in db.execute("SELECT id FROM documents")}
        finally:
            db.close()
    except sqlite3.OperationalError:
        return set()


def main():
    program, kills, inputs = os.path.abspath(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
    random.seed(7)
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        run = lambda *args: subprocess.run([program, *map(str, args)], check=True, capture_output=True)
        start = time.monotonic()
        run("build", *inputs, "--db", folder / "whole.db", "-o", folder / "whole.json")
        length = time.monotonic() - start
        run("build", *inputs, "-o", folder / "plain.json")
        whole = (folder / "whole.json").read_bytes()
        assert whole == (folder / "plain.json").read_bytes(), "a store's export is that of a build"
        print(f"undisturbed: {length:.1f} s")
        store, held, done, resumed = folder / "a.db", set(), 0, 0
        for number in range(1, kills + 1):
            moment = random.uniform(0, length)
            child = subprocess.Popen([program, "build", *inputs, "--db", store], stderr=subprocess.DEVNULL)
            end = time.monotonic() + moment
            while time.monotonic() < end and child.poll() is None:
                # What a reader has seen was committed.
                held |= committed(store)
                time.sleep(0.02)
            child.send_signal(signal.SIGKILL)
            child.wait()
            now = committed(store)
            assert held <= now, f"kill {number}: {len(held - now)} committed documents are gone"
            held = now
            if now:
                db = sqlite3.connect(store)
                problems = db.execute("PRAGMA integrity_check").fetchall()
                assert problems == [("ok",)], f"kill {number}: {problems}"
                db.close()
                run("export", store, "-o", folder / "now.json")
            print(f"kill {number} after {moment:.2f} s: {len(now)} documents", flush=True)
            # Half of the time the next kill hits the same store again.
            if random.random() < 0.5:
                resumed += 1
                continue
            run("build", *inputs, "--db", store, "-o", folder / "now.json")
            assert (folder / "now.json").read_bytes() == whole, f"kill {number}: another graph"
            done += 1
            held = set()
            for name in ["a.db", "a.db-wal", "a.db-shm"]:
                (folder / name).unlink(missing_ok=True)
        run("build", *inputs, "--db", store, "-o", folder / "now.json")
        assert (folder / "now.json").read_bytes() == whole, "another graph"
        print(f"{kills} kills, {resumed} of them of a build that was killed before; {done + 1} builds finished, all the same")


main()
