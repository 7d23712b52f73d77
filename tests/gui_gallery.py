"""Draws every screen, light and dark, in three sizes, as pictures to look at:

python tests/gui_gallery.py OUT [small|usual|large] [light|dark] [rtl] [NAME…]

The four pictures of the README, with nothing but the shipped samples in them:

python tests/gui_gallery.py docs/pictures readme
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
_HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(_HERE / "gui"), str(_HERE.parent / "src")]

from gui_screens import PASSPHRASE, calm, press, settle, walk  # noqa: E402
from PySide6.QtCore import Qt  # noqa: E402
from PySide6.QtGui import QImage  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from evidence_kit import actions  # noqa: E402
from evidence_kit.errors import EvidenceKitError  # noqa: E402
from evidence_kit.gui import theme  # noqa: E402
from evidence_kit.gui.opening import keep_no_settings  # noqa: E402
from evidence_kit.gui.pages.page import Place, Route  # noqa: E402
from evidence_kit.gui.session import Session  # noqa: E402
from evidence_kit.gui.window import Window  # noqa: E402
from evidence_kit.model import Surroundings  # noqa: E402
from evidence_kit.vault import StoredConversation  # noqa: E402

SAMPLES = _HERE.parent / "assets" / "samples"
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
    if "readme" in words:
        theme.dress(application, theme.LIGHT, 10.5, family)
        draw_for_readme(out)
        return 0
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


def draw_for_readme(out: Path) -> None:
    """Draws home, the question before adding, a conversation and the report page, small enough for a web page."""
    with tempfile.TemporaryDirectory() as folder:
        session = Session(Surroundings(scrypt_log_n=10, state_folder=Path(folder) / "state"))
        window = Window(session, lambda: None)
        window.resize(1200, 760)
        window.show_route(Route(Place.WELCOME))
        window.show()
        session.create(Path(folder) / "Notes", PASSPHRASE, lambda code: None, _refuse)
        settle(session)
        window.show_route(Route(Place.ADD))
        add = window.page(Place.ADD)
        add.offer(sorted(SAMPLES.iterdir()))
        _save(window, out / "add.png")
        press(add, "No one under 18")
        settle(session)
        found: list[StoredConversation] = []
        session.ask(lambda vault, progress: actions.conversations(vault), found.extend)
        settle(session)
        chat = max(found, key=lambda stored: stored.message_count)
        routes = {
            "home": Route(Place.HOME),
            "conversation": Route(Place.CONVERSATION, chat.item_id, chat.conversation.key),
            "report": Route(Place.REPORT),
        }
        for name, route in routes.items():
            window.show_route(route)
            settle(session)
            if route.place is Place.REPORT:
                window.page(Place.REPORT).take_place(Path("/media/stick"))
            _save(window, out / f"{name}.png")
        window.hide()
        session.end(5)


def _save(window: Window, file: Path) -> None:
    calm(window)
    picture = window.grab().toImage().scaledToWidth(900, Qt.TransformationMode.SmoothTransformation)
    picture.convertToFormat(QImage.Format.Format_RGB888).save(str(file), "PNG", 0)


def _refuse(error: EvidenceKitError) -> None:
    raise error


if __name__ == "__main__":
    status = main(sys.argv[1:])
    sys.stdout.flush()
    os._exit(status)
