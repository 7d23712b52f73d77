"""Adding evidence: every file is sealed, hashed, named in the log, and only then called saved."""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from enum import StrEnum
from io import FileIO
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Lock
from typing import BinaryIO, cast

from evidence_kit.actions.not_to_copy import NotToCopy
from evidence_kit.actions.plain_files import file_instant, find_files, lies_in, open_plain_file, source_errors
from evidence_kit.actions.read_messages import log_import, read_messages
from evidence_kit.errors import (
    Cancelled,
    EvidenceKitError,
    NothingToAdd,
    PartOfVault,
    Under18NotAnswered,
)
from evidence_kit.media import FileType, MediaReader, identify
from evidence_kit.model import (
    CustodyKind,
    EmbeddedFact,
    FileTimes,
    Finding,
    FindingKind,
    Item,
    ItemKind,
    Progress,
    Said,
    no_progress,
)
from evidence_kit.vault import Change, Sealed, Vault

_WORKERS = 2
"""Two keep the disk busy and the window smooth; more gained nothing."""
_GROUP = 32
_READS = 3
_HEAD_BYTES = 65536
_HAVE_FACTS = frozenset({ItemKind.PICTURE, ItemKind.VIDEO, ItemKind.AUDIO})


class Under18(StrEnum):
    """The answer to: may a picture here show someone under 18 naked or in a sexual way?"""

    NOBODY = "nobody"
    MAYBE = "maybe"


@dataclass(frozen=True, slots=True)
class Already:
    """A file whose bytes are kept already, as ``item``."""

    path: Path
    item: Item


@dataclass(frozen=True, slots=True)
class Failed:
    """A file that was not kept, and why."""

    path: Path
    error: EvidenceKitError


@dataclass(frozen=True, slots=True)
class AddReport:
    """What became of every file that was offered: each is in exactly one of the three."""

    added: tuple[Item, ...]
    already: tuple[Already, ...]
    failed: tuple[Failed, ...]


@dataclass(frozen=True, slots=True)
class _Offer:
    """A file that was read and sealed, not yet in the catalogue."""

    path: Path
    sealed: Sealed
    times: FileTimes
    type_of_file: FileType
    facts: tuple[EmbeddedFact, ...]
    findings: tuple[Finding, ...]


def add_evidence(
    vault: Vault,
    paths: Sequence[Path],
    under_18: Under18 | None,
    said: Said = Said(),
    *,
    extra_hashes: bool = False,
    progress: Progress = no_progress,
) -> AddReport:
    """Keeps every file in ``paths`` (folders are walked), reads what message exports hold, and accounts for each.

    ``progress`` counts bytes. Cancelling keeps what was saved before.

    Raises:
        Under18NotAnswered: the answer was not "nobody"; nothing was read or copied.
        NothingToAdd: there is no file in ``paths``.
        Cancelled: the files saved so far are kept.
    """
    if under_18 is not Under18.NOBODY:
        raise Under18NotAnswered
    files = find_files(paths, but_not=vault.folder)
    if not files:
        raise NothingToAdd
    intake = _Intake(vault, said, extra_hashes, _BytesDone(progress, sum(map(_size_of, files))))
    intake.take(files)
    return intake.report()


class _BytesDone:
    """Adds up the bytes of files that are read at the same time; calling it may cancel."""

    def __init__(self, progress: Progress, total_bytes: int) -> None:
        self._progress = progress
        self._total_bytes = total_bytes
        self._by_file: dict[Path, int] = {}
        self._done_bytes = 0
        self._one_at_a_time = Lock()
        self._stopped = Event()

    def of(self, path: Path) -> Progress:
        def note(done: int, _total: int) -> None:
            if self._stopped.is_set():
                raise Cancelled
            with self._one_at_a_time:
                self._done_bytes += done - self._by_file.get(path, 0)
                self._by_file[path] = done
            self._progress(min(self._done_bytes, self._total_bytes), self._total_bytes)

        return note

    def stop(self) -> None:
        """Ends what is still being read at its next safe point."""
        self._stopped.set()

    def read(self, done: int, total: int) -> None:
        """Passes on the progress of reading messages: its own share of bytes, of the same unit."""
        self._progress(done, total)


