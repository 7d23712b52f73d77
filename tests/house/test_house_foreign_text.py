"""Text out of evidence reaches a screen only through the plain label, a PDF only through the typesetter."""

import ast

import pytest
from checkout import PACKAGE, named, place, sources, tree

GUESSES_MARKUP = {
    "QErrorMessage", "QInputDialog", "QMessageBox", "QProgressDialog", "QTextBrowser", "QTextDocument", "QTextEdit",
    "QToolTip", "QWhatsThis", "appendHtml", "insertHtml", "setHtml", "setMarkdown", "setStatusTip", "setToolTip",
    "setWhatsThis", "AutoText", "MarkdownText", "RichText",
}  # fmt: skip
LEAVES_A_TRACE_OR_THE_PROGRAM = {"QFileDialog", "QDesktopServices", "setOpenExternalLinks", "QSystemTrayIcon"}
MAY_BE_A_LABEL = {"PlainLabel", "Picture"}

every_gui_source = pytest.mark.parametrize("path", sources("gui"), ids=place)


def used_names(path):
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Name | ast.Attribute):
            yield named(node), node
        elif isinstance(node, ast.ImportFrom):
            yield from ((alias.name, node) for alias in node.names)


@every_gui_source
def test_nothing_on_the_screen_guesses_markup(path):
    assert not [f"{place(path, node)} {name}" for name, node in used_names(path) if name in GUESSES_MARKUP]


@every_gui_source
def test_no_dialog_writes_down_where_a_person_looked_and_no_link_opens(path):
    found = [
        f"{place(path, n)} {name}" for name, n in used_names(path) if name in LEAVES_A_TRACE_OR_THE_PROGRAM
    ]
    assert not found


@every_gui_source
def test_labels_are_made_only_as_the_plain_label(path):
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ClassDef) and "QLabel" in {named(parent) for parent in node.bases}:
            assert node.name in MAY_BE_A_LABEL, place(path, node)
        if isinstance(node, ast.Call):
            assert named(node.func) != "QLabel", place(path, node)


def test_the_plain_label_is_plain_and_a_picture_has_no_text():
    labels = {}
    for path in sources("gui", "widgets"):
        labels |= {node.name: node for node in tree(path).body if isinstance(node, ast.ClassDef)}
    calls = {named(node.func) for node in ast.walk(labels["PlainLabel"]) if isinstance(node, ast.Call)}
    assert "setTextFormat" in calls
    assert "PlainText" in {named(node) for node in ast.walk(labels["PlainLabel"])}
    if "Picture" in labels:
        assert "setText" not in {named(node) for node in ast.walk(labels["Picture"])}


@pytest.mark.parametrize("path", sources(), ids=place)
def test_nothing_uses_reportlabs_paragraphs_which_read_markup_and_open_files(path):
    for node in ast.walk(tree(path)):
        modules = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            modules = [f"{node.module}.{alias.name}" for alias in node.names]
        assert not [
            module for module in modules if module.startswith(("reportlab.platypus", "reportlab.graphics"))
        ]
        assert named(node) not in {"Paragraph", "XPreformatted"}, place(path, node)


def test_the_pdf_package_knows_nothing_of_evidence():
    for path in sources("pdf"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ImportFrom) and node.module == "evidence_kit.model":
                assert {alias.name for alias in node.names} <= {
                    "Paper",
                    "PdfProfile",
                    "Progress",
                    "no_progress",
                }, place(path, node)
    assert (PACKAGE / "pdf").is_dir()
