"""Rules about the shape of the code that no linter holds. Each failure names every place at once."""

import ast
import re

from checkout import CHECKOUT, PACKAGE, named, place, sources, tree

LONGEST_FUNCTION_LINES = 60
LONGEST_MODULE_LINES = 400
NO_NOUNS_OF_THE_DOMAIN = re.compile(
    r"^_?(utils?|helpers?|managers?|common|base|misc)$|(Util|Helper|Manager)s?$"
)
MAY_CATCH_EVERYTHING = {
    "src/evidence_kit/gui/jobs.py": "the job runner: a fault becomes a sentence, the window stays",
    "src/evidence_kit/gui/app.py": "the last-resort hook of the window",
    "src/evidence_kit/cli/__init__.py": "the last-resort hook of the command line",
}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def nodes(*kinds):
    """Every node of some kinds in the program, with its file."""
    return [(path, node) for path in sources() for node in ast.walk(tree(path)) if isinstance(node, kinds)]


def test_no_module_is_longer_than_400_lines():
    lengths = {place(path): len(path.read_text("utf-8").splitlines()) for path in sources()}
    assert not {name: lines for name, lines in lengths.items() if lines > LONGEST_MODULE_LINES}


def test_no_function_is_longer_than_60_lines():
    lengths = {place(path, node): node.end_lineno - node.lineno + 1 for path, node in nodes(*FUNCTIONS)}
    assert not {name: lines for name, lines in lengths.items() if lines > LONGEST_FUNCTION_LINES}


def test_names_are_nouns_of_the_domain():
    names = {part for path in sources() for part in path.relative_to(PACKAGE).with_suffix("").parts}
    names |= {node.name for _path, node in nodes(ast.ClassDef)}
    assert not [name for name in names if NO_NOUNS_OF_THE_DOMAIN.search(name)]


def test_everything_public_says_what_the_caller_gets():
    missing = []
    for path in sources():
        module = tree(path)
        missing += [place(path)] if ast.get_docstring(module) is None else []
        classes = [
            node for node in module.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
        ]
        for owner in (module, *classes):
            missing += [f"{place(path, node)} {node.name}" for node in owner.body if _is_silent(node)]
    assert not missing


def _is_silent(node):
    if (
        not isinstance(node, (*FUNCTIONS, ast.ClassDef))
        or node.name.startswith("_")
        or ast.get_docstring(node)
    ):
        return False
    qt_says_it = re.fullmatch(r"[a-z]+([A-Z][a-z]*)+|data|flags|paint|event|index|parent", node.name)
    return not (
        qt_says_it or {named(mark) for mark in node.decorator_list} & {"overload", "override", "setter"}
    )


def test_only_the_last_resorts_catch_everything():
    broad = [
        place(path, node)
        for path, node in nodes(ast.ExceptHandler)
        if (
            node.type is None
            or {named(part) for part in ast.walk(node.type)} & {"Exception", "BaseException"}
        )
        and not isinstance(node.body[-1], ast.Raise)
    ]
    assert not [where for where in broad if where.rpartition(":")[0] not in MAY_CATCH_EVERYTHING]


def test_no_module_keeps_values_that_change():
    changing = [place(path, node) for path, node in nodes(ast.Global)]
    for path in sources():
        for node in tree(path).body:
            if isinstance(node, ast.Assign | ast.AnnAssign) and _is_empty_container(node.value):
                changing.append(place(path, node))
    assert not changing


def _is_empty_container(value):
    if isinstance(value, ast.List | ast.Set):
        return not value.elts
    if isinstance(value, ast.Dict):
        return not value.keys
    return isinstance(value, ast.Call) and named(value.func) in {"list", "dict", "set"} and not value.args


def test_the_setup_script_is_read_by_older_pythons_too_so_that_it_can_say_what_is_needed():
    script = (CHECKOUT / "packaging" / "run.py").read_text("utf-8")
    ast.parse(script, feature_version=(3, 7))
