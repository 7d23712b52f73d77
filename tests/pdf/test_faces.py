"""Faces: glyphs, widths and the subsets that a PDF embeds."""

import struct
from pathlib import Path

import pytest
import uharfbuzz

from evidence_kit.assets import asset_path
from evidence_kit.errors import AssetInvalid
from evidence_kit.pdf.faces import Face

FONTS = asset_path("fonts")


@pytest.fixture(scope="module")
def latin() -> Face:
    return Face("Latin", FONTS / "NotoSans-Regular.ttf")


@pytest.fixture(scope="module")
def chinese() -> Face:
    return Face("Chinese", FONTS / "NotoSansCJK-Regular.ttc", 2)


def test_a_face_says_what_a_font_descriptor_needs(latin: Face, chinese: Face) -> None:
    assert (latin.postscript_name, latin.is_cff, latin.upem) == ("NotoSans-Regular", False, 1000)
    assert (chinese.postscript_name, chinese.is_cff) == ("NotoSansCJKsc-Regular", True)
    assert (latin.ascender, latin.descender, latin.cap_height) == (1069, -293, 714)
    left, bottom, right, top = latin.bounding_box
    assert left < 0 < right
    assert bottom < 0 < top


def test_each_letter_keeps_a_glyph_of_its_own(latin: Face) -> None:
    shaped = latin.shape("office", rtl=False)
    assert shaped is not None
    assert [cluster.text for cluster in shaped.clusters] == list("office")
    assert all(len(cluster.glyphs) == 1 for cluster in shaped.clusters)


def test_the_width_is_the_sum_of_the_advances_and_knows_kerning(latin: Face) -> None:
    shaped = latin.shape("AVAV", rtl=False)
    assert shaped is not None
    glyphs = [glyph for cluster in shaped.clusters for glyph in cluster.glyphs]
    assert shaped.width == sum(glyph.advance for glyph in glyphs)
    assert shaped.width < sum(latin.advance(glyph.gid) for glyph in glyphs)


def test_text_from_the_right_comes_out_in_the_order_of_drawing() -> None:
    shaped = Face("Hebrew", FONTS / "NotoSansHebrew-Regular.ttf").shape("שלום", rtl=True)
    assert shaped is not None
    assert [cluster.text for cluster in shaped.clusters] == list("םולש")


def test_arabic_letters_are_joined() -> None:
    face = Face("Arabic", FONTS / "NotoSansArabic-Regular.ttf")
    joined, alone = face.shape("بب", rtl=True), face.shape("ب", rtl=True)
    assert joined is not None
    assert alone is not None
    assert alone.clusters[0].glyphs[0].gid not in {cluster.glyphs[0].gid for cluster in joined.clusters}


def test_marks_share_the_cluster_of_their_letter(latin: Face) -> None:
    shaped = latin.shape("x\u0301\u0323y", rtl=False)
    assert shaped is not None
    assert [cluster.text for cluster in shaped.clusters] == ["x\u0301\u0323", "y"]
    assert len(shaped.clusters[0].glyphs) == 3


def test_a_mark_without_a_letter_stands_on_a_dotted_circle(latin: Face) -> None:
    shaped = latin.shape("\u0301", rtl=False)
    assert shaped is not None
    assert len(shaped.clusters[0].glyphs) == 2
    assert shaped.width > 0


def test_a_hidden_joiner_draws_nothing_and_stays_in_the_text(latin: Face) -> None:
    shaped = latin.shape("a\u200db", rtl=False)
    assert shaped is not None
    assert [(cluster.text, len(cluster.glyphs)) for cluster in shaped.clusters] == [("a\u200d", 1), ("b", 1)]


def test_a_face_does_not_draw_what_it_lacks(latin: Face) -> None:
    assert latin.covers(map(ord, "Aé€Ж"))
    assert not latin.covers(map(ord, "A中"))
    assert latin.shape("A中", rtl=False) is None


def test_the_same_letter_is_one_object_in_every_word(latin: Face) -> None:
    first, second = latin.shape("no", rtl=False), latin.shape("on", rtl=False)
    assert first is not None
    assert second is not None
    assert first.clusters[1] is second.clusters[0]


def test_a_subset_keeps_the_glyph_numbers_and_drops_the_other_outlines(latin: Face) -> None:
    kept = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob(latin.subset([36, 37]))))
    whole = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(FONTS / "NotoSans-Regular.ttf"))))
    assert kept.get_glyph_extents(36) == whole.get_glyph_extents(36)
    assert kept.get_glyph_h_advance(37) == whole.get_glyph_h_advance(37)
    assert kept.get_glyph_extents(0).height != 0
    assert kept.get_glyph_extents(35).height == 0
    assert not {"GSUB", "GPOS", "name"} & set(kept.face.table_tags)


def test_a_subset_of_a_cff_face_is_the_bare_table(chinese: Face) -> None:
    small, larger = chinese.subset([9987]), chinese.subset(range(9000, 10000))
    major, minor, header_size = struct.unpack_from(">3B", small)
    assert (major, minor, header_size) == (1, 0, 4)
    assert len(small) < 50_000 < len(larger)


def test_a_subset_is_the_same_whatever_the_order_of_its_glyphs(latin: Face) -> None:
    assert latin.subset([40, 36, 38]) == latin.subset({36, 38, 40})


@pytest.mark.parametrize("bytes_of_file", [None, b"", b"not a font at all"])
def test_a_missing_or_broken_font_is_a_damaged_installation(
    tmp_path: Path, bytes_of_file: bytes | None
) -> None:
    path = tmp_path / "Font.ttf"
    if bytes_of_file is not None:
        path.write_bytes(bytes_of_file)
    with pytest.raises(AssetInvalid) as caught:
        Face("Broken", path)
    assert caught.value.name == "Font.ttf"
