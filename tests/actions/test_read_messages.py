import zipfile
from dataclasses import replace

import pytest

from evidence_kit import actions
from evidence_kit.errors import Cancelled, ItemUnknown, NoMessagesInItem, OrderImpossible, ZoneUnknown
from evidence_kit.model import Answers, CustodyKind, DateOrder, FindingKind, ItemKind, RecordKind, TimeBasis

NOBODY = actions.Under18.NOBODY
CHAT = "\n".join(
    f"{day:02}/03/2026, 1{day % 10}:05 - {name}: message {day}"
    for day, name in zip(range(1, 29), "AB" * 14, strict=True)
)
OPEN_CHAT = "03/04/2026, 10:05 - Ann: one\n03/04/2026, 10:06 - Bob: two\n"
MAIL = (
    b"Received: from a.example.invalid by b.example.invalid; Mon, 16 Nov 2026 18:31:02 +0000\r\n"
    b"Date: Mon, 16 Nov 2026 19:30:58 +0100\r\nFrom: K <k@example.invalid>\r\nTo: sam@example.invalid\r\n"
    b"Subject: pay\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
    b"--x\r\nContent-Type: text/plain\r\n\r\n200 coins\r\n"
    b"--x\r\nContent-Type: text/plain; name=list.txt\r\nContent-Disposition: attachment; filename=list.txt\r\n\r\n"
    b"names\r\n--x--\r\n"
)


def add(vault, path):
    report = actions.add_evidence(vault, [path], NOBODY)
    assert not report.failed
    return report.added


@pytest.fixture
def chat(vault, tmp_path):
    path = tmp_path / "WhatsApp Chat with Ann.txt"
    path.write_text(CHAT, "utf-8")
    return add(vault, path)[0]


@pytest.fixture
def open_chat(vault, tmp_path):
    path = tmp_path / "WhatsApp Chat with Bob.txt"
    path.write_text(OPEN_CHAT, "utf-8")
    return add(vault, path)[0]


def test_an_export_is_read_when_it_is_added_and_the_numbers_stand_in_the_log(vault, chat):
    assert chat.kind is ItemKind.MESSAGES
    assert chat.accounting.found == chat.accounting.shown == 28
    (entry,) = [entry for entry in vault.catalogue.log() if entry.kind is CustodyKind.MESSAGES_READ]
    assert (entry.details["found"], entry.details["shown"], entry.details["unreadable"]) == ("28", "28", "0")
    texts = [stored.message.text for stored in actions.messages(vault, chat.id)]
    assert texts == [f"message {day}" for day in range(1, 29)]


def test_messages_are_found_by_their_words(vault, chat):
    found = actions.search(vault, "message 17")
    assert [stored.message.text for stored in found] == ["message 17"]


def test_an_answer_is_kept_as_the_persons_statement_and_may_be_completed_later(vault, open_chat):
    assert FindingKind.DATE_ORDER_OPEN in [finding.kind for finding in open_chat.findings]
    item = actions.answer_dates(vault, open_chat.id, Answers(order=DateOrder.DMY))
    assert FindingKind.DATE_ORDER_OPEN not in [finding.kind for finding in item.findings]
    item = actions.answer_dates(vault, open_chat.id, Answers(zone="Europe/London"))
    first = next(iter(actions.messages(vault, open_chat.id))).message
    assert first.at.isoformat() == "2026-04-03T09:05:00+00:00"
    assert first.basis is TimeBasis.STATED_BY_PERSON
    assert vault.catalogue.answers(open_chat.id) == Answers("Europe/London", DateOrder.DMY)
    assert [entry.kind for entry in vault.catalogue.log()].count(CustodyKind.ANSWERED) == 2
    assert item.accounting.found == 2


@pytest.mark.parametrize(
    ("answers", "error"),
    [(Answers(zone="Mars/Base"), ZoneUnknown), (Answers(order=DateOrder.MDY), OrderImpossible)],
)
def test_an_answer_that_cannot_be_changes_nothing(vault, chat, answers, error):
    before = (
        list(vault.catalogue.messages(chat.id)),
        vault.catalogue.item(chat.id),
        len(list(vault.catalogue.log())),
    )
    with pytest.raises(error):
        actions.answer_dates(vault, chat.id, answers)
    after = (
        list(vault.catalogue.messages(chat.id)),
        vault.catalogue.item(chat.id),
        len(list(vault.catalogue.log())),
    )
    assert before == after


def test_an_answer_for_something_without_messages_is_refused(vault, tmp_path):
    (tmp_path / "a.bin").write_bytes(b"\x00\x01")
    (item,) = add(vault, tmp_path / "a.bin")
    with pytest.raises(NoMessagesInItem):
        actions.answer_dates(vault, item.id, Answers(zone="UTC"))
    with pytest.raises(ItemUnknown):
        actions.answer_dates(vault, "E-9999", Answers(zone="UTC"))


