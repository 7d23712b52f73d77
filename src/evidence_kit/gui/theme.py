"""The look: two palettes, one generated style sheet, text sizes in points so that they follow the system.

No colour here is a warning light: red stands only for deleting for ever.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from evidence_kit.assets import asset_folder

FAMILY = "Atkinson Hyperlegible Next"
"""The window's typeface; the system's own stands in where its files are not there."""


@dataclass(frozen=True, slots=True)
class Colours:
    """Every colour of one scheme, as ``#RRGGBB``."""

    back: str
    side: str
    card: str
    line: str
    control: str
    text: str
    text_quiet: str
    accent: str
    accent_hover: str
    on_accent: str
    soft: str
    soft_line: str
    soft_text: str
    focus: str
    warn_back: str
    warn: str
    danger: str
    danger_back: str
    hold: str
    hold_back: str
    hover: str
    chosen: str
    tile: str
    button_line: str


LIGHT = Colours(
    back="#F6F5F1", side="#ECEAE3", card="#FFFFFF", line="#DEDAD0", control="#7F7A6E",
    text="#1E2A2D", text_quiet="#525D5E", accent="#0E6A63", accent_hover="#0A5852", on_accent="#FFFFFF",
    soft="#DDEDE9", soft_line="#B9D8D2", soft_text="#0A4F4A", focus="#1A5FD0",
    warn_back="#FBF0D9", warn="#6A4800", danger="#A2251E", danger_back="#FBE9E6",
    hold="#573A8A", hold_back="#EEE8F8", hover="#E3E0D7", chosen="#FFFFFF", tile="#EFEDE7", button_line="#CBC5B9",
)  # fmt: skip
DARK = Colours(
    back="#13181A", side="#0F1416", card="#1B2224", line="#2D373A", control="#75838A",
    text="#E7ECEB", text_quiet="#A8B4B4", accent="#5FC9BE", accent_hover="#7BD8CE", on_accent="#04302C",
    soft="#15322F", soft_line="#255450", soft_text="#9AE3DA", focus="#8AB8FF",
    warn_back="#37290D", warn="#F3D38B", danger="#FF9C92", danger_back="#421F1C",
    hold="#CFBBF7", hold_back="#2D2345", hover="#1A2123", chosen="#1F2A2C", tile="#232C2F", button_line="#43525A",
)  # fmt: skip

TEXT_RATIO, SHAPE_RATIO = 4.5, 3.0
PAIRS: tuple[tuple[str, str, float], ...] = (
    *(
        (fore, back, TEXT_RATIO)
        for fore in ("text", "text_quiet")
        for back in ("back", "card", "side", "hover", "tile", "soft")
    ),
    ("soft_text", "soft", TEXT_RATIO),
    ("soft_text", "chosen", TEXT_RATIO),
    ("accent", "card", TEXT_RATIO),
    ("accent", "back", TEXT_RATIO),
    ("on_accent", "accent", TEXT_RATIO),
    ("on_accent", "accent_hover", TEXT_RATIO),
    ("warn", "warn_back", TEXT_RATIO),
    ("danger", "card", TEXT_RATIO),
    ("danger", "danger_back", TEXT_RATIO),
    ("hold", "hold_back", TEXT_RATIO),
    ("hold", "card", TEXT_RATIO),
    ("control", "card", SHAPE_RATIO),
    ("control", "back", SHAPE_RATIO),
    ("focus", "back", SHAPE_RATIO),
    ("focus", "card", SHAPE_RATIO),
    ("focus", "side", SHAPE_RATIO),
    ("focus", "soft", SHAPE_RATIO),
    ("accent", "soft", SHAPE_RATIO),
)
"""Which colour stands on which, and the contrast that it needs.

Source: WCAG 2.2, success criteria 1.4.3 and 1.4.11, https://www.w3.org/TR/WCAG22/, read 2026-11-23.
"""


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21, as WCAG 2.2 defines it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def colours() -> Colours:
    """The colours in force, read off the application's palette."""
    return DARK if QApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT


