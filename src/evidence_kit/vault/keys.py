"""The keys of a vault: one random identity, what is derived from it, and the slots that give it back.

A slot is a small age file in ``keys/``; whoever has its passphrase gets the identity and with it everything.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from evidence_kit.errors import PassphraseTooShort, VaultDamaged, WrongPassphrase
from evidence_kit.vault.age import (
    AgeRefused,
    FileKeyOpener,
    Refusal,
    hkdf_sha256,
    scrypt_header,
    scrypt_opener,
    x25519_header,
    x25519_opener,
)
from evidence_kit.vault.bech32 import NotAnIdentity, identity_secret, identity_text
from evidence_kit.vault.canonical import composed
from evidence_kit.vault.disk import Disk
from evidence_kit.vault.printed_code import recovery_code_from
from evidence_kit.vault.stream import opened_bytes, sealed_bytes

LEAST_PASSPHRASE_CHARACTERS = 12
MODEST_LOG_N = 17
"""The work factor where memory is short: 128 MiB."""

_DERIVED = b"evidence-kit/v1/"
_LARGEST_SLOT_BYTES = 1 << 16
_MOST_SLOTS_TRIED = 8
_ROOMY_BYTES = 2 << 30


@dataclass(frozen=True, slots=True)
class VaultKeys:
    """The unlocked identity (32 random bytes) and what follows from it. Never written, never printed."""

    identity: bytes = field(repr=False)

    def seal(self, content: bytes, random_bytes: Callable[[int], bytes]) -> bytes:
        """A small age file with ``content`` that this vault alone can open."""
        header, payload_key = x25519_header(self.recipient(), random_bytes)
        return sealed_bytes(header, payload_key, content)

    def opener(self) -> FileKeyOpener:
        """Opens the age files that this vault wrote."""
        return x25519_opener(self.identity)

    def recipient(self) -> bytes:
        """The public half, worked out anew each time: one found on a disk could be another's."""
        return X25519PrivateKey.from_private_bytes(self.identity).public_key().public_bytes_raw()

    def signing_key(self) -> Ed25519PrivateKey:
        """Signs the head of the log and what is handed over."""
        return Ed25519PrivateKey.from_private_bytes(self._derived(b"sign"))

    def slots_mac(self, slots: bytes) -> bytes:
        """Authenticates the list of key slots."""
        return hmac.digest(self._derived(b"header"), slots, "sha256")

    def duplicate_mark(self, sha256: str) -> bytes:
        """What "is this already here?" is asked by: a keyed hash of the content's hash."""
        return hmac.digest(self._derived(b"dedup"), bytes.fromhex(sha256), "sha256")

    def last_seen_mac(self, record: bytes) -> bytes:
        """Authenticates the last-seen record, which lies outside the vault."""
        return hmac.digest(self._derived(b"last-seen"), record, "sha256")

    def _derived(self, purpose: bytes) -> bytes:
        return hkdf_sha256(self.identity, b"", _DERIVED + purpose)


