"""The words of the command line: which commands there are and what each takes."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
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

_Action = Callable[[argparse.Namespace], int]
_Wrong = Callable[[argparse.Namespace], str]


class _AnyOrder(argparse.ArgumentParser):
    """A command whose options may stand before, between and behind its paths."""

    _within = False

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        if self._within:
            return super().parse_known_args(args, namespace)
        self._within = True
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self._within = False


def understood(arguments: Sequence[str]) -> argparse.Namespace:
    """What the line asks for; wrong use, options that do not go together too, ends the program with status 2."""
    given = parser().parse_args(arguments)
    if wrong := given.wrong_use(given):
        given.refuse(wrong)
    return given


def _nothing(_given: argparse.Namespace) -> str:
    return ""


def parser() -> argparse.ArgumentParser:
    """The parser of every command; wrong use ends the program with status 2."""
    top = argparse.ArgumentParser(
        prog="evidence-kit", description=_("Keeps evidence safe on this computer. It never goes online.")
    )
    named = top.add_subparsers(metavar=_("COMMAND"), required=True, parser_class=_AnyOrder)

    def command(name: str, what: str, action: _Action, wrong: _Wrong = _nothing) -> argparse.ArgumentParser:
        added = named.add_parser(name, help=what, description=what)
        added.set_defaults(command=action, wrong_use=wrong, refuse=added.error)
        return added

    def of_vault(name: str, what: str, action: _Action, wrong: _Wrong = _nothing) -> argparse.ArgumentParser:
        added = command(name, what, action, wrong)
        added.add_argument("vault", type=_path, metavar="VAULT")
        _add_passphrase_option(added)
        return added

    demo = command("demo", _("samples, a vault and a police bundle, checked"), commands.demo_command)
    demo.add_argument("folder", type=_path, metavar="FOLDER")
    of_vault("create", _("make a vault; prints the recovery code once"), commands.create_command)
    _describe_add(
        of_vault("add", _("keep files, or write down where they are"), commands.add_command, _wrong_add)
    )
    _add_json_option(of_vault("list", _("what is kept"), commands.list_command))
    messages = of_vault("messages", _("the messages that were read"), commands.messages_command)
    messages.add_argument("item", nargs="?", metavar="ITEM")
    _add_json_option(messages)
    answer = of_vault(
        "answer",
        _("say the time zone or the order of dates of an export"),
        commands.answer_command,
        _wrong_answer,
    )
    answer.add_argument("item", metavar="ITEM")
    answer.add_argument("--zone", default="", metavar="ZONE", help=_("such as Europe/London or +02:00"))
    answer.add_argument("--order", choices=[order.value for order in DateOrder])
    search = of_vault("search", _("find messages"), commands.search_command)
    search.add_argument("words", nargs="+", metavar="WORDS")
    _add_json_option(search)
    _describe_bundle(
        of_vault("bundle", _("make a bundle to hand over"), commands.bundle_command, _wrong_bundle)
    )
    verify = command("verify", _("check a bundle or a vault"), commands.verify_command)
    verify.add_argument("path", type=_path, metavar="PATH")
    _add_passphrase_option(verify)
    return top


def _path(text: str) -> Path:
    """The path on the line; an empty one (a variable that was not set) would mean the folder one stands in."""
    if not text:
        raise argparse.ArgumentTypeError(_("a path is empty"))
    return Path(text)


def _wrong_add(given: argparse.Namespace) -> str:
    if given.record_only:
        return "" if given.paths or given.where.strip() else _("name a PATH or say --where it is")
    if given.where or given.seen or given.hash:
        return _("--where, --seen and --hash belong to --record-only; without it the files would be copied")
    return "" if given.paths else _("name at least one PATH")


def _wrong_answer(given: argparse.Namespace) -> str:
    return "" if given.zone or given.order else _("give --zone or --order")


def _wrong_bundle(given: argparse.Namespace) -> str:
    if given.password_fd is None or given.profile == PdfProfile.CARRY.value:
        return ""
    return _("--password-fd belongs to --profile carry; no other PDF is locked with a password")


def _describe_add(added: argparse.ArgumentParser) -> None:
    added.add_argument("paths", nargs="*", type=_path, metavar="PATH")
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
    bundle.add_argument("out", type=_path, metavar="OUT")
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
