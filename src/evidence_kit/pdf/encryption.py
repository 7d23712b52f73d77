"""A document that opens with a password only: AES-256 in the revision that PDF 2.0 names 6.

ReportLab's own 256-bit encryption is the withdrawn revision 5. The file key is random; a password that is typed
goes through the hardened hash of the standard, so its strength is what protects a carried document.

Source: ISO 32000-2:2020, 7.6.4 (algorithms 2.A, 2.B, 8, 9 and 10), 2026-11-23.
"""

from __future__ import annotations

import hashlib
import stringprep
import struct
import unicodedata
from collections.abc import Callable, Iterable, Iterator

from cryptography.hazmat.primitives.ciphers import Cipher, CipherContext
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC, ECB

_BLOCK = 16
_PASSWORD_BYTES = 127
_ALLOW_EVERYTHING = -4
_HASHES: tuple[Callable[[bytes], hashlib._Hash], ...] = (hashlib.sha256, hashlib.sha384, hashlib.sha512)


class Aes256:
    """Encrypts the strings and streams of one document under a new key."""

    def __init__(self, password: str, random_bytes: Callable[[int], bytes]) -> None:
        self._random_bytes = random_bytes
        self._key = random_bytes(32)
        user, owner = password_bytes(password), random_bytes(32)
        self._user, self._user_key = _locked(user, b"", self._key, random_bytes)
        self._owner, self._owner_key = _locked(owner, self._user, self._key, random_bytes)
        clear = struct.pack("<i", _ALLOW_EVERYTHING) + b"\xff\xff\xff\xffTadb" + random_bytes(4)
        # One block of ECB is what the standard asks for here.
        self._permissions = Cipher(AES(self._key), ECB()).encryptor().update(clear)  # noqa: S305

    def encode(self, data: bytes) -> bytes:
        """``data`` under a new initialisation vector, which stands in front."""
        return b"".join(self.encode_pieces((data,)))

    def encoded_size_bytes(self, size_bytes: int) -> int:
        """How long ``size_bytes`` become: the vector, and padding of 1 to 16 bytes."""
        return _BLOCK + size_bytes + _BLOCK - size_bytes % _BLOCK

    def encode_pieces(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """A stream encrypted piece by piece."""
        vector = self._random_bytes(_BLOCK)
        yield vector
        encryptor, size = _encryptor(self._key, vector), 0
        for piece in pieces:
            size += len(piece)
            yield encryptor.update(piece)
        padding = _BLOCK - size % _BLOCK
        yield encryptor.update(bytes([padding]) * padding)

    def dictionary(self) -> bytes:
        """The encryption dictionary."""
        return (
            b"<< /Filter /Standard /V 5 /R 6 /Length 256 /StmF /StdCF /StrF /StdCF /EncryptMetadata true"
            b" /CF << /StdCF << /CFM /AESV3 /AuthEvent /DocOpen /Length 32 >> >>"
            b" /U <%b> /UE <%b> /O <%b> /OE <%b> /Perms <%b> /P %d >>"
        ) % (
            self._user.hex().encode(),
            self._user_key.hex().encode(),
            self._owner.hex().encode(),
            self._owner_key.hex().encode(),
            self._permissions.hex().encode(),
            _ALLOW_EVERYTHING,
        )


def password_bytes(password: str) -> bytes:
    """A typed password as the standard hashes it.

    Source: RFC 4013 (SASLprep), 2026-11-23; characters that it forbids are left in, readers differ on them.
    """
    kept = (character for character in password if not stringprep.in_table_b1(character))
    spaced = "".join(" " if stringprep.in_table_c12(character) else character for character in kept)
    return unicodedata.normalize("NFKC", spaced).encode("utf-8", "replace")[:_PASSWORD_BYTES]


def _locked(
    password: bytes, user: bytes, key: bytes, random_bytes: Callable[[int], bytes]
) -> tuple[bytes, bytes]:
    """The check value of a password (hash and two salts) and the file key locked with it."""
    check_salt, key_salt = random_bytes(8), random_bytes(8)
    check = _hardened_hash(password, check_salt, user) + check_salt + key_salt
    return check, _encryptor(_hardened_hash(password, key_salt, user), bytes(_BLOCK)).update(key)


def _hardened_hash(password: bytes, salt: bytes, user: bytes) -> bytes:
    key = hashlib.sha256(password + salt + user).digest()
    round_number = 0
    while True:
        round_number += 1
        block = _encryptor(key[:16], key[16:32]).update((password + key + user) * 64)
        key = _HASHES[sum(block[:16]) % 3](block).digest()
        if round_number >= 64 and block[-1] <= round_number - 32:
            return key[:32]


def _encryptor(key: bytes, vector: bytes) -> CipherContext:
    return Cipher(AES(key), CBC(vector)).encryptor()
