"""The tree of parts and their bytes, held against the standard library's reading wherever that is whole."""

from __future__ import annotations

import email
import io
from email.message import Message as StandardMessage
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.mime.text import MIMEText

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_kit.importers import email_lines
from evidence_kit.importers.email_content import open_part
from evidence_kit.importers.email_lines import MailLines
from evidence_kit.importers.email_structure import DEEPEST, MOST_PARTS, Part, read_structure


def structure(data: bytes) -> Part:
    return read_structure(MailLines(io.BytesIO(data), lambda done: None))


def leaves(part: Part) -> list[Part]:
    return [leaf for child in part.children for leaf in leaves(child)] if part.children else [part]


def contents(data: bytes) -> list[tuple[str, bytes]]:
    found = []
    for leaf in leaves(structure(data)):
        with open_part(lambda: io.BytesIO(data), leaf) as stream:
            found.append((leaf.mime, stream.read()))
    return found


def standard_contents(message: StandardMessage) -> list[tuple[str, bytes]]:
    if message.is_multipart() and message.get_content_maintype() == "multipart":
        return [one for part in message.get_payload() for one in standard_contents(part)]  # type: ignore[union-attr]
    return [(message.get_content_type(), message.get_payload(decode=True))]  # type: ignore[list-item]


TEXTS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\r"), max_size=200)


def _quoted_printable(text: str) -> StandardMessage:
    part = MIMENonMultipart("text", "plain", charset="utf-8")
    part.set_payload(text, "utf-8")
    return part


LEAVES = st.one_of(
    TEXTS.map(lambda text: MIMEText(text, "plain", "utf-8")),
    TEXTS.map(lambda text: MIMEText(text.encode("ascii", "replace").decode(), "html", "us-ascii")),
    st.binary(max_size=400).map(MIMEApplication),
    TEXTS.map(_quoted_printable),
)


def _multipart(parts: list[StandardMessage]) -> StandardMessage:
    whole = MIMEMultipart()
    for part in parts:
        whole.attach(part)
    return whole


MAILS = st.recursive(
    LEAVES, lambda inner: st.lists(inner, min_size=1, max_size=4).map(_multipart), max_leaves=8
)


@given(mail=MAILS, breaks=st.sampled_from([b"\n", b"\r\n"]), block=st.integers(5, 4000))
def test_every_part_comes_out_as_the_standard_library_reads_it(
    mail: StandardMessage, breaks: bytes, block: int
) -> None:
    mail["Subject"] = "a drawing"
    data = mail.as_bytes().replace(b"\n", breaks)
    usual, email_lines._BLOCK_BYTES = email_lines._BLOCK_BYTES, block  # so that blocks end at every place
    try:
        found = contents(data)
    finally:
        email_lines._BLOCK_BYTES = usual
    expected = standard_contents(email.message_from_bytes(data))
    assert [mime for mime, _ in found] == [mime for mime, _ in expected]
    # Where a soft break ends the last line, the two differ in whether the break before the boundary counts.
    assert [body.rstrip(b"\r\n") for _, body in found] == [body.rstrip(b"\r\n") for _, body in expected]


@given(st.binary(max_size=600))
def test_any_bytes_have_a_structure(data: bytes) -> None:
    for before in (
        b"",
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\n",
        b"Content-Transfer-Encoding: base64\n\n",
    ):
        contents(before + data)


MULTIPART = b"Subject: s\nContent-Type: multipart/mixed; boundary=b\n\n"


def test_the_parts_are_numbered_as_mail_programs_do() -> None:
    inner = b"Content-Type: multipart/alternative; boundary=i\n\n--i\n\none\n--i\n\ntwo\n--i--\n"
    root = structure(MULTIPART + b"--b\n" + inner + b"--b\n\nthree\n--b--\n")
    assert [leaf.number for leaf in leaves(root)] == ["1.1", "1.2", "2"]
    assert structure(b"Subject: s\n\nhello").number == "1"


def test_a_boundary_that_only_begins_alike_is_none() -> None:
    assert contents(MULTIPART + b"--b\n\none\n--bb\n --b\n--b \t\n\ntwo\n--b--\n") == [
        ("text/plain", b"one\n--bb\n --b"),
        ("text/plain", b"two"),
    ]


