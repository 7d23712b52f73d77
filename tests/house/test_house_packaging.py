"""What is installed is what is written down, and what is shipped is all that the program needs."""

import ast
import re
import subprocess
import sys
import tomllib
import zipfile

import pytest
from checkout import CHECKOUT, named, some, tree
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))
LINE = PROJECT["project"]["dependencies"]
WINDOW = PROJECT["project"]["optional-dependencies"]["window"]
TESTS = PROJECT["dependency-groups"]["test"]
PINNED_FOR = {
    "requirements.txt": LINE,
    "requirements-window.txt": LINE + WINDOW,
    "requirements-test.txt": LINE + WINDOW + TESTS,
}
MACHINES = [
    {"sys_platform": system, "platform_machine": machine, "python_version": version, "python_full_version": f"{version}.4"}
    for system, machine in (("linux", "x86_64"), ("linux", "aarch64"), ("darwin", "x86_64"), ("darwin", "arm64"), ("win32", "AMD64"))
    for version in ("3.11", "3.12", "3.13", "3.14")
]  # fmt: skip


def pins(name):
    content = (CHECKOUT / "packaging" / name).read_text("utf-8")
    blocks = re.split(r"\n(?=\S)", content.replace("\\\n", " ").strip())
    return [(Requirement(block.split(" --hash")[0]), block.count("--hash=sha256:")) for block in blocks]


@pytest.mark.parametrize("name", [*PINNED_FOR, "requirements-pip.txt"])
def test_every_pin_is_one_version_with_its_hashes(name):
    found = pins(name)
    assert found
    for requirement, hashes in found:
        assert re.fullmatch(r"==[\w.]+", str(requirement.specifier)), requirement
        assert hashes > 0, requirement


@pytest.mark.parametrize("name", PINNED_FOR)
@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: "-".join(list(machine.values())[:3]))
def test_on_every_machine_what_the_project_asks_for_is_pinned_once_and_fits(name, machine):
    fitting = {}
    for requirement, _hashes in pins(name):
        if requirement.marker is None or requirement.marker.evaluate(machine):
            key = canonicalize_name(requirement.name)
            assert key not in fitting, f"{key} is pinned twice"
            fitting[key] = next(iter(requirement.specifier)).version
    for asked in map(Requirement, PINNED_FOR[name]):
        if asked.marker is None or asked.marker.evaluate(machine):
            assert asked.specifier.contains(fitting[canonicalize_name(asked.name)]), asked


def test_a_longer_list_holds_the_shorter_ones_unchanged():
    line, window, tests = ({str(pin) for pin, _hashes in pins(name)} for name in PINNED_FOR)
    assert line < window < tests


def test_no_list_says_where_packages_come_from():
    for path in some(list((CHECKOUT / "packaging").glob("*.txt"))):
        assert not re.search(
            r"https?:|^\s*(-i|--index-url|--extra-index-url|--find-links|-f)\b",
            path.read_text("utf-8"),
            re.MULTILINE,
        )


def test_the_setup_script_needs_only_pythons_own_library():
    script = tree(CHECKOUT / "packaging" / "run.py")
    imported = {
        alias.name for node in ast.walk(script) if isinstance(node, ast.Import) for alias in node.names
    }
    imported |= {node.module for node in ast.walk(script) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in imported} <= set(sys.stdlib_module_names)


def test_the_command_line_needs_no_qt():
    assert not [
        pin for pin, _hashes in pins("requirements.txt") if "pyside" in pin.name or "shiboken" in pin.name
    ]


def test_every_tool_that_a_test_looks_for_is_installed_by_the_setup_script():
    script = tree(CHECKOUT / "packaging" / "run.py")
    table = next(
        node.value
        for node in script.body
        if isinstance(node, ast.Assign) and named(node.targets[0]) == "TEST_TOOLS"
    )
    known = set(ast.literal_eval(table)) | {"git", "sha256sum", "python3"}
    looked_for = set()
    for path in some(list((CHECKOUT / "tests").rglob("*.py"))):
        for node in ast.walk(tree(path)):
            if (
                isinstance(node, ast.Call)
                and named(node.func) == "which"
                and isinstance(node.args[0], ast.Constant)
            ):
                looked_for.add(node.args[0].value)
    assert looked_for <= known


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    out = tmp_path_factory.mktemp("wheel")
    build = "import sys, hatchling.build; print(hatchling.build.build_wheel(sys.argv[1]))"
    outcome = subprocess.run(
        [sys.executable, "-c", build, str(out)], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    assert outcome.returncode == 0, outcome.stderr
    unpacked = out / "unpacked"
    with zipfile.ZipFile(some(list(out.glob("*.whl")))[0]) as archive:
        archive.extractall(unpacked)
    return unpacked


def test_every_asset_is_shipped(wheel):
    source = CHECKOUT / "assets"
    here = {path.relative_to(source) for path in source.rglob("*") if path.is_file()}
    shipped_in = wheel / "evidence_kit" / "_assets"
    assert here == {path.relative_to(shipped_in) for path in shipped_in.rglob("*") if path.is_file()}
    assert len(here) > 10


def test_every_file_of_the_package_is_shipped_and_no_test_is(wheel):
    source = CHECKOUT / "src" / "evidence_kit"
    here = {
        path.relative_to(source)
        for path in source.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    shipped = {
        path.relative_to(wheel / "evidence_kit")
        for path in (wheel / "evidence_kit").rglob("*")
        if path.is_file()
    }
    assert here <= shipped
    assert {path.name.partition("-")[0] for path in wheel.iterdir()} == {"evidence_kit"}


def test_the_licence_and_the_command_are_shipped(wheel):
    about = next(wheel.glob("*.dist-info"))
    licence = (about / "licenses" / "LICENSE").read_text("utf-8")
    assert "GNU GENERAL PUBLIC LICENSE" in licence
    assert "Version 3" in licence
    assert "evidence-kit = evidence_kit.__main__:main" in (about / "entry_points.txt").read_text("utf-8")


def test_the_installed_program_finds_what_it_ships(wheel):
    look = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from evidence_kit import assets\n"
        "assert str(assets.asset_folder()).startswith(sys.argv[1]), assets.asset_folder()\n"
        "for name in assets.recipient_ids(): print(assets.load_recipient(name).id)\n"
    )
    # Isolated, so that the checkout is not found by accident.
    outcome = subprocess.run(
        [sys.executable, "-I", "-S", "-c", look, str(wheel)],
        cwd=wheel,
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stderr
    assert outcome.stdout.split()
