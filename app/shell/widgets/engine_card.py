"""Who recognises: the engine, its model, and where the audio goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.engine.catalog import EngineInfo, Place
from app.shell.place_text import engine_title, place_sentence
from app.shell.widgets.basics import ChoiceBox, Dot, set_tone, text_label

if TYPE_CHECKING:
    from app.shell.look import Look


class EngineCard(QWidget):
    """A list of engines in a card that explains the chosen one."""

    chosen = Signal(str)  # the engine's id
    address_entered = Signal(str)  # a URL, or the id of a workspace

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._engines: tuple[EngineInfo, ...] = ()
        self._engine: EngineInfo | None = None
        self._hint_text = ""
        self._caption = text_label("caption")
        self._card = QFrame()
        self._card.setObjectName("card")
        self._box = ChoiceBox()
        self._caption.setBuddy(self._box)
        self._address = QLineEdit()
        self._model = text_label("quiet")
        self._dot = Dot()
        self._place = text_label("quiet")
        self._hint = text_label("hint")
        set_tone(self._hint, "warning")
        self._place_row = QHBoxLayout()
        self._place_row.addWidget(self._dot)
        self._place_row.addWidget(self._place, 1)
        self._words = QVBoxLayout()
        for widget in (self._address, self._model):
            self._words.addWidget(widget)
        self._words.addLayout(self._place_row)
        self._words.addWidget(self._hint)
        self._inner = QVBoxLayout(self._card)
        self._inner.addWidget(self._box)
        self._inner.addLayout(self._words)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._caption)
        self._column.addWidget(self._card)
        self._box.activated.connect(self._on_activated)
        self._address.editingFinished.connect(self.flush)

    def show_engines(
        self, engines: tuple[EngineInfo, ...], engine: EngineInfo, *, address: str, hint: str
    ) -> None:
        """Offer `engines`, with `engine` chosen; `hint` says what it still needs."""
        self._engines, self._engine, self._hint_text = engines, engine, hint
        self._box.clear()
        self._box.addItems([engine_title(one) for one in engines])
        self._box.setCurrentIndex([one.id for one in engines].index(engine.id))
        is_own = engine.place is Place.HOST
        self._address.setVisible(is_own or engine.needs_workspace)
        if not self._address.hasFocus():
            self._address.setText(address)
            self._address.setCursorPosition(0)  # the host is what tells one address from another
        self._model.setText(engine.model)
        self._model.setVisible(not is_own)
        self._name_address(engine)
        self._place.setText(place_sentence(engine))
        self._dot.set_color("accent" if engine.place is Place.THIS_COMPUTER else "warning")
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self._box.setAccessibleDescription(". ".join(filter(None, (self._place.text(), hint))))

    @Slot()
    def flush(self) -> None:
        """Hand over the address as it is now."""
        self.address_entered.emit(self._address.text().strip())

    def apply_look(self, look: Look) -> None:
        """Take spacing and colours from `look`."""
        self._column.setSpacing(look.px(6))
        self._inner.setContentsMargins(look.px(2), look.px(2), look.px(2), look.px(10))
        self._inner.setSpacing(0)
        self._words.setContentsMargins(look.px(9), 0, look.px(9), 0)
        self._words.setSpacing(look.px(6))
        self._place_row.setSpacing(look.px(6))
        self._box.apply_look(look)
        self._dot.apply_look(look)

    def retranslate(self) -> None:
        """Set the texts again."""
        self._caption.setText(self.tr("Recognise with"))
        self._box.setAccessibleName(self.tr("Recognise with"))
        if self._engine is not None:
            self.show_engines(
                self._engines, self._engine, address=self._address.text(), hint=self._hint_text
            )

    def _name_address(self, engine: EngineInfo) -> None:
        if engine.needs_workspace:
            self._address.setAccessibleName(self.tr("ID of your workspace"))
            self._address.setPlaceholderText(self.tr("ID of your workspace"))
        else:
            self._address.setAccessibleName(self.tr("Address of your server"))
            self._address.setPlaceholderText("wss://example.org")

    @Slot(int)
    def _on_activated(self, index: int) -> None:
        self.chosen.emit(self._engines[index].id)
        if not self._address.isHidden():
            self._address.setFocus()
