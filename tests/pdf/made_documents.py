"""Documents for the tests: made in memory, taken apart with pikepdf, read back with two other readers."""

from __future__ import annotations

import io
import re
import subprocess
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache

import pikepdf
import pypdfium2
from PIL import Image

from evidence_kit.assets import asset_path
from evidence_kit.model import Paper, PdfProfile
from evidence_kit.pdf import PdfDocument, PdfSettings
from evidence_kit.pdf.fontset import FontSet

Draw = Callable[[PdfDocument], None]
LONGEST_STRING = 32_767
"""Source: ISO 19005-2:2011, 6.1.13, 2026-11-23."""
MOMENT = datetime(2026, 3, 1, 12, 30, 5, tzinfo=UTC)


@cache
def fonts() -> FontSet:
    return FontSet.load(asset_path("fonts"))


def counting_bytes() -> Callable[[int], bytes]:
    """Bytes that repeat from run to run, where a test wants the same file twice."""
    state = {"count": 0}

    def take(size: int) -> bytes:
        state["count"] += 1
        return (state["count"].to_bytes(4) * (size // 4 + 1))[:size]

    return take


def settings(profile: PdfProfile = PdfProfile.POLICE, **changes: object) -> PdfSettings:
    values = {
        "title": "Report EK-1",
        "language": "en",
        "paper": Paper.A4,
        "profile": profile,
        "created_at": MOMENT,
        "identity": b"test",
        "header": "Report EK-1",
        "footer": "Confidential",
        "bates_prefix": "EK",
    }
    return PdfSettings(**{**values, **changes})


def made(draw: Draw, *, front: Draw | None = None, chosen: PdfSettings | None = None) -> bytes:
    """A whole document; ``draw`` need not begin a section."""
    out = io.BytesIO()
    document = PdfDocument(out, chosen or settings(), fonts(), front)
    draw(document)
    document.finish()
    return out.getvalue()


def opened(data: bytes, password: str = "") -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data), password=password)


def poppler_text(data: bytes) -> str:
    command = ["pdftotext", "-layout", "-enc", "UTF-8", "-", "-"]
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode()


