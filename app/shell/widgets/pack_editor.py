"""The context packs: their names on the left, the chosen one on the right. Nothing is modal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.shell.errors_text import problem_text
from app.shell.widgets.dialog import CalmDialog
from app.shell.widgets.message_bar import Action, MessageBar, Tone
from app.shell.widgets.pack_import import PackImport
from app.shell.widgets.pack_page import PackPage
from app.shell.widgets.page_scroll import PageScroll

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QDragEnterEvent, QDropEvent, QHideEvent

    from app.core.errors import Problem
    from app.core.packs import Pack
    from app.documents.imported import Imported
    from app.shell.look import Look
    from app.shell.pack_desk import PackDesk

SIZE_PX = (880, 660)
NAMES_PX = 216


class PackEditor(CalmDialog):
    """Follows the desk; what was typed is kept when it is closed."""

    import_wanted = Signal()
    export_wanted = Signal(object)  # Pack

    def __init__(self, desk: PackDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._wanted = ""  # the id of the pack to show, as soon as it is there
        self._waiting: list[Imported] = []  # documents after the one that is previewed
        self.setModal(False)
        self.setAcceptDrops(True)
        self.message = MessageBar()
        self.names = QListWidget()
        self.names.setObjectName("sections")
        self.names.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # marks stand at the end
        self.names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.new, self.import_ = QPushButton(), QPushButton()
        self.page, self.preview = PackPage(desk), PackImport()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.page)
        self._stack.addWidget(self.preview)
        self._pages = PageScroll(self._stack)
        self._close = QPushButton()
        self._lay_out()
        self._connect()
        self.calm()

    def open_at(self, pack: Pack | None = None) -> None:
        """Come up in front, at `pack`, else at the one in use."""
        wanted = pack or self._desk.in_use
        self._wanted = wanted.id if wanted is not None else self._wanted
        self._desk.load()
        self._show_packs()
        self.show()
        self.raise_()
        self.activateWindow()
        self.names.setFocus()

    def apply_look(self, look: Look) -> None:
        """Take sizes and colours from `look`."""
        if not self.isVisible():
            self.fit(look, SIZE_PX)
        self._left.setFixedWidth(look.px(NAMES_PX))
        self._listed.setContentsMargins(look.px(8), look.px(12), look.px(8), 0)
        self._makers.setContentsMargins(look.px(12), look.px(12), look.px(12), look.px(16))
        self._makers.setSpacing(look.px(8))
        self._foot.setContentsMargins(look.px(24), look.px(12), look.px(24), look.px(16))
        self._above.setContentsMargins(look.px(24), look.px(12), look.px(24), 0)
        self._foot.setSpacing(look.px(8))
        for part in (self.message, self.page, self.preview):
            part.apply_look(look)

    def retranslate(self) -> None:
        """Set every text again; the language changed."""
        self.setWindowTitle(self.tr("Context packs"))
        self.names.setAccessibleName(self.tr("Context packs"))
        self.new.setText(self.tr("New"))
        self.new.setToolTip(self.tr("A new, empty pack (Ctrl+N)"))
        self.import_.setText(self.tr("Import…"))
        self.import_.setToolTip(
            self.tr("From text, Markdown, Word, PowerPoint or PDF (Ctrl+O); or drop a file here")
        )
        self._close.setText(self.tr("Close"))
        for part in (self.message, self.page, self.preview):
            part.retranslate()
        self._show_packs()

    def changeEvent(self, event: QEvent) -> None:
        """Qt's own; keeps what was typed when it is left."""
        if event.type() is QEvent.Type.ActivationChange and not self.isActiveWindow():
            self.page.flush()
        super().changeEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what was typed."""
        super().hideEvent(event)
        self.page.flush()
        self._desk.flush()
        self._leave_preview()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Look into the files."""
        event.acceptProposedAction()
        for url in event.mimeData().urls():
            if url.isLocalFile():
                self._desk.reading.read(Path(url.toLocalFile()))

    def _lay_out(self) -> None:
        self._makers = QHBoxLayout()
        self._makers.addWidget(self.new, 1)
        self._makers.addWidget(self.import_, 1)
        self._left = QFrame()
        self._left.setObjectName("sectionsSide")
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        self._listed = QVBoxLayout()
        self._listed.addWidget(self.names)
        left.addLayout(self._listed, 1)
        left.addLayout(self._makers)
        self._above = QVBoxLayout()
        self._above.addWidget(self.message)
        self._foot = QHBoxLayout()
        for button in self.page.tools:
            self._foot.addWidget(button)
        self._foot.addStretch(1)
        self._foot.addWidget(self._close)
        foot = QFrame()
        foot.setObjectName("settingsFoot")
        foot.setLayout(self._foot)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addLayout(self._above)
        right.addWidget(self._pages, 1)
        right.addWidget(foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._left)
        row.addLayout(right, 1)

    def _connect(self) -> None:
        desk = self._desk
        desk.changed.connect(self._show_packs)
        desk.made.connect(self._on_made)
        desk.removed.connect(self._on_removed)
        desk.exported.connect(self._on_exported)
        desk.failed.connect(self._on_failed)
        desk.reading.found.connect(self._on_found)
        desk.reading.failed.connect(self._on_failed)
        desk.reading.too_many.connect(self._on_too_many)
        self.names.currentItemChanged.connect(self._on_chosen)
        self.new.clicked.connect(self._on_new)
        self.import_.clicked.connect(self.import_wanted)
        self.page.export_wanted.connect(self._on_export)
        self.preview.accepted.connect(self._on_accepted)
        self.preview.dismissed.connect(self._next_preview)
        self._close.clicked.connect(self.close)
        for keys, button in (
            (QKeySequence(QKeySequence.StandardKey.New), self.new),
            (QKeySequence(QKeySequence.StandardKey.Open), self.import_),
            (QKeySequence(QKeySequence.StandardKey.Save), self.page.save),
            (QKeySequence("Ctrl+D"), self.page.duplicate),
            (QKeySequence("Ctrl+E"), self.page.export),
        ):
            QShortcut(keys, self).activated.connect(_pressing(button))
        deletes = QShortcut(QKeySequence.StandardKey.Delete, self.names)
        deletes.setContext(Qt.ShortcutContext.WidgetShortcut)
        deletes.activated.connect(_pressing(self.page.delete))
        renames = QShortcut(QKeySequence("F2"), self)
        renames.activated.connect(self.page.rename)
        undoes = QShortcut(QKeySequence.StandardKey.Undo, self.names)
        undoes.setContext(Qt.ShortcutContext.WidgetShortcut)
        undoes.activated.connect(desk.undo_remove)

    @Slot()
    def _show_packs(self) -> None:
        """List the packs, and show the wanted one, else the nearest to the one that went."""
        desk, names = self._desk, self.names
        row = max(names.currentRow(), 0)
        before = names.blockSignals(True)
        while names.count() > len(desk.packs):
            names.takeItem(names.count() - 1)
        while names.count() < len(desk.packs):
            names.addItem(QListWidgetItem())
        for at, pack in enumerate(desk.packs):
            names.item(at).setText(self._title(pack))
            names.item(at).setData(Qt.ItemDataRole.AccessibleTextRole, self._spoken(pack))
        wanted = [at for at, pack in enumerate(desk.packs) if pack.id == self._wanted]
        names.setCurrentRow(wanted[0] if wanted else min(row, names.count() - 1))
        names.blockSignals(before)
        self._show_chosen()

    def _title(self, pack: Pack) -> str:
        marks = self.tr("{name}, changed") if self._desk.is_changed(pack) else "{name}"
        used = self.tr("{name} ✓") if self._desk.is_used(pack) else "{name}"
        return used.format(name=marks.format(name=pack.name))

    def _spoken(self, pack: Pack) -> str:
        used = self.tr("{name}, in use") if self._desk.is_used(pack) else "{name}"
        example = self.tr("{name}, an example") if pack.is_example else "{name}"
        return used.format(name=example.format(name=pack.name))

    def _show_chosen(self) -> None:
        row = self.names.currentRow()
        if 0 <= row < len(self._desk.packs):
            pack = self._desk.packs[row]
            self._wanted = pack.id
            self.page.show_pack(pack)

    @Slot()
    def _on_chosen(self) -> None:
        self._leave_preview()
        self._show_chosen()
        self._show_packs()

    @Slot()
    def _on_new(self) -> None:
        self.page.flush()
        self._desk.create(self.tr("New pack"))

    @Slot()
    def _on_export(self) -> None:
        if self.page.pack is not None:
            self.page.flush()
            self.export_wanted.emit(self.page.pack)

    @Slot(object)
    def _on_made(self, pack: Pack) -> None:
        self._wanted = pack.id
        self._show_packs()
        if not pack.text:
            self.page.rename()

    @Slot(object)
    def _on_removed(self, pack: Pack) -> None:
        sentence = self.tr("“{name}” was deleted.").format(name=pack.name)
        undo = Action(self.tr("Undo"), self._desk.undo_remove)
        self.message.say(Tone.INFO, sentence, (undo,))

    @Slot(object)
    def _on_found(self, found: Imported) -> None:
        if self._stack.currentWidget() is self.preview:
            self._waiting.append(found)
            return
        self.page.flush()
        self.message.dismiss()
        self._show_on_right(self.preview)
        self.preview.show_found(found)

    @Slot(str, str, str)
    def _on_accepted(self, name: str, text: str, language: str) -> None:
        self._desk.create(name, text, language)
        self._next_preview()

    @Slot()
    def _next_preview(self) -> None:
        self._show_on_right(self.page)
        if self._waiting:
            self._on_found(self._waiting.pop(0))

    @Slot()
    def _on_too_many(self) -> None:
        sentence = self.tr("Too many documents at once: some were left out.")
        self.message.say(Tone.WARNING, sentence)

    def _leave_preview(self) -> None:
        self._waiting.clear()
        self._show_on_right(self.page)

    def _show_on_right(self, page: QWidget) -> None:
        self._stack.setCurrentWidget(page)
        for button in self.page.tools:
            button.setVisible(page is self.page)

    @Slot(object)
    def _on_exported(self, path: Path) -> None:
        self.message.say(Tone.INFO, self.tr("Saved as {name}.").format(name=path.name))

    @Slot(object)
    def _on_failed(self, problem: Problem) -> None:
        self.message.say(Tone.PROBLEM, problem_text(problem))


def _pressing(button: QPushButton) -> Callable[[], None]:
    """Return what presses `button` if it can be pressed."""

    def press() -> None:
        if button.isVisible():
            button.click()

    return press
