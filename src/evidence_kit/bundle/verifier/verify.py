#!/usr/bin/env python3
"""Checks a bundle made by Evidence Kit. Needs Python 3.8 or newer and nothing else; writes nothing.

    python3 -I verify.py              checks the folder that this script lies in
    python3 -I verify.py FOLDER       checks another folder

It answers four questions:
  1. Is every file that SHA256SUMS lists there and unchanged, and is nothing there that is not listed?
  2. Was SHA256SUMS signed with the key in vault.pub.pem? (Both signatures: plain Ed25519 and OpenSSH.)
  3. Does the custody log chain from its first entry to its signed head?
  4. Does the custody log name the same SHA-256 for every original?

Exit status: 0 everything checks out, 1 something does not.

The signature shows that the files are as they were when the bundle was made, by whoever holds the key. It is
only worth something if you compare the key's fingerprint with page 1 of report.pdf, or better with a copy on
paper that you were given earlier. Nothing here shows who wrote a message or that a picture is genuine.
"""

# ruff: noqa: E402
from __future__ import annotations

import sys

sys.dont_write_bytecode = True
if __name__ == "__main__" and not sys.flags.isolated and not getattr(sys.flags, "safe_path", False):
    # Else a file named like one of the modules below, put into the folder, would run in its place.
    del sys.path[0]

import base64
import binascii
import hashlib
import json
import os
import re
import stat
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

SUMS, SUMS_RAW, SUMS_SSH = "SHA256SUMS", "SHA256SUMS.ed25519", "SHA256SUMS.sig"
PUBLIC_KEY, SIGNERS = "vault.pub.pem", "allowed_signers"
LOG, CHECKPOINT, CHECKPOINT_RAW = "custody-log.jsonl", "checkpoint.txt", "checkpoint.txt.ed25519"
NAMESPACE = b"evidence-kit"
UNLISTED = (SUMS, SUMS_RAW, SUMS_SSH)
ALWAYS = (PUBLIC_KEY, SIGNERS, LOG, CHECKPOINT, CHECKPOINT_RAW, "report.pdf")
# Systems put these into folders that somebody opens. They are named, but they are not held against a bundle.
SYSTEM_FILES = (".DS_Store", "Thumbs.db", "desktop.ini")


class Problem(NamedTuple):
    """One thing that does not check out: ``kind`` is changed, missing, extra, signature or log."""

    kind: str
    name: str
    words: str


class Point(NamedTuple):
    """A point of the curve, with x = X/Z, y = Y/Z and x*y = T/Z (RFC 8032, section 5.1.4)."""

    X: int
    Y: int
    Z: int
    T: int


class Failed(Exception):
    """A part cannot be read in the form it must have; the message says why."""


# --- Ed25519, from RFC 8032 (https://www.rfc-editor.org/rfc/rfc8032, 2026-11-23) ---------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def add(left: Point, right: Point) -> Point:
    """The sum of two points (RFC 8032, section 5.1.4)."""
    a = (left.Y - left.X) * (right.Y - right.X) % P
    b = (left.Y + left.X) * (right.Y + right.X) % P
    c = 2 * left.T * right.T * D % P
    d = 2 * left.Z * right.Z % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return Point(e * f % P, g * h % P, f * g % P, e * h % P)


def multiply(factor: int, point: Point) -> Point:
    """``point`` added to itself ``factor`` times."""
    total = Point(0, 1, 1, 0)
    while factor:
        if factor & 1:
            total = add(total, point)
        point = add(point, point)
        factor >>= 1
    return total


def decode_point(data: bytes) -> Point | None:
    """The point that 32 bytes stand for, None if they stand for none (RFC 8032, section 5.1.3)."""
    number = int.from_bytes(data, "little")
    y, sign = number & (2**255 - 1), number >> 255
    if y >= P:
        return None
    x_squared = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x_squared, (P + 3) // 8, P)
    if (x * x - x_squared) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - x_squared) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return Point(x, y, 1, x * y % P)


