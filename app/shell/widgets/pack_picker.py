"""Which names and terms to expect: one of the context packs, and how much of the limit it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.core.corpus import estimate_tokens
from app.shell.widgets.basics import ChoiceBox, set_tone, text_label
from app.shell.widgets.token_meter import TokenMeter, token_sentence, tone_of

if TYPE_CHECKING:
    from app.core.settings import Settings
    from app.engine.catalog import EngineInfo
    from app.shell.look import Look
    from app.shell.pack_desk import PackDesk

NONE = ""


class PackPicker(QWidget):
    """One click uses another pack."""

    chosen = Signal(str)  # a pack's id, or NONE
    edit_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offered: tuple[tuple[str, str], ...] = ()
        self._caption = text_label("caption")
        self._box = ChoiceBox()
        self._caption.setBuddy(self._box)
        self._meter = TokenMeter()
        self._hint = text_label("hint")
        self._edit = QPushButton()
        self._edit.setObjectName("link")
        self._foot = QHBoxLayout()
        self._foot.addWidget(self._hint, 1)
        self._foot.addWidget(self._edit, 0, Qt.AlignmentFlag.AlignTop)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for widget in (self._caption, self._box, self._meter):
            self._column.addWidget(widget)
        self._column.addLayout(self._foot)
        self._box.activated.connect(self._on_activated)
        self._edit.clicked.connect(self.edit_wanted)

    def show_packs(self, engine: EngineInfo, settings: Settings, desk: PackDesk) -> None:
        """Offer the packs, with the one in use chosen, and say whether `engine` can use any."""
        pack = desk.in_use
        self._offer(desk)
        is_in_none = pack is None and bool(settings.context)  # which the placeholder says
        chosen = NONE if pack is None else pack.id
        self._box.setCurrentIndex(-1 if is_in_none else self._box.findData(chosen))
        self._box.setEnabled(engine.supports_corpus and desk.is_known)
        self._meter.setVisible(engine.supports_corpus)
        if not engine.supports_corpus:
            self._say(self.tr("This engine cannot use names and terms. What you wrote is kept."))
            return
        tokens = estimate_tokens(settings.context)
        self._meter.show_tokens(tokens)
        sentence = token_sentence(tokens)
        if pack is not None and desk.is_changed(pack) and not tone_of(tokens):
            sentence = self.tr("{tokens}, not saved").format(tokens=sentence)
        self._say(sentence, tone=tone_of(tokens))

    def apply_look(self, look: Look) -> None:
        """Take spacing and colours from `look`."""
        self._column.setSpacing(look.px(6))
        self._foot.setSpacing(look.px(8))
        self._box.apply_look(look)
        self._meter.apply_look(look)

    def retranslate(self) -> None:
        """Set the texts again."""
        self._caption.setText(self.tr("Context"))
        self._box.setAccessibleName(self.tr("Context: names and terms to expect"))
        self._box.setPlaceholderText(self.tr("My words"))
        self._edit.setText(self.tr("Edit…"))
        self._edit.setAccessibleName(self.tr("Edit context packs"))
        self._edit.setToolTip(self.tr("Write, import and export context packs (Ctrl+K)"))
        self._edit.setShortcut("Ctrl+K")

    def _offer(self, desk: PackDesk) -> None:
        """Fill the list; one that is open and stays the same keeps its place."""
        wanted = ((self.tr("None"), NONE), *((pack.name, pack.id) for pack in desk.packs))
        if wanted == self._offered:
            return
        self._offered = wanted
        self._box.clear()
        for title, pack_id in wanted:
            self._box.addItem(title, pack_id)
        own = sum(not pack.is_example for pack in desk.packs)
        if own < len(desk.packs):
            self._box.insertItem(1 + own, self.tr("Examples"))
            model = self._box.model()
            if isinstance(model, QStandardItemModel):
                model.item(1 + own).setEnabled(False)  # a heading

    def _say(self, text: str, *, tone: str = "") -> None:
        set_tone(self._hint, tone)
        self._hint.setText(text)
        self._box.setAccessibleDescription(text)

    @Slot(int)
    def _on_activated(self, index: int) -> None:
        self.chosen.emit(self._box.itemData(index))
