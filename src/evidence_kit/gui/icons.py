"""The window's icons: shipped SVG drawings, tinted with a colour of the scheme in force."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from evidence_kit.assets import asset_path

_SHARPNESS = 2


def icon(name: str, colour: str, size: int = 18) -> QIcon:
    """An icon of ``size`` logical pixels in a colour such as ``#0E6A63``."""
    return QIcon(icon_picture(name, colour, size))


@lru_cache(maxsize=256)
def icon_picture(name: str, colour: str, size: int = 18) -> QPixmap:
    """The drawing as a pixmap, sharp on screens of double density.

    Raises:
        AssetInvalid: no such icon is shipped.
    """
    drawing = asset_path("icons", f"{name}.svg").read_text("utf-8").replace("currentColor", colour)
    picture = QPixmap(size * _SHARPNESS, size * _SHARPNESS)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(picture.rect()))
    painter.end()
    picture.setDevicePixelRatio(_SHARPNESS)
    return picture
