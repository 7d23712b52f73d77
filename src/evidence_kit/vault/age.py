"""age v1 files: a strict reader and a writer for the two recipient kinds that a vault uses.

A header says who may open the file; after it comes the payload, sealed in chunks (``stream``). The reader
accepts exactly one spelling of a header, so that a changed byte cannot go unnoticed.

Source: https://github.com/C2SP/C2SP/blob/main/age.md (2026-11-23).
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

VERSION_LINE = b"age-encryption.org/v1"
HIGHEST_LOG_N = 20
"""A key slot that asks for more work (2^20 = 1 GiB of memory) is refused before any of it is done."""

_FILE_KEY_BYTES = 16
_PAYLOAD_NONCE_BYTES = 16
_LONGEST_LINE_BYTES = 1 << 12
_MOST_STANZAS = 32
_MOST_BODY_LINES = 64
_BASE64 = re.compile(rb"[A-Za-z0-9+/]*")
_LOG_N = re.compile(rb"[1-9][0-9]?")
_ZERO_NONCE = bytes(12)
_X25519_INFO = b"age-encryption.org/v1/X25519"
_SCRYPT_SALT_LABEL = b"age-encryption.org/v1/scrypt"


class Refusal(StrEnum):
    """Why an age file was not opened."""

    HEADER = "header"
    WORK_FACTOR = "work-factor"
    NO_MATCH = "no-match"
    HEADER_MAC = "header-mac"
    PAYLOAD = "payload"


@dataclass(eq=False)
class AgeRefused(Exception):
    """An age file that was not opened; nothing of it was believed. Stays inside the vault package."""

    refusal: Refusal
    reason: str = ""

    def __str__(self) -> str:
        """The refusal and its short fact."""
        return f"{self.refusal.value} {self.reason}".strip()


@dataclass(frozen=True, slots=True)
class Stanza:
    """One recipient's part of a header: its arguments and its body."""

    arguments: tuple[bytes, ...]
    body: bytes


@dataclass(frozen=True, slots=True)
class Header:
    """A parsed header: untrusted until its MAC was checked with the file key."""

    stanzas: tuple[Stanza, ...]
    mac: bytes
    signed_bytes: bytes


FileKeyOpener = Callable[[Header], bytes]
"""Gives the file key of a header, or raises ``AgeRefused``."""


def hkdf_sha256(secret: bytes, salt: bytes, info: bytes) -> bytes:
    """32 bytes derived from ``secret``."""
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=salt, info=info).derive(secret)


def _encoded(data: bytes) -> bytes:
    return base64.b64encode(data).rstrip(b"=")


def _decoded(text: bytes) -> bytes:
    if not _BASE64.fullmatch(text) or len(text) % 4 == 1:
        raise AgeRefused(Refusal.HEADER, "base64")
    data = base64.b64decode(text + b"=" * (-len(text) % 4))
    if _encoded(data) != text:
        raise AgeRefused(Refusal.HEADER, "base64 not canonical")
    return data


# --- writing -----------------------------------------------------------------


def x25519_header(recipient: bytes, random_bytes: Callable[[int], bytes]) -> tuple[bytes, bytes]:
    """A complete header (with payload nonce) for one X25519 recipient, and the payload key."""
    file_key = random_bytes(_FILE_KEY_BYTES)
    ephemeral = X25519PrivateKey.from_private_bytes(random_bytes(32))
    share = ephemeral.public_key().public_bytes_raw()
    shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(recipient))
    wrap_key = hkdf_sha256(shared, share + recipient, _X25519_INFO)
    stanza = b"-> X25519 " + _encoded(share) + b"\n" + _wrapped(wrap_key, file_key)
    return _finished(stanza, file_key, random_bytes)


