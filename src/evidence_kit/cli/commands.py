"""What each command does: open, call one action, tell what came of it."""

from __future__ import annotations

import argparse

from evidence_kit import actions
from evidence_kit.bundle import BundleChoice
from evidence_kit.cli.asking import ask_under_18, new_passphrase, opened, pdf_password
from evidence_kit.cli.telling import (
    DONE,
    item_line,
    print_json,
    say,
    say_added,
    say_bundle,
    say_failed,
    say_findings,
    say_item,
    say_messages,
    say_recorded,
    shown_progress,
)
from evidence_kit.model import (
    Answers,
    CaptureMethod,
    DateOrder,
    Paper,
    PdfProfile,
    Said,
    Wholeness,
)
from evidence_kit.words import _


def demo_command(given: argparse.Namespace) -> int:
    """Samples, a vault and a police bundle, each checked."""
    demo = actions.make_demo(given.folder, actions.default_surroundings(), shown_progress())
    say(_("Samples (harmless, invented): {path}").format(path=demo.samples))
    say(_("Vault: {path}").format(path=demo.vault))
    say(_("Its passphrase: {passphrase}").format(passphrase=demo.passphrase))
    say(_("Its recovery code: {code}").format(code=demo.recovery_code))
    say_added(demo.added)
    say_recorded(demo.recorded)
    say_bundle(demo.bundle.folder, demo.bundle.pages, demo.bundle.files)
    return say_findings(demo.findings)


def create_command(given: argparse.Namespace) -> int:
    """A new vault and its recovery code, printed once."""
    created = actions.create_vault(given.vault, new_passphrase(given), actions.default_surroundings())
    with created.vault:
        say(_("The vault is made: {path}").format(path=given.vault))
        say(_("Recovery code, shown this once: {code}").format(code=created.recovery_code))
        say(_("Write it on paper and keep it where the other person cannot look."))
        say(_("Without the passphrase or this code nobody can open the vault."))
    return DONE


def add_command(given: argparse.Namespace) -> int:
    """Files kept, or written down without copying."""
    if given.record_only:
        with opened(given) as vault:
            place = actions.Place(given.where, given.seen)
            around = vault.surroundings
            say_recorded(
                actions.record_without_copying(
                    vault.catalogue,
                    around,
                    given.paths,
                    place,
                    take_hash=given.hash,
                    said=_said(given),
                    progress=shown_progress(),
                )
            )
        return DONE
    answer = actions.Under18.NOBODY if given.nobody_under_18 else ask_under_18()
    with opened(given) as vault:
        report = actions.add_evidence(
            vault,
            given.paths,
            answer,
            _said(given),
            extra_hashes=given.extra_hashes,
            progress=shown_progress(),
        )
    say_added(report)
    return say_failed(report.failed)


def list_command(given: argparse.Namespace) -> int:
    """What is kept, one line an item."""
    with opened(given) as vault:
        for item in actions.items(vault):
            if given.json:
                print_json(item_line(item))
            else:
                say_item(item)
    return DONE


def messages_command(given: argparse.Namespace) -> int:
    """Messages and remarks in the order of the export."""
    with opened(given) as vault:
        if given.item:
            actions.item(vault, given.item)
        say_messages(actions.messages(vault, given.item), as_json=given.json)
    return DONE


def search_command(given: argparse.Namespace) -> int:
    """Messages that hold the words."""
    with opened(given) as vault:
        say_messages(actions.search(vault, " ".join(given.words)), as_json=given.json)
    return DONE


def answer_command(given: argparse.Namespace) -> int:
    """An export read again with what the person says of its dates."""
    answers = Answers(zone=given.zone, order=DateOrder(given.order) if given.order else None)
    with opened(given) as vault:
        say_item(actions.answer_dates(vault, given.item, answers, shown_progress()))
    return DONE


def bundle_command(given: argparse.Namespace) -> int:
    """A bundle to hand over."""
    profile = PdfProfile(given.profile)
    with opened(given) as vault:
        choice = BundleChoice(
            language=given.language,
            paper=Paper(given.paper),
            profile=profile,
            password=pdf_password(given) if profile is PdfProfile.CARRY else "",
        )
        report = actions.build_bundle(vault, given.out, given.recipient, choice, shown_progress())
    say_bundle(report.folder, report.pages, report.files)
    return DONE


def verify_command(given: argparse.Namespace) -> int:
    """What does not check out in a bundle or a vault."""
    if actions.is_vault_folder(given.path):
        given.vault = given.path
        with opened(given) as vault:
            found = actions.verify_vault(vault, shown_progress())
            return say_findings([*(other for other in vault.findings if other not in found), *found])
    return say_findings(actions.verify_bundle(given.path, shown_progress()))


def _said(given: argparse.Namespace) -> Said:
    return Said(
        title=given.title,
        source_app=given.app,
        account=given.account,
        url=given.url,
        captured_by=given.captured_by,
        captured_as_written=given.captured,
        captured_zone=given.captured_zone,
        device=given.device,
        method=CaptureMethod(given.method),
        wholeness=Wholeness(given.whole),
        note=given.note,
    )