BASE = decode_point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def signature_is_right(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """True if ``signature`` is the key's Ed25519 signature of ``message`` (RFC 8032, section 5.1.7)."""
    if len(public_key) != 32 or len(signature) != 64 or BASE is None:
        return False
    key, first = decode_point(public_key), decode_point(signature[:32])
    second = int.from_bytes(signature[32:], "little")
    if key is None or first is None or second >= ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + public_key + message).digest()
    left = multiply(second, BASE)
    right = add(first, multiply(int.from_bytes(digest, "little") % ORDER, key))
    same_x = (left.X * right.Z - right.X * left.Z) % P == 0
    return same_x and (left.Y * right.Z - right.Y * left.Z) % P == 0


# --- reading ------------------------------------------------------------------------------------------------


def read(folder: Path, name: str, limit: int = 64_000_000) -> bytes:
    """A file of the bundle, whole."""
    path = folder / name
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise Failed("it is not a plain file")
        if path.stat().st_size > limit:
            raise Failed("it is far too big")
        return path.read_bytes()
    except OSError as error:
        raise Failed(error.strerror or "it cannot be read") from None


def unarmour(text: bytes, title: str) -> bytes:
    """The bytes between ``-----BEGIN title-----`` and its end line; any other form is refused."""
    lines = text.decode("ascii", "replace").split("\n")
    if lines[0] != f"-----BEGIN {title}-----" or lines[-2:] != [f"-----END {title}-----", ""]:
        raise Failed(f"it is not a block of {title}")
    body = "".join(lines[1:-2])
    try:
        data = base64.b64decode(body, validate=True)
    except binascii.Error:
        raise Failed("its letters are damaged") from None
    if base64.b64encode(data).decode("ascii") != body:
        raise Failed("its letters are damaged")
    return data


def read_public_key(folder: Path) -> bytes:
    """The 32 bytes of the key in ``vault.pub.pem`` (RFC 8410: an Ed25519 key is 12 fixed bytes and the key)."""
    data = unarmour(read(folder, PUBLIC_KEY, 10_000), "PUBLIC KEY")
    if len(data) != 44 or data[:12] != bytes.fromhex("302a300506032b6570032100"):
        raise Failed("it does not hold an Ed25519 key")
    return data[12:]


def ssh_string(data: bytes) -> bytes:
    """``data`` with its length in front, as OpenSSH writes it (RFC 4251, section 5)."""
    return struct.pack(">I", len(data)) + data


def ssh_public_key(public_key: bytes) -> bytes:
    """The key as OpenSSH writes it in an ``ssh-ed25519 AAAA…`` line, before base64."""
    return ssh_string(b"ssh-ed25519") + ssh_string(public_key)


def fingerprint(public_key: bytes) -> str:
    """The key's fingerprint as ``ssh-keygen -l`` prints it."""
    digest = hashlib.sha256(ssh_public_key(public_key)).digest()
    return "SHA256:" + base64.b64encode(digest).decode("ascii").rstrip("=")


def read_sums(folder: Path) -> dict[str, str]:
    """File names and their SHA-256 from ``SHA256SUMS``."""
    sums = {}
    for number, line in enumerate(read(folder, SUMS).decode("ascii", "replace").splitlines(True), start=1):
        match = re.fullmatch(r"([0-9a-f]{64})  ([A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+)*)\n", line)
        if match is None or match.group(2) in sums or ".." in match.group(2).split("/"):
            raise Failed(f"line {number} is not as it must be")
        sums[match.group(2)] = match.group(1)
    return sums


def sha256_of(path: Path, step: Callable[[int], None]) -> str | None:
    """The SHA-256 of a plain file; None if there is none. ``step`` is told how many bytes were read."""
    digest = hashlib.sha256()
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return None
        with path.open("rb") as file:
            while True:
                block = file.read(1 << 20)
                if not block:
                    return digest.hexdigest()
                digest.update(block)
                step(len(block))
    except OSError:
        return None


def names_in(folder: Path) -> Iterator[str]:
    """Every file and link under ``folder``, with ``/`` between folders; links are not followed."""
    for place, folders, files in os.walk(str(folder)):
        links = [name for name in folders if (Path(place) / name).is_symlink()]
        for name in files + links:
            yield (Path(place) / name).relative_to(folder).as_posix()


# --- the four questions -------------------------------------------------------------------------------------


