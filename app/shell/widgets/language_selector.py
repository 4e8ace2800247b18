"""Which language is spoken: only what the engine has, each by its own name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.languages import FIXED_LANGUAGE_WARNING, find, own_name
from app.shell.widgets.basics import ChoiceBox, set_tone, text_label

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
        self._caption = text_label("caption")
        self._box = ChoiceBox()
        self._caption.setBuddy(self._box)
        self._warning = text_label("hint")
        set_tone(self._warning, "warning")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._caption)
        self._column.addWidget(self._box)
        self._column.addWidget(self._warning)
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
        self._box.addItems([self._title(code) for code in self._codes])
        self._box.setCurrentIndex(self._codes.index(language))
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

    def _title(self, code: str) -> str:
        if code == AUTOMATIC:
            return self.tr("Automatic")
        language = find(code)
        covers = language.covers if language else ""
        # Said in the language itself, as its name is.
        return f"{own_name(code)}（{covers}）" if covers else own_name(code)

    def _refresh(self) -> None:
        is_only_one = len(self._codes) == 1
        is_fixed = self._language != AUTOMATIC and not is_only_one
        why = self.tr("This engine knows this language only") if is_only_one else ""
        warning = QCoreApplication.translate("Language", FIXED_LANGUAGE_WARNING) if is_fixed else ""
        self._box.setEnabled(not is_only_one)
        self._box.setToolTip(why or self._box.currentText())
        self._warning.setText(warning)
        self._warning.setVisible(is_fixed)
        self._box.setAccessibleDescription(why or warning)

    @Slot(int)
    def _on_activated(self, index: int) -> None:
        self._language = self._codes[index]
        self._refresh()
        self.chosen.emit(self._language)
