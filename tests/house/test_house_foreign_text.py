"""Text out of evidence reaches a screen only through the plain label, a PDF only through the typesetter."""

import ast

from checkout import named, place, sources, tree

GUESSES_MARKUP = {
    "QErrorMessage", "QInputDialog", "QMessageBox", "QProgressDialog", "QTextBrowser", "QTextDocument", "QTextEdit",
    "QToolTip", "QWhatsThis", "appendHtml", "insertHtml", "setHtml", "setMarkdown", "setStatusTip", "setToolTip",
    "setWhatsThis", "AutoText", "MarkdownText", "RichText",
}  # fmt: skip
LEAVES_A_TRACE_OR_THE_PROGRAM = {"QFileDialog", "QDesktopServices", "setOpenExternalLinks", "QSystemTrayIcon"}
MAY_BE_A_LABEL = {"PlainLabel", "Picture"}
OF_A_REPORT_TOO = {"Paper", "PdfProfile", "Progress", "no_progress"}


def used_names(*below):
    for path in sources(*below):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Name | ast.Attribute):
                yield named(node), place(path, node)
            elif isinstance(node, ast.ImportFrom):
                yield from ((alias.name, place(path, node)) for alias in node.names)


def test_nothing_on_the_screen_guesses_markup():
    assert not [(name, where) for name, where in used_names("gui") if name in GUESSES_MARKUP]


def test_no_dialog_writes_down_where_a_person_looked_and_no_link_opens():
    assert not [(name, where) for name, where in used_names("gui") if name in LEAVES_A_TRACE_OR_THE_PROGRAM]


def test_labels_are_made_only_as_the_plain_label():
    wrong = []
    for path in sources("gui"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ClassDef) and "QLabel" in {named(parent) for parent in node.bases}:
                wrong += [] if node.name in MAY_BE_A_LABEL else [place(path, node)]
            if isinstance(node, ast.Call) and named(node.func) == "QLabel":
                wrong.append(place(path, node))
    assert not wrong


def test_the_plain_label_is_plain_and_a_picture_has_no_text():
    labels = {}
    for path in sources("gui", "widgets"):
        labels |= {node.name: node for node in tree(path).body if isinstance(node, ast.ClassDef)}
    calls = {named(node.func) for node in ast.walk(labels["PlainLabel"]) if isinstance(node, ast.Call)}
    assert "setTextFormat" in calls
    assert "PlainText" in {named(node) for node in ast.walk(labels["PlainLabel"])}
    assert "setText" not in {named(node) for node in ast.walk(labels["Picture"])}


def test_nothing_uses_reportlabs_paragraphs_which_read_markup_and_open_files():
    wrong = [where for name, where in used_names() if name in {"Paragraph", "XPreformatted"}]
    for path in sources():
        for node in ast.walk(tree(path)):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                modules = [f"{node.module}.{alias.name}" for alias in node.names]
            if any(module.startswith("reportlab.platypus") for module in modules):
                wrong.append(place(path, node))
    assert not wrong


def test_the_typesetter_knows_nothing_of_evidence():
    wrong = [
        place(path, node)
        for path in sources("pdf")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("evidence_kit.model")
        if not {alias.name for alias in node.names} <= OF_A_REPORT_TOO
    ]
    assert not wrong