def pdfium_text(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def rendered(data: bytes, page: int = 0, scale: float = 1.0) -> Image.Image:
    with pypdfium2.PdfDocument(data) as document:
        return document[page].render(scale=scale).to_pil().convert("RGB")


def elements(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every structure element, in reading order."""
    waiting = [pdf.Root.StructTreeRoot.K[0]]
    while waiting:
        element = waiting.pop(0)
        yield element
        waiting = [kid for kid in kids(element) if "/S" in kid] + waiting


def kids(element: pikepdf.Object) -> list[pikepdf.Object]:
    found = element.get("/K", [])
    return [
        kid
        for kid in (found if isinstance(found, pikepdf.Array) else [found])
        if isinstance(kid, pikepdf.Dictionary)
    ]


def roles(data: bytes) -> list[str]:
    return [str(element.S)[1:] for element in elements(opened(data))]


def streams(data: bytes) -> bytes:
    """Everything that a reader can find in a file, deflated streams included."""
    found = [data]
    for match in re.finditer(rb"stream\n(.*?)\nendstream", data, re.DOTALL):
        try:
            found.append(zlib.decompress(match[1]))
        except zlib.error:
            continue
    return b"\n".join(found)


# --- what archives and screen readers refuse ---------------------------------


def assert_sound(data: bytes) -> None:
    """The traps that are known to make a file fail as PDF/A or PDF/UA, and the syntax."""
    _assert_streams_end_on_a_line(data)
    with opened(data) as pdf:
        assert not pdf.check_pdf_syntax()
        for number, page in enumerate(pdf.pages):
            assert page.Tabs == "/S"
            assert int(page.StructParents) >= 0
            _assert_content_is_marked(pdf, page, number)
        for text in _property_texts(pdf):
            assert len(bytes(text)) <= LONGEST_STRING
        for font in _fonts(pdf):
            _assert_font_is_whole(font)
        for element in elements(pdf):
            _assert_element_is_whole(element)


def _assert_streams_end_on_a_line(data: bytes) -> None:
    assert data.count(b"endstream") == data.count(b"\nendstream")


def _assert_content_is_marked(pdf: pikepdf.Pdf, page: pikepdf.Page, number: int) -> None:
    """Every operator that paints stands inside an artifact or a marked piece that an element owns."""
    depth, numbers = [], []
    painting = {"Tj", "TJ", "f", "S", "B", "f*", "B*", "Do"}
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "BDC":
            depth.append(str(operands[0]))
            if str(operands[0]) != "/Artifact" and "/MCID" in operands[1]:
                numbers.append(int(operands[1].MCID))
        elif str(operator) == "EMC":
            depth.pop()
        elif str(operator) in painting:
            assert depth, f"{operator} on page {number + 1} belongs to nothing"
    assert not depth
    owners = _parents(pdf)[int(page.StructParents)]
    assert numbers == list(range(len(owners)))
    _assert_glyphs_are_there(page)


def _assert_glyphs_are_there(page: pikepdf.Page) -> None:
    """No string is longer than archives allow, and no outline font draws its glyph for missing ones."""
    outline = False
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            outline = str(operands[0]).startswith("/F")
        elif str(operator) == "BDC" and "/ActualText" in operands[1]:
            assert len(bytes(operands[1].ActualText)) <= LONGEST_STRING
        elif str(operator) == "TJ":
            for codes in (bytes(part) for part in operands[0] if isinstance(part, pikepdf.String)):
                assert len(codes) <= LONGEST_STRING
                assert not outline or all(
                    codes[place : place + 2] != b"\0\0" for place in range(0, len(codes), 2)
                )


def _parents(pdf: pikepdf.Pdf) -> dict[int, pikepdf.Object]:
    found = {}
    for leaf in pdf.Root.StructTreeRoot.ParentTree.Kids:
        numbers = list(leaf.Nums)
        assert [int(leaf.Limits[0]), int(leaf.Limits[1])] == [int(numbers[0]), int(numbers[-2])]
        found |= {int(key): value for key, value in zip(numbers[::2], numbers[1::2], strict=True)}
    return found


def _property_texts(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    yield pdf.docinfo.Title
    for page in pdf.pages:
        for annotation in page.get("/Annots", []):
            yield annotation.Contents
    for element in elements(pdf):
        if "/Alt" in element:
            yield element.Alt
    waiting = [pdf.Root.Outlines.First] if "/Outlines" in pdf.Root else []
    while waiting:
        bookmark = waiting.pop()
        yield bookmark.Title
        waiting += [bookmark[key] for key in ("/First", "/Next") if key in bookmark]


def _fonts(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    return list(pdf.pages[0].Resources.Font.values())


def _assert_font_is_whole(font: pikepdf.Object) -> None:
    texts = unicode_texts(font)
    assert texts
    for text in texts.values():
        assert text
        assert not any(
            "\ue000" <= character <= "\uf8ff" or character in "\0\ufeff\ufffe" for character in text
        )
    if font.Subtype == "/Type3":
        assert len(font.CharProcs) <= 250
        assert int(font.LastChar) + 1 == len(font.Widths) == len(font.CharProcs) == len(texts)
        return
    descendant = font.DescendantFonts[0]
    descriptor = descendant.FontDescriptor
    assert "/FontFile2" in descriptor or "/FontFile3" in descriptor
    assert font.BaseFont == descendant.BaseFont == descriptor.FontName
    assert re.fullmatch("/[A-Z]{6}\\+.+", str(font.BaseFont))
    assert ("/CIDToGIDMap" in descendant) == (descendant.Subtype == "/CIDFontType2")


def unicode_texts(font: pikepdf.Object) -> dict[int, str]:
    """The ToUnicode table of a font."""
    table = font.ToUnicode.read_bytes().decode()
    pairs = re.findall(r"^<([0-9A-F]+)> <([0-9A-F]+)>$", table.split("endcodespacerange")[1], re.MULTILINE)
    return {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}


def _assert_element_is_whole(element: pikepdf.Object) -> None:
    role = str(element.S)
    assert "/P" in element
    for kid in kids(element):
        if "/S" in kid:
            assert kid.P.objgen == element.objgen
    if role == "/Figure":
        assert str(element.Alt)
    if role == "/TH":
        assert element.A.Scope in ("/Row", "/Column")
    if role == "/Link":
        references = [kid for kid in kids(element) if kid.get("/Type") == "/OBJR"]
        assert len(references) == 1
        annotation = references[0].Obj
        assert str(annotation.Contents)
        assert annotation.F == 4
    if role in {"/LI", "/TR", "/TD", "/L", "/LBody"} and role == "/TR":
        assert str(element.P.S) == "/Table"