def scrypt_header(passphrase: bytes, log_n: int, random_bytes: Callable[[int], bytes]) -> tuple[bytes, bytes]:
    """A complete header (with payload nonce) for a passphrase, and the payload key. Costs 2^(log_n + 10) bytes of memory."""
    file_key = random_bytes(_FILE_KEY_BYTES)
    salt = random_bytes(16)
    stanza = b"-> scrypt " + _encoded(salt) + b" %d\n" % log_n
    stanza += _wrapped(_scrypt_key(passphrase, salt, log_n), file_key)
    return _finished(stanza, file_key, random_bytes)


def _wrapped(wrap_key: bytes, file_key: bytes) -> bytes:
    return _encoded(ChaCha20Poly1305(wrap_key).encrypt(_ZERO_NONCE, file_key, None)) + b"\n"


def _finished(stanza: bytes, file_key: bytes, random_bytes: Callable[[int], bytes]) -> tuple[bytes, bytes]:
    signed = VERSION_LINE + b"\n" + stanza + b"---"
    nonce = random_bytes(_PAYLOAD_NONCE_BYTES)
    header = signed + b" " + _encoded(_header_mac(file_key, signed).finalize()) + b"\n" + nonce
    return header, hkdf_sha256(file_key, nonce, b"payload")


def _header_mac(file_key: bytes, signed: bytes) -> hmac.HMAC:
    mac = hmac.HMAC(hkdf_sha256(file_key, b"", b"header"), hashes.SHA256())
    mac.update(signed)
    return mac


def _scrypt_key(passphrase: bytes, salt: bytes, log_n: int) -> bytes:
    return Scrypt(salt=_SCRYPT_SALT_LABEL + salt, length=32, n=1 << log_n, r=8, p=1).derive(passphrase)


# --- reading -----------------------------------------------------------------


def read_payload_key(source: BinaryIO, open_file_key: FileKeyOpener) -> bytes:
    """The payload key of the age file at ``source`` (untrusted); ``source`` then stands at its first chunk.

    Raises:
        AgeRefused: The header is not spelled right, is for someone else, or was changed.
    """
    header = read_header(source)
    file_key = open_file_key(header)
    try:
        _header_mac(file_key, header.signed_bytes).verify(header.mac)
    except InvalidSignature:
        raise AgeRefused(Refusal.HEADER_MAC) from None
    nonce = source.read(_PAYLOAD_NONCE_BYTES)
    if len(nonce) != _PAYLOAD_NONCE_BYTES:
        raise AgeRefused(Refusal.HEADER, "no nonce")
    return hkdf_sha256(file_key, nonce, b"payload")


def read_header(source: BinaryIO) -> Header:
    """The header at ``source`` (untrusted), spelled exactly as the format demands.

    Raises:
        AgeRefused: It is not.
    """
    lines = _HeaderLines(source)
    if lines.next() != VERSION_LINE:
        raise AgeRefused(Refusal.HEADER, "version")
    stanzas: list[Stanza] = []
    while True:
        line = lines.next()
        if line.startswith(b"---"):
            break
        if len(stanzas) == _MOST_STANZAS:
            raise AgeRefused(Refusal.HEADER, "too many stanzas")
        stanzas.append(_stanza(line, lines))
    mac = _decoded(line[4:])
    if line[:4] != b"--- " or len(mac) != 32 or not stanzas:
        raise AgeRefused(Refusal.HEADER, "end of header")
    signed = b"".join(lines.seen[:-1]) + b"---"
    return Header(tuple(stanzas), mac, signed)


