"""Builds a bundle: every file written, hashed, read back, and only then the folder gets its name."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, cast

from evidence_kit.bundle.conversation_facts import ConversationFacts, ConversationWatch
from evidence_kit.bundle.exhibits import Exhibit, exhibits_of
from evidence_kit.bundle.folder import NewFolder
from evidence_kit.bundle.how_to_check import HOW_TO_CHECK, how_to_check_text
from evidence_kit.bundle.log_extract import CHECKPOINT, CHECKPOINT_RAW, LOG_EXTRACT, extract_lines
from evidence_kit.bundle.manifest import (
    SIGNATURE_NAMESPACE,
    SUMS,
    SUMS_RAW,
    SUMS_SSH,
    allowed_signers,
    sums_text,
)
from evidence_kit.bundle.matter import BundleChoice, BundleReport, Matter
from evidence_kit.bundle.messages_file import MESSAGES, json_line, message_line
from evidence_kit.bundle.report import REPORT, write_report
from evidence_kit.bundle.report_content import ReportContent
from evidence_kit.bundle.verifier import verify
from evidence_kit.errors import (
    BundleCheckFailed,
    LanguageUnknown,
    NothingToHandOver,
    ObjectDamaged,
    PassphraseNotGiven,
    VaultDamaged,
)
from evidence_kit.model import CustodyKind, PdfProfile, Progress, Recipient, no_progress
from evidence_kit.words import use_language

EXHIBITS = "exhibits.json"
_BLOCK_BYTES = 1 << 20
# What a message and a page weigh against a byte copied, so that the progress runs about evenly.
_MESSAGE_WEIGHT = 20_000
_EXHIBIT_WEIGHT = 1_000_000


def build_bundle(
    matter: Matter,
    recipient: Recipient,
    out: Path,
    choice: BundleChoice,
    progress: Progress = no_progress,
) -> BundleReport:
    """Writes the bundle to the new folder ``out``, whole or not at all; nothing in the matter is changed.

    Raises:
        NothingToHandOver, LanguageUnknown, PassphraseNotGiven (carry without a password), TargetExists:
            nothing was written.
        VaultDamaged, ObjectDamaged: the matter itself does not check out; what was written is removed.
        DiskFull, FolderNotWritable, StorageFailed, BundleCheckFailed: what was written is removed.
        Cancelled: what was written is removed.
    """
    if not matter.items:
        raise NothingToHandOver
    if choice.language not in recipient.languages:
        raise LanguageUnknown(language=choice.language, known=recipient.languages)
    if choice.profile is PdfProfile.CARRY and not choice.password:
        raise PassphraseNotGiven
    item_ids = {item.id for item in matter.items}
    conversations = tuple(entry for entry in matter.conversations if entry.item_id in item_ids)
    matter = replace(matter, conversations=conversations)
    with use_language(choice.language), NewFolder(out) as folder:
        return _Building(matter, recipient, choice, folder, progress).run()


class _Building:
    """One bundle in the making."""

    def __init__(
        self,
        matter: Matter,
        recipient: Recipient,
        choice: BundleChoice,
        folder: NewFolder,
        progress: Progress,
    ) -> None:
        self._matter = matter
        self._recipient = recipient
        self._choice = choice
        self._folder = folder
        self._exhibits = exhibits_of(matter.items)
        self._progress = progress
        self._done = 0
        copied = sum(exhibit.item.size_bytes for exhibit in self._exhibits if exhibit.copied)
        records = sum(entry.message_count for entry in matter.conversations)
        self._total = 2 * copied + 2 * records * _MESSAGE_WEIGHT + len(self._exhibits) * _EXHIBIT_WEIGHT

    def run(self) -> BundleReport:
        """Writes, checks and names the folder."""
        self._step(0)
        self._write_log()
        for exhibit in self._exhibits:
            if exhibit.copied:
                self._copy_original(exhibit)
        conversations = self._write_messages()
        self._folder.write(EXHIBITS, exhibits_json(self._exhibits))
        pages = self._write_report(conversations)
        self._write_tools()
        sums_sha256 = self._write_sums()
        self._read_back()
        self._folder.finish()
        return BundleReport(
            folder=self._folder.out,
            pages=pages,
            files=len(self._folder.sha256_by_name),
            size_bytes=self._folder.size_bytes,
            sums_sha256=sums_sha256,
        )

    def _step(self, weight: int) -> None:
        self._done = min(self._done + weight, self._total)
        self._progress(self._done, self._total)

    def _write_log(self) -> None:
        logged: dict[str, str] = {}
        for entry in self._matter.log:
            if entry.kind in (CustodyKind.IMPORTED, CustodyKind.RECOVERED) and "sha256" in entry.details:
                logged.setdefault(entry.item_id, entry.details["sha256"])
        for exhibit in self._exhibits:
            if exhibit.copied and logged.get(exhibit.item.id) != _sha256_of(exhibit):
                raise VaultDamaged(part="log", reason=f"no entry with the SHA-256 of {exhibit.item.id}")
        with self._folder.create(LOG_EXTRACT) as file:
            for line in extract_lines(self._matter):
                file.write(line)
        self._folder.write(CHECKPOINT, self._matter.checkpoint.note)
        self._folder.write(CHECKPOINT_RAW, self._matter.checkpoint.signature)

    def _copy_original(self, exhibit: Exhibit) -> None:
        with self._folder.create(exhibit.file) as file, self._matter.open_original(exhibit.item) as original:
            while block := original.read(_BLOCK_BYTES):
                file.write(block)
                self._step(len(block))
        if self._folder.sha256_by_name[exhibit.file] != _sha256_of(exhibit):
            raise ObjectDamaged(item_id=exhibit.item.id, reason="its SHA-256 is not the one that was logged")

    def _write_messages(self) -> tuple[ConversationFacts, ...]:
        gathered = []
        with self._folder.create(MESSAGES) as file:
            for entry in self._matter.conversations:
                watch = ConversationWatch(entry)
                for stored in self._matter.read_messages(entry.item_id, entry.conversation.key):
                    file.write(message_line(stored))
                    watch.see(stored)
                    self._step(_MESSAGE_WEIGHT)
                gathered.append(watch.facts())
        return tuple(gathered)

    def _write_report(self, conversations: tuple[ConversationFacts, ...]) -> int:
        content = ReportContent(
            matter=self._matter,
            recipient=self._recipient,
            choice=self._choice,
            exhibits=self._exhibits,
            conversations=conversations,
            open_copy=lambda exhibit: self._folder.open(exhibit.file),
        )
        with self._folder.create(REPORT) as file:
            return write_report(
                content,
                cast(BinaryIO, file),
                exhibits_json(self._exhibits),
                lambda _pages: self._step(_EXHIBIT_WEIGHT // 2),
            )

    def _write_tools(self) -> None:
        self._folder.write("vault.pub.pem", self._matter.public_key_pem.encode("ascii"))
        self._folder.write("allowed_signers", allowed_signers(self._matter.public_key_ssh).encode("ascii"))
        self._folder.write("verify.py", Path(verify.__file__).read_bytes())
        self._folder.write(HOW_TO_CHECK, how_to_check_text(self._matter).encode("utf-8"))

    def _write_sums(self) -> str:
        sums = sums_text(self._folder.sha256_by_name).encode("ascii")
        self._folder.write(SUMS, sums)
        self._folder.write(SUMS_RAW, self._matter.sign(sums))
        self._folder.write(SUMS_SSH, self._matter.sign_ssh(sums, SIGNATURE_NAMESPACE).encode("ascii"))
        return hashlib.sha256(sums).hexdigest()

    def _read_back(self) -> None:
        problems = verify.check(self._folder.part, self._step)
        if problems:
            raise BundleCheckFailed(name=problems[0].name)


def exhibits_json(exhibits: tuple[Exhibit, ...]) -> bytes:
    """The exhibit list for programs: mark, file, original name (untrusted), size and hashes of each."""
    entries = [
        {
            "exhibit": exhibit.mark,
            "item": exhibit.item.id,
            "kind": exhibit.item.kind.value,
            "file": exhibit.file,
            "name": exhibit.item.name,
            "where": exhibit.item.where,
            "mime": exhibit.item.mime,
            "size_bytes": exhibit.item.size_bytes,
            "sha256": _sha256_of(exhibit),
            "md5": exhibit.item.hashes.md5 if exhibit.item.hashes else "",
            "sha1": exhibit.item.hashes.sha1 if exhibit.item.hashes else "",
            "part_of": exhibit.item.part_of,
        }
        for exhibit in exhibits
    ]
    return b"".join(json_line(line) for line in json.dumps(entries, ensure_ascii=False, indent=1).split("\n"))


def _sha256_of(exhibit: Exhibit) -> str:
    return exhibit.item.hashes.sha256 if exhibit.item.hashes else ""
