"""The words for the kinds of things: items, captures, time bases, provenance."""

from __future__ import annotations

from evidence_kit.model import CaptureMethod, ItemKind, RecordKind, TimeBasis, Wholeness
from evidence_kit.words import _


def kind_name(kind: ItemKind) -> str:
    """What an item is, in one or two words."""
    names = {
        ItemKind.PICTURE: _("Picture"),
        ItemKind.VIDEO: _("Video"),
        ItemKind.AUDIO: _("Sound"),
        ItemKind.EMAIL: _("E-mail"),
        ItemKind.MESSAGES: _("Message export"),
        ItemKind.DOCUMENT: _("Document"),
        ItemKind.TEXT: _("Text"),
        ItemKind.ARCHIVE: _("Archive"),
        ItemKind.OTHER: _("File"),
        ItemKind.RECORD_ONLY: _("Recorded, not copied"),
    }
    return names[kind]


def method_name(method: CaptureMethod) -> str:
    """How the person says that a file was made."""
    names = {
        CaptureMethod.SCREENSHOT: _("Screenshot"),
        CaptureMethod.PHOTO_OF_SCREEN: _("Photo of a screen"),
        CaptureMethod.SCREEN_RECORDING: _("Screen recording"),
        CaptureMethod.EXPORT: _("Export from the app or service"),
        CaptureMethod.RECEIVED: _("File as it was received"),
        CaptureMethod.OTHER: _("Another way"),
        CaptureMethod.UNKNOWN: _("Not stated"),
    }
    return names[method]


def wholeness_name(wholeness: Wholeness) -> str:
    """Whether the person says that a capture is whole."""
    names = {
        Wholeness.WHOLE: _("Whole, nothing cut off"),
        Wholeness.CROPPED: _("A part only"),
        Wholeness.UNKNOWN: _("Not stated"),
    }
    return names[wholeness]


def basis_text(basis: TimeBasis) -> str:
    """How far the time of a message is known."""
    texts = {
        TimeBasis.OFFSET_IN_FILE: _("The file states the time zone."),
        TimeBasis.UTC_BY_FORMAT: _("The format writes times in UTC."),
        TimeBasis.LOCAL_ZONE_UNKNOWN: _("Time of the device; the file does not state the time zone."),
        TimeBasis.AMBIGUOUS_ORDER: _(
            "The file does not show which number is the day and which is the month."
        ),
        TimeBasis.COMPUTED: _("Worked out by this program from other data in the file."),
        TimeBasis.STATED_BY_PERSON: _("The file does not state the time zone; the person did."),
        TimeBasis.NONE: _("The file gives no time."),
    }
    return texts[basis]


def record_name(kind: RecordKind) -> str:
    """What a record of an export is."""
    names = {
        RecordKind.MESSAGE: _("Message"),
        RecordKind.SYSTEM: _("Notice from the app"),
        RecordKind.CALL: _("Call"),
        RecordKind.REACTION: _("Reaction"),
        RecordKind.REMARK: _("Not understood, shown as it stands"),
    }
    return names[kind]