def system_is_dark() -> bool:
    """Whether the system asks for dark windows."""
    return QApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def usual_points() -> float:
    """The text size that reads as 14 pixels on a plain screen, or the system's own where that is larger."""
    plain = 14.0 if sys.platform == "darwin" else 10.5
    return max(plain, QApplication.font().pointSizeF())


def load_fonts() -> str:
    """Makes the window's typeface known and gives its family; empty where it is not shipped."""
    folder = asset_folder() / "fonts" / "window"
    files = sorted(folder.glob("*.ttf")) if folder.is_dir() else []
    loaded = [QFontDatabase.addApplicationFont(str(file)) for file in files]
    return FAMILY if any(number >= 0 for number in loaded) else ""


def dress(app: QApplication, scheme: Colours, points: float, family: str = "") -> None:
    """Gives the whole application one look: Fusion, a palette, a font and the style sheet.

    People who ask their system for high contrast get the system's own palette and no style sheet.
    """
    app.setStyle("Fusion")
    font = QFont(family) if family else QFont(app.font())
    font.setPointSizeF(points)
    app.setFont(font)
    if _system_wants_high_contrast():
        app.setStyleSheet("")
        return
    app.setPalette(qt_palette(scheme))
    app.setStyleSheet(style_sheet(scheme, points))


def _system_wants_high_contrast() -> bool:
    hints = QApplication.styleHints()  # the next object dies with this one
    return hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast


def qt_palette(scheme: Colours) -> QPalette:
    """The scheme as Qt's palette, for what the style sheet does not reach."""
    role = QPalette.ColorRole
    palette = QPalette()
    for place, colour in (
        (role.Window, scheme.back), (role.WindowText, scheme.text), (role.Base, scheme.card),
        (role.AlternateBase, scheme.tile), (role.Text, scheme.text), (role.PlaceholderText, scheme.text_quiet),
        (role.Button, scheme.card), (role.ButtonText, scheme.text), (role.Highlight, scheme.accent),
        (role.HighlightedText, scheme.on_accent), (role.Link, scheme.accent), (role.LinkVisited, scheme.accent),
        (role.ToolTipBase, scheme.text), (role.ToolTipText, scheme.back), (role.Mid, scheme.line),
        (role.Dark, scheme.control), (role.Light, scheme.card), (role.Accent, scheme.accent),
    ):  # fmt: skip
        palette.setColor(place, QColor(colour))
    for place in (role.Text, role.ButtonText, role.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, place, QColor(scheme.text_quiet))
    return palette


def style_sheet(scheme: Colours, points: float) -> str:
    """The one style sheet, for a text size in points."""
    return "\n".join(
        (_text_rules(scheme, points), _button_rules(scheme), _surface_rules(scheme), _control_rules(scheme))
    )


def _text_rules(scheme: Colours, points: float) -> str:
    return f"""
QWidget {{ color: {scheme.text}; }}
QLabel {{ background: transparent; border: 0; }}
QLabel[role="title"] {{ font-size: {points * 1.9:.1f}pt; font-weight: 700; }}
QLabel[role="lead"] {{ font-size: {points * 1.55:.1f}pt; font-weight: 700; }}
QLabel[role="heading"] {{ font-size: {points * 1.22:.1f}pt; font-weight: 700; }}
QLabel[role="strong"] {{ font-weight: 600; }}
QLabel[role="over"] {{ font-size: {points * 0.9:.1f}pt; font-weight: 700; color: {scheme.soft_text}; }}
QLabel[role="quiet"] {{ color: {scheme.text_quiet}; }}
QLabel[role="small"] {{ color: {scheme.text_quiet}; font-size: {points * 0.92:.1f}pt; }}
QLabel[role="code"] {{ font-size: {points * 1.2:.1f}pt; font-weight: 600; }}
QLabel[role="warn"] {{ color: {scheme.warn}; font-weight: 600; }}
"""


