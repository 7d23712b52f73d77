"""The power goes at every moment of an import, and the disk keeps only what it promised to keep.

The model is strict: bytes of a file are there for sure only up to its last fsync, before that none, half or all of
them; a name is there for sure only after an fsync of its folder, before that any subset of the names may be. A commit of
the catalogue is taken as SQLite promises it: whole, and on the disk when it returns. Real objects are written
through the real disk class, which is watched; each state is then judged as an opening would.
"""

from __future__ import annotations

import hashlib
import io
import itertools
import shutil
from dataclasses import dataclass, field, replace

import pytest

from evidence_kit.model import CustodyKind
from evidence_kit.vault.age import AgeRefused, read_payload_key
from evidence_kit.vault.disk import Disk
from evidence_kit.vault.object_file import body_bytes, read_meta
from evidence_kit.vault.stream import ChunkReader
from vault.vaults import item_for, kinds, new_vault, opened

ITEMS = 4


@dataclass
class Tape:
    """What was asked of the disk, in order."""

    operations: list = field(default_factory=list)

    def note(self, *operation):
        self.operations.append(operation)


class WatchedDisk(Disk):
    """The real disk; what touches originals is noted."""

    def __init__(self, folder, tape, left_out=()):
        self.folder, self.tape, self.left_out = folder, tape, left_out
        self.names = {}

    def _name(self, path):
        return str(path.relative_to(self.folder))

    def _watched(self, path):
        return self._name(path).split("/")[0] in {"tmp", "objects"}

    def create(self, path):
        handle = super().create(path)
        if self._watched(path):
            self.names[handle] = self._name(path)
            self.tape.note("create", self._name(path))
        return handle

    def write(self, handle, data):
        super().write(handle, data)
        if handle in self.names:
            self.tape.note("write", self.names[handle], bytes(data))

    def fsync(self, handle):
        super().fsync(handle)
        if handle in self.names and "fsync" not in self.left_out:
            self.tape.note("fsync", self.names[handle])

    def close(self, handle):
        self.names.pop(handle, None)
        super().close(handle)

    def move(self, old, new):
        super().move(old, new)
        self.tape.note("move", self._name(old), self._name(new))

    def fsync_dir(self, folder):
        super().fsync_dir(folder)
        if "fsync_dir" not in self.left_out:
            self.tape.note("fsync_dir", self._name(folder))

    def unlink(self, path):
        super().unlink(path)
        self.tape.note("unlink", self._name(path))


def record(tmp_path, mutant, group):
    """The tape of a whole import, and what opens the objects on it."""
    folder, tape = tmp_path / "v", Tape()
    disk = WatchedDisk(folder, tape, {"no-fsync": ("fsync",), "no-fsync-dir": ("fsync_dir",)}.get(mutant, ()))
    vault = new_vault(folder, disk=disk)
    tape.operations.clear()
    keeper = vault.catalogue._keeper
    pending = []

    def settle(object_ids):
        if mutant == "commit-before-settling":
            pending.extend(object_ids)
        else:
            keeper.settle(object_ids)

    def committed(checkpoint):
        tape.note("commit", {item.object_id: item.hashes.sha256 for item in vault.catalogue.items()})
        keeper.settle(pending)
        pending.clear()
        keeper.committed(checkpoint)

    vault.catalogue._keeper = replace(keeper, settle=settle, committed=committed)
    originals = [bytes([number]) * (1000 + number) for number in range(ITEMS)]
    for start in range(0, ITEMS, group):
        sealed = [vault.objects.seal(io.BytesIO(data), name="x") for data in originals[start : start + group]]
        if mutant == "saved-before-commit":
            tape.note("saved", [one.object_id for one in sealed])
        with vault.catalogue.change() as change:
            for one in sealed:
                item = item_for(change.new_item_id(), one, vault)
                change.keep(item, one)
                change.log(CustodyKind.IMPORTED, item.id)
        tape.note("saved", [one.object_id for one in sealed])
    opener = vault._access.keys.opener()
    vault._access.reader.close()
    vault._access.writer.close()
    vault._place.lock.release()
    return tape.operations, opener


def states(operations):
    """Each state that the disk may be in after a cut at each moment: files, catalogue, what was said to be saved."""
    for moment in range(len(operations) + 1):
        content, synced, current, durable, loose, catalogue, saved = {}, {}, {}, {}, [], {}, set()
        for step, operation in enumerate(operations[:moment]):
            what = operation[0]
            if what == "create":
                content[step], synced[step], current[operation[1]] = b"", b"", step
                loose.append((None, operation[1], step))
            elif what == "write":
                content[current[operation[1]]] += operation[2]
            elif what == "fsync":
                synced[current[operation[1]]] = content[current[operation[1]]]
            elif what == "move":
                current[operation[2]] = current.pop(operation[1])
                loose.append((operation[1], operation[2], current[operation[2]]))
            elif what == "unlink":
                if operation[1] in current:
                    loose.append((operation[1], None, current.pop(operation[1])))
            elif what == "fsync_dir":
                in_folder = [
                    name for name in loose if (name[1] or name[0]).rpartition("/")[0] == operation[1]
                ]
                for name in in_folder:
                    _apply(durable, name)
                loose = [name for name in loose if name not in in_folder]
            elif what == "commit":
                catalogue = operation[1]
            elif what == "saved":
                saved |= set(operation[1])
        yield from _outcomes(content, synced, durable, loose, catalogue, saved)


