"""Settings: the key of each engine. What it is goes to the keychain and never comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from app.core.endpoint import may_carry_key
from app.engine.catalog import is_aliyun
from app.engine.keys import CLOUD_KEY, CUSTOM_KEY, KeySource
from app.shell.errors_text import problem_text
from app.shell.place_text import engine_title
from app.shell.widgets.basics import ChoiceBox
from app.shell.widgets.form import Page, offer

if TYPE_CHECKING:
    from app.core.settings import Settings
    from app.engine.catalog import EngineInfo
    from app.shell.choices import Choices
    from app.shell.key_desk import KeyDesk


class KeyPage(Page):
    """One engine at a time, at first the chosen one."""

    def __init__(self, choices: Choices, keys: KeyDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = choices
        self._keys = keys
        self._shown_id = ""
        self._followed_id = ""  # the choice that was last shown by itself
        self._engine_box = ChoiceBox()
        self._engine_field = self.add_field(self._engine_box)
        self._status = self.add_words("sentence")
        self._key = password_edit()
        self._save = QPushButton()
        self._delete = QPushButton()
        self._key_field = self.add_field(self._key, self._save, self._delete)
        self._about = self.add_words()
        self._engine_box.activated.connect(self._on_engine_chosen)
        self._key.textChanged.connect(self._refresh)
        self._key.returnPressed.connect(self._on_save_clicked)
        self._save.clicked.connect(self._on_save_clicked)
        self._delete.clicked.connect(self._on_delete_clicked)
        keys.changed.connect(self._refresh)

    @property
    def status(self) -> str:
        """What is said of the key."""
        return self._status.text()

    def show_settings(self, settings: Settings) -> None:
        """Follow the settings: another choice of engine shows its key."""
        is_new, self._followed_id = settings.engine_id != self._followed_id, settings.engine_id
        if is_new and self._choices.engine.takes_key:
            self._show_engine(settings.engine_id)
        self._refresh()

    def retranslate(self) -> None:
        """Set the texts again."""
        self._engine_field.name(self.tr("Engine"))
        self._key_field.name(self.tr("New key"))
        self._save.setText(self.tr("Save"))
        self._save.setAccessibleName(self.tr("Save the key"))
        self._delete.setText(self.tr("Delete"))
        self._delete.setAccessibleName(self.tr("Delete the key from the keychain"))
        self._refresh()

    def forget(self) -> None:
        """Wipe what was typed and not saved; the next look begins with the chosen engine."""
        self._key.clear()
        self._followed_id = ""

    @property
    def _engines(self) -> list[EngineInfo]:
        return [engine for engine in self._choices.engines if engine.takes_key]

    @property
    def _engine(self) -> EngineInfo:
        engines = self._engines
        return next((one for one in engines if one.id == self._shown_id), engines[0])

    def _show_engine(self, engine_id: str) -> None:
        self._shown_id = engine_id
        self._key.clear()
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        engines, engine = self._engines, self._engine
        self._keys.look_up(engine)
        titles = [engine_title(one) for one in engines]
        offer(self._engine_box, titles, [one.id for one in engines].index(engine.id))
        can_keep = may_carry_key(engine.url)
        self._key.setEnabled(can_keep)
        self._save.setEnabled(can_keep and bool(self._key.text().strip()))
        source = self._keys.status(engine).source
        self._delete.setEnabled(source is KeySource.KEYCHAIN)
        self._key_field.say("" if can_keep else self._why_not(engine))
        self._status.setText(self._status_text(engine))
        self._key.setAccessibleDescription(self._status.text())
        self._about.setText(self._about_text(engine))

    def _status_text(self, engine: EngineInfo) -> str:
        status = self._keys.status(engine)
        if status.problem is not None:
            return problem_text(status.problem)
        if status.source is None:
            return self.tr("Looking in the keychain…") if engine.host else ""
        return self._source_text(engine, status.source)

    def _source_text(self, engine: EngineInfo, source: KeySource) -> str:
        match source:
            case KeySource.ENVIRONMENT:
                name = CLOUD_KEY if is_aliyun(engine.host) else CUSTOM_KEY
                text = self.tr("A key from {variable} is used.").format(variable=name)
            case KeySource.KEYCHAIN if self._keys.is_kept:
                text = self.tr("A key is kept in this computer's keychain.")
            case KeySource.KEYCHAIN:
                text = self.tr("A key is kept for this run only: this computer has no keychain.")
            case KeySource.NOWHERE if engine.needs_key:
                text = self.tr("There is no key for {host} yet.")
            case KeySource.NOWHERE:
                text = self.tr("There is no key for {host}. It may do without.")
            case _:
                assert_never(source)
        return text.replace("{host}", engine.host)

    def _why_not(self, engine: EngineInfo) -> str:
        if not engine.host:
            return self.tr("First enter the address under “Engine”.")
        return self.tr("No key is ever sent to ws:// on another computer. Use wss://.")

    def _about_text(self, engine: EngineInfo) -> str:
        name = CLOUD_KEY if is_aliyun(engine.host) or engine.needs_key else CUSTOM_KEY
        text = self.tr(
            "A key goes to its own host only, is never shown again, and is in no file of Zimu. "
            "If {variable} is set, that one is used instead. Beijing and Singapore have separate "
            "keys."
        )
        return text.format(variable=name)

    @Slot(int)
    def _on_engine_chosen(self, index: int) -> None:
        self._show_engine(self._engines[index].id)

    @Slot()
    def _on_save_clicked(self) -> None:
        key = self._key.text().strip()
        self._key.clear()
        if key:
            self._keys.save(self._engine, key)

    @Slot()
    def _on_delete_clicked(self) -> None:
        self._keys.delete(self._engine)


def password_edit() -> QLineEdit:
    """Return a field that shows dots, and that no input method learns from."""
    edit = QLineEdit()
    edit.setEchoMode(QLineEdit.EchoMode.Password)
    edit.setInputMethodHints(
        Qt.InputMethodHint.ImhHiddenText
        | Qt.InputMethodHint.ImhSensitiveData
        | Qt.InputMethodHint.ImhNoPredictiveText
        | Qt.InputMethodHint.ImhNoAutoUppercase
    )
    return edit