class _Intake:
    """One call of ``add_evidence``: seals in two threads, commits in groups, in the order of the files."""

    def __init__(self, vault: Vault, said: Said, extra_hashes: bool, done: _BytesDone) -> None:
        self._vault = vault
        self._said = said
        self._extra_hashes = extra_hashes
        self._done = done
        self._not_to_copy = NotToCopy(vault.catalogue.items())
        self._readers: SimpleQueue[MediaReader] = SimpleQueue()
        self._added: list[Item] = []
        self._already: list[Already] = []
        self._failed: list[Failed] = []

    def report(self) -> AddReport:
        return AddReport(tuple(self._added), tuple(self._already), tuple(self._failed))

    def take(self, files: Sequence[Path]) -> None:
        """Seals and keeps ``files``; on the way out nothing half-sealed is left behind."""
        waiting: deque[tuple[Path, Future[_Offer]]] = deque()
        with ExitStack() as stack:
            for _worker in range(_WORKERS):
                self._readers.put(stack.enter_context(MediaReader()))
            workers = stack.enter_context(ThreadPoolExecutor(_WORKERS, thread_name_prefix="seal"))
            try:
                remaining = iter(files)
                while self._fill(workers, waiting, remaining) or waiting:
                    self._keep(self._gather(waiting))
            finally:
                self._done.stop()
                self._abandon(waiting)

    def _fill(
        self,
        workers: ThreadPoolExecutor,
        waiting: deque[tuple[Path, Future[_Offer]]],
        remaining: Iterator[Path],
    ) -> bool:
        for path in remaining:
            waiting.append((path, workers.submit(self._offer, path)))
            if len(waiting) >= 2 * _GROUP:
                return True
        return False

    def _gather(self, waiting: deque[tuple[Path, Future[_Offer]]]) -> list[_Offer]:
        """The next offers in order: waits for one, takes along those that are ready, up to a group."""
        offers: list[_Offer] = []
        try:
            while waiting and len(offers) < _GROUP and (not offers or waiting[0][1].done()):
                path, future = waiting[0]
                try:
                    offers.append(future.result())
                except Cancelled:
                    raise
                except EvidenceKitError as error:
                    self._fail(path, error)
                waiting.popleft()
        except Cancelled:
            self._keep(offers)
            raise
        return offers

    def _abandon(self, waiting: deque[tuple[Path, Future[_Offer]]]) -> None:
        for _path, future in waiting:
            future.cancel()
        for _path, future in waiting:
            if not future.cancelled() and future.exception() is None:
                self._vault.objects.discard(future.result().sealed)

    def _offer(self, path: Path) -> _Offer:
        """One file sealed; read again when it changed meanwhile, and marked when it never stood still."""
        for _attempt in range(_READS - 1):
            offer, still = self._read_once(path)
            if still:
                return offer
            self._vault.objects.discard(offer.sealed)
        offer, still = self._read_once(path)
        changed = () if still else (Finding(FindingKind.CHANGED_WHILE_READ),)
        return replace(offer, findings=changed + offer.findings)

    def _read_once(self, path: Path) -> tuple[_Offer, bool]:
        """The file read through one handle, and whether it stood still from the first look to the last."""
        if lies_in(path, self._vault.folder):
            raise PartOfVault(path)
        with source_errors(path), open_plain_file(path) as file:
            self._not_to_copy.refuse(path, file)
            before = os.fstat(file.fileno())
            type_of_file = identify(path.name, file.read(_HEAD_BYTES))
            file.seek(0)
            sealed = self._seal(path, file, before)
            try:
                facts, findings = self._facts(file, type_of_file, sealed)
                after = os.fstat(file.fileno())
            except BaseException:
                self._vault.objects.discard(sealed)
                raise
        still = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
        created = getattr(after, "st_birthtime", None)
        times = FileTimes(file_instant(after.st_mtime), None if created is None else file_instant(created))
        return _Offer(path, sealed, times, type_of_file, facts, type_of_file.findings + findings), still

    def _seal(self, path: Path, file: FileIO, before: os.stat_result) -> Sealed:
        return self._vault.objects.seal(
            cast(BinaryIO, file),
            name=path.name,
            source_path=str(path.absolute()),
            modified_at=file_instant(before.st_mtime),
            extra_hashes=self._extra_hashes,
            size_hint_bytes=before.st_size,
            progress=self._done.of(path),
        )

    def _facts(
        self, file: FileIO, type_of_file: FileType, sealed: Sealed
    ) -> tuple[tuple[EmbeddedFact, ...], tuple[Finding, ...]]:
        if type_of_file.kind not in _HAVE_FACTS:
            return (), ()
        reader = self._readers.get()
        try:
            return reader.embedded_facts(cast(BinaryIO, file), type_of_file.mime, sealed.size_bytes)
        finally:
            self._readers.put(reader)

    def _keep(self, offers: Sequence[_Offer]) -> None:
        if not offers:
            return
        kept: list[Item] = []
        already: list[Already] = []
        try:
            with self._vault.catalogue.change() as change:
                for offer in offers:
                    self._keep_one(change, offer, kept, already)
        except EvidenceKitError as error:
            for offer in offers:
                self._vault.objects.discard(offer.sealed)
                self._fail(offer.path, error, in_log=False)
            return
        self._already += already
        for entry in already:
            self._added += self._read_if_unread(entry.item)[1:]
        for item in kept:
            self._added += self._read_if_unread(item)

    def _keep_one(self, change: Change, offer: _Offer, kept: list[Item], already: list[Already]) -> None:
        known = self._vault.catalogue.find_by_hash(offer.sealed.hashes.sha256)
        twin = known or next((item for item in kept if item.hashes == offer.sealed.hashes), None)
        if twin is not None:
            self._vault.objects.discard(offer.sealed)
            change.log(CustodyKind.ALREADY_HERE, twin.id, name=offer.path.name)
            already.append(Already(offer.path, twin))
            return
        item = self._item(change.new_item_id(), offer)
        change.keep(item, offer.sealed)
        log_import(change, item)
        kept.append(item)

    def _item(self, item_id: str, offer: _Offer) -> Item:
        around = self._vault.surroundings
        return Item(
            id=item_id,
            kind=offer.type_of_file.kind,
            name=offer.path.name,
            size_bytes=offer.sealed.size_bytes,
            hashes=offer.sealed.hashes,
            object_id=offer.sealed.object_id,
            mime=offer.type_of_file.mime,
            added_at=around.now(),
            added_offset_minutes=around.offset_minutes(),
            source_path=str(offer.path.absolute()),
            times=offer.times,
            said=self._said,
            facts=offer.facts,
            findings=offer.findings,
        )

    def _read_if_unread(self, item: Item) -> list[Item]:
        """The item with what was read out of it, and behind it the files found inside."""
        if item.accounting is not None:
            return [item]
        return list(read_messages(self._vault, item, progress=self._done.read))

    def _fail(self, path: Path, error: EvidenceKitError, *, in_log: bool = True) -> None:
        self._failed.append(Failed(path, error))
        if in_log:
            with self._vault.catalogue.change() as change:
                change.log(CustodyKind.IMPORT_FAILED, name=path.name, reason=_reason(error))


def _reason(error: EvidenceKitError) -> str:
    """A short fact for the log: the system's own word where there is one, else what kind of error it was."""
    given = getattr(error, "reason", "")
    return str(given) or re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(error).__name__).lower()


def _size_of(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
