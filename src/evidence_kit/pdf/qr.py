"""QR codes, drawn as rectangles."""

from __future__ import annotations

from reportlab.graphics.barcode import qrencoder

from evidence_kit.pdf.flow import Flow
from evidence_kit.pdf.objects import sequence

_MODULE_POINTS = 2.6
_QUIET_MODULES = 4


def draw_qr_code(flow: Flow, text: str, alt: str) -> None:
    """Draws ``text`` at the left margin, with the quiet border that readers need."""
    rows = qr_modules(text)
    side = len(rows) * _MODULE_POINTS
    quiet = _QUIET_MODULES * _MODULE_POINTS
    flow.need(side + 2 * quiet)
    left, top = flow.area.left + quiet, flow.y - quiet
    box = sequence(round(edge, 1) for edge in (left, top - side, left + side, top))
    attributes = b" /A << /O /Layout /Placement /Block /BBox %b >>" % flow.canvas.document.format_value(box)
    with flow.canvas.content("Figure", alt=alt, attributes=attributes):
        rectangles = [
            f"{left + start * _MODULE_POINTS:.2f} {top - (row + 1) * _MODULE_POINTS:.2f}"
            f" {(end - start) * _MODULE_POINTS:.2f} {_MODULE_POINTS:.2f} re"
            for row, modules in enumerate(rows)
            for start, end in _dark_spans(modules)
        ]
        flow.canvas.operators(" ".join([*rectangles, "f"]))
    flow.y -= side + 2 * quiet


def qr_modules(text: str) -> list[list[bool]]:
    """The dark and light modules of a QR code of the smallest size that holds ``text``, row by row."""
    code = qrencoder.QRCode(None, qrencoder.QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    count = int(code.getModuleCount())  # type: ignore[no-untyped-call]
    return [
        [bool(code.isDark(row, column)) for column in range(count)]  # type: ignore[no-untyped-call]
        for row in range(count)
    ]


def _dark_spans(modules: list[bool]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for place, dark in enumerate(modules):
        if dark and spans and spans[-1][1] == place:
            spans[-1] = (spans[-1][0], place + 1)
        elif dark:
            spans.append((place, place + 1))
    return spans
