"""What the parts of the report say, before it is drawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from bundle_matter import CHAT, MAIL, Sample, full_sample, message
from hypothesis import given
from hypothesis import strategies as st

from evidence_kit.assets import BUNDLE_PARTS, load_recipient, recipient_ids
from evidence_kit.bundle import BundleChoice
from evidence_kit.bundle.conversation_facts import MOST_SENDERS, ConversationWatch, sender_tag
from evidence_kit.bundle.exhibits import exhibits_of
from evidence_kit.bundle.report_content import ReportContent
from evidence_kit.bundle.templates import PARTS
from evidence_kit.bundle.templates.accounts import named_accounts
from evidence_kit.bundle.templates.counting import counts_text, marks_text, period_text
from evidence_kit.bundle.templates.exhibits import exhibit_facts
from evidence_kit.bundle.templates.foreign import among, content_as_shown
from evidence_kit.bundle.templates.provenance import grade, printable_facts
from evidence_kit.bundle.templates.timeline import timeline_events
from evidence_kit.bundle.templates.times import instant, written_time
from evidence_kit.bundle.templates.transcripts import transcript_lines
from evidence_kit.model import (
    CaptureMethod,
    Conversation,
    EmbeddedFact,
    Finding,
    FindingKind,
    ItemKind,
    Paper,
    PdfProfile,
    RecordKind,
    Said,
    TimeBasis,
)


def unmarked(text: str) -> str:
    """The text without the marks that keep the direction of foreign text to itself."""
    return text.replace("\u2068", "").replace("\u2069", "")


def content_of(sample: Sample) -> ReportContent:
    """What the report is drawn from, for a sample."""
    matter = sample.matter()
    gathered = []
    for entry in matter.conversations:
        watch = ConversationWatch(entry)
        for stored in matter.read_messages(entry.item_id, entry.conversation.key):
            watch.see(stored)
        gathered.append(watch.facts())
    return ReportContent(
        matter=matter,
        recipient=load_recipient("police-us"),
        choice=BundleChoice("en", Paper.A4, PdfProfile.POLICE),
        exhibits=exhibits_of(matter.items),
        conversations=tuple(gathered),
        open_copy=lambda exhibit: sample.open_original(exhibit.item),
    )


def test_every_recipient_file_is_read_and_names_parts_that_exist() -> None:
    assert {"police-us", "police-generic"} <= set(recipient_ids())
    assert {part.name for part in PARTS} == set(BUNDLE_PARTS)
    for name in ("police-us", "police-generic"):
        recipient = load_recipient(name)
        assert set(recipient.parts) == set(BUNDLE_PARTS)
        assert recipient.languages == ("en",)


# --- conversations ------------------------------------------------------------------------------------------


def test_senders_get_letters_in_the_order_in_which_they_first_write() -> None:
    facts = content_of(full_sample()).conversations[0]
    assert [(sender.tag, sender.name) for sender in facts.senders] == [("A", "Trader K"), ("B", "Sam")]
    assert facts.counts[RecordKind.REMARK] == 1
    assert sum(facts.counts.values()) == len(CHAT)
    assert [sender_tag(place) for place in (0, 25, 26, 27, 701, 702)] == ["A", "Z", "AA", "AB", "ZZ", "AAA"]


def test_the_period_is_the_earliest_and_latest_time_not_the_first_and_last_line() -> None:
    sample = Sample()
    item = sample.add(ItemKind.MESSAGES, "chat.txt", b"x")
    sample.talk(
        item, Conversation("c", "c", "x"), [message("b", "B", 5), message("a", "A", 1), message("c", "B", 3)]
    )
    facts = content_of(sample).conversations[0]
    assert facts.first is not None
    assert facts.last is not None
    assert (facts.first.number, facts.last.number) == (2, 1)


def test_a_conversation_of_countless_senders_is_watched_in_bounded_memory() -> None:
    sample = Sample()
    item = sample.add(ItemKind.MESSAGES, "chat.txt", b"x")
    crowd = [message("x", f"sender {number}", 1) for number in range(MOST_SENDERS + 30)]
    sample.talk(item, Conversation("c", "c", "x"), crowd)
    content = content_of(sample)
    assert len(content.conversations[0].senders) == MOST_SENDERS
    assert content.conversations[0].more_senders == 30
    matter = content.matter
    lines = list(transcript_lines(content, content.conversations[0], matter.read_messages(item, "c")))
    assert len(lines) == MOST_SENDERS + 30
    assert unmarked(lines[-1].text) == f"sender {MOST_SENDERS + 29}: x"


# --- transcripts --------------------------------------------------------------------------------------------


def test_every_record_has_a_line_and_remarks_say_where_they_stand() -> None:
    content = content_of(full_sample())
    facts = content.conversations[0]
    matter = content.matter
    lines = list(transcript_lines(content, facts, matter.read_messages("E-0003", "chat")))
    assert [line.number for line in lines] == list(range(1, len(CHAT) + 1))
    remark = next(line for line in lines if line.kind == "remark")
    assert remark.text == CHAT[12].text
    assert remark.where == "line 19"
    call = next(line for line in lines if line.text.startswith("Call"))
    assert call.kind == "system"
    assert "zone not stated" in lines[1].day
    assert lines[1].time == "18:02"
    assert any("inside the original" in phrase for line in lines for phrase in line.attachments)


def test_a_mail_shows_both_times_and_names_the_exhibit_of_its_attachment() -> None:
    content = content_of(full_sample())
    matter = content.matter
    lines = list(transcript_lines(content, content.conversations[1], matter.read_messages("E-0005", "mail")))
    assert lines[0].time.split() == ["18:30", "00:30:00Z"]
    assert [unmarked(phrase) for phrase in lines[0].attachments] == [
        "attachment drawing.png: exhibit EK-0006"
    ]


def test_a_date_that_can_be_read_two_ways_is_shown_as_written() -> None:
    sample = Sample()
    item = sample.add(ItemKind.MESSAGES, "chat.txt", b"x")
    open_date = replace(
        MAIL, local=None, at=None, basis=TimeBasis.AMBIGUOUS_ORDER, time_as_written="03/04/26, 18:30"
    )
    sample.talk(item, Conversation("c", "c", "x"), [open_date])
    content = content_of(sample)
    matter = content.matter
    line = next(transcript_lines(content, content.conversations[0], matter.read_messages(item, "c")))
    assert line.time == "03/04/26, 18:30"
    assert "not certain" in line.day
    assert content.conversations[0].first is None


# --- summary, accounts, timeline ----------------------------------------------------------------------------


def test_counts_and_period_come_from_the_data_alone() -> None:
    content = content_of(full_sample())
    text = counts_text(content)
    assert "7 exhibits" in text
    assert "2 conversations, 14 records" in text
    assert "1 record not understood" in text
    assert "zone not stated" in period_text(content)
    assert "2026-11-15 00:30:00 UTC" in period_text(content)


def test_a_long_list_of_marks_says_how_many_more() -> None:
    items = [replace(full_sample().items[0], id=f"E-{number:04d}") for number in range(1, 31)]
    assert marks_text(exhibits_of(items)).endswith("EK-0008 and 22 more")


def test_accounts_named_by_the_person_and_found_in_exports_are_not_merged() -> None:
    names = named_accounts(content_of(full_sample()))
    assert tuple(map(unmarked, names)) == (
        "k_22_trader (PixelChat)",
        "Trader K (WhatsApp)",
        "Sam (WhatsApp)",
        "Trader K <k@example.invalid> (E-mail)",
        "sam@example.invalid (E-mail)",
    )


def test_the_timeline_is_in_order_and_says_where_a_zone_is_missing() -> None:
    events = timeline_events(content_of(full_sample()))
    orders = [event.order for event in events if event.order is not None]
    assert orders == sorted(orders)
    assert [event for event in events if event.order is None] == list(events[-1:])
    assert events[-1].local == "about 6 in the evening"
    texts = {unmarked(event.text): event for event in events}
    captured = texts["Captured, as the person states"]
    assert captured.exhibit.mark in ("EK-0001", "EK-0002")
    seen = texts["Seen, as the person states; not copied"]
    assert (seen.local, seen.utc, seen.exhibit.mark) == ("2026-11-14 18:19", "zone not stated", "EK-0004")
    made = texts["Made, as the file says inside (DateTimeOriginal)"]
    assert (made.local, made.utc) == ("2026:11:14 18:22:33", "zone not stated")
    assert texts["E-mail “Pay now”"].utc == "2026-11-15 00:30:00 UTC"
    assert texts["First message of “Trader K”, line 1"].utc == "zone not stated"


@pytest.mark.parametrize(
    ("zone", "hour"),
    [
        ("America/Chicago", 0),
        ("-06:00", 0),
        ("UTC-6", 0),
        ("UTC", 18),
        ("", None),
        ("Nowhere/Town", None),
        ("America", None),
        ("../etc", None),
        ("+99:99", None),
    ],
)
def test_a_stated_zone_gives_an_instant_and_anything_else_none(zone: str, hour: int | None) -> None:
    local = written_time("2026-11-14 18:15")
    assert local is not None
    at = instant(local, zone)
    assert (None if at is None else at.hour) == hour


@given(st.text(max_size=40), st.text(max_size=20))
def test_any_text_as_time_and_zone_is_read_or_left_alone(written: str, zone: str) -> None:
    local = written_time(written)
    if local is not None:
        instant(local, zone)
    instant(datetime(1, 1, 1), zone)


@given(st.datetimes(), st.integers(-14 * 60, 14 * 60))
def test_an_offset_is_read_as_it_is_written(local: datetime, minutes: int) -> None:
    zone = f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
    at = instant(local, zone)
    try:
        expected = local.replace(tzinfo=UTC) - timedelta(minutes=minutes)
    except OverflowError:
        expected = None
    assert at == expected


# --- exhibits -----------------------------------------------------------------------------------------------


def test_a_place_on_the_map_is_never_among_the_facts_that_are_printed() -> None:
    content = content_of(full_sample())
    exhibit = content.exhibits[1]
    said = "\n".join(f"{fact.label} {unmarked(fact.value)}" for fact in exhibit_facts(content, exhibit, None))
    assert "41.8781" not in said
    assert "holds a location; it is not printed here" in said
    assert "Drawing Camera 3" in said
    assert [fact.name for fact in printable_facts(exhibit.item)] == [
        "PixelSize",
        "Make",
        "Model",
        "DateTimeOriginal",
    ]


def test_the_three_clocks_stand_apart_each_with_its_zone() -> None:
    content = content_of(full_sample())
    facts = {fact.label: unmarked(fact.value) for fact in exhibit_facts(content, content.exhibits[0], None)}
    assert facts["The file says, when"] == "last changed 2026-11-15 00:15:02 UTC"
    assert facts["The person says, when"] == "2026-11-14 18:15, America/Chicago"
    assert "UTC-06:00 (2026-11-20 20:41:07 UTC)" in facts["First seen by this computer"]
    facts = {fact.label: unmarked(fact.value) for fact in exhibit_facts(content, content.exhibits[1], None)}
    assert "made 2026:11:14 18:22:33, time zone not stated" in facts["The file says, when"]
    assert facts["The person says, when"] == "about 6 in the evening, time zone not stated"


def test_what_the_person_did_not_say_is_said_to_be_not_stated() -> None:
    content = content_of(full_sample())
    facts = {fact.label: unmarked(fact.value) for fact in exhibit_facts(content, content.exhibits[1], None)}
    assert facts["Not stated"] == "app or site, account, address, whole or a part, by whom, device"
    assert facts["The person says, captured"] == "how: Photo of a screen"


def test_grades_follow_form_and_statement() -> None:
    items = full_sample().items
    assert [grade(item)[0] for item in items] == ["3", "4", "1", "n", "1", "n", "n"]
    photo = replace(items[5], facts=(EmbeddedFact("Make", "Pixelworks"),))
    assert grade(photo).startswith("2 of 5")
    assert grade(replace(items[5], kind=ItemKind.TEXT)).startswith("5 of 5")
    exported = replace(items[5], said=Said(method=CaptureMethod.EXPORT))
    assert grade(exported).startswith("1 of 5")


# --- foreign text -------------------------------------------------------------------------------------------


@given(st.text(alphabet=st.sampled_from("ab\n\u2028\u202e\u2066\u2069\u200f\u05d0 1.")))
def test_foreign_text_cannot_set_the_direction_of_what_stands_beside_it(text: str) -> None:
    inside = among(text)
    assert (inside[0], inside[-1]) == ("\u2068", "\u2069")
    assert not set(inside[1:-1]) & set("\n\u2028\u202e\u2066\u2068\u2069\u200f")


def test_every_foreign_text_of_a_matter_is_shown_with_its_controls() -> None:
    trap = "photo\u202egpj.exe"
    sample = Sample()
    item = sample.add(
        ItemKind.MESSAGES,
        trap,
        b"x",
        said=Said(trap, trap, trap, trap, trap, trap, trap, trap, note=trap),
        facts=(EmbeddedFact(trap, trap),),
        findings=(Finding(FindingKind.PASSED_OVER, {"member": trap}),),
        part=trap,
    )
    sample.talk(
        item,
        Conversation(trap, trap, trap, (trap,), (EmbeddedFact(trap, trap),)),
        [message("x", trap, 1, sender_ids=(trap,), time_as_written=trap)],
    )
    content = content_as_shown(content_of(sample))
    facts = content.conversations[0]
    item_shown = replace(content.exhibits[0].item, source_path="")
    said = repr((item_shown, replace(facts.entry.conversation, key=""), facts.senders, facts.first))
    assert "‹U+202E›" in said
    assert "\\u202e" not in said
    messages = content.matter.read_messages(item, trap)
    assert next(transcript_lines(content, facts, messages)).tag == "A"


def test_what_an_importer_notes_beside_a_message_stands_with_it_unless_it_is_there_already() -> None:
    sample = Sample()
    item = sample.add(ItemKind.EMAIL, "a.eml", b"x")
    noted = (
        EmbeddedFact("Subject", "Pay  now"),
        EmbeddedFact("Received 1/1 UTC", "2026-11-15T00:31:00Z"),
        EmbeddedFact("app_notice", "marked"),
        EmbeddedFact("part 3 (text/html)", "hidden " * 1000),
    )
    talk = Conversation("mail", "Pay now", "email", (), (EmbeddedFact("Subject", "Pay\r\n now"),))
    sample.talk(item, talk, [replace(MAIL, facts=noted, attachments=())])
    content = content_of(sample)
    messages = content.matter.read_messages(item, "mail")
    line = next(transcript_lines(content, content.conversations[0], messages))
    assert [unmarked(phrase)[:40] for phrase in line.attachments] == [
        "Received 1/1 UTC: 2026-11-15T00:31:00Z",
        "part 3 (text/html): hidden hidden hidden",
    ]
    assert len(line.attachments[1]) < 2100
