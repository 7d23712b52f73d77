"""What a document says about itself: title, dates, the standards it follows, its colours and its attachments.

Source: ISO 19005-2:2011 and ISO 19005-3:2012 (PDF/A), 6.6; ISO 14289-1:2014 (PDF/UA-1), clause 5, 2026-11-23.
"""

from __future__ import annotations

import hashlib
import html
from collections.abc import Sequence
from dataclasses import dataclass

from evidence_kit.model import PdfProfile
from evidence_kit.pdf.objects import (
    Bytes,
    Ref,
    Stream,
    StreamingDocument,
    Text,
    Value,
    dictionary,
    name,
    readable,
    sequence,
    utf16,
)
from evidence_kit.pdf.settings import PdfSettings

PRODUCER = "Evidence Kit"
_PROFILE_NAME = "sRGB IEC61966-2.1"

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
{archive}<pdfuaid:part>1</pdfuaid:part>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{date}</xmp:CreateDate>
<xmp:ModifyDate>{date}</xmp:ModifyDate>
<xmp:CreatorTool>{producer}</xmp:CreatorTool>
<pdf:Producer>{producer}</pdf:Producer>
</rdf:Description>
{extension}</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""

_ARCHIVE = "<pdfaid:part>{part}</pdfaid:part>\n<pdfaid:conformance>A</pdfaid:conformance>\n"

# PDF/A wants every schema that it does not know itself to be described.
_EXTENSION = """<rdf:Description rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of PDF/UA that the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels inside the document."""

    name: str
    data: bytes
    description: str
    mime: str


def write_packet(document: StreamingDocument, settings: PdfSettings) -> Ref:
    """Writes the XMP packet, readable without opening the document, as PDF/A wants it."""
    part = {PdfProfile.POLICE: 3, PdfProfile.COURT: 2}.get(settings.profile)
    archive = part is not None and not settings.encrypted
    packet = _PACKET.format(
        archive=_ARCHIVE.format(part=part) if archive else "",
        title=html.escape(readable(settings.title), quote=False),
        language=html.escape(settings.language, quote=False),
        date=settings.created_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        producer=PRODUCER,
        extension=_EXTENSION if archive else "",
    )
    entries = {"Type": "/Metadata", "Subtype": "/XML"}
    return document.add(Stream(packet.encode(), entries, deflate=False))


def write_properties(document: StreamingDocument, settings: PdfSettings) -> Ref:
    """Writes the information dictionary; it must say the same as the packet."""
    date = Bytes(_date(settings))
    return document.add(
        dictionary(
            {
                "Title": Text(settings.title),
                "Creator": Text(PRODUCER),
                "Producer": Text(PRODUCER),
                "CreationDate": date,
                "ModDate": date,
            }
        )
    )


def _date(settings: PdfSettings) -> bytes:
    return settings.created_at.strftime("D:%Y%m%d%H%M%SZ").encode()


def write_output_intent(document: StreamingDocument, profile: bytes) -> Ref:
    """Writes the colour profile that plain RGB and grey are meant in."""
    return document.add(
        dictionary(
            {
                "Type": "/OutputIntent",
                "S": "/GTS_PDFA1",
                "OutputConditionIdentifier": Text(_PROFILE_NAME),
                "Info": Text(_PROFILE_NAME),
                "DestOutputProfile": document.add(Stream(profile, {"N": 3})),
            }
        )
    )


def write_attachments(
    document: StreamingDocument, settings: PdfSettings, attachments: Sequence[Attachment]
) -> tuple[Ref, list[Ref]]:
    """Writes the attached files; gives the table of their names, and the files."""
    ordered = sorted(attachments, key=lambda attachment: utf16(readable(attachment.name)))
    files = [_write_file(document, settings, attachment) for attachment in ordered]
    names = [
        part
        for attachment, file in zip(ordered, files, strict=True)
        for part in (Text(attachment.name), file)
    ]
    return document.add(dictionary({"Names": sequence(names)})), files


def _write_file(document: StreamingDocument, settings: PdfSettings, attachment: Attachment) -> Ref:
    # PDF names MD5 for this entry; it finds damage and is no statement about the file.
    check = hashlib.md5(attachment.data, usedforsecurity=False).digest()
    parameters = dictionary(
        {"Size": len(attachment.data), "ModDate": Bytes(_date(settings)), "CheckSum": Bytes(check)}
    )
    entries: dict[str, Value] = {
        "Type": "/EmbeddedFile",
        "Subtype": name(attachment.mime),
        "Params": parameters,
    }
    embedded = document.add(Stream(attachment.data, entries))
    return document.add(
        dictionary(
            {
                "Type": "/Filespec",
                "F": Text(attachment.name),
                "UF": Text(attachment.name),
                "Desc": Text(attachment.description),
                "AFRelationship": "/Source",
                "EF": dictionary({"F": embedded, "UF": embedded}),
            }
        )
    )
