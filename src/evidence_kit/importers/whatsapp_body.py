"""What stands in a WhatsApp message beside the words of its writer: attached files, notices of the app, edits.

On phones from Apple the app puts U+200E before text that it writes itself, so a notice that carries it was written
by the app, and one that only has the same words may have been typed. The mark stays in the text. Wordings differ
with the phone's language; the few below are known from public exports and serve only where no mark decides.

Source: github.com/Pustur/whatsapp-chat-parser, github.com/timelinize/timelinize, read 2026-11. Translations of the
wordings other than English are unconfirmed.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from evidence_kit.model import EmbeddedFact

APP_MARK = "\u200e"

_NAME = r"[^<>\n\u200e\u200f/\\]{1,200}?\.[A-Za-z0-9]{1,10}"
_IN_ANGLES = re.compile(
    rf"(?P<mark>\u200e?)<{APP_MARK}?\s{{0,3}}(?P<word>[^<>:\n]{{1,40}}):\s{{0,3}}(?P<name>{_NAME})\s{{0,3}}>"
)
_BEFORE_BRACKETS = re.compile(rf"(?P<mark>\u200e?)(?P<name>{_NAME}) \((?P<word>[^()\n]{{1,40}})\)(?=\n|$)")
_APP_FILE_NAME = re.compile(r"(?:[A-Z]{3}-\d{8}-WA\d+|\d{8}-[A-Z]+-\d{4}(?:-\d\d){5})(?:\.|$)", re.ASCII)
_ATTACHED_WORDS = frozenset({
    "attached", "file attached", "adjunto", "archivo adjunto", "anexado", "arquivo anexado", "ficheiro anexado",
    "pièce jointe", "fichier joint", "Datei angehängt", "Anhang", "allegato", "file allegato", "bijgevoegd",
    "bestand bijgevoegd", "файл добавлен", "прикреплено",
})  # fmt: skip
_DATE_IN_NAME = re.compile(
    r"[A-Z]{3}-(\d{4})(\d\d)(\d\d)-WA\d+|\d{8}-[A-Z]+-(\d{4})-(\d\d)-(\d\d)(?:-\d\d){3}", re.ASCII
)

_PLACEHOLDER = re.compile(r"<[^<>\n]{3,60}>")
_EDITED = re.compile(r" ?(?:\u200e<(?P<marked>[^<>\n:]{5,60})>|<(?P<worded>This message was edited)>)$")
_EDITED_LIMIT = 80
_DELETED = frozenset({
    "This message was deleted", "You deleted this message", "Se eliminó este mensaje", "Eliminaste este mensaje",
    "Mensagem apagada", "Você apagou esta mensagem", "Ce message a été supprimé", "Vous avez supprimé ce message",
    "Diese Nachricht wurde gelöscht", "Du hast diese Nachricht gelöscht", "Questo messaggio è stato eliminato",
    "Hai eliminato questo messaggio", "Dit bericht is verwijderd", "Данное сообщение удалено",
})  # fmt: skip
_CALL = re.compile(
    r"(?:missed )?(?:group )?(?:voice|video) call\b|llamada (?:de voz )?perdida|videollamada perdida|llamada de voz\b|"
    r"chamada de (?:voz|vídeo)\b|verpasster (?:sprach|video)anruf|(?:sprach|video)anruf\b|appel (?:vocal|vidéo)\b|"
    r"chiamata vocale\b|videochiamata\b",
    re.IGNORECASE,
)


class Body(NamedTuple):
    """What a message's text holds. ``notice`` is "marked", "wording" or ""; ``files`` are names (untrusted)."""

    notice: str
    is_call: bool
    files: tuple[str, ...]
    facts: tuple[EmbeddedFact, ...]


PLAIN = Body("", False, (), ())


def body_of(text: str, has_sender: bool, is_member: bool) -> Body:
    """What ``text`` holds beside its words. ``is_member`` says that its first line is a file of the export."""
    may_hold_something = APP_MARK in text or "<" in text or ")" in text
    if not may_hold_something and not is_member and has_sender and text.rstrip(".") not in _DELETED:
        return PLAIN
    files = attached_names(text) or ((first_line(text),) if is_member else ())
    edited = _EDITED.search(text[-_EDITED_LIMIT:])
    notice = "" if files else _notice(text)
    facts = []
    if notice:
        facts.append(EmbeddedFact("app_notice", notice))
    if edited:
        suffix = edited["marked"] or edited["worded"]
        facts.append(EmbeddedFact("edited", suffix))
    # Typed words make no call: only the app's mark does, or a line that has no sender.
    is_call = (notice == "marked" or not has_sender) and _CALL.match(text.lstrip(APP_MARK)) is not None
    return Body(notice, is_call, files, tuple(facts))


def first_line(text: str) -> str:
    """The first line of a text without marks and blanks at its ends."""
    return text.split("\n", 1)[0].strip("\u200e\u200f ")


def attached_names(text: str) -> tuple[str, ...]:
    """The files that the app says are attached. A file name that only a person typed is none."""
    found = list(_IN_ANGLES.finditer(text)) if "<" in text else []
    if not found and ")" in text and (match := _BEFORE_BRACKETS.match(text)):
        found = [match]
    return tuple(match["name"].strip() for match in found if _by_the_app(match))


def date_in_name(name: str) -> date | None:
    """The day that the app wrote into the name of a file; None where there is none."""
    match = _DATE_IN_NAME.match(name)
    if match is None:
        return None
    try:
        return date(*(int(number) for number in match.groups() if number is not None))
    except ValueError:
        return None


def _by_the_app(match: re.Match[str]) -> bool:
    return (
        bool(match["mark"])
        or match["word"] in _ATTACHED_WORDS
        or bool(_APP_FILE_NAME.match(match["name"].strip()))
    )


def _notice(text: str) -> str:
    if text.startswith(APP_MARK):
        return "marked"
    bare = text.strip().rstrip(".")
    return "wording" if bare in _DELETED or _PLACEHOLDER.fullmatch(bare) else ""
