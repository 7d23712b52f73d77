"""Choosing files and folders without leaving a trace.

The systems' own dialogs write what was picked into lists of recent files, so this one is our own: a plain list that
reads folders and remembers nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path

from PySide6.QtCore import (
    QDir,
    QFileInfo,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    QStandardPaths,
    QStorageInfo,
    Qt,
)
from PySide6.QtGui import QAbstractFileIconProvider, QIcon, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFileSystemModel,
    QHBoxLayout,
    QHeaderView,
    QLayout,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from evidence_kit.gui.icons import icon
from evidence_kit.gui.theme import colours
from evidence_kit.gui.widgets.buttons import Button
from evidence_kit.gui.widgets.pieces import row
from evidence_kit.gui.widgets.text import PlainLabel, em_width, one_line, window_em
from evidence_kit.words import _, ngettext, short_moment_text, size_text

Index = QModelIndex | QPersistentModelIndex
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_NAME, _SIZE, _CHANGED = 0, 1, 3
_SIZE_FROM_EM, _DAY_FROM_EM = 50, 84


class Wanted(Enum):
    """What is to be chosen."""

    FILES = "files"
    FOLDER = "folder"


class _PlainIcons(QAbstractFileIconProvider):
    """Our own two drawings: never a picture of what is inside a file."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = icon("folder", colours().accent)
        self._file = icon("file-text", colours().text_quiet)

    def icon(self, subject: QAbstractFileIconProvider.IconType | QFileInfo) -> QIcon:
        """A folder, or a sheet."""
        if isinstance(subject, QFileInfo):
            return self._folder if subject.isDir() else self._file
        return self._folder


