"""Draws every screen, light and dark, in three sizes, as pictures to look at:

python tests/gui_gallery.py OUT [small|usual|large] [light|dark] [rtl] [NAME…]
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
_HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(_HERE / "gui"), str(_HERE.parent / "src")]

from gui_screens import calm, settle, walk  # noqa: E402
from PySide6.QtCore import Qt  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from evidence_kit.gui import theme  # noqa: E402
from evidence_kit.gui.opening import keep_no_settings  # noqa: E402
from evidence_kit.gui.session import Session  # noqa: E402
from evidence_kit.gui.window import Window  # noqa: E402
from evidence_kit.model import Surroundings  # noqa: E402

SIZES = {"small": (1024, 600, 1.0), "usual": (1440, 900, 1.0), "large": (1024, 600, 2.0)}
SCHEMES = {"light": theme.LIGHT, "dark": theme.DARK}


def main(arguments: list[str]) -> int:
    """Draws what was asked for; everything where nothing is named."""
    out, words = Path(arguments[0]), arguments[1:]
    out.mkdir(parents=True, exist_ok=True)
    keep_no_settings()
    application = QApplication(["gallery"])
    if "rtl" in words:
        application.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    family = theme.load_fonts()
    names = [word for word in words if word not in (*SIZES, *SCHEMES, "rtl")]
    for size in [word for word in words if word in SIZES] or SIZES:
        for scheme in [word for word in words if word in SCHEMES] or SCHEMES:
            theme.dress(application, SCHEMES[scheme], 10.5 * SIZES[size][2], family)
            draw(out, f"{size}-{scheme}", SIZES[size][:2], names)
    return 0


def draw(out: Path, label: str, size: tuple[int, int], names: list[str]) -> None:
    """Draws every screen in one size and one scheme."""
    with tempfile.TemporaryDirectory() as folder:
        session = Session(Surroundings(scrypt_log_n=10, state_folder=Path(folder) / "state"))
        window = Window(session, lambda: None)
        window.resize(*size)
        window.show()
        for name, shown in walk(window, Path(folder)):
            if not names or name in names:
                calm(shown)
                shown.grab().save(str(out / f"{name}-{label}.png"))
        settle(session)
        window.hide()
        session.end(5)


if __name__ == "__main__":
    status = main(sys.argv[1:])
    sys.stdout.flush()
    os._exit(status)