def _button_rules(scheme: Colours) -> str:
    return f"""
QPushButton {{ background: {scheme.card}; color: {scheme.text}; border: 1px solid {scheme.button_line}; border-radius: 10px;
  padding: 8px 15px; font-weight: 600; min-height: 22px; outline: 0; }}
QPushButton:hover {{ background: {scheme.hover}; }}
QPushButton:disabled {{ color: {scheme.text_quiet}; background: {scheme.tile}; border-color: {scheme.line}; }}
QPushButton[kind="primary"] {{ background: {scheme.accent}; color: {scheme.on_accent}; border-color: {scheme.accent}; }}
QPushButton[kind="primary"]:hover {{ background: {scheme.accent_hover}; }}
QPushButton[kind="primary"]:disabled {{ background: {scheme.tile}; color: {scheme.text_quiet}; border-color: {scheme.line}; }}
QPushButton[kind="quiet"] {{ background: transparent; border-color: transparent; color: {scheme.accent}; padding: 8px 11px; }}
QPushButton[kind="quiet"]:hover {{ background: {scheme.hover}; color: {scheme.text}; }}
QPushButton[kind="chip"] {{ border-radius: 16px; padding: 4px 13px; border-color: {scheme.button_line}; font-weight: 500; }}
QPushButton[kind="chip"]:checked {{ background: {scheme.text}; color: {scheme.back}; border-color: {scheme.text}; }}
QPushButton[kind="nav"] {{ background: transparent; border-color: transparent; border-radius: 9px; padding: 8px 11px;
  font-weight: 500; text-align: left; }}
QPushButton[kind="nav"]:hover {{ background: {scheme.hover}; }}
QPushButton[kind="nav"]:checked {{ background: {scheme.chosen}; border-color: {scheme.line}; color: {scheme.soft_text}; font-weight: 700; }}
QPushButton:focus {{ border: 2px solid {scheme.focus}; padding: 7px 14px; }}
QPushButton[kind="quiet"]:focus, QPushButton[kind="nav"]:focus {{ border: 2px solid {scheme.focus}; padding: 7px 10px; }}
QPushButton[kind="chip"]:focus {{ border: 2px solid {scheme.focus}; padding: 3px 12px; }}
QPushButton::menu-indicator {{ width: 0; }}
"""


def _surface_rules(scheme: Colours) -> str:
    return f"""
QWidget#root, QDialog {{ background: {scheme.back}; }}
QWidget#rail {{ background: {scheme.side}; border: 0; border-right: 1px solid {scheme.line}; }}
QWidget#topbar {{ background: {scheme.side}; border: 0; border-bottom: 1px solid {scheme.line}; }}
QFrame[surface="card"] {{ background: {scheme.card}; border: 1px solid {scheme.line}; border-radius: 14px; }}
QFrame[surface="next"] {{ background: {scheme.soft}; border: 1px solid {scheme.soft_line}; border-radius: 18px; }}
QFrame[surface="calm"] {{ background: {scheme.soft}; border: 1px solid {scheme.soft_line}; border-radius: 12px; }}
QFrame[surface="care"] {{ background: {scheme.warn_back}; border: 1px solid {scheme.warn}; border-radius: 12px; }}
QFrame[surface="care"] QLabel {{ color: {scheme.warn}; }}
QFrame[surface="hold"] {{ background: {scheme.hold_back}; border: 1px solid {scheme.hold}; border-radius: 12px; }}
QFrame[surface="hold"] QLabel {{ color: {scheme.hold}; }}
QFrame[surface="drop"] {{ background: {scheme.card}; border: 2px dashed {scheme.control}; border-radius: 16px; }}
QFrame[surface="drop"][over="true"] {{ background: {scheme.soft}; border-color: {scheme.accent}; }}
QFrame[surface="code"] {{ background: {scheme.tile}; border: 1px solid {scheme.control}; border-radius: 12px; }}
QScrollArea, QScrollArea > QWidget > QWidget#column {{ background: transparent; border: 0; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 2px; }}
QScrollBar::handle:vertical {{ background: {scheme.control}; border-radius: 4px; min-height: 40px; }}
QScrollBar::handle:vertical:disabled {{ background: transparent; }}
QScrollBar::add-line:vertical, QScrollBar::sub-line:vertical {{ height: 0; }}
QScrollBar::add-page:vertical, QScrollBar::sub-page:vertical {{ background: transparent; }}
QToolTip {{ background: {scheme.text}; color: {scheme.back}; border: 0; padding: 6px; }}
QMenu {{ background: {scheme.card}; border: 1px solid {scheme.button_line}; padding: 6px; }}
QMenu::item {{ padding: 8px 16px; border-radius: 8px; }}
QMenu::item:selected {{ background: {scheme.soft}; color: {scheme.soft_text}; }}
"""


