"""An import is killed at fifty random moments: nothing that it had reported as saved is lost."""

from __future__ import annotations

import hashlib
import itertools
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from vault.vaults import content, kinds, new_vault, opened

KILLS = 50
IMPORTER = """
import io, os, sys, threading
from pathlib import Path
from evidence_kit.model import CustodyKind
from vault.vaults import item_for, opened

def take_in_for_ever():
    vault = opened(Path(sys.argv[1]))
    report = threading.Lock()

    def work():
        while True:
            data = os.urandom(1000)
            sealed = vault.objects.seal(io.BytesIO(data), name="x")
            with vault.catalogue.change() as change:
                item = item_for(change.new_item_id(), sealed, vault)
                change.keep(item, sealed)
                change.log(CustodyKind.IMPORTED, item.id)
            with report:
                os.write(1, (item.id + " " + sealed.hashes.sha256 + "\\n").encode())

    os.write(1, b"ready %d\\n" % os.getpid())
    threads = [threading.Thread(target=work) for _ in range(2)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

# One process that has loaded everything; each import is a child of it that begins at once.
while os.read(0, 1):
    child = os.fork()
    if child == 0:
        take_in_for_ever()
    os.waitpid(child, 0)
    os.write(1, b"ended\\n")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_fifty_kills_lose_nothing_that_was_reported_as_saved(tmp_path):
    folder = tmp_path / "v"
    new_vault(folder).close()
    chance = random.Random(5)
    reported = {}
    tests, src = Path(__file__).parents[1], Path(__file__).parents[2] / "src"
    program = f"import sys; sys.path[:0] = [{str(src)!r}, {str(tests)!r}]\n{IMPORTER}"
    with subprocess.Popen(
        [sys.executable, "-c", program, folder],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as nursery:
        for _ in range(KILLS):
            nursery.stdin.write("g")
            nursery.stdin.flush()
            ready, child = nursery.stdout.readline().split()
            assert ready == "ready"
            time.sleep(chance.uniform(0.003, 0.08))
            os.kill(int(child), signal.SIGKILL)
            lines = list(itertools.takewhile(lambda line: line != "ended\n", nursery.stdout))
            reported |= dict(line.split() for line in lines if len(line) == len("E-0000 \n") + 64)
            with opened(folder) as vault:
                assert kinds(vault.findings) <= {"object-adopted"}
                stored = {item.id: item.hashes.sha256 for item in vault.catalogue.items()}
                assert stored.items() >= reported.items()
                assert list((folder / "tmp").iterdir()) == []
    assert len(reported) >= 20
    with opened(folder) as vault:
        assert vault.findings == ()
        for item in vault.catalogue.items():
            assert hashlib.sha256(content(vault, item)).hexdigest() == item.hashes.sha256
        assert vault.check() == ()
        assert len(vault.catalogue.items()) >= len(reported)