def check_files(folder: Path, sums: dict[str, str], step: Callable[[int], None]) -> Iterator[Problem]:
    """1. Files that are missing, changed or not listed."""
    present = set(names_in(folder))
    for name in sorted(sums):
        if name not in present:
            yield Problem("missing", name, "is listed in SHA256SUMS and is not there")
        elif sha256_of(folder / name, step) != sums[name]:
            yield Problem("changed", name, "is not as SHA256SUMS says: it was changed")
    for name in sorted(present.difference(sums, UNLISTED)):
        if not is_system_file(name):
            yield Problem("extra", name, "is not listed in SHA256SUMS: it was put there later")


def is_system_file(name: str) -> bool:
    """True for the small files that systems leave in folders that somebody has looked into."""
    last = name.rsplit("/", maxsplit=1)[-1]
    return last in SYSTEM_FILES or last.startswith("._")


def check_signatures(folder: Path) -> Iterator[Problem]:
    """2. Both signatures of ``SHA256SUMS``, and that both stand for the same key."""
    name = PUBLIC_KEY
    try:
        public_key = read_public_key(folder)
        name = SUMS
        message = read(folder, SUMS)
        name = SUMS_RAW
        if not signature_is_right(public_key, message, read(folder, SUMS_RAW, 10_000)):
            yield Problem("signature", SUMS_RAW, "is not this key's signature of SHA256SUMS")
        name = SUMS_SSH
        if not ssh_signature_is_right(public_key, message, read(folder, SUMS_SSH, 10_000)):
            yield Problem("signature", SUMS_SSH, "is not this key's OpenSSH signature of SHA256SUMS")
        name = SIGNERS
        line = base64.b64encode(ssh_public_key(public_key)).decode("ascii")
        if not read(folder, SIGNERS, 10_000).decode("ascii", "replace").endswith(f" ssh-ed25519 {line}\n"):
            yield Problem("signature", SIGNERS, "names another key than vault.pub.pem")
    except Failed as reason:
        yield Problem("signature", name, f"cannot be used: {reason}")


def ssh_signature_is_right(public_key: bytes, message: bytes, armoured: bytes) -> bool:
    """True if the block is the key's SSHSIG of ``message``.

    Source: https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.sshsig (2026-11-23).
    """
    data = unarmour(armoured, "SSH SIGNATURE")
    digest = hashlib.sha512(message).digest()
    signed = b"SSHSIG" + ssh_string(NAMESPACE) + ssh_string(b"") + ssh_string(b"sha512") + ssh_string(digest)
    front = b"SSHSIG" + struct.pack(">I", 1) + ssh_string(ssh_public_key(public_key)) + ssh_string(NAMESPACE)
    front += ssh_string(b"") + ssh_string(b"sha512") + struct.pack(">I", 83) + ssh_string(b"ssh-ed25519")
    front += struct.pack(">I", 64)
    return data[:-64] == front and signature_is_right(public_key, signed, data[-64:])


def check_log(folder: Path, sums: dict[str, str]) -> Iterator[Problem]:
    """3. and 4. The custody log: its chain, its signed head, and the originals that it names."""
    name = CHECKPOINT
    try:
        note = read(folder, CHECKPOINT, 10_000)
        vault_id, last_seq, signed_head = read_checkpoint(note)
        name = CHECKPOINT_RAW
        if not signature_is_right(read_public_key(folder), note, read(folder, CHECKPOINT_RAW, 10_000)):
            yield Problem("log", CHECKPOINT_RAW, "is not the key's signature of checkpoint.txt")
        name = LOG
        seq, head, sha256_by_item = follow_log(read(folder, LOG, 1 << 30), vault_id)
        if (seq, head) != (last_seq, signed_head):
            yield Problem("log", LOG, f"ends at entry {seq} and not at the signed head (entry {last_seq})")
    except Failed as reason:
        yield Problem("log", name, f"does not hold together: {reason}")
        return
    for original in sorted(name for name in sums if name.startswith("originals/EK-")):
        item = "E-" + original[len("originals/EK-") :].split("_")[0]
        if sha256_by_item.get(item) != sums[original]:
            yield Problem("log", original, "was not logged with this SHA-256 when it was added")


