"""The README says what is there: the commands, the layout, the dependencies."""

import re
import tomllib

import pytest
from checkout import CHECKOUT, PACKAGE, named, sources, tree
from packaging.requirements import Requirement

README = (CHECKOUT / "README.md").read_text("utf-8")
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))


def section(title):
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", README, re.DOTALL | re.MULTILINE)
    assert found, f"the README has no section {title}"
    return found.group(1)


def first_cells(text):
    return [
        row.split("|")[1].strip()
        for row in text.split("\n")
        if row.startswith("|") and not row.startswith("|--")
    ]


def tables(text):
    return [
        first_cells(block)[1:] for block in re.split(r"\n\n", text) if block.startswith("|") or "\n|" in block
    ]


def test_the_warning_stands_before_the_first_command():
    assert README.index("## Before you download or run it") < README.index("```sh")


def test_the_two_commands_are_there_as_ci_runs_them():
    commands = re.findall(r"```sh\n(.*?)```", section("Try it"), re.DOTALL)
    assert "python3 packaging/run.py demo my-demo\n" in commands
    assert "python3 packaging/run.py --test\n" in commands
    assert "\npython3 packaging/run.py --test\n" in (CHECKOUT / ".ci" / "run").read_text("utf-8")


def test_the_ending_that_is_promised_is_the_ending_that_the_program_says():
    promised = re.search(r"it ends with\n\n```\n(.*?)\n```", section("Try it"), re.DOTALL).group(1)
    said = {
        part.value
        for path in sources("cli")
        for node in __import__("ast").walk(tree(path))
        if hasattr(node, "func") and named(node.func) == "_"
        for part in node.args
    }
    assert promised in said


@pytest.mark.parametrize(("which", "names"), [
    (0, PROJECT["project"]["dependencies"] + PROJECT["project"]["optional-dependencies"]["window"]),
    (1, PROJECT["dependency-groups"]["test"]),
], ids=["program", "tests"])  # fmt: skip
def test_every_dependency_has_its_reason_and_nothing_else_is_listed(which, names):
    listed = tables(section("What it depends on"))[which]
    assert sorted(listed) == sorted({Requirement(name).name for name in names})


def test_the_layout_names_every_package_and_folder_and_nothing_that_is_not_there():
    layout = section("How the code is laid out")
    rows = [line for line in layout.split("\n") if line.startswith("| `")]
    mentioned = set(re.findall(r"`([\w./]+?)/?`", " ".join(row.split("|")[1] for row in rows)))
    names = {name.rpartition("/")[2] for name in mentioned}
    packages = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    modules = {path.name for path in PACKAGE.glob("*.py") if not path.name.startswith("__")}
    assert packages | modules <= names
    folders = {"assets", "tests", "packaging"}
    assert names == packages | modules | folders, "the README names what is not there, or the reverse"


def test_the_command_table_names_every_command():
    documented = set(re.findall(r"^\| `evidence-kit (\w+)", section("The command line"), re.MULTILINE))
    from evidence_kit.cli.arguments import parser

    actions = next(action for action in parser()._actions if action.choices)
    assert documented == set(actions.choices)


def test_every_file_that_the_documents_point_to_is_there():
    pointed_to = 0
    for path in CHECKOUT.glob("*.md"):
        for target in re.findall(r"\]\((?!https?:|#)([^)]+)\)", path.read_text("utf-8")):
            pointed_to += 1
            assert (CHECKOUT / target).exists(), f"{path.name} points to {target}"
    assert pointed_to > 3
