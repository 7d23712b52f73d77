"""The vault's signature in the forms that tools on every computer check: raw Ed25519, PEM, SSH.

Source: https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.sshsig (2026-11-23).
"""

from __future__ import annotations

import base64
import hashlib
import struct
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

SIGNER: Final = "vault@evidence-kit"
"""The identity under which a bundle's ``allowed_signers`` names the key."""

_KEY_TYPE = b"ssh-ed25519"
_MAGIC = b"SSHSIG"
_HASH = b"sha512"
_LINE = 70


class Signer:
    """Signs with the vault's key and shows the public half."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key
        self.public_key = key.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """The 64 bytes of an Ed25519 signature."""
        return self._key.sign(message)

    def sign_ssh(self, message: bytes, namespace: str) -> str:
        """An armoured SSH signature, as ``ssh-keygen -Y verify -n namespace`` reads it."""
        purpose = _string(namespace.encode()) + _string(b"") + _string(_HASH)
        signature = self.sign(_MAGIC + purpose + _string(hashlib.sha512(message).digest()))
        blob = _MAGIC + struct.pack(">I", 1) + _string(self._ssh_key()) + purpose
        blob += _string(_string(_KEY_TYPE) + _string(signature))
        text = base64.b64encode(blob).decode("ascii")
        lines = [text[start : start + _LINE] for start in range(0, len(text), _LINE)]
        return "\n".join(["-----BEGIN SSH SIGNATURE-----", *lines, "-----END SSH SIGNATURE-----", ""])

    def public_key_pem(self) -> str:
        """The public key as ``openssl`` reads it."""
        pem = self._key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        return pem.decode("ascii")

    def public_key_ssh(self) -> str:
        """The public key as ``ssh-keygen`` reads it: ``ssh-ed25519 AAAA…``."""
        return f"ssh-ed25519 {base64.b64encode(self._ssh_key()).decode('ascii')}"

    def allowed_signers(self) -> str:
        """The line of an ``allowed_signers`` file."""
        return f"{SIGNER} {self.public_key_ssh()}\n"

    def key_fingerprint(self) -> str:
        """The fingerprint that ``ssh-keygen -l`` shows for this key: ``SHA256:…``."""
        digest = hashlib.sha256(self._ssh_key()).digest()
        return "SHA256:" + base64.b64encode(digest).decode("ascii").rstrip("=")

    def _ssh_key(self) -> bytes:
        return _string(_KEY_TYPE) + _string(self.public_key)


def _string(data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + data