def read_checkpoint(note: bytes) -> tuple[bytes, int, bytes]:
    """The vault's id, the number of entries and the head from ``checkpoint.txt``."""
    pattern = rb"evidence-kit/v1/([0-9a-f]{32})\n([1-9][0-9]{0,17})\n([A-Za-z0-9+/]{43}=)\n"
    match = re.fullmatch(pattern, note)
    if match is None:
        raise Failed("checkpoint.txt is not as it must be")
    return bytes.fromhex(match.group(1).decode()), int(match.group(2)), base64.b64decode(match.group(3))


def follow_log(text: bytes, vault_id: bytes) -> tuple[int, bytes, dict[str, str]]:
    """The last entry's number, the head computed from all entries, and the SHA-256 logged for each item."""
    head, seq = hashlib.sha256(b"ek-genesis-v1" + vault_id).digest(), 0
    sha256_by_item: dict[str, str] = {}
    for seq, line in enumerate(text.splitlines(), start=1):
        entry = read_object(line, seq)
        leaf = bytes.fromhex(text_in(entry, "leaf", seq))
        if "entry" in entry:
            canonical = text_in(entry, "entry", seq).encode("utf-8", "surrogatepass")
            salt = bytes.fromhex(text_in(entry, "salt", seq))
            if hashlib.sha256(b"\x00ek-leaf-v1" + salt + canonical).digest() != leaf:
                raise Failed(f"entry {seq} was changed")
            told = read_object(canonical, seq)
            if told.get("seq") != seq:
                raise Failed(f"entry {seq} stands in the wrong place")
            if told.get("type") in ("import", "recovered") and "sha256" in told:
                sha256_by_item.setdefault(str(told.get("item")), str(told["sha256"]))
        head = hashlib.sha256(b"\x01ek-node-v1" + head + leaf).digest()
        if entry.get("seq") != seq or entry.get("head") != head.hex():
            raise Failed(f"entry {seq} does not follow from the entry before it")
    return seq, head, sha256_by_item


def read_object(line: bytes, seq: int) -> dict[str, object]:
    """A line of JSON that must be one object."""
    try:
        value = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise Failed(f"entry {seq} cannot be read")
    return value


def text_in(entry: dict[str, object], key: str, seq: int) -> str:
    """A text of an entry; hex where the key is not ``entry``."""
    value = entry.get(key)
    if not isinstance(value, str) or (key != "entry" and not re.fullmatch("([0-9a-f]{2})*", value)):
        raise Failed(f"entry {seq} has no {key}")
    return value


def check(folder: Path, step: Callable[[int], None] = lambda size: None) -> list[Problem]:
    """Everything that does not check out in a bundle; nothing if all does."""
    try:
        sums = read_sums(folder)
    except Failed as reason:
        return [Problem("signature", SUMS, f"cannot be used: {reason}")]
    problems = list(check_files(folder, sums, step))
    for needed in sorted(set(ALWAYS) - set(sums)):
        problems.append(Problem("missing", needed, "is not listed in SHA256SUMS, as it is in every bundle"))
    return problems + list(check_signatures(folder)) + list(check_log(folder, sums))


def main() -> int:
    """Checks a folder and says what was found."""
    arguments = sys.argv[1:]
    folder = Path(arguments[0]) if arguments else Path(__file__).resolve().parent
    say = sys.stdout.write
    say("Checking the bundle in " + ascii(str(folder)) + "\n\n")
    problems = check(folder)
    for problem in problems:
        say(f"NOT RIGHT  {ascii(problem.name)[1:-1]} {problem.words}\n")
    if problems:
        say(f"\nRESULT: {len(problems)} thing(s) do not check out. Do not rely on this folder as it is.\n")
        return 1
    say(f"Files      {len(read_sums(folder))} listed files are there and unchanged; nothing was added.\n")
    for name in filter(is_system_file, names_in(folder)):
        say(f"Note       {ascii(name)[1:-1]} is a file of an operating system, not of the bundle.\n")
    say("Signature  SHA256SUMS was signed with the key in vault.pub.pem.\n")
    say("Log        The custody log chains from its first entry to its signed head.\n")
    say("Originals  Each has the SHA-256 that the custody log names.\n\n")
    say("Key        " + fingerprint(read_public_key(folder)) + "\n")
    say("           Compare this with page 1 of report.pdf, or better with a copy on paper.\n\n")
    say("RESULT: everything checks out. The files are as they were when this bundle was made.\n")
    say("This does not show who wrote a message, that a picture is genuine, or that a clock was right.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
