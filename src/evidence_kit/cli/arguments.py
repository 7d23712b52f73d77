"""The words of the command line: which commands there are and what each takes."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from evidence_kit import actions
from evidence_kit.cli import commands
from evidence_kit.model import (
    CaptureMethod,
    DateOrder,
    Paper,
    PdfProfile,
    Wholeness,
)
from evidence_kit.words import _


def parser() -> argparse.ArgumentParser:
    """The parser of every command; wrong use ends the program with status 2."""
    top = argparse.ArgumentParser(
        prog="evidence-kit", description=_("Keeps evidence safe on this computer. It never goes online.")
    )
    named = top.add_subparsers(metavar=_("COMMAND"), required=True)

    def command(name: str, what: str, action: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        added = named.add_parser(name, help=what, description=what)
        added.set_defaults(command=action)
        return added

    def of_vault(
        name: str, what: str, action: Callable[[argparse.Namespace], int]
    ) -> argparse.ArgumentParser:
        added = command(name, what, action)
        added.add_argument("vault", type=Path, metavar="VAULT")
        _add_passphrase_option(added)
        return added

    demo = command("demo", _("samples, a vault and a police bundle, checked"), commands.demo_command)
    demo.add_argument("folder", type=Path, metavar="FOLDER")
    of_vault("create", _("make a vault; prints the recovery code once"), commands.create_command)
    _describe_add(of_vault("add", _("keep files, or write down where they are"), commands.add_command))
    _add_json_option(of_vault("list", _("what is kept"), commands.list_command))
    messages = of_vault("messages", _("the messages that were read"), commands.messages_command)
    messages.add_argument("item", nargs="?", metavar="ITEM")
    _add_json_option(messages)
    answer = of_vault(
        "answer", _("say the time zone or the order of dates of an export"), commands.answer_command
    )
    answer.add_argument("item", metavar="ITEM")
    answer.add_argument("--zone", default="", metavar="ZONE", help=_("such as Europe/London or +02:00"))
    answer.add_argument("--order", choices=[order.value for order in DateOrder])
    search = of_vault("search", _("find messages"), commands.search_command)
    search.add_argument("words", nargs="+", metavar="WORDS")
    _add_json_option(search)
    _describe_bundle(of_vault("bundle", _("make a bundle to hand over"), commands.bundle_command))
    verify = command("verify", _("check a bundle or a vault"), commands.verify_command)
    verify.add_argument("path", type=Path, metavar="PATH")
    _add_passphrase_option(verify)
    return top


def _describe_add(added: argparse.ArgumentParser) -> None:
    added.add_argument("paths", nargs="*", type=Path, metavar="PATH")
    added.add_argument(
        "--nobody-under-18",
        action="store_true",
        help=_("no picture here may show someone under 18 naked or in a sexual way"),
    )
    added.add_argument("--record-only", action="store_true", help=_("copy nothing; write down where it is"))
    added.add_argument(
        "--where", default="", metavar="TEXT", help=_("with --record-only: the place in words")
    )
    added.add_argument("--seen", default="", metavar="TEXT", help=_("with --record-only: when it was seen"))
    added.add_argument(
        "--hash", action="store_true", help=_("with --record-only: read in place for a fingerprint")
    )
    added.add_argument(
        "--extra-hashes", action="store_true", help=_("also MD5 and SHA-1, for lists that use them")
    )
    for option, what in (
        ("--title", _("what it is")),
        ("--app", _("app or website it is from")),
        ("--account", _("account it shows")),
        ("--url", _("web address it shows")),
        ("--captured-by", _("who made it")),
        ("--captured", _("when it was made, as you know it")),
        ("--captured-zone", _("time zone of that time")),
        ("--device", _("device it was made on")),
        ("--note", _("anything else about it")),
    ):
        added.add_argument(option, default="", metavar="TEXT", help=what)
    added.add_argument("--method", choices=[method.value for method in CaptureMethod], default="unknown")
    added.add_argument("--whole", choices=[whole.value for whole in Wholeness], default="unknown")


def _describe_bundle(bundle: argparse.ArgumentParser) -> None:
    bundle.add_argument("out", type=Path, metavar="OUT")
    bundle.add_argument(
        "--recipient", required=True, metavar="ID", help=", ".join(id_ for id_, _t in actions.recipients())
    )
    bundle.add_argument("--language", default="en")
    bundle.add_argument(
        "--password-fd", type=int, metavar="N", help=_("with --profile carry: read the PDF's password from N")
    )
    bundle.add_argument("--paper", choices=[paper.value for paper in Paper], default="letter")
    bundle.add_argument("--profile", choices=[profile.value for profile in PdfProfile], default="police")


def _add_passphrase_option(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--passphrase-fd", type=int, metavar="N", help=_("read the passphrase from file descriptor N")
    )


def _add_json_option(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help=_("one JSON object a line"))
