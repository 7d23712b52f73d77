"""Where the code makes a finding or a custody entry, its details fill every gap of its sentence."""

import ast
import string
from datetime import UTC, datetime
from pathlib import Path

import pytest

from evidence_kit.model import CustodyEntry, CustodyKind, Finding, FindingKind
from evidence_kit.words import custody, findings

SOURCE = Path(findings.__file__).resolve().parents[1]
ALWAYS = {"item", "object", "sha256", "size", "row"}
NEVER_MADE_YET = {CustodyKind.VIEWED, CustodyKind.RESTORED}


def calls(name):
    for path in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef):
                for node in ast.walk(function):
                    if (
                        isinstance(node, ast.Call)
                        and getattr(node.func, "id", getattr(node.func, "attr", "")) == name
                    ):
                        yield path, function, node


def kind_of(node, enum):
    text = ast.unparse(node)
    return next((kind for kind in enum if text.endswith(f"{enum.__name__}.{kind.name}")), None)


def keys_of(value, function):
    """The keys of a dict literal, or of the one that a name was last given in the function; None where it is another's."""
    if isinstance(value, ast.Dict):
        return {key.value for key in value.keys if isinstance(key, ast.Constant)}
    if isinstance(value, ast.Name):
        given = [
            node
            for node in ast.walk(function)
            if isinstance(node, ast.Assign)
            and ast.unparse(node.targets[0]) == value.id
            and node.lineno <= value.lineno
        ]
        last = max(given, key=lambda node: node.lineno, default=None)
        return (
            keys_of(last.value, function) if last is not None and isinstance(last.value, ast.Dict) else None
        )
    return None


def gaps(sentence_maker, value):
    seen = set()

    class Noting(dict):
        def __missing__(self, key):
            seen.add(key)
            return "x"

    template = sentence_maker(value)
    string.Formatter().vformat(template, (), Noting())
    return seen


def made_findings():
    for path, function, call in calls("Finding"):
        kind = kind_of(call.args[0], FindingKind) if call.args else None
        if kind is not None:
            keys = keys_of(call.args[1], function) if len(call.args) > 1 else set()
            if keys is not None:
                yield path.name, kind, keys


def made_entries():
    for path, _function, call in calls("log"):
        kind = kind_of(call.args[0], CustodyKind) if call.args else None
        if kind is not None:
            named = {keyword.arg for keyword in call.keywords if keyword.arg}
            yield (
                path.name,
                kind,
                named,
                any(keyword.arg is None for keyword in call.keywords),
                len(call.args) > 1,
            )


@pytest.mark.parametrize(("place", "kind", "keys"), list(made_findings()))
def test_every_finding_that_is_made_fills_its_sentence(place, kind, keys):
    assert gaps(findings._template, Finding(kind)) <= keys


@pytest.mark.parametrize(("place", "kind", "keys", "open_ended", "has_item"), list(made_entries()))
def test_every_custody_entry_that_is_made_fills_its_sentence(place, kind, keys, open_ended, has_item):
    entry = CustodyEntry(
        1,
        kind,
        datetime(2026, 1, 2, tzinfo=UTC),
        0,
        "E-0001" if has_item else "",
        dict.fromkeys(keys, "x"),
        b"",
        b"",
        b"",
        b"",
    )
    missing = gaps(custody._template, entry) - keys - ALWAYS
    assert not missing or open_ended


def test_most_kinds_were_seen_being_made():
    assert len({kind for _place, kind, _keys in made_findings()}) > 20
    assert len({entry[1] for entry in made_entries()}) >= len(set(CustodyKind) - NEVER_MADE_YET) - 2


def test_a_finding_without_details_is_still_a_sentence():
    assert "?" in findings.finding_sentence(Finding(FindingKind.ROLLED_BACK))