@dataclass(frozen=True, slots=True)
class SlotFile:
    """One file in ``keys/``: its name and its bytes (untrusted)."""

    name: str
    data: bytes

    @property
    def sha256(self) -> str:
        """The hash that the catalogue's list of slots names it by."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Unlocked:
    """What a secret opened, through which kind of slot, and which slot files could not be read."""

    keys: VaultKeys
    by: str
    unreadable: tuple[tuple[str, str], ...]


def passphrase_bytes(typed: str) -> bytes:
    """What a passphrase is to the key derivation: composed Unicode in UTF-8, nothing trimmed."""
    return composed(typed).encode("utf-8", "surrogatepass")


def require_long_enough(passphrase: str) -> None:
    """Lets a new passphrase pass.

    Raises:
        PassphraseTooShort: It has fewer than ``LEAST_PASSPHRASE_CHARACTERS``; nothing was written.
    """
    if len(composed(passphrase)) < LEAST_PASSPHRASE_CHARACTERS:
        raise PassphraseTooShort(LEAST_PASSPHRASE_CHARACTERS)


def affordable_log_n(wished: int) -> int:
    """The work factor for a new slot: as wished, but modest where less than 2 GiB of memory is free."""
    free = _free_memory_bytes()
    return min(wished, MODEST_LOG_N) if free is not None and free < _ROOMY_BYTES else wished


def _free_memory_bytes() -> int | None:
    try:
        lines = Path("/proc/meminfo").read_text("ascii").splitlines()
    except OSError:
        return None
    found = [line.split()[1] for line in lines if line.startswith("MemAvailable:")]
    return int(found[0]) * 1024 if found else None


def new_slot(
    kind: str, keys: VaultKeys, passphrase: bytes, log_n: int, random_bytes: Callable[[int], bytes]
) -> SlotFile:
    """A slot (``p`` passphrase, ``r`` recovery code) that gives the identity back for ``passphrase``."""
    header, payload_key = scrypt_header(passphrase, log_n, random_bytes)
    content = (identity_text(keys.identity) + "\n").encode("ascii")
    return SlotFile(_slot_name(kind, random_bytes), sealed_bytes(header, payload_key, content))


def new_catalogue_slot(
    keys: VaultKeys, catalogue_key: bytes, random_bytes: Callable[[int], bytes]
) -> SlotFile:
    """The slot that holds the catalogue's key, for this vault's own identity."""
    sealed = keys.seal(catalogue_key.hex().encode("ascii"), random_bytes)
    return SlotFile(_slot_name("catalog", random_bytes), sealed)


def _slot_name(kind: str, random_bytes: Callable[[int], bytes]) -> str:
    return f"{kind}-{random_bytes(4).hex()}.age"


def slot_files(folder: Path, disk: Disk) -> tuple[SlotFile, ...]:
    """All files in ``keys/`` that could be slots, by name. Untrusted."""
    found = []
    for name in disk.list(folder / "keys"):
        path = folder / "keys" / name
        if name.endswith(".age") and path.is_file() and not path.is_symlink():
            with path.open("rb") as source:
                found.append(SlotFile(name, source.read(_LARGEST_SLOT_BYTES)))
    return tuple(found)


def unlock(slots: tuple[SlotFile, ...], secret: str) -> Unlocked:
    """The keys that ``secret``, a passphrase or a recovery code, opens.

    Raises:
        WrongPassphrase: No slot opened; nothing was changed.
        VaultDamaged: There is no slot left that could open.
    """
    unreadable: list[tuple[str, str]] = []
    code = recovery_code_from(secret)
    tries = [("r-", code.encode("ascii"))] if code else []
    tries.append(("p-", passphrase_bytes(secret)))
    sound = 0
    for prefix, passphrase in tries:
        for slot in [slot for slot in slots if slot.name.startswith(prefix)][:_MOST_SLOTS_TRIED]:
            try:
                content = opened_bytes(slot.data, scrypt_opener(passphrase))
                identity = identity_secret(content.decode("ascii").removesuffix("\n"))
                by = "recovery-code" if prefix == "r-" else "passphrase"
                return Unlocked(VaultKeys(identity), by, tuple(unreadable))
            except (AgeRefused, NotAnIdentity, UnicodeDecodeError) as error:
                if isinstance(error, AgeRefused) and error.refusal is Refusal.NO_MATCH:
                    sound += 1
                else:
                    unreadable.append((slot.name, str(error)))
    if not sound:
        raise VaultDamaged("keys", "no slot can be read")
    raise WrongPassphrase


def catalogue_keys(slots: tuple[SlotFile, ...], keys: VaultKeys) -> tuple[tuple[str, bytes], ...]:
    """The names and contents of the slots that hold a key of the catalogue; usually one."""
    found = []
    for slot in slots:
        if slot.name.startswith("catalog-"):
            try:
                key = bytes.fromhex(opened_bytes(slot.data, keys.opener()).decode("ascii"))
            except (AgeRefused, ValueError):
                continue
            if len(key) == 32:
                found.append((slot.name, key))
    return tuple(found)
