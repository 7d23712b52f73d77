"""The report as a reader of PDF files sees it."""

from __future__ import annotations

import re
import subprocess
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from bundle_matter import CHAT, Sample, full_sample, hostile_sample, message

from evidence_kit.assets import load_recipient
from evidence_kit.bundle import BundleChoice, BundleConversation, BundleReport, build_bundle
from evidence_kit.model import (
    Accounting,
    Conversation,
    Finding,
    FindingKind,
    ItemKind,
    Paper,
    PdfProfile,
    Said,
    StoredMessage,
)
from evidence_kit.words import fingerprint_text, head_code

US = load_recipient("police-us")
CHOICE = BundleChoice(language="en", paper=Paper.A4, profile=PdfProfile.POLICE)


def pages_of(pdf: Path, *options: str) -> list[str]:
    """The text of each page."""
    run = subprocess.run(
        ["pdftotext", *options, "-layout", str(pdf), "-"], capture_output=True, text=True, check=True
    )
    return run.stdout.split("\f")[:-1]


def joined(pages: list[str]) -> str:
    """All text with every run of blanks as one, for searching."""
    return " ".join(" ".join(pages).split())


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> BundleReport:
    """One bundle with every kind of thing in it."""
    return build_bundle(full_sample().matter(), US, tmp_path_factory.mktemp("report") / "bundle", CHOICE)


@pytest.fixture(scope="module")
def pages(built: BundleReport) -> list[str]:
    """The pages of its report."""
    return pages_of(built.folder / "report.pdf")