def _outcomes(content, synced, durable, loose, catalogue, saved):
    for chosen in itertools.product((False, True), repeat=min(len(loose), 5)):
        names = dict(durable)
        for name, there in zip(loose[-5:], chosen, strict=False):
            if there:
                _apply(names, name)
        unsure = [file for file in sorted(set(names.values())) if content[file] != synced[file]][-3:]
        for parts in itertools.product((0, 1, 2), repeat=len(unsure)):
            files = {}
            for name, file in names.items():
                part = parts[unsure.index(file)] if file in unsure else 2
                whole, sure = content[file], synced[file]
                files[name] = (file, part, [sure, whole[: (len(sure) + len(whole)) // 2], whole][part])
            yield files, catalogue, saved


def _apply(names, change):
    old, new, file = change
    names.pop(old, None)
    if new is not None:
        names[new] = file


def violations(operations, opener):
    """What an opening would find wrong, over all states; and how many states there were."""
    judged, wrong, count = {}, set(), 0
    for files, catalogue, saved in states(operations):
        count += 1
        if saved - catalogue.keys():
            wrong.add("saved, but not in the catalogue")
        for object_id, sha256 in catalogue.items():
            found = files.get(f"objects/{object_id[:2]}/{object_id}.age")
            if found is None:
                wrong.add("in the catalogue, but absent")
                continue
            if found[:2] not in judged:
                judged[found[:2]] = sha256_inside(found[2], opener)
            if judged[found[:2]] != sha256:
                wrong.add("in the catalogue, but damaged")
    return wrong, count


def sha256_inside(sealed, opener):
    try:
        with io.BytesIO(sealed) as source:
            chunks = ChunkReader(source, read_payload_key(source, opener))
            meta = read_meta(chunks)
            return hashlib.sha256(body_bytes(chunks, 0, meta.size_bytes)).hexdigest()
    except AgeRefused:
        return ""


@pytest.mark.parametrize("group", [1, 2])
def test_a_power_cut_at_any_moment_loses_nothing_that_was_said_to_be_saved(tmp_path, group):
    operations, opener = record(tmp_path, None, group)
    wrong, count = violations(operations, opener)
    assert wrong == set()
    assert count > 200


@pytest.mark.parametrize(
    ("mutant", "expected"),
    [
        ("no-fsync", "in the catalogue, but damaged"),
        ("no-fsync-dir", "in the catalogue, but absent"),
        ("commit-before-settling", "in the catalogue, but absent"),
        ("saved-before-commit", "saved, but not in the catalogue"),
    ],
)
@pytest.mark.parametrize("group", [1, 2])
def test_each_broken_way_of_importing_is_caught(tmp_path, mutant, expected, group):
    operations, opener = record(tmp_path, mutant, group)
    assert expected in violations(operations, opener)[0]


def test_real_openings_after_a_cut_find_all_that_was_saved_and_find_it_twice(tmp_path):
    """Some of the states are laid out as folders, beside the catalogue as it was, and really opened."""
    folder, tape = tmp_path / "v", Tape()
    vault = new_vault(folder, disk=WatchedDisk(folder, tape))
    snapshots = {}

    def snapshot(count):
        snapshots[count] = {
            name: (folder / name).read_bytes()
            for name in ("catalog.db", "catalog.db-wal")
            if (folder / name).exists()
        }

    snapshot(0)
    tape.operations.clear()
    for number in range(3):
        sealed = vault.objects.seal(io.BytesIO(bytes([number]) * 500), name=str(number))
        with vault.catalogue.change() as change:
            item = item_for(change.new_item_id(), sealed, vault)
            change.keep(item, sealed)
            change.log(CustodyKind.IMPORTED, item.id)
        snapshot(number + 1)
        tape.note("commit", {one.object_id: one.hashes.sha256 for one in vault.catalogue.items()})
    everything = list(states(tape.operations))
    tried = everything[:: max(len(everything) // 25, 1)]
    assert len(tried) >= 20
    for number, (files, catalogue, _) in enumerate(tried):
        attempt = tmp_path / f"cut{number}"
        attempt.mkdir()
        for part in ("keys", "config.json"):
            (shutil.copytree if part == "keys" else shutil.copy)(folder / part, attempt / part)
        (attempt / "objects").mkdir()
        for name, data in snapshots[len(catalogue)].items():
            (attempt / name).write_bytes(data)
        for name, (_, _, data) in files.items():
            (attempt / name).parent.mkdir(parents=True, exist_ok=True)
            (attempt / name).write_bytes(data)
        with opened(attempt) as again:
            assert kinds(again.findings) <= {"object-adopted", "object-unknown"}
            first = again.catalogue.items()
            assert catalogue.keys() <= {item.object_id for item in first}
            assert kinds(again.check()) <= {"object-unknown"}
        with opened(attempt) as again:
            assert again.catalogue.items() == first
            assert kinds(again.findings) <= {"object-unknown"}
    vault.close()
