"""What a page is given: the open vault behind ``ask`` and ``change``, and three signals.

Nothing here blocks: each action runs in a worker and its answer comes back to the window's thread. Questions have a
worker of their own, so that the list can be read while a long import writes.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from PySide6.QtCore import QObject, Signal

from evidence_kit.errors import Cancelled, EvidenceKitError
from evidence_kit.gui.jobs import Job, Worker
from evidence_kit.gui.later import actions
from evidence_kit.model import Progress, Surroundings

if TYPE_CHECKING:
    from evidence_kit.vault import Vault

Answer = TypeVar("Answer")
Failed = Callable[[EvidenceKitError], None]


def _nothing(answer: object) -> None:
    """For answers that nobody waits for."""


class Session(QObject):
    """One person's sitting at the window: at most one open vault, and the work that is under way."""

    changed = Signal()
    """Something in the vault is new or different."""
    trouble = Signal(object)
    """An ``EvidenceKitError`` that no page asked to hear about."""
    locked = Signal()
    """The vault was closed; whatever was read out of it must go from the screen."""

    def __init__(
        self, surroundings: Surroundings, for_vaults: Callable[[], Surroundings] | None = None
    ) -> None:
        """``for_vaults`` gives the surroundings of vaults where they differ; it is called in the worker."""
        super().__init__()
        self.surroundings = surroundings
        self._for_vaults = for_vaults or (lambda: surroundings)
        self.folder: Path | None = None
        self._vault: Vault | None = None
        self._jobs: set[Job[object]] = set()
        self._changing = 0
        self._writer, self._reader = Worker("changes"), Worker("questions")

    @property
    def is_open(self) -> bool:
        """True while a vault is open."""
        return self._vault is not None

    @property
    def is_busy(self) -> bool:
        """True while any work is under way."""
        return bool(self._jobs)

    @property
    def is_changing(self) -> bool:
        """True while an action writes; locking by itself waits for it."""
        return self._changing > 0

    def create(
        self, folder: Path, passphrase: str, done: Callable[[str], None], failed: Failed
    ) -> Job[object]:
        """Makes a vault and opens it; ``done`` is given the recovery code, which is shown once."""

        def made(created: actions.Created) -> None:
            self._opened(created.vault)
            done(created.recovery_code)

        around = self._for_vaults
        return self._start(
            self._writer,
            lambda progress: actions.create_vault(folder, passphrase, around()),
            made,
            failed,
            lambda created: self._close(created.vault),
        )

    def open(self, folder: Path, secret: str, done: Callable[[], None], failed: Failed) -> Job[object]:
        """Opens a vault with its passphrase or recovery code."""

        def opened(vault: Vault) -> None:
            self._opened(vault)
            done()

        around = self._for_vaults
        return self._start(
            self._writer,
            lambda progress: actions.open_vault(folder, secret, around()),
            opened,
            failed,
            self._close,
        )

    def ask(
        self,
        action: Callable[[Vault, Progress], Answer],
        done: Callable[[Answer], None],
        failed: Failed | None = None,
    ) -> Job[object]:
        """Runs an action that changes nothing."""
        return self._with_vault(self._reader, action, done, failed)

    def change(
        self,
        action: Callable[[Vault, Progress], Answer],
        done: Callable[[Answer], None],
        failed: Failed | None = None,
    ) -> Job[object]:
        """Runs an action that writes; ``changed`` follows it."""

        def written(answer: Answer) -> None:
            done(answer)
            self.changed.emit()

        job = self._with_vault(self._writer, action, written, failed)
        self._changing += 1
        job.ended.connect(self._change_ended)
        return job

    def look(
        self,
        action: Callable[[Progress], Answer],
        done: Callable[[Answer], None],
        failed: Failed | None = None,
    ) -> Job[object]:
        """Runs an action that needs no open vault, such as looking for locked folders on a stick."""
        return self._start(self._reader, action, done, failed)

    def lock(self) -> None:
        """Drops all work, closes the vault in the worker, and tells the pages at once."""
        vault = self._give_up()
        if vault is not None:
            self._close(vault)
        self.locked.emit()

    def end(self, timeout_seconds: float) -> None:
        """Locks for good and waits, at most so long, until the keys are gone."""
        vault = self._give_up()
        self._writer.finish(timeout_seconds, None if vault is None else lambda: actions.lock(vault))
        self._reader.finish(0)

    def _give_up(self) -> Vault | None:
        vault, self._vault = self._vault, None
        for job in tuple(self._jobs):
            job.forget()
        return vault

    def _close(self, vault: Vault) -> None:
        self._start(self._writer, lambda progress: actions.lock(vault), _nothing, None)

    def _opened(self, vault: Vault) -> None:
        self._vault = vault
        self.folder = vault.folder

    def _with_vault(
        self,
        worker: Worker,
        action: Callable[[Vault, Progress], Answer],
        done: Callable[[Answer], None],
        failed: Failed | None,
    ) -> Job[object]:
        vault = self._vault
        if vault is None:
            raise RuntimeError("a page asked for something while nothing was open")
        return self._start(worker, lambda progress: action(vault, progress), done, failed)

    def _start(
        self,
        worker: Worker,
        work: Callable[[Progress], Answer],
        done: Callable[[Answer], None],
        failed: Failed | None,
        dropped: Callable[[Answer], None] = _nothing,
    ) -> Job[object]:
        job = Job(work, done, failed or self._unheard, dropped, self)
        kept = cast("Job[object]", job)
        self._jobs.add(kept)
        job.ended.connect(lambda: self._jobs.discard(kept))
        worker.take(kept)
        return kept

    def _unheard(self, error: EvidenceKitError) -> None:
        if not isinstance(error, Cancelled):
            self.trouble.emit(error)

    def _change_ended(self) -> None:
        self._changing -= 1