def test_an_attachment_becomes_an_item_of_its_own_that_names_its_mail(vault, tmp_path):
    (tmp_path / "mail.eml").write_bytes(MAIL)
    mail, attachment = add(vault, tmp_path / "mail.eml")
    assert mail.kind is ItemKind.EMAIL
    assert (attachment.name, attachment.part_of) == ("list.txt", mail.id)
    with vault.objects.open(attachment) as stream:
        assert stream.read().strip() == b"names"
    again = actions.add_evidence(vault, [tmp_path / "mail.eml"], NOBODY)
    assert (again.added, len(again.already)) == ((), 1)


def test_reading_that_was_cancelled_leaves_the_original_and_is_finished_when_it_is_added_again(
    vault, tmp_path
):
    path = tmp_path / "WhatsApp Chat with Ann.txt"
    path.write_text("\n".join(f"13/03/2026, 10:05 - Ann: message {n}" for n in range(30_000)), "utf-8")
    size = path.stat().st_size
    sealed_all = False

    def cancel_while_reading(done, total):
        nonlocal sealed_all
        if sealed_all and 0 < done < size:
            raise Cancelled
        sealed_all = sealed_all or done == size

    with pytest.raises(Cancelled):
        actions.add_evidence(vault, [path], NOBODY, progress=cancel_while_reading)
    (item,) = vault.catalogue.items()
    assert item.importer == ""
    assert vault.catalogue.message_count(item.id) == 0
    report = actions.add_evidence(vault, [path], NOBODY)
    assert len(report.already) == 1
    assert vault.catalogue.item(item.id).accounting.found == 30_000
    assert vault.check() == ()


def test_text_that_is_no_export_is_kept_without_messages_or_complaints(vault, tmp_path):
    (tmp_path / "WhatsApp Chat with nobody.txt").write_text("just a note to myself\n")
    (item,) = add(vault, tmp_path / "WhatsApp Chat with nobody.txt")
    assert (item.importer, item.accounting, item.kind) == ("", None, ItemKind.TEXT)


def test_hostile_text_in_messages_comes_back_letter_for_letter(vault, tmp_path):
    hostile = [
        "<img src=file:///etc/passwd>",
        "a\u202egnp.exe",
        "nul\x00inside",
        "x\u2028y\u0085z",
        "%s {0} \\u0000",
        "=cmd()",
    ]
    path = tmp_path / "WhatsApp Chat with X.txt"
    path.write_bytes("\n".join(f"13/03/2026, 10:05 - Eve: {text}" for text in hostile).encode())
    (item,) = add(vault, path)
    assert [stored.message.text for stored in vault.catalogue.messages(item.id)] == hostile


def test_a_chat_in_a_zip_is_read_and_its_media_are_named(vault, tmp_path):
    path = tmp_path / "WhatsApp Chat - Ann.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "_chat.txt",
            "[13/03/2026, 10:05:00] Ann: \u200e<attached: 00000001-PHOTO-2026-03-13-10-05-00.jpg>\r\n",
        )
        archive.writestr("00000001-PHOTO-2026-03-13-10-05-00.jpg", b"a rectangle")
    (item,) = add(vault, path)
    (stored,) = vault.catalogue.messages(item.id)
    assert stored.message.kind is RecordKind.MESSAGE
    assert stored.message.attachments[0].member == "00000001-PHOTO-2026-03-13-10-05-00.jpg"
    assert stored.message.attachments[0].size_bytes == 11


def test_reading_again_does_not_double_findings_or_messages(vault, open_chat):
    once = actions.answer_dates(vault, open_chat.id, Answers(order=DateOrder.DMY))
    twice = actions.answer_dates(vault, open_chat.id, Answers(order=DateOrder.DMY))
    assert once == twice == replace(once)
    assert vault.catalogue.message_count(open_chat.id) == 2


def test_a_zip_that_is_locked_says_so_once_however_often_it_is_offered(vault):
    import base64

    # A zip of one file "a.txt" that is marked as encrypted.
    locked = bytearray(
        base64.b64decode(
            "UEsDBAoAAAAAAAAAIQCFEUoNBQAAAAUAAAAFAAAAYS50eHRoZWxsb1BLAQIUAAoAAAAAAAAAIQCFEUoNBQAAAAUAAAAFAAAAAAAAAAAAAAAAAAAAAABhLnR4dFBLBQYAAAAAAQABADMAAAAoAAAAAAA="
        )
    )
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    path = vault.folder.parent / "chat.zip"
    path.write_bytes(locked)
    (item,) = add(vault, path)
    assert [finding.kind for finding in item.findings] == [FindingKind.ENCRYPTED_MEMBER]
    actions.add_evidence(vault, [path], NOBODY)
    assert vault.catalogue.item(item.id) == item
