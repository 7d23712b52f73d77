from __future__ import annotations

import email.header

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_kit.importers.email_charsets import text_in_charset
from evidence_kit.importers.email_headers import Address, Header, addresses, decoded_words, parametrised


def parameters(value: str) -> dict[str, str]:
    return parametrised(Header("Content-Type", value.encode())).parameters


@pytest.mark.parametrize(
    ("written", "decoded"),
    [
        ("plain", "plain"),
        ("=?utf-8?Q?Gr=C3=BC=C3=9Fe_an?= Ann", "Grüße an Ann"),
        ("=?UTF-8?B?8J+YgA==?=", "😀"),
        ("=?utf-8?b?8J8=?= =?utf-8?b?mIA=?=", "😀"),
        ("=?utf-8?Q?a?=  =?iso-8859-1?Q?=E9?=", "aé"),
        ("=?utf-8?Q?a?= and =?utf-8?Q?b?=", "a and b"),
        ("=?utf-8*de?Q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        ("=?iso-8859-1?Q?=80?=", "€"),
        ("=?nowhere-9?Q?=E9?=", "é"),
        ("=?utf-8?B?YW%Eg!Yg?=", "aa b"),
        ("=?utf-8?X?what?=", "=?utf-8?X?what?="),
        ("=?utf-8?Q?never ended", "=?utf-8?Q?never ended"),
        ("=?utf-8?Q??=", ""),
        ("=?gb2312?B?xOO6ww==?=", "你好"),
        ("=?iso-2022-jp?B?GyRCJDMkcxsoQg==?=", "こん"),
        ("=?unicode_escape?Q?=5Cud800?=", "\\ud800"),
        ("=?idna?Q?xn--a?=", "xn--a"),
    ],
)
def test_encoded_words_are_decoded(written: str, decoded: str) -> None:
    assert decoded_words(written) == decoded


@given(
    st.lists(st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=60), max_size=3)
)
def test_what_the_standard_library_encodes_is_decoded_again(words: list[str]) -> None:
    text = " ".join(" ".join(words).split())
    written = email.header.Header(text, "utf-8", maxlinelen=60).encode(linesep="\r\n")
    assert decoded_words(Header("Subject", written.encode()).as_written.replace("\r\n", "")) == text


@pytest.mark.parametrize(
    ("value", "name", "expected"),
    [
        ("text/plain; charset=utf-8", "charset", "utf-8"),
        ('a/b; name="two words; and more"', "name", "two words; and more"),
        (r'a/b; name="a \"quoted\" \\ name"', "name", r'a "quoted" \ name'),
        ("a/b; NAME = spaced", "name", "spaced"),
        ('a/b; name="=?utf-8?Q?H=C3=A4us=2Epng?="', "name", "Häus.png"),
        ("a/b; name*=utf-8'de'H%C3%A4us.png", "name", "Häus.png"),
        ("a/b; name*0=one; name*1=two", "name", "onetwo"),
        ("a/b; name*1*=%20two; name*0*=iso-8859-1''%E9; name*2=%20", "name", "é two%20"),
        ("a/b; name=short; name*=utf-8''longer", "name", "longer"),
        ("a/b; name=first; name=second", "name", "first"),
        ("a/b; name*=nonsense", "name", "nonsense"),
        ('a/b; name="never closed; x=1', "name", "never closed; x=1"),
        ("a/b; name=Grüße", "name", "Grüße"),
        ("a/b;;; ; =x; name=ok", "name", "ok"),
        ("a/b; name*99999=far", "x", None),
    ],
)
def test_parameters_are_read_in_every_way_they_are_written(
    value: str, name: str, expected: str | None
) -> None:
    assert parameters(value).get(name) == expected


def test_the_value_of_a_header_is_in_lower_case_and_folds_are_no_matter() -> None:
    found = parametrised(Header("Content-Type", b' Multipart/MIXED;\r\n\tboundary="a b"\r\n'))
    assert (found.value, found.parameters) == ("multipart/mixed", {"boundary": "a b"})


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("a@example.invalid", [Address("", "a@example.invalid")]),
        (
            "Ann <a@example.invalid>, b@example.invalid",
            [Address("Ann", "a@example.invalid"), Address("", "b@example.invalid")],
        ),
        ('"Ann, at \\"home\\"" <a@example.invalid>', [Address('Ann, at "home"', "a@example.invalid")]),
        ("a@example.invalid (Ann, at home)", [Address("Ann, at home", "a@example.invalid")]),
        ("=?utf-8?Q?M=C3=BCller=2C_K?= <k@example.invalid>", [Address("Müller, K", "k@example.invalid")]),
        ("undisclosed-recipients:;", [Address("undisclosed-recipients:", "")]),
        ("<>", []),
        ("just a name", [Address("just a name", "")]),
        ("Ann <a@example.invalid", [Address("Ann", "a@example.invalid")]),
        ('"pay@bank.example" <k@example.invalid>', [Address("pay@bank.example", "k@example.invalid")]),
    ],
)
def test_people_are_read_out_of_an_address_header(written: str, expected: list[Address]) -> None:
    assert list(addresses(written)) == expected


def test_a_header_in_eight_bit_letters_becomes_text() -> None:
    assert Header("From", b" Jos\xe9\r\n").text == "José"
    assert Header("From", "José".encode()).text == "José"


@pytest.mark.parametrize(
    "charset",
    ["idna", "punycode", "unicode_escape", "undefined", "rot13", "zlib", "..", "a b", "\0", "x" * 5000],
)
def test_a_character_set_that_is_none_does_no_harm(charset: str) -> None:
    assert text_in_charset(b"caf\xc3\xa9", charset).text == "café"
    assert not text_in_charset(b"caf\xc3\xa9", charset).fits


def test_half_letters_out_of_utf_7_are_replaced() -> None:
    assert text_in_charset(b"+2AA-", "utf-7").text == "\ufffd"


@given(
    data=st.binary(),
    charset=st.sampled_from(
        ["", "utf-8", "utf-7", "utf-16", "hz", "iso-2022-jp", "big5", "gb2312", "koi8-r"]
    ),
)
def test_any_bytes_in_any_character_set_become_proper_text(data: bytes, charset: str) -> None:
    text_in_charset(data, charset).text.encode("utf-8")


@given(st.binary(max_size=200))
def test_any_header_becomes_proper_text(raw: bytes) -> None:
    header = Header("X", raw)
    for text in (header.text, header.as_written, *parametrised(header).parameters.values()):
        text.encode("utf-8")
    for person in addresses(header.text):
        (person.display + person.address).encode("utf-8")