def _control_rules(scheme: Colours) -> str:
    return f"""
QLineEdit, QComboBox, QPlainTextEdit {{ background: {scheme.card}; color: {scheme.text}; border: 1px solid {scheme.control};
  border-radius: 10px; padding: 7px 11px; selection-background-color: {scheme.accent}; selection-color: {scheme.on_accent}; }}
QLineEdit, QComboBox {{ min-height: 22px; }}
QLineEdit:focus, QComboBox:focus, QPlainTextEdit:focus {{ border: 2px solid {scheme.focus}; padding: 6px 10px; }}
QComboBox {{ combobox-popup: 0; }}
QComboBox::drop-down {{ border: 0; width: 28px; }}
QComboBox::down-arrow {{ image: none; }}
QComboBox QAbstractItemView {{ background: {scheme.card}; color: {scheme.text}; border: 1px solid {scheme.button_line};
  selection-background-color: {scheme.soft}; selection-color: {scheme.soft_text}; outline: 0; }}
QComboBox QAbstractItemView::item {{ padding: 5px 9px; min-height: 20px; }}
QComboBox QAbstractItemView:focus {{ border: 1px solid {scheme.button_line}; }}
QRadioButton, QCheckBox {{ spacing: 10px; padding: 4px; border: 2px solid transparent; border-radius: 8px; font-weight: 600; min-height: 22px; }}
QRadioButton:focus, QCheckBox:focus {{ border-color: {scheme.focus}; }}
QProgressBar {{ background: {scheme.line}; border: 0; border-radius: 4px; min-height: 8px; max-height: 8px; }}
QProgressBar::chunk {{ background: {scheme.accent}; border-radius: 4px; }}
QAbstractItemView {{ background: {scheme.card}; border: 1px solid {scheme.line}; border-radius: 12px; outline: 0; }}
QAbstractItemView:focus {{ border: 2px solid {scheme.focus}; }}
QAbstractItemView[bare="true"] {{ background: transparent; border: 2px solid transparent; }}
QAbstractItemView[bare="true"]:focus {{ border: 2px solid {scheme.focus}; }}
QTableView, QTreeView {{ gridline-color: {scheme.line}; selection-background-color: {scheme.soft}; selection-color: {scheme.soft_text};
  alternate-background-color: {scheme.back}; }}
QTableView::item, QTreeView::item {{ padding: 6px 8px; border: 0; }}
QTableView::item:selected, QTreeView::item:selected {{ background: {scheme.soft}; color: {scheme.soft_text}; }}
QHeaderView {{ background: transparent; border: 0; }}
QHeaderView::section {{ background: {scheme.tile}; color: {scheme.text_quiet}; border: 0; border-bottom: 1px solid {scheme.line};
  padding: 7px 8px; font-weight: 600; }}
"""
