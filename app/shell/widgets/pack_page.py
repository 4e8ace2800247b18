"""One context pack: its name, its language, its text, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.core.languages import LANGUAGES
from app.core.packs import NAME_CHARS
from app.shell.widgets.basics import ChoiceBox, restyle, text_label
from app.shell.widgets.form import Field, offer
from app.shell.widgets.pack_text import PackText

if TYPE_CHECKING:
    from app.core.packs import Pack
    from app.shell.look import Look
    from app.shell.pack_desk import PackDesk

CODES = ("", *(language.code for language in LANGUAGES))


class PackPage(QFrame):
    """Shows the pack of an id, as the desk knows it, and hands over what is done to it."""

    export_wanted = Signal()

    def __init__(self, desk: PackDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._desk = desk
        self._pack: Pack | None = None
        self._name = QLineEdit()
        self._name.setMaxLength(NAME_CHARS)
        self._language = ChoiceBox()
        self._name_field, self._language_field = Field(self._name), Field(self._language)
        self._caption = text_label("caption")
        self.text = PackText()
        self._caption.setBuddy(self.text.editor)
        self._note = text_label("hint")
        self.use, self.save, self.save_as, self.revert, self.duplicate, self.export, self.delete = (
            QPushButton() for _ in range(7)
        )
        self._lay_out()
        self._name.editingFinished.connect(self._on_name_edited)
        self._language.activated.connect(self._on_language_chosen)
        self.text.edited.connect(self._on_text_edited)
        self.use.clicked.connect(self._on_use)
        self.save.clicked.connect(self._on_save)
        self.save_as.clicked.connect(self._on_save_as)
        self.revert.clicked.connect(self._on_revert)
        self.duplicate.clicked.connect(self._on_duplicate)
        self.export.clicked.connect(self.export_wanted)
        self.delete.clicked.connect(self._on_delete)

    @property
    def tools(self) -> tuple[QPushButton, ...]:
        """What can be done with a pack besides writing it: buttons for whoever shows the page."""
        return (self.duplicate, self.export, self.delete)

    @property
    def pack(self) -> Pack | None:
        """The pack that is shown."""
        return self._pack

    def show_pack(self, pack: Pack) -> None:
        """Show `pack`; what was typed into it, or the one before, is handed over first."""
        is_other = self._pack is None or self._pack.id != pack.id
        if is_other:
            self.flush()
        else:
            self.text.flush()
        self._pack = pack
        if is_other or not self._name.hasFocus():
            self._name.setText(pack.name)
        titles = (self.tr("Keep the chosen one"), *(one.own_name for one in LANGUAGES))
        offer(self._language, titles, CODES.index(pack.language) if pack.language in CODES else 0)
        if is_other or not self.text.editor.hasFocus():
            self.text.show_text(self._desk.text_of(pack))
        self._refresh(pack)

    def flush(self) -> None:
        """Hand over what was typed."""
        self.text.flush()
        self._on_name_edited()

    def rename(self) -> None:
        """Let the name be typed."""
        self._name.setFocus()
        self._name.selectAll()

    def apply_look(self, look: Look) -> None:
        """Take spacing from `look`."""
        margin = look.px(24)
        self._column.setContentsMargins(margin, look.px(8), margin, look.px(16))
        self._column.setSpacing(look.px(6))
        self._heads.setSpacing(look.px(12))
        self._language.setFixedWidth(look.px(200))
        self._name.setFixedHeight(self._language.sizeHint().height())
        self._caption.setContentsMargins(0, look.px(8), 0, 0)
        self._foot.setContentsMargins(0, look.px(6), 0, 0)
        self._foot.setSpacing(look.px(8))
        for part in (self._name_field, self._language_field, self.text):
            part.apply_look(look)

    def retranslate(self) -> None:
        """Set the texts again."""
        self._name_field.name(self.tr("Name"))
        self._language_field.name(self.tr("Language"))
        self._caption.setText(self.tr("Names and terms"))
        self.text.editor.setAccessibleName(self.tr("Names and terms"))
        self.text.editor.setPlaceholderText(
            self.tr("One a line, or separated by commas. Sentences about the subject help, too.")
        )
        self.revert.setText(self.tr("Undo changes"))
        self.save_as.setText(self.tr("Save as new"))
        self.duplicate.setText(self.tr("Duplicate"))
        self.export.setText(self.tr("Export…"))
        self.delete.setText(self.tr("Delete"))
        self.text.retranslate()
        if self._pack is not None:
            self.show_pack(self._pack)

    def _lay_out(self) -> None:
        self._heads = QHBoxLayout()
        self._heads.addWidget(self._name_field, 1)
        self._heads.addWidget(self._language_field)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.use)
        self._foot.addStretch(1)
        for button in (self.revert, self.save_as, self.save):
            self._foot.addWidget(button)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._heads)
        self._column.addWidget(self._caption)
        self._column.addWidget(self.text, 1)
        self._column.addWidget(self._note)
        self._column.addLayout(self._foot)

    def _refresh(self, pack: Pack) -> None:
        is_changed, is_used = self._desk.is_changed(pack), self._desk.is_used(pack)
        note = self._note_of(pack, is_changed=is_changed)
        self._note.setText(note)
        self._note.setVisible(bool(note))
        for button in (self.revert, self.save_as, self.save):
            button.setVisible(is_changed)
        self.save_as.setVisible(is_changed and not pack.is_example)
        self.save.setText(self.tr("Save a copy") if pack.is_example else self.tr("Save"))
        restyle(self.save, "role", "primary")
        self.delete.setEnabled(not pack.is_example)
        self.use.setText(self.tr("In use") if is_used else self.tr("Use for captions"))
        self.use.setEnabled(not is_used)

    def _note_of(self, pack: Pack, *, is_changed: bool) -> str:
        if pack.is_example:
            return self.tr("An example: what you change is saved as a pack of your own.")
        return self.tr("Changed, not saved yet.") if is_changed else ""

    @Slot()
    def _on_name_edited(self) -> None:
        if self._pack is not None and self._name.isModified():
            self._name.setModified(False)  # it is handed over once
            self._desk.rename(self._pack, self._name.text())

    @Slot(int)
    def _on_language_chosen(self, index: int) -> None:
        if self._pack is not None and CODES[index] != self._pack.language:
            self.flush()
            self._desk.set_language(self._pack, CODES[index])

    @Slot(str)
    def _on_text_edited(self, text: str) -> None:
        if self._pack is not None:
            self._desk.write(self._pack, text)

    @Slot()
    def _on_use(self) -> None:
        if self._pack is not None:
            self.flush()
            self._desk.choose(self._pack.id)

    @Slot()
    def _on_save(self) -> None:
        if self._pack is not None:
            self.flush()
            self._desk.save(self._pack)

    @Slot()
    def _on_save_as(self) -> None:
        if self._pack is not None:
            self.flush()
            self._desk.save_as_new(self._pack)

    @Slot()
    def _on_revert(self) -> None:
        if self._pack is not None:
            self.flush()
            self._desk.revert(self._pack)
            self.text.show_text(self._desk.text_of(self._pack))

    @Slot()
    def _on_duplicate(self) -> None:
        if self._pack is not None:
            self.flush()
            self._desk.duplicate(self._pack)

    @Slot()
    def _on_delete(self) -> None:
        if self._pack is not None:
            self.flush()
            self._desk.remove(self._pack)