class _Files(QFileSystemModel):
    """The files and folders, with names made safe, and sizes and days written as everywhere in the window."""

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        """The columns' names; Qt knows them in one language only."""
        if role == _DISPLAY and orientation is Qt.Orientation.Horizontal:
            return (_("Name"), _("Size"), "", _("Last changed"))[section]
        return super().headerData(section, orientation, role)

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """Qt's own answer, but for the words in the three columns."""
        if role == _DISPLAY and index.column() == _NAME:
            return one_line(self.fileName(index))
        if role == _DISPLAY and index.column() == _SIZE:
            return "" if self.isDir(index) else size_text(self.size(index)).split(" (")[0]
        if role == _DISPLAY and index.column() == _CHANGED:
            changed = self.lastModified(index)
            at = datetime.fromtimestamp(changed.toSecsSinceEpoch(), UTC)
            return short_moment_text(at, changed.offsetFromUtc() // 60)
        return super().data(index, role)


class Picker(QDialog):
    """A window to choose in; ``chosen`` holds the paths after it was accepted."""

    def __init__(self, parent: QWidget | None, title: str, wanted: Wanted, start: Path | None = None) -> None:
        super().__init__(parent)
        self._wanted = wanted
        self.chosen: tuple[Path, ...] = ()
        self.setWindowTitle(title)
        self._icons = _PlainIcons()
        self._model = _Files(self)
        self._model.setIconProvider(self._icons)
        self._model.setOption(QFileSystemModel.Option.DontUseCustomDirectoryIcons)
        self._model.setReadOnly(True)
        kinds = QDir.Filter.AllDirs | QDir.Filter.NoDotAndDotDot
        self._model.setFilter(kinds | QDir.Filter.Files if wanted is Wanted.FILES else kinds)
        self._list = self._make_list()
        self._here = PlainLabel("", "quiet")
        self._take = Button("", self._accept, kind="primary", icon_name="check")
        self._lay_out(title)
        self._list.selectionModel().selectionChanged.connect(self._selected)
        self.go_to(start or Path.home())
        room = parent.window().size() if parent is not None else QSize(1024, 600)
        self.resize(min(room.width() - 60, em_width(self, 110)), min(room.height() - 60, em_width(self, 80)))

    @property
    def folder(self) -> Path:
        """The folder that is shown."""
        return Path(self._model.filePath(self._list.rootIndex()))

    def go_to(self, folder: Path) -> None:
        """Shows a folder."""
        there = folder if folder.is_dir() else Path.home()
        self._list.setRootIndex(self._model.setRootPath(str(there)))
        self._list.clearSelection()
        self._here.setText(str(there))
        self._selected()

    def select(self, paths: tuple[Path, ...]) -> None:
        """Selects entries of the folder that is shown."""
        selection = self._list.selectionModel()
        flag = selection.SelectionFlag
        for path in paths:
            selection.select(self._model.index(str(path)), flag.Select | flag.Rows)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back; Enter is left to what has the focus."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leaves the day and the size out where the names would have no room."""
        super().resizeEvent(event)
        room_em = self.width() / window_em()
        self._list.setColumnHidden(_CHANGED, room_em < _DAY_FROM_EM)
        self._list.setColumnHidden(_SIZE, room_em < _SIZE_FROM_EM)

    def _make_list(self) -> QTreeView:
        view = QTreeView(self)
        view.setModel(self._model)
        view.setAccessibleName(_("Files and folders here"))
        view.setRootIsDecorated(False)
        icon_side = round(view.fontMetrics().height() * 1.1)
        view.setIconSize(QSize(icon_side, icon_side))
        view.setItemsExpandable(False)
        view.setUniformRowHeights(True)
        view.setSortingEnabled(True)
        view.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        several = QAbstractItemView.SelectionMode.ExtendedSelection
        one = QAbstractItemView.SelectionMode.SingleSelection
        view.setSelectionMode(several if self._wanted is Wanted.FILES else one)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = view.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        view.setColumnHidden(2, True)
        view.setColumnWidth(_SIZE, em_width(view, 13))
        view.setColumnWidth(_CHANGED, em_width(view, 26))
        view.setMinimumSize(em_width(view, 30), view.fontMetrics().lineSpacing() * 5)
        view.activated.connect(self._activated)
        view.doubleClicked.connect(self._activated)
        return view

    def _lay_out(self, title: str) -> None:
        column = QVBoxLayout(self)
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        column.setContentsMargins(22, 18, 22, 18)
        column.setSpacing(10)
        column.addWidget(PlainLabel(title, "heading"))
        up = Button(_("Folder above"), self._go_up, icon_name="arrow-up")
        places = [Button(words, _opener(self, path), kind="quiet") for words, path in usual_places()]
        column.addWidget(row(up, *places, spacing=4))
        column.addWidget(self._here)
        column.addWidget(self._list, 1)
        ends = QHBoxLayout()
        ends.addStretch(1)
        ends.addWidget(Button(_("Cancel"), self.reject))
        ends.addWidget(self._take)
        column.addLayout(ends)

    def _selection(self) -> tuple[Path, ...]:
        rows = self._list.selectionModel().selectedRows(0)
        return tuple(Path(self._model.filePath(index)) for index in rows)

    def _selected(self) -> None:
        paths = self._selection()
        if self._wanted is Wanted.FOLDER:
            place = paths[0] if paths else self.folder
            self._take.say(_("Use “{folder}”").format(folder=one_line(place.name or str(place), 24)))
            return
        count = len(paths)
        words = ngettext("Choose {count}", "Choose {count}", count).format(count=count)
        self._take.say(words if count else _("Choose"))
        self._take.setEnabled(count > 0)

    def _activated(self, index: QModelIndex) -> None:
        path = Path(self._model.filePath(index))
        if path.is_dir():
            self.go_to(path)
        elif self._wanted is Wanted.FILES:
            self._accept()

    def _go_up(self) -> None:
        self.go_to(self.folder.parent)

    def _accept(self) -> None:
        paths = self._selection()
        self.chosen = paths or ((self.folder,) if self._wanted is Wanted.FOLDER else ())
        if self.chosen:
            self.accept()


def _opener(picker: Picker, folder: Path) -> Callable[[], None]:
    return lambda: picker.go_to(folder)


def usual_places() -> list[tuple[str, Path]]:
    """The places a person knows, those that are there, and each stick or disk that is plugged in."""
    location = QStandardPaths.StandardLocation
    known = (
        (_("Home"), location.HomeLocation),
        (_("Desktop"), location.DesktopLocation),
        (_("Documents"), location.DocumentsLocation),
        (_("Downloads"), location.DownloadLocation),
        (_("Pictures"), location.PicturesLocation),
    )
    places = {Path(QStandardPaths.writableLocation(where)): words for words, where in reversed(known)}
    found = [(words, path) for path, words in reversed(places.items()) if path.is_dir()]
    return [*found, *sticks()]


def sticks() -> list[tuple[str, Path]]:
    """The sticks and disks that are plugged in, by their own names."""
    found = []
    for volume in QStorageInfo.mountedVolumes():
        root = Path(volume.rootPath())
        if volume.isValid() and volume.isReady() and _is_plugged_in(root):
            found.append((one_line(volume.displayName(), 24), root))
    return found


def _is_plugged_in(root: Path) -> bool:
    """Whether a volume's place says that it is no part of the computer itself."""
    drive = root.drive.upper()
    if drive:
        return drive != "C:"
    return len(root.parts) > 2 and (
        root.parts[1] in ("media", "Volumes") or root.parts[1:3] == ("run", "media")
    )
