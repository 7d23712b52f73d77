"""What words may not say: no claim that the data does not carry, no word that shames, nobody who is not there."""

import ast
import re

import pytest
from checkout import CHECKOUT, PACKAGE, named, place, repository_files, some, sources, texts, tree

CLAIMS = re.compile(
    r"\b(in)?admissib\w+|\bproves\b|\btamper-?\s?proof\b|\banonymous(ly)?\b|\bsecurely\s+deleted?\b",
    re.IGNORECASE,
)
SHAMING = re.compile(r"\bchild\s+porn\w*|\brevenge\s+porn\w*|\balleged(ly)?\b", re.IGNORECASE)
WE = re.compile(r"\b[Ww]e\b|\bus\b|\b[Oo]urs?\b")
OFFICIAL_LABELS: dict[str, str] = {}
"""A quoted official label, and where it is from. These alone may hold such words."""

SPOKEN = {"_", "ngettext"}
SHOWN_AS_GIVEN = {
    "say", "print", "PlainLabel", "setText", "setTitle", "setPlaceholderText", "setAccessibleName",
    "setAccessibleDescription",
}  # fmt: skip


def with_bad_words(text):
    for label in OFFICIAL_LABELS:
        text = text.replace(label, "")
    return [found.group() for pattern in (CLAIMS, SHAMING) for found in pattern.finditer(text)]


@pytest.mark.parametrize("path", sources(), ids=place)
def test_no_text_in_the_code_claims_too_much_or_shames(path):
    assert not [f"{place(path, node)}: {bad}" for text, node in texts(path) if (bad := with_bad_words(text))]


def written_for_people():
    assets = (CHECKOUT / "assets").rglob("*")
    documents = [*CHECKOUT.glob("*.md"), *CHECKOUT.glob("docs/**/*.md"), *PACKAGE.rglob("*.md")]
    texts_of_assets = [
        path
        for path in assets
        if path.suffix in {".toml", ".po", ".txt", ".html", ".svg", ".md", ".eml", ".json"}
        and not re.search(r"licen[cs]e|OFL", path.name, re.IGNORECASE)
    ]
    return some(documents + texts_of_assets)


@pytest.mark.parametrize("path", written_for_people(), ids=place)
def test_no_document_or_asset_claims_too_much_or_shames(path):
    assert not with_bad_words(path.read_text("utf-8"))


def spoken_calls(path):
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and named(node.func) in SPOKEN:
            yield node


@pytest.mark.parametrize("path", sources(), ids=place)
def test_what_is_to_be_translated_is_a_fixed_text(path):
    for node in spoken_calls(path):
        arguments = node.args[: 2 if named(node.func) == "ngettext" else 1]
        fixed = [isinstance(part, ast.Constant) and isinstance(part.value, str) for part in arguments]
        if path.name == "__init__.py" and path.parent.name == "words":
            continue
        assert fixed, place(path, node)
        assert all(fixed), f"{place(path, node)}: a text put together is never found in a catalogue"


def test_the_program_never_speaks_as_we():
    spoken = 0
    for path in sources():
        for node in spoken_calls(path):
            for part in node.args:
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    spoken += 1
                    assert not WE.search(part.value), f"{place(path, node)}: {part.value}"
    assert spoken > 100


@pytest.mark.parametrize("path", sources("gui") + sources("cli"), ids=place)
def test_words_on_the_screen_can_be_translated(path):
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and named(node.func) in SHOWN_AS_GIVEN and node.args:
            parts = node.args[0].values if isinstance(node.args[0], ast.JoinedStr) else node.args[:1]
            words = [
                part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)
            ]
            assert not re.search(r"[A-Za-z]{2}", " ".join(words)), f"{place(path, node)}: {words}"


def test_no_file_names_the_machine_it_was_written_on_or_a_package_host():
    private = ["/wo" + "rk/", "/op" + "t/", "/ro" + "ot/", "/tmp/" + "ek"]
    hosts = ["py" + "pi.org", "python" + "hosted", "npm" + "js", "deb." + "debian", "registry" + ".yarn"]
    looked_at = 0
    for path in repository_files():
        content = path.read_bytes()
        if b"\0" in content:
            continue
        looked_at += 1
        found = [word for word in (*private, *hosts) if word.encode() in content]
        assert not found, f"{place(path)}: {found}"
    assert looked_at > 50