def test_the_report_is_a_sound_file_with_the_pages_it_says(built: BundleReport, pages: list[str]) -> None:
    checked = subprocess.run(
        ["qpdf", "--check", str(built.folder / "report.pdf")], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert len(pages) == built.pages
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {built.pages}" in page
        assert len(page.split()) > 30, number


def test_the_contents_name_the_pages_on_which_the_parts_begin(pages: list[str]) -> None:
    listed = re.findall(r"^\s*(\d+ {1,3}\S.*?)\s{3,}(\d+)\s*$", pages[0], re.MULTILINE)
    assert len(listed) == 10
    for heading, number in listed:
        begins = re.sub(r"\s+", " ", heading.strip())
        assert begins in re.sub(r"\s+", " ", pages[int(number) - 1]), heading


def test_page_one_says_for_whom_what_is_left_out_and_what_to_compare(pages: list[str]) -> None:
    matter = full_sample().matter()
    first = joined(pages[:1])
    assert "Police (United States)" in first
    assert "EK-0004" in first
    assert "1 item is recorded only" in first
    assert head_code(matter.checkpoint.head) in first
    assert matter.key_fingerprint in "".join(pages[0].split())


def test_every_exhibit_is_listed_and_shown_with_its_hash(pages: list[str]) -> None:
    text = joined(pages)
    for item in full_sample().items:
        assert text.count(item.id.replace("E-", "EK-")) >= 2
        if item.hashes:
            assert (
                fingerprint_text(item.hashes.sha256, 16) in text
                or fingerprint_text(item.hashes.sha256) in text
            )
        assert item.name in text


def test_every_message_stands_in_the_report_with_its_number(pages: list[str]) -> None:
    text = joined(pages)
    for number, record in enumerate(CHAT, start=1):
        words = re.findall(r"[A-Za-z]{4,}", record.text)
        assert all(word in text for word in words), number
    assert "‹U+0000›" in text
    assert "‹U+D800›" in text
    assert "<b>bold</b>" in text


def test_a_place_on_the_map_is_not_printed(pages: list[str]) -> None:
    text = joined(pages)
    assert "41.8781" not in text
    assert "87.6298" not in text
    assert "holds a location; it is not printed here" in text


def test_a_record_only_item_has_a_page_in_words_and_no_picture_on_it(
    built: BundleReport, pages: list[str]
) -> None:
    number = next(
        number for number, page in enumerate(pages, start=1) if "Nothing was copied. The lines below" in page
    )
    assert "fourth picture" in joined([pages[number - 1]])
    listed = subprocess.run(
        ["pdfimages", "-list", "-f", str(number), "-l", str(number), str(built.folder / "report.pdf")],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert len(listed.splitlines()) == 2
    everywhere = subprocess.run(
        ["pdfimages", "-list", str(built.folder / "report.pdf")], capture_output=True, text=True, check=True
    ).stdout
    sizes = {tuple(line.split()[3:5]) for line in everywhere.splitlines()[2:]}
    assert {("540", "960"), ("800", "600"), ("300", "300")} <= sizes


def test_no_word_claims_too_much_or_shames(pages: list[str]) -> None:
    text = joined(pages).lower()
    for word in ("admissib", "proves", "tamper", "anonymous", "securely deleted", "alleged", "porn"):
        assert word not in text


def test_what_a_hash_does_not_show_is_printed(pages: list[str]) -> None:
    text = joined(pages)
    assert "It does not show who wrote a message" in text
    assert "It does not show that this computer's clock was right" in text


@pytest.mark.parametrize("paper", list(Paper))
def test_the_summary_keeps_to_one_page_however_much_there_is(tmp_path: Path, paper: Paper) -> None:
    sample = Sample()
    kinds = [kind for kind in FindingKind if kind.value < "log"][:16]
    for number in range(12):
        item = sample.add(
            ItemKind.MESSAGES,
            f"chat {number}.txt",
            b"x%d" % number,
            said=Said(
                account="a name that is quite long and goes on " * 3 + str(number), source_app="An app"
            ),
            findings=tuple(Finding(kind, {"where": "line 1"}) for kind in kinds),
            importer="whatsapp",
            accounting=Accounting(1, 1, 0),
        )
        sample.talk(
            item, Conversation("c", "A title " * 30, "WhatsApp"), [message("x", f"sender {number}", number)]
        )
    report = build_bundle(sample.matter(), US, tmp_path / "out", replace(CHOICE, paper=paper))
    pages = pages_of(report.folder / "report.pdf")
    assert "1 Summary" in joined([pages[1]])
    assert "To be filled in by hand" in pages[1]
    assert "What is asked for?" in pages[1]
    assert "2 Persons and accounts" in joined([pages[2]])


def test_hostile_text_cannot_change_the_report(tmp_path: Path) -> None:
    report = build_bundle(hostile_sample().matter(), US, tmp_path / "out", CHOICE)
    data = (report.folder / "report.pdf").read_bytes()
    assert not re.search(rb"/(JavaScript|JS|Launch|URI|SubmitForm|OpenAction\s*<<\s*/S)", data)
    pages = pages_of(report.folder / "report.pdf")
    assert "‹U+202E›" in joined(pages) or "\u202e" not in "".join(pages)


def test_each_paper_and_profile_makes_a_sound_report(tmp_path: Path) -> None:
    matter = full_sample().matter()
    for paper, size in ((Paper.LETTER, "612 x 792"), (Paper.A4, "595.276 x 841.89")):
        choice = replace(CHOICE, paper=paper, profile=PdfProfile.COURT)
        report = build_bundle(matter, US, tmp_path / paper.value, choice)
        info = subprocess.run(
            ["pdfinfo", str(report.folder / "report.pdf")], capture_output=True, text=True, check=True
        ).stdout
        assert size in info
    choice = replace(CHOICE, profile=PdfProfile.CARRY, password="correct horse")
    report = build_bundle(matter, US, tmp_path / "carry", choice)
    pdf = report.folder / "report.pdf"
    assert subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, check=False).returncode != 0
    assert "EK-0001" in joined(pages_of(pdf, "-upw", "correct horse"))


def test_the_police_report_carries_the_exhibit_list_for_programs(built: BundleReport) -> None:
    listed = subprocess.run(
        ["pdfdetach", "-list", str(built.folder / "report.pdf")], capture_output=True, text=True, check=True
    ).stdout
    assert "exhibits.json" in listed


def test_the_certificate_follows_the_recipient(tmp_path: Path, pages: list[str]) -> None:
    assert "28 U.S.C. 1746" in joined(pages)
    report = build_bundle(full_sample().matter(), load_recipient("police-generic"), tmp_path / "out", CHOICE)
    neutral = joined(pages_of(report.folder / "report.pdf"))
    assert "U.S.C." not in neutral
    assert "DRAFT, for a prosecutor or lawyer" in neutral


def test_a_long_conversation_is_streamed(tmp_path: Path) -> None:
    sample = full_sample()
    matter = sample.matter()

    def read(item_id: str, key: str) -> Iterator[StoredMessage]:
        if item_id != "E-0003":
            yield from sample.matter().read_messages(item_id, key)
            return
        for number in range(1, 6001):
            yield StoredMessage(
                item_id, number, message(f"line number {number} of many", "Sam", number % 600)
            )

    chats = tuple(
        BundleConversation(entry.item_id, entry.conversation, 6000) if entry.item_id == "E-0003" else entry
        for entry in matter.conversations
    )
    long = replace(matter, read_messages=read, conversations=chats)
    build_bundle(full_sample().matter(), US, tmp_path / "warm", CHOICE)
    tracemalloc.start()
    report = build_bundle(long, US, tmp_path / "out", CHOICE)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert report.pages > 100
    assert peak < 60_000_000
    last = joined(pages_of(report.folder / "report.pdf", "-f", "100"))
    assert "line number 6000 of many" in last
