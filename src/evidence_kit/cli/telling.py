"""What the command line prints: sentences for people, JSON for programs, untrusted text made safe for a terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from evidence_kit import actions
from evidence_kit.bundle.messages_file import json_line, message_line
from evidence_kit.error_text import error_words
from evidence_kit.errors import EvidenceKitError
from evidence_kit.model import (
    Finding,
    Item,
    Progress,
    StoredMessage,
    no_progress,
)
from evidence_kit.words import _, ngettext, number_text, size_text
from evidence_kit.words.findings import finding_sentence
from evidence_kit.words.kinds import kind_name

DONE, REFUSED = 0, 1


def say_error(error: EvidenceKitError) -> int:
    """Prints the three sentences of an error on standard error and returns the exit status for it."""
    words = error_words(error)
    print(words.what, words.evidence, words.next_step, sep="\n", file=sys.stderr)
    return REFUSED


def shown_progress() -> Progress:
    """Progress that a terminal shows as a share; nothing where standard error is no terminal."""
    if not sys.stderr.isatty():
        return no_progress

    def show(done: int, total: int) -> None:
        share = f"{done * 100 // total:3d} %" if total else "      "
        print(f"\r{share}", end="\r", file=sys.stderr, flush=True)

    return show


def say(line: str) -> None:
    """Prints one line for people."""
    print(plain(line))


def plain(text: str) -> str:
    """Untrusted text as one line that is safe for a terminal: no control codes, line ends, direction controls or lone surrogates."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)


def print_json(line: bytes) -> None:
    """Puts one line of JSON on standard output, in UTF-8 whatever the terminal speaks."""
    sys.stdout.flush()
    sys.stdout.buffer.write(line)


def item_line(item: Item) -> bytes:
    """An item as one line of JSON."""
    accounting = item.accounting
    values = {
        "id": item.id,
        "sha256": item.hashes.sha256 if item.hashes else None,
        "size_bytes": item.size_bytes,
        "name": item.name,
        "kind": item.kind.value,
        "importer": item.importer or None,
        "found": accounting.found if accounting else None,
        "shown": accounting.shown if accounting else None,
        "unreadable": accounting.unreadable if accounting else None,
        "findings": [{"kind": finding.kind.value, **finding.details} for finding in item.findings],
        "mime": item.mime or None,
        "part_of": item.part_of or None,
        "where": item.where or None,
    }
    return json_line(json.dumps(values, ensure_ascii=False, separators=(",", ":")))


def say_item(item: Item) -> None:
    """Prints one item, and below it what a reader should know about it."""
    facts = [item.id, kind_name(item.kind), item.name or item.where]
    if not item.record_only:
        facts.append(size_text(item.size_bytes))
    if item.accounting is not None:
        facts.append(
            ngettext(
                "{found} record found, {shown} shown, {unreadable} not understood",
                "{found} records found, {shown} shown, {unreadable} not understood",
                item.accounting.found,
            ).format(
                found=number_text(item.accounting.found),
                shown=number_text(item.accounting.shown),
                unreadable=number_text(item.accounting.unreadable),
            )
        )
    say("  ".join(facts))
    for finding in item.findings:
        say("        " + finding_sentence(finding))


def say_messages(messages: Iterable[StoredMessage], *, as_json: bool) -> None:
    """Prints records as they stream in."""
    for stored in messages:
        if as_json:
            print_json(message_line(stored))
            continue
        message = stored.message
        text = (
            f"{stored.item_id}  {stored.number}  {message.time_as_written}  {message.sender}: {message.text}"
        )
        # Lines after the first stand in, so that no message can pass for the next one.
        for place, line in enumerate(text.split("\n")):
            say("    " * bool(place) + line)


def say_added(report: actions.AddReport) -> None:
    """Prints what became of each file but those that failed."""
    for item in report.added:
        say_item(item)
    for already in report.already:
        say(_("{name} is here already, as {item}.").format(name=already.path.name, item=already.item.id))


def say_failed(failures: Sequence[actions.Failed]) -> int:
    """Names each file that was not kept on standard error, what to do once for those that failed alike; returns the exit status."""
    alike: dict[tuple[str, str], list[str]] = {}
    for failed in failures:
        words = error_words(failed.error)
        path = plain(str(failed.path))
        what = words.what if path in words.what else _("{path}: {what}").format(path=path, what=words.what)
        alike.setdefault((words.evidence, words.next_step), []).append(what)
    for (evidence, next_step), whats in alike.items():
        print(*whats, evidence, next_step, sep="\n", file=sys.stderr)
    return REFUSED if failures else DONE


def say_recorded(items: Iterable[Item]) -> None:
    """Prints what was written down without copying."""
    for item in items:
        say(_("{item} written down, nothing copied: {where}").format(item=item.id, where=item.where))


def say_bundle(folder: Path, pages: int, files: int) -> None:
    """Prints where a bundle is and how to check it."""
    say(_("Bundle: {path}").format(path=folder))
    counts = ngettext("{pages} page, {files} files", "{pages} pages, {files} files", pages)
    say(counts.format(pages=number_text(pages), files=number_text(files)))
    say(_("To check it: cd to the folder, then  sha256sum -c SHA256SUMS  and  python3 verify.py"))


def say_findings(findings: Sequence[Finding]) -> int:
    """Prints what does not check out and returns the exit status for it."""
    for finding in findings:
        say(finding_sentence(finding))
    if findings:
        say(
            ngettext("{count} problem found.", "{count} problems found.", len(findings)).format(
                count=len(findings)
            )
        )
        return REFUSED
    say(_("Everything checks out: nothing is changed, missing or added."))
    return DONE
