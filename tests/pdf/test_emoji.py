"""Emoji: every one that Unicode lists is one picture, and plain signs stay plain."""

import re
from pathlib import Path

import pytest

from evidence_kit.assets import asset_path
from evidence_kit.errors import AssetInvalid
from evidence_kit.pdf.emoji import EmojiFace, asks_for_picture
from evidence_kit.pdf.faces import Face
from evidence_kit.pdf.fontset import FontSet
from evidence_kit.pdf.runs import Run

UNICODE = Path("/usr/share/unicode/emoji")


@pytest.fixture(scope="module")
def fonts() -> FontSet:
    return FontSet.load(asset_path("fonts"))


@pytest.fixture(scope="module")
def face() -> EmojiFace:
    return EmojiFace("Emoji", asset_path("fonts", "NotoColorEmoji.ttf"))


def runs_of(fonts: FontSet, text: str) -> list[Run]:
    return [run for line in fonts.regular.layout(text, 10, 1000) for run in line.runs]


def listed(status: str) -> list[str]:
    path = UNICODE / "emoji-test.txt"
    if not path.exists():
        pytest.skip(f"{path} is missing (Debian package unicode-data)")
    found = re.findall(rf"^([0-9A-F ]+?) *; {status} ", path.read_text("utf-8"), re.MULTILINE)
    return ["".join(chr(int(point, 16)) for point in points.split()) for points in found]


def test_every_fully_qualified_emoji_is_one_picture(fonts: FontSet, face: EmojiFace) -> None:
    emoji = listed("fully-qualified")
    assert len(emoji) >= 3655
    for cluster in emoji:
        (run,) = runs_of(fonts, cluster)
        assert isinstance(run.face, EmojiFace), ascii(cluster)
        assert run.text == cluster
        ((glyph,),) = [drawn.glyphs for drawn in run.clusters]
        assert glyph.gid == face.glyph_for(cluster)
        assert run.width == glyph.advance == EmojiFace.ADVANCE


def test_every_picture_is_a_png_of_one_size(face: EmojiFace) -> None:
    sizes = set()
    for cluster in listed("fully-qualified"):
        gid = face.glyph_for(cluster)
        assert gid is not None
        picture = face.bitmap(gid)
        assert picture.startswith(b"\x89PNG\r\n\x1a\n")
        sizes.add(picture[16:24])
    assert sizes == {b"\0\0\0\x88\0\0\0\x80"}


def test_what_unicode_shows_as_a_picture_by_default_is_known() -> None:
    path = UNICODE / "emoji-data.txt"
    if not path.exists():
        pytest.skip(f"{path} is missing (Debian package unicode-data)")
    spans = re.findall(
        r"^([0-9A-F]+)(?:\.\.([0-9A-F]+))? *; Emoji_Presentation ", path.read_text("utf-8"), re.M
    )
    expected = {point for first, last in spans for point in range(int(first, 16), int(last or first, 16) + 1)}
    assert len(expected) > 1000
    parts = {0x200D, 0x20E3, 0xFE0F, *range(0xE0020, 0xE0080)}
    assert {point for point in range(0x110000) if asks_for_picture(chr(point))} == expected | parts


@pytest.mark.parametrize("text", ["☎", "☎\ufe0e", "❤", "✓", "→", "©", "™", "1", "1\ufe0f", "#"])
def test_plain_signs_are_drawn_as_text(fonts: FontSet, text: str) -> None:
    assert all(isinstance(run.face, Face) for run in runs_of(fonts, text))


@pytest.mark.parametrize("text", ["☎\ufe0f", "❤\ufe0f", "1\ufe0f\u20e3", "1\u20e3", "☝🏽", "©\ufe0f"])
def test_a_selector_keycap_or_skin_tone_asks_for_the_picture(fonts: FontSet, text: str) -> None:
    (run,) = runs_of(fonts, text)
    assert isinstance(run.face, EmojiFace)


def test_a_picture_is_better_than_a_code_where_there_is_no_plain_sign(fonts: FontSet) -> None:
    (run,) = runs_of(fonts, "🦄\ufe0e")
    assert isinstance(run.face, EmojiFace)


def test_skin_tones_and_flags_are_told_apart(face: EmojiFace) -> None:
    shown = {
        face.glyph_for(cluster) for cluster in ("👍", "👍🏻", "👍🏼", "👍🏽", "👍🏾", "👍🏿", "🇬🇧", "🇲🇽")
    }
    assert len(shown) == 8
    assert None not in shown


def test_a_flag_that_no_country_has_is_shown_by_its_letters(fonts: FontSet) -> None:
    assert [run.text for run in runs_of(fonts, "🇽🇽")] == ["🇽", "🇽"]
    assert [run.text for run in runs_of(fonts, "🇶🇶")] == ["🇶", "🇶"]


def test_a_joined_emoji_that_the_font_does_not_know_is_shown_by_its_parts(fonts: FontSet) -> None:
    runs = runs_of(fonts, "👨\u200d🚒\u200d🚒")
    assert "".join(run.text for run in runs) == "👨\u200d🚒\u200d🚒"
    assert all(isinstance(run.face, EmojiFace) for run in runs)
    assert len(runs) == 3


def test_an_emoji_in_text_from_the_right_keeps_its_place(fonts: FontSet) -> None:
    assert [run.text for run in runs_of(fonts, "שלום 🙏🏿")] == ["🙏🏿", " ", "שלום"]


def test_a_font_without_pictures_is_refused() -> None:
    with pytest.raises(AssetInvalid):
        EmojiFace("Emoji", asset_path("fonts", "NotoSans-Regular.ttf"))
