"""Rules about the shape of the code that no linter holds."""

import ast
import re

import pytest
from checkout import CHECKOUT, PACKAGE, named, place, sources, tree

LONGEST_FUNCTION_LINES = 60
LONGEST_MODULE_LINES = 400
NO_NOUNS_OF_THE_DOMAIN = re.compile(
    r"^_?(utils?|helpers?|managers?|common|base|misc)$|(Util|Helper|Manager)s?$"
)
MAY_CATCH_EVERYTHING = {
    "src/evidence_kit/gui/jobs.py": "the job runner: a fault becomes a sentence, the window stays",
    "src/evidence_kit/gui/app.py": "the last-resort hook",
    "src/evidence_kit/__main__.py": "the last-resort hook",
    "src/evidence_kit/cli/__init__.py": "the last-resort hook",
}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)

every_source = pytest.mark.parametrize("path", sources(), ids=place)


@every_source
def test_no_module_is_longer_than_400_lines(path):
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_MODULE_LINES


@every_source
def test_no_function_is_longer_than_60_lines(path):
    too_long = [
        f"{place(path, node)} {node.name}: {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(tree(path))
        if isinstance(node, FUNCTIONS) and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION_LINES
    ]
    assert not too_long


@every_source
def test_names_are_nouns_of_the_domain(path):
    classes = [node.name for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef)]
    names = [path.stem, *path.relative_to(PACKAGE).parts[:-1], *classes]
    assert not [name for name in names if NO_NOUNS_OF_THE_DOMAIN.search(name)]


@every_source
def test_everything_public_says_what_the_caller_gets(path):
    missing = [place(path)] if ast.get_docstring(tree(path)) is None else []
    for owner in (
        tree(path),
        *(n for n in tree(path).body if isinstance(n, ast.ClassDef) and n.name[0] != "_"),
    ):
        for node in owner.body:
            if not isinstance(node, (*FUNCTIONS, ast.ClassDef)) or node.name.startswith("_"):
                continue
            if ast.get_docstring(node) is None and not _is_declared_elsewhere(node):
                missing.append(f"{place(path, node)} {node.name}")
    assert not missing


def _is_declared_elsewhere(node):
    """An override of Qt's, whose meaning Qt gives, or one form of an overloaded function."""
    qt = re.fullmatch(r"[a-z]+([A-Z][a-z]*)+|data|flags|paint|event|index|parent", node.name)
    return bool(qt) or any(named(mark) in {"overload", "override"} for mark in node.decorator_list)


@every_source
def test_only_the_last_resorts_catch_everything(path):
    if place(path) in MAY_CATCH_EVERYTHING:
        return
    broad = [
        place(path, node)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or {named(n) for n in ast.walk(node.type)} & {"Exception", "BaseException"})
        and not isinstance(node.body[-1], ast.Raise)
    ]
    assert not broad


@every_source
def test_no_module_keeps_values_that_change(path):
    changing = [
        place(path, node)
        for node in tree(path).body
        if isinstance(node, ast.Assign | ast.AnnAssign) and _is_empty_container(node.value)
    ]
    assert not changing
    assert not [place(path, node) for node in ast.walk(tree(path)) if isinstance(node, ast.Global)]


def _is_empty_container(value):
    if isinstance(value, ast.List | ast.Set):
        return not value.elts
    if isinstance(value, ast.Dict):
        return not value.keys
    return isinstance(value, ast.Call) and named(value.func) in {"list", "dict", "set"} and not value.args


def test_the_setup_script_is_read_by_older_pythons_too_so_that_it_can_say_what_is_needed():
    script = (CHECKOUT / "packaging" / "run.py").read_text("utf-8")
    ast.parse(script, feature_version=(3, 7))
