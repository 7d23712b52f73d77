"""Items, messages, search and changes: what is written is read back, whole or not at all."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence_kit.errors import Cancelled, ItemUnknown
from evidence_kit.model import (
    Accounting,
    Answers,
    Attachment,
    CaptureMethod,
    Conversation,
    CustodyKind,
    DateOrder,
    Direction,
    EmbeddedFact,
    FileTimes,
    Finding,
    FindingKind,
    Hashes,
    Item,
    ItemKind,
    Message,
    RecordKind,
    Said,
    TimeBasis,
    Wholeness,
)
from evidence_kit.vault.change import Change
from vault.vaults import START, add, content, new_vault, opened

HOSTILE = "a\0b\ud83dc\u202ed<b>e\udfff\n\r\t'\"`;--"


@pytest.fixture
def vault(tmp_path):
    with new_vault(tmp_path / "v") as made:
        yield made


def message(text, number=1, conversation="c", **more):
    return Message(RecordKind.MESSAGE, conversation, text, f"line {number}", **more)


def put_messages(vault, item, records, answers=Answers()):
    with vault.catalogue.change() as change:
        accounting = change.replace_messages(item.id, answers, records)
        change.log(CustodyKind.MESSAGES_READ, item.id)
    return accounting


def full_item(item):
    return replace(
        item,
        kind=ItemKind.MESSAGES,
        said=Said(
            "t",
            "App",
            "@x",
            "https://example.invalid",
            "Ann",
            "yesterday",
            "Europe/London",
            "phone",
            CaptureMethod.EXPORT,
            Wholeness.CROPPED,
            HOSTILE,
        ),
        times=FileTimes(START, datetime(2020, 1, 1, 1, 1, 1, 123456, tzinfo=UTC)),
        facts=(EmbeddedFact("Make", HOSTILE), EmbeddedFact("Make", "twice")),
        findings=(Finding(FindingKind.MAIL_DEFECT, {"défaut": HOSTILE}),),
        importer="whatsapp",
        accounting=Accounting(3, 2, 1),
        part_of="E-0001",
        part="1.2",
        where=HOSTILE,
        seen_as_written=HOSTILE,
    )


def test_every_field_of_an_item_comes_back(vault):
    item = full_item(add(vault, b"x", name=HOSTILE, source_path=HOSTILE))
    with vault.catalogue.change() as change:
        change.update(item)
        change.log(CustodyKind.SAID, item.id)
    assert vault.catalogue.item(item.id) == item
    vault.close()
    with opened(vault.folder) as again:
        assert again.catalogue.items() == (item,)
        assert again.check() == ()


def test_ids_count_on_and_an_unknown_one_is_named(vault):
    assert [add(vault, bytes([number])).id for number in range(3)] == ["E-0001", "E-0002", "E-0003"]
    for unknown in ("E-0004", "E-1", "x", "", "E-٠٠٠١"):
        with pytest.raises(ItemUnknown):
            vault.catalogue.item(unknown)


def test_the_same_bytes_are_found_by_their_hash_kept_before_recorded(vault):
    recorded = Item("E-0001", ItemKind.RECORD_ONLY, "x", 1, Hashes("ab" * 32), "", "", START, 0, where="here")
    with vault.catalogue.change() as change:
        assert change.new_item_id() == recorded.id
        change.record_only(recorded)
        change.log(CustodyKind.RECORDED_ONLY, recorded.id)
    assert vault.catalogue.find_by_hash("ab" * 32) == recorded
    assert vault.catalogue.find_by_hash("cd" * 32) is None
    item = add(vault, b"x")
    assert vault.catalogue.find_by_hash(item.hashes.sha256) == item


def test_a_record_only_item_cannot_bring_an_object(vault):
    item = Item("E-0001", ItemKind.RECORD_ONLY, "x", 1, None, "ab" * 16, "", START, 0)
    for wrong in (item, replace(item, object_id="", kind=ItemKind.PICTURE)):
        with pytest.raises(ValueError, match="record-only"), vault.catalogue.change() as change:
            change.record_only(wrong)
    assert vault.catalogue.items() == ()


def test_an_original_never_changes(vault):
    item = add(vault, b"x")
    for wrong in (
        replace(item, object_id="ab" * 16),
        replace(item, hashes=Hashes("ab" * 32)),
        replace(item, size_bytes=2),
    ):
        with pytest.raises(ValueError, match="never changes"), vault.catalogue.change() as change:
            change.update(wrong)


def test_a_change_without_a_custody_entry_is_refused_and_changes_nothing(vault):
    item = add(vault, b"x")
    before = vault.catalogue.checkpoint()
    with pytest.raises(ValueError, match="without a custody entry"), vault.catalogue.change() as change:
        change.update(replace(item, where="elsewhere"))
    with pytest.raises(ValueError, match="no custody entry names it"), vault.catalogue.change() as change:
        change.update(replace(item, where="elsewhere"))
        change.log(CustodyKind.VERIFIED)
    with pytest.raises(ValueError, match="own keys"), vault.catalogue.change() as change:
        change.log(CustodyKind.SAID, item.id, at="never")
    assert vault.catalogue.item(item.id) == item
    assert vault.catalogue.checkpoint() == before
    assert vault.check() == ()


def test_an_error_inside_a_change_takes_all_of_it_back(vault):
    import io

    sealed = vault.objects.seal(io.BytesIO(b"x"), name="x")
    with pytest.raises(Cancelled), vault.catalogue.change() as change:
        item = Item(
            change.new_item_id(), ItemKind.TEXT, "x", 1, sealed.hashes, sealed.object_id, "", START, 0
        )
        change.keep(item, sealed)
        change.replace_messages(item.id, Answers(), [message("hello")])
        change.log(CustodyKind.IMPORTED, item.id)
        raise Cancelled
    assert vault.catalogue.items() == ()
    assert list(vault.catalogue.messages()) == []
    vault.objects.discard(sealed)
    assert vault.check() == ()
    assert add(vault, b"y").id == "E-0001"


def test_a_cancelled_reading_keeps_the_former_messages(vault):
    item = add(vault, b"x")
    put_messages(vault, item, [Conversation("c", "T", "P"), message("former words")])

    def cancelled():
        yield Conversation("c", "T", "P")
        for number in range(3000):
            yield message("new words", number)
        raise Cancelled

    with pytest.raises(Cancelled):
        put_messages(vault, item, cancelled())
    assert [stored.message.text for stored in vault.catalogue.messages(item.id)] == ["former words"]
    assert len(vault.catalogue.search("former")) == 1
    assert vault.catalogue.search("new") == ()
    assert vault.check() == ()


def test_every_field_of_a_message_comes_back(vault):
    item = add(vault, b"x")
    full = Message(
        RecordKind.REMARK,
        "c\0\ud800",
        HOSTILE,
        HOSTILE,
        HOSTILE,
        (HOSTILE, ""),
        HOSTILE,
        datetime(2024, 2, 29, 23, 59, 59, 5),
        START,
        TimeBasis.STATED_BY_PERSON,
        Direction.SENT,
        (Attachment(HOSTILE), Attachment("a", "m", "image/png", 0, "ab" * 32)),
        (EmbeddedFact("k", HOSTILE),),
    )
    conversation = Conversation("c\0\ud800", HOSTILE, "P", (HOSTILE,), (EmbeddedFact("k", "v"),))
    assert put_messages(vault, item, [conversation, full, message("later", 2, "c\0\ud800")]) == Accounting(
        2, 1, 1
    )
    assert next(vault.catalogue.messages(item.id)).message == full
    stored = vault.catalogue.conversations(item.id)
    assert [(found.item_id, found.conversation, found.message_count) for found in stored] == [
        (item.id, conversation, 2)
    ]
    assert vault.catalogue.item(item.id).accounting == Accounting(2, 1, 1)
    assert vault.check() == ()


def test_a_message_of_a_conversation_never_announced_is_not_lost(vault):
    item = add(vault, b"x")
    put_messages(vault, item, [message("alone", conversation="")])
    assert [stored.message.text for stored in vault.catalogue.messages(item.id, "")] == ["alone"]


def test_messages_are_paged_by_number_conversation_and_item(vault):
    first, second = add(vault, b"1"), add(vault, b"2")
    for item in (first, second):
        records = [Conversation("a", "A", "P"), Conversation("b", "B", "P")]
        records += [message(f"{item.id} {number}", number, "ab"[number % 2]) for number in range(1200)]
        put_messages(vault, item, records)
    catalogue = vault.catalogue
    assert [stored.number for stored in catalogue.messages(first.id)] == list(range(1, 1201))
    assert [stored.number for stored in catalogue.messages(first.id, after=500, limit=3)] == [501, 502, 503]
    of_b = list(catalogue.messages(second.id, "b", after=1000, limit=2))
    assert [(stored.item_id, stored.number, stored.message.conversation) for stored in of_b] == [
        (second.id, 1002, "b"),
        (second.id, 1004, "b"),
    ]
    assert len(list(catalogue.messages())) == 2400
    assert len(list(catalogue.messages(conversation="a"))) == 1200
    assert (
        catalogue.message_count(),
        catalogue.message_count(first.id),
        catalogue.message_count(first.id, "a"),
    ) == (
        2400,
        1200,
        600,
    )
    assert list(catalogue.messages(first.id, "nobody")) == []
    with pytest.raises(ValueError, match="within one item"):
        catalogue.messages(after=3)


def test_answers_are_kept_with_the_messages_that_were_read_with_them(vault):
    item = add(vault, b"x")
    assert vault.catalogue.answers(item.id) == Answers()
    put_messages(vault, item, [message("x")], Answers("Europe/London", DateOrder.MDY))
    assert vault.catalogue.answers(item.id) == Answers("Europe/London", DateOrder.MDY)
    with vault.catalogue.change() as change:
        change.update(replace(vault.catalogue.item(item.id), where="x"))
        change.log(CustodyKind.SAID, item.id)
    assert vault.catalogue.answers(item.id).zone == "Europe/London"
    assert vault.check() == ()


SEARCHED = [
    ("Pay me 500 euros or else", "pay else", True),
    ("Pay me 500 euros or else", "PAY", True),
    ("Pay me 500 euros or else", "eur", True),
    ("Pay me 500 euros or else", "uros", True),
    ("Pay me 500 euros or else", "pay tomorrow", False),
    ("Müller wäre da", "muller", True),
    ("Mu\u0308ller wa\u0308re da", "müller", True),
    ("ИЗБРАННОЕ дело", "избран", True),
    ("ИЗБРАННОЕ дело", "бранное", True),
    ("明天把照片发给你", "照片", True),
    ("ฉันจะส่งรูปภาพของคุณ", "รูปภาพ", True),
    ("写真を送れ", "真を", True),
    ("사진을 보내", "사진", True),
    ("see https://example.invalid/a_b%c", "a_b%c", True),
    ("see https://example.invalid/aXbYc", "a_b%c", False),
    ('quote "x" AND (y)', '"x" AND (y)', True),
    ("NEAR* OR ^x", "NEAR*", True),
    ("money 💸 now", "💸", True),
    ("a\0bidden word", "bidden", True),
    ("half \ud83d here", "half here", True),
    ("half \ud83d here", "\ud83d", True),
    ("100%", "100%", True),
    ("back\\slash", "back\\slash", True),
]


@pytest.mark.parametrize(("text", "words", "found"), SEARCHED)
def test_searching_finds_what_a_person_would_expect(vault, text, words, found):
    put_messages(vault, add(vault, b"x"), [message("something else entirely"), message(text, 2)])
    assert [stored.number for stored in vault.catalogue.search(words)] == ([2] if found else [])


def test_searching_finds_senders_and_keeps_to_its_limit(vault):
    records = [message("hello", number, sender="Zebra Stripes") for number in range(50)]
    put_messages(vault, add(vault, b"x"), records)
    assert len(vault.catalogue.search("zeb", limit=7)) == 7
    assert vault.catalogue.search("  ") == ()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=30))
def test_no_words_whatever_upset_the_search(vault, words):
    if not vault.catalogue.items():
        put_messages(vault, add(vault, b"x"), [message("hello")])
    assert isinstance(vault.catalogue.search(words), tuple)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60), sender=st.text(st.characters(), max_size=9))
def test_any_text_survives(vault, text, sender):
    item = vault.catalogue.items()[0] if vault.catalogue.items() else add(vault, b"x")
    put_messages(vault, item, [message(text, sender=sender)])
    assert next(vault.catalogue.messages(item.id)).message == message(text, sender=sender)


def test_a_reader_sees_what_was_committed_while_a_change_goes_on(vault):
    item = add(vault, b"x")
    put_messages(vault, item, [message("committed")])
    seen = []
    with vault.catalogue.change() as change:
        change.replace_messages(item.id, Answers(), [message("not yet", number) for number in range(2000)])
        change.log(CustodyKind.MESSAGES_READ, item.id)
        thread = threading.Thread(
            target=lambda: seen.append([stored.message.text for stored in vault.catalogue.messages(item.id)])
        )
        thread.start()
        thread.join(10)
    assert seen == [["committed"]]
    assert vault.catalogue.message_count(item.id) == 2000


def test_changes_of_several_threads_wait_for_each_other(vault):
    def work():
        for _ in range(10):
            add(vault, b"same")

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    items = vault.catalogue.items()
    assert [item.id for item in items] == [f"E-{number:04d}" for number in range(1, 31)]
    assert all(content(vault, item) == b"same" for item in items)
    assert vault.check() == ()


def test_many_items_in_one_change(vault):
    import io

    sealed = [vault.objects.seal(io.BytesIO(bytes([number])), name=str(number)) for number in range(32)]
    with vault.catalogue.change() as change:
        for one in sealed:
            item = Item(
                change.new_item_id(), ItemKind.OTHER, one.name, 1, one.hashes, one.object_id, "", START, 0
            )
            change.keep(item, one)
            change.log(CustodyKind.IMPORTED, item.id)
    assert len(vault.catalogue.items()) == 32
    assert vault.check() == ()


def test_a_change_is_what_the_catalogue_gives(vault):
    with vault.catalogue.change() as change:
        assert isinstance(change, Change)
        change.log(CustodyKind.VERIFIED)


def test_a_large_export_streams_and_is_replaced(vault):
    item = add(vault, b"x")
    for count in (30_000, 5):
        records = (message(f"word{number} same", number, sender="Ann") for number in range(count))
        assert put_messages(vault, item, records) == Accounting(count, count, 0)
        assert vault.catalogue.message_count(item.id) == count
        assert len(vault.catalogue.search("same", limit=10**6)) == count
    assert vault.catalogue.search("word29999") == ()
    assert vault.check() == ()