class _HeaderLines:
    """Lines of a header, remembered as they came, because the MAC covers them."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self.seen: list[bytes] = []

    def next(self) -> bytes:
        line = self._source.readline(_LONGEST_LINE_BYTES)
        if not line.endswith(b"\n"):
            raise AgeRefused(Refusal.HEADER, "line not ended")
        self.seen.append(line)
        return line[:-1]


def _stanza(first_line: bytes, lines: _HeaderLines) -> Stanza:
    if not first_line.startswith(b"-> "):
        raise AgeRefused(Refusal.HEADER, "stanza")
    arguments = tuple(first_line[3:].split(b" "))
    if any(not word or any(byte < 33 or byte > 126 for byte in word) for word in arguments):
        raise AgeRefused(Refusal.HEADER, "arguments")
    body = b""
    for _ in range(_MOST_BODY_LINES):
        line = lines.next()
        if len(line) > 64:
            raise AgeRefused(Refusal.HEADER, "body line too long")
        body += line
        if len(line) < 64:
            return Stanza(arguments, _decoded(body))
    raise AgeRefused(Refusal.HEADER, "body too long")


def x25519_opener(secret: bytes) -> FileKeyOpener:
    """Opens headers that name the identity ``secret`` (32 bytes) among their recipients."""
    key = X25519PrivateKey.from_private_bytes(secret)
    recipient = key.public_key().public_bytes_raw()

    def open_file_key(header: Header) -> bytes:
        if any(stanza.arguments[0] == b"scrypt" for stanza in header.stanzas) and len(header.stanzas) > 1:
            raise AgeRefused(Refusal.HEADER, "scrypt is not alone")
        found = [_x25519_file_key(stanza, key, recipient) for stanza in header.stanzas]
        return _first_of(found)

    return open_file_key


def _first_of(found: list[bytes | None]) -> bytes:
    for file_key in found:
        if file_key is not None:
            return file_key
    raise AgeRefused(Refusal.NO_MATCH)


def _x25519_file_key(stanza: Stanza, key: X25519PrivateKey, recipient: bytes) -> bytes | None:
    if stanza.arguments[0] != b"X25519":
        return None
    if len(stanza.arguments) != 2 or len(stanza.body) != 32:
        raise AgeRefused(Refusal.HEADER, "X25519 stanza")
    share = _decoded(stanza.arguments[1])
    if len(share) != 32:
        raise AgeRefused(Refusal.HEADER, "X25519 share")
    try:
        shared = key.exchange(X25519PublicKey.from_public_bytes(share))
    except ValueError:
        raise AgeRefused(Refusal.HEADER, "X25519 share of low order") from None
    return _unwrapped(hkdf_sha256(shared, share + recipient, _X25519_INFO), stanza.body)


def scrypt_opener(passphrase: bytes, highest_log_n: int = HIGHEST_LOG_N) -> FileKeyOpener:
    """Opens headers made with ``passphrase``; refuses a work factor above ``highest_log_n`` before any work is done."""

    def open_file_key(header: Header) -> bytes:
        stanza = header.stanzas[0]
        if len(header.stanzas) != 1 and any(other.arguments[0] == b"scrypt" for other in header.stanzas):
            raise AgeRefused(Refusal.HEADER, "scrypt is not alone")
        if stanza.arguments[0] != b"scrypt":
            raise AgeRefused(Refusal.NO_MATCH)
        if len(stanza.arguments) != 3 or len(stanza.body) != 32:
            raise AgeRefused(Refusal.HEADER, "scrypt stanza")
        salt = _decoded(stanza.arguments[1])
        log_n = _log_n(stanza.arguments[2])
        if len(salt) != 16:
            raise AgeRefused(Refusal.HEADER, "scrypt salt")
        if log_n > highest_log_n:
            raise AgeRefused(Refusal.WORK_FACTOR, str(log_n))
        return _first_of([_unwrapped(_scrypt_key(passphrase, salt, log_n), stanza.body)])

    return open_file_key


def _log_n(text: bytes) -> int:
    if not _LOG_N.fullmatch(text):
        raise AgeRefused(Refusal.HEADER, "scrypt work factor")
    return int(text)


def _unwrapped(wrap_key: bytes, body: bytes) -> bytes | None:
    try:
        return ChaCha20Poly1305(wrap_key).decrypt(_ZERO_NONCE, body, None)
    except InvalidTag:
        return None
