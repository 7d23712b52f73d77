"""The files that lie beside a WhatsApp chat in its zip, found by the names that messages give them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from evidence_kit.errors import ExportUnreadable
from evidence_kit.model import Attachment, Finding, FindingKind, Source

HASH_LIMIT_BYTES = 2 * 1024 * 1024 * 1024
_READ_BYTES = 256 * 1024


@dataclass(slots=True)
class Media:
    """The members of an export that are no chats. ``tick`` counts the bytes that are read for fingerprints."""

    source: Source
    members: Sequence[str]
    tick: Callable[[int], None]
    findings: list[Finding] = field(default_factory=list)
    _by_name: dict[str, str] = field(default_factory=dict)
    _known: dict[str, Attachment] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Lists the members by their last name."""
        for member in self.members:
            self._by_name.setdefault(_last_name(member), member)

    @property
    def size_bytes(self) -> int:
        """How many bytes are read at most."""
        total = sum(self.source.size_bytes(member) for member in self.members)
        return total if total <= HASH_LIMIT_BYTES else 0

    def __bool__(self) -> bool:
        """True when there is any file."""
        return bool(self._by_name)

    def holds(self, name: str) -> bool:
        """True when a file of this name lies in the export."""
        return name in self._by_name

    def attachment(self, name: str) -> Attachment:
        """What is known of a named file: size and fingerprint where it lies in the export, else its name alone."""
        member = self._by_name.get(name)
        if member is None:
            return Attachment(name)
        if name not in self._known:
            self._known[name] = Attachment(
                name, member, size_bytes=self.source.size_bytes(member), sha256=self._fingerprint(member)
            )
        return self._known[name]

    def last_findings(self) -> Iterator[Finding]:
        """What to say when all messages were read: files that could not be read, or that no message names."""
        yield from self.findings
        if self.members and not self.size_bytes and self._known:
            reason = "more than 2 GiB in all, so no fingerprints were taken"
            yield Finding(FindingKind.PASSED_OVER, {"member": "attachments", "reason": reason})
        named = {attachment.member for attachment in self._known.values()}
        unnamed = [member for member in self.members if member not in named]
        if unnamed:
            more = f" (+{len(unnamed) - 1})" if len(unnamed) > 1 else ""
            details = {"member": f"{unnamed[0]}{more}", "reason": "no message names it"}
            yield Finding(FindingKind.PASSED_OVER, details)

    def _fingerprint(self, member: str) -> str:
        if not self.size_bytes:
            return ""
        digest = hashlib.sha256()
        try:
            with self.source.open(member) as stream:
                while data := stream.read(_READ_BYTES):
                    digest.update(data)
                    self.tick(len(data))
        except ExportUnreadable as error:
            details = {"part": member, "reason": error.reason}
            self.findings.append(Finding(FindingKind.PART_UNREADABLE, details))
            return ""
        return digest.hexdigest()


def _last_name(member: str) -> str:
    return member.replace("\\", "/").rsplit("/", 1)[-1]
