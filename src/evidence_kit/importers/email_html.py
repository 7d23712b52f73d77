"""The text of an HTML mail. Nothing is loaded and nothing is run: tags are dropped, the addresses of links are kept.

The standard library's parser is not used: it raises on some broken markup and takes minutes over other.
Source: https://html.spec.whatwg.org/multipage/parsing.html#tokenization (tags, comments, raw text), 2026-11-23.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

_NOT_SHOWN = frozenset({"script", "style", "head", "title", "template"})
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "center", "dd", "div", "dl", "dt", "fieldset",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav",
    "ol", "p", "pre", "section", "table", "tr", "ul",
})  # fmt: skip
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]{0,60})")
_ATTRIBUTE = re.compile(r"""([a-zA-Z-]{1,40})\s{0,9}=\s{0,9}("[^"]*"|'[^']*'|[^\s>"']+)""")
_SPACE = re.compile(r"[ \t\r\n\f]+")


def text_of_html(markup: str) -> str:
    """What a reader of the HTML would see, as plain text, with ``<address>`` after each link and images by their names."""
    page = _Page()
    at = 0
    while (angle := markup.find("<", at)) >= 0:
        page.text(markup[at:angle])
        at = _after_markup(markup, angle, page)
    page.text(markup[at:])
    return page.finished()


def _after_markup(markup: str, angle: int, page: _Page) -> int:
    """Takes in what begins at an angle bracket; where the text goes on."""
    if markup.startswith("<!--", angle):
        return _after(markup, "-->", angle + 4)
    if markup.startswith(("<!", "<?"), angle):
        return _after(markup, ">", angle + 2)
    match = _TAG.match(markup, angle)
    if match is None:
        page.text("<")
        return angle + 1
    end = _end_of_tag(markup, match.end())
    name = match[2].lower()
    page.tag(name, is_end=bool(match[1]), attributes=markup[match.end() : end])
    if name in {"script", "style"} and not match[1]:
        return _before_end_tag(markup, name, end)
    return end


def _after(markup: str, closing: str, start: int) -> int:
    found = markup.find(closing, start)
    return len(markup) if found < 0 else found + len(closing)


def _end_of_tag(markup: str, start: int) -> int:
    """The place after the bracket that ends a tag, brackets in quotes not counted; a tag without one is cut short."""
    quote = ""
    most = min(len(markup), start + 65536)
    for at in range(start, most):
        letter = markup[at]
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'" and markup[at - 1] in "= \t\r\n":
            quote = letter
        elif letter == ">":
            return at + 1
    first = markup.find(">", start, most)
    return most if first < 0 else first + 1


def _before_end_tag(markup: str, name: str, start: int) -> int:
    match = re.compile(f"</{name}", re.IGNORECASE).search(markup, start)
    return match.start() if match else len(markup)


@dataclass(slots=True)
class _Page:
    """The text gathered so far."""

    lines: list[str] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    cells: int = 0
    hidden: int = 0
    verbatim: int = 0
    links: list[str] = field(default_factory=list)

    def text(self, written: str) -> None:
        if not written or self.hidden:
            return
        text = html.unescape(written)
        if self.verbatim:
            first, *others = text.split("\n")
            self.line.append(first)
            for other in others:
                self.end_line(at_least_one=True)
                self.line.append(other)
        else:
            self.line.append(_SPACE.sub(" ", text))

    def tag(self, name: str, *, is_end: bool, attributes: str) -> None:
        if name in _NOT_SHOWN:
            self.hidden = max(0, self.hidden + (-1 if is_end else 1))
        elif name == "body":
            self.hidden = 0  # a head that never ended does not hide the mail
        elif self.hidden:
            return
        elif name == "br":
            self.end_line(at_least_one=True)
        elif name in _BLOCKS:
            self.block(name, is_end=is_end)
        elif name in {"td", "th"} and not is_end:
            self.line.append("\t" if self.cells else "")
            self.cells += 1
        elif name == "a":
            self.link(attributes, is_end=is_end)
        elif name == "img" and not is_end:
            shown = _attribute(attributes, "alt") or _attribute(attributes, "src")[:200]
            self.line.append(f"[{shown}]" if shown else "")

    def block(self, name: str, *, is_end: bool) -> None:
        self.end_line()
        if name == "pre":
            self.verbatim = max(0, self.verbatim + (-1 if is_end else 1))
        elif name == "li" and not is_end:
            self.line.append("- ")
        elif name in {"p", "table", "blockquote", "h1", "h2", "h3"} and self.lines and self.lines[-1]:
            self.lines.append("")

    def link(self, attributes: str, *, is_end: bool) -> None:
        if not is_end:
            if len(self.links) < 50:
                self.links.append(_attribute(attributes, "href"))
        elif self.links:
            target = self.links.pop()
            shown = "".join(self.line[-3:]).strip()
            if target and target.removeprefix("mailto:") not in shown:
                self.line.append(f" <{target}>")

    def end_line(self, *, at_least_one: bool = False) -> None:
        line = "".join(self.line)
        shown = line.rstrip() if self.verbatim else re.sub(r" {2,}", " ", line).strip(" ")
        if shown.strip() or at_least_one:
            self.lines.append(shown.strip() and shown)
        self.line = []
        self.cells = 0

    def finished(self) -> str:
        self.end_line()
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self.lines)).strip("\n")


def _attribute(attributes: str, name: str) -> str:
    for match in _ATTRIBUTE.finditer(attributes):
        if match[1].lower() == name:
            return html.unescape(match[2].strip("\"'")).strip()
    return ""
