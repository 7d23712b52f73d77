"""Exhibit marks and safe file names."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from bundle_matter import HOSTILE_NAMES, full_sample, hostile_sample
from hypothesis import given
from hypothesis import strategies as st

from evidence_kit.bundle.exhibits import exhibit_mark, exhibits_of, safe_file_name

ANY_TEXT = st.text(alphabet=st.characters(), max_size=300)


def test_an_exhibit_is_called_after_its_item_in_every_bundle() -> None:
    items = full_sample().items
    assert exhibit_mark("E-0001") == "EK-0001"
    assert [exhibit.mark for exhibit in exhibits_of(items)][:2] == ["EK-0001", "EK-0002"]
    alone = exhibits_of([items[4]])
    assert alone[0].mark == "EK-0005"


def test_exhibits_stand_in_the_order_of_their_numbers_past_9999() -> None:
    item = full_sample().items[0]
    items = [replace(item, id=name) for name in ("E-10000", "E-0002", "E-9999")]
    assert [exhibit.mark for exhibit in exhibits_of(items)] == ["EK-0002", "EK-9999", "EK-10000"]


def test_a_record_only_item_has_no_file() -> None:
    recorded = [exhibit for exhibit in exhibits_of(full_sample().items) if exhibit.item.record_only]
    assert len(recorded) == 1
    assert recorded[0].file == ""
    assert not recorded[0].copied


def test_an_item_without_an_object_has_no_file_whatever_its_kind_says() -> None:
    item = replace(full_sample().items[0], object_id="")
    assert not exhibits_of([item])[0].copied


def test_a_record_only_item_has_no_file_even_if_it_names_an_object() -> None:
    item = replace(full_sample().items[3], object_id="00" * 16)
    assert item.record_only
    assert not exhibits_of([item])[0].copied


@given(ANY_TEXT)
def test_every_name_becomes_one_that_all_systems_can_store(name: str) -> None:
    safe = safe_file_name(name)
    assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,99}", safe)
    assert not safe.endswith((".", " "))
    assert ".." not in safe
    assert not re.match(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)", safe)


@given(ANY_TEXT)
def test_making_a_name_safe_twice_changes_nothing_more(name: str) -> None:
    assert safe_file_name(safe_file_name(name)).strip("_") == safe_file_name(name).strip("_")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\Windows\\win.ini", "win.ini"),
        ("CON.txt", "_CON.txt"),
        ("com1", "_com1"),
        ("photo\u202egpj.exe", "photo_gpj.exe"),
        ("Ünïcode näme.JPG", "Unicode_name.JPG"),
        ("صورة.png", "file.png"),
        ("", "file"),
        ("...", "file"),
        ("-rf.txt", "rf.txt"),
        ("a" * 250 + ".jpeg", "a" * 95 + ".jpeg"),
    ],
)
def test_these_names_become(name: str, safe: str) -> None:
    assert safe_file_name(name) == safe


def test_hostile_names_stay_apart_and_inside_the_folder_of_originals() -> None:
    files = [exhibit.file for exhibit in exhibits_of(hostile_sample().items)]
    assert len({name.casefold() for name in files}) == len(HOSTILE_NAMES)
    assert all(re.fullmatch(r"originals/EK-\d{4}_[A-Za-z0-9._-]+", name) for name in files)
    assert max(len(name.removeprefix("originals/")) for name in files) <= 100