@pytest.mark.parametrize(
    ("data", "expected", "defect"),
    [
        (
            b"Content-Type: multipart/mixed\n\n--b\n\nx\n",
            [("text/plain", b"--b\n\nx\n")],
            "a multipart without a boundary",
        ),
        (MULTIPART + b"nothing", [("text/plain", b"nothing")], "the boundary never appears"),
        (MULTIPART + b"--b--\nrest", [("text/plain", b"--b--\nrest")], "the boundary never appears"),
        (MULTIPART + b"--b\n\none", [("text/plain", b"one")], "the closing boundary is missing"),
        (MULTIPART + b"--b\nX: y\n--b--", [("text/plain", b"")], "a line among the headers is no header"),
        (
            b"Subject: s\nno header here\n",
            [("text/plain", b"no header here\n")],
            "a line among the headers is no header",
        ),
        (b"Content-Type: nonsense\n\nx", [("text/plain", b"x")], "the content type is no type"),
    ],
)
def test_a_broken_mail_keeps_its_bytes_and_says_what_is_wrong(
    data: bytes, expected: list[tuple[str, bytes]], defect: str
) -> None:
    assert contents(data) == expected
    root = structure(data)
    assert defect in {found for part in (root, *leaves(root)) for found in part.defects}


def test_a_boundary_belongs_to_the_innermost_part_that_has_it() -> None:
    inner = b"Content-Type: multipart/alternative; boundary=b\n\n--b\n\none\n--b\n\ntwo\n--b--\n"
    assert contents(MULTIPART + b"--b\n" + inner + b"--b\n\nthree\n--b--\n") == [
        ("text/plain", b"one"),
        ("text/plain", b"two"),
        ("text/plain", b"three"),
    ]


def test_text_around_the_parts_is_not_lost() -> None:
    data = MULTIPART + b"before\n--b\n\none\n--b--\nafter\n"
    root = structure(data)
    assert data[slice(*root.preamble)] == b"before"
    assert data[slice(*root.epilogue)] == b"after\n"


def test_a_mail_inside_a_mail_stays_one_piece() -> None:
    inner = b"Subject: in\nContent-Type: multipart/mixed; boundary=i\n\n--i\n\nx\n--i--\n"
    assert contents(MULTIPART + b"--b\nContent-Type: message/rfc822\n\n" + inner + b"\n--b--\n") == [
        ("message/rfc822", inner)
    ]


def test_a_digest_holds_mails_without_saying_so() -> None:
    data = b"Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: x\n\ny\n--b--\n"
    assert [mime for mime, _ in contents(data)] == ["message/rfc822"]


def test_parts_inside_parts_without_end_come_to_an_end() -> None:
    data = (
        b"".join(b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (n, n) for n in range(500))
        + b"\nend"
    )
    root = structure(data)
    depth, part = 0, root
    while part.children:
        depth, part = depth + 1, part.children[0]
    assert depth == DEEPEST
    assert any("deep" in defect for defect in part.defects)


def test_parts_without_number_come_to_an_end() -> None:
    data = MULTIPART + b"--b\n\nx\n" * (MOST_PARTS + 50) + b"--b--\n"
    found = leaves(structure(data))
    assert len(found) == MOST_PARTS - 1
    assert data[found[-1].body_at : found[-1].body_end].count(b"--b") == 51


def test_headers_without_end_come_to_an_end() -> None:
    root = structure(b"X: " + b"y" * (3 << 20))
    assert len(root.headers[0].raw) < 1 << 17
    assert any("headers" in defect for defect in structure(b"X: y\n" * 300_000).defects)


@pytest.mark.parametrize(
    ("encoding", "written", "decoded"),
    [
        (b"base64", b"aGVs\nbG8=", b"hello"),
        (b"BASE64", b"aGVsbG8", b"hello"),
        (b"base64", b"aGVsbG8=\n____\nadded by a list", b"hello"),
        (b"base64", b"aGV!s bG8=", b"hello"),
        (b"base64", b"a", b""),
        (b"quoted-printable", b"a=3Db=\nc=ZZ\n", b"a=bc=ZZ\n"),
        (b"x-uuencode", b"begin 644 cat.txt\n#0V%T\n`\nend\n", b"Cat"),
        (b"8bit", b"\xff\xfe", b"\xff\xfe"),
        (b"telepathy", b"as it is", b"as it is"),
    ],
)
def test_transfer_encodings_are_undone(encoding: bytes, written: bytes, decoded: bytes) -> None:
    found = contents(b"Content-Transfer-Encoding: " + encoding + b"\n\n" + written)
    assert found[0][1] == decoded


def test_nothing_behind_the_padding_of_base64_is_taken_in_however_long_it_is() -> None:
    data = b"Content-Transfer-Encoding: base64\n\naGVsbG8=\n" + b"QUJD" * 200_000
    assert contents(data) == [("text/plain", b"hello")]


def test_a_part_can_be_read_again_from_any_place() -> None:
    body = bytes(range(256)) * 40
    part = MIMEApplication(body)
    data = part.as_bytes()
    with open_part(lambda: io.BytesIO(data), leaves(structure(data))[0]) as stream:
        assert stream.seekable()
        for place in (5000, 3, 9999, 0, len(body) + 50):
            stream.seek(place)
            assert stream.read(7) == body[place : place + 7]
        assert stream.seek(-2, io.SEEK_END) == len(body) - 2
        assert stream.read() == body[-2:]
