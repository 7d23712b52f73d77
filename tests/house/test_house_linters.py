"""The linter, the types and the arrows between packages, in the same run as the tests."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from checkout import CHECKOUT

COMMANDS = {
    "the linter": ("-m", "ruff", "check", "--no-cache", "."),
    "the layout of the code": ("-m", "ruff", "format", "--check", "--no-cache", "."),
    "the types of the program": ("-m", "mypy"),
    "the types of the setup script": ("-m", "mypy", "--strict", "packaging/run.py"),
    "the arrows": ("-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"),
}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_there_is_nothing_to_complain_about_for(command):
    known = os.pathsep.join([str(CHECKOUT / "src"), os.environ.get("PYTHONPATH", "")])
    outcome = subprocess.run(
        [sys.executable, *command],
        cwd=CHECKOUT,
        env={**os.environ, "PYTHONPATH": known, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def test_the_importers_that_may_not_know_each_other_are_all_of_them():
    import tomllib

    settings = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    independent = next(c for c in contracts if c["type"] == "independence")
    listed = {module.rpartition(".")[2] for module in independent["modules"]}
    registry = (Path(CHECKOUT) / "src/evidence_kit/importers/__init__.py").read_text("utf-8")
    for module in listed:
        assert module in registry, f"{module} is in no list of importers"
    folder = CHECKOUT / "src" / "evidence_kit" / "importers"
    for path in folder.glob("*.py"):
        if "Importer(" in path.read_text("utf-8").replace("class Importer(", ""):
            assert path.stem in listed, f"{path.stem} is an importer that pyproject's contract does not name"
