from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_kit.importers.whatsapp_body import PLAIN, attached_names, body_of, date_in_name

MARK = "\u200e"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            f"{MARK}<attached: 00000042-PHOTO-2020-06-07-15-13-20.jpg>",
            ("00000042-PHOTO-2020-06-07-15-13-20.jpg",),
        ),
        ("< attached: 00000042-PHOTO-2020-06-07-15-13-20.jpg >", ("00000042-PHOTO-2020-06-07-15-13-20.jpg",)),
        (f"{MARK}<Anhang: 00000003-Vertrag (neu).pdf>", ("00000003-Vertrag (neu).pdf",)),
        (f"{MARK}<прикреплено: 00000003-файл.pdf>", ("00000003-файл.pdf",)),
        (f"a caption {MARK}<attached: a b.mp4>", ("a b.mp4",)),
        ("IMG-20200607-WA0001.jpg (file attached)", ("IMG-20200607-WA0001.jpg",)),
        (f"{MARK}IMG-20200607-WA0001.jpg (fichier joint)\ncaption", ("IMG-20200607-WA0001.jpg",)),
        ("PTT-20200607-WA0001.opus (word in an unknown language)", ("PTT-20200607-WA0001.opus",)),
        (f"{MARK}contract.pdf (unknown word)", ("contract.pdf",)),
        ("contract.pdf (my favourite)", ()),
        ("see <page: index.html>", ()),
        ("hello (you)", ()),
        (f"{MARK}image omitted", ()),
    ],
)
def test_only_files_that_the_app_names_are_attached(text, names):
    assert attached_names(text) == names


def test_a_file_of_the_export_named_alone_on_its_line_is_attached():
    assert body_of("photo.jpg", has_sender=True, is_member=True).files == ("photo.jpg",)
    assert body_of("photo.jpg", has_sender=True, is_member=False) == PLAIN


def test_a_notice_that_carries_the_apps_mark_is_told_from_words_that_anyone_can_type():
    marked = body_of(f"{MARK}This message was deleted.", has_sender=True, is_member=False)
    typed = body_of("This message was deleted.", has_sender=True, is_member=False)
    assert (marked.notice, typed.notice) == ("marked", "wording")
    assert body_of("I wish this message was deleted", has_sender=True, is_member=False) == PLAIN


def test_a_typed_text_about_a_call_is_no_call():
    assert not body_of("Missed voice call", has_sender=True, is_member=False).is_call
    assert not body_of("Missed voice call (again)", has_sender=True, is_member=False).is_call
    assert body_of("Missed voice call", has_sender=False, is_member=False).is_call
    assert body_of(f"{MARK}Missed video call", has_sender=True, is_member=False).is_call
    assert body_of(f"{MARK}Verpasster Sprachanruf", has_sender=True, is_member=False).is_call
    assert not body_of(f"{MARK}image omitted", has_sender=True, is_member=False).is_call


def test_an_edit_is_a_fact_and_the_text_is_kept():
    for text in ("see you <This message was edited>", f"see you {MARK}<Diese Nachricht wurde bearbeitet.>"):
        facts = body_of(text, has_sender=True, is_member=False).facts
        assert [fact.name for fact in facts] == ["edited"]


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("IMG-20200607-WA0001.jpg", date(2020, 6, 7)),
        ("00000042-PHOTO-2020-06-07-15-13-20.jpg", date(2020, 6, 7)),
        ("IMG-20201307-WA0001.jpg", None),
        ("photo.jpg", None),
        ("00000003-contract.pdf", None),
    ],
)
def test_a_day_in_a_file_name_is_read_where_it_is_one(name, day):
    assert date_in_name(name) == day


@given(st.text(max_size=80), st.booleans(), st.booleans())
def test_no_text_is_too_strange(text, has_sender, is_member):
    body = body_of(text, has_sender, is_member)
    assert all(name in text or is_member for name in body.files)
