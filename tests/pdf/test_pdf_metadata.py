"""What a document says about itself: both places the same, the standards named, attachments declared."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import pytest
from made_documents import assert_sound, fonts, made, opened, settings

from evidence_kit.model import PdfProfile

NAMES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "extension": "http://www.aiim.org/pdfa/ns/extension/",
    "property": "http://www.aiim.org/pdfa/ns/property#",
}


def _document(**changes) -> bytes:
    return made(lambda document: document.paragraph("x"), chosen=settings(**changes))


def _packet(data: bytes) -> ElementTree.Element:
    with opened(data) as pdf:
        assert "/Filter" not in pdf.Root.Metadata
        return ElementTree.fromstring(pdf.Root.Metadata.read_bytes().decode())


def _said(packet: ElementTree.Element, path: str) -> str | None:
    found = packet.find(path, NAMES)
    return None if found is None else found.text


@pytest.mark.parametrize(("profile", "part"), [(PdfProfile.POLICE, "3"), (PdfProfile.COURT, "2")])
def test_the_archive_standard_is_named(profile, part):
    packet = _packet(_document(profile=profile))
    assert _said(packet, ".//pdfaid:part") == part
    assert _said(packet, ".//pdfaid:conformance") == "A"
    assert _said(packet, ".//pdfuaid:part") == "1"


def test_the_schema_that_archives_do_not_know_is_described():
    packet = _packet(_document())
    assert _said(packet, ".//extension:schemas//property:name") == "part"


def test_a_carried_document_claims_no_archive_standard():
    packet = _packet(_document(profile=PdfProfile.CARRY))
    assert _said(packet, ".//pdfaid:part") is None
    assert _said(packet, ".//pdfuaid:part") == "1"


def test_properties_and_packet_say_the_same():
    data = _document(title="Bericht <Ä> & 😀")
    packet = _packet(data)
    with opened(data) as pdf:
        info = pdf.docinfo
        assert str(info.Title) == _said(packet, ".//dc:title//rdf:li") == "Bericht <Ä> & 😀"
        assert str(info.CreationDate) == str(info.ModDate) == "D:20260301123005Z"
        assert str(info.Producer) == _said(packet, ".//pdf:Producer")
        assert str(info.Creator) == _said(packet, ".//xmp:CreatorTool")
    assert _said(packet, ".//xmp:CreateDate") == _said(packet, ".//xmp:ModifyDate") == "2026-03-01T12:30:05Z"


def test_a_hostile_title_leaves_the_packet_readable():
    data = _document(title="]]> <x/> \0\x1b\ud800\ue000\ufffe &amp;")
    with opened(data) as pdf:
        assert str(pdf.docinfo.Title) == _said(_packet(data), ".//dc:title//rdf:li")
    assert_sound(data)


def test_plain_colours_are_meant_in_srgb():
    with opened(_document()) as pdf:
        (intent,) = pdf.Root.OutputIntents
        assert intent.S == "/GTS_PDFA1"
        assert int(intent.DestOutputProfile.N) == 3
        assert intent.DestOutputProfile.read_bytes() == fonts().srgb_profile
        assert fonts().srgb_profile[36:40] == b"acsp"


def test_an_attachment_is_declared_with_what_it_is_for():
    def draw(document):
        document.paragraph("x")
        document.attach(
            "ä manifest.json", b'{"a":1}', "All files with their fingerprints", "application/json"
        )
        document.attach("a.txt", b"text", "Words", "text/plain")

    data = made(draw)
    with opened(data) as pdf:
        files = list(pdf.Root.AF)
        assert [str(file.UF) for file in files] == ["a.txt", "ä manifest.json"]
        assert {str(file.AFRelationship) for file in files} == {"/Source"}
        assert files[1].EF.F.read_bytes() == b'{"a":1}'
        assert files[1].EF.F.Subtype == "/application/json"
        assert pdf.attachments["ä manifest.json"].get_file().read_bytes() == b'{"a":1}'
    assert_sound(data)


@pytest.mark.parametrize("profile", [PdfProfile.POLICE, PdfProfile.COURT])
def test_an_archive_holds_no_script_no_action_and_no_transparency(profile):
    data = _document(profile=profile)
    for word in (
        b"/JavaScript",
        b"/JS",
        b"/Launch",
        b"/SMask",
        b"/Transparency",
        b"/Encrypt",
        b"Helvetica",
        b"/XFA",
    ):
        assert word not in data
