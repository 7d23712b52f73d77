"""What the command line asks: passphrases and the question before the first copy."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from evidence_kit import actions
from evidence_kit.cli.telling import plain
from evidence_kit.errors import PassphraseNotGiven, Under18NotAnswered
from evidence_kit.vault import Vault
from evidence_kit.words import _
from evidence_kit.words.findings import finding_sentence

_LONGEST_SECRET_BYTES = 1 << 16


@contextmanager
def opened(given: argparse.Namespace) -> Iterator[Vault]:
    """The vault named on the line, open until the block ends; what opening noticed goes to standard error."""
    with actions.open_vault(given.vault, _passphrase(given), actions.default_surroundings()) as vault:
        for finding in vault.findings:
            print(plain(finding_sentence(finding)), file=sys.stderr)
        yield vault


def _passphrase(given: argparse.Namespace) -> str:
    if given.passphrase_fd is not None:
        return _first_line(given.passphrase_fd)
    return _prompt(_("Passphrase: "))


def new_passphrase(given: argparse.Namespace) -> str:
    """A passphrase for a new vault, typed twice the same."""
    if given.passphrase_fd is not None:
        return _first_line(given.passphrase_fd)
    return _typed_twice(_("Choose a passphrase (five words are good): "))


def pdf_password(given: argparse.Namespace) -> str:
    """The password that will open a carry PDF; it is kept nowhere."""
    if given.password_fd is not None:
        return _first_line(given.password_fd)
    return _typed_twice(_("Password for the PDF: "))


def _typed_twice(question: str) -> str:
    while True:
        first = _prompt(question)
        if first == _prompt(_("Type it again: ")):
            return first
        print(_("The two were not the same. Try again."), file=sys.stderr)


def _prompt(question: str) -> str:
    if not sys.stdin.isatty():
        raise PassphraseNotGiven
    try:
        return getpass.getpass(question)
    except UnicodeDecodeError as error:
        raise PassphraseNotGiven from error


def _first_line(descriptor: int) -> str:
    """The first line there; not one byte more is taken, so that another secret may follow it."""
    try:
        with os.fdopen(descriptor, "rb", buffering=0, closefd=False) as stream:
            line = stream.readline(_LONGEST_SECRET_BYTES)
        secret = line.rstrip(b"\r\n").decode("utf-8")
    except (OSError, ValueError, TypeError, OverflowError) as error:
        raise PassphraseNotGiven from error
    if not secret:
        raise PassphraseNotGiven
    return secret


def ask_under_18() -> actions.Under18:
    """The answer to the question before the first copy.

    Raises:
        Under18NotAnswered: there is nobody to ask, or the answer was anything but NO; nothing was copied.
    """
    if not sys.stdin.isatty():
        raise Under18NotAnswered
    print(_("Before anything is copied, one question."), file=sys.stderr)
    print(
        _(
            "May any picture or video here show someone under 18 naked or in a sexual way? You may be that person."
        ),
        file=sys.stderr,
    )
    print(_("Type NO if there is none. Anything else copies nothing: "), end="", file=sys.stderr, flush=True)
    try:
        answer = input()
    except (EOFError, UnicodeDecodeError) as error:
        raise Under18NotAnswered from error
    if answer.strip().casefold() != _("NO").casefold():
        raise Under18NotAnswered
    return actions.Under18.NOBODY
