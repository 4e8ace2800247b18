"""Settings: the keys that work wherever the focus is, and what closing the window does."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QSystemTrayIcon, QToolButton, QWidget

from app.core.hotkeys import Clash, Hotkey, Refused, key_of, refusal, with_key
from app.core.settings import HotkeySettings
from app.shell.global_keys import Reach
from app.shell.widgets.form import Field, Page
from app.shell.widgets.key_field import KeyField

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent

    from app.core.settings import Settings
    from app.shell.choices import Choices
    from app.shell.hotkeys import Hotkeys
    from app.shell.look import Look


class HotkeyField(Field):
    """One key: pressed to be chosen, taken away, or set back."""

    chosen = Signal(object, str)  # Hotkey and its key as QKeySequence writes it; empty: none

    def __init__(self, hotkey: Hotkey) -> None:
        self.key, self.clear, self.reset = KeyField(), QToolButton(), QToolButton()
        super().__init__(self.key, self.clear, self.reset)
        self.hotkey = hotkey
        self.key.recorded.connect(self._on_recorded)
        self.clear.clicked.connect(self._on_cleared)
        self.reset.clicked.connect(self._on_reset)

    def show_key(self, key: str) -> None:
        """Show `key`, and offer only what would change it."""
        self.key.show_key(key)
        self.clear.setEnabled(bool(key))
        self.reset.setEnabled(key != key_of(HotkeySettings(), self.hotkey))

    def apply_look(self, look: Look) -> None:
        """Take sizes and icons from `look`."""
        super().apply_look(look)
        for button, icon in ((self.clear, "close"), (self.reset, "reset")):
            button.setIcon(look.icon(icon, "secondary", 18))
            button.setIconSize(QSize(look.px(18), look.px(18)))

    def retranslate(self, name: str) -> None:
        """Set the texts again; `name` is what the key does."""
        self.name(name)
        self.key.retranslate()
        for button, text in (
            (self.clear, self.tr("No key for “{name}”")),
            (self.reset, self.tr("The usual key for “{name}”")),
        ):
            button.setAccessibleName(text.format(name=name))
            button.setToolTip(button.accessibleName())

    @Slot(str)
    def _on_recorded(self, key: str) -> None:
        self.chosen.emit(self.hotkey, key)

    @Slot()
    def _on_cleared(self) -> None:
        self.chosen.emit(self.hotkey, "")

    @Slot()
    def _on_reset(self) -> None:
        self.chosen.emit(self.hotkey, key_of(HotkeySettings(), self.hotkey))


class KeysPage(Page):
    """A key that somebody else has is refused with a sentence, and the old one stays."""

    def __init__(self, choices: Choices, hotkeys: Hotkeys, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices, self._hotkeys = choices, hotkeys
        self._refused: dict[Hotkey, tuple[str, Refused]] = {}  # what was pressed last, in vain
        self.rows = {hotkey: HotkeyField(hotkey) for hotkey in Hotkey}
        for row in self.rows.values():
            self.add(row)
            row.chosen.connect(self._on_chosen)
        self._global, self._tray = self.add_switch(), self.add_switch()
        self._global.box.clicked.connect(self._on_global_clicked)
        self._tray.box.clicked.connect(self._on_tray_clicked)
        hotkeys.taken_changed.connect(self._refresh)

    def show_settings(self, settings: Settings) -> None:
        """Follow the settings."""
        for hotkey, row in self.rows.items():
            row.show_key(key_of(settings.hotkeys, hotkey))
        self._global.box.setChecked(settings.hotkeys.is_global)
        self._tray.box.setChecked(settings.closes_to_tray)
        self._refresh()

    def apply_look(self, look: Look) -> None:
        """Take sizes from `look`."""
        super().apply_look(look)
        for row in self.rows.values():
            row.apply_look(look)

    def retranslate(self) -> None:
        """Set the texts again."""
        for hotkey, row in self.rows.items():
            row.retranslate(self._title(hotkey))
        self._global.box.setText(self.tr("These keys work in other programs, too"))
        self._tray.box.setText(self.tr("Closing the window leaves Zimu in the tray"))
        self.show_settings(self._choices.settings)

    def hideEvent(self, event: QHideEvent) -> None:
        """Qt's own; what was refused is forgotten."""
        super().hideEvent(event)
        self._refused.clear()
        self._refresh()

    def _title(self, hotkey: Hotkey) -> str:
        titles = {
            Hotkey.START: self.tr("Start and stop"),
            Hotkey.OVERLAY: self.tr("Show and hide the overlay"),
            Hotkey.LOCK: self.tr("Lock and unlock the overlay"),
            Hotkey.PANIC: self.tr("Hide all captions at once, and bring them back"),
        }
        return titles[hotkey]

    @Slot()
    def _refresh(self) -> None:
        for hotkey, row in self.rows.items():
            sentence = self._trouble(hotkey)
            row.say(sentence, tone="warning" if sentence else "")
        self._global.box.setEnabled(self._hotkeys.reach is not Reach.WINDOW)
        self._global.say(self._reach_words(self._hotkeys.reach))
        has_tray = QSystemTrayIcon.isSystemTrayAvailable()
        self._tray.box.setEnabled(has_tray or self._tray.box.isChecked())
        self._tray.say(
            self.tr("Zimu goes on there. Its icon opens the window again, and its menu quits Zimu.")
            if has_tray
            else self.tr(
                "This desktop has no tray. All that its menu would offer is in the menu of the "
                "window and on the keys above."
            )
        )

    def _trouble(self, hotkey: Hotkey) -> str:
        """Return what is wrong with a key: the one that was pressed last, or the one it has."""
        if hotkey in self._refused:
            return self._refusal_words(*self._refused[hotkey])
        settings = self._choices.settings
        key = key_of(settings.hotkeys, hotkey)
        refused = refusal(settings, hotkey, key, self._hotkeys.reserved())
        if refused is not None:
            return self._refusal_words(key, refused)
        if hotkey in self._hotkeys.taken:
            return self.tr(
                "Another program has this key: there it does not reach Zimu. Choose another."
            )
        return ""

    def _refusal_words(self, key: str, refused: Refused) -> str:
        native = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
        match refused.clash:
            case Clash.HOTKEY:
                other = self._title(refused.holder) if refused.holder is not None else ""
                return self.tr("{key} is the key for “{other}”.").format(key=native, other=other)
            case Clash.TALK:
                return self.tr("{key} is the key to hold while you talk.").format(key=native)
            case Clash.WINDOW:
                other = self._hotkeys.reserved().get(key, "")
                text = self.tr("{key} means “{other}” in the window.")
                return text.format(key=native, other=other)
            case Clash.TYPING:
                text = self.tr("{key} is needed for typing. Hold Ctrl or Alt with it.")
                return text.format(key=native)
            case _:
                assert_never(refused.clash)

    def _reach_words(self, how_far: Reach) -> str:
        match how_far:
            case Reach.EVERYWHERE:
                return self.tr("Otherwise they work while one of Zimu's windows is in front.")
            case Reach.X11_PROGRAMS:
                return self.tr(
                    "Otherwise they work while one of Zimu's windows is in front. Wayland lets "
                    "them through only from programs that run under X11."
                )
            case Reach.WINDOW:
                return self.tr(
                    "This system keeps keys to the window in front: they work while one of "
                    "Zimu's windows is there."
                )
            case _:
                assert_never(how_far)

    @Slot(object, str)
    def _on_chosen(self, hotkey: Hotkey, key: str) -> None:
        settings = self._choices.settings
        refused = refusal(settings, hotkey, key, self._hotkeys.reserved())
        self._refused.clear()
        if refused is not None:
            self._refused[hotkey] = (key, refused)
            self._refresh()
            return
        hotkeys = with_key(settings.hotkeys, hotkey, key)
        self._choices.change(replace(settings, hotkeys=hotkeys))
        self._refresh()

    @Slot(bool)
    def _on_global_clicked(self, is_on: bool) -> None:
        settings = self._choices.settings
        hotkeys = replace(settings.hotkeys, is_global=is_on)
        self._choices.change(replace(settings, hotkeys=hotkeys))

    @Slot(bool)
    def _on_tray_clicked(self, is_on: bool) -> None:
        self._choices.change(replace(self._choices.settings, closes_to_tray=is_on))
