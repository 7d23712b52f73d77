"""The list of fingerprints: ``SHA256SUMS``, in the form that ``sha256sum -c`` and ``shasum -a 256 -c`` read."""

from __future__ import annotations

import re
from collections.abc import Mapping

SUMS = "SHA256SUMS"
SUMS_SSH = "SHA256SUMS.sig"
SUMS_RAW = "SHA256SUMS.ed25519"
SIGNATURE_NAMESPACE = "evidence-kit"
SIGNER = "vault@evidence-kit"

_PLAIN_NAME = re.compile(r"[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*")


def sums_text(sha256_by_name: Mapping[str, str]) -> str:
    """The lines of ``SHA256SUMS``, sorted by name.

    Names hold no character that the format would have to escape: they were made by ``safe_file_name``.
    Source: https://www.gnu.org/software/coreutils/manual/html_node/cksum-output-modes.html (2026-11-23):
    a line begins with a backslash only where a name holds a backslash, a newline or a carriage return.

    Raises:
        ValueError: a name holds another character, which is a mistake in the program.
    """
    for name in sha256_by_name:
        if not _PLAIN_NAME.fullmatch(name):
            raise ValueError("not a plain file name")
    return "".join(f"{sha256_by_name[name]}  {name}\n" for name in sorted(sha256_by_name))


def allowed_signers(public_key_ssh: str) -> str:
    """The one line that ``ssh-keygen -Y verify -f`` wants: who signs, and with which key.

    Source: https://man.openbsd.org/ssh-keygen.1 ALLOWED SIGNERS (2026-11-23).
    """
    kind, key = public_key_ssh.split()[:2]
    return f'{SIGNER} namespaces="{SIGNATURE_NAMESPACE}" {kind} {key}\n'
