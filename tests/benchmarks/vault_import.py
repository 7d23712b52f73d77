"""How long it takes to take evidence in, side by side with tools that do part of it. Run by hand.

    python tests/benchmarks/vault_import.py FOLDER [--large-mib 2000] [--files 2000] [--file-kib 500] [--rounds 1]

FOLDER must lie on the disk that is to be measured; a folder is made in it and removed afterwards. Only the ratios
within one round mean something. Memory is the peak of one process. Needs age, openssl, restic and cp.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

GROUP = 32
ENVIRONMENT = {**os.environ, "RESTIC_PASSWORD": "zebra umbrella", "RESTIC_PROGRESS_FPS": "0"}


def write_samples(folder: Path, large_mib: int, files: int, file_kib: int) -> None:
    folder.mkdir()
    (folder / "many").mkdir()
    with (folder / "large.bin").open("wb") as target:
        for _ in range(large_mib):
            target.write(os.urandom(1 << 20))
    for number in range(files):
        (folder / "many" / f"{number:05d}.bin").write_bytes(os.urandom(file_kib << 10))
    os.sync()


def measured(command: list[str | Path]) -> tuple[float, float]:
    """Seconds and peak MiB of one command with all that it starts itself."""
    started = time.perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=ENVIRONMENT
    ) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{command[0]}: {process.stderr.read().decode()}")
    return time.perf_counter() - started, usage.ru_maxrss / 1024


def together(*commands: list[str | Path]) -> tuple[float, float]:
    results = [measured(command) for command in commands]
    return sum(seconds for seconds, _ in results), max(mib for _, mib in results)


def ours(source: Path, work: Path) -> tuple[float, float, float]:
    """Seconds of making a vault at full cost, seconds of taking in, peak MiB of taking in; in processes of their own.

    The vault that is filled has cheap slots: the memory of its passphrase's derivation would hide that of the import.
    """
    making, _ = measured([sys.executable, __file__, "--make", source, work / "other"])
    command = [sys.executable, __file__, "--import", source, work / "vault"]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, mib = map(float, answer.stdout.split())
    return making, seconds, mib


def make(folder: Path) -> None:
    from evidence_kit.vault import create_vault

    create_vault(folder, "zebra umbrella kettle")[0].close()


def take_in(source: Path, folder: Path) -> None:
    """As the program does it: two threads seal, what is ready is committed together, at most 32 at a time."""
    import resource

    from evidence_kit.model import CustodyKind, Item, ItemKind, Surroundings
    from evidence_kit.vault import Sealed, create_vault

    vault, _ = create_vault(folder, "zebra umbrella kettle", Surroundings(scrypt_log_n=10))

    def seal(path: Path) -> Sealed:
        with path.open("rb", buffering=0) as original:
            return vault.objects.seal(original, name=path.name, size_hint_bytes=path.stat().st_size)

    def keep(group: list[Sealed]) -> None:
        with vault.catalogue.change() as change:
            for sealed in group:
                item = Item(
                    change.new_item_id(), ItemKind.OTHER, sealed.name, sealed.size_bytes, sealed.hashes, sealed.object_id,
                    "application/octet-stream", vault.surroundings.now(), 0,
                )  # fmt: skip
                change.keep(item, sealed)
                change.log(CustodyKind.IMPORTED, item.id)

    paths = sorted(source.iterdir()) if source.is_dir() else [source]
    started = time.perf_counter()
    with ThreadPoolExecutor(2) as workers:
        waiting = deque(workers.submit(seal, path) for path in paths)
        while waiting:
            group = [waiting.popleft().result()]
            while waiting and waiting[0].done() and len(group) < GROUP:
                group.append(waiting.popleft().result())
            keep(group)
    seconds = time.perf_counter() - started
    peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    vault.close()
    print(seconds, peak_mib)


def peers(source: Path, work: Path, recipient: str) -> Iterator[tuple[str, float, float]]:
    """Name, seconds and peak MiB of each, one after the other."""
    names = sorted(source.iterdir()) if source.is_dir() else [source]
    with fresh(work):
        making, seconds, mib = ours(source, work)
    yield "this program", seconds, mib
    yield "… and making the vault", making + seconds, mib
    loop = f'for f in "$@"; do openssl sha256 "$f" && age -r {recipient} -o "{work}/sealed-${{f##*/}}" "$f" || exit 1; done'
    with fresh(work):
        yield (
            "openssl sha256, then age",
            *together(["sh", "-c", loop, "sh", *names], ["sync", "-f", work]),
        )
    with fresh(work):
        making, _ = measured(["restic", "init", "-q", "-r", work / "repository"])
        backup = ["restic", "-r", work / "repository", "backup", "-q", "--compression", "off", source]
        seconds, mib = measured(backup)
    yield "restic backup", seconds, mib
    yield "… and restic init", making + seconds, mib
    with fresh(work):
        yield "cp", *together(["cp", "-r", source, work / "copy"], ["sync", "-f", work])


@contextmanager
def fresh(work: Path) -> Iterator[None]:
    """An empty folder, and afterwards a disk that has nothing left to write."""
    work.mkdir()
    os.sync()
    try:
        yield
    finally:
        shutil.rmtree(work)
        os.sync()


@contextmanager
def identity() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "identity"
        subprocess.run(["age-keygen", "-o", path], check=True, capture_output=True)
        shown = subprocess.run(["age-keygen", "-y", path], check=True, capture_output=True, text=True)
        yield shown.stdout.strip()


def compare(title: str, source: Path, work: Path, recipient: str) -> None:
    print(f"\n{title}")
    first = 0.0
    for name, seconds, mib in peers(source, work, recipient):
        first = first or seconds
        print(
            f"  {name:26} {seconds:7.2f} s   {mib:6.0f} MiB   this program / it: {first / seconds:5.2f}",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--large-mib", type=int, default=2000)
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--file-kib", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as place, identity() as recipient:
        samples = Path(place) / "samples"
        write_samples(samples, options.large_mib, options.files, options.file_kib)
        work = Path(place) / "work"
        for _ in range(options.rounds):
            compare(f"one file of {options.large_mib} MiB", samples / "large.bin", work, recipient)
            compare(f"{options.files} files of {options.file_kib} KiB", samples / "many", work, recipient)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--import"]:
        take_in(Path(sys.argv[2]), Path(sys.argv[3]))
    elif sys.argv[1:2] == ["--make"]:
        make(Path(sys.argv[3]))
    else:
        main()
