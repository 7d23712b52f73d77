"""The files of this checkout, for the tests that read them. Asking for files that are not there is a failure."""

from __future__ import annotations

import ast
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
PACKAGE = CHECKOUT / "src" / "evidence_kit"
_MADE_HERE = {".git", ".venv", "__pycache__", "build", "dist", ".hypothesis"}
_MADE_HERE |= {".pytest_cache", ".mypy_cache", ".ruff_cache", ".import_linter_cache"}


def some(paths: list[Path]) -> list[Path]:
    """The paths, of which there must be some: a rule that looks at nothing holds nothing."""
    assert paths, "no file was found to look at"
    return sorted(paths)


def sources(*below: str) -> list[Path]:
    """All Python files of the program, or of one folder of it."""
    return some(list(PACKAGE.joinpath(*below).rglob("*.py")))


@cache
def tree(path: Path) -> ast.Module:
    """The parsed file."""
    return ast.parse(path.read_text("utf-8"), str(path))


def place(path: Path, node: ast.AST | None = None) -> str:
    """How a failure names a place: file and line."""
    line = getattr(node, "lineno", None)
    return f"{path.relative_to(CHECKOUT)}" + (f":{line}" if line else "")


def named(node: ast.AST) -> str:
    """The last part of a name: ``setText`` for ``self.label.setText``."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def docstrings(module: ast.Module) -> set[int]:
    """The ids of the nodes that are docstrings, those behind a constant included."""
    found = set()
    for node in ast.walk(module):
        for statement in getattr(node, "body", []) if not isinstance(node, ast.Lambda | ast.IfExp) else []:
            if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
                found.add(id(statement.value))
    return found


def texts(path: Path) -> Iterator[tuple[str, ast.Constant]]:
    """Every text in the code of a file that is no docstring."""
    passed_over = docstrings(tree(path))
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in passed_over:
            yield node.value, node


def repository_files() -> list[Path]:
    """Every file that is or would be committed."""
    listed = _listed_by_git() if (CHECKOUT / ".git").exists() and shutil.which("git") else None
    if listed is None:
        listed = [
            path for path in CHECKOUT.rglob("*") if not _MADE_HERE & set(path.relative_to(CHECKOUT).parts)
        ]
    return some([path for path in listed if path.is_file()])


def _listed_by_git() -> list[Path] | None:
    command = ["git", "-C", str(CHECKOUT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    answer = subprocess.run(command, capture_output=True, check=False)
    return (
        None
        if answer.returncode
        else [CHECKOUT / name for name in answer.stdout.decode().split("\0") if name]
    )
