"""Which language is spoken: only what the engine has, each by its own name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.languages import own_name
from app.shell.widgets.basics import ChoiceBox, text_label

if TYPE_CHECKING:
    from app.engine.catalog import EngineInfo
    from app.shell.look import Look

AUTOMATIC = ""


class LanguageSelector(QWidget):
    """A list of the engine's languages; automatic first, where the engine can tell by itself."""

    chosen = Signal(str)  # a code, or AUTOMATIC

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._engine: EngineInfo | None = None
        self._codes: tuple[str, ...] = ()
        self._language = AUTOMATIC
        self._is_locked = False
        self._caption = text_label("caption")
        self._box = ChoiceBox()
        self._caption.setBuddy(self._box)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._caption)
        self._column.addWidget(self._box)
        self._box.activated.connect(self._on_activated)

    @property
    def codes(self) -> tuple[str, ...]:
        """What is offered."""
        return self._codes

    def show_languages(self, engine: EngineInfo, language: str) -> None:
        """Offer what `engine` has, with `language` chosen."""
        self._engine, self._language = engine, language
        automatic = (AUTOMATIC,) if engine.supports_auto_language else ()
        self._codes = (*automatic, *engine.languages)
        self._box.clear()
        self._box.addItems(
            [self.tr("Automatic") if code == AUTOMATIC else own_name(code) for code in self._codes]
        )
        self._box.setCurrentIndex(self._codes.index(language))
        self._refresh()

    def set_locked(self, *, is_locked: bool) -> None:
        """Allow no choice while a session runs."""
        self._is_locked = is_locked
        self._refresh()

    def apply_look(self, look: Look) -> None:
        """Take spacing and colours from `look`."""
        self._column.setSpacing(look.px(6))
        self._box.apply_look(look)

    def retranslate(self) -> None:
        """Set the texts again."""
        self._caption.setText(self.tr("Language"))
        self._box.setAccessibleName(self.tr("Language"))
        if self._engine is not None:
            self.show_languages(self._engine, self._language)

    def _refresh(self) -> None:
        is_only_one = len(self._codes) == 1
        self._box.setEnabled(not self._is_locked and not is_only_one)
        why = self.tr("This engine knows this language only") if is_only_one else ""
        self._box.setToolTip(why)
        self._box.setAccessibleDescription(why)

    @Slot(int)
    def _on_activated(self, index: int) -> None:
        self._language = self._codes[index]
        self.chosen.emit(self._language)
