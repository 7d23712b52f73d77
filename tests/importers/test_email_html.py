from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_kit.importers.email_html import text_of_html


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("plain", "plain"),
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("one<br>two<br/><br>three", "one\ntwo\n\nthree"),
        ("a\n   b <b>c</b>d", "a b cd"),
        ("&lt;b&gt; &amp; &#x1F600; &nbsp;x", "<b> & 😀 \xa0x"),
        ('<a href="https://a.invalid/?x=1&amp;y=2">here</a>', "here <https://a.invalid/?x=1&y=2>"),
        ('<a href="https://a.invalid">https://a.invalid</a>', "https://a.invalid"),
        (
            '<a href="https://evil.invalid">https://bank.invalid</a>',
            "https://bank.invalid <https://evil.invalid>",
        ),
        ("<a name=x>anchor</a>", "anchor"),
        ('<img alt="a cat" src="x.png">', "[a cat]"),
        ('<img src="cid:1">', "[cid:1]"),
        ("<script>alert(1)</script>after", "after"),
        ("<script>if (a<b) '</p>'</SCRIPT >after", "after"),
        ("<style>p{}</style><title>t</title>after", "after"),
        ("<head><style>x</style><body>seen", "seen"),
        ("<!-- hidden > --> seen", "seen"),
        ("<!doctype html><?xml x?>seen", "seen"),
        ("<![if !IE]>seen<![endif]>", "seen"),
        ("2 < 3 and 4 > 1", "2 < 3 and 4 > 1"),
        ("<ul><li>a<li>b</ul>c", "- a\n- b\nc"),
        ("<table><tr><td>a<td>b<tr><td>c</table>", "a\tb\nc"),
        ("<pre>  two\n    lines</pre>x", "  two\n    lines\nx"),
        ('<p title="a > b">seen</p>', "seen"),
        ("<p title=it's>seen</p>", "seen"),
        ("text <!-- never ended", "text"),
        ("text <b", "text"),
        ("<script>never ended", ""),
        ('<div style="display:none">still said</div>', "still said"),
    ],
)
def test_html_becomes_the_text_a_reader_would_see(markup: str, text: str) -> None:
    assert text_of_html(markup) == text


@given(
    st.text(
        st.sampled_from("<>/!-abpr \"'=&;#\n[]?") | st.characters(blacklist_categories=["Cs"]), max_size=300
    )
)
def test_any_markup_becomes_text(markup: str) -> None:
    text_of_html(markup)


@pytest.mark.parametrize(
    "piece",
    ["<!--", "<a ", "<![", "</", '<a href="', "<script>", "<td>", "<p>", "&", "<a b='>", "<pre>\n", "<"],
)
def test_markup_made_to_cost_time_is_read_in_one_go(piece: str) -> None:
    text_of_html(piece * 200_000)
