"""The fonts that ship: what they are, where they are from, and that they are all there."""

import hashlib
import shutil
import tomllib
from pathlib import Path

import pytest

from evidence_kit.assets import asset_path
from evidence_kit.errors import AssetInvalid
from evidence_kit.pdf.fontset import FontSet
from evidence_kit.pdf.recent import Recent

FONTS = asset_path("fonts")
ENTRIES = tomllib.loads((FONTS / "FONTS.toml").read_text("utf-8"))["files"]
WORDS_ABOUT_FONTS = {"FONTS.toml", "OFL.txt", "sRGB-LICENCE.txt", "window/fonts.conf"}
LIMIT_BYTES = 40 * 1024 * 1024


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry["file"] for entry in ENTRIES])
def test_each_font_is_the_recorded_one_with_its_licence(entry: dict[str, str]) -> None:
    assert hashlib.sha256((FONTS / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]
    assert entry["licence"] in ("OFL-1.1", "Zlib")
    assert entry["family"]
    assert entry["package"]
    assert entry["package_version"]
    assert entry["from"]
    notice = "OFL.txt" if entry["licence"] == "OFL-1.1" else "sRGB-LICENCE.txt"
    assert entry["copyright"] in (FONTS / notice).read_text("utf-8")


def test_every_file_is_recorded_and_all_together_are_small_enough() -> None:
    files = {path.relative_to(FONTS).as_posix() for path in FONTS.rglob("*") if path.is_file()}
    assert files - WORDS_ABOUT_FONTS == {entry["file"] for entry in ENTRIES}
    assert len(ENTRIES) >= 31
    assert sum((FONTS / name).stat().st_size for name in files) <= LIMIT_BYTES


def test_the_licence_text_is_whole() -> None:
    text = (FONTS / "OFL.txt").read_text("utf-8")
    for words in (
        "SIL OPEN FONT LICENSE Version 1.1",
        "PERMISSION & CONDITIONS",
        "OTHER DEALINGS IN THE FONT SOFTWARE",
    ):
        assert words in text


def test_the_three_ways_of_writing_differ_in_their_first_face_only() -> None:
    fonts = FontSet.load(FONTS)
    first = [stack.first.name for stack in (fonts.regular, fonts.bold, fonts.mono)]
    assert first == ["NotoSans", "NotoSansBold", "NotoSansMono"]
    text = "नमस्ते"
    faces = {stack.layout(text, 10, 500)[0].runs[0].face for stack in (fonts.regular, fonts.bold, fonts.mono)}
    assert len(faces) == 1


def test_bold_is_stroked_only_where_there_is_no_bold_cut() -> None:
    fonts = FontSet.load(FONTS)
    (line,) = fonts.bold.layout("Name नाम 😀", 10, 500)
    assert [(run.text, run.bold) for run in line.runs] == [("Name ", False), ("नाम ", True), ("😀", False)]
    assert not any(run.bold for run in fonts.regular.layout("Name नाम", 10, 500)[0].runs)


def test_a_missing_font_is_a_damaged_installation(tmp_path: Path) -> None:
    for entry in ENTRIES:
        if "/" not in entry["file"] and entry["file"] != "NotoSansThai-Regular.ttf":
            (tmp_path / entry["file"]).symlink_to(FONTS / entry["file"])
    with pytest.raises(AssetInvalid) as caught:
        FontSet.load(tmp_path)
    assert caught.value.name == "NotoSansThai-Regular.ttf"
    shutil.copyfile(FONTS / "NotoSansThai-Regular.ttf", tmp_path / "NotoSansThai-Regular.ttf")
    assert FontSet.load(tmp_path).regular.first.name == "NotoSans"


def test_a_store_forgets_what_was_not_wanted_for_long() -> None:
    store: Recent[int, str] = Recent(10)
    for number in range(1000):
        store.keep(number, str(number))
        assert store.get(0) == "0"
    assert len(store) <= 20
    assert store.get(500) is None
    assert store.get(999) == "999"
