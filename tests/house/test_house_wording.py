"""What words may not say: no claim that the data does not carry, no word that shames, nobody who is not there."""

import ast
import re

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


def test_no_text_in_the_code_claims_too_much_or_shames():
    found = [
        f"{place(path, node)}: {bad}"
        for path in sources()
        for text, node in texts(path)
        if (bad := with_bad_words(text))
    ]
    assert not found


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


def test_no_document_or_asset_claims_too_much_or_shames():
    found = {place(path): with_bad_words(path.read_text("utf-8")) for path in written_for_people()}
    assert not {name: bad for name, bad in found.items() if bad}


def spoken_calls():
    """Every call that takes words for people, but the one place that defines them."""
    for path in sources():
        if path != PACKAGE / "words" / "__init__.py":
            for node in ast.walk(tree(path)):
                if isinstance(node, ast.Call) and named(node.func) in SPOKEN:
                    yield path, node, node.args[: 2 if named(node.func) == "ngettext" else 1]


def test_what_is_to_be_translated_is_a_fixed_text():
    put_together = [
        place(path, node)
        for path, node, words in spoken_calls()
        if not words
        or not all(isinstance(part, ast.Constant) and isinstance(part.value, str) for part in words)
    ]
    assert not put_together, "a text put together is never found in a catalogue"


def test_the_program_never_speaks_as_we():
    spoken = [
        (place(path, node), part.value)
        for path, node, words in spoken_calls()
        for part in words
        if isinstance(part, ast.Constant)
    ]
    assert len(spoken) > 100
    assert not [(where, words) for where, words in spoken if WE.search(words)]


def test_words_on_the_screen_can_be_translated():
    as_given = []
    for path in sources("gui") + sources("cli"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and named(node.func) in SHOWN_AS_GIVEN and node.args:
                parts = node.args[0].values if isinstance(node.args[0], ast.JoinedStr) else node.args[:1]
                words = " ".join(str(part.value) for part in parts if isinstance(part, ast.Constant))
                as_given += [f"{place(path, node)}: {words}"] if re.search(r"[A-Za-z]{2}", words) else []
    assert not as_given


def test_no_file_names_the_machine_it_was_written_on_or_a_package_host():
    private = ["/wo" + "rk/", "/op" + "t/", "/ro" + "ot/", "/tmp/" + "ek"]
    hosts = ["py" + "pi.org", "python" + "hosted", "npm" + "js", "deb." + "debian", "registry" + ".yarn"]
    contents = {path: path.read_bytes() for path in repository_files()}
    written = {path: content for path, content in contents.items() if b"\0" not in content}
    assert len(written) > 50
    found = {
        place(path): [word for word in (*private, *hosts) if word.encode() in written[path]]
        for path in written
    }
    assert not {name: words for name, words in found.items() if words}
