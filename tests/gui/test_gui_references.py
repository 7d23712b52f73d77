"""A Qt binding that loses references to None ends the interpreter after some thousand calls: this one does not."""

import sys

import pytest
from PySide6.QtCore import QModelIndex, QObject, QPointF, QRectF, Signal
from PySide6.QtGui import QFont, QPainter, QPen, QPixmap, QTextLayout
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

CALLS = 200


class Sender(QObject):
    sent = Signal(object)


def ordinary_calls():
    label, edit, widget, font = QLabel(), QLineEdit(), QWidget(), QFont()
    picture = QPixmap(20, 20)
    layout, sender = QTextLayout("hello world", font), Sender()
    sender.sent.connect(lambda value: None)

    def paint():
        painter = QPainter(picture)
        painter.setPen(QPen())
        painter.drawRoundedRect(QRectF(0, 0, 5, 5), 2, 2)
        painter.drawText(QPointF(1, 1), "x")
        painter.end()

    def lay_out():
        layout.beginLayout()
        layout.createLine().setLineWidth(50)
        layout.endLayout()

    return {
        "label": lambda: label.setText("x"),
        "edit": lambda: edit.setText("x"),
        "show": lambda: widget.setVisible(False),
        "paint": paint,
        "lay out": lay_out,
        "signal": lambda: sender.sent.emit(None),
        "model": lambda: QModelIndex().data(),
        "property": lambda: widget.setProperty("a", None),
        "resize": lambda: widget.resize(10, 10),
        "object": QObject,
    }


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None cannot be lost from Python 3.12 on")
def test_no_ordinary_call_loses_a_reference_to_none(qapp):
    lost = []
    for name, call in ordinary_calls().items():
        call()
        before = sys.getrefcount(None)
        for _time in range(CALLS):
            call()
        if abs(sys.getrefcount(None) - before) > CALLS // 10:
            lost.append(name)
    assert not lost
