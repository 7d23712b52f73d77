"""The saved items as a wall of covered cards, or as a table; both read the same model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QListView, QTableView

from evidence_kit.gui.tables import CardRole, ItemColumn
from evidence_kit.gui.widgets.pieces import keep_room_for_bar
from evidence_kit.gui.widgets.text import window_em
from evidence_kit.gui.widgets.tile import CardDelegate, card_height

if TYPE_CHECKING:
    _View = QAbstractItemView
else:
    _View = object

_LEAST_CARD_EM = 21


class OpensByKey(_View):
    """For a list whose rows open by a press: Enter and Space open the one that has the focus."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tells a key like a press of the mouse."""
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
            and self.currentIndex().isValid()
        ):
            self.clicked.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class CardWall(OpensByKey, QListView):
    """Cards side by side, as many as fit; ``fixed`` shows all rows at once and leaves scrolling to the page."""

    picked = Signal(str)
    """The id of the item that was pressed."""

    def __init__(self, name: str, model: QAbstractItemModel, *, fixed: bool = False) -> None:
        super().__init__()
        self._fixed = fixed
        self._cards = CardDelegate(self)
        self.setAccessibleName(name)
        self.setProperty("bare", True)
        self.setModel(model)
        self.setModelColumn(0)
        self.setItemDelegate(self._cards)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if fixed:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        else:
            keep_room_for_bar(self)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._pick)
        model.modelReset.connect(self._fit)
        model.layoutChanged.connect(self._fit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shares the width among as many cards as fit."""
        super().resizeEvent(event)
        self._fit()

    def _pick(self, index: QModelIndex) -> None:
        self.picked.emit(str(index.data(CardRole.ITEM)))

    def _fit(self) -> None:
        width = self.viewport().width() - 2
        least = min(width, round(_LEAST_CARD_EM * window_em()))
        columns = max(1, width // max(1, least))
        self._cards.columns, self._cards.cell_width = columns, max(1, width // columns)
        self.setGridSize(QSize(self._cards.cell_width, card_height(self.font())))
        if self._fixed:
            rows = -(-self.model().rowCount() // columns)
            self.setFixedHeight(max(1, rows) * card_height(self.font()) + 6)


class ItemTable(OpensByKey, QTableView):
    """One row an item; columns that do not fit are left out rather than pushed off the side."""

    picked = Signal(str)
    """The id of the item that was pressed."""

    def __init__(self, name: str, model: QAbstractItemModel) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setAlternatingRowColors(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().lineSpacing() + 20)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(ItemColumn.TITLE, QHeaderView.ResizeMode.Stretch)
        self.clicked.connect(self._pick)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Gives each column its width and hides, from the least needed, those without room."""
        super().resizeEvent(event)
        em = window_em()
        room = self.viewport().width() - 26 * em
        for column, width_em in _WIDTHS_EM:
            width = width_em * em
            self.setColumnHidden(column, room < width)
            if room >= width:
                self.setColumnWidth(column, round(width))
            room -= width

    def _pick(self, index: QModelIndex) -> None:
        self.picked.emit(str(index.siblingAtColumn(0).data(CardRole.ITEM)))


_WIDTHS_EM = (
    (ItemColumn.MARK, 24.0),
    (ItemColumn.ADDED, 24.0),
    (ItemColumn.KIND, 18.0),
    (ItemColumn.SOURCE, 16.0),
    (ItemColumn.SIZE, 11.0),
    (ItemColumn.NUMBER, 10.0),
)
"""The columns beside the name, the most needed first."""
