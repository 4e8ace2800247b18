"""What to listen to: the device, how loud it is, and what that means."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, assert_never

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.errors import ErrorCode
from app.core.hearing import Sound
from app.core.settings import DeviceRef
from app.shell.widgets.basics import ChoiceBox, set_tone, text_label
from app.shell.widgets.level_meter import LevelMeter

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.audio.devices import DeviceInfo
    from app.core.events import Level
    from app.shell.listening import Listening
    from app.shell.look import Look


class DevicePicker(QWidget):
    """Offers the system's default, the devices, and what is listened to though it is not there."""

    chosen = Signal(object)  # Listening
    opened = Signal()  # somebody looks at the list: time to look for devices again

    def __init__(
        self,
        read_level: Callable[[], Level | None],
        clock_s: Callable[[], float],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._devices: tuple[DeviceInfo, ...] = ()
        self._offered: tuple[Listening, ...] = ()
        self._listening: Listening = None
        self._sound: Sound | None = None
        self._trouble: ErrorCode | None = None
        self._is_on = False
        self._is_none = False
        self._caption = text_label("caption")
        self._box = ChoiceBox()
        self._caption.setBuddy(self._box)
        self._meter = LevelMeter(read_level, clock_s)
        self._word = text_label("quiet")
        self._row = QHBoxLayout()
        self._row.addWidget(self._meter)
        self._row.addWidget(self._word, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._caption)
        self._column.addWidget(self._box)
        self._column.addLayout(self._row)
        self._box.opened.connect(self.opened)
        self._box.activated.connect(self._on_activated)
        self._meter.sound_changed.connect(self._on_sound_changed)

    def show_devices(self, devices: tuple[DeviceInfo, ...], listening: Listening) -> None:
        """Offer `devices`, with `listening` chosen."""
        self._devices, self._listening = devices, listening
        refs = [device.ref for device in devices]
        offered: list[Listening] = [None, *refs]
        if listening not in offered:
            offered.append(listening)
        self._offered = tuple(offered)
        titles = [self._title(one) for one in offered]
        # Devices are looked for while the list is open: it must not lose its place for nothing.
        if titles != [self._box.itemText(index) for index in range(self._box.count())]:
            self._box.clear()
            self._box.addItems(titles)
        self._box.setCurrentIndex(offered.index(listening))
        self._box.setToolTip(self._box.currentText())

    def show_none(self, *, is_none: bool) -> None:
        """Say that there is no microphone at all, or that there is one."""
        self._is_none = is_none
        self._show_word()

    def set_on(self, *, is_on: bool) -> None:
        """Show how loud it is, or that nobody listens."""
        self._is_on = is_on
        self._meter.set_on(is_on=is_on)
        self._show_word()

    def show_trouble(self, trouble: ErrorCode | None) -> None:
        """Say what is wrong with what is listened to; None: nothing is."""
        self._trouble = trouble
        self._show_word()

    def apply_look(self, look: Look) -> None:
        """Take spacing and colours from `look`."""
        self._column.setSpacing(look.px(6))
        self._row.setSpacing(look.px(10))
        self._box.apply_look(look)
        self._meter.apply_look(look)

    def retranslate(self) -> None:
        """Set the texts again."""
        self._caption.setText(self.tr("Listen to"))
        self._box.setAccessibleName(self.tr("Listen to"))
        self._meter.retranslate()
        self.show_devices(self._devices, self._listening)
        self._show_word()

    def _title(self, listening: Listening) -> str:
        match listening:
            case None:
                return self.tr("Default microphone")
            case Path():
                return self.tr("File: {name}").format(name=listening.name)
            case DeviceRef():
                refs = [device.ref for device in self._devices]
                if listening not in refs:
                    return self.tr("{name} (not connected)").format(name=listening.name)
                if [ref.name for ref in refs].count(listening.name) > 1:
                    return f"{listening.name} · {listening.host_api}"
                return listening.name
            case _:
                assert_never(listening)

    def _show_word(self) -> None:
        trouble = self._trouble_word() if self._is_on else self._lack_word()
        word = trouble or self._sound_word()
        set_tone(self._word, "warning" if trouble or self._sound is Sound.ZERO else "")
        if word != self._word.text():
            self._word.setText(word)
            self._meter.setAccessibleDescription(word)

    def _lack_word(self) -> str:
        """Return what is missing before anybody listens; empty: nothing."""
        is_file = isinstance(self._listening, Path)
        return self.tr("No microphone found") if self._is_none and not is_file else ""

    def _trouble_word(self) -> str:
        """Return what is wrong; empty: nothing, or what the sound says as well."""
        match self._trouble:
            case ErrorCode.NO_DEVICE:
                return self.tr("No microphone")
            case ErrorCode.DEVICE_GONE | ErrorCode.DEVICE_NOT_FOUND:
                return self.tr("Not connected")
            case ErrorCode.DEVICE_REFUSED | ErrorCode.AUDIO_UNAVAILABLE:
                return self.tr("Cannot be opened")
            case ErrorCode.DEVICE_STALLED:
                return self.tr("No sound comes")
            case _:
                return ""

    def _sound_word(self) -> str:
        match self._sound:
            case None:
                return self.tr("Not listening")
            case Sound.VOICE if isinstance(self._listening, Path):
                return self.tr("Playing")
            case Sound.VOICE:
                return self.tr("Hearing you")
            case Sound.QUIET:
                return self.tr("Quiet")
            case Sound.ZERO:
                return self.tr("That is silence")
            case _:
                assert_never(self._sound)

    @Slot(int)
    def _on_activated(self, index: int) -> None:
        self._listening = self._offered[index]
        self._box.setToolTip(self._box.currentText())
        self.chosen.emit(self._listening)

    @Slot(object)
    def _on_sound_changed(self, sound: Sound | None) -> None:
        self._sound = sound
        self._show_word()
